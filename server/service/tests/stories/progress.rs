//! While it is open: how the asking goes, in numbers that name nobody, and more time.

use earshot_domain::consultation::{Check, Step};
use earshot_domain::question::Given;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::Shown;
use earshot_service::{Begun, Came, Counted, Error, HolidayText, Missing, NewCodes, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, day, on_both};

on_both!(
    who_answered_and_who_is_missing_is_counted_and_small_numbers_are_hidden,
    where_people_stop_is_counted_from_answers_that_nobody_touched_today,
    more_time_is_given_only_within_what_was_promised,
    how_long_it_takes_is_whole_minutes_and_never_when,
);

fn part(counted: &Counted, key: &str) -> Option<u64> {
    counted.parts.iter().find(|(other, _)| other == key).and_then(|(_, n)| n.value())
}

/// How many have answered, on the page of the consultation and on the list of all.
async fn heard(story: &Fixture) -> [Shown; 2] {
    let one = story.earshot.preparation(&story.worker, "bus").await.unwrap().consultation;
    let all = story.earshot.desk_consultations(&story.worker).await.unwrap().list;
    [one.heard, all.into_iter().find(|other| other.slug == "bus").unwrap().heard]
}

async fn who_answered_and_who_is_missing_is_counted_and_small_numbers_are_hidden(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let few = story.earshot.progress(&story.worker, "bus").await.unwrap();
    assert!(few.who.all.is_hidden() && few.missing.is_empty() && few.stopped.all.is_hidden());
    assert!(heard(&story).await.into_iter().all(Shown::is_hidden), "nobody yet");
    let codes = NewCodes {
        kind: earshot_domain::code::CodeKind::Group,
        count: 1,
        group: "Northgate Youth Club".into(),
        max_uses: None,
        expires_on: None,
    };
    let club = story.earshot.make_codes(&story.worker, "bus", &codes).await.unwrap()[0];
    let other = NewCodes { group: "Year 9".into(), ..codes };
    story.earshot.make_codes(&story.worker, "bus", &other).await.unwrap();
    story.on_day("2026-02-10");
    for n in 0..12 {
        let came = Came { code: Some(club), ..Came::default() };
        story.send("bus", answers_to(AgeBand::From11To13, &format!("late {n}")).came(came)).await;
    }
    story.on_day("2026-02-12");
    for _ in 0..12 {
        story.send("bus", Voice::child(AgeBand::From14To15).chose("ok", "3")).await;
    }
    for _ in 0..3 {
        story.send("bus", Voice::child(AgeBand::From16To17).chose("ok", "3").from("Wexmoor North")).await;
    }
    story.send("bus", Voice::parent().chose("ok", "1")).await;
    let progress = story.earshot.progress(&story.worker, "bus").await.unwrap();
    assert_eq!(part(&progress.who, "child"), Some(25));
    assert_eq!(part(&progress.who, "parent"), None, "one parent");
    assert_eq!(progress.who.all.value(), Some(30));
    assert_eq!(heard(&story).await, [progress.who.all; 2], "other pages say the same number");
    assert_eq!((part(&progress.ages, "11-13"), part(&progress.ages, "16-17")), (Some(10), None));
    assert_eq!(part(&progress.areas, "The villages"), Some(10));
    assert_eq!((part(&progress.doors, "code"), part(&progress.doors, "web")), (Some(10), Some(15)));
    assert_eq!(part(&progress.groups, "Northgate Youth Club"), Some(10));
    assert_eq!(
        progress.missing,
        [
            Missing::Age(AgeBand::From16To17),
            Missing::Area("Wexmoor North".into()),
            Missing::Group("Year 9".into())
        ]
    );
    let by_day: Vec<Option<u64>> = progress.in_spans.iter().map(|n| n.value()).collect();
    assert_eq!(by_day, [None, Some(10), None, Some(15)]);
    // Whoever may see the consultation may see this; nobody of another organisation.
    for (_, actor) in story.staff() {
        assert!(story.earshot.progress(actor, "bus").await.is_ok());
    }
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.progress(&stranger, "bus").await, Err(Error::NotFound)));
}

async fn where_people_stop_is_counted_from_answers_that_nobody_touched_today(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let asked = story.asked("bus").await;
    for n in 0..15 {
        let token = story.earshot.random_token();
        let mut given = vec![("way".to_string(), Given::One("walk".into()))];
        if n < 12 {
            given.push(("helps".to_string(), Given::Skipped));
        }
        story
            .earshot
            .keep_answers(&asked, &token, RespondentType::Child, Begun::default(), given)
            .await
            .unwrap();
    }
    let today = story.earshot.progress(&story.worker, "bus").await.unwrap();
    assert!(today.stopped.all.is_hidden(), "they may still go on");
    story.on_day("2026-02-10");
    let progress = story.earshot.progress(&story.worker, "bus").await.unwrap();
    assert_eq!((progress.stopped.all.value(), progress.stopped.days), (Some(15), 7));
    let after = |text: &str| progress.stopped.after.iter().find(|(other, _)| other == text).unwrap().1;
    assert_eq!(after("What would help?").value(), Some(10), "skipped is seen");
    assert!(after("How do you get to school?").is_hidden(), "three");
    assert_eq!(after("What is the worst bit?").value(), Some(0));
    story.on_day("2026-03-10");
    assert!(story.earshot.progress(&story.worker, "bus").await.unwrap().stopped.all.is_hidden(), "long ago");
}

async fn more_time_is_given_only_within_what_was_promised(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    let extend = |on: &'static str, edition: i64| {
        let story = &story;
        async move { story.earshot.extend(&story.worker, "bus", edition, day(on)).await }
    };
    let refused = |outcome: Result<(), Error>| match outcome {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refused(extend("2026-04-01", edition).await),
        [Refusal::WrongState],
        "a draft is just changed"
    );
    story.step("bus", Step::Open).await;
    let edition = story.edition("bus").await;
    assert_eq!(refused(extend("2026-03-22", edition).await), [Refusal::NotLater]);
    assert_eq!(refused(extend("2026-03-01", edition).await), [Refusal::NotLater], "nobody is cut off");
    assert_eq!(refused(extend("2026-04-20", edition).await), [Refusal::Check(Check::FindingsDate)]);
    let all = refused(extend("2026-07-01", edition).await);
    assert!(all.contains(&Refusal::Check(Check::DecisionAfterClose)) && all.len() == 3, "{all:?}");
    assert!(matches!(extend("2026-04-01", edition - 1).await, Err(Error::Stale)));
    let audits = story.audits().await;
    for actor in [&story.lead, &story.commissioner] {
        let extended = story.earshot.extend(actor, "bus", edition, day("2026-04-01")).await;
        assert!(matches!(extended, Err(Error::Forbidden)), "{extended:?}");
    }
    extend("2026-04-01", edition).await.unwrap();
    assert_eq!(story.audits().await, audits + 1);
    story.on_day("2026-04-01");
    assert!(story.asked("bus").await.takes_answers);
    story.on_day("2026-04-02");
    assert!(!story.asked("bus").await.takes_answers);
    for (first, last) in [("2026-03-30", "2026-04-01"), ("2026-03-30", "2026-04-12")] {
        let (first_day, last_day) = (Some(day(first)), Some(day(last)));
        let text = HolidayText { first_day, last_day, ..HolidayText::default() };
        story.earshot.add_holiday(&story.worker, &text).await.unwrap();
    }
    let ahead = story.earshot.progress(&story.worker, "bus").await.unwrap().holidays;
    assert_eq!(ahead.iter().map(|holiday| holiday.last_day).collect::<Vec<_>>(), [day("2026-04-12")]);
    // Somebody forgot: it can still be given while it is not closed for good.
    let edition = story.edition("bus").await;
    extend("2026-04-10", edition).await.unwrap();
    story.step("bus", Step::Close).await;
    let edition = story.edition("bus").await;
    assert_eq!(refused(extend("2026-04-12", edition).await), [Refusal::WrongState]);
}

async fn how_long_it_takes_is_whole_minutes_and_never_when(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let timed = |minutes: i64| Came { minutes: Some(minutes), ..Came::default() };
    for minutes in [3, 4, 4, 5, 5, 5, 6, 9, 0] {
        story.send("bus", Voice::young().chose("ok", "3").came(timed(minutes))).await;
    }
    assert_eq!(story.earshot.progress(&story.worker, "bus").await.unwrap().minutes, None, "nine");
    for minutes in [59, 61, 9_000, -4] {
        story.send("bus", Voice::young().chose("ok", "3").came(timed(minutes))).await;
    }
    assert_eq!(story.earshot.progress(&story.worker, "bus").await.unwrap().minutes, Some(5));
    // Ten were timed; who was away for an hour was not.
    let rows = db.dump().await;
    let responses: Vec<&String> = rows.iter().filter(|row| row.starts_with("response:")).collect();
    assert_eq!(responses.len(), 13);
    assert!(responses.iter().all(|row| !row.contains("9000") && !row.contains(":30:15")), "the hour at most");
}
