//! The page, with the browser's failures turned into `None`.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, HtmlInputElement, Storage, Window};

use super::said::anew;

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

pub(crate) fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The first element that the selector leads to.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document()?.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

pub(crate) fn field(id: &str) -> Option<HtmlInputElement> {
    by_id(id)?.dyn_into().ok()
}

pub(crate) fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

pub(crate) fn is_shown(element: &Element) -> bool {
    !element.has_attribute("hidden")
}

pub(crate) fn show(element: &Element, shown: bool) {
    let _ = element.toggle_attribute_with_force("hidden", !shown);
}

/// A new element with words, which are never HTML.
pub(crate) fn make(name: &str, words: &str) -> Option<Element> {
    let made = document()?.create_element(name).ok()?;
    made.set_text_content(Some(words));
    Some(made)
}

pub(crate) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Says something to everybody, also to those who hear the page.
pub(crate) fn say(words: &str) {
    if let Some(said) = by_id("work-said") {
        let standing = said.text_content().unwrap_or_default();
        said.set_text_content(Some(&anew(&standing, words)));
    }
}

/// Listens as long as the page lives.
pub(crate) fn on(target: &EventTarget, name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
}

/// The element that an event happened on.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
