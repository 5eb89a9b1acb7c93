//! Where somebody of the staff is signed in.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::desk::sessions as pages;
use earshot_app::pages::error::Trouble;
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{SESSION, Staff, ok};
use crate::web::{App, see_other};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    ended: Option<u64>,
}

/// The page.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let sessions = app.earshot.own_sessions(&actor, &token(&app, &jar)?).await?;
    Ok(ok(&site, pages::sessions(&site, &actor, sessions, asking.ended)))
}

/// Ends one of them, or all others.
pub(super) async fn end(
    State(app): State<App>,
    Staff(_, actor): Staff,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let token = token(&app, &jar)?;
    let handle = Some(fields.get("end")).filter(|end| *end != "others");
    let ended = app.earshot.end_sessions(&actor, &token, handle).await?;
    Ok(see_other(&format!("/desk/sessions?ended={ended}")))
}

/// The token of the session that asks.
fn token(app: &App, jar: &CookieJar) -> Result<String, WebError> {
    let cookie = jar.get(&app.cookie_name(SESSION)).ok_or(Trouble::Missing)?;
    Ok(cookie.value().to_string())
}
