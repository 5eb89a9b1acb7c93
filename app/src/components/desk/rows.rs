//! What stands in rows: tables, what needs someone, days, checks.

use leptos::prelude::*;

use super::{Tag, TagKind};
use crate::components::bars::NARROW;
use crate::components::{Icon, IconName, Level, Link, heading};

/// One line of a table: what it is about, and the cells after it.
pub struct TableRow {
    /// What it is about. It is the head of the line.
    pub head: AnyView,
    /// The cells, in the order of the columns.
    pub cells: Vec<AnyView>,
}

impl std::fmt::Debug for TableRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableRow").field("cells", &self.cells.len()).finish_non_exhaustive()
    }
}

/// A table of the desk. On a narrow screen it scrolls by itself, and the keyboard can reach that.
#[component]
pub fn DeskTable(
    /// The id of the words that say what it shows: the title of its panel.
    #[prop(into)]
    labelled_by: String,
    /// The names of the columns, that of the first one included.
    head: Vec<String>,
    /// The lines.
    rows: Vec<TableRow>,
) -> impl IntoView {
    let sideways = (head.len() > NARROW).then(|| {
        view! { <p class="sideways quiet small">"Move the table sideways to see all of it."</p> }
    });
    let table = table("table", head.into_iter().map(IntoAny::into_any), rows);
    view! {
        {sideways}
        <div class="scroll" role="group" aria-labelledby=labelled_by tabindex="0">{table}</div>
    }
    .into_any()
}

/// The heads of the columns, and under them the lines.
pub(crate) fn table(
    class: &'static str,
    head: impl Iterator<Item = AnyView>,
    rows: Vec<TableRow>,
) -> AnyView {
    let head = head.map(|name| view! { <th scope="col">{name}</th> }).collect::<Vec<_>>();
    let rows = rows
        .into_iter()
        .map(|row| {
            let cells = row.cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect::<Vec<_>>();
            view! { <tr><th scope="row">{row.head}</th>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    view! { <table class=class><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table> }.into_any()
}

/// Something that needs someone: what to do, why, by when, and how long it takes.
#[derive(Clone, Debug, Default)]
pub struct QueueItem {
    /// Where it is done.
    pub href: String,
    /// What to do. The verb comes first.
    pub title: String,
    /// Why.
    pub text: String,
    /// By when.
    pub by: Option<(TagKind, String)>,
    /// How long it takes.
    pub takes: Option<String>,
}

/// What needs someone, the most urgent first.
#[component]
pub fn Queue(
    /// It.
    items: Vec<QueueItem>,
    /// How deep each of them stands.
    #[prop(default = Level::Three)]
    level: Level,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let by = item.by.map(|(kind, words)| {
                let icon = (kind == TagKind::Urgent).then_some(IconName::Warn);
                view! { <Tag kind words icon/> }
            });
            let takes = item.takes.map(|takes| view! { <span>{takes}</span> });
            let when =
                (by.is_some() || takes.is_some()).then(|| view! { <div class="when">{by}{takes}</div> });
            view! {
                <li>
                    {heading(level, None, view! { <a href=item.href>{item.title}</a> }.into_any())}
                    <p>{item.text}</p>
                    {when}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="queue plain">{items}</ol> }.into_any()
}

/// A day, and what was promised for it.
#[derive(Clone, Debug, Default)]
pub struct DatedItem {
    /// The day.
    pub day: String,
    /// What was promised.
    pub words: String,
    /// How it stands, where that must be said: "Late".
    pub tag: Option<(TagKind, String)>,
    /// Where it is done.
    pub href: Option<String>,
}

/// Days and what was promised for them.
#[component]
pub fn Dates(
    /// They.
    items: Vec<DatedItem>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let tag = item.tag.map(|(kind, words)| view! { <Tag kind words/>" " });
            let words = match item.href {
                Some(href) => view! { <a href=href>{item.words}</a> }.into_any(),
                None => item.words.into_any(),
            };
            view! { <div><dt>{item.day}</dt><dd>{tag}{words}</dd></div> }
        })
        .collect::<Vec<_>>();
    view! { <dl class="dates">{items}</dl> }.into_any()
}

/// How one thing on a list of checks stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckState {
    /// Done.
    Done,
    /// Missing, or wrong.
    Missing,
    /// Waiting for someone.
    #[default]
    Waiting,
    /// Not known.
    Unknown,
}

/// One thing on a list of checks.
#[derive(Clone, Debug, Default)]
pub struct CheckItem {
    /// How it stands.
    pub state: CheckState,
    /// How it stands, for a screen reader: "Done: ".
    pub spoken: String,
    /// What it is.
    pub words: String,
    /// Where it is put right.
    pub link: Option<Link>,
}

/// What is done, and what is missing.
#[component]
pub fn Checklist(
    /// It.
    items: Vec<CheckItem>,
    /// Whether it keeps away from the edge of its panel.
    #[prop(optional)]
    inset: bool,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let (class, name) = match item.state {
                CheckState::Done => ("ok", IconName::Check),
                CheckState::Missing => ("warn", IconName::Warn),
                CheckState::Waiting => ("idle", IconName::Clock),
                CheckState::Unknown => ("idle", IconName::Ask),
            };
            let spoken =
                (!item.spoken.is_empty()).then(|| view! { <span class="hush">{item.spoken}" "</span> });
            let link = item.link.map(|link| view! { " "<a href=link.href>{link.words}</a> });
            view! {
                <li>
                    <span class=class><Icon name/></span>
                    <span>{spoken}{item.words}{link}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class=if inset { "checks plain in" } else { "checks plain" }>{items}</ul> }.into_any()
}
