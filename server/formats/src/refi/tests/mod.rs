//! Projects that were made for it, that others made, and that were made to do harm.

mod hostile;
mod qualcoder;
mod round;
mod schema;
mod taken;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::{Defect, Project, Report, read_project};

/// The first id of the samples.
pub(super) const CODE: &str = "22222222-2222-4222-8222-222222222222";

/// An archive with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A project with this inside of its outermost element.
fn qde(attributes: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"P\" \
         {attributes}>{inside}</Project>"
    )
}

/// A codebook of one code, [`CODE`].
fn one_code() -> String {
    format!("<CodeBook><Codes><Code guid=\"{CODE}\" name=\"Late\" isCodable=\"true\"/></Codes></CodeBook>")
}

/// One source of these words, with a passage of it that carries the code.
fn one_source(content: &str, start: i64, end: i64) -> String {
    format!(
        "<Sources><TextSource guid=\"55555555-5555-4555-8555-555555555555\" name=\"A text\" {content}\
         <PlainTextSelection guid=\"77777777-7777-4777-8777-777777777777\" startPosition=\"{start}\" \
         endPosition=\"{end}\"><Coding guid=\"88888888-8888-4888-8888-888888888888\">\
         <CodeRef targetGUID=\"{CODE}\"/></Coding></PlainTextSelection></TextSource></Sources>"
    )
}

fn read(xml: &str, texts: &[(&str, &[u8])]) -> Result<(Project, Report), Defect> {
    let mut parts = vec![("project.qde", xml.as_bytes())];
    parts.extend(texts);
    read_project(&archive(&parts))
}

fn taken(xml: &str, texts: &[(&str, &[u8])]) -> (Project, Vec<String>) {
    let (project, report) = read(xml, texts).unwrap();
    (project, report.lines())
}

fn refused(xml: &str) -> Defect {
    read(xml, &[]).unwrap_err()
}
