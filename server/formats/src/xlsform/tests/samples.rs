//! Forms that others made. They are no part of this repository: where they are
//! missing, these tests say so and pass.

use std::collections::BTreeMap;

use earshot_domain::question::Kind;
use earshot_domain::rule::Rule;

use super::{keys, rows, said, sample};
use crate::tests::walk::answered_at_random;
use crate::xlsform::{export, read};

#[test]
fn a_household_survey_comes_through() {
    let Some(bytes) = sample("xlsform/socio-economic-survey.xlsx") else { return };
    let reading = read(&bytes).unwrap();
    assert_eq!(reading.title.as_deref(), Some("Socio-economic Survey"));
    // Everything that stands neither in its repeat, nor is worked out.
    assert_eq!(
        keys(&reading),
        [
            "region",
            "district__Sindh",
            "district__Punjab",
            "district__KP",
            "district__Balochistan",
            "district__AKG",
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
    assert_eq!(rows(&reading.problems), [11, 12, 22, 23, 24, 25, 27, 28, 29, 30, 31]);
    let internet = reading.questionnaire.get("internetType").unwrap();
    assert_eq!(internet.show_if.as_ref().unwrap().tests()[0].value, "1");
    assert!(internet.advised);
    assert_eq!(reading.questionnaire.get("comments").unwrap().kind, Kind::LongText);
    assert!(
        said(&reading.notes, "survey", 1)
            .contains("the first, English (en), is the questionnaire\u{2019}s own")
    );
    // Every question and every option is there in French as well.
    assert_eq!(reading.questionnaire.languages, ["fr"]);
    let french = &reading.questionnaire.get("internetHH").unwrap().wordings[0];
    assert_eq!((french.lang.as_deref(), french.labels.len()), (Some("fr"), 3));
    let sindh = reading.questionnaire.get("district__Sindh").unwrap();
    assert_eq!(sindh.show_if, Some(Rule::is("region", "Sindh")));
    assert_eq!((sindh.kind.options().len(), sindh.wordings[0].labels.len()), (5, 5));
    assert_eq!(sindh.kind.options()[4].key, "Thatta_ShahBunder");
    assert_eq!(reading.questionnaire.sections[0].title, "Household Information");
    assert!(sindh.with_previous, "the group is one page");
}

#[test]
fn a_form_of_every_type_says_what_it_cannot_ask() {
    let Some(bytes) = sample("xlsform/all-question-types.xlsx") else { return };
    let reading = read(&bytes).unwrap();
    assert_eq!(reading.title.as_deref(), Some("All question types"));
    assert_eq!(reading.questionnaire.questions.len(), 52);
    assert!(matches!(reading.questionnaire.get("rank").unwrap().kind, Kind::Ranking(_)));
    let picture = reading.questionnaire.get("grid_columns").unwrap().kind.options()[1].picture.clone();
    assert_eq!(picture.as_deref(), Some("apple.jpg"));
    assert_eq!(reading.questionnaire.defects(), vec![]);
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in &reading.problems {
        let kind = problem.reason.split(['\u{201c}', '\u{201d}', ' ']).nth(3).unwrap_or_default();
        *types.entry(kind).or_default() += 1;
    }
    let expected = [
        ("barcode", 2),
        ("date", 11),
        ("dateTime", 2),
        ("decimal", 3),
        ("file", 2),
        ("geopoint", 3),
        ("geoshape", 1),
        ("geotrace", 1),
        ("select_one_from_file", 1),
        // Who signs gives a name.
        ("signature,", 1),
        ("time", 1),
        ("trigger", 1),
        ("video", 2),
    ];
    assert_eq!(types.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn both_are_answered_to_the_end_a_thousand_times() {
    for (name, met) in [("xlsform/socio-economic-survey.xlsx", 13), ("xlsform/all-question-types.xlsx", 52)] {
        let Some(bytes) = sample(name) else { return };
        let reading = read(&bytes).unwrap();
        assert_eq!(answered_at_random(&reading.questionnaire, 1_000).questions.len(), met, "{name}");
    }
}

#[test]
fn both_come_back_when_they_are_written_and_read_again() {
    for name in ["xlsform/socio-economic-survey.xlsx", "xlsform/all-question-types.xlsx"] {
        let Some(bytes) = sample(name) else { return };
        let first = read(&bytes).unwrap();
        let again = read(&export::write("Again", &first.questionnaire).unwrap()).unwrap();
        assert_eq!(again.problems, vec![], "{name}");
        assert_eq!(again.questionnaire, first.questionnaire, "{name}");
    }
}
