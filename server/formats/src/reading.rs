//! What comes out of a questionnaire that another program wrote: the questions
//! that could be taken, and every part that could not, by its place.

use std::fmt;

use earshot_domain::questionnaire::Questionnaire;

/// What came out of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The questionnaire's title.
    pub title: Option<String>,
    /// The questions that could be taken.
    pub questionnaire: Questionnaire,
    /// What could not be taken, in the order of the file.
    pub problems: Vec<Problem>,
    /// What was taken differently, in the order of the file.
    pub notes: Vec<Problem>,
}

/// A place in a file and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, in the words of the program that wrote the file: `survey, row 5:
    /// relevant`, `page 2, question q7`.
    pub place: String,
    /// A sentence for the person who made the questionnaire.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// The longest piece of a file that a sentence repeats, in letters.
const QUOTED_MAX: usize = 120;

/// A piece of the file in quotation marks, on one line and not too long.
pub(crate) fn quoted(text: &str) -> String {
    let mut line = String::from("\u{201c}");
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    line.extend(letters.by_ref().take(QUOTED_MAX));
    if letters.next().is_some() {
        line.push('\u{2026}');
    }
    line.push('\u{201d}');
    line
}
