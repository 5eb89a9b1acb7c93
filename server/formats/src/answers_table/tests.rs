//! What tables of other programs come to, and what is refused.

use std::sync::LazyLock;

use earshot_domain::question::{
    Choice, FieldError, Given, Grid, Kind, Place, Question, Ranking, Scale, Wording,
};
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_domain::respondent::{AgeBand, RespondentType};
use proptest::prelude::*;

use super::{People, ROWS_MAX, TableReading, TableRow, is_of_one_question};
use crate::LineError;

fn options(list: &[(&str, &str)]) -> Vec<Choice> {
    list.iter().map(|(key, label)| Choice::new(*key, *label)).collect()
}

fn asked() -> Questionnaire {
    let ways = options(&[("bus", "The bus"), ("car", "Car, or van"), ("walk", "On foot")]);
    let statements = options(&[("safe", "I feel safe"), ("fun", "It is fun")]);
    let mut way = Question::new("way", "How do you travel?", Kind::single(ways.clone()));
    way.wordings = vec![Wording {
        lang: Some("cy".into()),
        text: "Sut wyt ti'n teithio?".into(),
        labels: vec![("bus".into(), "Bws".into())],
        ..Wording::default()
    }];
    let mut late = Question::new("late", "Is {@} late?", Kind::YesNoUnsure);
    late.section = Some("each".into());
    let mut asked = Questionnaire::of(vec![
        way,
        Question::new("ways", "Which ways?", Kind::multi(ways.clone(), Some(2))),
        late,
        Question::new("feel", "How is it?", Kind::Grid(Grid { statements, scale: Scale::Agree })),
        Question::new("order", "Order them", Kind::Ranking(Ranking { options: ways, shuffle: false })),
        Question::new("many", "How many?", Kind::number(Some(0), Some(20))),
        Question::new("why", "Why?", Kind::LongText),
        Question::new("note", "", Kind::Info),
        Question::new("name", "What do you call your bus?", Kind::ShortText),
    ]);
    asked.sections = vec![Section { each_of: Some("ways".into()), ..Section::new("each", "") }];
    asked
}

/// Reads for a consultation with one area.
fn read<'a>(
    file_name: &str,
    bytes: &'a [u8],
    asked: &'a Questionnaire,
) -> Result<TableReading<'a>, Vec<LineError>> {
    static AREAS: LazyLock<Vec<Place>> = LazyLock::new(|| vec![Place::new("East side", "East side")]);
    super::read(file_name, bytes, asked, People { bands: &[], areas: &AREAS })
}

fn rows(text: &str) -> Vec<TableRow> {
    let asked = asked();
    let reading =
        read("a.csv", text.as_bytes(), &asked).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
    let rows: Vec<TableRow> = reading.rows().collect();
    assert_eq!(rows.len(), reading.count);
    for row in &rows {
        for (variable, given) in &row.answers {
            assert!(asked.takes(variable), "{variable}");
            assert_eq!(asked.get(variable).unwrap().accepts(given), Ok(()), "{variable}");
        }
    }
    rows
}

fn notes(text: &str) -> Vec<String> {
    let asked = asked();
    read("a.csv", text.as_bytes(), &asked).unwrap().notes.iter().map(ToString::to_string).collect()
}

fn problems(text: &str) -> Vec<String> {
    let asked = asked();
    read("a.csv", text.as_bytes(), &asked).unwrap().problems.iter().map(ToString::to_string).collect()
}

fn errors(text: &str) -> Vec<String> {
    read("a.csv", text.as_bytes(), &asked()).expect_err(text).iter().map(ToString::to_string).collect()
}

fn said(row: &TableRow) -> Vec<(&str, &Given)> {
    row.answers.iter().map(|(variable, given)| (variable.as_str(), given)).collect()
}

fn one(key: &str) -> Given {
    Given::One(key.into())
}

fn many(keys: &[&str]) -> Given {
    Given::Many(keys.iter().map(ToString::to_string).collect())
}

#[test]
fn columns_are_the_names_of_our_own_exports() {
    let rows = rows(
        "\u{feff}response_id,way,ways,late@bus,late@car,feel/safe,feel/fun,order/bus,order/car,order/walk,many,why,age_band,area,respondent_type,submitted_at\r\n\
         r1,bus,bus; walk,yes,,1,5,2,1,3,7,\"Late,\nand \"\"full\"\"\",11-13, east  Side,child,2026-01-01\r\n\
         r2,,,,,,,,,,,,,,,\r\n\
         \r\n\
         r3,THE BUS,,unsure,no,4,,,,,,,12,,parent,\r\n",
    );
    assert_eq!(
        rows.iter().map(|row| (row.line, row.id.as_str())).collect::<Vec<_>>(),
        [(2, "r1"), (6, "r3")],
        "who said nothing is not there"
    );
    let first = &rows[0];
    let feel = Given::Rows(vec![("safe".into(), "1".into()), ("fun".into(), "5".into())]);
    let order = Given::Ranked(vec!["car".into(), "bus".into(), "walk".into()]);
    assert_eq!(
        said(first),
        [
            ("feel", &feel),
            ("late@bus", &one("yes")),
            ("many", &Given::Number(7)),
            ("order", &order),
            ("way", &one("bus")),
            ("ways", &many(&["bus", "walk"])),
            ("why", &Given::Words("Late,\nand \"full\"".into())),
        ]
    );
    assert_eq!(
        (first.age_band, first.area.as_deref(), first.respondent),
        (Some(AgeBand::From11To13), Some("East side"), Some(RespondentType::Child))
    );
    assert_eq!(said(&rows[1]).len(), 4);
    assert_eq!(
        (rows[1].age_band, rows[1].respondent),
        (Some(AgeBand::From11To13), Some(RespondentType::Parent))
    );
}

#[test]
fn columns_are_the_words_of_a_question_in_any_language() {
    for head in ["How do you  TRAVEL?", "way. How do you travel?", "Sut wyt ti'n teithio?", "WAY"] {
        for cell in ["bus", "The bus", " the BUS ", "Bws"] {
            let rows = rows(&format!("id;{head}\n1;{cell}\n"));
            assert_eq!(said(&rows[0]), [("way", &one("bus"))], "{head}: {cell}");
        }
    }
}

#[test]
fn several_options_stand_in_one_cell_or_in_columns_of_their_own() {
    for cell in [
        "bus;car",
        "The bus; Car, or van",
        "\"The bus, Car, or van\"",
        "\"bus,car\"",
        "bus car",
        "bus|car",
        "Bus;CAR;",
    ] {
        let rows = rows(&format!("id\tways\n1\t{cell}\n"));
        assert_eq!(said(&rows[0]), [("ways", &many(&["bus", "car"]))], "{cell}");
    }
    for head in [
        "ways.bus,ways.car,ways.walk",
        "ways/bus,ways/car,ways/walk",
        "ways[bus],ways[car],ways[walk]",
        "ways_bus,ways_car,ways_walk",
        "Which ways? [The bus],\"Which ways? [Car, or van]\",Which ways? [On foot]",
    ] {
        for cells in
            ["1,TRUE,0", "x,Yes,", "The bus,\"Car, or van\",", "bus,car,no", "checked,1.0,not selected"]
        {
            let rows = rows(&format!("id,{head}\n1,{cells}\n2,0,0,0\n"));
            assert_eq!(rows.len(), 1, "{head} {cells}");
            assert_eq!(said(&rows[0]), [("ways", &many(&["bus", "car"]))], "{head} {cells}");
        }
    }
}

#[test]
fn rows_of_a_grid_are_found_however_they_are_written() {
    for head in [
        "feel/safe,feel/fun",
        "feel[safe],feel[fun]",
        "feel.safe,feel.fun",
        "How is it? [I feel safe],How is it? [It is fun]",
        "How is it? - I feel safe,How is it? - It is fun",
        "feel_safe,feel_fun",
    ] {
        let rows = rows(&format!("id,{head}\n1,Strongly agree,2\n"));
        let feel = Given::Rows(vec![("safe".into(), "5".into()), ("fun".into(), "2".into())]);
        assert_eq!(said(&rows[0]), [("feel", &feel)], "{head}");
    }
}

#[test]
fn qualtrics_has_three_rows_of_headings() {
    let text = "StartDate,IPAddress,ResponseId,Q1,Q2_1,RecipientEmail\n\
                Start Date,IP Address,Response ID,How do you travel?,How is it? - I feel safe,Recipient Email\n\
                \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_1\"\"}\",\"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\"\n\
                2026-01-01,192.0.2.1,R_1,On foot,3,jo@example.org\n";
    let rows = rows(text);
    let feel = Given::Rows(vec![("safe".into(), "3".into())]);
    assert_eq!((rows[0].line, rows[0].id.as_str()), (4, "R_1"));
    assert_eq!(said(&rows[0]), [("feel", &feel), ("way", &one("walk"))]);
    let notes = notes(text);
    assert_eq!(notes.len(), 3);
    assert!(
        notes.contains(&"column \u{201c}IPAddress\u{201d}: not taken: personal".to_string()),
        "{notes:?}"
    );
    assert!(
        notes.contains(&"column \u{201c}RecipientEmail\u{201d}: not taken: personal".to_string()),
        "{notes:?}"
    );
}

#[test]
fn columns_that_are_not_taken_are_named_and_personal_ones_as_personal() {
    let text = "way,LocationLatitude,First name,Phone number,E-mail,favourite colour,,name,Colour,\n\
                bus,51.5,Jo,1,j,red,z,Bertha,,\nbus,,,,,,,,,\n";
    assert_eq!(
        notes(text),
        [
            "column \u{201c}LocationLatitude\u{201d}: not taken: personal",
            "column \u{201c}First name\u{201d}: not taken: personal",
            "column \u{201c}Phone number\u{201d}: not taken: personal",
            "column \u{201c}E-mail\u{201d}: not taken: personal",
            "headings: no column says which answer is which: each is called after its line. The same file may be \
             taken in again, but no other one like it",
            "column \u{201c}Colour\u{201d}: not taken: nothing stands in it, and no question has this name",
        ]
    );
    assert_eq!(
        problems(text),
        [
            "column \u{201c}favourite colour\u{201d}: no question has this name or these words",
            "column 7: a column without a heading",
        ]
    );
    let many = (0..250).map(|at| format!(",x{at}")).collect::<Vec<_>>().concat();
    let many = problems(&format!("id,way{many}\n1,bus{}\n", ",1".repeat(250)));
    assert_eq!((many.len(), many[200].as_str()), (201, "headings: and 50 more like these"));
    // A question that asks for a name of something is a question.
    assert_eq!(said(&rows("way,name\nbus,Bertha\n")[0]).len(), 2);
    assert_eq!(rows("way\nbus\n")[0].id, "line-2");
}

#[test]
fn what_is_said_of_people_is_what_the_consultation_asks() {
    let asked = asked();
    let bands = [AgeBand::From11To13, AgeBand::From14To15];
    let areas = [Place::new("the-north", "North")];
    let of = |text: &str, people: People<'_>| {
        let reading = super::read("a.csv", text.as_bytes(), &asked, people);
        reading.map(|reading| (reading.rows().next().unwrap(), reading.notes.len()))
    };
    let text = "id,way,area,age\n1,bus,north,12\n";
    let (row, _) = of(text, People { bands: &bands, areas: &areas }).unwrap();
    assert_eq!((row.age_band, row.area.as_deref()), (Some(AgeBand::From11To13), Some("the-north")));
    for wrong in ["1,bus,South,12", "1,bus,North,9", "1,bus,North,16-17"] {
        let errors = of(&format!("id,way,area,age\n{wrong}\n"), People { bands: &bands, areas: &areas });
        assert_eq!(errors.unwrap_err().len(), 1, "{wrong}");
    }
    let (row, notes) = of(text, People::default()).unwrap();
    assert_eq!((row.area, notes), (None, 1), "an area that nobody asks for is not taken, and it is said");
    let empty = of("id,way,why\n1,bus,\n2,,\n3,, \n", People::default()).unwrap();
    assert_eq!(empty.1, 1, "rows without an answer are counted in a note");
}

#[test]
fn a_file_of_answers_to_one_question_is_known_by_its_headings() {
    let asked = asked();
    for (name, text, expected) in [
        ("a.csv", "response_id,response\n1,x\n", true),
        ("a.csv", "\u{feff}Response;RESPONSE_ID;age\nx;1;2\n", true),
        ("a.csv", "response_id,response,way\n1,x,bus\n", false),
        ("a.csv", "response_id,way\n1,bus\n", false),
        ("a.csv", "id,response\n1,x\n", false),
        ("a.jsonl", "{}", true),
        ("a", "{\"response_id\": 1}", true),
        ("a.csv", "", false),
        ("a.xlsx", "PK", false),
    ] {
        assert_eq!(is_of_one_question(name, text.as_bytes(), Some(&asked)), expected, "{name}: {text}");
    }
    assert!(is_of_one_question("a.csv", b"response_id,response,way\n1,x,bus\n", None));
    assert!(!is_of_one_question("a.csv", b"\xff\xfe", None));
}

#[test]
fn every_bad_line_is_named_and_nothing_that_was_written_is_repeated() {
    let text = "response_id,way,ways,many,feel/safe,late@bus,why,age_band,order\n\
                1,SECRET,,,,,,,\n2,,bus;car;walk,,,,,,\n3,,,21,,,,,\n4,,,SECRET,9,maybe,,,\n,bus,,,,,,,\n1,bus,,,,,,,\n5,bus\n6,,,,,,,99,\n7,,,,,,,,bus;car\n";
    assert_eq!(
        errors(text),
        [
            "line 2: column \u{201c}way\u{201d}: not an option of this question",
            "line 3: column \u{201c}ways\u{201d}: more than 2 options",
            "line 4: column \u{201c}many\u{201d}: a number outside the limits of the question",
            "line 5: column \u{201c}late@bus\u{201d}: not an option of this question",
            "line 5: column \u{201c}feel/safe\u{201d}: not an option of this question",
            "line 5: column \u{201c}many\u{201d}: not a whole number",
            "line 6: column \u{201c}response_id\u{201d}: the id is missing",
            "line 8: 2 cells where the headings have 9",
            "line 9: column \u{201c}age_band\u{201d}: not one of the age bands that are asked",
            "line 10: column \u{201c}order\u{201d}: not an option of this question",
        ]
    );
    assert_eq!(errors("id,way\n1,bus\n2,bus\n1,bus\n"), ["line 4: this id stands in line 2 already"]);
    for number in ["NaN", "inf", "1e2", "2.5", "99999999999999999999"] {
        let errors = errors(&format!("id,many\n1,{number}\n"));
        assert_eq!(errors, ["line 2: column \u{201c}many\u{201d}: not a whole number"], "{number}");
    }
    let many = format!("id,way\n{}", (0..250).map(|id| format!("{id},plane\n")).collect::<Vec<_>>().concat());
    let many = errors(&many);
    assert_eq!((many.len(), many[100].as_str()), (101, "and 150 more"));
}

#[test]
fn two_columns_for_one_answer_are_refused() {
    for head in [
        "way,WAY",
        "way,How do you travel?",
        "ways,ways.bus",
        "ways.bus,ways[The bus]",
        "feel/safe,feel",
        "age_band,age band",
    ] {
        let errors = errors(&format!("{head},why\nbus,bus,x\n"));
        assert!(errors[0].starts_with("line 1: "), "{head}: {errors:?}");
    }
}

#[test]
fn words_are_kept_as_they_are_and_contact_details_are_told() {
    let text = "id,why\n1,  Ring me: 07700 900123 \n2,cafe\u{301}\n";
    assert_eq!(said_words(&rows_unchecked(text)), ["  Ring me: 07700 900123", "caf\u{e9}"]);
    assert!(notes(text)[0].contains("1 answers seem to hold contact details"));
    let long = "\u{1f68c}".repeat(2_001);
    assert_eq!(
        errors(&format!("id,why\n1,{long}\n"))[0],
        "line 2: column \u{201c}why\u{201d}: 2001 letters; at most 2000 are taken"
    );
}

fn rows_unchecked(text: &str) -> Vec<TableRow> {
    read("a.csv", text.as_bytes(), &asked()).unwrap().rows().collect()
}

fn said_words(rows: &[TableRow]) -> Vec<&str> {
    rows.iter()
        .map(|row| match row.answers.get("why") {
            Some(Given::Words(words)) => words.as_str(),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn files_that_are_no_table_are_refused() {
    for (bytes, why) in [
        (&b""[..], "the file is empty"),
        (b"a,b\n1,2\n", "no heading is the name"),
        (b"way\n", "nothing under the headings"),
        (b"way,why\n1,\"open\n2,x\n", "never closed"),
        (b"way,why\nbus,\"a\"b\"\n", "must be written twice"),
        (b"way,why\nbus,caf\xe9\n", "not UTF-8"),
        (b"\xff\xfew\0a\0y\0", "UTF-16"),
    ] {
        let errors = read("a.csv", bytes, &asked()).unwrap_err();
        assert!(errors[0].reason.contains(why), "{why}: {errors:?}");
    }
    assert!(read("a.xlsx", b"way\nbus\n", &asked()).is_err());
}

#[test]
fn large_cells_rows_and_files_are_refused_in_time() {
    let cell = "x".repeat(1_000_000);
    assert!(errors(&format!("id,why\n1,{cell}\n"))[0].contains("1000000 letters"));
    assert!(errors(&format!("id,way\n1,\"{}\"\n", "bus, ".repeat(200_000)))[0].contains("not an option"));
    let half = &cell[..500_000];
    assert!(errors(&format!("id,way,{half}.{half}\n1,plane,x\n"))[0].contains("not an option"));
    for long in [format!("id,why\n1,{cell}{cell}\n"), format!("id,\"{cell}{cell}\n"), format!("{cell}{cell}")]
    {
        assert!(errors(&long)[0].contains("more than 1 MiB"), "{:?}", errors(&long));
    }
    for wide in
        [format!("way{}\n1\n", ",".repeat(6_000)), format!("way,why\nbus,6\"\"{}\n", ",".repeat(6_000))]
    {
        assert!(errors(&wide)[0].contains("more than 5000 cells"), "{:?}", errors(&wide));
    }
    let rows = format!("way\n{}", "bus\n".repeat(ROWS_MAX + 1));
    assert!(errors(&rows)[0].contains("more than 200000 rows"));
    let asked = asked();
    let most = format!("way\n{}", "bus\n".repeat(ROWS_MAX));
    assert_eq!(read("a.csv", most.as_bytes(), &asked).unwrap().count, ROWS_MAX);
}

const PIECES: [&str; 22] = [
    "response_id",
    "way",
    "ways",
    "ways.bus",
    "late@bus",
    "feel/safe",
    "order/bus",
    "why",
    "age_band",
    "{\"ImportId\"",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\"",
    "bus",
    "1",
    "yes",
    "\u{e9}",
    "[",
    "]",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn nothing_panics_and_what_is_taken_could_have_been_given(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..60),
    ) {
        let asked = asked();
        let _ = read("a.csv", &bytes, &asked).map(|reading| reading.rows().count());
        for head in ["", "way,ways.bus,why\n", "id;ways;order/bus;feel/safe\n1;bus;1;2\n"] {
            let text = format!("{head}{}", pieces.concat());
            let Ok(reading) = read("a.csv", text.as_bytes(), &asked) else { continue };
            prop_assert_eq!(reading.rows().count(), reading.count);
            for row in reading.rows() {
                for (variable, given) in &row.answers {
                    prop_assert!(asked.takes(variable));
                    // Contact details were left elsewhere: they are taken, and a note says so.
                    let accepted = asked.get(variable).unwrap().accepts(given);
                    prop_assert!(matches!(accepted, Ok(()) | Err(FieldError::Contact(_))), "{accepted:?}");
                }
            }
        }
    }
}
