//! Links with which somebody outside the desk, such as an inspector or a member of a board, reads the evidence of a
//! consultation for a time: nothing that a young person wrote but what is published, and no count that is not suppressed
//! (domain.md 7.7, "External reader with a time-limited read link to evidence").

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::consultation::State;
use earshot_domain::decision::{DecisionState, ResponseStatus};
use earshot_domain::evidence::ThemeState;
use earshot_domain::need::NeedState;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_store::consultation::{self, Consultation};
use earshot_store::{Tx, analysis, decision, need, read_link};
use uuid::Uuid;

use crate::error::Refusal;
use crate::{Action, Actor, Asked, Decision, Earshot, Error, Findings, Need, ReadLink};

/// For how many days a link may work.
pub const READ_DAYS: [i64; 3] = [7, 30, 90];

/// Letters of whom a link is for.
const WHOM_MAX: usize = 100;

/// Of several visits within this time one is written into the audit trail.
const VISIT: TimeDelta = TimeDelta::hours(1);

/// A link that was made.
#[derive(Debug, Clone)]
pub struct NewReadLink {
    /// The token in it. Kept nowhere.
    pub token: String,
    /// Whom it is for.
    pub for_whom: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

/// A need as somebody outside reads it: what its authors wrote, and of what it rests on what the link is for.
#[derive(Debug, Clone)]
pub struct ReadNeed {
    /// The need.
    pub need: Need,
    /// The final themes of this consultation that it rests on, in young people's words.
    pub themes: Vec<String>,
    /// Whether it rests on other consultations as well. Nothing of them is shown.
    pub more: bool,
}

/// A decision as somebody outside reads it: what its authors wrote, and what it says to the consultation that the link is for.
#[derive(Debug, Clone)]
pub struct ReadDecision {
    /// The decision.
    pub decision: Decision,
    /// Whether it answers other consultations as well. Nothing of them is shown.
    pub more: bool,
    /// What it says to each theme of the consultation: the theme in young people's words, the answer, why.
    pub replies: Vec<(String, Option<ResponseStatus>, String)>,
    /// What it promises.
    pub actions: Vec<Action>,
}

/// What somebody outside reads.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Whom the link is for.
    pub for_whom: String,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
    /// The consultation.
    pub asked: Asked,
    /// What was said, with suppressed counts.
    pub findings: Findings,
    /// The needs that rest on its final themes, without drafts.
    pub needs: Vec<ReadNeed>,
    /// The published decisions that answer it.
    pub decisions: Vec<ReadDecision>,
}

impl Earshot {
    /// Makes a link to the evidence of a consultation that is closed.
    pub async fn make_read_link(
        &self,
        actor: &Actor,
        slug: &str,
        for_whom: &str,
        days: i64,
    ) -> Result<NewReadLink, Error> {
        actor.require_somewhere(Permission::ShareEvidence)?;
        let for_whom = for_whom.trim();
        if for_whom.is_empty() {
            return Err(Error::refused(Refusal::Missing("for_whom")));
        }
        if for_whom.chars().count() > WHOM_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "for_whom", max: WHOM_MAX }));
        }
        if !READ_DAYS.contains(&days) {
            return Err(Error::refused(Refusal::Unreadable("days")));
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::ShareEvidence, slug).await?;
        if !may_be_read(&row) {
            return Err(Error::refused(Refusal::WrongState));
        }
        let (token, now) = (self.random_token(), self.now());
        let link = ReadLink {
            id: self.ordered_id(),
            consultation_id: row.id,
            for_whom: for_whom.to_string(),
            made_by: None,
            created_at: now,
            expires_at: now + TimeDelta::days(days),
            revoked_at: None,
            visits: 0,
            visited_at: None,
        };
        read_link::insert(&mut tx, &link, &self.keys.token_hash(&token), actor.staff_id).await?;
        self.audit(&mut tx, actor, "evidence.share", subject(&row, for_whom));
        tx.commit().await?;
        Ok(NewReadLink { token, for_whom: link.for_whom, expires_at: link.expires_at })
    }

    /// The links to the evidence of a consultation, the newest first, also those that open nothing any more.
    pub async fn read_links(&self, actor: &Actor, slug: &str) -> Result<Vec<ReadLink>, Error> {
        actor.require_somewhere(Permission::ShareEvidence)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::ShareEvidence, slug).await?;
        Ok(read_link::of(&mut tx, row.id).await?)
    }

    /// Takes a link back: it opens nothing from now on.
    pub async fn revoke_read_link(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::ShareEvidence)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::ShareEvidence, slug).await?;
        let links = read_link::of(&mut tx, row.id).await?;
        let link = links.into_iter().find(|link| link.id == id).ok_or(Error::NotFound)?;
        if !read_link::revoke(&mut tx, id, row.id, self.now()).await? {
            return Err(Error::Stale);
        }
        self.audit(&mut tx, actor, "evidence.unshare", subject(&row, &link.for_whom));
        Ok(tx.commit().await?)
    }

    /// What a link opens. [`Error::NotFound`] where it opens nothing, or nothing any more.
    pub async fn evidence(&self, token: &str) -> Result<Evidence, Error> {
        let now = self.now();
        let mut tx = self.db.read().await?;
        let link = read_link::by_token(&mut tx, &self.keys.token_hash(token), now).await?;
        let link = link.ok_or(Error::NotFound)?;
        let row = consultation::by_id(&mut tx, link.consultation_id).await?.ok_or(Error::NotFound)?;
        let for_whom = (link.for_whom.clone(), link.expires_at);
        let evidence = self.evidence_of(&mut tx, row.id, for_whom).await?;
        drop(tx);
        let mut tx = self.db.begin().await?;
        if link.visited_at.is_none_or(|last| now - last > VISIT) {
            let whom = subject(&row, &link.for_whom);
            self.audit_as(&mut tx, row.organisation_id, None, "evidence.read", whom);
        }
        read_link::visited(&mut tx, link.id, now).await?;
        tx.commit().await?;
        Ok(evidence)
    }

    /// What there is to be read of a consultation, for whom and until when. [`Error::NotFound`] while it must not be read.
    pub(crate) async fn evidence_of(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        (for_whom, expires_at): (String, DateTime<Utc>),
    ) -> Result<Evidence, Error> {
        let row = consultation::by_id(tx, consultation_id).await?.filter(may_be_read);
        let row = row.ok_or(Error::NotFound)?;
        let asked = self.asked_in(tx, &row.slug, None).await?;
        let findings = self.findings_for_reading(tx, &row).await?;
        let (needs, decisions) = self.follows(tx, &row).await?;
        Ok(Evidence { for_whom, expires_at, asked, findings, needs, decisions })
    }

    /// The needs and decisions that follow from the final themes of a consultation.
    async fn follows(
        &self,
        tx: &mut Tx,
        row: &Consultation,
    ) -> Result<(Vec<ReadNeed>, Vec<ReadDecision>), Error> {
        let mut themes = analysis::themes(tx, row.id).await?;
        themes.retain(|theme| theme.state == ThemeState::Final);
        let mut needs: Vec<ReadNeed> = Vec::new();
        for theme in &themes {
            for need in need::of_theme(tx, theme.id).await? {
                let said = theme.child_name.clone();
                if let Some(known) = needs.iter_mut().find(|known| known.need.id == need.id) {
                    known.themes.push(said);
                } else if need.state != NeedState::Draft {
                    // A link is for one consultation, and opens nothing of another.
                    let of_need = need::themes(tx, need.id).await?;
                    let more = of_need.iter().any(|other| other.consultation_id != row.id);
                    needs.push(ReadNeed { need, themes: vec![said], more });
                }
            }
        }
        let mut decisions = Vec::new();
        // What is not decided yet is nobody's business outside, and may still hold a name.
        let published = |one: &Decision| one.state == DecisionState::Published;
        for one in decision::of_consultation(tx, row.id).await?.into_iter().filter(published) {
            let named =
                |id: Uuid| themes.iter().find(|theme| theme.id == id).map(|theme| theme.child_name.clone());
            let replies = decision::replies(tx, one.id).await?.into_iter();
            let replies =
                replies.filter_map(|reply| Some((named(reply.theme_id)?, reply.status, reply.reason)));
            let actions = decision::actions(tx, one.id).await?.into_iter();
            let answered = decision::consultations(tx, one.id).await?;
            decisions.push(ReadDecision {
                more: answered.iter().any(|id| *id != row.id),
                replies: replies.collect(),
                actions: actions.filter(|action| named(action.theme_id).is_some()).collect(),
                decision: one,
            });
        }
        Ok((needs, decisions))
    }
}

/// Whether there is evidence to be read: while young people are asked, two looks at the same counts would tell what came in
/// between them (domain.md 5.9).
pub(crate) fn may_be_read(row: &Consultation) -> bool {
    may_be_read_in(row.state)
}

/// The same of the state that it is in.
pub(crate) fn may_be_read_in(state: State) -> bool {
    !state.is_editable() && !state.asks()
}

/// What the audit trail says of a link.
fn subject(row: &Consultation, for_whom: &str) -> String {
    format!("{} {for_whom}", Reference::new(Kind::Consultation, row.number))
}
