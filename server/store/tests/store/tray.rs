//! What was put aside as a possible quote.

use earshot_domain::evidence::AnswerState;
use earshot_store::response;
use earshot_store::tray::{self, TrayItem};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, STAFF, id, later, now};

on_both!(what_is_put_aside_lies_there_until_it_is_used_or_taken_off);

fn item(n: u128, answer: u128, theme_id: Option<Uuid>, at: i64) -> TrayItem {
    TrayItem {
        id: id(n),
        consultation_id: CONSULTATION,
        answer_id: id(answer),
        theme_id,
        why: format!("why {n}"),
        staff_id: Some(STAFF),
        staff_name: None,
        at: later(at),
    }
}

async fn what_is_put_aside_lies_there_until_it_is_used_or_taken_off(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [10, 11, 12] {
        seed::cleared(&mut tx, id(n), "late again").await;
    }
    seed::theme(&mut tx, id(60), 1, &[]).await;
    // A quote that was made before says nothing against it.
    seed::quote(&mut tx, id(70), 1, id(11), id(60)).await;
    for item in [item(50, 10, None, 1), item(51, 11, Some(id(60)), 2), item(52, 12, None, 3)] {
        tray::put(&mut tx, &item).await.unwrap();
    }
    let lies = tray::of_consultation(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(lies.iter().map(|lies| lies.id).collect::<Vec<_>>(), [id(50), id(51), id(52)]);
    assert_eq!((lies[1].theme_id, lies[1].answer_id, lies[1].at), (Some(id(60)), id(11), later(2)));
    assert_eq!((lies[0].why.as_str(), lies[0].staff_name.as_deref()), ("why 50", Some("Jo Marsh")));
    assert_eq!((lies[0].staff_id, lies[0].consultation_id), (Some(STAFF), CONSULTATION));
    // Anew, and it is there once.
    tray::put(&mut tx, &item(53, 10, Some(id(60)), 4)).await.unwrap();
    let lies = tray::of_consultation(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(lies.iter().map(|lies| lies.id).collect::<Vec<_>>(), [id(51), id(52), id(53)]);
    assert!(tray::of_consultation(&mut tx, id(99)).await.unwrap().is_empty());
    for (n, of) in [(50, CONSULTATION), (51, id(99)), (98, CONSULTATION)] {
        assert!(!tray::take_off(&mut tx, id(n), of, later(5)).await.unwrap(), "{n}");
    }
    assert!(!tray::is_off(&mut tx, id(51), CONSULTATION).await.unwrap());
    assert!(tray::take_off(&mut tx, id(51), CONSULTATION, later(5)).await.unwrap());
    assert!(tray::is_off(&mut tx, id(51), CONSULTATION).await.unwrap());
    assert!(!tray::is_off(&mut tx, id(51), id(99)).await.unwrap(), "another consultation");
    seed::set_state(&mut tx, id(12), AnswerState::Cleared, AnswerState::Held).await;
    let lies = tray::of_consultation(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(lies.iter().map(|lies| lies.id).collect::<Vec<_>>(), [id(53)]);
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert!(tray::of_consultation(&mut tx, CONSULTATION).await.unwrap().is_empty());
    // A quote of it, made since.
    tray::put(&mut tx, &TrayItem { at: now(), ..item(54, 11, None, 0) }).await.unwrap();
    assert!(tray::of_consultation(&mut tx, CONSULTATION).await.unwrap().is_empty(), "it has done its work");
    tx.commit().await.unwrap();
    assert_eq!(db.count("tray_item").await, 3, "those of the answer that was taken back went with it");
}
