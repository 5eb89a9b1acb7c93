//! Positions that were counted in a text as it came, in the form in which it is kept.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::{Span, as_kept, compose, core, length};

/// A text in the form in which words are kept, with the way there for positions that somebody counted in the text as it
/// was: another program's line breaks, or letters in several parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    text: String,
    /// Where a range begins that began before the code point of this number.
    starts: Vec<usize>,
    /// Where a range ends that ended there.
    ends: Vec<usize>,
}

impl Moved {
    /// Normalises a text as [`normalise`](super::normalise) does.
    pub fn new(raw: &str) -> Self {
        let (kept, before) = kept_letters(raw);
        let (composed, floors, ceilings) = composed_letters(&kept);
        let range = core(&composed);
        let first = length(&composed[..range.start]);
        let last = first + length(&composed[range.clone()]);
        let at = |places: &[usize]| {
            before.iter().map(|kept| places[*kept].clamp(first, last) - first).collect::<Vec<_>>()
        };
        Self { starts: at(&floors), ends: at(&ceilings), text: composed[range].to_string() }
    }

    /// The text as it is kept.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same, for itself.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Where a range of the text as it came lies now. It holds whole letters: of one that was put together from several
    /// parts either all or nothing, and all where a part was in the range. None if the range runs backwards, or further
    /// than the text did.
    pub fn span(&self, raw: Span) -> Option<Span> {
        if raw.start > raw.end {
            return None;
        }
        let (start, end) = (*self.starts.get(raw.start)?, *self.ends.get(raw.end)?);
        Span::new(start, if raw.is_empty() { start } else { end.max(start) })
    }
}

/// The letters that are kept, and for each place of the text how many of them stand before it.
fn kept_letters(raw: &str) -> (Vec<char>, Vec<usize>) {
    let mut kept = Vec::with_capacity(raw.len());
    let mut before = Vec::with_capacity(raw.len() + 1);
    let mut letters = raw.chars().peekable();
    while let Some(letter) = letters.next() {
        before.push(kept.len());
        if letter == '\r' {
            kept.push('\n');
            if letters.next_if_eq(&'\n').is_some() {
                before.push(kept.len());
            }
        } else {
            kept.extend(as_kept(letter));
        }
    }
    before.push(kept.len());
    (kept, before)
}

/// The letters composed; and for each place among them where a range begins, and where one ends.
fn composed_letters(kept: &[char]) -> (String, Vec<usize>, Vec<usize>) {
    let mut text = String::with_capacity(kept.len());
    let (mut floors, mut ceilings) = (Vec::with_capacity(kept.len() + 1), Vec::with_capacity(kept.len() + 1));
    let (mut at, mut done) = (0, 0);
    while at < kept.len() {
        let more = kept[at + 1..].iter().take_while(|letter| !begins(**letter)).count();
        let run = &kept[at..=at + more];
        let composed = compose(&run.iter().collect::<String>());
        let size = length(&composed);
        let is_same = composed.chars().eq(run.iter().copied());
        for place in 0..run.len() {
            // Inside of what was put together there is no place any more.
            floors.push(if is_same { done + place } else { done });
            ceilings.push(match place {
                0 => done,
                _ if is_same => done + place,
                _ => done + size,
            });
        }
        text.push_str(&composed);
        done += size;
        at += run.len();
    }
    floors.push(done);
    ceilings.push(done);
    (text, floors, ceilings)
}

/// Whether composing never joins this letter to what stands before it (Unicode Standard Annex 15, "quick check").
fn begins(letter: char) -> bool {
    letter.is_ascii()
        || (canonical_combining_class(letter) == 0
            && is_nfc_quick(std::iter::once(letter)) == IsNormalized::Yes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{spans, texts};
    use super::super::{normalise, slice};
    use super::*;

    fn moved(raw: &str, start: usize, end: usize) -> Option<String> {
        let moved = Moved::new(raw);
        let span = moved.span(Span { start, end })?;
        Some(slice(moved.text(), span).unwrap().to_string())
    }

    #[test]
    fn positions_move_with_line_breaks_marks_and_what_is_left_out() {
        for (raw, start, end, words) in [
            // CRLF counts as two where the position comes from.
            ("one\r\ntwo\r\nthree", 5, 8, "two"),
            ("one\r\ntwo\r\nthree", 10, 15, "three"),
            ("one\r\ntwo", 4, 8, "two"),
            // A mark after its letter.
            ("cafe\u{301} bus", 6, 9, "bus"),
            ("cafe\u{301} bus", 0, 5, "caf\u{e9}"),
            ("cafe\u{301} bus", 4, 5, "\u{e9}"),
            ("cafe\u{301} bus", 0, 4, "caf\u{e9}"),
            // A byte order mark, a blank line and what turns the direction.
            ("\u{feff}late", 1, 5, "late"),
            ("\n \nlate", 3, 7, "late"),
            ("a \u{202e}late\u{202c} b", 3, 7, "late"),
            ("\u{1f68c}\u{1f68c} late", 3, 7, "late"),
            // One letter from three.
            ("\u{1100}\u{1161}\u{11a8}!", 3, 4, "!"),
        ] {
            assert_eq!(moved(raw, start, end).as_deref(), Some(words), "{raw:?} {start} {end}");
        }
        assert_eq!(moved("late", 0, 5), None);
        assert_eq!(moved("late", 3, 2), None);
        assert_eq!(moved("late  ", 4, 6).as_deref(), Some(""), "what is trimmed is nowhere");
    }

    proptest! {
        #[test]
        fn the_text_is_the_normalised_one_and_ranges_stay_in_it(raw in texts(), at in spans()) {
            let moved = Moved::new(&raw);
            prop_assert_eq!(moved.text(), normalise(&raw));
            match moved.span(at) {
                Some(span) => {
                    prop_assert!(span.end <= length(moved.text()));
                    let around = moved.span(Span { start: 0, end: at.end }).unwrap();
                    prop_assert!(at.is_empty() || around.contains(span), "what lay in a range lies in it still");
                }
                None => prop_assert!(at.end > length(&raw)),
            }
        }

        #[test]
        fn in_a_text_that_is_normalised_nothing_moves(raw in texts(), at in spans()) {
            let text = normalise(&raw);
            let moved = Moved::new(&text);
            prop_assert_eq!(moved.text(), &text);
            if slice(&text, at).is_some() {
                prop_assert_eq!(moved.span(at), Some(at));
            }
        }
    }
}
