//! Words, languages, age bands.

use super::*;
use crate::readability::ReadingAge;

fn with(question: Question) -> Questionnaire {
    let mut asked = asked();
    asked.questions.insert(1, question);
    asked
}

fn yes_no(text: &str) -> Questionnaire {
    with(Question::new("q", text, Kind::YesNoUnsure))
}

#[test]
fn a_question_that_is_too_hard_is_found_for_the_youngest_who_get_it() {
    let hard = "Is the transportation infrastructure in your immediate residential neighbourhood satisfactory at present?";
    let found = find(&setup(), &yes_no(hard));
    let at: Vec<_> = found.iter().filter(|f| matches!(f.problem, Problem::ReadingAge { .. })).collect();
    assert_eq!(at.len(), 1, "once, not for every band");
    assert_eq!((at[0].weight, at[0].place.clone()), (Weight::Warns, Place::Question("q".into())));
    let few = find(&setup(), &yes_no("Is transportation satisfactory?"));
    assert!(
        few.iter().any(|f| matches!(f.problem, Problem::ReadingAge { .. }) && f.weight == Weight::Advises)
    );
    assert_eq!(problems(&yes_no("Is your bus on time?")), vec![]);
    assert_eq!(
        problems(&yes_no("Have you got another idea?")),
        vec![],
        "one long word among five is no harm"
    );
}

#[test]
fn the_youngest_band_has_its_own_limit_and_its_own_words() {
    let middling = "Do you think that the journey to your school in the morning takes too long on most days?";
    let mut asked = yes_no(middling);
    assert_eq!(problems(&asked), vec![], "fine from 11");
    let mut young = setup();
    young.bands.push(AgeBand::From8To10);
    let found = find(&young, &asked);
    let most = ReadingAge::years(8);
    assert!(
        matches!(found[0].problem, Problem::ReadingAge { most: limit, .. } if limit == most),
        "{found:#?}"
    );
    asked.questions[1].wordings = vec![Wording {
        band: Some(AgeBand::From8To10),
        text: "Is it a long way to school?".into(),
        ..Wording::default()
    }];
    let found = find(&young, &asked);
    assert!(!found.iter().any(|f| matches!(f.problem, Problem::ReadingAge { .. })), "{found:#?}");
}

#[test]
fn all_questions_together_may_be_too_hard() {
    let hard = |key: &str| {
        Question::new(
            key,
            "Is the neighbourhood transportation infrastructure satisfactory to you at present?",
            Kind::YesNoUnsure,
        )
    };
    let all = Questionnaire::of(vec![hard("a"), hard("b"), hard("c")]);
    let found = find(&setup(), &all);
    let whole: Vec<_> =
        found.iter().filter(|f| matches!(f.problem, Problem::ReadingAgeOfAll { .. })).collect();
    assert_eq!(whole.len(), 1);
    assert_eq!((whole[0].question.clone(), whole[0].place.clone()), (None, Place::Questions));
    assert!(!problems(&asked()).iter().any(|p| matches!(p, Problem::ReadingAgeOfAll { .. })));
}

#[test]
fn what_is_written_about_it_is_read_too() {
    let mut office = setup();
    office.can_change = "The commissioning authority is considering the reconfiguration of existing transportation \
                         provision across the county in order to facilitate long term sustainability, and will \
                         take account of your representations."
        .into();
    let found = find(&office, &asked());
    assert!(found.iter().all(|finding| finding.place == Place::Setup("can_change")), "{found:#?}");
    let has = |is: fn(&Problem) -> bool| found.iter().any(|finding| is(&finding.problem));
    assert!(has(|p| matches!(p, Problem::ReadingAgeOfText { .. })));
    assert!(has(|p| matches!(p, Problem::LongSentence { words: 28, .. })), "{found:#?}");
    assert!(has(|p| matches!(p, Problem::Jargon { .. })));
}

#[test]
fn a_sentence_of_more_than_25_words_is_found() {
    let words = |n: usize| format!("Is it {}ok?", "a day or ".repeat(n));
    let long = problems(&yes_no(&words(8)));
    assert!(long.iter().any(|p| matches!(p, Problem::LongSentence { words: 27, .. })), "{long:#?}");
    assert!(!problems(&yes_no(&words(7))).iter().any(|p| matches!(p, Problem::LongSentence { .. })));
}

#[test]
fn words_of_the_office_are_found_in_questions_and_options_once() {
    let asked = with(single("q", "Is your placement ok?", &["My placement", "Respite", "EHCP", "Other"]));
    let found = problems(&asked);
    assert_eq!(
        found,
        [
            Problem::Jargon { found: "placement".into(), instead: "home".into() },
            Problem::Jargon { found: "Respite".into(), instead: "a break away".into() },
            Problem::Unexplained {
                found: "EHCP".into(),
                meaning: "a plan that says what help you must get".into()
            },
        ]
    );
    assert_eq!(problems(&yes_no("Is your home ok?")), vec![]);
}

#[test]
fn how_a_question_is_put_is_looked_at() {
    for (text, expected) in [
        ("Is the bus cheap and fast?", Problem::DoubleBarrelled { words: "cheap and fast".into() }),
        ("Don't you think it is late?", Problem::Leading { words: "don't you".into() }),
        ("Do you use our brilliant bus?", Problem::Loaded { word: "brilliant".into() }),
        ("Is the bus always late?", Problem::Absolute { word: "always".into() }),
        ("Do you not feel unsafe?", Problem::DoubleNegative { words: "not \u{2026} unsafe".into() }),
        ("I do not feel safe.", Problem::NegativeStatement { word: "not".into() }),
    ] {
        assert!(problems(&yes_no(text)).contains(&expected), "{text} {:#?}", problems(&yes_no(text)));
    }
    assert_eq!(problems(&yes_no("Is the bus late?")), vec![]);
}

#[test]
fn only_english_words_are_judged() {
    let mut welsh = yes_no("Is the transportation provision always satisfactory and adequate?");
    assert!(problems(&welsh).len() > 2);
    welsh.lang = Some("cy".into());
    assert_eq!(problems(&welsh), vec![]);
    welsh.languages = vec!["en".into()];
    let english = |text: &str| Wording { lang: Some("en".into()), text: text.into(), ..Wording::default() };
    welsh.questions[1].wordings = vec![english("Is the placement ok?")];
    assert!(
        problems(&welsh).contains(&Problem::Jargon { found: "placement".into(), instead: "home".into() })
    );
}

fn welsh(text: &str, labels: &[(&str, &str)]) -> Wording {
    let labels = labels.iter().map(|(key, label)| ((*key).to_string(), (*label).to_string())).collect();
    Wording { lang: Some("cy".into()), text: text.into(), labels, ..Wording::default() }
}

fn translated() -> Questionnaire {
    let mut asked = asked();
    asked.languages = vec!["cy".into()];
    let labels = [("o0", "Cerdded"), ("o1", "Bws"), ("o2", "Car"), ("o3", "Rhywbeth arall")];
    asked.questions[0].wordings = vec![welsh("Sut wyt ti'n teithio?", &labels)];
    asked.questions[1].wordings = vec![welsh("Ydy'r daith yn iawn?", &[])];
    asked.questions[2].wordings = vec![welsh("Beth sydd waethaf?", &[])];
    asked
}

#[test]
fn what_a_language_lacks_is_named() {
    assert_eq!(problems(&translated()), vec![]);
    let mut lacks = translated();
    lacks.questions[0].wordings[0].labels.truncate(2);
    lacks.questions[1].hint = Some("Choose a face.".into());
    lacks.questions[2].wordings.clear();
    lacks.questions[2].section = Some("end".into());
    lacks.sections = vec![crate::questionnaire::Section::new("end", "The end")];
    let lang = || "cy".to_string();
    let found = find(&setup(), &lacks);
    assert!(found.iter().all(|finding| finding.place == Place::Languages));
    let said: Vec<_> =
        found.into_iter().map(|f| (f.weight, f.question.unwrap_or_default(), f.problem)).collect();
    assert_eq!(
        said,
        [
            (
                Weight::Warns,
                "way".to_string(),
                Problem::OptionsNotTranslated {
                    lang: lang(),
                    options: vec!["Car".into(), "Something else".into()]
                }
            ),
            (Weight::Warns, "worst".to_string(), Problem::NotTranslated { lang: lang() }),
            (
                Weight::Warns,
                String::new(),
                Problem::TitleNotTranslated { lang: lang(), section: "The end".into() }
            ),
            (Weight::Advises, "ok".to_string(), Problem::HintNotTranslated { lang: lang() }),
        ]
    );
}

#[test]
fn a_language_that_has_to_be_offered_stops() {
    let (setup, english, mut both) = (setup(), asked(), translated());
    let languages = ["en".to_string(), "cy".to_string()];
    let with = |asked: &Questionnaire| examine(&Case { languages: &languages, ..case(&setup, asked) });
    let found = with(&english);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].problem, Problem::LanguageNotOffered { lang: "cy".into() });
    assert_eq!(found[0].weight, Weight::Stops);
    assert_eq!(with(&both), vec![]);
    both.questions[2].wordings.clear();
    assert_eq!(with(&both)[0].weight, Weight::Stops, "in part is not offered");
}

#[test]
fn words_for_an_age_band_are_for_all_questions_and_for_somebody() {
    let mut asked = asked();
    let for_band =
        |band| Wording { band: Some(band), text: "How do you get there?".into(), ..Wording::default() };
    asked.questions[0].wordings = vec![for_band(AgeBand::From11To13), for_band(AgeBand::From18To25)];
    assert_eq!(
        problems(&asked),
        [
            Problem::BandInPart { band: AgeBand::From11To13, missing: 2, of: 3 },
            Problem::BandNotAsked { band: AgeBand::From18To25 },
        ]
    );
    for question in &mut asked.questions {
        question.wordings = vec![for_band(AgeBand::From11To13)];
    }
    assert_eq!(problems(&asked), vec![]);
}

#[test]
fn easy_read_is_for_all_questions() {
    let mut asked = asked();
    let easy = || Wording { easy: true, text: "Your way to school".into(), ..Wording::default() };
    asked.questions[0].wordings = vec![easy()];
    assert_eq!(problems(&asked), [Problem::EasyReadInPart { missing: 2, of: 3 }]);
    for question in &mut asked.questions {
        question.wordings = vec![easy()];
    }
    assert_eq!(problems(&asked), vec![]);
}
