//! Texts to be compared with each other, and what a person decided about what was found.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use earshot_domain::respondent::RespondentType;
use earshot_domain::session;
use uuid::Uuid;

use crate::analysis::Voices;
use crate::{StoreError, Tx};

/// Answers that may be used, in words of those who gave them.
macro_rules! usable {
    ($rest:literal) => {
        concat!(
            "FROM answer_text a JOIN response r ON r.id = a.response_id \
             WHERE a.consultation_id = $1 AND a.state = 'cleared' AND a.expired_on IS NULL AND a.words <> '' \
             AND (a.interpretation IS NULL OR NOT a.interpretation) AND r.state = 'submitted' ",
            $rest
        )
    };
}

statements! {
    QUESTIONS = concat!("SELECT a.question_key, CAST(COUNT(*) AS BIGINT) AS n ",
                        usable!("GROUP BY a.question_key ORDER BY a.question_key"));
    TEXTS = concat!("SELECT a.id, a.words, r.respondent_type, r.age_band ",
                    usable!("AND "), is_answer_to!("$2"), " ORDER BY a.id LIMIT $3");
    CODED = concat!("SELECT DISTINCT a.id, k.code_id FROM coding k JOIN code c ON c.id = k.code_id AND c.retired_at IS NULL \
                     AND c.is_codable JOIN answer_text a ON a.id = k.answer_id WHERE a.consultation_id = $1 AND ", is_answer_to!("$2"),
                     " AND k.removed_at IS NULL AND a.state = 'cleared' AND a.expired_on IS NULL ORDER BY a.id, k.code_id");
    DISMISS = "INSERT INTO suggestion_dismissal (consultation_id, kind, key_hash, dismissed_by, dismissed_at) \
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT (consultation_id, kind, key_hash) DO NOTHING";
    DISMISSED = "SELECT key_hash FROM suggestion_dismissal WHERE consultation_id = $1 AND kind = $2";
    CAMPAIGN_INSERT = "INSERT INTO campaign (id, consultation_id, title, created_by, created_at) VALUES ($1, $2, $3, $4, $5)";
    CAMPAIGN_ADD = "INSERT INTO campaign_answer (answer_id, campaign_id) VALUES ($1, $2) ON CONFLICT (answer_id) DO NOTHING";
    // Only what may be used counts.
    CAMPAIGNS = "SELECT c.id, c.title, s.name AS made_by, c.created_at, \
                 (SELECT CAST(COUNT(*) AS BIGINT) FROM campaign_answer m JOIN answer_text a ON a.id = m.answer_id \
                 WHERE m.campaign_id = c.id AND a.state = 'cleared' AND a.expired_on IS NULL) AS answers \
                 FROM campaign c LEFT JOIN staff s ON s.id = c.created_by \
                 WHERE c.consultation_id = $1 ORDER BY c.created_at, c.id";
    CAMPAIGN_DELETE = "DELETE FROM campaign WHERE id = $1 AND consultation_id = $2";
    CAMPAIGN_THERE = "SELECT CAST(COUNT(*) AS BIGINT) FROM campaign WHERE id = $1";
    IN_CAMPAIGNS = "SELECT m.answer_id FROM campaign_answer m JOIN campaign c ON c.id = m.campaign_id \
                    WHERE c.consultation_id = $1";
    // Each campaign is counted once, however many of those that are asked for are in it.
    OTHERS = concat!("SELECT own.answer_id, c.n - CASE WHEN a.state = 'cleared' AND a.expired_on IS NULL THEN 1 ELSE 0 END AS n \
              FROM campaign_answer own JOIN answer_text a ON a.id = own.answer_id \
              JOIN (SELECT m.campaign_id, CAST(COUNT(*) AS BIGINT) AS n FROM campaign_answer m \
              JOIN answer_text u ON u.id = m.answer_id AND u.state = 'cleared' AND u.expired_on IS NULL \
              WHERE m.campaign_id IN (SELECT o.campaign_id FROM campaign_answer o WHERE o.answer_id IN ", each!(), ") \
              GROUP BY m.campaign_id) c ON c.campaign_id = own.campaign_id WHERE own.answer_id IN ", each!());
    THEME_VOICES = "SELECT t.id, r.respondent_type, CAST(COUNT(DISTINCT r.id) AS BIGINT) AS n FROM theme t \
                    JOIN theme_code tc ON tc.theme_id = t.id \
                    JOIN coding k ON k.code_id = tc.code_id AND k.removed_at IS NULL \
                    JOIN answer_text a ON a.id = k.answer_id AND a.state = 'cleared' \
                    JOIN campaign_answer m ON m.answer_id = a.id \
                    JOIN response r ON r.id = a.response_id AND r.state = 'submitted' \
                    WHERE t.consultation_id = $1 GROUP BY t.id, r.respondent_type";
}

/// An answer to be compared with others.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Text {
    /// Its id.
    pub id: Uuid,
    /// The words, untouched.
    pub words: String,
    /// Whose words.
    #[sqlx(try_from = "String")]
    pub respondent_type: RespondentType,
    /// The band's key.
    pub age_band: Option<String>,
}

// Thousands of answers at once: no log is to hold them.
impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Text").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Answers in nearly the same words, as somebody has put them together.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Campaign {
    /// Its id.
    pub id: Uuid,
    /// What staff call it.
    pub title: String,
    /// Who put it together.
    pub made_by: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// How many answers that may be used.
    pub answers: i64,
}

/// The questions that have answers in words which may be used, and how many each has. What was said in sessions counts under
/// the question that these answered (`earshot_domain::session::group_of`).
pub async fn questions(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<(String, i64)>, StoreError> {
    let mut groups: BTreeMap<String, i64> = BTreeMap::new();
    for (key, n) in fetch_all!(tx, (String, i64), QUESTIONS, consultation_id)? {
        *groups.entry(session::group_of(&key).to_string()).or_default() += n;
    }
    Ok(groups.into_iter().collect())
}

/// The answers to a question that may be used, in the order of their ids, at most `limit`. What staff wrote down of what they
/// understood is not among them: it would be like itself.
pub async fn texts(
    tx: &mut Tx,
    consultation_id: Uuid,
    question_key: &str,
    limit: i64,
) -> Result<Vec<Text>, StoreError> {
    fetch_all!(tx, Text, TEXTS, consultation_id, question_key, limit)
}

/// The codes in use that answers to a question carry, without those that only hold other codes: answer and code, each pair
/// once.
pub async fn coded(
    tx: &mut Tx,
    consultation_id: Uuid,
    question_key: &str,
) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
    fetch_all!(tx, (Uuid, Uuid), CODED, consultation_id, question_key)
}

/// Notes that nobody wants to see a suggestion again.
pub async fn dismiss(
    tx: &mut Tx,
    consultation_id: Uuid,
    kind: &str,
    key_hash: &[u8],
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, DISMISS, consultation_id, kind, key_hash, by, now)?;
    Ok(())
}

/// What nobody wants to see again.
pub async fn dismissed(tx: &mut Tx, consultation_id: Uuid, kind: &str) -> Result<Vec<Vec<u8>>, StoreError> {
    Ok(fetch_all!(tx, (Vec<u8>,), DISMISSED, consultation_id, kind)?.into_iter().map(|(key,)| key).collect())
}

/// Keeps a campaign without answers.
pub async fn insert_campaign(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    title: &str,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(tx, CAMPAIGN_INSERT, id, consultation_id, title, by, now)?;
    Ok(())
}

/// Puts an answer into a campaign. One that is in another stays there.
pub async fn add_to_campaign(tx: &mut Tx, campaign_id: Uuid, answer_id: Uuid) -> Result<(), StoreError> {
    execute!(tx, CAMPAIGN_ADD, answer_id, campaign_id)?;
    Ok(())
}

/// The campaigns of a consultation, the oldest first.
pub async fn campaigns(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Campaign>, StoreError> {
    fetch_all!(tx, Campaign, CAMPAIGNS, consultation_id)
}

/// Takes a campaign apart. `false` where the consultation has none with this id.
pub async fn delete_campaign(tx: &mut Tx, id: Uuid, consultation_id: Uuid) -> Result<bool, StoreError> {
    Ok(execute!(tx, CAMPAIGN_DELETE, id, consultation_id)? == 1)
}

/// Whether there is a campaign with this id in any consultation.
pub async fn campaign_is_there(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    Ok(fetch_one!(tx, (i64,), CAMPAIGN_THERE, id)?.0 > 0)
}

/// The answers that are in a campaign.
pub async fn in_campaigns(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    Ok(fetch_all!(tx, (Uuid,), IN_CAMPAIGNS, consultation_id)?.into_iter().map(|(id,)| id).collect())
}

/// How many other answers that may be used are in the campaign of each of these; those that are in none are left out.
pub async fn others_in_campaigns(tx: &mut Tx, answers: &[Uuid]) -> Result<HashMap<Uuid, i64>, StoreError> {
    Ok(fetch_each!(tx, (Uuid, i64), OTHERS, answers).into_iter().collect())
}

/// How many respondents of each kind stand behind each theme with an answer that is in a campaign.
pub async fn theme_voices(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<Voices>, StoreError> {
    fetch_all!(tx, Voices, THEME_VOICES, consultation_id)
}
