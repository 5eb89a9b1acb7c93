//! Where somebody of the staff is signed in.

use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::desk::sessions as pages;
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, ok, session_token};
use crate::web::{App, see_other};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    ended: Option<u64>,
    done: Option<String>,
}

/// The page.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let sessions = app.earshot.own_sessions(&actor, &session_token(&app, &jar)?).await?;
    let second = (app.earshot.second_step(&actor).await?, app.earshot.own_passkeys(&actor).await?);
    let done = (asking.ended, asking.done.as_deref());
    Ok(ok(&site, pages::sessions(&site, &actor, sessions, second, done)))
}

/// Ends one of them, or all others.
pub(super) async fn end(
    State(app): State<App>,
    Staff(_, actor): Staff,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let token = session_token(&app, &jar)?;
    let handle = Some(fields.get("end")).filter(|end| *end != "others");
    let ended = app.earshot.end_sessions(&actor, &token, handle).await?;
    Ok(see_other(&format!("/desk/sessions?ended={ended}")))
}
