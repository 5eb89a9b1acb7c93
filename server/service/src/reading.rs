//! Reading what young people wrote (domain.md 5.4): the queue, clearing, and
//! the safeguarding lane. A word list only orders the queue; a person reads
//! everything.

use chrono::{DateTime, NaiveDate, Utc};
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_store::{Tx, alike, analysis, consultation, export, media, quote, reading, search};
use uuid::Uuid;

use crate::error::Refusal;
use crate::media::{AnswerFile, Arrival};
use crate::quotes::to_redaction_views;
use crate::search::index;
use crate::{Actor, Coding, Earshot, Error, RedactionView};

/// An answer as a reader sees it. No equality answer and no area ever stands
/// beside it.
#[derive(Debug, Clone)]
pub struct AnswerView {
    /// Its id.
    pub id: Uuid,
    /// A short name that tells nothing: the first letters of its id.
    pub name: String,
    /// The question.
    pub question: String,
    /// The words, untouched; of a recording, what staff have written down of it.
    pub words: String,
    /// The file, where the answer is one.
    pub file: Option<AnswerFile>,
    /// New, cleared or held.
    pub state: AnswerState,
    /// The word list's mark.
    pub watch: bool,
    /// Whose words.
    pub respondent: RespondentType,
    /// Their age band.
    pub band: Option<AgeBand>,
    /// Whether exact words may be used.
    pub words_consent: QuoteConsent,
    /// Where somebody of the staff typed it: whether it is what they understood rather than what was said.
    pub interpretation: Option<bool>,
    /// The codes that it carries.
    pub codings: Vec<Coding>,
    /// What is hidden of it.
    pub redactions: Vec<RedactionView>,
    /// How many others are in nearly the same words, where staff have put them together.
    pub nearly_same: i64,
}

impl AnswerView {
    /// Whether its words may become a quote: the one who said them has said yes, and said them.
    pub fn may_be_quoted(&self) -> bool {
        self.words_consent == QuoteConsent::Yes && self.interpretation != Some(true)
    }
}

/// How many answers are in each state.
#[derive(Debug, Clone, Copy, Default)]
pub struct QueueCounts {
    /// Nobody has read them.
    pub new: i64,
    /// Of these, marked by the word list.
    pub watch: i64,
    /// May be used.
    pub cleared: i64,
    /// Held for the safeguarding lead.
    pub held: i64,
}

/// A page of answers.
#[derive(Debug, Clone)]
pub struct Queue {
    /// The answers.
    pub answers: Vec<AnswerView>,
    /// How many there are in each state.
    pub counts: QueueCounts,
    /// How many there are on all pages, where they were counted.
    pub total: Option<i64>,
    /// This page, from 0.
    pub page: i64,
    /// Whether there is another page.
    pub more: bool,
    /// How many answers lie on the pages before.
    pub passed: i64,
    /// The last of those, where it is known: this page begins behind it.
    pub after: Option<Uuid>,
    /// How many of the answers lie before the one before which this page was to end, where that was asked for.
    pub until: Option<usize>,
}

/// What a safeguarding lead decides about a held answer (domain.md 5.4 step 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concern {
    /// Nothing to worry about: it may be used.
    NoConcern,
    /// Show where help is; it may be used.
    Signpost,
    /// Somebody may not be safe and cannot be known: logged, stays held.
    Unidentified,
    /// Somebody is not safe and can be known: referred, stays held.
    Referred,
    /// 999 was called; stays held.
    Emergency,
}

impl Concern {
    /// Every decision.
    pub const ALL: [Concern; 5] =
        [Concern::NoConcern, Concern::Signpost, Concern::Unidentified, Concern::Referred, Concern::Emergency];

    /// As kept and sent by forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Concern::NoConcern => "no_concern",
            Concern::Signpost => "support_signpost",
            Concern::Unidentified => "concern_unidentified",
            Concern::Referred => "concern_identifiable",
            Concern::Emergency => "emergency",
        }
    }

    /// Reads what [`Concern::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|concern| concern.as_str() == text)
    }

    /// Whether the answer may be used afterwards.
    pub fn releases(self) -> bool {
        matches!(self, Concern::NoConcern | Concern::Signpost)
    }
}

/// One line of the safeguarding log.
#[derive(Debug, Clone)]
pub struct SafeguardingEntry {
    /// The answer's short name, unless it was taken back.
    pub answer: Option<String>,
    /// What was decided: `held`, one of [`Concern`], or `held_back` where it was held as it came and taken back or changed
    /// before anybody had decided.
    pub decision: String,
    /// What the lead wrote.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; empty where it was nobody of the staff.
    pub staff_name: String,
    /// The consultation's address.
    pub slug: String,
}

/// Answers on one page of the queue.
pub(crate) const PAGE: i64 = 20;

/// Keeps as many rows as fit on a page, of which one more was asked for. Gives whether there are more.
pub(crate) fn keep_page<T>(rows: &mut Vec<T>, fit: i64) -> bool {
    let fit = usize::try_from(fit).unwrap_or_default();
    let more = rows.len() > fit;
    rows.truncate(fit);
    more
}

/// Letters of a note in the safeguarding log.
const NOTE_MAX: usize = 2_000;

impl Earshot {
    /// A page of the answers in one state; the marked ones come first. Held
    /// answers are on a page of their own, for the safeguarding lead.
    pub async fn queue(
        &self,
        actor: &Actor,
        slug: &str,
        state: AnswerState,
        page: i64,
    ) -> Result<Queue, Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        if state == AnswerState::Held {
            actor.require(Permission::DecideHeldAnswers)?;
        }
        let page = page.max(0);
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::ReadRawText, slug).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let rows = reading::page(&mut tx, row.id, state, PAGE + 1, page * PAGE).await?;
        let queue = self.to_queue(&mut tx, row.id, &questionnaire, rows, page, None).await?;
        if !queue.answers.is_empty() {
            self.looked(tx, actor, state == AnswerState::Held, &[row.number]).await?;
        }
        Ok(queue)
    }

    pub(crate) async fn to_queue(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        questionnaire: &Questionnaire,
        mut rows: Vec<reading::Answer>,
        page: i64,
        counted: Option<QueueCounts>,
    ) -> Result<Queue, Error> {
        let more = keep_page(&mut rows, PAGE);
        let answers = views(tx, questionnaire, rows, self.today()).await?;
        let counts = match counted {
            Some(counted) => counted,
            None => counts(tx, consultation_id).await?,
        };
        let passed = page.saturating_mul(PAGE);
        Ok(Queue { answers, counts, total: None, page, more, passed, after: None, until: None })
    }

    /// Says of several answers that they may be used.
    pub async fn clear(&self, actor: &Actor, slug: &str, answers: &[Uuid]) -> Result<u64, Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::ReadRawText, slug).await?;
        let mut cleared = 0;
        let mut names = index::Names::default();
        for id in answers {
            let answer = reading::one(&mut tx, *id)
                .await?
                .filter(|answer| answer.consultation_id == row.id)
                .ok_or(Error::NotFound)?;
            // Somebody else may have read it in the meantime; a held answer is
            // never cleared this way; and what has not arrived nobody has seen.
            if answer.state == AnswerState::New && !self.is_on_its_way(&mut tx, *id).await? {
                reading::set_state(
                    &mut tx,
                    *id,
                    AnswerState::New,
                    AnswerState::Cleared,
                    actor.staff_id,
                    self.now(),
                )
                .await?;
                index::one_of_several(&mut tx, *id, &mut names).await?;
                self.audit(&mut tx, actor, "answer.clear", short_name(*id));
                cleared += 1;
            }
        }
        // It may carry codes from before it was changed. Whoever keeps exact numbers in this moment counts without it: they are done
        // before it is noted, or wait until it is. The answers come before the consultation, as in `Earshot::keep_told`.
        if !self.preset_of(&mut tx, row.id).await?.rounds() {
            consultation::hold(&mut tx, row.id).await?;
            consultation::told_is_behind(&mut tx, row.id).await?;
        }
        tx.commit().await?;
        Ok(cleared)
    }

    async fn is_on_its_way(&self, tx: &mut Tx, id: Uuid) -> Result<bool, Error> {
        let file = media::of_answer(tx, id).await?.map(|media| AnswerFile::of(&media, self.today()));
        Ok(file.is_some_and(|file| matches!(file.arrival, Arrival::Waits(_))))
    }

    /// Puts an answer into the safeguarding lane: from now on only the lead
    /// sees it, and nothing made of it is shown.
    pub async fn hold(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::HoldAnswers)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::HoldAnswers, slug).await?;
        let answer = reading::one(&mut tx, id)
            .await?
            .filter(|answer| answer.consultation_id == row.id)
            .ok_or(Error::NotFound)?;
        if answer.state == AnswerState::Held {
            return Ok(());
        }
        self.hold_in(&mut tx, &row, &answer, (staff_id, "")).await?;
        self.tell_held(&mut tx, row.id, Some(staff_id)).await?;
        self.audit(&mut tx, actor, "answer.hold", short_name(id));
        Ok(tx.commit().await?)
    }

    /// The same within a transaction, with what the log says beside it: never what was written.
    pub(crate) async fn hold_in(
        &self,
        tx: &mut Tx,
        row: &consultation::Consultation,
        answer: &reading::Answer,
        (staff_id, note): (Uuid, &str),
    ) -> Result<(), Error> {
        let (id, now) = (answer.id, self.now());
        // The answer, then the files and the numbers, as whoever takes it back does: otherwise two could wait for each other.
        search::keep_still(tx, id).await?;
        export::overtake(tx, row.id).await?;
        self.keep_told(tx, row).await?;
        reading::set_state(tx, id, answer.state, AnswerState::Held, Some(staff_id), now).await?;
        // Its quotes are not struck: as long as it is held nobody sees them, and released they are what they were.
        search::remove_of_answer(tx, id).await?;
        reading::insert_event(tx, self.ordered_id(), row.id, id, staff_id, "held", note, now).await?;
        if row.state.shows_findings() {
            self.recount_findings(tx, row).await?;
        }
        self.keep_told(tx, row).await
    }

    /// Every held answer, for the safeguarding lead.
    pub async fn held(&self, actor: &Actor, page: i64) -> Result<(Vec<(String, AnswerView)>, bool), Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let page = page.max(0);
        let mut tx = self.db.read().await?;
        let mut rows = reading::held(&mut tx, actor.organisation_id, PAGE + 1, page * PAGE).await?;
        let more = keep_page(&mut rows, PAGE);
        let mut held = Vec::with_capacity(rows.len());
        let mut numbers = Vec::new();
        for answer in rows {
            let row = consultation::by_id(&mut tx, answer.consultation_id).await?.ok_or(Error::NotFound)?;
            if !numbers.contains(&row.number) {
                numbers.push(row.number);
            }
            let questionnaire = self.questions(&mut tx, &row).await?;
            held.push((row.slug, view(&mut tx, &questionnaire, answer, self.today()).await?));
        }
        self.looked(tx, actor, true, &numbers).await?;
        Ok((held, more))
    }

    /// Decides about a held answer. The log says what was decided and why, and
    /// never what the child wrote.
    pub async fn decide_held(
        &self,
        actor: &Actor,
        id: Uuid,
        concern: Concern,
        note: &str,
    ) -> Result<(), Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let note = note.trim();
        if note.chars().count() > NOTE_MAX {
            return Err(Error::refused(Refusal::TooLong { field: "note", max: NOTE_MAX }));
        }
        if note.is_empty() && concern != Concern::NoConcern {
            return Err(Error::refused(Refusal::Missing("note")));
        }
        let mut tx = self.db.begin().await?;
        let answer = reading::one(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let row = consultation::by_id(&mut tx, answer.consultation_id)
            .await?
            .filter(|row| row.organisation_id == actor.organisation_id)
            .ok_or(Error::NotFound)?;
        if answer.state != AnswerState::Held {
            return Err(Error::Stale);
        }
        // The answer before the numbers, as whoever takes it back does.
        search::keep_still(&mut tx, id).await?;
        self.keep_told(&mut tx, &row).await?;
        if concern.releases() {
            reading::set_state(
                &mut tx,
                id,
                AnswerState::Held,
                AnswerState::Cleared,
                Some(staff_id),
                self.now(),
            )
            .await?;
            index::answer(&mut tx, id).await?;
        } else {
            // Held as it came, the lead is the first who has read it.
            reading::note_read(&mut tx, id, staff_id, self.now()).await?;
        }
        reading::insert_event(
            &mut tx,
            self.ordered_id(),
            row.id,
            id,
            staff_id,
            concern.as_str(),
            note,
            self.now(),
        )
        .await?;
        self.audit(&mut tx, actor, "answer.decide-held", short_name(id));
        if concern.releases() && row.state.shows_findings() {
            self.recount_findings(&mut tx, &row).await?;
        }
        self.keep_told(&mut tx, &row).await?;
        Ok(tx.commit().await?)
    }

    /// The safeguarding log, newest first.
    pub async fn safeguarding_log(&self, actor: &Actor, page: i64) -> Result<Vec<SafeguardingEntry>, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let mut tx = self.db.read().await?;
        let events = reading::events(&mut tx, actor.organisation_id, PAGE, page.max(0) * PAGE).await?;
        Ok(events.into_iter().map(entry).collect())
    }

    /// What was decided about one answer so far, newest first.
    pub async fn safeguarding_log_of(
        &self,
        actor: &Actor,
        id: Uuid,
    ) -> Result<Vec<SafeguardingEntry>, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let mut tx = self.db.read().await?;
        let answer = reading::one(&mut tx, id).await?.ok_or(Error::NotFound)?;
        consultation::by_id(&mut tx, answer.consultation_id)
            .await?
            .filter(|row| row.organisation_id == actor.organisation_id)
            .ok_or(Error::NotFound)?;
        Ok(reading::events_of(&mut tx, id).await?.into_iter().map(entry).collect())
    }

    /// How many held answers still wait for a decision.
    pub async fn held_undecided(&self, actor: &Actor) -> Result<i64, Error> {
        actor.require(Permission::DecideHeldAnswers)?;
        let mut tx = self.db.read().await?;
        Ok(reading::held_undecided(&mut tx, actor.organisation_id).await?)
    }
}

fn entry(event: reading::SafeguardingEvent) -> SafeguardingEntry {
    SafeguardingEntry {
        answer: event.answer_id.map(short_name),
        decision: event.decision,
        note: event.note,
        at: event.at,
        staff_name: event.staff_name,
        slug: event.slug,
    }
}

/// An answer with what was done to it.
pub(crate) async fn view(
    tx: &mut Tx,
    questionnaire: &Questionnaire,
    row: reading::Answer,
    today: NaiveDate,
) -> Result<AnswerView, Error> {
    views(tx, questionnaire, vec![row], today).await?.pop().ok_or(Error::NotFound)
}

/// Several, in the same order: what was done to them is asked for once, and not for each.
pub(crate) async fn views(
    tx: &mut Tx,
    questionnaire: &Questionnaire,
    rows: Vec<reading::Answer>,
    today: NaiveDate,
) -> Result<Vec<AnswerView>, Error> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let is_file = |key: &str| questionnaire.get_ever(key).is_some_and(|question| question.kind.takes_file());
    let files: Vec<Uuid> = rows.iter().filter(|row| is_file(&row.question_key)).map(|row| row.id).collect();
    let files = media::of_answers(tx, &files).await?;
    let mut codings = analysis::codings_on(tx, &ids).await?;
    let mut redactions = quote::redactions_on(tx, &ids).await?;
    let nearly_same = alike::others_in_campaigns(tx, &ids).await?;
    let with = |row: reading::Answer| AnswerView {
        file: files
            .iter()
            .find(|media| media.answer_id == Some(row.id))
            .map(|media| AnswerFile::of(media, today)),
        id: row.id,
        name: short_name(row.id),
        question: crate::transcripts::question_words_or_key(questionnaire, &row.question_key),
        codings: codings.remove(&row.id).unwrap_or_default(),
        redactions: to_redaction_views(redactions.remove(&row.id).unwrap_or_default(), &row.words),
        nearly_same: nearly_same.get(&row.id).copied().unwrap_or_default(),
        words: row.words,
        state: row.state,
        watch: row.watch,
        respondent: row.respondent_type,
        band: row.age_band.as_deref().and_then(AgeBand::parse),
        words_consent: row.words_consent,
        interpretation: row.interpretation,
    };
    Ok(rows.into_iter().map(with).collect())
}

pub(crate) async fn counts(tx: &mut Tx, consultation_id: Uuid) -> Result<QueueCounts, Error> {
    let mut counts = QueueCounts::default();
    for count in reading::counts(tx, consultation_id).await? {
        match count.state {
            AnswerState::New => {
                counts.new += count.n;
                if count.watch {
                    counts.watch += count.n;
                }
            }
            AnswerState::Cleared => counts.cleared += count.n,
            AnswerState::Held => counts.held += count.n,
        }
    }
    Ok(counts)
}

/// The first letters of an id: enough to talk about an answer, not enough to
/// learn anything.
pub(crate) fn short_name(id: Uuid) -> String {
    let letters = id.simple().to_string().to_uppercase();
    format!("R-{}", &letters[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_what_fits_and_says_whether_there_is_more() {
        for (many, fit, kept, more) in [(0, 2, 0, false), (2, 2, 2, false), (3, 2, 2, true), (1, 0, 0, true)]
        {
            let mut rows = vec![(); many];
            assert_eq!((keep_page(&mut rows, fit), rows.len()), (more, kept), "{many} of {fit}");
        }
    }
}
