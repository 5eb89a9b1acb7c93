//! The organisation, its staff, their sign-in links and sessions.

use chrono::{DateTime, Utc};
use earshot_domain::policy::Role;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    ORGANISATION = "SELECT id, name, suppression_preset, duty_phone FROM organisation ORDER BY created_at, id LIMIT 1";
    ORGANISATIONS = "SELECT id, name, suppression_preset, duty_phone FROM organisation ORDER BY created_at, id";
    ORGANISATION_INSERT = "INSERT INTO organisation (id, name, suppression_preset, duty_phone, created_at) \
                           VALUES ($1, $2, $3, $4, $5)";
    ORGANISATION_RENAME = "UPDATE organisation SET name = $2, duty_phone = $3 WHERE id = $1";
    SECRET_CHECK = "SELECT secret_check FROM organisation WHERE secret_check IS NOT NULL ORDER BY created_at, id LIMIT 1";
    SECRET_CHECK_SET = "UPDATE organisation SET secret_check = $2 WHERE id = $1";
    ORGANISATION_BY_ID = "SELECT id, name, suppression_preset, duty_phone FROM organisation WHERE id = $1";
    ORGANISATION_NEWEST = "SELECT created_at FROM organisation ORDER BY created_at DESC LIMIT 1";
    // One row of numbers for the whole installation: Q-0107 names one quote, whichever organisation it is of.
    NEXT_NUMBER = "INSERT INTO counter (organisation_id, kind, last) \
                   VALUES ((SELECT id FROM organisation ORDER BY created_at, id LIMIT 1), $1, 1) \
                   ON CONFLICT (organisation_id, kind) DO UPDATE SET last = counter.last + 1 RETURNING last";
    STAFF_BY_EMAIL = "SELECT id, organisation_id, email, name FROM staff WHERE email_key = $1";
    STAFF_BY_ID = "SELECT id, organisation_id, email, name FROM staff WHERE id = $1";
    STAFF_ALL = "SELECT id, organisation_id, email, name FROM staff WHERE organisation_id = $1 ORDER BY email_key";
    STAFF_INSERT = "INSERT INTO staff (id, organisation_id, email, email_key, name, created_at) \
                    VALUES ($1, $2, $3, $4, $5, $6)";
    ROLES = "SELECT role FROM staff_role WHERE staff_id = $1 ORDER BY role";
    ROLES_ALL = "SELECT r.staff_id, r.role FROM staff_role r JOIN staff s ON s.id = r.staff_id \
                 WHERE s.organisation_id = $1 ORDER BY r.staff_id, r.role";
    // What a provider's groups gave is from now on given by somebody here.
    ROLE_ADD = "INSERT INTO staff_role (staff_id, role) VALUES ($1, $2) ON CONFLICT (staff_id, role) \
                DO UPDATE SET provider = NULL WHERE staff_role.provider IS NOT NULL";
    ROLE_REMOVE = "DELETE FROM staff_role WHERE staff_id = $1 AND role = $2";
    LINK_INSERT = "INSERT INTO sign_in_link (token_hash, staff_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    LINK_USE = "UPDATE sign_in_link SET used_at = $2 \
                WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING staff_id";
    LINK_PURGE = "DELETE FROM sign_in_link WHERE expires_at < $1";
    SESSION_INSERT = "INSERT INTO staff_session (token_hash, staff_id, created_at, last_seen_at, expires_at) \
                      VALUES ($1, $2, $3, $3, $4)";
    SESSION = "SELECT s.id, s.organisation_id, s.email, s.name, k.last_seen_at, k.second_at, k.provider, \
               f.confirmed_at, o.second_step, \
               (SELECT MIN(p.created_at) FROM staff_passkey p WHERE p.staff_id = s.id) AS passkey_at \
               FROM staff_session k JOIN staff s ON s.id = k.staff_id JOIN organisation o ON o.id = s.organisation_id LEFT JOIN staff_factor f ON f.staff_id = s.id \
               WHERE k.token_hash = $1 AND k.expires_at > $2 AND k.last_seen_at > $3";
    SESSIONS = "SELECT token_hash, created_at, last_seen_at, expires_at FROM staff_session \
                WHERE staff_id = $1 AND expires_at > $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC, token_hash";
    SESSION_TOUCH = "UPDATE staff_session SET last_seen_at = $2 WHERE token_hash = $1";
    SESSION_DELETE = "DELETE FROM staff_session WHERE token_hash = $1";
    SESSIONS_OF = "DELETE FROM staff_session WHERE staff_id = $1";
    SESSIONS_OTHER = "DELETE FROM staff_session WHERE staff_id = $1 AND token_hash <> $2";
    SESSION_PURGE = "DELETE FROM staff_session WHERE expires_at < $1 OR last_seen_at < $2";
}

/// The organisation that runs this installation.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Organisation {
    /// Its id.
    pub id: Uuid,
    /// Its name, as young people know it.
    pub name: String,
    /// How small numbers are hidden; `nhs5`.
    pub suppression_preset: String,
    /// The number to ring about a child's safety; empty when none was given.
    pub duty_phone: String,
}

/// Somebody of the staff.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Staff {
    /// Their id.
    pub id: Uuid,
    /// Where they work.
    pub organisation_id: Uuid,
    /// As they wrote it.
    pub email: String,
    /// As shown beside what they did.
    pub name: String,
}

/// A live session and whose it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Session {
    /// Whose it is.
    #[sqlx(flatten)]
    pub staff: Staff,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// When the second step was shown in it.
    pub second_at: Option<DateTime<Utc>>,
    /// The provider through which it was begun.
    pub provider: Option<String>,
    /// Since when they have a second step; nothing where they have none that counts.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Since when they have a passkey, which is a second step too.
    pub passkey_at: Option<DateTime<Utc>>,
    /// Whether their organisation asks for one of those who see what young people wrote.
    pub second_step: Option<bool>,
}

/// A live session as the person sees it whose it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OpenSession {
    /// The hash of its token.
    pub token_hash: Vec<u8>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
}

/// The organisation that the installation was begun for, once there is one.
pub async fn organisation(tx: &mut Tx) -> Result<Option<Organisation>, StoreError> {
    fetch_optional!(tx, Organisation, ORGANISATION)
}

/// When the newest organisation was added.
pub async fn newest_organisation(tx: &mut Tx) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(fetch_optional!(tx, (DateTime<Utc>,), ORGANISATION_NEWEST)?.map(|(at,)| at))
}

/// The organisation with this id.
pub async fn organisation_by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Organisation>, StoreError> {
    fetch_optional!(tx, Organisation, ORGANISATION_BY_ID, id)
}

/// Every organisation, the oldest first.
pub async fn organisations(tx: &mut Tx) -> Result<Vec<Organisation>, StoreError> {
    fetch_all!(tx, Organisation, ORGANISATIONS)
}

/// What was made with the secret that this database was begun with.
pub async fn secret_check(tx: &mut Tx) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, (Vec<u8>,), SECRET_CHECK)?.map(|(check,)| check))
}

/// Keeps what was made with the secret.
pub async fn set_secret_check(tx: &mut Tx, organisation_id: Uuid, check: &[u8]) -> Result<(), StoreError> {
    execute!(tx, SECRET_CHECK_SET, organisation_id, check)?;
    Ok(())
}

/// Adds the organisation.
pub async fn insert_organisation(
    tx: &mut Tx,
    organisation: &Organisation,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        ORGANISATION_INSERT,
        organisation.id,
        &organisation.name,
        &organisation.suppression_preset,
        &organisation.duty_phone,
        now
    )?;
    Ok(())
}

/// Gives the organisation another name and duty number.
pub async fn rename_organisation(
    tx: &mut Tx,
    id: Uuid,
    name: &str,
    duty_phone: &str,
) -> Result<(), StoreError> {
    execute!(tx, ORGANISATION_RENAME, id, name, duty_phone)?;
    Ok(())
}

/// The next number of a kind of reference, from 1, each given once in the whole installation.
pub async fn next_number(tx: &mut Tx, kind: char) -> Result<i64, StoreError> {
    let (number,) = fetch_one!(tx, (i64,), NEXT_NUMBER, kind.to_string())?;
    Ok(number)
}

/// The member of staff with this address, in lower case.
pub async fn staff_by_email(tx: &mut Tx, email_key: &str) -> Result<Option<Staff>, StoreError> {
    fetch_optional!(tx, Staff, STAFF_BY_EMAIL, email_key)
}

/// The member of staff with this id.
pub async fn staff_by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Staff>, StoreError> {
    fetch_optional!(tx, Staff, STAFF_BY_ID, id)
}

/// Everybody of the staff, by address.
pub async fn all_staff(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Staff>, StoreError> {
    fetch_all!(tx, Staff, STAFF_ALL, organisation_id)
}

/// Adds a member of staff. [`StoreError::Taken`] when the address is known.
pub async fn insert_staff(
    tx: &mut Tx,
    staff: &Staff,
    email_key: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, STAFF_INSERT, staff.id, staff.organisation_id, &staff.email, email_key, &staff.name, now)?;
    Ok(())
}

/// What somebody is trusted with.
pub async fn roles(tx: &mut Tx, staff_id: Uuid) -> Result<Vec<Role>, StoreError> {
    let rows = fetch_all!(tx, (String,), ROLES, staff_id)?;
    // A role that a newer version knew is no role here.
    Ok(rows.into_iter().filter_map(|(role,)| Role::parse(&role)).collect())
}

/// Everybody of the staff with what they are trusted with everywhere in the organisation, in the order of [`all_staff`].
pub async fn staff_with_roles(
    tx: &mut Tx,
    organisation_id: Uuid,
) -> Result<Vec<(Staff, Vec<Role>)>, StoreError> {
    let given = fetch_all!(tx, (Uuid, String), ROLES_ALL, organisation_id)?;
    let of = |staff: &Staff| {
        let own = given.iter().filter(|(id, _)| *id == staff.id);
        own.filter_map(|(_, role)| Role::parse(role)).collect()
    };
    let staff = all_staff(tx, organisation_id).await?;
    Ok(staff.into_iter().map(|staff| (of(&staff), staff)).map(|(roles, staff)| (staff, roles)).collect())
}

/// Trusts somebody with a role. `false` where they were already.
pub async fn add_role(tx: &mut Tx, staff_id: Uuid, role: Role) -> Result<bool, StoreError> {
    Ok(execute!(tx, ROLE_ADD, staff_id, role.as_str())? == 1)
}

/// Takes a role back.
pub async fn remove_role(tx: &mut Tx, staff_id: Uuid, role: Role) -> Result<(), StoreError> {
    execute!(tx, ROLE_REMOVE, staff_id, role.as_str())?;
    Ok(())
}

/// Keeps a one-time link, by the hash of its token.
pub async fn insert_link(
    tx: &mut Tx,
    token_hash: &[u8],
    staff_id: Uuid,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, LINK_INSERT, token_hash, staff_id, now, expires_at)?;
    Ok(())
}

/// Uses a link up: whose it is, or nobody when it is unknown, used or too old.
pub async fn use_link(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), LINK_USE, token_hash, now)?.map(|(id,)| id))
}

/// Begins a session.
pub async fn insert_session(
    tx: &mut Tx,
    token_hash: &[u8],
    staff_id: Uuid,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, SESSION_INSERT, token_hash, staff_id, now, expires_at)?;
    Ok(())
}

/// The session with this token, unless it has expired or has not been used
/// since `idle_since`.
pub async fn session(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<Session>, StoreError> {
    fetch_optional!(tx, Session, SESSION, token_hash, now, idle_since)
}

/// The live sessions of somebody, the last used first.
pub async fn open_sessions(
    tx: &mut Tx,
    staff_id: Uuid,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Vec<OpenSession>, StoreError> {
    fetch_all!(tx, OpenSession, SESSIONS, staff_id, now, idle_since)
}

/// Notes that a session is in use.
pub async fn touch_session(tx: &mut Tx, token_hash: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, SESSION_TOUCH, token_hash, now)?;
    Ok(())
}

/// Ends a session.
pub async fn delete_session(tx: &mut Tx, token_hash: &[u8]) -> Result<(), StoreError> {
    execute!(tx, SESSION_DELETE, token_hash)?;
    Ok(())
}

/// Ends every session of somebody, as after a change of rights.
pub async fn delete_sessions_of(tx: &mut Tx, staff_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, SESSIONS_OF, staff_id)?;
    Ok(())
}

/// Ends every session of somebody but this one.
pub async fn delete_other_sessions(tx: &mut Tx, staff_id: Uuid, here: &[u8]) -> Result<(), StoreError> {
    execute!(tx, SESSIONS_OTHER, staff_id, here)?;
    Ok(())
}

/// Removes links and sessions that nobody can use any more.
pub async fn purge(tx: &mut Tx, now: DateTime<Utc>, idle_since: DateTime<Utc>) -> Result<u64, StoreError> {
    let links = execute!(tx, LINK_PURGE, now)?;
    Ok(links + execute!(tx, SESSION_PURGE, now, idle_since)?)
}
