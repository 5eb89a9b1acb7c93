//! The second step of signing in: a secret that counts once confirmed, codes that count once, a session that knows it.

use earshot_store::{StoreError, people, second_step};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, ORGANISATION, STAFF, id, later, now};

on_both!(
    a_secret_counts_once_it_is_confirmed_and_no_code_twice,
    codes_for_a_lost_phone_are_ones_own_and_work_once,
    a_session_knows_when_it_was_shown,
);

async fn a_secret_counts_once_it_is_confirmed_and_no_code_twice(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(second_step::factor(&mut tx, STAFF).await.unwrap().is_none());
    assert!(second_step::factor_locked(&mut tx, STAFF).await.unwrap().is_none());
    second_step::insert_factor(&mut tx, STAFF, b"sealed").await.unwrap();
    let begun = second_step::factor_locked(&mut tx, STAFF).await.unwrap().unwrap();
    assert_eq!((begun.secret.as_slice(), begun.confirmed_at, begun.last_step), (&b"sealed"[..], None, 0));
    assert!(!format!("{begun:?}").contains("sealed") && !format!("{begun:?}").contains("115"));
    second_step::set_secret(&mut tx, STAFF, b"other").await.unwrap();
    let other = second_step::factor(&mut tx, STAFF).await.unwrap().unwrap();
    assert_eq!(other.secret, b"other");
    second_step::set_secret(&mut tx, STAFF, b"sealed").await.unwrap();
    second_step::set_wrong(&mut tx, STAFF, 3, Some(later(60))).await.unwrap();
    let wrong = second_step::factor(&mut tx, STAFF).await.unwrap().unwrap();
    assert_eq!((wrong.wrong, wrong.wait_until), (3, Some(later(60))));
    second_step::confirm(&mut tx, STAFF, now(), 100).await.unwrap();
    let on = second_step::factor(&mut tx, STAFF).await.unwrap().unwrap();
    assert_eq!((on.confirmed_at, on.last_step, on.wrong, on.wait_until), (Some(now()), 100, 0, None));
    for (step, fits) in [(100, false), (99, false), (101, true), (101, false)] {
        assert_eq!(second_step::use_step(&mut tx, STAFF, step).await.unwrap(), fits, "{step}");
    }
    assert!(second_step::remove(&mut tx, STAFF).await.unwrap());
    assert!(!second_step::remove(&mut tx, STAFF).await.unwrap());
    second_step::insert_factor(&mut tx, STAFF, b"sealed").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    let twice = second_step::insert_factor(&mut tx, STAFF, b"other").await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
}

async fn codes_for_a_lost_phone_are_ones_own_and_work_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    for code in [b"one", b"two"] {
        second_step::insert_recovery(&mut tx, STAFF, code).await.unwrap();
    }
    assert_eq!(second_step::recovery_left(&mut tx, STAFF).await.unwrap(), 2);
    assert!(!second_step::use_recovery(&mut tx, id(20), b"one").await.unwrap(), "somebody else's");
    assert!(second_step::use_recovery(&mut tx, STAFF, b"one").await.unwrap());
    assert!(!second_step::use_recovery(&mut tx, STAFF, b"one").await.unwrap());
    assert_eq!(second_step::recovery_left(&mut tx, STAFF).await.unwrap(), 1);
    second_step::insert_factor(&mut tx, STAFF, b"sealed").await.unwrap();
    second_step::remove(&mut tx, STAFF).await.unwrap();
    assert_eq!(second_step::recovery_left(&mut tx, STAFF).await.unwrap(), 0, "they go with it");
}

async fn a_session_knows_when_it_was_shown(db: TestDb) {
    let mut tx = seed::world(&db).await;
    people::insert_session(&mut tx, b"old", STAFF, now(), later(3_600)).await.unwrap();
    let session = people::session(&mut tx, b"old", later(1), now() - chrono::TimeDelta::hours(1)).await;
    let session = session.unwrap().unwrap();
    assert_eq!((session.second_at, session.confirmed_at, session.second_step), (None, None, None));
    assert_eq!(
        second_step::staff_of(&mut tx, b"old", later(1), now() - chrono::TimeDelta::hours(1))
            .await
            .unwrap()
            .unwrap()
            .id,
        STAFF
    );
    assert!(
        second_step::staff_of(&mut tx, b"old", later(3_600), now() - chrono::TimeDelta::hours(1))
            .await
            .unwrap()
            .is_none(),
        "it has ended"
    );
    assert!(second_step::staff_of(&mut tx, b"old", later(1), now()).await.unwrap().is_none(), "idle");
    second_step::insert_factor(&mut tx, STAFF, b"sealed").await.unwrap();
    second_step::confirm(&mut tx, STAFF, later(2), 1).await.unwrap();
    assert!(!second_step::is_required(&mut tx, ORGANISATION).await.unwrap());
    second_step::set_required(&mut tx, ORGANISATION, true).await.unwrap();
    assert!(second_step::is_required(&mut tx, ORGANISATION).await.unwrap());
    assert!(!second_step::is_required(&mut tx, id(99)).await.unwrap());
    second_step::show(&mut tx, b"old", b"new", later(3)).await.unwrap();
    let gone = people::session(&mut tx, b"old", later(4), now() - chrono::TimeDelta::hours(1)).await.unwrap();
    assert!(gone.is_none(), "the old token is nothing");
    let session = people::session(&mut tx, b"new", later(4), now() - chrono::TimeDelta::hours(1)).await;
    let session = session.unwrap().unwrap();
    assert_eq!((session.second_at, session.confirmed_at), (Some(later(3)), Some(later(2))));
    assert_eq!(session.second_step, Some(true));
    second_step::forget_shown(&mut tx, STAFF).await.unwrap();
    let session = people::session(&mut tx, b"new", later(4), now() - chrono::TimeDelta::hours(1)).await;
    assert_eq!(session.unwrap().unwrap().second_at, None);
}
