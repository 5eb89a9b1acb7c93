//! Ways to reach somebody, and where they live.

use super::lists::{CAPITAL_STREETS, COUNTED, PLATFORMS, STREETS, WELSH_STREETS};
use super::words::{piece, runs};
use crate::contact::{self, Contact};
use crate::text::Span;

/// Where [`contact::in_signs`] finds something: it is asked for more and more words until it does, and then for fewer of them.
pub(super) fn contacts(text: &str) -> Vec<(Span, Contact)> {
    let mut found = Vec::new();
    if contact::in_signs(text).is_none() {
        return found;
    }
    let letters: Vec<char> = text.chars().collect();
    let runs = runs(&letters, |letter| !letter.is_whitespace());
    let between = |from: usize, to: usize| -> String {
        let (start, end) = (runs.get(from).map_or(0, |run| run.start), runs.get(to).map_or(0, |run| run.end));
        piece(&letters, Span { start, end })
    };
    let is_digits = |at: usize| {
        let word = between(at, at);
        !word.is_empty() && !word.contains(char::is_alphabetic) && word.contains(char::is_numeric)
    };
    let (mut from, mut to) = (0, 0);
    while to < runs.len() {
        if contact::in_signs(&between(from, to)).is_none() {
            to += 1;
            continue;
        }
        let mut first = from;
        while first < to && contact::in_signs(&between(first + 1, to)).is_some() {
            first += 1;
        }
        let what = contact::in_signs(&between(first, to)).unwrap_or(Contact::Phone);
        let mut last = to;
        // The rest of a number that is long enough without it.
        while what == Contact::Phone && last + 1 < runs.len() && is_digits(last + 1) {
            last += 1;
        }
        let (start, mut end) = (runs[first].start, runs[last].end);
        // A comma behind it belongs to the sentence.
        while end > start + 1 && letters.get(end - 1).is_some_and(char::is_ascii_punctuation) {
            end -= 1;
        }
        found.push((Span { start, end }, what));
        from = last + 1;
        to = from;
    }
    found
}

/// What somebody is called on a platform: `@jay_14`, and what stands behind "my snap is".
pub(super) fn handles(text: &str) -> Vec<Span> {
    let letters: Vec<char> = text.chars().collect();
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '@');
    let runs = runs(&letters, is_part);
    let small = |at: usize| runs.get(at).map(|run| piece(&letters, *run).to_lowercase()).unwrap_or_default();
    let mut found = Vec::new();
    for at in 0..runs.len() {
        let word = small(at);
        if word.starts_with('@') && word.trim_end_matches('.').chars().count() > 3 {
            found.push(at);
        } else if PLATFORMS.contains(&word.as_str()) {
            let mut next = at + 1;
            while next < at + 3 && matches!(small(next).as_str(), "is" | "name" | "its") {
                next += 1;
            }
            let named = small(next);
            let has_digit = named.contains(|letter: char| letter.is_numeric() || letter == '_');
            // "on tiktok 24/7": a name has letters.
            if has_digit && named.contains(char::is_alphabetic) && named.chars().count() > 3 {
                found.push(next);
            }
        }
    }
    found
        .into_iter()
        .filter_map(|at| runs.get(at))
        .map(|run| {
            let mut end = run.end;
            while end > run.start + 1 && letters.get(end - 1) == Some(&'.') {
                end -= 1;
            }
            Span { start: run.start, end }
        })
        .collect()
}

/// Postcodes, and houses in streets.
pub(crate) fn addresses(text: &str) -> Vec<Span> {
    let letters: Vec<char> = text.chars().collect();
    let runs = runs(&letters, char::is_alphanumeric);
    let words: Vec<String> = runs.iter().map(|run| piece(&letters, *run)).collect();
    let follows =
        |at: usize| runs.get(at).zip(runs.get(at + 1)).is_some_and(|(one, next)| next.start <= one.end + 2);
    let mut found = Vec::new();
    let mut add = |first: usize, last: usize| {
        if let (Some(from), Some(to)) = (runs.get(first), runs.get(last)) {
            found.push(Span { start: from.start, end: to.end });
        }
    };
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).filter(|_| follows(at));
        if is_postcode(word) {
            add(at, at);
        } else if next.is_some_and(|next| is_outward(word) && is_inward(next)) {
            add(at, at + 1);
        }
        if !is_house(word) {
            continue;
        }
        let second = words.get(at + 2).filter(|_| next.is_some() && follows(at + 1));
        let third = words.get(at + 3).filter(|_| second.is_some() && follows(at + 2));
        let small = next.map(|next| next.to_lowercase()).unwrap_or_default();
        let named = second.is_some_and(|name| name.starts_with(char::is_uppercase));
        let is_welsh = WELSH_STREETS.contains(&small.as_str()) && named;
        let counts = COUNTED.contains(&small.as_str());
        if is_welsh || (!counts && second.is_some_and(|street| is_street(street))) {
            add(at, at + 2);
        } else if !counts && named && third.is_some_and(|street| is_street(street)) {
            add(at, at + 3);
        }
    }
    found
}

/// The number of a house: `14`, `14a`.
fn is_house(word: &str) -> bool {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let rest = word.len() - digits.len();
    (1..=4).contains(&digits.len()) && rest <= 1 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_street(word: &str) -> bool {
    let small = word.to_lowercase();
    STREETS.contains(&small.as_str())
        || (word.starts_with(char::is_uppercase) && CAPITAL_STREETS.contains(&small.as_str()))
}

/// The first half of a postcode: `CF10`, `N1`, `SW1A`. A short one in small letters is more often something else ("m8").
fn is_outward(word: &str) -> bool {
    let letters = word.chars().take_while(char::is_ascii_alphabetic).count();
    let rest: Vec<char> = word.chars().skip(letters).collect();
    let tail = match rest.as_slice() {
        [first] => first.is_ascii_digit(),
        [first, second] => first.is_ascii_digit() && second.is_ascii_alphanumeric(),
        _ => false,
    };
    (1..=2).contains(&letters) && tail && (word.len() > 2 || word.starts_with(char::is_uppercase))
}

/// The second half: `1AB`. Some letters never stand in it.
fn is_inward(word: &str) -> bool {
    let letters: Vec<char> = word.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    let may = |letter: char| letter.is_ascii_alphabetic() && !"cikmov".contains(letter);
    matches!(letters.as_slice(), [digit, one, two] if digit.is_ascii_digit() && may(*one) && may(*two))
}

/// Both halves in one word: `CF101AB`.
fn is_postcode(word: &str) -> bool {
    word.is_ascii()
        && word.len().checked_sub(3).is_some_and(|at| {
            let (outward, inward) = word.split_at(at);
            is_outward(outward) && is_inward(inward)
        })
}
