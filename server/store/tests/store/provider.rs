//! Signing in through a provider: tries that count once, whom a provider means, roles that count only through it, and the
//! sessions that it can end.

use earshot_domain::policy::Role;
use earshot_store::provider::{self, Try};
use earshot_store::{StoreError, people};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, STAFF, id, later, now};

const ISSUER: &str = "https://id.wexmoor.example";

on_both!(
    a_try_counts_once_and_at_its_own_provider,
    a_provider_means_one_person,
    what_groups_give_counts_through_their_provider,
    a_provider_ends_its_own_sessions_and_no_others,
);

async fn a_try_counts_once_and_at_its_own_provider(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let one = Try { place: "/desk".into(), again: true, expires_at: later(60) };
    provider::insert_try(&mut tx, b"one", "wexmoor", &one).await.unwrap();
    assert_eq!(provider::take_try(&mut tx, b"one", "other").await.unwrap(), None);
    assert_eq!(provider::take_try(&mut tx, b"two", "wexmoor").await.unwrap(), None);
    assert_eq!(provider::take_try(&mut tx, b"one", "wexmoor").await.unwrap(), Some(one.clone()));
    assert_eq!(provider::take_try(&mut tx, b"one", "wexmoor").await.unwrap(), None);
    provider::insert_try(&mut tx, b"two", "wexmoor", &one).await.unwrap();
    assert_eq!(provider::purge_tries(&mut tx, later(59)).await.unwrap(), 0);
    assert_eq!(provider::purge_tries(&mut tx, later(61)).await.unwrap(), 1);
}

async fn a_provider_means_one_person(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    assert!(provider::staff_by_identity(&mut tx, ISSUER, "kim").await.unwrap().is_none());
    assert!(!provider::has_identity(&mut tx, ISSUER, STAFF).await.unwrap());
    provider::insert_identity(&mut tx, ISSUER, "kim", STAFF, now()).await.unwrap();
    assert_eq!(provider::staff_by_identity(&mut tx, ISSUER, "kim").await.unwrap().unwrap().id, STAFF);
    assert!(provider::staff_by_identity(&mut tx, "https://other.example", "kim").await.unwrap().is_none());
    assert!(provider::has_identity(&mut tx, ISSUER, STAFF).await.unwrap());
    assert!(!provider::has_identity(&mut tx, ISSUER, id(20)).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    let twice = provider::insert_identity(&mut tx, ISSUER, "kim", id(20), now()).await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
}

async fn what_groups_give_counts_through_their_provider(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    people::add_role(&mut tx, id(20), Role::Analyst).await.unwrap();
    assert!(provider::give_role(&mut tx, id(20), Role::Reader, "wexmoor").await.unwrap());
    assert!(!provider::give_role(&mut tx, id(20), Role::Reader, "wexmoor").await.unwrap(), "they have it");
    assert!(!provider::give_role(&mut tx, id(20), Role::Analyst, "wexmoor").await.unwrap(), "by hand");
    let mut counted = Vec::new();
    for through in [None, Some("wexmoor"), Some("other")] {
        counted.push(provider::roles_in(&mut tx, id(20), through).await.unwrap());
    }
    assert_eq!(counted, [vec![Role::Analyst], vec![Role::Analyst, Role::Reader], vec![Role::Analyst]]);
    assert_eq!(provider::roles_of(&mut tx, id(20), "wexmoor").await.unwrap(), [Role::Reader]);
    assert_eq!(
        provider::roles_given(&mut tx, id(20)).await.unwrap(),
        [(Role::Reader, "wexmoor".to_string())]
    );
    assert!(!provider::take_role(&mut tx, id(20), Role::Analyst, "wexmoor").await.unwrap(), "by hand");
    assert!(!provider::take_role(&mut tx, id(20), Role::Reader, "other").await.unwrap());
    assert!(people::add_role(&mut tx, id(20), Role::Reader).await.unwrap(), "somebody here gives it too");
    assert!(provider::roles_given(&mut tx, id(20)).await.unwrap().is_empty());
    assert!(!provider::take_role(&mut tx, id(20), Role::Reader, "wexmoor").await.unwrap());
    assert!(provider::give_role(&mut tx, id(20), Role::Commissioner, "wexmoor").await.unwrap());
    assert!(provider::take_role(&mut tx, id(20), Role::Commissioner, "wexmoor").await.unwrap());
}

async fn a_provider_ends_its_own_sessions_and_no_others(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    provider::insert_identity(&mut tx, ISSUER, "kim", STAFF, now()).await.unwrap();
    provider::insert_identity(&mut tx, ISSUER, "kit", id(20), now()).await.unwrap();
    for (token, whose, named) in [
        (b"a", STAFF, Some("s1")),
        (b"b", STAFF, Some("s2")),
        (b"c", id(20), Some("s3")),
        (b"d", STAFF, None),
    ] {
        people::insert_session(&mut tx, token, whose, now(), later(3_600)).await.unwrap();
        if let Some(named) = named {
            provider::through(&mut tx, token, "wexmoor", Some(named), Some(later(1))).await.unwrap();
        }
    }
    assert_eq!(provider::used(&mut tx).await.unwrap(), ["wexmoor"]);
    assert_eq!(provider::session_through(&mut tx, b"a").await.unwrap().as_deref(), Some("wexmoor"));
    assert_eq!(provider::session_through(&mut tx, b"d").await.unwrap(), None);
    let session = people::session(&mut tx, b"a", later(2), now() - chrono::TimeDelta::hours(1)).await;
    let session = session.unwrap().unwrap();
    assert_eq!((session.provider.as_deref(), session.second_at), (Some("wexmoor"), Some(later(1))));
    let of = ("wexmoor", ISSUER);
    assert_eq!(provider::end_named(&mut tx, ("other", ISSUER), "s1", None).await.unwrap(), 0);
    assert_eq!(provider::end_named(&mut tx, of, "s1", Some("kit")).await.unwrap(), 0, "not theirs");
    assert_eq!(provider::end_named(&mut tx, of, "s1", Some("kim")).await.unwrap(), 1);
    assert_eq!(provider::end_named(&mut tx, of, "s3", None).await.unwrap(), 1);
    assert_eq!(provider::end_whose(&mut tx, ("other", ISSUER), "kim").await.unwrap(), 0);
    assert_eq!(provider::end_whose(&mut tx, of, "kim").await.unwrap(), 1, "the one by a link lives on");
    assert!(provider::session_through(&mut tx, b"d").await.unwrap().is_none());
    people::insert_session(&mut tx, b"e", STAFF, now(), later(3_600)).await.unwrap();
    people::delete_other_sessions(&mut tx, STAFF, b"d").await.unwrap();
    provider::give_role(&mut tx, id(20), Role::Reader, "wexmoor").await.unwrap();
    provider::forget(&mut tx, "wexmoor").await.unwrap();
    assert!(provider::roles_given(&mut tx, id(20)).await.unwrap().is_empty());
    assert!(provider::used(&mut tx).await.unwrap().is_empty());
    assert_eq!(
        people::open_sessions(&mut tx, STAFF, later(2), now() - chrono::TimeDelta::hours(1))
            .await
            .unwrap()
            .len(),
        1
    );
}
