//! People: names, workers, somebody they know, and their health.

use super::lists::{
    CALLED, KIN, NOBODY, OPENERS, TITLES, WORKERS, is_about_health, is_given_name, is_word_and_name,
};
use super::words::Word;
use super::{Reason, Suggestion, Sure};
use crate::text::{Span, Token};

/// Where the name that the word at this place begins has its end: behind a surname, where one follows.
pub(super) fn with_surname(words: &[Word], at: usize) -> usize {
    let Some(word) = words.get(at) else { return 0 };
    let surname = words
        .get(at + 1)
        .filter(|next| word.is_before(next) && next.is_proper())
        .filter(|next| !next.is_one_of(OPENERS) && !next.is_one_of(NOBODY));
    surname.map_or(word.span.end, |surname| surname.span.end)
}

/// Whether a word may be somebody's name where only a name can stand.
fn may_be_name(word: &Word) -> bool {
    word.is_proper() && !word.is_one_of(OPENERS) && !word.is_one_of(NOBODY)
}

/// Whoever is called Mr or Mrs.
pub(super) fn titled(words: &[Word]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.is_one_of(TITLES)) {
        let next = words.get(at + 1).filter(|next| word.is_before(next));
        // "Sir, can we have a bus": a title is followed by a name, and not by a comma.
        let name = next.filter(|name| name.span.len() > 1 && !name.is_one_of(OPENERS));
        let name = name.filter(|name| name.capital || !word.is_one_of(CALLED));
        if let Some(name) = name {
            let span = Span { start: word.span.start, end: name.span.end };
            found.push(Suggestion::strong(span, Token::Worker, Reason::Worker));
        }
    }
    found
}

/// Whoever is named behind what they do, or before it: "my social worker Karen", "Karen, my key worker".
pub(super) fn workers(words: &[Word]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    let mut add = |at: usize| {
        if let Some(name) = words.get(at) {
            let span = Span { start: name.span.start, end: with_surname(words, at) };
            found.push(Suggestion::strong(span, Token::Worker, Reason::Worker));
        }
    };
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.is_one_of(WORKERS)) {
        let called =
            words.get(at + 1).filter(|next| word.is_before(next) && next.is_one_of(&["called", "named"]));
        let name = if called.is_some() { at + 2 } else { at + 1 };
        if words.get(name).is_some_and(|name| {
            let follows = called.is_some() || word.is_before(name);
            follows && (may_be_name(name) || is_given_name(&name.small))
        }) {
            add(name);
            continue;
        }
        // Two words at most stand between: "Karen my new social worker".
        let whose = (2..=4).find(|back| {
            let mine = at.checked_sub(back - 1).and_then(|mine| words.get(mine));
            mine.is_some_and(|mine| mine.is_one_of(&["my", "our"]))
        });
        let before = whose.and_then(|back| at.checked_sub(back));
        if let Some(name) = before.filter(|at| {
            let next = words.get(at + 1);
            words.get(*at).is_some_and(|name| {
                is_given_name(&name.small) && next.is_some_and(|next| name.is_before(next))
            })
        }) {
            add(name);
        }
    }
    found
}

/// Given names from the lists, with a surname behind them.
pub(super) fn names(words: &[Word]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let sure = if is_given_name(&word.small) {
            Sure::Strong
        } else if is_word_and_name(&word.small) && word.is_proper() {
            Sure::Weak
        } else {
            continue;
        };
        let span = Span { start: word.span.start, end: with_surname(words, at) };
        found.push(Suggestion { span, token: Token::Name, reason: Reason::Name, sure });
    }
    found
}

/// Whoever is named behind who they are to the one who writes: "my friend Zed".
pub(super) fn known(words: &[Word]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.is_one_of(KIN)) {
        let name = words.get(at + 1).filter(|name| word.is_before(name) && may_be_name(name));
        if let Some(name) = name {
            let span = Span { start: name.span.start, end: with_surname(words, at + 1) };
            found.push(Suggestion::weak(span, Token::Name, Reason::Person));
        }
    }
    found
}

/// Illnesses and medicines.
pub(super) fn health(words: &[Word]) -> Vec<Suggestion> {
    words
        .iter()
        .filter(|word| is_about_health(&word.small))
        .map(|word| Suggestion::weak(word.span, Token::Health, Reason::Health))
        .collect()
}
