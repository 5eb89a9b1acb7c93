//! Coding: the codebook, the pile of answers, one answer with what is taken out
//! of it and the quotes made of it, and the list of quotes.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::codebook::{self, ADD_CODE, CHANGE_CODE};
use earshot_app::pages::desk::coding::{
    self as pages, LOOK, MAKE_QUOTE, OneAnswer, Pileful, REDACT, which_words,
};
use earshot_app::pages::desk::{Tried, quotes as quote_pages};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::text::Token;
use earshot_service::{
    Actor, CodeText, CodingFilter, DeskConsultation, Error, QuoteText, QuoteView, Refusal,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/coding", get(coding))
        .route("/desk/c/{slug}/codes", get(codes).post(add_code))
        .route("/desk/c/{slug}/codes/{id}", get(code).post(change_code))
        .route("/desk/c/{slug}/codes/{id}/retire", get(sure_to_retire).post(retire_code))
        .route("/desk/c/{slug}/answer/{id}", get(answer))
        .route("/desk/c/{slug}/answer/{id}/codes", post(code_answer))
        .route("/desk/c/{slug}/answer/{id}/redact", post(redact))
        .route("/desk/c/{slug}/answer/{id}/unredact", post(unredact))
        .route("/desk/c/{slug}/answer/{id}/quotes", post(make_quote))
        .route("/desk/c/{slug}/quotes", get(quotes))
        .route("/desk/c/{slug}/quotes/{reference}/check", post(check_quote))
        .route("/desk/c/{slug}/quotes/{reference}/publish", post(publish_quote))
        .route("/desk/c/{slug}/quotes/{reference}/strike", get(sure_to_strike).post(strike_quote))
}

/// What was just done, for the message on the page after it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    pub(super) done: Option<String>,
}

/// The consultation that a page of the desk is about.
pub(super) async fn consultation(app: &App, actor: &Actor, slug: &str) -> Result<DeskConsultation, WebError> {
    Ok(app.earshot.preparation(actor, slug).await?.consultation)
}

#[derive(Debug, Default, Deserialize)]
struct Pile {
    which: Option<String>,
    page: Option<String>,
    at: Option<String>,
    done: Option<String>,
}

/// A filter from an address; what has no code unless it says otherwise.
fn filter(which: &str) -> Result<CodingFilter, WebError> {
    match which {
        "" | "uncoded" => Ok(CodingFilter::Uncoded),
        "all" => Ok(CodingFilter::All),
        id => Ok(CodingFilter::Code(parse_id(id)?)),
    }
}

async fn coding(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(pile): Address<Pile>,
) -> Result<Response, WebError> {
    if !actor.may(Permission::Analyse) && actor.may(Permission::SeeAnalysis) {
        // They see the codebook, and not what was said.
        return Ok(see_other(&format!("/desk/c/{slug}/codes")));
    }
    Ok(ok(&site, coding_page(&app, &site, &actor, &slug, &pile, Tried::default()).await?))
}

async fn coding_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    pile: &Pile,
    tried: Tried,
) -> Result<Page, WebError> {
    let which = filter(pile.which.as_deref().unwrap_or_default())?;
    let page = super::page_number(pile.page.as_deref());
    let mut queue = app.earshot.coding_queue(actor, slug, which, page).await?;
    if queue.answers.is_empty() && page > 0 {
        // The pile has shrunk in the meantime.
        queue = app.earshot.coding_queue(actor, slug, which, 0).await?;
    }
    let book = app.earshot.codebook(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    let pileful = Pileful { which, queue, at: pile.at.clone() };
    Ok(pages::coding(site, actor, consultation, book, pileful, tried, pile.done.as_deref()))
}

async fn codes(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    Ok(ok(&site, codes_page(&app, &site, &actor, &slug, Tried::default(), done.as_deref()).await?))
}

async fn codes_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    let book = app.earshot.codebook(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(codebook::codebook(site, actor, consultation, book, tried, done))
}

fn code_text(fields: &Fields) -> CodeText {
    CodeText {
        name: fields.text("name"),
        definition: fields.text("definition"),
        use_when: fields.text("use_when"),
        not_when: fields.text("not_when"),
    }
}

async fn add_code(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let from_coding = fields.get("from") == "coding";
    match app.earshot.add_code(&actor, &slug, &code_text(&fields)).await {
        Ok(_) => {
            let page = if from_coding { "coding" } else { "codes" };
            Ok(see_other(&format!("/desk/c/{slug}/{page}?done=code")))
        }
        Err(Error::Refused(refusals)) => {
            let tried = Tried::new(ADD_CODE, fields.0, refusals);
            let page = if from_coding {
                coding_page(&app, &site, &actor, &slug, &Pile::default(), tried).await?
            } else {
                codes_page(&app, &site, &actor, &slug, tried, None).await?
            };
            Ok(again(&site, page))
        }
        Err(error) => Err(error.into()),
    }
}

async fn code(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    Ok(ok(&site, code_page(&app, &site, &actor, &slug, &id, Tried::default(), false).await?))
}

async fn sure_to_retire(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    Ok(ok(&site, code_page(&app, &site, &actor, &slug, &id, Tried::default(), true).await?))
}

async fn code_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    id: &str,
    tried: Tried,
    retire: bool,
) -> Result<Page, WebError> {
    if !actor.may(Permission::Analyse) {
        return Err(Trouble::Forbidden.into());
    }
    let id = parse_id(id)?;
    let book = app.earshot.codebook(actor, slug).await?;
    let code = book.codes.into_iter().find(|code| code.id == id).ok_or(Trouble::Missing)?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(codebook::code(site, actor, consultation, code, tried, retire))
}

async fn change_code(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    match app.earshot.change_code(&actor, &slug, parse_id(&id)?, &code_text(&fields)).await {
        Ok(()) => Ok(see_other(&format!("/desk/c/{slug}/codes?done=changed"))),
        Err(Error::Refused(refusals)) => {
            let tried = Tried::new(CHANGE_CODE, fields.0, refusals);
            Ok(again(&site, code_page(&app, &site, &actor, &slug, &id, tried, false).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn retire_code(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    app.earshot.retire_code(&actor, &slug, parse_id(&id)?).await?;
    Ok(see_other(&format!("/desk/c/{slug}/codes?done=retired")))
}

async fn answer(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let page =
        answer_page(&app, &site, &actor, &slug, parse_id(&id)?, Tried::default(), done.as_deref()).await?;
    Ok(ok(&site, page))
}

async fn answer_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    id: Uuid,
    tried: Tried,
    done: Option<&str>,
) -> Result<Page, WebError> {
    let (answer, quotes) = app.earshot.answer(actor, slug, id).await?;
    let credit = app.earshot.credit(actor, slug, id).await?;
    let book = app.earshot.codebook(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    let one = OneAnswer { answer, quotes, credit };
    Ok(pages::answer(site, actor, consultation, book, one, tried, done))
}

/// The page of an answer, with what was done.
fn to_answer(slug: &str, id: Uuid, done: &str, part: &str) -> Response {
    see_other(&format!("/desk/c/{slug}/answer/{id}?done={done}{part}"))
}

async fn code_answer(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    match app.earshot.code_answer(&actor, &slug, id, &fields.ids("code")?).await {
        Ok(()) => {}
        // A code went out of use while the form was open.
        Err(Error::Refused(_)) => return Err(Trouble::Stale.into()),
        Err(error) => return Err(error.into()),
    }
    if fields.get("from") == "answer" {
        return Ok(to_answer(&slug, id, "coded", ""));
    }
    let which = which_words(filter(fields.get("which"))?);
    let page = super::page_number(Some(fields.get("page"))) + 1;
    let at = match fields.get("next") {
        "" => String::new(),
        next => format!("&at={}", parse_id(next)?),
    };
    Ok(see_other(&format!("/desk/c/{slug}/coding?which={which}&page={page}{at}#reading")))
}

async fn redact(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let words = fields.text("words");
    let done = match Token::parse(fields.get("token")) {
        _ if words.is_empty() => Err(Error::Refused(vec![Refusal::Missing("words")])),
        None => Err(Error::Refused(vec![Refusal::Unreadable("token")])),
        Some(token) => app.earshot.redact(&actor, &slug, id, &words, token).await,
    };
    match done {
        Ok(()) => Ok(to_answer(&slug, id, "redacted", "#redact")),
        Err(Error::Refused(refusals)) => {
            let tried = Tried::new(REDACT, fields.0, refusals);
            Ok(again(&site, answer_page(&app, &site, &actor, &slug, id, tried, None).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn unredact(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    match app.earshot.unredact(&actor, &slug, id, parse_id(fields.get("redaction"))?).await {
        Ok(()) => Ok(to_answer(&slug, id, "unredacted", "#redact")),
        // A published quote hides it (domain.md 7.3 invariant 1).
        Err(Error::Refused(_)) => Ok(to_answer(&slug, id, "hidden", "#redact")),
        Err(error) => Err(error.into()),
    }
}

async fn make_quote(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    if fields.has(LOOK) {
        let tried = Tried::new(MAKE_QUOTE, fields.0, Vec::new());
        return Ok(ok(&site, answer_page(&app, &site, &actor, &slug, id, tried, None).await?));
    }
    let theme = match fields.get("theme") {
        "" => None,
        theme => Some(parse_id(theme)?),
    };
    let text = QuoteText { piece: fields.text("piece"), theme, why_chosen: fields.text("why_chosen") };
    match app.earshot.make_quote(&actor, &slug, id, &text).await {
        Ok(_) => Ok(to_answer(&slug, id, "quoted", "#made")),
        Err(Error::Refused(refusals)) => {
            let tried = Tried::new(MAKE_QUOTE, fields.0, refusals);
            Ok(again(&site, answer_page(&app, &site, &actor, &slug, id, tried, None).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn quotes(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let list = app.earshot.quotes(&actor, &slug).await?;
    let book = app.earshot.codebook(&actor, &slug).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, quote_pages::quotes(&site, &actor, consultation, book, list, done.as_deref())))
}

/// The quote at this address.
async fn quote(app: &App, actor: &Actor, slug: &str, reference: &str) -> Result<QuoteView, WebError> {
    let reference = Reference::parse(Kind::Quote, reference).ok_or(Trouble::Missing)?;
    let quotes = app.earshot.quotes(actor, slug).await?;
    quotes.into_iter().find(|quote| quote.reference == reference).ok_or_else(|| Trouble::Missing.into())
}

/// Back to the page that a quote's buttons were pressed on.
fn after_quote(slug: &str, answer: &str, done: &str) -> Result<Response, WebError> {
    if answer.is_empty() {
        Ok(see_other(&format!("/desk/c/{slug}/quotes?done={done}")))
    } else {
        Ok(to_answer(slug, parse_id(answer)?, done, "#made"))
    }
}

/// Notes that somebody else has looked at what a quote shows.
async fn check_quote(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, reference)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let quote = quote(&app, &actor, &slug, &reference).await?;
    match app.earshot.check_quote(&actor, &slug, quote.id, fields.get("shown")).await {
        Ok(()) => after_quote(&slug, fields.get("answer"), "checked"),
        // Whoever changed it last has no button for this; it was somebody else's when the page was opened.
        Err(Error::Refused(_)) => after_quote(&slug, fields.get("answer"), "own-work"),
        Err(error) => Err(error.into()),
    }
}

async fn publish_quote(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, reference)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let quote = quote(&app, &actor, &slug, &reference).await?;
    match app.earshot.publish_quote(&actor, &slug, quote.id).await {
        Ok(()) => after_quote(&slug, fields.get("answer"), "published"),
        // The yes was taken back while the page was open.
        Err(Error::Refused(_)) => Err(Trouble::Stale.into()),
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Default, Deserialize)]
struct From {
    answer: Option<String>,
}

async fn sure_to_strike(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, reference)): Path<(String, String)>,
    Address(From { answer }): Address<From>,
) -> Result<Response, WebError> {
    if !actor.may(Permission::Analyse) {
        return Err(Trouble::Forbidden.into());
    }
    let quote = quote(&app, &actor, &slug, &reference).await?;
    let answer = answer.map(|id| parse_id(&id)).transpose()?.map(|id| id.to_string());
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, quote_pages::strike(&site, &actor, consultation, quote, answer)))
}

async fn strike_quote(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, reference)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let quote = quote(&app, &actor, &slug, &reference).await?;
    app.earshot.strike_quote(&actor, &slug, quote.id).await?;
    after_quote(&slug, fields.get("answer"), "struck")
}
