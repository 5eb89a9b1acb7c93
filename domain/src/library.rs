//! The organisation's own library of questions: what a set in it may be called, and how one is found again.

use crate::pipe::{self, Part};
use crate::questionnaire::Questionnaire;

/// The most letters that the name of a set may have.
pub const NAME_MAX: usize = 120;

/// The most letters that the words about a set may have.
pub const ABOUT_MAX: usize = 500;

/// What names are compared by: two that differ in case or in spaces are one.
pub fn name_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Every word of a set in small letters, to search by: its name, when to use it, its questions and what there is to
/// choose from, in every language and wording.
pub fn words(name: &str, about: &str, asked: &Questionnaire) -> String {
    let mut all = vec![name.to_string(), about.to_string()];
    all.extend(asked.sections.iter().map(|section| section.title.clone()));
    for question in &asked.questions {
        all.push(said(&question.text));
        all.extend(question.hint.as_deref().map(said));
        let mut kind = question.kind.clone();
        all.extend(kind.words_mut().into_iter().map(|option| option.label.clone()));
        for wording in &question.wordings {
            all.push(said(&wording.text));
            all.extend(wording.labels.iter().map(|(_, label)| label.clone()));
        }
    }
    all.join("\n").to_lowercase()
}

/// A sentence without its braces.
fn said(sentence: &str) -> String {
    let words = |part: Part<'_>| match part {
        Part::Text(text) => text.to_string(),
        Part::Pipe { otherwise, .. } => otherwise.to_string(),
    };
    pipe::parts(sentence).into_iter().map(words).collect()
}

/// Whether every word that was looked for stands in [`words`], as a word or as a part of one.
pub fn matches(words: &str, query: &str) -> bool {
    query.to_lowercase().split_whitespace().all(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Choice, Kind, Question, Wording};

    #[test]
    fn a_set_is_found_by_any_of_its_words() {
        let options = vec![Choice::new("bus", "The school BUS"), Choice::new("walk", "I walk")];
        let mut way = Question::new("way", "How do you get to {place|school}?", Kind::single(options));
        way.wordings = vec![Wording {
            lang: Some("cy".into()),
            text: "Sut wyt ti'n teithio?".into(),
            ..Wording::default()
        }];
        let words = words("Journeys", "For transport.", &Questionnaire::of(vec![way]));
        for query in ["", "journeys", "school bus", "BUS transport", "teithio", "get to school"] {
            assert!(matches(&words, query), "{query}");
        }
        for query in ["train", "bus train", "place"] {
            assert!(!matches(&words, query), "{query}");
        }
    }

    #[test]
    fn names_are_one_whatever_their_case_and_spaces() {
        assert_eq!(name_key("  The  Bus\u{a0}\n"), "the bus");
        assert_eq!(name_key("\u{c9}T\u{c9}"), "\u{e9}t\u{e9}");
    }
}
