//! Texts as the weights of their words: how often a word stands in a text, beside in how many texts it stands at all
//! (TF-IDF). Two texts are as alike as the cosine of their weights.

use std::collections::BTreeMap;

use super::number;
use super::words::{Term, terms};

/// The weights of a text by the numbers of its terms, in their order; their squares add up to 1.
pub(super) type Vector = Vec<(usize, f64)>;

/// The same, to look at.
pub(super) type Weights = [(usize, f64)];

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// Stems.
    Stems,
    /// Stems, and pairs of them that stand side by side.
    Pairs,
}

/// Many texts as weights.
#[derive(Debug, Clone)]
pub(super) struct Corpus {
    counted: Counted,
    /// The number of a term, and how much it weighs because it is rare.
    known: BTreeMap<String, (usize, f64)>,
    /// How each term is written most often.
    shown: Vec<String>,
    /// The texts.
    pub(super) vectors: Vec<Vector>,
}

/// The terms of a text with how they are written.
fn counted_terms(text: &str, counted: Counted) -> Vec<Term> {
    let places = terms(text);
    let mut found: Vec<Term> = places.iter().flatten().cloned().collect();
    if counted == Counted::Pairs {
        for pair in places.windows(2) {
            if let [Some(one), Some(other)] = pair {
                found.push(Term {
                    stem: format!("{} {}", one.stem, other.stem),
                    word: format!("{} {}", one.word, other.word),
                });
            }
        }
    }
    found
}

impl Corpus {
    /// The texts, counted by the terms that stand in at least `fewest` of them: what stands in one alone makes it like no
    /// other.
    pub(super) fn new<T: AsRef<str>>(texts: &[T], counted: Counted, fewest: usize) -> Self {
        let texts: Vec<Vec<Term>> = texts.iter().map(|text| counted_terms(text.as_ref(), counted)).collect();
        let mut stands_in: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
        for text in &texts {
            let mut here: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for term in text {
                here.entry(&term.stem).or_default().push(&term.word);
            }
            for (stem, written) in here {
                let entry = stands_in.entry(stem).or_default();
                entry.0 += 1;
                for word in written {
                    *entry.1.entry(word).or_default() += 1;
                }
            }
        }
        let all = number(texts.len());
        let (mut known, mut shown) = (BTreeMap::new(), Vec::new());
        for (stem, (stands, written)) in stands_in {
            if stands >= fewest {
                let rare = ((1.0 + all) / (1.0 + number(stands))).ln() + 1.0;
                known.insert(stem.to_string(), (shown.len(), rare));
                // Of two that are as frequent the one that comes first, which is the shorter one where one begins the other.
                let most = written.values().max().copied().unwrap_or_default();
                let word = written.into_iter().find(|(_, n)| *n == most).map_or(stem, |(word, _)| word);
                shown.push(word.to_string());
            }
        }
        let mut corpus = Self { counted, known, shown, vectors: Vec::with_capacity(texts.len()) };
        corpus.vectors = texts.iter().map(|text| corpus.weigh(text)).collect();
        corpus
    }

    /// Another text in the weights of these.
    pub(super) fn vector(&self, text: &str) -> Vector {
        self.weigh(&counted_terms(text, self.counted))
    }

    fn weigh(&self, text: &[Term]) -> Vector {
        let mut counts: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
        for (at, rare) in text.iter().filter_map(|term| self.known.get(&term.stem)) {
            counts.entry(*at).or_insert((0, *rare)).0 += 1;
        }
        unit(counts.into_iter().map(|(at, (n, rare))| (at, (1.0 + number(n).ln()) * rare)).collect())
    }

    /// How a term is written.
    pub(super) fn shown(&self, term: usize) -> &str {
        self.shown.get(term).map_or("", String::as_str)
    }

    /// The terms that make two alike, the heaviest first.
    pub(super) fn shared(&self, one: &Weights, other: &Weights, most: usize) -> Vec<String> {
        let mut shared = products(one, other);
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        shared.iter().take(most).map(|(term, _)| self.shown(*term).to_string()).collect()
    }
}

/// The same weights with a length of 1; nothing stays nothing.
fn unit(mut vector: Vector) -> Vector {
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        for (_, weight) in &mut vector {
            *weight /= length;
        }
    }
    vector
}

/// The products of the weights that two have both.
fn products(one: &Weights, other: &Weights) -> Vec<(usize, f64)> {
    let mut found = Vec::new();
    let mut rest = other.iter().peekable();
    for (term, weight) in one {
        while rest.next_if(|(there, _)| there < term).is_some() {}
        if let Some((_, there)) = rest.next_if(|(there, _)| there == term) {
            found.push((*term, weight * there));
        }
    }
    found
}

/// How alike two are: 0 where they share nothing, 1 where they are the same.
pub(super) fn cosine(one: &Weights, other: &Weights) -> f64 {
    let mut sum = 0.0;
    let mut at = 0;
    for (term, weight) in one {
        while other.get(at).is_some_and(|(there, _)| there < term) {
            at += 1;
        }
        match other.get(at) {
            Some((there, more)) if there == term => sum += weight * more,
            Some(_) => {}
            None => break,
        }
    }
    sum
}

/// The mean of several, with a length of 1.
pub(super) fn centre<'a>(of: impl Iterator<Item = &'a Vector>) -> Vector {
    unit(sums(of).into_iter().collect())
}

/// The weights of several, added up.
pub(super) fn sums<'a>(of: impl Iterator<Item = &'a Vector>) -> BTreeMap<usize, f64> {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (term, weight) in of.flatten() {
        *sums.entry(*term).or_default() += weight;
    }
    sums
}

/// How alike two must at least be, to be named.
const LIKE: f64 = 0.15;

/// A text that is like another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Like {
    /// Its number.
    pub text: usize,
    /// How alike, from 0 to 1.
    pub alike: f64,
    /// The words that make it so, at most three.
    pub shares: Vec<String>,
}

/// The texts that are most like the one with this number, the most alike first: at least 0.15 of a cosine, and no more than
/// `most`.
pub fn more_like<T: AsRef<str>>(texts: &[T], of: usize, most: usize) -> Vec<Like> {
    let corpus = Corpus::new(texts, Counted::Stems, 2);
    let Some(own) = corpus.vectors.get(of) else { return Vec::new() };
    let mut found: Vec<(usize, f64)> = corpus
        .vectors
        .iter()
        .enumerate()
        .filter(|(text, _)| *text != of)
        .map(|(text, vector)| (text, cosine(own, vector)))
        .filter(|(_, alike)| *alike >= LIKE)
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(most);
    let like = |(text, alike): (usize, f64)| Like {
        text,
        alike,
        shares: corpus.shared(own, &corpus.vectors[text], 3),
    };
    found.into_iter().map(like).collect()
}
