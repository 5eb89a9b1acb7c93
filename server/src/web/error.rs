//! Turning what went wrong into a status and a page. The page is written by
//! [`super::site::around`], which knows the language and the look.

use std::any::Any;

use axum::body::Body;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use earshot_app::pages::error::Trouble;
use earshot_formats::document::WriteError;
use earshot_formats::report;
use earshot_service::Error;
use tower_http::csrf::ProtectionError;

/// What a handler answers when it cannot answer what was asked.
#[derive(Debug)]
pub(crate) enum WebError {
    /// A page about it.
    Trouble(Trouble),
    /// Sign in first.
    SignIn,
    /// Show the second step first, or again.
    SecondStep,
    /// The form's own page, or another response that is ready.
    Ready(Box<Response>),
}

/// Names the entry in the log that a page refers to.
#[derive(Debug, Clone)]
pub(super) struct LogReference(pub(super) String);

impl From<Trouble> for WebError {
    fn from(trouble: Trouble) -> Self {
        WebError::Trouble(trouble)
    }
}

impl From<Response> for WebError {
    fn from(response: Response) -> Self {
        WebError::Ready(Box::new(response))
    }
}

impl From<Error> for WebError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Trouble::Missing.into(),
            Error::SignIn => WebError::SignIn,
            Error::SecondStep => WebError::SecondStep,
            Error::Forbidden => Trouble::Forbidden.into(),
            Error::Stale => Trouble::Stale.into(),
            Error::TooMany => Trouble::Many.into(),
            // Handlers that expect these answer them with their own page ([`super::outcome::or_again`]).
            Error::Closed | Error::Refused(_) => Trouble::Wrong.into(),
            Error::Store(error) => broken(&error.to_string()).into(),
        }
    }
}

impl From<WriteError> for WebError {
    fn from(error: WriteError) -> Self {
        broken(&error.to_string()).into()
    }
}

impl From<earshot_formats::refi::WriteError> for WebError {
    fn from(error: earshot_formats::refi::WriteError) -> Self {
        broken(&error.to_string()).into()
    }
}

impl From<earshot_formats::tables::TableError> for WebError {
    fn from(error: earshot_formats::tables::TableError) -> Self {
        broken(&error.to_string()).into()
    }
}

impl From<report::WriteError> for WebError {
    fn from(error: report::WriteError) -> Self {
        broken(&error.to_string()).into()
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        match self {
            WebError::Trouble(trouble) => trouble_response(trouble),
            WebError::SignIn => super::see_other("/sign-in"),
            WebError::SecondStep => {
                let mut response = super::see_other("/sign-in/code");
                response.extensions_mut().insert(super::site::NeedsCode);
                response
            }
            WebError::Ready(response) => *response,
        }
    }
}

fn status(trouble: Trouble) -> StatusCode {
    match trouble {
        Trouble::Missing => StatusCode::NOT_FOUND,
        Trouble::Forbidden | Trouble::OtherSite => StatusCode::FORBIDDEN,
        Trouble::Stale => StatusCode::CONFLICT,
        Trouble::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
        Trouble::Large => StatusCode::PAYLOAD_TOO_LARGE,
        Trouble::Many => StatusCode::TOO_MANY_REQUESTS,
        Trouble::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn trouble_response(trouble: Trouble) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status(trouble);
    response.extensions_mut().insert(trouble);
    response
}

/// Our fault: the detail goes to the log, a reference to the person.
fn broken(detail: &str) -> Response {
    let reference = reference();
    tracing::error!(reference, detail, "a request failed");
    let mut response = trouble_response(Trouble::Broken);
    response.extensions_mut().insert(LogReference(reference));
    response
}

/// A short name for one entry of the log.
fn reference() -> String {
    let mut bytes = [0; 4];
    earshot_service::Chance::fill(&earshot_service::SystemChance, &mut bytes);
    earshot_service::hex(&bytes).to_uppercase()
}

/// A panic is a defect of ours; its message may hold anything, so that only
/// where it happened goes to the log (the default hook has written that).
pub(super) fn panicked(_payload: Box<dyn Any + Send + 'static>) -> Response {
    broken("a handler panicked")
}

/// A form that was posted from another site.
pub(super) fn other_site(_: ProtectionError) -> Response {
    trouble_response(Trouble::OtherSite)
}

/// No such address.
pub(super) async fn missing() -> WebError {
    Trouble::Missing.into()
}
