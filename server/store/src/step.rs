//! Steps back: the questions of a draft as they were before each of the last
//! changes.

use chrono::{DateTime, Utc};
use earshot_domain::questionnaire::Questionnaire;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    LAST_NUMBER = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM questionnaire_step WHERE consultation_id = $1";
    INSERT = "INSERT INTO questionnaire_step (consultation_id, number, body, created_at) VALUES ($1, $2, $3, $4)";
    FORGET = "DELETE FROM questionnaire_step WHERE consultation_id = $1 AND number <= $2";
    LAST = "SELECT number, body FROM questionnaire_step WHERE consultation_id = $1 ORDER BY number DESC LIMIT 1";
    TAKE = "DELETE FROM questionnaire_step WHERE consultation_id = $1 AND number = $2";
}

/// Keeps the questions as they were before a change. Of the steps before this
/// one only so many are kept that there are `most`.
pub async fn push(
    tx: &mut Tx,
    consultation_id: Uuid,
    before: &Questionnaire,
    most: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (last,) = fetch_one!(tx, (i64,), LAST_NUMBER, consultation_id)?;
    execute!(tx, INSERT, consultation_id, last + 1, Json(before), now)?;
    execute!(tx, FORGET, consultation_id, last + 1 - most)?;
    Ok(())
}

/// The questions as they were before the last change that can be undone.
pub async fn last(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<(i64, Questionnaire)>, StoreError> {
    let row = fetch_optional!(tx, (i64, Json<Questionnaire>), LAST, consultation_id)?;
    Ok(row.map(|(number, Json(before))| (number, before)))
}

/// Takes a step out, once it was gone back to.
pub async fn take(tx: &mut Tx, consultation_id: Uuid, number: i64) -> Result<(), StoreError> {
    execute!(tx, TAKE, consultation_id, number)?;
    Ok(())
}

/// Forgets every step: the questions are asked now, and each version is kept.
pub async fn forget(tx: &mut Tx, consultation_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, FORGET, consultation_id, i64::MAX)?;
    Ok(())
}
