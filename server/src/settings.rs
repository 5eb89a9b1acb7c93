//! How the program is told where its database is and what it may say.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use earshot_service::{Db, Earshot, Keys, SystemChance, SystemClock};

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

/// Bytes of the installation's secret.
const SECRET: usize = 32;

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

    /// Opens the database, brings it up to date, and puts the use cases on top.
    pub async fn earshot(&self) -> anyhow::Result<Earshot> {
        let db = self.open().await?;
        db.migrate().await?;
        // A secret that is gone is put back, not made anew: every receipt hangs on it.
        let keys = if Earshot::has_a_secret(&db).await? { self.kept_keys()? } else { self.keys()? };
        let earshot = Earshot::new(db, keys, Arc::new(SystemClock), Arc::new(SystemChance));
        if !earshot.has_its_secret().await? {
            bail!(
                "{} is not the secret that this database was begun with; put the right one back",
                self.secret().display()
            );
        }
        Ok(earshot)
    }

    /// Whether there is a database to open; a server always may have one.
    pub fn is_there(&self) -> bool {
        self.database_url.is_some() || self.data.join("earshot.db").is_file()
    }

    /// The file with the installation's secret.
    pub fn secret(&self) -> PathBuf {
        self.secret_file.clone().unwrap_or_else(|| self.data.join("secret.key"))
    }

    /// The installation's secret, which must be there.
    pub fn kept_keys(&self) -> anyhow::Result<Keys> {
        let file = self.secret();
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("could not read the secret {}", file.display()))?;
        parse_secret(&file, &text)
    }

    /// The installation's secret; made on first use.
    pub fn keys(&self) -> anyhow::Result<Keys> {
        let file = self.secret();
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => write_secret(&file)?,
            Err(error) => return Err(error).with_context(|| format!("could not read {}", file.display())),
        };
        parse_secret(&file, &text)
    }
}

fn parse_secret(file: &Path, text: &str) -> anyhow::Result<Keys> {
    let secret = read_secret(text.trim())
        .with_context(|| format!("{} does not hold a secret of 64 hexadecimal letters", file.display()))?;
    Ok(Keys::new(secret))
}

/// A folder that nobody else on the machine may look into: what young people wrote is in it.
fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let mut maker = std::fs::DirBuilder::new();
    maker.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.create(folder).with_context(|| format!("could not make the folder {}", folder.display()))
}

/// Writes a fresh secret that only the owner may read; gives the one that is
/// there when two processes began at once.
fn write_secret(file: &Path) -> anyhow::Result<String> {
    use std::io::Write;
    let mut bytes = [0; SECRET];
    earshot_service::Chance::fill(&SystemChance, &mut bytes);
    let text = earshot_service::hex(&bytes);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(mut opened) => {
            opened.write_all(text.as_bytes()).and_then(|()| opened.sync_all())?;
            Ok(text)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(std::fs::read_to_string(file)?),
        Err(error) => Err(error).with_context(|| format!("could not write {}", file.display())),
    }
}

fn read_secret(text: &str) -> Option<[u8; SECRET]> {
    let mut secret = [0; SECRET];
    if text.len() != SECRET * 2 {
        return None;
    }
    for (at, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_64_hexadecimal_letters() {
        assert_eq!(read_secret(&"0f".repeat(SECRET)), Some([15; SECRET]));
        assert_eq!(read_secret(&"0g".repeat(SECRET)), None);
        assert_eq!(read_secret("0f"), None);
        assert_eq!(read_secret(&"é".repeat(SECRET)), None);
    }
}
