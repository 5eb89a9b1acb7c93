//! Comments under what young people are told: writing one, seeing what became of it, taking it back, saying that something
//! is wrong with one. The words and the four words that lead back to them stand in the body of a form alone.

use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::public::{self as public_pages, comments as pages};
use earshot_app::{Page, Site};
use earshot_domain::comment::PostKind;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::Channel;
use earshot_service::{Asked, CommentPage, CommentText, Error, OwnComment, Refusal, SentComment};
use serde::Deserialize;

use super::error::WebError;
use super::fields::{Address, Fields, parse_id};
use super::four_words::{follow, sent_on, shown_once};
use super::from::From;
use super::respond::door;
use super::site::{On, again, html, ok};
use super::{App, see_other};

/// The cookie that holds the token of a form that was sent, until its four words were shown.
const SENT: &str = "commented";

/// What the address of a feedback page, or of a page of ideas, may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    pub(super) page: Option<String>,
    done: Option<String>,
}

impl Asking {
    /// Whether something has just been sent from this page.
    pub(super) fn sent(&self) -> bool {
        self.done.as_deref() == Some("sent")
    }
}

/// What somebody has typed, and why it came back.
#[derive(Default)]
pub(super) struct Back {
    pub(super) typed: String,
    pub(super) refusals: Vec<Refusal>,
    pub(super) too_many: bool,
}

/// What everybody reads of a kind, with what came back from its form.
pub(super) fn under(
    (kind, asked): (PostKind, &Asked),
    page: CommentPage,
    asking: &Asking,
    back: Back,
) -> pages::Under {
    let reported = asking.done.as_deref() == Some("reported");
    let Back { typed, refusals, too_many } = back;
    let sent = asking.sent();
    pages::Under { typed, refusals, too_many, reported, sent, ..pages::Under::new(kind, &asked.slug, page) }
}

/// On from what was sent: to its four words, and on a device that is not of whoever wrote it back to the page. There they would
/// stay for the next one, who could read what it says and take it back.
pub(super) fn on_from(app: &App, site: &Site, at: &str, form: &str) -> Response {
    if site.channel == Channel::Web {
        sent_on(app, "/comments/sent", (SENT, form))
    } else {
        see_other(&format!("{at}?done=sent"))
    }
}

/// What somebody writes, as its form sends it.
pub(super) fn written(fields: &Fields) -> CommentText {
    CommentText {
        words: fields.lines("words"),
        form: fields.get("form").to_string(),
        anyway: fields.has("anyway"),
        question: fields.get("question").to_string(),
    }
}

/// You said, we did, with the comments under it.
pub(super) async fn feedback(
    State(app): State<App>,
    On(site): On,
    Path(slug): Path<String>,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, site.actor.as_ref()).await?;
    Ok(ok(&site, page(&app, &site, &asked, &asking, Back::default()).await?))
}

async fn page(app: &App, site: &Site, asked: &Asked, asking: &Asking, back: Back) -> Result<Page, WebError> {
    let asked = asked.read_through(&door(site, asked), &site.tongue.tag());
    let told = app.earshot.feedback(&asked).await?;
    let number = super::desk::page_number(asking.page.as_deref());
    let mut comments = app.earshot.comments(&asked, number).await?;
    if comments.is_none() && !back.typed.is_empty() {
        // Nobody may comment any more, and nobody has: what was typed is shown all the same.
        comments = Some(CommentPage {
            open: false,
            comments: Vec::new(),
            page: 0,
            more: false,
            form: String::new(),
        });
    }
    let comments = comments.map(|page| under((PostKind::Comment, &asked), page, asking, back));
    Ok(public_pages::feedback(site, &asked, told.as_ref(), app.earshot.today(), comments))
}

/// What is wrong with what was sent; `None` where it was taken. Where it was turned off or closed while somebody wrote, nothing
/// is: the page says so, beside what they have written.
pub(super) fn refused(sent: Result<(), Error>) -> Result<Option<Vec<Refusal>>, Error> {
    match sent {
        Ok(()) => Ok(None),
        Err(Error::Refused(refusals)) => Ok(Some(refusals)),
        Err(Error::Closed) => Ok(Some(Vec::new())),
        Err(error) => Err(error),
    }
}

/// Takes a comment.
pub(super) async fn post(
    State(app): State<App>,
    On(site): On,
    from: From,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let asked = app.earshot.asked(&slug, None).await?;
    let text = written(&fields);
    // A person does not see this field. Whatever has filled it in is told that all is well.
    if fields.has("website") {
        return Ok(see_other("/comments/sent"));
    }
    let asking = Asking::default();
    if !app.limits.may_comment(from.0) {
        let back = Back { typed: text.words, too_many: true, ..Back::default() };
        let page = page(&app, &site, &asked, &asking, back).await?;
        return Ok(html(&site, page, StatusCode::TOO_MANY_REQUESTS));
    }
    let Some(refusals) = refused(app.earshot.post_comment(&asked, &text).await)? else {
        return Ok(on_from(&app, &site, &pages::place(PostKind::Comment, &slug), &text.form));
    };
    let back = Back { typed: text.words, refusals, too_many: false };
    Ok(again(&site, page(&app, &site, &asked, &asking, back).await?))
}

/// The four words, once.
pub(super) async fn sent(
    State(app): State<App>,
    On(site): On,
    method: Method,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let (app, site) = (&app, &site);
    let look = |form: String| async move { app.earshot.sent_comment(&form).await };
    let page = |sent: Option<SentComment>| match sent {
        Some(sent) => pages::sent(site, &sent),
        None => pages::sent_before(site),
    };
    shown_once((app, site), (&method, &jar), SENT, look, page).await
}

/// The form for the four words.
pub(super) async fn find(On(site): On) -> Response {
    ok(&site, pages::find(&site, "", None))
}

/// What became of it.
pub(super) async fn own(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let (code, own) = found(&app, &site, &from, &fields).await?;
    Ok(ok(&site, pages::own(&site, &own, &code.canonical())))
}

/// Takes it back, once somebody is sure.
pub(super) async fn take_back(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let sure = fields.get("sure") == "yes";
    let (code, own) = found(&app, &site, &from, &fields).await?;
    if !sure {
        return Ok(ok(&site, pages::sure(&site, (own.kind, own.slug.as_str()), &code.canonical())));
    }
    match app.earshot.take_comment_back(&code).await {
        // Pressed twice, it is gone all the same.
        Ok(()) | Err(Error::NotFound) => Ok(ok(&site, pages::gone(&site))),
        Err(error) => Err(error.into()),
    }
}

/// The comment that four words lead to; otherwise the form again.
async fn found(
    app: &App,
    site: &Site,
    from: &From,
    fields: &Fields,
) -> Result<(Receipt, OwnComment), WebError> {
    let typed = fields.get("code");
    let look = |code| async move { app.earshot.own_comment(&code).await };
    // The button that takes it back was pressed twice: there is nothing left of it.
    let twice = fields.get("sure") == "yes" && Receipt::parse(typed).is_some();
    let page = |key: &'static str| match key {
        "mine-error-wrong" if twice => pages::gone(site),
        key => pages::find(site, typed, Some(key)),
    };
    follow((app, site, from), typed, look, page).await
}

/// "Something is wrong with this": asks once more, and then hides it until somebody has looked again.
pub(super) async fn report(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(fields.get("comment"))?;
    if fields.get("sure") != "yes" {
        let (kind, slug) = app.earshot.comment_place(id).await?;
        return Ok(ok(&site, pages::report(&site, (kind, slug.as_str()), &id.to_string())));
    }
    if !app.limits.may_report(from.0) {
        return Err(Error::TooMany.into());
    }
    let (kind, slug) = app.earshot.report_comment(id).await?;
    Ok(see_other(&format!("{}?done=reported", pages::place(kind, &slug))))
}

/// How comments are looked at.
pub(super) async fn rules(On(site): On) -> Response {
    ok(&site, pages::rules(&site))
}
