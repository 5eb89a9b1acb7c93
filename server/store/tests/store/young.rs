//! Accounts of young people: groups, members, codes that work once, sessions that end at once, and what goes when.

use std::time::Duration;

use earshot_domain::respondent::AgeBand;
use earshot_domain::young::{GivenBy, GroupKind, Nickname};
use earshot_store::young::{self, Account, NewAccount, NewGroup};
use earshot_store::{StoreError, Tx};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    a_group_is_of_one_organisation_and_ends_with_everybody_in_it,
    a_group_gets_another_name_while_it_goes_on,
    nobody_in_a_group_has_the_nickname_of_another,
    an_account_keeps_what_was_written_down_and_is_paused_renewed_and_removed,
    a_code_works_once_until_its_time_and_a_new_one_takes_its_place,
    a_code_that_was_used_is_shut_and_one_that_was_not_stays,
    a_code_of_a_paused_account_is_known_and_opens_nothing,
    who_shuts_a_code_waits_for_whoever_is_just_using_it,
    a_session_ends_with_its_time_unused_or_with_the_account,
    what_has_passed_is_forgotten_and_what_ended_goes_later,
);

const GROUP: Uuid = id(300);

fn group(n: u128, organisation_id: Uuid, name: &str) -> NewGroup {
    let kind = GroupKind::Forum;
    NewGroup { id: id(n), organisation_id, name: name.into(), kind, by: Some(STAFF), on: day("2026-02-09") }
}

fn account(n: u128, nickname: &str) -> NewAccount {
    NewAccount {
        id: id(n),
        organisation_id: ORGANISATION,
        group_id: GROUP,
        nickname: Nickname::parse(nickname, true).unwrap(),
        age_band: AgeBand::From14To15,
        is_assessor: false,
        consent_by: GivenBy::Parent,
        consent_on: day("2026-02-01"),
        wording: "account-1",
        competence: Some("understands,outcomes,weighs,freely".into()),
        by: Some(STAFF),
        on: day("2026-02-09"),
        ends_on: day("2027-02-09"),
    }
}

async fn ready(db: &TestDb) -> Tx {
    let mut tx = seed::world(db).await;
    join(&mut tx).await;
    tx
}

/// A group, and somebody in it.
pub(crate) async fn join(tx: &mut Tx) {
    young::insert_group(tx, &group(300, ORGANISATION, "Forum")).await.unwrap();
    young::insert(tx, &account(310, "Otter")).await.unwrap();
}

async fn one(tx: &mut Tx) -> Account {
    young::by_id(tx, id(310)).await.unwrap().unwrap()
}

/// Whether somebody is signed in with this token at the seed's moment.
async fn is_in(tx: &mut Tx, token: &[u8]) -> bool {
    young::session(tx, token, now(), later(-60)).await.unwrap().is_some()
}

async fn a_group_is_of_one_organisation_and_ends_with_everybody_in_it(db: TestDb) {
    let mut tx = ready(&db).await;
    seed::organisation(&mut tx, id(50), later(60)).await;
    young::insert_group(&mut tx, &group(301, ORGANISATION, "Council")).await.unwrap();
    young::insert_group(&mut tx, &group(302, id(50), "Forum")).await.unwrap();
    let groups = young::groups(&mut tx, ORGANISATION).await.unwrap();
    let shown: Vec<_> = groups.iter().map(|one| (one.name.as_str(), one.members, one.ended_on)).collect();
    assert_eq!(shown, [("Council", 0, None), ("Forum", 1, None)]);
    assert_eq!((groups[1].kind, groups[1].created_on), (GroupKind::Forum, day("2026-02-09")));
    assert_eq!(young::group(&mut tx, ORGANISATION, GROUP).await.unwrap().as_ref(), Some(&groups[1]));
    assert_eq!(young::group(&mut tx, id(50), GROUP).await.unwrap(), None, "another organisation's");

    young::set_code(&mut tx, id(310), b"code", later(600)).await.unwrap();
    young::insert_session(&mut tx, b"token", id(310), now(), later(600)).await.unwrap();
    let today = day("2026-02-09");
    assert!(!young::end_group(&mut tx, id(50), GROUP, today).await.unwrap());
    assert!(is_in(&mut tx, b"token").await);
    assert!(young::end_group(&mut tx, ORGANISATION, GROUP, today).await.unwrap());
    assert!(!young::end_group(&mut tx, ORGANISATION, GROUP, today).await.unwrap(), "it has ended");
    assert_eq!(one(&mut tx).await.ends_on, today);
    assert!(!is_in(&mut tx, b"token").await);
    assert_eq!(young::end_sessions(&mut tx, id(310)).await.unwrap(), 0, "they are gone");
    assert_eq!(one(&mut tx).await.code_until, None);
    let ended = young::group(&mut tx, ORGANISATION, GROUP).await.unwrap().unwrap();
    assert_eq!(ended.ended_on, Some(today));
}

async fn a_group_gets_another_name_while_it_goes_on(db: TestDb) {
    let mut tx = ready(&db).await;
    seed::organisation(&mut tx, id(50), later(60)).await;
    young::hold_group(&mut tx, ORGANISATION, GROUP).await.unwrap();
    young::hold_group(&mut tx, ORGANISATION, id(999)).await.unwrap();
    assert!(!young::rename_group(&mut tx, id(50), GROUP, "Theirs").await.unwrap(), "another organisation's");
    assert!(young::rename_group(&mut tx, ORGANISATION, GROUP, "Voices").await.unwrap());
    let kept = young::group(&mut tx, ORGANISATION, GROUP).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.ended_on), ("Voices", None), "held and renamed, and nothing else");
    assert!(young::end_group(&mut tx, ORGANISATION, GROUP, day("2026-02-09")).await.unwrap());
    assert!(!young::rename_group(&mut tx, ORGANISATION, GROUP, "Late").await.unwrap(), "it has ended");

    // Who judged it stands beside the account, and stays where nobody was asked again.
    assert!(young::set_age(&mut tx, id(310), AgeBand::From16To17, None).await.unwrap());
    let older = one(&mut tx).await;
    assert_eq!((older.age_band, older.judged_by.as_deref()), (AgeBand::From16To17, Some("Jo Marsh")));
    let judged = Some(("understands,outcomes,weighs,freely", None));
    assert!(young::set_age(&mut tx, id(310), AgeBand::From11To13, judged).await.unwrap());
    let younger = one(&mut tx).await;
    assert_eq!((younger.age_band, younger.judged_by), (AgeBand::From11To13, None));
    assert!(!young::set_age(&mut tx, id(999), AgeBand::From11To13, None).await.unwrap());
}

async fn nobody_in_a_group_has_the_nickname_of_another(db: TestDb) {
    let mut tx = ready(&db).await;
    young::insert_group(&mut tx, &group(301, ORGANISATION, "Council")).await.unwrap();
    young::insert(&mut tx, &account(311, "moss")).await.unwrap();
    let elsewhere = NewAccount { group_id: id(301), ..account(312, "OTTER") };
    young::insert(&mut tx, &elsewhere).await.unwrap();
    assert!(young::rename(&mut tx, id(310), &Nickname::parse("OTTER", false).unwrap()).await.unwrap());
    let names: Vec<String> = young::of_group(&mut tx, GROUP)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.nickname.as_str().to_string())
        .collect();
    assert_eq!(names, ["moss", "OTTER"]);
    tx.commit().await.unwrap();

    let mut tx = db.db().begin().await.unwrap();
    let twice = young::insert(&mut tx, &account(313, "oTTer")).await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
    drop(tx);
    let mut tx = db.db().begin().await.unwrap();
    let taken = young::rename(&mut tx, id(311), &Nickname::parse("otter", false).unwrap()).await;
    assert!(matches!(taken, Err(StoreError::Taken)), "{taken:?}");
    drop(tx);
    let mut tx = db.db().begin().await.unwrap();
    let again = young::insert_group(&mut tx, &group(303, ORGANISATION, "Forum")).await;
    assert!(matches!(again, Err(StoreError::Taken)), "{again:?}");
}

async fn an_account_keeps_what_was_written_down_and_is_paused_renewed_and_removed(db: TestDb) {
    let mut tx = ready(&db).await;
    let kept = one(&mut tx).await;
    assert_eq!((kept.group_name.as_str(), kept.nickname.as_str()), ("Forum", "Otter"));
    assert_eq!((kept.age_band, kept.consent_by), (AgeBand::From14To15, GivenBy::Parent));
    assert_eq!((kept.consent_on, kept.wording.as_str()), (day("2026-02-01"), "account-1"));
    assert_eq!(kept.judged_by.as_deref(), Some("Jo Marsh"));
    assert_eq!((kept.joined_on, kept.paused_at, kept.code_until), (None, None, None));
    assert!(!format!("{kept:?}").contains("Otter"));
    let grown = NewAccount { is_assessor: true, competence: None, ..account(311, "Moss") };
    young::insert(&mut tx, &grown).await.unwrap();
    let grown = young::by_id(&mut tx, id(311)).await.unwrap().unwrap();
    assert_eq!((grown.is_assessor, grown.judged_by), (true, None));
    assert_eq!(young::of_organisation(&mut tx, ORGANISATION, id(310)).await.unwrap(), Some(kept));
    assert_eq!(young::of_organisation(&mut tx, id(99), id(310)).await.unwrap(), None);
    assert_eq!(young::by_id(&mut tx, id(99)).await.unwrap(), None);

    young::set_code(&mut tx, id(310), b"code", later(600)).await.unwrap();
    young::insert_session(&mut tx, b"token", id(310), now(), later(600)).await.unwrap();
    assert_eq!(one(&mut tx).await.code_until, Some(later(600)));
    assert!(young::pause(&mut tx, id(310), now()).await.unwrap());
    assert!(!young::pause(&mut tx, id(310), later(5)).await.unwrap());
    let paused = one(&mut tx).await;
    assert_eq!((paused.paused_at, paused.code_until), (Some(now()), None));
    assert!(young::go_on(&mut tx, id(310)).await.unwrap());
    assert!(!young::go_on(&mut tx, id(310)).await.unwrap());
    assert!(!is_in(&mut tx, b"token").await, "it does not come back");
    assert!(young::renew(&mut tx, id(310), day("2028-01-01")).await.unwrap());
    assert_eq!(one(&mut tx).await.ends_on, day("2028-01-01"));
    assert!(young::remove(&mut tx, id(310)).await.unwrap());
    assert!(!young::remove(&mut tx, id(310)).await.unwrap());
    assert_eq!(young::by_id(&mut tx, id(310)).await.unwrap(), None);
    tx.commit().await.unwrap();
    assert_eq!((db.count("young_code").await, db.count("young_session").await), (0, 0));
}

async fn a_code_works_once_until_its_time_and_a_new_one_takes_its_place(db: TestDb) {
    let mut tx = ready(&db).await;
    young::set_code(&mut tx, id(310), b"old", later(600)).await.unwrap();
    young::set_code(&mut tx, id(310), b"new", later(60)).await.unwrap();
    assert_eq!(young::by_code(&mut tx, b"old", now()).await.unwrap(), None);
    assert_eq!(young::by_code(&mut tx, b"new", later(59)).await.unwrap(), Some(id(310)));
    assert_eq!(young::by_code(&mut tx, b"new", later(60)).await.unwrap(), None, "its time is over");
    let used = (now(), later(30));
    assert_eq!(young::use_code(&mut tx, b"old", used, now()).await.unwrap(), None);
    assert_eq!(young::use_code(&mut tx, b"new", used, later(60)).await.unwrap(), None);
    assert_eq!(young::use_code(&mut tx, b"new", used, later(9)).await.unwrap(), Some(id(310)));
    assert_eq!(one(&mut tx).await.joined_on, Some(day("2026-02-09")));
    let again = (now(), later(50));
    assert_eq!(
        young::use_code(&mut tx, b"new", again, later(29)).await.unwrap(),
        Some(id(310)),
        "pressed twice"
    );
    assert_eq!(
        young::by_code(&mut tx, b"new", later(30)).await.unwrap(),
        None,
        "which gives it no more time"
    );

    // A new one works again, and the day of the first time stays; nothing opens what is paused or over.
    young::set_code(&mut tx, id(310), b"third", later(9_000_000)).await.unwrap();
    assert_eq!(one(&mut tx).await.code_until, Some(later(9_000_000)));
    young::pause(&mut tx, id(310), now()).await.unwrap();
    young::set_code(&mut tx, id(310), b"third", later(9_000_000)).await.unwrap();
    assert_eq!(young::by_code(&mut tx, b"third", now()).await.unwrap(), None);
    young::go_on(&mut tx, id(310)).await.unwrap();
    young::renew(&mut tx, id(310), day("2026-02-10")).await.unwrap();
    assert_eq!(young::by_code(&mut tx, b"third", later(86_400)).await.unwrap(), None);
    assert_eq!(young::use_code(&mut tx, b"third", used, now()).await.unwrap(), Some(id(310)));
    assert_eq!(one(&mut tx).await.joined_on, Some(day("2026-02-09")));
}

async fn a_code_that_was_used_is_shut_and_one_that_was_not_stays(db: TestDb) {
    let mut tx = ready(&db).await;
    young::insert(&mut tx, &account(311, "Moss")).await.unwrap();
    assert!(!young::has_used_code(&mut tx, id(310)).await.unwrap(), "none was made");
    assert!(!young::shut_used_code(&mut tx, id(310)).await.unwrap());
    assert!(!young::drop_code(&mut tx, id(310)).await.unwrap());
    for (account, code) in [(310, b"one".as_slice()), (311, b"other".as_slice())] {
        young::set_code(&mut tx, id(account), code, later(600)).await.unwrap();
    }
    assert!(!young::has_used_code(&mut tx, id(310)).await.unwrap());
    assert!(!young::shut_used_code(&mut tx, id(310)).await.unwrap(), "nobody has used it");
    let used = (now(), later(300));
    assert_eq!(young::use_code(&mut tx, b"one", used, later(9)).await.unwrap(), Some(id(310)));
    assert!(young::has_used_code(&mut tx, id(310)).await.unwrap());
    assert!(!young::has_used_code(&mut tx, id(311)).await.unwrap(), "somebody else's was not");
    assert!(young::shut_used_code(&mut tx, id(310)).await.unwrap());
    assert!(!young::shut_used_code(&mut tx, id(310)).await.unwrap(), "it is shut already");
    assert!(!young::has_used_code(&mut tx, id(310)).await.unwrap());
    assert_eq!(young::by_code(&mut tx, b"one", later(9)).await.unwrap(), None);
    assert_eq!(young::use_code(&mut tx, b"one", used, later(9)).await.unwrap(), None);
    assert_eq!(young::by_code(&mut tx, b"other", now()).await.unwrap(), Some(id(311)));
    assert!(young::was_used(&mut tx, b"one").await.unwrap(), "and is told from one that never was");
    assert!(!young::was_used(&mut tx, b"other").await.unwrap());
    assert!(!young::was_used(&mut tx, b"nothing").await.unwrap());
    young::set_code(&mut tx, id(310), b"next", later(600)).await.unwrap();
    assert!(
        !young::was_used(&mut tx, b"one").await.unwrap() && !young::was_used(&mut tx, b"next").await.unwrap()
    );
    assert!(young::drop_code(&mut tx, id(310)).await.unwrap());

    // What is over may not come back with a code from before, used or not.
    assert!(young::drop_code(&mut tx, id(311)).await.unwrap());
    assert_eq!(young::by_code(&mut tx, b"other", now()).await.unwrap(), None);
    young::set_code(&mut tx, id(311), b"used", later(600)).await.unwrap();
    assert_eq!(young::use_code(&mut tx, b"used", used, now()).await.unwrap(), Some(id(311)));
    assert!(young::drop_code(&mut tx, id(311)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(db.count("young_code").await, 0);
}

async fn a_code_of_a_paused_account_is_known_and_opens_nothing(db: TestDb) {
    let mut tx = ready(&db).await;
    young::insert(&mut tx, &account(311, "Moss")).await.unwrap();
    for (account, code) in [(310, b"used".as_slice()), (311, b"open".as_slice())] {
        young::set_code(&mut tx, id(account), code, later(600)).await.unwrap();
    }
    let used = (now(), later(300));
    assert_eq!(young::use_code(&mut tx, b"used", used, now()).await.unwrap(), Some(id(310)));
    let today = day("2026-02-09");
    assert!(!young::is_of_paused(&mut tx, b"used", today).await.unwrap(), "it goes on");
    for (account, code) in [(310, b"used".as_slice()), (311, b"open".as_slice())] {
        assert!(young::pause(&mut tx, id(account), now()).await.unwrap());
        assert!(young::was_used(&mut tx, code).await.unwrap());
        assert!(young::is_of_paused(&mut tx, code, today).await.unwrap());
        assert_eq!(young::use_code(&mut tx, code, used, now()).await.unwrap(), None);
    }
    assert!(!young::is_of_paused(&mut tx, b"nothing", today).await.unwrap());
    let ends_on = one(&mut tx).await.ends_on;
    assert!(!young::is_of_paused(&mut tx, b"used", ends_on).await.unwrap(), "what is over is not paused");
    // It goes on, and the code from before stays shut.
    assert!(young::go_on(&mut tx, id(311)).await.unwrap());
    assert!(!young::is_of_paused(&mut tx, b"open", today).await.unwrap());
    assert!(young::was_used(&mut tx, b"open").await.unwrap());
    assert_eq!(young::by_code(&mut tx, b"open", now()).await.unwrap(), None);
    let passed = (later(-1), later(0));
    assert_eq!(young::purge_passing(&mut tx, later(10), passed).await.unwrap(), 2, "and both are forgotten");
}

async fn who_shuts_a_code_waits_for_whoever_is_just_using_it(db: TestDb) {
    let mut tx = ready(&db).await;
    young::set_code(&mut tx, id(310), b"one", later(600)).await.unwrap();
    tx.commit().await.unwrap();
    let other = db.again().await;
    let mut uses = db.db().begin().await.unwrap();
    let used = young::use_code(&mut uses, b"one", (now(), later(300)), now()).await.unwrap();
    assert_eq!(used, Some(id(310)));
    let shuts = tokio::spawn(async move {
        let mut tx = other.begin().await.unwrap();
        let shut = young::shut_used_code(&mut tx, id(310)).await.unwrap();
        tx.commit().await.unwrap();
        shut
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!shuts.is_finished(), "it waits");
    uses.commit().await.unwrap();
    assert!(shuts.await.unwrap(), "it saw that it was used");
    let mut tx = db.db().read().await.unwrap();
    assert_eq!(young::by_code(&mut tx, b"one", later(9)).await.unwrap(), None);
}

async fn a_session_ends_with_its_time_unused_or_with_the_account(db: TestDb) {
    let mut tx = ready(&db).await;
    for token in [b"one".as_slice(), b"two".as_slice()] {
        young::insert_session(&mut tx, token, id(310), now(), later(600)).await.unwrap();
    }
    let at = async |tx: &mut Tx, seconds, idle| {
        young::session(tx, b"one", later(seconds), later(idle)).await.unwrap()
    };
    assert_eq!(at(&mut tx, 599, -1).await, Some((id(310), now())));
    assert_eq!(young::session_life(&mut tx, b"one").await.unwrap(), Some((now(), later(600))));
    assert_eq!(young::session_life(&mut tx, b"nobody").await.unwrap(), None);
    assert_eq!(at(&mut tx, 600, -1).await, None, "its time is over");
    assert_eq!(at(&mut tx, 599, 0).await, None, "not used since");
    young::touch_session(&mut tx, b"one", later(300)).await.unwrap();
    assert_eq!(at(&mut tx, 599, 299).await, Some((id(310), later(300))));
    let open = young::sessions(&mut tx, id(310), later(10), later(-1)).await.unwrap();
    assert_eq!(open.len(), 2);
    assert!(open.contains(&(now(), later(300))) && open.contains(&(now(), now())));
    assert_eq!(young::sessions(&mut tx, id(310), later(10), later(1)).await.unwrap(), [(now(), later(300))]);
    assert!(young::end_session(&mut tx, b"two").await.unwrap());
    assert!(!young::end_session(&mut tx, b"two").await.unwrap());
    young::renew(&mut tx, id(310), day("2026-02-09")).await.unwrap();
    assert_eq!(at(&mut tx, 1, -1).await, None, "the account is over today");
    young::renew(&mut tx, id(310), day("2026-02-10")).await.unwrap();
    assert!(at(&mut tx, 1, -1).await.is_some());
    assert_eq!(young::end_sessions(&mut tx, id(310)).await.unwrap(), 1);
    assert_eq!(at(&mut tx, 1, -1).await, None);
}

async fn what_has_passed_is_forgotten_and_what_ended_goes_later(db: TestDb) {
    let mut tx = ready(&db).await;
    young::insert(&mut tx, &account(311, "Moss")).await.unwrap();
    young::set_code(&mut tx, id(310), b"used", later(600)).await.unwrap();
    young::set_code(&mut tx, id(311), b"open", later(600)).await.unwrap();
    young::use_code(&mut tx, b"used", (now(), later(5)), now()).await.unwrap();
    for (token, until) in [(b"over".as_slice(), 10), (b"live".as_slice(), 600)] {
        young::insert_session(&mut tx, token, id(310), now(), later(until)).await.unwrap();
    }
    let passed = (later(-1), later(-1));
    assert_eq!(young::purge_passing(&mut tx, later(10), passed).await.unwrap(), 1, "a session");
    assert!(young::was_used(&mut tx, b"used").await.unwrap(), "it is known a while longer");
    let passed = (later(-1), later(0));
    assert_eq!(young::purge_passing(&mut tx, later(4), passed).await.unwrap(), 0, "it works still");
    assert_eq!(young::purge_passing(&mut tx, later(10), passed).await.unwrap(), 1);
    assert_eq!(young::purge_passing(&mut tx, later(10), passed).await.unwrap(), 0);
    assert!(is_in(&mut tx, b"live").await);
    assert_eq!(young::by_code(&mut tx, b"open", now()).await.unwrap(), Some(id(311)));
    assert_eq!(young::purge_passing(&mut tx, later(600), passed).await.unwrap(), 2, "their time is over");

    let today = day("2026-02-09");
    assert_eq!(young::oldest_ended(&mut tx, ORGANISATION, today).await.unwrap(), None);
    young::insert_session(&mut tx, b"last", id(311), now(), later(600)).await.unwrap();
    young::renew(&mut tx, id(311), day("2026-02-05")).await.unwrap();
    assert_eq!(young::purge_passing(&mut tx, now(), passed).await.unwrap(), 1, "of an account that is over");
    assert_eq!(young::oldest_ended(&mut tx, ORGANISATION, today).await.unwrap(), Some(day("2026-02-05")));
    assert_eq!(young::oldest_ended(&mut tx, id(99), today).await.unwrap(), None);
    assert_eq!(young::purge_ended(&mut tx, ORGANISATION, day("2026-02-05")).await.unwrap(), 0);
    assert_eq!(young::purge_ended(&mut tx, id(99), day("2026-02-06")).await.unwrap(), 0);
    assert_eq!(young::purge_ended(&mut tx, ORGANISATION, day("2026-02-06")).await.unwrap(), 1);
    assert_eq!(young::of_group(&mut tx, GROUP).await.unwrap().len(), 1);
    young::end_group(&mut tx, ORGANISATION, GROUP, today).await.unwrap();
    assert_eq!(young::purge_ended(&mut tx, ORGANISATION, day("2026-02-10")).await.unwrap(), 1);
    assert!(young::groups(&mut tx, ORGANISATION).await.unwrap().is_empty(), "the group went with the last");
}
