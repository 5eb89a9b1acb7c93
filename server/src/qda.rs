//! Projects and codebooks of programs for qualitative analysis: between what the use cases know and the files.

use std::collections::{BTreeMap, HashMap, HashSet};

use earshot_domain::respondent::RespondentType;
use earshot_domain::text::{self, Span};
use earshot_formats::refi::{
    self, Beside, Case, Code, Codebook, Coding, Defect, Guid, Note, Project, Selection, Set, Source, User,
    Variable, VariableKind, WriteError,
};
use earshot_formats::tables::{self, CodebookRow, TableError};
use earshot_service::{
    BookEntry, HandedBeside, HandedBook, HandedCase, HandedCode, HandedGroup, HandedIn, HandedNote,
    HandedOver, HandedPlace, HandedSet, HandedText, HandedVariable, HandedVoice, VoiceCoding, VoiceText,
};
use uuid::Uuid;

/// What is known of somebody who answered. The same in every file, since it says nothing about anybody.
const AGE_BAND: Guid = Guid(0x5d0b_7e0a_6c1f_4f3e_9a57_0c7d_3f0e_5a01);
const WHO: Guid = Guid(0x5d0b_7e0a_6c1f_4f3e_9a57_0c7d_3f0e_5a02);
const CONSULTATION: Guid = Guid(0x5d0b_7e0a_6c1f_4f3e_9a57_0c7d_3f0e_5a03);
const QUOTABLE: Guid = Guid(0x5d0b_7e0a_6c1f_4f3e_9a57_0c7d_3f0e_5a04);

/// All of these, with what they are called. What comes back with one of them left an Earshot, which knows it better.
const OWN: [(Guid, &str); 4] = [
    (AGE_BAND, "Age band"),
    (WHO, "Who"),
    (CONSULTATION, "Consultation"),
    (QUOTABLE, "Exact words may be quoted"),
];

/// How the line begins by which a text or a case is known again. QualCoder, for one, gives everything a new id and keeps what is
/// said of it.
const MARK: &str = "Leave this line, so that Earshot knows it again: ";

/// How what a project says of itself begins.
const ABOUT: &str = "Written by Earshot.";

/// Whether a file is one of these, by the ending of its name.
pub(crate) fn is_one(name: &str) -> bool {
    let name = name.to_lowercase();
    [".qdpx", ".qdc", ".qde"].iter().any(|ending| name.ends_with(ending))
}

/// Reads a project or a codebook; with what was left out of it, in sentences.
pub(crate) fn read(bytes: &[u8]) -> Result<(HandedIn, Vec<String>), Defect> {
    let mut handed = HandedIn::default();
    let mut places = HashMap::new();
    if !refi::is_archive(bytes) {
        let (codebook, report) = refi::read_codebook(bytes)?;
        flatten(&codebook.codes, None, &mut handed.codes, &mut places);
        handed.beside.sets = codebook.sets.into_iter().map(handed_set).collect();
        return Ok((handed, report.lines()));
    }
    let (mut project, report) = refi::read_project(bytes)?;
    let mut lines = report.lines();
    know_again(&mut project);
    // What Earshot has written stands there for whoever opens the file elsewhere.
    if project.description.lines().any(|line| !line.trim().is_empty() && !line.starts_with(ABOUT)) {
        lines.push("what is said of the whole project was left out".to_string());
    }
    flatten(&project.codes, None, &mut handed.codes, &mut places);
    handed.beside = beside(&project);
    handed.texts = project.sources.into_iter().map(|source| handed_text(source, &places)).collect();
    Ok((handed, lines))
}

/// Gives everything that left an Earshot the id back under which it left, where another program has given it a new one, and takes
/// out the lines that say so.
fn know_again(project: &mut Project) {
    let mut taken: HashSet<Guid> = project.sources.iter().map(|source| source.guid).collect();
    let mut texts: HashMap<Guid, Guid> = HashMap::new();
    for source in &mut project.sources {
        // Of two of one mark nobody knows which it is: the first.
        if let Some(left) = unmark(&mut source.description).filter(|left| taken.insert(*left)) {
            texts.insert(source.guid, left);
            source.guid = left;
        }
    }
    let mut taken: HashSet<Guid> = project.cases.iter().map(|case| case.guid).collect();
    let own = own_variables(&project.variables);
    for case in &mut project.cases {
        if let Some(left) = unmark(&mut case.description).filter(|left| taken.insert(*left)) {
            case.guid = left;
        }
        renamed(case.values.iter_mut().map(|(of, _)| of), &own);
        renamed(case.sources.iter_mut(), &texts);
    }
    renamed(project.variables.iter_mut().map(|variable| &mut variable.guid), &own);
    for set in &mut project.sets {
        renamed(set.sources.iter_mut(), &texts);
    }
    for (_, beside) in &mut project.links {
        if let Beside::Source(source) = beside {
            renamed(std::iter::once(source), &texts);
        }
    }
}

/// Puts other ids into the places of these.
fn renamed<'a>(ids: impl Iterator<Item = &'a mut Guid>, to: &HashMap<Guid, Guid>) {
    for id in ids {
        let before = *id;
        *id = to.get(&before).copied().unwrap_or(before);
    }
}

/// Earshot's own variables under other ids: those of their names, where all of them are there and none under its own.
fn own_variables(variables: &[Variable]) -> HashMap<Guid, Guid> {
    let is_own = |variable: &Variable| OWN.iter().any(|(own, _)| *own == variable.guid);
    if variables.iter().any(is_own) {
        return HashMap::new();
    }
    let found = OWN.map(|(own, name)| {
        let named = |variable: &&Variable| variable.name == name && variable.kind == VariableKind::Text;
        variables.iter().find(named).map(|variable| (variable.guid, own))
    });
    if found.iter().all(Option::is_some) { found.into_iter().flatten().collect() } else { HashMap::new() }
}

/// What is said of something, with the line by which it is known again.
fn marked(guid: Guid, description: &str) -> String {
    if description.is_empty() { format!("{MARK}{guid}") } else { format!("{MARK}{guid}\n{description}") }
}

/// Takes that line out, and gives what it says.
fn unmark(description: &mut String) -> Option<Guid> {
    if !description.contains(MARK) {
        return None;
    }
    let (marks, others): (Vec<&str>, Vec<&str>) =
        description.lines().partition(|line| line.trim_start().starts_with(MARK));
    let left = marks.first().and_then(|line| Guid::parse(line.trim_start().trim_start_matches(MARK)));
    *description = others.join("\n");
    left
}

/// The codes of a tree one after the other, each after the one that it stands under.
fn flatten(
    codes: &[Code],
    parent: Option<usize>,
    into: &mut Vec<HandedCode>,
    places: &mut HashMap<Guid, usize>,
) {
    for code in codes {
        let place = into.len();
        places.insert(code.guid, place);
        into.push(HandedCode {
            key: code.guid.to_string(),
            name: code.name.clone(),
            description: code.description.clone(),
            parent,
            is_codable: code.is_codable,
            colour: code.colour.map(|colour| refi::name_of(colour).to_string()),
        });
        flatten(&code.codes, Some(place), into, places);
    }
}

fn handed_text(source: Source, places: &HashMap<Guid, usize>) -> HandedText {
    let Source { guid, name, text, selections, codings, .. } = source;
    let all = all_of(&text);
    let whole = codings.into_iter().map(|coding| (None, coding));
    let pieces = selections.into_iter().flat_map(|Selection { span, codings, .. }| {
        codings.into_iter().map(move |coding| (piece_of(span, all), coding))
    });
    let codings = whole.chain(pieces);
    HandedText {
        key: Some(id(guid)),
        name,
        words: text,
        codings: codings.filter_map(|(span, coding)| Some((span, *places.get(&coding.code)?))).collect(),
    }
}

/// All of a text. A code on it stands in a file as one on a piece that is all of it: QualCoder, for one, reads no other.
fn all_of(text: &str) -> Option<Span> {
    Span::new(0, text::length(text)).filter(|span| !span.is_empty())
}

/// A piece of a text; nothing where it is all of it.
fn piece_of(span: Span, all: Option<Span>) -> Option<Span> {
    (Some(span) != all).then_some(span)
}

/// What stands in a project beside its codes and texts.
fn beside(project: &Project) -> HandedBeside {
    let is_own = |of: &Guid| OWN.iter().any(|(own, _)| own == of);
    let variables = project.variables.iter().filter(|variable| !is_own(&variable.guid));
    let variable = |variable: &Variable| HandedVariable {
        key: id(variable.guid),
        name: variable.name.clone(),
        kind: variable.kind.as_str().to_string(),
    };
    let case = |case: &Case| HandedCase {
        key: id(case.guid),
        is_voice: case.values.iter().any(|(of, _)| is_own(of)),
        name: case.name.clone(),
        description: case.description.clone(),
        values: case
            .values
            .iter()
            .filter(|(of, _)| !is_own(of))
            .map(|(of, value)| (id(*of), value.clone()))
            .collect(),
        texts: case.sources.iter().copied().map(id).collect(),
    };
    let places = places(project);
    let mut stands: HashMap<Guid, Vec<HandedPlace>> = HashMap::new();
    for (note, beside) in &project.links {
        stands.entry(*note).or_default().extend(places.get(beside));
    }
    let note = |note: &Note| HandedNote {
        key: id(note.guid),
        name: note.name.clone(),
        words: note.text.clone(),
        beside: stands.get(&note.guid).cloned().unwrap_or_default(),
    };
    HandedBeside {
        variables: variables.map(variable).collect(),
        cases: project.cases.iter().map(case).collect(),
        notes: project.notes.iter().map(note).chain(project.sources.iter().filter_map(said_of)).collect(),
        sets: project.sets.iter().cloned().map(handed_set).collect(),
    }
}

/// What another program says of a text, as a note beside it.
fn said_of(source: &Source) -> Option<HandedNote> {
    let words = source.description.trim();
    (!words.is_empty()).then(|| HandedNote {
        // The note needs an id of its own, the same whenever the text comes.
        key: id(Guid(source.guid.0.rotate_left(64))),
        name: String::new(),
        words: words.to_string(),
        beside: vec![HandedPlace::Text { text: id(source.guid), span: None, code: None }],
    })
}

/// Everything in a project beside which a note can stand. Of two things of one id it is the first.
fn places(project: &Project) -> HashMap<Beside, HandedPlace> {
    fn codes(all: &[Code], places: &mut HashMap<Beside, HandedPlace>) {
        for code in all {
            places.insert(Beside::Code(code.guid), HandedPlace::Code(id(code.guid)));
            codes(&code.codes, places);
        }
    }
    let mut places = HashMap::from([(Beside::Project, HandedPlace::Everything)]);
    codes(&project.codes, &mut places);
    for source in &project.sources {
        let text = id(source.guid);
        let all = all_of(&source.text);
        let at = |span, code| HandedPlace::Text { text, span, code };
        places.insert(Beside::Source(source.guid), at(None, None));
        let whole = source.codings.iter().map(|coding| (coding, None));
        let pieces = source
            .selections
            .iter()
            .flat_map(|piece| piece.codings.iter().map(move |coding| (coding, piece_of(piece.span, all))));
        for (coding, span) in whole.chain(pieces) {
            places.entry(Beside::Coding(coding.guid)).or_insert_with(|| at(span, Some(id(coding.code))));
        }
        for piece in &source.selections {
            places
                .entry(Beside::Selection(piece.guid))
                .or_insert_with(|| at(piece_of(piece.span, all), None));
        }
    }
    places
}

fn handed_set(set: Set) -> HandedSet {
    let ids = |guids: Vec<Guid>| guids.into_iter().map(id).collect();
    HandedSet {
        key: id(set.guid),
        name: set.name,
        description: set.description,
        codes: ids(set.codes),
        texts: ids(set.sources),
        notes: ids(set.notes),
    }
}

/// A codebook as a file (`.qdc`).
pub(crate) fn codebook(book: &HandedBook) -> Vec<u8> {
    let codebook =
        Codebook { origin: origin(), codes: tree(&book.codes), sets: book.groups.iter().map(set).collect() };
    refi::write_codebook(&codebook).bytes
}

/// A codebook as a table (`.csv`), for programs that read no other.
pub(crate) fn codebook_table(book: &HandedBook) -> Result<Vec<u8>, TableError> {
    let mut rows = Vec::new();
    table_rows(&tree(&book.codes), &[], &mut rows);
    tables::codebook(&rows)
}

/// The codes of a tree one after the other, each with the names of those that it stands under.
fn table_rows(codes: &[Code], under: &[String], rows: &mut Vec<CodebookRow>) {
    for code in codes {
        let names = [under, std::slice::from_ref(&code.name)].concat();
        rows.push(CodebookRow { names: names.clone(), description: code.description.clone() });
        table_rows(&code.codes, &names, rows);
    }
}

/// A consultation as a file (`.qdpx`).
pub(crate) fn project(handed: &HandedOver) -> Result<Vec<u8>, WriteError> {
    let consultation = format!("{} {}", handed.book.reference, handed.book.title);
    let user = |(id, name): &(Uuid, String)| User { guid: guid(*id), name: name.clone() };
    let users: Vec<User> = handed.coders.iter().map(user).collect();
    let variable = |guid, name: &str| Variable { guid, name: name.into(), kind: VariableKind::Text };
    let texts = || handed.voices.iter().flat_map(|voice| &voice.texts);
    let mut sources: Vec<Source> = texts().map(|text| source(text, &users)).collect();
    let links = links(&handed.beside.notes, &mut sources);
    let mut cases: Vec<Case> = handed.voices.iter().map(|voice| case(voice, &consultation)).collect();
    let mut places: HashMap<Guid, usize> = cases.iter().map(|case| case.guid).zip(0..).collect();
    for kept in &handed.beside.cases {
        keep_case(kept, &mut cases, &mut places);
    }
    let project = Project {
        name: consultation.clone(),
        origin: origin(),
        description: about(handed),
        codes: tree(&handed.book.codes),
        variables: OWN
            .into_iter()
            .map(|(guid, name)| variable(guid, name))
            .chain(handed.beside.variables.iter().map(kept_variable))
            .collect(),
        cases,
        sources,
        notes: handed.beside.notes.iter().map(note).collect(),
        links,
        sets: handed
            .book
            .groups
            .iter()
            .chain(&handed.questions)
            .map(set)
            .chain(handed.beside.sets.iter().map(kept_set))
            .collect(),
        users,
    };
    refi::write_project(&project).map(|written| written.bytes)
}

/// What the project says of itself, in one line: what is not in it, and why.
fn about(handed: &HandedOver) -> String {
    let words = "The words are redacted: what could tell who somebody is stands in brackets, such as [name] or [school].";
    let ages = "No age band stands with somebody who could be found by it.";
    let mut said = vec![ABOUT.to_string(), words.to_string()];
    said.extend(handed.undecided.map(tables::undecided_words));
    said.extend(handed.unchecked.map(tables::unchecked_words));
    said.push(ages.to_string());
    said.join(" ")
}

/// The program, without the machine that it runs on.
fn origin() -> String {
    concat!("Earshot ", env!("CARGO_PKG_VERSION")).to_string()
}

fn guid(id: Uuid) -> Guid {
    Guid(id.as_u128())
}

fn id(guid: Guid) -> Uuid {
    Uuid::from_u128(guid.0)
}

fn kept_variable(variable: &HandedVariable) -> Variable {
    let kind = VariableKind::ALL.into_iter().find(|kind| kind.as_str() == variable.kind);
    Variable {
        guid: guid(variable.key),
        name: variable.name.clone(),
        kind: kind.unwrap_or(VariableKind::Text),
    }
}

/// Puts what another program knew of a case to those that leave: to the one of the same id, if there is one. `places` are
/// those of the cases, by their ids.
fn keep_case(kept: &HandedCase, cases: &mut Vec<Case>, places: &mut HashMap<Guid, usize>) {
    let key = guid(kept.key);
    let place = *places.entry(key).or_insert(cases.len());
    let values = kept.values.iter().map(|(of, value)| (guid(*of), value.clone()));
    match cases.get_mut(place) {
        Some(case) => {
            for (of, value) in values {
                if !case.values.iter().any(|(known, _)| *known == of) {
                    case.values.push((of, value));
                }
            }
            if !kept.name.is_empty() {
                case.name.clone_from(&kept.name);
            }
            if !kept.description.is_empty() {
                case.description = marked(key, &kept.description);
            }
        }
        None => cases.push(Case {
            guid: key,
            name: kept.name.clone(),
            description: marked(key, &kept.description),
            values: values.collect(),
            sources: kept.texts.iter().copied().map(guid).collect(),
        }),
    }
}

fn note(note: &HandedNote) -> Note {
    Note { guid: guid(note.key), name: note.name.clone(), text: note.words.clone() }
}

/// What the notes stand beside. A piece that carries no code is put into its text for the note.
fn links(notes: &[HandedNote], sources: &mut [Source]) -> Vec<(Guid, Beside)> {
    let mut links = Vec::new();
    let places: HashMap<Guid, usize> = sources.iter().map(|source| source.guid).zip(0..).collect();
    for note in notes {
        for place in &note.beside {
            let beside = match *place {
                HandedPlace::Everything => Some(Beside::Project),
                HandedPlace::Code(code) => Some(Beside::Code(guid(code))),
                HandedPlace::Text { text, span, code } => places
                    .get(&guid(text))
                    .and_then(|place| sources.get_mut(*place))
                    .map(|source| in_source(source, note, span, code.map(guid))),
            };
            links.extend(beside.map(|beside| (guid(note.key), beside)));
        }
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// Where in a text a note stands: at the coding that is meant, or else at the piece, or at the text.
fn in_source(source: &mut Source, note: &HandedNote, span: Option<Span>, code: Option<Guid>) -> Beside {
    let of_code = |coding: &&Coding| Some(coding.code) == code;
    let Some(span) = span else {
        let all = all_of(&source.text);
        let codings =
            source.selections.iter().filter(|piece| Some(piece.span) == all).flat_map(|piece| &piece.codings);
        let coding = codings.into_iter().find(of_code);
        return coding.map_or(Beside::Source(source.guid), |coding| Beside::Coding(coding.guid));
    };
    if let Some(piece) = source.selections.iter().find(|piece| piece.span == span) {
        let coding = piece.codings.iter().find(of_code);
        return coding.map_or(Beside::Selection(piece.guid), |coding| Beside::Coding(coding.guid));
    }
    // The piece needs an id of its own; nothing else has one of these three together.
    let number = |at: usize| u128::try_from(at).unwrap_or_default();
    let place = (number(span.start) << 32) ^ number(span.end);
    let piece = Guid(guid(note.key).0.rotate_left(64) ^ source.guid.0 ^ place);
    source.selections.push(Selection { guid: piece, span, codings: Vec::new() });
    Beside::Selection(piece)
}

fn kept_set(set: &HandedSet) -> Set {
    let guids = |ids: &[Uuid]| ids.iter().copied().map(guid).collect();
    Set {
        guid: guid(set.key),
        name: set.name.clone(),
        description: set.description.clone(),
        codes: guids(&set.codes),
        sources: guids(&set.texts),
        notes: guids(&set.notes),
    }
}

/// Codes as a tree. What stands under a code that is not there stands at the top.
fn tree(entries: &[BookEntry]) -> Vec<Code> {
    let is_known = |id: Uuid| entries.iter().any(|entry| entry.id == id);
    let mut under: BTreeMap<Option<Uuid>, Vec<&BookEntry>> = BTreeMap::new();
    for entry in entries {
        under.entry(entry.parent.filter(|parent| is_known(*parent))).or_default().push(entry);
    }
    branch(None, &mut under)
}

/// The codes under one, each taken out of `under`: a ring would end, too.
fn branch(parent: Option<Uuid>, under: &mut BTreeMap<Option<Uuid>, Vec<&BookEntry>>) -> Vec<Code> {
    let entries = under.remove(&parent).unwrap_or_default();
    let code = |entry: &BookEntry| Code {
        guid: guid(entry.id),
        name: entry.name.clone(),
        is_codable: entry.is_codable,
        colour: entry.colour.as_deref().and_then(refi::colour_of),
        description: entry.description.clone(),
        codes: branch(Some(entry.id), under),
    };
    entries.into_iter().map(code).collect()
}

fn set(group: &HandedGroup) -> Set {
    let guids = |ids: &[Uuid]| ids.iter().copied().map(guid).collect();
    Set {
        guid: guid(group.id),
        name: group.name.clone(),
        description: group.description.clone(),
        codes: guids(&group.codes),
        sources: guids(&group.texts),
        notes: Vec::new(),
    }
}

fn case(voice: &HandedVoice, consultation: &str) -> Case {
    let mut values = Vec::new();
    if let Some(band) = voice.age_band {
        values.push((AGE_BAND, band.label().to_string()));
    }
    values.push((WHO, who(voice.respondent).to_string()));
    values.push((CONSULTATION, consultation.to_string()));
    values.push((QUOTABLE, if voice.quotable { "yes" } else { "no" }.to_string()));
    let sources = voice.texts.iter().map(|text| guid(text.id)).collect();
    let guid = guid(voice.id);
    Case { guid, name: voice.name.clone(), description: marked(guid, ""), values, sources }
}

fn who(respondent: RespondentType) -> &'static str {
    match respondent {
        RespondentType::Child => "Child or young person",
        RespondentType::Parent => "Parent or carer",
        RespondentType::Professional => "Professional",
        RespondentType::Community => "Community",
    }
}

fn source(text: &VoiceText, users: &[User]) -> Source {
    let coding = |coding: &VoiceCoding| Coding {
        guid: guid(coding.id),
        code: guid(coding.code),
        user: coding.coder.and_then(|place| users.get(place)).map(|user| user.guid),
        created: None,
    };
    let mut pieces: BTreeMap<Span, Vec<&VoiceCoding>> = BTreeMap::new();
    for one in &text.codings {
        if let Some(span) = one.span.or_else(|| all_of(&text.words)) {
            pieces.entry(span).or_default().push(one);
        }
    }
    let selection = |(span, codings): (Span, Vec<&VoiceCoding>)| {
        // The piece needs an id of its own beside those of its codings, which were drawn by chance.
        let id = codings.iter().fold(0, |id, one| id ^ one.id.as_u128().rotate_left(64));
        Selection { guid: Guid(id), span, codings: codings.into_iter().map(coding).collect() }
    };
    Source {
        guid: guid(text.id),
        name: text.name.clone(),
        description: marked(guid(text.id), ""),
        text: text.words.clone(),
        selections: pieces.into_iter().map(selection).collect(),
        codings: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use earshot_domain::suppression;

    use super::*;

    fn entry(n: u128, parent: Option<u128>) -> BookEntry {
        BookEntry {
            id: Uuid::from_u128(n),
            name: format!("Code {n}"),
            description: String::new(),
            parent: parent.map(Uuid::from_u128),
            is_codable: true,
            colour: Some("teal".into()),
        }
    }

    #[test]
    fn a_tree_leaves_and_comes_back_in_order() {
        let codes = tree(&[entry(1, None), entry(3, Some(1)), entry(2, Some(3)), entry(4, Some(99))]);
        assert_eq!(codes.iter().map(|code| code.guid.0).collect::<Vec<_>>(), [1, 4], "99 is not there");
        assert_eq!(codes[0].codes[0].codes[0].guid, Guid(2));
        let bytes = refi::write_codebook(&Codebook { origin: origin(), codes, sets: Vec::new() }).bytes;
        let (handed, lines) = read(&bytes).unwrap();
        assert!(lines.is_empty() && handed.texts.is_empty() && handed.beside == HandedBeside::default());
        let parents: Vec<_> = handed.codes.iter().map(|code| (code.name.as_str(), code.parent)).collect();
        assert_eq!(parents, [("Code 1", None), ("Code 3", Some(0)), ("Code 2", Some(1)), ("Code 4", None)]);
        assert!(handed.codes.iter().all(|code| code.colour.as_deref() == Some("teal")));
        assert_eq!(handed.codes[0].key, Uuid::from_u128(1).to_string());
    }

    #[test]
    fn a_table_of_codes_names_those_that_each_stands_under() {
        let book = HandedBook {
            reference: earshot_domain::reference::Reference::new(
                earshot_domain::reference::Kind::Consultation,
                1,
            ),
            title: "Buses".into(),
            codes: vec![entry(1, None), entry(3, Some(1)), entry(2, Some(3))],
            groups: Vec::new(),
        };
        let table = String::from_utf8(codebook_table(&book).unwrap()).unwrap();
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(
            rows,
            ["\u{feff}path,description", "Code 1,", "Code 1.Code 3,", "Code 1.Code 3.Code 2,"],
            "as Taguette reads it"
        );
    }

    #[test]
    fn a_code_on_all_of_a_text_stands_on_a_piece_that_is_all_of_it() {
        let coding = |id: u128, span| VoiceCoding {
            id: Uuid::from_u128(id),
            span,
            code: Uuid::from_u128(1),
            coder: None,
        };
        let late = Span { start: 2, end: 6 };
        let text = VoiceText {
            id: Uuid::from_u128(9),
            name: "A".into(),
            words: "\u{1f68c} late".into(),
            codings: vec![coding(21, None), coding(22, Some(late))],
        };
        let mut sources = vec![source(&text, &[])];
        let pieces: Vec<_> =
            sources[0].selections.iter().map(|piece| (piece.span, piece.codings.len())).collect();
        assert_eq!(pieces, [(Span { start: 0, end: 6 }, 1), (late, 1)]);
        assert!(sources[0].codings.is_empty());
        // A note beside it finds it there, and one beside the text stands beside the text.
        let place = |code| HandedPlace::Text { text: text.id, span: None, code };
        let both = [place(None), place(Some(Uuid::from_u128(1)))];
        let (key, name, words) = (Uuid::from_u128(5), "n".to_string(), "look".to_string());
        let notes = [HandedNote { key, name, words, beside: both.to_vec() }];
        let links = links(&notes, &mut sources);
        assert_eq!(
            links.iter().map(|(_, beside)| *beside).collect::<Vec<_>>(),
            [Beside::Source(Guid(9)), Beside::Coding(Guid(21))]
        );
        let codes = tree(&[entry(1, None)]);
        let notes = notes.iter().map(note).collect();
        let project = Project { codes, sources, links, notes, ..Project::default() };
        let (handed, lines) = read(&refi::write_project(&project).unwrap().bytes).unwrap();
        assert_eq!(lines, Vec::<String>::new());
        assert_eq!(handed.texts[0].codings, [(None, 0), (Some(late), 0)]);
        let mut places = handed.beside.notes[0].beside.clone();
        places.sort();
        assert_eq!(places, both);
    }

    #[test]
    fn a_note_beside_a_piece_without_a_code_keeps_its_place() {
        let text = Uuid::from_u128(9);
        let mut sources = vec![Source {
            guid: guid(text),
            name: "A".into(),
            description: String::new(),
            text: "\u{1f68c} late".into(),
            selections: Vec::new(),
            codings: Vec::new(),
        }];
        let place = HandedPlace::Text { text, span: Some(Span { start: 2, end: 6 }), code: None };
        let notes = [HandedNote {
            key: Uuid::from_u128(5),
            name: "n".into(),
            words: "look".into(),
            beside: vec![place, HandedPlace::Everything],
        }];
        let links = links(&notes, &mut sources);
        let notes = notes.iter().map(note).collect();
        let project = Project { sources, links, notes, ..Project::default() };
        let (handed, lines) = read(&refi::write_project(&project).unwrap().bytes).unwrap();
        assert_eq!(lines, Vec::<String>::new());
        let mut places = handed.beside.notes[0].beside.clone();
        places.sort();
        assert_eq!(places, [HandedPlace::Everything, place]);
        assert!(handed.texts[0].codings.is_empty());
    }

    #[test]
    fn what_is_known_of_a_voice_stands_with_it() {
        let mut cases = vec![Case {
            guid: Guid(1),
            name: "R-0001".into(),
            description: String::new(),
            values: vec![(AGE_BAND, "11 to 13".into())],
            sources: vec![Guid(9)],
        }];
        let kept = |n: u128, name: &str| HandedCase {
            key: Uuid::from_u128(n),
            is_voice: n == 1,
            name: name.into(),
            description: "rides".into(),
            values: vec![(Uuid::from_u128(7), "calm".into())],
            texts: vec![Uuid::from_u128(9)],
        };
        let mut places = cases.iter().enumerate().map(|(place, case)| (case.guid, place)).collect();
        keep_case(&kept(1, ""), &mut cases, &mut places);
        keep_case(&kept(2, "other"), &mut cases, &mut places);
        let seen: Vec<_> = cases.iter().map(|case| (case.name.as_str(), case.values.len())).collect();
        assert_eq!(seen, [("R-0001", 2), ("other", 1)]);
        // On the way back what Earshot knows itself is left to it.
        let variables = [(AGE_BAND, "Age band"), (Guid(7), "Mood")];
        let variable =
            |(guid, name): (Guid, &str)| Variable { guid, name: name.into(), kind: VariableKind::Text };
        let project =
            Project { cases, variables: variables.into_iter().map(variable).collect(), ..Project::default() };
        let back = beside(&project);
        let seen: Vec<_> = back.cases.iter().map(|case| (case.is_voice, case.values.len())).collect();
        assert_eq!((seen, back.variables.len()), (vec![(true, 1), (false, 1)], 1));
    }

    fn handed_over() -> HandedOver {
        let text = |n: u128| VoiceText {
            id: Uuid::from_u128(n),
            name: format!("R-0001 Q{n}"),
            words: "it is late".into(),
            codings: Vec::new(),
        };
        HandedOver {
            book: HandedBook {
                reference: earshot_domain::reference::Reference::new(
                    earshot_domain::reference::Kind::Consultation,
                    1,
                ),
                title: "Buses".into(),
                codes: Vec::new(),
                groups: Vec::new(),
            },
            coders: Vec::new(),
            voices: vec![HandedVoice {
                id: Uuid::from_u128(7),
                name: "R-0001".into(),
                age_band: Some(earshot_domain::respondent::AgeBand::From11To13),
                respondent: RespondentType::Child,
                quotable: true,
                texts: vec![text(1), text(2)],
            }],
            questions: Vec::new(),
            beside: HandedBeside::default(),
            unchecked: None,
            undecided: None,
        }
    }

    #[test]
    fn a_project_says_what_is_not_in_it_and_that_is_no_note() {
        let count = |n| Some(suppression::count(suppression::Preset::Nhs5, n));
        let handed = HandedOver { undecided: count(12), unchecked: count(1), ..handed_over() };
        let bytes = project(&handed).unwrap();
        let said = refi::read_project(&bytes).unwrap().0.description;
        assert!(said.contains("In 10 places of it nobody has decided yet"), "{said}");
        assert!(said.contains("A few answers in words are not in it"), "{said}");
        let (handed, lines) = read(&bytes).unwrap();
        assert_eq!((lines, handed.beside.notes.len()), (Vec::new(), 0));
        let none = refi::read_project(&project(&handed_over()).unwrap()).unwrap().0.description;
        assert!(!none.contains("nobody has decided") && none.contains("redacted"), "{none}");
        let theirs = Project { description: format!("{said}\nour own"), ..Project::default() };
        let (_, lines) = read(&refi::write_project(&theirs).unwrap().bytes).unwrap();
        assert_eq!(lines, ["what is said of the whole project was left out"]);
    }

    #[test]
    fn what_comes_back_under_new_ids_is_known_by_the_line_that_says_it() {
        let (mut project, _) = refi::read_project(&project(&handed_over()).unwrap()).unwrap();
        // QualCoder gives everything a new id.
        let new = |guid: Guid| Guid(!guid.0);
        for source in &mut project.sources {
            source.guid = new(source.guid);
        }
        project.sources[1].description.insert_str(0, "read twice\r\n");
        for case in &mut project.cases {
            case.guid = new(case.guid);
            case.sources.iter_mut().for_each(|source| *source = new(*source));
            case.values.iter_mut().for_each(|(of, _)| *of = new(*of));
        }
        project.variables.iter_mut().for_each(|variable| variable.guid = new(variable.guid));
        // Somebody has copied a text there.
        let copy = Source { guid: Guid(99), ..project.sources[0].clone() };
        project.sources.push(copy);
        let (handed, lines) = read(&refi::write_project(&project).unwrap().bytes).unwrap();
        assert_eq!(lines, Vec::<String>::new());
        let keys: Vec<_> = handed.texts.iter().filter_map(|text| text.key).collect();
        assert_eq!(keys, [1, 2, 99].map(Uuid::from_u128));
        let case = &handed.beside.cases[0];
        assert_eq!((case.key, case.is_voice, case.description.as_str()), (Uuid::from_u128(7), true, ""));
        assert_eq!(case.texts, [1, 2].map(Uuid::from_u128));
        assert!(case.values.is_empty() && handed.beside.variables.is_empty());
        let notes: Vec<_> = handed.beside.notes.iter().map(|note| note.words.as_str()).collect();
        assert_eq!(notes, ["read twice"]);
        let text = HandedPlace::Text { text: Uuid::from_u128(2), span: None, code: None };
        assert_eq!(handed.beside.notes[0].beside, [text]);
        // Of another program's file with a name of ours nothing is taken for Earshot's.
        let who = Variable { guid: Guid(5), name: "Who".into(), kind: VariableKind::Text };
        let theirs = Project { variables: vec![who], ..Project::default() };
        let (handed, _) = read(&refi::write_project(&theirs).unwrap().bytes).unwrap();
        assert_eq!(handed.beside.variables.len(), 1);
    }

    #[test]
    fn these_files_are_told_by_their_names() {
        assert!(is_one("a.QDPX") && is_one("b.qdc") && !is_one("mapping.csv") && !is_one("qdc"));
    }
}
