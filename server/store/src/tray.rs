//! The tray: answers that were put aside because a quote could be made of them.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    // What was put aside before is put aside anew, for another theme or another reason.
    CLEAR = "UPDATE tray_item SET taken_off_at = $2 WHERE answer_id = $1 AND taken_off_at IS NULL";
    INSERT = "INSERT INTO tray_item (id, consultation_id, answer_id, theme_id, why, staff_id, at) \
              VALUES ($1, $2, $3, $4, $5, $6, $7)";
    // Once a quote was made of the answer it has done its work.
    OF_CONSULTATION = "SELECT t.id, t.consultation_id, t.answer_id, t.theme_id, t.why, t.staff_id, s.name AS staff_name, t.at \
                       FROM tray_item t JOIN answer_text a ON a.id = t.answer_id LEFT JOIN staff s ON s.id = t.staff_id \
                       WHERE t.consultation_id = $1 AND t.taken_off_at IS NULL AND a.state = 'cleared' \
                       AND a.expired_on IS NULL AND NOT EXISTS \
                       (SELECT 1 FROM quote q WHERE q.answer_id = t.answer_id AND q.created_at >= t.at) ORDER BY t.at, t.id";
    TAKE_OFF = "UPDATE tray_item SET taken_off_at = $3 WHERE id = $1 AND consultation_id = $2 AND taken_off_at IS NULL";
    IS_OFF = "SELECT CAST(COUNT(*) AS BIGINT) FROM tray_item WHERE id = $1 AND consultation_id = $2 \
              AND taken_off_at IS NOT NULL";
}

/// An answer that was put aside.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct TrayItem {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The answer.
    pub answer_id: Uuid,
    /// The theme that it would speak for, where that is known.
    pub theme_id: Option<Uuid>,
    /// Why this one.
    pub why: String,
    /// Who put it aside.
    pub staff_id: Option<Uuid>,
    /// Their name.
    pub staff_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Puts an answer aside; where it was already, it is there anew. The name of who did it stands with the staff.
pub async fn put(tx: &mut Tx, item: &TrayItem) -> Result<(), StoreError> {
    let TrayItem { id, consultation_id, answer_id, theme_id, why, staff_id, at, .. } = item;
    execute!(tx, CLEAR, *answer_id, *at)?;
    execute!(tx, INSERT, *id, *consultation_id, *answer_id, *theme_id, why, *staff_id, *at)?;
    Ok(())
}

/// What lies in the tray and may be used, as it came; what a quote was made of since does not lie there any more.
pub async fn of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<TrayItem>, StoreError> {
    fetch_all!(tx, TrayItem, OF_CONSULTATION, consultation_id)
}

/// Takes something off the tray. `false` where it does not lie there.
pub async fn take_off(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, TAKE_OFF, id, consultation_id, now)? == 1)
}

/// Whether something of a consultation was taken off before.
pub async fn is_off(tx: &mut Tx, id: Uuid, consultation_id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_one!(tx, (i64,), IS_OFF, id, consultation_id)?.0 > 0)
}
