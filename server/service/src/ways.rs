//! Ways in: codes on slips of paper, and staff who type for somebody who speaks.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use earshot_domain::code::{self, AccessCode, CodeKind, Shut};
use earshot_domain::consultation::State;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::Channel;
use earshot_domain::suppression::{self, Shown};
use earshot_store::{Tx, access};
use uuid::Uuid;

use crate::error::Refusal;
use crate::{Actor, Asked, Earshot, Error, Submission};

/// What is needed to make codes.
#[derive(Debug, Clone)]
pub struct NewCodes {
    /// For one person, or for a group.
    pub kind: CodeKind,
    /// How many.
    pub count: i64,
    /// The school, club or ward that they are given to.
    pub group: String,
    /// How often each may be used; of codes for a group only.
    pub max_uses: Option<i64>,
    /// Their last day.
    pub expires_on: Option<NaiveDate>,
}

/// Codes that were made together, as the desk shows them: never who used one.
#[derive(Debug, Clone)]
pub struct CodeBatch {
    /// Its id.
    pub id: Uuid,
    /// For one person each, or for a group.
    pub kind: CodeKind,
    /// The group.
    pub group: Option<String>,
    /// How often each may be used.
    pub max_uses: Option<i64>,
    /// Their last day.
    pub expires_on: Option<NaiveDate>,
    /// When they were made.
    pub made_at: DateTime<Utc>,
    /// Whether they were taken back.
    pub revoked: bool,
    /// How many there are.
    pub codes: i64,
    /// How often they were used; hidden where it is few.
    pub used: Shown,
}

/// Where a code leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The consultation's short name in addresses.
    pub slug: String,
    /// The group that the code was given to.
    pub group: Option<String>,
    /// Whether it is for one person, once.
    pub single: bool,
}

/// How an answer came in, besides through the open door.
#[derive(Debug, Clone, Default)]
pub struct Came {
    /// With this code.
    pub code: Option<AccessCode>,
    /// On a tablet that many people use.
    pub kiosk: bool,
    /// Typed by somebody of the staff.
    pub assisted: Option<Assisted>,
    /// On paper, and typed in by somebody of the staff.
    pub paper: Option<OnPaper>,
    /// How long it took, in minutes, as far as the device knows it.
    pub minutes: Option<i64>,
}

/// What is known of an answer that came on paper. Only [`Earshot::type_form`] makes one.
#[derive(Debug, Clone)]
pub struct OnPaper {
    /// Who typed it in.
    pub(crate) by: Option<Uuid>,
    /// The group that the form was given to.
    pub(crate) group: Option<String>,
    /// The questions where something was written that nobody could read.
    pub(crate) unreadable: Vec<String>,
}

impl Came {
    /// How it came in, in one word.
    pub(crate) fn channel(&self) -> Channel {
        match (&self.paper, &self.assisted, self.kiosk) {
            (Some(_), ..) => Channel::Paper,
            (None, Some(_), _) => Channel::Assisted,
            (None, None, true) => Channel::Kiosk,
            (None, None, false) => Channel::Web,
        }
    }

    /// Whether words are what somebody of the staff understood; nothing where nobody typed for somebody else. What
    /// stands on paper a young person wrote.
    pub(crate) fn interpretation(&self) -> Option<bool> {
        match &self.paper {
            Some(_) => Some(false),
            None => self.assisted.as_ref().map(|assisted| assisted.interpretation),
        }
    }

    /// Who of the staff typed it.
    pub(crate) fn typed_by(&self) -> Option<Uuid> {
        match (&self.paper, &self.assisted) {
            (Some(paper), _) => paper.by,
            (None, Some(assisted)) => assisted.by,
            (None, None) => None,
        }
    }
}

/// Somebody of the staff who types for somebody who speaks. Only [`Earshot::assisting`] makes one.
#[derive(Debug, Clone)]
pub struct Assisted {
    pub(crate) by: Option<Uuid>,
    pub(crate) interpretation: bool,
}

/// Tries at a code that nobody has.
const TRIES: u8 = 8;

impl Earshot {
    /// Makes codes. They are given once, to be printed: only their keyed hashes are kept.
    pub async fn make_codes(
        &self,
        actor: &Actor,
        slug: &str,
        new: &NewCodes,
    ) -> Result<Vec<AccessCode>, Error> {
        // Whom a consultation lets in is part of running it, like opening and closing it.
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        let mut refusals = check(new, self.today());
        if row.state != State::Draft && !row.state.asks() {
            refusals.push(Refusal::WrongState);
        }
        Error::unless_empty(refusals)?;
        let group = Some(new.group.trim().to_string()).filter(|group| !group.is_empty());
        let kept = access::NewCode {
            id: self.random_id(),
            consultation_id: row.id,
            code_hash: Vec::new(),
            batch: self.ordered_id(),
            group_name: group,
            max_uses: match new.kind {
                CodeKind::Single => Some(1),
                CodeKind::Group => new.max_uses,
            },
            expires_on: new.expires_on,
            created_by: actor.staff_id,
            created_at: self.now(),
        };
        let mut codes = Vec::new();
        for _ in 0..new.count {
            codes.push(self.make_code(&mut tx, &kept).await?);
        }
        self.audit(&mut tx, actor, "codes.make", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(codes)
    }

    /// One code like this one, which nobody else has.
    async fn make_code(&self, tx: &mut Tx, like: &access::NewCode) -> Result<AccessCode, Error> {
        for _ in 0..TRIES {
            let mut bits = [0; 8];
            self.chance.fill(&mut bits);
            let code = AccessCode::from_bits(bits);
            let (id, code_hash) = (self.random_id(), self.keys.code_hash(code));
            if access::insert(tx, &access::NewCode { id, code_hash, ..like.clone() }).await? {
                return Ok(code);
            }
        }
        Err(Error::Stale)
    }

    /// The codes of a consultation: how many, and how often they were used.
    pub async fn code_batches(&self, actor: &Actor, slug: &str) -> Result<Vec<CodeBatch>, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let preset = self.preset_of(&mut tx, row.id).await?;
        let batches = access::batches(&mut tx, row.id).await?.into_iter().map(|batch| CodeBatch {
            id: batch.batch,
            kind: if batch.max_uses == Some(1) { CodeKind::Single } else { CodeKind::Group },
            group: batch.group_name,
            max_uses: batch.max_uses,
            expires_on: batch.expires_on,
            made_at: batch.created_at,
            revoked: batch.revoked_at.is_some(),
            codes: batch.codes,
            used: suppression::count(preset, u64::try_from(batch.uses).unwrap_or_default()),
        });
        Ok(batches.collect())
    }

    /// Takes codes back that were made together. Answers that came with them stay.
    pub async fn revoke_batch(&self, actor: &Actor, slug: &str, batch: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        if access::revoke(&mut tx, row.id, batch, self.now()).await? == 0 {
            return Err(Error::NotFound);
        }
        self.audit(&mut tx, actor, "codes.revoke", Reference::new(Kind::Consultation, row.number));
        Ok(tx.commit().await?)
    }

    /// Where a code leads. One that does not exist and one of a consultation that nobody may know of yet look
    /// alike.
    pub async fn enter(&self, code: AccessCode) -> Result<Entered, Error> {
        let mut tx = self.db.read().await?;
        let known = access::by_hash(&mut tx, &self.keys.code_hash(code)).await?;
        let known = known.filter(|known| known.state.is_public()).ok_or(Error::NotFound)?;
        match known.standing().shut(self.today()) {
            Some(shut) => Err(Error::refused(Refusal::Code(Some(shut)))),
            None => {
                Ok(Entered { slug: known.slug, group: known.group_name, single: known.max_uses == Some(1) })
            }
        }
    }

    /// What a device keeps beside a code that was entered on it and led to this consultation: with it, it is no guess that the
    /// code comes again.
    pub fn code_mark(&self, slug: &str, code: AccessCode) -> String {
        self.keys.code_mark(slug, code)
    }

    /// Somebody of the staff types for somebody who speaks. `interpretation` says that the words are what they
    /// understood, not what was said: such words are never a quote (domain.md 7.8, scenario 5).
    ///
    /// Whoever runs a consultation may: it puts answers into it while it is open. Whoever may only read, code or
    /// decide must not be able to write what they then read.
    pub async fn assisting(
        &self,
        actor: &Actor,
        slug: &str,
        interpretation: bool,
    ) -> Result<Assisted, Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.read().await?;
        self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        Ok(Assisted { by: actor.staff_id, interpretation })
    }

    /// Uses the code up that an answer came with, and gives its group. A code that lets nobody in is refused where
    /// only those with a code are asked; elsewhere the answer is heard without it.
    pub(crate) async fn come_in(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        submission: &Submission,
    ) -> Result<Option<String>, Error> {
        // Whoever was given a form was asked.
        if let Some(paper) = &submission.came.paper {
            return Ok(paper.group.clone());
        }
        let refused = |shut: Option<Shut>| {
            if asked.setup.by_invitation { Err(Error::refused(Refusal::Code(shut))) } else { Ok(None) }
        };
        let Some(code) = submission.came.code else { return refused(None) };
        let hash = self.keys.code_hash(code);
        // An answer that waited on a phone without signal is not lost at midnight.
        let today = self.today();
        let day = if submission.started_on < today { today - TimeDelta::days(1) } else { today };
        let used = access::use_up(tx, &hash, asked.id, day).await?;
        let known = access::by_hash(tx, &hash).await?.filter(|known| known.consultation_id == asked.id);
        match known {
            Some(known) if used => Ok(known.group_name),
            other => refused(other.and_then(|known| known.standing().shut(day))),
        }
    }
}

/// What of it cannot be taken.
fn check(new: &NewCodes, today: NaiveDate) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if !(1..=code::CODES_MAX).contains(&new.count) {
        refusals.push(Refusal::Unreadable("count"));
    }
    let uses = new.max_uses.filter(|_| new.kind == CodeKind::Group);
    // A group of one would be a person.
    if uses.is_some_and(|uses| !(2..=code::USES_MAX).contains(&uses)) {
        refusals.push(Refusal::Unreadable("max_uses"));
    }
    if new.group.trim().chars().count() > code::GROUP_MAX {
        refusals.push(Refusal::TooLong { field: "group", max: code::GROUP_MAX });
    }
    if new.kind == CodeKind::Group && new.group.trim().is_empty() {
        refusals.push(Refusal::Missing("group"));
    }
    if new.expires_on.is_some_and(|last| last < today) {
        refusals.push(Refusal::Unreadable("expires_on"));
    }
    refusals
}
