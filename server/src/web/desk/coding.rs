//! Coding: the list of codes, one answer with what is taken out of it and the quotes made of it, and the list of quotes.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::codebook::{self, ADD_CODE};
use earshot_app::pages::desk::coding::{self as pages, LOOK, MAKE_QUOTE, OneAnswer, REDACT};
use earshot_app::pages::desk::{Tried, Typed, quotes as quote_pages};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::codebook::CodeColour;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::text::Token;
use earshot_service::{Actor, CodeText, DeskConsultation, Error, MemoOn, QuoteText, QuoteView, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::workbench::{Asked, workbench_page};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/codes", get(codes).post(add_code))
        .route("/desk/c/{slug}/answer/{id}", get(answer))
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

/// What is typed of a code; refused where a colour or the code that it is put under cannot be read.
pub(super) fn code_text(fields: &Fields) -> Result<CodeText, Error> {
    let colour = match fields.get("colour") {
        "" => None,
        colour => match CodeColour::parse(colour) {
            None => return Err(Error::Refused(vec![Refusal::Unreadable("colour")])),
            known => known,
        },
    };
    let parent = match fields.get("parent") {
        "" => None,
        parent => match Uuid::try_parse(parent) {
            Err(_) => return Err(Error::Refused(vec![Refusal::Unreadable("parent")])),
            Ok(parent) => Some(parent),
        },
    };
    Ok(CodeText {
        name: fields.text("name"),
        definition: fields.text("definition"),
        use_when: fields.text("use_when"),
        not_when: fields.text("not_when"),
        example: fields.text("example"),
        near_miss: fields.text("near_miss"),
        young_name: fields.text("young_name"),
        colour,
        parent,
        is_folder: fields.has("folder"),
    })
}

async fn add_code(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Response, WebError> {
    let from_coding = fields.get("from") == "coding";
    let added = match code_text(&fields) {
        Ok(text) => app.earshot.add_code(&actor, &slug, &text).await,
        Err(error) => Err(error),
    };
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    or_again(site, added, |refusals| async move {
        let tried = Tried::new(ADD_CODE, fields.0, refusals);
        if from_coding {
            workbench_page(app, site, actor, of, &Asked::default(), tried).await
        } else {
            codes_page(app, site, actor, of, tried, None).await
        }
    })
    .await?;
    let page = if from_coding { "coding" } else { "codes" };
    Ok(see_other(&format!("/desk/c/{slug}/{page}?done=code")))
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

pub(super) async fn answer_page(
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
    let memos = app.earshot.memos(actor, slug, MemoOn::Answer(id)).await?;
    let consultation = consultation(app, actor, slug).await?;
    let left = app.earshot.taking_out(actor, slug, id).await?;
    let one = OneAnswer { answer, quotes, credit, memos, left, number: app.earshot.form_number() };
    Ok(pages::answer(site, actor, consultation, book, one, tried, done))
}

/// The page of an answer, with what was done.
pub(super) fn to_answer(slug: &str, id: Uuid, done: &str, part: &str) -> Response {
    see_other(&format!("/desk/c/{slug}/answer/{id}?done={done}{part}"))
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
    or_again(&site, done, |refusals| {
        answer_page(&app, &site, &actor, &slug, id, Tried::new(REDACT, fields.0, refusals), None)
    })
    .await?;
    Ok(to_answer(&slug, id, "redacted", "#redact"))
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
    let outcome = app.earshot.make_quote(&actor, &slug, id, &text).await;
    or_again(&site, outcome, |refusals| {
        answer_page(&app, &site, &actor, &slug, id, Tried::new(MAKE_QUOTE, fields.0, refusals), None)
    })
    .await?;
    Ok(to_answer(&slug, id, "quoted", "#made"))
}

async fn quotes(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let list = app.earshot.quotes(&actor, &slug).await?;
    let remarks = if actor.may(Permission::Analyse) {
        app.earshot.quote_remarks(&actor, &slug).await?
    } else {
        Vec::new()
    };
    let book = app.earshot.codebook(&actor, &slug).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    let list = (list, remarks);
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
        Err(Error::Refused(why)) if why.contains(&Refusal::LookFirst) => {
            after_quote(&slug, fields.get("answer"), "look-first")
        }
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
    Ok(ok(&site, quote_pages::strike(&site, &actor, consultation, (quote, answer), (&Typed::default(), &[]))))
}

async fn strike_quote(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, reference)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let quote = quote(&app, &actor, &slug, &reference).await?;
    let struck = app.earshot.strike_quote(&actor, &slug, quote.id, &fields.text("reason")).await;
    let (app, site, actor, at, sent) = (&app, &site, &actor, slug.as_str(), &fields);
    or_again(site, struck, |refusals| async move {
        let answer = match sent.get("answer") {
            "" => None,
            id => Some(parse_id(id)?.to_string()),
        };
        let consultation = consultation(app, actor, at).await?;
        let typed = Typed(sent.0.clone());
        Ok(quote_pages::strike(site, actor, consultation, (quote, answer), (&typed, &refusals[..])))
    })
    .await?;
    after_quote(&slug, fields.get("answer"), "struck")
}
