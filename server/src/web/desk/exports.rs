//! Files that staff take out: asked for, agreed to, fetched.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::exports as pages;
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::export::{ExportForm, ExportKind};
use earshot_service::{Actor, Error, ExportOrder, Refusal};
use uuid::Uuid;

use super::coding::{Done, consultation};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/exports", get(list).post(ask))
        .route("/desk/c/{slug}/exports/{id}/file", get(file))
        .route("/desk/exports", get(waiting).post(decide))
}

async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let page = files(&app, &site, &actor, &slug, &Typed::default(), (done.as_deref(), &[])).await?;
    Ok(ok(&site, page))
}

async fn files(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    typed: &Typed,
    shown: (Option<&str>, &[Refusal]),
) -> Result<Page, WebError> {
    let files = app.earshot.exports(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::files(site, actor, consultation, files, typed, shown))
}

async fn ask(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let order = ExportOrder {
        kind: ExportKind::parse(fields.get("what")),
        form: ExportForm::parse(fields.get("format")),
        raw: fields.get("raw") == "yes",
        reason: fields.text("reason"),
    };
    let outcome = app.earshot.ask_export(&actor, &slug, &order).await;
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    or_again(site, outcome, |refusals| async move {
        files(app, site, actor, of, &Typed(fields.0), (None, &refusals)).await
    })
    .await?;
    let done = if order.raw { "raw" } else { "asked" };
    Ok(see_other(&format!("/desk/c/{slug}/exports?done={done}")))
}

/// The file itself, to be kept.
async fn file(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    // Who may not see any is told so, whatever the address says.
    let id = parse_id(&id).unwrap_or(Uuid::nil());
    let file = match app.earshot.export_file(&actor, &slug, id).await {
        Ok(file) => file,
        Err(Error::NotFound) => {
            // Who follows an old link is told why it leads nowhere any more, and nobody else that it ever did.
            let known = app.earshot.exports(&actor, &slug).await?.exports;
            if known.iter().any(|export| export.id == id) {
                return Ok(see_other(&format!("/desk/c/{slug}/exports?done=gone")));
            }
            return Err(Error::NotFound.into());
        }
        Err(error) => return Err(error.into()),
    };
    let headers = [
        (header::CONTENT_TYPE, file.content_type.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
        (header::CACHE_CONTROL, "no-store".to_string()),
    ];
    Ok((headers, file.bytes).into_response())
}

async fn waiting(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let waiting = app.earshot.exports_to_approve(&actor).await?;
    Ok(ok(&site, pages::to_approve(&site, &actor, waiting, &Typed::default(), (done.as_deref(), &[]))))
}

async fn decide(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let agrees = match fields.get("do") {
        "agree" => true,
        "refuse" => false,
        // Who may not decide is told so first.
        _ => {
            app.earshot.exports_to_approve(&actor).await?;
            return Err(Trouble::Wrong.into());
        }
    };
    let id = parse_id(fields.get("export")).unwrap_or(Uuid::nil());
    let outcome = app.earshot.decide_export(&actor, id, agrees, &fields.text("reason")).await;
    let (app, site, actor) = (&app, &site, &actor);
    or_again(site, outcome, |refusals| async move {
        let waiting = app.earshot.exports_to_approve(actor).await?;
        Ok(pages::to_approve(site, actor, waiting, &Typed(fields.0), (None, &refusals)))
    })
    .await?;
    let done = if agrees { "agreed" } else { "refused" };
    Ok(see_other(&format!("/desk/exports?done={done}")))
}
