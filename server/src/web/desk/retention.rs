//! How long things are kept, for the data protection officer and administrators.

use axum::extract::State;
use axum::response::Response;
use earshot_app::Site;
use earshot_app::pages::desk::{Typed, retention as pages};
use earshot_app::pages::error::Trouble;
use earshot_domain::policy::Permission;
use earshot_domain::retention::Record;
use earshot_service::{Actor, Error};

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The rules, what would go next, and what is held.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let found = app.earshot.retention(&actor).await?;
    let typed = (Typed::default(), &[][..]);
    Ok(ok(&site, pages::retention(&site, &actor, found, done.as_deref(), typed)))
}

/// Asks once more before a hold ends.
async fn sure(app: &App, site: &Site, actor: &Actor, fields: &Fields) -> Result<Response, WebError> {
    if !actor.may(Permission::KeepRetention) {
        return Err(Error::Forbidden.into());
    }
    let id = parse_id(fields.get("id"))?;
    let found = app.earshot.retention(actor).await?;
    let hold = found.holds.iter().find(|hold| hold.id == id).ok_or(Trouble::Missing)?;
    Ok(ok(site, pages::lift(site, actor, hold)))
}

/// Changes a rule, places a hold, or ends one.
pub(super) async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let reason = fields.lines("reason");
    let (outcome, done) = match fields.get("do") {
        "rule" => {
            let record = Record::parse(fields.get("record")).ok_or(Trouble::Wrong)?;
            let months = fields.text("months").parse().ok();
            (app.earshot.set_retention(&actor, record, months, &reason).await, "rule")
        }
        "hold" => {
            let of = Some(fields.get("of")).filter(|slug| !slug.is_empty());
            (app.earshot.place_hold(&actor, of, &reason).await, "hold")
        }
        "lift" if fields.get("sure") != "yes" => return sure(&app, &site, &actor, &fields).await,
        "lift" => (app.earshot.lift_hold(&actor, parse_id(fields.get("id"))?).await, "lift"),
        _ => return Err(Trouble::Wrong.into()),
    };
    let (app, site, actor) = (&app, &site, &actor);
    or_again(site, outcome, |refusals| async move {
        let found = app.earshot.retention(actor).await?;
        Ok(pages::retention(site, actor, found, None, (Typed(fields.0), &refusals[..])))
    })
    .await?;
    Ok(see_other(&format!("/desk/retention?done={done}")))
}
