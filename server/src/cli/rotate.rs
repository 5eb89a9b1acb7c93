//! `earshot rotate-secret`: another secret for a database that goes on with what it has.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, bail};
use earshot_service::Earshot;

use super::say;
use crate::secret;
use crate::settings::DataArgs;

/// Changes the secret. The new one lies in `named`, or takes the place of the old one. Whenever this is
/// stopped, one of the two files opens the database: the new one is on the disk before the database knows it,
/// and the old one stays until it does.
pub(super) async fn run(data: &DataArgs, named: Option<&Path>) -> anyhow::Result<()> {
    // Opening would make a database and a secret, only to change it.
    if !data.is_there() {
        bail!("there is no database; `earshot migrate` makes one");
    }
    let earshot = data.earshot().await?;
    let console = earshot.console().await?;
    let file = named.map_or_else(|| data.new_secret(), Path::to_path_buf);
    let held = Earshot::hold_key(earshot.db()).await?;
    let (secret, text) = secret::draw();
    if let Err(error) = secret::write_new(&file, &text, Some(&data.secret())) {
        bail!("{}. Nothing was changed", not_written(&file, named.is_some(), &error));
    }
    let drawn = earshot.rotate_secret(&console, held, &secret).await.with_context(|| {
        format!(
            "whether the secret was changed is not known. Keep both {} and {}: `earshot check` with either \
             says which one opens the database",
            data.secret().display(),
            file.display()
        )
    })?;
    if named.is_none() {
        data.settle(earshot.db())
            .await
            .context("the secret is changed, and the new one is not in its place yet")?;
    }
    earshot.db().close().await;
    let shown = if named.is_some() { file } else { data.secret() };
    if drawn {
        say(&format!(
            "From now on the secret is in {}; the old one opens nothing any more.",
            shown.display()
        ));
    } else {
        say(&format!(
            "From now on the secret is in {}; Earshot does not start with the old one any more.",
            shown.display()
        ));
        say(
            "But this database was begun by a version for which the secret itself was the key. The key stays as \
             it is: whoever has had the first secret still has what it protects.",
        );
    }
    say(
        "A copy of the database from before still opens with the old one, and gives away the key: where the old \
         one has leaked, destroy such copies. Write a backup now.",
    );
    Ok(())
}

/// Why the new secret could not be written.
fn not_written(file: &Path, is_named: bool, error: &std::io::Error) -> String {
    let file = file.display();
    match error.kind() {
        ErrorKind::AlreadyExists if is_named => {
            format!("{file} is there already; the new secret goes into a file of its own")
        }
        ErrorKind::AlreadyExists => format!(
            "{file} is there already: a change of the secret is under way, or did not end. If nobody is at it, \
             `earshot check` says whether it is needed"
        ),
        _ => format!("could not write {file}: {error}"),
    }
}
