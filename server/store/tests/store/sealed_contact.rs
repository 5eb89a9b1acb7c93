//! How somebody can be reached: kept, opened by two, gone.

use chrono::{DateTime, Utc};
use earshot_domain::evidence::AnswerState::{Held, New};
use earshot_store::{Tx, reading, response, retention, sealed_contact};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, id, later, now};

on_both!(
    it_is_kept_replaced_and_deleted_with_what_was_asked_about_it,
    only_somebody_else_agrees_and_only_in_time,
    what_was_asked_and_said_decides_nothing_about_an_answer,
    it_goes_with_the_last_held_words,
);

async fn it_is_kept_replaced_and_deleted_with_what_was_asked_about_it(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [10, 11, 12] {
        seed::answer(&mut tx, id(n), "words", false).await;
        sealed_contact::put(&mut tx, id(n), ORGANISATION, CONSULTATION, b"first").await.unwrap();
    }
    sealed_contact::put(&mut tx, id(10), ORGANISATION, CONSULTATION, b"second").await.unwrap();
    assert_eq!(sealed_contact::one(&mut tx, id(10)).await.unwrap().as_deref(), Some(&b"second"[..]));
    assert_eq!(sealed_contact::hold(&mut tx, id(11)).await.unwrap().as_deref(), Some(&b"first"[..]));
    assert_eq!(sealed_contact::hold(&mut tx, id(99)).await.unwrap(), None);
    for n in [10, 11] {
        sealed_contact::insert_opening(&mut tx, id(20 + n), id(n), STAFF, now(), "why").await.unwrap();
    }
    // Another way to reach them leaves what was asked; none at all takes it along.
    sealed_contact::put(&mut tx, id(10), ORGANISATION, CONSULTATION, b"third").await.unwrap();
    assert!(sealed_contact::last_opening(&mut tx, id(10)).await.unwrap().is_some());
    assert!(!sealed_contact::is_taken_out(&mut tx, id(10)).await.unwrap());
    sealed_contact::take_out(&mut tx, id(10)).await.unwrap();
    assert!(sealed_contact::is_taken_out(&mut tx, id(10)).await.unwrap());
    assert_eq!(sealed_contact::hold(&mut tx, id(10)).await.unwrap(), None);
    assert_eq!(sealed_contact::last_opening(&mut tx, id(10)).await.unwrap(), None);
    sealed_contact::delete(&mut tx, id(10)).await.unwrap();
    assert!(!sealed_contact::is_taken_out(&mut tx, id(10)).await.unwrap());
    assert_eq!(sealed_contact::one(&mut tx, id(10)).await.unwrap(), None);
    assert_eq!(sealed_contact::last_opening(&mut tx, id(10)).await.unwrap(), None);
    response::take_back(&mut tx, id(11)).await.unwrap();
    assert_eq!(sealed_contact::one(&mut tx, id(11)).await.unwrap(), None);
    assert_eq!(sealed_contact::last_opening(&mut tx, id(11)).await.unwrap(), None);
    assert_eq!(sealed_contact::expire(&mut tx, id(99)).await.unwrap(), 0, "another consultation");
    assert_eq!(sealed_contact::expire(&mut tx, CONSULTATION).await.unwrap(), 1);
    assert_eq!(sealed_contact::one(&mut tx, id(12)).await.unwrap(), None);
}

async fn waits(tx: &mut Tx, staff: Uuid, lapsed: DateTime<Utc>) -> i64 {
    sealed_contact::waiting(tx, ORGANISATION, staff, lapsed).await.unwrap()
}

async fn only_somebody_else_agrees_and_only_in_time(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(5), "tom@wexmoor.example").await;
    seed::answer(&mut tx, id(10), "words", false).await;
    sealed_contact::put(&mut tx, id(10), ORGANISATION, CONSULTATION, b"sealed").await.unwrap();
    let ask = [(30, 0), (31, 10), (32, 20)];
    for (n, seconds) in ask {
        sealed_contact::insert_opening(&mut tx, id(n), id(10), STAFF, later(seconds), "why").await.unwrap();
    }
    let last = sealed_contact::last_opening(&mut tx, id(10)).await.unwrap().unwrap();
    assert_eq!((last.id, last.asked_by, last.asked_name.as_str()), (id(32), STAFF, "Jo Marsh"));
    assert_eq!((last.agreed_by, last.refused_at, last.reason.as_str()), (None, None, "why"));
    assert_eq!(waits(&mut tx, id(5), later(-60)).await, 0, "nothing of theirs is held");
    seed::set_state(&mut tx, id(10), New, Held).await;
    assert_eq!(waits(&mut tx, id(5), later(-60)).await, 3);
    assert_eq!(waits(&mut tx, id(5), later(0)).await, 2, "one has lapsed");
    assert_eq!(waits(&mut tx, STAFF, later(-60)).await, 0, "not their own");
    let elsewhere = sealed_contact::waiting(&mut tx, id(99), id(5), later(-60)).await.unwrap();
    assert_eq!(elsewhere, 0);

    let (early, at) = (later(-60), later(30));
    assert!(!sealed_contact::agree(&mut tx, id(32), STAFF, at, early).await.unwrap(), "who asked");
    assert!(!sealed_contact::refuse(&mut tx, id(32), STAFF, at, early).await.unwrap(), "who asked");
    assert!(!sealed_contact::agree(&mut tx, id(32), id(5), at, later(20)).await.unwrap(), "too late");
    assert!(sealed_contact::agree(&mut tx, id(32), id(5), at, later(19)).await.unwrap());
    assert!(!sealed_contact::agree(&mut tx, id(32), id(5), at, early).await.unwrap(), "once");
    assert!(!sealed_contact::refuse(&mut tx, id(32), id(5), at, early).await.unwrap(), "no more");
    let agreed = sealed_contact::last_opening(&mut tx, id(10)).await.unwrap().unwrap();
    assert_eq!((agreed.agreed_by, agreed.agreed_at), (Some(id(5)), Some(at)));
    assert_eq!((agreed.agreed_name.as_deref(), agreed.refused_name), (Some("Jo Marsh"), None));
    assert!(sealed_contact::refuse(&mut tx, id(31), id(5), at, early).await.unwrap());
    assert!(!sealed_contact::agree(&mut tx, id(31), id(5), at, early).await.unwrap(), "no is no");
    assert_eq!(waits(&mut tx, id(5), early).await, 1);
}

async fn it_goes_with_the_last_held_words(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [10, 11, 12] {
        seed::answer(&mut tx, id(n), "words", false).await;
        sealed_contact::put(&mut tx, id(n), ORGANISATION, CONSULTATION, b"sealed").await.unwrap();
    }
    // What the first said is over; of the second a later line stands in the log; the third is not held.
    for (n, at) in [(10, now()), (11, later(100))] {
        seed::set_state(&mut tx, id(n), New, Held).await;
        reading::insert_event(&mut tx, id(70 + n), CONSULTATION, id(n), STAFF, "held", "", at).await.unwrap();
    }
    sealed_contact::insert_opening(&mut tx, id(20), id(10), STAFF, now(), "why").await.unwrap();
    assert!(reading::is_held(&mut tx, id(10)).await.unwrap());
    assert!(
        !reading::is_held(&mut tx, id(12)).await.unwrap()
            && !reading::is_held(&mut tx, id(99)).await.unwrap()
    );
    let today = "2027-03-03".parse().unwrap();
    let gone =
        retention::expire_safeguarding(&mut tx, CONSULTATION, later(50), today, b"nothing").await.unwrap();
    assert_eq!(gone, 2, "a line, and how to reach them");
    for (n, held, kept) in [(10, false, false), (11, true, true), (12, false, true)] {
        assert_eq!(reading::is_held(&mut tx, id(n)).await.unwrap(), held, "{n}");
        assert_eq!(sealed_contact::one(&mut tx, id(n)).await.unwrap().is_some(), kept, "{n}");
    }
    assert_eq!(sealed_contact::last_opening(&mut tx, id(10)).await.unwrap(), None);
}

async fn what_was_asked_and_said_decides_nothing_about_an_answer(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::answer(&mut tx, id(10), "words", false).await;
    seed::set_state(&mut tx, id(10), New, Held).await;
    let lines = ["held", "contact_ask", "contact_agree", "contact_refuse"];
    for (n, line) in (0_u32..).zip(lines) {
        let (event, at) = (id(40 + u128::from(n)), later(n.into()));
        reading::insert_event(&mut tx, event, CONSULTATION, id(10), STAFF, line, "", at).await.unwrap();
        assert_eq!(reading::held_undecided(&mut tx, ORGANISATION).await.unwrap(), 1, "{line}");
        assert_eq!(reading::waiting(&mut tx, ORGANISATION).await.unwrap().len(), 1, "{line}");
    }
    let at = later(60);
    reading::insert_event(&mut tx, id(50), CONSULTATION, id(10), STAFF, "emergency", "", at).await.unwrap();
    assert_eq!(reading::held_undecided(&mut tx, ORGANISATION).await.unwrap(), 0);
    assert!(reading::waiting(&mut tx, ORGANISATION).await.unwrap().is_empty());
}
