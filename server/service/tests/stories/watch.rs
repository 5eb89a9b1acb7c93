//! An organisation adds words to the list that orders the queue.

use earshot_domain::evidence::AnswerState;
use earshot_domain::question::Given;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_service::{Concern, Error, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, on_both};

on_both!(
    words_that_are_added_mark_what_comes_and_what_nobody_has_read,
    what_cannot_be_taken_is_named_by_its_line,
    who_may_not_be_safe_is_never_asked_to_write_it_once_more,
    who_asks_for_help_and_says_how_to_reach_them_goes_to_the_lead,
    what_is_held_as_it_came_and_taken_back_leaves_a_line_without_words,
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

async fn who_may_not_be_safe_is_never_asked_to_write_it_once_more(db: TestDb) {
    const WORRYING: &str = "he hits my mum, ring 07700 900123";
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let worst = |words: &str| Voice::young().wrote("worst", words);
    let refused = story.try_send("bus", worst("the bus is late, ring 07700 900123")).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");

    // Page by page, what is marked is kept as it is.
    let asked = story.asked("bus").await;
    let question = asked.questionnaire.get("worst").unwrap().clone();
    let typed = |words: &str| [words.to_string()];
    let taken = story.earshot.take_anyway(&asked, &question, &typed(WORRYING)).await.unwrap();
    let words = Given::Words(WORRYING.into());
    assert_eq!(taken, Some(words.clone()));
    for other in ["ring 07700 900123", "he hits my mum", ""] {
        let taken = story.earshot.take_anyway(&asked, &question, &typed(other)).await.unwrap();
        assert_eq!(taken, None, "{other}");
    }
    let begun = earshot_service::Begun::default();
    let given = vec![("worst".to_string(), words.clone())];
    let token = "f".repeat(64);
    let kept = story.earshot.keep_answers(&asked, &token, RespondentType::Child, begun, given).await.unwrap();
    assert_eq!(kept.get("worst"), Some(&words));
    let kept = story.earshot.kept(&asked, Some(&token)).await.unwrap().unwrap();
    assert_eq!(kept.answers.get("worst"), Some(&words), "nothing is lost");

    // Sent, it is the lead's, and nobody else sees it.
    let receipt = story.send("bus", worst(WORRYING)).await;
    for state in [AnswerState::New, AnswerState::Cleared] {
        assert!(story.queue("bus", state).await.is_empty());
    }
    let (held, _) = story.earshot.held(&story.lead, 0).await.unwrap();
    assert_eq!(held.iter().map(|(_, answer)| answer.words.as_str()).collect::<Vec<_>>(), [WORRYING]);
    assert_eq!(story.earshot.held_undecided(&story.lead).await.unwrap(), 1);
    let id = held[0].1.id;
    let is_read = async || story.earshot.mine(&receipt).await.unwrap().words[0].read;
    assert!(!is_read().await, "nobody has seen it, and nobody learns that it was marked");
    story.earshot.decide_held(&story.lead, id, Concern::Referred, "Rang the duty desk.").await.unwrap();
    assert!(is_read().await);
    assert_eq!(story.earshot.held_undecided(&story.lead).await.unwrap(), 0, "decided, and held still");
    story.earshot.decide_held(&story.lead, id, Concern::NoConcern, "").await.unwrap();
    let cleared = story.queue("bus", AnswerState::Cleared).await;
    assert_eq!(cleared.len(), 1);
    let out = story.earshot.taking_out(&story.worker, "bus", id).await.unwrap();
    assert!(out.suggestions.iter().any(|one| one.words == "07700 900123"), "marked for whoever clears");

    // What is changed afterwards goes the same way; words that are marked by the organisation do as well.
    let contact = Given::Words("by the old mill, ring 07700 900123".into());
    let refused = story.earshot.change_mine(&receipt, "worst", contact.clone()).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    story.earshot.save_watch_words(&story.lead, 0, "old mill").await.unwrap();
    story.earshot.change_mine(&receipt, "worst", contact).await.unwrap();
    assert_eq!(story.earshot.held(&story.lead, 0).await.unwrap().0.len(), 1);
    story.send("bus", Voice::young().wrote("stop", "he hits my mum 07700 900123")).await;
    assert_eq!(story.earshot.held(&story.lead, 0).await.unwrap().0.len(), 2, "one line is free text too");
}

async fn who_asks_for_help_and_says_how_to_reach_them_goes_to_the_lead(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let worst = |words: &str| Voice::young().wrote("worst", words);
    let refused = story.try_send("bus", worst("my snap is jess_2011, the bus is late")).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    story.send("bus", worst("help me get a bus pass")).await;
    assert_eq!(marks(&story).await, (0, 1), "by itself it means other things as often");
    for plea in ["help me please ring me on 07700 900123", "someone help me, my snap is jess_2011"] {
        story.send("bus", worst(plea)).await;
        let (held, _) = story.earshot.held(&story.lead, 0).await.unwrap();
        assert!(held.iter().any(|(_, answer)| answer.words == plea), "{plea}");
    }
    assert_eq!(marks(&story).await, (0, 1), "nobody else reads it");
}

async fn what_is_held_as_it_came_and_taken_back_leaves_a_line_without_words(db: TestDb) {
    const WORRYING: &str = "he hits my mum, ring 07700 900123";
    let worst = |words: &str| Voice::young().wrote("worst", words);
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let log = async || story.earshot.safeguarding_log(&story.lead, 0).await.unwrap();
    let receipt = story.send("bus", worst(WORRYING)).await;
    assert!(log().await.is_empty());
    let other = Given::Words("the bus is late".into());
    assert!(!story.earshot.change_mine(&receipt, "worst", other).await.unwrap());
    assert_eq!(log().await.len(), 1, "changed before anybody had decided");
    assert!(
        story.earshot.change_mine(&receipt, "worst", Given::Words("he hits my mum".into())).await.unwrap()
    );
    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!(log().await.len(), 1, "what was not held leaves none");
    let audits = story.audits().await;
    let receipt = story.send("bus", worst(WORRYING)).await;
    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!(story.audits().await, audits + 1);
    let lines = log().await;
    assert_eq!(lines.len(), 2);
    for line in &lines {
        assert_eq!(
            (line.decision.as_str(), line.slug.as_str(), line.staff_name.as_str()),
            ("held_back", "bus", "")
        );
        assert!(line.answer.is_none() && line.note.is_empty(), "{line:?}");
    }
    assert!(!db.dump().await.iter().any(|row| row.contains("07700 900123")));
    let stranger = story.stranger().await;
    assert!(story.earshot.safeguarding_log(&stranger, 0).await.is_ok_and(|log| log.is_empty()));
    // What somebody has decided about has its line already.
    let receipt = story.send("bus", worst(WORRYING)).await;
    let id = story.earshot.held(&story.lead, 0).await.unwrap().0[0].1.id;
    story.earshot.decide_held(&story.lead, id, Concern::Referred, "Rang the duty desk.").await.unwrap();
    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!(log().await.iter().filter(|line| line.decision == "held_back").count(), 2);
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
