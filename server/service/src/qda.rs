//! Handing a consultation to a program for qualitative analysis, and taking in what comes back (domain.md 6.7). What leaves
//! is redacted, and nothing in it leads a stranger back to a response: its numbers are of one file, and its ids are keyed hashes,
//! by which Earshot alone knows what comes back.

mod beside;
mod cover;
mod kept;
mod take;

use std::collections::{BTreeMap, HashMap, HashSet};

use earshot_domain::evidence::QuoteConsent;
use earshot_domain::need::NeedState;
use earshot_domain::policy::Permission;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::session;
use earshot_domain::suppression::{self, Shown};
use earshot_domain::text::{self, Span};
use earshot_store::consultation::Consultation;
use earshot_store::qda::{self, BookCode, PlacedCoding};
use earshot_store::reading::Answer;
use earshot_store::{Tx, analysis, need};
use uuid::Uuid;

use crate::context::aside;
use crate::error::Refusal;
use crate::workbench::found_responses;
use crate::{Actor, Earshot, Error, keys};

use cover::Covers;
use kept::Kept;

pub use beside::{HandedBeside, HandedCase, HandedKept, HandedNote, HandedPlace, HandedSet, HandedVariable};
pub use kept::{KeptCase, KeptImport, KeptNote, KeptPlace, KeptSet, KeptView};
pub use take::{HandedCode, HandedIn, HandedReport, HandedText};

/// A codebook that leaves.
#[derive(Debug, Clone)]
pub struct HandedBook {
    /// The consultation: `C-0012`.
    pub reference: Reference,
    /// What it is called.
    pub title: String,
    /// The codes.
    pub codes: Vec<BookEntry>,
    /// Themes and needs, as groups of codes.
    pub groups: Vec<HandedGroup>,
}

/// A code that leaves.
#[derive(Debug, Clone)]
pub struct BookEntry {
    /// Tells it apart, here and in the program that it came from.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it means, when to use it and when not.
    pub description: String,
    /// The code that it stands under.
    pub parent: Option<Uuid>,
    /// Whether it is given to answers.
    pub is_codable: bool,
    /// The name of its colour.
    pub colour: Option<String>,
}

/// A group of codes, or of texts.
#[derive(Debug, Clone)]
pub struct HandedGroup {
    /// Tells it apart.
    pub id: Uuid,
    /// `Theme T-0003: Full buses`, `Question 3`.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Codes.
    pub codes: Vec<Uuid>,
    /// Texts.
    pub texts: Vec<Uuid>,
}

/// A consultation that leaves.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// Its codebook, with the codes that are out of use and are carried still.
    pub book: HandedBook,
    /// Who coded: ids of this file, and names that tell nothing.
    pub coders: Vec<(Uuid, String)>,
    /// Who answered.
    pub voices: Vec<HandedVoice>,
    /// The questions, as groups of texts.
    pub questions: Vec<HandedGroup>,
    /// What other programs know, and the notes of those who code. Nothing of it leaves where it may hurt: nobody else has
    /// looked at it.
    pub beside: HandedBeside,
    /// How many answers in words are not in it because nobody else has looked at them; nothing where none is missing.
    pub unchecked: Option<Shown>,
    /// In how many places words are not in it because nobody has decided whether they tell who somebody is; nothing where none
    /// is missing.
    pub undecided: Option<Shown>,
}

/// Somebody who answered, as far as a stranger may know.
#[derive(Debug, Clone)]
pub struct HandedVoice {
    /// A keyed hash: the same in every file.
    pub id: Uuid,
    /// `R-0001`: a number of this file alone.
    pub name: String,
    /// How old they are, as a band.
    pub age_band: Option<AgeBand>,
    /// Whose views these are.
    pub respondent: RespondentType,
    /// Whether they said yes to using their exact words, and said them.
    pub quotable: bool,
    /// What they wrote.
    pub texts: Vec<VoiceText>,
}

/// What somebody wrote, without what was taken out of it.
#[derive(Clone)]
pub struct VoiceText {
    /// A keyed hash: the same in every file.
    pub id: Uuid,
    /// `R-0001 Q3`.
    pub name: String,
    /// The words, redacted.
    pub words: String,
    /// What they carry.
    pub codings: Vec<VoiceCoding>,
}

impl std::fmt::Debug for VoiceText {
    /// Without the words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VoiceText").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A code on a text, or on a piece of it.
#[derive(Debug, Clone, Copy)]
pub struct VoiceCoding {
    /// An id of this file alone.
    pub id: Uuid,
    /// The piece, in code points of the redacted words; nothing where it is all of them.
    pub span: Option<Span>,
    /// The code.
    pub code: Uuid,
    /// Who put it there: their place among the coders; nobody when it was imported.
    pub coder: Option<usize>,
}

/// How the part of a description begins that says when to use a code.
const USE_WHEN: &str = "Use it when: ";

/// The same where it says when not to.
const NOT_WHEN: &str = "Do not use it when: ";

impl Earshot {
    /// The codebook of a consultation, for another program. [`Refusal::Missing`] where there is no code: other programs read no
    /// codebook without one.
    pub async fn qda_codebook(&self, actor: &Actor, slug: &str) -> Result<HandedBook, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let book = book(&mut tx, actor, &row, &HashSet::new()).await?;
        if book.codes.is_empty() {
            return Err(Error::refused(Refusal::Missing("codes")));
        }
        drop(tx);
        let mut tx = self.db.begin().await?;
        self.audit(&mut tx, actor, "export.qdc", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(book)
    }

    /// Everything that was said in words and may be used, redacted, with its coding, for another program. No area, no equality
    /// answer, no time and no count goes along. Where it may hurt, only what somebody else has looked at.
    pub async fn qda_project(&self, actor: &Actor, slug: &str) -> Result<HandedOver, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let questionnaire = self.questions(&mut tx, &row).await?;
        let mut codings = qda::codings(&mut tx, row.id).await?;
        let mut answers = qda::answers(&mut tx, row.id).await?;
        let found = found_responses(&mut tx, row.id).await?;
        // No age goes along with the words of whoever would be found by it.
        for answer in answers.iter_mut().filter(|answer| found.contains(&answer.response_id)) {
            answer.age_band = None;
        }
        let kept = match self.looked_over(&mut tx, &row).await? {
            Some(seen) => {
                answers.retain(|answer| seen.contains(&answer.id));
                codings.retain(|coding| seen.contains(&coding.answer_id));
                Kept::default()
            }
            None => Kept::of(&mut tx, row.id).await?,
        };
        let used: HashSet<Uuid> = codings.iter().map(|coding| coding.code_id).collect();
        let book = book(&mut tx, actor, &row, &used).await?;
        let guids = guids(&qda::codes(&mut tx, row.id).await?);
        let codes: HashSet<Uuid> = book.codes.iter().map(|code| code.id).collect();
        let hiding = self.hiding(&mut tx, &row).await?;
        let careful = self.careful(&mut tx, &row).await?;
        let unchecked = self.not_looked_over(&mut tx, &row).await?;
        let preset = self.preset_of(&mut tx, row.id).await?;
        drop(tx);
        let consultation_id = row.id;
        let earshot = self.clone();
        let work = move || {
            let mut handing = Handing {
                earshot: &earshot,
                consultation_id,
                questionnaire,
                guids,
                covered: hiding.over(&answers),
                coders: Vec::new(),
                asked: BTreeMap::new(),
                left: HashMap::new(),
            };
            let voices = handing.voices(answers, codings);
            let beside = handing.beside(kept, &careful, &codes);
            (voices, beside, handing.covered.undecided(), handing.rest())
        };
        let (voices, beside, places, (questions, coders)) = aside(work).await;
        let undecided = (places > 0).then(|| suppression::count(preset, places));
        // What takes time is over: the line of the trail keeps nobody's answer waiting.
        let mut tx = self.db.begin().await?;
        self.audit(&mut tx, actor, "export.qdpx", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        self.looked(self.db.read().await?, actor, false, &[row.number]).await?;
        Ok(HandedOver { book, coders, voices, questions, beside, unchecked, undecided })
    }

    /// What something of a consultation is called in its files.
    fn file_id(&self, of: FileId, consultation_id: Uuid, id: Uuid) -> Uuid {
        let kind = match of {
            FileId::Answer => "answer",
            FileId::Voice => "voice",
            FileId::Note => "note",
        };
        let bytes = self.keys.file_id(kind, consultation_id.as_bytes(), id.as_bytes());
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

/// What has an id in files that is the same in each of them, and tells a stranger nothing.
#[derive(Debug, Clone, Copy)]
enum FileId {
    /// An answer in words.
    Answer,
    /// Somebody who answered.
    Voice,
    /// A note of somebody who codes.
    Note,
}

/// What a question is called in files: the same everywhere, since it says nothing about anybody.
fn question_id(key: &str) -> Uuid {
    let hash = keys::sha256(format!("earshot question {key}"));
    let bytes = hash.first_chunk::<16>().copied().unwrap_or_default();
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// What is needed to hand answers over.
struct Handing<'a> {
    earshot: &'a Earshot,
    consultation_id: Uuid,
    questionnaire: Questionnaire,
    /// What codes are called in the file.
    guids: HashMap<Uuid, Uuid>,
    covered: Covers,
    /// Who coded, in the order in which they are met.
    coders: Vec<Uuid>,
    /// The texts of each question, by its place or its key.
    asked: BTreeMap<(usize, String), Vec<Uuid>>,
    /// The answers that leave: what they are called in the file, and whose they are.
    left: HashMap<Uuid, (Uuid, Uuid)>,
}

impl Handing<'_> {
    /// Who answered, in an order that is new in every file.
    fn voices(&mut self, answers: Vec<Answer>, codings: Vec<PlacedCoding>) -> Vec<HandedVoice> {
        for coding in &codings {
            if let Some(staff) = coding.staff_id.filter(|staff| !self.coders.contains(staff)) {
                self.coders.push(staff);
            }
        }
        let mut carried: HashMap<Uuid, Vec<PlacedCoding>> = HashMap::new();
        for coding in codings {
            carried.entry(coding.answer_id).or_default().push(coding);
        }
        let mut of_one: BTreeMap<Uuid, Vec<Answer>> = BTreeMap::new();
        for answer in answers {
            of_one.entry(answer.response_id).or_default().push(answer);
        }
        let mut shuffled: Vec<(Uuid, (Uuid, Vec<Answer>))> =
            of_one.into_iter().map(|one| (self.earshot.random_id(), one)).collect();
        shuffled.sort_by_key(|(chance, _)| *chance);
        let numbered = (1..).zip(shuffled);
        let voice = |(number, (_, (response, answers)))| {
            let id = self.earshot.file_id(FileId::Voice, self.consultation_id, response);
            self.voice(number, id, answers, &carried)
        };
        numbered.map(voice).collect()
    }

    fn voice(
        &mut self,
        number: usize,
        id: Uuid,
        mut answers: Vec<Answer>,
        carried: &HashMap<Uuid, Vec<PlacedCoding>>,
    ) -> HandedVoice {
        let name = format!("R-{number:04}");
        let place = |answer: &Answer| {
            (
                self.questionnaire.position(session::group_of(&answer.question_key)).unwrap_or(usize::MAX),
                answer.question_key.clone(),
            )
        };
        answers.sort_by_key(place);
        let quotable = answers
            .iter()
            .all(|answer| answer.words_consent == QuoteConsent::Yes && !answer.is_interpretation());
        let first = answers.first();
        let age_band = first.and_then(|answer| answer.age_band.as_deref()).and_then(AgeBand::parse);
        let respondent = first.map_or(RespondentType::Community, |answer| answer.respondent_type);
        let mut texts: Vec<VoiceText> = Vec::with_capacity(answers.len());
        for answer in answers {
            let codings = carried.get(&answer.id).map(Vec::as_slice).unwrap_or_default();
            if let Some(text) = self.text(&name, &answer, codings, &texts) {
                texts.push(text);
            }
        }
        HandedVoice { id, name, age_band, respondent, quotable, texts }
    }

    /// An answer without what was taken out of it; nothing where it is not known what that is.
    fn text(
        &mut self,
        voice: &str,
        answer: &Answer,
        codings: &[PlacedCoding],
        before: &[VoiceText],
    ) -> Option<VoiceText> {
        let covered = self.covered.of(answer.id)?;
        let whole = Span { start: 0, end: text::length(&answer.words) };
        let words = text::redact(&answer.words, whole, covered)?;
        let id = self.earshot.file_id(FileId::Answer, self.consultation_id, answer.id);
        self.left.insert(answer.id, (id, answer.response_id));
        let group = session::group_of(&answer.question_key);
        let position = self.questionnaire.position(group);
        let question = match position {
            Some(at) => format!("Q{}", at + 1),
            None if group == session::IN_A_GROUP => "group".into(),
            None => group.to_string(),
        };
        // A question that is asked again for every choice has several answers of one person, and so has one of a session.
        let mut name = format!("{voice} {question}");
        let mut again = 1;
        while before.iter().any(|text| text.name == name) {
            again += 1;
            name = format!("{voice} {question} ({again})");
        }
        let codings = codings
            .iter()
            .filter_map(|coding| {
                let piece = coding.span().filter(|span| text::slice(&answer.words, *span).is_some());
                Some(VoiceCoding {
                    id: self.earshot.random_id(),
                    span: piece.and_then(|span| text::shift(span, covered)).filter(|span| !span.is_empty()),
                    code: *self.guids.get(&coding.code_id)?,
                    coder: coding.staff_id.and_then(|staff| self.coders.iter().position(|one| *one == staff)),
                })
            })
            .collect();
        self.asked.entry((position.unwrap_or(usize::MAX), group.to_string())).or_default().push(id);
        Some(VoiceText { id, name, words, codings })
    }

    /// The questions that were answered, and the names of the coders in this file.
    fn rest(self) -> (Vec<HandedGroup>, Vec<(Uuid, String)>) {
        let Self { earshot, questionnaire, coders, asked, .. } = self;
        let group = |((at, key), texts): ((usize, String), Vec<Uuid>)| {
            let asked = questionnaire.questions.get(at).or_else(|| questionnaire.get_ever(&key));
            HandedGroup {
                id: question_id(&key),
                name: match (at, key.as_str()) {
                    (usize::MAX, session::IN_A_GROUP) => session::SAID_IN_A_GROUP.to_string(),
                    (usize::MAX, key) => format!("Question {key}"),
                    (at, _) => format!("Question {}", at + 1),
                },
                description: asked.map(|question| question.text.clone()).unwrap_or_default(),
                codes: Vec::new(),
                texts,
            }
        };
        let named = (0..coders.len()).map(|place| (earshot.random_id(), coder_name(place))).collect();
        (asked.into_iter().map(group).collect(), named)
    }
}

/// `Coder A`, `Coder B` and so on; after the alphabet numbers.
fn coder_name(place: usize) -> String {
    match u8::try_from(place).ok().filter(|place| *place < 26) {
        Some(place) => format!("Coder {}", char::from(b'A' + place)),
        None => format!("Coder {}", place + 1),
    }
}

/// The codes in use, and those of `used` besides; with the themes and needs that group them.
async fn book(
    tx: &mut Tx,
    actor: &Actor,
    row: &Consultation,
    used: &HashSet<Uuid>,
) -> Result<HandedBook, Error> {
    let mut codes = qda::codes(tx, row.id).await?;
    let guids = guids(&codes);
    codes.retain(|code| code.retired_at.is_none() || used.contains(&code.id));
    let known: HashSet<Uuid> = codes.iter().map(|code| code.id).collect();
    let guid = |id: &Uuid| known.contains(id).then(|| guids.get(id).copied()).flatten();
    let links = analysis::theme_codes(tx, row.id).await?;
    let mut groups = Vec::new();
    let mut needs: BTreeMap<i64, HandedGroup> = BTreeMap::new();
    for theme in analysis::themes(tx, row.id).await? {
        let of_theme: Vec<Uuid> =
            links.iter().filter(|(id, _)| *id == theme.id).filter_map(|(_, code)| guid(code)).collect();
        for need in need::of_theme(tx, theme.id).await? {
            let is_shown = match need.state {
                // What is being written is nobody's business yet.
                NeedState::Draft => false,
                // It stands on what other consultations said as well.
                NeedState::Proposed => actor.may_everywhere(Permission::SeeEvidence),
                NeedState::Agreed => true,
            };
            if !is_shown {
                continue;
            }
            let group = needs.entry(need.number).or_insert_with(|| HandedGroup {
                id: need.id,
                name: format!("Need {}: {}", Reference::new(Kind::Need, need.number), need.body.title),
                description: need.body.statement.clone(),
                codes: Vec::new(),
                texts: Vec::new(),
            });
            group.codes.extend(&of_theme);
        }
        groups.push(HandedGroup {
            id: theme.id,
            name: format!("Theme {}: {}", Reference::new(Kind::Theme, theme.number), theme.name),
            description: theme.summary,
            codes: of_theme,
            texts: Vec::new(),
        });
    }
    groups.extend(needs.into_values());
    for group in &mut groups {
        let mut seen = HashSet::new();
        group.codes.retain(|code| seen.insert(*code));
    }
    let entry = |code: &BookCode| {
        Some(BookEntry {
            id: guid(&code.id)?,
            name: code.name.clone(),
            description: description(&code.definition, &code.use_when, &code.not_when),
            parent: code.parent_id.as_ref().and_then(guid),
            is_codable: code.is_codable.unwrap_or(true),
            colour: code.colour.clone(),
        })
    };
    let codes = codes.iter().filter_map(entry).collect();
    let reference = Reference::new(Kind::Consultation, row.number);
    Ok(HandedBook { reference, title: row.setup.title.clone(), codes, groups })
}

/// What codes are called in files: what the file called them that they came from, if that was an id, or else their own.
fn guids(codes: &[BookCode]) -> HashMap<Uuid, Uuid> {
    let of_file = |code: &BookCode| code.import_key.as_deref().and_then(|key| Uuid::try_parse(key).ok());
    let mut taken = HashSet::new();
    let mut guids = HashMap::new();
    for code in codes {
        let guid = of_file(code).filter(|guid| !taken.contains(guid)).unwrap_or(code.id);
        taken.insert(guid);
        guids.insert(code.id, guid);
    }
    guids
}

/// What a code means, as one text.
fn description(definition: &str, use_when: &str, not_when: &str) -> String {
    let parts = [("", definition), (USE_WHEN, use_when), (NOT_WHEN, not_when)];
    let said = parts.iter().filter(|(_, words)| !words.trim().is_empty());
    said.map(|(before, words)| format!("{before}{words}")).collect::<Vec<_>>().join("\n\n")
}

/// The way back from [`description`]: what it means, when to use it, when not. A text of another program is all meaning.
fn described(text: &str) -> [String; 3] {
    let mut parts: [String; 3] = Default::default();
    let mut at = 0;
    for piece in text.split("\n\n") {
        let (place, words) = match (piece.strip_prefix(USE_WHEN), piece.strip_prefix(NOT_WHEN)) {
            (Some(words), _) => (1, words),
            (None, Some(words)) => (2, words),
            (None, None) => (at, piece),
        };
        if !parts[place].is_empty() {
            parts[place].push_str("\n\n");
        }
        parts[place].push_str(words);
        at = place;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_holds_three_things_and_gives_them_back() {
        for (definition, use_when, not_when) in [
            ("It comes late.", "A bus is named.", "It is full: use Full."),
            ("", "A bus is named.\n\nOr a train.", ""),
            ("One.\n\nTwo.", "", "Never."),
            ("", "", ""),
        ] {
            let text = description(definition, use_when, not_when);
            assert_eq!(described(&text), [definition, use_when, not_when]);
        }
        assert_eq!(description("It is late.", "", "Full"), "It is late.\n\nDo not use it when: Full");
        assert_eq!(described("Something\nof theirs"), ["Something\nof theirs", "", ""]);
    }

    #[test]
    fn coders_have_names_that_tell_nothing() {
        assert_eq!([0, 25, 26, 300].map(coder_name), ["Coder A", "Coder Z", "Coder 27", "Coder 301"]);
    }
}
