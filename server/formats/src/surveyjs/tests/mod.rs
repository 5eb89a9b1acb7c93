//! What is taken from a survey, what is refused, and that nothing is lost.

mod hostile;
mod round;
mod taken;
mod walk;

use serde_json::Value;

use super::read;
use crate::reading::{Problem, Reading};

/// Reads a survey of these elements on one page.
fn of(elements: &Value) -> Reading {
    whole(&serde_json::json!({"pages": [{"name": "p", "elements": elements}]}))
}

fn whole(survey: &Value) -> Reading {
    read(survey.to_string().as_bytes()).unwrap()
}

/// The keys of the questions, in order.
fn keys(reading: &Reading) -> Vec<&str> {
    reading.questionnaire.questions.iter().map(|question| question.key.as_str()).collect()
}

fn said(list: &[Problem]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}
