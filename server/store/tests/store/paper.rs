//! Paper forms: their numbers, and what stands on them.

use earshot_domain::door::Door;
use earshot_domain::paper::Layout;
use earshot_domain::respondent::AgeBand;
use earshot_store::paper::{self, Batch};
use earshot_store::{Json, StoreError};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, id, now};

on_both!(numbers_follow_each_other_and_lead_to_their_batch,);

fn batch(number: u128, first: i64, forms: i64) -> Batch {
    Batch {
        id: id(number),
        version: 2,
        layout: Layout::Easy,
        door: Json(Door { lang: Some("cy".into()), band: Some(AgeBand::From8To10), easy: true }),
        group_name: Some("The \u{201c}Youth\u{201d} Club".into()),
        first,
        forms,
        created_at: now(),
    }
}

async fn numbers_follow_each_other_and_lead_to_their_batch(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(paper::next(&mut tx, CONSULTATION).await.unwrap(), 1);
    paper::insert(&mut tx, CONSULTATION, &batch(10, 1, 30), Some(STAFF)).await.unwrap();
    assert_eq!(paper::next(&mut tx, CONSULTATION).await.unwrap(), 31);
    let plain = Batch { door: Json(Door::default()), group_name: None, ..batch(11, 31, 1) };
    paper::insert(&mut tx, CONSULTATION, &plain, None).await.unwrap();
    assert_eq!(
        paper::of_consultation(&mut tx, CONSULTATION).await.unwrap(),
        [plain.clone(), batch(10, 1, 30)]
    );
    for (serial, found) in [(0, None), (1, Some(10)), (30, Some(10)), (31, Some(11)), (32, None)] {
        let batch = paper::of_form(&mut tx, CONSULTATION, serial).await.unwrap();
        assert_eq!(batch.map(|batch| batch.id), found.map(id), "{serial}");
    }
    assert!(paper::of_form(&mut tx, id(9), 1).await.unwrap().is_none());
    // Two who print at once do not get the same numbers.
    let same = paper::insert(&mut tx, CONSULTATION, &batch(12, 31, 5), None).await;
    assert!(matches!(same, Err(StoreError::Taken)), "{same:?}");
}
