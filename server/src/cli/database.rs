//! Commands about the database: brought up to date, copied, put back.

use std::path::Path;

use anyhow::{Context, bail};
use earshot_service::{Earshot, Engine};

use super::say;
use crate::settings::DataArgs;

/// Brings the database up to date, and has the index of the search filled where that was never done: by the next start.
pub(super) async fn migrate(data: &DataArgs) -> anyhow::Result<()> {
    data.open().await?.migrate().await?;
    // Without the installation's secret nothing can be written down; the next start does so.
    if let Ok(Some((earshot, _))) = data.look().await {
        earshot.fill_search().await?;
    }
    say("The database is up to date.");
    Ok(())
}

/// Writes a copy of the database while it is used.
pub(super) async fn backup(data: &DataArgs, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} is there already; a backup never overwrites one", file.display());
    }
    let earshot: Earshot = data.kept().await?;
    if earshot.db().engine() == Engine::Postgres {
        bail!("PostgreSQL has pg_dump and continuous archiving for this; use them");
    }
    let path = file.to_str().context("the file's name must be readable text")?;
    earshot.db().copy_to(path).await?;
    say(&format!("Wrote {}. Keep the installation's secret with it, in another place.", file.display()));
    Ok(())
}

/// Puts a copy back where no database is.
pub(super) async fn restore(data: &DataArgs, file: &Path) -> anyhow::Result<()> {
    if data.database_url.is_some() {
        bail!("PostgreSQL has pg_restore for this; use it");
    }
    let target = data.data.join("earshot.db");
    if target.exists() {
        bail!("{} is there already; move it away first", target.display());
    }
    std::fs::create_dir_all(&data.data)?;
    std::fs::copy(file, &target).with_context(|| format!("could not copy {}", file.display()))?;
    let db = data.open().await?;
    db.migrate().await.context("the file is no database of Earshot")?;
    say(&format!("Restored into {}.", target.display()));
    Ok(())
}
