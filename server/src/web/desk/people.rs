//! Staff and their roles. For administrators.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use earshot_app::Site;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::people as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::policy::{Permission, Role};
use earshot_service::{Actor, Error, Person, Place, Refusal, Trust, place_key};

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// Everybody of the staff, whether a second step is asked of those who read, and the places that somebody can be trusted
/// with a role in alone.
async fn everybody(app: &App, actor: &Actor) -> Result<pages::Staff, Error> {
    Ok(pages::Staff {
        people: app.earshot.people(actor).await?,
        required: app.earshot.second_step(actor).await?.required,
        places: app.earshot.places(actor).await?,
    })
}

/// Everybody of the staff.
pub(super) async fn people(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let people = everybody(&app, &actor).await?;
    Ok(ok(&site, pages::people(&site, &actor, people, &Typed::default(), done.as_deref(), &[])))
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
        Some(role) => {
            let (email, name) = (fields.text("email"), fields.text("name"));
            app.earshot.invite_with(&actor, (&email, &name), trust(&fields, role)?).await
        }
        None => {
            let mut refusals = vec![Refusal::Missing("role")];
            if !fields.get("email").contains('@') {
                refusals.insert(0, Refusal::Unreadable("email"));
            }
            Err(Error::Refused(refusals))
        }
    };
    let (app, site, actor) = (&app, &site, &actor);
    let invitation = or_again(site, outcome, |refusals| async move {
        let people = everybody(app, actor).await?;
        Ok(pages::people(site, actor, people, &Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(ok(site, pages::invited(site, actor, &invitation, &origin(app, site, &headers))))
}

/// The address that this site has: as the operator has said it, or else for the one who asks.
fn origin(app: &App, site: &Site, headers: &HeaderMap) -> String {
    if app.public_url.is_some() {
        return site.origin.clone();
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(header::ORIGIN).filter(|origin| origin.starts_with("http")), text(header::HOST)) {
        (Some(origin), _) => origin.to_string(),
        (None, Some(host)) => format!("{}://{host}", if app.secure { "https" } else { "http" }),
        (None, None) => String::new(),
    }
}

/// What a form gives or takes back: everywhere or in one place alone, and why.
fn trust(fields: &Fields, role: Role) -> Result<Trust<'_>, WebError> {
    let only_in = match fields.get("only_in") {
        "" => None,
        key => Some(Place::parse(key).ok_or(Trouble::Missing)?),
    };
    Ok(Trust { role, only_in, why: fields.get("why") })
}

/// Takes a role back, after it was asked once more, and why.
pub(super) async fn revoke(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let role = Role::parse(fields.get("role")).ok_or(Trouble::Wrong)?;
    let (email, only_in) = (fields.get("email"), fields.get("only_in"));
    let mut refusals = Vec::new();
    if fields.get("sure") == "yes" {
        match app.earshot.revoke_with(&actor, email, trust(&fields, role)?).await {
            Ok(()) => return Ok(see_other("/desk/people?done=revoked")),
            Err(Error::Refused(found)) => refusals = found,
            Err(error) => return Err(error.into()),
        }
    }
    let person = meant(&app, &actor, email).await?;
    let placed = person
        .places
        .iter()
        .find(|placed| placed.role == role && place_key(placed.place, placed.slug.as_deref()) == only_in);
    if placed.is_none() && !only_in.is_empty() {
        return Err(Trouble::Missing.into());
    }
    let what = (role, placed);
    let page = pages::revoke(&site, &actor, &person, what, (&Typed(fields.0), &refusals[..]));
    Ok(if refusals.is_empty() { ok(&site, page) } else { again(&site, page) })
}

/// Takes the second step of somebody away who has lost their phone, after it was asked once more, and why.
pub(super) async fn forget(
    app: &App,
    site: &Site,
    actor: &Actor,
    fields: Fields,
) -> Result<Response, WebError> {
    let email = fields.get("email");
    let mut refusals = Vec::new();
    if fields.get("sure") == "yes" {
        match app.earshot.forget_second_step_because(actor, email, &fields.text("why")).await {
            Ok(()) => return Ok(see_other("/desk/people?done=forgotten")),
            Err(Error::Refused(found)) => refusals = found,
            Err(error) => return Err(error.into()),
        }
    }
    let person = meant(app, actor, email).await?;
    let page = pages::forget(site, actor, &person, (&Typed(fields.0), &refusals[..]));
    Ok(if refusals.is_empty() { ok(site, page) } else { again(site, page) })
}

/// Whom of the staff somebody is about to take something from.
async fn meant(app: &App, actor: &Actor, email: &str) -> Result<Person, WebError> {
    if !actor.may(Permission::ManagePeople) {
        return Err(Error::Forbidden.into());
    }
    let people = app.earshot.people(actor).await?;
    let person = people.into_iter().find(|person| person.email == email);
    person.ok_or_else(|| Trouble::Missing.into())
}
