//! From an answer to what young people were told, and back.

use earshot_domain::consultation::State;
use earshot_domain::decision::ResponseStatus;
use earshot_domain::respondent::AgeBand;
use earshot_service::AuditSearch;
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, day, on_both};

on_both!(an_answer_is_followed_to_the_change_and_back, every_change_by_staff_leaves_an_audit_row,);

/// Twelve young people and a parent; the first of them wants to know.
async fn asked_and_read(db: &TestDb) -> (Fixture, earshot_domain::receipt::Receipt) {
    let story = Fixture::new(db).await;
    story.open_consultation("bus").await;
    let receipt =
        story.send("bus", answers_to(AgeBand::From11To13, "the bus just drives past when its full")).await;
    for n in 0..11 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("full again, day {n}"))).await;
    }
    story.send("bus", Voice::parent().wrote("worst", "My son has missed six registrations")).await;
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    (story, receipt)
}

async fn an_answer_is_followed_to_the_change_and_back(db: TestDb) {
    let (story, receipt) = asked_and_read(&db).await;
    let before = story.earshot.mine(&receipt).await.unwrap();
    assert!(before.words.iter().all(|own| own.read && own.trail.theme.is_none()), "read, and not further");

    let full = story.code_and_theme("bus", "full", &["the bus just", "full again", "My son"]).await;
    let quote = story.quote("bus", "the bus just", full).await;
    let parents = story.quote("bus", "My son", full).await;
    assert_eq!(quote.attribution, "Young person aged 11 to 13", "twelve of that age answered");
    assert!(story.earshot.trace(quote.reference).await.is_err(), "nobody sees it before it is published");
    story.publish("bus").await;

    let need = story.agreed_need(&[full]).await;
    let panel = story.earshot.need(&story.commissioner, need).await.unwrap().panel;
    assert_eq!(panel.voices.text(), "10", "twelve children, rounded; the parent is not one of them");
    assert!(panel.method.contains("from about 10 children and young people"), "{}", panel.method);
    story.on_day("2026-06-02");
    let decision = story.decision("bus", need).await;
    story.reply(decision, &[full]).await;
    story.publish_decision(decision).await.unwrap();
    story.on_day("2026-06-14");
    story.tell("bus").await;

    let trace = story.earshot.trace(quote.reference).await.unwrap();
    assert_eq!(trace.text, "the bus just drives past when its full");
    assert_eq!(trace.trail.need.as_ref().unwrap().reference, need);
    assert_eq!(trace.trail.priority.as_ref().unwrap().place, 1);
    let decided = trace.trail.decision.as_ref().unwrap();
    assert_eq!((decided.reference, decided.status), (decision, ResponseStatus::Doing));
    assert_eq!(trace.trail.told.as_ref().unwrap().on, day("2026-06-14"));

    // And back: from the page to the quote, from the four words to the same.
    let asked = story.asked("bus").await;
    assert_eq!(asked.state, State::FedBack);
    let page = story.earshot.feedback(&asked).await.unwrap().unwrap();
    let quotes: Vec<_> = page.lines[0].quotes.iter().map(|(reference, ..)| *reference).collect();
    assert_eq!(quotes, [quote.reference], "the parent's words {} are not among them", parents.reference);
    let mine = story.earshot.mine(&receipt).await.unwrap();
    let worst = mine.words.iter().find(|own| own.words == trace.text).unwrap();
    assert_eq!(worst.quotes, [quote.reference]);
    assert_eq!(worst.trail.decision.as_ref().unwrap().reference, decision);
    assert!(worst.trail.told.is_some());

    story.on_day("2026-11-20");
    story.earshot.follow_up(&story.worker, "bus", "Fewer late marks on route 14.").await.unwrap();
    let mine = story.earshot.mine(&receipt).await.unwrap();
    let told = mine.words.iter().find_map(|own| own.trail.told.as_ref()).unwrap();
    assert_eq!(told.follow_up, "Fewer late marks on route 14.");
}

async fn every_change_by_staff_leaves_an_audit_row(db: TestDb) {
    let (story, _) = asked_and_read(&db).await;
    let mut last = story.audits().await;
    let mut grew = async |what: &str| {
        let now = story.audits().await;
        assert!(now > last, "{what} left no audit row");
        last = now;
    };
    let full = story.code("bus", "full", &["full again"]).await;
    grew("coding").await;
    let theme = story.theme("bus", "full", &[full]).await;
    grew("a theme").await;
    story.quote("bus", "the bus just", theme).await;
    grew("a quote").await;
    story.redact("bus", "the bus just", "bus", earshot_domain::text::Token::Other).await;
    grew("a redaction").await;
    story.publish("bus").await;
    grew("publishing").await;
    let need = story.agreed_need(&[theme]).await;
    grew("a need").await;
    let decision = story.decision("bus", need).await;
    grew("a decision").await;
    story.reply(decision, &[theme]).await;
    grew("a reply").await;
    story.publish_decision(decision).await.unwrap();
    grew("publishing a decision").await;
    story.tell("bus").await;
    grew("telling").await;
    // A young person's answer is not an act of the staff, and leaves none.
    let trail =
        story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 200).await.unwrap().entries;
    assert!(trail.iter().all(|entry| !format!("{entry:?}").contains("drives past")), "no words in the trail");
}
