//! What is written is read back, byte by byte where no reader of ours exists; and nothing that somebody wrote runs.

use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

use calamine::{Data, Reader, Xlsx};
use earshot_domain::export::{
    AnswerTable, CodeLine, CountTables, CountedQuestion, CountedTheme, Entry, ExportContent, ExportForm,
    Measure, Origin, QuestionWords, TableVariable, WordsLine, WordsPack,
};
use earshot_domain::suppression::{self, CountTable, Preset, table};
use serde_json::Value;

use super::*;
use crate::{answers, coding};

fn origin() -> Origin {
    Origin {
        slug: "buses".into(),
        title: "Buses, \"and\" trains".into(),
        reference: "C-0001".into(),
        organisation: "Wexmoor".into(),
        day: "2026-03-14".parse().unwrap(),
        unchecked: None,
        undecided: None,
    }
}

fn variable(name: &str, measure: Measure) -> TableVariable {
    TableVariable { name: name.into(), label: format!("Asked: {name}?"), measure }
}

fn table_of(rows: Vec<Vec<Entry>>) -> AnswerTable {
    let ways = vec![("walk".to_owned(), "Walk".to_owned()), ("bus".to_owned(), "By bus".to_owned())];
    let faces = (1..=5).map(|n| (n.to_string(), format!("Face {n}"))).collect();
    AnswerTable {
        origin: origin(),
        raw: false,
        variables: vec![
            variable("response_id", Measure::Name),
            variable("way", Measure::Choice(ways)),
            variable("ok", Measure::Steps(faces)),
            variable("helps/light", Measure::Tick),
            variable("changes", Measure::Number),
            variable("why", Measure::Words),
        ],
        rows,
    }
}

fn row(id: &str, why: &str) -> Vec<Entry> {
    vec![
        Entry::Text(id.into()),
        Entry::Key("bus".into()),
        Entry::Key("4".into()),
        Entry::Tick(true),
        Entry::Number(-2),
        Entry::Text(why.into()),
    ]
}

fn nothing(id: &str) -> Vec<Entry> {
    let mut row = vec![Entry::Nothing; 6];
    row[0] = Entry::Text(id.into());
    row
}

const HOSTILE: [&str; 9] = [
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+44 7700 900000",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\n=1+1",
    "\u{ff1d}1+1",
    "two\nlines, \"quoted\"; and\r a carriage return",
    "NUL \0 and an emoji \u{1f68c}\u{200d}\u{1f467}",
];

fn long() -> String {
    "\u{1f68c}".repeat(2_000)
}

fn hostile() -> AnswerTable {
    let mut rows: Vec<Vec<Entry>> =
        HOSTILE.iter().enumerate().map(|(at, text)| row(&format!("R-{at}"), text)).collect();
    rows.push(row("R-long", &long()));
    rows.push(nothing("R-none"));
    table_of(rows)
}

fn read_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn csv_holds_every_cell_and_no_cell_is_a_formula() {
    let parts = parts(ExportForm::Csv, &ExportContent::Answers(hostile())).unwrap();
    assert_eq!(parts[0].name, "buses-answers.csv");
    let rows = read_csv(&parts[0].bytes);
    assert_eq!(rows[0], ["response_id", "way", "ok", "helps/light", "changes", "why"]);
    assert_eq!(rows.len(), 1 + HOSTILE.len() + 2);
    for (row, text) in rows[1..].iter().zip(HOSTILE) {
        assert_eq!(row[1..5], ["bus", "4", "1", "-2"], "a number is no formula");
        let cell = &row[5];
        let bare = cell.trim_start_matches('\n');
        assert!(!bare.starts_with(['=', '+', '-', '@', '\t', '\u{ff1d}']), "{cell:?}");
        let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        assert_eq!(cell.trim_start_matches('\''), kept);
    }
    assert_eq!(rows[HOSTILE.len() + 1][5], long());
    assert_eq!(rows[HOSTILE.len() + 2], ["R-none", "", "", "", "", ""]);
    assert!(!parts[0].bytes.contains(&0));
    assert!(parts[0].bytes.windows(2).any(|two| two == b"\r\n"));
}

#[test]
fn csv_is_described_as_csv_on_the_web_has_it() {
    let parts = parts(ExportForm::Csv, &ExportContent::Answers(hostile())).unwrap();
    assert_eq!(parts[1].name, "buses-answers.csv-metadata.json");
    let described: Value = serde_json::from_slice(&parts[1].bytes).unwrap();
    assert_eq!(described["url"], "buses-answers.csv");
    assert_eq!(described["dc:title"], "Buses, \"and\" trains: answers");
    assert_eq!(described["dc:issued"]["@value"], "2026-03-14");
    assert!(described["dc:rights"].as_str().unwrap().contains("do not publish rows"));
    assert!(described["notes"].to_string().contains("apostrophe"), "the guard is said");
    let columns = described["tableSchema"]["columns"].as_array().unwrap();
    let headings = read_csv(&parts[0].bytes).remove(0);
    let titles: Vec<&str> = columns.iter().map(|column| column["titles"].as_str().unwrap()).collect();
    assert_eq!(titles, headings);
    assert_eq!(columns[3]["name"], "helps_light");
    assert_eq!(columns[3]["datatype"]["format"], "1|0");
    assert_eq!(columns[4]["datatype"], "integer");
    assert_eq!((&columns[0]["required"], &columns[1]["required"]), (&Value::Bool(true), &Value::Bool(false)));
    assert_eq!(columns[1]["dc:description"], "Asked: way? Values: walk = Walk; bus = By bus.");
}

#[test]
fn a_label_and_its_values_are_two_sentences() {
    let mut table = table_of(Vec::new());
    table.variables[1].label = "How old they are".into();
    let parts = parts(ExportForm::Csv, &ExportContent::Answers(table)).unwrap();
    let described: Value = serde_json::from_slice(&parts[1].bytes).unwrap();
    let columns = described["tableSchema"]["columns"].as_array().unwrap();
    assert_eq!(columns[1]["dc:description"], "How old they are. Values: walk = Walk; bus = By bus.");
    assert_eq!(columns[5]["dc:description"], "Asked: why?");
}

#[test]
fn what_is_so_or_not_has_the_labels_yes_and_no() {
    let mut table = table_of(vec![row("R-1", "the bus is late")]);
    table.variables[3].measure = Measure::YesOrNo;
    let read = read_sav(&write(ExportForm::Sav, &ExportContent::Answers(table)).unwrap().bytes);
    let label = |number: f64, words: &str| (number, words.to_owned());
    assert_eq!(read.labels[2].1, [label(0.0, "No"), label(1.0, "Yes")]);
}

#[test]
fn a_workbook_holds_texts_and_numbers_and_no_formula() {
    let written = write(ExportForm::Xlsx, &ExportContent::Answers(hostile())).unwrap();
    assert_eq!(written.name, "buses-answers.xlsx");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(written.bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Answers", "Words", "Values", "About"]);
    let sheet = book.worksheet_range("Answers").unwrap();
    assert_eq!(sheet.get_value((1, 1)), Some(&Data::String("bus".into())));
    assert_eq!(sheet.get_value((1, 3)), Some(&Data::Float(1.0)));
    assert_eq!(sheet.get_value((1, 4)), Some(&Data::Float(-2.0)));
    assert_eq!(sheet.get_size().1, 5, "words are on a sheet of their own");
    let words = book.worksheet_range("Words").unwrap();
    let first = words.get_value((1, 3)).unwrap().to_string();
    assert_eq!(first, HOSTILE[0], "whole, and as a text");
    let last = words.get_value((u32::try_from(HOSTILE.len()).unwrap() + 1, 3)).unwrap();
    assert_eq!(last.to_string(), long());
    for sheet in ["Answers", "Words", "Values", "About"] {
        let formulas = book.worksheet_formula(sheet).unwrap();
        assert!(formulas.cells().all(|(.., formula)| formula.is_empty()), "{sheet}");
    }
    let about: Vec<String> =
        book.worksheet_range("About").unwrap().cells().map(|(.., cell)| cell.to_string()).collect();
    assert!(about.iter().any(|words| words.contains("redacted")), "{about:?}");
}

#[test]
fn a_table_of_redacted_answers_says_why_an_age_is_missing() {
    for raw in [false, true] {
        let table = || ExportContent::Answers(AnswerTable { raw, ..table_of(vec![row("R-1", "x")]) });
        let described = parts(ExportForm::Csv, &table()).unwrap().remove(1);
        let described: Value = serde_json::from_slice(&described.bytes).unwrap();
        assert_eq!(described["notes"].to_string().contains("Where no age stands"), !raw, "{described}");
        let written = write(ExportForm::Xlsx, &table()).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(written.bytes)).unwrap();
        let about = book.worksheet_range("About").unwrap();
        let says = about.cells().any(|(.., cell)| cell.to_string().starts_with("Where no age stands"));
        assert_eq!(says, !raw);
    }
}

#[test]
fn a_file_says_how_many_answers_nobody_else_has_looked_at() {
    let about = |unchecked| about(&Origin { unchecked, ..origin() }, false)[1].clone();
    assert!(!about(None).contains("nobody else"));
    let some = about(Some(suppression::count(Preset::Nhs5, 12)));
    assert!(
        some.ends_with("10 answers in words are not in it, because nobody else has looked at them yet."),
        "{some}"
    );
    let few = about(Some(suppression::count(Preset::Nhs5, 1)));
    assert!(
        few.ends_with("A few answers in words are not in it, because nobody else has looked at them yet."),
        "{few}"
    );
}

#[test]
fn a_file_says_in_how_many_places_nobody_has_decided() {
    let about = |undecided| about(&Origin { undecided, ..origin() }, false)[0].clone();
    assert!(!about(None).contains("nobody has decided"));
    let some = about(Some(suppression::count(Preset::Nhs5, 12)));
    assert!(some.contains("In 10 places of it nobody has decided yet"), "{some}");
    let few = about(Some(suppression::count(Preset::Nhs5, 1)));
    assert!(few.contains("In a few places of it nobody has decided yet"), "{few}");
}

#[test]
fn raw_words_are_called_raw() {
    let table = AnswerTable { raw: true, ..table_of(vec![row("R-1", "x")]) };
    let written = write(ExportForm::Xlsx, &ExportContent::Answers(table)).unwrap();
    assert_eq!(written.name, "buses-answers-raw.xlsx");
    assert!(notes(true)[0].contains("may name people") && notes(false)[0].contains("redacted"));
}

#[test]
fn forms_that_do_not_fit_are_refused() {
    let table = ExportContent::Answers(table_of(Vec::new()));
    assert_eq!(write(ExportForm::Jsonl, &table), Err(TableError::NoSuchForm));
    let counts = CountTables { questions: Vec::new(), themes: Vec::new(), ..counts() };
    assert_eq!(write(ExportForm::Sav, &ExportContent::Tables(counts)), Err(TableError::NoSuchForm));
    for form in [ExportForm::Csv, ExportForm::Xlsx, ExportForm::Sav] {
        assert!(write(form, &table).is_ok(), "nobody has answered: {form}");
    }
}

fn counts() -> CountTables {
    let truth = CountTable {
        rows: vec!["Walk".into(), "=By bus".into()],
        columns: vec!["11 to 13".into(), "Age not said".into()],
        counts: vec![vec![22, 14], vec![31, 3]],
    };
    let question = CountedQuestion {
        name: "way".into(),
        label: "How do you travel?".into(),
        who: "Children and young people".into(),
        keys: vec!["walk".into(), "bus".into()],
        table: table(Preset::Nhs5, &truth),
        percents: vec![Some(50), None],
    };
    let theme = CountedTheme {
        reference: "T-0001".into(),
        name: "Buses pass".into(),
        summary: "They do not stop.".into(),
        voices: "[c]".into(),
    };
    CountTables { origin: origin(), preset: Preset::Nhs5, questions: vec![question], themes: vec![theme] }
}

#[test]
fn counts_are_the_suppressed_ones_in_every_form() {
    let parts = parts(ExportForm::Csv, &ExportContent::Tables(counts())).unwrap();
    let rows = read_csv(&parts[0].bytes);
    assert!(rows.iter().all(|row| row.len() == 8));
    let cell = |answer: &str, group: &str| {
        rows.iter().find(|row| row[4].ends_with(answer) && row[5] == group).map(|row| row[6].as_str())
    };
    assert_eq!(cell("Walk", "11 to 13"), Some("20"));
    assert_eq!(cell("By bus", "11 to 13"), Some("30"));
    assert_eq!(cell("By bus", "Age not said"), Some("[c]"), "three people");
    assert_eq!(cell("Buses pass", "All"), Some("[c]"));
    assert!(rows.iter().any(|row| row[4] == "'=By bus"), "options are guarded too");
    let written = write(ExportForm::Xlsx, &ExportContent::Tables(counts())).unwrap();
    assert_eq!(written.name, "buses-counts.xlsx");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(written.bytes)).unwrap();
    let sheet = book.worksheet_range("Counts").unwrap();
    let same: Vec<String> = sheet.rows().map(|row| row[6].to_string()).collect();
    assert_eq!(same, rows.iter().map(|row| row[6].clone()).collect::<Vec<_>>());
}

#[test]
fn a_file_of_counts_says_which_rule_made_them() {
    for (preset, says, never) in [
        (Preset::Nhs5, "rounded to the nearest 5", "not rounded"),
        (Preset::Dfe, "from 1 to 5", "nearest 5"),
        (Preset::Srs10, "from 1 to 9", "nearest 5"),
    ] {
        let content = ExportContent::Tables(CountTables { preset, ..counts() });
        let csv = parts(ExportForm::Csv, &content).unwrap();
        let described = String::from_utf8(csv[1].bytes.clone()).unwrap();
        assert!(described.contains(says) && !described.contains(never), "{preset}: {described}");
        assert!(described.contains("fewer than ten"), "a group of nobody is hidden as well: {described}");
        assert!(!described.contains("rounded to 5,"), "nor do its columns: {described}");
        let written = write(ExportForm::Xlsx, &content).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(written.bytes)).unwrap();
        let about = book.worksheet_range("About").unwrap();
        let about: Vec<String> = about.cells().map(|(.., cell)| cell.to_string()).collect();
        assert!(about.iter().any(|words| words.contains(says)), "{preset}: {about:?}");
    }
}

#[test]
fn an_archive_holds_a_table_and_its_description() {
    let written = write(ExportForm::Csv, &ExportContent::Answers(hostile())).unwrap();
    assert_eq!(written.name, "buses-answers.zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(written.bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names.len(), 2);
    let mut table = Vec::new();
    archive.by_name("buses-answers.csv").unwrap().read_to_end(&mut table).unwrap();
    assert_eq!(read_csv(&table).len(), HOSTILE.len() + 3);
}

#[test]
fn an_archive_of_no_words_is_not_written() {
    let code = CodeLine { key: "A".into(), name: "Late".into(), definition: "What".into() };
    let pack = WordsPack { origin: origin(), raw: false, codes: vec![code], questions: Vec::new() };
    assert_eq!(write(ExportForm::Jsonl, &ExportContent::Words(pack)), Err(TableError::NoWords));
}

#[test]
fn answers_in_words_are_taken_in_again() {
    let line = |row: &str, words: &str, codes: &[&str]| WordsLine {
        row: row.into(),
        words: words.into(),
        codes: codes.iter().map(ToString::to_string).collect(),
    };
    let lines =
        vec![line("R-0002", "The bus,\n\"full\" \0 \u{1f68c}", &["A", "K1"]), line("R-0001", "=1+1", &[])];
    let code =
        |key: &str, name: &str| CodeLine { key: key.into(), name: name.into(), definition: "What".into() };
    let pack = WordsPack {
        origin: origin(),
        raw: false,
        codes: vec![code("A", "Late"), code("K1", "Full")],
        questions: vec![QuestionWords {
            name: "why@bus".into(),
            number: Some(2),
            label: "Why?".into(),
            lines,
        }],
    };
    let parts = parts(ExportForm::Jsonl, &ExportContent::Words(pack)).unwrap();
    let part = |name: &str| &parts.iter().find(|part| part.name == format!("why_bus/{name}")).unwrap().bytes;
    let asked: Value = serde_json::from_slice(part("question.json")).unwrap();
    assert_eq!((&asked["question_number"], &asked["question_text"]), (&Value::from(2), &Value::from("Why?")));
    let read = answers::read("responses.jsonl", part("responses.jsonl")).unwrap();
    assert_eq!(read[0].response, "The bus,\n\"full\"  \u{1f68c}");
    assert_eq!((read[1].response_id.as_str(), read[1].response.as_str()), ("R-0001", "=1+1"));
    let coding::CodingFile::Themes(themes) = coding::read("themes.json", part("themes.json")).unwrap() else {
        panic!("no themes")
    };
    assert_eq!(themes.iter().map(|theme| theme.key.as_str()).collect::<Vec<_>>(), ["A", "K1"]);
    let coding::CodingFile::Mapping(mapping) = coding::read("mapping.jsonl", part("mapping.jsonl")).unwrap()
    else {
        panic!("no mapping")
    };
    assert_eq!(
        (mapping[0].response_id.as_str(), &mapping[0].themes),
        ("R-0002", &vec!["A".into(), "K1".into()])
    );
    assert!(mapping[1].themes.is_empty());
    let names = parts.iter().map(|part| part.name.trim_start_matches("why_bus/"));
    assert!(coding::pick(names).is_ok(), "a folder of its own");
}

/// A file of SPSS, as much of it as is needed to see that it is whole.
struct Sav<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Sav<'a> {
    fn take(&mut self, n: usize) -> &'a [u8] {
        let taken = &self.bytes[self.at..self.at + n];
        self.at += n;
        taken
    }

    fn int(&mut self) -> i32 {
        i32::from_le_bytes(self.take(4).try_into().unwrap())
    }

    fn size(&mut self) -> usize {
        usize::try_from(self.int()).unwrap()
    }

    fn float(&mut self) -> f64 {
        f64::from_le_bytes(self.take(8).try_into().unwrap())
    }

    fn text(&mut self, n: usize) -> String {
        String::from_utf8(self.take(n).to_vec()).unwrap().trim_end().to_owned()
    }
}

/// What was read of it: widths and labels of the variables by their short names, the records of texts, value labels by the
/// number of their variable's element, and the rows as elements of 8 bytes.
#[derive(Default)]
struct Readings {
    variables: Vec<(String, usize, String)>,
    elements: usize,
    labels: Vec<(usize, Vec<(f64, String)>)>,
    texts: Vec<(i32, Vec<u8>)>,
    numbers: Vec<(i32, usize)>,
    /// What kind of number each segment has: 1 names, 2 steps, 3 amounts.
    levels: Vec<i32>,
    rows: Vec<Vec<[u8; 8]>>,
}

fn read_sav(bytes: &[u8]) -> Readings {
    let mut sav = Sav { bytes, at: 0 };
    let mut read = Readings::default();
    assert_eq!(sav.take(4), b"$FL2");
    assert!(sav.text(60).starts_with("@(#) SPSS DATA FILE"));
    assert_eq!(sav.int(), 2);
    let nominal = sav.size();
    assert_eq!((sav.int(), sav.int()), (0, 0), "not compressed, not weighted");
    let cases = sav.size();
    assert!((sav.float() - 100.0).abs() < f64::EPSILON);
    assert_eq!((sav.text(9), sav.text(8)), ("14 Mar 26".to_owned(), "00:00:00".to_owned()));
    assert_eq!(sav.text(64), "Buses, \"and\" trains");
    sav.take(3);
    loop {
        match sav.int() {
            2 => {
                let width = sav.int();
                let labelled = sav.int() == 1;
                assert_eq!(sav.int(), 0, "no missing values of our own");
                sav.take(8);
                let name = sav.text(8);
                read.elements += 1;
                if width < 0 {
                    continue;
                }
                let label = if labelled {
                    let length = sav.size();
                    let label = sav.text(length);
                    sav.take(length.next_multiple_of(4) - length);
                    label
                } else {
                    String::new()
                };
                read.variables.push((name, usize::try_from(width).unwrap(), label));
            }
            3 => {
                let many = sav.size();
                let labels = (0..many).map(|_| {
                    let number = sav.float();
                    let length = usize::from(sav.take(1)[0]);
                    let label = sav.text(length);
                    sav.take((length + 1).next_multiple_of(8) - length - 1);
                    (number, label)
                });
                let labels = labels.collect();
                assert_eq!((sav.int(), sav.int()), (4, 1));
                read.labels.push((sav.size(), labels));
            }
            7 => {
                let (kind, size, many) = (sav.int(), sav.size(), sav.size());
                let data = sav.take(size * many).to_vec();
                if kind == 11 {
                    let level = |three: &[u8]| i32::from_le_bytes(three[..4].try_into().unwrap());
                    read.levels = data.chunks(12).map(level).collect();
                }
                if size == 1 { read.texts.push((kind, data)) } else { read.numbers.push((kind, many)) }
            }
            999 => break,
            other => panic!("a record of type {other}"),
        }
    }
    assert_eq!(sav.int(), 0);
    assert_eq!(read.elements, nominal);
    for _ in 0..cases {
        read.rows.push((0..nominal).map(|_| sav.take(8).try_into().unwrap()).collect());
    }
    assert_eq!(sav.at, bytes.len(), "nothing is left");
    read
}

#[test]
fn a_file_of_spss_is_read_back() {
    let table = hostile();
    let read = read_sav(&write(ExportForm::Sav, &ExportContent::Answers(table)).unwrap().bytes);
    let width = long().len();
    let segments = width.div_ceil(252);
    assert_eq!(read.variables.len(), 5 + segments);
    assert_eq!(read.variables[1], ("V2".to_owned(), 0, "Asked: way?".to_owned()));
    assert_eq!(read.variables[0].1, "R-long".len());
    let last = read.variables.last().unwrap();
    assert_eq!(last.1, width - (segments - 1) * 252);
    assert!(read.variables[5..5 + segments - 1].iter().all(|(_, width, _)| *width == 255));
    let names: Vec<&str> = read.variables.iter().map(|(name, ..)| name.as_str()).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
    let text = |kind: i32| {
        let found = read.texts.iter().find(|(known, _)| *known == kind);
        String::from_utf8(found.unwrap().1.clone()).unwrap()
    };
    assert_eq!(text(13), "V1=response_id\tV2=way\tV3=ok\tV4=helps_light\tV5=changes\tV6=why");
    assert_eq!(text(14), format!("V6={width:05}\0\t"));
    assert_eq!(text(20), "UTF-8");
    assert_eq!(read.numbers, [(3, 8), (4, 3), (11, read.variables.len() * 3)]);
    let label = |number: f64, words: &str| (number, words.to_owned());
    assert_eq!(
        read.labels[0],
        (2, vec![label(1.0, "Walk"), label(2.0, "By bus")]),
        "the element after R-long"
    );
    assert_eq!(read.labels[1].1[4], label(5.0, "Face 5"), "the numbers of the scale stay");
    assert_eq!(read.labels[2].1, [label(0.0, "Not chosen"), label(1.0, "Chosen")]);
    assert_eq!(read.levels[..6], [1, 1, 2, 1, 3, 1], "a scale has steps, an amount is one");
    let number = |row: usize, at: usize| f64::from_le_bytes(read.rows[row][at]);
    assert_eq!([1, 2, 3, 4].map(|at| number(0, at).to_string()), ["2", "4", "1", "-2"]);
    let none = HOSTILE.len() + 1;
    assert!([1, 2, 3, 4].iter().all(|at| number(none, *at) <= -f64::MAX), "nothing was answered");
    // The long string: 255 bytes of each segment, one after the other.
    let stored = read.rows[HOSTILE.len()][5..].concat();
    let mut whole = Vec::new();
    for segment in stored.chunks(256) {
        whole.extend(&segment[..segment.len().min(255)]);
    }
    assert_eq!(String::from_utf8(whole).unwrap().trim_end(), long());
    let first = String::from_utf8(read.rows[0][5..][..8].concat()).unwrap();
    assert_eq!(first.trim_end(), HOSTILE[0]);
}

#[test]
fn strings_of_every_length_take_the_elements_that_they_need() {
    for length in [0, 1, 7, 8, 9, 254, 255, 256, 257, 503, 504, 505, 510, 511, 756, 757, 1_000] {
        let words = "x".repeat(length);
        let read = read_sav(
            &write(ExportForm::Sav, &ExportContent::Answers(table_of(vec![row("R", &words)]))).unwrap().bytes,
        );
        let stored = read.rows[0][5..].concat();
        let whole: Vec<u8> =
            stored.chunks(256).flat_map(|segment| segment[..segment.len().min(255)].to_vec()).collect();
        let whole = if length > 255 { whole } else { stored };
        assert_eq!(String::from_utf8(whole).unwrap().trim_end(), words, "{length}");
        assert_eq!(read.texts.iter().any(|(kind, _)| *kind == 14), length > 255, "{length}");
    }
}

#[test]
fn pspp_reads_it_where_there_is_one() {
    if Command::new("pspp").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        println!("SKIPPED: pspp is not on this machine");
        return;
    }
    let folder = std::env::temp_dir().join(format!("earshot-sav-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("buses.sav");
    let rows = vec![row("R-1", "the bus is late"), row("R-2", &"long ".repeat(200)), nothing("R-3")];
    let written = write(ExportForm::Sav, &ExportContent::Answers(table_of(rows))).unwrap();
    std::fs::File::create(&file).unwrap().write_all(&written.bytes).unwrap();
    let syntax = folder.join("list.sps");
    std::fs::write(&syntax, format!("GET FILE='{}'.\nDISPLAY DICTIONARY.\nLIST.\n", file.display())).unwrap();
    let said = Command::new("pspp").arg("-O").arg("format=csv").arg(&syntax).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    std::fs::remove_dir_all(&folder).unwrap();
    for words in ["response_id", "helps_light", "Asked: way?", "By bus", "the bus is late", "A1000", "R-3"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("warning") && !said.contains("error"), "{said}");
}
