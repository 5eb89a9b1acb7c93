//! Passkeys of the staff, and those of anybody that are being made or shown.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO staff_passkey (credential_id, id, staff_id, name, passkey, created_at) \
              VALUES ($1, $2, $3, $4, $5, $6)";
    OF = "SELECT credential_id, id, staff_id, name, passkey, created_at, used_at FROM staff_passkey \
          WHERE staff_id = $1 ORDER BY created_at, id";
    BY_CREDENTIAL = "SELECT credential_id, id, staff_id, name, passkey, created_at, used_at FROM staff_passkey \
                     WHERE credential_id = $1";
    // Writing the row keeps others from it until this transaction ends: of two uses with the same count one is left.
    LOCK = "UPDATE staff_passkey SET name = name WHERE credential_id = $1";
    USED = "UPDATE staff_passkey SET passkey = $2, used_at = $3 WHERE credential_id = $1";
    REMOVE = "DELETE FROM staff_passkey WHERE id = $1 AND staff_id = $2";
    CLEAR = "DELETE FROM staff_passkey WHERE staff_id = $1";
    TRY_INSERT = "INSERT INTO passkey_try (token_hash, staff_id, young_id, state, expires_at) VALUES ($1, $2, $3, $4, $5)";
    TRY_TAKE = "DELETE FROM passkey_try WHERE token_hash = $1 RETURNING staff_id, young_id, state, expires_at";
    TRY_PURGE = "DELETE FROM passkey_try WHERE expires_at < $1";
}

/// A passkey of somebody of the staff.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StaffPasskey {
    /// What the device calls it.
    pub credential_id: Vec<u8>,
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub staff_id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// Its public half and its count of uses, as JSON.
    pub passkey: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
}

/// One that is being made or shown.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PasskeyTry {
    /// Whose of the staff it will be; nobody's where somebody signs in.
    pub staff_id: Option<Uuid>,
    /// The account of the young person whose it will be.
    pub young_id: Option<Uuid>,
    /// What was asked of the device, as JSON.
    pub state: String,
    /// Until when its answer counts.
    pub expires_at: DateTime<Utc>,
}

/// Keeps a passkey. [`StoreError::Taken`] where the device's name for it is known.
pub async fn insert(tx: &mut Tx, one: &StaffPasskey) -> Result<(), StoreError> {
    execute!(tx, INSERT, &one.credential_id, one.id, one.staff_id, &one.name, &one.passkey, one.created_at)?;
    Ok(())
}

/// The passkeys of somebody, the oldest first.
pub async fn of(tx: &mut Tx, staff_id: Uuid) -> Result<Vec<StaffPasskey>, StoreError> {
    fetch_all!(tx, StaffPasskey, OF, staff_id)
}

/// The one that a device calls so, kept from others until the transaction ends.
pub async fn locked(tx: &mut Tx, credential_id: &[u8]) -> Result<Option<StaffPasskey>, StoreError> {
    execute!(tx, LOCK, credential_id)?;
    fetch_optional!(tx, StaffPasskey, BY_CREDENTIAL, credential_id)
}

/// Notes that it was used, with its count of uses.
pub async fn used(
    tx: &mut Tx,
    credential_id: &[u8],
    passkey: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, USED, credential_id, passkey, now)?;
    Ok(())
}

/// Takes one of somebody's own away. `false` where they have none with this id.
pub async fn remove(tx: &mut Tx, id: Uuid, staff_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, REMOVE, id, staff_id)? == 1)
}

/// Takes all of somebody's away. Gives how many there were.
pub async fn clear(tx: &mut Tx, staff_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, CLEAR, staff_id)
}

/// Keeps what was asked of a device, by the hash of the token that its answer comes with.
pub async fn insert_try(tx: &mut Tx, token_hash: &[u8], one: &PasskeyTry) -> Result<(), StoreError> {
    execute!(tx, TRY_INSERT, token_hash, one.staff_id, one.young_id, &one.state, one.expires_at)?;
    Ok(())
}

/// Takes it away when the answer comes; nothing where it is unknown or was taken.
pub async fn take_try(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<PasskeyTry>, StoreError> {
    fetch_optional!(tx, PasskeyTry, TRY_TAKE, token_hash)
}

/// Removes those whose time is over.
pub async fn purge_tries(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, StoreError> {
    execute!(tx, TRY_PURGE, now)
}
