//! The top of a public page.

use leptos::prelude::*;

use super::{Brand, Link, MaybeText};

/// One entry of a navigation.
#[derive(Clone, Debug, Default)]
pub struct NavLink {
    /// The address.
    pub href: String,
    /// The words.
    pub words: String,
    /// Whether it is the page that is being read.
    pub current: bool,
}

impl NavLink {
    /// An entry.
    pub fn new(href: impl Into<String>, words: impl Into<String>, current: bool) -> Self {
        Self { href: href.into(), words: words.into(), current }
    }

    pub(crate) fn aria(&self) -> Option<&'static str> {
        self.current.then_some("page")
    }
}

/// The first link of a page: past everything, to what the page is about.
#[component]
pub fn SkipLink(
    /// The words, which say what is there.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! { <a class="skip" href="#main">{words}</a> }.into_any()
}

/// The way out of a sensitive consultation. It comes first in the order of the page and is a link, so that it works
/// whatever else does not.
pub(crate) fn way_out(leave: Link) -> AnyView {
    view! { <a class="button leave" href=leave.href rel="noreferrer" data-exit="">{leave.words}</a> }
        .into_any()
}

/// The top of a public page: the way home and the main navigation.
#[component]
pub fn TopBar(
    /// Where home is.
    #[prop(into)]
    home: String,
    /// What the navigation is called by a screen reader.
    #[prop(into)]
    label: String,
    /// The navigation.
    links: Vec<NavLink>,
    /// Whose pages these are.
    #[prop(optional, into)]
    org: MaybeText,
    /// Where a consultation is sensitive: the way out, as on the pages that ask.
    #[prop(optional_no_strip, into)]
    leave: Option<Link>,
) -> impl IntoView {
    let links = links
        .into_iter()
        .map(|link| {
            let aria = link.aria();
            view! { <li><a href=link.href aria-current=aria>{link.words}</a></li> }
        })
        .collect::<Vec<_>>();
    view! {
        <header class="top">
            <div class="wrap">
                {leave.map(way_out)}
                <Brand href=home/>
                {org.into_option().map(|org| view! { <span class="org">{org}</span> })}
                <nav aria-label=label><ul class="plain">{links}</ul></nav>
            </div>
        </header>
    }
    .into_any()
}
