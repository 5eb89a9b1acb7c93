//! Young people put ideas forward while answers are taken, and send words to a screen; somebody looks at each first.

use chrono::TimeDelta;
use earshot_domain::comment::{
    CommentAct, CommentReason, CommentState, LIVE_QUESTION_LETTERS, PostKind, Suspect, WallSize, WriterSees,
};
use earshot_domain::consultation::Step;
use earshot_domain::policy::Role;
use earshot_service::{Actor, CommentDecision, CommentText, Error, LiveShown, Refusal};
use earshot_testkit::{Fixture, TestDb, on_both};
use uuid::Uuid;

on_both!(
    nobody_puts_an_idea_forward_until_it_is_turned_on_and_none_once_it_is_closed,
    an_idea_is_looked_at_first_and_is_no_comment,
    an_idea_that_cannot_be_taken_keeps_nothing,
    words_stand_on_the_screen_once_somebody_has_looked_and_larger_where_many_say_them,
    a_few_look_like_one_on_the_screen,
    live_words_that_cannot_be_taken_keep_nothing,
    another_question_begins_with_an_empty_screen_and_a_closed_one_stays_closed,
    words_are_taken_until_the_day_is_over,
    what_a_moderator_puts_back_another_one_has,
    several_live_words_are_shown_at_once_and_each_has_its_line,
    two_moderators_never_have_the_same_live_words,
    worrying_words_go_to_the_lead_and_to_no_screen,
    nobody_of_another_organisation_sees_or_does_anything,
);

const QUESTION: &str = "What would make the bus better?";

async fn open(db: &TestDb) -> Fixture {
    let story = Fixture::new(db).await;
    story.open_consultation("bus").await;
    story
}

/// With ideas turned on.
async fn with_ideas(db: &TestDb) -> Fixture {
    let story = open(db).await;
    story.earshot.set_ideas(&story.worker, "bus", true).await.unwrap();
    story
}

/// With a question on the screen.
async fn with_screen(db: &TestDb) -> Fixture {
    let story = open(db).await;
    story.earshot.open_live(&story.worker, "bus", QUESTION).await.unwrap();
    story
}

/// An idea in a fresh form.
async fn idea(story: &Fixture, words: &str) -> CommentText {
    let asked = story.asked("bus").await;
    let form = story.earshot.ideas(&asked, 0).await.unwrap().unwrap().form;
    CommentText { words: words.into(), form, ..CommentText::default() }
}

async fn post_idea(story: &Fixture, text: &CommentText) -> Result<(), Error> {
    let asked = story.asked("bus").await;
    story.earshot.post_idea(&asked, text).await
}

/// Live words in a fresh form.
async fn live(story: &Fixture, words: &str) -> CommentText {
    let asked = story.asked("bus").await;
    let round = story.earshot.live(&asked).await.unwrap().unwrap();
    CommentText { words: words.into(), form: round.form, question: round.question, ..CommentText::default() }
}

async fn post_live(story: &Fixture, text: &CommentText) -> Result<(), Error> {
    let asked = story.asked("bus").await;
    story.earshot.post_live(&asked, text).await
}

async fn say_live(story: &Fixture, words: &str) {
    let text = live(story, words).await;
    post_live(story, &text).await.unwrap();
}

/// The ideas that everybody reads.
async fn ideas(story: &Fixture) -> Vec<String> {
    let asked = story.asked("bus").await;
    let page = story.earshot.ideas(&asked, 0).await.unwrap();
    page.map(|page| page.comments.into_iter().map(|one| one.text).collect()).unwrap_or_default()
}

/// What stands on the screen.
async fn wall(story: &Fixture) -> Vec<(String, WallSize)> {
    let asked = story.asked("bus").await;
    let wall = story.earshot.live_wall(&asked).await.unwrap().unwrap();
    wall.words.into_iter().map(|one| (one.words, one.size)).collect()
}

async fn to_check(story: &Fixture) -> Vec<(Uuid, PostKind)> {
    let list = story.earshot.comment_queue(&story.worker, CommentState::Pending, 0).await.unwrap();
    list.comments.into_iter().map(|card| (card.id, card.kind)).collect()
}

async fn decide(story: &Fixture, id: Uuid, decision: CommentDecision) {
    let edition = story.earshot.comment_view(&story.worker, id).await.unwrap().edition;
    story.earshot.decide_comment(&story.worker, id, edition, &decision).await.unwrap();
}

/// What this moderator has before them, as the form sends it.
async fn before(story: &Fixture, who: &Actor) -> Vec<(Uuid, i64)> {
    let found = story.earshot.live_to_check(who).await.unwrap();
    found.words.into_iter().map(|one| (one.id, one.edition)).collect()
}

/// Everything that waits for the screen is shown.
async fn show_all(story: &Fixture) {
    loop {
        let all = before(story, &story.worker).await;
        if all.is_empty() {
            return;
        }
        let outcome = story.earshot.show_live(&story.worker, &all).await.unwrap();
        assert_eq!(outcome, LiveShown { shown: all.len(), left: 0 });
    }
}

fn refusals<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<Refusal> {
    match result {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("not refused: {other:?}"),
    }
}

async fn nobody_puts_an_idea_forward_until_it_is_turned_on_and_none_once_it_is_closed(db: TestDb) {
    let story = open(&db).await;
    let asked = story.asked("bus").await;
    assert!(story.earshot.ideas(&asked, 0).await.unwrap().is_none(), "never by itself");
    assert!(!story.earshot.open_rooms(&asked).await.unwrap().ideas);
    let audits = story.audits().await;
    story.earshot.set_ideas(&story.worker, "bus", true).await.unwrap();
    assert_eq!(story.audits().await, audits + 1);
    assert!(story.earshot.open_rooms(&asked).await.unwrap().ideas);
    let text = idea(&story, "a bus at 8").await;
    post_idea(&story, &text).await.unwrap();
    let (id, _) = to_check(&story).await[0];
    decide(&story, id, CommentDecision::Show).await;
    let late = idea(&story, "one more").await;
    // It is past the last day: what is shown can be read, and nothing new is taken.
    story.on_day("2026-03-23");
    let asked = story.asked("bus").await;
    let page = story.earshot.ideas(&asked, 0).await.unwrap().unwrap();
    assert_eq!((page.open, page.comments.len()), (false, 1));
    let late = CommentText { form: page.form, ..late };
    assert!(matches!(post_idea(&story, &late).await, Err(Error::Closed)));
    story.step("bus", Step::Close).await;
    assert_eq!(ideas(&story).await, ["a bus at 8"]);
    let rooms = story.earshot.open_rooms(&story.asked("bus").await).await.unwrap();
    assert!(rooms.ideas_to_read && !rooms.ideas && !rooms.live);
    story.earshot.set_ideas(&story.worker, "bus", false).await.unwrap();
    let again = story.earshot.set_ideas(&story.worker, "bus", true).await;
    assert_eq!(refusals(again), [Refusal::WrongState]);
    assert_eq!(ideas(&story).await, ["a bus at 8"], "what is shown stays");
}

async fn an_idea_is_looked_at_first_and_is_no_comment(db: TestDb) {
    let story = with_ideas(&db).await;
    let text = idea(&story, "Jayden wants a bus at 8").await;
    for _ in 0..2 {
        post_idea(&story, &text).await.unwrap();
    }
    assert!(ideas(&story).await.is_empty());
    let waiting = to_check(&story).await;
    let [(id, kind)] = waiting[..] else { panic!("sent twice, it is one") };
    assert_eq!(kind, PostKind::Idea);
    let sent = story.earshot.sent_comment(&text.form).await.unwrap();
    assert_eq!((sent.kind, sent.slug.as_str(), sent.worrying), (PostKind::Idea, "bus", false));
    assert_eq!(story.earshot.own_comment(&sent.code).await.unwrap().sees, WriterSees::Waiting);
    let view = story.earshot.comment_view(&story.worker, id).await.unwrap();
    let ticked: Vec<_> = view
        .suggestions
        .iter()
        .map(|one| earshot_domain::text::Redaction { span: one.span, token: one.what.token() })
        .collect();
    decide(&story, id, CommentDecision::ShowWithout { ticked, pieces: String::new() }).await;
    assert_eq!(ideas(&story).await, ["[name] wants a bus at 8"]);
    // It is in no other place, and readers can say that something is wrong with it.
    let asked = story.asked("bus").await;
    assert!(story.earshot.comments(&asked, 0).await.unwrap().is_none());
    assert_eq!(story.earshot.report_comment(id).await.unwrap(), (PostKind::Idea, "bus".to_string()));
    assert!(ideas(&story).await.is_empty(), "hidden until somebody has looked again");
    // Turned off with nothing to read, its page is still there and says so.
    story.earshot.set_ideas(&story.worker, "bus", false).await.unwrap();
    let page = story.earshot.ideas(&asked, 0).await.unwrap().unwrap();
    assert!(!page.open && page.comments.is_empty());
    decide(&story, id, CommentDecision::Reject(Some(CommentReason::OffTopic))).await;
    let own = story.earshot.own_comment(&sent.code).await.unwrap();
    assert_eq!((own.kind, own.sees), (PostKind::Idea, WriterSees::NotShown(CommentReason::OffTopic)));
    story.earshot.take_comment_back(&sent.code).await.unwrap();
    assert_eq!(db.count("comment").await, 0);
}

async fn an_idea_that_cannot_be_taken_keeps_nothing(db: TestDb) {
    let story = with_ideas(&db).await;
    let good = idea(&story, "x").await;
    for (wrong, why) in [
        (CommentText { words: " \n".into(), ..good.clone() }, Refusal::Missing("comment")),
        (
            CommentText { words: "x".repeat(501), ..good.clone() },
            Refusal::TooLong { field: "comment", max: 500 },
        ),
        (CommentText { form: "0".repeat(64), ..good.clone() }, Refusal::Unreadable("form")),
        (
            CommentText { words: "ring 07700 900123".into(), ..good.clone() },
            Refusal::Personal(Suspect::Phone),
        ),
    ] {
        assert_eq!(refusals(post_idea(&story, &wrong).await), [why]);
    }
    assert!(to_check(&story).await.is_empty());
    post_idea(&story, &good).await.unwrap();
    let other = CommentText { words: "y".into(), ..good };
    assert_eq!(refusals(post_idea(&story, &other).await), [Refusal::Taken("form")]);
    assert_eq!(to_check(&story).await.len(), 1);
}

async fn words_stand_on_the_screen_once_somebody_has_looked_and_larger_where_many_say_them(db: TestDb) {
    let story = with_screen(&db).await;
    for n in 0..30 {
        say_live(&story, if n % 2 == 0 { "More Seats" } else { " more  seats " }).await;
    }
    for _ in 0..8 {
        say_live(&story, "free wifi").await;
    }
    say_live(&story, "music").await;
    assert!(wall(&story).await.is_empty(), "nobody has looked");
    show_all(&story).await;
    let expected =
        [("free wifi", WallSize::Middle), ("more seats", WallSize::Large), ("music", WallSize::Small)];
    let found = wall(&story).await;
    let found: Vec<_> = found.iter().map(|(words, size)| (words.to_lowercase(), *size)).collect();
    assert_eq!(found, expected.map(|(words, size)| (words.to_string(), size)));
}

async fn a_few_look_like_one_on_the_screen(db: TestDb) {
    let story = with_screen(&db).await;
    say_live(&story, "music").await;
    for _ in 0..7 {
        say_live(&story, "seats").await;
    }
    show_all(&story).await;
    let small = [("music".to_string(), WallSize::Small), ("seats".to_string(), WallSize::Small)];
    assert_eq!(wall(&story).await, small, "seven are hidden by the rule");
    say_live(&story, "Seats").await;
    show_all(&story).await;
    assert_eq!(wall(&story).await[1].1, WallSize::Large, "eight are not");
}

async fn live_words_that_cannot_be_taken_keep_nothing(db: TestDb) {
    let story = with_screen(&db).await;
    let good = live(&story, "late").await;
    for (wrong, why) in [
        (CommentText { words: " ".into(), ..good.clone() }, Refusal::Missing("live")),
        (
            CommentText { words: "one two three four".into(), ..good.clone() },
            Refusal::TooMany { field: "live", max: 3 },
        ),
        (CommentText { words: "x".repeat(31), ..good.clone() }, Refusal::TooLong { field: "live", max: 30 }),
        (CommentText { form: "0".repeat(64), ..good.clone() }, Refusal::Unreadable("form")),
        (CommentText { words: "07700 900123".into(), ..good.clone() }, Refusal::Personal(Suspect::Phone)),
        (CommentText { question: "Why?".into(), ..good.clone() }, Refusal::ChangedMeanwhile("live")),
    ] {
        assert_eq!(refusals(post_live(&story, &wrong).await), [why]);
    }
    assert!(to_check(&story).await.is_empty());
    // What was refused has not used the form up; and sent twice, it is one.
    for _ in 0..2 {
        post_live(&story, &good).await.unwrap();
    }
    assert_eq!(to_check(&story).await.len(), 1);
    // A form of ideas takes none: nobody has turned them on.
    assert!(matches!(post_idea(&story, &live(&story, "x").await).await, Err(Error::Closed)));
    for (question, why) in [
        (" ".to_string(), Refusal::Missing("live_question")),
        (
            "x".repeat(LIVE_QUESTION_LETTERS + 1),
            Refusal::TooLong { field: "live_question", max: LIVE_QUESTION_LETTERS },
        ),
    ] {
        assert_eq!(refusals(story.earshot.open_live(&story.worker, "bus", &question).await), [why]);
    }
    story.draft_consultation("park").await;
    let early = story.earshot.open_live(&story.worker, "park", "Why?").await;
    assert_eq!(refusals(early), [Refusal::WrongState]);
}

async fn another_question_begins_with_an_empty_screen_and_a_closed_one_stays_closed(db: TestDb) {
    let story = with_screen(&db).await;
    say_live(&story, "seats").await;
    show_all(&story).await;
    let late = live(&story, "late").await;
    let audits = story.audits().await;
    for _ in 0..2 {
        story.earshot.close_live(&story.worker, "bus").await.unwrap();
    }
    assert_eq!(story.audits().await, audits + 1, "closed once");
    assert!(matches!(post_live(&story, &late).await, Err(Error::Closed)));
    let asked = story.asked("bus").await;
    assert!(!story.earshot.live(&asked).await.unwrap().unwrap().open);
    assert!(!story.earshot.open_rooms(&asked).await.unwrap().live);
    assert_eq!(wall(&story).await.len(), 1, "what is shown stays");
    story.pass(TimeDelta::hours(12));
    assert!(matches!(post_live(&story, &late).await, Err(Error::Closed)), "it does not open by itself");
    story.earshot.open_live(&story.worker, "bus", "Where should it  stop?").await.unwrap();
    assert!(wall(&story).await.is_empty());
    assert_eq!(refusals(post_live(&story, &late).await), [Refusal::ChangedMeanwhile("live")]);
    assert_eq!(live(&story, "x").await.question, "Where should it stop?");
    story.earshot.open_live(&story.worker, "bus", QUESTION).await.unwrap();
    assert_eq!(wall(&story).await.len(), 1, "the words to it come back with it");
}

async fn words_are_taken_until_the_day_is_over(db: TestDb) {
    let story = with_screen(&db).await;
    story.open_consultation("park").await;
    // It is ten in the morning, in winter.
    story.on_day("2026-02-10");
    story.earshot.open_live(&story.worker, "bus", QUESTION).await.unwrap();
    say_live(&story, "seats").await;
    show_all(&story).await;
    story.pass(TimeDelta::minutes(13 * 60 + 59));
    say_live(&story, "late").await;
    assert!(story.earshot.rooms(&story.worker, "bus").await.unwrap().live);
    let late = live(&story, "later").await;
    story.pass(TimeDelta::minutes(1));
    assert!(matches!(post_live(&story, &late).await, Err(Error::Closed)), "nobody waits at a screen now");
    let asked = story.asked("bus").await;
    assert!(!story.earshot.live(&asked).await.unwrap().unwrap().open);
    assert!(!story.earshot.open_rooms(&asked).await.unwrap().live, "no page leads there");
    assert!(!story.earshot.rooms(&story.worker, "bus").await.unwrap().live);
    assert_eq!(wall(&story).await.len(), 1, "what is shown stays");
    // The workshop goes on: the same question, with what was said to it.
    story.earshot.open_live(&story.worker, "bus", QUESTION).await.unwrap();
    say_live(&story, "wifi").await;
    show_all(&story).await;
    assert_eq!(wall(&story).await.len(), 3);
    // The key of a screen is of its consultation, and of this day and the next.
    let key = story.earshot.rooms(&story.worker, "bus").await.unwrap().screen_key;
    let park = story.asked("park").await;
    for (days, opens) in [(0, true), (1, true), (1, false)] {
        story.pass(TimeDelta::days(days));
        assert_eq!(story.earshot.opens_screen(&asked, &key), opens, "{days}");
        assert!(!story.earshot.opens_screen(&park, &key) && !story.earshot.opens_screen(&asked, ""));
    }
    assert!(!story.earshot.opens_screen(&asked, &live(&story, "x").await.form), "a form is no key");
}

async fn what_a_moderator_puts_back_another_one_has(db: TestDb) {
    let story = with_screen(&db).await;
    let reader = story.colleague("reader@wexmoor.example", Role::Reader).await;
    for words in ["seats", "wifi"] {
        say_live(&story, words).await;
    }
    let ids: Vec<Uuid> = before(&story, &story.worker).await.into_iter().map(|(id, _)| id).collect();
    story.earshot.put_live_back(&reader, &ids).await.unwrap();
    assert!(before(&story, &reader).await.is_empty(), "they are not theirs to put back");
    story.earshot.put_live_back(&story.worker, &[ids[0], ids[0]]).await.unwrap();
    let theirs: Vec<Uuid> = before(&story, &reader).await.into_iter().map(|(id, _)| id).collect();
    assert_eq!(theirs, [ids[0]]);
    let many: Vec<Uuid> = (0..31).map(Uuid::from_u128).collect();
    let refused = story.earshot.put_live_back(&story.worker, &many).await;
    assert_eq!(refusals(refused), [Refusal::TooMany { field: "live", max: 30 }]);
    assert!(matches!(story.earshot.put_live_back(&story.lead, &ids).await, Err(Error::Forbidden)));
}

async fn several_live_words_are_shown_at_once_and_each_has_its_line(db: TestDb) {
    let story = with_screen(&db).await;
    for words in ["seats", "wifi", "Jayden"] {
        say_live(&story, words).await;
    }
    assert_eq!(refusals(story.earshot.show_live(&story.worker, &[]).await), [Refusal::Missing("live")]);
    let audits = story.audits().await;
    let found = story.earshot.live_to_check(&story.worker).await.unwrap();
    assert_eq!((found.words.len(), found.more), (3, false));
    assert_eq!(story.audits().await, audits + 1, "who looks stands in the trail");
    assert!(!format!("{found:?}").contains("Jayden"), "nothing of it in a log");
    assert!(found.words.iter().all(|one| one.question == QUESTION && one.title == "The matter of bus"));
    let suspects = found.words.iter().filter(|one| !one.suspects.is_empty());
    assert_eq!(suspects.map(|one| one.words.as_str()).collect::<Vec<_>>(), ["Jayden"]);
    let of = |words: &str| {
        let one = found.words.iter().find(|one| one.words == words).unwrap();
        (one.id, one.edition)
    };
    let (seats, wifi) = (of("seats"), of("wifi"));
    let stale = (of("Jayden").0, 99);
    let outcome = story.earshot.show_live(&story.worker, &[seats, seats, wifi, stale]).await.unwrap();
    assert_eq!(outcome, LiveShown { shown: 2, left: 1 });
    assert_eq!(story.audits().await, audits + 3, "each of the two");
    assert_eq!(wall(&story).await.len(), 2);
    for (id, _) in [seats, wifi] {
        let history = story.earshot.comment_view(&story.worker, id).await.unwrap().history;
        let lines: Vec<_> = history.iter().map(|line| (line.act, line.by.as_deref())).collect();
        assert_eq!(lines, [(CommentAct::Shown, Some("Jo Marsh"))]);
    }
    // Pressed twice, nothing is done twice.
    let twice = story.earshot.show_live(&story.worker, &[seats]).await.unwrap();
    assert_eq!(twice, LiveShown { shown: 0, left: 1 });
    // An idea is not shown on this page.
    story.earshot.set_ideas(&story.worker, "bus", true).await.unwrap();
    let text = idea(&story, "a bus at 8").await;
    post_idea(&story, &text).await.unwrap();
    let (id, _) = to_check(&story).await.into_iter().find(|(_, kind)| *kind == PostKind::Idea).unwrap();
    let outcome = story.earshot.show_live(&story.worker, &[(id, 1)]).await.unwrap();
    assert_eq!(outcome, LiveShown { shown: 0, left: 1 });
    assert!(ideas(&story).await.is_empty());
}

async fn two_moderators_never_have_the_same_live_words(db: TestDb) {
    let story = with_screen(&db).await;
    let reader = story.colleague("reader@wexmoor.example", Role::Reader).await;
    for n in 0..31 {
        say_live(&story, &format!("word {n}")).await;
    }
    let found = story.earshot.live_to_check(&story.worker).await.unwrap();
    assert_eq!((found.words.len(), found.more), (30, true));
    let mine: Vec<_> = found.words.iter().map(|one| (one.id, one.edition)).collect();
    let theirs = before(&story, &reader).await;
    assert_eq!(theirs.len(), 1);
    assert!(!mine.contains(&theirs[0]));
    let outcome = story.earshot.show_live(&reader, &[mine[0], theirs[0]]).await.unwrap();
    assert_eq!(outcome, LiveShown { shown: 1, left: 1 }, "somebody else has it");
    story.pass(TimeDelta::minutes(10));
    assert_eq!(before(&story, &reader).await.len(), 30, "whoever has gone for lunch keeps nobody waiting");
    let many: Vec<_> = mine.iter().copied().chain([theirs[0]]).collect();
    let result = story.earshot.show_live(&reader, &many).await;
    assert_eq!(refusals(result), [Refusal::TooMany { field: "live", max: 30 }]);
}

async fn worrying_words_go_to_the_lead_and_to_no_screen(db: TestDb) {
    let story = with_screen(&db).await;
    let text = live(&story, "he hits me").await;
    post_live(&story, &text).await.unwrap();
    let sent = story.earshot.sent_comment(&text.form).await.unwrap();
    assert!(sent.worrying && sent.kind == PostKind::Live, "help is said at once");
    assert!(to_check(&story).await.is_empty() && before(&story, &story.worker).await.is_empty());
    let list = story.earshot.escalated_comments(&story.lead, 0).await.unwrap();
    assert_eq!(list.comments.iter().map(|card| card.kind).collect::<Vec<_>>(), [PostKind::Live]);
    let id = list.comments[0].id;
    let view = story.earshot.escalated_comment(&story.lead, id).await.unwrap();
    assert_eq!(view.words.as_deref(), Some("he hits me"));
    let forced = story.earshot.show_live(&story.worker, &[(id, view.edition)]).await.unwrap();
    assert_eq!(forced, LiveShown { shown: 0, left: 1 });
    assert!(wall(&story).await.is_empty());
    assert_eq!(story.earshot.own_comment(&sent.code).await.unwrap().sees, WriterSees::Waiting);
    // Words that are added find live words that wait.
    say_live(&story, "the old mill").await;
    assert_eq!(story.earshot.save_watch_words(&story.lead, 0, "old mill").await.unwrap(), 1);
    assert!(before(&story, &story.worker).await.is_empty());
}

async fn nobody_of_another_organisation_sees_or_does_anything(db: TestDb) {
    let story = with_screen(&db).await;
    story.earshot.set_ideas(&story.worker, "bus", true).await.unwrap();
    say_live(&story, "seats").await;
    let stranger = story.stranger().await;
    assert!(before(&story, &stranger).await.is_empty());
    let all = before(&story, &story.worker).await;
    let outcome = story.earshot.show_live(&stranger, &all).await.unwrap();
    assert_eq!(outcome, LiveShown { shown: 0, left: 1 });
    assert!(wall(&story).await.is_empty());
    let missing = |result: Result<(), Error>| assert!(matches!(result, Err(Error::NotFound)));
    missing(story.earshot.set_ideas(&stranger, "bus", false).await);
    missing(story.earshot.open_live(&stranger, "bus", "Why?").await);
    missing(story.earshot.close_live(&stranger, "bus").await);
    assert!(matches!(story.earshot.rooms(&stranger, "bus").await, Err(Error::NotFound)));
    for (role, actor) in story.staff() {
        let checks = role == Role::ParticipationWorker;
        assert_eq!(story.earshot.live_to_check(actor).await.is_ok(), checks, "{role}");
        if !checks {
            let result = story.earshot.show_live(actor, &all).await;
            assert!(matches!(result, Err(Error::Forbidden)), "{role}");
        }
        let runs = [Role::ParticipationWorker, Role::Administrator].contains(&role);
        assert_eq!(story.earshot.set_ideas(actor, "bus", true).await.is_ok(), runs, "{role}");
        assert_eq!(story.earshot.open_live(actor, "bus", QUESTION).await.is_ok(), runs, "{role}");
        assert_eq!(story.earshot.close_live(actor, "bus").await.is_ok(), runs, "{role}");
    }
}
