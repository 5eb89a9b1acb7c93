//! Taking in what a program for qualitative analysis has written: codes, and which passages carry them. An answer is found by
//! what it is called in files that left, and by its words; never without these, and never by these alone in a file that left
//! here. All of it or nothing.

use std::collections::{HashMap, HashSet};

use earshot_domain::codebook::CodeEventKind;
use earshot_domain::policy::Permission;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::session;
use earshot_domain::text::{self, Span};
use earshot_store::consultation::Consultation;
use earshot_store::qda::{self, BookCode};
use earshot_store::qda_kept::{self, Brought};
use earshot_store::reading::Answer;
use earshot_store::{Tx, analysis, search};
use uuid::Uuid;

use super::beside::Taking;
use super::{Covers, FileId, HandedBeside, HandedKept, described};
use crate::context::aside;
use crate::error::{Refusal, taken};
use crate::import::still_analysed;
use crate::{Actor, CodeText, Earshot, Error, Imported};

/// Letters of a code's name in a file.
const NAME_MAX: usize = 200;

/// Letters of what a code means. What is longer is cut.
const TEXT_MAX: usize = 2_000;

/// How many lines are told before the rest is only counted.
const LISTED: usize = 200;

/// What a file holds.
#[derive(Debug, Clone, Default)]
pub struct HandedIn {
    /// The codes; each stands after the one that it stands under.
    pub codes: Vec<HandedCode>,
    /// The texts.
    pub texts: Vec<HandedText>,
    /// What stands beside them.
    pub beside: HandedBeside,
}

/// A code in a file.
#[derive(Debug, Clone)]
pub struct HandedCode {
    /// How the file calls it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: String,
    /// The place of the code that it stands under.
    pub parent: Option<usize>,
    /// Whether it is given to texts.
    pub is_codable: bool,
    /// The name of its colour.
    pub colour: Option<String>,
}

/// A text in a file.
#[derive(Clone)]
pub struct HandedText {
    /// What the file calls it. What left Earshot and came back is known by it.
    pub key: Option<Uuid>,
    /// What it is called.
    pub name: String,
    /// Its words: NFC, LF.
    pub words: String,
    /// Pieces of it in code points, or nothing for all of it; each with the place of a code.
    pub codings: Vec<(Option<Span>, usize)>,
}

impl std::fmt::Debug for HandedText {
    /// Without the words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandedText").field("codings", &self.codings.len()).finish_non_exhaustive()
    }
}

/// What was taken of a file, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandedReport {
    /// Codes that were not in the codebook.
    pub new_codes: usize,
    /// Codes that were.
    pub known_codes: usize,
    /// Texts that are an answer here.
    pub matched: usize,
    /// Texts that are none, or could be several.
    pub unmatched: usize,
    /// Codings that were added, and that were there already.
    pub codings: Imported,
    /// What stands beside, as far as it was kept.
    pub kept: HandedKept,
    /// What of that was left out and why, in numbers.
    pub left: Vec<String>,
    /// What was taken in another way than it stands in the file.
    pub notes: Vec<String>,
    /// What could not be taken.
    pub problems: Vec<String>,
}

impl HandedReport {
    /// Of many lines the first, and how many more there are.
    fn shortened(mut self) -> Self {
        for lines in [&mut self.notes, &mut self.problems] {
            let more = lines.len().saturating_sub(LISTED);
            if more > 0 {
                lines.truncate(LISTED);
                lines.push(format!("and {more} more"));
            }
        }
        self
    }
}

impl Earshot {
    /// What would be taken of a file. Nothing is kept.
    pub async fn preview_qda(
        &self,
        actor: &Actor,
        slug: &str,
        handed: &HandedIn,
    ) -> Result<HandedReport, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.read().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        self.take_handed(&mut tx, actor, &row, (handed, false)).await
    }

    /// Takes a file in: codes that are not known are made, and codings are put on the answers whose words the file holds.
    pub async fn take_qda(
        &self,
        actor: &Actor,
        slug: &str,
        handed: &HandedIn,
    ) -> Result<HandedReport, Error> {
        actor.require_somewhere(Permission::Analyse)?;
        let mut tx = self.db.begin().await?;
        let row = self.own(&mut tx, actor, Permission::Analyse, slug).await?;
        let report = self.take_handed(&mut tx, actor, &row, (handed, true)).await?;
        self.audit(&mut tx, actor, "coding.import", Reference::new(Kind::Consultation, row.number));
        tx.commit().await?;
        Ok(report)
    }

    /// `keeps` is whether anything is kept: a look only reads.
    async fn take_handed(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &Consultation,
        (handed, keeps): (&HandedIn, bool),
    ) -> Result<HandedReport, Error> {
        still_analysed(row)?;
        let mut report = HandedReport::default();
        let here = self.here(tx, row, handed).await?;
        let from = Brought { import_id: self.ordered_id(), consultation_id: row.id };
        if keeps {
            here.keep_still(tx, row.id).await?;
            self.keep_read(tx, row, &[]).await?;
            qda_kept::insert_import(tx, from, actor.staff_id, self.now()).await?;
        }
        let given = self.take_codes(tx, actor, row.id, (handed, keeps), &mut report).await?;
        self.take_texts(tx, (from, keeps), (handed, &here), &given, &mut report).await?;
        let own = self.own_in_files(tx, actor, row, &here).await?;
        let taking = Taking::new(tx, self, (from, keeps), &here, own).await?;
        taking.all(tx, handed, &given, &mut report).await?;
        if keeps {
            qda_kept::set_left_out(tx, from, &report.left.join("\n")).await?;
            self.keep_read_after(tx, row).await?;
        }
        Ok(report.shortened())
    }

    /// What of a file is here: which answer each text is.
    async fn here(&self, tx: &mut Tx, row: &Consultation, handed: &HandedIn) -> Result<Here, Error> {
        let answers = qda::answers(tx, row.id).await?;
        let mut gone = HashSet::new();
        let (usable, voices): (HashSet<Uuid>, HashSet<Uuid>) =
            answers.iter().map(|answer| (answer.id, answer.response_id)).unzip();
        for (id, _) in qda_kept::answer_ids(tx, row.id).await? {
            if !usable.contains(&id) {
                gone.insert(self.file_id(FileId::Answer, row.id, id));
            }
        }
        for (id,) in qda_kept::response_ids(tx, row.id).await? {
            if !voices.contains(&id) {
                gone.insert(self.file_id(FileId::Voice, row.id, id));
            }
        }
        // What somebody has taken back has no answers any more: the file says which they were.
        let of_them = handed.beside.cases.iter().filter(|case| gone.contains(&case.key));
        let texts: Vec<Uuid> = of_them.flat_map(|case| case.texts.iter().copied()).collect();
        gone.extend(texts);
        let called = answers.iter().enumerate();
        let called: HashMap<Uuid, usize> =
            called.map(|(place, answer)| (self.file_id(FileId::Answer, row.id, answer.id), place)).collect();
        let voices: HashMap<Uuid, Uuid> =
            voices.into_iter().map(|id| (self.file_id(FileId::Voice, row.id, id), id)).collect();
        let mut names = Names::of(handed, called, &voices, gone);
        let hiding = self.hiding(tx, row).await?;
        let (answers, covered) = aside(move || {
            let covered = hiding.over(&answers);
            (answers, covered)
        })
        .await;
        let shown = Shown::of(&answers, &covered);
        let found: Vec<Found> = handed.texts.iter().map(|text| shown.find(text, &names)).collect();
        let keys = handed.texts.iter().zip(&found);
        let by_key = keys.filter_map(|(text, found)| Some((text.key?, (*found).ok()?))).collect();
        names.lose_others(handed);
        let gone = names.gone;
        Ok(Here { answers, covered, found, by_key, gone })
    }

    /// Finds or makes the codes; gives for each what its codings are put under, if they are taken.
    async fn take_codes(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        consultation_id: Uuid,
        (handed, keeps): (&HandedIn, bool),
        report: &mut HandedReport,
    ) -> Result<Vec<Option<Uuid>>, Error> {
        let known = qda::codes(tx, consultation_id).await?;
        let carried: HashSet<usize> =
            handed.texts.iter().flat_map(|text| text.codings.iter().map(|(_, code)| *code)).collect();
        let mut finder = Finder::new(&known);
        let (mut ids, mut given) = (Vec::new(), Vec::new());
        for (place, code) in handed.codes.iter().enumerate() {
            let is_carried = carried.contains(&place);
            if let Some(found) = finder.find(code) {
                report.known_codes += 1;
                let why = cannot_be_given(found).filter(|_| is_carried);
                report.problems.extend(why.map(|why| {
                    format!("the code {} {why}: what carries it is left out", quoted(&found.name))
                }));
                ids.push(found.id);
                given.push(why.is_none().then_some(found.id));
                continue;
            }
            let name = finder.free_name(code, code.parent.and_then(|above| handed.codes.get(above)))?;
            if name != code.name {
                report.notes.push(format!(
                    "the code {} is called {} here, because another code has its name",
                    quoted(&code.name),
                    quoted(&name)
                ));
            }
            let (description, is_cut) = cut(&code.description, TEXT_MAX);
            if is_cut {
                report
                    .notes
                    .push(format!("what the code {} means is cut to {TEXT_MAX} letters", quoted(&name)));
            }
            let [definition, use_when, not_when] = described(&description);
            let text = CodeText { name, definition, use_when, not_when, ..CodeText::default() };
            let made = self.new_code(consultation_id, actor, &text, Some(code.key.clone()));
            if keeps {
                analysis::insert_code(tx, &made, self.now()).await.map_err(taken("name"))?;
                // What it stands under was found or made before.
                let parent = code.parent.and_then(|above| ids.get(above).copied());
                let (is_codable, colour) = (code.is_codable || is_carried, code.colour.as_deref());
                qda::place_code(tx, made.id, consultation_id, parent, is_codable, colour).await?;
                self.note_code(tx, actor, (made.id, CodeEventKind::Added), None).await?;
            }
            report.new_codes += 1;
            ids.push(made.id);
            given.push(Some(made.id));
        }
        Ok(given)
    }

    async fn take_texts(
        &self,
        tx: &mut Tx,
        (from, keeps): (Brought, bool),
        (handed, here): (&HandedIn, &Here),
        given: &[Option<Uuid>],
        report: &mut HandedReport,
    ) -> Result<(), Error> {
        // What is there already, where nothing is kept that would say so.
        let mut there = HashSet::new();
        if !keeps {
            let codings = qda::codings(tx, from.consultation_id).await?;
            there.extend(codings.into_iter().map(|one| (one.answer_id, one.code_id, one.span())));
        }
        for (text, found) in handed.texts.iter().zip(&here.found) {
            let (answer, is_raw) = match found {
                Ok((place, is_raw)) => (&here.answers[*place], *is_raw),
                Err(why) => {
                    report.unmatched += 1;
                    if !text.codings.is_empty() {
                        report.problems.push(format!("{why} the words of {}", quoted(&text.name)));
                    }
                    continue;
                }
            };
            report.matched += 1;
            for (span, code) in &text.codings {
                let Some(code) = given.get(*code).copied().flatten() else { continue };
                let piece = match span {
                    Some(span) => match kept_piece(answer, &here.covered, *span, is_raw) {
                        Some(piece) => Some(piece),
                        None => {
                            report.problems.push(format!(
                                "a passage of {} begins or ends in words that were taken out",
                                quoted(&text.name)
                            ));
                            continue;
                        }
                    },
                    None => None,
                };
                let is_new = if keeps {
                    let id = self.ordered_id();
                    let is_new = qda::add_coding(tx, id, answer.id, code, piece, self.now()).await?;
                    if is_new {
                        qda_kept::note_coding(tx, from.import_id, id).await?;
                    }
                    is_new
                } else {
                    there.insert((answer.id, code, piece))
                };
                if is_new {
                    report.codings.added += 1;
                } else {
                    report.codings.known += 1;
                }
            }
        }
        Ok(())
    }
}

/// Which answer a text is, by its place, and whether the text has the answer's own words; or why it is none.
type Found = Result<(usize, bool), &'static str>;

/// What of a file is here.
pub(super) struct Here {
    /// The answers that may be used.
    answers: Vec<Answer>,
    /// What is hidden of them.
    pub(super) covered: Covers,
    /// What each text of the file is.
    found: Vec<Found>,
    /// The same of those that are an answer, by what the file calls them.
    by_key: HashMap<Uuid, (usize, bool)>,
    /// What answers and people are called in files who may not be used: nothing is taken that speaks of them.
    gone: HashSet<Uuid>,
}

impl Here {
    /// The answer that a text of the file is, and whether the text has its own words.
    pub(super) fn answer(&self, text: &Uuid) -> Option<(&Answer, bool)> {
        let (place, is_raw) = self.by_key.get(text)?;
        Some((self.answers.get(*place)?, *is_raw))
    }

    /// The answers that texts of the file are, each once.
    pub(super) fn answers_of(&self, texts: &[Uuid]) -> Vec<Uuid> {
        let mut seen = HashSet::new();
        let answers = texts.iter().filter_map(|text| self.answer(text)).map(|(answer, _)| answer.id);
        answers.filter(|id| seen.insert(*id)).collect()
    }

    /// The responses of which the answers are that texts of the file are.
    pub(super) fn responses_of(&self, texts: &[Uuid]) -> HashSet<Uuid> {
        texts.iter().filter_map(|text| self.answer(text)).map(|(answer, _)| answer.response_id).collect()
    }

    /// The questions that the answers answer, some of them more than once.
    pub(super) fn questions(&self) -> impl Iterator<Item = &str> {
        self.answers.iter().map(|answer| session::group_of(&answer.question_key))
    }

    /// Whether an id of a file is that of an answer or of somebody who may not be used.
    pub(super) fn is_gone(&self, key: &Uuid) -> bool {
        self.gone.contains(key)
    }

    /// Lets nobody change or take back an answer of which the file speaks, before anything is kept beside it: what is kept
    /// goes with it. One after the other in the order of their ids, as whoever takes several back does.
    async fn keep_still(&self, tx: &mut Tx, consultation_id: Uuid) -> Result<(), Error> {
        let places = self.found.iter().filter_map(|found| found.as_ref().ok());
        let mut ids: Vec<Uuid> =
            places.filter_map(|(place, _)| self.answers.get(*place)).map(|one| one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in &ids {
            search::keep_still(tx, *id).await?;
        }
        let now = qda::answers(tx, consultation_id).await?;
        let now: HashMap<Uuid, &str> = now.iter().map(|answer| (answer.id, answer.words.as_str())).collect();
        let mut before = self.answers.iter().filter(|answer| ids.binary_search(&answer.id).is_ok());
        // One went, was held, or was written anew between the look and now.
        if before.any(|answer| now.get(&answer.id) != Some(&answer.words.as_str())) {
            return Err(Error::Stale);
        }
        Ok(())
    }
}

/// Why a code of the codebook is given to no answer.
fn cannot_be_given(code: &BookCode) -> Option<&'static str> {
    match code {
        BookCode { retired_at: Some(_), .. } => Some("is out of use here"),
        BookCode { is_codable: Some(false), .. } => Some("holds other codes here, and is given to no answer"),
        _ => None,
    }
}

/// Where a piece of a text of a file lies in the answer. Words that somebody else has put into the place of a name are none
/// of it.
pub(super) fn kept_piece(answer: &Answer, covered: &Covers, span: Span, is_raw: bool) -> Option<Span> {
    let piece = if is_raw { span } else { text::unshift(span, covered.of(answer.id)?)? };
    let end = piece.end.min(text::length(&answer.words));
    Span::new(piece.start, end).filter(|piece| !piece.is_empty())
}

/// Codes that are there, and the names that they have.
struct Finder<'a> {
    known: &'a [BookCode],
    found: HashSet<Uuid>,
    names: HashSet<String>,
}

impl<'a> Finder<'a> {
    fn new(known: &'a [BookCode]) -> Self {
        let names = known.iter().map(|code| code.name.clone()).collect();
        Self { known, found: HashSet::new(), names }
    }

    /// The code that is meant: the one that came from the same place, or left for it, or else the one of the same name. Each
    /// is meant once.
    fn find(&mut self, code: &HandedCode) -> Option<&'a BookCode> {
        let id = Uuid::try_parse(&code.key).ok();
        let of_key = |known: &&BookCode| {
            known.import_key.as_deref() == Some(code.key.as_str()) || Some(known.id) == id
        };
        let of_name = |known: &&BookCode| known.name == code.name;
        let known = self.known;
        let found = known.iter().find(of_key).or_else(|| known.iter().find(of_name))?;
        self.found.insert(found.id).then_some(found)
    }

    /// A name that no code has: its own, with that of the code above it, or with a number.
    fn free_name(&mut self, code: &HandedCode, above: Option<&HandedCode>) -> Result<String, Error> {
        let with_above = above.map(|above| format!("{}: {}", above.name, code.name));
        let numbered = (2..).map(|number| format!("{} ({number})", code.name));
        let mut names = std::iter::once(code.name.clone()).chain(with_above).chain(numbered);
        let name = names.find(|name| !self.names.contains(name)).unwrap_or_default();
        if name.is_empty() || name.chars().count() > NAME_MAX {
            let reason =
                format!("the name of the code {} has more than {NAME_MAX} letters", quoted(&code.name));
            return Err(Error::refused(Refusal::Line { line: 0, reason }));
        }
        self.names.insert(name.clone());
        Ok(name)
    }
}

/// What the names of a file say of its texts.
struct Names {
    /// Places of the answers that may be used, by what files call them.
    called: HashMap<Uuid, usize>,
    /// What answers and people are called who may not be used.
    gone: HashSet<Uuid>,
    /// Whose a text is, where the file has it with somebody who answered here.
    of_voice: HashMap<Uuid, Vec<Uuid>>,
    /// Whether the file left this consultation: then its names say which answer each text is, and its words do not.
    has_left: bool,
}

impl Names {
    /// `voices` are the responses that may be used, by what files call them.
    fn of(
        handed: &HandedIn,
        called: HashMap<Uuid, usize>,
        voices: &HashMap<Uuid, Uuid>,
        gone: HashSet<Uuid>,
    ) -> Self {
        let mut of_voice: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        for case in &handed.beside.cases {
            let Some(response) = voices.get(&case.key) else { continue };
            for text in &case.texts {
                of_voice.entry(*text).or_default().push(*response);
            }
        }
        let mut keys = handed.texts.iter().filter_map(|text| text.key);
        let has_left = keys.any(|key| called.contains_key(&key) || gone.contains(&key));
        Self { called, gone, of_voice, has_left }
    }

    /// What left this consultation and is no answer any more, such as one that was written anew: nothing is taken that speaks
    /// of it.
    fn lose_others(&mut self, handed: &HandedIn) {
        if self.has_left {
            let keys = handed.texts.iter().filter_map(|text| text.key);
            self.gone.extend(keys.filter(|key| !self.called.contains_key(key)));
        }
    }
}

/// Answers by what is shown of them: their own words, and those with what was taken out.
struct Shown<'a> {
    answers: &'a [Answer],
    /// Places of answers, and whether these are their own words.
    by_words: HashMap<String, Vec<(usize, bool)>>,
}

impl<'a> Shown<'a> {
    fn of(answers: &'a [Answer], covered: &Covers) -> Self {
        let mut by_words: HashMap<String, Vec<(usize, bool)>> = HashMap::new();
        for (place, answer) in answers.iter().enumerate() {
            by_words.entry(answer.words.clone()).or_default().push((place, true));
            let whole = Span { start: 0, end: text::length(&answer.words) };
            let redacted =
                covered.of(answer.id).and_then(|covered| text::redact(&answer.words, whole, covered));
            if let Some(redacted) = redacted.filter(|redacted| *redacted != answer.words) {
                by_words.entry(redacted).or_default().push((place, false));
            }
        }
        Self { answers, by_words }
    }

    /// The answer that a text is: the one that left under its name, if it has these words still; or else, in a file that comes
    /// from elsewhere, the one of these words. Or why there is none.
    fn find(&self, text: &HandedText, names: &Names) -> Found {
        const NONE: &str = "no answer that may be used has";
        let of_words = self.by_words.get(&text.words).map(Vec::as_slice).unwrap_or_default();
        if text.key.is_some_and(|key| names.gone.contains(&key)) {
            return Err(NONE);
        }
        if let Some(left) = text.key.and_then(|key| names.called.get(&key)) {
            let found = of_words.iter().find(|(place, _)| place == left);
            return found.copied().ok_or("the answer that left under its name does not have");
        }
        // It may be one that is not here any more, beside somebody else's of the same words.
        if names.has_left {
            return Err("no answer that may be used left under its name with");
        }
        let whose = text.key.and_then(|key| names.of_voice.get(&key)).map(Vec::as_slice).unwrap_or_default();
        let is_of = |place: usize| {
            let answer = self.answers.get(place);
            answer.is_some_and(|answer| whose.iter().all(|one| *one == answer.response_id))
        };
        let of_them: Vec<(usize, bool)> =
            of_words.iter().copied().filter(|(place, _)| is_of(*place)).collect();
        match of_them[..] {
            [found] => Ok(found),
            [] => Err(NONE),
            _ => Err("several answers have"),
        }
    }
}

/// Words, as long as there is room.
pub(super) fn cut(text: &str, most: usize) -> (String, bool) {
    let short: String = text.chars().take(most).collect();
    let is_cut = short.len() < text.len();
    (short, is_cut)
}

/// A name in quotation marks, cut where it is long.
pub(super) fn quoted(name: &str) -> String {
    const SHOWN: usize = 60;
    let short: String = name.chars().take(SHOWN).collect();
    let more = if short.len() < name.len() { "\u{2026}" } else { "" };
    format!("\u{201c}{short}{more}\u{201d}")
}
