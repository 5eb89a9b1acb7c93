//! Telling young people what happened, and what came of it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::feedback::{self as pages, FOLLOW_UP, TELL};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::decision::ResponseStatus;
use earshot_service::{Actor, Error, Refusal};

use super::coding::{Done, consultation};
use super::findings::sure;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/feedback", get(feedback).post(tell))
        .route("/desk/c/{slug}/feedback/follow-up", post(follow_up))
        .route("/desk/c/{slug}/feedback/comments", post(comments))
}

async fn feedback(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    Ok(ok(&site, page(&app, &site, &actor, &slug, Tried::default(), done.as_deref()).await?))
}

async fn page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    let proposal = app.earshot.feedback_proposal(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::feedback(site, actor, consultation, proposal, tried, done))
}

async fn tell(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let mut lines = Vec::new();
    for (name, you_said) in &fields.0 {
        let Some(id) = name.strip_prefix("you_said-") else { continue };
        // Where a decision answers, its answer counts, whatever the form says.
        let status = ResponseStatus::parse(fields.get(&format!("status-{id}"))).unwrap_or(ResponseStatus::No);
        let we_did = fields.text(&format!("we_did-{id}"));
        let you_said = earshot_domain::text::normalise(you_said).trim().to_string();
        lines.push((parse_id(id)?, you_said, status, we_did));
    }
    let message = fields.text("message");
    let result = match (sure(&fields), fields.day("follow_up_on")) {
        (_, Err(())) => Err(Error::Refused(vec![Refusal::Unreadable("follow_up_on")])),
        (Err(error), _) => Err(error),
        (Ok(()), Ok(day)) => app.earshot.publish_feedback(&actor, &slug, &message, day, &lines).await,
    };
    or_again(&site, result, |refusals| {
        page(&app, &site, &actor, &slug, Tried::new(TELL, fields.0, refusals), None)
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/feedback?done=told")))
}

async fn follow_up(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let outcome = app.earshot.follow_up(&actor, &slug, &fields.text("follow_up")).await;
    or_again(&site, outcome, |refusals| {
        page(&app, &site, &actor, &slug, Tried::new(FOLLOW_UP, fields.0, refusals), None)
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/feedback?done=followed")))
}

/// Lets young people comment, or takes no more comments.
async fn comments(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let open = match fields.get("comments") {
        "open" => true,
        "close" => false,
        _ => return Err(Trouble::Wrong.into()),
    };
    let outcome = app.earshot.set_comments(&actor, &slug, open).await;
    or_again(&site, outcome, |refusals| {
        page(&app, &site, &actor, &slug, Tried::new(TELL, fields.0, refusals), None)
    })
    .await?;
    let done = if open { "comments-open" } else { "comments-closed" };
    Ok(see_other(&format!("/desk/c/{slug}/feedback?done={done}")))
}
