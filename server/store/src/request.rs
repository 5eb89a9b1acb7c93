//! What people ask about the data that is kept of them, and complaints. The words come and go sealed.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::request::{RequestKind, RequestState};
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

/// The columns of a request.
macro_rules! request {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.organisation_id, r.number, r.kind, r.state, r.words, r.answer, r.watch, r.assisted, \
             r.received_on, r.paused_on, r.paused_days, r.ended_on, r.edition, r.follows_id, c.slug FROM request r \
             LEFT JOIN consultation c ON c.id = r.consultation_id ",
            $rest
        )
    };
}

statements! {
    INSERT = "INSERT INTO request (id, organisation_id, number, consultation_id, kind, state, words, watch, assisted, \
              form_hash, code_hash, received_on, paused_days, edition, follows_id) \
              VALUES ($1, $2, $3, $4, $5, 'received', $6, $7, $8, $9, $10, $11, 0, 1, $12) \
              ON CONFLICT (form_hash) DO NOTHING";
    BY_FORM = request!("WHERE r.form_hash = $1");
    BY_CODE = request!("WHERE r.code_hash = $1");
    BY_NUMBER = request!("WHERE r.organisation_id = $1 AND r.number = $2");
    BY_ID = request!("WHERE r.id = $1");
    OPEN = request!("WHERE r.organisation_id = $1 AND r.ended_on IS NULL AND (r.watch OR $2) \
                     ORDER BY r.received_on, r.number LIMIT $3 OFFSET $4");
    ENDED = request!("WHERE r.organisation_id = $1 AND r.ended_on IS NOT NULL AND (r.watch OR $2) \
                      ORDER BY r.ended_on DESC, r.number DESC LIMIT $3 OFFSET $4");
    COUNTS = "SELECT CAST(COALESCE(SUM(CASE WHEN ended_on IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT), \
              CAST(COALESCE(SUM(CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT) \
              FROM request WHERE organisation_id = $1 AND (watch OR $2)";
    STEP = "UPDATE request SET state = $3, answer = COALESCE($4, answer), paused_on = $5, paused_days = $6, ended_on = $7, \
            edition = edition + 1 WHERE id = $1 AND edition = $2";
    MARK = "UPDATE request SET watch = TRUE WHERE id = $1";
    EVENT_INSERT = "INSERT INTO request_event (id, request_id, staff_id, at, action, note) \
                    VALUES ($1, $2, $3, $4, $5, $6)";
    EVENTS = "SELECT e.at, e.action, e.note, s.name AS staff_name FROM request_event e \
              LEFT JOIN staff s ON s.id = e.staff_id WHERE e.request_id = $1 ORDER BY e.at, e.id";
}

/// A request to be kept.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Its id.
    pub id: Uuid,
    /// Whom it is put to.
    pub organisation_id: Uuid,
    /// Its number.
    pub number: i64,
    /// What it is about, where that is known.
    pub consultation_id: Option<Uuid>,
    /// What is wanted.
    pub kind: RequestKind,
    /// What they wrote, sealed.
    pub words: Vec<u8>,
    /// The word list's mark.
    pub watch: bool,
    /// Whether somebody of the staff wrote it down for them.
    pub assisted: bool,
    /// The form that it was sent with.
    pub form_hash: Vec<u8>,
    /// The four words that lead back to it.
    pub code_hash: Vec<u8>,
    /// The day on which it came.
    pub received_on: NaiveDate,
    /// What they had asked before, where they say so.
    pub follows_id: Option<Uuid>,
}

/// A request.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Request {
    /// Its id.
    pub id: Uuid,
    /// Whom it is put to.
    pub organisation_id: Uuid,
    /// Its number.
    pub number: i64,
    /// What is wanted.
    #[sqlx(try_from = "String")]
    pub kind: RequestKind,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: RequestState,
    /// What they wrote, sealed.
    pub words: Vec<u8>,
    /// What they were told, sealed.
    pub answer: Option<Vec<u8>>,
    /// The word list's mark.
    pub watch: bool,
    /// Whether somebody of the staff wrote it down for them.
    pub assisted: bool,
    /// The day on which it came.
    pub received_on: NaiveDate,
    /// Since when the clock stands still.
    pub paused_on: Option<NaiveDate>,
    /// For how many days it has stood still before.
    pub paused_days: i64,
    /// The day on which it was answered or refused.
    pub ended_on: Option<NaiveDate>,
    /// Counts changes.
    pub edition: i64,
    /// What they had asked before, where they say so and it is kept.
    pub follows_id: Option<Uuid>,
    /// The address of the consultation that it is about, where that is known.
    pub slug: Option<String>,
}

/// What was done about a request.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RequestEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What: one of the steps, or `note`.
    pub action: String,
    /// What was written with it, sealed.
    pub note: Option<Vec<u8>>,
    /// By whom.
    pub staff_name: Option<String>,
}

/// Where a step has led.
#[derive(Debug, Clone)]
pub struct Stepped {
    /// How far it has come.
    pub state: RequestState,
    /// What they are told, sealed, where the step says something.
    pub answer: Option<Vec<u8>>,
    /// Since when the clock stands still.
    pub paused_on: Option<NaiveDate>,
    /// For how many days it has stood still before.
    pub paused_days: i64,
    /// The day on which it was answered or refused.
    pub ended_on: Option<NaiveDate>,
}

/// Keeps a request. `false` where the same form was sent before.
pub async fn insert(tx: &mut Tx, new: &NewRequest) -> Result<bool, StoreError> {
    let rows = execute!(
        tx,
        INSERT,
        new.id,
        new.organisation_id,
        new.number,
        new.consultation_id,
        new.kind.as_str(),
        new.words.as_slice(),
        new.watch,
        new.assisted,
        new.form_hash.as_slice(),
        new.code_hash.as_slice(),
        new.received_on,
        new.follows_id
    )?;
    Ok(rows == 1)
}

/// The request that was sent with this form.
pub async fn by_form(tx: &mut Tx, form_hash: &[u8]) -> Result<Option<Request>, StoreError> {
    fetch_optional!(tx, Request, BY_FORM, form_hash)
}

/// The request that these four words lead to.
pub async fn by_code(tx: &mut Tx, code_hash: &[u8]) -> Result<Option<Request>, StoreError> {
    fetch_optional!(tx, Request, BY_CODE, code_hash)
}

/// The request with this number.
pub async fn by_number(
    tx: &mut Tx,
    organisation_id: Uuid,
    number: i64,
) -> Result<Option<Request>, StoreError> {
    fetch_optional!(tx, Request, BY_NUMBER, organisation_id, number)
}

/// The request with this id.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Request>, StoreError> {
    fetch_optional!(tx, Request, BY_ID, id)
}

/// A page of the requests that wait, the oldest first; only marked ones unless `all`.
pub async fn open(
    tx: &mut Tx,
    organisation_id: Uuid,
    all: bool,
    limit: i64,
    offset: i64,
) -> Result<Vec<Request>, StoreError> {
    fetch_all!(tx, Request, OPEN, organisation_id, all, limit, offset)
}

/// A page of those that were answered or refused, the last first; only marked ones unless `all`.
pub async fn ended(
    tx: &mut Tx,
    organisation_id: Uuid,
    all: bool,
    limit: i64,
    offset: i64,
) -> Result<Vec<Request>, StoreError> {
    fetch_all!(tx, Request, ENDED, organisation_id, all, limit, offset)
}

/// How many wait, and how many have ended; only marked ones unless `all`.
pub async fn counts(tx: &mut Tx, organisation_id: Uuid, all: bool) -> Result<(i64, i64), StoreError> {
    fetch_one!(tx, (i64, i64), COUNTS, organisation_id, all)
}

/// Takes a request a step further. [`StoreError::Stale`] where somebody was faster.
pub async fn step(tx: &mut Tx, id: Uuid, edition: i64, to: &Stepped) -> Result<(), StoreError> {
    changed(execute!(
        tx,
        STEP,
        id,
        edition,
        to.state.as_str(),
        to.answer.as_deref(),
        to.paused_on,
        to.paused_days,
        to.ended_on
    )?)
}

/// Marks a request in which something is worrying.
pub async fn mark(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, MARK, id)?;
    Ok(())
}

/// Notes what was done about a request.
pub async fn insert_event(
    tx: &mut Tx,
    id: Uuid,
    request_id: Uuid,
    staff_id: Option<Uuid>,
    at: DateTime<Utc>,
    action: &str,
    note: Option<&[u8]>,
) -> Result<(), StoreError> {
    execute!(tx, EVENT_INSERT, id, request_id, staff_id, at, action, note)?;
    Ok(())
}

/// What was done about a request, the first first.
pub async fn events(tx: &mut Tx, request_id: Uuid) -> Result<Vec<RequestEvent>, StoreError> {
    fetch_all!(tx, RequestEvent, EVENTS, request_id)
}
