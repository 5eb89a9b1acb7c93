//! What the islands do in the browser.
//!
//! The phone draws nothing of its own: it swaps in parts that the server drew,
//! fills in what was given, and asks the same functions as the server what
//! comes next. Until it knows everything it needs, and wherever something is
//! missing, the plain forms do their work.

mod aloud;
mod dom;
mod errors;
mod mail;
mod net;
mod notice;
mod pages;
mod send;
mod steps;
mod store;
mod waiting;

use std::cell::{Cell, RefCell};

use earshot_domain::journey::{Answers, Journey as Way};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::data::{Journey, OutboxWords};
use crate::draft::Draft;
use crate::json;
use crate::place::Place;
use mail::Mail;

/// Takes over from the forms of a consultation, or sends what waits and says so: what the page has.
pub(crate) fn wake_all() {
    let Some(document) = dom::document() else { return };
    let island = |class: &str| document.query_selector(class).ok().flatten();
    let asks = island(".journey").filter(|_| !store::is_shared());
    if let Some(slug) = asks.and_then(|root| root.get_attribute("data-slug")) {
        spawn_local(async move {
            let _ = wake(&slug).await;
        });
    }
    if let Some(words) = island(".outbox").and_then(|root| root.get_attribute("data-words")) {
        let Some(words) = json::read::<OutboxWords>(&words) else { return };
        spawn_local(async move {
            let _ = waiting::wake(words).await;
        });
    }
}

/// How far a journey has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Somebody answers.
    Asking,
    /// The whole answer is on its way.
    Sending,
    /// It waits for signal.
    Waiting,
    /// It is sent, or deleted.
    Done,
}

/// A journey that has taken over. It lives as long as the page.
struct Phone {
    root: Element,
    journey: Journey,
    /// Whether this is what was kept for the time without signal.
    kept: bool,
    draft: RefCell<Draft>,
    place: Cell<Option<Place>>,
    stage: Cell<Stage>,
    /// Whether anything was changed since it was sent.
    edited: Cell<bool>,
    mail: Mail,
}

impl Phone {
    /// The draft as it is now.
    fn draft(&self) -> Draft {
        self.draft.borrow().clone()
    }

    /// Changes the draft and keeps it; says whether it could be kept.
    fn change(&self, change: impl FnOnce(&mut Draft)) -> bool {
        let Ok(mut draft) = self.draft.try_borrow_mut() else { return false };
        change(&mut draft);
        self.edited.set(true);
        // Nothing of what was sent or deleted comes back.
        self.stage.get() != Stage::Done && store::save_draft(&self.journey.slug, &draft)
    }

    /// The way that these answers make.
    fn way<'a>(&'a self, draft: &'a Draft) -> Way<'a> {
        Way::new(&self.journey.questionnaire, &draft.answers, draft.seed)
    }

    /// The address of a page.
    fn address(&self, place: Place) -> String {
        place.address(&self.journey.slug, self.journey.respondent)
    }

    /// The start page.
    fn start(&self) -> String {
        format!("/c/{}", self.journey.slug)
    }
}

async fn wake(slug: &str) -> Option<()> {
    let root = dom::document()?.query_selector(".journey").ok()??;
    let known = store::draft(slug);
    let (journey, kept) = net::journey(slug, known.as_ref().map(|draft| draft.seed)).await?;
    // What was deleted here without signal is to be deleted there as well.
    let forget = store::to_forget().iter().any(|other| other == slug);
    // What was kept for the time without signal holds nobody's answers: then what this phone knows to be there counts.
    let there = match &known {
        _ if forget => Answers::new(),
        Some(draft) if kept => draft.there.clone(),
        _ => journey.answers.clone(),
    };
    let met = known.and_then(|draft| draft.meet(&there, &journey.questionnaire, journey.today));
    let draft = match met {
        Some(draft) => draft,
        None => {
            let mut draft = Draft::new(random_key()?, journey.seed, journey.today, journey.draft_days);
            draft.answers.clone_from(&there);
            draft.there = there;
            draft
        }
    };
    let phone: &'static Phone = Box::leak(Box::new(Phone {
        root,
        journey,
        kept,
        draft: RefCell::new(draft),
        place: Cell::new(None),
        stage: Cell::new(Stage::Asking),
        edited: Cell::new(false),
        mail: Mail::default(),
    }));
    if forget {
        mail::forget(phone);
    }
    steps::adopt(phone);
    steps::listen(phone);
    dom::set(&phone.root, "data-ready", "");
    Some(())
}

/// A submission key: 256 random bits.
fn random_key() -> Option<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut bytes = [0; 32];
    dom::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    let digit = |at: u8| char::from(DIGITS[usize::from(at & 15)]);
    Some(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect())
}
