//! The evidence pack of a consultation, of one of its themes or of a need, to be kept as a file.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use earshot_app::pages::desk::pack as pages;
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::reference::{Kind, Reference};
use earshot_service::{Actor, PackAbout};
use serde::Deserialize;

use super::coding::consultation;
use crate::pack::{self, PackFile};
use crate::web::App;
use crate::web::error::WebError;
use crate::web::fields::Address;
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/pack", get(choose))
        .route("/desk/c/{slug}/pack.docx", get(word))
        .route("/desk/c/{slug}/pack.pdf", get(pdf))
        .route("/desk/needs/{reference}/pack.docx", get(word_of_need))
        .route("/desk/needs/{reference}/pack.pdf", get(pdf_of_need))
}

/// The one theme that a pack is about.
#[derive(Debug, Default, Deserialize)]
struct Part {
    theme: Option<String>,
}

/// What there may be a pack of.
async fn choose(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    Ok(ok(&site, packs(&app, &site, &actor, &slug).await?))
}

/// What there may be a pack of, or why there is none yet.
async fn packs(app: &App, site: &Site, actor: &Actor, slug: &str) -> Result<Page, WebError> {
    let book = app.earshot.codebook(actor, slug).await?;
    let not_known = app.earshot.reach(actor, slug).await?.not_known();
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::pack(site, actor, consultation, book, not_known))
}

async fn word(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(part): Address<Part>,
) -> Result<Response, WebError> {
    of_consultation(&app, &site, &actor, slug, part, PackFile::Docx).await
}

async fn pdf(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(part): Address<Part>,
) -> Result<Response, WebError> {
    of_consultation(&app, &site, &actor, slug, part, PackFile::Pdf).await
}

async fn word_of_need(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
) -> Result<Response, WebError> {
    of_need(&app, &site, &actor, &reference, PackFile::Docx).await
}

async fn pdf_of_need(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(reference): Path<String>,
) -> Result<Response, WebError> {
    of_need(&app, &site, &actor, &reference, PackFile::Pdf).await
}

async fn of_consultation(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: String,
    part: Part,
    file: PackFile,
) -> Result<Response, WebError> {
    let theme = part.theme.filter(|theme| !theme.is_empty());
    let (name, about) = match theme {
        None => (slug.clone(), PackAbout::Consultation(slug)),
        Some(theme) => {
            let theme = Reference::parse(Kind::Theme, &theme).ok_or(Trouble::Missing)?;
            (format!("{slug}-{theme}"), PackAbout::Theme(slug, theme))
        }
    };
    send(app, site, actor, (&name, &about), file).await
}

async fn of_need(
    app: &App,
    site: &Site,
    actor: &Actor,
    reference: &str,
    file: PackFile,
) -> Result<Response, WebError> {
    let reference = Reference::parse(Kind::Need, reference).ok_or(Trouble::Missing)?;
    send(app, site, actor, (&reference.to_string(), &PackAbout::Need(reference)), file).await
}

async fn send(
    app: &App,
    site: &Site,
    actor: &Actor,
    (name, about): (&str, &PackAbout),
    file: PackFile,
) -> Result<Response, WebError> {
    let made = app.earshot.evidence_pack(actor, about).await;
    let pack = match about {
        // Who asks for a file that cannot be made yet is told why, on the page that offers it later.
        PackAbout::Consultation(slug) | PackAbout::Theme(slug, _) => {
            or_again(site, made, |_| packs(app, site, actor, slug)).await?
        }
        PackAbout::Need(_) => made?,
    };
    let origin = site.origin.clone();
    // Setting many pages takes a while: others are answered in the meantime.
    let written = tokio::task::spawn_blocking(move || pack::write(&pack, &origin, file));
    let bytes = written.await.map_err(|_| Trouble::Broken)??;
    let headers = [
        (header::CONTENT_TYPE, file.media_type().to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}-evidence.{}\"", file.ending())),
    ];
    Ok((headers, bytes).into_response())
}
