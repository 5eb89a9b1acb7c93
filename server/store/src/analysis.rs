//! Codebook, codings and themes.

use chrono::{DateTime, Utc};
use earshot_domain::evidence::ThemeState;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

statements! {
    CODES = "SELECT c.id, c.name, c.definition, c.use_when, c.not_when, c.import_key, \
             (SELECT CAST(COUNT(*) AS BIGINT) FROM coding k JOIN answer_text a ON a.id = k.answer_id \
              WHERE k.code_id = c.id AND k.removed_at IS NULL AND a.state = 'cleared') AS used \
             FROM code c WHERE c.consultation_id = $1 AND c.retired_at IS NULL ORDER BY c.created_at, c.id";
    CODE_INSERT = "INSERT INTO code (id, consultation_id, name, definition, use_when, not_when, import_key, \
                   created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    CODE_UPDATE = "UPDATE code SET name = $3, definition = $4, use_when = $5, not_when = $6 \
                   WHERE id = $1 AND consultation_id = $2 AND retired_at IS NULL";
    CODE_RETIRE = "UPDATE code SET retired_at = $3 WHERE id = $1 AND consultation_id = $2 AND retired_at IS NULL";
    CODINGS_OF = "SELECT k.code_id, c.name, s.name AS staff_name FROM coding k JOIN code c ON c.id = k.code_id \
                  LEFT JOIN staff s ON s.id = k.staff_id WHERE k.answer_id = $1 AND k.removed_at IS NULL ORDER BY k.at, k.id";
    CODING_ADD = "INSERT INTO coding (id, answer_id, code_id, staff_id, at) VALUES ($1, $2, $3, $4, $5)";
    CODING_EXISTS = "SELECT id FROM coding WHERE answer_id = $1 AND code_id = $2 AND removed_at IS NULL";
    CODING_REMOVE = "UPDATE coding SET removed_at = $3, removed_by = $4 \
                     WHERE answer_id = $1 AND code_id = $2 AND removed_at IS NULL";
    CODERS = "SELECT CAST(COUNT(DISTINCT k.staff_id) AS BIGINT) FROM coding k JOIN code c ON c.id = k.code_id \
              WHERE c.consultation_id = $1 AND k.removed_at IS NULL";
    CODED_ANSWERS = "SELECT CAST(COUNT(DISTINCT k.answer_id) AS BIGINT) FROM coding k JOIN answer_text a ON a.id = k.answer_id \
                     JOIN response r ON r.id = a.response_id WHERE a.consultation_id = $1 AND a.state = 'cleared' \
                     AND k.removed_at IS NULL AND r.respondent_type = $2";
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
    /// Cleared answers that carry it.
    pub used: i64,
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
    /// By whom.
    pub created_by: Option<Uuid>,
}

/// A code that an answer carries.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Coding {
    /// The code.
    pub code_id: Uuid,
    /// Its name.
    pub name: String,
    /// Who put it there; nobody when it was imported.
    pub staff_name: Option<String>,
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
    fetch_all!(tx, Code, CODES, consultation_id)
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
        now
    )?;
    Ok(())
}

/// Changes a code's words.
pub async fn update_code(tx: &mut Tx, code: &NewCode) -> Result<(), StoreError> {
    changed(execute!(
        tx,
        CODE_UPDATE,
        code.id,
        code.consultation_id,
        &code.name,
        &code.definition,
        &code.use_when,
        &code.not_when
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

/// The codes that an answer carries.
pub async fn codings_of(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Coding>, StoreError> {
    fetch_all!(tx, Coding, CODINGS_OF, answer_id)
}

/// Puts a code on an answer; `false` when it is there already.
pub async fn add_coding(
    tx: &mut Tx,
    id: Uuid,
    answer_id: Uuid,
    code_id: Uuid,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if fetch_optional!(tx, (Uuid,), CODING_EXISTS, answer_id, code_id)?.is_some() {
        return Ok(false);
    }
    execute!(tx, CODING_ADD, id, answer_id, code_id, staff_id, now)?;
    Ok(true)
}

/// Takes a code off an answer.
pub async fn remove_coding(
    tx: &mut Tx,
    answer_id: Uuid,
    code_id: Uuid,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, CODING_REMOVE, answer_id, code_id, now, staff_id)?;
    Ok(())
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
