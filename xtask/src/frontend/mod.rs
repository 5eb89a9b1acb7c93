//! The files a browser asks for: two bundles of islands, two sheets of styles, and what is in `public/`.
//!
//! They end up in `target/assets/`, each named by its content, with its brotli and gzip twins beside it.
//! `server/build.rs` reads that folder; the names are the whole agreement between the two:
//! `respond-0123456789.css`, `respond-0123456789.css.br`, `respond-0123456789.css.gz`. `manifest.json` says the
//! same for people and for tests that hold a budget.

mod css;
mod pack;
pub(crate) mod wasm;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

pub(crate) use pack::{Packed, hash};

use crate::executable::Mode;
use crate::project::Project;

/// A file before it is hashed and compressed.
#[derive(Debug)]
struct Plain {
    /// The name pages ask for, such as `respond.css`.
    logical: String,
    bytes: Vec<u8>,
}

/// The layers of the sheet that every page loads, in their order.
const RESPOND_CSS: [&str; 3] = ["tokens.css", "base.css", "components.css"];

/// What the desk's pages load after it.
const DESK_CSS: [&str; 1] = ["desk.css"];

/// Makes every asset, and says what each weighs. Gives back the folder.
pub(crate) fn build(project: &Project, mode: Mode) -> Result<PathBuf> {
    let mut files = wasm::bundles(project, mode)?;
    let style = project.root().join("style");
    for (logical, parts) in [("respond.css", &RESPOND_CSS[..]), ("desk.css", &DESK_CSS[..])] {
        files.push(Plain { logical: logical.to_owned(), bytes: css::bundle(&style, parts)?.into_bytes() });
    }
    files.extend(public(&project.root().join("public"))?);

    let folder = folder(project);
    let packed = pack::pack(files, &folder, &cache(project), mode)?;
    pack::print_sizes(&packed);
    hold_budgets(&packed, mode)?;
    Ok(folder)
}

/// Where they end up.
pub(crate) fn folder(project: &Project) -> PathBuf {
    project.target().join("assets")
}

/// What a phone on a poor line may be asked to fetch, in bytes of brotli. Lower these when the files shrink.
const BUDGETS: [(&str, usize); 5] = [
    ("respond.wasm", 86_000),
    ("respond.css", 10 * 1024),
    ("capture.js", 6 * 1024),
    ("leave.js", 1536),
    ("passkey.js", 1536),
];

/// A release that breaks its budget is not built: the young person with the oldest phone would pay for it.
fn hold_budgets(packed: &[Packed], mode: Mode) -> Result<()> {
    if mode == Mode::Debug {
        return Ok(());
    }
    for (logical, budget) in BUDGETS {
        let Some(size) = packed.iter().find(|file| file.logical == logical).and_then(|file| file.brotli)
        else {
            continue;
        };
        if size > budget {
            bail!(
                "{logical} is {size} bytes of brotli and its budget is {budget} (xtask/src/frontend/mod.rs)"
            );
        }
    }
    Ok(())
}

/// The folder for what was expensive to make and will be wanted again.
fn cache(project: &Project) -> PathBuf {
    project.target().join("assets-cache")
}

/// The files of `public/`, as they are. The folder is flat: the address of an asset has one part.
fn public(folder: &Path) -> Result<Vec<Plain>> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let logical = entry.file_name().into_string().ok().context("a file name in public/ is not UTF-8")?;
        if entry.file_type()?.is_dir() {
            bail!("public/{logical} is a folder; put the files of public/ side by side");
        }
        if !logical.starts_with('.') {
            files.push(Plain { logical, bytes: fs::read(entry.path())? });
        }
    }
    files.sort_by(|one, other| one.logical.cmp(&other.logical));
    Ok(files)
}
