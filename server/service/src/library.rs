//! Questions that are there already: ready sets, the organisation's own library, and earlier consultations
//! (domain.md 5.7, 7.8). What is taken is a copy, and no answer comes along.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use earshot_domain::consultation::State;
use earshot_domain::library::{self as rules, ABOUT_MAX, NAME_MAX};
use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::{Defect, Questionnaire};
use earshot_domain::ready_sets::{self, ReadySet};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::take;
use earshot_store::asset::{self, NewAsset};
use earshot_store::consultation::Consultation;
use earshot_store::library::{self, NewVersion, Version};
use earshot_store::{Tx, consultation};
use uuid::Uuid;

use crate::error::Refusal;
use crate::files::FILES_MAX;
use crate::{Actor, Earshot, Error};

/// Sets on one page of a list.
pub const SETS_PER_PAGE: usize = 20;

/// Where questions can be taken from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shelf {
    /// The sets that come with Earshot.
    #[default]
    Ready,
    /// What the organisation kept.
    Library,
    /// Consultations of the organisation.
    Earlier,
}

/// A set of questions, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A ready set by its key.
    Ready(String),
    /// A set of the library, in this version or in its newest.
    Library(Uuid, Option<i64>),
    /// A consultation by its short name.
    Consultation(String),
}

/// A set as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetCard {
    /// Where it is taken from.
    pub source: Source,
    /// What it is called.
    pub title: String,
    /// When to use it.
    pub about: String,
    /// How many questions it has.
    pub questions: usize,
    /// Of the library: which version it is, and whether it is no longer offered.
    pub version: Option<(i64, bool)>,
    /// Of a consultation: how far it has come.
    pub state: Option<State>,
}

/// A page of a list of sets.
#[derive(Debug, Clone)]
pub struct SetPage {
    /// They.
    pub sets: Vec<SetCard>,
    /// How many there are on all pages.
    pub of: usize,
    /// Which page it is, from 0.
    pub page: usize,
}

impl SetPage {
    fn new(all: Vec<SetCard>, page: usize) -> Self {
        let of = all.len();
        let page = page.min(of.saturating_sub(1) / SETS_PER_PAGE);
        let sets = all.into_iter().skip(page * SETS_PER_PAGE).take(SETS_PER_PAGE).collect();
        Self { sets, of, page }
    }

    /// How many pages there are, at least one.
    pub fn pages(&self) -> usize {
        self.of.div_ceil(SETS_PER_PAGE).max(1)
    }
}

/// A set with its questions.
#[derive(Debug, Clone)]
pub struct QuestionSet {
    /// What a list says about it.
    pub card: SetCard,
    /// The questions.
    pub questionnaire: Questionnaire,
}

/// A version of a set of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetVersion {
    /// Which one it is, from 1.
    pub version: i64,
    /// How many questions it has.
    pub questions: i64,
    /// Who saved it.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Took {
    /// How many questions.
    pub questions: usize,
    /// How many of them are asked of everybody now, because what they waited for did not come along.
    pub loosened: usize,
}

/// Questions to keep in the library.
#[derive(Debug, Clone, Default)]
pub struct KeepText {
    /// What the set is called. Under a name that is there it becomes the next version.
    pub name: String,
    /// When to use it.
    pub about: String,
    /// Keys of the questions.
    pub questions: Vec<String>,
}

impl Earshot {
    /// A page of what can be taken from a shelf, with every word of `query` in it. A consultation does not offer its
    /// own questions to itself: `into` is its short name.
    pub async fn sets(
        &self,
        actor: &Actor,
        shelf: Shelf,
        query: &str,
        page: usize,
        into: &str,
    ) -> Result<SetPage, Error> {
        actor.require(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let found = match shelf {
            Shelf::Ready => ready(query),
            Shelf::Library => {
                let all = library::all(&mut tx, actor.organisation_id).await?;
                let offered = all.into_iter().filter(|version| version.retired_at.is_none());
                offered.filter(|version| rules::matches(&version.words, query)).map(card).collect()
            }
            Shelf::Earlier => Self::earlier(&mut tx, actor, query, into).await?,
        };
        Ok(SetPage::new(found, page))
    }

    /// Consultations of the organisation that ask something, the newest first.
    async fn earlier(tx: &mut Tx, actor: &Actor, query: &str, into: &str) -> Result<Vec<SetCard>, Error> {
        let rows = consultation::all(tx, actor.organisation_id).await?;
        let mut questions: HashMap<Uuid, Questionnaire> =
            consultation::questions_of_all(tx, actor.organisation_id).await?.into_iter().collect();
        let others = rows.into_iter().filter(|row| row.slug != into);
        let card = |row: Consultation| {
            let asked = questions.remove(&row.id).filter(|asked| !asked.questions.is_empty())?;
            let words = rules::words(&row.setup.title, &row.setup.child_title, &asked);
            rules::matches(&words, query).then(|| earlier_card(&row, &asked))
        };
        Ok(others.filter_map(card).collect())
    }

    /// A page of the organisation's library, for those who look after it: what is no longer offered stands last.
    pub async fn library(&self, actor: &Actor, query: &str, page: usize) -> Result<SetPage, Error> {
        actor.require(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let mut all = library::all(&mut tx, actor.organisation_id).await?;
        all.retain(|version| rules::matches(&version.words, query));
        all.sort_by_key(|version| version.retired_at.is_some());
        Ok(SetPage::new(all.into_iter().map(card).collect(), page))
    }

    /// The names of all sets, and whether each is still offered: under one of them, questions become its next version.
    pub async fn library_names(&self, actor: &Actor) -> Result<Vec<(String, bool)>, Error> {
        actor.require(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let names = library::names(&mut tx, actor.organisation_id).await?;
        Ok(names.into_iter().map(|(name, retired)| (name, retired.is_none())).collect())
    }

    /// A set with its questions.
    pub async fn question_set(&self, actor: &Actor, source: &Source) -> Result<QuestionSet, Error> {
        actor.require(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        self.find_set(&mut tx, actor, source).await
    }

    async fn find_set(&self, tx: &mut Tx, actor: &Actor, source: &Source) -> Result<QuestionSet, Error> {
        match source {
            Source::Ready(key) => {
                let set = ready_sets::set(key).ok_or(Error::NotFound)?;
                let questionnaire = (set.questions)();
                Ok(QuestionSet { card: ready_card(set, &questionnaire), questionnaire })
            }
            Source::Library(id, version) => {
                let versions = library::versions(tx, actor.organisation_id, *id).await?;
                let wanted = |known: &Version| version.is_none_or(|version| known.version == version);
                let known = versions.into_iter().find(wanted).ok_or(Error::NotFound)?;
                let body = library::body(tx, actor.organisation_id, *id, known.version).await?;
                Ok(QuestionSet { card: card(known), questionnaire: body.ok_or(Error::NotFound)? })
            }
            Source::Consultation(slug) => {
                let row = self.own(tx, actor, Permission::SeeConsultations, slug).await?;
                let questionnaire = self.questions(tx, &row).await?;
                Ok(QuestionSet { card: earlier_card(&row, &questionnaire), questionnaire })
            }
        }
    }

    /// Every version of a set of the library, the newest first.
    pub async fn set_versions(&self, actor: &Actor, id: Uuid) -> Result<Vec<SetVersion>, Error> {
        actor.require(Permission::SeeConsultations)?;
        let mut tx = self.db.read().await?;
        let versions = library::versions(&mut tx, actor.organisation_id, id).await?;
        let versions = versions.into_iter().map(|version| SetVersion {
            version: version.version,
            questions: version.questions,
            by: version.staff_name,
            at: version.saved_at,
        });
        Ok(versions.collect())
    }

    /// Puts questions from elsewhere behind those of a draft: all of a set, or those with these keys.
    pub async fn take_questions(
        &self,
        actor: &Actor,
        slug: &str,
        edition: i64,
        source: &Source,
        keys: Option<&[String]>,
    ) -> Result<Took, Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        // What young people are asked already changes only in the editor, which says what that means for answers.
        if !row.state.is_editable() {
            return Err(Error::refused(Refusal::WrongState));
        }
        let set = self.find_set(&mut tx, actor, source).await?;
        let all: Vec<String> =
            set.questionnaire.questions.iter().map(|question| question.key.clone()).collect();
        let picked = take::pick(&set.questionnaire, keys.unwrap_or(&all));
        let took = Took { questions: picked.questionnaire.questions.len(), loosened: picked.loosened.len() };
        if took.questions == 0 {
            return Err(Error::refused(Refusal::Missing("questions")));
        }
        let before = self.questions(&mut tx, &row).await?;
        let whole = take::add(&before, &picked.questionnaire)
            .ok_or_else(|| Error::refused(Refusal::Defect(Defect::TooManyQuestions)))?;
        self.replace_questionnaire(&mut tx, actor, &row, edition, &whole).await?;
        if let Source::Consultation(from) = source {
            let from = self.own(&mut tx, actor, Permission::EditConsultations, from).await?;
            self.copy_files(&mut tx, actor, from.id, row.id, &picked.questionnaire).await?;
        }
        self.audit(&mut tx, actor, "library.take", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(took)
    }

    /// Copies the files that these questions name from one consultation to another. A file that is there already
    /// stays; where there is another one of the same name, nothing is taken.
    pub(crate) async fn copy_files(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        from: Uuid,
        to: Uuid,
        asked: &Questionnaire,
    ) -> Result<(), Error> {
        let named = asked.files();
        let there = asset::list(tx, to).await?;
        let mut files = asset::list(tx, from).await?;
        files.retain(|file| named.contains(&file.name.as_str()));
        files.retain(|file| !there.iter().any(|other| other.name == file.name && other.hash == file.hash));
        if let Some(file) = files.iter().find(|file| there.iter().any(|other| other.name == file.name)) {
            let words = format!(
                "There is another file called \u{201c}{}\u{201d} here. Give one of them another name first.",
                file.name
            );
            return Err(Error::refused(Refusal::Questionnaire(words)));
        }
        if there.len() + files.len() > FILES_MAX {
            return Err(Error::TooMany);
        }
        for file in files {
            let Some((bytes, content_type, hash)) = asset::bytes(tx, from, &file.name).await? else {
                continue;
            };
            let new = NewAsset {
                id: self.ordered_id(),
                consultation_id: to,
                name: file.name,
                alt: file.alt,
                content_type,
                hash,
                points: file.width.zip(file.height),
                created_by: actor.staff_id,
                created_at: self.now(),
                bytes,
            };
            asset::put(tx, &new).await?;
        }
        Ok(())
    }

    /// Keeps questions of a consultation in the library; gives the set and its version. Files beside them stay where
    /// they are.
    pub async fn keep_in_library(
        &self,
        actor: &Actor,
        slug: &str,
        text: &KeepText,
    ) -> Result<(Uuid, i64), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::EditConsultations, slug).await?;
        let asked = self.questions(&mut tx, &row).await?;
        let picked = take::pick(&asked, &text.questions).questionnaire;
        let name = text.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let (name, about) = (name.as_str(), text.about.trim());
        let mut refusals = Vec::new();
        if name.is_empty() {
            refusals.push(Refusal::Missing("name"));
        }
        for (field, text, max) in [("name", name, NAME_MAX), ("about", about, ABOUT_MAX)] {
            if text.chars().count() > max {
                refusals.push(Refusal::TooLong { field, max });
            }
        }
        if picked.questions.is_empty() {
            refusals.push(Refusal::Missing("questions"));
        } else {
            // Whoever takes it should not have to mend it first.
            refusals.extend(picked.defects().into_iter().map(Refusal::Defect));
        }
        Error::unless_empty(refusals)?;
        let (now, key) = (self.now(), rules::name_key(name));
        let id = match library::by_name(&mut tx, actor.organisation_id, &key).await? {
            Some(id) => {
                library::rename(&mut tx, id, name).await?;
                id
            }
            None => {
                let id = self.ordered_id();
                let taken = crate::error::taken("name");
                library::insert(&mut tx, actor.organisation_id, id, name, &key, now).await.map_err(taken)?;
                id
            }
        };
        let words = rules::words(name, about, &picked);
        let new = NewVersion { about, body: &picked, words: &words, saved_by: actor.staff_id, saved_at: now };
        let version = library::add_version(&mut tx, id, &new).await.map_err(crate::error::taken("name"))?;
        self.audit(&mut tx, actor, "library.keep", format!("{name}, version {version}"));
        tx.commit().await?;
        Ok((id, version))
    }

    /// Offers a set of the library no longer, or again. What was taken from it stays where it is.
    pub async fn offer_set(&self, actor: &Actor, id: Uuid, offered: bool) -> Result<(), Error> {
        actor.require(Permission::EditConsultations)?;
        let mut tx = self.db.begin().await?;
        let versions = library::versions(&mut tx, actor.organisation_id, id).await?;
        let name = versions.into_iter().next().ok_or(Error::NotFound)?.name;
        let retired_at = (!offered).then(|| self.now());
        library::retire(&mut tx, actor.organisation_id, id, retired_at).await?;
        let action = if offered { "library.offer" } else { "library.retire" };
        self.audit(&mut tx, actor, action, name);
        Ok(tx.commit().await?)
    }
}

fn ready(query: &str) -> Vec<SetCard> {
    let found = ready_sets::SETS.iter().filter_map(|set| {
        let questionnaire = (set.questions)();
        let words = rules::words(set.title, set.about, &questionnaire);
        rules::matches(&words, query).then(|| ready_card(set, &questionnaire))
    });
    found.collect()
}

fn ready_card(set: &ReadySet, questionnaire: &Questionnaire) -> SetCard {
    SetCard {
        source: Source::Ready(set.key.to_string()),
        title: set.title.to_string(),
        about: set.about.to_string(),
        questions: questionnaire.questions.len(),
        version: None,
        state: None,
    }
}

fn card(version: Version) -> SetCard {
    SetCard {
        source: Source::Library(version.id, None),
        title: version.name,
        about: version.about,
        questions: usize::try_from(version.questions).unwrap_or_default(),
        version: Some((version.version, version.retired_at.is_some())),
        state: None,
    }
}

fn earlier_card(row: &Consultation, questionnaire: &Questionnaire) -> SetCard {
    SetCard {
        source: Source::Consultation(row.slug.clone()),
        title: row.setup.title.clone(),
        about: row.setup.child_title.clone(),
        questions: questionnaire.questions.len(),
        version: None,
        state: Some(row.state),
    }
}
