//! Variables: the columns that answers have in tables and exports.
//!
//! `way` is the answer to the question `way`; `late@bus` is the answer to the
//! repeated question `late` about the option `bus`; `feel/safe` is the
//! statement `safe` of the grid `feel`. Neither sign can stand in a key.

use super::Questionnaire;
use crate::question::{Choice, Question};

/// One column of a table of answers.
#[derive(Debug, Clone, Copy)]
pub struct Variable<'a> {
    /// The question.
    pub question: &'a Question,
    /// The option that it is repeated for.
    pub turn: Option<&'a Choice>,
    /// The statement or ranked option.
    pub row: Option<&'a Choice>,
    /// Whether it is not asked any more.
    pub retired: bool,
}

impl Variable<'_> {
    /// The name of the column.
    pub fn name(&self) -> String {
        let mut name = self.question.key.clone();
        if let Some(turn) = self.turn {
            name.push('@');
            name.push_str(&turn.key);
        }
        if let Some(row) = self.row {
            name.push('/');
            name.push_str(&row.key);
        }
        name
    }
}

/// A variable's parts: the question's key, the option that it is repeated for,
/// and the row.
pub fn split(variable: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, row) = match variable.split_once('/') {
        Some((rest, row)) => (rest, Some(row)),
        None => (variable, None),
    };
    match rest.split_once('@') {
        Some((key, turn)) => (key, Some(turn), row),
        None => (rest, None, row),
    }
}

impl Questionnaire {
    /// Every column that answers can have, those of retired questions last: the
    /// same for every response, whichever version it answered.
    pub fn variables(&self) -> Vec<Variable<'_>> {
        let asked = self.questions.iter().map(|question| (question, false));
        let retired = self.retired.iter().map(|question| (question, true));
        let mut found = Vec::new();
        for (question, retired) in asked.chain(retired).filter(|(question, _)| question.kind.asks()) {
            let turns: Vec<Option<&Choice>> = match self.repeats(question) {
                Some(chosen_in) => chosen_in.kind.options().iter().map(Some).collect(),
                None => vec![None],
            };
            let rows: Vec<Option<&Choice>> = match question.kind.as_type().rows() {
                [] => vec![None],
                rows => rows.iter().map(Some).collect(),
            };
            for &turn in &turns {
                found.extend(rows.iter().map(|&row| Variable { question, turn, row, retired }));
            }
        }
        found
    }

    /// Whether answers can be kept under this name: a question's key, with an
    /// option if and only if the question is repeated.
    pub fn takes(&self, variable: &str) -> bool {
        let (key, turn, row) = split(variable);
        let Some(question) = self.get(key) else { return false };
        row.is_none()
            && match (self.repeats(question), turn) {
                (None, None) => true,
                (Some(chosen_in), Some(turn)) => {
                    chosen_in.kind.options().iter().any(|option| option.key == turn)
                }
                _ => false,
            }
    }
}
