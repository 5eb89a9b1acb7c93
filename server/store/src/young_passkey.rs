//! Passkeys of young people: the public half, whose it is, and the day on which it was made. What is being made or shown is
//! kept beside that of the staff, in `passkey`.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO young_passkey (credential_id, id, account_id, passkey, made_on) VALUES ($1, $2, $3, $4, $5)";
    OF = "SELECT credential_id, id, account_id, passkey, made_on FROM young_passkey \
          WHERE account_id = $1 ORDER BY made_on, id";
    BY_CREDENTIAL = "SELECT credential_id, id, account_id, passkey, made_on FROM young_passkey WHERE credential_id = $1";
    // Writing the row keeps others from it until this transaction ends: of two uses with the same count one is left.
    LOCK = "UPDATE young_passkey SET made_on = made_on WHERE credential_id = $1";
    USED = "UPDATE young_passkey SET passkey = $2 WHERE credential_id = $1";
    REMOVE = "DELETE FROM young_passkey WHERE id = $1 AND account_id = $2";
    CLEAR = "DELETE FROM young_passkey WHERE account_id = $1";
    OWNERS = "SELECT DISTINCT p.account_id FROM young_passkey p JOIN young_account a ON a.id = p.account_id \
              WHERE a.group_id = $1";
}

/// A passkey of a young person.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct YoungPasskey {
    /// What the device calls it.
    pub credential_id: Vec<u8>,
    /// Its id: random.
    pub id: Uuid,
    /// Whose it is.
    pub account_id: Uuid,
    /// Its public half and its count of uses, as JSON.
    pub passkey: String,
    /// The day on which it was made.
    pub made_on: NaiveDate,
}

/// Keeps a passkey. [`StoreError::Taken`] where the device's name for it is known.
pub async fn insert(tx: &mut Tx, one: &YoungPasskey) -> Result<(), StoreError> {
    execute!(tx, INSERT, &one.credential_id, one.id, one.account_id, &one.passkey, one.made_on)?;
    Ok(())
}

/// The passkeys of an account, the oldest first.
pub async fn of(tx: &mut Tx, account_id: Uuid) -> Result<Vec<YoungPasskey>, StoreError> {
    fetch_all!(tx, YoungPasskey, OF, account_id)
}

/// The one that a device calls so, kept from others until the transaction ends.
pub async fn locked(tx: &mut Tx, credential_id: &[u8]) -> Result<Option<YoungPasskey>, StoreError> {
    execute!(tx, LOCK, credential_id)?;
    fetch_optional!(tx, YoungPasskey, BY_CREDENTIAL, credential_id)
}

/// Notes its count of uses, and not when it was used.
pub async fn used(tx: &mut Tx, credential_id: &[u8], passkey: &str) -> Result<(), StoreError> {
    execute!(tx, USED, credential_id, passkey)?;
    Ok(())
}

/// Takes one of an account away. `false` where it has none with this id.
pub async fn remove(tx: &mut Tx, id: Uuid, account_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, REMOVE, id, account_id)? == 1)
}

/// Takes all of an account away. Gives how many there were.
pub async fn clear(tx: &mut Tx, account_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, CLEAR, account_id)
}

/// The accounts of a group that have one.
pub async fn owners(tx: &mut Tx, group_id: Uuid) -> Result<BTreeSet<Uuid>, StoreError> {
    let found = fetch_all!(tx, (Uuid,), OWNERS, group_id)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}
