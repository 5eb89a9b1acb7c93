//! A wide table of words: rows that keep their head while the columns move under it.

use leptos::prelude::*;

use super::TableRow;

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
    let head = head.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>();
    let rows = rows
        .into_iter()
        .map(|row| {
            let cells = row.cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect::<Vec<_>>();
            view! { <tr><th scope="row">{row.head}</th>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="scroll" role="region" aria-label=label tabindex="0">
            <table class="table matrix">
                <thead><tr><th scope="col">{corner}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
