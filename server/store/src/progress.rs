//! How the asking goes: counts of what came in and of what was left unsent. Each is counted by the database from an
//! index; no response is read for it.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::door::Door;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    HOURS = "SELECT submitted_at, CAST(COUNT(*) AS BIGINT) AS n FROM response \
             WHERE consultation_id = $1 AND state = 'submitted' AND channel <> 'session' GROUP BY submitted_at ORDER BY submitted_at";
    DOORS = "SELECT channel, group_name, door, CAST(COUNT(*) AS BIGINT) AS n FROM response \
             WHERE consultation_id = $1 AND state = 'submitted' AND channel <> 'session' GROUP BY channel, group_name, door";
    MINUTES = "SELECT minutes, CAST(COUNT(*) AS BIGINT) AS n FROM response \
               WHERE consultation_id = $1 AND state = 'submitted' AND minutes IS NOT NULL \
               GROUP BY minutes ORDER BY minutes";
    REACHED = "SELECT reached, CAST(COUNT(*) AS BIGINT) AS n FROM draft \
               WHERE consultation_id = $1 AND sent = $2 AND expires_on >= $3 AND expires_on < $4 \
               AND reached IS NOT NULL GROUP BY reached ORDER BY reached";
}

/// How many responses came in through one door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorCount {
    /// `web`, `kiosk`, `assisted`, `paper` or `import`.
    pub channel: String,
    /// The group of the code, or of the paper form.
    pub group_name: Option<String>,
    /// The words that were read. Absent of responses from before words differed.
    pub door: Option<Door>,
    /// How many.
    pub n: i64,
}

#[derive(sqlx::FromRow)]
struct DoorRow {
    channel: String,
    group_name: Option<String>,
    door: Option<Json<Door>>,
    n: i64,
}

/// How many responses came in in each hour, in order.
pub async fn hours(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(DateTime<Utc>, i64)>, StoreError> {
    fetch_all!(tx, (DateTime<Utc>, i64), HOURS, consultation_id)
}

/// How many responses came in through each door.
pub async fn doors(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<DoorCount>, StoreError> {
    let rows = fetch_all!(tx, DoorRow, DOORS, consultation_id)?;
    let count = |row: DoorRow| DoorCount {
        channel: row.channel,
        group_name: row.group_name,
        door: row.door.map(|door| door.0),
        n: row.n,
    };
    Ok(rows.into_iter().map(count).collect())
}

/// How many responses took so many minutes, the shortest first.
pub async fn minutes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(i64, i64)>, StoreError> {
    fetch_all!(tx, (i64, i64), MINUTES, consultation_id)
}

/// How many unsent answers stand after each question. Counted are those whose last day is `from` or later, and before
/// `before`.
pub async fn reached(
    tx: &mut Tx,
    consultation_id: Uuid,
    from: NaiveDate,
    before: NaiveDate,
) -> Result<Vec<(String, i64)>, StoreError> {
    fetch_all!(tx, (String, i64), REACHED, consultation_id, false, from, before)
}
