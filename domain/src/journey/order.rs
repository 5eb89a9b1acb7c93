//! Another order for everybody, and for each the same again: a shuffle drawn
//! from a seed that the response keeps. Chance is an argument, so the server
//! and the phone agree.

use crate::question::{Choice, Question};

/// A stream of numbers that looks like chance: `SplitMix64` (Steele, Lea and
/// Flood, 2014).
struct Stream(u64);

impl Stream {
    /// The stream of one response for one name: the orders of two questions
    /// tell nothing about each other.
    fn new(seed: u32, name: &str) -> Self {
        // FNV-1a over the name.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in name.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(hash ^ (u64::from(seed) << 32 | u64::from(seed)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is small: the bias of the remainder is far
    /// below anything that could be seen.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// Puts things into another order.
pub(super) fn shuffle<T>(things: &mut [T], seed: u32, name: &str) {
    let mut stream = Stream::new(seed, name);
    for last in (1..things.len()).rev() {
        things.swap(last, stream.below(last + 1));
    }
}

/// The options of a question in the order in which one response shows them:
/// their places in the question. Those that keep their place keep it.
pub fn options(question: &Question, seed: u32) -> Vec<usize> {
    let options: &[Choice] = question.kind.options();
    let mut order: Vec<usize> = (0..options.len()).collect();
    if question.kind.shuffles() {
        let stays = |at: &usize| options[*at].fixed || options[*at].alone;
        let mut moving: Vec<usize> = order.iter().copied().filter(|at| !stays(at)).collect();
        shuffle(&mut moving, seed, &question.key);
        let mut moving = moving.into_iter();
        for place in &mut order {
            if !stays(place) {
                *place = moving.next().unwrap_or(*place);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::question::{Kind, Single};

    fn question(shuffle: bool) -> Question {
        let mut options: Vec<Choice> = ["a", "b", "c", "d"].map(|key| Choice::new(key, key)).into();
        options.push(Choice::new("none", "None").alone());
        Question::new("q", "?", Kind::Single(Single { options, shuffle }))
    }

    #[test]
    fn the_order_is_the_seeds_and_none_of_these_stays_last() {
        let asks = question(true);
        assert_eq!(options(&question(false), 7), [0, 1, 2, 3, 4]);
        assert_eq!(options(&asks, 7), options(&asks, 7));
        assert!((0..50).any(|seed| options(&asks, seed) != options(&asks, 7)));
        assert!((0..50).all(|seed| options(&asks, seed)[4] == 4));
    }

    #[test]
    fn every_order_is_as_likely_as_any_other() {
        let asks = question(true);
        let mut seen: HashMap<Vec<usize>, u32> = HashMap::new();
        for seed in 0..24_000 {
            *seen.entry(options(&asks, seed)).or_default() += 1;
        }
        assert_eq!(seen.len(), 24);
        // 1,000 each expected; six standard deviations either way.
        assert!(seen.values().all(|times| (814..=1_186).contains(times)), "{seen:?}");
    }
}
