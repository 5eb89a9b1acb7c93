//! Making and running a consultation.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use earshot_domain::area::Areas;
use earshot_domain::consultation::{self as rules, Outcome, Setup, State, Step};
use earshot_domain::edit::{self, Effect};
use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Permission;
use earshot_domain::question::Place;
use earshot_domain::questionnaire::{self, Defect, Questionnaire};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::slug;
use earshot_domain::suppression::{self, Shown};
use earshot_store::Json;
use earshot_store::consultation::{self, Consultation, SecondLook};
use earshot_store::{Tx, analysis, area, board, people, reading, response, step};
use uuid::Uuid;

use crate::areas::{about_places, places, takes_branch};
use crate::boards::{BoardName, ChosenBoard, chosen, decider, to_choose};
use crate::error::{Refusal, SecondPerson, taken};
use crate::search::index;
use crate::{Actor, Earshot, Error};

/// What is needed to begin a consultation.
#[derive(Debug, Clone, Default)]
pub struct NewConsultation {
    /// For staff and documents.
    pub title: String,
    /// The short name in addresses; made from the title when empty.
    pub slug: String,
    /// The short name of an earlier consultation whose questions it begins with; none when empty. Nothing of its
    /// answers comes along.
    pub questions_of: String,
}

/// A consultation as the desk shows it.
#[derive(Debug, Clone)]
pub struct DeskConsultation {
    /// Its id.
    pub id: Uuid,
    /// `C-0012`.
    pub reference: Reference,
    /// Its short name in addresses.
    pub slug: String,
    /// How far it has come.
    pub state: State,
    /// What its makers wrote.
    pub setup: Setup,
    /// The questions that are asked now.
    pub questionnaire: Questionnaire,
    /// The version of the questions.
    pub version: i64,
    /// Counts changes; forms send it back.
    pub edition: i64,
    /// The first day it took answers.
    pub opened_on: Option<NaiveDate>,
    /// Whether it takes answers today.
    pub takes_answers: bool,
    /// Answers in words that nobody has read.
    pub unread: i64,
    /// Of these, marked by the word list.
    pub watched: i64,
    /// Answers in words that are held.
    pub held: i64,
    /// Answers in words that may be used.
    pub cleared: i64,
    /// Responses. No page says so exactly how many: see `heard`.
    pub responses: i64,
    /// How many have answered, as it may be shown: the same number as while it is open, for those who may read raw text.
    pub heard: Shown,
    /// Final themes.
    pub themes: i64,
}

/// Every consultation, for the desk's first page.
#[derive(Debug, Clone)]
pub struct DeskConsultations {
    /// Newest first.
    pub list: Vec<DeskConsultation>,
}

/// What a change of the questions means for one of them, and how many have answered it.
#[derive(Debug, Clone)]
pub struct EditEffect {
    /// What it means.
    pub effect: Effect,
    /// How many answers there are.
    pub answered: Shown,
}

/// A consultation and what is missing for opening it.
#[derive(Debug, Clone)]
pub struct Preparation {
    /// The consultation.
    pub consultation: DeskConsultation,
    /// Every check and its outcome.
    pub checks: Vec<Outcome>,
    /// What is wrong with the questions.
    pub defects: Vec<Defect>,
    /// The questions as they were before the last change, where it can be undone.
    pub before: Option<Questionnaire>,
    /// Every area of the organisation.
    pub areas: Areas,
    /// The board that decides, where it is one.
    pub board: Option<BoardName>,
    /// The boards that can be chosen, that one with them.
    pub boards: Vec<BoardName>,
    /// Whether two people look at it before it is asked: it may hurt, or was once marked so, and is a draft or paused.
    pub two_people: bool,
    /// Who has looked at it as it is now, where two people do.
    pub second_look: Option<SecondLook>,
}

impl Preparation {
    /// Whether this person may open it as far as a second look goes: where it may hurt, somebody else has looked at it.
    pub fn may_open(&self, actor: &Actor) -> bool {
        !self.two_people
            || self.second_look.as_ref().is_some_and(|look| Some(look.staff_id) != actor.staff_id)
    }

    /// The places that its questions can offer.
    pub fn places(&self) -> Vec<Place> {
        places(&self.consultation.setup, &self.areas)
    }

    /// The places that may be named on "about you".
    pub fn about_places(&self) -> Vec<Place> {
        about_places(&self.consultation.setup, &self.places())
    }
}

/// Changes of a draft's questions that can be undone, one after the other.
const STEPS_BACK: i64 = 30;

impl Earshot {
    /// Every consultation that the actor may see.
    pub async fn desk_consultations(&self, actor: &Actor) -> Result<DeskConsultations, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let tallies = response::tally(&mut tx).await?;
        let states = reading::all_counts(&mut tx).await?;
        let watched = reading::watched_counts(&mut tx).await?;
        let themes = analysis::themes_of_organisation(&mut tx, actor.organisation_id).await?;
        let mut rows = consultation::all(&mut tx, actor.organisation_id).await?;
        rows.retain(|row| actor.may_in(Permission::SeeConsultations, row.id));
        let mut heard = Vec::with_capacity(rows.len());
        for row in &rows {
            heard.push(if row.state != State::Draft && actor.may_in(Permission::ReadRawText, row.id) {
                let counts = response::group_counts(&mut tx, row.id).await?;
                self.heard(&mut tx, row, &counts).await?
            } else {
                Shown::HIDDEN
            });
        }
        let list = rows
            .into_iter()
            .zip(heard)
            .map(|(row, heard)| {
                let count = |state: AnswerState| {
                    states.iter().find(|(id, s, _)| *id == row.id && *s == state).map_or(0, |(_, _, n)| *n)
                };
                let mut desk = self.desk(&row, Questionnaire::default());
                desk.responses = tallies.iter().find(|(id, _)| *id == row.id).map_or(0, |(_, n)| *n);
                desk.heard = heard;
                desk.unread = count(AnswerState::New);
                desk.watched = watched.iter().find(|(id, _)| *id == row.id).map_or(0, |(_, n)| *n);
                desk.held = count(AnswerState::Held);
                desk.cleared = count(AnswerState::Cleared);
                desk.themes = themes
                    .iter()
                    .filter(|t| {
                        t.consultation_id == row.id && t.state == earshot_domain::evidence::ThemeState::Final
                    })
                    .count()
                    .try_into()
                    .unwrap_or(i64::MAX);
                desk
            })
            .collect();
        Ok(DeskConsultations { list })
    }

    /// One consultation with its questions and what is missing for opening.
    pub async fn preparation(&self, actor: &Actor, slug: &str) -> Result<Preparation, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let mut desk = self.desk(&row, questionnaire);
        for count in reading::counts(&mut tx, row.id).await? {
            match count.state {
                AnswerState::New => {
                    desk.unread += count.n;
                    desk.watched += if count.watch { count.n } else { 0 };
                }
                AnswerState::Held => desk.held += count.n,
                AnswerState::Cleared => desk.cleared += count.n,
            }
        }
        let counts = response::group_counts(&mut tx, row.id).await?;
        desk.responses = counts.iter().map(|group| group.n).sum();
        desk.heard = self.heard(&mut tx, &row, &counts).await?;
        let defects = desk.questionnaire.defects();
        let before = self.before_last_change(&mut tx, &row).await?;
        let areas = self.areas_of(&mut tx, row.organisation_id).await?;
        let asked = desk.questionnaire.clone().with_places(&places(&desk.setup, &areas));
        let checks = rules::opening_checks(&desk.setup, &asked, self.today());
        let two_people = self.needs_two(&mut tx, &row).await?;
        let second_look =
            if two_people { consultation::check(&mut tx, row.id, row.edition).await? } else { None };
        let board = board::of_consultation(&mut tx, row.id).await?.as_ref().map(BoardName::from);
        let boards = to_choose(&mut tx, row.organisation_id, board.as_ref().map(|one| one.id)).await?;
        let consultation = desk;
        Ok(Preparation {
            consultation,
            checks,
            defects,
            before,
            areas,
            board,
            boards,
            two_people,
            second_look,
        })
    }

    /// Begins a consultation as a draft; gives its slug.
    pub async fn create_consultation(&self, actor: &Actor, new: &NewConsultation) -> Result<String, Error> {
        actor.require(Permission::EditConsultations)?;
        if new.title.trim().is_empty() {
            return Err(Error::refused(Refusal::Missing("title")));
        }
        let setup = Setup { title: new.title.trim().to_string(), ..Setup::default() };
        let slug = if new.slug.trim().is_empty() {
            slug::from_title(&new.title)
        } else {
            new.slug.trim().to_string()
        };
        let mut tx = self.db.begin().await?;
        let (from, questionnaire) = match new.questions_of.trim() {
            "" => (None, Questionnaire::default()),
            earlier => {
                let (from, asked) = self.questions_to_begin_with(&mut tx, actor, earlier).await?;
                (Some(from), asked)
            }
        };
        let row =
            self.insert_consultation(&mut tx, actor, &slug, setup, &questionnaire, State::Draft).await?;
        if let Some(from) = from {
            self.copy_files(&mut tx, actor, from, row.id, &questionnaire).await?;
        }
        tx.commit().await?;
        Ok(slug)
    }

    /// An earlier consultation and its questions, without those that it no longer asks.
    async fn questions_to_begin_with(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        earlier: &str,
    ) -> Result<(Uuid, Questionnaire), Error> {
        let row = match self.own(tx, actor, Permission::SeeConsultations, earlier).await {
            Err(Error::NotFound) => return Err(Error::refused(Refusal::Unreadable("questions_of"))),
            other => other?,
        };
        let asked = self.questions(tx, &row).await?;
        Ok((row.id, Questionnaire { retired: Vec::new(), ..asked }))
    }

    pub(crate) async fn insert_consultation(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        slug: &str,
        setup: Setup,
        questionnaire: &Questionnaire,
        state: State,
    ) -> Result<Consultation, Error> {
        if !slug::is_slug(slug) {
            return Err(Error::refused(Refusal::Unreadable("slug")));
        }
        let now = self.now();
        let number = people::next_number(tx, Kind::Consultation.letter()).await?;
        let row = Consultation {
            id: self.ordered_id(),
            organisation_id: actor.organisation_id,
            number,
            slug: slug.to_string(),
            state,
            setup: Json(setup),
            questionnaire_version: 1,
            edition: 1,
            opened_on: None,
        };
        consultation::insert(tx, &row, now).await.map_err(taken("slug"))?;
        consultation::put_questionnaire(tx, row.id, 1, questionnaire, now).await?;
        index::consultation(tx, row.id).await?;
        let made = self.change(("setup", row.id), None, Some(&row.setup.0));
        self.audit_with(tx, actor, "consultation.create", Reference::new(Kind::Consultation, number), made);
        Ok(row)
    }

    /// Keeps what the makers wrote. Which board decides stays as it is.
    pub async fn save_setup(
        &self,
        actor: &Actor,
        slug: &str,
        edition: i64,
        setup: &Setup,
    ) -> Result<(), Error> {
        self.save_setup_at(actor, slug, edition, setup, ChosenBoard::Kept).await
    }

    /// Keeps what the makers wrote, and which board decides. Where nobody is named who decides, its name stands there.
    pub async fn save_setup_at(
        &self,
        actor: &Actor,
        slug: &str,
        edition: i64,
        setup: &Setup,
        choice: ChosenBoard,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        Error::unless_empty(rules::setup_errors(setup).into_iter().map(Refusal::Setup).collect())?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        // What young people were promised does not change under their hands.
        if !row.state.is_editable() {
            return Err(Error::refused(Refusal::WrongState));
        }
        if setup.area_branch.is_some() {
            // The branch is not deleted before this is kept.
            area::hold(&mut tx, row.organisation_id).await?;
            let areas = self.areas_of(&mut tx, row.organisation_id).await?;
            if !takes_branch(setup, &areas) {
                return Err(Error::refused(Refusal::Unreadable("area_branch")));
            }
        }
        let before = board::of_consultation(&mut tx, row.id).await?.map(|one| one.id);
        let decides = chosen(&mut tx, row.organisation_id, choice, before).await?;
        let setup = &Setup { decider: decider(&setup.decider, decides.as_ref()), ..setup.clone() };
        consultation::save_setup(&mut tx, row.id, edition, setup).await?;
        index::consultation(&mut tx, row.id).await?;
        if setup.sensitive || row.setup.sensitive {
            consultation::set_care(&mut tx, row.id).await?;
        }
        let changed = self.change(("setup", row.id), Some(&row.setup.0), Some(setup));
        let subject = Reference::new(Kind::Consultation, row.number);
        self.audit_with(&mut tx, actor, "consultation.setup", subject, changed);
        let after = decides.map(|one| one.id);
        if after != before {
            board::set_of_consultation(&mut tx, row.id, after).await?;
            let changed = self.change(("board of", row.id), before.as_ref(), after.as_ref());
            self.audit_with(&mut tx, actor, "consultation.board", subject, changed);
        }
        Ok(tx.commit().await?)
    }

    /// Says which board decides about a consultation, or that none does, whatever it has come to. Whoever is trusted with a role
    /// at one board alone has it there from now on and at the one before no more, so only who makes all consultations says it.
    /// The words that young people read stay as they are.
    pub async fn put_to_board(&self, actor: &Actor, slug: &str, choice: ChosenBoard) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        area::hold(&mut tx, actor.organisation_id).await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        let before = board::of_consultation(&mut tx, row.id).await?.map(|one| one.id);
        let after = chosen(&mut tx, row.organisation_id, choice, before).await?.map(|one| one.id);
        if after != before {
            board::set_of_consultation(&mut tx, row.id, after).await?;
            let changed = self.change(("board of", row.id), before.as_ref(), after.as_ref());
            let subject = Reference::new(Kind::Consultation, row.number);
            self.audit_with(&mut tx, actor, "consultation.board", subject, changed);
        }
        Ok(tx.commit().await?)
    }

    /// The keys of the sections that are asked, and of those that answers were counted for: what was counted stays
    /// under them.
    pub async fn section_keys(&self, actor: &Actor, slug: &str) -> Result<BTreeSet<String>, Error> {
        actor.require_somewhere(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::SeeConsultations, slug).await?;
        let asked = self.questions(&mut tx, &row).await?;
        let counted = response::section_tally(&mut tx, row.id).await?.into_iter().map(|(key, _)| key);
        Ok(asked.sections.into_iter().map(|section| section.key).chain(counted).collect())
    }

    /// What these questions would mean for the answers that are there, where they are asked already.
    pub async fn edit_effects(
        &self,
        actor: &Actor,
        slug: &str,
        after: &Questionnaire,
    ) -> Result<Vec<EditEffect>, Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        let before = self.questions(&mut tx, &row).await?;
        let mut answered: BTreeMap<String, u64> = BTreeMap::new();
        for (variable, n) in response::answered(&mut tx, row.id).await? {
            let (key, _, _) = questionnaire::split(&variable);
            let most = answered.entry(key.to_string()).or_default();
            *most = (*most).max(u64::try_from(n).unwrap_or_default());
        }
        let preset = self.preset_of(&mut tx, row.id).await?;
        let effect = |effect: Effect| {
            let n = answered.get(&effect.key).copied().unwrap_or_default();
            EditEffect { effect, answered: suppression::count(preset, n) }
        };
        Ok(edit::effects(&before, after).into_iter().map(effect).collect())
    }

    /// Keeps the questions. While nothing was asked the version stays. Once they are asked, a sound change makes the
    /// next version; answers keep theirs, and nothing that was asked loses its column.
    pub async fn save_questionnaire(
        &self,
        actor: &Actor,
        slug: &str,
        edition: i64,
        questionnaire: &Questionnaire,
    ) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        if row.state.is_editable() {
            self.replace_questionnaire(&mut tx, actor, &row, edition, questionnaire).await?;
            return Ok(tx.commit().await?);
        }
        if !row.state.asks() {
            return Err(Error::refused(Refusal::WrongState));
        }
        may_change(&row)?;
        keep_areas(&mut tx, &row).await?;
        // Somebody may be answering at this moment.
        Error::unless_empty(questionnaire.defects().into_iter().map(Refusal::Defect).collect())?;
        let before = self.questions(&mut tx, &row).await?;
        let next = edit::succeed(&before, questionnaire.clone());
        let version = row.questionnaire_version + 1;
        consultation::save_version(&mut tx, row.id, edition, version).await?;
        consultation::put_questionnaire(&mut tx, row.id, version, &next, self.now()).await?;
        let subject = Reference::new(Kind::Consultation, row.number);
        let changed = self.change(("questions", row.id), Some(&before), Some(&next));
        self.audit_with(&mut tx, actor, "consultation.questions-while-open", subject, changed);
        Ok(tx.commit().await?)
    }

    /// The questions as they were before the last change: the last step of a draft, or the version before, once they
    /// are asked.
    async fn before_last_change(
        &self,
        tx: &mut Tx,
        row: &Consultation,
    ) -> Result<Option<Questionnaire>, Error> {
        if row.state.is_editable() {
            return Ok(step::last(tx, row.id).await?.map(|(_, before)| before));
        }
        if !row.state.asks() || row.questionnaire_version < 2 {
            return Ok(None);
        }
        Ok(consultation::questionnaire(tx, row.id, row.questionnaire_version - 1).await?)
    }

    /// Takes the last change of a draft's questions back. What is asked already goes back through
    /// [`Earshot::save_questionnaire`], like every change of it.
    pub async fn undo_questionnaire(&self, actor: &Actor, slug: &str, edition: i64) -> Result<(), Error> {
        actor.require_somewhere(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        if !row.state.is_editable() {
            return Err(Error::refused(Refusal::WrongState));
        }
        keep_areas(&mut tx, &row).await?;
        let (number, before) = step::last(&mut tx, row.id).await?.ok_or(Error::NotFound)?;
        consultation::save_version(&mut tx, row.id, edition, row.questionnaire_version).await?;
        let undone = self.questions(&mut tx, &row).await?;
        step::take(&mut tx, row.id, number).await?;
        consultation::put_questionnaire(&mut tx, row.id, row.questionnaire_version, &before, self.now())
            .await?;
        let subject = Reference::new(Kind::Consultation, row.number);
        let changed = self.change(("questions", row.id), Some(&undone), Some(&before));
        self.audit_with(&mut tx, actor, "consultation.questions-undo", subject, changed);
        Ok(tx.commit().await?)
    }

    pub(crate) async fn replace_questionnaire(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        edition: i64,
        questionnaire: &Questionnaire,
    ) -> Result<(), Error> {
        keep_areas(tx, row).await?;
        let before = self.questions(tx, row).await?;
        // First of all: of two tabs at once the second waits here, and finds that it is too late.
        consultation::save_version(tx, row.id, edition, row.questionnaire_version).await?;
        if before != *questionnaire {
            step::push(tx, row.id, &before, STEPS_BACK, self.now()).await?;
        }
        consultation::put_questionnaire(tx, row.id, row.questionnaire_version, questionnaire, self.now())
            .await?;
        let changed = self.change(("questions", row.id), Some(&before), Some(questionnaire));
        let subject = Reference::new(Kind::Consultation, row.number);
        self.audit_with(tx, actor, "consultation.questions", subject, changed);
        Ok(())
    }

    /// Whether two people look at a consultation before it is asked: what may hurt, as long as it is a draft, and again once
    /// it was paused. The mark that says so is not taken off by one person alone.
    async fn needs_two(&self, tx: &mut Tx, row: &Consultation) -> Result<bool, Error> {
        if !row.state.is_editable() && row.state != State::Paused {
            return Ok(false);
        }
        Ok(row.setup.sensitive || consultation::needs_care(tx, row.id).await?)
    }

    /// Lets something be changed that is kept beside the questions, such as a file. Of what may hurt the change counts as
    /// one of the whole, so that somebody looks at it.
    pub(crate) async fn may_change_beside(&self, tx: &mut Tx, row: &Consultation) -> Result<(), Error> {
        may_change(row)?;
        if row.setup.sensitive || consultation::needs_care(tx, row.id).await? {
            consultation::touch(tx, row.id, row.state).await?;
        }
        Ok(())
    }

    /// Notes that somebody has looked at what may hurt, as it is in this edition; somebody else can open it then
    /// (domain.md 7.4.1, "two-person approval"; 7.7, "Approve/open").
    pub async fn check_consultation(&self, actor: &Actor, slug: &str, edition: i64) -> Result<(), Error> {
        actor.require_somewhere(Permission::CheckConsultations)?;
        let staff_id = actor.staff_id.ok_or(Error::Forbidden)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::CheckConsultations, slug).await?;
        if row.edition != edition {
            return Err(Error::Stale);
        }
        if !self.needs_two(&mut tx, &row).await? {
            return Err(Error::refused(Refusal::WrongState));
        }
        consultation::set_check(&mut tx, row.id, edition, staff_id, self.now()).await?;
        self.audit(&mut tx, actor, "consultation.check", Reference::new(Kind::Consultation, row.number));
        Ok(tx.commit().await?)
    }

    /// Opens, pauses or closes.
    pub async fn run_consultation(
        &self,
        actor: &Actor,
        slug: &str,
        edition: i64,
        step: Step,
    ) -> Result<(), Error> {
        // A safeguarding lead may stop at any time (domain.md 7.4.1).
        let stops = step == Step::Pause && actor.may(Permission::DecideHeldAnswers);
        let needed = if stops { Permission::DecideHeldAnswers } else { Permission::RunConsultations };
        actor.require_somewhere(needed)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, needed, slug).await?;
        if row.edition != edition {
            return Err(Error::Stale);
        }
        match step {
            Step::Open => {
                let places = self.places_of(&mut tx, &row).await?;
                let asked = places.fill(self.questions(&mut tx, &row).await?);
                let blocked = rules::opening_checks(&row.setup, &asked, self.today())
                    .into_iter()
                    .filter(|outcome| outcome.blocks)
                    .map(|outcome| Refusal::Check(outcome.check))
                    .collect();
                Error::unless_empty(blocked)?;
                if self.needs_two(&mut tx, &row).await? {
                    let look = consultation::check(&mut tx, row.id, row.edition).await?;
                    if look.is_none_or(|look| Some(look.staff_id) == actor.staff_id) {
                        return Err(Error::refused(Refusal::SecondPerson(SecondPerson::Draft)));
                    }
                }
                // From now on every version is kept.
                step::forget(&mut tx, row.id).await?;
            }
            Step::Pause | Step::Close => {}
            // The other steps happen with what they are about: findings,
            // a decision, the feedback page.
            Step::PublishFindings | Step::Decide | Step::FeedBack | Step::FollowUp => {
                return Err(Error::refused(Refusal::WrongState));
            }
        }
        self.take_step(&mut tx, actor, &row, step).await?;
        Ok(tx.commit().await?)
    }

    /// Moves a consultation one step along, with its audit row.
    pub(crate) async fn take_step(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        step: Step,
    ) -> Result<(), Error> {
        let next = row.state.after(step).ok_or_else(|| Error::refused(Refusal::WrongState))?;
        let opened_on = row.opened_on.or_else(|| (next == State::Open).then(|| self.today()));
        consultation::save_state(tx, row.id, row.edition, next, opened_on).await?;
        // Its day is the first on which it was asked.
        index::consultation(tx, row.id).await?;
        let action = match step {
            Step::Open => "consultation.open",
            Step::Pause => "consultation.pause",
            Step::Close => "consultation.close",
            Step::PublishFindings => "consultation.publish-findings",
            Step::Decide => "consultation.decide",
            Step::FeedBack => "consultation.feed-back",
            Step::FollowUp => "consultation.follow-up",
        };
        self.audit(tx, actor, action, Reference::new(Kind::Consultation, row.number));
        Ok(())
    }

    /// The consultation at this address, if it is the actor's organisation's.
    /// A consultation of the actor's own organisation in which they may do this: everywhere here, or in this one.
    pub(crate) async fn own(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        permission: Permission,
        slug: &str,
    ) -> Result<Consultation, Error> {
        let row = consultation::by_slug(tx, slug)
            .await?
            .filter(|row| row.organisation_id == actor.organisation_id)
            .ok_or(Error::NotFound)?;
        // Who may not see a consultation is not told that there is one.
        if !actor.may_in(Permission::SeeConsultations, row.id) {
            return Err(Error::NotFound);
        }
        actor.require_in(permission, row.id)?;
        Ok(row)
    }

    pub(crate) async fn questions(&self, tx: &mut Tx, row: &Consultation) -> Result<Questionnaire, Error> {
        Ok(consultation::questionnaire(tx, row.id, row.questionnaire_version).await?.unwrap_or_default())
    }

    /// How many have answered, as it may be shown.
    async fn heard(
        &self,
        tx: &mut Tx,
        row: &Consultation,
        counts: &[response::GroupCount],
    ) -> Result<Shown, Error> {
        let preset = self.preset_of(tx, row.id).await?;
        Ok(crate::progress::who_answered(preset, &row.setup, counts).all)
    }

    fn desk(&self, row: &Consultation, questionnaire: Questionnaire) -> DeskConsultation {
        DeskConsultation {
            id: row.id,
            reference: Reference::new(Kind::Consultation, row.number),
            slug: row.slug.clone(),
            state: row.state,
            setup: row.setup.0.clone(),
            questionnaire,
            version: row.questionnaire_version,
            edition: row.edition,
            opened_on: row.opened_on,
            takes_answers: rules::takes_answers(row.state, row.setup.close_on, self.today()),
            unread: 0,
            watched: 0,
            held: 0,
            cleared: 0,
            responses: 0,
            heard: Shown::HIDDEN,
            themes: 0,
        }
    }
}

/// Sees to it that no area which the questions of a consultation may name is deleted before they are kept.
async fn keep_areas(tx: &mut Tx, row: &Consultation) -> Result<(), Error> {
    if row.setup.area_branch.is_some() {
        area::hold(tx, row.organisation_id).await?;
    }
    Ok(())
}

/// What may hurt is not changed while it is asked: it is paused first, and somebody else looks before it opens again.
fn may_change(row: &Consultation) -> Result<(), Error> {
    if row.setup.sensitive && row.state == State::Open {
        return Err(Error::refused(Refusal::SecondPerson(SecondPerson::WhileAsked)));
    }
    Ok(())
}
