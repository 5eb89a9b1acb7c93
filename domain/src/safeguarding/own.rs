//! The words that an organisation adds to the list.

use super::is_marked;
use super::pattern::{Step, found, plain, steps, words};

/// What is wrong with a line that an organisation adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WatchFlaw {
    /// A word is missing beside a bar, is a single letter, or has a sign in it that no word has.
    Word,
    /// It begins or ends with a place for any words: it would match more than it says.
    Open,
    /// It is too long.
    Long,
}

/// Words of one line, and lines, that an organisation may add.
const LINE_WORDS_MAX: usize = 20;

/// Lines that an organisation may add.
pub const WATCH_LINES_MAX: usize = 300;

/// The words that an organisation has added to the list. They are read beside the list that is built in and never instead of
/// it: nobody can turn a mark off.
#[derive(Default)]
pub struct WatchList(Vec<Vec<Step>>);

impl std::fmt::Debug for WatchList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("WatchList").field(&self.0.len()).finish()
    }
}

impl WatchList {
    /// Reads lines that are written as those of the list that is built in; empty ones are left out, and so are those that
    /// begin with `#`. Capital letters and apostrophes are taken as they are taken in answers. The flaws have the number of
    /// their line, from 1.
    pub fn parse(text: &str) -> Result<Self, Vec<(u64, WatchFlaw)>> {
        let (mut lines, mut flaws) = (Vec::new(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            let plain = plain(line);
            let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match flaw_of(&line) {
                Some(flaw) => flaws.push((number, flaw)),
                None => lines.push(steps(&line)),
            }
        }
        if flaws.is_empty() { Ok(Self(lines)) } else { Err(flaws) }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a trained person should read this answer before others, by the list that is built in or by these words.
    pub fn watch(&self, text: &str) -> bool {
        let words = words(text);
        is_marked(text, &words) || found(&self.0, &words)
    }
}

/// What is wrong with a line, if anything is.
pub(super) fn flaw_of(line: &str) -> Option<WatchFlaw> {
    let words: Vec<&str> = line.split(' ').collect();
    if words.len() > LINE_WORDS_MAX {
        return Some(WatchFlaw::Long);
    }
    let is_place = |word: &&str| matches!(*word, ".." | "_");
    if words.first().is_some_and(is_place) || words.last().is_some_and(is_place) {
        return Some(WatchFlaw::Open);
    }
    let known = |form: &str| {
        let stem = form.strip_suffix('*').unwrap_or(form);
        matches!(form, "@adult" | "@near" | "@not")
            || (stem.chars().count() >= 2 && stem.chars().all(char::is_alphanumeric))
    };
    let sound = words.iter().filter(|word| !is_place(word)).all(|word| word.split('|').all(known));
    (!sound).then_some(WatchFlaw::Word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_adds_words_and_takes_none_away() {
        let own =
            WatchList::parse("# ours\n\nEast Side crew\n  fizz*|pop  ..  Old Mill \nnobody's home").unwrap();
        assert_eq!(own.len(), 3);
        for text in
            ["the east side CREW was there", "fizzing behind the old mill", "nobodys home", "he hits my mum"]
        {
            assert!(own.watch(text), "{text}");
        }
        for text in ["the east side of town", "fizzy drinks", "the bus is late"] {
            assert!(!own.watch(text), "{text}");
        }
        assert!(WatchList::parse("").unwrap().is_empty());
        let text = ".. crew\ncrew ..\na|\nx\n@uncle\nok line\nc*rew\n_";
        let flaws = WatchList::parse(text).unwrap_err();
        let expected = [
            (1, WatchFlaw::Open),
            (2, WatchFlaw::Open),
            (3, WatchFlaw::Word),
            (4, WatchFlaw::Word),
            (5, WatchFlaw::Word),
            (7, WatchFlaw::Word),
            (8, WatchFlaw::Open),
        ];
        assert_eq!(flaws, expected);
        assert_eq!(WatchList::parse(&"word ".repeat(21)).unwrap_err(), [(1, WatchFlaw::Long)]);
    }
}
