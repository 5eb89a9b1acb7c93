//! When something is not as somebody hoped: calm words and a way on.

use leptos::prelude::*;

use crate::components::{ButtonKind, ButtonLink};
use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// What went wrong, as far as the person in front of it needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no such page.
    Missing,
    /// Not for this role.
    Forbidden,
    /// Changed by somebody else in the meantime.
    Stale,
    /// Something that cannot be read.
    Wrong,
    /// More than a page can take.
    Large,
    /// Sent from another site.
    OtherSite,
    /// Too many tries.
    Many,
    /// Our fault.
    Broken,
}

impl Trouble {
    fn key(self) -> &'static str {
        match self {
            Trouble::Missing => "missing",
            Trouble::Forbidden => "forbidden",
            Trouble::Stale => "stale",
            Trouble::Wrong => "wrong",
            Trouble::Large => "large",
            Trouble::OtherSite => "site",
            Trouble::Many => "many",
            Trouble::Broken => "broken",
        }
    }
}

/// The page about it. `reference` names the entry in the log, where there is one.
pub fn page(site: &Site, trouble: Trouble, reference: Option<&str>) -> Page {
    let key = trouble.key();
    let title = say!(site, &format!("{key}-title"));
    let text = say!(site, &format!("{key}-text"));
    let reference = reference.map(|reference| say!(site, "broken-reference", reference = reference));
    let shell = site.public_shell(site.help(false, ""));
    let home = say!(site, "missing-home");
    let head = title.clone();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>{head}</h1>
                    <p>{text}</p>
                    {reference.map(|reference| view! { <p class="quiet">{reference}</p> })}
                    <p class="buttons"><ButtonLink href="/" words=home kind=ButtonKind::Main/></p>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}
