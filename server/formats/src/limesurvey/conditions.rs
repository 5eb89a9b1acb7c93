//! Conditions of old: rows of a table, each one comparison. Those on the same
//! earlier question are alternatives, those on different questions must hold
//! together, and each scenario is an alternative to the others.

use std::collections::BTreeMap;

use earshot_domain::rule::Rule;

use super::expression::Op;
use super::logic::{self, Form, Names};
use super::report::quoted;
use super::xml::{File, Row};

/// The most rows for one question.
const ROWS_MAX: usize = 200;

/// One row.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    scenario: i64,
    question: String,
    field: String,
    method: String,
    value: String,
}

/// The rows by the id of the question that they belong to.
pub(super) fn read(file: &File) -> BTreeMap<String, Vec<Condition>> {
    let mut found: BTreeMap<String, Vec<Condition>> = BTreeMap::new();
    for row in file.rows("conditions") {
        found.entry(row.word("qid").to_owned()).or_default().push(condition(&row));
    }
    found
}

fn condition(row: &Row<'_>) -> Condition {
    Condition {
        scenario: row.number("scenario"),
        question: row.word("cqid").to_owned(),
        field: row.word("cfieldname").to_owned(),
        method: row.word("method").to_owned(),
        value: row.word("value").to_owned(),
    }
}

/// The rule of all rows of a question.
pub(super) fn rule(rows: &[Condition], names: &Names) -> Result<Rule, String> {
    if rows.len() > ROWS_MAX {
        return Err(format!("more than {ROWS_MAX} conditions"));
    }
    let mut scenarios: BTreeMap<i64, BTreeMap<&str, Vec<Rule>>> = BTreeMap::new();
    for row in rows {
        let rule = row.rule(names)?;
        scenarios.entry(row.scenario).or_default().entry(&row.question).or_default().push(rule);
    }
    let scenario = |by_question: BTreeMap<&str, Vec<Rule>>| {
        logic::all(by_question.into_values().map(logic::any).collect())
    };
    Ok(logic::any(scenarios.into_values().map(scenario).collect()))
}

impl Condition {
    fn rule(&self, names: &Names) -> Result<Rule, String> {
        let op = match self.method.as_str() {
            "" => Op::Is,
            "RX" => return Err("it looks for a pattern (a regular expression)".to_owned()),
            method => {
                Op::read(method).ok_or_else(|| format!("the comparison {} is not known", quoted(method)))?
            }
        };
        if matches!(self.question.as_str(), "" | "0") {
            return Err(format!("it depends on {}, which is no question", quoted(&self.field)));
        }
        if self.value.starts_with(['@', '{']) {
            return Err(format!("it compares with {}, which is not fixed", quoted(&self.value)));
        }
        let part = self.part(names);
        if part.is_empty()
            && let Ok(chosen) = names.within(&self.question, &self.value)
            && matches!(chosen.form, Form::Chosen(..))
        {
            // Several choices in the first generation: the value is the option.
            return logic::compare(names, chosen, op, "Y");
        }
        let var = names.within(&self.question, &part)?;
        logic::compare(names, var, op, &self.value)
    }

    /// What comes after the question in a field's name.
    fn part(&self, names: &Names) -> String {
        let field = self.field.trim_start_matches('+');
        let newest = field.strip_prefix('Q').and_then(|rest| rest.strip_prefix(self.question.as_str()));
        let rest = newest.or_else(|| {
            let rest = field.split_once('X')?.1.split_once('X')?.1;
            rest.strip_prefix(self.question.as_str())
        });
        let rest = rest.unwrap_or_default().trim_start_matches('_');
        let sub = rest.strip_prefix('S').and_then(|id| names.sub(id)).filter(|_| newest.is_some());
        sub.unwrap_or(rest).replace('#', "_")
    }
}
