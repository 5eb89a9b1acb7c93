//! Projects as QualCoder writes them again: every id is a new one, each coding has a passage of its own, what somebody notes of a
//! coding is the description of its passage, and what they note of a piece of a text stands with its place in a note.

use earshot_domain::text::slice;

use super::{qde, refused, taken};
use crate::refi::{Beside, Defect, Guid};

const TEXT: &str = "5A5A5A5A-5555-4555-8555-555555555555";
const LATE: &str = "2B2B2B2B-2222-4222-8222-222222222222";
const NOTE: &str = "BBBBBBBB-BBBB-4BBB-8BBB-BBBBBBBBBBB1";
const COLD: &str = "CCCCCCCC-BBBB-4BBB-8BBB-BBBBBBBBBBB1";

fn guid(text: &str) -> Guid {
    Guid::parse(text).unwrap()
}

/// A passage, with what stands in it before its coding.
fn passage(last: char, (start, end): (usize, usize), before: &str) -> String {
    format!(
        "<PlainTextSelection guid=\"7777777A-7777-4777-8777-77777777777{last}\" startPosition=\"{start}\" \
         endPosition=\"{end}\" name=\"its words\" creatingUser=\"1A1A1A1A-1111-4111-8111-111111111111\" \
         creationDateTime=\"2026-03-02T09:15:00Z\" modifiedDateTime=\"2026-03-02T09:16:00Z\">{before}\
         <Coding guid=\"8888888A-8888-4888-8888-88888888888{last}\" creatingUser=\"1A1A1A1A-1111-4111-8111-111111111111\" >\
         <CodeRef targetGUID=\"{LATE}\" /></Coding></PlainTextSelection>\n"
    )
}

/// A whole project of one text, with this noted of its piece from 12 to 16.
fn project(noted: &str) -> String {
    let text = format!(
        "<TextSource plainTextPath=\"internal://9D9D9D9D-9999-4999-8999-999999999999.txt\" creatingUser=\"\" \
         creationDateTime=\"2026-03-02T09:10:00Z\" guid=\"{TEXT}\" name=\"R-0001 Q3\">\n\
         <Description>read twice &amp; checked</Description>\n{}{}<NoteRef targetGUID=\"{NOTE}\" />\n\
         <VariableValue>\n<VariableRef targetGUID=\"3C3C3C3C-3333-4333-8333-333333333332\" />\n\
         <TextValue>Question 3</TextValue>\n</VariableValue>\n</TextSource>\n",
        passage('1', (5, 11), ""),
        passage('2', (0, 4), "<Description>the &lt;first&gt; word</Description>\n"),
    );
    let inside = format!(
        "<Users>\n<User guid=\"1A1A1A1A-1111-4111-8111-111111111111\" name=\"Coder A\" />\n</Users>\n\
         <CodeBook>\n<Codes>\n<Code guid=\"2B2B2B2B-2222-4222-8222-222222222221\" name=\"Getting there\" \
         isCodable=\"false\">\n<Code guid=\"{LATE}\" name=\"Late\" isCodable=\"true\" color=\"#1D70B8\" />\n</Code>\n\
         </Codes>\n</CodeBook>\n<Variables>\n<Variable guid=\"3C3C3C3C-3333-4333-8333-333333333331\" name=\"Age band\" \
         typeOfVariable=\"Text\" >\n<Description />\n</Variable>\n<Variable guid=\"3C3C3C3C-3333-4333-8333-333333333332\" \
         name=\"Question 3\" typeOfVariable=\"Text\" >\n<Description />\n</Variable>\n<Variable \
         guid=\"3C3C3C3C-3333-4333-8333-333333333333\" name=\"Minutes\" typeOfVariable=\"Float\" >\n<Description />\n\
         </Variable>\n</Variables>\n<Cases>\n<Case guid=\"4E4E4E4E-4444-4444-8444-444444444444\" name=\"R-0001\">\n\
         <Description />\n<VariableValue>\n<VariableRef targetGUID=\"3C3C3C3C-3333-4333-8333-333333333331\" />\n\
         <TextValue>11 to 13</TextValue>\n</VariableValue>\n<VariableValue>\n<VariableRef \
         targetGUID=\"3C3C3C3C-3333-4333-8333-333333333333\" />\n</VariableValue>\n<SourceRef targetGUID=\"{TEXT}\"/>\n\
         </Case>\n</Cases>\n<Sources>\n{text}</Sources>\n<Notes>\n<Note guid=\"{COLD}\" creatingUser=\"\" \
         creationDateTime=\"2026-03-02T09:20:00Z\" name=\"Diary\"  plainTextPath=\"internal://{COLD}.txt\" >\n\
         <Description /></Note>\n<Note guid=\"{NOTE}\" creatingUser=\"\" creationDateTime=\"2026-03-02T09:21:00Z\" >\n\
         <PlainTextContent>{noted}</PlainTextContent>\n<PlainTextSelection \
         guid=\"7777777A-7777-4777-8777-777777777779\" startPosition=\"12\" endPosition=\"16\" />\n</Note>\n</Notes>\n\
         <Description>what they wrote of the project</Description>\n"
    );
    qde("origin=\"QualCoder 4.0 Beta\" creatingUserGUID=\"1A1A1A1A-1111-4111-8111-111111111119\"", &inside)
}

#[test]
fn what_it_writes_again_is_taken_with_everything_that_was_noted() {
    // As it writes on Windows: it counts each end of a line as one.
    let words = "\u{feff}cold\r\n\u{1f68c} late\r\n mum".as_bytes();
    let diary = format!("Sources/{}.txt", COLD.to_lowercase());
    let parts: [(&str, &[u8]); 2] = [
        ("Sources/9d9d9d9d-9999-4999-8999-999999999999.txt", words),
        (diary.as_str(), "\u{feff}a cold day".as_bytes()),
    ];
    let (project, lines) = taken(&project("mum &amp; dad"), &parts);
    assert_eq!(lines, ["1 value of a text was left out"]);
    assert_eq!(project.description, "what they wrote of the project");
    let text = &project.sources[0];
    assert_eq!((text.guid, text.description.as_str()), (guid(TEXT), "read twice & checked"));
    let said: Vec<_> = text.selections.iter().map(|one| slice(&text.text, one.span).unwrap()).collect();
    assert_eq!(said, ["\u{1f68c} late", "cold", " mum"]);
    assert!(text.selections[..2].iter().all(|one| one.codings[0].code == guid(LATE)));
    assert!(text.selections[2].codings.is_empty(), "what is noted has no code");
    assert_eq!(text.selections[0].codings[0].user, Some(project.users[0].guid));
    let words_of = |guid: Guid| project.notes.iter().find(|note| note.guid == guid).unwrap().text.as_str();
    let mut beside: Vec<_> = project.links.iter().map(|(note, beside)| (words_of(*note), *beside)).collect();
    beside.sort_unstable();
    assert_eq!(
        beside,
        [
            ("mum & dad", Beside::Selection(text.selections[2].guid)),
            ("the <first> word", Beside::Selection(text.selections[1].guid)),
        ]
    );
    assert_eq!(words_of(guid(COLD)), "a cold day", "what stands beside nothing");
    assert_eq!(project.cases[0].values.len(), 1, "a number that nobody gave is none");
    assert_eq!(project.cases[0].sources, [text.guid]);
}

#[test]
fn what_is_noted_may_hold_an_ampersand_that_nobody_escaped() {
    let words =
        ("sources/9d9d9d9d-9999-4999-8999-999999999999.txt", &b"cold\n\xf0\x9f\x9a\x8c late\n mum"[..]);
    for (typed, read) in [
        ("mum & dad", "mum & dad"),
        ("R&B", "R&B"),
        ("mum & dad; and me", "mum & dad; and me"),
        ("a &; b && c &", "a &; b && c &"),
        ("&#65;&amp;", "A&"),
    ] {
        let (project, _) = taken(&project(typed), &[words]);
        assert!(project.notes.iter().any(|note| note.text == read), "{typed}: {:?}", project.notes);
    }
    // What has the form of an entity is one that nobody knows.
    assert!(matches!(refused(&project("&secret;")), Defect::Damaged(_)));
}

#[test]
fn a_remark_on_a_passage_without_a_code_is_kept_and_one_of_two_ids_is_not() {
    let coding = passage('1', (0, 4), "").split("<Coding").nth(1).unwrap().to_owned();
    let bare = passage('1', (0, 4), "<Description>who is this?</Description>");
    let bare = bare.replace(&format!("<Coding{coding}"), "</PlainTextSelection>");
    let other = passage('1', (5, 9), "<Description>the same id</Description>");
    let source = format!(
        "<CodeBook><Codes><Code guid=\"{LATE}\" name=\"Late\" isCodable=\"true\"/></Codes></CodeBook><Sources><TextSource \
         guid=\"{TEXT}\" name=\"T\"><PlainTextContent>cold late</PlainTextContent>{bare}{other}</TextSource></Sources>"
    );
    let (project, lines) = taken(&qde("", &source), &[]);
    assert_eq!(lines, ["1 remark on a passage was left out"]);
    assert_eq!(project.sources[0].selections.len(), 2);
    let notes: Vec<_> = project.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["who is this?"]);
    assert_eq!(
        project.links,
        [(project.notes[0].guid, Beside::Selection(project.sources[0].selections[0].guid))]
    );
}
