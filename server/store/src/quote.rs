//! Redactions and quotes: what others may see of an answer in words.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use earshot_domain::evidence::QuoteState;
use earshot_domain::respondent::RespondentType;
use uuid::Uuid;

use crate::consultation::changed;
use crate::{StoreError, Tx};

/// That the answer of a quote that is not struck is held.
macro_rules! is_held {
    () => {
        "quote.state <> 'struck' AND EXISTS (SELECT 1 FROM answer_text a WHERE a.id = quote.answer_id AND a.state = 'held')"
    };
}

/// What is read of a quote. While its answer is held its words are not even fetched, and it is neither a draft nor published
/// to anybody who asks; what is kept stays as it was, and is there again once the answer is released.
macro_rules! columns {
    () => {
        concat!(
            "quote.id, quote.organisation_id, quote.number, quote.consultation_id, quote.theme_id, quote.answer_id, \
             quote.span_start, quote.span_end, CASE WHEN ",
            is_held!(),
            " THEN '' ELSE quote.public_text END AS public_text, quote.respondent_type, quote.attribution, \
             quote.why_chosen, CASE WHEN ",
            is_held!(),
            " THEN 'held' ELSE quote.state END AS state, quote.published_at, \
             COALESCE(quote.shaped_by, quote.created_by) AS shaped_by, quote.checked_at, \
             (SELECT s.name FROM staff s WHERE s.id = quote.checked_by) AS checked_by"
        )
    };
}

statements! {
    REDACTIONS = "SELECT id, span_start, span_end, token FROM redaction WHERE answer_id = $1 AND removed_at IS NULL \
                  ORDER BY span_start, span_end, id";
    REDACTIONS_ON = concat!("SELECT answer_id, id, span_start, span_end, token FROM redaction WHERE answer_id IN ", each!(), " \
                     AND removed_at IS NULL ORDER BY span_start, span_end, id");
    REDACTION_INSERT = "INSERT INTO redaction (id, answer_id, span_start, span_end, token, staff_id, at) \
                        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    REDACTION_REMOVE = "UPDATE redaction SET removed_at = $3, removed_by = $4 \
                        WHERE id = $1 AND answer_id = $2 AND removed_at IS NULL";
    INSERT = "INSERT INTO quote (id, organisation_id, number, consultation_id, theme_id, answer_id, span_start, span_end, \
              public_text, respondent_type, attribution, why_chosen, state, created_by, created_at) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    OF_CONSULTATION = concat!("SELECT ", columns!(), " FROM quote WHERE quote.consultation_id = $1 ORDER BY quote.number");
    OF_ANSWER = concat!("SELECT ", columns!(), " FROM quote WHERE quote.answer_id = $1 ORDER BY quote.number");
    OF_NEED = concat!("SELECT ", columns!(), " FROM quote JOIN need_quote n ON n.quote_id = quote.id \
               WHERE n.need_id = $1 ORDER BY quote.number");
    BY_ID = concat!("SELECT ", columns!(), " FROM quote WHERE quote.id = $1");
    BY_NUMBER = concat!("SELECT ", columns!(), " FROM quote WHERE quote.organisation_id = $1 AND quote.number = $2");
    PUBLISHED_BY_NUMBER = concat!("SELECT ", columns!(), " FROM quote WHERE quote.number = $1 \
               AND quote.published_at IS NOT NULL ORDER BY quote.published_at LIMIT 1");
    // What somebody has looked at is not what is shown any more.
    SET_TEXT = "UPDATE quote SET public_text = $2, shaped_by = $3, checked_by = NULL, checked_at = NULL \
                WHERE id = $1 AND public_text <> $2";
    SET_CHECKED = "UPDATE quote SET checked_by = $2, checked_at = $3 \
                   WHERE id = $1 AND state = 'draft' AND public_text = $4";
    SET_ATTRIBUTION = "UPDATE quote SET attribution = $2 WHERE id = $1";
    // Only what was looked at goes out: words that somebody changes at the same moment do not.
    PUBLISH = "UPDATE quote SET state = 'published', published_at = $2, attribution = $3, published_by = $5 \
               WHERE id = $1 AND state = 'draft' AND public_text = $4";
    // Whoever took the words back first is not said to have been the one who comes second.
    STRIKE = "UPDATE quote SET state = 'struck', public_text = '' WHERE id = $1 AND state <> 'struck'";
    STRIKE_RESPONSE = "UPDATE quote SET state = 'struck', public_text = '' WHERE answer_id IN \
                       (SELECT id FROM answer_text WHERE response_id = $1)";
    STRIKE_QUESTION = "UPDATE quote SET state = 'struck', public_text = '' WHERE answer_id IN \
                       (SELECT id FROM answer_text WHERE response_id = $1 AND question_key = $2)";
}

/// A range of an answer that is hidden, in Unicode code points.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Redaction {
    /// Its id.
    pub id: Uuid,
    /// Where it starts.
    pub span_start: i64,
    /// Where it ends, not included.
    pub span_end: i64,
    /// What stands in its place.
    pub token: String,
}

#[derive(sqlx::FromRow)]
struct RedactionOn {
    answer_id: Uuid,
    #[sqlx(flatten)]
    redaction: Redaction,
}

/// A quote.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Quote {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub organisation_id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// The consultation.
    pub consultation_id: Uuid,
    /// The theme that it speaks for.
    pub theme_id: Uuid,
    /// The answer, unless it was taken back.
    pub answer_id: Option<Uuid>,
    /// Where it starts in the answer, in Unicode code points.
    pub span_start: i64,
    /// Where it ends, not included.
    pub span_end: i64,
    /// What is shown; empty once struck, and while its answer is held.
    pub public_text: String,
    /// Whose words.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// Who said it, no more exact than the rule of ten allows.
    pub attribution: String,
    /// Why this one.
    pub why_chosen: String,
    /// Draft, published or struck; held while its answer is.
    #[sqlx(try_from = "String")]
    pub state: QuoteState,
    /// When everybody could first see it.
    pub published_at: Option<DateTime<Utc>>,
    /// Who last changed what is shown of it: whoever made it, or took something out of it.
    pub shaped_by: Option<Uuid>,
    /// When somebody else had looked at what is shown of it now.
    pub checked_at: Option<DateTime<Utc>>,
    /// The name of who that was.
    pub checked_by: Option<String>,
}

/// What is hidden of an answer.
pub async fn redactions(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Redaction>, StoreError> {
    fetch_all!(tx, Redaction, REDACTIONS, answer_id)
}

/// What is hidden of each of several answers; those of which nothing is are left out.
pub async fn redactions_on(
    tx: &mut Tx,
    answers: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Redaction>>, StoreError> {
    let mut on: HashMap<Uuid, Vec<Redaction>> = HashMap::new();
    for row in fetch_each!(tx, RedactionOn, REDACTIONS_ON, answers) {
        on.entry(row.answer_id).or_default().push(row.redaction);
    }
    Ok(on)
}

/// Hides a range of an answer.
pub async fn insert_redaction(
    tx: &mut Tx,
    redaction: &Redaction,
    answer_id: Uuid,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        REDACTION_INSERT,
        redaction.id,
        answer_id,
        redaction.span_start,
        redaction.span_end,
        &redaction.token,
        staff_id,
        now
    )?;
    Ok(())
}

/// Shows a range again.
pub async fn remove_redaction(
    tx: &mut Tx,
    id: Uuid,
    answer_id: Uuid,
    staff_id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    changed(execute!(tx, REDACTION_REMOVE, id, answer_id, now, staff_id)?)
}

/// Adds a quote.
pub async fn insert(
    tx: &mut Tx,
    quote: &Quote,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        quote.id,
        quote.organisation_id,
        quote.number,
        quote.consultation_id,
        quote.theme_id,
        quote.answer_id,
        quote.span_start,
        quote.span_end,
        &quote.public_text,
        quote.respondent_type.as_str(),
        &quote.attribution,
        &quote.why_chosen,
        quote.state.as_str(),
        by,
        now
    )?;
    Ok(())
}

/// The quotes of a consultation.
pub async fn of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Quote>, StoreError> {
    fetch_all!(tx, Quote, OF_CONSULTATION, consultation_id)
}

/// The quotes made from an answer.
pub async fn of_answer(tx: &mut Tx, answer_id: Uuid) -> Result<Vec<Quote>, StoreError> {
    fetch_all!(tx, Quote, OF_ANSWER, answer_id)
}

/// The quotes that a need rests on.
pub async fn of_need(tx: &mut Tx, need_id: Uuid) -> Result<Vec<Quote>, StoreError> {
    fetch_all!(tx, Quote, OF_NEED, need_id)
}

/// One quote.
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Quote>, StoreError> {
    fetch_optional!(tx, Quote, BY_ID, id)
}

/// The quote with this reference number.
pub async fn by_number(tx: &mut Tx, organisation_id: Uuid, number: i64) -> Result<Option<Quote>, StoreError> {
    fetch_optional!(tx, Quote, BY_NUMBER, organisation_id, number)
}

/// The quote with this reference number, whichever organisation it is of, if it was ever published.
pub async fn published(tx: &mut Tx, number: i64) -> Result<Option<Quote>, StoreError> {
    fetch_optional!(tx, Quote, PUBLISHED_BY_NUMBER, number)
}

/// Keeps what is shown of a quote after its answer was redacted further.
pub async fn set_public_text(tx: &mut Tx, id: Uuid, text: &str, by: Option<Uuid>) -> Result<(), StoreError> {
    execute!(tx, SET_TEXT, id, text, by)?;
    Ok(())
}

/// Notes that somebody has looked at what is shown of a draft: at these words. [`StoreError::Stale`] where it shows others.
pub async fn set_checked(
    tx: &mut Tx,
    id: Uuid,
    text: &str,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    changed(execute!(tx, SET_CHECKED, id, by, now, text)?)
}

/// Keeps who said it, after the group that was named has become too small.
pub async fn set_attribution(tx: &mut Tx, id: Uuid, attribution: &str) -> Result<(), StoreError> {
    execute!(tx, SET_ATTRIBUTION, id, attribution)?;
    Ok(())
}

/// Lets everybody see a quote that shows these words, with who said it as it may be told on this day. `false`, and nothing
/// happens, where it is no draft or shows others by now.
pub async fn publish(
    tx: &mut Tx,
    id: Uuid,
    text: &str,
    attribution: &str,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, PUBLISH, id, now, attribution, text, by)? == 1)
}

/// Strikes a quote: its reference stays, its words go. `false` where it was struck already.
pub async fn strike(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, STRIKE, id)? == 1)
}

/// Strikes every quote from a response; gives how many.
pub async fn strike_response(tx: &mut Tx, response_id: Uuid) -> Result<u64, StoreError> {
    execute!(tx, STRIKE_RESPONSE, response_id)
}

/// Strikes every quote from one answer of a response.
pub async fn strike_question(tx: &mut Tx, response_id: Uuid, question_key: &str) -> Result<u64, StoreError> {
    execute!(tx, STRIKE_QUESTION, response_id, question_key)
}
