//! Passkeys of young people: one account's, used with their count, gone with the account; and what holds the account meanwhile.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use earshot_store::passkey::{self, PasskeyTry};
use earshot_store::young_passkey::{self, YoungPasskey};
use earshot_store::{StoreError, young};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, day, id, later, now};

on_both!(
    a_young_persons_passkey_is_of_one_account,
    a_young_persons_passkey_goes_with_the_account_and_so_does_what_is_being_made,
    an_account_is_held_and_entered_only_while_it_is_open,
);

/// Who is in the seed's group, and the group.
const OTTER: Uuid = id(310);
const GROUP: Uuid = id(300);

fn made_on() -> NaiveDate {
    day("2026-02-09")
}

fn one(number: u8) -> YoungPasskey {
    YoungPasskey {
        credential_id: vec![number; 16],
        id: id(u128::from(number) + 400),
        account_id: OTTER,
        passkey: "{}".into(),
        made_on: made_on(),
    }
}

async fn a_young_persons_passkey_is_of_one_account(db: TestDb) {
    let mut tx = seed::world(&db).await;
    crate::young::join(&mut tx).await;
    assert!(young_passkey::owners(&mut tx, GROUP).await.unwrap().is_empty());
    let old = YoungPasskey { made_on: day("2026-02-08"), ..one(2) };
    for passkey in [one(1), old.clone()] {
        young_passkey::insert(&mut tx, &passkey).await.unwrap();
    }
    assert_eq!(young_passkey::of(&mut tx, OTTER).await.unwrap(), [old, one(1)], "the oldest first");
    assert!(young_passkey::of(&mut tx, id(99)).await.unwrap().is_empty());
    assert_eq!(young_passkey::owners(&mut tx, GROUP).await.unwrap(), BTreeSet::from([OTTER]));
    assert!(young_passkey::owners(&mut tx, id(99)).await.unwrap().is_empty());
    assert_eq!(young_passkey::locked(&mut tx, &[1; 16]).await.unwrap(), Some(one(1)));
    assert_eq!(young_passkey::locked(&mut tx, &[9; 16]).await.unwrap(), None);
    young_passkey::used(&mut tx, &[1; 16], "{\"n\":1}").await.unwrap();
    let used = young_passkey::locked(&mut tx, &[1; 16]).await.unwrap().unwrap();
    assert_eq!(used, YoungPasskey { passkey: "{\"n\":1}".into(), ..one(1) });
    assert!(!young_passkey::remove(&mut tx, id(401), id(99)).await.unwrap(), "somebody else's");
    assert!(young_passkey::remove(&mut tx, id(401), OTTER).await.unwrap());
    assert!(!young_passkey::remove(&mut tx, id(401), OTTER).await.unwrap(), "it is gone");
    tx.commit().await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    let twice = young_passkey::insert(&mut tx, &YoungPasskey { id: id(500), ..one(2) }).await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
    drop(tx);
    let mut tx = db.db().begin().await.unwrap();
    assert_eq!(young_passkey::clear(&mut tx, OTTER).await.unwrap(), 1);
    assert!(young_passkey::owners(&mut tx, GROUP).await.unwrap().is_empty());
}

async fn a_young_persons_passkey_goes_with_the_account_and_so_does_what_is_being_made(db: TestDb) {
    let mut tx = seed::world(&db).await;
    crate::young::join(&mut tx).await;
    young_passkey::insert(&mut tx, &one(1)).await.unwrap();
    let asked =
        PasskeyTry { staff_id: None, young_id: Some(OTTER), state: "{}".into(), expires_at: later(60) };
    passkey::insert_try(&mut tx, b"taken", &asked).await.unwrap();
    assert_eq!(passkey::take_try(&mut tx, b"taken").await.unwrap(), Some(asked.clone()));
    passkey::insert_try(&mut tx, b"left", &asked).await.unwrap();
    young::remove(&mut tx, OTTER).await.unwrap();
    assert_eq!(young_passkey::locked(&mut tx, &[1; 16]).await.unwrap(), None);
    assert_eq!(passkey::take_try(&mut tx, b"left").await.unwrap(), None);
}

async fn an_account_is_held_and_entered_only_while_it_is_open(db: TestDb) {
    let mut tx = seed::world(&db).await;
    crate::young::join(&mut tx).await;
    assert!(young::hold(&mut tx, OTTER).await.unwrap());
    assert!(!young::hold(&mut tx, id(99)).await.unwrap());
    assert_eq!(young::by_id(&mut tx, OTTER).await.unwrap().unwrap().joined_on, None, "held, and not entered");
    assert!(young::enter(&mut tx, OTTER, made_on()).await.unwrap());
    assert!(young::enter(&mut tx, OTTER, day("2026-02-10")).await.unwrap());
    let joined_on = young::by_id(&mut tx, OTTER).await.unwrap().unwrap().joined_on;
    assert_eq!(joined_on, Some(made_on()), "the first day stays");
    for token in [b"here".as_slice(), b"there".as_slice()] {
        young::insert_session(&mut tx, token, OTTER, now(), later(600)).await.unwrap();
    }
    assert_eq!(young::end_other_sessions(&mut tx, OTTER, b"here").await.unwrap(), 1);
    assert!(young::session(&mut tx, b"here", now(), later(-60)).await.unwrap().is_some());
    assert!(young::session(&mut tx, b"there", now(), later(-60)).await.unwrap().is_none());
    young::pause(&mut tx, OTTER, now()).await.unwrap();
    assert!(!young::enter(&mut tx, OTTER, made_on()).await.unwrap(), "paused");
    assert!(young::hold(&mut tx, OTTER).await.unwrap());
    young::go_on(&mut tx, OTTER).await.unwrap();
    assert!(!young::enter(&mut tx, OTTER, day("2027-02-09")).await.unwrap(), "over");
}
