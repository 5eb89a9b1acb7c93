//! The second step of signing in: the secret that somebody's app shares, codes for a lost phone, and in which sessions it
//! was shown.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::people::Staff;
use crate::{StoreError, Tx};

statements! {
    FACTOR = "SELECT staff_id, secret, confirmed_at, last_step, wrong, wait_until FROM staff_factor WHERE staff_id = $1";
    // Writing the row keeps others from it until this transaction ends: guesses at the same time are one after the other.
    FACTOR_LOCK = "UPDATE staff_factor SET wrong = wrong WHERE staff_id = $1 \
                   RETURNING staff_id, secret, confirmed_at, last_step, wrong, wait_until";
    FACTOR_INSERT = "INSERT INTO staff_factor (staff_id, secret, last_step, wrong) VALUES ($1, $2, 0, 0)";
    SET_SECRET = "UPDATE staff_factor SET secret = $2 WHERE staff_id = $1 AND confirmed_at IS NULL";
    CONFIRM = "UPDATE staff_factor SET confirmed_at = $2, last_step = $3, wrong = 0, wait_until = NULL WHERE staff_id = $1";
    USE_STEP = "UPDATE staff_factor SET last_step = $2 WHERE staff_id = $1 AND last_step < $2";
    WRONG = "UPDATE staff_factor SET wrong = $2, wait_until = $3 WHERE staff_id = $1";
    REMOVE = "DELETE FROM staff_factor WHERE staff_id = $1";
    RECOVERY_INSERT = "INSERT INTO staff_recovery (code_hash, staff_id) VALUES ($1, $2)";
    RECOVERY_USE = "DELETE FROM staff_recovery WHERE code_hash = $1 AND staff_id = $2";
    RECOVERY_CLEAR = "DELETE FROM staff_recovery WHERE staff_id = $1";
    RECOVERY_LEFT = "SELECT CAST(COUNT(*) AS BIGINT) FROM staff_recovery WHERE staff_id = $1";
    STAFF_OF = "SELECT s.id, s.organisation_id, s.email, s.name FROM staff_session k JOIN staff s ON s.id = k.staff_id \
                WHERE k.token_hash = $1 AND k.expires_at > $2 AND k.last_seen_at > $3";
    SHOW = "UPDATE staff_session SET token_hash = $2, second_at = $3 WHERE token_hash = $1";
    FORGET_SHOWN = "UPDATE staff_session SET second_at = NULL WHERE staff_id = $1";
    REQUIRED = "SELECT second_step FROM organisation WHERE id = $1";
    SET_REQUIRED = "UPDATE organisation SET second_step = $2 WHERE id = $1";
}

/// Somebody's second step.
#[derive(Clone, sqlx::FromRow)]
pub struct Factor {
    /// Whose it is.
    pub staff_id: Uuid,
    /// The shared secret, sealed.
    pub secret: Vec<u8>,
    /// Since when it counts: until the first code was right it does not.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The last step of time whose code was used; no code counts twice.
    pub last_step: i64,
    /// Wrong codes since the last right one.
    pub wrong: i64,
    /// Until when no code is looked at, because too many were wrong.
    pub wait_until: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Factor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Factor").field("staff_id", &self.staff_id).finish_non_exhaustive()
    }
}

/// Somebody's second step, if they have begun one.
pub async fn factor(tx: &mut Tx, staff_id: Uuid) -> Result<Option<Factor>, StoreError> {
    fetch_optional!(tx, Factor, FACTOR, staff_id)
}

/// The same, kept from others until the transaction ends.
pub async fn factor_locked(tx: &mut Tx, staff_id: Uuid) -> Result<Option<Factor>, StoreError> {
    fetch_optional!(tx, Factor, FACTOR_LOCK, staff_id)
}

/// Begins one. [`StoreError::Taken`] where there is one.
pub async fn insert_factor(tx: &mut Tx, staff_id: Uuid, secret: &[u8]) -> Result<(), StoreError> {
    execute!(tx, FACTOR_INSERT, staff_id, secret)?;
    Ok(())
}

/// Keeps another secret, or the same one sealed otherwise, as long as none is confirmed.
pub async fn set_secret(tx: &mut Tx, staff_id: Uuid, secret: &[u8]) -> Result<(), StoreError> {
    execute!(tx, SET_SECRET, staff_id, secret)?;
    Ok(())
}

/// From now on it counts. `step` is that of the first right code.
pub async fn confirm(tx: &mut Tx, staff_id: Uuid, now: DateTime<Utc>, step: i64) -> Result<(), StoreError> {
    execute!(tx, CONFIRM, staff_id, now, step)?;
    Ok(())
}

/// Uses the code of a step up. `false` where it was used already.
pub async fn use_step(tx: &mut Tx, staff_id: Uuid, step: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, USE_STEP, staff_id, step)? == 1)
}

/// Keeps how many codes were wrong, and until when none is looked at.
pub async fn set_wrong(
    tx: &mut Tx,
    staff_id: Uuid,
    wrong: i64,
    wait_until: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    execute!(tx, WRONG, staff_id, wrong, wait_until)?;
    Ok(())
}

/// Takes somebody's second step away with its codes. `false` where there is none.
pub async fn remove(tx: &mut Tx, staff_id: Uuid) -> Result<bool, StoreError> {
    execute!(tx, RECOVERY_CLEAR, staff_id)?;
    forget_shown(tx, staff_id).await?;
    Ok(execute!(tx, REMOVE, staff_id)? == 1)
}

/// Keeps a code for a lost phone, by its hash.
pub async fn insert_recovery(tx: &mut Tx, staff_id: Uuid, code_hash: &[u8]) -> Result<(), StoreError> {
    execute!(tx, RECOVERY_INSERT, code_hash, staff_id)?;
    Ok(())
}

/// Uses such a code up. `false` where it is none, or somebody else's.
pub async fn use_recovery(tx: &mut Tx, staff_id: Uuid, code_hash: &[u8]) -> Result<bool, StoreError> {
    Ok(execute!(tx, RECOVERY_USE, code_hash, staff_id)? == 1)
}

/// How many of them are left.
pub async fn recovery_left(tx: &mut Tx, staff_id: Uuid) -> Result<i64, StoreError> {
    let (left,) = fetch_one!(tx, (i64,), RECOVERY_LEFT, staff_id)?;
    Ok(left)
}

/// Whose session this is, whether or not they have shown the second step.
pub async fn staff_of(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<Staff>, StoreError> {
    fetch_optional!(tx, Staff, STAFF_OF, token_hash, now, idle_since)
}

/// Notes in a session that it was shown, and gives the session another token.
pub async fn show(tx: &mut Tx, old: &[u8], new: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, SHOW, old, new, now)?;
    Ok(())
}

/// Takes back in every session of somebody that it was shown there.
pub async fn forget_shown(tx: &mut Tx, staff_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, FORGET_SHOWN, staff_id)?;
    Ok(())
}

/// Whether an organisation asks for it of those who see what young people wrote.
pub async fn is_required(tx: &mut Tx, organisation_id: Uuid) -> Result<bool, StoreError> {
    let row = fetch_optional!(tx, (Option<bool>,), REQUIRED, organisation_id)?;
    Ok(row.is_some_and(|(required,)| required == Some(true)))
}

/// Keeps whether it does.
pub async fn set_required(tx: &mut Tx, organisation_id: Uuid, on: bool) -> Result<(), StoreError> {
    execute!(tx, SET_REQUIRED, organisation_id, on)?;
    Ok(())
}
