//! The elements that the phone's bundle wakes, as the server draws them. What they do in the browser is in
//! `phone`.

use leptos::prelude::*;

/// Wraps a page that asks. The bundle takes over from its forms once it is awake.
#[component]
pub fn JourneyIsland(
    /// The consultation's short name in addresses.
    slug: String,
    /// The words that were chosen, by the name of the door. What is kept for the time without signal is fetched as a
    /// stranger, and has to be in the same words, those of the page around the questions as well.
    read: String,
    /// The code that somebody came with, where only those with a code can answer: a stranger has none.
    #[prop(optional_no_strip)]
    code: Option<String>,
    /// The page as the server drew it.
    children: Children,
) -> impl IntoView {
    view! { <div class="journey" data-slug=slug data-read=read data-code=code>{children()}</div> }
}

/// Where the bundle sends what waits on this phone, and says so.
#[component]
pub fn Outbox(
    /// What it says: [`crate::data::OutboxWords`] as JSON.
    words: String,
    /// The notice of one answer, as the server drew it.
    children: Children,
) -> impl IntoView {
    view! { <div class="outbox" data-words=words hidden=true>{children()}</div> }
}
