//! The workbench in a browser: from a key to the screen, with many answers beside the same with few.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{Line, Setting};
use crate::{process, setup};

/// How many answers lie on the pile at first, and then.
const FEW: u32 = 100;
const MANY: u32 = 10_000;

/// The consultation whose codebook is used. It is closed, and its answers are cleared.
const SLUG: &str = "getting-to-school";

/// The key under which the answers are filled in, so that the pile is these and no others.
const QUESTION: &str = "bench";

/// Whose way in it is: somebody who codes.
const ROLE: &str = "participation-worker";

/// A cleared answer, which the others are made like.
const TEMPLATE: &str = "SELECT t.id FROM answer_text t JOIN consultation c ON c.id = t.consultation_id \
                        WHERE c.slug = ?1 AND t.state = 'cleared' AND t.expired_on IS NULL AND NOT t.watch \
                        AND length(t.words) > 20 LIMIT 1";

/// So many new ids of responses and answers. One of fifty answers will be marked by the word list.
const IDS: &str = "CREATE TEMP TABLE more AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n \
                   WHERE n < $many) SELECT n, randomblob(16) AS response_id, randomblob(16) AS answer_id FROM n";

const ROWS: [&str; 2] = [
    "INSERT INTO response (id, consultation_id, questionnaire_version, respondent_type, age_band, area, channel, \
     started_on, submitted_at, submission_key_hash, receipt_hash, words_consent, import_key, state) \
     SELECT m.response_id, r.consultation_id, r.questionnaire_version, r.respondent_type, r.age_band, r.area, \
     r.channel, r.started_on, r.submitted_at, randomblob(32), randomblob(32), r.words_consent, NULL, r.state \
     FROM more m JOIN answer_text t ON t.id = ?1 JOIN response r ON r.id = t.response_id",
    "INSERT INTO answer_text (id, response_id, consultation_id, question_key, words, words_sha256, state, watch) \
     SELECT m.answer_id, m.response_id, t.consultation_id, ?2, t.words || ' ' || m.n, randomblob(32), t.state, \
     m.n % 50 = 0 FROM more m JOIN answer_text t ON t.id = ?1",
];

/// What a key does, and how long it took: the median and the 95th percentile, in milliseconds.
type Key = (String, f64, f64);

/// From a key to the screen, on a phone that is four times slower than this machine.
pub(super) fn workbench(setting: &Setting<'_>) -> Result<Vec<Line>> {
    setup::node_packages(setting.project)?;
    let few = keys(setting, FEW)?;
    let many = keys(setting, MANY)?;
    let mut lines = Vec::new();
    for ((what, median, late), (same, few_median, few_late)) in many.into_iter().zip(few) {
        if what != same {
            bail!("`{what}` was measured beside `{same}`");
        }
        let baseline = format!("{FEW} answers");
        lines.push(Line::new(&format!("{what}, median"), median, "ms", &baseline, few_median));
        lines.push(Line::new(&format!("{what}, 95 of 100"), late, "ms", &baseline, few_late));
    }
    Ok(lines)
}

/// A server with so many answers, and a browser that codes them.
fn keys(setting: &Setting<'_>, answers: u32) -> Result<Vec<Key>> {
    let server = setting.server(&["--demo"])?;
    fill(&setting.data.join("earshot.db"), answers)?;
    let log = fs::read_to_string(setting.data.join("log"))?;
    let link = sign_in(&log).with_context(|| format!("the server printed no way in for a {ROLE}"))?;
    let mut node = Command::new("node");
    node.arg("measure.mjs")
        .current_dir(setting.project.end2end())
        .args(["--base", &format!("http://{}", server.address()), "--sign-in", link])
        .arg(format!("/desk/c/{SLUG}/coding?which=all&question={QUESTION}"))
        .env("EARSHOT_CHROMIUM", setup::chromium().context("there is no Chromium")?);
    let said = String::from_utf8(process::output(&mut node)?)?;
    let keys: Vec<Key> = said
        .lines()
        .map(|line| read(line).with_context(|| format!("not a measurement: {line}")))
        .collect::<Result<_>>()?;
    if keys.is_empty() {
        bail!("no key was measured");
    }
    Ok(keys)
}

/// Puts answers beside those of the demo, while the server runs.
fn fill(file: &Path, answers: u32) -> Result<()> {
    let mut connection = rusqlite::Connection::open(file)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let template: Vec<u8> = connection.query_row(TEMPLATE, [SLUG], |row| row.get(0))?;
    connection.execute_batch(&IDS.replace("$many", &answers.to_string()))?;
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let [responses, texts] = ROWS;
    transaction.execute(responses, rusqlite::params![template])?;
    transaction.execute(texts, rusqlite::params![template, QUESTION])?;
    transaction.commit()?;
    Ok(())
}

/// The link to sign in with, as the server prints it: a line with the role as its first word and the address behind it.
fn sign_in(log: &str) -> Option<&str> {
    log.lines()
        .filter_map(|line| line.trim_start().strip_prefix(ROLE))
        .find_map(|rest| rest.split_whitespace().find(|word| word.contains("/sign-in")))
}

fn read(line: &str) -> Option<Key> {
    let [what, median, late] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
    Some((what.to_owned(), median.parse().ok()?, late.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{read, sign_in};

    #[test]
    fn a_line_is_a_key_with_two_times() {
        assert_eq!(read("undo\t12.5\t40.0"), Some(("undo".to_owned(), 12.5, 40.0)));
        assert_eq!(read("undo\t12.5"), None);
        assert_eq!(read("undo\t12.5\tlate"), None);
    }

    #[test]
    fn the_way_in_is_that_of_the_role() {
        let log = "  administrator   http://h/sign-in/1\n  participation-worker  http://h/sign-in/2\n";
        assert_eq!(sign_in(log), Some("http://h/sign-in/2"));
        assert_eq!(sign_in("  administrator   http://h/sign-in/1"), None);
    }
}
