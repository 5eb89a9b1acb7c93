//! What a file is written from: read in one view of the database, some responses at a time, with how far it is noted beside it.

use std::collections::{HashMap, HashSet};

use earshot_domain::export::{
    CodeLine, CountTables, CountedQuestion, CountedTheme, ExportContent, ExportForm, ExportKind, Origin,
};
use earshot_domain::question::{Kind as QuestionKind, step_words};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::RespondentType;
use earshot_domain::suppression::{self, ShownTable};
use earshot_domain::text::{self, Redaction, Span, Token};
use earshot_store::consultation::Consultation;
use earshot_store::export::{self, ClaimedExport, ClearedText, HiddenRange, Stretch, Voice};
use earshot_store::{Tx, people, response};
use uuid::Uuid;

use super::{LEASE, table};
use crate::taking_out::Careful;
use crate::workbench::found_responses;
use crate::{Earshot, Error, Findings};

/// Responses that are read at once.
const STRETCH: i64 = 200;

/// A text of somebody's as it goes out.
pub(super) struct Said {
    /// The answer.
    pub(super) answer: Uuid,
    /// The question's variable.
    pub(super) variable: String,
    /// The words, redacted unless they are to be as they were written.
    pub(super) words: String,
}

/// Everything that somebody gave, and no more about them than a file may hold.
pub(super) struct Person {
    /// Whose views, age band, consent.
    pub(super) voice: Voice,
    /// What they chose: variable and value.
    pub(super) values: Vec<(String, String)>,
    /// What they wrote.
    pub(super) said: Vec<Said>,
}

impl Earshot {
    /// What a file with this in it is written from. `taken` is the file, where somebody waits for it.
    pub(super) async fn export_content(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        (kind, form, raw): (ExportKind, ExportForm, bool),
        taken: Option<&ClaimedExport>,
    ) -> Result<ExportContent, Error> {
        let organisation = people::organisation_by_id(tx, row.organisation_id).await?;
        let origin = Origin {
            slug: row.slug.clone(),
            title: row.setup.title.clone(),
            reference: Reference::new(Kind::Consultation, row.number).to_string(),
            organisation: organisation.map(|found| found.name).unwrap_or_default(),
            day: self.today(),
            unchecked: None,
            undecided: None,
        };
        if kind == ExportKind::Tables {
            let findings = self.findings_for_reading(tx, row).await?;
            let asked = self.questions(tx, row).await?;
            return Ok(ExportContent::Tables(counted(origin, findings, &asked)));
        }
        let unchecked = if raw { None } else { self.not_looked_over(tx, row).await? };
        let asked = self.everything_asked(tx, row).await?;
        // Who spoke in a session has words, and no row in a table of what was asked.
        let speakers = form == ExportForm::Jsonl;
        let (mut people, undecided) = self.people_of(tx, row, (raw, speakers), taken).await?;
        if !raw {
            hide_ages(&found_responses(tx, row.id).await?, &mut people);
        }
        let preset = self.preset_of(tx, row.id).await?;
        let undecided = (undecided > 0).then(|| suppression::count(preset, undecided));
        let origin = Origin { unchecked, undecided, ..origin };
        // The order in which they came, or lie in the database, is nobody's to know.
        people.sort_by_cached_key(|_| self.random_id());
        if !speakers {
            let asked = without_places(asked);
            return Ok(ExportContent::Answers(table::answers(origin, raw, &asked, &people)));
        }
        let rows = export::codes(tx, row.id).await?;
        let codes: Vec<(Uuid, CodeLine)> = code_lines(rows);
        let mut carried: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for (answer, code) in export::codings(tx, row.id).await? {
            carried.entry(answer).or_default().push(code);
        }
        Ok(ExportContent::Words(table::words(origin, raw, &asked, &people, (codes, &carried))))
    }

    /// The questions with everything that was ever offered and chosen.
    async fn everything_asked(&self, tx: &mut Tx, row: &Consultation) -> Result<Questionnaire, Error> {
        let asked = self.questions(tx, row).await?;
        let values = response::value_counts(tx, row.id).await?;
        self.recalled(tx, row, &asked, &values).await
    }

    /// Everybody whose answers go out, and in how many places of their words nobody has decided whether they tell who somebody
    /// is.
    async fn people_of(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        (raw, speakers): (bool, bool),
        taken: Option<&ClaimedExport>,
    ) -> Result<(Vec<Person>, u64), Error> {
        let of = export::count(tx, row.id, speakers).await?;
        let careful = self.careful(tx, row).await?;
        // Raw words have a second person of their own.
        let seen = if raw { None } else { self.looked_over(tx, row).await? };
        let mut after = Uuid::nil();
        let (mut people, mut undecided): (Vec<Person>, u64) = (Vec::new(), 0);
        loop {
            self.note_progress(taken, people.len(), of).await?;
            let voices = export::responses(tx, row.id, after, STRETCH, speakers).await?;
            let Some(last) = voices.last().map(|voice| voice.id) else {
                return Ok((people, undecided));
            };
            let stretch = Stretch { consultation_id: row.id, after, until: last };
            let mut values: HashMap<Uuid, Vec<(String, String)>> = HashMap::new();
            for (id, variable, value) in export::values(tx, stretch).await? {
                values.entry(id).or_default().push((variable, value));
            }
            let mut hidden: HashMap<Uuid, Vec<HiddenRange>> = HashMap::new();
            for range in export::redactions(tx, stretch).await? {
                hidden.entry(range.answer_id).or_default().push(range);
            }
            let mut said: HashMap<Uuid, Vec<Said>> = HashMap::new();
            for text in export::texts(tx, stretch).await? {
                if seen.as_ref().is_some_and(|seen| !seen.contains(&text.id)) {
                    continue;
                }
                let words =
                    if raw { Some((text.words, 0)) } else { redacted(&text, hidden.get(&text.id), &careful) };
                let Some((words, places)) = words else { continue };
                undecided += places;
                let one = Said { answer: text.id, variable: text.question_key, words };
                said.entry(text.response_id).or_default().push(one);
            }
            people.extend(voices.into_iter().map(|voice| Person {
                values: values.remove(&voice.id).unwrap_or_default(),
                said: said.remove(&voice.id).unwrap_or_default(),
                voice,
            }));
            after = last;
        }
    }

    /// Notes how far a file is, in a transaction of its own, so that whoever waits for it sees it.
    async fn note_progress(&self, taken: Option<&ClaimedExport>, done: usize, of: i64) -> Result<(), Error> {
        let Some(taken) = taken else { return Ok(()) };
        let done = i64::try_from(done).unwrap_or(i64::MAX);
        let mut tx = self.db.begin().await?;
        if !export::progress(&mut tx, taken, (done, of), self.now() + LEASE).await? {
            return Err(Error::Stale);
        }
        Ok(tx.commit().await?)
    }
}

/// No age stands beside the words of whoever would be found by it, as on the workbench and in a project for other programs. Who
/// has said nothing in words has no words to stand beside, and keeps it.
fn hide_ages(found: &HashSet<Uuid>, people: &mut [Person]) {
    for person in people.iter_mut().filter(|person| found.contains(&person.voice.id)) {
        person.voice.age_band = None;
    }
}

/// The questions without those of places: who wrote what is not to stand beside where they live.
fn without_places(mut asked: Questionnaire) -> Questionnaire {
    asked.questions.retain(|question| !matches!(question.kind, QuestionKind::Area(_)));
    asked.retired.retain(|question| !matches!(question.kind, QuestionKind::Area(_)));
    asked
}

/// Words without what is hidden of them, and in how many places that is because nobody has decided. `None` where that cannot be
/// told: then nothing of them goes out.
fn redacted(
    text: &ClearedText,
    hidden: Option<&Vec<HiddenRange>>,
    careful: &Careful,
) -> Option<(String, u64)> {
    let words = text.words.as_str();
    let mut redactions = Vec::new();
    for range in hidden.into_iter().flatten() {
        let (start, end) = (usize::try_from(range.span_start).ok()?, usize::try_from(range.span_end).ok()?);
        redactions.push(Redaction { span: Span::new(start, end)?, token: Token::parse(&range.token)? });
    }
    let decided = redactions.len();
    let redactions = careful.hides(text.id, words, redactions);
    let places = u64::try_from(redactions.len() - decided).unwrap_or_default();
    let words = text::redact(words, Span { start: 0, end: text::length(words) }, &redactions)?;
    Some((words, places))
}

/// The codebook as a file names it: each code by the name that a file gave it, or by a number of its own.
fn code_lines(rows: Vec<export::CodeRow>) -> Vec<(Uuid, CodeLine)> {
    let named: Vec<String> = rows.iter().filter_map(|code| code.import_key.clone()).collect();
    let mut free = (1_usize..).map(|n| format!("K{n}")).filter(|key| !named.contains(key));
    rows.into_iter()
        .map(|code| {
            let key = code.import_key.or_else(|| free.next()).unwrap_or_default();
            (code.id, CodeLine { key, name: code.name, definition: code.definition })
        })
        .collect()
}

/// The findings as tables: the same numbers, suppressed already. A step of a scale that Earshot has the words for is said in
/// them, since a page finds them in its own language.
fn counted(origin: Origin, findings: Findings, asked: &Questionnaire) -> CountTables {
    let mut questions = Vec::new();
    let preset = findings.preset;
    for finding in findings.questions {
        let label = std::iter::once(finding.text).chain(finding.about).collect::<Vec<_>>().join(" \u{2013} ");
        let kind = asked.get_ever(&finding.key).map(|question| &question.kind);
        let in_words = |mut table: ShownTable| {
            for (row, value) in table.rows.iter_mut().zip(&finding.values) {
                if let Some(words) = kind.and_then(|kind| step_words(kind, value)) {
                    *row = words.to_string();
                }
            }
            table
        };
        let of = |who: &str, table, percents| CountedQuestion {
            name: finding.key.clone(),
            label: label.clone(),
            who: who.to_string(),
            keys: finding.values.clone(),
            table: in_words(table),
            percents,
        };
        questions.push(of(table::who(RespondentType::Child), finding.table, finding.percents));
        for other in finding.others {
            questions.push(of(table::who(other.respondent), other.table, Vec::new()));
        }
    }
    let themes = findings.themes.into_iter().map(|theme| CountedTheme {
        reference: Reference::new(Kind::Theme, theme.number).to_string(),
        name: theme.child_name,
        summary: theme.summary,
        voices: theme.voices.text(),
    });
    CountTables { origin, preset, questions, themes: themes.collect() }
}
