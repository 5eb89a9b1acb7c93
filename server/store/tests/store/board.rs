//! Boards, and what they decide.

use earshot_domain::board::BoardKind;
use earshot_domain::decision::Level;
use earshot_store::board::{self, Board};
use earshot_store::{StoreError, decision};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::decision::insert_decision;
use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    a_board_is_kept_by_its_edition,
    a_name_is_one_board_s_in_an_organisation,
    a_board_that_has_ended_is_not_held,
    what_a_board_decides_is_found_from_it,
);

fn a_board(n: u128, number: i64, name: &str) -> Board {
    Board {
        id: id(n),
        organisation_id: ORGANISATION,
        number,
        name: name.into(),
        kind: BoardKind::Committee,
        level: Level::Strategic,
        parent_id: None,
        shadows_id: None,
        meets: "Every month".into(),
        ended_on: None,
        edition: 1,
    }
}

async fn a_board_is_kept_by_its_edition(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let first = a_board(70, 1, "Corporate Parenting Board");
    board::insert(&mut tx, &first, Some(STAFF), now()).await.unwrap();
    let shadow = Board {
        kind: BoardKind::Shadow,
        parent_id: Some(first.id),
        shadows_id: Some(first.id),
        ..a_board(71, 2, "A shadow \u{1f426} \"board\"")
    };
    board::insert(&mut tx, &shadow, None, now()).await.unwrap();
    assert_eq!(board::by_number(&mut tx, ORGANISATION, 2).await.unwrap().as_ref(), Some(&shadow));
    assert_eq!(board::by_number(&mut tx, id(99), 2).await.unwrap(), None, "another organisation's");
    assert_eq!(board::by_id(&mut tx, ORGANISATION, id(70)).await.unwrap().as_ref(), Some(&first));
    assert_eq!(board::by_id(&mut tx, id(99), id(70)).await.unwrap(), None);
    assert_eq!(board::by_id(&mut tx, ORGANISATION, id(72)).await.unwrap(), None);
    assert_eq!(board::all(&mut tx, ORGANISATION).await.unwrap(), [shadow, first.clone()], "by name");
    assert!(board::all(&mut tx, id(99)).await.unwrap().is_empty());

    let other = Board { name: "Other".into(), level: Level::Locality, meets: String::new(), ..first };
    board::save(&mut tx, &other).await.unwrap();
    assert!(matches!(board::save(&mut tx, &other).await, Err(StoreError::Stale)), "it is in edition 2 now");
    assert!(matches!(board::end(&mut tx, id(70), 1, None).await, Err(StoreError::Stale)));
    board::end(&mut tx, id(70), 2, Some(day("2026-03-01"))).await.unwrap();
    let ended = Board { ended_on: Some(day("2026-03-01")), edition: 3, ..other };
    assert_eq!(board::by_id(&mut tx, ORGANISATION, id(70)).await.unwrap().as_ref(), Some(&ended));
    board::end(&mut tx, id(70), 3, None).await.unwrap();
    assert_eq!(board::by_id(&mut tx, ORGANISATION, id(70)).await.unwrap().unwrap().ended_on, None);
}

async fn a_name_is_one_board_s_in_an_organisation(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(9), later(60)).await;
    board::insert(&mut tx, &a_board(70, 1, "Cabinet"), None, now()).await.unwrap();
    let theirs = Board { organisation_id: id(9), ..a_board(71, 2, "Cabinet") };
    board::insert(&mut tx, &theirs, None, now()).await.unwrap();
    let again = board::insert(&mut tx, &a_board(72, 3, "Cabinet"), None, now()).await;
    assert!(matches!(again, Err(StoreError::Taken)), "{again:?}");
}

async fn a_board_that_has_ended_is_not_held(db: TestDb) {
    let mut tx = seed::world(&db).await;
    board::insert(&mut tx, &a_board(70, 1, "Cabinet"), None, now()).await.unwrap();
    assert!(board::hold(&mut tx, ORGANISATION, id(70)).await.unwrap());
    assert!(!board::hold(&mut tx, id(99), id(70)).await.unwrap(), "another organisation's");
    assert!(!board::hold(&mut tx, ORGANISATION, id(71)).await.unwrap());
    board::end(&mut tx, id(70), 1, Some(day("2026-03-01"))).await.unwrap();
    assert!(!board::hold(&mut tx, ORGANISATION, id(70)).await.unwrap());
}

async fn what_a_board_decides_is_found_from_it(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, number, name) in [(70, 1, "Cabinet"), (71, 2, "Governors")] {
        board::insert(&mut tx, &a_board(n, number, name), None, now()).await.unwrap();
    }
    assert_eq!(board::of_consultation(&mut tx, CONSULTATION).await.unwrap(), None);
    board::set_of_consultation(&mut tx, CONSULTATION, Some(id(70))).await.unwrap();
    let of = board::of_consultation(&mut tx, CONSULTATION).await.unwrap().unwrap();
    assert_eq!((of.id, of.name.as_str()), (id(70), "Cabinet"));
    let slugs: Vec<String> =
        board::consultations(&mut tx, id(70)).await.unwrap().into_iter().map(|row| row.slug).collect();
    assert_eq!(slugs, ["bus"]);
    assert!(board::consultations(&mut tx, id(71)).await.unwrap().is_empty());
    board::set_of_consultation(&mut tx, CONSULTATION, None).await.unwrap();
    assert!(board::consultations(&mut tx, id(70)).await.unwrap().is_empty());

    insert_decision(&mut tx, id(100), 1).await;
    insert_decision(&mut tx, id(101), 2).await;
    for decision in [id(100), id(101)] {
        board::set_of_decision(&mut tx, decision, Some(id(71))).await.unwrap();
    }
    let numbers: Vec<i64> =
        board::decisions(&mut tx, id(71)).await.unwrap().into_iter().map(|made| made.number).collect();
    assert_eq!(numbers, [2, 1]);
    let board_of = |made: Option<decision::Decision>| -> Option<Uuid> { made.unwrap().board_id };
    assert_eq!(board_of(decision::by_id(&mut tx, id(100)).await.unwrap()), Some(id(71)));
    board::set_of_decision(&mut tx, id(100), None).await.unwrap();
    assert_eq!(board_of(decision::by_number(&mut tx, ORGANISATION, 1).await.unwrap()), None);
}
