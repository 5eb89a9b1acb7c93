//! The preset `nhs5`.
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

use std::collections::{BTreeSet, VecDeque};

use super::{CountTable, Preset, SMALLEST_BASE, Shown, ShownTable, sum};

/// The largest number that is hidden.
pub(super) const LARGEST_HIDDEN: u64 = 7;

/// How many neighbouring tables are looked at. One of the first few does in
/// practice; the limit bounds the work for a very large table.
const MOST_NEIGHBOURS: usize = 1_000;

/// The nearest multiple of 5: 12 becomes 10, 13 becomes 15.
pub fn round5(n: u64) -> u64 {
    let over = n % 5;
    if over >= 3 { n - over + 5 } else { n - over }
}

/// A number by itself, as far as it may be shown.
pub(super) fn alone(n: u64) -> Option<u64> {
    if (1..=LARGEST_HIDDEN).contains(&n) { None } else { Some(round5(n)) }
}

/// A table as it may be shown; with `bases` one of ticks over people.
pub(super) fn shown(counts: &CountTable, bases: Option<&[u64]>) -> ShownTable {
    Truth::new(counts, bases).shown(counts)
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
    if smallest == LARGEST_HIDDEN && total <= WIDER_HIDDEN { None } else { alone(total) }
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
        let cells = table.cells();
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
        if self.is_hidden(column) { None } else { alone(self.cell(row, column)) }
    }

    /// What a cell may be, from how it is shown.
    fn cell_range(&self, row: usize, column: usize) -> Range {
        if self.is_hidden(column) {
            Range { low: 0, high: SMALLEST_BASE - 1 }
        } else {
            Range::behind(alone(self.cell(row, column)), 0)
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
        let made = |n: Option<u64>| Shown::made(Preset::Nhs5, n);
        let shown = |list: Vec<Option<u64>>| list.into_iter().map(made).collect::<Vec<_>>();
        let totals = if self.total() < SMALLEST_BASE { self.no_totals() } else { self.safe_totals() };
        ShownTable {
            rows: named.rows.clone(),
            columns: named.columns.clone(),
            cells: (0..self.rows)
                .map(|row| shown((0..self.columns).map(|column| self.cell_shown(row, column)).collect()))
                .collect(),
            row_totals: shown(totals.rows),
            column_totals: shown(totals.columns),
            total: made(totals.all),
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
            Some(shown) => alone(truth).is_some() && shown.abs_diff(truth) < 5,
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
