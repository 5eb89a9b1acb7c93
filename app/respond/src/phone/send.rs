//! The whole answer goes: at once, or as soon as there is signal.

use earshot_domain::question::FieldError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlFormElement};

use super::dom::Sent;
use super::net::{self, AGAIN, Delivery};
use super::{Phone, Stage, dom, mail, notice, pages, steps, store};
use crate::fill;
use crate::outbox::{self, Entry, State, Submission};
use crate::place::Place;

/// Sends what was given, and what somebody says about themselves.
pub(super) async fn send(phone: &'static Phone, about: Vec<(String, String)>, form: HtmlFormElement) {
    if !phone.draft().is_begun() {
        // The page was opened again after everything had arrived: an empty answer would be one more person.
        if let Some(window) = dom::window() {
            let _ = window.location().replace(&phone.start());
        }
        return;
    }
    phone.stage.set(Stage::Sending);
    if let Some(line) = dom::make("p", "quiet", &phone.journey.words.outbox.sending) {
        dom::set(&line, "role", "status");
        dom::put(&form, &line);
    }
    mail::settle(phone).await;
    let Some(entry) = entry(phone, about) else {
        phone.stage.set(Stage::Asking);
        // Without this code, then: the server has been told everything else.
        let _ = form.submit();
        return;
    };
    // It waits here until it is there: a tab that is closed now loses nothing.
    phone.edited.set(false);
    store::change_outbox(|list| outbox::put(list, entry.clone()));
    match net::deliver(&entry).await {
        Delivery::Arrived(words) => thank(phone, &words),
        Delivery::Waits(state) => {
            if state == State::Refused {
                // It is mended and sent again, so it need not wait.
                store::change_outbox(|list| outbox::remove(list, &entry.key));
            }
            wait(phone, entry, state, false);
        }
    }
}

fn entry(phone: &Phone, about: Vec<(String, String)>) -> Option<Entry> {
    let fresh = super::random_key()?;
    phone.change(|draft| {
        // Sent from another tab in the meantime: this is another answer, and takes the place of none.
        if store::was_sent(&draft.key) {
            draft.key = fresh;
        }
    });
    let (journey, draft) = (&phone.journey, phone.draft());
    let submission = Submission {
        key: &draft.key,
        respondent: journey.respondent,
        answers: phone.way(&draft).to_send(),
        words_consent: draft.words_consent,
        about,
        started_on: draft.started_on,
        version: journey.version,
        seed: draft.seed,
        door: &journey.door,
        code: &journey.code,
    };
    let body = serde_json::to_string(&submission).ok()?;
    let (slug, name) = (journey.slug.clone(), journey.name.clone());
    Some(Entry { slug, name, key: draft.key, body, until: draft.until, state: State::Waiting })
}

/// An answer that was waiting when this page was shown again, unless it was changed since: then it is sent again.
pub(super) fn go_on(phone: &'static Phone) {
    if phone.edited.get() {
        return;
    }
    let key = phone.draft().key;
    if let Some(entry) = store::outbox().into_iter().find(|entry| entry.key == key) {
        let state = entry.state;
        wait(phone, entry, state, state == State::Waiting);
    }
}

/// Shows the page that waits, and tries until it has arrived, the first time at
/// once or when its time comes.
fn wait(phone: &'static Phone, entry: Entry, state: State, at_once: bool) {
    phone.stage.set(Stage::Waiting);
    pages::swap(phone, &phone.journey.after.waiting, "");
    tell(phone, state);
    spawn_local(async move {
        let mut state = state;
        for tries in 0.. {
            if tries > 0 || !at_once {
                let time = if state == State::Waiting { outbox::pause(tries) } else { i32::MAX };
                if net::pause(time).await.is_none() || phone.stage.get() != Stage::Waiting {
                    return;
                }
            }
            notice::sending(&phone.root, &phone.journey.words.outbox);
            // As it is kept now: whoever left this page in another tab has taken out how they can be reached.
            let kept = store::outbox().into_iter().find(|kept| kept.key == entry.key);
            match net::deliver(kept.as_ref().unwrap_or(&entry)).await {
                Delivery::Arrived(words) => return thank(phone, &words),
                Delivery::Waits(now) => state = now,
            }
            if phone.stage.get() != Stage::Waiting {
                return;
            }
            tell(phone, state);
        }
    });
}

/// Goes to words that were kept without signal and have contact details in them, where there are any, and sends their form
/// as without script: the server says what they are to be written without, or takes them as they are.
fn mend(phone: &'static Phone) -> Option<()> {
    let draft = phone.draft();
    let way = phone.way(&draft);
    let (stop, ..) = way.review().into_iter().find(|(stop, question, given)| {
        given.is_some_and(|given| {
            matches!(question.accepts(given), Err(FieldError::Contact(_)))
                // What the server keeps it has taken.
                && draft.there.get(&way.variable(*stop)) != Some(given)
        })
    })?;
    // It is mended and sent again, so it need not wait.
    store::change_outbox(|list| outbox::remove(list, &draft.key));
    steps::go(phone, Place::Question { stop, to_check: true })?;
    dom::find(&phone.root, "main form")?.dyn_into::<HtmlFormElement>().ok()?.submit().ok()
}

/// Why it still waits, on the page and in its title.
fn tell(phone: &'static Phone, state: State) {
    if state == State::Refused && mend(phone).is_some() {
        return;
    }
    let (journey, words) = (&phone.journey, &phone.journey.words.outbox);
    notice::waits(&phone.root, words, state, true);
    if state == State::Waiting && !store::outbox().iter().any(|entry| entry.key == phone.draft().key) {
        // This browser keeps nothing: then nobody may say that it does.
        dom::say_in(&phone.root, "[data-text]", &words.waiting_here);
    }
    if let Some(document) = dom::document() {
        let head = if state == State::Waiting { &words.waiting } else { &words.not_sent };
        document.set_title(&fill::retitle(&journey.after.waiting.title, &words.waiting, head));
    }
}

/// A button on the page that waits.
pub(super) fn pressed(phone: &'static Phone, sent: &Sent) {
    if sent.by("again") {
        nudge();
    } else if sent.by("delete") && notice::sure(&phone.root, &phone.journey.words.outbox) {
        phone.stage.set(Stage::Done);
        let (slug, key) = (&phone.journey.slug, phone.draft().key);
        store::change_outbox(|list| outbox::remove(list, &key));
        store::remove_draft(slug);
        store::forget(slug, true);
        mail::forget(phone);
    }
}

/// Wakes whatever waits.
pub(super) fn nudge() {
    if let (Some(window), Ok(event)) = (dom::window(), Event::new(AGAIN)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Thank you, with the four words.
fn thank(phone: &Phone, words: &[String]) {
    phone.stage.set(Stage::Done);
    if let Some(history) = dom::window().and_then(|window| window.history().ok()) {
        let address = format!("{}/thanks", phone.start());
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    pages::swap(phone, &phone.journey.after.thanks, "");
    notice::receipt(&phone.root, words);
}
