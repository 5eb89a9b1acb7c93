//! Decisions, what they reply to each theme, and the actions they promise.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::decision::{ActionState, DecisionState, Level, ResponseStatus};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

statements! {
    ALL_OF = "SELECT id, organisation_id, number, state, body, edition, published_at, board_id FROM decision \
              WHERE organisation_id = $1 ORDER BY number DESC";
    BY_NUMBER = "SELECT id, organisation_id, number, state, body, edition, published_at, board_id FROM decision \
                 WHERE organisation_id = $1 AND number = $2";
    BY_ID = "SELECT id, organisation_id, number, state, body, edition, published_at, board_id FROM decision WHERE id = $1";
    OF_CONSULTATION = "SELECT d.id, d.organisation_id, d.number, d.state, d.body, d.edition, d.published_at, d.board_id FROM decision d \
                       JOIN decision_consultation c ON c.decision_id = d.id WHERE c.consultation_id = $1 ORDER BY d.number";
    OF_PRIORITY = "SELECT d.id, d.organisation_id, d.number, d.state, d.body, d.edition, d.published_at, d.board_id FROM decision d \
                   JOIN decision_priority p ON p.decision_id = d.id WHERE p.priority_id = $1 ORDER BY d.number";
    INSERT = "INSERT INTO decision (id, organisation_id, number, state, body, edition, created_by, created_at, board_id) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    SAVE = "UPDATE decision SET body = $3, edition = edition + 1 WHERE id = $1 AND edition = $2 AND state = 'draft'";
    PUBLISH = "UPDATE decision SET state = 'published', published_by = $3, published_at = $4, edition = edition + 1 \
               WHERE id = $1 AND edition = $2 AND state = 'draft'";
    PRIORITIES = "SELECT priority_id FROM decision_priority WHERE decision_id = $1";
    PRIORITIES_CLEAR = "DELETE FROM decision_priority WHERE decision_id = $1";
    PRIORITY_ADD = "INSERT INTO decision_priority (decision_id, priority_id) VALUES ($1, $2)";
    CONSULTATIONS = "SELECT consultation_id FROM decision_consultation WHERE decision_id = $1";
    CONSULTATIONS_CLEAR = "DELETE FROM decision_consultation WHERE decision_id = $1";
    CONSULTATION_ADD = "INSERT INTO decision_consultation (decision_id, consultation_id) VALUES ($1, $2)";
    REPLIES = "SELECT theme_id, status, reason FROM theme_reply WHERE decision_id = $1";
    REPLY_PUT = "INSERT INTO theme_reply (decision_id, theme_id, status, reason) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (decision_id, theme_id) DO UPDATE SET status = excluded.status, reason = excluded.reason";
    ACTIONS = "SELECT id, number, decision_id, theme_id, what, owner, due_on, state, done_on, change_note FROM action \
               WHERE decision_id = $1 ORDER BY number";
    ACTION_INSERT = "INSERT INTO action (id, organisation_id, number, decision_id, theme_id, what, owner, due_on, state, \
                     done_on, change_note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    ACTION_UPDATE = "UPDATE action SET state = $3, done_on = $4, change_note = $5 WHERE decision_id = $1 AND number = $2";
}

/// What the authors of a decision write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionBody {
    /// For staff and documents.
    pub title: String,
    /// In young people's words.
    pub plain_title: String,
    /// Who decided: a person or a board.
    pub decider: String,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// At which level.
    pub level: Level,
    /// Why there (BR20).
    pub level_why: String,
    /// The options that were looked at.
    pub options: String,
    /// The reasons.
    pub reasons: String,
    /// Equality impact (domain.md 5.6).
    pub equality_impact: String,
    /// Safeguarding (BR13).
    pub safeguarding_note: String,
}

impl Default for DecisionBody {
    fn default() -> Self {
        Self {
            title: String::new(),
            plain_title: String::new(),
            decider: String::new(),
            decided_on: None,
            level: Level::Strategic,
            level_why: String::new(),
            options: String::new(),
            reasons: String::new(),
            equality_impact: String::new(),
            safeguarding_note: String::new(),
        }
    }
}

/// A decision.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Decision {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// Draft or published.
    #[sqlx(try_from = "String")]
    pub state: DecisionState,
    /// What its authors wrote.
    pub body: Json<DecisionBody>,
    /// Counts changes.
    pub edition: i64,
    /// When everybody could first read it.
    pub published_at: Option<DateTime<Utc>>,
    /// The board that decides it, where it is one.
    pub board_id: Option<Uuid>,
}

/// What a decision says to one theme.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The theme.
    pub theme_id: Uuid,
    /// One of the eight, once chosen.
    pub status: Option<ResponseStatus>,
    /// Why.
    pub reason: String,
}

/// Something that a decision promises.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Action {
    /// Its id.
    pub id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// The decision.
    pub decision_id: Uuid,
    /// The theme that it answers.
    pub theme_id: Uuid,
    /// What, in young people's words.
    pub what: String,
    /// Who sees to it.
    pub owner: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: ActionState,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// What is different now.
    pub change_note: String,
}

/// Every decision, newest first.
pub async fn all(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Decision>, StoreError> {
    fetch_all!(tx, Decision, ALL_OF, organisation_id)
}

/// The decision with this reference number.
pub async fn by_number(
    tx: &mut Tx,
    organisation_id: Uuid,
    number: i64,
) -> Result<Option<Decision>, StoreError> {
    fetch_optional!(tx, Decision, BY_NUMBER, organisation_id, number)
}

/// One decision.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Decision>, StoreError> {
    fetch_optional!(tx, Decision, BY_ID, id)
}

/// The decisions that answer a consultation.
pub async fn of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Decision>, StoreError> {
    fetch_all!(tx, Decision, OF_CONSULTATION, consultation_id)
}

/// The decisions that answer a priority.
pub async fn of_priority(tx: &mut Tx, priority_id: Uuid) -> Result<Vec<Decision>, StoreError> {
    fetch_all!(tx, Decision, OF_PRIORITY, priority_id)
}

/// Adds a decision.
pub async fn insert(
    tx: &mut Tx,
    decision: &Decision,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        decision.id,
        decision.organisation_id,
        decision.number,
        decision.state.as_str(),
        &decision.body,
        decision.edition,
        by,
        now,
        decision.board_id
    )?;
    Ok(())
}

/// Keeps a draft's words. [`StoreError::Stale`] when it was changed in between
/// or is published.
pub async fn save(tx: &mut Tx, id: Uuid, edition: i64, body: &DecisionBody) -> Result<(), StoreError> {
    changed(execute!(tx, SAVE, id, edition, Json(body))?)
}

/// Lets everybody read a decision.
pub async fn publish(
    tx: &mut Tx,
    id: Uuid,
    edition: i64,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    changed(execute!(tx, PUBLISH, id, edition, by, now)?)
}

/// The priorities that a decision answers.
pub async fn priorities(tx: &mut Tx, decision_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(fetch_all!(tx, (Uuid,), PRIORITIES, decision_id)?.into_iter().map(|(id,)| id).collect())
}

/// The consultations that a decision answers.
pub async fn consultations(tx: &mut Tx, decision_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(fetch_all!(tx, (Uuid,), CONSULTATIONS, decision_id)?.into_iter().map(|(id,)| id).collect())
}

/// Sets the priorities and the consultations that a decision answers.
pub async fn set_links(
    tx: &mut Tx,
    decision_id: Uuid,
    priorities: &[Uuid],
    consultations: &[Uuid],
) -> Result<(), StoreError> {
    execute!(tx, PRIORITIES_CLEAR, decision_id)?;
    for id in priorities {
        execute!(tx, PRIORITY_ADD, decision_id, id)?;
    }
    execute!(tx, CONSULTATIONS_CLEAR, decision_id)?;
    for id in consultations {
        execute!(tx, CONSULTATION_ADD, decision_id, id)?;
    }
    Ok(())
}

/// What a decision says to each theme so far.
pub async fn replies(tx: &mut Tx, decision_id: Uuid) -> Result<Vec<Reply>, StoreError> {
    let rows = fetch_all!(tx, (Uuid, Option<String>, String), REPLIES, decision_id)?;
    Ok(rows
        .into_iter()
        .map(|(theme_id, status, reason)| Reply {
            theme_id,
            status: status.as_deref().and_then(ResponseStatus::parse),
            reason,
        })
        .collect())
}

/// Keeps what a decision says to a theme.
pub async fn put_reply(tx: &mut Tx, decision_id: Uuid, reply: &Reply) -> Result<(), StoreError> {
    execute!(
        tx,
        REPLY_PUT,
        decision_id,
        reply.theme_id,
        reply.status.map(ResponseStatus::as_str),
        &reply.reason
    )?;
    Ok(())
}

/// What a decision promises.
pub async fn actions(tx: &mut Tx, decision_id: Uuid) -> Result<Vec<Action>, StoreError> {
    fetch_all!(tx, Action, ACTIONS, decision_id)
}

/// Adds an action.
pub async fn insert_action(
    tx: &mut Tx,
    action: &Action,
    organisation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        ACTION_INSERT,
        action.id,
        organisation_id,
        action.number,
        action.decision_id,
        action.theme_id,
        &action.what,
        &action.owner,
        action.due_on,
        action.state.as_str(),
        action.done_on,
        &action.change_note,
        now
    )?;
    Ok(())
}

/// Keeps how far an action has come.
pub async fn update_action(
    tx: &mut Tx,
    decision_id: Uuid,
    number: i64,
    state: ActionState,
    done_on: Option<NaiveDate>,
    change_note: &str,
) -> Result<(), StoreError> {
    changed(execute!(tx, ACTION_UPDATE, decision_id, number, state.as_str(), done_on, change_note)?)
}
