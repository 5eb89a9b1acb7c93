//! Somebody who answers by chance, from the first question to the last: a
//! questionnaire that was read has no dead end.

use earshot_domain::journey::{Answers, Journey};
use earshot_domain::question::{Given, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;

/// Numbers that look like chance (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn one<'a>(&mut self, values: &[&'a str]) -> &'a str {
        values[self.below(values.len())]
    }
}

/// Answers a questionnaire so many times, page by page; gives how many different
/// ways were gone.
pub(super) fn walk(asked: &Questionnaire, times: u32) -> usize {
    let mut ways = std::collections::HashSet::new();
    for seed in 0..times {
        ways.insert(once(asked, seed));
    }
    ways.len()
}

/// Goes through once; gives the questions that were shown.
fn once(asked: &Questionnaire, seed: u32) -> Vec<String> {
    let mut chance = Chance((u64::from(seed) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut answers = Answers::new();
    let mut seen = Vec::new();
    let mut at = Journey::new(asked, &answers, seed).shown().next();
    while let Some(stop) = at {
        let page = Journey::new(asked, &answers, seed).page(stop);
        assert!(page.contains(&stop), "a page without its question");
        for stop in page {
            let journey = Journey::new(asked, &answers, seed);
            let variable = journey.variable(stop);
            assert!(!seen.contains(&variable), "{variable} comes twice");
            let question = journey.question(stop).unwrap();
            let said = journey.say(stop, &question.text);
            assert!(!said.trim().is_empty());
            seen.push(variable.clone());
            if question.kind.asks() {
                let given = answer(question, &mut chance);
                question.accepts(&given).unwrap_or_else(|error| panic!("{variable}: {given:?}: {error:?}"));
                answers.insert(variable, given);
            }
        }
        at = Journey::new(asked, &answers, seed).next(stop);
    }
    let journey = Journey::new(asked, &answers, seed);
    assert_eq!(journey.resume_at(), None, "something that is shown was never asked");
    let sent = journey.to_send();
    assert!(sent.iter().all(|(variable, given)| asked.get(variable).unwrap().accepts(given).is_ok()));
    seen
}

/// An answer by chance, or none.
fn answer(question: &Question, chance: &mut Chance) -> Given {
    if chance.below(6) == 0 {
        return Given::Skipped;
    }
    let kind = &question.kind;
    let raw = match kind {
        Kind::Multi(_) | Kind::Picture(_) => several(question, chance),
        Kind::Ranking(ranking) => {
            let mut keys: Vec<String> = ranking.options.iter().map(|option| option.key.clone()).collect();
            for last in (1..keys.len()).rev() {
                keys.swap(last, chance.below(last + 1));
            }
            keys
        }
        Kind::Grid(grid) => {
            let keys = grid.scale.keys();
            grid.statements.iter().map(|row| format!("{}={}", row.key, chance.one(&keys))).collect()
        }
        Kind::Number(number) => {
            let (min, max) = (number.min.unwrap_or(-3), number.max.unwrap_or(120));
            let (min, max) = (min.min(max), max.max(min));
            let span = usize::try_from(max.saturating_sub(min)).unwrap_or(1_000).min(1_000);
            vec![min.saturating_add(i64::try_from(chance.below(span + 1)).unwrap()).to_string()]
        }
        Kind::ShortText | Kind::LongText => {
            vec![chance.one(&["ok", "no idea", "1", "Y", "the bus"]).to_owned()]
        }
        kind => vec![chance.one(&kind.values()).to_owned()],
    };
    question.parse(&raw).unwrap_or_else(|error| panic!("{}: {raw:?}: {error:?}", question.key))
}

/// Some of several options, as many as may be chosen.
fn several(question: &Question, chance: &mut Chance) -> Vec<String> {
    let options = question.kind.options();
    let first = &options[chance.below(options.len())];
    if first.alone {
        return vec![first.key.clone()];
    }
    let (min, max) = match &question.kind {
        Kind::Multi(multi) => (multi.min.unwrap_or(1), multi.max.unwrap_or(options.len())),
        _ => (1, 1),
    };
    let mut keys: Vec<String> =
        options.iter().filter(|option| !option.alone).map(|option| option.key.clone()).collect();
    for last in (1..keys.len()).rev() {
        keys.swap(last, chance.below(last + 1));
    }
    let max = max.min(keys.len());
    let min = min.clamp(1, max);
    keys.truncate(min + chance.below(max - min + 1));
    keys
}
