//! What tests need of a database beyond what the program does with it: a fresh
//! one, its catalogue, everything that is in it. Only with the feature
//! `testing`, which nothing but tests turns on.

use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use crate::db::{POSTGRES, SQLITE};
use crate::{Db, StoreError};

/// A table as the database describes it, in words that both engines share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The columns of its primary key, in order.
    pub primary_key: Vec<String>,
    /// Its other indexes, sorted.
    pub indexes: Vec<Index>,
    /// Its foreign keys, sorted.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// How SQLite keeps what stands in it: `BLOB`, `INTEGER` or `TEXT`.
    pub kind: String,
    /// Whether it may be NULL.
    pub nullable: bool,
}

/// An index other than that of the primary key; also what a `UNIQUE` makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Index {
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// Whether no two rows may be alike in it.
    pub unique: bool,
    /// Whether it covers some of the rows only.
    pub partial: bool,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKey {
    /// The column that refers.
    pub column: String,
    /// The table that it refers to.
    pub table: String,
    /// The column there.
    pub to: String,
    /// What happens to the row when that one goes: `CASCADE`, `SET NULL` or
    /// `NO ACTION`.
    pub on_delete: String,
}

/// Makes an empty database on the PostgreSQL server that this address names,
/// and connects to it. One that a killed test left under this name goes first.
pub async fn create_database(server: &str, name: &str) -> Result<Db, StoreError> {
    drop_database(server, name).await?;
    let mut connection = connect(server).await?;
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {}", quoted(name)))).execute(&mut connection).await?;
    connection.close().await?;
    open_database(server, name).await
}

/// The same as a copy of [`model_database`]: up to date, and a fifth of the time that bringing it there takes.
pub async fn copy_database(server: &str, model: &str, name: &str) -> Result<Db, StoreError> {
    drop_database(server, name).await?;
    let sql = format!("CREATE DATABASE {} TEMPLATE {}", quoted(name), quoted(model));
    let mut connection = connect(server).await?;
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
    connection.close().await?;
    open_database(server, name).await
}

/// The name of a database on that server that is up to date and empty, and to which nobody connects. It is made where there is
/// none, and stays: its name tells which migrations made it. Several processes may ask at once.
pub async fn model_database(server: &str) -> Result<String, StoreError> {
    let name = format!("earshot_model_{:016x}", fingerprint(POSTGRES.iter().map(|one| &*one.checksum)));
    let mut connection = connect(server).await?;
    let sql = "SELECT datname::text FROM pg_database WHERE datname = $1";
    let there: Option<(String,)> = sqlx::query_as(sql).bind(&name).fetch_optional(&mut connection).await?;
    if there.is_none() {
        let half = format!("{name}_{}", std::process::id());
        let db = create_database(server, &half).await?;
        db.migrate().await?;
        db.close().await;
        let sql = format!("ALTER DATABASE {} RENAME TO {}", quoted(&half), quoted(&name));
        if sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.is_err() {
            // Somebody else was quicker.
            drop_database(server, &half).await?;
        }
    }
    connection.close().await?;
    Ok(name)
}

/// A number that other migrations do not have (FNV-1a).
fn fingerprint<'a>(checksums: impl Iterator<Item = &'a [u8]>) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    checksums.flatten().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Connects to a database on that server once more, as another process would.
pub async fn open_database(server: &str, name: &str) -> Result<Db, StoreError> {
    Db::postgres_with(options(server)?.database(name)).await
}

/// Removes a database, whoever is still connected to it.
pub async fn drop_database(server: &str, name: &str) -> Result<(), StoreError> {
    let mut connection = connect(server).await?;
    let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name));
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

fn options(server: &str) -> Result<PgConnectOptions, StoreError> {
    // The server remarks on a database that is not there to be dropped.
    let quiet = [("client_min_messages", "warning")];
    Ok(PgConnectOptions::from_str(server)
        .map_err(|_| StoreError::Address)?
        .options(quiet)
        .disable_statement_logging())
}

async fn connect(server: &str) -> Result<PgConnection, StoreError> {
    Ok(PgConnection::connect_with(&options(server)?).await?)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The same SELECT on either engine.
macro_rules! rows {
    ($db:expr, $row:ty, sqlite: $sqlite:expr, postgres: $postgres:expr $(, $bind:expr)* $(,)?) => {
        match $db {
            Db::Sqlite { write, .. } => {
                sqlx::query_as::<_, $row>(AssertSqlSafe($sqlite))$(.bind($bind))*.fetch_all(write).await
            }
            Db::Postgres(pool) => {
                sqlx::query_as::<_, $row>(AssertSqlSafe($postgres))$(.bind($bind))*.fetch_all(pool).await
            }
        }
        .map_err(StoreError::from)
    };
}

/// The tables of the index of words, which each engine has in its own way: FTS5's virtual table and what it keeps its index
/// in, or a table with the words as PostgreSQL searches them. They hold nothing but what stands in `search_entry`, go with its
/// rows, and are looked at by tests of their own.
const INDEX: [&str; 5] =
    ["search_index", "search_index_config", "search_index_data", "search_index_docsize", "search_index_idx"];

/// The migrations that were run: version and name.
pub async fn migrations(db: &Db) -> Result<Vec<(i64, String)>, StoreError> {
    const SQL: &str = "SELECT version, description FROM _sqlx_migrations WHERE success ORDER BY version";
    rows!(db, (i64, String), sqlite: SQL, postgres: SQL)
}

/// The names of the tables that are ours, sorted; without those of the index of words.
pub async fn tables(db: &Db) -> Result<Vec<String>, StoreError> {
    let found = rows!(
        db,
        (String,),
        sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        postgres: "SELECT table_name::text FROM information_schema.tables \
                   WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    )?;
    let mut names: Vec<String> =
        found.into_iter().map(|(name,)| name).filter(|name| !name.starts_with("_sqlx")).collect();
    names.retain(|name| !INDEX.contains(&name.as_str()));
    names.sort();
    Ok(names)
}

/// Every table of ours as the database describes it.
pub async fn schema(db: &Db) -> Result<Vec<Table>, StoreError> {
    let mut schema = Vec::new();
    for name in tables(db).await? {
        schema.push(Table {
            columns: columns(db, &name).await?,
            primary_key: primary_key(db, &name).await?,
            indexes: indexes(db, &name).await?,
            foreign_keys: foreign_keys(db, &name).await?,
            name,
        });
    }
    Ok(schema)
}

/// The columns of a table, in order.
pub async fn columns(db: &Db, table: &str) -> Result<Vec<Column>, StoreError> {
    let found = rows!(
        db,
        (String, String, bool),
        sqlite: "SELECT name, type, \"notnull\" = 0 FROM pragma_table_info($1) ORDER BY cid",
        postgres: "SELECT column_name::text, data_type::text, is_nullable = 'YES' FROM information_schema.columns \
                   WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position",
        table,
    )?;
    Ok(found
        .into_iter()
        .map(|(name, kind, nullable)| Column { name, kind: shared_kind(&kind), nullable })
        .collect())
}

/// The dialect rules of the README, read backwards.
fn shared_kind(kind: &str) -> String {
    match kind {
        "uuid" | "bytea" => "BLOB",
        "bigint" | "boolean" => "INTEGER",
        "text" | "date" | "timestamp with time zone" | "jsonb" => "TEXT",
        other => other,
    }
    .to_string()
}

async fn primary_key(db: &Db, table: &str) -> Result<Vec<String>, StoreError> {
    let found = rows!(
        db,
        (String,),
        sqlite: "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
        postgres: "SELECT a.attname::text FROM pg_index i \
                   CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (n, place) \
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n \
                   WHERE i.indrelid = $1::text::regclass AND i.indisprimary ORDER BY k.place",
        table,
    )?;
    Ok(found.into_iter().map(|(name,)| name).collect())
}

async fn indexes(db: &Db, table: &str) -> Result<Vec<Index>, StoreError> {
    let found = rows!(
        db,
        (String, bool, bool),
        sqlite: "SELECT (SELECT group_concat(c.name) FROM (SELECT name FROM pragma_index_info(l.name) \
                 ORDER BY seqno) c), l.\"unique\", l.partial FROM pragma_index_list($1) l WHERE l.origin <> 'pk'",
        postgres: "SELECT (SELECT string_agg(a.attname::text, ',' ORDER BY k.place) \
                   FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (n, place) \
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n), \
                   i.indisunique, i.indpred IS NOT NULL FROM pg_index i \
                   WHERE i.indrelid = $1::text::regclass AND NOT i.indisprimary",
        table,
    )?;
    let mut indexes: Vec<Index> = found
        .into_iter()
        .map(|(columns, unique, partial)| Index {
            columns: columns.split(',').map(ToString::to_string).collect(),
            unique,
            partial,
        })
        .collect();
    indexes.sort();
    Ok(indexes)
}

async fn foreign_keys(db: &Db, table: &str) -> Result<Vec<ForeignKey>, StoreError> {
    let found = rows!(
        db,
        (String, String, String, String),
        sqlite: "SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list($1)",
        postgres: "SELECT a.attname::text, t.relname::text, b.attname::text, c.confdeltype::text \
                   FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid \
                   CROSS JOIN unnest(c.conkey, c.confkey) k (here, there) \
                   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.here \
                   JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.there \
                   WHERE c.conrelid = $1::text::regclass AND c.contype = 'f'",
        table,
    )?;
    let mut keys: Vec<ForeignKey> = found
        .into_iter()
        .map(|(column, table, to, on_delete)| {
            let on_delete = match on_delete.as_str() {
                "c" => "CASCADE".to_string(),
                "n" => "SET NULL".to_string(),
                "a" => "NO ACTION".to_string(),
                _ => on_delete,
            };
            ForeignKey { column, table, to, on_delete }
        })
        .collect();
    keys.sort();
    Ok(keys)
}

/// How many rows a table has.
pub async fn count_rows(db: &Db, table: &str) -> Result<i64, StoreError> {
    let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {}", quoted(table));
    Ok(rows!(db, (i64,), sqlite: sql, postgres: sql)?.first().map_or(0, |(n,)| *n))
}

/// In how many entries of the index of words this word stands, as the index itself has it: one of its own forms, such as
/// `late`, and not one of an entry's text.
pub async fn indexed(db: &Db, word: &str) -> Result<i64, StoreError> {
    if let Db::Sqlite { write, .. } = db {
        let sql =
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search_index, row)";
        sqlx::query(sql).execute(write).await?;
    }
    let found = rows!(
        db,
        (i64,),
        sqlite: "SELECT COALESCE(SUM(doc), 0) FROM temp.search_words WHERE term = $1",
        postgres: "SELECT CAST(COUNT(*) AS BIGINT) FROM search_index WHERE words @@ CAST(CAST($1 AS TEXT) AS tsquery)",
        word,
    )?;
    Ok(found.first().map_or(0, |(n,)| *n))
}

/// How SQLite goes about a statement, step by step, with nothing in the places of what is bound. Nothing on PostgreSQL, which
/// goes by what it has counted.
pub async fn plan(db: &Db, sql: &str) -> Result<Vec<String>, StoreError> {
    let Db::Sqlite { read, .. } = db else { return Ok(Vec::new()) };
    let sql = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let steps = sqlx::query_as::<_, (i64, i64, i64, String)>(sql).fetch_all(read).await?;
    Ok(steps.into_iter().map(|(_, _, _, step)| step).collect())
}

/// Brings a database as far as the migration of this number, as a program of that time has left it.
pub async fn migrate_to(db: &Db, number: i64) -> Result<(), StoreError> {
    match db {
        Db::Sqlite { write, .. } => SQLITE.run_to(number, write).await?,
        Db::Postgres(pool) => POSTGRES.run_to(number, pool).await?,
    }
    Ok(())
}

/// Runs a statement past the program, as somebody with the database's own tools does.
pub async fn execute(db: &Db, sql: &str) -> Result<(), StoreError> {
    let sql = AssertSqlSafe(sql.to_string());
    match db {
        Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.map(drop)?,
        Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(drop)?,
    }
    Ok(())
}

/// Everything that a database holds: every row of every table of ours as text,
/// the name of its table in front, sorted. Bytes are in hexadecimal.
pub async fn dump(db: &Db) -> Result<Vec<String>, StoreError> {
    let mut all = Vec::new();
    for table in tables(db).await? {
        let cells: Vec<String> = columns(db, &table)
            .await?
            .iter()
            .map(|column| format!("quote({})", quoted(&column.name)))
            .collect();
        let found = rows!(
            db,
            (String,),
            sqlite: format!("SELECT {} FROM {}", cells.join(" || '|' || "), quoted(&table)),
            postgres: format!("SELECT t::text FROM {} t", quoted(&table)),
        )?;
        all.extend(found.into_iter().map(|(row,)| format!("{table}: {row}")));
    }
    all.sort();
    Ok(all)
}

/// Gives a table another name, so that whatever needs it fails.
pub async fn rename_table(db: &Db, from: &str, to: &str) -> Result<(), StoreError> {
    let sql = format!("ALTER TABLE {} RENAME TO {}", quoted(from), quoted(to));
    match db {
        Db::Sqlite { write, .. } => sqlx::query(AssertSqlSafe(sql)).execute(write).await.map(|_| ()),
        Db::Postgres(pool) => sqlx::query(AssertSqlSafe(sql)).execute(pool).await.map(|_| ()),
    }
    .map_err(StoreError::from)
}
