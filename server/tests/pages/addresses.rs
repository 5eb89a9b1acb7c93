//! The addresses of the program, read from the source as the router is written.

use std::collections::BTreeSet;
use std::path::Path;

/// Everything that is written in the Rust files of this folder of the crate.
pub(super) fn source(folder: &str) -> String {
    fn gather(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, into);
            } else {
                into.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut source = String::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut source);
    source
}

/// The addresses in this folder with their methods, `get` and `post`.
pub(super) fn routes(folder: &str) -> Vec<(String, String)> {
    let mut routes = Vec::new();
    for piece in source(folder).split(".route(").skip(1) {
        let path = piece.split('"').nth(1).unwrap();
        let mut depth = 1;
        let whole = piece.split_inclusive(['(', ')']).take_while(|part| {
            let open = depth > 0;
            depth += if part.ends_with('(') { 1 } else { -1 };
            open
        });
        let whole: String = whole.collect();
        for method in ["get", "post"] {
            if whole.contains(&format!("{method}(")) {
                routes.push((path.to_string(), method.to_string()));
            }
        }
    }
    assert!(routes.len() > 100, "{}", routes.len());
    routes
}

/// Whether an address could be one of this route's.
pub(super) fn fits(address: &str, route: &str) -> bool {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (pieces, of) = (address.split('/'), route.split('/'));
    pieces.clone().count() == of.clone().count()
        && pieces.zip(of).all(|(piece, of)| piece == of || of.starts_with('{'))
}

/// Whether somebody who walks everywhere has seen enough pages that are made as this one is: a matrix has a page for each of
/// its cells, and each answer one of those like it.
pub(super) fn seen_enough(link: &str, seen: &BTreeSet<String>) -> bool {
    let shape = ["/matrix/", "/alike"].into_iter().find(|part| link.contains(part));
    shape.is_some_and(|part| seen.iter().filter(|known| known.contains(part)).count() >= 12)
}

/// An address with a consultation that is there, and otherwise with records that are not.
pub(super) fn filled(path: &str) -> String {
    let path = path.replace("{slug}", "getting-to-school").replace("{number}", "9999");
    let path =
        path.replace("{reference}", "N-9999").replace("{criterion}", "nothing").replace("{key}", "nowhere");
    let path =
        path.replace("{kind}", "set").replace("{name}", "nothing").replace("{which}", "impact-assessment");
    ["{id}", "{batch}", "{action}", "{row}"]
        .iter()
        .fold(path, |path, name| path.replace(name, "01890000-0000-7000-8000-000000000000"))
}
