//! Comments, ideas and live words before anybody sees them.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::{Typed, moderation as pages};
use earshot_app::pages::error::Trouble;
use earshot_domain::comment::{CommentReason, CommentState};
use earshot_domain::text::{Redaction, Span, Token};
use earshot_service::{CommentDecision, Error, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::page_number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::site::{Staff, html, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/moderation", get(queue))
        .route("/desk/moderation/{id}", get(show).post(decide))
        .route("/desk/live-words", get(live_words).post(show_live_words))
        .route("/desk/safeguarding/comments", get(passed_on))
        .route("/desk/safeguarding/comments/{id}", get(show_passed_on).post(decide_passed_on))
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
struct Asking {
    show: Option<String>,
    page: Option<String>,
    done: Option<String>,
}

/// The queue, or what was decided about already.
async fn queue(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let state = asking.show.as_deref().and_then(CommentState::parse).unwrap_or(CommentState::Pending);
    let mut found = app.earshot.comment_queue(&actor, state, page_number(asking.page.as_deref())).await?;
    if found.comments.is_empty() && found.page > 0 {
        // The last of this page was just decided about.
        found = app.earshot.comment_queue(&actor, state, 0).await?;
    }
    Ok(ok(&site, pages::queue(&site, &actor, state, found, asking.done.as_deref())))
}

/// One of them. Whoever looks has it for ten minutes.
async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let view = app.earshot.comment_view(&actor, parse_id(&id)?).await?;
    Ok(ok(&site, pages::comment(&site, &actor, view, (Typed::default(), &[]))))
}

/// What was ticked, as the form sends it: `12-20-name`. Nothing where one of them cannot be read.
fn ticked(fields: &Fields) -> Option<Vec<Redaction>> {
    let one = |value: &String| {
        let mut parts = value.splitn(3, '-');
        let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Redaction { span: Span::new(start, end)?, token: Token::parse(parts.next()?)? })
    };
    fields.all("out").iter().map(one).collect()
}

/// Whether anything is ticked or typed that is not to be shown.
fn takes_out(fields: &Fields) -> bool {
    ticked(fields).is_none_or(|ticked| !ticked.is_empty()) || !fields.lines("piece").trim().is_empty()
}

/// What somebody decides, and what the address says of it afterwards.
fn decision(fields: &Fields) -> Result<(CommentDecision, &'static str), Error> {
    match fields.get("do") {
        // Whoever has ticked or typed what is to be taken out means that, whichever of the two they press.
        "show" if !takes_out(fields) => Ok((CommentDecision::Show, "show")),
        "show" | "without" => match ticked(fields) {
            Some(ticked) => {
                Ok((CommentDecision::ShowWithout { ticked, pieces: fields.lines("piece") }, "without"))
            }
            None => Err(Error::Refused(vec![Refusal::Unreadable("out")])),
        },
        "reject" => Ok((CommentDecision::Reject(CommentReason::parse(fields.get("why"))), "reject")),
        "escalate" => Ok((CommentDecision::Escalate, "escalate")),
        _ => Err(Error::NotFound),
    }
}

/// Decides about one, or gives it up.
async fn decide(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    if fields.get("do") == "back" {
        app.earshot.put_comment_back(&actor, id).await?;
        return Ok(see_other("/desk/moderation?done=back"));
    }
    let edition = fields.edition()?;
    let outcome = match decision(&fields) {
        Ok((decision, done)) => {
            app.earshot.decide_comment(&actor, id, edition, &decision).await.map(|()| done)
        }
        Err(error) => Err(error),
    };
    let (refusals, status) = match outcome {
        Ok(done) => return Ok(see_other(&format!("/desk/moderation?done={done}"))),
        Err(Error::Refused(refusals)) => (refusals, StatusCode::UNPROCESSABLE_ENTITY),
        // What was ticked is kept, and the page is as it stands now.
        Err(Error::Stale) => (vec![Refusal::WrongState], StatusCode::CONFLICT),
        Err(error) => return Err(error.into()),
    };
    let view = app.earshot.comment_view(&actor, id).await?;
    let page = pages::comment(&site, &actor, view, (Typed(fields.0), &refusals[..]));
    Ok(html(&site, page, status))
}

/// What was passed to the safeguarding lead.
async fn passed_on(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let mut found = app.earshot.escalated_comments(&actor, page_number(asking.page.as_deref())).await?;
    if found.comments.is_empty() && found.page > 0 {
        found = app.earshot.escalated_comments(&actor, 0).await?;
    }
    Ok(ok(&site, pages::passed_on(&site, &actor, found, asking.done.as_deref())))
}

/// One of them.
async fn show_passed_on(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let view = app.earshot.escalated_comment(&actor, parse_id(&id)?).await?;
    Ok(ok(&site, pages::passed_on_one(&site, &actor, view)))
}

/// Gives one back to be checked, or keeps it.
async fn decide_passed_on(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (id, edition) = (parse_id(&id)?, fields.edition()?);
    let (release, done) = match fields.get("do") {
        "release" => (true, "release"),
        "keep" => (false, "keep"),
        _ => return Err(Trouble::Wrong.into()),
    };
    app.earshot.decide_escalated(&actor, id, edition, release).await?;
    Ok(see_other(&format!("/desk/safeguarding/comments?done={done}")))
}

/// What the address of the list of live words may say.
#[derive(Debug, Default, Deserialize)]
struct Outcome {
    shown: Option<String>,
    left: Option<String>,
}

/// Live words that wait. Whoever looks has them for ten minutes.
async fn live_words(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(outcome): Address<Outcome>,
) -> Result<Response, WebError> {
    let found = app.earshot.live_to_check(&actor).await?;
    let many = |text: Option<&str>| text.and_then(|text| text.parse::<u16>().ok()).map(i64::from);
    let shown = many(outcome.shown.as_deref());
    let done = shown.map(|shown| (shown, many(outcome.left.as_deref()).unwrap_or(0)));
    Ok(ok(&site, pages::live_words(&site, &actor, found, (&Typed::default(), &[]), done)))
}

/// What was ticked, as the form sends it: an id and the edition that was read. Nothing where one of them cannot be read.
fn chosen(fields: &Fields) -> Option<Vec<(Uuid, i64)>> {
    let one = |value: &String| {
        let (id, edition) = value.split_once('.')?;
        Some((Uuid::try_parse(id).ok()?, edition.parse().ok()?))
    };
    fields.all("word").iter().map(one).collect()
}

/// Shows those that were ticked, or gives all of them up.
async fn show_live_words(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    if fields.get("do") == "back" {
        let here: Result<Vec<Uuid>, _> = fields.all("here").iter().map(|id| parse_id(id)).collect();
        app.earshot.put_live_back(&actor, &here?).await?;
        return Ok(see_other("/desk/moderation?done=words-back"));
    }
    let chosen = chosen(&fields).ok_or(Trouble::Wrong)?;
    match app.earshot.show_live(&actor, &chosen).await {
        Ok(outcome) => {
            Ok(see_other(&format!("/desk/live-words?shown={}&left={}", outcome.shown, outcome.left)))
        }
        Err(Error::Refused(refusals)) => {
            let found = app.earshot.live_to_check(&actor).await?;
            let page = pages::live_words(&site, &actor, found, (&Typed(fields.0), &refusals[..]), None);
            Ok(html(&site, page, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}
