//! Four words that somebody types to come back to what they said, asked or wrote: read, counted where they are wrong, and
//! followed.

use axum::http::StatusCode;
use earshot_app::{Page, Site};
use earshot_domain::receipt::Receipt;
use earshot_service::Error;

use super::App;
use super::error::WebError;
use super::from::From;
use super::site::{again, html};

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
    if !app.limits.may_try_receipt(from.0) {
        return Err(html(site, page("mine-error-many"), StatusCode::TOO_MANY_REQUESTS).into());
    }
    // Words that are not ours and words that lead nowhere look alike; only the second could be a guess.
    let Some(code) = Receipt::parse(typed) else {
        app.limits.was_wrong(from.0);
        return Err(again(site, page("mine-error-wrong")).into());
    };
    match look(code).await {
        Ok(found) => Ok((code, found)),
        Err(Error::NotFound) => {
            app.limits.was_guess(from.0);
            Err(again(site, page("mine-error-wrong")).into())
        }
        Err(error) => Err(error.into()),
    }
}
