//! Sessions: a transcript is read, looked at, and only then kept. In between it is nowhere but on the page of whoever has
//! handed it in.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::transcripts::{self as pages, Preview, PreviewSpeaker};
use earshot_app::pages::error::Trouble;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::respondent::AgeBand;
use earshot_domain::session::{self, Speaker};
use earshot_domain::text::{self, Span};
use earshot_formats::transcript::{self, Defect, NamePlace, Report, Transcript};
use earshot_service::{Actor, Error, NewTranscript, Refusal};

use super::coding::{Done, consultation};
use crate::transcript::turns as transcript_turns;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields, parse_id};
use crate::web::media::Filled;
use crate::web::outcome::or_again;
use crate::web::site::{Staff, again, ok};
use crate::web::{App, see_other};
use earshot_app::Site;

/// Letters of a speaker's first words that are shown, and around a name.
const SOME: usize = 80;

/// The most places of names that are shown.
const NAMES_SHOWN: usize = 100;

/// The addresses.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/desk/c/{slug}/sessions", get(list).post(upload))
        .route("/desk/c/{slug}/sessions/keep", post(keep))
        .route("/desk/c/{slug}/sessions/{id}", get(show))
        .route("/desk/c/{slug}/sessions/{id}/remove", post(remove))
        .route("/desk/c/{slug}/sessions/{id}/speaker", post(remove_speaker))
}

async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let page = list_page(&app, &site, &actor, &slug, done.as_deref(), &[]).await?;
    Ok(ok(&site, page))
}

async fn list_page(
    app: &App,
    site: &Site,
    actor: &Actor,
    slug: &str,
    done: Option<&str>,
    refusals: &[Refusal],
) -> Result<earshot_app::Page, WebError> {
    let cards = app.earshot.transcripts(actor, slug).await?;
    let consultation = consultation(app, actor, slug).await?;
    Ok(pages::list(site, actor, consultation, cards, done, refusals))
}

/// Reads a file and shows what is in it. Nothing is kept.
async fn upload(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    filled: Filled,
) -> Result<Response, WebError> {
    // Nobody without the right makes the server work.
    app.earshot.transcript_known(&actor, &slug, "").await?;
    let refusal = match filled.files.into_iter().next() {
        None => Refusal::Missing("file"),
        Some(file) => match file.bytes {
            Err(_) => Refusal::Unreadable("file"),
            Ok(bytes) => match read(file.name, bytes).await {
                Ok((transcript, report)) => {
                    let preview = preview(&app, &actor, &slug, &transcript, report.notes).await?;
                    let consultation = consultation(&app, &actor, &slug).await?;
                    let page = pages::preview(&site, &actor, consultation, preview, Typed::default(), &[]);
                    return Ok(ok(&site, page));
                }
                Err(defect) => Refusal::File(defect.to_string()),
            },
        },
    };
    Ok(again(&site, list_page(&app, &site, &actor, &slug, None, &[refusal]).await?))
}

/// Reads a file beside the requests. One over which a reader falls is damaged.
async fn read(name: String, bytes: Vec<u8>) -> Result<(Transcript, Report), Defect> {
    let work = tokio::task::spawn_blocking(move || transcript::read(&name, &bytes));
    work.await.unwrap_or(Err(Defect::Damaged))
}

async fn preview(
    app: &App,
    actor: &Actor,
    slug: &str,
    transcript: &Transcript,
    notes: Vec<String>,
) -> Result<Preview, WebError> {
    let carried = transcript.carried();
    let known = app.earshot.transcript_known(actor, slug, &carried).await?;
    let labels = transcript.labels();
    let speakers = labels
        .iter()
        .zip(session::cast(&labels))
        .map(|(label, speaker)| {
            let mut of = transcript.turns.iter().filter(|turn| turn.speaker == *label);
            let first = of.next().map(|turn| some(&turn.words)).unwrap_or_default();
            let turns = i64::try_from(of.count() + 1).unwrap_or_default();
            PreviewSpeaker { label: (*label).to_string(), turns, first, speaker }
        })
        .collect();
    let places = transcript.names();
    let names = places.iter().take(NAMES_SHOWN).map(|place| around(transcript, *place)).collect();
    Ok(Preview { carried, speakers, notes, names, known })
}

/// The first words.
fn some(words: &str) -> String {
    let mut letters = words.chars();
    let mut first: String = letters.by_ref().take(SOME).collect();
    if letters.next().is_some() {
        first.push('\u{2026}');
    }
    first
}

/// A name with the words around it.
fn around(transcript: &Transcript, place: NamePlace) -> String {
    let Some(turn) = transcript.turns.get(place.turn) else { return String::new() };
    let length = text::length(&turn.words);
    let span = Span {
        start: place.span.start.saturating_sub(SOME / 2),
        end: place.span.end.saturating_add(SOME / 2).min(length),
    };
    text::slice(&turn.words, span).unwrap_or_default().to_string()
}

/// Keeps what was looked at.
async fn keep(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    filled: Filled,
) -> Result<Response, WebError> {
    let fields = filled.fields;
    // Who may not is told so, whatever they sent.
    app.earshot.transcript_known(&actor, &slug, "").await?;
    let transcript =
        Transcript::from_carried(fields.get("carried")).map_err(|_| WebError::from(Trouble::Wrong))?;
    let (new, refusals) = read_new(&fields, &transcript);
    let outcome = if refusals.is_empty() {
        app.earshot.keep_transcript(&actor, &slug, &new).await
    } else {
        Err(Error::Refused(refusals))
    };
    let (app, site, actor, slug) = (&app, &site, &actor, &slug);
    or_again(site, outcome, |refusals| async move {
        let preview = preview(app, actor, slug, &transcript, Vec::new()).await?;
        let consultation = consultation(app, actor, slug).await?;
        Ok(pages::preview(site, actor, consultation, preview, Typed(fields.0), &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/sessions?done=kept")))
}

/// What the form says, and what of it cannot be read.
fn read_new(fields: &Fields, transcript: &Transcript) -> (NewTranscript, Vec<Refusal>) {
    let mut refusals = Vec::new();
    let mut number = |name| fields.number_or(name, &mut refusals);
    let (many, adults) = (number("many"), number("adults"));
    let held_on = fields.day_or("held_on", &mut refusals);
    let labels = transcript.labels();
    let cast: Vec<Speaker> = session::cast(&labels)
        .into_iter()
        .enumerate()
        .map(|(at, by_default)| Speaker::parse(fields.get(&format!("speaker-{at}"))).unwrap_or(by_default))
        .collect();
    let bands = fields.all("bands").iter().filter_map(|band| AgeBand::parse(band)).collect();
    let turns = transcript_turns(transcript, &cast, fields.has("hide"));
    let new = NewTranscript {
        title: fields.text("title"),
        held_on,
        many: many.unwrap_or_default(),
        adults: adults.unwrap_or_default(),
        few_adults: fields.text("few_adults"),
        bands,
        consent: QuoteConsent::parse(fields.get("consent")),
        question: Some(fields.get("question").to_string()).filter(|key| !key.is_empty()),
        again: fields.has("again"),
        content: transcript.carried(),
        turns,
    };
    (new, refusals)
}

async fn show(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let view = app.earshot.transcript(&actor, &slug, parse_id(&id)?).await?;
    let consultation = consultation(&app, &actor, &slug).await?;
    Ok(ok(&site, pages::session(&site, &actor, consultation, view, done.as_deref(), &[])))
}

/// Takes one speaker back.
async fn remove_speaker(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    // Who may not is told so, whatever they sent.
    app.earshot.transcript_known(&actor, &slug, "").await?;
    let speaker = Speaker::parse(fields.get("speaker")).filter(|who| who.voice().is_some());
    let outcome = match speaker {
        None => Err(Error::Refused(vec![Refusal::Missing("speaker")])),
        Some(_) if !fields.has("sure") => {
            Err(Error::Refused(vec![Refusal::NotSure { field: "sure".into() }]))
        }
        Some(speaker) => app.earshot.remove_speaker(&actor, &slug, id, speaker).await,
    };
    let (app, site, actor, slug) = (&app, &site, &actor, &slug);
    or_again(site, outcome, |refusals| async move {
        let view = app.earshot.transcript(actor, slug, id).await?;
        let consultation = consultation(app, actor, slug).await?;
        Ok(pages::session(site, actor, consultation, view, None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/sessions/{id}?done=one-back")))
}

async fn remove(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, id)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let id = parse_id(&id)?;
    let outcome = if fields.has("sure") {
        app.earshot.remove_transcript(&actor, &slug, id).await
    } else {
        app.earshot.transcript_known(&actor, &slug, "").await?;
        Err(Error::Refused(vec![Refusal::NotSure { field: format!("sure-{id}") }]))
    };
    let (app, site, actor, slug) = (&app, &site, &actor, &slug);
    or_again(
        site,
        outcome,
        |refusals| async move { list_page(app, site, actor, slug, None, &refusals).await },
    )
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/sessions?done=taken-back")))
}
