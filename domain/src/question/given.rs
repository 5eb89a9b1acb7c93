//! What a respondent gave, as it travels and as it is kept in a table.

use serde::{Deserialize, Serialize};

use super::{GIVEN, Kind};

/// What a respondent gave for one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// Seen and left out.
    Skipped,
    /// The key of the chosen option.
    One(String),
    /// The keys of the chosen options, in the question's order.
    Many(Vec<String>),
    /// Every option's key, the most important first.
    Ranked(Vec<String>),
    /// Statements and what was chosen for each, in the question's order.
    Rows(Vec<(String, String)>),
    /// Their own words: NFC, lines end in LF, no control characters.
    Words(String),
    /// A whole number.
    Number(i64),
    /// A file, by its id: see [`super::is_file`]. What is in it is kept apart.
    File(String),
}

/// A counted part of an answer as a table keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The statement or the ranked option, where the question has rows.
    pub row: Option<String>,
    /// An option's key, a number, or a place in an order counted from 1.
    pub value: String,
}

impl Given {
    /// Whether this answer is, or includes, the value. Of a ranking it is the
    /// first place that counts.
    pub fn includes(&self, value: &str) -> bool {
        match self {
            Given::One(key) => key == value,
            Given::Many(keys) => keys.iter().any(|key| key == value),
            Given::Ranked(keys) => keys.first().is_some_and(|key| key == value),
            Given::Rows(rows) => rows.iter().any(|(_, key)| key == value),
            Given::Number(number) => value.parse() == Ok(*number),
            Given::Skipped | Given::Words(_) | Given::File(_) => false,
        }
    }

    /// The values to put back into a form: what [`super::Question::parse`] would
    /// read.
    pub fn raw(&self) -> Vec<String> {
        match self {
            Given::Skipped => Vec::new(),
            Given::One(key) => vec![key.clone()],
            Given::Many(keys) | Given::Ranked(keys) => keys.clone(),
            Given::Rows(rows) => rows.iter().map(|(row, key)| format!("{row}={key}")).collect(),
            Given::Words(words) => vec![words.clone()],
            Given::File(id) => vec![id.clone()],
            Given::Number(number) => vec![number.to_string()],
        }
    }

    /// The number in it, for comparisons: a number, or a step of a scale.
    pub fn number(&self) -> Option<i64> {
        match self {
            Given::Number(number) => Some(*number),
            Given::One(key) => key.parse().ok(),
            _ => None,
        }
    }

    /// What a table keeps of it; nothing of words, which are kept apart, and of a file only that there is one.
    pub fn cells(&self) -> Vec<Cell> {
        let cell = |row: Option<&String>, value: &str| Cell { row: row.cloned(), value: value.to_string() };
        match self {
            Given::Skipped | Given::Words(_) => Vec::new(),
            Given::One(key) => vec![cell(None, key)],
            Given::Many(keys) => keys.iter().map(|key| cell(None, key)).collect(),
            Given::Ranked(keys) => keys
                .iter()
                .zip(1..)
                .map(|(key, place): (_, usize)| cell(Some(key), &place.to_string()))
                .collect(),
            Given::Rows(rows) => rows.iter().map(|(row, key)| cell(Some(row), key)).collect(),
            Given::Number(number) => vec![cell(None, &number.to_string())],
            Given::File(_) => vec![cell(None, GIVEN)],
        }
    }

    /// Puts an answer together again from what a table kept of it; `None` when
    /// the question cannot have had that answer.
    pub fn from_cells(kind: &Kind, cells: &[Cell]) -> Option<Self> {
        let mut raw: Vec<String> = Vec::new();
        if matches!(kind, Kind::Ranking(_)) {
            let mut places: Vec<(usize, &String)> = cells
                .iter()
                .filter_map(|cell| Some((cell.value.parse().ok()?, cell.row.as_ref()?)))
                .collect();
            places.sort_unstable();
            raw.extend(places.into_iter().map(|(_, key)| key.clone()));
        } else {
            raw.extend(cells.iter().map(|cell| match &cell.row {
                Some(row) => format!("{row}={}", cell.value),
                None => cell.value.clone(),
            }));
        }
        kind.as_type().parse(&raw).ok()
    }
}
