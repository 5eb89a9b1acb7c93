//! What must be in place before the next step.

use earshot_domain::consultation::{Check, Setup, Step};
use earshot_domain::evidence::{AnswerState, QuoteState};
use earshot_domain::need::Gap;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Concern, Error, NewConsultation, Refusal, ThemeText};
use earshot_testkit::{Fixture, TestDb, answers_to, day, on_both, setup};

use crate::refusals;

on_both!(
    nothing_opens_before_the_children_are_safe_and_told,
    nothing_is_published_before_everything_is_read,
    a_held_answer_is_nowhere_until_it_is_released,
    a_quote_of_a_held_answer_comes_back_with_it,
    a_need_is_agreed_by_somebody_else_and_not_without_a_voice,
    a_decision_answers_every_theme,
    two_people_do_not_overwrite_each_other,
    what_a_decision_has_answered_stays_as_it_was_answered,
    a_code_out_of_use_still_counts_for_its_theme,
    who_rewrote_a_need_does_not_agree_it,
    the_last_administrator_stays,
);

async fn nothing_opens_before_the_children_are_safe_and_told(db: TestDb) {
    let story = Fixture::new(&db).await;
    let new = NewConsultation { title: "Bus".into(), slug: "bus".into(), ..NewConsultation::default() };
    story.earshot.create_consultation(&story.worker, &new).await.unwrap();
    let open = story.earshot.run_consultation(&story.worker, "bus", 1, Step::Open).await;
    let said = refusals(open);
    for check in [Check::SafeguardingPlan, Check::NamedPeople, Check::CanChange, Check::Questions] {
        assert!(said.contains(&Refusal::Check(check)), "{check:?} in {said:?}");
    }
    assert!(!said.contains(&Refusal::Check(Check::EnoughTime)), "short time is a warning");
    let early = Setup { decision_on: setup("bus").close_on, ..setup("bus") };
    story.earshot.save_setup(&story.worker, "bus", 1, &early).await.unwrap();
    story
        .earshot
        .save_questionnaire(&story.worker, "bus", 2, &earshot_testkit::questionnaire())
        .await
        .unwrap();
    let said = refusals(story.earshot.run_consultation(&story.worker, "bus", 3, Step::Open).await);
    assert_eq!(said, [Refusal::Check(Check::DecisionAfterClose)], "decided before everybody has spoken");
    assert!(matches!(story.earshot.asked("bus", None).await, Err(Error::NotFound)), "and nobody sees it");
}

async fn nothing_is_published_before_everything_is_read(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, "late")).await;
    story.step("bus", Step::Close).await;
    let said = refusals(story.earshot.publish_findings(&story.worker, "bus").await);
    assert_eq!(said, [Refusal::Unread, Refusal::NoFinalTheme]);
    assert!(story.earshot.findings(&story.asked("bus").await).await.unwrap().is_none());
}

async fn a_quote_of_a_held_answer_comes_back_with_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let receipt = story.send("bus", answers_to(AgeBand::From11To13, "my zebra bus")).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["my zebra"]).await;
    let quote = story.quote("bus", "my zebra", theme).await;
    story.publish("bus").await;
    let id = story.answer("bus", "my zebra").await.id;
    let findings = async || format!("{:?}", story.earshot.findings(&story.asked("bus").await).await.unwrap());
    assert!(findings().await.contains("zebra"));
    for releases in [true, false] {
        story.earshot.hold(&story.worker, "bus", id).await.unwrap();
        let trace = story.earshot.trace(quote.reference).await.unwrap();
        assert!(trace.held && !trace.struck && trace.text.is_empty(), "{trace:?}");
        let passport = story.earshot.passport(&story.worker, "bus", quote.reference).await.unwrap();
        assert_eq!((passport.quote.state, passport.consent), (QuoteState::Held, None));
        assert!(!format!("{passport:?}").contains("zebra") && !findings().await.contains("zebra"));
        let draft = story.earshot.publish_quote(&story.worker, "bus", quote.id).await;
        assert!(matches!(draft, Err(Error::Stale)), "{draft:?}");
        if releases {
            story.earshot.decide_held(&story.lead, id, Concern::NoConcern, "").await.unwrap();
            let trace = story.earshot.trace(quote.reference).await.unwrap();
            assert!(!trace.held && trace.text.contains("zebra"), "{trace:?}");
            assert!(findings().await.contains("zebra"));
        }
    }
    // What is taken back while it is held does not come back.
    story.earshot.take_back(&receipt).await.unwrap();
    let trace = story.earshot.trace(quote.reference).await.unwrap();
    assert!(trace.struck && !trace.held && trace.text.is_empty(), "{trace:?}");
}

async fn a_held_answer_is_nowhere_until_it_is_released(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, "he hits me on the bus")).await;
    for n in 0..11 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("late {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["he hits", "late"]).await;
    let quote = story.quote("bus", "he hits", theme).await;
    let voices = async || story.theme_view("bus", theme).await.voices.text();
    assert_eq!(voices().await, "10", "twelve");
    let answer = story.answer("bus", "he hits").await;
    for n in 0..4 {
        let late = story.answer("bus", &format!("late {n}")).await;
        story.earshot.hold(&story.worker, "bus", late.id).await.unwrap();
    }
    assert_eq!(voices().await, "10", "eight");
    story.earshot.hold(&story.worker, "bus", answer.id).await.unwrap();
    assert_eq!(voices().await, "[c]", "seven: held answers are not counted");
    for state in [AnswerState::New, AnswerState::Cleared] {
        assert!(story.queue("bus", state).await.iter().all(|a| a.id != answer.id), "{state:?}");
    }
    assert!(story.earshot.answer(&story.worker, "bus", answer.id).await.is_err());
    assert!(story.earshot.code_answer(&story.worker, "bus", answer.id, &[]).await.is_err());
    assert_eq!(story.quote_view("bus", quote.reference).await.text, "", "nor is its quote shown");
    assert!(matches!(
        story.earshot.queue(&story.worker, "bus", AnswerState::Held, 0).await,
        Err(Error::Forbidden)
    ));
    let (held, _) = story.earshot.held(&story.lead, 0).await.unwrap();
    assert_eq!(held.len(), 5);
    let no_note = story.earshot.decide_held(&story.lead, answer.id, Concern::Referred, " ").await;
    assert_eq!(refusals(no_note), [Refusal::Missing("note")]);
    story.earshot.decide_held(&story.lead, answer.id, Concern::Referred, "Referred, ref 12").await.unwrap();
    assert!(story.earshot.answer(&story.worker, "bus", answer.id).await.is_err(), "referred and still held");
    story.earshot.decide_held(&story.lead, answer.id, Concern::Signpost, "Spoken to").await.unwrap();
    assert!(story.earshot.answer(&story.worker, "bus", answer.id).await.is_ok(), "released");
    let log = story.earshot.safeguarding_log(&story.lead, 0).await.unwrap();
    assert!(log.iter().all(|entry| !format!("{entry:?}").contains("hits")), "the log holds no child's words");
}

async fn a_need_is_agreed_by_somebody_else_and_not_without_a_voice(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, "late")).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["late"]).await;
    let need = story.need(&[]).await;
    story.earshot.propose_need(&story.worker, need, 1).await.unwrap();
    let said = refusals(story.earshot.agree_need(&story.commissioner, need, 2).await);
    assert_eq!(said, [Refusal::Need(Gap::Voice)], "nobody spoke for it");
    story.earshot.set_need_theme(&story.worker, need, theme, true).await.unwrap();
    assert!(matches!(story.earshot.agree_need(&story.worker, need, 2).await, Err(Error::Forbidden)));
    let edition = story.need_edition(need).await;
    story.earshot.agree_need(&story.commissioner, need, edition).await.unwrap();
    let body = story.earshot.need(&story.worker, need).await.unwrap().body;
    let said = refusals(story.earshot.save_need(&story.worker, need, edition + 1, &body).await);
    assert_eq!(said, [Refusal::WrongState], "what was agreed is not changed under those who agreed it");

    let own = story.earshot.create_need(&story.commissioner, &body).await.unwrap();
    story.earshot.set_need_theme(&story.commissioner, own, theme, true).await.unwrap();
    story.earshot.propose_need(&story.commissioner, own, story.need_edition(own).await).await.unwrap();
    let edition = story.need_edition(own).await;
    let said = refusals(story.earshot.agree_need(&story.commissioner, own, edition).await);
    assert_eq!(said, [Refusal::Need(Gap::OwnApproval)]);
}

async fn a_decision_answers_every_theme(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("late {n}"))).await;
    }
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    let late = story.code_and_theme("bus", "late", &["late"]).await;
    let stop = story.code_and_theme("bus", "stop", &["stop"]).await;
    story.publish("bus").await;
    let need = story.agreed_need(&[late]).await;
    let decision = story.decision("bus", need).await;
    story.reply(decision, &[late]).await;
    let said = refusals(story.publish_decision(decision).await);
    let about_stop = |refusal: &Refusal| {
        matches!(refusal, Refusal::Decision(_)) && format!("{refusal:?}").contains("stop")
    };
    assert!(!said.is_empty() && said.iter().all(about_stop), "the other theme has no answer: {said:?}");
    story.reply(decision, &[late, stop]).await;
    story.publish_decision(decision).await.unwrap();
    let lines = story.lines(&[late]);
    let told = story.earshot.publish_feedback(&story.worker, "bus", "", None, &lines).await;
    let said = refusals(told);
    assert!(said.contains(&Refusal::Missing("follow_up_on")), "{said:?}");
    assert!(said.iter().any(|refusal| matches!(refusal, Refusal::NoLine(theme) if theme.contains("stop"))));
}

async fn two_people_do_not_overwrite_each_other(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    story.earshot.save_setup(&story.worker, "bus", edition, &setup("bus")).await.unwrap();
    let late = story.earshot.save_setup(&story.worker, "bus", edition, &Setup::default()).await;
    assert!(late.is_err(), "an older form is not taken");
    let kept = story.earshot.preparation(&story.worker, "bus").await.unwrap();
    assert_eq!(kept.consultation.setup, setup("bus"));
}

async fn what_a_decision_has_answered_stays_as_it_was_answered(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("late {n}"))).await;
    }
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    let late = story.code_and_theme("bus", "late", &["late"]).await;
    let code = story.code("bus", "stop", &["stop"]).await;
    story.publish("bus").await;
    story.decide("bus").await;
    let text = ThemeText {
        name: "stop".into(),
        child_name: "The stop".into(),
        codes: vec![code],
        is_final: true,
        ..ThemeText::default()
    };
    let added = story.earshot.add_theme(&story.worker, "bus", &text).await;
    assert_eq!(refusals(added), [Refusal::Answered], "nobody would answer it");
    let taken = ThemeText { is_final: false, ..text.clone() };
    let changed = story.earshot.change_theme(&story.worker, "bus", late, &taken).await;
    assert_eq!(refusals(changed), [Refusal::Answered], "its answer would be gone");
    story.earshot.add_theme(&story.worker, "bus", &taken).await.unwrap();
    let past = story.lines(&[late]);
    let told = story.earshot.publish_feedback(&story.worker, "bus", "", Some(day("2026-01-01")), &past).await;
    assert_eq!(refusals(told), [Refusal::Unreadable("follow_up_on")], "a promise lies ahead");
    story.tell("bus").await;
}

async fn a_code_out_of_use_still_counts_for_its_theme(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("late {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "late", &["late"]).await;
    let theme = story.theme("bus", "late", &[code]).await;
    story.earshot.retire_code(&story.worker, "bus", code).await.unwrap();
    let view = story.theme_view("bus", theme).await;
    let text = ThemeText {
        name: "Late".into(),
        child_name: view.child_name,
        summary: "Mended".into(),
        codes: Vec::new(),
        is_final: true,
    };
    story.earshot.change_theme(&story.worker, "bus", theme, &text).await.unwrap();
    let after = story.theme_view("bus", theme).await;
    assert_eq!((after.summary.as_str(), after.voices.text().as_str()), ("Mended", "10"), "twelve, as before");
}

async fn who_rewrote_a_need_does_not_agree_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, "late")).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["late"]).await;
    let need = story.need(&[theme]).await;
    story.earshot.propose_need(&story.worker, need, story.need_edition(need).await).await.unwrap();
    let old = story.need_edition(need).await;
    story.earshot.set_need_theme(&story.worker, need, theme, false).await.unwrap();
    story.earshot.set_need_theme(&story.worker, need, theme, true).await.unwrap();
    let stale = story.earshot.agree_need(&story.commissioner, need, old).await;
    assert!(matches!(stale, Err(Error::Stale)), "the panel was another one: {stale:?}");
    let body = story.earshot.need(&story.commissioner, need).await.unwrap().body;
    let edition = story.need_edition(need).await;
    story.earshot.save_need(&story.commissioner, need, edition, &body).await.unwrap();
    let own = story.earshot.agree_need(&story.commissioner, need, edition + 1).await;
    assert_eq!(refusals(own), [Refusal::Need(Gap::OwnApproval)]);
}

async fn the_last_administrator_stays(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (admin, role) = ("admin@wexmoor.example", Role::Administrator);
    let alone = story.earshot.revoke(&story.admin, admin, role).await;
    assert_eq!(refusals(alone), [Refusal::LastAdministrator]);
    let none = story.earshot.revoke(&story.admin, admin, Role::Commissioner).await;
    assert!(matches!(none, Err(Error::Stale)), "a role that they do not have");
    story.colleague("second@wexmoor.example", role).await;
    story.earshot.revoke(&story.admin, admin, role).await.unwrap();
}
