//! Nothing is lost when the connection breaks. What a form sends is kept on this device until the server has said that it
//! has it, as ids and positions and never as words: a number of its own, the kind of form, and its codes.

use js_sys::Date;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Element, Event, FormData, HtmlFormElement, HtmlInputElement, RequestInit, RequestRedirect, Response,
    UrlSearchParams,
};

use super::moves::{self, Posted};
use super::{dom, once, ticks};

/// What the keys of the device's store begin with. Who is signed in, the consultation and the answer follow: a device may be
/// used by several, and each sends only their own.
const KEPT: &str = "earshot:work:";

const WAITS: &str = "Not saved yet: no connection. It is kept on this device, and sent once there is one.";

const LOST: &str = "Not saved: no connection. Keep this page open and try again.";

const UNKNOWN: &str = "It is not known whether this was saved: the connection broke. Load this page again, and look before you try again.";

const AGAIN: &str =
    "It is not known whether this was saved: the connection broke. Press it again: it is done once.";

const TAKEN: &str = "Saved. What follows could not be fetched: go on, or load this page again.";

const SIGNED_OUT: &str = "Not saved yet: you are signed out. Sign in, and come back here.";

const CHANGED: &str = "Something could not be saved: the answer or the code has changed. Look at it again.";

const BUSY: &str = "One moment: the last one is still on its way. Then press it again.";

/// One form that was sent.
struct Line {
    number: String,
    kind: String,
    body: String,
}

impl Line {
    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ').map(str::to_string);
        Some(Self { number: parts.next()?, kind: parts.next()?, body: parts.next()? })
    }

    fn text(&self) -> String {
        format!("{} {} {}", self.number, self.kind, self.body)
    }
}

pub(super) fn listen(slug: &str, who: &str) -> Option<()> {
    let mine = format!("{KEPT}{who}:{slug}:");
    let of = mine.clone();
    dom::on(dom::document()?.as_ref(), "submit", move |event| {
        let _ = sending(&of, &event);
    });
    let (of, at) = (mine.clone(), slug.to_string());
    dom::on(dom::window()?.as_ref(), "online", move |_| send_all(&of, &at));
    let _ = arrived(&mine);
    send_all(&mine, slug);
    Some(())
}

fn load(key: &str) -> Vec<Line> {
    let kept = dom::storage().and_then(|storage| storage.get_item(key).ok().flatten()).unwrap_or_default();
    kept.lines().filter_map(Line::parse).collect()
}

fn save(key: &str, lines: &[Line]) -> Option<()> {
    let storage = dom::storage()?;
    if lines.is_empty() {
        return storage.remove_item(key).ok();
    }
    let lines: Vec<String> = lines.iter().map(Line::text).collect();
    storage.set_item(key, &lines.join("\n")).ok()
}

fn remove(key: &str, number: &str) {
    let mut lines = load(key);
    lines.retain(|line| line.number != number);
    let _ = save(key, &lines);
}

/// The answers of which something is kept, by their keys, which begin with this.
fn kept(mine: &str) -> Vec<String> {
    let Some(storage) = dom::storage() else { return Vec::new() };
    (0..storage.length().unwrap_or(0))
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key.starts_with(mine))
        .collect()
}

/// The answer and the kind of a form by its address: `/desk/c/SLUG/answer/ID/KIND`.
fn of_form(action: &str) -> Option<(&str, &str)> {
    let mut parts = action.split('/').skip(4);
    let (word, id, kind) = (parts.next()?, parts.next()?, parts.next()?);
    let is_ours = word == "answer" && ["codes", "pieces"].contains(&kind) && parts.next().is_none();
    is_ours.then_some((id, kind))
}

/// Keeps what a form is about to send, and sends it. Without a connection it is not sent now.
fn sending(mine: &str, event: &Event) -> Option<()> {
    let form: HtmlFormElement = dom::target(event)?.dyn_into().ok()?;
    let action = form.get_attribute("action")?;
    if action.split('/').nth(4) != Some("answer") {
        return None;
    }
    event.prevent_default();
    if moves::is_busy() {
        dom::say(BUSY);
        return None;
    }
    let line = of_form(&action).and_then(|(answer, kind)| keep(mine, &form, answer, kind));
    if !dom::window()?.navigator().on_line() {
        dom::say(if line.is_some() { WAITS } else { LOST });
        return Some(());
    }
    spawn_local(deliver(form, action, line));
    Some(())
}

/// Keeps what is kept of a form; gives under which key, and its number.
fn keep(mine: &str, form: &HtmlFormElement, answer: &str, kind: &str) -> Option<(String, String)> {
    let number = format!("{:.0}", Date::now());
    let body = body(form, kind)?;
    numbered(form, &number)?;
    let key = format!("{mine}{answer}");
    let mut lines = load(&key);
    // The last ticks are the ones that count.
    lines.retain(|line| line.kind != "codes" || kind != "codes");
    lines.push(Line { number: number.clone(), kind: kind.to_string(), body });
    save(&key, &lines)?;
    if kind == "codes" {
        let _ = ticks::forget();
    }
    Some((key, number))
}

/// Sends a form, and says what came of it. What was kept of it is forgotten once the server has said something about it.
async fn deliver(form: HtmlFormElement, action: String, line: Option<(String, String)>) {
    let posted = moves::post(&form, &action).await;
    if let (Posted::Shown(_) | Posted::Taken | Posted::Refused, Some((key, number))) = (&posted, &line) {
        remove(key, number);
    }
    match posted {
        Posted::Shown(said) => dom::say(&said),
        Posted::Taken => dom::say(TAKEN),
        // Somebody has gone on, and the form went with its answer.
        Posted::Refused if !form.is_connected() => dom::say(CHANGED),
        // The browser sends it once more and shows what is wrong with it.
        Posted::Refused => {
            let _ = form.submit();
        }
        Posted::SignedOut => dom::say(SIGNED_OUT),
        // What is kept, and what has a number, may be sent again: it does nothing twice. The rest would.
        Posted::Lost if line.is_some() => dom::say(WAITS),
        Posted::Lost => dom::say(if once::number(&form).is_some() { AGAIN } else { UNKNOWN }),
    }
}

/// What is kept of a form: codes and positions. A piece that was typed has no position, and words are not kept.
fn body(form: &HtmlFormElement, kind: &str) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let body = UrlSearchParams::new().ok()?;
    if kind == "pieces" {
        for name in ["code", "start", "end"] {
            let value = data.get(name).as_string().filter(|value| !value.is_empty())?;
            body.append(name, &value);
        }
    } else {
        // With what the page showed: it may be sent hours later, and undoes nothing that a colleague did in between.
        for name in ["code", "had"] {
            for id in data.get_all(name).iter() {
                body.append(name, &id.as_string()?);
            }
        }
    }
    Some(String::from(body.to_string()))
}

/// Sends a number along, which the page after it says again.
fn numbered(form: &HtmlFormElement, number: &str) -> Option<()> {
    let field: Element = match form.query_selector("input[name=sent]").ok()? {
        Some(field) => field,
        None => {
            let field = dom::make("input", "")?;
            dom::set(&field, "type", "hidden");
            dom::set(&field, "name", "sent");
            form.append_child(&field).ok()?;
            field
        }
    };
    field.dyn_into::<HtmlInputElement>().ok()?.set_value(number);
    Some(())
}

/// The page after a form was taken says which.
fn arrived(mine: &str) -> Option<()> {
    let asked = dom::window()?.location().search().ok()?;
    let number = UrlSearchParams::new_with_str(&asked).ok()?.get("saved")?;
    for key in kept(mine) {
        if load(&key).iter().any(|line| line.number == number) {
            remove(&key, &number);
            dom::say("Saved.");
        }
    }
    Some(())
}

fn send_all(mine: &str, slug: &str) {
    let (mine, slug) = (mine.to_string(), slug.to_string());
    spawn_local(async move {
        for key in kept(&mine) {
            let Some(answer) = key.rsplit(':').next() else { continue };
            for line in load(&key) {
                let address = format!("/desk/c/{slug}/answer/{answer}/{}", line.kind);
                let said = match send(&address, &line.body).await {
                    Some(204) => {
                        moves::forget();
                        "Saved."
                    }
                    // Whoever is signed out is led to another page.
                    Some(0) => SIGNED_OUT,
                    Some(status) if (400..500).contains(&status) => CHANGED,
                    _ => WAITS,
                };
                if !said.starts_with("Not saved") {
                    remove(&key, &line.number);
                }
                dom::say(said);
            }
        }
    });
}

/// Sends what was kept; the status of the answer where one came, 0 where it leads on.
async fn send(address: &str, body: &str) -> Option<u16> {
    let body = UrlSearchParams::new_with_str(body).ok()?;
    body.append("ack", "1");
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_redirect(RequestRedirect::Manual);
    init.set_body(&JsValue::from(body));
    let answer = JsFuture::from(dom::window()?.fetch_with_str_and_init(address, &init)).await.ok()?;
    Some(answer.dyn_into::<Response>().ok()?.status())
}
