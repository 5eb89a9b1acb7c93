//! Boards, and what each of them decides.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::board::BoardKind;
use earshot_domain::decision::Level;
use uuid::Uuid;

use crate::consultation::{Consultation, changed};
use crate::decision::Decision;
use crate::{StoreError, Tx};

statements! {
    ALL_OF = "SELECT id, organisation_id, number, name, kind, level, parent_id, shadows_id, meets, ended_on, edition FROM board \
              WHERE organisation_id = $1 ORDER BY name, number";
    BY_NUMBER = "SELECT id, organisation_id, number, name, kind, level, parent_id, shadows_id, meets, ended_on, edition \
                 FROM board WHERE organisation_id = $1 AND number = $2";
    BY_ID = "SELECT id, organisation_id, number, name, kind, level, parent_id, shadows_id, meets, ended_on, edition \
             FROM board WHERE organisation_id = $1 AND id = $2";
    OF_CONSULTATION = "SELECT b.id, b.organisation_id, b.number, b.name, b.kind, b.level, b.parent_id, b.shadows_id, b.meets, \
                       b.ended_on, b.edition FROM board b JOIN consultation c ON c.board_id = b.id WHERE c.id = $1";
    INSERT = "INSERT INTO board (id, organisation_id, number, name, kind, level, parent_id, shadows_id, meets, ended_on, \
              edition, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    SAVE = "UPDATE board SET name = $3, kind = $4, level = $5, parent_id = $6, shadows_id = $7, meets = $8, \
            edition = edition + 1 WHERE id = $1 AND edition = $2";
    END = "UPDATE board SET ended_on = $3, edition = edition + 1 WHERE id = $1 AND edition = $2";
    HOLD = "UPDATE board SET edition = edition WHERE id = $1 AND organisation_id = $2 AND ended_on IS NULL";
    CONSULTATION_SET = "UPDATE consultation SET board_id = $2 WHERE id = $1";
    DECISION_SET = "UPDATE decision SET board_id = $2 WHERE id = $1";
    CONSULTATIONS = "SELECT id, organisation_id, number, slug, state, setup, questionnaire_version, edition, opened_on \
                     FROM consultation WHERE board_id = $1 ORDER BY number DESC";
    DECISIONS = "SELECT id, organisation_id, number, state, body, edition, published_at, board_id FROM decision \
                 WHERE board_id = $1 ORDER BY number DESC";
}

/// A board.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Board {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// What kind it is.
    #[sqlx(try_from = "String")]
    pub kind: BoardKind,
    /// At which level it decides.
    #[sqlx(try_from = "String")]
    pub level: Level,
    /// The board that it answers to.
    pub parent_id: Option<Uuid>,
    /// Of a board of young people: the board of adults that it looks at.
    pub shadows_id: Option<Uuid>,
    /// When and where it meets, in words.
    pub meets: String,
    /// Since when it decides nothing any more.
    pub ended_on: Option<NaiveDate>,
    /// Counts changes.
    pub edition: i64,
}

/// Every board of an organisation, those that have ended with them, by name.
pub async fn all(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Board>, StoreError> {
    fetch_all!(tx, Board, ALL_OF, organisation_id)
}

/// The board with this reference number.
pub async fn by_number(tx: &mut Tx, organisation_id: Uuid, number: i64) -> Result<Option<Board>, StoreError> {
    fetch_optional!(tx, Board, BY_NUMBER, organisation_id, number)
}

/// One board of an organisation.
pub async fn by_id(tx: &mut Tx, organisation_id: Uuid, id: Uuid) -> Result<Option<Board>, StoreError> {
    fetch_optional!(tx, Board, BY_ID, organisation_id, id)
}

/// The board that decides about a consultation, where it is one.
pub async fn of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<Board>, StoreError> {
    fetch_optional!(tx, Board, OF_CONSULTATION, consultation_id)
}

/// Adds a board. [`StoreError::Taken`] when the organisation has one of this name.
pub async fn insert(
    tx: &mut Tx,
    board: &Board,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        board.id,
        board.organisation_id,
        board.number,
        &board.name,
        board.kind.as_str(),
        board.level.as_str(),
        board.parent_id,
        board.shadows_id,
        &board.meets,
        board.ended_on,
        board.edition,
        by,
        now
    )?;
    Ok(())
}

/// Keeps what is written of a board, where it is still in its edition. [`StoreError::Stale`] when it was changed in
/// between, and [`StoreError::Taken`] when another one has this name.
pub async fn save(tx: &mut Tx, board: &Board) -> Result<(), StoreError> {
    changed(execute!(
        tx,
        SAVE,
        board.id,
        board.edition,
        &board.name,
        board.kind.as_str(),
        board.level.as_str(),
        board.parent_id,
        board.shadows_id,
        &board.meets
    )?)
}

/// Ends a board, or lets it decide again where there is no day. [`StoreError::Stale`] when it was changed in between.
pub async fn end(tx: &mut Tx, id: Uuid, edition: i64, ended_on: Option<NaiveDate>) -> Result<(), StoreError> {
    changed(execute!(tx, END, id, edition, ended_on)?)
}

/// Holds a live board of an organisation until this transaction ends, so that nobody ends it while it is chosen. `false`
/// where there is none.
pub async fn hold(tx: &mut Tx, organisation_id: Uuid, id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, HOLD, id, organisation_id)? > 0)
}

/// Says which board decides about a consultation.
pub async fn set_of_consultation(
    tx: &mut Tx,
    consultation_id: Uuid,
    board_id: Option<Uuid>,
) -> Result<(), StoreError> {
    execute!(tx, CONSULTATION_SET, consultation_id, board_id)?;
    Ok(())
}

/// Says which board makes a decision.
pub async fn set_of_decision(
    tx: &mut Tx,
    decision_id: Uuid,
    board_id: Option<Uuid>,
) -> Result<(), StoreError> {
    execute!(tx, DECISION_SET, decision_id, board_id)?;
    Ok(())
}

/// The consultations about which a board decides, the newest first.
pub async fn consultations(tx: &mut Tx, board_id: Uuid) -> Result<Vec<Consultation>, StoreError> {
    fetch_all!(tx, Consultation, CONSULTATIONS, board_id)
}

/// The decisions of a board, the newest first.
pub async fn decisions(tx: &mut Tx, board_id: Uuid) -> Result<Vec<Decision>, StoreError> {
    fetch_all!(tx, Decision, DECISIONS, board_id)
}
