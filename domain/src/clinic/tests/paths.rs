//! Conditions, sections, order and options.

use super::*;
use crate::question::{Grid, Multi, Number, Scale};
use crate::questionnaire::Section;
use crate::rule::{Compare, Rule, Test};

fn number(key: &str, min: i64, max: i64) -> Question {
    Question::new(key, "How many?", Kind::Number(Number { min: Some(min), max: Some(max) }))
}

fn several(key: &str) -> Question {
    let options =
        vec![Choice::new("a", "A bus"), Choice::new("b", "A car"), Choice::new("none", "None").alone()];
    let kind = Kind::Multi(Multi { options, min: None, max: Some(2), shuffle: false });
    Question::new(key, "Which of these?", kind)
}

fn grid(key: &str) -> Question {
    let grid = Grid { statements: choices(&["The bus", "The stop"]), scale: Scale::Faces };
    Question::new(key, "How are these?", Kind::Grid(grid))
}

fn row(row: &str, is: Compare, value: &str) -> Rule {
    Rule::Test(Test { question: "grid".into(), row: Some(row.into()), is, value: value.into() })
}

fn last(rule: Rule) -> Questionnaire {
    let question = Question::new("last", "Is it far?", Kind::YesNoUnsure).only_if(rule);
    Questionnaire::of(vec![
        single("way", "How do you go?", &["Walk", "Bus", "Other"]),
        number("n", 0, 20),
        several("many"),
        grid("grid"),
        Question::new("ok", "Is it ok?", Kind::Faces),
        Question::new("why", "Why is that?", Kind::LongText),
        question,
    ])
}

fn said(rule: Rule) -> Vec<Problem> {
    problems(&last(rule))
}

#[test]
fn a_condition_that_can_never_hold_is_found() {
    let way = |key: &str| Rule::is("way", key);
    let n = |is, value: &str| Rule::compare("n", is, value);
    let many = |key: &str| Rule::is("many", key);
    for rule in [
        Rule::All(vec![way("o0"), way("o1")]),
        Rule::All(vec![way("o0"), way("o0").negated()]),
        Rule::All(vec![
            way("o0").negated(),
            way("o1").negated(),
            way("o2").negated(),
            Rule::Answered("way".into()),
        ]),
        Rule::All(vec![n(Compare::Less, "5"), n(Compare::More, "9")]),
        Rule::All(vec![n(Compare::Less, "6"), n(Compare::More, "5")]),
        Rule::All(vec![n(Compare::AtLeast, "20"), n(Compare::Is, "20").negated()]),
        n(Compare::More, "20"),
        n(Compare::Less, "0"),
        Rule::All(vec![many("a"), many("none")]),
        Rule::All(vec![many("a"), many("a").negated()]),
        Rule::All(vec![Rule::Answered("why".into()), Rule::Answered("why".into()).negated()]),
        Rule::All(vec![row("o0", Compare::Is, "2"), row("o0", Compare::More, "3")]),
        Rule::All(vec![Rule::Any(vec![way("o0"), way("o1")]), way("o2")]),
        Rule::All(vec![
            Rule::All(vec![way("o0"), n(Compare::Is, "1")]),
            Rule::Any(vec![way("o1"), n(Compare::Is, "2")]),
        ]),
        Rule::compare("many", Compare::More, "1"),
        Rule::Any(vec![]),
    ] {
        let found = said(rule.clone());
        assert_eq!(found, [Problem::NeverHolds], "{rule:?}");
    }
}

#[test]
fn a_condition_that_may_hold_is_left_alone() {
    let way = |key: &str| Rule::is("way", key);
    let n = |is, value: &str| Rule::compare("n", is, value);
    let many = |key: &str| Rule::is("many", key);
    for rule in [
        way("o0"),
        Rule::Any(vec![way("o0"), way("o1")]),
        Rule::All(vec![n(Compare::More, "5"), n(Compare::Less, "7")]),
        Rule::All(vec![n(Compare::AtLeast, "0"), n(Compare::Is, "0").negated()]),
        Rule::All(vec![many("a"), many("b")]),
        Rule::All(vec![many("a"), many("b").negated()]),
        Rule::All(vec![row("o0", Compare::Is, "2"), row("o1", Compare::More, "3")]),
        Rule::All(vec![way("o0").negated(), way("o1").negated(), way("o2").negated()]),
        Rule::All(vec![way("o0"), n(Compare::Is, "3").negated()]),
        Rule::All(vec![Rule::Answered("why".into()), Rule::compare("ok", Compare::AtMost, "2")]),
        Rule::All(vec![]),
    ] {
        assert_eq!(said(rule.clone()), vec![], "{rule:?}");
    }
}

#[test]
fn a_condition_that_always_holds_is_no_condition() {
    let either = Rule::Any(vec![Rule::is("way", "o0"), Rule::is("way", "o0").negated()]);
    assert_eq!(said(either), [Problem::AlwaysHolds]);
    let found = find(&setup(), &last(Rule::is("n", "99").negated()));
    assert!(
        found.iter().all(|f| f.weight == Weight::Advises || matches!(f.problem, Problem::Defect(_))),
        "{found:?}"
    );
}

#[test]
fn a_question_behind_one_that_nobody_reaches_is_found() {
    let mut asked = last(Rule::All(vec![Rule::is("way", "o0"), Rule::is("way", "o1")]));
    let behind = Question::new("behind", "Is it late?", Kind::YesNoUnsure).only_if(Rule::is("last", "yes"));
    asked.questions.push(behind);
    assert_eq!(problems(&asked), [Problem::NeverHolds, Problem::Unreachable { behind: "last".into() }]);
}

#[test]
fn conditions_of_two_questions_that_exclude_each_other_are_found() {
    // Only who walks is asked "last", and so nobody on a bus says yes to it.
    let mut asked = last(Rule::is("way", "o0"));
    let both = |way: &str| Rule::All(vec![Rule::is("last", "yes"), Rule::is("way", way)]);
    asked.questions.push(Question::new("more", "Is it late?", Kind::YesNoUnsure).only_if(both("o1")));
    assert_eq!(problems(&asked), [Problem::Unreachable { behind: "last".into() }]);
    asked.questions[7].show_if = Some(both("o0"));
    assert_eq!(problems(&asked), vec![]);
    let skipped = Rule::All(vec![Rule::is("last", "yes").negated(), Rule::is("way", "o1")]);
    asked.questions[7].show_if = Some(skipped);
    assert_eq!(problems(&asked), vec![], "who is not asked has not said yes");
}

#[test]
fn a_condition_with_very_many_parts_is_looked_at_for_a_bounded_time() {
    let pair = |n: usize| {
        Rule::Any(vec![Rule::is("n", (n % 20).to_string()), Rule::is("n", (n % 20 + 1).to_string())])
    };
    let rule = Rule::All((0..5_000).map(pair).collect());
    assert_eq!(said(rule), vec![], "where it cannot be known, nothing is said");
    let wide = Rule::All(
        (0..90).map(|_| Rule::Any((0..90).map(|n| Rule::is("n", (n % 20).to_string())).collect())).collect(),
    );
    let _ = said(wide);
}

#[test]
fn a_defect_of_a_condition_is_not_said_twice() {
    let found = said(Rule::is("way", "gone"));
    assert!(matches!(found[..], [Problem::Defect(Defect::ConditionNeverTrue { .. })]), "{found:?}");
    let mut deep = Rule::is("way", "o0");
    for _ in 0..20 {
        deep = Rule::All(vec![deep]);
    }
    assert!(matches!(said(deep)[..], [Problem::Defect(Defect::ConditionTooDeep(_))]));
}

fn sections(change: impl Fn(&mut Section)) -> Vec<Finding> {
    let mut section = Section::new("bus", "On the bus");
    change(&mut section);
    let mut asked = last(Rule::All(vec![]));
    asked.questions[6].section = Some("bus".into());
    asked.sections = vec![section];
    find(&setup(), &asked)
}

#[test]
fn sections_that_nobody_can_answer_are_found() {
    assert_eq!(sections(|_| ()), vec![]);
    let key = || "bus".to_string();
    let never = Rule::All(vec![Rule::is("way", "o0"), Rule::is("way", "o1")]);
    let found = sections(|section| section.show_if = Some(never.clone()));
    assert_eq!(found.len(), 1, "not each of its questions");
    assert_eq!(found[0].problem, Problem::SectionUnreachable { section: key() });
    assert_eq!(found[0].place, Place::Sections);
    let found = sections(|section| section.quota = Some(0));
    assert_eq!(found[0].problem, Problem::QuotaOfNone { section: key() });
    assert_eq!(sections(|section| section.quota = Some(1)), vec![]);
    let found = sections(|section| section.each_of = Some("many".into()));
    assert_eq!(found, vec![]);
    let mut asked = last(Rule::All(vec![]));
    asked.sections = vec![Section::new("bus", "")];
    assert_eq!(problems(&asked), [Problem::EmptySection { section: key() }]);
}

#[test]
fn a_section_that_repeats_what_nobody_can_choose_is_not_reached() {
    let mut asked = last(Rule::All(vec![]));
    asked.questions[2].show_if = Some(Rule::All(vec![Rule::is("way", "o0"), Rule::is("way", "o1")]));
    asked.questions[6].section = Some("each".into());
    asked.sections = vec![Section { each_of: Some("many".into()), ..Section::new("each", "") }];
    assert_eq!(
        problems(&asked),
        [Problem::SectionUnreachable { section: "each".into() }, Problem::NeverHolds]
    );
}

#[test]
fn nothing_hard_to_speak_about_stands_first_or_last() {
    let mut asked = asked();
    asked.questions[1].sensitive = true;
    assert_eq!(problems(&asked), vec![], "in the middle is right");
    asked.questions.swap(0, 1);
    assert_eq!(problems(&asked), [Problem::SensitiveFirst]);
    asked.questions.swap(0, 2);
    asked.questions.swap(0, 1);
    assert_eq!(problems(&asked), [Problem::SensitiveLast]);
}

#[test]
fn what_has_to_be_written_does_not_stand_first() {
    let mut words = asked();
    words.questions.swap(0, 2);
    let found = find(&setup(), &words);
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0].problem, found[0].weight), (&Problem::WordsFirst, Weight::Advises));
    words.questions.insert(1, Question::new("more", "What else?", Kind::LongText));
    assert_eq!(problems(&words), [Problem::AllWordsFirst { count: 2 }]);
    words.questions.retain(|question| question.kind.is_free_text());
    assert_eq!(problems(&words), vec![], "there is nothing else to begin with");
}

#[test]
fn more_than_25_questions_are_many() {
    let many = |n: usize| {
        let questions = (0..n).map(|at| Question::new(format!("q{at}"), "Is it ok?", Kind::YesNoUnsure));
        problems(&Questionnaire::of(questions.collect()))
    };
    assert!(many(26).contains(&Problem::ManyQuestions { count: 26, most: 25 }));
    assert_eq!(many(25), vec![]);
}

#[test]
fn more_than_7_statements_are_a_long_grid() {
    let statements = |n: usize| {
        let grid = Grid { statements: choices(&vec!["The bus"; n]), scale: Scale::Faces };
        problems(&Questionnaire::of(vec![Question::new("grid", "How are these?", Kind::Grid(grid))]))
    };
    assert_eq!(statements(8), [Problem::LongGrid { count: 8, most: 7 }]);
    assert_eq!(statements(7), vec![]);
}

fn options(labels: &[&str]) -> Vec<Problem> {
    problems(&Questionnaire::of(vec![single("q", "Which one?", labels)]))
}

#[test]
fn many_options_need_an_order() {
    let towns = ["Ash", "Beck", "Cove", "Dale", "Elm", "Firth", "Glen", "Hill", "Isle", "Keld", "Other"];
    assert_eq!(options(&towns), vec![]);
    let mut mixed = towns;
    mixed.swap(0, 5);
    assert_eq!(options(&mixed), [Problem::UnorderedOptions { count: 11, most: 10 }]);
    assert_eq!(options(&mixed[1..]), vec![], "ten can be looked through");
    let years = ["9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "Not sure"];
    assert_eq!(options(&years), vec![], "as numbers, not as words");
    let mut shuffled = single("q", "Which one?", &mixed);
    if let Kind::Single(single) = &mut shuffled.kind {
        single.shuffle = true;
    }
    assert_eq!(problems(&Questionnaire::of(vec![shuffled])), vec![]);
}

#[test]
fn options_that_say_the_same_are_found() {
    let same =
        |first: &str, second: &str| [Problem::SameOption { first: first.into(), second: second.into() }];
    assert_eq!(options(&["Bus", "Other", "Something else"]), same("Other", "Something else"));
    assert_eq!(options(&["The bus", "the bus!", "Other"]), same("The bus", "the bus!"));
    assert_eq!(options(&["Bus", "Other (please say)", "Not sure"]), vec![]);
    assert_eq!(options(&["Bus", "Another bus", "Not sure"]), vec![], "another what is no other");
}

#[test]
fn options_that_share_numbers_are_found() {
    for (first, second, overlap) in [
        ("8 to 10", "10 to 12", true),
        ("8 to 10", "11 to 12", false),
        ("8\u{2013}10", "10\u{2013}12", true),
        ("Under 5", "5 to 10", false),
        ("Up to 5", "5 to 10", true),
        ("10 or more", "5 to 10", true),
        ("More than 10", "5 to 10", false),
        ("18+", "16 to 18", true),
        ("3", "3 to 5", true),
        ("Bus 9", "Bus 14 to 9", false),
        ("8:00 to 9:00", "8:30 to 9:30", false),
    ] {
        let found = options(&[first, second, "Not sure"]);
        let expected = Problem::OverlappingOptions { first: first.into(), second: second.into() };
        assert_eq!(found.contains(&expected), overlap, "{first} {second} {found:?}");
    }
}

#[test]
fn there_is_something_to_choose_for_those_whom_nothing_fits() {
    assert_eq!(options(&["Bus", "Car"]), [Problem::NoWayOut]);
    for way_out in [
        "Other",
        "Not sure",
        "None of these",
        "I don\u{2019}t know",
        "Somewhere else",
        "No one",
        "It depends",
    ] {
        assert_eq!(options(&["Bus", "Car", way_out]), vec![], "{way_out}");
    }
    let order = crate::question::Ranking { options: choices(&["Bus", "Car"]), shuffle: false };
    let ranked = Question::new("q", "Which matters most?", Kind::Ranking(order));
    assert_eq!(problems(&Questionnaire::of(vec![ranked])), vec![], "an order has no way out");
}
