//! How much there is to look at. Every wording is read sentence by sentence, for each age band anew; what no people
//! would write for people is not read at all, so that nobody can keep the clinic busy, and a finding says so.

use super::Case;
use crate::question::{Choice, Kind, Question, Wording};

/// The most letters that are read, of all wordings together: some two hundred pages. A questionnaire of 60 questions
/// in three languages and for four ages has about a tenth.
pub(super) const MOST_LETTERS: usize = 500_000;

/// What looking at one text costs besides its letters.
const TEXT: usize = 8;

/// The letters of a case, in bytes; each text, and each question for each language, counts a little besides.
pub(super) fn letters(case: &Case<'_>) -> usize {
    let asked = case.questionnaire;
    let languages = asked.languages.len() + case.languages.len();
    let titles = asked.sections.iter().flat_map(|section| {
        let others = section.titles.iter().map(|(_, title)| title.len() + TEXT);
        others.chain([section.title.len() + languages * TEXT])
    });
    let questions = asked.questions.iter().map(|question| of_question(question) + languages * TEXT);
    titles.chain(questions).sum()
}

fn of_question(question: &Question) -> usize {
    let kind = &question.kind;
    let scale = match kind {
        Kind::Grid(grid) => grid.scale.keys().len() * TEXT,
        _ => 0,
    };
    let choices: usize = kind.options().iter().chain(kind.as_type().rows()).map(of_choice).sum();
    let wordings: usize = question.wordings.iter().map(of_wording).sum();
    question.text.len() + question.hint.as_ref().map_or(0, String::len) + choices + scale + wordings + TEXT
}

fn of_choice(choice: &Choice) -> usize {
    choice.label.len() + choice.note.as_ref().map_or(0, String::len) + TEXT
}

fn of_wording(wording: &Wording) -> usize {
    let labels: usize = wording.labels.iter().map(|(_, label)| label.len() + TEXT).sum();
    wording.text.len() + wording.hint.as_ref().map_or(0, String::len) + labels + TEXT
}
