//! The rules and the readers by themselves: the crate `earshot-bench`, on this machine and as WebAssembly.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result};

use super::{Line, Setting, median};
use crate::frontend::wasm;
use crate::postgres::{Cluster, Durability};
use crate::process;

/// How often a command is run; the median counts.
const TIMES: usize = 9;

/// The program that measures on this machine, compiled as well as the server is.
pub(super) fn program(setting: &Setting<'_>) -> Result<PathBuf> {
    let mut cargo = setting.project.cargo();
    cargo.args(["build", "--quiet", "--profile", "measuring", "--package", "earshot-bench", "--bins"]);
    process::run(&mut cargo)?;
    Ok(setting.project.target().join("measuring/earshot-bench"))
}

/// Runs it, and reads the lines that it prints.
fn lines(setting: &Setting<'_>, what: &str) -> Result<Vec<Line>> {
    printed(Command::new(program(setting)?).arg(what))
}

fn printed(command: &mut Command) -> Result<Vec<Line>> {
    let said = String::from_utf8(process::output(command)?)?;
    said.lines().map(|line| read(line).with_context(|| format!("not a measurement: {line}"))).collect()
}

fn read(line: &str) -> Option<Line> {
    let [what, ours, unit, baseline, theirs] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
    Some(Line::new(what, ours.parse().ok()?, unit, baseline, theirs.parse().ok()?))
}

/// What it takes to know what is asked next in a long questionnaire with logic: on the server, and on a phone.
pub(super) fn journey(setting: &Setting<'_>) -> Result<Vec<Line>> {
    let mut lines = lines(setting, "journey")?;
    let server = lines.first().context("nothing was measured")?.ours;
    setting.empty()?;
    let [script, wasm] = wasm::measured(setting.project)?;
    fs::write(setting.data.join("bench.mjs"), script)?;
    fs::write(setting.data.join("bench.wasm"), wasm)?;
    let said = process::output(
        Command::new("node").arg(setting.project.root().join("bench/walks.mjs")).arg(&setting.data),
    )?;
    let phone: f64 = String::from_utf8(said)?.trim().parse().context("node printed no number")?;
    lines.push(Line::new(
        "a step of 200 questions, WASM in Node",
        phone,
        "us",
        "the same on the server",
        server,
    ));
    Ok(lines)
}

/// A page of the search among many entries, beside the same among few: below three times as long, in both databases.
pub(super) fn search(setting: &Setting<'_>) -> Result<Vec<Line>> {
    let cluster = Cluster::start(Durability::None)?;
    printed(Command::new(program(setting)?).arg("search").env("EARSHOT_TEST_POSTGRES", cluster.url()))
}

/// The desk for coding with many answers, beside the same with few, in both databases.
pub(super) fn coding(setting: &Setting<'_>) -> Result<Vec<Line>> {
    let cluster = Cluster::start(Durability::None)?;
    printed(Command::new(program(setting)?).arg("coding").env("EARSHOT_TEST_POSTGRES", cluster.url()))
}

/// A large form: read, and taken in by the command line.
pub(super) fn xlsform(setting: &Setting<'_>) -> Result<Vec<Line>> {
    let mut lines = lines(setting, "xlsform")?;
    setting.empty()?;
    let form = setting.data.join("form.xlsx");
    process::run(Command::new(program(setting)?).arg("workbook").arg(&form))?;
    let earshot = setting.earshot()?;
    let (mut importing, mut looking) = (Vec::new(), Vec::new());
    for time in 0..=TIMES {
        let mut import = Command::new(earshot);
        import.args(["import", "questionnaire"]).arg(&form).args(["--into", &format!("form-{time}")]);
        let mut look = Command::new(earshot);
        look.arg("check");
        for (command, times) in [(&mut import, &mut importing), (&mut look, &mut looking)] {
            let started = Instant::now();
            process::output(command.arg("--data").arg(&setting.data))?;
            // The first time makes the database.
            if time > 0 {
                times.push(started.elapsed());
            }
        }
    }
    let (ours, theirs) = (median(&mut importing) / 1e3, median(&mut looking) / 1e3);
    lines.push(Line::new("`earshot import` of the same form", ours, "ms", "`earshot check`", theirs));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_line_is_a_measurement_beside_its_baseline() {
        let line = read("a step\t12.5\tus\ta loop\t2.5").unwrap();
        assert_eq!((line.what.as_str(), line.unit.as_str(), line.ours), ("a step", "us", 12.5));
        assert_eq!(line.baseline, Some(("a loop".to_owned(), 2.5)));
        assert!(read("a step\t12.5\tus").is_none());
        assert!(read("a step\tx\tus\ta loop\t2.5").is_none());
    }
}
