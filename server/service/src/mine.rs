//! With the four words: see what I said, change it, take it back, say less, and
//! see what happened to it.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use earshot_domain::consultation as rules;
use earshot_domain::evidence::{AnswerState, QuoteConsent, QuoteState};
use earshot_domain::journey::{Answers, Journey};
use earshot_domain::question::{Cell, Given};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::sealed_contact::WayToReach;
use earshot_store::consultation::{self, Consultation};
use earshot_store::response::{self, Response};
use earshot_store::{Tx, analysis, export, media, quote, reading, sealed_contact, search};
use uuid::Uuid;

use crate::error::Refusal;
use crate::media::Keeping;
use crate::search::index;
use crate::{Asked, Earshot, Error, Trail};

/// Some of my words and what happened to them.
#[derive(Debug, Clone)]
pub struct OwnWords {
    /// The question.
    pub question: String,
    /// My words; of something I said aloud, what staff have written down of it.
    pub words: String,
    /// The id of my file, where I gave one.
    pub file: Option<String>,
    /// Whether somebody has read them.
    pub read: bool,
    /// The quotes that were made of them and that everybody can see.
    pub quotes: Vec<Reference>,
    /// How far they have come.
    pub trail: Trail,
}

/// Everything that I said in one consultation.
#[derive(Debug, Clone)]
pub struct Mine {
    /// The consultation.
    pub asked: Asked,
    /// The day I sent it.
    pub sent_on: NaiveDate,
    /// The questions as they were when I answered.
    pub questionnaire: Questionnaire,
    /// What I said.
    pub answers: Answers,
    /// Whether my exact words may be used.
    pub words_consent: QuoteConsent,
    /// Whether a way to reach me is kept; nothing where nobody asks for one.
    pub contact: Option<bool>,
    /// Whether I took it back.
    pub taken_back: bool,
    /// Whether I may still change it.
    pub may_change: bool,
    /// My words and what happened to them.
    pub words: Vec<OwnWords>,
}

struct Found {
    row: Consultation,
    response: Response,
    questionnaire: Questionnaire,
}

impl Earshot {
    /// What these four words lead to. [`Error::NotFound`] for words that lead
    /// nowhere, whatever they are.
    pub async fn mine(&self, receipt: &Receipt) -> Result<Mine, Error> {
        let mut tx = self.db.read().await?;
        let found = self.find(&mut tx, receipt).await?;
        let asked = self.asked_in(&mut tx, &found.row.slug, None).await?;
        let mut words = Vec::new();
        let answers = self.answers_of(&mut tx, &found.questionnaire, found.response.id).await?;
        for text in response::texts_of(&mut tx, found.response.id).await? {
            let themes = analysis::themes_of_answer(&mut tx, text.id).await?;
            let quotes = quote::of_answer(&mut tx, text.id).await?;
            // A quote speaks for one theme; without one, the first theme does.
            let speaks_for = quotes.iter().find(|q| q.state == QuoteState::Published).map(|q| q.theme_id);
            let theme = themes.iter().find(|t| Some(t.id) == speaks_for).or(themes.first());
            let trail = self.trail(&mut tx, &found.row, theme).await?;
            words.push(OwnWords {
                question: found
                    .questionnaire
                    .get(&text.question_key)
                    .map(|q| q.text.clone())
                    .unwrap_or_default(),
                // Held words count as read once somebody has seen them: some are held as they come.
                read: text.state == AnswerState::Cleared || text.read_at.is_some(),
                quotes: quotes
                    .iter()
                    .filter(|q| q.state == QuoteState::Published)
                    .map(|q| Reference::new(Kind::Quote, q.number))
                    .collect(),
                file: match answers.get(&text.question_key) {
                    Some(Given::File(id)) => Some(id.clone()),
                    _ => None,
                },
                words: text.words,
                trail,
            });
        }
        let taken_back = found.response.is_taken_back();
        let contact = if found.row.setup.asks_contact() {
            Some(sealed_contact::one(&mut tx, found.response.id).await?.is_some())
        } else {
            None
        };
        Ok(Mine {
            contact,
            may_change: !taken_back
                && rules::may_change(found.row.state, found.row.setup.close_on, self.today()),
            asked,
            questionnaire: found.questionnaire,
            sent_on: found.response.submitted_at.date_naive(),
            answers,
            words_consent: found.response.words_consent,
            taken_back,
            words,
        })
    }

    /// Changes the answer to one question, until the last day. New words are
    /// read anew; quotes from the old ones are struck. Gives whether something in
    /// the new ones means that help should be said at once.
    pub async fn change_mine(
        &self,
        receipt: &Receipt,
        question_key: &str,
        given: Given,
    ) -> Result<bool, Error> {
        let mut tx = self.db.begin().await?;
        response::hold(&mut tx, &self.keys.receipt_hash(*receipt)).await?;
        let found = self.find(&mut tx, receipt).await?;
        if found.response.is_taken_back()
            || !rules::may_change(found.row.state, found.row.setup.close_on, self.today())
        {
            return Err(Error::Closed);
        }
        let takes = found.questionnaire.takes(question_key);
        let question = found.questionnaire.get(question_key).filter(|_| takes).ok_or(Error::NotFound)?;
        self.takes_answer(&mut tx, found.row.id, question, &given)
            .await?
            .map_err(|error| Error::refused(Refusal::Answer { question: question_key.to_string(), error }))?;
        let id = found.response.id;
        let before = self.answers_of(&mut tx, &found.questionnaire, id).await?;
        let way = Journey::new(&found.questionnaire, &before, 0);
        if !way.shown().any(|stop| way.variable(stop) == question_key) {
            // Another answer has hidden it: whoever is told that it was changed would look for it in vain.
            return Err(Error::NotFound);
        }
        let worrying = match &given {
            Given::Words(words) => self.watches(&mut tx, found.row.id, words).await?,
            _ => false,
        };
        if before.get(question_key) == Some(&given) {
            // Nothing is read anew, and a file that stays is not taken away from under its answer.
            return Ok(worrying);
        }
        // Whoever typed for somebody else may have kept the four words: what they understood stays marked as that.
        // What staff wrote down of a recording says nothing about the words that they were given.
        let given_in_words = |key: &str| !matches!(before.get(key), Some(Given::File(_)));
        let texts = response::texts_of(&mut tx, id).await?;
        let interpretation = texts
            .iter()
            .filter(|text| given_in_words(&text.question_key))
            .filter_map(|text| text.interpretation)
            .max();
        let_go(&mut tx, found.row.id, &[id]).await?;
        quote::strike_question(&mut tx, id, question_key).await?;
        self.note_held_back(&mut tx, found.row.id, id, Some(question_key)).await?;
        response::delete_answer(&mut tx, id, question_key).await?;
        let wait_until = self.today() + TimeDelta::days(found.row.setup.draft_days);
        let into = Keeping { response_id: id, consultation_id: found.row.id, interpretation, wait_until };
        self.insert_given(&mut tx, into, question_key, given).await?;
        // New words wait to be read from now on, and not since the old ones came.
        for text in
            response::texts_of(&mut tx, id).await?.iter().filter(|text| text.question_key == question_key)
        {
            reading::came(&mut tx, text.id, self.this_hour()).await?;
        }
        self.set_aside_hidden(&mut tx, &found).await?;
        tx.commit().await?;
        Ok(worrying)
    }

    /// The line of the safeguarding log about words that were held as they came and go before anybody has decided about them:
    /// that it was so, and nothing of what they said. With a key, those of one question alone.
    pub(crate) async fn note_held_back(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        response_id: Uuid,
        key: Option<&str>,
    ) -> Result<(), Error> {
        for text in response::texts_of(tx, response_id).await? {
            let goes = key.is_none_or(|key| text.question_key == key) && !text.words.is_empty();
            let waits = text.state == AnswerState::Held && text.read_at.is_none();
            if !goes || !waits || !reading::events_of(tx, text.id).await?.is_empty() {
                continue;
            }
            let row = consultation::by_id(tx, consultation_id).await?.ok_or(Error::NotFound)?;
            let subject = Reference::new(Kind::Consultation, row.number).to_string();
            self.audit_as(tx, row.organisation_id, None, "answer.held-back", subject);
        }
        Ok(())
    }

    /// Removes answers to questions that are no longer shown after a change.
    async fn set_aside_hidden(&self, tx: &mut Tx, found: &Found) -> Result<(), Error> {
        let answers = self.answers_of(tx, &found.questionnaire, found.response.id).await?;
        let shown = Journey::new(&found.questionnaire, &answers, 0).to_send();
        for key in answers.keys().filter(|key| !shown.contains_key(*key)) {
            quote::strike_question(tx, found.response.id, key).await?;
            self.note_held_back(tx, found.row.id, found.response.id, Some(key)).await?;
            response::delete_answer(tx, found.response.id, key).await?;
        }
        Ok(())
    }

    /// Everything that a response holds, as its questions give it.
    pub(crate) async fn answers_of(
        &self,
        tx: &mut Tx,
        questionnaire: &Questionnaire,
        response_id: Uuid,
    ) -> Result<Answers, Error> {
        let mut answers = put_together(questionnaire, response::values_of(tx, response_id).await?);
        for text in response::texts_of(tx, response_id).await? {
            answers.insert(text.question_key, Given::Words(text.words));
        }
        // A recording may have been written down by staff. What was given is the recording.
        for (question, id) in media::of_response(tx, response_id).await? {
            answers.insert(question, Given::File(id.to_string()));
        }
        Ok(answers)
    }

    /// Keeps another way to reach me, or none any more. Always possible: somebody who moves can be reached elsewhere.
    pub async fn change_contact(&self, receipt: &Receipt, way: Option<&WayToReach>) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        response::hold(&mut tx, &self.keys.receipt_hash(*receipt)).await?;
        let found = self.find(&mut tx, receipt).await?;
        if found.response.is_taken_back() || !found.row.setup.asks_contact() {
            return Err(Error::Closed);
        }
        let of = (found.row.organisation_id, found.row.id);
        self.keep_contact(&mut tx, of, found.response.id, way).await?;
        Ok(tx.commit().await?)
    }

    /// "Count me, don't quote me": no more exact words, and the quotes that
    /// were made are struck. Always possible.
    pub async fn narrow(&self, receipt: &Receipt) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        response::hold(&mut tx, &self.keys.receipt_hash(*receipt)).await?;
        let found = self.find(&mut tx, receipt).await?;
        if found.response.is_taken_back() {
            return Err(Error::Closed);
        }
        response::save_consent(&mut tx, found.response.id, QuoteConsent::No).await?;
        let_go(&mut tx, found.row.id, &[found.response.id]).await?;
        quote::strike_response(&mut tx, found.response.id).await?;
        index::quotes_of(&mut tx, found.response.id).await?;
        // What was published holds the quotes' words too.
        if found.row.state.shows_findings() {
            self.recount_findings(&mut tx, &found.row).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes everything back: the answers go, the quotes are struck, and what
    /// was published is counted anew, in one transaction. Always possible.
    pub async fn take_back(&self, receipt: &Receipt) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        self.take_back_in(&mut tx, receipt).await?;
        Ok(tx.commit().await?)
    }

    /// The same in a transaction of somebody else's.
    pub(crate) async fn take_back_in(&self, tx: &mut Tx, receipt: &Receipt) -> Result<(), Error> {
        response::hold(tx, &self.keys.receipt_hash(*receipt)).await?;
        let found = self.find(tx, receipt).await?;
        if found.response.is_taken_back() {
            return Ok(());
        }
        self.take_back_all(tx, &found.row, &[found.response.id]).await
    }

    /// Takes responses of one consultation back: the answers go, the quotes are struck, files that were made of them go, and
    /// what was published is counted anew.
    pub(crate) async fn take_back_all(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        responses: &[Uuid],
    ) -> Result<(), Error> {
        // Nor is it in a file that somebody of the staff could still fetch (domain.md 7.3 invariant 7).
        let_go(tx, row.id, responses).await?;
        self.keep_told(tx, row).await?;
        for id in responses {
            quote::strike_response(tx, *id).await?;
            self.note_held_back(tx, row.id, *id, None).await?;
            response::take_back(tx, *id).await?;
        }
        if row.state.shows_findings() {
            // Ten may have become nine.
            self.derive_attributions(tx, row.id).await?;
            self.recount_findings(tx, row).await?;
        }
        self.keep_told(tx, row).await
    }

    async fn find(&self, tx: &mut Tx, receipt: &Receipt) -> Result<Found, Error> {
        let response =
            response::by_receipt(tx, &self.keys.receipt_hash(*receipt)).await?.ok_or(Error::NotFound)?;
        let row = consultation::by_id(tx, response.consultation_id).await?.ok_or(Error::NotFound)?;
        let places = self.places_of(tx, &row).await?;
        let asked = consultation::questionnaire(tx, row.id, response.questionnaire_version).await?;
        Ok(Found { row, response, questionnaire: places.fill(asked.unwrap_or_default()) })
    }
}

/// What comes before anything of these responses is changed or goes: nobody of the staff works on their words from now on, and
/// every file that was made of them goes. First the words, then the files, and the quotes last, as whoever takes something out
/// of an answer does: otherwise two could wait for each other.
pub(crate) async fn let_go(tx: &mut Tx, consultation_id: Uuid, responses: &[Uuid]) -> Result<(), Error> {
    let mut words = Vec::new();
    for id in responses {
        words.extend(response::texts_of(tx, *id).await?.into_iter().map(|text| text.id));
    }
    words.sort_unstable();
    for id in words {
        search::keep_still(tx, id).await?;
    }
    export::overtake(tx, consultation_id).await?;
    Ok(())
}

/// Puts the kept values back together, as their questions give them.
fn put_together(questionnaire: &Questionnaire, values: Vec<(String, String)>) -> Answers {
    let mut cells: BTreeMap<String, Vec<Cell>> = BTreeMap::new();
    for (name, value) in values {
        let (variable, row) = match name.split_once('/') {
            Some((variable, row)) => (variable.to_string(), Some(row.to_string())),
            None => (name, None),
        };
        cells.entry(variable).or_default().push(Cell { row, value });
    }
    cells
        .into_iter()
        .filter_map(|(variable, cells)| {
            let given = Given::from_cells(&questionnaire.get(&variable)?.kind, &cells)?;
            Some((variable, given))
        })
        .collect()
}
