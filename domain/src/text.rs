//! Words as they are kept, cut and covered up.
//!
//! A position in a text is a number of Unicode code points ("characters" of
//! other research programs, domain.md 6.3 and 6.7) counted over the normalised
//! text: NFC, lines ending in LF. What a young person wrote is stored once and
//! never edited; redactions are ranges beside it, and everything that is shown
//! is made from the two by [`parts`] (domain.md 6.5).

#[cfg(not(target_arch = "wasm32"))]
mod moved;
mod shift;

use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
pub use moved::Moved;
pub use shift::{shift, unshift};

/// The form in which words are kept: every position counts in this form, so it
/// is made once, when the words arrive.
///
/// - NFC, so that "é" is the same text whichever phone typed it.
/// - Every line break becomes LF.
/// - Control characters go, except LF and TAB: they show nothing, and some
///   databases refuse them.
/// - The characters that turn the reading direction by force (U+202A to U+202E,
///   U+2066 to U+2069) go: an unclosed one would reorder the rest of the page,
///   also the parts that staff wrote. Arabic and Hebrew read correctly without
///   them.
/// - Blank lines at the start and white space at the end go. Everything else
///   stays exactly as written.
pub fn normalise(raw: &str) -> String {
    let composed = normalise_lines(raw);
    composed[core(&composed)].to_string()
}

/// What is left of a text without blank lines at its start and white space at its end, in bytes.
fn core(composed: &str) -> std::ops::Range<usize> {
    let text = composed.trim_end();
    let first_line = text
        .char_indices()
        .find(|(_, letter)| !letter.is_whitespace())
        .and_then(|(at, _)| text[..at].rfind('\n'))
        .map_or(0, |at| at + 1);
    first_line..text.len()
}

/// The same for a list of lines that are told apart by their numbers, and may be indented: white space stays at the
/// start and at the end.
pub fn normalise_lines(raw: &str) -> String {
    // Characters go before NFC: a mark must not be kept from its letter by an
    // invisible character that is about to disappear.
    let mut kept = String::with_capacity(raw.len());
    let mut letters = raw.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                letters.next_if_eq(&'\n');
                kept.push('\n');
            }
            _ => kept.extend(as_kept(letter)),
        }
    }
    compose(&kept)
}

/// A letter other than a carriage return as it is kept, if it is.
fn as_kept(letter: char) -> Option<char> {
    match letter {
        // Vertical tab, form feed, next line, line and paragraph separator:
        // what word processors paste for a line break.
        '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\n' | '\t' => Some(letter),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        _ if letter.is_control() => None,
        _ => Some(letter),
    }
}

/// NFC.
#[cfg(not(target_arch = "wasm32"))]
fn compose(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}

/// In a browser the browser composes what it reads from a field (`String.prototype.normalize`) before it
/// comes here: the tables for it would be a third of the phone's bundle. The server composes what arrives.
#[cfg(target_arch = "wasm32")]
fn compose(text: &str) -> String {
    text.to_owned()
}

/// A range of code points, from `start` up to and without `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first code point in it.
    pub start: usize,
    /// The first code point after it.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to `end`, if it does not run backwards.
    pub fn new(start: usize, end: usize) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// Whether all of the other range lies within this one.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one code point. Ranges that only touch
    /// share none.
    pub fn overlaps(self, other: Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// How many code points it holds.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// How many code points the text has.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// How many whole code points of a text stand before this many UTF-16 code units, in which browsers count. A place within a
/// letter of two units counts as before it, and one beyond the text as its end.
pub fn code_points_before_utf16(text: &str, units: usize) -> usize {
    let mut seen = 0;
    text.chars()
        .take_while(|letter| {
            seen += letter.len_utf16();
            seen <= units
        })
        .count()
}

/// The words in this range, or none if the text does not reach that far.
pub fn slice(text: &str, span: Span) -> Option<&str> {
    let start = byte_of(text, span.start)?;
    let length = byte_of(&text[start..], span.end.checked_sub(span.start)?)?;
    text.get(start..start + length)
}

/// Where the code point with this number begins, counted in bytes; the end of
/// the text for the number after the last.
fn byte_of(text: &str, position: usize) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(position)
}

/// Where this piece stands in the text, in large letters or small: for what is to be taken out. Otherwise as
/// [`find`].
pub fn find_any_case(text: &str, piece: &str) -> Vec<Span> {
    let small = |letter: char| letter.to_lowercase().next().unwrap_or(letter);
    let piece: Vec<char> = normalise(piece).trim().chars().map(small).collect();
    let text: Vec<char> = text.chars().map(small).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while !piece.is_empty() && at + piece.len() <= text.len() {
        if text[at..].starts_with(&piece) {
            found.push(Span { start: at, end: at + piece.len() });
            at += piece.len();
        } else {
            at += 1;
        }
    }
    found
}

/// Where this piece stands in the text: exact, letter for letter, and never two
/// that share a letter. The piece is normalised and trimmed first, because it
/// is typed or pasted; a blank piece is found nowhere.
pub fn find(text: &str, piece: &str) -> Vec<Span> {
    let piece = normalise(piece);
    let piece = piece.trim();
    if piece.is_empty() {
        return Vec::new();
    }
    let piece_length = length(piece);
    let mut found = Vec::new();
    let (mut seen_bytes, mut seen) = (0, 0);
    for (at, _) in text.match_indices(piece) {
        seen += length(&text[seen_bytes..at]);
        seen_bytes = at;
        found.push(Span { start: seen, end: seen + piece_length });
    }
    found
}

crate::text_enum! {
    /// What kind of thing a redaction covers (domain.md 6.5). Readers see the
    /// kind in place of the words.
    pub enum Token {
        /// A person's name.
        Name = "name",
        /// A school, college or nursery.
        School = "school",
        /// A place, street, home or club.
        Place = "place",
        /// Somebody who works with children, named by name or by a telling job.
        Worker = "worker",
        /// A date or time that points to one event.
        Date = "date",
        /// A telling detail about somebody's health.
        Health = "health",
        /// Anything else that could tell who it is.
        Other = "other",
    }
}

impl Token {
    /// What stands in place of the words: `[name]`.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Name => "[name]",
            Self::School => "[school]",
            Self::Place => "[place]",
            Self::Worker => "[worker]",
            Self::Date => "[date]",
            Self::Health => "[health]",
            Self::Other => "[other]",
        }
    }
}

/// One range of an answer that nobody outside may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Redaction {
    /// Which code points of the whole answer.
    pub span: Span,
    /// What stands in their place.
    pub token: Token,
}

/// A run of a text as the public may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// The young person's own words.
    Words(&'a str),
    /// Something of this kind is covered here.
    Hidden(Token),
}

/// The piece of the text as the public may read it, run by run, so that a page
/// can mark the covered places for eyes and for screen readers.
///
/// Redactions that overlap become one, with the token of the one that begins
/// first (of those that begin together, the one given first); redactions that
/// only touch stay two. One that reaches into the piece from outside covers the
/// part that lies inside. None if the text does not reach as far as the piece,
/// or if a redaction runs backwards: then it is not known what it should cover,
/// and nothing may be shown.
pub fn parts<'a>(text: &'a str, piece: Span, redactions: &[Redaction]) -> Option<Vec<Part<'a>>> {
    slice(text, piece)?;
    if redactions.iter().any(|redaction| redaction.span.start > redaction.span.end) {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = piece.start;
    // Merged before they are cut to the piece: a name must carry the same token
    // in every quote that touches it.
    for Redaction { span, token } in merged(redactions) {
        let (start, end) = (span.start.max(at), span.end.min(piece.end));
        if start >= end {
            continue;
        }
        if at < start {
            parts.push(Part::Words(slice(text, Span { start: at, end: start })?));
        }
        parts.push(Part::Hidden(token));
        at = end;
    }
    if at < piece.end {
        parts.push(Part::Words(slice(text, Span { start: at, end: piece.end })?));
    }
    Some(parts)
}

/// The redactions in order, none overlapping another.
fn merged(redactions: &[Redaction]) -> Vec<Redaction> {
    let mut sorted: Vec<Redaction> = redactions.iter().copied().filter(|r| !r.span.is_empty()).collect();
    sorted.sort_by_key(|redaction| redaction.span.start);
    let mut merged: Vec<Redaction> = Vec::with_capacity(sorted.len());
    for redaction in sorted {
        match merged.last_mut() {
            Some(last) if last.span.overlaps(redaction.span) => {
                last.span.end = last.span.end.max(redaction.span.end);
            }
            _ => merged.push(redaction),
        }
    }
    merged
}

/// The piece of the text as the public may read it, as one text. See [`parts`].
pub fn redact(text: &str, piece: Span, redactions: &[Redaction]) -> Option<String> {
    let parts = parts(text, piece, redactions)?;
    Some(
        parts
            .iter()
            .map(|part| match part {
                Part::Words(words) => words,
                Part::Hidden(token) => token.shown(),
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    pub(super) fn whole(text: &str) -> Span {
        span(0, length(text))
    }

    #[test]
    fn a_name_is_found_however_it_is_spelt() {
        let spans = find_any_case("Zed said ZED and zed, \u{c9}lodie", " zed ");
        assert_eq!(spans.iter().map(|span| span.start).collect::<Vec<_>>(), [0, 9, 17]);
        assert_eq!(find_any_case("\u{c9}lodie", "\u{e9}lodie").len(), 1);
        assert!(find_any_case("zed", "  ").is_empty() && find_any_case("ze", "zed").is_empty());
    }

    #[test]
    fn words_are_kept_in_one_form() {
        for (raw, kept) in [
            ("cafe\u{301}", "caf\u{e9}"),
            ("one\r\ntwo\rthree\u{2028}four\u{b}five", "one\ntwo\nthree\nfour\nfive"),
            ("a\u{0}b\u{7f}c\td", "abc\td"),
            ("\u{202e}txet\u{202c} \u{2066}x\u{2069}", "txet x"),
            ("\n \n\t\n  my words \n\n", "  my words"),
            ("  indented", "  indented"),
            ("\r\n\r\n", ""),
            ("\u{feff}hello", "hello"),
            // The mark finds its letter once the control character is gone.
            ("e\u{0}\u{301}", "\u{e9}"),
            // What joins emoji, and what flags are made of, is not a control.
            (
                "\u{1f468}\u{200d}\u{1f467} \u{1f3f4}\u{e0067}\u{e007f}",
                "\u{1f468}\u{200d}\u{1f467} \u{1f3f4}\u{e0067}\u{e007f}",
            ),
            ("PLEEEASE  dont close it", "PLEEEASE  dont close it"),
        ] {
            assert_eq!(normalise(raw), kept, "{raw:?}");
        }
    }

    #[test]
    fn spans_count_code_points() {
        let text = "\u{1f68c}\u{1f68c} \u{e9}t\u{e9}";
        assert_eq!(length(text), 6);
        assert_eq!(slice(text, span(3, 6)), Some("\u{e9}t\u{e9}"));
        assert_eq!(slice(text, span(6, 6)), Some(""));
        assert_eq!(slice(text, span(3, 7)), None);
        assert_eq!(slice(text, span(4, 3)), None);
        assert_eq!(Span::new(4, 3), None);
        assert_eq!(Span::new(3, 3), Some(span(3, 3)));
        assert!(span(3, 3).is_empty() && span(4, 3).is_empty() && span(2, 5).len() == 3);
        assert!(span(2, 5).contains(span(2, 5)) && !span(2, 5).contains(span(2, 6)));
        assert!(span(2, 5).overlaps(span(4, 9)) && !span(2, 5).overlaps(span(5, 9)));
        assert!(!span(2, 5).overlaps(span(3, 3)));
    }

    #[test]
    fn what_browsers_count_becomes_code_points() {
        // One letter, a bus of two units, a letter with a mark of its own, a family of five code points and eight units.
        let text = "a\u{1f68c}e\u{301}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        assert_eq!((length(text), text.encode_utf16().count()), (9, 13));
        for (units, points) in
            [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (13, 9), (99, 9)]
        {
            assert_eq!(code_points_before_utf16(text, units), points, "{units}");
        }
        assert_eq!(code_points_before_utf16("", 3), 0);
    }

    #[test]
    fn a_piece_is_found_wherever_it_stands() {
        assert_eq!(find("\u{1f68c} late, late", " late\n"), vec![span(2, 6), span(8, 12)]);
        assert_eq!(find("caf\u{e9}", "cafe\u{301}"), vec![span(0, 4)]);
        assert_eq!(find("aaaa", "aa"), vec![span(0, 2), span(2, 4)]);
        assert_eq!(find("Late", "late"), vec![]);
        assert_eq!(find("late", " \n"), vec![]);
    }

    /// Scenario 1, W11 of domain.md 7.8.
    #[test]
    fn names_and_places_are_covered() {
        let text = "Karen at Hill View said i cant have my phone after 8 but Jaydens allowed his";
        let cover = |piece: &str, token| Redaction { span: find(text, piece)[0], token };
        let redactions =
            [cover("Jaydens", Token::Name), cover("Karen", Token::Worker), cover("Hill View", Token::Place)];
        assert_eq!(
            redact(text, whole(text), &redactions).as_deref(),
            Some("[worker] at [place] said i cant have my phone after 8 but [name] allowed his")
        );
        assert_eq!(
            parts(text, span(0, 22), &redactions),
            Some(vec![
                Part::Hidden(Token::Worker),
                Part::Words(" at "),
                Part::Hidden(Token::Place),
                Part::Words(" sai"),
            ])
        );
    }

    #[test]
    fn overlapping_redactions_become_one_and_touching_ones_stay_two() {
        let cover = |start, end, token| Redaction { span: span(start, end), token };
        let text = "0123456789";
        let both = [cover(3, 8, Token::School), cover(1, 4, Token::Name)];
        assert_eq!(redact(text, whole(text), &both).as_deref(), Some("0[name]89"));
        // The same token also where only the second of the two reaches.
        assert_eq!(redact(text, span(5, 10), &both).as_deref(), Some("[name]89"));
        let touching = [cover(1, 4, Token::Name), cover(4, 8, Token::School)];
        assert_eq!(redact(text, whole(text), &touching).as_deref(), Some("0[name][school]89"));
        let together = [cover(1, 3, Token::Date), cover(1, 5, Token::Health)];
        assert_eq!(redact(text, whole(text), &together).as_deref(), Some("0[date]56789"));
        // One that reaches in from outside, and one that covers nothing.
        let outside = [cover(0, 3, Token::Other), cover(5, 5, Token::Name), cover(8, 99, Token::Name)];
        assert_eq!(redact(text, span(2, 9), &outside).as_deref(), Some("[other]34567[name]"));
    }

    #[test]
    fn what_cannot_be_covered_surely_is_not_shown() {
        let backwards = Redaction { span: span(4, 2), token: Token::Name };
        assert_eq!(redact("012345", span(0, 6), &[backwards]), None);
        assert_eq!(redact("012345", span(0, 7), &[]), None);
        assert_eq!(redact("012345", span(3, 3), &[]).as_deref(), Some(""));
    }

    #[test]
    fn tokens_are_shown_in_brackets() {
        for token in Token::ALL {
            assert_eq!(token.shown(), format!("[{}]", token.as_str()));
        }
    }

    /// Texts of what phones really send: emoji in several parts, marks, letters
    /// that read from right to left, line breaks.
    pub(super) fn texts() -> impl Strategy<Value = String> {
        let letter = prop_oneof![
            any::<char>(),
            prop::sample::select(vec![
                'a',
                'b',
                ' ',
                '\n',
                '\r',
                '\t',
                '\u{301}',
                '\u{308}',
                '\u{200d}',
                '\u{fe0f}',
                '\u{1f468}',
                '\u{1f3fd}',
                '\u{1f68c}',
                '\u{5d0}',
                '\u{5b8}',
                '\u{627}',
                '\u{64e}',
                '\u{202e}',
                '\u{1100}',
                '\u{1161}',
            ]),
        ];
        prop::collection::vec(letter, 0..40).prop_map(|letters| letters.into_iter().collect())
    }

    pub(super) fn spans() -> impl Strategy<Value = Span> {
        (0_usize..45, 0_usize..45).prop_map(|(a, b)| span(a.min(b), a.max(b)))
    }

    pub(super) fn redactions() -> impl Strategy<Value = Vec<Redaction>> {
        let redaction =
            (spans(), prop::sample::select(Token::ALL)).prop_map(|(span, token)| Redaction { span, token });
        prop::collection::vec(redaction, 0..6)
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(raw in texts()) {
            let once = normalise(&raw);
            prop_assert_eq!(normalise(&once), once.clone());
            let forbidden = once.contains(['\r', '\u{202e}', '\u{0}']);
            prop_assert!(!forbidden);
        }

        #[test]
        fn a_slice_is_found_again(raw in texts(), at in spans()) {
            let text = normalise(&raw);
            match slice(&text, at) {
                Some(words) => {
                    prop_assert_eq!(length(words), at.len());
                    prop_assert_eq!(text.chars().skip(at.start).take(at.len()).collect::<String>(), words);
                }
                None => prop_assert!(at.end > length(&text)),
            }
            for found in find(&text, "a") {
                prop_assert_eq!(slice(&text, found), Some("a"));
            }
        }

        #[test]
        fn a_place_in_a_browser_is_the_same_place_here(raw in texts(), at in 0_usize..45) {
            let text = normalise(&raw);
            let before: String = text.chars().take(at).collect();
            prop_assert_eq!(code_points_before_utf16(&text, before.encode_utf16().count()), length(&before));
        }

        #[test]
        fn without_redactions_the_words_are_themselves(raw in texts(), at in spans()) {
            let text = normalise(&raw);
            let redacted = redact(&text, at, &[]);
            prop_assert_eq!(redacted.as_deref(), slice(&text, at));
        }

        /// The words that are shown are exactly the code points of the piece
        /// that lie in no redaction, in their order.
        #[test]
        fn nothing_in_a_redaction_is_shown(raw in texts(), at in spans(), redactions in redactions()) {
            let text = normalise(&raw);
            let Some(parts) = parts(&text, at, &redactions) else {
                prop_assert!(at.end > length(&text));
                return Ok(());
            };
            let open: String = text
                .chars()
                .enumerate()
                .filter(|(i, _)| at.start <= *i && *i < at.end)
                .filter(|(i, _)| !redactions.iter().any(|r| r.span.start <= *i && *i < r.span.end))
                .map(|(_, letter)| letter)
                .collect();
            let shown: String = parts
                .iter()
                .filter_map(|part| match part {
                    Part::Words(words) => Some(*words),
                    Part::Hidden(_) => None,
                })
                .collect();
            prop_assert_eq!(shown, open);
            let hidden = parts.iter().filter(|part| matches!(part, Part::Hidden(_))).count();
            let covers = redactions.iter().any(|r| r.span.overlaps(at));
            prop_assert_eq!(hidden > 0, covers);
        }
    }
}
