//! Codes on pieces of an answer (domain.md 6.3): a piece begins and ends with something that can be read, and lies in the
//! answer.

use crate::text::{self, Span};

/// The piece that somebody means who has marked these code points of an answer: without the white space at its ends. None
/// where nothing of it can be read, or where it reaches beyond the answer.
///
/// Whoever drags over words takes the space beside them along, or not; either way they mean the same piece, and the same
/// code on it is the same coding.
pub fn piece(words: &str, marked: Span) -> Option<Span> {
    let inside = text::slice(words, marked)?;
    let before = text::length(inside) - text::length(inside.trim_start());
    let length = text::length(inside.trim());
    let start = marked.start + before;
    (length > 0).then_some(Span { start, end: start + length })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    #[test]
    fn a_piece_begins_and_ends_with_something_that_can_be_read() {
        let words = " \u{1f68c} the bus\njust drives past ";
        for (marked, meant) in [
            (span(3, 10), Some(span(3, 10))),
            (span(2, 11), Some(span(3, 10))),
            (span(0, 2), Some(span(1, 2))),
            (span(0, 28), Some(span(1, 27))),
            (span(10, 11), None),
            (span(4, 4), None),
            (span(5, 4), None),
            (span(20, 29), None),
            (span(28, 28), None),
        ] {
            assert_eq!(piece(words, marked), meant, "{marked:?}");
        }
        assert_eq!(text::slice(words, span(3, 10)), Some("the bus"));
        assert_eq!(piece("", span(0, 0)), None);
    }

    /// Texts of what phones really send: emoji in several parts, marks, letters that read from right to left, line breaks.
    fn texts() -> impl Strategy<Value = String> {
        let letters = [
            "a",
            "b",
            " ",
            "\n",
            "\t",
            "\u{301}",
            "\u{200d}",
            "\u{fe0f}",
            "\u{1f468}",
            "\u{1f3fd}",
            "\u{1f68c}",
            "\u{5d0}",
            "\u{5b8}",
            "\u{627}",
            "\u{64e}",
            "\u{1100}",
            "\u{1161}",
        ];
        prop::collection::vec(prop::sample::select(letters.to_vec()), 0..40)
            .prop_map(|letters| text::normalise(&letters.concat()))
    }

    proptest! {
        /// A piece that is typed, found, coded and cut out again is the same words.
        #[test]
        fn a_piece_of_the_words_is_cut_out_again_as_it_was(words in texts(), at in 0_usize..40, many in 0_usize..40) {
            let end = (at + many).min(text::length(&words));
            let Some(marked) = text::slice(&words, span(at.min(end), end)) else { return Ok(()) };
            match piece(&words, span(at.min(end), end)) {
                Some(meant) => {
                    prop_assert_eq!(text::slice(&words, meant), Some(marked.trim()));
                    prop_assert_eq!(piece(&words, meant), Some(meant));
                }
                None => prop_assert!(marked.trim().is_empty()),
            }
            for found in text::find(&words, marked) {
                let cut = piece(&words, found).and_then(|meant| text::slice(&words, meant));
                prop_assert_eq!(cut, Some(marked.trim()));
            }
        }
    }
}
