//! Links with which somebody outside reads the evidence of a consultation for a time.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO read_link (id, token_hash, consultation_id, for_whom, created_by, created_at, expires_at, visits) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
    OF = "SELECT l.id, l.consultation_id, l.for_whom, s.name AS made_by, l.created_at, l.expires_at, l.revoked_at, \
          l.visits, l.visited_at FROM read_link l LEFT JOIN staff s ON s.id = l.created_by \
          WHERE l.consultation_id = $1 ORDER BY l.created_at DESC, l.id";
    BY_TOKEN = "SELECT l.id, l.consultation_id, l.for_whom, s.name AS made_by, l.created_at, l.expires_at, l.revoked_at, \
                l.visits, l.visited_at FROM read_link l LEFT JOIN staff s ON s.id = l.created_by \
                WHERE l.token_hash = $1 AND l.revoked_at IS NULL AND l.expires_at > $2";
    REVOKE = "UPDATE read_link SET revoked_at = $3 WHERE id = $1 AND consultation_id = $2 AND revoked_at IS NULL \
              AND expires_at > $3";
    VISITED = "UPDATE read_link SET visits = visits + 1, visited_at = $2 WHERE id = $1";
}

/// A link, without the token that opens it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReadLink {
    /// Its id.
    pub id: Uuid,
    /// The consultation whose evidence it opens.
    pub consultation_id: Uuid,
    /// Who it was made for.
    pub for_whom: String,
    /// Who made it.
    pub made_by: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// How often it was used.
    pub visits: i64,
    /// When last.
    pub visited_at: Option<DateTime<Utc>>,
}

/// Keeps a link, by the hash of its token. Its visits begin at none.
pub async fn insert(
    tx: &mut Tx,
    link: &ReadLink,
    token_hash: &[u8],
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    let (whose, whom) = (link.consultation_id, &link.for_whom);
    execute!(tx, INSERT, link.id, token_hash, whose, whom, by, link.created_at, link.expires_at)?;
    Ok(())
}

/// The links of a consultation, the newest first, also those that open nothing any more.
pub async fn of(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<ReadLink>, StoreError> {
    fetch_all!(tx, ReadLink, OF, consultation_id)
}

/// The link with this token, while it works.
pub async fn by_token(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<ReadLink>, StoreError> {
    fetch_optional!(tx, ReadLink, BY_TOKEN, token_hash, now)
}

/// Takes a link back. `false` where the consultation has none with this id that works.
pub async fn revoke(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, REVOKE, id, consultation_id, now)? == 1)
}

/// Notes that it was used.
pub async fn visited(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, VISITED, id, now)?;
    Ok(())
}
