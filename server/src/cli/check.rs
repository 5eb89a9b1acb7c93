//! `earshot check`: what is wrong with the set-up, a line each.

use std::process::ExitCode;

use earshot_service::{Earshot, Engine};

use super::say;
use crate::settings::DataArgs;

/// Says what was looked at and how it was found; gives the same back.
fn tell(good: bool, what: &str) -> bool {
    say(&format!("{} {what}", if good { "ok     " } else { "WRONG  " }));
    good
}

/// Looks at everything. It fails when something is wrong, and changes nothing.
pub(super) async fn run(data: &DataArgs) -> anyhow::Result<ExitCode> {
    // Opening would make the database that it is to judge.
    if !data.is_there() {
        tell(false, "there is a database; `earshot migrate` makes one");
        return Ok(ExitCode::FAILURE);
    }
    let mut good = match data.open().await {
        Ok(db) => {
            let engine = match db.engine() {
                Engine::Sqlite => "SQLite",
                Engine::Postgres => "PostgreSQL",
            };
            tell(true, &format!("the database opens ({engine})"));
            let pending = db.pending().await?;
            for migration in &pending {
                say(&format!("          missing: {migration}; run `earshot migrate`"));
            }
            let missing = pending.len();
            tell(missing == 0, &format!("the schema is up to date ({missing} migrations missing)"))
        }
        Err(error) => tell(false, &format!("the database opens: {error:#}")),
    };
    good &= match data.kept_keys() {
        Ok(_) => tell(true, "the installation's secret can be read") && hidden(data)?,
        Err(error) => tell(false, &format!("the installation's secret can be read: {error:#}")),
    };
    if good {
        let belongs = data.earshot().await;
        let why = belongs.as_ref().err().map(|error| format!(": {error:#}")).unwrap_or_default();
        good = tell(belongs.is_ok(), &format!("the secret belongs to this database{why}"));
        if let Ok(earshot) = belongs {
            good &= stands(&earshot).await?;
        }
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether nobody else on the machine can read the secret: whoever has it and a copy of the database can find four
/// words by trying.
fn hidden(data: &DataArgs) -> anyhow::Result<bool> {
    #[cfg(unix)]
    {
        /// What the group and everybody else may do with a file.
        const OTHERS: u32 = 0o077;
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(data.secret())?.permissions());
        Ok(tell(
            mode & OTHERS == 0,
            &format!("nobody but its owner can read the secret ({:o}; `chmod 600` hides it)", mode & 0o777),
        ))
    }
    #[cfg(not(unix))]
    {
        let _ = data;
        Ok(true)
    }
}

/// What the database itself says.
async fn stands(earshot: &Earshot) -> anyhow::Result<bool> {
    // Before there is an organisation there is nothing to look at, and asking for it would make it.
    let Some(chain) = earshot.audit_chains().await? else { return Ok(true) };
    let (many, end) = (chain.events, chain.end);
    let mut good = match chain.broken {
        None => tell(true, &format!("the audit trail is unbroken ({many} entries, ends in {end})")),
        Some(number) => tell(
            false,
            &format!("the audit trail is as it was written: entry {number} of {many} is not, or is missing"),
        ),
    };
    let console = earshot.console().await?;
    let missing = earshot.missing_roles(&console).await?;
    for role in &missing {
        let role = role.label().to_lowercase();
        tell(
            false,
            &format!("while young people are asked somebody is the {role}; `earshot invite` makes one"),
        );
    }
    good &= missing.is_empty();
    Ok(good)
}
