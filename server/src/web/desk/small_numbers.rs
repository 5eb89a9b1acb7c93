//! How small numbers are hidden, for administrators and the data protection officer.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::{Typed, small_numbers as pages};
use earshot_domain::suppression::Preset;

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new().route("/desk/small-numbers", get(show).post(choose))
}

/// The rules, and what was chosen.
async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let found = app.earshot.small_numbers(&actor).await?;
    let typed = (Typed::default(), &[][..]);
    Ok(ok(&site, pages::small_numbers(&site, &actor, found, done.as_deref(), typed)))
}

/// Chooses the rule for what opens from now on.
async fn choose(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let preset = Preset::parse(fields.get("preset"));
    let outcome = app.earshot.choose_preset(&actor, preset, &fields.lines("reason")).await;
    let (app, site, actor) = (&app, &site, &actor);
    or_again(site, outcome, |refusals| async move {
        let found = app.earshot.small_numbers(actor).await?;
        Ok(pages::small_numbers(site, actor, found, None, (Typed(fields.0), &refusals[..])))
    })
    .await?;
    Ok(see_other("/desk/small-numbers?done=chosen"))
}
