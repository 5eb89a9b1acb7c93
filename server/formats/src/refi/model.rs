//! What a project holds.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use earshot_domain::text::Span;

/// What tells one thing from another: 128 bits, as other programs write them with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(pub u128);

impl Guid {
    /// Reads 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12, large or small, in braces or not.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bare = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
        let groups: Vec<&str> = bare.split('-').collect();
        if !groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) {
            return None;
        }
        let digits = groups.concat();
        // A sign would be read as one.
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_hex.then(|| u128::from_str_radix(&digits, 16).ok()).flatten().map(Self)
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:032x}", self.0);
        let (one, rest) = digits.split_at(8);
        let (two, rest) = rest.split_at(4);
        let (three, rest) = rest.split_at(4);
        let (four, five) = rest.split_at(4);
        write!(f, "{one}-{two}-{three}-{four}-{five}")
    }
}

/// A project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// The program that wrote it, with its version.
    pub origin: String,
    /// What it says of itself; may be empty.
    pub description: String,
    /// Who coded.
    pub users: Vec<User>,
    /// The codes at the top; each holds those under it.
    pub codes: Vec<Code>,
    /// What is known of cases.
    pub variables: Vec<Variable>,
    /// People, or whatever else the sources are of.
    pub cases: Vec<Case>,
    /// The texts.
    pub sources: Vec<Source>,
    /// Memos.
    pub notes: Vec<Note>,
    /// Which memo stands beside what, in order and each once.
    pub links: Vec<(Guid, Beside)>,
    /// Groups of codes, sources and notes.
    pub sets: Vec<Set>,
}

/// A codebook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codebook {
    /// The program that wrote it, with its version.
    pub origin: String,
    /// The codes at the top; each holds those under it.
    pub codes: Vec<Code>,
    /// Groups of codes; their sources and notes are not written.
    pub sets: Vec<Set>,
}

/// Somebody who coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Tells them apart.
    pub guid: Guid,
    /// What they are called; may be empty.
    pub name: String,
}

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Tells it apart.
    pub guid: Guid,
    /// What it is called.
    pub name: String,
    /// Whether text can carry it; otherwise it is a folder.
    pub is_codable: bool,
    /// Red, green and blue.
    pub colour: Option<[u8; 3]>,
    /// What it means; may be empty.
    pub description: String,
    /// The codes under it.
    pub codes: Vec<Code>,
}

/// What values a variable has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableKind {
    /// Any words.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A decimal number.
    Float,
    /// A day.
    Date,
    /// A moment.
    DateTime,
}

impl VariableKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Boolean, Self::Integer, Self::Float, Self::Date, Self::DateTime];

    /// As the files say it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Boolean => "Boolean",
            Self::Integer => "Integer",
            Self::Float => "Float",
            Self::Date => "Date",
            Self::DateTime => "DateTime",
        }
    }

    /// Whether a value can be one of a variable of this kind, as the files write it.
    pub fn takes(self, value: &str) -> bool {
        match self {
            Self::Text => true,
            Self::Boolean => matches!(value, "true" | "false" | "1" | "0"),
            Self::Integer => value.parse::<i64>().is_ok(),
            Self::Float => value.parse::<f64>().is_ok_and(f64::is_finite),
            Self::Date => NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok(),
            Self::DateTime => moment(value).is_some(),
        }
    }
}

/// A moment as the files write it; of one without a time zone it is taken to be UTC.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    let exact = DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.with_timezone(&Utc));
    let naive =
        || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok().map(|moment| moment.and_utc());
    exact.or_else(naive)
}

/// Something that is known of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Tells it apart.
    pub guid: Guid,
    /// What it is called.
    pub name: String,
    /// What values it has.
    pub kind: VariableKind,
}

/// Somebody, or whatever else sources are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Tells it apart.
    pub guid: Guid,
    /// What it is called; may be empty.
    pub name: String,
    /// What is said of it; may be empty.
    pub description: String,
    /// Variables with their values, as they are written.
    pub values: Vec<(Guid, String)>,
    /// Its sources.
    pub sources: Vec<Guid>,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Tells it apart.
    pub guid: Guid,
    /// What it is called; may be empty.
    pub name: String,
    /// What is said of it; may be empty.
    pub description: String,
    /// Its words, NFC, lines ending in LF.
    pub text: String,
    /// The pieces of it that carry codes.
    pub selections: Vec<Selection>,
    /// The codes that all of it carries.
    pub codings: Vec<Coding>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Tells it apart.
    pub guid: Guid,
    /// Where it stands, in code points of the words.
    pub span: Span,
    /// The codes that it carries.
    pub codings: Vec<Coding>,
}

/// That something carries a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding {
    /// Tells it apart.
    pub guid: Guid,
    /// The code.
    pub code: Guid,
    /// Who put it there.
    pub user: Option<Guid>,
    /// When, to the second.
    pub created: Option<DateTime<Utc>>,
}

/// A memo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Tells it apart.
    pub guid: Guid,
    /// What it is called; may be empty.
    pub name: String,
    /// Its words.
    pub text: String,
}

/// What a memo stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Beside {
    /// All of the project.
    Project,
    /// A code.
    Code(Guid),
    /// A text.
    Source(Guid),
    /// A piece of a text.
    Selection(Guid),
    /// That something carries a code.
    Coding(Guid),
}

/// A group of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// Tells it apart.
    pub guid: Guid,
    /// What it is called.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// Codes in it.
    pub codes: Vec<Guid>,
    /// Sources in it.
    pub sources: Vec<Guid>,
    /// Notes in it.
    pub notes: Vec<Guid>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_of_its_kind_or_it_is_not() {
        for (kind, value, is_one) in [
            (VariableKind::Text, "", true),
            (VariableKind::Boolean, "true", true),
            (VariableKind::Boolean, "yes", false),
            (VariableKind::Integer, "-7", true),
            (VariableKind::Integer, "7.5", false),
            (VariableKind::Float, "2.5", true),
            (VariableKind::Float, "inf", false),
            (VariableKind::Date, "2026-02-09", true),
            (VariableKind::Date, "2026-02-30", false),
            (VariableKind::DateTime, "2026-02-09T10:00:00Z", true),
            (VariableKind::DateTime, "2026-02-09T10:00:00", true),
            (VariableKind::DateTime, "2026-02-09", false),
        ] {
            assert_eq!(kind.takes(value), is_one, "{kind:?} {value}");
        }
    }

    #[test]
    fn a_guid_is_one_however_it_is_written() {
        let text = "088b08ac-d5cd-4adb-8b71-b4f3459c177f";
        let guid = Guid::parse(text).unwrap();
        assert_eq!(guid.to_string(), text);
        assert_eq!(Guid::parse(&text.to_uppercase()), Some(guid));
        assert_eq!(Guid::parse(&format!(" {{{text}}} ")), Some(guid));
        for wrong in [
            "",
            "{088b08ac-d5cd-4adb-8b71-b4f3459c177f",
            "088b08acd5cd4adb8b71b4f3459c177f",
            "088b08ac-d5cd-4adb-8b71-b4f3459c177g",
            "+88b08ac-d5cd-4adb-8b71-b4f3459c177f",
            "088b08ac-d5cd-4adb-8b71-b4f3459c177f-",
        ] {
            assert_eq!(Guid::parse(wrong), None, "{wrong}");
        }
    }
}
