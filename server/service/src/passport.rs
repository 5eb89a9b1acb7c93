//! A quote's passport: everything that is known of it (domain.md 4.4, 6.6), whether the quotes of a theme are chosen fairly
//! (6.5), and what has to be looked at again once a quote is struck.

use chrono::{DateTime, Utc};
use earshot_domain::attribution::{self, SMALLEST_GROUP};
use earshot_domain::evidence::{AnswerState, QuoteConsent, QuoteState};
use earshot_domain::need::method_sentence;
use earshot_domain::policy::Permission;
use earshot_domain::quote_fairness::{self as fairness, QuoteFacts, Remark};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_store::passport::{self, Makers, Numbered, Striking};
use earshot_store::response::GroupCount;
use earshot_store::{Tx, analysis, feedback, quote, reading, response};
use uuid::Uuid;

use crate::analysis::sum;
use crate::quotes::group_of;
use crate::{Actor, Earshot, Error, QuoteView, Trail};

/// A record that cites a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// `N-0042`, `D-0019`, `F-0009`.
    pub reference: Reference,
    /// Whether the quote is struck, and nobody has looked at the record again.
    pub waits: bool,
}

/// Why the words of a struck quote are gone. Everybody else is told only that they are no longer used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyStruck {
    /// Somebody of the staff struck it; who, when and why is for those who analyse.
    ByStaff(Option<Striking>),
    /// Whoever said it took the words back, changed them, or no longer wants to be quoted.
    TakenBack,
    /// The time for which the words were kept is over.
    TimeOver,
}

/// Everything that is known of a quote.
#[derive(Debug, Clone)]
pub struct Passport {
    /// It, as the desk shows it.
    pub quote: QuoteView,
    /// Why it is said to be from just this group; nothing once the answer is gone.
    pub rung: Option<&'static str>,
    /// Whether exact words may be used; nothing once the answer is gone.
    pub consent: Option<QuoteConsent>,
    /// Why it is struck; nothing while it is not.
    pub struck: Option<WhyStruck>,
    /// How often what is taken out of the answer was changed.
    pub changes: usize,
    /// When that was last.
    pub changed_at: Option<DateTime<Utc>>,
    /// Who made it, looked at it and published it.
    pub makers: Makers,
    /// How its consultation was held, who was reached and who was not.
    pub method: String,
    /// Who is missing, in sentences; or why that is not known.
    pub missing: Vec<String>,
    /// Whether somebody has to bring in figures of who lives there before it can be known.
    pub needs_figures: bool,
    /// The theme that it speaks for: reference and name.
    pub theme: (Reference, String),
    /// The codes of its answer, for those who may read it.
    pub codes: Vec<String>,
    /// The needs, decisions and feedback pages that cite it.
    pub cited: Vec<Citation>,
    /// How far the theme has come, as everybody can see it.
    pub trail: Trail,
}

/// A record that cites quotes.
#[derive(Debug, Clone, Copy)]
pub enum Citing<'a> {
    /// A need.
    Need(Reference),
    /// A decision.
    Decision(Reference),
    /// The feedback page of the consultation with this short name.
    Feedback(&'a str),
}

impl Citing<'_> {
    /// What whoever looks at it again may do to it.
    fn permission(self) -> Permission {
        match self {
            Self::Need(_) => Permission::EditNeeds,
            Self::Decision(_) => Permission::EditDecisions,
            Self::Feedback(_) => Permission::PublishFeedback,
        }
    }
}

/// A theme, and what could be fairer about its quotes.
pub type ThemeRemarks = (Uuid, Vec<Remark>);

impl Earshot {
    /// Everything that is known of a quote. Those who may not read what young people wrote see only what is published, and
    /// that what was published is struck, or held with its answer.
    pub async fn passport(&self, actor: &Actor, slug: &str, reference: Reference) -> Result<Passport, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        let analyses = actor.may_in(Permission::Analyse, row.id);
        let was_seen = |made: &quote::Quote| !made.state.stands() && made.published_at.is_some();
        let made = quote::by_number(&mut tx, row.organisation_id, reference.number)
            .await?
            .filter(|made| made.consultation_id == row.id)
            .filter(|made| analyses || made.state == QuoteState::Published || was_seen(made))
            .ok_or(Error::NotFound)?;
        let makers = passport::makers(&mut tx, made.id).await?.ok_or(Error::NotFound)?;
        let theme = analysis::theme(&mut tx, made.theme_id).await?.ok_or(Error::NotFound)?;
        let groups = response::group_counts(&mut tx, row.id).await?;
        // What is held, or has gone, is said nothing of.
        let answer = match made.answer_id {
            Some(id) if made.state.stands() => reading::one(&mut tx, id).await?,
            _ => None,
        };
        let answer = answer.filter(|answer| answer.state == AnswerState::Cleared);
        let (mut codes, mut history) = (Vec::new(), Vec::new());
        if let Some(answer) = &answer {
            history = passport::changes(&mut tx, answer.id).await?;
            if analyses {
                codes = analysis::codings_of(&mut tx, answer.id).await?;
            }
        }
        let moments: Vec<DateTime<Utc>> =
            history.iter().flat_map(|(at, removed_at)| [Some(*at), *removed_at]).flatten().collect();
        let rung = answer
            .as_ref()
            .map(|answer| attribution::why(answer.respondent_type, &group_of(&groups, answer)));
        let method = method_sentence(&self.method(&mut tx, std::slice::from_ref(&row)).await?);
        let reach = self.reach_of(&mut tx, &row).await?;
        let cited = if actor.may_everywhere(Permission::SeeEvidence) {
            cited(&mut tx, &made).await?
        } else {
            Vec::new()
        };
        let trail = self.trail(&mut tx, &row, Some(&theme)).await?;
        let struck = why_struck(&mut tx, &made, makers.created_at, analyses).await?;
        let mut quote = QuoteView::from(made);
        if !analyses {
            quote.answer_id = None;
        }
        Ok(Passport {
            quote,
            rung,
            consent: answer.map(|answer| answer.words_consent),
            struck,
            changes: moments.len(),
            changed_at: moments.into_iter().max(),
            makers,
            method,
            missing: reach.who_is_missing(),
            needs_figures: reach.not_known().is_some(),
            theme: (Reference::new(Kind::Theme, theme.number), theme.name),
            codes: codes.into_iter().map(|coding| coding.name).collect(),
            cited,
            trail,
        })
    }

    /// What could be fairer about the quotes of each theme: remarks for those who choose them.
    pub async fn quote_remarks(&self, actor: &Actor, slug: &str) -> Result<Vec<ThemeRemarks>, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let people = passport::quoted_people(&mut tx, row.id).await?;
        let groups = response::group_counts(&mut tx, row.id).await?;
        // That somebody of an age answered at all may be said only of large groups.
        let bands: Vec<AgeBand> = row
            .setup
            .bands
            .iter()
            .copied()
            .filter(|band| children(&groups, Some(*band)) >= SMALLEST_GROUP)
            .collect();
        let mut remarks = Vec::new();
        for theme in analysis::themes(&mut tx, row.id).await? {
            let facts: Vec<QuoteFacts<Uuid>> = people
                .iter()
                .filter(|quoted| quoted.theme_id == theme.id)
                .map(|quoted| QuoteFacts {
                    person: quoted.response_id,
                    respondent: quoted.respondent_type,
                    band: quoted.age_band.as_deref().and_then(AgeBand::parse),
                    has_reason: !quoted.why_chosen.trim().is_empty(),
                })
                .collect();
            let found = fairness::remarks(&facts, &bands);
            if !found.is_empty() {
                remarks.push((theme.id, found));
            }
        }
        Ok(remarks)
    }

    /// Notes that somebody has looked again at a record that cites these struck quotes.
    pub async fn look_again(&self, actor: &Actor, at: Citing<'_>, quotes: &[Reference]) -> Result<(), Error> {
        actor.require_somewhere(at.permission())?;
        let mut tx = self.db.begin().await?;
        let (record, subject, struck) = match at {
            Citing::Need(reference) => {
                actor.require(at.permission())?;
                let row = self.own_need(&mut tx, actor, reference).await?;
                (row.id, reference, passport::struck_in_need(&mut tx, row.id).await?)
            }
            Citing::Decision(reference) => {
                let row = self.own_decision(&mut tx, actor, at.permission(), reference).await?;
                (row.id, reference, passport::struck_in_decision(&mut tx, row.id).await?)
            }
            Citing::Feedback(slug) => {
                let row = self.own(&mut tx, actor, at.permission(), slug).await?;
                let page = feedback::of_consultation(&mut tx, row.id).await?.ok_or(Error::NotFound)?;
                let reference = Reference::new(Kind::Feedback, page.number);
                (page.id, reference, passport::struck_in_feedback(&mut tx, page.id).await?)
            }
        };
        for (quote, number) in struck {
            // What was struck while they looked is looked at once more.
            if quotes.iter().any(|seen| seen.number == number) {
                passport::look(&mut tx, quote, record, actor.staff_id, self.now()).await?;
            }
        }
        self.audit(&mut tx, actor, "quote.look-again", subject);
        Ok(tx.commit().await?)
    }
}

/// Children and young people who answered, of all ages or of one.
fn children(groups: &[GroupCount], band: Option<AgeBand>) -> u64 {
    let counts = groups.iter().filter(|group| {
        group.respondent_type == RespondentType::Child
            && band.is_none_or(|band| group.age_band.as_deref() == Some(band.as_str()))
    });
    sum(counts.map(|group| group.n))
}

/// Why a quote is struck. Its answer goes with what was taken back or changed, and stays as it is where somebody only no longer
/// wants to be quoted; of what went with its time the empty row stays.
async fn why_struck(
    tx: &mut Tx,
    made: &quote::Quote,
    made_at: DateTime<Utc>,
    analyses: bool,
) -> Result<Option<WhyStruck>, Error> {
    if made.state != QuoteState::Struck {
        return Ok(None);
    }
    let reference = Reference::new(Kind::Quote, made.number).to_string();
    let by_staff = passport::striking(tx, made.organisation_id, made_at, &reference).await?;
    if let Some(striking) = by_staff {
        return Ok(Some(WhyStruck::ByStaff(analyses.then_some(striking))));
    }
    let is_over = match made.answer_id {
        Some(id) => passport::has_expired(tx, id).await?,
        None => false,
    };
    Ok(Some(if is_over { WhyStruck::TimeOver } else { WhyStruck::TakenBack }))
}

/// What cites a quote.
async fn cited(tx: &mut Tx, made: &quote::Quote) -> Result<Vec<Citation>, Error> {
    let looked = passport::looks(tx, made.id).await?;
    let struck = made.state == QuoteState::Struck;
    let mut all = Vec::new();
    let mut add = |kind: Kind, found: Vec<Numbered>| {
        all.extend(found.into_iter().map(|(id, number)| Citation {
            reference: Reference::new(kind, number),
            waits: struck && !looked.contains(&id),
        }));
    };
    add(Kind::Need, passport::needs_citing(tx, made.id).await?);
    add(Kind::Decision, passport::decisions_citing(tx, made.id).await?);
    add(Kind::Feedback, passport::feedback_citing(tx, made.id).await?);
    Ok(all)
}

/// The references of struck quotes.
pub(crate) fn taken_back(struck: Vec<Numbered>) -> Vec<Reference> {
    struck.into_iter().map(|(_, number)| Reference::new(Kind::Quote, number)).collect()
}
