//! What a fresh machine lacks, found and fetched: nothing is asked for twice, nothing is fetched unasked.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::frontend::wasm::TARGET;
use crate::process;
use crate::project::Project;

/// The oldest Node that the browser tests run on.
const OLDEST_NODE: u32 = 20;

/// Chromium without windows: the same browser, in half the time.
const WINDOWLESS: &str = "chromium-headless-shell";

/// Where a browser that was not put into `EARSHOT_CHROMIUM` may be.
const CHROMIUM: [&str; 3] = [WINDOWLESS, "chromium", "chromium-browser"];

/// What `build`, `serve` and `bench` need. A missing `wasm-opt` makes the bundles larger and nothing worse,
/// so somebody without the means to install it still gets a working Earshot, and is told.
pub(crate) fn for_building(project: &Project) -> Result<()> {
    wasm_target()?;
    if let Err(error) = wasm_opt_somehow(project) {
        eprintln!("note: {error:#}");
        eprintln!("note: going on without wasm-opt; the scripts will be larger than they should be");
    }
    Ok(())
}

/// What `test` needs before its first step.
pub(crate) fn for_testing(project: &Project, with_browser: bool) -> Result<()> {
    wasm_target()?;
    rust_component("clippy", "clippy")?;
    rust_component("rustfmt", "fmt")?;
    let mut missing = Vec::new();
    if crate::postgres::binaries().is_none() {
        missing.push("postgresql");
    }
    readers_of_files();
    if with_browser && wants_windowless() {
        // Not every system has it as a package; a browser with windows does as well.
        if let Err(error) = apt_install(&[WINDOWLESS]) {
            eprintln!("note: {error:#}");
        }
    }
    if with_browser && chromium().is_none() {
        missing.push("chromium");
    }
    apt_install(&missing)?;
    if crate::postgres::binaries().is_none() {
        bail!("PostgreSQL's own programs (initdb, pg_ctl) are missing: install Debian's package postgresql");
    }
    if with_browser {
        if chromium().is_none() {
            bail!(
                "Chromium is missing: install Debian's package chromium-headless-shell or chromium, \
                 or say in EARSHOT_CHROMIUM where it is"
            );
        }
        node_packages(project)?;
        // Here it is needed: the budgets are held.
        wasm_opt_somehow(project)?;
    }
    Ok(())
}

/// Programs of others that the tests open our files with, and Debian's packages that bring them.
const READERS: [(&str, &str); 2] = [("pspp", "pspp"), ("xmllint", "libxml2-utils")];

/// Brings them where that asks nobody for a password. Without them their tests say that they were skipped.
fn readers_of_files() {
    for (program, package) in READERS {
        if in_path(program).is_some() || !is_root() {
            continue;
        }
        if let Err(error) = apt_install(&[package]) {
            eprintln!("note: {error:#}");
        }
    }
}

/// Whether [`WINDOWLESS`] is to be installed: where there is no browser at all, and where that asks nobody for a password.
fn wants_windowless() -> bool {
    let named = env::var_os("EARSHOT_CHROMIUM").is_some();
    !named && in_path(WINDOWLESS).is_none() && (is_root() || chromium().is_none())
}

/// The packages of Python that the tests read our forms with, each in its exact version.
const REQUIREMENTS: &str = include_str!("../pyxform/requirements.txt");

/// Says whether a Python can make an environment of its own that these packages run in.
const CAN_MAKE_ENVIRONMENTS: &str = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))";

/// A Python that has pyxform: in an environment of its own beside what was built, so that the machine's own Python
/// stays as it is.
pub(crate) fn pyxform(project: &Project) -> Result<PathBuf> {
    let folder = project.target().join("tools/pyxform");
    let (python, stamp) = (folder.join("bin/python3"), folder.join(".installed-from"));
    let now = crate::frontend::hash(REQUIREMENTS.as_bytes());
    // The machine's Python may have been taken away from under it.
    let works = || process::succeeds(Command::new(&python).args(["-c", "import pyxform"]));
    if fs::read_to_string(&stamp).is_ok_and(|before| before == now) && works() {
        return Ok(python);
    }
    println!("setting up: pyxform, by pip");
    let maker = match python_with_venv() {
        Some(maker) => maker,
        None => {
            apt_install(&["python3", "python3-venv"])?;
            python_with_venv()
                .context("Python 3.10 or newer with venv is missing: install python3 and python3-venv")?
        }
    };
    process::run(Command::new(maker).args(["-m", "venv", "--clear"]).arg(&folder))?;
    let requirements = folder.join("requirements.txt");
    fs::write(&requirements, REQUIREMENTS)?;
    process::run(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"])
            .arg(&requirements)
            .stdin(std::process::Stdio::null()),
    )
    .context("pyxform could not be installed: `pip install` must work")?;
    fs::write(stamp, now)?;
    Ok(python)
}

/// The first Python that can make an environment: the one in `PATH`, or the system's own, which is the one that
/// `python3-venv` belongs to.
fn python_with_venv() -> Option<PathBuf> {
    let candidates = [in_path("python3"), Some(PathBuf::from("/usr/bin/python3"))];
    candidates
        .into_iter()
        .flatten()
        .find(|python| process::succeeds(Command::new(python).args(["-c", CAN_MAKE_ENVIRONMENTS])))
}

/// The oldest `wasm-opt` whose work a browser starts. Release 108, which is Debian 12's, mixes up the tables of
/// a module with reference types: the browser then refuses it with a `TypeError` in `Table.set`. 111 to 132
/// were tried and are right.
const OLDEST_WASM_OPT: u32 = 111;

/// The `wasm-opt` to use: the system's if it is new enough, or the one that npm put into our own folder.
pub(crate) fn wasm_opt(project: &Project) -> Option<PathBuf> {
    in_path("wasm-opt")
        .filter(|tool| wasm_opt_release(tool).is_some_and(|release| release >= OLDEST_WASM_OPT))
        .or_else(|| {
            Some(own_wasm_opt(project).join("node_modules/.bin/wasm-opt")).filter(|tool| tool.exists())
        })
}

/// Where npm puts it: beside what was built, because it is fetched once for all working copies that share that.
fn own_wasm_opt(project: &Project) -> PathBuf {
    project.target().join("tools/wasm-opt")
}

fn wasm_opt_release(tool: &Path) -> Option<u32> {
    release(&String::from_utf8_lossy(&process::output(Command::new(tool).arg("--version")).ok()?))
}

/// `wasm-opt version 120 (version_120)` is 120.
fn release(version: &str) -> Option<u32> {
    version.split_whitespace().find_map(|word| word.parse().ok())
}

/// The browser that the tests drive.
pub(crate) fn chromium() -> Option<PathBuf> {
    match env::var_os("EARSHOT_CHROMIUM") {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.exists()),
        None => CHROMIUM.iter().find_map(|name| in_path(name)),
    }
}

/// The first file of this name in the folders of `PATH`.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Whether this runs as root, who may install packages and may not run PostgreSQL.
pub(crate) fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

fn wasm_target() -> Result<()> {
    // The compiler's own folder tells, with or without rustup.
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot).trim());
    if sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    println!("setting up: rustup target add {TARGET}");
    process::run(Command::new("rustup").args(["target", "add", TARGET])).with_context(|| {
        format!("the Rust target {TARGET} is missing; install it with `rustup target add {TARGET}`")
    })
}

fn rust_component(component: &str, subcommand: &str) -> Result<()> {
    if process::succeeds(Command::new("cargo").args([subcommand, "--version"])) {
        return Ok(());
    }
    println!("setting up: rustup component add {component}");
    process::run(Command::new("rustup").args(["component", "add", component]))
        .with_context(|| format!("install it with `rustup component add {component}`"))
}

fn wasm_opt_somehow(project: &Project) -> Result<()> {
    if wasm_opt(project).is_some() {
        return Ok(());
    }
    println!("setting up: wasm-opt, from npm");
    let by_npm = own_wasm_opt_by_npm(project);
    if by_npm.is_err() && in_path("wasm-opt").is_none() {
        // A newer Debian has one that is new enough.
        apt_install(&["binaryen"])?;
    }
    if wasm_opt(project).is_some() {
        return Ok(());
    }
    let needed =
        format!("wasm-opt {OLDEST_WASM_OPT} or newer is missing: install npm, or a newer package binaryen");
    by_npm.with_context(|| needed.clone())?;
    bail!(needed)
}

fn own_wasm_opt_by_npm(project: &Project) -> Result<()> {
    let folder = own_wasm_opt(project);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), include_str!("../wasm-opt/package.json"))?;
    fs::write(folder.join("package-lock.json"), include_str!("../wasm-opt/package-lock.json"))?;
    process::run(npm(&folder).args(["ci", "--no-audit", "--no-fund"]))
}

fn apt_install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    let by_hand = format!("install by hand: apt-get install {list}");
    if in_path("apt-get").is_none() {
        bail!("missing: {list}; this machine has no apt-get. {by_hand}");
    }
    let prefix: &[&str] = if is_root() {
        &[]
    } else if process::succeeds(Command::new("sudo").args(["-n", "true"])) {
        &["sudo", "-n"]
    } else if in_path("sudo").is_some() && std::io::stdin().is_terminal() {
        &["sudo"]
    } else {
        bail!("missing: {list}, and this user may not install packages. {by_hand}");
    };
    println!("setting up: apt-get install {list}");
    // A stale list of packages asks for files that are gone; a list that could not be renewed may still do.
    let _ = process::run(&mut with_prefix(prefix, "apt-get", &["update", "-qq"]));
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    process::run(&mut with_prefix(prefix, "apt-get", &arguments)).context(by_hand)
}

fn with_prefix(prefix: &[&str], program: &str, arguments: &[&str]) -> Command {
    // `env` because sudo does not hand the variable on.
    let mut words = prefix.to_vec();
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", program]);
    words.extend(arguments);
    let (first, rest) = words.split_first().map_or((&"env", &[][..]), |pair| pair);
    let mut command = Command::new(first);
    command.args(rest).stdin(std::process::Stdio::null());
    if prefix == ["sudo"] {
        command.stdin(std::process::Stdio::inherit());
    }
    command
}

/// `npm ci` in `end2end/`, when its lock file is another than the one installed last.
pub(crate) fn node_packages(project: &Project) -> Result<()> {
    node_is_new_enough()?;
    let folder = project.end2end();
    let lock =
        fs::read(folder.join("package-lock.json")).context("end2end/package-lock.json cannot be read")?;
    let stamp = folder.join("node_modules/.installed-from");
    let now = crate::frontend::hash(&lock);
    if fs::read_to_string(&stamp).is_ok_and(|before| before == now) {
        return Ok(());
    }
    println!("setting up: npm ci in end2end");
    process::run(
        npm(&folder)
            .args(["ci", "--no-audit", "--no-fund"])
            // The tests drive the system's Chromium.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )
    .context("the browser tests' packages could not be installed: `npm ci` in end2end/ must work")?;
    fs::write(stamp, now)?;
    Ok(())
}

/// npm in this folder. It asks nothing of whoever sits there.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new(OsStr::new("npm"));
    command.current_dir(folder).stdin(std::process::Stdio::null());
    command
}

fn node_is_new_enough() -> Result<()> {
    let version = process::output(Command::new("node").arg("--version"))
        .with_context(|| format!("Node.js {OLDEST_NODE} or newer is missing: install it, with npm"))?;
    let version = String::from_utf8_lossy(&version).trim().to_owned();
    let major =
        version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {OLDEST_NODE} or newer is needed, and this is {version}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::release;

    #[test]
    fn the_release_of_wasm_opt_is_read_from_what_it_says() {
        assert_eq!(release("wasm-opt version 108"), Some(108));
        assert_eq!(release("wasm-opt version 132 (version_132)\n"), Some(132));
        assert_eq!(release("command not found"), None);
    }
}
