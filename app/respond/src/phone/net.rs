//! Requests that end, one way or the other.

use chrono::{DateTime, NaiveDate};
use js_sys::{Date, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit, RequestRedirect, Response, ResponseType};

use super::{dom, store};
use crate::data::Journey;
use crate::json;
use crate::outbox::{self, Entry, State};

/// How long a request may take, in milliseconds.
const PATIENCE: i32 = 20_000;

/// The event of whoever presses "try again".
pub(super) const AGAIN: &str = "earshot-again";

/// What came back.
struct Reply {
    status: u16,
    /// It leads on to another page, as a form does that was taken.
    leads_on: bool,
    text: String,
    day: Option<NaiveDate>,
    /// It was kept by the service worker, and is not the server's word of today.
    kept: bool,
}

async fn ask(address: &str, init: &RequestInit) -> Option<Reply> {
    let window = dom::window()?;
    let stop = AbortController::new().ok()?;
    init.set_signal(Some(&stop.signal()));
    let bell = Closure::<dyn FnMut()>::new(move || stop.abort());
    let timer = window
        .set_timeout_with_callback_and_timeout_and_arguments_0(bell.as_ref().unchecked_ref(), PATIENCE)
        .ok()?;
    let reply = read(window.fetch_with_str_and_init(address, init)).await;
    window.clear_timeout_with_handle(timer);
    reply
}

async fn read(request: Promise) -> Option<Reply> {
    let response: Response = JsFuture::from(request).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    Some(Reply {
        status: response.status(),
        leads_on: response.type_() == ResponseType::Opaqueredirect,
        text,
        kept: response.headers().has("x-kept").unwrap_or(false),
        day: response.headers().get("date").ok().flatten().and_then(|date| day(Date::parse(&date))),
    })
}

/// A request to our own server, with an extra that is not in every browser.
fn request(method: &str, (extra, value): (&str, &JsValue)) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    let _ = Reflect::set(&init, &JsValue::from_str(extra), value);
    init
}

fn post(kind: &str, body: &str) -> RequestInit {
    // Goes on when the page is left.
    let init = request("POST", ("keepalive", &JsValue::TRUE));
    let headers = Object::new();
    let _ = Reflect::set(&headers, &JsValue::from_str("content-type"), &JsValue::from_str(kind));
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(body));
    init
}

/// The day at so many milliseconds after 1970.
#[expect(clippy::cast_possible_truncation, reason = "a time of now, in whole milliseconds")]
fn day(time: f64) -> Option<NaiveDate> {
    time.is_finite()
        .then(|| DateTime::from_timestamp_millis(time as i64))
        .flatten()
        .map(|time| time.date_naive())
}

/// The day by this phone's own clock.
pub(super) fn phones_day() -> Option<NaiveDate> {
    day(Date::now())
}

/// The day by the server's clock.
pub(super) async fn servers_day() -> Option<NaiveDate> {
    ask("/healthz", &request("HEAD", ("priority", &"low".into()))).await?.day
}

/// Everything that the journey needs, and whether it is what was kept of it. Asked for again when there was no signal,
/// once there is.
pub(super) async fn journey(slug: &str, seed: Option<u32>) -> Option<(Journey, bool)> {
    let query = dom::window()?.location().search().ok()?;
    let mut address = format!("/c/{slug}/journey.json{query}");
    if let Some(seed) = seed {
        // The pages are to stand in the order in which they were begun.
        address.push(if query.is_empty() { '?' } else { '&' });
        address.push_str("seed=");
        address.push_str(&seed.to_string());
    }
    loop {
        match ask(&address, &request("GET", ("priority", &"low".into()))).await {
            Some(reply) if reply.status == 200 => {
                return Some((json::read(&reply.text)?, reply.kept));
            }
            Some(_) => return None,
            None => pause(outbox::pause(0)).await?,
        }
    }
}

/// Sends a form as a page without script sends it; says whether it was taken.
pub(super) async fn form(address: &str, body: &str) -> bool {
    let init = post("application/x-www-form-urlencoded", body);
    init.set_redirect(RequestRedirect::Manual);
    ask(address, &init).await.is_some_and(|reply| reply.leads_on)
}

/// How a whole answer fared.
pub(super) enum Delivery {
    /// It is there; these are its four words.
    Arrived(Vec<String>),
    /// It still waits.
    Waits(State),
}

/// The four words, as the server sends them: `{"words":[...]}`, and nothing else is.
fn receipt(text: &str) -> Option<Vec<String>> {
    json::read(text.strip_prefix("{\"words\":")?.strip_suffix('}')?)
}

/// Sends an answer. Once it has arrived, nothing of it is left on this phone.
pub(super) async fn deliver(entry: &Entry) -> Delivery {
    let own = store::draft(&entry.slug).is_some_and(|draft| draft.key == entry.key);
    let init = post("application/json", &entry.body);
    if !own {
        // The server's copy for this phone belongs to whoever answers now.
        init.set_credentials(RequestCredentials::Omit);
    }
    let reply = ask(&format!("/c/{}/send", entry.slug), &init).await;
    let state = match reply {
        None => State::Waiting,
        Some(reply) => match outbox::state_after(reply.status) {
            Some(state) => state,
            // A page of somebody else's network says 200 as well.
            None => match receipt(&reply.text) {
                Some(words) => {
                    store::change_outbox(|list| outbox::remove(list, &entry.key));
                    store::note_sent(&entry.key);
                    if own {
                        store::remove_draft(&entry.slug);
                        store::forget(&entry.slug, false);
                    }
                    return Delivery::Arrived(words);
                }
                None => State::Waiting,
            },
        },
    };
    store::change_outbox(|list| outbox::mark(list, &entry.key, state));
    Delivery::Waits(state)
}

/// Waits for so many milliseconds, for signal that comes back, or for somebody
/// who does not want to wait.
pub(super) async fn pause(time: i32) -> Option<()> {
    let window = dom::window()?;
    let mut wake: Option<Function> = None;
    let mut timer = None;
    let promise = Promise::new(&mut |resolve, _| {
        let resolve: Function = resolve.unchecked_into();
        for event in ["online", AGAIN] {
            let _ = window.add_event_listener_with_callback(event, &resolve);
        }
        timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, time).ok();
        wake = Some(resolve);
    });
    let _ = JsFuture::from(promise).await;
    for event in ["online", AGAIN] {
        let _ = window.remove_event_listener_with_callback(event, wake.as_ref()?);
    }
    window.clear_timeout_with_handle(timer?);
    Some(())
}
