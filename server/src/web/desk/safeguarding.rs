//! The safeguarding lane, for the safeguarding lead.

use axum::extract::State;
use axum::response::Response;
use earshot_app::pages::desk::safeguarding::{self as pages, Held, Lane};
use earshot_app::pages::desk::watch::{self, Tried};
use earshot_app::pages::desk::{Typed, clocks};
use earshot_app::pages::error::Trouble;
use earshot_service::{Actor, Concern, ContactLeft, Error, PlanText, Refusal};
use serde::Deserialize;

use super::page_number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    page: Option<String>,
    log: Option<String>,
    done: Option<String>,
    marked: Option<u64>,
}

async fn lane(app: &App, actor: &Actor, page: i64, log_page: i64) -> Result<Lane, Error> {
    let earshot = &app.earshot;
    let (mut rows, mut more) = earshot.held(actor, page).await?;
    let mut page = page;
    if rows.is_empty() && page > 0 {
        // The last of this page was just released.
        page = 0;
        (rows, more) = earshot.held(actor, page).await?;
    }
    let mut held = Vec::with_capacity(rows.len());
    for (slug, answer) in rows {
        let log = earshot.safeguarding_log_of(actor, answer.id).await?;
        let contact = match earshot.contact_left(actor, answer.id).await {
            // Somebody has released it a moment ago.
            Err(Error::NotFound) => ContactLeft::NotAsked,
            found => found?,
        };
        held.push(Held { slug, answer, log, contact });
    }
    let log = earshot.safeguarding_log(actor, log_page).await?;
    let log_more = !log.is_empty() && !earshot.safeguarding_log(actor, log_page + 1).await?.is_empty();
    let undecided = earshot.held_undecided(actor).await?;
    let reading = earshot.waiting(actor).await?;
    let posts = earshot.comments_escalated(actor).await?;
    Ok(Lane { held, undecided, posts, reading, page, more, log, log_page, log_more })
}

/// Held answers and the log.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let (page, log_page) = (page_number(asking.page.as_deref()), page_number(asking.log.as_deref()));
    let lane = lane(&app, &actor, page, log_page).await?;
    let page = pages::lane(&site, &actor, lane, asking.done.as_deref(), &Typed::default(), &[]);
    Ok(ok(&site, page))
}

/// Writes down what was decided about one.
pub(super) async fn decide(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(fields.get("answer"))?;
    let outcome = match Concern::parse(fields.get("concern")) {
        Some(concern) => {
            let note = fields.text("note");
            app.earshot.decide_held(&actor, id, concern, &note).await.map(|()| concern.releases())
        }
        None => Err(Error::Refused(vec![Refusal::Unreadable("concern")])),
    };
    let (app, site, actor) = (&app, &site, &actor);
    let released = or_again(site, outcome, |refusals| async move {
        let lane = lane(app, actor, page_number(Some(fields.get("page"))), 0).await?;
        Ok(pages::lane(site, actor, lane, None, &Typed(fields.0), &refusals))
    })
    .await?;
    Ok(see_other(if released { "/desk/safeguarding?done=released" } else { "/desk/safeguarding?done=kept" }))
}

/// Hours and clocks.
pub(super) async fn plan(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let plan = app.earshot.safeguarding_plan(&actor).await?;
    Ok(ok(&site, clocks::plan(&site, &actor, &plan, None, asking.done.as_deref(), &[])))
}

/// Changes them.
pub(super) async fn save_plan(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let number = |name: &str| fields.text(name).parse().ok();
    let text = PlanText {
        opens: number("opens"),
        closes: number("closes"),
        closed: fields.lines("closed"),
        marked_hours: number("marked_hours"),
        unread_days: number("unread_days"),
        held_hours: number("held_hours"),
        deputy_hours: number("deputy_hours"),
        cover: fields.text("cover"),
    };
    let outcome = app.earshot.save_safeguarding_plan(&actor, &text).await;
    let (app, site, actor) = (&app, &site, &actor);
    or_again(site, outcome, |refusals| async move {
        let plan = app.earshot.safeguarding_plan(actor).await?;
        Ok(clocks::plan(site, actor, &plan, Some(Typed(fields.0)), None, &refusals))
    })
    .await?;
    Ok(see_other("/desk/safeguarding/plan?done=saved"))
}

/// The words that put an answer first.
pub(super) async fn words(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let words = app.earshot.watch_words(&actor).await?;
    Ok(ok(&site, watch::words(&site, &actor, &words, (None, &[]), (asking.marked, None))))
}

/// Adds words, or tries a sentence with them.
pub(super) async fn change_words(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let lines = fields.lines("lines");
    let version = fields.get("version").parse().map_err(|_| Trouble::Wrong)?;
    let outcome = if fields.get("do") == "try" {
        let tried = app.earshot.try_watch_words(&actor, &lines, &fields.text("sentence"));
        tried.map(|marked| Err(if marked { Tried::Marked } else { Tried::Plain }))
    } else {
        app.earshot.save_watch_words(&actor, version, &lines).await.map(Ok)
    };
    let words = app.earshot.watch_words(&actor).await?;
    let typed = Some(Typed(fields.0));
    match outcome {
        Ok(Ok(marked)) => Ok(see_other(&format!("/desk/safeguarding/words?marked={marked}"))),
        Ok(Err(tried)) => {
            Ok(ok(&site, watch::words(&site, &actor, &words, (typed, &[]), (None, Some(tried)))))
        }
        Err(Error::Refused(refusals)) => {
            Ok(again(&site, watch::words(&site, &actor, &words, (typed, &refusals), (None, None))))
        }
        Err(error) => Err(error.into()),
    }
}
