//! From page to page: forms, links, and the browser's own buttons.

use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::Stop;
use earshot_domain::question::{FieldError, Given, Kind};
use earshot_domain::sealed_contact::CONTACT_MAX;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlAnchorElement, HtmlFormElement, MouseEvent, SubmitEvent};

use super::dom::Sent;
use super::mail::{self, Form, Then};
use super::{Phone, Stage, aloud, dom, errors, pages, send, store};
use crate::fill;
use crate::place::{self, Place};

/// The field for how they can be reached.
const CONTACT: &str = "contact";

/// Takes over the page that the server drew, with what is already in its form.
pub(super) fn adopt(phone: &'static Phone) {
    let Some(mut place) = here(phone) else { return };
    if drawn(phone).is_some_and(|drawn| !place.is_at(drawn)) {
        // Without signal every address shows the page that was kept.
        let draft = phone.draft();
        let _ = show(phone, place.or_next(&phone.way(&draft)));
        return;
    }
    if let Place::Question { stop, ref mut to_check } = place {
        *to_check |= dom::find(&phone.root, "main form [name=to]").is_some();
        let form =
            dom::find(&phone.root, "main form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let draft = phone.draft();
        let way = phone.way(&draft);
        phone.change(|draft| {
            for (stop, variable) in way.page(stop).into_iter().map(|stop| (stop, way.variable(stop))) {
                // An order stands in its form from the beginning, and nobody has given it.
                if way.question(stop).is_some_and(|question| matches!(question.kind, Kind::Ranking(_))) {
                    continue;
                }
                let stands = form
                    .as_ref()
                    .map(|form| dom::values(form, &pages::field(phone, stop)))
                    .unwrap_or_default();
                let drawn = phone.journey.answers.get(&variable).map(Given::raw).unwrap_or_default();
                // Somebody was faster than this code.
                if stands != drawn {
                    draft.type_in(&variable, stands);
                }
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

/// The page that the server drew: the one that its form belongs to.
fn drawn(phone: &Phone) -> Option<Place> {
    let action = dom::find(&phone.root, "main form")?.get_attribute("action")?;
    let (path, query) = action.split_once('?').unwrap_or((&action, ""));
    find(phone, path, query)
}

/// The page of the journey that the address names.
fn here(phone: &Phone) -> Option<Place> {
    let location = dom::window()?.location();
    find(phone, &location.pathname().ok()?, &location.search().ok()?)
}

fn find(phone: &Phone, path: &str, query: &str) -> Option<Place> {
    let place = Place::parse(&phone.journey.slug, path, query)?;
    match place {
        Place::Question { stop, .. } if stop.position >= phone.journey.questionnaire.questions.len() => None,
        place => Some(place),
    }
}

/// Goes to a page, as a link does.
pub(super) fn go(phone: &'static Phone, place: Place) -> Option<()> {
    let draft = phone.draft();
    let place = place.or_next(&phone.way(&draft));
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
    let draft = phone.draft();
    show(phone, place.or_next(&phone.way(&draft)))
}

fn click(phone: &'static Phone, event: &Event) -> Option<()> {
    if let Some(pill) = dom::target(event)?.closest("[data-aloud]").ok()? {
        return aloud::pressed(&phone.root, &pill);
    }
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
    let form: HtmlFormElement = dom::target(event)?.closest("form").ok()??.dyn_into().ok()?;
    keep_typed(phone, &form)
}

/// Keeps what stands in the fields of a page that asks.
fn keep_typed(phone: &Phone, form: &HtmlFormElement) -> Option<()> {
    let Place::Question { stop, .. } = phone.place.get()? else { return None };
    let draft = phone.draft();
    let way = phone.way(&draft);
    for stop in way.page(stop) {
        let (question, field) = (way.question(stop)?, pages::field(phone, stop));
        let (variable, typed) = (way.variable(stop), dom::values(form, &field));
        let kept = phone.change(|draft| draft.type_in(&variable, typed.clone()));
        pages::room(phone, question, &field, &typed, kept);
    }
    Some(())
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
        Place::Question { stop, .. } => answer(phone, event, &sent, stop),
        Place::Check => {
            event.prevent_default();
            let draft = phone.draft();
            go(phone, if phone.way(&draft).wrote() { Place::Words } else { Place::About })
        }
        Place::Words => consent(phone, event, &sent),
        Place::About => {
            event.prevent_default();
            about(phone, sent)
        }
    }
}

fn answer(phone: &'static Phone, event: &Event, sent: &Sent, stop: Stop) -> Option<()> {
    let journey = &phone.journey;
    for (button, up) in [("up", true), ("down", false)] {
        if sent.by(button) {
            event.prevent_default();
            let pressed = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter)?;
            dom::shift(&pressed, up)?;
            return keep_typed(phone, &sent.form);
        }
    }
    // A phone says that there is signal where there is none; that its page had to be taken from what is kept says more.
    let signal = !phone.kept && dom::window()?.navigator().on_line();
    let worried = sent.by("worried");
    if worried && !signal {
        // Who can help stands at the foot of this page as well.
        event.prevent_default();
        dom::document()?.query_selector("#help").ok()??.scroll_into_view();
        return Some(());
    }
    if sent.by("out") || dom::holds_file(&sent.form) {
        // A file that nobody has taken from the form goes, or is taken out, as on a page without script.
        return None;
    }
    if worried {
        return keep_typed(phone, &sent.form);
    }
    let (action, mut body) = sent.post()?;
    let draft = phone.draft();
    if !store::was_sent(&draft.key) {
        // Whichever of the two is sent, this one or the server's, it is the same.
        body.push_str("&key=");
        body.push_str(&draft.key);
    }
    let way = phone.way(&draft);
    let page = way.page(stop);
    let (mut given, mut wrong, mut typed) = (Vec::new(), Vec::new(), false);
    for stop in &page {
        let (question, field) = (way.question(*stop)?, pages::field(phone, *stop));
        let raw = sent.all(&field);
        typed |= !raw.is_empty();
        let read = if sent.by("skip") { Ok(Given::Skipped) } else { question.parse(&raw) };
        match read {
            Ok(read) => given.push((way.variable(*stop), read)),
            // Among others, what is left out is left out.
            Err(FieldError::Empty) if page.len() > 1 => given.push((way.variable(*stop), Given::Skipped)),
            // Whether they are taken as they are the server alone can tell: the form goes there, as without script. What stands
            // in it is kept here first: where it does not get there, this page comes back with it.
            Err(FieldError::Contact(_)) if signal => return keep_typed(phone, &sent.form),
            Err(error) => match question.with_contact(&raw) {
                // Without signal it is asked once everything is sent.
                Some(words) => given.push((way.variable(*stop), words)),
                None => wrong.push((field, fill::error_words(&journey.words, &question.kind, &error))),
            },
        }
    }
    event.prevent_default();
    if !wrong.is_empty() {
        return errors::show(phone, &sent.form, &wrong, typed);
    }
    phone.change(|draft| {
        for (variable, given) in &given {
            draft.give(variable, given.clone(), journey.today, journey.draft_days);
        }
    });
    mail::follow(phone, Form { action, body, then: Then::Keeps(given) });
    let draft = phone.draft();
    go(phone, place::after(&phone.way(&draft), stop, sent.get("to") == "check"))
}

/// Sends everything, unless what was written about how they can be reached is too long: the server would refuse all of it.
fn about(phone: &'static Phone, sent: Sent) -> Option<()> {
    let mut about = sent.pairs();
    if sent.by("skip") {
        // That is no question about them, and is not skipped with those.
        about.retain(|(name, _)| name == CONTACT);
    }
    let length = sent.get(CONTACT).trim().chars().count();
    if length > CONTACT_MAX {
        let error = FieldError::TooLong { max: CONTACT_MAX, length };
        let words = fill::error_words(&phone.journey.words, &Kind::ShortText, &error);
        return errors::show(phone, &sent.form, &[(CONTACT.to_string(), words)], true);
    }
    spawn_local(send::send(phone, about, sent.form));
    Some(())
}

fn consent(phone: &'static Phone, event: &Event, sent: &Sent) -> Option<()> {
    let (action, body) = sent.post()?;
    event.prevent_default();
    let Some(consent) = QuoteConsent::parse(&sent.get("words")) else {
        let words = phone.journey.words.errors.consent.clone();
        return errors::show(phone, &sent.form, &[("words".to_string(), (words.clone(), words))], false);
    };
    phone.change(|draft| draft.words_consent = Some(consent));
    mail::follow(phone, Form { action, body, then: Then::Nothing });
    go(phone, Place::About)
}
