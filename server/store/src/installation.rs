//! The key that everything of the installation is derived from, wrapped with the secret that is kept outside.

use chrono::{DateTime, Utc};

use crate::{StoreError, Tx};

statements! {
    KEY = "SELECT sealed, drawn FROM installation_key WHERE id = 1";
    // Writing the row keeps others from it until this transaction ends.
    KEY_LOCK = "UPDATE installation_key SET changed_at = changed_at WHERE id = 1 RETURNING sealed, drawn";
    BEGIN = "INSERT INTO installation_key (id, sealed, drawn, changed_at) VALUES (1, $1, $2, $3) \
             ON CONFLICT (id) DO NOTHING";
    SET = "INSERT INTO installation_key (id, sealed, drawn, changed_at) VALUES (1, $1, $2, $3) \
           ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at";
}

/// The wrapped key.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SealedKey {
    /// The key, as only the secret opens it.
    pub sealed: Vec<u8>,
    /// Whether it was drawn when the database was begun; otherwise it is the first secret itself.
    pub drawn: bool,
}

/// The wrapped key, where there is one.
pub async fn key(tx: &mut Tx) -> Result<Option<SealedKey>, StoreError> {
    fetch_optional!(tx, SealedKey, KEY)
}

/// The same, kept from others until the transaction ends.
pub async fn key_locked(tx: &mut Tx) -> Result<Option<SealedKey>, StoreError> {
    fetch_optional!(tx, SealedKey, KEY_LOCK)
}

/// Keeps a key that was drawn, where there is none yet. `false` where there is one.
pub async fn begin(tx: &mut Tx, sealed: &[u8], now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(execute!(tx, BEGIN, sealed, true, now)? == 1)
}

/// Keeps the key as another secret wraps it. Where none was kept so far, it is the first secret itself.
pub async fn set_key(tx: &mut Tx, sealed: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, SET, sealed, false, now)?;
    Ok(())
}
