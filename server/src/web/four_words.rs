//! Four words that lead somebody back to what they said, asked or wrote: shown once, and, where they are typed, read, counted
//! where they are wrong, and followed.

use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::{Page, Site};
use earshot_domain::receipt::Receipt;
use earshot_service::Error;

use super::error::WebError;
use super::from::From;
use super::site::{again, html, ok, with_cookie};
use super::{App, see_other};

/// How long a device keeps the token of a form that was sent, until its four words were shown, in seconds.
const SENT_LIFE: i64 = 10 * 60;

/// On to the page that shows the four words. The cookie of this name holds the token of the form until then.
pub(super) fn sent_on(app: &App, to: &str, (name, form): (&str, &str)) -> Response {
    with_cookie(see_other(to), app.cookie(name, form, SENT_LIFE))
}

/// The four words, once: `page` with what `look` finds by the token in the cookie of this name, and without anything where
/// the device does not know it any more.
pub(super) async fn shown_once<T, L>(
    (app, site): (&App, &Site),
    (method, jar): (&Method, &CookieJar),
    name: &str,
    look: impl FnOnce(String) -> L,
    page: impl FnOnce(Option<T>) -> Page,
) -> Result<Response, WebError>
where
    L: Future<Output = Result<T, Error>>,
{
    let form = jar.get(&app.cookie_name(name)).map(|cookie| cookie.value().to_string());
    let Some(form) = form else { return Ok(ok(site, page(None))) };
    let shown = match look(form).await {
        Ok(sent) => ok(site, page(Some(sent))),
        Err(Error::NotFound) => ok(site, page(None)),
        Err(error) => return Err(error.into()),
    };
    // Somebody who only asks for the head has not seen them.
    Ok(if *method == Method::GET { with_cookie(shown, app.no_cookie(name)) } else { shown })
}

/// Follows what was typed with `look`. Where it leads nowhere, `page` is shown: the form again with a sentence, whose key
/// it is given.
pub(super) async fn follow<T, L>(
    (app, site, from): (&App, &Site, &From),
    typed: &str,
    look: impl FnOnce(Receipt) -> L,
    page: impl Fn(&'static str) -> Page,
) -> Result<(Receipt, T), WebError>
where
    L: Future<Output = Result<T, Error>>,
{
    if typed.trim().is_empty() {
        return Err(again(site, page("mine-error-empty")).into());
    }
    if !app.limits.words().may_try(from.0) {
        return Err(html(site, page("mine-error-many"), StatusCode::TOO_MANY_REQUESTS).into());
    }
    // Words that are not ours and words that lead nowhere look alike; only the second could be a guess.
    let Some(code) = Receipt::parse(typed) else {
        app.limits.words().was_wrong(from.0);
        return Err(again(site, page("mine-error-wrong")).into());
    };
    let Some(guess) = app.limits.words().guess(from.0).await else {
        return Err(html(site, page("mine-error-many"), StatusCode::TOO_MANY_REQUESTS).into());
    };
    match guess.settled(look(code).await) {
        Ok(found) => Ok((code, found)),
        Err(Error::NotFound) => Err(again(site, page("mine-error-wrong")).into()),
        Err(error) => Err(error.into()),
    }
}
