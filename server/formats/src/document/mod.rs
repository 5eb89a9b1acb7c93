//! A questionnaire on paper, for those who approve it: a Word document (`.docx`) with everything that young people
//! will read, in every wording, when each question is asked, and a place to sign.
//!
//! It tells of the consultation and of nobody who made the file: its author is an organisation, and it names no machine and
//! no time of the day.

mod blocks;
mod wordprocessing;
mod words;

use chrono::NaiveDate;
use earshot_domain::consultation::Setup;
use earshot_domain::questionnaire::Questionnaire;

pub use earshot_domain::question::scale_words;

/// What stands on the paper.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// Who asks.
    pub organisation: &'a str,
    /// The reference of the consultation: `C-0012`.
    pub reference: &'a str,
    /// How it is set up.
    pub setup: &'a Setup,
    /// What is asked.
    pub questionnaire: &'a Questionnaire,
    /// The version of the questions.
    pub version: i64,
    /// The day on which the paper is written.
    pub day: NaiveDate,
}

/// Why a paper cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the document cannot be written: {0}")]
pub struct WriteError(String);

/// Writes the paper as a Word document.
pub fn write(paper: &Paper<'_>) -> Result<Vec<u8>, WriteError> {
    wordprocessing::write(paper).map_err(WriteError)
}

#[cfg(test)]
mod tests;
