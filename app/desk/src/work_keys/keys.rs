//! Single letters, and the box in which a code is found by its first letters.

use std::cell::Cell;

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use super::{dom, marks, ticks};
use crate::letters::{Does, does};

/// Where this device keeps that single letters are no keys.
const LETTERS: &str = "earshot:work-letters";

/// How many codes the box shows.
const MOST: usize = 8;

/// Fields in which letters are typed.
const FIELDS: &str = "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])";

thread_local! {
    /// Whether words were marked when the box was opened.
    static MARKED: Cell<bool> = const { Cell::new(false) };
}

/// A code, as it stands in the codebook to tick.
pub(super) struct Code {
    /// What it sends.
    pub(super) value: String,
    /// Its name.
    pub(super) words: String,
    /// Its box.
    input: HtmlInputElement,
}

/// The codes of the page, in their order.
pub(super) fn codes() -> Vec<Code> {
    let found = dom::document().and_then(|document| document.query_selector_all("#codes label").ok());
    let Some(found) = found else { return Vec::new() };
    (0..found.length())
        .filter_map(|at| {
            let label: Element = found.item(at)?.dyn_into().ok()?;
            let input: HtmlInputElement = label.query_selector("input").ok()??.dyn_into().ok()?;
            let words = label.query_selector("span").ok()??.text_content()?;
            Some(Code { value: input.value(), words, input })
        })
        .collect()
}

pub(super) fn listen(words: &str) -> Option<()> {
    let words = words.to_string();
    dom::on(dom::window()?.as_ref(), "keydown", move |event| {
        if let Ok(event) = event.dyn_into::<KeyboardEvent>() {
            let _ = press(&words, &event);
        }
    });
    dom::on(dom::by_id("code-find")?.as_ref(), "input", |_| {
        let _ = list();
    });
    dom::on(dom::by_id("code-found")?.as_ref(), "click", |event| {
        let _ = picked(&event);
    });
    letters()
}

/// Lets single letters be turned off on this device, as everywhere on the desk where they are keys.
pub(crate) fn letters() -> Option<()> {
    let letters = dom::field("work-letters")?;
    letters.set_checked(has_letters());
    dom::on(letters.as_ref(), "change", |_| {
        let _ = keep_letters();
    });
    dom::show(&dom::by_id("work-letters-field")?, true);
    Some(())
}

fn has_letters() -> bool {
    let kept = dom::storage().and_then(|storage| storage.get_item(LETTERS).ok().flatten());
    kept.as_deref() != Some("off")
}

fn keep_letters() -> Option<()> {
    let storage = dom::storage()?;
    if dom::field("work-letters")?.checked() {
        storage.remove_item(LETTERS).ok()
    } else {
        storage.set_item(LETTERS, "off").ok()
    }
}

/// Whether a press belongs to somebody else: the browser, or what writes letters out of several.
fn is_no_key(event: &KeyboardEvent) -> bool {
    let is_with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
    event.is_composing() || is_with_others || event.default_prevented()
}

/// The single letter that was pressed as a key, and not to write.
pub(crate) fn letter(event: &KeyboardEvent) -> Option<char> {
    let key = event.key();
    let mut letters = key.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
    let in_field = dom::target(event).is_some_and(|on| on.closest(FIELDS).ok().flatten().is_some());
    let is_key = !is_no_key(event) && !in_field && dom::field("work-letters")?.checked();
    is_key.then(|| letter.to_ascii_lowercase())
}

/// What somebody types now: the field, and what stands in it.
#[derive(PartialEq, Eq)]
pub(super) struct InHand {
    field: Element,
    value: String,
}

/// What somebody types now, where they are in a field or the box for codes is open.
pub(super) fn in_hand() -> Option<InHand> {
    let is_open = dom::by_id("code-box").is_some_and(|code_box| dom::is_shown(&code_box));
    let field = if is_open {
        dom::by_id("code-find")?
    } else {
        dom::document()?.active_element()?.closest(FIELDS).ok()??
    };
    let value = Reflect::get(&field, &JsValue::from_str("value")).ok()?.as_string().unwrap_or_default();
    Some(InHand { field, value })
}

fn press(words: &str, event: &KeyboardEvent) -> Option<()> {
    if is_no_key(event) {
        return None;
    }
    let key = event.key();
    if dom::is_shown(&dom::by_id("code-box")?) {
        return in_box(&key, event);
    }
    if key == "Escape" {
        let _ = close_codes();
        return marks::forget();
    }
    // A key that is held down changes nothing once more. Enter has ticked a code, and does not save it as well.
    if event.repeat() && key == "Enter" && dom::target(event)?.closest("#codes").ok()?.is_some() {
        event.prevent_default();
        return Some(());
    }
    let pressed = letter(event)?;
    match does(pressed) {
        Some(Does::Next) => dom::find("[data-work=next] a")?.click(),
        Some(Does::Back) => dom::find("[data-work=back] a")?.click(),
        Some(Does::Hold) => dom::find("[data-work=hold] button")?.focus().ok()?,
        None => own(words, pressed, event.repeat())?,
    }
    event.prevent_default();
    Some(())
}

/// What other letters do on the workbench.
fn own(words: &str, pressed: char, is_held: bool) -> Option<()> {
    match pressed {
        'u' | 's' if is_held => {}
        'u' => dom::find("[data-work=undo] button")?.click(),
        's' => dom::find("[data-work=save] button")?.click(),
        '?' => {
            dom::set(&dom::by_id("work-keys")?, "open", "");
            dom::find("#work-keys summary")?.focus().ok()?;
        }
        // On a phone the codes lie over the page.
        '.' => dom::find(".steps a[href^='#']")?.click(),
        '/' => open(words, "")?,
        other if other.is_alphanumeric() => open(words, &other.to_string())?,
        _ => return None,
    }
    Some(())
}

fn open(words: &str, first: &str) -> Option<()> {
    if codes().is_empty() {
        return None;
    }
    MARKED.set(marks::are_there(words));
    let find = dom::field("code-find")?;
    find.set_value(first);
    dom::show(&dom::by_id("code-box")?, true);
    find.focus().ok()?;
    list()
}

/// Closes the codes, where they lie over the page: its own way does that without script.
fn close_codes() -> Option<()> {
    dom::find(".sheet-below:is(:target, :has(:target)) .sheet-close a")?.click();
    Some(())
}

/// Closes the box.
pub(super) fn close() -> Option<()> {
    dom::field("code-find")?.blur().ok()?;
    dom::show(&dom::by_id("code-box")?, false);
    Some(())
}

/// Whether a code begins with these letters: 0 for its name, 1 for another of its words.
fn begins(code: &Code, letters: &str) -> Option<u8> {
    let words = code.words.to_lowercase();
    if words.starts_with(letters) {
        return Some(0);
    }
    words.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.starts_with(letters)).then_some(1)
}

/// Lists the codes that begin with what stands in the box.
fn list() -> Option<()> {
    let letters = dom::field("code-find")?.value().trim().to_lowercase();
    let mut found: Vec<(u8, Code)> =
        codes().into_iter().filter_map(|code| begins(&code, &letters).map(|place| (place, code))).collect();
    found.sort_by_key(|(place, _)| *place);
    let into = dom::by_id("code-found")?;
    into.set_text_content(None);
    for (at, (_, code)) in found.iter().take(MOST).enumerate() {
        let line = dom::make("li", &code.words)?;
        dom::set(&line, "role", "option");
        dom::set(&line, "id", &format!("code-found-{at}"));
        dom::set(&line, "data-value", &code.value);
        into.append_child(&line).ok()?;
    }
    choose(0);
    let said = match found.len() {
        0 => "No code begins so".to_string(),
        1 => "1 code".to_string(),
        many => format!("{many} codes"),
    };
    dom::by_id("code-said")?.set_text_content(Some(&said));
    Some(())
}

/// Marks the line with this number in the list.
fn choose(at: u32) -> Option<()> {
    let (into, find) = (dom::by_id("code-found")?, dom::by_id("code-find")?);
    let lines = into.children();
    for n in 0..lines.length() {
        dom::set(&lines.item(n)?, "aria-selected", if n == at { "true" } else { "false" });
    }
    match lines.item(at) {
        Some(line) => dom::set(&find, "aria-activedescendant", &line.id()),
        None => find.remove_attribute("aria-activedescendant").ok()?,
    }
    Some(())
}

/// The line that is marked, by its number.
fn chosen() -> Option<u32> {
    let lines = dom::by_id("code-found")?.children();
    (0..lines.length()).find(|at| {
        lines.item(*at).is_some_and(|line| line.get_attribute("aria-selected").as_deref() == Some("true"))
    })
}

fn in_box(key: &str, event: &KeyboardEvent) -> Option<()> {
    let many = dom::by_id("code-found")?.children().length();
    match key {
        "Escape" => close()?,
        "ArrowDown" => choose((chosen()? + 1).min(many.saturating_sub(1)))?,
        "ArrowUp" => choose(chosen()?.saturating_sub(1))?,
        "Enter" if event.repeat() => {}
        "Enter" => {
            event.prevent_default();
            let line = dom::by_id("code-found")?.children().item(chosen()?)?;
            return take(&line);
        }
        _ => return None,
    }
    event.prevent_default();
    Some(())
}

fn picked(event: &Event) -> Option<()> {
    take(&dom::target(event)?.closest("[role=option]").ok()??)
}

/// Gives a code: to the words that are marked, or else to the whole answer.
fn take(line: &Element) -> Option<()> {
    let value = line.get_attribute("data-value")?;
    close()?;
    if MARKED.get() {
        return marks::code(&value);
    }
    let code = codes().into_iter().find(|code| code.value == value)?;
    code.input.set_checked(!code.input.checked());
    code.input.focus().ok()?;
    let _ = ticks::keep();
    let done = if code.input.checked() { "Ticked" } else { "Not ticked any more" };
    dom::say(&format!("{done}: {}. S saves it and goes on.", code.words));
    Some(())
}
