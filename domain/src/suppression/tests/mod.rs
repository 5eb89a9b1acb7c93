//! What the tests of all presets share, and what is the same for all of them.

mod explain;
mod later;
mod nhs5;
mod secondary;

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

#[test]
fn a_published_number_is_read_back_and_a_bare_count_is_not() {
    let exact =
        [count(Preset::Dfe, 6), count(Preset::Srs10, 143), count(Preset::Srs10, 9), count(Preset::Dfe, 0)];
    let rounded = [Shown::HIDDEN, count(Preset::Nhs5, 0), count(Preset::Nhs5, 143)];
    for shown in exact.into_iter().chain(rounded) {
        let kept = serde_json::to_string(&shown).unwrap_or_default();
        assert!(matches!(serde_json::from_str::<Shown>(&kept), Ok(read) if read == shown), "{kept}");
    }
    for bare in
        ["7", "143", "-5", "\"7\"", "null", "\"dfe 5\"", "\"srs10 9\"", "\"dfe 0\"", "\"nhs5 10\"", "\"dfe\""]
    {
        assert!(serde_json::from_str::<Shown>(bare).is_err(), "{bare}");
    }
}

#[test]
fn numbers_are_sent_as_numbers_and_the_rest_as_the_symbol() {
    let json = serde_json::to_value([count(Preset::Nhs5, 13), count(Preset::Nhs5, 3)]);
    assert_eq!(json.ok(), Some(serde_json::json!([15, "[c]"])));
    assert_eq!(Preset::default().as_str(), "nhs5");
    assert_eq!(Preset::parse("nhs5"), Some(Preset::Nhs5));
    let exact = serde_json::to_value([count(Preset::Dfe, 13), count(Preset::Dfe, 3), count(Preset::Dfe, 0)]);
    assert_eq!(exact.ok(), Some(serde_json::json!(["dfe 13", "[c]", 0])));
}

#[test]
fn each_rule_hides_what_it_says() {
    for (preset, largest) in [(Preset::Nhs5, 7), (Preset::Dfe, 5), (Preset::Srs10, 9)] {
        assert_eq!(preset.largest_hidden(), largest);
        for n in 0..40 {
            let shown = count(preset, n);
            assert_eq!(shown.is_hidden(), (1..=largest).contains(&n), "{preset} {n}");
            assert!(shown.is_hidden() || shown.value() == Some(if preset.rounds() { round5(n) } else { n }));
            assert_eq!(shown.is_exact(), !shown.is_hidden() && (n == 0 || !preset.rounds()));
        }
    }
}

#[test]
fn percentages_are_made_from_what_is_shown() {
    for preset in Preset::ALL.iter().copied() {
        let shown = table(preset, &counts(&[&[22, 14, 3], &[31, 40, 9], &[12, 4, 1], &[2, 6, 0]]));
        for (percent, total) in shown.percents().into_iter().zip(&shown.row_totals) {
            assert_eq!(percent.is_none(), total.is_hidden() || shown.total.is_hidden());
        }
        for column in 0..3 {
            let of_column = shown.percents_of(column);
            assert!(
                of_column.iter().zip(&shown.cells).all(|(n, row)| n.is_some() <= !row[column].is_hidden())
            );
        }
        assert!(shown.percents_of(3).iter().all(Option::is_none));
    }
    // A total that moved moves its percentages too: nothing says where it was before.
    let moved = table(Preset::Nhs5, &counts(&[&[8], &[1], &[1], &[1], &[1]]));
    assert_eq!((moved.total.value(), moved.percents()[0]), (Some(15), Some(67)));
    // The rest of an exact part is as small a group as any.
    assert_eq!(percent(Preset::Dfe, 18, 20), None);
    assert_eq!(percent(Preset::Dfe, 10, 20), Some(50));
}

#[test]
fn a_sentence_says_in_words_what_a_table_marks() {
    for preset in Preset::ALL.iter().copied() {
        let said = [0, 3, 45].map(|n| count(preset, n).in_words());
        assert_eq!(said, ["no", "a few", "about 45"], "{preset}");
    }
}
