//! Reading what came in.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::reading as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::evidence::AnswerState;
use earshot_service::Error;
use serde::Deserialize;

use super::page_number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::media;
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    state: Option<String>,
    page: Option<String>,
    done: Option<String>,
}

/// The answers to read are asked for unless the address says otherwise. Held
/// answers are never shown here.
fn state(text: &str) -> AnswerState {
    if text == AnswerState::Cleared.as_str() { AnswerState::Cleared } else { AnswerState::New }
}

/// A page of answers.
pub(super) async fn queue(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let state = state(asking.state.as_deref().unwrap_or_default());
    let page = page_number(asking.page.as_deref());
    let mut queue = app.earshot.queue(&actor, &slug, state, page).await?;
    if queue.answers.is_empty() && page > 0 {
        // The last of this page was just read.
        queue = app.earshot.queue(&actor, &slug, state, 0).await?;
    }
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let clocks = app.earshot.waiting(&actor).await?;
    let done = asking.done.as_deref();
    let typed = (Typed::default(), &[][..]);
    Ok(ok(&site, pages::queue(&site, &actor, consultation, (queue, clocks), state, done, typed)))
}

/// Clears, holds, or keeps what a recording says.
pub(super) async fn decide(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let state = state(fields.get("state"));
    let page = page_number(Some(fields.get("page")));
    let done = match fields.get("do") {
        "clear" => {
            let cleared = app.earshot.clear(&actor, &slug, &[parse_id(fields.get("answer"))?]).await?;
            // Somebody else has seen to it in the meantime.
            if cleared == 0 { "none" } else { "cleared" }
        }
        "all" => {
            app.earshot.clear(&actor, &slug, &fields.ids("answer")?).await?;
            "all"
        }
        "hold" => {
            app.earshot.hold(&actor, &slug, parse_id(fields.get("answer"))?).await?;
            if fields.get("from") == "coding" {
                return super::workbench::after_hold(&slug, &fields);
            }
            "held"
        }
        "write" => {
            let (id, words) = (parse_id(fields.get("answer"))?, fields.get("words"));
            let understood = fields.get("understood") == "yes";
            match app.earshot.write_down(&actor, &slug, id, words, understood).await {
                Ok(()) => "written",
                Err(Error::Refused(refusals)) => {
                    let queue = app.earshot.queue(&actor, &slug, state, page).await?;
                    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
                    let clocks = app.earshot.waiting(&actor).await?;
                    let typed = (Typed(fields.0), &refusals[..]);
                    let page = pages::queue(&site, &actor, consultation, (queue, clocks), state, None, typed);
                    return Ok(again(&site, page));
                }
                Err(error) => return Err(error.into()),
            }
        }
        _ => return Err(Trouble::Wrong.into()),
    };
    Ok(see_other(&format!("/desk/c/{slug}/read?state={state}&page={}&done={done}", page + 1)))
}

/// The photo, drawing or recording that an answer is.
pub(super) async fn file(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let file = app.earshot.answer_file(&actor, &slug, parse_id(&id)?).await?;
    Ok(media::shown(&headers, file, None))
}
