//! What a provider says, read: who has signed in or out, by its keys. Nothing here asks anybody anything, and it belongs to
//! no room: the fuzz target `provider` (`server/formats/fuzz`) reads with the same functions.

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, Client, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken,
    IdTokenClaims, IdTokenFields, Nonce, StandardErrorResponse, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};

/// How much the provider's clock may be ahead of ours.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// What a provider says beside what every provider says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Claims {
    /// All of it.
    #[serde(flatten)]
    pub(super) all: serde_json::Map<String, serde_json::Value>,
}

impl AdditionalClaims for Claims {}

impl Claims {
    /// A claim that is a text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.all.get(name)?.as_str().map(str::to_string)
    }
}

/// An id token, or one that is written like it.
pub(super) type Said =
    IdToken<Claims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
/// What a provider answers beside an access token.
pub(super) type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
/// What asks a provider, and knows its keys.
pub(super) type Ours = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Who has signed out: the subject, and the session where one is named.
pub(super) type SignedOut = (Option<String>, Option<String>);

/// Errors with what was under them, in a line. None of them holds a code or a token.
pub(super) fn in_full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut under = error.source();
    while let Some(error) = under {
        text = format!("{text}: {error}");
        under = error.source();
    }
    text
}

/// That it was not said by a clock that is far ahead.
fn not_ahead(said_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), String> {
    if said_at > now + AHEAD { Err("it is from the future".to_string()) } else { Ok(()) }
}

/// Who has signed in, as an id token says: signed by the provider, for us, for this try, and not over. Otherwise why it is
/// not to be believed.
pub(super) fn signed_in<'a>(
    client: &Ours,
    said: &'a Said,
    nonce: &str,
    now: DateTime<Utc>,
) -> Result<&'a IdTokenClaims<Claims, CoreGenderClaim>, String> {
    let verifier = client
        .id_token_verifier()
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |said_at| not_ahead(said_at, now));
    let nonce = Nonce::new(nonce.to_string());
    said.claims(&verifier, &nonce).map_err(|error| in_full(&error))
}

/// Who has signed out, as a token says that the provider sends by itself. Otherwise why it is not to be believed.
pub(super) fn signed_out(client: &Ours, said: &Said, now: DateTime<Utc>) -> Result<SignedOut, String> {
    // Section 2.4: it has no nonce, so that nobody can pass an id token off as one, and names the event.
    let none = |nonce: Option<&Nonce>| match nonce {
        None => Ok(()),
        Some(_) => Err("it is an id token".to_string()),
    };
    let verifier = client
        .id_token_verifier()
        .allow_all_jose_types()
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |said_at| not_ahead(said_at, now));
    let claims = said.claims(&verifier, none).map_err(|error| in_full(&error))?;
    let more = claims.additional_claims();
    let event = "http://schemas.openid.net/event/backchannel-logout";
    if more.all.get("events").and_then(|events| events.get(event)).is_none() {
        return Err("it says nothing of signing out".to_string());
    }
    Ok((Some(claims.subject().to_string()), more.text("sid")))
}
