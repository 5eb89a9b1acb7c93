//! Reading what came in.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::reading as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::evidence::AnswerState;
use serde::Deserialize;

use super::page_number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::site::{Staff, ok};
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
    Ok(ok(&site, pages::queue(&site, &actor, consultation, queue, state, asking.done.as_deref())))
}

/// Clears or holds.
pub(super) async fn decide(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
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
            "held"
        }
        _ => return Err(Trouble::Wrong.into()),
    };
    let state = state(fields.get("state"));
    let page = page_number(Some(fields.get("page"))) + 1;
    Ok(see_other(&format!("/desk/c/{slug}/read?state={state}&page={page}&done={done}")))
}
