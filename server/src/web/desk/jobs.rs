//! What is on its way. For administrators.

use axum::extract::State;
use axum::response::Response;
use earshot_app::pages::desk::jobs as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::job::JobState;
use earshot_domain::policy::Permission;
use earshot_service::Error;
use serde::Deserialize;

use super::page_number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// Lines on a page.
const PAGE: i64 = 50;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    state: Option<String>,
    page: Option<String>,
    done: Option<String>,
}

/// Jobs of one state, page by page.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let state = asking.state.as_deref().and_then(JobState::parse).unwrap_or(JobState::Waiting);
    let number = page_number(asking.page.as_deref());
    let found = app.earshot.jobs(&actor, state, number, PAGE).await?;
    Ok(ok(&site, pages::jobs(&site, &actor, state, (found, number), asking.done.as_deref())))
}

/// Has one tried again that was given up, or throws it away after it was asked once more.
pub(super) async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = || fields.get("id").parse().map_err(|_| Trouble::Wrong);
    let done = match fields.get("do") {
        "retry" => {
            app.earshot.retry_job(&actor, id()?).await?;
            "retry"
        }
        "retry-all" => {
            app.earshot.retry_jobs(&actor).await?;
            "retry"
        }
        "discard" if fields.get("sure") != "yes" => {
            if !actor.may(Permission::SeeJobs) {
                return Err(Error::Forbidden.into());
            }
            return Ok(ok(&site, pages::discard(&site, &actor, fields.get("id"))));
        }
        "discard" => {
            app.earshot.discard_job(&actor, id()?).await?;
            "discard"
        }
        _ => return Err(Trouble::Wrong.into()),
    };
    Ok(see_other(&format!("/desk/jobs?state={}&done={done}", JobState::Failed)))
}
