//! The file with the installation's secret: made, read, and put into the place of another one.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use earshot_service::{Chance, Secret, SystemChance, hex};

/// Bytes of the installation's secret.
const BYTES: usize = 32;

/// A secret that nobody has had, and how it stands in a file.
pub(crate) fn draw() -> (Secret, String) {
    let mut bytes = [0; BYTES];
    SystemChance.fill(&mut bytes);
    (Secret::new(bytes), hex(&bytes))
}

/// The secret in a file.
pub(crate) fn read(file: &Path) -> anyhow::Result<Secret> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("could not read the secret {}", file.display()))?;
    let bytes = parse(text.trim())
        .with_context(|| format!("{} does not hold a secret of 64 hexadecimal letters", file.display()))?;
    Ok(Secret::new(bytes))
}

/// The same; made where there is no such file.
pub(crate) fn read_or_make(file: &Path) -> anyhow::Result<Secret> {
    if file.exists() {
        return read(file);
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    }
    let (secret, text) = draw();
    match write_new(file, &text, None) {
        Ok(()) => Ok(secret),
        // Two processes began at once: the one that is there counts.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(file),
        Err(error) => Err(error).with_context(|| format!("could not write {}", file.display())),
    }
}

/// Writes a secret into a file that was not there, and that only its owner may read: whoever owns `like`,
/// where that is named. Afterwards it is on the disk.
pub(crate) fn write_new(file: &Path, text: &str, like: Option<&Path>) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(file)?;
    let written = opened
        .write_all(text.as_bytes())
        .and_then(|()| like.map_or(Ok(()), |like| give(&opened, like)))
        .and_then(|()| opened.sync_all())
        .and_then(|()| sync_folder_of(file));
    if written.is_err() {
        // Half a secret is none, and it would be in the way of the next one.
        let _ = std::fs::remove_file(file);
    }
    written
}

/// Puts a new secret into the place of the old one, at once and for good.
pub(crate) fn replace(new: &Path, old: &Path) -> std::io::Result<()> {
    std::fs::rename(new, old)?;
    sync_folder_of(old)
}

/// Where a new secret lies until it takes the place of the old one.
pub(crate) fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_os_string();
    name.push(".new");
    name.into()
}

/// Gives a file to whoever has the other one: an operator is often somebody else than the account of the
/// server.
fn give(opened: &File, like: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let (own, theirs) = (opened.metadata()?, std::fs::metadata(like)?);
        if own.uid() != theirs.uid() {
            fchown(opened, Some(theirs.uid()), Some(theirs.gid()))?;
        }
    }
    #[cfg(not(unix))]
    let _ = (opened, like);
    Ok(())
}

/// Sees to it that also the name of a file is on the disk, where the system lets us.
fn sync_folder_of(file: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        match File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all()) {
            // Some file systems cannot do this for folders.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            done => done,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        Ok(())
    }
}

fn parse(text: &str) -> Option<[u8; BYTES]> {
    let mut secret = [0; BYTES];
    if text.len() != BYTES * 2 {
        return None;
    }
    for (at, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_64_hexadecimal_letters() {
        assert_eq!(parse(&"0f".repeat(BYTES)), Some([15; BYTES]));
        assert_eq!(parse(&"0g".repeat(BYTES)), None);
        assert_eq!(parse("0f"), None);
        assert_eq!(parse(&"é".repeat(BYTES)), None);
    }

    #[test]
    fn no_two_secrets_are_alike() {
        let ((_, one), (_, two)) = (draw(), draw());
        assert_ne!(one, two);
        assert!(parse(&one).is_some());
    }

    #[test]
    fn a_secret_is_never_written_over_another_one() {
        let folder = std::env::temp_dir().join(format!("earshot-secret-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let file = folder.join("deep").join("secret.key");
        read_or_make(&file).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        read_or_make(&file).unwrap();
        let taken = write_new(&file, "another", None).unwrap_err();
        assert_eq!(taken.kind(), ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
        let new = beside(&file);
        assert!(new.ends_with("deep/secret.key.new"), "{}", new.display());
        write_new(&new, "another", Some(&file)).unwrap();
        replace(&new, &file).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "another");
        assert!(!new.exists() && read(&file).is_err() && read(&new).is_err());
        // Where it cannot be given to whom it must be given, nothing is left.
        assert!(write_new(&new, "another", Some(&folder.join("nobody"))).is_err());
        assert!(!new.exists());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
