//! Marking words with the finger or the mouse instead of typing them.

#![expect(missing_docs, reason = "the macro makes a type that carries no doc comment")]

use leptos::prelude::*;

/// Wraps an answer and the forms about it: what is marked in the answer fills
/// the fields that ask for exact words. Without script they are typed.
#[island]
pub fn PickWords(
    /// The id of the element with the answer's words.
    from: String,
    /// The ids of the fields that take the marked words.
    to: Vec<String>,
    /// The answer and its forms.
    children: Children,
) -> impl IntoView {
    let places = std::sync::Arc::new((from, to));
    let by_key = places.clone();
    view! {
        <div
            class="picks"
            on:pointerup=move |_| fill(&places.0, &places.1)
            on:keyup=move |_| fill(&by_key.0, &by_key.1)
        >
            {children()}
        </div>
    }
}

/// On the server nothing is marked.
#[cfg(not(feature = "hydrate"))]
fn fill(_: &str, _: &[String]) {}

#[cfg(feature = "hydrate")]
use pick::fill;

/// Copying what is marked into the fields.
#[cfg(feature = "hydrate")]
mod pick {
    use wasm_bindgen::JsCast;
    use web_sys::{Document, HtmlInputElement, HtmlTextAreaElement, Node};

    /// Fills the fields with what is marked in the answer; does nothing when
    /// nothing is, or when it reaches beyond the answer.
    pub(super) fn fill(from: &str, to: &[String]) {
        let Some((document, words)) = marked(from) else { return };
        for field in to.iter().filter_map(|id| document.get_element_by_id(id)) {
            if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
                input.set_value(&words);
            } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
                area.set_value(&words);
            }
        }
    }

    fn marked(from: &str) -> Option<(Document, String)> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let selection = window.get_selection().ok()??;
        let from = document.get_element_by_id(from)?;
        let inside = |node: Option<Node>| node.is_some_and(|node| from.contains(Some(&node)));
        if selection.is_collapsed() || !inside(selection.anchor_node()) || !inside(selection.focus_node()) {
            return None;
        }
        let words = String::from(selection.to_string());
        let words = words.trim();
        (!words.is_empty()).then(|| (document, words.to_string()))
    }
}
