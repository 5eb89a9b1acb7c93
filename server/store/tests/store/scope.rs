//! Roles in one consultation alone: kept once, listed, taken back.

use earshot_domain::policy::Role;
use earshot_store::scope::{self, Scope};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, id};

on_both!(a_role_in_one_consultation_is_kept_once_and_taken_back_alone);

async fn a_role_in_one_consultation_is_kept_once_and_taken_back_alone(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(scope::of(&mut tx, STAFF).await.unwrap(), []);
    assert!(scope::add(&mut tx, STAFF, Role::Reader, CONSULTATION).await.unwrap());
    assert!(!scope::add(&mut tx, STAFF, Role::Reader, CONSULTATION).await.unwrap(), "they have it");
    assert!(scope::add(&mut tx, STAFF, Role::Analyst, CONSULTATION).await.unwrap());
    let own = scope::of(&mut tx, STAFF).await.unwrap();
    assert_eq!(own.iter().map(|scope| scope.role).collect::<Vec<_>>(), [Role::Analyst, Role::Reader]);
    assert!(own.iter().all(|scope| scope.consultation_id == CONSULTATION && !scope.slug.is_empty()));
    assert_eq!(scope::of(&mut tx, id(99)).await.unwrap(), []);

    let everybody = scope::of_organisation(&mut tx, ORGANISATION).await.unwrap();
    let read: Vec<(_, Scope)> = everybody.iter().map(|(who, scope, _)| (*who, scope.clone())).collect();
    assert_eq!(read, own.iter().map(|scope| (STAFF, scope.clone())).collect::<Vec<_>>());
    assert!(scope::of_organisation(&mut tx, id(98)).await.unwrap().is_empty());

    assert!(!scope::remove(&mut tx, STAFF, Role::Reader, id(97)).await.unwrap(), "another consultation");
    assert!(scope::remove(&mut tx, STAFF, Role::Reader, CONSULTATION).await.unwrap());
    assert!(!scope::remove(&mut tx, STAFF, Role::Reader, CONSULTATION).await.unwrap());
    assert_eq!(scope::of(&mut tx, STAFF).await.unwrap().len(), 1, "the other one stays");
}
