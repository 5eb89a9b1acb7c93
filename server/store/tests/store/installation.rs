//! The wrapped key of the installation: one, whoever begins, and wrapped anew without becoming another.

use std::time::Duration;

use earshot_store::Db;
use earshot_store::installation::{self, SealedKey};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{later, now};

on_both!(
    a_key_is_drawn_once,
    a_key_from_before_stays_one_that_was_not_drawn,
    who_holds_the_key_keeps_others_from_changing_it,
    who_begins_at_the_same_moment_finds_what_the_other_has_kept,
);

fn key(sealed: &[u8], drawn: bool) -> SealedKey {
    SealedKey { sealed: sealed.to_vec(), drawn }
}

async fn a_key_is_drawn_once(db: TestDb) {
    let mut tx = db.db().begin().await.unwrap();
    assert_eq!(installation::key(&mut tx).await.unwrap(), None);
    assert_eq!(installation::key_locked(&mut tx).await.unwrap(), None);
    assert!(installation::begin(&mut tx, b"one", now()).await.unwrap());
    assert!(!installation::begin(&mut tx, b"two", later(1)).await.unwrap());
    assert_eq!(installation::key(&mut tx).await.unwrap(), Some(key(b"one", true)));
    assert_eq!(installation::key_locked(&mut tx).await.unwrap(), Some(key(b"one", true)));
    installation::set_key(&mut tx, b"three", later(2)).await.unwrap();
    assert_eq!(
        installation::key(&mut tx).await.unwrap(),
        Some(key(b"three", true)),
        "drawn it was all the same"
    );
    tx.commit().await.unwrap();
    assert_eq!(db.count("installation_key").await, 1);
}

async fn a_key_from_before_stays_one_that_was_not_drawn(db: TestDb) {
    let mut tx = db.db().begin().await.unwrap();
    installation::set_key(&mut tx, b"one", now()).await.unwrap();
    installation::set_key(&mut tx, b"two", later(1)).await.unwrap();
    assert!(!installation::begin(&mut tx, b"three", later(2)).await.unwrap());
    assert_eq!(installation::key(&mut tx).await.unwrap(), Some(key(b"two", false)));
}

async fn who_holds_the_key_keeps_others_from_changing_it(db: TestDb) {
    let mut tx = db.db().begin().await.unwrap();
    installation::begin(&mut tx, b"one", now()).await.unwrap();
    tx.commit().await.unwrap();
    let mut held = db.db().begin().await.unwrap();
    assert_eq!(installation::key_locked(&mut held).await.unwrap(), Some(key(b"one", true)));
    let other_process = db.again().await;
    let waiting = tokio::spawn(async move {
        let mut tx = other_process.begin().await.unwrap();
        let found = installation::key_locked(&mut tx).await.unwrap();
        installation::set_key(&mut tx, b"three", later(2)).await.unwrap();
        tx.commit().await.unwrap();
        found
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!waiting.is_finished(), "it waits");
    installation::set_key(&mut held, b"two", later(1)).await.unwrap();
    held.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap(), Some(key(b"two", true)), "it saw what the other had done");
    let mut tx = db.db().read().await.unwrap();
    assert_eq!(installation::key(&mut tx).await.unwrap(), Some(key(b"three", true)));
}

/// Begins, as a process does; gives whether it was the first, and what is kept then.
async fn begin(db: Db, sealed: &[u8]) -> (bool, Option<SealedKey>) {
    let mut tx = db.begin().await.unwrap();
    let first = installation::begin(&mut tx, sealed, now()).await.unwrap();
    let found = installation::key(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    (first, found)
}

async fn who_begins_at_the_same_moment_finds_what_the_other_has_kept(db: TestDb) {
    let other_process = db.again().await;
    let (one, two) = tokio::join!(begin(db.db().clone(), b"one"), begin(other_process, b"two"));
    assert_ne!(one.0, two.0, "one of them was first");
    assert_eq!(one.1, two.1, "and both go on with its key");
}
