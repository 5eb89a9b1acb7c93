//! Whose device it is: somebody's own, one that others use as well, a tablet of many, or that of staff who type for
//! somebody who speaks. And how everything on it is left at once.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::Site;
use earshot_app::pages::respond::{self as pages, Whose};
use earshot_domain::door::Door;
use earshot_domain::respondent::Channel;
use earshot_service::OpenRooms;

use super::sending::WORDS;
use super::{Asking, Here, address_of, draft_token};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::from::{From, is_led_by_another_site};
use crate::web::join::{self, Said};
use crate::web::site::{ASSIST, BEGUN, CODE, DAY, DRAFT, KIOSK, LOOK, On, SHARED, of, ok, with_cookie};
use crate::web::{App, see_other};

/// How long a tablet stays one of many people, in seconds, and a phone one that others use as well.
const KIOSK_LIFE: i64 = 30 * DAY;

/// How long staff type for others at most, in seconds: as long as a session.
const ASSIST_LIFE: i64 = DAY / 2;

/// The neutral page that "leave this page" leads to, as is usual for services about hard things (domain.md 5.11).
const ELSEWHERE: &str = "https://www.bbc.co.uk/weather";

impl Here {
    /// The start page on a device of many, which forgets whoever was there before.
    pub(super) fn next_person(&self, app: &App) -> Response {
        let site = &self.site;
        // Who had not begun has only just chosen how to read.
        let page = if self.kept.is_some() && !looks_usual(site) {
            with_cookie(see_other(&format!("/c/{}", self.asked.slug)), app.no_cookie(LOOK))
        } else {
            ok(site, pages::start(site, &self.asked, None, OpenRooms::default()))
        };
        forgotten(app, &self.asked.slug, page)
    }
}

/// The device forgets what is unsent.
fn without_draft(app: &App, slug: &str, response: Response) -> Response {
    let response = with_cookie(response, app.no_cookie(&of(DRAFT, slug)));
    with_cookie(response, app.no_cookie(&of(BEGUN, slug)))
}

/// The device forgets everything that somebody wrote here: what is unsent, and the four words.
fn forgotten(app: &App, slug: &str, response: Response) -> Response {
    with_cookie(without_draft(app, slug, response), app.no_cookie(&of(WORDS, slug)))
}

impl Asking {
    /// Whose device this is to be from now on, as far as the address says so.
    fn whose(&self) -> Option<Whose> {
        let said = (self.shared.as_deref(), self.kiosk.as_deref(), self.assist.as_deref());
        match said {
            (Some("1"), ..) => Some(Whose::Shared),
            (Some(_), ..) => Some(Whose::NotShared),
            (None, _, Some("1")) => Some(Whose::Assisted),
            (None, Some("1"), _) => Some(Whose::Many),
            (None, None, None) => None,
            (None, ..) => Some(Whose::Own),
        }
    }
}

/// What the address of a start page may set on this device: that many people use it, that staff type for somebody who
/// speaks, that it must keep nothing, in which words the questions are read.
///
/// A link of another site changes the words alone, also one that is opened from a letter in the browser: whose device it is says
/// whoever holds it, so a page asks them. An address that they type or scan, and a link of this site, sets it at once. The start
/// page then comes at an address that says nothing of it, also when it is loaded anew.
pub(super) async fn turn(
    app: &App,
    site: &Site,
    slug: &str,
    asking: &Asking,
    headers: &HeaderMap,
) -> Result<Option<Response>, WebError> {
    let whose = asking.whose();
    if whose.is_none() && asking.read.is_none() {
        return Ok(None);
    }
    let slug = app.earshot.asked(slug, site.actor.as_ref()).await?.slug;
    let mut response = match whose {
        None => see_other(&format!("/c/{slug}")),
        Some(whose) if is_led_by_another_site(headers, &site.origin) => {
            see_other(&pages::whose_address(&slug, whose))
        }
        Some(whose) => set(app, site, &slug, whose).await?,
    };
    if asking.read.is_some() {
        response = with_cookie(response, app.look(site));
    }
    Ok(Some(response))
}

/// Sets whose device this is, and leads to the start page.
async fn set(app: &App, site: &Site, slug: &str, whose: Whose) -> Result<Response, WebError> {
    let start = see_other(&format!("/c/{slug}"));
    if matches!(whose, Whose::Shared | Whose::NotShared) {
        let on = whose == Whose::Shared;
        let cookie = if on { app.cookie(SHARED, "1", KIOSK_LIFE) } else { app.no_cookie(SHARED) };
        return Ok(with_cookie(start, cookie));
    }
    let (kiosk, assist) = (whose == Whose::Many, whose == Whose::Assisted);
    if assist {
        let actor = site.actor.as_ref().ok_or(WebError::SignIn)?;
        app.earshot.assisting(actor, slug, true).await?;
    }
    let cookie = |name: &str, on: bool, life: i64| {
        let name = of(name, slug);
        if on { app.cookie(&name, "1", life) } else { app.no_cookie(&name) }
    };
    // One of the two at most, and neither with what was begun before.
    let response = with_cookie(start, cookie(KIOSK, kiosk, KIOSK_LIFE));
    let response = with_cookie(response, cookie(ASSIST, assist, ASSIST_LIFE));
    Ok(with_cookie(response, app.no_cookie(&of(DRAFT, slug))))
}

/// Asks whoever holds this device whose it is to be, where a link of another site says so.
pub(in crate::web) async fn ask_whose(
    Shared(app): Shared<App>,
    On(site): On,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    match asking.whose() {
        None => Ok(see_other(&format!("/c/{}", asked.slug))),
        Some(Whose::Assisted) if site.actor.is_none() => Err(WebError::SignIn),
        Some(whose) => Ok(ok(&site, pages::whose(&site, &asked, whose))),
    }
}

/// Sets it, as they have answered.
pub(in crate::web) async fn set_whose(
    Shared(app): Shared<App>,
    On(site): On,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let slug = app.earshot.asked(&slug, site.actor.as_ref()).await?.slug;
    match asking.whose() {
        None => Ok(see_other(&format!("/c/{slug}"))),
        Some(whose) => set(&app, &site, &slug, whose).await,
    }
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

/// Throws the unsent answer of this phone away: somebody else begins. That comes before anything that may be refused.
pub(in crate::web) async fn start_over(
    Shared(app): Shared<App>,
    On(site): On,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
    from: From,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    let token = draft_token(&app, &jar, &asked);
    let kept = app.earshot.kept(&asked, token.as_deref()).await?;
    if let Some(token) = &token {
        app.earshot.forget(&asked, token).await?;
    }
    let slug = &asked.slug;
    if site.channel == Channel::Web {
        let respondent = asking.respondent(&asked, kept.as_ref())?;
        return Ok(without_draft(&app, slug, see_other(&address_of(slug, respondent, "q/first"))));
    }
    // Nothing is left of the one before: not how they liked to read, and not a code that was theirs alone.
    let mut response = forgotten(&app, slug, see_other(&format!("/c/{slug}")));
    response = with_cookie(response, app.no_cookie(LOOK));
    let said = site.code.as_deref().and_then(|said| Said::read(&app, slug, said));
    if !join::may_stay(&app, said, &from).await? {
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
    Ok(forgotten(&app, &here.asked.slug, away))
}

/// What the one before liked to read: words in another language are a riddle to the next one.
fn looks_usual(site: &Site) -> bool {
    site.door == Door::default() && !site.large && site.theme.is_none()
}
