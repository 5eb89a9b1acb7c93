//! An Earshot that lives as long as one measurement.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::client::{Client, Request};
use crate::interrupt::{self, Watched};
use crate::postgres::free_port;

/// A running server; stopped when this is dropped.
pub(super) struct Server {
    child: Child,
    address: SocketAddr,
    _watched: Watched,
}

impl Server {
    /// Starts one on a free port and waits until it says that it is ready.
    pub(super) fn start(program: &Path, data: &Path, arguments: &[&str]) -> Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let log = fs::File::create(data.join("log"))?;
        let mut child = Command::new(program)
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("could not start {}", program.display()))?;
        let watched = interrupt::watch(child.id());
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(status) = child.try_wait()? {
                bail!("the server ended with {status}: {}", fs::read_to_string(data.join("log"))?.trim());
            }
            let ready =
                Client::connect(address).and_then(|mut client| client.exchange(&Request::get("/readyz")));
            if ready.is_ok_and(|answer| answer.must_be_good("/readyz").is_ok()) {
                return Ok(Self { child, address, _watched: watched });
            }
            if Instant::now() > until {
                stop(&mut child);
                bail!("the server was not ready after 30 s; its log is in {}", data.display());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Where it listens.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it occupies, in KiB, as the kernel counts it.
    pub(super) fn resident_kib(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.split_whitespace().next().context("no number in VmRSS")?.parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

fn stop(child: &mut Child) {
    interrupt::terminate(child.id());
    let until = Instant::now() + Duration::from_secs(10);
    while Instant::now() < until {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    // It did not end in time. Nothing is measured any more, so it may be ended for it.
    let _ = child.kill();
    let _ = child.wait();
}
