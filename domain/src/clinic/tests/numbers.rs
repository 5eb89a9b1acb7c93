//! Minutes and people.

use super::*;
use crate::questionnaire::Section;
use crate::rule::Rule;

#[test]
fn length_is_reading_and_answering() {
    // 5 words at 170 a minute are 1.764 seconds; the answer takes 7.5.
    let one = Questionnaire::of(vec![Question::new("a", "How is your journey today?", Kind::Faces)]);
    assert_eq!(length(&one, None), Length { shortest: 9, longest: 9 });
    // At 120 a minute it takes longer to read.
    assert_eq!(length(&one, Some(AgeBand::From8To10)).shortest, 10);
    let words = Questionnaire::of(vec![Question::new("a", "How is your journey today?", Kind::LongText)]);
    assert_eq!(length(&words, None).shortest, 46);
    let info = Questionnaire::of(vec![Question::new("a", "How is your journey today?", Kind::Info)]);
    assert_eq!(length(&info, None).shortest, 1, "read and not answered");
}

#[test]
fn what_not_everybody_is_asked_is_only_in_the_longest() {
    let mut asked = asked();
    let all = length(&asked, None);
    assert_eq!(all.shortest, all.longest);
    asked.questions[2].show_if = Some(Rule::is("way", "o1"));
    let some = length(&asked, None);
    assert!(some.shortest < all.shortest && some.longest == all.longest, "{some:?} {all:?}");
    asked.questions[2].show_if = None;
    asked.questions[2].section = Some("each".into());
    asked.sections = vec![Section { each_of: Some("way".into()), ..Section::new("each", "") }];
    assert!(length(&asked, None).longest > all.longest, "asked twice");
}

fn written(n: usize) -> Questionnaire {
    let mut asked = asked();
    asked.questions.extend((0..n).map(|at| Question::new(format!("w{at}"), "What else?", Kind::LongText)));
    asked
}

#[test]
fn a_long_questionnaire_is_found_and_a_promise_that_is_too_short() {
    let long = find(&setup(), &written(16));
    assert!(long.iter().any(|f| f.problem == Problem::TooLong { minutes: 13, most: 10 }), "{long:#?}");
    let said = |finding: &&Finding| finding.problem == Problem::LongerThanSaid { minutes: 13, said: 5 };
    assert_eq!(long.iter().find(said).map(|f| f.place.clone()), Some(Place::Setup("minutes")));
    let honest = Setup { minutes: 13, ..setup() };
    assert!(!find(&honest, &written(16)).iter().any(|f| matches!(f.problem, Problem::LongerThanSaid { .. })));
    assert_eq!(find(&setup(), &written(7)), vec![], "about 5 minutes");
}

#[test]
fn the_youngest_have_five_minutes() {
    let mut young = Setup { minutes: 10, ..setup() };
    let too_long = |setup: &Setup| {
        find(setup, &written(7)).iter().any(|f| matches!(f.problem, Problem::TooLong { most: 5, .. }))
    };
    assert!(!too_long(&young));
    young.bands.push(AgeBand::From8To10);
    assert!(too_long(&young));
}

fn expecting(expected: u32, setup: &Setup) -> Vec<Finding> {
    let asked = asked();
    examine(&Case { expected: Some(expected), ..case(setup, &asked) })
}

#[test]
fn fewer_than_ten_answers_cannot_be_shown_at_all() {
    let found = expecting(9, &setup());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].problem, Problem::NothingShown { expected: 9, needed: 10 });
    assert_eq!(expecting(500, &setup()), vec![]);
    assert_eq!(find(&setup(), &asked()), vec![], "who expects nothing is told nothing");
}

#[test]
fn cells_that_will_be_hidden_are_foretold() {
    // Two bands; the faces have five answers: 10 cells of 8.
    let found = expecting(79, &setup());
    assert_eq!(found.len(), 1);
    let problem = |questions, expected| Problem::CellsHidden { questions, of: 2, expected, needed: 80 };
    assert_eq!(found[0].problem, problem(1, 79), "the way has four answers and is shown");
    assert_eq!((found[0].weight, found[0].place.clone()), (Weight::Advises, Place::Setup("bands")));
    assert_eq!(expecting(80, &setup()), vec![]);
    let few = expecting(40, &setup());
    assert_eq!((&few[0].problem, few[0].weight), (&problem(2, 40), Weight::Warns));
    let one_band = Setup { bands: vec![AgeBand::From11To13], ..setup() };
    assert_eq!(expecting(40, &one_band), vec![], "nothing is broken down");
}

#[test]
fn what_is_foretold_is_what_suppression_does() {
    use crate::suppression::{CountTable, Preset, table};
    for (each, hidden) in [(7_u64, true), (8, false)] {
        let names = |n: usize| vec![String::new(); n];
        let counts = CountTable { rows: names(5), columns: names(2), counts: vec![vec![each; 2]; 5] };
        let shown = table(Preset::Nhs5, &counts);
        assert_eq!(shown.cells.iter().flatten().any(|cell| cell.is_hidden()), hidden);
    }
}

#[test]
fn equality_questions_that_nobody_will_use_are_found() {
    let one_band = Setup { bands: vec![AgeBand::From11To13], ..setup() };
    let asking = Setup { equality_set: Some("earshot-yp-1".into()), ..one_band.clone() };
    // The language question has two groups, and each needs ten.
    let found = expecting(19, &asking);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].problem, Problem::EqualityNotShown { expected: 19, needed: 20 });
    assert_eq!(found[0].place, Place::Equality);
    assert_eq!(expecting(20, &asking), vec![]);
    assert_eq!(expecting(19, &one_band), vec![], "nobody is asked");
}
