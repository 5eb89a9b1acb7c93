//! What stands around the questions: codes, languages, groups, quotas, words
//! with answers in them, and everything else in a file.

use earshot_domain::question::Kind;
use earshot_domain::rule::Rule;

use super::build::Lss;
use super::taken::{GENERATIONS, get, option_keys};
use super::{keys, left, read, says, taken};

#[test]
fn codes_that_are_no_keys_or_there_twice_get_others() {
    let mut file = Lss::new();
    file.ask("1", "T", "a b", "One?", &[]).ask("2", "T", "q", "Two?", &[]).ask("3", "T", "q", "Three?", &[]);
    file.ask("4", "T", "", "Four?", &[]).ask("5", "T", "\u{e9}", "Five?", &[]);
    file.ask("6", "T", "after", "Six?", &[("relevance", "!is_empty(q)")]);
    let reading = left(&file);
    assert_eq!(keys(&reading), ["a_b", "q", "q_2", "question_4", "question_5"]);
    says(&reading.notes, &["question q (id 3)", "a question before it has the code"]);
    says(&reading.notes, &["question q (id 3)", "q_2"]);
    says(&reading.notes, &["question a b", "a_b"]);
    says(&reading.problems, &["question after", "more than one question has that code"]);
}

#[test]
fn other_languages_are_wordings() {
    for version in GENERATIONS {
        let mut file = Lss::of(version, &["en", "fr", "de-easy"]);
        file.ask("1", "L", "way", "How? / Comment ? / Wie?", &[("other", "Y")]);
        file.answer("1", "a", "Bus / Le bus / Bus", "0").answer(
            "1",
            "b",
            "Foot / \u{c0} pied / Fu\u{df}",
            "0",
        );
        file.ask("2", "T", "why", "Why?", &[]);
        let reading = taken(&file);
        let asked = &reading.questionnaire;
        assert_eq!(
            (asked.lang.as_deref(), asked.languages.clone()),
            (Some("en"), vec!["fr".into(), "de".into()])
        );
        assert_eq!(asked.sections[0].titles, [("fr".to_owned(), "First".to_owned())]);
        let way = get(&reading, "way");
        assert_eq!(
            (way.wordings[0].lang.as_deref(), way.wordings[0].text.as_str()),
            (Some("fr"), "Comment ?")
        );
        assert!(way.wordings[0].labels.contains(&("-oth-".into(), "Autre".into())));
        assert!(way.wordings[1].easy);
        let door = earshot_domain::door::Door { lang: Some("fr".into()), ..Default::default() };
        let french = asked.clone().through(&door);
        assert_eq!(french.questions[0].label_of("b"), Some("\u{c0} pied"));
        assert_eq!(get(&reading, "why").wordings, vec![]);
        says(&reading.notes, &["question why", "no words in", "fr"]);
    }
}

#[test]
fn a_statement_and_an_option_of_one_code_are_told_apart_in_other_languages() {
    let mut file = Lss::of(600, &["en", "fr"]);
    file.ask("1", "A", "feel", "How? / Comment ?", &[]).sub("1", "1", "Safe / S\u{fb}r", &[]);
    file.ask("2", "T", "why", "Why? / Pourquoi ?", &[("relevance", "feel_1.NAOK == 2")]);
    let reading = taken(&file);
    let Kind::Grid(grid) = &get(&reading, "feel").kind else { panic!() };
    assert_eq!(grid.statements[0].key, "row_1");
    assert_eq!(get(&reading, "why").show_if.as_ref().unwrap().tests()[0].row.as_deref(), Some("row_1"));
}

#[test]
fn groups_are_sections_with_conditions_and_descriptions() {
    for version in GENERATIONS {
        let mut file = Lss::of(version, &["en"]);
        file.group("2", "Second", &[("grelevance", "ok.NAOK == 'Y'"), ("randomization_group", "r")]);
        file.group("3", "Third", &[("randomization_group", "r")]);
        file.group("4", "Fourth", &[("grelevance", "sum(ok) > 1")]);
        file.row("group_l10ns", &[("gid", "3"), ("description", "About <b>this</b>"), ("language", "en")]);
        file.ask("1", "Y", "ok", "OK?", &[]).ask("2", "T", "b", "B?", &[("gid", "2")]);
        file.ask("3", "T", "c", "C?", &[("gid", "3")]).ask("4", "T", "d", "D?", &[("gid", "4")]);
        let reading = left(&file);
        assert_eq!(keys(&reading), ["ok", "b", "group_3_about", "c"]);
        let sections = &reading.questionnaire.sections;
        assert_eq!(sections[1].show_if, Some(Rule::is("ok", "yes")));
        assert_eq!(sections.iter().map(|s| s.shuffle).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(get(&reading, "group_3_about").text, "About this");
        says(&reading.problems, &["group 4", "sum()"]);
        says(&reading.problems, &["question d", "group"]);
    }
}

#[test]
fn groups_that_need_each_other_keep_their_places() {
    let mut file = Lss::new();
    file.group("2", "Second", &[("randomization_group", "r")]).group(
        "3",
        "Third",
        &[("randomization_group", "r")],
    );
    file.group("5", "Fifth", &[("randomization_group", "x")]);
    file.ask("1", "Y", "a", "A?", &[("gid", "2")]);
    file.ask("2", "T", "b", "B?", &[("gid", "3"), ("relevance", "a == 'Y'")]);
    file.ask("3", "T", "c", "C?", &[("gid", "5")]);
    let reading = taken(&file);
    assert_eq!(keys(&reading), ["a", "b", "c"]);
    says(&reading.notes, &["question b", "does not change places"]);
    says(&reading.notes, &["group 5", "does not change places"]);
}

#[test]
fn earlier_answers_stand_in_later_words() {
    let mut file = Lss::new();
    file.ask("1", "S", "park", "Which park?", &[]);
    file.ask("2", "T", "why", "Why {park.shown}, {111X1X1}?", &[("help", "Tell about {INSERTANS:111X1X1}")]);
    file.ask("3", "T", "odd", "Hello {TOKEN:FIRSTNAME}", &[]).ask(
        "4",
        "T",
        "if",
        "So {if(park == 'x', 'a', 'b')}?",
        &[],
    );
    file.ask("5", "T", "early", "And {late}?", &[]).ask("6", "T", "late", "Late?", &[]);
    let reading = left(&file);
    assert_eq!(keys(&reading), ["park", "why", "late"]);
    assert_eq!(get(&reading, "why").text, "Why {park}, {park}?");
    assert_eq!(get(&reading, "why").hint.as_deref(), Some("Tell about {park}"));
    says(&reading.problems, &["question odd", "{TOKEN:FIRSTNAME}"]);
    says(&reading.problems, &["question if", "{if(park"]);
    says(&reading.problems, &["question early", "not asked before"]);
}

#[test]
fn help_that_cannot_be_said_is_left_out_alone() {
    let mut file = Lss::new();
    file.ask("1", "T", "why", "Why?", &[("help", "You wrote {count(self)} words")]);
    let reading = left(&file);
    assert_eq!((keys(&reading), get(&reading, "why").hint.as_ref()), (vec!["why"], None));
    says(&reading.problems, &["question why", "help is left out", "{count(self)}"]);
}

#[test]
fn answers_without_words_of_their_own_are_not_repeated() {
    let mut file = Lss::new();
    file.ask("1", "Y", "ok", "OK?", &[]).array("2", "A", "feel", &["safe"]).array(
        "3",
        "M",
        "ways",
        &["a", "b"],
    );
    file.list("4", "L", "way", &["a", "b"]);
    for (id, name) in [("5", "ok"), ("6", "feel_safe"), ("7", "ways_a"), ("8", "way")] {
        file.ask(id, "T", &format!("t{id}"), &format!("So {{{name}}}?"), &[]);
    }
    let reading = left(&file);
    assert_eq!(keys(&reading), ["ok", "feel", "ways", "way", "t8"]);
    says(&reading.problems, &["question t5", "{ok}", "yes and no"]);
    says(&reading.problems, &["question t6", "several statements"]);
    says(&reading.problems, &["question t7", "several options"]);
}

#[test]
fn an_option_may_be_called_other_beside_the_other() {
    let mut file = Lss::new();
    file.ask("1", "M", "ways", "Which?", &[("other", "Y")]).sub("1", "other", "The other park", &[]).sub(
        "1",
        "b",
        "B",
        &[],
    );
    let reading = taken(&file);
    assert_eq!(option_keys(get(&reading, "ways")), ["other", "b", "-oth-"]);
    assert_eq!(get(&reading, "ways_other").show_if, Some(Rule::is("ways", "-oth-")));
}

#[test]
fn words_in_another_language_alone_are_named() {
    let mut file = Lss::of(600, &["en", "fr"]);
    file.ask("1", "T", "a", " / Pourquoi ?", &[]).ask("2", "T", "b", "Why? / Pourquoi ?", &[]);
    file.row("question_l10ns", &[("qid", "2"), ("help", "Aide"), ("language", "fr")]);
    let xml = file.xml().replace("<help><![CDATA[]]></help>", "<help><![CDATA[Aide]]></help>");
    let xml = xml.replacen("<help><![CDATA[Aide]]>", "<help><![CDATA[]]>", 1);
    let reading = read("a.lss", xml.as_bytes()).unwrap();
    assert_eq!(keys(&reading), ["b"]);
    says(&reading.problems, &["question a", "has no words"]);
}

#[test]
fn a_group_and_a_question_by_themselves() {
    for version in GENERATIONS {
        let mut group = Lss::part("Group", version);
        group.group("1", "Parks", &[]).ask("1", "T", "why", "Why?", &[]);
        let reading = read("parks.lsg", group.xml().as_bytes()).unwrap();
        assert_eq!((reading.title.as_deref(), keys(&reading)), (Some("Parks"), vec!["why"]));
        assert_eq!(reading.questionnaire.defects(), vec![]);
        let mut question = Lss::part("Question", version);
        question.list("1", "L", "way", &["a", "b"]);
        let reading = read("way.lsq", question.xml().as_bytes()).unwrap();
        assert_eq!(
            (reading.title, reading.problems, reading.questionnaire.sections.len()),
            (None, vec![], 0)
        );
        let reading = read("way.lss", question.xml().as_bytes()).unwrap();
        says(&reading.notes, &["the file", ".lsq"]);
    }
}

#[test]
fn quotas_are_limits_of_sections_or_problems() {
    let quota = |file: &mut Lss, id: &str, name: &str, members: &[(&str, &str)]| {
        file.row("quota", &[("id", id), ("name", name), ("qlimit", "40"), ("active", "1")]);
        for (question, code) in members {
            file.row("quota_members", &[("qid", question), ("quota_id", id), ("code", code)]);
        }
    };
    let mut file = Lss::new();
    file.group("2", "Bus", &[("grelevance", "ways_bus == 'Y'")]);
    file.array("1", "M", "ways", &["bus", "car"]).ask("2", "T", "why", "Why the bus?", &[("gid", "2")]);
    quota(&mut file, "1", "bus people", &[("1", "bus")]);
    quota(&mut file, "2", "car people", &[("1", "car")]);
    quota(&mut file, "3", "both", &[("1", "bus"), ("1", "car")]);
    quota(&mut file, "4", "gone", &[("99", "x")]);
    file.row("quota_members", &[("qid", "1"), ("quota_id", "77"), ("code", "bus")]);
    let reading = left(&file);
    assert_eq!(reading.questionnaire.section("group_2").unwrap().quota, Some(40));
    says(&reading.notes, &["bus people", "nobody is sent away"]);
    says(&reading.problems, &["car people", "could be closed"]);
    says(&reading.problems, &["both", "more than one"]);
    says(&reading.problems, &["gone", "99"]);
    says(&reading.problems, &["quota_members", "77"]);
}

#[test]
fn every_other_part_is_named() {
    let mut file = Lss::new();
    file.ask(
        "1",
        "S",
        "a",
        "<p style='x'>A?</p><script>x()</script>",
        &[("preg", "/^[a-z]+$/"), ("surprise", "yes")],
    );
    file.attribute("1", "array_filter", "b")
        .attribute("1", "display_columns", "3")
        .attribute("1", "suffix", "km");
    file.row("defaultvalues", &[("qid", "1"), ("defaultvalue", "x")]);
    file.row("assessments", &[("id", "1")])
        .row("survey_url_parameters", &[("id", "1")])
        .row("mystery", &[("id", "1")]);
    file.row("subquestions", &[("qid", "9"), ("parent_qid", "404"), ("title", "lost")]);
    file.row("answers", &[("aid", "9"), ("qid", "405"), ("code", "lost")]);
    file.condition("406", "1", "111X1X1", "==", "x", "1");
    file.row("question_l10ns", &[("qid", "1"), ("question", "Ah?"), ("language", "xx")]);
    file.row(
        "surveys_languagesettings",
        &[("surveyls_language", "en"), ("surveyls_welcometext", "Hello all")],
    );
    file.row("surveys", &[("sid", "111")]);
    let xml =
        file.xml().replacen("<language>en</language>", "<language>en</language><language>cy</language>", 1);
    let xml = xml.replacen("</surveys>", "</surveys><themes><theme><sid>1</sid></theme></themes>", 1);
    let reading = read("a.lss", xml.as_bytes()).unwrap();
    assert_eq!(get(&reading, "a").text, "A?");
    for parts in [
        ["question a", "/^[a-z]+$/"],
        ["question a", "HTML"],
        ["question a", "script"],
        ["question a", "array_filter = \u{201c}b\u{201d}"],
        ["question a", "suffix"],
        ["question_attributes", "display_columns"],
        ["defaultvalues", "beforehand"],
        ["assessments", "scores"],
        ["survey_url_parameters", "address"],
        ["mystery", "not taken (1 row)"],
        ["column surprise", "not taken"],
        ["themes", "looks"],
        ["languages", "\u{201c}xx\u{201d}"],
        ["surveys_languagesettings", "Hello all"],
    ] {
        says(&reading.notes, &parts);
    }
    says(&reading.problems, &["subquestions", "lost", "404"]);
    says(&reading.problems, &["answers", "lost", "405"]);
    says(&reading.problems, &["conditions", "406"]);
}

#[test]
fn settings_that_collect_about_people_are_named() {
    let mut file = Lss::part("Survey", 600);
    file.row(
        "surveys",
        &[("sid", "1"), ("language", "en"), ("ipaddr", "Y"), ("refurl", "N"), ("expires", "2030")],
    );
    file.ask("1", "T", "why", "Why?", &[]);
    let reading = left(&file);
    says(&reading.notes, &["ipaddr", "never does"]);
    says(&reading.notes, &["settings", "expires"]);
}

#[test]
fn more_questions_than_a_questionnaire_holds_are_named() {
    let mut file = Lss::new();
    for number in 1..=310 {
        file.ask(&number.to_string(), "T", &format!("q{number}"), "Why?", &[]);
    }
    let reading = read("many.lss", file.xml().as_bytes()).unwrap();
    assert_eq!(reading.questionnaire.questions.len(), 300);
    assert_eq!(reading.problems.len(), 10);
    says(&reading.problems, &["question q301", "more than 300"]);
}
