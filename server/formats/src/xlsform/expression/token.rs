//! The words and signs of an expression.

use super::Sign;

/// One word or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Comma,
    Dot,
    Sign(Sign),
    Text(String),
    Number(String),
    Reference(String),
    Word(String),
    Other(char),
}

pub(super) fn unexpected(token: Option<&Token>) -> String {
    let shown = match token {
        None => return "it ends too early".to_owned(),
        Some(Token::Open) => "(",
        Some(Token::Close) => ")",
        Some(Token::Comma) => ",",
        Some(Token::Dot) => ".",
        Some(Token::Sign(Sign::Equal)) => "=",
        Some(Token::Sign(Sign::NotEqual)) => "!=",
        Some(Token::Sign(Sign::Less)) => "<",
        Some(Token::Sign(Sign::AtMost)) => "<=",
        Some(Token::Sign(Sign::More)) => ">",
        Some(Token::Sign(Sign::AtLeast)) => ">=",
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

pub(super) fn tokens(expression: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut letters = expression.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let token = match letter {
            _ if letter.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            '=' => Token::Sign(Sign::Equal),
            '!' if next == Some('=') => {
                letters.next();
                Token::Sign(Sign::NotEqual)
            }
            '<' | '>' => {
                let or_equal = next == Some('=');
                if or_equal {
                    letters.next();
                }
                Token::Sign(match (letter, or_equal) {
                    ('<', false) => Sign::Less,
                    ('<', true) => Sign::AtMost,
                    (_, false) => Sign::More,
                    (_, true) => Sign::AtLeast,
                })
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
pub(in crate::xlsform) fn shortest(number: &str) -> Option<String> {
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
