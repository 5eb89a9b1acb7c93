//! Decisions and what they promise.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::decisions::{
    self as pages, ADD_ACTION, NEW_DECISION, PUBLISH_DECISION, SAVE_DECISION, action_form,
};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::decision::{ActionState, Level, ResponseStatus};
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{ActionText, Actor, DecisionBody, DecisionText, Error, Refusal, ReplyText};

use super::boards::chosen;
use super::coding::Done;
use super::findings::sure;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/decisions", get(decisions).post(begin))
        .route("/desk/decisions/{reference}", get(decision).post(save))
        .route("/desk/decisions/{reference}/actions", post(add_action))
        .route("/desk/decisions/{reference}/actions/{action}", post(update_action))
}

async fn decisions(State(app): State<App>, Staff(site, actor): Staff) -> Result<Response, WebError> {
    Ok(ok(&site, list(&app, &site, &actor, Tried::default()).await?))
}

async fn list(app: &App, site: &Site, actor: &Actor, tried: Tried) -> Result<Page, WebError> {
    let decisions = app.earshot.decisions(actor).await?;
    let boards = app.earshot.decision_boards(actor).await?;
    let promises = app.earshot.promises(actor).await?;
    Ok(pages::decisions(site, actor, decisions, boards, promises, app.earshot.today(), tried))
}

async fn begin(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let body = DecisionBody {
        title: fields.text("title"),
        plain_title: fields.text("plain_title"),
        decider: fields.text("decider"),
        ..DecisionBody::default()
    };
    let begun = match chosen(&fields) {
        Ok(board) => app.earshot.create_decision_at(&actor, &body, board).await,
        Err(refusal) => Err(Error::Refused(vec![refusal])),
    };
    let reference = or_again(&site, begun, |refusals| {
        list(&app, &site, &actor, Tried::new(NEW_DECISION, fields.0, refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/decisions/{reference}?done=begun")))
}

fn parse(reference: &str) -> Result<Reference, WebError> {
    Reference::parse(Kind::Decision, reference).ok_or_else(|| Trouble::Missing.into())
}

async fn decision(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let page = page(&app, &site, &actor, parse(&reference)?, Tried::default(), done.as_deref()).await?;
    Ok(ok(&site, page))
}

async fn page(
    app: &App,
    site: &Site,
    actor: &Actor,
    reference: Reference,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    let view = app.earshot.decision(actor, reference).await?;
    Ok(pages::decision(site, actor, view, app.earshot.today(), tried, done))
}

/// On to the decision's page, at the part with what was done, when all is well;
/// otherwise the page again.
async fn answer(
    app: &App,
    site: &Site,
    actor: &Actor,
    reference: Reference,
    result: Result<(), Error>,
    done: &str,
    (form, fields): (String, Fields),
) -> Result<Response, WebError> {
    or_again(site, result, |refusals| {
        page(app, site, actor, reference, Tried::new(form, fields.0, refusals), None)
    })
    .await?;
    Ok(see_other(&format!("/desk/decisions/{reference}?done={done}")))
}

/// A day of a form, or the refusal of its field.
fn day(fields: &Fields, name: &'static str) -> Result<Option<chrono::NaiveDate>, Error> {
    fields.day(name).map_err(|()| Error::Refused(vec![Refusal::Unreadable(name)]))
}

fn body(fields: &Fields) -> Result<DecisionBody, Error> {
    let level = Level::parse(fields.get("level"))
        .ok_or_else(|| Error::Refused(vec![Refusal::Unreadable("level")]))?;
    Ok(DecisionBody {
        title: fields.text("title"),
        plain_title: fields.text("plain_title"),
        decider: fields.text("decider"),
        decided_on: day(fields, "decided_on")?,
        level,
        level_why: fields.text("level_why"),
        options: fields.text("options"),
        reasons: fields.text("reasons"),
        equality_impact: fields.text("equality_impact"),
        safeguarding_note: fields.text("safeguarding_note"),
    })
}

/// Everything that the form of a draft holds.
fn whole(fields: &Fields) -> Result<Result<DecisionText, Error>, WebError> {
    let mut replies = Vec::new();
    for (name, status) in &fields.0 {
        let Some(id) = name.strip_prefix("status-") else { continue };
        replies.push(ReplyText {
            theme: parse_id(id)?,
            status: ResponseStatus::parse(status),
            reason: fields.text(&format!("reason-{id}")),
        });
    }
    let (priorities, consultations) = (fields.ids("priorities")?, fields.ids("consultations")?);
    let board = chosen(fields).map_err(|refusal| Error::Refused(vec![refusal]));
    Ok(body(fields).and_then(|body| {
        let board = board?;
        Ok(DecisionText { body, board, priorities, consultations, replies })
    }))
}

/// Keeps everything on the page, whichever button was pressed, and then does
/// what the button says.
async fn save(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let reference = parse(&reference)?;
    let edition = fields.edition()?;
    let saved = match whole(&fields)? {
        Ok(text) => app.earshot.save_whole_decision(&actor, reference, edition, &text).await,
        Err(error) => Err(error),
    };
    if saved.is_err() {
        return answer(&app, &site, &actor, reference, saved, "saved", (SAVE_DECISION.into(), fields)).await;
    }
    match fields.get("do") {
        "promise" => {
            let result = promise(&app, &actor, reference, &fields).await?;
            answer(&app, &site, &actor, reference, result, "action", (ADD_ACTION.into(), fields)).await
        }
        "publish" => {
            // What is missing comes before what is only to be ticked: the
            // button that is off stands beside no tick.
            let missing = !app.earshot.decision(&actor, reference).await?.gaps.is_empty();
            let result = match sure(&fields) {
                Err(error) if !missing => Err(error),
                // Saving made the next edition. If somebody else has made one
                // since, theirs is not published unseen.
                _ => app.earshot.publish_decision(&actor, reference, edition + 1).await,
            };
            answer(&app, &site, &actor, reference, result, "published", (PUBLISH_DECISION.into(), fields))
                .await
        }
        _ => answer(&app, &site, &actor, reference, Ok(()), "saved", (SAVE_DECISION.into(), fields)).await,
    }
}

async fn promise(
    app: &App,
    actor: &Actor,
    reference: Reference,
    fields: &Fields,
) -> Result<Result<(), Error>, WebError> {
    let theme = parse_id(fields.get("theme"))?;
    Ok(match day(fields, "due_on") {
        Ok(due_on) => {
            let text = ActionText { theme, what: fields.text("what"), owner: fields.text("owner"), due_on };
            app.earshot.add_action(actor, reference, &text).await.map(|_| ())
        }
        Err(error) => Err(error),
    })
}

/// Adds a promise to a decision that is published.
async fn add_action(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let reference = parse(&reference)?;
    let result = promise(&app, &actor, reference, &fields).await?;
    answer(&app, &site, &actor, reference, result, "action", (ADD_ACTION.into(), fields)).await
}

async fn update_action(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((reference, action)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let reference = parse(&reference)?;
    let action = Reference::parse(Kind::Action, &action).ok_or(Trouble::Missing)?;
    let result = match (ActionState::parse(fields.get("state")), day(&fields, "done_on")) {
        (None, _) => Err(Error::Refused(vec![Refusal::Unreadable("state")])),
        (_, Err(error)) => Err(error),
        (Some(state), Ok(done_on)) => {
            let note = fields.text("change_note");
            app.earshot.update_action(&actor, reference, action, state, done_on, &note).await
        }
    };
    answer(&app, &site, &actor, reference, result, "updated", (action_form(action), fields)).await
}
