//! How many came when: a column for each day or week. A number that is too small to be shown is an empty dashed
//! column, never a short one, and the same numbers stand under it as a table.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::chart::{BOTTOM, LEFT, Scale};
use super::{CountCell, CountRow, CountTable, Details, HiddenWords, Line, MaybeText, escape, ripple::short};

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it stands for: "2 June".
    pub label: String,
    /// How many; nothing where the number is hidden.
    pub count: Option<u64>,
}

/// Where the last column ends.
const RIGHT: f64 = 708.0;

/// How high the dashed column of a hidden number is.
const HIDDEN: f64 = 12.0;

/// As many labels as can stand beside each other.
const LABELS: usize = 7;

/// A chart of columns.
#[component]
pub fn ColumnChart(
    /// What the ids of its parts begin with.
    #[prop(into)]
    id: String,
    /// What it shows, above it.
    #[prop(into)]
    title: String,
    /// What can be seen on it, in words, for those who cannot see it.
    #[prop(into)]
    summary: String,
    /// How to read it.
    #[prop(optional, into)]
    note: MaybeText,
    /// What it is called by a screen reader while it scrolls.
    #[prop(into)]
    region: String,
    /// What opens the same numbers as a table.
    #[prop(into)]
    more: String,
    /// The names of the two columns of that table.
    head: [String; 2],
    /// What to say about hidden numbers.
    hidden: HiddenWords,
    /// They.
    columns: Vec<Column>,
) -> impl IntoView {
    let (title_id, summary_id) = (format!("{id}-title"), format!("{id}-summary"));
    let mut drawing = format!(
        r#"<title id="{}">{}</title><desc id="{}">{}</desc>"#,
        escape(&title_id),
        escape(&title),
        escape(&summary_id),
        escape(&summary)
    );
    draw(&mut drawing, &columns);
    let labelled = format!("{title_id} {summary_id}");
    let rows = columns
        .into_iter()
        .map(|column| CountRow {
            label: column.label,
            cells: vec![column.count.map_or(CountCell::Hidden, |n| CountCell::Shown(n.to_string()))],
        })
        .collect();
    let (caption, head) = (title.clone(), head.to_vec());
    let table = format!("{id}-table");
    view! {
        <figure class="chart">
            <p><strong>{title}</strong></p>
            <div class="scroll" role="region" aria-label=region tabindex="0">
                <svg viewBox="0 0 720 300" role="img" aria-labelledby=labelled inner_html=drawing></svg>
            </div>
            {note.into_option().map(|note| view! { <figcaption class="quiet small">{note}</figcaption> })}
        </figure>
        <Details words=more><CountTable id=table caption head rows hidden/></Details>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "a few weeks, and as many people as there are")]
fn draw(html: &mut String, columns: &[Column]) {
    let values = columns.iter().map(|column| column.count.unwrap_or_default() as f64).collect();
    let scale = Scale::new(columns.len(), &[Line { values, ..Line::default() }], None);
    scale.draw_grid(html, RIGHT);
    let wide = (RIGHT - LEFT) / columns.len().max(1) as f64;
    let every = columns.len().div_ceil(LABELS).max(1);
    for (at, column) in columns.iter().enumerate() {
        let left = wide.mul_add(at as f64, LEFT);
        let top = column.count.map_or(BOTTOM - HIDDEN, |n| scale.y(n as f64));
        let class = if column.count.is_none() { "bar-hid" } else { "bar" };
        // Writing to a string does not fail. A real zero has no column.
        if column.count != Some(0) {
            let _ = write!(
                html,
                r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}"/>"#,
                short(wide.mul_add(0.14, left)),
                short(top),
                short(wide * 0.72),
                short(BOTTOM - top)
            );
        }
        if at % every == 0 {
            let _ = write!(
                html,
                r#"<text x="{}" y="288" text-anchor="middle">{}</text>"#,
                short(wide.mul_add(0.5, left)),
                escape(&column.label)
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_number_is_dashed_and_a_zero_is_nothing() {
        let column = |label: &str, count| Column { label: label.into(), count };
        let mut html = String::new();
        draw(&mut html, &[column("1 June", Some(40)), column("2 June", None), column("3 < June", Some(0))]);
        assert_eq!(html.matches("class=\"bar\"").count(), 1, "{html}");
        assert_eq!(html.matches("class=\"bar-hid\"").count(), 1);
        assert!(html.contains("3 &lt; June"));
        let mut many = String::new();
        draw(&mut many, &(0..31).map(|day| column(&format!("day {day}"), Some(5))).collect::<Vec<_>>());
        assert_eq!(many.matches("day ").count(), 7, "labels keep apart");
        draw(&mut String::new(), &[]);
    }
}
