//! A note that is typed and not kept yet waits on its answer until somebody comes back to it, as long as this page is open. It
//! may hold words of an answer: it is in no store of the device.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlTextAreaElement, UrlSearchParams};

use super::dom;

thread_local! {
    /// The addresses of their forms, with what was typed.
    static TYPED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

fn field() -> Option<HtmlTextAreaElement> {
    dom::by_id("note-memo")?.dyn_into().ok()
}

fn form_of(field: &HtmlTextAreaElement) -> Option<String> {
    field.closest("form").ok()??.get_attribute("action")
}

/// Keeps what is typed, before its field goes, and says whether there is anything.
pub(super) fn keep() -> bool {
    let typed = field().and_then(|field| form_of(&field).map(|form| (form, field.value())));
    let Some((form, words)) = typed else { return false };
    TYPED.with_borrow_mut(|typed| {
        typed.retain(|(of, _)| *of != form);
        let is_any = !words.trim().is_empty();
        if is_any {
            typed.push((form, words));
        }
        is_any
    })
}

/// Puts back what was typed on this answer, and says whether there was anything.
pub(super) fn restore() -> Option<bool> {
    let field = field()?;
    let form = form_of(&field)?;
    let typed =
        TYPED.with_borrow(|typed| typed.iter().find(|(of, _)| *of == form).map(|(_, words)| words.clone()));
    let Some(words) = typed else { return Some(false) };
    field.set_value(&words);
    if let Some(details) = field.closest("details").ok()? {
        dom::set(&details, "open", "");
    }
    Some(true)
}

/// Forgets what was sent, unless something was typed behind it.
pub(super) fn sent(form: &HtmlFormElement, sent: &UrlSearchParams) -> Option<()> {
    // A form sends its lines in its own way.
    let (action, words) = (form.get_attribute("action")?, sent.get("memo")?.replace("\r\n", "\n"));
    // Somebody may have gone on while it was on its way.
    TYPED.with_borrow_mut(|typed| typed.retain(|(of, kept)| *of != action || *kept != words));
    let field = field()?;
    if form.contains(Some(&field)) && field.value() == words {
        field.set_value("");
    }
    Some(())
}
