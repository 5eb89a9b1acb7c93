//! The clocks of the safeguarding lane, and who is told when one runs out.

use std::collections::BTreeSet;

use earshot_domain::clocks::{Clock, PlanFlaw};
use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Concern, Error, Letter, LetterAbout, PlanText, Problem, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, on_both};

use crate::letters;

on_both!(
    a_clock_that_runs_out_tells_the_lead_and_then_the_deputy,
    what_was_seen_to_in_time_tells_nobody,
    where_nobody_is_the_lead_somebody_is_told_all_the_same,
    the_hours_are_those_of_the_place_and_can_be_changed,
    who_does_not_read_sees_no_clock,
    what_was_changed_waits_from_then_on,
    what_is_held_as_it_came_is_read_as_soon_as_what_is_marked,
    what_is_held_is_told_to_the_lead_at_once_and_once_an_hour,
    who_holds_it_is_told_nothing_and_nobody_is_told_of_what_was_seen_to,
    after_an_hour_without_a_letter_the_next_goes_at_once,
    a_letter_of_another_consultation_takes_none_with_it_before_its_time,
    who_is_the_lead_by_then_is_told,
    of_tries_that_failed_nothing_finer_is_kept_than_the_hour,
);

const MARKED: &str = "he hits my mum";

const REACHES: &str = "he hits my mum, ring 07700 900123";

/// The story, where mail goes out and everybody has had their invitation.
async fn mailing(db: &TestDb) -> Fixture {
    let mut story = Fixture::new(db).await;
    story.earshot = story.earshot.clone().with_mail();
    story.open_consultation("bus").await;
    letters(&story.earshot).await;
    story
}

/// Who is told now, of what, and whether they stand in.
async fn told(story: &Fixture) -> Vec<(String, Clock, bool)> {
    story.earshot.chase().await.unwrap();
    let mut sent = letters(&story.earshot).await;
    // That something is held is told at once, and not by a clock.
    sent.retain(|letter| !matches!(letter.about, LetterAbout::Held { .. }));
    let mut told = Vec::new();
    for Letter { to, about, .. } in &sent {
        let LetterAbout::Late { stands_in, waiting, .. } = about else { panic!("{about:?}") };
        told.extend(waiting.iter().map(|waiting| (to.clone(), waiting.clock, *stands_in)));
    }
    told.sort();
    let people: BTreeSet<&str> = sent.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(sent.len(), people.len(), "one letter each, however many clocks");
    told
}

/// Holds every answer that the word list has marked; gives their ids.
async fn hold_marked(story: &Fixture) -> Vec<uuid::Uuid> {
    let mut held = Vec::new();
    for answer in story.queue("bus", AnswerState::New).await.into_iter().filter(|answer| answer.watch) {
        story.earshot.hold(&story.worker, "bus", answer.id).await.unwrap();
        held.push(answer.id);
    }
    assert!(!held.is_empty());
    held
}

fn at(story: &Fixture, moment: &str) {
    story.clock.set(moment.parse().unwrap());
}

async fn a_clock_that_runs_out_tells_the_lead_and_then_the_deputy(db: TestDb) {
    let story = mailing(&db).await;
    story.colleague("deputy@wexmoor.example", Role::SafeguardingDeputy).await;
    letters(&story.earshot).await;
    let lead = |clock| ("lead@wexmoor.example".to_string(), clock, false);
    let deputy = |clock| ("deputy@wexmoor.example".to_string(), clock, true);
    // A Tuesday in winter: the clock on the wall shows the same.
    at(&story, "2026-02-10T10:20:00Z");
    story.send("bus", answers_to(AgeBand::From11To13, MARKED)).await;
    story.send("bus", answers_to(AgeBand::From11To13, "the bus is late")).await;
    let waits = story.earshot.waiting(&story.lead).await.unwrap().waiting;
    let shown: Vec<_> = waits.iter().map(|one| (one.clock, one.due.to_string(), one.late)).collect();
    assert_eq!(
        shown,
        [
            (Clock::Marked, "2026-02-10 14:00:00".to_string(), false),
            (Clock::Unread, "2026-02-12 10:00:00".to_string(), false)
        ]
    );
    at(&story, "2026-02-10T13:59:00Z");
    assert_eq!(told(&story).await, []);
    at(&story, "2026-02-10T14:00:00Z");
    assert_eq!(told(&story).await, [lead(Clock::Marked)]);
    at(&story, "2026-02-10T15:59:00Z");
    assert_eq!(told(&story).await, [], "once a day");
    at(&story, "2026-02-10T16:01:00Z");
    assert_eq!(told(&story).await, [deputy(Clock::Marked)]);
    at(&story, "2026-02-10T18:00:00Z");
    assert_eq!(told(&story).await, []);
    at(&story, "2026-02-11T03:00:00Z");
    assert_eq!(told(&story).await, [], "nobody is woken");
    at(&story, "2026-02-11T09:00:00Z");
    assert_eq!(told(&story).await, [deputy(Clock::Marked), lead(Clock::Marked)]);
    // Read and held: from now on a decision is waited for.
    let marked = hold_marked(&story).await;
    at(&story, "2026-02-12T10:30:00Z");
    assert_eq!(told(&story).await, [lead(Clock::Unread), lead(Clock::Held)]);
    let note = "Rang the duty team.";
    for id in &marked {
        story.earshot.decide_held(&story.lead, *id, Concern::Unidentified, note).await.unwrap();
    }
    story.read_and_clear_all("bus").await;
    at(&story, "2026-02-13T10:00:00Z");
    assert_eq!(told(&story).await, []);
    assert_eq!(story.earshot.waiting(&story.lead).await.unwrap().waiting, []);
    // Held once more, it waits once more.
    story.earshot.decide_held(&story.lead, marked[0], Concern::NoConcern, "").await.unwrap();
    at(&story, "2026-02-13T11:00:00Z");
    story.earshot.hold(&story.worker, "bus", marked[0]).await.unwrap();
    at(&story, "2026-02-16T12:00:00Z");
    assert_eq!(told(&story).await, [lead(Clock::Held)]);
    let words_in_jobs =
        db.dump().await.into_iter().filter(|row| row.contains("mail.") && row.contains("hits")).count();
    assert_eq!(words_in_jobs, 0);
}

async fn what_was_seen_to_in_time_tells_nobody(db: TestDb) {
    let story = mailing(&db).await;
    at(&story, "2026-02-10T10:20:00Z");
    story.send("bus", answers_to(AgeBand::From11To13, MARKED)).await;
    at(&story, "2026-02-10T14:30:00Z");
    assert_eq!(story.earshot.chase().await.unwrap(), 1);
    // Somebody reads it while the letter is on its way.
    story.read_and_clear_all("bus").await;
    assert_eq!(letters(&story.earshot).await, []);
    // Without mail nothing is kept for later.
}

async fn where_nobody_is_the_lead_somebody_is_told_all_the_same(db: TestDb) {
    let story = mailing(&db).await;
    at(&story, "2026-02-10T10:20:00Z");
    story.send("bus", answers_to(AgeBand::From11To13, MARKED)).await;
    story.earshot.revoke(&story.admin, "lead@wexmoor.example", Role::SafeguardingLead).await.unwrap();
    at(&story, "2026-02-10T14:30:00Z");
    assert_eq!(told(&story).await, [("admin@wexmoor.example".to_string(), Clock::Marked, true)]);
    story.colleague("deputy@wexmoor.example", Role::SafeguardingDeputy).await;
    letters(&story.earshot).await;
    assert_eq!(told(&story).await, [("deputy@wexmoor.example".to_string(), Clock::Marked, true)]);
}

fn plan() -> PlanText {
    PlanText {
        opens: Some(8),
        closes: Some(20),
        closed: "2026-04-14\n\n 2026-04-15 \n".into(),
        marked_hours: Some(2),
        unread_days: Some(1),
        held_hours: Some(3),
        deputy_hours: Some(1),
        cover: " Ring 01632 960 111 ".into(),
    }
}

async fn the_hours_are_those_of_the_place_and_can_be_changed(db: TestDb) {
    let story = mailing(&db).await;
    let audits = story.audits().await;
    story.earshot.save_safeguarding_plan(&story.lead, &plan()).await.unwrap();
    assert_eq!(story.audits().await, audits + 1);
    let kept = story.earshot.safeguarding_plan(&story.lead).await.unwrap();
    assert_eq!((kept.opens, kept.closes, kept.closed.len()), (8, 20, 2));
    // In summer the clock on the wall is an hour ahead: 19:40 there on a Monday, before two days without work.
    let last_day = "2026-04-14".parse().unwrap();
    story.earshot.extend(&story.worker, "bus", story.edition("bus").await, last_day).await.unwrap();
    at(&story, "2026-04-13T18:40:00Z");
    story.send("bus", answers_to(AgeBand::From11To13, MARKED)).await;
    let waiting = async || story.earshot.waiting(&story.worker).await.unwrap();
    assert_eq!(waiting().await.waiting[0].due.to_string(), "2026-04-16 09:00:00");
    assert_eq!(waiting().await.cover, "Ring 01632 960 111");
    for (wrong, why) in [
        (PlanText { opens: None, ..plan() }, Refusal::Unreadable("opens")),
        (PlanText { opens: Some(20), ..plan() }, Refusal::Plan(PlanFlaw::Hours)),
        (PlanText { marked_hours: Some(0), ..plan() }, Refusal::Plan(PlanFlaw::Long("marked_hours", 40))),
        (PlanText { unread_days: Some(21), ..plan() }, Refusal::Plan(PlanFlaw::Long("unread_days", 20))),
        (PlanText { cover: "x".repeat(301), ..plan() }, Refusal::TooLong { field: "cover", max: 300 }),
        (
            PlanText { closed: "2026-12-25\nChristmas".into(), ..plan() },
            Refusal::Line { line: 2, reason: "Write a day as 2026-12-25.".into() },
        ),
    ] {
        let refused = story.earshot.save_safeguarding_plan(&story.lead, &wrong).await;
        assert!(matches!(&refused, Err(Error::Refused(all)) if *all == [why]), "{refused:?}");
    }
    assert_eq!(story.earshot.safeguarding_plan(&story.lead).await.unwrap(), kept, "nothing was half taken");
}

async fn who_does_not_read_sees_no_clock(db: TestDb) {
    let story = mailing(&db).await;
    at(&story, "2026-02-10T10:20:00Z");
    story.send("bus", answers_to(AgeBand::From11To13, MARKED)).await;
    hold_marked(&story).await;
    assert_eq!(story.earshot.waiting(&story.worker).await.unwrap().waiting, [], "what is held is the lead's");
    assert_eq!(story.earshot.waiting(&story.lead).await.unwrap().waiting.len(), 1);
    for actor in [&story.admin, &story.commissioner] {
        assert!(matches!(story.earshot.waiting(actor).await, Err(Error::Forbidden)));
    }
    for actor in [&story.admin, &story.commissioner, &story.worker] {
        assert!(matches!(story.earshot.safeguarding_plan(actor).await, Err(Error::Forbidden)));
        let changed = story.earshot.save_safeguarding_plan(actor, &plan()).await;
        assert!(matches!(changed, Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    assert_eq!(story.earshot.waiting(&stranger).await.unwrap().waiting, []);
    story.earshot.save_safeguarding_plan(&story.lead, &plan()).await.unwrap();
    assert_eq!(story.earshot.safeguarding_plan(&stranger).await.unwrap().opens, 9, "each has its own");
}

async fn what_was_changed_waits_from_then_on(db: TestDb) {
    let story = mailing(&db).await;
    at(&story, "2026-02-10T10:20:00Z");
    let receipt = story.send("bus", answers_to(AgeBand::From11To13, "the bus is late")).await;
    story.read_and_clear_all("bus").await;
    at(&story, "2026-02-24T10:40:00Z");
    let words = earshot_domain::question::Given::Words(MARKED.into());
    let key = story.earshot.mine(&receipt).await.unwrap().answers.iter().find_map(|(key, given)| {
        matches!(given, earshot_domain::question::Given::Words(_)).then(|| key.clone())
    });
    story.earshot.change_mine(&receipt, &key.unwrap(), words).await.unwrap();
    let waiting = story.earshot.waiting(&story.lead).await.unwrap().waiting;
    assert_eq!(waiting.len(), 1);
    assert_eq!((waiting[0].due.to_string().as_str(), waiting[0].late), ("2026-02-24 14:00:00", false));
}

async fn what_is_held_as_it_came_is_read_as_soon_as_what_is_marked(db: TestDb) {
    let story = mailing(&db).await;
    story.colleague("deputy@wexmoor.example", Role::SafeguardingDeputy).await;
    letters(&story.earshot).await;
    at(&story, "2026-02-10T10:20:00Z");
    story.send("bus", Voice::young().wrote("worst", "he hits my mum, ring 07700 900123")).await;
    assert_eq!(story.earshot.waiting(&story.worker).await.unwrap().waiting, [], "it is the lead's alone");
    let waits = story.earshot.waiting(&story.lead).await.unwrap().waiting;
    let shown: Vec<_> = waits.iter().map(|one| (one.clock, one.due.to_string(), one.late)).collect();
    assert_eq!(shown, [(Clock::HeldUnread, "2026-02-10 14:00:00".to_string(), false)]);
    let lead = ("lead@wexmoor.example".to_string(), Clock::HeldUnread, false);
    let deputy = ("deputy@wexmoor.example".to_string(), Clock::HeldUnread, true);
    at(&story, "2026-02-10T13:59:00Z");
    assert_eq!(told(&story).await, []);
    at(&story, "2026-02-10T14:00:00Z");
    assert_eq!(told(&story).await, [lead]);
    at(&story, "2026-02-10T16:01:00Z");
    assert_eq!(told(&story).await, [deputy]);
    let (held, _) = story.earshot.held(&story.lead, 0).await.unwrap();
    let note = "Rang the duty team.";
    story.earshot.decide_held(&story.lead, held[0].1.id, Concern::Unidentified, note).await.unwrap();
    at(&story, "2026-02-11T15:00:00Z");
    assert_eq!(told(&story).await, []);
    assert_eq!(story.earshot.waiting(&story.lead).await.unwrap().waiting, []);
}

/// Who was told that something is held, and of which clocks.
async fn held_told(story: &Fixture) -> Vec<(String, Vec<Clock>, bool)> {
    let mut told = Vec::new();
    for Letter { to, about, .. } in letters(&story.earshot).await {
        let LetterAbout::Held { waiting, may_read, .. } = about else { panic!("{about:?}") };
        told.push((to, waiting.iter().map(|one| one.clock).collect(), may_read));
    }
    told.sort();
    told
}

async fn what_is_held_is_told_to_the_lead_at_once_and_once_an_hour(db: TestDb) {
    let story = mailing(&db).await;
    story.colleague("deputy@wexmoor.example", Role::SafeguardingDeputy).await;
    letters(&story.earshot).await;
    let lead = |clocks: &[Clock]| vec![("lead@wexmoor.example".to_string(), clocks.to_vec(), true)];
    at(&story, "2026-02-10T10:20:00Z");
    story.send("bus", answers_to(AgeBand::From11To13, MARKED)).await;
    assert_eq!(held_told(&story).await, [], "a mark orders the queue and does nothing else");
    story.send("bus", Voice::young().wrote("worst", REACHES)).await;
    let jobs = db.dump().await.into_iter().filter(|row| row.contains("mail.held")).collect::<Vec<_>>();
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    assert!(
        !jobs[0].contains("hits") && !jobs[0].contains("10:20"),
        "no words, and the hour alone: {jobs:?}"
    );
    assert_eq!(held_told(&story).await, lead(&[Clock::HeldUnread]));
    // A flood is one more letter, when the hour is over.
    for _ in 0..5 {
        story.send("bus", Voice::young().wrote("worst", REACHES)).await;
    }
    hold_marked(&story).await;
    assert_eq!(held_told(&story).await, []);
    at(&story, "2026-02-10T10:59:00Z");
    assert_eq!(held_told(&story).await, []);
    at(&story, "2026-02-10T11:00:00Z");
    let told = held_told(&story).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "lead@wexmoor.example");
    assert!(told[0].1.contains(&Clock::Held) && told[0].1.contains(&Clock::HeldUnread), "{told:?}");
    at(&story, "2026-02-10T12:30:00Z");
    assert_eq!(held_told(&story).await, [], "nothing more was held");
}

async fn who_holds_it_is_told_nothing_and_nobody_is_told_of_what_was_seen_to(db: TestDb) {
    let story = mailing(&db).await;
    at(&story, "2026-02-10T10:20:00Z");
    for words in [MARKED, "i hate myself"] {
        story.send("bus", Voice::young().wrote("worst", words)).await;
    }
    let queue = story.queue("bus", AnswerState::New).await;
    let [first, second] = &queue[..] else { panic!("{queue:?}") };
    story.earshot.hold(&story.lead, "bus", first.id).await.unwrap();
    assert_eq!(held_told(&story).await, [], "the lead knows");
    story.earshot.hold(&story.worker, "bus", second.id).await.unwrap();
    for id in [first.id, second.id] {
        story.earshot.decide_held(&story.lead, id, Concern::NoConcern, "").await.unwrap();
    }
    assert_eq!(held_told(&story).await, [], "seen to before the letter went");
    at(&story, "2026-02-10T10:25:00Z");
    story.earshot.hold(&story.worker, "bus", second.id).await.unwrap();
    let lead = ("lead@wexmoor.example".to_string(), vec![Clock::Held], true);
    assert_eq!(held_told(&story).await, [lead], "no letter of this hour has gone");
    story.earshot.decide_held(&story.lead, second.id, Concern::NoConcern, "").await.unwrap();
    // Where nobody is the lead or the deputy, somebody is told who can invite one.
    story.earshot.revoke(&story.admin, "lead@wexmoor.example", Role::SafeguardingLead).await.unwrap();
    at(&story, "2026-02-10T12:20:00Z");
    story.earshot.hold(&story.worker, "bus", first.id).await.unwrap();
    let admin = ("admin@wexmoor.example".to_string(), vec![Clock::Held], false);
    assert_eq!(held_told(&story).await, [admin]);
}

/// Has the lead decide about everything that is held.
async fn decide_all(story: &Fixture) {
    let (held, _) = story.earshot.held(&story.lead, 0).await.unwrap();
    assert!(!held.is_empty());
    for (_, answer) in held {
        story.earshot.decide_held(&story.lead, answer.id, Concern::Unidentified, "Rang.").await.unwrap();
    }
}

async fn after_an_hour_without_a_letter_the_next_goes_at_once(db: TestDb) {
    let story = mailing(&db).await;
    let reaches = async || story.send("bus", Voice::young().wrote("worst", REACHES)).await;
    let lead = ("lead@wexmoor.example".to_string(), vec![Clock::HeldUnread], true);
    at(&story, "2026-02-10T10:20:00Z");
    reaches().await;
    assert_eq!(held_told(&story).await, std::slice::from_ref(&lead));
    reaches().await;
    decide_all(&story).await;
    at(&story, "2026-02-10T11:00:00Z");
    assert_eq!(held_told(&story).await, [], "all of it was seen to");
    at(&story, "2026-02-10T11:05:00Z");
    reaches().await;
    assert_eq!(held_told(&story).await, [lead], "it does not wait for twelve");
    reaches().await;
    assert_eq!(held_told(&story).await, [], "one in each hour");
}

async fn a_letter_of_another_consultation_takes_none_with_it_before_its_time(db: TestDb) {
    let story = mailing(&db).await;
    story.open_consultation("tram").await;
    letters(&story.earshot).await;
    let reaches = async |slug: &str| story.send(slug, Voice::young().wrote("worst", REACHES)).await;
    at(&story, "2026-02-10T10:20:00Z");
    reaches("bus").await;
    assert_eq!(held_told(&story).await.len(), 1);
    decide_all(&story).await;
    reaches("bus").await;
    at(&story, "2026-02-10T10:40:00Z");
    reaches("tram").await;
    let told = held_told(&story).await;
    assert_eq!(
        told.iter().map(|(_, clocks, _)| clocks.len()).sum::<usize>(),
        1,
        "of the tram alone: {told:?}"
    );
    reaches("bus").await;
    at(&story, "2026-02-10T11:00:00Z");
    let told = held_told(&story).await;
    assert_eq!(told.len(), 1, "of the bus, now that the hour is over: {told:?}");
}

async fn who_is_the_lead_by_then_is_told(db: TestDb) {
    let story = mailing(&db).await;
    story.colleague("deputy@wexmoor.example", Role::SafeguardingDeputy).await;
    // What the lead is trusted with besides has nothing to do with what is held.
    story.earshot.invite(&story.admin, "lead@wexmoor.example", "", Role::Commissioner).await.unwrap();
    letters(&story.earshot).await;
    at(&story, "2026-02-10T10:20:00Z");
    story.send("bus", Voice::young().wrote("worst", REACHES)).await;
    story.earshot.revoke(&story.admin, "lead@wexmoor.example", Role::SafeguardingLead).await.unwrap();
    let deputy = ("deputy@wexmoor.example".to_string(), vec![Clock::HeldUnread], true);
    assert_eq!(held_told(&story).await, [deputy]);
    // And the other way round, where letters of two hours go as one.
    at(&story, "2026-02-10T12:20:00Z");
    for _ in 0..2 {
        story.send("bus", Voice::young().wrote("worst", REACHES)).await;
    }
    story.earshot.invite(&story.admin, "lead@wexmoor.example", "", Role::SafeguardingLead).await.unwrap();
    at(&story, "2026-02-10T13:00:00Z");
    let held = |letter: &Letter| matches!(letter.about, LetterAbout::Held { .. });
    let told: Vec<String> =
        letters(&story.earshot).await.into_iter().filter(held).map(|letter| letter.to).collect();
    assert_eq!(told, ["lead@wexmoor.example"], "and not the deputy, who stands in for nobody any more");
    at(&story, "2026-02-10T14:00:00Z");
    assert_eq!(held_told(&story).await, [], "nor twice");
}

async fn of_tries_that_failed_nothing_finer_is_kept_than_the_hour(db: TestDb) {
    let story = mailing(&db).await;
    let rows = async || {
        let rows = db.dump().await.into_iter().filter(|row| row.contains("mail.held"));
        rows.collect::<Vec<_>>()
    };
    at(&story, "2026-02-10T10:20:07Z");
    story.send("bus", Voice::young().wrote("worst", REACHES)).await;
    let job = story.earshot.take_job().await.unwrap().unwrap();
    let busy = Problem { words: "the mail server took too long".into(), lasting: false };
    story.earshot.job_failed(&job, &busy).await.unwrap();
    assert_eq!(held_told(&story).await, [], "it waits for its second try");
    at(&story, "2026-02-10T10:21:07Z");
    assert_eq!(held_told(&story).await.len(), 1, "which comes soon");
    let kept = rows().await;
    assert_eq!(kept.len(), 1);
    assert!(!kept[0].contains("10:21:") && !kept[0].contains("10:20:"), "{kept:?}");
    // Given up at once.
    at(&story, "2026-02-10T12:20:09Z");
    story.send("bus", Voice::young().wrote("worst", REACHES)).await;
    let job = story.earshot.take_job().await.unwrap().unwrap();
    story.earshot.job_failed(&job, &Problem { lasting: true, ..busy }).await.unwrap();
    let kept = rows().await;
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|row| !row.contains("12:20:")), "{kept:?}");
}
