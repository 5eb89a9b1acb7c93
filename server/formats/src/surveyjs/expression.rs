//! The expression language of `visibleIf`, as far as Earshot can follow it:
//! comparisons of one question with a value, put together by and, or, not.

/// How deep parentheses may go.
const DEPTH_MAX: usize = 40;

/// The longest expression that is read, in bytes.
const LENGTH_MAX: usize = 10_000;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    /// `true` or `false`.
    Always(bool),
    /// All of these.
    And(Vec<Expression>),
    /// Any of these.
    Or(Vec<Expression>),
    /// Not this.
    Not(Box<Expression>),
    /// A question and nothing else: it holds when the answer is yes.
    Bare(String),
    /// A question compared to a value.
    Test {
        /// What stands between the braces.
        name: String,
        /// How it is compared.
        with: Comparison,
        /// What to; nothing for `empty` and `notempty`.
        value: Vec<Literal>,
        /// Whether the values stood in brackets.
        list: bool,
    },
}

/// How a question is compared to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Is,
    IsNot,
    Less,
    AtMost,
    More,
    AtLeast,
    Contains,
    ContainsNot,
    AnyOf,
    AllOf,
    NoneOf,
    Empty,
    NotEmpty,
}

impl Comparison {
    fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "equal" => Self::Is,
            "notequal" => Self::IsNot,
            "less" => Self::Less,
            "lessorequal" => Self::AtMost,
            "greater" => Self::More,
            "greaterorequal" => Self::AtLeast,
            "contains" | "contain" => Self::Contains,
            "notcontains" | "notcontain" => Self::ContainsNot,
            "anyof" => Self::AnyOf,
            "allof" => Self::AllOf,
            "noneof" => Self::NoneOf,
            "empty" => Self::Empty,
            "notempty" => Self::NotEmpty,
            _ => return None,
        })
    }

    /// The same, said from the other side.
    fn mirrored(self) -> Option<Self> {
        Some(match self {
            Self::Is | Self::IsNot => self,
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
            _ => return None,
        })
    }
}

/// A value in an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    /// Words.
    Text(String),
    /// A number, as it is written.
    Number(String),
    /// Yes or no.
    Flag(bool),
}

impl Literal {
    /// As it stands in a list of choices.
    pub(super) fn text(&self) -> String {
        match self {
            Literal::Text(text) => text.clone(),
            Literal::Number(number) => number.clone(),
            Literal::Flag(flag) => flag.to_string(),
        }
    }
}

/// Reads an expression. The error says what stands in the way.
pub(super) fn read(text: &str) -> Result<Expression, String> {
    if text.len() > LENGTH_MAX {
        return Err(format!("it has more than {LENGTH_MAX} letters"));
    }
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let expression = parser.or()?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => Err(token.unexpected()),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Literal(Literal),
    Compare(Comparison),
    And,
    Or,
    Not,
    Open,
    Close,
    ListOpen,
    ListClose,
    Comma,
    Other(char),
}

impl Token {
    fn unexpected(&self) -> String {
        let shown = match self {
            Token::Name(name) => return format!("because of {{{}}}", cut(name)),
            Token::Literal(Literal::Text(_)) => return "a text stands where it has no meaning".to_owned(),
            Token::Literal(literal) => cut(&literal.text()),
            Token::Compare(_) => return "a comparison stands where it has no meaning".to_owned(),
            Token::And => "and".to_owned(),
            Token::Or => "or".to_owned(),
            Token::Not => "not".to_owned(),
            Token::Open => "(".to_owned(),
            Token::Close => ")".to_owned(),
            Token::ListOpen => "[".to_owned(),
            Token::ListClose => "]".to_owned(),
            Token::Comma => ",".to_owned(),
            Token::Other(other) => other.to_string(),
        };
        format!("because of \u{201c}{shown}\u{201d}")
    }
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

const ENDS: &str = "it ends too early";

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

    fn skip(&mut self, token: &Token) -> bool {
        let there = self.peek() == Some(token);
        self.at += usize::from(there);
        there
    }

    fn or(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.and()?];
        while self.skip(&Token::Or) {
            parts.push(self.and()?);
        }
        Ok(joined(parts, Expression::Or))
    }

    fn and(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.not()?];
        while self.skip(&Token::And) {
            parts.push(self.not()?);
        }
        Ok(joined(parts, Expression::And))
    }

    fn not(&mut self) -> Result<Expression, String> {
        let mut negated = 0_usize;
        while self.skip(&Token::Not) {
            negated += 1;
        }
        if negated > 2 {
            return Err("too many \u{201c}not\u{201d}".to_owned());
        }
        let inner = if self.skip(&Token::Open) { self.parentheses()? } else { self.test()? };
        Ok((0..negated).fold(inner, |inner, _| Expression::Not(Box::new(inner))))
    }

    fn parentheses(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("too many parentheses".to_owned());
        }
        let inner = self.or()?;
        self.depth -= 1;
        match self.take() {
            Some(Token::Close) => Ok(inner),
            Some(token) => Err(token.unexpected()),
            None => Err(ENDS.to_owned()),
        }
    }

    fn test(&mut self) -> Result<Expression, String> {
        match self.take() {
            Some(Token::Name(name)) => self.about(name),
            Some(Token::Literal(literal)) => {
                if let Some(Token::Compare(with)) = self.peek().cloned() {
                    self.at += 1;
                    return self.mirrored(literal, with);
                }
                match literal {
                    Literal::Flag(flag) => Ok(Expression::Always(flag)),
                    literal => Err(Token::Literal(literal).unexpected()),
                }
            }
            Some(token) => Err(token.unexpected()),
            None => Err(ENDS.to_owned()),
        }
    }

    /// What follows a question.
    fn about(&mut self, name: String) -> Result<Expression, String> {
        let Some(Token::Compare(with)) = self.peek().cloned() else { return Ok(Expression::Bare(name)) };
        self.at += 1;
        if matches!(with, Comparison::Empty | Comparison::NotEmpty) {
            return Ok(Expression::Test { name, with, value: Vec::new(), list: false });
        }
        let (value, list) = self.values()?;
        Ok(Expression::Test { name, with, value, list })
    }

    /// A value that stands before its question.
    fn mirrored(&mut self, literal: Literal, with: Comparison) -> Result<Expression, String> {
        let with = with.mirrored().ok_or("a value stands where a question should")?;
        match self.take() {
            Some(Token::Name(name)) => Ok(Expression::Test { name, with, value: vec![literal], list: false }),
            Some(token) => Err(token.unexpected()),
            None => Err(ENDS.to_owned()),
        }
    }

    fn values(&mut self) -> Result<(Vec<Literal>, bool), String> {
        if !self.skip(&Token::ListOpen) {
            return Ok((vec![self.literal()?], false));
        }
        let mut values = Vec::new();
        if !self.skip(&Token::ListClose) {
            loop {
                values.push(self.literal()?);
                match self.take() {
                    Some(Token::Comma) => {}
                    Some(Token::ListClose) => break,
                    Some(token) => return Err(token.unexpected()),
                    None => return Err(ENDS.to_owned()),
                }
            }
        }
        Ok((values, true))
    }

    fn literal(&mut self) -> Result<Literal, String> {
        match self.take() {
            Some(Token::Literal(literal)) => Ok(literal),
            Some(token) => Err(token.unexpected()),
            None => Err(ENDS.to_owned()),
        }
    }
}

fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '{' => {
                let (name, after) = rest[1..].split_once('}').ok_or(ENDS)?;
                (Token::Name(name.trim().to_owned()), after)
            }
            '\'' | '"' => quoted(&rest[1..], first)?,
            _ if first.is_alphabetic() || first == '_' => word(rest),
            _ if first.is_ascii_digit() => number(rest),
            '-' if rest[1..].starts_with(|next: char| next.is_ascii_digit()) && wants_value(&tokens) => {
                number(rest)
            }
            _ => sign(rest, first),
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

/// A minus before a number is a part of it where nothing could be taken away from.
fn wants_value(tokens: &[Token]) -> bool {
    !matches!(tokens.last(), Some(Token::Name(_) | Token::Literal(_) | Token::Close))
}

fn quoted(text: &str, mark: char) -> Result<(Token, &str), String> {
    let mut words = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == mark {
            return Ok((Token::Literal(Literal::Text(words)), &text[at + 1..]));
        }
        match letter {
            '\\' => words.extend(letters.next().map(|(_, next)| next)),
            letter => words.push(letter),
        }
    }
    Err("a quotation mark is never closed".to_owned())
}

fn number(text: &str) -> (Token, &str) {
    let end = text
        .char_indices()
        .skip(1)
        .find(|(_, letter)| !(letter.is_ascii_digit() || *letter == '.'))
        .map_or(text.len(), |(at, _)| at);
    (Token::Literal(Literal::Number(text[..end].to_owned())), &text[end..])
}

fn word(text: &str) -> (Token, &str) {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    let lower = word.to_lowercase();
    let token = match lower.as_str() {
        "and" => Token::And,
        "or" => Token::Or,
        "not" | "negate" => Token::Not,
        "true" => Token::Literal(Literal::Flag(true)),
        "false" => Token::Literal(Literal::Flag(false)),
        lower => match Comparison::of_word(lower) {
            Some(with) => Token::Compare(with),
            // The name of a function, which nothing here can follow.
            None if after.starts_with('(') => return (Token::Other('('), after),
            None => Token::Literal(Literal::Text(word.to_owned())),
        },
    };
    (token, after)
}

fn sign(text: &str, first: char) -> (Token, &str) {
    const SIGNS: [(&str, Token); 17] = [
        ("&&", Token::And),
        ("||", Token::Or),
        ("==", Token::Compare(Comparison::Is)),
        ("!=", Token::Compare(Comparison::IsNot)),
        ("<>", Token::Compare(Comparison::IsNot)),
        ("<=", Token::Compare(Comparison::AtMost)),
        (">=", Token::Compare(Comparison::AtLeast)),
        ("*=", Token::Compare(Comparison::Contains)),
        ("=", Token::Compare(Comparison::Is)),
        ("<", Token::Compare(Comparison::Less)),
        (">", Token::Compare(Comparison::More)),
        ("!", Token::Not),
        ("(", Token::Open),
        (")", Token::Close),
        ("[", Token::ListOpen),
        ("]", Token::ListClose),
        (",", Token::Comma),
    ];
    for (sign, token) in SIGNS {
        if let Some(after) = text.strip_prefix(sign) {
            return (token, after);
        }
    }
    (Token::Other(first), &text[first.len_utf8()..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn test(name: &str, with: Comparison, value: &str) -> Expression {
        let value = vec![Literal::Text(value.into())];
        Expression::Test { name: name.into(), with, value, list: false }
    }

    #[test]
    fn and_binds_before_or_and_not_before_both() {
        let a = || test("a", Comparison::Is, "x");
        let b = || test("b", Comparison::IsNot, "y");
        let c = || test("c", Comparison::Contains, "z");
        let expected = Expression::Or(vec![a(), Expression::And(vec![b(), Expression::Not(Box::new(c()))])]);
        for text in [
            "{a} = 'x' or {b} <> 'y' and !{c} contains 'z'",
            "{a} == \"x\" || {b} != 'y' && not {c} contains 'z'",
            "( {a}='x' )or(({b} notequal 'y') AND !({c} *= 'z'))",
            "'x' = {a} or 'y' <> {b} and !({c} contain z)",
        ] {
            assert_eq!(read(text).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn values_are_texts_numbers_flags_and_lists() {
        let Ok(Expression::Test { value, list, .. }) = read("{a} anyof ['x', 2, -3.5, true]") else {
            panic!()
        };
        assert!(list);
        assert_eq!(
            value,
            [
                Literal::Text("x".into()),
                Literal::Number("2".into()),
                Literal::Number("-3.5".into()),
                Literal::Flag(true)
            ]
        );
        assert_eq!(read("5 < {a}"), read("{a} > 5"));
        assert_eq!(read("{a}"), Ok(Expression::Bare("a".into())));
        assert_eq!(read("false"), Ok(Expression::Always(false)));
    }

    #[test]
    fn what_cannot_be_followed_is_named() {
        for (text, why) in [
            ("", "it ends too early"),
            ("{a} =", "it ends too early"),
            ("{a", "it ends too early"),
            ("{a} = 'x", "a quotation mark is never closed"),
            ("age({a}) > 3", "because of \u{201c}(\u{201d}"),
            ("{a} + 1 = 3", "because of \u{201c}+\u{201d}"),
            ("{a} = {b}", "because of {b}"),
            ("({a} = 1", "it ends too early"),
        ] {
            assert_eq!(read(text), Err(why.to_owned()), "{text}");
        }
        assert!(read(&"(".repeat(5_000)).is_err());
        assert!(read(&"!".repeat(5_000)).is_err());
        assert!(read(&"x".repeat(LENGTH_MAX + 1)).is_err());
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[{}a'\"()=<>!&|\\\\ 0-9.,\\[\\]\u{e9}-]{0,40}") {
            let _ = read(&text);
        }
    }
}
