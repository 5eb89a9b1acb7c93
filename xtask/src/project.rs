//! Where things are, and how to call cargo from inside cargo.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process;

/// The working copy that this command was started in.
#[derive(Debug)]
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
    metadata: Value,
}

impl Project {
    /// Asks cargo, which already knows the answer to every question about folders: `CARGO_TARGET_DIR`,
    /// configuration files and relative paths are its business.
    pub(crate) fn find() -> Result<Self> {
        let mut question = cargo();
        question.args(["metadata", "--format-version", "1", "--no-deps"]);
        let metadata: Value = serde_json::from_slice(&process::output(&mut question)?)
            .context("cargo metadata printed something that is not JSON")?;
        let folder = |key: &str| {
            metadata[key].as_str().map(PathBuf::from).with_context(|| format!("cargo metadata has no {key}"))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")?, metadata })
    }

    /// The folder with the workspace's `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo builds: `target/`, or what `CARGO_TARGET_DIR` says.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The browser tests and their npm packages.
    pub(crate) fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// What `cargo metadata --no-deps` said: the workspace's own packages and what they ask for.
    pub(crate) fn metadata(&self) -> &Value {
        &self.metadata
    }

    /// A cargo command that starts in the workspace.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }
}

/// Cargo, without what the outer cargo told this program about *this* package: build scripts that watch such
/// a variable would rebuild each time the two ways of calling cargo take turns.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        let about_us = ["CARGO_PKG_", "CARGO_BIN_", "CARGO_MANIFEST_", "CARGO_CRATE_"];
        if about_us.iter().any(|start| name.starts_with(start))
            || name == "LD_LIBRARY_PATH"
            || name == "OUT_DIR"
        {
            command.env_remove(name);
        }
    }
    command
}
