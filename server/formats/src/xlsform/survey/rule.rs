//! From the words of a condition to a rule over earlier questions.

use earshot_domain::question::{Choice, Kind};
use earshot_domain::rule::{self, Compare, Rule, Test};

use super::{Fate, Survey};
use crate::xlsform::choices::as_key;
use crate::xlsform::expression::{self, Expr, Literal, Operand, Sign, Subject};
use crate::xlsform::report::quoted;
use crate::xlsform::sheet::Row;
use crate::xlsform::words::{is_no, is_yes};

/// How many comparisons the condition of one row may have.
const CONDITIONS_MAX: usize = 50;

/// How many comparisons a question may depend on, with those around it.
const TOGETHER_MAX: usize = 300;

const NEVER: &str = "it never holds: nobody would see this";

/// A question that a condition names, or a statement of one.
#[derive(Clone, Copy)]
struct Target<'a> {
    key: &'a str,
    kind: &'a Kind,
    row: Option<&'a str>,
}

impl Survey<'_> {
    /// The conditions of a row, which must all hold with those around it.
    pub(super) fn conditions(&self, row: &Row, around: &[Rule]) -> Result<Vec<Rule>, String> {
        let Some(expression) = self.headings.get(row, "relevant") else { return Ok(Vec::new()) };
        if is_yes(expression) {
            return Ok(Vec::new());
        }
        if is_no(expression) {
            return Err(NEVER.to_owned());
        }
        let read = expression::read(expression)?;
        if read.comparisons() > CONDITIONS_MAX {
            return Err(format!("more than {CONDITIONS_MAX} conditions"));
        }
        let mut own = match simple(self.rule(&read)?) {
            Rule::Any(rules) if rules.is_empty() => return Err(NEVER.to_owned()),
            Rule::All(rules) => rules,
            rule => vec![rule],
        };
        own.retain(|rule| !around.contains(rule));
        let both: Vec<&Rule> = around.iter().chain(&own).collect();
        self.check(&both)?;
        Ok(own)
    }

    fn check(&self, rules: &[&Rule]) -> Result<(), String> {
        let mut said: Vec<&Test> = Vec::new();
        for rule in rules {
            let Rule::Test(test) = rule else { continue };
            if test.is != Compare::Is || self.takes_several(&test.question) {
                continue;
            }
            let same = |other: &&&Test| other.question == test.question && other.row == test.row;
            if said.iter().find(same).is_some_and(|other| other.value != test.value) {
                let question = quoted(&test.question);
                return Err(format!("it can never hold: {question} cannot have two answers at once"));
            }
            said.push(test);
        }
        if rules.iter().map(|rule| rule.names().len()).sum::<usize>() > TOGETHER_MAX {
            return Err(format!("more than {TOGETHER_MAX} conditions, with those around it"));
        }
        // Joined to others they lie one deeper.
        if rules.iter().any(|rule| rule.depth() >= rule::MAX_DEPTH) {
            return Err("more parts within parts than anybody can follow".to_owned());
        }
        Ok(())
    }

    fn takes_several(&self, key: &str) -> bool {
        let question = self.questions.iter().find(|question| question.key == key);
        question
            .is_some_and(|question| question.kind.takes_several() || question.kind.as_type().rows().len() > 1)
    }

    fn rule(&self, expr: &Expr) -> Result<Rule, String> {
        let each =
            |parts: &[Expr]| parts.iter().map(|part| self.rule(part)).collect::<Result<Vec<Rule>, String>>();
        Ok(match expr {
            Expr::All(parts) => Rule::All(each(parts)?),
            Expr::Any(parts) => Rule::Any(each(parts)?),
            Expr::Not(part) => self.rule(part)?.negated(),
            Expr::Always(true) => Rule::All(Vec::new()),
            Expr::Always(false) => Rule::Any(Vec::new()),
            Expr::Selected(subject, value) => {
                self.of(question(subject)?, &|target| is(target, value, true))?
            }
            Expr::Compare(left, sign, Operand::Value(value)) => self.compare(left, *sign, value)?,
            Expr::Compare(..) => {
                return Err("it compares two answers; Earshot compares an answer with a value".into());
            }
        })
    }

    fn compare(&self, left: &Operand, sign: Sign, value: &Literal) -> Result<Rule, String> {
        match left {
            Operand::Of(subject) => {
                let name = question(subject)?;
                match (sign, value.written()) {
                    (Sign::NotEqual, "") => self.of(name, &answered),
                    (Sign::Equal, "") => Ok(self.of(name, &answered)?.negated()),
                    (Sign::Equal, _) => self.of(name, &|target| is(target, value, false)),
                    (Sign::NotEqual, _) => Ok(self.of(name, &|target| is(target, value, false))?.negated()),
                    _ => self.of(name, &|target| beyond(target, sign, value)),
                }
            }
            Operand::Length(subject) | Operand::Count(subject) => {
                let some = match (sign, value.whole()) {
                    (Sign::More | Sign::NotEqual, Some(0)) | (Sign::AtLeast, Some(1)) => true,
                    (Sign::Equal | Sign::AtMost, Some(0)) | (Sign::Less, Some(1)) => false,
                    _ => {
                        return Err(
                            "it depends on how long an answer is (string-length or count-selected), and \
                                    Earshot only sees whether there is one"
                                .to_owned(),
                        );
                    }
                };
                let answered = self.of(question(subject)?, &answered)?;
                Ok(if some { answered } else { answered.negated() })
            }
            Operand::First(subject) if matches!(sign, Sign::Equal | Sign::NotEqual) => {
                let first = self.of(question(subject)?, &|target| match target.kind {
                    Kind::Ranking(ranking) => {
                        test(target, Compare::Is, option_key(&ranking.options, value), value)
                    }
                    _ => Err(format!("{} is not put in an order", quoted(target.key))),
                })?;
                Ok(if sign == Sign::Equal { first } else { first.negated() })
            }
            Operand::First(_) => Err("an option is not more or less than another".to_owned()),
            Operand::Column(word) => Err(format!("because of {}", quoted(word))),
            Operand::Value(_) => Err("it compares two values".to_owned()),
        }
    }

    /// A rule over the question of this name; over all of them, where it was
    /// taken as several.
    fn of(&self, name: &str, each: &dyn Fn(Target<'_>) -> Result<Rule, String>) -> Result<Rule, String> {
        let targets = self.targets(name)?;
        if let [only] = targets.as_slice() {
            return each(*only);
        }
        let results: Vec<Result<Rule, String>> = targets.iter().map(|target| each(*target)).collect();
        let error = results.iter().find_map(|result| result.as_ref().err().cloned());
        let rules: Vec<Rule> = results.into_iter().filter_map(Result::ok).collect();
        match error {
            Some(error) if rules.is_empty() => Err(error),
            _ => Ok(Rule::Any(rules)),
        }
    }

    fn targets(&self, name: &str) -> Result<Vec<Target<'_>>, String> {
        let target = |at: &usize| {
            let question = self.questions.get(*at)?;
            Some(Target { key: &question.key, kind: &question.kind, row: None })
        };
        let (places, row) = match self.fates.get(name) {
            Some(Fate::Taken(at)) => (vec![*at], None),
            Some(Fate::Statement(at, row)) => (vec![*at], Some(row.as_str())),
            Some(Fate::Split(places)) => (places.clone(), None),
            _ => return Err(self.missing(name)),
        };
        if places.iter().any(|at| !self.sees(*at)) {
            return Err(format!("depends on {}, which is asked several times", quoted(name)));
        }
        let targets: Vec<Target<'_>> = places.iter().filter_map(target).collect();
        Ok(targets.into_iter().map(|target| Target { row, ..target }).collect())
    }

    /// Why a condition cannot depend on a name.
    pub(super) fn missing(&self, name: &str) -> String {
        let shown = quoted(name);
        match (self.fates.get(name), self.names.get(name)) {
            (Some(Fate::Left(row)), _) => format!("depends on {shown} (row {row}), which cannot be taken"),
            (Some(Fate::Turn), _) => format!("depends on {shown}, which is worked out"),
            (_, Some(row)) => format!("depends on {shown}, which is asked later (row {row})"),
            _ => format!("depends on {shown}, and nothing has that name"),
        }
    }
}

fn question(subject: &Subject) -> Result<&str, String> {
    match subject {
        Subject::Question(name) => Ok(name),
        Subject::Answer => Err("because of \u{201c}.\u{201d}, which is the question itself".to_owned()),
    }
}

fn answered(target: Target<'_>) -> Result<Rule, String> {
    match (target.kind, target.row) {
        (Kind::Info, _) => Err(format!("depends on {}, which asks nothing", quoted(target.key))),
        // A statement was answered if anything was chosen for it.
        (kind, Some(_)) => {
            let keys = kind.values().into_iter().map(str::to_owned);
            Ok(Rule::Any(keys.map(|key| of(target, Compare::Is, key)).collect()))
        }
        (_, None) => Ok(Rule::Answered(target.key.to_owned())),
    }
}

fn is(target: Target<'_>, value: &Literal, among: bool) -> Result<Rule, String> {
    let name = quoted(target.key);
    let key = match target.kind {
        kind if kind.takes_several() && !among => {
            return Err(format!(
                "{name} may have several answers: write selected(${{{}}}, '{}') instead of =",
                target.key,
                value.written()
            ));
        }
        Kind::Ranking(_) => {
            return Err(format!(
                "{name} is an order of all its options; Earshot sees which is the first: \
                 selected-at(${{{}}}, 0) = '{}'",
                target.key,
                value.written()
            ));
        }
        Kind::Number(number) if !among => {
            let within = |whole: &i64| {
                number.min.is_none_or(|min| *whole >= min) && number.max.is_none_or(|max| *whole <= max)
            };
            value.whole().filter(within).map(|number| number.to_string())
        }
        Kind::Number(_) => None,
        kind => {
            let values = kind.values();
            if values.is_empty() {
                return Err(format!("depends on {name}, which has no options to choose from"));
            }
            same(&values, value)
        }
    };
    test(target, Compare::Is, key, value)
}

fn beyond(target: Target<'_>, sign: Sign, value: &Literal) -> Result<Rule, String> {
    let name = quoted(target.key);
    let numbers = match target.kind {
        Kind::Number(_) => true,
        Kind::Ranking(_) => false,
        kind if kind.takes_several() => false,
        kind => {
            let values = kind.values();
            !values.is_empty() && values.iter().all(|value| value.parse::<i64>().is_ok())
        }
    };
    if !numbers {
        return Err(format!("the answer to {name} is no number that could be more or less than another"));
    }
    let way = match sign {
        Sign::Less => Compare::Less,
        Sign::AtMost => Compare::AtMost,
        Sign::More => Compare::More,
        _ => Compare::AtLeast,
    };
    test(target, way, value.whole().map(|number| number.to_string()), value)
}

fn test(target: Target<'_>, way: Compare, value: Option<String>, written: &Literal) -> Result<Rule, String> {
    match value {
        Some(value) => Ok(of(target, way, value)),
        None if way != Compare::Is => Err(format!(
            "the answer to {} is compared with {}",
            quoted(target.key),
            quoted(written.written())
        )),
        None => Err(format!("{} cannot be answered with {}", quoted(target.key), quoted(written.written()))),
    }
}

fn of(target: Target<'_>, way: Compare, value: String) -> Rule {
    let row = target.row.map(str::to_owned);
    Rule::Test(Test { question: target.key.to_owned(), row, is: way, value })
}

/// The option that a value means.
pub(super) fn option_key(options: &[Choice], value: &Literal) -> Option<String> {
    let keys: Vec<&str> = options.iter().map(|option| option.key.as_str()).collect();
    same(&keys, value)
}

/// The key that a value means: the same letters, or the same number.
fn same(keys: &[&str], value: &Literal) -> Option<String> {
    let is_it = |key: &&&str| match value {
        Literal::Text(text) => **key == as_key(text),
        Literal::Number(number) => expression::shortest(key).as_ref() == Some(number),
    };
    keys.iter().find(is_it).map(|key| (*key).to_owned())
}

/// The same rule without parts that change nothing.
pub(in crate::xlsform) fn simple(rule: Rule) -> Rule {
    match rule {
        Rule::All(rules) => joined(rules, true),
        Rule::Any(rules) => joined(rules, false),
        Rule::Not(rule) => match simple(*rule) {
            Rule::All(rules) if rules.is_empty() => Rule::Any(rules),
            Rule::Any(rules) if rules.is_empty() => Rule::All(rules),
            rule => rule.negated(),
        },
        other => other,
    }
}

fn joined(rules: Vec<Rule>, all: bool) -> Rule {
    let mut kept: Vec<Rule> = Vec::new();
    for rule in rules.into_iter().map(simple) {
        let parts = match rule {
            Rule::All(parts) if all => parts,
            Rule::Any(parts) if !all => parts,
            // Of "and" one part that never holds is enough, of "or" one that always does.
            Rule::All(parts) | Rule::Any(parts) if parts.is_empty() => {
                return if all { Rule::Any(parts) } else { Rule::All(parts) };
            }
            part => vec![part],
        };
        for part in parts {
            if !kept.contains(&part) {
                kept.push(part);
            }
        }
    }
    match (kept.len(), all) {
        (1, _) => kept.remove(0),
        (_, true) => Rule::All(kept),
        (_, false) => Rule::Any(kept),
    }
}

/// Several rules that must all hold as one; `None` if there are none.
pub(super) fn together(rules: Vec<Rule>) -> Option<Rule> {
    match simple(Rule::All(rules)) {
        Rule::All(rules) if rules.is_empty() => None,
        rule => Some(rule),
    }
}
