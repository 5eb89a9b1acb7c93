//! Typing forms in without the mouse: Enter goes to the next field.

use leptos::prelude::*;

/// Wraps a form with many short fields: Enter goes to the next one, and from the last one sends the form, as it does
/// everywhere without script. In a field of several lines Enter begins a new line.
#[island]
pub fn KeyIn(
    /// The form.
    children: Children,
) -> impl IntoView {
    view! { <div class="picks" on:keydown=move |event| step(&event)>{children()}</div> }
}

/// On the server nobody types.
#[cfg(not(feature = "hydrate"))]
fn step(_: &leptos::ev::KeyboardEvent) {}

#[cfg(feature = "hydrate")]
use keys::step;

/// Moving on with Enter.
#[cfg(feature = "hydrate")]
mod keys {
    use leptos::ev::KeyboardEvent;
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};

    /// Goes to the next field, where Enter was pressed in one and another follows.
    pub(super) fn step(event: &KeyboardEvent) {
        if event.key() != "Enter" || event.is_composing() {
            return;
        }
        if let Some(next) = next(event) {
            event.prevent_default();
            let _ = next.focus();
        }
    }

    fn next(event: &KeyboardEvent) -> Option<HtmlElement> {
        let here = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
        let fields = here.form()?.elements();
        let after = (0..fields.length())
            .skip_while(|at| fields.item(*at).is_none_or(|field| !field.is_same_node(Some(here.as_ref()))));
        after.skip(1).filter_map(|at| fields.item(at)).find_map(|field| {
            let shown = field.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() != "hidden");
            let is_field = shown || field.dyn_ref::<HtmlTextAreaElement>().is_some();
            is_field.then(|| field.dyn_into::<HtmlElement>().ok()).flatten()
        })
    }
}
