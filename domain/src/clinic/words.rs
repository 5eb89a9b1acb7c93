//! Reading age, long sentences and words of the office. Only English can be
//! measured; other languages are passed over.

use std::collections::HashSet;

use super::{Case, Finding, Place, Problem, Weight, labels};
use crate::door::Door;
use crate::pipe::{self, Part};
use crate::question::Question;
use crate::questionnaire::Questionnaire;
use crate::readability::{self, Language, ReadingAge, Report};

/// One long word lifts the reading age of fewer words by years, so that it is a
/// hint at most, and only far above the limit.
const FEW_WORDS: usize = 10;

/// How many tenths of a year are far.
const FAR: u16 = 30;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    about(case, found);
    let mut seen = Seen::default();
    for (asked, most) in in_english(case) {
        for question in &asked.questions {
            one(question, most, &mut seen, found);
        }
        all(&asked, most, &mut seen, found);
    }
}

/// What was said already: a question is read once for every age band, and the
/// same words are found again.
#[derive(Default)]
struct Seen {
    texts: HashSet<(String, ReadingAge)>,
    ages: HashSet<String>,
    sentences: HashSet<String>,
    words: HashSet<(String, String)>,
    all: bool,
}

/// The questions as each band reads them in English, the youngest first, then in
/// Easy Read; each with the reading age they may have at most.
pub(super) fn in_english(case: &Case<'_>) -> Vec<(Questionnaire, ReadingAge)> {
    let asked = case.questionnaire;
    let Some(lang) = english(asked) else { return Vec::new() };
    let door = |band, easy| Door { lang: lang.clone(), band, easy };
    let through = |door: &Door| {
        let mut words = asked.clone().through(door);
        // What has no English words fell back to another language.
        words.questions.retain(|question| question.lang.is_none());
        words
    };
    let mut bands = case.setup.bands.clone();
    bands.sort_unstable();
    bands.dedup();
    let mut found: Vec<(Questionnaire, ReadingAge)> =
        bands.iter().map(|band| (through(&door(Some(*band), false)), ReadingAge::most_for(*band))).collect();
    if found.is_empty() {
        found.push((through(&door(None, false)), ReadingAge::years(10)));
    }
    if asked.has_easy_read() {
        let mut easy = through(&door(None, true));
        let is_easy = |key: &str| asked.get(key).is_some_and(|q| q.wordings.iter().any(|words| words.easy));
        easy.questions.retain(|question| is_easy(&question.key));
        found.push((easy, ReadingAge::years(8)));
    }
    found
}

/// The language to ask for to get English words: none where they are the
/// questionnaire's own. `None` when there are no English words.
#[expect(clippy::option_option, reason = "no English, or English under this name or none")]
fn english(asked: &Questionnaire) -> Option<Option<String>> {
    if Language::of(asked.own_lang()) == Language::English {
        return Some(None);
    }
    asked.languages.iter().find(|lang| Language::of(lang) == Language::English).cloned().map(Some)
}

/// A sentence without its braces, as somebody might read it.
pub(super) fn plain(sentence: &str) -> String {
    let mut said = String::new();
    for part in pipe::parts(sentence) {
        match part {
            Part::Text(text) => said.push_str(text),
            Part::Pipe { otherwise: pipe::MISSING, .. } => said.push_str("it"),
            Part::Pipe { otherwise, .. } => said.push_str(otherwise),
        }
    }
    said
}

/// A question with the sentence that helps to answer it.
fn text(question: &Question) -> String {
    let hint = question.hint.as_deref().unwrap_or_default();
    format!("{}\n{}", plain(&question.text), plain(hint))
}

fn one(question: &Question, most: ReadingAge, seen: &mut Seen, found: &mut Vec<Finding>) {
    let options: Vec<String> = labels(&question.kind).into_iter().map(|(_, label)| label).collect();
    let (text, options) = (text(question), options.join("\n"));
    if !seen.texts.insert((format!("{}\n{text}\n{options}", question.key), most)) {
        return;
    }
    let report = readability::read(&text, Language::English);
    let options = readability::read(&options, Language::English);
    if let Some((weight, age)) = too_hard(&report, most)
        && seen.ages.insert(question.key.clone())
    {
        found.push(Finding::at(weight, question, Problem::ReadingAge { age, most }));
    }
    for sentence in report.too_long.iter().chain(&options.too_long) {
        if seen.sentences.insert(sentence.text.clone()) {
            found.push(Finding::at(Weight::Warns, question, long(sentence)));
        }
    }
    for hit in report.jargon.iter().chain(&options.jargon) {
        if seen.words.insert((question.key.clone(), hit.found.to_lowercase())) {
            found.push(Finding::at(Weight::Warns, question, office(hit)));
        }
    }
}

/// How old somebody has to be to read all questions, as the youngest get them, and how old that may be. `None`
/// without English words, with too few, or with more than is read.
pub fn reading_age(case: &Case<'_>) -> Option<(ReadingAge, ReadingAge)> {
    if super::size::letters(case) > super::size::MOST_LETTERS {
        return None;
    }
    let (asked, most) = in_english(case).into_iter().next()?;
    Some((age_of_all(&asked)?, most))
}

fn age_of_all(asked: &Questionnaire) -> Option<ReadingAge> {
    let whole: Vec<String> = asked.questions.iter().map(text).collect();
    readability::read(&whole.join("\n"), Language::English).age
}

fn all(asked: &Questionnaire, most: ReadingAge, seen: &mut Seen, found: &mut Vec<Finding>) {
    if seen.all {
        return;
    }
    if let Some(age) = age_of_all(asked).filter(|age| *age > most) {
        seen.all = true;
        found.push(Finding::of_all(Weight::Warns, Place::Questions, Problem::ReadingAgeOfAll { age, most }));
    }
}

fn long(sentence: &readability::Sentence) -> Problem {
    Problem::LongSentence { words: sentence.words, sentence: sentence.text.clone() }
}

fn office(hit: &readability::Hit) -> Problem {
    let (found, instead) = (hit.found.clone(), hit.instead.clone());
    if hit.replace {
        Problem::Jargon { found, instead }
    } else {
        Problem::Unexplained { found, meaning: instead }
    }
}

/// The texts that young people read before the first question.
fn about(case: &Case<'_>, found: &mut Vec<Finding>) {
    if Language::of(case.questionnaire.own_lang()) != Language::English {
        return;
    }
    let setup = case.setup;
    let most = setup.bands.iter().min().map_or(ReadingAge::years(10), |band| ReadingAge::most_for(*band));
    for (field, text) in [
        ("child_title", &setup.child_title),
        ("purpose", &setup.purpose),
        ("decided_already", &setup.decided_already),
        ("can_change", &setup.can_change),
    ] {
        let report = readability::read(text, Language::English);
        for (weight, problem) in in_text(&report, most) {
            found.push(Finding::of_all(weight, Place::Setup(field), problem));
        }
    }
}

fn in_text(report: &Report, most: ReadingAge) -> Vec<(Weight, Problem)> {
    let age = too_hard(report, most).map(|(weight, age)| (weight, Problem::ReadingAgeOfText { age, most }));
    let sentences = report.too_long.iter().map(|sentence| (Weight::Warns, long(sentence)));
    age.into_iter()
        .chain(sentences)
        .chain(report.jargon.iter().map(|hit| (Weight::Warns, office(hit))))
        .collect()
}

/// The reading age of a text that is above a limit.
fn too_hard(report: &Report, most: ReadingAge) -> Option<(Weight, ReadingAge)> {
    let age = report.age?;
    if report.words < FEW_WORDS {
        return (age.tenths() > most.tenths() + FAR).then_some((Weight::Advises, age));
    }
    (age > most).then_some((Weight::Warns, age))
}
