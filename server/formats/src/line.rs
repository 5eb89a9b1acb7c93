//! Files that are read line by line: what is wrong in which line, and how
//! lines are told apart. Nothing here ever repeats what a person wrote.

use std::collections::HashMap;

use earshot_domain::respondent::AgeBand;
use serde_json::{Map, Value};

/// The largest file of answers or coding that is read, in bytes. Whoever opens
/// a file need not hold more of it than one byte beyond.
pub const FILE_MAX: usize = 50 * 1024 * 1024;

/// How many errors are listed before the rest is only counted.
const LISTED: usize = 50;

/// The longest id, key or name, in letters.
pub(crate) const NAME_MAX: usize = 200;

/// Why a line cannot be taken. A file with one such line is refused whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct LineError {
    /// The line as an editor counts it, from 1; for a JSON list the number of
    /// the item. 0 when it is said of the file as a whole.
    pub line: u64,
    /// What is wrong, without any of the text that stands there.
    pub reason: String,
}

impl LineError {
    pub(crate) fn new(line: u64, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }

    fn sentence(&self) -> String {
        match self.line {
            0 => self.reason.clone(),
            // An item of a list is not a line, and its sentence says so.
            item if self.reason.starts_with(&format!("item {item}: ")) => self.reason.clone(),
            line => format!("line {line}: {}", self.reason),
        }
    }
}

/// Gathers errors: the first fifty in full, the rest as a number.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: Vec<LineError>,
    more: usize,
}

impl Faults {
    pub(crate) fn add(&mut self, line: u64, reason: impl Into<String>) {
        if self.found.len() < LISTED {
            self.found.push(LineError::new(line, reason));
        } else {
            self.more += 1;
        }
    }

    /// An error in an item of a list.
    pub(crate) fn add_item(&mut self, item: u64, reason: impl std::fmt::Display) {
        self.add(item, format!("item {item}: {reason}"));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(crate) fn into_errors(mut self) -> Vec<LineError> {
        if self.more > 0 {
            self.found.push(LineError::new(0, format!("and {} more", self.more)));
        }
        self.found
    }

    pub(crate) fn or<T>(self, taken: T) -> Result<T, Vec<LineError>> {
        if self.is_empty() { Ok(taken) } else { Err(self.into_errors()) }
    }
}

/// One error as the whole answer.
pub(crate) fn refused<T>(line: u64, reason: impl Into<String>) -> Result<T, Vec<LineError>> {
    Err(vec![LineError::new(line, reason)])
}

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Rows under headings.
    Csv,
    /// One JSON object in each line.
    JsonLines,
    /// One JSON list.
    Json,
}

/// The ending of the name decides; when it says nothing, the first letter does.
pub(crate) fn shape(name: &str, text: &str) -> Shape {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("csv" | "tsv") => Shape::Csv,
        Some("jsonl" | "ndjson") => Shape::JsonLines,
        _ => match text.trim_start().chars().next() {
            Some('{') => Shape::JsonLines,
            Some('[') => Shape::Json,
            _ => Shape::Csv,
        },
    }
}

/// Refuses what is a workbook by its name, before its bytes are looked at as text.
pub(crate) fn no_workbook(name: &str) -> Result<(), Vec<LineError>> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if matches!(ending.as_deref(), Some("xlsx" | "xls" | "ods" | "sav")) {
        return refused(0, "not a table that can be read; save it as CSV");
    }
    Ok(())
}

/// The file as text, without a byte order mark.
pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, Vec<LineError>> {
    if bytes.len() > FILE_MAX {
        return refused(0, format!("the file is larger than {} MiB", FILE_MAX / 1024 / 1024));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return refused(1, "the file is UTF-16; save it as UTF-8");
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        let mut faults = Faults::default();
        for (at, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if std::str::from_utf8(line).is_err() {
                faults.add(at, "not UTF-8; save the file as UTF-8");
            }
        }
        return Err(faults.into_errors());
    };
    if text.trim().is_empty() {
        return refused(1, "the file is empty");
    }
    Ok(text)
}

/// The lines of a JSON-lines file that hold something, with their numbers:
/// objects, or why they are none.
pub(crate) fn objects(text: &str) -> impl Iterator<Item = (u64, Result<Map<String, Value>, String>)> {
    let lines = (1..).zip(text.split('\n')).filter(|(_, written)| !written.trim().is_empty());
    lines.map(|(line, written)| {
        let object = match serde_json::from_str::<Value>(written) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err("not a JSON object".to_owned()),
            Err(error) => Err(format!("not JSON (at byte {})", error.column())),
        };
        (line, object)
    })
}

/// A text or a whole number that names something.
pub(crate) fn name_of(value: Option<&Value>, field: &str) -> Result<String, String> {
    match value {
        None => Err(format!("`{field}` is missing")),
        Some(Value::String(text)) => checked_name(text, field),
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(number.to_string()),
        Some(_) => Err(format!("`{field}` must be a text or a whole number")),
    }
}

/// The same for what stands in a cell.
pub(crate) fn checked_name(text: &str, field: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        Err(format!("`{field}` is empty"))
    } else if text.chars().count() > NAME_MAX {
        Err(format!("`{field}` has more than {NAME_MAX} letters"))
    } else if text.chars().any(char::is_control) {
        Err(format!("`{field}` holds a control character"))
    } else {
        Ok(text.to_owned())
    }
}

/// An age band as people write it: `11-13`, `11 to 13`, `11–13 years`. An age alone is none.
pub(crate) fn age_band(written: &str) -> Option<AgeBand> {
    let bare: String = written.to_lowercase().split_whitespace().collect();
    AgeBand::parse(&bare.trim_end_matches("years").replace("to", "-").replace(['\u{2013}', '\u{2014}'], "-"))
}

/// Where each id was seen first.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<String, u64>);

impl Seen {
    /// The line where it was seen before, if it was.
    pub(crate) fn before(&mut self, id: &str, line: u64) -> Option<u64> {
        if let Some(first) = self.0.get(id) {
            return Some(*first);
        }
        self.0.insert(id.to_owned(), line);
        None
    }
}
