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

/// What one submission leaves in the database, made of a row that a real one left: the same columns, indexes and
/// foreign keys, with ids and hashes of its own. `$id` is the new response's, `$random` makes 32 bytes.
const ROWS: [&str; 3] = [
    "INSERT INTO response (id, consultation_id, questionnaire_version, respondent_type, age_band, area, channel, \
     started_on, submitted_at, submission_key_hash, receipt_hash, words_consent, import_key, state) \
     SELECT $id, consultation_id, questionnaire_version, respondent_type, age_band, area, channel, \
     started_on, submitted_at, $random, $random, words_consent, NULL, state FROM response WHERE id = $template",
    "INSERT INTO answer_value (response_id, question_key, value) \
     SELECT $id, question_key, value FROM answer_value WHERE response_id = $template",
    "INSERT INTO answer_text (id, response_id, consultation_id, question_key, words, words_sha256, state, watch) \
     SELECT $newid, $id, consultation_id, question_key, words, $random, state, watch \
     FROM answer_text WHERE response_id = $template",
];

/// A response of a young person in the open consultation that was sent a moment ago.
const TEMPLATE: &str = "SELECT r.id FROM response r JOIN answer_text t ON t.response_id = r.id \
                        WHERE r.channel = 'web' AND t.question_key = 'wish' LIMIT 1";

/// Commits in a second, by one connection to the file that the server has just written, held as safe as the
/// server holds it.
pub(super) fn sqlite_commits(file: &Path, during: Duration) -> Result<f64> {
    let mut connection = rusqlite::Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    let template: Vec<u8> = connection.query_row(TEMPLATE, [], |row| row.get(0))?;
    let rows = ROWS.map(|row| {
        row.replace("$random", "randomblob(32)")
            .replace("$newid", "randomblob(16)")
            .replace("$id", "?1")
            .replace("$template", "?2")
    });
    let started = Instant::now();
    let mut commits = 0_u32;
    while started.elapsed() < during {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut id = [0; 16];
        id[..4].copy_from_slice(&commits.to_be_bytes());
        for row in &rows {
            transaction.prepare_cached(row)?.execute(rusqlite::params![id.as_slice(), template])?;
        }
        transaction.commit()?;
        commits += 1;
    }
    Ok(f64::from(commits) / started.elapsed().as_secs_f64())
}

/// Commits in a second, by PostgreSQL's own measuring tool with as many clients as we have senders.
pub(super) fn postgres_commits(url: &str, folder: &Path, clients: usize, during: Duration) -> Result<f64> {
    let binaries = postgres::binaries().context("PostgreSQL's programs are gone")?;
    let mut psql = Command::new(binaries.join("psql"));
    let template =
        process::output(psql.args([url, "--no-psqlrc", "--quiet", "--tuples-only", "-A", "-c", TEMPLATE]))?;
    let template = format!("'{}'", String::from_utf8(template)?.trim());
    let random = "decode(md5(random()::text) || md5(random()::text), 'hex')";
    let mut script = "SELECT gen_random_uuid() AS id \\gset\nBEGIN;\n".to_owned();
    for row in ROWS {
        let row = row
            .replace("$random", random)
            .replace("$newid", "gen_random_uuid()")
            .replace("$id", "':id'::uuid")
            .replace("$template", &template);
        script.push_str(&row);
        script.push_str(";\n");
    }
    script.push_str("COMMIT;\n");
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
