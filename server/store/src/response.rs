//! What young people send: drafts on their way, responses, and taking them
//! back.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::door::Door;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::journey::Answers;
use earshot_domain::respondent::RespondentType;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx, sealed_contact};

statements! {
    DRAFT = "SELECT nonce, respondent_type, questionnaire_version, answers, words_consent, started_on, expires_on, \
             sent, seed, reached FROM draft WHERE token_hash = $1 AND consultation_id = $2 AND expires_on >= $3";
    DRAFT_PUT = "INSERT INTO draft (token_hash, consultation_id, nonce, respondent_type, questionnaire_version, \
                 answers, words_consent, started_on, expires_on, sent, seed, reached) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (token_hash, consultation_id) DO UPDATE SET nonce = excluded.nonce, \
                 respondent_type = excluded.respondent_type, \
                 questionnaire_version = excluded.questionnaire_version, answers = excluded.answers, \
                 words_consent = excluded.words_consent, started_on = excluded.started_on, \
                 expires_on = excluded.expires_on, sent = excluded.sent, seed = excluded.seed, \
                 reached = excluded.reached";
    DRAFT_DELETE = "DELETE FROM draft WHERE token_hash = $1 AND consultation_id = $2";
    DRAFT_PURGE = "DELETE FROM draft WHERE expires_on < $1";
    DRAFT_HOLD = "INSERT INTO draft (token_hash, consultation_id, nonce, respondent_type, questionnaire_version, \
                  answers, words_consent, started_on, expires_on, sent, seed, reached) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (token_hash, consultation_id) DO UPDATE SET sent = draft.sent";
    HOLD = "UPDATE response SET state = state WHERE receipt_hash = $1";
    INSERT = "INSERT INTO response (id, consultation_id, questionnaire_version, respondent_type, age_band, area, \
              channel, started_on, submitted_at, submission_key_hash, receipt_hash, words_consent, import_key, state, \
              seed, door, group_name, assisted_by, minutes, unreadable) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
              ON CONFLICT (submission_key_hash) DO NOTHING";
    INSERT_IMPORTED = "INSERT INTO response (id, consultation_id, questionnaire_version, respondent_type, age_band, \
                       area, channel, started_on, submitted_at, submission_key_hash, receipt_hash, words_consent, \
                       import_key, state, seed, door, group_name, assisted_by) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
                       ON CONFLICT DO NOTHING";
    VALUE_INSERT = "INSERT INTO answer_value (response_id, question_key, value) VALUES ($1, $2, $3)";
    TEXT_INSERT = "INSERT INTO answer_text (id, response_id, consultation_id, question_key, words, words_sha256, \
                   state, watch, interpretation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INTERPRETATION = "UPDATE answer_text SET interpretation = $2 \
                      WHERE response_id = $1 AND interpretation IS NOT NULL";
    EQUALITY_INSERT = "INSERT INTO equality_answer (id, consultation_id, set_version, question_key, value, answered_on) \
                       VALUES ($1, $2, $3, $4, $5, $6)";
    BY_RECEIPT = "SELECT id, consultation_id, questionnaire_version, respondent_type, age_band, area, submitted_at, \
                  words_consent, state, unreadable FROM response WHERE receipt_hash = $1";
    RECEIPT_HASH = "SELECT receipt_hash FROM response WHERE submission_key_hash = $1 AND receipt_hash IS NOT NULL";
    BY_IMPORT_KEY = "SELECT id, consultation_id, questionnaire_version, respondent_type, age_band, area, submitted_at, \
                     words_consent, state, unreadable FROM response WHERE consultation_id = $1 AND import_key = $2";
    TEXTS_BY_IMPORT_KEY = "SELECT a.id, a.question_key FROM response r JOIN answer_text a ON a.response_id = r.id \
                           WHERE r.consultation_id = $1 AND r.import_key = $2 ORDER BY a.question_key";
    VALUES_OF = "SELECT question_key, value FROM answer_value WHERE response_id = $1 ORDER BY question_key, value";
    TEXTS_OF = "SELECT id, question_key, words, state, read_at, interpretation FROM answer_text WHERE response_id = $1 \
                ORDER BY question_key";
    VALUES_DELETE = "DELETE FROM answer_value WHERE response_id = $1 AND (question_key = $2 \
                     OR substr(question_key, 1, length($2) + 1) = $2 || '/')";
    TEXT_DELETE = "DELETE FROM answer_text WHERE response_id = $1 AND question_key = $2";
    // What was written of a response in the matrix may hold any of its answers.
    SUMMARIES_DELETE = "DELETE FROM matrix_summary WHERE response_id = $1";
    // What came in files of other programs beside an answer goes with it, and not only the link: it may speak of any of them.
    QDA_CASES_DELETE = "DELETE FROM qda_case WHERE id IN (SELECT k.case_id FROM qda_case_answer k \
                        JOIN answer_text a ON a.id = k.answer_id WHERE a.response_id = $1)";
    QDA_NOTES_DELETE = "DELETE FROM qda_note WHERE id IN (SELECT p.note_id FROM qda_note_place p \
                        JOIN answer_text a ON a.id = p.answer_id WHERE a.response_id = $1)";
    UNREADABLE = "UPDATE response SET unreadable = $2 WHERE id = $1";
    CONSENT = "UPDATE response SET words_consent = $2 WHERE id = $1";
    ABOUT = "UPDATE response SET age_band = $2, area = $3 WHERE id = $1";
    TAKEN_BACK = "UPDATE response SET state = 'withdrawn', age_band = NULL, area = NULL, words_consent = 'no', \
                  import_key = NULL, group_name = NULL, assisted_by = NULL, minutes = NULL, unreadable = NULL WHERE id = $1";
    ALL_VALUES_DELETE = "DELETE FROM answer_value WHERE response_id = $1";
    ALL_TEXTS_DELETE = "DELETE FROM answer_text WHERE response_id = $1";
    // Who spoke in a session was not asked one by one: they are voices of themes, and no part of how many answered.
    GROUP_BANDS = "SELECT respondent_type, age_band, area, CAST(COUNT(*) AS BIGINT) AS n FROM response \
                   WHERE consultation_id = $1 AND state = 'submitted' AND channel <> 'session' GROUP BY respondent_type, age_band, area";
    VALUE_COUNTS = "SELECT v.question_key, v.value, r.respondent_type, r.age_band, CAST(COUNT(*) AS BIGINT) AS n \
                    FROM response r JOIN answer_value v ON v.response_id = r.id \
                    WHERE r.consultation_id = $1 AND r.state = 'submitted' \
                    GROUP BY v.question_key, v.value, r.respondent_type, r.age_band";
    QUESTION_BASES = "SELECT v.question_key, r.respondent_type, r.age_band, CAST(COUNT(DISTINCT r.id) AS BIGINT) AS n \
                      FROM response r JOIN answer_value v ON v.response_id = r.id \
                      WHERE r.consultation_id = $1 AND r.state = 'submitted' \
                      GROUP BY v.question_key, r.respondent_type, r.age_band";
    // Single answers, and what has become of them when their time was over.
    EQUALITY_COUNTS = "SELECT e.question_key, e.value, CAST(SUM(e.n) AS BIGINT) AS n FROM \
                       (SELECT question_key, value, CAST(COUNT(*) AS BIGINT) AS n FROM equality_answer \
                       WHERE consultation_id = $1 GROUP BY question_key, value UNION ALL \
                       SELECT question_key, value, n FROM equality_total WHERE consultation_id = $1) e \
                       GROUP BY e.question_key, e.value";
    VERSION = "UPDATE response SET questionnaire_version = $2 WHERE id = $1";
    SECTION_COUNT = "INSERT INTO section_tally (consultation_id, section_key, n) VALUES ($1, $2, 1) \
                     ON CONFLICT (consultation_id, section_key) DO UPDATE SET n = section_tally.n + 1";
    SECTION_TALLY = "SELECT section_key, n FROM section_tally WHERE consultation_id = $1 ORDER BY section_key";
    ANSWERED = "SELECT v.question_key, CAST(COUNT(DISTINCT r.id) AS BIGINT) AS n \
                FROM response r JOIN answer_value v ON v.response_id = r.id \
                WHERE r.consultation_id = $1 AND r.state = 'submitted' GROUP BY v.question_key \
                UNION ALL SELECT t.question_key, CAST(COUNT(*) AS BIGINT) AS n \
                FROM response r JOIN answer_text t ON t.response_id = r.id \
                WHERE r.consultation_id = $1 AND r.state = 'submitted' AND NOT EXISTS \
                (SELECT 1 FROM answer_value v WHERE v.response_id = r.id AND v.question_key = t.question_key) \
                GROUP BY t.question_key";
    TALLY = "SELECT consultation_id, CAST(COUNT(*) AS BIGINT) AS n FROM response WHERE state = 'submitted' \
             AND channel <> 'session' GROUP BY consultation_id";
}

/// An answer that has not been sent yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Random, and new whenever somebody begins anew: the submission's key is made of it.
    pub nonce: Vec<u8>,
    /// Whose views.
    pub respondent: RespondentType,
    /// The version of the questions that it answers.
    pub questionnaire_version: i64,
    /// What was given so far.
    pub answers: Answers,
    /// Whether their exact words may be used, once asked.
    pub words_consent: Option<QuoteConsent>,
    /// The day of the first answer.
    pub started_on: NaiveDate,
    /// The last day on which it is kept.
    pub expires_on: NaiveDate,
    /// Whether it was sent; then it holds no answers any more.
    pub sent: bool,
    /// Orders are drawn from it.
    pub seed: u32,
    /// The key of the last question that was answered or skipped.
    pub reached: Option<String>,
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    nonce: Vec<u8>,
    #[sqlx(try_from = "String")]
    respondent_type: RespondentType,
    questionnaire_version: i64,
    answers: Json<Answers>,
    words_consent: Option<String>,
    started_on: NaiveDate,
    expires_on: NaiveDate,
    sent: bool,
    seed: Option<i64>,
    reached: Option<String>,
}

/// A response to be kept.
#[derive(Debug, Clone)]
pub struct NewResponse {
    /// Its id: random, so that it tells nothing of when it came.
    pub id: Uuid,
    /// What it answers.
    pub consultation_id: Uuid,
    /// The version of the questions that it answers.
    pub questionnaire_version: i64,
    /// Whose views it holds.
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<&'static str>,
    /// The area's name.
    pub area: Option<String>,
    /// `web`, `kiosk`, `assisted`, `paper`, `import` or `session`.
    pub channel: &'static str,
    /// The day of the first answer.
    pub started_on: NaiveDate,
    /// The hour it was sent.
    pub submitted_at: DateTime<Utc>,
    /// Hash of the key that makes a retry the same submission.
    pub submission_key_hash: Vec<u8>,
    /// Keyed hash of the four words; none for imports.
    pub receipt_hash: Option<Vec<u8>>,
    /// Whether exact words may be used.
    pub words_consent: QuoteConsent,
    /// How a file called it.
    pub import_key: Option<String>,
    /// Orders were drawn from it.
    pub seed: u32,
    /// The words that the questions were read in.
    pub door: Door,
    /// The group of the code that it came with. It is counted, and finds the answers of a group that is large enough
    /// (`coding::Pile`); it stands beside none.
    pub group_name: Option<String>,
    /// Who of the staff typed it, for somebody who spoke or from paper.
    pub assisted_by: Option<Uuid>,
    /// How long it took, in whole minutes.
    pub minutes: Option<i64>,
    /// The questions of a paper form where something was written that nobody could read.
    pub unreadable: Option<Vec<String>>,
}

/// An answer in their own words, to be kept.
#[derive(Debug, Clone)]
pub struct NewText {
    /// Its id.
    pub id: Uuid,
    /// The question's key.
    pub question_key: String,
    /// The words: NFC, LF.
    pub words: String,
    /// SHA-256 of the words.
    pub words_sha256: Vec<u8>,
    /// The word list's mark.
    pub watch: bool,
    /// How it begins: new, or held at once.
    pub state: AnswerState,
    /// Where somebody of the staff typed it: whether it is what they understood rather than what was said.
    pub interpretation: Option<bool>,
}

/// One answer to an equality question, linked to nobody.
#[derive(Debug, Clone)]
pub struct NewEqualityAnswer {
    /// A random id.
    pub id: Uuid,
    /// The version of the questions.
    pub set_version: String,
    /// The question's key.
    pub question_key: String,
    /// The option's code.
    pub value: String,
    /// The day.
    pub answered_on: NaiveDate,
}

/// A response as its author sees it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Response {
    /// Its id.
    pub id: Uuid,
    /// What it answers.
    pub consultation_id: Uuid,
    /// The version of the questions that it answers.
    pub questionnaire_version: i64,
    /// Whose views it holds.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
    /// The area's name.
    pub area: Option<String>,
    /// The hour it was sent.
    pub submitted_at: DateTime<Utc>,
    /// Whether exact words may be used.
    #[sqlx(try_from = "String")]
    pub words_consent: QuoteConsent,
    /// `submitted` or `withdrawn`.
    pub state: String,
    /// The variables where something was written on paper that nobody could read. Absent where it is no paper.
    pub unreadable: Option<Json<Vec<String>>>,
}

impl Response {
    /// The variables where something was written on paper that nobody could read.
    pub fn unreadable(&self) -> &[String] {
        self.unreadable.as_ref().map_or(&[], |unreadable| &unreadable.0)
    }

    /// Whether it was taken back.
    pub fn is_taken_back(&self) -> bool {
        self.state == "withdrawn"
    }
}

/// One of their answers in words.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OwnText {
    /// Its id.
    pub id: Uuid,
    /// The question's key.
    pub question_key: String,
    /// The words.
    pub words: String,
    /// New, cleared or held.
    #[sqlx(try_from = "String")]
    pub state: earshot_domain::evidence::AnswerState,
    /// When somebody read it.
    pub read_at: Option<DateTime<Utc>>,
    /// Where somebody of the staff typed it: whether it is what they understood rather than what was said.
    pub interpretation: Option<bool>,
}

/// How many responses there are from one kind of respondent in one band and area.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct GroupCount {
    /// Whose views.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
    /// The area's name.
    pub area: Option<String>,
    /// How many.
    pub n: i64,
}

/// How often one value was given by one kind of respondent in one band.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ValueCount {
    /// The question's key.
    pub question_key: String,
    /// The value.
    pub value: String,
    /// By whom.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
    /// How many.
    pub n: i64,
}

/// How many people of one kind and band answered a counted question.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct BaseCount {
    /// The question's key.
    pub question_key: String,
    /// By whom.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
    /// How many people.
    pub n: i64,
}

/// The unsent answer of a phone to a consultation, unless it is too old.
pub async fn draft(
    tx: &mut Tx,
    token_hash: &[u8],
    consultation_id: Uuid,
    today: NaiveDate,
) -> Result<Option<Draft>, StoreError> {
    let row = fetch_optional!(tx, DraftRow, DRAFT, token_hash, consultation_id, today)?;
    Ok(row.map(|row| Draft {
        nonce: row.nonce,
        respondent: row.respondent_type,
        questionnaire_version: row.questionnaire_version,
        answers: row.answers.0,
        words_consent: row.words_consent.as_deref().and_then(QuoteConsent::parse),
        started_on: row.started_on,
        expires_on: row.expires_on,
        sent: row.sent,
        seed: row.seed.and_then(|seed| u32::try_from(seed).ok()).unwrap_or_default(),
        reached: row.reached,
    }))
}

/// Keeps an unsent answer.
pub async fn put_draft(
    tx: &mut Tx,
    token_hash: &[u8],
    consultation_id: Uuid,
    draft: &Draft,
) -> Result<(), StoreError> {
    write_draft(tx, DRAFT_PUT, token_hash, consultation_id, draft).await
}

/// Makes sure that there is an unsent answer of this phone, this one if there is none, and that no other
/// transaction changes it before this one ends: two answers that arrive at once are both kept.
pub async fn hold_draft(
    tx: &mut Tx,
    token_hash: &[u8],
    consultation_id: Uuid,
    draft: &Draft,
) -> Result<(), StoreError> {
    write_draft(tx, DRAFT_HOLD, token_hash, consultation_id, draft).await
}

/// Runs a statement that takes every column of an unsent answer.
async fn write_draft(
    tx: &mut Tx,
    sql: &'static str,
    token_hash: &[u8],
    consultation_id: Uuid,
    draft: &Draft,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sql,
        token_hash,
        consultation_id,
        draft.nonce.as_slice(),
        draft.respondent.as_str(),
        draft.questionnaire_version,
        Json(&draft.answers),
        draft.words_consent.map(QuoteConsent::as_str),
        draft.started_on,
        draft.expires_on,
        draft.sent,
        i64::from(draft.seed),
        draft.reached.as_deref()
    )?;
    Ok(())
}

/// Removes an unsent answer.
pub async fn delete_draft(tx: &mut Tx, token_hash: &[u8], consultation_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, DRAFT_DELETE, token_hash, consultation_id)?;
    Ok(())
}

/// Removes every unsent answer whose last day has passed; gives how many.
pub async fn purge_drafts(tx: &mut Tx, today: NaiveDate) -> Result<u64, StoreError> {
    execute!(tx, DRAFT_PURGE, today)
}

/// Keeps a response. `false` when this submission has been kept already: a
/// retry adds nothing.
pub async fn insert(tx: &mut Tx, response: &NewResponse) -> Result<bool, StoreError> {
    write_response(tx, INSERT, response).await
}

/// Keeps a response from a file. `false` when the file's name for it is known
/// in this consultation already, or this submission has been kept before.
pub async fn insert_imported(tx: &mut Tx, response: &NewResponse) -> Result<bool, StoreError> {
    write_response(tx, INSERT_IMPORTED, response).await
}

/// Runs a statement that takes every column of a response.
async fn write_response(tx: &mut Tx, sql: &'static str, response: &NewResponse) -> Result<bool, StoreError> {
    let rows = execute!(
        tx,
        sql,
        response.id,
        response.consultation_id,
        response.questionnaire_version,
        response.respondent_type.as_str(),
        response.age_band,
        response.area.as_deref(),
        response.channel,
        response.started_on,
        response.submitted_at,
        response.submission_key_hash.as_slice(),
        response.receipt_hash.as_deref(),
        response.words_consent.as_str(),
        response.import_key.as_deref(),
        "submitted",
        i64::from(response.seed),
        Json(&response.door),
        response.group_name.as_deref(),
        response.assisted_by,
        response.minutes,
        response.unreadable.as_ref().map(Json)
    )?;
    Ok(rows == 1)
}

/// Keeps one counted value of a response.
pub async fn insert_value(
    tx: &mut Tx,
    response_id: Uuid,
    question_key: &str,
    value: &str,
) -> Result<(), StoreError> {
    execute!(tx, VALUE_INSERT, response_id, question_key, value)?;
    Ok(())
}

/// Keeps one answer in words.
pub async fn insert_text(
    tx: &mut Tx,
    response_id: Uuid,
    consultation_id: Uuid,
    text: &NewText,
) -> Result<(), StoreError> {
    execute!(
        tx,
        TEXT_INSERT,
        text.id,
        response_id,
        consultation_id,
        &text.question_key,
        &text.words,
        text.words_sha256.as_slice(),
        text.state.as_str(),
        text.watch,
        text.interpretation
    )?;
    Ok(())
}

/// Keeps of every answer in words of a response that somebody of the staff typed whether it is what they understood.
pub async fn save_interpretation(
    tx: &mut Tx,
    response_id: Uuid,
    interpretation: bool,
) -> Result<(), StoreError> {
    execute!(tx, INTERPRETATION, response_id, interpretation)?;
    Ok(())
}

/// Keeps one answer to an equality question.
pub async fn insert_equality(
    tx: &mut Tx,
    consultation_id: Uuid,
    answer: &NewEqualityAnswer,
) -> Result<(), StoreError> {
    execute!(
        tx,
        EQUALITY_INSERT,
        answer.id,
        consultation_id,
        &answer.set_version,
        &answer.question_key,
        &answer.value,
        answer.answered_on
    )?;
    Ok(())
}

/// Makes sure that no other transaction changes the response that these four words lead to before this one ends:
/// who takes everything back while an answer is being changed has taken back everything.
pub async fn hold(tx: &mut Tx, receipt_hash: &[u8]) -> Result<(), StoreError> {
    execute!(tx, HOLD, receipt_hash)?;
    Ok(())
}

/// The response that these four words lead to.
pub async fn by_receipt(tx: &mut Tx, receipt_hash: &[u8]) -> Result<Option<Response>, StoreError> {
    fetch_optional!(tx, Response, BY_RECEIPT, receipt_hash)
}

/// The hash of the four words of the response that this submission made.
pub async fn receipt_hash_of(tx: &mut Tx, submission_key_hash: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, (Vec<u8>,), RECEIPT_HASH, submission_key_hash)?.map(|(hash,)| hash))
}

/// The response that a file called so.
pub async fn by_import_key(
    tx: &mut Tx,
    consultation_id: Uuid,
    import_key: &str,
) -> Result<Option<Response>, StoreError> {
    fetch_optional!(tx, Response, BY_IMPORT_KEY, consultation_id, import_key)
}

/// The answers in words of the response that a file called so: their ids, and
/// the keys of their questions.
pub async fn texts_by_import_key(
    tx: &mut Tx,
    consultation_id: Uuid,
    import_key: &str,
) -> Result<Vec<(Uuid, String)>, StoreError> {
    fetch_all!(tx, (Uuid, String), TEXTS_BY_IMPORT_KEY, consultation_id, import_key)
}

/// The counted values of a response: question and value.
pub async fn values_of(tx: &mut Tx, response_id: Uuid) -> Result<Vec<(String, String)>, StoreError> {
    fetch_all!(tx, (String, String), VALUES_OF, response_id)
}

/// The answers in words of a response.
pub async fn texts_of(tx: &mut Tx, response_id: Uuid) -> Result<Vec<OwnText>, StoreError> {
    fetch_all!(tx, OwnText, TEXTS_OF, response_id)
}

/// Removes what came in files of other programs beside the answers of a response, as long as these are there to lead to it.
async fn delete_qda(tx: &mut Tx, response_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, QDA_CASES_DELETE, response_id)?;
    execute!(tx, QDA_NOTES_DELETE, response_id)?;
    Ok(())
}

/// Removes the answer to one question, counted or in words.
pub async fn delete_answer(tx: &mut Tx, response_id: Uuid, question_key: &str) -> Result<(), StoreError> {
    execute!(tx, VALUES_DELETE, response_id, question_key)?;
    delete_qda(tx, response_id).await?;
    execute!(tx, TEXT_DELETE, response_id, question_key)?;
    execute!(tx, SUMMARIES_DELETE, response_id)?;
    Ok(())
}

/// Keeps whether exact words may be used.
pub async fn save_consent(tx: &mut Tx, id: Uuid, consent: QuoteConsent) -> Result<(), StoreError> {
    execute!(tx, CONSENT, id, consent.as_str())?;
    Ok(())
}

/// Keeps which questions of a paper form nobody could read.
pub async fn save_unreadable(tx: &mut Tx, id: Uuid, unreadable: &[String]) -> Result<(), StoreError> {
    execute!(tx, UNREADABLE, id, Json(unreadable))?;
    Ok(())
}

/// Keeps what somebody says about themselves.
pub async fn save_about(
    tx: &mut Tx,
    id: Uuid,
    age_band: Option<&str>,
    area: Option<&str>,
) -> Result<(), StoreError> {
    execute!(tx, ABOUT, id, age_band, area)?;
    Ok(())
}

/// Takes a response back: every answer and everything about the person goes, also how they can be reached.
/// What stays is that there was one, so that a late retry cannot bring it back
/// and its author can see that it is gone.
pub async fn take_back(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, ALL_VALUES_DELETE, id)?;
    delete_qda(tx, id).await?;
    execute!(tx, ALL_TEXTS_DELETE, id)?;
    execute!(tx, SUMMARIES_DELETE, id)?;
    sealed_contact::delete(tx, id).await?;
    execute!(tx, TAKEN_BACK, id)?;
    Ok(())
}

/// How many responses there are of each kind, band and area; speakers of sessions are none of them.
pub async fn group_counts(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<GroupCount>, StoreError> {
    fetch_all!(tx, GroupCount, GROUP_BANDS, consultation_id)
}

/// How often each value was given.
pub async fn value_counts(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<ValueCount>, StoreError> {
    fetch_all!(tx, ValueCount, VALUE_COUNTS, consultation_id)
}

/// How many people answered each counted question.
pub async fn question_bases(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<BaseCount>, StoreError> {
    fetch_all!(tx, BaseCount, QUESTION_BASES, consultation_id)
}

/// How often each equality answer was given: question, value, count.
pub async fn equality_counts(
    tx: &mut Tx,
    consultation_id: Uuid,
) -> Result<Vec<(String, String, i64)>, StoreError> {
    fetch_all!(tx, (String, String, i64), EQUALITY_COUNTS, consultation_id)
}

/// How many responses each consultation has, without the speakers of sessions.
pub async fn tally(tx: &mut Tx) -> Result<Vec<(Uuid, i64)>, StoreError> {
    fetch_all!(tx, (Uuid, i64), TALLY)
}

/// Keeps which version of the questions a response answers, after it was sent again.
pub async fn save_version(tx: &mut Tx, id: Uuid, version: i64) -> Result<(), StoreError> {
    execute!(tx, VERSION, id, version)?;
    Ok(())
}

/// Notes that one more person has answered a section.
pub async fn count_section(tx: &mut Tx, consultation_id: Uuid, section: &str) -> Result<(), StoreError> {
    execute!(tx, SECTION_COUNT, consultation_id, section)?;
    Ok(())
}

/// How many people have answered each section that is counted.
pub async fn section_tally(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(String, i64)>, StoreError> {
    fetch_all!(tx, (String, i64), SECTION_TALLY, consultation_id)
}

/// How many responses hold an answer under each name, counted, in words or as a file.
pub async fn answered(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(String, i64)>, StoreError> {
    fetch_all!(tx, (String, i64), ANSWERED, consultation_id)
}
