//! "Tell us if something is wrong": asking about one's data, complaining, and reading the answer. The words of a request
//! and the four words that lead back to it stand in the body of a form alone.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use earshot_app::pages::public::tell_us as pages;
use earshot_domain::receipt::Receipt;
use earshot_domain::request::RequestKind;
use earshot_service::{Error, OwnRequest, Refusal, RequestText, SentRequest};
use serde::Deserialize;

use super::App;
use super::error::WebError;
use super::fields::{Address, Fields};
use super::four_words::{follow, sent_on, shown_once};
use super::from::From;
use super::outcome::or_again;
use super::site::{On, html, ok};

/// The cookie that holds the token of a form that was sent, until its four words were shown.
const ASKED: &str = "asked";

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asking {
    about: Option<String>,
}

/// The organisations that a request can be put to.
async fn names(app: &App) -> Result<Vec<String>, WebError> {
    let organisations = app.earshot.organisations().await?;
    Ok(organisations.into_iter().map(|organisation| organisation.name).collect())
}

/// The form.
pub(super) async fn ask(
    State(app): State<App>,
    On(site): On,
    Address(asking): Address<Asking>,
) -> Result<Response, WebError> {
    if let Some(slug) = &asking.about {
        // What is not there cannot be asked about.
        app.earshot.asked(slug, None).await?;
    }
    let text =
        RequestText { about: asking.about, form: app.earshot.request_form(), ..RequestText::default() };
    Ok(ok(&site, pages::ask(&site, &text, &names(&app).await?, &[], false)))
}

/// Takes it.
pub(super) async fn send(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let text = RequestText {
        kind: RequestKind::parse(fields.get("kind")),
        words: fields.lines("words"),
        about: Some(fields.text("about")).filter(|slug| !slug.is_empty()),
        of: Some(fields.text("of")).filter(|name| !name.is_empty()),
        form: fields.get("form").to_string(),
        before: Receipt::parse(fields.get("before")),
    };
    // Four words can be guessed here as on the page that asks for them: they are counted with those.
    let may = app.limits.may_tell_us(from.0);
    let guess = match text.before {
        Some(code) if may => Some((code, app.limits.words().guess(from.0).await)),
        _ => None,
    };
    if !may || matches!(guess, Some((_, None))) {
        let page = pages::ask(&site, &text, &names(&app).await?, &[], true);
        return Ok(html(&site, page, StatusCode::TOO_MANY_REQUESTS));
    }
    if let Some((code, Some(guess))) = guess {
        match guess.settled(app.earshot.own_request(&code).await) {
            // What is asked is kept all the same, and nothing says that they lead nowhere.
            Ok(_) | Err(Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let asked = app.earshot.ask(&text).await;
    let (app, site, sent) = (&app, &site, text.form.clone());
    or_again(site, asked, |refusals| async move {
        let form =
            if RequestText::needs_fresh_form(&refusals) { app.earshot.request_form() } else { text.form };
        let text = RequestText { form, ..text };
        Ok(pages::ask(site, &text, &names(app).await?, &refusals, false))
    })
    .await?;
    Ok(sent_on(app, "/tell-us/sent", (ASKED, &sent)))
}

/// The four words, once.
pub(super) async fn sent(
    State(app): State<App>,
    On(site): On,
    method: Method,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let (app, site) = (&app, &site);
    let look = |form: String| async move { app.earshot.sent_request(&form).await };
    let page = |sent: Option<SentRequest>| match sent {
        Some(sent) => pages::sent(site, &sent),
        None => pages::sent_before(site),
    };
    shown_once((app, site), (&method, &jar), ASKED, look, page).await
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
    let typed = fields.get("code");
    let (code, own) = found(&app, &site, &from, typed).await?;
    Ok(ok(&site, pages::own(&site, &own, &code.canonical(), ("", None), false)))
}

/// The request that four words lead to; otherwise the form again.
async fn found(
    app: &App,
    site: &earshot_app::Site,
    from: &From,
    typed: &str,
) -> Result<(Receipt, OwnRequest), WebError> {
    let look = |code| async move { app.earshot.own_request(&code).await };
    follow((app, site, from), typed, look, |key| pages::find(site, typed, Some(key))).await
}

/// What somebody writes back where something had to be known first.
pub(super) async fn reply(
    State(app): State<App>,
    On(site): On,
    from: From,
    fields: Fields,
) -> Result<Response, WebError> {
    let typed = fields.get("code");
    let (code, own) = found(&app, &site, &from, typed).await?;
    let words = fields.lines("reply");
    let shown = code.canonical();
    let replied = app.earshot.reply_to_request(&code, &words).await;
    let (site, shown) = (&site, shown.as_str());
    or_again(site, replied, |why| async move {
        let long = why.iter().any(|refusal| matches!(refusal, Refusal::TooLong { .. }));
        let flaw = if long { "tell-error-long" } else { "tell-error-words" };
        Ok(pages::own(site, &own, shown, (&words, Some(flaw)), false))
    })
    .await?;
    let own = app.earshot.own_request(&code).await?;
    Ok(ok(site, pages::own(site, &own, shown, ("", None), true)))
}
