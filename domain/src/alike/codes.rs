//! Codes that an answer may deserve, learned from those that people gave: the seven coded answers that are most like it vote
//! with their likeness. Said in a sentence that anybody can check: "of the answers most like this one, most carry this code".

use std::collections::BTreeMap;

use super::number;
use super::vectors::{Corpus, Counted, cosine};

/// Answers that vote.
const VOTERS: usize = 7;

/// How like it they must at least be.
const ALIKE: f64 = 0.1;

/// The share of all votes that a code needs.
const SHARE: f64 = 1.0 / 3.0;

/// Codes for one answer.
const MOST: usize = 3;

/// A code with fewer examples is not suggested.
pub const FEWEST_EXAMPLES: usize = 5;

/// An answer that a person has coded.
#[derive(Debug, Clone)]
pub struct Coded<C> {
    /// Its words.
    pub words: String,
    /// Its codes, each once.
    pub codes: Vec<C>,
}

/// A code that an answer may deserve.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestedCode<C> {
    /// The code.
    pub code: C,
    /// How many of the answers that are most like it carry it.
    pub carry: usize,
    /// How many these are.
    pub of: usize,
    /// The words that it shares with those that carry it, the heaviest first, at most three.
    pub shares: Vec<String>,
}

/// Suggests codes for a text, the most voted for first.
pub fn suggested_codes<C: Copy + Ord>(examples: &[Coded<C>], text: &str) -> Vec<SuggestedCode<C>> {
    let mut known: BTreeMap<C, usize> = BTreeMap::new();
    for code in examples.iter().flat_map(|example| &example.codes) {
        *known.entry(*code).or_default() += 1;
    }
    known.retain(|_, examples| *examples >= FEWEST_EXAMPLES);
    if known.is_empty() {
        return Vec::new();
    }
    let words: Vec<&str> = examples.iter().map(|example| example.words.as_str()).collect();
    let corpus = Corpus::new(&words, Counted::Stems, 1);
    let own = corpus.vector(text);
    let alike = corpus.vectors.iter().map(|vector| cosine(&own, vector)).enumerate();
    let mut voters: Vec<(usize, f64)> = alike.filter(|(_, alike)| *alike >= ALIKE).collect();
    voters.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    voters.truncate(VOTERS);
    let all: f64 = voters.iter().map(|(_, alike)| alike).sum();
    let mut found = Vec::new();
    for code in known.into_keys() {
        let carry: Vec<&(usize, f64)> =
            voters.iter().filter(|(at, _)| examples[*at].codes.contains(&code)).collect();
        let votes: f64 = carry.iter().map(|(_, alike)| alike).sum();
        // One alone is no pattern, however alike.
        if carry.len() > 1 && votes >= SHARE * all {
            let mut middle: BTreeMap<usize, f64> = BTreeMap::new();
            for (term, weight) in carry.iter().flat_map(|(at, _)| &corpus.vectors[*at]) {
                *middle.entry(*term).or_default() += weight / number(carry.len());
            }
            let shares = corpus.shared(&own, &middle.into_iter().collect::<Vec<_>>(), 3);
            found.push((votes, SuggestedCode { code, carry: carry.len(), of: voters.len(), shares }));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.code.cmp(&b.1.code)));
    found.into_iter().take(MOST).map(|(_, suggested)| suggested).collect()
}
