//! Every function of the store is called by one of these tests.

use std::fmt::Write;
use std::path::Path;

#[test]
fn every_public_function_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // What makes the databases of the tests counts as a test.
    let mut tests = std::fs::read_to_string(root.join("src/testing.rs")).unwrap();
    for file in std::fs::read_dir(root.join("tests/store")).unwrap() {
        tests.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap());
    }
    let mut functions = 0;
    let mut missing = String::new();
    for file in std::fs::read_dir(root.join("src")).unwrap() {
        let path = file.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_string();
        if module == "testing" {
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let line = line.trim_start();
            let Some(rest) = line.strip_prefix("pub async fn ").or_else(|| line.strip_prefix("pub fn "))
            else {
                continue;
            };
            let name = rest.split(['(', '<']).next().unwrap();
            functions += 1;
            // A method is called on a value, a function through its module.
            let is_method = rest.contains("self");
            let calls = if is_method {
                [format!(".{name}("), format!("::{name}(")]
            } else {
                [format!("{module}::{name}("), format!("Db::{name}(")]
            };
            let is_called = calls.iter().any(|call| tests.contains(call));
            if !is_called && (module != "lib" || !tests.contains(name)) {
                let _ = write!(missing, " {module}::{name}");
            }
        }
    }
    assert!(functions > 120, "{functions} functions found");
    assert_eq!(missing, "", "no test calls them");
}
