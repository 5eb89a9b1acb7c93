//! Rounds of double coding: the sample, the two who code it, what each said, and what was settled. An answer that is held,
//! taken back or deleted is in none of it.

use std::fmt;

use chrono::{DateTime, Utc};
use earshot_domain::agreement::{Agreement, RoundState};
use earshot_domain::respondent::RespondentType;
use earshot_domain::young::Nickname;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::consultation::changed;
use crate::{Json, StoreError, Tx};

/// What is read of a round.
macro_rules! round {
    () => {
        "SELECT k.id, k.consultation_id, k.number, k.state, k.wish, k.codes, k.checked_at, k.started_by, k.started_at, \
         k.closed_at, k.result, (SELECT CAST(COUNT(*) AS BIGINT) FROM round_unit u WHERE u.round_id = k.id) AS drawn \
         FROM coding_round k "
    };
}

/// What is read of an answer of a sample that may be used.
macro_rules! unit {
    () => {
        "SELECT u.place, a.id, a.question_key, a.words, r.respondent_type FROM round_unit u \
         JOIN answer_text a ON a.id = u.answer_id AND a.state = 'cleared' AND a.expired_on IS NULL \
         JOIN response r ON r.id = a.response_id "
    };
}

statements! {
    TO_DRAW = "SELECT a.id FROM answer_text a JOIN response r ON r.id = a.response_id WHERE a.consultation_id = $1 \
               AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' AND r.state = 'submitted' ORDER BY a.id";
    TO_DRAW_COUNT = "SELECT CAST(COUNT(*) AS BIGINT) FROM answer_text a JOIN response r ON r.id = a.response_id \
                     WHERE a.consultation_id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' \
                     AND r.state = 'submitted'";
    NEXT_NUMBER = "SELECT CAST(COALESCE(MAX(number), 0) + 1 AS BIGINT) FROM coding_round WHERE consultation_id = $1";
    INSERT = "INSERT INTO coding_round (id, consultation_id, number, state, wish, codes, started_by, started_at) \
              VALUES ($1, $2, $3, 'coding', $4, $5, $6, $7)";
    UNIT_ADD = "INSERT INTO round_unit (round_id, answer_id, place) VALUES ($1, $2, $3)";
    CODER_ADD = "INSERT INTO round_coder (round_id, coder, staff_id, young_account_id, invited_at) \
                 VALUES ($1, $2, $3, $4, $5)";
    OF_CONSULTATION = concat!(round!(), "WHERE k.consultation_id = $1 ORDER BY k.number");
    BY_NUMBER = concat!(round!(), "WHERE k.consultation_id = $1 AND k.number = $2");
    BY_ID = concat!(round!(), "WHERE k.id = $1");
    // No young person is led to one in which nobody has looked for names.
    OF_YOUNG = concat!(round!(), "JOIN round_coder c ON c.round_id = k.id WHERE c.young_account_id = $1 \
                        AND k.checked_at IS NOT NULL ORDER BY k.started_at, k.id");
    HOLD = "UPDATE coding_round SET state = state WHERE id = $1";
    UNITS = concat!(unit!(), "WHERE u.round_id = $1 ORDER BY u.place");
    // Where words were shown again since somebody looked for names, or an answer came to be used only then, because it was
    // held before, somebody has to look once more.
    UNITS_CHECKED = concat!(unit!(), "JOIN coding_round k ON k.id = u.round_id WHERE u.round_id = $1 \
                             AND k.checked_at IS NOT NULL AND (a.read_at IS NULL OR a.read_at <= k.checked_at) \
                             AND NOT EXISTS (SELECT 1 FROM redaction x \
                             WHERE x.answer_id = a.id AND x.removed_at >= k.checked_at) ORDER BY u.place");
    DRAWN = "SELECT answer_id FROM round_unit WHERE round_id = $1 AND answer_id = $2";
    CODERS = "SELECT c.coder, c.staff_id, c.young_account_id, s.name AS staff_name, y.nickname, c.finished_at \
              FROM round_coder c LEFT JOIN staff s ON s.id = c.staff_id \
              LEFT JOIN young_account y ON y.id = c.young_account_id WHERE c.round_id = $1 ORDER BY c.coder";
    SAID = "SELECT answer_id, coder, codes FROM round_coding WHERE round_id = $1 ORDER BY answer_id, coder";
    SAID_BY = "SELECT answer_id, coder, codes FROM round_coding WHERE round_id = $1 AND coder = $2 ORDER BY answer_id";
    SAY = "INSERT INTO round_coding (round_id, answer_id, coder, codes, at) VALUES ($1, $2, $3, $4, $5) \
           ON CONFLICT (round_id, answer_id, coder) DO UPDATE SET codes = excluded.codes, at = excluded.at";
    CHECKED = "UPDATE coding_round SET checked_by = $2, checked_at = $3 WHERE id = $1 AND state = 'coding'";
    FINISH = "UPDATE round_coder SET finished_at = $3 WHERE round_id = $1 AND coder = $2 AND finished_at IS NULL";
    COMPARE = "UPDATE coding_round SET state = 'comparing' WHERE id = $1 AND state = 'coding'";
    CLOSE = "UPDATE coding_round SET state = 'closed', closed_at = $2, result = $3 WHERE id = $1 AND state <> 'closed'";
    SETTLE = "INSERT INTO round_consensus (round_id, answer_id, code_id, applies, reason, staff_id, at) \
              VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (round_id, answer_id, code_id) DO UPDATE SET \
              applies = excluded.applies, reason = excluded.reason, staff_id = excluded.staff_id, at = excluded.at";
    SETTLED = "SELECT answer_id, code_id, applies, reason FROM round_consensus WHERE round_id = $1 \
               ORDER BY answer_id, code_id";
}

/// A code as it was when a round began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundCode {
    /// Its id.
    pub id: Uuid,
    /// Short name.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// What young people call it; empty where nobody has said so.
    pub young_name: String,
}

impl RoundCode {
    /// What a young person reads: their word for it, or else its name.
    pub fn for_young(&self) -> &str {
        if self.young_name.trim().is_empty() { &self.name } else { &self.young_name }
    }
}

/// A round that begins.
#[derive(Debug, Clone)]
pub struct NewRound {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// 1, 2, 3 within it.
    pub number: i64,
    /// How many answers were wished for.
    pub wish: Option<i64>,
    /// The codes as they are.
    pub codes: Vec<RoundCode>,
    /// The answers that were drawn, in their order.
    pub answers: Vec<Uuid>,
    /// The first of the two.
    pub first: Uuid,
    /// The second: somebody of the staff, or the account of a young person.
    pub second: (Option<Uuid>, Option<Uuid>),
    /// Who begins it.
    pub by: Uuid,
}

/// A round.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Round {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// 1, 2, 3 within it.
    pub number: i64,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: RoundState,
    /// How many answers were wished for.
    pub wish: Option<i64>,
    /// The codes as they were when it began.
    pub codes: Json<Vec<RoundCode>>,
    /// When somebody had looked for names in every answer of it.
    pub checked_at: Option<DateTime<Utc>>,
    /// Who began it.
    pub started_by: Uuid,
    /// When.
    pub started_at: DateTime<Utc>,
    /// When it was closed or stopped.
    pub closed_at: Option<DateTime<Utc>>,
    /// How well the two agreed; nothing before it is closed, or where it was stopped.
    pub result: Option<Json<Agreement>>,
    /// How many answers were drawn and are not taken back.
    pub drawn: i64,
}

/// One of the two who code.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Coder {
    /// 1 or 2.
    pub coder: i64,
    /// Somebody of the staff.
    pub staff_id: Option<Uuid>,
    /// Or the account of a young person.
    pub young_account_id: Option<Uuid>,
    /// The name of who it is of the staff.
    pub staff_name: Option<String>,
    /// What the young person is called.
    pub nickname: Option<String>,
    /// When they were done; of a young person the hour.
    pub finished_at: Option<DateTime<Utc>>,
}

impl Coder {
    /// Whether it is a young person.
    pub fn is_young(&self) -> bool {
        self.young_account_id.is_some()
    }

    /// What the young person is called, where it is one.
    pub fn young_name(&self) -> Option<Nickname> {
        self.nickname.clone().map(Nickname::from)
    }
}

impl fmt::Debug for Coder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a young person is called is for no log.
        f.debug_struct("Coder").field("coder", &self.coder).finish_non_exhaustive()
    }
}

/// An answer of a sample that may be used.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Unit {
    /// Where it stands in the sample.
    pub place: i64,
    /// The answer.
    pub id: Uuid,
    /// The question's key.
    pub question_key: String,
    /// The words, untouched.
    pub words: String,
    /// Whose words.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
}

/// What one of the two said of an answer.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Saying {
    /// The answer.
    pub answer_id: Uuid,
    /// Which of the two.
    pub coder: i64,
    /// The codes they gave; nothing where they passed it over.
    pub codes: Option<Json<Vec<Uuid>>>,
}

/// What was settled of a code on an answer.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Settled {
    /// The answer.
    pub answer_id: Uuid,
    /// The code.
    pub code_id: Uuid,
    /// Whether it applies.
    pub applies: bool,
    /// Why.
    pub reason: String,
}

/// The answers of a consultation from which a sample is drawn: cleared ones that hold words.
pub async fn to_draw(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(fetch_all!(tx, (Uuid,), TO_DRAW, consultation_id)?.into_iter().map(|(id,)| id).collect())
}

/// How many these are.
pub async fn to_draw_count(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), TO_DRAW_COUNT, consultation_id)?.0)
}

/// The number that the next round of a consultation has.
pub async fn next_number(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), NEXT_NUMBER, consultation_id)?.0)
}

/// Begins a round. [`StoreError::Taken`] where another one has its number.
pub async fn insert(tx: &mut Tx, new: &NewRound, now: DateTime<Utc>) -> Result<(), StoreError> {
    let codes = Json(&new.codes);
    execute!(tx, INSERT, new.id, new.consultation_id, new.number, new.wish, codes, new.by, now)?;
    for (place, answer_id) in (1_i64..).zip(&new.answers) {
        execute!(tx, UNIT_ADD, new.id, answer_id, place)?;
    }
    execute!(tx, CODER_ADD, new.id, 1_i64, Some(new.first), None::<Uuid>, now)?;
    execute!(tx, CODER_ADD, new.id, 2_i64, new.second.0, new.second.1, now)?;
    Ok(())
}

/// The rounds of a consultation, the first one first.
pub async fn of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Round>, StoreError> {
    fetch_all!(tx, Round, OF_CONSULTATION, consultation_id)
}

/// The round of a consultation with this number.
pub async fn by_number(tx: &mut Tx, consultation_id: Uuid, number: i64) -> Result<Option<Round>, StoreError> {
    fetch_optional!(tx, Round, BY_NUMBER, consultation_id, number)
}

/// A round.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Round>, StoreError> {
    fetch_optional!(tx, Round, BY_ID, id)
}

/// The rounds in which a young person codes, once somebody has looked for names in them.
pub async fn of_young(tx: &mut Tx, account_id: Uuid) -> Result<Vec<Round>, StoreError> {
    fetch_all!(tx, Round, OF_YOUNG, account_id)
}

/// Makes sure that no other transaction changes the round before this one ends: of two who finish at once, one is the last.
pub async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    execute!(tx, HOLD, id)?;
    Ok(())
}

/// The answers of the sample that may be used, in their order.
pub async fn units(tx: &mut Tx, round_id: Uuid) -> Result<Vec<Unit>, StoreError> {
    fetch_all!(tx, Unit, UNITS, round_id)
}

/// Of these the ones that a young person may see: those in which somebody has looked for names since words were last put
/// back, and since they were read or released.
pub async fn units_checked(tx: &mut Tx, round_id: Uuid) -> Result<Vec<Unit>, StoreError> {
    fetch_all!(tx, Unit, UNITS_CHECKED, round_id)
}

/// Whether an answer was drawn and is there still, whatever has become of it: it may be held.
pub async fn is_drawn(tx: &mut Tx, round_id: Uuid, answer_id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), DRAWN, round_id, answer_id)?.is_some())
}

/// The two who code; one where a young person has gone with their account.
pub async fn coders(tx: &mut Tx, round_id: Uuid) -> Result<Vec<Coder>, StoreError> {
    fetch_all!(tx, Coder, CODERS, round_id)
}

/// What both have said. For when both are done.
pub async fn said(tx: &mut Tx, round_id: Uuid) -> Result<Vec<Saying>, StoreError> {
    fetch_all!(tx, Saying, SAID, round_id)
}

/// What one of them has said.
pub async fn said_by(tx: &mut Tx, round_id: Uuid, coder: i64) -> Result<Vec<Saying>, StoreError> {
    fetch_all!(tx, Saying, SAID_BY, round_id, coder)
}

/// Keeps what one of them says of an answer, instead of what they said before.
pub async fn say(
    tx: &mut Tx,
    (round_id, coder): (Uuid, i64),
    answer_id: Uuid,
    codes: Option<&[Uuid]>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, SAY, round_id, answer_id, coder, codes.map(Json), at)?;
    Ok(())
}

/// Notes that somebody has looked for names in every answer of the sample.
pub async fn checked(tx: &mut Tx, id: Uuid, by: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    changed(execute!(tx, CHECKED, id, by, now)?)
}

/// Notes that one of them is done.
pub async fn finish(tx: &mut Tx, round_id: Uuid, coder: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    changed(execute!(tx, FINISH, round_id, coder, at)?)
}

/// Goes on to comparing.
pub async fn compare(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    changed(execute!(tx, COMPARE, id)?)
}

/// Closes a round with its figures, or stops it without any.
pub async fn close(
    tx: &mut Tx,
    id: Uuid,
    result: Option<&Agreement>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    changed(execute!(tx, CLOSE, id, now, result.map(Json))?)
}

/// Keeps what was settled of a code on an answer, instead of what was settled before.
pub async fn settle(
    tx: &mut Tx,
    round_id: Uuid,
    settled: &Settled,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Settled { answer_id, code_id, applies, reason } = settled;
    execute!(tx, SETTLE, round_id, answer_id, code_id, applies, reason, by, now)?;
    Ok(())
}

/// What was settled.
pub async fn settled(tx: &mut Tx, round_id: Uuid) -> Result<Vec<Settled>, StoreError> {
    fetch_all!(tx, Settled, SETTLED, round_id)
}
