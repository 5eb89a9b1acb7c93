//! Puts the files that a browser asks for into the executable.
//!
//! `cargo xtask build` makes them, and says in `EARSHOT_ASSETS` where they are: a flat folder in which
//! `respond-0123456789.css` is the file, `respond-0123456789.css.br` and `.gz` are its twins, and
//! `manifest.json` changes whenever one of them does. Without that variable (a plain `cargo test`, an editor)
//! the style sheets and `public/` come straight from the source tree, under their plain names, and there are
//! no scripts: every page works without.

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A file and, where they were made, its compressed twins.
struct Asset {
    logical: String,
    identity: PathBuf,
    brotli: Option<PathBuf>,
    gzip: Option<PathBuf>,
}

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-env-changed=EARSHOT_ASSETS");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let assets = match env::var_os("EARSHOT_ASSETS") {
        Some(folder) => built(Path::new(&folder))?,
        None => plain(&out)?,
    };
    fs::write(out.join("assets.rs"), table(&assets)?)?;
    Ok(())
}

/// What `cargo xtask build` left in its folder, by the name that is asked for.
fn built(folder: &Path) -> Outcome<BTreeMap<String, Asset>> {
    println!("cargo::rerun-if-changed={}", folder.join("manifest.json").display());
    let mut assets = BTreeMap::new();
    for path in files(folder)? {
        let name = name(&path)?;
        let is_twin = matches!(path.extension().and_then(OsStr::to_str), Some("br" | "gz"));
        if is_twin || name == "manifest.json" {
            continue;
        }
        let logical = logical(&name).ok_or_else(|| format!("{name} carries no hash"))?;
        let twin =
            |extension: &str| Some(folder.join(format!("{name}.{extension}"))).filter(|twin| twin.is_file());
        let (brotli, gzip) = (twin("br"), twin("gz"));
        assets.insert(name, Asset { logical, identity: path, brotli, gzip });
    }
    Ok(assets)
}

/// `respond-0123456789.css` is `respond.css`.
fn logical(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.').map_or((name, None), |(stem, rest)| (stem, Some(rest)));
    let (stem, hash) = stem.rsplit_once('-')?;
    let is_hash = hash.len() == 10 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| extension.map_or_else(|| stem.to_owned(), |extension| format!("{stem}.{extension}")))
}

/// The sheets as they were written, joined as the build joins them, and `public/`.
fn plain(out: &Path) -> Outcome<BTreeMap<String, Asset>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..");
    let mut assets = BTreeMap::new();
    let mut add = |logical: String, identity: PathBuf| {
        assets.insert(logical.clone(), Asset { logical, identity, brotli: None, gzip: None });
    };
    let style = root.join("style");
    println!("cargo::rerun-if-changed={}", style.display());
    for (sheet, parts) in
        [("respond.css", &["tokens.css", "base.css", "components.css"][..]), ("desk.css", &["desk.css"][..])]
    {
        let parts: Vec<_> = parts.iter().map(|part| style.join(part)).filter(|part| part.is_file()).collect();
        let mut whole = String::new();
        for part in &parts {
            whole.push_str(&fs::read_to_string(part)?);
            whole.push('\n');
        }
        if !parts.is_empty() {
            let joined = out.join(sheet);
            fs::write(&joined, whole)?;
            add(sheet.to_owned(), joined);
        }
    }
    let public = root.join("public");
    println!("cargo::rerun-if-changed={}", public.display());
    if public.is_dir() {
        for path in files(&public)? {
            add(name(&path)?, path.canonicalize()?);
        }
    }
    Ok(assets)
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
            files.push(entry.path());
        }
    }
    Ok(files)
}

fn name(path: &Path) -> Outcome<String> {
    let name = path.file_name().and_then(|name| name.to_str());
    Ok(name.ok_or_else(|| format!("{} is not UTF-8", path.display()))?.to_owned())
}

/// The list as Rust, in the order of the addresses, so that one can be found by halving.
fn table(assets: &BTreeMap<String, Asset>) -> Outcome<String> {
    let mut rust = String::from("&[\n");
    for (file, asset) in assets {
        let bytes = |path: &Path| format!("include_bytes!({:?})", path.display().to_string());
        let twin = |path: &Option<PathBuf>| {
            path.as_deref().map_or_else(|| "None".to_owned(), |path| format!("Some({})", bytes(path)))
        };
        writeln!(
            rust,
            "    Asset {{ logical: {:?}, path: {:?}, content_type: {:?}, identity: {}, brotli: {}, gzip: {} }},",
            asset.logical,
            format!("/assets/{file}"),
            content_type(&asset.logical),
            bytes(&asset.identity),
            twin(&asset.brotli),
            twin(&asset.gzip),
        )?;
    }
    rust.push(']');
    Ok(rust)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "html" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
