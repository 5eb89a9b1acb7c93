//! The cells of the sheets that are read, as text.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::report::quoted;
use super::{ReadError, archive};

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

/// Reads the sheets of an `.xlsx` workbook.
pub(super) fn open(bytes: &[u8]) -> Result<Workbook, ReadError> {
    archive::check(bytes)?;
    // Numbers in a damaged file can be too large for the library's arithmetic, which some builds answer with a
    // panic. It holds nothing but these bytes, so nothing is left half-done behind it.
    catch_unwind(AssertUnwindSafe(|| read(bytes)))
        .unwrap_or_else(|_| Err(ReadError::Damaged("its parts contradict each other".to_owned())))
}

fn read(bytes: &[u8]) -> Result<Workbook, ReadError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let names = workbook.sheet_names();
    sort(&names, &mut |name, wanted| {
        Ok(if wanted {
            Found::Sheet(cells(&mut workbook, name)?)
        } else {
            Found::FirstRow(first_row(&mut workbook, name))
        })
    })
}

/// What is known of a sheet.
pub(super) enum Found {
    /// All of it.
    Sheet(Sheet),
    /// The first row that holds anything.
    FirstRow(Option<u32>),
}

/// Finds the sheets that matter by their names. `look` is asked for each sheet:
/// for all of it, or whether it holds anything.
pub(super) fn sort(
    names: &[String],
    look: &mut dyn FnMut(&str, bool) -> Result<Found, ReadError>,
) -> Result<Workbook, ReadError> {
    let mut survey = None;
    let mut choices = None;
    let mut settings = None;
    let mut unread = Vec::new();
    for name in names {
        let place = match name.trim().to_lowercase().as_str() {
            // A workbook of one sheet can only mean that one.
            _ if names.len() == 1 => Some(&mut survey),
            "survey" => Some(&mut survey),
            "choices" => Some(&mut choices),
            "settings" => Some(&mut settings),
            _ => None,
        };
        let place = place.filter(|place| place.is_none());
        match (look(name, place.is_some())?, place) {
            (Found::Sheet(sheet), Some(place)) => *place = Some(sheet),
            (Found::FirstRow(Some(row)), _) => unread.push((name.clone(), row)),
            _ => {}
        }
    }
    let survey = survey.ok_or_else(|| {
        let names: Vec<String> = names.iter().take(20).map(|name| quoted(name)).collect();
        ReadError::NoSurvey(if names.is_empty() { "none".to_owned() } else { names.join(", ") })
    })?;
    Ok(Workbook { survey, choices, settings, unread })
}

/// Gathers the cells of one sheet, and refuses more than a questionnaire can
/// need.
pub(super) struct Gather<'a> {
    name: &'a str,
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    all: usize,
    count: usize,
    bytes: usize,
}

impl<'a> Gather<'a> {
    pub(super) fn new(name: &'a str) -> Self {
        Self { name, rows: BTreeMap::new(), all: 0, count: 0, bytes: 0 }
    }

    fn too_large(&self, reason: String) -> ReadError {
        ReadError::SheetTooLarge { sheet: self.name.to_owned(), reason }
    }

    /// One cell by its place, counted from 0; `None` holds nothing.
    pub(super) fn add(&mut self, row: u32, column: u32, value: Option<Cell>) -> Result<(), ReadError> {
        self.all += 1;
        if self.all > BLANKS_MAX {
            return Err(self.too_large(format!("more than {BLANKS_MAX} cells")));
        }
        let Some(value) = value else { return Ok(()) };
        if row >= ROWS_MAX {
            return Err(self.too_large(format!("row {} is beyond row {ROWS_MAX}", u64::from(row) + 1)));
        }
        if column >= COLUMNS_MAX {
            let reason = format!("column {} is beyond column {COLUMNS_MAX}", u64::from(column) + 1);
            return Err(self.too_large(reason));
        }
        self.count += 1;
        if let Cell::Text(value) = &value {
            self.bytes += value.len();
        }
        if self.count > CELLS_MAX {
            return Err(self.too_large(format!("more than {CELLS_MAX} cells with something in them")));
        }
        if self.bytes > TEXT_MAX {
            return Err(self.too_large(format!("more than {} MiB of text", TEXT_MAX / 1024 / 1024)));
        }
        self.rows.entry(row + 1).or_default().insert(column, value);
        Ok(())
    }

    pub(super) fn finish(self) -> Sheet {
        let rows = self.rows.into_iter().map(|(number, cells)| Row { number, cells }).collect();
        Sheet { name: self.name.trim().to_owned(), rows }
    }
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
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    let mut gather = Gather::new(name);
    while let Some(cell) = reader.next_cell().map_err(|error| damaged(&error))? {
        let (row, column) = cell.get_position();
        gather.add(row, column, text(cell.get_value()))?;
    }
    Ok(gather.finish())
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
            return Some(Cell::date());
        }
        DataRef::Error(error) => {
            return Some(Cell::error(error));
        }
    };
    if text.is_empty() { None } else { Some(Cell::Text(text)) }
}

impl Cell {
    /// What was typed, if anything.
    pub(super) fn text(text: &str) -> Option<Self> {
        let text = trimmed(text);
        if text.is_empty() { None } else { Some(Self::Text(text)) }
    }

    /// A number as it is shown.
    pub(super) fn number(number: f64) -> Self {
        Self::Text(number_as_shown(number))
    }

    /// Something that the spreadsheet took for a date.
    pub(super) fn date() -> Self {
        Self::Unreadable(
            "the spreadsheet made a date or a time of this; format the cell as text and write it again"
                .to_owned(),
        )
    }

    /// A formula that came to nothing.
    pub(super) fn error(error: impl std::fmt::Display) -> Self {
        Self::Unreadable(format!("a formula that came to nothing ({error})"))
    }
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
