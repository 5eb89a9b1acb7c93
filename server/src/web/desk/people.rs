//! Staff and their roles. For administrators.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::people as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::policy::{Permission, Role};
use earshot_service::{Actor, Error, Person, Refusal};
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

/// Everybody of the staff, and whether a second step is asked of those who read.
async fn everybody(app: &App, actor: &Actor) -> Result<(Vec<Person>, bool), Error> {
    Ok((app.earshot.people(actor).await?, app.earshot.second_step(actor).await?.required))
}

/// Everybody of the staff.
pub(super) async fn people(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let people = everybody(&app, &actor).await?;
    Ok(ok(&site, pages::people(&site, &actor, people, &Typed::default(), asking.done.as_deref(), &[])))
}

/// What each role may do.
pub(super) async fn roles(Staff(site, actor): Staff) -> Response {
    ok(&site, pages::roles(&site, &actor))
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
            let people = everybody(&app, &actor).await?;
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
    if !actor.may(Permission::ManagePeople) {
        return Err(Error::Forbidden.into());
    }
    let people = app.earshot.people(&actor).await?;
    let person = people.iter().find(|person| person.email == email).ok_or(Trouble::Missing)?;
    Ok(ok(&site, pages::revoke(&site, &actor, person, role)))
}
