//! Schools, streets and other places.

use super::lists::{
    CAPITAL_STREETS, KINDS_OF_SCHOOL, NOBODY, OPENERS, PLACES, SCHOOLS, STREETS, WELSH_SCHOOLS, WHERE,
};
use super::words::Word;
use super::{Reason, Suggestion};
use crate::text::{Span, Token};

/// The place of the first word of the name that ends before this one: words with a capital letter, one behind the other.
fn begins(words: &[Word], at: usize) -> usize {
    let mut first = at;
    while let Some(before) = first.checked_sub(1).map(|before| &words[before]) {
        let belongs = before.capital && !before.is_one_of(OPENERS);
        if !before.is_before(&words[first]) || !belongs {
            break;
        }
        first -= 1;
    }
    first
}

/// "Hill View Primary School", "Ysgol Bro Dinefwr".
pub(super) fn schools(words: &[Word]) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let (mut first, mut last) = (at, at);
        if word.is_one_of(WELSH_SCHOOLS) {
            while words.get(last + 1).is_some_and(|next| next.capital && words[last].is_before(next)) {
                last += 1;
            }
        } else if word.is_one_of(SCHOOLS) {
            first = begins(words, at);
            let says_which = |before: &Word| {
                !before.is_one_of(SCHOOLS) && !before.is_one_of(KINDS_OF_SCHOOL) && !before.is_one_of(NOBODY)
            };
            if !words[first..at].iter().any(says_which) {
                continue;
            }
            while words
                .get(last + 1)
                .is_some_and(|next| next.is_one_of(SCHOOLS) && words[last].is_before(next))
            {
                last += 1;
            }
        }
        let span = Span { start: words[first].span.start, end: words[last].span.end };
        if first < last && !found.iter().any(|known| known.span.overlaps(span)) {
            found.push(Suggestion::strong(span, Token::School, Reason::School));
        }
    }
    found
}

/// "Quay Street", "Old Mill Lane": without the number of a house.
pub(super) fn streets(words: &[Word]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let ends = word.is_one_of(STREETS) || (word.capital && word.is_one_of(CAPITAL_STREETS));
        let first = if ends { begins(words, at) } else { at };
        // "Main Road" and "High Street" are everywhere; "The road" begins a sentence.
        let says_which = |word: &Word| !word.is_one_of(&["main", "big"]) && !word.is_one_of(NOBODY);
        let named = words.get(first..at).unwrap_or_default();
        let only_first = !word.capital && matches!(named, [one] if one.first);
        if named.iter().any(says_which) && !only_first {
            let span = Span { start: words[first].span.start, end: word.span.end };
            found.push(Suggestion::strong(span, Token::Place, Reason::Place));
        }
    }
    found
}

/// "Hill View", "at Ferns Lodge", "in Lower Barton": words with capital letters that end as places do, or stand where places
/// stand. Never sure.
pub(super) fn named(words: &[Word]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut last = at;
        let is_part = |word: &Word| word.capital && !word.is_one_of(OPENERS) && !word.is_one_of(NOBODY);
        if !is_part(&words[at]) {
            at += 1;
            continue;
        }
        while words.get(last + 1).is_some_and(|next| is_part(next) && words[last].is_before(next)) {
            last += 1;
        }
        let before = at.checked_sub(1).map(|before| &words[before]);
        let stands = before.is_some_and(|before| before.is_one_of(WHERE) && before.is_before(&words[at]));
        if last > at && (stands || words[last].is_one_of(PLACES)) {
            let span = Span { start: words[at].span.start, end: words[last].span.end };
            found.push(Suggestion::weak(span, Token::Place, Reason::Place));
        }
        at = last + 1;
    }
    found
}
