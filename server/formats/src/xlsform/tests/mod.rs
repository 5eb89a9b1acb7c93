//! Whole workbooks, built here, and the sample files of others.

mod generate;
mod hostile;
mod model;
mod mutated;
mod old;
mod round_trip;
mod samples;
mod taken;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;

use super::{Problem, ReadError, Reading, read};

/// The rows of a sheet, cell by cell.
type Rows<'a> = &'a [&'a [&'a str]];

/// A workbook with these sheets; empty cells are not written.
fn workbook(sheets: &[(&str, Rows<'_>)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                if !cell.is_empty() {
                    sheet.write_string(row, column, *cell).unwrap();
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A form of a survey sheet and a few lists.
fn form(survey: Rows<'_>) -> Vec<u8> {
    workbook(&[("survey", survey), ("choices", LISTS)])
}

/// Lists for any form.
const LISTS: Rows<'_> = &[
    &["list_name", "name", "label"],
    &["yn", "yes", "Yes"],
    &["yn", "no", "No"],
    &["ways", "walk", "I walk"],
    &["ways", "bus", "By bus"],
    &["ways", "car", "By car"],
    &["num", "1", "One"],
    &["num", "2", "Two"],
    &["num", "3", "Three"],
];

/// Reads a form of a survey sheet and a few lists.
fn survey(rows: Rows<'_>) -> Reading {
    read(&form(rows)).unwrap()
}

/// The keys of the questions that were taken.
fn keys(reading: &Reading) -> Vec<&str> {
    reading.questionnaire.questions.iter().map(|question| question.key.as_str()).collect()
}

/// The sheet and the row of a place.
fn place(problem: &Problem) -> (&str, u32) {
    let place = problem.place.split_once(": ").map_or(problem.place.as_str(), |(place, _)| place);
    let (sheet, row) = place.rsplit_once(", row ").unwrap();
    (sheet, row.parse().unwrap())
}

/// The rows of problems or notes.
fn rows(problems: &[Problem]) -> Vec<u32> {
    problems.iter().map(|problem| place(problem).1).collect()
}

/// The rows of problems or notes of one sheet.
fn rows_of(problems: &[Problem], sheet: &str) -> Vec<u32> {
    problems.iter().map(place).filter(|(other, _)| *other == sheet).map(|(_, row)| row).collect()
}

/// What is said of one row.
fn said(problems: &[Problem], sheet: &str, row: u32) -> String {
    let said: Vec<String> =
        problems.iter().filter(|problem| place(problem) == (sheet, row)).map(ToString::to_string).collect();
    assert!(!said.is_empty(), "nothing is said of {sheet}, row {row}: {problems:#?}");
    said.join("\n")
}

/// Where the sample files of others are, if they are here.
pub(crate) fn sample(path: &str) -> Option<Vec<u8>> {
    let samples: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let file = samples.join(path);
    let found = std::fs::read(&file).ok();
    if found.is_none() {
        println!("SKIPPED: the sample file {path} is not there (looked for {})", file.display());
    }
    found
}

/// An archive with these parts.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    packed(parts, zip::CompressionMethod::Deflated)
}

fn packed(parts: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The parts of a workbook with one sheet, "survey", of this XML between
/// `<sheetData>` and its end.
fn raw(sheet_data: &str, strings: Option<&str>) -> Vec<u8> {
    let sheet = format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{sheet_data}</sheetData></worksheet>");
    let mut parts = parts();
    parts.push(("xl/worksheets/sheet1.xml", sheet));
    if let Some(strings) = strings {
        parts.push(("xl/sharedStrings.xml", strings.to_owned()));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    archive(&parts)
}

/// The first line of every part.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The namespace of spreadsheets.
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Every part of a workbook but its sheet and its strings.
fn parts() -> Vec<(&'static str, String)> {
    let relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    vec![
        (
            "_rels/.rels",
            format!(
                "{HEAD}<Relationships xmlns=\"{relationships}\"><Relationship Id=\"rId1\" \
                 Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{HEAD}<Relationships xmlns=\"{relationships}\"><Relationship Id=\"rId1\" \
                 Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"survey\" \
                 sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
    ]
}

/// A cell with its text in it.
fn cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// A row of headings and one question.
fn smallest() -> String {
    format!(
        "<row r=\"1\">{}{}{}</row><row r=\"2\">{}{}{}</row>",
        cell("A1", "type"),
        cell("B1", "name"),
        cell("C1", "label"),
        cell("A2", "text"),
        cell("B2", "q"),
        cell("C2", "How was it?")
    )
}

/// Why a file cannot be read at all.
fn refusal(bytes: &[u8]) -> ReadError {
    match read(bytes) {
        Err(error) => error,
        Ok(reading) => panic!("it was read: {reading:#?}"),
    }
}
