//! When something has to be put right.

use leptos::prelude::*;

use super::{Level, Link, MaybeText, heading};

/// Stands in the HTML for the word that a screen reader hears before an error, until the document puts it in: a
/// part does not know the language. A letter of the private use area, which nobody types.
pub(crate) const ERROR_WORD: char = '\u{F8F0}';

/// What has to be put right, above the form: an alert that takes the focus and links to each field.
#[component]
pub fn ErrorSummary(
    /// How many things: "One thing to change".
    #[prop(into)]
    title: String,
    /// That nothing typed was lost.
    #[prop(optional, into)]
    kept: MaybeText,
    /// What to do, with the address of the field.
    problems: Vec<Link>,
    /// How deep its heading stands.
    #[prop(optional)]
    level: Level,
) -> impl IntoView {
    view! {
        <div class="errors" role="alert" tabindex="-1" autofocus=true aria-labelledby="sum">
            {heading(level, Some("sum".to_owned()), title.into_any())}
            {kept.into_option().map(|kept| view! { <p>{kept}</p> })}
            {links(problems)}
        </div>
    }
    .into_any()
}

/// What stands in the way of a step, where nothing was done wrong: a decision that still lacks an
/// answer. It does not take the focus; the button it explains refers to its id.
#[component]
pub fn Blocked(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What cannot be done yet, and why.
    #[prop(into)]
    title: String,
    /// What is left to do, and where.
    problems: Vec<Link>,
    /// How deep its heading stands.
    #[prop(optional)]
    level: Level,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let labelled = title_id.clone();
    view! {
        <div class="errors" id=id role="group" aria-labelledby=labelled>
            {heading(level, Some(title_id), title.into_any())}
            {links(problems)}
        </div>
    }
    .into_any()
}

fn links(problems: Vec<Link>) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let problems = problems
        .into_iter()
        .map(|problem| view! { <li><a href=problem.href>{problem.words}</a></li> })
        .collect::<Vec<_>>();
    Some(view! { <ul class="plain">{problems}</ul> }.into_any())
}

/// What is wrong with one field, and what to do.
#[component]
pub fn FieldError(
    /// Its id, for the field to refer to.
    #[prop(into)]
    id: String,
    /// What to do.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    let spoken = view! { <span class="hush">{format!("{ERROR_WORD} ")}</span> };
    view! { <p class="error" id=id><span>{spoken}{words}</span></p> }.into_any()
}
