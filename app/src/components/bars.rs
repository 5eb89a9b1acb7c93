//! Numbers. The chart is the table: the bar is a drawing, the words stay words. A number that is too
//! small to be shown is a word, never a short bar.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use super::{Details, Level, MaybeText};

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: BarCount,
}

/// How many, as it may be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum BarCount {
    /// A number.
    Shown {
        /// The number, in words and figures as they stand on the page.
        number: String,
        /// Which part of everyone that is, where it is shown: "55%".
        share: Option<String>,
        /// How long the bar is: 1 for the longest.
        length: f64,
    },
    /// A number that is hidden, and the words that say so: "`[c]` too few".
    Hidden(String),
}

/// The names of the columns, for a screen reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarHead {
    /// What is counted.
    pub label: String,
    /// The bar.
    pub bar: String,
    /// How many.
    pub count: String,
}

/// A bar chart that is a table.
#[component]
pub fn Bars(
    /// What it shows: the question.
    #[prop(into)]
    caption: String,
    /// The names of its columns.
    head: BarHead,
    /// The bars.
    bars: Vec<Bar>,
) -> impl IntoView {
    let rows = bars
        .into_iter()
        .map(|bar| {
            let (drawing, count) = match bar.count {
                BarCount::Shown { number, share, length } => (
                    drawing("bar", (length.clamp(0.0, 1.0) * 100.0).max(0.5)),
                    view! {
                        <td>
                            <strong>{number}</strong>
                            {share.map(|share| view! { " "<span class="quiet">{share}</span> })}
                        </td>
                    }
                    .into_any(),
                ),
                BarCount::Hidden(words) => {
                    (drawing("bar-hid", 9.0), view! { <td class="hid">{words}</td> }.into_any())
                }
            };
            view! {
                <tr>
                    <th scope="row">{bar.label}</th>
                    <td>
                        <svg
                            viewBox="0 0 100 28"
                            preserveAspectRatio="none"
                            aria-hidden="true"
                            inner_html=drawing
                        ></svg>
                    </td>
                    {count}
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="bars">
            <caption>{caption}</caption>
            <thead class="hush">
                <tr>
                    <th scope="col">{head.label}</th>
                    <th scope="col">{head.bar}</th>
                    <th scope="col">{head.count}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn drawing(class: &str, width: f64) -> String {
    let width = format!("{width:.2}");
    let width = width.trim_end_matches('0').trim_end_matches('.');
    format!(
        r#"<rect class="{class}" x="0" y="3" width="{width}" height="22"/><path class="bar-base" d="M0 0V28"/>"#
    )
}

/// One cell of a table of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountCell {
    /// A number, as it stands on the page.
    Shown(String),
    /// A number before which a quiet word stands: "forecast".
    Noted(String, String),
    /// A number that is hidden.
    Hidden,
    /// A number that is hidden, and why in a few words.
    HiddenFor(String),
    /// Nothing was counted.
    Empty,
}

/// One line of a table of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRow {
    /// What is counted.
    pub label: String,
    /// The numbers, in the order of the columns.
    pub cells: Vec<CountCell>,
}

/// What a hidden number looks like, and what it means. It is said each time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HiddenWords {
    /// "too few to show".
    pub short: String,
    /// "What does `[c]` mean?"
    pub title: String,
    /// What it means.
    pub meaning: String,
    /// What opens the reasons: "Why are some numbers hidden?"
    pub why: String,
    /// The reasons that hold in this table, as sentences. Which number has which of them does not stand here.
    pub reasons: Vec<String>,
}

fn hidden_cell(why: String) -> AnyView {
    view! {
        <td class="hid">
            <abbr title=why.clone()>"[c]"</abbr>
            <span class="hush">" "{why}</span>
        </td>
    }
    .into_any()
}

/// As many columns as a phone shows side by side.
pub(super) const NARROW: usize = 3;

/// A table of numbers. When a number in it is hidden, what that means stands under it.
#[component]
pub fn CountTable(
    /// Its id, for what it scrolls in.
    #[prop(into)]
    id: String,
    /// What it shows.
    #[prop(into)]
    caption: String,
    /// The names of the columns, that of the first one included.
    head: Vec<String>,
    /// The lines.
    rows: Vec<CountRow>,
    /// What to say about hidden numbers.
    #[prop(optional_no_strip, into)]
    hidden: Option<HiddenWords>,
    /// What a narrow screen says above a table that is wider than it.
    #[prop(optional, into)]
    sideways: MaybeText,
) -> impl IntoView {
    let sideways = sideways.into_option().filter(|_| head.len() > NARROW);
    let is_hidden = |cell: &CountCell| matches!(cell, CountCell::Hidden | CountCell::HiddenFor(_));
    let any_hidden = rows.iter().any(|row| row.cells.iter().any(is_hidden));
    let short = hidden.as_ref().map(|hidden| hidden.short.clone()).unwrap_or_default();
    let head = head.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>();
    let rows = rows
        .into_iter()
        .map(|row| {
            let cells = row
                .cells
                .into_iter()
                .map(|cell| match cell {
                    CountCell::Shown(number) => view! { <td>{number}</td> }.into_any(),
                    CountCell::Noted(note, number) => {
                        view! { <td><span class="quiet">{note}</span>" "{number}</td> }.into_any()
                    }
                    CountCell::Hidden => hidden_cell(short.clone()),
                    CountCell::HiddenFor(reason) => hidden_cell(reason),
                    CountCell::Empty => view! { <td></td> }.into_any(),
                })
                .collect::<Vec<_>>();
            view! { <tr><th scope="row">{row.label}</th>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    let meaning = hidden.filter(|_| any_hidden).map(|hidden| {
        let reasons: Vec<_> = hidden.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect();
        let reasons =
            (!reasons.is_empty()).then(|| view! { <Details words=hidden.why><ul>{reasons}</ul></Details> });
        view! {
            <p class="box box--promise"><strong>{hidden.title}</strong>" "{hidden.meaning}</p>
            {reasons}
        }
    });
    let labelled = id.clone();
    view! {
        {sideways.map(|words| view! { <p class="sideways quiet small">{words}</p> })}
        <div class="scroll" role="region" aria-labelledby=labelled tabindex="0">
            <table class="numbers">
                <caption id=id>{caption}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {meaning}
    }
    .into_any()
}

/// One thing that was heard, in numbers: a sentence first, then the bars, then how to read them.
#[component]
pub fn Finding(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What was heard, as a sentence.
    #[prop(into)]
    title: String,
    /// The question.
    #[prop(into)]
    caption: String,
    /// The names of the columns.
    head: BarHead,
    /// The bars.
    bars: Vec<Bar>,
    /// How to read the numbers: rounded to the nearest 5.
    #[prop(optional, into)]
    note: MaybeText,
    /// What opens the same numbers by group.
    #[prop(optional, into)]
    more: MaybeText,
    /// Whether that is open from the start.
    #[prop(optional)]
    open: bool,
    /// The same numbers by group: [`CountTable`].
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let more = more.into_option().zip(children).map(|(words, children)| {
        view! { <Details words open>{children()}</Details> }
    });
    let labelled = id.clone();
    view! {
        <section class="flow" aria-labelledby=labelled>
            {super::heading(Level::Two, Some(id), title.into_any())}
            <Bars caption head bars/>
            {note.into_option().map(|note| view! { <p class="quiet small">{note}</p> })}
            {more}
        </section>
    }
    .into_any()
}
