//! What a consultation is looked over with before it opens: how many answers are counted on, school holidays, the
//! languages that must be offered, and what was left as it is.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    EXPECTED = "SELECT expected FROM consultation WHERE id = $1";
    SET_EXPECTED = "UPDATE consultation SET expected = $2 WHERE id = $1";
    LANGUAGES = "SELECT languages FROM organisation WHERE id = $1";
    SET_LANGUAGES = "UPDATE organisation SET languages = $2 WHERE id = $1";
    HOLIDAYS = "SELECT id, name, first_day, last_day FROM school_holiday WHERE organisation_id = $1 \
                ORDER BY first_day, id";
    HOLIDAY_INSERT = "INSERT INTO school_holiday (id, organisation_id, name, first_day, last_day) \
                      VALUES ($1, $2, $3, $4, $5)";
    HOLIDAY_REMOVE = "DELETE FROM school_holiday WHERE organisation_id = $1 AND id = $2";
    ASIDES = "SELECT a.finding, a.reason, s.name AS staff_name, a.at FROM clinic_aside a \
              LEFT JOIN staff s ON s.id = a.staff_id WHERE a.consultation_id = $1";
    ASIDE_PUT = "INSERT INTO clinic_aside (consultation_id, finding, reason, staff_id, at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (consultation_id, finding) DO UPDATE SET reason = excluded.reason, \
                 staff_id = excluded.staff_id, at = excluded.at";
    ASIDE_REMOVE = "DELETE FROM clinic_aside WHERE consultation_id = $1 AND finding = $2";
}

/// School holidays.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Holiday {
    /// Their id.
    pub id: Uuid,
    /// What they are called; may be empty.
    pub name: String,
    /// The first day without school.
    pub first_day: NaiveDate,
    /// The last.
    pub last_day: NaiveDate,
}

/// That a finding is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Aside {
    /// A hash of what tells it from every other one.
    pub finding: Vec<u8>,
    /// Why.
    pub reason: String,
    /// Who decided so; nobody by name when it was the program.
    pub staff_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// How many answers are counted on.
pub async fn expected(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<i64>, StoreError> {
    let row = fetch_optional!(tx, (Option<i64>,), EXPECTED, consultation_id)?;
    Ok(row.and_then(|(expected,)| expected))
}

/// Keeps how many answers are counted on.
pub async fn set_expected(
    tx: &mut Tx,
    consultation_id: Uuid,
    expected: Option<i64>,
) -> Result<(), StoreError> {
    execute!(tx, SET_EXPECTED, consultation_id, expected)?;
    Ok(())
}

/// The languages that the organisation has to offer, as in BCP 47.
pub async fn languages(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<String>, StoreError> {
    let row = fetch_optional!(tx, (Option<String>,), LANGUAGES, organisation_id)?;
    let languages = row.and_then(|(languages,)| languages).unwrap_or_default();
    Ok(languages.split_whitespace().map(str::to_string).collect())
}

/// Keeps the languages that the organisation has to offer. No tag has a space.
pub async fn set_languages(
    tx: &mut Tx,
    organisation_id: Uuid,
    languages: &[String],
) -> Result<(), StoreError> {
    let kept = Some(languages.join(" ")).filter(|kept| !kept.is_empty());
    execute!(tx, SET_LANGUAGES, organisation_id, kept)?;
    Ok(())
}

/// The school holidays of an organisation, the earliest first.
pub async fn holidays(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Holiday>, StoreError> {
    fetch_all!(tx, Holiday, HOLIDAYS, organisation_id)
}

/// Adds school holidays.
pub async fn insert_holiday(tx: &mut Tx, organisation_id: Uuid, holiday: &Holiday) -> Result<(), StoreError> {
    execute!(
        tx,
        HOLIDAY_INSERT,
        holiday.id,
        organisation_id,
        &holiday.name,
        holiday.first_day,
        holiday.last_day
    )?;
    Ok(())
}

/// Takes school holidays out; `false` when the organisation has none with this id.
pub async fn remove_holiday(tx: &mut Tx, organisation_id: Uuid, id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, HOLIDAY_REMOVE, organisation_id, id)? == 1)
}

/// What is left as it is in a consultation.
pub async fn asides(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Aside>, StoreError> {
    fetch_all!(tx, Aside, ASIDES, consultation_id)
}

/// Keeps that a finding is left as it is; a later reason takes the place of the earlier one.
pub async fn put_aside(
    tx: &mut Tx,
    consultation_id: Uuid,
    finding: &[u8],
    reason: &str,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, ASIDE_PUT, consultation_id, finding, reason, by, now)?;
    Ok(())
}

/// Takes a finding up again; `false` when it was not left.
pub async fn take_up(tx: &mut Tx, consultation_id: Uuid, finding: &[u8]) -> Result<bool, StoreError> {
    Ok(execute!(tx, ASIDE_REMOVE, consultation_id, finding)? == 1)
}
