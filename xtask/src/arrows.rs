//! Which room may use which. The table is the one in the README; here it can say no.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::frontend::wasm;
use crate::process;
use crate::project::Project;

/// A room of the house and the rooms that it may use.
#[derive(Debug)]
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
    /// Further rooms that its tests may use.
    in_tests: &'static [&'static str],
}

const ROOMS: [Room; 11] = [
    Room { name: "earshot-domain", may_use: &[], in_tests: &[] },
    Room { name: "earshot-store", may_use: &["earshot-domain"], in_tests: &["earshot-testkit"] },
    Room {
        name: "earshot-service",
        may_use: &["earshot-domain", "earshot-store"],
        in_tests: &["earshot-testkit"],
    },
    Room { name: "earshot-formats", may_use: &["earshot-domain"], in_tests: &[] },
    Room { name: "earshot-respond", may_use: &["earshot-domain", "earshot-service"], in_tests: &[] },
    Room { name: "earshot-desk", may_use: &["earshot-domain", "earshot-service"], in_tests: &[] },
    Room {
        name: "earshot-app",
        may_use: &["earshot-desk", "earshot-domain", "earshot-respond", "earshot-service"],
        in_tests: &["earshot-testkit"],
    },
    Room {
        name: "earshot-server",
        may_use: &[
            "earshot-app",
            "earshot-desk",
            "earshot-domain",
            "earshot-formats",
            "earshot-respond",
            "earshot-service",
            "earshot-store",
        ],
        in_tests: &["earshot-testkit"],
    },
    Room {
        name: "earshot-testkit",
        may_use: &[
            "earshot-app",
            "earshot-domain",
            "earshot-formats",
            "earshot-server",
            "earshot-service",
            "earshot-store",
        ],
        in_tests: &[],
    },
    // What is measured of the rules, the readers, the search and the desk for coding, and nothing that runs for anybody. The
    // testkit tells the story in which the desk is measured: a consultation that is open, and somebody who codes.
    Room {
        name: "earshot-bench",
        may_use: &[
            "earshot-domain",
            "earshot-formats",
            "earshot-service",
            "earshot-store",
            "earshot-testkit",
        ],
        in_tests: &[],
    },
    // The build looks at the house from outside.
    Room { name: "xtask", may_use: &[], in_tests: &[] },
];

/// A crate from outside and the only rooms that it may be let into. `*` at the end stands for any ending.
#[derive(Debug)]
struct Guest {
    name: &'static str,
    only_in: &'static [&'static str],
    because: &'static str,
}

const WEB: &[&str] = &["earshot-server", "earshot-testkit", "xtask"];
const RUNTIME: &[&str] =
    &["earshot-bench", "earshot-server", "earshot-service", "earshot-store", "earshot-testkit", "xtask"];

const GUESTS: [Guest; 12] = [
    Guest { name: "sqlx*", only_in: &["earshot-store"], because: "there is one place for SQL" },
    Guest { name: "rusqlite", only_in: &["xtask"], because: "there is one place for SQL, and it uses sqlx" },
    Guest { name: "axum*", only_in: WEB, because: "HTTP belongs to the server" },
    Guest { name: "tower*", only_in: WEB, because: "HTTP belongs to the server" },
    Guest { name: "hyper*", only_in: WEB, because: "HTTP belongs to the server" },
    Guest { name: "leptos_axum", only_in: &["earshot-server"], because: "HTTP belongs to the server" },
    Guest {
        name: "leptos*",
        only_in: &["earshot-app", "earshot-respond", "earshot-desk"],
        because: "HTML belongs to the pages and the islands",
    },
    Guest { name: "tokio*", only_in: RUNTIME, because: "rules and pages have nothing to wait for" },
    Guest {
        name: "reqwest",
        only_in: &["earshot-server", "earshot-service", "earshot-testkit"],
        because: "who calls other machines can be counted on one hand",
    },
    Guest {
        name: "lettre",
        only_in: &["earshot-server", "earshot-service"],
        because: "mail is sent by a job",
    },
    Guest {
        name: "fluent*",
        only_in: &["earshot-app"],
        because: "words on the screen are finished when they reach an island",
    },
    Guest {
        name: "wasm-bindgen-cli-support",
        only_in: &["xtask"],
        because: "only the build has to do with it",
    },
];

/// What must not come into a bundle, not even through somebody else: each costs a slow phone more than the
/// whole first question does. `regex` would belong here too, but leptos asks for it to read a configuration
/// that no browser has, and the linker drops it; the budget of the bundle watches over that.
const NOT_IN_A_BUNDLE: [&str; 7] =
    ["axum", "fluent-bundle", "icu", "mio", "sqlx-core", "tokio", "tracing-subscriber"];

/// Reads what cargo knows, and fails with one sentence for each arrow that points the wrong way.
pub(crate) fn check(project: &Project) -> Result<()> {
    let mut wrong = wrong_arrows(project.metadata())?;
    for wasm::Bundle { package, .. } in wasm::BUNDLES {
        let mut tree = project.cargo();
        tree.args(["tree", "--package", package, "--features", "hydrate", "--target", wasm::TARGET]).args([
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]);
        wrong.extend(heavy(package, &tree_names(&mut tree)?));
    }
    if wrong.is_empty() {
        println!("every arrow points the right way");
        return Ok(());
    }
    for sentence in &wrong {
        eprintln!("- {sentence}");
    }
    bail!(
        "{} of the arrows between the rooms point the wrong way (xtask/src/arrows.rs holds the table)",
        wrong.len()
    )
}

fn tree_names(tree: &mut Command) -> Result<BTreeSet<String>> {
    let tree = String::from_utf8(process::output(tree)?)?;
    Ok(tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

fn heavy(package: &str, tree: &BTreeSet<String>) -> Vec<String> {
    NOT_IN_A_BUNDLE
        .iter()
        .filter(|name| tree.contains(**name))
        .map(|name| {
            format!("{package} -> ... -> {name}: it would be sent to every phone (`cargo tree -i {name}` shows the way)")
        })
        .collect()
}

/// Holds the table against the dependencies that each package asks for itself.
fn wrong_arrows(metadata: &Value) -> Result<Vec<String>> {
    let rooms: BTreeMap<&str, &Room> = ROOMS.iter().map(|room| (room.name, room)).collect();
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    // With `--no-deps` these are the workspace's own; without it the others have a source.
    let ours: Vec<&Value> = packages.iter().filter(|package| package["source"].is_null()).collect();
    let names: BTreeSet<&str> = ours.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut wrong = Vec::new();
    for package in ours {
        let name = package["name"].as_str().context("a package without a name")?;
        let Some(room) = rooms.get(name) else {
            wrong.push(format!("{name} is a new room: say in the table what it may use"));
            continue;
        };
        for dependency in package["dependencies"].as_array().context("a package without dependencies")? {
            let to = dependency["name"].as_str().context("a dependency without a name")?;
            let in_tests = dependency["kind"] == "dev";
            if names.contains(to) {
                let allowed = room.may_use.contains(&to) || (in_tests && room.in_tests.contains(&to));
                if !allowed {
                    wrong.push(format!("{name} -> {to}: {}", may_use(room)));
                }
            } else if let Some(guest) = GUESTS.iter().find(|guest| matches(guest.name, to))
                && !guest.only_in.contains(&name)
                && !(in_tests && to == "tokio" && name != "earshot-domain")
            {
                wrong.push(format!(
                    "{name} -> {to}: only {} may use it, because {}",
                    guest.only_in.join(", "),
                    guest.because
                ));
            }
            if name == "earshot-domain" && to == "chrono" && has_clock(dependency) {
                wrong.push("earshot-domain -> chrono's clock: time is an argument to every rule".to_owned());
            }
        }
    }
    Ok(wrong)
}

fn may_use(room: &Room) -> String {
    match room.may_use {
        [] => "it may use none of the other rooms".to_owned(),
        list => format!("it may use only {}", list.join(", ")),
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => {
            name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
        }
        None => pattern == name,
    }
}

fn has_clock(dependency: &Value) -> bool {
    let features = dependency["features"].as_array().map(Vec::as_slice).unwrap_or_default();
    dependency["uses_default_features"] != false
        || features.iter().any(|name| name == "clock" || name == "now")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn dependency(name: &str, kind: Option<&str>) -> Value {
        json!({ "name": name, "kind": kind, "features": [], "uses_default_features": false })
    }

    fn house(packages: &[(&str, &[Value])]) -> Value {
        let packages: Vec<Value> = packages
            .iter()
            .map(|(name, dependencies)| json!({ "name": name, "source": null, "dependencies": dependencies }))
            .collect();
        json!({ "packages": packages })
    }

    #[test]
    fn arrows_that_point_the_right_way_pass() {
        let house = house(&[
            ("earshot-domain", &[dependency("serde", None), dependency("chrono", None)]),
            (
                "earshot-store",
                &[
                    dependency("earshot-domain", None),
                    dependency("sqlx", None),
                    dependency("tokio", Some("dev")),
                ],
            ),
            (
                "earshot-service",
                &[dependency("earshot-store", None), dependency("earshot-testkit", Some("dev"))],
            ),
            (
                "earshot-server",
                &[dependency("axum", None), dependency("tower-http", None), dependency("leptos_axum", None)],
            ),
            ("earshot-testkit", &[dependency("earshot-store", None)]),
        ]);
        assert_eq!(wrong_arrows(&house).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_room_that_looks_up_is_named_with_its_arrow() {
        let house = house(&[
            ("earshot-domain", &[]),
            ("earshot-service", &[]),
            ("earshot-store", &[dependency("earshot-service", None)]),
        ]);
        assert_eq!(
            wrong_arrows(&house).unwrap(),
            ["earshot-store -> earshot-service: it may use only earshot-domain"]
        );
    }

    #[test]
    fn a_guest_in_the_wrong_room_is_named_with_the_reason() {
        let house = house(&[
            ("earshot-service", &[dependency("sqlx", None), dependency("axum-extra", Some("dev"))]),
            ("earshot-domain", &[dependency("tokio", Some("dev"))]),
            ("earshot-app", &[dependency("leptos_axum", None)]),
        ]);
        let wrong = wrong_arrows(&house).unwrap();
        assert_eq!(wrong.len(), 4, "{wrong:?}");
        assert_eq!(
            wrong[0],
            "earshot-service -> sqlx: only earshot-store may use it, because there is one place for SQL"
        );
        assert!(wrong[1].starts_with("earshot-service -> axum-extra"));
        assert!(wrong[2].starts_with("earshot-domain -> tokio"));
        assert!(wrong[3].starts_with("earshot-app -> leptos_axum: only earshot-server"));
    }

    #[test]
    fn tests_may_use_the_testkit_and_the_product_may_not() {
        let house =
            house(&[("earshot-testkit", &[]), ("earshot-server", &[dependency("earshot-testkit", None)])]);
        assert_eq!(wrong_arrows(&house).unwrap().len(), 1);
    }

    #[test]
    fn the_rules_have_no_clock() {
        let with =
            |dependency: Value| wrong_arrows(&house(&[("earshot-domain", &[dependency])])).unwrap().len();
        assert_eq!(
            with(json!({ "name": "chrono", "features": ["clock"], "uses_default_features": false })),
            1
        );
        assert_eq!(with(json!({ "name": "chrono", "features": [], "uses_default_features": true })), 1);
        assert_eq!(
            with(json!({ "name": "chrono", "features": ["serde"], "uses_default_features": false })),
            0
        );
    }

    #[test]
    fn a_new_room_must_be_put_into_the_table() {
        assert_eq!(wrong_arrows(&house(&[("earshot-cellar", &[])])).unwrap().len(), 1);
    }

    #[test]
    fn what_is_heavy_does_not_come_in_through_the_back_door() {
        let tree = BTreeSet::from(["leptos".to_owned(), "tokio".to_owned()]);
        assert_eq!(heavy("earshot-respond", &tree).len(), 1);
        assert!(heavy("earshot-respond", &BTreeSet::from(["leptos".to_owned()])).is_empty());
    }
}
