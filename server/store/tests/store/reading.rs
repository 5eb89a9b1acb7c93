//! The queue and the safeguarding lane.

use earshot_domain::clocks::{Clock, Plan};
use earshot_domain::evidence::AnswerState::{Cleared, Held, New};
use earshot_domain::respondent::RespondentType;
use earshot_store::response::NewText;
use earshot_store::{StoreError, Tx, consultation, media, people, reading, response};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, id, later, now};

on_both!(
    the_queue_shows_marked_answers_first_and_page_by_page,
    neighbours_are_of_the_same_state,
    two_readers_do_not_move_one_answer,
    held_answers_that_wait_come_first,
    the_log_outlives_the_answer,
    what_was_written_down_are_the_words_from_then_on,
    what_waits_is_known_since_when,
    each_organisation_reads_by_its_own_plan,
    the_newest_words_of_an_organisation_count_and_the_others_stay,
);

fn ids(answers: &[reading::Answer]) -> Vec<u128> {
    answers.iter().map(|answer| answer.id.as_u128()).collect()
}

async fn the_queue_shows_marked_answers_first_and_page_by_page(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, words, watch) in
        [(12, "b", false), (11, "he hits my mum \u{1f622}", true), (14, "d", true), (10, "a", false)]
    {
        seed::answer(&mut tx, id(n), words, watch).await;
    }
    seed::cleared(&mut tx, id(20), "cleared").await;
    let page = reading::page(&mut tx, CONSULTATION, New, 10, 0).await.unwrap();
    assert_eq!(ids(&page), [11, 14, 10, 12]);
    assert_eq!(ids(&reading::page(&mut tx, CONSULTATION, New, 2, 1).await.unwrap()), [14, 10]);
    assert_eq!(ids(&reading::page(&mut tx, CONSULTATION, Cleared, 2, 0).await.unwrap()), [20]);
    assert!(reading::page(&mut tx, id(99), New, 2, 0).await.unwrap().is_empty());
    let one = reading::one(&mut tx, id(11)).await.unwrap().unwrap();
    assert_eq!((one.words.as_str(), one.watch, one.state), ("he hits my mum \u{1f622}", true, New));
    assert_eq!((one.consultation_id, one.response_id, one.questionnaire_version), (CONSULTATION, id(11), 1));
    assert_eq!((one.question_key.as_str(), one.age_band.as_deref()), ("worst", Some("11-13")));
    assert_eq!(one.respondent_type, RespondentType::Child);
    assert!(reading::one(&mut tx, id(99)).await.unwrap().is_none());
    let mut counts: Vec<_> = reading::counts(&mut tx, CONSULTATION)
        .await
        .unwrap()
        .into_iter()
        .map(|count| (count.state, count.watch, count.n))
        .collect();
    counts.sort();
    assert_eq!(counts, [(New, false, 2), (New, true, 2), (Cleared, false, 1)]);
    let mut all = reading::all_counts(&mut tx).await.unwrap();
    all.sort();
    assert_eq!(all, [(CONSULTATION, New, 4), (CONSULTATION, Cleared, 1)]);
    assert_eq!(reading::watched_counts(&mut tx).await.unwrap(), [(CONSULTATION, 2)]);
    seed::set_state(&mut tx, id(11), New, Held).await;
    assert_eq!(reading::watched_counts(&mut tx).await.unwrap(), [(CONSULTATION, 1)], "unread ones only");
}

async fn neighbours_are_of_the_same_state(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [10, 11, 12, 13] {
        seed::answer(&mut tx, id(n), "words", false).await;
    }
    seed::set_state(&mut tx, id(11), New, Cleared).await;
    assert_eq!(reading::after(&mut tx, CONSULTATION, New, id(10)).await.unwrap(), Some(id(12)));
    assert_eq!(reading::before(&mut tx, CONSULTATION, New, id(12)).await.unwrap(), Some(id(10)));
    assert_eq!(reading::after(&mut tx, CONSULTATION, New, id(13)).await.unwrap(), None);
    assert_eq!(reading::before(&mut tx, CONSULTATION, New, id(10)).await.unwrap(), None);
    assert_eq!(reading::after(&mut tx, CONSULTATION, Cleared, id(10)).await.unwrap(), Some(id(11)));
    assert_eq!(reading::after(&mut tx, id(99), New, id(10)).await.unwrap(), None);
}

async fn two_readers_do_not_move_one_answer(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::answer(&mut tx, id(10), "words", false).await;
    reading::set_state(&mut tx, id(10), New, Held, Some(STAFF), later(7)).await.unwrap();
    for (from, to) in [(New, Cleared), (Cleared, Held)] {
        let late = reading::set_state(&mut tx, id(10), from, to, Some(STAFF), now()).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{from} is not its state");
    }
    let missing = reading::set_state(&mut tx, id(99), New, Cleared, None, now()).await;
    assert!(matches!(missing, Err(StoreError::Stale)));
    assert_eq!(reading::one(&mut tx, id(10)).await.unwrap().unwrap().state, Held);
    let texts = response::texts_of(&mut tx, id(10)).await.unwrap();
    assert_eq!(texts[0].read_at, Some(later(7)));
}

async fn held_answers_that_wait_come_first(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [10, 11, 12] {
        seed::answer(&mut tx, id(n), "words", true).await;
        seed::set_state(&mut tx, id(n), New, Held).await;
    }
    let event = |n: u128, answer: u128| (id(n), id(answer));
    for (event, answer) in [event(30, 10), event(31, 11), event(32, 12)] {
        reading::insert_event(&mut tx, event, CONSULTATION, answer, STAFF, "held", "", now()).await.unwrap();
    }
    assert_eq!(reading::held_undecided(&mut tx, ORGANISATION).await.unwrap(), 3);
    let decided = "concern_identifiable";
    reading::insert_event(&mut tx, id(33), CONSULTATION, id(10), STAFF, decided, "Rang.", later(5))
        .await
        .unwrap();
    assert_eq!(reading::held_undecided(&mut tx, ORGANISATION).await.unwrap(), 2);
    assert_eq!(ids(&reading::held(&mut tx, ORGANISATION, 10, 0).await.unwrap()), [11, 12, 10]);
    assert_eq!(ids(&reading::held(&mut tx, ORGANISATION, 1, 1).await.unwrap()), [12]);
    // Held anew after a decision, it waits anew.
    reading::insert_event(&mut tx, id(34), CONSULTATION, id(10), STAFF, "held", "", later(9)).await.unwrap();
    assert_eq!(reading::held_undecided(&mut tx, ORGANISATION).await.unwrap(), 3);
    assert_eq!(ids(&reading::held(&mut tx, ORGANISATION, 10, 0).await.unwrap()), [10, 11, 12]);
    assert_eq!(reading::held_undecided(&mut tx, id(99)).await.unwrap(), 0);
    assert!(reading::held(&mut tx, id(99), 10, 0).await.unwrap().is_empty());
    // What is held as it came stands first until somebody has read it.
    held_as_it_came(&mut tx, 13).await;
    assert_eq!(ids(&reading::held(&mut tx, ORGANISATION, 10, 0).await.unwrap()), [13, 10, 11, 12]);
    reading::note_read(&mut tx, id(13), STAFF, later(20)).await.unwrap();
    reading::note_read(&mut tx, id(13), STAFF, later(30)).await.unwrap();
    assert_eq!(ids(&reading::held(&mut tx, ORGANISATION, 10, 0).await.unwrap()), [10, 11, 12, 13]);
    let texts = response::texts_of(&mut tx, id(13)).await.unwrap();
    assert_eq!((texts[0].state, texts[0].read_at), (Held, Some(later(20))), "the first stays noted");
}

/// A marked answer that was held as it came.
async fn held_as_it_came(tx: &mut Tx, n: u128) {
    seed::response(tx, id(n)).await;
    let text = NewText { state: Held, ..seed::text(id(n), "worst", "words", true) };
    response::insert_text(tx, id(n), CONSULTATION, &text).await.unwrap();
}

async fn the_log_outlives_the_answer(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(50), later(1)).await;
    let mut elsewhere = seed::consultation(id(51), 1, "elsewhere");
    elsewhere.organisation_id = id(50);
    consultation::insert(&mut tx, &elsewhere, now()).await.unwrap();
    seed::answer(&mut tx, id(10), "words", true).await;
    seed::answer(&mut tx, id(11), "words", true).await;
    for (n, answer, decision, at) in
        [(30, 10, "held", 0), (31, 11, "held", 1), (32, 10, "no_concern", 2), (33, 11, "emergency", 2)]
    {
        let note = "Rang 999 \u{2013} \u{201e}ok\u{201c}";
        reading::insert_event(&mut tx, id(n), CONSULTATION, id(answer), STAFF, decision, note, later(at))
            .await
            .unwrap();
    }
    let decisions = |events: &[reading::SafeguardingEvent]| {
        events.iter().map(|event| event.decision.clone()).collect::<Vec<_>>()
    };
    let all = reading::events(&mut tx, ORGANISATION, 10, 0).await.unwrap();
    assert_eq!(decisions(&all), ["no_concern", "emergency", "held", "held"]);
    assert_eq!((all[0].answer_id, all[0].at, all[0].slug.as_str()), (Some(id(10)), later(2), "bus"));
    assert_eq!((all[0].staff_name.as_str(), all[0].note.chars().last()), ("Jo Marsh", Some('\u{201c}')));
    assert_eq!(decisions(&reading::events(&mut tx, ORGANISATION, 1, 3).await.unwrap()), ["held"]);
    assert!(reading::events(&mut tx, id(50), 10, 0).await.unwrap().is_empty());
    let of_one = reading::events_of(&mut tx, id(10)).await.unwrap();
    assert_eq!(decisions(&of_one), ["no_concern", "held"]);
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert!(reading::events_of(&mut tx, id(10)).await.unwrap().is_empty());
    let after = reading::events(&mut tx, ORGANISATION, 10, 0).await.unwrap();
    assert_eq!((after.len(), after[0].answer_id), (4, None), "what was decided stays");
    assert!(people::organisation(&mut tx).await.unwrap().is_some());
}

async fn what_was_written_down_are_the_words_from_then_on(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::answer(&mut tx, id(10), "", false).await;
    reading::write_down(&mut tx, id(10), "its loud", b"hash", true, false).await.unwrap();
    let answer = reading::one(&mut tx, id(10)).await.unwrap().unwrap();
    assert_eq!((answer.words.as_str(), answer.watch, answer.interpretation), ("its loud", true, Some(false)));
    assert!(matches!(
        reading::write_down(&mut tx, id(11), "x", b"hash", false, true).await,
        Err(StoreError::Stale)
    ));
}

async fn what_waits_is_known_since_when(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(reading::waiting(&mut tx, ORGANISATION).await.unwrap(), []);
    for (n, marked) in [(10, false), (11, true), (12, false)] {
        seed::answer(&mut tx, id(n), "words", marked).await;
    }
    // A file that is still on its way is waited for and not read.
    seed::answer(&mut tx, id(13), "", true).await;
    assert!(media::belong(&mut tx, id(60), CONSULTATION, id(13), now().date_naive()).await.unwrap());
    let mut waiting = reading::waiting(&mut tx, ORGANISATION).await.unwrap();
    waiting.sort();
    assert_eq!(waiting, [(CONSULTATION, Clock::Marked, now()), (CONSULTATION, Clock::Unread, now())]);
    reading::came(&mut tx, id(11), later(7_200)).await.unwrap();
    assert!(reading::waiting(&mut tx, ORGANISATION).await.unwrap().contains(&(
        CONSULTATION,
        Clock::Marked,
        later(7_200)
    )));
    // Held first, and decided; held once more later, and not decided.
    for (n, seconds) in [(10, 50), (11, 40)] {
        seed::set_state(&mut tx, id(n), New, Held).await;
        reading::insert_event(&mut tx, id(70 + n), CONSULTATION, id(n), STAFF, "held", "", later(seconds))
            .await
            .unwrap();
    }
    let held = |waiting: Vec<(uuid::Uuid, Clock, chrono::DateTime<chrono::Utc>)>| {
        waiting.into_iter().find(|(_, clock, _)| *clock == Clock::Held).map(|(_, _, since)| since)
    };
    assert_eq!(held(reading::waiting(&mut tx, ORGANISATION).await.unwrap()), Some(later(40)), "the longest");
    reading::insert_event(
        &mut tx,
        id(90),
        CONSULTATION,
        id(11),
        STAFF,
        "concern_unidentified",
        "",
        later(60),
    )
    .await
    .unwrap();
    assert_eq!(held(reading::waiting(&mut tx, ORGANISATION).await.unwrap()), Some(later(50)));
    reading::insert_event(&mut tx, id(91), CONSULTATION, id(11), STAFF, "held", "", later(70)).await.unwrap();
    reading::insert_event(&mut tx, id(92), CONSULTATION, id(10), STAFF, "no_concern", "", later(80))
        .await
        .unwrap();
    assert_eq!(held(reading::waiting(&mut tx, ORGANISATION).await.unwrap()), Some(later(70)));
    // Held as it came, with no line that says so: it waits since then, until somebody decides.
    seed::set_state(&mut tx, id(12), New, Held).await;
    assert_eq!(held(reading::waiting(&mut tx, ORGANISATION).await.unwrap()), Some(now()));
    assert_eq!(reading::held_undecided(&mut tx, ORGANISATION).await.unwrap(), 2);
    reading::insert_event(
        &mut tx,
        id(93),
        CONSULTATION,
        id(12),
        STAFF,
        "concern_identifiable",
        "",
        later(80),
    )
    .await
    .unwrap();
    assert_eq!(held(reading::waiting(&mut tx, ORGANISATION).await.unwrap()), Some(later(70)));
    assert_eq!(reading::held_undecided(&mut tx, ORGANISATION).await.unwrap(), 1);
    assert_eq!(reading::waiting(&mut tx, id(99)).await.unwrap(), [], "somebody else's");
    // Nobody has read it at all: that runs out earlier, beside the others.
    held_as_it_came(&mut tx, 14).await;
    let waiting = reading::waiting(&mut tx, ORGANISATION).await.unwrap();
    assert!(waiting.contains(&(CONSULTATION, Clock::HeldUnread, now())), "{waiting:?}");
    assert_eq!(held(waiting), Some(later(70)));
    reading::note_read(&mut tx, id(14), STAFF, later(90)).await.unwrap();
    assert_eq!(
        held(reading::waiting(&mut tx, ORGANISATION).await.unwrap()),
        Some(now()),
        "a decision is missing"
    );
}

async fn each_organisation_reads_by_its_own_plan(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(reading::plan(&mut tx, ORGANISATION).await.unwrap().is_none());
    for opens in [8, 10] {
        let plan = Plan { opens, ..Plan::default() };
        reading::set_plan(&mut tx, ORGANISATION, &plan).await.unwrap();
        assert_eq!(reading::plan(&mut tx, ORGANISATION).await.unwrap().unwrap().0, plan);
    }
    seed::organisation(&mut tx, id(50), later(60)).await;
    assert!(reading::plan(&mut tx, id(50)).await.unwrap().is_none());
    let all = people::organisations(&mut tx).await.unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [ORGANISATION, id(50)]);
}

async fn the_newest_words_of_an_organisation_count_and_the_others_stay(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(reading::watch_words(&mut tx, ORGANISATION).await.unwrap(), None);
    assert_eq!(reading::watch_version(&mut tx, CONSULTATION).await.unwrap(), None);
    for (version, lines) in [(1, "old mill"), (2, "old mill\nfizz*")] {
        reading::insert_watch_words(&mut tx, ORGANISATION, version, lines, Some(STAFF), later(version))
            .await
            .unwrap();
    }
    let words = reading::watch_words(&mut tx, ORGANISATION).await.unwrap().unwrap();
    assert_eq!((words.version, words.lines.as_str(), words.created_at), (2, "old mill\nfizz*", later(2)));
    assert_eq!(words.staff_name.as_deref(), Some("Jo Marsh"));
    assert_eq!(reading::watch_version(&mut tx, CONSULTATION).await.unwrap(), Some((ORGANISATION, 2)));
    assert_eq!(reading::watch_lines(&mut tx, ORGANISATION, 1).await.unwrap().as_deref(), Some("old mill"));
    assert_eq!(reading::watch_lines(&mut tx, ORGANISATION, 3).await.unwrap(), None);
    assert_eq!(reading::watch_words(&mut tx, id(99)).await.unwrap(), None, "somebody else's");
    for (n, words, marked) in [(10, "by the old mill", false), (11, "the bus", false), (12, "marked", true)] {
        seed::answer(&mut tx, id(n), words, marked).await;
    }
    seed::cleared(&mut tx, id(13), "read").await;
    let unmarked = reading::unmarked(&mut tx, ORGANISATION, id(0), 10).await.unwrap();
    assert_eq!(unmarked, [(id(10), "by the old mill".to_string()), (id(11), "the bus".to_string())]);
    assert_eq!(reading::unmarked(&mut tx, ORGANISATION, id(10), 10).await.unwrap().len(), 1);
    reading::mark(&mut tx, id(10)).await.unwrap();
    assert!(reading::one(&mut tx, id(10)).await.unwrap().unwrap().watch);
    tx.commit().await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    let twice = reading::insert_watch_words(&mut tx, ORGANISATION, 2, "", None, now()).await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
}
