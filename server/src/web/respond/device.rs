//! Whose device it is: somebody's own, one that others use as well, a tablet of many, or that of staff who type for
//! somebody who speaks. And how everything on it is left at once.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::Site;
use earshot_app::pages::respond as pages;
use earshot_domain::door::Door;
use earshot_domain::respondent::Channel;

use super::sending::WORDS;
use super::{Asking, Here};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::from::{From, is_led_by_another_site};
use crate::web::site::{ASSIST, BEGUN, CODE, DAY, DRAFT, KIOSK, LOOK, On, SHARED, of, ok, with_cookie};
use crate::web::{App, join, see_other};

/// How long a tablet stays one of many people, in seconds, and a phone one that others use as well.
const KIOSK_LIFE: i64 = 30 * DAY;

/// How long staff type for others at most, in seconds: as long as a session.
const ASSIST_LIFE: i64 = DAY / 2;

/// The neutral page that "leave this page" leads to, as is usual for services about hard things (domain.md 5.11).
const ELSEWHERE: &str = "https://www.bbc.co.uk/weather";

impl Here {
    /// The start page on a device of many: whoever comes to it is somebody else than before, so what is there goes.
    pub(super) async fn next_person(&self, app: &App) -> Result<Response, WebError> {
        let site = &self.site;
        if let Some(token) = &self.token {
            app.earshot.forget(&self.asked, token).await?;
        }
        // Who had not begun has only just chosen how to read.
        let page = if self.kept.is_some() && !looks_usual(site) {
            with_cookie(see_other(&format!("/c/{}", self.asked.slug)), app.no_cookie(LOOK))
        } else {
            ok(site, pages::start(site, &self.asked, None))
        };
        Ok(self.forgotten(app, page))
    }

    /// The device forgets what is unsent.
    fn without_draft(&self, app: &App, response: Response) -> Response {
        let slug = &self.asked.slug;
        let response = with_cookie(response, app.no_cookie(&of(DRAFT, slug)));
        with_cookie(response, app.no_cookie(&of(BEGUN, slug)))
    }

    /// The device forgets everything that somebody wrote here: what is unsent, and the four words.
    fn forgotten(&self, app: &App, response: Response) -> Response {
        with_cookie(self.without_draft(app, response), app.no_cookie(&of(WORDS, &self.asked.slug)))
    }
}

/// What the address of a start page may set on this device: that many people use it, that staff type for somebody who
/// speaks, that it must keep nothing, in which words the questions are read.
///
/// A link of another site changes the words alone: whose device it is says whoever holds it, by a page of this site, or by an
/// address that they type or scan. The start page then comes at an address that says nothing of it, also when it is loaded anew.
pub(super) async fn turn(
    app: &App,
    site: &Site,
    slug: &str,
    asking: &Asking,
    headers: &HeaderMap,
) -> Result<Option<Response>, WebError> {
    let Asking { kiosk, assist, shared, read, .. } = asking;
    let whose = kiosk.is_some() || assist.is_some() || shared.is_some();
    if !whose && read.is_none() {
        return Ok(None);
    }
    let slug = app.earshot.asked(slug, site.actor.as_ref()).await?.slug;
    let start = see_other(&format!("/c/{slug}"));
    let foreign = whose && is_led_by_another_site(headers, &site.origin);
    if foreign && read.is_none() {
        return Ok(Some(start));
    }
    if let Some(shared) = shared.as_deref().filter(|_| !foreign) {
        let on = shared == "1";
        let cookie = if on { app.cookie(SHARED, "1", KIOSK_LIFE) } else { app.no_cookie(SHARED) };
        return Ok(Some(with_cookie(start, cookie)));
    }
    if read.is_some() {
        return Ok(Some(with_cookie(start, app.look(site))));
    }
    let (kiosk, assist) = (kiosk.as_deref() == Some("1"), assist.as_deref() == Some("1"));
    if assist {
        let actor = site.actor.as_ref().ok_or(WebError::SignIn)?;
        app.earshot.assisting(actor, &slug, true).await?;
    }
    let cookie = |name: &str, on: bool, life: i64| {
        let name = of(name, &slug);
        if on { app.cookie(&name, "1", life) } else { app.no_cookie(&name) }
    };
    // One of the two at most, and neither with what was begun before.
    let response = with_cookie(start, cookie(KIOSK, kiosk, KIOSK_LIFE));
    let response = with_cookie(response, cookie(ASSIST, assist, ASSIST_LIFE));
    Ok(Some(with_cookie(response, app.no_cookie(&of(DRAFT, &slug)))))
}

/// Asks whether somebody is still there, on a tablet that nobody has touched for a while. `back` is where they were.
pub(in crate::web) async fn idle(
    here: Here,
    Address(fields): Address<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let start = format!("/c/{}", here.asked.slug);
    let fields = Fields(fields);
    let pages = ["q/", "check", "words", "about-you", "thanks"].map(|page| format!("{start}/{page}"));
    let back = fields.get("back");
    let back = if pages.iter().any(|page| back.starts_with(page)) { back.to_string() } else { start };
    Ok(ok(&here.site, pages::idle(&here.site, &here.asked, back)))
}

/// How long a page stands on a tablet of many before it asks whether somebody is still there, and how long it then
/// waits for an answer, in seconds. Long enough to write a long answer on one page, which says so: what was not sent by
/// then is lost.
const IDLE: (u32, u32) = (1200, 120);

/// Where a page of a tablet that many people use leads when nobody goes on, as the header `Refresh`: the tablet has no
/// script. Without it the next person would find what the last one wrote.
pub(in crate::web) fn when_idle(site: &Site) -> Option<HeaderValue> {
    let path = site.path.strip_prefix("/c/").filter(|_| site.channel == Channel::Kiosk)?;
    let (slug, page) = path.split_once('/')?;
    let (long, wait) = IDLE;
    let header = match page.split('?').next().unwrap_or_default() {
        "" => return None,
        "idle" => format!("{wait}; url=/c/{slug}"),
        _ => {
            let back = serde_urlencoded::to_string([("back", site.path.as_str())]).ok()?;
            format!("{long}; url=/c/{slug}/idle?{back}")
        }
    };
    HeaderValue::try_from(header).ok()
}

/// Throws the unsent answer of this phone away: somebody else begins.
pub(in crate::web) async fn start_over(
    Shared(app): Shared<App>,
    from: From,
    here: Here,
) -> Result<Response, WebError> {
    if let Some(token) = &here.token {
        app.earshot.forget(&here.asked, token).await?;
    }
    let slug = &here.asked.slug;
    if here.channel == Channel::Web {
        return Ok(here.without_draft(&app, see_other(&here.to("q/first"))));
    }
    // Nothing is left of the one before: not how they liked to read, and not a code that was theirs alone.
    let mut response = here.forgotten(&app, see_other(&format!("/c/{slug}")));
    response = with_cookie(response, app.no_cookie(LOOK));
    if !join::is_shared(&app, here.code, &from).await? {
        response = with_cookie(response, app.no_cookie(&of(CODE, slug)));
    }
    Ok(response)
}

/// Leaves at once: what was not sent goes, here and on the server, and a page about the weather comes instead. A
/// link, so that it works without script; what another site links to must not throw anything away.
pub(in crate::web) async fn leave(
    Shared(app): Shared<App>,
    On(site): On,
    Path(slug): Path<String>,
    address: From,
    jar: CookieJar,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let away = see_other(ELSEWHERE);
    let from = headers.get("sec-fetch-site").and_then(|from| from.to_str().ok());
    if from.is_some_and(|from| from != "same-origin") {
        return Ok(away);
    }
    // Whatever else is wrong, away comes first.
    let Ok(here) = Here::new(&app, site, &slug, Asking::default(), (&jar, &address)).await else {
        return Ok(away);
    };
    if let Some(token) = &here.token {
        app.earshot.forget(&here.asked, token).await?;
    }
    Ok(here.forgotten(&app, away))
}

/// What the one before liked to read: words in another language are a riddle to the next one.
fn looks_usual(site: &Site) -> bool {
    site.door == Door::default() && !site.large && site.theme.is_none()
}
