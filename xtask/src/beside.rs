//! What a browser asks for, made beside the first steps of a test run. They leave a part of the machine idle, where one crate
//! waits for another; a build with a lower priority fills that.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::frontend;
use crate::interrupt::{self, Watched};
use crate::project::Project;

/// Assets that are being made. That is ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Assets {
    child: Child,
    /// What it prints.
    log: PathBuf,
    _watched: Watched,
}

impl Assets {
    /// Begins it, by this very program: what is made for the browser has a lock of its own, and keeps out of the other steps' way.
    pub(crate) fn begin(project: &Project) -> Result<Self> {
        let log = project.target().join("assets.log");
        fs::create_dir_all(project.target())?;
        let out = File::create(&log).with_context(|| format!("could not write {}", log.display()))?;
        let own = std::env::current_exe().context("this program does not know where it is")?;
        let child = Command::new("nice")
            .args(["-n", "10"])
            .arg(own)
            .arg("assets")
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .context("could not begin to make the assets")?;
        let watched = interrupt::watch(child.id());
        Ok(Self { child, log, _watched: watched })
    }

    /// Waits for them, and gives the folder that they lie in.
    pub(crate) fn wait(mut self, project: &Project) -> Result<PathBuf> {
        let status = self.child.wait()?;
        print!("{}", fs::read_to_string(&self.log).unwrap_or_default());
        if !status.success() {
            bail!("making the assets ended with {status}");
        }
        Ok(frontend::folder(project))
    }
}

impl Drop for Assets {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            interrupt::terminate(self.child.id());
            let _ = self.child.wait();
        }
    }
}
