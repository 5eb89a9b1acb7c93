//! What stands in files beside codes and codings: cases with what is known of them, sets and notes. What of it is taken in,
//! and why the rest is not. It may hold names, so all of it goes with the answers that it speaks of, and nothing is taken of
//! answers that may not be used.

use std::collections::{BTreeMap, HashMap, HashSet};

use earshot_domain::equality;
use earshot_domain::text::Span;
use earshot_store::Tx;
use earshot_store::qda_kept::{self as store, Brought};
use uuid::Uuid;

use super::take::{Here, cut, kept_piece, quoted};
use super::{HandedIn, HandedReport};
use crate::{Earshot, Error, Imported};

/// The most of each kind that one file brings: cases and notes.
const RECORDS_MAX: usize = 10_000;

/// The same of variables: a table with more columns is none that anybody reads.
const VARIABLES_MAX: usize = 200;

/// The same of sets.
const SETS_MAX: usize = 1_000;

/// The same of values, and of what is in sets.
const PARTS_MAX: usize = 100_000;

/// Letters of a name.
const NAME_MAX: usize = 200;

/// Letters of a value.
const VALUE_MAX: usize = 500;

/// Letters of what a case or a set is.
const TEXT_MAX: usize = 2_000;

/// Letters of a note.
const NOTE_MAX: usize = 10_000;

/// What a file holds beside codes and texts. Ids are those of the file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HandedBeside {
    /// What is known of cases.
    pub variables: Vec<HandedVariable>,
    /// People, or whatever else texts are of.
    pub cases: Vec<HandedCase>,
    /// Notes.
    pub notes: Vec<HandedNote>,
    /// Sets.
    pub sets: Vec<HandedSet>,
}

impl std::fmt::Debug for HandedBeside {
    /// Without the words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { variables, cases, notes, sets } = self;
        let many = (variables.len(), cases.len(), notes.len(), sets.len());
        write!(f, "HandedBeside{many:?}")
    }
}

/// Something that is known of cases.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedVariable {
    /// What the file calls it.
    pub key: Uuid,
    /// Its name.
    pub name: String,
    /// What values it has, as files say it: `Text`, `Boolean`, `Integer`, `Float`, `Date`, `DateTime`.
    pub kind: String,
}

/// Somebody, or whatever else texts are of.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedCase {
    /// What the file calls it.
    pub key: Uuid,
    /// Whether it left an Earshot as a person who answered.
    pub is_voice: bool,
    /// Its name; may be empty.
    pub name: String,
    /// What is said of it; may be empty.
    pub description: String,
    /// Variables with their values.
    pub values: Vec<(Uuid, String)>,
    /// Its texts.
    pub texts: Vec<Uuid>,
}

/// A note.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedNote {
    /// What the file calls it.
    pub key: Uuid,
    /// Its name; may be empty.
    pub name: String,
    /// What it says.
    pub words: String,
    /// What it stands beside; nothing where it stands alone.
    pub beside: Vec<HandedPlace>,
}

/// What a note stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HandedPlace {
    /// All of the project.
    Everything,
    /// A code.
    Code(Uuid),
    /// A text, a piece of it, or a code on one of the two.
    Text {
        /// The text.
        text: Uuid,
        /// The piece, in code points of the words in the file; nothing where it is all of them.
        span: Option<Span>,
        /// The code.
        code: Option<Uuid>,
    },
}

/// A set.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedSet {
    /// What the file calls it.
    pub key: Uuid,
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// Codes in it.
    pub codes: Vec<Uuid>,
    /// Texts in it.
    pub texts: Vec<Uuid>,
    /// Notes in it.
    pub notes: Vec<Uuid>,
}

/// How many of each kind were kept, and were there already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HandedKept {
    /// Variables.
    pub variables: Imported,
    /// Cases.
    pub cases: Imported,
    /// Notes.
    pub notes: Imported,
    /// Sets.
    pub sets: Imported,
}

/// Why something is left out. In the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// A variable that asks what is asked for equality alone.
    Equality,
    /// A case or a set that says it.
    SaysEquality,
    /// A case of words that may not be used, or of nobody here.
    CaseOfNobody,
    /// A text of a case that is no answer here.
    CaseText,
    /// A value of a variable that is left out, or is not in the file.
    Value,
    /// A note beside words that are none here.
    Note,
    /// One of several places of a note.
    Place,
    /// Something in a set that is not here.
    Member,
    /// More than is kept of one kind.
    TooMany,
    /// Something that is here already and says something else.
    Otherwise,
    /// Something that was cut.
    Cut,
}

impl Why {
    /// What is said of one, and of several: no name and no words.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Equality => (
                "variable was left out: it asks what is asked for equality, and such answers never stand beside words",
                "variables were left out: they ask what is asked for equality, and such answers never stand beside words",
            ),
            Self::SaysEquality => (
                "case or set was left out: it says what is asked for equality, and that never stands beside words",
                "cases or sets were left out: they say what is asked for equality, and that never stands beside words",
            ),
            Self::CaseOfNobody => (
                "case was left out: its words are no answer that may be used here",
                "cases were left out: their words are no answers that may be used here",
            ),
            Self::CaseText => (
                "text of a case is no answer that may be used here",
                "texts of cases are no answers that may be used here",
            ),
            Self::Value => (
                "value of a case was left out with its variable",
                "values of cases were left out with their variables",
            ),
            Self::Note => (
                "note was left out: what it stands beside is not here",
                "notes were left out: what they stand beside is not here",
            ),
            Self::Place => (
                "note is kept, but not beside something that is not here",
                "times a note is kept, but not beside something that is not here",
            ),
            Self::Member => ("member of a set is not here", "members of sets are not here"),
            Self::TooMany => (
                "was left out: it is more than Earshot keeps of one kind",
                "were left out: they are more than Earshot keeps of one kind",
            ),
            Self::Otherwise => (
                "is here already, says something else, and stays as it is here",
                "are here already, say something else, and stay as they are here",
            ),
            Self::Cut => ("was too long and is cut", "were too long and are cut"),
        }
    }
}

/// What is left out, by why.
#[derive(Default)]
struct Left(BTreeMap<Why, usize>);

impl Left {
    fn out(&mut self, why: Why) {
        self.many(why, 1);
    }

    fn many(&mut self, why: Why, many: usize) {
        if many > 0 {
            *self.0.entry(why).or_default() += many;
        }
    }

    /// Of many the first; the rest is left out.
    fn first<'a, T>(&mut self, all: &'a [T], most: usize) -> &'a [T] {
        self.many(Why::TooMany, all.len().saturating_sub(most));
        all.get(..most).unwrap_or(all)
    }

    /// Words that are not longer than they may be.
    fn cut(&mut self, words: &str, most: usize) -> String {
        let (short, is_cut) = cut(words, most);
        if is_cut {
            self.out(Why::Cut);
        }
        short
    }

    fn lines(&self) -> Vec<String> {
        let line = |(why, many): (&Why, &usize)| {
            let (one, several) = why.words();
            format!("{many} {}", if *many == 1 { one } else { several })
        };
        self.0.iter().map(line).collect()
    }
}

/// A note, and the answer, the code and the piece that it stands beside.
type PlaceKey = (Uuid, Option<Uuid>, Option<Uuid>, Option<Span>);

/// A set, and the code, the answer or the note that is in it.
type MemberKey = (Uuid, Option<Uuid>, Option<Uuid>, Option<Uuid>);

/// What is kept already of files, by what these call it.
struct Known {
    variables: HashMap<Uuid, store::Variable>,
    cases: HashMap<Uuid, store::Case>,
    values: HashMap<(Uuid, Uuid), String>,
    case_answers: HashSet<(Uuid, Uuid)>,
    notes: HashMap<Uuid, store::Note>,
    places: HashSet<PlaceKey>,
    sets: HashMap<Uuid, store::Set>,
    members: HashSet<MemberKey>,
}

impl Known {
    async fn of(tx: &mut Tx, consultation_id: Uuid) -> Result<Self, Error> {
        let id = consultation_id;
        let values = store::values(tx, id).await?.into_iter();
        let places = store::places(tx, id).await?.into_iter();
        let members = store::members(tx, id).await?.into_iter();
        Ok(Self {
            values: values.map(|(case, variable, value)| ((case, variable), value)).collect(),
            places: places.map(|one| (one.note_id, one.answer_id, one.code_id, one.span())).collect(),
            members: members.map(|one| (one.set_id, one.code_id, one.answer_id, one.note_id)).collect(),
            variables: store::variables(tx, id).await?.into_iter().map(|one| (one.guid, one)).collect(),
            cases: store::cases(tx, id).await?.into_iter().map(|one| (one.guid, one)).collect(),
            case_answers: store::case_answers(tx, id).await?.into_iter().collect(),
            notes: store::notes(tx, id).await?.into_iter().map(|one| (one.guid, one)).collect(),
            sets: store::sets(tx, id).await?.into_iter().map(|one| (one.guid, one)).collect(),
        })
    }
}

/// Takes in what stands beside.
pub(super) struct Taking<'a> {
    earshot: &'a Earshot,
    /// The import, and where it goes.
    from: Brought,
    /// Whether anything is kept: a look only reads.
    keeps: bool,
    here: &'a Here,
    /// The codes of the file that are codes here, by what the file calls them.
    codes: HashMap<Uuid, Uuid>,
    /// Notes and sets of the file that are Earshot's own: they left, and came back.
    own: HashSet<Uuid>,
    known: Known,
    left: Left,
    kept: HandedKept,
}

impl<'a> Taking<'a> {
    /// Looks up what is there.
    pub(super) async fn new(
        tx: &mut Tx,
        earshot: &'a Earshot,
        (from, keeps): (Brought, bool),
        here: &'a Here,
        own: HashSet<Uuid>,
    ) -> Result<Self, Error> {
        let known = Known::of(tx, from.consultation_id).await?;
        let (codes, left, kept) = (HashMap::new(), Left::default(), HandedKept::default());
        Ok(Self { earshot, from, keeps, here, codes, own, known, left, kept })
    }

    /// Takes all of it, and says in the report what was taken and what was left, and why.
    pub(super) async fn all(
        mut self,
        tx: &mut Tx,
        handed: &HandedIn,
        given: &[Option<Uuid>],
        report: &mut HandedReport,
    ) -> Result<(), Error> {
        let keys = handed.codes.iter().map(|code| Uuid::try_parse(&code.key).ok());
        self.codes = keys.zip(given).filter_map(|(key, code)| key.zip(*code)).collect();
        let beside = &handed.beside;
        self.variables(tx, &beside.variables, report).await?;
        self.cases(tx, &beside.cases).await?;
        self.notes(tx, &beside.notes).await?;
        self.sets(tx, &beside.sets).await?;
        report.left = self.left.lines();
        report.kept = self.kept;
        Ok(())
    }

    async fn variables(
        &mut self,
        tx: &mut Tx,
        all: &[HandedVariable],
        report: &mut HandedReport,
    ) -> Result<(), Error> {
        for one in self.left.first(all, VARIABLES_MAX) {
            if equality::looks_asked(&one.name) {
                self.left.out(Why::Equality);
                report.problems.push(format!(
                    "the variable {} asks what is asked for equality: such answers never stand beside words",
                    quoted(&one.name)
                ));
                continue;
            }
            let name = self.left.cut(&one.name, NAME_MAX);
            if let Some(known) = self.known.variables.get(&one.key) {
                self.kept.variables.known += 1;
                if (&known.name, &known.kind) != (&name, &one.kind) {
                    self.left.out(Why::Otherwise);
                }
                continue;
            }
            let (id, import_id) = (self.earshot.ordered_id(), self.from.import_id);
            let new = store::Variable { id, import_id, guid: one.key, name, kind: one.kind.clone() };
            if self.keeps && !store::add_variable(tx, self.from.consultation_id, &new).await? {
                continue;
            }
            self.kept.variables.added += 1;
            self.known.variables.insert(one.key, new);
        }
        Ok(())
    }

    async fn cases(&mut self, tx: &mut Tx, all: &[HandedCase]) -> Result<(), Error> {
        let mut room = PARTS_MAX;
        for one in self.left.first(all, RECORDS_MAX) {
            let answers = self.here.answers_of(&one.texts);
            let is_gone = self.here.is_gone(&one.key) || one.texts.iter().any(|text| self.here.is_gone(text));
            // Somebody who answered is nobody without an answer.
            if is_gone || (one.is_voice && answers.is_empty()) {
                self.left.out(Why::CaseOfNobody);
                continue;
            }
            if equality::tells(&one.name) || equality::tells(&one.description) {
                self.left.out(Why::SaysEquality);
                continue;
            }
            self.left.many(Why::CaseText, one.texts.len().saturating_sub(answers.len()));
            let is_voice = one.is_voice && self.here.responses_of(&one.texts).len() == 1;
            // The number in its name is of one file.
            let name = if is_voice && is_number(&one.name) {
                String::new()
            } else {
                self.left.cut(&one.name, NAME_MAX)
            };
            let description = self.left.cut(&one.description, TEXT_MAX);
            if is_voice && name.is_empty() && description.is_empty() && one.values.is_empty() {
                continue;
            }
            let Some(case_id) = self.case(tx, one.key, (is_voice, name, description)).await? else {
                continue;
            };
            for answer in answers {
                let is_new = self.known.case_answers.insert((case_id, answer));
                if is_new && self.keeps {
                    store::add_case_answer(tx, self.from.import_id, case_id, answer).await?;
                }
            }
            for (key, value) in &one.values {
                let Some(variable_id) = self.known.variables.get(key).map(|variable| variable.id) else {
                    self.left.out(Why::Value);
                    continue;
                };
                room = room.saturating_sub(1);
                if room == 0 {
                    self.left.out(Why::TooMany);
                    continue;
                }
                self.value(tx, (case_id, variable_id), value).await?;
            }
        }
        Ok(())
    }

    /// The id of a case that is there, or is made.
    async fn case(
        &mut self,
        tx: &mut Tx,
        guid: Uuid,
        (is_voice, name, description): (bool, String, String),
    ) -> Result<Option<Uuid>, Error> {
        if let Some(known) = self.known.cases.get(&guid) {
            self.kept.cases.known += 1;
            if (&known.name, &known.description) != (&name, &description) {
                self.left.out(Why::Otherwise);
            }
            return Ok(Some(known.id));
        }
        let (id, import_id) = (self.earshot.ordered_id(), self.from.import_id);
        let new = store::Case { id, import_id, guid, is_voice, name, description };
        if self.keeps && !store::add_case(tx, self.from.consultation_id, &new).await? {
            return Ok(None);
        }
        self.kept.cases.added += 1;
        self.known.cases.insert(guid, new);
        Ok(Some(id))
    }

    async fn value(&mut self, tx: &mut Tx, of: (Uuid, Uuid), value: &str) -> Result<(), Error> {
        let value = self.left.cut(value, VALUE_MAX);
        if let Some(known) = self.known.values.get(&of) {
            if *known != value {
                self.left.out(Why::Otherwise);
            }
            return Ok(());
        }
        if self.keeps {
            store::add_value(tx, self.from.import_id, of, &value).await?;
        }
        self.known.values.insert(of, value);
        Ok(())
    }

    async fn notes(&mut self, tx: &mut Tx, all: &[HandedNote]) -> Result<(), Error> {
        for one in self.left.first(all, RECORDS_MAX) {
            if self.own.contains(&one.key) {
                self.kept.notes.known += 1;
                continue;
            }
            let is_gone = |place: &HandedPlace| matches!(place, HandedPlace::Text { text, .. } if self.here.is_gone(text));
            let places: Vec<store::Place> =
                one.beside.iter().filter_map(|place| self.place(*place)).collect();
            if one.beside.iter().any(is_gone) || (places.is_empty() && !one.beside.is_empty()) {
                self.left.out(Why::Note);
                continue;
            }
            self.left.many(Why::Place, one.beside.len() - places.len());
            let (name, words) = (self.left.cut(&one.name, NAME_MAX), self.left.cut(&one.words, NOTE_MAX));
            let Some(note_id) = self.note(tx, one.key, name, words).await? else { continue };
            for place in places {
                let place = store::Place { note_id, ..place };
                let is_new =
                    self.known.places.insert((note_id, place.answer_id, place.code_id, place.span()));
                if is_new && self.keeps {
                    store::add_place(tx, self.earshot.ordered_id(), self.from.import_id, &place).await?;
                }
            }
        }
        Ok(())
    }

    /// The id of a note that is there, or is made.
    async fn note(
        &mut self,
        tx: &mut Tx,
        guid: Uuid,
        name: String,
        words: String,
    ) -> Result<Option<Uuid>, Error> {
        if let Some(known) = self.known.notes.get(&guid) {
            self.kept.notes.known += 1;
            if (&known.name, &known.words) != (&name, &words) {
                self.left.out(Why::Otherwise);
            }
            return Ok(Some(known.id));
        }
        let (id, import_id) = (self.earshot.ordered_id(), self.from.import_id);
        let new = store::Note { id, import_id, guid, name, words };
        if self.keeps && !store::add_note(tx, self.from.consultation_id, &new).await? {
            return Ok(None);
        }
        self.kept.notes.added += 1;
        self.known.notes.insert(guid, new);
        Ok(Some(id))
    }

    /// Where a place of a file is here, still without its note.
    fn place(&self, place: HandedPlace) -> Option<store::Place> {
        let none = store::Place {
            note_id: Uuid::nil(),
            answer_id: None,
            code_id: None,
            span_start: None,
            span_end: None,
        };
        match place {
            HandedPlace::Everything => Some(none),
            HandedPlace::Code(code) => Some(store::Place { code_id: Some(*self.codes.get(&code)?), ..none }),
            HandedPlace::Text { text, span, code } => {
                let (answer, is_raw) = self.here.answer(&text)?;
                let piece = match span {
                    Some(span) => Some(kept_piece(answer, &self.here.covered, span, is_raw)?),
                    None => None,
                };
                let at = |at: usize| i64::try_from(at).ok();
                let code_id = match code {
                    Some(code) => Some(*self.codes.get(&code)?),
                    None => None,
                };
                Some(store::Place {
                    answer_id: Some(answer.id),
                    code_id,
                    span_start: piece.and_then(|piece| at(piece.start)),
                    span_end: piece.and_then(|piece| at(piece.end)),
                    ..none
                })
            }
        }
    }

    async fn sets(&mut self, tx: &mut Tx, all: &[HandedSet]) -> Result<(), Error> {
        let mut room = PARTS_MAX;
        for one in self.left.first(all, SETS_MAX) {
            if self.own.contains(&one.key) {
                self.kept.sets.known += 1;
                continue;
            }
            if equality::tells(&one.name) || equality::tells(&one.description) {
                self.left.out(Why::SaysEquality);
                continue;
            }
            let (name, description) =
                (self.left.cut(&one.name, NAME_MAX), self.left.cut(&one.description, TEXT_MAX));
            let Some(set_id) = self.set(tx, one.key, name, description).await? else { continue };
            let codes = one.codes.iter().map(|code| (self.codes.get(code).copied(), None, None));
            let texts = one
                .texts
                .iter()
                .map(|text| (None, self.here.answer(text).map(|(answer, _)| answer.id), None));
            let notes =
                one.notes.iter().map(|note| (None, None, self.known.notes.get(note).map(|note| note.id)));
            let members: Vec<(Option<Uuid>, Option<Uuid>, Option<Uuid>)> =
                codes.chain(texts).chain(notes).collect();
            for (code_id, answer_id, note_id) in members {
                room = room.saturating_sub(1);
                if room == 0 {
                    self.left.out(Why::TooMany);
                } else if (code_id, answer_id, note_id) == (None, None, None) {
                    self.left.out(Why::Member);
                } else if self.known.members.insert((set_id, code_id, answer_id, note_id)) && self.keeps {
                    let member = store::Member { set_id, code_id, answer_id, note_id };
                    store::add_member(tx, self.earshot.ordered_id(), self.from.import_id, &member).await?;
                }
            }
        }
        Ok(())
    }

    /// The id of a set that is there, or is made.
    async fn set(
        &mut self,
        tx: &mut Tx,
        guid: Uuid,
        name: String,
        description: String,
    ) -> Result<Option<Uuid>, Error> {
        if let Some(known) = self.known.sets.get(&guid) {
            self.kept.sets.known += 1;
            if (&known.name, &known.description) != (&name, &description) {
                self.left.out(Why::Otherwise);
            }
            return Ok(Some(known.id));
        }
        let (id, import_id) = (self.earshot.ordered_id(), self.from.import_id);
        let new = store::Set { id, import_id, guid, name, description };
        if self.keeps && !store::add_set(tx, self.from.consultation_id, &new).await? {
            return Ok(None);
        }
        self.kept.sets.added += 1;
        self.known.sets.insert(guid, new);
        Ok(Some(id))
    }
}

/// Whether a name is the number of somebody in one file: `R-0001`.
fn is_number(name: &str) -> bool {
    let number = name.strip_prefix("R-").unwrap_or_default();
    number.len() >= 4 && number.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_in_numbers() {
        let mut left = Left::default();
        assert_eq!(left.first(&[1, 2, 3], 2), [1, 2]);
        assert_eq!(left.first(&[1], 2), [1]);
        assert_eq!(left.cut("abcd", 3), "abc");
        assert_eq!(left.cut("\u{1f68c}\u{1f68c}", 2), "\u{1f68c}\u{1f68c}");
        left.many(Why::Member, 2);
        left.many(Why::Note, 0);
        assert_eq!(
            left.lines(),
            [
                "2 members of sets are not here",
                "1 was left out: it is more than Earshot keeps of one kind",
                "1 was too long and is cut",
            ]
        );
    }

    #[test]
    fn a_number_of_one_file_is_no_name() {
        assert!(is_number("R-0001") && is_number("R-12345"));
        assert!(!is_number("R-1") && !is_number("R-") && !is_number("Karen") && !is_number("R-00x1"));
    }
}
