//! The framework matrix, and its cells.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::matrix::{self as pages, WRITE};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_service::{Actor, MatrixAsk, MatrixRow};
use uuid::Uuid;

use super::coding::consultation;
use super::page_number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/matrix", get(show))
        .route("/desk/c/{slug}/matrix/{id}/{row}", get(cell).post(write))
}

/// What stands after the question mark: codes several times.
type Asked = Vec<(String, String)>;

/// Which rows and columns are asked for.
fn ask(fields: &Fields) -> Result<MatrixAsk, WebError> {
    let theme = match fields.get("theme") {
        "" => None,
        theme => Some(parse_id(theme)?),
    };
    Ok(MatrixAsk {
        codes: fields.ids("code")?,
        theme,
        singles: fields.get("rows") == "single",
        page: page_number(Some(fields.get("page"))),
    })
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asked): Address<Asked>,
) -> Result<Response, WebError> {
    let done = asked.iter().find(|(name, _)| name == "done").map(|(_, done)| done.clone());
    let ask = ask(&Fields(asked))?;
    let matrix = app.earshot.matrix(&actor, &slug, &ask).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, pages::matrix(&site, &actor, consultation, matrix, ask, done.as_deref())))
}

/// The cell at an address.
fn place(id: &str, row: &str) -> Result<(Uuid, MatrixRow), WebError> {
    Ok((parse_id(id)?, MatrixRow::parse(row).ok_or(Trouble::Missing)?))
}

async fn cell_page(
    app: &App,
    (site, actor): (&Site, &Actor),
    slug: &str,
    ((code, row), ask): ((Uuid, MatrixRow), MatrixAsk),
    tried: Tried,
) -> Result<Page, WebError> {
    let found = app.earshot.matrix_cell(actor, slug, code, row).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::cell_page(site, actor, consultation, found, ask, tried))
}

async fn cell(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id, row)): Path<(String, String, String)>,
    Address(asked): Address<Asked>,
) -> Result<Response, WebError> {
    let at = (place(&id, &row)?, ask(&Fields(asked))?);
    Ok(ok(&site, cell_page(&app, (&site, &actor), &slug, at, Tried::default()).await?))
}

async fn write(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id, row)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let place = place(&id, &row)?;
    // The rows and columns from which somebody came: back to them.
    let mut ask = ask(&fields)?;
    ask.singles = matches!(place.1, MatrixRow::Response(_));
    let edition = fields.edition()?;
    let words = fields.text("matrix_summary");
    let outcome = app.earshot.write_summary(&actor, &slug, place, edition, &words).await;
    let back = format!("{}&done=written", pages::address(&slug, &ask, ask.page));
    or_again(&site, outcome, |refusals| {
        cell_page(&app, (&site, &actor), &slug, (place, ask), Tried::new(WRITE, fields.0, refusals))
    })
    .await?;
    Ok(see_other(&back))
}
