//! More than anybody would write.

use super::super::size::{MOST_LETTERS, letters};
use super::*;
use crate::question::MAX_OPTIONS;
use crate::questionnaire::MAX_QUESTIONS;

/// As many questions with as many options as there may be, in so many wordings.
fn large(wordings: usize, label: &str) -> Questionnaire {
    let labels: Vec<String> = (0..MAX_OPTIONS).map(|at| format!("{label} {at}")).collect();
    let options: Vec<Choice> =
        labels.iter().enumerate().map(|(at, label)| Choice::new(format!("o{at}"), label)).collect();
    let wording = |at: usize| Wording {
        band: AgeBand::ALL.get(at).copied(),
        text: format!("What is it, number {at}?"),
        labels: options.iter().map(|option| (option.key.clone(), option.label.clone())).collect(),
        ..Wording::default()
    };
    let question = |n: usize| {
        let kind = Kind::multi(options.clone(), None);
        let mut question = Question::new(format!("q{n}"), "What is it?", kind);
        question.wordings = (0..wordings).map(wording).collect();
        question
    };
    Questionnaire::of((0..MAX_QUESTIONS).map(question).collect())
}

#[test]
fn what_is_too_much_to_read_is_not_read_and_that_is_said() {
    let setup = setup();
    let label = "the stakeholder who was engaged in the locality and the other one";
    let asked = large(5, label);
    let all = letters(&case(&setup, &asked));
    assert!(all > MAX_QUESTIONS * MAX_OPTIONS * 6 * label.len());
    let found = find(&setup, &asked);
    let too_much = Problem::TooMuchToRead { letters: all, most: MOST_LETTERS };
    assert!(found.iter().any(|finding| finding.problem == too_much), "{:?}", found.len());
    assert!(!found.iter().any(|finding| matches!(finding.problem, Problem::Jargon { .. })));
    assert!(found.iter().all(|finding| finding.question.is_none()), "no question was looked at");
}

#[test]
fn what_people_write_for_people_is_read() {
    let questions = (0..60).map(|n| {
        let mut question =
            single(&format!("q{n}"), "What do you want from stakeholders?", &["This", "That", "Other"]);
        question.wordings = (0..8)
            .map(|at| Wording {
                lang: Some(format!("l{at}")),
                text: "What would you like grown-ups to change about it, and what should stay?".into(),
                hint: Some("Think of the last week. You can skip it.".into()),
                ..Wording::default()
            })
            .collect();
        question
    });
    let asked = Questionnaire::of(questions.collect());
    let setup = setup();
    assert!(letters(&case(&setup, &asked)) < MOST_LETTERS / 4);
    assert!(problems(&asked).iter().any(|problem| matches!(problem, Problem::Jargon { .. })));
}

#[test]
fn many_short_texts_and_many_languages_are_much_as_well() {
    let setup = setup();
    let mut asked = large(1, "");
    for question in &mut asked.questions {
        question.wordings[0].labels = vec![(String::new(), String::new()); 1_000];
    }
    assert!(letters(&case(&setup, &asked)) > MOST_LETTERS);
    let languages: Vec<String> = (0..1_000).map(|n| format!("l{n}")).collect();
    let few = Questionnaire::of(
        (0..MAX_QUESTIONS).map(|n| single(&format!("q{n}"), "Is it?", &["A", "B"])).collect(),
    );
    assert!(letters(&Case { languages: &languages, ..case(&setup, &few) }) > MOST_LETTERS);
}
