//! The organisation's areas.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::areas as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::policy::Permission;
use earshot_service::{Actor, Error, Refusal};

use super::coding::Done;
use super::refused_lines;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses of the areas.
pub(super) fn router() -> Router<App> {
    Router::new().route("/desk/areas", get(show).post(grow)).route("/desk/areas/{key}", get(one).post(save))
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let areas = app.earshot.areas(&actor).await?;
    Ok(ok(&site, pages::areas(&site, &actor, areas, Typed::default(), done.as_deref(), &[])))
}

/// Shows the tree again with what has to be put right, or goes on to it.
async fn answer(
    app: App,
    Staff(site, actor): Staff,
    fields: Fields,
    outcome: Result<(), Error>,
    done: &str,
) -> Result<Response, WebError> {
    let (app, site, actor) = (&app, &site, &actor);
    or_again(site, outcome, |refusals| async move {
        let areas = app.earshot.areas(actor).await?;
        Ok(pages::areas(site, actor, areas, Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/areas?done={done}")))
}

/// The area that it is to be a part of.
fn parent(fields: &Fields) -> Option<String> {
    Some(fields.text("parent")).filter(|parent| !parent.is_empty())
}

/// Adds an area, or takes a whole list of them.
async fn grow(State(app): State<App>, staff: Staff, fields: Fields) -> Result<Response, WebError> {
    if fields.has("add") {
        let outcome = app.earshot.add_area(&staff.1, &fields.text("name"), parent(&fields).as_deref()).await;
        return answer(app, staff, fields, outcome, "added").await;
    }
    let outcome = match earshot_formats::areas::read(&fields.lines("list")) {
        Ok(list) => app.earshot.take_areas(&staff.1, &list).await,
        Err(errors) => Err(refused_lines(errors)),
    };
    answer(app, staff, fields, outcome, "list").await
}

async fn one(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(key): Path<String>,
) -> Result<Response, WebError> {
    let areas = editable(&app, &actor).await?;
    let area = areas.get(&key).ok_or(Trouble::Missing)?;
    Ok(ok(&site, pages::area(&site, &actor, &areas, area, &pages::typed_area(area), &[])))
}

/// Every area, for somebody who may change them.
async fn editable(app: &App, actor: &Actor) -> Result<earshot_domain::area::Areas, WebError> {
    if !actor.may(Permission::EditConsultations) {
        return Err(Error::Forbidden.into());
    }
    Ok(app.earshot.areas(actor).await?)
}

async fn save(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(key): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let areas = editable(&app, &actor).await?;
    let area = areas.get(&key).ok_or(Trouble::Missing)?;
    let is_sure = fields.get("sure") == "yes";
    let (outcome, done) = if fields.has("retire") && !is_sure {
        let asking = app.earshot.area_asking(&actor, &key).await?;
        return Ok(ok(&site, pages::retire(&site, &actor, &areas, area, asking)));
    } else if fields.has("retire") || fields.has("restore") {
        let retired = fields.has("retire");
        let done = if retired { "retired" } else { "restored" };
        (app.earshot.retire_area(&actor, &key, retired).await, done)
    } else if fields.has("delete") && is_sure {
        (app.earshot.delete_area(&actor, &key).await, "deleted")
    } else if fields.has("delete") {
        let found = app.earshot.area_use(&actor, &key).await?;
        if found.is_free() {
            return Ok(ok(&site, pages::delete(&site, &actor, area)));
        }
        (Err(Error::Refused(vec![Refusal::AreaInUse(found)])), "deleted")
    } else {
        let parent = parent(&fields);
        (app.earshot.change_area(&actor, &key, &fields.text("name"), parent.as_deref()).await, "changed")
    };
    let (site, actor, areas) = (&site, &actor, &areas);
    or_again(site, outcome, |refusals| async move {
        // What asks whether somebody is sure sends no name along.
        let typed = if is_sure { pages::typed_area(area) } else { Typed(fields.0) };
        Ok(pages::area(site, actor, areas, area, &typed, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/areas?done={done}")))
}
