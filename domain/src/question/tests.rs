use super::*;

fn raw(values: &[&str]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn many(values: &[&str]) -> Given {
    Given::Many(raw(values))
}

fn ways() -> Vec<Choice> {
    vec![Choice::new("walk", "I walk"), Choice::new("bus", "On the bus"), Choice::new("car", "In a car")]
}

fn asks(kind: Kind) -> Question {
    Question::new("q", "How?", kind)
}

#[test]
fn one_choice_takes_only_its_own_options() {
    let question = asks(Kind::single(ways()));
    assert_eq!(question.parse(&raw(&["bus"])), Ok(Given::One("bus".into())));
    assert_eq!(question.parse(&raw(&["boat"])), Err(FieldError::NotAnOption));
    assert_eq!(question.parse(&raw(&["bus", "car"])), Err(FieldError::NotAnOption));
    assert_eq!(question.parse(&[]), Err(FieldError::Empty));
}

#[test]
fn several_choices_keep_the_order_of_the_question_and_count_each_once() {
    let question = asks(Kind::multi(ways(), Some(2)));
    assert_eq!(question.parse(&raw(&["car", "walk", "car"])), Ok(many(&["walk", "car"])));
    assert_eq!(question.parse(&raw(&["walk", "bus", "car"])), Err(FieldError::TooMany { max: 2 }));
    assert_eq!(question.parse(&raw(&["walk", "boat"])), Err(FieldError::NotAnOption));
    assert_eq!(question.parse(&raw(&[""])), Err(FieldError::Empty));
}

#[test]
fn none_of_these_excludes_the_others_and_is_enough() {
    let mut options = ways();
    options.push(Choice::new("none", "None of these").alone());
    let question = asks(Kind::Multi(Multi { options, min: Some(2), max: Some(2), shuffle: false }));
    assert_eq!(question.parse(&raw(&["none"])), Ok(many(&["none"])));
    assert_eq!(question.parse(&raw(&["none", "bus"])), Err(FieldError::AloneWithOthers));
    assert_eq!(question.parse(&raw(&["bus"])), Err(FieldError::TooFew { min: 2 }));
    assert_eq!(question.parse(&raw(&["bus", "car"])), Ok(many(&["bus", "car"])));
}

#[test]
fn scales_take_their_own_keys() {
    for (kind, takes, refuses) in [
        (Kind::Faces, "5", "6"),
        (Kind::Agree, "1", "0"),
        (Kind::YesNoUnsure, "unsure", "maybe"),
        (Kind::When, "week", "yesterday"),
        (Kind::Rating(Rating { from: 0, to: 10, ends: Vec::new() }), "0", "11"),
        (Kind::Rating(Rating { from: 1, to: 5, ends: Vec::new() }), "5", "0"),
    ] {
        let question = asks(kind);
        assert_eq!(question.parse(&raw(&[takes])), Ok(Given::One(takes.into())), "{question:?}");
        assert_eq!(question.parse(&raw(&[refuses])), Err(FieldError::NotAnOption), "{question:?}");
        assert_eq!(question.parse(&[]), Err(FieldError::Empty), "{question:?}");
    }
}

#[test]
fn a_ranking_is_whole_or_nothing() {
    let question = asks(Kind::Ranking(Ranking { options: ways(), shuffle: false }));
    let order = raw(&["car", "walk", "bus"]);
    assert_eq!(question.parse(&order), Ok(Given::Ranked(order.clone())));
    for wrong in [
        &["car", "walk"][..],
        &["car", "walk", "walk"],
        &["car", "walk", "boat"],
        &["car", "walk", "bus", "bus"],
    ] {
        assert_eq!(question.parse(&raw(wrong)), Err(FieldError::NotAnOption), "{wrong:?}");
    }
    assert_eq!(question.parse(&[]), Err(FieldError::Empty));
}

#[test]
fn a_grid_takes_the_statements_that_were_answered_in_its_own_order() {
    let statements = vec![Choice::new("safe", "I feel safe"), Choice::new("late", "I am late")];
    let question = asks(Kind::Grid(Grid { statements, scale: Scale::Agree }));
    let rows = |rows: &[(&str, &str)]| {
        Given::Rows(rows.iter().map(|(row, key)| ((*row).to_string(), (*key).to_string())).collect())
    };
    assert_eq!(question.parse(&raw(&["late=1", "safe=5"])), Ok(rows(&[("safe", "5"), ("late", "1")])));
    assert_eq!(question.parse(&raw(&["late=2", "safe="])), Ok(rows(&[("late", "2")])));
    for wrong in [&["late=6"][..], &["gone=1"], &["late"], &["late=1", "late=2"]] {
        assert_eq!(question.parse(&raw(wrong)), Err(FieldError::NotAnOption), "{wrong:?}");
    }
    assert_eq!(question.parse(&raw(&["safe=", ""])), Err(FieldError::Empty));
}

#[test]
fn a_place_is_one_of_those_offered() {
    let place = |key: &str| Place::new(key, key.to_uppercase());
    let question = asks(Kind::Area(Area { places: vec![place("north"), place("south")], ..Area::default() }));
    assert_eq!(question.parse(&raw(&["south"])), Ok(Given::One("south".into())));
    assert_eq!(question.parse(&raw(&["west"])), Err(FieldError::NotAnOption));
    assert_eq!(question.label_of("south"), Some("SOUTH"));
}

#[test]
fn what_a_table_keeps_makes_the_answer_again() {
    let statements = vec![Choice::new("safe", "I feel safe"), Choice::new("late", "I am late")];
    for (kind, values) in [
        (Kind::single(ways()), &["bus"][..]),
        (Kind::multi(ways(), None), &["walk", "car"]),
        (Kind::Ranking(Ranking { options: ways(), shuffle: true }), &["car", "walk", "bus"]),
        (Kind::Grid(Grid { statements, scale: Scale::YesNoUnsure }), &["safe=no", "late=yes"]),
        (Kind::number(None, None), &["-7"]),
        (Kind::Faces, &["3"]),
    ] {
        let question = asks(kind);
        let given = question.parse(&raw(values)).unwrap();
        assert_eq!(question.accepts(&given), Ok(()));
        let mut cells = given.cells();
        cells.reverse();
        assert_eq!(Given::from_cells(&question.kind, &cells), Some(given), "{question:?}");
    }
    assert_eq!(Given::from_cells(&Kind::Faces, &[]), None);
}

#[test]
fn every_type_is_read_back_from_its_document() {
    let statements = vec![Choice::new("safe", "I feel safe")];
    for kind in [
        Kind::single(ways()),
        Kind::Faces,
        Kind::Rating(Rating { from: 0, to: 10, ends: vec![Choice::new("0", "Bad")] }),
        Kind::Grid(Grid { statements, scale: Scale::Options(ways()) }),
        Kind::Area(Area::default()),
        Kind::number(Some(1), None),
        Kind::Photo,
        Kind::Audio,
        Kind::Info,
    ] {
        let question = asks(kind).only_if(Rule::Any(vec![Rule::is("a", "b").negated()]));
        let text = serde_json::to_string(&question).unwrap();
        assert_eq!(serde_json::from_str::<Question>(&text).unwrap(), question, "{text}");
    }
}

#[test]
fn limits_that_cannot_be_met_are_named() {
    let flaws = |kind: Kind| kind.flaws();
    let multi = |min, max| Kind::Multi(Multi { options: ways(), min, max, shuffle: false });
    assert_eq!(flaws(multi(Some(1), Some(3))), vec![]);
    assert_eq!(flaws(multi(Some(4), None)), vec![Flaw::LimitsCross]);
    assert_eq!(flaws(multi(None, Some(0))), vec![Flaw::LimitsCross]);
    assert_eq!(flaws(Kind::number(Some(2), Some(1))), vec![Flaw::LimitsCross]);
    assert_eq!(flaws(Kind::Rating(Rating { from: 3, to: 3, ends: vec![] })), vec![Flaw::LimitsCross]);
    assert_eq!(flaws(Kind::Rating(Rating { from: 0, to: 11, ends: vec![] })), vec![Flaw::LimitsCross]);
    assert_eq!(
        flaws(Kind::Grid(Grid { statements: vec![], scale: Scale::Faces })),
        vec![Flaw::TooFewOptions]
    );
}

const FILE: &str = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0";

#[test]
fn a_photo_is_the_id_of_a_file_and_nothing_else() {
    let question = asks(Kind::Photo);
    assert_eq!(question.parse(&raw(&[FILE])), Ok(Given::File(FILE.into())));
    assert_eq!(question.parse(&raw(&["", FILE])), Ok(Given::File(FILE.into())));
    assert_eq!(question.parse(&raw(&["holiday.jpg"])), Err(FieldError::NotAnOption));
    assert_eq!(question.parse(&raw(&[""])), Err(FieldError::Empty));
    assert_eq!(question.accepts(&Given::File("../x".into())), Err(FieldError::NotAnOption));
    assert_eq!(question.accepts(&Given::Words("a cat".into())), Err(FieldError::NotAnOption));
}

#[test]
fn what_is_said_aloud_may_be_written_instead_but_not_as_well() {
    let question = asks(Kind::Audio);
    assert_eq!(question.parse(&raw(&[FILE])), Ok(Given::File(FILE.into())));
    assert_eq!(question.parse(&raw(&[FILE, " \n"])), Ok(Given::File(FILE.into())));
    assert_eq!(question.parse(&raw(&["", "its too loud"])), Ok(Given::Words("its too loud".into())));
    assert_eq!(question.parse(&raw(&[FILE, "its too loud"])), Err(FieldError::SaidAndWrote));
    assert_eq!(question.parse(&raw(&["", ""])), Err(FieldError::Empty));
    let contact = question.parse(&raw(&["ring 07700 900123"]));
    assert_eq!(contact, Err(FieldError::Contact(Contact::Phone)));
    let given = Given::Words("its too loud".into());
    assert_eq!(question.accepts(&given), Ok(()));
}

#[test]
fn a_table_says_that_there_is_a_file_and_not_which() {
    let given = Given::File(FILE.into());
    assert_eq!(given.cells(), [Cell { row: None, value: GIVEN.into() }]);
    assert_eq!(Given::from_cells(&Kind::Photo, &given.cells()), None);
    assert!(!given.includes(GIVEN));
}
