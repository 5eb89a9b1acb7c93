//! The results of a consultation as charts with tables.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::numbers::{self as pages, By};
use earshot_service::Error;
use serde::Deserialize;

use super::coding::consultation;
use crate::web::App;
use crate::web::error::WebError;
use crate::web::fields::Address;
use crate::web::site::{Staff, ok};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new().route("/desk/c/{slug}/numbers", get(show))
}

/// What the address may say: one of the two groupings that there are, and no other.
#[derive(Debug, Default, Deserialize)]
struct Asking {
    by: Option<String>,
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Asking { by }): Address<Asking>,
) -> Result<Response, WebError> {
    let numbers = match app.earshot.numbers(&actor, &slug).await {
        Ok(numbers) => Some(numbers),
        // They wait until it is closed.
        Err(Error::Refused(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let consultation = consultation(&app, &actor, &slug).await?;
    let Some(numbers) = numbers else {
        return Ok(ok(&site, pages::numbers_wait(&site, &actor, consultation)));
    };
    let by = if by.as_deref() == Some("who") { By::Who } else { By::Age };
    Ok(ok(&site, pages::numbers(&site, &actor, consultation, numbers, by)))
}
