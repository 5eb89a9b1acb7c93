//! The framework matrix: who is in its rows, what was coded of them, and what was written in its cells.

use chrono::{DateTime, Utc};
use earshot_domain::respondent::RespondentType;
use earshot_domain::text::Span;
use uuid::Uuid;

use crate::analysis::span_of;
use crate::consultation::changed;
use crate::{StoreError, Tx};

/// Answers in words that may be used, with whose they are.
macro_rules! usable {
    ($first:literal, $join:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $first,
            " FROM answer_text a JOIN response r ON r.id = a.response_id ",
            $join,
            " WHERE a.consultation_id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' \
             AND r.state = 'submitted'",
            $rest
        )
    };
}

/// A response of the matrix.
macro_rules! case {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.respondent_type, r.age_band, \
             (SELECT CAST(COUNT(*) AS BIGINT) FROM answer_text h WHERE h.response_id = r.id AND h.state = 'held') AS held \
             FROM response r WHERE r.consultation_id = $1 AND r.state = 'submitted' AND EXISTS \
             (SELECT 1 FROM answer_text a WHERE a.response_id = r.id AND a.state = 'cleared' AND a.expired_on IS NULL \
             AND a.words <> '')",
            $rest
        )
    };
}

statements! {
    CASES = case!(" ORDER BY r.id LIMIT $2 OFFSET $3");
    CASE = case!(" AND r.id = $2");
    CODED = usable!("a.id AS answer_id, a.question_key, a.words, k.code_id, k.span_start, k.span_end",
                    "JOIN coding k ON k.answer_id = a.id", " AND r.id = $2 AND k.removed_at IS NULL ORDER BY a.id, k.at, k.id");
    // People, not answers.
    BASES = usable!("r.respondent_type, r.age_band, CAST(COUNT(DISTINCT r.id) AS BIGINT)", "",
                    " GROUP BY r.respondent_type, r.age_band");
    VOICES = usable!("k.code_id, r.respondent_type, r.age_band, CAST(COUNT(DISTINCT r.id) AS BIGINT)",
                     "JOIN coding k ON k.answer_id = a.id",
                     " AND k.removed_at IS NULL GROUP BY k.code_id, r.respondent_type, r.age_band");
    // What was written of a response of which something is held may tell what that is.
    SUMMARIES = "SELECT m.code_id, m.response_id, m.group_key, m.words, m.edition, s.name AS staff_name, m.at \
                 FROM matrix_summary m LEFT JOIN staff s ON s.id = m.staff_id WHERE m.consultation_id = $1 \
                 AND (m.response_id IS NULL OR NOT EXISTS \
                 (SELECT 1 FROM answer_text h WHERE h.response_id = m.response_id AND h.state = 'held')) ORDER BY m.id";
    WRITE = "INSERT INTO matrix_summary (id, consultation_id, code_id, response_id, group_key, words, edition, staff_id, at) \
             VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) ON CONFLICT DO NOTHING";
    REWRITE = "UPDATE matrix_summary SET words = $6, edition = edition + 1, staff_id = $7, at = $8 \
               WHERE consultation_id = $1 AND code_id = $2 AND (response_id = $3 OR group_key = $4) AND edition = $5";
}

/// A response with something in words that may be used.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Case {
    /// Its id.
    pub id: Uuid,
    /// Whose views.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
    /// How many of its answers are held.
    pub held: i64,
}

/// An answer that carries a code, on the whole of it or on a piece.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Coded {
    /// The answer.
    pub answer_id: Uuid,
    /// The question's key.
    pub question_key: String,
    /// The words, untouched.
    pub words: String,
    /// The code.
    pub code_id: Uuid,
    /// Where the piece starts, in Unicode code points; nothing where it is the whole answer.
    pub span_start: Option<i64>,
    /// Where it ends, not included.
    pub span_end: Option<i64>,
}

impl Coded {
    /// The piece that carries it; nothing where the whole answer does.
    pub fn piece(&self) -> Option<Span> {
        span_of(self.span_start, self.span_end)
    }
}

/// What somebody wrote in a cell.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Summary {
    /// The column.
    pub code_id: Uuid,
    /// The row, where it is a response.
    pub response_id: Option<Uuid>,
    /// The row, where it is a group.
    pub group_key: Option<String>,
    /// What it says.
    pub words: String,
    /// How often it was written, from 1.
    pub edition: i64,
    /// Who wrote it last.
    pub staff_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A row of the matrix as a cell names it.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// A response.
    Response(Uuid),
    /// A group, by its key.
    Group(&'a str),
}

/// What goes into a cell.
#[derive(Debug, Clone, Copy)]
pub struct NewSummary<'a> {
    /// Its id, where nothing stands there yet.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The column.
    pub code_id: Uuid,
    /// The row.
    pub row: Row<'a>,
    /// What it says.
    pub words: &'a str,
    /// The edition that it takes the place of; 0 where nothing stands there yet.
    pub edition: i64,
    /// By whom.
    pub staff_id: Option<Uuid>,
}

/// How many people of one kind and band: kind, band's key, count.
pub type People = (String, Option<String>, i64);

/// The same for a code.
pub type PeopleOfCode = (Uuid, String, Option<String>, i64);

/// A page of the responses with something in words that may be used.
pub async fn cases(
    tx: &mut Tx,
    consultation_id: Uuid,
    limit: i64,
    offset: i64,
) -> Result<Vec<Case>, StoreError> {
    fetch_all!(tx, Case, CASES, consultation_id, limit, offset)
}

/// One of them.
pub async fn case(tx: &mut Tx, consultation_id: Uuid, id: Uuid) -> Result<Option<Case>, StoreError> {
    fetch_optional!(tx, Case, CASE, consultation_id, id)
}

/// What of a response carries a code and may be used.
pub async fn coded(tx: &mut Tx, consultation_id: Uuid, response_id: Uuid) -> Result<Vec<Coded>, StoreError> {
    fetch_all!(tx, Coded, CODED, consultation_id, response_id)
}

/// How many people have said something in words that may be used. True numbers: they leave through suppression alone.
pub async fn bases(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<People>, StoreError> {
    fetch_all!(tx, People, BASES, consultation_id)
}

/// How many of them said what a code stands for. True numbers as well.
pub async fn voices(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<PeopleOfCode>, StoreError> {
    fetch_all!(tx, PeopleOfCode, VOICES, consultation_id)
}

/// What was written in the cells, but not of a response of which something is held.
pub async fn summaries(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Summary>, StoreError> {
    fetch_all!(tx, Summary, SUMMARIES, consultation_id)
}

/// Writes in a cell. [`StoreError::Stale`] where somebody else has written there in the meantime.
pub async fn write(tx: &mut Tx, new: &NewSummary<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let NewSummary { id, consultation_id, code_id, row, words, edition, staff_id } = *new;
    let (response, group) = match row {
        Row::Response(id) => (Some(id), None),
        Row::Group(key) => (None, Some(key)),
    };
    let rows = if edition == 0 {
        execute!(tx, WRITE, id, consultation_id, code_id, response, group, words, staff_id, now)?
    } else {
        execute!(tx, REWRITE, consultation_id, code_id, response, group, edition, words, staff_id, now)?
    };
    changed(rows)
}
