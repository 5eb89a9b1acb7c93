//! Requests and complaints, for the data protection officer.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::{Typed, requests as pages};
use earshot_app::pages::error::Trouble;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::request::{RequestKind, RequestStep};
use earshot_service::{Error, Refusal, RequestText};
use serde::Deserialize;

use super::page_number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// Lines on a page.
const PAGE: i64 = 30;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    show: Option<String>,
    page: Option<String>,
    done: Option<String>,
}

/// The list.
pub(super) async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let (open, number) = (asking.show.as_deref() != Some("ended"), page_number(asking.page.as_deref()));
    let found = app.earshot.requests(&actor, open, number, PAGE).await?;
    let typed = Typed::default().with("form", app.earshot.request_form());
    Ok(ok(&site, pages::requests(&site, &actor, open, (found, number), (typed, &[]))))
}

/// Writes one down for somebody.
pub(super) async fn write(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let text = RequestText {
        kind: RequestKind::parse(fields.get("kind")),
        words: fields.lines("words"),
        about: None,
        of: None,
        form: fields.get("form").to_string(),
        before: None,
    };
    let outcome = app.earshot.write_request(&actor, &text).await;
    let (app, site, actor) = (&app, &site, &actor);
    let (reference, code) = or_again(site, outcome, |refusals| async move {
        let mut fields = fields.0;
        if RequestText::needs_fresh_form(&refusals) {
            fields.retain(|(name, _)| name != "form");
            fields.push(("form".into(), app.earshot.request_form()));
        }
        let found = app.earshot.requests(actor, true, 0, PAGE).await?;
        Ok(pages::requests(site, actor, true, (found, 0), (Typed(fields), &refusals)))
    })
    .await?;
    Ok(ok(site, pages::written(site, actor, reference, &code)))
}

fn reference(text: &str) -> Result<Reference, WebError> {
    Ok(Reference::parse(Kind::Request, text).ok_or(Trouble::Missing)?)
}

/// One of them.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(name): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let view = match Reference::parse(Kind::Request, &name) {
        Some(reference) => app.earshot.request_view(&actor, reference).await?,
        // Who may not see requests is told so, whatever they ask for.
        None => app.earshot.request_view(&actor, Reference::new(Kind::Request, 0)).await?,
    };
    let typed = (Typed::default(), &[][..]);
    Ok(ok(&site, pages::request(&site, &actor, view, asking.done.as_deref(), typed)))
}

/// Takes one a step further, or notes something about it.
pub(super) async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(name): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let reference = reference(&name)?;
    let words = fields.lines("answer");
    let (outcome, done) = if fields.get("do") == "note" {
        (app.earshot.note_request(&actor, reference, &fields.lines("note")).await, "note")
    } else if let Some(step) = RequestStep::parse(fields.get("step")) {
        let edition = fields.edition()?;
        (app.earshot.step_request(&actor, reference, edition, step, &words).await, step.as_str())
    } else {
        (Err(Error::Refused(vec![Refusal::Missing("step")])), "")
    };
    let (app, site, actor) = (&app, &site, &actor);
    or_again(site, outcome, |refusals| async move {
        let view = app.earshot.request_view(actor, reference).await?;
        Ok(pages::request(site, actor, view, None, (Typed(fields.0), &refusals)))
    })
    .await?;
    Ok(see_other(&format!("/desk/requests/{reference}?done={done}")))
}
