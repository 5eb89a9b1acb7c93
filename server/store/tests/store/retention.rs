//! How long things are kept: rules, holds, and what is deleted when a time is over.

use earshot_domain::evidence::AnswerState::{Cleared, Held, New};
use earshot_domain::retention::Record;
use earshot_store::analysis;
use earshot_store::coding;
use earshot_store::memo;
use earshot_store::reading;
use earshot_store::response::{self, NewEqualityAnswer};
use earshot_store::retention::{self, Left};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    an_organisation_has_its_own_rules_and_one_look_a_day,
    a_hold_is_of_a_consultation_or_of_everything_until_it_is_lifted,
    words_go_and_counts_stay,
    held_words_stay_as_long_as_their_log,
    single_answers_about_oneself_become_counts,
);

async fn an_organisation_has_its_own_rules_and_one_look_a_day(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(retention::rules(&mut tx, ORGANISATION).await.unwrap().is_empty());
    for months in [6, 9] {
        retention::set_rule(&mut tx, ORGANISATION, Record::Answers, months, "Why").await.unwrap();
    }
    retention::set_rule(&mut tx, ORGANISATION, Record::Receipts, 3, "").await.unwrap();
    let rules = retention::rules(&mut tx, ORGANISATION).await.unwrap();
    let shown: Vec<_> = rules.iter().map(|rule| (rule.record, rule.months, rule.reason.as_str())).collect();
    assert_eq!(shown, [(Record::Answers, 9, "Why"), (Record::Receipts, 3, "")]);
    assert!(retention::rules(&mut tx, id(99)).await.unwrap().is_empty());
    let (today, since) = (day("2026-03-03"), day("2026-02-01"));
    assert!(retention::take_run(&mut tx, ORGANISATION, today, since).await.unwrap());
    assert!(!retention::take_run(&mut tx, ORGANISATION, today, since).await.unwrap(), "once a day");
    assert!(retention::take_run(&mut tx, ORGANISATION, day("2026-03-04"), since).await.unwrap());
    seed::organisation(&mut tx, id(50), later(60)).await;
    assert!(retention::take_run(&mut tx, id(50), today, since).await.unwrap(), "and each organisation");
}

async fn a_hold_is_of_a_consultation_or_of_everything_until_it_is_lifted(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, of) in [(20, Some(CONSULTATION)), (21, None)] {
        let today = day("2026-03-03");
        retention::insert_hold(&mut tx, id(n), ORGANISATION, of, "A claim", Some(STAFF), today)
            .await
            .unwrap();
    }
    let holds = retention::holds(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!((holds[0].consultation_id, holds[0].slug.as_deref()), (Some(CONSULTATION), Some("bus")));
    assert_eq!((holds[1].consultation_id, holds[1].slug.as_deref()), (None, None));
    assert_eq!((holds[0].placed_by.as_deref(), holds[0].reason.as_str()), (Some("Jo Marsh"), "A claim"));
    let lift = day("2026-03-05");
    assert!(!retention::lift_hold(&mut tx, id(99), id(20), Some(STAFF), lift).await.unwrap(), "not theirs");
    assert!(retention::lift_hold(&mut tx, ORGANISATION, id(20), Some(STAFF), lift).await.unwrap());
    assert!(!retention::lift_hold(&mut tx, ORGANISATION, id(20), Some(STAFF), lift).await.unwrap());
    assert_eq!(retention::holds(&mut tx, ORGANISATION).await.unwrap().len(), 1);
    assert!(retention::holds(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn words_go_and_counts_stay(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "the bus is full").await;
    seed::answer(&mut tx, id(11), "unread", true).await;
    seed::answer(&mut tx, id(12), "held", false).await;
    seed::set_state(&mut tx, id(12), New, Held).await;
    analysis::insert_code(&mut tx, &seed::code(id(30), "late"), now()).await.unwrap();
    for (n, answer, code) in [(40, Some(id(10)), None), (41, Some(id(12)), None), (42, None, Some(id(30)))] {
        memo::insert(&mut tx, &seed::memo(id(n), answer, code)).await.unwrap();
    }
    let left = Left { words: 2, receipts: 3, equality: 0 };
    assert_eq!(retention::left(&mut tx, CONSULTATION).await.unwrap(), left);
    let today = day("2027-06-14");
    assert_eq!(retention::expire_words(&mut tx, CONSULTATION, today, b"nothing").await.unwrap(), 2);
    assert_eq!(retention::expire_words(&mut tx, CONSULTATION, today, b"nothing").await.unwrap(), 0);
    assert_eq!(reading::one(&mut tx, id(10)).await.unwrap().unwrap().words, "");
    assert_eq!(reading::one(&mut tx, id(12)).await.unwrap().unwrap().words, "held");
    // Notes may hold words of an answer, also those beside a code.
    assert!(memo::of_answer(&mut tx, id(10)).await.unwrap().is_empty());
    assert!(memo::of_code(&mut tx, id(30), CONSULTATION).await.unwrap().is_empty());
    assert_eq!(memo::of_answer(&mut tx, id(12)).await.unwrap().len(), 1, "as long as what is held");
    for state in [New, Cleared] {
        assert!(
            reading::page(&mut tx, CONSULTATION, state, 10, 0).await.unwrap().is_empty(),
            "nothing to read"
        );
    }
    assert!(coding::pile(&mut tx, CONSULTATION, &seed::everything(), 10, 0).await.unwrap().is_empty());
    let counts = reading::counts(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(counts.iter().map(|count| (count.state, count.n)).collect::<Vec<_>>(), [(Held, 1)]);
    assert_eq!(retention::forget_receipts(&mut tx, CONSULTATION).await.unwrap(), 3);
    assert!(
        response::by_receipt(&mut tx, &[b"receipt", id(10).as_bytes().as_slice()].concat())
            .await
            .unwrap()
            .is_none()
    );
    let left = Left { words: 0, receipts: 0, equality: 0 };
    assert_eq!(retention::left(&mut tx, CONSULTATION).await.unwrap(), left);
    assert_eq!(retention::left(&mut tx, id(99)).await.unwrap(), left);
}

async fn held_words_stay_as_long_as_their_log(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [10, 11] {
        seed::answer(&mut tx, id(n), "worrying", true).await;
        seed::set_state(&mut tx, id(n), New, Held).await;
        reading::insert_event(&mut tx, id(70 + n), CONSULTATION, id(n), STAFF, "held", "", now())
            .await
            .unwrap();
    }
    for n in [10, 11] {
        memo::insert(&mut tx, &seed::memo(id(30 + n), Some(id(n)), None)).await.unwrap();
    }
    // Held as it came, it has no line yet, and stays for as long as one.
    seed::answer(&mut tx, id(12), "worrying", true).await;
    seed::set_state(&mut tx, id(12), New, Held).await;
    retention::expire_safeguarding(&mut tx, CONSULTATION, now(), day("2026-02-09"), b"nothing")
        .await
        .unwrap();
    assert_eq!(reading::one(&mut tx, id(12)).await.unwrap().unwrap().words, "worrying");
    let decided = (id(90), id(11));
    reading::insert_event(
        &mut tx,
        decided.0,
        CONSULTATION,
        decided.1,
        STAFF,
        "emergency",
        "note",
        later(100),
    )
    .await
    .unwrap();
    assert_eq!(retention::oldest_event(&mut tx, CONSULTATION).await.unwrap(), Some(now()));
    assert_eq!(retention::oldest_event(&mut tx, id(99)).await.unwrap(), None);
    let today = day("2051-03-03");
    let gone =
        retention::expire_safeguarding(&mut tx, CONSULTATION, later(50), today, b"nothing").await.unwrap();
    assert_eq!(gone, 1, "the lines about one answer go together");
    assert!(memo::of_answer(&mut tx, id(10)).await.unwrap().is_empty());
    assert_eq!(memo::of_answer(&mut tx, id(11)).await.unwrap().len(), 1);
    for n in [10, 12] {
        assert_eq!(reading::one(&mut tx, id(n)).await.unwrap().unwrap().words, "");
    }
    assert_eq!(
        reading::one(&mut tx, id(11)).await.unwrap().unwrap().words,
        "worrying",
        "a later line is kept"
    );
    assert_eq!(reading::held(&mut tx, ORGANISATION, 10, 0).await.unwrap().len(), 1);
    assert_eq!(reading::events_of(&mut tx, id(11)).await.unwrap().len(), 2);
    retention::expire_safeguarding(&mut tx, CONSULTATION, later(200), today, b"nothing").await.unwrap();
    assert_eq!(reading::one(&mut tx, id(11)).await.unwrap().unwrap().words, "");
    assert!(reading::events(&mut tx, ORGANISATION, 10, 0).await.unwrap().is_empty());
}

async fn single_answers_about_oneself_become_counts(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let answer = |n: u128, value: &str| NewEqualityAnswer {
        id: id(n),
        set_version: "set-1".into(),
        question_key: "sex".into(),
        value: value.into(),
        answered_on: day("2026-03-03"),
    };
    let counts = async |tx: &mut earshot_store::Tx| {
        let mut counts = response::equality_counts(tx, CONSULTATION).await.unwrap();
        counts.sort();
        counts
    };
    for (n, value) in [(10, "girl"), (11, "girl"), (12, "boy")] {
        response::insert_equality(&mut tx, CONSULTATION, &answer(n, value)).await.unwrap();
    }
    let before = counts(&mut tx).await;
    assert_eq!(before, [("sex".into(), "boy".into(), 1), ("sex".into(), "girl".into(), 2)]);
    assert_eq!(retention::fold_equality(&mut tx, CONSULTATION).await.unwrap(), 3);
    assert_eq!(counts(&mut tx).await, before);
    assert_eq!(retention::left(&mut tx, CONSULTATION).await.unwrap().equality, 0);
    // A late one is counted with the others.
    response::insert_equality(&mut tx, CONSULTATION, &answer(13, "girl")).await.unwrap();
    assert_eq!(counts(&mut tx).await[1].2, 3);
    assert_eq!(retention::fold_equality(&mut tx, CONSULTATION).await.unwrap(), 1);
    assert_eq!(counts(&mut tx).await[1].2, 3);
    assert_eq!(retention::purge_requests(&mut tx, ORGANISATION, day("2026-03-03"), true).await.unwrap(), 0);
    assert_eq!(retention::oldest_request(&mut tx, ORGANISATION, false).await.unwrap(), None);
    assert_eq!(retention::last_came(&mut tx, CONSULTATION).await.unwrap(), None);
    seed::answer(&mut tx, id(40), "words", false).await;
    assert_eq!(retention::last_came(&mut tx, CONSULTATION).await.unwrap(), Some(now()));
}
