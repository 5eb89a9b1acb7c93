//! What a line of facts is made of: references, words, tags.

use leptos::prelude::*;

use crate::components::{Icon, IconName, Link};

/// A reference: `N-0042`.
#[component]
pub fn Ref(
    /// It.
    #[prop(into)]
    code: String,
) -> impl IntoView {
    view! { <span class="ref">{code}</span> }.into_any()
}

/// A few words in a line of facts, with a link behind them where there is one.
#[component]
pub fn Words(
    /// The words.
    #[prop(into)]
    words: String,
    /// A link behind them.
    #[prop(optional_no_strip, into)]
    link: Option<Link>,
) -> impl IntoView {
    let link = link.map(|link| view! { " "<a href=link.href>{link.words}</a> });
    view! { <span>{words}{link}</span> }.into_any()
}

/// What a tag says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagKind {
    /// How something stands.
    #[default]
    Plain,
    /// That it must be done now.
    Urgent,
    /// That it is done.
    Ok,
    /// That it waits for something.
    Wait,
}

/// A word or two on how something stands.
#[component]
pub fn Tag(
    /// The words.
    #[prop(into)]
    words: String,
    /// What they say.
    #[prop(optional)]
    kind: TagKind,
    /// An icon before them.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
) -> impl IntoView {
    let class = match kind {
        TagKind::Plain => "tag",
        TagKind::Urgent => "tag tag--urgent",
        TagKind::Ok => "tag tag--ok",
        TagKind::Wait => "tag tag--wait",
    };
    view! { <span class=class>{icon.map(|name| view! { <Icon name/> })}{words}</span> }.into_any()
}
