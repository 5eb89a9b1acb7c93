//! Those who asked to hear what happens. Nothing leads from here to an answer.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO follower (id, consultation_id, address_hash, address, tongue, confirmed, asked_on) \
              VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (consultation_id, address_hash) \
              DO UPDATE SET tongue = excluded.tongue, asked_on = excluded.asked_on WHERE follower.confirmed = $8";
    KNOWN = "SELECT id, consultation_id, address, tongue, confirmed FROM follower \
             WHERE consultation_id = $1 AND address_hash = $2";
    BY_ID = "SELECT id, consultation_id, address, tongue, confirmed FROM follower WHERE id = $1";
    CONFIRM = "UPDATE follower SET confirmed = $2 WHERE id = $1";
    FORGET = "DELETE FROM follower WHERE id = $1";
    COUNT = "SELECT CAST(COUNT(*) AS BIGINT) FROM follower WHERE consultation_id = $1 AND confirmed = $2";
    FIRST = "SELECT id FROM follower WHERE consultation_id = $1 AND confirmed = $2 ORDER BY id LIMIT $3";
    NEXT = "SELECT id FROM follower WHERE consultation_id = $1 AND confirmed = $2 AND id > $3 ORDER BY id LIMIT $4";
    PURGE = "DELETE FROM follower WHERE (confirmed = $1 AND asked_on < $2) OR asked_on < $3";
}

/// Somebody who asked to hear what happens.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Follower {
    /// Their id: random.
    pub id: Uuid,
    /// What they follow.
    pub consultation_id: Uuid,
    /// Their address, sealed.
    pub address: Vec<u8>,
    /// The language they read, as a page speaks it.
    pub tongue: String,
    /// Whether they said that the address is theirs.
    pub confirmed: bool,
}

/// Keeps somebody who asked. Whoever asked before and has not confirmed it has asked anew; `false` where they have.
pub async fn insert(
    tx: &mut Tx,
    follower: &Follower,
    address_hash: &[u8],
    today: NaiveDate,
) -> Result<bool, StoreError> {
    let rows = execute!(
        tx,
        INSERT,
        follower.id,
        follower.consultation_id,
        address_hash,
        follower.address.as_slice(),
        follower.tongue.as_str(),
        follower.confirmed,
        today,
        false
    )?;
    Ok(rows == 1)
}

/// Who follows with this address.
pub async fn known(
    tx: &mut Tx,
    consultation_id: Uuid,
    address_hash: &[u8],
) -> Result<Option<Follower>, StoreError> {
    fetch_optional!(tx, Follower, KNOWN, consultation_id, address_hash)
}

/// The one with this id.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Follower>, StoreError> {
    fetch_optional!(tx, Follower, BY_ID, id)
}

/// Notes that the address is theirs.
pub async fn confirm(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, CONFIRM, id, true)? == 1)
}

/// Forgets somebody and their address.
pub async fn forget(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, FORGET, id)? == 1)
}

/// How many follow a consultation.
pub async fn count(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    let (count,) = fetch_one!(tx, (i64,), COUNT, consultation_id, true)?;
    Ok(count)
}

/// The next ones of those who follow a consultation, behind this one.
pub async fn next(
    tx: &mut Tx,
    consultation_id: Uuid,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>, StoreError> {
    let rows = match after {
        Some(after) => fetch_all!(tx, (Uuid,), NEXT, consultation_id, true, after, limit)?,
        None => fetch_all!(tx, (Uuid,), FIRST, consultation_id, true, limit)?,
    };
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Forgets addresses that nobody confirmed since the one day, and all that were given before the other.
pub async fn purge(
    tx: &mut Tx,
    unconfirmed_before: NaiveDate,
    given_before: NaiveDate,
) -> Result<u64, StoreError> {
    execute!(tx, PURGE, false, unconfirmed_before, given_before)
}
