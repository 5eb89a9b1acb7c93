//! Ideas and live words, and the screen on which live words stand. What becomes of one, taking it back and saying that
//! something is wrong with it are those of comments (`comments`).

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use earshot_app::pages::public::{comments, ideas as pages};
use earshot_app::{Page, Site};
use earshot_domain::comment::PostKind;
use earshot_service::{Asked, Error};
use serde::Deserialize;

use super::comments::{Asking, Back, on_from, refused, under, written};
use super::error::WebError;
use super::fields::{Address, Fields};
use super::from::From;
use super::join;
use super::respond::door;
use super::site::{On, again, html, ok};
use super::{App, see_other};

/// After how many seconds a screen asks for its page again, as the header `Refresh`: it has no script.
pub(super) const WALL_AGAIN: &str = "10";

/// What the address of the screen may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct AtScreen {
    /// What opens it where only those with a code come.
    key: Option<String>,
}

/// The ideas that everybody can read, and the form for one.
pub(super) async fn show(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    if let Some(page) = join::outside(&app, &site, &asked, &from, "").await? {
        return Ok(ok(&site, page));
    }
    Ok(ok(&site, page(&app, &site, &asked, &asking, Back::default()).await?))
}

async fn page(app: &App, site: &Site, asked: &Asked, asking: &Asking, back: Back) -> Result<Page, WebError> {
    let asked = asked.read_through(&door(site, asked), &site.tongue.tag());
    let number = super::desk::page_number(asking.page.as_deref());
    let found = app.earshot.ideas(&asked, number).await?.ok_or(Error::NotFound)?;
    let under = under((PostKind::Idea, &asked), found, asking, back);
    Ok(pages::ideas(site, &asked, under))
}

/// Takes an idea.
pub(super) async fn post(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, None).await?;
    let text = written(&fields);
    if let Some(page) = join::outside(&app, &site, &asked, &from, &text.words).await? {
        return Ok(again(&site, page));
    }
    // A person does not see this field. Whatever has filled it in is told that all is well.
    if fields.has("website") {
        return Ok(see_other("/comments/sent"));
    }
    let asking = Asking::default();
    if !app.limits.may_comment(from.0) {
        let back = Back { typed: text.words, too_many: true, ..Back::default() };
        let page = page(&app, &site, &asked, &asking, back).await?;
        return Ok(html(&site, page, StatusCode::TOO_MANY_REQUESTS));
    }
    let Some(refusals) = refused(app.earshot.post_idea(&asked, &text).await)? else {
        return Ok(on_from(&app, &site, &comments::place(PostKind::Idea, &slug), &text.form));
    };
    let back = Back { typed: text.words, refusals, too_many: false };
    Ok(again(&site, page(&app, &site, &asked, &asking, back).await?))
}

/// The question on the screen, and the form for words to it.
pub(super) async fn live(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    if let Some(page) = join::outside(&app, &site, &asked, &from, "").await? {
        return Ok(ok(&site, page));
    }
    let back = pages::LiveBack { sent: asking.sent(), ..pages::LiveBack::default() };
    Ok(ok(&site, live_page(&app, &site, &asked, &back).await?))
}

async fn live_page(app: &App, site: &Site, asked: &Asked, back: &pages::LiveBack) -> Result<Page, WebError> {
    let asked = asked.read_through(&door(site, asked), &site.tongue.tag());
    let round = app.earshot.live(&asked).await?.ok_or(Error::NotFound)?;
    Ok(pages::live(site, &asked, &round, back))
}

/// Takes live words.
pub(super) async fn post_live(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, None).await?;
    let text = written(&fields);
    if let Some(page) = join::outside(&app, &site, &asked, &from, &text.words).await? {
        return Ok(again(&site, page));
    }
    if fields.has("website") {
        return Ok(see_other("/comments/sent"));
    }
    if !app.limits.may_comment(from.0) {
        let back = pages::LiveBack { typed: text.words, too_many: true, ..pages::LiveBack::default() };
        let page = live_page(&app, &site, &asked, &back).await?;
        return Ok(html(&site, page, StatusCode::TOO_MANY_REQUESTS));
    }
    let Some(refusals) = refused(app.earshot.post_live(&asked, &text).await)? else {
        return Ok(on_from(&app, &site, &comments::place(PostKind::Live, &slug), &text.form));
    };
    let back = pages::LiveBack { typed: text.words, refusals, ..pages::LiveBack::default() };
    Ok(again(&site, live_page(&app, &site, &asked, &back).await?))
}

/// The screen in the room. Nobody is signed in at it.
pub(super) async fn wall(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(slug): Path<String>,
    Address(at): Address<AtScreen>,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, None).await?;
    let opens = at.key.as_deref().is_some_and(|key| app.earshot.opens_screen(&asked, key));
    if !opens && let Some(page) = join::outside(&app, &site, &asked, &from, "").await? {
        return Ok(ok(&site, page));
    }
    let wall = app.earshot.live_wall(&asked).await?.ok_or(Error::NotFound)?;
    let mut response = ok(&site, pages::wall(&site, &asked, &wall));
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(WALL_AGAIN));
    Ok(response)
}
