//! How long a questionnaire takes.
//!
//! ```text
//! seconds = words / speed * 60 + seconds for each answer
//! ```
//!
//! Sources. Words: published norms for reading aloud lie near 110 words a minute
//! at the age of nine and 150 at twelve (Hasbrouck and Tindal); adults read
//! about 240 silently (Brysbaert 2019). Read here is a screen of short
//! questions, so the speeds are set lower: 120 to 200. Answers: survey practice
//! counts about eight simple closed questions a minute, 7.5 seconds each, and
//! minutes for hard open ones; Pew Research Center plans with ten seconds for an
//! ordinary question, its reading among them. The limits of ten and of five
//! minutes are Earshot's own.

use super::{Case, Finding, Place, Problem, Weight, labels};
use crate::door::Door;
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;
use crate::readability;
use crate::respondent::AgeBand;

/// Thousandths of a second for one closed answer.
const CLOSED: u64 = 7_500;

/// For one line of words.
const LINE: u64 = 15_000;

/// For several lines of words.
const LINES: u64 = 45_000;

/// For one option that is put in its place.
const RANKED: u64 = 4_000;

/// A section that is repeated is asked for so many options.
const TURNS: u64 = 2;

/// How long it takes, from answer to answer, without "about you".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Seconds for who is shown only what everybody is shown.
    pub shortest: u64,
    /// Seconds for who is shown everything.
    pub longest: u64,
}

impl Length {
    /// Between the two, in whole minutes, never less than one.
    pub fn minutes(self) -> u32 {
        let seconds = u64::midpoint(self.shortest, self.longest);
        u32::try_from((seconds + 30) / 60).unwrap_or(u32::MAX).max(1)
    }
}

/// Words a minute that a band reads.
fn speed(band: Option<AgeBand>) -> u64 {
    match band {
        Some(AgeBand::From8To10) => 120,
        Some(AgeBand::From11To13) => 150,
        None | Some(AgeBand::From14To15) => 170,
        Some(AgeBand::From16To17) => 190,
        Some(AgeBand::From18To25) => 200,
    }
}

/// The most minutes that a band should be asked for.
fn most(band: Option<AgeBand>) -> u32 {
    if band == Some(AgeBand::From8To10) { 5 } else { 10 }
}

/// How long a questionnaire takes somebody of this band.
pub fn length(asked: &Questionnaire, band: Option<AgeBand>) -> Length {
    let asked = asked.clone().through(&Door { band, ..Door::default() });
    let (mut always, mut sometimes) = (0, 0);
    for question in &asked.questions {
        let section = asked.section_of(question);
        let repeated = section.is_some_and(|section| section.each_of.is_some());
        let on_condition =
            question.show_if.is_some() || section.is_some_and(|section| section.show_if.is_some());
        let takes = reading(question, band) + answering(&question.kind);
        match (repeated, on_condition) {
            (false, false) => always += takes,
            (true, _) => sometimes += takes * TURNS,
            (false, true) => sometimes += takes,
        }
    }
    Length { shortest: always / 1_000, longest: (always + sometimes) / 1_000 }
}

fn reading(question: &Question, band: Option<AgeBand>) -> u64 {
    let count = |text: &str| readability::words(text).len();
    let options: usize = labels(&question.kind).iter().map(|(_, label)| count(label)).sum();
    let words = count(&question.text) + question.hint.as_deref().map_or(0, count) + options;
    u64::try_from(words).unwrap_or(u64::MAX).saturating_mul(60_000) / speed(band)
}

fn answering(kind: &Kind) -> u64 {
    let times = |n: usize, each: u64| u64::try_from(n).unwrap_or(u64::MAX).saturating_mul(each);
    match kind {
        Kind::Info => 0,
        Kind::ShortText => LINE,
        Kind::LongText | Kind::Photo | Kind::Audio => LINES,
        Kind::Ranking(ranking) => times(ranking.options.len(), RANKED).max(CLOSED),
        Kind::Grid(grid) => times(grid.statements.len(), CLOSED),
        _ => CLOSED,
    }
}

/// So many minutes more than was said are no longer "about".
const ABOUT: i64 = 2;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let youngest = case.setup.bands.iter().min().copied();
    let minutes = length(case.questionnaire, youngest).minutes();
    let most = most(youngest);
    if minutes > most {
        found.push(Finding::of_all(Weight::Warns, Place::Questions, Problem::TooLong { minutes, most }));
    }
    let said = case.setup.minutes;
    if i64::from(minutes) > said + ABOUT {
        let problem = Problem::LongerThanSaid { minutes, said };
        found.push(Finding::of_all(Weight::Warns, Place::Setup("minutes"), problem));
    }
}
