//! Answers a questionnaire to its end, by chance, again and again: an imported
//! one must have no page that nobody can leave.

use std::collections::HashSet;

use earshot_domain::journey::{Answers, Journey, Stop, variable};
use earshot_domain::question::{Given, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;

/// Numbers that look like chance, and are the same on every run: `SplitMix64`.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// What somebody met who went through a questionnaire again and again.
#[derive(Debug, Default)]
pub(crate) struct Met {
    /// The keys of the questions.
    pub(crate) questions: HashSet<String>,
    /// How many different ways were gone.
    pub(crate) ways: usize,
}

/// Goes through a questionnaire so many times, with other answers each time.
pub(crate) fn answered_at_random(asked: &Questionnaire, times: u32) -> Met {
    assert_eq!(asked.defects(), vec![]);
    let mut met = Met::default();
    let mut ways = HashSet::new();
    for seed in 0..times {
        ways.insert(walk(asked, seed, &mut Dice::new(u64::from(seed)), &mut met.questions));
    }
    met.ways = ways.len();
    met
}

/// Goes through once, and gives the variables in the order in which they were met.
fn walk(asked: &Questionnaire, seed: u32, dice: &mut Dice, met: &mut HashSet<String>) -> Vec<String> {
    let mut way = Vec::new();
    let mut answers = Answers::new();
    let mut at: Option<Stop> = Journey::new(asked, &answers, seed).shown().next();
    let mut pages = 0;
    // Every turn of every question at most once.
    let most: usize = asked.questions.len() * 201 + 1;
    while let Some(stop) = at {
        pages += 1;
        assert!(pages <= most, "a circle at {stop:?}");
        let journey = Journey::new(asked, &answers, seed);
        let page = journey.page(stop);
        assert!(page.contains(&stop), "{stop:?} is on no page");
        let given: Vec<(String, Given)> = page
            .iter()
            .map(|stop| {
                let question = journey.question(*stop).unwrap();
                met.insert(question.key.clone());
                assert!(
                    !journey.say(*stop, &question.text).trim().is_empty(),
                    "{} says nothing",
                    question.key
                );
                (journey.variable(*stop), give(question, dice))
            })
            .collect();
        for (variable, _) in &given {
            assert!(!way.contains(variable), "{variable} comes twice");
            way.push(variable.clone());
        }
        for (variable, given) in given {
            assert!(asked.takes(&variable), "{variable} cannot be kept");
            let question = asked.get(&variable).unwrap();
            question.accepts(&given).unwrap_or_else(|error| panic!("{variable} {given:?}: {error:?}"));
            if question.kind.asks() {
                answers.insert(variable, given);
            }
        }
        at = Journey::new(asked, &answers, seed).next(stop);
    }
    // What a page shows only after its own answers is asked for by whoever comes back.
    while let Some(stop) = Journey::new(asked, &answers, seed).resume_at() {
        let question = &asked.questions[stop.position];
        met.insert(question.key.clone());
        answers.insert(variable(asked, stop), give(question, dice));
        pages += 1;
        assert!(pages <= most, "never done");
    }
    for variable in Journey::new(asked, &answers, seed).to_send().keys() {
        assert!(asked.takes(variable), "{variable}");
    }
    way
}

/// An answer that the question can have, or none.
fn give(question: &Question, dice: &mut Dice) -> Given {
    if dice.one_in(6) {
        return Given::Skipped;
    }
    let values = question.kind.values();
    match &question.kind {
        Kind::Info => Given::Skipped,
        Kind::Area(area) if area.places.is_empty() => Given::Skipped,
        Kind::Photo => Given::File("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0".to_owned()),
        Kind::ShortText | Kind::LongText | Kind::Audio => Given::Words("Something that I think.".to_owned()),
        Kind::Number(number) => {
            let (min, max) = match (number.min, number.max) {
                (Some(min), Some(max)) => (min, max),
                (Some(min), None) => (min, min.saturating_add(100)),
                (None, Some(max)) => (max.saturating_sub(100), max),
                (None, None) => (0, 100),
            };
            let span = usize::try_from(max.saturating_sub(min)).unwrap_or(usize::MAX - 1);
            Given::Number(min.saturating_add(i64::try_from(dice.below(span.saturating_add(1))).unwrap()))
        }
        Kind::Ranking(ranking) => {
            let mut keys: Vec<String> = ranking.options.iter().map(|option| option.key.clone()).collect();
            for last in (1..keys.len()).rev() {
                keys.swap(last, dice.below(last + 1));
            }
            Given::Ranked(keys)
        }
        Kind::Grid(grid) => {
            let rows = grid.statements.iter().filter(|_| !dice.one_in(4)).map(|row| row.key.clone());
            let rows: Vec<String> = rows.collect();
            let rows: Vec<(String, String)> =
                rows.into_iter().map(|row| (row, dice.pick(&values).to_owned())).collect();
            if rows.is_empty() { Given::Skipped } else { Given::Rows(rows) }
        }
        Kind::Multi(multi) => several(question, multi.min.unwrap_or(1), multi.max, dice),
        Kind::Picture(picture) if picture.several => several(question, 1, None, dice),
        _ => Given::One(dice.pick(&values).to_owned()),
    }
}

fn several(question: &Question, min: usize, max: Option<usize>, dice: &mut Dice) -> Given {
    let options = question.kind.options();
    let alone: Vec<&str> = options.iter().filter(|o| o.alone).map(|o| o.key.as_str()).collect();
    let mut others: Vec<usize> = (0..options.len()).filter(|at| !options[*at].alone).collect();
    let most = max.unwrap_or(others.len()).min(others.len());
    if others.is_empty() || min > most || (!alone.is_empty() && dice.one_in(4)) {
        return if alone.is_empty() {
            Given::Skipped
        } else {
            Given::Many(vec![dice.pick(&alone).to_owned()])
        };
    }
    let least = min.max(1);
    let count = least + dice.below(most - least + 1);
    while others.len() > count {
        others.remove(dice.below(others.len()));
    }
    Given::Many(others.into_iter().map(|at| options[at].key.clone()).collect())
}

#[cfg(test)]
mod tests {
    use earshot_domain::question::Choice;
    use earshot_domain::rule::Rule;

    use super::*;

    #[test]
    fn every_question_that_can_be_met_is_met() {
        let options = vec![Choice::new("a", "A"), Choice::new("b", "B"), Choice::new("none", "None").alone()];
        let asked = Questionnaire::of(vec![
            Question::new("ways", "?", Kind::multi(options, Some(1))),
            Question::new("b", "?", Kind::number(Some(-3), None)).only_if(Rule::is("ways", "b")),
            Question::new("never", "?", Kind::LongText).only_if(Rule::Any(Vec::new())),
        ]);
        let Met { questions: met, ways } = answered_at_random(&asked, 100);
        assert_eq!(ways, 2, "with the second question and without");
        assert!(met.contains("ways") && met.contains("b") && !met.contains("never"), "{met:?}");
    }

    #[test]
    #[should_panic(expected = "TooFewOptions")]
    fn what_cannot_be_asked_is_noticed() {
        answered_at_random(&Questionnaire::of(vec![Question::new("q", "?", Kind::single(Vec::new()))]), 1);
    }
}
