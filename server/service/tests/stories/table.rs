//! Every use case of the staff asks the table of the policy before it touches the database (domain.md 7.7). Read from the
//! source, so that none that is added can be forgotten.

use std::collections::BTreeSet;
use std::path::Path;

/// Use cases that take an actor, or give one, and ask no table: each with why.
const ASK_NOTHING: &[(&str, &str)] = &[
    ("asked", "what young people see; staff see drafts beside it, and that is asked inside"),
    ("begin_passkey", "one's own passkeys"),
    ("begin_second_step", "one's own second step"),
    ("confirm_second_step", "one's own second step"),
    ("console", "the operator at the console, who may do what it offers"),
    ("console_of", "the same, for one of several organisations"),
    ("end_sessions", "one's own sessions"),
    ("keep_passkey", "one's own passkeys"),
    ("own_passkeys", "one's own passkeys"),
    ("own_sessions", "one's own sessions"),
    ("public_file", "a file beside a question; staff see those of drafts, and that is asked inside"),
    ("remove_passkey", "one's own passkeys"),
    ("remove_second_step", "one's own second step"),
    ("second_step", "one's own second step"),
    ("who", "finds out who asks"),
];

/// A function of the crate.
struct Function {
    name: String,
    is_use_case: bool,
    head: String,
    body: String,
}

fn functions() -> Vec<Function> {
    fn sources(folder: &Path, into: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else {
                into.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut functions = Vec::new();
    for file in files {
        for piece in file.split("\n    ").filter(|piece| piece.starts_with("pub ") || piece.contains("fn ")) {
            let Some((before, rest)) = piece.split_once("fn ") else { continue };
            if !["", "pub ", "async ", "pub async ", "pub(crate) ", "pub(crate) async "].contains(&before) {
                continue;
            }
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            // From here to the brace that ends it.
            let from = file
                .find(&format!("{before}fn {name}("))
                .or_else(|| file.find(&format!("{before}fn {name}<")));
            let Some(from) = from else { continue };
            let whole = &file[from..];
            let whole = &whole[..whole.find("\n    }\n").unwrap_or(whole.len())];
            let (head, body) = whole.split_once("{\n").unwrap_or((whole, ""));
            functions.push(Function {
                name,
                is_use_case: before == "pub async ",
                head: head.to_string(),
                body: body.to_string(),
            });
        }
    }
    functions
}

#[test]
fn every_use_case_of_the_staff_asks_the_table_before_it_touches_the_database() {
    let functions = functions();
    let asks_first = |function: &Function, known: &BTreeSet<String>| {
        let before = function.body.split("self.db").next().unwrap_or_default();
        let through = |name: &String| before.contains(&format!("self.{name}(actor"));
        ["actor.require(", "actor.require_somewhere("].iter().any(|asks| before.contains(asks))
            || known.iter().any(through)
    };
    let mut known = BTreeSet::new();
    loop {
        let more: BTreeSet<String> =
            functions.iter().filter(|one| asks_first(one, &known)).map(|one| one.name.clone()).collect();
        if more == known {
            break;
        }
        known = more;
    }
    let of_staff: Vec<&Function> =
        functions.iter().filter(|one| one.is_use_case && one.head.contains("Actor")).collect();
    assert!(of_staff.len() > 130, "{}", of_staff.len());
    let mut silent: Vec<&str> =
        of_staff.iter().filter(|one| !known.contains(&one.name)).map(|one| one.name.as_str()).collect();
    silent.sort_unstable();
    let allowed: Vec<&str> = ASK_NOTHING.iter().map(|(name, _)| *name).collect();
    assert_eq!(silent, allowed, "a use case asks nothing, or asks now: say so here");
}
