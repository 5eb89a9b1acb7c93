//! Boards: who decides.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::boards as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{BoardText, ChosenBoard, Refusal};
use uuid::Uuid;

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/boards", get(list).post(add))
        .route("/desk/boards/{reference}", get(show).post(change))
}

/// Which board decides, as a form says it: a form without the list leaves it as it is.
pub(super) fn chosen(fields: &Fields) -> Result<ChosenBoard, Refusal> {
    if fields.0.iter().all(|(name, _)| name != "board") {
        return Ok(ChosenBoard::Kept);
    }
    match fields.get("board") {
        "" => Ok(ChosenBoard::Nobody),
        id => Uuid::try_parse(id).map(ChosenBoard::Board).map_err(|_| Refusal::Unreadable("board")),
    }
}

fn parse(reference: &str) -> Result<Reference, WebError> {
    Reference::parse(Kind::Board, reference).ok_or_else(|| Trouble::Missing.into())
}

fn text(fields: &Fields) -> BoardText {
    BoardText {
        name: fields.text("name"),
        kind: fields.get("board_kind").to_string(),
        level: fields.get("level").to_string(),
        parent: fields.get("parent_board").to_string(),
        shadows: fields.get("shadows").to_string(),
        meets: fields.text("meets"),
    }
}

async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let boards = app.earshot.boards(&actor).await?;
    Ok(ok(&site, pages::boards(&site, &actor, boards, Typed::default(), done.as_deref(), &[])))
}

async fn add(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let outcome = app.earshot.add_board(&actor, &text(&fields)).await;
    let (app, site, actor) = (&app, &site, &actor);
    let reference = or_again(site, outcome, |refusals| async move {
        let boards = app.earshot.boards(actor).await?;
        Ok(pages::boards(site, actor, boards, Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/boards/{reference}?done=added")))
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let view = app.earshot.board(&actor, parse(&reference)?).await?;
    let typed = pages::typed_board(&view.board);
    Ok(ok(&site, pages::board(&site, &actor, view, typed, done.as_deref(), &[])))
}

/// Keeps what is written of it, ends it, or lets it decide again.
async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (reference, edition, earshot) = (parse(&reference)?, fields.edition()?, &app.earshot);
    let (result, done) = match fields.get("do") {
        "save" => (earshot.change_board(&actor, reference, edition, &text(&fields)).await, "changed"),
        "end" => (earshot.end_board(&actor, reference, edition, true).await, "end"),
        "reopen" => (earshot.end_board(&actor, reference, edition, false).await, "reopen"),
        _ => return Err(Trouble::Wrong.into()),
    };
    let (site, actor) = (&site, &actor);
    or_again(site, result, |refusals| async move {
        let view = earshot.board(actor, reference).await?;
        Ok(pages::board(site, actor, view, Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/boards/{reference}?done={done}")))
}
