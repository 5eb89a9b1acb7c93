//! Signing in with a link that works once, and signing out.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::desk::sign_in::{self as pages, SignIn};
use earshot_app::pages::error::Trouble;
use earshot_service::{Error, is_email};
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::from::From;
use crate::web::site::{On, SESSION, again, html, ok, with_cookie};
use crate::web::{App, see_other};

/// How long the cookie of a session lives, in seconds: as long as the session
/// at most.
pub(super) const SESSION_LIFE: i64 = 12 * 60 * 60;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    token: Option<String>,
    done: Option<String>,
}

/// The page for signing in; with a token, the signing in itself.
pub(super) async fn ask(
    State(app): State<App>,
    On(site): On,
    method: Method,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    // A link works once: a program that only looks whether it is there must not
    // use it up.
    match asking.token.as_deref().filter(|_| method == Method::GET) {
        Some(token) => enter(&app, &site, token).await,
        None => {
            let how = match asking.done.as_deref() {
                Some("mailed") => SignIn::Mailed,
                Some(_) => SignIn::Left,
                None => SignIn::Asked,
            };
            Ok(ok(&site, pages::sign_in(&site, how)))
        }
    }
}

/// Sends a link by mail to somebody who asks for one. The page that follows is the same for every address.
pub(super) async fn mail(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let email = fields.text("email");
    if !is_email(&email) {
        return Ok(again(&site, pages::sign_in_typed(&site, SignIn::NoAddress, &email)));
    }
    if !app.limits.may_ask_for_link(from.0) {
        let page = pages::sign_in_typed(&site, SignIn::TooMany, &email);
        return Ok(html(&site, page, StatusCode::TOO_MANY_REQUESTS));
    }
    match app.earshot.ask_for_link(&email).await {
        Ok(()) => Ok(see_other("/sign-in?done=mailed")),
        Err(error) => Err(error.into()),
    }
}

/// What a link in a letter leads to: a button. Programs that look through mail follow every link in it, and would use it
/// up.
pub(super) async fn link(On(site): On, Address(asking): Address<Asking>) -> Result<Response, WebError> {
    let token = asking.token.filter(|token| !token.is_empty()).ok_or(Trouble::Missing)?;
    Ok(ok(&site, pages::by_link(&site, &token)))
}

/// Signs in with what was pasted: the whole link, or its token.
pub(super) async fn paste(
    State(app): State<App>,
    On(site): On,
    fields: Fields,
) -> Result<Response, WebError> {
    let pasted = fields.text("token");
    let token = pasted.rsplit_once("token=").map_or(pasted.as_str(), |(_, token)| token);
    enter(&app, &site, token).await
}

async fn enter(app: &App, site: &earshot_app::Site, token: &str) -> Result<Response, WebError> {
    let token = token.trim();
    if token.is_empty() {
        return Ok(again(site, pages::sign_in(site, SignIn::Empty)));
    }
    match app.earshot.sign_in(token).await {
        Ok(session) => Ok(with_cookie(see_other("/desk"), app.cookie(SESSION, &session, SESSION_LIFE))),
        Err(Error::NotFound) => Ok(again(site, pages::sign_in(site, SignIn::Spent))),
        Err(Error::Forbidden) => {
            Ok(html(site, pages::sign_in(site, SignIn::OnlyThere), StatusCode::FORBIDDEN))
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends the session.
pub(super) async fn leave(State(app): State<App>, jar: CookieJar) -> Result<Response, WebError> {
    if let Some(cookie) = jar.get(&app.cookie_name(SESSION)) {
        app.earshot.sign_out(cookie.value()).await?;
    }
    Ok(with_cookie(see_other("/sign-in?done=left"), app.no_cookie(SESSION)))
}
