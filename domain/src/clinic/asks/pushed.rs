//! Questions that say what to answer, and questions that have to be untangled.

use super::{Token, tokens};
use crate::readability::sentences;

/// Beginnings and pieces that push.
const LEADING: [&str; 17] = [
    "do you agree that",
    "would you agree that",
    "do you also think",
    "as you know",
    "as we all know",
    "everyone knows",
    "everybody knows",
    "most people think",
    "most people agree",
    "experts say",
    "how good",
    "how great",
    "how bad",
    "how much do you like",
    "how much do you love",
    "how much do you enjoy",
    "how much better",
];

/// Words that push at the beginning of a sentence or at its end: "It is late,
/// isn't it?". "Why don't you go?" and "explained clearly" do not.
const LEADING_AT_AN_END: [&str; 17] = [
    "don't you",
    "do you not",
    "wouldn't you",
    "won't you",
    "aren't you",
    "didn't you",
    "isn't it",
    "isn't the",
    "isn't this",
    "aren't the",
    "wouldn't it",
    "shouldn't we",
    "shouldn't the",
    "surely",
    "obviously",
    "clearly",
    "of course",
];

/// What makes a pushing piece fair after all: the other side is named too.
const FAIR: [&str; 8] =
    ["or bad", "or good", "or not", "or dislike", "or disagree", "or hate", "or worse", "if at all"];

/// The words that push somebody to an answer.
pub(super) fn leading(text: &str) -> Option<String> {
    let line = line(text);
    if FAIR.iter().any(|fair| has(&line, fair)) {
        return None;
    }
    let ends: Vec<String> = sentences(text).into_iter().map(self::line).collect();
    let at_an_end = |piece: &&&str| {
        let piece = format!(" {piece} ");
        ends.iter().any(|line| line.starts_with(&piece) || line.ends_with(&piece) && piece.contains('\''))
    };
    let found =
        LEADING.iter().find(|piece| has(&line, piece)).or_else(|| LEADING_AT_AN_END.iter().find(at_an_end));
    found.map(|piece| (*piece).to_string())
}

/// Adjectives that judge what is asked about.
const LOADED: [&str; 30] = [
    "excellent",
    "amazing",
    "brilliant",
    "fantastic",
    "wonderful",
    "awesome",
    "terrible",
    "awful",
    "horrible",
    "disgusting",
    "dreadful",
    "shocking",
    "outrageous",
    "ridiculous",
    "pointless",
    "useless",
    "wasteful",
    "vital",
    "exciting",
    "world-class",
    "award-winning",
    "much-needed",
    "much-loved",
    "hard-working",
    "silly",
    "stupid",
    "lazy",
    "greedy",
    "disgraceful",
    "marvellous",
];

/// An adjective that judges.
pub(super) fn loaded(text: &str) -> Option<String> {
    let found = words(text).into_iter().find(|token| LOADED.contains(&token.small.as_str()))?;
    Some(found.small)
}

/// "Always", "never" and their relatives.
const ABSOLUTE: [&str; 9] = [
    "always",
    "never",
    "all the time",
    "every time",
    "at all times",
    "every single",
    "under no circumstances",
    "completely",
    "totally",
];

/// A word that leaves no room.
pub(super) fn absolute(text: &str) -> Option<String> {
    let line = line(text);
    ABSOLUTE.iter().find(|piece| has(&line, piece)).map(|piece| (*piece).to_string())
}

const NEGATIONS: [&str; 12] = [
    "not", "never", "no", "nobody", "no-one", "none", "nothing", "nowhere", "without", "neither", "hardly",
    "cannot",
];

/// Words that hold a negation of their own.
const NEGATED: [&str; 22] = [
    "unhappy",
    "unsafe",
    "unfair",
    "unlikely",
    "unable",
    "unkind",
    "unhelpful",
    "unimportant",
    "unnecessary",
    "unwelcome",
    "uncomfortable",
    "unclear",
    "disagree",
    "dislike",
    "impossible",
    "impolite",
    "irrelevant",
    "lack",
    "refuse",
    "avoid",
    "stop",
    "prevent",
];

fn negates(token: &Token) -> bool {
    NEGATIONS.contains(&token.small.as_str()) || token.small.ends_with("n't")
}

/// Two negations in one sentence.
pub(super) fn double_negative(text: &str) -> Option<String> {
    sentences(text).into_iter().find_map(|sentence| {
        let words = tokens(sentence);
        let asks_why =
            words.first().is_some_and(|first| matches!(first.small.as_str(), "what" | "why" | "who"));
        let mut found: Vec<String> = Vec::new();
        for (at, token) in words.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| words[at].small.as_str());
            // "or not", and "no" as an answer, negate nothing. "No, not ..." does not either.
            let aside = matches!(before, Some("or" | "whether")) || token.small == "no" && token.comma;
            // "What stops you?" asks; "Should nobody stop you?" has to be untangled.
            let weak =
                matches!(token.small.as_str(), "stop" | "avoid" | "prevent" | "lack" | "refuse") && asks_why;
            if !aside && !weak && (negates(token) || NEGATED.contains(&token.small.as_str())) {
                found.push(token.small.clone());
            }
        }
        let negated = words.iter().any(negates);
        (found.len() > 1 && negated).then(|| found[..2].join(" \u{2026} "))
    })
}

/// The negation of a statement that is agreed or disagreed with.
pub(super) fn negative_statement(text: &str) -> Option<String> {
    sentences(text).into_iter().filter(|sentence| !sentence.ends_with('?')).find_map(|sentence| {
        let words = tokens(sentence);
        let found: Vec<&Token> = words.iter().filter(|token| negates(token)).collect();
        match found[..] {
            [one] if words.len() > 2 => Some(one.small.clone()),
            _ => None,
        }
    })
}

fn words(text: &str) -> Vec<Token> {
    sentences(text).into_iter().flat_map(tokens).collect()
}

fn line(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().map(|token| token.small).collect();
    format!(" {} ", words.join(" "))
}

fn has(line: &str, piece: &str) -> bool {
    line.contains(&format!(" {piece} "))
}
