//! The second step of signing in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::desk::second_step::{self as pages, CodeFlaw, Ways};
use earshot_service::{Error, Refusal};
use serde::Deserialize;

use super::people;
use super::sign_in::SESSION_LIFE;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{On, SESSION, Signed, Staff, again, html, ok, session_token, with_cookie};
use crate::web::{App, see_other};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    to: Option<String>,
}

/// Where somebody wanted to go: a page of the desk, and no other address.
pub(super) fn place(to: &str) -> &str {
    let sound = |byte: u8| (0x21..0x7f).contains(&byte) && byte != b'\\';
    if (to == "/desk" || to.starts_with("/desk/") || to.starts_with("/desk?")) && to.bytes().all(sound) {
        to
    } else {
        "/desk"
    }
}

/// What was wrong with a code, where that is what stopped it.
fn flaw(error: Error) -> Result<CodeFlaw, WebError> {
    match error {
        Error::TooMany => Ok(CodeFlaw::TooMany),
        Error::Refused(why) if why == [Refusal::WrongCode] => Ok(CodeFlaw::Wrong),
        error => Err(error.into()),
    }
}

/// A page again, with what was wrong.
fn wrong(site: &earshot_app::Site, page: earshot_app::Page, flaw: CodeFlaw) -> Response {
    match flaw {
        CodeFlaw::Wrong | CodeFlaw::NoPasskey => again(site, page),
        CodeFlaw::TooMany => html(site, page, StatusCode::TOO_MANY_REQUESTS),
    }
}

/// Asks for the code.
pub(super) async fn ask(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let to = asking.to.unwrap_or_default();
    if site.actor.is_none() {
        return Ok(see_other("/sign-in"));
    }
    let to = place(&to);
    let ways = ways(&app, &session_token(&app, &jar)?, to).await?;
    Ok(ok(&site, pages::ask(&site, to, ways, None)))
}

/// How somebody can show again that it is they: at a provider only where it asks for a second step itself.
pub(super) async fn ways(app: &App, session: &str, to: &str) -> Result<Ways, WebError> {
    let ways = app.earshot.ways_to_show(session).await?;
    let provider = ways.provider.and_then(|name| app.providers.named(&name)).filter(|one| one.second_step);
    let provider = provider.map(|one| {
        let query = serde_urlencoded::to_string([("again", "yes"), ("to", to)]).unwrap_or_default();
        (format!("/sign-in/with/{}?{query}", one.name), one.label.clone())
    });
    Ok(Ways { code: ways.code, passkey: ways.passkey && app.earshot.has_passkeys(), provider })
}

/// Takes it, and goes on.
pub(super) async fn show(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let to = place(fields.get("to"));
    let session = session_token(&app, &jar)?;
    match app.earshot.show_second_step(&session, fields.get("code")).await {
        Ok(token) => Ok(with_cookie(see_other(to), app.cookie(SESSION, &token, SESSION_LIFE))),
        Err(error) => {
            let flaw = flaw(error)?;
            let ways = ways(&app, &session, to).await?;
            Ok(wrong(&site, pages::ask(&site, to, ways, Some(flaw)), flaw))
        }
    }
}

/// What an app has to scan.
pub(super) async fn set_up(
    State(app): State<App>,
    Signed(site, actor): Signed,
    jar: CookieJar,
) -> Result<Response, WebError> {
    match app.earshot.begin_second_step(&actor, &session_token(&app, &jar)?).await {
        Ok(setup) => Ok(ok(&site, pages::set_up(&site, &actor, &setup, None))),
        // It is on already.
        Err(Error::Refused(_)) => Ok(see_other("/desk/sessions")),
        Err(error) => Err(error.into()),
    }
}

/// The first code: from now on it is asked for.
pub(super) async fn confirm(
    State(app): State<App>,
    Signed(site, actor): Signed,
    jar: CookieJar,
    fields: Fields,
) -> Result<Response, WebError> {
    let session = session_token(&app, &jar)?;
    match app.earshot.confirm_second_step(&actor, &session, fields.get("code")).await {
        Ok((codes, token)) => {
            let page = ok(&site, pages::codes(&site, &actor, &codes));
            Ok(with_cookie(page, app.cookie(SESSION, &token, SESSION_LIFE)))
        }
        Err(error) => {
            let flaw = flaw(error)?;
            let setup = app.earshot.begin_second_step(&actor, &session).await?;
            Ok(wrong(&site, pages::set_up(&site, &actor, &setup, Some(flaw)), flaw))
        }
    }
}

/// Takes one's own away.
pub(super) async fn remove(
    State(app): State<App>,
    Staff(_, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    match app.earshot.remove_second_step(&actor, fields.get("code")).await {
        Ok(()) => Ok(see_other("/desk/sessions?done=removed")),
        Err(error) => match flaw(error)? {
            CodeFlaw::Wrong | CodeFlaw::NoPasskey => Ok(see_other("/desk/sessions?done=wrong")),
            CodeFlaw::TooMany => Ok(see_other("/desk/sessions?done=many")),
        },
    }
}

/// Asks it of everybody who reads, or of nobody; or takes somebody's away who has lost their phone.
pub(super) async fn manage(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let asked = match fields.get("do") {
        "forget" => return people::forget(&app, &site, &actor, fields).await,
        asked => asked == "require",
    };
    app.earshot.require_second_step(&actor, asked).await?;
    Ok(see_other(if asked { "/desk/people?done=required" } else { "/desk/people?done=free" }))
}
