//! Files of SPSS (`.sav`), as the developers' guide of GNU PSPP describes them ("System File Format"): little-endian, not
//! compressed, UTF-8.
//!
//! A choice is a number with words for its values, a tick is 0 or 1, and words are strings: of more than 8 bytes as several
//! elements, of more than 255 as several segments that other programs put together again.

use std::collections::BTreeMap;

use earshot_domain::export::{AnswerTable, Entry, Measure};

use super::{TableError, clean, names};

/// No number was given: the lowest number that there is.
const SYSMIS: f64 = -f64::MAX;

/// Bytes of a string in one segment, and bytes of a very long string for each of which there is a segment.
const SEGMENT: usize = 255;
const SEGMENT_OF: usize = 252;

/// What kind of number a variable has: names of things, steps, or amounts.
const NOMINAL: i32 = 1;
const ORDINAL: i32 = 2;
const SCALE: i32 = 3;

/// The longest string, in bytes.
const STRING_MAX: usize = 32_767;

/// The longest label of a variable and of a value, in bytes.
const LABEL_MAX: usize = 255;
const VALUE_LABEL_MAX: usize = 120;

/// One variable as the file has it.
struct Column<'a> {
    short: String,
    long: String,
    label: &'a str,
    shape: Shape<'a>,
}

enum Shape<'a> {
    /// A number of one of the three kinds; of a choice with the number of each key, and the words of each number.
    Number { codes: BTreeMap<&'a str, f64>, words: Vec<(f64, &'a str)>, level: i32 },
    /// A string of so many bytes.
    Text(usize),
}

/// Writes a table.
pub(super) fn write(table: &AnswerTable) -> Result<Vec<u8>, TableError> {
    let columns = columns(table);
    let mut out = Out(Vec::new());
    let elements: usize = columns.iter().map(|column| column.shape.elements()).sum();
    header(&mut out, table, elements)?;
    for column in &columns {
        variable(&mut out, column)?;
    }
    value_labels(&mut out, &columns)?;
    machine(&mut out);
    display(&mut out, &columns)?;
    let long: Vec<String> =
        columns.iter().map(|column| format!("{}={}", column.short, column.long)).collect();
    out.text_record(13, long.join("\t").as_bytes())?;
    let very_long: Vec<u8> = columns
        .iter()
        .filter_map(|column| match column.shape {
            Shape::Text(width) if width > SEGMENT => Some(format!("{}={width:05}\0\t", column.short)),
            _ => None,
        })
        .flat_map(String::into_bytes)
        .collect();
    if !very_long.is_empty() {
        out.text_record(14, &very_long)?;
    }
    out.text_record(20, b"UTF-8")?;
    out.int(999);
    out.int(0);
    for row in &table.rows {
        for (at, column) in columns.iter().enumerate() {
            data(&mut out, column, row.get(at).unwrap_or(&Entry::Nothing));
        }
    }
    Ok(out.0)
}

fn columns(table: &AnswerTable) -> Vec<Column<'_>> {
    let long = names::plain(table.variables.iter().map(|variable| variable.name.as_str()));
    let with_names = table.variables.iter().zip(long).enumerate();
    with_names
        .map(|(at, (variable, long))| {
            let plain = |words, level| Shape::Number { codes: BTreeMap::new(), words, level };
            let shape = match &variable.measure {
                Measure::Choice(values) => coded(values, NOMINAL),
                Measure::Steps(values) => coded(values, ORDINAL),
                Measure::Tick => plain(vec![(0.0, "Not chosen"), (1.0, "Chosen")], NOMINAL),
                Measure::YesOrNo => plain(vec![(0.0, "No"), (1.0, "Yes")], NOMINAL),
                Measure::Number => plain(Vec::new(), SCALE),
                Measure::Name | Measure::Words => {
                    let bytes = table.rows.iter().map(|row| match row.get(at) {
                        Some(Entry::Text(text)) => clean(text).len(),
                        _ => 0,
                    });
                    Shape::Text(bytes.max().unwrap_or_default().clamp(1, STRING_MAX))
                }
            };
            Column { short: format!("V{}", at + 1), long, label: &variable.label, shape }
        })
        .collect()
}

/// The numbers of a choice: those that its keys are, where all are numbers, and otherwise from 1.
fn coded(values: &[(String, String)], level: i32) -> Shape<'_> {
    let own: Option<Vec<f64>> =
        values.iter().map(|(key, _)| key.parse::<i32>().ok().map(f64::from)).collect();
    let numbers = own.unwrap_or_else(|| (1_u32..).map(f64::from).take(values.len()).collect());
    let codes = values.iter().zip(&numbers).map(|((key, _), number)| (key.as_str(), *number)).collect();
    let words = values.iter().zip(&numbers).map(|((_, words), number)| (*number, words.as_str())).collect();
    Shape::Number { codes, words, level }
}

impl Shape<'_> {
    /// The widths of its segments; one for a number, which has none.
    fn segments(&self) -> Vec<usize> {
        match self {
            Shape::Number { .. } => vec![0],
            Shape::Text(width) if *width <= SEGMENT => vec![*width],
            Shape::Text(width) => {
                let many = width.div_ceil(SEGMENT_OF);
                let last = width - (many - 1) * SEGMENT_OF;
                let mut widths = vec![SEGMENT; many - 1];
                widths.push(last);
                widths
            }
        }
    }

    /// How many elements of 8 bytes it takes in a row.
    fn elements(&self) -> usize {
        self.segments().into_iter().map(elements).sum()
    }
}

/// How many elements of 8 bytes a segment of this width takes.
fn elements(width: usize) -> usize {
    width.div_ceil(8).max(1)
}

fn header(out: &mut Out, table: &AnswerTable, elements: usize) -> Result<(), TableError> {
    out.text("$FL2", 4);
    out.text("@(#) SPSS DATA FILE Earshot", 60);
    out.int(2);
    out.size(elements)?;
    // Not compressed, not weighted.
    out.int(0);
    out.int(0);
    out.size(table.rows.len())?;
    out.float(100.0);
    out.text(&table.origin.day.format("%d %b %y").to_string(), 9);
    out.text("00:00:00", 8);
    out.text(&table.origin.title, 64);
    out.0.extend([0; 3]);
    Ok(())
}

/// The records of a variable: of each of its segments one, and one for each element beyond the first.
fn variable(out: &mut Out, column: &Column<'_>) -> Result<(), TableError> {
    let text = matches!(column.shape, Shape::Text(_));
    for (at, width) in column.shape.segments().into_iter().enumerate() {
        out.int(2);
        out.size(width)?;
        let label = cut(column.label, LABEL_MAX);
        let labelled = at == 0 && !label.is_empty();
        out.int(i32::from(labelled));
        out.int(0);
        // A and as wide as it is, or F8.0.
        let format = if text { (1 << 16) | (width << 8) } else { (5 << 16) | (8 << 8) };
        out.size(format)?;
        out.size(format)?;
        out.text(&if at == 0 { column.short.clone() } else { format!("{}_{at}", column.short) }, 8);
        if labelled {
            out.size(label.len())?;
            out.text(label, label.len().next_multiple_of(4));
        }
        for _ in 1..elements(width) {
            for number in [2, -1, 0, 0, 0, 0] {
                out.int(number);
            }
            out.text("", 8);
        }
    }
    Ok(())
}

fn value_labels(out: &mut Out, columns: &[Column<'_>]) -> Result<(), TableError> {
    // Variables are counted by their elements, from 1.
    let mut element = 1;
    for column in columns {
        if let Shape::Number { words, .. } = &column.shape
            && !words.is_empty()
        {
            out.int(3);
            out.size(words.len())?;
            for (number, words) in words {
                out.float(*number);
                let label = cut(words, VALUE_LABEL_MAX);
                out.0.push(u8::try_from(label.len()).unwrap_or(u8::MAX));
                out.text(label, (label.len() + 1).next_multiple_of(8) - 1);
            }
            out.int(4);
            out.int(1);
            out.size(element)?;
        }
        element += column.shape.elements();
    }
    Ok(())
}

/// What kind of machine wrote it: which numbers it has, and that the text is UTF-8.
fn machine(out: &mut Out) {
    for number in [7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65_001] {
        out.int(number);
    }
    for number in [7, 4, 8, 3] {
        out.int(number);
    }
    out.float(SYSMIS);
    out.float(f64::MAX);
    // The lowest number that is one.
    out.float(SYSMIS.next_up());
}

/// How each segment is shown: what kind of number it is, how wide, on which side.
fn display(out: &mut Out, columns: &[Column<'_>]) -> Result<(), TableError> {
    let segments: Vec<(i32, usize, i32)> = columns
        .iter()
        .flat_map(|column| {
            let (measure, right) = match column.shape {
                Shape::Number { level, .. } => (level, 1),
                Shape::Text(_) => (NOMINAL, 0),
            };
            let widths = column.shape.segments().into_iter();
            widths.map(move |width| (measure, if width == 0 { 8 } else { width.min(32) }, right))
        })
        .collect();
    out.int(7);
    out.int(11);
    out.int(4);
    out.size(segments.len() * 3)?;
    for (measure, width, side) in segments {
        out.int(measure);
        out.size(width)?;
        out.int(side);
    }
    Ok(())
}

/// One cell. Where nothing stands it is missing for the system, and no kind of missing of our own: what was not asked and what
/// was skipped are the same in the table that it is written from, since answers are kept and ways through the questions are not.
fn data(out: &mut Out, column: &Column<'_>, entry: &Entry) {
    match &column.shape {
        Shape::Number { codes, .. } => out.float(match entry {
            Entry::Key(key) => codes.get(key.as_str()).copied().unwrap_or(SYSMIS),
            Entry::Tick(chosen) => f64::from(u8::from(*chosen)),
            // Beyond what a number of this file holds exactly it is none.
            Entry::Number(number) => i32::try_from(*number).map_or(SYSMIS, f64::from),
            Entry::Nothing | Entry::Text(_) => SYSMIS,
        }),
        Shape::Text(width) => {
            let text = match entry {
                Entry::Text(text) => clean(text),
                _ => String::new(),
            };
            let text = cut(&text, *width).as_bytes();
            for (at, width) in column.shape.segments().into_iter().enumerate() {
                let from = (at * SEGMENT).min(text.len());
                let to = (from + SEGMENT).min(text.len());
                out.bytes(&text[from..to], elements(width) * 8);
            }
        }
    }
}

/// As much of a text as so many bytes hold, in whole letters.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The bytes of a file that is being written.
struct Out(Vec<u8>);

impl Out {
    fn int(&mut self, number: i32) {
        self.0.extend(number.to_le_bytes());
    }

    fn size(&mut self, size: usize) -> Result<(), TableError> {
        let number =
            i32::try_from(size).map_err(|_| TableError::TooLarge("too many of something".to_owned()))?;
        self.int(number);
        Ok(())
    }

    fn float(&mut self, number: f64) {
        self.0.extend(number.to_le_bytes());
    }

    /// So many bytes: the text, and spaces behind it.
    fn text(&mut self, text: &str, width: usize) {
        self.bytes(cut(text, width).as_bytes(), width);
    }

    fn bytes(&mut self, bytes: &[u8], width: usize) {
        self.0.extend(bytes);
        self.0.extend(std::iter::repeat_n(b' ', width.saturating_sub(bytes.len())));
    }

    /// A record of single bytes.
    fn text_record(&mut self, kind: i32, bytes: &[u8]) -> Result<(), TableError> {
        self.int(7);
        self.int(kind);
        self.int(1);
        self.size(bytes.len())?;
        self.0.extend(bytes);
        Ok(())
    }
}
