//! Those who asked to hear what happens.

use chrono::Days;
use earshot_store::follower::{self, Follower};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, id, now};

on_both!(an_address_stands_once_and_goes, they_come_one_page_after_the_other);

fn new(n: u128) -> Follower {
    Follower {
        id: id(n),
        consultation_id: CONSULTATION,
        address: vec![0, 255, u8::try_from(n).unwrap()],
        tongue: "cy".into(),
        confirmed: false,
    }
}

async fn an_address_stands_once_and_goes(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let today = now().date_naive();
    assert!(follower::insert(&mut tx, &new(1), b"one", today).await.unwrap());
    let again = Follower { tongue: "en-GB".into(), ..new(2) };
    assert!(follower::insert(&mut tx, &again, b"one", today).await.unwrap(), "asked anew");
    let known = follower::known(&mut tx, CONSULTATION, b"one").await.unwrap().unwrap();
    assert_eq!(
        (known.id, known.address, known.tongue.as_str(), known.confirmed),
        (id(1), vec![0, 255, 1], "en-GB", false)
    );
    assert!(follower::known(&mut tx, CONSULTATION, b"two").await.unwrap().is_none());
    assert!(follower::known(&mut tx, id(99), b"one").await.unwrap().is_none());
    assert!(follower::confirm(&mut tx, id(1)).await.unwrap());
    assert!(!follower::confirm(&mut tx, id(2)).await.unwrap());
    assert!(follower::by_id(&mut tx, id(1)).await.unwrap().unwrap().confirmed);
    assert!(!follower::insert(&mut tx, &new(2), b"one", today).await.unwrap(), "on the list already");
    assert!(follower::forget(&mut tx, id(1)).await.unwrap());
    assert!(!follower::forget(&mut tx, id(1)).await.unwrap());
    assert!(follower::by_id(&mut tx, id(1)).await.unwrap().is_none());
}

async fn they_come_one_page_after_the_other(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let today = now().date_naive();
    let ago = |days: u64| today.checked_sub_days(Days::new(days)).unwrap();
    for n in 1..=5 {
        let asked = ago(u64::try_from(n).unwrap());
        follower::insert(&mut tx, &new(n), &[u8::try_from(n).unwrap()], asked).await.unwrap();
    }
    for n in [1, 3, 4, 5] {
        follower::confirm(&mut tx, id(n)).await.unwrap();
    }
    assert_eq!(follower::count(&mut tx, CONSULTATION).await.unwrap(), 4);
    assert_eq!(follower::next(&mut tx, CONSULTATION, None, 2).await.unwrap(), [id(1), id(3)]);
    assert_eq!(follower::next(&mut tx, CONSULTATION, Some(id(3)), 2).await.unwrap(), [id(4), id(5)]);
    assert!(follower::next(&mut tx, CONSULTATION, Some(id(5)), 2).await.unwrap().is_empty());
    // The second never said that it was theirs, the fifth is too old.
    assert_eq!(follower::purge(&mut tx, ago(1), ago(4)).await.unwrap(), 2);
    assert_eq!(follower::count(&mut tx, CONSULTATION).await.unwrap(), 3);
}
