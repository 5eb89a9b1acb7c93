//! Who may do what (domain.md 7.7), as far as the use cases exist.

use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_service::{AuditSearch, CodeText, CodingFilter, Error, NeedBody};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};

on_both!(
    each_role_enters_its_own_rooms_only,
    who_may_not_read_raw_words_sees_no_draft_of_a_quote,
    another_organisation_finds_nothing,
    a_link_works_once_and_a_lost_role_ends_the_session,
    somebody_sees_where_they_are_signed_in_and_ends_it,
);

/// Whether somebody was let in: everything but "forbidden".
fn open<T>(result: &Result<T, Error>) -> bool {
    !matches!(result, Err(Error::Forbidden))
}

async fn each_role_enters_its_own_rooms_only(db: TestDb) {
    use Role::{Administrator as AD, Commissioner as CM, ParticipationWorker as PW, SafeguardingLead as DSL};
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, "late")).await;
    let e = &story.earshot;
    for (role, actor) in story.staff() {
        let code = CodeText { name: format!("by {role}"), ..CodeText::default() };
        let doors: [(&str, bool, &[Role]); 12] = [
            ("read", open(&e.queue(actor, "bus", AnswerState::New, 0).await), &[PW, DSL]),
            ("code", open(&e.coding_queue(actor, "bus", CodingFilter::All, 0).await), &[PW]),
            ("add a code", open(&e.add_code(actor, "bus", &code).await), &[PW]),
            ("codebook", open(&e.codebook(actor, "bus").await), &[PW, CM]),
            ("quotes", open(&e.quotes(actor, "bus").await), &[PW, CM]),
            ("held", open(&e.held(actor, 0).await), &[DSL]),
            ("safeguarding log", open(&e.safeguarding_log(actor, 0).await), &[DSL]),
            ("needs", open(&e.needs(actor).await), &[AD, PW, CM]),
            ("write a need", open(&e.create_need(actor, &NeedBody::default()).await), &[PW, CM]),
            ("people", open(&e.people(actor).await), &[AD]),
            ("audit", open(&e.audit_trail(actor, &AuditSearch::default(), 0, 10).await), &[AD]),
            ("consultation", open(&e.preparation(actor, "bus").await), &[AD, PW, DSL, CM]),
        ];
        for (door, entered, roles) in doors {
            assert_eq!(entered, roles.contains(&role), "{role:?} at {door}");
        }
    }
}

async fn another_organisation_finds_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, "late")).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["late"]).await;
    let need = story.need(&[theme]).await;
    let answer = story.answer("bus", "late").await;
    let stranger = story.stranger().await;
    let e = &story.earshot;
    assert!(matches!(e.preparation(&stranger, "bus").await, Err(Error::NotFound)));
    assert!(matches!(e.queue(&stranger, "bus", AnswerState::New, 0).await, Err(Error::NotFound)));
    assert!(matches!(e.answer(&stranger, "bus", answer.id).await, Err(Error::NotFound)));
    assert!(matches!(e.codebook(&stranger, "bus").await, Err(Error::NotFound)));
    assert!(matches!(e.need(&stranger, need).await, Err(Error::NotFound)));
    assert!(matches!(e.hold(&stranger, "bus", answer.id).await, Err(Error::NotFound)));
    assert!(e.held(&stranger, 0).await.unwrap().0.is_empty());
    assert!(e.needs(&stranger).await.unwrap().is_empty());
    assert!(e.audit_trail(&stranger, &AuditSearch::default(), 0, 10).await.unwrap().entries.is_empty());
}

async fn a_link_works_once_and_a_lost_role_ends_the_session(db: TestDb) {
    let story = Fixture::new(&db).await;
    let role = Role::Commissioner;
    let link = story.earshot.invite(&story.admin, "sam@wexmoor.example", "Sam", role).await.unwrap();
    let session = story.earshot.sign_in(&link.token).await.unwrap();
    assert!(matches!(story.earshot.sign_in(&link.token).await, Err(Error::NotFound)), "used up");
    assert!(story.earshot.who(&session).await.unwrap().is_some());
    assert!(story.earshot.who(&story.earshot.random_token()).await.unwrap().is_none());
    story.earshot.revoke(&story.admin, "sam@wexmoor.example", role).await.unwrap();
    assert!(story.earshot.who(&session).await.unwrap().is_none(), "signed out at once");
    let link = story.earshot.invite(&story.admin, "sam@wexmoor.example", "Sam", role).await.unwrap();
    story.on_day("2026-02-11");
    assert!(matches!(story.earshot.sign_in(&link.token).await, Err(Error::NotFound)), "too old");
}

async fn somebody_sees_where_they_are_signed_in_and_ends_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    let role = Role::Commissioner;
    let sign_in = async |email: &str| {
        let link = story.earshot.invite(&story.admin, email, "Sam", role).await.unwrap();
        story.earshot.sign_in(&link.token).await.unwrap()
    };
    let (here, there) = (sign_in("sam@wexmoor.example").await, sign_in("sam@wexmoor.example").await);
    let stranger = sign_in("amy@wexmoor.example").await;
    let sam = story.earshot.who(&here).await.unwrap().unwrap();
    let open = story.earshot.own_sessions(&sam, &here).await.unwrap();
    assert_eq!(open.len(), 2, "nobody else's");
    assert_eq!(open.iter().filter(|session| session.here).count(), 1);
    let other = open.iter().find(|session| !session.here).unwrap();
    assert!(other.ends > other.last_seen && !there.contains(&other.handle));
    let lives = async |token: &str| story.earshot.who(token).await.unwrap().is_some();

    let amys = {
        let amy = story.earshot.who(&stranger).await.unwrap().unwrap();
        story.earshot.own_sessions(&amy, &stranger).await.unwrap()[0].handle.clone()
    };
    for wrong in [amys.as_str(), "", "ff"] {
        assert!(
            matches!(story.earshot.end_sessions(&sam, &here, Some(wrong)).await, Err(Error::NotFound)),
            "{wrong}"
        );
    }
    let before = story.audits().await;
    assert_eq!(story.earshot.end_sessions(&sam, &here, Some(&other.handle)).await.unwrap(), 1);
    assert_eq!(story.audits().await, before + 1);
    assert!(lives(&here).await && !lives(&there).await && lives(&stranger).await);
    assert_eq!(story.earshot.end_sessions(&sam, &here, None).await.unwrap(), 0);
    let (one, two) = (sign_in("sam@wexmoor.example").await, sign_in("sam@wexmoor.example").await);
    assert_eq!(story.earshot.end_sessions(&sam, &here, None).await.unwrap(), 2);
    assert!(lives(&here).await && !lives(&one).await && !lives(&two).await && lives(&stranger).await);
}

async fn who_may_not_read_raw_words_sees_no_draft_of_a_quote(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let named = "mr davis drives past";
    for n in 0..10 {
        let words = if n == 0 { named.to_string() } else { format!("late {n}") };
        story.send("bus", answers_to(AgeBand::From11To13, &words)).await;
    }
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &[named, "late"]).await;
    let quote = story.quote("bus", named, theme).await;
    let need = story.need(&[theme]).await;
    story.earshot.set_need_quote(&story.worker, need, quote.id, true).await.unwrap();
    let seen = async |actor: &earshot_service::Actor| {
        let quotes = story.earshot.quotes(actor, "bus").await.unwrap();
        let panel = story.earshot.need(actor, need).await.unwrap();
        format!("{quotes:?} {:?} {:?}", panel.panel.quotes, panel.quotes_on_offer)
    };
    assert!(seen(&story.worker).await.contains("davis"));
    assert!(!seen(&story.commissioner).await.contains("davis"), "before anybody has taken names out");
    let early = story.earshot.publish_quote(&story.worker, "bus", quote.id).await;
    assert!(matches!(early, Err(Error::Refused(_))), "not before the findings");
    assert!(matches!(story.earshot.publish_findings(&story.admin, "bus").await, Err(Error::Forbidden)));
    story.redact("bus", named, "Mr Davis", earshot_domain::text::Token::Worker).await;
    story.publish("bus").await;
    let after = seen(&story.commissioner).await;
    assert!(after.contains("[worker] drives past") && !after.contains("davis"), "{after}");
}
