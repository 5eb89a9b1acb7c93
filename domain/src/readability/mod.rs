//! How easy a text is to read, for the people who write for young people
//! (domain.md 5.12). It is advice with its reasons, never a gate.
//!
//! The reading age is the Flesch-Kincaid grade and five years:
//!
//! ```text
//! grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
//! ```
//!
//! It is worked out in whole numbers, so that the phone and the server agree to
//! the tenth. The formula was made for English and says nothing about any other
//! language; there only words and sentences are counted. It also says little
//! about a handful of words: one long word lifts a question of five by years.

mod hints;
mod jargon;
mod sentences;
mod syllables;

use std::collections::HashSet;
use std::fmt;

use crate::respondent::AgeBand;

pub use jargon::{Advice, Hit, TERMS, Term};
pub use sentences::{sentences, words};
pub use syllables::syllables;

/// The most words that a sentence may have (domain.md 5.12, "hard limit").
pub const LONGEST_SENTENCE: usize = 25;

/// A word is long from this many letters on.
pub const LONG_WORD: usize = 8;

/// No reading age is given for fewer words.
pub const FEWEST_WORDS: usize = 3;

/// What a text is written in, as far as the formula cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The one that can be measured.
    English,
    /// Welsh or any other: words and sentences are counted, and that is all.
    Other,
}

impl Language {
    /// The language of a tag as in BCP 47: `en-GB` is English.
    pub fn of(tag: &str) -> Self {
        let main = tag.split(['-', '_']).next().unwrap_or_default();
        if main.eq_ignore_ascii_case("en") { Self::English } else { Self::Other }
    }
}

/// The age at which most children can read a text, in tenths of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadingAge(u16);

impl ReadingAge {
    /// The youngest that is given: below it the formula says nothing.
    pub const YOUNGEST: Self = Self(50);

    /// The oldest that is given: above it a text is only more or less
    /// impossible.
    pub const OLDEST: Self = Self(200);

    /// So many whole years.
    pub fn years(years: u8) -> Self {
        Self(u16::from(years) * 10)
    }

    /// In tenths of a year.
    pub fn tenths(self) -> u16 {
        self.0
    }

    /// The oldest reading age that a text for this band should have: 8 for the
    /// youngest, otherwise 10.
    pub fn most_for(band: AgeBand) -> Self {
        Self::years(if band == AgeBand::From8To10 { 8 } else { 10 })
    }

    /// From the three counts. In hundredths of a year, over one denominator:
    /// `39 w/s + 1180 y/w - 1559 + 500`.
    fn of(words: usize, sentences: usize, syllables: usize) -> Option<Self> {
        if words < FEWEST_WORDS || sentences == 0 {
            return None;
        }
        // No text of a questionnaire is longer, and so nothing can overflow.
        let bound = |n: usize| i64::try_from(n.min(1_000_000)).unwrap_or(1_000_000);
        let (w, s, y) = (bound(words), bound(sentences), bound(syllables));
        let over = 39 * w * w + 1180 * y * s - 1059 * w * s;
        let under = 10 * w * s;
        let tenths = (2 * over + under).div_euclid(2 * under);
        let tenths = tenths.clamp(i64::from(Self::YOUNGEST.0), i64::from(Self::OLDEST.0));
        u16::try_from(tenths).ok().map(Self)
    }
}

/// `9.4`.
impl fmt::Display for ReadingAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// A sentence and how long it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// How many words it has.
    pub words: usize,
    /// The sentence itself.
    pub text: String,
}

/// What was found out about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many words.
    pub words: usize,
    /// How many sentences.
    pub sentences: usize,
    /// `None` for fewer than [`FEWEST_WORDS`] words, and for other languages
    /// than English.
    pub age: Option<ReadingAge>,
    /// The longest sentence; the first of several.
    pub longest: Option<Sentence>,
    /// Every sentence of more than [`LONGEST_SENTENCE`] words.
    pub too_long: Vec<Sentence>,
    /// Every word of [`LONG_WORD`] letters or more, each once. English only,
    /// like everything below.
    pub long_words: Vec<String>,
    /// Where somebody has something done to them and nobody does it: "was
    /// decided".
    pub passive: Vec<String>,
    /// Words of the office.
    pub jargon: Vec<Hit>,
    /// Numbers in letters, each once: figures are easier to read.
    pub number_words: Vec<String>,
}

/// Reads a text, with Earshot's own list of jargon.
pub fn read(text: &str, language: Language) -> Report {
    read_with(text, language, TERMS)
}

/// Reads a text, with a list of jargon of one's own.
pub fn read_with(text: &str, language: Language, terms: &[Term<'_>]) -> Report {
    let split = sentences(text);
    let counted: Vec<Sentence> = split
        .iter()
        .map(|sentence| Sentence { words: words(sentence).len(), text: (*sentence).to_string() })
        .collect();
    let total = counted.iter().map(|sentence| sentence.words).sum();
    // The first of the longest: `max_by_key` alone would give the last.
    let longest = counted.iter().rev().max_by_key(|sentence| sentence.words).cloned();
    let too_long = counted.iter().filter(|sentence| sentence.words > LONGEST_SENTENCE).cloned().collect();
    let mut report = Report {
        words: total,
        sentences: counted.len(),
        age: None,
        longest,
        too_long,
        long_words: Vec::new(),
        passive: Vec::new(),
        jargon: Vec::new(),
        number_words: Vec::new(),
    };
    if language == Language::Other {
        return report;
    }
    let spoken = split.iter().flat_map(|sentence| words(sentence)).map(syllables).sum();
    report.age = ReadingAge::of(total, counted.len(), spoken);
    let terms = jargon::Terms::of(terms);
    let (mut long, mut numbers) = (HashSet::new(), HashSet::new());
    for sentence in &split {
        let all = words(sentence);
        for word in &all {
            let word = || word.to_lowercase();
            report.long_words.extend(Some(word()).filter(|w| hints::is_long(w) && long.insert(w.clone())));
            report
                .number_words
                .extend(Some(word()).filter(|w| hints::is_number(w) && numbers.insert(w.clone())));
        }
        report.passive.extend(hints::passive(&all));
        report.jargon.extend(terms.hits(&all));
    }
    report
}

#[cfg(test)]
mod tests;
