//! An organisation adds words to the list that orders the queue.

use earshot_domain::evidence::AnswerState;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Error, Refusal};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};

on_both!(
    words_that_are_added_mark_what_comes_and_what_nobody_has_read,
    what_cannot_be_taken_is_named_by_its_line,
    only_the_lead_changes_the_words_and_only_of_their_own_organisation,
);

/// Marked and unmarked answers that wait to be read.
async fn marks(story: &Fixture) -> (usize, usize) {
    let queue = story.queue("bus", AnswerState::New).await;
    let marked = queue.iter().filter(|answer| answer.watch).count();
    (marked, queue.len() - marked)
}

async fn words_that_are_added_mark_what_comes_and_what_nobody_has_read(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, "they were by the old mill again")).await;
    story.send("bus", answers_to(AgeBand::From11To13, "the bus is late")).await;
    let (marked, unmarked) = marks(&story).await;
    assert_eq!(marked, 0);
    let before = story.audits().await;
    let lines = "# where they meet\r\nOld Mill\r\nfizz*";
    let newly = story.earshot.save_watch_words(&story.lead, 0, lines).await.unwrap();
    assert!(newly > 0, "what nobody has read is looked at again");
    assert_eq!(
        marks(&story).await,
        (usize::try_from(newly).unwrap(), unmarked - usize::try_from(newly).unwrap())
    );
    assert_eq!(story.audits().await, before + 1);
    story.send("bus", answers_to(AgeBand::From11To13, "somebody had FIZZING stuff")).await;
    let now = marks(&story).await;
    assert!(now.0 > usize::try_from(newly).unwrap(), "and what comes is marked");
    // Another version: what comes afterwards is looked at with it.
    let words = story.earshot.watch_words(&story.lead).await.unwrap();
    assert_eq!((words.version, words.lines.as_str()), (1, "# where they meet\nOld Mill\nfizz*"));
    assert_eq!(words.by.as_deref(), Some("Priya Nair"));
    assert_eq!(story.earshot.save_watch_words(&story.lead, 1, &words.lines).await.unwrap(), 0, "nothing new");
    assert_eq!(story.earshot.watch_words(&story.lead).await.unwrap().version, 1);
    story.earshot.save_watch_words(&story.lead, 1, "blue door").await.unwrap();
    let stale = story.earshot.save_watch_words(&story.lead, 1, "red door").await;
    assert!(matches!(stale, Err(Error::Stale)));
    let before = marks(&story).await;
    story.send("bus", answers_to(AgeBand::From11To13, "more fizzing stuff")).await;
    assert_eq!(marks(&story).await.0, before.0, "not in the newest version");
    story.send("bus", answers_to(AgeBand::From11To13, "the blue door")).await;
    assert!(marks(&story).await.0 > before.0);
    story.send("bus", answers_to(AgeBand::From11To13, "he hits my mum")).await;
    assert!(marks(&story).await.0 > before.0 + 1, "the list that is built in stays");
}

async fn what_cannot_be_taken_is_named_by_its_line(db: TestDb) {
    let story = Fixture::new(&db).await;
    let refused = story.earshot.save_watch_words(&story.lead, 0, "fine\n.. open\nx").await;
    match refused {
        Err(Error::Refused(why)) => {
            let lines: Vec<u64> = why
                .iter()
                .filter_map(
                    |refusal| if let Refusal::Line { line, .. } = refusal { Some(*line) } else { None },
                )
                .collect();
            assert_eq!(lines, [2, 3]);
        }
        other => panic!("{other:?}"),
    }
    let many = "some words\n".repeat(301);
    let refused = story.earshot.save_watch_words(&story.lead, 0, &many).await;
    assert!(
        matches!(refused, Err(Error::Refused(why)) if why == [Refusal::TooMany { field: "lines", max: 300 }])
    );
    let long = "x".repeat(20_001);
    let refused = story.earshot.save_watch_words(&story.lead, 0, &long).await;
    assert!(
        matches!(refused, Err(Error::Refused(why)) if why == [Refusal::TooLong { field: "lines", max: 20_000 }])
    );
    assert_eq!(story.earshot.watch_words(&story.lead).await.unwrap().version, 0);
    assert!(story.earshot.try_watch_words(&story.lead, "old mill", "at the Old Mill").unwrap());
    assert!(!story.earshot.try_watch_words(&story.lead, "old mill", "at the new mill").unwrap());
    assert!(db.dump().await.iter().all(|row| !row.contains("new mill")), "what was tried is not kept");
}

async fn only_the_lead_changes_the_words_and_only_of_their_own_organisation(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for actor in [&story.admin, &story.worker, &story.commissioner] {
        assert!(matches!(story.earshot.watch_words(actor).await, Err(Error::Forbidden)));
        assert!(matches!(story.earshot.save_watch_words(actor, 0, "old mill").await, Err(Error::Forbidden)));
        assert!(matches!(story.earshot.try_watch_words(actor, "old mill", "x"), Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    story.earshot.save_watch_words(&stranger, 0, "old mill").await.unwrap();
    story.send("bus", answers_to(AgeBand::From11To13, "by the old mill")).await;
    assert_eq!(marks(&story).await.0, 0, "their words mark nothing of ours");
}
