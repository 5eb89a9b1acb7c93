//! What stands on which page of a paper form.
//!
//! Pages are made here and not by the printer: each carries its number, and no
//! question is torn in two. How tall something will be is reckoned with care, so
//! a page may end with some white, and never overflows for a usual question.

use super::Layout;
use crate::journey::Stop;
use crate::question::{Kind, Question};
use crate::questionnaire::Questionnaire;
use crate::rule::Rule;

/// One thing on a form: a question, or words that tell something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The question, and the option that it is about where it is repeated.
    pub stop: Stop,
    /// Its number on the paper, counted from 1. Words that ask nothing have none.
    pub number: Option<usize>,
}

/// One page of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What stands on it, from top to bottom.
    pub entries: Vec<Entry>,
}

/// Everything that stands on a form, in order. Paper cannot ask less of some
/// than of others, so a section that is repeated stands there once for each
/// option, and what is never asked is left out.
pub fn entries(asked: &Questionnaire) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut number = 0;
    let mut from = 0;
    while from < asked.questions.len() {
        let section = &asked.questions[from].section;
        let mut to = from + 1;
        while section.is_some() && asked.questions.get(to).is_some_and(|next| next.section == *section) {
            to += 1;
        }
        for turn in turns(asked, &asked.questions[from]) {
            for position in from..to {
                let question = &asked.questions[position];
                if is_never(question.show_if.as_ref()) {
                    continue;
                }
                // Nobody can type a photo in.
                let asks = question.kind.asks() && question.kind != Kind::Photo;
                number += usize::from(asks);
                let number = asks.then_some(number);
                entries.push(Entry { stop: Stop { position, turn }, number });
            }
        }
        from = to;
    }
    entries
}

/// What a question is asked about: once about nothing in particular, or once
/// about each option.
fn turns(asked: &Questionnaire, question: &Question) -> Vec<Option<usize>> {
    if asked.section_of(question).is_none_or(|section| section.each_of.is_none()) {
        return vec![None];
    }
    let options = asked.repeats(question).map(|chosen_in| chosen_in.kind.options()).unwrap_or_default();
    options.iter().enumerate().filter(|(_, option)| !option.alone).map(|(turn, _)| Some(turn)).collect()
}

fn is_never(rule: Option<&Rule>) -> bool {
    matches!(rule, Some(Rule::Any(rules)) if rules.is_empty())
}

/// How tall things are in one layout, in millimetres.
struct Measure {
    /// Letters in a line.
    letters: usize,
    /// A line of words.
    line: usize,
    /// A line of a question.
    head: usize,
    /// The space before a question.
    gap: usize,
    /// A line to write on.
    rule: usize,
    /// A row of faces.
    faces: usize,
    /// Questions on a page at most.
    most: usize,
}

impl Measure {
    fn of(layout: Layout) -> Self {
        match layout {
            Layout::Standard => {
                Self { letters: 78, line: 6, head: 6, gap: 7, rule: 9, faces: 28, most: usize::MAX }
            }
            Layout::Large => {
                Self { letters: 50, line: 9, head: 9, gap: 10, rule: 12, faces: 48, most: usize::MAX }
            }
            Layout::Easy => Self { letters: 46, line: 9, head: 10, gap: 14, rule: 13, faces: 50, most: 2 },
        }
    }
}

/// The room for questions on a page, in millimetres: A4 less the margins, the
/// code at the foot and some care.
const ROOM: usize = 250;

/// The space after a row of boxes, in millimetres.
const ROW: usize = 2;

/// Lines for words of their own, by whether there is room for few or many.
pub const LINES: [usize; 2] = [2, 7];

/// Letters of the help with words of their own, and with an order.
const WORDS_HOW: usize = 115;
const ORDER_HOW: usize = 75;

/// The pages of questions, in order.
pub fn sheets(asked: &Questionnaire, layout: Layout) -> Vec<Sheet> {
    let measure = Measure::of(layout);
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut left = 0;
    let mut before: Option<Entry> = None;
    for entry in entries(asked) {
        let tall = measure.entry(asked, layout, entry, before);
        match sheets.last_mut() {
            Some(sheet) if tall <= left && sheet.entries.len() < measure.most => {
                sheet.entries.push(entry);
                left -= tall;
            }
            _ => {
                // At the top of a page the title of a section is said again.
                let tall = measure.entry(asked, layout, entry, None);
                sheets.push(Sheet { entries: vec![entry] });
                left = ROOM.saturating_sub(tall);
            }
        }
        before = Some(entry);
    }
    sheets
}

/// How tall words are, in millimetres: a heading, which may be empty, words under it, and rows of boxes under these.
/// They stand beside others in so many columns.
pub fn tall(layout: Layout, columns: usize, head: &str, text: &str, rows: usize) -> usize {
    let measure = Measure::of(layout);
    let letters = measure.letters / columns.max(1);
    let head = if head.is_empty() { 0 } else { measure.head * Measure::words(head, letters * 7 / 8) };
    let text = if text.is_empty() { 0 } else { measure.line * Measure::words(text, letters) };
    measure.gap + head + text + rows * (measure.line + ROW)
}

/// Which of these stand together on a page, so tall as they are: one page after the other.
pub fn pack(tall: &[usize]) -> Vec<std::ops::Range<usize>> {
    let mut pages: Vec<std::ops::Range<usize>> = Vec::new();
    let mut left = 0;
    for (at, tall) in tall.iter().enumerate() {
        match pages.last_mut() {
            Some(page) if *tall <= left => {
                page.end = at + 1;
                left -= tall;
            }
            _ => {
                pages.push(at..at + 1);
                left = ROOM.saturating_sub(*tall);
            }
        }
    }
    pages
}

/// In how many columns options stand: two where there are many and all of them
/// are short.
pub fn columns(labels: &[&str], layout: Layout) -> usize {
    let short = Measure::of(layout).letters / 2 - 8;
    if labels.len() > 5 && labels.iter().all(|label| label.chars().count() <= short) { 2 } else { 1 }
}

impl Measure {
    /// How many lines words take.
    fn words(text: &str, letters: usize) -> usize {
        text.lines().map(|line| line.chars().count().div_ceil(letters.max(1)).max(1)).sum()
    }

    fn entry(&self, asked: &Questionnaire, layout: Layout, entry: Entry, before: Option<Entry>) -> usize {
        let Some(question) = asked.questions.get(entry.stop.position) else { return 0 };
        let mut tall = self.gap + self.head * Self::words(&question.text, self.letters * 7 / 8);
        tall += question.hint.as_ref().map_or(0, |hint| self.line * Self::words(hint, self.letters));
        if question.show_if.is_some() {
            tall += 2 * self.line + ROW;
        }
        let in_section = |entry: Entry| {
            asked
                .questions
                .get(entry.stop.position)
                .and_then(|q| q.section.as_ref())
                .zip(Some(entry.stop.turn))
        };
        if question.section.is_some() && before.and_then(in_section) != in_section(entry) {
            tall += self.head + 4 * self.line;
        }
        tall + self.body(&question.kind, layout)
    }

    /// What is answered with, and the line that says how.
    fn body(&self, kind: &Kind, layout: Layout) -> usize {
        let how = self.line + 2;
        match kind {
            Kind::Info => 0,
            Kind::Photo => how,
            Kind::Faces => how + self.faces,
            Kind::Rating(_) => how + 3 * self.line,
            Kind::Number(_) => how + self.rule + 4,
            Kind::ShortText => self.lines_of(WORDS_HOW) + LINES[0] * self.rule,
            Kind::LongText | Kind::Audio => self.lines_of(WORDS_HOW) + LINES[1] * self.rule,
            // In large print there is no room for a scale across the page.
            Kind::Grid(grid) if layout == Layout::Standard => {
                let row = |label: &str| Self::words(label, self.letters / 3) * self.line + 4;
                how + 3 * self.line + grid.statements.iter().map(|s| row(&s.label)).sum::<usize>()
            }
            Kind::Grid(grid) => {
                let scale = kind.values().len().div_ceil(2) * (self.line + ROW);
                let row = |label: &str| Self::words(label, self.letters) * self.line + scale + 4;
                how + grid.statements.iter().map(|s| row(&s.label)).sum::<usize>()
            }
            Kind::Ranking(ranking) => {
                let labels: Vec<&str> = ranking.options.iter().map(|option| option.label.as_str()).collect();
                self.lines_of(ORDER_HOW) + labels.len() * ROW + self.rows(&labels, layout)
            }
            Kind::Agree | Kind::YesNoUnsure | Kind::When => how + kind.values().len() * (self.line + ROW),
            Kind::Area(area) => {
                let offered = area.places.iter().filter(|place| !place.retired);
                let labels: Vec<&str> = offered.map(|place| place.name.as_str()).collect();
                how + self.rows(&labels, layout)
            }
            Kind::Single(_) | Kind::Multi(_) | Kind::Picture(_) => {
                let labels: Vec<&str> = kind.options().iter().map(|option| option.label.as_str()).collect();
                let notes = kind.options().iter().filter(|option| option.note.is_some()).count();
                how + self.rows(&labels, layout) + notes * self.line
            }
        }
    }

    /// How tall so many letters of help are.
    fn lines_of(&self, letters: usize) -> usize {
        letters.div_ceil(self.letters) * self.line + 2
    }

    fn rows(&self, labels: &[&str], layout: Layout) -> usize {
        let row = |label: &&str| Self::words(label, self.letters - 8) * self.line + ROW;
        let all: usize = labels.iter().map(row).sum();
        all.div_ceil(columns(labels, layout))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::{Choice, Grid, Ranking, Rating, Scale};
    use crate::questionnaire::Section;

    fn options(n: usize) -> Vec<Choice> {
        (1..=n).map(|at| Choice::new(format!("o{at}"), format!("Answer {at}"))).collect()
    }

    fn every_type() -> Questionnaire {
        let grid = Grid { statements: options(4), scale: Scale::Agree };
        let kinds = vec![
            Kind::Info,
            Kind::single(options(4)),
            Kind::multi(options(12), Some(3)),
            Kind::Faces,
            Kind::Agree,
            Kind::Rating(Rating { from: 0, to: 10, ends: vec![] }),
            Kind::YesNoUnsure,
            Kind::Ranking(Ranking { options: options(5), shuffle: true }),
            Kind::number(None, None),
            Kind::ShortText,
            Kind::LongText,
            Kind::When,
            Kind::Grid(grid),
        ];
        let question =
            |(at, kind)| Question::new(format!("q{at}"), "How do you get to school, mostly?", kind);
        Questionnaire::of(kinds.into_iter().enumerate().map(question).collect())
    }

    #[test]
    fn every_question_stands_on_one_page_once_and_in_order() {
        let asked = every_type();
        for layout in Layout::ALL {
            let sheets = sheets(&asked, *layout);
            let all: Vec<Entry> = sheets.iter().flat_map(|sheet| sheet.entries.clone()).collect();
            assert_eq!(all, entries(&asked));
            assert!(sheets.iter().all(|sheet| !sheet.entries.is_empty()));
            if *layout == Layout::Easy {
                assert!(sheets.iter().all(|sheet| sheet.entries.len() <= 2));
            }
        }
        let pages = |layout| sheets(&asked, layout).len();
        assert!(pages(Layout::Standard) < pages(Layout::Large), "larger letters need more paper");
        assert!(pages(Layout::Standard) > 1);
        assert!(sheets(&Questionnaire::default(), Layout::Standard).is_empty());
    }

    #[test]
    fn numbers_count_what_asks_and_what_is_never_asked_is_left_out() {
        let mut asked = every_type();
        asked.questions[2].show_if = Some(Rule::Any(Vec::new()));
        let numbers: Vec<Option<usize>> = entries(&asked).iter().map(|entry| entry.number).collect();
        assert_eq!(numbers[..3], [None, Some(1), Some(2)]);
        assert_eq!(numbers.len(), asked.questions.len() - 1);
        assert_eq!(numbers.last(), Some(&Some(11)));
    }

    #[test]
    fn a_repeated_section_stands_there_once_for_each_option() {
        let mut chosen_in = options(3);
        chosen_in[2].alone = true;
        let mut questions = vec![Question::new("ways", "?", Kind::multi(chosen_in, None))];
        for key in ["late", "safe"] {
            let mut question = Question::new(key, "?", Kind::YesNoUnsure);
            question.section = Some("each".into());
            questions.push(question);
        }
        questions.push(Question::new("end", "?", Kind::LongText));
        let mut asked = Questionnaire::of(questions);
        let mut section = Section::new("each", "About {@}");
        section.each_of = Some("ways".into());
        asked.sections = vec![section];
        let stops: Vec<String> = entries(&asked).iter().map(|entry| entry.stop.number()).collect();
        assert_eq!(stops, ["1", "2.1", "3.1", "2.2", "3.2", "4"]);
    }

    #[test]
    fn what_is_too_tall_for_a_page_begins_another() {
        assert_eq!(pack(&[100, 100, 60, 400, 10]), [0..2, 2..3, 3..4, 4..5]);
        assert!(pack(&[]).is_empty());
        let words = "A sentence that is about as long as one line of words on paper, or longer than that.";
        assert!(tall(Layout::Large, 1, "Why?", words, 0) > tall(Layout::Standard, 1, "Why?", words, 0));
        assert!(tall(Layout::Standard, 2, "", words, 0) > tall(Layout::Standard, 1, "", words, 0));
    }

    #[test]
    fn many_short_options_stand_in_two_columns() {
        let labels = ["North"; 6];
        assert_eq!(columns(&labels, Layout::Standard), 2);
        assert_eq!(columns(&labels[..5], Layout::Standard), 1);
        assert_eq!(columns(&["A place with a name that is as long as a sentence"; 6], Layout::Standard), 1);
    }
}
