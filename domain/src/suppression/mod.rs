//! Small numbers are hidden, because a small group is a child (domain.md 5.9).
//!
//! Every count that leaves the room of the analysts passes through here and
//! comes out as [`Shown`], which nothing else can make: a page, a file, a chart
//! or the public API that takes `Shown` cannot show a bare count.
//!
//! An organisation follows one of three rules, a [`Preset`]:
//!
//! - `nhs5` hides 1 to 7 and rounds the rest (`nhs5.rs`);
//! - `dfe` hides 1 to 5, `srs10` hides 1 to 9; neither rounds, and both hide
//!   more, so that nothing can be worked out (`secondary.rs`).
//!
//! For all of them:
//!
//! - 0 is shown.
//! - A column (a group, such as an age band) with fewer than [`SMALLEST_BASE`]
//!   answers is hidden as a whole with its total. If all groups together have
//!   fewer, everything is.
//! - Percentages are made from the numbers that are shown, and from nothing
//!   else, so they tell nothing more ([`ShownTable::percents`]).
//! - What is hidden is hidden in one way: nothing says whether a number was
//!   small, or would help to work out one that is (`explain.rs`).
//!
//! Take the totals that stand beside a table from the table. The same number
//! sent through [`count`] elsewhere may be rounded to the other side, or be
//! hidden there, and the difference would say why.
//!
//! Use one rule for the same numbers, always: two undo each other.

mod explain;
mod later;
mod nhs5;
mod secondary;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use explain::{Reason, Why, explain};
pub use later::{count_later, table_later};
pub use nhs5::round5;

/// What stands in place of a hidden number.
pub const SYMBOL: &str = "[c]";

/// The fewest answers that a group must have before it is shown by itself.
pub const SMALLEST_BASE: u64 = 10;

crate::text_enum! {
    /// Which rule an organisation follows. One for each published figure of an
    /// organisation: two rules for the same numbers undo each other.
    #[derive(Default)]
    pub enum Preset {
        /// 1 to 7 hidden, the rest rounded to 5.
        #[default]
        Nhs5 = "nhs5",
        /// 1 to 5 hidden, and what would give them away; nothing rounded.
        Dfe = "dfe",
        /// 1 to 9 hidden, and what would give them away; nothing rounded.
        Srs10 = "srs10",
    }
}

impl Preset {
    /// The largest number that is hidden because it is small.
    pub const fn largest_hidden(self) -> u64 {
        match self {
            Self::Nhs5 => nhs5::LARGEST_HIDDEN,
            Self::Dfe => 5,
            Self::Srs10 => 9,
        }
    }

    /// Whether numbers that are shown are rounded. Where they are not, a number that is hidden need not be small: it may
    /// stand for one that would give a small one away.
    pub const fn rounds(self) -> bool {
        matches!(self, Self::Nhs5)
    }

    /// The rule for a number that sums up numbers of two rules: the one that tells less.
    #[must_use]
    pub const fn stricter(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nhs5, _) | (_, Self::Nhs5) => Self::Nhs5,
            (Self::Srs10, _) | (_, Self::Srs10) => Self::Srs10,
            (Self::Dfe, Self::Dfe) => Self::Dfe,
        }
    }

    /// A number by itself, as far as it may be shown.
    fn alone(self, n: u64) -> Option<u64> {
        match self {
            Self::Nhs5 => nhs5::alone(n),
            _ => Some(n).filter(|n| !(1..=self.largest_hidden()).contains(n)),
        }
    }

    /// Whether this rule can have made a number that is shown.
    fn makes(self, shown: u64) -> bool {
        if self.rounds() { shown.is_multiple_of(5) } else { self.alone(shown).is_some() }
    }
}

/// A number as it may be shown, or the fact that it may not. Zero is a real
/// zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    value: Option<u64>,
    /// The rule that made it. What is hidden, and 0, look alike in all of them.
    preset: Preset,
}

impl Shown {
    /// A number that is not shown.
    pub const HIDDEN: Self = Self { value: None, preset: Preset::Nhs5 };

    /// What a rule has made of a number.
    fn made(preset: Preset, value: Option<u64>) -> Self {
        let preset = if value.unwrap_or(0) == 0 { Preset::Nhs5 } else { preset };
        Self { value, preset }
    }

    /// The number as it may be shown; none if it is hidden.
    pub fn value(self) -> Option<u64> {
        self.value
    }

    /// Whether it is hidden.
    pub fn is_hidden(self) -> bool {
        self.value.is_none()
    }

    /// Whether it is the true number, and not one near it.
    pub fn is_exact(self) -> bool {
        self.value.is_some_and(|n| n == 0 || !self.preset.rounds())
    }

    /// The same rounded, as [`count_beside`] makes it.
    fn beside(self) -> Self {
        self.value.map_or(Self::HIDDEN, |n| count(Preset::Nhs5, n))
    }

    /// The number as a sentence says it: "no", "about 45", "a few". [`SYMBOL`] is for tables, under which stands what it means.
    pub fn in_words(self) -> String {
        match self.value {
            Some(0) => "no".to_string(),
            Some(number) => format!("about {number}"),
            None => "a few".to_string(),
        }
    }

    /// The number or [`SYMBOL`].
    pub fn text(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Some(number) => number.fmt(f),
            None => f.pad(SYMBOL),
        }
    }
}

/// As a number, or as the text [`SYMBOL`]. A number that is not rounded is kept with the rule that made it, "dfe 22":
/// only so can it be told from a bare count when it is read back. To send numbers to another program, send
/// [`Shown::value`].
impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Some(number) if self.preset.rounds() => serializer.serialize_u64(number),
            Some(number) => serializer.collect_str(&format_args!("{} {number}", self.preset)),
            None => serializer.serialize_str(SYMBOL),
        }
    }
}

/// What was published is kept and read back. A number that suppression could not
/// have made is refused, so that a bare count cannot come in this way: one
/// without a rule must be a multiple of 5, and one with a rule must be one that
/// this rule shows.
impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Kept {
            Number(u64),
            Text(String),
        }
        let read = match Kept::deserialize(deserializer)? {
            Kept::Number(number) if Preset::Nhs5.makes(number) => {
                Some(Self::made(Preset::Nhs5, Some(number)))
            }
            Kept::Number(_) => None,
            Kept::Text(text) if text == SYMBOL => Some(Self::HIDDEN),
            Kept::Text(text) => text.split_once(' ').and_then(|(preset, number)| {
                let preset = Preset::parse(preset).filter(|preset| !preset.rounds())?;
                let number = number.parse().ok().filter(|number| preset.makes(*number) && *number > 0)?;
                Some(Self::made(preset, Some(number)))
            }),
        };
        read.ok_or_else(|| D::Error::custom("this is no suppressed number"))
    }
}

/// The true numbers of a table: what was answered, by which group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountTable {
    /// The names of the rows: answers.
    pub rows: Vec<String>,
    /// The names of the columns: groups, such as age bands. One column without
    /// a breakdown.
    pub columns: Vec<String>,
    /// One list a row, one number a column. What is missing counts as 0.
    pub counts: Vec<Vec<u64>>,
}

impl CountTable {
    /// Row by row, as many as there are names for.
    fn cells(&self) -> Vec<u64> {
        let at = |row: usize, column: usize| self.counts.get(row).and_then(|r| r.get(column)).copied();
        let columns = self.columns.len();
        let row = |row: usize| (0..columns).map(move |column| at(row, column).unwrap_or(0));
        (0..self.rows.len()).flat_map(row).collect()
    }
}

/// A table as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownTable {
    /// The names of the rows.
    pub rows: Vec<String>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// One list a row, one entry a column.
    pub cells: Vec<Vec<Shown>>,
    /// The total of each row.
    pub row_totals: Vec<Shown>,
    /// The total of each column.
    pub column_totals: Vec<Shown>,
    /// The total of all.
    pub total: Shown,
}

impl ShownTable {
    /// The same with every number rounded.
    fn beside(mut self) -> Self {
        let cells = self.cells.iter_mut().flatten();
        let totals = self.row_totals.iter_mut().chain(&mut self.column_totals);
        for shown in cells.chain(totals).chain([&mut self.total]) {
            *shown = shown.beside();
        }
        self
    }

    /// Each row's share of all in whole per cent, from the totals that are shown
    /// and from nothing else. None where one of the two is hidden.
    pub fn percents(&self) -> Vec<Option<u8>> {
        self.row_totals.iter().map(|part| share(*part, self.total)).collect()
    }

    /// Each row's share of one column, in the same way.
    pub fn percents_of(&self, column: usize) -> Vec<Option<u8>> {
        let base = self.column_totals.get(column).copied().unwrap_or(Shown::HIDDEN);
        let cell = |row: &Vec<Shown>| row.get(column).and_then(|part| share(*part, base));
        self.cells.iter().map(cell).collect()
    }
}

/// A part of a base in whole per cent, never above 100: each may be rounded by itself.
fn share(part: Shown, base: Shown) -> Option<u8> {
    let part = u128::from(part.value()?);
    let base = base.value().filter(|base| *base >= SMALLEST_BASE).map(u128::from)?;
    u8::try_from(((part * 100 + base / 2) / base).min(100)).ok()
}

/// A single number that stands in no table.
pub fn count(preset: Preset, n: u64) -> Shown {
    Shown::made(preset, preset.alone(n))
}

/// A number that stands beside exact ones and is not kept with them: rounded, whatever the rule, so that the difference
/// between the two tells nothing, and hidden where either rule would hide it.
pub fn count_beside(preset: Preset, n: u64) -> Shown {
    if preset.alone(n).is_none() { Shown::HIDDEN } else { count(Preset::Nhs5, n) }
}

/// A table of how many have come. More may come or go at any time, and whoever looks every day would see in exact numbers when
/// one did: each is rounded, whatever the rule, and hidden where either rule would hide it, like [`count_beside`]. It is made
/// from the numbers that the rule shows, so beside the table of later it tells nothing that this does not.
pub fn heads(preset: Preset, counts: &CountTable) -> ShownTable {
    let shown = table(preset, counts);
    if preset.rounds() { shown } else { shown.beside() }
}

/// `part` of `base` in whole per cent, from numbers as they may be shown and
/// never above 100. None if the group is too small, or the part is hidden. Where
/// the two stand in a table, take [`ShownTable::percents`] in its place.
pub fn percent(preset: Preset, part: u64, base: u64) -> Option<u8> {
    if base < SMALLEST_BASE {
        return None;
    }
    // What is left over is as small a group as any (domain.md 5.9, "complement rule").
    let rest = count(preset, base.saturating_sub(part));
    if !preset.rounds() && rest.is_hidden() {
        return None;
    }
    share(count(preset, part), count(preset, base))
}

/// A table in which everybody stands in one cell: the columns add up to the
/// people in each group. For questions with several answers a person, see
/// [`table_of_choices`].
pub fn table(preset: Preset, counts: &CountTable) -> ShownTable {
    match preset {
        Preset::Nhs5 => nhs5::shown(counts, None),
        Preset::Dfe | Preset::Srs10 => secondary::shown(preset, counts, None),
    }
}

/// A table of a question with several answers a person. `bases` holds how many
/// people of each group answered the question; they stand as the totals of the
/// columns, and their sum as the total of all, because the ticks of a column add
/// up to more than its people. What is missing counts as 0.
pub fn table_of_choices(preset: Preset, counts: &CountTable, bases: &[u64]) -> ShownTable {
    match preset {
        Preset::Nhs5 => nhs5::shown(counts, Some(bases)),
        Preset::Dfe | Preset::Srs10 => secondary::shown(preset, counts, Some(bases)),
    }
}

fn sum(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(0, u64::saturating_add)
}
