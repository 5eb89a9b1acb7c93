//! Why a file cannot be read, and what was left out of one that can.

use std::collections::BTreeMap;
use std::fmt;

/// How many lines are told of each kind before the rest is only counted.
const LISTED: usize = 20;

/// The longest name that is repeated, in letters.
const NAME_SHOWN: usize = 60;

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// No archive.
    #[error("this is no project of REFI-QDA (.qdpx): it is no zip archive")]
    NotAnArchive,
    /// Not XML of this kind.
    #[error("this is no file of REFI-QDA: {0}")]
    NotRefi(String),
    /// Too large.
    #[error("the file is too large: {0}")]
    TooLarge(String),
    /// Far larger inside than outside.
    #[error("the archive is not taken: it unpacks to {0}")]
    Expands(String),
    /// Broken.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// A name of a part that leads out of the archive.
    #[error("the archive is not taken: the name {0} leads out of it")]
    LeadsOut(String),
    /// No project in it.
    #[error("the archive holds no project.qde")]
    NoProject,
    /// More than one.
    #[error("the archive holds more than one project: {0}")]
    Several(String),
    /// Not UTF-8.
    #[error("the file is written in {0}; it has to be UTF-8")]
    Encoding(String),
    /// A document type, which may declare entities.
    #[error("the file declares a document type, which is never read")]
    Declares,
    /// A GUID that is missing or is none.
    #[error("{what} has no GUID that can be read: {text}")]
    Guid {
        /// The element.
        what: String,
        /// What stands there.
        text: String,
    },
    /// Two codes or sources of one GUID.
    #[error("two of {what} have the GUID {guid}")]
    Twice {
        /// Which elements.
        what: &'static str,
        /// Their GUID.
        guid: String,
    },
    /// A code without a name.
    #[error("the code {0} has no name")]
    NoName(String),
}

/// What was left out of a file that was read, or read in another way than it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines that tell of one thing each, by what they have in common.
    told: BTreeMap<&'static str, (Vec<String>, usize)>,
    /// How often something was left out: words for one, and for several.
    counted: BTreeMap<(&'static str, &'static str), usize>,
}

impl Report {
    /// Tells of one thing. Of many of a kind the first are told and the others counted.
    pub(super) fn tell(&mut self, kind: &'static str, line: String) {
        let (lines, more) = self.told.entry(kind).or_default();
        if lines.len() < LISTED {
            lines.push(line);
        } else {
            *more += 1;
        }
    }

    /// Counts something that was left out: `("picture was", "pictures were")`.
    pub(super) fn left_out(&mut self, one: &'static str, several: &'static str) {
        *self.counted.entry((one, several)).or_default() += 1;
    }

    /// A sentence for each thing; none where the file was read as it is.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (kind, (told, more)) in &self.told {
            lines.extend(told.iter().cloned());
            if *more > 0 {
                lines.push(format!("and {more} more: {kind}"));
            }
        }
        for ((one, several), many) in &self.counted {
            lines.push(match many {
                1 => format!("1 {one} left out"),
                many => format!("{many} {several} left out"),
            });
        }
        lines
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}

/// A name in quotation marks, cut where it is long, without anything that would move the rest of the line.
pub(super) fn quoted(text: &str) -> String {
    let plain = earshot_domain::text::normalise(text).replace(['\n', '\t'], " ");
    let mut letters = plain.chars();
    let mut shown: String = letters.by_ref().take(NAME_SHOWN).collect();
    if letters.next().is_some() {
        shown.push('\u{2026}');
    }
    format!("\u{201c}{shown}\u{201d}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_things_of_a_kind_are_counted() {
        let mut report = Report::default();
        assert!(report.lines().is_empty());
        for n in 0..25 {
            report.tell("texts that are not there", format!("text {n}"));
        }
        report.left_out("picture was", "pictures were");
        for _ in 0..3 {
            report.left_out("link was", "links were");
        }
        let lines = report.lines();
        assert_eq!(lines.len(), 23);
        assert_eq!(lines[20], "and 5 more: texts that are not there");
        assert_eq!(lines[21..], ["3 links were left out", "1 picture was left out"]);
        assert_eq!(quoted("a\nb\u{202e}"), "\u{201c}a b\u{201d}");
        assert_eq!(quoted(&"x".repeat(100)).chars().count(), 63);
    }
}
