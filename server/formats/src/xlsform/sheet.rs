//! The cells of the sheets that are read, as text.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::ReadError;
use super::report::quoted;

/// The last row that may hold anything.
pub(super) const ROWS_MAX: u32 = 20_000;

/// The last column that may hold anything.
pub(super) const COLUMNS_MAX: u32 = 200;

/// How many cells of one sheet may hold anything.
const CELLS_MAX: usize = 500_000;

/// How many cells of one sheet may be there at all, also without anything in
/// them.
const BLANKS_MAX: usize = 4_000_000;

/// How much text one sheet may hold, in bytes: a text that many cells share
/// stands in the file only once.
const TEXT_MAX: usize = 32 * 1024 * 1024;

/// The sheets that matter.
#[derive(Debug)]
pub(super) struct Workbook {
    pub(super) survey: Sheet,
    pub(super) choices: Option<Sheet>,
    pub(super) settings: Option<Sheet>,
    /// Sheets that hold something and are not read, with their first row.
    pub(super) unread: Vec<(String, u32)>,
}

/// One sheet: its rows that hold something.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
}

/// One row: its cells that hold something.
#[derive(Debug)]
pub(super) struct Row {
    /// As a spreadsheet shows it, from 1.
    pub(super) number: u32,
    /// By column, from 0.
    pub(super) cells: BTreeMap<u32, Cell>,
}

/// What stands in a cell.
#[derive(Debug, PartialEq)]
pub(super) enum Cell {
    /// Never blank; without white space around it.
    Text(String),
    /// Something that is no text, and what it is instead.
    Unreadable(String),
}

/// Reads the sheets of a workbook whose archive was looked into.
pub(super) fn open(bytes: &[u8]) -> Result<Workbook, ReadError> {
    // Numbers in a damaged file can be too large for the library's arithmetic, which some builds answer with a
    // panic. It holds nothing but these bytes, so nothing is left half-done behind it.
    catch_unwind(AssertUnwindSafe(|| read(bytes)))
        .unwrap_or_else(|_| Err(ReadError::Damaged("its parts contradict each other".to_owned())))
}

fn read(bytes: &[u8]) -> Result<Workbook, ReadError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let names = workbook.sheet_names();
    let mut survey = None;
    let mut choices = None;
    let mut settings = None;
    let mut unread = Vec::new();
    for name in &names {
        let place = match name.trim().to_lowercase().as_str() {
            // A workbook of one sheet can only mean that one.
            _ if names.len() == 1 => &mut survey,
            "survey" => &mut survey,
            "choices" => &mut choices,
            "settings" => &mut settings,
            _ => {
                unread.extend(first_row(&mut workbook, name).map(|row| (name.clone(), row)));
                continue;
            }
        };
        if place.is_none() {
            *place = Some(cells(&mut workbook, name)?);
        } else {
            unread.push((name.clone(), 1));
        }
    }
    let survey = survey.ok_or_else(|| {
        let names: Vec<String> = names.iter().take(20).map(|name| quoted(name)).collect();
        ReadError::NoSurvey(if names.is_empty() { "none".to_owned() } else { names.join(", ") })
    })?;
    Ok(Workbook { survey, choices, settings, unread })
}

fn damaged(error: &XlsxError) -> ReadError {
    let said: String = error.to_string().chars().take(200).collect();
    ReadError::Damaged(said)
}

type Source<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The first row of a sheet that holds anything. Charts and the like have none.
fn first_row(workbook: &mut Source<'_>, name: &str) -> Option<u32> {
    let mut reader = workbook.worksheet_cells_reader(name).ok()?;
    for _ in 0..CELLS_MAX {
        let cell = reader.next_cell().ok()??;
        if text(cell.get_value()).is_some() {
            return Some(cell.get_position().0.saturating_add(1));
        }
    }
    None
}

/// Cell by cell, never as a whole: one cell in the last row and column would
/// make a table of 17 thousand million.
fn cells(workbook: &mut Source<'_>, name: &str) -> Result<Sheet, ReadError> {
    let too_large = |reason: String| ReadError::SheetTooLarge { sheet: name.to_owned(), reason };
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
    let mut all = 0;
    let mut count = 0;
    let mut bytes = 0;
    while let Some(cell) = reader.next_cell().map_err(|error| damaged(&error))? {
        all += 1;
        if all > BLANKS_MAX {
            return Err(too_large(format!("more than {BLANKS_MAX} cells")));
        }
        let Some(value) = text(cell.get_value()) else { continue };
        let (row, column) = cell.get_position();
        if row >= ROWS_MAX {
            return Err(too_large(format!("row {} is beyond row {ROWS_MAX}", u64::from(row) + 1)));
        }
        if column >= COLUMNS_MAX {
            return Err(too_large(format!(
                "column {} is beyond column {COLUMNS_MAX}",
                u64::from(column) + 1
            )));
        }
        count += 1;
        if let Cell::Text(value) = &value {
            bytes += value.len();
        }
        if count > CELLS_MAX {
            return Err(too_large(format!("more than {CELLS_MAX} cells with something in them")));
        }
        if bytes > TEXT_MAX {
            return Err(too_large(format!("more than {} MiB of text", TEXT_MAX / 1024 / 1024)));
        }
        rows.entry(row + 1).or_default().insert(column, value);
    }
    let rows = rows.into_iter().map(|(number, cells)| Row { number, cells }).collect();
    Ok(Sheet { name: name.trim().to_owned(), rows })
}

fn text(value: &DataRef<'_>) -> Option<Cell> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::String(text) => trimmed(text),
        DataRef::SharedString(text) => trimmed(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_as_shown(*number),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            return Some(Cell::Unreadable(
                "the spreadsheet made a date or a time of this; format the cell as text and write it again"
                    .to_owned(),
            ));
        }
        DataRef::Error(error) => {
            return Some(Cell::Unreadable(format!("a formula that came to nothing ({error})")));
        }
    };
    if text.is_empty() { None } else { Some(Cell::Text(text)) }
}

/// Spreadsheets and the web leave invisible spaces at the ends of cells.
fn trimmed(text: &str) -> String {
    text.trim_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\0')
    })
    .to_owned()
}

/// `1`, not `1.0`: a number in a name column is a name.
fn number_as_shown(number: f64) -> String {
    // Adding nothing makes zero of minus zero.
    (number + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_they_are_shown() {
        let shown = |value: DataRef<'_>| match text(&value) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        };
        assert_eq!(shown(DataRef::Float(1.0)).as_deref(), Some("1"));
        assert_eq!(shown(DataRef::Float(-0.0)).as_deref(), Some("0"));
        assert_eq!(shown(DataRef::Float(2.5)).as_deref(), Some("2.5"));
        assert_eq!(shown(DataRef::Int(7)).as_deref(), Some("7"));
        assert_eq!(shown(DataRef::Bool(true)).as_deref(), Some("TRUE"));
        assert_eq!(shown(DataRef::SharedString("\u{a0}yes \n")).as_deref(), Some("yes"));
        assert_eq!(shown(DataRef::String(" \u{200b} ".into())), None);
        assert!(matches!(text(&DataRef::DateTimeIso("2024-01-01".into())), Some(Cell::Unreadable(_))));
    }
}
