//! The page, with the browser's failures turned into `None`: where something is
//! missing, the plain form does its work.

use earshot_domain::question::is_file;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Document, Element, Event, EventTarget, FocusOptions, FormData, HtmlElement, HtmlFormElement,
    HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, SubmitEvent, UrlSearchParams, Window,
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

/// The fields of this name, or with `rows` those of its rows.
fn fields(root: &Element, name: &str, rows: bool) -> Vec<Element> {
    all(root, &if rows { format!("[name^=\"{name}:\"]") } else { format!("[name=\"{name}\"]") })
}

/// Puts values into the fields of this name, and of its rows: what was chosen, what was written. What was put in
/// order is put in order.
pub(super) fn put_values(root: &Element, name: &str, values: &[String]) {
    for field in fields(root, name, true) {
        let row = field.get_attribute("name").unwrap_or_default();
        let row = row.get(name.len() + 1..).unwrap_or_default();
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            input.set_checked(values.contains(&format!("{row}={}", input.value())));
        }
    }
    if let Some(list) = find(root, &format!("ol[data-rank=\"{name}\"]")) {
        for value in values {
            for row in all(&list, "li")
                .into_iter()
                .filter(|row| row.get_attribute("data-key").as_ref() == Some(value))
            {
                put(&list, &row);
            }
        }
        return order(&list);
    }
    for field in fields(root, name, false) {
        if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(values.iter().find(|value| !is_file(value)).map_or("", String::as_str));
        } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "radio" | "checkbox" => input.set_checked(values.contains(&input.value())),
                // The id of a file stands where nobody types.
                "hidden" => {
                    input.set_value(values.iter().find(|value| is_file(value)).map_or("", String::as_str));
                }
                _ => input.set_value(values.first().map_or("", String::as_str)),
            }
        } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
            select.set_value(values.first().map_or("", String::as_str));
        }
    }
}

/// Only what can move can be pressed: the first cannot go up, nor the last down.
fn order(list: &Element) {
    let rows = all(list, "li");
    for (at, row) in rows.iter().enumerate() {
        for (button, still) in [("up", at == 0), ("down", at + 1 == rows.len())] {
            if let Some(button) = find(row, &format!("[name={button}]")) {
                let _ = button.toggle_attribute_with_force("disabled", still);
            }
        }
    }
}

/// Moves what a button belongs to one place up or down. Where the button cannot be pressed any more, its neighbour
/// gets the focus.
pub(super) fn shift(button: &Element, up: bool) -> Option<()> {
    let row = button.closest("li").ok()??;
    let list = row.parent_element()?;
    if up {
        row.previous_element_sibling()?.before_with_node_1(&row).ok()?;
    } else {
        row.next_element_sibling()?.after_with_node_1(&row).ok()?;
    }
    order(&list);
    let other = find(&row, if up { "[name=down]" } else { "[name=up]" })?;
    focus(if button.has_attribute("disabled") { &other } else { button });
    Some(())
}

/// Whether a file is chosen in a form.
pub(super) fn holds_file(form: &Element) -> bool {
    let chosen = |field: &Element| field.dyn_ref::<HtmlInputElement>().is_some_and(|f| !f.value().is_empty());
    all(form, "[type=file]").iter().any(chosen)
}

/// What stands in the fields of this name and of its rows.
pub(super) fn values(form: &HtmlFormElement, name: &str) -> Vec<String> {
    FormData::new_with_form(form).map(|data| texts(&data, name)).unwrap_or_default()
}

fn texts(data: &FormData, name: &str) -> Vec<String> {
    let pairs = pairs(data);
    crate::fill::raw(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())), name)
}

/// Every field with something in it.
fn pairs(data: &FormData) -> Vec<(String, String)> {
    // Letters composed (NFC) by the browser, so that this bundle needs no tables for it.
    let text = |value: wasm_bindgen::JsValue| {
        Some(String::from(value.dyn_ref::<js_sys::JsString>()?.normalize("NFC")))
    };
    js_sys::Array::from(data)
        .iter()
        .filter_map(|pair| {
            let pair = js_sys::Array::from(&pair);
            // As browsers differ in it, and as nothing written is nothing.
            Some((text(pair.get(0))?, text(pair.get(1))?.replace("\r\n", "\n")))
        })
        .filter(|(_, value)| !value.is_empty())
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
        pairs(&self.data)
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
