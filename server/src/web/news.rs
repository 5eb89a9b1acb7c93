//! News for those who want it: leaving an address, saying that it is one's own, ending it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use earshot_app::Site;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::public::news as pages;
use earshot_service::{Asked, Error, Refusal, is_email};

use super::App;
use super::error::WebError;
use super::fields::Fields;
use super::from::From;
use super::see_other;
use super::site::{On, again, html, ok};

/// The form for an address.
pub(super) async fn ask(
    State(app): State<App>,
    On(site): On,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let asked = followed(&app, &site, &slug).await?;
    Ok(ok(&site, pages::ask(&site, &asked, "", None)))
}

/// Keeps an address, and asks whether it is theirs.
pub(super) async fn follow(
    State(app): State<App>,
    On(site): On,
    Path(slug): Path<String>,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let asked = followed(&app, &site, &slug).await?;
    let typed = fields.text("email");
    // What is no address costs nobody a try: behind a proxy a whole town is one.
    if is_email(&typed) && !app.limits.may_ask_for_mail(from.0) {
        let page = pages::ask(&site, &asked, &typed, Some("news-error-many"));
        return Ok(html(&site, page, StatusCode::TOO_MANY_REQUESTS));
    }
    match app.earshot.follow(&asked, &typed, &site.tongue.tag()).await {
        Ok(()) => Ok(see_other(&format!("/c/{slug}/news/sent"))),
        Err(Error::Refused(refusals)) => {
            let empty = refusals.iter().any(|refusal| matches!(refusal, Refusal::Missing(_)));
            let flaw = if empty { "news-error-empty" } else { "news-error-email" };
            Ok(again(&site, pages::ask(&site, &asked, &typed, Some(flaw))))
        }
        Err(error) => Err(error.into()),
    }
}

/// What to do next.
pub(super) async fn sent(
    State(app): State<App>,
    On(site): On,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let asked = followed(&app, &site, &slug).await?;
    Ok(ok(&site, pages::asked(&site, &asked)))
}

/// A consultation of which news can be had.
async fn followed(app: &App, site: &Site, slug: &str) -> Result<Asked, WebError> {
    let asked = app.earshot.asked(slug, site.actor.as_ref()).await?;
    let asked = asked.read_through(&site.door, &site.tongue.tag());
    if app.earshot.takes_followers(&asked) { Ok(asked) } else { Err(Trouble::Missing.into()) }
}

/// Somebody's own page. A program that only looks what is behind a link in a letter changes nothing.
pub(super) async fn own(
    State(app): State<App>,
    On(site): On,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    match app.earshot.follower(&token).await {
        Ok(follower) => Ok(ok(&site, pages::own(&site, follower, &token))),
        Err(Error::NotFound) => Ok(ok(&site, pages::gone(&site))),
        Err(error) => Err(error.into()),
    }
}

/// They want the news.
pub(super) async fn confirm(
    State(app): State<App>,
    On(site): On,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    match app.earshot.confirm_following(&token).await {
        Ok(()) => Ok(see_other(&format!("/news/{token}"))),
        Err(Error::NotFound) => Ok(ok(&site, pages::gone(&site))),
        Err(error) => Err(error.into()),
    }
}

/// They want none any more. Programs for mail press this for people too (RFC 8058), and may have cut the address: the keys
/// that are whole count, and the page says what happened.
pub(super) async fn stop(
    State(app): State<App>,
    On(site): On,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    match app.earshot.stop_following(&token).await {
        Ok(true) => Ok(ok(&site, pages::gone(&site))),
        Ok(false) => Ok(ok(&site, pages::cut(&site, true))),
        // Nothing was stopped, so nobody is told that it was.
        Err(Error::NotFound) => Ok(html(&site, pages::cut(&site, false), StatusCode::NOT_FOUND)),
        Err(error) => Err(error.into()),
    }
}
