use std::collections::HashSet;

use chrono::NaiveDate;

use super::*;
use crate::clinic::{Case, Problem, examine};
use crate::consultation::{Check, Setup};
use crate::readability::{self, Language, ReadingAge};
use crate::respondent::AgeBand;

fn text(question: &Question) -> String {
    format!("{}\n{}", question.text, question.hint.as_deref().unwrap_or_default())
}

#[test]
fn keys_are_sound_and_every_set_says_when_to_use_it() {
    let mut keys = HashSet::new();
    for ready in SETS {
        assert!(crate::slug::is_slug(ready.key) && keys.insert(ready.key), "{}", ready.key);
        assert!(!ready.title.is_empty() && ready.about.ends_with('.'), "{}", ready.key);
        assert_eq!(set(ready.key).map(|found| found.title), Some(ready.title));
    }
    assert!(set("bright-spots").is_none());
}

#[test]
fn every_set_is_sound() {
    for ready in SETS {
        let asked = (ready.questions)();
        assert_eq!(asked.defects(), vec![], "{}", ready.key);
        assert!((4..=10).contains(&asked.questions.len()), "{}", ready.key);
    }
}

#[test]
fn every_set_can_be_read_by_ten_year_olds() {
    let most = ReadingAge::years(10);
    for ready in SETS {
        let asked = (ready.questions)();
        let whole: Vec<String> = asked.questions.iter().map(text).collect();
        let age = readability::read(&whole.join("\n"), Language::English).age;
        assert!(age.is_some_and(|age| age < ReadingAge::years(9)), "{} {age:?}", ready.key);
        for question in &asked.questions {
            let age = readability::read(&text(question), Language::English).age;
            assert!(age.is_none_or(|age| age < most), "{} {} {age:?}", ready.key, question.key);
        }
    }
}

#[test]
fn the_clinic_finds_nothing_in_them() {
    let day = |text: &str| crate::day::parse(text).unwrap();
    let today: NaiveDate = day("2026-02-09");
    for ready in SETS {
        let asked = (ready.questions)();
        let setup = Setup {
            close_on: Some(day("2026-03-22")),
            minutes: 10,
            bands: vec![AgeBand::From11To13, AgeBand::From14To15],
            ..Setup::default()
        };
        let case = Case {
            setup: &setup,
            questionnaire: &asked,
            expected: Some(500),
            holidays: &[],
            today,
            languages: &[],
        };
        let found: Vec<_> = examine(&case)
            .into_iter()
            // What only the people who ask can write.
            .filter(
                |finding| !matches!(finding.problem, Problem::NotInPlace(check) if check != Check::Questions),
            )
            .collect();
        assert_eq!(found, vec![], "{}", ready.key);
    }
}
