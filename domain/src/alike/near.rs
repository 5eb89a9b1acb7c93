//! Texts that are nearly the same: a letter that was passed round, a sentence that a whole class copied.
//!
//! Two texts are nearly the same when of all their runs of three words at least four in five are in both (Jaccard). Which
//! pairs are worth comparing is found by min-hashing: 64 numbers a text, in 16 bands of four. A pair at the limit shares a
//! band with a probability of 0.9998, so ten thousand texts need no fifty million comparisons.

use std::collections::{BTreeMap, BTreeSet};

use super::words::words;

/// Words of a run.
const RUN: usize = 3;

/// Bands of hashes, and hashes in each of them.
const BANDS: u64 = 16;
const ROWS: u64 = 4;

/// Of one band that many texts have alike, as many are compared as this.
const DEEP: usize = 8;

/// Fewer words than this are the same by chance: "the bus is late" is no campaign.
pub const CAMPAIGN_WORDS: usize = 5;

/// Texts that are nearly the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearly {
    /// The numbers of those that are nearly the same as an earlier one, each fold with that first one, in their order.
    pub folds: Vec<Vec<usize>>,
    /// For each text the first one that it is nearly the same as; itself where it is the first or the only one.
    pub first: Vec<usize>,
    /// How many pairs were compared.
    pub compared: usize,
}

impl Nearly {
    /// The texts that no earlier one is nearly the same as.
    pub(super) fn distinct(&self) -> Vec<usize> {
        self.first.iter().enumerate().filter(|(at, first)| at == *first).map(|(at, _)| at).collect()
    }
}

/// FNV-1a, and its bits mixed: the same on every machine.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    mix(bytes
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// The last step of `splitmix64`.
fn mix(seed: u64) -> u64 {
    let once = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let twice = (once ^ (once >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    twice ^ (twice >> 31)
}

/// The runs of a text as numbers, sorted; of a short text the whole of it is one run.
fn runs(text: &str) -> Vec<u64> {
    let words = words(text);
    let one = |run: &[String]| hash(run.iter().flat_map(|word| word.bytes().chain([b' '])));
    let runs: BTreeSet<u64> = match words.len() {
        0 => BTreeSet::new(),
        n if n < RUN => BTreeSet::from([one(&words)]),
        _ => words.windows(RUN).map(one).collect(),
    };
    runs.into_iter().collect()
}

/// Whether at least four in five of all runs are in both.
fn is_near(one: &[u64], other: &[u64]) -> bool {
    let (mut at, mut both) = (0, 0_usize);
    for run in one {
        while other.get(at).is_some_and(|there| there < run) {
            at += 1;
        }
        both += usize::from(other.get(at) == Some(run));
    }
    let all = one.len() + other.len() - both;
    both * 5 >= all * 4
}

/// The bands of a text: which one, and what is in it.
fn bands(runs: &[u64]) -> Vec<(u64, u64)> {
    let least = |row: u64| {
        let seed = mix(row.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        runs.iter().map(|run| mix(run ^ seed)).min().unwrap_or_default()
    };
    let band = |band: u64| {
        let rows = (0..ROWS).map(|row| least(band * ROWS + row));
        (band, rows.fold(band, |hash, least| mix(hash ^ least)))
    };
    (0..BANDS).map(band).collect()
}

/// Which of these texts are nearly the same. A text belongs to the first one that it is nearly the same as, so every text of
/// a fold is like its first, and no chain of small changes joins what has nothing in common. Texts without a word are like
/// nothing.
pub fn nearly_same<T: AsRef<str>>(texts: &[T]) -> Nearly {
    let all: Vec<Vec<u64>> = texts.iter().map(|text| runs(text.as_ref())).collect();
    let mut first: Vec<usize> = (0..texts.len()).collect();
    let mut known: BTreeMap<(u64, u64), Vec<usize>> = BTreeMap::new();
    let mut same: BTreeMap<&[u64], usize> = BTreeMap::new();
    let mut compared = 0;
    for (at, runs) in all.iter().enumerate().filter(|(_, runs)| !runs.is_empty()) {
        // The very same words need no comparison.
        if let Some(before) = same.get(runs.as_slice()) {
            first[at] = *before;
            continue;
        }
        let bands = bands(runs);
        let candidates: BTreeSet<usize> =
            bands.iter().filter_map(|band| known.get(band)).flatten().copied().collect();
        let near = candidates.into_iter().find(|before| {
            compared += 1;
            is_near(&all[*before], runs)
        });
        if let Some(before) = near {
            first[at] = before;
        } else {
            for band in bands {
                let there = known.entry(band).or_default();
                if there.len() < DEEP {
                    there.push(at);
                }
            }
        }
        same.insert(runs, first[at]);
    }
    let mut folds: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, first) in first.iter().enumerate() {
        folds.entry(*first).or_default().push(at);
    }
    let folds = folds.into_values().filter(|fold| fold.len() > 1).collect();
    Nearly { folds, first, compared }
}

/// Whether a text has words enough that somebody else does not write the same by chance.
fn is_long(text: &str) -> bool {
    words(text).len() >= CAMPAIGN_WORDS
}

impl Nearly {
    /// The folds that somebody may have passed round, the largest first: long enough, and at least this many texts. `texts`
    /// are those that they were found among.
    pub fn campaigns<T: AsRef<str>>(&self, texts: &[T], fewest: usize) -> Vec<&[usize]> {
        let long = |fold: &&Vec<usize>| {
            fold.len() >= fewest
                && fold.first().and_then(|at| texts.get(*at)).is_some_and(|text| is_long(text.as_ref()))
        };
        let mut found: Vec<&[usize]> = self.folds.iter().filter(long).map(Vec::as_slice).collect();
        found.sort_by_key(|fold| std::cmp::Reverse(fold.len()));
        found
    }
}
