//! What makes a text harder than it has to be, word by word.

use super::LONG_WORD;

/// Whether a word is long.
pub(super) fn is_long(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_alphabetic()).count() >= LONG_WORD
}

/// "one" is not among them: it is more often a person or a thing than a number.
const NUMBERS: [&str; 29] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
];

/// Whether a word is a number in letters.
pub(super) fn is_number(word: &str) -> bool {
    word.split('-').all(|part| NUMBERS.contains(&part.to_lowercase().as_str()))
}

const BE: [&str; 12] =
    ["is", "are", "am", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't", "weren't"];

/// What may stand between "was" and "told": "was not told", "were you told".
const BETWEEN: [&str; 15] = [
    "not", "never", "always", "often", "also", "already", "being", "been", "you", "we", "they", "it", "he",
    "she", "i",
];

/// Irregular forms; those in "-en" are found by their ending.
const IRREGULAR: [&str; 21] = [
    "made", "done", "told", "sent", "heard", "kept", "paid", "found", "held", "built", "shown", "known",
    "sold", "brought", "bought", "taught", "caught", "left", "lost", "run", "met",
];

/// Words in "-ed" and "-en" that say how somebody is, or are no verbs at all.
const NOT_DONE: [&str; 44] = [
    "open",
    "often",
    "ten",
    "seven",
    "then",
    "when",
    "even",
    "children",
    "women",
    "men",
    "garden",
    "kitchen",
    "need",
    "red",
    "green",
    "bed",
    "hundred",
    "tired",
    "scared",
    "worried",
    "bored",
    "excited",
    "interested",
    "pleased",
    "married",
    "disabled",
    "used",
    "ashamed",
    "annoyed",
    "stressed",
    "confused",
    "relaxed",
    "supposed",
    "allowed",
    "naked",
    "wicked",
    "indeed",
    "speed",
    "sudden",
    "golden",
    "wooden",
    "teen",
    "screen",
    "queen",
];

/// "was decided", "are you told": the pair as it stands in the text.
pub(super) fn passive(words: &[&str]) -> Vec<String> {
    let small: Vec<String> = words.iter().map(|word| word.to_lowercase().replace('\u{2019}', "'")).collect();
    let mut found = Vec::new();
    for (at, word) in small.iter().enumerate() {
        if !BE.contains(&word.as_str()) {
            continue;
        }
        let next = small[at + 1..]
            .iter()
            .take(3)
            .find(|next| !BETWEEN.contains(&next.as_str()) && !next.ends_with("ly"));
        if let Some(verb) = next.filter(|verb| is_participle(verb)) {
            found.push(format!("{word} {verb}"));
        }
    }
    // "has been being done" is one passive, not two.
    found.dedup_by(|later, earlier| later.rsplit(' ').next() == earlier.rsplit(' ').next());
    found
}

fn is_participle(word: &str) -> bool {
    let by_ending = (word.ends_with("ed") || word.ends_with("en")) && word.len() > 4 || word == "seen";
    (by_ending || IRREGULAR.contains(&word)) && !NOT_DONE.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    #[test]
    fn somebody_has_something_done_to_them() {
        for (sentence, expected) in [
            ("It was decided last year.", vec!["was decided"]),
            ("Were you told why?", vec!["were told"]),
            ("You weren\u{2019}t always listened to", vec!["weren't listened"]),
            ("Your words are taken out and your name is not shown.", vec!["are taken", "is shown"]),
            ("It has been being changed", vec!["been changed"]),
            ("I am tired and scared. The door is open. Who is often late?", vec![]),
            ("Is your journey ok? We asked you.", vec![]),
            ("They were ten children", vec![]),
        ] {
            assert_eq!(passive(&words(sentence)), expected, "{sentence}");
        }
    }

    #[test]
    fn long_words_and_numbers_in_letters_are_told_from_others() {
        assert!(is_long("children") && is_long("grown-ups") && !is_long("journey") && !is_long("4.45.45.45"));
        assert!(is_number("Two") && is_number("twenty-five"));
        assert!(!is_number("one") && !is_number("14") && !is_number("well-being") && !is_number("tent"));
    }
}
