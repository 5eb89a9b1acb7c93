//! The page, with the browser's failures turned into `None`: where something is
//! missing, the plain form does its work.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Document, Element, Event, EventTarget, FocusOptions, FormData, HtmlElement, HtmlFormElement,
    HtmlInputElement, HtmlTextAreaElement, SubmitEvent, UrlSearchParams, Window,
};

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

pub(super) fn find(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// A new element with a class, if it has one, and words, if it has any. Words
/// are never HTML.
pub(super) fn make(name: &str, class: &str, words: &str) -> Option<Element> {
    let made = document()?.create_element(name).ok()?;
    if !class.is_empty() {
        made.set_class_name(class);
    }
    if !words.is_empty() {
        say(&made, words);
    }
    Some(made)
}

pub(super) fn put(parent: &Element, child: &Element) {
    let _ = parent.append_child(child);
}

pub(super) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

pub(super) fn say(element: &Element, words: &str) {
    element.set_text_content(Some(words));
}

/// Says it where the selector leads, if that is anywhere.
pub(super) fn say_in(root: &Element, selector: &str, words: &str) {
    if let Some(element) = find(root, selector) {
        say(&element, words);
    }
}

pub(super) fn show(element: &Element, shown: bool) {
    let _ = element.toggle_attribute_with_force("hidden", !shown);
}

pub(super) fn show_in(root: &Element, selector: &str, shown: bool) {
    if let Some(element) = find(root, selector) {
        show(&element, shown);
    }
}

/// Moves the focus without moving the page.
pub(super) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        let _ = element.focus_with_options(&still);
    }
}

/// Listens as long as the page lives.
pub(super) fn on(target: &EventTarget, name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
}

/// The element that an event happened on.
pub(super) fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Puts values into the fields of this name: what was chosen, what was written.
pub(super) fn put_values(root: &Element, name: &str, values: &[String]) {
    for field in all(root, &format!("[name={name}]")) {
        if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(values.first().map_or("", String::as_str));
        } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "radio" | "checkbox" => input.set_checked(values.contains(&input.value())),
                _ => input.set_value(values.first().map_or("", String::as_str)),
            }
        }
    }
}

/// What stands in the fields of this name.
pub(super) fn values(form: &HtmlFormElement, name: &str) -> Vec<String> {
    FormData::new_with_form(form).map(|data| texts(&data, name)).unwrap_or_default()
}

fn texts(data: &FormData, name: &str) -> Vec<String> {
    data.get_all(name)
        .iter()
        // Letters composed (NFC) by the browser, so that this bundle needs no tables for it.
        .filter_map(|value| Some(String::from(value.dyn_ref::<js_sys::JsString>()?.normalize("NFC"))))
        // As browsers differ in it, and as nothing written is nothing.
        .map(|value| value.replace("\r\n", "\n"))
        .filter(|value| !value.is_empty())
        .collect()
}

/// A form that was sent, and the button that sent it.
pub(super) struct Sent {
    pub(super) form: HtmlFormElement,
    data: FormData,
    button: Option<(String, String)>,
}

impl Sent {
    pub(super) fn of(event: &Event) -> Option<Self> {
        let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
        let data = FormData::new_with_form(&form).ok()?;
        let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter).and_then(|button| {
            let name = button.get_attribute("name").filter(|name| !name.is_empty())?;
            Some((name, button.get_attribute("value").unwrap_or_default()))
        });
        Some(Self { form, data, button })
    }

    /// Whether it was this button.
    pub(super) fn by(&self, name: &str) -> bool {
        self.button.as_ref().is_some_and(|(button, _)| button == name)
    }

    pub(super) fn all(&self, name: &str) -> Vec<String> {
        texts(&self.data, name)
    }

    pub(super) fn get(&self, name: &str) -> String {
        self.all(name).into_iter().next().unwrap_or_default()
    }

    /// Every field with something in it.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let text = |value: wasm_bindgen::JsValue| value.as_string().filter(|text| !text.is_empty());
        js_sys::Array::from(&self.data)
            .iter()
            .filter_map(|pair| {
                let pair = js_sys::Array::from(&pair);
                Some((text(pair.get(0))?, text(pair.get(1))?))
            })
            .collect()
    }

    /// Where the form goes, and what a browser without script would send there.
    pub(super) fn post(&self) -> Option<(String, String)> {
        let body = UrlSearchParams::new_with_str_sequence_sequence(&self.data).ok()?;
        if let Some((name, value)) = &self.button {
            body.append(name, value);
        }
        Some((self.form.get_attribute("action")?, String::from(body.to_string())))
    }
}
