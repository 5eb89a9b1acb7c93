//! From an expression to a rule: what the names and values in it mean.

use std::collections::HashMap;

use earshot_domain::question::{Kind, Question};
use earshot_domain::rule::{Compare, Rule, Test};

use super::expression::{self, Comparison, Expression, Literal};
use super::names::Names;
use super::report::quoted;

/// What an expression can speak of.
pub(super) struct Scope<'a> {
    /// The names of the survey.
    pub(super) names: &'a Names,
    /// The questions by key.
    pub(super) questions: HashMap<&'a str, &'a Question>,
    /// What values of a question are called, where their keys are others.
    pub(super) values: &'a HashMap<String, HashMap<String, String>>,
}

/// What a name in an expression means.
struct Subject<'a> {
    question: &'a Question,
    row: Option<String>,
    /// Whether it is the first place of an order.
    first: bool,
}

/// The rule that an expression says.
pub(super) fn read(text: &str, scope: &Scope<'_>) -> Result<Rule, String> {
    let expression = expression::read(text)
        .map_err(|why| format!("the condition {} cannot be followed ({why})", quoted(text)))?;
    scope.rule(&expression).map_err(|why| format!("the condition {} cannot be taken: {why}", quoted(text)))
}

impl Scope<'_> {
    fn rule(&self, expression: &Expression) -> Result<Rule, String> {
        let all =
            |parts: &[Expression]| parts.iter().map(|part| self.rule(part)).collect::<Result<Vec<_>, _>>();
        match expression {
            Expression::Always(true) => Ok(Rule::All(Vec::new())),
            Expression::Always(false) => Ok(Rule::Any(Vec::new())),
            Expression::And(parts) => Ok(Rule::All(all(parts)?)),
            Expression::Or(parts) => Ok(Rule::Any(all(parts)?)),
            Expression::Not(inner) => Ok(Rule::Not(Box::new(self.rule(inner)?))),
            Expression::Bare(name) => {
                let value = [Literal::Flag(true)];
                self.test(name, Comparison::Is, &value, false)
            }
            Expression::Test { name, with, value, list } => self.test(name, *with, value, *list),
        }
    }

    fn test(&self, name: &str, with: Comparison, value: &[Literal], list: bool) -> Result<Rule, String> {
        let subject = self.subject(name)?;
        let is = |value: &Literal| self.is(&subject, value);
        let each = || value.iter().map(is).collect::<Result<Vec<_>, _>>();
        let several = subject.question.kind.takes_several();
        match with {
            Comparison::Empty => Ok(Rule::Not(Box::new(subject.answered()?))),
            Comparison::NotEmpty => subject.answered(),
            Comparison::Is if several => self.exactly(&subject, value, list),
            Comparison::IsNot if several => Ok(Rule::Not(Box::new(self.exactly(&subject, value, list)?))),
            Comparison::Is => one(each()?, list),
            Comparison::IsNot => Ok(Rule::Not(Box::new(one(each()?, list)?))),
            Comparison::Contains | Comparison::ContainsNot if !several => {
                Err(format!("{{{name}}} is one answer; \u{201c}contains\u{201d} needs several choices"))
            }
            Comparison::Contains => Ok(together(each()?, list, Rule::All)),
            Comparison::ContainsNot => Ok(Rule::Not(Box::new(together(each()?, list, Rule::All)))),
            Comparison::AllOf => Ok(together(each()?, list, Rule::All)),
            Comparison::AnyOf => Ok(together(each()?, list, Rule::Any)),
            Comparison::NoneOf => Ok(Rule::Not(Box::new(together(each()?, list, Rule::Any)))),
            Comparison::Less | Comparison::AtMost | Comparison::More | Comparison::AtLeast => {
                subject.compared(with, value, list)
            }
        }
    }

    fn is(&self, subject: &Subject<'_>, value: &Literal) -> Result<Rule, String> {
        let Question { key, kind, .. } = subject.question;
        if kind.is_free_text() {
            return Err(format!("{} is in people\u{2019}s own words and cannot be compared", quoted(key)));
        }
        let text = value.text();
        // SurveyJS does not mind capitals.
        let alike = || {
            let named =
                self.values.get(key).into_iter().flatten().map(|(value, key)| (value.as_str(), key.as_str()));
            let values = kind.values().into_iter().map(|value| (value, value));
            let lower = text.trim().to_lowercase();
            named
                .chain(values)
                .find(|(value, _)| value.to_lowercase() == lower)
                .map(|(_, key)| key.to_owned())
        };
        let known = self.values.get(key).and_then(|values| values.get(&text)).cloned();
        let value = match known {
            Some(known) => known,
            None if kind.may_give(&text) => text,
            None => shortest(&text)
                .filter(|number| kind.may_give(number))
                .or_else(alike)
                .ok_or_else(|| format!("{} cannot be answered with {}", quoted(key), quoted(&text)))?,
        };
        Ok(subject.rule(Compare::Is, value))
    }

    /// These options and no others: what `=` asks of several choices.
    fn exactly(&self, subject: &Subject<'_>, value: &[Literal], list: bool) -> Result<Rule, String> {
        if !list {
            let reason = "\u{201c}=\u{201d} asks whether it is the only choice; use \u{201c}contains\u{201d}";
            return Err(reason.to_owned());
        }
        let mut rules = value.iter().map(|value| self.is(subject, value)).collect::<Result<Vec<_>, _>>()?;
        for other in subject.question.kind.values() {
            let rule = subject.rule(Compare::Is, other.to_owned());
            if !rules.contains(&rule) {
                rules.push(Rule::Not(Box::new(rule)));
            }
        }
        Ok(Rule::All(rules))
    }

    fn subject(&self, name: &str) -> Result<Subject<'_>, String> {
        let name = name.strip_prefix("panel.").unwrap_or(name);
        // What is chosen where the choices are kept as objects, for a panel each.
        let name = name.strip_suffix("-unwrapped").unwrap_or(name);
        if let Some(question) = self.question(name) {
            return Ok(Subject { question, row: None, first: false });
        }
        if let Some(question) = name.strip_suffix("[0]").and_then(|name| self.question(name))
            && matches!(question.kind, Kind::Ranking(_))
        {
            return Ok(Subject { question, row: None, first: true });
        }
        for (at, _) in name.match_indices('.') {
            let (grid, row) = (&name[..at], &name[at + 1..]);
            let Some(question) = self.question(grid) else { continue };
            let Kind::Grid(kind) = &question.kind else { continue };
            let row =
                self.values.get(&row_of(&question.key)).and_then(|rows| rows.get(row)).map_or(row, |v| v);
            if kind.statements.iter().any(|statement| statement.key == row) {
                return Ok(Subject { question, row: Some(row.to_owned()), first: false });
            }
        }
        Err(format!("{{{}}} is no question that was taken", name.chars().take(80).collect::<String>()))
    }

    fn question(&self, name: &str) -> Option<&Question> {
        self.questions.get(self.names.key(name)?).copied()
    }
}

/// Under which name the values of a grid's rows are kept.
pub(super) fn row_of(key: &str) -> String {
    format!("{key}/")
}

impl Subject<'_> {
    fn rule(&self, is: Compare, value: String) -> Rule {
        Rule::Test(Test { question: self.question.key.clone(), row: self.row.clone(), is, value })
    }

    fn answered(&self) -> Result<Rule, String> {
        if self.row.is_some() || self.first {
            return Err("whether one row was answered is not known".to_owned());
        }
        Ok(Rule::Answered(self.question.key.clone()))
    }

    fn compared(&self, with: Comparison, value: &[Literal], list: bool) -> Result<Rule, String> {
        let counts = match &self.question.kind {
            Kind::Number(_) => true,
            Kind::Ranking(_) | Kind::Multi(_) | Kind::Area(_) => false,
            kind => kind.values().iter().any(|value| value.parse::<i64>().is_ok()),
        };
        let (true, false, [value]) = (counts, list, value) else {
            return Err(format!("{} has no number to compare", quoted(&self.question.key)));
        };
        let text = value.text();
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && number.abs() < 1e15);
        let number = number.ok_or_else(|| format!("{} is no number to compare with", quoted(&text)))?;
        // Answers are whole numbers: more than 2.5 is at least 3.
        let (is, limit) = match with {
            Comparison::Less if number.fract() == 0.0 => (Compare::Less, number),
            Comparison::Less | Comparison::AtMost => (Compare::AtMost, number.floor()),
            Comparison::More if number.fract() == 0.0 => (Compare::More, number),
            _ => (Compare::AtLeast, number.ceil()),
        };
        Ok(self.rule(is, format!("{limit:.0}")))
    }
}

fn one(mut rules: Vec<Rule>, list: bool) -> Result<Rule, String> {
    match rules.pop() {
        Some(rule) if rules.is_empty() && !list => Ok(rule),
        _ => Err("a list is compared with one answer; use \u{201c}anyof\u{201d}".to_owned()),
    }
}

fn together(mut rules: Vec<Rule>, list: bool, join: fn(Vec<Rule>) -> Rule) -> Rule {
    match rules.pop() {
        Some(only) if rules.is_empty() && !list => only,
        last => {
            rules.extend(last);
            join(rules)
        }
    }
}

/// A whole number without its needless zeros: `2.0` is `2`.
fn shortest(text: &str) -> Option<String> {
    let number: f64 = text.parse().ok()?;
    (number.is_finite() && number.fract() == 0.0 && number.abs() < 1e15).then(|| format!("{number:.0}"))
}
