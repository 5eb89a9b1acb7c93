//! Questionnaires from `XLSForm` workbooks (`.xlsx`, and the old `.xls`), as
//! ODK, `KoBoToolbox` and others write them, and back ([`export::write`]).
//!
//! [`read`] takes what Earshot can ask and names, row by row, what it cannot.
//! Nothing is left out or changed in silence: a question that cannot be taken
//! is a problem, and so is every question that depends on it; what is asked
//! differently is a note.

mod archive;
mod choices;
pub mod export;
mod expression;
mod heading;
mod kind;
mod language;
mod limit;
mod range;
mod report;
mod sheet;
mod survey;
#[cfg(test)]
pub(crate) mod tests;
mod words;
mod xls;

use choices::Lists;
use heading::Headings;
use language::{Said, Tongues};
use report::Report;
use survey::Survey;

pub(crate) use language::heading as language_heading;

pub use crate::reading::{Problem, Reading};

/// The largest workbook that is read, in bytes.
pub const FILE_MAX: usize = 10 * 1024 * 1024;

/// Why nothing at all can be read from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More than [`FILE_MAX`] bytes.
    #[error("the file is larger than {} MiB", FILE_MAX / 1024 / 1024)]
    FileTooLarge,
    /// Not a zip archive, so not a workbook of this kind.
    #[error(
        "not a workbook of the kind .xlsx or .xls; a .csv, a workbook with a password or one that is older than Excel \
         97 must be saved as .xlsx"
    )]
    NotAWorkbook,
    /// It unpacks to more than a questionnaire can need.
    #[error("the workbook is much larger inside than a questionnaire can be: {0}")]
    Expands(String),
    /// A workbook whose parts do not fit together.
    #[error("the workbook is damaged: {0}")]
    Damaged(String),
    /// There is no sheet of questions.
    #[error("there is no sheet called \u{201c}survey\u{201d}; the sheets are: {0}")]
    NoSurvey(String),
    /// A sheet that reaches further than a questionnaire can.
    #[error("the sheet \u{201c}{sheet}\u{201d} is too large: {reason}")]
    SheetTooLarge {
        /// The sheet's name.
        sheet: String,
        /// Which limit it passes, and where.
        reason: String,
    },
    /// A heading without which the sheet says nothing.
    #[error("the sheet \u{201c}{sheet}\u{201d} has no column \u{201c}{column}\u{201d}")]
    NoColumn {
        /// The sheet's name.
        sheet: String,
        /// The missing heading.
        column: String,
    },
}

/// Reads a workbook.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    if bytes.len() > FILE_MAX {
        return Err(ReadError::FileTooLarge);
    }
    let workbook = if xls::is(bytes) { xls::open(bytes)? } else { sheet::open(bytes)? };
    let mut report = Report::default();
    for (name, row) in workbook.unread {
        report.note(&name, row, None, "this sheet is no part of a questionnaire and was not read");
    }
    let settings = workbook.settings.map(|sheet| Headings::of_settings(sheet, &mut report));
    let setting = |field: &str| settings.as_ref().and_then(|sheet| sheet.first(field));
    let survey = Headings::of_survey(workbook.survey, &mut report)?;
    let choices = match workbook.choices {
        Some(sheet) => Some(Headings::of_choices(sheet, &mut report)?),
        None => None,
    };
    let tongues = Tongues::of(&survey, choices.as_ref(), &Said::new(&setting), &mut report);
    let lists = match choices {
        Some(headings) => Lists::read(headings, &tongues, &mut report),
        None => Lists::default(),
    };
    let questionnaire = Survey::new(&survey, tongues, lists, &mut report).read();
    let (problems, notes) = report.finish();
    let title =
        setting("form_title").map(|title| words::plain(&title).text).filter(|title| !title.is_empty());
    Ok(Reading { title, questionnaire, problems, notes })
}
