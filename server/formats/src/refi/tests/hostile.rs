//! Files that were made to do harm.

use std::fmt::Write;

use super::{CODE, archive, one_code, one_source, qde, read, refused};
use crate::refi::{Defect, read_codebook, read_project, read_qde};

#[test]
fn what_is_no_project_is_said() {
    assert_eq!(read_project(b"").unwrap_err(), Defect::NotAnArchive);
    assert_eq!(read_project(qde("", "").as_bytes()).unwrap_err(), Defect::NotAnArchive);
    assert_eq!(read_project(&archive(&[("a.txt", b"x")])).unwrap_err(), Defect::NoProject);
    let deeper = archive(&[("inside/project.qde", qde("", "").as_bytes())]);
    assert_eq!(read_project(&deeper).unwrap_err(), Defect::NoProject);
    let xml = qde("", "");
    let two = archive(&[("project.qde", xml.as_bytes()), ("PROJECT.QDE", xml.as_bytes())]);
    assert!(matches!(read_project(&two), Err(Defect::Several(_))));
    let glued = [b"MZ".as_slice(), &archive(&[("project.qde", xml.as_bytes())])].concat();
    assert_eq!(read_project(&glued).unwrap_err(), Defect::NotAnArchive);
    assert!(matches!(read_codebook(&archive(&[("a", b"x")])), Err(Defect::NotRefi(_))));
    for other in ["<html/>", "<Project xmlns=\"http://example.org/\"/>", "plain words", ""] {
        assert!(matches!(read_qde(other.as_bytes()), Err(Defect::NotRefi(_))), "{other}");
    }
}

#[test]
fn names_that_lead_out_are_refused() {
    let xml = qde("", "");
    for name in ["../project.txt", "sources/../../a.txt", "/etc/passwd", "C:\\a.txt", "sources\\..\\a.txt"] {
        let bytes = archive(&[("project.qde", xml.as_bytes()), (name, b"x")]);
        assert!(matches!(read_project(&bytes), Err(Defect::LeadsOut(_))), "{name}");
    }
}

#[test]
fn what_unpacks_to_far_more_than_it_is_is_refused() {
    let spaces = " ".repeat(8 * 1024 * 1024);
    let bomb = read_project(&archive(&[("project.qde", qde("", &spaces).as_bytes())]));
    assert!(matches!(bomb, Err(Defect::Expands(_))), "{bomb:?}");
    let xml = qde("", &(one_code() + &one_source("plainTextPath=\"internal://t.txt\">", 0, 1)));
    let bomb = read(&xml, &[("sources/t.txt", spaces.as_bytes())]);
    assert!(matches!(bomb, Err(Defect::Expands(_))), "{bomb:?}");
    // What nobody asks for is never unpacked.
    assert!(read(&qde("", &one_code()), &[("sources/t.txt", spaces.as_bytes())]).is_ok());
    // A text that is large and no trick.
    let words: String = (0..200_000_u32).fold(String::new(), |mut words, n| {
        let _ = write!(words, "{} ", n.wrapping_mul(2_654_435_761));
        words
    });
    assert!(read(&xml, &[("sources/t.txt", words.as_bytes())]).is_ok());
}

#[test]
fn entities_are_never_declared_fetched_or_expanded() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let mut laughs = String::from("<!DOCTYPE lolz [<!ENTITY lol \"lol\">");
    for number in 1..10 {
        let ten = format!("&lol{};", number - 1).repeat(10);
        write!(laughs, "<!ENTITY lol{number} \"{ten}\">").unwrap();
    }
    laughs.push_str("]>");
    for head in [
        laughs,
        format!("<!DOCTYPE x [<!ENTITY e SYSTEM \"file://{path}\">]>"),
        "<!DOCTYPE Project>".to_owned(),
    ] {
        let xml = qde("", "<Description>&e;</Description>").replacen('\n', &head, 1);
        assert_eq!(refused(&xml), Defect::Declares);
    }
    for unknown in [
        "<Description>&e;</Description>",
        "<Sets><Set guid=\"&e;\"/></Sets>",
        "<Description>&eacute;</Description>",
    ] {
        assert!(matches!(refused(&qde("", unknown)), Defect::Damaged(_)), "{unknown}");
    }
}

#[test]
fn depth_and_numbers_are_limited() {
    let code = format!("<Code guid=\"{CODE}\" name=\"a\" isCodable=\"true\">");
    let deep = qde(
        "",
        &format!("<CodeBook><Codes>{}{}</Codes></CodeBook>", code.repeat(100_000), "</Code>".repeat(100_000)),
    );
    assert!(matches!(read_qde(deep.as_bytes()), Err(Defect::TooLarge(_))));
    let open = qde("", &code.repeat(100_000));
    assert!(matches!(read_qde(open.as_bytes()), Err(Defect::TooLarge(_))));
    let many = qde("", &"<a/>".repeat(500_000));
    assert!(matches!(read_qde(many.as_bytes()), Err(Defect::TooLarge(_))));
    let attributes = (0..100).map(|n| format!(" a{n}=\"x\"")).collect::<Vec<_>>().concat();
    assert!(matches!(refused(&qde(&attributes, "")), Defect::TooLarge(_)));
}

#[test]
fn sets_in_circles_and_what_is_there_twice_lead_nowhere() {
    let set = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa1";
    let case = "<Case guid=\"44444444-4444-4444-8444-444444444444\" name=\"C\">\
                <SourceRef targetGUID=\"99999999-9999-4999-8999-999999999999\"/></Case>";
    let ring = format!(
        "<Set guid=\"{set}\" name=\"S\"><MemberCode targetGUID=\"{set}\"/><MemberSource targetGUID=\"{set}\"/>\
         <MemberNote targetGUID=\"{set}\"/></Set>"
    );
    let xml = qde("", &format!("<Cases>{case}{case}</Cases><Sets>{ring}{ring}</Sets>"));
    let (project, report) = read(&xml, &[]).unwrap();
    assert_eq!((project.cases.len(), project.sets.len()), (1, 1));
    assert!(project.cases[0].sources.is_empty() && project.sets[0].codes.is_empty());
    assert_eq!(
        report.lines(),
        [
            "1 case was left out",
            "4 links to something that is not there, or was left out, were left out",
            "1 set was left out",
        ]
    );
    // A note beside one of two codings of one id stands beside neither nor the wrong one.
    let note = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbb1";
    let source = one_source("><PlainTextContent>late</PlainTextContent>", 0, 4);
    let coding = source.split("<Coding").nth(1).unwrap().split("</Coding>").next().unwrap().to_owned();
    let doubled = source
        .replace("</Coding>", &format!("</Coding><Coding{coding}<NoteRef targetGUID=\"{note}\"/></Coding>"));
    let notes = format!("<Notes><Note guid=\"{note}\"><PlainTextContent>x</PlainTextContent></Note></Notes>");
    let (project, report) = read(&qde("", &(one_code() + &doubled + &notes)), &[]).unwrap();
    assert!(project.links.is_empty() && project.notes.len() == 1);
    assert_eq!(report.lines(), ["1 link to a note was left out"]);
    let many = qde("", &format!("<Cases>{}</Cases>", "<Case guid=\"x\"/>".repeat(1_000_000)));
    assert!(matches!(read_qde(many.as_bytes()), Err(Defect::TooLarge(_))));
}

#[test]
fn other_encodings_and_what_is_cut_off_are_refused() {
    let xml = qde("", &one_code());
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(matches!(read_qde(&utf16), Err(Defect::Encoding(_))));
    assert!(matches!(read_qde(xml.replace("utf-8", "iso-8859-1").as_bytes()), Err(Defect::Encoding(_))));
    assert!(matches!(read_qde(&[xml.as_bytes(), b"\xff"].concat()), Err(Defect::Encoding(_))));
    let marked = [b"\xef\xbb\xbf".as_slice(), xml.as_bytes()].concat();
    assert!(read_qde(&marked).is_ok());
    for end in [60, 130, xml.len() - 2] {
        assert!(read_qde(&xml.as_bytes()[..end]).is_err(), "{end}");
    }
    let whole = archive(&[("project.qde", xml.as_bytes())]);
    for end in 0..whole.len() {
        assert!(read_project(&whole[..end]).is_err(), "{end}");
    }
    assert!(matches!(refused(&(xml.clone() + "<more/>")), Defect::Damaged(_)));
    assert!(matches!(refused(&xml.replace("</Codes>", "</Code>")), Defect::Damaged(_)));
}
