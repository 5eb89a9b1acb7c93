//! Questionnaires in the JSON of SurveyJS, in and out.
//!
//! [`read`] takes what Earshot can ask and names, by page and question, what it
//! cannot. [`write()`] says every question in the nearest type of SurveyJS and
//! puts what SurveyJS has no word for into a property of its own, `earshot`, so
//! that a file that comes back unchanged is the same questionnaire again.
//!
//! The way in has three steps. `structure` walks the pages and makes a draft
//! of every question; `settle` follows the conditions, which may look at any
//! question, and leaves out what is not sound; `extras` is what Earshot kept
//! for itself.

mod choices;
mod condition;
mod element;
mod expression;
mod extras;
mod names;
mod props;
mod questions;
mod report;
mod rule_text;
mod scale;
mod settle;
mod structure;
#[cfg(test)]
mod tests;
mod words;
mod write;

use serde_json::{Map, Value};

use crate::reading::Reading;

pub use write::{WriteError, write};

/// The largest file that is read, in bytes.
pub const FILE_MAX: usize = 10 * 1024 * 1024;

/// The most parts (values, lists, objects) that a file may have: each takes
/// many times its letters in memory.
const PARTS_MAX: usize = 300_000;

/// The name of the property that is Earshot's own.
const OWN: &str = "earshot";

/// Why nothing at all can be read from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More than [`FILE_MAX`] bytes.
    #[error("the file is larger than {} MiB", FILE_MAX / 1024 / 1024)]
    FileTooLarge,
    /// More parts than a questionnaire can need.
    #[error("the file has more than {PARTS_MAX} parts, far more than a questionnaire can have")]
    TooManyParts,
    /// Not UTF-8.
    #[error("the file is not UTF-8; save it as UTF-8")]
    NotUtf8,
    /// Not JSON, or lists within lists without end.
    #[error("the file is not JSON that can be read (line {line}, column {column})")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// JSON, but no survey.
    #[error(
        "the file has neither \u{201c}pages\u{201d} nor \u{201c}elements\u{201d}: it is not a SurveyJS survey"
    )]
    NotASurvey,
}

/// Reads a survey.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let survey = parse(bytes)?;
    let draft = structure::read(&survey)?;
    Ok(settle::settle(draft))
}

fn parse(bytes: &[u8]) -> Result<Map<String, Value>, ReadError> {
    if bytes.len() > FILE_MAX {
        return Err(ReadError::FileTooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotUtf8)?;
    // Signs within words count too; nobody writes so many of them.
    if text.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > PARTS_MAX {
        return Err(ReadError::TooManyParts);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(survey)) => Ok(survey),
        Ok(_) => Err(ReadError::NotASurvey),
        Err(error) => Err(ReadError::NotJson { line: error.line(), column: error.column() }),
    }
}
