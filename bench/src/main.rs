//! Measures on this machine; the README says what.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to a person")]

mod coding;
mod finding;

use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use calamine::{Reader as _, Xlsx};
use earshot_bench::{journey, types, workbook};
use earshot_formats::xlsform;

/// How long each of the two that are compared is run.
const DURING: Duration = Duration::from_secs(3);

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["coding"] => coding::measure(),
        ["journey"] => measure_journey(),
        ["search"] => finding::measure(),
        ["xlsform"] => measure_xlsform(),
        ["types"] => {
            println!("{}", serde_json::to_string(&types::every_type())?);
            Ok(())
        }
        ["workbook", file] => std::fs::write(file, workbook::form()?).with_context(|| file.to_owned()),
        _ => bail!("coding, journey, search, xlsform, types, or workbook FILE"),
    }
}

/// A measurement and its baseline, for `cargo xtask bench` to read.
fn print(what: &str, ours: f64, unit: &str, baseline: &str, theirs: f64) {
    println!("{what}\t{ours}\t{unit}\t{baseline}\t{theirs}");
}

/// Runs both in turns, so that they meet the same weather; gives the mean time for one unit of work of each. The
/// work says how many units it was.
fn in_turns(
    mut ours: impl FnMut() -> Result<u32>,
    mut theirs: impl FnMut() -> Result<u32>,
) -> Result<(Duration, Duration)> {
    let (mut our, mut their) = ((Duration::ZERO, 0), (Duration::ZERO, 0));
    // The first round only warms up.
    ours()?;
    theirs()?;
    while our.0 + their.0 < 2 * DURING {
        let started = Instant::now();
        our.1 += ours()?;
        our.0 += started.elapsed();
        let started = Instant::now();
        their.1 += theirs()?;
        their.0 += started.elapsed();
    }
    Ok((our.0 / our.1.max(1), their.0 / their.1.max(1)))
}

fn measure_journey() -> Result<()> {
    let asked = journey::questionnaire();
    let answers = journey::answers(&asked, 1);
    let (ours, theirs) = in_turns(|| Ok(journey::walk(&asked, 1)), || Ok(journey::rules(&asked, &answers)))?;
    let us = |time: Duration| time.as_secs_f64() * 1e6;
    print("a step of 200 questions, server", us(ours), "us", "each rule tried once", us(theirs));
    Ok(())
}

fn measure_xlsform() -> Result<()> {
    let form = workbook::form()?;
    let ours = || {
        let reading = xlsform::read(&form).context("the form was not taken")?;
        ensure!(reading.problems.is_empty(), "a part of the form was not taken");
        black_box(reading);
        Ok(1)
    };
    let theirs = || {
        let mut workbook = Xlsx::new(Cursor::new(&form))?;
        let cells: usize = workbook.worksheets().iter().map(|(_, cells)| cells.used_cells().count()).sum();
        ensure!(cells > 10_000, "the form is not all there");
        Ok(1)
    };
    let (ours, theirs) = in_turns(ours, theirs)?;
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    print("reading an XLSForm of 5,000 rows", ms(ours), "ms", "calamine, the same cells", ms(theirs));
    Ok(())
}
