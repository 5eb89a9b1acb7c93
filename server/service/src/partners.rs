//! Links between organisations of one installation: one offers, the other accepts, and its people then read the evidence of
//! the consultations that the link names, and nothing besides (domain.md 5.2 "Controller", 7.1 `partnership_link`). They
//! see what somebody with a read link sees.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use earshot_domain::partnership::{self as rules, Link, LinkEnd, LinkKind, REF_MAX, Standing};
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::text;
use earshot_store::consultation;
use earshot_store::partnership::{self, PartnershipLink};
use earshot_store::{Tx, audit, people};
use uuid::Uuid;

use crate::error::Refusal;
use crate::read_links::may_be_read_in;
use crate::{Actor, Earshot, Error, Evidence};

/// Of several looks of one person within this time one is written into the audit trails.
const LOOK: TimeDelta = TimeDelta::hours(1);

/// A consultation that a link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedConsultation {
    /// Its reference.
    pub reference: Reference,
    /// Its short name in addresses.
    pub slug: String,
    /// Its title, for staff.
    pub title: String,
    /// Whether it was taken out again.
    pub taken_out: bool,
    /// Whether there is evidence to be read: nobody is asked any more.
    pub is_closed: bool,
}

/// A link as one of the two sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerLink {
    /// Its id.
    pub id: Uuid,
    /// The other organisation's name.
    pub partner: String,
    /// Whether we offered it, so that it names consultations of ours.
    pub ours: bool,
    /// What it is for.
    pub kind: LinkKind,
    /// What the agreement behind it is called.
    pub agreement_ref: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// How it stands today.
    pub standing: Standing,
    /// What it names: of a partner's without what was taken out again.
    pub consultations: Vec<SharedConsultation>,
}

/// The links with other organisations.
#[derive(Debug, Clone)]
pub struct Partners {
    /// Those that the one who asks may see, the newest first.
    pub links: Vec<PartnerLink>,
    /// Whether there is another organisation here at all.
    pub others: bool,
}

/// What an offer is made from.
#[derive(Debug, Clone)]
pub struct OfferForm {
    /// The other organisations: id and name.
    pub partners: Vec<(Uuid, String)>,
    /// Our own consultations, the newest first: short name and title.
    pub consultations: Vec<(String, String)>,
}

/// An offer as it is typed.
#[derive(Debug, Clone, Default)]
pub struct OfferText {
    /// The id of the organisation to which it is made.
    pub partner: String,
    /// What it is for: a [`LinkKind`].
    pub kind: String,
    /// What the agreement behind it is called.
    pub agreement_ref: String,
    /// The first day, as `2026-06-14`.
    pub from_on: String,
    /// The last day, likewise.
    pub until_on: String,
    /// The short names of the consultations.
    pub consultations: Vec<String>,
}

/// An offer that can be read, and makes sense.
struct Offer {
    kind: LinkKind,
    agreement_ref: String,
    from_on: NaiveDate,
    until_on: NaiveDate,
}

impl Earshot {
    /// The links with other organisations. Who may not manage them sees the live ones that are shared with them.
    pub async fn partners(&self, actor: &Actor) -> Result<Partners, Error> {
        actor.require(Permission::SeePartners)?;
        let (today, here) = (self.today(), actor.organisation_id);
        let manages = actor.may(Permission::ManagePartners);
        let mut tx = self.db.read().await?;
        let others = people::organisations(&mut tx).await?.len() > 1;
        let mut links = Vec::new();
        for link in partnership::of(&mut tx, here).await? {
            let (standing, ours) = (standing(&link, today), link.org_a == here);
            if !manages && (ours || standing != Standing::Live) {
                continue;
            }
            let named = partnership::named(&mut tx, link.id).await?.into_iter();
            let consultations = named
                // What is over, or was taken out, tells nothing of what became of it.
                .filter(|one| {
                    let stands = matches!(standing, Standing::Offered | Standing::Coming | Standing::Live);
                    ours || (stands && one.removed_at.is_none())
                })
                .map(|one| SharedConsultation {
                    reference: Reference::new(Kind::Consultation, one.number),
                    slug: one.slug,
                    title: one.setup.0.title,
                    taken_out: one.removed_at.is_some(),
                    is_closed: may_be_read_in(one.state),
                })
                .collect();
            links.push(PartnerLink {
                id: link.id,
                partner: if ours { link.name_b } else { link.name_a },
                ours,
                kind: link.kind,
                agreement_ref: link.agreement_ref,
                from_on: link.from_on,
                until_on: link.until_on,
                standing,
                consultations,
            });
        }
        Ok(Partners { links, others })
    }

    /// What an offer can be made from.
    pub async fn offer_form(&self, actor: &Actor) -> Result<OfferForm, Error> {
        actor.require(Permission::ManagePartners)?;
        let mut tx = self.db.read().await?;
        let here = actor.organisation_id;
        let partners = people::organisations(&mut tx).await?.into_iter();
        let partners = partners.filter(|one| one.id != here).map(|one| (one.id, one.name)).collect();
        let own = consultation::all(&mut tx, here).await?.into_iter();
        let consultations = own.map(|row| (row.slug, row.setup.0.title)).collect();
        Ok(OfferForm { partners, consultations })
    }

    /// Offers a link to another organisation. It opens nothing before they accept it.
    pub async fn offer_link(&self, actor: &Actor, text: &OfferText) -> Result<(), Error> {
        actor.require(Permission::ManagePartners)?;
        let offer = self.read_offer(text);
        let partner = Uuid::try_parse(&text.partner).ok();
        let mut tx = self.db.begin().await?;
        let partner = people::organisations(&mut tx)
            .await?
            .into_iter()
            .find(|one| Some(one.id) == partner && one.id != actor.organisation_id);
        let mut refusals = Vec::new();
        if partner.is_none() {
            refusals.push(Refusal::Missing("partner"));
        }
        let (Some(partner), Ok(offer)) = (partner, offer.map_err(|more| refusals.extend(more))) else {
            return Err(Error::Refused(refusals));
        };
        let mut named: Vec<Uuid> = Vec::new();
        for slug in &text.consultations {
            // Nobody gives away what is another's: it is as if it were not there.
            let id = self.own(&mut tx, actor, Permission::ManagePartners, slug).await?.id;
            if !named.contains(&id) {
                named.push(id);
            }
        }
        let link = PartnershipLink {
            id: self.ordered_id(),
            org_a: actor.organisation_id,
            name_a: actor.organisation.clone(),
            org_b: partner.id,
            name_b: partner.name,
            kind: offer.kind,
            agreement_ref: offer.agreement_ref,
            from_on: offer.from_on,
            until_on: offer.until_on,
            offered_at: self.now(),
            accepted_at: None,
            ended_at: None,
            ended_how: None,
        };
        partnership::insert(&mut tx, &link, &named).await?;
        self.audit_both(&mut tx, actor, &link, "partner.offer", &link.agreement_ref);
        Ok(tx.commit().await?)
    }

    /// Accepts a link that another organisation offers: from its first day its consultations can be read here.
    /// [`Error::Stale`] where it is no open offer any more.
    pub async fn accept_link(&self, actor: &Actor, id: Uuid) -> Result<(), Error> {
        actor.require(Permission::ManagePartners)?;
        let mut tx = self.db.begin().await?;
        let link = known(&mut tx, actor, id, |link| link.org_b == actor.organisation_id).await?;
        let is_open = standing(&link, self.today()) == Standing::Offered;
        if !is_open || !partnership::accept(&mut tx, id, self.now()).await? {
            return Err(Error::Stale);
        }
        self.audit_both(&mut tx, actor, &link, "partner.accept", &link.agreement_ref);
        Ok(tx.commit().await?)
    }

    /// Declines or withdraws an offer, or ends a link: it opens nothing from now on. [`Error::NotFound`] for whoever may not
    /// do this to it, and [`Error::Stale`] where somebody else was faster.
    pub async fn end_link(&self, actor: &Actor, id: Uuid, how: LinkEnd) -> Result<(), Error> {
        actor.require(Permission::ManagePartners)?;
        let here = actor.organisation_id;
        let mut tx = self.db.begin().await?;
        let may = |link: &PartnershipLink| match how {
            LinkEnd::Declined => link.org_b == here,
            LinkEnd::Withdrawn => link.org_a == here,
            LinkEnd::Ended => true,
        };
        let link = known(&mut tx, actor, id, may).await?;
        if !partnership::end(&mut tx, id, how, self.now()).await? {
            return Err(Error::Stale);
        }
        let action = match how {
            LinkEnd::Declined => "partner.decline",
            LinkEnd::Withdrawn => "partner.withdraw",
            LinkEnd::Ended => "partner.end",
        };
        self.audit_both(&mut tx, actor, &link, action, &link.agreement_ref);
        Ok(tx.commit().await?)
    }

    /// Takes one of our consultations out of a link that we offered: it cannot be read through it from now on.
    pub async fn take_out_of_link(&self, actor: &Actor, id: Uuid, slug: &str) -> Result<(), Error> {
        actor.require(Permission::ManagePartners)?;
        let mut tx = self.db.begin().await?;
        let link = known(&mut tx, actor, id, |link| link.org_a == actor.organisation_id).await?;
        let row = self.own(&mut tx, actor, Permission::ManagePartners, slug).await?;
        let named = partnership::named(&mut tx, id).await?;
        if !named.iter().any(|one| one.consultation_id == row.id) {
            return Err(Error::NotFound);
        }
        let is_over = link.ended_at.is_some();
        if is_over || !partnership::take_out(&mut tx, id, row.id, self.now()).await? {
            return Err(Error::Stale);
        }
        let reference = Reference::new(Kind::Consultation, row.number).to_string();
        self.audit_both(&mut tx, actor, &link, "partner.take-out", &reference);
        Ok(tx.commit().await?)
    }

    /// The evidence of a consultation that a live link names, for the partner to whom it was offered; what is closed alone.
    /// [`Error::NotFound`] for everything else.
    pub async fn partner_evidence(&self, actor: &Actor, id: Uuid, slug: &str) -> Result<Evidence, Error> {
        actor.require(Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        let link = known(&mut tx, actor, id, |link| link.org_b == actor.organisation_id).await?;
        if standing(&link, self.today()) != Standing::Live {
            return Err(Error::NotFound);
        }
        let row = consultation::by_slug(&mut tx, slug).await?.filter(|row| row.organisation_id == link.org_a);
        let row = row.ok_or(Error::NotFound)?;
        let named = partnership::named(&mut tx, id).await?;
        if !named.iter().any(|one| one.consultation_id == row.id && one.removed_at.is_none()) {
            return Err(Error::NotFound);
        }
        // The last day is one of it.
        let expires_at = link.until_on.and_time(NaiveTime::MIN).and_utc() + TimeDelta::days(1)
            - TimeDelta::microseconds(1);
        let for_whom = (actor.organisation.clone(), expires_at);
        let evidence = self.evidence_of(&mut tx, row.id, for_whom).await?;
        let reference = Reference::new(Kind::Consultation, row.number).to_string();
        let seen = match actor.staff_id {
            Some(staff) => {
                let subject = subject(&reference, &link.name_a);
                audit::was_done(&mut tx, staff, "partner.look", &subject, self.now() - LOOK).await?
            }
            None => false,
        };
        drop(tx);
        if !seen {
            let mut tx = self.db.begin().await?;
            self.audit_both(&mut tx, actor, &link, "partner.look", &reference);
            tx.commit().await?;
        }
        Ok(evidence)
    }

    /// The names of those who look after what is said in a consultation together with whoever asks: joint controllers by a
    /// link that is live today (domain.md 5.2 "Controller").
    pub(crate) async fn joint_controllers(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
    ) -> Result<Vec<String>, Error> {
        let today = self.today();
        let links = partnership::naming(tx, consultation_id).await?.into_iter();
        let mut names: Vec<String> = links
            .filter(|link| link.kind == LinkKind::JointController && standing(link, today) == Standing::Live)
            .map(|link| link.name_b)
            .collect();
        names.dedup();
        Ok(names)
    }

    /// What was typed, or everything that is wrong with it.
    fn read_offer(&self, text: &OfferText) -> Result<Offer, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let kind = LinkKind::parse(&text.kind);
        if kind.is_none() {
            refusals.push(Refusal::Missing("link_kind"));
        }
        let agreement_ref = text::normalise(&text.agreement_ref).trim().to_string();
        if agreement_ref.is_empty() {
            refusals.push(Refusal::Missing("agreement_ref"));
        } else if agreement_ref.chars().count() > REF_MAX {
            refusals.push(Refusal::TooLong { field: "agreement_ref", max: REF_MAX });
        }
        let mut day = |field: &'static str, typed: &str| match typed.trim() {
            "" => {
                refusals.push(Refusal::Missing(field));
                None
            }
            typed => {
                let read = typed.parse::<NaiveDate>().ok();
                if read.is_none() {
                    refusals.push(Refusal::Unreadable(field));
                }
                read
            }
        };
        let days = (day("from_on", &text.from_on), day("until_on", &text.until_on));
        if let (Some(from_on), Some(until_on)) = days {
            refusals.extend(rules::term_flaw(from_on, until_on, self.today()).map(Refusal::Term));
        }
        if text.consultations.is_empty() {
            refusals.push(Refusal::Missing("consultations"));
        }
        match (kind, days) {
            (Some(kind), (Some(from_on), Some(until_on))) if refusals.is_empty() => {
                Ok(Offer { kind, agreement_ref, from_on, until_on })
            }
            _ => Err(refusals),
        }
    }

    /// Notes the same in the trails of both: in each with the other's name, and with that of the person in their own alone.
    fn audit_both(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        link: &PartnershipLink,
        action: &'static str,
        about: &str,
    ) {
        let mut trails = [(link.org_a, &link.name_b), (link.org_b, &link.name_a)];
        // Always in the same order: two who write into both would otherwise wait for each other.
        trails.sort_by_key(|(organisation, _)| *organisation);
        for (organisation, other) in trails {
            let staff = actor.staff_id.filter(|_| organisation == actor.organisation_id);
            self.audit_as(tx, organisation, staff, action, subject(about, other));
        }
    }
}

/// A link that the organisation of the actor is one of the two of, and may do something to.
async fn known(
    tx: &mut Tx,
    actor: &Actor,
    id: Uuid,
    may: impl Fn(&PartnershipLink) -> bool,
) -> Result<PartnershipLink, Error> {
    partnership::by_id(tx, id, actor.organisation_id).await?.filter(may).ok_or(Error::NotFound)
}

/// How a link stands on a day.
fn standing(link: &PartnershipLink, today: NaiveDate) -> Standing {
    // An end that a newer version knows is an end.
    let end = link.ended_how.as_deref().map(|how| LinkEnd::parse(how).unwrap_or(LinkEnd::Ended));
    let (accepted, from_on, until_on) = (link.accepted_at.is_some(), link.from_on, link.until_on);
    Link { accepted, end, from_on, until_on }.standing(today)
}

/// What an audit trail says: what it is about, and the other organisation.
fn subject(about: &str, other: &str) -> String {
    format!("{about} {other}")
}
