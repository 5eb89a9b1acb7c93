//! Positions in a text, and in the same text with its redactions shown as tokens.

use super::{Redaction, Span, length, merged};

/// Where a range of a text lies once its redactions are shown as tokens: what stands there is what
/// [`redact`](super::redact) gives of the range. One that touches a redaction holds the whole token, since a part of a token
/// means nothing. None if the range or a redaction runs backwards.
pub fn shift(span: Span, redactions: &[Redaction]) -> Option<Span> {
    if span.start > span.end || redactions.iter().any(|redaction| redaction.span.start > redaction.span.end) {
        return None;
    }
    let merged = merged(redactions);
    let start = shown_at(span.start, &merged, false);
    let end = if span.is_empty() { start } else { shown_at(span.end, &merged, true) };
    Span::new(start, end)
}

/// Where a position lies once redactions are shown, as the start or the end of a range.
fn shown_at(at: usize, merged: &[Redaction], is_end: bool) -> usize {
    // How much is shown of the text up to `from`.
    let (mut shown, mut from) = (0, 0);
    for Redaction { span: hidden, token } in merged {
        let is_before = if is_end { at <= hidden.start } else { at < hidden.start };
        if is_before {
            break;
        }
        shown += hidden.start - from;
        let token = length(token.shown());
        if at < hidden.end {
            return if is_end { shown + token } else { shown };
        }
        shown += token;
        from = hidden.end;
    }
    shown + (at - from)
}

/// The way back from [`shift`]: which range of the text is shown at this range of the redacted one. None where it begins or
/// ends inside a token: of what is covered nobody can say which part was meant.
pub fn unshift(span: Span, redactions: &[Redaction]) -> Option<Span> {
    if span.start > span.end || redactions.iter().any(|redaction| redaction.span.start > redaction.span.end) {
        return None;
    }
    let merged = merged(redactions);
    let start = kept_at(span.start, &merged, false)?;
    let end = if span.is_empty() { start } else { kept_at(span.end, &merged, true)? };
    Span::new(start, end)
}

/// Which position of the text is shown at this one.
fn kept_at(at: usize, merged: &[Redaction], is_end: bool) -> Option<usize> {
    let (mut shown, mut from) = (0, 0);
    for Redaction { span: hidden, token } in merged {
        let begins = shown + (hidden.start - from);
        let ends = begins + length(token.shown());
        let is_before = if is_end { at <= begins } else { at < begins };
        if is_before {
            break;
        }
        if !is_end && at == begins {
            return Some(hidden.start);
        }
        if is_end && at == ends {
            return Some(hidden.end);
        }
        if at < ends {
            return None;
        }
        shown = ends;
        from = hidden.end;
    }
    Some(from + (at - shown))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{redactions, spans, texts, whole};
    use super::super::{Token, normalise, redact, slice};
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    #[test]
    fn a_range_moves_with_what_is_covered_before_it_and_holds_whole_tokens() {
        // "Karen says no" is shown as "[worker] says no".
        let covered = [Redaction { span: span(0, 5), token: Token::Worker }];
        for (kept, shown) in [
            (span(0, 13), span(0, 16)),
            (span(6, 10), span(9, 13)),
            (span(2, 10), span(0, 13)),
            (span(1, 3), span(0, 8)),
            (span(5, 6), span(8, 9)),
            (span(3, 3), span(0, 0)),
        ] {
            assert_eq!(shift(kept, &covered), Some(shown), "{kept:?}");
        }
        assert_eq!(shift(span(4, 2), &covered), None);
        let backwards = [Redaction { span: span(4, 2), token: Token::Name }];
        assert_eq!((shift(span(0, 1), &backwards), unshift(span(0, 1), &backwards)), (None, None));
    }

    #[test]
    fn the_way_back_covers_what_a_token_covers_and_knows_no_part_of_one() {
        let covered = [
            Redaction { span: span(4, 6), token: Token::Name },
            Redaction { span: span(6, 9), token: Token::Place },
        ];
        // "0123[name][place]9"
        assert_eq!(unshift(span(0, 18), &covered), Some(span(0, 10)));
        assert_eq!(unshift(span(4, 10), &covered), Some(span(4, 6)));
        assert_eq!(unshift(span(10, 17), &covered), Some(span(6, 9)));
        assert_eq!(unshift(span(17, 18), &covered), Some(span(9, 10)));
        for inside in [span(5, 18), span(0, 6), span(0, 12)] {
            assert_eq!(unshift(inside, &covered), None, "{inside:?}");
        }
    }

    proptest! {
        #[test]
        fn what_a_moved_range_shows_is_the_range_redacted(
            raw in texts(), at in spans(), redactions in redactions()
        ) {
            let text = normalise(&raw);
            let at = span(at.start.min(length(&text)), at.end.min(length(&text)));
            let shown = redact(&text, whole(&text), &redactions).unwrap();
            let moved = shift(at, &redactions).unwrap();
            let expected = redact(&text, at, &redactions);
            prop_assert_eq!(slice(&shown, moved), expected.as_deref());
            if !at.is_empty() {
                let mut back = unshift(moved, &redactions).unwrap();
                // A redaction may reach further than the text.
                back.end = back.end.min(length(&text));
                prop_assert!(back.contains(at));
                prop_assert_eq!(redact(&text, back, &redactions), expected);
                prop_assert_eq!(shift(back, &redactions), Some(moved));
            }
        }
    }
}
