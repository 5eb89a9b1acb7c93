//! Double coding: two people code the same answers, neither seeing what the other does, and this says how well they agree
//! (domain.md 6.3, 6.4). Everything is counted in whole numbers and divided once, at the end, so that the same answers give
//! the same figure on every machine, and a threshold is never missed by a rounding on the way.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

crate::text_enum! {
    /// How far a round of double coding has come.
    pub enum RoundState {
        /// The two code, and neither sees the other's codes.
        Coding = "coding",
        /// Both are done: they look at where they differ.
        Comparing = "comparing",
        /// What they settled is in the codings, or it was stopped.
        Closed = "closed",
    }
}

/// Of a figure that is 1: figures are kept in millionths.
const ONE: i128 = 1_000_000;

/// From here on agreement is good, in millionths (domain.md 6.4).
const GOOD: i64 = 800_000;

/// From here on it is tentative.
const TENTATIVE: i64 = 667_000;

/// The share of the answers that is drawn unless somebody asks for another number: a fifth.
const SHARE: usize = 5;

/// The fewest that are drawn then.
const LEAST: usize = 50;

/// How many answers are coded twice: as many as somebody wishes for, otherwise a fifth or 50, whichever is more; never more
/// than there are (domain.md 6.4, step 1).
pub fn sample_size(all: usize, wish: Option<usize>) -> usize {
    let usual = all.div_ceil(SHARE).max(LEAST);
    wish.filter(|wish| *wish > 0).unwrap_or(usual).min(all)
}

/// A share or a coefficient, at most 1, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Figure(i64);

impl Figure {
    /// One number of another. Nothing where there is nothing to divide by: such a figure cannot be calculated, and is not 1.
    fn of(part: i128, whole: i128) -> Option<Self> {
        if whole <= 0 {
            return None;
        }
        let millionths = part.checked_mul(ONE)?;
        let half = if millionths < 0 { -(whole / 2) } else { whole / 2 };
        i64::try_from(millionths.checked_add(half)? / whole).ok().map(Self)
    }

    /// In millionths.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// In whole per cent, cut off.
    pub fn percent(self) -> i64 {
        self.0 / 10_000
    }
}

/// With two decimals, cut off and not rounded: 0.798 is not shown as the 0.80 that it does not reach.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.0 / 10_000;
        let sign = if hundredths < 0 { "-" } else { "" };
        let size = hundredths.unsigned_abs();
        write!(f, "{sign}{}.{:02}", size / 100, size % 100)
    }
}

/// What an alpha says (domain.md 6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// 0.80 or more.
    Good,
    /// 0.667 or more.
    Tentative,
    /// Less: the codes do not mean the same to both.
    Refine,
}

impl Grade {
    /// The grade of an alpha.
    pub fn of(alpha: Figure) -> Self {
        if alpha.0 >= GOOD {
            Grade::Good
        } else if alpha.0 >= TENTATIVE {
            Grade::Tentative
        } else {
            Grade::Refine
        }
    }

    /// As shown to staff beside the number.
    pub fn label(self) -> &'static str {
        match self {
            Grade::Good => "good",
            Grade::Tentative => "tentative",
            Grade::Refine => "refine the codebook",
        }
    }
}

/// What the coders said of one unit: a value each, in their order; nothing from who said nothing of it.
pub type Unit = Vec<Option<u32>>;

/// How often each value was said of a unit, where at least two said anything.
fn tally(unit: &[Option<u32>]) -> Option<BTreeMap<u32, i128>> {
    let mut said = BTreeMap::new();
    for value in unit.iter().flatten() {
        *said.entry(*value).or_insert(0) += 1;
    }
    (total(&said) >= 2).then_some(said)
}

fn total(said: &BTreeMap<u32, i128>) -> i128 {
    said.values().sum()
}

fn squares(said: &BTreeMap<u32, i128>) -> i128 {
    said.values().map(|n| n * n).sum()
}

/// How many values stand beside another of the same unit, and can so be compared: `n` in domain.md 6.4.
pub fn pairable(units: &[Unit]) -> usize {
    let said = |unit: &Unit| unit.iter().flatten().count();
    units.iter().map(said).filter(|n| *n >= 2).sum()
}

/// The share of pairs of coders who said the same of a unit; of two coders the share of the units.
pub fn percent(units: &[Unit]) -> Option<Figure> {
    let (mut same, mut all) = (0, 0);
    for said in units.iter().filter_map(|unit| tally(unit)) {
        let n = total(&said);
        same += squares(&said) - n;
        all += n * n - n;
    }
    Figure::of(same, all)
}

/// Cohen's kappa of two coders, over the units of which both said something. Nothing where all of them got the same value,
/// or where there are not two coders.
pub fn kappa(units: &[Unit]) -> Option<Figure> {
    let (mut n, mut same) = (0_i128, 0_i128);
    let mut of_value: BTreeMap<u32, (i128, i128)> = BTreeMap::new();
    for unit in units {
        let [first, second] = unit.as_slice() else { return None };
        let Some((first, second)) = first.zip(*second) else { continue };
        n += 1;
        same += i128::from(first == second);
        of_value.entry(first).or_default().0 += 1;
        of_value.entry(second).or_default().1 += 1;
    }
    // po = same / n and pe = by_chance / n^2, so that (po - pe) / (1 - pe) is this:
    let by_chance: i128 = of_value.values().map(|(first, second)| first * second).sum();
    Figure::of(same * n - by_chance, n * n - by_chance)
}

/// Krippendorff's alpha for names without an order, of any number of coders, some of whom may have said nothing of a unit.
/// Nothing where all of them got the same value.
pub fn alpha(units: &[Unit]) -> Option<Figure> {
    let tallies: Vec<_> = units.iter().filter_map(|unit| tally(unit)).collect();
    // A unit counts 1 / (m - 1) for each pair that differs: over this number all of these are whole.
    let over = tallies.iter().try_fold(1, |over, said| lcm(over, total(said) - 1))?;
    let mut differ = 0_i128;
    let mut of_value: BTreeMap<u32, i128> = BTreeMap::new();
    for said in &tallies {
        let n = total(said);
        let pairs = n * n - squares(said);
        differ = differ.checked_add(pairs.checked_mul(over / (n - 1))?)?;
        for (value, times) in said {
            *of_value.entry(*value).or_default() += times;
        }
    }
    let n = total(&of_value);
    // Do = differ / (over * n) and De = by_chance / (n * (n - 1)), so that 1 - Do / De is this:
    let by_chance = n * n - squares(&of_value);
    let whole = by_chance.checked_mul(over)?;
    Figure::of(whole.checked_sub(differ.checked_mul(n - 1)?)?, whole)
}

fn lcm(a: i128, b: i128) -> Option<i128> {
    let (mut high, mut low) = (a, b);
    while low != 0 {
        (high, low) = (low, high % low);
    }
    (a / high).checked_mul(b)
}

/// How well the coders agree whether a code applies: yes or no of each unit (domain.md 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// Pairs of coders who said the same.
    pub percent: Option<Figure>,
    /// Cohen's kappa, of two coders.
    pub kappa: Option<Figure>,
    /// Krippendorff's alpha.
    pub alpha: Option<Figure>,
    /// How often yes was said, of all that was said.
    pub prevalence: Option<Figure>,
    /// Whether that is less than a tenth or more than nine tenths: kappa and alpha are then low however well two agree.
    pub is_lopsided: bool,
}

/// What each coder said of one unit: whether the code applies, or nothing.
pub type Votes = Vec<Option<bool>>;

impl Measures {
    /// Of these units.
    pub fn of(units: &[Votes]) -> Self {
        let values = |votes: &Votes| votes.iter().map(|vote| vote.map(u32::from)).collect();
        let values: Vec<Unit> = units.iter().map(values).collect();
        let said = |is: fn(bool) -> bool| units.iter().flatten().flatten().filter(|vote| is(**vote)).count();
        let (yes, all) = (whole(said(|vote| vote)), whole(said(|_| true)));
        Self {
            percent: percent(&values),
            kappa: kappa(&values),
            alpha: alpha(&values),
            prevalence: Figure::of(yes, all),
            is_lopsided: all > 0 && (yes * 10 < all || yes * 10 > all * 9),
        }
    }
}

fn whole(n: usize) -> i128 {
    i128::try_from(n).unwrap_or(i128::MAX)
}

/// How well two people agreed in a round: figures, and nothing of any answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// How many answers both have coded.
    pub units: u32,
    /// Whether one of the two was a young person.
    pub with_young: bool,
    /// Over all codes together.
    pub pooled: Measures,
    /// Of each code, in the order of the codebook.
    pub codes: Vec<Measures>,
}

impl Agreement {
    /// From what was said of each code: its units in the same order each time, and of each unit one vote a coder.
    pub fn of(codes: &[Vec<Votes>], with_young: bool) -> Self {
        let by_two = |votes: &&Votes| votes.iter().flatten().count() >= 2;
        let units = codes.first().map_or(0, |units| units.iter().filter(by_two).count());
        Self {
            units: u32::try_from(units).unwrap_or(u32::MAX),
            with_young,
            pooled: Measures::of(&codes.concat()),
            codes: codes.iter().map(|units| Measures::of(units)).collect(),
        }
    }
}

/// What a report says of it.
pub fn agreement_sentence(agreement: &Agreement) -> String {
    let who = if agreement.with_young { "A worker and a young person" } else { "Two people" };
    let Some(alpha) = agreement.pooled.alpha else {
        return format!("{who} coded the answers; how well they agreed cannot be calculated.");
    };
    match Grade::of(alpha) {
        Grade::Good => format!("{who} coded the answers; agreement was good (alpha {alpha})."),
        Grade::Tentative => format!("{who} coded the answers; agreement was tentative (alpha {alpha})."),
        Grade::Refine => {
            format!(
                "{who} coded the answers; agreement was low (alpha {alpha}), and the codes need clearer words."
            )
        }
    }
}
