//! What young people are told: you said, we did.

use chrono::NaiveDate;
use earshot_domain::decision::ResponseStatus;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

statements! {
    OF_CONSULTATION = "SELECT id, number, consultation_id, decision_id, message, published_on, follow_up_on, follow_up, \
                       followed_up_on FROM feedback WHERE consultation_id = $1";
    LATEST = "SELECT f.id, f.number, f.consultation_id, f.decision_id, f.message, f.published_on, f.follow_up_on, \
              f.follow_up, f.followed_up_on FROM feedback f \
              ORDER BY COALESCE(f.followed_up_on, f.published_on) DESC, f.number DESC LIMIT $1";
    LATEST_OF = "SELECT f.id, f.number, f.consultation_id, f.decision_id, f.message, f.published_on, f.follow_up_on, \
                 f.follow_up, f.followed_up_on FROM feedback f WHERE f.organisation_id = $1 \
                 ORDER BY COALESCE(f.followed_up_on, f.published_on) DESC, f.number DESC LIMIT $2";
    INSERT = "INSERT INTO feedback (id, organisation_id, number, consultation_id, decision_id, message, published_on, \
              published_by, follow_up_on, follow_up) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    LINE_INSERT = "INSERT INTO feedback_line (feedback_id, theme_id, position, you_said, status, we_did) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
    LINES = "SELECT theme_id, position, you_said, status, we_did FROM feedback_line WHERE feedback_id = $1 ORDER BY position";
    FOLLOW_UP = "UPDATE feedback SET follow_up = $2, followed_up_on = $3 WHERE id = $1 AND followed_up_on IS NULL";
}

/// A feedback page.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Feedback {
    /// Its id.
    pub id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The decision, unless nothing is decided.
    pub decision_id: Option<Uuid>,
    /// A few words to the young people.
    pub message: String,
    /// When it was published.
    pub published_on: NaiveDate,
    /// When we will say what came of it.
    pub follow_up_on: Option<NaiveDate>,
    /// What came of it.
    pub follow_up: String,
    /// When that was said.
    pub followed_up_on: Option<NaiveDate>,
}

/// One line of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Line {
    /// The theme.
    pub theme_id: Uuid,
    /// Its place, from 1.
    pub position: i64,
    /// You said.
    pub you_said: String,
    /// One of the eight answers.
    #[sqlx(try_from = "String")]
    pub status: ResponseStatus,
    /// We did, or why not.
    pub we_did: String,
}

/// The feedback page of a consultation, once published.
pub async fn of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<Feedback>, StoreError> {
    fetch_optional!(tx, Feedback, OF_CONSULTATION, consultation_id)
}

/// The latest feedback pages, by when they last told something.
pub async fn latest(tx: &mut Tx, limit: i64) -> Result<Vec<Feedback>, StoreError> {
    fetch_all!(tx, Feedback, LATEST, limit)
}

/// The same of one organisation.
pub async fn latest_of(tx: &mut Tx, organisation_id: Uuid, limit: i64) -> Result<Vec<Feedback>, StoreError> {
    fetch_all!(tx, Feedback, LATEST_OF, organisation_id, limit)
}

/// Publishes a feedback page with its lines.
pub async fn insert(
    tx: &mut Tx,
    feedback: &Feedback,
    lines: &[Line],
    organisation_id: Uuid,
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        feedback.id,
        organisation_id,
        feedback.number,
        feedback.consultation_id,
        feedback.decision_id,
        &feedback.message,
        feedback.published_on,
        by,
        feedback.follow_up_on,
        &feedback.follow_up
    )?;
    for line in lines {
        execute!(
            tx,
            LINE_INSERT,
            feedback.id,
            line.theme_id,
            line.position,
            &line.you_said,
            line.status.as_str(),
            &line.we_did
        )?;
    }
    Ok(())
}

/// The lines of a feedback page.
pub async fn lines(tx: &mut Tx, feedback_id: Uuid) -> Result<Vec<Line>, StoreError> {
    fetch_all!(tx, Line, LINES, feedback_id)
}

/// Says what came of it, once.
pub async fn follow_up(tx: &mut Tx, id: Uuid, text: &str, on: NaiveDate) -> Result<(), StoreError> {
    changed(execute!(tx, FOLLOW_UP, id, text, on)?)
}
