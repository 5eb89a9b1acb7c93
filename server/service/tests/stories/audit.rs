//! The audit trail: a chain that shows where somebody has been at it, and who looked at what young people wrote.

use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_domain::retention::Record;
use earshot_service::{AuditChain, AuditSearch, CodeText, Error, NeedBody, PlanText, Refusal, Trust};
use earshot_store::audit::{self, Link};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};

on_both!(
    a_chain_shows_where_it_was_broken,
    changes_at_once_follow_one_another,
    who_looks_at_what_was_written_is_noted_once_an_hour,
    the_trail_is_searched_page_by_page,
    who_must_be_there_is_missed_while_young_people_are_asked,
    why_and_what_changed_are_sealed_with_the_rest,
    roles_are_given_and_taken_with_why,
    a_record_goes_on_from_where_it_was,
    a_reason_stands_where_staff_write_about_their_own_work_and_nowhere_else,
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
    // What somebody asks about their data waits for an answer, whether anybody is asked anything or not.
    let text = earshot_service::RequestText {
        kind: Some(earshot_domain::request::RequestKind::Erase),
        form: story.earshot.request_form(),
        ..Default::default()
    };
    story.earshot.ask(&text).await.unwrap();
    assert_eq!(missing().await, [Role::DataProtectionOfficer]);
    story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    story.open_consultation("tram").await;
    assert_eq!(missing().await, []);
    lead().await.unwrap();
    story.earshot.revoke(&story.admin, "worker@wexmoor.example", Role::ParticipationWorker).await.unwrap();
    story.earshot.revoke(&story.admin, "privacy@wexmoor.example", Role::DataProtectionOfficer).await.unwrap();
    let all = [Role::ParticipationWorker, Role::SafeguardingLead, Role::DataProtectionOfficer];
    assert_eq!(missing().await, all);
}

/// Everything in the trail that begins so, the oldest first.
async fn trail(story: &Fixture, action: &str) -> Vec<Link> {
    let mut tx = story.db.db().read().await.unwrap();
    let links = audit::links(&mut tx, story.admin.organisation_id, 0, 1_000).await.unwrap();
    links.into_iter().filter(|link| link.action.starts_with(action)).collect()
}

async fn why_and_what_changed_are_sealed_with_the_rest(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (e, admin) = (&story.earshot, &story.admin);
    let signed_in = chain(&story).await.events;
    e.invite_with(
        admin,
        ("kit@wexmoor.example", ""),
        Trust { why: "Stands in for Jo", ..Trust::everywhere(Role::Reader) },
    )
    .await
    .unwrap();
    let invited = signed_in + 1;
    let whole = chain(&story).await;
    assert_eq!((whole.events, whole.broken), (invited, None));

    without_guard(&db).await;
    db.execute("CREATE TABLE was AS SELECT id, reason, before_hash, after_hash FROM audit_event")
        .await
        .unwrap();
    let all = ["reason", "before_hash", "after_hash"];
    let own =
        all.map(|column| format!("{column} = (SELECT was.{column} FROM was WHERE was.id = audit_event.id)"));
    let own = own.join(", ");
    let touched = async |what: &str, number: i64| {
        db.execute(&format!("UPDATE audit_event SET {what} WHERE number = {number}")).await.unwrap();
        assert_eq!(chain(&story).await.broken, Some(number), "{what}");
        db.execute(&format!("UPDATE audit_event SET {own} WHERE number = {number}")).await.unwrap();
        assert_eq!(chain(&story).await.broken, None, "as it was before: {what}");
    };
    for what in [
        "reason = reason || '.'",
        "reason = ''",
        "reason = NULL",
        "before_hash = NULL",
        "after_hash = before_hash",
        "after_hash = hash",
        "before_hash = after_hash, after_hash = before_hash",
        "reason = NULL, before_hash = NULL, after_hash = NULL",
    ] {
        touched(what, invited).await;
    }
    // Nor is one put where there was none: somebody signed in.
    for what in ["reason = ''", "reason = 'Because'", "before_hash = hash", "after_hash = hash"] {
        touched(what, signed_in).await;
    }
}

async fn roles_are_given_and_taken_with_why(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (e, admin, email) = (&story.earshot, &story.admin, "kit@wexmoor.example");
    let long = "a".repeat(201);
    let too_long = Refusal::TooLong { field: "why", max: 200 };
    for refused in [
        e.invite_with(admin, (email, ""), Trust { why: &long, ..Trust::everywhere(Role::Reader) })
            .await
            .map(drop),
        e.revoke_with(
            admin,
            "worker@wexmoor.example",
            Trust { why: &long, ..Trust::everywhere(Role::ParticipationWorker) },
        )
        .await,
        e.forget_second_step_because(admin, "worker@wexmoor.example", &long).await,
    ] {
        assert!(matches!(&refused, Err(Error::Refused(why)) if *why == [too_long.clone()]), "{refused:?}");
    }
    assert!(matches!(
        e.invite_with(&story.worker, (email, ""), Trust { why: "So", ..Trust::everywhere(Role::Reader) })
            .await,
        Err(Error::Forbidden)
    ));
    e.invite_with(
        admin,
        (email, ""),
        Trust { why: " Stands in\u{202e} for Jo ", ..Trust::everywhere(Role::Reader) },
    )
    .await
    .unwrap();
    e.invite(admin, email, "", Role::Reader).await.unwrap();
    e.revoke_with(admin, email, Trust { why: "Jo is back", ..Trust::everywhere(Role::Reader) })
        .await
        .unwrap();
    let given = trail(&story, "staff.invite").await;
    let (first, again) = (&given[given.len() - 2], &given[given.len() - 1]);
    let taken = trail(&story, "staff.revoke").await.remove(0);
    assert_eq!(first.detail.reason.as_deref(), Some("Stands in for Jo"));
    assert_eq!((&again.detail.reason, &again.detail.before_hash), (&None, &first.detail.after_hash));
    assert_eq!(again.detail.before_hash, again.detail.after_hash, "another link, and the same roles");
    assert_eq!(taken.detail.reason.as_deref(), Some("Jo is back"));
    assert_eq!(taken.detail.before_hash, first.detail.after_hash);
    assert_eq!(taken.detail.after_hash, first.detail.before_hash, "nothing, as at first");
    assert_eq!(taken.detail.after_hash.as_ref().map(Vec::len), Some(32));
    // Two people with the same role do not look alike.
    e.invite(admin, "lee@wexmoor.example", "", Role::Reader).await.unwrap();
    let lee = trail(&story, "staff.invite").await.pop().unwrap();
    assert_ne!(lee.detail.after_hash, first.detail.after_hash);
    assert_ne!(lee.detail.before_hash, first.detail.before_hash);
}

/// What each entry of these begins and ends with.
fn states(entries: &[Link]) -> Vec<(Option<String>, Option<String>)> {
    let shown = |hash: Option<&[u8]>| hash.map(earshot_service::hex);
    let of = |one: &Link| (shown(one.detail.before_hash.as_deref()), shown(one.detail.after_hash.as_deref()));
    entries.iter().map(of).collect()
}

/// Whether each goes on from where the one before it ended, and `moved` of them changed something.
fn goes_on(entries: &[Link], moved: usize) {
    let states = states(entries);
    assert!(states.windows(2).all(|two| two[0].1 == two[1].0), "{states:?}");
    assert_eq!(states.iter().filter(|(before, after)| before != after).count(), moved, "{states:?}");
}

async fn a_record_goes_on_from_where_it_was(db: TestDb) {
    let story = Fixture::new(&db).await;
    let e = &story.earshot;
    story.draft_consultation("bus").await;
    let before = e.preparation(&story.worker, "bus").await.unwrap().consultation;
    let fewer = earshot_domain::questionnaire::Questionnaire {
        questions: before.questionnaire.questions[..1].to_vec(),
        ..before.questionnaire.clone()
    };
    e.save_questionnaire(&story.worker, "bus", before.edition, &fewer).await.unwrap();
    e.undo_questionnaire(&story.worker, "bus", before.edition + 1).await.unwrap();
    let questions = trail(&story, "consultation.questions").await;
    goes_on(&questions, 3);
    assert_eq!(states(&questions)[0].1, states(&questions)[2].1, "taken back: as it was before");
    story.step("bus", earshot_domain::consultation::Step::Open).await;
    let later = earshot_testkit::day("2026-03-29");
    e.extend(&story.worker, "bus", story.edition("bus").await, later).await.unwrap();
    let mut setups = trail(&story, "consultation.create").await;
    setups.extend(trail(&story, "consultation.setup").await);
    setups.extend(trail(&story, "consultation.extend").await);
    goes_on(&setups, 3);
    assert_eq!(states(&setups)[0].0, None, "there was none");

    let code = CodeText { name: "late".into(), ..CodeText::default() };
    let id = e.add_code(&story.worker, "bus", &code).await.unwrap();
    let code = CodeText { definition: "Comes late".into(), ..code };
    e.change_code(&story.worker, "bus", id, &code).await.unwrap();
    e.retire_code(&story.worker, "bus", id).await.unwrap();
    let codes = trail(&story, "code.").await;
    goes_on(&codes, 3);
    assert_eq!(states(&codes)[2].1, None, "there is none any more");

    let plan = |marked_hours: u32| PlanText {
        opens: Some(9),
        closes: Some(17),
        marked_hours: Some(marked_hours),
        unread_days: Some(2),
        held_hours: Some(4),
        deputy_hours: Some(2),
        ..PlanText::default()
    };
    for marked_hours in [3, 2, 2] {
        e.save_safeguarding_plan(&story.lead, &plan(marked_hours)).await.unwrap();
    }
    let plans = trail(&story, "safeguarding.plan").await;
    goes_on(&plans, 2);
    e.save_watch_words(&story.lead, 0, "den").await.unwrap();
    e.save_watch_words(&story.lead, 1, "den\nquay").await.unwrap();
    goes_on(&trail(&story, "safeguarding.words").await, 2);

    let body = NeedBody { title: "Buses".into(), ..NeedBody::default() };
    let need = e.create_need(&story.worker, &body).await.unwrap();
    let body = NeedBody { statement: "They are full".into(), ..body };
    e.save_need(&story.worker, need, 1, &body).await.unwrap();
    let mut needs = trail(&story, "need.create").await;
    needs.extend(trail(&story, "need.change").await);
    goes_on(&needs, 2);

    let console = e.console().await.unwrap();
    e.name_organisation(&console, "Wexmoor County Council", Some("01632 960 222")).await.unwrap();
    e.name_organisation(&console, "Wexmoor", None).await.unwrap();
    goes_on(&trail(&story, "organisation.rename").await, 3);
    assert_eq!(chain(&story).await.broken, None);
}

async fn a_reason_stands_where_staff_write_about_their_own_work_and_nowhere_else(db: TestDb) {
    let story = Fixture::new(&db).await;
    let e = &story.earshot;
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    e.set_retention(&officer, Record::Answers, Some(18), "An inquiry").await.unwrap();
    e.set_retention(&officer, Record::Answers, Some(20), "A longer one").await.unwrap();
    goes_on(&trail(&story, "retention.change").await, 2);
    e.place_hold(&officer, None, "A claim of 3 May").await.unwrap();
    let hold = e.retention(&officer).await.unwrap().holds.remove(0);
    e.lift_hold(&officer, hold.id).await.unwrap();
    let mut holds = trail(&story, "retention.hold").await;
    holds.extend(trail(&story, "retention.lift").await);
    goes_on(&holds, 2);
    assert_eq!((&states(&holds)[0].0, &states(&holds)[1].1), (&None, &None));

    // The whole way, with every reason that is written on it about what young people said.
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("late {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["late"]).await;
    story.quote("bus", "late 3", theme).await;
    story.publish("bus").await;
    story.decide("bus").await;
    goes_on(&trail(&story, "need.add-theme").await, 1);
    let mut decisions = trail(&story, "decision.create").await;
    decisions.extend(trail(&story, "decision.change").await);
    decisions.extend(trail(&story, "decision.reply").await);
    goes_on(&decisions, 3);

    let everything = trail(&story, "").await;
    let reasons: Vec<(&str, &str)> = everything
        .iter()
        .filter_map(|one| Some((one.action.as_str(), one.detail.reason.as_deref()?)))
        .collect();
    assert_eq!(
        reasons,
        [
            ("retention.change", "An inquiry"),
            ("retention.change", "A longer one"),
            ("retention.hold", "A claim of 3 May"),
        ]
    );
    assert_eq!(chain(&story).await.broken, None);
}
