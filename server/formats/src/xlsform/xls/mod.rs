//! Workbooks of Excel 97 to 2003 (`.xls`, BIFF8).
//!
//! They are read here and not by a library: a file of a few kilobytes can
//! announce a table of thousands of millions of cells, sectors that follow each
//! other in a circle or the same sheet a thousand times, and what reads the
//! whole of it has no memory left to say so. Cells are looked at one by one,
//! under the same limits as those of newer workbooks.

mod compound;
mod strings;

use std::collections::HashMap;

use super::ReadError;
use super::sheet::{self, Cell, Found, Gather, Workbook};

/// How many sheets a workbook may have.
const SHEETS_MAX: usize = 60;

/// The version of the records that are read.
const BIFF8: u16 = 0x0600;

/// Whether this is a file of the old kind.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(compound::SIGNATURE)
}

/// Reads the sheets of an old workbook.
pub(super) fn open(bytes: &[u8]) -> Result<Workbook, ReadError> {
    let stream = compound::workbook(bytes)?;
    let globals = Globals::read(&stream)?;
    let names: Vec<String> = globals.sheets.iter().map(|(name, _)| name.clone()).collect();
    let mut looked = 0;
    sheet::sort(&names, &mut |name, wanted| {
        let place = globals.sheets.get(looked).map_or(usize::MAX, |(_, place)| *place);
        looked += 1;
        let mut gather = Gather::new(name);
        if wanted {
            cells(&stream, place, &globals, &mut |row, column, cell| {
                gather.add(row, column, cell).map(|()| true)
            })?;
            return Ok(Found::Sheet(gather.finish()));
        }
        let mut first = None;
        cells(&stream, place, &globals, &mut |row, _, cell| {
            first = first.or(cell.map(|_| row + 1));
            Ok(first.is_none())
        })?;
        Ok(Found::FirstRow(first))
    })
}

fn damaged(what: &str) -> ReadError {
    ReadError::Damaged(format!("{what} of the old workbook"))
}

/// One record: what it is, and its bytes.
#[derive(Clone, Copy)]
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

impl Record<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        self.data.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&self, at: usize) -> Option<u32> {
        self.data.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn f64(&self, at: usize) -> Option<f64> {
        self.data.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes)
    }
}

/// The records from a place on, one after the other.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut rest = stream.get(from..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (head, after) = rest.split_at_checked(4)?;
        let size = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (data, after) = after.split_at_checked(size)?;
        rest = after;
        Some(Record { kind: u16::from_le_bytes([head[0], head[1]]), data })
    })
}

/// What stands before the sheets.
#[derive(Default)]
struct Globals {
    /// Names and where each begins.
    sheets: Vec<(String, usize)>,
    strings: Vec<String>,
    /// For each cell format, whether it shows a date.
    dates: Vec<bool>,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, ReadError> {
        let mut found = Self::default();
        let mut formats: HashMap<u16, bool> = HashMap::new();
        let mut cells: Vec<u16> = Vec::new();
        let mut strings: Vec<&[u8]> = Vec::new();
        let mut in_strings = false;
        let mut first = true;
        for record in records(stream, 0) {
            if std::mem::take(&mut first) && (record.kind != 0x0809 || record.u16(0) != Some(BIFF8)) {
                return Err(ReadError::NotAWorkbook);
            }
            in_strings &= record.kind == 0x003c;
            match record.kind {
                // A password.
                0x002f => return Err(ReadError::NotAWorkbook),
                // A sheet.
                0x0085 => {
                    let place = record.u32(0).and_then(|place| usize::try_from(place).ok());
                    let name = record.data.get(6..).and_then(strings::short);
                    let (Some(place), Some(name)) = (place, name) else {
                        return Err(damaged("a sheet\u{2019}s name"));
                    };
                    if found.sheets.len() >= SHEETS_MAX
                        || found.sheets.iter().any(|(_, other)| *other == place)
                    {
                        return Err(damaged("the list of sheets"));
                    }
                    // Charts and macros have no cells.
                    if record.data.get(5) == Some(&0) {
                        found.sheets.push((name, place));
                    }
                }
                // A format of numbers, and which of them a cell has.
                0x041e => {
                    let text = record.data.get(2..).and_then(strings::long);
                    if let (Some(id), Some(text)) = (record.u16(0), text) {
                        formats.insert(id, is_date(&text));
                    }
                }
                0x00e0 => cells.extend(record.u16(2)),
                // The table of texts, which goes on in the records behind it.
                0x00fc => {
                    in_strings = true;
                    strings.push(record.data);
                }
                0x003c if in_strings => strings.push(record.data),
                0x000a => break,
                _ => {}
            }
        }
        found.strings = strings::table(&strings)?;
        let dated = |id: u16| {
            formats.get(&id).copied().unwrap_or(matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58))
        };
        found.dates = cells.into_iter().map(dated).collect();
        Ok(found)
    }

    fn number(&self, format: Option<u16>, number: f64) -> Cell {
        let dated = format.and_then(|format| self.dates.get(usize::from(format))).copied().unwrap_or(false);
        if dated { Cell::date() } else { Cell::number(number) }
    }
}

/// Whether a format shows days or hours: it has such a letter outside of what is
/// in quotation marks, in brackets or behind a backslash.
fn is_date(format: &str) -> bool {
    let mut quoted = false;
    let mut bracket = false;
    let mut skip = false;
    for letter in format.chars() {
        if std::mem::take(&mut skip) {
            continue;
        }
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => skip = true,
            '[' => bracket = true,
            ']' => bracket = false,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' if !bracket => return true,
            _ => {}
        }
    }
    false
}

/// Looks at the cells of a sheet, until `see` has seen enough.
fn cells(
    stream: &[u8],
    from: usize,
    globals: &Globals,
    see: &mut dyn FnMut(u32, u32, Option<Cell>) -> Result<bool, ReadError>,
) -> Result<(), ReadError> {
    let mut depth = 0_usize;
    // The place of a formula whose text comes in a record of its own.
    let mut waits = None;
    for record in records(stream, from) {
        match record.kind {
            0x0809 => depth += 1,
            0x000a if depth <= 1 => return Ok(()),
            0x000a => depth -= 1,
            // A chart inside the sheet has cells of its own.
            _ if depth > 1 => continue,
            0x0207 => {
                if let (Some((row, column)), Some(text)) = (waits.take(), strings::long(record.data)) {
                    let _ = see(row, column, Cell::text(&text))?;
                }
            }
            _ => {}
        }
        let (Some(row), Some(column)) = (record.u16(0).map(u32::from), record.u16(2).map(u32::from)) else {
            continue;
        };
        let format = record.u16(4);
        let cell = match record.kind {
            0x00fd => record
                .u32(6)
                .and_then(|at| globals.strings.get(usize::try_from(at).ok()?))
                .map(|t| Cell::text(t)),
            0x0204 | 0x00d6 => record.data.get(6..).and_then(strings::long).map(|text| Cell::text(&text)),
            0x0203 => record.f64(6).map(|number| Some(globals.number(format, number))),
            0x027e => record.u32(6).map(|packed| Some(globals.number(format, unpacked(packed)))),
            0x0205 => record.u16(6).map(|value| Some(logical(value))),
            0x00bd => {
                for (at, column) in (4..record.data.len().saturating_sub(2)).step_by(6).zip(column..) {
                    let packed = record.u32(at + 2).map(unpacked);
                    let cell = packed.map(|number| globals.number(record.u16(at), number));
                    if !see(row, column, cell)? {
                        return Ok(());
                    }
                }
                continue;
            }
            0x0006 => match record.data.get(6..14) {
                // What is no number says what it is.
                Some([kind, _, value, _, _, _, 0xff, 0xff]) => match kind {
                    0 => {
                        waits = Some((row, column));
                        continue;
                    }
                    1 => Some(Some(logical(u16::from(*value)))),
                    2 => Some(Some(logical(0x100 | u16::from(*value)))),
                    _ => Some(None),
                },
                _ => record.f64(6).map(|number| Some(globals.number(format, number))),
            },
            _ => continue,
        };
        let cell = cell.ok_or_else(|| damaged("a cell"))?;
        if !see(row, column, cell)? {
            return Ok(());
        }
    }
    Ok(())
}

/// A number in four bytes: the upper half of one in eight, or a whole number,
/// either perhaps times a hundred.
fn unpacked(packed: u32) -> f64 {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { number } else { number / 100.0 }
}

fn logical(value: u16) -> Cell {
    let [value, is_error] = value.to_le_bytes();
    match (is_error, value) {
        (0, 0) => Cell::Text("FALSE".to_owned()),
        (0, _) => Cell::Text("TRUE".to_owned()),
        (_, 0x07) => Cell::error("#DIV/0!"),
        (_, 0x17) => Cell::error("#REF!"),
        (_, 0x1d) => Cell::error("#NAME?"),
        (_, 0x2a) => Cell::error("#N/A"),
        _ => Cell::error("#VALUE!"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unpacked() {
        assert_eq!(unpacked((7 << 2) | 2).to_bits(), 7.0_f64.to_bits());
        assert_eq!(unpacked((-7_i32 << 2).cast_unsigned() | 2).to_bits(), (-7.0_f64).to_bits());
        assert_eq!(unpacked((250 << 2) | 3).to_bits(), 2.5_f64.to_bits());
        assert_eq!(unpacked(0x3ff0_0000).to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn formats_with_days_or_hours_are_dates() {
        for format in ["yyyy-mm-dd", "h:mm", "[$-409]d mmm", "[red]dd.mm."] {
            assert!(is_date(format), "{format}");
        }
        for format in ["0.00", "#,##0", "\"days\" 0", "0\\d", "[red]0", "General_d", "@"] {
            assert!(!is_date(format), "{format}");
        }
    }
}
