//! Reading what young people wrote: the queue, clearing, holding, and the
//! safeguarding lane.

use chrono::{DateTime, Utc};
use earshot_domain::clocks::{Clock, Plan};
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::respondent::RespondentType;
use sqlx::types::Json;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

/// Lines of the safeguarding log that decide nothing about an answer: that it was held, and what was asked and said about
/// opening how somebody can be reached.
macro_rules! no_decision {
    () => {
        "('held', 'contact_ask', 'contact_agree', 'contact_refuse')"
    };
}

statements! {
    COUNTS = "SELECT state, watch, CAST(COUNT(*) AS BIGINT) AS n FROM answer_text WHERE consultation_id = $1 \
              AND expired_on IS NULL GROUP BY state, watch";
    ALL_COUNTS = "SELECT consultation_id, state, CAST(COUNT(*) AS BIGINT) AS n FROM answer_text \
                  WHERE expired_on IS NULL GROUP BY consultation_id, state";
    WATCHED_COUNTS = "SELECT consultation_id, CAST(COUNT(*) AS BIGINT) AS n FROM answer_text \
                      WHERE state = 'new' AND watch AND expired_on IS NULL GROUP BY consultation_id";
    // What is passed over is passed over in the index.
    PAGE = "SELECT a.id, a.consultation_id, a.question_key, a.words, a.state, a.watch, r.respondent_type, r.age_band, \
            r.words_consent, r.questionnaire_version, r.id AS response_id, a.interpretation \
            FROM (SELECT id FROM answer_text WHERE consultation_id = $1 AND state = $2 AND expired_on IS NULL \
            ORDER BY watch DESC, id LIMIT $3 OFFSET $4) p \
            JOIN answer_text a ON a.id = p.id JOIN response r ON r.id = a.response_id ORDER BY a.watch DESC, a.id";
    ONE = "SELECT a.id, a.consultation_id, a.question_key, a.words, a.state, a.watch, r.respondent_type, r.age_band, \
           r.words_consent, r.questionnaire_version, r.id AS response_id, a.interpretation \
           FROM answer_text a JOIN response r ON r.id = a.response_id WHERE a.id = $1";
    AFTER = "SELECT id FROM answer_text WHERE consultation_id = $1 AND state = $2 AND expired_on IS NULL AND id > $3 ORDER BY id LIMIT 1";
    BEFORE = "SELECT id FROM answer_text WHERE consultation_id = $1 AND state = $2 AND expired_on IS NULL AND id < $3 ORDER BY id DESC LIMIT 1";
    MOVE = "UPDATE answer_text SET state = $3, read_by = $4, read_at = $5 WHERE id = $1 AND state = $2";
    READ = "UPDATE answer_text SET read_by = $2, read_at = $3 WHERE id = $1 AND read_at IS NULL";
    WRITE_DOWN = "UPDATE answer_text SET words = $2, words_sha256 = $3, watch = $4, interpretation = $5 WHERE id = $1";
    EVENT_INSERT = "INSERT INTO safeguarding_event (id, consultation_id, answer_id, staff_id, decision, note, at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7)";
    // What was held as it came and went undecided nobody of the staff has done anything about: the audit trail alone has it.
    EVENTS = "SELECT e.answer_id, e.decision, e.note, e.at AS at, s.name AS staff_name, c.slug, e.id AS id \
              FROM safeguarding_event e \
              JOIN staff s ON s.id = e.staff_id JOIN consultation c ON c.id = e.consultation_id \
              WHERE c.organisation_id = $1 UNION ALL \
              SELECT NULL AS answer_id, 'held_back' AS decision, '' AS note, b.at AS at, '' AS staff_name, \
              COALESCE((SELECT c.slug FROM consultation c WHERE c.organisation_id = b.organisation_id \
              AND CAST(c.number AS TEXT) = LTRIM(SUBSTR(b.subject, 3), '0')), b.subject) AS slug, b.id AS id \
              FROM audit_event b WHERE b.organisation_id = $1 AND b.staff_id IS NULL AND b.action = 'answer.held-back' \
              ORDER BY at DESC, id LIMIT $2 OFFSET $3";
    HELD = concat!("SELECT a.id, a.consultation_id, a.question_key, a.words, a.state, a.watch, r.respondent_type, r.age_band, \
            r.words_consent, r.questionnaire_version, r.id AS response_id, a.interpretation \
            FROM answer_text a JOIN response r ON r.id = a.response_id \
            JOIN consultation c ON c.id = a.consultation_id \
            WHERE c.organisation_id = $1 AND a.state = 'held' AND a.expired_on IS NULL \
            ORDER BY CASE WHEN EXISTS (SELECT 1 FROM safeguarding_event e WHERE e.answer_id = a.id \
            AND e.decision NOT IN ", no_decision!(), " AND NOT EXISTS (SELECT 1 FROM safeguarding_event h \
            WHERE h.answer_id = a.id AND h.decision = 'held' AND h.at > e.at)) THEN 2 \
            WHEN a.read_at IS NOT NULL THEN 1 ELSE 0 END, a.id LIMIT $2 OFFSET $3");
    HELD_UNDECIDED = concat!("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM answer_text a \
                      JOIN consultation c ON c.id = a.consultation_id \
                      WHERE c.organisation_id = $1 AND a.state = 'held' AND a.expired_on IS NULL AND NOT EXISTS \
                      (SELECT 1 FROM safeguarding_event e WHERE e.answer_id = a.id \
                      AND e.decision NOT IN ", no_decision!(), " AND NOT EXISTS (SELECT 1 FROM safeguarding_event h \
                      WHERE h.answer_id = a.id AND h.decision = 'held' AND h.at > e.at))");
    PLAN = "SELECT plan FROM safeguarding_plan WHERE organisation_id = $1";
    PLAN_PUT = "INSERT INTO safeguarding_plan (organisation_id, plan) VALUES ($1, $2) \
                ON CONFLICT (organisation_id) DO UPDATE SET plan = excluded.plan";
    // A file that is still on its way cannot be read yet.
    UNREAD_SINCE = "SELECT a.consultation_id, a.watch, MIN(COALESCE(a.came_at, r.submitted_at)) AS since FROM consultation c \
                    JOIN answer_text a ON a.consultation_id = c.id JOIN response r ON r.id = a.response_id \
                    WHERE c.organisation_id = $1 AND a.state = 'new' AND a.expired_on IS NULL AND NOT EXISTS \
                    (SELECT 1 FROM media m WHERE m.answer_id = a.id AND m.bytes IS NULL) \
                    GROUP BY a.consultation_id, a.watch";
    HELD_SINCE = concat!("SELECT h.consultation_id, h.read_at, h.held_at AS since FROM \
                  (SELECT a.consultation_id, a.read_at, COALESCE((SELECT MAX(e.at) FROM safeguarding_event e \
                  WHERE e.answer_id = a.id AND e.decision = 'held'), a.came_at, r.submitted_at) AS held_at, a.id FROM consultation c \
                  JOIN answer_text a ON a.consultation_id = c.id JOIN response r ON r.id = a.response_id \
                  WHERE c.organisation_id = $1 AND a.state = 'held' AND a.expired_on IS NULL) h WHERE NOT EXISTS \
                  (SELECT 1 FROM safeguarding_event d WHERE d.answer_id = h.id AND d.decision NOT IN ", no_decision!(), " \
                  AND d.at >= h.held_at) ORDER BY h.held_at");
    CAME = "UPDATE answer_text SET came_at = $2 WHERE id = $1";
    WATCH_VERSION = "SELECT w.organisation_id, MAX(w.version) FROM watch_list w \
                     JOIN consultation c ON c.organisation_id = w.organisation_id WHERE c.id = $1 \
                     GROUP BY w.organisation_id";
    WATCH_WORDS = "SELECT w.version, w.lines, s.name AS staff_name, w.created_at FROM watch_list w \
                   LEFT JOIN staff s ON s.id = w.created_by WHERE w.organisation_id = $1 \
                   ORDER BY w.version DESC LIMIT 1";
    WATCH_LINES = "SELECT lines FROM watch_list WHERE organisation_id = $1 AND version = $2";
    WATCH_INSERT = "INSERT INTO watch_list (organisation_id, version, lines, created_by, created_at) \
                    VALUES ($1, $2, $3, $4, $5)";
    UNMARKED = "SELECT a.id, a.words FROM answer_text a JOIN consultation c ON c.id = a.consultation_id \
                WHERE c.organisation_id = $1 AND a.state = 'new' AND NOT a.watch AND a.words <> '' AND a.id > $2 \
                ORDER BY a.id LIMIT $3";
    IS_HELD = "SELECT id FROM answer_text WHERE id = $1 AND state = 'held' AND expired_on IS NULL";
    MARK = "UPDATE answer_text SET watch = TRUE WHERE id = $1";
    EVENTS_OF = "SELECT e.answer_id, e.decision, e.note, e.at, s.name AS staff_name, c.slug FROM safeguarding_event e \
                 JOIN staff s ON s.id = e.staff_id JOIN consultation c ON c.id = e.consultation_id \
                 WHERE e.answer_id = $1 ORDER BY e.at DESC, e.id";
}

/// An answer in words as the staff who may read it see it. Only the age band
/// travels with it: no area, no equality answer.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Answer {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The question's key.
    pub question_key: String,
    /// The words, untouched.
    pub words: String,
    /// New, cleared or held.
    #[sqlx(try_from = "String")]
    pub state: AnswerState,
    /// The word list's mark.
    pub watch: bool,
    /// Whose words.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
    /// Whether exact words may be used.
    #[sqlx(try_from = "String")]
    pub words_consent: QuoteConsent,
    /// The version of the questions that it answers.
    pub questionnaire_version: i64,
    /// The response that it is part of.
    pub response_id: Uuid,
    /// Where somebody of the staff typed it: whether it is what they understood rather than what was said.
    pub interpretation: Option<bool>,
}

impl Answer {
    /// Whether these are the words of somebody of the staff, not of the one whose views they hold.
    pub fn is_interpretation(&self) -> bool {
        self.interpretation == Some(true)
    }
}

/// How many answers there are in one state, marked or not.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct StateCount {
    /// New, cleared or held.
    #[sqlx(try_from = "String")]
    pub state: AnswerState,
    /// Marked by the word list.
    pub watch: bool,
    /// How many.
    pub n: i64,
}

/// One line of the safeguarding log.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SafeguardingEvent {
    /// The answer, unless it was taken back.
    pub answer_id: Option<Uuid>,
    /// What was decided; `held_back` where it was held as it came and taken back before anybody had decided.
    pub decision: String,
    /// What the lead wrote.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; empty where it was nobody of the staff.
    pub staff_name: String,
    /// The consultation's address.
    pub slug: String,
}

/// How many answers of a consultation are in each state.
pub async fn counts(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<StateCount>, StoreError> {
    fetch_all!(tx, StateCount, COUNTS, consultation_id)
}

/// How many answers of every consultation are in each state.
pub async fn all_counts(tx: &mut Tx) -> Result<Vec<(Uuid, AnswerState, i64)>, StoreError> {
    let rows = fetch_all!(tx, (Uuid, String, i64), ALL_COUNTS)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, state, n)| AnswerState::parse(&state).map(|state| (id, state, n)))
        .collect())
}

/// How many unread answers of every consultation the word list has marked.
pub async fn watched_counts(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>, StoreError> {
    fetch_all!(tx, (Uuid, i64), WATCHED_COUNTS)
}

/// A page of the answers in one state, the marked ones first.
pub async fn page(
    tx: &mut Tx,
    consultation_id: Uuid,
    state: AnswerState,
    limit: i64,
    offset: i64,
) -> Result<Vec<Answer>, StoreError> {
    fetch_all!(tx, Answer, PAGE, consultation_id, state.as_str(), limit, offset)
}

/// One answer.
pub async fn one(tx: &mut Tx, id: Uuid) -> Result<Option<Answer>, StoreError> {
    fetch_optional!(tx, Answer, ONE, id)
}

/// The answer after this one in the same state.
pub async fn after(
    tx: &mut Tx,
    consultation_id: Uuid,
    state: AnswerState,
    id: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), AFTER, consultation_id, state.as_str(), id)?.map(|(id,)| id))
}

/// The answer before this one in the same state.
pub async fn before(
    tx: &mut Tx,
    consultation_id: Uuid,
    state: AnswerState,
    id: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), BEFORE, consultation_id, state.as_str(), id)?.map(|(id,)| id))
}

/// Moves an answer from one state to another. [`StoreError::Stale`] when
/// somebody else moved it first.
pub async fn set_state(
    tx: &mut Tx,
    id: Uuid,
    from: AnswerState,
    to: AnswerState,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    changed(execute!(tx, MOVE, id, from.as_str(), to.as_str(), by, now)?)
}

/// Notes who has read an answer that stays as it is; the first who has stays noted.
pub async fn note_read(tx: &mut Tx, id: Uuid, by: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, READ, id, by, now)?;
    Ok(())
}

/// Keeps what somebody of the staff has written down of a recording. `interpretation` says that it is what they
/// understood and not what was said.
pub async fn write_down(
    tx: &mut Tx,
    id: Uuid,
    words: &str,
    words_sha256: &[u8],
    watch: bool,
    interpretation: bool,
) -> Result<(), StoreError> {
    changed(execute!(tx, WRITE_DOWN, id, words, words_sha256, watch, interpretation)?)
}

/// Adds a line to the safeguarding log.
#[expect(clippy::too_many_arguments, reason = "the columns of one row, used in one place")]
pub async fn insert_event(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    answer_id: Uuid,
    staff_id: Uuid,
    decision: &str,
    note: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, EVENT_INSERT, id, consultation_id, answer_id, staff_id, decision, note, now)?;
    Ok(())
}

/// The safeguarding log, newest first.
pub async fn events(
    tx: &mut Tx,
    organisation_id: Uuid,
    limit: i64,
    offset: i64,
) -> Result<Vec<SafeguardingEvent>, StoreError> {
    fetch_all!(tx, SafeguardingEvent, EVENTS, organisation_id, limit, offset)
}

/// The lines of the safeguarding log about one answer, newest first.
pub async fn events_of(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<SafeguardingEvent>, StoreError> {
    fetch_all!(tx, SafeguardingEvent, EVENTS_OF, answer_id)
}

/// How many held answers nobody has decided about since they were held.
pub async fn held_undecided(tx: &mut Tx, organisation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_optional!(tx, (i64,), HELD_UNDECIDED, organisation_id)?.map_or(0, |(n,)| n))
}

/// Every held answer of an organisation: first those that nobody has read, then the others that wait for a decision.
/// For the safeguarding lead alone.
pub async fn held(
    tx: &mut Tx,
    organisation_id: Uuid,
    limit: i64,
    offset: i64,
) -> Result<Vec<Answer>, StoreError> {
    fetch_all!(tx, Answer, HELD, organisation_id, limit, offset)
}

/// Notes that an answer waits to be read since this hour, and not since its response was sent.
pub async fn came(tx: &mut Tx, id: Uuid, at: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(tx, CAME, id, at)?;
    Ok(())
}

/// How an organisation reads, where it has said so.
pub async fn plan(tx: &mut Tx, organisation_id: Uuid) -> Result<Option<Json<Plan>>, StoreError> {
    Ok(fetch_optional!(tx, (Json<Plan>,), PLAN, organisation_id)?.map(|(plan,)| plan))
}

/// Keeps how an organisation reads.
pub async fn set_plan(tx: &mut Tx, organisation_id: Uuid, plan: &Plan) -> Result<(), StoreError> {
    execute!(tx, PLAN_PUT, organisation_id, Json(plan))?;
    Ok(())
}

/// What waits at each consultation of an organisation, and since when the one does that has waited longest: answers to
/// be read, since the hour in which they came, and held ones that nobody has decided about, since they were held, those
/// apart that were held as they came and that nobody has read.
pub async fn waiting(
    tx: &mut Tx,
    organisation_id: Uuid,
) -> Result<Vec<(Uuid, Clock, DateTime<Utc>)>, StoreError> {
    let unread = fetch_all!(tx, (Uuid, bool, DateTime<Utc>), UNREAD_SINCE, organisation_id)?;
    let clock = |marked| if marked { Clock::Marked } else { Clock::Unread };
    let mut waiting: Vec<_> =
        unread.into_iter().map(|(id, marked, since)| (id, clock(marked), since)).collect();
    let held = fetch_all!(tx, (Uuid, Option<DateTime<Utc>>, DateTime<Utc>), HELD_SINCE, organisation_id)?;
    for (id, read_at, since) in held {
        let clock = if read_at.is_none() { Clock::HeldUnread } else { Clock::Held };
        if !waiting.iter().any(|(at, known, _)| *at == id && *known == clock) {
            waiting.push((id, clock, since));
        }
    }
    Ok(waiting)
}

/// The words that an organisation has added to the list that orders the queue.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WatchWords {
    /// Which version they are, from 1.
    pub version: i64,
    /// The lines, as they were written.
    pub lines: String,
    /// By whom.
    pub staff_name: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Whose words a consultation's answers are looked at with beside the list that is built in, and their newest version.
pub async fn watch_version(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<(Uuid, i64)>, StoreError> {
    fetch_optional!(tx, (Uuid, i64), WATCH_VERSION, consultation_id)
}

/// The newest words of an organisation.
pub async fn watch_words(tx: &mut Tx, organisation_id: Uuid) -> Result<Option<WatchWords>, StoreError> {
    fetch_optional!(tx, WatchWords, WATCH_WORDS, organisation_id)
}

/// The lines of a version.
pub async fn watch_lines(
    tx: &mut Tx,
    organisation_id: Uuid,
    version: i64,
) -> Result<Option<String>, StoreError> {
    Ok(fetch_optional!(tx, (String,), WATCH_LINES, organisation_id, version)?.map(|(lines,)| lines))
}

/// Adds a version. [`StoreError::Taken`] where there is one of this number.
pub async fn insert_watch_words(
    tx: &mut Tx,
    organisation_id: Uuid,
    version: i64,
    lines: &str,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, WATCH_INSERT, organisation_id, version, lines, by, now)?;
    Ok(())
}

/// Unread answers of an organisation that are not marked, by their ids from the one after this: each with its words.
pub async fn unmarked(
    tx: &mut Tx,
    organisation_id: Uuid,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, String)>, StoreError> {
    fetch_all!(tx, (Uuid, String), UNMARKED, organisation_id, after, limit)
}

/// Whether an answer is held, and what it says is still kept.
pub async fn is_held(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), IS_HELD, id)?.is_some())
}

/// Marks an answer.
pub async fn mark(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, MARK, id)?;
    Ok(())
}
