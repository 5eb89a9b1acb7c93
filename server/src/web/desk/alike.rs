//! What is alike among the answers, and what somebody decides about it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::alike as pages;
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_service::{Actor, GroupText, Suggestion};
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
        .route("/desk/c/{slug}/alike", get(show).post(decide))
        .route("/desk/c/{slug}/answer/{id}/alike", get(answer).post(decide_code))
}

#[derive(Debug, Default, Deserialize)]
struct At {
    question: Option<String>,
    done: Option<String>,
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(at): Address<At>,
) -> Result<Response, WebError> {
    Ok(ok(&site, page(&app, &site, &actor, &slug, &at, Tried::default()).await?))
}

async fn page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    at: &At,
    tried: Tried,
) -> Result<Page, WebError> {
    let found = app.earshot.alike(actor, slug, at.question.as_deref().unwrap_or_default()).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::alike(site, actor, consultation, found, tried, at.done.as_deref()))
}

async fn decide(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let key = fields.get("key");
    let (form, done) = match fields.get("do") {
        "group" => {
            let group = GroupText {
                key: key.to_string(),
                name: fields.text("name"),
                answers: fields.ids("answers")?,
            };
            let made = app.earshot.accept_group(&actor, &slug, &group).await;
            (pages::group_form(key), made.map(|_| "code"))
        }
        "campaign" => {
            let (first, title) = (parse_id(fields.get("first"))?, fields.text("title"));
            let made = app.earshot.accept_campaign(&actor, &slug, first, &title).await;
            (pages::fold_form(key), made.map(|()| "campaign"))
        }
        "split" => {
            let id = parse_id(fields.get("campaign"))?;
            let apart = app.earshot.remove_campaign(&actor, &slug, id).await;
            (String::new(), apart.map(|()| "split"))
        }
        other => {
            let what = other.strip_prefix("dismiss-").and_then(Suggestion::parse).ok_or(Trouble::Wrong)?;
            let dismissed = app.earshot.dismiss_suggestion(&actor, &slug, what, key).await;
            (String::new(), dismissed.map(|()| "dismissed"))
        }
    };
    let question = fields.get("question").to_string();
    let at = At { question: Some(question.clone()), done: None };
    let done = or_again(&site, done, |refusals| {
        page(&app, &site, &actor, &slug, &at, Tried::new(form, fields.0, refusals))
    })
    .await?;
    let query = serde_urlencoded::to_string([("question", question.as_str()), ("done", done)]);
    Ok(see_other(&format!("/desk/c/{slug}/alike?{}", query.unwrap_or_default())))
}

async fn answer(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let found = app.earshot.alike_answer(&actor, &slug, parse_id(&id)?).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, pages::alike_answer(&site, &actor, consultation, found, done.as_deref())))
}

async fn decide_code(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let done = match fields.get("do") {
        "code" => {
            app.earshot.accept_code(&actor, &slug, id, parse_id(fields.get("code"))?).await?;
            "coded"
        }
        "dismiss" => {
            app.earshot.dismiss_suggestion(&actor, &slug, Suggestion::Code, fields.get("key")).await?;
            "dismissed"
        }
        _ => return Err(Trouble::Wrong.into()),
    };
    Ok(see_other(&format!("/desk/c/{slug}/answer/{id}/alike?done={done}")))
}
