//! Paper forms that were printed: which numbers they have, and what stands on them. Nothing leads from a form to an
//! answer.

use chrono::{DateTime, Utc};
use earshot_domain::door::Door;
use earshot_domain::paper::Layout;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO paper_batch (id, consultation_id, version, layout, door, group_name, first, forms, \
              created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    NEXT = "SELECT CAST(COALESCE(MAX(first + forms), 1) AS BIGINT) AS n FROM paper_batch WHERE consultation_id = $1";
    OF_CONSULTATION = "SELECT id, version, layout, door, group_name, first, forms, created_at FROM paper_batch \
                       WHERE consultation_id = $1 ORDER BY first DESC";
    OF_FORM = "SELECT id, version, layout, door, group_name, first, forms, created_at FROM paper_batch \
               WHERE consultation_id = $1 AND first <= $2 AND first + forms > $2";
}

/// Forms that were printed together.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Batch {
    /// Its id.
    pub id: Uuid,
    /// The version of the questions.
    pub version: i64,
    /// How they are laid out.
    #[sqlx(try_from = "String")]
    pub layout: Layout,
    /// The words of the questions.
    pub door: Json<Door>,
    /// The group that they were given to.
    pub group_name: Option<String>,
    /// The number of the first.
    pub first: i64,
    /// How many there are.
    pub forms: i64,
    /// When they were printed.
    pub created_at: DateTime<Utc>,
}

/// Keeps a batch; [`StoreError::Taken`] when its first number is in use.
pub async fn insert(
    tx: &mut Tx,
    consultation_id: Uuid,
    batch: &Batch,
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        batch.id,
        consultation_id,
        batch.version,
        batch.layout.as_str(),
        &batch.door,
        batch.group_name.as_deref(),
        batch.first,
        batch.forms,
        by,
        batch.created_at
    )?;
    Ok(())
}

/// The number that the next form of a consultation has.
pub async fn next(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    let (n,) = fetch_one!(tx, (i64,), NEXT, consultation_id)?;
    Ok(n)
}

/// What was printed of a consultation, the newest first.
pub async fn of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Batch>, StoreError> {
    fetch_all!(tx, Batch, OF_CONSULTATION, consultation_id)
}

/// The batch that a form of this number belongs to.
pub async fn of_form(tx: &mut Tx, consultation_id: Uuid, serial: i64) -> Result<Option<Batch>, StoreError> {
    fetch_optional!(tx, Batch, OF_FORM, consultation_id, serial)
}
