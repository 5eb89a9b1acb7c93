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
