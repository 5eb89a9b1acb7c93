//! A young person sorts answers: they see nothing before somebody has looked for names, then words without them, and what
//! worries them is held at once.

use chrono::TimeDelta;
use earshot_domain::consultation::Step;
use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::Token;
use earshot_domain::young::{GivenBy, GroupKind};
use earshot_service::{Actor, Concern, Error, NewYoungPerson, Refusal, RoundText, SecondCoder, Sorting};
use earshot_testkit::{Fixture, TestDb, Voice, day, on_both};
use uuid::Uuid;

use crate::refusals;

on_both!(
    a_young_person_sees_words_without_names_and_only_once_somebody_has_looked,
    what_was_held_while_somebody_looked_is_looked_at_before_it_is_shown,
    what_worries_a_young_person_is_held_at_once,
    a_worry_counts_whatever_has_become_of_the_round,
    they_are_told_how_often_they_agreed_and_their_part_goes_with_their_account,
    nobody_is_asked_but_by_who_looks_after_them,
    no_name_is_left_and_where_it_may_hurt_somebody_else_has_looked,
);

const SLUG: &str = "bus";

async fn person(story: &Fixture, worker: &Actor, nickname: &str) -> Uuid {
    member(story, worker, nickname, true).await
}

async fn member(story: &Fixture, worker: &Actor, nickname: &str, is_assessor: bool) -> Uuid {
    let kind = Some(GroupKind::Forum);
    let group = story.earshot.add_young_group(worker, &format!("Group of {nickname}"), kind).await.unwrap();
    let new = NewYoungPerson {
        nickname: nickname.into(),
        sure: true,
        age_band: Some(AgeBand::From16To17),
        is_assessor,
        consent_by: Some(GivenBy::YoungPerson),
        consent_on: Some(day("2026-02-09")),
        competence: Vec::new(),
    };
    story.earshot.add_young_person(worker, group, &new).await.unwrap()
}

async fn signed_in(story: &Fixture, worker: &Actor, id: Uuid) -> String {
    let code = story.earshot.make_young_code(worker, id).await.unwrap().code;
    story.earshot.sign_in_young(code, false).await.unwrap()
}

/// Three cleared answers, of which one names somebody; two codes; a round with a young person who is signed in. Gives the
/// codes, their token and their account.
async fn ready(story: &Fixture) -> ([Uuid; 2], String, Uuid) {
    story.open_consultation(SLUG).await;
    for words in ["late because Zebedee shouts", "late again", "full again"] {
        story.send(SLUG, Voice::child(AgeBand::From11To13).wrote("worst", words)).await;
    }
    story.read_and_clear_all(SLUG).await;
    let codes = [story.code(SLUG, "late", &[]).await, story.code(SLUG, "full", &[]).await];
    let id = person(story, &story.worker, "Otter").await;
    let token = signed_in(story, &story.worker, id).await;
    story.earshot.start_round(&story.worker, SLUG, &young(id)).await.unwrap();
    (codes, token, id)
}

fn young(id: Uuid) -> RoundText {
    RoundText { second: Some(SecondCoder::Young(id)), ..RoundText::default() }
}

async fn checked(story: &Fixture) {
    story.redact(SLUG, "late because", "Zebedee", Token::Name).await;
    story.earshot.check_round_names(&story.worker, SLUG, 1, true).await.unwrap();
}

async fn cards(story: &Fixture, token: &str) -> Vec<Uuid> {
    let page = story.earshot.own_page(token, "en-GB").await.unwrap();
    page.sorting.into_iter().map(|card| card.id).collect()
}

async fn seen(story: &Fixture, token: &str, id: Uuid) -> Sorting {
    story.earshot.sorting(token, id, None).await.unwrap()
}

async fn a_young_person_sees_words_without_names_and_only_once_somebody_has_looked(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (codes, token, _) = ready(&story).await;
    assert!(cards(&story, &token).await.is_empty(), "nobody has looked for names");
    let view = story.earshot.round(&story.worker, SLUG, 1, None).await.unwrap();
    assert!(view.is_unchecked && view.to_check.len() == 3);
    let unsure = refusals(story.earshot.check_round_names(&story.worker, SLUG, 1, false).await);
    assert_eq!(unsure, [Refusal::Missing("names_checked")]);
    assert!(cards(&story, &token).await.is_empty());
    checked(&story).await;
    let id = cards(&story, &token).await[0];

    let mut words = Vec::new();
    while let Some(now) = seen(&story, &token, id).await.now {
        story.earshot.sort(&token, id, now.words.id, Some(&codes[..1])).await.unwrap();
        words.push(now.words.words);
    }
    words.sort_unstable();
    assert_eq!(words, ["full again", "late again", "late because [name] shouts"]);
    // Who puts a name back has somebody look once more.
    let answer = story.answer(SLUG, "late because").await;
    story.earshot.unredact(&story.worker, SLUG, answer.id, answer.redactions[0].id).await.unwrap();
    let sorting = seen(&story, &token, id).await;
    assert_eq!((sorting.card.done, sorting.card.of), (2, 2), "and until then it is not shown");
    assert!(story.earshot.round(&story.worker, SLUG, 1, None).await.unwrap().is_unchecked);
    let hidden = story.earshot.sort(&token, id, answer.id, None).await;
    assert!(matches!(hidden, Err(Error::Stale)));
    // What they did is kept by the hour.
    for row in db.dump().await.iter().filter(|row| row.starts_with("round_coding:")) {
        assert!(row.contains(":00:00") && !row.contains(":30:15"), "{row}");
    }
}

async fn what_was_held_while_somebody_looked_is_looked_at_before_it_is_shown(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, token, _) = ready(&story).await;
    let held = story.answer(SLUG, "late again").await.id;
    story.earshot.hold(&story.worker, SLUG, held).await.unwrap();
    checked(&story).await;
    let id = cards(&story, &token).await[0];
    story.pass(TimeDelta::minutes(1));
    story.earshot.decide_held(&story.lead, held, Concern::NoConcern, "").await.unwrap();
    assert_eq!(seen(&story, &token, id).await.card.of, 2, "nobody has looked for names in it");
    let view = story.earshot.round(&story.worker, SLUG, 1, None).await.unwrap();
    assert!(view.is_unchecked && view.to_check.len() == 3);
    story.pass(TimeDelta::minutes(1));
    story.earshot.check_round_names(&story.worker, SLUG, 1, true).await.unwrap();
    assert_eq!(seen(&story, &token, id).await.card.of, 3);
}

async fn a_worry_counts_whatever_has_become_of_the_round(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, token, _) = ready(&story).await;
    let mine = story.send(SLUG, Voice::child(AgeBand::From11To13).wrote("worst", "mine")).await;
    checked(&story).await;
    let id = cards(&story, &token).await[0];
    let held = async || story.earshot.held_undecided(&story.lead).await.unwrap();
    // The names of it need another look.
    let named = story.answer(SLUG, "late because").await;
    story.earshot.unredact(&story.worker, SLUG, named.id, named.redactions[0].id).await.unwrap();
    story.earshot.worry_about(&token, id, named.id).await.unwrap();
    assert_eq!(held().await, 1);
    // The page was open while the round was stopped.
    let (late, full) = (story.answer(SLUG, "late again").await.id, story.answer(SLUG, "full again").await.id);
    story.earshot.stop_round(&story.worker, SLUG, 1).await.unwrap();
    for worrying in [late, full] {
        story.earshot.worry_about(&token, id, worrying).await.unwrap();
    }
    assert_eq!(held().await, 3);
    // What is no part of it they have not read.
    let other = story.answer(SLUG, "mine").await.id;
    assert!(matches!(story.earshot.worry_about(&token, id, other).await, Err(Error::Stale)));
    story.earshot.take_back(&mine).await.unwrap();
    assert!(matches!(story.earshot.worry_about(&token, id, other).await, Err(Error::Stale)));
    assert_eq!(held().await, 3);
}

async fn what_worries_a_young_person_is_held_at_once(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, token, account) = ready(&story).await;
    checked(&story).await;
    let id = cards(&story, &token).await[0];
    let worrying = seen(&story, &token, id).await.now.unwrap().words.id;
    let trail = story.audits().await;
    story.earshot.worry_about(&token, id, worrying).await.unwrap();
    assert_eq!(story.audits().await, trail, "the trail knows the minute, and does not learn who it was");
    let (held, _) = story.earshot.held(&story.lead, 0).await.unwrap();
    assert_eq!(held.iter().map(|(_, answer)| answer.id).collect::<Vec<_>>(), [worrying]);
    assert_eq!(story.earshot.held_undecided(&story.lead).await.unwrap(), 1);
    let log = story.earshot.safeguarding_log_of(&story.lead, worrying).await.unwrap();
    assert!(log[0].decision == "held" && log[0].note.contains("A young person"), "{log:?}");
    assert!(!log[0].note.contains("Otter"));
    let mark = account.simple().to_string();
    let rows = db.dump().await;
    let named = |row: &&String| row.replace('-', "").to_lowercase().contains(&mark);
    assert!(!rows.iter().filter(|row| row.starts_with("safeguarding_event:")).any(|row| named(&row)));

    let sorting = seen(&story, &token, id).await;
    assert_eq!((sorting.card.of, sorting.card.done), (2, 0), "it is gone from their page");
    assert!(sorting.now.unwrap().words.id != worrying);
    story.earshot.worry_about(&token, id, worrying).await.unwrap();
    assert_eq!(story.earshot.held_undecided(&story.lead).await.unwrap(), 1, "twice is once");
    let view = story.earshot.round(&story.worker, SLUG, 1, None).await.unwrap();
    assert_eq!((view.drawn, view.live), (3, 2), "and from the worker's");
    assert_eq!(story.queue(SLUG, AnswerState::Cleared).await.len(), 2);
}

async fn they_are_told_how_often_they_agreed_and_their_part_goes_with_their_account(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (codes, token, _) = ready(&story).await;
    checked(&story).await;
    let id = cards(&story, &token).await[0];
    let early = refusals(story.earshot.finish_sorting(&token, id).await);
    assert_eq!(early, [Refusal::Missing("unfinished")]);
    while let Some(now) = seen(&story, &token, id).await.now {
        let late = now.words.words.starts_with("late");
        let code = if late { Some(&codes[..1]) } else { Some(&[][..]) };
        story.earshot.sort(&token, id, now.words.id, code).await.unwrap();
    }
    story.earshot.finish_sorting(&token, id).await.unwrap();
    let waits = seen(&story, &token, id).await;
    assert!(waits.card.is_over && waits.now.is_none() && waits.alike.is_none(), "the other is not done");
    while let Some(now) = story.earshot.round(&story.worker, SLUG, 1, None).await.unwrap().now {
        let code = if now.words.words.starts_with("late") { &codes[..1] } else { &codes[1..] };
        story.earshot.code_round_unit(&story.worker, SLUG, 1, now.words.id, Some(code)).await.unwrap();
    }
    story.earshot.finish_round(&story.worker, SLUG, 1).await.unwrap();
    let done = seen(&story, &token, id).await;
    assert_eq!(done.alike, Some(("Jo Marsh".to_string(), 2, 3)));
    let compared = story.earshot.round(&story.worker, SLUG, 1, None).await.unwrap().compared.unwrap();
    assert!(compared.agreement.with_young && compared.open == 1);

    let other = person(&story, &story.worker, "Fox").await;
    let other = signed_in(&story, &story.worker, other).await;
    assert!(cards(&story, &other).await.is_empty());
    assert!(matches!(story.earshot.sorting(&other, id, None).await, Err(Error::NotFound)));
    story.earshot.stop_own_account(&token).await.unwrap();
    assert_eq!(db.count("round_coder").await, 1);
    assert_eq!(db.count("round_coding").await, 3, "the worker's");
    assert_eq!(story.earshot.round(&story.worker, SLUG, 1, None).await.unwrap().coders.len(), 1);
    story.earshot.stop_round(&story.worker, SLUG, 1).await.unwrap();
}

async fn nobody_is_asked_but_by_who_looks_after_them(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (_, token, id) = ready(&story).await;
    let analyst = story.colleague("ali@wexmoor.example", Role::Analyst).await;
    story.earshot.stop_round(&story.worker, SLUG, 1).await.unwrap();
    let refused = story.earshot.start_round(&analyst, SLUG, &young(id)).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    assert!(story.earshot.rounds(&analyst, SLUG).await.unwrap().young.is_empty());
    assert_eq!(story.earshot.rounds(&story.worker, SLUG).await.unwrap().young.len(), 1);

    let untrained = member(&story, &story.worker, "Vole", false).await;
    signed_in(&story, &story.worker, untrained).await;
    assert_eq!(
        story.earshot.rounds(&story.worker, SLUG).await.unwrap().young.len(),
        1,
        "only young assessors"
    );
    let refused = refusals(story.earshot.start_round(&story.worker, SLUG, &young(untrained)).await);
    assert_eq!(refused, [Refusal::Unreadable("second")]);

    let stranger = story.stranger().await;
    let theirs = person(&story, &stranger, "Heron").await;
    let elsewhere = story.earshot.start_round(&story.worker, SLUG, &young(theirs)).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "of another organisation");
    story.earshot.pause_young_person(&story.worker, id).await.unwrap();
    assert!(story.earshot.rounds(&story.worker, SLUG).await.unwrap().young.is_empty());
    let paused = refusals(story.earshot.start_round(&story.worker, SLUG, &young(id)).await);
    assert_eq!(paused, [Refusal::Unreadable("second")]);
    assert!(matches!(story.earshot.sorting(&token, id, None).await, Err(Error::NotFound)));
    story.earshot.let_young_person_go_on(&story.worker, id).await.unwrap();
    story.earshot.start_round(&story.worker, SLUG, &young(id)).await.unwrap();
    let view = story.earshot.round(&analyst, SLUG, 2, None).await.unwrap();
    assert!(view.coders[1].is_young && view.coders[1].name.is_none(), "a nickname is for who looks after it");
    assert!(view.is_unchecked && view.to_check.is_empty());
    let names = story.earshot.check_round_names(&analyst, SLUG, 2, true).await;
    assert!(matches!(names, Err(Error::Forbidden)));
}

async fn no_name_is_left_and_where_it_may_hurt_somebody_else_has_looked(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (worker, earshot) = (&story.worker, &story.earshot);
    story.draft_consultation(SLUG).await;
    let mut setup = earshot.preparation(worker, SLUG).await.unwrap().consultation.setup;
    setup.sensitive = true;
    earshot.save_setup(worker, SLUG, story.edition(SLUG).await, &setup).await.unwrap();
    earshot.check_consultation(&story.lead, SLUG, story.edition(SLUG).await).await.unwrap();
    story.step(SLUG, Step::Open).await;
    for words in ["late again", "Jayden is always late"] {
        story.send(SLUG, Voice::child(AgeBand::From11To13).wrote("worst", words)).await;
    }
    story.read_and_clear_all(SLUG).await;
    for name in ["late", "full"] {
        story.code(SLUG, name, &[]).await;
    }
    let id = person(&story, worker, "Otter").await;
    let token = signed_in(&story, worker, id).await;
    earshot.start_round(worker, SLUG, &young(id)).await.unwrap();
    let early = refusals(earshot.check_round_names(worker, SLUG, 1, true).await);
    assert_eq!(early, [Refusal::LookFirst], "nobody has decided about a name");
    assert!(cards(&story, &token).await.is_empty());
    story.redact(SLUG, "Jayden", "Jayden", Token::Name).await;
    earshot.check_round_names(worker, SLUG, 1, true).await.unwrap();
    let round = cards(&story, &token).await[0];
    assert!(seen(&story, &token, round).await.now.is_none(), "nobody else has looked");
    let analyst = story.colleague("ali@wexmoor.example", Role::Analyst).await;
    earshot.check_answer(&analyst, SLUG, story.answer(SLUG, "late").await.id).await.unwrap();
    let sorting = seen(&story, &token, round).await;
    assert_eq!((sorting.card.of, sorting.now.unwrap().words.words.as_str()), (1, "late again"));
}
