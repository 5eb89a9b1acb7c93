//! Ideas and live words of a consultation: turned on and off.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::{Typed, ideas as pages};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_service::{Actor, Refusal};
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/ideas", get(show).post(set))
        .route("/desk/c/{slug}/live", post(set_live))
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
struct Asking {
    done: Option<String>,
}

/// What is turned on.
async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let tried = (Typed::default(), Vec::new());
    Ok(ok(&site, page((&app, &site), &actor, &slug, tried, asking.done.as_deref()).await?))
}

async fn page(
    (app, site): (&App, &Site),
    actor: &Actor,
    slug: &str,
    (typed, refusals): (Typed, Vec<Refusal>),
    done: Option<&str>,
) -> Result<Page, WebError> {
    let consultation = app.earshot.preparation(actor, slug).await?.consultation;
    let rooms = app.earshot.rooms(actor, slug).await?;
    Ok(pages::ideas(site, actor, (consultation, rooms), (&typed, &refusals[..]), done))
}

/// Lets young people put ideas forward, or takes no more.
async fn set(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let open = match fields.get("ideas") {
        "open" => true,
        "close" => false,
        _ => return Err(Trouble::Wrong.into()),
    };
    let outcome = app.earshot.set_ideas(&actor, &slug, open).await;
    or_again(&site, outcome, |refusals| {
        page((&app, &site), &actor, &slug, (Typed(fields.0), refusals), None)
    })
    .await?;
    let done = if open { "ideas-open" } else { "ideas-closed" };
    Ok(see_other(&format!("/desk/c/{slug}/ideas?done={done}")))
}

/// Puts a question on the screen, or takes no more words to it.
async fn set_live(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let open = match fields.get("do") {
        "open" => true,
        "close" => false,
        _ => return Err(Trouble::Wrong.into()),
    };
    let outcome = if open {
        app.earshot.open_live(&actor, &slug, &fields.text("live_question")).await
    } else {
        app.earshot.close_live(&actor, &slug).await
    };
    or_again(&site, outcome, |refusals| {
        page((&app, &site), &actor, &slug, (Typed(fields.0), refusals), None)
    })
    .await?;
    let done = if open { "live-open" } else { "live-closed" };
    Ok(see_other(&format!("/desk/c/{slug}/ideas?done={done}")))
}
