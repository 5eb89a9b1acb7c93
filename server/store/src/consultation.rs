//! Consultations, their questionnaires and what was published of them.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::consultation::{Setup, State};
use earshot_domain::questionnaire::Questionnaire;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    CHECK_SET = "INSERT INTO consultation_check (consultation_id, edition, staff_id, at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (consultation_id) DO UPDATE SET edition = $2, staff_id = $3, at = $4";
    TOUCH = "UPDATE consultation SET edition = edition + 1 WHERE id = $1 AND state = $2";
    CARE_SET = "INSERT INTO consultation_care (consultation_id) VALUES ($1) ON CONFLICT (consultation_id) DO NOTHING";
    CARE = "SELECT consultation_id FROM consultation_care WHERE consultation_id = $1";
    CHECK = "SELECT c.edition, c.staff_id, s.name, c.at FROM consultation_check c JOIN staff s ON s.id = c.staff_id \
             WHERE c.consultation_id = $1 AND c.edition = $2";
    BY_SLUG = "SELECT id, organisation_id, number, slug, state, setup, questionnaire_version, edition, opened_on \
               FROM consultation WHERE slug = $1";
    BY_ID = "SELECT id, organisation_id, number, slug, state, setup, questionnaire_version, edition, opened_on \
             FROM consultation WHERE id = $1";
    ALL_OF = "SELECT id, organisation_id, number, slug, state, setup, questionnaire_version, edition, opened_on \
              FROM consultation WHERE organisation_id = $1 ORDER BY number DESC";
    QUESTIONS_OF_ALL = "SELECT q.consultation_id, q.body FROM consultation c JOIN questionnaire q \
                        ON q.consultation_id = c.id AND q.version = c.questionnaire_version \
                        WHERE c.organisation_id = $1";
    INSERT = "INSERT INTO consultation \
              (id, organisation_id, number, slug, state, setup, questionnaire_version, edition, opened_on, created_at) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SAVE_SETUP = "UPDATE consultation SET setup = $3, edition = edition + 1 WHERE id = $1 AND edition = $2";
    SAVE_STATE = "UPDATE consultation SET state = $3, opened_on = $4, edition = edition + 1 \
                  WHERE id = $1 AND edition = $2";
    SAVE_VERSION = "UPDATE consultation SET questionnaire_version = $3, edition = edition + 1 \
                    WHERE id = $1 AND edition = $2";
    QUESTIONNAIRE = "SELECT body FROM questionnaire WHERE consultation_id = $1 AND version = $2";
    QUESTIONNAIRE_PUT = "INSERT INTO questionnaire (consultation_id, version, body, created_at) VALUES ($1, $2, $3, $4) \
                         ON CONFLICT (consultation_id, version) DO UPDATE SET body = excluded.body";
    FINDING_PUT = "INSERT INTO finding (consultation_id, body, published_at, published_by) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (consultation_id) DO UPDATE SET body = excluded.body";
    FINDING = "SELECT body, published_at FROM finding WHERE consultation_id = $1";
    TOLD_PUT = "INSERT INTO finding_told (consultation_id, body, told_at, is_newest) VALUES ($1, $2, $3, TRUE) \
                ON CONFLICT (consultation_id) DO UPDATE SET body = excluded.body, told_at = excluded.told_at, \
                is_newest = excluded.is_newest";
    TOLD_NEWEST = "SELECT CAST(COUNT(*) AS BIGINT) FROM finding_told WHERE consultation_id = $1 AND is_newest";
    TOLD_BEHIND = "UPDATE finding_told SET is_newest = FALSE WHERE consultation_id = $1 AND is_newest";
    TOLD = "SELECT body FROM finding_told WHERE consultation_id = $1";
    TOLD_AT = "SELECT told_at FROM finding_told WHERE consultation_id = $1";
    HOLD = "UPDATE consultation SET edition = edition WHERE id = $1";
}

/// A consultation as it is kept.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Consultation {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// Its short name in addresses.
    pub slug: String,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: State,
    /// What its makers wrote.
    pub setup: Json<Setup>,
    /// The version of the questions that is asked now.
    pub questionnaire_version: i64,
    /// Counts changes; every update names the one it saw.
    pub edition: i64,
    /// The first day it took answers.
    pub opened_on: Option<NaiveDate>,
}

/// The consultation at this address.
pub async fn by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Consultation>, StoreError> {
    // PostgreSQL takes no NUL in a text, and no name has one.
    if slug.contains('\0') {
        return Ok(None);
    }
    fetch_optional!(tx, Consultation, BY_SLUG, slug)
}

/// The consultation with this id.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Consultation>, StoreError> {
    fetch_optional!(tx, Consultation, BY_ID, id)
}

/// Every consultation of an organisation, newest first.
pub async fn all(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Consultation>, StoreError> {
    fetch_all!(tx, Consultation, ALL_OF, organisation_id)
}

/// What every consultation of an organisation asks now, by its id.
pub async fn questions_of_all(
    tx: &mut Tx,
    organisation_id: Uuid,
) -> Result<Vec<(Uuid, Questionnaire)>, StoreError> {
    let rows = fetch_all!(tx, (Uuid, Json<Questionnaire>), QUESTIONS_OF_ALL, organisation_id)?;
    Ok(rows.into_iter().map(|(id, Json(questionnaire))| (id, questionnaire)).collect())
}

/// Adds a consultation. [`StoreError::Taken`] when the slug is in use.
pub async fn insert(tx: &mut Tx, consultation: &Consultation, now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        consultation.id,
        consultation.organisation_id,
        consultation.number,
        &consultation.slug,
        consultation.state.as_str(),
        &consultation.setup,
        consultation.questionnaire_version,
        consultation.edition,
        consultation.opened_on,
        now
    )?;
    Ok(())
}

/// Keeps a changed setup. [`StoreError::Stale`] when it was changed in between.
pub async fn save_setup(tx: &mut Tx, id: Uuid, edition: i64, setup: &Setup) -> Result<(), StoreError> {
    changed(execute!(tx, SAVE_SETUP, id, edition, Json(setup))?)
}

/// Keeps a new state. [`StoreError::Stale`] when it was changed in between.
pub async fn save_state(
    tx: &mut Tx,
    id: Uuid,
    edition: i64,
    state: State,
    opened_on: Option<NaiveDate>,
) -> Result<(), StoreError> {
    changed(execute!(tx, SAVE_STATE, id, edition, state.as_str(), opened_on)?)
}

/// Names the version of the questions that is asked now.
pub async fn save_version(tx: &mut Tx, id: Uuid, edition: i64, version: i64) -> Result<(), StoreError> {
    changed(execute!(tx, SAVE_VERSION, id, edition, version)?)
}

pub(crate) fn changed(rows: u64) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// One version of a consultation's questions.
pub async fn questionnaire(
    tx: &mut Tx,
    consultation_id: Uuid,
    version: i64,
) -> Result<Option<Questionnaire>, StoreError> {
    let row = fetch_optional!(tx, (Json<Questionnaire>,), QUESTIONNAIRE, consultation_id, version)?;
    Ok(row.map(|(Json(questionnaire),)| questionnaire))
}

/// Keeps a version of a consultation's questions.
pub async fn put_questionnaire(
    tx: &mut Tx,
    consultation_id: Uuid,
    version: i64,
    questionnaire: &Questionnaire,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, QUESTIONNAIRE_PUT, consultation_id, version, Json(questionnaire), now)?;
    Ok(())
}

/// Publishes what was found: a document that holds only suppressed counts.
pub async fn put_finding(
    tx: &mut Tx,
    consultation_id: Uuid,
    body: &Value,
    now: DateTime<Utc>,
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    execute!(tx, FINDING_PUT, consultation_id, Json(body), now, by)?;
    Ok(())
}

/// What was published of a consultation, and when.
pub async fn finding(
    tx: &mut Tx,
    consultation_id: Uuid,
) -> Result<Option<(Value, DateTime<Utc>)>, StoreError> {
    let row = fetch_optional!(tx, (Json<Value>, DateTime<Utc>), FINDING, consultation_id)?;
    Ok(row.map(|(Json(body), at)| (body, at)))
}

/// Keeps the exact numbers of a consultation as they were shown before they are published: suppressed ones, without a word that
/// a young person wrote.
pub async fn put_told(
    tx: &mut Tx,
    consultation_id: Uuid,
    body: &Value,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, TOLD_PUT, consultation_id, Json(body), now)?;
    Ok(())
}

/// The numbers of a consultation as they were shown before they were published, where somebody went in the meantime.
pub async fn told(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<Value>, StoreError> {
    let row = fetch_optional!(tx, (Json<Value>,), TOLD, consultation_id)?;
    Ok(row.map(|(Json(body),)| body))
}

/// When these were kept last.
pub async fn told_at(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(fetch_optional!(tx, (DateTime<Utc>,), TOLD_AT, consultation_id)?.map(|(at,)| at))
}

/// Whether these are the numbers that are shown now: nothing has changed since without being kept.
pub async fn told_is_newest(tx: &mut Tx, consultation_id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_one!(tx, (i64,), TOLD_NEWEST, consultation_id)?.0 > 0)
}

/// Notes that something has changed that they do not know of.
pub async fn told_is_behind(tx: &mut Tx, consultation_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, TOLD_BEHIND, consultation_id)?;
    Ok(())
}

/// Makes sure that no other transaction keeps numbers of the consultation before this one ends: of two at once each would keep
/// them as they were without the other.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, HOLD, id)?;
    Ok(())
}

/// Somebody who has looked at what is asked before somebody else opens it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SecondLook {
    /// The edition that they saw.
    pub edition: i64,
    /// Who they are.
    pub staff_id: Uuid,
    /// Their name.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Notes that somebody has looked at this edition; of several the last counts.
pub async fn set_check(
    tx: &mut Tx,
    id: Uuid,
    edition: i64,
    staff_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, CHECK_SET, id, edition, staff_id, now)?;
    Ok(())
}

/// Counts a change of what is asked that is kept beside it, as long as it is in this state: of somebody who opens it at the
/// same moment, and somebody who changes it, one is too late. [`StoreError::Stale`] where it is in another one by now.
pub async fn touch(tx: &mut Tx, id: Uuid, state: State) -> Result<(), StoreError> {
    changed(execute!(tx, TOUCH, id, state.as_str())?)
}

/// Notes that it was marked as something that may hurt.
pub async fn set_care(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, CARE_SET, id)?;
    Ok(())
}

/// Whether it ever was.
pub async fn needs_care(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), CARE, id)?.is_some())
}

/// Who has looked at this edition.
pub async fn check(tx: &mut Tx, id: Uuid, edition: i64) -> Result<Option<SecondLook>, StoreError> {
    fetch_optional!(tx, SecondLook, CHECK, id, edition)
}
