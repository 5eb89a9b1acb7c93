//! Files that are answers: photos, drawings, recordings. Cleaned before they come here.
//!
//! Each row is on its way from an unsent answer to a sent one. Bytes may come before the answer or after it; whichever
//! comes second finds the row that is there.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    ARRIVE = "INSERT INTO media (id, consultation_id, draft_hash, expires_on, content_type, width, height, size, bytes) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET \
              content_type = excluded.content_type, width = excluded.width, height = excluded.height, \
              size = excluded.size, bytes = excluded.bytes \
              WHERE media.bytes IS NULL AND media.consultation_id = excluded.consultation_id \
              AND media.expires_on >= $10";
    BELONG = "INSERT INTO media (id, consultation_id, answer_id, expires_on) VALUES ($1, $2, $3, $4) \
              ON CONFLICT (id) DO UPDATE SET answer_id = excluded.answer_id, draft_hash = NULL \
              WHERE media.consultation_id = excluded.consultation_id AND media.answer_id IS NULL";
    ADOPT = "UPDATE media SET draft_hash = $1 WHERE id = $2 AND consultation_id = $3 AND draft_hash IS NULL \
             AND answer_id IS NULL";
    META = "SELECT id, consultation_id, answer_id, draft_hash, expires_on, content_type, width, height, size \
            FROM media WHERE id = $1";
    OF_ANSWER = "SELECT id, consultation_id, answer_id, draft_hash, expires_on, content_type, width, height, size \
                 FROM media WHERE answer_id = $1";
    OF_ANSWERS = concat!("SELECT id, consultation_id, answer_id, draft_hash, expires_on, content_type, width, height, size \
                  FROM media WHERE answer_id IN ", each!());
    OF_RESPONSE = "SELECT t.question_key, m.id FROM media m JOIN answer_text t ON t.id = m.answer_id \
                   WHERE t.response_id = $1 ORDER BY t.question_key";
    BYTES = "SELECT bytes FROM media WHERE id = $1 AND bytes IS NOT NULL";
    LOOSE = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM media WHERE consultation_id = $1 AND draft_hash = $2 \
             AND answer_id IS NULL";
    NOBODYS = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM media WHERE consultation_id = $1 AND answer_id IS NULL \
               AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.token_hash = media.draft_hash \
               AND d.consultation_id = media.consultation_id)";
    ALL_LOOSE = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM media WHERE consultation_id = $1 AND answer_id IS NULL";
    LET_GO = "DELETE FROM media WHERE id = $1 AND consultation_id = $2 AND draft_hash = $3 AND answer_id IS NULL";
    LET_ALL_GO = "DELETE FROM media WHERE draft_hash = $1 AND consultation_id = $2 AND answer_id IS NULL";
    PURGE = "DELETE FROM media WHERE answer_id IS NULL AND expires_on < $1 AND NOT EXISTS \
             (SELECT 1 FROM draft d WHERE d.token_hash = media.draft_hash AND d.consultation_id = media.consultation_id)";
}

/// A file that came in.
#[derive(Debug, Clone)]
pub struct NewMedia {
    /// Its id: random.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The hash of the phone's token, where it has one.
    pub draft_hash: Option<Vec<u8>>,
    /// The last day on which it is kept for nobody.
    pub expires_on: NaiveDate,
    /// Its type, as HTTP names it.
    pub content_type: String,
    /// Width and height in points, of a picture.
    pub points: Option<(i64, i64)>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What is known of a file without looking into it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Media {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The answer that it is, once that was sent.
    pub answer_id: Option<Uuid>,
    /// The hash of the token of the phone that handed it in, until it was sent.
    pub draft_hash: Option<Vec<u8>>,
    /// The last day on which it is waited for, or kept for nobody.
    pub expires_on: NaiveDate,
    /// Its type, once it has arrived.
    pub content_type: Option<String>,
    /// Width in points, of a picture.
    pub width: Option<i64>,
    /// Height in points, of a picture.
    pub height: Option<i64>,
    /// How many bytes, once it has arrived.
    pub size: Option<i64>,
}

/// Keeps a file that came in. `false` when there is one with this id already, or when it is not waited for any more:
/// what came first stays.
pub async fn arrive(tx: &mut Tx, media: &NewMedia, today: NaiveDate) -> Result<bool, StoreError> {
    let rows = execute!(
        tx,
        ARRIVE,
        media.id,
        media.consultation_id,
        media.draft_hash.as_deref(),
        media.expires_on,
        &media.content_type,
        media.points.map(|(width, _)| width),
        media.points.map(|(_, height)| height),
        i64::try_from(media.bytes.len()).unwrap_or(i64::MAX),
        media.bytes.as_slice(),
        today
    )?;
    Ok(rows == 1)
}

/// Makes a file the answer that was sent, whether it has arrived or is waited for until this day. `false` when it
/// belongs to another answer.
pub async fn belong(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    answer_id: Uuid,
    wait_until: NaiveDate,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, BELONG, id, consultation_id, answer_id, wait_until)? == 1)
}

/// Gives a file that came without a token to the unsent answer that names it: it lives as long, and its phone sees it.
pub async fn adopt(
    tx: &mut Tx,
    draft_hash: &[u8],
    id: Uuid,
    consultation_id: Uuid,
) -> Result<(), StoreError> {
    execute!(tx, ADOPT, draft_hash, id, consultation_id)?;
    Ok(())
}

/// What is known of a file.
pub async fn meta(tx: &mut Tx, id: Uuid) -> Result<Option<Media>, StoreError> {
    fetch_optional!(tx, Media, META, id)
}

/// The file that is an answer.
pub async fn of_answer(tx: &mut Tx, answer_id: Uuid) -> Result<Option<Media>, StoreError> {
    fetch_optional!(tx, Media, OF_ANSWER, answer_id)
}

/// The files that are answers, of several; in no order.
pub async fn of_answers(tx: &mut Tx, answers: &[Uuid]) -> Result<Vec<Media>, StoreError> {
    Ok(fetch_each!(tx, Media, OF_ANSWERS, answers))
}

/// The files of a response: question and id.
pub async fn of_response(tx: &mut Tx, response_id: Uuid) -> Result<Vec<(String, Uuid)>, StoreError> {
    fetch_all!(tx, (String, Uuid), OF_RESPONSE, response_id)
}

/// The file itself; `None` while it has not arrived.
pub async fn bytes(tx: &mut Tx, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, (Vec<u8>,), BYTES, id)?.map(|(bytes,)| bytes))
}

/// How many files wait for the unsent answer of this phone to be sent.
pub async fn loose(tx: &mut Tx, consultation_id: Uuid, draft_hash: &[u8]) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), LOOSE, consultation_id, draft_hash)?.0)
}

/// How many files belong to no answer, sent or unsent: those that came without a token, or with one under which
/// nothing is kept.
pub async fn nobodys(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), NOBODYS, consultation_id)?.0)
}

/// How many files no sent answer holds.
pub async fn all_loose(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), ALL_LOOSE, consultation_id)?.0)
}

/// Removes a file of an unsent answer of this phone; gives how many.
pub async fn let_go(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    draft_hash: &[u8],
) -> Result<u64, StoreError> {
    execute!(tx, LET_GO, id, consultation_id, draft_hash)
}

/// Removes every file of this phone that no sent answer holds.
pub async fn let_all_go(tx: &mut Tx, draft_hash: &[u8], consultation_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, LET_ALL_GO, draft_hash, consultation_id)
}

/// Removes every file whose last day has passed and that nobody's answer holds, sent or unsent; gives how many.
pub async fn purge(tx: &mut Tx, today: NaiveDate) -> Result<u64, StoreError> {
    execute!(tx, PURGE, today)
}
