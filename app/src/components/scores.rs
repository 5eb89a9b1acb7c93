//! Two scores on one line: what staff say, and what young people say. In words, never added up.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{Link, MaybeText, Spoken, Tag, TagKind, voice::pieces};

/// Where the two stand on four steps: a square for staff, a dot for young people. The words stand
/// beside it, so it is hidden from screen readers.
#[component]
pub fn Rung(
    /// What staff say, from 1 to 4. Nothing when they have not said.
    #[prop(optional_no_strip, into)]
    staff: Option<u8>,
    /// What young people say, from 1 to 4. Nothing when they have not said.
    #[prop(optional_no_strip, into)]
    young: Option<u8>,
) -> impl IntoView {
    const STEPS: [&str; 4] = ["c1", "c2", "c3", "c4"];
    let staff = staff.and_then(place);
    let young = young.and_then(place);
    // Writing to a string does not fail.
    let mut drawing = String::new();
    for (at, step) in STEPS.iter().enumerate() {
        if staff != Some(at) && young != Some(at) {
            let _ = write!(drawing, r#"<i class="{step}"></i>"#);
        }
    }
    let both = if staff.is_some() && staff == young { " both" } else { "" };
    for (who, at) in [("us", staff), ("them", young)] {
        if let Some(step) = at.and_then(|at| STEPS.get(at)) {
            let _ = write!(drawing, r#"<i class="{who} {step}{both}"></i>"#);
        }
    }
    view! { <span class="rung" aria-hidden="true" inner_html=drawing></span> }.into_any()
}

fn place(score: u8) -> Option<usize> {
    (1..=4).contains(&score).then(|| usize::from(score - 1))
}

/// What the square and the dot mean, and which end is which.
#[component]
pub fn ScoreKey(
    /// "Staff".
    #[prop(into)]
    staff: String,
    /// "Young people".
    #[prop(into)]
    young: String,
    /// Which end is which.
    #[prop(optional, into)]
    ends: MaybeText,
) -> impl IntoView {
    view! {
        <p class="key">
            <span><i class="us"></i>{staff}</span>
            <span><i class="them"></i>{young}</span>
            {ends.into_option().map(|ends| view! { <span class="quiet">{ends}</span> })}
        </p>
    }
    .into_any()
}

/// One standard, and how far apart the two see it.
#[derive(Clone, Debug, Default)]
pub struct StandardLink {
    /// Its name, and where it is.
    pub link: Link,
    /// How far apart, in words.
    pub text: String,
    /// Whether they are far apart.
    pub apart: bool,
}

/// The standards, as the way around them.
#[component]
pub fn StandardsNav(
    /// Its title, for a screen reader.
    #[prop(into)]
    title: String,
    /// The standards.
    items: Vec<StandardLink>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            view! {
                <li class=item.apart.then_some("apart")>
                    <h3><a href=item.link.href>{item.link.words}</a></h3>
                    <p class="quiet">{item.text}</p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <nav aria-labelledby="standards">
            <h2 class="hush" id="standards">{title}</h2>
            <ol class="stand plain">{items}</ol>
        </nav>
    }
    .into_any()
}

/// One thing that is looked for, scored by both.
#[derive(Clone, Debug, Default)]
pub struct ScoreRow {
    /// What is looked for.
    pub words: String,
    /// Where it is scored. Without an address the words are no link.
    pub href: String,
    /// What staff say, from 1 to 4, and in words.
    pub staff: (Option<u8>, String),
    /// What young people say, from 1 to 4, and in words.
    pub young: (Option<u8>, String),
    /// What a young person said about it, and who.
    pub quote: Option<(Spoken, String)>,
    /// What is missing, where there is no quote.
    pub missing: Option<(TagKind, String)>,
    /// Whether they agreed.
    pub agreed: Option<(TagKind, String)>,
    /// Whether they are far apart.
    pub apart: bool,
}

/// The things looked for under one standard.
#[derive(Clone, Debug, Default)]
pub struct ScoreGroup {
    /// The id of its name.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What is looked for.
    pub rows: Vec<ScoreRow>,
}

/// Everything that is looked for, scored by both.
#[component]
pub fn ScoreTable(
    /// The id of the words that say what it shows: the title of its panel.
    #[prop(into)]
    labelled_by: String,
    /// The names of its six columns. That of the third, the drawing, is only heard.
    head: [String; 6],
    /// The standards.
    groups: Vec<ScoreGroup>,
) -> impl IntoView {
    let head = head
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let name =
                if at == 2 { view! { <span class="hush">{name}</span> }.into_any() } else { name.into_any() };
            view! { <th scope="col">{name}</th> }
        })
        .collect::<Vec<_>>();
    let groups = groups
        .into_iter()
        .map(|group| {
            let rows = group.rows.into_iter().map(score_row).collect::<Vec<_>>();
            view! {
                <tbody>
                    <tr><th scope="rowgroup" colspan="6" id=group.id>{group.title}</th></tr>
                    {rows}
                </tbody>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="scroll" role="region" aria-labelledby=labelled_by tabindex="0">
            <table class="table score"><thead><tr>{head}</tr></thead>{groups}</table>
        </div>
    }
    .into_any()
}

fn score_row(row: ScoreRow) -> AnyView {
    let said = match row.quote {
        Some((words, by)) => view! {
            <p class="own" dir="auto">{pieces(words)}</p>
            <p class="quiet small">{by}</p>
        }
        .into_any(),
        None => row.missing.map(|(kind, words)| view! { <Tag kind words/> }).into_any(),
    };
    let agreed = row.agreed.map(|(kind, words)| {
        let icon = (kind == TagKind::Ok).then_some(super::IconName::Check);
        view! { <Tag kind words icon/> }
    });
    let words = if row.href.is_empty() {
        row.words.into_any()
    } else {
        view! { <a href=row.href>{row.words}</a> }.into_any()
    };
    view! {
        <tr class=row.apart.then_some("apart")>
            <th scope="row">{words}</th>
            <td>{row.staff.1}</td>
            <td><Rung staff=row.staff.0 young=row.young.0/></td>
            <td><strong>{row.young.1}</strong></td>
            <td>{said}</td>
            <td>{agreed}</td>
        </tr>
    }
    .into_any()
}
