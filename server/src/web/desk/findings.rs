//! Findings: looking at what would be published, and publishing it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::findings::{self as pages, Draft, PUBLISH_FINDINGS};
use earshot_app::{Page, Site};
use earshot_service::{Actor, Error, Refusal};

use super::coding::{Done, consultation};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new().route("/desk/c/{slug}/findings", get(findings).post(publish))
}

/// What a form sends when the box "I am sure" is ticked.
pub(super) fn sure(fields: &Fields) -> Result<(), Error> {
    if fields.get("sure") == "yes" { Ok(()) } else { Err(Error::Refused(vec![Refusal::Missing("sure")])) }
}

async fn findings(
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
    let findings = match app.earshot.findings_preview(actor, slug).await {
        Ok(findings) => Some(findings),
        // Its numbers wait until it is closed.
        Err(Error::Refused(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let draft = Draft {
        findings,
        asked: app.earshot.asked(slug, Some(actor)).await?,
        book: app.earshot.codebook(actor, slug).await?,
        quotes: app.earshot.quotes(actor, slug).await?,
    };
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::findings(site, actor, consultation, draft, tried, done))
}

async fn publish(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let done = match sure(&fields) {
        Ok(()) => app.earshot.publish_findings(&actor, &slug).await,
        Err(error) => Err(error),
    };
    or_again(&site, done, |refusals| {
        page(&app, &site, &actor, &slug, Tried::new(PUBLISH_FINDINGS, fields.0, refusals), None)
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/findings?done=published")))
}
