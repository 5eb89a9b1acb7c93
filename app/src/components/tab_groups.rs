//! The pages of a large part of the desk in two rows: groups, and below them the pages of the one that is seen.

use leptos::prelude::*;

use super::TabLink;
use super::desk::tab_links;

/// Pages that belong together.
#[derive(Clone, Debug, Default)]
pub struct TabGroup {
    /// What they are called together.
    pub words: String,
    /// They. The group leads to the first; without one it is not shown.
    pub pages: Vec<TabLink>,
}

impl TabGroup {
    /// Whether the page that is seen is one of them.
    pub fn is_current(&self) -> bool {
        self.pages.iter().any(|page| page.current)
    }
}

/// The groups beside each other, each leading to its first page.
#[component]
pub fn GroupTabs(
    /// What they are called by a screen reader.
    #[prop(into)]
    label: String,
    /// They.
    groups: Vec<TabGroup>,
) -> impl IntoView {
    let links = groups
        .into_iter()
        .filter_map(|group| {
            let href = group.pages.first()?.href.clone();
            // A group of one page is that page; of several, it only holds the one that is seen.
            let aria = group.is_current().then_some(if group.pages.len() == 1 { "page" } else { "true" });
            Some(view! { <a href=href aria-current=aria>{group.words}</a> }.into_any())
        })
        .collect::<Vec<_>>();
    view! { <nav class="tabs" aria-label=label>{links}</nav> }.into_any()
}

/// The pages of one group beside each other, in smaller letters.
#[component]
pub fn InnerTabs(
    /// What they are called by a screen reader.
    #[prop(into)]
    label: String,
    /// They.
    links: Vec<TabLink>,
) -> impl IntoView {
    view! { <nav class="tabs tabs--inner" aria-label=label>{tab_links(links)}</nav> }.into_any()
}
