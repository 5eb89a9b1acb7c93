//! What goes out as a file: what it may hold, how far it has come, and the tables that it is written from. How a file looks
//! is known to `earshot-formats`; that nothing is in it which must not be, to the service.

use chrono::NaiveDate;

use crate::suppression::{Preset, Shown, ShownTable};

crate::text_enum! {
    /// What a file holds (domain.md 7.7, "Export raw/QDPX").
    pub enum ExportKind {
        /// Suppressed counts, as the findings show them.
        Tables = "tables",
        /// One line for each response: redacted, and without anything that is known of the person but age band and kind.
        Answers = "answers",
    }
}

crate::text_enum! {
    /// In which form.
    pub enum ExportForm {
        /// A table of text, with a description of its columns beside it.
        Csv = "csv",
        /// A workbook.
        Xlsx = "xlsx",
        /// A file of SPSS, which PSPP and R read as well.
        Sav = "sav",
        /// A folder for each question in words: answers, codes, and which answer carries which.
        Jsonl = "jsonl",
    }
}

crate::text_enum! {
    /// How far a file has come.
    pub enum ExportState {
        /// Words that are not redacted: somebody else has to agree first.
        WaitingForApproval = "waiting_for_approval",
        /// It will be made.
        Waiting = "waiting",
        /// It is being made.
        Running = "running",
        /// It can be fetched.
        Ready = "ready",
        /// It could not be made.
        Failed = "failed",
        /// Somebody did not agree.
        Refused = "refused",
        /// Its time is over.
        Expired = "expired",
        /// An answer was taken back, changed or held since: what was made is gone (domain.md 7.3 invariant 7).
        NeedsReissue = "needs_reissue",
    }
}

/// For how many days a file can be fetched.
pub const KEPT_DAYS: i64 = 7;

/// The fewest letters of why a file is wanted.
pub const REASON_MIN: usize = 10;

/// The most.
pub const REASON_MAX: usize = 500;

impl ExportKind {
    /// The forms that it comes in.
    pub fn forms(self) -> &'static [ExportForm] {
        match self {
            ExportKind::Tables => &[ExportForm::Csv, ExportForm::Xlsx],
            ExportKind::Answers => ExportForm::ALL,
        }
    }
}

impl ExportForm {
    /// How its file ends. A table of text is packed together with its description.
    pub fn ending(self) -> &'static str {
        match self {
            ExportForm::Csv | ExportForm::Jsonl => "zip",
            ExportForm::Xlsx => "xlsx",
            ExportForm::Sav => "sav",
        }
    }

    /// Its type, as HTTP names it.
    pub fn content_type(self) -> &'static str {
        match self {
            ExportForm::Csv | ExportForm::Jsonl => "application/zip",
            ExportForm::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ExportForm::Sav => "application/x-spss-sav",
        }
    }
}

impl ExportState {
    /// Whether something still happens to it by itself.
    pub fn is_on_its_way(self) -> bool {
        matches!(self, ExportState::WaitingForApproval | ExportState::Waiting | ExportState::Running)
    }
}

/// Where a table comes from, as it stands in every file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The short name of the consultation in addresses; files are called after it.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its reference: `C-0001`.
    pub reference: String,
    /// Whose it is.
    pub organisation: String,
    /// The day on which it was made.
    pub day: NaiveDate,
    /// How many answers in words are not in it because nobody else has looked at them; nothing where none is missing.
    pub unchecked: Option<Shown>,
    /// In how many places words are not in it because nobody has decided whether they tell who somebody is; nothing where
    /// none is missing.
    pub undecided: Option<Shown>,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// One of these values: each with its key and its words.
    Choice(Vec<(String, String)>),
    /// The same where each value is one step further than the one before it: a scale, an age band.
    Steps(Vec<(String, String)>),
    /// Whether an option was chosen.
    Tick,
    /// Whether something is so.
    YesOrNo,
    /// A whole number.
    Number,
    /// A short name that tells one line from another.
    Name,
    /// Somebody's own words.
    Words,
}

/// One column of a table of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableVariable {
    /// Its name: `way`, `late@bus`, `helps/light`.
    pub name: String,
    /// What was asked.
    pub label: String,
    /// What stands in it.
    pub measure: Measure,
}

/// What stands in one cell.
#[derive(Clone, PartialEq, Eq)]
pub enum Entry {
    /// Nothing was answered, or nothing may be shown.
    Nothing,
    /// The key of a value.
    Key(String),
    /// Chosen or not.
    Tick(bool),
    /// A whole number.
    Number(i64),
    /// Words or a name.
    Text(String),
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What somebody answered is for nobody's log.
        f.write_str(match self {
            Entry::Nothing => "Nothing",
            Entry::Key(_) => "Key(..)",
            Entry::Tick(_) => "Tick(..)",
            Entry::Number(_) => "Number(..)",
            Entry::Text(_) => "Text(..)",
        })
    }
}

/// Answers, one response a row, in an order that tells nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerTable {
    /// Where it comes from.
    pub origin: Origin,
    /// Whether the words are as they were written.
    pub raw: bool,
    /// The columns.
    pub variables: Vec<TableVariable>,
    /// The rows: an entry for each column.
    pub rows: Vec<Vec<Entry>>,
}

/// A code of the codebook, as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLine {
    /// What the file calls it: `A`, or `K1` where nobody has named it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub definition: String,
}

/// An answer in words with the codes that it carries.
#[derive(Clone, PartialEq, Eq)]
pub struct WordsLine {
    /// The name of its row in the table of answers.
    pub row: String,
    /// The words.
    pub words: String,
    /// The keys of its codes.
    pub codes: Vec<String>,
}

impl std::fmt::Debug for WordsLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WordsLine").field("row", &self.row).finish_non_exhaustive()
    }
}

/// The answers in words to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionWords {
    /// The name of its column.
    pub name: String,
    /// The number that young people saw, from 1; nothing where it is not asked any more.
    pub number: Option<usize>,
    /// What was asked.
    pub label: String,
    /// Its answers.
    pub lines: Vec<WordsLine>,
}

/// Answers in words, question by question, with the codebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordsPack {
    /// Where it comes from.
    pub origin: Origin,
    /// Whether the words are as they were written.
    pub raw: bool,
    /// The codebook.
    pub codes: Vec<CodeLine>,
    /// The questions.
    pub questions: Vec<QuestionWords>,
}

/// Suppressed counts of one variable, of one kind of respondent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedQuestion {
    /// The name of the variable.
    pub name: String,
    /// The question, with what of it was asked.
    pub label: String,
    /// Who answered.
    pub who: String,
    /// The keys of the rows.
    pub keys: Vec<String>,
    /// The counts.
    pub table: ShownTable,
    /// Each row's share, in whole percent, where it is shown.
    pub percents: Vec<Option<u8>>,
}

/// A final theme with how many said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedTheme {
    /// Its reference.
    pub reference: String,
    /// In young people's words.
    pub name: String,
    /// What it says.
    pub summary: String,
    /// How many children said it, as it may be shown.
    pub voices: String,
}

/// The suppressed counts of a consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountTables {
    /// Where they come from.
    pub origin: Origin,
    /// The rule that they were made by.
    pub preset: Preset,
    /// The counted questions.
    pub questions: Vec<CountedQuestion>,
    /// The final themes.
    pub themes: Vec<CountedTheme>,
}

/// What a file is written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportContent {
    /// Suppressed counts.
    Tables(CountTables),
    /// Answers, with a row for each response.
    Answers(AnswerTable),
    /// Answers in words, question by question.
    Words(WordsPack),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_in_forms_without_rows_of_people() {
        assert_eq!(ExportKind::Tables.forms(), [ExportForm::Csv, ExportForm::Xlsx]);
        assert_eq!(ExportKind::Answers.forms(), ExportForm::ALL);
    }

    #[test]
    fn what_somebody_wrote_is_in_no_log() {
        let line = WordsLine { row: "R-0001".into(), words: "SECRET".into(), codes: Vec::new() };
        let row = vec![Entry::Text("SECRET".into()), Entry::Key("SECRET".into()), Entry::Number(12)];
        let said = format!("{line:?} {row:?}");
        assert!(!said.contains("SECRET") && !said.contains("12"), "{said}");
    }
}
