//! Files that others made, through the command line as an operator uses it.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own with a database in it; gone afterwards.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("earshot-import-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file and gives its path.
    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs `earshot import WHAT FILE --into SLUG`.
    fn import(&self, what: &str, file: &Path, slug: &str, more: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
        command.args(["import", what]).arg(file).args(["--into", slug, "--data"]).arg(self.0.join("data"));
        command.args(more).output().unwrap().into()
    }
}

impl Place {
    /// Runs `earshot export KIND SLUG --output FILE`.
    fn export(&self, kind: &str, slug: &str, output: &str, more: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
        command.args(["export", kind, slug, "--output"]).arg(self.0.join(output));
        command.arg("--data").arg(self.0.join("data")).args(more).output().unwrap().into()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a command said.
#[derive(Debug)]
struct Said {
    good: bool,
    out: String,
    err: Vec<String>,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let err = String::from_utf8(output.stderr).unwrap();
        Self {
            good: output.status.success(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: err.lines().map(str::to_string).collect(),
        }
    }
}

const SURVEY: &str = r#"{"title": "Buses", "pages": [{"name": "p", "elements": [
  {"type": "radiogroup", "name": "way", "title": "How do you travel?", "choices": [
    {"value": "bus", "text": "By bus"}, {"value": "walk", "text": "On foot"}]},
  {"type": "checkbox", "name": "helps", "title": "What would help?", "choices": [
    {"value": "light", "text": "A light"}, {"value": "seat", "text": "A seat"}]},
  {"type": "comment", "name": "why", "title": "Why?"}
]}]}"#;

fn with_survey(name: &str) -> Place {
    let place = Place::new(name);
    let taken = place.import("questionnaire", &place.file("survey.json", SURVEY), "buses", &[]);
    assert!(taken.good, "{taken:?}");
    place
}

#[test]
fn a_table_of_answers_is_taken_whole_and_once() {
    let place = with_survey("table");
    let table = place.file(
        "table.csv",
        "Timestamp,response_id,How do you travel?,helps/light,helps/seat,Why?,First name\n\
         2026-01-01,a,By bus,1,0,\"late, always\",Jo\n2026-01-02,b,walk,,,,Al\n",
    );
    let taken = place.import("answers", &table, "buses", &[]);
    assert!(taken.good, "{taken:?}");
    assert_eq!(taken.out.trim(), "Took 2 people's answers into /c/buses; 0 were there already.");
    assert_eq!(taken.err.len(), 2, "what is never taken is named: {taken:?}");
    assert!(
        taken.err.iter().any(|line| line.contains("First name") && line.contains("personal")),
        "{taken:?}"
    );
    let again = place.import("answers", &table, "buses", &[]);
    assert!(again.good, "{again:?}");
    assert_eq!(again.out.trim(), "Took 0 people's answers into /c/buses; 2 were there already.");
}

#[test]
fn three_rows_of_headings_are_understood() {
    let place = with_survey("qualtrics");
    let table = place.file(
        "qualtrics.csv",
        "StartDate,ResponseId,Q1,Q2\nStart Date,Response ID,How do you travel?,Why?\n\
         \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n\
         2026-01-01,R_1,On foot,I like it\n",
    );
    let taken = place.import("answers", &table, "buses", &[]);
    assert!(taken.good && taken.out.starts_with("Took 1 people's answers"), "{taken:?}");
}

#[test]
fn a_table_with_one_bad_line_or_a_column_that_nobody_knows_takes_nothing() {
    let place = with_survey("refused");
    let bad = place.file("bad.csv", "id,way,why\n1,bus,x\n2,SECRET,y\n3,plane,\n");
    let refused = place.import("answers", &bad, "buses", &[]);
    assert!(!refused.good);
    assert_eq!(refused.err.len(), 3, "{refused:?}");
    assert!(refused.err[0].starts_with("line 3: column \u{201c}way\u{201d}"), "{refused:?}");
    assert!(refused.err[1].starts_with("line 4: "), "{refused:?}");
    assert!(refused.err.iter().all(|line| !line.contains("SECRET")), "{refused:?}");

    let strange = place.file("strange.csv", "id,way,colour\n1,bus,red\n");
    let refused = place.import("answers", &strange, "buses", &[]);
    assert!(!refused.good && refused.err[0].contains("\u{201c}colour\u{201d}"), "{refused:?}");
    let taken = place.import("answers", &strange, "buses", &["--skip-unsupported"]);
    assert!(taken.good && taken.out.starts_with("Took 1 "), "nothing of it was there: {taken:?}");
    assert!(taken.err[0].contains("\u{201c}colour\u{201d}"), "{taken:?}");

    // The same id with something else.
    let other = place.file("other.csv", "id,way\n2,walk\n1,walk\n");
    let refused = place.import("answers", &other, "buses", &[]);
    assert!(!refused.good && refused.err[0].starts_with("line 3: "), "{refused:?}");
}

#[test]
fn a_table_needs_a_questionnaire_and_one_question_does_not() {
    let place = Place::new("alone");
    let table = place.file("table.csv", "id,way\n1,bus\n");
    let refused = place.import("answers", &table, "nowhere", &[]);
    assert!(!refused.good && refused.err[0].contains("There is no consultation nowhere"), "{refused:?}");
    let one = place.file("one.csv", "response_id,response\n1,the bus\n2,the train\n");
    let taken = place.import("answers", &one, "old", &["--question", "What is it like?"]);
    assert_eq!(taken.out.trim(), "Took 2 answers into /c/old; 0 were there already.", "{taken:?}");
    // The same by the name of its column, now that there is a question.
    let more = place.file("more.csv", "response_id,response\n2,the train\n3,on foot\n");
    let taken = place.import("answers", &more, "old", &[]);
    assert_eq!(taken.out.trim(), "Took 1 answers into /c/old; 1 were there already.", "{taken:?}");
}

#[test]
fn answers_are_written_as_files_and_taken_in_again() {
    let place = with_survey("export");
    let table =
        place.file("table.csv", "id,way,helps/light,helps/seat,why\n1,bus,1,0,SECRET words\n2,walk,,,\n");
    assert!(place.import("answers", &table, "buses", &[]).good);
    let written = place.export("csv", "buses", "out.csv", &[]);
    assert!(written.good, "{written:?}");
    assert!(written.err.iter().any(|line| line.contains("nobody has read yet")), "{written:?}");
    let text = std::fs::read_to_string(place.0.join("out.csv")).unwrap();
    let head = "response_id,respondent_type,age_band,words_may_be_quoted,way,helps/light,helps/seat,why\r\n";
    assert!(text.starts_with(head), "{text}");
    assert!(text.contains("child,,1,bus,1,0,\r\n") && text.contains("child,,1,walk,,,\r\n"), "{text}");
    assert!(!text.contains("SECRET"), "nobody has read it");
    let described = std::fs::read_to_string(place.0.join("out.csv-metadata.json")).unwrap();
    assert!(described.contains("\"url\": \"out.csv\""), "{described}");
    let again = place.export("csv", "buses", "out.csv", &[]);
    assert!(!again.good && again.err[0].contains("is there already"), "{again:?}");

    let place_of = |name: &str| std::fs::read(place.0.join(name)).unwrap();
    let good: [(&str, &str, &[u8]); 3] =
        [("xlsx", "out.xlsx", b"PK"), ("sav", "out.sav", b"$FL2"), ("csv", "out.zip", b"PK")];
    for (kind, name, start) in good {
        let written = place.export(kind, "buses", name, &[]);
        assert!(written.good, "{kind}: {written:?}");
        assert!(place_of(name).starts_with(start), "{kind}");
    }
    let bad: [(&str, &str, &str, &[&str]); 5] = [
        ("csv", "nowhere", "no.csv", &[]),
        ("xlsx", "buses", "no.xlsx", &["--raw"]),
        ("xlsx", "buses", "no.xlsx", &["--raw", "--reason", "so"]),
        ("jsonl", "buses", "no.jsonl", &[]),
        // Nobody has read the words: an archive would be empty.
        ("jsonl", "buses", "no.zip", &[]),
    ];
    for (kind, slug, name, more) in bad {
        let refused = place.export(kind, slug, name, more);
        assert!(!refused.good, "{kind} {more:?}");
        assert!(!place.0.join(name).exists(), "{kind} {more:?}");
    }
    assert!(place.export("xlsx", "buses", "raw.xlsx", &["--raw", "--reason", "A court has asked"]).good);
    // What describes a table stands in the way: then nothing is written.
    place.file("half.csv-metadata.json", "mine");
    let half = place.export("csv", "buses", "half.csv", &[]);
    assert!(!half.good && !place.0.join("half.csv").exists(), "{half:?}");
    assert_eq!(place_of("half.csv-metadata.json"), b"mine");
    // A table that was written is one that is taken in: its people are others, by names of their own.
    let taken = place.import("answers", &place.0.join("out.csv"), "buses", &["--skip-unsupported"]);
    assert!(taken.good && taken.out.starts_with("Took 2 "), "{taken:?}");
}

#[test]
fn coding_goes_to_other_programs_and_comes_back() {
    let place = with_survey("refi");
    let codebook = r#"<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
        <Code guid="22222222-2222-4222-8222-222222222221" name="Late" isCodable="true"/>
        <Code guid="22222222-2222-4222-8222-222222222222" name="Full" isCodable="true"/></Codes></CodeBook>"#;
    for kind in ["qdc", "codebook"] {
        let none = place.export(kind, "buses", "none", &[]);
        assert!(!none.good && none.err.iter().any(|line| line.contains("there is no code in the codebook")));
        assert!(!place.0.join("none").exists(), "other programs read no codebook without a code");
    }
    let file = place.file("book.qdc", codebook);
    let taken = place.import("coding", &file, "buses", &[]);
    assert!(taken.good, "{taken:?}");
    assert_eq!(taken.out.trim(), "Took 2 codes and 0 codings into /c/buses; 0 and 0 were there already.");
    let again = place.import("coding", &file, "buses", &[]);
    assert!(again.good && again.out.contains("2 and 0 were there already."), "{again:?}");

    assert!(place.export("codebook", "buses", "codes.csv", &[]).good);
    let table = std::fs::read_to_string(place.0.join("codes.csv")).unwrap();
    let mut rows: Vec<&str> = table.lines().collect();
    rows[1..].sort_unstable();
    assert_eq!(
        rows,
        ["\u{feff}path,description", "Full,", "Late,"],
        "with what tells Taguette that it is UTF-8"
    );

    let broken = place.import("coding", &place.file("broken.qdpx", "PK?"), "buses", &[]);
    assert!(!broken.good && broken.err.iter().any(|line| line.contains("no file of REFI-QDA")), "{broken:?}");
    let nowhere = place.import("coding", &file, "nowhere", &[]);
    assert!(!nowhere.good, "{nowhere:?}");

    for kind in ["qdc", "qdpx"] {
        let out = place.0.join(format!("out.{kind}"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
        command.args(["export", kind, "buses", "--output"]).arg(&out).arg("--data").arg(place.0.join("data"));
        let written: Said = command.output().unwrap().into();
        assert!(written.good, "{written:?}");
        let back = place.import("coding", &out, "buses", &[]);
        assert!(back.good && back.out.starts_with("Took 0 codes and 0 codings"), "{kind}: {back:?}");
    }
}

#[test]
fn coding_of_words_that_nobody_wrote_keeps_the_whole_file_out() {
    let place = with_survey("refi-left");
    // One source of the words "nobody wrote this", with one code.
    let file = place.0.join("left.qdpx");
    std::fs::write(&file, include_bytes!("files/left.qdpx")).unwrap();
    let refused = place.import("coding", &file, "buses", &[]);
    assert!(!refused.good, "{refused:?}");
    assert!(refused.err.iter().any(|line| line.starts_with("cannot take: no answer that may be used")));
    assert!(refused.err.iter().any(|line| line.starts_with("Nothing was taken")), "{refused:?}");
    let taken = place.import("coding", &file, "buses", &["--skip-unsupported"]);
    assert!(taken.good, "{taken:?}");
    assert_eq!(taken.out.trim(), "Took 1 codes and 0 codings into /c/buses; 0 and 0 were there already.");
}

#[test]
fn a_transcript_is_taken_once_the_consultation_is_asked() {
    let place = with_survey("transcript");
    let more = ["--title", "Tuesday", "--held-on", "2024-03-12", "--people", "6"];
    let group = place.file("group.txt", "Fac: Why?\nSECRET: its late\n");
    let early = place.import("transcript", &group, "buses", &more);
    assert!(!early.good && early.err.iter().any(|line| line.contains("from the day it opens")), "{early:?}");
    let answers = place.file("table.csv", "id,way\n1,bus\n");
    assert!(place.import("answers", &answers, "buses", &[]).good);
    let taken = place.import("transcript", &group, "buses", &more);
    assert!(taken.good, "{taken:?}");
    assert_eq!(taken.out.trim(), "Took 1 turns of young people into /c/buses. They wait to be read.");
    let again = place.import("transcript", &group, "buses", &more);
    assert!(!again.good && again.err.iter().any(|line| line.contains("--again")), "{again:?}");
    let wrong = place.import("transcript", &place.file("group.doc", "SECRET"), "buses", &more);
    assert!(!wrong.good && wrong.err.iter().all(|line| !line.contains("SECRET")), "{wrong:?}");
    let nowhere = place.import("transcript", &group, "nothing", &more);
    assert!(!nowhere.good);
}

#[test]
fn nobody_in_a_transcript_is_an_adult_unless_somebody_says_so() {
    let place = with_survey("carers");
    assert!(place.import("answers", &place.file("table.csv", "id,way\n1,bus\n"), "buses", &[]).good);
    let group = place.file("group.txt", "Fac: Why?\nCarer 1: SECRET\nCarer 2: its cold\nSam: yes\n");
    let import = |speakers: &[&str], again: bool| {
        let mut more = vec!["--title", "Tuesday", "--held-on", "2024-03-12", "--people", "6"];
        more.extend(speakers.iter().flat_map(|speaker| ["--speaker", *speaker]));
        more.extend(again.then_some("--again"));
        place.import("transcript", &group, "buses", &more)
    };
    let says = |said: &Said, part: &str| said.err.iter().any(|line| line.contains(part));
    let unsure = import(&[], false);
    assert!(!unsure.good && unsure.out.is_empty(), "{unsure:?}");
    for part in ["--speaker \"Carer 1=P1\"", "--speaker \"Carer 2=P2\"", "Nothing was taken."] {
        assert!(says(&unsure, part), "{part}: {unsure:?}");
    }
    assert!(!says(&unsure, "SECRET"), "names alone: {unsure:?}");
    let half = import(&["Carer 1=YP2"], false);
    assert!(!half.good && says(&half, "Carer 2") && !says(&half, "Carer 1"), "{half:?}");
    // Two voices never become one by chance.
    let one = import(&["Carer 1=YP1", "Carer 2=YP2"], false);
    assert!(!one.good && says(&one, "would both be YP1"), "{one:?}");
    for wrong in ["Carer 9=YP4", "Carer 1=boss", "Carer 1"] {
        assert!(!import(&["Carer 1=YP2", "Carer 2=YP3", wrong], false).good, "{wrong}");
    }
    // Nothing was kept of all that: it is not there yet.
    let young = import(&["Carer 1=YP2", "Carer 2=YP3"], false);
    assert!(young.good && young.out.starts_with("Took 3 turns of young people"), "{young:?}");
    assert!(
        says(&young, "\u{201c}Carer 1\u{201d} is YP2") && says(&young, "\u{201c}Sam\u{201d} is YP1"),
        "{young:?}"
    );
    assert!(!says(&young, "SECRET"), "{young:?}");
    let adults = import(&["Carer 1=P1", "Carer 2=P2"], true);
    assert!(adults.good && adults.out.starts_with("Took 1 turns of young people"), "{adults:?}");
}
