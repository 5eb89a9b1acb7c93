//! Files of programs for qualitative analysis: out as a codebook or a project, and in.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use earshot_app::pages::desk::qda as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::policy::Permission;
use earshot_service::{Actor, Error, HandedBook, HandedIn, Refusal};

use super::coding::{Done, consultation};
use crate::qda;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::media::{Filled, in_turn};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// Bytes of a file that the page keeps between the look and the taking; a larger one is chosen once more.
const KEPT_MOST: usize = 2 * 1024 * 1024;

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/codes/codebook.csv", get(codebook_table))
        .route("/desk/c/{slug}/codes/codebook.qdc", get(codebook))
        .route("/desk/c/{slug}/codes/project.qdpx", get(project))
        .route("/desk/c/{slug}/codes/import", get(ask).post(take))
        .route("/desk/c/{slug}/codes/kept", get(kept).post(take_back))
}

/// A file to be kept.
fn attached(kind: &str, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes).into_response()
}

/// The codebook for another program.
async fn codebook(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let Some(book) = book(&app, &actor, &slug).await? else { return Ok(no_codes(&slug)) };
    Ok(attached("application/xml", &format!("{slug}.qdc"), qda::codebook(&book)))
}

/// The codebook as a table, for a program that reads no other.
async fn codebook_table(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let Some(book) = book(&app, &actor, &slug).await? else { return Ok(no_codes(&slug)) };
    Ok(attached("text/csv; charset=utf-8", &format!("{slug}-codebook.csv"), qda::codebook_table(&book)?))
}

/// The codebook as it leaves; nothing while there is no code.
async fn book(app: &App, actor: &Actor, slug: &str) -> Result<Option<HandedBook>, WebError> {
    match app.earshot.qda_codebook(actor, slug).await {
        Ok(book) => Ok(Some(book)),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Back to the codebook, which says that there is nothing to take along.
fn no_codes(slug: &str) -> Response {
    see_other(&format!("/desk/c/{slug}/codes?done=no-codes"))
}

/// What was said, redacted, with its coding, for another program.
async fn project(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let handed = app.earshot.qda_project(&actor, &slug).await?;
    let bytes = in_turn(move || qda::project(&handed)).await.ok_or(Trouble::Broken)?;
    Ok(attached("application/zip", &format!("{slug}.qdpx"), bytes?))
}

/// The form for a file.
async fn ask(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    if !actor.may(Permission::Analyse) {
        return Err(Trouble::Forbidden.into());
    }
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, pages::import(&site, &actor, consultation, None, &[])))
}

/// A file that was read.
struct Looked {
    handed: HandedIn,
    left_out: Vec<String>,
    /// The same for the same file.
    mark: String,
    /// The file, where a page has room for it.
    kept: Option<String>,
}

/// Reads the file of a form, or says why it cannot be.
async fn looked_at(filled: Filled) -> Result<Looked, Error> {
    let refused = |refusal| Error::Refused(vec![refusal]);
    // One that was chosen now comes behind the one that the page has kept.
    let file = filled.files.into_iter().next_back().ok_or_else(|| refused(Refusal::Missing("file")))?;
    let bytes = file.bytes.map_err(|_| refused(Refusal::Unreadable("file")))?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let mark = format!("{:016x}", hasher.finish());
    let kept = (bytes.len() <= KEPT_MOST).then(|| BASE64.encode(&bytes));
    let read =
        in_turn(move || qda::read(&bytes)).await.ok_or_else(|| refused(Refusal::Unreadable("file")))?;
    let (handed, left_out) =
        read.map_err(|defect| refused(Refusal::Line { line: 0, reason: defect.to_string() }))?;
    Ok(Looked { handed, left_out, mark, kept })
}

/// Says what would be taken; and takes it, once that was seen of the same file.
async fn take(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    filled: Filled,
) -> Result<Response, WebError> {
    // Nobody without the right makes the server work.
    if !actor.may(Permission::Analyse) {
        return Err(Trouble::Forbidden.into());
    }
    let consultation = consultation(&app, &actor, &slug).await?;
    let seen = filled.fields.get("seen").to_string();
    let takes = filled.fields.get("do") == "take";
    let (site, actor, shown) = (&site, &actor, &consultation);
    let refused = |refusals: Vec<Refusal>| async move {
        Ok::<_, WebError>(pages::import(site, actor, shown.clone(), None, &refusals))
    };
    let looked = or_again(site, looked_at(filled).await, refused).await?;
    let is_same = takes && seen == looked.mark;
    let done = if is_same {
        app.earshot.take_qda(actor, &slug, &looked.handed).await
    } else {
        app.earshot.preview_qda(actor, &slug, &looked.handed).await
    };
    let report = or_again(site, done, refused).await?;
    if is_same {
        return Ok(see_other(&format!("/desk/c/{slug}/codes/kept?done=taken-in")));
    }
    let preview = pages::Preview {
        report,
        left_out: looked.left_out,
        mark: looked.mark,
        kept: looked.kept,
        // Another file was chosen the second time.
        is_other: takes,
    };
    Ok(ok(site, pages::import(site, actor, consultation, Some(preview), &[])))
}

/// What is kept of files.
async fn kept(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let kept = app.earshot.qda_kept(&actor, &slug).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, pages::kept(&site, &actor, consultation, kept, done.as_deref())))
}

/// Takes back what one file brought.
async fn take_back(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    app.earshot.take_qda_back(&actor, &slug, parse_id(fields.get("import"))?).await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes/kept?done=back")))
}
