//! Projects and codebooks of programs for qualitative analysis: between what the use cases know and the files.

use std::collections::{BTreeMap, HashMap};

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

/// All of these. What comes back with one of them left an Earshot, which knows it better.
const OWN: [Guid; 4] = [AGE_BAND, WHO, CONSULTATION, QUOTABLE];

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
    let (project, report) = refi::read_project(bytes)?;
    flatten(&project.codes, None, &mut handed.codes, &mut places);
    handed.beside = beside(&project);
    handed.texts = project.sources.into_iter().map(|source| handed_text(source, &places)).collect();
    Ok((handed, report.lines()))
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
    let Source { guid, name, text, selections, codings } = source;
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
    let variables = project.variables.iter().filter(|variable| !OWN.contains(&variable.guid));
    let variable = |variable: &Variable| HandedVariable {
        key: id(variable.guid),
        name: variable.name.clone(),
        kind: variable.kind.as_str().to_string(),
    };
    let case = |case: &Case| HandedCase {
        key: id(case.guid),
        is_voice: case.values.iter().any(|(of, _)| OWN.contains(of)),
        name: case.name.clone(),
        description: case.description.clone(),
        values: case
            .values
            .iter()
            .filter(|(of, _)| !OWN.contains(of))
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
        notes: project.notes.iter().map(note).collect(),
        sets: project.sets.iter().cloned().map(handed_set).collect(),
    }
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
        codes: tree(&handed.book.codes),
        variables: [
            variable(AGE_BAND, "Age band"),
            variable(WHO, "Who"),
            variable(CONSULTATION, "Consultation"),
            variable(QUOTABLE, "Exact words may be quoted"),
        ]
        .into_iter()
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
            if case.description.is_empty() {
                case.description.clone_from(&kept.description);
            }
        }
        None => cases.push(Case {
            guid: key,
            name: kept.name.clone(),
            description: kept.description.clone(),
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
    Case { guid: guid(voice.id), name: voice.name.clone(), description: String::new(), values, sources }
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
        text: text.words.clone(),
        selections: pieces.into_iter().map(selection).collect(),
        codings: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
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
            ["path,description", "Code 1,", "Code 1.Code 3,", "Code 1.Code 3.Code 2,"],
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

    #[test]
    fn these_files_are_told_by_their_names() {
        assert!(is_one("a.QDPX") && is_one("b.qdc") && !is_one("mapping.csv") && !is_one("qdc"));
    }
}
