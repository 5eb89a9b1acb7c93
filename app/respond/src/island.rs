//! The islands of a young person's pages.

use leptos::prelude::*;

/// Wraps a page that asks, and takes over from its forms once it is awake.
#[island]
pub fn JourneyIsland(
    /// The consultation's short name in addresses.
    slug: String,
    /// The page as the server drew it.
    children: Children,
) -> impl IntoView {
    view! { <div class="journey" data-slug=slug>{children()}</div> }
}

/// Sends what waits on this phone, on any page.
#[island]
pub fn Outbox() -> impl IntoView {
    view! { <div class="outbox" hidden=true></div> }
}
