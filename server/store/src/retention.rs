//! How long things are kept: an organisation's rules and holds, and what is deleted when a time is over.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::retention::Record;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    RULES = "SELECT record, months, reason FROM retention_rule WHERE organisation_id = $1 ORDER BY record";
    RULE_PUT = "INSERT INTO retention_rule (organisation_id, record, months, reason) VALUES ($1, $2, $3, $4) \
                ON CONFLICT (organisation_id, record) DO UPDATE SET months = excluded.months, reason = excluded.reason";
    RUN = "INSERT INTO retention_run (organisation_id, ran_on) VALUES ($1, $2) \
           ON CONFLICT (organisation_id, ran_on) DO NOTHING";
    RUN_PURGE = "DELETE FROM retention_run WHERE organisation_id = $1 AND ran_on < $2";
    HOLD_INSERT = "INSERT INTO legal_hold (id, organisation_id, consultation_id, reason, placed_by, placed_on) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
    HOLD_LIFT = "UPDATE legal_hold SET lifted_by = $3, lifted_on = $4 \
                 WHERE organisation_id = $1 AND id = $2 AND lifted_on IS NULL";
    HOLDS = "SELECT h.id, h.consultation_id, c.slug, h.reason, s.name AS placed_by, h.placed_on FROM legal_hold h \
             LEFT JOIN consultation c ON c.id = h.consultation_id LEFT JOIN staff s ON s.id = h.placed_by \
             WHERE h.organisation_id = $1 AND h.lifted_on IS NULL ORDER BY h.placed_on, h.id";
    LEFT = "SELECT \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM answer_text WHERE consultation_id = $1 AND expired_on IS NULL \
             AND state <> 'held'), \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM response r WHERE r.consultation_id = $1 AND r.receipt_hash IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM answer_text a JOIN quote q ON q.answer_id = a.id \
             WHERE a.response_id = r.id AND q.state = 'published')), \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM equality_answer WHERE consultation_id = $1)";
    // What went today and no other time: a row that somebody has held in the meantime keeps its file.
    MEDIA_EXPIRE = "DELETE FROM media WHERE answer_id IN (SELECT id FROM answer_text WHERE consultation_id = $1 \
                    AND expired_on = $2 AND state <> 'held')";
    REDACTION_EXPIRE = "DELETE FROM redaction WHERE answer_id IN (SELECT id FROM answer_text WHERE consultation_id = $1 \
                        AND expired_on = $2 AND state <> 'held')";
    // Notes may hold words of any answer; those beside held ones stay as long as these.
    MEMOS_EXPIRE = "DELETE FROM memo WHERE consultation_id = $1 AND (answer_id IS NULL OR answer_id IN \
                    (SELECT id FROM answer_text WHERE consultation_id = $1 AND expired_on = $2 AND state <> 'held'))";
    // So does what was written in the matrix: of a group it may be of any of its answers.
    SUMMARIES_EXPIRE = "DELETE FROM matrix_summary WHERE consultation_id = $1 AND (response_id IS NULL OR response_id IN \
                        (SELECT response_id FROM answer_text WHERE consultation_id = $1 AND expired_on = $2 AND state <> 'held'))";
    // What came in files of other programs may hold words of any answer: all of it goes, also beside what is held.
    QDA_EXPIRE = "DELETE FROM qda_import WHERE consultation_id = $1";
    TRAY_EXPIRE = "DELETE FROM tray_item WHERE answer_id IN (SELECT id FROM answer_text WHERE consultation_id = $1 \
                   AND expired_on = $2 AND state <> 'held')";
    // What was not published may still hold a name, and cannot be redacted any more.
    DRAFTS_EXPIRE = "UPDATE quote SET state = 'struck', public_text = '' WHERE consultation_id = $1 AND state = 'draft'";
    WORDS_EXPIRE = "UPDATE answer_text SET words = '', words_sha256 = $3, watch = FALSE, expired_on = $2 \
                    WHERE consultation_id = $1 AND expired_on IS NULL AND state <> 'held'";
    // What the worker of a session said stands around what young people said, and may repeat it.
    WORKER_WORDS_EXPIRE = "UPDATE transcript_turn SET worker_words = NULL WHERE worker_words IS NOT NULL AND transcript_id IN \
                           (SELECT id FROM transcript WHERE consultation_id = $1)";
    // Whose words are quoted for everybody can take them back for as long as they are.
    RECEIPTS_FORGET = "UPDATE response SET receipt_hash = NULL WHERE consultation_id = $1 AND receipt_hash IS NOT NULL \
                       AND NOT EXISTS (SELECT 1 FROM answer_text a JOIN quote q ON q.answer_id = a.id \
                       WHERE a.response_id = response.id AND q.state = 'published')";
    EQUALITY_FOLD = "INSERT INTO equality_total (consultation_id, set_version, question_key, value, n) \
                     SELECT consultation_id, set_version, question_key, value, CAST(COUNT(*) AS BIGINT) \
                     FROM equality_answer WHERE consultation_id = $1 \
                     GROUP BY consultation_id, set_version, question_key, value \
                     ON CONFLICT (consultation_id, set_version, question_key, value) \
                     DO UPDATE SET n = equality_total.n + excluded.n";
    EQUALITY_DROP = "DELETE FROM equality_answer WHERE consultation_id = $1";
    // A held answer goes with its log: never while a line about it is kept. One that was held as it came has none at first,
    // and is kept as long from then on.
    HELD_MEDIA_EXPIRE = "DELETE FROM media WHERE answer_id IN (SELECT a.id FROM answer_text a \
                         WHERE a.consultation_id = $1 AND a.expired_on IS NULL AND a.state = 'held' \
                         AND (a.came_at IS NULL OR a.came_at < $2) AND EXISTS (SELECT 1 FROM response r \
                         WHERE r.id = a.response_id AND r.submitted_at < $2) AND NOT EXISTS \
                         (SELECT 1 FROM safeguarding_event e WHERE e.answer_id = a.id AND e.at >= $2))";
    HELD_MEMOS_EXPIRE = "DELETE FROM memo WHERE answer_id IN (SELECT a.id FROM answer_text a \
                         WHERE a.consultation_id = $1 AND a.expired_on IS NULL AND a.state = 'held' \
                         AND (a.came_at IS NULL OR a.came_at < $2) AND EXISTS (SELECT 1 FROM response r \
                         WHERE r.id = a.response_id AND r.submitted_at < $2) AND NOT EXISTS \
                         (SELECT 1 FROM safeguarding_event e WHERE e.answer_id = a.id AND e.at >= $2))";
    HELD_SUMMARIES_EXPIRE = "DELETE FROM matrix_summary WHERE response_id IN (SELECT a.response_id FROM answer_text a \
                         WHERE a.consultation_id = $1 AND a.expired_on IS NULL AND a.state = 'held' \
                         AND (a.came_at IS NULL OR a.came_at < $2) AND EXISTS (SELECT 1 FROM response r \
                         WHERE r.id = a.response_id AND r.submitted_at < $2) AND NOT EXISTS \
                         (SELECT 1 FROM safeguarding_event e WHERE e.answer_id = a.id AND e.at >= $2))";
    HELD_TRAY_EXPIRE = "DELETE FROM tray_item WHERE answer_id IN (SELECT a.id FROM answer_text a \
                         WHERE a.consultation_id = $1 AND a.expired_on IS NULL AND a.state = 'held' \
                         AND (a.came_at IS NULL OR a.came_at < $2) AND EXISTS (SELECT 1 FROM response r \
                         WHERE r.id = a.response_id AND r.submitted_at < $2) AND NOT EXISTS \
                         (SELECT 1 FROM safeguarding_event e WHERE e.answer_id = a.id AND e.at >= $2))";
    HELD_EXPIRE = "UPDATE answer_text SET words = '', words_sha256 = $4, watch = FALSE, expired_on = $3 \
                   WHERE consultation_id = $1 AND expired_on IS NULL AND state = 'held' \
                   AND (came_at IS NULL OR came_at < $2) AND EXISTS (SELECT 1 FROM response r \
                   WHERE r.id = answer_text.response_id AND r.submitted_at < $2) AND NOT EXISTS \
                   (SELECT 1 FROM safeguarding_event e WHERE e.answer_id = answer_text.id AND e.at >= $2)";
    // Nobody can decide about them any more: their quotes do not come back.
    HELD_QUOTES_EXPIRE = "UPDATE quote SET state = 'struck', public_text = '' WHERE consultation_id = $1 AND answer_id IN \
                          (SELECT a.id FROM answer_text a WHERE a.consultation_id = $1 AND a.state = 'held' \
                          AND a.expired_on IS NOT NULL)";
    // How somebody can be reached was for what is held of them: it goes with the last of it.
    HELD_CONTACTS_EXPIRE = "DELETE FROM sealed_contact WHERE consultation_id = $1 AND EXISTS (SELECT 1 FROM answer_text a \
                            WHERE a.response_id = sealed_contact.response_id AND a.state = 'held' \
                            AND a.expired_on IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM answer_text a \
                            WHERE a.response_id = sealed_contact.response_id AND a.state = 'held' AND a.expired_on IS NULL)";
    // The lines about one answer go together: a decision without what it decided about would be none.
    EVENTS_PURGE = "DELETE FROM safeguarding_event WHERE consultation_id = $1 AND at < $2 AND NOT EXISTS \
                    (SELECT 1 FROM safeguarding_event e WHERE e.answer_id = safeguarding_event.answer_id AND e.at >= $2)";
    EVENTS_LEFT = "SELECT MIN(at) FROM safeguarding_event WHERE consultation_id = $1 HAVING COUNT(*) > 0";
    // What is about a consultation that is held stays with it; what was worrying stays as long as the safeguarding log.
    REQUESTS_PURGE = "DELETE FROM request WHERE organisation_id = $1 AND watch = $3 AND ended_on < $2 \
                      AND (consultation_id IS NULL OR consultation_id NOT IN (SELECT h.consultation_id FROM legal_hold h \
                      WHERE h.organisation_id = $1 AND h.lifted_on IS NULL AND h.consultation_id IS NOT NULL))";
    REQUESTS_LEFT = "SELECT MIN(ended_on) FROM request WHERE organisation_id = $1 AND watch = $2 \
                     AND ended_on IS NOT NULL HAVING COUNT(*) > 0";
    LAST_CAME = "SELECT MAX(submitted_at) FROM response WHERE consultation_id = $1 HAVING COUNT(*) > 0";
}

/// For how long an organisation keeps something, where it has said so.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Rule {
    /// What.
    #[sqlx(try_from = "String")]
    pub record: Record,
    /// For how many months.
    pub months: i64,
    /// Why.
    pub reason: String,
}

/// What is kept whatever the rules say.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Hold {
    /// Its id.
    pub id: Uuid,
    /// The consultation that it is for; nothing where it is for everything.
    pub consultation_id: Option<Uuid>,
    /// The address of that consultation.
    pub slug: Option<String>,
    /// Why.
    pub reason: String,
    /// Who has said so.
    pub placed_by: Option<String>,
    /// Since when.
    pub placed_on: NaiveDate,
}

/// What is left of a consultation that has a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Answers in words that are not held.
    pub words: i64,
    /// Responses that four words lead to.
    pub receipts: i64,
    /// Single equality answers.
    pub equality: i64,
}

/// The rules that an organisation has changed.
pub async fn rules(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Rule>, StoreError> {
    fetch_all!(tx, Rule, RULES, organisation_id)
}

/// Keeps a rule.
pub async fn set_rule(
    tx: &mut Tx,
    organisation_id: Uuid,
    record: Record,
    months: i64,
    reason: &str,
) -> Result<(), StoreError> {
    execute!(tx, RULE_PUT, organisation_id, record.as_str(), months, reason)?;
    Ok(())
}

/// Takes this day's look for an organisation. `false` where it was taken already. Days before `since` are forgotten.
pub async fn take_run(
    tx: &mut Tx,
    organisation_id: Uuid,
    today: NaiveDate,
    since: NaiveDate,
) -> Result<bool, StoreError> {
    execute!(tx, RUN_PURGE, organisation_id, since)?;
    Ok(execute!(tx, RUN, organisation_id, today)? == 1)
}

/// Keeps everything, or everything of a consultation, until somebody says otherwise.
pub async fn insert_hold(
    tx: &mut Tx,
    id: Uuid,
    organisation_id: Uuid,
    consultation_id: Option<Uuid>,
    reason: &str,
    by: Option<Uuid>,
    today: NaiveDate,
) -> Result<(), StoreError> {
    execute!(tx, HOLD_INSERT, id, organisation_id, consultation_id, reason, by, today)?;
    Ok(())
}

/// Says otherwise. `false` where there is no such hold any more.
pub async fn lift_hold(
    tx: &mut Tx,
    organisation_id: Uuid,
    id: Uuid,
    by: Option<Uuid>,
    today: NaiveDate,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, HOLD_LIFT, organisation_id, id, by, today)? == 1)
}

/// The holds of an organisation.
pub async fn holds(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Hold>, StoreError> {
    fetch_all!(tx, Hold, HOLDS, organisation_id)
}

/// What is left of a consultation that has a time.
pub async fn left(tx: &mut Tx, consultation_id: Uuid) -> Result<Left, StoreError> {
    let (words, receipts, equality) = fetch_one!(tx, (i64, i64, i64), LEFT, consultation_id)?;
    Ok(Left { words, receipts, equality })
}

/// Deletes the words, the files, the notes and what was hidden of every answer of a consultation that is not held, and
/// strikes quotes that were not published. The rows stay for the counts. `nothing` is the hash of no words. Gives how many.
pub async fn expire_words(
    tx: &mut Tx,
    consultation_id: Uuid,
    today: NaiveDate,
    nothing: &[u8],
) -> Result<u64, StoreError> {
    let many = execute!(tx, WORDS_EXPIRE, consultation_id, today, nothing)?;
    execute!(tx, MEDIA_EXPIRE, consultation_id, today)?;
    execute!(tx, REDACTION_EXPIRE, consultation_id, today)?;
    execute!(tx, MEMOS_EXPIRE, consultation_id, today)?;
    execute!(tx, SUMMARIES_EXPIRE, consultation_id, today)?;
    execute!(tx, QDA_EXPIRE, consultation_id)?;
    execute!(tx, TRAY_EXPIRE, consultation_id, today)?;
    execute!(tx, DRAFTS_EXPIRE, consultation_id)?;
    execute!(tx, WORKER_WORDS_EXPIRE, consultation_id)?;
    Ok(many)
}

/// Makes four words lead nowhere any more. Gives how many.
pub async fn forget_receipts(tx: &mut Tx, consultation_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, RECEIPTS_FORGET, consultation_id)
}

/// Makes counts of single equality answers. Gives how many there were.
pub async fn fold_equality(tx: &mut Tx, consultation_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, EQUALITY_FOLD, consultation_id)?;
    execute!(tx, EQUALITY_DROP, consultation_id)
}

/// Deletes held words of which no line of the log is from this time or later, strikes their quotes, and deletes the lines
/// from before it. Gives how many lines.
pub async fn expire_safeguarding(
    tx: &mut Tx,
    consultation_id: Uuid,
    before: DateTime<Utc>,
    today: NaiveDate,
    nothing: &[u8],
) -> Result<u64, StoreError> {
    execute!(tx, HELD_MEDIA_EXPIRE, consultation_id, before)?;
    execute!(tx, HELD_MEMOS_EXPIRE, consultation_id, before)?;
    execute!(tx, HELD_SUMMARIES_EXPIRE, consultation_id, before)?;
    execute!(tx, HELD_TRAY_EXPIRE, consultation_id, before)?;
    execute!(tx, HELD_EXPIRE, consultation_id, before, today, nothing)?;
    execute!(tx, HELD_QUOTES_EXPIRE, consultation_id)?;
    let contacts = execute!(tx, HELD_CONTACTS_EXPIRE, consultation_id)?;
    Ok(contacts + execute!(tx, EVENTS_PURGE, consultation_id, before)?)
}

/// When the oldest line of a consultation's safeguarding log was written.
pub async fn oldest_event(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(fetch_optional!(tx, (DateTime<Utc>,), EVENTS_LEFT, consultation_id)?.map(|(at,)| at))
}

/// Deletes requests that were ended before this day, marked ones or the others. Gives how many.
pub async fn purge_requests(
    tx: &mut Tx,
    organisation_id: Uuid,
    before: NaiveDate,
    marked: bool,
) -> Result<u64, StoreError> {
    execute!(tx, REQUESTS_PURGE, organisation_id, before, marked)
}

/// When the request was ended that has been ended for longest, of the marked ones or of the others.
pub async fn oldest_request(
    tx: &mut Tx,
    organisation_id: Uuid,
    marked: bool,
) -> Result<Option<NaiveDate>, StoreError> {
    Ok(fetch_optional!(tx, (NaiveDate,), REQUESTS_LEFT, organisation_id, marked)?.map(|(on,)| on))
}

/// When the last response to a consultation came.
pub async fn last_came(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(fetch_optional!(tx, (DateTime<Utc>,), LAST_CAME, consultation_id)?.map(|(at,)| at))
}
