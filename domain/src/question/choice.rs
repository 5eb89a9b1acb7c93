//! One choice, several choices, faces and yes / no / not sure.

use serde::{Deserialize, Serialize};

use super::{FieldError, Given};

/// The keys of the five faces, from very bad to very good.
pub const FACES: [&str; 5] = ["1", "2", "3", "4", "5"];

/// The keys of yes / no / not sure, in the order they are shown.
pub const YES_NO_UNSURE: [&str; 3] = ["yes", "no", "unsure"];

/// The most options that one question may offer.
pub const MAX_OPTIONS: usize = 200;

/// One option of a choice question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Names the option in the database and in exports.
    pub key: String,
    /// The words that are shown.
    pub label: String,
    /// A smaller line under the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Choice {
    /// An option without a note.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), note: None }
    }
}

pub(super) fn parse_one(raw: &[String], is_option: impl Fn(&str) -> bool) -> Result<Given, FieldError> {
    match raw {
        [] => Err(FieldError::Empty),
        [only] if only.is_empty() => Err(FieldError::Empty),
        [only] if is_option(only) => Ok(Given::One(only.clone())),
        _ => Err(FieldError::NotAnOption),
    }
}

pub(super) fn parse_many(
    raw: &[String],
    options: &[Choice],
    max: Option<usize>,
) -> Result<Given, FieldError> {
    let raw: Vec<&String> = raw.iter().filter(|value| !value.is_empty()).collect();
    if raw.is_empty() {
        return Err(FieldError::Empty);
    }
    if raw.iter().any(|value| !options.iter().any(|o| o.key == **value)) {
        return Err(FieldError::NotAnOption);
    }
    // The question's own order, each once, whatever order the form sent.
    let chosen: Vec<String> = options
        .iter()
        .filter(|option| raw.iter().any(|value| **value == option.key))
        .map(|option| option.key.clone())
        .collect();
    match max {
        Some(max) if chosen.len() > max => Err(FieldError::TooMany { max }),
        _ => Ok(Given::Many(chosen)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Kind, Question};

    fn raw(values: &[&str]) -> Vec<String> {
        values.iter().map(ToString::to_string).collect()
    }

    fn ways() -> Vec<Choice> {
        vec![Choice::new("walk", "I walk"), Choice::new("bus", "On the bus"), Choice::new("car", "In a car")]
    }

    #[test]
    fn one_choice_takes_only_its_own_options() {
        let question = Question::new("way", "How?", Kind::Single { options: ways() });
        assert_eq!(question.parse(&raw(&["bus"])), Ok(Given::One("bus".into())));
        assert_eq!(question.parse(&raw(&["boat"])), Err(FieldError::NotAnOption));
        assert_eq!(question.parse(&raw(&["bus", "car"])), Err(FieldError::NotAnOption));
        assert_eq!(question.parse(&[]), Err(FieldError::Empty));
    }

    #[test]
    fn several_choices_keep_the_order_of_the_question_and_count_each_once() {
        let question = Question::new("ways", "How?", Kind::Multi { options: ways(), max: Some(2) });
        assert_eq!(
            question.parse(&raw(&["car", "walk", "car"])),
            Ok(Given::Many(vec!["walk".into(), "car".into()]))
        );
        assert_eq!(question.parse(&raw(&["walk", "bus", "car"])), Err(FieldError::TooMany { max: 2 }));
        assert_eq!(question.parse(&raw(&["walk", "boat"])), Err(FieldError::NotAnOption));
        assert_eq!(question.parse(&raw(&[""])), Err(FieldError::Empty));
    }

    #[test]
    fn faces_and_yes_no_take_their_own_keys() {
        let faces = Question::new("ok", "OK?", Kind::Faces);
        assert_eq!(faces.parse(&raw(&["5"])), Ok(Given::One("5".into())));
        assert_eq!(faces.parse(&raw(&["6"])), Err(FieldError::NotAnOption));
        let sure = Question::new("know", "Do you know?", Kind::YesNoUnsure);
        assert_eq!(sure.parse(&raw(&["unsure"])), Ok(Given::One("unsure".into())));
        assert_eq!(sure.parse(&raw(&["maybe"])), Err(FieldError::NotAnOption));
    }
}
