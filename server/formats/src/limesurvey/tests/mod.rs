//! Whole files, built here, and the sample file of another.

mod around;
mod build;
mod hostile;
mod logic;
mod mutated;
mod samples;
mod taken;

use super::{ReadError, read};
use crate::reading::{Problem, Reading};
use crate::tests::walk::answered_at_random;
use build::Lss;

/// The keys of the questions that were taken.
fn keys(reading: &Reading) -> Vec<&str> {
    reading.questionnaire.questions.iter().map(|question| question.key.as_str()).collect()
}

/// Reads a file that has no problems and is sound, and can be answered to its end.
fn taken(file: &Lss) -> Reading {
    let reading = left(file);
    assert_eq!(reading.problems, vec![], "{:#?}", reading.notes);
    reading
}

/// Reads a file; what is taken of it is sound and can be answered to its end.
fn left(file: &Lss) -> Reading {
    let reading = read("test.lss", file.xml().as_bytes()).unwrap();
    if !reading.questionnaire.questions.is_empty() {
        assert_eq!(reading.questionnaire.defects(), vec![], "{:#?}", reading.problems);
        answered_at_random(&reading.questionnaire, 50);
    }
    reading
}

/// What is said, a line each.
fn said(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Whether one line says all of this.
fn says(problems: &[Problem], parts: &[&str]) {
    let text = said(problems);
    let found = text.lines().any(|line| parts.iter().all(|part| line.contains(part)));
    assert!(found, "nothing says {parts:?}:\n{text}");
}

/// Why a file cannot be read at all.
fn refusal(bytes: &[u8]) -> ReadError {
    match read("test.lss", bytes) {
        Err(error) => error,
        Ok(reading) => panic!("it was read: {reading:#?}"),
    }
}
