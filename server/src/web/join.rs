//! With a code from a slip of paper: to its consultation, which remembers the
//! code in a cookie of its own.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use earshot_app::pages::error::Trouble;
use earshot_app::pages::respond::{self as pages, Join};
use earshot_app::{Page, Site};
use earshot_domain::code::{AccessCode, Shut};
use earshot_domain::consultation::DRAFT_DAYS_MAX;
use earshot_service::{Asked, Entered, Error, Refusal};

use super::error::WebError;
use super::fields::Fields;
use super::from::From;
use super::site::{CODE, DAY, On, again, html, of, ok, with_cookie};
use super::{App, see_other};

/// The form for a code.
pub(super) async fn ask(On(site): On) -> Response {
    ok(&site, pages::join(&site, "", Join::Fresh))
}

/// Follows what was typed.
pub(super) async fn enter(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    to(&app, &site, &from, fields.get("code")).await
}

/// Follows an address with a code in it: the square on a slip.
pub(super) async fn follow(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    to(&app, &site, &from, &code).await
}

async fn to(app: &App, site: &Site, from: &From, typed: &str) -> Result<Response, WebError> {
    if typed.trim().is_empty() {
        return Ok(again(site, pages::join(site, "", Join::Wrong("join-error-empty"))));
    }
    // A slip of the finger is noticed without looking, so it is no guess.
    let Some(code) = AccessCode::parse(typed) else {
        return Ok(again(site, pages::join(site, typed, Join::Wrong("join-error-slip"))));
    };
    let Some(guess) = app.limits.codes().guess(from.0).await else {
        let page = pages::join(site, typed, Join::Wrong("join-error-many"));
        return Ok(html(site, page, StatusCode::TOO_MANY_REQUESTS));
    };
    match guess.settled(app.earshot.enter(code).await) {
        Ok(Entered { slug, .. }) => {
            let kept = format!("{}.{}", code.shown(), app.earshot.code_mark(&slug, code));
            let cookie = app.cookie(&of(CODE, &slug), &kept, DRAFT_DAYS_MAX * DAY);
            Ok(with_cookie(see_other(&format!("/c/{slug}")), cookie))
        }
        Err(Error::NotFound) => Ok(again(site, pages::join(site, typed, Join::Wrong("join-error-wrong")))),
        Err(Error::Refused(refusals)) => Ok(ok(site, pages::join(site, "", why(&refusals)))),
        Err(error) => Err(error.into()),
    }
}

fn why(refusals: &[Refusal]) -> Join {
    let shut = refusals.iter().find_map(|refusal| match refusal {
        Refusal::Code(shut) => *shut,
        _ => None,
    });
    shut.map_or(Join::Needed, Join::Shut)
}

/// A code as a cookie, an address or an answer says it.
#[derive(Clone, Copy)]
pub(super) struct Said {
    pub(super) code: AccessCode,
    /// Whether it was entered before and led to this consultation: the mark beside it, which nobody else can make, says so.
    entered: bool,
}

impl Said {
    /// Reads what a cookie or an address of this consultation says.
    pub(super) fn read(app: &App, slug: &str, text: &str) -> Option<Self> {
        let (code, mark) = text.split_once('.').unwrap_or((text, ""));
        let code = AccessCode::parse(code)?;
        Some(Self { code, entered: mark == app.earshot.code_mark(slug, code) })
    }

    /// Without a mark.
    pub(super) fn typed(code: AccessCode) -> Self {
        Self { code, entered: false }
    }

    /// Where it leads; `None` where too many that were wrong came from here. One that was entered before is no guess: who is
    /// in the middle of answering goes on, whoever guesses beside them.
    async fn leads(self, app: &App, from: &From) -> Option<Result<Entered, Error>> {
        if self.entered {
            return Some(app.earshot.enter(self.code).await);
        }
        let guess = app.limits.codes().guess(from.0).await?;
        Some(guess.settled(app.earshot.enter(self.code).await))
    }
}

/// Why somebody with this code, or with none, cannot answer where only those with a code can. `None` where they can. A code that
/// is none counts as a guess here as it does where codes are typed; a phone that is told to wait sends its answer later.
pub(super) async fn shut_out(
    app: &App,
    asked: &Asked,
    said: Option<Said>,
    from: &From,
) -> Result<Option<Join>, WebError> {
    if !asked.setup.by_invitation || asked.preview {
        return Ok(None);
    }
    let Some(said) = said else { return Ok(Some(Join::Needed)) };
    let Some(found) = said.leads(app, from).await else { return Err(Trouble::Many.into()) };
    match found {
        Ok(entered) if entered.slug == asked.slug => Ok(None),
        Ok(_) | Err(Error::NotFound) => Ok(Some(Join::Needed)),
        Err(Error::Refused(refusals)) => Ok(Some(why(&refusals))),
        Err(error) => Err(error.into()),
    }
}

/// The page for whoever may not see what is read and written beside the answers, where only those with a code answer. Nothing for
/// whoever may, and for the staff of those who ask. A code that is used up lets in whoever has come with it: theirs is once they
/// have answered.
pub(super) async fn outside(
    app: &App,
    site: &Site,
    asked: &Asked,
    from: &From,
    unsent: &str,
) -> Result<Option<Page>, WebError> {
    if asked.is_theirs(site.actor.as_ref()) {
        return Ok(None);
    }
    let said = site.code.as_deref().and_then(|said| Said::read(app, &asked.slug, said));
    let has_come = said.is_some_and(|said| said.entered);
    Ok(match shut_out(app, asked, said, from).await? {
        Some(Join::Shut(Shut::Used)) if has_come => None,
        shut => shut.map(|shut| pages::join_unsent(site, "", shut, unsent)),
    })
}

/// Whether a code may stay for the next person: that of a group, which they may come with too, and one of which nobody can say
/// now what it is. What the device is left with tells whether it was one, so it counts as a guess here as well.
pub(super) async fn may_stay(app: &App, said: Option<Said>, from: &From) -> Result<bool, WebError> {
    let Some(said) = said else { return Ok(false) };
    match said.leads(app, from).await {
        None => Ok(true),
        Some(Ok(entered)) => Ok(!entered.single),
        Some(Err(Error::NotFound | Error::Refused(_))) => Ok(false),
        Some(Err(error)) => Err(error.into()),
    }
}
