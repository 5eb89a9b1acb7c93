//! From page to page of a long list.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

use crate::components::{Link, Pager};

/// What leads to the page before and to the one after, where pages are all alike.
pub(super) const PAGES: [&str; 2] = ["Page before", "Next page"];

/// The same where the newest stands first.
pub(super) const TIMES: [&str; 2] = ["Newer", "Older"];

/// Back and on from a page, which is counted from 0; nothing where it is the only one. `label` is what a screen reader calls
/// it, and `to` gives the address of a page.
pub(super) fn pager(
    label: &'static str,
    [back, on]: [&'static str; 2],
    (page, more): (i64, bool),
    to: impl Fn(i64) -> String,
) -> Option<AnyView> {
    let before = (page > 0).then(|| Link::new(to(page - 1), back));
    let after = more.then(|| Link::new(to(page + 1), on));
    (before.is_some() || after.is_some()).then(|| {
        let place = format!("Page {}", page + 1);
        view! { <Pager label place before after/> }.into_any()
    })
}
