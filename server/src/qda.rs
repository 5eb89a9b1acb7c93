//! Projects and codebooks of programs for qualitative analysis: between what the use cases know and the files.

use std::collections::{BTreeMap, HashMap};

use earshot_domain::respondent::RespondentType;
use earshot_domain::text::Span;
use earshot_formats::refi::{
    self, Case, Code, Codebook, Coding, Defect, Guid, Project, Selection, Set, Source, User, Variable,
    VariableKind, WriteError,
};
use earshot_service::{
    BookEntry, HandedBook, HandedCode, HandedGroup, HandedIn, HandedOver, HandedText, HandedVoice,
    VoiceCoding, VoiceText,
};
use uuid::Uuid;

/// What is known of somebody who answered. The same in every file, since it says nothing about anybody.
const AGE_BAND: Guid = Guid(0x5d0b_7e0a_6c1f_4f3e_9a57_0c7d_3f0e_5a01);
const WHO: Guid = Guid(0x5d0b_7e0a_6c1f_4f3e_9a57_0c7d_3f0e_5a02);
const CONSULTATION: Guid = Guid(0x5d0b_7e0a_6c1f_4f3e_9a57_0c7d_3f0e_5a03);
const QUOTABLE: Guid = Guid(0x5d0b_7e0a_6c1f_4f3e_9a57_0c7d_3f0e_5a04);

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
        return Ok((handed, report.lines()));
    }
    let (project, report) = refi::read_project(bytes)?;
    flatten(&project.codes, None, &mut handed.codes, &mut places);
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
    let Source { name, text, selections, codings, .. } = source;
    let whole = codings.into_iter().map(|coding| (None, coding));
    let pieces = selections.into_iter().flat_map(|Selection { span, codings, .. }| {
        codings.into_iter().map(move |coding| (Some(span), coding))
    });
    let codings = whole.chain(pieces);
    HandedText {
        name,
        words: text,
        codings: codings.filter_map(|(span, coding)| Some((span, *places.get(&coding.code)?))).collect(),
    }
}

/// A codebook as a file (`.qdc`).
pub(crate) fn codebook(book: &HandedBook) -> Vec<u8> {
    let codebook =
        Codebook { origin: origin(), codes: tree(&book.codes), sets: book.groups.iter().map(set).collect() };
    refi::write_codebook(&codebook).bytes
}

/// A consultation as a file (`.qdpx`).
pub(crate) fn project(handed: &HandedOver) -> Result<Vec<u8>, WriteError> {
    let consultation = format!("{} {}", handed.book.reference, handed.book.title);
    let user = |(id, name): &(Uuid, String)| User { guid: guid(*id), name: name.clone() };
    let users: Vec<User> = handed.coders.iter().map(user).collect();
    let variable = |guid, name: &str| Variable { guid, name: name.into(), kind: VariableKind::Text };
    let texts = || handed.voices.iter().flat_map(|voice| &voice.texts);
    let project = Project {
        name: consultation.clone(),
        origin: origin(),
        codes: tree(&handed.book.codes),
        variables: vec![
            variable(AGE_BAND, "Age band"),
            variable(WHO, "Who"),
            variable(CONSULTATION, "Consultation"),
            variable(QUOTABLE, "Exact words may be quoted"),
        ],
        cases: handed.voices.iter().map(|voice| case(voice, &consultation)).collect(),
        sources: texts().map(|text| source(text, &users)).collect(),
        // What staff note may hold words as they were written.
        notes: Vec::new(),
        sets: handed.book.groups.iter().chain(&handed.questions).map(set).collect(),
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
    Case { guid: guid(voice.id), name: voice.name.clone(), values, sources }
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
        if let Some(span) = one.span {
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
        codings: text.codings.iter().filter(|one| one.span.is_none()).map(coding).collect(),
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
        assert!(lines.is_empty() && handed.texts.is_empty());
        let parents: Vec<_> = handed.codes.iter().map(|code| (code.name.as_str(), code.parent)).collect();
        assert_eq!(parents, [("Code 1", None), ("Code 3", Some(0)), ("Code 2", Some(1)), ("Code 4", None)]);
        assert!(handed.codes.iter().all(|code| code.colour.as_deref() == Some("teal")));
        assert_eq!(handed.codes[0].key, Uuid::from_u128(1).to_string());
    }

    #[test]
    fn these_files_are_told_by_their_names() {
        assert!(is_one("a.QDPX") && is_one("b.qdc") && !is_one("mapping.csv") && !is_one("qdc"));
    }
}
