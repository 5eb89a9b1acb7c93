//! Access codes: kept as hashes, used up, counted, taken back.

use earshot_domain::code::Shut;
use earshot_store::access::{self, NewCode};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, STAFF, day, id, later, now};

on_both!(
    a_code_is_found_by_its_hash_and_kept_once,
    a_code_is_used_no_more_often_than_it_may,
    codes_are_counted_as_they_were_made_and_taken_back_together,
);

fn code(number: u128, batch: u128, max_uses: Option<i64>) -> NewCode {
    NewCode {
        id: id(number),
        consultation_id: CONSULTATION,
        code_hash: number.to_be_bytes().to_vec(),
        batch: id(batch),
        group_name: Some("The \u{201c}Youth\u{201d} Club".into()),
        max_uses,
        expires_on: Some(day("2026-03-01")),
        created_by: Some(STAFF),
        created_at: now(),
    }
}

fn hash(number: u128) -> Vec<u8> {
    number.to_be_bytes().to_vec()
}

async fn a_code_is_found_by_its_hash_and_kept_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(access::insert(&mut tx, &code(10, 90, Some(1))).await.unwrap());
    let same = NewCode { id: id(11), ..code(10, 91, None) };
    assert!(!access::insert(&mut tx, &same).await.unwrap(), "one code, one row");
    let found = access::by_hash(&mut tx, &hash(10)).await.unwrap().unwrap();
    assert_eq!((found.consultation_id, found.slug.as_str()), (CONSULTATION, "bus"));
    assert_eq!(found.group_name.as_deref(), Some("The \u{201c}Youth\u{201d} Club"));
    assert_eq!((found.max_uses, found.uses, found.expires_on), (Some(1), 0, Some(day("2026-03-01"))));
    assert_eq!(found.standing().shut(day("2026-03-01")), None);
    assert!(access::by_hash(&mut tx, b"nothing").await.unwrap().is_none());
}

async fn a_code_is_used_no_more_often_than_it_may(db: TestDb) {
    let mut tx = seed::world(&db).await;
    access::insert(&mut tx, &code(10, 90, Some(2))).await.unwrap();
    access::insert(&mut tx, &NewCode { expires_on: None, ..code(11, 91, None) }).await.unwrap();
    let last = day("2026-03-01");
    assert!(!access::use_up(&mut tx, &hash(10), id(9), last).await.unwrap(), "of another consultation");
    assert!(!access::use_up(&mut tx, &hash(10), CONSULTATION, day("2026-03-02")).await.unwrap(), "too late");
    assert!(access::use_up(&mut tx, &hash(10), CONSULTATION, last).await.unwrap());
    assert!(access::use_up(&mut tx, &hash(10), CONSULTATION, last).await.unwrap());
    assert!(!access::use_up(&mut tx, &hash(10), CONSULTATION, last).await.unwrap(), "used up");
    let found = access::by_hash(&mut tx, &hash(10)).await.unwrap().unwrap();
    assert_eq!((found.uses, found.standing().shut(last)), (2, Some(Shut::Used)));
    for _ in 0..3 {
        assert!(access::use_up(&mut tx, &hash(11), CONSULTATION, day("2036-01-01")).await.unwrap());
    }
    access::revoke(&mut tx, CONSULTATION, id(91), now()).await.unwrap();
    assert!(!access::use_up(&mut tx, &hash(11), CONSULTATION, last).await.unwrap(), "taken back");
}

async fn codes_are_counted_as_they_were_made_and_taken_back_together(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for number in 10..13 {
        access::insert(&mut tx, &code(number, 90, Some(1))).await.unwrap();
    }
    let club = NewCode { created_at: later(60), ..code(20, 91, None) };
    access::insert(&mut tx, &club).await.unwrap();
    for number in [10, 12, 20, 20] {
        access::use_up(&mut tx, &hash(number), CONSULTATION, day("2026-02-09")).await.unwrap();
    }
    let counted = |batches: Vec<access::Batch>| -> Vec<(Uuid, i64, i64, bool)> {
        batches.into_iter().map(|b| (b.batch, b.codes, b.uses, b.revoked_at.is_some())).collect()
    };
    let batches = access::batches(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(counted(batches), [(id(91), 1, 2, false), (id(90), 3, 2, false)], "the newest first");
    assert_eq!(access::revoke(&mut tx, id(9), id(90), later(90)).await.unwrap(), 0);
    assert_eq!(access::revoke(&mut tx, CONSULTATION, id(90), later(90)).await.unwrap(), 3);
    assert_eq!(access::revoke(&mut tx, CONSULTATION, id(90), later(99)).await.unwrap(), 0, "once");
    let batches = access::batches(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(batches[1].revoked_at, Some(later(90)));
    assert_eq!(counted(batches), [(id(91), 1, 2, false), (id(90), 3, 2, true)]);
    assert!(access::batches(&mut tx, id(9)).await.unwrap().is_empty());
}
