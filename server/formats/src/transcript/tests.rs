//! Small files of each kind, built here: what is taken, what is left out, and what is refused.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::office::part_within;
use super::*;

/// A document with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word(body: &str) -> Vec<u8> {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    );
    archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", text.as_bytes())])
}

fn open_document(body: &str) -> Vec<u8> {
    let text = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", text.as_bytes())])
}

/// A paragraph of Word.
fn said(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

fn taken(name: &str, bytes: &[u8]) -> (Vec<(String, String)>, Vec<String>) {
    let (transcript, report) = read(name, bytes).unwrap();
    (transcript.turns.into_iter().map(|turn| (turn.speaker, turn.words)).collect(), report.notes)
}

/// The turns of a text, as `name: words`.
fn turns(text: &str) -> Vec<String> {
    let (turns, _) = taken("a.txt", text.as_bytes());
    turns.into_iter().map(|(speaker, words)| format!("{speaker}: {words}")).collect()
}

#[test]
fn speakers_stand_at_the_beginning_of_lines() {
    assert_eq!(
        turns(
            "Facilitator: Hello.\nSam: its late\nand full\n\n[00:01:02] KIM:  yes\nKim: (00:01:05) always\n00:02 YP3: no\nI: Why?\n"
        ),
        ["Facilitator: Hello.", "Sam: its late\nand full", "KIM: yes\nalways", "YP3: no", "I: Why?",]
    );
    // Of programs that write down what they hear, and with tabs.
    assert_eq!(
        turns("Sam Jones  0:03\nits late\nFac\tWhy?\nP2\tthe driver\n"),
        ["Sam Jones: its late", "Fac: Why?", "P2: the driver"]
    );
}

#[test]
fn what_is_no_name_stays_with_the_words() {
    assert_eq!(
        turns(
            "Sam: it comes at 10:30 or\n10:45 on Fridays\nthe thing is: its full\nlook at http://bus.example\nNote: that\n(8:15) is the early one\n"
        ),
        [
            "Sam: it comes at 10:30 or\n10:45 on Fridays\nthe thing is: its full\nlook at http://bus.example\nNote: that\n(8:15) is the early one"
        ]
    );
    let (turns, notes) = taken("a.txt", b"Group of Tuesday\nDate: 12 March\nSam: hi\n");
    assert_eq!(turns[0], (String::new(), "Group of Tuesday\nDate: 12 March".to_owned()));
    assert!(notes[0].contains("before the first speaker"), "{notes:?}");
    let (turns, notes) = taken("a.txt", b"we just talked\nand talked");
    assert_eq!(turns.len(), 1);
    assert!(notes[0].contains("nobody is named"), "{notes:?}");
}

#[test]
fn text_is_read_in_the_letters_that_it_was_written_in() {
    let words = "Sam: caf\u{e9} \u{2019}til late";
    let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{words}").encode_utf16().flat_map(unit).collect()
    };
    for bytes in [
        words.as_bytes().to_vec(),
        format!("\u{feff}{words}").into_bytes(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
    ] {
        let (turns, notes) = taken("a.txt", &bytes);
        assert_eq!(turns, [("Sam".to_owned(), "caf\u{e9} \u{2019}til late".to_owned())]);
        assert!(notes.is_empty(), "{notes:?}");
    }
    let (turns, notes) = taken("A.TXT", b"Sam: caf\xe9 \x92til late");
    assert_eq!(turns[0].1, "caf\u{e9} \u{2019}til late");
    assert!(notes[0].contains("Windows-1252"), "{notes:?}");
}

#[test]
fn captions_are_taken_without_times_styles_and_comments() {
    let vtt = "WEBVTT - a group\n\nNOTE Sam: not said\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:04.000 align:start\n<v Interviewer>What &lt;would&gt; help?</v>\n\n00:05.000 --> 00:06.000\n<v.loud Sam>a <i>bus</i>\nand a light</v>\n\n00:07.000 --> 00:08.000\n<v Sam>at 3 < 4\n\n00:09.000 --> 00:10.000\n<v Kim>one</v><v Sam>two</v>\n";
    let (turns, notes) = taken("a.vtt", vtt.as_bytes());
    let turns: Vec<(&str, &str)> = turns.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        turns,
        [
            ("Interviewer", "What <would> help?"),
            ("Sam", "a bus and a light at 3 < 4"),
            ("Kim", "one"),
            ("Sam", "two"),
        ]
    );
    assert!(notes.is_empty(), "{notes:?}");
    let named = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Zo&euml;>caf&eacute; &#38; t&#xea;te&lrm; &amp;euml; R&B &nope; 5&nbsp;p</v>\n";
    let (turns, _) = taken("a.vtt", named.as_bytes());
    let said = "caf\u{e9} & t\u{ea}te &euml; R&B &nope; 5 p";
    assert_eq!(turns, [("Zo\u{eb}".to_owned(), said.to_owned())]);
    let srt = "1\r\n00:00:01,000 --> 00:00:04,000\r\n{\\an8}INT: Why?\r\n\r\n2\r\n00:00:05,000 --> 00:00:09,000\r\n<i>Sam: its full</i>\r\nand late\r\n\r\n3\r\n00:00:10,000 --> 00:00:12,000\r\nalways\r\n";
    let (turns, _) = taken("a.srt", srt.as_bytes());
    assert_eq!(
        turns,
        [("INT".to_owned(), "Why?".to_owned()), ("Sam".to_owned(), "its full and late always".to_owned())]
    );
}

#[test]
fn word_documents_are_taken_without_what_was_crossed_out() {
    let body = [
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>Fac: Why</w:t></w:r><w:del><w:r><w:delText> not</w:delText></w:r></w:del><w:ins><w:r><w:t>?</w:t></w:r></w:ins><w:r><w:commentReference w:id=\"1\"/><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>00:01:02</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Sam</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>fish &amp; chips</w:t></w:r></w:p><w:p><w:r><w:t>&#233;</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:t>Kim: one</w:t><w:br/><w:t>Sam: two</w:t><w:drawing><w:t>box</w:t></w:drawing></w:r></w:p><w:sectPr><w:headerReference/></w:sectPr>",
    ]
    .concat();
    let (turns, notes) = taken("a.docx", &word(&body));
    let turns: Vec<(&str, &str)> = turns.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(turns, [("Fac", "Why?"), ("Sam", "fish & chips\n\u{e9}"), ("Kim", "one"), ("Sam", "two")]);
    for said in ["deleted", "comments", "footnotes", "headers", "text boxes"] {
        assert!(notes.iter().any(|note| note.contains(said)), "{said}: {notes:?}");
    }
}

#[test]
fn open_documents_are_taken_likewise() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>\n<text:h>Sam:<text:s/>its\n   <text:span>full</text:span><office:annotation><text:p>hm</text:p></office:annotation></text:h>\n<table:table><table:table-row><table:table-cell><text:p>Kim</text:p></table:table-cell><table:table-cell><text:p>and<text:line-break/>late</text:p></table:table-cell></table:table-row></table:table>";
    let (turns, notes) = taken("a.odt", &open_document(body));
    assert_eq!(
        turns,
        [("Sam".to_owned(), "its full".to_owned()), ("Kim".to_owned(), "and\nlate".to_owned())]
    );
    assert!(notes.iter().any(|note| note.contains("comments")), "{notes:?}");
}

#[test]
fn a_long_turn_is_cut_where_a_sentence_ends() {
    let sentence = format!("{}. ", "word ".repeat(30).trim_end());
    let text = format!("Sam: {}", sentence.repeat(40));
    let (turns, _) = taken("a.txt", text.as_bytes());
    assert!(turns.len() > 2 && turns.iter().all(|(speaker, words)| speaker == "Sam" && words.ends_with('.')));
    assert!(turns.iter().all(|(_, words)| words.chars().count() <= LONG_TEXT_MAX));
    let (turns, _) = taken("a.txt", format!("Sam: {}", "x".repeat(LONG_TEXT_MAX * 2 + 1)).as_bytes());
    assert_eq!(
        turns.iter().map(|(_, words)| words.len()).collect::<Vec<_>>(),
        [LONG_TEXT_MAX, LONG_TEXT_MAX, 1]
    );
}

#[test]
fn names_of_speakers_are_found_inside_what_was_said() {
    let (transcript, _) =
        read("a.txt", b"Jayden Webb: I asked Sam\nSam: jaydens mum, and Sam, will you. The same sample Webb's\nYP1: Sams bus\n").unwrap();
    let found: Vec<(usize, &str)> = transcript
        .names()
        .iter()
        .map(|place| {
            (
                place.turn,
                earshot_domain::text::slice(&transcript.turns[place.turn].words, place.span).unwrap(),
            )
        })
        .collect();
    assert_eq!(found, [(0, "Sam"), (1, "jayden"), (1, "Sam"), (1, "Webb"), (2, "Sam")]);
    let (worker, _) = read("a.txt", b"Sarah Worker: ask the worker\nKim: Sarah asked the worker\n").unwrap();
    assert_eq!(worker.names().len(), 1, "her name, and not what she does");
    let (nobody, _) = read("a.txt", b"YP1: Sam is late\nFacilitator: The facilitator\n").unwrap();
    assert!(nobody.names().is_empty(), "codes are no names");
    let (adults, _) =
        read("a.txt", b"Mum: ask the teacher\nSocial worker 1: his mum said so\nteacher: no\n").unwrap();
    assert_eq!(adults.labels(), ["Mum", "Social worker 1", "teacher"]);
    assert!(adults.names().is_empty(), "what a parent or a professional is called names nobody");
}

#[test]
fn a_transcript_is_carried_and_believed_in_nothing() {
    let (transcript, _) =
        read("a.txt", "Sam: \"its\" late\nand <b>full</b> \u{1f68c}\nKim: yes".as_bytes()).unwrap();
    assert_eq!(Transcript::from_carried(&transcript.carried()), Ok(transcript));
    for wrong in ["", "{}", "[1]", "[[\"a\"]]", "[[\"a\",1]]", "[[\"a\",\"b\",\"c\"]]"] {
        assert_eq!(Transcript::from_carried(wrong), Err(Defect::Damaged), "{wrong}");
    }
    assert_eq!(Transcript::from_carried("[]"), Err(Defect::Empty));
    assert_eq!(Transcript::from_carried(&" ".repeat(CARRIED_MAX + 1)), Err(Defect::TooLong));
}

#[test]
fn files_that_are_none_are_refused() {
    let refused = |name: &str, bytes: &[u8]| read(name, bytes).unwrap_err();
    assert_eq!(refused("a.doc", b"Sam: hi"), Defect::NotTaken);
    assert_eq!(refused("a", b"Sam: hi"), Defect::NotTaken);
    assert_eq!(refused("a.txt", b" \n\t\n"), Defect::Empty);
    assert_eq!(refused("a.txt", b"{\\rtf1 Sam: hi}"), Defect::NotText);
    assert_eq!(refused("a.txt", b"Sam\0: hi"), Defect::NotText);
    assert_eq!(refused("a.txt", b"\xff\xfe\x00\xd8"), Defect::NotText);
    assert_eq!(refused("a.vtt", b"00:01.000 --> 00:02.000\nhi"), Defect::NotWebVtt);
    assert_eq!(refused("a.srt", b"no times"), Defect::Empty);
    assert_eq!(refused("a.docx", b"Sam: hi"), Defect::NotADocument);
    assert_eq!(refused("a.docx", &open_document("")), Defect::NotADocument);
    assert_eq!(refused("a.docx", &word("")), Defect::Empty);
    assert_eq!(refused("a.txt", &vec![b'a'; FILE_MAX + 1]), Defect::FileTooLarge);
}

#[test]
fn hostile_documents_are_refused() {
    let refused =
        |text: &str| read("a.docx", &archive(&[("word/document.xml", text.as_bytes())])).unwrap_err();
    assert_eq!(
        refused("<!DOCTYPE w [<!ENTITY a \"b\">]><w:document><w:p><w:t>&a;</w:t></w:p></w:document>"),
        Defect::Declares
    );
    assert_eq!(refused("<w:document><w:p><w:t>&a;</w:t></w:p></w:document>"), Defect::Damaged);
    assert_eq!(refused("<w:document><w:p>"), Defect::Damaged);
    assert_eq!(refused("Sam: hi"), Defect::Damaged);
    assert_eq!(refused(&format!("{}{}", "<w:p>".repeat(300), "</w:p>".repeat(300))), Defect::TooDeep);
    let wide: Vec<u8> = "<w:document/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("a.docx", &archive(&[("word/document.xml", &wide)])).unwrap_err(), Defect::Damaged);
    // A bomb is measured and not believed; other parts are never unpacked.
    let bomb = archive(&[("word/document.xml", &vec![b' '; 1024 * 1024])]);
    assert_eq!(part_within(&bomb, "word/document.xml", 1024 * 1024 - 1), Err(Defect::Expands));
    assert!(part_within(&bomb, "word/document.xml", 1024 * 1024).is_ok());
    let names: Vec<String> = (0..2_001).map(|at| format!("{at}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read("a.docx", &archive(&parts)).unwrap_err(), Defect::Expands);
    let many = |n: usize| (0..n).map(|at| format!("P{}: yes\n", at % 2)).collect::<Vec<_>>().concat();
    assert!(read("a.txt", many(TURNS_MAX).as_bytes()).is_ok());
    assert_eq!(read("a.txt", many(TURNS_MAX + 1).as_bytes()).unwrap_err(), Defect::TooManyTurns);
    let crowd = |n: usize| (0..n).map(|at| format!("P{at}: yes\n")).collect::<Vec<_>>().concat();
    assert!(read("a.txt", crowd(SPEAKERS_MAX).as_bytes()).is_ok());
    assert_eq!(read("a.txt", crowd(SPEAKERS_MAX + 1).as_bytes()).unwrap_err(), Defect::TooManySpeakers);
    let long = format!("Sam: {}", "long. ".repeat(CARRIED_MAX / 5));
    assert_eq!(read("a.txt", long.as_bytes()).unwrap_err(), Defect::TooLong);
}

#[test]
fn nothing_that_was_said_stands_in_a_note() {
    let (_, report) = read("a.docx", &word(&said("Sam: SECRET"))).unwrap();
    let (_, text) = read("a.txt", b"SECRET\nSam: SECRET \xe9").unwrap();
    for note in report.notes.iter().chain(&text.notes) {
        assert!(!note.contains("SECRET") && !note.contains("Sam"), "{note}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn nothing_panics_and_what_is_taken_fits(
        pieces in proptest::collection::vec(
            proptest::sample::select(
                ["Sam", "Fac", ":", " ", "\n", "\t", "[", "00:01", ":02", "]", "(", ")", "-->", "<v ", ">", "&", "\u{e9}", "e\u{301}", "{\\", "1"].as_slice(),
            ),
            0..80,
        ),
    ) {
        let text = pieces.concat();
        for (name, text) in [("a.txt", text.clone()), ("a.srt", format!("1 --> 2\n{text}")), ("a.vtt", format!("WEBVTT\n\n1 --> 2\n{text}"))] {
            if let Ok((transcript, _)) = read(name, text.as_bytes()) {
                prop_assert!(transcript.turns.iter().all(|turn| !turn.words.is_empty()));
                let again = Transcript::from_carried(&transcript.carried());
                prop_assert_eq!(again, Ok(transcript));
            }
        }
    }
}
