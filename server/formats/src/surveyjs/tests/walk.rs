//! A survey of every type, answered a thousand times by chance.

use earshot_domain::journey::{Answers, Journey, option_order};
use earshot_domain::question::{Given, Kind, Question};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{keys, said};
use crate::surveyjs::{read, write};

/// A survey that asks in every way that can be taken.
pub(super) const SAMPLE: &str = include_str!("sample.json");

fn answer(question: &Question, draw: &mut dyn FnMut(usize) -> usize) -> Given {
    let mut pick = |list: &[&str]| list[draw(list.len())].to_string();
    let values = question.kind.values();
    let raw: Vec<String> = match &question.kind {
        Kind::Number(number) => {
            let (min, max) = (number.min.unwrap_or(0), number.max.unwrap_or(20));
            let span = usize::try_from(max - min + 1).unwrap();
            vec![(min + i64::try_from(draw(span)).unwrap()).to_string()]
        }
        Kind::ShortText | Kind::LongText => vec!["It is late".into()],
        Kind::Ranking(ranking) => {
            let seed = u32::try_from(draw(1_000)).unwrap();
            option_order(question, seed).into_iter().map(|at| ranking.options[at].key.clone()).collect()
        }
        Kind::Grid(grid) => {
            grid.statements.iter().map(|row| format!("{}={}", row.key, pick(&values))).collect()
        }
        Kind::Multi(multi) => {
            let want = multi.min.unwrap_or(1).max(1);
            let plain: Vec<&str> = multi
                .options
                .iter()
                .filter(|option| !option.alone)
                .map(|option| option.key.as_str())
                .collect();
            let mut chosen = vec![pick(&plain)];
            while chosen.len() < want {
                let more = pick(&plain);
                if !chosen.contains(&more) {
                    chosen.push(more);
                }
            }
            chosen
        }
        _ => vec![pick(&values)],
    };
    question.parse(&raw).unwrap_or_else(|error| panic!("{}: {error:?} {raw:?}", question.key))
}

#[test]
fn a_thousand_people_find_their_way_through_it() {
    let reading = read(SAMPLE.as_bytes()).unwrap();
    assert_eq!(said(&reading.problems), [] as [&str; 0]);
    let asked = &reading.questionnaire;
    assert_eq!(asked.defects(), []);
    assert_eq!(read(&write("Ways", asked).unwrap()).unwrap().questionnaire, *asked);

    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut seen = std::collections::BTreeSet::new();
    for person in 0..1_000_u32 {
        let mut draw = |below: usize| {
            use proptest::prelude::Rng;
            usize::try_from(runner.rng().next_u32()).unwrap() % below.max(1)
        };
        let mut answers = Answers::new();
        let mut steps = 0;
        loop {
            let journey = Journey::new(asked, &answers, person);
            let Some(stop) = journey.resume_at() else { break };
            let question = journey.question(stop).unwrap();
            let text = journey.say(stop, &question.text);
            assert!(!text.contains('\u{2026}'), "every name stands for an answer: {text}");
            seen.insert(question.key.clone());
            let given = if draw(9) == 0 && question.key != "name" {
                Given::Skipped
            } else {
                answer(question, &mut draw)
            };
            let variable = journey.variable(stop);
            assert!(asked.takes(&variable), "{variable}");
            answers.insert(variable, given);
            steps += 1;
            assert!(steps < 200, "it ends");
        }
    }
    let asks: std::collections::BTreeSet<String> = asked
        .questions
        .iter()
        .filter(|question| question.kind.asks())
        .map(|question| question.key.clone())
        .collect();
    assert_eq!(seen, asks, "every question was asked of somebody; there are {:?}", keys(&reading));
}
