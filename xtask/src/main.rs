//! `cargo xtask`: the build of Earshot.
//!
//! Everything that turns the source into the one executable, starts it, or proves it, is a command here, so
//! that a fresh machine needs Rust and Node and nothing that has to be explained. `README.md` at the root
//! says what each command is for; `cargo xtask help` says it shortly.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks to a person")]

mod arrows;
#[cfg(feature = "bench")]
mod bench;
mod beside;
mod executable;
mod frontend;
mod fuzz;
mod interrupt;
mod licences;
mod npm;
mod postgres;
mod process;
mod project;
mod serve;
mod setup;
mod test;

use std::process::ExitCode;

use anyhow::{Result, bail};
use executable::Mode;
use project::Project;

const HELP: &str = "\
cargo xtask COMMAND

  build [--debug]            one executable with everything inside
  serve [--listen ADDR] [--keep] [--debug] [...]
                             build, then run with the demo data; --keep keeps the data of the last time;
                             anything else is handed to `earshot serve`
  assets                     only what a browser asks for, into `target/assets`
  test [--quick | --release] every test there is, on the program as the tests compile it; --quick leaves out the browser,
                             --release gives it the program as it is handed on
  bench [NAME ...]           the benchmarks, as ratios: memory, page, submissions, weight,
                             journey, xlsform, search, coding, workbench
  fuzz READER [--seconds N]  looks for files that break a reader, for a minute or as long as is said
  arrows                     which room may use which
  help                       this text

CARGO_TARGET_DIR is honoured everywhere.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{HELP}");
        return Ok(());
    };
    match command.as_str() {
        "build" => {
            let mode = if only_flag(rest, "--debug")? { Mode::Debug } else { Mode::Release };
            interrupt::listen()?;
            let project = Project::find()?;
            setup::for_building(&project)?;
            let program = executable::build(&project, mode)?;
            println!("\n{}", program.display());
            Ok(())
        }
        "serve" => serve::serve(&Project::find()?, rest),
        "assets" => {
            only_flag(rest, "")?;
            interrupt::listen()?;
            frontend::build(&Project::find()?, Mode::Release).map(|_| ())
        }
        "test" => test::test(&Project::find()?, test::Scope::from(rest)?),
        "arrows" => {
            only_flag(rest, "")?;
            arrows::check(&Project::find()?)
        }
        "bench" => run_bench(rest),
        "fuzz" => fuzz::fuzz(&Project::find()?, rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

/// Whether the one flag a command knows was given; anything else on the line is a mistake worth naming.
fn only_flag(arguments: &[String], flag: &str) -> Result<bool> {
    let mut given = false;
    for argument in arguments {
        if argument == flag {
            given = true;
        } else {
            bail!("`{argument}` is not understood here\n\n{HELP}");
        }
    }
    Ok(given)
}

#[cfg(feature = "bench")]
fn run_bench(arguments: &[String]) -> Result<()> {
    bench::bench(&Project::find()?, arguments)
}

/// The benchmarks need crates that nothing else here needs, and a baseline that was compiled as well as what it
/// is compared with. So they start the same program once more, with the feature on and optimised.
#[cfg(not(feature = "bench"))]
fn run_bench(arguments: &[String]) -> Result<()> {
    let project = Project::find()?;
    let mut again = project.cargo();
    again
        .args([
            "run",
            "--quiet",
            "--profile",
            "measuring",
            "--package",
            "xtask",
            "--features",
            "bench",
            "--",
            "bench",
        ])
        .args(arguments);
    process::replace(again)
}
