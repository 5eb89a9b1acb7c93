//! Needs, the voices they rest on, and their priorities.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::need::{Confidence, NeedState, Trend};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::analysis::Theme;
use crate::consultation::changed;
use crate::{StoreError, Tx};

statements! {
    ALL_OF = "SELECT n.id, n.organisation_id, n.number, n.state, n.body, n.edition, n.created_by, n.saved_by, s.name AS author, \
              n.agreed_at FROM need n LEFT JOIN staff s ON s.id = n.created_by \
              WHERE n.organisation_id = $1 ORDER BY n.number DESC";
    BY_NUMBER = "SELECT n.id, n.organisation_id, n.number, n.state, n.body, n.edition, n.created_by, n.saved_by, s.name AS author, \
                 n.agreed_at FROM need n LEFT JOIN staff s ON s.id = n.created_by \
                 WHERE n.organisation_id = $1 AND n.number = $2";
    OF_THEME = "SELECT n.id, n.organisation_id, n.number, n.state, n.body, n.edition, n.created_by, n.saved_by, s.name AS author, \
                n.agreed_at FROM need n JOIN need_theme t ON t.need_id = n.id LEFT JOIN staff s ON s.id = n.created_by \
                WHERE t.theme_id = $1 ORDER BY n.number";
    CITING = "SELECT n.id, n.organisation_id, n.number, n.state, n.body, n.edition, n.created_by, n.saved_by, s.name AS author, \
              n.agreed_at FROM need n JOIN need_quote q ON q.need_id = n.id LEFT JOIN staff s ON s.id = n.created_by \
              WHERE q.quote_id = $1 ORDER BY n.number";
    INSERT = "INSERT INTO need (id, organisation_id, number, state, body, edition, created_by, created_at) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    SAVE = "UPDATE need SET body = $3, state = $4, saved_by = $5, edition = edition + 1 WHERE id = $1 AND edition = $2";
    AGREE = "UPDATE need SET state = 'agreed', agreed_by = $3, agreed_at = $4, edition = edition + 1 \
             WHERE id = $1 AND edition = $2";
    THEMES = "SELECT t.id, t.number, t.consultation_id, t.name, t.child_name, t.summary, t.state FROM theme t \
              JOIN need_theme n ON n.theme_id = t.id WHERE n.need_id = $1 ORDER BY t.number";
    THEME_ADD = "INSERT INTO need_theme (need_id, theme_id, added_by, added_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (need_id, theme_id) DO NOTHING";
    THEME_REMOVE = "DELETE FROM need_theme WHERE need_id = $1 AND theme_id = $2";
    QUOTE_ADD = "INSERT INTO need_quote (need_id, quote_id, added_by, added_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (need_id, quote_id) DO NOTHING";
    QUOTE_REMOVE = "DELETE FROM need_quote WHERE need_id = $1 AND quote_id = $2";
    PRIORITIES = "SELECT p.id, p.number, p.need_id, p.place, p.reason, p.young_place, p.young_source, p.set_at, \
                  n.number AS need_number, n.body FROM priority p JOIN need n ON n.id = p.need_id \
                  WHERE p.organisation_id = $1 ORDER BY p.place, p.number";
    PRIORITY_PUT = "INSERT INTO priority (id, organisation_id, number, need_id, place, reason, young_place, young_source, \
                    set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
                    ON CONFLICT (need_id) DO UPDATE SET place = excluded.place, reason = excluded.reason, \
                    young_place = excluded.young_place, young_source = excluded.young_source, \
                    set_by = excluded.set_by, set_at = excluded.set_at";
}

/// What the authors of a need write (domain.md 4.3, the fields that exist so far).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NeedBody {
    /// A few words.
    pub title: String,
    /// "Children in ... need ... because ... so that ..."
    pub statement: String,
    /// The same in plain words.
    pub plain_statement: String,
    /// Who.
    pub population_group: String,
    /// Where.
    pub area: String,
    /// Which outcome suffers.
    pub outcome: String,
    /// How many, how that was worked out, and when.
    pub size: String,
    /// Which way it has been going.
    pub trend: Trend,
    /// Compared with whom.
    pub comparator: String,
    /// Which groups are worse off.
    pub inequality: String,
    /// What is there already.
    pub services_in_place: String,
    /// What already helps.
    pub assets: String,
    /// What is not met.
    pub gaps: String,
    /// What is not known.
    pub knowledge_gaps: String,
    /// What should be done.
    pub recommendations: String,
    /// How it may touch groups with protected characteristics (domain.md 5.6).
    pub equality_impact: String,
    /// Safeguarding (BR13).
    pub safeguarding_note: String,
    /// How sure the authors are.
    pub confidence: Confidence,
    /// Who looks after it.
    pub owner: String,
    /// When it is looked at again.
    pub review_on: Option<NaiveDate>,
    /// Why the children's voice panel is empty.
    pub no_voice_reason: String,
}

impl Default for NeedBody {
    fn default() -> Self {
        Self {
            title: String::new(),
            statement: String::new(),
            plain_statement: String::new(),
            population_group: String::new(),
            area: String::new(),
            outcome: String::new(),
            size: String::new(),
            trend: Trend::Unknown,
            comparator: String::new(),
            inequality: String::new(),
            services_in_place: String::new(),
            assets: String::new(),
            gaps: String::new(),
            knowledge_gaps: String::new(),
            recommendations: String::new(),
            equality_impact: String::new(),
            safeguarding_note: String::new(),
            confidence: Confidence::Low,
            owner: String::new(),
            review_on: None,
            no_voice_reason: String::new(),
        }
    }
}

/// A need.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Need {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: NeedState,
    /// What its authors wrote.
    pub body: Json<NeedBody>,
    /// Counts changes.
    pub edition: i64,
    /// Who began it.
    pub created_by: Option<Uuid>,
    /// Who wrote it last, if anybody has since.
    pub saved_by: Option<Uuid>,
    /// The name of who began it.
    pub author: Option<String>,
    /// When it was agreed.
    pub agreed_at: Option<DateTime<Utc>>,
}

/// A need's place in the list of what to do first.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Priority {
    /// Its id.
    pub id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// The need.
    pub need_id: Uuid,
    /// 1 is first.
    pub place: i64,
    /// Why there.
    pub reason: String,
    /// Where young people put it.
    pub young_place: Option<i64>,
    /// How young people ranked: who, when.
    pub young_source: String,
    /// When it was last set.
    pub set_at: DateTime<Utc>,
    /// The number of the need's reference.
    pub need_number: i64,
    /// The need's words.
    pub body: Json<NeedBody>,
}

/// A priority to be kept.
#[derive(Debug, Clone)]
pub struct NewPriority {
    /// Its id, used if the need has no priority yet.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The number of its reference, used likewise.
    pub number: i64,
    /// The need.
    pub need_id: Uuid,
    /// 1 is first.
    pub place: i64,
    /// Why there.
    pub reason: String,
    /// Where young people put it.
    pub young_place: Option<i64>,
    /// How young people ranked.
    pub young_source: String,
}

/// Every need, newest first.
pub async fn all(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Need>, StoreError> {
    fetch_all!(tx, Need, ALL_OF, organisation_id)
}

/// The need with this reference number.
pub async fn by_number(tx: &mut Tx, organisation_id: Uuid, number: i64) -> Result<Option<Need>, StoreError> {
    fetch_optional!(tx, Need, BY_NUMBER, organisation_id, number)
}

/// The needs that rest on a theme.
pub async fn of_theme(tx: &mut Tx, theme_id: Uuid) -> Result<Vec<Need>, StoreError> {
    fetch_all!(tx, Need, OF_THEME, theme_id)
}

/// The needs whose voice panel holds a quote.
pub async fn citing(tx: &mut Tx, quote_id: Uuid) -> Result<Vec<Need>, StoreError> {
    fetch_all!(tx, Need, CITING, quote_id)
}

/// Adds a need.
pub async fn insert(tx: &mut Tx, need: &Need, now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        need.id,
        need.organisation_id,
        need.number,
        need.state.as_str(),
        &need.body,
        need.edition,
        need.created_by,
        now
    )?;
    Ok(())
}

/// Keeps a need's words and state. [`StoreError::Stale`] when it was changed in
/// between.
pub async fn save(
    tx: &mut Tx,
    id: Uuid,
    edition: i64,
    body: &NeedBody,
    state: NeedState,
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    changed(execute!(tx, SAVE, id, edition, Json(body), state.as_str(), by)?)
}

/// Marks a need as agreed.
pub async fn agree(
    tx: &mut Tx,
    id: Uuid,
    edition: i64,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    changed(execute!(tx, AGREE, id, edition, by, now)?)
}

/// The themes that a need rests on.
pub async fn themes(tx: &mut Tx, need_id: Uuid) -> Result<Vec<Theme>, StoreError> {
    fetch_all!(tx, Theme, THEMES, need_id)
}

/// Puts a theme into a need's voice panel.
pub async fn add_theme(
    tx: &mut Tx,
    need_id: Uuid,
    theme_id: Uuid,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, THEME_ADD, need_id, theme_id, by, now)?;
    Ok(())
}

/// Takes a theme out of a need's voice panel.
pub async fn remove_theme(tx: &mut Tx, need_id: Uuid, theme_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, THEME_REMOVE, need_id, theme_id)?;
    Ok(())
}

/// Puts a quote into a need's voice panel.
pub async fn add_quote(
    tx: &mut Tx,
    need_id: Uuid,
    quote_id: Uuid,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, QUOTE_ADD, need_id, quote_id, by, now)?;
    Ok(())
}

/// Takes a quote out of a need's voice panel.
pub async fn remove_quote(tx: &mut Tx, need_id: Uuid, quote_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, QUOTE_REMOVE, need_id, quote_id)?;
    Ok(())
}

/// The priorities, first first.
pub async fn priorities(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Priority>, StoreError> {
    fetch_all!(tx, Priority, PRIORITIES, organisation_id)
}

/// Sets a need's priority, or changes it.
pub async fn put_priority(
    tx: &mut Tx,
    priority: &NewPriority,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        PRIORITY_PUT,
        priority.id,
        priority.organisation_id,
        priority.number,
        priority.need_id,
        priority.place,
        &priority.reason,
        priority.young_place,
        &priority.young_source,
        by,
        now
    )?;
    Ok(())
}
