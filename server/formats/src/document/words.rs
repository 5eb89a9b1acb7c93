//! Types, answers and conditions in plain sentences.

use earshot_domain::pipe::{self, Part};
use earshot_domain::question::{Choice, Kind, Question, Scale, Wording, scale_words, step_words};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::rule::{Names, Rule};

/// How a question is answered.
pub(super) fn type_words(kind: &Kind) -> String {
    let shuffled = if kind.shuffles() { " The answers stand in another order for everybody." } else { "" };
    let words = match kind {
        Kind::Single(_) => "Choose one answer.".to_string(),
        Kind::Multi(multi) => match (multi.min, multi.max) {
            (Some(1), Some(1)) => "Choose one answer.".to_string(),
            (Some(min), Some(max)) if min == max => format!("Choose exactly {min} answers."),
            (Some(min), Some(max)) => format!("Choose {min} to {max} answers."),
            (Some(min), None) => format!("Choose at least {min} answers."),
            (None, Some(max)) => format!("Choose up to {max} answers."),
            (None, None) => "Choose as many answers as fit.".to_string(),
        },
        Kind::Faces => "Choose one of five faces.".to_string(),
        Kind::Agree => "Say how much you agree.".to_string(),
        Kind::Rating(rating) => format!("Choose a number from {} to {}.", rating.from, rating.to),
        Kind::YesNoUnsure => "Choose yes, no or not sure.".to_string(),
        Kind::Ranking(_) => "Put the answers in order, the most important first.".to_string(),
        Kind::Number(number) => match (number.min, number.max) {
            (Some(min), Some(max)) => format!("Write a whole number from {min} to {max}."),
            (Some(min), None) => format!("Write a whole number, {min} or more."),
            (None, Some(max)) => format!("Write a whole number, {max} or less."),
            (None, None) => "Write a whole number.".to_string(),
        },
        Kind::ShortText => "Write a few words, on one line.".to_string(),
        Kind::LongText => "Write in your own words, as much as you like.".to_string(),
        Kind::When => "Say how long ago it was. No exact day is asked for.".to_string(),
        Kind::Picture(picture) if picture.several => "Choose as many pictures as fit.".to_string(),
        Kind::Picture(_) => "Choose one picture.".to_string(),
        Kind::Area(_) => "Choose a place from the list of areas.".to_string(),
        Kind::Grid(_) => "Answer each statement on the same scale.".to_string(),
        Kind::Photo => "Give a photo or a drawing. Only the people who read the answers see it.".to_string(),
        Kind::Audio => "Say it aloud, or write it.".to_string(),
        Kind::Info => "Something to read. Nothing is asked.".to_string(),
    };
    format!("{words}{shuffled}")
}

/// The words of a value of a question.
fn value_words<'a>(question: &'a Question, value: &'a str) -> &'a str {
    step_words(&question.kind, value).or_else(|| question.label_of(value)).unwrap_or(value)
}

/// A question by its number and its words.
fn named(key: &str, asked: &Questionnaire) -> String {
    match asked.position(key) {
        Some(at) => {
            format!("question {} (\u{201c}{}\u{201d})", at + 1, plain(&asked.questions[at].text, asked))
        }
        None => format!("a question that is not asked ({key})"),
    }
}

/// A sentence with the answers that it repeats said in words: "[the answer to question 2]".
pub(super) fn plain(sentence: &str, asked: &Questionnaire) -> String {
    let words = |part: Part<'_>| match part {
        Part::Text(text) => text.to_string(),
        Part::Pipe { name, otherwise } => {
            let what = match (name, asked.position(name)) {
                (pipe::TURN, _) => "the answer that it is about".to_string(),
                (_, Some(at)) => format!("the answer to question {}", at + 1),
                (_, None) => format!("the answer to {name}"),
            };
            if otherwise == pipe::MISSING {
                format!("[{what}]")
            } else {
                format!("[{what}, or else: {otherwise}]")
            }
        }
    };
    pipe::parts(sentence).into_iter().map(words).collect()
}

/// A condition as a part of a sentence: "question 2 (...) is ...".
pub(super) fn rule_words(rule: &Rule, asked: &Questionnaire) -> String {
    let question = |key: &str| named(key, asked);
    let value = |question: &Question, value: &str| value_words(question, value).to_owned();
    rule.in_words(&Names { asked, question: &question, value: &value })
}

/// What there is to choose from, one line each: statements after the scale that they are answered on.
pub(super) fn option_lines(kind: &Kind) -> Vec<String> {
    let scale = scale_words(kind).iter().map(|(_, words)| (*words).to_string());
    match kind {
        Kind::Grid(grid) => {
            let own: Vec<&str> = match &grid.scale {
                Scale::Options(options) => options.iter().map(|option| option.label.as_str()).collect(),
                _ => scale_words(kind).iter().map(|(_, words)| *words).collect(),
            };
            let scale = format!("The scale: {}", own.join("; "));
            std::iter::once(scale).chain(grid.statements.iter().map(option_line)).collect()
        }
        Kind::Rating(rating) => {
            rating.ends.iter().map(|end| format!("{} means: {}", end.key, end.label)).collect()
        }
        Kind::Area(area) => area.places.iter().map(|place| place.name.clone()).collect(),
        _ => scale.chain(kind.options().iter().map(option_line)).collect(),
    }
}

fn option_line(option: &Choice) -> String {
    let mut line = option.label.clone();
    if let Some(note) = &option.note {
        line = format!("{line} ({note})");
    }
    if option.picture.is_some() {
        line.push_str(" [with a picture]");
    }
    if option.alone {
        line.push_str(" [not together with another answer]");
    }
    line
}

/// For whom a wording is: "In Welsh (cy), for ages 8 to 10, Easy Read".
pub(super) fn door_words(wording: &Wording) -> String {
    let mut parts = Vec::new();
    if let Some(lang) = &wording.lang {
        parts.push(format!("in {}", crate::xlsform::language_heading(lang)));
    }
    if let Some(band) = wording.band {
        parts.push(format!("for ages {}", band.label()));
    }
    if wording.easy {
        parts.push("in Easy Read".to_string());
    }
    if parts.is_empty() {
        parts.push("in other words".to_string());
    }
    let joined = parts.join(", ");
    let mut letters = joined.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::Multi;

    use super::*;

    #[test]
    fn how_many_answers_to_choose_is_said_as_people_say_it() {
        let said =
            |min, max| type_words(&Kind::Multi(Multi { options: Vec::new(), min, max, shuffle: false }));
        assert_eq!(said(None, None), "Choose as many answers as fit.");
        assert_eq!(said(Some(2), None), "Choose at least 2 answers.");
        assert_eq!(said(None, Some(3)), "Choose up to 3 answers.");
        assert_eq!(said(Some(2), Some(3)), "Choose 2 to 3 answers.");
        assert_eq!(said(Some(2), Some(2)), "Choose exactly 2 answers.");
        assert_eq!(said(Some(1), Some(1)), "Choose one answer.");
    }
}
