//! What everybody may see of a consultation: suppressed counts and themes, as
//! one document that is published and kept. The breakdowns are fixed, so that
//! no two views can be set against each other (domain.md 5.9, "differencing
//! guard").

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use earshot_domain::consultation::{State, Step};
use earshot_domain::edit;
use earshot_domain::evidence::{QuoteState, ThemeState};
use earshot_domain::frequency::Frequency;
use earshot_domain::news::News;
use earshot_domain::policy::Permission;
use earshot_domain::question::{GIVEN, Kind as QuestionKind, Question};
use earshot_domain::questionnaire::{Questionnaire, Variable};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::{self, CountTable, Preset, Shown, ShownTable};
use earshot_store::consultation::{self, Consultation};
use earshot_store::{Tx, partnership, quote, read_link, response, search};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::analysis::{cleared, sum};
use crate::error::{Refusal, SecondPerson};
use crate::numbers::told;
use crate::quotes::waits_for_another;
use crate::{Actor, Asked, Earshot, Error, Quote};

/// What was found in a consultation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Findings {
    /// The rule that its numbers were made by.
    #[serde(default)]
    pub preset: Preset,
    /// Children and young people who answered.
    pub children: Shown,
    /// Everybody else who answered, by kind.
    pub others: Vec<(RespondentType, Shown)>,
    /// The counted questions.
    pub questions: Vec<QuestionFinding>,
    /// The final themes, the most frequent first.
    pub themes: Vec<ThemeFinding>,
}

/// What was answered to one question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuestionFinding {
    /// The question's key.
    pub key: String,
    /// The question.
    pub text: String,
    /// What of it: the option that it was asked about, the statement, the option that was put in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// Whether it was not asked to the end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// The keys of the values, one a row of the table.
    pub values: Vec<String>,
    /// Children and young people: rows are values, columns age bands.
    pub table: ShownTable,
    /// Each value's share of the children who answered, in whole percent.
    pub percents: Vec<Option<u8>>,
    /// Everybody else, apart.
    pub others: Vec<OtherTable>,
}

/// What one other kind of respondent answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OtherTable {
    /// Who.
    pub respondent: RespondentType,
    /// One column.
    pub table: ShownTable,
}

/// A theme as everybody sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ThemeFinding {
    /// The number of its reference.
    pub number: i64,
    /// In young people's words.
    pub child_name: String,
    /// What it says.
    pub summary: String,
    /// How many of those who wrote something said it.
    pub frequency: Option<Frequency>,
    /// How many that were.
    pub voices: Shown,
    /// The published quotes of children, by number, with words and attribution.
    pub quotes: Vec<(i64, String, String)>,
    /// The published quotes of others: number, words, who.
    pub other_quotes: Vec<(i64, String, String)>,
}

impl Findings {
    /// Reads a kept document; `None` when it is of a shape that this version
    /// does not know.
    pub(crate) fn from_document(body: Value) -> Option<Self> {
        serde_json::from_value(body).ok()
    }
}

/// Whether somebody outside may read the numbers of a consultation, or may have read them since they were kept last: a link
/// that is over shows nothing newer than what was kept after its end.
async fn may_be_read_outside(
    tx: &mut Tx,
    consultation_id: uuid::Uuid,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    if !partnership::naming(tx, consultation_id).await?.is_empty() {
        return Ok(true);
    }
    let links = read_link::of(tx, consultation_id).await?;
    let ends = links.iter().map(|link| link.revoked_at.unwrap_or(link.expires_at).min(link.expires_at));
    let Some(last) = ends.max() else { return Ok(false) };
    Ok(last > now || consultation::told_at(tx, consultation_id).await?.is_none_or(|kept| kept <= last))
}

/// The numbers of themes that stay: of those that are shown now, as far as they are shown at all, for a theme on which somebody is
/// at work may still grow; and of those that were shown before and are none now, for they may be shown again.
fn themes_to_keep(now: Vec<ThemeFinding>, before: Vec<ThemeFinding>) -> Vec<ThemeFinding> {
    let is_none_now = |then: &ThemeFinding| now.iter().all(|theme| theme.number != then.number);
    let mut kept: Vec<ThemeFinding> = before.into_iter().filter(is_none_now).collect();
    kept.extend(now.into_iter().filter(|theme| theme.voices.value() > Some(0)));
    for theme in &mut kept {
        // Numbers alone: words go at once.
        theme.quotes.clear();
        theme.other_quotes.clear();
    }
    kept
}

impl Earshot {
    /// What was published of a consultation, for everybody.
    pub async fn findings(&self, asked: &Asked) -> Result<Option<Findings>, Error> {
        if !asked.state.shows_findings() {
            return Ok(None);
        }
        let mut tx = self.db.read().await?;
        Ok(consultation::finding(&mut tx, asked.id)
            .await?
            .and_then(|(body, _)| Findings::from_document(body)))
    }

    /// What was published of a consultation, or what would be, for somebody outside who may read it.
    pub(crate) async fn findings_for_reading(
        &self,
        tx: &mut Tx,
        row: &Consultation,
    ) -> Result<Findings, Error> {
        let published =
            if row.state.shows_findings() { consultation::finding(tx, row.id).await? } else { None };
        let published = published.and_then(|(body, _)| Findings::from_document(body));
        match published {
            Some(findings) => Ok(findings),
            None => self.count_after_told(tx, row).await,
        }
    }

    /// What would be published, for staff to look at first. Once it is published, that: two counts at two times, set
    /// against each other, tell of those who came or went between them. [`Refusal::WrongState`] while exact numbers wait
    /// for it to be closed.
    pub async fn findings_preview(&self, actor: &Actor, slug: &str) -> Result<Findings, Error> {
        actor.require_somewhere(Permission::SeeAnalysis)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeAnalysis, slug).await?;
        if self.numbers_wait(&mut tx, &row).await? {
            return Err(Error::refused(Refusal::WrongState));
        }
        self.findings_for_reading(&mut tx, &row).await
    }

    /// Shows everybody what was said. Every answer must have been read, and at
    /// least one theme must be final (domain.md 7.4.1). The quotes of the final
    /// themes are published with it.
    pub async fn publish_findings(&self, actor: &Actor, slug: &str) -> Result<(), Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        // Who publishes words has seen them.
        actor.require_in(Permission::Analyse, row.id)?;
        let mut refusals = Vec::new();
        let counts = crate::reading::counts(&mut tx, row.id).await?;
        if counts.new > 0 {
            refusals.push(Refusal::Unread);
        }
        let themes = self.theme_views(&mut tx, row.id).await?;
        let finals: Vec<_> = themes.iter().filter(|theme| theme.state == ThemeState::Final).collect();
        if finals.is_empty() {
            refusals.push(Refusal::NoFinalTheme);
        }
        let quotes = quote::of_consultation(&mut tx, row.id).await?;
        let goes_out = |made: &Quote| {
            made.state == QuoteState::Draft && finals.iter().any(|theme| theme.id == made.theme_id)
        };
        if quotes.iter().any(|made| goes_out(made) && waits_for_another(&row, made)) {
            refusals.push(Refusal::SecondPerson(SecondPerson::Quotes));
        }
        Error::unless_empty(refusals)?;
        for made in quotes {
            if goes_out(&made) {
                let answer = cleared(&mut tx, row.id, made.answer_id.ok_or(Error::Stale)?).await?;
                self.publish_one(&mut tx, actor, &row, &made, &answer).await?;
                self.audit(&mut tx, actor, "quote.publish", Reference::new(Kind::Quote, made.number));
            }
        }
        self.take_step(&mut tx, actor, &row, Step::PublishFindings).await?;
        self.spread_news(&mut tx, &row, News::Heard).await?;
        let findings = self.count_after_told(&mut tx, &row).await?;
        self.put_findings(&mut tx, &row, &findings, actor.staff_id).await?;
        Ok(tx.commit().await?)
    }

    /// Counts anew what was published, after words were taken back or held. The words are gone at once; numbers that are
    /// not rounded stay until so many have gone that the difference shows nobody.
    pub(crate) async fn recount_findings(&self, tx: &mut Tx, row: &Consultation) -> Result<(), Error> {
        let findings = self.count_findings(tx, row).await?;
        let before = consultation::finding(tx, row.id).await?;
        let before = before.and_then(|(body, _)| Findings::from_document(body));
        let findings = match before {
            Some(before) => findings.after(before),
            None => findings,
        };
        self.put_findings(tx, row, &findings, None).await
    }

    /// What is counted now, with the numbers that were shown before somebody went, where new ones would tell who.
    async fn count_after_told(&self, tx: &mut Tx, row: &Consultation) -> Result<Findings, Error> {
        let findings = self.count_findings(tx, row).await?;
        Ok(match told(tx, row.id).await? {
            Some(before) => findings.after(before),
            None => findings,
        })
    }

    /// Keeps the exact numbers of a closed consultation as they are shown, right before and right after somebody comes or goes whom
    /// they count: they are read from outside before they are published, and two looks would tell what the one who came or
    /// went in between had said. Rounded numbers, and a consultation that is not closed or is published, need nothing of it.
    pub(crate) async fn keep_told(&self, tx: &mut Tx, row: &Consultation) -> Result<(), Error> {
        if !self.keeps_exact(tx, row).await? {
            return Ok(());
        }
        // Of two at once, the second counts after what the first has kept. Whoever changes answers holds them first, then the
        // consultation, as `export::overtake` does, and quotes last: so no two wait for each other.
        consultation::hold(tx, row.id).await?;
        self.keep_all(tx, row).await
    }

    /// Everything that is shown now, counted.
    async fn keep_all(&self, tx: &mut Tx, row: &Consultation) -> Result<(), Error> {
        let counted = self.count_findings(tx, row).await?;
        let (mut shown, before) = match told(tx, row.id).await? {
            Some(before) => {
                let themes = before.themes.clone();
                (counted.after(before), themes)
            }
            None => (counted, Vec::new()),
        };
        if shown.children.is_hidden() {
            return Ok(consultation::told_is_behind(tx, row.id).await?);
        }
        // What was not shown needs not stay.
        shown.questions.retain(|question| !question.table.total.is_hidden());
        shown.themes = themes_to_keep(shown.themes, before);
        self.put_told(tx, row, &shown).await
    }

    /// The themes that are shown now, beside the other numbers as they were kept: codes change none of those, and whoever
    /// changes one of those keeps them.
    async fn keep_themes(&self, tx: &mut Tx, row: &Consultation) -> Result<(), Error> {
        let Some(mut shown) = told(tx, row.id).await? else { return self.keep_all(tx, row).await };
        shown.themes = themes_to_keep(self.theme_findings(tx, row).await?, shown.themes);
        self.put_told(tx, row, &shown).await
    }

    async fn put_told(&self, tx: &mut Tx, row: &Consultation, shown: &Findings) -> Result<(), Error> {
        let body = serde_json::to_value(shown).unwrap_or_default();
        Ok(consultation::put_told(tx, row.id, &body, self.now()).await?)
    }

    /// The same right before codes change, or which of them a theme groups, once somebody outside may read the numbers: until then
    /// a theme grows in sight of those who are at work on it. It names the answers, which come before the numbers, as they do
    /// for whoever holds one. What was kept right after the last change is not counted again. Both are held also where nobody outside
    /// reads yet: somebody may in the next moment. Afterwards comes [`Earshot::keep_read_after`].
    pub(crate) async fn keep_read(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        answers: &[uuid::Uuid],
    ) -> Result<(), Error> {
        if !self.keeps_exact(tx, row).await? {
            return Ok(());
        }
        search::keep_all_still(tx, answers).await?;
        consultation::hold(tx, row.id).await?;
        let is_read = may_be_read_outside(tx, row.id, self.now()).await?;
        if !is_read || consultation::told_is_newest(tx, row.id).await? {
            return Ok(());
        }
        self.keep_themes(tx, row).await
    }

    /// Right after codes have changed, or which of them a theme groups.
    pub(crate) async fn keep_read_after(&self, tx: &mut Tx, row: &Consultation) -> Result<(), Error> {
        if !self.keeps_exact(tx, row).await? {
            return Ok(());
        }
        // Otherwise whoever keeps numbers in this moment, without these codes, could note afterwards that they are the newest.
        consultation::hold(tx, row.id).await?;
        if !may_be_read_outside(tx, row.id, self.now()).await? {
            return Ok(consultation::told_is_behind(tx, row.id).await?);
        }
        self.keep_themes(tx, row).await
    }

    /// Whether exact numbers of a consultation stay as they were shown: it is closed, and they are not published. Until they are, that
    /// changes no more: nothing is opened again, and what has begun keeps its rule.
    async fn keeps_exact(&self, tx: &mut Tx, row: &Consultation) -> Result<bool, Error> {
        Ok(row.state == State::Closed && !self.preset_of(tx, row.id).await?.rounds())
    }

    async fn put_findings(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        findings: &Findings,
        by: Option<uuid::Uuid>,
    ) -> Result<(), Error> {
        let body = serde_json::to_value(findings).unwrap_or_default();
        Ok(consultation::put_finding(tx, row.id, &body, self.now(), by).await?)
    }

    async fn count_findings(&self, tx: &mut Tx, row: &Consultation) -> Result<Findings, Error> {
        let places = self.places_of(tx, row).await?;
        let asked = places.fill(self.questions(tx, row).await?);
        let groups = response::group_counts(tx, row.id).await?;
        let of_kind =
            |kind: RespondentType| sum(groups.iter().filter(|g| g.respondent_type == kind).map(|g| g.n));
        let others: Vec<RespondentType> = OTHERS.into_iter().filter(|kind| of_kind(*kind) > 0).collect();
        let values = response::value_counts(tx, row.id).await?;
        let known = self.recalled(tx, row, &asked, &values).await?;
        let counted = Counted {
            values,
            bases: response::question_bases(tx, row.id).await?,
            bands: row.setup.bands.clone(),
            others: others.clone(),
            preset: self.preset_of(tx, row.id).await?,
        };
        let preset = counted.preset;
        let everybody = of_kind(RespondentType::Child);
        let mut children = suppression::count(preset, everybody);
        let mut questions = Vec::new();
        let names: BTreeSet<String> = tables(&asked).iter().map(Variable::name).collect();
        for mut variable in tables(&known) {
            // A statement that was taken out, a turn for an option that is not offered any more.
            variable.retired |= !names.contains(&variable.name());
            let answered = counted.people(&Column::of(&variable), RespondentType::Child, None);
            if variable.retired && answered == 0 {
                continue;
            }
            let offered = asked.get_ever(&variable.question.key).map(|question| keys(&question.kind));
            let (finding, in_table) = counted.variable(&variable, &offered.unwrap_or_default());
            // The same number must not be rounded two ways: where a table counts
            // everybody who answered, its total is the total.
            if in_table == everybody {
                children = finding.table.total;
            }
            questions.push(finding);
        }
        Ok(Findings {
            preset,
            children,
            others: others
                .into_iter()
                .map(|kind| (kind, suppression::count(preset, of_kind(kind))))
                .collect(),
            questions,
            themes: self.theme_findings(tx, row).await?,
        })
    }

    /// The questions with everything that an earlier version offered and that was chosen then: it stays counted, under
    /// its name.
    pub(crate) async fn recalled(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        asked: &Questionnaire,
        values: &[response::ValueCount],
    ) -> Result<Questionnaire, Error> {
        let mut known = asked.clone();
        for version in (1..row.questionnaire_version).rev() {
            if !has_strays(&known, values) {
                break;
            }
            if let Some(earlier) = consultation::questionnaire(tx, row.id, version).await? {
                known = edit::recall(known, &earlier);
            }
        }
        Ok(known)
    }

    async fn theme_findings(&self, tx: &mut Tx, row: &Consultation) -> Result<Vec<ThemeFinding>, Error> {
        let quotes = quote::of_consultation(tx, row.id).await?;
        let published = |theme_id: uuid::Uuid, child: bool| {
            quotes
                .iter()
                .filter(|q| {
                    q.theme_id == theme_id
                        && q.state == QuoteState::Published
                        && (q.respondent_type == RespondentType::Child) == child
                })
                .map(|q| (q.number, q.public_text.clone(), q.attribution.clone()))
                .collect::<Vec<_>>()
        };
        let mut views: Vec<_> = self
            .theme_views(tx, row.id)
            .await?
            .into_iter()
            .filter(|theme| theme.state == ThemeState::Final)
            .collect();
        views.sort_by_key(|theme| std::cmp::Reverse(theme.voices.value().unwrap_or_default()));
        Ok(views
            .into_iter()
            .map(|theme| ThemeFinding {
                number: theme.reference.number,
                quotes: published(theme.id, true),
                other_quotes: published(theme.id, false),
                child_name: theme.child_name,
                summary: theme.summary,
                frequency: theme.frequency,
                voices: theme.voices,
            })
            .collect())
    }
}

/// What is counted by itself: every variable but words. Of a ranking it is what people put first, as one table: a
/// table for each option would tell, set beside the others, what each of them hides.
fn tables(asked: &Questionnaire) -> Vec<Variable<'_>> {
    let ranked = |variable: &Variable<'_>| matches!(variable.question.kind, QuestionKind::Ranking(_));
    let first = |variable: &Variable<'_>| {
        let rows = variable.question.kind.as_type().rows();
        rows.first().map(|row| &row.key) == variable.row.map(|row| &row.key)
    };
    asked
        .variables()
        .into_iter()
        .filter(|variable| !variable.question.kind.is_free_text())
        .filter(|variable| !ranked(variable) || first(variable))
        .map(|variable| if ranked(&variable) { Variable { row: None, ..variable } } else { variable })
        .collect()
}

/// Whether something was chosen that these questions know nothing of.
fn has_strays(asked: &Questionnaire, values: &[response::ValueCount]) -> bool {
    let variables: BTreeMap<String, &QuestionKind> =
        asked.variables().iter().map(|variable| (variable.name(), &variable.question.kind)).collect();
    values.iter().any(|count| match variables.get(&count.question_key) {
        None => true,
        Some(QuestionKind::Area(_)) => false,
        Some(kind) => {
            let known = kind.values();
            !known.is_empty() && !known.contains(&count.value.as_str())
        }
    })
}

/// The rows of a table of this kind that a version of the questions offers, by their keys.
fn keys(kind: &QuestionKind) -> Vec<&str> {
    match kind {
        QuestionKind::Ranking(ranking) => ranking.options.iter().map(|option| option.key.as_str()).collect(),
        _ => kind.values(),
    }
}

/// Where the answers of one table are kept.
struct Column {
    name: String,
    /// Whether the table counts which option was put first.
    ranked: bool,
}

impl Column {
    fn of(variable: &Variable<'_>) -> Self {
        let ranked = matches!(variable.question.kind, QuestionKind::Ranking(_));
        Self { name: variable.name(), ranked }
    }

    /// The value of the table that a kept value is, if it is one.
    fn value<'a>(&self, count: &'a response::ValueCount) -> Option<&'a str> {
        if self.ranked {
            let row = count.question_key.strip_prefix(&self.name).and_then(|rest| rest.strip_prefix('/'));
            return row.filter(|_| count.value == "1");
        }
        (count.question_key == self.name).then_some(count.value.as_str())
    }

    /// Whether a kept value is this value of the table. `values` are its rows: what stands in none of them is one
    /// of the other numbers.
    fn holds(&self, count: &response::ValueCount, values: &[String], value: &str) -> bool {
        self.value(count).is_some_and(|kept| {
            kept == value || (value == OTHER_NUMBERS && !values.iter().any(|other| other == kept))
        })
    }
}

/// The counts of a consultation before they are suppressed; never leaves this
/// module.
struct Counted {
    values: Vec<response::ValueCount>,
    bases: Vec<response::BaseCount>,
    bands: Vec<AgeBand>,
    others: Vec<RespondentType>,
    preset: Preset,
}

/// A column of a table: one band, or with `None` those who said none.
type Band = Option<&'static str>;

impl Counted {
    /// How often a value was given, in all bands or in one.
    fn times(
        &self,
        column: &Column,
        values: &[String],
        value: &str,
        kind: RespondentType,
        band: Option<Band>,
    ) -> u64 {
        sum(self
            .values
            .iter()
            .filter(|count| {
                column.holds(count, values, value)
                    && count.respondent_type == kind
                    && band.is_none_or(|band| count.age_band.as_deref() == band)
            })
            .map(|count| count.n))
    }

    /// How many people answered a question, in all bands or in one.
    fn people(&self, column: &Column, kind: RespondentType, band: Option<Band>) -> u64 {
        if column.ranked {
            // Whoever put options in order put one of them first.
            let is_first = |count: &&response::ValueCount| {
                column.value(count).is_some()
                    && count.respondent_type == kind
                    && band.is_none_or(|band| count.age_band.as_deref() == band)
            };
            return sum(self.values.iter().filter(is_first).map(|count| count.n));
        }
        sum(self
            .bases
            .iter()
            .filter(|base| {
                base.question_key == column.name
                    && base.respondent_type == kind
                    && band.is_none_or(|band| base.age_band.as_deref() == band)
            })
            .map(|base| base.n))
    }

    /// The rows of a table in the order shown: what is offered today, and behind it what was chosen while it was
    /// offered; for a number those that enough children gave.
    fn rows(&self, kind: &QuestionKind, column: &Column, offered: &[&str]) -> Vec<String> {
        if kind.takes_file() {
            // How many gave one, and nothing of what is in it.
            return vec![GIVEN.to_string()];
        }
        if matches!(kind, QuestionKind::Number(_)) {
            return numbers(self.preset, &column.name, &self.values);
        }
        let chosen: BTreeSet<&str> = self.values.iter().filter_map(|count| column.value(count)).collect();
        let known = keys(kind);
        let unknown = chosen.iter().copied().filter(|value| !known.contains(value));
        let rows = known.iter().copied().filter(|value| offered.contains(value) || chosen.contains(value));
        rows.chain(unknown).map(ToString::to_string).collect()
    }

    /// What may be shown of one variable, of which this is offered today; and how many children its table counts,
    /// which leaves this module no more than anything else does.
    fn variable(&self, variable: &Variable<'_>, offered: &[&str]) -> (QuestionFinding, u64) {
        let child = RespondentType::Child;
        let (question, column) = (variable.question, &Column::of(variable));
        let keys = self.rows(&question.kind, column, offered);
        let words = |key: &String| match &question.kind {
            QuestionKind::Photo => PHOTOS.to_string(),
            QuestionKind::Audio => RECORDINGS.to_string(),
            _ => question.label_of(key).unwrap_or(key).to_string(),
        };
        let rows: Vec<String> = keys.iter().map(words).collect();
        // Those who did not say their age are a column too, so that the totals
        // are the totals.
        let mut columns: Vec<(String, Band)> =
            self.bands.iter().map(|band| (band.label().to_string(), Some(band.as_str()))).collect();
        columns.push((NO_AGE.to_string(), None));
        let table = CountTable {
            rows: rows.clone(),
            columns: columns.iter().map(|(label, _)| label.clone()).collect(),
            counts: keys
                .iter()
                .map(|key| {
                    columns
                        .iter()
                        .map(|(_, band)| self.times(column, &keys, key, child, Some(*band)))
                        .collect()
                })
                .collect(),
        };
        let people: Vec<u64> =
            columns.iter().map(|(_, band)| self.people(column, child, Some(*band))).collect();
        let others = self
            .others
            .iter()
            .map(|kind| {
                let table = CountTable {
                    rows: rows.clone(),
                    columns: vec![String::new()],
                    counts: keys
                        .iter()
                        .map(|key| vec![self.times(column, &keys, key, *kind, None)])
                        .collect(),
                };
                let people = self.people(column, *kind, None);
                OtherTable { respondent: *kind, table: suppress(self.preset, question, &table, &[people]) }
            })
            .collect();
        let cells = table.counts.iter().flatten();
        let in_table = if question.kind.takes_several() { people.iter().sum() } else { cells.sum() };
        let shown = suppress(self.preset, question, &table, &people);
        let finding = QuestionFinding {
            key: column.name.clone(),
            text: question.text.clone(),
            about: [variable.turn, variable.row].into_iter().flatten().map(|of| of.label.clone()).collect(),
            retired: variable.retired,
            // From the numbers that stand beside them: counted by themselves they would tell more than those.
            percents: shown.percents(),
            table: shown,
            values: keys,
            others,
        };
        (finding, in_table)
    }
}

/// A column of ticks adds up to more than its people, so a question with several
/// choices is suppressed in a way of its own.
fn suppress(preset: Preset, question: &Question, table: &CountTable, people: &[u64]) -> ShownTable {
    if question.kind.takes_several() {
        suppression::table_of_choices(preset, table, people)
    } else {
        suppression::table(preset, table)
    }
}

/// The column of those who did not say how old they are.
const NO_AGE: &str = "Age not said";

/// Everybody but children, in the order shown.
const OTHERS: [RespondentType; 3] =
    [RespondentType::Parent, RespondentType::Professional, RespondentType::Community];

/// The numbers that enough children gave, in their order. One that only a few gave may be a telephone number, and a
/// row of its own would publish it; those stand together as [`OTHER_NUMBERS`].
fn numbers(preset: Preset, key: &str, counts: &[response::ValueCount]) -> Vec<String> {
    let of_children = |value: &str| {
        sum(counts
            .iter()
            .filter(|count| {
                count.question_key == key
                    && count.value == value
                    && count.respondent_type == RespondentType::Child
            })
            .map(|count| count.n))
    };
    let mut numbers: Vec<i64> = counts
        .iter()
        .filter(|count| count.question_key == key)
        .filter(|count| suppression::count(preset, of_children(&count.value)).value() > Some(0))
        .filter_map(|count| count.value.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut values: Vec<String> = numbers.into_iter().map(|number| number.to_string()).collect();
    values.push(OTHER_NUMBERS.to_string());
    values
}

/// The row of those who gave a photo or a drawing.
const PHOTOS: &str = "A photo or drawing";

/// The row of those who said something aloud.
const RECORDINGS: &str = "A recording";

/// The row of the numbers that few gave.
const OTHER_NUMBERS: &str = "Other numbers";
