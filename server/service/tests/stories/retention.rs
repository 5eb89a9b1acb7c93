//! What its time is over for goes at night, and nothing else; a hold keeps everything.

use earshot_domain::evidence::QuoteState;
use earshot_domain::policy::Role;
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::Reference;
use earshot_domain::request::{RequestKind, RequestStep};
use earshot_domain::respondent::AgeBand;
use earshot_domain::retention::{Record, RetentionFlaw};
use earshot_domain::text::Token;
use earshot_service::{Actor, Error, Refusal, RequestText, WhyStruck};
use earshot_testkit::{Fixture, TestDb, answers_to, day, on_both};

on_both!(
    words_go_a_year_after_young_people_were_told_and_what_came_of_them_stays,
    a_hold_keeps_everything_until_it_is_ended,
    an_organisation_keeps_things_for_another_time_within_bounds,
    who_never_tells_keeps_nothing_for_ever,
    held_words_and_requests_have_times_of_their_own,
    only_those_whose_work_it_is_change_it,
);

const WORDS: &str = "my very own zebra words about the bus";

/// A consultation of which young people were told on 2026-06-14, with a quote.
async fn told(db: &TestDb) -> (Fixture, Actor, (Reference, Receipt)) {
    let story = Fixture::new(db).await;
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    story.open_consultation("bus").await;
    let receipt = story.send("bus", answers_to(AgeBand::From11To13, WORDS)).await;
    for n in 0..11 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus {n}"))).await;
    }
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    story.redact("bus", WORDS, "zebra", Token::Name).await;
    let theme = story.code_and_theme("bus", "bus", &[WORDS, "bus "]).await;
    let quote = story.quote("bus", WORDS, theme).await;
    story.publish("bus").await;
    story.decide("bus").await;
    story.on_day("2026-06-14");
    story.tell("bus").await;
    // A quote that nobody publishes, and that still says what should have been taken out.
    story.quote("bus", "bus 5", theme).await;
    // One that everybody can see.
    let seen = story.quote("bus", "bus 3", theme).await;
    story.earshot.publish_quote(&story.worker, "bus", seen.id).await.unwrap();
    (story, officer, (quote.reference, receipt))
}

/// Whether these words stand anywhere in the database.
async fn stands(db: &TestDb, words: &str) -> bool {
    db.dump().await.iter().any(|row| row.contains(words))
}

async fn words_go_a_year_after_young_people_were_told_and_what_came_of_them_stays(db: TestDb) {
    let (story, officer, (quote, receipt)) = told(&db).await;
    let asked = story.asked("bus").await;
    let before = format!("{:?}", story.earshot.findings(&asked).await.unwrap());
    let themes = |book: earshot_service::Codebook| format!("{:?}", book.themes);
    let themes_before = themes(story.earshot.codebook(&story.worker, "bus").await.unwrap());
    story.on_day("2027-06-01");
    let soon = story.earshot.retention(&officer).await.unwrap().due;
    let on: Vec<_> = soon.iter().map(|due| (due.record, due.on, due.held)).collect();
    assert!(on.contains(&(Record::Answers, day("2027-06-14"), false)), "{soon:?}");
    assert!(on.contains(&(Record::Receipts, day("2027-06-14"), false)), "{soon:?}");
    story.on_day("2027-06-13");
    story.earshot.purge().await.unwrap();
    assert!(stands(&db, "zebra").await, "to the day");
    story.on_day("2027-06-14");
    let audits = story.audits().await;
    story.earshot.purge().await.unwrap();
    assert!(!stands(&db, "zebra").await, "in no column of any table");
    assert!(!stands(&db, "bus 5").await, "nor in a quote that nobody has published");
    let entries = story.audits().await - audits;
    assert!(entries >= 2, "what went is in the audit trail");
    story.earshot.purge().await.unwrap();
    assert_eq!(story.audits().await, audits + entries, "and twice is once");
    assert!(story.earshot.mine(&receipt).await.is_ok(), "whose words are quoted can still take them back");
    // What came of it stays: the quote without the name, the findings, the counts of the themes.
    let trace = story.earshot.trace(quote).await.unwrap();
    assert!(trace.text.contains("my very own") && !trace.struck, "{trace:?}");
    let quotes = story.earshot.quotes(&story.worker, "bus").await.unwrap();
    let unseen = quotes.iter().find(|quote| quote.state == QuoteState::Struck).unwrap().reference;
    let passport = story.earshot.passport(&story.worker, "bus", unseen).await.unwrap();
    assert_eq!(passport.struck, Some(WhyStruck::TimeOver), "nobody has taken it back");
    assert_eq!(format!("{:?}", story.earshot.findings(&asked).await.unwrap()), before);
    assert_eq!(themes(story.earshot.codebook(&story.worker, "bus").await.unwrap()), themes_before);
    assert!(story.queue("bus", earshot_domain::evidence::AnswerState::Cleared).await.is_empty());
    assert!(story.earshot.retention(&officer).await.unwrap().due.is_empty());
}

async fn a_hold_keeps_everything_until_it_is_ended(db: TestDb) {
    let (story, officer, _) = told(&db).await;
    story.earshot.place_hold(&officer, Some("bus"), "A claim of 3 May").await.unwrap();
    let nowhere = story.earshot.place_hold(&officer, Some("nowhere"), "x").await;
    assert!(matches!(nowhere, Err(Error::NotFound)));
    let empty = story.earshot.place_hold(&officer, None, " ").await;
    assert!(matches!(empty, Err(Error::Refused(why)) if why == [Refusal::Missing("reason")]));
    story.on_day("2028-01-01");
    story.earshot.purge().await.unwrap();
    assert!(stands(&db, "zebra").await);
    let shown = story.earshot.retention(&officer).await.unwrap();
    assert!(shown.due.iter().all(|due| due.held) && !shown.due.is_empty());
    let hold = shown.holds[0].id;
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.lift_hold(&stranger, hold).await, Err(Error::NotFound)));
    story.earshot.lift_hold(&officer, hold).await.unwrap();
    assert!(matches!(story.earshot.lift_hold(&officer, hold).await, Err(Error::NotFound)));
    story.earshot.purge().await.unwrap();
    assert!(stands(&db, "zebra").await, "today was looked already");
    story.earshot.place_hold(&officer, None, "Everything").await.unwrap();
    story.on_day("2028-01-02");
    story.earshot.purge().await.unwrap();
    assert!(stands(&db, "zebra").await, "everything is held");
    let hold = story.earshot.retention(&officer).await.unwrap().holds[0].id;
    story.earshot.lift_hold(&officer, hold).await.unwrap();
    story.on_day("2028-01-03");
    story.earshot.purge().await.unwrap();
    assert!(!stands(&db, "zebra").await);
}

async fn an_organisation_keeps_things_for_another_time_within_bounds(db: TestDb) {
    let (story, officer, _) = told(&db).await;
    let set =
        async |record, months, why: &str| story.earshot.set_retention(&officer, record, months, why).await;
    for (record, months, why, refusal) in [
        (Record::Answers, None, "x", Refusal::Unreadable("months")),
        (Record::Answers, Some(0), "x", Refusal::Retention(RetentionFlaw::Bounds(1, 36))),
        (Record::Answers, Some(37), "x", Refusal::Retention(RetentionFlaw::Bounds(1, 36))),
        (Record::Answers, Some(11), "x", Refusal::Retention(RetentionFlaw::BeyondAnswers)),
        (Record::Receipts, Some(13), "x", Refusal::Retention(RetentionFlaw::BeyondAnswers)),
        (Record::Requests, Some(5), "x", Refusal::Retention(RetentionFlaw::Bounds(6, 120))),
        (Record::Answers, Some(12), " ", Refusal::Missing("reason")),
    ] {
        let refused = set(record, months, why).await;
        assert!(matches!(&refused, Err(Error::Refused(all)) if *all == [refusal]), "{record} {refused:?}");
    }
    set(Record::Receipts, Some(2), "Nobody comes back later").await.unwrap();
    set(Record::Answers, Some(3), "We need them no longer").await.unwrap();
    let rules = story.earshot.retention(&officer).await.unwrap().rules;
    let answers = rules.iter().find(|rule| rule.record == Record::Answers).unwrap();
    assert_eq!((answers.months, answers.own, answers.reason.as_str()), (3, true, "We need them no longer"));
    assert!(rules.iter().any(|rule| rule.record == Record::Equality && !rule.own && rule.months == 12));
    story.on_day("2026-09-13");
    story.earshot.purge().await.unwrap();
    assert!(stands(&db, "zebra").await);
    story.on_day("2026-09-14");
    story.earshot.purge().await.unwrap();
    assert!(!stands(&db, "zebra").await);
}

async fn who_never_tells_keeps_nothing_for_ever(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let receipt = story.send("bus", answers_to(AgeBand::From11To13, WORDS)).await;
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    // Nobody has closed it; its last day was 22 March 2026.
    assert!(story.earshot.mine(&receipt).await.is_ok());
    story.on_day("2028-03-21");
    story.earshot.purge().await.unwrap();
    assert!(stands(&db, "zebra").await);
    story.on_day("2028-03-22");
    story.earshot.purge().await.unwrap();
    assert!(!stands(&db, "zebra").await, "two years after its last day");
    assert!(
        matches!(story.earshot.mine(&receipt).await, Err(Error::NotFound)),
        "the four words lead nowhere"
    );
}

async fn held_words_and_requests_have_times_of_their_own(db: TestDb) {
    let (story, officer, _) = told(&db).await;
    let one = story.answer("bus", "bus 3").await;
    story.earshot.hold(&story.worker, "bus", one.id).await.unwrap();
    let text = RequestText {
        kind: Some(RequestKind::Complaint),
        words: "it was not fair".into(),
        about: None,
        of: None,
        form: story.earshot.request_form(),
        before: None,
    };
    let (reference, code) = story.earshot.write_request(&officer, &text).await.unwrap();
    story.earshot.step_request(&officer, reference, 1, RequestStep::Answer, "We are sorry.").await.unwrap();
    story.on_day("2029-06-13");
    story.earshot.purge().await.unwrap();
    assert!(!stands(&db, "zebra").await && stands(&db, "bus 3").await, "what is held stays with its log");
    assert!(story.earshot.own_request(&code).await.is_ok());
    story.on_day("2029-06-14");
    assert!(
        story.earshot.retention(&officer).await.unwrap().due.iter().any(|due| due.record == Record::Requests)
    );
    story.earshot.purge().await.unwrap();
    assert!(matches!(story.earshot.own_request(&code).await, Err(Error::NotFound)), "36 months");
    assert_eq!(db.count("request_event").await, 0);
    story.on_day("2051-06-13");
    story.earshot.purge().await.unwrap();
    assert!(stands(&db, "bus 3").await);
    story.on_day("2051-06-14");
    story.earshot.purge().await.unwrap();
    assert!(!stands(&db, "bus 3").await, "25 years, and in no quote of it either");
    assert_eq!(db.count("safeguarding_event").await, 0);
}

async fn only_those_whose_work_it_is_change_it(db: TestDb) {
    let (story, officer, _) = told(&db).await;
    for (role, actor) in story.staff() {
        let seen = story.earshot.retention(actor).await;
        assert_eq!(seen.is_ok(), role == Role::Administrator, "{role}");
        let set = story.earshot.set_retention(actor, Record::Answers, Some(12), "x").await;
        assert!(matches!(set, Err(Error::Forbidden)), "{role}");
        assert!(matches!(story.earshot.place_hold(actor, None, "x").await, Err(Error::Forbidden)), "{role}");
        assert!(matches!(story.earshot.lift_hold(actor, story.random_id()).await, Err(Error::Forbidden)));
    }
    // Another organisation's rules and holds are its own.
    let stranger = story.stranger().await;
    story.earshot.set_retention(&stranger, Record::Requests, Some(6), "x").await.unwrap();
    story.earshot.place_hold(&stranger, None, "x").await.unwrap();
    let ours = story.earshot.retention(&officer).await.unwrap();
    assert!(ours.holds.is_empty() && ours.rules.iter().all(|rule| !rule.own));
    assert!(ours.fixed.iter().any(|rule| rule.what.contains("audit trail")));
    story.on_day("2027-06-14");
    story.earshot.purge().await.unwrap();
    assert!(!stands(&db, "zebra").await, "and keep nothing of ours");
}
