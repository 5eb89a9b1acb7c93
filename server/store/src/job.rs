//! What is done after a request: written with the change that it follows from, taken by one process at a time, tried
//! again, given up in the end.

use chrono::{DateTime, Utc};
use earshot_domain::clocks::Clock;
use earshot_domain::job::JobState;
use earshot_domain::news::News;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx};

/// Letters to those who follow a consultation are left out unless they were given up: counted, they would tell how few
/// there are.
macro_rules! may_be_counted {
    () => {
        "(state = 'failed' OR kind NOT IN ('mail.confirm', 'mail.reminder', 'mail.thanks', 'mail.heard', \
         'mail.told', 'mail.followed-up'))"
    };
}

/// What is due at `$1` and nobody works on: `IN` for work on the index of the search, which goes beside the letters, so that nobody
/// waits for a letter behind it, and `NOT IN` for everything else. The index `job_search` names these kinds in the same words:
/// SQLite and PostgreSQL compare nothing else before they use it. What goes with another letter is not due by itself.
macro_rules! due {
    ($is:literal) => {
        concat!(
            "state = 'waiting' AND run_at <= $1 AND (led_by IS NULL OR led_by = id) \
             AND (leased_until IS NULL OR leased_until <= $1) AND kind ",
            $is,
            " ('search.names', 'search.fill')"
        )
    };
}

statements! {
    INSERT = "INSERT INTO job (id, organisation_id, kind, subject, work, once, state, run_at, attempts, created_at, \
              digest_key) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, $8, $9) ON CONFLICT (once) DO NOTHING";
    DUE = concat!("SELECT CAST(1 AS BIGINT) FROM job WHERE ", due!("NOT IN"), " LIMIT 1");
    INDEX_DUE = concat!("SELECT id FROM job WHERE ", due!("IN"), " ORDER BY run_at, id LIMIT 1");
    // Two processes may find the same row; the second waits for the first, sees the lease, and takes nothing.
    CLAIM = concat!("UPDATE job SET attempts = attempts + 1, leased_until = $2 WHERE id = (\
                     SELECT id FROM job WHERE ", due!("NOT IN"), " ORDER BY run_at, id LIMIT 1) \
                     AND state = 'waiting' AND (led_by IS NULL OR led_by = id) \
                     AND (leased_until IS NULL OR leased_until <= $1) \
                     RETURNING id, organisation_id, work, attempts, created_at, led_by");
    CLAIM_INDEX = concat!("UPDATE job SET attempts = attempts + 1, leased_until = $2 WHERE id = $3 AND ", due!("IN"),
                          " RETURNING id, organisation_id, work, attempts, created_at, led_by");
    // What has got further is no failed try.
    GO_ON = "UPDATE job SET work = $3, subject = $4, run_at = $5, attempts = 0, leased_until = NULL, problem = NULL \
             WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
    BEGIN_AGAIN = "UPDATE job SET work = $3, subject = '' WHERE organisation_id = $1 AND kind = $2 AND state = 'waiting'";
    REVIVE_ONCE = "UPDATE job SET state = 'waiting', run_at = $2, attempts = 0, ended_at = NULL \
                   WHERE once = $1 AND state = 'failed'";
    // Nothing says any more which letters went together: of followers it would say that two of them are one.
    DONE = "UPDATE job SET state = 'done', leased_until = NULL, problem = NULL, ended_at = $3, digest_key = NULL, \
            led_by = NULL WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
    DONE_WITH = "UPDATE job SET state = 'done', leased_until = NULL, problem = NULL, ended_at = $2, digest_key = NULL, \
                 led_by = NULL WHERE led_by = $1 AND state = 'waiting'";
    AGAIN = "UPDATE job SET run_at = $3, leased_until = NULL, problem = $4 \
             WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
    FAILED = "UPDATE job SET state = 'failed', leased_until = NULL, problem = $4, ended_at = $3, digest_key = NULL, \
              led_by = NULL WHERE id = $1 AND attempts = $2 AND state = 'waiting'";
    FAILED_WITH = "UPDATE job SET state = 'failed', leased_until = NULL, attempts = $2, problem = $4, ended_at = $3, \
                   digest_key = NULL, led_by = NULL WHERE led_by = $1 AND state = 'waiting'";
    ANEW = "UPDATE job SET once = NULL WHERE (id = $1 OR led_by = $1) AND subject = $2 AND state = 'waiting'";
    // A letter that did not go holds no other back.
    UNPACED = "DELETE FROM digest_pace WHERE digest_key = (\
               SELECT digest_key FROM job WHERE id = $1 AND attempts = $2 AND state = 'waiting' AND led_by = id)";
    REVIVE = "UPDATE job SET state = 'waiting', run_at = $3, attempts = 0, ended_at = NULL \
              WHERE id = $1 AND organisation_id = $2 AND state = 'failed'";
    REVIVE_ALL = "UPDATE job SET state = 'waiting', run_at = $2, attempts = 0, ended_at = NULL \
                  WHERE organisation_id = $1 AND state = 'failed'";
    DISCARD = "DELETE FROM job WHERE id = $1 AND organisation_id = $2 AND state = 'failed'";
    SHOWN = concat!(
        "SELECT id, kind, subject, state, run_at, attempts, problem, created_at, ended_at FROM job \
         WHERE organisation_id = $1 AND state = $2 AND ", may_be_counted!(),
        " ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4");
    COUNTS = concat!("SELECT state, CAST(COUNT(*) AS BIGINT) FROM job WHERE organisation_id = $1 AND ",
        may_be_counted!(), " GROUP BY state");
    LAST = "SELECT created_at FROM job WHERE organisation_id = $1 AND kind = $2 AND subject = $3 \
            ORDER BY created_at DESC LIMIT 1";
    PURGE = "DELETE FROM job WHERE (state = 'done' AND ended_at < $1) OR (state = 'failed' AND ended_at < $2)";
}

/// What there is to do. It names records and holds no words of anybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// Send somebody of the staff, who asked for it, a link to sign in with.
    SignIn(Uuid),
    /// The same to somebody who was invited.
    Invite(Uuid),
    /// Ask whoever gave an address whether they want news.
    Confirm(Uuid),
    /// Tell somebody who looks after rights that a sealed contact was opened.
    ContactOpened {
        /// Whom.
        staff: Uuid,
        /// At which consultation.
        consultation: Uuid,
    },
    /// Tell everybody who follows a consultation.
    Spread {
        /// The consultation.
        consultation: Uuid,
        /// What there is to tell.
        news: News,
    },
    /// Tell somebody of the staff that a clock of the safeguarding lane has run out.
    Late {
        /// Whom.
        staff: Uuid,
        /// At which consultation.
        consultation: Uuid,
        /// Which clock.
        clock: Clock,
    },
    /// Tell somebody of the staff that something was put into the safeguarding lane.
    Held {
        /// Whom.
        staff: Uuid,
        /// At which consultation.
        consultation: Uuid,
    },
    /// Tell somebody of the staff of a request that waits.
    Request {
        /// Whom.
        staff: Uuid,
        /// The request.
        request: Uuid,
    },
    /// Tell one follower.
    Tell {
        /// Whom.
        follower: Uuid,
        /// What there is to tell.
        news: News,
    },
    /// Look anew at what can be found of an organisation's answers: what it knows of names has changed.
    Names {
        /// The last answer that was looked at.
        after: Uuid,
        /// How many were.
        looked_at: i64,
    },
    /// Fill the index of the search with everything that there is.
    Fill {
        /// In which way.
        version: i64,
        /// With which kind of records, counted from 0 in the order of the filling.
        source: usize,
        /// The last record of these that was looked at.
        after: Uuid,
        /// How many records of all kinds were.
        looked_at: i64,
    },
}

impl Work {
    /// Its name where it is listed.
    pub fn kind(&self) -> String {
        match self {
            Work::SignIn(_) => "mail.sign-in".to_string(),
            Work::Invite(_) => "mail.invite".to_string(),
            Work::Confirm(_) => "mail.confirm".to_string(),
            Work::ContactOpened { .. } => "mail.contact-opened".to_string(),
            Work::Spread { news, .. } => format!("news.{news}"),
            Work::Request { .. } => "mail.request".to_string(),
            Work::Held { .. } => "mail.held".to_string(),
            Work::Late { clock, .. } => format!("mail.late-{clock}"),
            Work::Tell { news, .. } => format!("mail.{news}"),
            Work::Names { .. } => "search.names".to_string(),
            Work::Fill { .. } => "search.fill".to_string(),
        }
    }
}

/// A job to be written.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The record that it is about, as it is shown: `C-0001`; nothing where that would name somebody.
    pub subject: String,
    /// What there is to do.
    pub work: Work,
    /// What the same must not be done for twice.
    pub once: Option<String>,
    /// From when on; what is due longer is done first.
    pub run_at: DateTime<Utc>,
    /// When it is written.
    pub created_at: DateTime<Utc>,
    /// What it may go in one letter with: others of the same key.
    pub digest_key: Option<Vec<u8>>,
}

/// A job that was taken.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Claimed {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// What there is to do, as it was written: by another version of the program, perhaps.
    pub work: Json<serde_json::Value>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Which try this is, from 1.
    pub attempts: i64,
    /// Its own id where its letter was begun before: what goes with it stays with it.
    pub led_by: Option<Uuid>,
}

/// A job as it is shown.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// What kind of work it is: `mail.sign-in`.
    pub kind: String,
    /// The record that it is about.
    pub subject: String,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: JobState,
    /// When it is tried next, or was due.
    pub run_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it did not work the last time. Says nothing of anybody.
    pub problem: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was done or given up.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Writes a job. `false` when there is one already that does the same.
pub async fn insert(tx: &mut Tx, job: &NewJob) -> Result<bool, StoreError> {
    let rows = execute!(
        tx,
        INSERT,
        job.id,
        job.organisation_id,
        job.work.kind(),
        job.subject.as_str(),
        Json(job.work),
        job.once.as_deref(),
        job.run_at,
        job.created_at,
        job.digest_key.as_deref()
    )?;
    Ok(rows == 1)
}

/// Whether there is anything to do now, other than on the index of the search.
pub async fn is_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (i64,), DUE, now)?.is_some())
}

/// The job on the index of the search that is due and has waited longest.
pub async fn index_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<Uuid>, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), INDEX_DUE, now)?.map(|(id,)| id))
}

/// Takes this job on the index of the search, as [`claim`] does, if it is still due. Its row stays with this transaction: who
/// wants it to begin again waits for its end.
pub async fn claim_index(
    tx: &mut Tx,
    id: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Claimed>, StoreError> {
    fetch_optional!(tx, Claimed, CLAIM_INDEX, now, until, id)
}

/// Notes how far a job has come, in its work and in words for its list, and that the rest of it is due. `false` when it is no
/// longer this process's.
pub async fn go_on(
    tx: &mut Tx,
    job: &Claimed,
    work: Work,
    how_far: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, GO_ON, job.id, job.attempts, Json(work), how_far, now)? == 1)
}

/// Has a job of this kind that waits begin with this work; gives how many did. One that is worked on now begins again when what
/// it does in this moment is done.
pub async fn begin_again(tx: &mut Tx, organisation_id: Uuid, work: Work) -> Result<u64, StoreError> {
    execute!(tx, BEGIN_AGAIN, organisation_id, work.kind(), Json(work))
}

/// Has the job tried again that was written with this `once` and given up.
pub async fn revive_once(tx: &mut Tx, once: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(execute!(tx, REVIVE_ONCE, once, now)? == 1)
}

/// Takes the job that has waited longest, until this time: afterwards another process may take it, for then this one
/// has ended without a word. Work on the index of the search is not among them.
pub async fn claim(
    tx: &mut Tx,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Claimed>, StoreError> {
    fetch_optional!(tx, Claimed, CLAIM, now, until)
}

/// Notes that a job was done, and what went with it. `false` when it is no longer this process's.
pub async fn done(tx: &mut Tx, job: &Claimed, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let ours = execute!(tx, DONE, job.id, job.attempts, now)? == 1;
    if ours {
        execute!(tx, DONE_WITH, job.id, now)?;
    }
    Ok(ours)
}

/// Notes that a job did not work, and when it is tried again.
pub async fn again(tx: &mut Tx, job: &Claimed, at: DateTime<Utc>, problem: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, AGAIN, job.id, job.attempts, at, problem)? == 1)
}

/// Lets what a letter (the job that leads it, and what goes with it) has about a record be written again as if it never was:
/// nothing of it was told. Gives how many jobs that are.
pub async fn may_repeat(tx: &mut Tx, leader: Uuid, subject: &str) -> Result<u64, StoreError> {
    execute!(tx, ANEW, leader, subject)
}

/// Gives a job up, and what was to go with it: each of them is then listed, and tried again by itself.
pub async fn failed(
    tx: &mut Tx,
    job: &Claimed,
    now: DateTime<Utc>,
    problem: &str,
) -> Result<bool, StoreError> {
    execute!(tx, UNPACED, job.id, job.attempts)?;
    let ours = execute!(tx, FAILED, job.id, job.attempts, now, problem)? == 1;
    if ours {
        execute!(tx, FAILED_WITH, job.id, job.attempts, now, problem)?;
    }
    Ok(ours)
}

/// Has a job tried again that was given up.
pub async fn revive(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, REVIVE, id, organisation_id, now)? == 1)
}

/// Has every job tried again that was given up; gives how many.
pub async fn revive_all(tx: &mut Tx, organisation_id: Uuid, now: DateTime<Utc>) -> Result<u64, StoreError> {
    execute!(tx, REVIVE_ALL, organisation_id, now)
}

/// Throws a job away that was given up.
pub async fn discard(tx: &mut Tx, organisation_id: Uuid, id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, DISCARD, id, organisation_id)? == 1)
}

/// Jobs of an organisation in this state, the newest first. Letters to those who follow a consultation are listed only
/// when they were given up: counted, they would tell how few there are.
pub async fn shown(
    tx: &mut Tx,
    organisation_id: Uuid,
    state: JobState,
    limit: i64,
    offset: i64,
) -> Result<Vec<Job>, StoreError> {
    fetch_all!(tx, Job, SHOWN, organisation_id, state.as_str(), limit, offset)
}

/// How many jobs an organisation has in each state, without the letters that [`shown`] leaves out.
pub async fn counts(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<(String, i64)>, StoreError> {
    fetch_all!(tx, (String, i64), COUNTS, organisation_id)
}

/// When a job of this kind was last written about a record.
pub async fn last(
    tx: &mut Tx,
    organisation_id: Uuid,
    kind: &str,
    subject: &str,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row = fetch_optional!(tx, (DateTime<Utc>,), LAST, organisation_id, kind, subject)?;
    Ok(row.map(|(at,)| at))
}

/// Removes jobs that were done before the one time, and given up before the other.
pub async fn purge(
    tx: &mut Tx,
    done_before: DateTime<Utc>,
    failed_before: DateTime<Utc>,
) -> Result<u64, StoreError> {
    execute!(tx, PURGE, done_before, failed_before)
}
