//! A note that is typed and not kept yet waits on its answer until somebody comes back to it, as long as this page is open. It
//! may hold words of an answer: it is in no store of the device.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlTextAreaElement, UrlSearchParams};

use super::{dom, once};

/// A note that is not kept yet.
struct Typed {
    /// The address of its form.
    form: String,
    /// The number of that form: it may have been sent already.
    number: String,
    words: String,
}

thread_local! {
    static TYPED: RefCell<Vec<Typed>> = const { RefCell::new(Vec::new()) };
}

fn field() -> Option<HtmlTextAreaElement> {
    dom::by_id("note-memo")?.dyn_into().ok()
}

fn form_of(field: &HtmlTextAreaElement) -> Option<HtmlFormElement> {
    field.closest("form").ok()??.dyn_into().ok()
}

/// What is typed now.
fn typed() -> Option<Typed> {
    let field = field()?;
    let form = form_of(&field)?;
    let number = once::number(&form).unwrap_or_default();
    Some(Typed { form: form.get_attribute("action")?, number, words: field.value() })
}

/// Keeps what is typed, before its field goes, and says whether there is anything.
pub(super) fn keep() -> bool {
    let Some(now) = typed() else { return false };
    TYPED.with_borrow_mut(|typed| {
        typed.retain(|kept| kept.form != now.form);
        let is_any = !now.words.trim().is_empty();
        if is_any {
            typed.push(now);
        }
        is_any
    })
}

/// Puts back what was typed on this answer, and says whether there was anything.
pub(super) fn restore() -> Option<bool> {
    let field = field()?;
    let form = form_of(&field)?;
    let action = form.get_attribute("action")?;
    let kept = TYPED.with_borrow(|typed| {
        let kept = typed.iter().find(|kept| kept.form == action)?;
        Some((kept.words.clone(), kept.number.clone()))
    });
    let Some((words, number)) = kept else { return Some(false) };
    field.set_value(&words);
    let _ = once::set_number(&form, &number);
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
    TYPED.with_borrow_mut(|typed| typed.retain(|kept| kept.form != action || kept.words != words));
    let field = field()?;
    if form.contains(Some(&field)) && field.value() == words {
        field.set_value("");
    }
    Some(())
}
