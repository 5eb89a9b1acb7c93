//! A young person answers: questions one by one, an unsent answer that survives
//! closing the browser, and sending it exactly once.

use std::borrow::Cow;

use chrono::{NaiveDate, TimeDelta};
use earshot_domain::consultation::{self as rules, Setup, State};
use earshot_domain::door::{Door, Doors, same_language};
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::{Answers, Journey};
use earshot_domain::policy::Permission;
use earshot_domain::question::{Given, Place};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::{AgeBand, Channel, RespondentType};
use earshot_domain::sealed_contact::WayToReach;
use earshot_domain::{equality, progress};
use earshot_store::consultation;
use earshot_store::response::{self, Draft, NewEqualityAnswer, NewResponse, NewText};
use earshot_store::{StoreError, Tx, media, people, quote, sealed_contact};
use uuid::Uuid;

use crate::areas::Places;
use crate::error::Refusal;
use crate::media::Keeping;
use crate::mine::let_go;
use crate::sealed_contacts::contact_to_keep;
use crate::search::index;
use crate::{Actor, Asset, Came, Earshot, Error, keys};

/// A consultation as those who are asked see it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub(crate) id: Uuid,
    pub(crate) organisation_id: Uuid,
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
    /// The areas that may be named on "about you"; their keys are kept.
    pub areas: Vec<Place>,
    /// The places that answers can name.
    pub(crate) places: Places,
    /// The questions, in every wording.
    pub questionnaire: Questionnaire,
    /// Their version.
    pub version: i64,
    /// The files that staff made for the questions.
    pub files: Vec<Asset>,
    /// The sections that have heard from enough people.
    pub full: Vec<String>,
    /// Whether it takes answers today.
    pub takes_answers: bool,
    /// Whether this is a look by staff before it opens: nothing can be sent.
    pub preview: bool,
    /// The words that there are to choose from, and those that are read.
    pub doors: Doors,
    /// The language of what its makers wrote about it, where that is not the language of the page.
    pub lang: Option<String>,
    /// Who looks after what is said together with those who ask: joint controllers, by name.
    pub together: Vec<String>,
}

impl Asked {
    /// The same in the words of a door, on pages that speak the language `page`.
    #[must_use]
    pub fn read_through(&self, door: &Door, page: &str) -> Self {
        let mut read = self.clone();
        let own = self.questionnaire.own_lang();
        let asked = door.lang.as_deref().unwrap_or(page);
        let worded = self.setup.wordings.iter().map(|words| words.lang.as_str());
        let lang = worded.chain([own]).find(|lang| same_language(lang, asked)).unwrap_or(own);
        read.lang = Some(lang.to_owned()).filter(|lang| !same_language(lang, page));
        read.questionnaire = read.questionnaire.through(door).on_page_in(page, door);
        read.setup = read.setup.through(lang);
        read.doors.read.clone_from(door);
        read
    }

    /// Whether somebody who answers in this way is asked how they can be reached. Where somebody of the staff types for
    /// them it would not be closed to who types.
    pub fn asks_contact(&self, channel: Channel) -> bool {
        self.setup.asks_contact() && matches!(channel, Channel::Web | Channel::Kiosk)
    }

    /// The area that is kept of somebody. Areas change while phones are on their way.
    pub(crate) fn area_to_keep(&self, about: &About) -> Option<&str> {
        about.area.as_deref().and_then(|named| self.places.to_keep(named))
    }

    /// The same as somebody sees it who answers, with these answers so far: in the words of the door, and with the
    /// sections that have heard from enough people closed by a page that says so (`full`).
    #[must_use]
    pub fn seen(&self, door: &Door, answers: &Answers, page: &str, full: &str) -> Self {
        let mut seen = self.read_through(door, page);
        seen.questionnaire = seen.questionnaire.closing(&self.full, full, answers);
        seen
    }
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
    /// Orders are drawn from it.
    pub seed: u32,
}

/// What somebody says about themselves; everything may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Their age band.
    pub band: Option<AgeBand>,
    /// Their area: the key of one of [`Asked::areas`].
    pub area: Option<String>,
    /// Equality answers: question and option. Kept apart from everything else.
    pub equality: Vec<(String, String)>,
    /// How they can be reached, where the consultation asks it. Kept sealed.
    pub contact: Option<WayToReach>,
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
    /// The version of the questions that it answers. A phone may have fetched them days ago.
    pub version: i64,
    /// Orders were drawn from it.
    pub seed: u32,
    /// The words that the questions were read in.
    pub door: Door,
    /// How it came in.
    pub came: Came,
}

impl Submission {
    /// The age band, of a young person.
    fn band(&self) -> Option<AgeBand> {
        self.about.band.filter(|_| self.respondent == RespondentType::Child)
    }
}

impl Submission {
    /// What is kept of the answers: those to the questions that were shown. On paper every question stands there, so
    /// what somebody wrote beside the way that the rules would have led them is theirs as well.
    pub(crate) fn said(&self, asked: &Questionnaire) -> Answers {
        if self.came.paper.is_none() {
            return Journey::new(asked, &self.answers, self.seed).to_send();
        }
        let written =
            |(variable, given): &(&String, &Given)| **given != Given::Skipped && asked.takes(variable);
        self.answers
            .iter()
            .filter(written)
            .map(|(variable, given)| (variable.clone(), given.clone()))
            .collect()
    }
}

/// What a phone says of an unsent answer besides the answers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Begun<'a> {
    /// What orders were drawn from, where this is the first answer. Otherwise what is kept counts.
    pub seed: Option<u32>,
    /// The key under which the phone itself will send it: 32 random bytes as hexadecimal letters. Empty without script.
    pub key: &'a str,
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
            actor.organisation_id == row.organisation_id && actor.may_in(Permission::SeeConsultations, row.id)
        });
        if preview && !may_preview {
            return Err(Error::NotFound);
        }
        let places = self.places_of(tx, &row).await?;
        let areas = places.about.clone();
        let questionnaire = places.fill(self.questions(tx, &row).await?);
        let full = self.full_sections(tx, row.id, &questionnaire).await?;
        let files =
            if questionnaire.files().is_empty() { Vec::new() } else { self.assets(tx, row.id).await? };
        let organisation = people::organisation_by_id(tx, row.organisation_id).await?;
        let (organisation, duty_phone) = organisation.map(|o| (o.name, o.duty_phone)).unwrap_or_default();
        let takes_answers = preview || rules::takes_answers(row.state, row.setup.close_on, self.today());
        let doors = questionnaire.offer();
        let together = self.joint_controllers(tx, row.id).await?;
        Ok(Asked {
            id: row.id,
            organisation_id: row.organisation_id,
            slug: row.slug,
            organisation,
            duty_phone,
            state: row.state,
            setup: row.setup.0,
            areas,
            places,
            questionnaire,
            version: row.questionnaire_version,
            files,
            full,
            takes_answers,
            preview,
            doors,
            lang: None,
            together,
        })
    }

    /// The sections that have heard from enough people. Nothing is looked up where none can be.
    async fn full_sections(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        asked: &Questionnaire,
    ) -> Result<Vec<String>, Error> {
        if asked.sections.iter().all(|section| section.quota.is_none()) {
            return Ok(Vec::new());
        }
        let tally = response::section_tally(tx, consultation_id).await?;
        let quota = |key: &str| asked.section(key).and_then(|section| section.quota);
        let full =
            tally.into_iter().filter(|(key, n)| quota(key).is_some_and(|quota| *n >= i64::from(quota)));
        Ok(full.map(|(key, _)| key).collect())
    }

    /// The unsent answer that this phone keeps, if there is one.
    pub async fn kept(&self, asked: &Asked, token: Option<&str>) -> Result<Option<Kept>, Error> {
        let Some(token) = token else { return Ok(None) };
        let mut tx = self.db.read().await?;
        let draft = response::draft(&mut tx, &self.keys.token_hash(token), asked.id, self.today()).await?;
        Ok(draft.filter(|draft| !draft.sent).map(|draft| Kept {
            respondent: draft.respondent,
            answers: still_taken(&asked.questionnaire, draft.answers),
            words_consent: draft.words_consent,
            started_on: draft.started_on,
            expires_on: draft.expires_on,
            seed: draft.seed,
        }))
    }

    /// Keeps the answers of one page, all or none. `seed` is what the page's orders were drawn from; it counts
    /// when nothing was kept before.
    pub async fn keep_answers(
        &self,
        asked: &Asked,
        token: &str,
        respondent: RespondentType,
        begun: Begun<'_>,
        given: Vec<(String, Given)>,
    ) -> Result<Answers, Error> {
        Error::unless_empty(check_answers(&asked.questionnaire, &given))?;
        if given.iter().any(|(variable, _)| !asked.questionnaire.takes(variable)) {
            return Err(Error::NotFound);
        }
        // A phone hands its photo in before its first answer has given it a token.
        let files: Vec<Uuid> = given
            .iter()
            .filter_map(|(_, given)| match given {
                Given::File(id) => Uuid::try_parse(id).ok(),
                _ => None,
            })
            .collect();
        self.change_draft(asked, token, respondent, begun, &files, |draft| draft.answers.extend(given)).await
    }

    /// Keeps whether exact words may be used.
    pub async fn keep_words_consent(
        &self,
        asked: &Asked,
        token: &str,
        respondent: RespondentType,
        consent: QuoteConsent,
    ) -> Result<(), Error> {
        self.change_draft(asked, token, respondent, Begun::default(), &[], |draft| {
            draft.words_consent = Some(consent);
        })
        .await
        .map(|_| ())
    }

    /// Throws an unsent answer away.
    pub async fn forget(&self, asked: &Asked, token: &str) -> Result<(), Error> {
        let hash = self.keys.token_hash(token);
        let mut tx = self.db.begin().await?;
        response::delete_draft(&mut tx, &hash, asked.id).await?;
        media::let_all_go(&mut tx, &hash, asked.id).await?;
        Ok(tx.commit().await?)
    }

    async fn change_draft(
        &self,
        asked: &Asked,
        token: &str,
        respondent: RespondentType,
        begun: Begun<'_>,
        files: &[Uuid],
        change: impl FnOnce(&mut Draft),
    ) -> Result<Answers, Error> {
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
            seed: begun.seed.unwrap_or_else(|| self.random_seed()),
            reached: None,
        };
        response::hold_draft(&mut tx, &hash, asked.id, &fresh).await?;
        let known = response::draft(&mut tx, &hash, asked.id, today).await?;
        // After an answer was sent, the next one on this phone is another one.
        let mut draft = known.filter(|draft| !draft.sent).unwrap_or(fresh);
        let hidden = self.keys.hide_key(asked.id.as_bytes(), token, begun.key);
        draft.nonce = hidden.unwrap_or(draft.nonce);
        change(&mut draft);
        draft.respondent = respondent;
        draft.expires_on = today + TimeDelta::days(asked.setup.draft_days);
        let answers = still_taken(&asked.questionnaire, draft.answers.clone());
        draft.reached = Journey::new(&asked.questionnaire, &answers, draft.seed).reached();
        response::put_draft(&mut tx, &hash, asked.id, &draft).await?;
        for id in files {
            media::adopt(&mut tx, &hash, *id, asked.id).await?;
        }
        tx.commit().await?;
        Ok(answers)
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
        door: Door,
    ) -> Result<Submission, Error> {
        let today = self.today();
        let mut tx = self.db.read().await?;
        let draft = response::draft(&mut tx, &self.keys.token_hash(token), asked.id, today).await?;
        let draft = draft.filter(|draft| !draft.sent);
        let nonce = draft.as_ref().map_or_else(|| self.random_id().as_bytes().to_vec(), |d| d.nonce.clone());
        let key = self.keys.submission_key(asked.id.as_bytes(), token, &nonce);
        let seed = draft.as_ref().map_or(0, |draft| draft.seed);
        let (mut answers, words_consent, started_on) = draft.map_or_else(
            || (Answers::new(), None, today),
            |draft| (draft.answers, draft.words_consent, draft.started_on),
        );
        answers = still_taken(&asked.questionnaire, answers);
        let version = asked.version;
        let came = Came::default();
        Ok(Submission {
            key,
            respondent,
            answers,
            words_consent,
            about,
            started_on,
            version,
            seed,
            door,
            came,
        })
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
        check_submission(asked, &questionnaire, submission)?;
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
        check_submission(asked, &questionnaire, submission)?;
        let_go(tx, asked.id, &[kept.id]).await?;
        for key in before.keys().filter(|key| now.get(*key) != before.get(*key)) {
            quote::strike_question(tx, kept.id, key).await?;
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
                let text = NewText {
                    id: self.random_id(),
                    question_key: variable.to_string(),
                    words_sha256: keys::sha256(&words),
                    watch: self.watches(tx, consultation_id, &words).await?,
                    words,
                    interpretation,
                };
                Ok(response::insert_text(tx, response_id, consultation_id, &text).await?)
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

/// The answers of a draft that their questions can still have. The questions may have changed since: what was shown is
/// what counts, and what a question cannot have any more is asked once more, and not sent behind somebody's back.
fn still_taken(asked: &Questionnaire, mut answers: Answers) -> Answers {
    answers.retain(|variable, given| takes(asked, variable, given));
    answers
}

/// Whether this can be the answer kept under this name.
fn takes(asked: &Questionnaire, variable: &str, given: &Given) -> bool {
    asked.takes(variable) && asked.get(variable).is_some_and(|question| question.accepts(given).is_ok())
}

/// The answers that their questions cannot have.
fn check_answers<'a>(
    asked: &Questionnaire,
    answers: impl IntoIterator<Item = &'a (String, Given)>,
) -> Vec<Refusal> {
    let wrong = |(variable, given): &(String, Given)| {
        let error = asked.get(variable).filter(|_| asked.takes(variable))?.accepts(given).err()?;
        Some(Refusal::Answer { question: variable.clone(), error })
    };
    answers.into_iter().filter_map(wrong).collect()
}

/// Looks at everything that arrived from outside the page-by-page forms. An answer to a question that this version
/// does not have is set aside by the journey; one that the question cannot have is refused.
fn check_submission(asked: &Asked, questions: &Questionnaire, submission: &Submission) -> Result<(), Error> {
    let answers: Vec<(String, Given)> = submission.answers.clone().into_iter().collect();
    let mut refusals = check_answers(questions, &answers);
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
