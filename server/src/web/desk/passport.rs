//! The passport of a quote, and records that are looked at again once one of their quotes was taken back.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::passport as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::Citing;

use super::coding::consultation;
use crate::web::error::WebError;
use crate::web::fields::Fields;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/quotes/{reference}", get(passport))
        .route("/desk/c/{slug}/feedback/taken-back", post(feedback_again))
        .route("/desk/needs/{reference}/taken-back", post(need_again))
        .route("/desk/decisions/{reference}/taken-back", post(decision_again))
}

async fn passport(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, reference)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let reference = Reference::parse(Kind::Quote, &reference);
    let reference = reference.ok_or_else(|| missing(&actor))?;
    let passport = app.earshot.passport(&actor, &slug, reference).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, pages::passport(&site, &actor, consultation, passport)))
}

/// What is no reference leads nowhere; who may see no quotes is told that first.
fn missing(actor: &earshot_service::Actor) -> WebError {
    let may = actor.may(earshot_domain::policy::Permission::SeeAnalysis);
    if may { Trouble::Missing.into() } else { Trouble::Forbidden.into() }
}

/// The struck quotes that were looked at.
fn quotes(fields: &Fields) -> Result<Vec<Reference>, WebError> {
    let read = |text: &String| Reference::parse(Kind::Quote, text).ok_or_else(|| Trouble::Wrong.into());
    fields.all("quote").iter().map(read).collect()
}

async fn feedback_again(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    app.earshot.look_again(&actor, Citing::Feedback(&slug), &quotes(&fields)?).await?;
    Ok(see_other(&format!("/desk/c/{slug}/feedback?done=looked")))
}

async fn need_again(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let reference = Reference::parse(Kind::Need, &reference).ok_or(Trouble::Missing)?;
    app.earshot.look_again(&actor, Citing::Need(reference), &quotes(&fields)?).await?;
    Ok(see_other(&format!("/desk/needs/{reference}?done=looked")))
}

async fn decision_again(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let reference = Reference::parse(Kind::Decision, &reference).ok_or(Trouble::Missing)?;
    app.earshot.look_again(&actor, Citing::Decision(reference), &quotes(&fields)?).await?;
    Ok(see_other(&format!("/desk/decisions/{reference}?done=looked")))
}
