//! Passkeys of young people: their own device opens their page, what ends that, and what is kept of it. The device is the one of
//! the staff's stories.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::TimeDelta;
use earshot_domain::policy::Role;
use earshot_domain::young::AccountState;
use earshot_service::{AuditSearch, Earshot, Error, Refusal, YOUNG_PASSKEYS_MAX};
use earshot_testkit::{Fixture, TestDb, day, on_both};
use uuid::Uuid;

use crate::passkeys::{self, Device, SITE, is_wrong};
use crate::refusals;
use crate::young::{NICK, is_out, member, page, person, signed_in, the_one};

on_both!(
    a_young_persons_own_device_opens_their_page,
    what_is_kept_of_it_is_a_day_and_the_device_knows_a_nickname,
    what_is_no_passkey_of_theirs_opens_nothing,
    a_passkey_of_the_staff_opens_no_page_and_theirs_no_desk,
    a_passkey_opens_nothing_while_the_account_is_paused_or_over,
    five_devices_and_each_can_be_taken_away,
    a_worker_takes_all_away_and_nobody_else_can,
    who_stops_leaves_no_passkey,
);

/// A site that people reach by a name, and a member of a group on it who is signed in: their account, and their token.
struct Begun {
    story: Fixture,
    earshot: Earshot,
    group: Uuid,
    id: Uuid,
    token: String,
}

async fn begun(db: &TestDb) -> Begun {
    let story = Fixture::new(db).await;
    let (group, id) = member(&story).await;
    let token = signed_in(&story, id).await;
    let earshot = story.earshot.clone().reached_at(SITE);
    Begun { story, earshot, group, id, token }
}

async fn make(earshot: &Earshot, token: &str, device: &mut Device) -> Result<(), Error> {
    let asked = earshot.begin_young_passkey(token).await?;
    let answer = device.make(&asked.options);
    earshot.keep_young_passkey(token, (&asked.token, &answer)).await
}

async fn sign_in(earshot: &Earshot, device: &mut Device) -> Result<String, Error> {
    let asked = earshot.begin_passkey_sign_in().await.unwrap();
    let answer = device.show(&asked.options);
    earshot.sign_in_young_by_passkey((&asked.token, &answer), false).await
}

async fn a_young_persons_own_device_opens_their_page(db: TestDb) {
    let Begun { story, earshot, group, token, .. } = begun(&db).await;
    assert!(page(&story, &token).await.unwrap().passkeys.is_empty());
    assert!(!the_one(&story, group).await.has_passkey);
    let mut phone = Device::new(1);
    make(&earshot, &token, &mut phone).await.unwrap();
    assert!(the_one(&story, group).await.has_passkey);
    let own = page(&story, &token).await.unwrap().passkeys;
    assert_eq!(own.iter().map(|one| one.since).collect::<Vec<_>>(), [day("2026-02-09")]);

    // No code, long after the session has ended.
    story.pass(TimeDelta::days(40));
    assert!(is_out(&story, &token).await);
    let again = sign_in(&earshot, &mut phone).await.unwrap();
    assert_eq!(page(&story, &again).await.unwrap().own.nickname.as_str(), NICK);
    assert!(sign_in(&earshot, &mut phone).await.is_ok(), "as often as they like");

    // On a device that others use as well it ends with the day.
    let asked = earshot.begin_passkey_sign_in().await.unwrap();
    let answer = phone.show(&asked.options);
    let shared = earshot.sign_in_young_by_passkey((&asked.token, &answer), true).await.unwrap();
    is_wrong(&earshot.sign_in_young_by_passkey((&asked.token, &answer), true).await);
    // Nor does such a device become a way in.
    assert!(page(&story, &shared).await.unwrap().shared && !page(&story, &again).await.unwrap().shared);
    assert!(matches!(earshot.begin_young_passkey(&shared).await, Err(Error::NotFound)));
    let asked = earshot.begin_young_passkey(&again).await.unwrap();
    let answer = Device::new(2).make(&asked.options);
    let kept = earshot.keep_young_passkey(&shared, (&asked.token, &answer)).await;
    assert!(matches!(kept, Err(Error::NotFound)), "{kept:?}");
    assert_eq!(db.count("young_passkey").await, 1);
    story.pass(TimeDelta::days(1));
    assert!(is_out(&story, &shared).await && !is_out(&story, &again).await);
}

async fn what_is_kept_of_it_is_a_day_and_the_device_knows_a_nickname(db: TestDb) {
    let Begun { story, earshot, id, token, .. } = begun(&db).await;
    let asked = earshot.begin_young_passkey(&token).await.unwrap();
    let user = &asked.options["publicKey"]["user"];
    assert_eq!((user["name"].as_str(), user["displayName"].as_str()), (Some(NICK), Some(NICK)));
    assert_eq!(user["id"].as_str(), Some(BASE64.encode(id.as_bytes()).as_str()), "random, and nothing else");
    assert_eq!(id.get_version_num(), 4, "it does not tell when it was made");
    for row in db.dump().await {
        let theirs = row.starts_with("passkey_try:");
        assert!(!theirs || !row.contains(":30:15"), "the hour, and no minute: {row}");
    }
    let answer = Device::new(1).make(&asked.options);
    earshot.keep_young_passkey(&token, (&asked.token, &answer)).await.unwrap();
    assert_eq!(db.count("passkey_try").await, 0, "asked once");
    for row in db.dump().await {
        let theirs = row.starts_with("young_passkey:");
        assert!(!theirs || (row.contains("2026-02-09") && !row.contains(":30:15")), "a day: {row}");
    }
    let trail = story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 100).await.unwrap();
    assert!(
        trail.entries.iter().all(|entry| !entry.action.contains("passkey")),
        "what they do is in no trail"
    );
    // What nobody comes back with goes.
    earshot.begin_young_passkey(&token).await.unwrap();
    story.pass(TimeDelta::hours(3));
    earshot.purge().await.unwrap();
    assert_eq!(db.count("passkey_try").await, 0);
    assert_eq!(db.count("young_passkey").await, 1);
}

async fn what_is_no_passkey_of_theirs_opens_nothing(db: TestDb) {
    let Begun { story, earshot, group, token, .. } = begun(&db).await;
    let mut phone = Device::new(1);
    make(&earshot, &token, &mut phone).await.unwrap();
    let other = story.earshot.add_young_person(&story.worker, group, &person("fern")).await.unwrap();
    let there = signed_in(&story, other).await;
    let unknown = Device { owner: phone.owner.clone(), ..Device::new(2) };
    let forged = Device { key: Device::new(2).key, ..phone.clone() };
    let elsewhere = Device { at: "https://earshot.exampIe", ..phone.clone() };
    let nobody_asked = Device { asks: false, ..phone.clone() };
    let somebody_elses = Device { owner: other.as_bytes().to_vec(), ..phone.clone() };
    let nobodys = Device { owner: vec![9; 16], ..phone.clone() };
    for mut device in [unknown, forged, elsewhere, nobody_asked, somebody_elses, nobodys] {
        is_wrong(&sign_in(&earshot, &mut device).await);
    }
    for answer in ["", "{}", "null", "[]"] {
        let asked = earshot.begin_passkey_sign_in().await.unwrap();
        is_wrong(&earshot.sign_in_young_by_passkey((&asked.token, answer), false).await);
    }
    // A copy of it is noticed: its count of uses is behind.
    let mut copy = phone.clone();
    sign_in(&earshot, &mut phone).await.unwrap();
    sign_in(&earshot, &mut phone).await.unwrap();
    is_wrong(&sign_in(&earshot, &mut copy).await);
    sign_in(&earshot, &mut phone).await.unwrap();

    // What one was asked, another cannot keep; nor what was asked too long ago; nor a device that asks nobody.
    let asked = earshot.begin_young_passkey(&token).await.unwrap();
    let answer = Device::new(3).make(&asked.options);
    is_wrong(&earshot.keep_young_passkey(&there, (&asked.token, &answer)).await);
    let asked = earshot.begin_young_passkey(&token).await.unwrap();
    let answer = Device::new(3).make(&asked.options);
    story.pass(TimeDelta::hours(2));
    is_wrong(&earshot.keep_young_passkey(&token, (&asked.token, &answer)).await);
    let mut careless = Device { asks: false, ..Device::new(3) };
    is_wrong(&make(&earshot, &token, &mut careless).await);
    assert_eq!(refusals(make(&earshot, &there, &mut phone.clone()).await), [Refusal::Taken("passkey")]);
    // Without a session there is none to be made, and without a name there are none at all.
    assert!(matches!(earshot.begin_young_passkey("nobody").await, Err(Error::NotFound)));
    assert!(matches!(earshot.keep_young_passkey("nobody", ("", "")).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.begin_young_passkey(&token).await, Err(Error::NotFound)));
    assert_eq!(db.count("young_passkey").await, 1);
}

async fn a_passkey_of_the_staff_opens_no_page_and_theirs_no_desk(db: TestDb) {
    let Begun { story, earshot, token, .. } = begun(&db).await;
    let mut phone = Device::new(1);
    make(&earshot, &token, &mut phone).await.unwrap();
    let session = passkeys::by_link(&earshot, "kit@wexmoor.example", Role::Reader).await;
    let mut desk = Device::new(2);
    let session = passkeys::made(&earshot, &session, &mut desk).await;
    is_wrong(&sign_in(&earshot, &mut desk).await);
    is_wrong(&passkeys::sign_in(&earshot, &mut phone).await);
    assert!(passkeys::sign_in(&earshot, &mut desk).await.is_ok());
    assert!(sign_in(&earshot, &mut phone).await.is_ok());
    // Nor is what the one was asked to make kept as the other's.
    let actor = passkeys::who(&earshot, &session).await;
    let asked = earshot.begin_passkey(&actor).await.unwrap();
    let answer = Device::new(3).make(&asked.options);
    is_wrong(&earshot.keep_young_passkey(&token, (&asked.token, &answer)).await);
    let asked = earshot.begin_young_passkey(&token).await.unwrap();
    let answer = Device::new(3).make(&asked.options);
    is_wrong(&earshot.keep_passkey(&actor, &session, (&asked.token, &answer), "").await);
    // Nor does being asked to make one sign anybody in.
    let asked = earshot.begin_young_passkey(&token).await.unwrap();
    let answer = phone.show(&asked.options);
    is_wrong(&earshot.sign_in_young_by_passkey((&asked.token, &answer), false).await);
    assert!(!is_out(&story, &token).await);
}

async fn a_passkey_opens_nothing_while_the_account_is_paused_or_over(db: TestDb) {
    let Begun { story, earshot, group, id, token } = begun(&db).await;
    let mut phone = Device::new(1);
    let asked = earshot.begin_young_passkey(&token).await.unwrap();
    let late = Device::new(2).make(&asked.options);
    make(&earshot, &token, &mut phone).await.unwrap();
    story.earshot.pause_young_person(&story.worker, id).await.unwrap();
    is_wrong(&sign_in(&earshot, &mut phone).await);
    let kept = earshot.keep_young_passkey(&token, (&asked.token, &late)).await;
    assert!(matches!(kept, Err(Error::NotFound)), "{kept:?}");
    assert!(matches!(earshot.begin_young_passkey(&token).await, Err(Error::NotFound)));
    assert!(the_one(&story, group).await.has_passkey, "so that a worker sees it, and can take it away");
    story.earshot.let_young_person_go_on(&story.worker, id).await.unwrap();
    assert!(sign_in(&earshot, &mut phone).await.is_ok());

    story.on_day("2027-02-09");
    assert_eq!(the_one(&story, group).await.state, AccountState::Ended);
    is_wrong(&sign_in(&earshot, &mut phone).await);
    story.earshot.renew_young_person(&story.worker, id).await.unwrap();
    assert!(sign_in(&earshot, &mut phone).await.is_ok(), "renewing keeps it");

    story.earshot.end_young_group(&story.worker, group).await.unwrap();
    is_wrong(&sign_in(&earshot, &mut phone).await);
    assert_eq!(db.count("young_passkey").await, 1);
    story.on_day("2027-06-01");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("young_passkey").await, 0, "it goes with the account");
}

async fn five_devices_and_each_can_be_taken_away(db: TestDb) {
    let Begun { story, earshot, token, .. } = begun(&db).await;
    let mut phone = Device::new(1);
    make(&earshot, &token, &mut phone).await.unwrap();
    for number in 2..6 {
        make(&earshot, &token, &mut Device::new(number)).await.unwrap();
    }
    let own = page(&story, &token).await.unwrap().passkeys;
    assert_eq!(own.len(), YOUNG_PASSKEYS_MAX);
    let full = refusals(make(&earshot, &token, &mut Device::new(6)).await);
    assert!(matches!(full[..], [Refusal::TooMany { field: "passkey", max: YOUNG_PASSKEYS_MAX }]));

    let there = sign_in(&earshot, &mut phone).await.unwrap();
    for one in &own {
        earshot.remove_young_passkey(&token, one.id).await.unwrap();
    }
    assert!(is_out(&story, &there).await, "whoever has the device may have begun it");
    assert!(!is_out(&story, &token).await);
    is_wrong(&sign_in(&earshot, &mut phone).await);
    let gone = earshot.remove_young_passkey(&token, own[0].id).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    // Somebody else's cannot be taken away.
    make(&earshot, &token, &mut phone).await.unwrap();
    let theirs = page(&story, &token).await.unwrap().passkeys.remove(0).id;
    let group = story.earshot.young_groups(&story.worker).await.unwrap()[0].id;
    let other = story.earshot.add_young_person(&story.worker, group, &person("fern")).await.unwrap();
    let other = signed_in(&story, other).await;
    assert!(matches!(earshot.remove_young_passkey(&other, theirs).await, Err(Error::NotFound)));
    assert!(matches!(earshot.remove_young_passkey("nobody", theirs).await, Err(Error::NotFound)));
    assert!(sign_in(&earshot, &mut phone).await.is_ok());
}

async fn a_worker_takes_all_away_and_nobody_else_can(db: TestDb) {
    let Begun { story, earshot, group, id, token } = begun(&db).await;
    let mut phone = Device::new(1);
    make(&earshot, &token, &mut phone).await.unwrap();
    make(&earshot, &token, &mut Device::new(2)).await.unwrap();
    let stranger = story.stranger().await;
    assert!(matches!(earshot.take_young_passkeys(&stranger, id).await, Err(Error::NotFound)));
    for (role, actor) in story.staff().into_iter().filter(|(role, _)| *role != Role::ParticipationWorker) {
        let refused = earshot.take_young_passkeys(actor, id).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{role}: {refused:?}");
    }
    assert!(sign_in(&earshot, &mut phone).await.is_ok(), "nothing has happened");
    earshot.take_young_passkeys(&story.worker, id).await.unwrap();
    assert!(is_out(&story, &token).await, "whoever has the phone is out");
    is_wrong(&sign_in(&earshot, &mut phone).await);
    assert!(!the_one(&story, group).await.has_passkey);
    let twice = earshot.take_young_passkeys(&story.worker, id).await;
    assert!(matches!(twice, Err(Error::Stale)), "{twice:?}");
    let trail = story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 100).await.unwrap();
    let own: Vec<_> = trail.entries.iter().filter(|entry| entry.action == "young.passkeys-removed").collect();
    assert_eq!(own.len(), 1);
    // With a new code they come back, and may add a device again.
    let token = signed_in(&story, id).await;
    make(&earshot, &token, &mut phone).await.unwrap();
    assert!(sign_in(&earshot, &mut phone).await.is_ok());
}

async fn who_stops_leaves_no_passkey(db: TestDb) {
    let Begun { story, earshot, id, token, .. } = begun(&db).await;
    let mut phone = Device::new(1);
    make(&earshot, &token, &mut phone).await.unwrap();
    earshot.begin_young_passkey(&token).await.unwrap();
    assert_eq!((db.count("young_passkey").await, db.count("passkey_try").await), (1, 1));
    story.earshot.stop_own_account(&token).await.unwrap();
    assert_eq!((db.count("young_passkey").await, db.count("passkey_try").await), (0, 0));
    is_wrong(&sign_in(&earshot, &mut phone).await);
    let gone = earshot.take_young_passkeys(&story.worker, id).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
}
