//! The audit trail: who did what to which record, in the transaction of the
//! change itself. Holds references and codes, never words of young people.
//!
//! It is append-only, which the databases themselves see to, and a chain: each row has a number and a hash over itself
//! and the row before it (domain.md 7.3 invariant 8). What the hash is made with is the caller's affair.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{StoreError, Tx};

statements! {
    NEXT = "INSERT INTO audit_chain (organisation_id, number, hash) VALUES ($1, 1, $2) \
            ON CONFLICT (organisation_id) DO UPDATE SET number = audit_chain.number + 1 RETURNING number, hash";
    LINK = "UPDATE audit_chain SET hash = $2 WHERE organisation_id = $1";
    HEAD = "SELECT number, hash FROM audit_chain WHERE organisation_id = $1";
    INSERT = "INSERT INTO audit_event (id, organisation_id, at, staff_id, action, subject, number, hash, reason, \
              before_hash, after_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LINKS = "SELECT number, id, at, staff_id, action, subject, reason, before_hash, after_hash, hash FROM audit_event \
             WHERE organisation_id = $1 AND number > $2 ORDER BY number LIMIT $3";
    BEFORE_CHAIN = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM audit_event \
                    WHERE organisation_id = $1 AND number IS NULL";
    SEARCH = "SELECT e.at, s.name AS staff_name, e.action, e.subject, e.reason, e.before_hash, e.after_hash \
              FROM audit_event e \
              LEFT JOIN staff s ON s.id = e.staff_id \
              WHERE e.organisation_id = $1 \
              AND (e.staff_id = $2 OR $2 IS NULL) \
              AND (CAST($3 AS TEXT) IS NULL OR e.action LIKE CAST($3 AS TEXT) ESCAPE '!') \
              AND (CAST($4 AS TEXT) IS NULL OR LOWER(e.subject) LIKE CAST($4 AS TEXT) ESCAPE '!') \
              AND (e.at >= $5 OR $5 IS NULL) AND (e.at < $6 OR $6 IS NULL) \
              ORDER BY e.at DESC, e.id DESC LIMIT $7 OFFSET $8";
    SINCE = "SELECT id FROM audit_event WHERE staff_id = $1 AND action = $2 AND subject = $3 AND at >= $4 LIMIT 1";
}

/// Why something was done, and what shows what changed (domain.md 7.1, `audit_event`). Most entries have none of it.
#[derive(Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Detail {
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// A keyed hash of the record as it was before; nothing where there was none.
    pub before_hash: Option<Vec<u8>>,
    /// The same as it was afterwards; nothing where there is none any more.
    pub after_hash: Option<Vec<u8>>,
}

impl Detail {
    /// The same with a reason; without one where nothing was written.
    #[must_use]
    pub fn because(self, reason: &str) -> Self {
        let reason = reason.trim();
        Self { reason: (!reason.is_empty()).then(|| reason.to_string()), ..self }
    }
}

impl std::fmt::Debug for Detail {
    /// Says what there is. A reason may name somebody of the staff.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Detail")
            .field("reason", &self.reason.is_some())
            .field("before_hash", &self.before_hash.is_some())
            .field("after_hash", &self.after_hash.is_some())
            .finish()
    }
}

/// One thing that was done.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its id.
    pub id: Uuid,
    /// Whose trail.
    pub organisation_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; nobody when the program itself acted.
    pub staff_id: Option<Uuid>,
    /// What, as a dotted name: `consultation.open`.
    pub action: &'static str,
    /// To which record, by its reference.
    pub subject: String,
    /// Why, and what shows what changed.
    pub detail: Detail,
}

/// One line of the trail as it is read.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; nobody when the program itself acted.
    pub staff_name: Option<String>,
    /// What.
    pub action: String,
    /// To which record.
    pub subject: String,
    /// Why, and what shows what changed.
    #[sqlx(flatten)]
    pub detail: Detail,
}

/// One link of the chain: everything that its hash is made of, and the hash.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Link {
    /// Its place in the chain, from 1.
    pub number: i64,
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub staff_id: Option<Uuid>,
    /// What.
    pub action: String,
    /// To which record.
    pub subject: String,
    /// Why, and what shows what changed.
    #[sqlx(flatten)]
    pub detail: Detail,
    /// Over all this and the hash before it.
    pub hash: Vec<u8>,
}

/// What is looked for in the trail. Whatever is absent does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// By whom.
    pub staff_id: Option<Uuid>,
    /// How the action begins: `answer.`.
    pub action: Option<String>,
    /// What is in the subject, in lower case.
    pub subject: Option<String>,
    /// From this moment on.
    pub from: Option<DateTime<Utc>>,
    /// Until before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// Makes the hash of a link, whose own is still empty, out of it and the hash of the link before.
pub type Seal = Box<dyn FnOnce(&Link, &[u8]) -> Vec<u8> + Send + Sync>;

/// An event that waits for the end of its transaction.
pub(crate) struct Noted {
    event: Event,
    seal: Seal,
}

impl std::fmt::Debug for Noted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Noted").field(&self.event).finish()
    }
}

/// Notes an event for the trail. It is written when the transaction is committed.
pub fn note(tx: &mut Tx, event: Event, seal: Seal) {
    tx.noted.push(Noted { event, seal });
}

/// Writes what was noted, link after link. Nobody else adds to the trail of this organisation until the transaction
/// ends, so this is the last thing in it.
pub(crate) async fn write(tx: &mut Tx) -> Result<(), StoreError> {
    for Noted { event, seal } in std::mem::take(&mut tx.noted) {
        let nothing: &[u8] = &[];
        let (number, before) = fetch_one!(tx, (i64, Vec<u8>), NEXT, event.organisation_id, nothing)?;
        let Event { id, organisation_id, at, staff_id, action, subject, detail } = event;
        let link =
            Link { number, id, at, staff_id, action: action.to_string(), subject, detail, hash: Vec::new() };
        let hash = seal(&link, &before);
        let (subject, detail) = (&link.subject, &link.detail);
        execute!(
            tx,
            INSERT,
            id,
            organisation_id,
            at,
            staff_id,
            action,
            subject,
            number,
            hash.as_slice(),
            detail.reason.as_deref(),
            detail.before_hash.as_deref(),
            detail.after_hash.as_deref()
        )?;
        execute!(tx, LINK, organisation_id, hash.as_slice())?;
    }
    Ok(())
}

/// The end of the chain: the number of its last link and the hash; nothing where nothing was done yet.
pub async fn head(tx: &mut Tx, organisation_id: Uuid) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
    fetch_optional!(tx, (i64, Vec<u8>), HEAD, organisation_id)
}

/// Links after the one with this number, in their order.
pub async fn links(
    tx: &mut Tx,
    organisation_id: Uuid,
    after: i64,
    limit: i64,
) -> Result<Vec<Link>, StoreError> {
    fetch_all!(tx, Link, LINKS, organisation_id, after, limit)
}

/// How many events are older than the chain.
pub async fn before_chain(tx: &mut Tx, organisation_id: Uuid) -> Result<i64, StoreError> {
    Ok(fetch_one!(tx, (i64,), BEFORE_CHAIN, organisation_id)?.0)
}

/// What was looked for, the newest first.
pub async fn search(
    tx: &mut Tx,
    organisation_id: Uuid,
    search: &Search,
    limit: i64,
    offset: i64,
) -> Result<Vec<Entry>, StoreError> {
    // What is typed is meant letter by letter.
    let meant = |text: &str| text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let action = search.action.as_deref().map(|action| format!("{}%", meant(action)));
    let subject = search.subject.as_deref().map(|subject| format!("%{}%", meant(subject)));
    fetch_all!(
        tx,
        Entry,
        SEARCH,
        organisation_id,
        search.staff_id,
        action.as_deref(),
        subject.as_deref(),
        search.from,
        search.until,
        limit,
        offset
    )
}

/// Whether somebody has done this to this record since then.
pub async fn was_done(
    tx: &mut Tx,
    staff_id: Uuid,
    action: &str,
    subject: &str,
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(fetch_optional!(tx, (Uuid,), SINCE, staff_id, action, subject, since)?.is_some())
}
