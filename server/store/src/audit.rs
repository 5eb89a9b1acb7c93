//! The audit trail: who did what to which record, in the transaction of the
//! change itself. Holds references and codes, never words of young people.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO audit_event (id, organisation_id, at, staff_id, action, subject) \
              VALUES ($1, $2, $3, $4, $5, $6)";
    LATEST = "SELECT e.at, s.name AS staff_name, e.action, e.subject FROM audit_event e \
              LEFT JOIN staff s ON s.id = e.staff_id \
              WHERE e.organisation_id = $1 ORDER BY e.at DESC, e.id DESC LIMIT $2 OFFSET $3";
}

/// One thing that was done.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its id.
    pub id: Uuid,
    /// Whose trail.
    pub organisation_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; nobody when the program itself acted.
    pub staff_id: Option<Uuid>,
    /// What, as a dotted name: `consultation.open`.
    pub action: &'static str,
    /// To which record, by its reference.
    pub subject: String,
}

/// One line of the trail as it is read.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; nobody when the program itself acted.
    pub staff_name: Option<String>,
    /// What.
    pub action: String,
    /// To which record.
    pub subject: String,
}

/// Adds an event to the trail.
pub async fn insert(tx: &mut Tx, event: &Event) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        event.id,
        event.organisation_id,
        event.at,
        event.staff_id,
        event.action,
        &event.subject
    )?;
    Ok(())
}

/// The newest entries first.
pub async fn latest(
    tx: &mut Tx,
    organisation_id: Uuid,
    limit: i64,
    offset: i64,
) -> Result<Vec<Entry>, StoreError> {
    fetch_all!(tx, Entry, LATEST, organisation_id, limit, offset)
}
