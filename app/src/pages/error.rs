//! When something is not as somebody hoped: calm words and a way on.

use leptos::prelude::*;

use crate::components::{ButtonKind, ButtonLink, ButtonRow, TextArea};
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

/// What else the page says.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// Names the entry in the log, where there is one.
    pub reference: Option<String>,
    /// The page that the form stood on.
    pub back: Option<String>,
    /// What was written into it, field by field.
    pub typed: Vec<String>,
}

/// The page about it.
pub fn page(site: &Site, trouble: Trouble, around: Extras) -> Page {
    let Extras { reference, back, typed } = around;
    let key = trouble.key();
    let title = say!(site, &format!("{key}-title"));
    let text = say!(site, &format!("{key}-text"));
    let reference = reference.map(|reference| say!(site, "broken-reference", reference = reference.as_str()));
    let shell = site.public_shell(site.help(false, ""));
    let home = say!(site, "missing-home");
    let back = back.map(|href| {
        let words = say!(site, "stale-back");
        view! { <ButtonLink href words kind=ButtonKind::Main/> }.into_any()
    });
    let home_kind = if back.is_some() { ButtonKind::Still } else { ButtonKind::Main };
    let typed = (!typed.is_empty()).then(|| {
        let (label, value) = (say!(site, "stale-typed"), typed.join("\n\n"));
        view! { <TextArea name="typed" label value rows=8/> }.into_any()
    });
    let head = title.clone();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure">
                    <h1>{head}</h1>
                    <p>{text}</p>
                    {reference.map(|reference| view! { <p class="quiet">{reference}</p> })}
                    {typed}
                    <ButtonRow>{back}<ButtonLink href="/" words=home kind=home_kind/></ButtonRow>
                </div>
            </PublicLayout>
        }
        .into_any()
    })
}
