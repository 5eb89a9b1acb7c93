//! Passkeys: making one, signing in with one, taking one away.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::desk::passkey::{self as made, Flaw};
use earshot_app::pages::desk::second_step::{self, CodeFlaw};
use earshot_app::pages::desk::sign_in::{self as pages, SignIn};
use earshot_app::pages::error::Trouble;
use earshot_service::{PasskeyTry, Refusal};

use super::second_step::{place, ways};
use super::sign_in::SESSION_LIFE;
use crate::web::error::WebError;
use crate::web::fields::Fields;
use crate::web::from::From;
use crate::web::outcome::or_again;
use crate::web::site::{On, SESSION, Signed, ok, session_token, with_cookie};
use crate::web::{App, see_other};

/// What a browser is given to ask its device.
pub(in crate::web) fn asked(one: &PasskeyTry) -> Response {
    Json(serde_json::json!({ "token": one.token, "options": one.options })).into_response()
}

/// The page that makes one.
pub(super) async fn make(State(app): State<App>, Signed(site, actor): Signed) -> Result<Response, WebError> {
    if !app.earshot.has_passkeys() {
        return Err(Trouble::Missing.into());
    }
    app.earshot.may_change_passkeys(&actor)?;
    let own = app.earshot.own_passkeys(&actor).await?;
    Ok(ok(&site, made::make(&site, &actor, &own, "", None)))
}

/// Begins to make one.
pub(super) async fn begin(State(app): State<App>, Signed(_, actor): Signed) -> Result<Response, WebError> {
    Ok(asked(&app.earshot.begin_passkey(&actor).await?))
}

/// Keeps what the device has made.
pub(super) async fn keep(
    State(app): State<App>,
    Signed(site, actor): Signed,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let session = session_token(&app, &jar)?;
    let said = (fields.get("token"), fields.get("answer"));
    let kept = app.earshot.keep_passkey(&actor, &session, said, &fields.text("name")).await;
    let (app, site, actor, name) = (&app, &site, &actor, fields.get("name"));
    let token = or_again(site, kept, |why| async move {
        let passkeys = app.earshot.own_passkeys(actor).await?;
        let flaw = match why.as_slice() {
            [Refusal::TooLong { max, .. }] => Flaw::LongName(*max),
            _ => Flaw::NotTaken,
        };
        Ok(made::make(site, actor, &passkeys, name, Some(flaw)))
    })
    .await?;
    Ok(with_cookie(see_other("/desk/sessions?done=made"), app.cookie(SESSION, &token, SESSION_LIFE)))
}

/// Takes one away.
pub(super) async fn remove(
    State(app): State<App>,
    Signed(_, actor): Signed,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = fields.get("id").parse().map_err(|_| Trouble::Missing)?;
    app.earshot.remove_passkey(&actor, &session_token(&app, &jar)?, id).await?;
    Ok(see_other("/desk/sessions?done=unmade"))
}

/// Begins to sign somebody in with one.
pub(super) async fn ask(State(app): State<App>, from: From) -> Result<Response, WebError> {
    if !app.limits.may_ask_for_link(from.0) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    Ok(asked(&app.earshot.begin_passkey_sign_in().await?))
}

/// Signs in whoever holds the device that answers.
pub(super) async fn enter(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let said = (fields.get("token"), fields.get("answer"));
    let session = jar.get(&app.cookie_name(SESSION)).map(|cookie| cookie.value().to_string());
    let signed_in = app.earshot.sign_in_by_passkey(said, session.as_deref()).await;
    let (app, site, to) = (&app, &site, place(fields.get("to")));
    let token = or_again(site, signed_in, |_| async move {
        // Somebody was asked to show once more that it is they, on their way to a page.
        if let Some(session) = session.filter(|_| site.actor.is_some()) {
            let ways = ways(app, &session, to).await?;
            return Ok(second_step::ask(site, to, ways, Some(CodeFlaw::NoPasskey)));
        }
        Ok(pages::sign_in(site, SignIn::NoPasskey))
    })
    .await?;
    Ok(with_cookie(see_other(to), app.cookie(SESSION, &token, SESSION_LIFE)))
}
