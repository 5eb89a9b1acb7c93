use earshot_app::pages::desk::questions as pages;

use super::*;

fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields(pairs.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect())
}

fn keys(options: &[Choice]) -> Vec<&str> {
    options.iter().map(|option| option.key.as_str()).collect()
}

#[test]
fn answers_keep_their_keys() {
    let before = [Choice::new("b", "Bus"), Choice::new("w", "Walk"), Choice::new("o", "Other")];
    // Moved, one with other words in its place, one new.
    let read = read_options(&option_lines("Walk\nSchool bus | or public bus\nOther\nBus stop 7"), &before);
    assert_eq!(keys(&read), ["w", "school_bus", "o", "bus_stop_7"]);
    let read = read_options(&option_lines("School bus\nWalk\nOther"), &before);
    assert_eq!(keys(&read), ["b", "w", "o"]);
    assert_eq!(read[0].label, "School bus");
}

#[test]
fn new_answers_get_keys_of_their_own() {
    let read = read_options(&option_lines("Yes!\n\n  yes?  \n???\n\u{1f68c}\nA | b | c"), &[]);
    assert_eq!(keys(&read), ["yes", "yes_2", "option", "option_2", "a_b"]);
    assert_eq!((read[4].label.as_str(), read[4].note.as_deref()), ("A | b", Some("c")));
}

#[test]
fn a_question_comes_back_as_it_was_shown() {
    let mut asked = Question::new(
        "how",
        "How?",
        Kind::single(vec![Choice::new("b", "Bus | tram"), Choice::new("w", "Walk")]),
    );
    asked.hint = Some("Most days".into());
    let mut age = Question::new("age", "How old?", Kind::number(Some(5), None));
    age.advised = true;
    let mut why = Question::new(
        "why",
        "Why?",
        Kind::multi(
            vec![Choice { note: Some("late".into()), ..Choice::new("l", "Late") }, Choice::new("f", "Full")],
            Some(2),
        ),
    );
    why.show_if = Some(Rule::All(vec![Rule::is("how", "b"), Rule::is("age", "12")]));
    let questionnaire = Questionnaire::of(vec![asked, age, why]);
    for (at, question) in questionnaire.questions.iter().enumerate() {
        let typed = pages::typed_question(question, &questionnaire);
        assert_eq!(read_question(&Fields(typed.0), at, &questionnaire).as_ref(), Ok(question));
    }
}

#[test]
fn what_cannot_be_taken_is_said_by_its_field() {
    let questionnaire = Questionnaire::of(vec![
        Question::new("a", "A?", Kind::Faces),
        Question::new("b", "B?", Kind::LongText),
    ]);
    let sent = fields(&[
        ("text", " "),
        ("type", "multi"),
        ("options", "One\nOne"),
        ("most", "3"),
        ("key", "a"),
        ("if_0", "a=#"),
    ]);
    assert_eq!(
        read_question(&sent, 1, &questionnaire),
        Err(vec![
            Refusal::Missing("text"),
            Refusal::Taken("options"),
            Refusal::Unreadable("most"),
            Refusal::Taken("key"),
            Refusal::Unreadable("show_if"),
        ])
    );
}

#[test]
fn no_question_takes_the_column_of_one_that_was_asked_once() {
    let mut questionnaire = Questionnaire::of(vec![Question::new("a", "A?", Kind::Faces)]);
    questionnaire.retired = vec![Question::new("b", "B?", Kind::Faces)];
    let sent = fields(&[("text", "A?"), ("type", "faces"), ("key", "b")]);
    assert_eq!(read_question(&sent, 0, &questionnaire), Err(vec![Refusal::Taken("key")]));
}

#[test]
fn a_new_key_is_followed_by_those_who_name_it() {
    let mut later = Question::new("later", "Later?", Kind::Faces);
    later.show_if = Some(Rule::is("old", "1"));
    let mut questionnaire = Questionnaire::of(vec![Question::new("old", "Old?", Kind::Faces), later]);
    put(&mut questionnaire, 0, Question::new("new", "New?", Kind::Faces));
    assert_eq!(questionnaire.questions[1].show_if, Some(Rule::is("new", "1")));
    assert_eq!(questionnaire.defects(), vec![]);
}

#[test]
fn a_question_that_goes_into_a_section_stands_with_its_questions() {
    use earshot_domain::questionnaire::Section;
    let within = |key: &str, section: Option<&str>| Question {
        section: section.map(Into::into),
        ..Question::new(key, "?", Kind::Faces)
    };
    let mut questionnaire = Questionnaire::of(vec![
        within("a", Some("s")),
        within("b", Some("s")),
        within("c", None),
        within("d", None),
    ]);
    questionnaire.sections = vec![Section::new("s", "S")];
    assert_eq!(put(&mut questionnaire, 3, within("d", Some("s"))), 2);
    assert_eq!(questionnaire.defects(), vec![]);
    assert_eq!(put(&mut questionnaire, 1, within("b", None)), 2, "from the middle it goes behind");
    let keys: Vec<_> = questionnaire.questions.iter().map(|question| question.key.as_str()).collect();
    assert_eq!(keys, ["a", "d", "b", "c"]);
    assert_eq!(questionnaire.defects(), vec![]);
    assert_eq!(put(&mut questionnaire, 1, within("d", Some("s"))), 1, "nothing moves that stays");
}

#[test]
fn keys_are_made_from_words_and_stay_apart() {
    let questionnaire = Questionnaire::of(vec![Question::new("how_is_it", "How is it?", Kind::Faces)]);
    assert_eq!(key_from("How is it?", &questionnaire, None), "how_is_it_2");
    assert_eq!(key_from("How is it?", &questionnaire, Some(0)), "how_is_it");
    assert_eq!(key_from("???", &questionnaire, None), "question");
    assert!(is_key(&key_from(&"very long ".repeat(30), &questionnaire, None)));
}

#[test]
fn every_type_comes_back_as_it_was_shown() {
    let options =
        || vec![Choice::new("bus", "Bus"), Choice::new("car", "Car"), Choice::new("none", "None").alone()];
    let plain = || vec![Choice::new("bus", "Bus"), Choice::new("car", "Car")];
    let statements = vec![Choice::new("safe", "I feel safe"), Choice::new("late", "I am late")];
    let mut picture = plain();
    picture[1].picture = Some("car.png".into());
    let kinds = [
        Kind::Single(Single { options: plain(), shuffle: true }),
        Kind::Multi(Multi { options: options(), min: Some(1), max: Some(2), shuffle: true }),
        Kind::Faces,
        Kind::Agree,
        Kind::Rating(Rating {
            from: 0,
            to: 10,
            ends: vec![Choice::new("0", "Bad"), Choice::new("10", "Good")],
        }),
        Kind::YesNoUnsure,
        Kind::Ranking(Ranking { options: plain(), shuffle: true }),
        Kind::number(Some(-1), Some(1)),
        Kind::ShortText,
        Kind::LongText,
        Kind::Photo,
        Kind::Audio,
        Kind::When,
        Kind::Picture(Picture { options: picture, several: true, shuffle: false }),
        Kind::Area(Area::default()),
        Kind::Area(Area { within: Some("north".into()), level: Some(2), ..Area::default() }),
        Kind::Grid(Grid { statements: statements.clone(), scale: Scale::Faces }),
        Kind::Grid(Grid { statements, scale: Scale::Options(plain()) }),
        Kind::Info,
    ];
    for kind in kinds {
        let mut question = Question::new("q", "What?", kind);
        question.sensitive = true;
        let questionnaire = Questionnaire::of(vec![question]);
        let typed = pages::typed_question(&questionnaire.questions[0], &questionnaire);
        assert_eq!(
            read_question(&Fields(typed.0), 0, &questionnaire).as_ref(),
            Ok(&questionnaire.questions[0])
        );
    }
}

#[test]
fn every_rule_comes_back_as_it_was_shown() {
    let statements = vec![Choice::new("safe", "I feel safe")];
    let earlier = || {
        vec![
            Question::new("age", "How old?", Kind::number(None, None)),
            Question::new("ok", "OK?", Kind::Faces),
            Question::new(
                "feel",
                "And?",
                Kind::Grid(Grid { statements: statements.clone(), scale: Scale::Agree }),
            ),
        ]
    };
    let row = Test { question: "feel".into(), row: Some("safe".into()), is: Compare::Is, value: "2".into() };
    for rule in [
        Rule::compare("age", Compare::AtLeast, "12"),
        Rule::is("age", "12"),
        Rule::compare("ok", Compare::Less, "3"),
        Rule::Any(vec![Rule::is("ok", "1").negated(), Rule::Answered("age".into())]),
        Rule::All(vec![Rule::Answered("age".into()).negated(), Rule::Test(row)]),
        Rule::Any(vec![Rule::All(vec![Rule::is("ok", "1"), Rule::is("age", "3")]), Rule::is("ok", "2")]),
        // As many rows as a file may bring, more than a form has, and none at all.
        Rule::Any((0..100).map(|age| Rule::is("age", age.to_string())).collect()),
        Rule::Any((0..101).map(|age| Rule::is("age", age.to_string())).collect()),
        Rule::Any(Vec::new()),
        Rule::All(Vec::new()),
    ] {
        let mut questions = earlier();
        questions.push(Question::new("q", "What?", Kind::LongText).only_if(rule));
        let questionnaire = Questionnaire::of(questions);
        let typed = pages::typed_question(&questionnaire.questions[3], &questionnaire);
        assert_eq!(
            read_question(&Fields(typed.0), 3, &questionnaire).as_ref(),
            Ok(&questionnaire.questions[3])
        );
    }
}

#[test]
fn a_pasted_page_is_refused_before_it_gets_keys() {
    let mut refusals = Vec::new();
    // Every line the same: each key would be sought behind those of all the lines before it.
    let sent = fields(&[("type", "single"), ("options", &"A\n".repeat(100_000))]);
    let kind = read_kind(&sent, None, &mut refusals).unwrap();
    assert_eq!(kind.options().len(), MAX_OPTIONS);
    let too_many = Refusal::TooMany { field: "options", max: MAX_OPTIONS };
    assert_eq!(refusals, [too_many, Refusal::Taken("options")]);
}

#[test]
fn answers_that_go_by_themselves_stay_so() {
    let all = vec![
        Choice::new("all", "All of these").alone(),
        Choice::new("bus", "Bus"),
        Choice::new("none", "None").alone(),
    ];
    let before = Kind::multi(all, None);
    let alone = |options: &str, last: &str| {
        let sent = fields(&[("type", "multi"), ("options", options), ("alone", last)]);
        let kind = read_kind(&sent, Some(&before), &mut Vec::new()).unwrap();
        let alone = kind.options().iter().filter(|option| option.alone);
        alone.map(|option| option.key.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(alone("All of these\nBus\nNone", "yes"), "all none");
    assert_eq!(alone("All of these\nBus\nNone", ""), "all", "the box was emptied");
    assert_eq!(alone("Bus\nAll of these", ""), "all", "the box was not about this one");
    assert_eq!(alone("Bus\nTram", "yes"), "tram");
}

#[test]
fn a_rule_is_read_whole_or_refused() {
    let rows = |rows: &[usize]| {
        let sent = rows.iter().map(|row| (format!("if_{row}"), format!("q=v{row}\u{0}"))).collect();
        let mut refusals = Vec::new();
        (read_rule(&Fields(sent), &mut refusals), refusals)
    };
    let all: Vec<usize> = (0..101).collect();
    assert_eq!(rows(&all), (None, vec![Refusal::TooMany { field: "show_if", max: 100 }]));
    // Whatever number a row has, and without the letters that no database takes.
    let both = Rule::All(vec![Rule::is("q", "v1"), Rule::is("q", "v7000")]);
    assert_eq!(rows(&[7000, 1]), (Some(both), Vec::new()));
    let mut refusals = Vec::new();
    let whole = fields(&[("rule", r#"{"any":[{"test":{"question":"q","value":"a\u0000b"}}]}"#)]);
    assert_eq!(read_rule(&whole, &mut refusals), Some(Rule::Any(vec![Rule::is("q", "ab")])));
    assert_eq!(refusals, []);
}

#[test]
fn other_words_stay_without_those_of_answers_that_are_gone() {
    let mut question =
        Question::new("q", "What?", Kind::single(vec![Choice::new("a", "A"), Choice::new("b", "B")]));
    let labels = vec![("a".into(), "Ah".into()), ("b".into(), "Bee".into())];
    question.wordings = vec![Wording { lang: Some("cy".into()), labels, ..Wording::default() }];
    let questionnaire = Questionnaire::of(vec![question]);
    let typed = pages::typed_question(&questionnaire.questions[0], &questionnaire);
    let read = read_question(&Fields(typed.0), 0, &questionnaire);
    assert_eq!(read.as_ref(), Ok(&questionnaire.questions[0]));
    let sent = fields(&[("text", "What?"), ("key", "q"), ("type", "single"), ("options", "B\nC")]);
    let read = read_question(&sent, 0, &questionnaire).unwrap();
    assert_eq!(read.wordings[0].labels, [("b".to_string(), "Bee".to_string())]);
}
