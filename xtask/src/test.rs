//! `cargo xtask test`: every test there is, in the order in which a failure is cheapest to meet.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::beside::Assets;
use crate::executable::{self, Mode};
use crate::frontend::wasm;
use crate::postgres::{Cluster, Durability};
use crate::project::Project;
use crate::{arrows, interrupt, licences, npm, process, setup};

/// How many tests passed and failed, over everything that was run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    /// Reads a line of `cargo test`: `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
    fn see_cargo(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else { return };
        for part in counts.split(['.', ';']) {
            match part.split_whitespace().collect::<Vec<_>>()[..] {
                [number, "passed"] => self.passed += number.parse().unwrap_or(0),
                [number, "failed"] => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Reads a line of Playwright's summary: `  12 passed (30.1s)`, `  1 failed`.
    fn see_playwright(&mut self, line: &str) {
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            [number, "passed", ..] => self.passed += number.parse().unwrap_or(0),
            [number, "failed" | "flaky"] => self.failed += number.parse().unwrap_or(0),
            _ => {}
        }
    }
}

/// How much of it is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// What needs no browser.
    Quick,
    /// All of it. The browser is given the program that the other tests were compiled with: to optimise it takes as long as
    /// everything else, and what overflows is noticed in this one.
    All,
    /// All of it, and the browser is given the program as it is handed on.
    Release,
}

impl Scope {
    /// What was asked for on the command line.
    pub(crate) fn from(arguments: &[String]) -> Result<Self> {
        match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => Ok(Self::All),
            ["--quick"] => Ok(Self::Quick),
            ["--release"] => Ok(Self::Release),
            _ => bail!("`{}` is not understood here: --quick, --release or nothing", arguments.join(" ")),
        }
    }
}

/// Runs all of it, or as much as is asked for.
pub(crate) fn test(project: &Project, scope: Scope) -> Result<()> {
    let quick = scope == Scope::Quick;
    interrupt::listen()?;
    let started = Instant::now();
    let mut tally = Tally::default();

    let python = step("setting up", || {
        setup::for_testing(project, !quick)?;
        setup::pyxform(project)
    })?;
    step("format", || {
        process::run(project.cargo().args(["fmt", "--all", "--check"])).context("`cargo fmt --all` mends it")
    })?;
    let assets = if quick { None } else { Some(Assets::begin(project)?) };
    step("arrows", || arrows::check(project))?;
    step("licences", || licences::check(project))?;
    step("known weaknesses", || licences::known_weaknesses(project))?;
    step("known weaknesses of npm packages", || npm::known_weaknesses(project))?;
    step("lints of the server's side", || {
        process::run(
            project
                .cargo()
                .args(["clippy", "--quiet", "--workspace", "--all-targets", "--features", "xtask/bench"])
                .args(wasm::BUNDLES.iter().flat_map(|bundle| ["--exclude", bundle.package]))
                .args(["--", "-D", "warnings"]),
        )
    })?;
    step("lints of the browser's side", || {
        process::run(
            project
                .cargo()
                .args(["clippy", "--quiet", "--lib", "--target", wasm::TARGET])
                .args(wasm::selection())
                .args(["--", "-D", "warnings"]),
        )
    })?;
    step("documentation", || {
        process::run(
            project
                .cargo()
                // The same choice of features as for the lints, whose work is then used again.
                .args(["doc", "--quiet", "--workspace", "--no-deps", "--lib", "--features", "xtask/bench"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    })?;

    let assets = assets
        .map(|assets| step("what a browser asks for, begun before", || assets.wait(project)))
        .transpose()?;
    let cluster = step("starting PostgreSQL", || Cluster::start(Durability::None))?;
    // This crate by itself: with the workspace it would be compiled a second time, for other features.
    for (title, which) in
        [("tests of the build", ["--package", "xtask"]), ("tests", ["--workspace", "--exclude=xtask"])]
    {
        step(title, || {
            let mut cargo = project.cargo();
            cargo.args(["test", "--quiet"]).args(which).env("DATABASE_URL", cluster.url());
            cargo.env(POSTGRES, cluster.url()).env("EARSHOT_TEST_PYXFORM", &python);
            cargo.envs(assets.iter().map(|assets| (executable::ASSETS, assets)));
            process::run_watching(&mut cargo, |line| tally.see_cargo(line))
        })?;
    }

    if !quick {
        let program = match scope {
            Scope::Release => step("release build", || executable::build(project, Mode::Release))?,
            Scope::Quick | Scope::All => project.target().join(Mode::Debug.name()).join("earshot"),
        };
        step("tests in the browser", || {
            let mut playwright = Command::new("npx");
            playwright
                .args(["--no-install", "playwright", "test"])
                .current_dir(project.end2end())
                .env("EARSHOT_BIN", &program)
                .env("EARSHOT_CHROMIUM", setup::chromium().context("Chromium is gone")?)
                .env(POSTGRES, cluster.url())
                .stdin(std::process::Stdio::null());
            process::run_watching(&mut playwright, |line| tally.see_playwright(line))
        })?;
    }

    drop(cluster);
    if tally.failed > 0 || tally.passed == 0 {
        bail!("{} passed, {} failed", tally.passed, tally.failed);
    }
    println!("\nall of it took {}", seconds(started));
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(())
}

/// The environment variable that tells tests where a PostgreSQL is that they may fill and empty.
const POSTGRES: &str = "EARSHOT_TEST_POSTGRES";

/// One step with its headline; the headline is repeated in the error, which may be a screen further down.
fn step<T>(title: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n==== {title}");
    let started = Instant::now();
    let result = run().with_context(|| format!("FAILED at the step: {title}"))?;
    println!("---- {title}: {}", seconds(started));
    Ok(result)
}

fn seconds(since: Instant) -> String {
    format!("{:.1} s", since.elapsed().as_secs_f32())
}

#[cfg(test)]
mod tests {
    use super::{Scope, Tally};

    #[test]
    fn what_is_run_is_said_with_one_word_at_most() {
        let scope = |line: &str| Scope::from(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(scope("").unwrap(), Scope::All);
        assert_eq!(scope("--quick").unwrap(), Scope::Quick);
        assert_eq!(scope("--release").unwrap(), Scope::Release);
        assert!(scope("--quick --release").is_err());
        assert!(scope("--quik").is_err());
    }

    #[test]
    fn the_lines_of_cargo_are_summed_up() {
        let mut tally = Tally::default();
        tally.see_cargo("running 12 tests");
        tally.see_cargo(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        );
        tally.see_cargo("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(tally, Tally { passed: 15, failed: 2 });
    }

    #[test]
    fn the_lines_of_playwright_are_summed_up() {
        let mut tally = Tally::default();
        for line in [
            "Running 9 tests using 2 workers",
            "  1 failed",
            "    [phone] > smoke.spec.ts",
            "  1 flaky",
            "  2 skipped",
            "  7 passed (30.1s)",
        ] {
            tally.see_playwright(line);
        }
        assert_eq!(tally, Tally { passed: 7, failed: 2 });
    }
}
