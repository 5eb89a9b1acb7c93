//! A young person answers: questions one by one, an unsent answer that survives
//! closing the browser, and sending it exactly once.

use chrono::{NaiveDate, TimeDelta};
use earshot_domain::consultation::{self as rules, Setup, State};
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::{self, Answers};
use earshot_domain::policy::Permission;
use earshot_domain::question::Given;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::{equality, safeguarding};
use earshot_store::consultation;
use earshot_store::response::{self, Draft, NewEqualityAnswer, NewResponse, NewText};
use earshot_store::{StoreError, Tx, people, quote};
use uuid::Uuid;

use crate::error::Refusal;
use crate::{Actor, Earshot, Error, keys};

/// A consultation as those who are asked see it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub(crate) id: Uuid,
    /// Its short name in addresses.
    pub slug: String,
    /// Who asks.
    pub organisation: String,
    /// The number to ring about a child's safety; empty when there is none.
    pub duty_phone: String,
    /// How far it has come.
    pub state: State,
    /// What its makers wrote.
    pub setup: Setup,
    /// The questions.
    pub questionnaire: Questionnaire,
    /// Their version.
    pub version: i64,
    /// Whether it takes answers today.
    pub takes_answers: bool,
    /// Whether this is a look by staff before it opens: nothing can be sent.
    pub preview: bool,
}

/// What is kept of an unsent answer.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Whose views.
    pub respondent: RespondentType,
    /// What was given so far.
    pub answers: Answers,
    /// Whether exact words may be used, once asked.
    pub words_consent: Option<QuoteConsent>,
    /// The day of the first answer.
    pub started_on: NaiveDate,
    /// The last day on which it is kept.
    pub expires_on: NaiveDate,
}

/// What somebody says about themselves; everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Their age band.
    pub band: Option<AgeBand>,
    /// Their area, one of the consultation's.
    pub area: Option<String>,
    /// Equality answers: question and option. Kept apart from everything else.
    pub equality: Vec<(String, String)>,
}

/// A whole answer on its way to be kept.
#[derive(Debug, Clone)]
pub struct Submission {
    /// A secret of the phone's: however often this arrives, it is one response.
    pub key: String,
    /// Whose views.
    pub respondent: RespondentType,
    /// The answers.
    pub answers: Answers,
    /// Whether exact words may be used.
    pub words_consent: Option<QuoteConsent>,
    /// About them.
    pub about: About,
    /// The day of the first answer.
    pub started_on: NaiveDate,
}

impl Submission {
    /// The age band, of a young person.
    fn band(&self) -> Option<AgeBand> {
        self.about.band.filter(|_| self.respondent == RespondentType::Child)
    }
}

/// Letters that a submission key must have at least: 128 bits as hexadecimal.
const KEY_MIN: usize = 32;

/// Tries at four words that nobody has.
const RECEIPT_TRIES: u8 = 8;

impl Earshot {
    /// The consultation at this address, for those who are asked. Staff who may
    /// see it also find a draft there, as a preview.
    pub async fn asked(&self, slug: &str, viewer: Option<&Actor>) -> Result<Asked, Error> {
        let mut tx = self.db.read().await?;
        self.asked_in(&mut tx, slug, viewer).await
    }

    pub(crate) async fn asked_in(
        &self,
        tx: &mut Tx,
        slug: &str,
        viewer: Option<&Actor>,
    ) -> Result<Asked, Error> {
        let row = consultation::by_slug(tx, slug).await?.ok_or(Error::NotFound)?;
        let preview = !row.state.is_public();
        let may_preview = viewer.is_some_and(|actor| {
            actor.organisation_id == row.organisation_id && actor.may(Permission::SeeConsultations)
        });
        if preview && !may_preview {
            return Err(Error::NotFound);
        }
        let questionnaire = self.questions(tx, &row).await?;
        let organisation = people::organisation(tx).await?;
        let (organisation, duty_phone) = organisation.map(|o| (o.name, o.duty_phone)).unwrap_or_default();
        let takes_answers = preview || rules::takes_answers(row.state, row.setup.close_on, self.today());
        Ok(Asked {
            id: row.id,
            slug: row.slug,
            organisation,
            duty_phone,
            state: row.state,
            setup: row.setup.0,
            questionnaire,
            version: row.questionnaire_version,
            takes_answers,
            preview,
        })
    }

    /// The unsent answer that this phone keeps, if there is one.
    pub async fn kept(&self, asked: &Asked, token: Option<&str>) -> Result<Option<Kept>, Error> {
        let Some(token) = token else { return Ok(None) };
        let mut tx = self.db.read().await?;
        let draft = response::draft(&mut tx, &self.keys.token_hash(token), asked.id, self.today()).await?;
        Ok(draft.filter(|draft| !draft.sent).map(|draft| Kept {
            respondent: draft.respondent,
            answers: draft.answers,
            words_consent: draft.words_consent,
            started_on: draft.started_on,
            expires_on: draft.expires_on,
        }))
    }

    /// Keeps the answer to the question at this place.
    pub async fn keep_answer(
        &self,
        asked: &Asked,
        token: &str,
        respondent: RespondentType,
        position: usize,
        given: Given,
    ) -> Result<Answers, Error> {
        let question = asked.questionnaire.questions.get(position).ok_or(Error::NotFound)?;
        question
            .accepts(&given)
            .map_err(|error| Error::refused(Refusal::Answer { question: question.key.clone(), error }))?;
        let key = question.key.clone();
        self.change_draft(asked, token, respondent, |draft| {
            draft.answers.insert(key, given);
        })
        .await
        .map(|draft| draft.answers)
    }

    /// Keeps whether exact words may be used.
    pub async fn keep_words_consent(
        &self,
        asked: &Asked,
        token: &str,
        respondent: RespondentType,
        consent: QuoteConsent,
    ) -> Result<(), Error> {
        self.change_draft(asked, token, respondent, |draft| draft.words_consent = Some(consent))
            .await
            .map(|_| ())
    }

    /// Throws an unsent answer away.
    pub async fn forget(&self, asked: &Asked, token: &str) -> Result<(), Error> {
        let mut tx = self.db.begin().await?;
        response::delete_draft(&mut tx, &self.keys.token_hash(token), asked.id).await?;
        Ok(tx.commit().await?)
    }

    async fn change_draft(
        &self,
        asked: &Asked,
        token: &str,
        respondent: RespondentType,
        change: impl FnOnce(&mut Draft),
    ) -> Result<Draft, Error> {
        // While the asking is stopped for a while nobody begins, and who was in the middle of it loses nothing.
        if !asked.takes_answers && asked.state != State::Paused {
            return Err(Error::Closed);
        }
        let today = self.today();
        let hash = self.keys.token_hash(token);
        let mut tx = self.db.begin().await?;
        let fresh = Draft {
            nonce: self.random_id().as_bytes().to_vec(),
            respondent,
            questionnaire_version: asked.version,
            answers: Answers::new(),
            words_consent: None,
            started_on: today,
            expires_on: today,
            sent: false,
        };
        response::hold_draft(&mut tx, &hash, asked.id, &fresh).await?;
        let known = response::draft(&mut tx, &hash, asked.id, today).await?;
        // After an answer was sent, the next one on this phone is another one.
        let mut draft = known.filter(|draft| !draft.sent).unwrap_or(fresh);
        change(&mut draft);
        draft.respondent = respondent;
        draft.expires_on = today + TimeDelta::days(asked.setup.draft_days);
        response::put_draft(&mut tx, &hash, asked.id, &draft).await?;
        tx.commit().await?;
        Ok(draft)
    }

    /// The four words of the answer that this phone has just sent, where the reply was lost on the way and the
    /// same form is sent again. None when nothing was sent, or something new was begun since.
    pub async fn sent_before(&self, asked: &Asked, token: &str) -> Result<Option<Receipt>, Error> {
        let mut tx = self.db.read().await?;
        let hash = self.keys.token_hash(token);
        let Some(draft) = response::draft(&mut tx, &hash, asked.id, self.today()).await?.filter(|d| d.sent)
        else {
            return Ok(None);
        };
        let key = self.keys.submission_key(asked.id.as_bytes(), token, &draft.nonce);
        let submission = self.keys.submission_hash(asked.id.as_bytes(), &key);
        self.receipt_of(&mut tx, asked, &key, &submission).await
    }

    /// The submission that this phone's unsent answer makes.
    pub async fn submission_of(
        &self,
        asked: &Asked,
        token: &str,
        respondent: RespondentType,
        about: About,
    ) -> Result<Submission, Error> {
        let today = self.today();
        let mut tx = self.db.read().await?;
        let draft = response::draft(&mut tx, &self.keys.token_hash(token), asked.id, today).await?;
        let draft = draft.filter(|draft| !draft.sent);
        let nonce = draft.as_ref().map_or_else(|| self.random_id().as_bytes().to_vec(), |d| d.nonce.clone());
        let key = self.keys.submission_key(asked.id.as_bytes(), token, &nonce);
        let (answers, words_consent, started_on) = draft.map_or_else(
            || (Answers::new(), None, today),
            |draft| (draft.answers, draft.words_consent, draft.started_on),
        );
        Ok(Submission { key, respondent, answers, words_consent, about, started_on })
    }

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
        let in_time = !asked.preview
            && rules::takes_late(asked.state, asked.setup.close_on, submission.started_on, self.today());
        // A retry of what was kept already succeeds, even when the consultation
        // has closed in between: the young person must not think it is lost.
        if let Some(receipt) = self.receipt_of(tx, asked, &submission.key, &hash).await? {
            self.bring_up_to_date(tx, asked, submission, receipt, in_time).await?;
            return Ok(receipt);
        }
        if !in_time {
            return Err(Error::Closed);
        }
        check_submission(asked, submission)?;
        let receipt = self.fresh_receipt(tx, asked, &submission.key).await?;
        let response = NewResponse {
            id: self.random_id(),
            consultation_id: asked.id,
            questionnaire_version: asked.version,
            respondent_type: submission.respondent,
            age_band: submission.band().map(AgeBand::as_str),
            area: submission.about.area.clone(),
            channel: "web",
            // The phone says it, so it may say anything; longer ago than a draft lives it cannot be.
            started_on: submission
                .started_on
                .clamp(self.today() - TimeDelta::days(2 * rules::DRAFT_DAYS_MAX), self.today()),
            submitted_at: self.this_hour(),
            submission_key_hash: hash,
            receipt_hash: Some(self.keys.receipt_hash(receipt)),
            words_consent: submission.words_consent.unwrap_or(QuoteConsent::No),
            import_key: None,
        };
        if !response::insert(tx, &response).await? {
            // Another process kept the same submission a moment ago.
            return Err(Error::Stale);
        }
        for (question_key, given) in journey::to_send(&asked.questionnaire, &submission.answers) {
            self.insert_given(tx, response.id, asked.id, &question_key, given).await?;
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

    /// What the phone has sent is no longer kept as unsent. Where this submission was made of it, that it was
    /// sent is remembered for a day, so that the same form sent again finds its four words.
    async fn empty_draft(&self, tx: &mut Tx, asked: &Asked, token: &str, key: &str) -> Result<(), Error> {
        let (hash, today) = (self.keys.token_hash(token), self.today());
        match response::draft(tx, &hash, asked.id, today).await? {
            Some(draft) if self.keys.submission_key(asked.id.as_bytes(), token, &draft.nonce) == key => {
                let (answers, expires_on) = (Answers::new(), today + TimeDelta::days(1));
                let sent = Draft { answers, words_consent: None, expires_on, sent: true, ..draft };
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
        let before = self.answers_of(tx, &asked.questionnaire, kept.id).await?;
        let now = journey::to_send(&asked.questionnaire, &submission.answers);
        let same_about = kept.age_band.as_deref() == band && kept.area == submission.about.area;
        if before == now && kept.words_consent == consent && same_about {
            return Ok(());
        }
        if !in_time {
            return Err(Error::Closed);
        }
        check_submission(asked, submission)?;
        for key in before.keys().filter(|key| now.get(*key) != before.get(*key)) {
            quote::strike_question(tx, kept.id, key).await?;
            response::delete_answer(tx, kept.id, key).await?;
        }
        for (key, given) in now {
            if before.get(&key) != Some(&given) {
                self.insert_given(tx, kept.id, asked.id, &key, given).await?;
            }
        }
        response::save_about(tx, kept.id, band, submission.about.area.as_deref()).await?;
        response::save_consent(tx, kept.id, consent).await?;
        if consent == QuoteConsent::No {
            quote::strike_response(tx, kept.id).await?;
        }
        Ok(())
    }

    /// Keeps one answer of a response.
    pub(crate) async fn insert_given(
        &self,
        tx: &mut Tx,
        response_id: Uuid,
        consultation_id: Uuid,
        question_key: &str,
        given: Given,
    ) -> Result<(), StoreError> {
        match given {
            Given::Skipped => Ok(()),
            Given::One(value) => response::insert_value(tx, response_id, question_key, &value).await,
            Given::Number(number) => {
                response::insert_value(tx, response_id, question_key, &number.to_string()).await
            }
            Given::Many(values) => {
                for value in values {
                    response::insert_value(tx, response_id, question_key, &value).await?;
                }
                Ok(())
            }
            Given::Words(words) => {
                let text = NewText {
                    id: self.random_id(),
                    question_key: question_key.to_string(),
                    words_sha256: keys::sha256(&words),
                    watch: safeguarding::watch(&words),
                    words,
                };
                response::insert_text(tx, response_id, consultation_id, &text).await
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
    async fn receipt_of(
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

/// Looks at everything that arrived from outside the page-by-page forms.
fn check_submission(asked: &Asked, submission: &Submission) -> Result<(), Error> {
    let mut refusals: Vec<Refusal> = submission
        .answers
        .iter()
        .filter_map(|(key, given)| {
            // An answer to a question of another version is set aside by the
            // journey; one that the question cannot have is refused.
            let question = asked.questionnaire.get(key)?;
            let error = question.accepts(given).err()?;
            Some(Refusal::Answer { question: key.clone(), error })
        })
        .collect();
    refusals.extend(check_about(asked, &submission.about));
    if !asked.setup.respondents.contains(&submission.respondent) {
        refusals.push(Refusal::Unreadable("as"));
    }
    Error::unless_empty(refusals)
}

/// What cannot be taken of what somebody says about themselves.
pub(crate) fn check_about(asked: &Asked, about: &About) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if about.band.is_some_and(|band| !asked.setup.bands.is_empty() && !asked.setup.bands.contains(&band)) {
        refusals.push(Refusal::Unreadable("band"));
    }
    if about.area.as_ref().is_some_and(|area| !asked.setup.areas.contains(area)) {
        refusals.push(Refusal::Unreadable("area"));
    }
    let set = asked.setup.equality_set.as_deref().and_then(equality::set);
    let known = |key: &str, value: &str| set.is_some_and(|set| equality::accepts(set, key, value));
    if about.equality.iter().any(|(key, value)| !known(key, value)) {
        refusals.push(Refusal::Unreadable("equality"));
    }
    refusals
}
