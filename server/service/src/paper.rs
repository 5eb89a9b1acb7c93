//! Paper: forms to print, and typing them in.
//!
//! A form's code makes the key of its submission, so the same form is the same response whoever types it in, and
//! nothing but that key leads from a form to an answer.

use chrono::{DateTime, Utc};
use earshot_domain::code::GROUP_MAX;
use earshot_domain::consultation as rules;
use earshot_domain::door::Door;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::journey::Answers;
use earshot_domain::paper::{FORMS_MAX, FormCode, Layout};
use earshot_domain::policy::Permission;
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_store::consultation::Consultation;
use earshot_store::paper::Batch;
use earshot_store::response::{self, OwnText, Response};
use earshot_store::{Json, Tx, paper};
use uuid::Uuid;

use crate::error::{Refusal, taken};
use crate::{About, Actor, Asked, Came, Earshot, Error, OnPaper, Submission};

/// What is needed to print forms.
#[derive(Debug, Clone)]
pub struct NewForms {
    /// How many.
    pub count: i64,
    /// How they are laid out.
    pub layout: Layout,
    /// The language and the age band of the words. Whether they are Easy Read follows from the layout.
    pub door: Door,
    /// The school, club or ward that they are given to.
    pub group: String,
}

/// Forms that were printed together.
#[derive(Debug, Clone)]
pub struct PaperBatch {
    /// Their id.
    pub id: Uuid,
    /// The version of the questions on them.
    pub version: i64,
    /// How they are laid out.
    pub layout: Layout,
    /// The words of the questions.
    pub door: Door,
    /// The group that they were given to.
    pub group: Option<String>,
    /// Their codes, from the first to the last.
    pub codes: Vec<FormCode>,
    /// When they were printed.
    pub made_at: DateTime<Utc>,
}

/// Forms as they are printed.
#[derive(Debug, Clone)]
pub struct PrintedForms {
    /// The consultation, with the questions of that version in their words.
    pub asked: Asked,
    /// The forms.
    pub batch: PaperBatch,
}

/// One form that lies on somebody's table.
#[derive(Debug, Clone)]
pub struct PaperForm {
    /// Its code.
    pub code: FormCode,
    /// How it is laid out.
    pub layout: Layout,
    /// The consultation, with the questions as they stand on the form.
    pub asked: Asked,
    /// Whether it was typed in already.
    pub known: Known,
}

/// What is known of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It was not typed in yet.
    New,
    /// It was typed in.
    Typed,
    /// It was typed in, and then taken back. It cannot be typed in again.
    TakenBack,
}

/// What somebody reads from a form.
#[derive(Debug, Clone, Default)]
pub struct PaperEntry {
    /// The answers.
    pub answers: Answers,
    /// The variables of questions where something is written that cannot be read.
    pub unreadable: Vec<String>,
    /// Whether exact words may be used.
    pub words_consent: Option<QuoteConsent>,
    /// The age band.
    pub band: Option<AgeBand>,
    /// The area.
    pub area: Option<String>,
}

/// Whether a form is typed in for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// For the first time.
    First,
    /// Once more, to see whether both are alike (domain.md 6.4 asks the same of coding).
    Second,
    /// Once more, and this is what counts.
    Replace,
}

/// What came of typing a form in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypingsCompared {
    /// It was the first time.
    Kept,
    /// Both times are alike.
    Same,
    /// They are not: the variables that differ, and `words_consent`, `band` and `area`. What was typed the first time
    /// is not told: whoever types has the form.
    Differs(Vec<String>),
    /// What was typed now has taken the place of what was typed before.
    Replaced,
}

impl Earshot {
    /// Makes forms to print, each with a code of its own; gives the id of the batch.
    pub async fn make_forms(&self, actor: &Actor, slug: &str, new: &NewForms) -> Result<Uuid, Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::RunConsultations, slug).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let mut refusals = Vec::new();
        if !(1..=FORMS_MAX).contains(&new.count) {
            refusals.push(Refusal::Unreadable("count"));
        }
        if new.group.trim().chars().count() > GROUP_MAX {
            refusals.push(Refusal::TooLong { field: "group", max: GROUP_MAX });
        }
        let (lang, band) = (&new.door.lang, new.door.band);
        if lang
            .as_ref()
            .is_some_and(|lang| lang != questionnaire.own_lang() && !questionnaire.languages.contains(lang))
        {
            refusals.push(Refusal::Unreadable("lang"));
        }
        if band.is_some_and(|band| !questionnaire.worded_bands().contains(&band)) {
            refusals.push(Refusal::Unreadable("band"));
        }
        // What is printed cannot be changed any more, and a draft can.
        if !row.state.asks() {
            refusals.push(Refusal::WrongState);
        }
        Error::unless_empty(refusals)?;
        let batch = Batch {
            id: self.ordered_id(),
            version: row.questionnaire_version,
            layout: new.layout,
            door: Json(Door { easy: new.layout == Layout::Easy, ..new.door.clone() }),
            group_name: Some(new.group.trim().to_string()).filter(|group| !group.is_empty()),
            first: paper::next(&mut tx, row.id).await?,
            forms: new.count,
            created_at: self.now(),
        };
        paper::insert(&mut tx, row.id, &batch, actor.staff_id).await.map_err(taken("count"))?;
        self.audit(&mut tx, actor, "paper.print", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(batch.id)
    }

    /// The forms that were printed of a consultation, the newest first.
    pub async fn paper_batches(&self, actor: &Actor, slug: &str) -> Result<Vec<PaperBatch>, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let batches = paper::of_consultation(&mut tx, row.id).await?;
        Ok(batches.into_iter().map(|batch| printed(&row, batch)).collect())
    }

    /// Forms as they are printed.
    pub async fn printed_forms(&self, actor: &Actor, slug: &str, batch: Uuid) -> Result<PrintedForms, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let batches = paper::of_consultation(&mut tx, row.id).await?;
        let batch = batches.into_iter().find(|other| other.id == batch).ok_or(Error::NotFound)?;
        let asked = self.as_printed(&mut tx, actor, slug, &batch).await?;
        Ok(PrintedForms { asked: in_words(&asked, &batch.door), batch: printed(&row, batch) })
    }

    /// The form with this code, as it stands on the paper. [`Error::NotFound`] for one that was never printed.
    pub async fn paper_form(&self, actor: &Actor, slug: &str, code: FormCode) -> Result<PaperForm, Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.read().await?;
        let (row, batch) = self.batch_of(&mut tx, actor, slug, code).await?;
        let asked = self.as_printed(&mut tx, actor, slug, &batch).await?;
        let known = match self.typed_before(&mut tx, &asked, &row, code).await? {
            None => Known::New,
            Some(receipt) => match self.kept_of(&mut tx, receipt).await {
                Ok(_) => Known::Typed,
                Err(Error::Refused(_)) => Known::TakenBack,
                Err(error) => return Err(error),
            },
        };
        let asked = in_words(&asked, &batch.door);
        Ok(PaperForm { code, layout: batch.layout, asked, known })
    }

    /// Types a form in. The same way as every answer goes, so its words are read by a person and can be held.
    ///
    /// The words are a young person's own: `interpretation` is false of them. Whoever runs a consultation may do it,
    /// as with typing for somebody who speaks.
    pub async fn type_form(
        &self,
        actor: &Actor,
        slug: &str,
        code: FormCode,
        entry: &PaperEntry,
        pass: Pass,
    ) -> Result<TypingsCompared, Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let (row, batch) = self.batch_of(&mut tx, actor, slug, code).await?;
        let asked = self.as_printed(&mut tx, actor, slug, &batch).await?;
        let submission = self.on_paper(actor, &row, &batch, code, entry);
        let (outcome, action) = match (self.typed_before(&mut tx, &asked, &row, code).await?, pass) {
            (None, _) => {
                self.submit_in(&mut tx, &asked, &submission, None).await?;
                (TypingsCompared::Kept, "paper.type")
            }
            (Some(_), Pass::First) => return Err(Error::refused(Refusal::FormKnown)),
            (Some(receipt), pass) => {
                response::hold(&mut tx, &self.keys.receipt_hash(receipt)).await?;
                let kept = self.kept_of(&mut tx, receipt).await?;
                let differs = self.differences(&mut tx, &asked, &submission, &kept).await?;
                match pass {
                    _ if differs.is_empty() => (TypingsCompared::Same, "paper.check"),
                    Pass::Replace => {
                        self.replace(&mut tx, &asked, &submission, &kept, &differs).await?;
                        (TypingsCompared::Replaced, "paper.correct")
                    }
                    // Noted as well: whoever compares learns where the two differ.
                    _ => (TypingsCompared::Differs(differs), "paper.check"),
                }
            }
        };
        self.audit(&mut tx, actor, action, Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(outcome)
    }

    /// Takes back what was typed in from a form, because whoever wrote it has asked for it (domain.md 5.1, standard
    /// 15). Nothing of it is shown.
    pub async fn take_back_form(&self, actor: &Actor, slug: &str, code: FormCode) -> Result<(), Error> {
        actor.require_somewhere(Permission::RunConsultations)?;
        let mut tx = self.db.begin().await?;
        let (row, batch) = self.batch_of(&mut tx, actor, slug, code).await?;
        let asked = self.as_printed(&mut tx, actor, slug, &batch).await?;
        let receipt = self.typed_before(&mut tx, &asked, &row, code).await?.ok_or(Error::NotFound)?;
        if let Err(Error::Refused(_)) = self.kept_of(&mut tx, receipt).await {
            // It was taken back before. Asked again, it is as it should be.
            return Ok(());
        }
        self.take_back_in(&mut tx, &receipt).await?;
        self.audit(&mut tx, actor, "paper.take-back", Reference::new(Kind::Consultation, row.number));
        Ok(tx.commit().await?)
    }

    /// The consultation and the batch that a code belongs to.
    async fn batch_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        slug: &str,
        code: FormCode,
    ) -> Result<(Consultation, Batch), Error> {
        let row = self.own(tx, actor, Permission::RunConsultations, slug).await?;
        if row.number != code.consultation {
            return Err(Error::NotFound);
        }
        let batch = paper::of_form(tx, row.id, code.serial).await?;
        let batch = batch.filter(|batch| batch.version == code.version).ok_or(Error::NotFound)?;
        Ok((row, batch))
    }

    /// The consultation with the questions that were printed, in every wording. A section that has heard from enough
    /// people in the meantime is on the form all the same.
    async fn as_printed(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        slug: &str,
        batch: &Batch,
    ) -> Result<Asked, Error> {
        let mut asked = self.asked_in(tx, slug, Some(actor)).await?;
        let (version, questionnaire) = self.version_of(tx, &asked, batch.version).await?;
        (asked.version, asked.questionnaire) = (version, questionnaire.into_owned());
        asked.full.clear();
        Ok(asked)
    }

    /// The submission that a form makes.
    fn on_paper(
        &self,
        actor: &Actor,
        row: &Consultation,
        batch: &Batch,
        code: FormCode,
        entry: &PaperEntry,
    ) -> Submission {
        let group = batch.group_name.clone();
        let unreadable = entry.unreadable.clone();
        Submission {
            key: self.keys.paper_key(row.id.as_bytes(), code),
            respondent: RespondentType::Child,
            answers: entry.answers.clone(),
            words_consent: entry.words_consent,
            // Equality questions are not on paper: whoever typed them in would see them beside the words.
            about: About { band: entry.band, area: entry.area.clone(), ..About::default() },
            started_on: self.today(),
            version: batch.version,
            seed: 0,
            door: batch.door.0.clone(),
            came: Came { paper: Some(OnPaper { by: actor.staff_id, group, unreadable }), ..Came::default() },
        }
    }

    /// The four words of the response that a form made, if it was typed in. Nobody is shown them: with them its
    /// words could be read past everybody who may hold them.
    async fn typed_before(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        row: &Consultation,
        code: FormCode,
    ) -> Result<Option<Receipt>, Error> {
        let key = self.keys.paper_key(row.id.as_bytes(), code);
        let hash = self.keys.submission_hash(asked.id.as_bytes(), &key);
        self.receipt_of(tx, asked, &key, &hash).await
    }

    /// The response that a form made; refused where it was taken back.
    async fn kept_of(&self, tx: &mut Tx, receipt: Receipt) -> Result<Response, Error> {
        let hash = self.keys.receipt_hash(receipt);
        let kept = response::by_receipt(tx, &hash).await?.ok_or(Error::Stale)?;
        if kept.is_taken_back() {
            return Err(Error::refused(Refusal::FormTakenBack));
        }
        Ok(kept)
    }

    /// What is not alike in what was typed now and before.
    async fn differences(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        submission: &Submission,
        kept: &Response,
    ) -> Result<Vec<String>, Error> {
        let before = self.answers_of(tx, &asked.questionnaire, kept.id).await?;
        let now = submission.said(&asked.questionnaire);
        let mut differs: Vec<String> = before
            .keys()
            .chain(now.keys().filter(|key| !before.contains_key(*key)))
            .filter(|key| before.get(*key) != now.get(*key))
            .cloned()
            .collect();
        let unreadable = submission.came.paper.as_ref().map_or(&[][..], |paper| &paper.unreadable);
        for key in kept.unreadable().iter().chain(unreadable) {
            if kept.unreadable().contains(key) != unreadable.contains(key) && !differs.contains(key) {
                differs.push(key.clone());
            }
        }
        let consent = submission.words_consent.unwrap_or(QuoteConsent::No);
        let band = submission.about.band.map(AgeBand::as_str);
        for (field, alike) in [
            ("words_consent", consent == kept.words_consent),
            ("band", band == kept.age_band.as_deref()),
            ("area", asked.area_to_keep(&submission.about) == kept.area.as_deref()),
        ] {
            if !alike {
                differs.push(field.to_string());
            }
        }
        Ok(differs)
    }

    /// Puts what was typed now in the place of what was typed before. Words that somebody has read stay: a reader may
    /// hold them, and typing must not lead past that. What is held as it came nobody has read yet.
    async fn replace(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        submission: &Submission,
        kept: &Response,
        differs: &[String],
    ) -> Result<(), Error> {
        let texts = response::texts_of(tx, kept.id).await?;
        let is_read = |text: &OwnText| text.state == AnswerState::Cleared || text.read_at.is_some();
        if texts.iter().any(|text| is_read(text) && differs.contains(&text.question_key)) {
            return Err(Error::refused(Refusal::WordsRead));
        }
        if !rules::takes_paper(asked.state) {
            return Err(Error::Closed);
        }
        self.submit_in(tx, asked, submission, None).await?;
        Ok(())
    }
}

/// A batch as the desk shows it.
fn printed(row: &Consultation, batch: Batch) -> PaperBatch {
    let (consultation, version) = (row.number, batch.version);
    let code = |serial| FormCode { consultation, version, serial };
    PaperBatch {
        id: batch.id,
        version,
        layout: batch.layout,
        door: batch.door.0,
        group: batch.group_name,
        codes: (batch.first..batch.first + batch.forms).map(code).collect(),
        made_at: batch.created_at,
    }
}

/// What stands on the paper: the words of the door, on pages that speak its language.
fn in_words(asked: &Asked, door: &Door) -> Asked {
    asked.read_through(door, door.lang.as_deref().unwrap_or(asked.questionnaire.own_lang()))
}
