//! `cargo xtask bench`: what Earshot costs, beside what the bare machine would have cost.
//!
//! A number of its own says little, because the next machine gives another. So each line stands beside a
//! baseline measured in the same minute on the same machine, and the ratio is what to look at.

mod baseline;
mod client;
mod rules;
mod server;
mod weight;
mod workbench;

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use client::{Client, Request};
use server::Server;

use crate::executable::{self, Mode};
use crate::postgres::{Cluster, Durability};
use crate::project::Project;
use crate::{interrupt, setup};

/// The page that is measured: a first question, as a young person meets it.
const PAGE: &str = "/c/free-time/q/1";

/// How often it is fetched, in rounds that take turns with the baseline, so that both meet the same weather.
const ROUNDS: usize = 10;
const A_ROUND: usize = 200;

/// How many people send at the same moment, and for how long.
const SENDERS: usize = 32;
const SENDING: Duration = Duration::from_secs(10);

/// One submission as a phone sends it: a choice, a face and some words. The only place that knows its shape.
fn submission(number: u64) -> Request {
    Request::json(
        "/c/free-time/send",
        &format!(
            r#"{{"key":"{number:032x}","answers":{{"where":{{"one":"outside"}},"happy":{{"one":"4"}},"wish":{{"words":"{WORDS}"}}}},"words_consent":"yes","about":[["band","14-15"]],"started_on":"2026-01-01"}}"#
        ),
    )
}

/// About as long as what young people write (domain.md 7.7a: 12 words in the middle).
const WORDS: &str = "a place that is dry and open late and does not cost anything";

/// Runs those named, or all.
pub(crate) fn bench(project: &Project, names: &[String]) -> Result<()> {
    type Bench = fn(&Setting<'_>) -> Result<Vec<Line>>;
    let all: [(&str, Bench); 9] = [
        ("memory", memory),
        ("page", page),
        ("submissions", submissions),
        ("weight", weight::weight),
        ("journey", rules::journey),
        ("xlsform", rules::xlsform),
        ("search", rules::search),
        ("coding", rules::coding),
        ("workbench", workbench::workbench),
    ];
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|(known, _)| known == name)) {
        let known = all.map(|(name, _)| name).join(", ");
        bail!("there is no benchmark `{unknown}`; there are {known}");
    }
    interrupt::listen()?;
    setup::for_building(project)?;
    // Beside what was built and not in the temporary folder, which may be memory: a commit must reach a disk.
    let data = project.target().join("bench-data");
    let setting = Setting { project, program: OnceCell::new(), data };
    let mut lines = Vec::new();
    for (name, run) in all {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            println!("measuring: {name}");
            lines.extend(run(&setting).with_context(|| format!("the benchmark `{name}`"))?);
        }
    }
    println!();
    for line in lines {
        line.print();
    }
    Ok(())
}

/// What every benchmark needs to know.
struct Setting<'a> {
    project: &'a Project,
    program: OnceCell<PathBuf>,
    data: PathBuf,
}

impl Setting<'_> {
    /// Earshot itself; not every benchmark needs it.
    fn earshot(&self) -> Result<&Path> {
        if self.program.get().is_none() {
            let _ = self.program.set(executable::build(self.project, Mode::Release)?);
        }
        self.program.get().map(PathBuf::as_path).context("it was just built")
    }

    /// Makes the folder for data, with nothing in it.
    fn empty(&self) -> Result<()> {
        if self.data.exists() {
            fs::remove_dir_all(&self.data)?;
        }
        Ok(fs::create_dir_all(&self.data)?)
    }

    fn server(&self, arguments: &[&str]) -> Result<Server> {
        self.empty()?;
        Server::start(self.earshot()?, &self.data, arguments)
    }
}

/// A result beside its baseline.
struct Line {
    what: String,
    ours: f64,
    unit: String,
    baseline: Option<(String, f64)>,
}

impl Line {
    fn new(what: &str, ours: f64, unit: &str, baseline: &str, theirs: f64) -> Self {
        Self {
            what: what.to_owned(),
            ours,
            unit: unit.to_owned(),
            baseline: Some((baseline.to_owned(), theirs)),
        }
    }

    fn print(&self) {
        let ours = format!("{:.1} {}", self.ours, self.unit);
        match &self.baseline {
            Some((name, theirs)) => {
                let ratio = self.ours / theirs;
                let theirs = format!("{theirs:.1} {}", self.unit);
                println!("{:<36} {ours:>16}   {name:<36} {theirs:>16}   x {ratio:.2}", self.what);
            }
            None => println!("{:<36} {ours:>16}", self.what),
        }
    }
}

/// What the server occupies when it has started and nobody is there.
fn memory(setting: &Setting<'_>) -> Result<Vec<Line>> {
    let server = setting.server(&[])?;
    // Caches and workers that start late are part of being at rest.
    std::thread::sleep(Duration::from_secs(2));
    let kib = server.resident_kib()?;
    Ok(vec![Line {
        what: "memory at rest".to_owned(),
        ours: kib / 1024.0,
        unit: "MiB".to_owned(),
        baseline: None,
    }])
}

/// A question's page, against a handler that sends the same bytes and does nothing else.
fn page(setting: &Setting<'_>) -> Result<Vec<Line>> {
    let server = setting.server(&["--demo"])?;
    let request = Request::get(PAGE);
    let mut ours = Client::connect(server.address())?;
    let answer = ours.exchange(&request)?;
    answer.must_be_good(PAGE)?;
    let bare = baseline::bare_handler(answer.body)?;
    let mut theirs = Client::connect(bare)?;
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        for (client, times) in [(&mut ours, &mut our_times), (&mut theirs, &mut their_times)] {
            for _ in 0..A_ROUND {
                let started = Instant::now();
                client.exchange(&request)?.must_be_good(PAGE)?;
                // The first round only warms up.
                if round > 0 {
                    times.push(started.elapsed());
                }
            }
        }
    }
    let (ours, theirs) = (median(&mut our_times), median(&mut their_times));
    Ok(vec![Line::new("a question's page, median", ours, "us", "bare axum, the same bytes", theirs)])
}

/// Answers that were acknowledged in ten seconds, against a loop that commits the same rows to the same tables and
/// does nothing else.
fn submissions(setting: &Setting<'_>) -> Result<Vec<Line>> {
    let ours = {
        let server = setting.server(&["--demo"])?;
        sent_in_a_second(&server)?
    };
    let theirs = baseline::sqlite_commits(&setting.data.join("earshot.db"), SENDING)?;
    let cluster = Cluster::start(Durability::Full)?;
    let on_postgres = {
        let server = setting.server(&["--demo", "--database-url", cluster.url()])?;
        sent_in_a_second(&server)?
    };
    let pgbench = baseline::postgres_commits(cluster.url(), &setting.data, SENDERS, SENDING)?;
    Ok(vec![
        Line::new("submissions a second, SQLite", ours, "/s", "the same rows in a loop", theirs),
        Line::new("submissions a second, PostgreSQL", on_postgres, "/s", "the same rows by pgbench", pgbench),
    ])
}

fn sent_in_a_second(server: &Server) -> Result<f64> {
    let address = server.address();
    let until = Instant::now() + SENDING;
    let senders: Vec<_> = (0..SENDERS as u64)
        .map(|sender| {
            std::thread::spawn(move || -> Result<u32> {
                let mut client = Client::connect(address)?;
                let mut sent = 0;
                while Instant::now() < until {
                    let number = sender * 1_000_000 + u64::from(sent);
                    client.exchange(&submission(number))?.must_be_good("a submission")?;
                    sent += 1;
                }
                Ok(sent)
            })
        })
        .collect();
    let mut sent = 0;
    for sender in senders {
        sent += sender.join().ok().context("a sender panicked")??;
    }
    Ok(f64::from(sent) / SENDING.as_secs_f64())
}

/// In microseconds.
fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}
