//! Why a number is hidden, for somebody who asks.
//!
//! It is worked out from the table as it is shown, and never from the true numbers. So it cannot tell which of two
//! hidden numbers is the small one and which was hidden to keep it: that would undo what the second one is hidden for.
//! Where a rule hides numbers of both kinds, both have the same words.

use super::{Preset, Shown, ShownTable};

crate::text_enum! {
    /// Why a number is not shown.
    pub enum Reason {
        /// It is small.
        Small = "small",
        /// It is small, or a small one could be worked out from it.
        SmallOrTells = "small_or_tells",
        /// Its group has fewer than ten people.
        Group = "group",
        /// Its group has fewer than ten people, or such a group could be worked out from it.
        GroupOrTells = "group_or_tells",
        /// Whichever of them stood here, some number by group could be worked out.
        Breakdown = "breakdown",
        /// There are too few in the whole table, or any part of it would tell.
        Whole = "whole",
    }
}

/// Why the numbers of a table are hidden; nothing for those that are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// One list a row, one entry a column.
    pub cells: Vec<Vec<Option<Reason>>>,
    /// Of the totals of the rows.
    pub row_totals: Vec<Option<Reason>>,
    /// Of the totals of the columns.
    pub column_totals: Vec<Option<Reason>>,
    /// Of the total of all.
    pub total: Option<Reason>,
}

impl Why {
    /// Every reason that there is, once, for what stands under a table.
    pub fn reasons(&self) -> Vec<Reason> {
        let margins = self.row_totals.iter().chain(&self.column_totals).chain([&self.total]);
        let mut reasons: Vec<Reason> =
            self.cells.iter().flatten().chain(margins).filter_map(|why| *why).collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }
}

/// Why each number of a table that this rule has made is hidden.
pub fn explain(preset: Preset, table: &ShownTable) -> Why {
    let is_hidden = |shown: &Shown| shown.is_hidden();
    let cells_hidden = table.cells.iter().flatten().all(is_hidden);
    let groups_hidden = table.column_totals.iter().all(is_hidden);
    let rows_hidden = table.row_totals.iter().all(is_hidden);
    let whole = cells_hidden && groups_hidden && rows_hidden && table.total.is_hidden();
    // Rounded totals are hidden with nothing but small numbers under them.
    let breakdown = !whole && !preset.rounds() && cells_hidden && groups_hidden && table.columns.len() > 1;
    let column_hidden = |column: usize| {
        table.column_totals.get(column).is_none_or(is_hidden)
            && table.cells.iter().all(|row| row.get(column).is_none_or(is_hidden))
    };
    let either = |small: Reason, tells: Reason| if preset.rounds() { small } else { tells };
    let small = if whole { Reason::Whole } else { either(Reason::Small, Reason::SmallOrTells) };
    let group = either(Reason::Group, Reason::GroupOrTells);
    let of_group = |column: usize| match (whole, breakdown, column_hidden(column)) {
        (true, _, _) => Reason::Whole,
        (_, true, _) => Reason::Breakdown,
        (_, _, true) => group,
        _ => small,
    };
    let if_hidden = |shown: &Shown, reason: Reason| shown.is_hidden().then_some(reason);
    Why {
        cells: table
            .cells
            .iter()
            .map(|row| {
                row.iter().enumerate().map(|(column, shown)| if_hidden(shown, of_group(column))).collect()
            })
            .collect(),
        row_totals: table.row_totals.iter().map(|shown| if_hidden(shown, small)).collect(),
        column_totals: table
            .column_totals
            .iter()
            .enumerate()
            .map(|(column, shown)| if_hidden(shown, of_group(column)))
            .collect(),
        total: if_hidden(&table.total, small),
    }
}
