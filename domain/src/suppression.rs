//! Small numbers are hidden, because a small group is a child (domain.md 5.9).
//!
//! Every count that leaves the room of the analysts passes through here and
//! comes out as [`Shown`], which nothing else can make: a page, a file, a chart
//! or the public API that takes `Shown` cannot show a bare count.
//!
//! # The preset `nhs5`
//!
//! - 0 is shown; 1 to 7 become [`SYMBOL`]; anything else is rounded to the
//!   nearest 5.
//! - Totals are made from the true numbers and then treated in the same way, so
//!   they do not always add up. Say so beside the table.
//! - A column (a group, such as an age band) with fewer than [`SMALLEST_BASE`]
//!   answers is hidden as a whole with its total. If all groups together have
//!   fewer, everything is.
//! - Percentages are made from rounded numbers, in whole per cent, and hidden
//!   with what they are made from.
//!
//! # Why nothing can be worked out from the rest
//!
//! The usual reasoning is that independent rounding leaves each total uncertain
//! by two either way, so that no sum gives a hidden number away. For one hidden
//! column this holds: the total less the other columns leaves two or more whole
//! numbers between 0 and 9, or only 0 or 9 itself. So its neighbour need not be
//! hidden too. For single cells it does *not* always hold. The column 8, 1, 1,
//! 1, 1 would be shown as 10, `[c]`, `[c]`, `[c]`, `[c]` with the total 10: a
//! total of at most 12, one cell of at least 8 and four of at least 1 leave
//! exactly one solution. Of all tables of two by two small numbers about one in
//! fifty holds such a cell.
//!
//! So every table is checked: for each hidden number from 1 to 7 it is asked
//! whether the published figures allow a second value. If they do not, the
//! totals of a neighbouring table are published in place of the true ones: a
//! table that differs by one or two answers, whose cells look the same, and
//! which gives nothing away. In the example the total becomes 15. A total may
//! therefore be rounded to the multiple of 5 on its other side, but is never 5
//! or more away from the truth. Since the figures that are published in the end
//! always fit several tables, knowing this rule does not help to undo it. Should
//! no such neighbour be found, the totals are hidden.
//!
//! Take the totals that stand beside a table from the table. The same number
//! sent through [`count`] elsewhere may be rounded to the other side, and the
//! difference would say why.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    }
}

/// A number as it may be shown, or the fact that it may not. Zero is a real
/// zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown(Option<u64>);

impl Shown {
    /// A number that is not shown.
    pub const HIDDEN: Self = Self(None);

    /// The number as it may be shown; none if it is hidden.
    pub fn value(self) -> Option<u64> {
        self.0
    }

    /// Whether it is hidden.
    pub fn is_hidden(self) -> bool {
        self.0.is_none()
    }

    /// The number or [`SYMBOL`].
    pub fn text(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => number.fmt(f),
            None => f.pad(SYMBOL),
        }
    }
}

/// As a number, or as the text [`SYMBOL`].
impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(number) => serializer.serialize_u64(number),
            None => serializer.serialize_str(SYMBOL),
        }
    }
}

/// What was published is kept and read back. A number that suppression could not
/// have made is refused, so that a bare count cannot come in this way.
impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Kept {
            Number(u64),
            Text(String),
        }
        match Kept::deserialize(deserializer)? {
            Kept::Number(number) if number.is_multiple_of(5) => Ok(Self(Some(number))),
            Kept::Text(text) if text == SYMBOL => Ok(Self::HIDDEN),
            _ => Err(D::Error::custom("this is no suppressed number")),
        }
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

/// The nearest multiple of 5: 12 becomes 10, 13 becomes 15.
pub fn round5(n: u64) -> u64 {
    let over = n % 5;
    if over >= 3 { n - over + 5 } else { n - over }
}

/// A single number that stands in no table.
pub fn count(preset: Preset, n: u64) -> Shown {
    match preset {
        Preset::Nhs5 => Shown(nhs5(n)),
    }
}

/// `part` of `base` in whole per cent, from rounded numbers and never above 100.
/// None if the group is too small, or the part is hidden.
pub fn percent(preset: Preset, part: u64, base: u64) -> Option<u8> {
    if base < SMALLEST_BASE {
        return None;
    }
    let part = u128::from(count(preset, part).value()?);
    let base = u128::from(count(preset, base).value()?);
    u8::try_from(((part * 100 + base / 2) / base).min(100)).ok()
}

/// A table in which everybody stands in one cell: the columns add up to the
/// people in each group. For questions with several answers a person, see
/// [`table_of_choices`].
pub fn table(preset: Preset, counts: &CountTable) -> ShownTable {
    let truth = Truth::new(counts, None);
    match preset {
        Preset::Nhs5 => truth.shown(counts),
    }
}

/// A table of a question with several answers a person. `bases` holds how many
/// people of each group answered the question; they stand as the totals of the
/// columns, and their sum as the total of all, because the ticks of a column add
/// up to more than its people. What is missing counts as 0.
pub fn table_of_choices(preset: Preset, counts: &CountTable, bases: &[u64]) -> ShownTable {
    let truth = Truth::new(counts, Some(bases));
    match preset {
        Preset::Nhs5 => truth.shown(counts),
    }
}

/// The largest number that is hidden.
const LARGEST_HIDDEN: u64 = 7;

/// How many neighbouring tables are looked at. One of the first few does in
/// practice; the limit bounds the work for a very large table.
const MOST_NEIGHBOURS: usize = 1_000;

fn nhs5(n: u64) -> Option<u64> {
    if (1..=LARGEST_HIDDEN).contains(&n) { None } else { Some(round5(n)) }
}

/// The whole numbers that something may be, as far as a reader can tell.
#[derive(Debug, Clone, Copy)]
struct Range {
    low: u64,
    high: u64,
}

impl Range {
    const UNKNOWN: Self = Self { low: 0, high: u64::MAX };

    /// What may stand behind a number that is shown so. `smallest` is the least
    /// that a total can be, as far as its cells tell; 0 for a cell.
    fn behind(shown: Option<u64>, smallest: u64) -> Self {
        match shown {
            None if smallest == LARGEST_HIDDEN => Self { low: smallest, high: WIDER_HIDDEN },
            None => Self { low: 1, high: LARGEST_HIDDEN },
            Some(0) => Self { low: 0, high: 0 },
            Some(n) => Self { low: n.saturating_sub(2).max(LARGEST_HIDDEN + 1), high: n.saturating_add(2) },
        }
    }
}

/// How far hiding reaches for a total whose cells cannot be less than 7
/// together: a hidden total would say that it is exactly 7.
const WIDER_HIDDEN: u64 = 12;

fn total_shown(total: u64, smallest: u64) -> Option<u64> {
    if smallest == LARGEST_HIDDEN && total <= WIDER_HIDDEN { None } else { nhs5(total) }
}

/// The true numbers, and which columns are hidden.
#[derive(Clone)]
struct Truth {
    rows: usize,
    columns: usize,
    /// Row by row.
    cells: Vec<u64>,
    /// People a column, where the cells do not add up to them.
    bases: Option<Vec<u64>>,
}

/// The totals as they are shown.
struct Totals {
    rows: Vec<Option<u64>>,
    columns: Vec<Option<u64>>,
    all: Option<u64>,
}

impl Truth {
    fn new(table: &CountTable, bases: Option<&[u64]>) -> Self {
        let (rows, columns) = (table.rows.len(), table.columns.len());
        let at = |row: usize, column: usize| table.counts.get(row).and_then(|r| r.get(column)).copied();
        let cells =
            (0..rows).flat_map(|row| (0..columns).map(move |column| at(row, column).unwrap_or(0))).collect();
        let base =
            |bases: &[u64]| (0..columns).map(|column| bases.get(column).copied().unwrap_or(0)).collect();
        Self { rows, columns, cells, bases: bases.map(base) }
    }

    fn cell(&self, row: usize, column: usize) -> u64 {
        self.cells[row * self.columns + column]
    }

    fn row_total(&self, row: usize) -> u64 {
        sum((0..self.columns).map(|column| self.cell(row, column)))
    }

    /// The people in a group.
    fn column_total(&self, column: usize) -> u64 {
        match &self.bases {
            Some(bases) => bases[column],
            None => sum((0..self.rows).map(|row| self.cell(row, column))),
        }
    }

    fn total(&self) -> u64 {
        sum((0..self.columns).map(|column| self.column_total(column)))
    }

    /// "No breakdown unless the group has at least 10 answers".
    fn is_hidden(&self, column: usize) -> bool {
        self.column_total(column) < SMALLEST_BASE
    }

    fn cell_shown(&self, row: usize, column: usize) -> Option<u64> {
        if self.is_hidden(column) { None } else { nhs5(self.cell(row, column)) }
    }

    /// What a cell may be, from how it is shown.
    fn cell_range(&self, row: usize, column: usize) -> Range {
        if self.is_hidden(column) {
            Range { low: 0, high: SMALLEST_BASE - 1 }
        } else {
            Range::behind(nhs5(self.cell(row, column)), 0)
        }
    }

    fn smallest_row(&self, row: usize) -> u64 {
        sum((0..self.columns).map(|column| self.cell_range(row, column).low))
    }

    fn smallest_column(&self, column: usize) -> u64 {
        if self.bases.is_some() { 0 } else { sum((0..self.rows).map(|row| self.cell_range(row, column).low)) }
    }

    fn smallest_total(&self) -> u64 {
        if self.bases.is_some() { 0 } else { sum((0..self.rows).map(|row| self.smallest_row(row))) }
    }

    fn totals(&self) -> Totals {
        let column = |column| {
            if self.is_hidden(column) {
                None
            } else {
                total_shown(self.column_total(column), self.smallest_column(column))
            }
        };
        Totals {
            rows: (0..self.rows)
                .map(|row| total_shown(self.row_total(row), self.smallest_row(row)))
                .collect(),
            columns: (0..self.columns).map(column).collect(),
            all: total_shown(self.total(), self.smallest_total()),
        }
    }

    /// The table as it may be shown.
    fn shown(&self, named: &CountTable) -> ShownTable {
        let shown = |list: Vec<Option<u64>>| list.into_iter().map(Shown).collect::<Vec<_>>();
        let totals = if self.total() < SMALLEST_BASE { self.no_totals() } else { self.safe_totals() };
        ShownTable {
            rows: named.rows.clone(),
            columns: named.columns.clone(),
            cells: (0..self.rows)
                .map(|row| shown((0..self.columns).map(|column| self.cell_shown(row, column)).collect()))
                .collect(),
            row_totals: shown(totals.rows),
            column_totals: shown(totals.columns),
            total: Shown(totals.all),
        }
    }

    fn no_totals(&self) -> Totals {
        Totals { rows: vec![None; self.rows], columns: vec![None; self.columns], all: None }
    }

    /// The totals, or those of the nearest table that gives nothing away.
    fn safe_totals(&self) -> Totals {
        let totals = self.totals();
        if !self.gives_away(&totals) {
            return totals;
        }
        // Breadth first and in the order of the cells, so that the same numbers
        // are always shown in the same way.
        let mut seen = BTreeSet::from([self.cells.clone()]);
        let mut queue = VecDeque::from([self.clone()]);
        while let Some(table) = queue.pop_front() {
            for neighbour in table.neighbours() {
                if seen.len() > MOST_NEIGHBOURS {
                    return self.no_totals();
                }
                if !self.looks_like(&neighbour) || !seen.insert(neighbour.cells.clone()) {
                    continue;
                }
                let totals = neighbour.totals();
                if self.may_be_shown_with(&totals) && !neighbour.gives_away(&totals) {
                    return totals;
                }
                queue.push_back(neighbour);
            }
        }
        self.no_totals()
    }

    /// The tables with one answer more or less in one cell. A zero is shown as
    /// it is and has no neighbours.
    fn neighbours(&self) -> impl Iterator<Item = Self> {
        let changed = |at: usize, value: u64| {
            let mut cells = self.cells.clone();
            cells[at] = value;
            Self { cells, ..self.clone() }
        };
        (0..self.cells.len()).filter(|at| self.cells[*at] > 0).flat_map(move |at| {
            [changed(at, self.cells[at].saturating_add(1)), changed(at, self.cells[at] - 1)]
        })
    }

    /// Whether all cells of the two are shown alike.
    fn looks_like(&self, other: &Self) -> bool {
        other.total() >= SMALLEST_BASE
            && (0..self.columns).all(|column| {
                self.is_hidden(column) == other.is_hidden(column)
                    && (0..self.rows).all(|row| self.cell_shown(row, column) == other.cell_shown(row, column))
            })
    }

    /// Whether these totals are near enough to the true ones, and none of them
    /// shows a number where the truth has to be hidden.
    fn may_be_shown_with(&self, totals: &Totals) -> bool {
        let near = |shown: &Option<u64>, truth: u64| match shown {
            None => true,
            Some(shown) => nhs5(truth).is_some() && shown.abs_diff(truth) < 5,
        };
        totals.rows.iter().enumerate().all(|(row, shown)| near(shown, self.row_total(row)))
            && totals.columns.iter().enumerate().all(|(column, shown)| near(shown, self.column_total(column)))
            && near(&totals.all, self.total())
    }

    /// Whether a reader could work out a number from 1 to 7 exactly.
    ///
    /// The table is seen as water flowing from a source through the rows and the
    /// columns to a drain and back: each cell and each total is a pipe, and what
    /// is published says how much may flow in it at least and at most. Another
    /// value is possible if and only if one unit can go round a circle through
    /// the pipe with every pipe of the circle keeping within its limits.
    /// (Such systems always have whole solutions, so looking at single units is
    /// enough.)
    fn gives_away(&self, totals: &Totals) -> bool {
        let pipes = self.pipes(totals);
        pipes.iter().enumerate().any(|(at, Pipe { from, to, flow, range })| {
            let (from, to, flow) = (*from, *to, *flow);
            if !(1..=LARGEST_HIDDEN).contains(&flow) {
                return false;
            }
            let more = flow < range.high && leads(&pipes, to, from, at);
            let less = flow > range.low && leads(&pipes, from, to, at);
            !more && !less
        })
    }

    fn pipes(&self, totals: &Totals) -> Vec<Pipe> {
        let (source, drain) = (self.rows + self.columns, self.rows + self.columns + 1);
        let summed = self.bases.is_none();
        let column_end = |column: usize| if summed { self.rows + column } else { drain };
        let mut pipes = Vec::with_capacity(self.cells.len() + self.rows + self.columns + 1);
        for row in 0..self.rows {
            for column in 0..self.columns {
                pipes.push(Pipe {
                    from: row,
                    to: column_end(column),
                    flow: self.cell(row, column),
                    range: self.cell_range(row, column),
                });
            }
        }
        for (row, shown) in totals.rows.iter().enumerate() {
            let range = Range::behind(*shown, self.smallest_row(row));
            pipes.push(Pipe { from: source, to: row, flow: self.row_total(row), range });
        }
        if !summed {
            // The ticks do not add up to the people, so they are tied by the
            // rows only: on the way back there is room both ways.
            pipes.push(Pipe { from: drain, to: source, flow: u64::MAX / 2, range: Range::UNKNOWN });
            return pipes;
        }
        for (column, shown) in totals.columns.iter().enumerate() {
            let range = if self.is_hidden(column) {
                Range { low: 0, high: SMALLEST_BASE - 1 }
            } else {
                let Range { low, high } = Range::behind(*shown, self.smallest_column(column));
                Range { low: low.max(SMALLEST_BASE), high }
            };
            pipes.push(Pipe { from: column_end(column), to: drain, flow: self.column_total(column), range });
        }
        let Range { low, high } = Range::behind(totals.all, self.smallest_total());
        let range = Range { low: low.max(SMALLEST_BASE), high };
        pipes.push(Pipe { from: drain, to: source, flow: self.total(), range });
        pipes
    }
}

#[derive(Clone, Copy)]
struct Pipe {
    from: usize,
    to: usize,
    flow: u64,
    range: Range,
}

/// Whether one unit more can get from one end to the other without the pipe
/// `closed`, with more in some pipes and less in others.
fn leads(pipes: &[Pipe], start: usize, end: usize, closed: usize) -> bool {
    let ends = pipes.iter().map(|pipe| pipe.from.max(pipe.to) + 1).max().unwrap_or(0);
    let mut reached = vec![false; ends];
    reached[start] = true;
    let mut open = vec![start];
    while let Some(here) = open.pop() {
        if here == end {
            return true;
        }
        for (at, pipe) in pipes.iter().enumerate() {
            if at == closed {
                continue;
            }
            let next = if pipe.from == here && pipe.flow < pipe.range.high {
                pipe.to
            } else if pipe.to == here && pipe.flow > pipe.range.low {
                pipe.from
            } else {
                continue;
            };
            if !reached[next] {
                reached[next] = true;
                open.push(next);
            }
        }
    }
    false
}

fn sum(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use proptest::prelude::*;

    use super::*;

    fn counts(rows: &[&[u64]]) -> CountTable {
        CountTable {
            rows: (0..rows.len()).map(|row| format!("row {row}")).collect(),
            columns: (0..rows.first().map_or(0, |row| row.len())).map(|c| format!("column {c}")).collect(),
            counts: rows.iter().map(|row| row.to_vec()).collect(),
        }
    }

    /// The rows with their totals, then the totals of the columns.
    fn lines(table: &ShownTable) -> Vec<String> {
        let line = |list: &[Shown], total: Shown| {
            list.iter().chain([&total]).map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        table
            .cells
            .iter()
            .zip(&table.row_totals)
            .map(|(cells, total)| line(cells, *total))
            .chain([line(&table.column_totals, table.total)])
            .collect()
    }

    fn shown(rows: &[&[u64]]) -> Vec<String> {
        lines(&table(Preset::Nhs5, &counts(rows)))
    }

    /// The test vector of domain.md 5.9.
    #[test]
    fn a_published_number_is_read_back_and_a_bare_count_is_not() {
        for shown in [Shown::HIDDEN, count(Preset::Nhs5, 0), count(Preset::Nhs5, 143)] {
            let kept = serde_json::to_string(&shown).unwrap_or_default();
            assert!(matches!(serde_json::from_str::<Shown>(&kept), Ok(read) if read == shown), "{kept}");
        }
        for bare in ["7", "143", "-5", "\"7\"", "null"] {
            assert!(serde_json::from_str::<Shown>(bare).is_err(), "{bare}");
        }
    }

    #[test]
    fn travel_by_age_band() {
        assert_eq!(
            shown(&[&[22, 14, 3], &[31, 40, 9], &[12, 4, 1], &[2, 6, 0]]),
            ["20 15 [c] 40", "30 40 10 80", "10 [c] [c] 15", "[c] [c] 0 10", "65 65 15 145"]
        );
    }

    #[test]
    fn single_numbers() {
        let text = |n| count(Preset::Nhs5, n).text();
        assert_eq!(text(0), "0");
        for n in 1..=7 {
            assert_eq!(text(n), "[c]");
            assert!(count(Preset::Nhs5, n).is_hidden());
        }
        assert_eq!([text(8), text(12), text(13), text(16), text(144)], ["10", "10", "15", "15", "145"]);
        assert_eq!(round5(u64::MAX), u64::MAX);
        assert_eq!(round5(u64::MAX - 1), u64::MAX);
        assert_eq!(format!("{:>5}|{:<4}|", count(Preset::Nhs5, 3), count(Preset::Nhs5, 21)), "  [c]|20  |");
    }

    #[test]
    fn percentages_come_from_rounded_numbers() {
        let percent = |part, base| percent(Preset::Nhs5, part, base);
        assert_eq!(percent(22, 67), Some(31));
        assert_eq!(percent(0, 40), Some(0));
        assert_eq!(percent(39, 40), Some(100));
        assert_eq!(percent(12, 12), Some(100));
        assert_eq!(percent(13, 12), Some(100));
        assert_eq!(percent(7, 67), None);
        assert_eq!(percent(8, 9), None);
        assert_eq!(percent(0, 9), None);
        assert_eq!(percent(u64::MAX, u64::MAX), Some(100));
    }

    #[test]
    fn a_group_below_ten_is_hidden_as_a_whole() {
        assert_eq!(
            shown(&[&[20, 30, 8], &[12, 16, 0], &[0, 14, 1]]),
            ["20 30 [c] 60", "10 15 [c] 30", "0 15 [c] 15", "30 60 [c] 100"]
        );
        assert_eq!(shown(&[&[8], &[1]]), ["[c] [c]", "[c] [c]", "[c] [c]"]);
        assert_eq!(shown(&[&[4, 4], &[0, 1]]), ["[c] [c] [c]", "[c] [c] [c]", "[c] [c] [c]"]);
    }

    /// What plain rounding would give away. In each of these the rounded totals
    /// have exactly one solution.
    #[test]
    fn a_total_moves_where_it_would_tell() {
        assert_eq!(shown(&[&[8], &[1], &[1], &[1], &[1]])[5], "15 15");
        assert_eq!(shown(&[&[7], &[7], &[7], &[7]])[4], "25 25");
        assert_eq!(shown(&[&[1_u64] as &[u64]; 12])[12], "15 15");
        let told = shown(&[&[9, 13], &[17, 4]]);
        assert_eq!(told[..2].iter().map(|line| &line[..6]).collect::<Vec<_>>(), ["10 15 ", "15 [c]"]);
        assert_ne!(told, ["10 15 20", "15 [c] 20", "25 15 45"]);
    }

    /// Seven hidden ones and a hidden total would say "at least seven and at
    /// most seven".
    #[test]
    fn a_hidden_total_tells_no_more_than_the_others() {
        let many = |n: u64| shown(&[&[n, 1, 1, 1, 1, 1, 1], &[20; 7]])[0].clone();
        assert_eq!(many(1), "[c] [c] [c] [c] [c] [c] [c] [c]");
        assert_eq!(many(6), many(1));
    }

    #[test]
    fn a_ragged_or_empty_table_is_read_as_zeros() {
        let mut ragged = counts(&[&[20, 30], &[40, 50]]);
        ragged.counts[0].pop();
        ragged.counts.pop();
        assert_eq!(lines(&table(Preset::Nhs5, &ragged)), ["20 [c] 20", "0 [c] 0", "20 [c] 20"]);
        let empty = table(Preset::Nhs5, &CountTable::default());
        assert!(empty.cells.is_empty() && empty.total.is_hidden());
    }

    #[test]
    fn ticks_stand_over_people() {
        let table =
            |rows: &[&[u64]], bases: &[u64]| lines(&table_of_choices(Preset::Nhs5, &counts(rows), bases));
        // Four children with three ticks each are four children.
        assert_eq!(
            table(&[&[20, 4], &[16, 4], &[3, 4]], &[21, 4]),
            ["20 [c] 25", "15 [c] 20", "[c] [c] [c]", "20 [c] 25"]
        );
        assert_eq!(table(&[&[9], &[9]], &[9]), ["[c] [c]", "[c] [c]", "[c] [c]"]);
        assert_eq!(table(&[&[12], &[30]], &[31]), ["10 10", "30 30", "30 30"]);
    }

    #[test]
    fn numbers_are_sent_as_numbers_and_the_rest_as_the_symbol() {
        let json = serde_json::to_value([count(Preset::Nhs5, 13), count(Preset::Nhs5, 3)]);
        assert_eq!(json.ok(), Some(serde_json::json!([15, "[c]"])));
        assert_eq!(Preset::default().as_str(), "nhs5");
        assert_eq!(Preset::parse("nhs5"), Some(Preset::Nhs5));
    }

    /// The strongest test: somebody who knows this program and has all the time
    /// in the world makes every possible table and keeps those that are shown as
    /// the published one. Every cell and total from 1 to 7 must still have two values.
    /// 0 to 12 holds whole ranges of what is shown alike, so no table is missing.
    fn nobody_can_work_it_back(rows: usize, columns: usize, bases: Option<&[u64]>) {
        let mut alike: HashMap<Vec<Option<u64>>, Vec<HashSet<u64>>> = HashMap::new();
        let size = rows * columns;
        for number in 0..13_u32.pow(u32::try_from(size).unwrap_or(0)) {
            let mut digits = number;
            let cells: Vec<u64> = (0..size)
                .map(|_| {
                    let digit = digits % 13;
                    digits /= 13;
                    u64::from(digit)
                })
                .collect();
            let by_row: Vec<&[u64]> = cells.chunks(columns).collect();
            let table = counts(&by_row);
            let shown = match bases {
                None => super::table(Preset::Nhs5, &table),
                Some(bases) => table_of_choices(Preset::Nhs5, &table, bases),
            };
            let mut numbers = cells.clone();
            numbers.extend(by_row.iter().map(|row| row.iter().sum::<u64>()));
            if bases.is_none() {
                numbers.extend((0..columns).map(|c| by_row.iter().map(|row| row[c]).sum::<u64>()));
            }
            let values = alike
                .entry(all(&shown).into_iter().map(Shown::value).collect())
                .or_insert_with(|| vec![HashSet::new(); numbers.len()]);
            for (values, number) in values.iter_mut().zip(numbers) {
                values.insert(number);
            }
        }
        for (shown, values) in alike {
            for values in values {
                let small = values.iter().any(|value| (1..=7).contains(value));
                assert!(!small || values.len() >= 2, "{shown:?} can only be {values:?}");
            }
        }
    }

    #[test]
    fn nobody_can_work_back_one_group() {
        nobody_can_work_it_back(4, 1, None);
    }

    #[test]
    fn nobody_can_work_back_two_groups() {
        nobody_can_work_it_back(2, 2, None);
        nobody_can_work_it_back(1, 3, None);
    }

    #[test]
    fn nobody_can_work_back_ticks() {
        nobody_can_work_it_back(2, 2, Some(&[14, 12]));
        nobody_can_work_it_back(1, 3, Some(&[14, 13, 9]));
    }

    /// Counts as they happen: mostly small, some zero, some large.
    fn tables(most: usize) -> impl Strategy<Value = CountTable> {
        let cell = prop_oneof![Just(0_u64), 1..8_u64, 6..30_u64, 0..500_u64];
        (1..=most, 1..=most).prop_flat_map(move |(rows, columns)| {
            prop::collection::vec(prop::collection::vec(cell.clone(), columns), rows)
                .prop_map(|rows| counts(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>()))
        })
    }

    fn all(table: &ShownTable) -> Vec<Shown> {
        let margins = table.row_totals.iter().chain(&table.column_totals).chain([&table.total]);
        table.cells.iter().flatten().chain(margins).copied().collect()
    }

    /// What a reader without this program may take a shown number for.
    fn may_be(shown: Shown, value: u64) -> bool {
        shown.value().is_none_or(|number| round5(value) == number && (number > 0 || value == 0))
    }

    /// Tries all tables that fit what is shown until each number from 1 to 7 has
    /// two values; answers with the cells that have only one.
    fn told(truth: &CountTable, shown: &ShownTable) -> Vec<(usize, usize)> {
        let (rows, columns) = (truth.rows.len(), truth.columns.len());
        let hidden_column = |column: usize| truth.counts.iter().map(|row| row[column]).sum::<u64>() < 10;
        let options = |at: usize| -> Vec<u64> {
            let shown = shown.cells[at / columns][at % columns];
            match shown.value() {
                None if hidden_column(at % columns) => (0..=9).collect(),
                None => (1..=7).collect(),
                Some(0) => vec![0],
                Some(n) => (n.saturating_sub(2).max(8)..=n + 2).collect(),
            }
        };
        let options: Vec<Vec<u64>> = (0..rows * columns).map(options).collect();
        let mut values = vec![HashSet::new(); rows * columns];
        let small = |at: usize| (1..=7).contains(&truth.counts[at / columns][at % columns]);
        let mut chosen = vec![0_usize; rows * columns];
        loop {
            let cells: Vec<u64> = chosen.iter().zip(&options).map(|(i, options)| options[*i]).collect();
            let row = |r: usize| cells[r * columns..(r + 1) * columns].iter().sum::<u64>();
            let column = |c: usize| cells.iter().skip(c).step_by(columns).sum::<u64>();
            let fits = (0..rows).all(|r| may_be(shown.row_totals[r], row(r)))
                && (0..columns).all(|c| may_be(shown.column_totals[c], column(c)))
                && (0..columns).all(|c| (column(c) < 10) == hidden_column(c))
                && may_be(shown.total, cells.iter().sum());
            if fits {
                for (values, cell) in values.iter_mut().zip(&cells) {
                    values.insert(*cell);
                }
                if (0..values.len()).all(|at| !small(at) || values[at].len() > 1) {
                    return Vec::new();
                }
            }
            let Some(next) = (0..chosen.len()).find(|at| chosen[*at] + 1 < options[*at].len()) else {
                let told = (0..values.len()).filter(|at| small(*at) && values[*at].len() < 2);
                return told.map(|at| (at / columns, at % columns)).collect();
            };
            chosen[next] += 1;
            chosen[..next].fill(0);
        }
    }

    proptest! {
        #[test]
        fn small_numbers_are_never_shown(truth in tables(6)) {
            let shown = table(Preset::Nhs5, &truth);
            for (true_row, shown_row) in truth.counts.iter().zip(&shown.cells) {
                for (n, shown) in true_row.iter().zip(shown_row) {
                    prop_assert!(!(1..=7).contains(n) || shown.is_hidden());
                    prop_assert!(shown.value().is_none_or(|s| s == round5(*n)));
                }
            }
            for shown in all(&shown) {
                prop_assert!(shown.value().is_none_or(|n| n % 5 == 0));
            }
        }

        #[test]
        fn totals_are_near_the_truth(truth in tables(6)) {
            let shown = table(Preset::Nhs5, &truth);
            // A neighbour that gives nothing away was always found.
            let n: u64 = truth.counts.iter().flatten().sum();
            prop_assert!(n <= 12 || !shown.total.is_hidden());
            for (row, total) in truth.counts.iter().zip(&shown.row_totals) {
                let n: u64 = row.iter().sum();
                prop_assert!(!(1..=7).contains(&n) || total.is_hidden());
                prop_assert!(total.value().is_none_or(|shown| shown.abs_diff(n) < 5));
            }
            for (column, total) in shown.column_totals.iter().enumerate() {
                let n: u64 = truth.counts.iter().map(|row| row[column]).sum();
                prop_assert_eq!(n < 10, total.is_hidden() && shown.cells.iter().all(|row| row[column].is_hidden()));
                prop_assert!(total.value().is_none_or(|shown| shown.abs_diff(n) < 5));
            }
        }

        #[test]
        fn the_same_table_is_always_shown_alike(truth in tables(5)) {
            prop_assert_eq!(table(Preset::Nhs5, &truth), table(Preset::Nhs5, &truth));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_small_number_can_be_worked_out(truth in tables(3)) {
            prop_assume!(truth.rows.len() * truth.columns.len() <= 6);
            let shown = table(Preset::Nhs5, &truth);
            prop_assert_eq!(told(&truth, &shown), vec![]);
        }
    }
}
