//! How the program is told where its database is and what it may say.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use earshot_service::{Db, Earshot, Fit, Keys, Secret, SystemChance, SystemClock};

use crate::secret;

/// Where the data is: a folder, or a PostgreSQL server.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// The folder for the SQLite database and the installation's secret.
    #[arg(long, value_name = "DIR", default_value = "data", env = "EARSHOT_DATA")]
    pub data: PathBuf,
    /// A PostgreSQL server instead: `postgres://user:password@host/name`.
    #[arg(long, value_name = "URL", env = "EARSHOT_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// A file with the installation's secret, where several processes share one
    /// database. By default it lies in the data folder.
    #[arg(long, value_name = "FILE", env = "EARSHOT_SECRET_FILE")]
    pub secret_file: Option<PathBuf>,
}

impl DataArgs {
    /// Opens the database, without changing its schema.
    pub async fn open(&self) -> anyhow::Result<Db> {
        match &self.database_url {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Db::postgres(url).await.context("could not reach the PostgreSQL server")
            }
            Some(_) => bail!("--database-url takes postgres://...; for SQLite name a folder with --data"),
            None => {
                make_folder(&self.data)?;
                let file = self.data.join("earshot.db");
                Db::sqlite(&file).await.with_context(|| format!("could not open {}", file.display()))
            }
        }
    }

    /// Opens the database, brings it up to date, and puts the use cases on top. One in which nothing was
    /// begun is begun.
    pub async fn earshot(&self) -> anyhow::Result<Earshot> {
        let db = self.open().await?;
        db.migrate().await?;
        let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
        // A secret that is gone is put back, not made anew: every receipt hangs on it.
        if !Earshot::has_a_secret(&db).await? {
            let secret = secret::read_or_make(&self.secret())?;
            let begun = Earshot::begin(db, &secret, clock, chance).await?;
            return begun.with_context(|| self.is_another());
        }
        let (keys, file) = self.fitting(&db).await?.with_context(|| self.is_another())?;
        if file != self.secret() {
            // It opens either way, and the next start tries again.
            if let Err(error) = self.settle(&db).await {
                tracing::warn!(%error, "a change of the secret could not be finished");
            }
        }
        Ok(Earshot::new(db, keys, clock, chance))
    }

    /// The same where there is an installation, for whoever takes something out of it or changes what is in it: opening
    /// would make one, and a secret, wherever a folder is misspelt.
    pub async fn kept(&self) -> anyhow::Result<Earshot> {
        if !self.is_there() {
            bail!("there is no installation in {}", self.data.display());
        }
        self.earshot().await
    }

    /// The same, of a database that is up to date, and without changing anything: the use cases, and the file
    /// whose secret opens them. `None` where nothing was begun.
    pub async fn look(&self) -> anyhow::Result<Option<(Earshot, PathBuf)>> {
        let db = self.open().await?;
        let found = self.fitting(&db).await?;
        let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
        Ok(found.map(|(keys, file)| (Earshot::new(db, keys, clock, chance), file)))
    }

    /// Whether there is a database to open; a server always may have one.
    pub fn is_there(&self) -> bool {
        self.database_url.is_some() || self.data.join("earshot.db").is_file()
    }

    /// The file with the installation's secret.
    pub fn secret(&self) -> PathBuf {
        self.secret_file.clone().unwrap_or_else(|| self.data.join("secret.key"))
    }

    /// Where a new secret lies until it takes the place of the old one. Where the old one is reached by a
    /// link, it is the file at the end of it that is replaced.
    pub fn new_secret(&self) -> PathBuf {
        secret::beside(&real(self.secret()))
    }

    /// The installation's secret, which must be there.
    pub fn kept_secret(&self) -> anyhow::Result<Secret> {
        secret::read(&self.secret())
    }

    /// Puts the new secret into the place of the old one, once the database is opened by it.
    pub async fn settle(&self, db: &Db) -> anyhow::Result<()> {
        // Nobody else writes or moves a new one between our looking at it and our moving it.
        let held = Earshot::hold_key(db).await?;
        let (new, old) = (self.new_secret(), real(self.secret()));
        // Where it is not there any more, somebody else was faster.
        if secret::read(&new).is_ok_and(|secret| held.opens_with(&secret)) {
            secret::replace(&new, &old).with_context(|| {
                format!("could not put {} into the place of {}", new.display(), old.display())
            })?;
        }
        Ok(())
    }

    /// The key of the database, and the file whose secret opens it; `None` where nothing was begun.
    async fn fitting(&self, db: &Db) -> anyhow::Result<Option<(Keys, PathBuf)>> {
        // Whoever changes the secret may have been stopped after the database knew the new one and before it
        // was moved to the place of the old one. It may also be moved between the two looks, so the old place
        // is looked at once more.
        for file in [self.secret(), self.new_secret(), self.secret()] {
            let Ok(secret) = secret::read(&file) else { continue };
            match Earshot::fit(db, &secret).await? {
                Fit::Empty => return Ok(None),
                Fit::Opens(keys) => return Ok(Some((keys, file))),
                Fit::Other => {}
            }
        }
        self.kept_secret()?;
        bail!(self.is_another())
    }

    /// What is said of a secret that does not open the database.
    fn is_another(&self) -> String {
        format!(
            "{} is not the secret of this database; put the right one back, or name the new one where it was changed",
            self.secret().display()
        )
    }
}

/// The file at the end of a link; what is none stays as it is.
fn real(file: PathBuf) -> PathBuf {
    file.canonicalize().unwrap_or(file)
}

/// A folder that nobody else on the machine may look into: what young people wrote is in it.
fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let mut maker = std::fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(folder).with_context(|| format!("could not make the folder {}", folder.display()))
}
