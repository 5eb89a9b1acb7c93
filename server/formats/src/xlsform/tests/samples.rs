//! Forms that others made. They are no part of this repository: where they are
//! missing, these tests say so and pass.

use std::collections::BTreeMap;

use earshot_domain::question::Kind;

use super::{keys, rows, said, sample};
use crate::xlsform::read;

#[test]
fn a_household_survey_comes_through() {
    let Some(bytes) = sample("xlsform/socio-economic-survey.xlsx") else { return };
    let reading = read(&bytes).unwrap();
    assert_eq!(reading.title.as_deref(), Some("Socio-economic Survey"));
    // Everything that stands neither in its repeat, nor in a cascade, nor is worked out.
    assert_eq!(
        keys(&reading),
        [
            "region",
            "residentialAddress",
            "primaryContactNo",
            "SecondaryContactNo",
            "householdIncome",
            "internetHH",
            "internetType",
            "comments"
        ]
    );
    assert_eq!(reading.questionnaire.defects(), vec![]);
    assert_eq!(rows(&reading.problems), [6, 11, 12, 22, 23, 24, 25, 27, 28, 29, 30, 31]);
    let internet = reading.questionnaire.get("internetType").unwrap();
    assert_eq!(internet.show_if[0].value, "1");
    assert!(internet.advised);
    assert_eq!(reading.questionnaire.get("comments").unwrap().kind, Kind::LongText);
    assert!(said(&reading.notes, "survey", 1).contains("the first, English (en), is used"));
}

#[test]
fn a_form_of_every_type_says_what_it_cannot_ask() {
    let Some(bytes) = sample("xlsform/all-question-types.xlsx") else { return };
    let reading = read(&bytes).unwrap();
    assert_eq!(reading.title.as_deref(), Some("All question types"));
    assert_eq!(reading.questionnaire.questions.len(), 42);
    assert_eq!(reading.questionnaire.defects(), vec![]);
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in &reading.problems {
        let kind = problem.reason.split(['\u{201c}', '\u{201d}', ' ']).nth(3).unwrap_or_default();
        *types.entry(kind).or_default() += 1;
    }
    let expected = [
        ("audio", 2),
        ("barcode", 2),
        ("date", 11),
        ("dateTime", 2),
        ("decimal", 3),
        ("file", 2),
        ("geopoint", 3),
        ("geoshape", 1),
        ("geotrace", 1),
        ("image", 8),
        ("rank", 1),
        ("select_one_from_file", 1),
        ("time", 1),
        ("trigger", 1),
        ("video", 2),
    ];
    assert_eq!(types.into_iter().collect::<Vec<_>>(), expected);
}
