//! The audit trail.

use earshot_store::audit::{self, Detail, Event, Link, Search};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, ORGANISATION, STAFF, id, later, now};

on_both!(
    the_newest_entry_comes_first_and_page_by_page,
    what_is_looked_for_is_found_letter_by_letter,
    each_link_follows_the_one_before,
    nothing_in_it_is_changed_or_deleted,
    what_is_undone_leaves_no_entry,
    why_and_what_changed_come_back_as_they_were_written,
);

fn event(n: u128, seconds: i64, staff_id: Option<Uuid>) -> Event {
    Event {
        id: id(n),
        organisation_id: ORGANISATION,
        at: later(seconds),
        staff_id,
        action: "consultation.open",
        subject: format!("C-{n:04} \u{1f68c}"),
        detail: Detail::default(),
    }
}

/// A seal that can be read: the number and what was before.
fn seal(link: &Link, before: &[u8]) -> Vec<u8> {
    [&link.number.to_be_bytes()[7..], before].concat()
}

/// What was noted is written at the end of its transaction.
async fn written(db: &TestDb, tx: earshot_store::Tx) -> earshot_store::Tx {
    tx.commit().await.unwrap();
    db.db().begin().await.unwrap()
}

async fn subjects(tx: &mut earshot_store::Tx, search: &Search) -> Vec<String> {
    let found = audit::search(tx, ORGANISATION, search, 10, 0).await.unwrap();
    found.into_iter().map(|entry| entry.subject.chars().take(6).collect()).collect()
}

async fn the_newest_entry_comes_first_and_page_by_page(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(50), later(1)).await;
    // Two at the same moment: the greater id is the later one.
    for (n, seconds, by) in [(10, 0, Some(STAFF)), (12, 5, None), (11, 5, Some(STAFF)), (13, 3, None)] {
        audit::note(&mut tx, event(n, seconds, by), Box::new(seal));
    }
    audit::note(&mut tx, Event { organisation_id: id(50), ..event(14, 9, None) }, Box::new(seal));
    let mut tx = written(&db, tx).await;
    let everything = Search::default();
    let all = audit::search(&mut tx, ORGANISATION, &everything, 10, 0).await.unwrap();
    assert_eq!(subjects(&mut tx, &everything).await, ["C-0012", "C-0011", "C-0013", "C-0010"]);
    assert_eq!(all[0].staff_name, None, "the program itself");
    assert_eq!(all[1].staff_name.as_deref(), Some("Jo Marsh"));
    assert_eq!((all[3].at, all[3].action.as_str()), (now(), "consultation.open"));
    assert_eq!(all[3].subject, "C-0010 \u{1f68c}");
    let page = audit::search(&mut tx, ORGANISATION, &everything, 2, 1).await.unwrap();
    assert_eq!(page.iter().map(|entry| &entry.subject[..6]).collect::<Vec<_>>(), ["C-0011", "C-0013"]);
    assert!(audit::search(&mut tx, ORGANISATION, &everything, 2, 4).await.unwrap().is_empty());
    assert!(audit::search(&mut tx, id(99), &everything, 10, 0).await.unwrap().is_empty());
}

async fn what_is_looked_for_is_found_letter_by_letter(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, seconds, by, action, subject) in [
        (10, 0, Some(STAFF), "answer.look", "bus_100%"),
        (11, 10, Some(STAFF), "answer.look-held", "bus-100x"),
        (12, 20, None, "answer.clear", "Quay"),
    ] {
        let event = Event { action, subject: subject.into(), ..event(n, seconds, by) };
        audit::note(&mut tx, event, Box::new(seal));
    }
    let mut tx = written(&db, tx).await;
    let text = |text: &str| Some(text.to_string());
    for (search, found) in [
        (Search { staff_id: Some(STAFF), ..Search::default() }, vec!["bus-10", "bus_10"]),
        (Search { staff_id: Some(id(77)), ..Search::default() }, vec![]),
        (Search { action: text("answer.look"), ..Search::default() }, vec!["bus-10", "bus_10"]),
        (Search { action: text("answer"), subject: text("quay"), ..Search::default() }, vec!["Quay"]),
        (Search { subject: text("s_100%"), ..Search::default() }, vec!["bus_10"]),
        (Search { from: Some(later(10)), until: Some(later(20)), ..Search::default() }, vec!["bus-10"]),
        (Search { subject: text("!"), ..Search::default() }, vec![]),
    ] {
        assert_eq!(subjects(&mut tx, &search).await, found, "{search:?}");
    }
    let done = async |tx: &mut earshot_store::Tx, action: &str, seconds: i64| {
        audit::was_done(tx, STAFF, action, "bus_100%", later(seconds)).await.unwrap()
    };
    assert!(done(&mut tx, "answer.look", 0).await);
    assert!(!done(&mut tx, "answer.look", 1).await);
    assert!(!done(&mut tx, "answer.look-held", 0).await);
}

async fn each_link_follows_the_one_before(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(50), later(1)).await;
    assert_eq!(audit::head(&mut tx, ORGANISATION).await.unwrap(), None);
    for n in [10, 11, 12] {
        audit::note(&mut tx, event(n, 0, Some(STAFF)), Box::new(seal));
    }
    audit::note(&mut tx, Event { organisation_id: id(50), ..event(14, 9, None) }, Box::new(seal));
    assert_eq!(audit::head(&mut tx, ORGANISATION).await.unwrap(), None, "not before the end");
    let mut tx = written(&db, tx).await;
    assert_eq!(audit::head(&mut tx, ORGANISATION).await.unwrap(), Some((3, vec![3, 2, 1])));
    assert_eq!(audit::head(&mut tx, id(50)).await.unwrap(), Some((1, vec![1])));
    let links = audit::links(&mut tx, ORGANISATION, 1, 10).await.unwrap();
    assert_eq!(
        links.iter().map(|link| (link.number, link.id)).collect::<Vec<_>>(),
        [(2, id(11)), (3, id(12))]
    );
    assert_eq!(links[0].hash, [2, 1]);
    assert_eq!(audit::links(&mut tx, ORGANISATION, 0, 1).await.unwrap()[0].number, 1);
    assert_eq!(audit::before_chain(&mut tx, ORGANISATION).await.unwrap(), 0);
}

async fn nothing_in_it_is_changed_or_deleted(db: TestDb) {
    let mut tx = seed::world(&db).await;
    audit::note(&mut tx, event(10, 0, Some(STAFF)), Box::new(seal));
    tx.commit().await.unwrap();
    let truncate = db.folder().is_none().then_some("TRUNCATE audit_event");
    for sql in
        ["UPDATE audit_event SET subject = 'C-0001'", "DELETE FROM audit_event"].into_iter().chain(truncate)
    {
        let refused = db.execute(sql).await.map_err(|error| error.to_string());
        assert!(refused.as_ref().is_err_and(|why| why.contains("append-only")), "{sql}: {refused:?}");
    }
    assert_eq!(db.count("audit_event").await, 1);
}

async fn what_is_undone_leaves_no_entry(db: TestDb) {
    let mut tx = seed::world(&db).await;
    audit::note(&mut tx, event(10, 0, Some(STAFF)), Box::new(seal));
    for (n, kept) in [(11, false), (12, true), (13, false)] {
        tx.mark().await.unwrap();
        audit::note(&mut tx, event(n, 0, Some(STAFF)), Box::new(seal));
        if kept { tx.keep().await.unwrap() } else { tx.undo().await.unwrap() }
    }
    let mut tx = written(&db, tx).await;
    assert_eq!(subjects(&mut tx, &Search::default()).await, ["C-0012", "C-0010"]);
    audit::note(&mut tx, event(14, 0, Some(STAFF)), Box::new(seal));
    drop(tx);
    assert_eq!(db.count("audit_event").await, 2);
}

async fn why_and_what_changed_come_back_as_they_were_written(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let whole = Detail { before_hash: Some(vec![0, 255]), after_hash: Some(Vec::new()), ..Detail::default() }
        .because(" Has moved\u{1f68c} ");
    assert_eq!(whole.reason.as_deref(), Some("Has moved\u{1f68c}"));
    let details = [whole, Detail { after_hash: Some(vec![7]), ..Detail::default() }, Detail::default()];
    assert_eq!(details[2].clone().because(" \n"), details[2], "nothing is no reason");
    for (n, detail) in details.iter().enumerate() {
        let number = u128::try_from(n).unwrap();
        let event = Event { detail: detail.clone(), ..event(10 + number, 0, Some(STAFF)) };
        assert!(!format!("{event:?}").contains("moved"), "{event:?}");
        // What the link is sealed with is what is read afterwards.
        let sealed = detail.clone();
        audit::note(
            &mut tx,
            event,
            Box::new(move |link, before| {
                assert_eq!(link.detail, sealed);
                seal(link, before)
            }),
        );
    }
    let mut tx = written(&db, tx).await;
    let links = audit::links(&mut tx, ORGANISATION, 0, 10).await.unwrap();
    assert_eq!(links.into_iter().map(|link| link.detail).collect::<Vec<_>>(), details);
    let found = audit::search(&mut tx, ORGANISATION, &Search::default(), 10, 0).await.unwrap();
    assert!(found.into_iter().rev().map(|entry| entry.detail).eq(details));
}
