//! The organisation's own library: sets of questions and their versions. A version is never changed.

use chrono::{DateTime, Utc};
use earshot_domain::questionnaire::Questionnaire;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    ALL_OF = "SELECT s.id, s.name, s.retired_at, v.version, v.about, v.questions, v.words, p.name AS staff_name, v.saved_at \
              FROM library_set s JOIN library_version v ON v.set_id = s.id LEFT JOIN staff p ON p.id = v.saved_by \
              WHERE s.organisation_id = $1 \
              AND v.version = (SELECT MAX(l.version) FROM library_version l WHERE l.set_id = s.id) \
              ORDER BY s.name_key, s.id";
    NAMES = "SELECT name, retired_at FROM library_set WHERE organisation_id = $1 ORDER BY name_key, id";
    BY_NAME = "SELECT id FROM library_set WHERE organisation_id = $1 AND name_key = $2";
    INSERT = "INSERT INTO library_set (id, organisation_id, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5)";
    RENAME = "UPDATE library_set SET name = $2, retired_at = NULL WHERE id = $1";
    RETIRE = "UPDATE library_set SET retired_at = $3 WHERE organisation_id = $1 AND id = $2";
    VERSIONS = "SELECT s.id, s.name, s.retired_at, v.version, v.about, v.questions, v.words, p.name AS staff_name, v.saved_at \
                FROM library_set s JOIN library_version v ON v.set_id = s.id LEFT JOIN staff p ON p.id = v.saved_by \
                WHERE s.organisation_id = $1 AND s.id = $2 ORDER BY v.version DESC";
    LATEST = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM library_version WHERE set_id = $1";
    VERSION_INSERT = "INSERT INTO library_version (set_id, version, about, questions, words, body, saved_by, saved_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    BODY = "SELECT v.body FROM library_version v JOIN library_set s ON s.id = v.set_id \
            WHERE s.organisation_id = $1 AND s.id = $2 AND v.version = $3";
}

/// A version of a set, without its questions.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    /// The id of the set.
    pub id: Uuid,
    /// What the set is called.
    pub name: String,
    /// Since when the set is no longer offered.
    pub retired_at: Option<DateTime<Utc>>,
    /// Which version it is, from 1.
    pub version: i64,
    /// When to use it.
    pub about: String,
    /// How many questions it has.
    pub questions: i64,
    /// Every word in it, to search by.
    pub words: String,
    /// Who saved it; nobody by name when it was the program.
    pub staff_name: Option<String>,
    /// When.
    pub saved_at: DateTime<Utc>,
}

/// A version to be kept.
#[derive(Debug, Clone)]
pub struct NewVersion<'a> {
    /// When to use it.
    pub about: &'a str,
    /// The questions.
    pub body: &'a Questionnaire,
    /// Every word in it, to search by.
    pub words: &'a str,
    /// Who saves it.
    pub saved_by: Option<Uuid>,
    /// When.
    pub saved_at: DateTime<Utc>,
}

/// The newest version of every set of an organisation, by name; of those that are no longer offered too.
pub async fn all(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, Version, ALL_OF, organisation_id)
}

/// The name of every set of an organisation, and since when it is no longer offered.
pub async fn names(
    tx: &mut Tx,
    organisation_id: Uuid,
) -> Result<Vec<(String, Option<DateTime<Utc>>)>, StoreError> {
    fetch_all!(tx, (String, Option<DateTime<Utc>>), NAMES, organisation_id)
}

/// The set of this name, in lower case.
pub async fn by_name(tx: &mut Tx, organisation_id: Uuid, name_key: &str) -> Result<Option<Uuid>, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), BY_NAME, organisation_id, name_key)?.map(|(id,)| id))
}

/// Adds a set without a version. [`StoreError::Taken`] when the name is in use.
pub async fn insert(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
    name: &str,
    name_key: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, INSERT, id, organisation_id, name, name_key, now)?;
    Ok(())
}

/// Writes the name as it was typed last, and offers the set again.
pub async fn rename(tx: &mut Tx, id: Uuid, name: &str) -> Result<(), StoreError> {
    execute!(tx, RENAME, id, name)?;
    Ok(())
}

/// Offers a set no longer, or again; `false` when the organisation has none with this id.
pub async fn retire(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
    at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, RETIRE, organisation_id, id, at)? == 1)
}

/// Every version of a set, the newest first; none when the organisation has no such set.
pub async fn versions(tx: &mut Tx, organisation_id: Uuid, id: Uuid) -> Result<Vec<Version>, StoreError> {
    fetch_all!(tx, Version, VERSIONS, organisation_id, id)
}

/// Keeps the next version of a set; gives its number. [`StoreError::Taken`] when somebody else did so in between.
pub async fn add_version(tx: &mut Tx, id: Uuid, new: &NewVersion<'_>) -> Result<i64, StoreError> {
    let (latest,) = fetch_one!(tx, (i64,), LATEST, id)?;
    let version = latest + 1;
    execute!(
        tx,
        VERSION_INSERT,
        id,
        version,
        new.about,
        i64::try_from(new.body.questions.len()).unwrap_or(i64::MAX),
        new.words,
        Json(new.body),
        new.saved_by,
        new.saved_at
    )?;
    Ok(version)
}

/// The questions of one version.
pub async fn body(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
    version: i64,
) -> Result<Option<Questionnaire>, StoreError> {
    let row = fetch_optional!(tx, (Json<Questionnaire>,), BODY, organisation_id, id, version)?;
    Ok(row.map(|(Json(body),)| body))
}
