//! Needs and priorities.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::needs::{self as pages, MOVE_NEED, NEW_NEED, SAVE_NEED, SET_PRIORITY};
use earshot_app::pages::desk::{Tried, priorities as priority_pages};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::need::{Confidence, Trend};
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Actor, Error, NeedBody, PriorityText, Refusal};

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/needs", get(needs).post(begin))
        .route("/desk/needs/{reference}", get(need).post(save))
        .route("/desk/needs/{reference}/priority", post(set_priority))
        .route("/desk/priorities", get(priorities))
}

async fn needs(State(app): State<App>, Staff(site, actor): Staff) -> Result<Response, WebError> {
    let list = app.earshot.needs(&actor).await?;
    Ok(ok(&site, pages::needs(&site, &actor, list, Tried::default())))
}

async fn begin(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let body =
        NeedBody { title: fields.text("title"), statement: fields.text("statement"), ..NeedBody::default() };
    let outcome = app.earshot.create_need(&actor, &body).await;
    let (app, site, actor) = (&app, &site, &actor);
    let reference = or_again(site, outcome, |refusals| async move {
        let list = app.earshot.needs(actor).await?;
        Ok(pages::needs(site, actor, list, Tried::new(NEW_NEED, fields.0, refusals)))
    })
    .await?;
    Ok(see_other(&format!("/desk/needs/{reference}?done=begun")))
}

fn parse(reference: &str) -> Result<Reference, WebError> {
    Reference::parse(Kind::Need, reference).ok_or_else(|| Trouble::Missing.into())
}

async fn need(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let page = page(&app, &site, &actor, parse(&reference)?, Tried::default(), done.as_deref()).await?;
    Ok(ok(&site, page))
}

async fn page(
    app: &App,
    site: &Site,
    actor: &Actor,
    reference: Reference,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    Ok(pages::need(site, actor, app.earshot.need(actor, reference).await?, tried, done))
}

/// On to the need's page when all is well; otherwise the page again.
async fn answer(
    app: &App,
    site: &Site,
    actor: &Actor,
    reference: Reference,
    result: Result<(), Error>,
    done: &str,
    (form, fields): (&'static str, Fields),
) -> Result<Response, WebError> {
    or_again(site, result, |refusals| {
        page(app, site, actor, reference, Tried::new(form, fields.0, refusals), None)
    })
    .await?;
    Ok(see_other(&format!("/desk/needs/{reference}?done={done}")))
}

/// What the authors wrote; the fields that cannot be read.
fn body(fields: &Fields) -> Result<NeedBody, Error> {
    let mut refusals = Vec::new();
    let review_on = fields.day_or("review_on", &mut refusals);
    let trend = Trend::parse(fields.get("trend"));
    let confidence = Confidence::parse(fields.get("confidence"));
    if trend.is_none() {
        refusals.push(Refusal::Unreadable("trend"));
    }
    if confidence.is_none() {
        refusals.push(Refusal::Unreadable("confidence"));
    }
    if !refusals.is_empty() {
        return Err(Error::Refused(refusals));
    }
    Ok(NeedBody {
        title: fields.text("title"),
        statement: fields.text("statement"),
        plain_statement: fields.text("plain_statement"),
        population_group: fields.text("population_group"),
        area: fields.text("area"),
        outcome: fields.text("outcome"),
        size: fields.text("size"),
        trend: trend.unwrap_or(Trend::Unknown),
        comparator: fields.text("comparator"),
        inequality: fields.text("inequality"),
        services_in_place: fields.text("services_in_place"),
        assets: fields.text("assets"),
        gaps: fields.text("gaps"),
        knowledge_gaps: fields.text("knowledge_gaps"),
        recommendations: fields.text("recommendations"),
        equality_impact: fields.text("equality_impact"),
        safeguarding_note: fields.text("safeguarding_note"),
        confidence: confidence.unwrap_or(Confidence::Low),
        owner: fields.text("owner"),
        review_on,
        no_voice_reason: fields.text("no_voice_reason"),
    })
}

/// Keeps the record, whichever button was pressed, and then does what the
/// button says.
async fn save(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let reference = parse(&reference)?;
    let mut edition = fields.edition()?;
    let kept = app.earshot.need(&actor, reference).await?;
    let saved = match body(&fields) {
        Ok(body) if body == kept.body && kept.edition == edition => Ok(false),
        Ok(body) => app.earshot.save_need(&actor, reference, edition, &body).await.map(|()| true),
        Err(error) => Err(error),
    };
    let changed = match saved {
        Ok(changed) => changed,
        Err(error) => {
            return answer(&app, &site, &actor, reference, Err(error), "saved", (SAVE_NEED, fields)).await;
        }
    };
    if changed {
        edition += 1;
    }
    let (step, id) = fields.get("do").split_once(':').unwrap_or((fields.get("do"), ""));
    let (result, done) = match step {
        "add-theme" | "remove-theme" => {
            let on = step == "add-theme";
            (app.earshot.set_need_theme(&actor, reference, parse_id(id)?, on).await, "theme")
        }
        "add-quote" | "remove-quote" => {
            let on = step == "add-quote";
            (app.earshot.set_need_quote(&actor, reference, parse_id(id)?, on).await, "quote")
        }
        "propose" => (app.earshot.propose_need(&actor, reference, edition).await, "proposed"),
        // What is agreed is what was looked at, not what was just typed.
        "agree" if changed => (Ok(()), "look"),
        "agree" => (app.earshot.agree_need(&actor, reference, edition).await, "agreed"),
        _ => (Ok(()), "saved"),
    };
    answer(&app, &site, &actor, reference, result, done, (MOVE_NEED, fields)).await
}

async fn set_priority(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let reference = parse(&reference)?;
    let mut refusals = Vec::new();
    let mut number = |name| fields.number_or(name, &mut refusals);
    let text = PriorityText {
        place: number("place").unwrap_or_default(),
        young_place: number("young_place"),
        reason: fields.text("reason"),
        young_source: fields.text("young_source"),
    };
    let result = if refusals.is_empty() {
        app.earshot.set_priority(&actor, reference, &text).await
    } else {
        Err(Error::Refused(refusals))
    };
    answer(&app, &site, &actor, reference, result, "place", (SET_PRIORITY, fields)).await
}

async fn priorities(State(app): State<App>, Staff(site, actor): Staff) -> Result<Response, WebError> {
    let list = app.earshot.priorities(&actor).await?;
    let needs = app.earshot.needs(&actor).await?;
    Ok(ok(&site, priority_pages::priorities(&site, &actor, list, needs)))
}
