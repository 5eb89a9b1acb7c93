//! What is taken, what is taken differently and what is not.

use earshot_domain::question::{Choice, Kind, MAX_OPTIONS, Rating};
use earshot_domain::questionnaire::MAX_QUESTIONS;
use earshot_domain::rule::Rule;
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::{LISTS, form, keys, refusal, rows, rows_of, said, survey, workbook};
use crate::xlsform::{ReadError, Reading, read};

const HEADINGS: &[&str] = &["type", "name", "label", "relevant"];

fn kind<'a>(reading: &'a Reading, key: &str) -> &'a Kind {
    &reading.questionnaire.get(key).unwrap_or_else(|| panic!("no {key}: {reading:#?}")).kind
}

fn conditions<'a>(reading: &'a Reading, key: &str) -> Vec<(&'a str, &'a str)> {
    let question = reading.questionnaire.get(key).unwrap_or_else(|| panic!("no {key}: {reading:#?}"));
    question.show_if.iter().flat_map(Rule::tests).map(|c| (c.question.as_str(), c.value.as_str())).collect()
}

/// Nothing was refused.
fn sound(reading: &Reading) {
    assert_eq!(reading.problems, vec![]);
    assert_eq!(reading.questionnaire.defects(), vec![]);
}

#[test]
fn a_small_form_comes_through_whole() {
    let bytes = workbook(&[
        (
            "survey",
            &[
                &["type", "name", "label", "hint", "required", "relevant", "appearance"],
                &["note", "hello", "Welcome"],
                &["select_one yn", "ok", "Is it safe?", "On your way", "yes", "", "horizontal"],
                &["select_multiple ways", "ways", "How do you get there?"],
                &["text", "why", "Why?", "", "", "${ok} = 'no' and selected(${ways}, 'bus')", "multiline"],
                &["text", "where", "Where?", "", "TRUE"],
                &["integer", "age", "How old are you?"],
                &["range", "stars", "How many stars?", "", "", "", "rating"],
            ],
        ),
        ("choices", LISTS),
        ("settings", &[&["form_title", "form_id", "version"], &["My way to school", "way", "1"]]),
    ]);
    let reading = read(&bytes).unwrap();
    sound(&reading);
    assert_eq!(reading.title.as_deref(), Some("My way to school"));
    assert_eq!(keys(&reading), ["hello", "ok", "ways", "why", "where", "age", "stars"]);
    let yes_no = vec![Choice::new("yes", "Yes"), Choice::new("no", "No")];
    assert_eq!(kind(&reading, "ok"), &Kind::single(yes_no));
    assert!(
        matches!(kind(&reading, "ways"), Kind::Multi(multi) if multi.max.is_none() && multi.options.len() == 3)
    );
    assert_eq!(kind(&reading, "hello"), &Kind::Info);
    assert_eq!(kind(&reading, "why"), &Kind::LongText);
    assert_eq!(kind(&reading, "where"), &Kind::ShortText);
    assert_eq!(kind(&reading, "age"), &Kind::number(None, None));
    assert_eq!(kind(&reading, "stars"), &Kind::Rating(Rating { from: 1, to: 10, ends: Vec::new() }));
    assert_eq!(conditions(&reading, "why"), [("ok", "no"), ("ways", "bus")]);
    let ok = reading.questionnaire.get("ok").unwrap();
    assert_eq!((ok.hint.as_deref(), ok.advised), (Some("On your way"), true));
    assert!(reading.questionnaire.get("where").unwrap().advised);
    assert!(!reading.questionnaire.get("ways").unwrap().advised);
    let advice = said(&reading.notes, "survey", 3);
    assert_eq!(
        advice,
        "survey, row 3: required: required is kept as advice: every question may be skipped (so in 1 more row)"
    );
}

#[test]
fn headings_and_types_may_be_written_in_many_ways() {
    let bytes = workbook(&[
        (
            " Survey ",
            &[
                &[" TYPE", "Name ", "Caption", "Relevance", "Read Only"],
                &["Begin Group", "g"],
                &["select one from yn", "ok", "OK?"],
                &["end group"],
                &["string", "why", "Why?", "${ok}=\u{201c}no\u{201d}"],
                &["q int", "n", "How many?"],
            ],
        ),
        ("CHOICES", &[&["List Name", "Value", "Label"], &["yn", "yes", "Yes"], &["yn", "no", "No"]]),
    ]);
    let reading = read(&bytes).unwrap();
    sound(&reading);
    assert_eq!(keys(&reading), ["ok", "why", "n"]);
    assert_eq!(conditions(&reading, "why"), [("ok", "no")]);
}

#[test]
fn conditions_of_groups_hold_for_all_that_is_in_them() {
    let reading = survey(&[
        HEADINGS,
        &["select_one yn", "ok", "OK?"],
        &["select_one num", "n", "How many?"],
        &["integer", "age", "How old?"],
        &["begin_group", "outer", "Some questions", "(${ok} = 'no')"],
        &["text", "a", "A?"],
        &["begin group", "inner", "", "${n} = 2"],
        &["text", "b", "B?", "${age} = 12.0 and ${ok} = 'no'"],
        &["end group"],
        &["end_group"],
        &["text", "c", "C?"],
    ]);
    sound(&reading);
    let [outer] = reading.questionnaire.sections.as_slice() else { panic!("{reading:#?}") };
    assert_eq!((outer.key.as_str(), outer.title.as_str()), ("outer", "Some questions"));
    assert_eq!(outer.show_if, Some(Rule::is("ok", "no")));
    let section = |key: &str| reading.questionnaire.get(key).unwrap().section.as_deref();
    assert_eq!(
        [section("age"), section("a"), section("b"), section("c")],
        [None, Some("outer"), Some("outer"), None]
    );
    assert_eq!(conditions(&reading, "a"), []);
    // A group without a label is no section; what its section says already is not said again.
    assert_eq!(conditions(&reading, "b"), [("n", "2"), ("age", "12")]);
    assert_eq!(conditions(&reading, "c"), []);
}

#[test]
fn conditions_that_cannot_be_kept_are_named_with_all_that_hangs_on_them() {
    let reading = survey(&[
        HEADINGS,
        &["select_one yn", "ok", "OK?"],
        &["text", "words", "Words?"],
        &["select_multiple ways", "ways", "Ways?"],
        &["text", "answer", "Or?", "${ok} = ${words}"],
        &["text", "long", "Not?", "string-length(${words}) > 20"],
        &["text", "less", "Less?", "${age} < 12"],
        &["text", "on_words", "On words?", "${words} = 'x'"],
        &["text", "exactly", "Exactly?", "${ways} = 'bus'"],
        &["text", "unknown", "Unknown?", "${nobody} = 'x'"],
        &["text", "never", "Never?", "${ok} = 'perhaps'"],
        &["text", "never_both", "Never?", "${ok} = 'yes' and ${ok} = 'no'"],
        &["text", "ahead", "Ahead?", "${later} = 'yes'"],
        &["select_one yn", "later", "Later?"],
        &["select_one yn", "first", "First?", "regex(${words}, 'x')"],
        &["select_one yn", "second", "Second?", "${first} = 'yes'"],
        &["select_one yn", "third", "Third?", "selected(${second}, 'yes')"],
        &["begin_group", "g", "", "${third} = 'yes'"],
        &["text", "in_group", "In the group?"],
        &["begin_group", "g2"],
        &["text", "deep", "Deep?"],
        &["end_group"],
        &["end_group"],
        &["text", "after", "After?", "${later} = 'yes'"],
    ]);
    assert_eq!(keys(&reading), ["ok", "words", "ways", "later", "after"]);
    assert_eq!(reading.questionnaire.defects(), vec![]);
    let problem = |row| said(&reading.problems, "survey", row);
    assert_eq!(
        problem(5),
        "survey, row 5: relevant: it compares two answers; Earshot compares an answer with a value"
    );
    assert!(problem(6).contains("string-length"));
    assert!(problem(7).contains('<') || problem(7).contains("age"));
    assert!(problem(8).contains("no options"));
    assert!(problem(9).contains("selected(${ways}, 'bus')"));
    assert!(problem(10).contains("nothing has that name"));
    assert!(problem(11).contains("cannot be answered with \u{201c}perhaps\u{201d}"));
    assert!(problem(12).contains("never hold"));
    assert!(problem(13).contains("asked later (row 14)"));
    assert!(problem(15).contains("regex"));
    assert!(problem(16).contains("\u{201c}first\u{201d} (row 15), which cannot be taken"));
    assert!(problem(17).contains("\u{201c}second\u{201d} (row 16), which cannot be taken"));
    assert!(problem(18).contains("\u{201c}third\u{201d} (row 17), which cannot be taken"));
    assert!(problem(19).contains("the group of row 18"));
    assert!(problem(20).contains("the group of row 18"));
    assert!(problem(21).contains("the group of row 18"));
    assert_eq!(rows(&reading.problems), [5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21]);
}

#[test]
fn data_about_the_device_or_the_person_is_never_taken() {
    let types = [
        "start",
        "end",
        "today",
        "deviceid",
        "phonenumber",
        "username",
        "email",
        "audit",
        "simserial",
        "subscriberid",
        "start-geopoint",
        "background-audio",
    ];
    let mut sheet: Vec<&[&str]> = vec![HEADINGS, &["text", "q", "Q?"]];
    let cells: Vec<[&str; 2]> = types.iter().map(|name| [*name, *name]).collect();
    sheet.extend(cells.iter().map(<[&str; 2]>::as_slice));
    let reading = survey(&sheet);
    assert_eq!(keys(&reading), ["q"]);
    for row in 3..3 + u32::try_from(types.len()).unwrap() {
        let problem = said(&reading.problems, "survey", row);
        assert!(problem.contains("data about the device or the person; Earshot never does"), "{problem}");
    }
}

#[test]
fn every_type_that_cannot_be_asked_is_named() {
    let types = [
        "geopoint",
        "geotrace",
        "geoshape",
        "video",
        "file",
        "barcode",
        "date",
        "time",
        "datetime",
        "decimal",
        "acknowledge",
        "trigger",
        "calculate",
        "hidden",
        "select_one_from_file a.csv",
        "select_one_external towns",
        "csv-external",
        "no_such_type",
    ];
    let mut sheet: Vec<&[&str]> = vec![HEADINGS, &["text", "q", "Q?"]];
    let cells: Vec<[String; 3]> =
        (0..).zip(types).map(|(at, kind)| [kind.to_owned(), format!("q{at}"), "Label".to_owned()]).collect();
    let cells: Vec<[&str; 3]> = cells.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    sheet.extend(cells.iter().map(<[&str; 3]>::as_slice));
    let reading = survey(&sheet);
    assert_eq!(keys(&reading), ["q"]);
    assert_eq!(reading.problems.len(), types.len());
    for (row, kind) in (3..).zip(types) {
        let problem = said(&reading.problems, "survey", row);
        assert!(problem.contains(&format!("the type \u{201c}{kind}\u{201d}")), "{problem}");
    }
}

#[test]
fn repeats_are_listed_row_by_row() {
    let reading = survey(&[
        HEADINGS,
        &["begin repeat", "pets", "Pets"],
        &["text", "pet", "Its name?"],
        &["begin_group", "g", "Group"],
        &["select_one yn", "dog", "A dog?"],
        &["geopoint", "home", "Where?"],
        &["end_group"],
        &["end repeat"],
        &["text", "pet", "One pet"],
        &["text", "more", "More?", "${dog} = 'yes'"],
    ]);
    // The name is free again: nothing came of the first.
    assert_eq!(keys(&reading), ["pet"]);
    assert_eq!(rows(&reading.problems), [2, 3, 4, 5, 6, 10]);
    assert!(said(&reading.problems, "survey", 5).contains("the repeat of row 2"));
    assert!(said(&reading.problems, "survey", 6).contains("geopoint"));
    assert!(said(&reading.problems, "survey", 10).contains("\u{201c}dog\u{201d} (row 5)"));
}

#[test]
fn groups_that_do_not_match_are_named() {
    let reading = survey(&[
        HEADINGS,
        &["end group"],
        &["begin group", "g"],
        &["text", "a", "A?"],
        &["end repeat"],
        &["begin group", "h"],
        &["text", "b", "B?"],
    ]);
    assert_eq!(keys(&reading), ["a", "b"]);
    assert_eq!(rows(&reading.problems), [2, 5, 6]);
    assert!(said(&reading.problems, "survey", 2).contains("no group is open"));
    assert!(said(&reading.problems, "survey", 5).contains("the group of row 3"));
    assert!(said(&reading.problems, "survey", 6).contains("never ended"));
}

#[test]
fn names_and_labels_must_be_there_and_differ() {
    let long = "x".repeat(65);
    let reading = survey(&[
        HEADINGS,
        &["text", "q", "Q?"],
        &["text", "q", "Again?"],
        &["text", "", "No name?"],
        &["text", "no_label", ""],
        &["text", "with space", "Bad?"],
        &["text", "\u{e9}t\u{e9}", "Bad?"],
        &["text", &long, "Long?"],
        &["", "no_type", "No type?"],
        &["note", "", "A note needs no name"],
        &["text", "dynamic", "Hello ${nobody}!"],
        &["", "", "", ""],
    ]);
    assert_eq!(keys(&reading), ["q", "note_10"]);
    assert_eq!(rows(&reading.problems), [3, 4, 5, 6, 7, 8, 9, 11]);
    assert!(said(&reading.problems, "survey", 3).contains("row 2 already"));
    assert!(
        said(&reading.problems, "survey", 11).contains("\u{201c}nobody\u{201d}, and nothing has that name")
    );
}

#[test]
fn lists_must_be_there_whole() {
    let mut many: Vec<[String; 3]> = Vec::new();
    for option in 0..=MAX_OPTIONS {
        many.push(["many".into(), format!("o{option}"), format!("Option {option}")]);
    }
    let many: Vec<[&str; 3]> = many.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    let mut choices: Vec<&[&str]> = vec![
        &["list_name", "name", "label"],
        &["one", "only", "The only one"],
        &["twice", "a", "A"],
        &["twice", "a", "B"],
        &["bad", "a b", "A"],
        &["bad", "c", "C"],
        &["unlabelled", "a", "A"],
        &["unlabelled", "b", ""],
        &["unnamed", "", "A"],
        &["unnamed", "b", "B"],
        &["changing", "a", "As ${q} said"],
        &["changing", "b", "B"],
        &["", "stray", "Stray"],
        &["broken_but_unused", "a b", ""],
    ];
    choices.extend(many.iter().map(<[&str; 3]>::as_slice));
    let bytes = workbook(&[
        (
            "survey",
            &[
                HEADINGS,
                &["text", "q", "Q?"],
                &["select_one nowhere", "a", "A?"],
                &["select_one one", "b", "B?"],
                &["select_one twice", "c", "C?"],
                &["select_one bad", "d", "D?"],
                &["select_one bad", "d2", "D?"],
                &["select_one unlabelled", "e", "E?"],
                &["select_one unnamed", "f", "F?"],
                &["select_one changing", "g", "G?"],
                &["select_one many", "h", "H?"],
                &["select_one", "i", "I?"],
            ],
        ),
        ("choices", &choices),
    ]);
    let reading = read(&bytes).unwrap();
    assert_eq!(keys(&reading), ["q"]);
    assert_eq!(rows_of(&reading.problems, "survey"), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert_eq!(rows_of(&reading.problems, "choices"), [4, 5, 8, 9, 11, 13]);
    assert!(said(&reading.problems, "survey", 3).contains("no list \u{201c}nowhere\u{201d}"));
    assert!(said(&reading.problems, "survey", 6).contains("choices, row 5"));
    assert!(said(&reading.problems, "survey", 11).contains("more than 200 options"));
    assert!(said(&reading.notes, "choices", 14).contains("no question uses"));
}

#[test]
fn a_form_with_choices_but_no_such_sheet_says_so() {
    let bytes = workbook(&[("survey", &[HEADINGS, &["select_one yn", "a", "A?"], &["text", "b", "B?"]])]);
    let reading = read(&bytes).unwrap();
    assert!(said(&reading.problems, "survey", 2).contains("there is no sheet \u{201c}choices\u{201d}"));
    assert_eq!(keys(&reading), ["b"]);
}

#[test]
fn what_a_select_row_says_besides_is_taken_or_named() {
    let reading = read(&form(&[
        &["type", "name", "label", "choice_filter", "constraint", "parameters", "appearance"],
        &["select_one ways", "a", "A?"],
        &["select_one ways", "b", "B?", "town=${a}"],
        &["select_multiple ways", "c", "C?", "", "count-selected(.) <= 2", "randomize=true"],
        &["select_multiple ways", "d", "D?", "", "count-selected(.) >= 1 and count-selected(.)<=3"],
        &["select_multiple ways", "e", "E?", "", "not(selected(., 'bus') and selected(., 'car'))"],
        &["select_one ways", "f", "F?", "", "", "", "search('towns')"],
        &["select_one ways", "g", "G?", "", "", "", "minimal likert"],
        &["select_one yn", "head", "Head", "", "", "", "label"],
        &["select_multiple ways", "h", "H?", "", "count-selected(.) < 1"],
    ]))
    .unwrap();
    assert_eq!(keys(&reading), ["a", "c", "d", "e", "g"]);
    assert_eq!(rows(&reading.problems), [3, 7, 10]);
    assert!(said(&reading.problems, "survey", 3).contains("cascade"));
    assert!(matches!(kind(&reading, "c"), Kind::Multi(multi) if multi.max == Some(2)));
    assert!(matches!(kind(&reading, "c"), Kind::Multi(multi) if multi.shuffle && multi.min.is_none()));
    assert!(
        matches!(kind(&reading, "d"), Kind::Multi(multi) if (multi.min, multi.max) == (Some(1), Some(3)))
    );
    assert!(said(&reading.notes, "survey", 6).contains("not kept"));
    assert!(said(&reading.notes, "survey", 8).contains("\u{201c}minimal\u{201d}"));
    assert!(said(&reading.notes, "survey", 9).contains("head of a table"));
}

#[test]
fn numbers_and_scales() {
    let reading = read(&form(&[
        &["type", "name", "label", "constraint", "parameters", "relevant"],
        &["integer", "a", "A?", ". >= 0 and . <= 120"],
        &["integer", "b", "B?", ". >= 0 or . = -1"],
        &["integer", "c", "C?", ". > 5 and . < 5"],
        &["range", "d", "D?", "", "start=0;end=10;step=1"],
        &["range", "e", "E?", "", "start=0 end=100 step=1"],
        &["range", "f", "F?", "", "start=0 end=100 step=5"],
        &["range", "g", "G?", "", "start=1.5 end=3 step=0.5"],
        &["text", "h", "H?", "", "", "${d} = 3 and ${g} = 2.50 and ${e} = 7"],
        &["text", "i", "I?", "", "", "${e} = 101"],
        &["percentage", "j", "J?"],
        &["text", "k", "K?", "regex(., '[0-9]')", "rows=4"],
    ]))
    .unwrap();
    assert_eq!(keys(&reading), ["a", "b", "d", "e", "g", "h", "j", "k"]);
    assert_eq!(kind(&reading, "a"), &Kind::number(Some(0), Some(120)));
    assert_eq!(kind(&reading, "b"), &Kind::number(None, None));
    assert!(said(&reading.notes, "survey", 3).contains("check of the answer is not kept"));
    assert_eq!(kind(&reading, "d"), &Kind::Rating(Rating { from: 0, to: 10, ends: Vec::new() }));
    assert_eq!(kind(&reading, "e"), &Kind::number(Some(0), Some(100)));
    assert_eq!(conditions(&reading, "h"), [("d", "3"), ("g", "2.5"), ("e", "7")]);
    assert_eq!(kind(&reading, "j"), &Kind::number(Some(0), Some(100)));
    assert_eq!(kind(&reading, "k"), &Kind::LongText);
    assert_eq!(rows(&reading.problems), [4, 7, 10]);
}

#[test]
fn formulas_and_fixed_answers_are_not_questions() {
    let reading = read(&form(&[
        &["type", "name", "label", "calculation", "readonly", "default", "disabled"],
        &["text", "a", "A?", "${b} + 1"],
        &["text", "b", "Read this", "", "yes"],
        &["text", "c", "C?", "", "yes", "something"],
        &["select_one yn", "d", "D?", "", "true"],
        &["text", "e", "E?", "", "", "something"],
        &["text", "f", "F?", "", "", "", "yes"],
    ]))
    .unwrap();
    assert_eq!(keys(&reading), ["b", "e"]);
    assert_eq!(kind(&reading, "b"), &Kind::Info);
    assert_eq!(rows(&reading.problems), [2, 4, 5]);
    assert!(said(&reading.notes, "survey", 6).contains("nobody gave them"));
    assert!(said(&reading.notes, "survey", 7).contains("switched off"));
}

#[test]
fn what_is_passed_over_is_said() {
    let bytes = workbook(&[
        (
            "survey",
            &[
                &["type", "name", "label", "guidance_hint", "image", "relevent", "bind::odk:x", "unused"],
                &["text", "a", "A <b>bold</b> **word**", "Ask kindly", "a.png", "${b} = 1", "x"],
                &["select_one yn", "b", "B?", "", "", "", "", "", "without a heading"],
            ],
        ),
        (
            "choices",
            &[
                &["list_name", "name", "label", "town"],
                &["yn", "yes", "<i>Yes</i>"],
                &["yn", "no", "No", "x"],
            ],
        ),
        ("settings", &[&["form_title", "style"], &["T", "pages"]]),
        ("entities", &[&[], &["dataset"]]),
        ("empty", &[]),
    ]);
    let reading = read(&bytes).unwrap();
    sound(&reading);
    assert_eq!(reading.questionnaire.get("a").unwrap().text, "A bold **word**");
    let first = said(&reading.notes, "survey", 1);
    for words in ["guidance_hint: guidance", "relevent: this column is not known", "odk:x"] {
        assert!(first.contains(words), "{words}: {first}");
    }
    assert!(!first.contains("unused"));
    let second = said(&reading.notes, "survey", 2);
    assert!(second.contains("image: only the file\u{2019}s name is kept"));
    assert_eq!(reading.questionnaire.get("a").unwrap().help.picture.as_deref(), Some("a.png"));
    assert!(second.contains("HTML") && second.contains("bold, headings or links"));
    assert!(said(&reading.notes, "survey", 3).contains("without a heading"));
    assert!(said(&reading.notes, "choices", 1).contains("town"));
    assert!(said(&reading.notes, "choices", 2).contains("HTML"));
    assert!(said(&reading.notes, "settings", 1).contains("style"));
    assert!(said(&reading.notes, "entities", 2).contains("not read"));
    assert!(rows_of(&reading.notes, "empty").is_empty());
}

#[test]
fn cells_hold_more_than_text() {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let survey = workbook.add_worksheet().set_name("survey").unwrap();
    for (column, heading) in (0..).zip(["type", "name", "label", "required", "hint"]) {
        survey.write_string(0, column, heading).unwrap();
    }
    survey.write_string(1, 0, "select_one num").unwrap();
    survey.write_string(1, 1, "n").unwrap();
    let bold = Format::new().set_bold();
    survey.write_rich_string(1, 2, &[(&bold, "How"), (&Format::new(), " many?")]).unwrap();
    survey.write_boolean(1, 3, true).unwrap();
    survey.write_formula(1, 4, Formula::new("=\"a\"&\"b\"").set_result("ab")).unwrap();
    // Rows of white space, or of formats only, say nothing.
    survey.write_string(2, 1, " \u{a0}\n").unwrap();
    survey.write_blank(3, 2, &bold).unwrap();
    survey.write_string(5, 0, "text").unwrap();
    survey.write_number(5, 1, 7.0).unwrap();
    survey.write_string(5, 2, " A name of digits ").unwrap();
    survey.write_string(6, 0, "text").unwrap();
    survey.write_string(6, 1, "date").unwrap();
    survey.write_number_with_format(6, 2, 45_000.0, &date).unwrap();
    survey.write_string(7, 0, "text").unwrap();
    survey.write_string(7, 1, "error").unwrap();
    survey.write_formula(7, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    survey.write_string(9, 0, "text").unwrap();
    survey.write_string(9, 1, "asks").unwrap();
    survey.write_string(9, 2, "Asks on?").unwrap();
    let choices = workbook.add_worksheet().set_name("choices").unwrap();
    for (column, heading) in (0..).zip(["list_name", "name", "label"]) {
        choices.write_string(0, column, heading).unwrap();
    }
    for (row, number) in [(1, 1.0), (2, 2.0), (3, 2.5)] {
        choices.write_string(row, 0, "num").unwrap();
        choices.write_number(row, 1, number).unwrap();
        choices.write_number(row, 2, number).unwrap();
    }
    let reading = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(keys(&reading), ["n", "7", "asks"]);
    let n = reading.questionnaire.get("n").unwrap();
    assert_eq!((n.text.as_str(), n.hint.as_deref(), n.advised), ("How many?", Some("ab"), true));
    let options = ["1", "2", "2.5"].map(|number| Choice::new(number, number)).to_vec();
    assert_eq!(n.kind, Kind::single(options));
    assert_eq!(reading.questionnaire.get("7").unwrap().text, "A name of digits");
    assert_eq!(rows(&reading.problems), [7, 8]);
    assert!(said(&reading.problems, "survey", 7).contains("a date or a time"));
    assert!(said(&reading.problems, "survey", 8).contains("#DIV/0!"));
}

#[test]
fn a_form_that_asks_nothing_or_too_much_is_named() {
    let reading = survey(&[HEADINGS, &["note", "n", "Hello"]]);
    assert!(said(&reading.problems, "survey", 1).contains("nothing to ask"));

    let cells: Vec<[String; 3]> =
        (0..=MAX_QUESTIONS).map(|at| ["text".into(), format!("q{at}"), "Q?".into()]).collect();
    let cells: Vec<[&str; 3]> = cells.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    let mut sheet: Vec<&[&str]> = vec![HEADINGS];
    sheet.extend(cells.iter().map(<[&str; 3]>::as_slice));
    let reading = survey(&sheet);
    assert_eq!(reading.questionnaire.questions.len(), MAX_QUESTIONS);
    assert_eq!(rows(&reading.problems), [302]);
}

#[test]
fn a_question_has_only_so_many_conditions() {
    let test = |at: usize| format!("selected(${{m{at}}}, 'bus')");
    let long = (0..51).map(test).collect::<Vec<_>>().join(" and ");
    let cells: Vec<String> = (0..51).map(|at| format!("m{at}")).collect();
    let asked: Vec<[&str; 3]> = cells.iter().map(|name| ["select_multiple ways", name, "M?"]).collect();
    let mut sheet: Vec<&[&str]> = vec![HEADINGS];
    sheet.extend(asked.iter().map(<[&str; 3]>::as_slice));
    let last = ["text", "q", "Q?", &long];
    sheet.push(&last);
    let reading = survey(&sheet);
    assert_eq!(rows(&reading.problems), [53]);
    assert!(said(&reading.problems, "survey", 53).contains("more than 50 conditions"));
}

#[test]
fn long_words_are_refused_and_not_cut() {
    let long = "w\u{e9} ".repeat(1_400);
    let reading = read(&form(&[
        &["type", "name", "label", "hint"],
        &["text", "a", &long],
        &["text", "b", "B?", &long],
        &["text", "c", "C?"],
    ]))
    .unwrap();
    assert_eq!(keys(&reading), ["c"]);
    assert!(said(&reading.problems, "survey", 2).contains("more than 4000 letters"));
    assert!(said(&reading.problems, "survey", 3).contains("more than 2000 letters"));
    // Long expressions are not repeated in full.
    let long = format!("{} = 1", "x".repeat(20_000));
    let reading = survey(&[HEADINGS, &["text", "a", "A?", &long]]);
    assert!(said(&reading.problems, "survey", 2).len() < 500);
}

#[test]
fn sheets_and_columns_without_which_nothing_can_be_read() {
    let no_survey = refusal(&workbook(&[("Sheet1", &[HEADINGS]), ("choices", LISTS)]));
    assert_eq!(no_survey, ReadError::NoSurvey("\u{201c}Sheet1\u{201d}, \u{201c}choices\u{201d}".into()));
    let column =
        |sheet: &str, column: &str| ReadError::NoColumn { sheet: sheet.into(), column: column.into() };
    assert_eq!(refusal(&workbook(&[("survey", &[])])), column("survey", "type"));
    assert_eq!(
        refusal(&workbook(&[("survey", &[&["type", "label"], &["text", "Q?"]])])),
        column("survey", "name")
    );
    let choices = workbook(&[("survey", &[HEADINGS]), ("choices", &[&["name", "label"], &["a", "A"]])]);
    assert_eq!(refusal(&choices), column("choices", "list_name"));
    // A workbook of one sheet can only mean that one.
    let only =
        read(&workbook(&[("Sheet1", &[HEADINGS, &["text", "q", "Q?"], &["date", "d", "D?"]])])).unwrap();
    assert_eq!(keys(&only), ["q"]);
    assert!(said(&only.problems, "Sheet1", 3).starts_with("Sheet1, row 3: "));
    // An empty sheet of choices is no mistake.
    assert!(read(&workbook(&[("survey", &[HEADINGS, &["text", "q", "Q?"]]), ("choices", &[])])).is_ok());
}

#[test]
fn a_column_that_is_there_twice_is_a_problem() {
    let reading = survey(&[
        &["type", "name", "label", "relevant", "Relevance"],
        &["select_one yn", "a", "A?"],
        &["text", "b", "B?", "${a} = 'yes'", "${a} = 'no'"],
    ]);
    assert!(said(&reading.problems, "survey", 1).contains("there already"));
    assert_eq!(reading.questionnaire.get("b").unwrap().show_if, Some(Rule::is("a", "yes")));
}
