//! What becomes of codes: merged, split, brought back, with their history; and the codebook as it was frozen.

use chrono::{DateTime, Utc};
use earshot_domain::codebook::{CodeEventKind, FrozenCode, FrozenCodebook};
use sqlx::types::Json;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

statements! {
    MERGE = "UPDATE code SET merged_into = $3, retired_at = $4 WHERE id = $1 AND consultation_id = $2 AND retired_at IS NULL";
    RESTORE = "UPDATE code SET merged_into = NULL, retired_at = NULL \
               WHERE id = $1 AND consultation_id = $2 AND retired_at IS NOT NULL";
    SET_CODABLE = "UPDATE code SET is_codable = $3 WHERE id = $1 AND consultation_id = $2 AND retired_at IS NULL";
    LIVE_CODINGS = "SELECT id FROM coding WHERE code_id = $1 AND removed_at IS NULL ORDER BY at, id";
    LIVE_ANSWERS = "SELECT DISTINCT answer_id FROM coding WHERE code_id = $1 AND removed_at IS NULL ORDER BY answer_id";
    RECODE = "INSERT INTO coding (id, answer_id, code_id, span_start, span_end, staff_id, at) \
              SELECT $1, k.answer_id, c.id, k.span_start, k.span_end, k.staff_id, k.at FROM coding k JOIN code c ON c.id = $3 \
              WHERE k.id = $2 ON CONFLICT DO NOTHING";
    RECODE_BROUGHT = "UPDATE qda_import_coding SET coding_id = $2 WHERE coding_id = $1";
    FOLLOW_MEMOS = "UPDATE memo SET code_id = $2 WHERE code_id = $1 AND removed_at IS NULL";
    FOLLOW_PLACES = "UPDATE qda_note_place SET code_id = $2 WHERE code_id = $1";
    // A set that has both has the other already.
    FOLLOW_SETS = "UPDATE qda_set_member SET code_id = $2 WHERE code_id = $1 AND NOT EXISTS \
                   (SELECT 1 FROM qda_set_member m WHERE m.set_id = qda_set_member.set_id AND m.code_id = $2)";
    // Nobody has changed an answer: there is nothing to take back at it.
    CLOSE_CODINGS = "UPDATE coding SET removed_at = $2, removed_by = $3, undone_at = $2 \
                     WHERE code_id = $1 AND removed_at IS NULL";
    FOLLOW_THEMES = "INSERT INTO theme_code (theme_id, code_id) SELECT t.theme_id, c.id FROM theme_code t \
                     JOIN code c ON c.id = $2 WHERE t.code_id = $1 ON CONFLICT (theme_id, code_id) DO NOTHING";
    EVENT_INSERT = "INSERT INTO code_event (id, code_id, kind, was, staff_id, at) VALUES ($1, $2, $3, $4, $5, $6)";
    EVENTS = "SELECT e.kind, e.was, s.name AS staff_name, e.at FROM code_event e LEFT JOIN staff s ON s.id = e.staff_id \
              WHERE e.code_id = $1 ORDER BY e.at DESC, e.id DESC";
    LATEST = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM codebook_version WHERE consultation_id = $1";
    VERSION_INSERT = "INSERT INTO codebook_version (consultation_id, version, note, body, frozen_by, frozen_at) \
                      VALUES ($1, $2, $3, $4, $5, $6)";
    VERSIONS = "SELECT v.version, v.note, s.name AS staff_name, v.frozen_at FROM codebook_version v \
                LEFT JOIN staff s ON s.id = v.frozen_by WHERE v.consultation_id = $1 ORDER BY v.version DESC";
    BODY = "SELECT body FROM codebook_version WHERE consultation_id = $1 AND version = $2";
}

/// Something that was done with a code.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CodeEvent {
    /// What.
    #[sqlx(try_from = "String")]
    pub kind: CodeEventKind,
    /// How the code stood before; another code where it took that one's answers, or came out of it. Nothing where there was
    /// nothing.
    pub was: Option<Json<FrozenCode>>,
    /// By whom; nobody by name when it was the program.
    pub staff_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A codebook that was frozen, without its codes.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CodebookVersion {
    /// Which version it is, from 1.
    pub version: i64,
    /// Why it was frozen.
    pub note: String,
    /// By whom; nobody by name when it was the program.
    pub staff_name: Option<String>,
    /// When.
    pub frozen_at: DateTime<Utc>,
}

/// Takes a code out of use in favour of another one.
pub async fn merge(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    into: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    changed(execute!(tx, MERGE, id, consultation_id, into, now)?)
}

/// Brings a code back into use.
pub async fn restore(tx: &mut Tx, id: Uuid, consultation_id: Uuid) -> Result<(), StoreError> {
    changed(execute!(tx, RESTORE, id, consultation_id)?)
}

/// Whether a code in use is given to answers from now on.
pub async fn set_codable(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    is_codable: bool,
) -> Result<(), StoreError> {
    changed(execute!(tx, SET_CODABLE, id, consultation_id, is_codable)?)
}

/// The codings with a code that stand, whatever has become of their answers.
pub async fn live_codings(tx: &mut Tx, code_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let rows = fetch_all!(tx, (Uuid,), LIVE_CODINGS, code_id)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The answers that carry a code, on the whole of them or on a piece: each once.
pub async fn live_answers(tx: &mut Tx, code_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let rows = fetch_all!(tx, (Uuid,), LIVE_ANSWERS, code_id)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Writes a coding once more under another code, by whom and when it was, and as what the same file brought; `false` when the
/// answer carries that one already.
pub async fn recode(tx: &mut Tx, id: Uuid, coding: Uuid, into: Uuid) -> Result<bool, StoreError> {
    let is_new = execute!(tx, RECODE, id, coding, into)? == 1;
    if is_new {
        execute!(tx, RECODE_BROUGHT, coding, id)?;
    }
    Ok(is_new)
}

/// Takes a code off every answer.
pub async fn close_codings(
    tx: &mut Tx,
    code_id: Uuid,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, CLOSE_CODINGS, code_id, now, staff_id)?;
    Ok(())
}

/// Adds a code to every theme that groups another one.
pub async fn follow_themes(tx: &mut Tx, code_id: Uuid, also: Uuid) -> Result<(), StoreError> {
    execute!(tx, FOLLOW_THEMES, code_id, also)?;
    Ok(())
}

/// Puts the notes beside a code, those of files and its places in their sets to another one.
pub async fn follow_notes(tx: &mut Tx, code_id: Uuid, into: Uuid) -> Result<(), StoreError> {
    for sql in [FOLLOW_MEMOS, FOLLOW_PLACES, FOLLOW_SETS] {
        execute!(tx, sql, code_id, into)?;
    }
    Ok(())
}

/// Writes what was done with a code, and how it stood before.
pub async fn add_event(
    tx: &mut Tx,
    id: Uuid,
    (code_id, kind): (Uuid, CodeEventKind),
    was: Option<&FrozenCode>,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, EVENT_INSERT, id, code_id, kind.as_str(), was.map(Json), staff_id, now)?;
    Ok(())
}

/// What was done with a code, the newest first.
pub async fn events(tx: &mut Tx, code_id: Uuid) -> Result<Vec<CodeEvent>, StoreError> {
    fetch_all!(tx, CodeEvent, EVENTS, code_id)
}

/// The number of the newest version of a consultation's codebook; 0 while it was never frozen.
pub async fn latest(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), LATEST, consultation_id)?.0)
}

/// Keeps the codebook as it is. [`StoreError::Taken`] when the version is there already.
pub async fn freeze(
    tx: &mut Tx,
    (consultation_id, version): (Uuid, i64),
    note: &str,
    book: &FrozenCodebook,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, VERSION_INSERT, consultation_id, version, note, Json(book), by, now)?;
    Ok(())
}

/// Every version of a consultation's codebook, the newest first.
pub async fn versions(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<CodebookVersion>, StoreError> {
    fetch_all!(tx, CodebookVersion, VERSIONS, consultation_id)
}

/// The codes of one version.
pub async fn version(
    tx: &mut Tx,
    consultation_id: Uuid,
    version: i64,
) -> Result<Option<FrozenCodebook>, StoreError> {
    let row = fetch_optional!(tx, (Json<FrozenCodebook>,), BODY, consultation_id, version)?;
    Ok(row.map(|(Json(book),)| book))
}
