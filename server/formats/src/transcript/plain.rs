//! Bytes as text: UTF-8, UTF-16 with a byte order mark, or what Windows wrote before either.

use super::{Defect, Report};

/// What the bytes 0x80 to 0x9f are in Windows-1252; five of them are nothing.
const WINDOWS: [char; 32] = [
    '\u{20ac}', '\u{fffd}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{fffd}', '\u{17d}', '\u{fffd}', '\u{fffd}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{fffd}', '\u{17e}', '\u{178}',
];

pub(super) fn text(bytes: &[u8], report: &mut Report) -> Result<String, Defect> {
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"{\\rtf")
        || bytes.starts_with(b"\xd0\xcf\x11\xe0")
    {
        return Err(Defect::NotText);
    }
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => {
                    report.note("the file is not UTF-8; it was read as Windows-1252. Look whether accents and quotation marks are right");
                    bytes.iter().map(|byte| windows(*byte)).collect()
                }
            }
        }
    };
    if text.contains('\0') { Err(Defect::NotText) } else { Ok(text) }
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Defect> {
    if !bytes.len().is_multiple_of(2) {
        return Err(Defect::NotText);
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| Defect::NotText)
}
