//! How somebody can be reached who answered (domain.md 5.4, "Break-glass"; 7.7, "Sealed contact reveal"): kept sealed, and
//! opened by two people, for a day, as long as an answer of theirs is held. Why stands in the safeguarding log; the audit
//! trail says that it was asked, agreed to and looked at.

use chrono::{DateTime, Utc};
use earshot_domain::policy::{Permission, Role, allows};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::sealed_contact::{self as rules, OpeningStep, Stage, WayToReach};
use earshot_domain::text;
use earshot_store::consultation::{self, Consultation};
use earshot_store::job::Work;
use earshot_store::sealed_contact::{self, Opening};
use earshot_store::{Tx, people, reading};
use uuid::Uuid;

use crate::error::{Refusal, SecondPerson};
use crate::jobs::LetterAbout;
use crate::keys::SEAL_NONCE;
use crate::reading::short_name;
use crate::second_step::shown_lately;
use crate::{Actor, Asked, Earshot, Error, Submission};

/// Whether whoever gave a held answer has left a way to reach them, and how far its opening has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactLeft {
    /// Nobody has asked for one.
    NotAsked,
    /// They left none.
    None,
    /// They left one, and nobody has wanted to open it yet.
    Closed,
    /// They left one, and somebody has wanted to open it.
    Opening {
        /// How far that has come.
        stage: Stage,
        /// Whether it was whoever looks now who asked.
        own: bool,
    },
}

impl ContactLeft {
    /// Whether somebody can ask to open it now.
    pub fn may_be_asked(self) -> bool {
        match self {
            ContactLeft::NotAsked | ContactLeft::None => false,
            ContactLeft::Closed => true,
            ContactLeft::Opening { stage, .. } => !stage.is_live(),
        }
    }
}

/// The last time that somebody wanted to open it.
#[derive(Debug, Clone)]
pub struct AskedOpening {
    /// Its id.
    pub id: Uuid,
    /// Who has asked.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who else has said yes or no, and when.
    pub answered: Option<(String, DateTime<Utc>)>,
    /// Whether whoever looks now is one of the two who agreed.
    pub is_theirs: bool,
}

/// Everything that is said of a sealed contact before it is looked at.
#[derive(Debug, Clone)]
pub struct SealedContact {
    /// The held answer.
    pub answer: Uuid,
    /// Its short name.
    pub name: String,
    /// The consultation.
    pub reference: Reference,
    /// Whether there is one, and how far its opening has come.
    pub left: ContactLeft,
    /// The last time that somebody wanted to open it.
    pub opening: Option<AskedOpening>,
    /// Who else could agree, by name.
    pub others: Vec<String>,
}

/// An open contact.
#[derive(Debug, Clone)]
pub struct OpenContact {
    /// The held answer.
    pub answer: Uuid,
    /// Its short name.
    pub name: String,
    /// How they can be reached; nothing where it was sealed with another key.
    pub way: Option<WayToReach>,
    /// Until when it is open.
    pub until: DateTime<Utc>,
}

/// A held answer and its consultation.
struct Held {
    answer: Uuid,
    response_id: Uuid,
    row: Consultation,
}

impl Held {
    fn reference(&self) -> Reference {
        Reference::new(Kind::Consultation, self.row.number)
    }

    /// As the audit trail says it.
    fn subject(&self) -> String {
        format!("{} {}", self.reference(), short_name(self.answer))
    }
}

impl Earshot {
    /// Whether whoever gave a held answer has left a way to reach them: beside the answer in the safeguarding lane.
    pub async fn contact_left(&self, actor: &Actor, answer: Uuid) -> Result<ContactLeft, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let mut tx = self.db.read().await?;
        let held = held(&mut tx, actor, answer).await?;
        Ok(self.left(&mut tx, actor, &held).await?.0)
    }

    /// How many wait for this person to say yes or no.
    pub async fn contacts_waiting(&self, actor: &Actor) -> Result<i64, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let Some(staff_id) = actor.staff_id else { return Ok(0) };
        let mut tx = self.db.read().await?;
        let lapsed = rules::lapsed_since(self.now());
        Ok(sealed_contact::waiting(&mut tx, actor.organisation_id, staff_id, lapsed).await?)
    }

    /// What there is to know before somebody asks, agrees or looks. What was sealed is not in it.
    pub async fn sealed_contact(&self, actor: &Actor, answer: Uuid) -> Result<SealedContact, Error> {
        actor.require(Permission::OpenSealedContacts)?;
        let mut tx = self.db.read().await?;
        let held = held(&mut tx, actor, answer).await?;
        let (left, opening) = self.left(&mut tx, actor, &held).await?;
        let others = others(&mut tx, actor).await?;
        let opening = opening.map(|opening| AskedOpening {
            is_theirs: is_of_the_two(&opening, actor.staff_id),
            id: opening.id,
            asked_by: opening.asked_name,
            asked_at: opening.asked_at,
            reason: opening.reason,
            answered: opening
                .agreed_name
                .zip(opening.agreed_at)
                .or(opening.refused_name.zip(opening.refused_at)),
        });
        let (name, reference) = (short_name(answer), held.reference());
        Ok(SealedContact { answer, name, reference, left, opening, others })
    }

    /// Asks to open it. Somebody else has to agree.
    pub async fn ask_contact(&self, actor: &Actor, answer: Uuid, reason: &str) -> Result<(), Error> {
        actor.require(Permission::OpenSealedContacts)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let reason = reason_of(reason)?;
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let held = held(&mut tx, actor, answer).await?;
        gives_no_roles(actor)?;
        sealed_contact::hold(&mut tx, held.response_id).await?.ok_or(Error::NotFound)?;
        let last = sealed_contact::last_opening(&mut tx, held.response_id).await?;
        if last.is_some_and(|last| stage_of(&last, now).is_live()) {
            return Err(Error::Stale);
        }
        let id = self.ordered_id();
        sealed_contact::insert_opening(&mut tx, id, held.response_id, staff_id, now, &reason).await?;
        self.note_opening(&mut tx, actor, &held, staff_id, OpeningStep::Ask, &reason).await?;
        Ok(tx.commit().await?)
    }

    /// Agrees with somebody else that it is opened: for a day, and to these two alone. The data protection officers are
    /// told that it was.
    pub async fn agree_contact(&self, actor: &Actor, answer: Uuid, opening: Uuid) -> Result<(), Error> {
        actor.require(Permission::OpenSealedContacts)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let held = held(&mut tx, actor, answer).await?;
        gives_no_roles(actor)?;
        let asked = may_answer(&mut tx, &held, opening, staff_id).await?;
        // Whoever asked is not trusted with it any more: then it would be one person's.
        if !allows(&people::roles(&mut tx, asked.asked_by).await?, Permission::OpenSealedContacts) {
            return Err(Error::Stale);
        }
        if !sealed_contact::agree(&mut tx, opening, staff_id, now, rules::lapsed_since(now)).await? {
            return Err(Error::Stale);
        }
        self.note_opening(&mut tx, actor, &held, staff_id, OpeningStep::Agree, "").await?;
        self.tell_officers(&mut tx, &held, opening).await?;
        Ok(tx.commit().await?)
    }

    /// Says no to opening it, and why.
    pub async fn refuse_contact(
        &self,
        actor: &Actor,
        answer: Uuid,
        opening: Uuid,
        reason: &str,
    ) -> Result<(), Error> {
        actor.require(Permission::OpenSealedContacts)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let reason = reason_of(reason)?;
        let now = self.now();
        let mut tx = self.db.begin().await?;
        let held = held(&mut tx, actor, answer).await?;
        may_answer(&mut tx, &held, opening, staff_id).await?;
        if !sealed_contact::refuse(&mut tx, opening, staff_id, now, rules::lapsed_since(now)).await? {
            return Err(Error::Stale);
        }
        self.note_opening(&mut tx, actor, &held, staff_id, OpeningStep::Refuse, &reason).await?;
        Ok(tx.commit().await?)
    }

    /// Looks at it while it is open. Only the two who agreed can, and every look is in the audit trail.
    pub async fn look_contact(&self, actor: &Actor, answer: Uuid) -> Result<OpenContact, Error> {
        actor.require(Permission::OpenSealedContacts)?;
        let staff_id = shown_lately(actor)?;
        let mut tx = self.db.begin().await?;
        let held = held(&mut tx, actor, answer).await?;
        let sealed = sealed_contact::hold(&mut tx, held.response_id).await?.ok_or(Error::NotFound)?;
        let last = sealed_contact::last_opening(&mut tx, held.response_id).await?;
        let open = last.and_then(|last| match stage_of(&last, self.now()) {
            Stage::Open(until) => Some((last, until)),
            _ => None,
        });
        let (opening, until) = open.ok_or(Error::refused(Refusal::WrongState))?;
        if !is_of_the_two(&opening, Some(staff_id)) {
            return Err(Error::Forbidden);
        }
        self.audit(&mut tx, actor, "contact.look", held.subject());
        tx.commit().await?;
        let way = self.keys.open(held.response_id.as_bytes(), &sealed).map(WayToReach::kept);
        Ok(OpenContact { answer, name: short_name(answer), way, until })
    }

    async fn left(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        held: &Held,
    ) -> Result<(ContactLeft, Option<Opening>), Error> {
        if sealed_contact::one(tx, held.response_id).await?.is_none() {
            let asks = held.row.setup.asks_contact();
            return Ok((if asks { ContactLeft::None } else { ContactLeft::NotAsked }, None));
        }
        let last = sealed_contact::last_opening(tx, held.response_id).await?;
        let left = last.as_ref().map_or(ContactLeft::Closed, |last| ContactLeft::Opening {
            stage: stage_of(last, self.now()),
            own: Some(last.asked_by) == actor.staff_id,
        });
        Ok((left, last))
    }

    /// Writes what was asked or said into the safeguarding log, with the reason, and into the audit trail, without.
    async fn note_opening(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        held: &Held,
        staff_id: Uuid,
        step: OpeningStep,
        note: &str,
    ) -> Result<(), Error> {
        let (id, now) = (self.ordered_id(), self.now());
        reading::insert_event(tx, id, held.row.id, held.answer, staff_id, step.as_str(), note, now).await?;
        let action = match step {
            OpeningStep::Ask => "contact.ask",
            OpeningStep::Agree => "contact.agree",
            OpeningStep::Refuse => "contact.refuse",
        };
        self.audit(tx, actor, action, held.subject());
        Ok(())
    }

    /// Writes a letter to every data protection officer; where there is none to the administrators, who can invite one.
    async fn tell_officers(&self, tx: &mut Tx, held: &Held, opening: Uuid) -> Result<(), Error> {
        if !self.mails {
            return Ok(());
        }
        let organisation_id = held.row.organisation_id;
        for staff in self.who_answers(tx, organisation_id, false).await? {
            let work = Work::ContactOpened { staff, consultation: held.row.id };
            let once = format!("contact:{opening}:{staff}");
            let subject = held.reference().to_string();
            self.enqueue(tx, organisation_id, work, subject, Some(once)).await?;
        }
        Ok(())
    }

    /// The letter that a sealed contact was opened; `None` where it is not for them to be told any more. It says at which
    /// consultation, and nothing else.
    pub(crate) async fn contact_letter(
        &self,
        staff_id: Uuid,
        consultation_id: Uuid,
    ) -> Result<Option<(String, LetterAbout)>, Error> {
        let mut tx = self.db.read().await?;
        let Some(staff) = people::staff_by_id(&mut tx, staff_id).await? else { return Ok(None) };
        let Some(row) = consultation::by_id(&mut tx, consultation_id).await? else { return Ok(None) };
        let roles = people::roles(&mut tx, staff.id).await?;
        let officer = roles.contains(&Role::DataProtectionOfficer);
        if !officer && !roles.contains(&Role::Administrator) {
            return Ok(None);
        }
        let reference = Reference::new(Kind::Consultation, row.number);
        Ok(Some((staff.email, LetterAbout::ContactOpened { name: staff.name, reference, officer })))
    }

    /// How whoever gave a response can be reached, where they have left it.
    pub(crate) async fn kept_contact(
        &self,
        tx: &mut Tx,
        response_id: Uuid,
    ) -> Result<Option<WayToReach>, Error> {
        let sealed = sealed_contact::one(tx, response_id).await?;
        let open = |sealed: Vec<u8>| self.keys.open(response_id.as_bytes(), &sealed).map(WayToReach::kept);
        Ok(sealed.and_then(open))
    }

    /// Seals how whoever gave a response can be reached; nothing is kept where they do not want to be.
    pub(crate) async fn keep_contact(
        &self,
        tx: &mut Tx,
        (organisation_id, consultation_id): (Uuid, Uuid),
        response_id: Uuid,
        way: Option<&WayToReach>,
    ) -> Result<(), Error> {
        let Some(way) = way else { return Ok(sealed_contact::take_out(tx, response_id).await?) };
        let mut nonce = [0; SEAL_NONCE];
        self.chance.fill(&mut nonce);
        let sealed = self.keys.seal(response_id.as_bytes(), nonce, way.as_str());
        Ok(sealed_contact::put(tx, response_id, organisation_id, consultation_id, &sealed).await?)
    }
}

/// How somebody can be reached, as far as it is kept: not where they were not asked, whatever was sent.
pub(crate) fn contact_to_keep<'a>(asked: &Asked, submission: &'a Submission) -> Option<&'a WayToReach> {
    submission.about.contact.as_ref().filter(|_| asked.asks_contact(submission.came.channel()))
}

/// A held answer of the actor's organisation, whose words are still kept: nothing else is opened.
async fn held(tx: &mut Tx, actor: &Actor, answer: Uuid) -> Result<Held, Error> {
    if !reading::is_held(tx, answer).await? {
        return Err(Error::NotFound);
    }
    let found = reading::one(tx, answer).await?.ok_or(Error::NotFound)?;
    let row = consultation::by_id(tx, found.consultation_id)
        .await?
        .filter(|row| row.organisation_id == actor.organisation_id)
        .ok_or(Error::NotFound)?;
    Ok(Held { answer, response_id: found.response_id, row })
}

/// Whether this person may say yes or no to an opening: to the last one, and not to their own.
async fn may_answer(tx: &mut Tx, held: &Held, opening: Uuid, staff_id: Uuid) -> Result<Opening, Error> {
    sealed_contact::hold(tx, held.response_id).await?.ok_or(Error::NotFound)?;
    let last = sealed_contact::last_opening(tx, held.response_id).await?;
    let asked = last.filter(|last| last.id == opening).ok_or(Error::NotFound)?;
    if asked.asked_by == staff_id {
        return Err(Error::refused(Refusal::SecondPerson(SecondPerson::OwnRequest)));
    }
    Ok(asked)
}

/// Stops whoever also gives roles: they could have made the second person themselves, and signed in as them.
fn gives_no_roles(actor: &Actor) -> Result<(), Error> {
    if actor.may_everywhere(Permission::ManagePeople) {
        return Err(Error::refused(Refusal::SecondPerson(SecondPerson::GivesRoles)));
    }
    Ok(())
}

/// Who else of the organisation could agree, by name.
async fn others(tx: &mut Tx, actor: &Actor) -> Result<Vec<String>, Error> {
    let mut others = Vec::new();
    for (staff, roles) in people::staff_with_roles(tx, actor.organisation_id).await? {
        if Some(staff.id) != actor.staff_id && allows(&roles, Permission::OpenSealedContacts) {
            others.push(staff.name);
        }
    }
    Ok(others)
}

fn stage_of(opening: &Opening, now: DateTime<Utc>) -> Stage {
    rules::stage(opening.asked_at, opening.agreed_at, opening.refused_at, now)
}

/// Whether somebody is one of the two who agreed to open it.
fn is_of_the_two(opening: &Opening, staff_id: Option<Uuid>) -> bool {
    opening.agreed_by.is_some() && (staff_id == Some(opening.asked_by) || staff_id == opening.agreed_by)
}

fn reason_of(reason: &str) -> Result<String, Error> {
    let reason = text::normalise(reason).trim().to_string();
    let field = "reason";
    match reason.chars().count() {
        0 => Err(Error::refused(Refusal::Missing(field))),
        n if n < rules::REASON_MIN => {
            Err(Error::refused(Refusal::TooShort { field, min: rules::REASON_MIN }))
        }
        n if n > rules::REASON_MAX => Err(Error::refused(Refusal::TooLong { field, max: rules::REASON_MAX })),
        _ => Ok(reason),
    }
}
