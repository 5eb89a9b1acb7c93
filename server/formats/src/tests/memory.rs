//! How much memory something takes.

use std::fmt::Write;
use std::process::Command;

use earshot_domain::question::{Kind, Question};
use earshot_domain::questionnaire::Questionnaire;

use crate::answers_table::{self, People};
use crate::line::FILE_MAX;
use crate::{answers, areas, coding, population};

/// Set where a test runs in a process of its own, to its name.
const ALONE: &str = "EARSHOT_TEST_ALONE";

/// Fails where `work` takes more memory than this beside what `make` made for it. It is run in a process of its own, in
/// which only the test `name` (as the runner calls it) runs: others would be measured too. Where the system does not
/// say how much memory a process took, it is only run.
pub(crate) fn costs_at_most<T>(mib: u64, name: &str, make: impl FnOnce() -> T, work: impl FnOnce(&T)) {
    if std::env::var(ALONE).is_ok_and(|alone| alone == name) {
        let made = make();
        // What making took at its most is not what the work takes.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let before = peak();
        work(&made);
        if let (Some(before), Some(after)) = (before, peak()) {
            assert!(after - before < mib, "{} MiB", after - before);
        }
        return;
    }
    let mut alone = Command::new(std::env::current_exe().unwrap());
    let output = alone.args(["--exact", name, "--nocapture"]).env(ALONE, name).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{name}: {said}{failed}");
}

/// The most memory that this process has held, in MiB, where the system says.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

/// As large a file as is taken, of these pieces.
fn file(begins: &str, piece: &str) -> String {
    let times = (FILE_MAX - begins.len()) / piece.len();
    format!("{begins}{}", piece.repeat(times))
}

/// Every reader of tables.
fn tables(file: &String) {
    let bytes = file.as_bytes();
    let asked = Questionnaire::of(vec![Question::new("a", "A?", Kind::LongText)]);
    assert!(answers::read("a.csv", bytes).is_err());
    assert!(coding::read("a.csv", bytes).is_err());
    assert!(population::read(file).is_err());
    let _ = answers_table::is_of_one_question("a.csv", bytes, Some(&asked));
    assert!(answers_table::read("a.csv", bytes, &asked, People::default()).is_err());
}

#[test]
fn rows_without_an_end_are_never_held() {
    let name = "tests::memory::rows_without_an_end_are_never_held";
    let files = || {
        [
            file("", ","),
            file("", "\""),
            file("\"name\",\"", "x,"),
            file("response_id,response,theme,area,age band,people,a,name,parent\n1,\"", "x\n"),
        ]
    };
    costs_at_most(32, name, files, |files| {
        files.iter().for_each(tables);
        assert!(areas::read(&files[3]).is_err());
    });
}

#[test]
fn rows_without_number_are_never_held() {
    let name = "tests::memory::rows_without_number_are_never_held";
    let files = || {
        let rows = file("response_id,response\n", "1,a\n");
        // Each with a name of its own, so that each is kept as long as more are taken.
        let mut lines = String::new();
        for n in 0..900_000 {
            writeln!(lines, "{{\"response_id\":{n},\"response\":\"a\"}}").unwrap();
        }
        (rows, lines, file("", "a\n"))
    };
    let work = |(rows, lines, areas): &(String, String, String)| {
        let refused = answers::read("a.csv", rows.as_bytes()).unwrap_err();
        assert!(refused[0].reason.contains("more than 200000 rows"), "{refused:?}");
        let refused = answers::read("a.jsonl", lines.as_bytes()).unwrap_err();
        assert_eq!((refused.len(), refused[0].line), (1, 200_001));
        assert!(refused[0].reason.contains("more than 200000 rows"), "{refused:?}");
        assert!(areas::read(areas).is_err());
    };
    costs_at_most(96, name, files, work);
}
