//! How somebody can be reached: sealed, opened by two people for a day, and never by anybody else (domain.md 5.4, 7.7).

use chrono::TimeDelta;
use earshot_domain::consultation::{Mode, SetupError, Step};
use earshot_domain::policy::Role;
use earshot_domain::receipt::Receipt;
use earshot_domain::retention::Record;
use earshot_domain::sealed_contact::{REASON_MAX, Stage, WayToReach};
use earshot_service::{
    Actor, AuditSearch, Concern, ContactLeft, Error, LetterAbout, Refusal, SecondPerson, SecondStep, hex,
};
use earshot_testkit::{Fixture, TestDb, Voice, on_both, setup};
use uuid::Uuid;

use crate::letters;

on_both!(
    two_people_open_it_for_a_day_and_the_officer_is_told,
    nobody_opens_it_alone_and_nobody_else_opens_it_at_all,
    a_request_is_refused_or_lapses_and_can_be_made_again,
    what_is_taken_back_leaves_nothing_to_open,
    a_copy_of_the_database_shows_nothing,
    where_nobody_can_be_known_or_is_asked_nothing_is_kept,
    it_is_changed_with_four_words_and_goes_with_the_words,
    it_ends_with_the_held_words,
    where_nobody_is_the_officer_the_administrators_are_told,
    what_is_held_as_it_came_is_read_once_the_lead_decides_whatever_was_asked_before,
);

const WAY: &str = "youth club on tuesdays, ask for zanzibarquokka";

const WHY: &str = "They may not be safe tonight, and nobody knows who it is.";

/// A consultation that asks how somebody can be reached.
async fn open(story: &Fixture, slug: &str) {
    story.draft_consultation(slug).await;
    let asks =
        earshot_domain::consultation::Setup { mode: Mode::Confidential, contact_asked: true, ..setup(slug) };
    story.earshot.save_setup(&story.worker, slug, story.edition(slug).await, &asks).await.unwrap();
    story.step(slug, Step::Open).await;
}

/// An answer that is held, of somebody who has left a way to reach them.
async fn held(story: &Fixture, slug: &str) -> (Uuid, Receipt) {
    let receipt = story.send(slug, Voice::young().wrote("worst", "he hits me").reached(WAY)).await;
    let answer = story.answer(slug, "he hits me").await;
    story.earshot.hold(&story.worker, slug, answer.id).await.unwrap();
    story.pass(TimeDelta::minutes(1));
    (answer.id, receipt)
}

async fn deputy(story: &Fixture) -> Actor {
    story.colleague("deputy@wexmoor.example", Role::SafeguardingDeputy).await
}

/// The id of what was asked last.
async fn opening(story: &Fixture, by: &Actor, answer: Uuid) -> Uuid {
    story.earshot.sealed_contact(by, answer).await.unwrap().opening.unwrap().id
}

/// The lead asks, and the deputy agrees.
async fn agreed(story: &Fixture, deputy: &Actor, answer: Uuid) {
    story.earshot.ask_contact(&story.lead, answer, WHY).await.unwrap();
    let id = opening(story, deputy, answer).await;
    story.earshot.agree_contact(deputy, answer, id).await.unwrap();
}

/// What somebody sees who looks.
async fn look(story: &Fixture, by: &Actor, answer: Uuid) -> Result<String, Error> {
    let open = story.earshot.look_contact(by, answer).await?;
    Ok(open.way.unwrap().as_str().to_string())
}

fn is_shut(found: &Result<String, Error>) {
    assert!(matches!(found, Err(Error::Refused(why)) if why == &[Refusal::WrongState]), "{found:?}");
}

async fn two_people_open_it_for_a_day_and_the_officer_is_told(db: TestDb) {
    let mut story = Fixture::new(&db).await;
    story.earshot = story.earshot.clone().with_mail();
    let deputy = deputy(&story).await;
    story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    open(&story, "home").await;
    let (answer, _) = held(&story, "home").await;
    // The invitations, and that something is held.
    letters(&story.earshot).await;
    let left = async |by: &Actor| story.earshot.contact_left(by, answer).await.unwrap();
    assert_eq!(left(&story.lead).await, ContactLeft::Closed);
    is_shut(&look(&story, &story.lead, answer).await);

    story.earshot.ask_contact(&story.lead, answer, WHY).await.unwrap();
    let until = story.earshot.now() + TimeDelta::hours(72);
    let stage = Stage::Asked(until);
    assert_eq!(left(&story.lead).await, ContactLeft::Opening { stage, own: true });
    assert_eq!(left(&deputy).await, ContactLeft::Opening { stage, own: false });
    assert_eq!(story.earshot.contacts_waiting(&deputy).await.unwrap(), 1);
    assert_eq!(story.earshot.contacts_waiting(&story.lead).await.unwrap(), 0);
    is_shut(&look(&story, &story.lead, answer).await);
    is_shut(&look(&story, &deputy, answer).await);
    let page = story.earshot.sealed_contact(&deputy, answer).await.unwrap();
    assert_eq!(page.others, ["Priya Nair"]);
    let asked = page.opening.unwrap();
    assert_eq!((asked.asked_by.as_str(), asked.reason.as_str(), asked.is_theirs), ("Priya Nair", WHY, false));
    assert!(letters(&story.earshot).await.is_empty(), "nothing was opened yet");

    story.pass(TimeDelta::hours(2));
    story.earshot.agree_contact(&deputy, answer, asked.id).await.unwrap();
    let sent = letters(&story.earshot).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].to, "privacy@wexmoor.example");
    let told = &sent[0].about;
    assert!(
        matches!(told, LetterAbout::ContactOpened { reference, .. } if reference.to_string() == "C-0001"),
        "{told:?}"
    );
    story.pass(TimeDelta::minutes(1));
    for by in [&story.lead, &deputy] {
        assert_eq!(look(&story, by, answer).await.unwrap(), WAY);
    }
    assert_eq!(look(&story, &deputy, answer).await.unwrap(), WAY, "as often as they need it");
    // A decision is waited for all the same.
    assert_eq!(story.earshot.held_undecided(&story.lead).await.unwrap(), 1);

    let trail = story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 100).await.unwrap();
    let of_it: Vec<&str> = trail
        .entries
        .iter()
        .map(|entry| entry.action.as_str())
        .filter(|action| action.starts_with("contact."))
        .collect();
    assert_eq!(of_it, ["contact.look", "contact.look", "contact.look", "contact.agree", "contact.ask"]);
    for entry in &trail.entries {
        assert!(!entry.subject.contains("not be safe") && !entry.subject.contains("zanzibar"), "{entry:?}");
    }
    let log = story.earshot.safeguarding_log(&story.lead, 0).await.unwrap();
    let lines: Vec<_> = log.iter().map(|line| (line.decision.as_str(), line.note.as_str())).collect();
    assert_eq!(lines, [("contact_agree", ""), ("contact_ask", WHY), ("held", "")]);

    story.pass(TimeDelta::hours(24) - TimeDelta::seconds(61));
    assert_eq!(look(&story, &deputy, answer).await.unwrap(), WAY);
    story.pass(TimeDelta::seconds(1));
    for by in [&story.lead, &deputy] {
        is_shut(&look(&story, by, answer).await);
    }
    assert_eq!(left(&story.lead).await, ContactLeft::Opening { stage: Stage::Over, own: true });
}

async fn nobody_opens_it_alone_and_nobody_else_opens_it_at_all(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story, "home").await;
    let (answer, _) = held(&story, "home").await;
    // Nobody else is there who could agree, and the page can say so.
    assert!(story.earshot.sealed_contact(&story.lead, answer).await.unwrap().others.is_empty());
    let deputy = deputy(&story).await;
    let long = "x".repeat(REASON_MAX + 1);
    for (reason, why) in [
        ("  ", Refusal::Missing("reason")),
        ("so there.", Refusal::TooShort { field: "reason", min: 10 }),
        (long.as_str(), Refusal::TooLong { field: "reason", max: REASON_MAX }),
    ] {
        let asked = story.earshot.ask_contact(&story.lead, answer, reason).await;
        assert!(matches!(&asked, Err(Error::Refused(found)) if *found == [why]), "{asked:?}");
    }
    story.earshot.ask_contact(&story.lead, answer, WHY).await.unwrap();
    let id = opening(&story, &story.lead, answer).await;
    let own = [
        story.earshot.agree_contact(&story.lead, answer, id).await,
        story.earshot.refuse_contact(&story.lead, answer, id, WHY).await,
    ];
    for own in own {
        let why = Refusal::SecondPerson(SecondPerson::OwnRequest);
        assert!(matches!(&own, Err(Error::Refused(found)) if *found == [why]), "{own:?}");
    }
    // Who gives roles could have made the other one.
    let both = story.colleague("both@wexmoor.example", Role::Administrator).await;
    let both = Actor { roles: vec![Role::Administrator, Role::SafeguardingDeputy], ..both };
    let alone = story.earshot.agree_contact(&both, answer, id).await;
    let why = Refusal::SecondPerson(SecondPerson::GivesRoles);
    assert!(matches!(&alone, Err(Error::Refused(found)) if *found == [why]), "{alone:?}");
    let twice = story.earshot.ask_contact(&deputy, answer, WHY).await;
    assert!(matches!(twice, Err(Error::Stale)), "one at a time: {twice:?}");
    let other = story.earshot.agree_contact(&deputy, answer, story.random_id()).await;
    assert!(matches!(other, Err(Error::NotFound)));

    let analyst = story.colleague("analyst@wexmoor.example", Role::Analyst).await;
    let reader = story.colleague("reader@wexmoor.example", Role::Reader).await;
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    let console = story.earshot.console().await.unwrap();
    let nobody = [
        story.earshot.ask_contact(&console, answer, WHY).await.err(),
        story.earshot.agree_contact(&console, answer, id).await.err(),
        story.earshot.look_contact(&console, answer).await.err(),
    ];
    assert!(nobody.iter().all(|error| matches!(error, Some(Error::Forbidden))), "nobody is no second person");
    let stranger = story.stranger().await;
    let tries = async |by: &Actor| {
        [
            story.earshot.contact_left(by, answer).await.err(),
            story.earshot.sealed_contact(by, answer).await.err(),
            story.earshot.ask_contact(by, answer, WHY).await.err(),
            story.earshot.agree_contact(by, answer, id).await.err(),
            story.earshot.refuse_contact(by, answer, id, WHY).await.err(),
            story.earshot.look_contact(by, answer).await.err(),
        ]
    };
    for by in [&story.admin, &story.worker, &story.commissioner, &analyst, &reader, &officer] {
        for error in tries(by).await {
            assert!(matches!(error, Some(Error::Forbidden)), "{:?} {error:?}", by.roles);
        }
    }
    for error in tries(&stranger).await {
        assert!(matches!(error, Some(Error::NotFound)), "{error:?}");
    }

    story.earshot.agree_contact(&deputy, answer, id).await.unwrap();
    let third = story.colleague("third@wexmoor.example", Role::SafeguardingDeputy).await;
    assert!(matches!(look(&story, &third, answer).await, Err(Error::Forbidden)), "not one of the two");
    // Who finds a desk open sees nothing.
    let shown =
        |minutes| Actor { second_step: SecondStep::Shown(TimeDelta::minutes(minutes)), ..story.lead.clone() };
    assert_eq!(look(&story, &shown(19), answer).await.unwrap(), WAY);
    assert!(matches!(look(&story, &shown(21), answer).await, Err(Error::SecondStep)));
    let long_ago = story.earshot.sealed_contact(&shown(61), answer).await;
    assert!(matches!(long_ago, Err(Error::SecondStep)));
    // What is not held is not opened, whoever has agreed.
    story.earshot.decide_held(&story.lead, answer, Concern::NoConcern, "").await.unwrap();
    assert!(matches!(look(&story, &story.lead, answer).await, Err(Error::NotFound)));
    let early = story.earshot.ask_contact(&story.lead, answer, WHY).await;
    assert!(matches!(early, Err(Error::NotFound)));
}

async fn a_request_is_refused_or_lapses_and_can_be_made_again(db: TestDb) {
    let story = Fixture::new(&db).await;
    let deputy = deputy(&story).await;
    open(&story, "home").await;
    let (answer, _) = held(&story, "home").await;
    story.earshot.ask_contact(&story.lead, answer, WHY).await.unwrap();
    let id = opening(&story, &deputy, answer).await;
    let bare = story.earshot.refuse_contact(&deputy, answer, id, "").await;
    assert!(matches!(bare, Err(Error::Refused(why)) if why == [Refusal::Missing("reason")]));
    story.earshot.refuse_contact(&deputy, answer, id, "The school can reach them.").await.unwrap();
    let left = story.earshot.contact_left(&story.lead, answer).await.unwrap();
    assert_eq!(left, ContactLeft::Opening { stage: Stage::Refused, own: true });
    let late = story.earshot.agree_contact(&deputy, answer, id).await;
    assert!(matches!(late, Err(Error::Stale)), "no is no: {late:?}");
    is_shut(&look(&story, &story.lead, answer).await);

    story.pass(TimeDelta::hours(1));
    story.earshot.ask_contact(&deputy, answer, WHY).await.unwrap();
    let id = opening(&story, &story.lead, answer).await;
    story.pass(TimeDelta::hours(72));
    let left = story.earshot.contact_left(&story.lead, answer).await.unwrap();
    assert_eq!(left, ContactLeft::Opening { stage: Stage::Lapsed, own: false });
    assert_eq!(story.earshot.contacts_waiting(&story.lead).await.unwrap(), 0);
    let late = story.earshot.agree_contact(&story.lead, answer, id).await;
    assert!(matches!(late, Err(Error::Stale)));
    // Decided that it is worrying, it stays held, and can be opened.
    story.earshot.decide_held(&story.lead, answer, Concern::Referred, "Referred today.").await.unwrap();
    agreed(&story, &deputy, answer).await;
    assert_eq!(look(&story, &deputy, answer).await.unwrap(), WAY);
}

async fn what_is_taken_back_leaves_nothing_to_open(db: TestDb) {
    let story = Fixture::new(&db).await;
    let deputy = deputy(&story).await;
    open(&story, "home").await;
    let (answer, receipt) = held(&story, "home").await;
    agreed(&story, &deputy, answer).await;
    assert_eq!(look(&story, &story.lead, answer).await.unwrap(), WAY);
    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!((db.count("sealed_contact").await, db.count("contact_opening").await), (0, 0));
    for by in [&story.lead, &deputy] {
        assert!(matches!(look(&story, by, answer).await, Err(Error::NotFound)));
    }
    let way = WayToReach::parse("another way").unwrap();
    let again = story.earshot.change_contact(&receipt, way.as_ref()).await;
    assert!(matches!(again, Err(Error::Closed)), "{again:?}");
    let log = story.earshot.safeguarding_log(&story.lead, 0).await.unwrap();
    assert!(log.iter().any(|line| line.decision == "contact_agree" && line.answer.is_none()), "{log:?}");
}

async fn it_ends_with_the_held_words(db: TestDb) {
    let story = Fixture::new(&db).await;
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    let deputy = deputy(&story).await;
    open(&story, "home").await;
    let (answer, _) = held(&story, "home").await;
    // Here answers are kept longer than the safeguarding log.
    story.earshot.set_retention(&officer, Record::Safeguarding, Some(12), "As agreed").await.unwrap();
    agreed(&story, &deputy, answer).await;
    story.on_day("2027-02-08");
    story.earshot.purge().await.unwrap();
    let left = story.earshot.contact_left(&story.lead, answer).await.unwrap();
    assert!(left.may_be_asked(), "{left:?}");
    story.on_day("2027-03-01");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("safeguarding_event").await, 0, "the held words are over");
    assert_eq!((db.count("sealed_contact").await, db.count("contact_opening").await), (0, 0));
    for refused in [
        story.earshot.contact_left(&story.lead, answer).await.err(),
        story.earshot.ask_contact(&story.lead, answer, WHY).await.err(),
        story.earshot.look_contact(&story.lead, answer).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::NotFound)), "{refused:?}");
    }
}

async fn where_nobody_is_the_officer_the_administrators_are_told(db: TestDb) {
    let mut story = Fixture::new(&db).await;
    story.earshot = story.earshot.clone().with_mail();
    let deputy = deputy(&story).await;
    open(&story, "home").await;
    let (answer, _) = held(&story, "home").await;
    // The invitations, and that something is held.
    letters(&story.earshot).await;
    story.earshot.ask_contact(&story.lead, answer, WHY).await.unwrap();
    let id = opening(&story, &deputy, answer).await;
    story.earshot.agree_contact(&deputy, answer, id).await.unwrap();
    let sent = letters(&story.earshot).await;
    let to: Vec<&str> = sent.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, ["admin@wexmoor.example"], "{sent:?}");
    assert!(matches!(&sent[0].about, LetterAbout::ContactOpened { officer: false, .. }), "{sent:?}");
}

async fn a_copy_of_the_database_shows_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    let deputy = deputy(&story).await;
    open(&story, "home").await;
    let (answer, _) = held(&story, "home").await;
    let shows_nothing = async || {
        for row in db.dump().await {
            let row = row.to_lowercase();
            assert!(!row.contains("zanzibarquokka") && !row.contains(&hex(b"zanzibarquokka")), "{row}");
        }
    };
    assert_eq!(db.count("sealed_contact").await, 1);
    shows_nothing().await;
    agreed(&story, &deputy, answer).await;
    look(&story, &story.lead, answer).await.unwrap();
    shows_nothing().await;
}

async fn where_nobody_can_be_known_or_is_asked_nothing_is_kept(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", Voice::young().wrote("worst", "the bus").reached(WAY)).await;
    story.draft_consultation("quiet").await;
    let mut quiet = setup("quiet");
    quiet.contact_asked = true;
    let edition = story.edition("quiet").await;
    let refused = story.earshot.save_setup(&story.worker, "quiet", edition, &quiet).await;
    let why = Refusal::Setup(SetupError::ContactAnonymous);
    assert!(matches!(&refused, Err(Error::Refused(found)) if *found == [why]), "{refused:?}");
    quiet.contact_asked = false;
    quiet.mode = Mode::Confidential;
    story.earshot.save_setup(&story.worker, "quiet", edition, &quiet).await.unwrap();
    story.step("quiet", Step::Open).await;
    let receipt = story.send("quiet", Voice::young().wrote("worst", "home").reached(WAY)).await;
    assert_eq!(db.count("sealed_contact").await, 0);
    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert_eq!(mine.contact, None, "nobody asks for it");
    let way = WayToReach::parse(WAY).unwrap();
    assert!(matches!(story.earshot.change_contact(&receipt, way.as_ref()).await, Err(Error::Closed)));
    let answer = story.answer("quiet", "home").await;
    story.earshot.hold(&story.worker, "quiet", answer.id).await.unwrap();
    let left = story.earshot.contact_left(&story.lead, answer.id).await.unwrap();
    assert_eq!(left, ContactLeft::NotAsked);
    let asked = story.earshot.ask_contact(&story.lead, answer.id, WHY).await;
    assert!(matches!(asked, Err(Error::NotFound)));
}

async fn it_is_changed_with_four_words_and_goes_with_the_words(db: TestDb) {
    let story = Fixture::new(&db).await;
    let deputy = deputy(&story).await;
    open(&story, "home").await;
    // The same sent again keeps it once; gone back, the field is empty, and that takes nothing away.
    let sent = Voice::young().keyed(&"7".repeat(64)).wrote("worst", "he hits me");
    for voice in
        [sent.clone().reached(WAY), sent.clone().reached(WAY), sent.clone().wrote("stop", "Mill Lane")]
    {
        story.send("home", voice).await;
        assert_eq!(db.count("sealed_contact").await, 1);
    }
    let receipt = story.send("home", sent.wrote("stop", "Mill Lane").reached("the library")).await;
    let answer = story.answer("home", "he hits me").await.id;
    story.earshot.hold(&story.worker, "home", answer).await.unwrap();
    agreed(&story, &deputy, answer).await;
    assert_eq!(look(&story, &deputy, answer).await.unwrap(), "the library", "what they said last");

    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert_eq!(mine.contact, Some(true));
    assert!(!format!("{mine:?}").contains("library"), "that one is kept, and not which");
    let way = WayToReach::parse("my aunt's now").unwrap();
    story.earshot.change_contact(&receipt, way.as_ref()).await.unwrap();
    assert_eq!(look(&story, &deputy, answer).await.unwrap(), "my aunt's now", "it is open still");
    story.earshot.change_contact(&receipt, None).await.unwrap();
    assert_eq!(story.earshot.mine(&receipt).await.unwrap().contact, Some(false));
    assert!(matches!(look(&story, &deputy, answer).await, Err(Error::NotFound)));
    assert_eq!(story.earshot.contact_left(&deputy, answer).await.unwrap(), ContactLeft::None);

    // Nobody was told what came of it: a year after the last day, and a year more. Held words stay with their log.
    story.earshot.change_contact(&receipt, way.as_ref()).await.unwrap();
    story.on_day("2028-03-21");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("sealed_contact").await, 1);
    story.on_day("2028-03-22");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("sealed_contact").await, 0);
    assert!(!story.earshot.held(&story.lead, 0).await.unwrap().0.is_empty());
}

async fn what_is_held_as_it_came_is_read_once_the_lead_decides_whatever_was_asked_before(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story, "bus").await;
    deputy(&story).await;
    let words = "he hits my mum, ring 07700 900123";
    let receipt = story.send("bus", Voice::young().wrote("worst", words).reached(WAY)).await;
    let (held, _) = story.earshot.held(&story.lead, 0).await.unwrap();
    let answer = held[0].1.id;
    story.earshot.ask_contact(&story.lead, answer, WHY).await.unwrap();
    let is_read = async || story.earshot.mine(&receipt).await.unwrap().words[0].read;
    assert!(!is_read().await);
    story.earshot.decide_held(&story.lead, answer, Concern::Referred, "Rang the duty desk.").await.unwrap();
    assert!(is_read().await);
}
