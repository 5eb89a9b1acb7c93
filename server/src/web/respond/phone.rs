//! What the phone's bundle asks for and sends.

use axum::Json;
use axum::extract::{Path, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use chrono::NaiveDate;
use earshot_app::respond_data::{self, Reading};
use earshot_app::words::Tongue;
use earshot_domain::code::AccessCode;
use earshot_domain::consultation::State;
use earshot_domain::door::{Door, same_language};
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::Answers;
use earshot_domain::question::Given;
use earshot_domain::respondent::{Channel, RespondentType};
use earshot_service::{Asked, Came, Error, Submission};
use serde::{Deserialize, Serialize};

use super::sending::read_about;
use super::{Asking, Here};
use crate::web::error::WebError;
use crate::web::fields::{Fields, read_body};
use crate::web::from::From;
use crate::web::join::{self, Said};
use crate::web::site::{BEGUN, DRAFT, On, of, with_cookie};
use crate::web::{App, FORM_BYTES};

/// Everything the phone's bundle needs to go on without a page load: the
/// questions, what is kept, and every page as the server draws it.
pub(in crate::web) async fn journey(Shared(app): Shared<App>, here: Here) -> Result<Response, WebError> {
    if !here.asked.takes_answers || here.shut.is_some() {
        return Ok(StatusCode::GONE.into_response());
    }
    let read = Reading {
        door: here.door.clone(),
        seed: here.seed,
        today: app.earshot.today(),
        code: here.code,
        rooms: app.earshot.open_rooms(&here.asked).await?,
    };
    Ok(Json(respond_data::journey(&here.site, &here.asked, &here.answers(), here.respondent, &read))
        .into_response())
}

/// A whole answer as the phone's bundle sends it.
#[derive(Debug, Deserialize)]
struct FromPhone {
    key: String,
    #[serde(default, rename = "as")]
    respondent: Option<RespondentType>,
    answers: Answers,
    words_consent: Option<QuoteConsent>,
    #[serde(default)]
    about: Vec<(String, String)>,
    started_on: NaiveDate,
    #[serde(default)]
    version: i64,
    #[serde(default)]
    seed: u32,
    #[serde(default)]
    door: String,
    /// The code that somebody came with, where the cookie does not travel.
    #[serde(default)]
    code: String,
}

/// The four words, for the phone.
#[derive(Debug, Serialize)]
struct ForPhone {
    words: Vec<&'static str>,
}

/// Takes a whole answer from the phone's bundle, once, however often it comes.
pub(in crate::web) async fn send_from_phone(
    Shared(app): Shared<App>,
    On(site): On,
    Path(slug): Path<String>,
    from: From,
    jar: CookieJar,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, WebError> {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    if !is_json {
        return Ok(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let bytes = read_body(request.into_body(), FORM_BYTES).await?;
    let Ok(sent) = serde_json::from_slice::<FromPhone>(&bytes) else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    if site.channel == Channel::Assisted {
        // Nobody has said whose words these are. They wait until nobody types for somebody else any more.
        return Ok(StatusCode::CONFLICT.into_response());
    }
    let here = Here::new(&app, site, &slug, Asking::default(), (&jar, &from)).await?;
    let code = AccessCode::parse(&sent.code).or(here.code);
    if let Some(other) = code.filter(|_| code != here.code) {
        // It was not looked at yet. Whether an answer that waited is taken is seen when it is kept.
        join::shut_out(&app, &here.plain, Some(Said::typed(other)), &from).await?;
    }
    let fields = Fields(sent.about);
    let (mut about, wrong) = read_about(&fields);
    let Ok(contact) = here.contact(&fields) else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    if !wrong.is_empty() {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    }
    about.contact = contact;
    let mut answers = sent.answers;
    for given in answers.values_mut() {
        // The phone's bundle leaves the last of this to the server, as a plain form does.
        if let Given::Words(words) = given {
            *words = earshot_domain::text::normalise(words);
        }
    }
    let submission = Submission {
        key: sent.key,
        respondent: sent.respondent.unwrap_or(RespondentType::Child),
        answers,
        words_consent: sent.words_consent,
        about,
        started_on: sent.started_on,
        version: sent.version,
        seed: sent.seed,
        door: offered(&here.plain, serde_json::from_str(&sent.door).unwrap_or_default()),
        came: Came {
            code,
            kiosk: here.channel == Channel::Kiosk,
            minutes: here.minutes(&app),
            ..Came::default()
        },
    };
    match app.earshot.submit(&here.plain, &submission, here.token.as_deref()).await {
        Ok(receipt) => {
            let response = Json(ForPhone { words: receipt.words().to_vec() }).into_response();
            let response = with_cookie(response, app.no_cookie(&of(BEGUN, &here.asked.slug)));
            Ok(with_cookie(response, app.no_cookie(&of(DRAFT, &here.asked.slug))))
        }
        // Stopped for a while: the phone keeps it and tries again.
        Err(Error::Closed) if here.asked.state == State::Paused => Ok(StatusCode::CONFLICT.into_response()),
        Err(Error::Closed) => Ok(StatusCode::GONE.into_response()),
        Err(Error::Refused(_)) => Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
        Err(error) => Err(error.into()),
    }
}

/// The words that somebody says they read, as far as there are such words, by their own tags: a phone may say anything,
/// and what it says is shown to staff who may not read raw words.
fn offered(asked: &Asked, said: Door) -> Door {
    let own = |lang: String| {
        let offered = asked.doors.languages.iter().find(|own| same_language(own, &lang)).cloned();
        offered.or_else(|| Some(Tongue::of(&lang)?.tag()))
    };
    Door { lang: said.lang.and_then(own), ..said }
}
