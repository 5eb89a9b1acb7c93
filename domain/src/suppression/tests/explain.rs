//! Why a number is hidden.

use super::*;

fn why(preset: Preset, rows: &[&[u64]]) -> Why {
    super::explain(preset, &table(preset, &counts(rows)))
}

#[test]
fn a_hidden_number_has_a_reason_and_a_shown_one_has_none() {
    let travel: &[&[u64]] = &[&[22, 14, 3], &[31, 40, 9], &[12, 4, 1], &[2, 6, 0]];
    let small_group: &[&[u64]] = &[&[20, 30, 8], &[22, 26, 1]];
    for preset in Preset::ALL.iter().copied() {
        for rows in [travel, small_group] {
            let shown = table(preset, &counts(rows));
            let why = super::explain(preset, &shown);
            for (row, reasons) in shown.cells.iter().zip(&why.cells) {
                assert!(row.iter().zip(reasons).all(|(n, why)| n.is_hidden() == why.is_some()));
            }
            assert_eq!(why.total.is_some(), shown.total.is_hidden());
        }
    }
}

#[test]
fn a_rounded_table_says_small_number_and_small_group() {
    let why = why(Preset::Nhs5, &[&[20, 30, 8], &[12, 6, 0]]);
    assert_eq!(why.cells[1], [None, Some(Reason::Small), Some(Reason::Group)]);
    assert_eq!(why.column_totals, [None, None, Some(Reason::Group)]);
    assert_eq!(why.reasons(), [Reason::Small, Reason::Group]);
}

/// 14 is hidden to keep the 3, and nothing says which of them is which.
#[test]
fn nothing_says_which_of_two_is_the_small_one() {
    let why = why(Preset::Dfe, &[&[22, 14, 3], &[31, 40, 9], &[12, 4, 1], &[2, 6, 0]]);
    assert_eq!(why.cells[0], [None, Some(Reason::SmallOrTells), Some(Reason::SmallOrTells)]);
    assert_eq!(why.reasons(), [Reason::SmallOrTells]);
    let small = super::explain(Preset::Dfe, &table(Preset::Dfe, &counts(&[&[20, 30, 8], &[22, 26, 1]])));
    assert_eq!(small.column_totals[0], small.column_totals[2]);
}

#[test]
fn a_whole_table_that_is_hidden_says_so() {
    for preset in Preset::ALL.iter().copied() {
        assert_eq!(why(preset, &[&[4, 4], &[0, 1]]).reasons(), [Reason::Whole]);
    }
}

#[test]
fn totals_without_a_breakdown_say_so() {
    // As it is published where no circles are found: the totals of the rows alone.
    let mut shown = table(Preset::Dfe, &counts(&[&[20, 30], &[22, 26]]));
    shown.cells.iter_mut().flatten().chain(&mut shown.column_totals).for_each(|n| *n = Shown::HIDDEN);
    let why = super::explain(Preset::Dfe, &shown);
    assert_eq!(why.reasons(), [Reason::Breakdown]);
    assert_eq!(why.row_totals, [None, None]);
}
