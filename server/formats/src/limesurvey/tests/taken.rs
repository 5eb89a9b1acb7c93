//! Each type of question: what it becomes, or why it cannot be asked.

use earshot_domain::question::{Kind, Question, Scale};
use earshot_domain::rule::Rule;

use super::build::Lss;
use super::{keys, left, says, taken};
use crate::reading::Reading;

/// Both ways in which words are kept by language.
pub(super) const GENERATIONS: [u32; 2] = [178, 600];

pub(super) fn get<'a>(reading: &'a Reading, key: &str) -> &'a Question {
    reading.questionnaire.get(key).unwrap_or_else(|| panic!("no {key} among {:?}", keys(reading)))
}

pub(super) fn option_keys(question: &Question) -> Vec<&str> {
    question.kind.options().iter().map(|option| option.key.as_str()).collect()
}

#[test]
fn a_list_is_a_choice_in_every_generation() {
    for version in GENERATIONS {
        for kind in ["L", "!"] {
            let mut file = Lss::of(version, &["en"]);
            file.list("1", kind, "way", &["A1", "A2", "A3"]);
            let reading = taken(&file);
            assert_eq!(reading.title.as_deref(), Some("Our park"));
            assert_eq!(keys(&reading), ["way"]);
            let way = get(&reading, "way");
            assert_eq!((way.text.as_str(), option_keys(way)), ("What about way?", vec!["A1", "A2", "A3"]));
            assert_eq!(way.label_of("A2"), Some("Answer A2"));
            assert_eq!(way.section.as_deref(), Some("group_1"));
            assert_eq!(reading.questionnaire.sections[0].title, "First");
        }
    }
}

#[test]
fn other_is_an_option_and_a_question_for_who_chooses_it() {
    let mut file = Lss::new();
    file.ask("1", "L", "way", "How?", &[("other", "Y")])
        .answer("1", "bus", "Bus", "0")
        .answer("1", "car", "Car", "0");
    file.attribute("1", "other_replace_text", "Something else").attribute("1", "random_order", "1");
    let reading = taken(&file);
    assert_eq!(keys(&reading), ["way", "way_other"]);
    let way = get(&reading, "way");
    assert_eq!(option_keys(way), ["bus", "car", "-oth-"]);
    assert!(way.kind.shuffles() && way.kind.options()[2].fixed);
    let other = get(&reading, "way_other");
    assert_eq!(other.kind, Kind::ShortText);
    assert_eq!(other.text, "Something else");
    assert_eq!(other.show_if, Some(Rule::is("way", "-oth-")));
}

#[test]
fn a_list_with_comment_has_its_comment_on_the_same_page() {
    let mut file = Lss::new();
    file.list("1", "O", "way", &["a", "b"]);
    let reading = taken(&file);
    assert_eq!(keys(&reading), ["way", "way_comment"]);
    let comment = get(&reading, "way_comment");
    assert_eq!((&comment.kind, comment.with_previous), (&Kind::LongText, true));
}

#[test]
fn several_choices_have_limits_and_none_of_these() {
    for version in GENERATIONS {
        let mut file = Lss::of(version, &["en"]);
        file.ask("1", "M", "ways", "Which?", &[("other", "Y")]);
        for code in ["bus", "car", "none"] {
            file.sub("1", code, code, &[]);
        }
        file.attribute("1", "exclude_all_others", "none").attribute("1", "min_answers", "1");
        file.attribute("1", "max_answers", "2").attribute("1", "subquestion_order", "random");
        let reading = taken(&file);
        assert_eq!(keys(&reading), ["ways", "ways_other"]);
        let Kind::Multi(multi) = &get(&reading, "ways").kind else { panic!() };
        let alone: Vec<bool> = multi.options.iter().map(|option| option.alone).collect();
        assert_eq!(alone, [false, false, true, false]);
        assert_eq!((multi.min, multi.max, multi.shuffle), (Some(1), Some(2), true));
        assert_eq!(get(&reading, "ways_other").show_if, Some(Rule::is("ways", "other")));
    }
}

#[test]
fn limits_that_no_answer_can_pass_are_a_problem() {
    let mut file = Lss::new();
    file.array("1", "M", "ways", &["a", "b"]).attribute("1", "min_answers", "3");
    file.ask("2", "N", "age", "Age?", &[]).attribute("2", "min_num_value_n", "9").attribute(
        "2",
        "max_num_value_n",
        "5",
    );
    file.ask("3", "T", "why", "Why?", &[]);
    let reading = left(&file);
    assert_eq!(keys(&reading), ["why"]);
    says(&reading.problems, &["question ways", "limits"]);
    says(&reading.problems, &["question age", "at least 9 and at most 5"]);
}

#[test]
fn each_chosen_option_has_its_comment() {
    let mut file = Lss::new();
    file.array("1", "P", "ways", &["bus", "car"]);
    let reading = taken(&file);
    assert_eq!(keys(&reading), ["ways", "ways_buscomment", "ways_carcomment"]);
    let comment = get(&reading, "ways_carcomment");
    assert_eq!(comment.show_if, Some(Rule::is("ways", "car")));
    assert_eq!(comment.text, "Part car: Comment");
    assert!(comment.with_previous && !get(&reading, "ways_buscomment").with_previous);
}

#[test]
fn texts_numbers_and_words_between() {
    let mut file = Lss::new();
    file.ask("1", "S", "name_of_park", "Which park?", &[("mandatory", "Y"), ("help", "<p>Any park</p>")]);
    file.ask("2", "T", "long", "Why?", &[]).ask("3", "U", "huge", "More?", &[]).ask(
        "4",
        "X",
        "words",
        "Thanks",
        &[],
    );
    file.ask("5", "N", "age", "Age?", &[]).attribute("5", "min_num_value_n", "5.5").attribute(
        "5",
        "max_num_value_n",
        "18",
    );
    file.ask("6", "S", "count", "How many?", &[]).attribute("6", "numbers_only", "1");
    let reading = taken(&file);
    let kinds: Vec<&Kind> = reading.questionnaire.questions.iter().map(|question| &question.kind).collect();
    let age = Kind::number(Some(6), Some(18));
    let count = Kind::number(None, None);
    assert_eq!(kinds, [&Kind::ShortText, &Kind::LongText, &Kind::LongText, &Kind::Info, &age, &count]);
    let first = get(&reading, "name_of_park");
    assert_eq!((first.hint.as_deref(), first.advised), (Some("Any park"), true));
    says(&reading.notes, &["name_of_park", "mandatory"]);
    says(&reading.notes, &["age", "whole numbers"]);
    says(&reading.notes, &["name_of_park", "200 letters"]);
}

#[test]
fn yes_no_and_five_points() {
    let mut file = Lss::new();
    file.ask("1", "Y", "ok", "OK?", &[]).ask("2", "5", "stars", "Stars?", &[]);
    let reading = taken(&file);
    assert_eq!(get(&reading, "ok").kind, Kind::YesNoUnsure);
    let Kind::Rating(rating) = &get(&reading, "stars").kind else { panic!() };
    assert_eq!((rating.from, rating.to), (1, 5));
    says(&reading.notes, &["question ok", "not sure"]);
}

#[test]
fn a_ranking_is_a_ranking() {
    let mut file = Lss::new();
    file.list("1", "R", "order", &["a", "b", "c"]).attribute("1", "max_answers", "2");
    let reading = taken(&file);
    let Kind::Ranking(ranking) = &get(&reading, "order").kind else { panic!() };
    assert_eq!(ranking.options.len(), 3);
    says(&reading.notes, &["order", "all options"]);
}

#[test]
fn arrays_are_grids_on_their_scale() {
    for version in GENERATIONS {
        for (kind, values) in [
            ("A", vec!["1", "2", "3", "4", "5"]),
            ("B", vec!["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]),
            ("C", vec!["yes", "no", "unsure"]),
            ("E", vec!["I", "S", "D"]),
            ("F", vec!["A1", "A2"]),
            ("H", vec!["A1", "A2"]),
        ] {
            let mut file = Lss::of(version, &["en"]);
            file.array("1", kind, "feel", &["safe", "fun"]);
            if matches!(kind, "F" | "H") {
                file.answer("1", "A1", "Good", "0").answer("1", "A2", "Bad", "0");
            }
            let reading = taken(&file);
            let Kind::Grid(grid) = &get(&reading, "feel").kind else { panic!("{kind}") };
            let rows: Vec<&str> = grid.statements.iter().map(|row| row.key.as_str()).collect();
            assert_eq!((rows, grid.scale.keys()), (vec!["safe", "fun"], values), "{kind}");
            assert_eq!(matches!(grid.scale, Scale::YesNoUnsure), kind == "C");
        }
    }
}

#[test]
fn two_scales_are_two_grids() {
    let mut file = Lss::new();
    file.array("1", "1", "feel", &["safe"]).attribute("1", "dualscale_headerB", "At night");
    for scale in ["0", "1"] {
        file.answer("1", "a", "Yes", scale).answer("1", "b", "No", scale);
    }
    let reading = taken(&file);
    assert_eq!(keys(&reading), ["feel_0", "feel_1"]);
    assert_eq!(get(&reading, "feel_1").text, "What about feel? \u{2013} At night");
    assert!(get(&reading, "feel_1").with_previous);
    says(&reading.notes, &["feel", "two questions"]);
}

#[test]
fn fields_stand_on_one_page_under_their_words() {
    for (kind, field) in [("Q", Kind::ShortText), ("K", Kind::number(Some(0), None))] {
        let mut file = Lss::new();
        file.ask("1", "T", "before", "Before?", &[]);
        file.array("2", kind, "who", &["a", "b"]).attribute("2", "min_num_value_n", "0");
        let reading = taken(&file);
        assert_eq!(keys(&reading), ["before", "who", "who_a", "who_b"]);
        assert_eq!((&get(&reading, "who").kind, get(&reading, "who").with_previous), (&Kind::Info, false));
        let second = get(&reading, "who_b");
        assert_eq!((&second.kind, second.with_previous, second.text.as_str()), (&field, true, "Part b"));
    }
}

#[test]
fn tables_of_numbers_texts_and_boxes() {
    let table = |kind: &str, attributes: &[(&str, &str)]| {
        let mut file = Lss::new();
        file.array("1", kind, "t", &["r1", "r2"]);
        file.sub("1", "c1", "Column 1", &[("scale_id", "1")]).sub(
            "1",
            "c2",
            "Column 2",
            &[("scale_id", "1")],
        );
        for (name, value) in attributes {
            file.attribute("1", name, value);
        }
        taken(&file)
    };
    let numbers = table(":", &[("multiflexible_max", "6"), ("multiflexible_step", "2")]);
    assert_eq!(keys(&numbers), ["t_c1", "t_c2"]);
    assert_eq!(get(&numbers, "t_c1").kind.values(), ["1", "3", "5"]);
    let boxes = table(":", &[("multiflexible_checkbox", "1")]);
    assert_eq!(keys(&boxes), ["t_r1", "t_r2"]);
    assert_eq!(option_keys(get(&boxes, "t_r1")), ["c1", "c2"]);
    let written = table(":", &[("input_boxes", "1"), ("multiflexible_max", "500")]);
    assert_eq!(keys(&written), ["t", "t_r1_c1", "t_r1_c2", "t_r2_c1", "t_r2_c2"]);
    assert_eq!(get(&written, "t_r1_c1").kind, Kind::number(None, Some(500)));
    let texts = table(";", &[]);
    assert_eq!(get(&texts, "t_r2_c1").text, "Part r2 \u{2013} Column 1");
    assert_eq!(get(&texts, "t_r2_c1").kind, Kind::ShortText);
}

#[test]
fn the_oldest_keep_statements_among_answers_and_scales_among_labels() {
    let mut file = Lss::of(140, &["en"]);
    file.list("1", "M", "ways", &["1", "2"]);
    file.ask("2", "F", "feel", "How was it?", &[("lid", "7")]);
    file.answer("2", "1", "Safe", "0").answer("2", "2", "Fun", "0");
    for (code, title) in [("g", "Good"), ("b", "Bad")] {
        file.row(
            "labels",
            &[("lid", "7"), ("code", code), ("title", title), ("sortorder", "1"), ("language", "en")],
        );
    }
    file.condition("2", "1", "111X1X1", "==", "2", "1");
    let reading = taken(&file);
    let Kind::Grid(grid) = &get(&reading, "feel").kind else { panic!() };
    assert_eq!((grid.statements[1].label.as_str(), grid.scale.keys()), ("Fun", vec!["g", "b"]));
    assert_eq!(option_keys(get(&reading, "ways")), ["1", "2"]);
    assert_eq!(get(&reading, "feel").show_if, Some(Rule::is("ways", "2")));
    says(&reading.notes, &["old versions"]);
}

#[test]
fn what_cannot_be_asked_is_named_with_its_reason() {
    for (kind, attribute, reason) in [
        ("D", None, "exact dates"),
        ("G", None, "gender"),
        ("I", None, "language"),
        ("|", None, "file"),
        ("*", None, "formula"),
        ("?", None, "not known"),
        ("L", None, "no answer options"),
        ("M", None, "no subquestions"),
        ("F", None, "no subquestions"),
        ("S", Some(("location_mapservice", "1")), "map"),
        ("S", Some(("hidden", "1")), "hidden"),
    ] {
        let mut file = Lss::new();
        file.ask("1", kind, "odd", "Odd?", &[]).ask("2", "T", "why", "Why?", &[]);
        if let Some((name, value)) = attribute {
            file.attribute("1", name, value);
        }
        file.ask("3", "T", "then", "Then?", &[("relevance", "!is_empty(odd.NAOK)")]);
        let reading = left(&file);
        assert_eq!(keys(&reading), ["why"], "{kind}");
        says(&reading.problems, &["question odd (id 1)", reason]);
        says(&reading.problems, &["question then (id 3)", "odd", "cannot be taken"]);
    }
}

#[test]
fn options_on_the_wrong_scale_or_without_words_are_named() {
    let mut file = Lss::new();
    file.array("1", "F", "a", &["s"]).answer("1", "x", "X", "1");
    file.ask("2", "L", "b", "B?", &[]).answer("2", "x", "", "0").answer("2", "y", "Y", "0");
    file.list("3", "L", "c", &["x", "x"]).list("4", "L", "d", &["one"]).ask("5", "T", "e", "", &[]);
    file.ask("6", "T", "why", "Why?", &[]);
    let reading = left(&file);
    assert_eq!(keys(&reading), ["why"]);
    says(&reading.problems, &["question a", "scale"]);
    says(&reading.problems, &["question b", "\u{201c}x\u{201d} has no words"]);
    says(&reading.problems, &["question c", "two answer options have the code \u{201c}x\u{201d}"]);
    says(&reading.problems, &["question d", "fewer than two"]);
    says(&reading.problems, &["question e", "has no words"]);
}
