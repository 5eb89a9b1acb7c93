//! A survey that another made. It is no part of this repository: where it is
//! missing, this test says so and passes.

use super::{keys, says};
use crate::limesurvey::read;
use crate::tests::walk::answered_at_random;
use crate::xlsform::tests::sample;

#[test]
fn a_survey_full_of_faults_is_read_with_a_complete_report() {
    let Some(bytes) = sample("limesurvey/audit_demo.lss") else { return };
    let reading = read("audit_demo.lss", &bytes).unwrap();
    println!("problems\n{}\n\nnotes\n{}", super::said(&reading.problems), super::said(&reading.notes));
    assert_eq!(reading.title.as_deref(), Some("Audit demo survey (intentionally flawed)"));
    assert_eq!(reading.questionnaire.defects(), vec![]);
    assert_eq!(keys(&reading), ["income", "comment", "age"]);
    assert_eq!(reading.questionnaire.languages, ["fr"]);
    // Every fault that was put into it, and no other.
    for parts in [
        ["question age (id 1)", "\u{201c}income\u{201d}, which is not asked before"],
        ["question satisf (id 2)", "no answer options"],
        ["question rating (id 3)", "no subquestions"],
        ["question blank_q (id 7)", "no words"],
        ["question arr (id 8)", "scale"],
        ["section subquestions", "\u{201c}orphan_sq\u{201d}"],
        ["section answers", "\u{201c}99999\u{201d}"],
    ] {
        says(&reading.problems, &parts);
    }
    assert_eq!(reading.problems.len(), 7);
    says(&reading.notes, &["question age (id 6)", "the code \u{201c}age\u{201d} too"]);
    says(&reading.notes, &["question comment (id 5)", "white space"]);
    says(&reading.notes, &["question income (id 4)", "no words in", "fr"]);
    answered_at_random(&reading.questionnaire, 1_000);
}
