//! Links with other organisations of the installation.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::partners as pages;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::public::evidence_of_partner;
use earshot_domain::partnership::LinkEnd;
use earshot_service::OfferText;

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/partners", get(list))
        .route("/desk/partners/new", get(new).post(offer))
        .route("/desk/partners/{id}", post(change))
        .route("/desk/partners/{id}/c/{slug}", get(evidence))
}

async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let found = app.earshot.partners(&actor).await?;
    Ok(ok(&site, pages::partners(&site, &actor, found, done.as_deref())))
}

async fn new(State(app): State<App>, Staff(site, actor): Staff) -> Result<Response, WebError> {
    let form = app.earshot.offer_form(&actor).await?;
    Ok(ok(&site, pages::offer(&site, &actor, form, &Typed::default(), &[])))
}

async fn offer(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let text = OfferText {
        partner: fields.text("partner"),
        kind: fields.text("link_kind"),
        agreement_ref: fields.text("agreement_ref"),
        from_on: fields.text("from_on"),
        until_on: fields.text("until_on"),
        consultations: fields.all("consultations"),
    };
    let outcome = app.earshot.offer_link(&actor, &text).await;
    let (app, site, actor) = (&app, &site, &actor);
    or_again(site, outcome, |refusals| async move {
        let form = app.earshot.offer_form(actor).await?;
        Ok(pages::offer(site, actor, form, &Typed(fields.0), &refusals))
    })
    .await?;
    Ok(see_other("/desk/partners?done=offered"))
}

/// Accepts, declines, takes back or ends a link, or takes a consultation out of it.
async fn change(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (id, earshot) = (parse_id(&id)?, &app.earshot);
    let done = fields.get("do");
    match done {
        "accept" => earshot.accept_link(&actor, id).await?,
        "decline" => earshot.end_link(&actor, id, LinkEnd::Declined).await?,
        "withdraw" => earshot.end_link(&actor, id, LinkEnd::Withdrawn).await?,
        "end" => earshot.end_link(&actor, id, LinkEnd::Ended).await?,
        "take-out" => earshot.take_out_of_link(&actor, id, fields.get("consultation")).await?,
        _ => return Err(Trouble::Wrong.into()),
    }
    Ok(see_other(&format!("/desk/partners?done={done}")))
}

/// What the people of a partner read of a consultation that a live link names.
async fn evidence(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let evidence = app.earshot.partner_evidence(&actor, parse_id(&id)?, &slug).await?;
    Ok(ok(&site, evidence_of_partner(&site, evidence)))
}
