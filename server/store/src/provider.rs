//! Signing in through a provider of the organisation's own: ways to it that are under way, who somebody is to it, the
//! roles that its groups give, and the sessions that were begun through it.

use chrono::{DateTime, Utc};
use earshot_domain::policy::Role;
use uuid::Uuid;

use crate::people::Staff;
use crate::{StoreError, Tx};

statements! {
    TRY_INSERT = "INSERT INTO provider_try (state_hash, provider, place, again, expires_at) VALUES ($1, $2, $3, $4, $5)";
    TRY_TAKE = "DELETE FROM provider_try WHERE state_hash = $1 AND provider = $2 RETURNING place, again, expires_at";
    TRY_PURGE = "DELETE FROM provider_try WHERE expires_at < $1";
    IDENTITY = "SELECT s.id, s.organisation_id, s.email, s.name FROM staff_identity i JOIN staff s ON s.id = i.staff_id \
                WHERE i.issuer = $1 AND i.subject = $2";
    IDENTITY_INSERT = "INSERT INTO staff_identity (issuer, subject, staff_id, created_at) VALUES ($1, $2, $3, $4)";
    HAS_IDENTITY = "SELECT subject FROM staff_identity WHERE issuer = $1 AND staff_id = $2 LIMIT 1";
    ROLES_IN = "SELECT role FROM staff_role WHERE staff_id = $1 AND (provider IS NULL OR provider = $2) ORDER BY role";
    ROLES_OF = "SELECT role FROM staff_role WHERE staff_id = $1 AND provider = $2 ORDER BY role";
    ROLES_GIVEN = "SELECT role, provider FROM staff_role WHERE staff_id = $1 AND provider IS NOT NULL ORDER BY role";
    ROLE_GIVE = "INSERT INTO staff_role (staff_id, role, provider) VALUES ($1, $2, $3) \
                 ON CONFLICT (staff_id, role) DO NOTHING";
    ROLE_TAKE = "DELETE FROM staff_role WHERE staff_id = $1 AND role = $2 AND provider = $3";
    USED = "SELECT provider FROM staff_role WHERE provider IS NOT NULL UNION \
            SELECT provider FROM staff_session WHERE provider IS NOT NULL";
    FORGET_ROLES = "DELETE FROM staff_role WHERE provider = $1";
    FORGET_SESSIONS = "DELETE FROM staff_session WHERE provider = $1";
    SESSION_THROUGH = "UPDATE staff_session SET provider = $2, provider_session = $3, second_at = $4 WHERE token_hash = $1";
    SESSION_OF = "SELECT provider FROM staff_session WHERE token_hash = $1";
    SESSIONS_NAMED = "DELETE FROM staff_session WHERE provider = $1 AND provider_session = $2 AND \
                      ($3 = '' OR staff_id IN (SELECT staff_id FROM staff_identity WHERE issuer = $4 AND subject = $3))";
    SESSIONS_WHOSE = "DELETE FROM staff_session WHERE provider = $1 AND \
                      staff_id IN (SELECT staff_id FROM staff_identity WHERE issuer = $2 AND subject = $3)";
}

/// A way to a provider that somebody came back from.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Try {
    /// Where they wanted to go.
    pub place: String,
    /// Whether they were signed in already, and were to show again that it is they.
    pub again: bool,
    /// Until when they had to be back.
    pub expires_at: DateTime<Utc>,
}

/// Keeps that somebody is on their way to a provider, by the hash of the state that goes with them.
pub async fn insert_try(tx: &mut Tx, state_hash: &[u8], provider: &str, one: &Try) -> Result<(), StoreError> {
    execute!(tx, TRY_INSERT, state_hash, provider, &one.place, one.again, one.expires_at)?;
    Ok(())
}

/// Takes it away when they come back; nothing where it is unknown, of another provider, or was taken.
pub async fn take_try(tx: &mut Tx, state_hash: &[u8], provider: &str) -> Result<Option<Try>, StoreError> {
    fetch_optional!(tx, Try, TRY_TAKE, state_hash, provider)
}

/// Removes those whose time is over.
pub async fn purge_tries(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, StoreError> {
    execute!(tx, TRY_PURGE, now)
}

/// Whom a provider means.
pub async fn staff_by_identity(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
) -> Result<Option<Staff>, StoreError> {
    fetch_optional!(tx, Staff, IDENTITY, issuer, subject)
}

/// Keeps whom it means. [`StoreError::Taken`] where it means somebody already.
pub async fn insert_identity(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
    staff_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, IDENTITY_INSERT, issuer, subject, staff_id, now)?;
    Ok(())
}

/// Whether somebody is known to a provider under any name.
pub async fn has_identity(tx: &mut Tx, issuer: &str, staff_id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (String,), HAS_IDENTITY, issuer, staff_id)?.is_some())
}

fn known(rows: Vec<(String,)>) -> Vec<Role> {
    // A role that a newer version knew is no role here.
    rows.into_iter().filter_map(|(role,)| Role::parse(&role)).collect()
}

/// What somebody is trusted with in a session that was begun through this provider, or through none: what a provider's
/// groups give counts nowhere else.
pub async fn roles_in(tx: &mut Tx, staff_id: Uuid, provider: Option<&str>) -> Result<Vec<Role>, StoreError> {
    Ok(known(fetch_all!(tx, (String,), ROLES_IN, staff_id, provider.unwrap_or_default())?))
}

/// The roles that a provider's groups have given to somebody.
pub async fn roles_of(tx: &mut Tx, staff_id: Uuid, provider: &str) -> Result<Vec<Role>, StoreError> {
    Ok(known(fetch_all!(tx, (String,), ROLES_OF, staff_id, provider)?))
}

/// The roles that any provider's groups have given to somebody, each with that provider.
pub async fn roles_given(tx: &mut Tx, staff_id: Uuid) -> Result<Vec<(Role, String)>, StoreError> {
    let rows = fetch_all!(tx, (String, String), ROLES_GIVEN, staff_id)?;
    Ok(rows.into_iter().filter_map(|(role, provider)| Some((Role::parse(&role)?, provider))).collect())
}

/// Gives a role as a provider's groups say. `false` where they have it already.
pub async fn give_role(tx: &mut Tx, staff_id: Uuid, role: Role, provider: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, ROLE_GIVE, staff_id, role.as_str(), provider)? == 1)
}

/// Takes a role away that a provider's groups gave. `false` where they did not.
pub async fn take_role(tx: &mut Tx, staff_id: Uuid, role: Role, provider: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, ROLE_TAKE, staff_id, role.as_str(), provider)? == 1)
}

/// The providers that have given roles or begun sessions.
pub async fn used(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    Ok(fetch_all!(tx, (String,), USED)?.into_iter().map(|(name,)| name).collect())
}

/// Takes away what a provider has given, and ends what was begun through it.
pub async fn forget(tx: &mut Tx, provider: &str) -> Result<(), StoreError> {
    execute!(tx, FORGET_SESSIONS, provider)?;
    execute!(tx, FORGET_ROLES, provider)?;
    Ok(())
}

/// Notes through which provider a session was begun, what it calls the session, and when it saw a second step.
pub async fn through(
    tx: &mut Tx,
    token_hash: &[u8],
    provider: &str,
    session: Option<&str>,
    second_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    execute!(tx, SESSION_THROUGH, token_hash, provider, session, second_at)?;
    Ok(())
}

/// The provider through which a session was begun.
pub async fn session_through(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<String>, StoreError> {
    Ok(fetch_optional!(tx, (Option<String>,), SESSION_OF, token_hash)?.and_then(|(provider,)| provider))
}

/// Ends the session that a provider calls so; of this subject, where it names one. Gives how many there were.
pub async fn end_named(
    tx: &mut Tx,
    (provider, issuer): (&str, &str),
    session: &str,
    subject: Option<&str>,
) -> Result<u64, StoreError> {
    execute!(tx, SESSIONS_NAMED, provider, session, subject.unwrap_or_default(), issuer)
}

/// Ends every session that somebody began through a provider. Gives how many there were.
pub async fn end_whose(
    tx: &mut Tx,
    (provider, issuer): (&str, &str),
    subject: &str,
) -> Result<u64, StoreError> {
    execute!(tx, SESSIONS_WHOSE, provider, issuer, subject)
}
