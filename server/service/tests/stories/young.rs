//! Accounts of young people: who joins, the code that works once, what ends a session at once, and that nothing is left of
//! an account that somebody stops.

use chrono::TimeDelta;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_domain::retention::Record;
use earshot_domain::young::{AccountState, GivenBy, GroupKind, NicknameFlaw, Tick, YoungCode};
use earshot_service::{AuditSearch, Error, NewYoungPerson, OwnPage, Refusal, YoungMember};
use earshot_store::young;
use earshot_testkit::{Fixture, TestDb, Voice, day, on_both};
use uuid::Uuid;

use crate::refusals;

on_both!(
    who_joins_has_agreed_and_under_sixteen_a_worker_was_sure,
    two_of_a_group_are_told_apart_and_a_full_name_is_asked_about,
    a_code_opens_their_page_once_and_a_new_one_ends_the_old,
    a_code_works_again_until_the_page_was_opened_and_not_after_anything_that_shuts_it,
    the_page_says_all_that_is_kept_and_nothing_leads_to_an_answer,
    a_paused_account_is_shut_at_once_and_goes_on,
    an_account_ends_after_a_year_and_goes_three_months_later,
    a_group_that_ends_ends_all_of_it,
    nobody_comes_into_a_group_while_it_is_ended,
    a_group_gets_another_name_and_a_member_another_age,
    who_stops_leaves_no_row,
    a_session_ends_by_itself_and_everywhere,
    nobody_but_a_worker_of_the_organisation_sees_them,
    the_audit_trail_names_no_nickname,
);

/// A nickname that stands nowhere else.
pub(super) const NICK: &str = "zebraquokka";

pub(super) fn person(nickname: &str) -> NewYoungPerson {
    NewYoungPerson {
        nickname: nickname.into(),
        sure: false,
        age_band: Some(AgeBand::From14To15),
        is_assessor: false,
        consent_by: Some(GivenBy::Parent),
        consent_on: Some(day("2026-02-09")),
        competence: Tick::ALL.to_vec(),
    }
}

async fn group(story: &Fixture) -> Uuid {
    story.earshot.add_young_group(&story.worker, " Youth  forum ", Some(GroupKind::Forum)).await.unwrap()
}

/// A group with one member.
pub(super) async fn member(story: &Fixture) -> (Uuid, Uuid) {
    let group = group(story).await;
    let id = story.earshot.add_young_person(&story.worker, group, &person(NICK)).await.unwrap();
    (group, id)
}

async fn code(story: &Fixture, id: Uuid) -> YoungCode {
    story.earshot.make_young_code(&story.worker, id).await.unwrap().code
}

/// The token of somebody who has signed in.
pub(super) async fn signed_in(story: &Fixture, id: Uuid) -> String {
    story.earshot.sign_in_young(code(story, id).await, false).await.unwrap()
}

pub(super) async fn page(story: &Fixture, token: &str) -> Result<OwnPage, Error> {
    story.earshot.own_page(token, "en-GB").await
}

pub(super) async fn is_out(story: &Fixture, token: &str) -> bool {
    matches!(page(story, token).await, Err(Error::NotFound))
}

pub(super) async fn the_one(story: &Fixture, group: Uuid) -> YoungMember {
    let mut members = story.earshot.young_group(&story.worker, group).await.unwrap().members;
    assert_eq!(members.len(), 1);
    members.remove(0)
}

async fn who_joins_has_agreed_and_under_sixteen_a_worker_was_sure(db: TestDb) {
    let story = Fixture::new(&db).await;
    let earshot = &story.earshot;
    let empty = refusals(earshot.add_young_group(&story.worker, " ", None).await);
    assert_eq!(empty, [Refusal::Missing("name"), Refusal::Missing("group_kind")]);
    let long =
        refusals(earshot.add_young_group(&story.worker, &"x".repeat(81), Some(GroupKind::Other)).await);
    assert!(matches!(long[..], [Refusal::TooLong { field: "name", .. }]));
    let group = group(&story).await;
    let again = refusals(earshot.add_young_group(&story.worker, "Youth forum", Some(GroupKind::Forum)).await);
    assert_eq!(again, [Refusal::Taken("name")], "spaces are as they should be");

    let add = async |new: &NewYoungPerson| earshot.add_young_person(&story.worker, group, new).await;
    assert_eq!(
        refusals(add(&NewYoungPerson::default()).await),
        [
            Refusal::Nickname(NicknameFlaw::Empty),
            Refusal::Missing("age_band"),
            Refusal::Missing("consent_by"),
            Refusal::Unreadable("consent_on"),
        ]
    );
    let ahead = NewYoungPerson { consent_on: Some(day("2026-02-10")), ..person(NICK) };
    assert_eq!(refusals(add(&ahead).await), [Refusal::Unreadable("consent_on")]);
    for band in [AgeBand::From8To10, AgeBand::From11To13, AgeBand::From14To15] {
        let three = Tick::ALL[..3].to_vec();
        let young = NewYoungPerson { age_band: Some(band), competence: three, ..person(NICK) };
        assert_eq!(refusals(add(&young).await), [Refusal::Missing("competence")], "{band:?}");
    }
    add(&person(NICK)).await.unwrap();
    let grown =
        NewYoungPerson { age_band: Some(AgeBand::From16To17), competence: Vec::new(), ..person("moss") };
    add(&grown).await.unwrap();
    let rows = db.dump().await;
    let kept: Vec<&String> = rows.iter().filter(|row| row.starts_with("young_account:")).collect();
    assert_eq!(kept.iter().filter(|row| row.contains("understands,outcomes,weighs,freely")).count(), 1);
    assert!(kept.iter().all(|row| row.contains("account-1")), "which wording they agreed to");
    // A young assessor was told about sorting as well, and who agreed before keeps what they agreed to.
    add(&NewYoungPerson { is_assessor: true, ..person("fern") }).await.unwrap();
    let rows = db.dump().await;
    let of = |version: &str| {
        let said = |row: &&String| row.starts_with("young_account:") && row.contains(version);
        rows.iter().filter(said).count()
    };
    assert_eq!((of("account-1"), of("account-2")), (2, 1));
    let nowhere = earshot.add_young_person(&story.worker, story.random_id(), &person("fox")).await;
    assert!(matches!(nowhere, Err(Error::NotFound)));
}

async fn two_of_a_group_are_told_apart_and_a_full_name_is_asked_about(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, _) = member(&story).await;
    let add =
        async |group, new: &NewYoungPerson| story.earshot.add_young_person(&story.worker, group, new).await;
    let twice = refusals(add(group, &person(&NICK.to_uppercase())).await);
    assert_eq!(twice, [Refusal::Taken("nickname")]);
    let other = story.earshot.add_young_group(&story.worker, "Council", Some(GroupKind::Council)).await;
    add(other.unwrap(), &person(NICK)).await.unwrap();

    let reached = refusals(add(group, &person("07700 900123")).await);
    assert!(matches!(reached[..], [Refusal::Nickname(NicknameFlaw::Contact(_))]));
    assert_eq!(refusals(add(group, &person("Idiot")).await), [Refusal::Nickname(NicknameFlaw::Rude)]);
    let full = person("Kim Jones");
    assert_eq!(refusals(add(group, &full).await), [Refusal::Nickname(NicknameFlaw::FullName)]);
    let id = add(group, &NewYoungPerson { sure: true, ..full }).await.unwrap();

    // The same for what they call themselves.
    let token = signed_in(&story, id).await;
    let rename = async |to: &str, sure| story.earshot.change_own_nickname(&token, to, sure).await;
    assert_eq!(refusals(rename("Kim Price", false).await), [Refusal::Nickname(NicknameFlaw::FullName)]);
    assert_eq!(refusals(rename("big idiot", true).await), [Refusal::Nickname(NicknameFlaw::Rude)]);
    assert_eq!(refusals(rename(NICK, false).await), [Refusal::Taken("nickname")]);
    assert!(matches!(refusals(rename("kim@mail.example", true).await)[..], [Refusal::Nickname(_)]));
    rename("  blue   fox ", false).await.unwrap();
    assert_eq!(story.earshot.own_nickname(&token).await.unwrap().as_str(), "blue fox");
}

async fn a_code_opens_their_page_once_and_a_new_one_ends_the_old(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    assert_eq!(the_one(&story, group).await.state, AccountState::Waiting);
    let (old, new) = (code(&story, id).await, code(&story, id).await);
    assert_ne!(old, new);
    let opens = async |code| story.earshot.sign_in_young(code, false).await;
    assert!(matches!(opens(old).await, Err(Error::NotFound)), "there is a new one");
    assert!(the_one(&story, group).await.code_until.is_some());
    let token = opens(new).await.unwrap();
    assert!(opens(new).await.is_ok(), "pressed twice, and the first answer was lost");
    story.pass(TimeDelta::minutes(5));
    assert!(opens(new).await.is_ok(), "a bad line, and nobody has seen the page yet");
    story.pass(TimeDelta::minutes(5));
    assert!(matches!(opens(new).await, Err(Error::NotFound)), "once, however often it was tried again");
    assert!(page(&story, &token).await.is_ok());
    let now = the_one(&story, group).await;
    assert_eq!((now.state, now.code_until), (AccountState::Active, None));
    for row in db.dump().await {
        assert!(!row.contains(&token) && !row.contains(&new.shown()), "neither is kept");
    }
    let late = code(&story, id).await;
    story.pass(TimeDelta::days(7));
    assert!(matches!(opens(late).await, Err(Error::NotFound)), "its time is over");
    assert!(matches!(opens(YoungCode::from_bits([9; 6])).await, Err(Error::NotFound)));
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("young_code").await, 0, "used up or over");
    assert!(page(&story, &token).await.is_ok(), "a code that ends takes nobody along");
}

async fn a_code_works_again_until_the_page_was_opened_and_not_after_anything_that_shuts_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    let opens = async |code| story.earshot.sign_in_young(code, false).await;
    let is_shut = async |code| matches!(opens(code).await, Err(Error::NotFound));

    let one = code(&story, id).await;
    let (lost, token) = (opens(one).await.unwrap(), opens(one).await.unwrap());
    assert!(page(&story, &token).await.is_ok());
    assert!(is_shut(one).await, "whoever has the slip now comes too late");
    assert!(story.earshot.was_young_code(one).await.unwrap(), "which is no guess");
    assert!(!story.earshot.was_young_code(YoungCode::from_bits([9; 6])).await.unwrap());
    story.pass(TimeDelta::minutes(30));
    story.earshot.purge().await.unwrap();
    assert!(is_shut(one).await && story.earshot.was_young_code(one).await.unwrap());
    assert!(page(&story, &token).await.is_ok() && page(&story, &lost).await.is_ok());

    // Without having looked at the page, too; a code that a worker has made since is for another phone.
    let two = code(&story, id).await;
    let token = opens(two).await.unwrap();
    story.earshot.sign_out_young_everywhere(&token).await.unwrap();
    assert!(is_shut(two).await && is_out(&story, &token).await);
    let (token, three) = (signed_in(&story, id).await, code(&story, id).await);
    story.earshot.sign_out_young_everywhere(&token).await.unwrap();
    assert!(opens(three).await.is_ok());

    story.earshot.pause_young_person(&story.worker, id).await.unwrap();
    story.earshot.let_young_person_go_on(&story.worker, id).await.unwrap();
    assert!(is_shut(three).await, "paused");

    let four = code(&story, id).await;
    let token = opens(four).await.unwrap();
    story.earshot.renew_young_person(&story.worker, id).await.unwrap();
    assert!(is_shut(four).await && page(&story, &token).await.is_ok(), "renewed");
    let five = code(&story, id).await;
    story.earshot.renew_young_person(&story.worker, id).await.unwrap();
    assert!(opens(five).await.is_ok(), "and what nobody has used stays good");

    let six = code(&story, id).await;
    let ends_on = the_one(&story, group).await.ends_on;
    story.on_day(&(ends_on - TimeDelta::days(1)).to_string());
    let seven = code(&story, id).await;
    assert!(is_shut(six).await);
    story.on_day(&ends_on.to_string());
    story.earshot.renew_young_person(&story.worker, id).await.unwrap();
    assert!(is_shut(seven).await, "it was made for what is over");
}

async fn the_page_says_all_that_is_kept_and_nothing_leads_to_an_answer(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, id) = member(&story).await;
    story.open_consultation("bus").await;
    let token = signed_in(&story, id).await;
    story.send("bus", Voice::child(AgeBand::From14To15).wrote("worst", "it is full")).await;
    let OwnPage { own, home, .. } = page(&story, &token).await.unwrap();
    assert_eq!((own.nickname.as_str(), own.group.as_str()), (NICK, "Youth forum"));
    assert_eq!((own.age_band, own.consent_by), (AgeBand::From14To15, GivenBy::Parent));
    assert_eq!((own.consent_on, own.since), (day("2026-02-09"), day("2026-02-09")));
    assert_eq!((own.joined_on, own.ends_on), (Some(day("2026-02-09")), day("2027-02-09")));
    assert_eq!((own.judged_by.as_deref(), own.wording.as_str()), (Some("Jo Marsh"), "account-1"));
    assert_eq!(own.places, [(day("2026-02-09"), day("2026-02-09"))]);
    assert_eq!(own.duty_phone, "01632 960 111");
    assert_eq!(home.open.iter().map(|card| card.slug.as_str()).collect::<Vec<_>>(), ["bus"]);
    assert!(home.changes.is_empty());

    // Of another organisation's consultations it shows none.
    let stranger = story.stranger().await;
    let new = earshot_service::NewConsultation {
        title: "Parks".into(),
        slug: "parks".into(),
        ..earshot_service::NewConsultation::default()
    };
    story.earshot.create_consultation(&stranger, &new).await.unwrap();
    assert_eq!(page(&story, &token).await.unwrap().home.organisation, "Wexmoor County Council");
    // No row but its own names the account, and its moments are hours.
    let mark = id.simple().to_string();
    for row in db.dump().await {
        let own = ["young_account:", "young_code:", "young_session:", "audit_event:"];
        let named = row.replace('-', "").to_lowercase().contains(&mark);
        assert!(!named || own.iter().any(|table| row.starts_with(table)), "{row}");
        if row.starts_with("young_session:") {
            assert!(row.contains(":00:00") && !row.contains(":30:15"), "{row}");
        }
    }
}

async fn a_paused_account_is_shut_at_once_and_goes_on(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    let token = signed_in(&story, id).await;
    let unused = code(&story, id).await;
    story.earshot.pause_young_person(&story.worker, id).await.unwrap();
    assert!(is_out(&story, &token).await, "while signed in");
    assert!(matches!(story.earshot.sign_in_young(unused, false).await, Err(Error::NotFound)));
    // Whoever has the code is told why, and has guessed nothing.
    let told = async |code| {
        let known = story.earshot.was_young_code(code).await.unwrap();
        (known, story.earshot.is_paused_young_code(code).await.unwrap())
    };
    assert_eq!(told(unused).await, (true, true));
    assert_eq!(told(YoungCode::from_bits([9; 6])).await, (false, false));
    for refused in [
        story.earshot.own_nickname(&token).await.err(),
        story.earshot.change_own_nickname(&token, "fox", false).await.err(),
        story.earshot.stop_own_account(&token).await.err(),
        story.earshot.sign_out_young_everywhere(&token).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::NotFound)), "{refused:?}");
    }
    assert_eq!(the_one(&story, group).await.state, AccountState::Paused);
    assert_eq!(refusals(story.earshot.make_young_code(&story.worker, id).await), [Refusal::WrongState]);
    let twice = story.earshot.pause_young_person(&story.worker, id).await;
    assert!(matches!(twice, Err(Error::Stale)), "{twice:?}");
    story.earshot.let_young_person_go_on(&story.worker, id).await.unwrap();
    let twice = story.earshot.let_young_person_go_on(&story.worker, id).await;
    assert!(matches!(twice, Err(Error::Stale)), "{twice:?}");
    assert!(is_out(&story, &token).await, "a session that ended does not come back");
    assert!(matches!(story.earshot.sign_in_young(unused, false).await, Err(Error::NotFound)), "nor a code");
    assert_eq!(told(unused).await, (true, false));
    let token = signed_in(&story, id).await;
    assert!(page(&story, &token).await.is_ok());
}

async fn an_account_ends_after_a_year_and_goes_three_months_later(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    story.on_day("2026-12-01");
    story.earshot.renew_young_person(&story.worker, id).await.unwrap();
    story.on_day("2027-11-25");
    let token = signed_in(&story, id).await;
    story.on_day("2027-12-01");
    assert!(is_out(&story, &token).await, "it ended today");
    assert_eq!(the_one(&story, group).await.state, AccountState::Ended);
    assert_eq!(refusals(story.earshot.make_young_code(&story.worker, id).await), [Refusal::WrongState]);
    story.on_day("2027-12-05");
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    let due = story.earshot.retention(&officer).await.unwrap().due;
    let due: Vec<_> = due.iter().map(|due| (due.record, due.on)).collect();
    assert_eq!(due, [(Record::YoungAccounts, day("2028-03-01"))]);

    // A worker may renew it until then; whoever was signed in signs in once more.
    story.earshot.renew_young_person(&story.worker, id).await.unwrap();
    assert!(is_out(&story, &token).await);
    let token = signed_in(&story, id).await;
    assert!(page(&story, &token).await.is_ok());
    story.on_day("2029-03-04");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("young_account").await, 1);
    assert_eq!(db.count("young_session").await, 0);
    story.earshot.place_hold(&officer, None, "A claim").await.unwrap();
    story.on_day("2029-03-05");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("young_account").await, 1, "a hold keeps it");
    let hold = story.earshot.retention(&officer).await.unwrap().holds.remove(0);
    story.earshot.lift_hold(&officer, hold.id).await.unwrap();
    story.on_day("2029-03-06");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("young_account").await, 0);
    assert_eq!(db.count("young_group").await, 1, "the group goes on");
}

async fn a_group_that_ends_ends_all_of_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    let token = signed_in(&story, id).await;
    story.earshot.end_young_group(&story.worker, group).await.unwrap();
    assert!(is_out(&story, &token).await);
    let twice = story.earshot.end_young_group(&story.worker, group).await;
    assert!(matches!(twice, Err(Error::Stale)), "{twice:?}");
    let late = story.earshot.add_young_person(&story.worker, group, &person("moss")).await;
    assert_eq!(refusals(late), [Refusal::WrongState]);
    assert_eq!(refusals(story.earshot.renew_young_person(&story.worker, id).await), [Refusal::WrongState]);
    story.on_day("2026-05-08");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("young_account").await, 1);
    story.on_day("2026-05-09");
    story.earshot.purge().await.unwrap();
    assert_eq!((db.count("young_account").await, db.count("young_group").await), (0, 0));
}

async fn nobody_comes_into_a_group_while_it_is_ended(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    let organisation = story.worker.organisation_id;
    let mut ending = db.db().begin().await.unwrap();
    assert!(young::end_group(&mut ending, organisation, group, day("2026-02-09")).await.unwrap());
    let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
    let added =
        tokio::spawn(
            async move { earshot.add_young_person(&worker, group, &person("moss")).await.map(|_| ()) },
        );
    let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
    let renewed = tokio::spawn(async move { earshot.renew_young_person(&worker, id).await });
    let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
    let older =
        tokio::spawn(
            async move { earshot.change_young_age(&worker, id, Some(AgeBand::From16To17), &[]).await },
        );
    // Long enough for all of them to come as far as they can.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    ending.commit().await.unwrap();
    for late in [added, renewed, older] {
        assert_eq!(refusals(late.await.unwrap()), [Refusal::WrongState]);
    }
    assert_eq!(the_one(&story, group).await.state, AccountState::Ended);
}

async fn a_group_gets_another_name_and_a_member_another_age(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    let earshot = &story.earshot;
    let name = async |to: &str| earshot.rename_young_group(&story.worker, group, to).await;
    earshot.add_young_group(&story.worker, "Council", Some(GroupKind::Council)).await.unwrap();
    assert_eq!(refusals(name("  ").await), [Refusal::Missing("name")]);
    assert!(matches!(refusals(name(&"x".repeat(81)).await)[..], [Refusal::TooLong { field: "name", .. }]));
    assert_eq!(refusals(name("Council").await), [Refusal::Taken("name")]);
    let before = story.audits().await;
    name("Youth forum").await.unwrap();
    assert_eq!(story.audits().await, before, "it has that name");
    name(" Young  voices ").await.unwrap();
    assert_eq!(story.audits().await, before + 1);
    assert_eq!(earshot.young_group(&story.worker, group).await.unwrap().group.name, "Young voices");

    let age = async |to, ticks: &[Tick]| earshot.change_young_age(&story.worker, id, to, ticks).await;
    assert_eq!(refusals(age(None, &[]).await), [Refusal::Missing("age_band")]);
    age(Some(AgeBand::From14To15), &[]).await.unwrap();
    assert_eq!(story.audits().await, before + 1, "they are that old");
    age(Some(AgeBand::From11To13), &[]).await.unwrap();
    age(Some(AgeBand::From16To17), &[]).await.unwrap();
    assert_eq!(story.audits().await, before + 3);
    assert_eq!(the_one(&story, group).await.age_band, AgeBand::From16To17);
    let younger = age(Some(AgeBand::From14To15), &Tick::ALL[..3]).await;
    assert_eq!(refusals(younger), [Refusal::Missing("competence")]);
    assert_eq!(the_one(&story, group).await.age_band, AgeBand::From16To17);
    age(Some(AgeBand::From14To15), Tick::ALL).await.unwrap();
    assert_eq!(the_one(&story, group).await.age_band, AgeBand::From14To15);

    let stranger = story.stranger().await;
    for refused in [
        earshot.rename_young_group(&stranger, group, "Theirs").await.err(),
        earshot.change_young_age(&stranger, id, Some(AgeBand::From16To17), &[]).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::NotFound)), "{refused:?}");
    }
    for (role, actor) in story.staff().into_iter().filter(|(role, _)| *role != Role::ParticipationWorker) {
        let refused = earshot.rename_young_group(actor, group, "Theirs").await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{role}: {refused:?}");
        let refused = earshot.change_young_age(actor, id, Some(AgeBand::From16To17), &[]).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{role}: {refused:?}");
    }
    earshot.end_young_group(&story.worker, group).await.unwrap();
    assert_eq!(refusals(name("Late").await), [Refusal::WrongState]);
    assert_eq!(refusals(age(Some(AgeBand::From16To17), &[]).await), [Refusal::WrongState]);
}

async fn who_stops_leaves_no_row(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, id) = member(&story).await;
    let (token, there) = (signed_in(&story, id).await, signed_in(&story, id).await);
    code(&story, id).await;
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    story.earshot.place_hold(&officer, None, "A claim").await.unwrap();
    let stands = async || db.dump().await.iter().any(|row| row.to_lowercase().contains(NICK));
    assert!(stands().await);
    story.earshot.stop_own_account(&token).await.unwrap();
    assert!(!stands().await, "a hold does not keep it");
    for table in ["young_account", "young_code", "young_session"] {
        assert_eq!(db.count(table).await, 0, "{table}");
    }
    assert!(is_out(&story, &token).await && is_out(&story, &there).await);
    assert!(matches!(story.earshot.stop_own_account(&token).await, Err(Error::NotFound)));
    let gone = story.earshot.remove_young_person(&story.worker, id).await;
    assert!(matches!(gone, Err(Error::NotFound)));

    // What a worker removes goes as whole.
    let group = story.earshot.young_groups(&story.worker).await.unwrap()[0].id;
    let id = story.earshot.add_young_person(&story.worker, group, &person(NICK)).await.unwrap();
    let token = signed_in(&story, id).await;
    story.earshot.remove_young_person(&story.worker, id).await.unwrap();
    assert!(is_out(&story, &token).await && !stands().await);
}

async fn a_session_ends_by_itself_and_everywhere(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, id) = member(&story).await;
    let shared = story.earshot.sign_in_young(code(&story, id).await, true).await.unwrap();
    let own = signed_in(&story, id).await;
    story.pass(TimeDelta::hours(15));
    assert!(is_out(&story, &shared).await, "a device that others use");
    assert!(page(&story, &own).await.is_ok());
    for _ in 0..2 {
        story.pass(TimeDelta::days(13));
        assert!(page(&story, &own).await.is_ok(), "it is used");
    }
    story.pass(TimeDelta::days(4));
    assert!(is_out(&story, &own).await, "thirty days at most");

    let (here, there) = (signed_in(&story, id).await, signed_in(&story, id).await);
    assert_eq!(page(&story, &here).await.unwrap().own.places.len(), 2);
    story.earshot.sign_out_young(&here).await.unwrap();
    assert!(is_out(&story, &here).await && page(&story, &there).await.is_ok());
    let here = signed_in(&story, id).await;
    story.earshot.sign_out_young_everywhere(&here).await.unwrap();
    assert!(is_out(&story, &here).await && is_out(&story, &there).await);
    let idle = signed_in(&story, id).await;
    story.pass(TimeDelta::days(14));
    assert!(is_out(&story, &idle).await, "fourteen days unused");
    for wrong in ["", "x", &"0".repeat(64)] {
        assert!(is_out(&story, wrong).await, "{wrong}");
    }
}

async fn nobody_but_a_worker_of_the_organisation_sees_them(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    let stranger = story.stranger().await;
    let earshot = &story.earshot;
    assert!(earshot.young_groups(&stranger).await.unwrap().is_empty());
    for refused in [
        earshot.young_group(&stranger, group).await.err(),
        earshot.end_young_group(&stranger, group).await.err(),
        earshot.add_young_person(&stranger, group, &person("moss")).await.err(),
        earshot.make_young_code(&stranger, id).await.err(),
        earshot.pause_young_person(&stranger, id).await.err(),
        earshot.let_young_person_go_on(&stranger, id).await.err(),
        earshot.renew_young_person(&stranger, id).await.err(),
        earshot.remove_young_person(&stranger, id).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::NotFound)), "{refused:?}");
    }
    for (role, actor) in story.staff().into_iter().filter(|(role, _)| *role != Role::ParticipationWorker) {
        for refused in [
            earshot.young_groups(actor).await.err(),
            earshot.young_group(actor, group).await.err(),
            earshot.make_young_code(actor, id).await.err(),
            earshot.remove_young_person(actor, id).await.err(),
        ] {
            assert!(matches!(refused, Some(Error::Forbidden)), "{role}: {refused:?}");
        }
    }
    assert_eq!(the_one(&story, group).await.state, AccountState::Waiting, "nothing has happened");
}

async fn the_audit_trail_names_no_nickname(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (group, id) = member(&story).await;
    let token = signed_in(&story, id).await;
    story.earshot.change_own_nickname(&token, "quaggafox", false).await.unwrap();
    story.earshot.pause_young_person(&story.worker, id).await.unwrap();
    story.earshot.let_young_person_go_on(&story.worker, id).await.unwrap();
    story.earshot.renew_young_person(&story.worker, id).await.unwrap();
    story.earshot.remove_young_person(&story.worker, id).await.unwrap();
    story.earshot.end_young_group(&story.worker, group).await.unwrap();
    let search = AuditSearch::default();
    let entries = story.earshot.audit_trail(&story.admin, &search, 0, 100).await.unwrap().entries;
    let own: Vec<_> = entries.iter().filter(|entry| entry.action.starts_with("young.")).collect();
    let mut actions: Vec<&str> = own.iter().map(|entry| entry.action.as_str()).collect();
    actions.sort_unstable();
    let all = ["add", "add-group", "code", "end-group", "go-on", "pause", "remove", "renew"];
    assert_eq!(actions, all.map(|action| format!("young.{action}")));
    for entry in own {
        assert!([id.to_string(), "Youth forum".to_string()].contains(&entry.subject), "{}", entry.subject);
        assert!(entry.staff_name.is_some(), "what they do themselves is nobody's business");
    }
    let rows = db.dump().await;
    assert!(rows.iter().all(|row| !row.contains("quaggafox") && !row.contains(NICK)));
}
