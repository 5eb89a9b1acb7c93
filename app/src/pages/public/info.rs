//! Short pages of plain words: privacy, accessibility.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::layout::PublicLayout;
use crate::{Page, Site, say};

/// What happens to what a young person tells, and for how many months their words are kept.
pub fn privacy(site: &Site, months: u32) -> Page {
    let mut keys = vec![
        "privacy-1",
        "privacy-2",
        "privacy-3",
        "privacy-4",
        "privacy-files",
        "privacy-5",
        "privacy-6",
        "privacy-7",
    ];
    keys.extend(site.mails.then_some("privacy-news"));
    let tell = say!(site, "foot-tell");
    let (head, text) = (say!(site, "privacy-cookies"), say!(site, "privacy-cookies-text"));
    let kept = say!(site, "privacy-8", months = months);
    words(
        site,
        "privacy-title",
        &keys,
        view! { <p>{kept}</p><p><a href="/tell-us">{tell}</a></p><h2>{head}</h2><p>{text}</p> }.into_any(),
    )
}

/// How this site can be used, and whom to tell when it cannot.
pub fn accessibility(site: &Site) -> Page {
    words(site, "accessibility-title", &["accessibility-1", "accessibility-2"], ().into_any())
}

fn words(site: &Site, title: &str, keys: &[&str], more: AnyView) -> Page {
    let shell = site.public_shell(site.help(false, ""));
    let title = say!(site, title);
    let head = title.clone();
    let lines: Vec<AnyView> = keys
        .iter()
        .map(|key| {
            let words = say!(site, key);
            view! { <p>{words}</p> }.into_any()
        })
        .collect();
    Page::public(title, move || {
        view! {
            <PublicLayout shell>
                <div class="head-space flow measure"><h1>{head}</h1>{lines}{more}</div>
            </PublicLayout>
        }
        .into_any()
    })
    .indexed()
}
