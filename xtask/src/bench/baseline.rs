//! What the same work costs when nothing is done around it.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::{postgres, process};

/// A web server that sends these bytes for every address; it runs until the program ends.
pub(super) fn bare_handler(page: Vec<u8>) -> Result<SocketAddr> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let page = bytes_for_ever(page);
    std::thread::spawn(move || {
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let router = axum::Router::new().fallback(async move || axum::response::Html(page));
            axum::serve(listener, router).await
        })
    });
    Ok(address)
}

/// The program ends soon after, so it never has to give them back; and no request pays for a copy.
fn bytes_for_ever(bytes: Vec<u8>) -> &'static [u8] {
    Box::leak(bytes.into_boxed_slice())
}

/// What one submission leaves in the database: a response, its answer, and the job that follows.
const TABLES: &str = "
    CREATE TABLE response (id TEXT PRIMARY KEY, consultation_id TEXT NOT NULL, receipt_hash TEXT NOT NULL, given_at TEXT NOT NULL);
    CREATE TABLE answer (id TEXT PRIMARY KEY, response_id TEXT NOT NULL REFERENCES response (id), question TEXT NOT NULL, value TEXT NOT NULL);
    CREATE INDEX answer_of_response ON answer (response_id);
";
const ROWS: [&str; 2] = [
    "INSERT INTO response VALUES ($1, '018f2f6e-0000-7000-8000-000000000001', $2, '2026-01-01T12:00:00.000Z')",
    "INSERT INTO answer VALUES ($1, $1, 'journey', $2)",
];
const WORDS: &str = r#"{"words":"The bus is late again and the driver does not wait for us."}"#;

/// Commits in a second, by one connection to a file that is as safe as ours.
pub(super) fn sqlite_commits(file: &Path, during: Duration) -> Result<f64> {
    let mut connection = rusqlite::Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(TABLES)?;
    let started = Instant::now();
    let mut commits = 0_u32;
    while started.elapsed() < during {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let id = format!("018f2f6e-0000-7000-8000-{commits:012}");
        for row in ROWS {
            transaction.prepare_cached(row)?.execute([id.as_str(), WORDS])?;
        }
        transaction.commit()?;
        commits += 1;
    }
    Ok(f64::from(commits) / started.elapsed().as_secs_f64())
}

/// Commits in a second, by PostgreSQL's own measuring tool with as many clients as we have senders.
pub(super) fn postgres_commits(url: &str, folder: &Path, clients: usize, during: Duration) -> Result<f64> {
    let binaries = postgres::binaries().context("PostgreSQL's programs are gone")?;
    // Names of their own: our server's tables are in the same database.
    let ours = |sql: &str| sql.replace("response ", "bare_response ").replace("answer ", "bare_answer ");
    let mut psql = Command::new(binaries.join("psql"));
    process::output(psql.args([url, "--no-psqlrc", "--quiet", "-c", &ours(TABLES)]))?;
    let rows =
        ROWS.map(|row| ours(row).replace("$1", "md5(:a || '-' || :b)").replace("$2", &format!("'{WORDS}'")));
    let script = format!(
        "\\set a random(1, 1000000000)\n\\set b random(1, 1000000000)\nBEGIN;\n{};\n{};\nCOMMIT;\n",
        rows[0], rows[1]
    );
    let file = folder.join("pgbench.sql");
    fs::write(&file, script)?;
    let mut pgbench = Command::new(binaries.join("pgbench"));
    pgbench
        .args(["--no-vacuum", "--jobs=2", "--client", &clients.to_string()])
        .args(["--time", &during.as_secs().to_string(), "--file"])
        .arg(&file)
        .arg(url);
    let said = String::from_utf8(process::output(&mut pgbench)?)?;
    said.lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok())
        .with_context(|| format!("pgbench printed no tps: {said}"))
}
