//! The number that the page gives a form: sent again with it, the form says what it said the first time, and does nothing more.

use js_sys::Date;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};

/// How many letters of a number stay, when the form is used once more: the last group goes.
const STAYS: usize = 24;

/// How many letters the last group of a number has.
const LAST: usize = 12;

fn field(form: &HtmlFormElement) -> Option<HtmlInputElement> {
    form.query_selector("input[name=number]").ok()??.dyn_into().ok()
}

/// The number of a form that may be sent again when nobody knows what came of it.
pub(super) fn number(form: &HtmlFormElement) -> Option<String> {
    field(form).map(|field| field.value())
}

/// Gives a form its number of before.
pub(super) fn set_number(form: &HtmlFormElement, number: &str) -> Option<()> {
    field(form)?.set_value(number);
    Some(())
}

/// It was taken: where its page stays, what it sends next is something else.
pub(super) fn sent(form: &HtmlFormElement) -> Option<()> {
    let field = field(form)?;
    let now = format!("{:.0}", Date::now());
    let last = now.get(now.len().checked_sub(LAST)?..)?;
    field.set_value(&format!("{}{last}", field.value().get(..STAYS)?));
    Some(())
}
