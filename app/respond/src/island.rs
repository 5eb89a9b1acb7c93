//! The islands of a young person's pages. What they do in the browser is in
//! `phone`; here they are only HTML.

#![expect(missing_docs, reason = "the macro makes a type that carries no doc comment")]

use leptos::prelude::*;

use crate::data::OutboxWords;

/// Wraps a page that asks, and takes over from its forms once it is awake.
#[island]
pub fn JourneyIsland(
    /// The consultation's short name in addresses.
    slug: String,
    /// The page as the server drew it.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    crate::phone::journey(slug);
    #[cfg(not(feature = "hydrate"))]
    drop(slug);
    view! { <div class="journey">{children()}</div> }
}

/// Sends what waits on this phone, and says so.
#[island]
pub fn Outbox(
    /// What it says.
    words: OutboxWords,
    /// The notice of one answer, as the server drew it.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    crate::phone::outbox(words);
    #[cfg(not(feature = "hydrate"))]
    drop(words);
    view! { <div class="outbox" hidden=true>{children()}</div> }
}
