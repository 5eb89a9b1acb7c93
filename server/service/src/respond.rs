//! A young person answers: questions one by one, an unsent answer that survives
//! closing the browser, and sending it exactly once.

mod sending;

use chrono::{NaiveDate, TimeDelta};
use earshot_domain::consultation::{self as rules, Setup, State};
use earshot_domain::door::{Door, Doors, same_language};
use earshot_domain::evidence::QuoteConsent;
use earshot_domain::journey::{Answers, Journey};
use earshot_domain::policy::Permission;
use earshot_domain::question::{FieldError, Given, Place, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::{AgeBand, Channel, RespondentType};
use earshot_domain::sealed_contact::WayToReach;
use earshot_store::response::{self, Draft};
use earshot_store::{Tx, consultation, media, people};
use uuid::Uuid;

use crate::areas::Places;
use crate::error::Refusal;
use crate::{Actor, Asset, Came, Earshot, Error};

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
    /// Whether somebody of the staff of those who ask looks at it, who may see it before anybody else.
    pub fn is_theirs(&self, viewer: Option<&Actor>) -> bool {
        viewer.is_some_and(|actor| {
            actor.organisation_id == self.organisation_id
                && actor.may_in(Permission::SeeConsultations, self.id)
        })
    }

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
        let wrong =
            self.wrong_answers(&mut self.db.read().await?, asked.id, &asked.questionnaire, &given).await?;
        Error::unless_empty(wrong)?;
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

    /// What was written for a question, where it was not taken because of contact details alone and the words may mean that
    /// somebody is not safe: then it is taken as it is, and held for the safeguarding lead once it is sent (domain.md 5.4).
    pub async fn take_anyway(
        &self,
        asked: &Asked,
        question: &Question,
        raw: &[String],
    ) -> Result<Option<Given>, Error> {
        let Some(Given::Words(words)) = question.with_contact(raw) else { return Ok(None) };
        let marked = self.watches(&mut self.db.read().await?, asked.id, &words).await?;
        Ok(marked.then_some(Given::Words(words)))
    }

    /// Whether a question of a consultation can have an answer, or why not. Words with contact details in them are taken
    /// where they are marked.
    pub(crate) async fn takes_answer(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        question: &Question,
        given: &Given,
    ) -> Result<Result<(), FieldError>, Error> {
        let fits = question.accepts(given);
        if let Given::Words(words) = given
            && is_with_contact(question, given)
            && self.watches(tx, consultation_id, words).await?
        {
            return Ok(Ok(()));
        }
        Ok(fits)
    }

    /// The answers that their questions cannot have.
    async fn wrong_answers(
        &self,
        tx: &mut Tx,
        consultation_id: Uuid,
        asked: &Questionnaire,
        answers: &[(String, Given)],
    ) -> Result<Vec<Refusal>, Error> {
        let mut refusals = Vec::new();
        for (variable, given) in answers {
            let Some(question) = asked.get(variable).filter(|_| asked.takes(variable)) else { continue };
            if let Err(error) = self.takes_answer(tx, consultation_id, question, given).await? {
                refusals.push(Refusal::Answer { question: variable.clone(), error });
            }
        }
        Ok(refusals)
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
}

/// The answers of a draft that their questions can still have. The questions may have changed since: what was shown is
/// what counts, and what a question cannot have any more is asked once more, and not sent behind somebody's back.
fn still_taken(asked: &Questionnaire, mut answers: Answers) -> Answers {
    answers.retain(|variable, given| takes(asked, variable, given));
    answers
}

/// Whether this can be the answer kept under this name.
fn takes(asked: &Questionnaire, variable: &str, given: &Given) -> bool {
    // Contact details were looked at when it was kept, and are once more when it is sent.
    let fits = |question: &Question| question.accepts(given).is_ok() || is_with_contact(question, given);
    asked.takes(variable) && asked.get(variable).is_some_and(fits)
}

/// Whether nothing but contact details stands against an answer in words.
fn is_with_contact(question: &Question, given: &Given) -> bool {
    question.with_contact(&given.raw()).as_ref() == Some(given)
}
