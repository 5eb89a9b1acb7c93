//! A report for people, as a Word document and as a tagged PDF: one model of what stands in it, and two writers that
//! know nothing of where it comes from.
//!
//! Both can be read with a screen reader: headings are headings, the first row of a table is its head, a picture says
//! what it shows, and the file says its title and its language. It tells of no machine and no time of the day.

mod pdf;
pub(crate) mod wordprocessing;

use chrono::NaiveDate;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it is called.
    pub title: String,
    /// The lines under the title.
    pub under_title: Vec<String>,
    /// The language that it is written in, as a tag of BCP 47: `en-GB`.
    pub lang: String,
    /// Who wrote it: an organisation, and no person.
    pub author: String,
    /// The day on which it was made.
    pub day: NaiveDate,
    /// What stands in it, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A piece of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; 1 is the highest level under the title.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// What somebody said.
    Quote {
        /// Their words.
        words: String,
        /// Who said it.
        by: String,
        /// Where it can be found.
        note: String,
    },
    /// A table. Its first column says what the others are about.
    Table {
        /// What it shows.
        caption: String,
        /// The names of the columns.
        header: Vec<String>,
        /// The rows, each as long as the header; what is missing is shown as a dash.
        rows: Vec<Vec<String>>,
    },
    /// Bars from left to right.
    BarChart {
        /// What they show.
        caption: String,
        /// The bars.
        rows: Vec<Bar>,
    },
    /// A numbered list, `[1]` and on, to which other sentences refer.
    Notes(Vec<Vec<Run>>),
    /// A list.
    List(Vec<Vec<Run>>),
}

impl Block {
    /// A paragraph of plain words.
    pub fn plain(words: impl Into<String>) -> Self {
        Self::Paragraph(vec![Run::plain(words)])
    }
}

/// Words of one kind within a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub words: String,
    /// Whether they are printed in bold.
    pub bold: bool,
    /// The address that they lead to.
    pub link: Option<String>,
}

impl Run {
    /// Words as they are.
    pub fn plain(words: impl Into<String>) -> Self {
        Self { words: words.into(), bold: false, link: None }
    }

    /// Words in bold.
    pub fn bold(words: impl Into<String>) -> Self {
        Self { bold: true, ..Self::plain(words) }
    }

    /// Words that lead to an address.
    pub fn link(words: impl Into<String>, to: impl Into<String>) -> Self {
        Self { link: Some(to.into()), ..Self::plain(words) }
    }
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is about.
    pub label: String,
    /// How long it is, in per cent of the room there is; none where that is not shown.
    pub percent: Option<u8>,
    /// What stands beside it.
    pub shown: String,
}

/// Why a report cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the report cannot be written: {0}")]
pub struct WriteError(String);

/// Writes a report as a Word document.
pub fn docx(report: &Report) -> Result<Vec<u8>, WriteError> {
    wordprocessing::write(report).map_err(WriteError)
}

/// Writes a report as a tagged PDF of the pages of A4, after PDF/UA-1 (ISO 14289-1).
pub fn pdf(report: &Report) -> Result<Vec<u8>, WriteError> {
    pdf::write(report).map_err(WriteError)
}

/// Words without what no file can hold: control characters, and what Unicode says is no character (XML 1.0, section
/// 2.2; ISO 14289-1, 7.21.7). A character of nobody's meaning (the private area) becomes the sign for one that is not known.
fn clean(words: &str) -> String {
    words
        .chars()
        .filter_map(|letter| match letter {
            '\n' => Some('\n'),
            '\t' => Some(' '),
            '\u{feff}' | '\u{fdd0}'..='\u{fdef}' => None,
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some('\u{fffd}'),
            letter if letter.is_control() || u32::from(letter) & 0xfffe == 0xfffe => None,
            letter => Some(letter),
        })
        .collect()
}

/// A cell that says something, for those who hear the table as well.
fn filled(cell: Option<&String>) -> String {
    let words = cell.map(|cell| clean(cell)).unwrap_or_default();
    if words.trim().is_empty() { "\u{2013}".to_string() } else { words }
}

/// What a chart says to somebody who does not see it.
fn spoken(caption: &str, rows: &[Bar]) -> String {
    let bars: Vec<String> =
        rows.iter().map(|bar| format!("{}: {}", clean(&bar.label), clean(&bar.shown))).collect();
    format!("Bar chart. {}. {}.", clean(caption), bars.join("; "))
}

#[cfg(test)]
mod tests;
