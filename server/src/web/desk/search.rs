//! Finding what was said, and what was said before somebody asks again. Forms that are sent as addresses: what is looked for
//! stands in no log, because addresses do not.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::{Typed, already_asked as asked_pages, search as pages};
use earshot_domain::partnership::TermFlaw;
use earshot_domain::search::Kind;
use earshot_service::{Refusal, SearchText};

use super::page_number;
use crate::web::App;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, again, ok};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new().route("/desk/search", get(search)).route("/desk/already-asked", get(already_asked))
}

async fn search(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asked): Address<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let asked = Fields(asked);
    let (text, refusals) = read(&asked);
    // Who may not search is told so before anything is said about what they typed.
    let text_or_none = if refusals.is_empty() { text } else { SearchText::default() };
    let found = app.earshot.search(&actor, &text_or_none, page_number(Some(asked.get("page")))).await?;
    let is_wrong = !refusals.is_empty();
    let page = pages::search(&site, &actor, &Typed(asked.0), &refusals, found);
    Ok(if is_wrong { again(&site, page) } else { ok(&site, page) })
}

/// What is looked for, and what of it cannot be read.
fn read(asked: &Fields) -> (SearchText, Vec<Refusal>) {
    let mut refusals = Vec::new();
    let mut day = |name| asked.day_or(name, &mut refusals);
    let (from, until) = (day("from_on"), day("until_on"));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        refusals.push(Refusal::Term(TermFlaw::Crossed));
    }
    let text = SearchText {
        words: asked.get("q").to_string(),
        kind: Kind::parse(asked.get("kind")),
        consultation: asked.get("c").to_string(),
        from,
        until,
    };
    (text, refusals)
}

async fn already_asked(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asked): Address<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let asked = Fields(asked);
    let words = asked.get("words");
    let before = app.earshot.already_asked(&actor, words).await?;
    Ok(ok(&site, asked_pages::already_asked(&site, &actor, words, before)))
}
