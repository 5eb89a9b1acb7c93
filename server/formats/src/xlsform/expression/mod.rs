//! The expressions in the columns `relevant`, `constraint` and
//! `choice_filter`, as far as Earshot can follow them.

mod token;

use super::report::quoted;
use token::{Token, tokens, unexpected};

pub(super) use token::shortest;

/// How deep parentheses may go.
const DEPTH_MAX: usize = 40;

/// How many words and signs an expression may have.
const TOKENS_MAX: usize = 4_000;

/// What an expression says. It holds or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr {
    /// All of these hold.
    All(Vec<Expr>),
    /// At least one of these holds.
    Any(Vec<Expr>),
    /// This does not hold.
    Not(Box<Expr>),
    /// It always holds, or never.
    Always(bool),
    /// Two things compare in a certain way; a value never stands on the left.
    Compare(Operand, Sign, Operand),
    /// A value is among the answers.
    Selected(Subject, Literal),
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    /// An answer.
    Of(Subject),
    /// How many options were chosen.
    Count(Subject),
    /// How many letters were written.
    Length(Subject),
    /// The first of several.
    First(Subject),
    /// A column of the list of options.
    Column(String),
    /// A value.
    Value(Literal),
}

/// Whose answer is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// That to the question with this name.
    Question(String),
    /// `.`, the answer that is being given.
    Answer,
}

/// A value in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    /// In quotation marks.
    Text(String),
    /// A number, written in the shortest way.
    Number(String),
}

/// How two things are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Sign {
    /// The same comparison from right to left.
    fn mirrored(self) -> Self {
        match self {
            Sign::Less => Sign::More,
            Sign::AtMost => Sign::AtLeast,
            Sign::More => Sign::Less,
            Sign::AtLeast => Sign::AtMost,
            same => same,
        }
    }
}

impl Literal {
    /// What is written between the quotation marks, or the number.
    pub(super) fn written(&self) -> &str {
        match self {
            Literal::Text(value) | Literal::Number(value) => value,
        }
    }

    /// The whole number that it is.
    pub(super) fn whole(&self) -> Option<i64> {
        shortest(self.written())?.parse().ok()
    }
}

impl Expr {
    /// How many comparisons it is put together from.
    pub(super) fn comparisons(&self) -> usize {
        match self {
            Expr::All(parts) | Expr::Any(parts) => parts.iter().map(Expr::comparisons).sum(),
            Expr::Not(part) => part.comparisons(),
            Expr::Always(_) | Expr::Compare(..) | Expr::Selected(..) => 1,
        }
    }
}

/// Reads a condition. The error is a sentence for the person who wrote it.
pub(super) fn read(expression: &str) -> Result<Expr, String> {
    parse(expression).map_err(|why| {
        format!(
            "the condition {} cannot be followed ({why}); Earshot follows comparisons of earlier answers with \
             values, selected(), not(), \u{201c}and\u{201d} and \u{201c}or\u{201d}",
            quoted(expression)
        )
    })
}

/// Reads an expression. The error says what could not be followed.
pub(super) fn parse(expression: &str) -> Result<Expr, String> {
    let tokens = tokens(expression)?;
    if tokens.len() > TOKENS_MAX {
        return Err("it is too long".to_owned());
    }
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let read = parser.any()?;
    match parser.peek() {
        None => Ok(read),
        other => Err(unexpected(other)),
    }
}

/// Reads an expression from left to right.
struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.at += 1;
        token
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), String> {
        match self.take() {
            Some(token) if token == *wanted => Ok(()),
            other => Err(unexpected(other.as_ref())),
        }
    }

    fn takes(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(next)) if next == word);
        if found {
            self.at += 1;
        }
        found
    }

    /// Parts joined by `or`.
    fn any(&mut self) -> Result<Expr, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("too many parentheses".to_owned());
        }
        let mut parts = vec![self.all()?];
        while self.takes("or") {
            parts.push(self.all()?);
        }
        self.depth -= 1;
        Ok(joined(parts, Expr::Any))
    }

    /// Parts joined by `and`.
    fn all(&mut self) -> Result<Expr, String> {
        let mut parts = vec![self.part()?];
        while self.takes("and") {
            parts.push(self.part()?);
        }
        Ok(joined(parts, Expr::All))
    }

    fn part(&mut self) -> Result<Expr, String> {
        if self.peek() == Some(&Token::Open) {
            self.take();
            let inside = self.any()?;
            self.expect(&Token::Close)?;
            return Ok(inside);
        }
        let Some(Token::Word(word)) = self.peek().cloned() else { return self.comparison() };
        match word.as_str() {
            "not" => {
                self.take();
                self.expect(&Token::Open)?;
                let inside = self.any()?;
                self.expect(&Token::Close)?;
                Ok(Expr::Not(Box::new(inside)))
            }
            "true" | "false" => {
                self.take();
                self.expect(&Token::Open)?;
                self.expect(&Token::Close)?;
                Ok(Expr::Always(word == "true"))
            }
            "selected" => {
                self.take();
                self.expect(&Token::Open)?;
                let subject = self.subject()?;
                self.expect(&Token::Comma)?;
                let value = self.literal()?;
                self.expect(&Token::Close)?;
                Ok(Expr::Selected(subject, value))
            }
            "if" => {
                self.take();
                self.expect(&Token::Open)?;
                let condition = self.any()?;
                self.expect(&Token::Comma)?;
                let then = self.any()?;
                self.expect(&Token::Comma)?;
                let otherwise = self.any()?;
                self.expect(&Token::Close)?;
                let not = Expr::Not(Box::new(condition.clone()));
                let first = joined(vec![not, then], Expr::Any);
                Ok(match otherwise {
                    Expr::Always(true) => first,
                    otherwise => {
                        joined(vec![first, joined(vec![condition, otherwise], Expr::Any)], Expr::All)
                    }
                })
            }
            _ => self.comparison(),
        }
    }

    fn comparison(&mut self) -> Result<Expr, String> {
        let left = self.operand()?;
        let Some(Token::Sign(sign)) = self.take() else {
            self.at -= 1;
            return Err(unexpected(self.peek()));
        };
        let right = self.operand()?;
        match (left, right) {
            (Operand::Value(_), Operand::Value(_)) => Err("it compares two values".to_owned()),
            (left @ Operand::Value(_), right) => Ok(Expr::Compare(right, sign.mirrored(), left)),
            (left, right) => Ok(Expr::Compare(left, sign, right)),
        }
    }

    fn operand(&mut self) -> Result<Operand, String> {
        match self.peek().cloned() {
            Some(Token::Reference(_) | Token::Dot) => Ok(Operand::Of(self.subject()?)),
            Some(Token::Text(_) | Token::Number(_)) => Ok(Operand::Value(self.literal()?)),
            Some(Token::Word(word)) => {
                self.take();
                if self.peek() != Some(&Token::Open) {
                    return Ok(Operand::Column(word));
                }
                let function: fn(Subject) -> Operand = match word.as_str() {
                    "count-selected" => Operand::Count,
                    "string-length" => Operand::Length,
                    "selected-at" => Operand::First,
                    _ => return Err(unexpected(Some(&Token::Word(word)))),
                };
                self.take();
                let subject = self.subject()?;
                if word == "selected-at" {
                    self.expect(&Token::Comma)?;
                    self.expect(&Token::Number("0".to_owned()))?;
                }
                self.expect(&Token::Close)?;
                Ok(function(subject))
            }
            other => Err(unexpected(other.as_ref())),
        }
    }

    fn subject(&mut self) -> Result<Subject, String> {
        match self.take() {
            Some(Token::Reference(question)) => Ok(Subject::Question(question)),
            Some(Token::Dot) => Ok(Subject::Answer),
            other => Err(unexpected(other.as_ref())),
        }
    }

    fn literal(&mut self) -> Result<Literal, String> {
        match self.take() {
            Some(Token::Text(text)) => Ok(Literal::Text(text)),
            Some(Token::Number(number)) => Ok(Literal::Number(number)),
            other => Err(unexpected(other.as_ref())),
        }
    }
}

/// Several parts as one; parts of the same sort lie side by side.
fn joined(mut parts: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let any = matches!(join(Vec::new()), Expr::Any(_));
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Expr::Any(inner) if any => flat.extend(inner),
            Expr::All(inner) if !any => flat.extend(inner),
            other => flat.push(other),
        }
    }
    join(flat)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(expr: &Expr) -> String {
        let list = |parts: &[Expr], with: &str| {
            format!("[{}]", parts.iter().map(shown).collect::<Vec<_>>().join(with))
        };
        match expr {
            Expr::All(parts) => list(parts, " & "),
            Expr::Any(parts) => list(parts, " | "),
            Expr::Not(part) => format!("!{}", shown(part)),
            Expr::Always(always) => always.to_string(),
            Expr::Selected(subject, value) => format!("{}~{}", who(subject), said(value)),
            Expr::Compare(left, sign, right) => {
                let sign = match sign {
                    Sign::Equal => "=",
                    Sign::NotEqual => "!=",
                    Sign::Less => "<",
                    Sign::AtMost => "<=",
                    Sign::More => ">",
                    Sign::AtLeast => ">=",
                };
                format!("{}{sign}{}", side(left), side(right))
            }
        }
    }

    fn side(operand: &Operand) -> String {
        match operand {
            Operand::Of(subject) => who(subject),
            Operand::Count(subject) => format!("#{}", who(subject)),
            Operand::Length(subject) => format!("len {}", who(subject)),
            Operand::First(subject) => format!("first {}", who(subject)),
            Operand::Column(column) => format!("col {column}"),
            Operand::Value(value) => said(value),
        }
    }

    fn who(subject: &Subject) -> String {
        match subject {
            Subject::Question(question) => question.clone(),
            Subject::Answer => ".".to_owned(),
        }
    }

    fn said(value: &Literal) -> String {
        match value {
            Literal::Text(value) => format!("'{value}'"),
            Literal::Number(value) => value.clone(),
        }
    }

    #[test]
    fn conditions_are_followed_as_they_are_meant() {
        for (expression, meaning) in [
            ("${q} = 'x'", "q='x'"),
            ("${q}=\"x\"", "q='x'"),
            ("${ q }=3", "q=3"),
            ("${q} = 03.0", "q=3"),
            ("${q} = -1", "q=-1"),
            ("'x' = ${q}", "q='x'"),
            ("3 < ${q}", "q>3"),
            ("3 >= ${q}", "q<=3"),
            ("${q} != ''", "q!=''"),
            ("selected(${q}, 'x')", "q~'x'"),
            ("selected( ${q} ,\"x y\" )", "q~'x y'"),
            ("${q} = \u{2018}x\u{2019}", "q='x'"),
            ("((${a} = '1'))", "a='1'"),
            ("(${a} = '1' and (selected(${b}, 'it')) ) and ${c}='and'", "[a='1' & b~'it' & c='and']"),
            ("true()", "true"),
            ("false() or ${a}=1", "[false | a=1]"),
            ("${q}\u{a0}=\n'x'", "q='x'"),
            ("${a}=1 or ${b}=2 and ${c}=3", "[a=1 | [b=2 & c=3]]"),
            ("(${a}=1 or ${b}=2) and ${c}=3", "[[a=1 | b=2] & c=3]"),
            ("${a}=1 or (${b}=2 or ${c}=3)", "[a=1 | b=2 | c=3]"),
            ("not(selected(${q}, 'x') or ${a} >= 7)", "![q~'x' | a>=7]"),
            ("not(not(${q} = 'x'))", "!!q='x'"),
            ("string-length(${q}) > 0", "len q>0"),
            ("count-selected(.) <= 3", "#.<=3"),
            ("selected-at(${q}, 0) = 'x'", "first q='x'"),
            ("if(selected(., 'no'), count-selected(.) = 1, true())", "[!.~'no' | #.=1]"),
            ("town = ${q}", "col town=q"),
        ] {
            let read = parse(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
            assert_eq!(shown(&read), meaning, "{expression}");
        }
    }

    #[test]
    fn everything_else_is_named_and_not_guessed() {
        for expression in [
            "",
            "${q}",
            "${q} = ",
            "${q} = 'x' AND ${r} = 'y'",
            "${q} = 'x",
            "${q = 'x'",
            "(${q} = 'x'",
            "${q} = 'x')",
            "${q} == 'x'",
            "${q} = 'x' ${r} = 'y'",
            "/data/q = 'x'",
            "../q = 'x'",
            "selected(${q}, 'x') = 1",
            "selected('x', ${q})",
            "selected-at(${q}, 1) = 'x'",
            "0",
            "1",
            "'a' = 'a'",
            "${q} = 1 + 1",
            "${q} = 1 = 1",
            "not ${q} = 'x'",
            "if(${q}='x', 1, 0)",
            "regex(${q}, '[0-9]')",
        ] {
            let error = read(expression).expect_err(expression);
            assert!(error.contains(&quoted(expression)), "{error}");
        }
        for (open, close) in [("(", ")"), ("not(", ")"), ("if(true(), ", ", true())")] {
            let deep = format!("{}${{q}}='x'{}", open.repeat(30_000), close.repeat(30_000));
            assert!(parse(&deep).is_err());
            let deep = format!("{}${{q}}='x'{}", open.repeat(60), close.repeat(60));
            assert!(parse(&deep).is_err());
        }
        assert!(parse(&vec!["${q}=1"; 2_000].join(" or ")).is_err());
    }
}
