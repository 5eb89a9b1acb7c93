//! A young person answers, page by page; the same addresses serve the phone's
//! bundle, which sends everything at once.

mod device;
mod phone;
mod question;
mod sending;

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path, State as Shared};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::respond::{self as pages, EXACT, Join};
use earshot_app::{Site, say};
use earshot_domain::code::AccessCode;
use earshot_domain::door::Door;
use earshot_domain::journey::{Answers, Journey, Stop};
use earshot_domain::progress::MINUTES_MAX;
use earshot_domain::question::FieldError;
use earshot_domain::respondent::{Channel, RespondentType};
use earshot_domain::sealed_contact::WayToReach;
use earshot_respond::place::Place;
use earshot_service::{Asked, Came, Kept};
use serde::Deserialize;

use super::App;
use super::error::WebError;
use super::fields::{Address, Fields};
use super::from::From;
use super::join::{self, Said};
use super::site::{BEGUN, DAY, DRAFT, On, of, ok, with_cookie};

pub(super) use device::{ask_whose, idle, leave, set_whose, start_over, when_idle};
pub(super) use phone::{journey, send_from_phone};
pub(super) use question::{answer, question};
pub(super) use sending::{about, check, checked, consent, consented, send, thanks};

/// How long a device remembers when somebody began, in seconds: as long as it counts.
const BEGUN_LIFE: i64 = MINUTES_MAX * 60;

/// What an address of a consultation may say besides its path.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    #[serde(rename = "as")]
    respondent: Option<String>,
    to: Option<String>,
    seed: Option<u32>,
    kiosk: Option<String>,
    assist: Option<String>,
    shared: Option<String>,
    read: Option<String>,
    code: Option<String>,
}

impl Asking {
    /// Whose views: what the address says, or what was begun on this phone, or a young person's. An address for
    /// people who are not asked leads nowhere: their views must not be counted as somebody else's.
    fn respondent(&self, asked: &Asked, kept: Option<&Kept>) -> Result<RespondentType, WebError> {
        match self.respondent.as_deref() {
            None => Ok(kept.map_or(RespondentType::Child, |kept| kept.respondent)),
            Some(said) => RespondentType::parse(said)
                .filter(|kind| asked.setup.respondents.contains(kind))
                .ok_or_else(|| Trouble::Missing.into()),
        }
    }
}

/// The words that somebody reads the questions in.
pub(super) fn door(site: &Site, asked: &Asked) -> Door {
    asked.doors.for_somebody(&site.door, &site.prefers, &asked.setup.bands)
}

/// The token of this phone's unsent answer. A forged cookie is as good as none.
pub(super) fn draft_token(app: &App, jar: &CookieJar, asked: &Asked) -> Option<String> {
    jar.get(&app.cookie_name(&of(DRAFT, &asked.slug)))
        .map(|cookie| cookie.value().to_string())
        .filter(|token| token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// What every handler here begins with.
pub(super) struct Here {
    site: Site,
    asking: Asking,
    /// The consultation in the words of the door, as far as these answers open it.
    asked: Asked,
    /// The same in every wording: what is sent is looked at with this.
    plain: Asked,
    door: Door,
    token: Option<String>,
    kept: Option<Kept>,
    respondent: RespondentType,
    /// What orders are drawn from.
    seed: u32,
    channel: Channel,
    /// The code that they came with.
    code: Option<AccessCode>,
    /// Why they cannot answer, where only those with a code can.
    shut: Option<Join>,
    /// The minute in which they began, counted as clocks count, where the device remembers it.
    begun: Option<i64>,
}

impl Here {
    async fn new(
        app: &App,
        site: Site,
        slug: &str,
        asking: Asking,
        (jar, from): (&CookieJar, &From),
    ) -> Result<Self, WebError> {
        let plain = app.earshot.asked(slug, site.actor.as_ref()).await?;
        let token = draft_token(app, jar, &plain);
        let kept = app.earshot.kept(&plain, token.as_deref()).await?;
        let respondent = asking.respondent(&plain, kept.as_ref())?;
        let nothing = Answers::new();
        let answers = kept.as_ref().map_or(&nothing, |kept| &kept.answers);
        let door = door(&site, &plain);
        let asked = plain.seen(&door, answers, &site.tongue.tag(), &say!(site, "section-full"));
        let kept_seed = kept.as_ref().map(|kept| kept.seed);
        let seed = kept_seed.or(asking.seed).unwrap_or_else(|| app.earshot.random_seed());
        let channel = site.channel;
        if channel == Channel::Assisted {
            // Whose session has ended in the meantime must not go on as if a young person typed.
            let actor = site.actor.as_ref().ok_or(WebError::SignIn)?;
            app.earshot.assisting(actor, &plain.slug, true).await?;
        }
        // What is kept for the time without signal is fetched without cookies.
        let said = site.code.as_deref().or(asking.code.as_deref());
        let said = said.and_then(|said| Said::read(app, &plain.slug, said));
        let shut = join::shut_out(app, &plain, said, from).await?;
        let begun = jar.get(&app.cookie_name(&of(BEGUN, &plain.slug)));
        let begun = begun.and_then(|cookie| cookie.value().parse().ok());
        Ok(Self {
            site,
            asking,
            asked,
            plain,
            door,
            token,
            kept,
            respondent,
            seed,
            channel,
            code: said.map(|said| said.code),
            shut,
            begun,
        })
    }

    /// The way that these answers make.
    fn way<'a>(&'a self, answers: &'a Answers) -> Journey<'a> {
        Journey::new(&self.asked.questionnaire, answers, self.seed)
    }

    fn answers(&self) -> Answers {
        self.kept.as_ref().map(|kept| kept.answers.clone()).unwrap_or_default()
    }

    /// The address of another page of this consultation.
    fn to(&self, page: &str) -> String {
        address_of(&self.asked.slug, self.respondent, page)
    }

    fn question(&self, stop: Stop) -> String {
        self.to(&format!("q/{}", stop.number()))
    }

    /// A page of the journey.
    fn page(&self, place: Place) -> String {
        place.address(&self.asked.slug, self.respondent)
    }

    /// Lets the device remember when somebody began. The server keeps only how many minutes it took in the end.
    fn begin(&self, app: &App, response: Response) -> Response {
        let goes_on = self.kept.as_ref().is_some_and(|kept| !kept.answers.is_empty());
        if self.begun.is_some() || goes_on || self.channel == Channel::Assisted {
            return response;
        }
        let name = of(BEGUN, &self.asked.slug);
        with_cookie(response, app.cookie(&name, &this_minute(app).to_string(), BEGUN_LIFE))
    }

    /// How many minutes it took until now.
    fn minutes(&self, app: &App) -> Option<i64> {
        self.begun.map(|begun| this_minute(app).saturating_sub(begun))
    }

    /// The closed page, unless answers are taken.
    fn open(&self) -> Result<(), WebError> {
        let site = &self.site;
        if !self.asked.takes_answers {
            return Err(ok(site, pages::closed(site, &self.asked)).into());
        }
        match self.shut {
            Some(shut) => Err(ok(site, pages::join(site, "", shut)).into()),
            None => Ok(()),
        }
    }

    /// How an answer from here comes in.
    async fn came(&self, app: &App, spoke: &str) -> Result<Came, WebError> {
        let assisted = match (self.channel, &self.site.actor) {
            (Channel::Assisted, Some(actor)) => {
                // What is not said to be exact is not.
                Some(app.earshot.assisting(actor, &self.asked.slug, spoke != EXACT).await?)
            }
            _ => None,
        };
        let (kiosk, minutes) = (self.channel == Channel::Kiosk, self.minutes(app));
        Ok(Came { code: self.code, kiosk, assisted, minutes, ..Came::default() })
    }

    /// How they can be reached, as they have typed it. Where it is not asked, what is sent is not looked at.
    fn contact(&self, fields: &Fields) -> Result<Option<WayToReach>, FieldError> {
        if self.plain.asks_contact(self.channel) {
            WayToReach::parse(fields.get("contact"))
        } else {
            Ok(None)
        }
    }

    /// Keeps the phone's cookie as long as its answers are kept.
    fn remember(&self, app: &App, response: Response, token: &str) -> Response {
        let name = of(DRAFT, &self.asked.slug);
        let cookie = match self.channel {
            Channel::Web if !self.site.shared => app.cookie(&name, token, self.asked.setup.draft_days * DAY),
            _ => app.session_cookie(&name, token),
        };
        with_cookie(response, cookie)
    }
}

/// The address of a page of a consultation, for whoever answers as one of these.
fn address_of(slug: &str, respondent: RespondentType, page: &str) -> String {
    let query = match respondent {
        RespondentType::Child => String::new(),
        other => format!("?as={other}"),
    };
    format!("/c/{slug}/{page}{query}")
}

/// This minute, counted as clocks count.
fn this_minute(app: &App) -> i64 {
    app.earshot.now().timestamp() / 60
}

impl FromRequestParts<App> for Here {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let On(site) = On::from_request_parts(parts, app).await?;
        let Address(asking) = Address::from_request_parts(parts, app).await?;
        let names = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let Ok(Path(names)) = names else { return Err(Trouble::Missing.into()) };
        let slug = names.get("slug").map(String::as_str).unwrap_or_default();
        let from = From::from_request_parts(parts, app).await?;
        Self::new(app, site, slug, asking, (&CookieJar::from_headers(&parts.headers), &from)).await
    }
}

/// The start page, or the page when it is closed.
pub(super) async fn start(
    Shared(app): Shared<App>,
    On(site): On,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
    from: From,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    if let Some(turned) = device::turn(&app, &site, &slug, &asking, &headers).await? {
        return Ok(turned);
    }
    let here = Here::new(&app, site, &slug, asking, (&CookieJar::from_headers(&headers), &from)).await?;
    if let Some(token) = here.token.as_ref().filter(|_| here.channel != Channel::Web) {
        // Whoever comes to it is somebody else than before, so what is there goes, also where they may not answer now.
        app.earshot.forget(&here.asked, token).await?;
    }
    here.open()?;
    if here.channel != Channel::Web {
        return Ok(here.next_person(&app));
    }
    let resume = here.kept.as_ref().filter(|kept| !kept.answers.is_empty()).map(|kept| {
        let way = here.way(&kept.answers);
        match way.resume_at() {
            Some(stop) => here.page(Place::question(stop).or_next(&way)),
            None => here.to("check"),
        }
    });
    let rooms = app.earshot.open_rooms(&here.asked).await?;
    Ok(ok(&here.site, pages::start(&here.site, &here.asked, resume, rooms)))
}

/// How to stop fast, before the questions of a consultation about something that may hurt.
pub(super) async fn before(here: Here) -> Result<Response, WebError> {
    here.open()?;
    Ok(ok(&here.site, pages::before(&here.site, &here.asked, here.respondent)))
}
