//! `earshot import coding` of a file of a program for qualitative analysis, and `earshot export qdpx`, `qdc` and `codebook`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use earshot_service::{Actor, Earshot, Error};

use super::export::missing;
use super::import::{name, not_taken, read};
use super::{complain, say};
use crate::qda;
use crate::settings::DataArgs;

/// Takes in a project or a codebook: all of it, or with `skip` all that can be taken, or nothing.
pub(super) async fn import(file: &Path, slug: &str, skip: bool, data: &DataArgs) -> anyhow::Result<ExitCode> {
    let (handed, left_out) =
        qda::read(&read(file)?).with_context(|| format!("{} was not taken", file.display()))?;
    for line in left_out {
        complain(&format!("note: {}: {line}", name(file)));
    }
    let earshot = data.kept().await?;
    let console = earshot.console().await?;
    let report = match earshot.preview_qda(&console, slug, &handed).await {
        Ok(report) => report,
        Err(error) => return not_taken(error),
    };
    for note in report.notes.iter().chain(&report.left) {
        complain(&format!("note: {note}"));
    }
    for problem in &report.problems {
        complain(&format!("cannot take: {problem}"));
    }
    if !report.problems.is_empty() && !skip {
        complain("Nothing was taken: some of the coding cannot be. With --skip-unsupported the rest is.");
        return Ok(ExitCode::FAILURE);
    }
    match earshot.take_qda(&console, slug, &handed).await {
        Ok(report) => {
            say(&format!(
                "Took {} codes and {} codings into /c/{slug}; {} and {} were there already.",
                report.new_codes, report.codings.added, report.known_codes, report.codings.known
            ));
            let kept = report.kept;
            let [cases, variables] = [kept.cases.added, kept.variables.added];
            let [sets, notes] = [kept.sets.added, kept.notes.added];
            if cases + variables + sets + notes > 0 {
                say(&format!(
                    "Kept {cases} cases, {variables} variables, {sets} sets and {notes} notes beside them."
                ));
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => not_taken(error),
    }
}

/// What of the coding is written of a consultation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// What was said, with its coding.
    Project,
    /// The codebook.
    Codebook,
    /// The codebook as a table.
    Table,
}

/// What is written of a consultation.
pub(super) async fn written(
    earshot: &Earshot,
    console: &Actor,
    slug: &str,
    what: Written,
) -> anyhow::Result<Vec<u8>> {
    if what == Written::Project {
        let handed = earshot.qda_project(console, slug).await.map_err(|error| missing(slug, error))?;
        return qda::project(&handed).context("nothing was written");
    }
    let book = match earshot.qda_codebook(console, slug).await {
        Ok(book) => book,
        Err(Error::Refused(_)) => {
            bail!("nothing was written: there is no code in the codebook of {slug} yet")
        }
        Err(error) => return Err(missing(slug, error)),
    };
    if what == Written::Table {
        return qda::codebook_table(&book).context("nothing was written");
    }
    Ok(qda::codebook(&book))
}
