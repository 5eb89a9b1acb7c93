//! Double coding: the rounds of a consultation, and one of them.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::round::{self as page, CLOSE, FINISH, NAMES, settle_form};
use earshot_app::pages::desk::rounds::{self as pages, START};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_service::{Actor, RoundText, SecondCoder, SettleText};
use serde::Deserialize;

use super::coding::{Done, consultation};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/rounds", get(list).post(start))
        .route("/desk/c/{slug}/rounds/{number}", get(show).post(change))
}

async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    Ok(ok(&site, list_page(&app, &site, &actor, &slug, &Tried::default(), done.as_deref()).await?))
}

async fn list_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    tried: &Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    let rounds = app.earshot.rounds(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::list(site, actor, consultation, rounds, tried, done))
}

/// What was chosen for a round. A number that cannot be read is none that can be taken.
fn text(fields: &Fields) -> Result<RoundText, WebError> {
    let second = match fields.get("second").split_once(':') {
        Some(("staff", id)) => Some(SecondCoder::Staff(parse_id(id)?)),
        Some(("young", id)) => Some(SecondCoder::Young(parse_id(id)?)),
        _ => None,
    };
    let first = match fields.get("first") {
        "" => None,
        id => Some(parse_id(id)?),
    };
    Ok(RoundText { first, second, sample: fields.number("sample").unwrap_or(Some(0)) })
}

async fn start(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let outcome = app.earshot.start_round(&actor, &slug, &text(&fields)?).await;
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    let number = or_again(site, outcome, |refusals| async move {
        let tried = Tried::new(START, fields.0, refusals);
        list_page(app, site, actor, of, &tried, None).await
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/rounds/{number}?done=started")))
}

/// What the address may say: what was just done, and the answer that somebody goes back to.
#[derive(Debug, Default, Deserialize)]
struct Asking {
    done: Option<String>,
    at: Option<String>,
}

/// The number of a round in an address.
fn number_of(text: &str) -> Result<i64, WebError> {
    text.parse().map_err(|_| Trouble::Missing.into())
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, number)): Path<(String, String)>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let number = number_of(&number)?;
    Ok(ok(&site, round_page(&app, &site, &actor, (&slug, number), &Tried::default(), &asking).await?))
}

async fn round_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    (slug, number): (&str, i64),
    tried: &Tried,
    asking: &Asking,
) -> Result<Page, WebError> {
    let at = asking.at.as_deref().and_then(|at| at.parse().ok());
    let view = app.earshot.round(actor, slug, number, at).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(page::round(site, actor, consultation, view, tried, asking.done.as_deref()))
}

/// What is settled by a form.
fn settled(fields: &Fields) -> Result<SettleText, WebError> {
    Ok(SettleText {
        answer: parse_id(fields.get("answer"))?,
        code: parse_id(fields.get("settle"))?,
        applies: match fields.get("applies") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        reason: fields.text("reason"),
    })
}

async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let number = number_of(&number)?;
    let earshot = &app.earshot;
    let address = format!("/desk/c/{slug}/rounds/{number}");
    let (form, to, done) = match fields.get("do") {
        "code" => {
            let (answer, codes) = (parse_id(fields.get("answer"))?, fields.ids("code")?);
            let done = earshot.code_round_unit(&actor, &slug, number, answer, Some(&codes)).await;
            (String::new(), format!("{address}?done=coded#reading"), done)
        }
        "pass" => {
            let answer = parse_id(fields.get("answer"))?;
            let done = earshot.code_round_unit(&actor, &slug, number, answer, None).await;
            (String::new(), format!("{address}?done=passed#reading"), done)
        }
        "names" => {
            let sure = fields.get("names_checked") == "yes";
            let done = earshot.check_round_names(&actor, &slug, number, sure).await;
            (NAMES.to_string(), format!("{address}?done=names"), done)
        }
        "finish" => {
            let done = earshot.finish_round(&actor, &slug, number).await;
            (FINISH.to_string(), format!("{address}?done=finished"), done)
        }
        "settle" => {
            let text = settled(&fields)?;
            let form = settle_form(&text.answer.to_string(), &text.code.to_string());
            let done = earshot.settle_round(&actor, &slug, number, &text).await;
            (form, format!("{address}?done=settled#{}", text.answer), done)
        }
        "close" => {
            let done = earshot.close_round(&actor, &slug, number).await;
            (CLOSE.to_string(), format!("/desk/c/{slug}/rounds?done=closed"), done)
        }
        "stop" => {
            let done = earshot.stop_round(&actor, &slug, number).await;
            (String::new(), format!("/desk/c/{slug}/rounds?done=stopped"), done)
        }
        _ => return Err(Trouble::Wrong.into()),
    };
    let (app, site, actor, at) = (&app, &site, &actor, (slug.as_str(), number));
    or_again(site, done, |refusals| async move {
        // They were done, or it was over, while the page was open.
        if form.is_empty() {
            return Err(Trouble::Stale.into());
        }
        let tried = Tried::new(form, fields.0, refusals);
        round_page(app, site, actor, at, &tried, &Asking::default()).await
    })
    .await?;
    Ok(see_other(&to))
}
