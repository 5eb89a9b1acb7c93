//! Notes of those who code, beside an answer or beside a code.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO memo (id, consultation_id, answer_id, code_id, words, staff_id, at) \
              VALUES ($1, $2, $3, $4, $5, $6, $7)";
    INSERT_ONCE = "INSERT INTO memo (id, consultation_id, answer_id, code_id, words, staff_id, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING";
    SAME = "SELECT CAST(COUNT(*) AS BIGINT) FROM memo WHERE id = $1 AND consultation_id = $2 AND staff_id = $3 AND words = $4 \
            AND (answer_id = $5 OR code_id = $6)";
    OF_ANSWER = "SELECT m.id, m.consultation_id, m.answer_id, m.code_id, m.words, m.staff_id, s.name AS staff_name, m.at \
                 FROM memo m LEFT JOIN staff s ON s.id = m.staff_id \
                 WHERE m.answer_id = $1 AND m.removed_at IS NULL ORDER BY m.at, m.id";
    OF_CODE = "SELECT m.id, m.consultation_id, m.answer_id, m.code_id, m.words, m.staff_id, s.name AS staff_name, m.at \
               FROM memo m LEFT JOIN staff s ON s.id = m.staff_id \
               WHERE m.code_id = $1 AND m.consultation_id = $2 AND m.removed_at IS NULL ORDER BY m.at, m.id";
    REMOVE = "UPDATE memo SET removed_at = $4, removed_by = $3 \
              WHERE id = $1 AND consultation_id = $2 AND staff_id = $3 AND removed_at IS NULL";
}

/// A note.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Memo {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The answer that it stands beside.
    pub answer_id: Option<Uuid>,
    /// The code that it stands beside.
    pub code_id: Option<Uuid>,
    /// What it says.
    pub words: String,
    /// Who wrote it.
    pub staff_id: Option<Uuid>,
    /// Their name.
    pub staff_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a note. The name of who wrote it stands with the staff.
pub async fn insert(tx: &mut Tx, memo: &Memo) -> Result<(), StoreError> {
    let Memo { id, consultation_id, answer_id, code_id, words, staff_id, at, .. } = memo;
    execute!(tx, INSERT, *id, *consultation_id, *answer_id, *code_id, words, *staff_id, *at)?;
    Ok(())
}

/// Keeps a note, unless there is one with its id; says whether it did.
pub async fn insert_once(tx: &mut Tx, memo: &Memo) -> Result<bool, StoreError> {
    let Memo { id, consultation_id, answer_id, code_id, words, staff_id, at, .. } = memo;
    let kept = execute!(tx, INSERT_ONCE, *id, *consultation_id, *answer_id, *code_id, words, *staff_id, *at)?;
    Ok(kept == 1)
}

/// Whether this person has written this note, with its id, beside the same answer or code; also where it was taken away since.
pub async fn is_written(tx: &mut Tx, memo: &Memo) -> Result<bool, StoreError> {
    let Memo { id, consultation_id, answer_id, code_id, words, staff_id, .. } = memo;
    let (n,): (i64,) =
        fetch_one!(tx, (i64,), SAME, *id, *consultation_id, *staff_id, words, *answer_id, *code_id)?;
    Ok(n > 0)
}

/// The notes beside an answer, as they came.
pub async fn of_answer(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Memo>, StoreError> {
    fetch_all!(tx, Memo, OF_ANSWER, answer_id)
}

/// The notes beside a code of a consultation, as they came.
pub async fn of_code(tx: &mut Tx, code_id: Uuid, consultation_id: Uuid) -> Result<Vec<Memo>, StoreError> {
    fetch_all!(tx, Memo, OF_CODE, code_id, consultation_id)
}

/// Takes a note away that this person wrote. `false` where the consultation has no such note of theirs.
pub async fn remove(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    staff_id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, REMOVE, id, consultation_id, staff_id, now)? == 1)
}
