//! A questionnaire: the questions of one consultation in their order, as one
//! document. It is stored whole with a version number, and every response
//! keeps the version it answered (domain.md 7.1, `question_set`).

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::question::{Kind, Question};

/// The most questions that one questionnaire may hold.
///
/// Far above what a young person should be asked; it bounds the work that one
/// stored document can cause.
pub const MAX_QUESTIONS: usize = 300;

/// The questions of a consultation, in the order they are asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// The questions, first to last.
    pub questions: Vec<Question>,
}

/// Something about a questionnaire that must be mended before it can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Defect {
    /// There is nothing to ask.
    NoQuestions,
    /// More questions than [`MAX_QUESTIONS`].
    TooManyQuestions,
    /// Two questions share a key, so their answers could not be told apart.
    DuplicateKey(String),
    /// A key that is empty or holds other characters than `a-z`, `0-9`, `_`.
    BadKey(String),
    /// A question without words.
    NoText(String),
    /// A choice question with fewer than two options.
    TooFewOptions(String),
    /// Two options of one question share a key.
    DuplicateOption {
        /// The question's key.
        question: String,
        /// The option's key.
        option: String,
    },
    /// "Show this only if" names a question that does not come earlier.
    ConditionNotEarlier {
        /// The question that carries the condition.
        question: String,
        /// The question that the condition names.
        names: String,
    },
    /// "Show this only if" names an answer that the earlier question cannot give.
    ConditionNeverTrue {
        /// The question that carries the condition.
        question: String,
        /// The question that the condition names.
        names: String,
    },
}

impl Questionnaire {
    /// The question with this key.
    pub fn get(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.key == key)
    }

    /// Where the question with this key stands, counted from 0.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.questions.iter().position(|q| q.key == key)
    }

    /// Everything that must be mended before the questionnaire can be asked;
    /// empty when it is sound.
    pub fn defects(&self) -> Vec<Defect> {
        let mut found = Vec::new();
        if !self.questions.iter().any(|q| !matches!(q.kind, Kind::Note)) {
            found.push(Defect::NoQuestions);
        }
        if self.questions.len() > MAX_QUESTIONS {
            found.push(Defect::TooManyQuestions);
        }
        let mut earlier: Vec<&Question> = Vec::new();
        for question in &self.questions {
            defects_of(question, &earlier, &mut found);
            earlier.push(question);
        }
        found
    }
}

fn defects_of(question: &Question, earlier: &[&Question], found: &mut Vec<Defect>) {
    if !is_key(&question.key) {
        found.push(Defect::BadKey(question.key.clone()));
    }
    if earlier.iter().any(|q| q.key == question.key) {
        found.push(Defect::DuplicateKey(question.key.clone()));
    }
    if question.text.trim().is_empty() {
        found.push(Defect::NoText(question.key.clone()));
    }
    if let Kind::Single { options } | Kind::Multi { options, .. } = &question.kind {
        if options.len() < 2 {
            found.push(Defect::TooFewOptions(question.key.clone()));
        }
        let mut seen = HashSet::new();
        for option in options {
            if !seen.insert(option.key.as_str()) {
                found.push(Defect::DuplicateOption {
                    question: question.key.clone(),
                    option: option.key.clone(),
                });
            }
        }
    }
    for condition in &question.show_if {
        let Some(named) = earlier.iter().find(|q| q.key == condition.question) else {
            found.push(Defect::ConditionNotEarlier {
                question: question.key.clone(),
                names: condition.question.clone(),
            });
            continue;
        };
        if !named.kind.may_give(&condition.value) {
            found.push(Defect::ConditionNeverTrue {
                question: question.key.clone(),
                names: condition.question.clone(),
            });
        }
    }
}

/// Whether a text can be the key of a question or an option: 1 to 64 of
/// `a-z`, `A-Z`, `0-9`, `_`, `-` and `.`.
pub fn is_key(key: &str) -> bool {
    (1..=64).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Choice, Condition};

    fn question(key: &str, kind: Kind) -> Question {
        Question::new(key, "How was it?", kind)
    }

    #[test]
    fn a_sound_questionnaire_has_no_defects() {
        let mut second = question("why", Kind::LongText);
        second.show_if.push(Condition::new("ok", "no"));
        let sound = Questionnaire { questions: vec![question("ok", Kind::YesNoUnsure), second] };
        assert_eq!(sound.defects(), vec![]);
    }

    #[test]
    fn every_defect_is_named() {
        let mut looks_ahead = question("a", Kind::Faces);
        looks_ahead.show_if.push(Condition::new("b", "yes"));
        let mut impossible = question("c", Kind::Faces);
        impossible.show_if.push(Condition::new("b", "perhaps"));
        let broken = Questionnaire {
            questions: vec![
                looks_ahead,
                question("b", Kind::YesNoUnsure),
                question("b", Kind::YesNoUnsure),
                impossible,
                question("no spaces", Kind::Faces),
                Question::new("silent", "  ", Kind::Faces),
                question("one", Kind::Single { options: vec![Choice::new("x", "X")] }),
                question(
                    "twice",
                    Kind::Single { options: vec![Choice::new("x", "X"), Choice::new("x", "Y")] },
                ),
            ],
        };
        assert_eq!(
            broken.defects(),
            vec![
                Defect::ConditionNotEarlier { question: "a".into(), names: "b".into() },
                Defect::DuplicateKey("b".into()),
                Defect::ConditionNeverTrue { question: "c".into(), names: "b".into() },
                Defect::BadKey("no spaces".into()),
                Defect::NoText("silent".into()),
                Defect::TooFewOptions("one".into()),
                Defect::DuplicateOption { question: "twice".into(), option: "x".into() },
            ]
        );
        assert_eq!(Questionnaire::default().defects(), vec![Defect::NoQuestions]);
    }
}
