//! A PostgreSQL that lives as long as the tests: its own folder, its own port, nobody else's data.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::interrupt::{self, Cleanup};
use crate::{process, setup};

/// How much the cluster does for what it is told to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Nothing that is written has to outlive the run, so nothing waits for the disk. For tests.
    None,
    /// As it runs for real: a commit is on the disk. For benchmarks and for tests that pull the plug.
    #[cfg_attr(
        not(any(test, feature = "bench")),
        expect(dead_code, reason = "the benchmarks measure commits")
    )]
    Full,
}

/// A running cluster; stopped and removed when this is dropped or when a signal ends the program.
#[derive(Debug)]
pub(crate) struct Cluster {
    url: String,
    _stop: Cleanup,
}

/// The user and the database that the address names.
const USER: &str = "earshot";
const DATABASE: &str = "earshot_test";

impl Cluster {
    /// Makes and starts one.
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        let binaries =
            binaries().context("initdb and pg_ctl are missing: install Debian's package postgresql")?;
        clear_left_over(&binaries);
        let folder = room(durability).join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("could not make {}", folder.display()))?;
        let stop = interrupt::at_end({
            let (binaries, folder) = (binaries.clone(), folder.clone());
            move || stop(&binaries, &folder)
        });
        if setup::is_root() {
            // PostgreSQL refuses to run as root, so its folder belongs to the user that its package made.
            process::output(Command::new("chown").arg(AS_ROOT).arg(&folder))?;
        }
        let data = folder.join("data");
        let mut initdb = as_server(&binaries, "initdb");
        initdb
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--username", USER])
            .arg("--pgdata")
            .arg(&data);
        process::output(&mut initdb).context("PostgreSQL could not make a data folder")?;

        let port = free_port()?;
        let durable = match durability {
            Durability::None => "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
            Durability::Full => "-c fsync=on -c synchronous_commit=on -c full_page_writes=on",
        };
        // Many connections: each test has databases of its own, and the tests run side by side.
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=200 {durable}",
            folder.display(),
        );
        let mut start = as_server(&binaries, "pg_ctl");
        start
            .args(["start", "--wait", "--silent", "--timeout=60", "--options", &options])
            .arg("--pgdata")
            .arg(&data)
            .arg("--log")
            .arg(folder.join("log"))
            // The server keeps what it inherits open for as long as it runs.
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if !start.status()?.success() {
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            bail!("PostgreSQL did not start: {}", log.trim());
        }
        let mut create = Command::new(binaries.join("createdb"));
        create.args(["--host=127.0.0.1", "--port", &port.to_string(), "--username", USER, DATABASE]);
        process::output(&mut create)?;
        Ok(Self { url: format!("postgres://{USER}@127.0.0.1:{port}/{DATABASE}"), _stop: stop })
    }

    /// Where to reach it. The user may make databases.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// The folder with `initdb` and `pg_ctl`, newest release first; Debian keeps them out of `PATH`.
pub(crate) fn binaries() -> Option<PathBuf> {
    let complete = |folder: &Path| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file();
    let mut releases: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| complete(folder))
        .collect();
    releases.sort();
    releases.pop().map(|(_, folder)| folder).or_else(|| {
        setup::in_path("initdb")?.parent().map(Path::to_path_buf).filter(|folder| complete(folder))
    })
}

/// Where Linux keeps files that are gone with the machine's power.
const MEMORY: &str = "/dev/shm";

/// How much must be free there, in bytes: several times what the tests take.
const MEMORY_NEEDED: u64 = 4 << 30;

/// Where a cluster lies. What need not outlive the run lies in memory if there is enough of it: each test makes a database
/// of several hundred files, and on a disk the tests of this engine take half as long again.
fn room(durability: Durability) -> PathBuf {
    let free = || -> Option<u64> {
        let said = process::output(Command::new("df").args(["--output=avail", "-B1", MEMORY])).ok()?;
        String::from_utf8(said).ok()?.lines().last()?.trim().parse().ok()
    };
    if durability == Durability::None && free().is_some_and(|free| free >= MEMORY_NEEDED) {
        PathBuf::from(MEMORY)
    } else {
        std::env::temp_dir()
    }
}

/// A port that nobody listens on just now.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The user that runs the server when we are root.
const AS_ROOT: &str = "postgres";

/// The start of the folder's name; the number of our process follows.
const PREFIX: &str = "earshot-postgres-";

fn as_server(binaries: &Path, program: &str) -> Command {
    let program = binaries.join(program);
    let mut command = if setup::is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", AS_ROOT, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // Our folder may be one that the other user must not enter.
    command.current_dir(std::env::temp_dir()).stdin(Stdio::null());
    command
}

fn stop(binaries: &Path, folder: &Path) {
    let mut stop = as_server(binaries, "pg_ctl");
    stop.args(["stop", "--mode=immediate", "--silent", "--timeout=20", "--pgdata"]).arg(folder.join("data"));
    process::succeeds(&mut stop);
    // The operating system empties its temporary folder if we cannot.
    let _ = fs::remove_dir_all(folder);
}

/// Stops what a run that was killed outright could not stop itself.
fn clear_left_over(binaries: &Path) {
    let rooms = [std::env::temp_dir(), PathBuf::from(MEMORY)];
    for entry in rooms.iter().filter_map(|room| fs::read_dir(room).ok()).flatten().flatten() {
        let name = entry.file_name();
        let Some(id) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        let known = Path::new("/proc").join("self").exists();
        if known && id.parse::<u32>().is_ok() && !Path::new("/proc").join(id).exists() {
            stop(binaries, &entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let cluster = Cluster::start(Durability::Full).unwrap();
        let psql = binaries().unwrap().join("psql");
        let said =
            process::output(Command::new(&psql).args([cluster.url(), "--no-psqlrc", "-Atc", "show fsync"]))
                .unwrap();
        assert_eq!(String::from_utf8_lossy(&said).trim(), "on");
        let url = cluster.url().to_owned();
        drop(cluster);
        assert!(!process::succeeds(Command::new(&psql).args([&url, "-Atc", "select 1"])), "it still answers");
        let folder = std::env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        assert!(!folder.exists(), "{} is still there", folder.display());
    }
}
