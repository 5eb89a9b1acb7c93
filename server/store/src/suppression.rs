//! Which rule hides small numbers: what an organisation chose, and what a consultation keeps.

use chrono::{DateTime, Utc};
use earshot_domain::suppression::Preset;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    OF_ORGANISATION = "SELECT suppression_preset FROM organisation WHERE id = $1";
    // Where a consultation keeps a rule of its own, that one.
    OF_CONSULTATION = "SELECT o.suppression_preset, k.preset FROM consultation c \
                       JOIN organisation o ON o.id = c.organisation_id \
                       LEFT JOIN consultation_suppression k ON k.consultation_id = c.id WHERE c.id = $1";
    // What has begun, or holds answers that were brought in, keeps what holds now.
    KEEP = "INSERT INTO consultation_suppression (consultation_id, preset) \
            SELECT c.id, o.suppression_preset FROM consultation c JOIN organisation o ON o.id = c.organisation_id \
            WHERE c.organisation_id = $1 AND (c.state <> 'draft' \
            OR EXISTS (SELECT 1 FROM response r WHERE r.consultation_id = c.id)) \
            ON CONFLICT (consultation_id) DO NOTHING";
    CHOOSE = "UPDATE organisation SET suppression_preset = $2 WHERE id = $1";
    INSERT = "INSERT INTO suppression_setting (id, organisation_id, preset, reason, set_by, set_at) \
              VALUES ($1, $2, $3, $4, $5, $6)";
    ALL = "SELECT g.preset, g.reason, s.name AS set_by, g.set_at FROM suppression_setting g \
           LEFT JOIN staff s ON s.id = g.set_by WHERE g.organisation_id = $1 ORDER BY g.set_at DESC, g.id DESC";
    KEPT = "SELECT c.slug, k.preset FROM consultation_suppression k JOIN consultation c ON c.id = k.consultation_id \
            WHERE c.organisation_id = $1 ORDER BY c.number";
}

/// What an organisation chose once.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Setting {
    /// The rule.
    #[sqlx(try_from = "String")]
    pub preset: Preset,
    /// Why.
    pub reason: String,
    /// Who chose it.
    pub set_by: Option<String>,
    /// When.
    pub set_at: DateTime<Utc>,
}

/// The rule that an organisation follows; the usual one where it is of none that is known.
pub async fn of_organisation(tx: &mut Tx, organisation_id: Uuid) -> Result<Preset, StoreError> {
    let found = fetch_optional!(tx, (String,), OF_ORGANISATION, organisation_id)?;
    Ok(found.and_then(|(preset,)| Preset::parse(&preset)).unwrap_or_default())
}

/// The rule for the numbers of a consultation: the one that it keeps, or that of its organisation.
pub async fn of_consultation(tx: &mut Tx, consultation_id: Uuid) -> Result<Preset, StoreError> {
    let found = fetch_optional!(tx, (String, Option<String>), OF_CONSULTATION, consultation_id)?;
    let found = found.and_then(|(organisation, kept)| Preset::parse(&kept.unwrap_or(organisation)));
    Ok(found.unwrap_or_default())
}

/// Makes a rule the organisation's. What has begun keeps the one that held until now. `setting` says by whom and why; its
/// `set_by` is not looked at.
pub async fn choose(
    tx: &mut Tx,
    id: Uuid,
    organisation_id: Uuid,
    setting: &Setting,
    by: Option<Uuid>,
) -> Result<(), StoreError> {
    execute!(tx, KEEP, organisation_id)?;
    execute!(tx, CHOOSE, organisation_id, setting.preset.as_str())?;
    execute!(tx, INSERT, id, organisation_id, setting.preset.as_str(), &setting.reason, by, setting.set_at)?;
    Ok(())
}

/// What an organisation has chosen, the last first.
pub async fn settings(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<Setting>, StoreError> {
    fetch_all!(tx, Setting, ALL, organisation_id)
}

/// The consultations that keep a rule, by their short names, and that rule.
pub async fn kept(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<(String, Preset)>, StoreError> {
    let kept = fetch_all!(tx, (String, String), KEPT, organisation_id)?;
    Ok(kept.into_iter().map(|(slug, preset)| (slug, Preset::parse(&preset).unwrap_or_default())).collect())
}
