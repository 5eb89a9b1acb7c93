//! Themes.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::themes::{self as pages, ADD_THEME, CHANGE_THEME};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Actor, Codebook, ThemeText, ThemeView};

use super::coding::{Done, consultation};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/themes", get(themes).post(add))
        .route("/desk/c/{slug}/themes/{reference}", get(theme).post(change))
}

async fn themes(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    Ok(ok(&site, themes_page(&app, &site, &actor, &slug, Tried::default(), done.as_deref()).await?))
}

async fn themes_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    let book = app.earshot.codebook(actor, slug).await?;
    let quotes = app.earshot.quotes(actor, slug).await?;
    let agreement = app.earshot.agreement_of(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::themes(site, actor, consultation, book, (quotes, agreement), tried, done))
}

fn text(fields: &Fields) -> Result<ThemeText, WebError> {
    Ok(ThemeText {
        name: fields.text("name"),
        child_name: fields.text("child_name"),
        summary: fields.text("summary"),
        codes: fields.ids("codes")?,
        is_final: fields.get("final") == "yes",
    })
}

async fn add(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let outcome = app.earshot.add_theme(&actor, &slug, &text(&fields)?).await;
    or_again(&site, outcome, |refusals| {
        themes_page(&app, &site, &actor, &slug, Tried::new(ADD_THEME, fields.0, refusals), None)
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/themes?done=theme")))
}

/// The theme at this address, with the codebook it is part of.
async fn found(
    app: &App,
    actor: &Actor,
    slug: &str,
    reference: &str,
) -> Result<(Codebook, ThemeView), WebError> {
    let reference = Reference::parse(Kind::Theme, reference).ok_or(Trouble::Missing)?;
    let book = app.earshot.codebook(actor, slug).await?;
    let theme =
        book.themes.iter().find(|theme| theme.reference == reference).cloned().ok_or(Trouble::Missing)?;
    Ok((book, theme))
}

async fn theme_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    reference: &str,
    tried: Tried,
) -> Result<Page, WebError> {
    if !actor.may(Permission::Analyse) {
        return Err(Trouble::Forbidden.into());
    }
    let (book, theme) = found(app, actor, slug, reference).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::theme(site, actor, consultation, book, theme, tried))
}

async fn theme(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, reference)): Path<(String, String)>,
) -> Result<Response, WebError> {
    Ok(ok(&site, theme_page(&app, &site, &actor, &slug, &reference, Tried::default()).await?))
}

async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, reference)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let (_, theme) = found(&app, &actor, &slug, &reference).await?;
    let outcome = app.earshot.change_theme(&actor, &slug, theme.id, &text(&fields)?).await;
    or_again(&site, outcome, |refusals| {
        theme_page(&app, &site, &actor, &slug, &reference, Tried::new(CHANGE_THEME, fields.0, refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/themes?done=changed")))
}
