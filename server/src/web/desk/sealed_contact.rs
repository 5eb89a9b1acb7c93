//! Opening how somebody can be reached whose answer is held: two people, for a day.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::sealed_contact as pages;
use earshot_app::pages::error::Trouble;
use earshot_service::Error;

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new().route("/desk/safeguarding/contact/{id}", get(show).post(change))
}

/// How it stands.
async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let contact = app.earshot.sealed_contact(&actor, parse_id(&id)?).await?;
    Ok(ok(&site, pages::contact(&site, &actor, contact, &Typed::default(), (done.as_deref(), &[][..]))))
}

/// Asks, agrees, says no, or looks. What is looked at stands on the page that is the answer, and at no address.
async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (earshot, answer) = (&app.earshot, parse_id(&id)?);
    let opening = || parse_id(fields.get("opening"));
    let (outcome, done) = match fields.get("do") {
        "ask" => (earshot.ask_contact(&actor, answer, &fields.text("reason")).await, "asked"),
        "agree" => (earshot.agree_contact(&actor, answer, opening()?).await, "agreed"),
        "refuse" => {
            let reason = fields.text("reason");
            (earshot.refuse_contact(&actor, answer, opening()?, &reason).await, "refused")
        }
        "look" => match earshot.look_contact(&actor, answer).await {
            Ok(open) => return Ok(ok(&site, pages::open(&site, &actor, open))),
            // Back to the page with the button, and not to the first one of the desk.
            Err(Error::SecondStep) => {
                let to = format!("/sign-in/code?to=%2Fdesk%2Fsafeguarding%2Fcontact%2F{answer}");
                return Ok(see_other(&to));
            }
            Err(error) => (Err(error), ""),
        },
        _ => return Err(Trouble::Wrong.into()),
    };
    let (site, actor) = (&site, &actor);
    or_again(site, outcome, |refusals| async move {
        let contact = earshot.sealed_contact(actor, answer).await?;
        Ok(pages::contact(site, actor, contact, &Typed(fields.0), (None, &refusals)))
    })
    .await?;
    Ok(see_other(&format!("/desk/safeguarding/contact/{answer}?done={done}")))
}
