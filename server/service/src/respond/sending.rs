//! A whole answer that arrives: kept once, however often it is sent, and brought up to date where it says something else.

use std::borrow::Cow;

use chrono::TimeDelta;
use earshot_domain::consultation as rules;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::journey::Answers;
use earshot_domain::question::Given;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::{contact, equality, progress};
use earshot_store::response::{self, Draft, NewEqualityAnswer, NewResponse, NewText};
use earshot_store::{StoreError, Tx, consultation, media, quote, sealed_contact};
use uuid::Uuid;

use super::{About, Asked, Submission};
use crate::error::Refusal;
use crate::media::Keeping;
use crate::mine::let_go;
use crate::sealed_contacts::contact_to_keep;
use crate::search::index;
use crate::{Earshot, Error, keys};

/// Letters that a submission key must have at least: 128 bits as hexadecimal.
const KEY_MIN: usize = 32;

/// Tries at four words that nobody has.
const RECEIPT_TRIES: u8 = 8;

impl Earshot {
    /// Keeps a whole answer in a transaction of somebody else's; see [`Earshot::submit`].
    pub(crate) async fn submit_in(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        submission: &Submission,
        draft_token: Option<&str>,
    ) -> Result<Receipt, Error> {
        if submission.key.len() < KEY_MIN || submission.key.len() > 128 {
            return Err(Error::refused(Refusal::Unreadable("key")));
        }
        let hash = self.keys.submission_hash(asked.id.as_bytes(), &submission.key);
        let in_time = !asked.preview && self.in_time(asked, submission);
        // A retry of what was kept already succeeds, even when the consultation
        // has closed in between: the young person must not think it is lost.
        if let Some(receipt) = self.receipt_of(tx, asked, &submission.key, &hash).await? {
            self.bring_up_to_date(tx, asked, submission, receipt, in_time).await?;
            return Ok(receipt);
        }
        if !in_time {
            return Err(Error::Closed);
        }
        let (version, questionnaire) = self.version_of(tx, asked, submission.version).await?;
        self.check_submission(tx, asked, &questionnaire, submission).await?;
        let group_name = self.come_in(tx, asked, submission).await?;
        let receipt = self.fresh_receipt(tx, asked, &submission.key).await?;
        let response = NewResponse {
            id: self.random_id(),
            consultation_id: asked.id,
            questionnaire_version: version,
            respondent_type: submission.respondent,
            age_band: submission.band().map(AgeBand::as_str),
            area: asked.area_to_keep(&submission.about).map(str::to_string),
            channel: submission.came.channel().as_str(),
            // The phone says it, so it may say anything; longer ago than a draft lives it cannot be.
            started_on: submission
                .started_on
                .clamp(self.today() - TimeDelta::days(2 * rules::DRAFT_DAYS_MAX), self.today()),
            submitted_at: self.this_hour(),
            submission_key_hash: hash,
            receipt_hash: Some(self.keys.receipt_hash(receipt)),
            words_consent: submission.words_consent.unwrap_or(QuoteConsent::No),
            import_key: None,
            seed: submission.seed,
            door: submission.door.clone(),
            group_name,
            assisted_by: submission.came.typed_by(),
            minutes: submission.came.minutes.and_then(progress::minutes),
            unreadable: submission.came.paper.as_ref().map(|paper| paper.unreadable.clone()),
        };
        if !response::insert(tx, &response).await? {
            // Another process kept the same submission a moment ago.
            return Err(Error::Stale);
        }
        let sent = submission.said(&questionnaire);
        self.count_sections(tx, asked.id, &questionnaire, &sent).await?;
        let interpretation = submission.came.interpretation();
        let into = self.keeping(asked, response.id, interpretation);
        for (variable, given) in sent {
            self.insert_given(tx, into, &variable, given).await?;
        }
        let contact = contact_to_keep(asked, submission);
        if contact.is_some() {
            let of = (asked.organisation_id, asked.id);
            self.keep_contact(tx, of, response.id, contact).await?;
        }
        // The set is for young people; what it counts is young people.
        if submission.respondent == RespondentType::Child {
            self.insert_equality(tx, asked, &submission.about.equality).await?;
        }
        if let Some(token) = draft_token {
            self.empty_draft(tx, asked, token, &submission.key).await?;
        }
        Ok(receipt)
    }

    /// Looks at everything that arrived from outside the page-by-page forms. An answer to a question that this version
    /// does not have is set aside by the journey; one that the question cannot have is refused.
    async fn check_submission(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        questions: &Questionnaire,
        submission: &Submission,
    ) -> Result<(), Error> {
        let answers: Vec<(String, Given)> = submission.answers.clone().into_iter().collect();
        let mut refusals = self.wrong_answers(tx, asked.id, questions, &answers).await?;
        refusals.extend(check_about(asked, &submission.about));
        if !asked.setup.respondents.contains(&submission.respondent) {
            refusals.push(Refusal::Unreadable("as"));
        }
        Error::unless_empty(refusals)
    }

    /// Whether a submission still counts.
    fn in_time(&self, asked: &Asked, submission: &Submission) -> bool {
        match submission.came.paper {
            Some(_) => rules::takes_paper(asked.state),
            None => rules::takes_late(asked.state, asked.setup.close_on, submission.started_on, self.today()),
        }
    }

    /// The questions that a submission answers: those that the phone had, as long as there is such a version.
    pub(crate) async fn version_of<'a>(
        &self,
        tx: &mut Tx,
        asked: &'a Asked,
        version: i64,
    ) -> Result<(i64, Cow<'a, Questionnaire>), Error> {
        if version != asked.version
            && let Some(earlier) = consultation::questionnaire(tx, asked.id, version).await?
        {
            return Ok((version, Cow::Owned(asked.places.fill(earlier))));
        }
        Ok((asked.version, Cow::Borrowed(&asked.questionnaire)))
    }

    /// Counts the sections that are closed once enough people have answered them. Who takes an answer back later
    /// has answered all the same.
    pub(crate) async fn count_sections(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        asked: &Questionnaire,
        sent: &Answers,
    ) -> Result<(), Error> {
        for section in asked.sections.iter().filter(|section| section.quota.is_some()) {
            let within = |variable: &String| {
                asked.get(variable).is_some_and(|question| question.section.as_ref() == Some(&section.key))
            };
            if sent.keys().any(within) {
                response::count_section(tx, consultation_id, &section.key).await?;
            }
        }
        Ok(())
    }

    /// What the phone has sent is no longer kept as unsent. Where this submission was made of it, that it was
    /// sent is remembered for a day, so that the same form sent again finds its four words.
    async fn empty_draft(&self, tx: &mut Tx, asked: &Asked, token: &str, key: &str) -> Result<(), Error> {
        let (hash, today) = (self.keys.token_hash(token), self.today());
        // What was taken out again before sending is in no answer.
        media::let_all_go(tx, &hash, asked.id).await?;
        match response::draft(tx, &hash, asked.id, today).await? {
            Some(draft) if self.keys.submission_key(asked.id.as_bytes(), token, &draft.nonce) == key => {
                let (answers, expires_on) = (Answers::new(), today + TimeDelta::days(1));
                let sent =
                    Draft { answers, words_consent: None, expires_on, sent: true, reached: None, ..draft };
                Ok(response::put_draft(tx, &hash, asked.id, &sent).await?)
            }
            _ => Ok(response::delete_draft(tx, &hash, asked.id).await?),
        }
    }

    /// The same submission with other content: somebody whose reply was lost has gone back and changed something
    /// before sending again. What they say last is what they say. Equality answers are linked to nobody, so the
    /// first ones stay.
    async fn bring_up_to_date(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        submission: &Submission,
        receipt: Receipt,
        in_time: bool,
    ) -> Result<(), Error> {
        let receipt_hash = self.keys.receipt_hash(receipt);
        response::hold(tx, &receipt_hash).await?;
        let kept = response::by_receipt(tx, &receipt_hash).await?.ok_or(Error::Stale)?;
        if kept.is_taken_back() {
            return Ok(());
        }
        let consent = submission.words_consent.unwrap_or(QuoteConsent::No);
        let band = submission.band().map(AgeBand::as_str);
        let (version, questionnaire) = self.version_of(tx, asked, submission.version).await?;
        let (_, then) = self.version_of(tx, asked, kept.questionnaire_version).await?;
        let before = self.answers_of(tx, &then, kept.id).await?;
        let now = submission.said(&questionnaire);
        let interpretation = submission.came.interpretation();
        if let Some(understood) = interpretation.filter(|_| in_time) {
            response::save_interpretation(tx, kept.id, understood).await?;
            if understood {
                let_go(tx, asked.id, &[kept.id]).await?;
                quote::strike_response(tx, kept.id).await?;
                index::quotes_of(tx, kept.id).await?;
            }
        }
        let area = asked.area_to_keep(&submission.about);
        let same_about = kept.age_band.as_deref() == band && kept.area.as_deref() == area;
        // Somebody who goes back finds the field empty again: that takes away nothing of what they have left before.
        let taken_out = sealed_contact::is_taken_out(tx, kept.id).await?;
        // Nor does it bring back what they have taken out since.
        let contact = contact_to_keep(asked, submission).filter(|_| !taken_out);
        let same_about =
            same_about && (contact.is_none() || self.kept_contact(tx, kept.id).await?.as_ref() == contact);
        let unreadable = submission.came.paper.as_ref().map_or(&[][..], |paper| &paper.unreadable);
        if before == now && kept.words_consent == consent && same_about && kept.unreadable() == unreadable {
            return Ok(());
        }
        if !in_time {
            return Err(Error::Closed);
        }
        self.check_submission(tx, asked, &questionnaire, submission).await?;
        let_go(tx, asked.id, &[kept.id]).await?;
        for key in before.keys().filter(|key| now.get(*key) != before.get(*key)) {
            quote::strike_question(tx, kept.id, key).await?;
            self.note_held_back(tx, asked.id, kept.id, Some(key)).await?;
            response::delete_answer(tx, kept.id, key).await?;
        }
        let into = self.keeping(asked, kept.id, interpretation);
        for (key, given) in now {
            if before.get(&key) != Some(&given) {
                self.insert_given(tx, into, &key, given).await?;
            }
        }
        response::save_about(tx, kept.id, band, area).await?;
        if contact.is_some() {
            self.keep_contact(tx, (asked.organisation_id, asked.id), kept.id, contact).await?;
        }
        response::save_version(tx, kept.id, version).await?;
        response::save_consent(tx, kept.id, consent).await?;
        if let Some(paper) = &submission.came.paper {
            response::save_unreadable(tx, kept.id, &paper.unreadable).await?;
        }
        if consent == QuoteConsent::No {
            quote::strike_response(tx, kept.id).await?;
            index::quotes_of(tx, kept.id).await?;
        }
        Ok(())
    }

    /// Where the answers of a response go, as long as its phone may wait for signal.
    fn keeping(&self, asked: &Asked, response_id: Uuid, interpretation: Option<bool>) -> Keeping {
        let wait_until = self.today() + TimeDelta::days(asked.setup.draft_days);
        Keeping { response_id, consultation_id: asked.id, interpretation, wait_until }
    }

    /// Keeps one answer of a response.
    pub(crate) async fn insert_given(
        &self,
        tx: &mut Tx,
        into: Keeping,
        variable: &str,
        given: Given,
    ) -> Result<(), Error> {
        let Keeping { response_id, consultation_id, interpretation, .. } = into;
        if let Given::File(id) = &given {
            self.insert_file(tx, into, variable, id).await?;
        }
        match given {
            Given::Words(words) => {
                let watch = self.watches(tx, consultation_id, &words).await?;
                // Who may not be safe and says how to reach them has said it to the safeguarding lead, and to nobody else.
                let reaches = watch && contact::find(&words).is_some();
                let text = NewText {
                    id: self.random_id(),
                    question_key: variable.to_string(),
                    words_sha256: keys::sha256(&words),
                    watch,
                    state: if reaches { AnswerState::Held } else { AnswerState::New },
                    words,
                    interpretation,
                };
                response::insert_text(tx, response_id, consultation_id, &text).await?;
                if reaches {
                    self.tell_held(tx, consultation_id, None).await?;
                }
                Ok(())
            }
            counted => {
                for cell in counted.cells() {
                    let name = match cell.row {
                        Some(row) => format!("{variable}/{row}"),
                        None => variable.to_string(),
                    };
                    response::insert_value(tx, response_id, &name, &cell.value).await?;
                }
                Ok(())
            }
        }
    }

    async fn insert_equality(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        said: &[(String, String)],
    ) -> Result<(), StoreError> {
        let Some(set_version) = &asked.setup.equality_set else { return Ok(()) };
        let mut answered: Vec<&str> = Vec::new();
        for (question_key, value) in said {
            // One answer a question, whatever is sent; and who prefers not to say has said nothing.
            if answered.contains(&question_key.as_str()) || value == equality::PREFER_NOT_TO_SAY {
                continue;
            }
            answered.push(question_key);
            let answer = NewEqualityAnswer {
                id: self.random_id(),
                set_version: set_version.clone(),
                question_key: question_key.clone(),
                value: value.clone(),
                answered_on: self.today(),
            };
            response::insert_equality(tx, asked.id, &answer).await?;
        }
        Ok(())
    }

    /// The four words of a submission that was kept before.
    pub(crate) async fn receipt_of(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        key: &str,
        submission_hash: &[u8],
    ) -> Result<Option<Receipt>, Error> {
        let Some(kept) = response::receipt_hash_of(tx, submission_hash).await? else { return Ok(None) };
        Ok((0..RECEIPT_TRIES)
            .map(|attempt| self.keys.receipt(asked.id.as_bytes(), key, attempt))
            .find(|receipt| self.keys.receipt_hash(*receipt) == kept))
    }

    /// Four words that lead to no other response.
    async fn fresh_receipt(&self, tx: &mut Tx, asked: &Asked, key: &str) -> Result<Receipt, Error> {
        for attempt in 0..RECEIPT_TRIES {
            let receipt = self.keys.receipt(asked.id.as_bytes(), key, attempt);
            if response::by_receipt(tx, &self.keys.receipt_hash(receipt)).await?.is_none() {
                return Ok(receipt);
            }
        }
        Err(Error::Stale)
    }
}

/// What cannot be taken of what somebody says about themselves.
fn check_about(asked: &Asked, about: &About) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if about.band.is_some_and(|band| !asked.setup.bands.is_empty() && !asked.setup.bands.contains(&band)) {
        refusals.push(Refusal::Unreadable("band"));
    }
    if about.area.is_some() && asked.area_to_keep(about).is_none() {
        refusals.push(Refusal::Unreadable("area"));
    }
    let set = asked.setup.equality_set.as_deref().and_then(equality::set);
    let known = |key: &str, value: &str| set.is_some_and(|set| equality::accepts(set, key, value));
    if about.equality.iter().any(|(key, value)| !known(key, value)) {
        refusals.push(Refusal::Unreadable("equality"));
    }
    refusals
}
