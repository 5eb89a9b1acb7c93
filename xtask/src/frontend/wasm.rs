//! From a crate of islands to the two files a browser loads: `NAME.js` and `NAME.wasm`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::{Plain, cache, hash};
use crate::executable::Mode;
use crate::process;
use crate::project::Project;
use crate::setup;

/// The browser, as the compiler calls it.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A crate of islands and what its files are called.
#[derive(Debug)]
pub(crate) struct Bundle {
    pub(crate) package: &'static str,
    name: &'static str,
}

/// A respondent's page never carries the workers' code, so there are two.
pub(crate) const BUNDLES: [Bundle; 2] = [
    Bundle { package: "earshot-respond", name: "respond" },
    Bundle { package: "earshot-desk", name: "desk" },
];

/// Compiles the bundles and gives back the script and the WASM of each.
pub(super) fn bundles(project: &Project, mode: Mode) -> Result<Vec<Plain>> {
    println!("bundles");
    let folder = compile(project, mode, &selection())?;
    let mut files = Vec::new();
    for bundle in &BUNDLES {
        files.extend(browser_files(project, bundle, &folder, mode)?);
    }
    Ok(files)
}

/// What is measured as WebAssembly, made as a release of the phone's bundle is made.
#[cfg(feature = "bench")]
pub(crate) const MEASURED: Bundle = Bundle { package: "earshot-bench", name: "bench" };

/// The script and the WASM of [`MEASURED`].
#[cfg(feature = "bench")]
pub(crate) fn measured(project: &Project) -> Result<[Vec<u8>; 2]> {
    let selection = ["--package".to_owned(), MEASURED.package.to_owned()];
    let folder = compile(project, Mode::Release, &selection)?;
    Ok(browser_files(project, &MEASURED, &folder, Mode::Release)?.map(|file| file.bytes))
}

fn browser_files(project: &Project, bundle: &Bundle, folder: &Path, mode: Mode) -> Result<[Plain; 2]> {
    let compiled = folder.join(format!("{}.wasm", bundle.package.replace('-', "_")));
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&compiled)
        .out_name(bundle.name)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true);
    if mode == Mode::Release {
        bindgen.remove_name_section(true).remove_producers_section(true);
    } else {
        bindgen.keep_debug(true);
    }
    let mut output = bindgen.generate_output()?;
    let inline = output.snippets().values().any(|snippets| !snippets.is_empty());
    if inline || !output.local_modules().is_empty() || !output.npm_dependencies().is_empty() {
        bail!(
            "{} brings JavaScript of its own (inline_js, module or npm), which has no address here; \
             call the browser through web-sys instead",
            bundle.package
        );
    }
    let script = without_comments(output.js());
    let wasm = output.wasm_mut().emit_wasm();
    let wasm = match mode {
        Mode::Release => optimise(project, bundle, wasm)?,
        Mode::Debug => wasm,
    };
    Ok([
        Plain { logical: format!("{}.js", bundle.name), bytes: script.into_bytes() },
        Plain { logical: format!("{}.wasm", bundle.name), bytes: wasm },
    ])
}

/// In a target folder of its own: the same crates are compiled for the server with other features, and the
/// two would throw each other's work away. Both bundles in one go, for the same reason: asked for one by one,
/// leptos would be compiled for the web-sys features of the one and again for those of the other.
fn compile(project: &Project, mode: Mode, selection: &[String]) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Release => ("wasm-release", "wasm-release"),
        Mode::Debug => ("dev", "debug"),
    };
    let target = project.target().join("wasm");
    let mut cargo = project.cargo();
    cargo
        .args(["build", "--lib", "--profile", profile, "--target", TARGET])
        .args(selection)
        .arg("--target-dir")
        .arg(&target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(project)?)
        // wasm-bindgen reads in the file which features of WASM the compiler used; wasm-opt strips it later.
        .env("CARGO_PROFILE_WASM_RELEASE_STRIP", "none");
    process::run(&mut cargo)?;
    Ok(target.join(TARGET).join(folder))
}

/// The arguments that tell cargo: the bundles' crates, as the browser gets them.
pub(crate) fn selection() -> Vec<String> {
    let packages = BUNDLES.iter().flat_map(|bundle| ["--package".to_owned(), bundle.package.to_owned()]);
    let features = BUNDLES.iter().map(|bundle| format!("{}/hydrate", bundle.package)).collect::<Vec<_>>();
    packages.chain(["--features".to_owned(), features.join(",")]).collect()
}

/// Flags that keep this machine's folders out of the panic messages inside: the file is smaller, says nothing
/// about who built it, and comes out the same on the next machine.
fn flags(project: &Project) -> Result<OsString> {
    let mut question = project.cargo();
    // The full list also fetches every package, so that the folders to hide are all there.
    question.args(["metadata", "--format-version", "1", "--filter-platform", TARGET]);
    let metadata: serde_json::Value = serde_json::from_slice(&process::output(&mut question)?)?;
    let mut folders: Vec<PathBuf> = metadata["packages"]
        .as_array()
        .context("cargo metadata lists no packages")?
        .iter()
        .filter(|package| !package["source"].is_null())
        .filter_map(|package| {
            Path::new(package["manifest_path"].as_str()?).parent()?.parent().map(Path::to_path_buf)
        })
        .collect();
    folders.sort();
    folders.dedup();
    let mut flags = std::env::var_os("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let remaps = folders.iter().map(|folder| (folder.as_path(), "crates"));
    for (from, to) in remaps.chain([(project.root(), "earshot")]) {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push("=");
        flags.push(to);
    }
    Ok(flags)
}

/// What Rust's compiler already uses for this target; the newest browsers' extras are not among them.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Flags that only newer releases know, and want: they split "bulk memory" and named "long indices".
const NEWER: [&str; 2] = ["--enable-bulk-memory-opt", "--enable-call-indirect-overlong"];

/// `wasm-opt -Oz`, or what an earlier run made of the same bytes.
fn optimise(project: &Project, bundle: &Bundle, wasm: Vec<u8>) -> Result<Vec<u8>> {
    let Some(tool) = setup::wasm_opt(project) else {
        return Ok(wasm);
    };
    let version = process::output(Command::new(&tool).arg("--version"))?;
    let help = process::output(Command::new(&tool).arg("--help"))?;
    let help = String::from_utf8_lossy(&help);
    let mut flags = vec!["-Oz"];
    // Built anew from its loops and branches, and then made small again: a hundredth less on the wire.
    flags.extend(["--flatten", "--rereloop", "-Oz", "-Oz", "--converge"]);
    flags.extend(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    flags.extend(FEATURES.iter().chain(&NEWER).filter(|flag| help.contains(**flag)));

    let key = hash(&[&wasm[..], &version, flags.join(" ").as_bytes()].concat());
    let cache = cache(project);
    fs::create_dir_all(&cache)?;
    let done = cache.join(format!("{key}.wasm"));
    if let Ok(bytes) = fs::read(&done) {
        return Ok(bytes);
    }
    let input = cache.join(format!("{}.in.wasm", bundle.name));
    let output = cache.join(format!("{}.out.wasm", bundle.name));
    fs::write(&input, &wasm)?;
    let mut command = Command::new(&tool);
    command.args(&flags).arg(&input).arg("-o").arg(&output);
    // An old release complains about features it has not heard of; what it cannot read it refuses.
    let said = command.output().with_context(|| format!("could not start {}", tool.display()))?;
    if !said.status.success() {
        return Err(anyhow!("{}", String::from_utf8_lossy(&said.stderr).trim().to_owned()))
            .with_context(|| format!("wasm-opt refused {}.wasm", bundle.name));
    }
    let bytes = fs::read(&output)?;
    if bytes.len() >= wasm.len() {
        bail!("wasm-opt made {}.wasm larger, from {} to {} bytes", bundle.name, wasm.len(), bytes.len());
    }
    fs::rename(&output, &done)?;
    fs::remove_file(&input)?;
    Ok(bytes)
}

/// The generated script without its comments and its indentation. It is written by a program that writes one
/// statement a line; a text over several lines would be changed by this, so then nothing is.
fn without_comments(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut small = String::with_capacity(script.len());
    let mut inside = false;
    for line in script.lines() {
        let line = line.trim();
        if !inside && line.starts_with("/*") {
            inside = true;
        }
        if inside {
            inside = !line.ends_with("*/");
            continue;
        }
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        small.push_str(line);
        small.push('\n');
    }
    small
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_and_indentation_go_and_statements_stay() {
        let script = "/**\n * @param {number} a\n */\nexport function f(a) {\n    // why\n    return `x${a}//y`;\n}\n/* one */\n\nf(1);\n";
        assert_eq!(without_comments(script), "export function f(a) {\nreturn `x${a}//y`;\n}\nf(1);\n");
    }

    #[test]
    fn a_text_over_several_lines_is_left_alone() {
        let script = "const a = `one\n  // not a comment\n`;\n";
        assert_eq!(without_comments(script), script);
    }
}
