//! Words as they are compared: without capitals and accents, an apostrophe or its absence making no difference; and the forms
//! of a word that count as it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::Span;

/// A word as it is compared, and where it stands.
pub(super) struct Token {
    pub(super) word: String,
    pub(super) span: Span,
}

/// One letter as it is compared: small, without accents; nothing where it is no letter and no digit.
fn folded(letter: char) -> impl Iterator<Item = char> {
    letter
        .nfd()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|part| part.is_alphanumeric() && !is_combining_mark(*part))
}

/// The words of a text. An apostrophe inside a word is left out: young people write "its late".
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    // The word that is being read: where it began, and its letters.
    let mut word: Option<(usize, String)> = None;
    let mut end = 0;
    for (at, letter) in text.chars().enumerate() {
        let before = word.as_ref().map_or(0, |(_, letters)| letters.len());
        let (start, mut letters) = word.take().unwrap_or((at, String::new()));
        letters.extend(folded(letter));
        if letters.len() > before {
            end = at + 1;
            word = Some((start, letters));
        } else if before > 0 && (is_combining_mark(letter) || matches!(letter, '\'' | '\u{2019}' | '\u{2bc}'))
        {
            word = Some((start, letters));
        } else if before > 0 {
            all.push(Token { word: letters, span: Span { start, end } });
        }
    }
    if let Some((start, letters)) = word {
        all.push(Token { word: letters, span: Span { start, end } });
    }
    all
}

/// A text as it is kept to be searched: its words as they are compared, with a space between.
pub fn words(text: &str) -> String {
    let all: Vec<String> = tokens(text).into_iter().map(|token| token.word).collect();
    all.join(" ")
}

/// One and many of an English word.
pub(super) fn forms(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if word.len() < 3 || !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return forms;
    }
    let shorter = |end: &str| word.strip_suffix(end).filter(|rest| rest.len() >= 3).map(ToString::to_string);
    if let Some(rest) = shorter("ies") {
        forms.push(format!("{rest}y"));
    } else if word.ends_with("es") {
        forms.extend(shorter("es"));
        forms.extend(shorter("s"));
    } else if word.ends_with('s') {
        if !word.ends_with("ss") {
            forms.extend(shorter("s"));
        }
        forms.push(format!("{word}es"));
    } else if let Some(rest) = shorter("y") {
        forms.push(format!("{rest}ies"));
        forms.push(format!("{word}s"));
    } else {
        forms.push(format!("{word}s"));
        if ["x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
            forms.push(format!("{word}es"));
        }
    }
    forms
}

/// What is left of a word where an index takes an ending off that makes it another word ("ed", "ing", "s"). A rest without a
/// vowel is no word: "sing" and "red" stay whole, and so does "need".
pub(super) fn cut(word: &str) -> &str {
    let has_vowel = |rest: &&str| rest.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let ending = |end: &str| word.strip_suffix(end).filter(has_vowel);
    if !word.is_ascii() || word.ends_with("ss") || word.ends_with("eed") {
        return word;
    }
    ending("ed").or_else(|| ending("ing")).or_else(|| ending("s")).unwrap_or(word)
}

/// A word without its English ending, for marking what an index has found by its own, better rules.
pub(super) fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    let mut stem = word;
    for end in ["ingly", "edly", "ing", "ies", "ers", "ed", "er", "es", "ly", "s", "y"] {
        if let Some(rest) = stem.strip_suffix(end).filter(|rest| rest.len() >= 3) {
            stem = rest;
            break;
        }
    }
    if let Some(rest) =
        stem.strip_suffix('e').or_else(|| stem.strip_suffix('i')).filter(|rest| rest.len() >= 3)
    {
        stem = rest;
    }
    // "running", "stopped".
    let mut last = stem.bytes().rev();
    match (last.next(), last.next()) {
        (Some(one), Some(other)) if one == other && stem.len() > 3 && !b"ls".contains(&one) => {
            &stem[..stem.len() - 1]
        }
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_compared_as_people_mean_them() {
        for (text, kept) in [
            ("It's LATE, again!", "its late again"),
            ("Caf\u{e9} \u{d4}l-t\u{fb}", "cafe ol tu"),
            ("the 7.20 bus", "the 7 20 bus"),
            ("don\u{2019}t", "dont"),
            ("'quoted'", "quoted"),
            ("cafe\u{301}s", "cafes"),
            ("\u{130}stanbul", "istanbul"),
            ("[name] said no", "name said no"),
            ("\u{1f600} :-)", ""),
        ] {
            assert_eq!(words(text), kept, "{text}");
        }
    }

    proptest! {
        /// What is kept is letters, digits and single spaces; and it stays what it is.
        #[test]
        fn what_is_kept_is_words_alone(text in "\\PC{0,80}") {
            let kept = words(&text);
            prop_assert!(kept.split(' ').all(|word| kept.is_empty() || !word.is_empty()));
            prop_assert!(kept.chars().all(|letter| letter == ' ' || letter.is_alphanumeric()));
            prop_assert_eq!(words(&kept), kept);
        }
    }
}
