//! Under which licences and from where the crates come that Earshot is built of: nothing that the AGPL cannot be joined
//! with, and nothing from anywhere but the registry.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::process;
use crate::project::Project;

/// Licences that a work under the AGPL-3.0-or-later may be made of, by their SPDX names.
const FIT: [&str; 15] = [
    "0BSD",
    "AGPL-3.0-or-later",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    // Of data: the list of authorities, which asks for nothing but its own text beside it.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Looks at every crate of the lock file.
pub(crate) fn check(project: &Project) -> Result<()> {
    let metadata = process::output(project.cargo().args(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Value =
        serde_json::from_slice(&metadata).context("reading what cargo says of the crates")?;
    let packages = metadata["packages"].as_array().context("cargo names no crates")?;
    let wrong: Vec<String> = packages.iter().filter_map(wrong_with).collect();
    if wrong.is_empty() {
        println!("{} crates, and each may be part of Earshot", packages.len());
    } else {
        bail!("crates that cannot be part of Earshot:\n  {}", wrong.join("\n  "));
    }
    Ok(())
}

/// Asks `cargo deny` whether anything is known against one of the crates; `deny.toml` says what of it does not concern
/// Earshot, and why. Its list is fetched, and the program takes long to build: a machine without it skips this.
pub(crate) fn known_weaknesses(project: &Project) -> Result<()> {
    if process::output(project.cargo().args(["deny", "--version"])).is_err() {
        println!(
            "skipped: `cargo deny` is not on this machine; `cargo install cargo-deny --locked` brings it"
        );
        return Ok(());
    }
    process::run(project.cargo().args(["deny", "--all-features", "check", "advisories"]))
}

/// What is wrong with a crate, if anything is.
fn wrong_with(package: &Value) -> Option<String> {
    let name = package["name"].as_str().unwrap_or("a crate without a name");
    let licence = package["license"].as_str().unwrap_or_default();
    if !fits(licence) {
        return Some(format!("{name}: its licence is {licence:?}"));
    }
    // Our own have no source; a crate from a repository or another registry is read by nobody before it is built.
    match package["source"].as_str() {
        None => None,
        Some(source) if source.starts_with("registry+") => None,
        Some(source) => Some(format!("{name}: it comes from {source}")),
    }
}

/// Whether one of the licences that are offered fits: `MIT OR (Apache-2.0 AND ISC)`.
fn fits(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let parts = split(&expression, " OR ");
    if parts.len() > 1 {
        return parts.iter().any(|part| fits(part));
    }
    let parts = split(&expression, " AND ");
    if parts.len() > 1 {
        return parts.iter().all(|part| fits(part));
    }
    let one = expression.trim();
    match one.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')) {
        Some(inside) => fits(inside),
        None => FIT.contains(&one),
    }
}

/// The parts of an expression between the words that stand in no brackets.
fn split<'a>(expression: &'a str, word: &str) -> Vec<&'a str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_i32, 0);
    for (at, letter) in expression.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 && expression[at..].starts_with(word) => {
                parts.push(&expression[from..at]);
                from = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(expression.get(from..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_offered_licences_has_to_fit_whole() {
        for good in [
            "MIT",
            "MIT OR GPL-2.0-only",
            "Unlicense/MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "MIT AND BSD-3-Clause",
        ] {
            assert!(fits(good), "{good}");
        }
        for bad in [
            "",
            "GPL-2.0-only",
            "MIT AND SSPL-1.0",
            "(MIT OR Apache-2.0) AND SSPL-1.0",
            "Proprietary",
            "MIT ORR ISC",
        ] {
            assert!(!fits(bad), "{bad}");
        }
    }

    #[test]
    fn a_crate_comes_from_the_registry_or_from_here() {
        let package = |source: Value| serde_json::json!({ "name": "x", "license": "MIT", "source": source });
        assert_eq!(wrong_with(&package(Value::Null)), None);
        assert_eq!(wrong_with(&package("registry+index".into())), None);
        assert!(wrong_with(&package("git+elsewhere".into())).is_some());
    }
}
