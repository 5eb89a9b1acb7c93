//! The audit trail.

use earshot_store::audit::{self, Event};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, ORGANISATION, STAFF, id, later, now};

on_both!(the_newest_entry_comes_first_and_page_by_page);

fn event(n: u128, seconds: i64, staff_id: Option<Uuid>) -> Event {
    Event {
        id: id(n),
        organisation_id: ORGANISATION,
        at: later(seconds),
        staff_id,
        action: "consultation.open",
        subject: format!("C-{n:04} \u{1f68c}"),
    }
}

async fn the_newest_entry_comes_first_and_page_by_page(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(50), later(1)).await;
    // Two at the same moment: the greater id is the later one.
    for (n, seconds, by) in [(10, 0, Some(STAFF)), (12, 5, None), (11, 5, Some(STAFF)), (13, 3, None)] {
        audit::insert(&mut tx, &event(n, seconds, by)).await.unwrap();
    }
    audit::insert(&mut tx, &Event { organisation_id: id(50), ..event(14, 9, None) }).await.unwrap();
    let all = audit::latest(&mut tx, ORGANISATION, 10, 0).await.unwrap();
    let subjects: Vec<&str> = all.iter().map(|entry| &entry.subject[..6]).collect();
    assert_eq!(subjects, ["C-0012", "C-0011", "C-0013", "C-0010"]);
    assert_eq!(all[0].staff_name, None, "the program itself");
    assert_eq!(all[1].staff_name.as_deref(), Some("Jo Marsh"));
    assert_eq!((all[3].at, all[3].action.as_str()), (now(), "consultation.open"));
    assert_eq!(all[3].subject, "C-0010 \u{1f68c}");
    let page = audit::latest(&mut tx, ORGANISATION, 2, 1).await.unwrap();
    assert_eq!(page.iter().map(|entry| &entry.subject[..6]).collect::<Vec<_>>(), ["C-0011", "C-0013"]);
    assert!(audit::latest(&mut tx, ORGANISATION, 2, 4).await.unwrap().is_empty());
    assert!(audit::latest(&mut tx, id(99), 10, 0).await.unwrap().is_empty());
}
