//! After the last question: the answers to check, their words, about somebody, sending, and the four words.

use axum::extract::{Path, State as Shared};
use axum::http::Method;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::respond::{self as pages, AboutForm, EXACT, Join, UNDERSTOOD};
use earshot_domain::equality::PREFER_NOT_TO_SAY;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::{AgeBand, Channel};
use earshot_respond::place::Place;
use earshot_service::{About, Error, Refusal};

use super::{Here, door};
use crate::web::error::WebError;
use crate::web::fields::Fields;
use crate::web::site::{BEGUN, DRAFT, On, again, of, ok, with_cookie};
use crate::web::{App, see_other};

/// The cookie that carries the four words to the page that shows them once.
pub(super) const WORDS: &str = "words";

/// How long that cookie lives, in seconds.
const WORDS_LIFE: i64 = 10 * 60;

/// Check your answers.
pub(in crate::web) async fn check(here: Here) -> Result<Response, WebError> {
    here.open()?;
    Ok(ok(&here.site, pages::check(&here.site, &here.asked, &here.answers(), here.seed, here.respondent)))
}

/// The answers are right; on to their words, where there are any.
pub(in crate::web) async fn checked(here: Here) -> Result<Response, WebError> {
    here.open()?;
    // Who wrote nothing has no words to be asked about.
    let wrote = here.way(&here.answers()).wrote();
    Ok(see_other(&here.to(if wrote { "words" } else { "about-you" })))
}

/// May we use your exact words?
pub(in crate::web) async fn consent(here: Here) -> Result<Response, WebError> {
    here.open()?;
    let given = here.kept.as_ref().and_then(|kept| kept.words_consent);
    Ok(ok(
        &here.site,
        pages::consent(&here.site, &here.asked, &here.answers(), given, false, here.respondent),
    ))
}

/// Keeps the answer to that.
pub(in crate::web) async fn consented(
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
pub(in crate::web) async fn about(here: Here) -> Result<Response, WebError> {
    here.open()?;
    let page = pages::about(&here.site, &here.asked, &here.answers(), &AboutForm::default(), here.respondent);
    Ok(ok(&here.site, page))
}

/// Sends everything.
pub(in crate::web) async fn send(
    Shared(app): Shared<App>,
    here: Here,
    fields: Fields,
) -> Result<Response, WebError> {
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
pub(super) fn read_about(fields: &Fields) -> (About, Vec<&'static str>) {
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
pub(in crate::web) async fn thanks(
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
    let rooms = app.earshot.open_rooms(&asked).await?;
    let page = ok(&site, pages::thanks(&site, &asked, four, rooms));
    if method != Method::GET {
        // Somebody who only asks for the head has not seen them.
        return Ok(page);
    }
    // The words were shown; now this phone forgets them, and with them the
    // answer that was sent.
    Ok(with_cookie(with_cookie(page, app.no_cookie(&words)), app.no_cookie(&draft)))
}
