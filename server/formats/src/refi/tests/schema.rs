//! What is written, held against the schema itself, where it and a program that knows schemas are there.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::round::{full, made};
use super::taken::MINIMAL;
use crate::refi::write::qde;

/// The environment variable with the place of `Project.xsd`.
const SCHEMA: &str = "EARSHOT_REFI_XSD";

fn schema() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/refi-qda/Project.xsd");
    let named = std::env::var_os(SCHEMA).map(PathBuf::from);
    let schema = named.unwrap_or(beside);
    if schema.exists() {
        Some(schema)
    } else {
        println!("SKIPPED: the schema of REFI-QDA is not there (looked for {})", schema.display());
        None
    }
}

#[test]
fn what_is_written_is_valid() {
    let Some(schema) = schema() else { return };
    if Command::new("xmllint").arg("--version").output().is_err() {
        println!("SKIPPED: xmllint is not there, and nothing else that knows the schema");
        return;
    }
    let folder = std::env::temp_dir().join(format!("earshot-refi-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut files = vec![("minimal".to_owned(), MINIMAL.to_owned()), ("full".to_owned(), qde(&full()).0)];
    files.extend((0..20).map(|seed| (format!("made-{seed}"), qde(&made(seed)).0)));
    for (name, xml) in files {
        let file = folder.join(format!("{name}.qde"));
        std::fs::write(&file, xml).unwrap();
        let lint = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .arg(&schema)
            .arg(&file)
            .output()
            .unwrap();
        assert!(lint.status.success(), "{name}: {}", String::from_utf8_lossy(&lint.stderr));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
