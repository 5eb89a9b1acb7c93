//! Staff, their roles, and the audit trail. For administrators.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use chrono::{Days, NaiveDate, NaiveTime};
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::audit::AuditAsked;
use earshot_app::pages::desk::{audit as audit_pages, people as pages};
use earshot_app::pages::error::Trouble;
use earshot_domain::policy::Role;
use earshot_service::{AuditSearch, Error, Refusal};
use serde::Deserialize;

use super::page_number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// Lines on a page of the audit trail.
const AUDIT_PAGE: i64 = 50;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    done: Option<String>,
}

/// What is looked for in the audit trail.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AuditAsking {
    page: Option<String>,
    who: String,
    what: String,
    about: String,
    from: String,
    until: String,
    chain: String,
}

/// What was typed, as it is searched for, and the days that are none.
fn searched(asked: &AuditAsked) -> (AuditSearch, Vec<&'static str>) {
    let mut wrong = Vec::new();
    let mut day = |name: &'static str, text: &str, more: u64| {
        let day = text.trim().parse::<NaiveDate>().ok().and_then(|day| day.checked_add_days(Days::new(more)));
        if day.is_none() && !text.trim().is_empty() {
            wrong.push(name);
        }
        day.map(|day| day.and_time(NaiveTime::MIN).and_utc())
    };
    let (from, until) = (day("from", &asked.from, 0), day("until", &asked.until, 1));
    let written = |text: &str| Some(text.trim().to_lowercase()).filter(|text| !text.is_empty());
    let (who, action, subject) = (written(&asked.who), written(&asked.what), written(&asked.about));
    (AuditSearch { who, action, subject, from, until }, wrong)
}

/// Everybody of the staff.
pub(super) async fn people(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let people = app.earshot.people(&actor).await?;
    Ok(ok(&site, pages::people(&site, &actor, people, &Typed::default(), asking.done.as_deref(), &[])))
}

/// Invites somebody. The link is on the page that follows and nowhere else, so
/// that page is written at once.
pub(super) async fn invite(
    State(app): State<App>,
    Staff(site, actor): Staff,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, WebError> {
    let outcome = match Role::parse(fields.get("role")) {
        Some(role) => app.earshot.invite(&actor, &fields.text("email"), &fields.text("name"), role).await,
        None => {
            let mut refusals = vec![Refusal::Missing("role")];
            if !fields.get("email").contains('@') {
                refusals.insert(0, Refusal::Unreadable("email"));
            }
            Err(Error::Refused(refusals))
        }
    };
    match outcome {
        Ok(invitation) => Ok(ok(&site, pages::invited(&site, &actor, &invitation, &origin(&app, &headers)))),
        Err(Error::Refused(refusals)) => {
            let people = app.earshot.people(&actor).await?;
            Ok(again(&site, pages::people(&site, &actor, people, &Typed(fields.0), None, &refusals)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The address that this site has for the one who asks.
fn origin(app: &App, headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(header::ORIGIN).filter(|origin| origin.starts_with("http")), text(header::HOST)) {
        (Some(origin), _) => origin.to_string(),
        (None, Some(host)) => format!("{}://{host}", if app.secure { "https" } else { "http" }),
        (None, None) => String::new(),
    }
}

/// Takes a role back, after it was asked once more.
pub(super) async fn revoke(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let role = Role::parse(fields.get("role")).ok_or(Trouble::Wrong)?;
    let email = fields.get("email");
    if fields.get("sure") == "yes" {
        app.earshot.revoke(&actor, email, role).await?;
        return Ok(see_other("/desk/people?done=revoked"));
    }
    let people = app.earshot.people(&actor).await?;
    let person = people.iter().find(|person| person.email == email).ok_or(Trouble::Missing)?;
    Ok(ok(&site, pages::revoke(&site, &actor, person, role)))
}

/// A page of the audit trail.
pub(super) async fn audit(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<AuditAsking>,
) -> Result<Response, WebError> {
    let number = page_number(asking.page.as_deref());
    let AuditAsking { who, what, about, from, until, .. } = asking;
    let asked = AuditAsked { who, what, about, from, until };
    let (search, wrong) = searched(&asked);
    let found = app.earshot.audit_trail(&actor, &search, number, AUDIT_PAGE).await?;
    let chain = match asking.chain.as_str() {
        "check" => Some(app.earshot.audit_chain(&actor).await?),
        _ => None,
    };
    let is_wrong = !wrong.is_empty();
    let page = audit_pages::audit(&site, &actor, found, number, asked, &wrong, chain);
    Ok(if is_wrong { again(&site, page) } else { ok(&site, page) })
}
