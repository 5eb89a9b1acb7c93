//! A text cut into words and runs, each with where it stands.

use crate::text::Span;

/// One word, without signs around it.
pub(super) struct Word {
    /// Where it stands.
    pub(super) span: Span,
    /// In small letters, without the `'s` at its end.
    pub(super) small: String,
    /// Whether it begins with a capital letter, in a text that is not written in capitals throughout.
    pub(super) capital: bool,
    /// Whether a sentence begins with it, so that its capital says nothing.
    pub(super) first: bool,
}

impl Word {
    /// Whether it stands in a list of words in small letters.
    pub(super) fn is_one_of(&self, list: &[&str]) -> bool {
        list.contains(&self.small.as_str())
    }

    /// Whether the other word stands right behind it.
    pub(super) fn is_before(&self, next: &Word) -> bool {
        next.span.start <= self.span.end + 2
    }

    /// Whether its capital letter says that it is a name: it stands within a sentence.
    pub(super) fn is_proper(&self) -> bool {
        self.capital && !self.first && self.span.len() > 1
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}')
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    // Who writes everything in capitals marks nothing with them.
    let shouted = text.contains(' ') && !text.chars().any(char::is_lowercase);
    let mut words = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let (mut begins, mut opens) = (true, true);
    for (at, letter) in text.chars().chain([' ']).enumerate() {
        if letter.is_alphabetic() || (is_apostrophe(letter) && open.is_some()) {
            if open.is_none() {
                opens = begins;
            }
            open.get_or_insert_with(|| (at, String::new())).1.push(letter);
            begins = false;
            continue;
        }
        if let Some((start, letters)) = open.take() {
            let kept = letters.trim_end_matches(is_apostrophe);
            let end = start + kept.chars().count();
            let bare = kept.strip_suffix(['s', 'S']).filter(|rest| rest.ends_with(is_apostrophe));
            let bare = bare.map_or(kept, |rest| rest.trim_end_matches(is_apostrophe));
            words.push(Word {
                span: Span { start, end },
                small: bare.to_lowercase(),
                capital: !shouted && kept.starts_with(char::is_uppercase),
                first: opens,
            });
        }
        match letter {
            '.' | '!' | '?' | '\n' | ':' => begins = true,
            _ if letter.is_whitespace() || matches!(letter, '"' | '\'' | '(' | '\u{201c}' | '\u{2018}') => {}
            _ => begins = false,
        }
    }
    words
}

/// The runs of letters for which this holds.
pub(super) fn runs(letters: &[char], belongs: impl Fn(char) -> bool) -> Vec<Span> {
    let mut runs = Vec::new();
    let mut open = None;
    for (at, letter) in letters.iter().copied().chain([' ']).enumerate() {
        match (open, belongs(letter) && at < letters.len()) {
            (None, true) => open = Some(at),
            (Some(start), false) => {
                runs.push(Span { start, end: at });
                open = None;
            }
            _ => {}
        }
    }
    runs
}

/// The letters of a range as a text of their own.
pub(super) fn piece(letters: &[char], span: Span) -> String {
    letters.get(span.start..span.end).unwrap_or_default().iter().collect()
}
