//! Texts in old workbooks: UTF-16, or one byte a letter where that is enough,
//! with marks of formats and pronunciation that are passed over.

use super::damaged;
use crate::xlsform::ReadError;

/// How much memory the table may take up, in bytes.
const TABLE_MAX: usize = 128 * 1024 * 1024;

/// Where a text is read from: a piece of the stream, which may go on in the
/// next piece.
struct Piece<'a> {
    pieces: &'a [&'a [u8]],
    at: usize,
}

impl<'a> Piece<'a> {
    fn left(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.len().saturating_sub(self.at))
    }

    /// Goes on in the next piece, where this one has ended.
    fn settle(&mut self) {
        while self.left() == 0 && self.pieces.len() > 1 {
            self.pieces = &self.pieces[1..];
            self.at = 0;
        }
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        self.settle();
        let taken = self.pieces.first()?.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn u16(&mut self) -> Option<usize> {
        let bytes = self.take(2)?;
        Some(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    }

    fn u32(&mut self) -> Option<usize> {
        let low = self.u16()?;
        Some(low | self.u16()? << 16)
    }

    /// Passes over bytes, also over the end of a piece.
    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.settle();
            let step = self.left().min(count);
            if step == 0 {
                return None;
            }
            self.at += step;
            count -= step;
        }
        Some(())
    }

    /// Letters. Where they go on in the next piece, it says anew whether they
    /// are of one byte or two.
    fn letters(&mut self, mut count: usize, mut wide: bool) -> Option<String> {
        let mut letters: Vec<u16> = Vec::with_capacity(count.min(self.left()));
        while count > 0 {
            if self.left() == 0 {
                self.settle();
                wide = self.take(1)?[0] & 1 == 1;
            }
            let size = if wide { 2 } else { 1 };
            let here = (self.left() / size).min(count);
            if here == 0 {
                return None;
            }
            let bytes = self.take(here * size)?;
            if wide {
                letters.extend(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])));
            } else {
                letters.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
            count -= here;
        }
        Some(String::from_utf16_lossy(&letters))
    }

    /// A text behind its number of letters.
    fn text(&mut self, count: usize) -> Option<String> {
        let marks = self.take(1)?[0];
        let formats = if marks & 8 == 0 { 0 } else { self.u16()? };
        let spoken = if marks & 4 == 0 { 0 } else { self.u32()? };
        let text = self.letters(count, marks & 1 == 1)?;
        self.skip(formats * 4)?;
        self.skip(spoken)?;
        Some(text)
    }
}

/// A text whose length is one byte: the name of a sheet.
pub(super) fn short(data: &[u8]) -> Option<String> {
    let (count, rest) = data.split_first()?;
    Piece { pieces: &[rest], at: 0 }.text(usize::from(*count))
}

/// A text whose length is two bytes.
pub(super) fn long(data: &[u8]) -> Option<String> {
    let pieces = [data];
    let mut piece = Piece { pieces: &pieces, at: 0 };
    let count = piece.u16()?;
    piece.text(count)
}

/// The texts that cells share.
pub(super) fn table(pieces: &[&[u8]]) -> Result<Vec<String>, ReadError> {
    let mut found = Vec::new();
    if pieces.is_empty() {
        return Ok(found);
    }
    let broken = || damaged("the table of texts");
    let mut piece = Piece { pieces, at: 4 };
    let count = piece.u32().ok_or_else(broken)?;
    let mut size = 0;
    // The number is not believed: each text takes up three bytes at least, and ends the table when it is not there.
    for _ in 0..count {
        let letters = piece.u16().ok_or_else(broken)?;
        let text = piece.text(letters).ok_or_else(broken)?;
        size += text.len() + size_of::<String>();
        if size > TABLE_MAX {
            return Err(ReadError::Expands("its texts".to_owned()));
        }
        found.push(text);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_one_and_two_bytes_go_on_in_the_next_record() {
        assert_eq!(short(b"\x03\x00abc").as_deref(), Some("abc"));
        assert_eq!(long(b"\x02\x00\x01\x61\x00\xe9\x00").as_deref(), Some("a\u{e9}"));
        assert_eq!(long(b"\x02\x00\x00\x61\xe9").as_deref(), Some("a\u{e9}"));
        assert_eq!(long(b"\x05\x00\x00abc"), None);
        // With two marks of formats and three bytes of pronunciation, and a second text behind it.
        let first = b"\0\0\0\0\x02\0\0\0\x02\x00\x0c\x02\x00\x03\0\0\0ab12345678xyz\x03\x00\x00a";
        let second = b"\x01b\x00\x3a\x26";
        assert_eq!(table(&[first, second]).unwrap(), ["ab", "ab\u{263a}"]);
        assert!(table(&[first, b"\x01b\x00"]).is_err());
        assert!(table(&[b"\0\0\0\0\xff\xff\xff\xff"]).is_err());
        assert!(table(&[b"\0\0"]).is_err());
        assert_eq!(table(&[]).unwrap(), Vec::<String>::new());
    }
}
