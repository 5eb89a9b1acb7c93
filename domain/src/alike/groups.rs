//! Groups of texts that are about the same, for somebody who looks for codes: agglomerative clustering with Ward's linkage
//! over the weights of stems.
//!
//! The rule for how many groups there are is the old rule of thumb, the root of half the number of texts, from 4 to 20. It was
//! chosen by measuring: the silhouette of short texts grows with every group that is added, and always asks for the most.
//! Pairs of words were measured too. They make short texts less alike than they are, so they name a group and do not make it.

use std::collections::BTreeMap;

use kodama::{Method, linkage};

use super::near::nearly_same;
use super::number;
use super::vectors::{Corpus, Counted, Vector, Weights, centre, cosine, sums};

/// Fewer different texts than this are read faster than grouped.
pub const FEWEST_TEXTS: usize = 12;

/// Of more different texts than this, every second, every third and so on is clustered; the others go to the group that they
/// are most like.
const SAMPLE: usize = 2_000;

/// How like the middle of its group a text must be, to belong to it.
const BELONGS: f64 = 0.25;

/// Fewer texts are no group.
const FEWEST_IN_GROUP: usize = 3;

/// Words that a group is named by.
const TYPICAL: usize = 5;

/// A text in a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its number.
    pub text: usize,
    /// The words by which it belongs here, at most three.
    pub shares: Vec<String>,
}

/// Texts that may be about the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The words that are heavier here than in all the others, the heaviest first.
    pub typical: Vec<String>,
    /// The texts, those that are nearest to the middle first.
    pub members: Vec<Member>,
}

/// What was found in many texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Groups {
    /// The groups, the largest first.
    pub groups: Vec<Group>,
    /// The texts that fit nowhere.
    pub left_out: Vec<usize>,
    /// How many pairs of texts were compared.
    pub compared: usize,
}

/// How many groups are looked for in this many texts.
fn how_many(texts: usize) -> usize {
    (4..=20).rev().find(|groups| groups * groups * 2 <= texts).unwrap_or(4)
}

/// Suggests groups. Texts that are nearly the same count as one when groups are made, and stand in it one by one.
pub fn groups<T: AsRef<str>>(texts: &[T]) -> Groups {
    let nearly = nearly_same(texts);
    let distinct = nearly.distinct();
    let words: Vec<&str> = distinct.iter().map(|at| texts[*at].as_ref()).collect();
    let corpus = Corpus::new(&words, Counted::Stems, 2);
    let say_something: Vec<usize> = (0..words.len()).filter(|at| !corpus.vectors[*at].is_empty()).collect();
    if say_something.len() < FEWEST_TEXTS {
        let left_out = (0..texts.len()).collect();
        return Groups { left_out, compared: nearly.compared, ..Groups::default() };
    }
    let step = say_something.len().div_ceil(SAMPLE);
    let sample: Vec<usize> = say_something.iter().step_by(step).copied().collect();
    let (clusters, pairs) = clusters(&corpus.vectors, &sample);
    let centres: Vec<Vector> =
        clusters.iter().map(|cluster| centre(cluster.iter().map(|at| &corpus.vectors[*at]))).collect();
    // Every different text goes to the middle that it is nearest to, also those of the sample.
    let mut found: Vec<Vec<(usize, f64)>> = vec![Vec::new(); centres.len()];
    for at in &say_something {
        if let Some((group, alike)) = nearest(&corpus.vectors[*at], &centres)
            && alike >= BELONGS
        {
            found[group].push((*at, alike));
        }
    }
    let typical = Corpus::new(&words, Counted::Pairs, 2);
    let total = sums(typical.vectors.iter());
    let mut same: Vec<Vec<usize>> = vec![Vec::new(); texts.len()];
    for (text, first) in nearly.first.iter().enumerate() {
        same[*first].push(text);
    }
    let mut kept = vec![false; texts.len()];
    let mut groups = Vec::new();
    for (mut cluster, middle) in found.into_iter().zip(&centres) {
        if cluster.len() < FEWEST_IN_GROUP {
            continue;
        }
        cluster.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let own: Vec<usize> = cluster.iter().map(|(at, _)| *at).collect();
        let mut members = Vec::new();
        for at in &own {
            let shares = corpus.shared(&corpus.vectors[*at], middle, 3);
            // The first of a fold, and after it those that are nearly the same.
            for text in &same[distinct[*at]] {
                kept[*text] = true;
                members.push(Member { text: *text, shares: shares.clone() });
            }
        }
        groups.push(Group { typical: typical_words(&typical, &total, &own), members });
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    let left_out = (0..texts.len()).filter(|text| !kept[*text]).collect();
    Groups { groups, left_out, compared: nearly.compared + pairs }
}

/// The middle that a text is nearest to, and how near.
fn nearest(text: &Weights, centres: &[Vector]) -> Option<(usize, f64)> {
    let alike = centres.iter().enumerate().map(|(group, middle)| (group, cosine(text, middle)));
    // Of two that are as near, the first.
    alike.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// The clusters of a sample, each in its order, and how many pairs that took.
fn clusters(vectors: &[Vector], sample: &[usize]) -> (Vec<Vec<usize>>, usize) {
    let mut apart = Vec::with_capacity(sample.len() * (sample.len() - 1) / 2);
    for (at, one) in sample.iter().enumerate() {
        for other in &sample[at + 1..] {
            // Of two with a length of 1, how far their ends are apart.
            apart.push((2.0 - 2.0 * cosine(&vectors[*one], &vectors[*other])).max(0.0).sqrt());
        }
    }
    let pairs = apart.len();
    let tree = linkage(&mut apart, sample.len(), Method::Ward);
    let mut clusters: Vec<Vec<usize>> = sample.iter().map(|at| vec![*at]).collect();
    for step in tree.steps().iter().take(sample.len() - how_many(sample.len())) {
        let mut joined = std::mem::take(&mut clusters[step.cluster1]);
        joined.append(&mut std::mem::take(&mut clusters[step.cluster2]));
        joined.sort_unstable();
        clusters.push(joined);
    }
    clusters.retain(|cluster| !cluster.is_empty());
    clusters.sort_unstable();
    (clusters, pairs)
}

/// The words whose mean weight among these texts is most above that among the others. A word that is part of one that was
/// chosen before says nothing new. `total` are the weights of all texts.
fn typical_words(corpus: &Corpus, total: &BTreeMap<usize, f64>, own: &[usize]) -> Vec<String> {
    let here = sums(own.iter().map(|at| &corpus.vectors[*at]));
    let (few, rest) = (number(own.len()), number(corpus.vectors.len() - own.len()).max(1.0));
    let mut above: Vec<(usize, f64)> = here
        .into_iter()
        .map(|(term, sum)| {
            let there = total.get(&term).map_or(0.0, |total| total - sum);
            (term, sum / few - there / rest)
        })
        .filter(|(_, above)| *above > 0.0)
        .collect();
    above.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut typical: Vec<String> = Vec::new();
    for (term, _) in above {
        let word = corpus.shown(term);
        let said = |known: &String| known.split(' ').any(|one| word.split(' ').any(|other| one == other));
        if !typical.iter().any(said) {
            typical.push(word.to_string());
        }
        if typical.len() == TYPICAL {
            break;
        }
    }
    typical
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_groups_is_the_root_of_half_the_texts() {
        assert_eq!([0, 12, 32, 49, 50, 100, 800, 2_000].map(how_many), [4, 4, 4, 4, 5, 7, 20, 20]);
    }
}
