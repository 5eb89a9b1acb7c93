//! Links between organisations of one installation, and the consultations that each names.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::consultation::{Setup, State};
use earshot_domain::partnership::{LinkEnd, LinkKind};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    INSERT = "INSERT INTO partnership_link (id, org_a, org_b, kind, agreement_ref, from_on, until_on, offered_at) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    NAME = "INSERT INTO partnership_link_consultation (link_id, consultation_id) VALUES ($1, $2)";
    OF = "SELECT l.id, l.org_a, a.name AS name_a, l.org_b, b.name AS name_b, l.kind, l.agreement_ref, l.from_on, \
          l.until_on, l.offered_at, l.accepted_at, l.ended_at, l.ended_how FROM partnership_link l \
          JOIN organisation a ON a.id = l.org_a JOIN organisation b ON b.id = l.org_b \
          WHERE l.org_a = $1 OR l.org_b = $1 ORDER BY l.offered_at DESC, l.id";
    BY_ID = "SELECT l.id, l.org_a, a.name AS name_a, l.org_b, b.name AS name_b, l.kind, l.agreement_ref, l.from_on, \
             l.until_on, l.offered_at, l.accepted_at, l.ended_at, l.ended_how FROM partnership_link l \
             JOIN organisation a ON a.id = l.org_a JOIN organisation b ON b.id = l.org_b \
             WHERE l.id = $1 AND (l.org_a = $2 OR l.org_b = $2)";
    NAMING = "SELECT l.id, l.org_a, a.name AS name_a, l.org_b, b.name AS name_b, l.kind, l.agreement_ref, l.from_on, \
              l.until_on, l.offered_at, l.accepted_at, l.ended_at, l.ended_how FROM partnership_link_consultation c \
              JOIN partnership_link l ON l.id = c.link_id \
              JOIN organisation a ON a.id = l.org_a JOIN organisation b ON b.id = l.org_b \
              WHERE c.consultation_id = $1 AND c.removed_at IS NULL AND l.accepted_at IS NOT NULL \
              AND l.ended_at IS NULL ORDER BY b.name, l.id";
    NAMED = "SELECT c.consultation_id, k.number, k.slug, k.state, k.setup, c.removed_at \
             FROM partnership_link_consultation c JOIN consultation k ON k.id = c.consultation_id \
             WHERE c.link_id = $1 ORDER BY k.number";
    ACCEPT = "UPDATE partnership_link SET accepted_at = $2 WHERE id = $1 AND accepted_at IS NULL AND ended_at IS NULL";
    REFUSE = "UPDATE partnership_link SET ended_at = $2, ended_how = $3 WHERE id = $1 AND accepted_at IS NULL \
              AND ended_at IS NULL";
    END = "UPDATE partnership_link SET ended_at = $2, ended_how = $3 WHERE id = $1 AND accepted_at IS NOT NULL \
           AND ended_at IS NULL";
    TAKE_OUT = "UPDATE partnership_link_consultation SET removed_at = $3 WHERE link_id = $1 AND consultation_id = $2 \
                AND removed_at IS NULL";
}

/// A link between two organisations.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct PartnershipLink {
    /// Its id.
    pub id: Uuid,
    /// Who offered it, and whose consultations it names.
    pub org_a: Uuid,
    /// What they are called.
    pub name_a: String,
    /// To whom it was offered, and who reads.
    pub org_b: Uuid,
    /// What they are called.
    pub name_b: String,
    /// What it is for.
    #[sqlx(try_from = "String")]
    pub kind: LinkKind,
    /// What the agreement behind it is called.
    pub agreement_ref: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When somebody ended it.
    pub ended_at: Option<DateTime<Utc>>,
    /// How: a [`LinkEnd`].
    pub ended_how: Option<String>,
}

/// A consultation that a link names.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NamedConsultation {
    /// Its id.
    pub consultation_id: Uuid,
    /// The number of its reference.
    pub number: i64,
    /// Its short name in addresses.
    pub slug: String,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: State,
    /// What its makers wrote.
    pub setup: Json<Setup>,
    /// When it was taken out again.
    pub removed_at: Option<DateTime<Utc>>,
}

/// Keeps a link that is offered, with the consultations that it names. The names of the two and what comes later are not
/// looked at.
pub async fn insert(
    tx: &mut Tx,
    link: &PartnershipLink,
    consultation_ids: &[Uuid],
) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        link.id,
        link.org_a,
        link.org_b,
        link.kind.as_str(),
        &link.agreement_ref,
        link.from_on,
        link.until_on,
        link.offered_at
    )?;
    for consultation_id in consultation_ids {
        execute!(tx, NAME, link.id, *consultation_id)?;
    }
    Ok(())
}

/// The links that an organisation offered or was offered, the newest first, also those that are over.
pub async fn of(tx: &mut Tx, organisation_id: Uuid) -> Result<Vec<PartnershipLink>, StoreError> {
    fetch_all!(tx, PartnershipLink, OF, organisation_id)
}

/// The link with this id, if the organisation is one of the two.
pub async fn by_id(
    tx: &mut Tx,
    id: Uuid,
    organisation_id: Uuid,
) -> Result<Option<PartnershipLink>, StoreError> {
    fetch_optional!(tx, PartnershipLink, BY_ID, id, organisation_id)
}

/// The links that name a consultation, are accepted and were not ended, whatever their days; by the partner's name.
pub async fn naming(tx: &mut Tx, consultation_id: Uuid) -> Result<Vec<PartnershipLink>, StoreError> {
    fetch_all!(tx, PartnershipLink, NAMING, consultation_id)
}

/// The consultations that a link names, also those that were taken out, by their numbers.
pub async fn named(tx: &mut Tx, link_id: Uuid) -> Result<Vec<NamedConsultation>, StoreError> {
    fetch_all!(tx, NamedConsultation, NAMED, link_id)
}

/// Accepts a link. `false` where it is no open offer any more.
pub async fn accept(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(execute!(tx, ACCEPT, id, now)? == 1)
}

/// Ends a link: an open offer when it is declined or withdrawn, and one that was accepted when it is ended. `false` where
/// it is not what it must be.
pub async fn end(tx: &mut Tx, id: Uuid, how: LinkEnd, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let statement = if how == LinkEnd::Ended { END } else { REFUSE };
    Ok(execute!(tx, statement, id, now, how.as_str())? == 1)
}

/// Takes a consultation out of a link. `false` where the link does not name it.
pub async fn take_out(
    tx: &mut Tx,
    id: Uuid,
    consultation_id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, TAKE_OUT, id, consultation_id, now)? == 1)
}
