//! The answer to a theme, beside what was said on it.

use leptos::prelude::*;

use super::Ref;
use crate::components::{Level, MaybeText, MaybeView, heading};

/// What was said on one theme, and beside it the answer to it. No theme stays without one.
#[component]
pub fn Reply(
    /// The id of its title.
    #[prop(into)]
    id: String,
    /// The reference of the theme.
    #[prop(into)]
    code: String,
    /// The theme.
    #[prop(into)]
    title: String,
    /// How many said it, in words.
    #[prop(optional, into)]
    strength: MaybeText,
    /// What was said: [`Voice`](crate::components::Voice).
    #[prop(optional, into)]
    said: MaybeView,
    /// How deep the theme stands.
    #[prop(default = Level::Three)]
    level: Level,
    /// The fields of the answer.
    children: Children,
) -> impl IntoView {
    let labelled = id.clone();
    view! {
        <article class="reply" aria-labelledby=labelled>
            <header>
                <Ref code/>
                {heading(level, Some(id), title.into_any())}
                {strength.into_option().map(|strength| view! { <span class="quiet">{strength}</span> })}
            </header>
            <div class="in"><div>{said.into_option()}</div><div>{children()}</div></div>
        </article>
    }
    .into_any()
}
