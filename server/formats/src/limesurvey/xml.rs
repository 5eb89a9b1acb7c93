//! The file's XML as tables of text. Nothing is believed: every size is
//! counted while it is read, and only the five entities of XML itself are known.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesDecl, BytesRef, Event};

use super::report::quoted;
use super::{FILE_MAX, ReadError};

/// The deepest that elements may lie in each other. Tables end at 5.
const DEPTH_MAX: usize = 32;

/// The most rows of all tables together.
const ROWS_MAX: usize = 100_000;

/// The most filled columns of all rows together.
const CELLS_MAX: usize = 1_000_000;

/// The most tables, and columns of a table.
const NAMES_MAX: usize = 200;

/// The longest text of one column, in bytes.
const CELL_MAX: usize = 1024 * 1024;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct File {
    /// "Survey", "Group" or "Question".
    pub(super) kind: String,
    /// The version of LimeSurvey's database.
    pub(super) version: String,
    pub(super) languages: Vec<String>,
    pub(super) tables: BTreeMap<String, Table>,
    /// Parts that are no tables, and how many elements are in them.
    pub(super) others: BTreeMap<String, usize>,
}

impl File {
    pub(super) fn rows(&self, table: &str) -> impl Iterator<Item = Row<'_>> {
        self.tables
            .get(table)
            .into_iter()
            .flat_map(|table| table.rows.iter().map(move |cells| Row { table, cells }))
    }
}

/// One table: names of columns, and rows of the columns that are filled.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    rows: Vec<Cells>,
}

/// The filled columns of a row: the column's place and its text.
type Cells = Vec<(u16, String)>;

impl Table {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    cells: &'a Cells,
}

impl<'a> Row<'a> {
    /// The text of a column; empty when it is not there.
    pub(super) fn get(&self, column: &str) -> &'a str {
        let Some(place) = self.table.columns.iter().position(|name| name == column) else { return "" };
        let cell = self.cells.iter().find(|(at, _)| usize::from(*at) == place);
        cell.map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    /// A column without white space around it.
    pub(super) fn word(&self, column: &str) -> &'a str {
        self.get(column).trim()
    }

    /// A column as a number; 0 when it is none.
    pub(super) fn number(&self, column: &str) -> i64 {
        self.word(column).parse().unwrap_or(0)
    }

    /// Every filled column.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let table = self.table;
        self.cells.iter().filter_map(move |(at, text)| {
            Some((table.columns.get(usize::from(*at))?.as_str(), text.as_str()))
        })
    }
}

/// Reads the file's XML.
pub(super) fn read(bytes: &[u8]) -> Result<File, ReadError> {
    if bytes.len() > FILE_MAX {
        return Err(ReadError::FileTooLarge);
    }
    let text = decode(bytes)?;
    let mut reader = Reader::from_str(text);
    let mut walk = Walk::default();
    loop {
        let event = reader.read_event().map_err(|error| {
            ReadError::Damaged(format!("line {}: {error}", line(text, reader.error_position())))
        })?;
        let done = matches!(event, Event::Eof);
        walk.event(&event).map_err(|error| match error {
            ReadError::Damaged(said) => {
                ReadError::Damaged(format!("line {}: {said}", line(text, reader.buffer_position())))
            }
            error => error,
        })?;
        if done {
            return walk.finish();
        }
    }
}

/// The line of a place, as an editor counts it.
fn line(text: &str, position: u64) -> usize {
    let end = usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
    text.as_bytes()[..end].split(|byte| *byte == b'\n').count()
}

/// The file's text. LimeSurvey writes UTF-8 and nothing else.
fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(ReadError::Archive);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
        return Err(ReadError::Encoding("UTF-16 or UTF-32".to_owned()));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        ReadError::NotUtf8(line(&String::from_utf8_lossy(&bytes[..error.valid_up_to()]), u64::MAX))
    })?;
    if text.trim_start().starts_with('<') { Ok(text) } else { Err(ReadError::NotLimeSurvey) }
}

#[derive(Default)]
struct Walk {
    file: File,
    /// The elements that are open.
    path: Vec<String>,
    text: String,
    rows: usize,
    cells: usize,
    /// Whether the root element has ended.
    ended: bool,
}

impl Walk {
    fn event(&mut self, event: &Event<'_>) -> Result<(), ReadError> {
        match event {
            Event::Decl(declaration) => encoding(declaration),
            Event::DocType(_) => Err(ReadError::Declares),
            Event::Start(start) => self.start(start.name().0),
            Event::Empty(start) => {
                self.start(start.name().0)?;
                self.end()
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(reference),
            Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, name: &str) -> Result<(), ReadError> {
        if self.path.is_empty() && (name != "document" || self.ended) {
            return Err(ReadError::NotLimeSurvey);
        }
        if self.path.len() >= DEPTH_MAX {
            return Err(ReadError::TooLarge(format!("more than {DEPTH_MAX} elements inside each other")));
        }
        self.path.push(name.to_owned());
        self.text.clear();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path[..] {
            [_, table, "rows", "row"] => {
                let table = table.to_owned();
                self.row(&table)
            }
            [_, table, "rows", "row", _, inner, ..] => Err(ReadError::Damaged(format!(
                "the column {} of the section {} holds the element {}, which is not marked as text",
                quoted(path[4]),
                quoted(table),
                quoted(inner)
            ))),
            _ => Ok(()),
        }
    }

    fn row(&mut self, name: &str) -> Result<(), ReadError> {
        self.rows += 1;
        if self.rows > ROWS_MAX {
            return Err(ReadError::TooLarge(format!(
                "more than {ROWS_MAX} rows; the limit is passed in the section {}",
                quoted(name)
            )));
        }
        if !self.file.tables.contains_key(name) {
            if self.file.tables.len() >= NAMES_MAX {
                return Err(ReadError::TooLarge(format!("more than {NAMES_MAX} sections")));
            }
            self.file.tables.insert(name.to_owned(), Table::default());
        }
        if let Some(table) = self.file.tables.get_mut(name) {
            table.rows.push(Cells::new());
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ReadError> {
        let text = std::mem::take(&mut self.text);
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match path[..] {
            [_, "LimeSurveyDocType"] => text.trim().clone_into(&mut self.file.kind),
            [_, "DBVersion"] => text.trim().clone_into(&mut self.file.version),
            [_, "languages", "language"] => {
                if self.file.languages.len() >= NAMES_MAX {
                    return Err(ReadError::TooLarge(format!("more than {NAMES_MAX} languages")));
                }
                self.file.languages.push(text.trim().to_owned());
            }
            [_, _, "fields", ..] | [_, "languages"] | [_, _, "rows"] | [_, _, "rows", "row"] | [_] => {}
            [_, table, "rows", "row", column] => {
                let (table, column) = (table.to_owned(), column.to_owned());
                self.cell(&table, &column, text)?;
            }
            [_, _] if text.trim().is_empty() => {}
            [_, other, ..] if self.file.others.len() < NAMES_MAX || self.file.others.contains_key(other) => {
                *self.file.others.entry(other.to_owned()).or_default() += 1;
            }
            _ => return Err(ReadError::TooLarge(format!("more than {NAMES_MAX} sections"))),
        }
        self.path.pop();
        self.ended |= self.path.is_empty();
        Ok(())
    }

    fn cell(&mut self, name: &str, column: &str, text: String) -> Result<(), ReadError> {
        let Some(table) = self.file.tables.get_mut(name) else { return Ok(()) };
        let place = match table.columns.iter().position(|other| other == column) {
            Some(place) => place,
            None if table.columns.len() >= NAMES_MAX => {
                let said = format!("the section {} has more than {NAMES_MAX} columns", quoted(name));
                return Err(ReadError::TooLarge(said));
            }
            None => {
                table.columns.push(column.to_owned());
                table.columns.len() - 1
            }
        };
        let Some(row) = table.rows.last_mut().filter(|_| !text.is_empty()) else { return Ok(()) };
        self.cells += 1;
        if self.cells > CELLS_MAX {
            return Err(ReadError::TooLarge(format!("more than {CELLS_MAX} filled columns")));
        }
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        if row.iter().any(|(other, _)| *other == place) {
            let said = format!("a row of the section {} has two columns {}", quoted(name), quoted(column));
            return Err(ReadError::Damaged(said));
        }
        row.push((place, text));
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), ReadError> {
        if self.path.is_empty() {
            return if text.trim().is_empty() { Ok(()) } else { Err(ReadError::NotLimeSurvey) };
        }
        if self.text.len() + text.len() > CELL_MAX {
            let place = self.path.join("/");
            return Err(ReadError::TooLarge(format!("a text of more than 1 MiB in {}", quoted(&place))));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), ReadError> {
        if let Some(letters) = resolve_xml_entity(reference) {
            return self.text(letters);
        }
        match reference.resolve_char_ref() {
            Ok(Some(letter)) => self.text(letter.encode_utf8(&mut [0; 4])),
            _ => Err(ReadError::Damaged(format!("the entity {} is not known", quoted(reference)))),
        }
    }

    fn finish(self) -> Result<File, ReadError> {
        if !self.ended {
            let said = match self.path.last() {
                Some(name) => format!("it ends inside the element {}", quoted(name)),
                None => return Err(ReadError::NotLimeSurvey),
            };
            return Err(ReadError::Damaged(said));
        }
        if self.file.kind.is_empty() {
            return Err(ReadError::NotLimeSurvey);
        }
        Ok(self.file)
    }
}

fn encoding(declaration: &BytesDecl<'_>) -> Result<(), ReadError> {
    let Some(Ok(name)) = declaration.encoding() else { return Ok(()) };
    let known = ["utf-8", "utf8", "us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known));
    if known { Ok(()) } else { Err(ReadError::Encoding(quoted(&name))) }
}
