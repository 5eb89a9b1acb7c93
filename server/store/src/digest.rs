//! Letters to one person that go as one. A job leads such a letter, and others go with it; which, is said once, when the
//! letter is first put together, so that a second try after a process has died is the same letter.

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::job::Claimed;
use crate::{StoreError, Tx};

statements! {
    // Written although nothing changes: whoever has written the row is alone with those letters until the end.
    TURN = "INSERT INTO digest_pace (digest_key, next_at) VALUES ($1, $2) ON CONFLICT (digest_key) \
            DO UPDATE SET next_at = digest_pace.next_at RETURNING next_at";
    PACE = "INSERT INTO digest_pace (digest_key, next_at) VALUES ($1, $2) ON CONFLICT (digest_key) \
            DO UPDATE SET next_at = excluded.next_at";
    BEGUN = "SELECT run_at, leased_until FROM job WHERE digest_key = $1 AND state = 'waiting' AND led_by = id \
             AND id <> $2 ORDER BY run_at, id LIMIT 1";
    // It was not a try. Whoever took it too long ago finds no lease, or another number of tries.
    PUT_OFF = "UPDATE job SET digest_key = $3, run_at = $4, leased_until = NULL, attempts = attempts - 1 \
               WHERE id = $1 AND attempts = $2 AND state = 'waiting' AND leased_until IS NOT NULL AND led_by IS NULL";
    BEGIN = "UPDATE job SET digest_key = $3, led_by = id \
             WHERE id = $1 AND attempts = $2 AND state = 'waiting' AND leased_until IS NOT NULL AND led_by IS NULL";
    GATHER = "UPDATE job SET led_by = $1 WHERE id IN (\
              SELECT id FROM job WHERE digest_key = $2 AND state = 'waiting' AND led_by IS NULL \
              AND run_at <= $5 AND (leased_until IS NULL OR leased_until <= $3) ORDER BY created_at, id LIMIT $4) \
              AND state = 'waiting' AND led_by IS NULL AND (leased_until IS NULL OR leased_until <= $3)";
    BESIDE = "SELECT work FROM job WHERE led_by = $1 AND id <> $1 AND state = 'waiting' ORDER BY created_at, id";
    PURGE = "DELETE FROM digest_pace WHERE next_at <= $1";
}

/// Takes the turn at the letters of a key: another process that wants it waits until this transaction has ended. Gives
/// from when on the next one may go; `now` where nothing holds it back.
pub async fn turn(tx: &mut Tx, key: &[u8], now: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
    let (next_at,) = fetch_one!(tx, (DateTime<Utc>,), TURN, key, now)?;
    Ok(next_at)
}

/// Notes from when on the next letter of a key may go.
pub async fn pace(tx: &mut Tx, key: &[u8], next_at: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, PACE, key, next_at)?;
    Ok(())
}

/// Until when it is not known what becomes of another letter of this key that was begun; `None` where there is none.
pub async fn begun(tx: &mut Tx, key: &[u8], but: Uuid) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row = fetch_optional!(tx, (DateTime<Utc>, Option<DateTime<Utc>>), BEGUN, key, but)?;
    Ok(row.map(|(run_at, leased_until)| leased_until.map_or(run_at, |until| until.max(run_at))))
}

/// Lets a job that was just taken wait for others, until this time. `false` when it is no longer this process's.
pub async fn put_off(
    tx: &mut Tx,
    job: &Claimed,
    key: &[u8],
    until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, PUT_OFF, job.id, job.attempts, key, until)? == 1)
}

/// Notes that the letter of a job that was just taken is put together now. `false` when it is no longer this process's.
pub async fn begin(tx: &mut Tx, job: &Claimed, key: &[u8]) -> Result<bool, StoreError> {
    Ok(execute!(tx, BEGIN, job.id, job.attempts, key)? == 1)
}

/// Has others of the same key go with a letter, at most so many: those that nobody has taken and that are due by
/// this time, which may be to come. Gives how many.
pub async fn gather(
    tx: &mut Tx,
    leader: Uuid,
    key: &[u8],
    now: DateTime<Utc>,
    most: i64,
    due_by: DateTime<Utc>,
) -> Result<u64, StoreError> {
    execute!(tx, GATHER, leader, key, now, most, due_by)
}

/// What there is to do beside the job that leads a letter, as it was written.
pub async fn beside(tx: &mut Tx, leader: Uuid) -> Result<Vec<serde_json::Value>, StoreError> {
    let rows = fetch_all!(tx, (Json<serde_json::Value>,), BESIDE, leader)?;
    Ok(rows.into_iter().map(|(Json(work),)| work).collect())
}

/// Forgets what holds no letter back any more.
pub async fn purge(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, StoreError> {
    execute!(tx, PURGE, now)
}
