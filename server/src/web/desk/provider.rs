//! Signing in through a provider of the organisation's own: there, back, and what it says by itself.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use earshot_app::Site;
use earshot_app::pages::desk::sign_in::{self as pages, SignIn};
use earshot_app::pages::error::Trouble;
use earshot_service::Error;
use serde::Deserialize;

use super::second_step::place;
use super::sign_in::SESSION_LIFE;
use crate::oidc::ProviderError;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::from::From;
use crate::web::site::{On, SESSION, html, with_cookie};
use crate::web::{App, see_other};

/// The cookie of a browser whose person is at a provider.
const SIGNING_IN: &str = "signing-in";

/// How long it lives, in seconds.
const AWAY: i64 = 15 * 60;

/// What the address may say on the way there.
#[derive(Debug, Default, Deserialize)]
pub(super) struct There {
    to: Option<String>,
    again: Option<String>,
}

/// What the address may say on the way back.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Back {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// The page for signing in, with what came of it.
fn page(site: &Site, how: SignIn, status: StatusCode) -> Response {
    html(site, pages::sign_in(site, how), status)
}

/// What came of it, where that is the provider's doing.
fn troubled(site: &Site, error: &ProviderError) -> Response {
    match error {
        ProviderError::Silent(_) => page(site, SignIn::Silent, StatusCode::SERVICE_UNAVAILABLE),
        ProviderError::Unsound(_) => page(site, SignIn::Over, StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// Sends somebody there.
pub(super) async fn go(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(name): Path<String>,
    Address(asking): Address<There>,
) -> Result<Response, WebError> {
    let provider = app.providers.named(&name).ok_or(Trouble::Missing)?;
    if !app.limits.may_ask_for_link(from.0) {
        return Ok(page(&site, SignIn::TooMany, StatusCode::TOO_MANY_REQUESTS));
    }
    let to = asking.to.unwrap_or_default();
    let one = app.earshot.begin_provider_sign_in(&name, place(&to), asking.again.is_some()).await?;
    match provider.way_there(&one).await {
        Ok(address) => Ok(with_cookie(see_other(&address), app.cookie(SIGNING_IN, &one.state, AWAY))),
        Err(error) => {
            provider.log(&error);
            Ok(troubled(&site, &error))
        }
    }
}

/// Takes somebody back who was there.
pub(super) async fn back(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    Path(name): Path<String>,
    Address(asking): Address<Back>,
) -> Result<Response, WebError> {
    let provider = app.providers.named(&name).ok_or(Trouble::Missing)?;
    let over = || Ok(page(&site, SignIn::Over, StatusCode::UNPROCESSABLE_ENTITY));
    // Whoever is sent an address with somebody else's code does not become them: their browser has not been there.
    let kept = jar.get(&app.cookie_name(SIGNING_IN)).map(|cookie| cookie.value().to_string());
    let Some(state) = asking.state.filter(|state| Some(state) == kept.as_ref()) else {
        return over();
    };
    let one = match app.earshot.take_provider_sign_in(&name, &state).await {
        Ok(one) => one,
        Err(Error::NotFound) => return over(),
        Err(error) => return Err(error.into()),
    };
    // RFC 9207: where it says who sends them back, it is the one they were sent to.
    if asking.iss.is_some_and(|issuer| issuer != provider.issuer()) {
        return over();
    }
    let (Some(code), None) = (asking.code, asking.error) else {
        return Ok(page(&site, SignIn::Cancelled, StatusCode::UNPROCESSABLE_ENTITY));
    };
    let identity = match provider.who(&code, &one).await {
        Ok(identity) => identity,
        Err(error) => {
            provider.log(&error);
            return Ok(troubled(&site, &error));
        }
    };
    let session = jar.get(&app.cookie_name(SESSION)).map(|cookie| cookie.value().to_string());
    match app.earshot.sign_in_by_provider(&identity, session.as_deref()).await {
        Ok(token) => {
            let response = with_cookie(see_other(place(&one.place)), app.no_cookie(SIGNING_IN));
            Ok(with_cookie(response, app.cookie(SESSION, &token, SESSION_LIFE)))
        }
        Err(Error::Forbidden) => {
            provider.log_stranger(identity.email_is_theirs);
            Ok(page(&site, SignIn::NotInvited, StatusCode::FORBIDDEN))
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends what was begun through a provider, because it says that somebody has signed out there (OpenID Connect
/// Back-Channel Logout 1.0, section 2.7).
pub(super) async fn signed_out(
    State(app): State<App>,
    Path(name): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let provider = app.providers.named(&name).ok_or(Trouble::Missing)?;
    match provider.signed_out(fields.get("logout_token")).await {
        Ok((subject, session)) => {
            let (subject, session) = (subject.as_deref(), session.as_deref());
            app.earshot.end_provider_sessions(&name, provider.issuer(), subject, session).await?;
            Ok(StatusCode::OK.into_response())
        }
        Err(error) => {
            provider.log(&error);
            let status = match error {
                ProviderError::Silent(_) => StatusCode::SERVICE_UNAVAILABLE,
                ProviderError::Unsound(_) => StatusCode::BAD_REQUEST,
            };
            Ok(status.into_response())
        }
    }
}
