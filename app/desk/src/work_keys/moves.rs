//! From answer to answer without leaving the page: what lies ahead is fetched while somebody reads, and only the workbench is
//! shown anew. The address follows, so that a page that is loaded again, or gone back to, shows the same answer.

use std::cell::{Cell, RefCell};

use js_sys::Date;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, DomParser, Event, FormData, HtmlFormElement, MouseEvent, RequestInit, Response, SupportedType,
    Url, UrlSearchParams,
};

use super::{dom, keys, marks, notes, once, said, ticks};

/// How many answers are fetched ahead.
const AHEAD: usize = 2;

/// How long one of them may wait, in milliseconds: it could be held in the meantime. Without a connection it may wait longer,
/// as the page may that is open.
const FRESH: f64 = 20_000.0;

/// How long somebody rests on an answer before the next ones are fetched, in milliseconds.
const REST: i32 = 120;

const BACK: &str = "The connection is back. Go on when you have finished writing.";

const STAYS: &str = "The page stays as it is while you write.";

const NOTE_LEFT: &str =
    "The note that you typed is not kept yet. It waits on its answer while this page is open.";

const NOTE_WAITS: &str = "Its note is not kept yet.";

/// A page that was fetched ahead.
struct Fetched {
    address: String,
    at: f64,
    html: String,
}

/// An answer that could not be shown for want of a connection.
struct Wanted {
    address: String,
    is_new: bool,
    /// The step that it was.
    turn: u32,
}

/// What came of a form.
pub(super) enum Posted {
    /// It was taken, and what follows is shown; with what is said about it.
    Shown(String),
    /// It was taken, and what follows could not be fetched.
    Taken,
    /// The server has looked at it and did not take it.
    Refused,
    /// It led to another page: nobody is signed in any more.
    SignedOut,
    /// Nothing is known of it.
    Lost,
}

/// What came of asking for a page.
enum Got {
    Page(String),
    Another,
    Nothing,
}

thread_local! {
    static FETCHED: RefCell<Vec<Fetched>> = const { RefCell::new(Vec::new()) };
    /// Counts the steps: one that was overtaken is not shown.
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// The address that is shown: going to a part of the page is no step.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    /// What is shown once there is a connection.
    static WANTED: RefCell<Option<Wanted>> = const { RefCell::new(None) };
    /// Whether a form is on its way.
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

pub(super) fn listen() -> Option<()> {
    dom::on(dom::document()?.as_ref(), "click", |event| {
        let _ = clicked(&event);
    });
    dom::on(dom::window()?.as_ref(), "popstate", |_| {
        let other = here().filter(|address| SHOWN.with_borrow(|shown| shown != address));
        if let Some(address) = other {
            go(address, false);
        }
    });
    dom::on(dom::window()?.as_ref(), "online", |_| go_on());
    SHOWN.set(here()?);
    look_ahead();
    Some(())
}

/// Shows what could not be shown without a connection, unless somebody has gone elsewhere since, or writes now.
fn go_on() {
    let Some(wanted) = WANTED.take().filter(|wanted| wanted.turn == TURN.get()) else { return };
    if keys::in_hand().is_some() {
        dom::say(BACK);
    } else {
        go(wanted.address, wanted.is_new);
    }
}

/// Forgets what was fetched ahead: it does not know of what was saved since.
pub(super) fn forget() {
    FETCHED.with_borrow_mut(Vec::clear);
}

/// Whether a form is on its way. Another one waits until what follows is shown.
pub(super) fn is_busy() -> bool {
    BUSY.get()
}

/// The address of this page, without what leads to a part of it.
fn here() -> Option<String> {
    let location = dom::window()?.location();
    Some(format!("{}{}", location.pathname().ok()?, location.search().ok()?))
}

fn path() -> Option<String> {
    dom::window()?.location().pathname().ok()
}

fn is_online() -> bool {
    dom::window().is_none_or(|window| window.navigator().on_line())
}

/// The ways to the next answer and to the one before. Every other link is the browser's.
const WAYS: &str = "[data-work=next] a, [data-work=back] a, .steps a";

/// Takes one of the ways, where it is opened here.
fn clicked(event: &Event) -> Option<()> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    let is_for_elsewhere =
        mouse.button() != 0 || mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key();
    if is_for_elsewhere || event.default_prevented() {
        return None;
    }
    let link = dom::target(event)?.closest(WAYS).ok()??;
    let address = link.get_attribute("href")?;
    if !is_of_here(&address) {
        return None;
    }
    event.prevent_default();
    go(address, true);
    Some(())
}

fn next_turn() -> u32 {
    let turn = TURN.get().wrapping_add(1);
    TURN.set(turn);
    turn
}

/// Shows the page with this address. Where it cannot be shown here, the browser goes there.
fn go(address: String, is_new: bool) {
    let turn = next_turn();
    let before = keys::in_hand();
    spawn_local(async move {
        let got = match ahead(&address) {
            Some(html) => Got::Page(html),
            None => fetch(&address).await,
        };
        if TURN.get() != turn {
            return;
        }
        if is_new && is_typing_since(before.as_ref()) {
            dom::say(STAYS);
            return;
        }
        let is_note_left = notes::keep();
        match got {
            Got::Page(html) if show(&html).is_some() => {
                if is_new {
                    push(&address);
                }
                SHOWN.set(without_part(&address).to_string());
                let place = place().unwrap_or_default();
                let mut also = Vec::new();
                also.extend(ticks::restore().unwrap_or_default().then_some("Its ticks are not saved yet."));
                also.extend(notes::restore().unwrap_or_default().then_some(NOTE_WAITS));
                also.extend(is_note_left.then_some(NOTE_LEFT));
                dom::say(&if also.is_empty() { place } else { format!("{place}. {}", also.join(" ")) });
                look_ahead();
            }
            // The page stays, with everything that is on it.
            Got::Nothing => {
                let is_online = is_online();
                if !is_online {
                    WANTED.set(Some(Wanted { address, is_new, turn }));
                }
                dom::say(said::no_way(is_online));
            }
            Got::Page(_) | Got::Another => {
                if let Some(window) = dom::window() {
                    let _ = window.location().set_href(&address);
                }
            }
        }
    });
}

/// Whether somebody has begun to type since then: a page that is shown anew would take it away, and letters would be keys.
fn is_typing_since(before: Option<&keys::InHand>) -> bool {
    keys::in_hand().is_some_and(|now| before != Some(&now))
}

fn push(address: &str) -> Option<()> {
    dom::window()?.history().ok()?.push_state_with_url(&JsValue::NULL, "", Some(address)).ok()
}

/// Which answer of how many is read now, as it stands beside its name.
fn place() -> Option<String> {
    dom::find(".read .meta > span:last-child")?.text_content()
}

fn without_part(address: &str) -> &str {
    address.split_once('#').map_or(address, |(page, _)| page)
}

/// A page that was fetched ahead.
fn ahead(address: &str) -> Option<String> {
    let oldest = if is_online() { Date::now() - FRESH } else { 0.0 };
    FETCHED.with_borrow(|fetched| {
        let page = fetched.iter().find(|page| page.address == without_part(address))?;
        (page.at >= oldest).then(|| page.html.clone())
    })
}

async fn fetch(address: &str) -> Got {
    let Some(window) = dom::window() else { return Got::Nothing };
    let Ok(answer) = JsFuture::from(window.fetch_with_str(address)).await else { return Got::Nothing };
    let Ok(answer) = answer.dyn_into::<Response>() else { return Got::Nothing };
    // Whoever is signed out is led to another page.
    if !answer.ok() || answer.redirected() {
        return Got::Another;
    }
    text(&answer).await.map_or(Got::Nothing, Got::Page)
}

async fn text(answer: &Response) -> Option<String> {
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}

/// A page as a document, in which nothing runs and nothing is fetched.
fn parsed(html: &str) -> Option<Document> {
    DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()
}

/// The way to the answer behind that of a page.
struct Next {
    /// Its address, without what leads to a part of the page.
    address: String,
    /// What the page has counted already, and need not be counted again.
    counted: Option<String>,
}

impl Next {
    /// The address by which it is fetched ahead.
    fn ahead(&self) -> String {
        match &self.counted {
            Some(counted) => format!("{}&ahead={counted}", self.address),
            None => self.address.clone(),
        }
    }
}

/// The way behind the answer of a page, as its link says. Words of an answer may look like a link, and are none.
fn next_of(page: &Document) -> Option<Next> {
    let way = page.query_selector("[data-work=next]").ok()??;
    let address = way.query_selector("a").ok()??.get_attribute("href")?;
    let address = without_part(&address).to_string();
    is_of_here(&address).then(|| Next { address, counted: way.get_attribute("data-ahead") })
}

/// Whether an address is one of this page. Nothing else is fetched, or shown in its place.
fn is_of_here(address: &str) -> bool {
    path().is_some_and(|path| address.starts_with(&format!("{path}?")))
}

/// Fetches the next answers, once somebody rests on this one.
fn look_ahead() {
    let turn = TURN.get();
    let rested = Closure::once_into_js(move || {
        spawn_local(async move {
            let _ = fetch_ahead(turn).await;
        });
    });
    if let Some(window) = dom::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(rested.unchecked_ref(), REST);
    }
}

async fn fetch_ahead(turn: u32) -> Option<()> {
    let mut next = next_of(&dom::document()?)?;
    let mut wanted = Vec::new();
    for _ in 0..AHEAD {
        // Somebody has gone on: then it is fetched from there.
        if TURN.get() != turn || !is_online() {
            return None;
        }
        let html = match ahead(&next.address) {
            Some(html) => html,
            None => match fetch(&next.ahead()).await {
                Got::Page(html) => html,
                Got::Another | Got::Nothing => return None,
            },
        };
        let following = parsed(&html).and_then(|page| next_of(&page));
        let address = next.address;
        wanted.push(address.clone());
        FETCHED.with_borrow_mut(|fetched| {
            if !fetched.iter().any(|page| page.address == address && page.html == html) {
                fetched.retain(|page| page.address != address);
                fetched.push(Fetched { address, at: Date::now(), html });
            }
        });
        match following {
            Some(following) => next = following,
            None => break,
        }
    }
    FETCHED.with_borrow_mut(|fetched| fetched.retain(|page| wanted.contains(&page.address)));
    Some(())
}

/// Who is signed in on a page, by an id.
fn who(page: &Document) -> Option<String> {
    page.query_selector(".work").ok()??.get_attribute("data-who")
}

/// Puts the workbench of another page in the place of this one. `None` where that page has none, or is somebody else's: then
/// everything is theirs, also what is kept, and the browser has to go there.
fn show(html: &str) -> Option<()> {
    let other = parsed(html)?;
    if who(&other)? != who(&dom::document()?)? {
        return None;
    }
    let _ = keep_choices(&other);
    put(&other, ".workbench")?;
    let _ = put(&other, ".barline");
    for gone in [".flash", ".errors"] {
        if let Some(gone) = dom::find(gone) {
            gone.remove();
        }
    }
    // What was marked, and the box that was opened, belong to the answer that is gone.
    let _ = marks::forget();
    let _ = keys::close();
    dom::document()?.set_title(&other.title());
    let reading = dom::find("#reading")?;
    dom::set(&reading, "tabindex", "-1");
    let _ = reading.focus();
    Some(())
}

/// What was fetched ahead says nothing of which answers may be asked for: the form that is here goes along.
fn keep_choices(other: &Document) -> Option<()> {
    let empty = other.query_selector("[data-work=choose]:empty").ok()??;
    let here = other.import_node_with_deep(dom::find("[data-work=choose]")?.as_ref(), true).ok()?;
    empty.parent_node()?.replace_child(&here, &empty).ok()?;
    Some(())
}

/// Puts a part of another page in the place of the same part of this one.
fn put(other: &Document, selector: &str) -> Option<()> {
    let from = other.query_selector(selector).ok()??;
    let old = dom::find(selector)?;
    let new = dom::document()?.import_node_with_deep(&from, true).ok()?;
    old.parent_node()?.replace_child(&new, &old).ok()?;
    Some(())
}

/// Sends a form, and shows the page that it leads to.
pub(super) async fn post(form: &HtmlFormElement, action: &str) -> Posted {
    BUSY.set(true);
    let posted = send(form, action).await.unwrap_or(Posted::Lost);
    BUSY.set(false);
    posted
}

async fn send(form: &HtmlFormElement, action: &str) -> Option<Posted> {
    let (turn, before) = (TURN.get(), keys::in_hand());
    let data = FormData::new_with_form(form).ok()?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(body.as_ref());
    let answer = JsFuture::from(dom::window()?.fetch_with_str_and_init(action, &init)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    forget();
    let address = Url::new(&answer.url()).ok()?;
    if !answer.redirected() || address.pathname() != path()? {
        return Some(match answer.status() {
            400..=499 => Posted::Refused,
            _ if !answer.ok() => Posted::Lost,
            _ => Posted::SignedOut,
        });
    }
    // The server leads back once it has taken a form, whatever becomes of the page behind it.
    let _ = ticks::sent(form, &body);
    let _ = notes::sent(form, &body);
    let _ = once::sent(form);
    let html = if answer.ok() { text(&answer).await } else { None };
    let Some(html) = html else { return Some(Posted::Taken) };
    let said = said(&html).unwrap_or_else(|| "Saved.".to_string());
    // Somebody has gone on in the meantime, and nothing is taken from under their hands.
    if TURN.get() != turn {
        look_ahead();
        return Some(Posted::Shown(said));
    }
    if is_typing_since(before.as_ref()) {
        look_ahead();
        return Some(Posted::Shown(format!("{said} {STAYS}")));
    }
    next_turn();
    let is_note_left = notes::keep();
    if show(&html).is_none() {
        dom::window()?.location().set_href(&address.href()).ok()?;
        return Some(Posted::Shown(said));
    }
    shown(&address);
    let note = notes::restore().unwrap_or_default();
    // A form that leads back to its own answer has left no note behind.
    Some(Posted::Shown(if is_note_left && !note { format!("{said} {NOTE_LEFT}") } else { said }))
}

/// What follows once the page is shown to which a form led.
fn shown(address: &Url) {
    // What is said once is not said again when the page is loaded again.
    for once in ["done", "saved"] {
        address.search_params().delete(once);
    }
    let shown = format!("{}{}", address.pathname(), address.search());
    push(&format!("{shown}#reading"));
    SHOWN.set(shown);
    let _ = ticks::restore();
    look_ahead();
}

/// What a page says was done.
fn said(html: &str) -> Option<String> {
    let said = parsed(html)?.query_selector(".flash").ok()??.text_content()?;
    Some(said.trim().to_string())
}
