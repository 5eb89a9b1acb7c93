//! Looks into the archive before anything else opens it: how large it really
//! is inside, and that nothing in it makes a reader reserve memory that the
//! file does not fill.

use std::io::{Cursor, Read};

use super::ReadError;

/// How much all parts together may unpack to.
const UNPACKED_MAX: u64 = 100 * 1024 * 1024;

/// How many parts a workbook may have.
const PARTS_MAX: usize = 2_000;

/// How large the table of texts may be: each text in it costs a reader more
/// memory than it takes up in the file.
const STRINGS_MAX: usize = 16 * 1024 * 1024;

/// How large the table of styles may be.
const STYLES_MAX: usize = 4 * 1024 * 1024;

/// How many cell formats may be mentioned; a spreadsheet program has at most 64 thousand, each with several.
const FORMATS_MAX: usize = 200_000;

/// A reader copies the longest style for each cell format, at worst.
const STYLE_COPIES_MAX: usize = 256 * 1024 * 1024;

/// The smallest text in the table of texts: `<si/>`.
const SMALLEST_STRING: usize = 5;

/// Refuses what is no archive, and what would cost too much to read.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    check_within(bytes, UNPACKED_MAX)
}

fn check_within(bytes: &[u8], unpacked_max: u64) -> Result<(), ReadError> {
    // The first bytes too: an archive may be glued to the end of another file.
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(ReadError::NotAWorkbook);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::NotAWorkbook)?;
    if archive.len() > PARTS_MAX {
        return Err(ReadError::Expands(format!("{} parts", archive.len())));
    }
    let mut left = unpacked_max;
    let mut part = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.to_ascii_lowercase();
        // What the archive says about itself is not believed, only measured.
        part.clear();
        let mut entry = entry.take(left + 1);
        let size = if matches!(name.rsplit('.').next(), Some("xml" | "rels")) {
            entry.read_to_end(&mut part).map_err(damaged)? as u64
        } else {
            std::io::copy(&mut entry, &mut std::io::sink()).map_err(damaged)?
        };
        left = left
            .checked_sub(size)
            .ok_or_else(|| ReadError::Expands(format!("more than {} MiB", unpacked_max / 1024 / 1024)))?;
        check_part(&name, &part)?;
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged(error.to_string())
}

fn check_part(name: &str, part: &[u8]) -> Result<(), ReadError> {
    // Only control characters can hide what stands in a part from the checks below (UTF-16 has NULs, stateful
    // encodings have escapes), and XML has none.
    if part.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Err(ReadError::Damaged(format!("{name} is not UTF-8 text")));
    }
    if name.ends_with("sharedstrings.xml") {
        if part.len() > STRINGS_MAX {
            return Err(ReadError::Expands(format!("more than {} MiB of texts", STRINGS_MAX / 1024 / 1024)));
        }
        if declared(part, b"uniqueCount").any(|count| count > part.len() / SMALLEST_STRING) {
            return Err(ReadError::Damaged("it announces more texts than it holds".to_owned()));
        }
    }
    if name.ends_with("styles.xml") {
        let formats = part.windows(2).filter(|pair| pair == b"xf").count();
        let longest = part.split(|byte| matches!(byte, b'"' | b'\'')).map(<[u8]>::len).max().unwrap_or(0);
        let too_many = part.len() > STYLES_MAX || formats > FORMATS_MAX;
        if too_many || formats.saturating_mul(longest) > STYLE_COPIES_MAX {
            return Err(ReadError::Expands("its styles".to_owned()));
        }
    }
    Ok(())
}

/// The numbers that an attribute is given anywhere in a part.
fn declared<'a>(part: &'a [u8], attribute: &'static [u8]) -> impl Iterator<Item = usize> + 'a {
    let places = part.windows(attribute.len()).enumerate().filter(move |(_, found)| *found == attribute);
    places.filter_map(move |(at, _)| {
        let rest = part.get(at + attribute.len()..)?.trim_ascii_start();
        let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'"))?;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
        let number = digits.fold(0_usize, |number, digit| {
            number.saturating_mul(10).saturating_add(usize::from(digit - b'0'))
        });
        Some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::archive;
    use super::*;

    #[test]
    fn a_bomb_is_measured_and_not_believed() {
        let limit = 1024 * 1024;
        let expands = |bytes: &[u8]| matches!(check_within(bytes, limit), Err(ReadError::Expands(_)));
        let zeros = vec![b' '; 1024 * 1024 + 1];
        assert!(check_within(&archive(&[("xl/worksheets/sheet1.xml", &zeros[1..])]), limit).is_ok());
        for name in ["xl/worksheets/sheet1.xml", "xl/media/image1.png"] {
            let bomb = archive(&[(name, &zeros)]);
            assert!(bomb.len() < 10_000);
            assert!(expands(&bomb));

            // The same, with a small size written into the archive.
            let mut lies = bomb.clone();
            let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
            let places: Vec<usize> = (0..lies.len() - 4).filter(|at| lies[*at..*at + 4] == size).collect();
            assert!(!places.is_empty());
            for at in places {
                lies[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
            }
            assert!(check_within(&lies, limit).is_err());
        }
        // Many parts that are harmless one by one.
        let part = &zeros[..200_000];
        let names: Vec<String> = (0..6).map(|at| format!("xl/media/{at}.bin")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), part)).collect();
        assert!(expands(&archive(&parts)));
        assert!(check_within(&archive(&parts[..5]), limit).is_ok());
    }

    #[test]
    fn announcements_are_found_however_they_are_written() {
        let part = b"<sst count='7' uniqueCount = '99999999999999999999999'/><sst uniqueCount=\"012\">";
        assert_eq!(declared(part, b"uniqueCount").collect::<Vec<_>>(), [usize::MAX, 12]);
    }

    #[test]
    fn parts_that_would_cost_memory_are_refused() {
        let sst = |count: usize| format!("<sst uniqueCount=\"{count}\">{}</sst>", "<si/>".repeat(20));
        assert!(check_part("xl/sharedstrings.xml", sst(20).as_bytes()).is_ok());
        assert!(check_part("xl/sharedstrings.xml", sst(1_000_000_000).as_bytes()).is_err());
        assert!(check_part("xl/sharedstrings.xml", &vec![b' '; STRINGS_MAX + 1]).is_err());
        let styles = |length: usize, formats: usize| {
            format!(
                "<numFmt formatCode=\"{}\"/>{}",
                "0".repeat(length),
                "<xf numFmtId=\"0\"/>".repeat(formats)
            )
        };
        assert!(check_part("xl/styles.xml", styles(255, 60_000).as_bytes()).is_ok());
        assert!(check_part("xl/styles.xml", styles(1_000_000, 60_000).as_bytes()).is_err());
        assert!(
            check_part(
                "xl/workbook.xml",
                "<x/>".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice()
            )
            .is_err()
        );
    }
}
