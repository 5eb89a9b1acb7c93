//! What the two of a round have said, while each codes and beside each other.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use earshot_domain::agreement::{Agreement, RoundState};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::text::{self, Redaction, Span, Token};
use earshot_store::round::{self, Coder, Round, RoundCode, Unit};
use earshot_store::{Tx, quote};
use uuid::Uuid;

use super::shown::{Apart, CodersCompared, Disagreement, RoundWords, ToCode};
use crate::Error;
use crate::error::Refusal;
use crate::reading::short_name;
use crate::transcripts::question_words_or_key;

/// The two who code, by their numbers.
const BOTH: [i64; 2] = [1, 2];

/// What somebody has said, by answer; nothing of one that they passed over.
pub(crate) type Said = HashMap<Uuid, Option<Vec<Uuid>>>;

/// What one of the two has said so far.
pub(crate) async fn said_of(tx: &mut Tx, kept: &Round, coder: &Coder) -> Result<Said, Error> {
    let said = round::said_by(tx, kept.id, coder.coder).await?;
    Ok(said.into_iter().map(|one| (one.answer_id, one.codes.map(|codes| codes.0))).collect())
}

/// The place of the answer that somebody codes now, from 0: the one they ask for, or the next that they have not coded.
pub(crate) fn place_of(units: &[Unit], said: &Said, at: Option<usize>) -> Option<usize> {
    let asked = at.and_then(|at| at.checked_sub(1)).filter(|at| *at < units.len());
    asked.or_else(|| units.iter().position(|unit| !said.contains_key(&unit.id)))
}

pub(super) async fn to_code(
    tx: &mut Tx,
    questionnaire: &Questionnaire,
    units: &[Unit],
    said: &Said,
    at: Option<usize>,
) -> Result<Option<ToCode>, Error> {
    let Some(place) = place_of(units, said, at) else { return Ok(None) };
    let Some(unit) = units.get(place) else { return Ok(None) };
    let own = said.get(&unit.id);
    Ok(Some(ToCode {
        words: words(tx, questionnaire, unit).await?,
        place: place + 1,
        is_done: own.is_some(),
        codes: own.cloned().flatten().unwrap_or_default(),
    }))
}

/// An answer without what was taken out of it.
pub(crate) async fn words(
    tx: &mut Tx,
    questionnaire: &Questionnaire,
    unit: &Unit,
) -> Result<RoundWords, Error> {
    let hidden: Option<Vec<Redaction>> =
        quote::redactions(tx, unit.id).await?.iter().map(to_redaction).collect();
    let whole = Span { start: 0, end: text::length(&unit.words) };
    // Where it is not known what is to be covered, nothing is shown.
    let shown = hidden.and_then(|hidden| text::redact(&unit.words, whole, &hidden)).unwrap_or_default();
    Ok(RoundWords {
        id: unit.id,
        name: short_name(unit.id),
        question: question_words_or_key(questionnaire, &unit.question_key),
        words: shown,
        respondent: unit.respondent_type,
    })
}

fn to_redaction(kept: &quote::Redaction) -> Option<Redaction> {
    let (start, end) = (usize::try_from(kept.span_start).ok()?, usize::try_from(kept.span_end).ok()?);
    Some(Redaction { span: Span::new(start, end)?, token: Token::parse(&kept.token)? })
}

/// Keeps what one of the two says of an answer, while they code.
pub(crate) async fn keep_said(
    tx: &mut Tx,
    (kept, me): (&Round, &Coder),
    units: &[Unit],
    (answer_id, codes): (Uuid, Option<&[Uuid]>),
    at: DateTime<Utc>,
) -> Result<(), Error> {
    if kept.state != RoundState::Coding || me.finished_at.is_some() {
        return Err(Error::refused(Refusal::WrongState));
    }
    if !units.iter().any(|unit| unit.id == answer_id) {
        // Held or taken back while the page was open.
        return Err(Error::Stale);
    }
    let is_known = |id: &Uuid| kept.codes.iter().any(|code| code.id == *id);
    if codes.is_some_and(|codes| !codes.iter().all(is_known)) {
        return Err(Error::refused(Refusal::Unreadable("codes")));
    }
    Ok(round::say(tx, (kept.id, me.coder), answer_id, codes, at).await?)
}

/// Notes that one of the two is done, and goes on to comparing where the other is, too. `false` where they said so before.
pub(crate) async fn keep_finished(
    tx: &mut Tx,
    (kept, me): (&Round, &Coder),
    coders: &[Coder],
    units: &[Unit],
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    if me.finished_at.is_some() {
        return Ok(false);
    }
    if kept.state != RoundState::Coding {
        return Err(Error::refused(Refusal::WrongState));
    }
    let said = said_of(tx, kept, me).await?;
    if units.iter().any(|unit| !said.contains_key(&unit.id)) {
        return Err(Error::refused(Refusal::Missing("unfinished")));
    }
    round::finish(tx, kept.id, me.coder, at).await?;
    let is_done = |coder: &Coder| coder.coder == me.coder || coder.finished_at.is_some();
    if coders.len() == BOTH.len() && coders.iter().all(is_done) {
        round::compare(tx, kept.id).await?;
    }
    Ok(true)
}

/// What both have said of every answer that may be used, and what was settled.
pub(crate) struct Sheet {
    codes: Vec<RoundCode>,
    units: Vec<Unit>,
    said: HashMap<(Uuid, i64), Vec<Uuid>>,
    settled: HashMap<(Uuid, Uuid), (bool, String)>,
}

impl Sheet {
    /// Reads it. For when both are done.
    pub(crate) async fn read(tx: &mut Tx, kept: &Round) -> Result<Self, Error> {
        let said = round::said(tx, kept.id).await?.into_iter();
        let said = said.filter_map(|one| Some(((one.answer_id, one.coder), one.codes?.0))).collect();
        let settled = round::settled(tx, kept.id).await?.into_iter();
        let settled = settled.map(|one| ((one.answer_id, one.code_id), (one.applies, one.reason))).collect();
        Ok(Self { codes: kept.codes.0.clone(), units: round::units(tx, kept.id).await?, said, settled })
    }

    /// What each of the two says of a code on an answer.
    fn votes(&self, answer: Uuid, code: Uuid) -> Vec<Option<bool>> {
        BOTH.iter().map(|coder| self.said.get(&(answer, *coder)).map(|codes| codes.contains(&code))).collect()
    }

    /// Whether they do not say the same. Who passed an answer over has not said no: a yes beside it is to be settled.
    fn differ(&self, answer: Uuid, code: Uuid) -> bool {
        let votes = self.votes(answer, code);
        votes.contains(&Some(true)) && !votes.iter().all(|vote| *vote == Some(true))
    }

    /// The same, of an answer that may be used and a code of the round.
    pub(super) fn differs_at(&self, answer: Uuid, code: Uuid) -> bool {
        self.units.iter().any(|unit| unit.id == answer)
            && self.codes.iter().any(|known| known.id == code)
            && self.differ(answer, code)
    }

    /// Answers and codes.
    fn pairs(&self) -> impl Iterator<Item = (Uuid, Uuid)> {
        self.units.iter().flat_map(|unit| self.codes.iter().map(move |code| (unit.id, code.id)))
    }

    /// How many differences are not settled.
    pub(super) fn open(&self) -> usize {
        let is_open = |(answer, code): &(Uuid, Uuid)| {
            self.differ(*answer, *code) && !self.settled.contains_key(&(*answer, *code))
        };
        self.pairs().filter(is_open).count()
    }

    /// The codes that apply: both have given them, or it was settled so.
    pub(super) fn agreed(&self) -> Vec<(Uuid, Uuid)> {
        let applies = |(answer, code): &(Uuid, Uuid)| {
            if self.differ(*answer, *code) {
                self.settled.get(&(*answer, *code)).is_some_and(|(applies, _)| *applies)
            } else {
                self.votes(*answer, *code).contains(&Some(true))
            }
        };
        self.pairs().filter(applies).collect()
    }

    /// How well the two agree.
    pub(super) fn agreement(&self, with_young: bool) -> Agreement {
        let of_code = |code: &RoundCode| self.units.iter().map(|unit| self.votes(unit.id, code.id)).collect();
        let codes: Vec<Vec<Vec<Option<bool>>>> = self.codes.iter().map(of_code).collect();
        Agreement::of(&codes, with_young)
    }

    /// On how many answers both gave the same codes, and how many both have coded.
    pub(crate) fn alike(&self) -> (usize, usize) {
        let both = |unit: &&Unit| BOTH.iter().all(|coder| self.said.contains_key(&(unit.id, *coder)));
        let coded: Vec<&Unit> = self.units.iter().filter(both).collect();
        let same = |unit: &&&Unit| !self.codes.iter().any(|code| self.differ(unit.id, code.id));
        (coded.iter().filter(same).count(), coded.len())
    }

    pub(super) async fn compared(
        &self,
        tx: &mut Tx,
        questionnaire: &Questionnaire,
        with_young: bool,
    ) -> Result<CodersCompared, Error> {
        let mut disagreements = Vec::new();
        for unit in &self.units {
            let apart = |code: &RoundCode| Apart {
                votes: self.votes(unit.id, code.id),
                settled: self.settled.get(&(unit.id, code.id)).cloned(),
                code: code.clone(),
            };
            let codes: Vec<Apart> =
                self.codes.iter().filter(|code| self.differ(unit.id, code.id)).map(apart).collect();
            if !codes.is_empty() {
                disagreements.push(Disagreement { words: words(tx, questionnaire, unit).await?, codes });
            }
        }
        Ok(CodersCompared { agreement: self.agreement(with_young), disagreements, open: self.open() })
    }
}
