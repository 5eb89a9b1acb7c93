//! The organisation, its staff, links, sessions, references.

use chrono::{DateTime, TimeDelta, Utc};
use earshot_domain::policy::Role;
use earshot_store::people::{self, Organisation, Staff};
use earshot_store::{StoreError, Tx};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, ORGANISATION, STAFF, id, later, now};

on_both!(
    a_database_knows_the_secret_that_it_was_begun_with,
    the_first_organisation_is_that_of_the_installation,
    references_are_numbered_by_kind,
    staff_are_known_by_their_address_in_lower_case,
    roles_are_given_once_and_taken_back,
    a_link_works_once_and_in_time,
    a_session_ends_by_age_by_rest_and_by_hand,
    what_has_run_out_is_purged,
    times_are_kept_to_the_microsecond_and_compared_as_times,
);

async fn the_first_organisation_is_that_of_the_installation(db: TestDb) {
    let mut tx = db.db().begin().await.unwrap();
    assert!(people::organisation(&mut tx).await.unwrap().is_none());
    // The older one counts, not the one that was written first.
    seed::organisation(&mut tx, id(50), later(1)).await;
    seed::organisation(&mut tx, id(60), now()).await;
    assert_eq!(people::organisation(&mut tx).await.unwrap().unwrap().id, id(60));
    let again = Organisation {
        id: id(60),
        name: String::new(),
        suppression_preset: String::new(),
        duty_phone: String::new(),
    };
    // A refused statement ends a PostgreSQL transaction, so it has one of its own.
    tx.commit().await.unwrap();
    let mut other = db.db().begin().await.unwrap();
    let taken = people::insert_organisation(&mut other, &again, now()).await;
    assert!(matches!(taken, Err(StoreError::Taken)));
    drop(other);
    let mut tx = db.db().begin().await.unwrap();
    let name = "Cyngor Sir \u{2019}Wexmoor\u{2019} \u{1f426}";
    people::rename_organisation(&mut tx, id(60), name, "999").await.unwrap();
    let renamed = people::organisation(&mut tx).await.unwrap().unwrap();
    assert_eq!(people::organisation_by_id(&mut tx, id(60)).await.unwrap().unwrap().name, name);
    assert!(people::organisation_by_id(&mut tx, id(99)).await.unwrap().is_none());
    let newest = people::newest_organisation(&mut tx).await.unwrap();
    seed::organisation(&mut tx, id(98), later(100_000)).await;
    assert_ne!(people::newest_organisation(&mut tx).await.unwrap(), newest);
    assert_eq!(people::newest_organisation(&mut tx).await.unwrap(), Some(later(100_000)));
    assert_eq!((renamed.name.as_str(), renamed.duty_phone.as_str()), (name, "999"));
    assert_eq!(renamed.suppression_preset, "nhs5");
}

async fn references_are_numbered_by_kind(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(50), later(1)).await;
    assert_eq!(people::next_number(&mut tx, 'Q').await.unwrap(), 1);
    assert_eq!(people::next_number(&mut tx, 'Q').await.unwrap(), 2);
    assert_eq!(people::next_number(&mut tx, 'N').await.unwrap(), 1);
    assert_eq!(people::next_number(&mut tx, 'Q').await.unwrap(), 3, "and whichever organisation it is for");
    tx.commit().await.unwrap();
    let mut dropped = db.db().begin().await.unwrap();
    assert_eq!(people::next_number(&mut dropped, 'Q').await.unwrap(), 4);
    drop(dropped);
    let mut tx = db.db().begin().await.unwrap();
    assert_eq!(people::next_number(&mut tx, 'Q').await.unwrap(), 4, "none was used up");
}

async fn staff_are_known_by_their_address_in_lower_case(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(50), later(1)).await;
    seed::staff(&mut tx, id(10), "\u{c9}ric@Wexmoor.example").await;
    seed::staff(&mut tx, id(11), "amy@wexmoor.example").await;
    let found = people::staff_by_email(&mut tx, "\u{e9}ric@wexmoor.example").await.unwrap().unwrap();
    assert_eq!(found.email, "\u{c9}ric@Wexmoor.example", "as they wrote it");
    assert_eq!(found.organisation_id, ORGANISATION);
    assert!(people::staff_by_email(&mut tx, "\u{c9}ric@Wexmoor.example").await.unwrap().is_none());
    let all = people::all_staff(&mut tx, ORGANISATION).await.unwrap();
    let emails: Vec<&str> = all.iter().map(|staff| staff.email.as_str()).collect();
    assert_eq!(emails, ["amy@wexmoor.example", "jo@wexmoor.example", "\u{c9}ric@Wexmoor.example"]);
    assert!(people::all_staff(&mut tx, id(50)).await.unwrap().is_empty());
    let same = Staff { id: id(12), organisation_id: id(50), email: "AMY@".into(), name: String::new() };
    let taken = people::insert_staff(&mut tx, &same, "amy@wexmoor.example", now()).await;
    assert!(matches!(taken, Err(StoreError::Taken)));
}

async fn roles_are_given_once_and_taken_back(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(people::roles(&mut tx, STAFF).await.unwrap(), []);
    let (lead, commissioner) = (Role::SafeguardingLead, Role::Commissioner);
    for (role, new) in [(lead, true), (commissioner, true), (lead, false)] {
        assert_eq!(people::add_role(&mut tx, STAFF, role).await.unwrap(), new);
    }
    assert_eq!(people::roles(&mut tx, STAFF).await.unwrap(), [Role::Commissioner, Role::SafeguardingLead]);
    let all = people::staff_with_roles(&mut tx, ORGANISATION).await.unwrap();
    let known = people::all_staff(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(all.len(), known.len());
    for (staff, roles) in all {
        assert_eq!(roles, people::roles(&mut tx, staff.id).await.unwrap(), "{}", staff.email);
    }
    assert!(people::staff_with_roles(&mut tx, id(50)).await.unwrap().is_empty());
    people::remove_role(&mut tx, STAFF, Role::Commissioner).await.unwrap();
    people::remove_role(&mut tx, STAFF, Role::Administrator).await.unwrap();
    assert_eq!(people::roles(&mut tx, STAFF).await.unwrap(), [Role::SafeguardingLead]);
}

async fn a_link_works_once_and_in_time(db: TestDb) {
    let mut tx = seed::world(&db).await;
    people::insert_link(&mut tx, b"link", STAFF, now(), later(60)).await.unwrap();
    assert_eq!(people::use_link(&mut tx, b"other", later(1)).await.unwrap(), None);
    assert_eq!(people::use_link(&mut tx, b"link", later(60)).await.unwrap(), None, "the last moment is past");
    assert_eq!(people::use_link(&mut tx, b"link", later(59)).await.unwrap(), Some(STAFF));
    assert_eq!(people::use_link(&mut tx, b"link", later(59)).await.unwrap(), None, "used up");
    let taken = people::insert_link(&mut tx, b"link", STAFF, now(), later(60)).await;
    assert!(matches!(taken, Err(StoreError::Taken)));
}

async fn session_lives(tx: &mut Tx, token: &[u8], now: DateTime<Utc>) -> bool {
    people::session(tx, token, now, now - TimeDelta::seconds(30)).await.unwrap().is_some()
}

async fn a_session_ends_by_age_by_rest_and_by_hand(db: TestDb) {
    let mut tx = seed::world(&db).await;
    people::insert_session(&mut tx, b"one", STAFF, now(), later(100)).await.unwrap();
    let found = people::session(&mut tx, b"one", later(1), later(-29)).await.unwrap().unwrap();
    assert_eq!((found.staff.id, found.staff.name.as_str()), (STAFF, "Jo Marsh"));
    assert_eq!(found.last_seen_at, now());
    assert!(session_lives(&mut tx, b"one", later(29)).await);
    assert!(!session_lives(&mut tx, b"one", later(30)).await, "not used for too long");
    people::touch_session(&mut tx, b"one", later(25)).await.unwrap();
    assert!(session_lives(&mut tx, b"one", later(54)).await);
    people::touch_session(&mut tx, b"one", later(99)).await.unwrap();
    assert!(session_lives(&mut tx, b"one", later(99)).await);
    assert!(!session_lives(&mut tx, b"one", later(100)).await, "too old");
    people::delete_session(&mut tx, b"one").await.unwrap();
    assert!(!session_lives(&mut tx, b"one", later(99)).await);
    seed::staff(&mut tx, id(10), "amy@wexmoor.example").await;
    for (token, staff) in [(b"two", STAFF), (b"six", STAFF), (b"ten", id(10))] {
        people::insert_session(&mut tx, token, staff, now(), later(100)).await.unwrap();
    }
    people::touch_session(&mut tx, b"six", later(5)).await.unwrap();
    let open = async |tx: &mut earshot_store::Tx, at: i64, idle: i64| {
        let open = people::open_sessions(tx, STAFF, later(at), later(idle)).await.unwrap();
        open.into_iter()
            .map(|session| (session.token_hash, session.created_at, session.last_seen_at))
            .collect::<Vec<_>>()
    };
    let (two, six) = ((b"two".to_vec(), now(), now()), (b"six".to_vec(), now(), later(5)));
    assert_eq!(open(&mut tx, 6, -1).await, [six.clone(), two]);
    assert_eq!(open(&mut tx, 6, 4).await, [six], "the other was not used for too long");
    assert!(open(&mut tx, 100, -1).await.is_empty(), "too old");
    people::delete_sessions_of(&mut tx, STAFF).await.unwrap();
    assert!(!session_lives(&mut tx, b"two", now()).await && !session_lives(&mut tx, b"six", now()).await);
    assert!(session_lives(&mut tx, b"ten", now()).await, "somebody else's goes on");
}

async fn what_has_run_out_is_purged(db: TestDb) {
    let mut tx = seed::world(&db).await;
    people::insert_link(&mut tx, b"old", STAFF, now(), later(9)).await.unwrap();
    people::insert_link(&mut tx, b"new", STAFF, now(), later(10)).await.unwrap();
    people::insert_session(&mut tx, b"old", STAFF, later(5), later(9)).await.unwrap();
    people::insert_session(&mut tx, b"idle", STAFF, later(4), later(99)).await.unwrap();
    people::insert_session(&mut tx, b"live", STAFF, later(5), later(99)).await.unwrap();
    assert_eq!(people::purge(&mut tx, later(10), later(5)).await.unwrap(), 3);
    assert_eq!(people::purge(&mut tx, later(10), later(5)).await.unwrap(), 0);
    assert!(people::use_link(&mut tx, b"new", later(9)).await.unwrap().is_some());
    assert!(people::session(&mut tx, b"live", later(10), later(4)).await.unwrap().is_some());
}

/// SQLite keeps times as text. A whole second has fewer digits there than half
/// of one, and must still come first.
async fn times_are_kept_to_the_microsecond_and_compared_as_times(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let second: DateTime<Utc> = "2026-02-09T09:30:15Z".parse().unwrap();
    let moments = [
        second - TimeDelta::microseconds(1),
        second,
        second + TimeDelta::microseconds(1),
        second + TimeDelta::milliseconds(500),
        second + TimeDelta::microseconds(500_001),
        second + TimeDelta::seconds(1),
    ];
    for (place, moment) in moments.iter().enumerate() {
        let token = [u8::try_from(place).unwrap()];
        people::insert_session(&mut tx, &token, STAFF, *moment, later(9_999)).await.unwrap();
        for (other, idle_since) in moments.iter().enumerate() {
            let found = people::session(&mut tx, &token, second, *idle_since).await.unwrap();
            assert_eq!(found.is_some(), place > other, "{moment} after {idle_since}");
            if let Some(found) = found {
                assert_eq!(found.last_seen_at, *moment);
            }
        }
    }
}

async fn a_database_knows_the_secret_that_it_was_begun_with(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(people::secret_check(&mut tx).await.unwrap(), None);
    people::set_secret_check(&mut tx, ORGANISATION, b"check").await.unwrap();
    assert_eq!(people::secret_check(&mut tx).await.unwrap().as_deref(), Some(&b"check"[..]));
}
