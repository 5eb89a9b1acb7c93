//! Ticks that are not saved yet wait on their answer until somebody comes back to it: as ids, in the store of this tab, which
//! goes when it is closed.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Event, FormData, HtmlFormElement, HtmlInputElement, Storage, UrlSearchParams};

use super::dom;

/// What the keys of the tab's store begin with. Who is signed in and the address of the form follow.
const TICKS: &str = "earshot:ticks:";

thread_local! {
    static WHO: RefCell<String> = const { RefCell::new(String::new()) };
}

pub(super) fn listen(who: &str) -> Option<()> {
    WHO.set(who.to_string());
    dom::on(dom::document()?.as_ref(), "change", |event| {
        let _ = changed(&event);
    });
    if restore().unwrap_or_default() {
        dom::say("The ticks here are not saved yet.");
    }
    Some(())
}

fn changed(event: &Event) -> Option<()> {
    dom::target(event)?.closest("#codes input[name=code]").ok()??;
    keep()
}

fn storage() -> Option<Storage> {
    dom::window()?.session_storage().ok().flatten()
}

fn form() -> Option<HtmlFormElement> {
    dom::by_id("codes")?.dyn_into().ok()
}

fn key(form: &HtmlFormElement) -> Option<String> {
    let action = form.get_attribute("action")?;
    Some(WHO.with_borrow(|who| format!("{TICKS}{who}:{action}")))
}

/// What a form sends under a name, in one line.
fn ids(form: &HtmlFormElement, name: &str) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let mut ids: Vec<String> =
        data.get_all(name).iter().filter_map(|id| id.as_string().filter(|id| !id.is_empty())).collect();
    ids.sort_unstable();
    Some(ids.join(" "))
}

/// Keeps what is ticked now, beside what the page showed; nothing where that is the same.
pub(super) fn keep() -> Option<()> {
    let form = form()?;
    let (had, codes) = (ids(&form, "had")?, ids(&form, "code")?);
    if had == codes {
        return forget();
    }
    storage()?.set_item(&key(&form)?, &format!("{had}\n{codes}")).ok()
}

/// Forgets what is kept of the answer that is read: it was saved, or is as it was.
pub(super) fn forget() -> Option<()> {
    storage()?.remove_item(&key(&form()?)?).ok()
}

/// What was saved is from now on what the page showed, also where the page stays.
pub(super) fn sent(form: &HtmlFormElement, sent: &UrlSearchParams) -> Option<()> {
    let had = form.query_selector_all("input[name=had]").ok()?;
    // The first is the empty one, which says that this form tells.
    let empty = had.item(0)?;
    let parent = empty.parent_node()?;
    for at in 1..had.length() {
        parent.remove_child(&had.item(at)?).ok()?;
    }
    for id in sent.get_all("code").iter() {
        let field: HtmlInputElement = empty.clone_node().ok()?.dyn_into().ok()?;
        field.set_value(&id.as_string()?);
        parent.append_child(&field).ok()?;
    }
    Some(())
}

/// Ticks again what was ticked, and says whether there was anything. Where a colleague has changed the codes since, theirs
/// stand.
pub(super) fn restore() -> Option<bool> {
    let form = form()?;
    let Some(kept) = storage()?.get_item(&key(&form)?).ok().flatten() else { return Some(false) };
    let (had, codes) = kept.split_once('\n')?;
    if had != ids(&form, "had")? {
        forget();
        return Some(false);
    }
    let codes: Vec<&str> = codes.split(' ').collect();
    let boxes = form.query_selector_all("input[name=code]").ok()?;
    for at in 0..boxes.length() {
        let code: HtmlInputElement = boxes.item(at)?.dyn_into().ok()?;
        code.set_checked(codes.contains(&code.value().as_str()));
    }
    Some(true)
}
