//! Sections, pages, repeats, tables, languages and cascades: what of a form
//! becomes more than a row of questions.

use earshot_domain::question::{Choice, Grid, Kind, Ranking, Rating, Scale};
use earshot_domain::rule::{Compare, Rule, Test};

use super::{form, keys, rows, rows_of, said, survey, workbook};
use crate::tests::walk::answered_at_random;
use crate::xlsform::{Reading, read};

fn rule(reading: &Reading, key: &str) -> Rule {
    let question = reading.questionnaire.get(key).unwrap_or_else(|| panic!("no {key}: {reading:#?}"));
    question.show_if.clone().unwrap_or(Rule::All(Vec::new()))
}

fn sound(reading: &Reading) {
    assert_eq!(reading.problems, vec![]);
    answered_at_random(&reading.questionnaire, 50);
}

#[test]
fn conditions_become_rules_of_any_shape() {
    let any = |rules: &[Rule]| Rule::Any(rules.to_vec());
    let all = |rules: &[Rule]| Rule::All(rules.to_vec());
    let (yes, bus) = (Rule::is("ok", "yes"), Rule::is("ways", "bus"));
    let first = |key: &str| Rule::is("order", key);
    let cases = [
        ("${ok} = 'yes' or selected(${ways}, 'bus')", any(&[yes.clone(), bus.clone()])),
        ("not(${ok} = 'yes')", yes.clone().negated()),
        ("${ok} != 'yes'", yes.clone().negated()),
        ("not(not(${ok} = 'yes'))", yes.clone()),
        ("${ok} = ''", Rule::Answered("ok".into()).negated()),
        ("${words} != '' and true()", Rule::Answered("words".into())),
        ("string-length(${words}) > 0", Rule::Answered("words".into())),
        ("count-selected(${ways}) = 0", Rule::Answered("ways".into()).negated()),
        (
            "${age} >= 12 and 18 > ${age}",
            all(&[Rule::compare("age", Compare::AtLeast, "12"), Rule::compare("age", Compare::Less, "18")]),
        ),
        ("${rate} <= 3", Rule::compare("rate", Compare::AtMost, "3")),
        ("${n} > 1", Rule::compare("n", Compare::More, "1")),
        ("selected-at(${order}, 0) = 'bus'", first("bus")),
        ("(${ok} = 'yes' and ${n} = 2) or false()", all(&[yes.clone(), Rule::is("n", "2")])),
        (
            "${ok} = 'yes' and (${n} = 2 or ${n} = 3)",
            all(&[yes.clone(), any(&[Rule::is("n", "2"), Rule::is("n", "3")])]),
        ),
        ("if(${ok} = 'yes', ${n} = 2, true())", any(&[yes.negated(), Rule::is("n", "2")])),
    ];
    for (expression, expected) in cases {
        let reading = survey(&[
            &["type", "name", "label", "relevant"],
            &["select_one yn", "ok", "OK?"],
            &["select_multiple ways", "ways", "Ways?"],
            &["rank ways", "order", "Order?"],
            &["integer", "age", "Age?"],
            &["select_one num", "n", "N?"],
            &["range", "rate", "Rate?"],
            &["text", "words", "Words?"],
            &["text", "q", "Q?", expression],
        ]);
        assert_eq!(reading.problems, vec![], "{expression}");
        assert_eq!(rule(&reading, "q"), expected, "{expression}");
    }
}

#[test]
fn conditions_that_no_rule_can_keep_are_named() {
    let deep = format!("{}${{ok}} = 'yes'{}", "not(${n} = 1 or ".repeat(9), ")".repeat(9));
    for (expression, why) in [
        ("${ways} < 3", "no number"),
        ("${order} = 'bus'", "which is the first"),
        ("${age} < 1.5", "is compared with"),
        ("${hello} != ''", "asks nothing"),
        ("${q} = 'x'", "asked later"),
        (". = 'x'", "the question itself"),
        ("false()", "never holds"),
        (deep.as_str(), "parts within parts"),
    ] {
        let reading = survey(&[
            &["type", "name", "label", "relevant"],
            &["note", "hello", "Hello"],
            &["select_one yn", "ok", "OK?"],
            &["select_multiple ways", "ways", "Ways?"],
            &["rank ways", "order", "Order?"],
            &["integer", "age", "Age?"],
            &["select_one num", "n", "N?"],
            &["text", "q", "Q?", expression],
        ]);
        assert!(said(&reading.problems, "survey", 8).contains(why), "{expression}: {:?}", reading.problems);
        assert_eq!(keys(&reading).len(), 6);
    }
}

#[test]
fn groups_become_sections_and_field_lists_pages() {
    let reading = survey(&[
        &["type", "name", "label", "relevant", "appearance"],
        &["select_one yn", "ok", "OK?"],
        &["begin_group", "outer", "Outer", "${ok} = 'yes'"],
        &["text", "a", "A?"],
        &["begin_group", "page", "", "", "field-list"],
        &["text", "b", "B?"],
        &["text", "c", "C?"],
        &["end_group"],
        &["begin_group", "inner", "Inner", "${a} != ''", "field-list"],
        &["text", "d", "D?"],
        &["text", "e", "E?"],
        &["end_group"],
        &["text", "f", "F?"],
        &["end_group"],
        &["text", "g", "G?"],
    ]);
    sound(&reading);
    let asked = &reading.questionnaire;
    let where_is: Vec<(&str, Option<&str>, bool)> =
        asked.questions.iter().map(|q| (q.key.as_str(), q.section.as_deref(), q.with_previous)).collect();
    let expected = [
        ("ok", None, false),
        ("a", Some("outer"), false),
        ("b", Some("outer"), false),
        ("c", Some("outer"), true),
        ("d", Some("inner"), false),
        ("e", Some("inner"), true),
        ("f", Some("outer_2"), false),
        ("g", None, false),
    ];
    assert_eq!(where_is, expected);
    let yes = Rule::is("ok", "yes");
    let titles: Vec<(&str, Option<Rule>)> =
        asked.sections.iter().map(|section| (section.title.as_str(), section.show_if.clone())).collect();
    let both = Rule::All(vec![yes.clone(), Rule::Answered("a".into())]);
    assert_eq!(titles, [("Outer", Some(yes.clone())), ("Inner", Some(both)), ("Outer", Some(yes))]);
}

#[test]
fn a_repeat_for_each_chosen_option_is_a_repeated_section() {
    let turn = "jr:choice-name(selected-at(${ways}, position(..)-1), '${ways}')";
    let rows: &[&[&str]] = &[
        &["type", "name", "label", "repeat_count", "calculation", "relevant"],
        &["select_multiple ways", "ways", "Ways?"],
        &["begin_repeat", "each", "About each", "count-selected( ${ways} )"],
        &["calculate", "way", "", "", turn],
        &["select_one yn", "late", "Is ${way} late?"],
        &["text", "why", "Why is ${way} late?", "", "", "${late} = 'yes'"],
        &["end_repeat"],
        &["text", "after", "After ${late}", "", ""],
        &["text", "outside", "About ${way}?", "", ""],
        &["text", "last", "Last?", "", "", "${late} = 'yes'"],
    ];
    let reading = survey(rows);
    assert_eq!(keys(&reading), ["ways", "late", "why"]);
    let section = &reading.questionnaire.sections[0];
    assert_eq!((section.title.as_str(), section.each_of.as_deref()), ("About each", Some("ways")));
    assert_eq!(reading.questionnaire.get("late").unwrap().text, "Is {@} late?");
    assert_eq!(rule(&reading, "why"), Rule::is("late", "yes"));
    assert_eq!(rows_of_survey(&reading), [8, 9, 10]);
    assert!(said(&reading.problems, "survey", 10).contains("asked several times"));
    answered_at_random(&reading.questionnaire, 50);
    // The formula alone says it too.
    let mut short: Vec<&[&str]> = rows[..7].to_vec();
    short[2] = &["begin_repeat", "each", "About each"];
    assert_eq!(survey(&short).questionnaire.sections[0].each_of.as_deref(), Some("ways"));
}

fn rows_of_survey(reading: &Reading) -> Vec<u32> {
    rows(&reading.problems)
}

#[test]
fn other_repeats_stay_a_problem() {
    for count in
        ["", "3", "${n}", "count-selected(${ok})", "count-selected(${nobody})", "count-selected(${ways}) + 1"]
    {
        let reading = survey(&[
            &["type", "name", "label", "repeat_count"],
            &["select_one yn", "ok", "OK?"],
            &["select_multiple ways", "ways", "Ways?"],
            &["integer", "n", "N?"],
            &["begin_repeat", "r", "R", count],
            &["text", "a", "A?"],
            &["end_repeat"],
        ]);
        assert_eq!(rows(&reading.problems), [5, 6], "{count}");
        assert_eq!(keys(&reading), ["ok", "ways", "n"]);
    }
}

#[test]
fn rows_on_one_list_become_a_grid() {
    let reading = survey(&[
        &["type", "name", "label", "hint", "appearance", "relevant"],
        &["begin_group", "feel", "How do you feel?", "Think of today", "table-list"],
        &["select_one num", "safe", "Safe", "On your way"],
        &["select_one num", "happy", "Happy"],
        &["end_group"],
        &["select_one yn", "head", "Did you see", "", "label"],
        &["select_one yn", "bus", "a bus?", "", "list-nolabel"],
        &["select_one yn", "car", "a car?", "", "list-nolabel"],
        &["text", "why", "Why?", "", "", "${safe} = 1 or ${car} = 'yes' or ${happy} < 2"],
        &["begin_group", "mixed", "Mixed", "", "table-list"],
        &["select_one num", "m1", "M1?"],
        &["select_one yn", "m2", "M2?"],
        &["end_group"],
    ]);
    sound(&reading);
    assert_eq!(keys(&reading), ["feel", "head", "why", "m1", "m2"]);
    let number = |key: &str, label: &str| Choice::new(key, label);
    let safe = Choice { note: Some("On your way".into()), ..Choice::new("safe", "Safe") };
    let feel = Grid {
        statements: vec![safe, Choice::new("happy", "Happy")],
        scale: Scale::Options(vec![number("1", "One"), number("2", "Two"), number("3", "Three")]),
    };
    let question = reading.questionnaire.get("feel").unwrap();
    assert_eq!(question.kind, Kind::Grid(feel));
    assert_eq!(
        (question.text.as_str(), question.hint.as_deref()),
        ("How do you feel?", Some("Think of today"))
    );
    let row = |question: &str, row: &str, is: Compare, value: &str| {
        Rule::Test(Test { question: question.into(), row: Some(row.into()), is, value: value.into() })
    };
    let expected = [
        row("feel", "safe", Compare::Is, "1"),
        row("head", "car", Compare::Is, "yes"),
        row("feel", "happy", Compare::Less, "2"),
    ];
    assert_eq!(rule(&reading, "why"), Rule::Any(expected.to_vec()));
    // What is no table is still one page.
    assert!(reading.questionnaire.get("m2").unwrap().with_previous);
}

#[test]
fn or_other_asks_what_is_meant() {
    let reading = survey(&[
        &["type", "name", "label", "parameters"],
        &["select_one ways or_other", "way", "Which way?", "randomize=true"],
        &["text", "way_other", "Taken"],
    ]);
    assert_eq!(reading.problems, vec![]);
    assert_eq!(keys(&reading), ["way", "way_other_", "way_other"]);
    let Kind::Single(single) = &reading.questionnaire.questions[0].kind else { panic!() };
    let other = single.options.last().unwrap();
    assert!(single.shuffle && other.fixed && other.key == "other" && other.label == "Other");
    assert_eq!(rule(&reading, "way_other_"), Rule::is("way", "other"));
    answered_at_random(&reading.questionnaire, 50);
}

#[test]
fn ranks_scales_and_limits_are_kept() {
    let reading = read(&workbook(&[
        (
            "survey",
            &[
                &["type", "name", "label", "parameters", "constraint"],
                &["rank ways", "order", "Order?", "randomize=true"],
                &["range", "rate", "Rate?", "start=0 end=10 tick_labelset=ends"],
                &[
                    "select_multiple some",
                    "some",
                    "Some?",
                    "",
                    "not(selected(., 'none') and count-selected(.) > 1)",
                ],
                &[
                    "select_multiple some",
                    "two",
                    "Two?",
                    "",
                    "count-selected(.) >= 1 and count-selected(.) <= 2",
                ],
            ],
        ),
        (
            "choices",
            &[
                &["list_name", "name", "label"],
                &["ways", "walk", "I walk"],
                &["ways", "bus", "By bus"],
                &["ends", "0", "Not at all"],
                &["ends", "5", "So so"],
                &["ends", "10", "Very much"],
                &["some", "a", "A"],
                &["some", "b", "B"],
                &["some", "none", "None"],
            ],
        ),
    ]))
    .unwrap();
    sound(&reading);
    let kind = |key: &str| &reading.questionnaire.get(key).unwrap().kind;
    assert!(matches!(kind("order"), Kind::Ranking(Ranking { options, shuffle: true }) if options.len() == 2));
    let ends = vec![Choice::new("0", "Not at all"), Choice::new("10", "Very much")];
    assert_eq!(kind("rate"), &Kind::Rating(Rating { from: 0, to: 10, ends }));
    assert!(said(&reading.notes, "survey", 3).contains("only the words at the ends"));
    assert!(matches!(kind("some"), Kind::Multi(multi) if multi.options[2].alone && !multi.options[0].alone));
    assert!(matches!(kind("two"), Kind::Multi(multi) if (multi.min, multi.max) == (Some(1), Some(2))));
}

/// Regions, towns in them, and streets in these.
const PLACES: &[&[&str]] = &[
    &["list_name", "name", "label", "region", "town"],
    &["region", "north", "North"],
    &["region", "south", "South"],
    &["region", "west", "West"],
    &["town", "a", "A town", "north"],
    &["town", "b&c", "B and C", "north"],
    &["town", "d", "D town", "south"],
    &["town", "e", "E town", "south"],
    &["town", "f", "F town", "west"],
    &["town", "g", "Nowhere"],
    &["street", "s1", "Street 1", "", "a"],
    &["street", "s2", "Street 2", "", "a"],
    &["street", "s3", "Street 3", "", "d"],
    &["street", "s4", "Street 4", "", "d"],
];

fn places(rows: &[&[&str]]) -> Reading {
    let mut sheet: Vec<&[&str]> = vec![
        &["type", "name", "label", "choice_filter", "relevant"],
        &["select_one region", "region", "Which region?"],
    ];
    sheet.extend(rows);
    read(&workbook(&[("survey", &sheet), ("choices", PLACES)])).unwrap()
}

#[test]
fn a_cascade_becomes_one_question_for_each_answer() {
    let reading = places(&[
        &["select_one town", "town", "Which town?", "region = ${region}"],
        &["select_one street", "street", "Which street in ${town}?", "${town}=town"],
        &["text", "why", "Why ${town}?", "", "${town} = 'b&c' or ${street} = 's3'"],
    ]);
    sound(&reading);
    assert_eq!(keys(&reading), ["region", "town__north", "town__south", "street__a", "street__d", "why"]);
    assert_eq!(rule(&reading, "town__south"), Rule::is("region", "south"));
    assert_eq!(rule(&reading, "street__d"), Rule::is("town__south", "d"));
    let both = Rule::Any(vec![Rule::is("town__north", "b_c"), Rule::is("street__d", "s3")]);
    assert_eq!(rule(&reading, "why"), both);
    assert_eq!(reading.questionnaire.get("why").unwrap().text, "Why {town__north|}{town__south|}?");
    let notes = said(&reading.notes, "survey", 3);
    for words in ["\u{201c}west\u{201d} there is one option only", "1 options", "became 2 questions"] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
}

#[test]
fn cascades_that_are_no_simple_ones_are_named() {
    for (filter, why) in [
        ("region = ${region} and town = ''", "is not of the form"),
        ("region != ${region}", "is not of the form"),
        ("county = ${region}", "has no column"),
        ("region = ${nobody}", "nothing has that name"),
        ("label = ${region}", "cannot be answered with"),
    ] {
        let reading = places(&[&["select_one town", "town", "Which town?", filter]]);
        assert_eq!(keys(&reading), ["region"], "{filter}");
        assert!(said(&reading.problems, "survey", 3).contains(why), "{filter}: {:?}", reading.problems);
    }
}

fn two_languages(settings: super::Rows<'_>) -> Reading {
    let bytes = workbook(&[
        (
            "survey",
            &[
                &[
                    "type",
                    "name",
                    "label::English (en)",
                    "label::Cymraeg (cy)",
                    "hint::Welsh",
                    "media::image::cy",
                ],
                &["begin_group", "g", "Group", "Gr\u{175}p"],
                &["select_one yn", "ok", "OK?", "Iawn ${ok}?", "Awgrym", "../a b/iawn.png"],
                &["text", "why", "Why not, ${ok}?", "Pam, ${ok}?", ""],
                &["end_group"],
                &["text", "welsh", "", "Dim ond Cymraeg"],
            ],
        ),
        (
            "choices",
            &[
                &["list_name", "name", "label::Cymraeg (cy)", "label::English (en)", "label::Klingon"],
                &["yn", "yes", "Ie", "Yes", "HIja'"],
                &["yn", "no", "Na", "No"],
            ],
        ),
        ("settings", settings),
    ]);
    read(&bytes).unwrap()
}

#[test]
fn several_languages_become_wordings() {
    let english = two_languages(&[&["form_title"], &["x"]]);
    let asked = &english.questionnaire;
    assert_eq!((asked.lang.as_deref(), asked.languages.as_slice()), (None, &["cy".to_owned()][..]));
    assert!(said(&english.notes, "survey", 1).contains("the first, English (en), is the questionnaire"));
    assert_eq!(
        rows_of(&english.problems, "survey"),
        [3, 6],
        "one language under three names is one language"
    );
    assert!(said(&english.problems, "survey", 6).contains("without a label"));
    assert!(said(&english.problems, "choices", 1).contains("\u{201c}Klingon\u{201d} has no code"));
    // A translation that cannot be taken keeps the question itself from nobody.
    assert!(said(&english.problems, "survey", 3).contains("label::Cymraeg (cy)"));
    let ok = asked.get("ok").unwrap();
    let welsh = &ok.wordings[0];
    assert_eq!((ok.text.as_str(), ok.hint.as_deref()), ("OK?", None));
    assert_eq!(
        (welsh.lang.as_deref(), welsh.text.as_str(), welsh.hint.as_deref()),
        (Some("cy"), "", Some("Awgrym"))
    );
    assert_eq!(welsh.labels, [("yes".to_owned(), "Ie".to_owned()), ("no".to_owned(), "Na".to_owned())]);
    assert_eq!(welsh.help.picture.as_deref(), Some("iawn.png"));
    let why = asked.get("why").unwrap();
    assert_eq!((why.text.as_str(), why.wordings[0].text.as_str()), ("Why not, {ok}?", "Pam, {ok}?"));
    assert_eq!(asked.sections[0].titles, [("cy".to_owned(), "Gr\u{175}p".to_owned())]);
}

#[test]
fn the_default_language_is_the_questionnaires_own() {
    let welsh = two_languages(&[&["default_language"], &["cymraeg (CY)"]]);
    assert!(said(&welsh.notes, "survey", 1).contains("the default, Cymraeg (cy), is the questionnaire"));
    let asked = &welsh.questionnaire;
    assert_eq!((asked.lang.as_deref(), asked.languages.as_slice()), (Some("cy"), &["en".to_owned()][..]));
    assert_eq!(keys(&welsh), ["welsh"], "the first names itself, and the second depends on it");
    assert_eq!(rows(&welsh.problems).first(), Some(&3));
}

#[test]
fn braces_that_nobody_meant_repeat_no_answer() {
    let reading = survey(&[
        &["type", "name", "label"],
        &["text", "q", "Q?"],
        &["text", "r", "A {q} and {x|y} or {x} and ${q}"],
    ]);
    assert_eq!(reading.questionnaire.get("r").unwrap().text, "A { q} and { x|y} or { x} and {q}");
    assert!(said(&reading.notes, "survey", 3).contains("braces"));
    sound(&reading);
}

#[test]
fn earshots_own_columns_are_looked_at_like_any_others() {
    let reading = read(&form(&[
        &[
            "type",
            "name",
            "label",
            "earshot_key",
            "earshot_type",
            "earshot_shuffle",
            "relevant",
            "earshot_label.easy",
        ],
        &["begin_group", "g", "G", "one", "", "yes"],
        &["select_one yn", "a", "A?", "not a key"],
        &["select_one yn", "b", "B?", "", "picture", "", "", "B, easy"],
        &["end_group"],
        &["begin_group", "h", "H", "one", "", "yes"],
        &["text", "c", "C?", "b"],
        &["text", "d", "D?", "", "", "", "${b} = 'yes'"],
        &["end_group"],
        &["text", "e", "E?"],
    ]))
    .unwrap();
    assert_eq!(keys(&reading), ["b", "e"]);
    assert_eq!(rows(&reading.problems), [3, 7, 8]);
    let question = reading.questionnaire.get("b").unwrap();
    assert!(matches!(question.kind, Kind::Picture(_)) && question.wordings[0].easy);
    assert_eq!(reading.questionnaire.sections.len(), 1, "a section without questions goes with them");
}
