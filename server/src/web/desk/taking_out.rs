//! What may have to be taken out of answers: suggestions decided about, answers looked over, words that are looked for.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::taking_out::{self as pages, DECIDE, LOOK_FOR};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::text::{Redaction, Span, Token};
use earshot_service::{Actor, Error, Refusal};
use serde::Deserialize;

use super::coding::{answer_page, consultation, to_answer};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/redact", get(queue))
        .route("/desk/c/{slug}/redact/words", post(save_lists))
        .route("/desk/c/{slug}/answer/{id}/suggestions", post(decide))
        .route("/desk/c/{slug}/answer/{id}/look-over", post(look_over))
}

#[derive(Debug, Default, Deserialize)]
struct Pile {
    page: Option<String>,
    done: Option<String>,
}

impl Pile {
    /// This page, counted from 1.
    fn on(page: i64) -> Self {
        Self { page: Some(page.to_string()), done: None }
    }
}

async fn queue(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(pile): Address<Pile>,
) -> Result<Response, WebError> {
    Ok(ok(&site, queue_page(&app, &site, &actor, &slug, &pile, Tried::default()).await?))
}

async fn queue_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    pile: &Pile,
    tried: Tried,
) -> Result<Page, WebError> {
    let page = super::page_number(pile.page.as_deref());
    let queue = app.earshot.taking_out_queue(actor, slug, page).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::queue(site, actor, consultation, queue, tried, pile.done.as_deref()))
}

/// A range as a form sends it: `3-8`.
fn span(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('-')?;
    Span::new(start.parse().ok()?, end.parse().ok()?)
}

/// A range and what stands in its place: `3-8-name`.
fn range(text: &str) -> Option<Redaction> {
    let (at, token) = text.rsplit_once('-')?;
    Some(Redaction { span: span(at)?, token: Token::parse(token)? })
}

/// What a button asks for.
enum Act {
    /// These ranges are taken out.
    Out(Vec<Redaction>),
    /// This one is fine.
    Fine(Span),
}

fn act(fields: &Fields) -> Result<Act, Error> {
    let refused = |field| Error::Refused(vec![Refusal::Unreadable(field)]);
    let one = || span(fields.get("span")).ok_or_else(|| refused("span"));
    match fields.get("act") {
        "out" => {
            let token = Token::parse(fields.get("token")).ok_or_else(|| refused("token"))?;
            Ok(Act::Out(vec![Redaction { span: one()?, token }]))
        }
        "sure" => {
            let ranges: Option<Vec<Redaction>> = fields.all("sure").iter().map(|text| range(text)).collect();
            Ok(Act::Out(ranges.ok_or_else(|| refused("span"))?))
        }
        "fine" => Ok(Act::Fine(one()?)),
        _ => Err(refused("act")),
    }
}

async fn decide(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let done = match act(&fields) {
        Ok(Act::Out(ranges)) => {
            app.earshot.redact_spans(&actor, &slug, id, &ranges).await.map(|()| "taken-out")
        }
        Ok(Act::Fine(span)) => app.earshot.leave_in(&actor, &slug, id, span).await.map(|()| "fine"),
        Err(error) => Err(error),
    };
    let from_queue = fields.get("from") == "queue";
    let page = super::page_number(Some(fields.get("page"))) + 1;
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    let done = or_again(site, done, |refusals| async move {
        let tried = Tried::new(DECIDE, fields.0, refusals);
        if from_queue {
            queue_page(app, site, actor, of, &Pile::on(page), tried).await
        } else {
            answer_page(app, site, actor, of, id, tried, None).await
        }
    })
    .await?;
    Ok(if from_queue {
        see_other(&format!("/desk/c/{slug}/redact?page={page}&done={done}"))
    } else {
        to_answer(&slug, id, done, "#left")
    })
}

async fn look_over(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let outcome = app.earshot.check_answer(&actor, &slug, id).await;
    or_again(&site, outcome, |refusals| {
        answer_page(&app, &site, &actor, &slug, id, Tried::new(DECIDE, fields.0, refusals), None)
    })
    .await?;
    Ok(to_answer(&slug, id, "looked-over", "#left"))
}

async fn save_lists(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    if !actor.may_everywhere(earshot_domain::policy::Permission::Analyse) {
        return Err(Trouble::Forbidden.into());
    }
    let lists = [
        (Token::Name, fields.lines("names")),
        (Token::Worker, fields.lines("workers")),
        (Token::School, fields.lines("schools")),
        (Token::Place, fields.lines("places")),
    ];
    let page = super::page_number(Some(fields.get("page"))) + 1;
    let shown = Some(fields.get("shown")).filter(|shown| !shown.is_empty());
    let outcome = app.earshot.save_redaction_lists_from(&actor, &slug, &lists, shown).await;
    let pile = Pile::on(page);
    or_again(&site, outcome, |refusals| {
        queue_page(&app, &site, &actor, &slug, &pile, Tried::new(LOOK_FOR, fields.0, refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/redact?page={page}&done=lists")))
}
