//! Letters that go together, so that nobody is flooded: news once a day, requests once in four hours, and what may mean
//! that somebody is not safe at once.

use chrono::TimeDelta;
use earshot_domain::consultation::Step;
use earshot_domain::job::JobState;
use earshot_domain::news::News;
use earshot_domain::policy::Role;
use earshot_domain::request::RequestKind;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Earshot, Error, Keys, Letter, LetterAbout, Problem, RequestText, TakenJob};
use earshot_testkit::{Fixture, TestDb, answers_to, day, on_both};

use crate::letters;
use crate::news::{follows, mailing, told};

on_both!(
    news_of_several_things_comes_once_a_day_and_is_ended_with_one_press,
    a_reminder_that_could_not_wait_goes_at_once,
    each_organisation_and_each_address_has_its_own_letters,
    a_day_is_a_day_when_the_clocks_change,
    two_processes_at_once_send_one_letter,
    who_dies_half_way_sends_the_same_letter_again_and_loses_none,
    what_does_not_go_is_given_up_thing_by_thing,
    who_stops_while_news_waits_hears_nothing_more_of_it,
    requests_go_together_and_a_worrying_one_waits_for_nothing,
    clocks_that_have_run_out_stand_in_one_letter_and_are_never_held_back,
);

const KIM: &str = "kim@mail.example";

/// Kim follows all of these; gives the keys of their own pages.
async fn kim_follows(story: &Fixture, slugs: &[&str]) -> Vec<String> {
    let mut keys = Vec::new();
    for slug in slugs {
        story.open_consultation(slug).await;
        keys.push(follows(story, slug, KIM).await);
    }
    keys
}

async fn remind(story: &Fixture, slugs: &[&str]) {
    for slug in slugs {
        story.earshot.send_news(&story.worker, slug, News::Reminder).await.unwrap();
    }
}

/// What is told, in the order of the letter.
fn slugs(letter: &Letter) -> Vec<&str> {
    let LetterAbout::News { happened, .. } = &letter.about else { panic!("{letter:?}") };
    happened.iter().map(|one| one.slug.as_str()).collect()
}

fn at(story: &Fixture, moment: &str) {
    story.clock.set(moment.parse().unwrap());
}

/// Takes the next job that has a letter.
async fn next(earshot: &Earshot) -> Option<(TakenJob, Letter)> {
    while let Some(job) = earshot.take_job().await.unwrap() {
        match earshot.perform(&job).await.unwrap() {
            Some(letter) => return Some((job, letter)),
            None => earshot.job_done(&job).await.unwrap(),
        }
    }
    None
}

async fn news_of_several_things_comes_once_a_day_and_is_ended_with_one_press(db: TestDb) {
    let story = mailing(&db).await;
    let keys = kim_follows(&story, &["bus", "tram", "ferry"]).await;
    remind(&story, &["bus"]).await;
    let first = letters(&story.earshot).await;
    assert_eq!(first.iter().map(slugs).collect::<Vec<_>>(), [["bus"]], "the first goes at once");
    story.pass(TimeDelta::minutes(10));
    remind(&story, &["tram"]).await;
    assert_eq!(letters(&story.earshot).await, []);
    story.pass(TimeDelta::hours(2));
    remind(&story, &["ferry"]).await;
    assert_eq!(letters(&story.earshot).await, []);
    let waiting = story.earshot.jobs(&story.admin, JobState::Waiting, 0, 10).await.unwrap();
    assert!(waiting.jobs.is_empty(), "how many follow is not told");
    at(&story, "2026-02-10T08:59:59Z");
    assert_eq!(letters(&story.earshot).await, []);
    at(&story, "2026-02-10T09:00:00Z");
    let together = letters(&story.earshot).await;
    assert_eq!(together.iter().map(slugs).collect::<Vec<_>>(), [["tram", "ferry"]]);
    assert_eq!(together[0].to, KIM);
    assert!(!format!("{together:?}").contains(&keys[1][..16]), "a key is for nobody's log");
    // Once it went nothing says which letters were to one person.
    db.execute("DELETE FROM job WHERE digest_key IS NULL AND led_by IS NULL").await.unwrap();
    assert_eq!(db.count("job").await, 0);
    assert!(db.dump().await.iter().all(|row| !row.contains("kim@")));
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("digest_pace").await, 1, "one letter a day is remembered for a day");
    at(&story, "2026-02-11T09:00:00Z");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("digest_pace").await, 0);

    // One press ends what the letter was about, and nothing else; a guess ends nothing.
    let all = format!("{}.{}", keys[1], keys[2]);
    let own = story.earshot.follower(&all).await.unwrap();
    assert_eq!(own.title, "What is it like: tram? · What is it like: ferry?");
    assert!(own.confirmed);
    for guess in
        ["0".repeat(64), format!("{0}.{0}", "0".repeat(64)), ".".to_string(), keys[1][..63].to_string()]
    {
        assert!(matches!(story.earshot.stop_following(&guess).await, Err(Error::NotFound)), "{guess}");
        assert!(matches!(story.earshot.follower(&guess).await, Err(Error::NotFound)));
    }
    assert_eq!(story.earshot.follower(&all).await.unwrap(), own);
    // A program for mail has cut the address: what is whole of it counts, and it is said that something was not.
    let cut = &all[..all.len() - 9];
    assert_eq!(story.earshot.follower(cut).await.unwrap().title, "What is it like: tram?");
    assert!(!story.earshot.stop_following(cut).await.unwrap());
    assert!(story.earshot.stop_following(&keys[1]).await.unwrap(), "asked twice");
    assert_eq!(story.earshot.follower(&all).await.unwrap().title, "What is it like: ferry?");
    story.earshot.stop_following(&all).await.unwrap();
    assert!(matches!(story.earshot.follower(&all).await, Err(Error::NotFound)));
    assert!(story.earshot.follower(&keys[0]).await.is_ok());
}

/// The day of the next letter would be after the last day on which anybody can answer.
async fn a_reminder_that_could_not_wait_goes_at_once(db: TestDb) {
    let story = mailing(&db).await;
    kim_follows(&story, &["bus", "tram"]).await;
    let last = story.earshot.preparation(&story.worker, "bus").await.unwrap().consultation.setup.close_on;
    let last = last.unwrap();
    at(&story, &format!("{last}T15:00:00Z"));
    remind(&story, &["bus"]).await;
    assert_eq!(letters(&story.earshot).await.iter().map(slugs).collect::<Vec<_>>(), [["bus"]]);
    story.pass(TimeDelta::hours(1));
    remind(&story, &["tram"]).await;
    assert_eq!(letters(&story.earshot).await.iter().map(slugs).collect::<Vec<_>>(), [["tram"]]);
}

async fn each_organisation_and_each_address_has_its_own_letters(db: TestDb) {
    let story = mailing(&db).await;
    kim_follows(&story, &["bus", "tram"]).await;
    follows(&story, "tram", "lee@mail.example").await;
    let mut other = story.clone();
    other.worker = story.stranger().await;
    kim_follows(&other, &["canal"]).await;
    remind(&story, &["bus"]).await;
    assert_eq!(told(&letters(&story.earshot).await), [(KIM, News::Reminder)]);
    remind(&story, &["tram"]).await;
    remind(&other, &["canal"]).await;
    let sent = letters(&story.earshot).await;
    let mut sent: Vec<_> = sent.iter().map(|one| (one.organisation.as_str(), one.to.as_str())).collect();
    sent.sort_unstable();
    assert_eq!(sent, [("Elsewhere", KIM), ("Wexmoor County Council", "lee@mail.example")]);
}

async fn a_day_is_a_day_when_the_clocks_change(db: TestDb) {
    let story = mailing(&db).await;
    kim_follows(&story, &["bus", "tram"]).await;
    for slug in ["bus", "tram"] {
        let edition = story.edition(slug).await;
        story.earshot.extend(&story.worker, slug, edition, day("2026-04-14")).await.unwrap();
    }
    // Half past two; the night after it has an hour less.
    at(&story, "2026-03-28T14:30:00Z");
    remind(&story, &["bus", "tram"]).await;
    assert_eq!(letters(&story.earshot).await.len(), 1, "what is there at once goes together");
    at(&story, "2026-03-28T15:00:00Z");
    follows(&story, "bus", "lee@mail.example").await;
    story.step("bus", Step::Close).await;
    story.earshot.send_news(&story.worker, "bus", News::Thanks).await.unwrap();
    assert_eq!(told(&letters(&story.earshot).await), [("lee@mail.example", News::Thanks)]);
    at(&story, "2026-03-29T12:59:00Z");
    assert_eq!(letters(&story.earshot).await, []);
    at(&story, "2026-03-29T13:00:00Z");
    assert_eq!(told(&letters(&story.earshot).await), [(KIM, News::Thanks)]);
}

async fn two_processes_at_once_send_one_letter(db: TestDb) {
    let story = mailing(&db).await;
    let all = ["bus", "tram", "ferry", "canal", "cycle"];
    kim_follows(&story, &all).await;
    remind(&story, &all).await;
    let mut tasks = Vec::new();
    for _ in 0..2 {
        let keys = Keys::new([7; 32]);
        let (clock, chance) = (story.clock.clone(), story.chance.clone());
        let process = Earshot::new(db.again().await, keys, clock, chance).with_mail();
        tasks.push(tokio::spawn(async move { letters(&process).await }));
    }
    let mut sent = Vec::new();
    for task in tasks {
        sent.extend(task.await.unwrap());
    }
    // Whoever came second has put off what it took.
    sent.extend(letters(&story.earshot).await);
    assert_eq!(sent.len(), 1, "one letter a day: {sent:?}");
    for _ in 0..2 {
        story.pass(TimeDelta::days(1));
        sent.extend(letters(&story.earshot).await);
    }
    let mut things: Vec<&str> = sent.iter().flat_map(slugs).collect();
    things.sort_unstable();
    assert_eq!(things, ["bus", "canal", "cycle", "ferry", "tram"], "each once");
}

async fn who_dies_half_way_sends_the_same_letter_again_and_loses_none(db: TestDb) {
    let story = mailing(&db).await;
    kim_follows(&story, &["bus", "tram", "ferry"]).await;
    remind(&story, &["bus", "tram"]).await;
    let (dead, letter) = next(&story.earshot).await.unwrap();
    assert_eq!(slugs(&letter).len(), 2);
    // It was killed: nobody says what became of it. What comes in the meantime is not for this letter, whose second try
    // a program for mail takes for the first one.
    remind(&story, &["ferry"]).await;
    assert!(next(&story.earshot).await.is_none(), "nothing goes past it");
    story.pass(TimeDelta::minutes(6));
    let (taken, again) = next(&story.earshot).await.unwrap();
    assert_eq!(again, letter, "the same letter under the same name");
    story.earshot.job_done(&dead).await.unwrap();
    story.earshot.job_failed(&dead, &Problem { words: "late".into(), lasting: true }).await.unwrap();
    assert!(next(&story.earshot).await.is_none());
    story.earshot.job_done(&taken).await.unwrap();
    story.pass(TimeDelta::hours(1));
    assert!(next(&story.earshot).await.is_none(), "both were done with it");
    story.pass(TimeDelta::days(1));
    let rest = letters(&story.earshot).await;
    assert_eq!(rest.iter().map(slugs).collect::<Vec<_>>(), [["ferry"]]);
}

async fn what_does_not_go_is_given_up_thing_by_thing(db: TestDb) {
    let story = mailing(&db).await;
    kim_follows(&story, &["bus", "tram"]).await;
    remind(&story, &["bus", "tram"]).await;
    let trouble = |lasting| Problem { words: "the mail server said no".into(), lasting };
    let (taken, _) = next(&story.earshot).await.unwrap();
    story.earshot.job_failed(&taken, &trouble(false)).await.unwrap();
    assert!(next(&story.earshot).await.is_none(), "not at once");
    story.pass(TimeDelta::minutes(2));
    let (taken, letter) = next(&story.earshot).await.unwrap();
    assert_eq!(slugs(&letter).len(), 2);
    story.earshot.job_failed(&taken, &trouble(true)).await.unwrap();
    let failed = story.earshot.jobs(&story.admin, JobState::Failed, 0, 10).await.unwrap().jobs;
    assert_eq!(failed.iter().map(|job| job.attempts).collect::<Vec<_>>(), [2, 2]);
    // Nothing went, so nothing holds the next one back.
    assert_eq!(story.earshot.retry_jobs(&story.admin).await.unwrap(), 2);
    assert_eq!(letters(&story.earshot).await.len(), 1);
    story.pass(TimeDelta::days(1));
    assert_eq!(letters(&story.earshot).await.len(), 1);
}

async fn who_stops_while_news_waits_hears_nothing_more_of_it(db: TestDb) {
    let story = mailing(&db).await;
    let keys = kim_follows(&story, &["bus", "tram", "ferry"]).await;
    remind(&story, &["bus"]).await;
    assert_eq!(letters(&story.earshot).await.len(), 1);
    remind(&story, &["tram"]).await;
    assert_eq!(letters(&story.earshot).await, []);
    story.earshot.stop_following(&keys[1]).await.unwrap();
    story.pass(TimeDelta::days(1));
    assert_eq!(letters(&story.earshot).await, []);
    // What was not sent holds nothing back.
    remind(&story, &["ferry"]).await;
    assert_eq!(letters(&story.earshot).await.len(), 1);
}

/// The references in letters about requests, each with whom it is for.
fn references(letters: &[Letter]) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for letter in letters {
        let LetterAbout::Request { cards, .. } = &letter.about else { panic!("{letter:?}") };
        let cards = cards.iter().map(|(card, _)| card.reference.to_string()).collect();
        all.push((letter.to.clone(), cards));
    }
    all.sort();
    all
}

async fn requests_go_together_and_a_worrying_one_waits_for_nothing(db: TestDb) {
    let story = mailing(&db).await;
    story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    letters(&story.earshot).await;
    let ask = async |kind, words: &str| {
        let form = story.earshot.request_form();
        let text = RequestText { kind: Some(kind), words: words.into(), form, ..RequestText::default() };
        story.earshot.ask(&text).await.unwrap();
    };
    let to = |who: &str, cards: &[&str]| {
        (format!("{who}@wexmoor.example"), cards.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    story.on_day("2026-02-10");
    ask(RequestKind::Erase, "").await;
    assert_eq!(references(&letters(&story.earshot).await), [to("privacy", &["S-0001"])]);
    story.pass(TimeDelta::minutes(20));
    ask(RequestKind::Access, "").await;
    ask(RequestKind::Erase, "").await;
    assert_eq!(letters(&story.earshot).await, []);
    let waiting = story.earshot.jobs(&story.admin, JobState::Waiting, 0, 10).await.unwrap();
    let due: Vec<String> = waiting.jobs.iter().map(|job| job.run_at.to_rfc3339()).collect();
    assert_eq!(due, ["2026-02-10T14:00:00+00:00"; 2]);
    assert!(waiting.jobs.iter().all(|job| job.attempts == 0 && job.run_at > waiting.at));
    // Somebody may not be safe.
    ask(RequestKind::Complaint, "he hits my mum").await;
    let sent = references(&letters(&story.earshot).await);
    assert_eq!(sent, [to("lead", &["S-0004"]), to("privacy", &["S-0004"])]);
    at(&story, "2026-02-10T13:59:00Z");
    assert_eq!(letters(&story.earshot).await, []);
    at(&story, "2026-02-10T14:00:00Z");
    assert_eq!(references(&letters(&story.earshot).await), [to("privacy", &["S-0002", "S-0003"])]);
    // Several that are due in the same run are one letter.
    story.on_day("2026-03-05");
    story.earshot.chase().await.unwrap();
    let sent = references(&letters(&story.earshot).await);
    let soon = to("privacy", &["S-0001", "S-0002", "S-0003"]);
    assert_eq!(sent, [to("lead", &["S-0004"]), soon, to("privacy", &["S-0004"])]);
}

async fn clocks_that_have_run_out_stand_in_one_letter_and_are_never_held_back(db: TestDb) {
    let story = mailing(&db).await;
    let marked = async |slug: &str| {
        story.send(slug, answers_to(AgeBand::From11To13, "he hits my mum")).await;
    };
    let late = async || {
        story.earshot.chase().await.unwrap();
        let sent = letters(&story.earshot).await;
        let mut clocks = Vec::new();
        for letter in &sent {
            let LetterAbout::Late { waiting, .. } = &letter.about else { panic!("{letter:?}") };
            assert_eq!(letter.to, "lead@wexmoor.example");
            clocks.push(waiting.iter().map(|one| one.slug.clone()).collect::<Vec<_>>());
        }
        clocks
    };
    for slug in ["bus", "tram", "ferry"] {
        story.open_consultation(slug).await;
    }
    at(&story, "2026-02-10T10:20:00Z");
    marked("bus").await;
    marked("tram").await;
    at(&story, "2026-02-10T11:20:00Z");
    marked("ferry").await;
    at(&story, "2026-02-10T14:00:00Z");
    let both = late().await;
    assert_eq!(both.len(), 1, "one letter about both");
    let mut both = both.concat();
    both.sort_unstable();
    assert_eq!(both, ["bus", "tram"]);
    at(&story, "2026-02-10T15:00:00Z");
    assert_eq!(late().await, [["ferry"]], "an hour later, and at once");
    at(&story, "2026-02-11T09:00:00Z");
    let again = late().await;
    assert_eq!((again.len(), again.concat().len()), (1, 3), "one letter about three clocks");
}
