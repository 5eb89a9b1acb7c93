//! The organisation's areas, how many people live in them, and how many of them
//! a consultation hopes to hear from.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    HOLD = "UPDATE organisation SET name = name WHERE id = $1";
    ALL = "SELECT id, area_key, name, parent_id, retired_at FROM area WHERE organisation_id = $1 ORDER BY position, id";
    INSERT = "INSERT INTO area (id, organisation_id, area_key, name, parent_id, position, retired_at, created_at) \
              VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)";
    DELETE = "DELETE FROM area WHERE id = $1 RETURNING position";
    CLOSE_UP = "UPDATE area SET position = position - 1 WHERE organisation_id = $1 AND position > $2";
    ANSWERED = "SELECT r.id FROM response r JOIN consultation c ON c.id = r.consultation_id \
                WHERE c.organisation_id = $1 AND (r.area = $2 OR EXISTS \
                (SELECT 1 FROM answer_value v WHERE v.response_id = r.id AND v.value = $2)) LIMIT 1";
    FIGURED = "SELECT p.area FROM population p WHERE p.organisation_id = $1 AND p.area = $2 \
               UNION SELECT t.area FROM reach_target t JOIN consultation c ON c.id = t.consultation_id \
               WHERE c.organisation_id = $1 AND t.area = $2";
    SAVE = "UPDATE area SET name = $2, parent_id = $3, retired_at = $4 WHERE id = $1";
    PEOPLE = "SELECT area, age_band, people, source FROM population WHERE organisation_id = $1 \
              ORDER BY area, age_band";
    PEOPLE_CLEAR = "DELETE FROM population WHERE organisation_id = $1";
    PEOPLE_PUT = "INSERT INTO population (organisation_id, area, age_band, people, source) VALUES ($1, $2, $3, $4, $5)";
    TARGETS = "SELECT area, age_band, hoped FROM reach_target WHERE consultation_id = $1 ORDER BY area, age_band";
    TARGET_CLEAR = "DELETE FROM reach_target WHERE consultation_id = $1 AND area = $2 AND age_band = $3";
    TARGET_PUT = "INSERT INTO reach_target (consultation_id, area, age_band, hoped) VALUES ($1, $2, $3, $4) \
                  ON CONFLICT (consultation_id, area, age_band) DO UPDATE SET hoped = excluded.hoped";
}

/// An area as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Area {
    /// Its id.
    pub id: Uuid,
    /// Names it in answers and files.
    pub area_key: String,
    /// As young people call it.
    pub name: String,
    /// The larger area that it is a part of.
    pub parent_id: Option<Uuid>,
    /// Since when it is offered no more.
    pub retired_at: Option<DateTime<Utc>>,
}

/// How many people live somewhere.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct People {
    /// The key of the area; everywhere when empty.
    pub area: String,
    /// Their age band; every age when empty.
    pub age_band: String,
    /// How many.
    pub people: i64,
    /// Where the figure is from, and of which year.
    pub source: String,
}

/// How many answers are hoped for.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Target {
    /// The key of the area; everywhere when empty.
    pub area: String,
    /// Their age band; every age when empty.
    pub age_band: String,
    /// How many.
    pub hoped: i64,
}

/// Makes sure that no other transaction changes areas or figures of the organisation before this one ends: two that
/// each move one area into the other would make a circle.
pub async fn hold(tx: &mut Tx, organisation_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, HOLD, organisation_id)?;
    Ok(())
}

/// Every area of an organisation, in the order in which they were made.
pub async fn all(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Area>, StoreError> {
    fetch_all!(tx, Area, ALL, organisation_id)
}

/// Adds an area at a place. [`StoreError::Taken`] when there is one with its key.
pub async fn insert(
    tx: &mut Tx,
    organisation_id: Uuid,
    area: &Area,
    position: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        area.id,
        organisation_id,
        &area.area_key,
        &area.name,
        area.parent_id,
        position,
        now
    )?;
    Ok(())
}

/// Keeps the name, the place and the state of an area.
pub async fn save(tx: &mut Tx, area: &Area) -> Result<(), StoreError> {
    execute!(tx, SAVE, area.id, &area.name, area.parent_id, area.retired_at)?;
    Ok(())
}

/// Whether an answer to the organisation names this key. An answer that is a key of something else in the same letters counts as
/// well: what may be named stays. Where none does, every answer of the organisation is looked at.
pub async fn is_answered(tx: &mut Tx, organisation_id: Uuid, key: &str) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), ANSWERED, organisation_id, key)?.is_some())
}

/// Whether a figure or a target of the organisation names this key.
pub async fn is_figured(tx: &mut Tx, organisation_id: Uuid, key: &str) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (String,), FIGURED, organisation_id, key)?.is_some())
}

/// Deletes an area, and its parts with it; those that were made after it move up.
pub async fn delete(tx: &mut Tx, organisation_id: Uuid, id: Uuid) -> Result<(), StoreError> {
    if let Some((position,)) = fetch_optional!(tx, (i64,), DELETE, id)? {
        execute!(tx, CLOSE_UP, organisation_id, position)?;
    }
    Ok(())
}

/// How many people live where.
pub async fn people(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<People>, StoreError> {
    fetch_all!(tx, People, PEOPLE, organisation_id)
}

/// Keeps new figures in the place of all that were there.
pub async fn put_people(tx: &mut Tx, organisation_id: Uuid, figures: &[People]) -> Result<(), StoreError> {
    execute!(tx, PEOPLE_CLEAR, organisation_id)?;
    for figure in figures {
        execute!(
            tx,
            PEOPLE_PUT,
            organisation_id,
            &figure.area,
            &figure.age_band,
            figure.people,
            &figure.source
        )?;
    }
    Ok(())
}

/// How many answers a consultation hopes for.
pub async fn targets(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Target>, StoreError> {
    fetch_all!(tx, Target, TARGETS, consultation_id)
}

/// Keeps a target, in the place of the one that there was for the same people.
pub async fn put_target(tx: &mut Tx, consultation_id: Uuid, target: &Target) -> Result<(), StoreError> {
    execute!(tx, TARGET_PUT, consultation_id, &target.area, &target.age_band, target.hoped)?;
    Ok(())
}

/// Hopes for no number of these people any more.
pub async fn clear_target(
    tx: &mut Tx,
    consultation_id: Uuid,
    area: &str,
    age_band: &str,
) -> Result<(), StoreError> {
    execute!(tx, TARGET_CLEAR, consultation_id, area, age_band)?;
    Ok(())
}
