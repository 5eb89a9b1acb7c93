//! What leaves a consultation for a program for qualitative analysis, and what comes back from one.

use chrono::{DateTime, Utc};
use earshot_domain::text::Span;
use uuid::Uuid;

use crate::consultation::changed;
use crate::reading::Answer;
use crate::{StoreError, Tx};

statements! {
    CODES = "SELECT id, name, definition, use_when, not_when, import_key, parent_id, is_codable, colour, retired_at \
             FROM code WHERE consultation_id = $1 ORDER BY created_at, id";
    PLACE = "UPDATE code SET parent_id = $3, is_codable = $4, colour = $5 WHERE id = $1 AND consultation_id = $2";
    // Where one answer of somebody is held, none of their words goes out.
    ANSWERS = "SELECT a.id, a.consultation_id, a.question_key, a.words, a.state, a.watch, r.respondent_type, r.age_band, \
               r.words_consent, r.questionnaire_version, r.id AS response_id, a.interpretation \
               FROM answer_text a JOIN response r ON r.id = a.response_id \
               WHERE a.consultation_id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' \
               AND r.state = 'submitted' AND NOT EXISTS \
               (SELECT 1 FROM answer_text h WHERE h.response_id = r.id AND h.state = 'held') ORDER BY a.id";
    CODINGS = "SELECT k.answer_id, k.code_id, k.staff_id, k.span_start, k.span_end FROM coding k \
               JOIN answer_text a ON a.id = k.answer_id JOIN response r ON r.id = a.response_id \
               WHERE a.consultation_id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL AND r.state = 'submitted' \
               AND k.removed_at IS NULL AND NOT EXISTS \
               (SELECT 1 FROM answer_text h WHERE h.response_id = r.id AND h.state = 'held') ORDER BY k.at, k.id";
    REDACTIONS = "SELECT d.answer_id, d.span_start, d.span_end, d.token FROM redaction d \
                  JOIN answer_text a ON a.id = d.answer_id WHERE a.consultation_id = $1 AND d.removed_at IS NULL \
                  ORDER BY d.answer_id, d.span_start, d.span_end, d.id";
    // The same code on the same piece, or on the whole answer, is there once.
    CODING_ADD = "INSERT INTO coding (id, answer_id, code_id, span_start, span_end, staff_id, at) \
                  VALUES ($1, $2, $3, $4, $5, NULL, $6) ON CONFLICT DO NOTHING";
}

/// A code of a codebook, in use or not.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct BookCode {
    /// Its id.
    pub id: Uuid,
    /// Short name.
    pub name: String,
    /// What it means.
    pub definition: String,
    /// When to use it.
    pub use_when: String,
    /// When not to use it.
    pub not_when: String,
    /// How a file called it.
    pub import_key: Option<String>,
    /// The code that it stands under.
    pub parent_id: Option<Uuid>,
    /// Whether it is given to answers; where nobody has said so it is.
    pub is_codable: Option<bool>,
    /// The name of its colour.
    pub colour: Option<String>,
    /// When it went out of use.
    pub retired_at: Option<DateTime<Utc>>,
}

/// That an answer that may be used, or a piece of it, carries a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct PlacedCoding {
    /// The answer.
    pub answer_id: Uuid,
    /// The code.
    pub code_id: Uuid,
    /// Who put it there; nobody when it was imported.
    pub staff_id: Option<Uuid>,
    /// Where the piece starts, in Unicode code points; nothing where it is the whole answer.
    pub span_start: Option<i64>,
    /// Where it ends, not included.
    pub span_end: Option<i64>,
}

impl PlacedCoding {
    /// The piece; nothing where it is the whole answer.
    pub fn span(&self) -> Option<Span> {
        Span::new(usize::try_from(self.span_start?).ok()?, usize::try_from(self.span_end?).ok()?)
    }
}

/// A range of an answer that is hidden, in Unicode code points.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Covered {
    /// The answer.
    pub answer_id: Uuid,
    /// Where it starts.
    pub span_start: i64,
    /// Where it ends, not included.
    pub span_end: i64,
    /// What stands in its place.
    pub token: String,
}

/// Every code of a consultation, also those out of use, as they came.
pub async fn codes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<BookCode>, StoreError> {
    fetch_all!(tx, BookCode, CODES, consultation_id)
}

/// Says where a code stands in the codebook: under which other code, whether it is given to answers, its colour.
pub async fn place_code(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    parent_id: Option<Uuid>,
    is_codable: bool,
    colour: Option<&str>,
) -> Result<(), StoreError> {
    changed(execute!(tx, PLACE, id, consultation_id, parent_id, is_codable, colour)?)
}

/// The answers in words that may go out: those held, taken back, run out or not read are none, nor is any other of somebody
/// of whom one is held.
pub async fn answers(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Answer>, StoreError> {
    fetch_all!(tx, Answer, ANSWERS, consultation_id)
}

/// The codes that these answers carry, as they were given.
pub async fn codings(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<PlacedCoding>, StoreError> {
    fetch_all!(tx, PlacedCoding, CODINGS, consultation_id)
}

/// What is hidden of the answers of a consultation, answer by answer.
pub async fn redactions(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Covered>, StoreError> {
    fetch_all!(tx, Covered, REDACTIONS, consultation_id)
}

/// Puts a code on an answer, or on a piece of it, by nobody of the staff; `false` when it is there already.
pub async fn add_coding(
    tx: &mut Tx,
    id: Uuid,
    answer_id: Uuid,
    code_id: Uuid,
    piece: Option<Span>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let place = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
    let (start, end) = (piece.map(|span| place(span.start)), piece.map(|span| place(span.end)));
    Ok(execute!(tx, CODING_ADD, id, answer_id, code_id, start, end, now)? == 1)
}
