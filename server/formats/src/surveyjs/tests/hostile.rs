//! Files that mean harm, and files that are only broken.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::walk::SAMPLE;
use super::{keys, of, said, whole};
use crate::surveyjs::{FILE_MAX, ReadError, read};

/// Reads, and holds what every reading must hold.
fn hold(bytes: &[u8]) {
    let Ok(reading) = read(bytes) else { return };
    if reading.problems.is_empty() {
        assert_eq!(reading.questionnaire.defects(), []);
    }
    for problem in reading.problems.iter().chain(&reading.notes) {
        assert!(!problem.place.is_empty() && !problem.reason.is_empty(), "{problem:?}");
        assert_eq!(problem.to_string().lines().count(), 1);
    }
}

#[test]
fn files_that_are_no_survey_are_refused() {
    for (bytes, error) in [
        (&b""[..], ReadError::NotJson { line: 1, column: 0 }),
        (b"[1]", ReadError::NotASurvey),
        (b"{}", ReadError::NotASurvey),
        (b"{\"pages\": NaN}", ReadError::NotJson { line: 1, column: 11 }),
        (b"{\"pages\": [], \"x\": 1e999}", ReadError::NotJson { line: 1, column: 24 }),
        (b"{\"pages\": \"\xff\"}", ReadError::NotUtf8),
        (b"\xff\xfe{\0}\0", ReadError::NotUtf8),
    ] {
        assert_eq!(read(bytes), Err(error), "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(read(&vec![b' '; FILE_MAX + 1]), Err(ReadError::FileTooLarge));
    assert_eq!(read(format!("[{}]", "0,".repeat(600_000)).as_bytes()), Err(ReadError::TooManyParts));
    assert!(read(b"\xef\xbb\xbf{\"pages\": []}").is_ok());
}

#[test]
fn lists_within_lists_without_end_are_refused() {
    for piece in ["[", "{\"elements\":[", "{\"elements\":[{\"type\":\"panel\",\"x\":"] {
        assert!(matches!(read(piece.repeat(50_000).as_bytes()), Err(ReadError::NotJson { .. })));
    }
    let mut panel = json!({"type": "text", "name": "deep"});
    for depth in 0..55 {
        panel = json!({"type": "panel", "name": format!("p{depth}"), "title": "T", "visibleIf": "true", "elements": [panel]});
    }
    let reading = of(&json!([panel]));
    assert!(keys(&reading).contains(&"deep"));
    assert_eq!(reading.questionnaire.defects(), []);
}

#[test]
fn large_things_are_refused_by_name_and_in_time() {
    let long = "{".repeat(100_000);
    let reading = of(&json!([
        {"type": "text", "name": "a", "title": long},
        {"type": "text", "name": "b", "title": "B", "visibleIf": "(".repeat(1_000_000)},
        {"type": "radiogroup", "name": "c", "choices": (0..100_000).collect::<Vec<_>>()},
        {"type": "text", "name": "<".repeat(1_000_000), "title": "<a".repeat(500_000)},
        {"type": "text", "name": "d", "description": "</".repeat(500_000)},
    ]));
    assert_eq!(reading.problems.len(), 6, "{:?}", said(&reading.problems));
    assert!(reading.questionnaire.questions.is_empty());
    let many: Vec<Value> =
        (0..40_000).map(|at| json!({"type": "text", "name": format!("\u{e9}{at}")})).collect();
    let reading = of(&json!(many));
    assert_eq!(reading.questionnaire.questions.len(), 300);
    assert_eq!(reading.problems.len(), 1);
    let pages: Vec<Value> =
        (0..40_000).map(|_| json!({"name": "\u{e9}", "title": "T", "elements": [0]})).collect();
    let reading = whole(&json!({"pages": pages}));
    assert!(reading.problems.len() <= 1_001 && reading.questionnaire.sections.is_empty());
}

#[test]
fn what_pretends_to_be_ours_is_looked_at_all_the_same() {
    let reading = whole(&json!({"pages": [{"elements": [
        {"type": "text", "name": "a", "earshot": {"kind": {"read": "short_text", "is": {"single": {"options": []}}}}},
        {"type": "text", "name": "b", "earshot": {"kind": {"read": "short_text", "is": "nonsense"}}},
        {"type": "text", "name": "c", "earshot": {"text": {"read": "c", "is": "x".repeat(5_000)}}},
        {"type": "text", "name": "d", "visibleIf": "x", "earshot": {"show_if": {"read": "x", "is": {"answered": "z"}}}},
        {"type": "text", "name": "e", "earshot": {"key": {"read": "e", "is": "a"}, "text": {"read": "e", "is": "{z}"}}},
        {"type": "paneldynamic", "name": "f", "earshot": {"section": "s", "each_of": "b", "turn": "t"},
         "templateElements": [{"type": "text", "name": "g"}]},
    ]}], "earshot": {"retired": [{"key": "b", "text": "", "kind": "faces"}], "unused": 3, "order": {"a": 1}, "lang": []}}));
    assert_eq!(keys(&reading), ["b", "e"]);
    assert_eq!(reading.questionnaire.questions[1].text, "{ z}");
    assert_eq!(reading.questionnaire.defects(), []);
    assert_eq!(reading.problems.len(), 4, "{:?}", said(&reading.problems));
    assert!(reading.questionnaire.retired.is_empty());
}

const PIECES: [&str; 34] = [
    "\"pages\"",
    "\"elements\"",
    "\"type\"",
    "\"name\"",
    "\"panel\"",
    "\"paneldynamic\"",
    "\"checkbox\"",
    "\"matrix\"",
    "\"rating\"",
    "\"visibleIf\"",
    "\"{way} = 'bus'\"",
    "\"{ways} contains 'car'\"",
    "\"title\"",
    "\"choices\"",
    "\"earshot\"",
    "\"is\"",
    "\"read\"",
    "\"kind\"",
    "\"show_if\"",
    "\"section\"",
    "\"each_of\"",
    "null",
    "true",
    "1e308",
    "-1",
    "\"way\"",
    "\"\"",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "\"<script>\"",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn random_files_do_no_harm(bytes in vec(any::<u8>(), 0..200), pieces in vec(select(&PIECES[..]), 0..60)) {
        hold(&bytes);
        hold(pieces.concat().as_bytes());
        hold(format!("{{\"pages\":[{{\"elements\":[{}]}}]}}", pieces.concat()).as_bytes());
    }

    #[test]
    fn damaged_files_do_no_harm(
        changes in vec((any::<Index>(), select(&PIECES[..])), 1..6), cut in prop::option::of(any::<Index>()),
        bytes in vec((any::<Index>(), any::<u8>()), 0..3),
    ) {
        // A value is put in the place of another, so that the file often stays JSON.
        let mut survey: Value = serde_json::from_str(SAMPLE).unwrap();
        for (at, piece) in &changes {
            let mut places = Vec::new();
            leaves(&survey, String::new(), &mut places);
            let place = &places[at.index(places.len())];
            if let (Some(value), Ok(piece)) = (survey.pointer_mut(place), serde_json::from_str(piece)) {
                *value = piece;
            }
        }
        hold(survey.to_string().as_bytes());
        let mut file = SAMPLE.as_bytes().to_vec();
        for (at, byte) in bytes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        hold(&file);
    }
}

/// The places of all values.
fn leaves(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                leaves(inner, format!("{at}/{index}"), places);
            }
        }
        Value::Object(object) => {
            for (name, inner) in object {
                leaves(inner, format!("{at}/{name}"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}
