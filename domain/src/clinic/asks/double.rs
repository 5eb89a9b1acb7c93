//! Double-barrelled questions: "Do you like your teachers and your lessons?"
//!
//! An "and" is suspected only in a question that judges (one that begins with
//! "do", "is", "can", or "how happy") or on a scale, in its main clause, and
//! between two things that are not a pair anyway ("mum and dad").

use super::{Takes, Token, tokens};
use crate::readability::sentences;

/// The words around the joint, where a text asks two things.
pub(super) fn find(text: &str, takes: Takes) -> Option<String> {
    let all = sentences(text);
    let asking: Vec<&&str> = all.iter().filter(|sentence| asks(sentence)).collect();
    if let [_, second, ..] = asking[..] {
        return Some((*second).to_string());
    }
    match (asking.first(), takes) {
        (Some(sentence), _) => in_sentence(sentence, takes),
        // A statement to agree with.
        (None, Takes::Scale) => all.iter().find_map(|sentence| in_sentence(sentence, takes)),
        (None, _) => None,
    }
}

fn asks(sentence: &str) -> bool {
    sentence.trim_end_matches(['"', '\'', ')', '!', '\u{2019}', '\u{201d}']).ends_with('?')
}

const AUXILIARY: [&str; 24] = [
    "do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "can", "could", "would", "will",
    "should", "may", "don't", "doesn't", "didn't", "isn't", "aren't", "can't", "couldn't", "won't",
];

/// What begins a clause that only says when, where or which.
const SUBORDINATE: [&str; 22] = [
    "when", "if", "because", "that", "who", "whose", "where", "while", "after", "before", "since", "which",
    "how", "what", "why", "until", "so", "unless", "than", "whether", "during", "without",
];

/// "Do you think that ..." is a main clause in other clothes.
const THINKS: [&str; 7] = ["think", "feel", "agree", "say", "believe", "true", "sure"];

/// Longer sentences have a worse problem.
const MOST_WORDS: usize = 100;

fn in_sentence(sentence: &str, takes: Takes) -> Option<String> {
    let words = tokens(sentence);
    if words.len() > MOST_WORDS {
        return None;
    }
    let from = main_clause(&words);
    let words = &words[from..];
    let judges = judges(words, takes);
    (1..words.len().saturating_sub(1)).find_map(|at| {
        let said = match words[at].small.as_str() {
            "and" | "and/or" | "plus" => {
                (second_question(words, at, takes) || opposites(words, at) || judges && two_things(words, at))
                    .then_some(())
            }
            "well" if is_as_well_as(words, at) => (judges && in_main_clause(words, at)).then_some(()),
            "or" => (weighs(words, takes) && either(words, at)).then_some(()),
            _ => None,
        };
        said.map(|()| around(words, at))
    })
}

/// Where the question begins, after "When you are at school, ...".
fn main_clause(words: &[Token]) -> usize {
    let first = words.first().map(|token| token.small.as_str()).unwrap_or_default();
    let second = words.get(1).map(|token| token.small.as_str()).unwrap_or_default();
    let opens =
        SUBORDINATE.contains(&first) && !AUXILIARY.contains(&second) || matches!(first, "in" | "at" | "on");
    if !opens || matches!(first, "how" | "what" | "who" | "which" | "why") {
        return 0;
    }
    words.iter().position(|token| token.comma).map_or(0, |at| at + 1).min(words.len().saturating_sub(1))
}

/// Whether the answer is one judgement, which two things would have to share.
fn judges(words: &[Token], takes: Takes) -> bool {
    let small = |at: usize| words.get(at).map(|token| token.small.as_str()).unwrap_or_default();
    let begins = |start: &[&str]| {
        words.len() >= start.len() && start.iter().enumerate().all(|(at, w)| small(at) == *w)
    };
    match small(0) {
        first if AUXILIARY.contains(&first) => true,
        "how" => {
            !AUXILIARY.contains(&small(1))
                || matches!(small(1), "is" | "are" | "was" | "were")
                || begins(&["how", "do", "you", "feel", "about"])
                || begins(&["how", "would", "you", "rate"])
        }
        "what" => {
            begins(&["what", "do", "you", "think", "of"]) || begins(&["what", "do", "you", "think", "about"])
        }
        "to" => begins(&["to", "what", "extent"]),
        _ => takes == Takes::Scale,
    }
}

/// Whether "or" joins two things on one scale: "How happy or safe do you feel?"
fn weighs(words: &[Token], takes: Takes) -> bool {
    let second = words.get(1).map(|token| token.small.as_str()).unwrap_or_default();
    words[0].small == "how" && !AUXILIARY.contains(&second)
        || takes == Takes::Scale && !AUXILIARY.contains(&words[0].small.as_str())
}

/// "... and do you feel safe there?", "... and why?"
fn second_question(words: &[Token], at: usize, takes: Takes) -> bool {
    const INVERTED: [&str; 19] = [
        "you", "your", "the", "it", "they", "he", "she", "we", "there", "this", "that", "any", "people",
        "adults", "teachers", "their", "anyone", "someone", "i",
    ];
    let small = |at: usize| words.get(at).map(|token| token.small.as_str()).unwrap_or_default();
    let next = small(at + 1);
    if AUXILIARY.contains(&next) {
        return INVERTED.contains(&small(at + 2));
    }
    match next {
        // Who writes tells the reason in the same breath.
        "why" | "how" | "what" | "who" | "which" => {
            takes != Takes::Words && !matches!(small(at + 2), "so" | "to")
        }
        "when" | "where" => AUXILIARY.contains(&small(at + 2)),
        _ => false,
    }
}

/// "The best and the worst thing": both are asked for, whatever the question.
fn opposites(words: &[Token], at: usize) -> bool {
    const OPPOSITES: [(&str, &str); 12] = [
        ("best", "worst"),
        ("good", "bad"),
        ("like", "dislike"),
        ("like", "hate"),
        ("love", "hate"),
        ("likes", "dislikes"),
        ("easy", "hard"),
        ("strengths", "weaknesses"),
        ("positive", "negative"),
        ("advantages", "disadvantages"),
        ("start", "stop"),
        ("well", "badly"),
    ];
    let left = &words[at - 1].small;
    let skip = usize::from(matches!(words[at + 1].small.as_str(), "the" | "what" | "don't" | "do"));
    let Some(right) = words.get(at + 1 + skip).map(|token| &token.small) else { return false };
    OPPOSITES.iter().any(|(a, b)| left == a && right == b || left == b && right == a)
}

/// Two things that are not one: neither a pair nor a name, and in the main
/// clause.
fn two_things(words: &[Token], at: usize) -> bool {
    const GOES_ON: [&str; 12] = [
        "so",
        "more",
        "other",
        "others",
        "any",
        "anything",
        "anyone",
        "everything",
        "back",
        "again",
        "then",
        "from",
    ];
    const TOGETHER: [&str; 12] =
        ["you", "me", "we", "us", "go", "come", "try", "wait", "sit", "he", "she", "they"];
    let (left, right) = (&words[at - 1], &words[at + 1]);
    let digits = |token: &Token| token.word.starts_with(|letter: char| letter.is_ascii_digit());
    let name = |token: &Token| token.word.starts_with(char::is_uppercase);
    let figures = digits(left) && digits(right);
    let names = name(left) && name(right) && at > 1;
    in_main_clause(words, at)
        && !is_pair(left, right)
        && !in_description(words, at)
        && !figures
        && !names
        && !GOES_ON.contains(&right.small.as_str())
        && !TOGETHER.contains(&left.small.as_str())
        && !words[..at].iter().any(|token| matches!(token.small.as_str(), "between" | "both"))
}

/// "Is there an adult you can trust and talk to?": both describe the one thing
/// that is asked for.
fn in_description(words: &[Token], at: usize) -> bool {
    let there = words.iter().take(2).any(|token| token.small == "there");
    let someone = |token: &Token| matches!(token.small.as_str(), "i" | "you" | "we" | "they");
    there && words[..at].iter().skip(2).any(someone)
}

/// "Happy or sad" is one scale with two ends, "mum or dad" one of two people.
fn either(words: &[Token], at: usize) -> bool {
    const ENDS: [(&str, &str); 12] = [
        ("good", "bad"),
        ("happy", "sad"),
        ("happy", "unhappy"),
        ("safe", "unsafe"),
        ("easy", "hard"),
        ("easy", "difficult"),
        ("better", "worse"),
        ("agree", "disagree"),
        ("like", "dislike"),
        ("well", "badly"),
        ("fair", "unfair"),
        ("likely", "unlikely"),
    ];
    const GOES_ON: [&str; 18] = [
        "not",
        "more",
        "less",
        "so",
        "older",
        "younger",
        "over",
        "under",
        "above",
        "below",
        "other",
        "another",
        "any",
        "anything",
        "anyone",
        "someone",
        "something",
        "somewhere",
    ];
    let (left, right) = (&words[at - 1], &words[at + 1]);
    let end = |(a, b): &(&str, &str)| {
        left.small == *a && right.small == *b || left.small == *b && right.small == *a
    };
    in_main_clause(words, at)
        && !ENDS.iter().any(end)
        && !is_pair(left, right)
        && !GOES_ON.contains(&right.small.as_str())
        && !left.word.starts_with(|letter: char| letter.is_ascii_digit())
        && !matches!(left.small.as_str(), "one" | "whether")
}

fn is_as_well_as(words: &[Token], at: usize) -> bool {
    words[at - 1].small == "as" && words[at + 1].small == "as" && at > 1
}

/// Whether nothing before it began a clause of its own.
fn in_main_clause(words: &[Token], at: usize) -> bool {
    words.iter().take(at).enumerate().skip(1).all(|(place, token)| {
        let thought = token.small == "that" && THINKS.contains(&words[place - 1].small.as_str());
        let extent = place == 1 && token.small == "what" && words[0].small == "to";
        thought || extent || !SUBORDINATE.contains(&token.small.as_str())
    })
}

/// Words that are said together and mean one thing.
const PAIRS: [(&str, &str); 49] = [
    ("mum", "dad"),
    ("mums", "dads"),
    ("mother", "father"),
    ("brother", "sister"),
    ("brothers", "sisters"),
    ("family", "friends"),
    ("friends", "family"),
    ("boys", "girls"),
    ("boy", "girl"),
    ("parents", "carers"),
    ("parent", "carer"),
    ("children", "young"),
    ("arts", "crafts"),
    ("art", "craft"),
    ("black", "white"),
    ("up", "down"),
    ("in", "out"),
    ("on", "off"),
    ("to", "from"),
    ("there", "back"),
    ("day", "night"),
    ("morning", "evening"),
    ("now", "then"),
    ("here", "there"),
    ("needs", "disabilities"),
    ("needs", "disability"),
    ("health", "care"),
    ("health", "social"),
    ("education", "health"),
    ("bed", "breakfast"),
    ("fish", "chips"),
    ("rights", "responsibilities"),
    ("food", "drink"),
    ("names", "places"),
    ("name", "address"),
    ("safe", "sound"),
    ("peace", "quiet"),
    ("drop", "collect"),
    ("walking", "cycling"),
    ("ins", "outs"),
    ("help", "support"),
    ("advice", "support"),
    ("help", "advice"),
    ("information", "advice"),
    ("fruit", "vegetables"),
    ("lunch", "break"),
    ("sex", "relationships"),
    ("food", "clothes"),
    ("rights", "entitlements"),
];

/// Any two of them are "your people".
const FAMILY: [&str; 16] = [
    "mum",
    "mums",
    "dad",
    "dads",
    "stepmum",
    "stepdad",
    "parent",
    "parents",
    "carer",
    "carers",
    "nan",
    "grandad",
    "grandparents",
    "brothers",
    "sisters",
    "aunt",
];

fn is_pair(left: &Token, right: &Token) -> bool {
    let family = |token: &Token| FAMILY.contains(&token.small.as_str());
    left.small == right.small
        || family(left) && family(right)
        || PAIRS
            .iter()
            .any(|(a, b)| left.small == *a && right.small == *b || left.small == *b && right.small == *a)
}

fn around(words: &[Token], at: usize) -> String {
    let from = at.saturating_sub(if words[at].small == "well" { 2 } else { 1 });
    let to = (at + if words[at].small == "well" { 3 } else { 2 }).min(words.len());
    // An article says nothing by itself: "teachers and your lessons".
    let short = |token: &Token| {
        matches!(token.small.as_str(), "the" | "your" | "a" | "an" | "do" | "does" | "is" | "are" | "my")
    };
    let more = words[at + 1..to].iter().all(short);
    let to = (to + usize::from(more)).min(words.len());
    words[from..to].iter().map(|token| token.word.as_str()).collect::<Vec<_>>().join(" ")
}
