//! The clinic: what was found, what is left as it is, and what it is looked over with.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::clinic as pages;
use earshot_app::pages::error::Trouble;
use earshot_service::{Actor, Error, HolidayText, Refusal};

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// What was found.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let clinic = app.earshot.clinic(&actor, &slug).await?;
    Ok(ok(&site, pages::clinic(&site, &actor, clinic, Typed::default(), done.as_deref(), &[])))
}

/// Takes one of its forms.
pub(super) async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    // Holidays and languages are of the organisation, and yet this is a page of one consultation: of one of theirs.
    app.earshot.preparation(&actor, &slug).await?;
    match take(&app, &actor, &slug, &fields).await {
        Ok(done) => Ok(see_other(&format!("/desk/c/{slug}/clinic?done={done}"))),
        Err(Taking::Refused(refusals)) => {
            let clinic = app.earshot.clinic(&actor, &slug).await?;
            Ok(again(&site, pages::clinic(&site, &actor, clinic, Typed(fields.0), None, &refusals)))
        }
        Err(Taking::Failed(error)) => Err(error),
    }
}

/// Why a form was not taken.
enum Taking {
    Refused(Vec<Refusal>),
    Failed(WebError),
}

impl From<Error> for Taking {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusals) => Self::Refused(refusals),
            other => Self::Failed(other.into()),
        }
    }
}

impl From<WebError> for Taking {
    fn from(error: WebError) -> Self {
        Self::Failed(error)
    }
}

/// Does what the form says; gives what was done.
async fn take(app: &App, actor: &Actor, slug: &str, fields: &Fields) -> Result<&'static str, Taking> {
    let earshot = &app.earshot;
    if fields.has("leave") {
        earshot.leave_as_is(actor, slug, fields.get("leave"), &fields.text("reason")).await?;
        return Ok("left");
    }
    if fields.has("up") {
        earshot.take_up(actor, slug, fields.get("up")).await?;
        return Ok("up");
    }
    if fields.has("remove") {
        earshot.remove_holiday(actor, parse_id(fields.get("remove"))?).await?;
        return Ok("removed");
    }
    match fields.get("save") {
        "expected" => {
            let unreadable = |()| Taking::Refused(vec![Refusal::Unreadable("expected")]);
            earshot.save_expected(actor, slug, fields.number("expected").map_err(unreadable)?).await?;
            Ok("expected")
        }
        "languages" => {
            let typed = fields.text("languages").to_lowercase();
            let tags = typed.split([',', ' ', ';']).filter(|tag| !tag.is_empty()).map(str::to_string);
            earshot.save_languages(actor, &tags.collect::<Vec<_>>()).await?;
            Ok("languages")
        }
        "holiday" => {
            let mut refusals = Vec::new();
            let mut day = |field| fields.day_or(field, &mut refusals);
            let (first_day, last_day) = (day("first_day"), day("last_day"));
            if !refusals.is_empty() {
                return Err(Taking::Refused(refusals));
            }
            let text = HolidayText { name: fields.text("holiday"), first_day, last_day };
            earshot.add_holiday(actor, &text).await?;
            Ok("holiday")
        }
        _ => Err(WebError::from(Trouble::Wrong).into()),
    }
}
