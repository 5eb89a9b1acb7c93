//! Where the names of speakers stand inside what was said. They are shown as what could be hidden; nobody else's names are
//! found so, and a person reads everything.

use earshot_domain::session::Label;
use earshot_domain::text::{self, Span};

use super::Transcript;

/// A name inside the words of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamePlace {
    /// The turn, counted from 0.
    pub turn: usize,
    /// Which code points of its words.
    pub span: Span,
}

/// The fewest letters of a name that is found however it is spelt. Shorter ones are often other words: "will", "may".
const ANY_CASE: usize = 5;

/// Titles, which are no names.
const TITLES: [&str; 8] = ["dr", "miss", "mr", "mrs", "ms", "mx", "sir", "the"];

/// Every place, in the order of the turns; two in one turn share no letter.
pub(super) fn places(transcript: &Transcript) -> Vec<NamePlace> {
    let mut names: Vec<String> = Vec::new();
    for label in transcript.labels() {
        if Label::of(label) != Label::Name {
            continue;
        }
        for word in label.split(|letter: char| !letter.is_alphabetic() && letter != '-' && letter != '\'') {
            let word = word.trim_matches(['-', '\'']);
            let known = names.iter().any(|name| name.to_lowercase() == word.to_lowercase());
            // What somebody does stands beside their name, and is none: "Sarah Worker".
            let names_nobody =
                TITLES.contains(&word.to_lowercase().as_str()) || Label::of(word) != Label::Name;
            if word.chars().count() > 1 && !known && !names_nobody {
                names.push(word.to_owned());
            }
        }
    }
    let mut places = Vec::new();
    if names.is_empty() {
        return places;
    }
    for (turn, said) in transcript.turns.iter().enumerate() {
        let letters: Vec<char> = said.words.chars().collect();
        let mut spans: Vec<Span> = names
            .iter()
            .flat_map(|name| text::find_any_case(&said.words, name))
            .filter(|span| stands_alone(&letters, *span))
            .collect();
        spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        for span in spans {
            if span.start >= end {
                end = span.end;
                places.push(NamePlace { turn, span });
            }
        }
    }
    places
}

/// Whether what stands here is a word of its own, or one with an s: "Jaydens".
fn stands_alone(letters: &[char], span: Span) -> bool {
    let is_letter = |at: usize| letters.get(at).is_some_and(|letter| letter.is_alphanumeric());
    let begins = span.start.checked_sub(1).is_none_or(|before| !is_letter(before));
    let ends = !is_letter(span.end) || (letters[span.end] == 's' && !is_letter(span.end + 1));
    let is_large = letters.get(span.start).is_some_and(|letter| !letter.is_lowercase());
    begins && ends && (is_large || span.len() >= ANY_CASE)
}
