//! `earshot check`, as an operator runs it.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

/// A data folder of its own; gone afterwards.
struct Data(PathBuf);

impl Data {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("earshot-check-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Self(folder)
    }

    /// Runs the program; gives whether it succeeded, and what it said.
    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
        let output = command.args(arguments).arg("--data").arg(&self.0).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_is_wrong_is_named_and_fails() {
    let data = Data::new();
    let (good, said) = data.run(&["check"]);
    assert!(!good && said.contains("WRONG   there is a database"), "{said}");
    assert!(!data.0.exists(), "looking makes nothing");

    let (good, _) = data.run(&["invite", "sam@wexmoor.example", "--role", "administrator"]);
    assert!(good);
    let (good, said) = data.run(&["check"]);
    assert!(good && !said.contains("WRONG"), "{said}");
    assert!(
        said.contains("the audit trail is unbroken (") && said.contains("nobody but its owner"),
        "{said}"
    );

    assert!(said.contains("note    who reads needs no second step"), "{said}");
    for (url, fits) in [
        ("https://earshot.example", true),
        ("http://127.0.0.1:3000", true),
        ("http://[::1]:3000", true),
        ("http://earshot.example", false),
        ("http://127.0.0.1.earshot.example", false),
        ("earshot", false),
    ] {
        let (good, said) = data.run(&["check", "--public-url", url]);
        assert_eq!(good, fits, "{url}: {said}");
    }
    let nobody = data.run(&["forget-second-step", "sam@wexmoor.example"]);
    assert!(!nobody.0, "they have none");

    let secret = data.0.join("secret.key");
    let may = |mode: u32| std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(mode)).unwrap();
    may(0o644);
    let (good, said) = data.run(&["check"]);
    assert!(!good && said.contains("WRONG   nobody but its owner can read the secret (644;"), "{said}");
    may(0o600);
    // The secret of another installation.
    let text = std::fs::read_to_string(&secret).unwrap();
    std::fs::write(&secret, "0f".repeat(32)).unwrap();
    let (good, said) = data.run(&["check"]);
    assert!(!good && said.contains("WRONG   the secret belongs to this database"), "{said}");
    std::fs::write(&secret, text).unwrap();
    assert!(data.run(&["check"]).0);
}
