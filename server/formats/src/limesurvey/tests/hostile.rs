//! Files that were made to do harm.

use std::fmt::Write;

use super::build::Lss;
use super::{keys, read, refusal, says};
use crate::limesurvey::{FILE_MAX, ReadError};

/// A survey with one question, with something before its root.
fn with_head(head: &str, text: &str) -> String {
    format!(
        "{head}<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>600</DBVersion>\
         <languages><language>en</language></languages><questions><rows><row><qid>1</qid><type>T</type>\
         <title>why</title><question>{text}</question><language>en</language></row></rows></questions></document>"
    )
}

/// Three hundred of something.
fn many(one: impl Fn(u32) -> String) -> String {
    (0..300).map(one).collect::<Vec<_>>().concat()
}

#[test]
fn a_plain_survey_is_read() {
    let reading = read("a.lss", with_head("", "Why &lt;b&gt;&#x263a; &amp; how?").as_bytes()).unwrap();
    assert_eq!(reading.questionnaire.questions[0].text, "Why \u{263a} & how?");
    let marked = [b"\xef\xbb\xbf".as_slice(), with_head("", "Why?").as_bytes()].concat();
    assert_eq!(keys(&read("a.lss", &marked).unwrap()), ["why"]);
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
        "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/\">".to_owned(),
        "<!DOCTYPE document>".to_owned(),
    ] {
        assert_eq!(refusal(with_head(&head, "Why &e;?").as_bytes()), ReadError::Declares);
    }
    let ReadError::Damaged(said) = refusal(with_head("", "Why &e;?").as_bytes()) else { panic!() };
    assert!(said.contains("entity \u{201c}e\u{201d}"), "{said}");
    assert!(matches!(refusal(with_head("", "Caf&eacute;?").as_bytes()), ReadError::Damaged(_)));
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("<document>{}{}</document>", "<a>".repeat(200_000), "</a>".repeat(200_000));
    assert!(matches!(refusal(deep.as_bytes()), ReadError::TooLarge(_)));
    let open = format!("<document>{}", "<a>".repeat(200_000));
    assert!(matches!(refusal(open.as_bytes()), ReadError::TooLarge(_)));
    let mut file = Lss::new();
    let relevance = format!("{}1{}", "(".repeat(3_000), ")".repeat(3_000));
    file.ask("1", "T", "a", "A?", &[("relevance", &relevance)]);
    says(&read("a.lss", file.xml().as_bytes()).unwrap().problems, &["question a", "cannot be kept"]);
}

#[test]
fn a_million_rows_are_refused_by_their_number() {
    let rows = "<row/>".repeat(1_000_000);
    let xml = format!(
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><answers><rows>{rows}</rows></answers></document>"
    );
    let ReadError::TooLarge(said) = refusal(xml.as_bytes()) else { panic!() };
    assert!(said.contains("100000 rows") && said.contains("answers"), "{said}");
}

#[test]
fn as_many_rows_as_are_read_take_little_time() {
    // All on one question that is not there, and all on one that is.
    for table in [
        "answers",
        "subquestions",
        "question_l10ns",
        "conditions",
        "quota_members",
        "quota",
        "question_attributes",
    ] {
        let row = "<row><qid>1</qid><parent_qid>1</parent_qid><cqid>1</cqid><code>c</code><title>c</title>\
                   <language>en</language><id>1</id><quota_id>2</quota_id></row>";
        let rows = row.repeat(20_000);
        let xml = with_head("", "Why?")
            .replace("</document>", &format!("<{table}><rows>{rows}</rows></{table}></document>"));
        let reading = read("a.lss", xml.as_bytes()).unwrap();
        assert!(reading.problems.len() <= 1_001 && reading.notes.len() <= 1_001, "{table}");
    }
}

#[test]
fn more_questions_than_anybody_asks_are_refused() {
    let rows: Vec<String> =
        (2..6_000).map(|id| format!("<row><qid>{id}</qid><type>T</type></row>")).collect();
    let xml = with_head("", "Why?")
        .replace("</rows></questions>", &format!("{}</rows></questions>", rows.concat()));
    assert_eq!(refusal(xml.as_bytes()), ReadError::TooLarge("more than 5000 questions".into()));
}

#[test]
fn many_columns_sections_and_long_texts_are_refused() {
    let columns = many(|number| format!("<c{number}>x</c{number}>"));
    let xml = with_head("", "Why?").replace("</row>", &format!("{columns}</row>"));
    assert!(matches!(refusal(xml.as_bytes()), ReadError::TooLarge(_)));
    let sections = many(|number| format!("<s{number}><rows><row/></rows></s{number}>"));
    let xml = with_head("", "Why?").replace("</document>", &format!("{sections}</document>"));
    assert!(matches!(refusal(xml.as_bytes()), ReadError::TooLarge(_)));
    let others = many(|number| format!("<s{number}><a><b>x</b></a></s{number}>"));
    let xml = with_head("", "Why?").replace("</document>", &format!("{others}</document>"));
    assert!(matches!(refusal(xml.as_bytes()), ReadError::TooLarge(_)));
    assert!(matches!(
        refusal(with_head("", &"x".repeat(2 * 1024 * 1024)).as_bytes()),
        ReadError::TooLarge(_)
    ));
    assert_eq!(refusal(&vec![b'<'; FILE_MAX + 1]), ReadError::FileTooLarge);
    let long = read("a.lss", with_head("", &"x".repeat(5_000)).as_bytes()).unwrap();
    says(&long.problems, &["question why", "more than 4000 letters"]);
}

#[test]
fn other_encodings_are_refused_with_a_word() {
    for encoding in ["ISO-8859-1", "windows-1252", "UTF-16", "utf-7"] {
        let xml = with_head(&format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>"), "Why?");
        let error = refusal(xml.as_bytes());
        assert!(error.to_string().contains(encoding) && error.to_string().contains("UTF-8"), "{error}");
    }
    let xml = with_head("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", "Why?");
    for (mark, big) in [([0xff, 0xfe], false), ([0xfe, 0xff], true)] {
        let mut utf16 = mark.to_vec();
        utf16.extend(
            xml.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }),
        );
        assert!(matches!(refusal(&utf16), ReadError::Encoding(_)));
        assert!(matches!(refusal(&utf16[2..]), ReadError::Encoding(_)));
    }
    // Latin-1 bytes, whatever the file says of itself.
    let latin: Vec<u8> =
        xml.replace("Why", "W\u{1}y").bytes().map(|b| if b == 1 { 0xe9 } else { b }).collect();
    assert_eq!(refusal(&latin), ReadError::NotUtf8(2));
}

#[test]
fn scripts_in_words_do_not_come_through() {
    let evil = "<p onclick=\"x()\">Hi<script>alert(1)</script><img src=x onerror=alert(2)> there</p>\
                <style>{color:red}</style><iframe src=javascript:x></iframe>";
    let mut file = Lss::new();
    file.ask("1", "L", "q", evil, &[("help", evil)]).answer("1", "a", evil, "0").answer("1", "b", evil, "0");
    file.group("2", evil, &[]).ask("2", "T", "t", "Why?", &[("gid", "2")]);
    let reading = read("a.lss", file.xml().as_bytes()).unwrap();
    let question = reading.questionnaire.get("q").unwrap();
    let label = &question.kind.options()[0].label;
    let title = &reading.questionnaire.sections[1].title;
    for text in [&question.text, question.hint.as_ref().unwrap(), label, title] {
        assert_eq!(text, "Hi there");
    }
    says(&reading.notes, &["question q", "script"]);
}

#[test]
fn files_that_end_too_early_or_are_something_else_are_refused() {
    let mut file = Lss::new();
    file.list("1", "L", "way", &["a", "b"]);
    let xml = file.xml();
    for end in (1..xml.len() - 12).step_by(37) {
        let error = refusal(xml.get(..end).unwrap_or("<document>").as_bytes());
        assert!(matches!(error, ReadError::Damaged(_) | ReadError::NotLimeSurvey), "{end}: {error}");
    }
    for other in [
        "",
        "   ",
        "hello",
        "{\"a\": 1}",
        "<html></html>",
        "<document></document>",
        "<document/><document/>",
        "<",
        "<document",
    ] {
        let error = refusal(other.as_bytes());
        assert!(matches!(error, ReadError::NotLimeSurvey | ReadError::Damaged(_)), "{other}: {error}");
    }
    assert_eq!(refusal(b"PK\x03\x04rest"), ReadError::Archive);
    let tokens = "<document><LimeSurveyDocType>Tokens</LimeSurveyDocType></document>";
    assert_eq!(refusal(tokens.as_bytes()), ReadError::OtherKind("\u{201c}Tokens\u{201d}".into()));
}

#[test]
fn markup_where_text_belongs_is_named() {
    let ReadError::Damaged(said) = refusal(with_head("", "Hello <b>you</b>").as_bytes()) else { panic!() };
    assert!(said.contains("question") && said.contains("\u{201c}b\u{201d}"), "{said}");
}

#[test]
fn braces_without_end_take_little_time() {
    for text in
        ["{".repeat(60_000), "{'".repeat(30_000), format!("{}}}", "{a ".repeat(20_000)), "<".repeat(60_000)]
    {
        let mut file = Lss::new();
        file.ask("1", "T", "q", &text, &[]);
        assert!(!read("a.lss", file.xml().as_bytes()).unwrap().problems.is_empty());
    }
}

#[test]
fn many_conditions_between_many_questions_take_little_time() {
    let mut file = Lss::new();
    let mut relevance = String::from("1");
    for number in 1..=299 {
        let code = format!("q{number}");
        file.ask(&number.to_string(), "Y", &code, "OK?", &[("relevance", &relevance)]);
        relevance = format!("{code} == 'Y'");
    }
    // Everything hangs on the first, and the first on the last.
    let xml = file.xml().replacen("<relevance><![CDATA[1]]>", "<relevance><![CDATA[q299 == 'Y']]>", 1);
    let reading = read("a.lss", xml.as_bytes()).unwrap();
    assert_eq!(reading.problems.len(), 300);
    says(&reading.problems, &["the file", "nothing to ask"]);
}
