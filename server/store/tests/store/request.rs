//! Requests and complaints: kept once, listed by who may see them, taken step by step.

use earshot_domain::request::{RequestKind, RequestState};
use earshot_store::request::{self, NewRequest, Stepped};
use earshot_store::{StoreError, Tx, retention};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later};

on_both!(
    a_form_that_is_sent_twice_is_one_request,
    what_was_asked_before_is_known_for_as_long_as_it_is_kept,
    those_that_wait_are_listed_oldest_first_and_marked_ones_alone_for_some,
    a_request_is_taken_further_by_one_at_a_time,
);

fn new(n: u128, received_on: &str, watch: bool) -> NewRequest {
    NewRequest {
        id: id(n),
        organisation_id: ORGANISATION,
        number: i64::try_from(n).unwrap(),
        consultation_id: None,
        kind: RequestKind::Erase,
        words: b"sealed".to_vec(),
        watch,
        assisted: false,
        form_hash: format!("form {n}").into_bytes(),
        code_hash: format!("code {n}").into_bytes(),
        received_on: day(received_on),
        follows_id: None,
    }
}

async fn a_form_that_is_sent_twice_is_one_request(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let first = NewRequest { consultation_id: Some(CONSULTATION), ..new(7, "2026-03-03", true) };
    assert!(request::insert(&mut tx, &first).await.unwrap());
    let again = NewRequest { id: id(8), number: 8, code_hash: b"other".to_vec(), ..first };
    assert!(!request::insert(&mut tx, &again).await.unwrap());
    let kept = request::by_form(&mut tx, b"form 7").await.unwrap().unwrap();
    assert_eq!((kept.id, kept.number, kept.kind), (id(7), 7, RequestKind::Erase));
    assert_eq!((kept.words.as_slice(), kept.answer, kept.watch), (&b"sealed"[..], None, true));
    assert_eq!((kept.state, kept.slug.as_deref()), (RequestState::Received, Some("bus")));
    assert_eq!((kept.paused_days, kept.edition, kept.ended_on), (0, 1, None));
    assert_eq!(request::by_code(&mut tx, b"code 7").await.unwrap().unwrap().id, id(7));
    assert_eq!(request::by_id(&mut tx, id(7)).await.unwrap().unwrap().received_on, day("2026-03-03"));
    assert_eq!(request::by_number(&mut tx, ORGANISATION, 7).await.unwrap().unwrap().id, id(7));
    assert!(request::by_number(&mut tx, id(99), 7).await.unwrap().is_none(), "somebody else's");
    assert!(request::by_code(&mut tx, b"other").await.unwrap().is_none());
    assert!(request::by_id(&mut tx, id(8)).await.unwrap().is_none());
}

async fn what_was_asked_before_is_known_for_as_long_as_it_is_kept(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(request::insert(&mut tx, &new(7, "2026-03-03", false)).await.unwrap());
    let again = NewRequest { follows_id: Some(id(7)), ..new(8, "2026-05-03", false) };
    assert!(request::insert(&mut tx, &again).await.unwrap());
    let follows = async |tx: &mut Tx| request::by_id(tx, id(8)).await.unwrap().unwrap().follows_id;
    assert_eq!(follows(&mut tx).await, Some(id(7)));
    let ended = Stepped {
        state: RequestState::Refused,
        answer: Some(b"no".to_vec()),
        paused_on: None,
        paused_days: 0,
        ended_on: Some(day("2026-03-05")),
    };
    request::step(&mut tx, id(7), 1, &ended).await.unwrap();
    assert_eq!(retention::purge_requests(&mut tx, ORGANISATION, day("2026-04-01"), false).await.unwrap(), 1);
    assert_eq!(follows(&mut tx).await, None, "it is gone, and the later one stays");
}

async fn those_that_wait_are_listed_oldest_first_and_marked_ones_alone_for_some(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, day, watch) in [(7, "2026-03-03", false), (8, "2026-03-01", true), (9, "2026-03-02", false)] {
        assert!(request::insert(&mut tx, &new(n, day, watch)).await.unwrap());
    }
    let numbers = |rows: Vec<request::Request>| rows.iter().map(|row| row.number).collect::<Vec<_>>();
    assert_eq!(numbers(request::open(&mut tx, ORGANISATION, true, 10, 0).await.unwrap()), [8, 9, 7]);
    assert_eq!(numbers(request::open(&mut tx, ORGANISATION, true, 1, 1).await.unwrap()), [9]);
    assert_eq!(numbers(request::open(&mut tx, ORGANISATION, false, 10, 0).await.unwrap()), [8]);
    assert!(request::open(&mut tx, id(99), true, 10, 0).await.unwrap().is_empty());
    for (n, on) in [(7, "2026-03-05"), (9, "2026-03-06")] {
        let ended = Stepped {
            state: RequestState::Answered,
            answer: Some(b"done".to_vec()),
            paused_on: None,
            paused_days: 2,
            ended_on: Some(day(on)),
        };
        request::step(&mut tx, id(n), 1, &ended).await.unwrap();
    }
    assert_eq!(numbers(request::ended(&mut tx, ORGANISATION, true, 10, 0).await.unwrap()), [9, 7]);
    assert!(request::ended(&mut tx, ORGANISATION, false, 10, 0).await.unwrap().is_empty());
    assert_eq!(request::counts(&mut tx, ORGANISATION, true).await.unwrap(), (1, 2));
    assert_eq!(request::counts(&mut tx, ORGANISATION, false).await.unwrap(), (1, 0));
    assert_eq!(request::counts(&mut tx, id(99), true).await.unwrap(), (0, 0));
}

async fn a_request_is_taken_further_by_one_at_a_time(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(request::insert(&mut tx, &new(7, "2026-03-03", false)).await.unwrap());
    let paused = Stepped {
        state: RequestState::Paused,
        answer: Some(b"which?".to_vec()),
        paused_on: Some(day("2026-03-04")),
        paused_days: 0,
        ended_on: None,
    };
    request::step(&mut tx, id(7), 1, &paused).await.unwrap();
    let late = request::step(&mut tx, id(7), 1, &paused).await;
    assert!(matches!(late, Err(StoreError::Stale)));
    let resumed = Stepped {
        state: RequestState::Acknowledged,
        answer: None,
        paused_on: None,
        paused_days: 3,
        ..paused
    };
    request::step(&mut tx, id(7), 2, &resumed).await.unwrap();
    let kept = request::by_id(&mut tx, id(7)).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.paused_days, kept.edition), (RequestState::Acknowledged, 3, 3));
    assert_eq!(kept.answer.as_deref(), Some(&b"which?"[..]), "what was said stays");
    for (n, staff, note) in [(20, Some(STAFF), None), (21, None, Some(&b"note"[..]))] {
        let at = later(i64::try_from(n).unwrap());
        request::insert_event(&mut tx, id(n), id(7), staff, at, "note", note).await.unwrap();
    }
    let events = request::events(&mut tx, id(7)).await.unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!((events[0].staff_name.as_deref(), events[0].note.clone()), (Some("Jo Marsh"), None));
    assert_eq!((events[1].at, events[1].note.as_deref()), (later(21), Some(&b"note"[..])));
    assert!(request::events(&mut tx, id(8)).await.unwrap().is_empty());
    request::mark(&mut tx, id(7)).await.unwrap();
    assert!(request::by_id(&mut tx, id(7)).await.unwrap().unwrap().watch);
}
