//! What is kept of files of other programs beside codes and codings: who sees it, how it leaves again, and how an import is
//! taken back. Somebody else's notes and names leave with everything covered that may tell who somebody is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use earshot_domain::policy::Permission;
use earshot_domain::redaction::Sure;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::text;
use earshot_store::consultation::Consultation;
use earshot_store::qda_kept::{self as store, Brought};
use earshot_store::{Tx, qda};
use uuid::Uuid;

use super::take::Here;
use super::{
    FileId, HandedBeside, HandedCase, HandedNote, HandedPlace, HandedSet, HandedVariable, Handing, book,
    question_id,
};
use crate::import::still_analysed;
use crate::reading::short_name;
use crate::taking_out::Careful;
use crate::{Actor, Earshot, Error};

/// How many of each kind a page shows before it counts the rest.
const SHOWN: usize = 200;

/// Everything that is kept of a consultation, as it is.
#[derive(Default)]
pub(super) struct Kept {
    variables: Vec<store::Variable>,
    cases: Vec<store::Case>,
    case_answers: BTreeMap<Uuid, Vec<Uuid>>,
    values: BTreeMap<Uuid, Vec<(Uuid, String)>>,
    notes: Vec<store::Note>,
    places: BTreeMap<Uuid, Vec<store::Place>>,
    sets: Vec<store::Set>,
    members: BTreeMap<Uuid, Vec<store::Member>>,
    own: Vec<store::OwnNote>,
}

impl Kept {
    /// Reads it.
    pub(super) async fn of(tx: &mut Tx, consultation_id: Uuid) -> Result<Self, Error> {
        let id = consultation_id;
        let mut kept = Self {
            variables: store::variables(tx, id).await?,
            cases: store::cases(tx, id).await?,
            notes: store::notes(tx, id).await?,
            sets: store::sets(tx, id).await?,
            own: store::own_notes(tx, id).await?,
            ..Self::default()
        };
        for (case, answer) in store::case_answers(tx, id).await? {
            kept.case_answers.entry(case).or_default().push(answer);
        }
        for (case, variable, value) in store::values(tx, id).await? {
            kept.values.entry(case).or_default().push((variable, value));
        }
        for place in store::places(tx, id).await? {
            kept.places.entry(place.note_id).or_default().push(place);
        }
        for member in store::members(tx, id).await? {
            kept.members.entry(member.set_id).or_default().push(member);
        }
        Ok(kept)
    }

    fn answers_of(&self, case: Uuid) -> &[Uuid] {
        self.case_answers.get(&case).map(Vec::as_slice).unwrap_or_default()
    }

    fn values_of(&self, case: Uuid) -> &[(Uuid, String)] {
        self.values.get(&case).map(Vec::as_slice).unwrap_or_default()
    }

    fn places_of(&self, note: Uuid) -> &[store::Place] {
        self.places.get(&note).map(Vec::as_slice).unwrap_or_default()
    }

    fn members_of(&self, set: Uuid) -> &[store::Member] {
        self.members.get(&set).map(Vec::as_slice).unwrap_or_default()
    }

    /// Takes out what speaks of an answer that may not be used.
    fn only_of(&mut self, is_usable: impl Fn(Uuid) -> bool) {
        let Self { cases, case_answers, notes, places, members, .. } = self;
        let all = |answers: &[Uuid]| answers.iter().all(|answer| is_usable(*answer));
        cases.retain(|case| all(case_answers.get(&case.id).map(Vec::as_slice).unwrap_or_default()));
        notes.retain(|note| {
            let places = places.get(&note.id).map(Vec::as_slice).unwrap_or_default();
            places.iter().filter_map(|place| place.answer_id).all(&is_usable)
        });
        for members in members.values_mut() {
            members.retain(|member| member.answer_id.is_none_or(&is_usable));
        }
    }
}

impl Handing<'_> {
    /// What is kept of other programs, and the notes of those who code here, as they leave: of answers that leave, with codes
    /// that leave, and with everything covered that may tell who somebody is.
    pub(super) fn beside(&self, mut kept: Kept, careful: &Careful, codes: &HashSet<Uuid>) -> HandedBeside {
        kept.only_of(|answer| self.left.contains_key(&answer));
        let variables = kept.variables.iter().filter_map(|one| {
            let name = careful.veiled(&one.name, Sure::Strong)?;
            Some(HandedVariable { key: one.guid, name, kind: one.kind.clone() })
        });
        let sets = kept.sets.iter().filter_map(|set| self.set(&kept, careful, codes, set));
        HandedBeside {
            variables: variables.collect(),
            cases: kept.cases.iter().filter_map(|case| self.case(&kept, careful, case)).collect(),
            notes: self.notes(&kept, careful, codes),
            sets: sets.collect(),
        }
    }

    fn case(&self, kept: &Kept, careful: &Careful, case: &store::Case) -> Option<HandedCase> {
        let left: Vec<(Uuid, Uuid)> =
            kept.answers_of(case.id).iter().filter_map(|answer| self.left.get(answer).copied()).collect();
        let key = if case.is_voice {
            let (_, response) = left.first()?;
            self.earshot.file_id(FileId::Voice, self.consultation_id, *response)
        } else {
            case.guid
        };
        let values = kept.values_of(case.id).iter().filter_map(|(id, value)| {
            let variable = kept.variables.iter().find(|variable| variable.id == *id)?;
            let veiled = careful.veiled(value, Sure::Weak)?;
            // What stands in the place of a name is no number and no day.
            let fits = variable.kind == "Text" || veiled == *value;
            fits.then_some((variable.guid, veiled))
        });
        Some(HandedCase {
            key,
            is_voice: case.is_voice,
            name: careful.veiled(&case.name, Sure::Weak)?,
            description: careful.veiled(&case.description, Sure::Weak)?,
            values: values.collect(),
            texts: left.into_iter().map(|(text, _)| text).collect(),
        })
    }

    fn set(
        &self,
        kept: &Kept,
        careful: &Careful,
        codes: &HashSet<Uuid>,
        set: &store::Set,
    ) -> Option<HandedSet> {
        let members = kept.members_of(set.id);
        let notes = members.iter().filter_map(|member| member.note_id);
        let note = |id: Uuid| kept.notes.iter().find(|note| note.id == id).map(|note| note.guid);
        let texts = members.iter().filter_map(|member| self.left.get(&member.answer_id?));
        Some(HandedSet {
            key: set.guid,
            name: careful.veiled(&set.name, Sure::Strong)?,
            description: careful.veiled(&set.description, Sure::Weak)?,
            codes: members.iter().filter_map(|member| self.code(codes, member.code_id?)).collect(),
            texts: texts.map(|(text, _)| *text).collect(),
            notes: notes.filter_map(note).collect(),
        })
    }

    fn notes(&self, kept: &Kept, careful: &Careful, codes: &HashSet<Uuid>) -> Vec<HandedNote> {
        let mut notes = Vec::new();
        for note in &kept.notes {
            let places = kept.places_of(note.id);
            let beside: BTreeSet<HandedPlace> =
                places.iter().filter_map(|place| self.place(codes, place)).collect();
            if beside.is_empty() && !places.is_empty() {
                continue;
            }
            let veiled = careful.veiled(&note.name, Sure::Weak).zip(careful.veiled(&note.words, Sure::Weak));
            let Some((name, words)) = veiled else { continue };
            notes.push(HandedNote { key: note.guid, name, words, beside: beside.into_iter().collect() });
        }
        for own in kept.own.iter().filter(|own| own.removed_at.is_none()) {
            let beside = match (own.answer_id, own.code_id) {
                (Some(answer), _) => self.left.get(&answer).map(|(text, _)| HandedPlace::Text {
                    text: *text,
                    span: None,
                    code: None,
                }),
                (None, Some(code)) => self.code(codes, code).map(HandedPlace::Code),
                (None, None) => None,
            };
            let Some((beside, words)) = beside.zip(careful.veiled(&own.words, Sure::Weak)) else { continue };
            let key = self.earshot.file_id(FileId::Note, self.consultation_id, own.id);
            notes.push(HandedNote { key, name: String::new(), words, beside: vec![beside] });
        }
        notes
    }

    /// What a code is called in the file, if it is in it.
    fn code(&self, codes: &HashSet<Uuid>, id: Uuid) -> Option<Uuid> {
        self.guids.get(&id).copied().filter(|code| codes.contains(code))
    }

    /// Where a note stands in the file.
    fn place(&self, codes: &HashSet<Uuid>, place: &store::Place) -> Option<HandedPlace> {
        let code = match place.code_id {
            Some(code) => Some(self.code(codes, code)?),
            None => None,
        };
        let Some(answer) = place.answer_id else {
            return Some(code.map_or(HandedPlace::Everything, HandedPlace::Code));
        };
        let (text, _) = *self.left.get(&answer)?;
        let span = match place.span() {
            Some(span) => {
                let covered = self.covered.of(answer)?;
                Some(text::shift(span, covered).filter(|span| !span.is_empty())?)
            }
            None => None,
        };
        Some(HandedPlace::Text { text, span, code })
    }
}

/// What is kept of files, as those see it who read every answer.
pub struct KeptView {
    /// The files that were taken in, the last first.
    pub imports: Vec<KeptImport>,
    /// The names of the variables, in the order of the values of cases.
    pub variables: Vec<String>,
    /// The first cases by name.
    pub cases: Vec<KeptCase>,
    /// How many more there are.
    pub more_cases: usize,
    /// The first sets by name.
    pub sets: Vec<KeptSet>,
    /// How many more there are.
    pub more_sets: usize,
    /// The first notes by name.
    pub notes: Vec<KeptNote>,
    /// How many more there are.
    pub more_notes: usize,
}

/// One time that a file was taken in.
pub struct KeptImport {
    /// Its id.
    pub id: Uuid,
    /// Who did it.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// How many codings it brought.
    pub codings: i64,
    /// How many cases, variables, sets and notes of it are kept.
    pub kept: [usize; 4],
    /// What was left out and why, in numbers.
    pub left: Vec<String>,
}

/// Somebody, or whatever else texts are of.
pub struct KeptCase {
    /// Its name; may be empty.
    pub name: String,
    /// What is said of it; may be empty.
    pub description: String,
    /// The values of the variables, in their order; empty where it has none.
    pub values: Vec<String>,
    /// The answers that are of it, with their short names.
    pub answers: Vec<(Uuid, String)>,
}

/// A set.
pub struct KeptSet {
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// The names of the codes in it.
    pub codes: Vec<String>,
    /// The answers in it, with their short names.
    pub answers: Vec<(Uuid, String)>,
    /// How many notes are in it.
    pub notes: usize,
}

/// A note.
pub struct KeptNote {
    /// Its name; may be empty.
    pub name: String,
    /// What it says.
    pub words: String,
    /// What it stands beside.
    pub beside: Vec<KeptPlace>,
}

/// What a note stands beside; all of it is absent where it is about the whole.
pub struct KeptPlace {
    /// The answer, with its short name.
    pub answer: Option<(Uuid, String)>,
    /// The words of the piece.
    pub piece: Option<String>,
    /// The name of the code.
    pub code: Option<String>,
}

/// An answer with its short name.
fn named(id: Uuid) -> (Uuid, String) {
    (id, short_name(id))
}

/// The first of many, and how many more there are.
fn first<T>(mut all: Vec<T>) -> (Vec<T>, usize) {
    let more = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    (all, more)
}

impl Kept {
    fn view(
        mut self,
        imports: Vec<store::Import>,
        words: &HashMap<Uuid, String>,
        codes: &HashMap<Uuid, String>,
    ) -> KeptView {
        self.only_of(|answer| words.contains_key(&answer));
        let import = |import: store::Import| {
            let of_it = [
                self.cases.iter().filter(|one| one.import_id == import.id).count(),
                self.variables.iter().filter(|one| one.import_id == import.id).count(),
                self.sets.iter().filter(|one| one.import_id == import.id).count(),
                self.notes.iter().filter(|one| one.import_id == import.id).count(),
            ];
            KeptImport {
                id: import.id,
                by: import.staff_name,
                at: import.at,
                codings: import.codings,
                kept: of_it,
                left: import.left_out.lines().map(str::to_string).collect(),
            }
        };
        let imports = imports.into_iter().rev().map(import).collect();
        let case = |case: &store::Case| {
            let values: HashMap<Uuid, &String> =
                self.values_of(case.id).iter().map(|(variable, value)| (*variable, value)).collect();
            let value = |variable: &store::Variable| {
                values.get(&variable.id).map(|value| (*value).clone()).unwrap_or_default()
            };
            KeptCase {
                name: case.name.clone(),
                description: case.description.clone(),
                values: self.variables.iter().map(value).collect(),
                answers: self.answers_of(case.id).iter().copied().map(named).collect(),
            }
        };
        let known: HashSet<Uuid> = self.notes.iter().map(|note| note.id).collect();
        let set = |set: &store::Set| {
            let members = self.members_of(set.id);
            let code = |member: &store::Member| codes.get(&member.code_id?).cloned();
            KeptSet {
                name: set.name.clone(),
                description: set.description.clone(),
                codes: members.iter().filter_map(code).collect(),
                answers: members.iter().filter_map(|member| member.answer_id).map(named).collect(),
                notes: members.iter().filter(|one| one.note_id.is_some_and(|id| known.contains(&id))).count(),
            }
        };
        let piece = |place: &store::Place| {
            Some(text::slice(words.get(&place.answer_id?)?, place.span()?)?.to_string())
        };
        let place = |place: &store::Place| KeptPlace {
            answer: place.answer_id.map(named),
            piece: piece(place),
            code: place.code_id.and_then(|code| codes.get(&code).cloned()),
        };
        let note = |note: &store::Note| KeptNote {
            name: note.name.clone(),
            words: note.words.clone(),
            beside: self.places_of(note.id).iter().map(place).collect(),
        };
        let (cases, more_cases) = first(self.cases.iter().map(case).collect());
        let (sets, more_sets) = first(self.sets.iter().map(set).collect());
        let (notes, more_notes) = first(self.notes.iter().map(note).collect());
        let variables = self.variables.iter().map(|variable| variable.name.clone()).collect();
        KeptView { imports, variables, cases, more_cases, sets, more_sets, notes, more_notes }
    }
}

impl Earshot {
    /// What is kept of files of other programs: nothing of it where an answer may not be used of which it speaks.
    pub async fn qda_kept(&self, actor: &Actor, slug: &str) -> Result<KeptView, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let kept = Kept::of(&mut tx, row.id).await?;
        let imports = store::imports(&mut tx, row.id).await?;
        let answers = qda::answers(&mut tx, row.id).await?;
        let words = answers.into_iter().map(|answer| (answer.id, answer.words)).collect();
        let codes = qda::codes(&mut tx, row.id).await?;
        let codes = codes.into_iter().map(|code| (code.id, code.name)).collect();
        let view = kept.view(imports, &words, &codes);
        if !(view.cases.is_empty() && view.notes.is_empty()) {
            // They may hold what young people wrote.
            self.looked(tx, actor, false, &[row.number]).await?;
        }
        Ok(view)
    }

    /// Takes back everything that one file brought: its codings are taken off, and what it had beside them goes. The codes stay:
    /// somebody may have coded with them. So does what a later file has put something to.
    pub async fn take_qda_back(&self, actor: &Actor, slug: &str, import_id: Uuid) -> Result<(), Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        still_analysed(&row)?;
        let from = Brought { import_id, consultation_id: row.id };
        self.keep_read(&mut tx, &row, &[]).await?;
        let off = store::take_import_back(&mut tx, from, actor.staff_id, self.now()).await?;
        off.ok_or(Error::NotFound)?;
        self.keep_read_after(&mut tx, &row).await?;
        self.audit(&mut tx, actor, "coding.import-back", Reference::new(Kind::Consultation, row.number));
        Ok(tx.commit().await?)
    }

    /// What notes and sets are called in files that are Earshot's own: they left, and come back.
    pub(super) async fn own_in_files(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        here: &Here,
    ) -> Result<HashSet<Uuid>, Error> {
        let book = book(tx, actor, row, &HashSet::new()).await?;
        let questionnaire = self.questions(tx, row).await?;
        let mut own: HashSet<Uuid> = book.groups.iter().map(|group| group.id).collect();
        own.extend(questionnaire.questions.iter().map(|question| question_id(&question.key)));
        own.extend(here.questions().map(question_id));
        for note in store::own_notes(tx, row.id).await? {
            own.insert(self.file_id(FileId::Note, row.id, note.id));
        }
        Ok(own)
    }
}
