//! A young person sorts answers, one after the other: buttons, and no script. Whoever is not signed in is led to their page.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::public::sorting as pages;
use earshot_service::Error;
use serde::Deserialize;
use uuid::Uuid;

use super::error::WebError;
use super::fields::{Address, Fields, parse_id};
use super::me::token;
use super::site::{On, again, ok};
use super::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new().route("/me/sorting/{id}", get(show).post(sort))
}

/// What the address may say: what was just done, and the answer that somebody goes back to.
#[derive(Debug, Default, Deserialize)]
struct Asking {
    done: Option<String>,
    at: Option<String>,
}

async fn show(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    Path(id): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar) else { return Ok(see_other("/me")) };
    let at = asking.at.as_deref().and_then(|at| at.parse().ok());
    match app.earshot.sorting(&token, parse_id(&id)?, at).await {
        Ok(sorting) => Ok(ok(&site, pages::sorting(&site, sorting, asking.done.as_deref(), None))),
        Err(Error::NotFound) => Ok(see_other("/me")),
        Err(error) => Err(error.into()),
    }
}

async fn sort(
    State(app): State<App>,
    On(site): On,
    jar: CookieJar,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let Some(token) = token(&app, &jar) else { return Ok(see_other("/me")) };
    let id = parse_id(&id)?;
    let address = format!("/me/sorting/{id}");
    let earshot = &app.earshot;
    let answer = || parse_id(fields.get("answer"));
    let (to, done) = match fields.get("do") {
        "sort" => {
            let (answer, codes) = (answer()?, fields.ids("code")?);
            if codes.is_empty() {
                return nothing_ticked(&app, &site, &token, id, fields.get("at")).await;
            }
            (address, earshot.sort(&token, id, answer, Some(&codes)).await)
        }
        "none" => (address, earshot.sort(&token, id, answer()?, Some(&[])).await),
        "skip" => (address, earshot.sort(&token, id, answer()?, None).await),
        "worry" => (format!("{address}?done=worry"), earshot.worry_about(&token, id, answer()?).await),
        "finish" => (address, earshot.finish_sorting(&token, id).await),
        _ => return Err(Trouble::Wrong.into()),
    };
    match done {
        Ok(()) => Ok(see_other(&to)),
        Err(Error::NotFound) => Ok(see_other("/me")),
        // The answer is gone. Whoever is worried is told who helps.
        Err(Error::Stale | Error::Refused(_)) if fields.get("do") == "worry" => {
            Ok(see_other(&format!("/me/sorting/{id}?done=gone")))
        }
        // Somebody else holds the answer by now, or the round is over: what is left says so.
        Err(Error::Stale | Error::Refused(_)) => Ok(see_other(&format!("/me/sorting/{id}"))),
        Err(error) => Err(error.into()),
    }
}

/// The same answer again: nothing was pressed that says which it is.
async fn nothing_ticked(
    app: &App,
    site: &earshot_app::Site,
    token: &str,
    id: Uuid,
    at: &str,
) -> Result<Response, WebError> {
    match app.earshot.sorting(token, id, at.parse().ok()).await {
        Ok(sorting) => {
            let page = pages::sorting(site, sorting, None, Some("sorting-error"));
            Ok(again(site, page))
        }
        Err(Error::NotFound) => Ok(see_other("/me")),
        Err(error) => Err(error.into()),
    }
}
