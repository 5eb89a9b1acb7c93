//! A young person answers, page by page; the same addresses serve the phone's
//! bundle, which sends everything at once.

mod device;
mod phone;

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path, State as Shared};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::respond::{self as pages, AboutForm, EXACT, Join, QuestionForm, UNDERSTOOD};
use earshot_app::questions::shifted;
use earshot_app::{Site, say};
use earshot_domain::code::AccessCode;
use earshot_domain::consultation::State;
use earshot_domain::door::Door;
use earshot_domain::equality::PREFER_NOT_TO_SAY;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::{Answers, Journey, Stop};
use earshot_domain::progress::MINUTES_MAX;
use earshot_domain::question::{FieldError, FileFlaw, Given, Question};
use earshot_domain::questionnaire::split;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::{AgeBand, Channel, RespondentType};
use earshot_domain::sealed_contact::WayToReach;
use earshot_respond::fill;
use earshot_respond::place::{self, Place};
use earshot_service::{About, Asked, Begun, Came, Error, Kept, Refusal};
use serde::Deserialize;

use super::error::WebError;
use super::fields::{Address, Fields};
use super::from::From;
use super::media::{self, Filled, Taken};
use super::site::{BEGUN, DAY, DRAFT, On, again, of, ok, with_cookie};
use super::{App, join, see_other};

/// The cookie that carries the four words to the page that shows them once.
const WORDS: &str = "words";

/// How long that cookie lives, in seconds.
const WORDS_LIFE: i64 = 10 * 60;

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

pub(super) use device::{idle, leave, start_over, when_idle};
pub(super) use phone::{journey, send_from_phone};

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
        let code = site.code.as_deref().or(asking.code.as_deref()).and_then(AccessCode::parse);
        let shut = join::shut_out(app, &plain, code, from).await?;
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
            code,
            shut,
            begun,
        })
    }

    /// The way that these answers make.
    fn way<'a>(&'a self, answers: &'a Answers) -> Journey<'a> {
        Journey::new(&self.asked.questionnaire, answers, self.seed)
    }

    /// The stop that an address names.
    fn stop(&self, number: &str) -> Result<Stop, WebError> {
        let asked = &self.asked.questionnaire;
        let within = |stop: &Stop| {
            let question = asked.questions.get(stop.position);
            let turns = question.and_then(|q| asked.repeats(q)).map_or(0, |q| q.kind.options().len());
            question.is_some() && stop.turn.is_none_or(|turn| turn < turns)
        };
        Stop::parse(number).filter(within).ok_or_else(|| Trouble::Missing.into())
    }

    /// What a form answers. It may have been shown before the questions were changed, so it says itself what it asks;
    /// one that does not asks what stands there now. `None` where none of it is asked any more.
    fn meant(&self, number: &str, fields: &Fields) -> Result<Option<Meant>, WebError> {
        let asked = &self.asked.questionnaire;
        let keys: Vec<String> = fields.get("asks").split_whitespace().map(str::to_string).collect();
        if keys.is_empty() {
            let stop = self.stop(number)?;
            let page = asked.questions.get(asked.page_of(stop.position)).unwrap_or_default();
            return Ok(Some(Meant {
                stop,
                keys: page.iter().map(|question| question.key.clone()).collect(),
            }));
        }
        let Stop { turn, .. } = Stop::parse(number).ok_or(Trouble::Missing)?;
        let place = |key: &String| asked.questions.iter().position(|question| question.key == *key);
        let Some(position) = keys.iter().find_map(place) else { return Ok(None) };
        let stop = match fields.get("turn") {
            "" => Some(Stop { position, turn }),
            option => Stop::about(asked, position, option),
        };
        Ok(stop.and_then(|stop| self.stop(&stop.number()).ok()).map(|stop| Meant { stop, keys }))
    }

    fn answers(&self) -> Answers {
        self.kept.as_ref().map(|kept| kept.answers.clone()).unwrap_or_default()
    }

    /// The address of another page of this consultation.
    fn to(&self, page: &str) -> String {
        let query = match self.respondent {
            RespondentType::Child => String::new(),
            other => format!("?as={other}"),
        };
        format!("/c/{}/{page}{query}", self.asked.slug)
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
    jar: CookieJar,
) -> Result<Response, WebError> {
    if let Some(turned) = device::turn(&app, &site, &slug, &asking).await? {
        return Ok(turned);
    }
    let here = Here::new(&app, site, &slug, asking, (&jar, &from)).await?;
    here.open()?;
    if here.channel != Channel::Web {
        return here.next_person(&app).await;
    }
    let resume = here.kept.as_ref().filter(|kept| !kept.answers.is_empty()).map(|kept| {
        let way = here.way(&kept.answers);
        match way.resume_at() {
            Some(stop) => here.page(Place::question(stop).or_next(&way)),
            None => here.to("check"),
        }
    });
    Ok(ok(&here.site, pages::start(&here.site, &here.asked, resume)))
}

/// How to stop fast, before the questions of a consultation about something that may hurt.
pub(super) async fn before(here: Here) -> Result<Response, WebError> {
    here.open()?;
    Ok(ok(&here.site, pages::before(&here.site, &here.asked, here.respondent)))
}

/// A page of one question or several.
pub(super) async fn question(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    here: Here,
) -> Result<Response, WebError> {
    let answers = here.answers();
    let way = here.way(&answers);
    if number == "first" {
        // Where sections change places, which question is the first is drawn here.
        here.open()?;
        let mut first = here.question(way.shown().next().unwrap_or(Stop::at(0)));
        let seed = here.asked.questionnaire.shuffles().then(|| format!("seed={}", here.seed));
        // What is kept for the time without signal asks for its words here as well.
        let read = here.asking.read.as_ref().map(|_| format!("read={}", here.site.door.name()));
        let code = here.asking.code.as_deref().and(here.code).map(|code| format!("code={}", code.shown()));
        for part in [seed, read, code].into_iter().flatten() {
            first.push(if first.contains('?') { '&' } else { '?' });
            first.push_str(&part);
        }
        return Ok(see_other(&first));
    }
    let stop = here.stop(&number)?;
    here.open()?;
    let to_check = here.asking.to.as_deref() == Some("check");
    let place = Place::Question { stop, to_check };
    match place.or_next(&way) {
        // On a page with others, or not asked with these answers: on to the page that is.
        other if other != place => Ok(see_other(&here.page(other))),
        _ => {
            let form = here.form(stop, to_check);
            Ok(here.begin(&app, ok(&here.site, pages::question(&here.site, &here.asked, form))))
        }
    }
}

/// What a form asks.
struct Meant {
    /// Where the first of its questions stands that is still asked.
    stop: Stop,
    /// The keys of its questions.
    keys: Vec<String>,
}

impl Meant {
    /// Where its questions stand that are still asked.
    fn stops(&self, way: &Journey<'_>) -> Vec<Stop> {
        let asked = way.asked();
        let at = |key: &String| {
            let position = asked.questions.iter().position(|question| question.key == *key)?;
            let turn = self.stop.turn.filter(|_| asked.repeats(&asked.questions[position]).is_some());
            Some(Stop { position, turn }).filter(|stop| way.is_shown(*stop))
        };
        self.keys.iter().filter_map(at).collect()
    }

    /// The name of the field of a question; none for one that the form does not ask.
    fn field(&self, question: &Question) -> Option<String> {
        self.keys.contains(&question.key).then(|| fill::field(&question.key, self.keys.len() == 1))
    }
}

/// What one page of questions sent.
#[derive(Default)]
struct Sent {
    /// The answers, by variable.
    given: Vec<(String, Given)>,
    /// What was typed and what is wrong with it, by the place of the question.
    typed: Vec<(usize, Vec<String>)>,
    errors: Vec<(usize, FieldError)>,
}

impl Sent {
    /// Reads the questions of a page. Among others, what is left out is left out; alone, it is asked for once more.
    fn read(way: &Journey<'_>, meant: &Meant, fields: &Fields) -> Self {
        let several = meant.keys.len() > 1;
        let mut sent = Self::default();
        let page = way.page(meant.stop);
        for stop in meant.stops(way) {
            let Some(question) = way.question(stop) else { continue };
            let field = fill::field(&question.key, !several);
            let pairs = fields.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let raw = fill::raw(pairs, &field);
            let left_out = fields.has("skip") || fields.get("out") == field;
            let read = if left_out { Ok(Given::Skipped) } else { question.parse(&raw) };
            match read {
                Ok(given) => sent.given.push((way.variable(stop), given)),
                // It has come to stand on a page of its own, which asks for it.
                Err(_) if !page.contains(&stop) => continue,
                Err(FieldError::Empty) if several => sent.given.push((way.variable(stop), Given::Skipped)),
                Err(error) => sent.errors.push((stop.position, error)),
            }
            sent.typed.push((stop.position, raw));
        }
        sent
    }

    /// Says which files cannot be taken, in place of saying that there are none.
    fn flaws(&mut self, way: &Journey<'_>, meant: &Meant, flaws: Vec<(String, FileFlaw)>) {
        for (field, flaw) in flaws {
            let asks = |at: usize| way.asked().questions.get(at);
            let is_it = |at: &usize| asks(*at).and_then(|asks| meant.field(asks)).as_ref() == Some(&field);
            let Some(position) = self.typed.iter().map(|(position, _)| *position).find(is_it) else {
                continue;
            };
            let asks = asks(position);
            let variable = |variable: &String| asks.is_some_and(|asks| split(variable).0 == asks.key);
            self.given.retain(|(given, _)| !variable(given));
            self.errors.retain(|(other, _)| *other != position);
            self.errors.push((position, FieldError::File(flaw)));
        }
    }
}

impl Here {
    /// The form of a page with what was given.
    fn form(&self, stop: Stop, to_check: bool) -> QuestionForm {
        let (answers, seed, respondent) = (self.answers(), self.seed, self.respondent);
        QuestionForm { stop, answers, seed, typed: Vec::new(), errors: Vec::new(), respondent, to_check }
    }

    /// Keeps the files of a page's form, or takes one out.
    async fn take_files(
        &self,
        app: &App,
        way: &Journey<'_>,
        meant: &Meant,
        (token, from): (&str, &From),
        filled: &mut Filled,
    ) -> Result<Taken, WebError> {
        let page = way.page(meant.stop);
        let asks = |name: &str| {
            let mut questions = page.iter().filter_map(|stop| way.question(*stop));
            questions.find(|question| meant.field(question).is_some_and(|field| field == name))
        };
        let out = filled.fields.get("out").to_string();
        if !out.is_empty() {
            for id in filled.fields.all(&out).iter().filter_map(|id| id.parse().ok()) {
                app.earshot.let_file_go(&self.asked, token, id).await?;
            }
            filled.fields.0.retain(|(name, _)| *name != out);
        }
        if filled.fields.has("skip") {
            filled.files.clear();
        }
        media::take_in(app, from, &self.asked, Some(token), filled, |name| media::medium(&asks(name)?.kind))
            .await
    }
}

/// Keeps the answers of a page and goes on.
pub(super) async fn answer(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    mut here: Here,
    from: From,
    mut filled: Filled,
) -> Result<Response, WebError> {
    if here.kept.is_none() {
        here.seed = filled.fields.get("seed").parse().unwrap_or(here.seed);
    }
    let meant = here.meant(&number, &filled.fields)?;
    if here.asked.state != State::Paused {
        here.open()?;
    }
    let before = here.answers();
    let way = here.way(&before);
    let to_check = filled.fields.get("to") == "check";
    let Some(meant) = meant else {
        let next = way.resume_at().map_or(Place::Check, |stop| Place::Question { stop, to_check });
        return Ok(see_other(&here.page(next)));
    };
    let stop = meant.stop;
    if !way.is_shown(stop) {
        // Answers on another page have changed what is asked.
        return Ok(see_other(&here.page(Place::Question { stop, to_check }.or_next(&way))));
    }
    let token = here.token.clone().unwrap_or_else(|| app.earshot.random_token());
    let files = here.take_files(&app, &way, &meant, (&token, &from), &mut filled).await?;
    let fields = filled.fields;
    let mut sent = Sent::read(&way, &meant, &fields);
    sent.flaws(&way, &meant, files.flaws);
    let moved = [("up", true), ("down", false)].into_iter().find(|(button, _)| fields.has(button));
    if let Some((button, up)) = moved {
        let key = fields.get(button);
        for (_, order) in &mut sent.typed {
            *order = shifted(std::mem::take(order), key, up);
        }
    }
    if moved.is_some() || !sent.errors.is_empty() {
        let errors = if moved.is_some() { Vec::new() } else { sent.errors };
        let form = QuestionForm { typed: sent.typed, errors, ..here.form(stop, to_check) };
        let page = pages::question(&here.site, &here.asked, form);
        let page = if moved.is_some() { ok(&here.site, page) } else { again(&here.site, page) };
        // A file that was taken is this phone's, whatever else is wrong.
        return Ok(if files.kept { here.remember(&app, page, &token) } else { page });
    }
    let (respondent, begun) = (here.respondent, Begun { seed: Some(here.seed), key: fields.get("key") });
    let answers = app.earshot.keep_answers(&here.asked, &token, respondent, begun, sent.given).await?;
    if !here.asked.takes_answers {
        // It is kept, and the page says that it is.
        return Ok(here.remember(&app, ok(&here.site, pages::closed(&here.site, &here.asked)), &token));
    }
    let stays = files.kept || fields.has("out");
    let next = if stays {
        Place::Question { stop, to_check }
    } else {
        place::after(&here.way(&answers), stop, to_check)
    };
    Ok(here.remember(&app, see_other(&here.page(next)), &token))
}

/// Check your answers.
pub(super) async fn check(here: Here) -> Result<Response, WebError> {
    here.open()?;
    Ok(ok(&here.site, pages::check(&here.site, &here.asked, &here.answers(), here.seed, here.respondent)))
}

/// The answers are right; on to their words, where there are any.
pub(super) async fn checked(here: Here) -> Result<Response, WebError> {
    here.open()?;
    // Who wrote nothing has no words to be asked about.
    let wrote = here.way(&here.answers()).wrote();
    Ok(see_other(&here.to(if wrote { "words" } else { "about-you" })))
}

/// May we use your exact words?
pub(super) async fn consent(here: Here) -> Result<Response, WebError> {
    here.open()?;
    let given = here.kept.as_ref().and_then(|kept| kept.words_consent);
    Ok(ok(
        &here.site,
        pages::consent(&here.site, &here.asked, &here.answers(), given, false, here.respondent),
    ))
}

/// Keeps the answer to that.
pub(super) async fn consented(
    Shared(app): Shared<App>,
    here: Here,
    fields: Fields,
) -> Result<Response, WebError> {
    here.open()?;
    let Some(consent) = QuoteConsent::parse(fields.get("words")) else {
        let page = pages::consent(&here.site, &here.asked, &here.answers(), None, true, here.respondent);
        return Ok(again(&here.site, page));
    };
    let token = here.token.clone().unwrap_or_else(|| app.earshot.random_token());
    app.earshot.keep_words_consent(&here.asked, &token, here.respondent, consent).await?;
    Ok(here.remember(&app, see_other(&here.to("about-you")), &token))
}

/// About you.
pub(super) async fn about(here: Here) -> Result<Response, WebError> {
    here.open()?;
    let page = pages::about(&here.site, &here.asked, &here.answers(), &AboutForm::default(), here.respondent);
    Ok(ok(&here.site, page))
}

/// Sends everything.
pub(super) async fn send(Shared(app): Shared<App>, here: Here, fields: Fields) -> Result<Response, WebError> {
    let (mut about, mut wrong) =
        if fields.has("skip") { (About::default(), Vec::new()) } else { read_about(&fields) };
    // It is no question about them, so it is not skipped with those.
    match here.contact(&fields) {
        Ok(contact) => about.contact = contact,
        Err(_) => wrong.insert(0, "contact"),
    }
    let spoke = fields.get("spoke").to_string();
    let must_say = here.channel == Channel::Assisted && here.way(&here.answers()).wrote();
    if must_say && spoke != EXACT && spoke != UNDERSTOOD {
        wrong.insert(0, "spoke");
    }
    if !wrong.is_empty() {
        let form = AboutForm { typed: fields.0, wrong };
        let page = pages::about(&here.site, &here.asked, &here.answers(), &form, here.respondent);
        return Ok(again(&here.site, page));
    }
    let Some(token) = here.token.clone() else {
        here.open()?;
        // Nothing was kept on this phone: there is nothing to send.
        return Ok(see_other(&here.to("q/first")));
    };
    if let Some(receipt) = app.earshot.sent_before(&here.asked, &token).await? {
        // The answer to the first try was lost, and how they can be reached was written since.
        if about.contact.is_some() {
            match app.earshot.change_contact(&receipt, about.contact.as_ref()).await {
                Ok(()) | Err(Error::Closed | Error::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        return Ok(thank(&app, &here, receipt));
    }
    if here.kept.is_none() {
        // What the phone's bundle sent has arrived, or what was kept is too old: an empty answer would be one more
        // person who said nothing. The start page says what waits on this phone.
        return Ok(see_other(&format!("/c/{}", here.asked.slug)));
    }
    let door = here.door.clone();
    let mut submission = app.earshot.submission_of(&here.plain, &token, here.respondent, about, door).await?;
    submission.came = here.came(&app, &spoke).await?;
    match app.earshot.submit(&here.plain, &submission, Some(&token)).await {
        Ok(receipt) => Ok(thank(&app, &here, receipt)),
        Err(Error::Closed) => Ok(ok(&here.site, pages::closed(&here.site, &here.asked))),
        Err(Error::Refused(refusals)) => refused(&here, fields, &refusals),
        Err(error) => Err(error.into()),
    }
}

/// To the page with the four words, which travel in a cookie that lives for
/// minutes: an address would stay in the phone's history. The draft's cookie
/// stays as long: if this reply is lost, the same form sent again is the same
/// submission.
fn thank(app: &App, here: &Here, receipt: Receipt) -> Response {
    let to = see_other(&format!("/c/{}/thanks", here.asked.slug));
    let to = with_cookie(to, app.no_cookie(&of(BEGUN, &here.asked.slug)));
    with_cookie(to, app.cookie(&of(WORDS, &here.asked.slug), &receipt.words().join("-"), WORDS_LIFE))
}

fn refused(here: &Here, fields: Fields, refusals: &[Refusal]) -> Result<Response, WebError> {
    let site = &here.site;
    for refusal in refusals {
        match refusal {
            // An answer that was fine when it was kept and is not any more.
            Refusal::Answer { question, .. } => {
                let answers = here.answers();
                let way = here.way(&answers);
                let stop = way.shown().find(|stop| way.variable(*stop) == *question);
                let place = stop.map_or(Place::Check, Place::question);
                return Ok(see_other(&here.page(place.or_next(&way))));
            }
            Refusal::Code(shut) => {
                return Ok(ok(site, pages::join(site, "", shut.map_or(Join::Needed, Join::Shut))));
            }
            Refusal::Unreadable(field) => {
                let field = if *field == "equality" { "band" } else { field };
                let form = AboutForm { typed: fields.0, wrong: vec![field] };
                let page = pages::about(site, &here.asked, &here.answers(), &form, here.respondent);
                return Ok(again(site, page));
            }
            _ => {}
        }
    }
    Err(Trouble::Wrong.into())
}

/// What a form says about somebody. "Prefer not to say" is kept as nothing.
fn read_about(fields: &Fields) -> (About, Vec<&'static str>) {
    let mut about = About::default();
    let mut wrong = Vec::new();
    let said = |name: &str| {
        let value = fields.get(name);
        (!value.is_empty() && value != PREFER_NOT_TO_SAY).then(|| value.to_string())
    };
    if let Some(band) = said("band") {
        about.band = AgeBand::parse(&band);
        if about.band.is_none() {
            wrong.push("band");
        }
    }
    about.area = said("area");
    about.equality = fields
        .0
        .iter()
        .filter(|(name, value)| name.starts_with("eq-") && !value.is_empty())
        .map(|(name, value)| (name.trim_start_matches("eq-").to_string(), value.clone()))
        .collect();
    (about, wrong)
}

/// Thank you, with the four words the first time.
pub(super) async fn thanks(
    Shared(app): Shared<App>,
    On(site): On,
    Path(slug): Path<String>,
    method: Method,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    let asked = asked.read_through(&door(&site, &asked), &site.tongue.tag());
    let (words, draft) = (of(WORDS, &asked.slug), of(DRAFT, &asked.slug));
    let receipt = jar.get(&app.cookie_name(&words)).and_then(|cookie| Receipt::parse(cookie.value()));
    let Some(receipt) = receipt else { return Ok(ok(&site, pages::words_shown(&site, &asked))) };
    let four = receipt.words().iter().map(ToString::to_string).collect();
    let page = ok(&site, pages::thanks(&site, &asked, four));
    if method != Method::GET {
        // Somebody who only asks for the head has not seen them.
        return Ok(page);
    }
    // The words were shown; now this phone forgets them, and with them the
    // answer that was sent.
    Ok(with_cookie(with_cookie(page, app.no_cookie(&words)), app.no_cookie(&draft)))
}
