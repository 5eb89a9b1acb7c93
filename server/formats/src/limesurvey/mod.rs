//! Questionnaires from LimeSurvey: surveys (`.lss`), groups of questions
//! (`.lsg`) and single questions (`.lsq`) of all versions that write XML.
//!
//! [`read`] takes what Earshot can ask and names, question by question and
//! section by section, what it cannot. Nothing is left out or changed in
//! silence: a question that cannot be taken is a problem, and so is every
//! question that depends on it; what is asked differently is a note.

mod arrays;
mod aside;
mod build;
mod choices;
mod conditions;
mod draft;
mod expression;
mod kind;
mod languages;
mod logic;
mod parts;
mod quota;
mod report;
mod sound;
#[cfg(test)]
mod tests;
mod words;
mod xml;

use crate::reading::Reading;
use languages::Languages;
use report::{Report, quoted};
use xml::File;

/// The largest file that is read, in bytes.
pub const FILE_MAX: usize = 10 * 1024 * 1024;

/// Why nothing at all can be read from a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More than [`FILE_MAX`] bytes.
    #[error("the file is larger than {} MiB", FILE_MAX / 1024 / 1024)]
    FileTooLarge,
    /// A zip archive: LimeSurvey's `.lsa`, or something else altogether.
    #[error("an archive (.lsa) or another packed file; unpack it and take the .lss file in it")]
    Archive,
    /// It says that it is not UTF-8, the only encoding that LimeSurvey writes.
    #[error("the file is encoded as {0}; it must be saved as UTF-8")]
    Encoding(String),
    /// Its bytes are not UTF-8, from this line on.
    #[error("line {0}: letters that are not UTF-8; the file must be saved as UTF-8")]
    NotUtf8(usize),
    /// It declares a document type, which could hold entities of any size.
    #[error("the file declares a document type or entities (DOCTYPE), which LimeSurvey never writes")]
    Declares,
    /// Not XML of LimeSurvey.
    #[error("not a survey, a group or a question of LimeSurvey (.lss, .lsg, .lsq)")]
    NotLimeSurvey,
    /// Something else of LimeSurvey: answers, participants, labels.
    #[error(
        "a file of LimeSurvey of the kind {0}; a survey (.lss), a group (.lsg) or a question (.lsq) is needed"
    )]
    OtherKind(String),
    /// XML whose parts do not fit together.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// More than a questionnaire can need.
    #[error("the file holds much more than a questionnaire can need: {0}")]
    TooLarge(String),
}

/// Reads a survey, a group or a question. The name only helps to say what is
/// odd about it; what a file is follows from what is in it.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Reading, ReadError> {
    let file = xml::read(bytes)?;
    let mut report = Report::default();
    look_at_kind(file_name, &file, &mut report)?;
    let languages = Languages::of(&file, &mut report);
    let title = title(&file, &languages);
    let parts = parts::gather(&file, &languages, &mut report)?;
    let conditions = conditions::read(&file);
    let mut built = build::build(&parts, &conditions, &languages, &mut report);
    quota::take(&file, &parts, &mut built, &mut report);
    aside::tell(&file, &parts, &languages, &mut report);
    let (problems, notes) = report.finish();
    Ok(Reading { title, questionnaire: built.questionnaire, problems, notes })
}

fn look_at_kind(file_name: &str, file: &File, report: &mut Report) -> Result<(), ReadError> {
    let expected = match file.kind.as_str() {
        "Survey" => "lss",
        "Group" => "lsg",
        "Question" => "lsq",
        other => return Err(ReadError::OtherKind(quoted(other))),
    };
    let ending =
        file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if matches!(ending.as_str(), "lss" | "lsg" | "lsq") && ending != expected {
        let reason = format!("the name ends in .{ending}, and what is in it is a .{expected} file");
        report.note("the file", reason);
    }
    if file.version.parse::<u32>().is_err() {
        let reason = format!("the version of LimeSurvey {} is not known", quoted(&file.version));
        report.note("the file", reason);
    }
    Ok(())
}

/// The survey's title, else the name of its only group.
fn title(file: &File, languages: &Languages) -> Option<String> {
    let own = |row: &xml::Row<'_>, column: &str| matches!(row.word(column), language if language == languages.own());
    let named = file
        .rows("surveys_languagesettings")
        .find(|row| own(row, "surveyls_language"))
        .map(|row| row.get("surveyls_title"));
    let group = || {
        let mut rows = file.rows("groups").chain(file.rows("group_l10ns"));
        rows.find(|row| own(row, "language")).map(|row| row.get("group_name"))
    };
    let written = named.or_else(|| (file.kind == "Group").then(group).flatten())?;
    let text = crate::plain::plain(&written.chars().take(8_000).collect::<String>()).text;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(words::LABEL_MAX).collect();
    (!short.is_empty()).then_some(short)
}
