//! Answers that were gathered elsewhere. A file's name for somebody's answers
//! makes them one response, however many files they come in: what is known
//! already is left as it is, what is new to it is added, and what says something
//! else is refused.

use std::collections::{BTreeMap, BTreeSet};

use earshot_domain::consultation::{State, Step};
use earshot_domain::door::Door;
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::Answers;
use earshot_domain::policy::Permission;
use earshot_domain::question::{FieldError, Given, Kind as QuestionKind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_store::Tx;
use earshot_store::consultation::{self, Consultation};
use earshot_store::response::{self, NewResponse, Response};
use uuid::Uuid;

use super::{Imported, Into, new_setup};
use crate::areas::Places;
use crate::error::Refusal;
use crate::media::Keeping;
use crate::{Actor, Earshot, Error};

/// One answer from a file.
#[derive(Debug, Clone)]
pub struct ImportedAnswer {
    /// The line of the file.
    pub line: u64,
    /// How the file calls it.
    pub key: String,
    /// The words: NFC, LF.
    pub words: String,
}

/// One person's answers from a file.
#[derive(Debug, Clone, Default)]
pub struct ImportedRow {
    /// The line of the file.
    pub line: u64,
    /// How the file calls them.
    pub key: String,
    /// What was answered, by variable; words: NFC, LF.
    pub answers: Answers,
    /// How old they are, where the file says it. Counted of young people only.
    pub age_band: Option<AgeBand>,
    /// Where they live, where the file says it: one of the consultation's areas.
    pub area: Option<String>,
    /// Whose views these are, where the file says it; else [`Into::respondent`].
    pub respondent: Option<RespondentType>,
}

/// How many bad lines are named before the rest is only counted.
const NAMED: usize = 100;

/// What rows are taken into.
struct Taking<'a> {
    row: &'a Consultation,
    into: &'a Into,
    /// The questions of today.
    asked: Questionnaire,
    /// The places that answers can name.
    places: Places,
    /// The questions of earlier versions, once they were needed.
    earlier: BTreeMap<i64, Questionnaire>,
}

impl Taking<'_> {
    /// The questions of a version.
    async fn version(&mut self, tx: &mut Tx, version: i64) -> Result<&Questionnaire, Error> {
        if version == self.row.questionnaire_version {
            return Ok(&self.asked);
        }
        if !self.earlier.contains_key(&version) {
            let asked = consultation::questionnaire(tx, self.row.id, version).await?.unwrap_or_default();
            self.earlier.insert(version, self.places.fill(asked));
        }
        Ok(&self.earlier[&version])
    }
}

/// What became of a row.
enum Outcome {
    /// Something of it is new.
    Added,
    /// All of it was there.
    Known,
    /// It cannot be taken, and why.
    Refused(Vec<String>),
}

impl Earshot {
    /// Takes in answers in words to one question. A consultation that is made
    /// for them is closed from the start: it was asked elsewhere. An answer that
    /// is known already by the file's name for it is left as it is, and one that
    /// says something else under that name is refused.
    pub async fn import_answers(
        &self,
        actor: &Actor,
        into: &Into,
        answers: impl IntoIterator<Item = ImportedAnswer>,
    ) -> Result<Imported, Error> {
        actor.require(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = match consultation::by_slug(&mut tx, &into.slug).await? {
            Some(row) if row.organisation_id == actor.organisation_id => row,
            Some(_) => return Err(Error::refused(Refusal::Taken("slug"))),
            None => {
                let text = into.question.clone().unwrap_or_else(|| "What do you think?".to_string());
                let questions = vec![Question::new("response", text, QuestionKind::LongText)];
                self.insert_consultation(
                    &mut tx,
                    actor,
                    &into.slug,
                    new_setup(into),
                    &Questionnaire::of(questions),
                    State::Closed,
                )
                .await?
            }
        };
        let asked = self.questions(&mut tx, &row).await?;
        let question = target_question(&asked, into)?;
        let rows = answers.into_iter().map(|answer| ImportedRow {
            line: answer.line,
            key: answer.key,
            answers: Answers::from([(question.clone(), Given::Words(answer.words))]),
            ..ImportedRow::default()
        });
        self.take_rows(tx, actor, &row, asked, into, rows).await
    }

    /// Takes in answers to the questions of a consultation that is there, one
    /// person after the other, so that a large file is never held whole. The
    /// words among them wait to be read like all others.
    pub async fn import_rows(
        &self,
        actor: &Actor,
        into: &Into,
        rows: impl IntoIterator<Item = ImportedRow>,
    ) -> Result<Imported, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, &into.slug).await?;
        let asked = self.questions(&mut tx, &row).await?;
        self.take_rows(tx, actor, &row, asked, into, rows).await
    }

    /// All rows or none.
    async fn take_rows(
        &self,
        mut tx: Tx,
        actor: &Actor,
        row: &Consultation,
        asked: Questionnaire,
        into: &Into,
        rows: impl IntoIterator<Item = ImportedRow>,
    ) -> Result<Imported, Error> {
        if row.state.shows_findings() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let places = self.places_of(&mut tx, row).await?;
        let asked = places.fill(asked);
        // Whoever comes once it is closed shows in exact numbers as whoever goes does.
        self.keep_told(&mut tx, row).await?;
        let mut taking = Taking { row, into, asked, places, earlier: BTreeMap::new() };
        let mut imported = Imported::default();
        let (mut refusals, mut more) = (Vec::new(), 0);
        for given in rows {
            let line = given.line;
            match self.take_row(&mut tx, &mut taking, given).await? {
                Outcome::Added => imported.added += 1,
                Outcome::Known => imported.known += 1,
                Outcome::Refused(_) if refusals.len() >= NAMED => more += 1,
                Outcome::Refused(reasons) => {
                    refusals.extend(reasons.into_iter().map(|reason| Refusal::Line { line, reason }));
                }
            }
        }
        if more > 0 {
            refusals.push(Refusal::Line { line: 0, reason: format!("and {more} more lines") });
        }
        Error::unless_empty(refusals)?;
        self.keep_told(&mut tx, row).await?;
        if row.state == State::Draft {
            // Answers that were given elsewhere end the asking here.
            let open = State::Open;
            consultation::save_state(&mut tx, row.id, row.edition, open, None).await?;
            let opened = Consultation { state: open, edition: row.edition + 1, ..row.clone() };
            self.take_step(&mut tx, actor, &opened, Step::Close).await?;
        }
        self.audit(&mut tx, actor, "answers.import", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(imported)
    }

    async fn take_row(
        &self,
        tx: &mut Tx,
        taking: &mut Taking<'_>,
        given: ImportedRow,
    ) -> Result<Outcome, Error> {
        let Taking { row, into, .. } = *taking;
        let reasons = unfit(taking, &given);
        if !reasons.is_empty() {
            return Ok(Outcome::Refused(reasons));
        }
        let respondent = given.respondent.unwrap_or(into.respondent);
        let kept = NewResponse {
            id: self.random_id(),
            consultation_id: row.id,
            questionnaire_version: row.questionnaire_version,
            respondent_type: respondent,
            age_band: given.age_band.filter(|_| respondent == RespondentType::Child).map(AgeBand::as_str),
            area: given.area.and_then(|area| taking.places.to_keep(&area).map(str::to_string)),
            channel: "import",
            started_on: self.today(),
            submitted_at: self.this_hour(),
            submission_key_hash: self
                .keys
                .submission_hash(row.id.as_bytes(), &format!("import:{}", given.key)),
            receipt_hash: None,
            words_consent: if into.quotable { QuoteConsent::Yes } else { QuoteConsent::No },
            import_key: Some(given.key),
            seed: 0,
            door: Door::default(),
            group_name: None,
            assisted_by: None,
            minutes: None,
            unreadable: None,
        };
        if !response::insert_imported(tx, &kept).await? {
            return self.complete(tx, taking, &kept, given.respondent, given.answers).await;
        }
        self.count_sections(tx, row.id, &taking.asked, &given.answers).await?;
        let into = self.keeping_imported(row.id, kept.id);
        for (variable, answer) in given.answers {
            self.insert_given(tx, into, &variable, answer).await?;
        }
        Ok(Outcome::Added)
    }

    /// Where the answers of a response from a file go: nothing else of it is on its way.
    fn keeping_imported(&self, consultation_id: Uuid, response_id: Uuid) -> Keeping {
        Keeping { response_id, consultation_id, interpretation: None, wait_until: self.today() }
    }

    /// Adds to a response that a file brought before what is new to it.
    async fn complete(
        &self,
        tx: &mut Tx,
        taking: &mut Taking<'_>,
        new: &NewResponse,
        respondent: Option<RespondentType>,
        answers: Answers,
    ) -> Result<Outcome, Error> {
        let row = taking.row;
        let key = new.import_key.as_deref().unwrap_or_default();
        // What was taken back has no name any more, and does not come again.
        let Some(known) = response::by_import_key(tx, row.id, key).await? else { return Ok(Outcome::Known) };
        let then = taking.version(tx, known.questionnaire_version).await?;
        let before = self.answers_of(tx, then, known.id).await?;
        let fresh: Answers =
            answers.iter().filter(|(variable, _)| !before.contains_key(*variable)).map(owned).collect();
        // What the questions of then do not know makes it a response to those of today, if all of it fits these.
        let late = fresh.iter().find(|(variable, answer)| check(then, variable, answer).is_err());
        let asked = &taking.asked;
        let mut reasons = about_another(&known, new, respondent);
        if let Some((variable, _)) = late
            && before.iter().any(|(variable, answer)| check(asked, variable, answer).is_err())
        {
            let reason = format!(
                "this id is here already with answers to earlier questions, which cannot stand beside \
                 \u{201c}{variable}\u{201d}"
            );
            reasons.push(reason);
        }
        for (variable, answer) in &answers {
            if before.get(variable).is_some_and(|known| known != answer) {
                let reason = format!("\u{201c}{variable}\u{201d} is answered here in another way already");
                reasons.push(reason);
            }
        }
        if known.words_consent == QuoteConsent::Yes
            && new.words_consent == QuoteConsent::No
            && !fresh.is_empty()
        {
            reasons.push("other words of theirs may be quoted, and these may not".to_string());
        }
        if !reasons.is_empty() {
            return Ok(Outcome::Refused(reasons));
        }
        let (is_late, is_child) = (late.is_some(), known.respondent_type == RespondentType::Child);
        if is_late {
            response::save_version(tx, known.id, row.questionnaire_version).await?;
        }
        let band = known.age_band.as_deref().or(new.age_band.filter(|_| is_child));
        let area = known.area.as_deref().or(new.area.as_deref());
        let says_more = band != known.age_band.as_deref() || area != known.area.as_deref();
        if says_more {
            response::save_about(tx, known.id, band, area).await?;
        }
        let adds = says_more || !fresh.is_empty();
        let now = if is_late { asked } else { taking.version(tx, known.questionnaire_version).await? };
        let section = |variable: &String| now.get(variable).and_then(|question| question.section.as_ref());
        let heard: BTreeSet<_> = before.keys().filter_map(section).collect();
        let first = |variable: &String| section(variable).is_some_and(|section| !heard.contains(section));
        let first: Answers = fresh.iter().filter(|(variable, _)| first(variable)).map(owned).collect();
        self.count_sections(tx, row.id, now, &first).await?;
        let into = self.keeping_imported(row.id, known.id);
        for (variable, answer) in fresh {
            self.insert_given(tx, into, &variable, answer).await?;
        }
        Ok(if adds { Outcome::Added } else { Outcome::Known })
    }
}

fn owned((variable, answer): (&String, &Given)) -> (String, Given) {
    (variable.clone(), answer.clone())
}

/// The key of the question that words in a file answer.
pub(super) fn target_question(asked: &Questionnaire, into: &Into) -> Result<String, Error> {
    let named = into
        .question
        .as_ref()
        .and_then(|wanted| asked.questions.iter().find(|q| q.key == *wanted || q.text == *wanted));
    named
        .or_else(|| {
            let by_default = into.question.is_none();
            asked.questions.iter().find(|q| by_default && q.kind.is_free_text())
        })
        .filter(|question| question.kind.is_free_text() && asked.takes(&question.key))
        .map(|question| question.key.clone())
        .ok_or_else(|| Error::refused(Refusal::Unreadable("question")))
}

/// Everything in a row that the consultation cannot take.
fn unfit(taking: &Taking<'_>, given: &ImportedRow) -> Vec<String> {
    let Taking { asked, places, .. } = taking;
    let mut reasons: Vec<String> =
        given.answers.iter().filter_map(|(variable, answer)| check(asked, variable, answer).err()).collect();
    let setup = &taking.row.setup;
    if given.age_band.is_some_and(|band| !setup.bands.is_empty() && !setup.bands.contains(&band)) {
        reasons.push("not one of the age bands that are asked".to_string());
    }
    if given.area.as_ref().is_some_and(|area| places.to_keep(area).is_none()) {
        reasons.push("not one of the consultation's areas".to_string());
    }
    reasons
}

/// Whether these questions can have this answer, or why not.
fn check(asked: &Questionnaire, variable: &str, answer: &Given) -> Result<(), String> {
    let question = asked.get(variable).filter(|_| asked.takes(variable));
    match question.map(|question| question.accepts(answer)) {
        None => Err(format!("no question is called \u{201c}{variable}\u{201d} here")),
        // Contact details were left elsewhere, and somebody reads every answer; what does not fit is refused.
        Some(Ok(()) | Err(FieldError::Contact(_))) => Ok(()),
        Some(Err(error)) => {
            Err(format!("the question \u{201c}{variable}\u{201d} cannot take this answer: {error:?}"))
        }
    }
}

/// Where a file says something else of a person than what is known of them.
fn about_another(known: &Response, new: &NewResponse, respondent: Option<RespondentType>) -> Vec<String> {
    let differs =
        |known: Option<&str>, new: Option<&str>| known.zip(new).is_some_and(|(known, new)| known != new);
    let mut reasons = Vec::new();
    for (what, another) in [
        ("age band", differs(known.age_band.as_deref(), new.age_band)),
        ("area", differs(known.area.as_deref(), new.area.as_deref())),
        ("type of respondent", respondent.is_some_and(|respondent| respondent != known.respondent_type)),
    ] {
        if another {
            reasons.push(format!("this id is here already with another {what}"));
        }
    }
    reasons
}
