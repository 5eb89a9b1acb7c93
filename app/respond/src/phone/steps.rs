//! From page to page: forms, links, and the browser's own buttons.

use earshot_domain::evidence::QuoteConsent;
use earshot_domain::question::Given;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlAnchorElement, HtmlFormElement, MouseEvent};

use super::dom::Sent;
use super::mail::{self, Form, Then};
use super::{Phone, Stage, dom, errors, pages, send};
use crate::fill;
use crate::place::{self, Place};

/// Takes over the page that the server drew, with what is already in its form.
pub(super) fn adopt(phone: &'static Phone) {
    let Some(mut place) = here(phone) else { return };
    if let Place::Question { position, ref mut to_check } = place {
        *to_check |= dom::find(&phone.root, "main form [name=to]").is_some();
        let Some(question) = phone.journey.questionnaire.questions.get(position) else { return };
        let form =
            dom::find(&phone.root, "main form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let stands = form.map(|form| dom::values(&form, "answer")).unwrap_or_default();
        let drawn = phone.journey.answers.get(&question.key).map(Given::raw).unwrap_or_default();
        phone.change(|draft| {
            // Somebody was faster than this code.
            if stands != drawn {
                draft.type_in(&question.key, stands);
            }
        });
    } else {
        phone.change(|_| {});
    }
    phone.place.set(Some(place));
    pages::fill_in(phone, place);
    phone.edited.set(false);
    if place == Place::About {
        send::go_on(phone);
    }
}

pub(super) fn listen(phone: &'static Phone) {
    dom::on(&phone.root, "submit", move |event| {
        let _ = submit(phone, &event);
    });
    dom::on(&phone.root, "click", move |event| {
        let _ = click(phone, &event);
    });
    dom::on(&phone.root, "input", move |event| {
        let _ = input(phone, &event);
    });
    if let Some(window) = dom::window() {
        dom::on(&window, "popstate", move |_| {
            let _ = moved(phone);
        });
    }
}

/// The page of the journey that the address names.
fn here(phone: &Phone) -> Option<Place> {
    let location = dom::window()?.location();
    find(phone, &location.pathname().ok()?, &location.search().ok()?)
}

fn find(phone: &Phone, path: &str, query: &str) -> Option<Place> {
    let place = Place::parse(&phone.journey.slug, path, query)?;
    match place {
        Place::Question { position, .. } if position >= phone.journey.questionnaire.questions.len() => None,
        place => Some(place),
    }
}

/// Goes to a page, as a link does.
fn go(phone: &'static Phone, place: Place) -> Option<()> {
    let place = place.or_next(&phone.journey.questionnaire, &phone.draft().answers);
    let history = dom::window()?.history().ok()?;
    let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&phone.address(place)));
    phone.stage.set(Stage::Asking);
    show(phone, place)
}

/// Shows a page; where everything was sent and still waits, that it waits.
fn show(phone: &'static Phone, place: Place) -> Option<()> {
    pages::show(phone, place)?;
    if place == Place::About {
        send::go_on(phone);
    }
    Some(())
}

/// The browser went back or forth.
fn moved(phone: &'static Phone) -> Option<()> {
    let window = dom::window()?;
    let Some(place) = here(phone) else { return Some(()) };
    if phone.stage.get() == Stage::Done {
        // What was there is sent. The next answer begins at the beginning.
        return window.location().replace(&phone.start()).ok();
    }
    // A link within the page comes by here as well.
    if phone.place.get() == Some(place) {
        return Some(());
    }
    if phone.stage.get() == Stage::Waiting {
        phone.stage.set(Stage::Asking);
    }
    show(phone, place.or_next(&phone.journey.questionnaire, &phone.draft().answers))
}

fn click(phone: &'static Phone, event: &Event) -> Option<()> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    let plain = mouse.button() == 0
        && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key());
    let link: HtmlAnchorElement = dom::target(event)?.closest("a[href]").ok()??.dyn_into().ok()?;
    let own = link.host() == dom::window()?.location().host().ok()? && link.hash().is_empty();
    if !plain || !own || event.default_prevented() || phone.stage.get() == Stage::Done {
        return None;
    }
    let place = find(phone, &link.pathname(), &link.search())?;
    event.prevent_default();
    go(phone, place)
}

fn input(phone: &Phone, event: &Event) -> Option<()> {
    let Place::Question { position, .. } = phone.place.get()? else { return None };
    let question = phone.journey.questionnaire.questions.get(position)?;
    let form: HtmlFormElement = dom::target(event)?.closest("form").ok()??.dyn_into().ok()?;
    let typed = dom::values(&form, "answer");
    let kept = phone.change(|draft| draft.type_in(&question.key, typed.clone()));
    pages::room(phone, question, &typed, kept)
}

fn submit(phone: &'static Phone, event: &Event) -> Option<()> {
    let sent = Sent::of(event)?;
    match phone.stage.get() {
        Stage::Asking => {}
        Stage::Sending => {
            event.prevent_default();
            return None;
        }
        Stage::Waiting => {
            event.prevent_default();
            send::pressed(phone, &sent);
            return Some(());
        }
        Stage::Done => return None,
    }
    match phone.place.get()? {
        Place::Question { position, .. } => answer(phone, event, &sent, position),
        Place::Check => {
            event.prevent_default();
            let wrote = place::wrote(&phone.journey.questionnaire, &phone.draft().answers);
            go(phone, if wrote { Place::Words } else { Place::About })
        }
        Place::Words => consent(phone, event, &sent),
        Place::About => {
            event.prevent_default();
            let about = if sent.by("skip") { Vec::new() } else { sent.pairs() };
            spawn_local(send::send(phone, about, sent.form));
            Some(())
        }
    }
}

fn answer(phone: &'static Phone, event: &Event, sent: &Sent, position: usize) -> Option<()> {
    let journey = &phone.journey;
    let question = journey.questionnaire.questions.get(position)?;
    let (action, body) = sent.post()?;
    event.prevent_default();
    let given = if sent.by("skip") { Ok(Given::Skipped) } else { question.parse(&sent.all("answer")) };
    match given {
        Err(error) => {
            let said = fill::error_words(&journey.words, &question.kind, &error);
            let typed = !sent.all("answer").is_empty();
            errors::show(phone, &sent.form, "answer", &said, typed)
        }
        Ok(given) => {
            phone.change(|draft| draft.give(&question.key, given.clone(), journey.today, journey.draft_days));
            mail::follow(phone, Form { action, body, then: Then::Keeps(question.key.clone(), given) });
            let to_check = sent.get("to") == "check";
            go(phone, place::after(&journey.questionnaire, &phone.draft().answers, position, to_check))
        }
    }
}

fn consent(phone: &'static Phone, event: &Event, sent: &Sent) -> Option<()> {
    let (action, body) = sent.post()?;
    event.prevent_default();
    let Some(consent) = QuoteConsent::parse(&sent.get("words")) else {
        let words = phone.journey.words.errors.consent.clone();
        return errors::show(phone, &sent.form, "words", &(words.clone(), words), false);
    };
    phone.change(|draft| draft.words_consent = Some(consent));
    mail::follow(phone, Form { action, body, then: Then::Nothing });
    go(phone, Place::About)
}
