//! Each type and property: what it becomes, or what is said of it.

use earshot_domain::question::{Choice, Given, Grid, Kind, Number, Ranking, Rating, Scale};
use earshot_domain::rule::{Compare, Rule, Test};
use serde_json::json;

use super::{keys, of, said, whole};
use crate::reading::Reading;

fn kind(element: &serde_json::Value) -> Kind {
    let reading = of(&json!([element]));
    assert_eq!(said(&reading.problems), [] as [&str; 0]);
    reading.questionnaire.questions[0].kind.clone()
}

fn choices(list: &[(&str, &str)]) -> Vec<Choice> {
    list.iter().map(|(key, label)| Choice::new(*key, *label)).collect()
}

#[test]
fn every_type_that_can_be_asked_is_asked() {
    let ab = json!(["a", {"value": "b", "text": "Bee"}, 3]);
    let abc = choices(&[("a", "a"), ("b", "Bee"), ("3", "3")]);
    assert_eq!(
        kind(&json!({"type": "dropdown", "name": "q", "choices": ["a|a", "b|Bee", "3|3"]})),
        Kind::single(abc.clone())
    );
    for name in ["radiogroup", "dropdown"] {
        assert_eq!(kind(&json!({"type": name, "name": "q", "choices": ab})), Kind::single(abc.clone()));
    }
    for name in ["checkbox", "tagbox"] {
        let element = json!({"type": name, "name": "q", "choices": ab, "maxSelectedChoices": 2});
        assert_eq!(kind(&element), Kind::multi(abc.clone(), Some(2)));
    }
    assert_eq!(kind(&json!({"type": "text", "name": "q"})), Kind::ShortText);
    assert_eq!(kind(&json!({"type": "comment", "name": "q"})), Kind::LongText);
    assert_eq!(
        kind(&json!({"type": "text", "name": "q", "inputType": "number", "min": 0.5, "max": "20"})),
        Kind::Number(Number { min: Some(1), max: Some(20) })
    );
    let rating = |from, to| Kind::Rating(Rating { from, to, ends: vec![] });
    assert_eq!(kind(&json!({"type": "rating", "name": "q"})), rating(1, 5));
    assert_eq!(kind(&json!({"type": "rating", "name": "q", "rateMin": 0, "rateMax": 10})), rating(0, 10));
    assert_eq!(kind(&json!({"type": "rating", "name": "q", "rateValues": [1, 2, 3]})), rating(1, 3));
    assert_eq!(kind(&json!({"type": "rating", "name": "q", "rateType": "smileys"})), Kind::Faces);
    assert_eq!(
        kind(
            &json!({"type": "rating", "name": "q", "rateValues": [{"value": 1, "text": "Low"}, {"value": 2, "text": "High"}]})
        ),
        Kind::single(choices(&[("1", "Low"), ("2", "High")]))
    );
    assert_eq!(
        kind(&json!({"type": "ranking", "name": "q", "choices": ab, "choicesOrder": "random"})),
        Kind::Ranking(Ranking { options: abc.clone(), shuffle: true })
    );
    assert_eq!(
        kind(&json!({"type": "boolean", "name": "q", "labelFalse": "Never"})),
        Kind::single(choices(&[("true", "Yes"), ("false", "Never")]))
    );
    let Kind::Picture(picture) =
        kind(&json!({"type": "imagepicker", "name": "q", "choices": ab, "multiSelect": true}))
    else {
        panic!()
    };
    assert_eq!((picture.options, picture.several), (abc.clone(), true));
    assert_eq!(
        kind(
            &json!({"type": "matrix", "name": "q", "columns": ab, "rows": ["x", {"value": "y", "text": "Why"}]})
        ),
        Kind::Grid(Grid { statements: choices(&[("x", "x"), ("y", "Why")]), scale: Scale::Options(abc) })
    );
}

#[test]
fn options_that_stand_apart_are_options_and_other_asks_for_words() {
    let reading = of(&json!([{
        "type": "checkbox", "name": "q", "choices": ["a", "b"], "showOtherItem": true, "otherText": "Else",
        "hasNone": true, "noneText": "Nothing", "choicesOrder": "random",
    }]));
    assert_eq!(keys(&reading), ["q", "q_other"]);
    let [q, other] = &reading.questionnaire.questions[..] else { panic!() };
    let Kind::Multi(multi) = &q.kind else { panic!() };
    assert_eq!(multi.options[2], Choice { fixed: true, ..Choice::new("other", "Else") });
    assert_eq!(multi.options[3], Choice::new("none", "Nothing").alone());
    assert!(multi.shuffle && other.with_previous);
    assert_eq!((&other.kind, &other.show_if), (&Kind::ShortText, &Some(Rule::is("q", "other"))));
    assert_eq!(reading.questionnaire.defects(), []);
}

#[test]
fn what_cannot_be_asked_is_named_by_page_and_question() {
    let elements = json!([
        {"type": "text", "name": "ok"},
        {"type": "matrixdynamic", "name": "m", "columns": [{"name": "c"}]},
        {"type": "file", "name": "f"},
        {"type": "text", "name": "d", "inputType": "date"},
        {"type": "dropdown", "name": "w", "choicesByUrl": {"url": "https://example.org"}},
        {"type": "paneldynamic", "name": "pd", "templateElements": [{"type": "text", "name": "x"}]},
        {"type": "radiogroup", "name": "one", "choices": ["a"]},
        {"type": "text", "name": "ok"},
        {"type": "text"},
        {"type": "hologram", "name": "h"},
        {"type": "text", "name": "v", "visible": false},
        {"type": "text", "name": "late", "visibleIf": "{f} notempty"},
        {"type": "text", "name": "sum", "visibleIf": "{ok} + 1 = 2"},
        7,
    ]);
    let reading = of(&elements);
    assert_eq!(keys(&reading), ["ok"]);
    let places: Vec<&str> = reading.problems.iter().map(|problem| problem.place.as_str()).collect();
    for place in ["m", "f", "d", "w", "pd", "one", "ok", "h", "v", "late: visibleIf", "sum: visibleIf"] {
        assert!(places.contains(&format!("page 1, question {place}").as_str()), "{place}: {places:?}");
    }
    assert!(places.contains(&"page 1, element 9") && places.contains(&"page 1, element 14"), "{places:?}");
    assert_eq!(reading.questionnaire.defects(), []);
}

#[test]
fn what_is_taken_differently_is_a_note() {
    let reading = whole(&json!({
        "title": {"default": "<b>Our</b> park", "cy": "Ein parc"},
        "description": "All about it",
        "triggers": [{"type": "complete"}], "calculatedValues": [], "completedHtml": "<p>Bye</p>",
        "wholly": "unknown",
        "pages": [{"elements": [
            {"type": "text", "name": "q", "title": "Why<script>alert(1)</script>?", "isRequired": true,
             "validators": [{"type": "regex"}], "defaultValue": "x", "sparkle": 3, "maxLength": 20},
        ]}],
    }));
    assert_eq!(reading.title.as_deref(), Some("Our park"));
    let question = &reading.questionnaire.questions[0];
    assert_eq!((question.text.as_str(), question.advised), ("Why?", true));
    assert_eq!(said(&reading.problems), [] as [&str; 0]);
    let notes = said(&reading.notes).join("\n");
    for word in [
        "All about it",
        "triggers",
        "calculated",
        "words at the end",
        "wholly",
        "HTML",
        "advice",
        "checks",
        "filled in",
        "sparkle",
        "maxLength",
    ] {
        assert!(notes.contains(word), "{word}: {notes}");
    }
}

#[test]
fn pages_panels_and_titles_keep_their_order_and_their_words() {
    let reading = whole(&json!({"pages": [
        {"name": "one", "title": "First", "visibleIf": "true", "elements": [
            {"type": "text", "name": "a"}, {"type": "text", "name": "b"},
        ]},
        {"name": "two", "title": "Second", "description": "About two", "elements": [
            {"type": "text", "name": "c"},
            {"type": "panel", "name": "box", "title": "Box", "visibleIf": "{a} notempty", "elements": [
                {"type": "panel", "name": "inner", "visibleIf": "{b} notempty", "elements": [
                    {"type": "text", "name": "d"},
                ]},
                {"type": "text", "name": "e", "visibleIf": "{d} empty"},
            ]},
        ]},
    ]}));
    assert_eq!(said(&reading.problems), [] as [&str; 0]);
    assert_eq!(keys(&reading), ["a", "b", "two_title", "two_about", "c", "d", "e"]);
    let asked = &reading.questionnaire;
    let with: Vec<bool> = asked.questions.iter().map(|question| question.with_previous).collect();
    assert_eq!(with, [false, true, false, true, true, true, true]);
    assert_eq!(asked.section_of(&asked.questions[0]).unwrap().title, "First");
    assert_eq!(asked.section_of(&asked.questions[4]), None);
    let section = asked.section_of(&asked.questions[5]).unwrap();
    assert_eq!((section.title.as_str(), &section.show_if), ("Box", &Some(Rule::Answered("a".into()))));
    assert_eq!(asked.questions[5].show_if, Some(Rule::Answered("b".into())));
    assert_eq!(asked.questions[2].kind, Kind::Info);
    assert_eq!(asked.questions[2].text, "Second");
}

/// The rule of a question that comes after one of every kind.
fn rule(condition: &str) -> Result<Rule, Vec<String>> {
    let mut reading: Reading = of(&json!([
        {"type": "radiogroup", "name": "way", "choices": ["bus", {"value": "on foot", "text": "Walk"}]},
        {"type": "checkbox", "name": "ways", "choices": ["bus", "car", "bike"]},
        {"type": "text", "inputType": "number", "name": "age"},
        {"type": "boolean", "name": "yes"},
        {"type": "comment", "name": "words"},
        {"type": "matrix", "name": "feel", "columns": [1, 2, 3], "rows": ["safe", "late at night"]},
        {"type": "ranking", "name": "order", "choices": ["x", "y"]},
        {"type": "text", "name": "q", "visibleIf": condition},
    ]));
    if reading.problems.is_empty() {
        Ok(reading.questionnaire.questions.pop().unwrap().show_if.unwrap())
    } else {
        Err(said(&reading.problems))
    }
}

#[test]
fn conditions_become_rules() {
    let not = |rule: Rule| Rule::Not(Box::new(rule));
    let row = |row: &str, is, value: &str| {
        Rule::Test(Test { question: "feel".into(), row: Some(row.into()), is, value: value.into() })
    };
    for (condition, expected) in [
        ("{way} = 'bus'", Rule::is("way", "bus")),
        ("{Way} = 'on foot'", Rule::is("way", "on_foot")),
        (
            "{way} = 'BUS' or {way} = 'On Foot'",
            Rule::Any(vec![Rule::is("way", "bus"), Rule::is("way", "on_foot")]),
        ),
        ("{way} <> 'bus'", not(Rule::is("way", "bus"))),
        (
            "{way} anyof ['bus', 'on foot']",
            Rule::Any(vec![Rule::is("way", "bus"), Rule::is("way", "on_foot")]),
        ),
        ("{ways} contains 'car'", Rule::is("ways", "car")),
        ("{ways} notcontains 'car'", not(Rule::is("ways", "car"))),
        ("{ways} allof ['car', 'bus']", Rule::All(vec![Rule::is("ways", "car"), Rule::is("ways", "bus")])),
        (
            "{ways} = ['car']",
            Rule::All(vec![
                Rule::is("ways", "car"),
                not(Rule::is("ways", "bus")),
                not(Rule::is("ways", "bike")),
            ]),
        ),
        ("{age} >= 12", Rule::compare("age", Compare::AtLeast, "12")),
        ("{age} > 12.5", Rule::compare("age", Compare::AtLeast, "13")),
        ("{age} < '12'", Rule::compare("age", Compare::Less, "12")),
        ("12.0 = {age}", Rule::is("age", "12")),
        ("{yes} = true", Rule::is("yes", "true")),
        ("{yes}", Rule::is("yes", "true")),
        ("!({yes} = false)", not(Rule::is("yes", "false"))),
        ("{words} notempty", Rule::Answered("words".into())),
        ("{words} empty", not(Rule::Answered("words".into()))),
        ("{feel.safe} = 2", row("safe", Compare::Is, "2")),
        ("{feel.late at night} > 1", row("late_at_night", Compare::More, "1")),
        ("{order[0]} = 'y'", Rule::is("order", "y")),
        (
            "{yes} = true and ({age} = 1 or {age} = 2)",
            Rule::All(vec![
                Rule::is("yes", "true"),
                Rule::Any(vec![Rule::is("age", "1"), Rule::is("age", "2")]),
            ]),
        ),
        ("false", Rule::Any(vec![])),
    ] {
        assert_eq!(rule(condition), Ok(expected), "{condition}");
    }
}

#[test]
fn conditions_that_mean_nothing_here_are_named_with_their_question() {
    for (condition, why) in [
        ("{nobody} = 1", "no question that was taken"),
        ("{way} = 'plane'", "cannot be answered with"),
        ("{way} contains 'b'", "one answer"),
        ("{ways} = 'bus'", "only choice"),
        ("{words} = 'x'", "own words"),
        ("{words} > 3", "no number"),
        ("{age} > 'many'", "no number"),
        ("{way} = ['bus']", "anyof"),
        ("iif({age} > 3, 'a', 'b') = 'a'", "cannot be followed"),
        ("{q} = 'x'", "own words"),
        ("{feel.gone} = 1", "no question"),
    ] {
        let problems = rule(condition).unwrap_err();
        assert!(problems[0].starts_with("page 1, question q: visibleIf: "), "{problems:?}");
        assert!(problems[0].contains(why), "{condition}: {problems:?}");
    }
}

#[test]
fn a_panel_for_each_choice_is_a_repeated_section() {
    let reading = of(&json!([
        {"type": "checkbox", "name": "ways", "choices": ["bus", "car"], "valueName": "shared", "valuePropertyName": "way"},
        {"type": "paneldynamic", "name": "each", "title": "Each way", "valueName": "shared", "panelCount": 1,
         "templateTitle": "About {panel.way}", "templateElements": [
            {"type": "boolean", "name": "late", "title": "Is {panel.way} late?"},
            {"type": "comment", "name": "why", "title": "Why {panel.late}?", "visibleIf": "{panel.late} = true"},
        ]},
        {"type": "text", "name": "bus", "visibleIf": "{ways-unwrapped} contains 'bus'"},
    ]));
    assert_eq!(said(&reading.problems), [] as [&str; 0]);
    let asked = &reading.questionnaire;
    assert_eq!(keys(&reading), ["ways", "each_title", "late", "why", "bus"]);
    assert_eq!(asked.questions[4].show_if, Some(Rule::is("ways", "bus")));
    let section = asked.section_of(&asked.questions[2]).unwrap();
    assert_eq!((section.title.as_str(), section.each_of.as_deref()), ("Each way", Some("ways")));
    assert_eq!(asked.questions[1].text, "About {@}");
    assert_eq!(asked.questions[2].text, "Is {@} late?");
    assert_eq!(asked.questions[3].text, "Why {late}?");
    assert_eq!(asked.questions[3].show_if, Some(Rule::is("late", "true")));
    assert_eq!(asked.defects(), []);
}

#[test]
fn words_in_other_languages_are_wordings() {
    let reading = whole(
        &json!({"locale": "cy", "pages": [{"title": {"cy": "Bysiau", "pl": "Autobusy"}, "elements": [{
            "type": "radiogroup", "name": "q",
            "title": {"default": "How?", "cy": "Sut?", "pl": "Jak?"}, "description": {"cy": "Pam", "pl": "Po co"},
            "choices": [{"value": "a", "text": {"default": "Bus", "cy": "Bws"}}, "b"],
        }]}]}),
    );
    let asked = &reading.questionnaire;
    assert_eq!(
        (asked.lang.as_deref(), &asked.languages[..]),
        (Some("cy"), &["en".to_string(), "pl".to_string()][..])
    );
    let question = &asked.questions[0];
    assert_eq!(
        (question.text.as_str(), question.hint.as_deref(), question.label_of("a")),
        ("Sut?", Some("Pam"), Some("Bws"))
    );
    let english = question.wordings.iter().find(|wording| wording.lang.as_deref() == Some("en")).unwrap();
    assert_eq!(
        (english.text.as_str(), &english.labels[..]),
        ("How?", &[("a".to_string(), "Bus".to_string())][..])
    );
    assert_eq!(asked.sections[0].titles, [("pl".to_string(), "Autobusy".to_string())]);
}

#[test]
fn names_in_braces_repeat_earlier_answers_and_nothing_else() {
    let reading = of(&json!([
        {"type": "text", "name": "Your way?", "title": "Way"},
        {"type": "text", "name": "b", "title": "Why {Your way?}, {later}, {@}, {a|b}, {not a name}?"},
        {"type": "text", "name": "later", "title": "So {b}"},
    ]));
    let asked = &reading.questionnaire;
    assert_eq!(keys(&reading), ["Your_way", "b", "later"]);
    assert_eq!(asked.questions[1].text, "Why {Your_way}, { later}, { @}, { a|b}, {not a name}?");
    assert_eq!(asked.questions[2].text, "So {b}");
    assert_eq!(asked.defects(), []);
    assert!(said(&reading.notes).iter().any(|note| note.starts_with("page 1, question b: repeats")));
}

#[test]
fn several_fields_are_several_questions_and_an_answer_to_each_counts() {
    let reading = of(&json!([
        {"type": "multipletext", "name": "m", "title": "Three words", "items": [
            {"name": "one", "title": "First"}, {"name": "two", "inputType": "email"}, {"name": "n", "inputType": "number"},
        ]},
        {"type": "text", "name": "z", "visibleIf": "{m.n} > 3"},
    ]));
    assert_eq!(keys(&reading), ["m_title", "m_one", "m_n", "z"]);
    assert_eq!(reading.questionnaire.questions[3].show_if, Some(Rule::compare("m_n", Compare::More, "3")));
    assert_eq!(reading.problems.len(), 1);
    assert_eq!(reading.questionnaire.questions[2].parse(&["7".into()]), Ok(Given::Number(7)));
}

#[test]
fn what_stands_on_something_lost_is_lost_with_a_word() {
    let reading = of(&json!([
        {"type": "file", "name": "f"},
        {"type": "radiogroup", "name": "a", "choices": ["x", "y"], "visibleIf": "{f} notempty"},
        {"type": "panel", "name": "p", "title": "P", "visibleIf": "{a} = 'x'", "elements": [{"type": "text", "name": "b"}]},
        {"type": "text", "name": "c"},
    ]));
    assert_eq!(keys(&reading), ["c"]);
    assert!(!reading.questionnaire.questions[0].with_previous, "it begins the page now");
    let problems = said(&reading.problems);
    assert!(
        problems.iter().any(|p| p.starts_with("page 1, panel p, question b: depends on \u{201c}a\u{201d}")),
        "{problems:?}"
    );
    assert!(reading.questionnaire.sections.is_empty());
}
