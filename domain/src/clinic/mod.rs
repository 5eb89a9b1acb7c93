//! The clinic: a consultation is looked over before it opens, as a colleague
//! would who has seen many. Reading age, length, double questions, missing
//! translations, questions nobody can reach, figures that will be hidden.
//!
//! It finds what a program can find. It never says that a questionnaire is
//! good. What must be in place before opening is decided by
//! [`crate::consultation::opening_checks`]; the clinic repeats that, so that one
//! list holds everything.

mod asks;
mod dates;
mod doors;
mod length;
mod people;
mod problem;
mod rules;
mod shape;
mod size;
mod solve;
mod words;

use chrono::NaiveDate;

use crate::consultation::Setup;
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;

pub use length::{Length, length};
pub use problem::{Datum, Problem};
pub use words::reading_age;

/// What is looked over.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// How the consultation is set up.
    pub setup: &'a Setup,
    /// What is asked.
    pub questionnaire: &'a Questionnaire,
    /// How many responses the people who ask count on; nothing is said about
    /// numbers when they have not thought about it.
    pub expected: Option<u32>,
    /// School holidays, first day and last day.
    pub holidays: &'a [(NaiveDate, NaiveDate)],
    /// The day it is, on which it would open.
    pub today: NaiveDate,
    /// Languages that the organisation has to offer, as in BCP 47.
    pub languages: &'a [String],
}

/// How much a finding matters, the heaviest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// It cannot be asked like this.
    Stops,
    /// Answers will be fewer or worse.
    Warns,
    /// It could be better.
    Advises,
}

/// Where something is mended.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// At the question with this key.
    Question(String),
    /// At the field of this name on the page "about".
    Setup(&'static str),
    /// Where the equality questions are chosen.
    Equality,
    /// Where the dates are set.
    Dates,
    /// Where languages and other wordings are written.
    Languages,
    /// Where the sections are listed.
    Sections,
    /// In the list of questions, at no one of them.
    Questions,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub weight: Weight,
    /// What it is.
    pub problem: Problem,
    /// The question that it is about, where it is about one.
    pub question: Option<String>,
    /// Where it is mended.
    pub place: Place,
}

/// Looks a consultation over. The heaviest findings come first, and among those
/// the ones that belong together.
pub fn examine(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    dates::look(case, &mut found);
    rules::look(case, &mut found);
    let letters = size::letters(case);
    if letters > size::MOST_LETTERS {
        let problem = Problem::TooMuchToRead { letters, most: size::MOST_LETTERS };
        found.push(Finding::of_all(Weight::Warns, Place::Questions, problem));
    } else {
        words::look(case, &mut found);
        asks::look(case, &mut found);
        doors::look(case, &mut found);
        shape::look(case, &mut found);
        length::look(case, &mut found);
    }
    people::look(case, &mut found);
    found.sort_by_key(|finding| finding.weight);
    found
}

impl Finding {
    /// Whether people may decide to leave it as it is, with a reason. What stops must be mended.
    pub fn may_be_set_aside(&self) -> bool {
        self.weight != Weight::Stops
    }

    /// Tells this finding from every other one of the same consultation. Other words, other numbers or another
    /// place make another finding, so that a reason for leaving one as it is never covers the next. Only the days
    /// that are left do not count: there is one fewer every morning.
    pub fn identity(&self) -> String {
        let place = match &self.place {
            Place::Setup(field) => *field,
            Place::Question(_) => "question",
            Place::Equality => "equality",
            Place::Dates => "dates",
            Place::Languages => "languages",
            Place::Sections => "sections",
            Place::Questions => "questions",
        };
        let key = self.question.clone().unwrap_or_default();
        let mut parts = vec![self.problem.key().to_string(), place.to_string(), key];
        if !matches!(self.problem, Problem::LittleTime { .. } | Problem::InHolidays { .. }) {
            parts.extend(self.problem.data().iter().map(|(_, datum)| datum.text()));
        }
        parts.join("\u{1f}")
    }

    fn at(weight: Weight, question: &Question, problem: Problem) -> Self {
        let key = question.key.clone();
        Self { weight, problem, question: Some(key.clone()), place: Place::Question(key) }
    }

    fn of_all(weight: Weight, place: Place, problem: Problem) -> Self {
        Self { weight, problem, question: None, place }
    }
}

/// The questions that ask something.
fn asking(asked: &Questionnaire) -> impl DoubleEndedIterator<Item = &Question> {
    asked.questions.iter().filter(|question| question.kind.asks())
}

/// The labels of options and statements, with their keys.
fn labels(kind: &Kind) -> Vec<(String, String)> {
    let mut kind = kind.clone();
    kind.words_mut().into_iter().map(|choice| (choice.key.clone(), choice.label.clone())).collect()
}

#[cfg(test)]
mod tests;
