#![doc = include_str!("../README.md")]

use leptos::prelude::*;

/// Wraps an answer and the forms about it: what is marked in the answer fills
/// the fields that ask for exact words. Without script they are typed.
///
/// In the children, the answer's element carries `data-pick="from"` and each
/// field that takes the marked words `data-pick="to"`.
#[island]
pub fn PickWords(
    /// The answer and its forms.
    children: Children,
) -> impl IntoView {
    view! { <div class="picks" on:pointerup=|_| fill() on:keyup=|_| fill()>{children()}</div> }
}

/// On the server nothing is marked.
#[cfg(not(feature = "hydrate"))]
fn fill() {}

#[cfg(feature = "hydrate")]
use pick::fill;

/// Copying what is marked into the fields.
#[cfg(feature = "hydrate")]
mod pick {
    use wasm_bindgen::JsCast;
    use web_sys::{Document, Element, HtmlInputElement, HtmlTextAreaElement, Node};

    /// Fills the fields with what is marked in the answer; does nothing when
    /// nothing is, or when it reaches beyond the answer.
    pub(super) fn fill() {
        let Some((document, words)) = marked() else { return };
        let Ok(fields) = document.query_selector_all("[data-pick=to]") else { return };
        for place in 0..fields.length() {
            let Some(field) = fields.item(place) else { continue };
            if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
                input.set_value(&words);
            } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
                area.set_value(&words);
            }
        }
    }

    fn marked() -> Option<(Document, String)> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let selection = window.get_selection().ok()??;
        let from = document.query_selector("[data-pick=from]").ok()??;
        let inside = |node: Option<Node>| node.is_some_and(|node| holds(&from, &node));
        if selection.is_collapsed() || !inside(selection.anchor_node()) || !inside(selection.focus_node()) {
            return None;
        }
        let words = String::from(selection.to_string());
        let words = words.trim();
        (!words.is_empty()).then(|| (document, words.to_string()))
    }

    fn holds(element: &Element, node: &Node) -> bool {
        element.contains(Some(node))
    }
}

/// Starts what the islands share; the page's script then wakes each of them.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
