//! `earshot check` and `earshot rotate-secret`, as an operator runs them.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use earshot_domain::policy::Role;
use earshot_server::settings::DataArgs;
use earshot_service::{Db, Earshot, Keys, SystemChance, SystemClock};

/// A data folder of its own; gone afterwards.
struct Data(PathBuf);

impl Data {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("earshot-check-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Self(folder)
    }

    fn output(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earshot"));
        command.args(arguments).arg("--data").arg(&self.0).output().unwrap()
    }

    /// Runs the program; gives whether it succeeded, and what it said.
    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.output(arguments);
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    }

    /// Runs the program, which succeeds; gives what it said.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs the program, which refuses; gives why.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        assert!(!output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }

    /// A file of this name in the folder.
    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Invites somebody; gives the token of the link.
    fn invite(&self, email: &str) -> String {
        let link = self.done(&["invite", email, "--role", "administrator"]);
        link.trim().split_once("token=").unwrap().1.to_string()
    }

    /// The use cases, with the secret that lies in the folder.
    async fn earshot(&self) -> Earshot {
        let data = DataArgs { data: self.0.clone(), database_url: None, secret_file: None };
        data.earshot().await.unwrap()
    }
}

/// What a file holds.
fn text(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap()
}

/// Puts a secret into a file that nobody else may read.
fn keep(file: &Path, secret: &str) {
    std::fs::write(file, secret).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

const NOT_IT: &str = "is not the secret of this database; put the right one back";

impl Drop for Data {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_is_wrong_is_named_and_fails() {
    let data = Data::new("wrong");
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

#[test]
fn a_folder_that_is_misspelt_gets_no_installation() {
    let data = Data::new("misspelt");
    let out = data.file("out");
    let out = out.to_str().unwrap();
    let commands: [&[&str]; 4] = [
        &["export", "surveyjs", "buses", "--output", out],
        &["backup", out],
        &["reindex"],
        &["forget-second-step", "sam@wexmoor.example"],
    ];
    for arguments in commands {
        let why = data.refused(arguments);
        let none = format!("there is no installation in {}", data.0.display());
        assert!(why.contains(&none), "{arguments:?}: {why}");
        assert!(!data.0.exists(), "{arguments:?}: and none is made");
    }
    data.invite("sam@wexmoor.example");
    data.done(&["reindex"]);
}

#[test]
fn looking_at_an_empty_database_begins_nothing() {
    let data = Data::new("empty");
    data.done(&["migrate"]);
    keep(&data.file("secret.key"), &"0f".repeat(32));
    let said = data.done(&["check"]);
    assert!(said.contains("note    nothing was begun in this database yet"), "{said}");
    assert_eq!(data.done(&["check"]), said);
    // So any other secret may still begin it.
    keep(&data.file("secret.key"), &"f0".repeat(32));
    data.invite("sam@wexmoor.example");
    keep(&data.file("secret.key"), &"0f".repeat(32));
    assert!(data.refused(&["invite", "kit@wexmoor.example", "--role", "reader"]).contains(NOT_IT));
}

#[tokio::test]
async fn a_secret_is_changed_and_nothing_is_lost() {
    let data = Data::new("rotated");
    let (secret, new) = (data.file("secret.key"), data.file("secret.key.new"));
    assert!(data.refused(&["rotate-secret"]).contains("there is no database"));
    assert!(!data.0.exists(), "and none is made");
    let link = data.invite("sam@wexmoor.example");
    let session = data.earshot().await.sign_in(&link).await.unwrap();
    let unused = data.invite("kit@wexmoor.example");
    let first = text(&secret);
    let backup = data.file("backup.db");
    data.done(&["backup", backup.to_str().unwrap()]);

    let said = data.done(&["rotate-secret"]);
    let moved = format!("From now on the secret is in {}; the old one opens nothing", secret.display());
    assert!(said.contains(&moved) && !said.contains("But this database"), "{said}");
    let second = text(&secret);
    assert!(first != second && !new.exists());
    assert_eq!(secret.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let said = data.done(&["check"]);
    assert!(said.contains("the audit trail is unbroken (") && !said.contains("secret.key.new"), "{said}");
    let earshot = data.earshot().await;
    assert!(earshot.who(&session).await.unwrap().is_some(), "who was signed in still is");
    assert!(earshot.sign_in(&unused).await.is_ok());
    earshot.db().close().await;

    keep(&secret, &first);
    assert!(data.refused(&["invite", "kim@wexmoor.example", "--role", "reader"]).contains(NOT_IT));
    assert!(data.refused(&["rotate-secret"]).contains(NOT_IT) && !new.exists());
    let (good, said) = data.run(&["check"]);
    assert!(!good && said.contains("WRONG   the secret belongs to this database"), "{said}");
    // One that is gone is put back, and not made anew.
    std::fs::remove_file(&secret).unwrap();
    assert!(data.refused(&["rotate-secret"]).contains("could not read the secret"));
    assert!(!secret.exists() && !new.exists());

    // A copy needs the secret of its day.
    let copy = Data::new("copy");
    copy.done(&["restore", backup.to_str().unwrap()]);
    keep(&copy.file("secret.key"), &second);
    assert!(copy.refused(&["invite", "kim@wexmoor.example", "--role", "reader"]).contains(NOT_IT));
    keep(&copy.file("secret.key"), &first);
    assert!(copy.earshot().await.who(&session).await.unwrap().is_some());
}

#[tokio::test]
async fn whoever_is_stopped_while_changing_the_secret_loses_nothing() {
    let data = Data::new("stopped");
    let (secret, new) = (data.file("secret.key"), data.file("secret.key.new"));
    let link = data.invite("sam@wexmoor.example");
    let first = text(&secret);
    // Stopped after the new secret was written, and before the database knew it.
    keep(&new, &"0f".repeat(32));
    let said = data.done(&["check"]);
    assert!(said.contains(&format!("note    {} opens nothing", new.display())), "{said}");
    data.invite("kit@wexmoor.example");
    assert!(data.refused(&["rotate-secret"]).contains("is there already"));
    assert_eq!(
        (text(&secret), text(&new)),
        (first.clone(), "0f".repeat(32)),
        "nothing was moved or written over"
    );
    // What is no secret is in nobody's way either.
    keep(&new, "0f0f");
    data.invite("kit@wexmoor.example");
    std::fs::remove_file(&new).unwrap();

    // Stopped after the database knew it, and before it was moved to its place.
    data.done(&["rotate-secret", "--new-secret-file", new.to_str().unwrap()]);
    let second = text(&new);
    assert_eq!(text(&secret), first);
    let said = data.done(&["check"]);
    assert!(said.contains(&format!("the one that counts lies in {}", new.display())), "{said}");
    assert_eq!((text(&secret), text(&new)), (first.clone(), second.clone()), "looking moves nothing");
    assert!(data.earshot().await.sign_in(&link).await.is_ok());
    assert_eq!(text(&secret), second, "the first start has moved it");
    assert!(!new.exists());
    data.done(&["check"]);
    // The same, where the old file is gone altogether.
    data.done(&["rotate-secret", "--new-secret-file", new.to_str().unwrap()]);
    std::fs::remove_file(&secret).unwrap();
    let third = text(&new);
    data.invite("kim@wexmoor.example");
    assert_eq!(text(&secret), third);
}

#[test]
fn a_new_secret_goes_where_it_is_told_and_over_nothing() {
    let data = Data::new("named");
    let (secret, other) = (data.file("secret.key"), data.file("other.key"));
    data.invite("sam@wexmoor.example");
    let first = text(&secret);
    keep(&other, "something else");
    let refused = |file: &Path| data.refused(&["rotate-secret", "--new-secret-file", file.to_str().unwrap()]);
    for taken in [&other, &secret] {
        let why = refused(taken);
        assert!(why.contains("is there already") && why.contains("Nothing was changed"), "{why}");
    }
    assert!(refused(&data.file("nowhere/other.key")).contains("Nothing was changed"));
    assert_eq!((text(&other), text(&secret)), ("something else".to_string(), first.clone()));
    let said = data.done(&["check"]);
    assert!(said.contains("the audit trail is unbroken ("), "{said}");

    std::fs::remove_file(&other).unwrap();
    let said = data.done(&["rotate-secret", "--new-secret-file", other.to_str().unwrap()]);
    let told =
        format!("From now on the secret is in {}; the old one opens nothing any more.", other.display());
    assert!(said.contains(&told), "{said}");
    assert_eq!(other.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(text(&secret), first, "the old file is left alone");
    let invite = ["invite", "kit@wexmoor.example", "--role", "reader"];
    assert!(data.refused(&invite).contains(NOT_IT));
    let with_other = [&invite[..], &["--secret-file", other.to_str().unwrap()]].concat();
    data.done(&with_other);

    // A secret that lies elsewhere, behind a link, is replaced where it lies.
    let link = data.file("link.key");
    std::os::unix::fs::symlink(&other, &link).unwrap();
    let before = text(&other);
    data.done(&["rotate-secret", "--secret-file", link.to_str().unwrap()]);
    assert!(link.is_symlink() && text(&other) != before && !data.file("other.key.new").exists());
    data.done(&with_other);
}

#[tokio::test]
async fn a_database_from_before_says_what_another_secret_does_not_help() {
    let data = Data::new("before");
    std::fs::create_dir_all(&data.0).unwrap();
    let secret = data.file("secret.key");
    keep(&secret, &"0f".repeat(32));
    // As every version did before: the secret itself is the key.
    let db = Db::sqlite(&data.file("earshot.db")).await.unwrap();
    db.migrate().await.unwrap();
    let earshot = Earshot::new(db, Keys::new([15; 32]), Arc::new(SystemClock), Arc::new(SystemChance));
    let console = earshot.console().await.unwrap();
    let invitation = earshot.invite(&console, "sam@wexmoor.example", "", Role::Administrator).await.unwrap();
    earshot.db().close().await;

    data.done(&["check"]);
    for _ in 0..2 {
        let said = data.done(&["rotate-secret"]);
        assert!(said.contains("whoever has had the first secret still has what it protects"), "{said}");
        assert!(!said.contains("opens nothing"), "{said}");
    }
    let said = data.done(&["check"]);
    assert!(said.contains("the audit trail is unbroken ("), "{said}");
    assert!(data.earshot().await.sign_in(&invitation.token).await.is_ok());
    keep(&secret, &"0f".repeat(32));
    assert!(data.refused(&["rotate-secret"]).contains(NOT_IT));
}
