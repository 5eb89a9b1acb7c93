//! The release build beside the other steps of a test run. They leave a good part of the machine idle, where one crate waits for
//! another and where tests wait for a database; a build with a lower priority fills that.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::interrupt::{self, Watched};
use crate::project::Project;

/// A release build that goes on. It is ended when this is dropped.
#[derive(Debug)]
pub(crate) struct ReleaseBuild {
    child: Child,
    /// What it prints.
    log: PathBuf,
    _watched: Watched,
}

impl ReleaseBuild {
    /// Begins it, by this very program: debug and release builds have a lock each, and keep out of each other's way.
    pub(crate) fn begin(project: &Project) -> Result<Self> {
        let log = project.target().join("release-build.log");
        fs::create_dir_all(project.target())?;
        let out = File::create(&log).with_context(|| format!("could not write {}", log.display()))?;
        let own = std::env::current_exe().context("this program does not know where it is")?;
        let child = Command::new("nice")
            .args(["-n", "10"])
            .arg(own)
            .arg("build")
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .context("could not start the release build")?;
        let watched = interrupt::watch(child.id());
        Ok(Self { child, log, _watched: watched })
    }

    /// Waits for it, and gives the program that it built.
    pub(crate) fn wait(mut self, project: &Project) -> Result<PathBuf> {
        let status = self.child.wait()?;
        print!("{}", fs::read_to_string(&self.log).unwrap_or_default());
        if !status.success() {
            bail!("the release build ended with {status}");
        }
        Ok(project.target().join("release/earshot"))
    }
}

impl Drop for ReleaseBuild {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            interrupt::terminate(self.child.id());
            let _ = self.child.wait();
        }
    }
}
