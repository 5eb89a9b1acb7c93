//! Signing in through a provider: who is let in, who is not, and what their groups may do.

use chrono::TimeDelta;
use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::{Permission, Role};
use earshot_service::{Actor, AuditSearch, Error, Identity, SecondStep};
use earshot_testkit::{Fixture, TestDb, on_both};

on_both!(
    nobody_comes_in_whom_nobody_has_invited,
    an_address_that_is_not_theirs_opens_nothing,
    groups_give_roles_and_take_them,
    what_groups_give_opens_no_other_door,
    a_provider_knows_the_staff_of_its_own_organisation,
    a_second_step_at_the_provider_counts_for_a_while,
    a_try_is_for_one_browser_once_and_not_for_long,
    signing_out_there_signs_out_here,
    who_signs_in_through_a_provider_alone_has_no_other_door,
    what_a_provider_gave_goes_with_it,
);

/// What the provider says of somebody who has this address.
fn identity(name: &str) -> Identity {
    Identity {
        provider: "wexmoor".into(),
        issuer: "https://id.wexmoor.example".into(),
        subject: format!("subject of {name}"),
        session: Some(format!("session of {name}")),
        email: Some(format!("{name}@wexmoor.example")),
        email_is_theirs: true,
        name: Some(format!("{name} of Wexmoor")),
        roles: Vec::new(),
        second_at: None,
        organisation: None,
    }
}

fn in_groups(name: &str, roles: &[Role]) -> Identity {
    Identity { roles: roles.to_vec(), ..identity(name) }
}

async fn invite(story: &Fixture, address: &str, role: Role) {
    let console = story.earshot.console().await.unwrap();
    story.earshot.invite(&console, address, "", role).await.unwrap();
}

async fn who(story: &Fixture, token: &str) -> Option<Actor> {
    story.earshot.who(token).await.unwrap()
}

/// Comes in, and gives who that is.
async fn comes_in(story: &Fixture, identity: &Identity) -> Actor {
    let token = story.earshot.sign_in_by_provider(identity, None).await.unwrap();
    who(story, &token).await.unwrap()
}

async fn is_kept_out(story: &Fixture, identity: &Identity) {
    let found = story.earshot.sign_in_by_provider(identity, None).await;
    assert!(matches!(found, Err(Error::Forbidden)), "{found:?}");
}

async fn people(story: &Fixture) -> Vec<String> {
    let console = story.earshot.console().await.unwrap();
    story.earshot.people(&console).await.unwrap().into_iter().map(|person| person.email).collect()
}

async fn nobody_comes_in_whom_nobody_has_invited(db: TestDb) {
    let story = Fixture::new(&db).await;
    let before = people(&story).await;
    is_kept_out(&story, &identity("kit")).await;
    assert_eq!(people(&story).await, before, "nothing was made of them");
    assert!(db.dump().await.iter().all(|row| !row.contains("kit@") && !row.contains("subject of kit")));

    invite(&story, "Kit@Wexmoor.example", Role::Reader).await;
    let kit = comes_in(&story, &identity("kit")).await;
    assert_eq!(kit.roles, [Role::Reader]);
    // From now on the provider's own name for them counts, whatever their address is.
    let married = Identity { email: Some("kit.new@wexmoor.example".into()), ..identity("kit") };
    assert_eq!(comes_in(&story, &married).await.staff_id, kit.staff_id);
    // Somebody else who is given the old address later is not them.
    let newcomer = Identity { subject: "somebody new".into(), ..identity("kit") };
    is_kept_out(&story, &newcomer).await;
    let console = story.earshot.console().await.unwrap();
    story.earshot.revoke(&console, "kit@wexmoor.example", Role::Reader).await.unwrap();
    is_kept_out(&story, &identity("kit")).await;
}

async fn an_address_that_is_not_theirs_opens_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    invite(&story, "lee@wexmoor.example", Role::SafeguardingLead).await;
    is_kept_out(&story, &Identity { email_is_theirs: false, ..identity("lee") }).await;
    is_kept_out(&story, &Identity { email: None, ..identity("lee") }).await;
    is_kept_out(&story, &Identity { email: Some("lee".into()), ..identity("lee") }).await;
    let in_a_group = in_groups("new", &[Role::Reader]);
    is_kept_out(&story, &Identity { email_is_theirs: false, ..in_a_group.clone() }).await;
    is_kept_out(&story, &Identity { email: None, ..in_a_group }).await;
    comes_in(&story, &identity("lee")).await;
}

async fn groups_give_roles_and_take_them(db: TestDb) {
    let story = Fixture::new(&db).await;
    let kit = comes_in(&story, &in_groups("kit", &[Role::Reader, Role::Analyst])).await;
    assert_eq!((kit.name.as_str(), kit.roles.len()), ("kit of Wexmoor", 2));
    let console = story.earshot.console().await.unwrap();
    let listed = story.earshot.people(&console).await.unwrap();
    let listed = listed.iter().find(|person| person.email == "kit@wexmoor.example").unwrap();
    assert_eq!(listed.given, [Role::Analyst, Role::Reader]);

    invite(&story, "kit@wexmoor.example", Role::Commissioner).await;
    let first = in_groups("kit", &[Role::Reader]);
    let token = story.earshot.sign_in_by_provider(&first, None).await.unwrap();
    assert_eq!(who(&story, &token).await.unwrap().roles, [Role::Commissioner, Role::Reader]);
    let same = story.earshot.sign_in_by_provider(&first, None).await.unwrap();
    assert!(who(&story, &token).await.is_some(), "nothing has changed, so they stay signed in elsewhere");
    // What is taken away there is gone here at their next coming, and from where they are signed in.
    let left = comes_in(&story, &identity("kit")).await;
    assert_eq!(left.roles, [Role::Commissioner], "what somebody here gave stays");
    assert!(who(&story, &same).await.is_none());
    story.earshot.revoke(&console, "kit@wexmoor.example", Role::Commissioner).await.unwrap();
    let back = comes_in(&story, &in_groups("kit", &[Role::Reader])).await;
    assert!(back.may(Permission::ReadRawText));
    is_kept_out(&story, &identity("kit")).await;
    let listed = story.earshot.people(&console).await.unwrap();
    let listed = listed.iter().find(|person| person.email == "kit@wexmoor.example").unwrap();
    assert!(listed.roles.is_empty(), "although they did not come in: {:?}", listed.roles);
}

async fn what_groups_give_opens_no_other_door(db: TestDb) {
    let story = Fixture::new(&db).await;
    comes_in(&story, &in_groups("kit", &[Role::Reader])).await;
    // Who has left the provider may still have their mail: a link does not bring its roles along.
    invite(&story, "kit@wexmoor.example", Role::DecisionMaker).await;
    let console = story.earshot.console().await.unwrap();
    let link = story.earshot.invite(&console, "kit@wexmoor.example", "", Role::DecisionMaker).await.unwrap();
    let token = story.earshot.sign_in(&link.token).await.unwrap();
    assert_eq!(who(&story, &token).await.unwrap().roles, [Role::DecisionMaker]);
    let elsewhere = Identity { provider: "other".into(), ..identity("kit") };
    assert_eq!(comes_in(&story, &elsewhere).await.roles, [Role::DecisionMaker]);
}

async fn a_provider_knows_the_staff_of_its_own_organisation(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.earshot.add_organisation("Brookvale Trust", "").await.unwrap();
    invite(&story, "kit@wexmoor.example", Role::Reader).await;
    let theirs = |name: &str| Identity { organisation: Some("Brookvale Trust".into()), ..identity(name) };
    is_kept_out(&story, &theirs("kit")).await;
    comes_in(&story, &identity("kit")).await;
    is_kept_out(&story, &theirs("kit")).await;
    let new = Identity { roles: vec![Role::Analyst], ..theirs("ash") };
    assert_eq!(comes_in(&story, &new).await.organisation, "Brookvale Trust");
    let nowhere = Identity { organisation: Some("Nowhere".into()), ..identity("kit") };
    let found = story.earshot.sign_in_by_provider(&nowhere, None).await;
    assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
}

async fn a_second_step_at_the_provider_counts_for_a_while(db: TestDb) {
    let story = Fixture::new(&db).await;
    let console = story.earshot.console().await.unwrap();
    story.earshot.require_second_step(&console, true).await.unwrap();
    let without = in_groups("kit", &[Role::Reader]);
    assert_eq!(comes_in(&story, &without).await.second_step, SecondStep::Missing);
    let with = Identity { second_at: Some(story.earshot.now()), ..without };
    let token = story.earshot.sign_in_by_provider(&with, None).await.unwrap();
    let kit = who(&story, &token).await.unwrap();
    assert_eq!(kit.second_step, SecondStep::Shown(TimeDelta::zero()));
    let reads = async |actor: &Actor| story.earshot.queue(actor, "nowhere", AnswerState::New, 0).await;
    assert!(matches!(reads(&kit).await, Err(Error::NotFound)), "they may look, and there is nothing");
    let ways = story.earshot.ways_to_show(&token).await.unwrap();
    assert_eq!((ways.code, ways.provider.as_deref()), (false, Some("wexmoor")));
    for _ in 0..5 {
        story.pass(TimeDelta::minutes(50));
        who(&story, &token).await.unwrap();
    }
    let late = who(&story, &token).await.unwrap();
    assert!(matches!(reads(&late).await, Err(Error::SecondStep)));
    // A provider that still knows them says when they have shown it, and that is hours ago.
    let silent = story.earshot.sign_in_by_provider(&with, Some(&token)).await.unwrap();
    assert!(matches!(reads(&who(&story, &silent).await.unwrap()).await, Err(Error::SecondStep)));
    // They show it again there; the session that they had is another one now.
    let (with, token) = (Identity { second_at: Some(story.earshot.now()), ..with }, silent);
    let fresh = story.earshot.sign_in_by_provider(&with, Some(&token)).await.unwrap();
    assert!(who(&story, &token).await.is_none());
    let kit = who(&story, &fresh).await.unwrap();
    assert!(matches!(reads(&kit).await, Err(Error::NotFound)));
}

async fn a_try_is_for_one_browser_once_and_not_for_long(db: TestDb) {
    let story = Fixture::new(&db).await;
    let one = story.earshot.begin_provider_sign_in("wexmoor", "/desk/needs", true).await.unwrap();
    let other = story.earshot.begin_provider_sign_in("wexmoor", "/desk", false).await.unwrap();
    assert!(one.state != other.state && one.nonce != other.nonce && one.verifier != other.verifier);
    assert!([&one.state, &one.nonce, &one.verifier].iter().all(|part| part.len() == 64));
    let kept = db.dump().await.join("\n");
    assert!(!kept.contains(&one.state) && !kept.contains(&one.nonce) && !kept.contains(&one.verifier));
    assert!(!format!("{one:?}").contains(&one.state));
    let there = story.earshot.take_provider_sign_in("other", &one.state).await;
    assert!(matches!(there, Err(Error::NotFound)));
    assert_eq!(story.earshot.take_provider_sign_in("wexmoor", &one.state).await.unwrap(), one);
    let twice = story.earshot.take_provider_sign_in("wexmoor", &one.state).await;
    assert!(matches!(twice, Err(Error::NotFound)));
    story.pass(TimeDelta::minutes(16));
    let late = story.earshot.take_provider_sign_in("wexmoor", &other.state).await;
    assert!(matches!(late, Err(Error::NotFound)));
}

async fn signing_out_there_signs_out_here(db: TestDb) {
    let story = Fixture::new(&db).await;
    let issuer = "https://id.wexmoor.example";
    let identity = in_groups("kit", &[Role::Reader]);
    let one = story.earshot.sign_in_by_provider(&identity, None).await.unwrap();
    let elsewhere = Identity { session: Some("another".into()), ..identity.clone() };
    let two = story.earshot.sign_in_by_provider(&elsewhere, None).await.unwrap();
    let end = async |subject, session| {
        story.earshot.end_provider_sessions("wexmoor", issuer, subject, session).await.unwrap()
    };
    assert_eq!(end(Some("somebody else"), Some("session of kit")).await, 0);
    assert_eq!(end(None, None).await, 0);
    assert_eq!(end(Some("subject of kit"), Some("session of kit")).await, 1);
    assert!(who(&story, &one).await.is_none());
    assert!(who(&story, &two).await.is_some());
    assert_eq!(end(Some("subject of kit"), None).await, 1);
    assert!(who(&story, &two).await.is_none());
}

async fn who_signs_in_through_a_provider_alone_has_no_other_door(db: TestDb) {
    let story = Fixture::new(&db).await;
    invite(&story, "kit@wexmoor.example", Role::Reader).await;
    let strict = story.earshot.clone().only_through(vec!["https://id.wexmoor.example".into()]).with_mail();
    let console = strict.console().await.unwrap();
    let link = async || strict.invite(&console, "kit@wexmoor.example", "", Role::Reader).await.unwrap().token;
    strict.sign_in(&link().await).await.unwrap();
    strict.sign_in_by_provider(&identity("kit"), None).await.unwrap();
    let later = strict.sign_in(&link().await).await;
    assert!(matches!(later, Err(Error::Forbidden)), "the provider knows them now: {later:?}");
    let before = db.dump().await.len();
    strict.ask_for_link("kit@wexmoor.example").await.unwrap();
    assert_eq!(db.dump().await.len(), before, "no link is on its way");
    story.earshot.sign_in(&link().await).await.unwrap();
}

async fn what_a_provider_gave_goes_with_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.earshot.sign_in_by_provider(&in_groups("kit", &[Role::Reader]), None).await.unwrap();
    invite(&story, "kit@wexmoor.example", Role::Commissioner).await;
    let token = story.earshot.sign_in_by_provider(&in_groups("kit", &[Role::Reader]), None).await.unwrap();
    story.earshot.keep_providers(&["wexmoor", "other"]).await.unwrap();
    assert_eq!(who(&story, &token).await.unwrap().roles.len(), 2);
    story.earshot.keep_providers(&["other"]).await.unwrap();
    assert!(who(&story, &token).await.is_none());
    let console = story.earshot.console().await.unwrap();
    let listed = story.earshot.people(&console).await.unwrap();
    let listed = listed.iter().find(|person| person.email == "kit@wexmoor.example").unwrap();
    assert_eq!((listed.roles.as_slice(), listed.given.len()), (&[Role::Commissioner][..], 0));
    // It stands in the trail, and the roles go on from there.
    let search = AuditSearch { action: Some("staff.provider-roles".into()), ..AuditSearch::default() };
    let noted = story.earshot.audit_trail(&story.admin, &search, 0, 10).await.unwrap().entries;
    let gone: Vec<_> = noted.iter().filter(|entry| entry.staff_name.is_none()).collect();
    assert_eq!((noted.len(), gone.len(), gone[0].subject.as_str()), (2, 1, "kit@wexmoor.example wexmoor"));
    story.earshot.invite(&console, "kit@wexmoor.example", "", Role::Commissioner).await.unwrap();
    let search = AuditSearch { action: Some("staff.invite".into()), ..AuditSearch::default() };
    let invited = story.earshot.audit_trail(&story.admin, &search, 0, 50).await.unwrap().entries;
    assert!(invited.iter().any(|entry| entry.detail.before_hash == gone[0].detail.after_hash));
}
