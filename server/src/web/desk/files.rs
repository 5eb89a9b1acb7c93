//! Files for the questions of a consultation: uploaded here, and chosen question by question.

use axum::extract::{Path, State};
use axum::response::Response;
use earshot_app::pages::desk::Typed;
use earshot_app::pages::desk::files as pages;
use earshot_app::pages::error::Trouble;
use earshot_domain::question::{FileFlaw, Help, Kind, Question};
use earshot_formats::media::{self as formats, Medium};
use earshot_service::{Actor, CleanFile, DeskConsultation, Error, Refusal};

use super::coding::Done;
use crate::web::error::WebError;
use crate::web::fields::{Address, Fields};
use crate::web::media::{self, Filled, Handed};
use crate::web::outcome::or_again;
use crate::web::site::{Staff, ok};
use crate::web::{App, see_other};

/// The most files that are uploaded at once.
const AT_ONCE: usize = 20;

/// Every file.
pub(super) async fn list(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    Address(Done { done }): Address<Done>,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let files = app.earshot.staff_files(&actor, &slug).await?;
    Ok(ok(&site, pages::files(&site, &actor, consultation, files, Typed::default(), done.as_deref(), &[])))
}

/// Uploads, replaces, removes, or keeps words.
pub(super) async fn change(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path(slug): Path<String>,
    filled: Filled,
) -> Result<Response, WebError> {
    let Filled { fields, files } = filled;
    let (name, alt) = (fields.get("name").to_string(), fields.get("alt").to_string());
    let (done, outcome) = match fields.get("do") {
        "add" => ("added", add(&app, &actor, &slug, files, &alt).await),
        "replace" => ("replaced", replace(&app, &actor, &slug, &name, files).await),
        "words" => ("words", app.earshot.save_alt(&actor, &slug, &name, &alt).await),
        "remove" => ("removed", app.earshot.remove_staff_file(&actor, &slug, &name).await),
        _ => return Err(Trouble::Wrong.into()),
    };
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    or_again(site, outcome, |refusals| async move {
        let consultation = app.earshot.preparation(actor, of).await?.consultation;
        let files = app.earshot.staff_files(actor, of).await?;
        Ok(pages::files(site, actor, consultation, files, Typed(fields.0), None, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/files?done={done}")))
}

/// Cleans every file before any is kept: a file that cannot be taken leaves nothing half done.
async fn add(app: &App, actor: &Actor, slug: &str, files: Vec<Handed>, alt: &str) -> Result<(), Error> {
    // Nobody without the right makes the server work.
    app.earshot.may_put_files(actor)?;
    if files.is_empty() || files.len() > AT_ONCE {
        let refusal = if files.is_empty() { Refusal::Missing("file") } else { Refusal::Unreadable("file") };
        return Err(Error::Refused(vec![refusal]));
    }
    let mut cleaned = Vec::with_capacity(files.len());
    for Handed { name, bytes, .. } in files {
        cleaned.push((name, clean(bytes).await?));
    }
    app.earshot.put_staff_files(actor, slug, cleaned, alt).await
}

async fn replace(app: &App, actor: &Actor, slug: &str, name: &str, files: Vec<Handed>) -> Result<(), Error> {
    app.earshot.may_put_files(actor)?;
    let file = files.into_iter().next().ok_or_else(|| Error::Refused(vec![Refusal::Missing("file")]))?;
    let file = clean(file.bytes).await?;
    app.earshot.replace_staff_file(actor, slug, name, file).await
}

/// Cleans a file by what it is.
async fn clean(bytes: Result<Vec<u8>, FileFlaw>) -> Result<CleanFile, Error> {
    let refused = |_| Error::Refused(vec![Refusal::Unreadable("file")]);
    let bytes = bytes.map_err(refused)?;
    match formats::looks_like(&bytes) {
        None => Err(refused(FileFlaw::NotTaken)),
        Some(Medium::Film) => {
            // Sound and film come in the same containers, and most recordings are sound alone.
            match media::clean(bytes.clone(), Medium::Sound).await {
                Err(FileFlaw::NotTaken) => media::clean(bytes, Medium::Film).await.map_err(refused),
                sound => sound.map_err(refused),
            }
        }
        Some(medium) => media::clean(bytes, medium).await.map_err(refused),
    }
}

/// The form for one question.
pub(super) async fn one(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, number)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let at = place(&consultation, &number)?;
    let files = app.earshot.staff_files(&actor, &slug).await?;
    Ok(ok(&site, pages::of_question(&site, &actor, consultation, at, files, &[])))
}

/// Keeps what one question shows.
pub(super) async fn choose(
    State(app): State<App>,
    Staff(site, actor): Staff,
    Path((slug, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let at = place(&consultation, &number)?;
    let mut questionnaire = consultation.questionnaire.clone();
    chosen(&fields, &mut questionnaire.questions[at]);
    let outcome = app.earshot.save_questionnaire(&actor, &slug, fields.edition()?, &questionnaire).await;
    let (app, site, actor, of) = (&app, &site, &actor, slug.as_str());
    or_again(site, outcome, |refusals| async move {
        let files = app.earshot.staff_files(actor, of).await?;
        Ok(pages::of_question(site, actor, consultation, at, files, &refusals))
    })
    .await?;
    Ok(see_other(&format!("/desk/c/{slug}/files?done=words")))
}

fn place(consultation: &DeskConsultation, number: &str) -> Result<usize, WebError> {
    let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    at.filter(|at| *at < consultation.questionnaire.questions.len()).ok_or_else(|| Trouble::Missing.into())
}

/// Puts the names that a form sent into a question.
fn chosen(fields: &Fields, question: &mut Question) {
    let name = |field: &str| Some(fields.text(field)).filter(|name| !name.is_empty());
    let help = |before: &str, help: &mut Help| {
        let picture = name(&format!("{before}picture"));
        if picture != help.picture {
            // The words of another picture are not those of this one.
            help.picture_text = None;
        }
        help.picture = picture;
        help.audio = name(&format!("{before}audio"));
        help.sign = name(&format!("{before}sign"));
    };
    help("", &mut question.help);
    for (at, wording) in question.wordings.iter_mut().enumerate() {
        help(&format!("w{at}_"), &mut wording.help);
    }
    if let Kind::Picture(picture) = &mut question.kind {
        for option in &mut picture.options {
            option.picture = name(&format!("option_{}", option.key));
        }
    }
}
