//! Two at once: whoever changes an answer goes one after the other, and nothing is made of an answer that is being held.

use std::time::Duration;

use chrono::TimeDelta;
use earshot_domain::consultation::{Setup, Step};
use earshot_domain::evidence::{AnswerState, QuoteState};
use earshot_domain::job::JobState;
use earshot_domain::policy::Role;
use earshot_domain::question::{Area, Kind, Question};
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::AgeBand;
use earshot_domain::suppression::Preset;
use earshot_domain::text::Token;
use earshot_service::{Actor, AreaUse, Concern, Error, MemoOn, QuoteText, QuoteView, Refusal};
use earshot_store::area::{self, People};
use earshot_store::{consultation, quote, reading, search};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both, questionnaire, setup};
use uuid::Uuid;

on_both!(
    two_who_take_something_out_at_once_both_do,
    nothing_is_made_of_an_answer_that_is_being_held,
    who_takes_back_waits_for_who_takes_something_out,
    of_the_last_two_administrators_who_revoke_each_other_one_stays,
    who_holds_or_decides_waits_for_the_answer_and_keeps_no_numbers_meanwhile,
    who_keeps_questions_about_areas_waits_for_whoever_changes_areas,
    who_deletes_an_area_looks_once_more_after_whoever_changes_areas,
    who_clears_or_codes_while_numbers_are_kept_leaves_them_behind,
    work_on_the_index_that_did_not_go_is_noted_of_that_work_alone,
);

const WORDS: &str = "Zebedee and Quentin are late";

/// Long enough for everybody else to come as far as they can.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

/// A cleared answer with a quote of the whole of it, and its theme; and the four words.
async fn quoted(story: &Fixture) -> (Uuid, QuoteView, Receipt) {
    story.open_consultation("bus").await;
    let receipt = story.send("bus", answers_to(AgeBand::From11To13, WORDS)).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["Zebedee"]).await;
    let quote = story.quote("bus", "Zebedee", theme).await;
    (story.answer("bus", "Zebedee").await.id, quote, receipt)
}

async fn two_who_take_something_out_at_once_both_do(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, quote, _) = quoted(&story).await;
    let mut still = db.db().begin().await.unwrap();
    search::keep_still(&mut still, id).await.unwrap();
    let redact = |words: &'static str| {
        let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
        tokio::spawn(async move { earshot.redact(&worker, "bus", id, words, Token::Name).await })
    };
    let both = [redact("Zebedee"), redact("Quentin")];
    a_moment().await;
    assert!(both.iter().all(|one| !one.is_finished()), "each waits for who holds the answer still");
    still.commit().await.unwrap();
    for one in both {
        one.await.unwrap().unwrap();
    }
    let shown = story.quote_view("bus", quote.reference).await.text;
    assert_eq!(shown, "[name] and [name] are late");
}

async fn nothing_is_made_of_an_answer_that_is_being_held(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, quote, _) = quoted(&story).await;
    story.earshot.strike_quote(&story.worker, "bus", quote.id, "It names a bus.").await.unwrap();
    let mut holding = db.db().begin().await.unwrap();
    let (from, to, by) = (AnswerState::Cleared, AnswerState::Held, story.worker.staff_id);
    reading::set_state(&mut holding, id, from, to, by, story.earshot.now()).await.unwrap();
    let text = QuoteText { piece: WORDS.into(), theme: Some(quote.theme_id), why_chosen: String::new() };
    let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
    let quoting =
        tokio::spawn(async move { earshot.make_quote(&worker, "bus", id, &text).await.map(|_| ()) });
    let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
    let aside = tokio::spawn(async move { earshot.put_aside(&worker, "bus", id, None, "").await });
    let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
    let noting = tokio::spawn(async move {
        earshot.add_memo(&worker, "bus", MemoOn::Answer(id), "It is late.").await.map(|_| ())
    });
    a_moment().await;
    holding.commit().await.unwrap();
    for made in [quoting, aside, noting] {
        let made = made.await.unwrap();
        assert!(matches!(made, Err(Error::Stale)), "{made:?}");
    }
    assert_eq!(db.count("quote").await, 1, "the one that was struck");
}

async fn who_takes_back_waits_for_who_takes_something_out(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (id, quote, receipt) = quoted(&story).await;
    let mut out = db.db().begin().await.unwrap();
    search::keep_still(&mut out, id).await.unwrap();
    let earshot = story.earshot.clone();
    let back = tokio::spawn(async move { earshot.take_back(&receipt).await });
    a_moment().await;
    assert!(!back.is_finished());
    // Where the other had changed the quote already, each would wait for the other now.
    quote::set_public_text(&mut out, quote.id, "[name]", story.worker.staff_id).await.unwrap();
    out.commit().await.unwrap();
    back.await.unwrap().unwrap();
    assert_eq!(story.quote_view("bus", quote.reference).await.state, QuoteState::Struck);
}

async fn of_the_last_two_administrators_who_revoke_each_other_one_stays(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (first, second) = ("admin@wexmoor.example", "second@wexmoor.example");
    let other = story.colleague(second, Role::Administrator).await;
    let mut still = db.db().begin().await.unwrap();
    area::hold(&mut still, story.admin.organisation_id).await.unwrap();
    let revoke = |actor: &Actor, email: &'static str| {
        let (earshot, actor) = (story.earshot.clone(), actor.clone());
        tokio::spawn(async move { earshot.revoke(&actor, email, Role::Administrator).await })
    };
    let both = [revoke(&story.admin, second), revoke(&other, first)];
    a_moment().await;
    assert!(both.iter().all(|one| !one.is_finished()), "each waits for whoever changes the organisation");
    still.commit().await.unwrap();
    let mut done = 0;
    for one in both {
        match one.await.unwrap() {
            Ok(()) => done += 1,
            Err(Error::Refused(why)) => assert_eq!(why, [Refusal::LastAdministrator]),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(done, 1, "one of them stays");
}

async fn who_holds_or_decides_waits_for_the_answer_and_keeps_no_numbers_meanwhile(db: TestDb) {
    let story = Fixture::new(&db).await;
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    story.earshot.choose_preset(&officer, Some(Preset::Dfe), "Agreed with the county").await.unwrap();
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    story.step("bus", Step::Close).await;
    let id = story.answer("bus", "bus 3").await.id;
    for decides in [false, true] {
        let mut back = db.db().begin().await.unwrap();
        search::keep_still(&mut back, id).await.unwrap();
        let (earshot, worker, lead) = (story.earshot.clone(), story.worker.clone(), story.lead.clone());
        let other = tokio::spawn(async move {
            if decides {
                earshot.decide_held(&lead, id, Concern::NoConcern, "").await
            } else {
                earshot.hold(&worker, "bus", id).await
            }
        });
        a_moment().await;
        assert!(!other.is_finished());
        // Whoever takes an answer back keeps the numbers next. Where the other had kept them already, each would wait for the
        // other now.
        let row = consultation::by_slug(&mut back, "bus").await.unwrap().unwrap();
        let numbers = serde_json::json!({});
        consultation::put_told(&mut back, row.id, &numbers, story.earshot.now()).await.unwrap();
        back.commit().await.unwrap();
        other.await.unwrap().unwrap();
    }
    // And whoever keeps numbers waits for whoever keeps them: otherwise the second would overwrite what the first has kept.
    let second = story.answer("bus", "bus 4").await.id;
    story.earshot.hold(&story.worker, "bus", second).await.unwrap();
    let mut first = db.db().begin().await.unwrap();
    let row = consultation::by_slug(&mut first, "bus").await.unwrap().unwrap();
    consultation::hold(&mut first, row.id).await.unwrap();
    let (earshot, lead) = (story.earshot.clone(), story.lead.clone());
    let decides =
        tokio::spawn(async move { earshot.decide_held(&lead, second, Concern::NoConcern, "").await });
    a_moment().await;
    assert!(!decides.is_finished());
    first.commit().await.unwrap();
    decides.await.unwrap().unwrap();
}

async fn who_keeps_questions_about_areas_waits_for_whoever_changes_areas(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.earshot.add_area(&story.worker, "North", None).await.unwrap();
    story.draft_consultation("bus").await;
    let setup = Setup { area_branch: Some(String::new()), ..setup("bus") };
    let edition = story.edition("bus").await;
    story.earshot.save_setup(&story.worker, "bus", edition, &setup).await.unwrap();
    let close = Area { within: Some("north".into()), ..Area::default() };
    let mut asked = questionnaire();
    asked.questions.push(Question::new("close", "Where there?", Kind::Area(close)));
    // A draft, a step back, and what is asked already.
    for round in ["draft", "back", "asked"] {
        if round == "asked" {
            story.step("bus", Step::Open).await;
        }
        let edition = story.edition("bus").await;
        let mut changing = db.db().begin().await.unwrap();
        area::hold(&mut changing, story.worker.organisation_id).await.unwrap();
        let (earshot, worker, asked) = (story.earshot.clone(), story.worker.clone(), asked.clone());
        let saving = tokio::spawn(async move {
            match round {
                "back" => earshot.undo_questionnaire(&worker, "bus", edition).await,
                _ => earshot.save_questionnaire(&worker, "bus", edition, &asked).await,
            }
        });
        a_moment().await;
        assert!(!saving.is_finished(), "{round}");
        changing.commit().await.unwrap();
        saving.await.unwrap().unwrap();
    }
    let found = story.earshot.area_use(&story.worker, "north").await.unwrap();
    assert_eq!(found.naming, [setup.title], "whoever deletes it afterwards is told of the question");
}

async fn who_deletes_an_area_looks_once_more_after_whoever_changes_areas(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.earshot.add_area(&story.worker, "North", None).await.unwrap();
    let mut changing = db.db().begin().await.unwrap();
    area::hold(&mut changing, story.worker.organisation_id).await.unwrap();
    let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
    let deleting = tokio::spawn(async move { earshot.delete_area(&worker, "north").await });
    a_moment().await;
    assert!(!deleting.is_finished());
    let people =
        People { area: "north".into(), age_band: String::new(), people: 40, source: "ONS 2025".into() };
    area::put_people(&mut changing, story.worker.organisation_id, &[people]).await.unwrap();
    changing.commit().await.unwrap();
    let refused = deleting.await.unwrap();
    let named = [Refusal::AreaInUse(AreaUse { is_named: true, ..AreaUse::default() })];
    assert!(matches!(&refused, Err(Error::Refused(why)) if *why == named), "{refused:?}");
}

async fn who_clears_or_codes_while_numbers_are_kept_leaves_them_behind(db: TestDb) {
    let story = Fixture::new(&db).await;
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    story.earshot.choose_preset(&officer, Some(Preset::Dfe), "Agreed with the county").await.unwrap();
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus {n}"))).await;
    }
    story.read_and_clear_all("bus").await;
    let code = story.code("bus", "late", &["bus 1"]).await;
    story.theme("bus", "late", &[code]).await;
    story.send("bus", answers_to(AgeBand::From11To13, "unread")).await;
    story.step("bus", Step::Close).await;
    let unread = story.answer("bus", "unread").await.id;
    let third = story.answer("bus", "bus 3").await.id;
    for is_coding in [false, true] {
        // Somebody keeps numbers in this moment, without what the other changes.
        let mut keeps = db.db().begin().await.unwrap();
        let row = consultation::by_slug(&mut keeps, "bus").await.unwrap().unwrap();
        consultation::hold(&mut keeps, row.id).await.unwrap();
        let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
        let other = tokio::spawn(async move {
            if is_coding {
                earshot.code_answer(&worker, "bus", third, &[code]).await
            } else {
                earshot.clear(&worker, "bus", &[unread]).await.map(|_| ())
            }
        });
        a_moment().await;
        assert!(!other.is_finished(), "coding: {is_coding}");
        let numbers = serde_json::json!({});
        consultation::put_told(&mut keeps, row.id, &numbers, story.earshot.now()).await.unwrap();
        assert!(consultation::told_is_newest(&mut keeps, row.id).await.unwrap());
        keeps.commit().await.unwrap();
        other.await.unwrap().unwrap();
        let mut tx = db.db().read().await.unwrap();
        assert!(!consultation::told_is_newest(&mut tx, row.id).await.unwrap(), "coding: {is_coding}");
    }
    // And nobody waits for each other: who takes an answer back has it first, then the consultation.
    let mut back = db.db().begin().await.unwrap();
    search::keep_still(&mut back, third).await.unwrap();
    let (earshot, worker) = (story.earshot.clone(), story.worker.clone());
    let coding = tokio::spawn(async move { earshot.code_answer(&worker, "bus", third, &[]).await });
    a_moment().await;
    assert!(!coding.is_finished());
    let row = consultation::by_slug(&mut back, "bus").await.unwrap().unwrap();
    consultation::hold(&mut back, row.id).await.unwrap();
    back.commit().await.unwrap();
    coding.await.unwrap().unwrap();
}

async fn work_on_the_index_that_did_not_go_is_noted_of_that_work_alone(db: TestDb) {
    let story = Fixture::new(&db).await;
    quoted(&story).await;
    let e = &story.earshot;
    while e.index_some().await.unwrap() {}
    e.save_redaction_lists(&story.worker, "bus", &[(Token::Name, "Quentin".to_string())]).await.unwrap();
    let names = e.index_due().await.unwrap().unwrap();
    story.pass(TimeDelta::seconds(1));
    assert!(e.fill_search().await.unwrap());
    story.pass(TimeDelta::seconds(1));
    // Another process does a piece of the first in between: now the other has waited longest.
    assert!(e.index_on(names).await.unwrap());
    let filling = e.index_due().await.unwrap().unwrap();
    assert_ne!(filling, names);
    e.index_failed(names).await.unwrap();
    let page = e.jobs(&story.admin, JobState::Waiting, 0, 100).await.unwrap();
    let noted: Vec<(Uuid, bool)> = page.jobs.iter().map(|job| (job.id, job.problem.is_some())).collect();
    assert!(noted.contains(&(names, true)) && noted.contains(&(filling, false)), "{noted:?}");
    assert_eq!(e.index_due().await.unwrap(), Some(filling), "it goes on meanwhile");
    assert!(!e.index_on(names).await.unwrap(), "and the other is tried again later");
}
