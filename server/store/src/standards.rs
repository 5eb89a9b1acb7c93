//! The self-assessment against a framework of standards.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    CURRENT = "SELECT id, framework_key, title, shared_on FROM assessment WHERE organisation_id = $1 \
               ORDER BY created_at DESC, id DESC LIMIT 1";
    INSERT = "INSERT INTO assessment (id, organisation_id, framework_key, title, created_at) VALUES ($1, $2, $3, $4, $5)";
    SHARE = "UPDATE assessment SET shared_on = $2 WHERE id = $1";
    SCORES = "SELECT criterion_key, staff_score, staff_note, young_score, young_statement, difference_reason \
              FROM assessment_score WHERE assessment_id = $1";
    SCORE_PUT = "INSERT INTO assessment_score (assessment_id, criterion_key, staff_score, staff_note, young_score, \
                 young_statement, difference_reason) VALUES ($1, $2, $3, $4, $5, $6, $7) \
                 ON CONFLICT (assessment_id, criterion_key) DO UPDATE SET staff_score = excluded.staff_score, \
                 staff_note = excluded.staff_note, young_score = excluded.young_score, \
                 young_statement = excluded.young_statement, difference_reason = excluded.difference_reason";
    EVIDENCE = "SELECT e.criterion_key, e.consultation_id, c.slug, e.added_at FROM assessment_evidence e \
                JOIN consultation c ON c.id = e.consultation_id WHERE e.assessment_id = $1 ORDER BY e.added_at, c.slug";
    EVIDENCE_ADD = "INSERT INTO assessment_evidence (assessment_id, criterion_key, consultation_id, added_by, added_at) \
                    VALUES ($1, $2, $3, $4, $5) \
                    ON CONFLICT (assessment_id, criterion_key, consultation_id) DO NOTHING";
    EVIDENCE_REMOVE = "DELETE FROM assessment_evidence WHERE assessment_id = $1 AND criterion_key = $2 \
                       AND consultation_id = $3";
}

/// A self-assessment.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Assessment {
    /// Its id.
    pub id: Uuid,
    /// The framework and its version.
    pub framework_key: String,
    /// What it covers and when.
    pub title: String,
    /// The day it was first shared with young people.
    pub shared_on: Option<NaiveDate>,
}

/// What was said about one criterion. Scores run from 1, in place and
/// effective, to 4, not in place (domain.md 2.1).
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Score {
    /// The criterion.
    pub criterion_key: String,
    /// What staff say.
    pub staff_score: Option<i64>,
    /// Why.
    pub staff_note: String,
    /// What young people say.
    pub young_score: Option<i64>,
    /// In their words.
    pub young_statement: String,
    /// Why the two differ.
    pub difference_reason: String,
}

/// A consultation that stands as evidence for a criterion.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Evidence {
    /// The criterion.
    pub criterion_key: String,
    /// The consultation.
    pub consultation_id: Uuid,
    /// Its address.
    pub slug: String,
    /// Since when.
    pub added_at: DateTime<Utc>,
}

/// The self-assessment that was begun last.
pub async fn current(tx: &mut Tx, organisation_id: Uuid) -> Result<Option<Assessment>, StoreError> {
    fetch_optional!(tx, Assessment, CURRENT, organisation_id)
}

/// Begins a self-assessment.
pub async fn insert(
    tx: &mut Tx,
    assessment: &Assessment,
    organisation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, INSERT, assessment.id, organisation_id, &assessment.framework_key, &assessment.title, now)?;
    Ok(())
}

/// Shares a self-assessment with young people, or stops sharing it.
pub async fn share(tx: &mut Tx, id: Uuid, on: Option<NaiveDate>) -> Result<(), StoreError> {
    execute!(tx, SHARE, id, on)?;
    Ok(())
}

/// Everything that was said about the criteria.
pub async fn scores(tx: &mut Tx, assessment_id: Uuid) -> Result<Vec<Score>, StoreError> {
    fetch_all!(tx, Score, SCORES, assessment_id)
}

/// Keeps what was said about a criterion.
pub async fn put_score(tx: &mut Tx, assessment_id: Uuid, score: &Score) -> Result<(), StoreError> {
    execute!(
        tx,
        SCORE_PUT,
        assessment_id,
        &score.criterion_key,
        score.staff_score,
        &score.staff_note,
        score.young_score,
        &score.young_statement,
        &score.difference_reason
    )?;
    Ok(())
}

/// The evidence for every criterion.
pub async fn evidence(tx: &mut Tx, assessment_id: Uuid) -> Result<Vec<Evidence>, StoreError> {
    fetch_all!(tx, Evidence, EVIDENCE, assessment_id)
}

/// Lets a consultation stand as evidence for a criterion.
pub async fn add_evidence(
    tx: &mut Tx,
    assessment_id: Uuid,
    criterion_key: &str,
    consultation_id: Uuid,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, EVIDENCE_ADD, assessment_id, criterion_key, consultation_id, by, now)?;
    Ok(())
}

/// Takes a consultation off the evidence for a criterion.
pub async fn remove_evidence(
    tx: &mut Tx,
    assessment_id: Uuid,
    criterion_key: &str,
    consultation_id: Uuid,
) -> Result<(), StoreError> {
    execute!(tx, EVIDENCE_REMOVE, assessment_id, criterion_key, consultation_id)?;
    Ok(())
}
