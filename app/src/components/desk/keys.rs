//! The keys of a page.

use leptos::prelude::*;

use crate::components::MaybeText;

/// A key of the keyboard.
#[component]
pub fn KeyHint(
    /// What stands on it.
    #[prop(into)]
    key: String,
) -> impl IntoView {
    view! { <kbd>{key}</kbd> }.into_any()
}

/// The keys of a page. Each does what some button does.
#[component]
pub fn Keys(
    /// What they are called by a screen reader.
    #[prop(into)]
    label: String,
    /// The keys, and what they do.
    keys: Vec<(Vec<String>, String)>,
    /// Something else that has to be known here.
    #[prop(optional, into)]
    note: MaybeText,
) -> impl IntoView {
    let keys = keys
        .into_iter()
        .map(|(keys, words)| {
            let keys = keys.into_iter().map(|key| view! { <KeyHint key/>" " }).collect::<Vec<_>>();
            view! { <span>{keys}{words}</span> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="keys" role="group" aria-label=label>
            {keys}
            {note.into_option().map(|note| view! { <span>{note}</span> })}
        </div>
    }
    .into_any()
}
