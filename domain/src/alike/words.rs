//! The words of a text, and what is counted of them.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use super::stop;

/// What hangs on an English word behind an apostrophe and is no part of it.
const ENDINGS: [&str; 6] = ["'s", "'ll", "'re", "'ve", "'d", "'m"];

/// Frequent English words whose forms the rules for stems keep apart.
const ODD: [(&str, &str); 7] = [
    ("buses", "bus"),
    ("busses", "bus"),
    ("children", "child"),
    ("feet", "foot"),
    ("men", "man"),
    ("teeth", "tooth"),
    ("women", "woman"),
];

/// Accents: they go, so that "café" and "cafe" are one word. Vowel signs of other scripts stay.
fn is_accent(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// The words of a text in small letters, without accents and apostrophes: "Don't, the Café's full!" gives `dont`, `the`,
/// `cafe` and `full`. Emoji and signs are no words.
pub(super) fn words(text: &str) -> Vec<String> {
    let small = text.to_lowercase();
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in small.nfd().filter(|letter| !is_accent(*letter)) {
        match letter {
            '\'' | '\u{2019}' | '\u{2bc}' => word.push('\''),
            _ if letter.is_alphanumeric() => word.push(letter),
            _ => close(&mut word, &mut words),
        }
    }
    close(&mut word, &mut words);
    words
}

/// Ends a word.
fn close(word: &mut String, words: &mut Vec<String>) {
    let trimmed = word.trim_matches('\'');
    let whole = ENDINGS.iter().find_map(|ending| trimmed.strip_suffix(*ending)).unwrap_or(trimmed);
    let whole = whole.replace('\'', "");
    if !whole.is_empty() {
        words.push(whole);
    }
    word.clear();
}

/// Whether a text is Welsh, as its small words tell.
fn is_welsh(words: &[String]) -> bool {
    let welsh = words.iter().filter(|word| stop::is_welsh(word) && !stop::is_english(word)).count();
    welsh > words.iter().filter(|word| stop::is_english(word)).count()
}

/// A word that says something: what it is counted as, and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// Its stem: "waiting" and "waits" are one. Of a Welsh word, whose beginnings change as well as its ends, the word itself: no
    /// rule here is good enough for Welsh, and a bad one would be worse than none.
    pub(super) stem: String,
    /// The word.
    pub(super) word: String,
}

/// The words of a text, each in its place; nothing where one says nothing.
pub(super) fn terms(text: &str) -> Vec<Option<Term>> {
    let words = words(text);
    let welsh = is_welsh(&words);
    let stemmer = Stemmer::create(Algorithm::English);
    let term = |word: String| {
        let says_nothing = if welsh { stop::is_welsh(&word) } else { stop::is_english(&word) };
        if says_nothing || word.chars().nth(1).is_none() {
            return None;
        }
        // The rules are for English letters alone.
        let stem = match ODD.iter().find(|(many, _)| *many == word) {
            Some((_, one)) if !welsh => (*one).to_string(),
            _ if !welsh && word.is_ascii() => stemmer.stem(&word).into_owned(),
            _ => word.clone(),
        };
        Some(Term { stem, word })
    };
    words.into_iter().map(term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        terms(text).into_iter().flatten().map(|term| term.stem).collect()
    }

    #[test]
    fn words_are_small_and_have_no_accents_and_no_apostrophes() {
        assert_eq!(words("Don\u{2019}t, the Caf\u{e9}'s FULL! \u{1f68c}"), ["dont", "the", "cafe", "full"]);
        assert_eq!(words("I'll be ill, 'they' said 7.20"), ["i", "be", "ill", "they", "said", "7", "20"]);
        assert!(words("\u{1f600}\u{1f600} !! '").is_empty());
        assert!(words("").is_empty());
    }

    #[test]
    fn english_words_are_counted_by_their_stems_and_welsh_ones_as_they_are() {
        assert_eq!(
            stems("The buses are always late, the bus was full"),
            ["bus", "alway", "late", "bus", "full"]
        );
        let welsh = stems("Mae\u{2019}r bws yn hwyr ac mae\u{2019}r bysiau yn llawn");
        assert_eq!(welsh, ["bws", "hwyr", "bysiau", "llawn"]);
    }
}
