//! Who was reached, how many are hoped for, and how many live where.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::reach as pages;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Error, Figure, HOPED_MAX, ReachView, Refusal};

use super::coding::Done;
use super::refused_lines;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses of reach.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/reach", get(show).post(save))
        .route("/desk/population", get(population).post(take))
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let view = app.earshot.reach(&actor, &slug).await?;
    let typed = pages::typed_targets(&view);
    Ok(ok(&site, pages::reach(&site, &actor, &consultation, &view, &typed, done.as_deref(), &[])))
}

/// Keeps how many are hoped for.
async fn save(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let view = app.earshot.reach(&actor, &slug).await?;
    let outcome = match read_targets(&fields, &view) {
        Ok((ages, areas)) => app.earshot.save_targets(&actor, &slug, &ages, &areas).await,
        Err(refusals) => Err(Error::Refused(refusals)),
    };
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    or_again(site, outcome, |refusals| async move {
        let consultation = app.earshot.preparation(actor, of).await?.consultation;
        Ok(pages::reach(site, actor, &consultation, &view, &Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/reach?done=targets")))
}

type Targets = (Vec<(AgeBand, Option<i64>)>, Vec<(String, Option<i64>)>);

/// How many are hoped for, of the groups that the form had a field for.
fn read_targets(fields: &Fields, view: &ReachView) -> Result<Targets, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut read = |is_area: bool, key: &str| {
        let field = pages::target_field(is_area, key);
        fields.0.iter().find(|(name, _)| *name == field)?;
        match fields.number(&field) {
            Ok(hoped) if hoped.is_none_or(|hoped| (0..=HOPED_MAX).contains(&hoped)) => Some(hoped),
            _ => {
                refusals.push(Refusal::NoNumber { field });
                None
            }
        }
    };
    let ages = view
        .ages
        .groups
        .iter()
        .filter_map(|group| Some((AgeBand::parse(&group.key)?, read(false, &group.key)?)));
    let ages: Vec<(AgeBand, Option<i64>)> = ages.collect();
    let groups = view.areas.iter().flat_map(|areas| &areas.groups);
    let areas = groups.filter_map(|group| Some((group.key.clone(), read(true, &group.key)?))).collect();
    if refusals.is_empty() { Ok((ages, areas)) } else { Err(refusals) }
}

async fn population(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let figures = app.earshot.population(&actor).await?;
    Ok(ok(&site, pages::population(&site, &actor, figures, &Typed::default(), done.as_deref(), &[])))
}

/// Takes figures in.
async fn take(
    State(app): State<App>,
    Staff(site, actor): Staff,
    fields: Fields,
) -> Result<Response, WebError> {
    let outcome = match earshot_formats::population::read(&fields.lines("list")) {
        Ok(figures) => {
            let figures: Vec<Figure> = figures
                .into_iter()
                .map(|read| Figure { line: read.line, area: read.area, band: read.band, people: read.people })
                .collect();
            app.earshot.take_population(&actor, &fields.text("source"), &figures).await
        }
        Err(errors) => Err(refused_lines(errors)),
    };
    let (app, site, actor) = (&app, &site, &actor);
    or_again(site, outcome, |refusals| async move {
        let figures = app.earshot.population(actor).await?;
        Ok(pages::population(site, actor, figures, &Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(see_other("/desk/population?done=taken"))
}
