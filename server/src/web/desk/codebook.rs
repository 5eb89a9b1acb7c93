//! The codebook: one code, changed, merged, split, retired and brought back; and the codebook as it was frozen.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::codebook::{
    self as pages, CHANGE_CODE, FREEZE, MERGE_CODE, OneCode, SPLIT_CODE,
};
use earshot_app::pages::desk::pieces::ADD_MEMO;
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::policy::Permission;
use earshot_service::{Actor, Error, MemoOn, Refusal, SPLIT_FIELDS, SplitCode};
use uuid::Uuid;

use super::coding::{Done, code_text, consultation};
use super::workbench::number;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/codes/versions", get(versions).post(freeze))
        .route("/desk/c/{slug}/codes/versions/{number}", get(version))
        .route("/desk/c/{slug}/codes/{id}", get(code).post(change_code))
        .route("/desk/c/{slug}/codes/{id}/memos", post(add_memo))
        .route("/desk/c/{slug}/codes/{id}/memos/remove", post(remove_memo))
        .route("/desk/c/{slug}/codes/{id}/merge", get(choose_merge).post(merge_codes))
        .route("/desk/c/{slug}/codes/{id}/restore", post(restore_code))
        .route("/desk/c/{slug}/codes/{id}/retire", get(sure_to_retire).post(retire_code))
        .route("/desk/c/{slug}/codes/{id}/split", get(write_split).post(split_code))
}

/// The code at this address, with what stands around it.
async fn one(app: &App, actor: &Actor, slug: &str, id: &str) -> Result<OneCode, WebError> {
    if !actor.may(Permission::Analyse) {
        return Err(Trouble::Forbidden.into());
    }
    let id = parse_id(id)?;
    let book = app.earshot.codebook(actor, slug).await?;
    let code = book.codes.iter().chain(&book.retired).find(|code| code.id == id).cloned();
    let code = code.ok_or(Trouble::Missing)?;
    let history = app.earshot.code_history(actor, slug, id).await?;
    let (memos, number) = (Vec::new(), app.earshot.form_number());
    Ok(OneCode { book, code, history, memos, number, retire: false })
}

/// The page of a code, with the notes beside it.
async fn code_page(
    app: &App,
    (site, actor): (&Site, &Actor),
    (slug, id): (&str, &str),
    retire: bool,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    let one = one(app, actor, slug, id).await?;
    let memos = app.earshot.memos(actor, slug, MemoOn::Code(one.code.id)).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::code(site, actor, consultation, OneCode { memos, retire, ..one }, tried, done))
}

/// The same, where it is in use.
async fn in_use(app: &App, actor: &Actor, slug: &str, id: &str) -> Result<OneCode, WebError> {
    let one = one(app, actor, slug, id).await?;
    if one.code.retired_at.is_some() {
        return Err(Trouble::Stale.into());
    }
    Ok(one)
}

async fn code(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let (who, at) = ((&site, &actor), (slug.as_str(), id.as_str()));
    Ok(ok(&site, code_page(&app, who, at, false, Tried::default(), done.as_deref()).await?))
}

async fn sure_to_retire(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (who, at) = ((&site, &actor), (slug.as_str(), id.as_str()));
    Ok(ok(&site, code_page(&app, who, at, true, Tried::default(), None).await?))
}

async fn change_code(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let changed = match code_text(&fields) {
        Ok(text) => app.earshot.change_code(&actor, &slug, parse_id(&id)?, &text).await,
        Err(error) => Err(error),
    };
    or_again(&site, changed, |refusals| {
        let tried = Tried::new(CHANGE_CODE, fields.0, refusals);
        let (who, at) = ((&site, &actor), (slug.as_str(), id.as_str()));
        code_page(&app, who, at, false, tried, None)
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes?done=changed")))
}

async fn add_memo(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let code = parse_id(&id)?;
    let (on, words) = (MemoOn::Code(code), fields.text("memo"));
    let outcome = app.earshot.add_memo_once(&actor, &slug, on, &words, number(&fields)).await;
    or_again(&site, outcome, |refusals| {
        let tried = Tried::new(ADD_MEMO, fields.0, refusals);
        let (who, at) = ((&site, &actor), (slug.as_str(), id.as_str()));
        code_page(&app, who, at, false, tried, None)
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes/{code}?done=memo")))
}

async fn remove_memo(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let code = parse_id(&id)?;
    app.earshot.remove_memo(&actor, &slug, parse_id(fields.get("memo_id"))?).await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes/{code}?done=memo-off")))
}

async fn retire_code(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    app.earshot.retire_code(&actor, &slug, parse_id(&id)?).await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes?done=retired")))
}

async fn restore_code(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    app.earshot.restore_code(&actor, &slug, parse_id(&id)?).await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes?done=restored")))
}

async fn choose_merge(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    Ok(ok(&site, merge_page(&app, &site, &actor, (&slug, &id), Tried::default()).await?))
}

async fn merge_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    (slug, id): (&str, &str),
    tried: Tried,
) -> Result<Page, WebError> {
    let one = in_use(app, actor, slug, id).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::merge(site, actor, consultation, one, tried))
}

async fn merge_codes(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let from = parse_id(&id)?;
    let merged = match fields.get("into") {
        "" => Err(Error::Refused(vec![Refusal::Missing("into")])),
        into => match Uuid::try_parse(into) {
            Ok(into) => app.earshot.merge_codes(&actor, &slug, from, into).await,
            Err(_) => Err(Error::Refused(vec![Refusal::Unreadable("into")])),
        },
    };
    or_again(&site, merged, |refusals| {
        merge_page(&app, &site, &actor, (&slug, &id), Tried::new(MERGE_CODE, fields.0, refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes?done=merged")))
}

async fn write_split(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    Ok(ok(&site, split_page(&app, &site, &actor, (&slug, &id), Tried::default()).await?))
}

async fn split_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    (slug, id): (&str, &str),
    tried: Tried,
) -> Result<Page, WebError> {
    let one = in_use(app, actor, slug, id).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::split(site, actor, consultation, one, tried))
}

async fn split_code(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let code = parse_id(&id)?;
    let parts = SPLIT_FIELDS
        .map(|(name, definition)| SplitCode { name: fields.text(name), definition: fields.text(definition) });
    let outcome = app.earshot.split_code(&actor, &slug, code, &parts).await;
    or_again(&site, outcome, |refusals| {
        split_page(&app, &site, &actor, (&slug, &id), Tried::new(SPLIT_CODE, fields.0, refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes/{code}?done=split")))
}

async fn versions(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let page = versions_page(&app, &site, &actor, &slug, Tried::default(), done.as_deref()).await?;
    Ok(ok(&site, page))
}

async fn versions_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    let list = app.earshot.codebook_versions(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::versions(site, actor, consultation, list, tried, done))
}

async fn freeze(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let outcome = app.earshot.freeze_codebook(&actor, &slug, &fields.text("note")).await;
    or_again(&site, outcome, |refusals| {
        versions_page(&app, &site, &actor, &slug, Tried::new(FREEZE, fields.0, refusals), None)
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes/versions?done=frozen")))
}

async fn version(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, number)): Path<(String, String)>,
) -> Result<Response, WebError> {
    // A number that cannot be read is none of a version.
    let number: i64 = number.parse().unwrap_or_default();
    let frozen = app.earshot.codebook_version(&actor, &slug, number).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, pages::version(&site, &actor, consultation, frozen)))
}
