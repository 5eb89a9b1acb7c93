//! Words of questions in all languages: without HTML, and with earlier answers
//! in them where LimeSurvey puts them.

use super::languages::{Languages, Word, word};
use super::parts::Words;
use super::report::quoted;
use crate::plain;

/// The longest text of a question, in letters.
pub(super) const TEXT_MAX: usize = 4_000;

/// The longest hint, in letters.
pub(super) const HINT_MAX: usize = 2_000;

/// The longest label of an option or a title, in letters.
pub(super) const LABEL_MAX: usize = 500;

/// Words in the questionnaire's own language and, in their order, in the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) own: String,
    /// Empty where a language has none.
    pub(super) others: Vec<String>,
}

impl Said {
    /// Two pieces with something between them. Where a language lacks the first
    /// it lacks both.
    pub(super) fn join(&self, between: &str, other: &Said) -> Said {
        let both = |one: &str, two: &str| match (one, two) {
            ("", _) => String::new(),
            (one, "") => one.to_owned(),
            (one, two) => format!("{one}{between}{two}"),
        };
        let others = self.others.iter().enumerate();
        let theirs = |at: usize| other.others.get(at).filter(|text| !text.is_empty()).unwrap_or(&other.own);
        Said {
            own: both(&self.own, &other.own),
            others: others.map(|(at, text)| both(text, theirs(at))).collect(),
        }
    }

    /// A word that LimeSurvey adds by itself.
    pub(super) fn of(kind: Word, languages: &Languages) -> Said {
        let others = languages.others().iter().map(|other| word(kind, &other.code).to_owned());
        Said { own: word(kind, languages.own()).to_owned(), others: others.collect() }
    }

    /// The same in every language.
    pub(super) fn same(text: &str, languages: &Languages) -> Said {
        Said { own: text.to_owned(), others: vec![text.to_owned(); languages.others().len()] }
    }
}

/// What is to be told about words that were read.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) notes: Vec<String>,
}

impl Told {
    fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// Finds the key of the question that a name in braces stands for.
pub(super) type Find<'a> = dyn Fn(&str) -> Result<String, String> + 'a;

/// Reads words of at most so many letters.
pub(super) fn read(
    words: &Words,
    languages: &Languages,
    max: usize,
    find: &Find<'_>,
    told: &mut Told,
) -> Result<Said, String> {
    let own = one(words.get(languages.own()), max, find, told)?;
    let mut others = Vec::new();
    for other in languages.others() {
        let text = one(words.get(&other.code), max, find, told).unwrap_or_else(|reason| {
            told.note(format!("the words in {} are left out: {reason}", quoted(&other.code)));
            String::new()
        });
        others.push(text);
    }
    if own.is_empty() {
        for (other, text) in languages.others().iter().zip(&mut others) {
            let text = std::mem::take(text);
            if !text.is_empty() {
                let (other, text) = (quoted(&other.code), quoted(&text));
                told.note(format!("words in {other} alone, not in the own language, are left out: {text}"));
            }
        }
    }
    Ok(Said { own, others })
}

fn one(written: &str, max: usize, find: &Find<'_>, told: &mut Told) -> Result<String, String> {
    // Sixteen times over, so that HTML that will be taken out does not count.
    if written.len() > max * 16 {
        return Err(format!("more than {max} letters"));
    }
    let plain = plain::plain(written);
    // Names in braces become others, which are not that much longer.
    if plain.text.chars().count() > max * 2 {
        return Err(format!("more than {max} letters"));
    }
    let text = braces(&plain.text, find)?;
    if text.chars().count() > max {
        return Err(format!("more than {max} letters"));
    }
    if plain.html {
        told.note("HTML was taken out of the words");
    }
    if plain.script {
        told.note("a script or a style in the words was taken out");
    }
    if plain.media {
        told.note("a picture, a film or a sound in the words was taken out");
    }
    Ok(text)
}

/// Puts the names of Earshot where those of LimeSurvey stand in braces.
fn braces(text: &str, find: &Find<'_>) -> Result<String, String> {
    let mut filled = String::with_capacity(text.len());
    let (mut rest, end) = text.split_at(text.rfind('}').map_or(0, |last| last + 1));
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        match expression(rest) {
            Some(inside) => {
                filled.push('{');
                filled.push_str(&name(inside, find)?);
                filled.push('}');
                rest = &rest[inside.len() + 2..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled.push_str(rest);
    filled.push_str(end);
    Ok(filled)
}

/// What stands between braces that LimeSurvey would work out: it begins and
/// ends without white space.
fn expression(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('{')?;
    if inside.starts_with(char::is_whitespace) {
        return None;
    }
    let mut quote = None;
    let mut end = None;
    // No further than the longest text goes: a brace may stand alone.
    for (at, letter) in inside.char_indices().take(TEXT_MAX) {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '}') => {
                end = Some(at);
                break;
            }
            _ => {}
        }
    }
    // An apostrophe in a sentence is no quotation mark.
    let end = end.or_else(|| inside.bytes().take(TEXT_MAX).position(|byte| byte == b'}'))?;
    let inside = &inside[..end];
    let bare = inside.trim();
    (bare.len() == inside.len() && !bare.is_empty()).then_some(inside)
}

fn name(inside: &str, find: &Find<'_>) -> Result<String, String> {
    let refused = || {
        format!(
            "the words hold the expression {}, which cannot be worked out",
            quoted(&format!("{{{inside}}}"))
        )
    };
    // The second scale of an array was named with this sign once.
    let bare = inside.strip_prefix("INSERTANS:").unwrap_or(inside).replace('#', "_");
    let ends = [".shown", ".NAOK", ".value", ".valueNAOK"];
    let bare = ends.iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(&bare);
    let is_name = bare.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !is_name {
        return Err(refused());
    }
    find(bare).map_err(|reason| format!("{}: {reason}", refused()))
}

/// For words in which no answers can stand.
pub(super) fn nothing(_: &str) -> Result<String, String> {
    Err("no answers can stand here".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String, String> {
        braces(text, &|name| {
            if name == "Q1" { Ok("q1".to_owned()) } else { Err("no such question".to_owned()) }
        })
    }

    #[test]
    fn earlier_answers_are_put_in() {
        assert_eq!(
            filled("You said {Q1}, {Q1.shown} and {INSERTANS:Q1}."),
            Ok("You said {q1}, {q1} and {q1}.".into())
        );
        assert_eq!(
            filled("braces { with space } and {} and {open"),
            Ok("braces { with space } and {} and {open".into())
        );
    }

    #[test]
    fn expressions_are_named() {
        for text in ["{if(Q1 == '}', 'a', 'b')}", "{TOKEN:FIRSTNAME}", "{Q2}", "{Q1.question}", "{Q1 + 1}"] {
            let reason = filled(text).unwrap_err();
            assert!(reason.contains(text), "{reason}");
        }
    }
}
