//! Each finding has a case that shows it and one that does not.

mod largest;
mod numbers;
mod paths;
mod wording;

use super::*;
use crate::consultation::written::{complete, day};
use crate::consultation::{Check, Kind as Formality};
use crate::question::{Choice, Wording};
use crate::questionnaire::Defect;
use crate::respondent::AgeBand;

/// A consultation with nothing to find.
fn setup() -> Setup {
    Setup {
        child_title: "How do you get to school?".into(),
        purpose: "We want to know how you get to school.".into(),
        decided_already: "We can't spend more money.".into(),
        can_change: "You can change which buses run.".into(),
        ..complete()
    }
}

fn choices(labels: &[&str]) -> Vec<Choice> {
    labels.iter().enumerate().map(|(at, label)| Choice::new(format!("o{at}"), *label)).collect()
}

fn single(key: &str, text: &str, labels: &[&str]) -> Question {
    Question::new(key, text, Kind::single(choices(labels)))
}

fn asked() -> Questionnaire {
    Questionnaire::of(vec![
        single("way", "How do you get to school?", &["Walk", "Bus", "Car", "Something else"]),
        Question::new("ok", "Is your journey ok?", Kind::Faces),
        Question::new("worst", "What is the worst bit?", Kind::LongText),
    ])
}

fn case<'a>(setup: &'a Setup, questionnaire: &'a Questionnaire) -> Case<'a> {
    Case { setup, questionnaire, expected: None, holidays: &[], today: day("2026-02-09"), languages: &[] }
}

fn find(setup: &Setup, asked: &Questionnaire) -> Vec<Finding> {
    examine(&case(setup, asked))
}

fn problems(asked: &Questionnaire) -> Vec<Problem> {
    find(&setup(), asked).into_iter().map(|finding| finding.problem).collect()
}

#[test]
fn a_sound_consultation_has_nothing_to_find() {
    assert_eq!(find(&setup(), &asked()), vec![]);
}

#[test]
fn defects_stop_and_come_first_and_say_where() {
    let mut broken = asked();
    broken.questions[1].text = " ".into();
    broken.questions[0].sensitive = true;
    let found = find(&setup(), &broken);
    let no_text = Finding {
        weight: Weight::Stops,
        problem: Problem::Defect(Defect::NoText("ok".into())),
        question: Some("ok".into()),
        place: Place::Question("ok".into()),
    };
    assert_eq!(found[0], no_text);
    assert_eq!(found[1].problem, Problem::SensitiveFirst);
    assert_eq!(found.len(), 2, "the check of the questions is not said twice");
    let nothing = find(&setup(), &Questionnaire::default());
    assert_eq!(nothing[0].place, Place::Questions);
    assert_eq!(nothing[0].problem, Problem::Defect(Defect::NoQuestions));
}

#[test]
fn what_keeps_a_consultation_from_opening_stops_here_too() {
    let mut gaps = setup();
    gaps.safeguarding_plan.clear();
    gaps.decided_already.clear();
    gaps.decision_on = Some(day("2026-03-01"));
    gaps.feedback_on = None;
    let found = find(&gaps, &asked());
    let said: Vec<_> = found.iter().map(|finding| (finding.weight, finding.place.clone())).collect();
    assert_eq!(
        said,
        [
            (Weight::Stops, Place::Setup("decided_already")),
            (Weight::Stops, Place::Dates),
            (Weight::Stops, Place::Dates),
            (Weight::Stops, Place::Setup("safeguarding_plan")),
        ]
    );
    gaps.kind = Formality::Engagement;
    let found = find(&gaps, &asked());
    let weight = |check| found.iter().find(|f| f.problem == Problem::NotInPlace(check)).map(|f| f.weight);
    assert_eq!(weight(Check::DecidedAlready), Some(Weight::Advises), "Gunning advises an engagement");
    assert_eq!(weight(Check::SafeguardingPlan), Some(Weight::Stops), "safety binds everybody");
}

#[test]
fn a_formal_consultation_is_warned_of_little_time() {
    let mut short = setup();
    short.close_on = Some(day("2026-03-08"));
    let found = find(&short, &asked());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].problem, Problem::LittleTime { days: 27, least: 28 });
    assert_eq!((found[0].weight, found[0].place.clone()), (Weight::Warns, Place::Dates));
    short.kind = Formality::Engagement;
    assert_eq!(find(&short, &asked())[0].weight, Weight::Advises);
    short.close_on = Some(day("2026-03-09"));
    assert_eq!(find(&short, &asked()), vec![], "28 days are enough");
    short.close_on = Some(day("2026-02-01"));
    let past: Vec<_> = find(&short, &asked()).into_iter().map(|finding| finding.problem).collect();
    assert_eq!(past, [Problem::NotInPlace(Check::CloseDate)], "said once");
}

#[test]
fn holidays_are_counted_once_and_only_while_it_is_open() {
    let (setup, asked) = (setup(), asked());
    // 42 days are open.
    let with = |holidays: &[(NaiveDate, NaiveDate)]| examine(&Case { holidays, ..case(&setup, &asked) });
    let half_term = (day("2026-02-16"), day("2026-02-22"));
    assert_eq!(with(&[half_term]), vec![]);
    let overlapping = (day("2026-02-16"), day("2026-02-20"));
    let before = (day("2026-01-01"), day("2026-02-08"));
    let backwards = (day("2026-03-20"), day("2026-03-01"));
    assert_eq!(with(&[half_term, overlapping, half_term, before, backwards]), vec![]);
    // 7 + 7 are a third exactly; one more is too much.
    let easter = |last: &str| (day("2026-03-16"), day(last));
    assert_eq!(with(&[easter("2026-03-22"), half_term]), vec![]);
    assert_eq!(with(&[easter("2026-04-22"), half_term]), vec![], "after the last day nothing counts");
    let found = with(&[easter("2026-03-22"), half_term, (day("2026-02-20"), day("2026-02-23"))]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].problem, Problem::InHolidays { days: 15, of: 42 });
    assert_eq!(found[0].place, Place::Dates);
}

#[test]
fn every_problem_has_its_own_sentence() {
    let mut every = vec![
        Problem::NeverHolds,
        Problem::AlwaysHolds,
        Problem::SensitiveFirst,
        Problem::SensitiveLast,
        Problem::WordsFirst,
        Problem::NoWayOut,
    ];
    every
        .push(Problem::OptionsNotTranslated { lang: "cy".into(), options: vec!["Bus".into(), "Car".into()] });
    let data = every[6].data();
    assert_eq!(data[1], ("count", Datum::Number(2)));
    assert_eq!(data[2], ("options", Datum::Words("Bus, Car".into())));
    let mut keys: Vec<_> = every.iter().map(Problem::key).collect();
    assert!(keys.iter().all(|key| key.starts_with("clinic-")));
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 7);
}

#[test]
fn a_finding_is_told_from_every_other_one() {
    let long = |sentence: &str| Problem::LongSentence { words: 26, sentence: sentence.into() };
    let of = |place: Place, problem: Problem| Finding::of_all(Weight::Warns, place, problem).identity();
    let purpose = of(Place::Setup("purpose"), long("a"));
    assert_eq!(purpose, of(Place::Setup("purpose"), long("a")));
    assert_ne!(purpose, of(Place::Setup("purpose"), long("b")), "other words are another finding");
    assert_ne!(purpose, of(Place::Setup("can_change"), long("a")), "and so is another place");
    let check = |check| of(Place::Dates, Problem::NotInPlace(check));
    assert_ne!(check(Check::FeedbackDate), check(Check::FindingsDate));
    let days = |days| of(Place::Dates, Problem::LittleTime { days, least: 28 });
    assert_eq!(days(20), days(19), "tomorrow it is the same finding");
    let finding = |weight| Finding::of_all(weight, Place::Dates, Problem::NeverHolds).may_be_set_aside();
    assert!(finding(Weight::Warns) && finding(Weight::Advises) && !finding(Weight::Stops));
}

#[test]
fn the_reading_age_is_that_of_the_youngest() {
    let (mut setup, asked) = (setup(), asked());
    let (age, most) = reading_age(&case(&setup, &asked)).unwrap();
    assert_eq!(most, crate::readability::ReadingAge::years(10));
    assert!(age < most, "{age}");
    setup.bands.push(AgeBand::From8To10);
    assert_eq!(reading_age(&case(&setup, &asked)).unwrap().1, crate::readability::ReadingAge::years(8));
    let welsh = Questionnaire { lang: Some("cy".into()), ..asked };
    assert_eq!(reading_age(&case(&setup, &welsh)), None, "only English can be measured");
}
