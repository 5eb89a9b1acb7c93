//! Passkeys: one person's, used with their count, and asked for once.

use earshot_store::passkey::{self, PasskeyTry, StaffPasskey};
use earshot_store::{StoreError, people};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, STAFF, id, later, now};

on_both!(a_passkey_is_one_persons, what_was_asked_of_a_device_is_asked_once);

fn one(number: u8, staff_id: uuid::Uuid) -> StaffPasskey {
    StaffPasskey {
        credential_id: vec![number; 16],
        id: id(u128::from(number) + 100),
        staff_id,
        name: "My phone".into(),
        passkey: "{}".into(),
        created_at: later(i64::from(number)),
        used_at: None,
    }
}

async fn a_passkey_is_one_persons(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    people::insert_session(&mut tx, b"here", STAFF, now(), later(3_600)).await.unwrap();
    for passkey in [one(2, STAFF), one(1, STAFF), one(3, id(20))] {
        passkey::insert(&mut tx, &passkey).await.unwrap();
    }
    assert_eq!(passkey::of(&mut tx, STAFF).await.unwrap(), [one(1, STAFF), one(2, STAFF)]);
    let session = people::session(&mut tx, b"here", later(1), now() - chrono::TimeDelta::hours(1)).await;
    assert_eq!(session.unwrap().unwrap().passkey_at, Some(later(1)), "the oldest");
    assert_eq!(passkey::locked(&mut tx, &[3; 16]).await.unwrap(), Some(one(3, id(20))));
    assert_eq!(passkey::locked(&mut tx, &[9; 16]).await.unwrap(), None);
    passkey::used(&mut tx, &[1; 16], "{\"n\":1}", later(60)).await.unwrap();
    let used = passkey::locked(&mut tx, &[1; 16]).await.unwrap().unwrap();
    assert_eq!((used.passkey.as_str(), used.used_at), ("{\"n\":1}", Some(later(60))));
    assert!(!passkey::remove(&mut tx, id(103), STAFF).await.unwrap(), "somebody else's");
    assert!(passkey::remove(&mut tx, id(101), STAFF).await.unwrap());
    assert_eq!(passkey::clear(&mut tx, STAFF).await.unwrap(), 1);
    assert_eq!(passkey::of(&mut tx, id(20)).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    let twice = passkey::insert(&mut tx, &StaffPasskey { id: id(200), ..one(3, STAFF) }).await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
}

async fn what_was_asked_of_a_device_is_asked_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let asked =
        PasskeyTry { staff_id: Some(STAFF), young_id: None, state: "{}".into(), expires_at: later(60) };
    let open = PasskeyTry { staff_id: None, ..asked.clone() };
    passkey::insert_try(&mut tx, b"one", &asked).await.unwrap();
    passkey::insert_try(&mut tx, b"two", &open).await.unwrap();
    assert_eq!(passkey::take_try(&mut tx, b"one").await.unwrap(), Some(asked));
    assert_eq!(passkey::take_try(&mut tx, b"one").await.unwrap(), None);
    assert_eq!(passkey::purge_tries(&mut tx, later(59)).await.unwrap(), 0);
    assert_eq!(passkey::purge_tries(&mut tx, later(61)).await.unwrap(), 1);
    assert_eq!(passkey::take_try(&mut tx, b"two").await.unwrap(), None);
}
