//! What becomes of codes: merged, split, brought back, with their history; and the codebook as it was frozen.

use chrono::{DateTime, Utc};
use earshot_domain::codebook::{CodeEventKind, FrozenCode, FrozenCodebook};
use sqlx::types::Json;
use uuid::Uuid;

use crate::consultation::changed;
use crate::db::On;
use crate::{StoreError, Tx};

/// That the piece of a coding, or the whole answer, carries the code `$2` as well.
macro_rules! carries {
    ($coding:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM coding n WHERE n.answer_id = ",
            $coding,
            ".answer_id AND n.code_id = $2 AND n.removed_at IS NULL AND COALESCE(n.span_start, -1) = COALESCE(",
            $coding,
            ".span_start, -1) AND COALESCE(n.span_end, -1) = COALESCE(",
            $coding,
            ".span_end, -1))"
        )
    };
}

statements! {
    MERGE = "UPDATE code SET merged_into = $3, retired_at = $4 WHERE id = $1 AND consultation_id = $2 AND retired_at IS NULL";
    RESTORE = "UPDATE code SET merged_into = NULL, retired_at = NULL \
               WHERE id = $1 AND consultation_id = $2 AND retired_at IS NOT NULL";
    SET_CODABLE = "UPDATE code SET is_codable = $3 WHERE id = $1 AND consultation_id = $2 AND retired_at IS NULL";
    MOVING = concat!("SELECT k.id FROM coding k WHERE k.code_id = $1 AND k.removed_at IS NULL AND NOT ", carries!("k"),
                     " ORDER BY k.at, k.id");
    LIVE_ANSWERS = "SELECT DISTINCT answer_id FROM coding WHERE code_id = $1 AND removed_at IS NULL ORDER BY answer_id";
    MOVE_CODINGS = concat!("UPDATE coding SET code_id = $2 WHERE code_id = $1 AND removed_at IS NULL AND NOT ",
                           carries!("coding"));
    FOLLOW_MEMOS = "UPDATE memo SET code_id = $2 WHERE code_id = $1 AND removed_at IS NULL";
    FOLLOW_PLACES = "UPDATE qda_note_place SET code_id = $2 WHERE code_id = $1";
    // A set that has both has the other already.
    FOLLOW_SETS = "UPDATE qda_set_member SET code_id = $2 WHERE code_id = $1 AND NOT EXISTS \
                   (SELECT 1 FROM qda_set_member m WHERE m.set_id = qda_set_member.set_id AND m.code_id = $2)";
    // Nobody has changed an answer: there is nothing to take back at it. What somebody has coded in this moment keeps its code.
    CLOSE_CODINGS = concat!("UPDATE coding SET removed_at = $3, removed_by = $4, undone_at = $3 \
                             WHERE code_id = $1 AND removed_at IS NULL AND ", carries!("coding"));
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

// What stood there stays in the history: rows of their own, with ids that are handed in, as many as there are in one statement.
statements_of! {
    sqlite: {
        // The ids stand one behind the other: that of the row, and that of what it is a copy of.
        KEEP_IN_SQLITE = "WITH RECURSIVE pair (place) AS (SELECT 0 UNION ALL SELECT place + 32 FROM pair \
                          WHERE place + 32 < length($1)) INSERT INTO coding (id, answer_id, code_id, span_start, span_end, \
                          staff_id, at, removed_at, removed_by, undone_at) SELECT substr($1, p.place + 1, 16), k.answer_id, \
                          k.code_id, k.span_start, k.span_end, k.staff_id, k.at, $2, $3, $2 FROM pair p \
                          JOIN coding k ON k.id = substr($1, p.place + 17, 16)";
    }
    postgres: {
        KEEP_IN_POSTGRES = "INSERT INTO coding (id, answer_id, code_id, span_start, span_end, staff_id, at, removed_at, \
                            removed_by, undone_at) SELECT p.id, k.answer_id, k.code_id, k.span_start, k.span_end, k.staff_id, \
                            k.at, CAST($3 AS TIMESTAMPTZ), CAST($4 AS UUID), CAST($3 AS TIMESTAMPTZ) \
                            FROM unnest(CAST($1 AS UUID[]), CAST($2 AS UUID[])) AS p (id, of_coding) \
                            JOIN coding k ON k.id = p.of_coding";
    }
}

/// Codings that are kept in the history by one statement.
const AT_ONCE: usize = 500;

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

/// The codings with a code that stand, whatever has become of their answers, and would stand with another one where it is not
/// yet.
pub async fn moving(tx: &mut Tx, code_id: Uuid, into: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let rows = fetch_all!(tx, (Uuid,), MOVING, code_id, into)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The answers that carry a code, on the whole of them or on a piece: each once.
pub async fn live_answers(tx: &mut Tx, code_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let rows = fetch_all!(tx, (Uuid,), LIVE_ANSWERS, code_id)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Puts every coding of a code under another one: by whom and when it was, and as what the same file brought. What stood there
/// before stays in the history, by the ids that are handed in, each with its coding out of [`moving`]. Where an answer carries the
/// other code already, this one is taken off. [`StoreError::Taken`] where somebody else gives an answer that one in this moment.
pub async fn move_codings(
    tx: &mut Tx,
    (code_id, into): (Uuid, Uuid),
    history: &[(Uuid, Uuid)],
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for pairs in history.chunks(AT_ONCE) {
        match &mut tx.on {
            On::Sqlite(c) => {
                let pairs: Vec<u8> =
                    pairs.iter().flat_map(|(id, of)| [id.into_bytes(), of.into_bytes()].concat()).collect();
                let kept = sqlx::query(KEEP_IN_SQLITE).bind(pairs).bind(now).bind(staff_id).execute(&mut **c);
                crate::sql::asked(kept).await?;
            }
            On::Postgres(c) => {
                let (ids, of): (Vec<Uuid>, Vec<Uuid>) = pairs.iter().copied().unzip();
                let kept = sqlx::query(KEEP_IN_POSTGRES).bind(ids).bind(of);
                crate::sql::asked(kept.bind(now).bind(staff_id).execute(&mut **c)).await?;
            }
        }
    }
    execute!(tx, MOVE_CODINGS, code_id, into)?;
    execute!(tx, CLOSE_CODINGS, code_id, into, now, staff_id)?;
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
