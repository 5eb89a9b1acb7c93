//! How somebody can be reached who answered, sealed, and who wants to open it.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    PUT = "INSERT INTO sealed_contact (response_id, organisation_id, consultation_id, sealed) VALUES ($1, $2, $3, $4) \
           ON CONFLICT (response_id) DO UPDATE SET sealed = excluded.sealed";
    ONE = "SELECT sealed FROM sealed_contact WHERE response_id = $1 AND LENGTH(sealed) > 0";
    // Writing the row keeps others from it until this transaction ends: of two who ask at once one is too late.
    HOLD = "UPDATE sealed_contact SET sealed = sealed WHERE response_id = $1 AND LENGTH(sealed) > 0 \
            RETURNING sealed";
    DELETE = "DELETE FROM sealed_contact WHERE response_id = $1";
    // An empty row says that it was taken out: the same answer that comes once more does not bring it back.
    TAKE_OUT = "UPDATE sealed_contact SET sealed = $2 WHERE response_id = $1";
    IS_TAKEN_OUT = "SELECT response_id FROM sealed_contact WHERE response_id = $1 AND LENGTH(sealed) = 0";
    OPENINGS_DELETE = "DELETE FROM contact_opening WHERE response_id = $1";
    EXPIRE = "DELETE FROM sealed_contact WHERE consultation_id = $1";
    OPENING_INSERT = "INSERT INTO contact_opening (id, response_id, asked_by, asked_at, reason) \
                      VALUES ($1, $2, $3, $4, $5)";
    OPENING_LAST = "SELECT o.id, o.asked_by, a.name AS asked_name, o.asked_at, o.reason, o.agreed_by, \
                    g.name AS agreed_name, o.agreed_at, r.name AS refused_name, o.refused_at \
                    FROM contact_opening o JOIN staff a ON a.id = o.asked_by \
                    LEFT JOIN staff g ON g.id = o.agreed_by LEFT JOIN staff r ON r.id = o.refused_by \
                    WHERE o.response_id = $1 ORDER BY o.asked_at DESC, o.id DESC LIMIT 1";
    AGREE = "UPDATE contact_opening SET agreed_by = $2, agreed_at = $3 WHERE id = $1 AND asked_by <> $2 \
             AND asked_at > $4 AND agreed_at IS NULL AND refused_at IS NULL";
    REFUSE = "UPDATE contact_opening SET refused_by = $2, refused_at = $3 WHERE id = $1 AND asked_by <> $2 \
              AND asked_at > $4 AND agreed_at IS NULL AND refused_at IS NULL";
    WAITING = "SELECT CAST(COUNT(*) AS BIGINT) FROM contact_opening o \
               JOIN sealed_contact s ON s.response_id = o.response_id \
               WHERE s.organisation_id = $1 AND o.asked_by <> $2 AND o.asked_at > $3 AND o.agreed_at IS NULL \
               AND o.refused_at IS NULL AND EXISTS (SELECT 1 FROM answer_text t \
               WHERE t.response_id = o.response_id AND t.state = 'held' AND t.expired_on IS NULL)";
}

/// Somebody who wants to open it, and what somebody else has said to that.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Opening {
    /// Its id.
    pub id: Uuid,
    /// Who has asked.
    pub asked_by: Uuid,
    /// Their name.
    pub asked_name: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who else has agreed.
    pub agreed_by: Option<Uuid>,
    /// Their name.
    pub agreed_name: Option<String>,
    /// When.
    pub agreed_at: Option<DateTime<Utc>>,
    /// The name of who has said no.
    pub refused_name: Option<String>,
    /// When.
    pub refused_at: Option<DateTime<Utc>>,
}

/// Keeps how somebody can be reached, in place of what was kept before. What was asked about it stays.
pub async fn put(
    tx: &mut Tx,
    response_id: Uuid,
    organisation_id: Uuid,
    consultation_id: Uuid,
    sealed: &[u8],
) -> Result<(), StoreError> {
    execute!(tx, PUT, response_id, organisation_id, consultation_id, sealed)?;
    Ok(())
}

/// How whoever gave a response can be reached, sealed.
pub async fn one(tx: &mut Tx, response_id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, (Vec<u8>,), ONE, response_id)?.map(|(sealed,)| sealed))
}

/// The same, kept from others until the transaction ends.
pub async fn hold(tx: &mut Tx, response_id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, (Vec<u8>,), HOLD, response_id)?.map(|(sealed,)| sealed))
}

/// Deletes it with its response, and everything that was asked about it.
pub async fn delete(tx: &mut Tx, response_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, DELETE, response_id)?;
    Ok(())
}

/// Takes it out, with everything that was asked about it. That it was there is kept until the response goes.
pub async fn take_out(tx: &mut Tx, response_id: Uuid) -> Result<(), StoreError> {
    let nothing: &[u8] = &[];
    execute!(tx, OPENINGS_DELETE, response_id)?;
    execute!(tx, TAKE_OUT, response_id, nothing)?;
    Ok(())
}

/// Whether there was one, and whoever left it has taken it out.
pub async fn is_taken_out(tx: &mut Tx, response_id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), IS_TAKEN_OUT, response_id)?.is_some())
}

/// Deletes all of a consultation. Gives how many.
pub async fn expire(tx: &mut Tx, consultation_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, EXPIRE, consultation_id)
}

/// Notes that somebody wants to open it.
pub async fn insert_opening(
    tx: &mut Tx,
    id: Uuid,
    response_id: Uuid,
    asked_by: Uuid,
    now: DateTime<Utc>,
    reason: &str,
) -> Result<(), StoreError> {
    execute!(tx, OPENING_INSERT, id, response_id, asked_by, now, reason)?;
    Ok(())
}

/// The last time that somebody wanted to open it.
pub async fn last_opening(tx: &mut Tx, response_id: Uuid) -> Result<Option<Opening>, StoreError> {
    fetch_optional!(tx, Opening, OPENING_LAST, response_id)
}

/// Notes that a second person agrees. `false` for whoever has asked, where it was asked at `lapsed` or before, and where
/// somebody has answered it.
pub async fn agree(
    tx: &mut Tx,
    id: Uuid,
    by: Uuid,
    now: DateTime<Utc>,
    lapsed: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, AGREE, id, by, now, lapsed)? == 1)
}

/// Notes that a second person says no, likewise.
pub async fn refuse(
    tx: &mut Tx,
    id: Uuid,
    by: Uuid,
    now: DateTime<Utc>,
    lapsed: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, REFUSE, id, by, now, lapsed)? == 1)
}

/// How many wait in an organisation for somebody other than this person, of those that were asked after `lapsed`.
pub async fn waiting(
    tx: &mut Tx,
    organisation_id: Uuid,
    staff_id: Uuid,
    lapsed: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let (many,) = fetch_one!(tx, (i64,), WAITING, organisation_id, staff_id, lapsed)?;
    Ok(many)
}
