//! Questionnaires from `XLSForm` workbooks (`.xlsx`), as ODK, `KoBoToolbox` and
//! others write them.
//!
//! [`read`] takes what Earshot can ask and names, row by row, what it cannot.
//! Nothing is left out or changed in silence: a question that cannot be taken
//! is a problem, and so is every question that depends on it; what is asked
//! differently is a note.

mod archive;
mod choices;
mod condition;
mod heading;
mod kind;
mod range;
mod report;
mod sheet;
mod survey;
#[cfg(test)]
pub(crate) mod tests;
mod words;

use std::fmt;

use earshot_domain::questionnaire::Questionnaire;

use choices::Lists;
use heading::Headings;
use report::Report;
use survey::Survey;

/// The largest workbook that is read, in bytes.
pub const FILE_MAX: usize = 10 * 1024 * 1024;

/// What came out of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The form's title.
    pub title: Option<String>,
    /// The questions that could be taken.
    pub questionnaire: Questionnaire,
    /// What could not be taken, in the order of the sheets.
    pub problems: Vec<Problem>,
    /// What was taken differently, in the order of the sheets.
    pub notes: Vec<Problem>,
}

/// A place in the workbook and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The sheet's name.
    pub sheet: String,
    /// The row as a spreadsheet shows it, from 1.
    pub row: u32,
    /// The column's heading, where one column is to blame.
    pub column: Option<String>,
    /// A sentence for the person who made the form.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, row {}: ", self.sheet, self.row)?;
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        f.write_str(&self.reason)
    }
}

/// Why nothing at all can be read from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More than [`FILE_MAX`] bytes.
    #[error("the file is larger than {} MiB", FILE_MAX / 1024 / 1024)]
    FileTooLarge,
    /// Not a zip archive, so not a workbook of this kind.
    #[error(
        "not an .xlsx workbook; an older .xls, a .csv or a workbook with a password must be saved as .xlsx"
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
    archive::check(bytes)?;
    let workbook = sheet::open(bytes)?;
    let mut report = Report::default();
    for (name, row) in workbook.unread {
        report.note(&name, row, None, "this sheet is no part of a questionnaire and was not read");
    }
    let settings = workbook.settings.map(|sheet| Headings::of_settings(sheet, &mut report));
    let default_language = settings.as_ref().and_then(|sheet| sheet.first("default_language"));
    let title = settings.as_ref().and_then(|sheet| sheet.first("form_title"));

    let survey = Headings::of_survey(workbook.survey, &mut report)?;
    let language = survey.language(default_language.as_deref(), &mut report);
    let lists = match workbook.choices {
        Some(sheet) => Lists::read(Headings::of_choices(sheet, &mut report)?, &language, &mut report),
        None => Lists::default(),
    };
    let questionnaire = Survey::new(&survey, language, lists, &mut report).read();
    let (problems, notes) = report.finish();
    let title = title.map(|title| words::plain(&title).text).filter(|title| !title.is_empty());
    Ok(Reading { title, questionnaire, problems, notes })
}
