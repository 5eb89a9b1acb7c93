//! Whether there are answers with which a condition holds.
//!
//! A condition is taken apart into what it says about single answers; wherever
//! one of several would do, one after the other is tried. What a question has
//! to be shown for its answer to count is added on the way, so that a condition
//! on a question that nobody reaches is found too. The search is bounded: where
//! it takes too long, the condition is taken to hold, because nobody should be
//! told of a mistake that is none.

use std::cell::Cell;
use std::collections::HashSet;

use crate::question::{Kind, Question};
use crate::questionnaire::{Questionnaire, Section};
use crate::rule::{Compare, Rule, Test};

/// The most steps of one search.
const STEPS: usize = 4_000;

/// The most steps of all searches of one questionnaire.
const ALL_STEPS: usize = 100_000;

/// The most things that may be said at once in one search.
const SAID: usize = 100;

pub(super) struct Solver<'a> {
    asked: &'a Questionnaire,
    /// Steps that are left.
    left: Cell<usize>,
}

/// Something that is said about one answer.
#[derive(Debug, Clone, Copy)]
enum Said<'a> {
    /// It was answered, or was not.
    Answered(&'a str, bool),
    /// A comparison holds, or does not.
    Test(&'a Test, bool),
}

impl<'a> Said<'a> {
    fn question(self) -> &'a str {
        match self {
            Said::Answered(key, _) => key,
            Said::Test(test, _) => &test.question,
        }
    }

    /// Whether the question has to have been answered.
    fn needs_answer(self) -> bool {
        matches!(self, Said::Answered(_, true) | Said::Test(_, true))
    }
}

/// A part of a condition that has to hold, or has to fail.
type Duty<'a> = (&'a Rule, bool);

#[derive(Clone, Default)]
struct State<'a> {
    duties: Vec<Duty<'a>>,
    said: Vec<Said<'a>>,
    /// Questions whose own conditions are among the duties.
    shown: HashSet<&'a str>,
}

impl<'a> Solver<'a> {
    pub(super) fn new(asked: &'a Questionnaire) -> Self {
        Self { asked, left: Cell::new(ALL_STEPS) }
    }

    /// Whether a condition can hold, whoever is shown the questions it names.
    pub(super) fn may_hold_alone(&self, rule: &Rule) -> bool {
        self.search(false, vec![(rule, true)])
    }

    /// Whether a condition can fail.
    pub(super) fn may_fail(&self, rule: &Rule) -> bool {
        self.search(false, vec![(rule, false)])
    }

    /// Whether somebody can be shown a question.
    pub(super) fn may_be_reached(&self, question: &Question) -> bool {
        let section = self.asked.section_of(question).and_then(|section| section.show_if.as_ref());
        let duties = question.show_if.iter().chain(section).map(|rule| (rule, true)).collect();
        self.search(true, duties)
    }

    /// Whether somebody can come into a section. One that is repeated needs a
    /// question with something to choose that somebody is shown.
    pub(super) fn may_enter(&self, section: &Section) -> bool {
        let chosen_in = section.each_of.as_ref().map(|key| Rule::Answered(key.clone()));
        let duties = section.show_if.iter().chain(chosen_in.iter()).map(|rule| (rule, true)).collect();
        self.search(true, duties)
    }

    fn search(&self, deep: bool, duties: Vec<Duty<'_>>) -> bool {
        let left = self.left.get();
        let mut search = Search { asked: self.asked, steps: 0, most: left.min(STEPS), deep };
        let may_be = search.run(duties);
        self.left.set(left.saturating_sub(search.steps));
        may_be
    }
}

struct Search<'a> {
    asked: &'a Questionnaire,
    steps: usize,
    most: usize,
    /// Whether questions have to be shown to be answered.
    deep: bool,
}

impl<'a> Search<'a> {
    fn run<'r>(&mut self, duties: Vec<Duty<'r>>) -> bool
    where
        'a: 'r,
    {
        let mut open: Vec<State<'r>> = vec![State { duties, ..State::default() }];
        while let Some(mut state) = open.pop() {
            self.steps += 1;
            let large = state.said.len().max(state.duties.len()) > SAID;
            if self.steps > self.most || open.len() > STEPS || large {
                return true;
            }
            match state.duties.pop() {
                None => return true,
                Some(duty) => self.take(duty, state, &mut open),
            }
        }
        false
    }

    fn take<'r>(&mut self, (rule, holds): Duty<'r>, mut state: State<'r>, open: &mut Vec<State<'r>>)
    where
        'a: 'r,
    {
        match (rule, holds) {
            (Rule::Not(inner), _) => {
                state.duties.push((inner, !holds));
                open.push(state);
            }
            (Rule::All(parts), true) | (Rule::Any(parts), false) => {
                state.duties.extend(parts.iter().map(|part| (part, holds)));
                open.push(state);
            }
            (Rule::All(parts), false) | (Rule::Any(parts), true) => {
                self.steps += parts.len();
                for part in parts.iter().take(STEPS) {
                    let mut branch = state.clone();
                    branch.duties.push((part, holds));
                    open.push(branch);
                }
            }
            (Rule::Answered(key), _) => self.say(Said::Answered(key, holds), state, open),
            (Rule::Test(test), _) => self.say(Said::Test(test, holds), state, open),
        }
    }

    fn say<'r>(&self, said: Said<'r>, mut state: State<'r>, open: &mut Vec<State<'r>>)
    where
        'a: 'r,
    {
        let Some(question) = self.asked.get(said.question()) else {
            // Nobody answers what is not asked; a defect says so elsewhere.
            if !said.needs_answer() {
                open.push(state);
            }
            return;
        };
        state.said.push(said);
        let about: Vec<Said<'r>> =
            state.said.iter().copied().filter(|other| other.question() == question.key).collect();
        if !may_be(question, &about) {
            return;
        }
        if self.deep && said.needs_answer() && state.shown.insert(&question.key) {
            let section = self.asked.section_of(question).and_then(|section| section.show_if.as_ref());
            state.duties.extend(question.show_if.iter().chain(section).map(|rule| (rule, true)));
        }
        open.push(state);
    }
}

/// Whether one answer to a question fits all that is said about it.
fn may_be(question: &Question, said: &[Said<'_>]) -> bool {
    if said.iter().all(|said| !said.needs_answer()) {
        // Left out: every comparison fails, and that is what they all ask for.
        return true;
    }
    if said.iter().any(|said| matches!(said, Said::Answered(_, false))) || !question.kind.asks() {
        return false;
    }
    let tests: Vec<(&Test, bool)> = said
        .iter()
        .filter_map(|said| match said {
            Said::Test(test, holds) => Some((*test, *holds)),
            Said::Answered(..) => None,
        })
        .collect();
    match &question.kind {
        Kind::Number(number) => whole_number(number.min, number.max, &tests),
        Kind::Multi(multi) => several(question, multi.max, &tests),
        Kind::Picture(picture) if picture.several => several(question, None, &tests),
        Kind::Ranking(ranking) => {
            let keys: Vec<&str> = ranking.options.iter().map(|option| option.key.as_str()).collect();
            // An order is no number, and has no statements.
            one_of(&keys, &tests, |key, test| {
                test.row.is_none() && test.is == Compare::Is && key == test.value
            })
        }
        Kind::Grid(grid) => rows(&grid.scale.keys(), &tests),
        // The places are filled in when it opens.
        Kind::Area(area) if area.places.is_empty() => true,
        Kind::ShortText | Kind::LongText | Kind::Photo | Kind::Audio => tests.iter().all(|(_, holds)| !holds),
        kind => one_of(&kind.values(), &tests, |key, test| test.row.is_none() && fits(key, test)),
    }
}

/// Whether a chosen key fits a comparison.
fn fits(key: &str, test: &Test) -> bool {
    if test.is == Compare::Is {
        return key == test.value;
    }
    match (key.parse(), test.value.parse()) {
        (Ok(number), Ok(limit)) => compares(number, test.is, limit),
        _ => false,
    }
}

fn compares(number: i64, is: Compare, limit: i64) -> bool {
    match is {
        Compare::Is => number == limit,
        Compare::Less => number < limit,
        Compare::AtMost => number <= limit,
        Compare::More => number > limit,
        Compare::AtLeast => number >= limit,
    }
}

fn one_of(keys: &[&str], tests: &[(&Test, bool)], fits: impl Fn(&str, &Test) -> bool) -> bool {
    keys.iter().any(|key| tests.iter().all(|(test, holds)| fits(key, test) == *holds))
}

/// Statements are answered each by itself, or left out.
fn rows(keys: &[&str], tests: &[(&Test, bool)]) -> bool {
    tests.iter().all(|(test, _)| {
        let Some(row) = &test.row else { return true };
        let mine: Vec<(&Test, bool)> =
            tests.iter().filter(|(other, _)| other.row.as_ref() == Some(row)).copied().collect();
        mine.iter().all(|(_, holds)| !holds) || one_of(keys, &mine, fits)
    })
}

/// Several options at once. Comparing several with a number always fails.
fn several(question: &Question, max: Option<usize>, tests: &[(&Test, bool)]) -> bool {
    let options = question.kind.options();
    let is = |test: &Test| test.is == Compare::Is && test.row.is_none();
    if tests.iter().any(|(test, holds)| *holds && !is(test)) {
        return false;
    }
    let named = |wanted: bool| -> HashSet<&str> {
        tests
            .iter()
            .filter(|(test, holds)| *holds == wanted && is(test))
            .map(|(test, _)| test.value.as_str())
            .collect()
    };
    let (chosen, left) = (named(true), named(false));
    let known = |key: &&str| options.iter().any(|option| option.key == **key);
    let alone = options.iter().any(|option| option.alone && chosen.contains(option.key.as_str()));
    chosen.is_disjoint(&left)
        && chosen.iter().all(known)
        && !(alone && chosen.len() > 1)
        && max.is_none_or(|max| chosen.len() <= max)
        && options.iter().any(|option| !left.contains(option.key.as_str()))
}

/// A whole number. What is wanted narrows the range from both sides; single
/// numbers that are not wanted leave gaps.
fn whole_number(min: Option<i64>, max: Option<i64>, tests: &[(&Test, bool)]) -> bool {
    let (mut low, mut high) = (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX));
    let mut gaps: HashSet<i64> = HashSet::new();
    for (test, holds) in tests {
        let Some(limit) = test.value.parse::<i64>().ok().filter(|_| test.row.is_none()) else {
            if *holds {
                return false;
            }
            continue;
        };
        match (test.is, holds) {
            (Compare::Is, true) => (low, high) = (low.max(limit), high.min(limit)),
            (Compare::Is, false) => {
                gaps.insert(limit);
            }
            (Compare::Less, true) | (Compare::AtLeast, false) => high = high.min(limit.saturating_sub(1)),
            (Compare::AtMost, true) | (Compare::More, false) => high = high.min(limit),
            (Compare::More, true) | (Compare::AtMost, false) => low = low.max(limit.saturating_add(1)),
            (Compare::AtLeast, true) | (Compare::Less, false) => low = low.max(limit),
        }
    }
    (low..=high).take(gaps.len() + 1).any(|number| !gaps.contains(&number))
}
