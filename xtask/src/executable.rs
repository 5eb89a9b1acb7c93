//! The one file that is the whole product.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::{frontend, process};

/// How much work the compiler puts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As it is handed on: small bundles, a fast server.
    Release,
    /// As it is worked on: quickly compiled, large bundles.
    Debug,
}

impl Mode {
    /// The name of cargo's folder for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Debug => "debug",
        }
    }
}

/// The environment variable that tells `server/build.rs` where the assets are.
pub(crate) const ASSETS: &str = "EARSHOT_ASSETS";

/// Builds the assets and then the server around them; gives back the executable.
pub(crate) fn build(project: &Project, mode: Mode) -> Result<PathBuf> {
    let assets = frontend::build(project, mode)?;
    let mut cargo = project.cargo();
    cargo.args(["build", "--package", "earshot-server", "--bin", "earshot"]).env(ASSETS, &assets);
    if mode == Mode::Release {
        cargo.arg("--release");
    }
    println!("server");
    process::run(&mut cargo)?;
    let program = project.target().join(mode.name()).join("earshot");
    if !program.is_file() {
        bail!("cargo built no {}", program.display());
    }
    Ok(program)
}
