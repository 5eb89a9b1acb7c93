//! What may have to be taken out of answers: what somebody has said is fine, who has looked at an answer, and the words that an
//! organisation looks for.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    TEXTS = "SELECT id, question_key, words FROM answer_text WHERE consultation_id = $1 AND state = 'cleared' \
             AND expired_on IS NULL AND words <> '' ORDER BY id";
    FIRST_TEXTS = "SELECT a.id, a.question_key, a.words FROM answer_text a WHERE a.consultation_id = $1 \
                   AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' AND (NOT $2 OR EXISTS \
                   (SELECT 1 FROM answer_check c WHERE c.answer_id = a.id)) ORDER BY a.id LIMIT $3";
    TAKEN_OUT = "SELECT r.answer_id, r.span_start, r.span_end, r.token FROM redaction r \
                 JOIN answer_text a ON a.id = r.answer_id WHERE a.consultation_id = $1 AND a.id <= $2 AND r.removed_at IS NULL \
                 ORDER BY r.answer_id, r.span_start, r.id";
    FINE_IN = "SELECT d.answer_id, d.span_start, d.span_end FROM redaction_dismissal d \
               JOIN answer_text a ON a.id = d.answer_id WHERE a.consultation_id = $1 AND a.id <= $2 \
               ORDER BY d.answer_id, d.span_start, d.span_end";
    FINE = "SELECT span_start, span_end FROM redaction_dismissal WHERE answer_id = $1 ORDER BY span_start, span_end";
    DISMISS = "INSERT INTO redaction_dismissal (answer_id, span_start, span_end, staff_id, at) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (answer_id, span_start, span_end) DO NOTHING";
    CHECK = "SELECT s.name AS staff_name, c.at FROM answer_check c JOIN staff s ON s.id = c.staff_id WHERE c.answer_id = $1";
    CHECK_PUT = "INSERT INTO answer_check (answer_id, staff_id, at) VALUES ($1, $2, $3) \
                 ON CONFLICT (answer_id) DO UPDATE SET staff_id = excluded.staff_id, at = excluded.at";
    CHECK_CLEAR = "DELETE FROM answer_check WHERE answer_id = $1";
    CHECKED = "SELECT c.answer_id FROM answer_check c JOIN answer_text a ON a.id = c.answer_id \
               WHERE a.consultation_id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL ORDER BY c.answer_id";
    UNCHECKED = "SELECT CAST(COUNT(*) AS BIGINT) FROM answer_text a JOIN response r ON r.id = a.response_id \
                 WHERE a.consultation_id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' \
                 AND r.state = 'submitted' AND NOT EXISTS (SELECT 1 FROM answer_check c WHERE c.answer_id = a.id)";
    WORKED = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM (SELECT r.id FROM redaction r WHERE r.answer_id = $1 \
              AND (r.staff_id = $2 OR r.removed_by = $2) UNION ALL SELECT k.id FROM coding k WHERE k.answer_id = $1 \
              AND k.staff_id = $2) h";
    LISTS = "SELECT token, lines FROM redaction_list WHERE organisation_id = $1 ORDER BY token";
    LIST_PUT = "INSERT INTO redaction_list (organisation_id, token, lines, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5) \
                ON CONFLICT (organisation_id, token) DO UPDATE SET lines = excluded.lines, saved_by = excluded.saved_by, \
                saved_at = excluded.saved_at";
    NICKNAMES = "SELECT nickname FROM young_account WHERE organisation_id = $1 ORDER BY nickname";
}

/// An answer in words that may be used.
#[derive(Clone, sqlx::FromRow)]
pub struct ClearedText {
    /// Its id.
    pub id: Uuid,
    /// The question's key.
    pub question_key: String,
    /// The words, untouched.
    pub words: String,
}

impl std::fmt::Debug for ClearedText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The words are for nobody's log.
        f.debug_struct("ClearedText").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A range of an answer that is hidden: answer, start, end, token.
pub type TakenOut = (Uuid, i64, i64, String);

/// A range of an answer that is fine: answer, start, end.
pub type Fine = (Uuid, i64, i64);

/// Who has looked that nothing is left in an answer which tells who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AnswerCheck {
    /// Their name.
    pub staff_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Every cleared answer of a consultation that holds words.
pub async fn texts(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<ClearedText>, StoreError> {
    fetch_all!(tx, ClearedText, TEXTS, consultation_id)
}

/// The first of them, by their ids; of those alone at which somebody has looked, or of all.
pub async fn first_texts(
    tx: &mut Tx,
    consultation_id: Uuid,
    checked_only: bool,
    limit: i64,
) -> Result<Vec<ClearedText>, StoreError> {
    fetch_all!(tx, ClearedText, FIRST_TEXTS, consultation_id, checked_only, limit)
}

/// What is hidden of the answers of a consultation, up to the answer with this id, or of all of them.
pub async fn taken_out(
    tx: &mut Tx,
    consultation_id: Uuid,
    until: Option<Uuid>,
) -> Result<Vec<TakenOut>, StoreError> {
    fetch_all!(tx, TakenOut, TAKEN_OUT, consultation_id, until.unwrap_or(Uuid::max()))
}

/// What is fine in the answers of a consultation, up to the answer with this id, or in all of them.
pub async fn fine_in(
    tx: &mut Tx,
    consultation_id: Uuid,
    until: Option<Uuid>,
) -> Result<Vec<Fine>, StoreError> {
    fetch_all!(tx, Fine, FINE_IN, consultation_id, until.unwrap_or(Uuid::max()))
}

/// What is fine in an answer: start and end of each range.
pub async fn fine(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<(i64, i64)>, StoreError> {
    fetch_all!(tx, (i64, i64), FINE, answer_id)
}

/// Notes that a range of an answer is fine. Said twice, it is said once.
pub async fn dismiss(
    tx: &mut Tx,
    (answer_id, start, end): Fine,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, DISMISS, answer_id, start, end, staff_id, now)?;
    Ok(())
}

/// Who has looked at an answer as it is taken out now.
pub async fn check(tx: &mut Tx, answer_id: Uuid) -> Result<Option<AnswerCheck>, StoreError> {
    fetch_optional!(tx, AnswerCheck, CHECK, answer_id)
}

/// Notes that somebody has looked at an answer.
pub async fn put_check(
    tx: &mut Tx,
    answer_id: Uuid,
    staff_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, CHECK_PUT, answer_id, staff_id, now)?;
    Ok(())
}

/// What is taken out of an answer has changed: nobody has looked at it as it is now.
pub async fn clear_check(tx: &mut Tx, answer_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, CHECK_CLEAR, answer_id)?;
    Ok(())
}

/// The answers of a consultation at which somebody has looked, as they are now. Exports and young co-analysts of others get
/// no other words of a sensitive consultation.
pub async fn checked_answers(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(fetch_all!(tx, (Uuid,), CHECKED, consultation_id)?.into_iter().map(|(id,)| id).collect())
}

/// How many answers of a consultation hold words that may be used, and nobody has looked at them as they are now.
pub async fn unchecked(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), UNCHECKED, consultation_id)?.0)
}

/// Whether somebody has taken anything out of an answer, put it back, or coded it.
pub async fn has_worked_on(tx: &mut Tx, answer_id: Uuid, staff_id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_one!(tx, (i64,), WORKED, answer_id, staff_id)?.0 > 0)
}

/// The words that an organisation looks for: lines, by the token that stands in their place.
pub async fn lists(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<(String, String)>, StoreError> {
    fetch_all!(tx, (String, String), LISTS, organisation_id)
}

/// Keeps the words of one kind in place of those that were there.
pub async fn put_list(
    tx: &mut Tx,
    organisation_id: Uuid,
    token: &str,
    lines: &str,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, LIST_PUT, organisation_id, token, lines, by, now)?;
    Ok(())
}

/// What the young people of an organisation are called who have an account.
pub async fn nicknames(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<String>, StoreError> {
    Ok(fetch_all!(tx, (String,), NICKNAMES, organisation_id)?.into_iter().map(|(name,)| name).collect())
}
