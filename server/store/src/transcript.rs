//! Sessions: what a group said aloud. Each speaker is a response, and each turn of theirs an answer; what whoever led the
//! session said stands between them.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::respondent::AgeBand;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO transcript (id, consultation_id, title, held_on, many, adults, bands, question_key, consent, \
              content_hash, kept_by, kept_at, few_adults) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    TURN_INSERT = "INSERT INTO transcript_turn (transcript_id, place, speaker, answer_id, worker_words) \
                   VALUES ($1, $2, $3, $4, $5)";
    OF = "SELECT t.id, t.consultation_id, t.title, t.held_on, t.many, t.adults, t.bands, t.question_key, t.consent, \
          s.name AS kept_by, t.kept_at, t.few_adults FROM transcript t LEFT JOIN staff s ON s.id = t.kept_by \
          WHERE t.consultation_id = $1 ORDER BY t.held_on DESC, t.kept_at DESC, t.id";
    KNOWN = "SELECT id FROM transcript WHERE consultation_id = $1 AND content_hash = $2 ORDER BY kept_at, id LIMIT 1";
    TURNS = "SELECT u.place, u.speaker, u.worker_words, u.answer_id, a.words, a.state, a.watch, a.expired_on \
             FROM transcript_turn u LEFT JOIN answer_text a ON a.id = u.answer_id \
             WHERE u.transcript_id = $1 ORDER BY u.place";
    RESPONSES = "SELECT DISTINCT a.response_id FROM transcript_turn u JOIN answer_text a ON a.id = u.answer_id \
                 WHERE u.transcript_id = $1 ORDER BY a.response_id";
    RESPONSES_OF = "SELECT DISTINCT a.response_id FROM transcript_turn u JOIN answer_text a ON a.id = u.answer_id \
                    WHERE u.transcript_id = $1 AND u.speaker = $2 ORDER BY a.response_id";
    WORKER_FORGET = "UPDATE transcript_turn SET worker_words = NULL WHERE transcript_id = $1 AND place = $2";
    DELETE = "DELETE FROM transcript WHERE id = $1";
    THERE = "SELECT CAST(COUNT(*) AS BIGINT) FROM transcript WHERE id = $1";
    // Of sessions alone, to be told from what was asked one by one: a share mixes the two never.
    THEME_VOICES = "SELECT t.id, r.respondent_type, CAST(COUNT(DISTINCT r.id) AS BIGINT) AS n FROM theme t \
                    JOIN theme_code tc ON tc.theme_id = t.id \
                    JOIN coding k ON k.code_id = tc.code_id AND k.removed_at IS NULL \
                    JOIN answer_text a ON a.id = k.answer_id AND a.state = 'cleared' \
                    JOIN response r ON r.id = a.response_id AND r.state = 'submitted' AND r.channel = 'session' \
                    WHERE t.consultation_id = $1 GROUP BY t.id, r.respondent_type";
    CODED_VOICES = "SELECT r.respondent_type, CAST(COUNT(DISTINCT r.id) AS BIGINT) AS n FROM coding k \
                    JOIN answer_text a ON a.id = k.answer_id AND a.state = 'cleared' \
                    JOIN response r ON r.id = a.response_id AND r.state = 'submitted' AND r.channel = 'session' \
                    WHERE a.consultation_id = $1 AND k.removed_at IS NULL GROUP BY r.respondent_type";
}

/// A session whose transcript was taken in.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Transcript {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// What staff call it.
    pub title: String,
    /// The day of the session.
    pub held_on: NaiveDate,
    /// How many young people took part.
    pub many: i64,
    /// How many adults were there.
    pub adults: i64,
    /// The age bands that were there.
    pub bands: Json<Vec<AgeBand>>,
    /// The question that it answered, where it was one of the consultation's.
    pub question_key: Option<String>,
    /// What was agreed about exact words.
    #[sqlx(try_from = "String")]
    pub consent: QuoteConsent,
    /// Who took it in.
    pub kept_by: Option<String>,
    /// When.
    pub kept_at: DateTime<Utc>,
    /// Why fewer than two adults were there. None where there were enough.
    pub few_adults: Option<String>,
}

/// A turn of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its place, from 1.
    pub place: i64,
    /// `YP1`, `P1`, `A1`, or `worker`.
    pub speaker: String,
    /// What whoever led the session said.
    pub worker_words: Option<String>,
    /// The answer that it is, where a young person spoke, or an adult who is a voice.
    pub answer: Option<TurnAnswer>,
}

/// What a voice said in a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnAnswer {
    /// The answer's id.
    pub id: Uuid,
    /// The words; empty once their time was over.
    pub words: String,
    /// New, cleared or held.
    pub state: AnswerState,
    /// The word list's mark.
    pub watch: bool,
    /// Whether their time was over.
    pub is_expired: bool,
}

#[derive(sqlx::FromRow)]
struct TurnRow {
    place: i64,
    speaker: String,
    worker_words: Option<String>,
    answer_id: Option<Uuid>,
    words: Option<String>,
    state: Option<String>,
    watch: Option<bool>,
    expired_on: Option<NaiveDate>,
}

/// Keeps a session, with a keyed hash of what was said and by whom it is taken in.
pub async fn insert(
    tx: &mut Tx,
    transcript: &Transcript,
    content_hash: &[u8],
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        transcript.id,
        transcript.consultation_id,
        &transcript.title,
        transcript.held_on,
        transcript.many,
        transcript.adults,
        &transcript.bands,
        transcript.question_key.as_deref(),
        transcript.consent.as_str(),
        content_hash,
        by,
        transcript.kept_at,
        transcript.few_adults.as_deref()
    )?;
    Ok(())
}

/// Keeps a turn: of a voice with the answer that it is, of a worker with the words.
pub async fn insert_turn(
    tx: &mut Tx,
    transcript_id: Uuid,
    place: i64,
    speaker: &str,
    answer_id: Option<Uuid>,
    worker_words: Option<&str>,
) -> Result<(), StoreError> {
    execute!(tx, TURN_INSERT, transcript_id, place, speaker, answer_id, worker_words)?;
    Ok(())
}

/// The sessions of a consultation, the latest first.
pub async fn of(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Transcript>, StoreError> {
    fetch_all!(tx, Transcript, OF, consultation_id)
}

/// Whether there is a session with this id in any consultation.
pub async fn is_there(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_one!(tx, (i64,), THERE, id)?.0 > 0)
}

/// The session of a consultation in which the same was said, if it was taken in before.
pub async fn known(
    tx: &mut Tx,
    consultation_id: Uuid,
    content_hash: &[u8],
) -> Result<Option<Uuid>, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), KNOWN, consultation_id, content_hash)?.map(|(id,)| id))
}

/// The turns of a session, in their order.
pub async fn turns(tx: &mut Tx, transcript_id: Uuid) -> Result<Vec<Turn>, StoreError> {
    let rows = fetch_all!(tx, TurnRow, TURNS, transcript_id)?;
    Ok(rows
        .into_iter()
        .map(|row| Turn {
            place: row.place,
            speaker: row.speaker,
            worker_words: row.worker_words,
            answer: row.answer_id.map(|id| TurnAnswer {
                id,
                words: row.words.unwrap_or_default(),
                // What cannot be told is not shown.
                state: row.state.as_deref().and_then(AnswerState::parse).unwrap_or(AnswerState::Held),
                watch: row.watch.unwrap_or_default(),
                is_expired: row.expired_on.is_some(),
            }),
        })
        .collect())
}

/// The responses that the speakers of a session are.
pub async fn responses(tx: &mut Tx, transcript_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(fetch_all!(tx, (Uuid,), RESPONSES, transcript_id)?.into_iter().map(|(id,)| id).collect())
}

/// The response that one speaker of a session is, by what the speaker is called in it. Nobody is where none of their turns is
/// left.
pub async fn responses_of(tx: &mut Tx, transcript_id: Uuid, speaker: &str) -> Result<Vec<Uuid>, StoreError> {
    let rows = fetch_all!(tx, (Uuid,), RESPONSES_OF, transcript_id, speaker)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Removes what a worker said in one turn.
pub async fn forget_worker(tx: &mut Tx, transcript_id: Uuid, place: i64) -> Result<(), StoreError> {
    execute!(tx, WORKER_FORGET, transcript_id, place)?;
    Ok(())
}

/// Removes a session with its turns. What young people said in it is taken back before.
pub async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, DELETE, id)?;
    Ok(())
}

/// How many speakers of sessions, by kind of respondent, stand behind each theme.
pub async fn theme_voices(
    tx: &mut Tx,
    consultation_id: Uuid,
) -> Result<Vec<(Uuid, String, i64)>, StoreError> {
    fetch_all!(tx, (Uuid, String, i64), THEME_VOICES, consultation_id)
}

/// How many speakers of sessions, by kind of respondent, said something that is coded.
pub async fn coded_voices(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(String, i64)>, StoreError> {
    fetch_all!(tx, (String, i64), CODED_VOICES, consultation_id)
}
