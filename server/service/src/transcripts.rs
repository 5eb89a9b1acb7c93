//! Sessions: what a group said aloud, taken in from a transcript and read, coded and quoted like answers (domain.md 6.1, 6.5,
//! 7.1 "session").
//!
//! Each speaker is one response and one voice, whatever they are called in the file: here they are `YP1`, `YP2`. Parents and
//! carers who spoke are `P1`, and professionals `A1`: answers of their own kind, never among the young people's. What whoever
//! led the session said stands between their turns, is shown to readers, and is never coded. Nobody is given four words, so
//! whoever runs the consultation takes one speaker or the whole session back when somebody asks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use earshot_domain::door::Door;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::session::{self, ADULTS_NEEDED, SAID_IN_A_GROUP, Speaker, TITLE_MAX};
use earshot_domain::suppression::{self, Shown};
use earshot_domain::text::{self, Redaction, Span, Token};
use earshot_store::consultation::Consultation;
use earshot_store::quote;
use earshot_store::response::{self, NewResponse, NewText};
use earshot_store::transcript::{self, Transcript, Turn};
use earshot_store::{Json, Tx};
use uuid::Uuid;

use crate::error::Refusal;
use crate::mine::let_go;
use crate::{Actor, Earshot, Error, keys};

/// The most adults in a session.
const ADULTS_MAX: i64 = 50;

/// Letters of the reason why fewer adults were there than a session needs.
const REASON_MAX: usize = 500;

/// A session to be taken in.
#[derive(Clone)]
pub struct NewTranscript {
    /// What staff call it.
    pub title: String,
    /// The day of the session.
    pub held_on: Option<NaiveDate>,
    /// How many young people took part.
    pub many: i64,
    /// How many adults were there.
    pub adults: i64,
    /// Why fewer than [`ADULTS_NEEDED`] adults were there; not kept where there were enough.
    pub few_adults: String,
    /// The age bands that were there.
    pub bands: Vec<AgeBand>,
    /// What was agreed in the session about exact words.
    pub consent: Option<QuoteConsent>,
    /// The question that it answered, where it was one of the consultation's that takes words.
    pub question: Option<String>,
    /// Whether it is taken in although the same was taken in before.
    pub again: bool,
    /// The whole, as the file had it: hashed with a key, to notice the same file, and not kept.
    pub content: String,
    /// The turns, in their order, without those that are left out.
    pub turns: Vec<NewTurn>,
}

/// A turn of a session to be taken in.
#[derive(Clone)]
pub struct NewTurn {
    /// Who speaks.
    pub speaker: Speaker,
    /// What they say: NFC, LF.
    pub words: String,
    /// Names in it, to be hidden from the start.
    pub hide: Vec<Span>,
}

/// A session, as the list of them shows it.
#[derive(Debug, Clone)]
pub struct TranscriptCard {
    /// Its id.
    pub id: Uuid,
    /// What staff call it.
    pub title: String,
    /// The day of the session.
    pub held_on: NaiveDate,
    /// How many young people took part.
    pub many: Shown,
    /// Whether their exact words may be used.
    pub consent: QuoteConsent,
    /// Who took it in.
    pub kept_by: Option<String>,
}

/// A session in the order in which it was.
#[derive(Clone)]
pub struct TranscriptView {
    /// What is known of it.
    pub session: Transcript,
    /// The question that it answered, in its words.
    pub question: String,
    /// What was said.
    pub turns: Vec<TurnView>,
}

/// A turn, as readers see it.
#[derive(Clone)]
pub struct TurnView {
    /// Its place, from 1.
    pub place: i64,
    /// Who speaks.
    pub speaker: Speaker,
    /// What they say, without the names that are hidden. Nothing where it is held, or its time was over; nor of a worker right
    /// before or after what is held, because they may repeat it.
    pub words: Option<String>,
    /// The answer that it is and how far that has come, where a voice speaks and no worker.
    pub answer: Option<(Uuid, AnswerState)>,
    /// The word list's mark.
    pub watch: bool,
}

/// The words of the question that an answer is to. A turn of a session that answers none of the consultation's says that it was
/// said in a group.
pub(crate) fn question_words(asked: &Questionnaire, key: &str) -> Option<String> {
    match session::question_of(key) {
        Some(question) => {
            let found = question.and_then(|question| asked.get_ever(question));
            Some(found.map_or_else(|| SAID_IN_A_GROUP.to_string(), |question| question.text.clone()))
        }
        None => asked.get_ever(key).map(|question| question.text.clone()),
    }
}

/// The same; the key where the question is not known.
pub(crate) fn question_words_or_key(asked: &Questionnaire, key: &str) -> String {
    question_words(asked, key).unwrap_or_else(|| key.to_string())
}

impl Earshot {
    /// The sessions of a consultation that were taken in, the latest first.
    pub async fn transcripts(&self, actor: &Actor, slug: &str) -> Result<Vec<TranscriptCard>, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let preset = self.preset_of(&mut tx, row.id).await?;
        let card = |session: Transcript| TranscriptCard {
            id: session.id,
            many: suppression::count(preset, u64::try_from(session.many).unwrap_or_default()),
            title: session.title,
            held_on: session.held_on,
            consent: session.consent,
            kept_by: session.kept_by,
        };
        Ok(transcript::of(&mut tx, row.id).await?.into_iter().map(card).collect())
    }

    /// Whether somebody may take a session of this consultation in, and whether the same was taken in before. Asked before a
    /// file is read: nobody without the right makes the server work.
    pub async fn transcript_known(&self, actor: &Actor, slug: &str, content: &str) -> Result<bool, Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        Ok(transcript::known(&mut tx, row.id, &self.content_hash(&row, content)).await?.is_some())
    }

    /// Takes a session in: all of it or nothing. Every turn of a young person waits to be read like every answer.
    pub async fn keep_transcript(
        &self,
        actor: &Actor,
        slug: &str,
        new: &NewTranscript,
    ) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        let asked = self.questions(&mut tx, &row).await?;
        let hash = self.content_hash(&row, &new.content);
        let mut refusals = self.unfit(&row, &asked, new);
        if !new.again && transcript::known(&mut tx, row.id, &hash).await?.is_some() {
            refusals.push(Refusal::Taken("again"));
        }
        Error::unless_empty(refusals)?;
        let kept = Transcript {
            id: self.ordered_id(),
            consultation_id: row.id,
            title: new.title.trim().to_string(),
            held_on: new.held_on.unwrap_or_else(|| self.today()),
            many: new.many,
            adults: new.adults,
            bands: Json(new.bands.clone()),
            question_key: new.question.clone(),
            consent: new.consent.unwrap_or(QuoteConsent::No),
            kept_by: None,
            kept_at: self.now(),
            few_adults: (new.adults < ADULTS_NEEDED).then(|| reason(new)),
        };
        // Whoever comes once it is closed shows in exact numbers as whoever goes does.
        self.keep_told(&mut tx, &row).await?;
        transcript::insert(&mut tx, &kept, &hash, actor.staff_id).await?;
        self.keep_turns(&mut tx, actor, &row, &kept, &new.turns).await?;
        self.keep_told(&mut tx, &row).await?;
        let subject = Reference::new(Kind::Consultation, row.number);
        self.audit(&mut tx, actor, "session.import", subject);
        if kept.few_adults.is_some() {
            // Why stands with the session, where it goes with it: it may tell of somebody who was there.
            self.audit(&mut tx, actor, "session.few-adults", subject);
        }
        tx.commit().await?;
        Ok(kept.id)
    }

    /// A session in the order in which it was, for those who read what young people say.
    pub async fn transcript(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<TranscriptView, Error> {
        actor.require_somewhere(Permission::ReadRawText)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::ReadRawText, slug).await?;
        let session = own_session(&mut tx, &row, id).await?;
        let asked = self.questions(&mut tx, &row).await?;
        let question = session.question_key.as_deref().and_then(|key| asked.get_ever(key));
        let question = question.map_or_else(|| SAID_IN_A_GROUP.to_string(), |question| question.text.clone());
        let turns = transcript::turns(&mut tx, id).await?;
        let mut shown = Vec::with_capacity(turns.len());
        for (at, turn) in turns.iter().enumerate() {
            shown.push(turn_view(&mut tx, turn, is_beside(&turns, at, is_held)).await?);
        }
        self.looked(tx, actor, false, &[row.number]).await?;
        Ok(TranscriptView { session, question, turns: shown })
    }

    /// Takes a session back, because somebody who was there has asked for it: everything that was said in it goes, quotes of it
    /// are struck, files that were made of it go, and what was published is counted anew. Not while something of it is held:
    /// what the safeguarding lead has to decide about, nobody else deletes.
    pub async fn remove_transcript(&self, actor: &Actor, slug: &str, id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        if !transcript::is_there(&mut tx, id).await? {
            // Pressed twice, it is gone.
            return Ok(());
        }
        own_session(&mut tx, &row, id).await?;
        let speakers = transcript::responses(&mut tx, id).await?;
        let_go(&mut tx, row.id, &speakers).await?;
        if transcript::turns(&mut tx, id).await?.iter().any(waits_for_lead) {
            return Err(Error::refused(Refusal::HeldTurn));
        }
        self.take_back_all(&mut tx, &row, &speakers).await?;
        transcript::delete(&mut tx, id).await?;
        self.audit(&mut tx, actor, "session.take-back", Reference::new(Kind::Consultation, row.number));
        Ok(tx.commit().await?)
    }

    /// Takes one speaker of a session back, because they have asked for it: their turns go and their quotes are struck, as
    /// with every answer that is taken back. The others' turns stay. What whoever led it said right before and after goes as
    /// well, because it may repeat them. Not while something that they said is held.
    pub async fn remove_speaker(
        &self,
        actor: &Actor,
        slug: &str,
        id: Uuid,
        speaker: Speaker,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        own_session(&mut tx, &row, id).await?;
        let key = speaker.key();
        let responses = transcript::responses_of(&mut tx, id, &key).await?;
        if responses.is_empty() {
            // Pressed twice, nothing of theirs is left.
            return Ok(());
        }
        let_go(&mut tx, row.id, &responses).await?;
        let turns = transcript::turns(&mut tx, id).await?;
        let is_theirs = |turn: &Turn| turn.answer.is_some() && turn.speaker == key;
        if turns.iter().any(|turn| is_theirs(turn) && waits_for_lead(turn)) {
            return Err(Error::refused(Refusal::HeldTurn));
        }
        for (at, turn) in turns.iter().enumerate() {
            if turn.worker_words.is_some() && is_beside(&turns, at, is_theirs) {
                transcript::forget_worker(&mut tx, id, turn.place).await?;
            }
        }
        self.take_back_all(&mut tx, &row, &responses).await?;
        let subject = Reference::new(Kind::Consultation, row.number);
        self.audit(&mut tx, actor, "session.take-back-one", subject);
        Ok(tx.commit().await?)
    }

    fn content_hash(&self, row: &Consultation, content: &str) -> Vec<u8> {
        self.keys.submission_hash(row.id.as_bytes(), &format!("transcript:{content}"))
    }

    /// Everything that keeps a session from being taken in.
    fn unfit(&self, row: &Consultation, asked: &Questionnaire, new: &NewTranscript) -> Vec<Refusal> {
        let voices: BTreeSet<Speaker> =
            new.turns.iter().map(|turn| turn.speaker).filter(|who| who.voice().is_some()).collect();
        let young = voices.iter().filter(|who| matches!(who, Speaker::Young(_))).count();
        let flaws = session::flaws(&new.title, new.many, young, voices.len() - young, &new.bands);
        let mut refusals: Vec<Refusal> = flaws
            .into_iter()
            .map(|field| if field == "title" { Refusal::Missing(field) } else { Refusal::Unreadable(field) })
            .collect();
        if new.title.trim().chars().count() > TITLE_MAX {
            refusals.push(Refusal::TooLong { field: "title", max: TITLE_MAX });
        }
        match new.held_on {
            None => refusals.push(Refusal::Missing("held_on")),
            Some(day) if day > self.today() => refusals.push(Refusal::Unreadable("held_on")),
            Some(_) => {}
        }
        if !(0..=ADULTS_MAX).contains(&new.adults) {
            refusals.push(Refusal::Unreadable("adults"));
        }
        if (0..ADULTS_NEEDED).contains(&new.adults) {
            match reason(new).chars().count() {
                0 => refusals.push(Refusal::Missing("few_adults")),
                letters if letters > REASON_MAX => {
                    refusals.push(Refusal::TooLong { field: "few_adults", max: REASON_MAX });
                }
                _ => {}
            }
        }
        if new.consent.is_none() {
            refusals.push(Refusal::Missing("consent"));
        }
        let free = |key: &String| asked.get(key).is_some_and(|question| question.kind.is_free_text());
        if new.question.as_ref().is_some_and(|key| !free(key)) {
            refusals.push(Refusal::Unreadable("question"));
        }
        // What young people said is counted in what is published, and nothing of that changes under its readers.
        if row.state.is_editable() || row.state.shows_findings() {
            refusals.push(Refusal::WrongState);
        }
        refusals
    }

    async fn keep_turns(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        session: &Transcript,
        turns: &[NewTurn],
    ) -> Result<(), Error> {
        let mut speakers: BTreeMap<Speaker, Uuid> = BTreeMap::new();
        let said =
            turns.iter().filter(|turn| turn.speaker != Speaker::LeftOut && !turn.words.trim().is_empty());
        for (place, turn) in (1..).zip(said) {
            let row_place = i64::try_from(place).unwrap_or(i64::MAX);
            let key = turn.speaker.key();
            let Some(voice) = turn.speaker.voice() else {
                let names = turn.hide.iter().map(|span| Redaction { span: *span, token: Token::Name });
                let words = without(&turn.words, &names.collect::<Vec<_>>());
                transcript::insert_turn(tx, session.id, row_place, &key, None, Some(&words)).await?;
                continue;
            };
            let response = match speakers.get(&turn.speaker) {
                Some(known) => *known,
                None => {
                    let new = self.speaker(actor, row, session, (turn.speaker, voice));
                    response::insert(tx, &new).await?;
                    speakers.insert(turn.speaker, new.id);
                    new.id
                }
            };
            let answer = NewText {
                id: self.random_id(),
                question_key: session::question_key(place, session.question_key.as_deref()),
                words_sha256: keys::sha256(&turn.words),
                watch: self.watches(tx, row.id, &turn.words).await?,
                state: AnswerState::New,
                words: turn.words.clone(),
                // Their own words, as they were said.
                interpretation: Some(false),
            };
            response::insert_text(tx, response, row.id, &answer).await?;
            for span in &turn.hide {
                let redaction = quote::Redaction {
                    id: self.ordered_id(),
                    span_start: i64::try_from(span.start).unwrap_or_default(),
                    span_end: i64::try_from(span.end).unwrap_or_default(),
                    token: Token::Name.as_str().to_string(),
                };
                quote::insert_redaction(tx, &redaction, answer.id, actor.staff_id, self.now()).await?;
            }
            transcript::insert_turn(tx, session.id, row_place, &key, Some(answer.id), None).await?;
        }
        Ok(())
    }

    /// The response that a speaker is, with whose views it holds. Their age is not known: bands are of the session.
    fn speaker(
        &self,
        actor: &Actor,
        row: &Consultation,
        session: &Transcript,
        (speaker, voice): (Speaker, RespondentType),
    ) -> NewResponse {
        let key = format!("session:{}:{speaker}", session.id);
        NewResponse {
            id: self.random_id(),
            consultation_id: row.id,
            questionnaire_version: row.questionnaire_version,
            respondent_type: voice,
            age_band: None,
            area: None,
            channel: "session",
            started_on: self.today(),
            submitted_at: self.this_hour(),
            submission_key_hash: self.keys.submission_hash(row.id.as_bytes(), &key),
            receipt_hash: None,
            words_consent: session.consent,
            import_key: None,
            seed: 0,
            door: Door::default(),
            group_name: None,
            assisted_by: actor.staff_id,
            minutes: None,
            unreadable: None,
        }
    }
}

/// A session of this consultation.
async fn own_session(tx: &mut Tx, row: &Consultation, id: Uuid) -> Result<Transcript, Error> {
    let all = transcript::of(tx, row.id).await?;
    all.into_iter().find(|session| session.id == id).ok_or(Error::NotFound)
}

/// Why fewer adults were there than a session needs, as it is kept.
fn reason(new: &NewTranscript) -> String {
    text::normalise(&new.few_adults).trim().to_string()
}

/// Words with `[name]` and its like in place of these.
fn without(words: &str, hide: &[Redaction]) -> String {
    let whole = Span { start: 0, end: text::length(words) };
    text::redact(words, whole, hide).unwrap_or_default()
}

fn is_held(turn: &Turn) -> bool {
    turn.answer.as_ref().is_some_and(|answer| answer.state == AnswerState::Held)
}

/// Whether it is held, and there still.
fn waits_for_lead(turn: &Turn) -> bool {
    is_held(turn) && turn.answer.as_ref().is_some_and(|answer| !answer.is_expired)
}

/// Whether the closest turn of a voice before this one or after it is such a turn.
fn is_beside(turns: &[Turn], at: usize, is_such: impl Fn(&Turn) -> bool) -> bool {
    let voice = |turn: &&Turn| turn.answer.is_some();
    let before = turns[..at].iter().rev().find(voice);
    let after = turns[at + 1..].iter().find(voice);
    before.is_some_and(&is_such) || after.is_some_and(&is_such)
}

async fn turn_view(tx: &mut Tx, turn: &Turn, beside_held: bool) -> Result<TurnView, Error> {
    let words = match &turn.answer {
        Some(answer) if answer.state == AnswerState::Held || answer.is_expired => None,
        Some(answer) => {
            let hidden: Vec<Redaction> = crate::quotes::redaction_views(tx, answer.id, &answer.words)
                .await?
                .into_iter()
                .map(|hidden| Redaction { span: hidden.span, token: hidden.token })
                .collect();
            Some(without(&answer.words, &hidden))
        }
        None if beside_held => None,
        None => turn.worker_words.clone(),
    };
    Ok(TurnView {
        place: turn.place,
        speaker: Speaker::parse(&turn.speaker).unwrap_or(Speaker::LeftOut),
        words,
        answer: turn.answer.as_ref().map(|answer| (answer.id, answer.state)),
        watch: turn.answer.as_ref().is_some_and(|answer| answer.watch),
    })
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::{Kind, Question};
    use earshot_domain::questionnaire::Questionnaire;
    use earshot_domain::session::SAID_IN_A_GROUP;

    use super::question_words_or_key;

    #[test]
    fn a_question_that_is_not_asked_any_more_keeps_its_words() {
        let gone = Question::new("gone", "What was it?", Kind::LongText);
        let asked = Questionnaire { retired: vec![gone], ..Questionnaire::default() };
        for key in ["gone", "gone@bus", "#0001/gone"] {
            assert_eq!(question_words_or_key(&asked, key), "What was it?", "{key}");
        }
        for key in ["#0001", "#"] {
            assert_eq!(question_words_or_key(&asked, key), SAID_IN_A_GROUP, "{key}");
        }
        assert_eq!(question_words_or_key(&asked, "nowhere"), "nowhere");
    }
}
