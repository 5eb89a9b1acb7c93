//! The two engines behind one door.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Postgres, Sqlite, Transaction};

use crate::StoreError;
use crate::audit::{self, Noted};

pub(crate) static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// Connections that read at the same time.
const READERS: u32 = 8;

/// How long a request waits for a connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which engine is behind a [`Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A server or a cluster.
    Postgres,
}

/// The database: SQLite in one file, or PostgreSQL.
#[derive(Debug, Clone)]
pub enum Db {
    /// SQLite writes one at a time, so writers wait in line here and not in the
    /// file's lock, where they would starve each other.
    Sqlite {
        /// Many readers.
        read: SqlitePool,
        /// One writer.
        write: SqlitePool,
    },
    /// PostgreSQL.
    Postgres(PgPool),
}

/// A transaction on either engine. Dropped without [`Tx::commit`], it leaves no
/// trace.
#[derive(Debug)]
pub struct Tx {
    pub(crate) on: On,
    /// What is written into the audit trail right before the end: its lock is the last one that a transaction takes, so
    /// that nobody waits for another's work behind it, and no two wait for each other.
    pub(crate) noted: Vec<Noted>,
    /// How much of it was noted before [`Tx::mark`].
    marked: usize,
}

/// The transaction of one of the engines.
#[derive(Debug)]
pub(crate) enum On {
    /// SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens the SQLite file at this path, made if it is not there. WAL lets
    /// readers go on while one writes; `synchronous=FULL` means that what was
    /// acknowledged is on the disk.
    pub async fn sqlite(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // What a young person takes back is overwritten in the file, not
            // only let go of.
            .pragma("secure_delete", "ON")
            .busy_timeout(PATIENCE)
            .disable_statement_logging();
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .connect_with(options.read_only(false))
            .await?;
        Ok(Self::Sqlite { read, write })
    }

    /// Connects to PostgreSQL.
    pub async fn postgres(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
        Self::postgres_with(options.disable_statement_logging()).await
    }

    /// Connects to PostgreSQL with options made elsewhere, as tests do.
    pub async fn postgres_with(options: PgConnectOptions) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(READERS * 2)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres(_) => Engine::Postgres,
        }
    }

    /// Brings the schema up to date. Several processes may do so at once.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match self {
            Db::Sqlite { write, .. } => SQLITE.run(write).await?,
            Db::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(())
    }

    /// The migrations that the program has and the database has not, newest
    /// last: their version and name.
    pub async fn pending(&self) -> Result<Vec<String>, StoreError> {
        const DONE: &str = "SELECT version FROM _sqlx_migrations WHERE success";
        let known = match self {
            Db::Sqlite { .. } => &SQLITE,
            Db::Postgres(_) => &POSTGRES,
        };
        let done: Result<Vec<(i64,)>, sqlx::Error> = match self {
            Db::Sqlite { read, .. } => sqlx::query_as(DONE).fetch_all(read).await,
            Db::Postgres(pool) => sqlx::query_as(DONE).fetch_all(pool).await,
        };
        // A database that was never migrated has no such table.
        let done = match done {
            Ok(rows) => rows,
            Err(sqlx::Error::Database(_)) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        Ok(known
            .iter()
            .filter(|migration| !done.iter().any(|(version,)| *version == migration.version))
            .map(|migration| format!("{} {}", migration.version, migration.description))
            .collect())
    }

    /// Begins a transaction that may write. On SQLite it takes the write lock
    /// at once: one that reads first and writes later would fail under load.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(match self {
            Db::Sqlite { write, .. } => {
                On::Sqlite(crate::sql::asked(write.begin_with("BEGIN IMMEDIATE")).await?)
            }
            Db::Postgres(pool) => On::Postgres(crate::sql::asked(pool.begin()).await?),
        }))
    }

    /// Begins a transaction that only reads: one consistent view.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(match self {
            Db::Sqlite { read, .. } => On::Sqlite(crate::sql::asked(read.begin()).await?),
            // READ COMMITTED would give every statement a view of its own.
            Db::Postgres(pool) => On::Postgres(
                crate::sql::asked(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
                    .await?,
            ),
        }))
    }

    /// Closes every connection, so that SQLite folds its log into the file.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    /// Writes a copy of a SQLite database into a new file while it is used.
    /// PostgreSQL has tools of its own for this.
    pub async fn copy_to(&self, file: &str) -> Result<(), StoreError> {
        match self {
            Db::Sqlite { read, .. } => {
                sqlx::query("VACUUM INTO $1").bind(file).execute(read).await?;
                Ok(())
            }
            Db::Postgres(_) => Err(StoreError::Address),
        }
    }
}

impl Tx {
    fn new(on: On) -> Self {
        Self { on, noted: Vec::new(), marked: 0 }
    }

    /// Writes what was noted for the audit trail, and makes everything permanent.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        audit::write(&mut self).await?;
        match self.on {
            On::Sqlite(tx) => crate::sql::asked(tx.commit()).await?,
            On::Postgres(tx) => crate::sql::asked(tx.commit()).await?,
        }
        Ok(())
    }

    /// Marks a point inside the transaction, for one of several things that are kept together: it is then either
    /// kept ([`Tx::keep`]) or undone ([`Tx::undo`]) without touching the others.
    pub async fn mark(&mut self) -> Result<(), StoreError> {
        execute!(self, "SAVEPOINT one_of_several")?;
        self.marked = self.noted.len();
        Ok(())
    }

    /// Keeps what was done since [`Tx::mark`].
    pub async fn keep(&mut self) -> Result<(), StoreError> {
        execute!(self, "RELEASE SAVEPOINT one_of_several")?;
        Ok(())
    }

    /// Undoes what was done since [`Tx::mark`].
    pub async fn undo(&mut self) -> Result<(), StoreError> {
        execute!(self, "ROLLBACK TO SAVEPOINT one_of_several")?;
        self.noted.truncate(self.marked);
        self.keep().await
    }

    /// Prepares a statement without running it; for the test of all of them.
    pub async fn prepare(&mut self, sql: &'static str) -> Result<(), StoreError> {
        use sqlx::{Executor, SqlSafeStr};
        match &mut self.on {
            On::Sqlite(tx) => {
                (&mut **tx).prepare(sql.into_sql_str()).await?;
            }
            On::Postgres(tx) => {
                (&mut **tx).prepare(sql.into_sql_str()).await?;
            }
        }
        Ok(())
    }
}
