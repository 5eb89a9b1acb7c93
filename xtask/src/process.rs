//! Running other programs: each fails with a sentence that says which, and none outlives this one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::interrupt;

/// Runs it with this program's own output, and fails if it failed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let mut child = command.spawn().with_context(|| format!("could not start {}", name(command)))?;
    let watched = interrupt::watch(child.id());
    let status = child.wait()?;
    drop(watched);
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// Runs it, prints each line of its standard output as it comes, and hands the line to `see`.
pub(crate) fn run_watching(command: &mut Command, mut see: impl FnMut(&str)) -> Result<()> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start {}", name(command)))?;
    let watched = interrupt::watch(child.id());
    let mut out = std::io::stdout();
    let output = child.stdout.take().context("the output was not handed over")?;
    // Not `lines()`: a test may print bytes that are no text, and that must not end the run.
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        out.write_all(&line)?;
        out.write_all(b"\n")?;
        out.flush()?;
        see(&String::from_utf8_lossy(&line));
    }
    let status = child.wait()?;
    drop(watched);
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// Runs it, and gives back what it printed; what it complained about becomes part of the error.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.output().with_context(|| format!("could not start {}", name(command)))?;
    if !output.status.success() {
        bail!(
            "{} ended with {}: {}",
            name(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(output.stdout)
}

/// Whether it can be started and says that all is well. Prints nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Becomes the other program: Ctrl-C and SIGTERM then reach it with nobody in between.
#[cfg(unix)]
pub(crate) fn replace(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let error = command.exec();
    Err(error).with_context(|| format!("could not start {}", name(&command)))
}

/// Where a program cannot become another one, it waits for it.
#[cfg(not(unix))]
pub(crate) fn replace(mut command: Command) -> Result<()> {
    run(&mut command)
}

/// The command as a person would have typed it, shortened to what tells it from others.
fn name(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let program = program.rsplit('/').next().unwrap_or_default().to_owned();
    let arguments: Vec<_> = command.get_args().take(4).map(|argument| argument.to_string_lossy()).collect();
    format!("`{program} {}`", arguments.join(" "))
}
