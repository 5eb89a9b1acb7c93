//! Roles in one place alone: kept once, listed, found in the consultations of the place, taken back.

use earshot_domain::board::BoardKind;
use earshot_domain::decision::Level;
use earshot_domain::policy::Role;
use earshot_store::board::{self, Board};
use earshot_store::scope::{self, PlaceId, Placed, Scope};
use earshot_store::{Tx, consultation, young};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    a_role_in_one_consultation_is_kept_once_and_taken_back_alone,
    a_role_at_a_board_is_found_in_its_consultations_until_it_ends,
    a_role_in_a_group_is_found_in_what_it_is_asked_until_it_ends,
    a_consultation_is_one_s_own_by_several_ways_once,
);

const HERE: PlaceId = PlaceId::Consultation(CONSULTATION);
const BOARD: PlaceId = PlaceId::Board(id(70));
const GROUP: PlaceId = PlaceId::Group(id(300));

async fn with_board(db: &TestDb) -> Tx {
    let mut tx = seed::world(db).await;
    let new = Board {
        id: id(70),
        organisation_id: ORGANISATION,
        number: 7,
        name: "Trust Board".into(),
        kind: BoardKind::Committee,
        level: Level::Strategic,
        parent_id: None,
        shadows_id: None,
        meets: String::new(),
        ended_on: None,
        edition: 1,
    };
    board::insert(&mut tx, &new, Some(STAFF), now()).await.unwrap();
    tx
}

async fn found(tx: &mut Tx) -> Vec<(Role, Uuid)> {
    let own = scope::of(tx, STAFF).await.unwrap();
    let everybody = scope::of_organisation(tx, ORGANISATION).await.unwrap();
    assert_eq!(everybody, own.iter().map(|scope| (STAFF, scope.clone())).collect::<Vec<_>>());
    own.into_iter().map(|scope| (scope.role, scope.consultation_id)).collect()
}

async fn a_role_in_one_consultation_is_kept_once_and_taken_back_alone(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(scope::of(&mut tx, STAFF).await.unwrap(), []);
    assert!(scope::add(&mut tx, STAFF, Role::Reader, HERE).await.unwrap());
    assert!(!scope::add(&mut tx, STAFF, Role::Reader, HERE).await.unwrap(), "they have it");
    assert!(scope::add(&mut tx, STAFF, Role::Analyst, HERE).await.unwrap());
    let own = scope::of(&mut tx, STAFF).await.unwrap();
    assert_eq!(own.iter().map(|scope| scope.role).collect::<Vec<_>>(), [Role::Analyst, Role::Reader]);
    assert!(own.iter().all(|scope| scope.consultation_id == CONSULTATION && !scope.slug.is_empty()));
    assert_eq!(scope::of(&mut tx, id(99)).await.unwrap(), []);
    assert_eq!(scope::roles(&mut tx, STAFF).await.unwrap(), [Role::Analyst, Role::Reader]);
    assert_eq!(scope::roles_in(&mut tx, STAFF, HERE).await.unwrap(), [Role::Analyst, Role::Reader]);

    let everybody = scope::of_organisation(&mut tx, ORGANISATION).await.unwrap();
    let read: Vec<(_, Scope)> = everybody.iter().map(|(who, scope)| (*who, scope.clone())).collect();
    assert_eq!(read, own.iter().map(|scope| (STAFF, scope.clone())).collect::<Vec<_>>());
    assert!(scope::of_organisation(&mut tx, id(98)).await.unwrap().is_empty());
    let placed = scope::placed(&mut tx, ORGANISATION).await.unwrap();
    let expected = Placed {
        role: Role::Analyst,
        place: HERE,
        slug: Some(own[0].slug.clone()),
        name: own[0].slug.clone(),
        has_ended: false,
    };
    assert_eq!((placed.len(), &placed[0]), (2, &(STAFF, expected)));
    assert!(scope::placed(&mut tx, id(98)).await.unwrap().is_empty());

    let elsewhere = PlaceId::Consultation(id(97));
    assert!(!scope::remove(&mut tx, STAFF, Role::Reader, elsewhere).await.unwrap(), "another consultation");
    assert!(scope::remove(&mut tx, STAFF, Role::Reader, HERE).await.unwrap());
    assert!(!scope::remove(&mut tx, STAFF, Role::Reader, HERE).await.unwrap());
    assert_eq!(scope::of(&mut tx, STAFF).await.unwrap().len(), 1, "the other one stays");
}

async fn a_role_at_a_board_is_found_in_its_consultations_until_it_ends(db: TestDb) {
    let mut tx = with_board(&db).await;
    assert!(scope::add(&mut tx, STAFF, Role::DecisionMaker, BOARD).await.unwrap());
    assert!(!scope::add(&mut tx, STAFF, Role::DecisionMaker, BOARD).await.unwrap(), "they have it");
    assert_eq!(scope::boards_of(&mut tx, STAFF).await.unwrap(), [(Role::DecisionMaker, id(70))]);
    assert_eq!(scope::roles(&mut tx, STAFF).await.unwrap(), [Role::DecisionMaker]);
    assert!(found(&mut tx).await.is_empty(), "no consultation is its own");
    board::set_of_consultation(&mut tx, CONSULTATION, Some(id(70))).await.unwrap();
    assert_eq!(found(&mut tx).await, [(Role::DecisionMaker, CONSULTATION)]);
    let listed = scope::boards(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!((listed.len(), listed[0].id, listed[0].number), (1, id(70), 7));
    assert!(scope::boards(&mut tx, id(98)).await.unwrap().is_empty());

    board::end(&mut tx, id(70), 1, Some(day("2026-03-01"))).await.unwrap();
    assert!(found(&mut tx).await.is_empty());
    assert!(scope::boards_of(&mut tx, STAFF).await.unwrap().is_empty());
    assert!(scope::roles(&mut tx, STAFF).await.unwrap().is_empty());
    let placed = scope::placed(&mut tx, ORGANISATION).await.unwrap();
    assert!(placed[0].1.has_ended && placed[0].1.name == "Trust Board" && placed[0].1.place == BOARD);
    assert_eq!(scope::roles_in(&mut tx, STAFF, BOARD).await.unwrap(), [Role::DecisionMaker]);
    assert!(scope::remove(&mut tx, STAFF, Role::DecisionMaker, BOARD).await.unwrap());
    assert!(!scope::remove(&mut tx, STAFF, Role::DecisionMaker, BOARD).await.unwrap());
    for role in [Role::DecisionMaker, Role::Analyst] {
        assert!(scope::add(&mut tx, STAFF, role, BOARD).await.unwrap());
    }
    assert!(scope::clear_board(&mut tx, id(71)).await.unwrap().is_empty(), "another board");
    let cleared = scope::clear_board(&mut tx, id(70)).await.unwrap();
    assert_eq!(cleared, [(STAFF, Role::Analyst), (STAFF, Role::DecisionMaker)]);
    assert_eq!(scope::roles_in(&mut tx, STAFF, BOARD).await.unwrap(), []);
}

async fn a_role_in_a_group_is_found_in_what_it_is_asked_until_it_ends(db: TestDb) {
    let mut tx = seed::world(&db).await;
    crate::young::join(&mut tx).await;
    assert!(scope::add(&mut tx, STAFF, Role::Reader, GROUP).await.unwrap());
    assert_eq!(scope::groups_of(&mut tx, STAFF).await.unwrap(), [(Role::Reader, id(300))]);
    assert_eq!(scope::roles(&mut tx, STAFF).await.unwrap(), [Role::Reader]);
    assert!(found(&mut tx).await.is_empty(), "nothing is asked of it");
    assert!(scope::hold_group(&mut tx, ORGANISATION, id(300)).await.unwrap());
    assert!(!scope::hold_group(&mut tx, id(98), id(300)).await.unwrap(), "another organisation's");
    assert!(scope::ask(&mut tx, id(300), CONSULTATION).await.unwrap());
    assert!(!scope::ask(&mut tx, id(300), CONSULTATION).await.unwrap());
    assert_eq!(scope::asked_of(&mut tx, id(300)).await.unwrap(), [CONSULTATION]);
    assert!(scope::asked_of(&mut tx, id(301)).await.unwrap().is_empty());
    assert_eq!(found(&mut tx).await, [(Role::Reader, CONSULTATION)]);
    assert!(scope::ask_no_more(&mut tx, id(300), CONSULTATION).await.unwrap());
    assert!(!scope::ask_no_more(&mut tx, id(300), CONSULTATION).await.unwrap());
    assert!(found(&mut tx).await.is_empty());
    assert!(scope::ask(&mut tx, id(300), CONSULTATION).await.unwrap());

    assert!(young::end_group(&mut tx, ORGANISATION, id(300), day("2026-03-01")).await.unwrap());
    assert!(found(&mut tx).await.is_empty());
    assert!(scope::groups_of(&mut tx, STAFF).await.unwrap().is_empty());
    assert!(!scope::hold_group(&mut tx, ORGANISATION, id(300)).await.unwrap(), "it has ended");
    let placed = scope::placed(&mut tx, ORGANISATION).await.unwrap();
    assert!(placed[0].1.has_ended && placed[0].1.name == "Forum" && placed[0].1.place == GROUP);
    assert_eq!(scope::roles_in(&mut tx, STAFF, GROUP).await.unwrap(), [Role::Reader]);
    assert!(scope::remove(&mut tx, STAFF, Role::Reader, GROUP).await.unwrap());
    assert!(scope::roles_in(&mut tx, STAFF, GROUP).await.unwrap().is_empty());
}

async fn a_consultation_is_one_s_own_by_several_ways_once(db: TestDb) {
    let mut tx = with_board(&db).await;
    crate::young::join(&mut tx).await;
    let other = seed::consultation(id(60), 2, "park");
    consultation::insert(&mut tx, &other, later(1)).await.unwrap();
    board::set_of_consultation(&mut tx, CONSULTATION, Some(id(70))).await.unwrap();
    scope::ask(&mut tx, id(300), CONSULTATION).await.unwrap();
    scope::ask(&mut tx, id(300), id(60)).await.unwrap();
    for place in [HERE, BOARD, GROUP] {
        assert!(scope::add(&mut tx, STAFF, Role::Analyst, place).await.unwrap());
    }
    assert_eq!(found(&mut tx).await, [(Role::Analyst, CONSULTATION), (Role::Analyst, id(60))]);
    assert_eq!(scope::roles(&mut tx, STAFF).await.unwrap(), [Role::Analyst]);
    // One of the three ways is enough.
    assert!(scope::remove(&mut tx, STAFF, Role::Analyst, HERE).await.unwrap());
    assert!(scope::remove(&mut tx, STAFF, Role::Analyst, BOARD).await.unwrap());
    assert_eq!(found(&mut tx).await, [(Role::Analyst, CONSULTATION), (Role::Analyst, id(60))]);
}
