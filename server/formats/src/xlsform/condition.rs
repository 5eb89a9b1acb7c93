//! The expressions in the columns `relevant` and `constraint`, as far as
//! Earshot can follow them.

use super::report::quoted;

/// How deep parentheses may go.
const DEPTH_MAX: usize = 40;

/// One comparison of a condition: the answer to a question is, or includes,
/// a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Test {
    /// The name of the question.
    pub(super) question: String,
    /// The value.
    pub(super) value: Literal,
    /// Whether it was written as `selected()`, which asks whether the value is
    /// among the answers, where `=` asks whether it is the only one.
    pub(super) among: bool,
}

/// A value in an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    /// In quotation marks.
    Text(String),
    /// A number, written in the shortest way.
    Number(String),
}

/// All comparisons of a condition, which must hold together. The error is a
/// sentence for the person who wrote it.
pub(super) fn read(expression: &str) -> Result<Vec<Test>, String> {
    let mut tests = Vec::new();
    let result = Parser::new(expression).and_then(|mut parser| {
        parser.conjunction(&mut |parser| {
            tests.extend(test(parser)?);
            Ok(())
        })
    });
    result.map(|()| tests).map_err(|why| {
        format!(
            "the condition {} cannot be followed ({why}); Earshot follows ${{question}} = 'value' and \
             selected(${{question}}, 'value'), joined by \u{201c}and\u{201d}",
            quoted(expression)
        )
    })
}

fn test(parser: &mut Parser) -> Result<Option<Test>, String> {
    match parser.take() {
        Some(Token::Reference(question)) => {
            parser.expect(&Token::Equals)?;
            Ok(Some(Test { question, value: parser.literal()?, among: false }))
        }
        Some(Token::Word(word)) if word == "selected" => {
            parser.expect(&Token::Open)?;
            let question = parser.reference()?;
            parser.expect(&Token::Comma)?;
            let value = parser.literal()?;
            parser.expect(&Token::Close)?;
            Ok(Some(Test { question, value, among: true }))
        }
        Some(Token::Word(word)) if word == "true" => {
            parser.expect(&Token::Open)?;
            parser.expect(&Token::Close)?;
            Ok(None)
        }
        Some(Token::Word(word)) if word == "false" => Err("it never holds".to_owned()),
        Some(token @ (Token::Text(_) | Token::Number(_))) => match parser.peek() {
            Some(Token::Equals) => {
                parser.take();
                let question = parser.reference()?;
                Ok(Some(Test { question, value: literal(token)?, among: false }))
            }
            None | Some(Token::Close) if token == Token::Number("0".to_owned()) => {
                Err("it never holds".to_owned())
            }
            other => Err(unexpected(other)),
        },
        other => Err(unexpected(other.as_ref())),
    }
}

/// What a constraint on a number, or on the number of choices, comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The smallest that is taken.
    pub(super) min: Option<i64>,
    /// The largest that is taken.
    pub(super) max: Option<i64>,
}

/// What a constraint speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// `.`, the answer itself.
    Answer,
    /// `count-selected(.)`.
    Count,
}

/// The bounds that a constraint sets, if it sets nothing else.
pub(super) fn bounds(expression: &str, of: Subject) -> Option<Bounds> {
    let mut bounds = Bounds::default();
    let mut parser = Parser::new(expression).ok()?;
    let read = parser.conjunction(&mut |parser| {
        let (comparison, number) = comparison(parser, of)?;
        let beyond = || "a number that is too large".to_owned();
        let (min, max) = match comparison {
            Token::Greater => (Some(number.checked_add(1).ok_or_else(beyond)?), None),
            Token::NotLess => (Some(number), None),
            Token::Less => (None, Some(number.checked_sub(1).ok_or_else(beyond)?)),
            Token::NotGreater => (None, Some(number)),
            Token::Equals => (Some(number), Some(number)),
            other => return Err(unexpected(Some(&other))),
        };
        bounds.min = bounds.min.max(min);
        bounds.max = match (bounds.max, max) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Ok(())
    });
    read.ok().map(|()| bounds)
}

fn comparison(parser: &mut Parser, of: Subject) -> Result<(Token, i64), String> {
    if let Some(Token::Number(number)) = parser.peek().cloned() {
        parser.take();
        let mirrored = match parser.take() {
            Some(Token::Less) => Token::Greater,
            Some(Token::NotGreater) => Token::NotLess,
            Some(Token::Greater) => Token::Less,
            Some(Token::NotLess) => Token::NotGreater,
            Some(Token::Equals) => Token::Equals,
            other => return Err(unexpected(other.as_ref())),
        };
        parser.subject(of)?;
        return Ok((mirrored, whole(&number)?));
    }
    parser.subject(of)?;
    let comparison = parser.take().ok_or_else(|| unexpected(None))?;
    match parser.take() {
        Some(Token::Number(number)) => Ok((comparison, whole(&number)?)),
        other => Err(unexpected(other.as_ref())),
    }
}

fn whole(number: &str) -> Result<i64, String> {
    number.parse().map_err(|_| "not a whole number".to_owned())
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Comma,
    Dot,
    Equals,
    NotEquals,
    Less,
    NotGreater,
    Greater,
    NotLess,
    Text(String),
    Number(String),
    Reference(String),
    Word(String),
    Other(char),
}

/// Reads an expression from left to right.
struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn new(expression: &str) -> Result<Self, String> {
        Ok(Self { tokens: tokens(expression)?, at: 0, depth: 0 })
    }

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

    fn reference(&mut self) -> Result<String, String> {
        match self.take() {
            Some(Token::Reference(question)) => Ok(question),
            other => Err(unexpected(other.as_ref())),
        }
    }

    fn literal(&mut self) -> Result<Literal, String> {
        let token = self.take().ok_or_else(|| unexpected(None))?;
        literal(token)
    }

    fn subject(&mut self, of: Subject) -> Result<(), String> {
        match of {
            Subject::Answer => self.expect(&Token::Dot),
            Subject::Count => {
                self.expect(&Token::Word("count-selected".to_owned()))?;
                self.expect(&Token::Open)?;
                self.expect(&Token::Dot)?;
                self.expect(&Token::Close)
            }
        }
    }

    /// Comparisons joined by `and`, to the end of the expression.
    fn conjunction(&mut self, each: &mut dyn FnMut(&mut Self) -> Result<(), String>) -> Result<(), String> {
        self.joined(each)?;
        match self.peek() {
            None => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    fn joined(&mut self, each: &mut dyn FnMut(&mut Self) -> Result<(), String>) -> Result<(), String> {
        loop {
            if self.peek() == Some(&Token::Open) {
                self.take();
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return Err("too many parentheses".to_owned());
                }
                self.joined(each)?;
                self.depth -= 1;
                self.expect(&Token::Close)?;
            } else {
                each(self)?;
            }
            if self.peek() != Some(&Token::Word("and".to_owned())) {
                return Ok(());
            }
            self.take();
        }
    }
}

fn literal(token: Token) -> Result<Literal, String> {
    match token {
        Token::Text(text) => Ok(Literal::Text(text)),
        Token::Number(number) => Ok(Literal::Number(number)),
        other => Err(unexpected(Some(&other))),
    }
}

fn unexpected(token: Option<&Token>) -> String {
    let shown = match token {
        None => return "it ends too early".to_owned(),
        Some(Token::Open) => "(",
        Some(Token::Close) => ")",
        Some(Token::Comma) => ",",
        Some(Token::Dot) => ".",
        Some(Token::Equals) => "=",
        Some(Token::NotEquals) => "!=",
        Some(Token::Less) => "<",
        Some(Token::NotGreater) => "<=",
        Some(Token::Greater) => ">",
        Some(Token::NotLess) => ">=",
        Some(Token::Text(_)) => return "a text stands where it has no meaning".to_owned(),
        Some(Token::Number(number)) => number,
        Some(Token::Reference(question)) => return format!("because of ${{{}}}", cut(question)),
        Some(Token::Word(word)) => word,
        Some(Token::Other(other)) => return format!("because of \u{201c}{other}\u{201d}"),
    };
    format!("because of \u{201c}{}\u{201d}", cut(shown))
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

fn tokens(expression: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut letters = expression.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let token = match letter {
            _ if letter.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            '=' => Token::Equals,
            '!' if next == Some('=') => {
                letters.next();
                Token::NotEquals
            }
            '<' | '>' => {
                let or_equal = next == Some('=');
                if or_equal {
                    letters.next();
                }
                match (letter, or_equal) {
                    ('<', false) => Token::Less,
                    ('<', true) => Token::NotGreater,
                    (_, false) => Token::Greater,
                    (_, true) => Token::NotLess,
                }
            }
            // Word processors bend quotation marks.
            '\'' | '\u{2018}' | '\u{2019}' => {
                Token::Text(until(&mut letters, &['\'', '\u{2018}', '\u{2019}'])?)
            }
            '"' | '\u{201c}' | '\u{201d}' => {
                Token::Text(until(&mut letters, &['"', '\u{201c}', '\u{201d}'])?)
            }
            '$' if next == Some('{') => {
                letters.next();
                Token::Reference(until(&mut letters, &['}'])?.trim().to_owned())
            }
            '-' | '.' | '0'..='9' | '_' => word(letter, &mut letters),
            _ if letter.is_alphabetic() => word(letter, &mut letters),
            _ => Token::Other(letter),
        };
        tokens.push(token);
    }
    Ok(tokens)
}

fn until(letters: &mut impl Iterator<Item = char>, ends: &[char]) -> Result<String, String> {
    let mut text = String::new();
    for letter in letters {
        if ends.contains(&letter) {
            return Ok(text);
        }
        text.push(letter);
    }
    Err("a quotation mark or a brace is not closed".to_owned())
}

fn word(first: char, letters: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> Token {
    let mut word = String::from(first);
    while let Some(letter) = letters.next_if(|l| l.is_alphanumeric() || matches!(l, '_' | '-' | '.')) {
        word.push(letter);
    }
    if word == "." {
        return Token::Dot;
    }
    match shortest(&word) {
        Some(number) => Token::Number(number),
        None => Token::Word(word),
    }
}

/// A number in its shortest form: `3` for `03` and for `3.0`.
pub(super) fn shortest(number: &str) -> Option<String> {
    let (minus, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + part.len() == 0 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let minus = if whole == "0" && part.is_empty() { "" } else { minus };
    let dot = if part.is_empty() { "" } else { "." };
    Some(format!("{minus}{whole}{dot}{part}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(expression: &str) -> String {
        let tests = read(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
        let shown = tests.iter().map(|test| {
            let sign = if test.among { '~' } else { '=' };
            match &test.value {
                Literal::Text(value) => format!("{}{sign}'{value}'", test.question),
                Literal::Number(value) => format!("{}{sign}{value}", test.question),
            }
        });
        shown.collect::<Vec<_>>().join(" & ")
    }

    #[test]
    fn comparisons_joined_by_and_are_followed() {
        for (expression, meaning) in [
            ("${q} = 'x'", "q='x'"),
            ("${q}=\"x\"", "q='x'"),
            ("${ q }=3", "q=3"),
            ("${q} = 03.0", "q=3"),
            ("${q} = -1", "q=-1"),
            ("'x' = ${q}", "q='x'"),
            ("selected(${q}, 'x')", "q~'x'"),
            ("selected( ${q} ,\"x y\" )", "q~'x y'"),
            ("${q} = \u{2018}x\u{2019}", "q='x'"),
            ("((${a} = '1'))", "a='1'"),
            ("(${a} = '1' and (selected(${b}, 'it')) ) and ${c}='and'", "a='1' & b~'it' & c='and'"),
            ("true()", ""),
            ("true() and ${a}=1", "a=1"),
            ("${q}\u{a0}=\n'x'", "q='x'"),
        ] {
            assert_eq!(shown(expression), meaning, "{expression}");
        }
    }

    #[test]
    fn everything_else_is_named_and_not_guessed() {
        for expression in [
            "",
            "${q}",
            "${q} = ",
            "${q} != 'x'",
            "${q} < 3",
            "${q} = 'x' or ${q} = 'y'",
            "${q} = 'x' AND ${r} = 'y'",
            "not(selected(${q}, 'x'))",
            "not(${q} = 'x')",
            "${q} = ${r}",
            "${q} = x",
            "${q} = 'x",
            "${q = 'x'",
            "(${q} = 'x'",
            "${q} = 'x')",
            "${q} == 'x'",
            "${q} = 'x' ${r} = 'y'",
            "/data/q = 'x'",
            "../q = 'x'",
            "string-length(${q}) > 3",
            "count-selected(${q}) = 2",
            "selected(${q}, 'x') = 1",
            "selected('x', ${q})",
            "0",
            "1",
            "false()",
            "'a' = 'a'",
            "${q} = 1 + 1",
            "if(${q}='x', 1, 0)",
        ] {
            let error = read(expression).expect_err(expression);
            assert!(error.contains(&quoted(expression)), "{error}");
        }
        let deep = format!("{}${{q}}='x'{}", "(".repeat(30_000), ")".repeat(30_000));
        assert!(read(&deep).is_err());
    }

    #[test]
    fn simple_constraints_are_bounds() {
        let answer = |expression: &str| bounds(expression, Subject::Answer).map(|b| (b.min, b.max));
        assert_eq!(answer(". >= 0 and . <= 120"), Some((Some(0), Some(120))));
        assert_eq!(answer("(.>0) and (.<120)"), Some((Some(1), Some(119))));
        assert_eq!(answer("0 <= . and 120.0 > ."), Some((Some(0), Some(119))));
        assert_eq!(answer(".>=-5"), Some((Some(-5), None)));
        assert_eq!(answer(". >= 1 and . >= 3 and . < 9 and . <= 12"), Some((Some(3), Some(8))));
        assert_eq!(answer(".=4"), Some((Some(4), Some(4))));
        for expression in [
            ". >= 0 or . = 99",
            ". >= 0.5",
            ". != 3",
            "regex(., '[0-9]')",
            ". > ${q}",
            ".",
            "",
            ". > 9223372036854775807",
        ] {
            assert_eq!(answer(expression), None, "{expression}");
        }
        let count = |expression: &str| bounds(expression, Subject::Count).map(|b| (b.min, b.max));
        assert_eq!(count("count-selected(.)<=3"), Some((None, Some(3))));
        assert_eq!(count("count-selected(.) >= 1 and count-selected(.) < 4"), Some((Some(1), Some(3))));
        assert_eq!(count(". <= 3"), None);
    }

    #[test]
    fn numbers_have_one_shortest_form() {
        for (written, short) in
            [("3", "3"), ("03", "3"), ("3.0", "3"), ("1.50", "1.5"), ("-0", "0"), (".5", "0.5")]
        {
            assert_eq!(shortest(written).as_deref(), Some(short));
        }
        for written in ["", ".", "-", "3a", "1.2.3", "1e3", "--1", "\u{663}"] {
            assert_eq!(shortest(written), None, "{written}");
        }
    }
}
