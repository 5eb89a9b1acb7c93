//! Questions that are there already: taken into a draft, kept, and looked after.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::library as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::policy::Permission;
use earshot_service::{KeepText, Source};
use serde::Deserialize;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

use super::page_number;

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
struct Asking {
    from: Option<String>,
    q: Option<String>,
    page: Option<String>,
    version: Option<String>,
    done: Option<String>,
}

impl Asking {
    fn query(&self) -> &str {
        self.q.as_deref().unwrap_or_default()
    }

    /// The page that it names, counted from 0.
    fn page(&self) -> usize {
        usize::try_from(page_number(self.page.as_deref())).unwrap_or_default()
    }

    /// The version that it names; an address with another text leads nowhere.
    fn version(&self) -> Result<Option<i64>, WebError> {
        let version = self.version.as_deref().filter(|text| !text.is_empty());
        version.map(|text| text.parse().map_err(|_| Trouble::Missing.into())).transpose()
    }
}

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/library", get(library))
        .route("/desk/library/{id}", get(set).post(offer))
        .route("/desk/c/{slug}/take", get(shelves))
        .route("/desk/c/{slug}/take/{kind}/{name}", get(pick).post(take))
        .route("/desk/c/{slug}/keep", get(keep).post(kept))
}

/// What the organisation keeps.
async fn library(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let sets = app.earshot.library(&actor, asking.query(), asking.page()).await?;
    Ok(ok(&site, pages::library(&site, &actor, sets, asking.query())))
}

/// One set of it.
async fn set(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(id): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let set = app.earshot.question_set(&actor, &Source::Library(id, asking.version()?)).await?;
    let versions = app.earshot.set_versions(&actor, id).await?;
    Ok(ok(&site, pages::set(&site, &actor, &id.to_string(), set, versions, asking.done.as_deref())))
}

/// Offers it no longer, or again.
async fn offer(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let (offered, done) = match fields.get("offered") {
        "yes" => (true, "offered"),
        "no" => (false, "retired"),
        _ => return Err(Trouble::Wrong.into()),
    };
    app.earshot.offer_set(&actor, id, offered).await?;
    Ok(see_other(&format!("/desk/library/{id}?done={done}")))
}

/// The shelves from which a draft can take.
async fn shelves(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let shelf = pages::shelf_of(asking.from.as_deref().unwrap_or_default());
    let sets = app.earshot.sets(&actor, shelf, asking.query(), asking.page(), &slug).await?;
    Ok(ok(&site, pages::shelves(&site, &actor, &consultation, shelf, sets, asking.query())))
}

/// The set that an address names.
fn source(kind: &str, name: String, asking: &Asking) -> Result<Source, WebError> {
    match kind {
        "ready" => Ok(Source::Ready(name)),
        "library" => Ok(Source::Library(parse_id(&name)?, asking.version()?)),
        "consultation" => Ok(Source::Consultation(name)),
        _ => Err(Trouble::Missing.into()),
    }
}

/// The questions of one set.
async fn pick(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, kind, name)): Path<(String, String, String)>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let set = app.earshot.question_set(&actor, &source(&kind, name, &asking)?).await?;
    Ok(ok(&site, pages::pick(&site, &actor, &consultation, set, Typed::default(), &[])))
}

/// Takes all of them, or those that are ticked.
async fn take(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, kind, name)): Path<(String, String, String)>,
    Address(asking): Address<Asking>,
    fields: Fields,
) -> Result<Response, WebError> {
    let source = source(&kind, name, &asking)?;
    let ticked = fields.all("question");
    let keys = match fields.get("take") {
        "all" => None,
        "ticked" => Some(ticked.as_slice()),
        _ => return Err(Trouble::Wrong.into()),
    };
    let outcome = app.earshot.take_questions(&actor, &slug, fields.edition()?, &source, keys).await;
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    let took = or_again(site, outcome, |refusals| async move {
        let consultation = app.earshot.preparation(actor, of).await?.consultation;
        let set = app.earshot.question_set(actor, &source).await?;
        Ok(pages::pick(site, actor, &consultation, set, Typed(fields.0), &refusals))
    })
    .await?;
    let done = if took.loosened > 0 { "taken-loose" } else { "taken" };
    Ok(see_other(&format!("/desk/c/{slug}/questions?done={done}")))
}

/// The form for keeping questions.
async fn keep(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    if !actor.may(Permission::EditConsultations) {
        return Err(Trouble::Forbidden.into());
    }
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let known = app.earshot.library_names(&actor).await?;
    Ok(ok(&site, pages::keep(&site, &actor, &consultation, &known, Typed::default(), &[])))
}

/// Keeps them.
async fn kept(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let text = KeepText {
        name: fields.text("name"),
        about: fields.text("about"),
        questions: fields.all("question"),
    };
    let outcome = app.earshot.keep_in_library(&actor, &slug, &text).await;
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    let (id, _) = or_again(site, outcome, |refusals| async move {
        let consultation = app.earshot.preparation(actor, of).await?.consultation;
        let known = app.earshot.library_names(actor).await?;
        Ok(pages::keep(site, actor, &consultation, &known, Typed(fields.0), &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/library/{id}?done=kept")))
}
