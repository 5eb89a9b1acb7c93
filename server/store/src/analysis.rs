//! Codebook, codings and themes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use earshot_domain::codebook::{CodeColour, FrozenCode};
use earshot_domain::evidence::ThemeState;
use earshot_domain::text::Span;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

statements! {
    CODES = "SELECT c.id, c.name, c.definition, c.use_when, c.not_when, c.import_key, \
             COALESCE(c.example, '') AS example, COALESCE(c.near_miss, '') AS near_miss, \
             COALESCE(c.young_name, '') AS young_name, \
             c.colour, c.parent_id, c.is_codable, c.merged_into, c.retired_at, \
             (SELECT CAST(COUNT(DISTINCT k.answer_id) AS BIGINT) FROM coding k JOIN answer_text a ON a.id = k.answer_id \
              WHERE k.code_id = c.id AND k.removed_at IS NULL AND a.state = 'cleared') AS used \
             FROM code c WHERE c.consultation_id = $1 ORDER BY c.created_at, c.id";
    CODES_IN_USE = "SELECT id, parent_id, is_codable FROM code WHERE consultation_id = $1 AND retired_at IS NULL \
                    ORDER BY created_at, id";
    CODE_INSERT = "INSERT INTO code (id, consultation_id, name, definition, use_when, not_when, import_key, \
                   created_by, created_at, example, near_miss, young_name, colour, parent_id, is_codable) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    CODE_UPDATE = "UPDATE code SET name = $3, definition = $4, use_when = $5, not_when = $6, example = $7, near_miss = $8, \
                   young_name = $9, colour = $10, parent_id = $11, is_codable = $12 \
                   WHERE id = $1 AND consultation_id = $2 AND retired_at IS NULL";
    CODE_RETIRE = "UPDATE code SET retired_at = $3 WHERE id = $1 AND consultation_id = $2 AND retired_at IS NULL";
    CODINGS_OF = "SELECT k.id, k.code_id, c.name, s.name AS staff_name, k.span_start, k.span_end FROM coding k \
                  JOIN code c ON c.id = k.code_id LEFT JOIN staff s ON s.id = k.staff_id \
                  WHERE k.answer_id = $1 AND k.removed_at IS NULL ORDER BY k.at, k.id";
    CODINGS_ON = concat!("SELECT k.answer_id, k.id, k.code_id, c.name, s.name AS staff_name, k.span_start, k.span_end \
                  FROM coding k JOIN code c ON c.id = k.code_id LEFT JOIN staff s ON s.id = k.staff_id \
                  WHERE k.answer_id IN ", each!(), " AND k.removed_at IS NULL ORDER BY k.at, k.id");
    // The same code on the same piece, or on the whole answer, is there once.
    CODING_ADD = "INSERT INTO coding (id, answer_id, code_id, span_start, span_end, staff_id, at) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    CODING_REMOVE = "UPDATE coding SET removed_at = $3, removed_by = $4 \
                     WHERE id = $1 AND answer_id = $2 AND removed_at IS NULL";
    CODERS = "SELECT CAST(COUNT(DISTINCT k.staff_id) AS BIGINT) FROM coding k JOIN code c ON c.id = k.code_id \
              WHERE c.consultation_id = $1 AND k.removed_at IS NULL";
    CODED_ANSWERS = "SELECT CAST(COUNT(DISTINCT k.answer_id) AS BIGINT) FROM coding k JOIN answer_text a ON a.id = k.answer_id \
                     JOIN response r ON r.id = a.response_id WHERE a.consultation_id = $1 AND a.state = 'cleared' \
                     AND k.removed_at IS NULL AND r.respondent_type = $2 AND r.channel <> 'session'";
    THEMES = "SELECT id, number, consultation_id, name, child_name, summary, state FROM theme \
              WHERE consultation_id = $1 ORDER BY number";
    THEME = "SELECT id, number, consultation_id, name, child_name, summary, state FROM theme WHERE id = $1";
    THEMES_OF_ORG = "SELECT t.id, t.number, t.consultation_id, t.name, t.child_name, t.summary, t.state FROM theme t \
                     WHERE t.organisation_id = $1 ORDER BY t.number DESC";
    THEME_INSERT = "INSERT INTO theme (id, organisation_id, number, consultation_id, name, child_name, summary, state, \
                    created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    THEME_UPDATE = "UPDATE theme SET name = $2, child_name = $3, summary = $4, state = $5 WHERE id = $1";
    THEME_CODES = "SELECT theme_id, code_id FROM theme_code WHERE theme_id IN (SELECT id FROM theme WHERE consultation_id = $1)";
    THEME_CODE_ADD = "INSERT INTO theme_code (theme_id, code_id) VALUES ($1, $2) ON CONFLICT (theme_id, code_id) DO NOTHING";
    THEME_CODES_CLEAR = "DELETE FROM theme_code WHERE theme_id = $1";
    THEME_VOICES = "SELECT t.id, r.respondent_type, CAST(COUNT(DISTINCT r.id) AS BIGINT) AS n FROM theme t \
                    JOIN theme_code tc ON tc.theme_id = t.id \
                    JOIN coding k ON k.code_id = tc.code_id AND k.removed_at IS NULL \
                    JOIN answer_text a ON a.id = k.answer_id AND a.state = 'cleared' \
                    JOIN response r ON r.id = a.response_id AND r.state = 'submitted' \
                    WHERE t.consultation_id = $1 GROUP BY t.id, r.respondent_type";
    CODED_VOICES = "SELECT r.respondent_type, CAST(COUNT(DISTINCT r.id) AS BIGINT) AS n FROM coding k \
                    JOIN answer_text a ON a.id = k.answer_id AND a.state = 'cleared' \
                    JOIN response r ON r.id = a.response_id AND r.state = 'submitted' \
                    WHERE a.consultation_id = $1 AND k.removed_at IS NULL GROUP BY r.respondent_type";
    THEMES_OF_ANSWER = "SELECT DISTINCT t.id, t.number, t.consultation_id, t.name, t.child_name, t.summary, t.state \
                        FROM theme t JOIN theme_code tc ON tc.theme_id = t.id \
                        JOIN coding k ON k.code_id = tc.code_id AND k.removed_at IS NULL \
                        WHERE k.answer_id = $1 ORDER BY t.number";
}

/// A code of a consultation's codebook, with how many cleared answers carry it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Code {
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
    /// Something typical that it is given to.
    pub example: String,
    /// Something close by that it is not given to.
    pub near_miss: String,
    /// What young people would call it.
    pub young_name: String,
    /// What it is marked with: one of [`CodeColour`].
    pub colour: Option<String>,
    /// The code that it stands under.
    pub parent_id: Option<Uuid>,
    /// Whether it is given to answers; one that is not holds other codes.
    pub is_codable: bool,
    /// The code that took its answers over, where it went out of use that way.
    pub merged_into: Option<Uuid>,
    /// Since when it is out of use.
    pub retired_at: Option<DateTime<Utc>>,
    /// Cleared answers that carry it.
    pub used: i64,
}

impl Code {
    /// As it stands now.
    pub fn frozen(&self) -> FrozenCode {
        FrozenCode {
            id: self.id,
            name: self.name.clone(),
            definition: self.definition.clone(),
            use_when: self.use_when.clone(),
            not_when: self.not_when.clone(),
            example: self.example.clone(),
            near_miss: self.near_miss.clone(),
            young_name: self.young_name.clone(),
            colour: self.colour.as_deref().and_then(CodeColour::parse),
            parent_id: self.parent_id,
            is_codable: self.is_codable,
        }
    }
}

/// A code of the codebook in use, without its words and without what carries it: counting that takes the longer the more
/// is coded.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CodeInUse {
    /// Its id.
    pub id: Uuid,
    /// The code that it stands under.
    pub parent_id: Option<Uuid>,
    /// Whether it is given to answers.
    pub is_codable: bool,
}

/// A code to be kept.
#[derive(Debug, Clone)]
pub struct NewCode {
    /// Its id.
    pub id: Uuid,
    /// The consultation.
    pub consultation_id: Uuid,
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
    /// Something typical that it is given to.
    pub example: String,
    /// Something close by that it is not given to.
    pub near_miss: String,
    /// What young people would call it.
    pub young_name: String,
    /// What it is marked with.
    pub colour: Option<CodeColour>,
    /// The code that it stands under.
    pub parent_id: Option<Uuid>,
    /// Whether it is given to answers.
    pub is_codable: bool,
    /// By whom.
    pub created_by: Option<Uuid>,
}

/// A code that an answer carries, or a piece of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Coding {
    /// Its id.
    pub id: Uuid,
    /// The code.
    pub code_id: Uuid,
    /// Its name.
    pub name: String,
    /// Who put it there; nobody when it was imported.
    pub staff_name: Option<String>,
    /// Where the piece starts, in Unicode code points; nothing where it is the whole answer.
    pub span_start: Option<i64>,
    /// Where it ends, not included.
    pub span_end: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct CodingOn {
    answer_id: Uuid,
    #[sqlx(flatten)]
    coding: Coding,
}

impl Coding {
    /// The piece that carries it; nothing where the whole answer does.
    pub fn span(&self) -> Option<Span> {
        span_of(self.span_start, self.span_end)
    }
}

/// A theme.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Theme {
    /// Its id.
    pub id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// The consultation.
    pub consultation_id: Uuid,
    /// For staff.
    pub name: String,
    /// In young people's words.
    pub child_name: String,
    /// What it says.
    pub summary: String,
    /// Draft or final.
    #[sqlx(try_from = "String")]
    pub state: ThemeState,
}

/// How many voices of one kind a theme or a consultation has:
/// id, kind of respondent, count.
pub type Voices = (Uuid, String, i64);

/// The codebook in use.
pub async fn codes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Code>, StoreError> {
    let mut codes = all_codes(tx, consultation_id).await?;
    codes.retain(|code| code.retired_at.is_none());
    Ok(codes)
}

/// The same with the codes that are out of use.
pub async fn all_codes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Code>, StoreError> {
    fetch_all!(tx, Code, CODES, consultation_id)
}

/// The codes that are in use, as they were made.
pub async fn codes_in_use(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<CodeInUse>, StoreError> {
    fetch_all!(tx, CodeInUse, CODES_IN_USE, consultation_id)
}

/// Adds a code. [`StoreError::Taken`] when the name is in use.
pub async fn insert_code(tx: &mut Tx, code: &NewCode, now: DateTime<Utc>) -> Result<(), StoreError> {
    execute!(
        tx,
        CODE_INSERT,
        code.id,
        code.consultation_id,
        &code.name,
        &code.definition,
        &code.use_when,
        &code.not_when,
        code.import_key.as_deref(),
        code.created_by,
        now,
        &code.example,
        &code.near_miss,
        &code.young_name,
        code.colour.map(CodeColour::as_str),
        code.parent_id,
        code.is_codable
    )?;
    Ok(())
}

/// Changes a code's words, its colour and where it stands.
pub async fn update_code(tx: &mut Tx, code: &NewCode) -> Result<(), StoreError> {
    changed(execute!(
        tx,
        CODE_UPDATE,
        code.id,
        code.consultation_id,
        &code.name,
        &code.definition,
        &code.use_when,
        &code.not_when,
        &code.example,
        &code.near_miss,
        &code.young_name,
        code.colour.map(CodeColour::as_str),
        code.parent_id,
        code.is_codable
    )?)
}

/// Takes a code out of use; what carries it keeps it.
pub async fn retire_code(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    changed(execute!(tx, CODE_RETIRE, id, consultation_id, now)?)
}

/// The codes that an answer carries, on the whole of it and on pieces, as they came.
pub async fn codings_of(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Coding>, StoreError> {
    fetch_all!(tx, Coding, CODINGS_OF, answer_id)
}

/// The same of each of several answers; those without a code are left out.
pub async fn codings_on(tx: &mut Tx, answers: &[Uuid]) -> Result<HashMap<Uuid, Vec<Coding>>, StoreError> {
    let mut on: HashMap<Uuid, Vec<Coding>> = HashMap::new();
    for row in fetch_each!(tx, CodingOn, CODINGS_ON, answers) {
        on.entry(row.answer_id).or_default().push(row.coding);
    }
    Ok(on)
}

/// Puts a code on an answer, or on a piece of it; `false` when it is there already.
pub async fn add_coding(
    tx: &mut Tx,
    id: Uuid,
    answer_id: Uuid,
    code_id: Uuid,
    piece: Option<Span>,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (start, end) = places(piece);
    Ok(execute!(tx, CODING_ADD, id, answer_id, code_id, start, end, staff_id, now)? == 1)
}

/// Takes one code off an answer, or off a piece of it; `false` where it does not carry that coding any more.
pub async fn remove_coding(
    tx: &mut Tx,
    id: Uuid,
    answer_id: Uuid,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, CODING_REMOVE, id, answer_id, now, staff_id)? == 1)
}

/// The two columns of a piece.
fn places(piece: Option<Span>) -> (Option<i64>, Option<i64>) {
    let place = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
    (piece.map(|span| place(span.start)), piece.map(|span| place(span.end)))
}

/// A piece from its two columns.
pub(crate) fn span_of(start: Option<i64>, end: Option<i64>) -> Option<Span> {
    let place = |at: i64| usize::try_from(at).ok();
    Span::new(place(start?)?, place(end?)?)
}

/// How many people coded.
pub async fn coders(tx: &mut Tx, consultation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), CODERS, consultation_id)?.0)
}

/// How many cleared answers of one kind of respondent carry a code.
pub async fn coded_answers(
    tx: &mut Tx,
    consultation_id: Uuid,
    respondent_type: &str,
) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), CODED_ANSWERS, consultation_id, respondent_type)?.0)
}

/// The themes of a consultation.
pub async fn themes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Theme>, StoreError> {
    fetch_all!(tx, Theme, THEMES, consultation_id)
}

/// The themes of every consultation of an organisation, newest first.
pub async fn themes_of_organisation(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Theme>, StoreError> {
    fetch_all!(tx, Theme, THEMES_OF_ORG, organisation_id)
}

/// One theme.
pub async fn theme(tx: &mut Tx, id: Uuid) -> Result<Option<Theme>, StoreError> {
    fetch_optional!(tx, Theme, THEME, id)
}

/// Adds a theme.
pub async fn insert_theme(
    tx: &mut Tx,
    theme: &Theme,
    organisation_id: Uuid,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        THEME_INSERT,
        theme.id,
        organisation_id,
        theme.number,
        theme.consultation_id,
        &theme.name,
        &theme.child_name,
        &theme.summary,
        theme.state.as_str(),
        by,
        now
    )?;
    Ok(())
}

/// Changes a theme's words and state.
pub async fn update_theme(tx: &mut Tx, theme: &Theme) -> Result<(), StoreError> {
    changed(execute!(
        tx,
        THEME_UPDATE,
        theme.id,
        &theme.name,
        &theme.child_name,
        &theme.summary,
        theme.state.as_str()
    )?)
}

/// Which codes belong to which theme of a consultation.
pub async fn theme_codes(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    fetch_all!(tx, (Uuid, Uuid), THEME_CODES, consultation_id)
}

/// Sets the codes that belong to a theme.
pub async fn set_theme_codes(tx: &mut Tx, theme_id: Uuid, codes: &[Uuid]) -> Result<(), StoreError> {
    execute!(tx, THEME_CODES_CLEAR, theme_id)?;
    for code_id in codes {
        execute!(tx, THEME_CODE_ADD, theme_id, code_id)?;
    }
    Ok(())
}

/// How many respondents of each kind stand behind each theme. Held answers and
/// those taken back do not count.
pub async fn theme_voices(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Voices>, StoreError> {
    fetch_all!(tx, Voices, THEME_VOICES, consultation_id)
}

/// How many respondents of each kind gave a coded answer.
pub async fn coded_voices(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(String, i64)>, StoreError> {
    fetch_all!(tx, (String, i64), CODED_VOICES, consultation_id)
}

/// The themes that an answer is part of.
pub async fn themes_of_answer(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Theme>, StoreError> {
    fetch_all!(tx, Theme, THEMES_OF_ANSWER, answer_id)
}
