//! A survey of every type, answered a thousand times by chance.

use super::{keys, said};
use crate::surveyjs::{read, write};
use crate::tests::walk::answered_at_random;

/// A survey that asks in every way that can be taken.
pub(super) const SAMPLE: &str = include_str!("sample.json");

#[test]
fn a_thousand_people_find_their_way_through_it() {
    let reading = read(SAMPLE.as_bytes()).unwrap();
    assert_eq!(said(&reading.problems), [] as [&str; 0]);
    let asked = &reading.questionnaire;
    assert_eq!(asked.defects(), []);
    assert_eq!(read(&write("Ways", asked).unwrap()).unwrap().questionnaire, *asked);

    let mut seen = answered_at_random(asked, 1_000).questions;
    seen.retain(|key| asked.get(key).is_some_and(|question| question.kind.asks()));
    let asks: std::collections::HashSet<String> = asked
        .questions
        .iter()
        .filter(|question| question.kind.asks())
        .map(|question| question.key.clone())
        .collect();
    assert_eq!(seen, asks, "every question was asked of somebody; there are {:?}", keys(&reading));
}
