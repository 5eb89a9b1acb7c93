//! Access codes: what is kept of them, and how often they were used. Nothing
//! leads from a code to an answer.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::code::Standing;
use earshot_domain::consultation::State;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO access_code (id, consultation_id, code_hash, batch, group_name, max_uses, uses, expires_on, \
              created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9) \
              ON CONFLICT (code_hash) DO NOTHING";
    BY_HASH = "SELECT a.consultation_id, c.slug, c.state, a.group_name, a.max_uses, a.uses, a.expires_on, a.revoked_at \
               FROM access_code a JOIN consultation c ON c.id = a.consultation_id WHERE a.code_hash = $1";
    USE_UP = "UPDATE access_code SET uses = uses + 1 WHERE code_hash = $1 AND consultation_id = $2 \
              AND revoked_at IS NULL AND (max_uses IS NULL OR uses < max_uses) \
              AND (expires_on IS NULL OR expires_on >= $3)";
    BATCHES = "SELECT batch, group_name, max_uses, expires_on, created_at, revoked_at, \
               CAST(COUNT(*) AS BIGINT) AS codes, CAST(SUM(uses) AS BIGINT) AS uses FROM access_code \
               WHERE consultation_id = $1 \
               GROUP BY batch, group_name, max_uses, expires_on, created_at, revoked_at \
               ORDER BY created_at DESC, batch DESC";
    REVOKE = "UPDATE access_code SET revoked_at = $3 WHERE consultation_id = $1 AND batch = $2 \
              AND revoked_at IS NULL";
}

/// A code to be kept.
#[derive(Debug, Clone)]
pub struct NewCode {
    /// Its id: random, because a young person stands behind it once it is used.
    pub id: Uuid,
    /// What it lets in to.
    pub consultation_id: Uuid,
    /// The keyed hash of the code.
    pub code_hash: Vec<u8>,
    /// Those that were made together.
    pub batch: Uuid,
    /// The group that it was given to.
    pub group_name: Option<String>,
    /// How often it may be used; any number of times when absent.
    pub max_uses: Option<i64>,
    /// Its last day.
    pub expires_on: Option<NaiveDate>,
    /// Who made it.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// What is known of a code.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Code {
    /// What it lets in to.
    pub consultation_id: Uuid,
    /// The consultation's short name in addresses.
    pub slug: String,
    /// How far the consultation has come.
    #[sqlx(try_from = "String")]
    pub state: State,
    /// The group that it was given to.
    pub group_name: Option<String>,
    /// How often it may be used.
    pub max_uses: Option<i64>,
    /// How often it was used.
    pub uses: i64,
    /// Its last day.
    pub expires_on: Option<NaiveDate>,
    /// When staff took it back.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Code {
    /// How it stands, for the rule.
    pub fn standing(&self) -> Standing {
        let Self { max_uses, uses, expires_on, .. } = *self;
        Standing { max_uses, uses, expires_on, revoked: self.revoked_at.is_some() }
    }
}

/// Codes that were made together.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Batch {
    /// Its id.
    pub batch: Uuid,
    /// The group that they were given to.
    pub group_name: Option<String>,
    /// How often each may be used.
    pub max_uses: Option<i64>,
    /// Their last day.
    pub expires_on: Option<NaiveDate>,
    /// When they were made.
    pub created_at: DateTime<Utc>,
    /// When staff took them back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// How many there are.
    pub codes: i64,
    /// How often they were used, all together.
    pub uses: i64,
}

/// Keeps a code. `false` when there is one with this hash.
pub async fn insert(tx: &mut Tx, code: &NewCode) -> Result<bool, StoreError> {
    let rows = execute!(
        tx,
        INSERT,
        code.id,
        code.consultation_id,
        code.code_hash.as_slice(),
        code.batch,
        code.group_name.as_deref(),
        code.max_uses,
        code.expires_on,
        code.created_by,
        code.created_at
    )?;
    Ok(rows == 1)
}

/// The code with this hash.
pub async fn by_hash(tx: &mut Tx, code_hash: &[u8]) -> Result<Option<Code>, StoreError> {
    fetch_optional!(tx, Code, BY_HASH, code_hash)
}

/// Uses a code once. `false`, and nothing is changed, when it lets nobody in to this consultation on this day.
pub async fn use_up(
    tx: &mut Tx,
    code_hash: &[u8],
    consultation_id: Uuid,
    day: NaiveDate,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, USE_UP, code_hash, consultation_id, day)? == 1)
}

/// The codes of a consultation, as they were made, the newest first.
pub async fn batches(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Batch>, StoreError> {
    fetch_all!(tx, Batch, BATCHES, consultation_id)
}

/// Takes codes back that were made together; gives how many.
pub async fn revoke(
    tx: &mut Tx,
    consultation_id: Uuid,
    batch: Uuid,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    execute!(tx, REVOKE, consultation_id, batch, now)
}
