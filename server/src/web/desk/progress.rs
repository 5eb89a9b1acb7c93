//! While it is open: how the asking goes, more time, and a reminder.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::{progress as pages, reminder as reminder_page};
use earshot_service::{Error, Refusal};
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    done: Option<String>,
}

/// How the asking goes.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let progress = app.earshot.progress(&actor, &slug).await?;
    let last = progress.consultation.setup.close_on.map(|day| day.to_string()).unwrap_or_default();
    let typed = Typed::default().with("close_on", last);
    let today = app.earshot.today();
    Ok(ok(&site, pages::progress(&site, &actor, progress, today, typed, asking.done.as_deref(), &[])))
}

/// Gives more time.
pub(super) async fn extend(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let edition = fields.edition()?;
    let refusals = match fields.day("close_on") {
        Ok(Some(day)) => match app.earshot.extend(&actor, &slug, edition, day).await {
            Ok(()) => return Ok(see_other(&format!("/desk/c/{slug}/progress?done=extended"))),
            Err(Error::Refused(refusals)) => refusals,
            Err(error) => return Err(error.into()),
        },
        _ => vec![Refusal::Unreadable("close_on")],
    };
    let progress = app.earshot.progress(&actor, &slug).await?;
    let today = app.earshot.today();
    let page = pages::progress(&site, &actor, progress, today, Typed(fields.0), None, &refusals);
    Ok(again(&site, page))
}

/// A reminder to copy or print.
pub(super) async fn reminder(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    if !consultation.state.is_public() {
        // Nobody is to be sent to what is not there yet.
        return Ok(see_other(&format!("/desk/c/{slug}")));
    }
    Ok(ok(&site, reminder_page::reminder(&site, &actor, consultation, app.earshot.today())))
}
