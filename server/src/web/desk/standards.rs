//! Hear by Right.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::standards::{self as pages, SCORE};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::standards::{Difference, Score, criterion as known, differ};
use earshot_service::{Actor, Error, ScoreText};

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/standards", get(standards))
        .route("/desk/standards/share", post(share))
        .route("/desk/standards/{criterion}", get(criterion).post(score))
        .route("/desk/standards/{criterion}/evidence", post(evidence))
}

async fn standards(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let view = app.earshot.desk_standards(&actor).await?;
    Ok(ok(&site, pages::standards(&site, &actor, view, done.as_deref())))
}

async fn share(State(app): State<App>, Staff(_, actor): Staff, fields: Fields) -> Result<Response, WebError> {
    let on = match fields.get("on") {
        "yes" => true,
        "no" => false,
        _ => return Err(Trouble::Wrong.into()),
    };
    app.earshot.share_standards(&actor, on).await?;
    Ok(see_other(if on { "/desk/standards?done=shared" } else { "/desk/standards?done=unshared" }))
}

async fn criterion(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(key): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    Ok(ok(&site, page(&app, &site, &actor, &key, Tried::default(), done.as_deref()).await?))
}

async fn page(
    app: &App,
    site: &Site,
    actor: &Actor,
    key: &str,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    known(key).ok_or(Trouble::Missing)?;
    let view = app.earshot.desk_standards(actor).await?;
    Ok(pages::criterion(site, actor, view, key, tried, done))
}

async fn score(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(key): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let mut refusals = Vec::new();
    let mut number = |name| fields.number_or(name, &mut refusals);
    let text = ScoreText {
        staff: number("staff"),
        young: number("young"),
        staff_note: fields.text("staff_note"),
        young_statement: fields.text("young_statement"),
        difference_reason: fields.text("difference_reason"),
    };
    let result = if refusals.is_empty() {
        app.earshot.score(&actor, &key, &text).await
    } else {
        Err(Error::Refused(refusals))
    };
    or_again(&site, result, |refusals| {
        page(&app, &site, &actor, &key, Tried::new(SCORE, fields.0, refusals), None)
    })
    .await?;
    let done = if far_without_a_reason(&text) { "why" } else { "scored" };
    Ok(see_other(&format!("/desk/standards/{key}?done={done}")))
}

/// Whether the two scores are far apart and nobody has written why.
fn far_without_a_reason(text: &ScoreText) -> bool {
    let score = |number: Option<i64>| number.and_then(|n| u8::try_from(n).ok()).and_then(Score::from_number);
    text.difference_reason.is_empty()
        && score(text.staff).zip(score(text.young)).is_some_and(|(a, b)| differ(a, b) == Difference::Far)
}

async fn evidence(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(key): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let on = fields.get("do") != "remove";
    app.earshot.set_evidence(&actor, &key, parse_id(fields.get("consultation"))?, on).await?;
    Ok(see_other(&format!("/desk/standards/{key}?done=evidence")))
}
