//! Four words that lead somebody back to what they said, asked or wrote: shown once, and, where they are typed, read, counted
//! where they are wrong, and followed.

use axum::http::Method;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::{Page, Site};
use earshot_domain::receipt::Receipt;
use earshot_service::Error;

use super::error::WebError;
use super::from::From;
use super::guessing::{self, Looked, Says};
use super::site::{ok, with_cookie};
use super::{App, see_other};

/// How long a device keeps the token of a form that was sent, until its four words were shown, in seconds.
const SENT_LIFE: i64 = 10 * 60;

/// What is said of four words that lead nowhere.
const SAYS: Says = Says { empty: "mine-error-empty", wrong: "mine-error-wrong", many: "mine-error-many" };

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
    let look = |code| {
        let found = look(code);
        async move { found.await.map(Looked::Right) }
    };
    guessing::follow((app.limits.words(), site, from), (typed, SAYS), Receipt::parse, look, page).await
}
