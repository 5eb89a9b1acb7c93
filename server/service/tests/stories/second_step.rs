//! A second step beside the link: set up, shown, shown again, lost, and taken away.

use chrono::TimeDelta;
use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::{Permission, Role};
use earshot_service::{Actor, AuditSearch, Error, Refusal, SecondStep};
use earshot_testkit::{Fixture, TestDb, on_both};
use totp_rs::{Builder, Secret};

on_both!(
    who_has_a_second_step_does_nothing_before_it_is_shown,
    no_code_counts_twice_and_guessing_ends,
    a_lost_phone_locks_nobody_out,
    who_reads_is_asked_again_after_a_while,
    an_organisation_can_ask_it_of_everybody_who_reads,
    whoever_manages_people_takes_it_away_and_nobody_else,
    nobody_confirms_a_secret_that_somebody_else_has_seen,
);

const ADDRESS: &str = "worker@wexmoor.example";

/// What the app on their phone shows now.
fn code(story: &Fixture, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(story.earshot.now().timestamp()).unwrap()).to_string()
}

/// Signs somebody in by a link; gives the session's token.
async fn sign_in(story: &Fixture, address: &str, role: Role) -> String {
    let console = story.earshot.console().await.unwrap();
    let link = story.earshot.invite(&console, address, "", role).await.unwrap();
    story.earshot.sign_in(&link.token).await.unwrap()
}

async fn who(story: &Fixture, token: &str) -> Actor {
    story.earshot.who(token).await.unwrap().unwrap()
}

/// Sets the worker's second step up; gives their session's token, the secret, and the codes for a lost phone.
async fn enrolled(story: &Fixture) -> (String, String, Vec<String>) {
    let token = sign_in(story, ADDRESS, Role::ParticipationWorker).await;
    let actor = who(story, &token).await;
    let setup = story.earshot.begin_second_step(&actor, &token).await.unwrap();
    assert!(setup.address.starts_with("otpauth://totp/Earshot:") && setup.address.contains(&setup.secret));
    assert_eq!(
        story.earshot.begin_second_step(&actor, &token).await.unwrap().secret,
        setup.secret,
        "until it counts"
    );
    let wrong = story.earshot.confirm_second_step(&actor, &token, "000000").await;
    assert!(matches!(wrong, Err(Error::Refused(why)) if why == [Refusal::WrongCode]));
    assert_eq!(who(story, &token).await.second_step, SecondStep::None, "it does not count yet");
    let first = code(story, &setup.secret);
    let (codes, new) = story.earshot.confirm_second_step(&actor, &token, &first).await.unwrap();
    assert!(story.earshot.who(&token).await.unwrap().is_none(), "the session has another token now");
    (new, setup.secret, codes.iter().map(earshot_domain::receipt::Receipt::canonical).collect())
}

async fn who_has_a_second_step_does_nothing_before_it_is_shown(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (token, secret, codes) = enrolled(&story).await;
    assert_eq!(codes.len(), 8);
    assert!(db.dump().await.iter().all(|row| !row.contains(&secret) && !row.contains(&codes[0])));
    let here = who(&story, &token).await;
    assert_eq!(here.second_step, SecondStep::Shown(TimeDelta::zero()));
    assert!(here.may(Permission::ReadRawText));
    story.earshot.desk_consultations(&here).await.unwrap();
    let state = story.earshot.second_step(&here).await.unwrap();
    assert!(state.on && state.codes_left == 8 && !state.required);

    story.pass(TimeDelta::minutes(1));
    let other = sign_in(&story, ADDRESS, Role::ParticipationWorker).await;
    let before = who(&story, &other).await;
    assert_eq!((before.second_step, before.roles.len()), (SecondStep::Asked, 0));
    assert!(matches!(story.earshot.desk_consultations(&before).await, Err(Error::SecondStep)));
    assert!(matches!(story.earshot.people(&before).await, Err(Error::SecondStep)));
    for wrong in ["", "12345", "1234567", "abcdef", "000000", "wren copper ladder tide"] {
        let refused = story.earshot.show_second_step(&other, wrong).await;
        assert!(matches!(refused, Err(Error::Refused(_) | Error::TooMany)), "{wrong}");
    }
    story.pass(TimeDelta::minutes(21));
    let spaced = code(&story, &secret);
    let spaced = format!(" {} {} ", &spaced[..3], &spaced[3..]);
    let shown = story.earshot.show_second_step(&other, &spaced).await.unwrap();
    assert!(story.earshot.who(&other).await.unwrap().is_none(), "rotated");
    assert!(who(&story, &shown).await.may(Permission::ReadRawText));
    assert!(matches!(story.earshot.show_second_step("nobody", &spaced).await, Err(Error::SignIn)));
}

async fn no_code_counts_twice_and_guessing_ends(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, secret, _) = enrolled(&story).await;
    let first = code(&story, &secret);
    let other = sign_in(&story, ADDRESS, Role::ParticipationWorker).await;
    let used = story.earshot.show_second_step(&other, &first).await;
    assert!(matches!(used, Err(Error::Refused(why)) if why == [Refusal::WrongCode]), "seen over a shoulder");
    // Five wrong ones, however fast; then not even the right one is looked at for twenty minutes.
    let mut looked_at = 1;
    for guess in 0..30 {
        match story.earshot.show_second_step(&other, &format!("{guess:06}")).await {
            Err(Error::Refused(_)) => looked_at += 1,
            Err(Error::TooMany) => {}
            found => panic!("{found:?}"),
        }
    }
    assert_eq!(looked_at, 5);
    story.pass(TimeDelta::minutes(19));
    let right = code(&story, &secret);
    assert!(matches!(story.earshot.show_second_step(&other, &right).await, Err(Error::TooMany)));
    story.pass(TimeDelta::minutes(2));
    story.earshot.show_second_step(&other, &code(&story, &secret)).await.unwrap();
}

async fn a_lost_phone_locks_nobody_out(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, _, codes) = enrolled(&story).await;
    let other = sign_in(&story, ADDRESS, Role::ParticipationWorker).await;
    let token = story.earshot.show_second_step(&other, &codes[3].to_uppercase()).await.unwrap();
    let actor = who(&story, &token).await;
    assert_eq!(story.earshot.second_step(&actor).await.unwrap().codes_left, 7);
    let again = story.earshot.show_second_step(&token, &codes[3]).await;
    assert!(matches!(again, Err(Error::Refused(_))), "each works once");
    // They take it away with another one, and set it up anew.
    let wrong = story.earshot.remove_second_step(&actor, "000000").await;
    assert!(matches!(wrong, Err(Error::Refused(_))));
    story.earshot.remove_second_step(&actor, &codes[4]).await.unwrap();
    let state = story.earshot.second_step(&actor).await.unwrap();
    assert_eq!((state.on, state.codes_left), (false, 0));
    assert_eq!(who(&story, &token).await.second_step, SecondStep::None);
    story.earshot.begin_second_step(&actor, &token).await.unwrap();
}

async fn who_reads_is_asked_again_after_a_while(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let (token, secret, _) = enrolled(&story).await;
    let reads = async |token: &str| {
        let actor = who(&story, token).await;
        story.earshot.queue(&actor, "bus", AnswerState::New, 0).await.map(drop)
    };
    for _ in 0..4 {
        story.pass(TimeDelta::minutes(59));
        reads(&token).await.unwrap();
    }
    story.pass(TimeDelta::minutes(10));
    assert!(matches!(reads(&token).await, Err(Error::SecondStep)));
    let actor = who(&story, &token).await;
    story.earshot.preparation(&actor, "bus").await.unwrap();
    let token = story.earshot.show_second_step(&token, &code(&story, &secret)).await.unwrap();
    reads(&token).await.unwrap();
    // Whoever gives roles is asked sooner.
    let console = story.earshot.console().await.unwrap();
    story.earshot.invite(&console, ADDRESS, "", Role::Administrator).await.unwrap();
    let admin = sign_in(&story, ADDRESS, Role::Administrator).await;
    story.pass(TimeDelta::minutes(1));
    let admin = story.earshot.show_second_step(&admin, &code(&story, &secret)).await.unwrap();
    let invites = async || {
        let actor = who(&story, &admin).await;
        story.earshot.invite(&actor, "kit@wexmoor.example", "", Role::Reader).await.map(drop)
    };
    invites().await.unwrap();
    story.pass(TimeDelta::minutes(21));
    let actor = who(&story, &admin).await;
    assert!(matches!(story.earshot.people(&actor).await, Err(Error::SecondStep)), "the page first");
    invites().await.unwrap();
    story.pass(TimeDelta::minutes(40));
    assert!(matches!(invites().await, Err(Error::SecondStep)));
}

async fn an_organisation_can_ask_it_of_everybody_who_reads(db: TestDb) {
    let story = Fixture::new(&db).await;
    let reader = sign_in(&story, "reader@wexmoor.example", Role::Reader).await;
    let decides = sign_in(&story, "sam@wexmoor.example", Role::DecisionMaker).await;
    let admin = sign_in(&story, "admin@wexmoor.example", Role::Administrator).await;
    story.earshot.require_second_step(&story.admin, true).await.unwrap();
    assert!(story.earshot.needs_second_step(&story.admin).await.unwrap());
    let gives_roles = who(&story, &admin).await;
    assert_eq!(
        gives_roles.second_step,
        SecondStep::Missing,
        "who could make themselves a reader needs it, too"
    );
    assert!(matches!(story.earshot.require_second_step(&gives_roles, false).await, Err(Error::SecondStep)));
    let missing = who(&story, &reader).await;
    assert_eq!((missing.second_step, missing.roles.len()), (SecondStep::Missing, 0));
    assert!(matches!(story.earshot.desk_consultations(&missing).await, Err(Error::SecondStep)));
    let free = who(&story, &decides).await;
    assert_eq!(free.second_step, SecondStep::None, "who sees no raw words needs none");
    let setup = story.earshot.begin_second_step(&missing, &reader).await.unwrap();
    let (_, token) =
        story.earshot.confirm_second_step(&missing, &reader, &code(&story, &setup.secret)).await.unwrap();
    assert!(who(&story, &token).await.may(Permission::ReadRawText));
    story.earshot.require_second_step(&story.admin, false).await.unwrap();
    assert!(!story.earshot.needs_second_step(&story.admin).await.unwrap());
    for actor in [&story.worker, &story.lead, &story.commissioner] {
        let set = story.earshot.require_second_step(actor, false).await;
        assert!(matches!(set, Err(Error::Forbidden)));
    }
    // Another organisation asks it of its own.
    let stranger = story.stranger().await;
    story.earshot.require_second_step(&stranger, true).await.unwrap();
    assert!(!story.earshot.needs_second_step(&story.admin).await.unwrap());
}

async fn whoever_manages_people_takes_it_away_and_nobody_else(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (token, _, _) = enrolled(&story).await;
    let people = story.earshot.people(&story.admin).await.unwrap();
    assert!(people.iter().any(|one| one.email == ADDRESS && one.second_step));
    assert!(people.iter().any(|one| one.email == "lead@wexmoor.example" && !one.second_step));
    for actor in [&story.worker, &story.lead, &story.commissioner] {
        let taken = story.earshot.forget_second_step(actor, ADDRESS).await;
        assert!(matches!(taken, Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.forget_second_step(&stranger, ADDRESS).await, Err(Error::NotFound)));
    for nobody in ["lead@wexmoor.example", "nobody@wexmoor.example"] {
        assert!(matches!(story.earshot.forget_second_step(&story.admin, nobody).await, Err(Error::NotFound)));
    }
    let (worker, why) = ("Worker@wexmoor.example ", "The phone fell into the sea");
    story.earshot.forget_second_step_because(&story.admin, worker, why).await.unwrap();
    let search = AuditSearch { action: Some("staff.second-step-forgotten".into()), ..AuditSearch::default() };
    let noted = story.earshot.audit_trail(&story.admin, &search, 0, 10).await.unwrap().entries.remove(0);
    assert_eq!((noted.subject.as_str(), noted.detail.reason.as_deref()), (ADDRESS, Some(why)));
    assert!(story.earshot.who(&token).await.unwrap().is_none(), "signed out everywhere");
    let again = sign_in(&story, ADDRESS, Role::ParticipationWorker).await;
    assert_eq!(who(&story, &again).await.second_step, SecondStep::None);
}

async fn nobody_confirms_a_secret_that_somebody_else_has_seen(db: TestDb) {
    let story = Fixture::new(&db).await;
    // Whoever reads their mail has opened the page before them.
    let thief = sign_in(&story, ADDRESS, Role::ParticipationWorker).await;
    let seen = story.earshot.begin_second_step(&who(&story, &thief).await, &thief).await.unwrap();
    let token = sign_in(&story, ADDRESS, Role::ParticipationWorker).await;
    let actor = who(&story, &token).await;
    let own = story.earshot.begin_second_step(&actor, &token).await.unwrap();
    assert_ne!(own.secret, seen.secret);
    let planted = story.earshot.confirm_second_step(&actor, &token, &code(&story, &seen.secret)).await;
    assert!(matches!(planted, Err(Error::Refused(why)) if why == [Refusal::WrongCode]));
    let late = code(&story, &seen.secret);
    let late = story.earshot.confirm_second_step(&who(&story, &thief).await, &thief, &late).await;
    assert!(matches!(late, Err(Error::Stale)), "{late:?}");
    story.earshot.confirm_second_step(&actor, &token, &code(&story, &own.secret)).await.unwrap();
}
