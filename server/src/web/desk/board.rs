//! The theme board.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::board::{self as pages, NO_THEME, card_form};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, CodeMove, Error, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::coding::consultation;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new().route("/desk/c/{slug}/board", get(show).post(change))
}

/// What was done a moment ago, and what was moved by it.
#[derive(Debug, Default, Deserialize)]
struct Moved {
    done: Option<String>,
    code: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

/// A theme, or none of them.
fn place(text: &str) -> Result<Option<Uuid>, WebError> {
    match text {
        "" | NO_THEME => Ok(None),
        id => parse_id(id).map(Some),
    }
}

fn said(place: Option<Uuid>) -> String {
    place.map_or_else(|| NO_THEME.to_string(), |id| id.to_string())
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(moved): Address<Moved>,
) -> Result<Response, WebError> {
    let back = match (&moved.code, &moved.from, &moved.to) {
        (Some(code), Some(from), Some(to)) => {
            Some(CodeMove { code: parse_id(code)?, from: place(from)?, to: place(to)? })
        }
        _ => None,
    };
    let page = board_page(&app, (&site, &actor), &slug, back, Tried::default(), moved.done.as_deref());
    Ok(ok(&site, page.await?))
}

async fn board_page(
    app: &App,
    (site, actor): (&Site, &Actor),
    slug: &str,
    moved: Option<CodeMove>,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    if !actor.may(Permission::Analyse) {
        return Err(Trouble::Forbidden.into());
    }
    let book = app.earshot.codebook(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::board(site, actor, consultation, book, moved, tried, done))
}

async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (code, from) = (parse_id(fields.get("code"))?, place(fields.get("from"))?);
    let what = fields.get("do").to_string();
    let done = match what.as_str() {
        "theme" => {
            let name = fields.text("name");
            let made = app.earshot.theme_of_code(&actor, &slug, (code, from), &name).await;
            made.map(|_| "done=theme".to_string())
        }
        "move" | "undo" if fields.has("theme") => {
            let step = CodeMove { code, from, to: place(fields.get("theme"))? };
            let moved = app.earshot.move_code(&actor, &slug, step).await;
            moved.map(|()| match what.as_str() {
                "undo" => "done=undone".to_string(),
                _ => format!("done=moved&code={code}&from={}&to={}", said(step.from), said(step.to)),
            })
        }
        "move" => Err(Error::Refused(vec![Refusal::Missing("theme")])),
        _ => return Err(Trouble::Wrong.into()),
    };
    let done = or_again(&site, done, |refusals| {
        // What is refused to be taken back is a move that is refused; it stands where the code lies now.
        let what = if what == "undo" { "move" } else { what.as_str() };
        let form = card_form(what, &code.to_string(), &said(from));
        let tried = Tried::new(form, fields.0, refusals);
        board_page(&app, (&site, &actor), &slug, None, tried, None)
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/board?{done}")))
}
