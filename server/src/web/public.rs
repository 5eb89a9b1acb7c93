//! Pages for everybody.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::public as pages;
use earshot_app::render::Theme;
use earshot_domain::door::is_language;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::AgeBand;
use earshot_service::{Error, OpenRooms};
use serde::Deserialize;

use super::App;
use super::error::WebError;
use super::fields::Address;
use super::from::From;
use super::join;
use super::respond::door;
use super::site::{On, html, ok, with_cookie};
use crate::assets;

/// The first page.
pub(super) async fn home(State(app): State<App>, On(site): On) -> Result<Response, WebError> {
    Ok(ok(&site, pages::home(&site, &app.earshot.home(&site.tongue.tag()).await?)))
}

/// Privacy in plain words.
pub(super) async fn privacy(State(app): State<App>, On(site): On) -> Result<Response, WebError> {
    Ok(ok(&site, pages::privacy(&site, app.earshot.words_kept().await?)))
}

/// Accessibility.
pub(super) async fn accessibility(On(site): On) -> Response {
    ok(&site, pages::accessibility(&site))
}

/// The shared self-assessment.
pub(super) async fn standards(State(app): State<App>, On(site): On) -> Result<Response, WebError> {
    Ok(ok(&site, pages::standards(&site, &app.earshot.standards().await?)))
}

/// The way of one quote.
pub(super) async fn trace(
    State(app): State<App>,
    On(site): On,
    Path(reference): Path<String>,
) -> Result<Response, WebError> {
    let reference = Reference::parse(Kind::Quote, &reference).ok_or(Trouble::Missing)?;
    Ok(ok(&site, pages::trace(&site, &app.earshot.trace(reference).await?)))
}

/// What somebody outside reads with a link.
pub(super) async fn evidence(
    State(app): State<App>,
    On(site): On,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    match app.earshot.evidence(&token).await {
        Ok(evidence) => Ok(ok(&site, pages::evidence(&site, evidence))),
        Err(Error::NotFound) => Ok(html(&site, pages::closed(&site), StatusCode::NOT_FOUND)),
        Err(error) => Err(error.into()),
    }
}

/// What we heard.
pub(super) async fn results(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    let asked = asked.read_through(&door(&site, &asked), &site.tongue.tag());
    let findings = app.earshot.findings(&asked).await?;
    // What was found is for everybody; what leads to a page for those with a code is for them.
    let inside = match join::outside(&app, &site, &asked, &from, "").await {
        Ok(outside) => outside.is_none(),
        // Too many guesses from here keep nobody from what was found.
        Err(WebError::Ready(_)) => false,
        Err(error) => return Err(error),
    };
    let rooms = if inside { app.earshot.open_rooms(&asked).await? } else { OpenRooms::default() };
    Ok(ok(&site, pages::results(&site, &asked, findings.as_ref(), rooms)))
}

#[derive(Debug, Deserialize)]
pub(super) struct LookQuery {
    size: Option<String>,
    theme: Option<String>,
    lang: Option<String>,
    words: Option<String>,
    age: Option<String>,
    back: Option<String>,
}

/// Remembers on this phone how pages should look, and goes back.
pub(super) async fn look(
    State(app): State<App>,
    On(mut site): On,
    Address(query): Address<LookQuery>,
) -> Response {
    if let Some(theme) = &query.theme {
        site.theme = Theme::parse(theme);
    }
    if let Some(size) = &query.size {
        site.large = size == "large";
    }
    if let Some(lang) = query.lang.filter(|lang| is_language(lang)) {
        site.door.lang = Some(lang);
    }
    if let Some(words) = &query.words {
        site.door.easy = words == "easy";
    }
    if let Some(age) = &query.age {
        site.door.band = AgeBand::parse(age);
    }
    // Only to a page of this site: "//elsewhere" would lead away.
    let back = query.back.as_deref().filter(|back| is_local(back)).unwrap_or("/");
    with_cookie(super::see_other(back), app.look(&site))
}

fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|b| (0x21..0x7f).contains(&b))
}

/// The icon, for browsers that ask for it by its old name.
pub(super) async fn icon(headers: HeaderMap) -> Result<Response, WebError> {
    assets::named("icon.svg").map(|icon| icon.answer(&headers)).ok_or_else(|| Trouble::Missing.into())
}

/// The service worker. It stands at the root because it keeps pages from there on.
pub(super) async fn worker(headers: HeaderMap) -> Result<Response, WebError> {
    let mut answer = fresh("sw.js", &headers)?;
    // It fetches what it keeps, and nothing else.
    let policy = HeaderValue::from_static("default-src 'none'; connect-src 'self'");
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}

/// What a phone needs to put Earshot among its own programs.
pub(super) async fn manifest(headers: HeaderMap) -> Result<Response, WebError> {
    fresh("site.webmanifest", &headers)
}

/// A file at an address that stays while its content changes: asked for anew each time.
fn fresh(name: &str, headers: &HeaderMap) -> Result<Response, WebError> {
    let mut answer = assets::named(name).map(|file| file.answer(headers)).ok_or(Trouble::Missing)?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(answer)
}

/// Every part in every state, in debug builds.
#[cfg(debug_assertions)]
pub(super) async fn gallery(On(site): On) -> Response {
    ok(&site, earshot_app::Page::desk("Gallery", earshot_app::gallery::gallery))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_on_this_site() {
        for good in ["/", "/c/bus/q/2?to=check"] {
            assert!(is_local(good), "{good}");
        }
        for bad in ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/é"] {
            assert!(!is_local(bad), "{bad}");
        }
    }
}
