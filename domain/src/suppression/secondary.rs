//! The presets `dfe` and `srs10`: small numbers are hidden, nothing is rounded, and more is hidden so that nothing can
//! be worked out from the rest.
//!
//! # What is hidden
//!
//! 1. Every cell and every total from 1 to the largest hidden number; every group with fewer than
//!    [`SMALLEST_BASE`] answers, with its zeros and its total. In a table of ticks also a number that leaves so few
//!    who did *not* tick: of 20 who answered, 18 with "yes" are two with "no" (the complement rule).
//! 2. Line by line, rows first and then columns, until nothing changes: where exactly one number of a line is hidden,
//!    the smallest other one that is not 0. The line of a row ends with its total, and the totals are a line too.
//! 3. That is not always enough. A number may stand between two groups of hidden ones, so that both sums give it away:
//!    then the smallest number beside it is hidden as well.
//!
//! # Why nothing can be worked out from the rest
//!
//! Somebody may know this program, make every table that there can be, and keep those that are shown like the
//! published one. So it is not enough that the sums allow a second value: the second table must be *shown* alike. Such
//! tables are looked for before anything is published.
//!
//! Take a circle of hidden numbers, each next to the other in a row or a column: one more here, one less there, and no
//! sum changes. Take a few such circles, each with a number of its own that no other touches, so that every hidden
//! number lies on one. Each circle turns by one, to one side where its own number is even and to the other where it is
//! odd; so each table has exactly one neighbour by each circle, whose neighbour it is itself. If all the tables that
//! are reached in this way, each circle turned or not, are shown exactly alike, then each of them is published, because
//! the same was found for all of them; and so each hidden number has two values at least. Which circles are tried, and
//! to which side they turn, hangs on what is shown alone. (A number that lies on no circle may only be a 0.)
//!
//! If no circles are found, the breakdown is not published: only the totals of the rows, as a table of one column, and
//! how many there are. That tells that no circles were found for the table behind it, and few tables are like that. So
//! there it is tried out, with tables that are made from what is shown alone, whether enough of *those* fit. If not,
//! nothing at all is shown, as of the many tables with fewer than [`SMALLEST_BASE`] answers.

use super::{CountTable, Preset, SMALLEST_BASE, Shown, ShownTable, sum};

/// How many circles are turned at most in one try: every choice of them is looked at.
const MOST_CIRCLES: [usize; 3] = [2, 4, 6];

/// In how many orders circles are looked for.
const ORDERS: u32 = 8;

/// How many tables are made at most to see whether enough of them fit where there is no breakdown.
const TRIES: usize = 400;

/// How many cells these have together at most, which bounds the work for a very large table.
const TRIED_CELLS: usize = 10_000;

/// A table as it may be shown; with `bases` one of ticks over people.
pub(super) fn shown(preset: Preset, counts: &CountTable, bases: Option<&[u64]>) -> ShownTable {
    let shape = Shape::new(counts.rows.len(), counts.columns.len(), bases.is_some());
    let largest = preset.largest_hidden();
    let bases: Option<Vec<u64>> =
        bases.map(|bases| (0..shape.columns).map(|column| bases.get(column).copied().unwrap_or(0)).collect());
    let numbers = shape.numbers(counts.cells(), bases.as_deref());
    let hidden = published(&shape, &numbers, largest);
    let at = |at: usize| {
        let value = numbers.get(at).copied().filter(|_| hidden.get(at) == Some(&false));
        Shown::made(preset, value)
    };
    ShownTable {
        rows: counts.rows.clone(),
        columns: counts.columns.clone(),
        cells: (0..shape.rows)
            .map(|row| (0..shape.columns).map(|column| at(shape.cell(row, column))).collect())
            .collect(),
        row_totals: (0..shape.rows).map(|row| at(shape.row_total(row))).collect(),
        column_totals: (0..shape.columns).map(|column| at(shape.column_total(column))).collect(),
        total: at(shape.total()),
    }
}

/// Which numbers of a table are hidden in the end.
fn published(shape: &Shape, numbers: &[u64], largest: u64) -> Vec<bool> {
    let everything = vec![true; numbers.len()];
    if numbers[shape.total()] < SMALLEST_BASE {
        return everything;
    }
    if let Some(hidden) = safe(shape, numbers, largest) {
        return hidden;
    }
    let Some(rows) = without_breakdown(shape, numbers, largest) else { return everything };
    let shown: Vec<Option<u64>> = rows
        .iter()
        .enumerate()
        .map(|(row, hidden)| (!hidden).then(|| numbers[shape.row_total(row)]))
        .collect();
    // With one column the totals of the rows are the table.
    if shape.columns < 2 || !enough_fit(shape, &shown, numbers[shape.total()], largest) {
        return everything;
    }
    let mut hidden = everything;
    hidden[shape.total()] = false;
    for (row, is_hidden) in rows.into_iter().enumerate() {
        hidden[shape.row_total(row)] = is_hidden;
    }
    hidden
}

/// Which numbers are hidden, where circles are found that keep each of them from being worked out.
fn safe(shape: &Shape, numbers: &[u64], largest: u64) -> Option<Vec<bool>> {
    let hidden = shape.hidden(numbers, largest)?;
    let found = !hidden.contains(&true)
        || shape.orders.iter().any(|order| {
            MOST_CIRCLES.into_iter().any(|most| {
                [false, true].into_iter().any(|zeros_stay| {
                    Try { shape, numbers, hidden: &hidden, largest, zeros_stay }.is_safe(order, most)
                })
            })
        });
    found.then_some(hidden)
}

/// Which totals of rows are hidden where no breakdown is published. `None` where not even they can be shown.
fn without_breakdown(shape: &Shape, numbers: &[u64], largest: u64) -> Option<Vec<bool>> {
    let total = numbers[shape.total()];
    let totals: Vec<u64> = (0..shape.rows).map(|row| numbers[shape.row_total(row)]).collect();
    if shape.ticks {
        let small = |n: u64| (1..=largest).contains(&n);
        return Some(totals.into_iter().map(|n| small(n) || small(total.saturating_sub(n))).collect());
    }
    let column = Shape::new(shape.rows, 1, false);
    let numbers = column.numbers(totals, None);
    if numbers[column.total()] < SMALLEST_BASE {
        return None;
    }
    let hidden = safe(&column, &numbers, largest)?;
    Some(hidden[..shape.rows].to_vec())
}

/// The places of a table's numbers, and what adds up to what.
///
/// Each number is a bond between two ends: a cell between its row and its column, a total between its row and the line
/// of totals. What is bound to one end adds up, cells on one side and totals on the other. In a table of ticks nothing
/// adds up down a column, so all its bonds go to one loose end.
struct Shape {
    rows: usize,
    columns: usize,
    ticks: bool,
    /// Of each number: cells row by row, totals of rows, totals of columns, the total.
    bonds: Vec<Bond>,
    /// The numbers at each end, in their order.
    at: Vec<Vec<usize>>,
    /// The ends at which numbers add up come first; this many.
    lines: usize,
    orders: Vec<Order>,
}

#[derive(Clone, Copy)]
struct Bond {
    ends: [usize; 2],
    /// 1 for what is summed, -1 for its sum.
    sign: i64,
}

/// An order in which circles are looked for.
struct Order {
    numbers: Vec<usize>,
    at: Vec<Vec<usize>>,
}

/// A few numbers that change together, each by so much, without a change of any sum. One of them lies on no other circle.
struct Circle {
    turns: Vec<(usize, i64)>,
}

impl Shape {
    fn new(rows: usize, columns: usize, ticks: bool) -> Self {
        // The rows, the line of totals, then the columns and the column of totals, or the loose end.
        let line = rows;
        let column_end = |column: usize| if ticks { rows + 1 } else { rows + 1 + column };
        let cells = (0..rows).flat_map(|row| {
            (0..columns).map(move |column| Bond { ends: [row, column_end(column)], sign: 1 })
        });
        let row_totals = (0..rows).map(|row| Bond { ends: [row, column_end(columns)], sign: -1 });
        // At its other end, in the line of totals, a column's total is a part and the total of all is the sum.
        let column_totals = (0..columns)
            .map(|column| Bond { ends: [line, column_end(column)], sign: if ticks { 1 } else { -1 } });
        let total = Bond { ends: [line, column_end(columns)], sign: if ticks { -1 } else { 1 } };
        let bonds: Vec<Bond> = cells.chain(row_totals).chain(column_totals).chain([total]).collect();
        let ends = if ticks { rows + 2 } else { rows + columns + 2 };
        let mut at = vec![Vec::new(); ends];
        for (number, bond) in bonds.iter().enumerate() {
            for end in bond.ends {
                at[end].push(number);
            }
        }
        let lines = if ticks { rows + 1 } else { ends };
        let orders = (0..ORDERS).map(|order| Order::new(order, bonds.len(), &at)).collect();
        Self { rows, columns, ticks, bonds, at, lines, orders }
    }

    fn cell(&self, row: usize, column: usize) -> usize {
        row * self.columns + column
    }

    fn row_total(&self, row: usize) -> usize {
        self.rows * self.columns + row
    }

    fn column_total(&self, column: usize) -> usize {
        self.rows * self.columns + self.rows + column
    }

    fn total(&self) -> usize {
        self.rows * self.columns + self.rows + self.columns
    }

    /// The cells with all that they add up to.
    fn numbers(&self, cells: Vec<u64>, bases: Option<&[u64]>) -> Vec<u64> {
        let row = |row: usize| sum((0..self.columns).map(|column| cells[self.cell(row, column)]));
        let column = |column: usize| match bases {
            Some(bases) => bases[column],
            None => sum((0..self.rows).map(|row| cells[self.cell(row, column)])),
        };
        let rows: Vec<u64> = (0..self.rows).map(row).collect();
        let columns: Vec<u64> = (0..self.columns).map(column).collect();
        let total = sum(columns.iter().copied());
        let mut numbers = cells;
        numbers.extend(rows);
        numbers.extend(columns);
        numbers.push(total);
        numbers
    }

    /// Whether there can be such a table: nobody ticks who did not answer.
    fn can_be(&self, numbers: &[u64]) -> bool {
        !self.ticks
            || (0..self.rows).all(|row| {
                (0..self.columns)
                    .all(|column| numbers[self.cell(row, column)] <= numbers[self.column_total(column)])
            })
    }

    /// What is hidden by the three steps. `None` where they do not come to an end.
    fn hidden(&self, numbers: &[u64], largest: u64) -> Option<Vec<bool>> {
        if numbers[self.total()] < SMALLEST_BASE {
            return Some(vec![true; numbers.len()]);
        }
        let mut hidden = self.small(numbers, largest);
        self.complete_lines(numbers, &mut hidden);
        loop {
            let tells = (0..numbers.len())
                .find(|number| hidden[*number] && numbers[*number] > 0 && self.is_alone(&hidden, *number));
            let Some(tells) = tells else { return Some(hidden) };
            let ends = self.bonds[tells].ends.into_iter().filter(|end| *end < self.lines);
            let near = ends.flat_map(|end| self.at[end].iter().copied());
            let more =
                smallest(near, numbers, &hidden).or_else(|| smallest(0..numbers.len(), numbers, &hidden))?;
            hidden[more] = true;
            self.complete_lines(numbers, &mut hidden);
        }
    }

    /// The first step.
    fn small(&self, numbers: &[u64], largest: u64) -> Vec<bool> {
        let small = |n: u64| (1..=largest).contains(&n);
        let mut hidden: Vec<bool> = numbers.iter().map(|n| small(*n)).collect();
        for column in 0..self.columns {
            let people = numbers[self.column_total(column)];
            let group = people < SMALLEST_BASE;
            hidden[self.column_total(column)] |= group;
            for row in 0..self.rows {
                let cell = self.cell(row, column);
                hidden[cell] |= group || (self.ticks && small(people.saturating_sub(numbers[cell])));
            }
        }
        if self.ticks {
            for row in 0..self.rows {
                let total = self.row_total(row);
                hidden[total] |= small(numbers[self.total()].saturating_sub(numbers[total]));
            }
        }
        hidden
    }

    /// The second step. Rows come before columns, as their ends do.
    fn complete_lines(&self, numbers: &[u64], hidden: &mut [bool]) {
        let mut again = true;
        while again {
            again = false;
            for line in &self.at[..self.lines] {
                if line.iter().filter(|number| hidden[**number]).count() != 1 {
                    continue;
                }
                if let Some(more) = smallest(line.iter().copied(), numbers, hidden) {
                    hidden[more] = true;
                    again = true;
                }
            }
        }
    }

    /// Whether a hidden number lies on no circle of hidden ones.
    fn is_alone(&self, hidden: &[bool], number: usize) -> bool {
        self.way_round(&self.at, number, |other| hidden[other]).is_none()
    }

    /// The shortest way from one end of a number to the other over others that are open, in steps.
    fn way_round(
        &self,
        at: &[Vec<usize>],
        number: usize,
        is_open: impl Fn(usize) -> bool,
    ) -> Option<Vec<usize>> {
        let [start, end] = self.bonds[number].ends;
        let mut came: Vec<Option<usize>> = vec![None; at.len()];
        let mut seen = vec![false; at.len()];
        seen[end] = true;
        let mut queue = std::collections::VecDeque::from([end]);
        while let Some(here) = queue.pop_front() {
            if here == start {
                break;
            }
            for other in at[here].iter().copied().filter(|other| *other != number && is_open(*other)) {
                let there = self.across(other, here);
                if !seen[there] {
                    seen[there] = true;
                    came[there] = Some(other);
                    queue.push_back(there);
                }
            }
        }
        let mut way = Vec::new();
        let mut here = start;
        while here != end {
            let step = came[here]?;
            way.push(step);
            here = self.across(step, here);
        }
        Some(way)
    }

    fn across(&self, number: usize, end: usize) -> usize {
        let [one, other] = self.bonds[number].ends;
        if one == end { other } else { one }
    }

    /// Circles over all open numbers that lie on one, each with a number of its own.
    fn circles(&self, order: &Order, open: &[bool]) -> Vec<Circle> {
        let mut covered = vec![false; open.len()];
        let mut owned = vec![false; open.len()];
        let mut circles = Vec::new();
        for number in order.numbers.iter().copied() {
            if !open[number] || covered[number] {
                continue;
            }
            let way = self.way_round(&order.at, number, |other| open[other] && !owned[other]);
            let Some(way) = way else { continue };
            owned[number] = true;
            let mut side = 1;
            let mut turns = Vec::with_capacity(way.len() + 1);
            for step in std::iter::once(number).chain(way) {
                covered[step] = true;
                turns.push((step, side * self.bonds[step].sign));
                side = -side;
            }
            circles.push(Circle { turns });
        }
        circles
    }
}

impl Order {
    /// One of a few orders that are always the same.
    fn new(order: u32, numbers: usize, at: &[Vec<usize>]) -> Self {
        let mut shuffled: Vec<usize> = (0..numbers).collect();
        if order > 0 {
            let mut sequence = Sequence::new(u64::from(order));
            for last in (1..numbers).rev() {
                shuffled.swap(last, sequence.below(last + 1));
            }
        }
        let mut rank = vec![0; numbers];
        for (at, number) in shuffled.iter().enumerate() {
            rank[*number] = at;
        }
        let sorted = |list: &Vec<usize>| {
            let mut list = list.clone();
            list.sort_by_key(|number| rank[*number]);
            list
        };
        Self { at: at.iter().map(sorted).collect(), numbers: shuffled }
    }
}

/// The smallest of these that is not hidden and not 0; the first of several.
fn smallest(among: impl Iterator<Item = usize>, numbers: &[u64], hidden: &[bool]) -> Option<usize> {
    among
        .filter(|number| !hidden[*number] && numbers[*number] > 0)
        .min_by_key(|number| (numbers[*number], *number))
}

/// One table for which circles are looked for.
#[derive(Clone, Copy)]
struct Try<'a> {
    shape: &'a Shape,
    numbers: &'a [u64],
    hidden: &'a [bool],
    largest: u64,
    /// Whether the zeros among the hidden numbers stay where they are: as if they were shown.
    zeros_stay: bool,
}

impl Try<'_> {
    fn is_safe(self, order: &Order, most: usize) -> bool {
        let is_open = |(hidden, n): (&bool, &u64)| *hidden && !(self.zeros_stay && *n == 0);
        let open: Vec<bool> = self.hidden.iter().zip(self.numbers).map(is_open).collect();
        if self.zeros_stay && open == self.hidden {
            // No zeros: this was tried.
            return false;
        }
        let circles = together(self.shape.circles(order, &open), most);
        let mut covered = vec![false; open.len()];
        for (number, _) in circles.iter().flat_map(|circle| &circle.turns) {
            covered[*number] = true;
        }
        let tells = |number: usize| self.hidden[number] && !covered[number] && self.numbers[number] > 0;
        if circles.len() > most || (0..open.len()).any(tells) {
            return false;
        }
        // Each circle by itself must be able to turn to that side.
        let sides = |circle: &Circle| [1, -1].map(|side| self.looks_alike(&[(circle, side)]));
        let sides: Vec<[bool; 2]> = circles.iter().map(sides).collect();
        let choices = 1_usize << circles.len();
        (0..choices).any(|choice| {
            let side = |at: usize| (choice >> at) & 1;
            (0..circles.len()).all(|at| sides[at][side(at)])
                && (1..choices).filter(|turned: &usize| turned.count_ones() > 1).all(|turned| {
                    let turned: Vec<(&Circle, i64)> = circles
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| (turned >> at) & 1 == 1)
                        .map(|(at, circle)| (circle, if side(at) == 0 { 1 } else { -1 }))
                        .collect();
                    self.looks_alike(&turned)
                })
        })
    }

    /// Whether the table with these circles turned can be, and is shown as this one.
    fn looks_alike(self, turned: &[(&Circle, i64)]) -> bool {
        let mut numbers = self.numbers.to_vec();
        // All turns first: two circles may change one number there and back.
        let mut by = vec![0_i64; numbers.len()];
        for (circle, side) in turned {
            for (number, turn) in &circle.turns {
                by[*number] += side * turn;
            }
        }
        for (number, by) in numbers.iter_mut().zip(by) {
            let Some(changed) = number.checked_add_signed(by) else { return false };
            *number = changed;
        }
        let zeros_stayed =
            || numbers.iter().zip(self.numbers).all(|(now, before)| (*now == 0) == (*before == 0));
        self.shape.can_be(&numbers)
            && (!self.zeros_stay || zeros_stayed())
            && self.shape.hidden(&numbers, self.largest).as_deref() == Some(self.hidden)
            && (0..numbers.len()).all(|at| self.hidden[at] || numbers[at] == self.numbers[at])
    }
}

/// No more circles than so many, where that can be: those that share no number turn as one.
fn together(circles: Vec<Circle>, most: usize) -> Vec<Circle> {
    if circles.len() <= most {
        return circles;
    }
    let mut fewer: Vec<Circle> = Vec::new();
    for circle in circles {
        let shares = |other: &Circle| {
            circle.turns.iter().any(|(number, _)| other.turns.iter().any(|(known, _)| known == number))
        };
        let full = fewer.len() >= most;
        match fewer.iter_mut().find(|other| full && !shares(other)) {
            Some(other) => other.turns.extend(circle.turns),
            None => fewer.push(circle),
        }
    }
    fewer
}

/// Whether there are enough tables that would be published as these totals of rows without a breakdown: two values for
/// every number behind it. `shown` holds the totals of the rows, as far as they are shown. Hangs on what is shown alone,
/// so that it is found alike for every table behind it.
fn enough_fit(shape: &Shape, shown: &[Option<u64>], total: u64, largest: u64) -> bool {
    let mut sequence = Sequence::new(total);
    // Of each number the first value, and whether there was another one.
    let mut values: Vec<Option<(u64, bool)>> = vec![None; shape.total()];
    // A row that nobody chose has zeros, and they are no secret.
    let is_secret = |number: usize| match number.checked_sub(shape.row_total(0)) {
        None => shown[number / shape.columns] != Some(0),
        Some(row) => shown.get(row).is_none_or(Option::is_none),
    };
    for _ in 0..TRIES.min(TRIED_CELLS / (shape.rows * shape.columns).max(1)) {
        let Some(numbers) = made_up(shape, shown, total, largest, &mut sequence) else { continue };
        let rows = without_breakdown(shape, &numbers, largest);
        let is_alike = rows.is_some_and(|rows| {
            rows.iter().zip(shown).enumerate().all(|(row, (hidden, shown))| {
                *hidden == shown.is_none() && shown.is_none_or(|n| n == numbers[shape.row_total(row)])
            })
        });
        if !is_alike || safe(shape, &numbers, largest).is_some() {
            continue;
        }
        for (value, n) in values.iter_mut().zip(numbers) {
            *value = Some(value.map_or((n, false), |(first, other)| (first, other || first != n)));
        }
        let two = |(number, value): (usize, &Option<(u64, bool)>)| {
            !is_secret(number) || value.is_some_and(|(_, other)| other)
        };
        if values.iter().enumerate().all(two) {
            return true;
        }
    }
    false
}

/// A table that has these totals where they are shown, with many small numbers. `None` where it did not come out.
fn made_up(
    shape: &Shape,
    shown: &[Option<u64>],
    total: u64,
    largest: u64,
    sequence: &mut Sequence,
) -> Option<Vec<u64>> {
    let bases = shape.ticks.then(|| sequence.spread(total, shape.columns));
    let mut totals: Vec<u64> = shown.iter().map(|shown| shown.unwrap_or(0)).collect();
    let secret: Vec<usize> = (0..shown.len()).filter(|row| shown[*row].is_none()).collect();
    if shape.ticks {
        for row in secret {
            let few = 1 + sequence.up_to(largest - 1);
            totals[row] = if sequence.below(2) == 0 { few } else { total.saturating_sub(few) };
        }
    } else if !secret.is_empty() {
        let mut left = total.checked_sub(sum(totals.iter().copied()))?.checked_sub(secret.len() as u64)?;
        let home = secret[sequence.below(secret.len())];
        for row in secret.iter().copied().filter(|row| *row != home) {
            let more = left.min(sequence.up_to(largest + 1));
            totals[row] = 1 + more;
            left -= more;
        }
        totals[home] = 1 + left;
    }
    let mut cells = Vec::with_capacity(shape.rows * shape.columns);
    for total in totals {
        cells.extend(sequence.spread(total, shape.columns));
    }
    let numbers = shape.numbers(cells, bases.as_deref());
    shape.can_be(&numbers).then_some(numbers)
}

/// Numbers without a pattern that are always the same. There is no chance in this: the same table is always shown alike.
struct Sequence(u32);

impl Sequence {
    fn new(seed: u64) -> Self {
        // Any folding will do.
        Self(u32::try_from(seed % 4_294_967_291).unwrap_or(0).wrapping_mul(2_654_435_761))
    }

    /// One of the numbers from 0 to `most`.
    fn up_to(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // The upper bits are the better ones.
        u64::from(self.0 >> 8) % (most + 1)
    }

    /// One of the first so many places, of one at least.
    fn below(&mut self, many: usize) -> usize {
        usize::try_from(self.up_to(many as u64 - 1)).unwrap_or(0)
    }

    /// So many in parts, of which all but one are small.
    fn spread(&mut self, total: u64, parts: usize) -> Vec<u64> {
        let home = self.below(parts);
        let mut left = total;
        let mut spread = vec![0; parts];
        for part in (0..parts).filter(|part| *part != home) {
            let most = if self.below(2) == 0 { 3 } else { 11 };
            spread[part] = self.up_to(most).min(left);
            left -= spread[part];
        }
        spread[home] = left;
        spread
    }
}
