//! Documents of word processors: one part of an archive holds the words.

use std::io::{Cursor, Read};

use super::xml::{self, Dialect};
use super::{Defect, Piece, Report};

/// The most parts of an archive.
const PARTS_MAX: usize = 2_000;

/// The most bytes that the part with the words unpacks to. No other part is unpacked.
const UNPACKED_MAX: usize = 50 * 1024 * 1024;

pub(super) fn word(bytes: &[u8], report: &mut Report) -> Result<Vec<Piece>, Defect> {
    xml::pieces(&part(bytes, "word/document.xml")?, Dialect::Word, report)
}

pub(super) fn open_document(bytes: &[u8], report: &mut Report) -> Result<Vec<Piece>, Defect> {
    xml::pieces(&part(bytes, "content.xml")?, Dialect::OpenDocument, report)
}

/// A part of an archive, as text.
fn part(bytes: &[u8], name: &str) -> Result<String, Defect> {
    part_within(bytes, name, UNPACKED_MAX)
}

/// The same under another limit.
pub(super) fn part_within(bytes: &[u8], name: &str, most: usize) -> Result<String, Defect> {
    // The first bytes too: an archive may be glued to the end of another file.
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(Defect::NotADocument);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Defect::NotADocument)?;
    if archive.len() > PARTS_MAX {
        return Err(Defect::Expands);
    }
    let entry = archive.by_name(name).map_err(|_| Defect::NotADocument)?;
    // What the archive says about sizes is not believed, only measured.
    let mut part = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    entry.take(limit).read_to_end(&mut part).map_err(|_| Defect::Damaged)?;
    if part.len() > most {
        return Err(Defect::Expands);
    }
    // Only control characters can hide anything from a reader of UTF-8 (UTF-16 has NULs), and XML has none.
    if part.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Err(Defect::Damaged);
    }
    let text = String::from_utf8(part).map_err(|_| Defect::Damaged)?;
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(text),
    }
}
