//! Telling young people what happened: you said, we did, and later what came of
//! it (domain.md 7.3 invariant 3, 7.5).

use chrono::NaiveDate;
use earshot_domain::comment::PostKind;
use earshot_domain::consultation::Step;
use earshot_domain::decision::{self as rules, DecisionState, ResponseStatus};
use earshot_domain::evidence::{QuoteState, ThemeState};
use earshot_domain::news::News;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_store::consultation::Consultation;
use earshot_store::feedback::{self, Feedback, Line};
use earshot_store::{Tx, analysis, comment, decision, passport, people, quote};
use uuid::Uuid;

use crate::error::Refusal;
use crate::passport::taken_back;
use crate::{Actor, Asked, ChangeStep, Earshot, Error};

/// One line: what young people said and what is done about it.
#[derive(Debug, Clone)]
pub struct FeedbackLine {
    /// The theme's id.
    pub theme_id: Uuid,
    /// The theme, in young people's words.
    pub theme: String,
    /// You said.
    pub you_said: String,
    /// One of the eight answers.
    pub status: ResponseStatus,
    /// We did, or why not.
    pub we_did: String,
    /// Quotes of young people that everybody can see: reference, words, who.
    pub quotes: Vec<(Reference, String, String)>,
    /// What was promised and what came of it.
    pub changes: Vec<ChangeStep>,
}

/// A published feedback page.
#[derive(Debug, Clone)]
pub struct FeedbackPage {
    /// `F-0009`.
    pub reference: Reference,
    /// A few words to the young people.
    pub message: String,
    /// When it was published.
    pub published_on: NaiveDate,
    /// The decision's title, in young people's words, and who decided when.
    pub decision: Option<(String, String, Option<NaiveDate>)>,
    /// The lines.
    pub lines: Vec<FeedbackLine>,
    /// When we will say what came of it.
    pub follow_up_on: Option<NaiveDate>,
    /// What came of it.
    pub follow_up: String,
    /// When that was said.
    pub followed_up_on: Option<NaiveDate>,
}

/// The lines as they would be published, for staff to put into better words.
#[derive(Debug, Clone)]
pub struct FeedbackProposal {
    /// The decision that they come from.
    pub decision: Option<Reference>,
    /// The lines, one for each final theme.
    pub lines: Vec<FeedbackLine>,
    /// The page, once published.
    pub published: Option<FeedbackPage>,
    /// Whether young people may comment on it.
    pub comments_open: bool,
    /// Quotes that stood on it and were struck, and at which nobody has looked again.
    pub taken_back: Vec<Reference>,
}

/// Letters of a line or a message.
const TEXT_MAX: usize = 2_000;

impl Earshot {
    /// The feedback page of a consultation, for everybody; `None` until it is
    /// published.
    pub async fn feedback(&self, asked: &Asked) -> Result<Option<FeedbackPage>, Error> {
        let mut tx = self.db.read().await?;
        self.page(&mut tx, asked.id).await
    }

    async fn page(&self, tx: &mut Tx, consultation_id: Uuid) -> Result<Option<FeedbackPage>, Error> {
        let Some(kept) = feedback::of_consultation(tx, consultation_id).await? else { return Ok(None) };
        let themes = analysis::themes(tx, consultation_id).await?;
        let quotes = quote::of_consultation(tx, consultation_id).await?;
        let mut lines = Vec::new();
        for line in feedback::lines(tx, kept.id).await? {
            lines.push(FeedbackLine {
                theme_id: line.theme_id,
                theme: themes
                    .iter()
                    .find(|theme| theme.id == line.theme_id)
                    .map(|theme| theme.child_name.clone())
                    .unwrap_or_default(),
                you_said: line.you_said,
                status: line.status,
                we_did: line.we_did,
                quotes: quotes
                    .iter()
                    .filter(|q| {
                        q.theme_id == line.theme_id
                            && q.state == QuoteState::Published
                            && q.respondent_type == RespondentType::Child
                    })
                    .map(|q| {
                        (Reference::new(Kind::Quote, q.number), q.public_text.clone(), q.attribution.clone())
                    })
                    .collect(),
                changes: changes(tx, kept.decision_id, line.theme_id).await?,
            });
        }
        let decision = match kept.decision_id {
            Some(id) => decision::by_id(tx, id)
                .await?
                .map(|made| (made.body.plain_title.clone(), made.body.decider.clone(), made.body.decided_on)),
            None => None,
        };
        Ok(Some(FeedbackPage {
            reference: Reference::new(Kind::Feedback, kept.number),
            message: kept.message,
            published_on: kept.published_on,
            decision,
            lines,
            follow_up_on: kept.follow_up_on,
            follow_up: kept.follow_up,
            followed_up_on: kept.followed_up_on,
        }))
    }

    /// The lines that a published decision gives, one for each final theme.
    pub async fn feedback_proposal(&self, actor: &Actor, slug: &str) -> Result<FeedbackProposal, Error> {
        actor.require_somewhere(Permission::SeeEvidence)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeEvidence, slug).await?;
        let (decision, lines) = self.propose_lines(&mut tx, &row).await?;
        let published = self.page(&mut tx, row.id).await?;
        let comments_open = comment::is_open(&mut tx, row.id, PostKind::Comment).await?;
        let decision = decision.map(|(_, reference)| reference);
        let struck = match feedback::of_consultation(&mut tx, row.id).await? {
            Some(page) => passport::struck_in_feedback(&mut tx, page.id).await?,
            None => Vec::new(),
        };
        Ok(FeedbackProposal { decision, lines, published, comments_open, taken_back: taken_back(struck) })
    }

    async fn propose_lines(
        &self,
        tx: &mut Tx,
        row: &Consultation,
    ) -> Result<(Option<(Uuid, Reference)>, Vec<FeedbackLine>), Error> {
        let made = decision::of_consultation(tx, row.id)
            .await?
            .into_iter()
            .rfind(|made| made.state == DecisionState::Published);
        let replies = match &made {
            Some(made) => decision::replies(tx, made.id).await?,
            None => Vec::new(),
        };
        let mut lines = Vec::new();
        for theme in analysis::themes(tx, row.id).await?.into_iter().filter(|t| t.state == ThemeState::Final)
        {
            let reply = replies.iter().find(|reply| reply.theme_id == theme.id);
            lines.push(FeedbackLine {
                theme_id: theme.id,
                theme: theme.child_name.clone(),
                you_said: theme.child_name,
                // Without a decision the honest answer is that there is none.
                status: reply.and_then(|reply| reply.status).unwrap_or(ResponseStatus::No),
                we_did: reply.map(|reply| reply.reason.clone()).unwrap_or_default(),
                quotes: Vec::new(),
                changes: changes(tx, made.as_ref().map(|made| made.id), theme.id).await?,
            });
        }
        Ok((made.map(|made| (made.id, Reference::new(Kind::Decision, made.number))), lines))
    }

    /// The themes that a decision has not answered: it may not be said of them what it says.
    async fn unanswered(
        &self,
        tx: &mut Tx,
        decision: Option<Uuid>,
        proposed: &[FeedbackLine],
    ) -> Result<Vec<String>, Error> {
        let Some(id) = decision else { return Ok(Vec::new()) };
        let replies = decision::replies(tx, id).await?;
        let is_answered =
            |theme: Uuid| replies.iter().any(|reply| reply.theme_id == theme && reply.status.is_some());
        let open = proposed.iter().filter(|line| !is_answered(line.theme_id));
        Ok(open.map(|line| line.theme.clone()).collect())
    }

    /// Tells the young people. Every final theme must have its line.
    pub async fn publish_feedback(
        &self,
        actor: &Actor,
        slug: &str,
        message: &str,
        follow_up_on: Option<NaiveDate>,
        lines: &[(Uuid, String, ResponseStatus, String)],
    ) -> Result<Reference, Error> {
        actor.require_somewhere(Permission::PublishFeedback)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::PublishFeedback, slug).await?;
        let (decision, proposed) = self.propose_lines(&mut tx, &row).await?;
        let mut refusals = Vec::new();
        if follow_up_on.is_none() {
            refusals.push(Refusal::Missing("follow_up_on"));
        }
        let mut kept = Vec::new();
        let unanswered = self.unanswered(&mut tx, decision.as_ref().map(|(id, _)| *id), &proposed).await?;
        refusals.extend(unanswered.into_iter().map(|theme| Refusal::Decision(rules::Gap::NoStatus(theme))));
        if message.chars().count() > TEXT_MAX {
            refusals.push(Refusal::TooLong { field: "message", max: TEXT_MAX });
        }
        if follow_up_on.is_some_and(|day| day <= self.today()) {
            refusals.push(Refusal::Unreadable("follow_up_on"));
        }
        for (place, proposal) in proposed.iter().enumerate() {
            let line = lines.iter().find(|(theme, ..)| *theme == proposal.theme_id);
            match line {
                Some((_, you_said, status, we_did))
                    if !we_did.trim().is_empty() && !you_said.trim().is_empty() =>
                {
                    if let Some(phrase) = rules::says_nothing(we_did) {
                        let theme = proposal.theme.clone();
                        refusals.push(Refusal::Decision(rules::Gap::SaysNothing { theme, phrase }));
                    }
                    if we_did.chars().count() > TEXT_MAX || you_said.chars().count() > TEXT_MAX {
                        refusals.push(Refusal::TooLong { field: "we_did", max: TEXT_MAX });
                    }
                    kept.push(Line {
                        theme_id: proposal.theme_id,
                        position: i64::try_from(place).unwrap_or_default() + 1,
                        you_said: you_said.trim().to_string(),
                        // What was decided is not changed while it is told.
                        status: if decision.is_some() { proposal.status } else { *status },
                        we_did: we_did.trim().to_string(),
                    });
                }
                _ => refusals.push(Refusal::NoLine(proposal.theme.clone())),
            }
        }
        if proposed.is_empty() {
            refusals.push(Refusal::NoFinalTheme);
        }
        Error::unless_empty(refusals)?;
        let number = people::next_number(&mut tx, Kind::Feedback.letter()).await?;
        let page = Feedback {
            id: self.ordered_id(),
            number,
            consultation_id: row.id,
            decision_id: decision.map(|(id, _)| id),
            message: message.trim().to_string(),
            published_on: self.today(),
            follow_up_on,
            follow_up: String::new(),
            followed_up_on: None,
        };
        feedback::insert(&mut tx, &page, &kept, actor.organisation_id, actor.staff_id).await?;
        // What was struck before has never stood on it.
        for (quote, _) in passport::struck_in_feedback(&mut tx, page.id).await? {
            passport::look(&mut tx, quote, page.id, None, self.now()).await?;
        }
        self.take_step(&mut tx, actor, &row, Step::FeedBack).await?;
        let reference = Reference::new(Kind::Feedback, number);
        self.spread_news(&mut tx, &row, News::Told).await?;
        self.audit(&mut tx, actor, "feedback.publish", reference);
        tx.commit().await?;
        Ok(reference)
    }

    /// Tells the young people what came of it.
    pub async fn follow_up(&self, actor: &Actor, slug: &str, text: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::PublishFeedback)?;
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::refused(Refusal::Missing("follow_up")));
        }
        if text.chars().count() > TEXT_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "follow_up", max: TEXT_MAX }));
        }
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::PublishFeedback, slug).await?;
        let page = feedback::of_consultation(&mut tx, row.id).await?.ok_or(Error::NotFound)?;
        feedback::follow_up(&mut tx, page.id, text, self.today()).await?;
        self.take_step(&mut tx, actor, &row, Step::FollowUp).await?;
        self.spread_news(&mut tx, &row, News::FollowedUp).await?;
        self.audit(&mut tx, actor, "feedback.follow-up", Reference::new(Kind::Feedback, page.number));
        Ok(tx.commit().await?)
    }
}

async fn changes(tx: &mut Tx, decision_id: Option<Uuid>, theme_id: Uuid) -> Result<Vec<ChangeStep>, Error> {
    let Some(decision_id) = decision_id else { return Ok(Vec::new()) };
    Ok(decision::actions(tx, decision_id)
        .await?
        .into_iter()
        .filter(|action| action.theme_id == theme_id)
        .map(ChangeStep::from)
        .collect())
}
