//! The audit trail: written in the transaction of every change, searched by administrators, and checked link by link.

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::text;
use earshot_store::audit::{self, Detail, Event, Link};
use earshot_store::{Tx, people};
use serde::Serialize;
use uuid::Uuid;

use crate::error::Refusal;
use crate::reading::keep_page;
use crate::{Actor, Earshot, Error, Keys, hex};

/// Links that are read at once while the chain is checked.
const LINKS: i64 = 1_000;

/// How long one entry stands for looking at the same words again and again.
const LOOK: TimeDelta = TimeDelta::hours(1);

/// Letters of why something is done, where a form asks for it beside something else.
const WHY_MAX: usize = 200;

/// A page of the audit trail, the newest first.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// What was done.
    pub entries: Vec<audit::Entry>,
    /// Whether there are older entries.
    pub more: bool,
}

/// How the chain of an organisation's audit trail was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditChain {
    /// Links of the chain.
    pub events: i64,
    /// Entries from before there was a chain.
    pub before: i64,
    /// The end of it, as sixteen letters: kept outside, they show later that nothing before them was changed.
    pub end: String,
    /// The number of the first link that is not as it was written, or that is missing.
    pub broken: Option<i64>,
    /// How the chain ended once the entry was written that was asked for, if there is such an entry before a break.
    pub then: Option<String>,
}

impl Earshot {
    /// Notes a change for the audit trail: its row is written when its transaction is committed.
    pub(crate) fn audit(&self, tx: &mut Tx, actor: &Actor, action: &'static str, subject: impl Into<String>) {
        self.audit_as(tx, actor.organisation_id, actor.staff_id, action, subject.into());
    }

    /// The same, with why it was done and what shows what changed: [`Earshot::change`], [`Detail::because`]. A reason is what
    /// staff write about their own work; what is about an answer or a child stays in the safeguarding log.
    pub(crate) fn audit_with(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: &'static str,
        subject: impl Into<String>,
        detail: Detail,
    ) {
        self.note(tx, (actor.organisation_id, actor.staff_id), action, subject.into(), detail);
    }

    /// The same without either, where nobody is signed in yet.
    pub(crate) fn audit_as(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        staff_id: Option<Uuid>,
        action: &'static str,
        subject: String,
    ) {
        self.note(tx, (organisation_id, staff_id), action, subject, Detail::default());
    }

    /// Notes what somebody of an organisation has done, or the program where it is nobody.
    pub(crate) fn note(
        &self,
        tx: &mut Tx,
        (organisation_id, staff_id): (Uuid, Option<Uuid>),
        action: &'static str,
        subject: String,
        detail: Detail,
    ) {
        let (id, at) = (self.ordered_id(), self.now());
        let event = Event { id, organisation_id, at, staff_id, action, subject, detail };
        let keys = self.keys.clone();
        audit::note(tx, event, Box::new(move |link, before| seal(&keys, organisation_id, link, before)));
    }

    /// What shows in the audit trail how a record was changed: keyed hashes of it before and after, and never the record
    /// itself. `of` names the record, by its kind and its id: what one change ends with is what the next one of the same
    /// record begins with, and two records that say the same do not look alike. `None` is a record that is not there.
    pub(crate) fn change<T: Serialize>(
        &self,
        of: (&str, Uuid),
        before: Option<&T>,
        after: Option<&T>,
    ) -> Detail {
        let hash = |record: &T| record_hash(&self.keys, of, record);
        Detail { reason: None, before_hash: before.map(hash), after_hash: after.map(hash) }
    }

    /// Notes that somebody of the staff looks at what young people wrote, as they wrote it: who, at which
    /// consultation, in which hour. `tx` is the one that has read it, `at` the numbers of the consultations; `held` says
    /// that it waits for the safeguarding lead.
    pub(crate) async fn looked(
        &self,
        mut tx: Tx,
        actor: &Actor,
        held: bool,
        at: &[i64],
    ) -> Result<(), Error> {
        let Some(staff_id) = actor.staff_id else { return Ok(()) };
        let action = if held { "answer.look-held" } else { "answer.look" };
        let since = self.now() - LOOK;
        let mut new = Vec::new();
        for number in at {
            let subject = Reference::new(Kind::Consultation, *number).to_string();
            if !audit::was_done(&mut tx, staff_id, action, &subject, since).await? {
                new.push(subject);
            }
        }
        drop(tx);
        if new.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        for subject in new {
            self.audit(&mut tx, actor, action, subject);
        }
        Ok(tx.commit().await?)
    }

    /// A page of what was looked for in the trail; `page` counts from 0.
    pub async fn audit_trail(
        &self,
        actor: &Actor,
        search: &audit::Search,
        page: i64,
        size: i64,
    ) -> Result<AuditPage, Error> {
        actor.require(Permission::SeeAudit)?;
        let mut tx = self.db.read().await?;
        let offset = page.max(0).saturating_mul(size);
        let mut entries = audit::search(&mut tx, actor.organisation_id, search, size + 1, offset).await?;
        let more = keep_page(&mut entries, size);
        Ok(AuditPage { entries, more })
    }

    /// Goes through the whole chain of the organisation's trail (domain.md 7.3 invariant 8). `entry` is the number of
    /// one whose end somebody has written down.
    pub async fn audit_chain(&self, actor: &Actor, entry: Option<i64>) -> Result<AuditChain, Error> {
        actor.require(Permission::SeeAudit)?;
        self.chain_of(actor.organisation_id, entry).await
    }

    /// The same of every organisation, with its name, for whoever keeps the installation.
    pub async fn audit_chains(&self) -> Result<Vec<(String, AuditChain)>, Error> {
        let organisations = people::organisations(&mut self.db.read().await?).await?;
        let mut chains = Vec::with_capacity(organisations.len());
        for organisation in organisations {
            chains.push((organisation.name, self.chain_of(organisation.id, None).await?));
        }
        Ok(chains)
    }

    async fn chain_of(&self, organisation_id: Uuid, entry: Option<i64>) -> Result<AuditChain, Error> {
        // One view of it all: what is written meanwhile is not half seen.
        let mut tx = self.db.read().await?;
        let (events, end) = audit::head(&mut tx, organisation_id).await?.unwrap_or_default();
        let before = audit::before_chain(&mut tx, organisation_id).await?;
        let short = |hash: &[u8]| hex(hash.get(..8).unwrap_or_default());
        let (mut number, mut last) = (0, Vec::new());
        let (mut broken, mut then) = (None, None);
        while broken.is_none() {
            let links = audit::links(&mut tx, organisation_id, number, LINKS).await?;
            if links.is_empty() {
                break;
            }
            for link in links {
                number += 1;
                if link.number != number || seal(&self.keys, organisation_id, &link, &last) != link.hash {
                    broken = Some(number);
                    break;
                }
                last = link.hash;
                if entry == Some(number) {
                    then = Some(short(&last));
                }
            }
        }
        if broken.is_none() && (number != events || last != end) {
            // The last ones were taken off, or more were put on.
            broken = Some(number.min(events) + 1);
        }
        Ok(AuditChain { events, before, end: short(&end), broken, then })
    }
}

/// Why something is done, as somebody of the staff has written it into a form that asks for it; they may say nothing.
pub(crate) fn why(written: &str) -> Result<String, Error> {
    let why = text::normalise(written).trim().to_string();
    if why.chars().count() > WHY_MAX {
        return Err(Error::refused(Refusal::TooLong { field: "why", max: WHY_MAX }));
    }
    Ok(why)
}

/// The hash of a record, as the audit trail keeps it.
fn record_hash<T: Serialize>(keys: &Keys, (kind, id): (&str, Uuid), record: &T) -> Vec<u8> {
    // Fields in the order in which they are declared: the same record is always the same text.
    #[expect(clippy::expect_used, reason = "texts, numbers, days and lists of them are always JSON")]
    let record = serde_json::to_vec(record).expect("a record is always JSON");
    keys.record_hash(kind, id.as_bytes(), &record)
}

/// What seals a link: everything in it, and the hash of the one before. Why it was done and what changed are part of it
/// where they are there, so that links from before they were kept, and those without, are sealed as they always were.
fn seal(keys: &Keys, organisation_id: Uuid, link: &Link, before: &[u8]) -> Vec<u8> {
    let (number, at) = (link.number.to_be_bytes(), moment(link.at));
    let Detail { reason, before_hash, after_hash } = &link.detail;
    // Which of them are there is said first: an empty one is not an absent one.
    let there = [reason.is_some(), before_hash.is_some(), after_hash.is_some()].map(u8::from);
    let always: [&[u8]; 8] = [
        organisation_id.as_bytes(),
        before,
        &number,
        link.id.as_bytes(),
        &at,
        link.staff_id.as_ref().map_or(&[], |id| &id.as_bytes()[..]),
        link.action.as_bytes(),
        link.subject.as_bytes(),
    ];
    let with_detail: [&[u8]; 4] = [
        &there,
        reason.as_deref().unwrap_or_default().as_bytes(),
        before_hash.as_deref().unwrap_or_default(),
        after_hash.as_deref().unwrap_or_default(),
    ];
    let mut parts = always.to_vec();
    if there.contains(&1) {
        parts.extend(with_detail);
    }
    keys.audit_hash(&parts)
}

/// A moment in microseconds, as both databases keep it.
fn moment(at: DateTime<Utc>) -> [u8; 8] {
    at.timestamp_micros().to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A link with nothing but what every link has.
    fn link() -> Link {
        Link {
            number: 2,
            id: Uuid::from_u128(3),
            at: DateTime::from_timestamp_micros(1_770_629_415_123_456).unwrap(),
            staff_id: Some(Uuid::from_u128(4)),
            action: "consultation.open".to_string(),
            subject: "C-0001".to_string(),
            detail: Detail::default(),
            hash: Vec::new(),
        }
    }

    fn sealed(link: &Link) -> String {
        hex(&seal(&Keys::new([7; 32]), Uuid::from_u128(1), link, &[5; 32]))
    }

    fn with(reason: Option<&str>, before: Option<&[u8]>, after: Option<&[u8]>) -> Link {
        let detail = Detail {
            reason: reason.map(str::to_string),
            before_hash: before.map(<[u8]>::to_vec),
            after_hash: after.map(<[u8]>::to_vec),
        };
        Link { detail, ..link() }
    }

    #[test]
    fn links_from_before_there_were_reasons_are_sealed_as_they_were() {
        // What the versions before have written for these links.
        assert_eq!(sealed(&link()), "d4e16973d0cbc1b5374c4da19955866ad8e3e03c2ff04765e52a168f37187e06");
        let unnamed = Link { staff_id: None, subject: String::new(), ..link() };
        assert_eq!(sealed(&unnamed), "cf569cb0b8d0136126b213d1ab083eff786f8764f4f674b3d13ac8d959605b47");
    }

    #[test]
    fn a_reason_and_hashes_are_sealed_each_in_its_place() {
        let parts: [Option<&str>; 4] = [None, Some(""), Some("a"), Some("ab")];
        let mut seen = std::collections::BTreeSet::new();
        for reason in parts {
            for before in parts {
                for after in parts {
                    let link = with(reason, before.map(str::as_bytes), after.map(str::as_bytes));
                    assert!(seen.insert(sealed(&link)), "{reason:?} {before:?} {after:?}");
                }
            }
        }
        assert_eq!(seen.len(), 64);
        // Nor can the end of a subject become a reason.
        let moved = Link { subject: "C-0001 a".to_string(), ..link() };
        assert_ne!(sealed(&moved), sealed(&with(Some(" a"), None, None)));
    }

    #[test]
    fn a_record_is_hashed_in_its_place_and_with_the_key() {
        let keys = Keys::new([7; 32]);
        let hash =
            |keys: &Keys, kind, id, record: &str| record_hash(keys, (kind, Uuid::from_u128(id)), &record);
        let known = hash(&keys, "roles", 1, "reader");
        assert_eq!(known, hash(&keys, "roles", 1, "reader"));
        for other in [
            hash(&keys, "roles", 1, "Reader"),
            hash(&keys, "roles", 2, "reader"),
            hash(&keys, "role", 1, "reader"),
            hash(&Keys::new([8; 32]), "roles", 1, "reader"),
            crate::keys::sha256("\"reader\""),
        ] {
            assert_ne!(known, other);
        }
    }

    #[test]
    fn why_may_be_left_out_and_has_an_end() {
        assert_eq!(why("  ").unwrap(), "");
        assert_eq!(why(" Moved\u{202e} on\0 \n").unwrap(), "Moved on");
        assert_eq!(why(&"é".repeat(200)).unwrap().chars().count(), 200);
        let long = why(&"a".repeat(201));
        let too_long = Refusal::TooLong { field: "why", max: 200 };
        assert!(matches!(long, Err(Error::Refused(found)) if found == std::slice::from_ref(&too_long)));
    }
}
