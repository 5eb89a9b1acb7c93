//! The audit trail: written in the transaction of every change, searched by administrators, and checked link by link.

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_store::audit::{self, Event, Link};
use earshot_store::{Tx, people};
use uuid::Uuid;

use crate::{Actor, Earshot, Error, Keys, hex};

/// Links that are read at once while the chain is checked.
const LINKS: i64 = 1_000;

/// How long one entry stands for looking at the same words again and again.
const LOOK: TimeDelta = TimeDelta::hours(1);

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

    /// The same, where nobody is signed in yet.
    pub(crate) fn audit_as(
        &self,
        tx: &mut Tx,
        organisation_id: Uuid,
        staff_id: Option<Uuid>,
        action: &'static str,
        subject: String,
    ) {
        let event =
            Event { id: self.ordered_id(), organisation_id, at: self.now(), staff_id, action, subject };
        let keys = self.keys.clone();
        audit::note(tx, event, Box::new(move |link, before| seal(&keys, organisation_id, link, before)));
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
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = entries.len() > size;
        entries.truncate(size);
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

/// What seals a link: everything in it, and the hash of the one before.
fn seal(keys: &Keys, organisation_id: Uuid, link: &Link, before: &[u8]) -> Vec<u8> {
    keys.audit_hash(&[
        organisation_id.as_bytes(),
        before,
        &link.number.to_be_bytes(),
        link.id.as_bytes(),
        &moment(link.at),
        link.staff_id.as_ref().map_or(&[], |id| &id.as_bytes()[..]),
        link.action.as_bytes(),
        link.subject.as_bytes(),
    ])
}

/// A moment in microseconds, as both databases keep it.
fn moment(at: DateTime<Utc>) -> [u8; 8] {
    at.timestamp_micros().to_be_bytes()
}
