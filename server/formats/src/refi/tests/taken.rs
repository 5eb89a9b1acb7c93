//! What is taken of files as programs write them, and what is said about the rest.

use earshot_domain::text::{Span, slice};

use super::{CODE, one_code, one_source, qde, refused, taken};
use crate::refi::{Beside, Defect, Guid, VariableKind, read_codebook, read_project, read_qde};
use crate::xlsform::tests::sample;

/// The smallest whole project that the schema takes (domain.md 6.7).
pub(super) const MINIMAL: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="urn:QDA-XML:project:1.0 http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
 name="School transport survey 2026" origin="Earshot 0.1"
 creatingUserGUID="11111111-1111-4111-8111-111111111111" creationDateTime="2026-11-21T10:00:00Z">
  <Users><User guid="11111111-1111-4111-8111-111111111111" name="Coder A"/></Users>
  <CodeBook><Codes>
    <Code guid="22222222-2222-4222-8222-222222222221" name="Getting there" isCodable="false">
      <Description>Theme: the journey itself</Description>
      <Code guid="22222222-2222-4222-8222-222222222222" name="Bus is late or full" isCodable="true" color="#1D70B8">
        <Description>Use when the child says the bus does not come, is late, or has no space.</Description>
      </Code></Code>
  </Codes></CodeBook>
  <Variables><Variable guid="33333333-3333-4333-8333-333333333331" name="Age band" typeOfVariable="Text"/></Variables>
  <Cases><Case guid="44444444-4444-4444-8444-444444444441" name="R-0001">
    <VariableValue><VariableRef targetGUID="33333333-3333-4333-8333-333333333331"/><TextValue>11 to 13</TextValue></VariableValue>
    <SourceRef targetGUID="55555555-5555-4555-8555-555555555551"/></Case></Cases>
  <Sources><TextSource guid="55555555-5555-4555-8555-555555555551" name="R-0001 Q3"
    plainTextPath="internal://66666666-6666-4666-8666-666666666661.txt">
    <PlainTextSelection guid="77777777-7777-4777-8777-777777777771" startPosition="0" endPosition="24">
      <Coding guid="88888888-8888-4888-8888-888888888881" creatingUser="11111111-1111-4111-8111-111111111111">
        <CodeRef targetGUID="22222222-2222-4222-8222-222222222222"/></Coding>
    </PlainTextSelection></TextSource></Sources>
  <Sets><Set guid="aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa1" name="Need N-012">
    <MemberCode targetGUID="22222222-2222-4222-8222-222222222222"/></Set></Sets>
</Project>"##;

fn guid(text: &str) -> Guid {
    Guid::parse(text).unwrap()
}

#[test]
fn the_smallest_whole_project_is_read() {
    let file = "sources/66666666-6666-4666-8666-666666666661.txt";
    let (project, lines) = taken(MINIMAL, &[(file, b"the bus just drives past")]);
    assert_eq!(lines, Vec::<String>::new());
    assert_eq!(
        (project.name.as_str(), project.origin.as_str()),
        ("School transport survey 2026", "Earshot 0.1")
    );
    let bus = &project.codes[0].codes[0];
    assert_eq!(
        (project.codes[0].is_codable, bus.is_codable, bus.colour),
        (false, true, Some([29, 112, 184]))
    );
    assert_eq!(project.codes[0].description, "Theme: the journey itself");
    assert_eq!(project.variables[0].kind, VariableKind::Text);
    assert_eq!(project.cases[0].values[0].1, "11 to 13");
    assert_eq!(project.cases[0].sources, [project.sources[0].guid]);
    let selection = &project.sources[0].selections[0];
    assert_eq!(slice(&project.sources[0].text, selection.span), Some("the bus just drives past"));
    assert_eq!(
        (selection.codings[0].code, selection.codings[0].user),
        (bus.guid, Some(project.users[0].guid))
    );
    assert_eq!(project.sets[0].codes, [bus.guid]);
}

#[test]
fn a_project_of_atlas_is_read() {
    let Some(bytes) = sample("refi-qda/blank-atlas-project.qdpx") else { return };
    let (project, report) = read_project(&bytes).unwrap();
    assert_eq!(report.lines(), Vec::<String>::new());
    assert_eq!(project.name, "blank-atlas-project");
    assert!(project.origin.starts_with("ATLAS.ti for Windows"));
    assert_eq!(project.users.len(), 2);
}

#[test]
fn guids_folders_and_prefixes_are_taken_as_programs_write_them() {
    let text = b"the bus is late";
    let source = |path: &str| one_source(&format!("plainTextPath=\"{path}\">"), 11, 15);
    for (folder, path) in [
        ("Sources/TEXT.TXT", "internal://text.txt"),
        ("sources\\text.txt", "Internal://TEXT.txt"),
        ("text.txt", "internal://text.txt"),
        ("sources/text.txt", "internal://sources/text.txt"),
    ] {
        let (project, lines) = taken(&qde("", &(one_code() + &source(path))), &[(folder, text)]);
        assert_eq!(lines, Vec::<String>::new(), "{folder}");
        assert_eq!(project.sources[0].selections[0].span, Span { start: 11, end: 15 }, "{folder}");
    }
    let braces = format!("{{{}}}", CODE.to_uppercase());
    let xml = qde("", &(one_code() + &source("internal://text.txt")));
    let (code, rest) = xml.split_once("<Sources>").unwrap();
    let xml = format!("{code}<Sources>{}", rest.replace(CODE, &braces));
    assert_eq!(taken(&xml, &[("sources/text.txt", text)]).0.sources[0].selections.len(), 1);
    let prefixed = "<q:Project xmlns:q=\"urn:QDA-XML:project:1.0\" name=\"P\"><q:CodeBook><q:Codes><q:Code \
                    guid=\"22222222-2222-4222-8222-222222222222\" name=\"Late\" isCodable=\"1\"/></q:Codes></q:CodeBook>\
                    </q:Project>";
    assert_eq!(taken(prefixed, &[]).0.codes[0].name, "Late");
    let other = qde("", &one_code().replace("<CodeBook>", "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\">"));
    assert_eq!(taken(&other, &[]).0.codes.len(), 1);
}

#[test]
fn positions_follow_their_words() {
    let path = |raw: &str, start, end, origin: &str| {
        let xml = qde(
            &format!("origin=\"{origin}\""),
            &(one_code() + &one_source("plainTextPath=\"internal://t.txt\">", start, end)),
        );
        let (project, lines) = taken(&xml, &[("sources/t.txt", raw.as_bytes())]);
        let source = &project.sources[0];
        let said = source.selections.first().map(|one| slice(&source.text, one.span).unwrap().to_owned());
        assert_eq!(said.is_none(), !lines.is_empty());
        said
    };
    let raw = "\u{feff}one\r\ncafe\u{301} \u{1f68c} late\r\n";
    assert_eq!(path(raw, 12, 16, "QualCoder").as_deref(), Some("late"));
    assert_eq!(path(raw, 13, 17, "MAXQDA").as_deref(), Some("late"));
    assert_eq!(path(raw, 12, 16, "ATLAS.ti 23").as_deref(), Some("late"));
    assert_eq!(path(raw, 14, 18, "NVivo 14").as_deref(), Some("late"));
    assert_eq!(path(raw, 5, 9, "").as_deref(), Some("caf\u{e9}"));
    assert_eq!(path(raw, 13, 99, ""), None);
    let inside = one_source("><PlainTextContent>a &lt;late&gt; bus</PlainTextContent>", 3, 7);
    let (project, _) = taken(&qde("", &(one_code() + &inside)), &[]);
    assert_eq!(slice(&project.sources[0].text, project.sources[0].selections[0].span), Some("late"));
}

#[test]
fn what_is_left_out_is_said() {
    let source = |name: &str, path: &str| {
        format!("<TextSource guid=\"{name}5555555-5555-4555-8555-555555555555\" name=\"{name}\" {path}/>")
    };
    let sources = format!(
        "<Sources>{}{}{}{}<PictureSource guid=\"x\"/><PictureSource guid=\"x\"/><PictureSource guid=\"x\"/>\
         <PDFSource guid=\"x\"/><AudioSource guid=\"x\"/><VideoSource guid=\"x\"/></Sources>",
        source("a", "plainTextPath=\"relative:///a.txt\""),
        source("b", "plainTextPath=\"internal://../b.txt\""),
        source("c", "richTextPath=\"internal://c.docx\""),
        source("d", "plainTextPath=\"internal://d.txt\""),
    );
    let rest = "<Links><Link guid=\"x\"/></Links><Graphs><Graph guid=\"x\"/><Graph guid=\"x\"/></Graphs>";
    let (project, lines) = taken(&qde("", &(sources + rest)), &[("sources/d.txt", b"caf\xe9")]);
    assert!(project.sources.is_empty());
    assert_eq!(
        lines,
        [
            "the text \u{201c}a\u{201d} was left out: its words lie outside of the archive",
            "the text \u{201c}b\u{201d} was left out: its words are not in the archive",
            "the text \u{201c}c\u{201d} was left out: it has no plain text",
            "the text \u{201c}d\u{201d} was left out: its words are not UTF-8",
            "1 PDF was left out",
            "1 film was left out",
            "2 graphs were left out",
            "1 link was left out",
            "3 pictures were left out",
            "1 sound recording was left out",
        ]
    );
}

#[test]
fn passages_and_codings_that_lead_nowhere_are_said() {
    let coding = |code: &str| {
        format!(
            "<Coding guid=\"88888888-8888-4888-8888-888888888888\"><CodeRef targetGUID=\"{code}\"/></Coding>"
        )
    };
    let passage = |end: i64, inside: &str| {
        format!(
            "<PlainTextSelection guid=\"77777777-7777-4777-8777-777777777777\" startPosition=\"0\" \
             endPosition=\"{end}\">{inside}</PlainTextSelection>"
        )
    };
    let case = "44444444-4444-4444-8444-444444444444";
    let sources = format!(
        "<Cases><Case guid=\"{case}\" name=\"C\"><CodeRef targetGUID=\"{CODE}\"/></Case></Cases><Sources><TextSource \
         guid=\"55555555-5555-4555-8555-555555555555\" name=\"T\"><PlainTextContent>late</PlainTextContent>{}{}{}{}</TextSource>\
         </Sources>",
        passage(9, &coding(CODE)),
        passage(4, &coding("99999999-9999-4999-8999-999999999999")),
        passage(4, &coding(case)),
        passage(4, "<Description> </Description>"),
    );
    let (project, lines) = taken(&qde("", &(one_code() + &sources)), &[]);
    assert!(project.sources[0].selections.is_empty());
    assert_eq!(
        lines,
        [
            "a passage of \u{201c}T\u{201d} lies outside of its words and was left out",
            "1 coding with a case was left out",
            "1 coding with a code that is not there was left out",
            "1 link from a case was left out",
            "1 passage without a code was left out",
        ]
    );
}

#[test]
fn notes_stand_beside_what_leads_to_them() {
    let note = |last: char| format!("bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbb{last}");
    let leads = |last: char| format!("<NoteRef targetGUID=\"{}\"/>", note(last));
    let source = one_source("><PlainTextContent>the bus is late</PlainTextContent>", 11, 15)
        .replace("</Coding>", &format!("{}</Coding>", leads('1')))
        .replace("</PlainTextSelection>", &format!("{}{}</PlainTextSelection>", leads('1'), leads('9')))
        .replace("</TextSource>", &format!("{}</TextSource>", leads('2')));
    let bare = "<PlainTextSelection guid=\"77777777-7777-4777-8777-777777777779\" startPosition=\"0\" \
                endPosition=\"3\"><NoteRef targetGUID=\"{bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbb2}\"/></PlainTextSelection>";
    let source = source.replace(
        "<PlainTextSelection guid=\"77777777-7777-4777-8777-777777777777\"",
        &format!("{bare}<PlainTextSelection guid=\"77777777-7777-4777-8777-777777777777\""),
    );
    let one = |last: char| {
        format!("<Note guid=\"{}\" name=\"N\"><PlainTextContent>Look.</PlainTextContent></Note>", note(last))
    };
    let rest = format!("<Notes>{}{}</Notes>{}", one('1'), one('2'), leads('1'));
    let (project, lines) = taken(&qde("", &(one_code() + &source + &rest)), &[]);
    assert_eq!(lines, ["1 link to a note was left out"]);
    let (first, second) = (guid(&note('1')), guid(&note('2')));
    let text = &project.sources[0];
    assert_eq!(
        project.links,
        [
            (first, Beside::Project),
            (first, Beside::Selection(text.selections[1].guid)),
            (first, Beside::Coding(text.selections[1].codings[0].guid)),
            (second, Beside::Source(text.guid)),
            (second, Beside::Selection(text.selections[0].guid)),
        ]
    );
    assert!(text.selections[0].codings.is_empty(), "a passage with a note and no code");
}

#[test]
fn what_cannot_be_told_apart_is_refused() {
    let code = |guid: &str, name: &str| format!("<Code guid=\"{guid}\" name=\"{name}\" isCodable=\"true\"/>");
    let book = |inside: String| qde("", &format!("<CodeBook><Codes>{inside}</Codes></CodeBook>"));
    let twice = book(code(CODE, "One") + &code(&CODE.to_uppercase(), "Other"));
    assert!(matches!(refused(&twice), Defect::Twice { what: "the codes", .. }));
    assert!(matches!(refused(&book(code("7", "One"))), Defect::Guid { .. }));
    assert!(matches!(refused(&book(code(CODE, " "))), Defect::NoName(_)));
    let source = one_source("><PlainTextContent>late</PlainTextContent>", 0, 4);
    let doubled = source.replace("</Sources>", "") + &source.replace("<Sources>", "");
    assert!(matches!(refused(&qde("", &(one_code() + &doubled))), Defect::Twice { what: "the texts", .. }));
}

#[test]
fn a_codebook_is_read_and_its_members_too() {
    let xml = format!(
        "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"NVivo 14\"><Codes><Code guid=\"{CODE}\" name=\"Late\" \
         isCodable=\"true\"><Description>It comes late.</Description></Code></Codes><Sets><Set \
         guid=\"aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa1\" name=\"S\"><MemberCode guid=\"{CODE}\"/></Set></Sets></CodeBook>"
    );
    let (book, report) = read_codebook(xml.as_bytes()).unwrap();
    assert_eq!(report.lines(), Vec::<String>::new());
    assert_eq!((book.origin.as_str(), book.codes[0].description.as_str()), ("NVivo 14", "It comes late."));
    assert_eq!(book.sets[0].codes, [guid(CODE)]);
    // One is not the other.
    assert!(matches!(read_qde(xml.as_bytes()), Err(Defect::NotRefi(_))));
    assert_eq!(read_codebook(MINIMAL.as_bytes()).unwrap().0.codes.len(), 1);
}
