//! What everybody may see without asking for anything: what is open, what
//! changed lately, and the self-assessment that is shared.

use chrono::NaiveDate;
use earshot_domain::consultation::{self as rules, State};
use earshot_domain::standards::{self as framework, Difference, Level, Score};
use earshot_store::feedback::Feedback;
use earshot_store::people::Organisation;
use earshot_store::{Tx, consultation, feedback, people, standards};
use uuid::Uuid;

use crate::standards::EvidenceView;
use crate::{Earshot, Error};

/// A consultation as a card.
#[derive(Debug, Clone)]
pub struct ConsultationCard {
    /// Its address.
    pub slug: String,
    /// Its title, in young people's words.
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: i64,
    /// The youngest and the oldest age that is asked.
    pub ages: Option<(u8, u8)>,
    /// How far it has come.
    pub state: State,
    /// The last day for answers.
    pub close_on: Option<NaiveDate>,
    /// When everybody can see what was said.
    pub findings_on: Option<NaiveDate>,
    /// By when young people are told.
    pub feedback_on: Option<NaiveDate>,
    /// Whether that day has passed without a word.
    pub late: bool,
}

/// Something that changed because young people spoke.
#[derive(Debug, Clone)]
pub struct ChangeCard {
    /// The consultation's address.
    pub slug: String,
    /// Its title, in young people's words.
    pub title: String,
    /// The first line: you said.
    pub you_said: String,
    /// The first line: we did.
    pub we_did: String,
    /// One of the eight answers.
    pub status: earshot_domain::decision::ResponseStatus,
    /// When it was last told.
    pub on: NaiveDate,
}

/// The first page.
#[derive(Debug, Clone)]
pub struct Home {
    /// Who asks.
    pub organisation: String,
    /// What is open.
    pub open: Vec<ConsultationCard>,
    /// What is being read or decided, or has been told.
    pub others: Vec<ConsultationCard>,
    /// What changed lately.
    pub changes: Vec<ChangeCard>,
}

/// One criterion with what was said about it.
#[derive(Debug, Clone)]
pub struct CriterionView {
    /// Its key.
    pub key: &'static str,
    /// First steps, routine, or shared and led.
    pub level: Level,
    /// For staff.
    pub text: &'static str,
    /// For young people.
    pub plain: &'static str,
    /// What staff say.
    pub staff: Option<Score>,
    /// Why; not shown to the public.
    pub staff_note: String,
    /// What young people say.
    pub young: Option<Score>,
    /// In their words.
    pub young_statement: String,
    /// How far apart the two are.
    pub difference: Option<Difference>,
    /// Why.
    pub difference_reason: String,
    /// Consultations that stand as evidence.
    pub evidence: Vec<EvidenceView>,
}

/// One standard with its criteria.
#[derive(Debug, Clone)]
pub struct StandardView {
    /// Its number, 1 to 7.
    pub number: u8,
    /// Its name.
    pub name: &'static str,
    /// In young people's words.
    pub plain: &'static str,
    /// Its criteria.
    pub criteria: Vec<CriterionView>,
}

/// The self-assessment as it is shared with young people.
#[derive(Debug, Clone)]
pub struct StandardsView {
    /// Who is assessed.
    pub organisation: String,
    /// What it covers and when; absent while nothing is shared.
    pub title: Option<String>,
    /// Since when it is shared.
    pub shared_on: Option<NaiveDate>,
    /// The standards.
    pub standards: Vec<StandardView>,
}

/// Cards of what changed on the first page.
pub(crate) const CHANGES: i64 = 3;

impl Earshot {
    /// The first page, with the titles in this language where they have been translated.
    pub async fn home(&self, lang: &str) -> Result<Home, Error> {
        self.organisation().await?;
        let mut tx = self.db.read().await?;
        let organisations = people::organisations(&mut tx).await?;
        let told = feedback::latest(&mut tx, CHANGES).await?;
        self.home_of(&mut tx, organisations, told, lang).await
    }

    /// The same of these organisations, with what they told last.
    pub(crate) async fn home_of(
        &self,
        tx: &mut Tx,
        organisations: Vec<Organisation>,
        told: Vec<Feedback>,
        lang: &str,
    ) -> Result<Home, Error> {
        let today = self.today();
        let mut open = Vec::new();
        let mut others = Vec::new();
        let mut rows = Vec::new();
        for organisation in &organisations {
            rows.extend(consultation::all(tx, organisation.id).await?);
        }
        // What was only taken in from a file has nothing to say to young people yet.
        for row in rows.iter().filter(|row| row.state.is_public() && !row.setup.purpose.trim().is_empty()) {
            let told = row.state >= State::FedBack;
            let card = ConsultationCard {
                slug: row.slug.clone(),
                title: row.setup.0.title_in(lang).to_string(),
                minutes: row.setup.minutes,
                ages: row.setup.ages(),
                state: row.state,
                close_on: row.setup.close_on,
                findings_on: row.setup.findings_on,
                feedback_on: row.setup.feedback_on,
                late: !told && row.setup.feedback_on.is_some_and(|promised| promised < today),
            };
            if rules::takes_answers(row.state, row.setup.close_on, today) {
                open.push(card);
            } else {
                others.push(card);
            }
        }
        // What ends first comes first.
        open.sort_by_key(|card| card.close_on.unwrap_or(NaiveDate::MAX));
        let mut changes = Vec::new();
        for page in told {
            let Some(row) = rows.iter().find(|row| row.id == page.consultation_id) else { continue };
            let Some(line) = feedback::lines(tx, page.id).await?.into_iter().next() else { continue };
            changes.push(ChangeCard {
                slug: row.slug.clone(),
                title: row.setup.0.title_in(lang).to_string(),
                you_said: line.you_said,
                we_did: line.we_did,
                status: line.status,
                on: page.followed_up_on.unwrap_or(page.published_on),
            });
        }
        let names: Vec<String> = organisations.into_iter().map(|organisation| organisation.name).collect();
        Ok(Home { organisation: names.join(", "), open, others, changes })
    }

    /// The self-assessment, where it is shared.
    pub async fn standards(&self) -> Result<StandardsView, Error> {
        let mut tx = self.db.read().await?;
        let Some(organisation) = people::organisation(&mut tx).await? else {
            return Ok(StandardsView {
                organisation: String::new(),
                title: None,
                shared_on: None,
                standards: vec![],
            });
        };
        let shared =
            standards::current(&mut tx, organisation.id).await?.filter(|current| current.shared_on.is_some());
        let standards = match &shared {
            Some(current) => standard_views(&mut tx, current.id, false).await?,
            None => Vec::new(),
        };
        Ok(StandardsView {
            organisation: organisation.name,
            shared_on: shared.as_ref().and_then(|current| current.shared_on),
            title: shared.map(|current| current.title),
            standards,
        })
    }
}

/// The framework without a word about it.
pub(crate) fn empty_standards() -> Vec<StandardView> {
    to_views(&[], &[], &[], true)
}

/// The framework with what was said about it. The staff's notes stay inside.
pub(crate) async fn standard_views(
    tx: &mut Tx,
    assessment_id: Uuid,
    with_notes: bool,
) -> Result<Vec<StandardView>, Error> {
    let scores = standards::scores(tx, assessment_id).await?;
    let evidence = standards::evidence(tx, assessment_id).await?;
    let mut titles = Vec::new();
    for item in &evidence {
        if let Some(row) = consultation::by_id(tx, item.consultation_id).await? {
            titles.push((row.id, row.setup.0.child_title));
        }
    }
    Ok(to_views(&scores, &evidence, &titles, with_notes))
}

fn to_views(
    scores: &[standards::Score],
    evidence: &[standards::Evidence],
    titles: &[(Uuid, String)],
    with_notes: bool,
) -> Vec<StandardView> {
    let to_score =
        |number: Option<i64>| number.and_then(|n| u8::try_from(n).ok()).and_then(Score::from_number);
    framework::framework()
        .standards
        .iter()
        .map(|standard| StandardView {
            number: standard.number,
            name: standard.name,
            plain: standard.plain,
            criteria: standard
                .criteria
                .iter()
                .map(|criterion| {
                    let said =
                        scores.iter().find(|s| s.criterion_key == criterion.key).cloned().unwrap_or_default();
                    let (staff, young) = (to_score(said.staff_score), to_score(said.young_score));
                    CriterionView {
                        key: criterion.key,
                        level: criterion.level,
                        text: criterion.text,
                        plain: criterion.plain,
                        staff,
                        staff_note: if with_notes { said.staff_note } else { String::new() },
                        young,
                        young_statement: said.young_statement,
                        difference: staff.zip(young).map(|(a, b)| framework::differ(a, b)),
                        difference_reason: said.difference_reason,
                        evidence: evidence
                            .iter()
                            .filter(|item| item.criterion_key == criterion.key)
                            .map(|item| EvidenceView {
                                consultation_id: item.consultation_id,
                                slug: item.slug.clone(),
                                title: titles
                                    .iter()
                                    .find(|(id, _)| *id == item.consultation_id)
                                    .map(|(_, title)| title.clone())
                                    .unwrap_or_default(),
                            })
                            .collect(),
                    }
                })
                .collect(),
        })
        .collect()
}
