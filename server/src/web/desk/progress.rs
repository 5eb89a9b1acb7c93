//! While it is open: how the asking goes, more time, and a reminder.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::{progress as pages, reminder as reminder_page};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::news::News;
use earshot_service::{Actor, Error, Refusal};

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// How the asking goes.
pub(super) async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let progress = app.earshot.progress(&actor, &slug).await?;
    let last = progress.consultation.setup.close_on.map(|day| day.to_string()).unwrap_or_default();
    let typed = Typed::default().with("close_on", last);
    let today = app.earshot.today();
    Ok(ok(&site, pages::progress(&site, &actor, progress, today, typed, done.as_deref(), &[])))
}

/// Gives more time.
pub(super) async fn extend(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let edition = fields.edition()?;
    let outcome = match fields.day("close_on") {
        Ok(Some(day)) => app.earshot.extend(&actor, &slug, edition, day).await,
        _ => Err(Error::Refused(vec![Refusal::Unreadable("close_on")])),
    };
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    or_again(site, outcome, |refusals| async move {
        let progress = app.earshot.progress(actor, of).await?;
        let today = app.earshot.today();
        Ok(pages::progress(site, actor, progress, today, Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/progress?done=extended")))
}

/// A reminder and thanks: to send to those who asked, to copy and to print.
pub(super) async fn reminder(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    match reminder_with(&app, (&site, &actor), &slug, done.is_some(), &[]).await? {
        Some(page) => Ok(ok(&site, page)),
        // Nobody is to be sent to what is not there yet.
        None => Ok(see_other(&format!("/desk/c/{slug}"))),
    }
}

/// Sends one of them.
pub(super) async fn send(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let news = News::parse(fields.get("news")).ok_or(Trouble::Wrong)?;
    let outcome = app.earshot.send_news(&actor, &slug, news).await;
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    or_again(site, outcome, |refusals| async move {
        let page = reminder_with(app, (site, actor), of, false, &refusals).await?;
        page.ok_or_else(|| Trouble::Missing.into())
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/reminder?done=sent")))
}

async fn reminder_with(
    app: &App,
    (site, actor): (&Site, &Actor),
    slug: &str,
    done: bool,
    refusals: &[Refusal],
) -> Result<Option<Page>, WebError> {
    let consultation = app.earshot.preparation(actor, slug).await?.consultation;
    if !consultation.state.is_public() {
        return Ok(None);
    }
    // Who may look may not send, perhaps.
    let news = match app.earshot.news_desk(actor, slug).await {
        Ok(news) => Some(news),
        Err(Error::Forbidden) => None,
        Err(error) => return Err(error.into()),
    };
    let today = app.earshot.today();
    Ok(Some(reminder_page::reminder(site, actor, consultation, today, news, (done, refusals))))
}
