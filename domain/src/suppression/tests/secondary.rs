//! The presets `dfe` and `srs10`.

use std::collections::{BTreeSet, HashMap};

use super::*;

const BOTH: [Preset; 2] = [Preset::Dfe, Preset::Srs10];

fn shown(preset: Preset, rows: &[&[u64]]) -> Vec<String> {
    lines(&table(preset, &counts(rows)))
}

/// The test vector of domain.md 5.9.
#[test]
fn travel_by_age_band() {
    assert_eq!(
        shown(Preset::Dfe, &[&[22, 14, 3], &[31, 40, 9], &[12, 4, 1], &[2, 6, 0]]),
        ["22 [c] [c] 39", "31 40 9 80", "[c] [c] [c] 17", "[c] [c] 0 8", "67 64 13 144"]
    );
}

#[test]
fn what_is_large_enough_is_shown_as_it_is() {
    assert_eq!(shown(Preset::Dfe, &[&[6, 20], &[0, 31]]), ["[c] [c] 26", "[c] [c] 31", "[c] [c] 57"]);
    assert_eq!(shown(Preset::Dfe, &[&[16, 20], &[0, 31]]), ["16 20 36", "0 31 31", "16 51 67"]);
    assert_eq!(shown(Preset::Srs10, &[&[16, 20], &[11, 31]]), ["16 20 36", "11 31 42", "27 51 78"]);
}

/// Two answers and a total give each other away: "if 'not disabled' is shown and the total is shown".
#[test]
fn of_two_answers_neither_is_shown_where_one_is_small() {
    for preset in BOTH {
        let one = shown(preset, &[&[40], &[3]]);
        assert_eq!(one, ["[c] [c]", "[c] [c]", "43 43"]);
        let ticks = lines(&table_of_choices(preset, &counts(&[&[37]]), &[40]));
        assert_eq!(ticks, ["[c] [c]", "40 40"], "three did not tick it");
    }
}

#[test]
fn a_small_group_is_hidden_with_another_beside_it() {
    for preset in BOTH {
        let lines = shown(preset, &[&[20, 30, 8], &[22, 26, 1]]);
        let groups = lines.last().map(String::as_str);
        assert_eq!(groups, Some("[c] 56 [c] 107"), "the total less the others would be the small group");
    }
    assert_eq!(shown(Preset::Dfe, &[&[4, 4], &[0, 1]]), ["[c] [c] [c]"; 3]);
}

/// Each of these has one solution where the lines alone are completed.
#[test]
fn what_the_sums_give_away_is_not_published() {
    // 2 = 1 + 1 and nothing else; the totals of the rows are small themselves.
    let told = shown(Preset::Dfe, &[&[1, 1], &[20, 1]]);
    assert!(told.iter().all(|line| !line.contains("20")), "{told:?}");
    // Two groups of at most nine with eighteen together.
    let told = shown(Preset::Dfe, &[&[9, 9], &[0, 0]]);
    assert_eq!(told, ["[c] [c] [c]"; 3]);
}

#[test]
fn ragged_empty_and_very_large_tables_do_no_harm() {
    for preset in BOTH {
        let mut ragged = counts(&[&[20, 30], &[40, 50]]);
        ragged.counts[0].pop();
        ragged.counts.pop();
        assert_eq!(lines(&table(preset, &ragged)).len(), 3);
        let empty = table(preset, &CountTable::default());
        assert!(empty.cells.is_empty() && empty.total.is_hidden());
        let huge = table(preset, &counts(&[&[u64::MAX, 3], &[u64::MAX, 12]]));
        assert!(huge.cells[0][1].is_hidden());
        let wide: Vec<u64> = (0..12).map(|n| n % 7).collect();
        let wide = table(preset, &counts(&[&wide, &wide, &wide]));
        assert_eq!(wide.cells[0].len(), 12);
    }
}

/// All ways to spread so many people over so many cells.
fn spreads(people: u64, cells: usize) -> Vec<Vec<u64>> {
    if cells == 1 {
        return vec![vec![people]];
    }
    (0..=people)
        .flat_map(|first| {
            spreads(people - first, cells - 1).into_iter().map(move |mut rest| {
                rest.insert(0, first);
                rest
            })
        })
        .collect()
}

/// All numbers behind a table, in the order of [`all`].
fn numbers(cells: &[u64], columns: usize, bases: Option<&[u64]>) -> Vec<u64> {
    let mut numbers = cells.to_vec();
    numbers.extend(cells.chunks(columns).map(|row| row.iter().sum::<u64>()));
    let column = |column: usize| cells.iter().skip(column).step_by(columns).sum::<u64>();
    let people: Vec<u64> =
        (0..columns).map(|at| bases.map_or_else(|| column(at), |bases| bases[at])).collect();
    let total = people.iter().sum();
    numbers.extend(people);
    numbers.push(total);
    numbers
}

/// Somebody who knows this program makes every possible table and keeps those that are shown as the published one.
#[derive(Default)]
struct Attack(HashMap<Vec<Option<u64>>, Vec<BTreeSet<u64>>>);

impl Attack {
    fn look(&mut self, shown: &ShownTable, numbers: &[u64]) {
        let key = all(shown).into_iter().map(Shown::value).collect();
        let values = self.0.entry(key).or_insert_with(|| vec![BTreeSet::new(); numbers.len()]);
        for (values, number) in values.iter_mut().zip(numbers) {
            if values.len() < 2 {
                values.insert(*number);
            }
        }
    }

    /// Every hidden number has two values, or is nobody.
    fn has_failed(&self) {
        for (shown, values) in &self.0 {
            for (at, values) in values.iter().enumerate().filter(|(at, _)| shown[*at].is_none()) {
                assert!(values.len() > 1 || values.contains(&0), "{shown:?}: number {at} is {values:?}");
            }
        }
    }
}

/// Of a table that shows its total no other total is alike, so no table is missing.
fn nobody_can_work_it_back(
    preset: Preset,
    rows: usize,
    columns: usize,
    people: std::ops::RangeInclusive<u64>,
) {
    let mut attack = Attack::default();
    for cells in people.flat_map(|people| spreads(people, rows * columns)) {
        let by_row: Vec<&[u64]> = cells.chunks(columns).collect();
        let shown = table(preset, &counts(&by_row));
        // Nothing shown at all is what every table with fewer than ten looks like.
        if !shown.total.is_hidden() {
            attack.look(&shown, &numbers(&cells, columns, None));
        }
    }
    attack.has_failed();
}

#[test]
fn nobody_can_work_back_one_group() {
    for preset in BOTH {
        nobody_can_work_it_back(preset, 2, 1, 10..=30);
        nobody_can_work_it_back(preset, 3, 1, 10..=18);
    }
}

#[test]
fn nobody_can_work_back_several_groups() {
    for preset in BOTH {
        nobody_can_work_it_back(preset, 1, 2, 10..=30);
        nobody_can_work_it_back(preset, 1, 3, 10..=18);
        nobody_can_work_it_back(preset, 2, 2, 10..=14);
    }
}

/// Tables of which many have no circles: only the totals of their rows are shown.
#[test]
fn nobody_can_work_back_what_has_no_breakdown() {
    nobody_can_work_it_back(Preset::Dfe, 2, 3, 10..=10);
    nobody_can_work_it_back(Preset::Srs10, 3, 2, 10..=10);
}

#[test]
fn nobody_can_work_back_ticks() {
    for preset in BOTH {
        let mut attack = Attack::default();
        // Two groups with so many together, and every way to tick one or two answers.
        for (people, rows) in [(22, 1), (16, 1), (11, 2)] {
            for bases in spreads(people, 2) {
                let each: Vec<u64> = bases.iter().copied().cycle().take(rows * 2).collect();
                let many = each.iter().map(|base| base + 1).product::<u64>();
                for ticks in 0..many {
                    let mut left = ticks;
                    let cells: Vec<u64> = each
                        .iter()
                        .map(|base| {
                            let cell = left % (base + 1);
                            left /= base + 1;
                            cell
                        })
                        .collect();
                    let by_row: Vec<&[u64]> = cells.chunks(2).collect();
                    let shown = table_of_choices(preset, &counts(&by_row), &bases);
                    if !shown.total.is_hidden() {
                        attack.look(&shown, &numbers(&cells, 2, Some(&bases)));
                    }
                }
            }
        }
        attack.has_failed();
    }
}

/// Whether a hidden number has a second value in a table that is shown alike, among those that differ by one or none in
/// every cell. Only where there is a breakdown; the rest was tried out above.
fn told(preset: Preset, truth: &CountTable) -> Vec<usize> {
    let columns = truth.columns.len();
    let shown = table(preset, truth);
    if shown.cells.iter().flatten().all(|cell| cell.is_hidden())
        && shown.column_totals.iter().all(|n| n.is_hidden())
    {
        return Vec::new();
    }
    let cells: Vec<u64> = truth.counts.iter().flatten().copied().collect();
    let before = numbers(&cells, columns, None);
    let seen = all(&shown);
    let mut open: BTreeSet<usize> = seen
        .iter()
        .zip(&before)
        .enumerate()
        .filter(|(_, (shown, n))| shown.is_hidden() && **n > 0)
        .map(|(at, _)| at)
        .collect();
    for steps in 0..3_u32.pow(u32::try_from(cells.len()).unwrap_or(0)) {
        if open.is_empty() {
            break;
        }
        let mut left = steps;
        let other: Option<Vec<u64>> = cells
            .iter()
            .map(|cell| {
                let by = i64::from(left % 3) - 1;
                left /= 3;
                cell.checked_add_signed(by)
            })
            .collect();
        let Some(other) = other else { continue };
        // Most cannot be: what is shown differs.
        let after = numbers(&other, columns, None);
        let differs = |at: usize| after[at] != before[at];
        if !open.iter().any(|at| differs(*at))
            || seen.iter().enumerate().any(|(at, n)| !n.is_hidden() && differs(at))
        {
            continue;
        }
        let by_row: Vec<&[u64]> = other.chunks(columns).collect();
        if all(&table(preset, &counts(&by_row))) == seen {
            open.retain(|at| !differs(*at));
        }
    }
    open.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_hidden_number_can_be_worked_out(truth in tables(4), srs in any::<bool>()) {
        prop_assume!(truth.rows.len() * truth.columns.len() <= 8);
        let preset = if srs { Preset::Srs10 } else { Preset::Dfe };
        prop_assert_eq!(told(preset, &truth), Vec::<usize>::new());
    }

    #[test]
    fn what_is_shown_is_true_and_never_small(truth in tables(6), srs in any::<bool>()) {
        let preset = if srs { Preset::Srs10 } else { Preset::Dfe };
        let shown = table(preset, &truth);
        let cells: Vec<u64> = truth.counts.iter().flatten().copied().collect();
        for (shown, n) in all(&shown).into_iter().zip(numbers(&cells, truth.columns.len(), None)) {
            prop_assert!(shown.value().is_none_or(|shown| shown == n));
            prop_assert!(shown.is_hidden() || !(1..=preset.largest_hidden()).contains(&n));
        }
        for (column, total) in shown.column_totals.iter().enumerate() {
            let n: u64 = truth.counts.iter().map(|row| row[column]).sum();
            prop_assert!(n >= SMALLEST_BASE || (total.is_hidden() && shown.cells.iter().all(|row| row[column].is_hidden())));
        }
        prop_assert_eq!(&shown, &table(preset, &truth));
    }
}
