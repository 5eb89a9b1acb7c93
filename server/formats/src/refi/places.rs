//! Positions in a text, as the program counted them that wrote the file.
//!
//! The specification counts code points. Files of ATLAS.ti hold CRLF in their texts and count it as one, and so do those of
//! QualCoder where it runs on Windows or writes for MAXQDA, with a second CR where both is so: it counts before it writes. NVivo
//! counts the 16-bit units that Windows keeps text in, so that an emoji counts as two. A byte order mark is counted by nobody.

use earshot_domain::text::{Moved, Span};

/// A text and the way from its positions to those of the words as they are kept.
pub(super) struct Places {
    moved: Moved,
    /// Which code point begins at a 16-bit unit, where these are counted; none inside a pair of them.
    units: Option<Vec<Option<usize>>>,
}

impl Places {
    /// The places of a text in a file of this program.
    pub(super) fn new(raw: &str, origin: &str) -> Self {
        let origin = origin.to_lowercase();
        let raw = raw.strip_prefix('\u{feff}').unwrap_or(raw);
        if ["atlas", "qualcoder"].iter().any(|name| origin.contains(name)) {
            return Self {
                moved: Moved::new(&raw.replace("\r\r\n", "\n").replace("\r\n", "\n")),
                units: None,
            };
        }
        let wide = origin.contains("nvivo") && raw.chars().any(|letter| letter.len_utf16() > 1);
        Self { moved: Moved::new(raw), units: wide.then(|| units(raw)) }
    }

    /// The range between two positions as they are written; none where they are no numbers, run backwards, lie outside of the
    /// text, or hold nothing of it.
    pub(super) fn span(&self, start: &str, end: &str) -> Option<Span> {
        let raw = Span::new(self.place(start)?, self.place(end)?)?;
        self.moved.span(raw).filter(|span| !span.is_empty())
    }

    fn place(&self, text: &str) -> Option<usize> {
        let number: usize = text.trim().parse().ok()?;
        match &self.units {
            Some(units) => *units.get(number)?,
            None => Some(number),
        }
    }

    /// The words as they are kept.
    pub(super) fn into_text(self) -> String {
        self.moved.into_text()
    }
}

fn units(raw: &str) -> Vec<Option<usize>> {
    let mut units = Vec::with_capacity(raw.len() + 1);
    for (place, letter) in raw.chars().enumerate() {
        units.push(Some(place));
        if letter.len_utf16() > 1 {
            units.push(None);
        }
    }
    units.push(Some(raw.chars().count()));
    units
}

#[cfg(test)]
mod tests {
    use earshot_domain::text::slice;

    use super::*;

    fn words(raw: &str, origin: &str, start: &str, end: &str) -> Option<String> {
        let places = Places::new(raw, origin);
        let span = places.span(start, end)?;
        Some(slice(&places.into_text(), span).unwrap().to_owned())
    }

    #[test]
    fn each_program_counts_as_it_does() {
        let text = "\u{feff}one\r\n\u{1f68c} late";
        assert_eq!(words(text, "QualCoder 3.5", "6", "10").as_deref(), Some("late"));
        assert_eq!(words("one\r\r\n\nlate", "QualCoder 4.0 Beta", "5", "9").as_deref(), Some("late"));
        assert_eq!(words(text, "MAXQDA 2022", "7", "11").as_deref(), Some("late"));
        assert_eq!(words(text, "ATLAS.ti for Windows 23.2.3", "6", "10").as_deref(), Some("late"));
        assert_eq!(words(text, "NVivo Windows 14", "8", "12").as_deref(), Some("late"));
        assert_eq!(words(text, "NVivo Windows 14", "5", "6"), None, "half of an emoji");
        assert_eq!(words(text, "", " 7 ", "11").as_deref(), Some("late"));
    }

    #[test]
    fn what_is_no_piece_of_the_text_is_none() {
        for (start, end) in
            [("0", "5"), ("-1", "2"), ("3", "1"), ("2", "2"), ("", "1"), ("0", "x"), ("5", "9")]
        {
            assert_eq!(words("four", "", start, end), None, "{start} {end}");
        }
        assert_eq!(words("four", "", "0", "99999999999999999999999"), None);
        assert_eq!(words("four  ", "", "4", "6"), None, "white space that is not kept");
    }
}
