//! The audit trail: a chain that shows where somebody has been at it, and who looked at what young people wrote.

use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_service::{AuditChain, AuditSearch};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};

on_both!(
    a_chain_shows_where_it_was_broken,
    changes_at_once_follow_one_another,
    who_looks_at_what_was_written_is_noted_once_an_hour,
    the_trail_is_searched_page_by_page,
    who_must_be_there_is_missed_while_young_people_are_asked,
);

async fn chain(story: &Fixture) -> AuditChain {
    story.earshot.audit_chain(&story.admin, None).await.unwrap()
}

/// What only somebody with the database's own tools can do.
async fn without_guard(db: &TestDb) {
    let on = if db.folder().is_some() { "" } else { " ON audit_event" };
    db.execute(&format!("DROP TRIGGER audit_event_is_not_changed{on}")).await.unwrap();
    if db.folder().is_some() {
        db.execute("DROP TRIGGER audit_event_is_not_deleted").await.unwrap();
    }
}

async fn a_chain_shows_where_it_was_broken(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let whole = chain(&story).await;
    assert!(whole.events > 3 && whole.broken.is_none() && whole.before == 0, "{whole:?}");
    assert_eq!(
        story.earshot.audit_chains().await.unwrap(),
        [("Wexmoor County Council".to_string(), whole.clone())]
    );
    story.send("bus", answers_to(AgeBand::From11To13, "late")).await;
    story.read_and_clear_all("bus").await;
    let longer = chain(&story).await;
    let then = story.earshot.audit_chain(&story.admin, Some(whole.events)).await.unwrap().then;
    assert_eq!(then.as_ref(), Some(&whole.end), "it ended like that when somebody wrote it down");
    assert_eq!(story.earshot.audit_chain(&story.admin, Some(longer.events + 1)).await.unwrap().then, None);
    assert!(longer.events > whole.events && longer.end != whole.end && longer.broken.is_none());

    without_guard(&db).await;
    let touched = async |sql: String, back: String, number: i64| {
        db.execute(&sql).await.unwrap();
        assert_eq!(chain(&story).await.broken, Some(number), "{sql}");
        db.execute(&back).await.unwrap();
        assert_eq!(chain(&story).await.broken, None, "{back}");
    };
    let set = |what: &str| format!("UPDATE audit_event SET {what}");
    touched(
        set("subject = 'x' || subject WHERE number = 2"),
        set("subject = SUBSTR(subject, 2) WHERE number = 2"),
        2,
    )
    .await;
    touched(
        set("action = action || 'x' WHERE number = 3"),
        set("action = SUBSTR(action, 1, LENGTH(action) - 1) WHERE number = 3"),
        3,
    )
    .await;
    db.execute("CREATE TABLE was AS SELECT id, staff_id FROM audit_event").await.unwrap();
    // The worker's: the first were made where nobody was signed in.
    let by = whole.events;
    let own = set(&format!(
        "staff_id = (SELECT was.staff_id FROM was WHERE was.id = audit_event.id) WHERE number = {by}"
    ));
    for other in ["(SELECT id FROM staff WHERE id <> audit_event.staff_id LIMIT 1)", "NULL"] {
        touched(set(&format!("staff_id = {other} WHERE number = {by}")), own.clone(), by).await;
    }
    db.execute("DROP TABLE was").await.unwrap();
    touched(set("number = 1000 WHERE number = 1"), set("number = 1 WHERE number = 1000"), 1).await;
    // The last one is taken off, and the end is made to fit: what stands before it no longer ends as the end says.
    db.execute(&format!("DELETE FROM audit_event WHERE number = {}", longer.events)).await.unwrap();
    assert_eq!(chain(&story).await.broken, Some(longer.events));
    db.execute("UPDATE audit_chain SET number = number - 1").await.unwrap();
    assert!(chain(&story).await.broken.is_some());
}

async fn changes_at_once_follow_one_another(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let before = chain(&story).await.events;
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let (earshot, actor) = (story.earshot.clone(), story.worker.clone());
            tokio::spawn(async move {
                let code = earshot_service::CodeText { name: format!("code {number}"), ..Default::default() };
                earshot.add_code(&actor, "bus", &code).await.map(drop)
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let after = chain(&story).await;
    assert_eq!((after.events, after.broken), (before + 8, None));
}

async fn who_looks_at_what_was_written_is_noted_once_an_hour(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let looks = async || {
        let search = AuditSearch { action: Some("answer.look".into()), ..AuditSearch::default() };
        let page = story.earshot.audit_trail(&story.admin, &search, 0, 50).await.unwrap();
        page.entries.into_iter().map(|entry| (entry.action, entry.subject)).collect::<Vec<_>>()
    };
    story.queue("bus", AnswerState::New).await;
    assert!(looks().await.is_empty(), "there was nothing to see");
    story.send("bus", answers_to(AgeBand::From11To13, "late")).await;
    story.queue("bus", AnswerState::New).await;
    story.queue("bus", AnswerState::New).await;
    let look = ("answer.look".to_string(), "C-0001".to_string());
    assert_eq!(looks().await, std::slice::from_ref(&look));
    let answer = story.answer("bus", "late").await;
    story.earshot.hold(&story.worker, "bus", answer.id).await.unwrap();
    story.earshot.held(&story.lead, 0).await.unwrap();
    let held = ("answer.look-held".to_string(), "C-0001".to_string());
    assert_eq!(looks().await, [held, look]);
    assert!(
        looks().await.iter().all(|entry| !format!("{entry:?}").contains("late")),
        "no words in the trail"
    );
    story.on_day("2026-02-20");
    story.send("bus", answers_to(AgeBand::From14To15, "full")).await;
    story.queue("bus", AnswerState::New).await;
    assert_eq!(looks().await.len(), 3, "another day");
}

async fn the_trail_is_searched_page_by_page(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let trail = async |search: &AuditSearch, page: i64| {
        story.earshot.audit_trail(&story.admin, search, page, 2).await.unwrap()
    };
    let everything = AuditSearch::default();
    let first = trail(&everything, 0).await;
    assert!(first.entries.len() == 2 && first.more);
    let last = trail(&everything, 1_000_000).await;
    assert!(last.entries.is_empty() && !last.more);
    let opened = AuditSearch { action: Some("consultation.open".into()), ..AuditSearch::default() };
    let opened = trail(&opened, 0).await;
    assert_eq!((opened.entries.len(), opened.more), (1, false));
    assert_eq!(opened.entries[0].subject, "C-0001");
}

async fn who_must_be_there_is_missed_while_young_people_are_asked(db: TestDb) {
    let story = Fixture::new(&db).await;
    let missing = async || story.earshot.missing_roles(&story.admin).await.unwrap();
    let lead = || story.earshot.revoke(&story.admin, "lead@wexmoor.example", Role::SafeguardingLead);
    story.draft_consultation("bus").await;
    lead().await.unwrap();
    assert_eq!(missing().await, [], "nobody is asked anything");
    story.colleague("lead@wexmoor.example", Role::SafeguardingLead).await;
    story.open_consultation("tram").await;
    assert_eq!(missing().await, []);
    lead().await.unwrap();
    story.earshot.revoke(&story.admin, "worker@wexmoor.example", Role::ParticipationWorker).await.unwrap();
    assert_eq!(missing().await, [Role::ParticipationWorker, Role::SafeguardingLead]);
}
