//! Days that point to one event, such as a birthday. How old somebody is stays.

use super::lists::{MONTHS, MONTHS_AND_WORDS};
use super::words::{piece, runs};
use super::{Reason, Suggestion};
use crate::text::{Span, Token};

/// A number of at most so many digits, with what stands behind them.
fn number(word: &str, digits: usize) -> Option<(u32, &str)> {
    let end = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    let (number, rest) = word.split_at(end);
    if (1..=digits).contains(&number.len()) { Some((number.parse().ok()?, rest)) } else { None }
}

/// The day of a month: `12`, `12th`; and whether it is written as one.
fn day(word: &str) -> Option<bool> {
    let (number, rest) = number(word, 2)?;
    let ordinal = matches!(rest, "st" | "nd" | "rd" | "th");
    ((1..=31).contains(&number) && (rest.is_empty() || ordinal)).then_some(ordinal)
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && number(word, 4).is_some_and(|(year, rest)| rest.is_empty() && (1900..=2099).contains(&year))
}

/// Dates. With a year they are sure.
pub(super) fn dates(text: &str) -> Vec<Suggestion> {
    let letters: Vec<char> = text.chars().collect();
    let runs = runs(&letters, char::is_alphanumeric);
    let words: Vec<String> = runs.iter().map(|run| piece(&letters, *run).to_lowercase()).collect();
    let capital = |at: usize| {
        runs.get(at).and_then(|run| letters.get(run.start)).is_some_and(|letter| letter.is_uppercase())
    };
    let word = |at: usize| words.get(at).map(String::as_str).unwrap_or_default();
    // What stands between two words.
    let between = |at: usize| match (runs.get(at), runs.get(at + 1)) {
        (Some(one), Some(next)) => piece(&letters, Span { start: one.end, end: next.start }),
        _ => String::new(),
    };
    let mut found = Vec::new();
    let mut add = |first: usize, last: usize, with_year: bool| {
        if let (Some(from), Some(to)) = (runs.get(first), runs.get(last)) {
            let span = Span { start: from.start, end: to.end };
            found.push(if with_year {
                Suggestion::strong(span, Token::Date, Reason::Date)
            } else {
                Suggestion::weak(span, Token::Date, Reason::Date)
            });
        }
    };
    let mut at = 0;
    while at < words.len() {
        let next = between(at);
        if matches!(next.as_str(), "/" | "-" | ".")
            && between(at + 1) == next
            && is_numeric(word(at), word(at + 1), word(at + 2))
        {
            add(at, at + 2, true);
            at += 3;
            continue;
        }
        let (first, last) = match (day(word(at)), word(at + 1) == "of") {
            (Some(ordinal), true) if is_month(word(at + 2), ordinal || capital(at + 2)) => (at, at + 2),
            (Some(ordinal), false) if is_month(word(at + 1), ordinal || capital(at + 1)) => (at, at + 1),
            (None, _) if is_month(word(at), capital(at)) && is_day_behind(word(at + 1), &next) => {
                (at, at + 1)
            }
            _ => {
                at += 1;
                continue;
            }
        };
        let close = between(last);
        let with_year = is_year(word(last + 1)) && matches!(close.as_str(), " " | ", ");
        add(first, if with_year { last + 1 } else { last }, with_year);
        at = last + 1;
    }
    found
}

/// `12/03/2011`, `12.3.11`: day, month and year in numbers, the month before the day as well.
fn is_numeric(one: &str, two: &str, three: &str) -> bool {
    let small = |word: &str, most: u32| {
        number(word, 2).is_some_and(|(n, rest)| rest.is_empty() && (1..=most).contains(&n))
    };
    let year =
        is_year(three) || (three.len() == 2 && number(three, 2).is_some_and(|(_, rest)| rest.is_empty()));
    let in_front = is_year(one) && small(two, 12) && small(three, 31);
    in_front || (year && small(one, 31) && small(two, 31) && (small(one, 12) || small(two, 12)))
}

/// "March 12th": an ordinary word without the ending, as in "may 2 people come", is no date.
fn is_day_behind(word: &str, gap: &str) -> bool {
    gap == " " && day(word) == Some(true)
}

/// A month; one that is another word as well only where the number before it, or its capital, says so.
fn is_month(word: &str, sure: bool) -> bool {
    MONTHS.contains(&word) || (sure && MONTHS_AND_WORDS.contains(&word))
}
