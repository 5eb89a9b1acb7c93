//! News by mail, and the jobs that take it out.

use chrono::TimeDelta;
use earshot_domain::consultation::Step;
use earshot_domain::job::JobState;
use earshot_domain::news::News;
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Error, Letter, LetterAbout, Problem, Refusal};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};

use crate::letters;

on_both!(
    who_asks_for_news_is_asked_back_told_and_forgotten,
    news_goes_out_with_what_it_tells_of,
    without_mail_nothing_is_kept_for_later,
    staff_write_at_most_once_a_week_and_only_when_it_fits,
    nobody_is_written_to_about_what_may_hurt,
    a_job_is_taken_by_one_and_taken_over_when_that_one_is_gone,
    what_does_not_go_is_tried_again_and_given_up_in_the_end,
    no_job_stands_in_the_way_of_the_others,
    a_link_to_sign_in_comes_by_mail_and_tells_nobody_who_is_here,
    addresses_are_forgotten_when_their_time_is_over,
);

/// The story, where mail goes out.
pub(crate) async fn mailing(db: &TestDb) -> Fixture {
    let mut story = Fixture::new(db).await;
    story.earshot = story.earshot.clone().with_mail();
    story
}

/// The key of somebody's own page.
fn key(letter: &Letter) -> &str {
    match &letter.about {
        LetterAbout::Confirm { key, .. } => key,
        LetterAbout::News { happened, .. } => &happened[0].key,
        LetterAbout::SignIn { .. }
        | LetterAbout::ContactOpened { .. }
        | LetterAbout::Late { .. }
        | LetterAbout::Held { .. }
        | LetterAbout::Request { .. } => {
            panic!("{letter:?}")
        }
    }
}

/// Who is told what, whichever letter it stands in.
pub(crate) fn told(letters: &[Letter]) -> Vec<(&str, News)> {
    let mut told = Vec::new();
    for letter in letters {
        let LetterAbout::News { happened, .. } = &letter.about else { panic!("{letter:?}") };
        told.extend(happened.iter().map(|one| (letter.to.as_str(), one.news)));
    }
    told.sort_unstable();
    told
}

/// Somebody who follows.
pub(crate) async fn follows(story: &Fixture, slug: &str, address: &str) -> String {
    story.earshot.follow(&story.asked(slug).await, address, "en-GB").await.unwrap();
    let asked = letters(&story.earshot).await;
    let key = key(asked.iter().find(|letter| letter.to == address).unwrap()).to_string();
    story.earshot.confirm_following(&key).await.unwrap();
    key
}

async fn who_asks_for_news_is_asked_back_told_and_forgotten(db: TestDb) {
    let story = mailing(&db).await;
    story.open_consultation("bus").await;
    let asked = story.asked("bus").await;
    for wrong in [
        "",
        "kim",
        "kim@",
        "@mail.example",
        "kim@mail",
        "a b@mail.example",
        "a@b@mail.example",
        "1<kim@mail.example>",
        "kim@mail..example",
        "kim..lee@mail.example",
        ".kim@mail.example",
        "kim@mail.example.",
        "\"kim\"@mail.example",
        "kim@mail.example\r\nBcc: lee@mail.example",
    ] {
        let refused = story.earshot.follow(&asked, wrong, "cy").await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{wrong}");
    }
    // Three times within an hour is one letter.
    for address in ["Kim@mail.example", " kim@MAIL.example ", "kim@mail.example"] {
        story.earshot.follow(&asked, address, "cy").await.unwrap();
    }
    let sent = letters(&story.earshot).await;
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].to.as_str(), sent[0].organisation.as_str()),
        ("Kim@mail.example", "Wexmoor County Council")
    );
    assert!(matches!(&sent[0].about, LetterAbout::Confirm { tongue, .. } if tongue == "cy"), "{sent:?}");
    assert!(db.dump().await.iter().all(|row| !row.to_lowercase().contains("kim@")), "the address is sealed");

    // Until they say that it is theirs nothing comes.
    let to_all = || story.earshot.send_news(&story.worker, "bus", News::Reminder);
    assert!(matches!(to_all().await, Err(Error::Refused(why)) if why == [Refusal::NobodyFollows]));
    let key = key(&sent[0]).to_string();
    assert!(!story.earshot.follower(&key).await.unwrap().confirmed);
    for guess in
        [String::new(), "0".repeat(64), key[..63].to_string(), format!("{}0", &key[..63]), "é".repeat(32)]
    {
        if guess != key {
            assert!(matches!(story.earshot.follower(&guess).await, Err(Error::NotFound)), "{guess}");
            assert!(matches!(story.earshot.confirm_following(&guess).await, Err(Error::NotFound)));
            assert!(matches!(story.earshot.stop_following(&guess).await, Err(Error::NotFound)));
        }
    }
    story.earshot.confirm_following(&key).await.unwrap();
    story.earshot.confirm_following(&key).await.unwrap();
    let own = story.earshot.follower(&key).await.unwrap();
    assert!(own.confirmed && own.slug == "bus");
    // Who is on the list and asks again gets nothing, and sees the same.
    story.on_day("2026-02-12");
    story.earshot.follow(&asked, "kim@mail.example", "cy").await.unwrap();
    assert_eq!(letters(&story.earshot).await, []);

    to_all().await.unwrap();
    assert_eq!(told(&letters(&story.earshot).await), [("Kim@mail.example", News::Reminder)]);
    // A letter that is on its way when somebody stops does not go.
    story.on_day("2026-02-20");
    to_all().await.unwrap();
    let spread = story.earshot.take_job().await.unwrap().unwrap();
    assert_eq!(story.earshot.perform(&spread).await.unwrap(), None);
    story.earshot.job_done(&spread).await.unwrap();
    story.earshot.stop_following(&key).await.unwrap();
    story.earshot.stop_following(&key).await.unwrap();
    assert_eq!(letters(&story.earshot).await, []);
    assert_eq!(db.count("follower").await, 0);
    assert!(matches!(story.earshot.follower(&key).await, Err(Error::NotFound)));
}

/// From the answers to the feedback page.
async fn to_the_end(story: &Fixture, slug: &str) {
    for n in 0..12 {
        story.send(slug, answers_to(AgeBand::From11To13, &format!("bus number {n} is late"))).await;
    }
    story.read_and_clear_all(slug).await;
    story.code_and_theme(slug, "late", &["bus number"]).await;
    story.publish(slug).await;
    story.decide(slug).await;
    story.tell(slug).await;
}

async fn news_goes_out_with_what_it_tells_of(db: TestDb) {
    let story = mailing(&db).await;
    story.open_consultation("bus").await;
    for n in 0..3 {
        follows(&story, "bus", &format!("p{n}@mail.example")).await;
    }
    story.open_consultation("tram").await;
    follows(&story, "tram", "other@mail.example").await;
    to_the_end(&story, "bus").await;
    let all = letters(&story.earshot).await;
    let expected: Vec<(String, News)> = (0..3)
        .flat_map(|n| [News::Heard, News::Told].map(|news| (format!("p{n}@mail.example"), news)))
        .collect();
    let expected: Vec<(&str, News)> = expected.iter().map(|(to, news)| (to.as_str(), *news)).collect();
    assert_eq!(told(&all), expected, "each once, and nobody else");
    assert_eq!(all.len(), 3, "one letter each");
    story.earshot.follow_up(&story.worker, "bus", "The stop was moved.").await.unwrap();
    assert_eq!(letters(&story.earshot).await, [], "not on the same day");
    story.pass(TimeDelta::days(1));
    assert_eq!(letters(&story.earshot).await.len(), 3);
}

async fn without_mail_nothing_is_kept_for_later(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let asked = story.asked("bus").await;
    assert!(matches!(story.earshot.follow(&asked, "kim@mail.example", "cy").await, Err(Error::Closed)));
    assert!(story.earshot.ask_for_link("worker@wexmoor.example").await.is_err());
    story.colleague("new@wexmoor.example", Role::Commissioner).await;
    to_the_end(&story, "bus").await;
    assert_eq!(db.count("job").await, 0);
}

async fn staff_write_at_most_once_a_week_and_only_when_it_fits(db: TestDb) {
    let story = mailing(&db).await;
    story.open_consultation("bus").await;
    follows(&story, "bus", "kim@mail.example").await;
    for (role, actor) in story.staff() {
        let desk = story.earshot.news_desk(actor, "bus").await;
        let may = matches!(role, Role::ParticipationWorker | Role::Administrator);
        assert_eq!(desk.is_ok(), may, "{role:?}");
        if !may {
            let sent = story.earshot.send_news(actor, "bus", News::Reminder).await;
            assert!(matches!(sent, Err(Error::Forbidden)), "{role:?}");
        }
    }
    let desk = async || story.earshot.news_desk(&story.worker, "bus").await.unwrap();
    assert!(desk().await.followers.is_hidden(), "one is too few to count");
    assert_eq!(desk().await.may, [News::Reminder]);
    let send = |news| story.earshot.send_news(&story.worker, "bus", news);
    assert!(matches!(send(News::Thanks).await, Err(Error::Refused(_))));
    assert!(matches!(send(News::Told).await, Err(Error::Refused(_))));
    send(News::Reminder).await.unwrap();
    assert!(
        matches!(send(News::Reminder).await, Err(Error::Refused(why)) if matches!(why[..], [Refusal::SentLately(_)]))
    );
    assert_eq!(desk().await.sent.len(), 1);
    assert_eq!(letters(&story.earshot).await.len(), 1);
    story.step("bus", Step::Close).await;
    assert_eq!(desk().await.may, [News::Thanks]);
    assert!(matches!(send(News::Reminder).await, Err(Error::Refused(_))));
    send(News::Thanks).await.unwrap();
    story.pass(TimeDelta::days(1));
    assert_eq!(told(&letters(&story.earshot).await), [("kim@mail.example", News::Thanks)]);
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.news_desk(&stranger, "bus").await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.send_news(&stranger, "bus", News::Thanks).await, Err(Error::NotFound)));
}

async fn nobody_is_written_to_about_what_may_hurt(db: TestDb) {
    let story = mailing(&db).await;
    story.draft_consultation("home").await;
    let edition = story.edition("home").await;
    let mut setup = story.earshot.preparation(&story.worker, "home").await.unwrap().consultation.setup;
    setup.sensitive = true;
    story.earshot.save_setup(&story.worker, "home", edition, &setup).await.unwrap();
    let edition = story.edition("home").await;
    story.earshot.check_consultation(&story.lead, "home", edition).await.unwrap();
    story.step("home", Step::Open).await;
    let asked = story.asked("home").await;
    assert!(!story.earshot.takes_followers(&asked));
    assert!(matches!(story.earshot.follow(&asked, "kim@mail.example", "cy").await, Err(Error::Closed)));
}

async fn a_job_is_taken_by_one_and_taken_over_when_that_one_is_gone(db: TestDb) {
    let story = mailing(&db).await;
    story.open_consultation("bus").await;
    let asked = story.asked("bus").await;
    for n in 0..6 {
        story.earshot.follow(&asked, &format!("p{n}@mail.example"), "en-GB").await.unwrap();
    }
    let tasks: Vec<_> = (0..6)
        .map(|_| {
            let earshot = story.earshot.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                // Another one may be quicker; then there is still something to do.
                for _ in 0..40 {
                    if let Some(job) = earshot.take_job().await.unwrap() {
                        taken.push(earshot.perform(&job).await.unwrap().unwrap().to);
                    }
                }
                taken
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (0..6).map(|n| format!("p{n}@mail.example")).collect::<Vec<_>>());
    // None was said to be done: five minutes later they are there again.
    assert!(story.earshot.take_job().await.unwrap().is_none());
    story.pass(TimeDelta::minutes(6));
    let late = story.earshot.take_job().await.unwrap().unwrap();
    story.pass(TimeDelta::minutes(6));
    let mut over = Vec::new();
    while let Some(job) = story.earshot.take_job().await.unwrap() {
        over.push(job);
    }
    assert_eq!(over.len(), 6);
    // The first one comes back after all: what it says counts no more.
    story.earshot.job_failed(&late, &Problem { words: "late".into(), lasting: true }).await.unwrap();
    let counts = story.earshot.jobs(&story.admin, JobState::Failed, 0, 10).await.unwrap();
    assert!(counts.jobs.is_empty());
}

async fn what_does_not_go_is_tried_again_and_given_up_in_the_end(db: TestDb) {
    let story = mailing(&db).await;
    story.earshot.invite(&story.admin, "new@wexmoor.example", "New", Role::Commissioner).await.unwrap();
    let trouble = Problem { words: "the mail server could not be reached".into(), lasting: false };
    let mut tries = 0;
    for _ in 0..1_000 {
        if let Some(job) = story.earshot.take_job().await.unwrap() {
            tries += 1;
            story.earshot.job_failed(&job, &trouble).await.unwrap();
            assert!(story.earshot.take_job().await.unwrap().is_none(), "not at once");
        }
        story.pass(TimeDelta::minutes(5));
    }
    assert_eq!(tries, 24);
    let failed = async |actor| story.earshot.jobs(actor, JobState::Failed, 0, 10).await;
    for (role, actor) in story.staff() {
        assert_eq!(failed(actor).await.is_ok(), role == Role::Administrator, "{role:?}");
    }
    let found = failed(&story.admin).await.unwrap();
    let job = &found.jobs[0];
    assert_eq!((job.kind.as_str(), job.subject.as_str(), job.attempts), ("mail.invite", "", 24));
    assert_eq!(job.problem.as_deref(), Some(trouble.words.as_str()));
    let stranger = story.stranger().await;
    assert!(failed(&stranger).await.unwrap().jobs.is_empty());
    assert!(matches!(story.earshot.retry_job(&stranger, job.id).await, Err(Error::Stale)));
    assert!(matches!(story.earshot.discard_job(&story.worker, job.id).await, Err(Error::Forbidden)));

    assert!(matches!(story.earshot.retry_jobs(&story.worker).await, Err(Error::Forbidden)));
    assert_eq!(story.earshot.retry_jobs(&stranger).await.unwrap(), 0);
    assert_eq!(story.earshot.retry_jobs(&story.admin).await.unwrap(), 1);
    assert!(matches!(story.earshot.retry_job(&story.admin, job.id).await, Err(Error::Stale)));
    let taken = story.earshot.take_job().await.unwrap().unwrap();
    let lasting = Problem { lasting: true, ..trouble };
    story.earshot.job_failed(&taken, &lasting).await.unwrap();
    story.earshot.retry_job(&story.admin, job.id).await.unwrap();
    let taken = story.earshot.take_job().await.unwrap().unwrap();
    story.earshot.job_failed(&taken, &lasting).await.unwrap();
    story.earshot.discard_job(&story.admin, job.id).await.unwrap();
    assert!(matches!(story.earshot.discard_job(&story.admin, job.id).await, Err(Error::Stale)));
    assert_eq!(db.count("job").await, 0);
}

async fn no_job_stands_in_the_way_of_the_others(db: TestDb) {
    let story = mailing(&db).await;
    story.open_consultation("bus").await;
    let asked = story.asked("bus").await;
    // An address that there is not: who typed it slipped, and staff have nothing to mend.
    story.earshot.follow(&asked, "slip@mail.example", "en-GB").await.unwrap();
    let job = story.earshot.take_job().await.unwrap().unwrap();
    let lasting = Problem { words: "the mail server said no (550)".into(), lasting: true };
    story.earshot.job_failed(&job, &lasting).await.unwrap();
    assert_eq!(db.count("follower").await, 0);
    let failed = async || story.earshot.jobs(&story.admin, JobState::Failed, 0, 10).await.unwrap().jobs.len();
    assert_eq!(failed().await, 0);

    // What another version wrote is given up, and what comes behind it goes.
    for n in 0..2 {
        story.earshot.follow(&asked, &format!("p{n}@mail.example"), "en-GB").await.unwrap();
        story.pass(TimeDelta::seconds(1));
    }
    let odd = "UPDATE job SET work = '{\"dance\":true}' WHERE created_at = (SELECT MIN(created_at) FROM job WHERE state = 'waiting')";
    db.execute(odd).await.unwrap();
    let job = story.earshot.take_job().await.unwrap().unwrap();
    assert!(matches!(story.earshot.perform(&job).await, Err(Error::Refused(_))));
    story.earshot.job_failed(&job, &lasting).await.unwrap();
    assert_eq!(failed().await, 1);
    let key = letters(&story.earshot).await.iter().map(|letter| key(letter).to_string()).next().unwrap();

    // So is what ends every process that begins it.
    story.earshot.confirm_following(&key).await.unwrap();
    story.earshot.send_news(&story.worker, "bus", News::Reminder).await.unwrap();
    let mut begun = 0;
    while story.earshot.take_job().await.unwrap().is_some() {
        begun += 1;
        story.pass(TimeDelta::minutes(6));
    }
    assert_eq!((begun, failed().await), (24, 2));

    // A sign-in link is not behind a thousand letters of news, and a reminder of what is paused does not go.
    story.pass(TimeDelta::days(8));
    story.earshot.send_news(&story.worker, "bus", News::Reminder).await.unwrap();
    story.pass(TimeDelta::minutes(1));
    story.earshot.ask_for_link("worker@wexmoor.example").await.unwrap();
    let first = story.earshot.take_job().await.unwrap().unwrap();
    let letter = story.earshot.perform(&first).await.unwrap().unwrap();
    assert!(matches!(letter.about, LetterAbout::SignIn { .. }));
    story.earshot.job_done(&first).await.unwrap();
    story.step("bus", Step::Pause).await;
    assert_eq!(letters(&story.earshot).await, []);
}

async fn a_link_to_sign_in_comes_by_mail_and_tells_nobody_who_is_here(db: TestDb) {
    let story = mailing(&db).await;
    for address in ["nobody@wexmoor.example", "WORKER@wexmoor.example", "worker@wexmoor.example"] {
        story.earshot.ask_for_link(address).await.unwrap();
    }
    assert!(matches!(story.earshot.ask_for_link("worker").await, Err(Error::Refused(_))));
    assert!(
        db.dump().await.iter().filter(|row| row.starts_with("job:")).count() == 1,
        "twice in five minutes is once"
    );
    let sent = letters(&story.earshot).await;
    let [Letter { to, about: LetterAbout::SignIn { token, invited: false, .. }, .. }] = &sent[..] else {
        panic!("{sent:?}")
    };
    assert_eq!(to, "worker@wexmoor.example");
    let session = story.earshot.sign_in(token).await.unwrap();
    assert_eq!(story.earshot.who(&session).await.unwrap().unwrap().name, "Jo Marsh");
    assert!(story.earshot.sign_in(token).await.is_err(), "it works once");

    // An hour later it would not have worked, and who is trusted with nothing gets none.
    story.pass(TimeDelta::minutes(6));
    story.earshot.ask_for_link("worker@wexmoor.example").await.unwrap();
    let sent = letters(&story.earshot).await;
    let LetterAbout::SignIn { token, .. } = &sent[0].about else { panic!("{sent:?}") };
    story.pass(TimeDelta::minutes(61));
    assert!(story.earshot.sign_in(token).await.is_err());
    // Nor does a link that waited too long for the mail server.
    story.earshot.ask_for_link("worker@wexmoor.example").await.unwrap();
    story.pass(TimeDelta::minutes(61));
    assert_eq!(letters(&story.earshot).await, []);
    story.earshot.ask_for_link("worker@wexmoor.example").await.unwrap();
    story.earshot.revoke(&story.admin, "worker@wexmoor.example", Role::ParticipationWorker).await.unwrap();
    assert_eq!(letters(&story.earshot).await, []);
    story.earshot.ask_for_link("worker@wexmoor.example").await.unwrap();
    assert!(story.earshot.take_job().await.unwrap().is_none());

    story.earshot.invite(&story.admin, "new@wexmoor.example", "New", Role::Commissioner).await.unwrap();
    let sent = letters(&story.earshot).await;
    assert!(
        matches!(&sent[..], [Letter { to, about: LetterAbout::SignIn { invited: true, .. }, .. }] if to == "new@wexmoor.example"),
        "{sent:?}"
    );
}

async fn addresses_are_forgotten_when_their_time_is_over(db: TestDb) {
    let story = mailing(&db).await;
    story.open_consultation("bus").await;
    let key = follows(&story, "bus", "kim@mail.example").await;
    story.earshot.follow(&story.asked("bus").await, "never@mail.example", "en-GB").await.unwrap();
    assert_eq!(db.count("follower").await, 2);
    story.pass(TimeDelta::days(2));
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("follower").await, 2, "two days to say so");
    story.pass(TimeDelta::days(1));
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("follower").await, 1);
    // Its letter was still on its way: there is nobody to send it to.
    assert_eq!(letters(&story.earshot).await, []);
    story.pass(TimeDelta::days(31));
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("job").await, 0, "what was done is shown for a month");
    assert!(story.earshot.follower(&key).await.is_ok());
    story.pass(TimeDelta::days(332));
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("follower").await, 0);
}
