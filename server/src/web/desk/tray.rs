//! The tray of possible quotes.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::tray::{self as pages, PUT_ASIDE};

use super::coding::{Done, answer_page, consultation, to_answer};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/tray", get(show).post(take_off))
        .route("/desk/c/{slug}/answer/{id}/aside", post(put_aside))
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let lies = app.earshot.tray(&actor, &slug).await?;
    let book = app.earshot.codebook(&actor, &slug).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, pages::tray(&site, &actor, consultation, book, lies, done.as_deref())))
}

async fn take_off(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    app.earshot.take_off_tray(&actor, &slug, parse_id(fields.get("item"))?).await?;
    Ok(see_other(&format!("/desk/c/{slug}/tray?done=off")))
}

async fn put_aside(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let theme = match fields.get("theme") {
        "" => None,
        theme => Some(parse_id(theme)?),
    };
    let outcome = app.earshot.put_aside(&actor, &slug, id, theme, &fields.text("why")).await;
    or_again(&site, outcome, |refusals| {
        answer_page(&app, &site, &actor, &slug, id, Tried::new(PUT_ASIDE, fields.0, refusals), None)
    })
    .await?;
    Ok(to_answer(&slug, id, "aside", "#aside"))
}
