//! The workbench: the pile of answers, codes on whole answers and on pieces of them, the way back, and notes.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use earshot_app::pages::desk::Tried;
use earshot_app::pages::desk::pieces::{ADD_MEMO, CODE_PIECE, workbench_address};
use earshot_app::pages::desk::workbench::{self as pages, Choices, Pileful};
use earshot_app::pages::error::Trouble;
use earshot_app::{Page, Site};
use earshot_domain::policy::Permission;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::Span;
use earshot_service::{
    Actor, AnswerView, CodingFilter, CodingPile, Error, MemoOn, Only, PieceText, PileCounts, PilePage,
    Refusal,
};
use serde::Deserialize;
use uuid::Uuid;

use super::coding::{answer_page, consultation, to_answer};
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/coding", get(workbench))
        .route("/desk/c/{slug}/answer/{id}/codes", post(code_answer))
        .route("/desk/c/{slug}/answer/{id}/pieces", post(code_piece))
        .route("/desk/c/{slug}/answer/{id}/pieces/remove", post(remove_piece))
        .route("/desk/c/{slug}/answer/{id}/undo", post(undo))
        .route("/desk/c/{slug}/answer/{id}/memos", post(add_memo))
        .route("/desk/c/{slug}/answer/{id}/memos/remove", post(remove_memo))
}

/// What an address of the workbench asks for, or the hidden fields of its forms.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    which: Option<String>,
    question: Option<String>,
    band: Option<String>,
    only: Option<String>,
    group: Option<String>,
    page: Option<String>,
    after: Option<String>,
    before: Option<String>,
    at: Option<String>,
    done: Option<String>,
    ahead: Option<String>,
}

impl Asked {
    /// What the fields of a form say, with the answer that it is about.
    fn by(fields: &Fields, id: Uuid) -> Self {
        let field = |name: &str| Some(fields.get(name).to_string());
        Self {
            which: field("which"),
            question: field("question"),
            band: field("band"),
            only: field("only"),
            group: field("group"),
            page: field("page"),
            after: field("after"),
            before: field("before"),
            at: Some(id.to_string()),
            done: None,
            ahead: None,
        }
    }

    /// Which answers it asks for; those without a code unless it says otherwise.
    fn pile(&self) -> Result<CodingPile, WebError> {
        let which = match self.which.as_deref().unwrap_or_default() {
            "" | "uncoded" => CodingFilter::Uncoded,
            "all" => CodingFilter::All,
            id => CodingFilter::Code(parse_id(id)?),
        };
        // No key and no name of a group has them, and not every database takes them.
        let named = |text: Option<&str>| {
            text.filter(|text| !text.is_empty() && !text.contains(char::is_control)).map(str::to_string)
        };
        Ok(CodingPile {
            which,
            question: named(self.question.as_deref()),
            group: named(self.group.as_deref()),
            band: self.band.as_deref().and_then(AgeBand::parse),
            only: self.only.as_deref().and_then(Only::parse),
        })
    }

    /// Which page of them.
    fn page(&self) -> PilePage {
        let id = |id: Option<&str>| id.and_then(|id| Uuid::try_parse(id).ok());
        PilePage {
            number: super::page_number(self.page.as_deref()),
            after: id(self.after.as_deref()),
            before: id(self.before.as_deref()),
        }
    }
}

async fn workbench(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(asked): Address<Asked>,
) -> Result<Response, WebError> {
    if !actor.may(Permission::Analyse) && actor.may(Permission::SeeAnalysis) {
        // They see the codebook, and not what was said.
        return Ok(see_other(&format!("/desk/c/{slug}/codes")));
    }
    Ok(ok(&site, workbench_page(&app, &site, &actor, &slug, &asked, Tried::default()).await?))
}

/// The workbench with what is asked for.
pub(super) async fn workbench_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    asked: &Asked,
    tried: Tried,
) -> Result<Page, WebError> {
    let (mut pile, page) = (asked.pile()?, asked.page());
    let mut counted = asked.ahead.as_deref().and_then(PileCounts::parse);
    let wanted = (pile.clone(), page);
    let (mut queue, refused) = match app.earshot.coding_queue_ahead(actor, slug, wanted, counted).await {
        Ok(queue) => (queue, Vec::new()),
        // Whether there is such a group is not told: those of all groups are shown.
        Err(Error::Refused(refusals)) if refusals == [Refusal::SmallGroup] => {
            (pile.group, counted) = (None, None);
            (app.earshot.coding_queue(actor, slug, pile.clone(), page).await?, refusals)
        }
        Err(error) => return Err(error.into()),
    };
    if queue.answers.is_empty() && !page.is_first() {
        // The pile has shrunk in the meantime.
        counted = None;
        queue = app.earshot.coding_queue(actor, slug, pile.clone(), 0).await?;
    }
    let book = app.earshot.codebook_to_code(actor, slug).await?;
    let choices = if counted.is_some() { None } else { Some(choices(app, actor, slug, &pile).await?) };
    let consultation = consultation(app, actor, slug).await?;
    let at = asked.at.clone();
    let lies_here = at.as_ref().is_none_or(|at| {
        at == pages::LAST || queue.answers.iter().any(|answer| answer.id.to_string() == *at)
    });
    let mut apart =
        if lies_here { None } else { apart(app, actor, slug, at.as_deref().unwrap_or_default()).await? };
    if let Some(answer) = apart.as_mut().filter(|_| pile.group.is_some()) {
        answer.band = None;
    }
    let (memos, number) = (Vec::new(), app.earshot.form_number());
    let mut on_it = Pileful { pile, queue, choices, refused, at, apart, memos, number };
    if let Some(id) = on_it.reading().map(|(answer, _)| answer.id) {
        on_it.memos = there(app.earshot.memos(actor, slug, MemoOn::Answer(id)).await)?.unwrap_or_default();
    }
    Ok(pages::workbench(site, actor, consultation, book, on_it, tried, asked.done.as_deref()))
}

/// By what answers may be asked for. What is fetched ahead does not ask: it is shown beside the form that is there.
async fn choices(app: &App, actor: &Actor, slug: &str, pile: &CodingPile) -> Result<Choices, WebError> {
    let questions = app.earshot.coding_questions(actor, slug).await?;
    let groups = app.earshot.coding_groups(actor, slug).await?;
    let bands = app.earshot.coding_bands(actor, slug, pile).await?;
    Ok(Choices { questions, bands, groups })
}

/// The answer that is read although it does not lie on the page that is asked for: it got its code a moment ago.
async fn apart(app: &App, actor: &Actor, slug: &str, at: &str) -> Result<Option<AnswerView>, WebError> {
    let Ok(id) = Uuid::try_parse(at) else { return Ok(None) };
    let answer = there(app.earshot.answer(actor, slug, id).await)?.map(|(answer, _)| answer);
    // What has run out is not read any more.
    Ok(answer.filter(|answer| !answer.words.is_empty() || answer.file.is_some()))
}

/// What was asked for, unless it is gone or held by now.
fn there<T>(found: Result<T, Error>) -> Result<Option<T>, WebError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound | Error::Stale) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The number of a form that a script has sent, said again so that it can forget what it has kept.
fn saved(fields: &Fields) -> String {
    let number = fields.get("sent");
    let is_number = (1..=20).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit());
    if is_number { format!("&saved={number}") } else { String::new() }
}

/// The number that the page gave a form, so that it does once what it does however often it is sent.
pub(super) fn number(fields: &Fields) -> Option<Uuid> {
    Uuid::try_parse(fields.get("number")).ok()
}

/// A script that sends again what it has kept wants to know that it was taken, and no page.
fn wants_no_page(fields: &Fields) -> bool {
    fields.has("ack")
}

/// Back to the answer on the page that a form stands on, with what was done.
fn back(slug: &str, id: Uuid, fields: &Fields, done: &str) -> Result<Response, WebError> {
    if wants_no_page(fields) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if fields.get("from") == "answer" {
        let part = if matches!(done, "memo" | "memo-off") { "#notes" } else { "" };
        return Ok(to_answer(slug, id, done, part));
    }
    let asked = Asked::by(fields, id);
    let address = workbench_address(slug, &asked.pile()?, asked.page());
    Ok(see_other(&format!("{address}&at={id}&done={done}{}#reading", saved(fields))))
}

/// The page that a form stands on, with what could not be taken.
async fn once_more(
    app: &App,
    (site, actor): (&Site, &Actor),
    slug: &str,
    id: Uuid,
    form: &str,
    (fields, refusals): (Fields, Vec<Refusal>),
) -> Result<Page, WebError> {
    let (from_answer, asked) = (fields.get("from") == "answer", Asked::by(&fields, id));
    let tried = Tried::new(form, fields.0, refusals);
    if from_answer {
        answer_page(app, site, actor, slug, id, tried, None).await
    } else {
        workbench_page(app, site, actor, slug, &asked, tried).await
    }
}

async fn code_answer(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    // What the page showed. It sends the field also where that was nothing.
    let had = if fields.all("had").is_empty() { None } else { Some(fields.ids("had")?) };
    let (earshot, codes) = (&app.earshot, fields.ids("code")?);
    match earshot.code_answer_from(&actor, &slug, id, &codes, had.as_deref()).await {
        Ok(()) => {}
        // A code went out of use while the form was open.
        Err(Error::Refused(_)) => return Err(Trouble::Stale.into()),
        Err(error) => return Err(error.into()),
    }
    if wants_no_page(&fields) || fields.get("from") == "answer" {
        return back(&slug, id, &fields, "coded");
    }
    Ok(see_other(&format!("{}{}#reading", on_to_next(&slug, id, &fields)?, saved(&fields))))
}

/// The next answer on the page that a form stands on.
fn on_to_next(slug: &str, id: Uuid, fields: &Fields) -> Result<String, WebError> {
    let asked = Asked::by(fields, id);
    let address = workbench_address(slug, &asked.pile()?, asked.page());
    match fields.get("next") {
        "" => Ok(address),
        next => Ok(format!("{address}&at={}", parse_id(next)?)),
    }
}

/// Back to the workbench, where an answer was held there: to the next one.
pub(super) fn after_hold(slug: &str, fields: &Fields) -> Result<Response, WebError> {
    let held = parse_id(fields.get("answer"))?;
    Ok(see_other(&format!("{}&done=held#reading", on_to_next(slug, held, fields)?)))
}

/// The piece that a form is about; what cannot be read in it.
fn piece(fields: &Fields) -> Result<PieceText, Error> {
    let code = match fields.get("code") {
        "" => None,
        code => match Uuid::try_parse(code) {
            Ok(code) => Some(code),
            // What was typed beside it is not lost over a code that is none.
            Err(_) => return Err(Error::Refused(vec![Refusal::Unreadable("code")])),
        },
    };
    let place = |name: &str| fields.number(name).ok().flatten().and_then(|at| usize::try_from(at).ok());
    let marked = place("start").zip(place("end")).and_then(|(start, end)| Span::new(start, end));
    let Ok(nth) = fields.number("nth") else {
        return Err(Error::Refused(vec![Refusal::Unreadable("nth")]));
    };
    // A number below 1 names none of them.
    let nth = nth.map(|nth| usize::try_from(nth).unwrap_or_default());
    Ok(PieceText { words: fields.text("piece"), marked, nth, code })
}

async fn code_piece(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let done = match piece(&fields) {
        Ok(piece) => app.earshot.code_piece(&actor, &slug, id, &piece).await,
        Err(error) => Err(error),
    };
    or_again(&site, done, |refusals| {
        once_more(&app, (&site, &actor), &slug, id, CODE_PIECE, (fields.clone(), refusals))
    })
    .await?;
    back(&slug, id, &fields, "piece")
}

async fn remove_piece(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    app.earshot.remove_span(&actor, &slug, id, parse_id(fields.get("coding"))?).await?;
    back(&slug, id, &fields, "piece-off")
}

async fn undo(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    // It leads to the answer where something was taken back, which need not be the one that was read.
    match app.earshot.undo_coding_once(&actor, &slug, id, number(&fields)).await? {
        Some(changed) => back(&slug, changed, &fields, "undone"),
        None => back(&slug, id, &fields, "nothing-undone"),
    }
}

async fn add_memo(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let (on, words) = (MemoOn::Answer(id), fields.text("memo"));
    let added = app.earshot.add_memo_once(&actor, &slug, on, &words, number(&fields)).await;
    or_again(&site, added, |refusals| {
        once_more(&app, (&site, &actor), &slug, id, ADD_MEMO, (fields.clone(), refusals))
    })
    .await?;
    back(&slug, id, &fields, "memo")
}

async fn remove_memo(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    app.earshot.remove_memo(&actor, &slug, parse_id(fields.get("memo_id"))?).await?;
    back(&slug, id, &fields, "memo-off")
}
