//! Numbers for those who may not see answers: the rule that hides small ones, the results as charts, and what became of
//! a question over several consultations (domain.md 5.9).

use chrono::NaiveDate;
use earshot_domain::frequency::Frequency;
use earshot_domain::policy::Permission;
use earshot_domain::suppression::{self, Preset, Shown};
use earshot_domain::text;
use earshot_store::Tx;
use earshot_store::consultation::{self, Consultation};
use earshot_store::suppression::{self as settings, Setting};
use uuid::Uuid;

use crate::error::Refusal;
use crate::findings::{OtherTable, QuestionFinding};
use crate::{Actor, Asked, Earshot, Error, Findings};

/// Letters of a reason.
const REASON_MAX: usize = 500;

/// How an organisation hides small numbers.
#[derive(Debug, Clone)]
pub struct SmallNumbers {
    /// The rule that holds for what begins now.
    pub preset: Preset,
    /// What was chosen, the last first; empty where nobody has chosen yet.
    pub chosen: Vec<Setting>,
    /// The consultations that keep another rule, by their short names, and that rule.
    pub kept: Vec<(String, Preset)>,
}

/// The results of a consultation as numbers.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// The consultation as young people see it.
    pub asked: Asked,
    /// What is published, or would be.
    pub findings: Findings,
    /// Whether it is published.
    pub published: bool,
    /// Questions that were asked before in the same words, with the same answers.
    pub trends: Vec<Trend>,
}

/// One question over several consultations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The name of its variable.
    pub key: String,
    /// The question.
    pub text: String,
    /// The answers.
    pub labels: Vec<String>,
    /// The consultations with published findings, the earliest first: two at least.
    pub points: Vec<TrendPoint>,
}

/// What one consultation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendPoint {
    /// Its short name.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// When it was opened.
    pub on: Option<NaiveDate>,
    /// How many children and young people answered the question.
    pub answered: Shown,
    /// The share of each answer in whole per cent.
    pub percents: Vec<Option<u8>>,
}

impl Earshot {
    /// The rule for the numbers of a consultation. It is always the same: what has begun keeps the one with which it began.
    pub(crate) async fn preset_of(&self, tx: &mut Tx, consultation_id: Uuid) -> Result<Preset, Error> {
        Ok(settings::of_consultation(tx, consultation_id).await?)
    }

    /// How an organisation hides small numbers, who chose that, and which consultations keep another rule.
    pub async fn small_numbers(&self, actor: &Actor) -> Result<SmallNumbers, Error> {
        actor.require(Permission::HideSmallNumbers)?;
        let mut tx = self.db.read().await?;
        let preset = settings::of_organisation(&mut tx, actor.organisation_id).await?;
        let mut kept = settings::kept(&mut tx, actor.organisation_id).await?;
        kept.retain(|(_, of_it)| *of_it != preset);
        let chosen = settings::settings(&mut tx, actor.organisation_id).await?;
        Ok(SmallNumbers { preset, chosen, kept })
    }

    /// Chooses the rule for what begins from now on. What has begun, and what is published, keeps its own: the same numbers
    /// by two rules would tell what each of them hides.
    pub async fn choose_preset(
        &self,
        actor: &Actor,
        preset: Option<Preset>,
        reason: &str,
    ) -> Result<(), Error> {
        actor.require(Permission::HideSmallNumbers)?;
        let reason = text::normalise(reason).trim().to_string();
        let mut refusals = Vec::new();
        if preset.is_none() {
            refusals.push(Refusal::Unreadable("preset"));
        }
        match reason.chars().count() {
            0 => refusals.push(Refusal::Missing("reason")),
            letters if letters > REASON_MAX => {
                refusals.push(Refusal::TooLong { field: "reason", max: REASON_MAX });
            }
            _ => {}
        }
        Error::unless_empty(refusals)?;
        let preset = preset.unwrap_or_default();
        let organisation_id = actor.organisation_id;
        let mut tx = self.db.begin().await?;
        let before = settings::of_organisation(&mut tx, organisation_id).await?;
        let chosen = Setting { preset, reason: reason.clone(), set_by: None, set_at: self.now() };
        let id = self.ordered_id();
        settings::choose(&mut tx, id, organisation_id, &chosen, actor.staff_id).await?;
        let changed = self.change(("suppression", organisation_id), Some(&before), Some(&preset));
        self.audit_with(&mut tx, actor, "suppression.choose", preset.as_str(), changed.because(&reason));
        Ok(tx.commit().await?)
    }

    /// The results of a consultation as charts with tables: the same document as the findings, and never another count.
    /// [`Refusal::WrongState`] while they wait for it to be closed.
    pub async fn numbers(&self, actor: &Actor, slug: &str) -> Result<Numbers, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        if self.numbers_wait(&mut tx, &row).await? {
            return Err(Error::refused(Refusal::WrongState));
        }
        let findings = self.findings_for_reading(&mut tx, &row).await?;
        let trends = trends(&mut tx, &row, &findings).await?;
        let asked = self.asked_in(&mut tx, slug, Some(actor)).await?;
        Ok(Numbers { asked, findings, published: row.state.shows_findings(), trends })
    }

    /// Whether the numbers of a consultation wait until it is closed: of exact ones, two looks while young people are asked
    /// would tell what came in between them (domain.md 5.9).
    pub(crate) async fn numbers_wait(&self, tx: &mut Tx, row: &Consultation) -> Result<bool, Error> {
        Ok(row.state.asks() && !self.preset_of(tx, row.id).await?.rounds())
    }

    /// The voices of themes as they were published or shown before, where that must not be set against a new count: number of
    /// the theme, voices, and the word for them. Nothing where numbers are rounded.
    pub(crate) async fn published_voices(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
    ) -> Result<Vec<(i64, Shown, Option<Frequency>)>, Error> {
        if self.preset_of(tx, consultation_id).await?.rounds() {
            return Ok(Vec::new());
        }
        let themes = told(tx, consultation_id).await?.into_iter().flat_map(|findings| findings.themes);
        Ok(themes.map(|theme| (theme.number, theme.voices, theme.frequency)).collect())
    }

    /// How many children and young people took part: as it was published or shown before, where a new count beside that would
    /// tell who has gone since, and counted now otherwise. Hidden while the numbers wait.
    pub(crate) async fn voices_now(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        children: u64,
    ) -> Result<Shown, Error> {
        if self.numbers_wait(tx, row).await? {
            return Ok(Shown::HIDDEN);
        }
        let preset = self.preset_of(tx, row.id).await?;
        let before = if preset.rounds() { None } else { told(tx, row.id).await? };
        Ok(before.map_or_else(|| suppression::count(preset, children), |findings| findings.children))
    }
}

async fn published(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<Findings>, Error> {
    let kept = consultation::finding(tx, consultation_id).await?;
    Ok(kept.and_then(|(body, _)| Findings::from_document(body)))
}

/// The exact numbers that were shown before: as they are published, or as they stood when somebody went before that.
pub(crate) async fn told(tx: &mut Tx, consultation_id: Uuid) -> Result<Option<Findings>, Error> {
    if let Some(findings) = published(tx, consultation_id).await? {
        return Ok(Some(findings));
    }
    Ok(consultation::told(tx, consultation_id).await?.and_then(Findings::from_document))
}

/// The questions of these findings that other consultations of the organisation asked as well, from what is published of
/// them all and from nothing else.
async fn trends(tx: &mut Tx, row: &Consultation, findings: &Findings) -> Result<Vec<Trend>, Error> {
    let mut all: Vec<(Consultation, Findings)> = Vec::new();
    for other in consultation::all(tx, row.organisation_id).await? {
        if other.state.shows_findings()
            && let Some(found) = published(tx, other.id).await?
        {
            all.push((other, found));
        }
    }
    all.sort_by_key(|(of, _)| (of.opened_on, of.number));
    let questions = findings.questions.iter().filter(|question| !question.values.is_empty());
    let trend = |question: &QuestionFinding| {
        let point = |(of, found): &(Consultation, Findings)| {
            let same = found.questions.iter().find(|other| is_same(question, other))?;
            Some(TrendPoint {
                slug: of.slug.clone(),
                title: of.setup.title.clone(),
                on: of.opened_on,
                answered: same.table.total,
                percents: same.percents.clone(),
            })
        };
        Trend {
            key: question.key.clone(),
            text: question.text.clone(),
            labels: question.table.rows.clone(),
            points: all.iter().filter_map(point).collect(),
        }
    };
    Ok(questions.map(trend).filter(|trend| trend.points.len() > 1).collect())
}

/// Whether two consultations asked the same: the same variable, in the same words, with the same answers. Other words make
/// another question, whose numbers cannot be set beside these.
fn is_same(one: &QuestionFinding, other: &QuestionFinding) -> bool {
    let words = |question: &QuestionFinding| question.text.trim().to_lowercase();
    one.key == other.key
        && one.values == other.values
        && one.about == other.about
        && words(one) == words(other)
}

impl Findings {
    /// What to publish in the place of what was published before. Quotes and themes are those of now; numbers that are not
    /// rounded stay until the difference shows nobody.
    pub(crate) fn after(mut self, before: Self) -> Self {
        let preset = self.preset;
        if preset.rounds() || preset != before.preset {
            return self;
        }
        self.children = suppression::count_later(preset, before.children, self.children);
        for (kind, now) in &mut self.others {
            if let Some((_, then)) = before.others.iter().find(|(of, _)| *of == *kind) {
                *now = suppression::count_later(preset, *then, *now);
            }
        }
        // What nobody answers any more was answered by somebody.
        let mut gone = Vec::new();
        for then in before.questions {
            match self.questions.iter_mut().find(|question| question.key == then.key) {
                Some(now) => now.stay(preset, then),
                None => gone.push(then),
            }
        }
        self.questions.extend(gone);
        self
    }
}

impl QuestionFinding {
    /// Keeps the numbers that were published, where new ones would tell. Rows and numbers stay together.
    fn stay(&mut self, preset: Preset, then: Self) {
        let table = suppression::table_later(preset, then.table.clone(), self.table.clone());
        let stays = table == then.table;
        if stays && self.values != then.values {
            self.values = then.values;
            self.percents = then.percents;
            self.table = then.table;
            self.others = then.others;
            return;
        }
        if stays {
            self.percents = then.percents;
            self.table = then.table;
        }
        for OtherTable { respondent, table } in &mut self.others {
            let then = then.others.iter().find(|other| other.respondent == *respondent);
            if let Some(then) = then.filter(|then| then.table.rows == table.rows) {
                *table = suppression::table_later(preset, then.table.clone(), table.clone());
            }
        }
    }
}
