//! Drafts of documents that the law asks for, for the data protection officer and administrators.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::documents as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::documents::Which;

use crate::web::App;
use crate::web::error::WebError;
use crate::web::site::{Staff, ok};

/// The list.
pub(super) async fn list(State(app): State<App>, Staff(site, actor): Staff) -> Result<Response, WebError> {
    let drafts = app.earshot.documents(&actor).await?;
    Ok(ok(&site, pages::documents(&site, &actor, drafts)))
}

/// One of them.
pub(super) async fn one(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(which): Path<String>,
) -> Result<Response, WebError> {
    let which = Which::parse(&which).ok_or(Trouble::Missing)?;
    let draft = app.earshot.document(&actor, which).await?;
    Ok(ok(&site, pages::document(&site, &actor, draft, app.earshot.today())))
}
