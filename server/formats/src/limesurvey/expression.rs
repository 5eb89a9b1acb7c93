//! Conditions as LimeSurvey writes them (`ExpressionScript`), as far as Earshot
//! can ask the same: comparisons of one answer with a value, and, or, not,
//! parentheses and `is_empty`.

use super::report::quoted;

/// The longest condition that is read, in bytes.
const LENGTH_MAX: usize = 8_000;

/// The most parts of a condition.
const PARTS_MAX: usize = 1_000;

/// The deepest that parentheses may lie in each other.
const DEPTH_MAX: usize = 24;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr {
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Not(Box<Expr>),
    /// `is_empty(name)`.
    Empty(Name),
    Compare(Name, Op, Value),
    /// Holds, or does not, whatever is answered.
    Always(bool),
}

/// The name of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) name: String,
    /// Whether a question that is not shown counts as not answered (`.NAOK`).
    pub(super) naok: bool,
}

/// How an answer is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Is,
    IsNot,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// What an answer is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Number(String),
}

impl Value {
    pub(super) fn written(&self) -> &str {
        match self {
            Value::Text(text) | Value::Number(text) => text,
        }
    }
}

impl Op {
    /// The same seen from the other side.
    fn turned(self) -> Self {
        match self {
            Op::Is | Op::IsNot => self,
            Op::Less => Op::More,
            Op::AtMost => Op::AtLeast,
            Op::More => Op::Less,
            Op::AtLeast => Op::AtMost,
        }
    }

    /// Reads a comparison as conditions and expressions write it.
    pub(super) fn read(written: &str) -> Option<Self> {
        Some(match written.to_ascii_lowercase().as_str() {
            "==" | "eq" => Op::Is,
            "!=" | "ne" => Op::IsNot,
            "<" | "lt" => Op::Less,
            "<=" | "le" => Op::AtMost,
            ">" | "gt" => Op::More,
            ">=" | "ge" => Op::AtLeast,
            _ => return None,
        })
    }
}

/// Reads a condition; the sentence says what cannot be read.
pub(super) fn read(text: &str) -> Result<Expr, String> {
    if text.len() > LENGTH_MAX {
        return Err(format!("it is longer than {LENGTH_MAX} letters"));
    }
    let tokens = tokens(text)?;
    let mut read = Parser { tokens, at: 0 };
    let expression = read.any(0)?;
    match read.next() {
        None => Ok(expression),
        Some(token) => Err(format!("{} stands where nothing is expected", token.said())),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Value(Value),
    Op(Op),
    And,
    Or,
    Not,
    Open,
    Close,
    /// Something that only larger expressions have.
    Other(char),
}

impl Token {
    fn said(&self) -> String {
        match self {
            Token::Name(name) => quoted(name),
            Token::Value(value) => quoted(value.written()),
            Token::Op(_) => "a comparison".to_owned(),
            Token::And => "\u{201c}and\u{201d}".to_owned(),
            Token::Or => "\u{201c}or\u{201d}".to_owned(),
            Token::Not => "\u{201c}not\u{201d}".to_owned(),
            Token::Open | Token::Close => "a parenthesis".to_owned(),
            Token::Other(sign) => quoted(&sign.to_string()),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if tokens.len() >= PARTS_MAX {
            return Err(format!("it has more than {PARTS_MAX} parts"));
        }
        let (token, after) = token(rest, first)?;
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

fn token(rest: &str, first: char) -> Result<(Token, &str), String> {
    let signs: [(&str, Token); 12] = [
        ("&&", Token::And),
        ("||", Token::Or),
        ("==", Token::Op(Op::Is)),
        ("!=", Token::Op(Op::IsNot)),
        ("<>", Token::Op(Op::IsNot)),
        ("<=", Token::Op(Op::AtMost)),
        (">=", Token::Op(Op::AtLeast)),
        ("<", Token::Op(Op::Less)),
        (">", Token::Op(Op::More)),
        ("!", Token::Not),
        ("(", Token::Open),
        (")", Token::Close),
    ];
    for (sign, token) in signs {
        if let Some(after) = rest.strip_prefix(sign) {
            return Ok((token, after));
        }
    }
    if matches!(first, '"' | '\'') {
        let inside = &rest[1..];
        let end = inside.find(first).ok_or("a quotation mark is not closed")?;
        return Ok((Token::Value(Value::Text(inside[..end].to_owned())), &inside[end + 1..]));
    }
    if first.is_ascii_alphanumeric() || first == '_' {
        let length = rest.bytes().take_while(|byte| is_name(*byte)).count();
        return Ok((named(&rest[..length]), &rest[length..]));
    }
    match first {
        '-' if rest[1..].starts_with(|letter: char| letter.is_ascii_digit()) => {
            let length = rest[1..].bytes().take_while(|byte| is_name(*byte)).count() + 1;
            let number = &rest[..length];
            if number.parse::<f64>().is_err() {
                return Err(format!("{} is no number", quoted(number)));
            }
            Ok((Token::Value(Value::Number(number.to_owned())), &rest[length..]))
        }
        '=' => Err("a single \u{201c}=\u{201d} would change an answer".to_owned()),
        other => Ok((Token::Other(other), &rest[other.len_utf8()..])),
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')
}

fn named(word: &str) -> Token {
    match word.to_ascii_lowercase().as_str() {
        "and" => return Token::And,
        "or" => return Token::Or,
        "not" => return Token::Not,
        _ => {}
    }
    if let Some(op) = Op::read(word) {
        return Token::Op(op);
    }
    let is_number =
        word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && word.parse::<f64>().is_ok();
    if is_number { Token::Value(Value::Number(word.to_owned())) } else { Token::Name(word.to_owned()) }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn any(&mut self, depth: usize) -> Result<Expr, String> {
        if depth > DEPTH_MAX {
            return Err(format!("it has more than {DEPTH_MAX} parentheses inside each other"));
        }
        let mut parts = vec![self.all(depth)?];
        while self.take(&Token::Or) {
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Expr::Any(parts) })
    }

    fn all(&mut self, depth: usize) -> Result<Expr, String> {
        let mut parts = vec![self.not(depth)?];
        while self.take(&Token::And) {
            parts.push(self.not(depth)?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Expr::All(parts) })
    }

    fn not(&mut self, depth: usize) -> Result<Expr, String> {
        let mut negated = false;
        let mut any = false;
        while self.take(&Token::Not) {
            negated = !negated;
            any = true;
        }
        if any && !self.whole() {
            let said = "\u{201c}not\u{201d} before something that is neither in parentheses nor is_empty()";
            return Err(said.to_owned());
        }
        let part = self.part(depth)?;
        Ok(if negated { Expr::Not(Box::new(part)) } else { part })
    }

    /// Whether what comes next stands together by itself.
    fn whole(&self) -> bool {
        match self.peek() {
            Some(Token::Open) => true,
            Some(Token::Name(_)) => self.tokens.get(self.at + 1) == Some(&Token::Open),
            _ => false,
        }
    }

    fn part(&mut self, depth: usize) -> Result<Expr, String> {
        match self.next() {
            Some(Token::Open) => {
                let inside = self.any(depth + 1)?;
                self.close()?;
                match self.peek() {
                    Some(Token::Op(_)) => Err("it compares the outcome of a comparison".to_owned()),
                    _ => Ok(inside),
                }
            }
            Some(Token::Name(name)) if self.peek() == Some(&Token::Open) => self.function(&name),
            Some(Token::Name(name)) => self.compare(&name),
            Some(Token::Value(value)) => self.turned(value),
            Some(token) => Err(format!("{} stands where an answer is expected", token.said())),
            None => Err("it ends too early".to_owned()),
        }
    }

    fn close(&mut self) -> Result<(), String> {
        if self.take(&Token::Close) {
            return Ok(());
        }
        Err(match self.peek() {
            Some(token) => format!("{} stands where a parenthesis should end", token.said()),
            None => "a parenthesis is not closed".to_owned(),
        })
    }

    fn function(&mut self, called: &str) -> Result<Expr, String> {
        if !called.eq_ignore_ascii_case("is_empty") {
            return Err(format!("the function {} cannot be worked out", quoted(&format!("{called}()"))));
        }
        self.at += 1;
        let Some(Token::Name(inside)) = self.next() else {
            return Err("is_empty() of something that is no answer".to_owned());
        };
        let inside = name(&inside)?;
        self.close()?;
        Ok(Expr::Empty(inside))
    }

    fn compare(&mut self, written: &str) -> Result<Expr, String> {
        let answer = name(written)?;
        let Some(Token::Op(op)) = self.peek().cloned() else {
            return Err(format!("{} is not compared with anything", quoted(written)));
        };
        self.at += 1;
        match self.next() {
            Some(Token::Value(value)) => Ok(Expr::Compare(answer, op, value)),
            Some(Token::Name(other)) => {
                Err(format!("it compares the answers {} and {}", quoted(written), quoted(&other)))
            }
            Some(token) => Err(format!("{} stands where a value is expected", token.said())),
            None => Err("it ends too early".to_owned()),
        }
    }

    /// A comparison that begins with its value, or a value alone.
    fn turned(&mut self, value: Value) -> Result<Expr, String> {
        let Some(Token::Op(op)) = self.peek().cloned() else {
            let holds = match &value {
                Value::Number(number) => number.parse::<f64>().is_ok_and(|number| number != 0.0),
                Value::Text(text) => !matches!(text.trim(), "" | "0"),
            };
            return Ok(Expr::Always(holds));
        };
        self.at += 1;
        match self.next() {
            Some(Token::Name(answer)) => Ok(Expr::Compare(name(&answer)?, op.turned(), value)),
            Some(Token::Value(other)) if matches!(op, Op::Is | Op::IsNot) => {
                Ok(Expr::Always((value.written() == other.written()) == (op == Op::Is)))
            }
            _ => Err("it compares two values".to_owned()),
        }
    }
}

/// A name without what LimeSurvey adds after a dot.
fn name(written: &str) -> Result<Name, String> {
    let (name, after) = written.split_once('.').unwrap_or((written, ""));
    match after {
        "" | "value" | "code" => Ok(Name { name: name.to_owned(), naok: false }),
        "NAOK" | "valueNAOK" | "value.NAOK" | "NAOK.value" => Ok(Name { name: name.to_owned(), naok: true }),
        _ => Err(format!("{} is no answer", quoted(written))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(name: &str, op: Op, value: &str) -> Expr {
        let name = Name { name: name.into(), naok: true };
        Expr::Compare(name, op, Value::Text(value.into()))
    }

    #[test]
    fn comparisons_are_read_in_all_spellings() {
        for (text, op) in [
            ("a.NAOK == \"x\"", Op::Is),
            ("a.NAOK eq 'x'", Op::Is),
            ("a.NAOK!=\"x\"", Op::IsNot),
            ("a.NAOK ne \"x\"", Op::IsNot),
            ("((a.NAOK <= \"x\"))", Op::AtMost),
            ("a.NAOK LE \"x\"", Op::AtMost),
            ("\"x\" lt a.NAOK", Op::More),
            ("\"x\" >= a.NAOK", Op::AtMost),
        ] {
            assert_eq!(read(text), Ok(is("a", op, "x")), "{text}");
        }
    }

    #[test]
    fn and_binds_closer_than_or() {
        let part = |name: &str| is(name, Op::Is, "x");
        let text = "a.NAOK == 'x' or b.NAOK == 'x' && !(c.NAOK == 'x' || is_empty(d))";
        let empty = Expr::Empty(Name { name: "d".into(), naok: false });
        let not = Expr::Not(Box::new(Expr::Any(vec![part("c"), empty])));
        assert_eq!(read(text), Ok(Expr::Any(vec![part("a"), Expr::All(vec![part("b"), not])])));
    }

    #[test]
    fn what_always_holds_is_seen() {
        assert_eq!(read(" 1 "), Ok(Expr::Always(true)));
        assert_eq!(read("(0)"), Ok(Expr::Always(false)));
        assert_eq!(read("1 == 1"), Ok(Expr::Always(true)));
    }

    #[test]
    fn what_cannot_be_worked_out_is_named() {
        for (text, reason) in [
            ("count(a.NAOK) > 1", "count()"),
            ("a == b", "the answers"),
            ("a", "not compared"),
            ("a = 'x'", "single"),
            ("a + 1 == 2", "not compared"),
            ("! a == 1", "neither"),
            ("(a == 1", "not closed"),
            ("a == 'x", "not closed"),
            ("a == 1)", "nothing is expected"),
            ("", "too early"),
            ("a.question == 'x'", "no answer"),
            ("TOKEN:X == 1", "not compared"),
            ("(a == 1) == 0", "outcome"),
            ("\u{1f68c}", "expected"),
        ] {
            let said = read(text).unwrap_err();
            assert!(said.contains(reason), "{text}: {said}");
        }
        let deep = format!("{}1{}", "(".repeat(400), ")".repeat(400));
        assert!(read(&deep).unwrap_err().contains("inside each other"));
        assert!(read(&"!".repeat(9_000)).unwrap_err().contains("longer"));
        assert!(read(&"!".repeat(2_000)).unwrap_err().contains("parts"));
    }
}
