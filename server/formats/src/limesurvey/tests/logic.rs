//! Conditions: expressions and rows of the table of conditions.

use earshot_domain::rule::{Compare, Rule, Test};

use super::build::Lss;
use super::{keys, left, says, taken};

/// Questions of every form, and one at the end with this condition.
fn file(relevance: &str) -> Lss {
    let mut file = Lss::new();
    file.ask("1", "N", "age", "Age?", &[]).list("2", "L", "way", &["A1", "A2"]).list(
        "3",
        "L",
        "num",
        &["1", "2", "3"],
    );
    file.array("4", "M", "ways", &["bus", "car"]).ask("5", "S", "word", "Word?", &[]).ask(
        "6",
        "Y",
        "ok",
        "OK?",
        &[],
    );
    file.array("7", "A", "feel", &["safe"]).list("8", "R", "rank", &["a", "b"]).ask(
        "9",
        "5",
        "stars",
        "Stars?",
        &[],
    );
    file.array("10", "Q", "who", &["x", "y"]);
    file.ask("20", "T", "last", "Last?", &[("relevance", relevance)]);
    file
}

fn rule(relevance: &str) -> Option<Rule> {
    let reading = taken(&file(relevance));
    reading.questionnaire.get("last").unwrap().show_if.clone()
}

fn row(value: &str, is: Compare) -> Rule {
    Rule::Test(Test { question: "feel".into(), row: Some("safe".into()), is, value: value.into() })
}

#[test]
fn expressions_are_rules() {
    let way = || Rule::is("way", "A1");
    let bus = || Rule::is("ways", "bus");
    let answered = |key: &str| Rule::Answered(key.to_owned());
    for (relevance, expected) in [
        ("way.NAOK == 'A1'", way()),
        ("((way.NAOK == \"A1\"))", way()),
        ("{way.NAOK == 'A1'}", way()),
        ("111X1X2.NAOK == 'A1'", way()),
        ("way.NAOK != 'A1'", way().negated()),
        ("!(way.NAOK == 'A1')", way().negated()),
        ("num == 2", Rule::is("num", "2")),
        ("num.NAOK >= \"2\"", Rule::compare("num", Compare::AtLeast, "2")),
        ("age.NAOK < 12", Rule::compare("age", Compare::Less, "12")),
        ("12 > age.NAOK", Rule::compare("age", Compare::Less, "12")),
        ("age.NAOK < 11.5", Rule::compare("age", Compare::AtMost, "11")),
        ("age.NAOK >= 11.5", Rule::compare("age", Compare::More, "11")),
        ("age.NAOK == 12.0", Rule::is("age", "12")),
        ("ways_bus.NAOK == 'Y'", bus()),
        ("111X1X4bus.NAOK == 'Y'", bus()),
        ("ways_bus.NAOK != \"Y\"", bus().negated()),
        ("ways_bus.NAOK == ''", bus().negated()),
        ("is_empty(ways_bus.NAOK)", bus().negated()),
        ("is_empty(word.NAOK)", answered("word").negated()),
        ("!is_empty(word.NAOK)", answered("word")),
        ("not is_empty(word.NAOK)", answered("word")),
        ("word.NAOK != ''", answered("word")),
        ("ok.NAOK == 'Y'", Rule::is("ok", "yes")),
        ("ok.NAOK eq 'N'", Rule::is("ok", "no")),
        ("feel_safe.NAOK == 3", row("3", Compare::Is)),
        ("feel_safe.NAOK gt 3", row("3", Compare::More)),
        ("rank_1.NAOK == 'b'", Rule::is("rank", "b")),
        ("stars.NAOK le 2", Rule::compare("stars", Compare::AtMost, "2")),
        ("!is_empty(who_y.NAOK)", answered("who_y")),
        ("way == 'A1' and ways_bus == 'Y'", Rule::All(vec![way(), bus()])),
        ("way == 'A1' || (ways_bus == 'Y' && ok == 'Y')", {
            Rule::Any(vec![way(), Rule::All(vec![bus(), Rule::is("ok", "yes")])])
        }),
        ("1 and way == 'A1'", way()),
        ("0 or way == 'A1'", way()),
    ] {
        assert_eq!(rule(relevance), Some(expected), "{relevance}");
    }
    for relevance in ["", "1", "1 == 1", "1 or way == 'A1'"] {
        assert_eq!(rule(relevance), None, "{relevance}");
    }
    let Some(Rule::Not(any)) = rule("is_empty(feel_safe.NAOK)") else { panic!() };
    assert_eq!(any.tests().len(), 5);
}

#[test]
fn conditions_that_cannot_be_kept_are_named() {
    for (relevance, reason) in [
        ("0", "never holds"),
        ("way == 'A9'", "cannot be answered with"),
        ("age == 'many'", "no number"),
        ("age == 1.5", "no number"),
        ("way > 'A1'", "larger or smaller"),
        ("ways_bus == 'N'", "or empty"),
        ("ways_train == 'Y'", "no answer"),
        ("word == 'yes'", "words"),
        ("nothing == 1", "nothing in the file"),
        ("later == 1", "not asked before"),
        ("last == 1", "not asked before"),
        ("count(ways_bus, ways_car) > 1", "count()"),
        ("age == num", "compares the answers"),
        ("age + 1 > 2", "not compared"),
        ("(age > 1", "not closed"),
        ("rank_2 == 'a'", "no answer"),
        ("rank == 'a'", "words"),
    ] {
        let mut file = file(relevance);
        file.ask("21", "N", "later", "Later?", &[]);
        let reading = left(&file);
        assert!(!keys(&reading).contains(&"last"), "{relevance}");
        says(&reading.problems, &["question last (id 20)", reason]);
    }
}

#[test]
fn cycles_end_in_problems() {
    let mut file = Lss::new();
    file.ask("1", "Y", "a", "A?", &[("relevance", "b == 'Y'")]).ask(
        "2",
        "Y",
        "b",
        "B?",
        &[("relevance", "a == 'Y'")],
    );
    file.ask("3", "Y", "c", "C?", &[("relevance", "c == 'Y'")]).ask("4", "Y", "d", "D?", &[]);
    let reading = left(&file);
    assert_eq!(keys(&reading), ["d"]);
    says(&reading.problems, &["question a", "not asked before"]);
    says(&reading.problems, &["question b", "cannot be taken"]);
    says(&reading.problems, &["question c", "not asked before"]);
}

#[test]
fn rows_of_conditions_are_rules() {
    let conditions = |rows: &[(&str, &str, &str, &str, &str)]| {
        let mut file = file("1");
        for (on, field, method, value, scenario) in rows {
            file.condition("20", on, field, method, value, scenario);
        }
        let reading = taken(&file);
        reading.questionnaire.get("last").unwrap().show_if.clone().unwrap()
    };
    let way = |key: &str| Rule::is("way", key);
    let bus = || Rule::is("ways", "bus");
    assert_eq!(conditions(&[("2", "111X1X2", "==", "A1", "1")]), way("A1"));
    assert_eq!(conditions(&[("4", "+111X1X4bus", "==", "Y", "1")]), bus());
    assert_eq!(conditions(&[("4", "111X1X4", "==", "bus", "1")]), bus());
    assert_eq!(conditions(&[("7", "111X1X7safe", ">", "3", "1")]), row("3", Compare::More));
    assert_eq!(conditions(&[("2", "Q2", "==", "A1", "1")]), way("A1"));
    assert_eq!(conditions(&[("5", "111X1X5", "!=", " ", "1")]), Rule::Answered("word".into()));
    // The same question: one of them. Another question: that as well.
    let same = [
        ("2", "111X1X2", "==", "A1", "1"),
        ("2", "111X1X2", "==", "A2", "1"),
        ("4", "+111X1X4bus", "==", "Y", "1"),
    ];
    assert_eq!(conditions(&same), Rule::All(vec![Rule::Any(vec![way("A1"), way("A2")]), bus()]));
    // Another scenario: or that.
    let scenarios = [("2", "111X1X2", "==", "A1", "1"), ("4", "+111X1X4bus", "==", "Y", "2")];
    assert_eq!(conditions(&scenarios), Rule::Any(vec![way("A1"), bus()]));
}

#[test]
fn rows_that_cannot_be_kept_are_named() {
    for (on, field, method, value, reason) in [
        ("5", "111X1X5", "RX", "/x/", "pattern"),
        ("1", "111X1X1", "==", "@111X1X3@", "not fixed"),
        ("0", "{TOKEN:SEX}", "==", "m", "no question"),
        ("99", "111X1X99", "==", "1", "not in the file"),
        ("1", "111X1X1", "~", "1", "not known"),
        ("21", "111X1X21", "==", "1", "not asked before"),
    ] {
        let mut file = file("1");
        file.ask("21", "N", "later", "Later?", &[]).condition("20", on, field, method, value, "1");
        let reading = left(&file);
        assert!(!keys(&reading).contains(&"last"), "{field}");
        says(&reading.problems, &["question last", reason]);
    }
}

#[test]
fn an_expression_made_from_rows_stands_for_them() {
    let mut file = file("((111X1X2.NAOK == \"A1\"))");
    file.condition("20", "2", "111X1X2", "==", "A1", "1");
    let reading = taken(&file);
    assert_eq!(reading.questionnaire.get("last").unwrap().show_if, Some(Rule::is("way", "A1")));
}

#[test]
fn the_opposite_of_an_answer_that_must_be_shown_is_noted() {
    let reading = taken(&file("way != 'A1'"));
    says(&reading.notes, &["question last", ".NAOK"]);
    let reading = taken(&file("way.NAOK != 'A1'"));
    assert!(!super::said(&reading.notes).contains(".NAOK"));
}

#[test]
fn fields_have_the_condition_of_their_own_part_too() {
    let mut file = Lss::new();
    file.ask("1", "Y", "ok", "OK?", &[]).ask("2", "Q", "who", "Who?", &[]);
    file.sub("2", "x", "X", &[]).sub("2", "y", "Y", &[("relevance", "ok.NAOK == 'Y'")]);
    file.array("3", "M", "ways", &["a", "b"]).sub("3", "c", "C", &[("relevance", "ok.NAOK == 'Y'")]);
    let reading = taken(&file);
    assert_eq!(reading.questionnaire.get("who_y").unwrap().show_if, Some(Rule::is("ok", "yes")));
    assert_eq!(reading.questionnaire.get("who_x").unwrap().show_if, None);
    says(&reading.notes, &["question ways", "offered to everybody"]);
}
