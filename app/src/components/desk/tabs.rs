//! The parts of a record, as links.

use leptos::prelude::*;

use super::{Tag, TagKind};

/// One of the parts of a record.
#[derive(Clone, Debug, Default)]
pub struct TabLink {
    /// Where it is.
    pub href: String,
    /// Its name.
    pub words: String,
    /// Whether it is the one that is seen.
    pub current: bool,
    /// What is left to do there.
    pub tag: Option<(TagKind, String)>,
}

/// Links to the parts, the current one marked as the page that is seen.
pub(in crate::components) fn tab_links(links: Vec<TabLink>) -> Vec<AnyView> {
    links
        .into_iter()
        .map(|link| {
            let tag = link.tag.map(|(kind, words)| view! { " "<Tag kind words/> });
            view! { <a href=link.href aria-current=link.current.then_some("page")>{link.words}{tag}</a> }
                .into_any()
        })
        .collect()
}

/// The parts of a record, beside each other.
#[component]
pub fn Tabs(
    /// What they are called by a screen reader.
    #[prop(into)]
    label: String,
    /// They.
    links: Vec<TabLink>,
) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{tab_links(links)}</nav> }.into_any()
}

/// The parts of something large, one under the other, for the side of a page.
#[component]
pub fn SubNav(
    /// What they are called by a screen reader.
    #[prop(into)]
    label: String,
    /// They.
    links: Vec<TabLink>,
) -> impl IntoView {
    view! { <nav class="subnav" aria-label=label>{tab_links(links)}</nav> }.into_any()
}
