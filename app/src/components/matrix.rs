//! A wide table of words: rows that keep their head while the columns move under it.

use leptos::prelude::*;

use super::{TableRow, table};

/// A table with words in its cells. It scrolls by itself, the keyboard can reach that, and the head of each line stays.
#[component]
pub fn WordTable(
    /// What it shows: it is found by that name.
    #[prop(into)]
    label: String,
    /// What stands above the heads of the lines.
    #[prop(into)]
    corner: String,
    /// The heads of the other columns.
    head: Vec<AnyView>,
    /// The lines.
    rows: Vec<TableRow>,
) -> impl IntoView {
    let table = table("table matrix", std::iter::once(corner.into_any()).chain(head), rows);
    view! { <div class="scroll" role="region" aria-label=label tabindex="0">{table}</div> }.into_any()
}
