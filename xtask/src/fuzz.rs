//! `cargo xtask fuzz`: files that break a reader, looked for by libFuzzer.

use std::ffi::OsString;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::project::Project;
use crate::{interrupt, process};

/// How the readers are compiled, so that libFuzzer sees which branches an input takes. All of it is stable, and all that
/// it needs from the compiler.
const FLAGS: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "--cfg=fuzzing",
];

/// What one input may take, in MiB and in seconds.
const MEMORY: u32 = 256;
const MEMORY_OF_PICTURES: u32 = 512;
const PATIENCE: u32 = 10;

/// Runs a target for a while; fails with the input that broke it.
pub(crate) fn fuzz(project: &Project, arguments: &[String]) -> Result<()> {
    let (name, seconds) = read(arguments)?;
    interrupt::listen()?;
    let folder = project.root().join("server/formats/fuzz");
    let seeds = match name {
        "xls" => project.root().join("server/formats/tests/files"),
        name => folder.join("seeds").join(name),
    };
    if !seeds.is_dir() {
        bail!("there is no reader `{name}` to look at; server/formats/fuzz/README.md lists them");
    }
    let target = project.target().join("fuzz");
    let host = host()?;
    let mut flags = OsString::new();
    flags.push(FLAGS.join("\u{1f}"));
    process::run(
        project
            .cargo()
            .args(["build", "--release", "--bin", name, "--target", &host, "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&target)
            .env("CARGO_ENCODED_RUSTFLAGS", flags),
    )?;
    let (corpus, found) = (target.join("corpus").join(name), target.join("found"));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&found)?;
    let memory = if name == "media" { MEMORY_OF_PICTURES } else { MEMORY };
    process::run(
        Command::new(target.join(host).join("release").join(name))
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-rss_limit_mb={memory}"))
            .arg(format!("-timeout={PATIENCE}"))
            .arg(format!("-artifact_prefix={}/{name}-", found.display()))
            .arg("-print_final_stats=1")
            .arg(corpus)
            .arg(seeds),
    )
    .with_context(|| format!("an input broke the reader; it is in {}", found.display()))
}

/// The reader and for how many seconds.
fn read(arguments: &[String]) -> Result<(&str, u32)> {
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [name] => Ok((name, 60)),
        [name, "--seconds", seconds] => {
            Ok((name, seconds.parse().with_context(|| format!("`{seconds}` is no number of seconds"))?))
        }
        _ => bail!("say which reader: cargo xtask fuzz READER [--seconds N]"),
    }
}

/// This machine, as the compiler calls it: with a target of its own, what runs while compiling is compiled as usual.
fn host() -> Result<String> {
    let said = String::from_utf8(process::output(Command::new("rustc").arg("-vV"))?)?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say what this machine is")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_reader_and_a_time_are_understood_and_nothing_else() {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(read(&words("xlsx")).unwrap(), ("xlsx", 60));
        assert_eq!(read(&words("polis --seconds 5")).unwrap(), ("polis", 5));
        for wrong in ["", "xlsx 5", "xlsx --seconds", "xlsx --seconds many"] {
            assert!(read(&words(wrong)).is_err(), "{wrong}");
        }
    }
}
