//! Earlier answers in later sentences: `{way}` stands for the answer to the
//! question `way`, `{way|your journey}` says what stands there when it was not
//! answered, and `{@}` is the option that a repeated section is about.
//!
//! Anything else between braces is ordinary text, so that nobody who writes a
//! brace by chance gets an error.

use crate::questionnaire::is_key;

/// The name of the option that a repeated section is about.
pub const TURN: &str = "@";

/// What stands where an earlier answer is missing, if nothing else was said.
pub const MISSING: &str = "\u{2026}";

/// A stretch of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Words as they are.
    Text(&'a str),
    /// An earlier answer.
    Pipe {
        /// The key of the earlier question, or [`TURN`].
        name: &'a str,
        /// What stands there when it was not answered.
        otherwise: &'a str,
    },
}

/// The stretches of a sentence, in order.
pub fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut text_from = 0;
    let mut at = 0;
    while let Some(open) = sentence[at..].find('{').map(|found| at + found) {
        let Some(close) = sentence[open..].find('}').map(|found| open + found) else { break };
        let inside = &sentence[open + 1..close];
        let (name, otherwise) = inside.split_once('|').unwrap_or((inside, MISSING));
        if name != TURN && !is_key(name) {
            at = open + 1;
            continue;
        }
        if text_from < open {
            parts.push(Part::Text(&sentence[text_from..open]));
        }
        parts.push(Part::Pipe { name, otherwise });
        text_from = close + 1;
        at = text_from;
    }
    if text_from < sentence.len() {
        parts.push(Part::Text(&sentence[text_from..]));
    }
    parts
}

/// The sentence with the answers in it.
pub fn fill(sentence: &str, answer: &dyn Fn(&str) -> Option<String>) -> String {
    if !sentence.contains('{') {
        return sentence.to_string();
    }
    let mut filled = String::new();
    for part in parts(sentence) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Pipe { name, otherwise } => match answer(name) {
                Some(answer) => filled.push_str(&answer),
                None => filled.push_str(otherwise),
            },
        }
    }
    filled
}

/// The keys of the questions whose answers a sentence repeats.
pub fn names(sentence: &str) -> Vec<&str> {
    parts(sentence)
        .into_iter()
        .filter_map(|part| match part {
            Part::Pipe { name, .. } if name != TURN => Some(name),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filled(sentence: &str) -> String {
        fill(sentence, &|name| (name == "way").then(|| "the bus".to_string()))
    }

    #[test]
    fn an_answer_stands_where_its_key_stood() {
        assert_eq!(filled("How is {way} to school?"), "How is the bus to school?");
        assert_eq!(filled("{way}{way}"), "the busthe bus");
        assert_eq!(filled("How is {other|your journey}?"), "How is your journey?");
        assert_eq!(filled("How is {other}?"), "How is \u{2026}?");
        assert_eq!(names("{way} {@} {other|x}"), ["way", "other"]);
    }

    #[test]
    fn braces_that_name_nothing_are_text() {
        for sentence in ["a { b", "a } b", "{}", "{two words}", "{ {", "\u{1f68c} { \u{e9} }"] {
            assert_eq!(filled(sentence), sentence);
        }
        assert_eq!(filled("{ {way}"), "{ the bus");
    }

    proptest! {
        #[test]
        fn nothing_of_a_sentence_is_lost(sentence in "[a{}|@ \u{e9}]{0,24}") {
            let mut whole = String::new();
            for part in parts(&sentence) {
                match part {
                    Part::Text(text) => whole.push_str(text),
                    Part::Pipe { name, otherwise } => {
                        let bare = format!("{{{name}}}");
                        let full = format!("{{{name}|{otherwise}}}");
                        let rest = &sentence[whole.len()..];
                        whole.push_str(if rest.starts_with(&bare) { &bare } else { &full });
                    }
                }
            }
            prop_assert_eq!(whole, sentence);
        }
    }
}
