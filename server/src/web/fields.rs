//! Reading a posted form: every field by its name, nothing lost.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header;
use axum::http::request::Parts;
use chrono::NaiveDate;
use earshot_app::pages::error::Trouble;
use earshot_service::Refusal;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::error::WebError;
use super::site::TypedIn;
use super::{App, DESK_BYTES, FORM_BYTES};

/// The fields of a form, in the order they were sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// The value of a field; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }

    /// The value of a field without space around it.
    pub(crate) fn text(&self, name: &str) -> String {
        earshot_domain::text::normalise(self.get(name)).trim().to_string()
    }

    /// The lines of a pasted list, each in its place and as far indented as it was.
    pub(crate) fn lines(&self, name: &str) -> String {
        earshot_domain::text::normalise_lines(self.get(name))
    }

    /// Every value of a field that may be sent several times.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether the field was sent with anything in it.
    pub(crate) fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A day; `Ok(None)` when the field is empty, `Err` when it cannot be read.
    pub(crate) fn day(&self, name: &str) -> Result<Option<NaiveDate>, ()> {
        match self.get(name).trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        }
    }

    /// A whole number, likewise.
    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, ()> {
        match self.get(name).trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        }
    }

    /// A day; nothing where the field is empty or cannot be read, and the second is one of the `refusals` then.
    pub(crate) fn day_or(&self, name: &'static str, refusals: &mut Vec<Refusal>) -> Option<NaiveDate> {
        self.day(name).unwrap_or_else(|()| {
            refusals.push(Refusal::Unreadable(name));
            None
        })
    }

    /// A whole number, likewise.
    pub(crate) fn number_or(&self, name: &'static str, refusals: &mut Vec<Refusal>) -> Option<i64> {
        self.number(name).unwrap_or_else(|()| {
            refusals.push(Refusal::Unreadable(name));
            None
        })
    }

    /// Ids; `Err` when one cannot be read.
    pub(crate) fn ids(&self, name: &str) -> Result<Vec<Uuid>, WebError> {
        self.all(name).iter().filter(|id| !id.is_empty()).map(|id| parse_id(id)).collect()
    }

    /// The edition of the record that the form was made from.
    pub(crate) fn edition(&self) -> Result<i64, WebError> {
        self.get("edition").parse().map_err(|_| Trouble::Wrong.into())
    }
}

/// The replacement mark as a browser sends it.
const TYPED_MARK: &[u8] = b"%EF%BF%BD";

/// An id from an address or a form. One that cannot be read leads nowhere.
pub(crate) fn parse_id(text: &str) -> Result<Uuid, WebError> {
    Uuid::try_parse(text).map_err(|_| Trouble::Missing.into())
}

impl FromRequest<App> for Fields {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &App) -> Result<Self, WebError> {
        // A form is a form: a body of another kind would be read as one with nothing in it.
        let is_form = request.headers().get(header::CONTENT_TYPE).is_none_or(|kind| {
            kind.to_str().is_ok_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        });
        if !is_form {
            return Err(Trouble::Wrong.into());
        }
        let desk = request.uri().path().starts_with("/desk");
        let most = if desk { DESK_BYTES } else { FORM_BYTES };
        let typed_in = request.extensions().get::<TypedIn>().cloned();
        let bytes = read_body(request.into_body(), most).await?;
        let fields: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&bytes).map_err(|_| WebError::from(Trouble::Wrong))?;
        // Bytes that are no UTF-8 come out as replacement marks. They are refused,
        // not guessed at, unless the mark itself was typed.
        let marked = fields.iter().any(|(_, value)| value.contains(char::REPLACEMENT_CHARACTER));
        let typed = bytes.windows(TYPED_MARK.len()).any(|run| run.eq_ignore_ascii_case(TYPED_MARK));
        if marked && !typed {
            return Err(Trouble::Wrong.into());
        }
        if let Some(TypedIn(typed_in)) = typed_in {
            let _ = typed_in.set(bytes);
        }
        Ok(Fields(fields))
    }
}

/// What stands after the question mark of an address. What cannot be read gets a page like everything else.
#[derive(Debug, Clone)]
pub(crate) struct Address<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Address<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, WebError> {
        Query::try_from_uri(&parts.uri).map(|Query(asked)| Self(asked)).map_err(|_| Trouble::Wrong.into())
    }
}

/// The whole body, up to a limit.
pub(crate) async fn read_body(body: Body, most: usize) -> Result<Vec<u8>, WebError> {
    match to_bytes(body, most).await {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(_) => Err(Trouble::Large.into()),
    }
}
