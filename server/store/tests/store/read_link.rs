//! Links to the evidence: opened while they work, counted, taken back.

use earshot_store::read_link::{self, ReadLink};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, id, later, now};

on_both!(a_link_works_until_its_time_or_until_it_is_taken_back);

async fn a_link_works_until_its_time_or_until_it_is_taken_back(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let link = |n: u128, seconds: i64| ReadLink {
        id: id(n),
        consultation_id: CONSULTATION,
        for_whom: "The inspector".into(),
        made_by: None,
        created_at: later(seconds),
        expires_at: later(60),
        revoked_at: None,
        visits: 0,
        visited_at: None,
    };
    read_link::insert(&mut tx, &link(50, 0), b"one", Some(STAFF)).await.unwrap();
    read_link::insert(&mut tx, &link(51, 1), b"two", None).await.unwrap();
    let found = read_link::by_token(&mut tx, b"one", later(59)).await.unwrap().unwrap();
    assert_eq!(found, ReadLink { made_by: Some("Jo Marsh".into()), ..link(50, 0) });
    assert_eq!(read_link::by_token(&mut tx, b"one", later(60)).await.unwrap(), None);
    assert_eq!(read_link::by_token(&mut tx, b"three", now()).await.unwrap(), None);
    read_link::visited(&mut tx, id(50), later(5)).await.unwrap();
    read_link::visited(&mut tx, id(50), later(6)).await.unwrap();
    assert!(!read_link::revoke(&mut tx, id(50), id(99), later(7)).await.unwrap(), "another consultation");
    assert!(read_link::revoke(&mut tx, id(50), CONSULTATION, later(7)).await.unwrap());
    assert!(!read_link::revoke(&mut tx, id(50), CONSULTATION, later(8)).await.unwrap());
    assert!(!read_link::revoke(&mut tx, id(51), CONSULTATION, later(60)).await.unwrap(), "its time is over");
    assert_eq!(read_link::by_token(&mut tx, b"one", later(9)).await.unwrap(), None);
    let all = read_link::of(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(all.iter().map(|link| link.id).collect::<Vec<_>>(), [id(51), id(50)], "the newest first");
    assert_eq!((all[1].visits, all[1].visited_at, all[1].revoked_at), (2, Some(later(6)), Some(later(7))));
}
