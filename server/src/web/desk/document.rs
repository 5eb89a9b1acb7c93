//! The questionnaire as a Word document, for those who approve it on paper.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::document;
use crate::web::App;
use crate::web::error::WebError;
use crate::web::site::Staff;

/// The type of a Word document.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The document, to be kept as a file.
pub(super) async fn questionnaire(
    State(app): State<App>,
    Staff(_, actor): Staff,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let consultation = app.earshot.preparation(&actor, &slug).await?.consultation;
    let bytes = document::questionnaire(&actor.organisation, &consultation, app.earshot.today())?;
    let name = format!("{}-questions-v{}.docx", consultation.slug, consultation.version);
    let headers = [
        (header::CONTENT_TYPE, DOCX.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}
