//! How a question is put: two in one, leading, absolute, negated twice. Rules
//! of thumb over English sentences. They miss some; where they are not sure
//! they say nothing, because who is warned for nothing stops reading warnings.

mod double;
mod pushed;

use std::collections::HashSet;

use super::words::in_english;
use super::{Case, Finding, Problem, Weight};
use crate::question::{Kind, Question};

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    // The same words are asked of several bands.
    let (mut read, mut seen) = (HashSet::new(), HashSet::new());
    for (asked, _) in in_english(case) {
        for question in asked.questions.iter().filter(|question| question.kind.asks()) {
            let statements = question.kind.as_type().rows().iter().map(|row| row.label.as_str());
            let words: Vec<&str> = std::iter::once(question.text.as_str()).chain(statements).collect();
            if !read.insert((question.key.clone(), words.join("\n"))) {
                continue;
            }
            for (weight, problem) in of_question(question) {
                if seen.insert((question.key.clone(), format!("{problem:?}"))) {
                    found.push(Finding::at(weight, question, problem));
                }
            }
        }
    }
}

/// What an answer is to a question, as far as its wording cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// One's own words, which can speak of two things.
    Words,
    /// A step of a scale, or how much one agrees.
    Scale,
    /// One of several answers.
    Choice,
}

fn takes(kind: &Kind) -> Takes {
    match kind {
        Kind::ShortText | Kind::LongText | Kind::Photo | Kind::Audio => Takes::Words,
        Kind::Faces | Kind::Agree | Kind::Rating(_) | Kind::Grid(_) => Takes::Scale,
        _ => Takes::Choice,
    }
}

fn of_question(question: &Question) -> Vec<(Weight, Problem)> {
    let takes = takes(&question.kind);
    let mut found = of_text(&super::words::plain(&question.text), takes);
    let mut negated = matches!(question.kind, Kind::Agree | Kind::YesNoUnsure);
    if let Kind::Grid(grid) = &question.kind {
        for statement in &grid.statements {
            found.extend(of_text(&statement.label, takes));
            found.extend(pushed::negative_statement(&statement.label).map(negative));
        }
        negated = false;
    }
    if negated {
        found.extend(pushed::negative_statement(&question.text).map(negative));
    }
    found
}

fn negative(word: String) -> (Weight, Problem) {
    (Weight::Advises, Problem::NegativeStatement { word })
}

fn of_text(text: &str, takes: Takes) -> Vec<(Weight, Problem)> {
    let mut found = Vec::new();
    if let Some(words) = double::find(text, takes) {
        let weight = if takes == Takes::Words { Weight::Advises } else { Weight::Warns };
        found.push((weight, Problem::DoubleBarrelled { words }));
    }
    if let Some(words) = pushed::leading(text) {
        found.push((Weight::Warns, Problem::Leading { words }));
    }
    if let Some(word) = pushed::loaded(text) {
        found.push((Weight::Advises, Problem::Loaded { word }));
    }
    if takes != Takes::Words {
        found.extend(pushed::absolute(text).map(|word| (Weight::Advises, Problem::Absolute { word })));
    }
    if let Some(words) = pushed::double_negative(text) {
        found.push((Weight::Warns, Problem::DoubleNegative { words }));
    }
    found
}

/// A word of a sentence, and what stands around it.
#[derive(Debug, Clone)]
struct Token {
    /// As written, without signs.
    word: String,
    /// In small letters, with a straight apostrophe.
    small: String,
    /// Whether a comma, colon or semicolon follows.
    comma: bool,
}

/// The words of a sentence. "&" is read as "and".
fn tokens(sentence: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    for piece in sentence.split_whitespace() {
        let word = piece.trim_matches(|letter: char| !letter.is_alphanumeric());
        let comma = piece.ends_with([',', ':', ';']);
        match (word.is_empty(), piece) {
            (true, "&" | "+") => found.push(Token { word: "&".into(), small: "and".into(), comma: false }),
            (true, _) => {
                if let Some(last) = found.last_mut() {
                    last.comma |= comma || matches!(piece, "-" | "\u{2013}" | "\u{2014}");
                }
            }
            (false, _) => {
                let small = word.to_lowercase().replace('\u{2019}', "'");
                found.push(Token { word: word.to_string(), small, comma });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
