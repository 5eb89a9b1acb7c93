//! The journey through a questionnaire: what is asked, what comes next, how
//! far along. A pure function of the questionnaire, the answers so far and the
//! response's seed, used by the server and, compiled to WASM, by the phone, so
//! that both always agree. Nothing is stored that could go stale: where
//! somebody is follows from what they have answered.

mod order;

use std::collections::BTreeMap;

use crate::pipe;
use crate::question::{Choice, Given, Kind, Question};
use crate::questionnaire::{Questionnaire, Section};
use crate::rule::Rule;

pub use order::options as option_order;

/// The answers so far, by variable: a question's key, with `@` and an option
/// where the question is repeated (see [`crate::questionnaire::split`]).
pub type Answers = BTreeMap<String, Given>;

/// One question on somebody's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Where the question stands in the questionnaire, counted from 0.
    pub position: usize,
    /// The option that it is asked about, where it is repeated: its place among
    /// the options of the question that they are chosen in, counted from 0.
    pub turn: Option<usize>,
}

impl Stop {
    /// The option that it is asked about, where its question is repeated.
    pub fn option(self, asked: &Questionnaire) -> Option<&Choice> {
        let question = asked.questions.get(self.position)?;
        asked.repeats(question)?.kind.options().get(self.turn?)
    }

    /// Where the question at this position is asked about this option.
    pub fn about(asked: &Questionnaire, position: usize, option: &str) -> Option<Self> {
        let options = asked.repeats(asked.questions.get(position)?)?.kind.options();
        let turn = options.iter().position(|other| other.key == option)?;
        Some(Self { position, turn: Some(turn) })
    }

    /// A question that is asked once.
    pub fn at(position: usize) -> Self {
        Self { position, turn: None }
    }

    /// As it stands in an address, counted from 1: `5`, or `5.2` about the
    /// second option.
    pub fn number(self) -> String {
        let mut number = (self.position + 1).to_string();
        if let Some(turn) = self.turn {
            number.push('.');
            number.push_str(&(turn + 1).to_string());
        }
        number
    }

    /// Reads what [`Stop::number`] writes.
    pub fn parse(number: &str) -> Option<Self> {
        let place = |text: &str| -> Option<usize> {
            let digits = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<usize>().ok().filter(|_| digits)?.checked_sub(1)
        };
        match number.split_once('.') {
            None => Some(Self::at(place(number)?)),
            Some((position, turn)) => Some(Self { position: place(position)?, turn: Some(place(turn)?) }),
        }
    }
}

/// How far along: "Question 3 of 6".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// This question, counted from 1 among those that are asked.
    pub number: usize,
    /// How many are asked, as things stand.
    pub total: usize,
}

/// Somebody's way through a questionnaire, as their answers make it.
#[derive(Debug)]
pub struct Journey<'a> {
    asked: &'a Questionnaire,
    answers: &'a Answers,
    /// Every stop that there could be, in this response's order, and whether it
    /// is shown.
    stops: Vec<(Stop, bool)>,
}

impl<'a> Journey<'a> {
    /// The way of a response with this seed.
    pub fn new(asked: &'a Questionnaire, answers: &'a Answers, seed: u32) -> Self {
        let mut walk = Walk { asked, answers, shown: Vec::new(), stops: Vec::new() };
        for block in blocks(asked, seed) {
            walk.block(&block);
        }
        Self { asked, answers, stops: walk.stops }
    }

    /// What is asked.
    pub fn asked(&self) -> &'a Questionnaire {
        self.asked
    }

    /// The question of a stop.
    pub fn question(&self, stop: Stop) -> Option<&'a Question> {
        self.asked.questions.get(stop.position)
    }

    /// The name that the answer at a stop is kept under.
    pub fn variable(&self, stop: Stop) -> String {
        variable(self.asked, stop)
    }

    /// What was given at a stop.
    pub fn given(&self, stop: Stop) -> Option<&'a Given> {
        self.answers.get(&self.variable(stop))
    }

    /// Every question that is shown, in order.
    pub fn shown(&self) -> impl DoubleEndedIterator<Item = Stop> {
        self.stops.iter().filter(|(_, shown)| *shown).map(|(stop, _)| *stop)
    }

    /// Whether this stop is shown, given the answers so far.
    pub fn is_shown(&self, stop: Stop) -> bool {
        self.shown().any(|other| other == stop)
    }

    /// The questions that stand on one page with this one, this one among them.
    pub fn page(&self, stop: Stop) -> Vec<Stop> {
        let mut page: Vec<Stop> = Vec::new();
        for other in self.shown() {
            let joins = page.last().is_some_and(|last| last.turn == other.turn)
                && self.question(other).is_some_and(|question| question.with_previous)
                && page.last().is_some_and(|last| self.together(*last, other));
            if !joins {
                if page.contains(&stop) {
                    break;
                }
                page.clear();
            }
            page.push(other);
        }
        if page.contains(&stop) { page } else { Vec::new() }
    }

    /// Whether the questions between two stops all say that they stand with the
    /// one before: where one in the middle is hidden, its neighbours still
    /// share a page.
    fn together(&self, first: Stop, second: Stop) -> bool {
        first.position < second.position
            && self.asked.questions[first.position + 1..=second.position].iter().all(|q| q.with_previous)
    }

    /// The first question of the next page; `None` leads to "check your
    /// answers".
    pub fn next(&self, stop: Stop) -> Option<Stop> {
        let last = self.page(stop).last().copied().unwrap_or(stop);
        let place = self.place(last)?;
        self.stops[place + 1..].iter().find(|(_, shown)| *shown).map(|(stop, _)| *stop)
    }

    /// The first question of the page before; `None` leads back to the start
    /// page.
    pub fn previous(&self, stop: Stop) -> Option<Stop> {
        let first = self.page(stop).first().copied().unwrap_or(stop);
        let place = self.place(first)?;
        let before = self.stops[..place].iter().rev().find(|(_, shown)| *shown).map(|(stop, _)| *stop)?;
        self.page(before).first().copied()
    }

    /// Where a stop stands among all that there could be. One for an option
    /// that is not chosen any more stands where its question does.
    fn place(&self, stop: Stop) -> Option<usize> {
        self.stops
            .iter()
            .position(|(other, _)| *other == stop)
            .or_else(|| self.stops.iter().rposition(|(other, _)| other.position == stop.position))
    }

    /// The first shown question that has been neither answered nor skipped:
    /// where somebody who comes back goes on. `None` when all are done.
    pub fn resume_at(&self) -> Option<Stop> {
        self.shown().find(|stop| {
            self.question(*stop).is_some_and(|question| question.kind.asks()) && self.given(*stop).is_none()
        })
    }

    /// The key of the last question that is shown and was answered or skipped: how far somebody has come.
    pub fn reached(&self) -> Option<String> {
        let last = self.shown().rfind(|stop| self.given(*stop).is_some())?;
        self.question(last).map(|question| question.key.clone())
    }

    /// How far along this stop is.
    pub fn progress(&self, stop: Stop) -> Progress {
        let place = self.place(stop).unwrap_or(0);
        let until = self.stops.iter().take(place + 1).filter(|(_, shown)| *shown).count();
        Progress { number: until.max(1), total: self.shown().count() }
    }

    /// The shown questions with what was given for each, for "check your
    /// answers".
    pub fn review(&self) -> Vec<(Stop, &'a Question, Option<&'a Given>)> {
        self.shown()
            .filter_map(|stop| Some((stop, self.question(stop)?)))
            .filter(|(_, question)| question.kind.asks())
            .map(|(stop, question)| (stop, question, self.given(stop)))
            .collect()
    }

    /// What is sent: the answers to the questions that are shown, without the
    /// skipped ones. Answers to questions that are no longer shown stay in the
    /// draft, so that they come back if the question is shown again.
    pub fn to_send(&self) -> Answers {
        let mut sent = Answers::new();
        // One by one: collecting a map sorts first, and sorting is 4 KB of the phone's bundle.
        for (stop, _, given) in self.review() {
            if let Some(given) = given.filter(|given| **given != Given::Skipped) {
                sent.insert(self.variable(stop), given.clone());
            }
        }
        sent
    }

    /// Whether anything that will be sent is in somebody's own words, written or said aloud.
    pub fn wrote(&self) -> bool {
        self.review().iter().any(|(_, question, given)| {
            matches!(
                (&question.kind, given),
                (_, Some(Given::Words(_))) | (Kind::Audio, Some(Given::File(_)))
            )
        })
    }

    /// A sentence of a stop's question with earlier answers in it.
    pub fn say(&self, stop: Stop, sentence: &str) -> String {
        pipe::fill(sentence, &|name| self.piped(stop, name))
    }

    /// A sentence of a stop's question where it stands among others: what it is asked about stands before it, unless it
    /// says so itself.
    pub fn told(&self, stop: Stop, sentence: &str) -> String {
        let said = self.say(stop, sentence);
        match stop.option(self.asked) {
            Some(option) if !said.contains(&option.label) => option.label.clone() + ": " + &said,
            _ => said,
        }
    }

    /// What stands for a name in the sentences of a stop; `None` when it was
    /// not answered, or has no words of its own.
    pub fn piped(&self, stop: Stop, name: &str) -> Option<String> {
        let question = self.question(stop)?;
        if name == pipe::TURN {
            return Some(stop.option(self.asked)?.label.clone());
        }
        let other = self.asked.get(name)?;
        let turn = stop.turn.filter(|_| same_section(question, other));
        let stop = Stop { position: self.asked.position(name)?, turn };
        let given = self.given(stop).filter(|_| self.is_shown(stop))?;
        let words: Vec<String> = match given {
            Given::Words(words) => vec![words.clone()],
            Given::Number(number) => vec![number.to_string()],
            Given::One(key) => vec![other.label_of(key)?.to_string()],
            Given::Ranked(keys) => vec![other.label_of(keys.first()?)?.to_string()],
            Given::Many(keys) => {
                keys.iter().filter_map(|key| other.label_of(key)).map(str::to_string).collect()
            }
            Given::Rows(_) | Given::File(_) | Given::Skipped => Vec::new(),
        };
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// The name that the answer at a stop is kept under.
pub fn variable(asked: &Questionnaire, stop: Stop) -> String {
    let Some(question) = asked.questions.get(stop.position) else { return String::new() };
    match stop.option(asked) {
        Some(option) => format!("{}@{}", question.key, option.key),
        None => question.key.clone(),
    }
}

fn same_section(one: &Question, other: &Question) -> bool {
    one.section.is_some() && one.section == other.section
}

/// Questions that stand together: those of a section, or one without.
struct Block<'a> {
    section: Option<&'a Section>,
    from: usize,
    to: usize,
}

/// The blocks in a response's order.
fn blocks(asked: &Questionnaire, seed: u32) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for (position, question) in asked.questions.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|before| asked.questions.get(before));
        match blocks.last_mut() {
            Some(block) if before.is_some_and(|before| same_section(before, question)) => {
                block.to = position + 1;
            }
            _ => blocks.push(Block { section: asked.section_of(question), from: position, to: position + 1 }),
        }
    }
    let shuffled = |block: &Block<'_>| block.section.is_some_and(|section| section.shuffle);
    let mut from = 0;
    while from < blocks.len() {
        let to = from + blocks[from..].iter().take_while(|block| shuffled(block)).count();
        order::shuffle(&mut blocks[from..to], seed, &from.to_string());
        from = to.max(from + 1);
    }
    blocks
}

struct Walk<'a> {
    asked: &'a Questionnaire,
    answers: &'a Answers,
    /// The variables of what is shown so far: an answer that was set aside
    /// opens nothing. A list, because a set that hashes is code that every phone
    /// would have to load.
    shown: Vec<String>,
    stops: Vec<(Stop, bool)>,
}

impl<'a> Walk<'a> {
    fn block(&mut self, block: &Block<'_>) {
        let opens = match block.section.and_then(|section| section.show_if.as_ref()) {
            Some(rule) => self.holds(rule, None, None),
            None => true,
        };
        for (turn, key) in self.turns(block) {
            for position in block.from..block.to {
                let question = &self.asked.questions[position];
                let stop = Stop { position, turn };
                let shown = opens
                    && question
                        .show_if
                        .as_ref()
                        .is_none_or(|rule| self.holds(rule, question.section.as_deref(), key));
                if shown && question.kind.asks() {
                    self.shown.push(variable(self.asked, stop));
                }
                self.stops.push((stop, shown));
            }
        }
    }

    fn is_shown(&self, name: &str) -> bool {
        self.shown.iter().any(|shown| shown == name)
    }

    /// What a block is asked about: once about nothing in particular, or once
    /// for each option that was chosen.
    fn turns(&self, block: &Block<'_>) -> Vec<(Option<usize>, Option<&'a str>)> {
        let Some(chosen_in) = block.section.and_then(|section| section.each_of.as_deref()) else {
            return vec![(None, None)];
        };
        let chosen = self.answers.get(chosen_in).filter(|_| self.is_shown(chosen_in));
        let options = self.asked.get(chosen_in).map(|question| question.kind.options()).unwrap_or_default();
        match chosen {
            Some(Given::Many(keys) | Given::Ranked(keys)) => keys
                .iter()
                .filter_map(|key| options.iter().position(|option| option.key == *key))
                // "None of these" is nothing to ask more about.
                .filter(|turn| !options[*turn].alone)
                .map(|turn| (Some(turn), Some(options[turn].key.as_str())))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn holds(&self, rule: &Rule, section: Option<&str>, turn: Option<&str>) -> bool {
        rule.holds(&|key| {
            // Within a repeated section it is the same turn's answer that counts.
            let same = turn.filter(|_| {
                section.is_some() && self.asked.get(key).is_some_and(|q| q.section.as_deref() == section)
            });
            let name = match same {
                Some(turn) => format!("{key}@{turn}"),
                None => key.to_string(),
            };
            self.answers.get(&name).filter(|_| self.is_shown(&name))
        })
    }
}

#[cfg(test)]
mod tests;
