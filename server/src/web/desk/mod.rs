//! The desk of the staff: sign in, and everything from a new consultation to
//! the feedback page.

mod alike;
mod areas;
mod audit;
mod board;
mod boards;
mod clinic;
mod codebook;
mod coding;
mod consultations;
mod decisions;
mod document;
mod documents;
mod exports;
mod feedback;
mod files;
mod findings;
mod home;
mod ideas;
mod jobs;
mod library;
mod matrix;
mod moderation;
mod needs;
mod numbers;
mod pack;
mod paper;
mod partners;
mod passkey;
mod passport;
mod people;
mod progress;
mod provider;
mod qda;
mod questions;
mod reach;
mod read_links;
mod reading;
mod requests;
mod retention;
mod rounds;
mod safeguarding;
mod sealed_contact;
mod search;
mod second_step;
mod sessions;
mod sign_in;
mod small_numbers;
mod standards;
mod taking_out;
mod themes;
mod transcripts;
mod tray;
mod ways;
mod workbench;
mod young;

use axum::Router;
use axum::routing::{get, post};
use earshot_formats::LineError;
use earshot_service::{Error, Refusal};

use super::App;

pub(super) use passkey::asked;

/// A pasted list that cannot be taken, with what is wrong in which line.
fn refused_lines(errors: Vec<LineError>) -> Error {
    let line = |error: LineError| Refusal::Line { line: error.line, reason: error.reason };
    Error::Refused(errors.into_iter().map(line).collect())
}

/// Every address of the desk.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::ask).post(sign_in::paste))
        .route("/sign-in/mail", post(sign_in::mail))
        .route("/sign-in/link", get(sign_in::link))
        .route("/sign-in/code", get(second_step::ask).post(second_step::show))
        .route("/sign-in/with/{name}", get(provider::go))
        .route("/sign-in/with/{name}/back", get(provider::back))
        .route("/sign-in/with/{name}/logged-out", post(provider::signed_out))
        .route("/sign-in/passkey", post(passkey::enter))
        .route("/sign-in/passkey/begin", post(passkey::ask))
        .route("/sign-out", post(sign_in::leave))
        .route("/desk", get(home::home))
        .route("/desk/consultations", get(consultations::list))
        .route("/desk/consultations/new", get(consultations::new).post(consultations::create))
        .route("/desk/c/{slug}", get(consultations::overview))
        .route("/desk/c/{slug}/open", get(consultations::sure_open))
        .route("/desk/c/{slug}/close", get(consultations::sure_close))
        .route("/desk/c/{slug}/check", post(consultations::check))
        .route("/desk/c/{slug}/run", post(consultations::run))
        .route("/desk/c/{slug}/setup", get(consultations::setup).post(consultations::save_setup))
        .route("/desk/c/{slug}/decider", post(consultations::put_to_board))
        .route("/desk/c/{slug}/questions", get(questions::list).post(questions::change))
        .route("/desk/c/{slug}/questions.docx", get(document::questionnaire))
        .route("/desk/c/{slug}/questions/sections", get(questions::sections).post(questions::change_sections))
        .route(
            "/desk/c/{slug}/questions/sections/{number}",
            get(questions::section).post(questions::save_section),
        )
        .route("/desk/c/{slug}/questions/undo", post(questions::undo))
        .route("/desk/c/{slug}/questions/words", get(questions::words).post(questions::save_words))
        .route("/desk/c/{slug}/questions/{number}/shown", post(questions::shown))
        .route("/desk/c/{slug}/questions/{number}", get(questions::one).post(questions::save))
        .route("/desk/c/{slug}/clinic", get(clinic::show).post(clinic::change))
        .route("/desk/c/{slug}/ways", get(ways::show).post(ways::revoke))
        .route("/desk/c/{slug}/ways/codes", post(ways::make))
        .route("/desk/c/{slug}/paper", get(paper::show).post(paper::make))
        .route("/desk/c/{slug}/paper/type", get(paper::type_in).post(paper::keep))
        .route("/desk/c/{slug}/paper/take-back", post(paper::take_back))
        .route("/desk/c/{slug}/paper/{batch}", get(paper::forms))
        .route("/desk/c/{slug}/progress", get(progress::show).post(progress::extend))
        .route("/desk/c/{slug}/reminder", get(progress::reminder).post(progress::send))
        .route("/desk/c/{slug}/files", get(files::list).post(files::change))
        .route("/desk/c/{slug}/files/{number}", get(files::one).post(files::choose))
        .route("/desk/c/{slug}/read", get(reading::queue).post(reading::decide))
        .route("/desk/c/{slug}/media/{id}", get(reading::file))
        .route("/desk/safeguarding", get(safeguarding::show).post(safeguarding::decide))
        .route("/desk/safeguarding/plan", get(safeguarding::plan).post(safeguarding::save_plan))
        .route("/desk/safeguarding/words", get(safeguarding::words).post(safeguarding::change_words))
        .route("/desk/requests", get(requests::list).post(requests::write))
        .route("/desk/requests/{reference}", get(requests::show).post(requests::change))
        .route("/desk/retention", get(retention::show).post(retention::change))
        .route("/desk/documents", get(documents::list))
        .route("/desk/documents/{which}", get(documents::one))
        .route("/desk/people", get(people::people).post(people::invite))
        .route("/desk/people/roles", get(people::roles))
        .route("/desk/people/revoke", post(people::revoke))
        .route("/desk/audit", get(audit::show))
        .route("/desk/jobs", get(jobs::show).post(jobs::change))
        .route("/desk/second-step", get(second_step::set_up).post(second_step::confirm))
        .route("/desk/second-step/remove", post(second_step::remove))
        .route("/desk/people/second-step", post(second_step::manage))
        .route("/desk/passkeys", get(passkey::make).post(passkey::keep))
        .route("/desk/passkeys/begin", post(passkey::begin))
        .route("/desk/passkeys/remove", post(passkey::remove))
        .route("/desk/sessions", get(sessions::show).post(sessions::end))
        .merge(alike::router())
        .merge(areas::router())
        .merge(library::router())
        .merge(codebook::router())
        .merge(coding::router())
        .merge(workbench::router())
        .merge(rounds::router())
        .merge(qda::router())
        .merge(matrix::router())
        .merge(board::router())
        .merge(boards::router())
        .merge(tray::router())
        .merge(themes::router())
        .merge(transcripts::router())
        .merge(findings::router())
        .merge(numbers::router())
        .merge(small_numbers::router())
        .merge(pack::router())
        .merge(read_links::router())
        .merge(exports::router())
        .merge(sealed_contact::router())
        .merge(search::router())
        .merge(partners::router())
        .merge(passport::router())
        .merge(needs::router())
        .merge(decisions::router())
        .merge(feedback::router())
        .merge(ideas::router())
        .merge(moderation::router())
        .merge(reach::router())
        .merge(standards::router())
        .merge(taking_out::router())
        .merge(young::router())
}

/// The page that an address names, counted from 0; addresses count from 1.
pub(super) fn page_number(text: Option<&str>) -> i64 {
    const LAST: i64 = 100_000;
    text.and_then(|text| text.parse::<i64>().ok()).map_or(0, |page| page.saturating_sub(1).clamp(0, LAST))
}
