//! How a line of the list is compared with the words of an answer.

use super::list::{ADULTS, CHILDREN, NOTS};

/// How many words `..` may stand for.
pub(super) const WINDOW: usize = 3;

/// One place of a pattern.
pub(super) enum Step {
    /// One word that is one of these.
    Word(Vec<Form>),
    /// Any one word.
    Any,
    /// Up to [`WINDOW`] words.
    Gap,
}

/// What one word may be.
pub(super) enum Form {
    /// This word.
    Exact(Box<str>),
    /// Every word that begins so.
    Stem(Box<str>),
    /// One of these, also with an s at its end ("mums" is "mum's" too).
    OneOf(&'static [&'static str]),
}

/// A line of the list as it is compared.
pub(super) fn steps(line: &str) -> Vec<Step> {
    line.split(' ')
        .map(|word| match word {
            ".." => Step::Gap,
            "_" => Step::Any,
            word => Step::Word(word.split('|').flat_map(forms).collect()),
        })
        .collect()
}

fn forms(word: &str) -> Vec<Form> {
    match word {
        "@adult" => vec![Form::OneOf(ADULTS)],
        "@near" => vec![Form::OneOf(ADULTS), Form::OneOf(CHILDREN)],
        "@not" => vec![Form::OneOf(NOTS)],
        _ => vec![
            word.strip_suffix('*').map_or_else(|| Form::Exact(word.into()), |stem| Form::Stem(stem.into())),
        ],
    }
}

/// Whether one of these lines stands among these words.
pub(super) fn found(lines: &[Vec<Step>], words: &[Word]) -> bool {
    lines.iter().any(|steps| (0..words.len()).any(|from| matches(steps, &words[from..])))
}

/// In lower case, without apostrophes of any kind.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A word of the answer: as written, and, where a letter is drawn out
/// ("pleeease"), with every letter once.
pub(super) struct Word {
    written: String,
    squeezed: Option<String>,
}

/// The words in lower case, without apostrophes of any kind, so that "don't",
/// "don’t" and "dont" are one word. Everything else that is no letter or digit
/// parts two words.
pub(super) fn words(text: &str) -> Vec<Word> {
    let plain = plain(text);
    plain
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| Word { written: word.into(), squeezed: drawn_out(word).then(|| squeeze(word)) })
        .collect()
}

/// Whether a letter stands three times in a row.
fn drawn_out(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    letters.windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

fn squeeze(word: &str) -> String {
    let mut squeezed = String::with_capacity(word.len());
    for letter in word.chars() {
        if !squeezed.ends_with(letter) {
            squeezed.push(letter);
        }
    }
    squeezed
}

/// Whether the pattern stands at the very beginning of these words.
fn matches(steps: &[Step], words: &[Word]) -> bool {
    let Some((step, steps)) = steps.split_first() else { return true };
    match step {
        Step::Gap => (0..=WINDOW.min(words.len())).any(|skipped| matches(steps, &words[skipped..])),
        Step::Any | Step::Word(_) => {
            let Some((word, words)) = words.split_first() else { return false };
            let fits = match step {
                Step::Word(forms) => forms.iter().any(|form| form.is(word)),
                Step::Any | Step::Gap => true,
            };
            fits && matches(steps, words)
        }
    }
}

impl Form {
    fn is(&self, word: &Word) -> bool {
        let written = word.written.as_str();
        let squeezed = word.squeezed.as_deref();
        match self {
            Form::Exact(exact) => written == &**exact || squeezed.is_some_and(|s| s == squeeze(exact)),
            Form::Stem(stem) => {
                written.starts_with(&**stem) || squeezed.is_some_and(|s| s.starts_with(&squeeze(stem)))
            }
            Form::OneOf(list) => list.iter().any(|entry| {
                let same =
                    |word: &str, entry: &str| word.strip_prefix(entry).is_some_and(|s| matches!(s, "" | "s"));
                same(written, entry) || squeezed.is_some_and(|s| same(s, &squeeze(entry)))
            }),
        }
    }
}
