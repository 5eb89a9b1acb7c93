//! Needs, their voice panel, priorities.

use earshot_domain::need::{Confidence, NeedState, Trend};
use earshot_store::need::{self, Need, NeedBody, NewPriority};
use earshot_store::{Json, StoreError, Tx, quote};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    a_need_is_kept_whole_and_changes_by_edition,
    a_voice_panel_holds_each_theme_and_quote_once,
    a_need_has_one_place,
);

fn body() -> NeedBody {
    NeedBody {
        title: "A bus \u{1f68c}".into(),
        statement: "Children \"need\" a bus\nwith space".into(),
        size: "61 of 144".into(),
        trend: Trend::Worsening,
        confidence: Confidence::High,
        review_on: Some(day("2027-02-01")),
        ..NeedBody::default()
    }
}

pub(crate) async fn insert_need(tx: &mut Tx, id: Uuid, number: i64) {
    let row = Need {
        saved_by: None,
        id,
        organisation_id: ORGANISATION,
        number,
        state: NeedState::Draft,
        body: Json(body()),
        edition: 1,
        created_by: Some(STAFF),
        author: None,
        agreed_at: None,
    };
    need::insert(tx, &row, now()).await.unwrap();
}

async fn a_need_is_kept_whole_and_changes_by_edition(db: TestDb) {
    let mut tx = seed::world(&db).await;
    insert_need(&mut tx, id(80), 1).await;
    insert_need(&mut tx, id(81), 2).await;
    let kept = need::by_number(&mut tx, ORGANISATION, 1).await.unwrap().unwrap();
    assert_eq!((kept.id, kept.body.0, kept.state, kept.edition), (id(80), body(), NeedState::Draft, 1));
    assert_eq!(
        (kept.created_by, kept.author.as_deref(), kept.agreed_at),
        (Some(STAFF), Some("Jo Marsh"), None)
    );
    assert!(need::by_number(&mut tx, id(99), 1).await.unwrap().is_none());
    let all = need::all(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(all.iter().map(|need| need.number).collect::<Vec<_>>(), [2, 1], "newest first");
    let changed = NeedBody { title: "Changed".into(), review_on: None, ..body() };
    need::save(&mut tx, id(80), 1, &changed, NeedState::Proposed, Some(STAFF)).await.unwrap();
    let stale = need::save(&mut tx, id(80), 1, &body(), NeedState::Draft, None).await;
    assert!(matches!(stale, Err(StoreError::Stale)));
    assert!(matches!(need::agree(&mut tx, id(80), 1, STAFF, later(5)).await, Err(StoreError::Stale)));
    need::agree(&mut tx, id(80), 2, STAFF, later(5)).await.unwrap();
    let agreed = need::by_number(&mut tx, ORGANISATION, 1).await.unwrap().unwrap();
    assert_eq!((agreed.state, agreed.agreed_at, agreed.edition), (NeedState::Agreed, Some(later(5)), 3));
    assert_eq!(agreed.body.0, changed);
    let twice = Need { id: id(82), ..agreed };
    assert!(matches!(need::insert(&mut tx, &twice, now()).await, Err(StoreError::Taken)));
}

async fn a_voice_panel_holds_each_theme_and_quote_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    insert_need(&mut tx, id(80), 1).await;
    insert_need(&mut tx, id(81), 2).await;
    seed::cleared(&mut tx, id(10), "words").await;
    seed::theme(&mut tx, id(60), 2, &[]).await;
    seed::theme(&mut tx, id(61), 1, &[]).await;
    seed::quote(&mut tx, id(70), 1, id(10), id(60)).await;
    for theme in [id(60), id(61), id(60)] {
        need::add_theme(&mut tx, id(80), theme, Some(STAFF), now()).await.unwrap();
    }
    need::add_theme(&mut tx, id(81), id(60), None, now()).await.unwrap();
    for _ in 0..2 {
        need::add_quote(&mut tx, id(80), id(70), None, now()).await.unwrap();
    }
    let themes = need::themes(&mut tx, id(80)).await.unwrap();
    assert_eq!(themes.iter().map(|theme| theme.number).collect::<Vec<_>>(), [1, 2]);
    let of_theme = need::of_theme(&mut tx, id(60)).await.unwrap();
    assert_eq!(of_theme.iter().map(|need| need.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(quote::of_need(&mut tx, id(80)).await.unwrap().len(), 1);
    let citing = need::citing(&mut tx, id(70)).await.unwrap();
    assert_eq!(citing.iter().map(|need| need.number).collect::<Vec<_>>(), [1]);
    need::remove_theme(&mut tx, id(80), id(60)).await.unwrap();
    need::remove_quote(&mut tx, id(80), id(70)).await.unwrap();
    assert_eq!(need::themes(&mut tx, id(80)).await.unwrap().len(), 1);
    assert!(quote::of_need(&mut tx, id(80)).await.unwrap().is_empty());
    assert_eq!(need::themes(&mut tx, id(81)).await.unwrap().len(), 1, "another need's stays");
}

async fn a_need_has_one_place(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (need, number) in [(80, 1), (81, 2), (82, 3)] {
        insert_need(&mut tx, id(need), number).await;
    }
    let priority = |n: u128, number: i64, need: u128, place: i64| NewPriority {
        id: id(n),
        organisation_id: ORGANISATION,
        number,
        need_id: id(need),
        place,
        reason: "Most said it".into(),
        young_place: None,
        young_source: String::new(),
    };
    need::put_priority(&mut tx, &priority(90, 1, 80, 2), Some(STAFF), now()).await.unwrap();
    need::put_priority(&mut tx, &priority(91, 2, 81, 2), None, now()).await.unwrap();
    need::put_priority(&mut tx, &priority(92, 3, 82, 1), None, now()).await.unwrap();
    let moved = NewPriority {
        young_place: Some(1),
        young_source: "Forum, May".into(),
        reason: "R \u{1f68c}".into(),
        ..priority(99, 9, 80, 3)
    };
    need::put_priority(&mut tx, &moved, Some(STAFF), later(5)).await.unwrap();
    let all = need::priorities(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(all.iter().map(|p| (p.place, p.number)).collect::<Vec<_>>(), [(1, 3), (2, 2), (3, 1)]);
    let last = &all[2];
    assert_eq!((last.id, last.need_id, last.need_number), (id(90), id(80), 1), "its reference stays");
    assert_eq!(
        (last.young_place, last.young_source.as_str(), last.reason.as_str()),
        (Some(1), "Forum, May", "R \u{1f68c}")
    );
    assert_eq!((last.set_at, last.body.0.title.as_str()), (later(5), "A bus \u{1f68c}"));
    assert_eq!(all[0].young_place, None);
    assert!(need::priorities(&mut tx, id(99)).await.unwrap().is_empty());
}
