//! The preset `nhs5`.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::*;

fn shown(rows: &[&[u64]]) -> Vec<String> {
    lines(&table(Preset::Nhs5, &counts(rows)))
}

/// The test vector of domain.md 5.9.
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
    let table = |rows: &[&[u64]], bases: &[u64]| lines(&table_of_choices(Preset::Nhs5, &counts(rows), bases));
    // Four children with three ticks each are four children.
    assert_eq!(
        table(&[&[20, 4], &[16, 4], &[3, 4]], &[21, 4]),
        ["20 [c] 25", "15 [c] 20", "[c] [c] [c]", "20 [c] 25"]
    );
    assert_eq!(table(&[&[9], &[9]], &[9]), ["[c] [c]", "[c] [c]", "[c] [c]"]);
    assert_eq!(table(&[&[12], &[30]], &[31]), ["10 10", "30 30", "30 30"]);
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
