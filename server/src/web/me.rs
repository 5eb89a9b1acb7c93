//! A young person's own page. They sign in with a code or a passkey. The code is typed into a form and stands in no address;
//! the cookie of their session is read here and in `sorting` below it, and nowhere else, so that no answer can be told apart by
//! it.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::public::me::{self as pages, Done};
use earshot_domain::young::YoungCode;
use earshot_service::{Error, YOUNG_SESSION_LIFE};
use serde::Deserialize;

use super::desk::asked;
use super::error::WebError;
use super::fields::{Address, Fields, parse_id};
use super::from::From;
use super::guessing::{Looked, Says, follow};
use super::outcome::or_again;
use super::site::{On, again, html, ok, with_cookie};
use super::{App, see_other};

/// The cookie of a young person's session.
const YOUNG: &str = "young";

/// What is said of a code that opens nothing.
const SAYS: Says = Says { empty: "me-error-empty", wrong: "me-error-wrong", many: "me-error-many" };

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/me", get(show).post(enter))
        .route("/me/sign-out", post(leave))
        .route("/me/sign-out-everywhere", post(leave_everywhere))
        .route("/me/passkey", post(keep))
        .route("/me/passkey/begin", post(begin))
        .route("/me/passkey/remove", post(remove))
        .route("/me/passkey/ask", post(ask))
        .route("/me/passkey/enter", post(enter_by_passkey))
        .route("/me/nickname", get(nickname).post(rename))
        .route("/me/stop", get(sure).post(stop))
        .route("/me/stopped", get(stopped))
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
struct Asking {
    done: Option<String>,
}

/// The token of the session that asks, if there is one.
pub(super) fn token(app: &App, jar: &CookieJar) -> Option<String> {
    jar.get(&app.cookie_name(YOUNG)).map(|cookie| cookie.value().to_string())
}

/// To the page itself, without a cookie that opens nothing.
fn back(app: &App) -> Response {
    with_cookie(see_other("/me"), app.no_cookie(YOUNG))
}

/// The same for somebody who has just signed out, which is said there.
fn signed_out(app: &App) -> Response {
    with_cookie(see_other("/me?done=signed-out"), app.no_cookie(YOUNG))
}

/// The page of whoever is signed in, and otherwise the form for a code.
async fn show(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar) else {
        let page = if asking.done.as_deref() == Some("signed-out") {
            pages::ended(&site)
        } else {
            pages::ask(&site, "", site.shared, None)
        };
        return Ok(ok(&site, page));
    };
    match app.earshot.own_page(&token, &site.tongue.tag()).await {
        Ok(page) => Ok(ok(&site, pages::own(&site, page, asking.done.as_deref().and_then(Done::parse)))),
        // It has run out, was ended elsewhere, or a worker has paused the account: from here the three look alike.
        Err(Error::NotFound) => Ok(with_cookie(ok(&site, pages::ended(&site)), app.no_cookie(YOUNG))),
        Err(error) => Err(error.into()),
    }
}

/// Signs in with a code.
async fn enter(
    State(app): State<App>,
    On(site): On,
    from: From,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let (typed, shared) = (fields.get("code"), site.shared || fields.get("shared") == "yes");
    let page = |key: &'static str| pages::ask(&site, typed, shared, Some(key));
    let look = |code| look_up(&app, code, shared);
    let (_, new) =
        follow((app.limits.young(), &site, &from), (typed, SAYS), YoungCode::parse, look, page).await?;
    signed_in(&app, &jar, &new, shared).await
}

/// The token of a session that this code opens. Their own slip, used up: the page says no more than of any other, and the class
/// loses no guess. One of a paused account is told so, for whoever has it can do nothing about it.
async fn look_up(app: &App, code: YoungCode, shared: bool) -> Result<Looked<String>, Error> {
    let found = app.earshot.sign_in_young(code, shared).await;
    if matches!(found, Err(Error::NotFound)) && app.earshot.was_young_code(code).await? {
        let is_paused = app.earshot.is_paused_young_code(code).await?;
        return Ok(Looked::Slip(if is_paused { "me-error-paused" } else { SAYS.wrong }));
    }
    found.map(Looked::Right)
}

/// To the page of whoever has just signed in.
async fn signed_in(app: &App, jar: &CookieJar, new: &str, shared: bool) -> Result<Response, WebError> {
    // Whoever was signed in here before is not any more.
    if let Some(before) = token(app, jar) {
        app.earshot.sign_out_young(&before).await?;
    }
    let cookie = if shared {
        app.session_cookie(YOUNG, new)
    } else {
        app.cookie(YOUNG, new, YOUNG_SESSION_LIFE.num_seconds())
    };
    Ok(with_cookie(see_other("/me"), cookie))
}

/// Begins to sign somebody in with a passkey.
async fn ask(State(app): State<App>, from: From) -> Result<Response, WebError> {
    if !app.limits.may_ask_device(from.0) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    Ok(asked(&app.earshot.begin_passkey_sign_in().await?))
}

/// Signs in whoever holds the device that answers.
async fn enter_by_passkey(
    State(app): State<App>,
    On(site): On,
    from: From,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    if !app.limits.young().may_try(from.0) {
        let page = pages::not_in(&site, SAYS.many);
        return Ok(html(&site, page, StatusCode::TOO_MANY_REQUESTS));
    }
    let said = (fields.get("token"), fields.get("answer"));
    let found = app.earshot.sign_in_young_by_passkey(said, site.shared).await;
    let (app, site) = (&app, &site);
    let new = or_again(site, found, |_| async move {
        app.limits.young().was_wrong(from.0);
        Ok(pages::not_in(site, "me-passkey-wrong"))
    })
    .await?;
    signed_in(app, &jar, &new, site.shared).await
}

/// Begins to make a passkey of whoever is signed in, on a device of their own.
async fn begin(
    State(app): State<App>,
    On(site): On,
    from: From,
    jar: CookieJar,
) -> Result<Response, WebError> {
    if !app.limits.may_ask_device(from.0) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let token = token(&app, &jar).filter(|_| !site.shared).ok_or(Error::NotFound)?;
    Ok(asked(&app.earshot.begin_young_passkey(&token).await?))
}

/// Keeps what the device has made.
async fn keep(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar).filter(|_| !site.shared) else { return Ok(see_other("/me")) };
    let said = (fields.get("token"), fields.get("answer"));
    match app.earshot.keep_young_passkey(&token, said).await {
        Ok(()) => Ok(see_other("/me?done=made")),
        Err(Error::Refused(_)) => match app.earshot.own_page(&token, &site.tongue.tag()).await {
            Ok(page) => Ok(again(&site, pages::own(&site, page, Some(Done::NotMade)))),
            Err(Error::NotFound) => Ok(back(&app)),
            Err(error) => Err(error.into()),
        },
        Err(Error::NotFound) => Ok(see_other("/me")),
        Err(error) => Err(error.into()),
    }
}

/// Takes one away. One that is gone already leads back as well: a button is pressed twice.
async fn remove(State(app): State<App>, jar: CookieJar, fields: Fields) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar) else { return Ok(see_other("/me")) };
    match app.earshot.remove_young_passkey(&token, parse_id(fields.get("id"))?).await {
        Ok(()) => Ok(see_other("/me?done=unmade")),
        Err(Error::NotFound) => Ok(see_other("/me")),
        Err(error) => Err(error.into()),
    }
}

/// Signs out here.
async fn leave(State(app): State<App>, jar: CookieJar) -> Result<Response, WebError> {
    if let Some(token) = token(&app, &jar) {
        app.earshot.sign_out_young(&token).await?;
    }
    Ok(signed_out(&app))
}

/// Signs out everywhere.
async fn leave_everywhere(State(app): State<App>, jar: CookieJar) -> Result<Response, WebError> {
    if let Some(token) = token(&app, &jar) {
        match app.earshot.sign_out_young_everywhere(&token).await {
            Ok(()) | Err(Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(signed_out(&app))
}

/// The form for another nickname.
async fn nickname(State(app): State<App>, On(site): On, jar: CookieJar) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar) else { return Ok(see_other("/me")) };
    match app.earshot.own_nickname(&token).await {
        Ok(nickname) => Ok(ok(&site, pages::nickname(&site, nickname.as_str(), &[]))),
        Err(Error::NotFound) => Ok(see_other("/me")),
        Err(error) => Err(error.into()),
    }
}

/// Changes it.
async fn rename(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar) else { return Ok(see_other("/me")) };
    let typed = fields.get("nickname");
    match app.earshot.change_own_nickname(&token, typed, fields.get("sure") == "yes").await {
        Ok(()) => Ok(see_other("/me?done=renamed")),
        Err(Error::Refused(refusals)) => Ok(again(&site, pages::nickname(&site, typed, &refusals))),
        Err(Error::NotFound) => Ok(see_other("/me")),
        Err(error) => Err(error.into()),
    }
}

/// Asks once more before the account is stopped.
async fn sure(State(app): State<App>, On(site): On, jar: CookieJar) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar) else { return Ok(see_other("/me")) };
    match app.earshot.own_nickname(&token).await {
        Ok(_) => Ok(ok(&site, pages::sure(&site))),
        Err(Error::NotFound) => Ok(see_other("/me")),
        Err(error) => Err(error.into()),
    }
}

/// Stops it.
async fn stop(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar) else { return Ok(see_other("/me")) };
    if fields.get("sure") != "yes" {
        return Ok(again(&site, pages::sure(&site)));
    }
    match app.earshot.stop_own_account(&token).await {
        Ok(()) => Ok(with_cookie(see_other("/me/stopped"), app.no_cookie(YOUNG))),
        Err(Error::NotFound) => Ok(back(&app)),
        Err(error) => Err(error.into()),
    }
}

/// It is gone.
async fn stopped(On(site): On) -> Response {
    ok(&site, pages::stopped(&site))
}
