//! The journey through a questionnaire: what is asked, what comes next, how
//! far along. Pure functions of the questionnaire and the answers so far, used
//! by the server and, compiled to WASM, by the phone, so that both always
//! agree. Nothing is stored that could go stale: where somebody is follows
//! from what they have answered.

use std::collections::BTreeMap;

use crate::question::{Given, Question};
use crate::questionnaire::Questionnaire;

/// The answers so far, by question key.
pub type Answers = BTreeMap<String, Given>;

/// How far along: "Question 3 of 6".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// This question, counted from 1 among those that are asked.
    pub number: usize,
    /// How many are asked, as things stand.
    pub total: usize,
}

/// Where each question that is shown stands in the questionnaire, counted from
/// 0. A condition holds only if the question it names is itself shown, so an
/// answer that was set aside never opens another question.
pub fn shown(questionnaire: &Questionnaire, answers: &Answers) -> Vec<usize> {
    let mut shown: Vec<usize> = Vec::with_capacity(questionnaire.questions.len());
    for (position, question) in questionnaire.questions.iter().enumerate() {
        let holds = question.show_if.iter().all(|condition| {
            shown.iter().any(|&earlier| questionnaire.questions[earlier].key == condition.question)
                && answers.get(&condition.question).is_some_and(|given| given.includes(&condition.value))
        });
        if holds {
            shown.push(position);
        }
    }
    shown
}

/// Whether the question at this place is shown, given the answers so far.
pub fn is_shown(questionnaire: &Questionnaire, answers: &Answers, position: usize) -> bool {
    shown(questionnaire, answers).contains(&position)
}

/// The question after this place; `None` leads to "check your answers".
pub fn next(questionnaire: &Questionnaire, answers: &Answers, position: usize) -> Option<usize> {
    shown(questionnaire, answers).into_iter().find(|&later| later > position)
}

/// The question before this place; `None` leads back to the start page.
pub fn previous(questionnaire: &Questionnaire, answers: &Answers, position: usize) -> Option<usize> {
    shown(questionnaire, answers).into_iter().rev().find(|&earlier| earlier < position)
}

/// The first shown question that has been neither answered nor skipped: where
/// somebody who comes back goes on. `None` when all are done.
pub fn resume_at(questionnaire: &Questionnaire, answers: &Answers) -> Option<usize> {
    shown(questionnaire, answers).into_iter().find(|&position| {
        let question = &questionnaire.questions[position];
        question.kind.asks() && !answers.contains_key(&question.key)
    })
}

/// How far along the question at this place is.
pub fn progress(questionnaire: &Questionnaire, answers: &Answers, position: usize) -> Progress {
    let shown = shown(questionnaire, answers);
    let number = shown.iter().take_while(|&&place| place <= position).count().max(1);
    Progress { number, total: shown.len() }
}

/// The shown questions with what was given for each, for "check your answers".
pub fn review<'a>(
    questionnaire: &'a Questionnaire,
    answers: &'a Answers,
) -> Vec<(usize, &'a Question, Option<&'a Given>)> {
    shown(questionnaire, answers)
        .into_iter()
        .map(|position| (position, &questionnaire.questions[position]))
        .filter(|(_, question)| question.kind.asks())
        .map(|(position, question)| (position, question, answers.get(&question.key)))
        .collect()
}

/// What is sent: the answers to the questions that are shown, without the
/// skipped ones. Answers to questions that are no longer shown stay in the
/// draft, so that they come back if the question is shown again.
pub fn to_send(questionnaire: &Questionnaire, answers: &Answers) -> Answers {
    let mut sent = Answers::new();
    // One by one: collecting a map sorts first, and sorting is 4 KB of the phone's bundle.
    for (_, question, given) in review(questionnaire, answers) {
        if let Some(given) = given.filter(|given| **given != Given::Skipped) {
            sent.insert(question.key.clone(), given.clone());
        }
    }
    sent
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::question::{Condition, Kind};

    fn yes_no(key: &str, show_if: &[(&str, &str)]) -> Question {
        let mut question = Question::new(key, "?", Kind::YesNoUnsure);
        question.show_if = show_if.iter().map(|(q, v)| Condition::new(*q, *v)).collect();
        question
    }

    fn given(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(q, v)| ((*q).to_string(), Given::One((*v).to_string()))).collect()
    }

    #[test]
    fn a_question_appears_when_its_condition_holds_and_its_answer_is_set_aside_when_not() {
        let asked = Questionnaire {
            questions: vec![
                yes_no("bus", &[]),
                yes_no("late", &[("bus", "yes")]),
                yes_no("why", &[("late", "yes")]),
                yes_no("last", &[]),
            ],
        };
        let mut answers = given(&[("bus", "yes"), ("late", "yes"), ("why", "no")]);
        assert_eq!(shown(&asked, &answers), vec![0, 1, 2, 3]);
        assert_eq!(progress(&asked, &answers, 2), Progress { number: 3, total: 4 });

        answers.insert("bus".into(), Given::One("no".into()));
        assert_eq!(shown(&asked, &answers), vec![0, 3], "a hidden question opens no other");
        assert_eq!(to_send(&asked, &answers).keys().collect::<Vec<_>>(), vec!["bus"]);

        answers.insert("bus".into(), Given::One("yes".into()));
        assert_eq!(to_send(&asked, &answers).len(), 3, "what was set aside comes back");
    }

    #[test]
    fn somebody_who_comes_back_goes_on_where_they_stopped() {
        let asked = Questionnaire {
            questions: vec![yes_no("a", &[]), Question::new("n", "Read this", Kind::Note), yes_no("b", &[])],
        };
        assert_eq!(resume_at(&asked, &Answers::new()), Some(0));
        let mut answers = given(&[("a", "no")]);
        assert_eq!(resume_at(&asked, &answers), Some(2), "a note is not waited for");
        answers.insert("b".into(), Given::Skipped);
        assert_eq!(resume_at(&asked, &answers), None);
        assert_eq!(to_send(&asked, &answers).len(), 1, "a skipped question sends nothing");
    }

    /// Questionnaires of yes / no questions whose conditions point backwards.
    fn any_questionnaire() -> impl Strategy<Value = Questionnaire> {
        prop::collection::vec(prop::collection::vec((any::<prop::sample::Index>(), 0..3usize), 0..3), 1..12)
            .prop_map(|questions| {
                let values = ["yes", "no", "unsure"];
                Questionnaire {
                    questions: questions
                        .into_iter()
                        .enumerate()
                        .map(|(i, conditions)| {
                            let mut question = Question::new(format!("q{i}"), "?", Kind::YesNoUnsure);
                            if i > 0 {
                                question.show_if = conditions
                                    .into_iter()
                                    .map(|(earlier, v)| {
                                        Condition::new(format!("q{}", earlier.index(i)), values[v])
                                    })
                                    .collect();
                            }
                            question
                        })
                        .collect(),
                }
            })
    }

    fn any_answers() -> impl Strategy<Value = Answers> {
        prop::collection::btree_map(
            (0..12usize).prop_map(|i| format!("q{i}")),
            prop_oneof![
                Just(Given::Skipped),
                prop_oneof![Just("yes"), Just("no"), Just("unsure")].prop_map(|v| Given::One(v.to_string())),
            ],
            0..12,
        )
    }

    proptest! {
        #[test]
        fn no_loop_and_no_dead_end(asked in any_questionnaire(), answers in any_answers()) {
            let mut visited = Vec::new();
            let mut at = shown(&asked, &answers).first().copied();
            while let Some(position) = at {
                prop_assert!(visited.last().is_none_or(|&last| position > last), "always forwards");
                visited.push(position);
                at = next(&asked, &answers, position);
            }
            prop_assert_eq!(visited, shown(&asked, &answers), "every shown question is visited once");
        }

        #[test]
        fn back_undoes_next(asked in any_questionnaire(), answers in any_answers()) {
            for position in shown(&asked, &answers) {
                if let Some(later) = next(&asked, &answers, position) {
                    prop_assert_eq!(previous(&asked, &answers, later), Some(position));
                }
            }
        }

        #[test]
        fn answering_only_changes_what_comes_later(
            asked in any_questionnaire(), answers in any_answers(), pick in any::<prop::sample::Index>()
        ) {
            let position = pick.index(asked.questions.len());
            let mut changed = answers.clone();
            changed.insert(asked.questions[position].key.clone(), Given::One("yes".into()));
            let before = |a: &Answers| shown(&asked, a).into_iter().filter(|p| *p <= position).collect::<Vec<_>>();
            prop_assert_eq!(before(&answers), before(&changed));
        }

        #[test]
        fn nothing_is_sent_for_a_question_that_is_not_shown(
            asked in any_questionnaire(), answers in any_answers()
        ) {
            let visible = shown(&asked, &answers);
            for key in to_send(&asked, &answers).keys() {
                prop_assert!(asked.position(key).is_some_and(|p| visible.contains(&p)));
            }
        }
    }
}
