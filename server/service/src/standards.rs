//! Hear by Right: what staff say, what young people say, and the evidence
//! (domain.md 2.1).

use earshot_domain::policy::Permission;
use earshot_domain::standards::{self as framework, Score};
use earshot_store::standards::{self, Assessment};
use earshot_store::{Tx, consultation};
use uuid::Uuid;

use crate::error::Refusal;
use crate::public::{self, StandardView};
use crate::{Actor, Earshot, Error};

/// What was said about one criterion.
#[derive(Debug, Clone, Default)]
pub struct ScoreText {
    /// What staff say, 1 to 4.
    pub staff: Option<i64>,
    /// Why.
    pub staff_note: String,
    /// What young people say, 1 to 4.
    pub young: Option<i64>,
    /// In their words.
    pub young_statement: String,
    /// Why the two differ.
    pub difference_reason: String,
}

/// A consultation that could stand as evidence, or does.
#[derive(Debug, Clone)]
pub struct EvidenceView {
    /// Its id.
    pub consultation_id: Uuid,
    /// Its address.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// The self-assessment as the desk shows it.
#[derive(Debug, Clone)]
pub struct DeskStandards {
    /// What it covers and when.
    pub title: String,
    /// Whether young people can see it.
    pub shared: bool,
    /// The standards with what was said.
    pub standards: Vec<StandardView>,
    /// Consultations that could stand as evidence: those that have been open.
    pub on_offer: Vec<EvidenceView>,
}

/// Letters of a note or statement.
const TEXT_MAX: usize = 2_000;

impl Earshot {
    /// The self-assessment; an empty one where none was begun.
    pub async fn desk_standards(&self, actor: &Actor) -> Result<DeskStandards, Error> {
        actor.require(Permission::SeeStandards)?;
        let mut tx = self.db.read().await?;
        let current = standards::current(&mut tx, actor.organisation_id).await?;
        let standards = match &current {
            Some(current) => public::standard_views(&mut tx, current.id, true).await?,
            None => public::empty_standards(),
        };
        let on_offer = consultation::all(&mut tx, actor.organisation_id)
            .await?
            .into_iter()
            .filter(|row| row.state.is_public())
            .map(|row| EvidenceView { consultation_id: row.id, slug: row.slug, title: row.setup.0.title })
            .collect();
        Ok(DeskStandards {
            title: current.as_ref().map_or_else(|| self.assessment_title(), |current| current.title.clone()),
            shared: current.is_some_and(|current| current.shared_on.is_some()),
            standards,
            on_offer,
        })
    }

    fn assessment_title(&self) -> String {
        format!("Hear by Right, {}", self.today().format("%B %Y"))
    }

    /// Keeps what was said about a criterion; begins the self-assessment if
    /// there is none.
    pub async fn score(&self, actor: &Actor, criterion: &str, text: &ScoreText) -> Result<(), Error> {
        actor.require(Permission::ScoreStandards)?;
        let criterion = framework::criterion(criterion).ok_or(Error::NotFound)?;
        let mut refusals = Vec::new();
        for (field, score) in [("staff", text.staff), ("young", text.young)] {
            let known = score.is_none_or(|n| u8::try_from(n).ok().and_then(Score::from_number).is_some());
            if !known {
                refusals.push(Refusal::Unreadable(field));
            }
        }
        for (field, value) in [
            ("staff_note", &text.staff_note),
            ("young_statement", &text.young_statement),
            ("difference_reason", &text.difference_reason),
        ] {
            if value.chars().count() > TEXT_MAX {
                refusals.push(Refusal::TooLong { field, max: TEXT_MAX });
            }
        }
        Error::unless_empty(refusals)?;
        let mut tx = self.db.begin().await?;
        let current = self.current_or_new(&mut tx, actor).await?;
        let score = standards::Score {
            criterion_key: criterion.key.to_string(),
            staff_score: text.staff,
            staff_note: text.staff_note.trim().to_string(),
            young_score: text.young,
            young_statement: text.young_statement.trim().to_string(),
            difference_reason: text.difference_reason.trim().to_string(),
        };
        standards::put_score(&mut tx, current.id, &score).await?;
        self.audit(&mut tx, actor, "standards.score", criterion.key);
        Ok(tx.commit().await?)
    }

    /// Lets a consultation stand as evidence for a criterion, or takes it off.
    pub async fn set_evidence(
        &self,
        actor: &Actor,
        criterion: &str,
        consultation_id: Uuid,
        on: bool,
    ) -> Result<(), Error> {
        actor.require(Permission::ScoreStandards)?;
        let criterion = framework::criterion(criterion).ok_or(Error::NotFound)?;
        let mut tx = self.db.begin().await?;
        consultation::by_id(&mut tx, consultation_id)
            .await?
            .filter(|row| row.organisation_id == actor.organisation_id && row.state.is_public())
            .ok_or(Error::NotFound)?;
        let current = self.current_or_new(&mut tx, actor).await?;
        if on {
            standards::add_evidence(
                &mut tx,
                current.id,
                criterion.key,
                consultation_id,
                actor.staff_id,
                self.now(),
            )
            .await?;
        } else {
            standards::remove_evidence(&mut tx, current.id, criterion.key, consultation_id).await?;
        }
        self.audit(
            &mut tx,
            actor,
            if on { "standards.add-evidence" } else { "standards.remove-evidence" },
            criterion.key,
        );
        Ok(tx.commit().await?)
    }

    /// Shares the self-assessment with young people, or stops sharing it.
    pub async fn share_standards(&self, actor: &Actor, on: bool) -> Result<(), Error> {
        actor.require(Permission::ShareStandards)?;
        let mut tx = self.db.begin().await?;
        let current = self.current_or_new(&mut tx, actor).await?;
        standards::share(&mut tx, current.id, on.then(|| self.today())).await?;
        self.audit(&mut tx, actor, if on { "standards.share" } else { "standards.unshare" }, &current.title);
        Ok(tx.commit().await?)
    }

    async fn current_or_new(&self, tx: &mut Tx, actor: &Actor) -> Result<Assessment, Error> {
        if let Some(current) = standards::current(tx, actor.organisation_id).await? {
            return Ok(current);
        }
        let begun = Assessment {
            id: self.ordered_id(),
            framework_key: framework::framework().key.to_string(),
            title: self.assessment_title(),
            shared_on: None,
        };
        standards::insert(tx, &begun, actor.organisation_id, self.now()).await?;
        self.audit(tx, actor, "standards.begin", &begun.title);
        Ok(begun)
    }
}
