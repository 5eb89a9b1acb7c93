//! Links with which somebody outside reads the evidence of a consultation for a time.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::read_links as pages;
use earshot_app::pages::error::Trouble;

use super::coding::{Done, consultation};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/evidence", get(list).post(make))
        .route("/desk/c/{slug}/evidence/revoke", post(revoke))
}

async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let links = (app.earshot.read_links(&actor, &slug).await?, app.earshot.now());
    let consultation = consultation(&app, &actor, &slug).await?;
    let shown = (done.as_deref(), &[][..]);
    Ok(ok(&site, pages::links(&site, &actor, consultation, links, &Typed::default(), shown)))
}

/// Makes a link. It is on the page that follows and nowhere else, so that page is written at once.
async fn make(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let days = fields.get("days").parse().unwrap_or_default();
    let outcome = app.earshot.make_read_link(&actor, &slug, fields.get("for_whom"), days).await;
    let (app, site, actor, slug) = (&app, &site, &actor, &slug);
    let new = or_again(site, outcome, |refusals| async move {
        let links = (app.earshot.read_links(actor, slug).await?, app.earshot.now());
        let consultation = consultation(app, actor, slug).await?;
        Ok(pages::links(site, actor, consultation, links, &Typed(fields.0), (None, &refusals)))
    })
    .await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(ok(site, pages::made(site, actor, consultation, &new, &site.origin)))
}

async fn revoke(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = fields.get("id").parse().map_err(|_| Trouble::Missing)?;
    app.earshot.revoke_read_link(&actor, &slug, id).await?;
    Ok(see_other(&format!("/desk/c/{slug}/evidence?done=revoked")))
}
