//! Answers and counts as files for other programs: text with a description of its columns (CSV and CSVW), workbooks, files of
//! SPSS, and folders of answers in words that [`crate::answers`] and [`crate::coding`] take in again.
//!
//! A program that opens such a file must not run anything that somebody wrote: what begins as a formula does is a text in a
//! workbook, and stands behind an apostrophe in CSV.

mod codebook;
mod csvw;
mod lines;
mod names;
mod sav;
#[cfg(test)]
mod tests;
mod workbook;

use std::io::{Cursor, Write};

use earshot_domain::export::{ExportContent, ExportForm, Origin};
use earshot_domain::suppression::{Preset, Shown};
use zip::write::SimpleFileOptions;

pub use codebook::{CodebookRow, codebook};

/// Why a file cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// There is no such form of this.
    #[error("this does not come in that form")]
    NoSuchForm,
    /// There is nothing in it that this form holds.
    #[error("there are no answers in words that may go out")]
    NoWords,
    /// It is too large for the form.
    #[error("it does not fit into a file of this form: {0}")]
    TooLarge(String),
    /// The program that writes the form gave up.
    #[error("the file cannot be written: {0}")]
    Writer(String),
}

impl From<rust_xlsxwriter::XlsxError> for TableError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Writer(error.to_string())
    }
}

impl From<zip::result::ZipError> for TableError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Writer(error.to_string())
    }
}

impl From<std::io::Error> for TableError {
    fn from(error: std::io::Error) -> Self {
        Self::Writer(error.to_string())
    }
}

impl From<csv::Error> for TableError {
    fn from(error: csv::Error) -> Self {
        // What the error says may hold the row.
        Self::Writer(match error.kind() {
            csv::ErrorKind::Io(error) => error.to_string(),
            _ => "a row could not be written".to_owned(),
        })
    }
}

/// A file that was written.
#[derive(Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// How it is called: `getting-to-school-answers.csv`. In a folder the folder stands before it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for WrittenFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WrittenFile").field("name", &self.name).field("bytes", &self.bytes.len()).finish()
    }
}

/// Writes one file: where a form consists of several, an archive of them.
pub fn write(form: ExportForm, content: &ExportContent) -> Result<WrittenFile, TableError> {
    let mut parts = parts(form, content)?;
    let name = format!("{}.{}", stem(content), form.ending());
    if !matches!(form, ExportForm::Csv | ExportForm::Jsonl)
        && let Some(only) = parts.pop()
    {
        return Ok(WrittenFile { name, bytes: only.bytes });
    }
    Ok(WrittenFile { name, bytes: pack(&parts)? })
}

/// Writes the files that a form consists of.
pub fn parts(form: ExportForm, content: &ExportContent) -> Result<Vec<WrittenFile>, TableError> {
    let one =
        |bytes: Vec<u8>| vec![WrittenFile { name: format!("{}.{}", stem(content), form.ending()), bytes }];
    match (form, content) {
        (ExportForm::Csv, ExportContent::Answers(table)) => csvw::answers(table, &stem(content)),
        (ExportForm::Csv, ExportContent::Tables(tables)) => csvw::counts(tables, &stem(content)),
        (ExportForm::Xlsx, ExportContent::Answers(table)) => Ok(one(workbook::answers(table)?)),
        (ExportForm::Xlsx, ExportContent::Tables(tables)) => Ok(one(workbook::counts(tables)?)),
        (ExportForm::Sav, ExportContent::Answers(table)) => Ok(one(sav::write(table)?)),
        // An archive of nothing would be taken for a file that got lost.
        (ExportForm::Jsonl, ExportContent::Words(pack)) if pack.questions.is_empty() => {
            Err(TableError::NoWords)
        }
        (ExportForm::Jsonl, ExportContent::Words(pack)) => Ok(lines::files(pack)),
        _ => Err(TableError::NoSuchForm),
    }
}

/// How a file is called, without its ending.
fn stem(content: &ExportContent) -> String {
    match content {
        ExportContent::Tables(tables) => format!("{}-counts", tables.origin.slug),
        ExportContent::Answers(table) if table.raw => format!("{}-answers-raw", table.origin.slug),
        ExportContent::Answers(table) => format!("{}-answers", table.origin.slug),
        ExportContent::Words(pack) if pack.raw => format!("{}-words-raw", pack.origin.slug),
        ExportContent::Words(pack) => format!("{}-words", pack.origin.slug),
    }
}

fn pack(parts: &[WrittenFile]) -> Result<Vec<u8>, TableError> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for part in parts {
        zip.start_file(part.name.as_str(), options)?;
        zip.write_all(&part.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A text without what no table holds: control characters, but for line breaks and tabs.
fn clean(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect()
}

/// What every file says about itself.
fn about(origin: &Origin, raw: bool) -> [String; 3] {
    let mut notes = notes(raw).map(str::to_string);
    if let Some(unchecked) = origin.unchecked {
        notes[1].push(' ');
        notes[1].push_str(&unchecked_words(unchecked));
    }
    if let Some(undecided) = origin.undecided {
        notes[0].push(' ');
        notes[0].push_str(&undecided_words(undecided));
    }
    notes
}

/// Why a table of redacted answers says no age of some.
fn about_ages(raw: bool) -> Option<&'static str> {
    (!raw).then_some(
        "Where no age stands, it was not given, or it would show who wrote the words beside it: of a group whose members somebody \
         may know, fewer than ten are as old.",
    )
}

/// What a file says of answers that are not in it because nobody else has looked at them.
pub fn unchecked_words(unchecked: Shown) -> String {
    let many = unchecked.value().map_or_else(|| "A few".to_string(), |many| many.to_string());
    format!("{many} answers in words are not in it, because nobody else has looked at them yet.")
}

/// What a file says of places that are left out of it because nobody has decided about them.
pub fn undecided_words(undecided: Shown) -> String {
    let many = undecided.value().map_or_else(|| "a few".to_string(), |many| many.to_string());
    format!(
        "In {many} places of it nobody has decided yet whether the words tell who somebody is: they are left out, and may turn \
         out to be fine."
    )
}

fn notes(raw: bool) -> [&'static str; 3] {
    [
        if raw {
            "The words are as they were written. They may name people. Do not copy them out of your organisation."
        } else {
            "The words are redacted: what could tell who somebody is stands in brackets, such as [name] or [school]."
        },
        "Answers that nobody has read yet, that are held, or that were taken back are not in it. The rows stand in an \
         order drawn by chance, and their names are of this file alone. No area, no time and no equality answer is in it.",
        "A row is one person, and a combination of answers can single somebody out: do not publish rows, and do not \
         count groups of fewer than ten.",
    ]
}

/// What every file of counts says about itself, by the rule that its numbers were made by.
fn about_counts(preset: Preset) -> String {
    if preset.rounds() {
        return "[c] means only a few people, or that fewer than ten of a group answered, perhaps none: small numbers are \
                hidden, so that nobody can work out who said what. Other numbers are rounded to the nearest 5, so that they do \
                not always add up."
            .to_owned();
    }
    let largest = preset.largest_hidden();
    format!(
        "[c] stands for a number from 1 to {largest}, for any number of a group of fewer than ten who answered, also none, and \
         for others where one could be worked out from what stands beside it: small numbers are hidden, so that nobody can work \
         out who said what. Other numbers are not rounded."
    )
}
