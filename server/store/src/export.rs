//! Files that staff have asked for: what was asked for, the work of making it, and the bytes. And what such a file is made of:
//! the answers of a consultation, without anything that leads to a person.

use chrono::{DateTime, Utc};
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::export::{ExportForm, ExportKind, ExportState};
use earshot_domain::respondent::RespondentType;
use uuid::Uuid;

use crate::{StoreError, Tx};

/// What is shown of a file; never its bytes.
macro_rules! shown {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.organisation_id, e.consultation_id, e.kind, e.form, e.raw, e.reason, e.state, e.asked_by, \
             s.name AS asked_name, e.asked_at, a.name AS approved_name, e.approved_at, e.refusal, e.problem, \
             e.progress_done, e.progress_of, e.ready_at, e.expires_at, e.first_fetched_at, e.file_name FROM export e \
             JOIN staff s ON s.id = e.asked_by LEFT JOIN staff a ON a.id = e.approved_by ",
            $rest
        )
    };
}

statements! {
    INSERT = "INSERT INTO export (id, organisation_id, consultation_id, kind, form, raw, reason, state, asked_by, asked_at, \
              run_at, attempts, progress_done, progress_of) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 0, 0, 0)";
    // Whoever changes answers and whoever asks for a file of them come one after the other: a file that was asked for while a
    // change was not there to be read yet would be made without it, and nobody would let go of it.
    HOLD = "UPDATE consultation SET edition = edition WHERE id = $1";
    HOLD_OF = "UPDATE consultation SET edition = edition WHERE id = (SELECT consultation_id FROM export WHERE id = $1)";
    OF = shown!("WHERE e.consultation_id = $1 ORDER BY e.asked_at DESC, e.id DESC LIMIT $2");
    ONE = shown!("WHERE e.id = $1");
    TO_APPROVE = shown!("WHERE e.organisation_id = $1 AND e.state = 'waiting_for_approval' ORDER BY e.asked_at, e.id");
    DECIDE = "UPDATE export SET state = $2, approved_by = $3, approved_at = $4, run_at = $4, refusal = $5 \
              WHERE id = $1 AND state = 'waiting_for_approval'";
    DUE = "SELECT CAST(1 AS BIGINT) FROM export WHERE (state = 'waiting' AND run_at <= $1) \
           OR (state = 'running' AND leased_until <= $1) LIMIT 1";
    // Two processes may find the same row; the second waits for the first, sees that it is leased, and takes nothing.
    CLAIM = "UPDATE export SET state = 'running', attempts = attempts + 1, leased_until = $2, progress_done = 0 \
             WHERE id = (SELECT id FROM export WHERE (state = 'waiting' AND run_at <= $1) \
             OR (state = 'running' AND leased_until <= $1) ORDER BY run_at, id LIMIT 1) \
             AND ((state = 'waiting' AND run_at <= $1) OR (state = 'running' AND leased_until <= $1)) \
             RETURNING id, organisation_id, consultation_id, kind, form, raw, attempts";
    PROGRESS = "UPDATE export SET progress_done = $3, progress_of = $4, leased_until = $5 \
                WHERE id = $1 AND attempts = $2 AND state = 'running'";
    READY = "UPDATE export SET state = 'ready', leased_until = NULL, problem = NULL, ready_at = $3, expires_at = $4, \
             file_name = $5, bytes = $6, progress_done = progress_of WHERE id = $1 AND attempts = $2 AND state = 'running'";
    AGAIN = "UPDATE export SET state = 'waiting', leased_until = NULL, run_at = $3, problem = $4 \
             WHERE id = $1 AND attempts = $2 AND state = 'running'";
    FAILED = "UPDATE export SET state = 'failed', leased_until = NULL, problem = $3 \
              WHERE id = $1 AND attempts = $2 AND state = 'running'";
    BYTES = "SELECT bytes FROM export WHERE id = $1 AND state = 'ready' AND expires_at > $2 AND bytes IS NOT NULL";
    FETCHED = "UPDATE export SET first_fetched_at = $2 WHERE id = $1 AND first_fetched_at IS NULL";
    // What is being made begins anew: whoever makes it now is not heard any more. What waits is touched, so that nobody
    // takes it up before this change is there to be read.
    OVERTAKE_MADE = "UPDATE export SET state = 'waiting', leased_until = NULL WHERE consultation_id = $1 \
                     AND state IN ('waiting', 'running')";
    OVERTAKE_READY = "UPDATE export SET state = 'needs_reissue', bytes = NULL WHERE consultation_id = $1 AND state = 'ready'";
    EXPIRE = "UPDATE export SET state = 'expired', bytes = NULL WHERE state = 'ready' AND expires_at <= $1";
    // Who spoke in a session was asked nothing else: in a table that would be a row without answers.
    COUNT = "SELECT CAST(COUNT(*) AS BIGINT) FROM response WHERE consultation_id = $1 AND state = 'submitted' \
             AND (channel <> 'session' OR $2)";
    RESPONSES = "SELECT id, respondent_type, age_band, words_consent FROM response \
                 WHERE consultation_id = $1 AND state = 'submitted' AND id > $2 AND (channel <> 'session' OR $4) \
                 ORDER BY id LIMIT $3";
    VALUES = "SELECT v.response_id, v.question_key, v.value FROM response r JOIN answer_value v ON v.response_id = r.id \
              WHERE r.consultation_id = $1 AND r.state = 'submitted' AND r.id > $2 AND r.id <= $3";
    // Where one answer of somebody is held, none of their words goes out.
    TEXTS = "SELECT a.id, a.response_id, a.question_key, a.words FROM response r JOIN answer_text a ON a.response_id = r.id \
             WHERE r.consultation_id = $1 AND r.state = 'submitted' AND r.id > $2 AND r.id <= $3 \
             AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' AND NOT EXISTS \
             (SELECT 1 FROM answer_text h WHERE h.response_id = r.id AND h.state = 'held') ORDER BY a.id";
    REDACTIONS = "SELECT d.answer_id, d.span_start, d.span_end, d.token FROM response r \
                  JOIN answer_text a ON a.response_id = r.id JOIN redaction d ON d.answer_id = a.id \
                  WHERE r.consultation_id = $1 AND r.id > $2 AND r.id <= $3 AND d.removed_at IS NULL";
    CODES = "SELECT id, name, definition, import_key FROM code WHERE consultation_id = $1 ORDER BY created_at, id";
    CODINGS = "SELECT DISTINCT k.answer_id, k.code_id FROM coding k JOIN answer_text a ON a.id = k.answer_id \
               WHERE a.consultation_id = $1 AND k.removed_at IS NULL";
}

/// A file to be asked for.
#[derive(Debug, Clone)]
pub struct NewExport {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// What is in it.
    pub kind: ExportKind,
    /// In which form.
    pub form: ExportForm,
    /// Whether the words are as they were written.
    pub raw: bool,
    /// Why it is wanted.
    pub reason: String,
    /// How far it is.
    pub state: ExportState,
    /// Who asks.
    pub asked_by: Uuid,
    /// When.
    pub asked_at: DateTime<Utc>,
}

/// A file as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Export {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// What is in it.
    #[sqlx(try_from = "String")]
    pub kind: ExportKind,
    /// In which form.
    #[sqlx(try_from = "String")]
    pub form: ExportForm,
    /// Whether the words are as they were written.
    pub raw: bool,
    /// Why it is wanted.
    pub reason: String,
    /// How far it is.
    #[sqlx(try_from = "String")]
    pub state: ExportState,
    /// Who asked.
    pub asked_by: Uuid,
    /// Their name.
    pub asked_name: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Who has agreed, or not.
    pub approved_name: Option<String>,
    /// When.
    pub approved_at: Option<DateTime<Utc>>,
    /// Why not.
    pub refusal: Option<String>,
    /// Why it could not be made the last time. Says nothing of anybody.
    pub problem: Option<String>,
    /// How many responses were looked at.
    pub progress_done: i64,
    /// Of how many.
    pub progress_of: i64,
    /// When it was made.
    pub ready_at: Option<DateTime<Utc>>,
    /// Until when it can be fetched.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was fetched first.
    pub first_fetched_at: Option<DateTime<Utc>>,
    /// How it is called.
    pub file_name: Option<String>,
}

/// A file that a process makes now.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClaimedExport {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// What is in it.
    #[sqlx(try_from = "String")]
    pub kind: ExportKind,
    /// In which form.
    #[sqlx(try_from = "String")]
    pub form: ExportForm,
    /// Whether the words are as they were written.
    pub raw: bool,
    /// Which try this is, from 1.
    pub attempts: i64,
}

/// A response without its area, its times and everything else that could tell whose it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Voice {
    /// Its id.
    pub id: Uuid,
    /// Whose views.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
    /// Whether exact words may be used.
    #[sqlx(try_from = "String")]
    pub words_consent: QuoteConsent,
}

/// A cleared answer in words.
#[derive(Clone, sqlx::FromRow)]
pub struct ClearedText {
    /// Its id.
    pub id: Uuid,
    /// Its response.
    pub response_id: Uuid,
    /// The question's key.
    pub question_key: String,
    /// The words, untouched.
    pub words: String,
}

/// A range of an answer that is hidden.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HiddenRange {
    /// The answer.
    pub answer_id: Uuid,
    /// Where it starts, in code points.
    pub span_start: i64,
    /// Where it ends, not included.
    pub span_end: i64,
    /// What stands in its place.
    pub token: String,
}

/// A code as a file names it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CodeRow {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// How a file called it.
    pub import_key: Option<String>,
}

/// Some of the responses of a consultation: those with an id after the first and up to the last.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    /// The consultation.
    pub consultation_id: Uuid,
    /// The id before the first.
    pub after: Uuid,
    /// The id of the last.
    pub until: Uuid,
}

/// Keeps that a file is asked for, once every change of an answer that is on its way is there to be read.
pub async fn insert(tx: &mut Tx, new: &NewExport) -> Result<(), StoreError> {
    execute!(tx, HOLD, new.consultation_id)?;
    execute!(
        tx,
        INSERT,
        new.id,
        new.organisation_id,
        new.consultation_id,
        new.kind.as_str(),
        new.form.as_str(),
        new.raw,
        &new.reason,
        new.state.as_str(),
        new.asked_by,
        new.asked_at
    )?;
    Ok(())
}

/// The newest files of a consultation, the newest first, also those that are gone.
pub async fn of(tx: &mut Tx, consultation_id: Uuid, limit: i64) -> Result<Vec<Export>, StoreError> {
    fetch_all!(tx, Export, OF, consultation_id, limit)
}

/// One of them.
pub async fn one(tx: &mut Tx, id: Uuid) -> Result<Option<Export>, StoreError> {
    fetch_optional!(tx, Export, ONE, id)
}

/// What somebody has to agree to in an organisation, the oldest first.
pub async fn to_approve(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Export>, StoreError> {
    fetch_all!(tx, Export, TO_APPROVE, organisation_id)
}

/// Keeps whether somebody agrees, likewise; `refusal` is why not. `false` where that is decided already.
pub async fn decide(
    tx: &mut Tx,
    id: Uuid,
    by: Uuid,
    now: DateTime<Utc>,
    refusal: Option<&str>,
) -> Result<bool, StoreError> {
    let state = if refusal.is_some() { ExportState::Refused } else { ExportState::Waiting };
    execute!(tx, HOLD_OF, id)?;
    Ok(execute!(tx, DECIDE, id, state.as_str(), by, now, refusal)? == 1)
}

/// Whether there is a file to make now.
pub async fn is_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (i64,), DUE, now)?.is_some())
}

/// Takes the file that has waited longest, until this time: afterwards another process may take it.
pub async fn claim(
    tx: &mut Tx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<ClaimedExport>, StoreError> {
    fetch_optional!(tx, ClaimedExport, CLAIM, now, until)
}

/// Notes how many of how many responses were looked at, and takes the file for longer. `false` when it is no longer this
/// process's, or begins anew.
pub async fn progress(
    tx: &mut Tx,
    export: &ClaimedExport,
    (done, of): (i64, i64),
    until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, PROGRESS, export.id, export.attempts, done, of, until)? == 1)
}

/// Keeps what was made. `false` when it is no longer this process's, or begins anew: then nothing was kept.
pub async fn ready(
    tx: &mut Tx,
    export: &ClaimedExport,
    (now, expires_at): (DateTime<Utc>, DateTime<Utc>),
    file_name: &str,
    bytes: &[u8],
) -> Result<bool, StoreError> {
    Ok(execute!(tx, READY, export.id, export.attempts, now, expires_at, file_name, bytes)? == 1)
}

/// Notes that it could not be made, and when it is tried again.
pub async fn again(
    tx: &mut Tx,
    export: &ClaimedExport,
    at: DateTime<Utc>,
    problem: &str,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, AGAIN, export.id, export.attempts, at, problem)? == 1)
}

/// Gives it up.
pub async fn failed(tx: &mut Tx, export: &ClaimedExport, problem: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, FAILED, export.id, export.attempts, problem)? == 1)
}

/// The bytes of a file, as long as it can be fetched.
pub async fn bytes(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, (Vec<u8>,), BYTES, id, now)?.map(|(bytes,)| bytes))
}

/// Notes when it was fetched first.
pub async fn fetched(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, FETCHED, id, now)?;
    Ok(())
}

/// An answer of this consultation was taken back, changed, held or redacted: what was made of it goes, and what is being made
/// begins anew. Until the transaction ends nobody asks for another. Gives how many files went.
pub async fn overtake(tx: &mut Tx, consultation_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, HOLD, consultation_id)?;
    execute!(tx, OVERTAKE_MADE, consultation_id)?;
    execute!(tx, OVERTAKE_READY, consultation_id)
}

/// Lets go of every file whose time is over; gives how many.
pub async fn expire(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, StoreError> {
    execute!(tx, EXPIRE, now)
}

/// How many responses there are; `speakers` are counted where they are asked for: those who spoke in a session.
pub async fn count(tx: &mut Tx, consultation_id: Uuid, speakers: bool) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), COUNT, consultation_id, speakers)?.0)
}

/// The next responses after this id, with `speakers` or without.
pub async fn responses(
    tx: &mut Tx,
    consultation_id: Uuid,
    after: Uuid,
    limit: i64,
    speakers: bool,
) -> Result<Vec<Voice>, StoreError> {
    fetch_all!(tx, Voice, RESPONSES, consultation_id, after, limit, speakers)
}

/// What they chose: response, variable, value.
pub async fn values(tx: &mut Tx, of: Stretch) -> Result<Vec<(Uuid, String, String)>, StoreError> {
    fetch_all!(tx, (Uuid, String, String), VALUES, of.consultation_id, of.after, of.until)
}

/// What they wrote, where it was read and may be used, and nothing else of theirs is held.
pub async fn texts(tx: &mut Tx, of: Stretch) -> Result<Vec<ClearedText>, StoreError> {
    fetch_all!(tx, ClearedText, TEXTS, of.consultation_id, of.after, of.until)
}

/// What is hidden of it.
pub async fn redactions(tx: &mut Tx, of: Stretch) -> Result<Vec<HiddenRange>, StoreError> {
    fetch_all!(tx, HiddenRange, REDACTIONS, of.consultation_id, of.after, of.until)
}

/// The codebook, with the codes that are out of use.
pub async fn codes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<CodeRow>, StoreError> {
    fetch_all!(tx, CodeRow, CODES, consultation_id)
}

/// Which answer carries which code.
pub async fn codings(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    fetch_all!(tx, (Uuid, Uuid), CODINGS, consultation_id)
}
