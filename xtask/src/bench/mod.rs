//! `cargo xtask bench`: what Earshot costs, beside what the bare machine would have cost.
//!
//! A number of its own says little, because the next machine gives another. So each line stands beside a
//! baseline measured in the same minute on the same machine, and the ratio is what to look at.

mod baseline;
mod client;
mod server;

use std::fs;
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
    type Bench = fn(&Setting) -> Result<Vec<Line>>;
    let all: [(&str, Bench); 3] = [("memory", memory), ("page", page), ("submissions", submissions)];
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|(known, _)| known == name)) {
        bail!("there is no benchmark `{unknown}`; there are memory, page and submissions");
    }
    interrupt::listen()?;
    setup::for_building(project)?;
    let program = executable::build(project, Mode::Release)?;
    // Beside what was built and not in the temporary folder, which may be memory: a commit must reach a disk.
    let data = project.target().join("bench-data");
    let setting = Setting { program, data };
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
struct Setting {
    program: std::path::PathBuf,
    data: std::path::PathBuf,
}

impl Setting {
    fn server(&self, arguments: &[&str]) -> Result<Server> {
        if self.data.exists() {
            fs::remove_dir_all(&self.data)?;
        }
        fs::create_dir_all(&self.data)?;
        Server::start(&self.program, &self.data, arguments)
    }
}

/// A result beside its baseline.
struct Line {
    what: &'static str,
    ours: f64,
    unit: &'static str,
    baseline: Option<(&'static str, f64)>,
}

impl Line {
    fn print(&self) {
        let ours = format!("{:.1} {}", self.ours, self.unit);
        match self.baseline {
            Some((name, theirs)) => {
                let theirs = format!("{theirs:.1} {}", self.unit);
                println!(
                    "{:<36} {ours:>16}   {name:<36} {theirs:>16}   x {:.2}",
                    self.what,
                    self.ours / self.baseline.map_or(1.0, |(_, theirs)| theirs)
                );
            }
            None => println!("{:<36} {ours:>16}", self.what),
        }
    }
}

/// What the server occupies when it has started and nobody is there.
fn memory(setting: &Setting) -> Result<Vec<Line>> {
    let server = setting.server(&[])?;
    // Caches and workers that start late are part of being at rest.
    std::thread::sleep(Duration::from_secs(2));
    let kib = server.resident_kib()?;
    Ok(vec![Line { what: "memory at rest", ours: kib / 1024.0, unit: "MiB", baseline: None }])
}

/// A question's page, against a handler that sends the same bytes and does nothing else.
fn page(setting: &Setting) -> Result<Vec<Line>> {
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
    let baseline = Some(("bare axum, the same bytes", median(&mut their_times)));
    Ok(vec![Line { what: "a question's page, median", ours: median(&mut our_times), unit: "us", baseline }])
}

/// Answers that were acknowledged in ten seconds, against a loop that commits the same rows to the same tables and
/// does nothing else.
fn submissions(setting: &Setting) -> Result<Vec<Line>> {
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
        Line {
            what: "submissions a second, SQLite",
            ours,
            unit: "/s",
            baseline: Some(("the same rows in a loop", theirs)),
        },
        Line {
            what: "submissions a second, PostgreSQL",
            ours: on_postgres,
            unit: "/s",
            baseline: Some(("the same rows by pgbench", pgbench)),
        },
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
