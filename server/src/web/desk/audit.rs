//! The audit trail. For administrators.

use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate, NaiveTime};
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::audit::{self as pages, Shown};
use earshot_service::{AuditSearch, Refusal};

use super::page_number;
use crate::web::App;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, again, ok};

/// Lines on a page.
const PAGE: i64 = 50;

/// What was looked for, page by page; and with `chain`, whether the trail is as it was written.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asked): Address<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let asked = Fields(asked);
    let people = app.earshot.people(&actor).await?;
    let number = page_number(Some(asked.get("page")));
    let chain = match asked.get("chain") {
        "" => None,
        _ => Some(app.earshot.audit_chain(&actor, asked.number("entry").unwrap_or_default()).await?),
    };
    let (found, refusals) = match search(&asked) {
        Ok(search) => (Some(app.earshot.audit_trail(&actor, &search, number, PAGE).await?), Vec::new()),
        Err(refusals) => (None, refusals),
    };
    let is_wrong = found.is_none();
    let page =
        pages::audit(&site, &actor, &people, &Typed(asked.0), &refusals, Shown { found, number, chain });
    Ok(if is_wrong { again(&site, page) } else { ok(&site, page) })
}

/// What was typed, as it is searched for.
fn search(asked: &Fields) -> Result<AuditSearch, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut day = |name: &'static str, more: u64| {
        let day = asked.day_or(name, &mut refusals);
        let begins =
            |day: NaiveDate| Some(day.checked_add_days(Days::new(more))?.and_time(NaiveTime::MIN).and_utc());
        day.and_then(begins)
    };
    let (from, until) = (day("from_on", 0), day("until_on", 1));
    let written = |name| Some(asked.get(name).trim().to_lowercase()).filter(|text| !text.is_empty());
    let staff_id = written("who")
        .and_then(|who| who.parse().map_err(|_| refusals.push(Refusal::Unreadable("who"))).ok());
    let search = AuditSearch { staff_id, action: written("what"), subject: written("about"), from, until };
    if refusals.is_empty() { Ok(search) } else { Err(refusals) }
}
