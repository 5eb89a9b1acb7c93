//! Where a quote comes from and where it goes: who made it, what cites it, and what has to be looked at again once it is struck.

use chrono::{DateTime, Utc};
use earshot_domain::respondent::RespondentType;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    MAKERS = "SELECT q.created_at, m.name AS made_by, q.checked_at, c.name AS checked_by, q.published_at, \
              p.name AS published_by FROM quote q LEFT JOIN staff m ON m.id = q.created_by \
              LEFT JOIN staff c ON c.id = q.checked_by LEFT JOIN staff p ON p.id = q.published_by WHERE q.id = $1";
    CHANGES = "SELECT at, removed_at FROM redaction WHERE answer_id = $1 ORDER BY at, id";
    PEOPLE = "SELECT q.id, q.theme_id, a.response_id, q.respondent_type, r.age_band, q.why_chosen FROM quote q \
              JOIN answer_text a ON a.id = q.answer_id JOIN response r ON r.id = a.response_id \
              WHERE q.consultation_id = $1 AND q.state <> 'struck' AND a.state <> 'held' ORDER BY q.number";
    NEEDS = "SELECT n.id, n.number FROM need_quote c JOIN need n ON n.id = c.need_id WHERE c.quote_id = $1 ORDER BY n.number";
    DECISIONS = "SELECT DISTINCT d.id, d.number FROM need_quote c JOIN priority p ON p.need_id = c.need_id \
                 JOIN decision_priority o ON o.priority_id = p.id JOIN decision d ON d.id = o.decision_id \
                 WHERE c.quote_id = $1 ORDER BY d.number";
    FEEDBACK = "SELECT f.id, f.number FROM quote q JOIN feedback f ON f.consultation_id = q.consultation_id \
                JOIN feedback_line l ON l.feedback_id = f.id AND l.theme_id = q.theme_id \
                WHERE q.id = $1 AND q.published_at IS NOT NULL AND q.respondent_type = 'child' ORDER BY f.number";
    IN_NEED = "SELECT q.id, q.number FROM need_quote c JOIN quote q ON q.id = c.quote_id \
               WHERE c.need_id = $1 AND q.state = 'struck' AND NOT EXISTS \
               (SELECT 1 FROM quote_look k WHERE k.quote_id = q.id AND k.record_id = $1) ORDER BY q.number";
    IN_DECISION = "SELECT DISTINCT q.id, q.number FROM decision_priority o JOIN priority p ON p.id = o.priority_id \
                   JOIN need_quote c ON c.need_id = p.need_id JOIN quote q ON q.id = c.quote_id \
                   WHERE o.decision_id = $1 AND q.state = 'struck' AND NOT EXISTS \
                   (SELECT 1 FROM quote_look k WHERE k.quote_id = q.id AND k.record_id = $1) ORDER BY q.number";
    IN_FEEDBACK = "SELECT q.id, q.number FROM feedback f JOIN feedback_line l ON l.feedback_id = f.id \
                   JOIN quote q ON q.consultation_id = f.consultation_id AND q.theme_id = l.theme_id \
                   WHERE f.id = $1 AND q.state = 'struck' AND q.published_at IS NOT NULL AND q.respondent_type = 'child' \
                   AND NOT EXISTS (SELECT 1 FROM quote_look k WHERE k.quote_id = q.id AND k.record_id = $1) ORDER BY q.number";
    LOOK = "INSERT INTO quote_look (quote_id, record_id, staff_id, at) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (quote_id, record_id) DO NOTHING";
    LOOKS = "SELECT record_id FROM quote_look WHERE quote_id = $1 ORDER BY record_id";
    // Looks through what was done in the organisation since the quote was made: only for one that is struck.
    STRIKING = "SELECT e.at, s.name AS staff_name, e.reason FROM audit_event e LEFT JOIN staff s ON s.id = e.staff_id \
                WHERE e.organisation_id = $1 AND e.at >= $2 AND e.action = 'quote.strike' AND e.subject = $3 \
                ORDER BY e.at, e.id LIMIT 1";
    EXPIRED = "SELECT id FROM answer_text WHERE id = $1 AND expired_on IS NOT NULL";
}

/// Who made a quote, who looked at it and who published it, each with when.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Makers {
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub made_by: Option<String>,
    /// When somebody else had looked at it.
    pub checked_at: Option<DateTime<Utc>>,
    /// Who that was.
    pub checked_by: Option<String>,
    /// When everybody could first see it.
    pub published_at: Option<DateTime<Utc>>,
    /// Who published it, where that was kept.
    pub published_by: Option<String>,
}

/// That somebody of the staff struck a quote, as the audit trail has it.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Striking {
    /// When.
    pub at: DateTime<Utc>,
    /// Their name.
    pub staff_name: Option<String>,
    /// Why, where they had to say so.
    pub reason: Option<String>,
}

impl std::fmt::Debug for Striking {
    /// Says what there is. A reason may name somebody.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Striking")
            .field("at", &self.at)
            .field("reason", &self.reason.is_some())
            .finish_non_exhaustive()
    }
}

/// A quote that is not struck and of which the answer is not held, and whose words they are. Never shown: only what follows from it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct QuotedPerson {
    /// The quote.
    pub id: Uuid,
    /// The theme that it speaks for.
    pub theme_id: Uuid,
    /// The response that it is a piece of.
    pub response_id: Uuid,
    /// Whose words.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
    /// Why it was chosen.
    pub why_chosen: String,
}

/// A record by its id and the number of its reference.
pub type Numbered = (Uuid, i64);

/// Who made a quote.
pub async fn makers(tx: &mut Tx, quote_id: Uuid) -> Result<Option<Makers>, StoreError> {
    fetch_optional!(tx, Makers, MAKERS, quote_id)
}

/// When each range of an answer was taken out, and when it was put back, where it was.
pub async fn changes(
    tx: &mut Tx,
    answer_id: Uuid,
) -> Result<Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>, StoreError> {
    fetch_all!(tx, (DateTime<Utc>, Option<DateTime<Utc>>), CHANGES, answer_id)
}

/// Who of the staff struck a quote of this reference, made at this time; nobody where its words were taken back, or went with
/// their time.
pub async fn striking(
    tx: &mut Tx,
    organisation_id: Uuid,
    made_at: DateTime<Utc>,
    reference: &str,
) -> Result<Option<Striking>, StoreError> {
    fetch_optional!(tx, Striking, STRIKING, organisation_id, made_at, reference)
}

/// Whether the words of an answer went because their time was over.
pub async fn has_expired(tx: &mut Tx, answer_id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), EXPIRED, answer_id)?.is_some())
}

/// Whose words the quotes of a consultation are.
pub async fn quoted_people(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<QuotedPerson>, StoreError> {
    fetch_all!(tx, QuotedPerson, PEOPLE, consultation_id)
}

/// The needs that cite a quote.
pub async fn needs_citing(tx: &mut Tx, quote_id: Uuid) -> Result<Vec<Numbered>, StoreError> {
    fetch_all!(tx, Numbered, NEEDS, quote_id)
}

/// The decisions that answer a need which cites a quote.
pub async fn decisions_citing(tx: &mut Tx, quote_id: Uuid) -> Result<Vec<Numbered>, StoreError> {
    fetch_all!(tx, Numbered, DECISIONS, quote_id)
}

/// The feedback page that shows a quote, or has shown it.
pub async fn feedback_citing(tx: &mut Tx, quote_id: Uuid) -> Result<Vec<Numbered>, StoreError> {
    fetch_all!(tx, Numbered, FEEDBACK, quote_id)
}

/// The struck quotes of a need at which nobody has looked again.
pub async fn struck_in_need(tx: &mut Tx, need_id: Uuid) -> Result<Vec<Numbered>, StoreError> {
    fetch_all!(tx, Numbered, IN_NEED, need_id)
}

/// The same of a decision: those of the needs that it answers.
pub async fn struck_in_decision(tx: &mut Tx, decision_id: Uuid) -> Result<Vec<Numbered>, StoreError> {
    fetch_all!(tx, Numbered, IN_DECISION, decision_id)
}

/// The same of a feedback page: those that stood under its lines.
pub async fn struck_in_feedback(tx: &mut Tx, feedback_id: Uuid) -> Result<Vec<Numbered>, StoreError> {
    fetch_all!(tx, Numbered, IN_FEEDBACK, feedback_id)
}

/// Notes that somebody has looked again at a record that cites a struck quote.
pub async fn look(
    tx: &mut Tx,
    quote_id: Uuid,
    record_id: Uuid,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, LOOK, quote_id, record_id, by, now)?;
    Ok(())
}

/// The records that cite a quote at which somebody has looked again.
pub async fn looks(tx: &mut Tx, quote_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(fetch_all!(tx, (Uuid,), LOOKS, quote_id)?.into_iter().map(|(id,)| id).collect())
}
