//! The installation's secret: a database is begun with it, and goes on with another one as if nothing had
//! been.

use std::sync::Arc;

use earshot_domain::policy::Role;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Actor, AuditSearch, Db, Earshot, Error, Fit, FixedClock, Keys, Secret};
use earshot_testkit::{Fixture, NOW, Seeded, TestDb, answers_to, on_both};

on_both!(
    a_database_is_begun_once_and_opened_by_its_secret_alone,
    who_begins_at_once_begins_the_same_database,
    what_was_given_out_before_the_secret_was_changed_stays_good,
    a_database_from_before_takes_another_secret,
    who_may_not_changes_no_secret,
);

fn secret(number: u8) -> Secret {
    Secret::new([number; 32])
}

/// Begins as a process does, on a clock and with chance of its own.
async fn begun(db: Db, with: &Secret, seed: u64) -> Option<Earshot> {
    let clock = Arc::new(FixedClock::at(NOW.parse().unwrap()));
    Earshot::begin(db, with, clock, Arc::new(Seeded::new(seed))).await.unwrap()
}

/// The same database as a process finds it that starts with this secret.
async fn opened(story: &Fixture, with: &Secret) -> Option<Earshot> {
    match Earshot::fit(story.db.db(), with).await.unwrap() {
        Fit::Opens(keys) => {
            let (db, clock, chance) = (story.db.db().clone(), story.clock.clone(), story.chance.clone());
            Some(Earshot::new(db, keys, clock, chance))
        }
        Fit::Empty | Fit::Other => None,
    }
}

/// Changes the secret, as the console does; gives whether the key was drawn.
async fn rotate(earshot: &Earshot, to: &Secret) -> bool {
    let console = earshot.console().await.unwrap();
    let held = Earshot::hold_key(earshot.db()).await.unwrap();
    earshot.rotate_secret(&console, held, to).await.unwrap()
}

async fn a_database_is_begun_once_and_opened_by_its_secret_alone(db: TestDb) {
    assert!(!Earshot::has_a_secret(db.db()).await.unwrap());
    let before = db.dump().await;
    assert!(matches!(Earshot::fit(db.db(), &secret(1)).await.unwrap(), Fit::Empty));
    assert_eq!(db.dump().await, before, "looking begins nothing");

    let earshot = begun(db.db().clone(), &secret(1), 1).await.unwrap();
    assert!(Earshot::has_a_secret(db.db()).await.unwrap());
    assert_eq!((db.count("installation_key").await, db.count("organisation").await), (1, 1));
    let token = earshot.invite(&earshot.console().await.unwrap(), "a@b.example", "", Role::Reader).await;
    let token = token.unwrap().token;

    // Another start draws nothing, and another secret opens nothing.
    let held = db.dump().await;
    let again = begun(db.db().clone(), &secret(1), 2).await.unwrap();
    assert!(begun(db.db().clone(), &secret(2), 3).await.is_none());
    assert!(matches!(Earshot::fit(db.db(), &secret(2)).await.unwrap(), Fit::Other));
    assert_eq!(db.dump().await, held);
    assert!(again.sign_in(&token).await.is_ok());
    // The secret is not the key: a token that was made with it is nobody's.
    assert!(matches!(Earshot::fit(db.db(), &secret(1)).await.unwrap(), Fit::Opens(_)));
    let by_secret = Keys::new([1; 32]);
    let clock = Arc::new(FixedClock::at(NOW.parse().unwrap()));
    let thief = Earshot::new(db.db().clone(), by_secret, clock, Arc::new(Seeded::new(4)));
    assert!(thief.audit_chains().await.unwrap()[0].1.broken.is_some());
    assert!(again.audit_chains().await.unwrap()[0].1.broken.is_none());
}

async fn who_begins_at_once_begins_the_same_database(db: TestDb) {
    let other_process = db.again().await;
    let with = secret(1);
    let (one, two) = tokio::join!(begun(db.db().clone(), &with, 1), begun(other_process, &with, 2));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!((db.count("installation_key").await, db.count("organisation").await), (1, 1));
    let console = one.console().await.unwrap();
    let invitation = one.invite(&console, "sam@wexmoor.example", "", Role::Administrator).await.unwrap();
    assert!(two.sign_in(&invitation.token).await.is_ok(), "both have one key");
}

/// What hangs on the key: somebody's four words, a session, a link that nobody has used, and the trail.
struct GivenOut {
    receipt: Receipt,
    session: String,
    link: String,
}

async fn given_out(story: &Fixture) -> GivenOut {
    story.open_consultation("bus").await;
    let receipt = story.send("bus", answers_to(AgeBand::From11To13, "it is always full")).await;
    let invite = async |address: &'static str| {
        story.earshot.invite(&story.admin, address, "", Role::Administrator).await.unwrap().token
    };
    let (kit, kim) = (invite("kit@wexmoor.example").await, invite("kim@wexmoor.example").await);
    GivenOut { receipt, session: story.earshot.sign_in(&kit).await.unwrap(), link: kim }
}

/// All of it is good; the link is used up by that.
async fn is_good(earshot: &Earshot, given: &GivenOut) {
    let mine = earshot.mine(&given.receipt).await.unwrap();
    assert!(mine.words.iter().any(|own| own.words == "it is always full"));
    let actor: Actor = earshot.who(&given.session).await.unwrap().unwrap();
    assert_eq!(actor.roles, [Role::Administrator]);
    assert!(earshot.sign_in(&given.link).await.is_ok());
    let chain = earshot.audit_chain(&actor, None).await.unwrap();
    assert!(chain.broken.is_none() && chain.events > 0, "{chain:?}");
    let search = AuditSearch { action: Some("installation.rotate-secret".into()), ..AuditSearch::default() };
    let trail = earshot.audit_trail(&actor, &search, 0, 10).await.unwrap().entries;
    assert_eq!(trail.len(), 2, "each change is in the trail");
    assert!(trail.iter().all(|entry| entry.staff_name.is_none() && entry.subject.is_empty()));
}

async fn what_was_given_out_before_the_secret_was_changed_stays_good(db: TestDb) {
    let (clock, chance) = (Arc::new(FixedClock::at(NOW.parse().unwrap())), Arc::new(Seeded::new(2026)));
    let earshot = Earshot::begin(db.db().clone(), &secret(1), clock.clone(), chance.clone()).await;
    let story = Fixture::on(&db, earshot.unwrap().unwrap(), clock, chance).await;
    let given = given_out(&story).await;
    assert!(rotate(&story.earshot, &secret(2)).await, "the key was drawn");
    // A process that ran meanwhile goes on, and changes the secret once more.
    assert!(story.earshot.who(&given.session).await.unwrap().is_some());
    assert!(rotate(&story.earshot, &secret(3)).await);
    for old in [1, 2] {
        assert!(opened(&story, &secret(old)).await.is_none(), "{old}");
        assert!(begun(db.db().clone(), &secret(old), 9).await.is_none(), "{old}");
    }
    let held = Earshot::hold_key(db.db()).await.unwrap();
    assert!(held.opens_with(&secret(3)) && !held.opens_with(&secret(2)));
    drop(held);
    is_good(&opened(&story, &secret(3)).await.unwrap(), &given).await;
}

async fn a_database_from_before_takes_another_secret(db: TestDb) {
    // The story-teller works with this secret itself as the key, as every version did before.
    let story = Fixture::new(&db).await;
    let given = given_out(&story).await;
    assert!(!Earshot::has_a_secret(db.db()).await.unwrap(), "not even which one it is was kept");
    assert!(begun(db.db().clone(), &secret(7), 1).await.is_some());
    assert!(begun(db.db().clone(), &secret(8), 1).await.is_none(), "now it is known");
    assert_eq!(db.count("installation_key").await, 0, "nothing is wrapped before somebody asks for it");
    let held = Earshot::hold_key(db.db()).await.unwrap();
    assert!(!held.opens_with(&secret(7)), "there is nothing to open");
    drop(held);

    assert!(!rotate(&story.earshot, &secret(2)).await, "the first secret stays the key");
    assert!(!rotate(&story.earshot, &secret(3)).await, "and that is not forgotten");
    for old in [7, 2] {
        assert!(opened(&story, &secret(old)).await.is_none(), "{old}");
    }
    is_good(&opened(&story, &secret(3)).await.unwrap(), &given).await;
}

async fn who_may_not_changes_no_secret(db: TestDb) {
    let story = Fixture::new(&db).await;
    let before = db.dump().await;
    for actor in [&story.worker, &story.lead, &story.commissioner] {
        let held = Earshot::hold_key(db.db()).await.unwrap();
        let refused = story.earshot.rotate_secret(actor, held, &secret(2)).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    assert_eq!(db.dump().await, before);
}
