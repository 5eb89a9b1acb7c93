//! What names in conditions mean, and conditions as rules of Earshot.

use std::collections::HashMap;
use std::rc::Rc;

use earshot_domain::rule::{Compare, MAX_DEPTH, Rule, Test};

use super::expression::{Expr, Name, Op, Value};
use super::parts::Asked;
use super::report::quoted;

/// The most comparisons of one condition.
const TESTS_MAX: usize = 400;

/// An answer that conditions may ask for.
#[derive(Debug, Clone)]
pub(super) struct Var {
    /// The question of Earshot that it is given in.
    pub(super) key: String,
    /// The statement of a grid.
    pub(super) row: Option<String>,
    pub(super) form: Form,
}

/// What an answer looks like.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// One of these: what LimeSurvey calls each, and what Earshot does.
    Codes(Rc<[(String, String)]>),
    /// Whether this option is among those chosen, and what LimeSurvey says then.
    Chosen(String, &'static str),
    /// A whole number.
    Number,
    /// Words, or something that can only be answered or not.
    Words,
}

/// What has become of the questions so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The questions that have a code.
    codes: HashMap<String, Vec<usize>>,
    ids: HashMap<String, usize>,
    /// The ids of subquestions by their question, for the newest field names.
    subs: HashMap<String, String>,
    shown: Vec<String>,
    fates: Vec<Fate>,
}

#[derive(Debug)]
enum Fate {
    Later,
    Left,
    /// By what comes after the question's own name.
    Taken(HashMap<String, Var>),
}

impl Names {
    pub(super) fn of(questions: &[Asked]) -> Self {
        let mut names = Self::default();
        for (at, asked) in questions.iter().enumerate() {
            names.codes.entry(asked.code.trim().to_owned()).or_default().push(at);
            names.ids.insert(asked.id.clone(), at);
            names.shown.push(asked.code.trim().to_owned());
            names.fates.push(Fate::Later);
            for part in asked.subs.iter().filter(|part| !part.id.is_empty()) {
                names.subs.insert(part.id.clone(), part.code.clone());
            }
        }
        names
    }

    pub(super) fn leave(&mut self, at: usize) {
        self.fates[at] = Fate::Left;
    }

    pub(super) fn take(&mut self, at: usize, vars: HashMap<String, Var>) {
        self.fates[at] = Fate::Taken(vars);
    }

    /// The answer that a name means.
    pub(super) fn var(&self, name: &str) -> Result<&Var, String> {
        let (at, part) = self.find(name)?;
        self.part(at, &part)
    }

    /// The answer with a name within the question with an id.
    pub(super) fn within(&self, id: &str, part: &str) -> Result<&Var, String> {
        let at = self.ids.get(id).ok_or_else(|| format!("question {} is not in the file", quoted(id)))?;
        self.part(*at, part)
    }

    /// The code of the subquestion with an id.
    pub(super) fn sub(&self, id: &str) -> Option<&str> {
        self.subs.get(id).map(String::as_str)
    }

    fn part(&self, at: usize, part: &str) -> Result<&Var, String> {
        let shown = quoted(&self.shown[at]);
        match &self.fates[at] {
            Fate::Later => Err(format!("it depends on {shown}, which is not asked before")),
            Fate::Left => Err(format!("it depends on {shown}, which cannot be taken")),
            Fate::Taken(vars) => vars.get(part).ok_or_else(|| match part {
                "" => format!("the answer to {shown} as a whole cannot be compared"),
                part => format!("{shown} has no answer {}", quoted(part)),
            }),
        }
    }

    fn find(&self, name: &str) -> Result<(usize, String), String> {
        if let Some(found) = self.field(name) {
            return Ok(found);
        }
        // The longest code that there is.
        let ends = name.match_indices('_').map(|(at, _)| at).filter(|at| *at > 0).chain([name.len()]);
        for end in ends.collect::<Vec<_>>().into_iter().rev() {
            let Some(found) = self.codes.get(&name[..end]) else { continue };
            let part = name[end..].trim_start_matches('_').to_owned();
            return match found[..] {
                [at] => Ok((at, part)),
                _ => Err(format!(
                    "it depends on {}, and more than one question has that code",
                    quoted(&name[..end])
                )),
            };
        }
        Err(format!("it depends on {}, and nothing in the file has that name", quoted(name)))
    }

    /// Field names of old: `SURVEYXGROUPXQUESTION`, then the part.
    fn field(&self, name: &str) -> Option<(usize, String)> {
        let (_, rest) = numbered(name)?;
        let (_, rest) = numbered(rest)?;
        let digits = rest.bytes().take(20).take_while(u8::is_ascii_digit).count();
        // A part may begin with a digit: the longest id that there is.
        (1..=digits).rev().find_map(|end| {
            let at = self.ids.get(&rest[..end])?;
            Some((*at, rest[end..].trim_start_matches('_').to_owned()))
        })
    }
}

fn numbered(name: &str) -> Option<(&str, &str)> {
    let (number, rest) = name.split_once('X')?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some((number, rest))
}

/// A condition as a rule.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// `None` if it always holds.
    pub(super) rule: Option<Rule>,
    /// Whether it asks for the opposite of an answer that must be shown.
    pub(super) strict: bool,
}

/// Makes a rule of a condition.
pub(super) fn rule(expression: &Expr, names: &Names) -> Result<Found, String> {
    let mut make = Make { names, strict: false, tests: 0 };
    let rule = make.rule(expression)?;
    let rule = match rule {
        Rule::All(parts) if parts.is_empty() => None,
        Rule::Any(parts) if parts.is_empty() => {
            return Err("it never holds: nobody would see this".to_owned());
        }
        rule if rule.depth() > MAX_DEPTH => {
            return Err(format!("it has more than {MAX_DEPTH} conditions inside each other"));
        }
        rule => Some(rule),
    };
    Ok(Found { rule, strict: make.strict })
}

/// Makes a rule of one comparison.
pub(super) fn compare(names: &Names, var: &Var, op: Op, written: &str) -> Result<Rule, String> {
    let mut make = Make { names, strict: false, tests: 0 };
    make.against(var, op, &Value::Text(written.to_owned()))
}

struct Make<'a> {
    names: &'a Names,
    strict: bool,
    tests: usize,
}

impl Make<'_> {
    /// Recursion ends where the expression does, which is bounded.
    fn rule(&mut self, expression: &Expr) -> Result<Rule, String> {
        match expression {
            Expr::All(parts) => {
                let parts: Vec<Rule> = parts.iter().map(|part| self.rule(part)).collect::<Result<_, _>>()?;
                Ok(all(parts))
            }
            Expr::Any(parts) => {
                let parts: Vec<Rule> = parts.iter().map(|part| self.rule(part)).collect::<Result<_, _>>()?;
                Ok(any(parts))
            }
            Expr::Not(part) => Ok(opposite(self.rule(part)?)),
            Expr::Always(true) => Ok(Rule::All(Vec::new())),
            Expr::Always(false) => Ok(Rule::Any(Vec::new())),
            Expr::Empty(name) => Ok(opposite(self.answered(name)?)),
            Expr::Compare(name, op, value) => self.compare(name, *op, value),
        }
    }

    fn count(&mut self, more: usize) -> Result<(), String> {
        self.tests += more;
        if self.tests > TESTS_MAX { Err(format!("it has more than {TESTS_MAX} comparisons")) } else { Ok(()) }
    }

    fn answered(&mut self, name: &Name) -> Result<Rule, String> {
        self.strict |= !name.naok;
        self.count(1)?;
        let var = self.names.var(&name.name)?.clone();
        self.has(&var)
    }

    /// Whether there is an answer.
    fn has(&mut self, var: &Var) -> Result<Rule, String> {
        match (&var.form, &var.row) {
            (Form::Chosen(option, _), _) => Ok(Rule::is(var.key.clone(), option.clone())),
            (Form::Codes(codes), Some(_)) => {
                self.count(codes.len())?;
                let tests = codes.iter().map(|(_, value)| test(var, Compare::Is, value));
                Ok(any(tests.collect()))
            }
            _ => Ok(Rule::Answered(var.key.clone())),
        }
    }

    fn compare(&mut self, name: &Name, op: Op, value: &Value) -> Result<Rule, String> {
        self.count(1)?;
        let var = self.names.var(&name.name)?.clone();
        let found =
            self.against(&var, op, value).map_err(|reason| format!("{}: {reason}", quoted(&name.name)))?;
        self.strict |= !name.naok && matches!(found, Rule::Not(_));
        Ok(found)
    }

    fn against(&mut self, var: &Var, op: Op, value: &Value) -> Result<Rule, String> {
        let written = value.written().trim();
        if written.is_empty() {
            return match op {
                Op::Is => Ok(opposite(self.has(var)?)),
                Op::IsNot => self.has(var),
                _ => Err("it is compared with nothing".to_owned()),
            };
        }
        match &var.form {
            Form::Chosen(option, chosen) => match op {
                Op::Is if written == *chosen => Ok(Rule::is(var.key.clone(), option.clone())),
                Op::IsNot if written == *chosen => Ok(opposite(Rule::is(var.key.clone(), option.clone()))),
                _ => Err(format!("it is {} or empty, and nothing else", quoted(chosen))),
            },
            Form::Codes(codes) => coded(var, codes, op, written),
            Form::Number => numeric(var, op, written),
            Form::Words => Err("words are not compared with anything".to_owned()),
        }
    }
}

fn test(var: &Var, is: Compare, value: &str) -> Rule {
    Rule::Test(Test { question: var.key.clone(), row: var.row.clone(), is, value: value.to_owned() })
}

fn coded(var: &Var, codes: &[(String, String)], op: Op, written: &str) -> Result<Rule, String> {
    let equal = || {
        let same = codes.iter().find(|(code, _)| code == written).or_else(|| {
            let number = written.parse::<f64>().ok()?;
            codes.iter().find(|(code, _)| code.parse::<f64>() == Ok(number))
        });
        let (_, value) = same.ok_or_else(|| format!("it cannot be answered with {}", quoted(written)))?;
        Ok(test(var, Compare::Is, value))
    };
    match op {
        Op::Is => equal(),
        Op::IsNot => Ok(opposite(equal()?)),
        // What stands for "something else" is no number, and no comparison holds for it.
        _ if codes
            .iter()
            .all(|(code, value)| value.parse::<i64>().is_ok() && code == value || code == "-oth-") =>
        {
            numeric(var, op, written)
        }
        _ => Err("its options are no numbers that could be larger or smaller".to_owned()),
    }
}

fn numeric(var: &Var, op: Op, written: &str) -> Result<Rule, String> {
    let no_number = || format!("{} is no number that it could be compared with", quoted(written));
    let (whole, exact) = floor(written).ok_or_else(no_number)?;
    let test = |is: Compare| test(var, is, &whole.to_string());
    Ok(match (op, exact) {
        (Op::Is, true) => test(Compare::Is),
        (Op::IsNot, true) => opposite(test(Compare::Is)),
        (Op::Is | Op::IsNot, false) => return Err(no_number()),
        (Op::Less, true) => test(Compare::Less),
        (Op::AtLeast, true) => test(Compare::AtLeast),
        // Below 5.5 is at most 5; above it is more than 5.
        (Op::AtMost, _) | (Op::Less, false) => test(Compare::AtMost),
        (Op::More, _) | (Op::AtLeast, false) => test(Compare::More),
    })
}

/// The largest whole number that is not above this one, and whether it is this
/// one.
pub(super) fn floor(written: &str) -> Option<(i64, bool)> {
    let Some((whole, decimals)) = written.split_once('.') else {
        return Some((written.parse().ok()?, true));
    };
    if decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let exact = decimals.bytes().all(|byte| byte == b'0');
    let below = if whole.starts_with('-') && !exact { number.checked_sub(1)? } else { number };
    Some((below, exact))
}

/// All of these, without parts that always hold.
pub(super) fn all(parts: Vec<Rule>) -> Rule {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Rule::All(inner) => flat.extend(inner),
            Rule::Any(inner) if inner.is_empty() => return Rule::Any(inner),
            part => flat.push(part),
        }
    }
    if flat.len() == 1 { flat.swap_remove(0) } else { Rule::All(flat) }
}

/// One of these, without parts that never hold.
pub(super) fn any(parts: Vec<Rule>) -> Rule {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Rule::Any(inner) => flat.extend(inner),
            Rule::All(inner) if inner.is_empty() => return Rule::All(inner),
            part => flat.push(part),
        }
    }
    if flat.len() == 1 { flat.swap_remove(0) } else { Rule::Any(flat) }
}

fn opposite(rule: Rule) -> Rule {
    match rule {
        Rule::All(parts) if parts.is_empty() => Rule::Any(parts),
        Rule::Any(parts) if parts.is_empty() => Rule::All(parts),
        rule => rule.negated(),
    }
}

/// Both of two rules.
pub(super) fn both(one: Option<Rule>, other: Option<Rule>) -> Option<Rule> {
    match (one, other) {
        (Some(one), Some(other)) => Some(all(vec![one, other])),
        (one, other) => one.or(other),
    }
}
