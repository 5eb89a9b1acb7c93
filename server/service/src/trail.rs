//! The way of a young person's words: answer, quote, theme, need, priority,
//! decision, change, told (domain.md 6.6, 7.6). One function walks it forwards
//! from a theme; the pages of a quote and of one's own words both show it.

use chrono::NaiveDate;
use earshot_domain::decision::{ActionState, DecisionState, ResponseStatus};
use earshot_domain::evidence::{QuoteState, ThemeState};
use earshot_domain::frequency::Frequency;
use earshot_domain::need::NeedState;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_domain::suppression::Shown;
use earshot_store::analysis::Theme;
use earshot_store::consultation::Consultation;
use earshot_store::{Tx, analysis, consultation, decision, feedback, need, quote};

use crate::findings::Findings;
use crate::{Earshot, Error};

/// What many people said alike.
#[derive(Debug, Clone)]
pub struct ThemeStep {
    /// `T-0003`.
    pub reference: Reference,
    /// In young people's words.
    pub name: String,
    /// How many said it, in words; absent where too few answered.
    pub frequency: Option<Frequency>,
    /// When everybody could first see it.
    pub on: Option<NaiveDate>,
}

/// What is needed.
#[derive(Debug, Clone)]
pub struct NeedStep {
    /// `N-0042`.
    pub reference: Reference,
    /// In plain words.
    pub plain: String,
    /// When it was agreed.
    pub on: Option<NaiveDate>,
}

impl From<&need::Need> for NeedStep {
    fn from(need: &need::Need) -> Self {
        Self {
            reference: Reference::new(Kind::Need, need.number),
            plain: need.body.plain_statement.clone(),
            on: need.agreed_at.map(|at| at.date_naive()),
        }
    }
}

/// The needs that everybody may see.
fn agreed(needs: &[need::Need]) -> Vec<NeedStep> {
    needs.iter().filter(|need| need.state == NeedState::Agreed).map(NeedStep::from).collect()
}

/// Its place in the list.
#[derive(Debug, Clone)]
pub struct PriorityStep {
    /// `P-0007`.
    pub reference: Reference,
    /// 1 is first.
    pub place: i64,
    /// Where young people put it.
    pub young_place: Option<i64>,
    /// How many things are on the list.
    pub of: usize,
    /// When it was last set.
    pub on: NaiveDate,
}

/// What was decided.
#[derive(Debug, Clone)]
pub struct DecisionStep {
    /// `D-0019`.
    pub reference: Reference,
    /// In young people's words.
    pub plain_title: String,
    /// Who decided.
    pub decider: String,
    /// When.
    pub on: Option<NaiveDate>,
    /// The answer to this theme.
    pub status: ResponseStatus,
    /// Why.
    pub reason: String,
}

/// What was done.
#[derive(Debug, Clone)]
pub struct ChangeStep {
    /// `A-0033`.
    pub reference: Reference,
    /// What, in young people's words.
    pub what: String,
    /// Who sees to it.
    pub owner: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// How far it has come.
    pub state: ActionState,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// What is different now.
    pub note: String,
}

impl From<decision::Action> for ChangeStep {
    fn from(action: decision::Action) -> Self {
        Self {
            reference: Reference::new(Kind::Action, action.number),
            what: action.what,
            owner: action.owner,
            due_on: action.due_on,
            state: action.state,
            done_on: action.done_on,
            note: action.change_note,
        }
    }
}

/// What young people were told.
#[derive(Debug, Clone)]
pub struct ToldStep {
    /// `F-0009`.
    pub reference: Reference,
    /// When.
    pub on: NaiveDate,
    /// You said.
    pub you_said: String,
    /// We did, or why not.
    pub we_did: String,
    /// What came of it.
    pub follow_up: String,
    /// When that was said.
    pub followed_up_on: Option<NaiveDate>,
}

/// How far some words have come. What has not happened is absent; the page
/// shows it as still ahead.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    /// What many people said alike.
    pub theme: Option<ThemeStep>,
    /// What is needed.
    pub need: Option<NeedStep>,
    /// Its place in the list.
    pub priority: Option<PriorityStep>,
    /// What was decided.
    pub decision: Option<DecisionStep>,
    /// What was done.
    pub changes: Vec<ChangeStep>,
    /// What young people were told.
    pub told: Option<ToldStep>,
    /// Who decides, before it is decided.
    pub decider: String,
    /// When they mean to decide.
    pub decision_on: Option<NaiveDate>,
    /// By when young people are told.
    pub promised_on: Option<NaiveDate>,
    /// Whether that day has passed without a word.
    pub late: bool,
}

/// The public page of one quote.
#[derive(Debug, Clone)]
pub struct Trace {
    /// `Q-0107`.
    pub reference: Reference,
    /// The words, with what was taken out as tokens; empty when taken back or held.
    pub text: String,
    /// Whose words.
    pub respondent: RespondentType,
    /// Who said it, no more exact than the rule of ten allows.
    pub attribution: String,
    /// Whether the young person took it back, or staff struck it.
    pub struck: bool,
    /// Whether its answer is held, so that its words are looked at and not shown.
    pub held: bool,
    /// The consultation.
    pub slug: String,
    /// Its title, in young people's words.
    pub title: String,
    /// The question that was answered.
    pub question: String,
    /// The last day for answers: the closest that may be told of the day.
    pub closed_on: Option<NaiveDate>,
    /// The day on which it opened.
    pub opened_on: Option<NaiveDate>,
    /// How many children and young people answered, as it is published.
    pub voices: Option<Shown>,
    /// Needs besides the one of the trail that rest on it.
    pub also: Vec<NeedStep>,
    /// How far it has come.
    pub trail: Trail,
}

impl Earshot {
    /// A published quote and its way. A struck one keeps its page, without its
    /// words; so does one whose answer is held.
    pub async fn trace(&self, reference: Reference) -> Result<Trace, Error> {
        let mut tx = self.db.read().await?;
        let quote = quote::published(&mut tx, reference.number)
            .await?
            .filter(|quote| {
                quote.state == QuoteState::Published
                    || (!quote.state.stands() && quote.published_at.is_some())
            })
            .ok_or(Error::NotFound)?;
        let row = consultation::by_id(&mut tx, quote.consultation_id).await?.ok_or(Error::NotFound)?;
        let theme = analysis::theme(&mut tx, quote.theme_id).await?.ok_or(Error::NotFound)?;
        let question = match quote.answer_id {
            Some(id) => {
                let answer = earshot_store::reading::one(&mut tx, id).await?;
                let questionnaire = self.questions(&mut tx, &row).await?;
                answer
                    .and_then(|a| crate::transcripts::question_words(&questionnaire, &a.question_key))
                    .unwrap_or_default()
            }
            None => String::new(),
        };
        let trail = self.trail(&mut tx, &row, Some(&theme)).await?;
        let voices =
            consultation::finding(&mut tx, row.id).await?.and_then(|(body, _)| Findings::from_document(body));
        let of_trail = trail.need.as_ref().map(|need| need.reference);
        let also = agreed(&need::citing(&mut tx, quote.id).await?);
        Ok(Trace {
            opened_on: row.opened_on,
            voices: voices.map(|findings| findings.children),
            also: also.into_iter().filter(|need| Some(need.reference) != of_trail).collect(),
            reference: Reference::new(Kind::Quote, quote.number),
            struck: quote.state == QuoteState::Struck,
            held: quote.state == QuoteState::Held,
            text: quote.public_text,
            respondent: quote.respondent_type,
            attribution: quote.attribution,
            slug: row.slug.clone(),
            title: row.setup.child_title.clone(),
            question,
            closed_on: row.setup.close_on,
            trail,
        })
    }

    /// Walks from a theme to what young people were told, through what the
    /// public may see.
    pub(crate) async fn trail(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        theme: Option<&Theme>,
    ) -> Result<Trail, Error> {
        let feedback = feedback::of_consultation(tx, row.id).await?;
        let mut trail = Trail {
            decider: row.setup.decider.clone(),
            decision_on: row.setup.decision_on,
            promised_on: row.setup.feedback_on,
            late: feedback.is_none() && row.setup.feedback_on.is_some_and(|promised| promised < self.today()),
            ..Trail::default()
        };
        let public = row.state.shows_findings();
        let Some(theme) = theme.filter(|theme| public && theme.state == ThemeState::Final) else {
            return Ok(trail);
        };
        let (frequency, on) = match consultation::finding(tx, row.id).await? {
            Some((body, at)) => {
                let number = theme.number;
                let frequency = Findings::from_document(body)
                    .and_then(|f| f.themes.into_iter().find(|t| t.number == number))
                    .and_then(|t| t.frequency);
                (frequency, Some(at.date_naive()))
            }
            None => (None, None),
        };
        trail.theme = Some(ThemeStep {
            reference: Reference::new(Kind::Theme, theme.number),
            name: theme.child_name.clone(),
            frequency,
            on,
        });
        self.walk_to_decision(tx, theme, &mut trail).await?;
        if let Some(feedback) = feedback {
            let line =
                feedback::lines(tx, feedback.id).await?.into_iter().find(|line| line.theme_id == theme.id);
            trail.told = line.map(|line| ToldStep {
                reference: Reference::new(Kind::Feedback, feedback.number),
                on: feedback.published_on,
                you_said: line.you_said,
                we_did: line.we_did,
                follow_up: feedback.follow_up.clone(),
                followed_up_on: feedback.followed_up_on,
            });
        }
        Ok(trail)
    }

    async fn walk_to_decision(&self, tx: &mut Tx, theme: &Theme, trail: &mut Trail) -> Result<(), Error> {
        let all = need::of_theme(tx, theme.id).await?;
        if let Some(first) = all.iter().find(|need| need.state == NeedState::Agreed) {
            trail.need = Some(NeedStep::from(first));
            let priorities = need::priorities(tx, first.organisation_id).await?;
            let of = priorities.len();
            trail.priority = priorities.into_iter().find(|p| p.need_id == first.id).map(|p| PriorityStep {
                reference: Reference::new(Kind::Priority, p.number),
                place: p.place,
                young_place: p.young_place,
                of,
                on: p.set_at.date_naive(),
            });
        }
        let decisions = decision::of_consultation(tx, theme.consultation_id).await?;
        for made in decisions.into_iter().filter(|d| d.state == DecisionState::Published) {
            let reply =
                decision::replies(tx, made.id).await?.into_iter().find(|reply| reply.theme_id == theme.id);
            let Some(status) = reply.as_ref().and_then(|reply| reply.status) else { continue };
            trail.decision = Some(DecisionStep {
                reference: Reference::new(Kind::Decision, made.number),
                plain_title: made.body.plain_title.clone(),
                decider: made.body.decider.clone(),
                on: made.body.decided_on,
                status,
                reason: reply.map(|reply| reply.reason).unwrap_or_default(),
            });
            trail.changes = decision::actions(tx, made.id)
                .await?
                .into_iter()
                .filter(|action| action.theme_id == theme.id)
                .map(ChangeStep::from)
                .collect();
        }
        Ok(())
    }
}
