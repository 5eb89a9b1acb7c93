//! The notice of what waits, on pages that do not ask; and what these pages do
//! for an unsent answer: they throw it away when it is asked for, and when its
//! time is over.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::dom::{self, Sent};
use super::net::{self, Delivery};
use super::{notice, send, store};
use crate::data::OutboxWords;
use crate::outbox::{self, Entry, State};

pub(super) async fn wake(words: OutboxWords) -> Option<()> {
    let document = dom::document()?;
    dom::on(&document, "submit", |event| {
        // "Start again": the form goes to the server, and here it is gone too.
        let action = Sent::of(&event).and_then(|sent| sent.form.get_attribute("action"));
        let slug = action.as_deref().and_then(|to| to.strip_prefix("/c/")?.strip_suffix("/start-over"));
        if let Some(slug) = slug {
            store::remove_draft(slug);
        }
    });
    // Somebody began on this phone without the server knowing: the next child must be able to begin anew.
    for form in document.body().iter().flat_map(|body| dom::all(body, "[data-again]")) {
        let slug = form.get_attribute("data-again").unwrap_or_default();
        dom::show(&form, store::draft(&slug).is_some_and(|draft| draft.is_begun()));
    }
    // Whether others use this phone as well: then it keeps nothing of what is being written.
    if let Some(said) = document.query_selector("[data-shared]").ok().flatten() {
        let slug = said.get_attribute("data-shared").unwrap_or_default();
        store::set_shared(!slug.is_empty());
        if !slug.is_empty() {
            store::remove_draft(&slug);
        }
    }
    let root = document.query_selector(".outbox").ok()??;
    let template = dom::find(&root, "[data-notice]")?;
    let words: &'static OutboxWords = Box::leak(Box::new(words));
    for entry in store::outbox() {
        let notice: Element = template.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        dom::put(&root, &notice);
        watch(notice, entry, words);
    }
    template.remove();
    dom::show(&root, root.child_element_count() > 0);
    tidy().await
}

/// Shows one answer that waits, and tries until it has arrived.
fn watch(notice: Element, entry: Entry, words: &'static OutboxWords) {
    dom::say_in(&notice, "[data-name]", &entry.name);
    let mends = store::draft(&entry.slug).is_some_and(|draft| draft.key == entry.key);
    if let Some(link) = dom::find(&notice, "[data-check]") {
        dom::set(&link, "href", &format!("/c/{}/check", entry.slug));
    }
    let (root, key, slug) = (notice.clone(), entry.key.clone(), entry.slug.clone());
    dom::on(&notice, "submit", move |event| {
        event.prevent_default();
        let Some(sent) = Sent::of(&event) else { return };
        if sent.by("again") {
            send::nudge();
        } else if sent.by("delete") && notice::sure(&root, words) {
            store::change_outbox(|list| outbox::remove(list, &key));
            if store::draft(&slug).is_some_and(|draft| draft.key == key) {
                store::remove_draft(&slug);
                store::forget(&slug, true);
                spawn_local(forget());
            }
        }
    });
    spawn_local(async move {
        let mut state = entry.state;
        notice::waits(&notice, words, state, mends);
        for tries in 0.. {
            // At once, and then when its time comes.
            if tries > 0 || state != State::Waiting {
                let time = if state == State::Waiting { outbox::pause(tries) } else { i32::MAX };
                if net::pause(time).await.is_none() {
                    return;
                }
            }
            // It may have gone from another page, or been deleted.
            let Some(entry) = waiting(&entry.key) else { return };
            notice::sending(&notice, words);
            match net::deliver(&entry).await {
                Delivery::Arrived(four) => return notice::arrived(&notice, words, &four),
                Delivery::Waits(now) => state = now,
            }
            if waiting(&entry.key).is_none() {
                return;
            }
            notice::waits(&notice, words, state, mends);
        }
    });
}

fn waiting(key: &str) -> Option<Entry> {
    store::outbox().into_iter().find(|entry| entry.key == key)
}

/// Throws away what is kept longer than was promised, and what was to be thrown
/// away on the server when there was no signal.
async fn tidy() -> Option<()> {
    forget().await;
    // The phone's clock may be wrong, so it only says when to ask.
    let today = net::phones_day()?;
    let old = |entry: &Entry, day| entry.until < day;
    if !store::drafts_before(today).is_empty() || store::outbox().iter().any(|entry| old(entry, today)) {
        let today = net::servers_day().await?;
        for slug in store::drafts_before(today) {
            store::remove_draft(&slug);
        }
        store::change_outbox(|list| list.retain(|entry| !old(entry, today)));
    }
    Some(())
}

async fn forget() {
    for slug in store::to_forget() {
        if net::form(&format!("/c/{slug}/start-over"), "").await {
            store::forget(&slug, false);
        }
    }
}
