//! What this phone keeps between two visits, in `localStorage`. Where a browser
//! keeps nothing, everything goes on in memory.

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

use super::dom;
use crate::draft::Draft;
use crate::json;
use crate::outbox::Entry;

/// An unsent answer, followed by the consultation's short name.
const DRAFT: &str = "earshot:draft:";
/// The answers that wait for signal.
const OUTBOX: &str = "earshot:outbox";
/// The keys of the answers that arrived last: random, and of nobody.
const SENT: &str = "earshot:sent";
/// The consultations whose unsent answer the server is to throw away as well.
const FORGET: &str = "earshot:forget";

/// That others use this phone as well.
const SHARED: &str = "earshot:shared";

fn storage() -> Option<Storage> {
    dom::window()?.local_storage().ok().flatten()
}

fn load<T: DeserializeOwned>(key: &str) -> Option<T> {
    json::read(&storage()?.get_item(key).ok()??)
}

fn save<T: Serialize>(key: &str, value: &T) -> Option<()> {
    storage()?.set_item(key, &serde_json::to_string(value).ok()?).ok()
}

fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

pub(super) fn draft(slug: &str) -> Option<Draft> {
    load(&format!("{DRAFT}{slug}"))
}

/// Whether others use this phone as well, so that nothing may be kept. Asked here too because a page that was kept for
/// the time without signal does not know it.
pub(super) fn is_shared() -> bool {
    load::<bool>(SHARED).is_some()
}

/// Notes that others use this phone as well, or that nobody else does.
pub(super) fn set_shared(shared: bool) {
    if shared {
        save(SHARED, &true);
    } else {
        remove(SHARED);
    }
}

/// Whether it could be kept.
pub(super) fn save_draft(slug: &str, draft: &Draft) -> bool {
    save(&format!("{DRAFT}{slug}"), draft).is_some()
}

pub(super) fn remove_draft(slug: &str) {
    remove(&format!("{DRAFT}{slug}"));
}

/// The consultations with an unsent answer that was to be kept until before
/// this day.
pub(super) fn drafts_before(today: NaiveDate) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    (0..storage.length().unwrap_or(0))
        .filter_map(|at| storage.key(at).ok().flatten()?.strip_prefix(DRAFT).map(str::to_string))
        .filter(|slug| draft(slug).is_none_or(|draft| draft.until < today))
        .collect()
}

pub(super) fn outbox() -> Vec<Entry> {
    load(OUTBOX).unwrap_or_default()
}

/// Says whether it could be kept.
pub(super) fn change_outbox(change: impl FnOnce(&mut Vec<Entry>)) -> bool {
    let mut list = outbox();
    change(&mut list);
    if list.is_empty() {
        remove(OUTBOX);
        true
    } else {
        save(OUTBOX, &list).is_some()
    }
}

/// Whether an answer under this key has arrived from this phone. Whoever goes on in another tab begins an answer
/// of their own.
pub(super) fn was_sent(key: &str) -> bool {
    load::<Vec<String>>(SENT).unwrap_or_default().iter().any(|sent| sent == key)
}

/// Notes that the answer under this key has arrived.
pub(super) fn note_sent(key: &str) {
    let mut list: Vec<String> = load(SENT).unwrap_or_default();
    list.push(key.to_string());
    // Tabs do not stay open for longer than that.
    let over = list.len().saturating_sub(5);
    save(SENT, &list.split_off(over));
}

pub(super) fn to_forget() -> Vec<String> {
    load(FORGET).unwrap_or_default()
}

/// Notes that the server is to throw its copy away, or that it has.
pub(super) fn forget(slug: &str, still: bool) {
    let mut list = to_forget();
    list.retain(|other| other != slug);
    if still {
        list.push(slug.to_string());
    }
    if list.is_empty() {
        remove(FORGET);
    } else {
        save(FORGET, &list);
    }
}
