use proptest::prelude::*;

use super::*;
use crate::question::{Choice, Kind};
use crate::rule::Compare;

fn yes_no(key: &str, show_if: Option<Rule>) -> Question {
    Question { show_if, ..Question::new(key, "?", Kind::YesNoUnsure) }
}

fn within(section: &str, question: Question) -> Question {
    Question { section: Some(section.into()), ..question }
}

fn given(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(q, v)| ((*q).to_string(), Given::One((*v).to_string()))).collect()
}

fn variables(asked: &Questionnaire, answers: &Answers, seed: u32) -> Vec<String> {
    let journey = Journey::new(asked, answers, seed);
    journey.shown().map(|stop| journey.variable(stop)).collect()
}

#[test]
fn a_question_appears_when_its_condition_holds_and_its_answer_is_set_aside_when_not() {
    let asked = Questionnaire::of(vec![
        yes_no("bus", None),
        yes_no("late", Some(Rule::is("bus", "yes"))),
        yes_no("why", Some(Rule::is("late", "yes"))),
        yes_no("last", None),
    ]);
    let mut answers = given(&[("bus", "yes"), ("late", "yes"), ("why", "no")]);
    assert_eq!(variables(&asked, &answers, 0), ["bus", "late", "why", "last"]);
    let progress = Journey::new(&asked, &answers, 0).progress(Stop::at(2));
    assert_eq!(progress, Progress { number: 3, total: 4 });

    answers.insert("bus".into(), Given::One("no".into()));
    assert_eq!(variables(&asked, &answers, 0), ["bus", "last"], "a hidden question opens no other");
    let sent = Journey::new(&asked, &answers, 0).to_send();
    assert_eq!(sent.keys().collect::<Vec<_>>(), vec!["bus"]);

    answers.insert("bus".into(), Given::One("yes".into()));
    assert_eq!(Journey::new(&asked, &answers, 0).to_send().len(), 3, "what was set aside comes back");
}

#[test]
fn somebody_who_comes_back_goes_on_where_they_stopped() {
    let asked = Questionnaire::of(vec![
        yes_no("a", None),
        Question::new("n", "Read this", Kind::Info),
        yes_no("b", None),
    ]);
    let resume = |answers: &Answers| Journey::new(&asked, answers, 0).resume_at();
    assert_eq!(resume(&Answers::new()), Some(Stop::at(0)));
    let mut answers = given(&[("a", "no")]);
    assert_eq!(resume(&answers), Some(Stop::at(2)), "a page that tells is not waited for");
    answers.insert("b".into(), Given::Skipped);
    assert_eq!(resume(&answers), None);
    assert_eq!(Journey::new(&asked, &answers, 0).to_send().len(), 1, "a skipped question sends nothing");
}

/// Which ways, and then two questions about each.
fn repeated() -> Questionnaire {
    let options = vec![
        Choice::new("bus", "the bus"),
        Choice::new("car", "the car"),
        Choice::new("none", "None").alone(),
    ];
    let mut asked = Questionnaire::of(vec![
        Question::new("ways", "Which?", Kind::multi(options, None)),
        within("each", Question::new("ok", "Is {@} OK?", Kind::YesNoUnsure)),
        within("each", Question::new("why", "Why is {@} not?", Kind::LongText).only_if(Rule::is("ok", "no"))),
        Question::new("last", "You said {ways|nothing}.", Kind::Info),
    ]);
    asked.sections = vec![crate::questionnaire::Section {
        each_of: Some("ways".into()),
        ..crate::questionnaire::Section::new("each", "")
    }];
    asked
}

#[test]
fn a_repeated_section_is_asked_once_for_each_option_that_was_chosen() {
    let asked = repeated();
    assert_eq!(asked.defects(), vec![]);
    let mut answers = Answers::new();
    assert_eq!(variables(&asked, &answers, 0), ["ways", "last"]);
    answers.insert("ways".into(), Given::Many(vec!["bus".into(), "car".into()]));
    answers.insert("ok@car".into(), Given::One("no".into()));
    assert_eq!(variables(&asked, &answers, 0), ["ways", "ok@bus", "ok@car", "why@car", "last"]);

    let journey = Journey::new(&asked, &answers, 0);
    let why = Stop { position: 2, turn: Some(1) };
    assert_eq!(journey.say(why, "Why is {@} not?"), "Why is the car not?");
    assert_eq!(journey.told(why, "Why is {@} not?"), "Why is the car not?");
    assert_eq!(journey.told(why, "Why?"), "the car: Why?", "among others its own words do not tell it apart");
    assert_eq!(journey.told(Stop::at(3), "Why?"), "Why?");
    assert_eq!(journey.say(Stop::at(3), "You said {ways|nothing}."), "You said the bus, the car.");
    assert_eq!(journey.previous(why), Some(Stop { position: 1, turn: Some(1) }));
    assert_eq!(journey.next(why), Some(Stop::at(3)));

    answers.insert("ways".into(), Given::Many(vec!["bus".into()]));
    let journey = Journey::new(&asked, &answers, 0);
    assert_eq!(journey.next(why), Some(Stop::at(3)), "from a turn that is no more it goes on");
    assert!(!journey.to_send().contains_key("ok@car"));
    answers.insert("ways".into(), Given::Many(vec!["none".into()]));
    assert_eq!(variables(&asked, &answers, 0), ["ways", "last"], "there is nothing to ask about none");
    assert!(
        asked.takes("ok@bus") && !asked.takes("ok") && !asked.takes("ok@boat") && !asked.takes("ways@bus")
    );
}

#[test]
fn questions_share_a_page_and_a_hidden_one_does_not_part_them() {
    let with = |question: Question| Question { with_previous: true, ..question };
    let asked = Questionnaire::of(vec![
        yes_no("a", None),
        with(yes_no("b", Some(Rule::is("a", "yes")))),
        with(yes_no("c", None)),
        yes_no("d", None),
    ]);
    let page = |answers: &Answers, at: usize| {
        let journey = Journey::new(&asked, answers, 0);
        journey.page(Stop::at(at)).iter().map(|stop| stop.position).collect::<Vec<_>>()
    };
    let none = Answers::new();
    assert_eq!(page(&none, 0), [0, 2]);
    assert_eq!(page(&given(&[("a", "yes")]), 2), [0, 1, 2]);
    assert_eq!(page(&none, 3), [3]);
    assert_eq!(page(&none, 1), [] as [usize; 0]);
    let journey = Journey::new(&asked, &none, 0);
    assert_eq!(journey.next(Stop::at(0)), Some(Stop::at(3)));
    assert_eq!(journey.previous(Stop::at(3)), Some(Stop::at(0)));
    assert_eq!(journey.previous(Stop::at(2)), None);
}

#[test]
fn shuffled_sections_change_places_with_their_neighbours_only() {
    let mut asked = Questionnaire::of(vec![
        yes_no("first", None),
        within("x", yes_no("x1", None)),
        within("x", yes_no("x2", None)),
        within("y", yes_no("y1", None)),
        within("z", yes_no("z1", None)),
        yes_no("last", None),
    ]);
    let section = |key: &str| crate::questionnaire::Section {
        shuffle: true,
        ..crate::questionnaire::Section::new(key, "")
    };
    asked.sections = vec![section("x"), section("y"), section("z")];
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let way = variables(&asked, &Answers::new(), seed);
        assert_eq!(way, variables(&asked, &Answers::new(), seed), "the same seed, the same way");
        assert_eq!((way[0].as_str(), way[5].as_str()), ("first", "last"));
        let x1 = way.iter().position(|key| key == "x1").unwrap();
        assert_eq!(way[x1 + 1], "x2", "a section stays together");
        seen.insert(way);
    }
    assert_eq!(seen.len(), 6);
}

#[test]
fn a_section_that_is_full_says_so_on_one_page_and_who_began_it_may_end_it() {
    let mut asked = Questionnaire::of(vec![
        yes_no("a", None),
        within("s", yes_no("b", Some(Rule::is("a", "yes")))),
        within("s", yes_no("c", None)),
        yes_no("d", None),
    ]);
    asked.sections = vec![crate::questionnaire::Section::new("s", "")];
    let full = vec!["s".to_string()];
    let closed = asked.clone().closing(&full, "Enough, thank you.", &given(&[("a", "no")]));
    assert_eq!(variables(&closed, &Answers::new(), 0), ["a", "b", "d"]);
    assert_eq!(closed.questions[1].text, "Enough, thank you.");
    assert_eq!(closed.questions[1].kind, Kind::Info);
    let begun = given(&[("c", "no")]);
    assert_eq!(asked.clone().closing(&full, "Enough.", &begun), asked);
}

fn any_rule(before: usize) -> BoxedStrategy<Rule> {
    let leaf = (0..before, 0..4usize).prop_map(|(at, which)| match which {
        3 => Rule::Answered(format!("q{at}")),
        v => Rule::is(format!("q{at}"), ["yes", "no", "unsure"][v]),
    });
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Rule::All),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Rule::Any),
            inner.prop_map(Rule::negated),
        ]
    })
    .boxed()
}

/// Questionnaires with rules that look back, sections that are repeated or
/// shuffled, and pages of several questions.
fn any_questionnaire() -> impl Strategy<Value = Questionnaire> {
    let question = |at: usize| {
        let rule = if at == 0 { Just(None).boxed() } else { prop::option::of(any_rule(at)).boxed() };
        (rule, any::<bool>(), 0..3usize, prop::option::of(0..3usize)).prop_map(
            move |(show_if, with_previous, kind, section)| {
                let options = vec![Choice::new("yes", "y"), Choice::new("no", "n")];
                let kind = match kind {
                    0 => Kind::multi(options, None),
                    1 => Kind::Info,
                    _ => Kind::YesNoUnsure,
                };
                let section = section.map(|section| format!("s{section}"));
                Question { show_if, section, with_previous, ..Question::new(format!("q{at}"), "?", kind) }
            },
        )
    };
    let questions = (1..12usize).prop_flat_map(move |n| (0..n).map(question).collect::<Vec<_>>());
    (questions, prop::collection::vec((any::<bool>(), prop::option::of(0..6usize)), 3)).prop_map(
        |(questions, sections)| {
            let mut asked = Questionnaire::of(questions);
            asked.sections = sections
                .into_iter()
                .enumerate()
                .map(|(at, (shuffle, each_of))| crate::questionnaire::Section {
                    shuffle,
                    each_of: each_of.map(|at| format!("q{at}")),
                    ..crate::questionnaire::Section::new(format!("s{at}"), "")
                })
                .collect();
            asked
        },
    )
}

fn any_answers() -> impl Strategy<Value = Answers> {
    prop::collection::btree_map(
        (0..12usize, 0..3usize).prop_map(|(i, turn)| format!("q{i}{}", ["", "@yes", "@no"][turn])),
        prop_oneof![
            Just(Given::Skipped),
            prop_oneof![Just("yes"), Just("no"), Just("unsure")].prop_map(|v| Given::One(v.to_string())),
            prop::sample::subsequence(vec!["yes".to_string(), "no".to_string()], 0..=2).prop_map(Given::Many),
        ],
        0..24,
    )
}

proptest! {
    #[test]
    fn no_loop_and_no_dead_end(asked in any_questionnaire(), answers in any_answers(), seed: u32) {
        let journey = Journey::new(&asked, &answers, seed);
        let mut visited = Vec::new();
        let mut at = journey.shown().next();
        while let Some(stop) = at {
            let page = journey.page(stop);
            prop_assert!(page.first() == Some(&stop), "next leads to the top of a page");
            prop_assert!(!visited.contains(&stop), "never twice");
            visited.extend(page);
            at = journey.next(stop);
        }
        prop_assert_eq!(visited, journey.shown().collect::<Vec<_>>(), "every shown question is visited");
    }

    #[test]
    fn back_undoes_next(asked in any_questionnaire(), answers in any_answers(), seed: u32) {
        let journey = Journey::new(&asked, &answers, seed);
        for stop in journey.shown() {
            let top = journey.page(stop)[0];
            if let Some(later) = journey.next(stop) {
                prop_assert_eq!(journey.previous(later), Some(top));
            }
        }
    }

    #[test]
    fn from_anywhere_the_way_goes_on(
        asked in any_questionnaire(), answers in any_answers(), seed: u32,
        pick in any::<prop::sample::Index>(), turn in prop::option::of(0..4usize)
    ) {
        let journey = Journey::new(&asked, &answers, seed);
        let mut at = Some(Stop { position: pick.index(asked.questions.len()), turn });
        let mut steps = 0;
        while let Some(stop) = at {
            at = journey.next(stop);
            steps += 1;
            prop_assert!(steps <= 50, "it ends");
        }
    }

    #[test]
    fn nothing_is_sent_for_a_question_that_is_not_shown(
        asked in any_questionnaire(), answers in any_answers(), seed: u32
    ) {
        let journey = Journey::new(&asked, &answers, seed);
        let shown: Vec<String> = journey.shown().map(|stop| journey.variable(stop)).collect();
        for key in journey.to_send().keys() {
            prop_assert!(shown.contains(key));
        }
    }

    #[test]
    fn an_answer_that_is_set_aside_changes_nothing(
        asked in any_questionnaire(), answers in any_answers(), seed: u32
    ) {
        let journey = Journey::new(&asked, &answers, seed);
        let shown: Vec<String> = journey.shown().map(|stop| journey.variable(stop)).collect();
        let mut without = answers.clone();
        without.retain(|variable, _| shown.contains(variable));
        let alone = Journey::new(&asked, &without, seed);
        prop_assert_eq!(alone.to_send(), journey.to_send());
        prop_assert_eq!(alone.shown().collect::<Vec<_>>(), journey.shown().collect::<Vec<_>>());
    }

    #[test]
    fn the_seed_changes_the_order_and_nothing_else(
        asked in any_questionnaire(), answers in any_answers(), one: u32, other: u32
    ) {
        // Rules that look into a section that changes places are defects: here all look at the first question, which
        // stands before everything.
        let mut asked = asked;
        asked.questions[0].section = None;
        asked.sections.iter_mut().for_each(|section| section.each_of = None);
        for rule in asked.questions.iter_mut().filter_map(|question| question.show_if.as_mut()) {
            for at in 1..12 {
                rule.rename(&format!("q{at}"), "q0");
            }
        }
        let sent = |seed: u32| Journey::new(&asked, &answers, seed).to_send();
        prop_assert_eq!(sent(one), sent(other));
    }
}

#[test]
fn comparisons_open_questions_too() {
    let asked = Questionnaire::of(vec![
        Question::new("age", "?", Kind::number(None, None)),
        yes_no("older", Some(Rule::compare("age", Compare::AtLeast, "16"))),
    ]);
    let said = |age: i64| [("age".to_string(), Given::Number(age))].into();
    assert_eq!(variables(&asked, &said(15), 0), ["age"]);
    assert_eq!(variables(&asked, &said(16), 0), ["age", "older"]);
}

#[test]
fn a_stop_is_found_again_by_its_number() {
    for stop in [Stop::at(0), Stop::at(41), Stop { position: 4, turn: Some(1) }] {
        assert_eq!(Stop::parse(&stop.number()), Some(stop));
    }
    for wrong in ["", "0", "x", "01", "1.", "1.0", ".1", "1.1.1", "-1", "+1", "99999999999999999999"] {
        assert_eq!(Stop::parse(wrong), None, "{wrong}");
    }
}
