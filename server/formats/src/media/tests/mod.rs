//! Files made here, each with something in it that must not come out again.

mod build;
mod containers;
mod hostile;
mod pictures;

use super::{Clean, FileFlaw};

/// What no file may hold when it comes out: a word that stands wherever a program writes words.
const MARK: &[u8] = b"zanzibarquokka";

/// Whether a run of bytes stands in a file.
fn holds(bytes: &[u8], run: &[u8]) -> bool {
    bytes.windows(run.len()).any(|window| window == run)
}

/// The file as it comes out, without the mark that was in it.
fn clean_of_mark(bytes: Vec<u8>, clean: impl Fn(Vec<u8>) -> Result<Clean, FileFlaw>) -> Clean {
    assert!(holds(&bytes, MARK), "there is something to take out");
    let clean = clean(bytes).unwrap();
    assert!(!holds(&clean.bytes, MARK), "{}", clean.content_type);
    clean
}
