//! Young people comment on what they were told; somebody looks before anybody sees it.

use chrono::TimeDelta;
use earshot_domain::clocks::Clock;
use earshot_domain::comment::{
    CommentAct, CommentReason, CommentState, PostKind, Report, Suspect, WriterSees,
};
use earshot_domain::policy::Role;
use earshot_domain::receipt::Receipt;
use earshot_domain::respondent::AgeBand;
use earshot_domain::retention::Record;
use earshot_domain::text::{Redaction, Span, Token};
use earshot_service::{
    Actor, CommentCard, CommentDecision, CommentText, Error, LetterAbout, OwnComment, Refusal, ShownComment,
};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};
use uuid::Uuid;

use crate::{letters, refusals};

on_both!(
    nobody_may_comment_until_it_is_turned_on_and_what_is_shown_stays,
    nobody_sees_a_comment_before_somebody_has_looked,
    a_form_is_one_comment_and_not_again_after_it_was_taken_back,
    what_cannot_be_taken_is_said_and_keeps_nothing,
    words_are_taken_out_beside_what_was_written,
    two_people_do_not_do_the_same_work,
    a_report_hides_once_and_then_only_asks,
    what_may_mean_harm_is_for_the_safeguarding_lead_alone,
    words_that_are_added_find_what_waits_to_be_checked,
    what_is_taken_back_is_gone_whoever_looks_at_it,
    who_checks_comments_is_told_when_they_wait,
    comments_go_when_their_time_is_over,
    only_those_whose_work_it_is_see_or_decide,
);

/// A consultation of which young people were told on 2026-06-15, a Monday, and on which they may comment.
async fn told(db: &TestDb) -> Fixture {
    let mut story = Fixture::new(db).await;
    story.earshot = story.earshot.clone().with_mail();
    story.open_consultation("bus").await;
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus {n}"))).await;
    }
    story.on_day("2026-03-23");
    story.read_and_clear_all("bus").await;
    story.code_and_theme("bus", "bus", &["bus "]).await;
    story.publish("bus").await;
    story.decide("bus").await;
    story.on_day("2026-06-15");
    story.tell("bus").await;
    story.earshot.set_comments(&story.worker, "bus", true).await.unwrap();
    letters(&story.earshot).await;
    story
}

/// The token of a fresh form.
async fn form(story: &Fixture) -> String {
    let asked = story.asked("bus").await;
    story.earshot.comments(&asked, 0).await.unwrap().unwrap().form
}

async fn text(story: &Fixture, words: &str) -> CommentText {
    CommentText { words: words.into(), form: form(story).await, ..CommentText::default() }
}

async fn post(story: &Fixture, text: &CommentText) -> Result<(), Error> {
    let asked = story.asked("bus").await;
    story.earshot.post_comment(&asked, text).await
}

/// Somebody comments; gives the four words that lead back.
async fn say(story: &Fixture, words: &str) -> Receipt {
    let text = text(story, words).await;
    post(story, &text).await.unwrap();
    story.earshot.sent_comment(&text.form).await.unwrap().code
}

async fn shown(story: &Fixture) -> Vec<ShownComment> {
    let asked = story.asked("bus").await;
    story.earshot.comments(&asked, 0).await.unwrap().map(|page| page.comments).unwrap_or_default()
}

async fn texts(story: &Fixture) -> Vec<String> {
    shown(story).await.into_iter().map(|one| one.text).collect()
}

async fn to_check(story: &Fixture) -> Vec<CommentCard> {
    story.earshot.comment_queue(&story.worker, CommentState::Pending, 0).await.unwrap().comments
}

/// The comment that has to be looked at first.
async fn first(story: &Fixture) -> Uuid {
    to_check(story).await[0].id
}

async fn decide(story: &Fixture, by: &Actor, id: Uuid, decision: CommentDecision) -> Result<(), Error> {
    let edition = story.earshot.comment_view(by, id).await?.edition;
    story.earshot.decide_comment(by, id, edition, &decision).await
}

async fn own(story: &Fixture, code: &Receipt) -> OwnComment {
    story.earshot.own_comment(code).await.unwrap()
}

async fn nobody_may_comment_until_it_is_turned_on_and_what_is_shown_stays(db: TestDb) {
    let story = told(&db).await;
    say(&story, "thank you for the bus").await;
    let id = first(&story).await;
    decide(&story, &story.worker, id, CommentDecision::Show).await.unwrap();
    let late = text(&story, "one more").await;
    story.earshot.set_comments(&story.worker, "bus", false).await.unwrap();
    let asked = story.asked("bus").await;
    let page = story.earshot.comments(&asked, 0).await.unwrap().unwrap();
    assert_eq!((page.open, page.comments.len(), page.more), (false, 1, false));
    assert!(matches!(post(&story, &late).await, Err(Error::Closed)));
    // Where nothing was told there is nothing to comment on.
    story.draft_consultation("park").await;
    let asked = story.earshot.asked("park", Some(&story.worker)).await.unwrap();
    assert!(story.earshot.comments(&asked, 0).await.unwrap().is_none());
    let early = story.earshot.set_comments(&story.worker, "park", true).await;
    assert_eq!(refusals(early), [Refusal::WrongState]);
}

async fn nobody_sees_a_comment_before_somebody_has_looked(db: TestDb) {
    let story = told(&db).await;
    let code = say(&story, "the new bus is great \u{1f68c}").await;
    assert!(texts(&story).await.is_empty());
    assert_eq!(own(&story, &code).await.sees, WriterSees::Waiting);
    let id = first(&story).await;
    let before = story.audits().await;
    let view = story.earshot.comment_view(&story.worker, id).await.unwrap();
    assert_eq!(view.words.as_deref(), Some("the new bus is great \u{1f68c}"));
    assert_eq!(story.audits().await, before + 1, "who looks stands in the trail");
    story.earshot.decide_comment(&story.worker, id, view.edition, &CommentDecision::Show).await.unwrap();
    let all = shown(&story).await;
    assert_eq!(all[0].text, "the new bus is great \u{1f68c}");
    assert_eq!(all[0].month.to_string(), "2026-06-01", "the month and nothing finer");
    assert_eq!(own(&story, &code).await.sees, WriterSees::Shown);
    // It can be decided about again, and the history says so.
    story.pass(TimeDelta::minutes(1));
    let reject = |why| CommentDecision::Reject(Some(why));
    decide(&story, &story.worker, id, reject(CommentReason::Unkind)).await.unwrap();
    assert!(texts(&story).await.is_empty());
    assert_eq!(own(&story, &code).await.sees, WriterSees::NotShown(CommentReason::Unkind));
    let history = story.earshot.comment_view(&story.worker, id).await.unwrap().history;
    let lines: Vec<_> = history.iter().map(|line| (line.act, line.reason, line.by.as_deref())).collect();
    assert_eq!(
        lines,
        [
            (CommentAct::Shown, None, Some("Jo Marsh")),
            (CommentAct::Rejected, Some(CommentReason::Unkind), Some("Jo Marsh"))
        ]
    );
    assert!(history.iter().all(|line| line.at.to_rfc3339().ends_with(":00:00+00:00")), "to the hour");
    let not_shown = story.earshot.comment_queue(&story.worker, CommentState::Rejected, 0).await.unwrap();
    assert_eq!(not_shown.comments[0].reason, Some(CommentReason::Unkind));
}

async fn a_form_is_one_comment_and_not_again_after_it_was_taken_back(db: TestDb) {
    let story = told(&db).await;
    let once = text(&story, "once").await;
    for _ in 0..3 {
        post(&story, &once).await.unwrap();
    }
    assert_eq!(to_check(&story).await.len(), 1);
    // The way back in the browser, and other words in the same form: they are not lost without a word.
    let other = CommentText { words: "and twice".into(), ..once.clone() };
    assert_eq!(refusals(post(&story, &other).await), [Refusal::Taken("form")]);
    let spaced = CommentText { words: " once\n".into(), ..once.clone() };
    post(&story, &spaced).await.unwrap();
    assert_eq!(to_check(&story).await.len(), 1);
    let fresh = CommentText { form: form(&story).await, ..other };
    post(&story, &fresh).await.unwrap();
    assert_eq!(to_check(&story).await.len(), 2, "another comment");
    let second = story.earshot.sent_comment(&fresh.form).await.unwrap().code;
    story.earshot.take_comment_back(&second).await.unwrap();
    let code = story.earshot.sent_comment(&once.form).await.unwrap().code;
    story.earshot.take_comment_back(&code).await.unwrap();
    // The browser sends it once more: what was taken back stays gone, and whoever sees the page is not told otherwise.
    assert_eq!(refusals(post(&story, &once).await), [Refusal::Taken("form")]);
    assert!(to_check(&story).await.is_empty());
    assert!(matches!(story.earshot.sent_comment(&once.form).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.take_comment_back(&code).await, Err(Error::NotFound)));
    story.on_day("2026-06-20");
    story.earshot.purge().await.unwrap();
    assert_eq!(db.count("comment_form").await, 0);
    assert_eq!(refusals(post(&story, &once).await), [Refusal::Unreadable("form")], "the form is too old");
}

async fn what_cannot_be_taken_is_said_and_keeps_nothing(db: TestDb) {
    let story = told(&db).await;
    let good = text(&story, "x").await;
    let turned = good.form.chars().rev().collect::<String>();
    for (wrong, why) in [
        (CommentText { words: " \n".into(), ..good.clone() }, Refusal::Missing("comment")),
        (
            CommentText { words: "x".repeat(501), ..good.clone() },
            Refusal::TooLong { field: "comment", max: 500 },
        ),
        (CommentText { form: "0".repeat(64), ..good.clone() }, Refusal::Unreadable("form")),
        (CommentText { form: turned, ..good.clone() }, Refusal::Unreadable("form")),
        (CommentText { form: "\u{e9}".repeat(32), ..good.clone() }, Refusal::Unreadable("form")),
        (
            CommentText { words: "ring 07700 900123".into(), ..good.clone() },
            Refusal::Personal(Suspect::Phone),
        ),
        (CommentText { words: "14 High Street".into(), ..good.clone() }, Refusal::Personal(Suspect::Address)),
    ] {
        assert_eq!(refusals(post(&story, &wrong).await), [why]);
    }
    assert!(to_check(&story).await.is_empty());
    let fits = CommentText { words: "\u{1f68c}".repeat(500), ..good };
    post(&story, &fits).await.unwrap();
    // Sent all the same, it is marked, and waits for its turn: nobody is to get past others with it.
    story.pass(TimeDelta::hours(2));
    let anyway = CommentText { anyway: true, ..text(&story, "ring 07700 900123").await };
    post(&story, &anyway).await.unwrap();
    let queue = to_check(&story).await;
    assert_eq!(queue.iter().map(|card| card.flagged).collect::<Vec<_>>(), [false, true]);
    // The form of another consultation is none.
    story.draft_consultation("park").await;
    let asked = story.earshot.asked("park", Some(&story.worker)).await.unwrap();
    let other = text(&story, "x").await;
    let result = story.earshot.post_comment(&asked, &other).await;
    assert_eq!(refusals(result), [Refusal::Unreadable("form")]);
}

async fn words_are_taken_out_beside_what_was_written(db: TestDb) {
    let story = told(&db).await;
    let words = "\u{1f468}\u{200d}\u{1f467}\u{1f68c} Jayden is a twpsyn at the stop";
    let code = say(&story, words).await;
    let id = first(&story).await;
    let view = story.earshot.comment_view(&story.worker, id).await.unwrap();
    let found: Vec<_> = view.suggestions.iter().map(|one| (one.span.start, one.span.end, one.what)).collect();
    assert_eq!(found, [(5, 11, Suspect::Name), (17, 23, Suspect::Insult)]);
    let ticked: Vec<Redaction> =
        view.suggestions.iter().map(|one| Redaction { span: one.span, token: one.what.token() }).collect();
    let without = |ticked: Vec<Redaction>, pieces: &str| CommentDecision::ShowWithout {
        ticked,
        pieces: pieces.to_string(),
    };
    let outside = Redaction { span: Span { start: 30, end: 99 }, token: Token::Name };
    for (decision, why) in [
        (without(vec![], " \n"), Refusal::Missing("out")),
        (without(vec![outside], ""), Refusal::Unreadable("out")),
        (without(vec![], "a bus"), Refusal::PieceNotFound),
        (CommentDecision::Reject(None), Refusal::Missing("why")),
    ] {
        let refused = story.earshot.decide_comment(&story.worker, id, view.edition, &decision).await;
        assert_eq!(refusals(refused), [why]);
    }
    decide(&story, &story.worker, id, without(ticked, "THE STOP")).await.unwrap();
    let public = "\u{1f468}\u{200d}\u{1f467}\u{1f68c} [name] is a [other] at [other]";
    assert_eq!(texts(&story).await, [public]);
    let mine = own(&story, &code).await;
    assert_eq!(mine.sees, WriterSees::ShownWithout);
    assert_eq!(
        (mine.words.as_str(), mine.shown.as_deref()),
        (words, Some(public)),
        "nothing was overwritten"
    );
    let again = story.earshot.comment_view(&story.worker, id).await.unwrap();
    assert_eq!((again.words.as_deref(), again.redactions.len()), (Some(words), 3));
}

async fn two_people_do_not_do_the_same_work(db: TestDb) {
    let story = told(&db).await;
    let reader = story.colleague("reader@wexmoor.example", Role::Reader).await;
    say(&story, "one").await;
    let id = first(&story).await;
    let view = story.earshot.comment_view(&story.worker, id).await.unwrap();
    assert!(!view.elsewhere);
    let theirs = story.earshot.comment_view(&reader, id).await.unwrap();
    assert!(theirs.elsewhere && theirs.words.is_some());
    // 10:00 in June is 11:00 on the wall.
    let (name, until) = theirs.card.taken.clone().unwrap();
    assert_eq!((name.as_str(), until.format("%H:%M").to_string()), ("Jo Marsh", "11:10".to_string()));
    let early = story.earshot.decide_comment(&reader, id, theirs.edition, &CommentDecision::Show).await;
    assert!(
        matches!(&refusals(early)[..], [Refusal::TakenBy { name, .. }] if name == "Jo Marsh"),
        "somebody has it"
    );
    story.earshot.put_comment_back(&reader, id).await.unwrap();
    assert!(to_check(&story).await[0].taken.is_some(), "only whoever has it gives it up");
    story.earshot.put_comment_back(&story.worker, id).await.unwrap();
    assert!(to_check(&story).await[0].taken.is_none());
    decide(&story, &reader, id, CommentDecision::Show).await.unwrap();
    let stale = story.earshot.decide_comment(&story.worker, id, view.edition, &CommentDecision::Show).await;
    assert!(matches!(stale, Err(Error::Stale)), "it was decided meanwhile");
    // Whoever has gone for lunch keeps nobody waiting.
    say(&story, "two").await;
    let id = first(&story).await;
    story.earshot.comment_view(&story.worker, id).await.unwrap();
    story.pass(TimeDelta::minutes(10));
    decide(&story, &reader, id, CommentDecision::Show).await.unwrap();
    assert_eq!(texts(&story).await.len(), 2);
}

async fn a_report_hides_once_and_then_only_asks(db: TestDb) {
    let story = told(&db).await;
    let code = say(&story, "the bus smells").await;
    let id = first(&story).await;
    assert!(matches!(story.earshot.report_comment(id).await, Err(Error::NotFound)), "nobody can see it");
    decide(&story, &story.worker, id, CommentDecision::Show).await.unwrap();
    say(&story, "waits").await;
    let place = (PostKind::Comment, "bus".to_string());
    assert_eq!(story.earshot.comment_place(id).await.unwrap(), place);
    for _ in 0..2 {
        assert_eq!(story.earshot.report_comment(id).await.unwrap(), place);
    }
    assert!(texts(&story).await.is_empty(), "hidden until somebody has looked again");
    assert!(matches!(story.earshot.comment_place(id).await, Err(Error::NotFound)));
    assert_eq!(own(&story, &code).await.sees, WriterSees::Waiting);
    assert_eq!((first(&story).await, to_check(&story).await[0].report), (id, Report::Hidden), "on top");
    decide(&story, &story.worker, id, CommentDecision::Show).await.unwrap();
    assert_eq!(texts(&story).await.len(), 1);
    assert_eq!(to_check(&story).await.len(), 1);
    story.earshot.report_comment(id).await.unwrap();
    assert_eq!(texts(&story).await.len(), 1, "it stays shown");
    assert_eq!((first(&story).await, to_check(&story).await[0].report), (id, Report::Again));
    let history = story.earshot.comment_view(&story.worker, id).await.unwrap().history;
    let reports = history.iter().filter(|line| line.act == CommentAct::Reported);
    assert!(reports.clone().count() == 2 && reports.clone().all(|line| line.by.is_none()));
    let nothing = story.random_id();
    assert!(matches!(story.earshot.report_comment(nothing).await, Err(Error::NotFound)));
}

async fn what_may_mean_harm_is_for_the_safeguarding_lead_alone(db: TestDb) {
    let story = told(&db).await;
    let marked = text(&story, "he hits my mum").await;
    post(&story, &marked).await.unwrap();
    let sent = story.earshot.sent_comment(&marked.form).await.unwrap();
    assert!(sent.worrying, "help is said at once");
    assert_eq!(own(&story, &sent.code).await.sees, WriterSees::Waiting);
    assert!(to_check(&story).await.is_empty());
    assert_eq!(story.earshot.comments_to_check(&story.worker).await.unwrap(), 0);
    assert_eq!(story.earshot.comments_escalated(&story.lead).await.unwrap(), 1);
    let list = story.earshot.escalated_comments(&story.lead, 0).await.unwrap();
    let id = list.comments[0].id;
    // Whoever checks comments is told where it is, and reads nothing of it.
    let hidden = story.earshot.comment_view(&story.worker, id).await.unwrap();
    assert!(hidden.words.is_none() && hidden.suggestions.is_empty());
    let not_theirs =
        story.earshot.decide_comment(&story.worker, id, hidden.edition, &CommentDecision::Show).await;
    assert_eq!(refusals(not_theirs), [Refusal::WrongState]);
    let view = story.earshot.escalated_comment(&story.lead, id).await.unwrap();
    assert_eq!(view.words.as_deref(), Some("he hits my mum"));
    story.earshot.decide_escalated(&story.lead, id, view.edition, false).await.unwrap();
    assert_eq!(own(&story, &sent.code).await.sees, WriterSees::NotShown(CommentReason::Harm));
    assert_eq!(story.earshot.comments_escalated(&story.lead).await.unwrap(), 0, "it is decided about");
    let stale = story.earshot.decide_escalated(&story.lead, id, view.edition, true).await;
    assert!(matches!(stale, Err(Error::Stale)));
    let edition = story.earshot.escalated_comment(&story.lead, id).await.unwrap().edition;
    story.earshot.decide_escalated(&story.lead, id, edition, true).await.unwrap();
    assert!(matches!(story.earshot.escalated_comment(&story.lead, id).await, Err(Error::NotFound)));
    let view = story.earshot.comment_view(&story.worker, id).await.unwrap();
    assert_eq!(view.words.as_deref(), Some("he hits my mum"));
    // And somebody who checks comments can pass one on.
    decide(&story, &story.worker, id, CommentDecision::Escalate).await.unwrap();
    assert_eq!(story.earshot.comments_escalated(&story.lead).await.unwrap(), 1);
    assert!(texts(&story).await.is_empty());
}

async fn words_that_are_added_find_what_waits_to_be_checked(db: TestDb) {
    let story = told(&db).await;
    let reported = say(&story, "a picture of the old mill").await;
    let id = first(&story).await;
    decide(&story, &story.worker, id, CommentDecision::Show).await.unwrap();
    story.earshot.report_comment(id).await.unwrap();
    let plain = say(&story, "the bus is on time").await;
    let standing = say(&story, "the old mill stop is nice").await;
    let queue = to_check(&story).await;
    let (plain_id, standing_id) = (queue[1].id, queue[2].id);
    let (plain_id, standing_id) = match own_words(&story, plain_id).await.as_str() {
        "the bus is on time" => (plain_id, standing_id),
        _ => (standing_id, plain_id),
    };
    decide(&story, &story.worker, standing_id, CommentDecision::Show).await.unwrap();
    let waits = say(&story, "they take us to the old mill").await;
    let waiting = to_check(&story).await;
    let waits_id = waiting.iter().map(|card| card.id).find(|one| *one != id && *one != plain_id).unwrap();
    // A moderator looks at it just now.
    let view = story.earshot.comment_view(&story.worker, waits_id).await.unwrap();
    let before = story.audits().await;
    assert_eq!(story.earshot.save_watch_words(&story.lead, 0, "old mill").await.unwrap(), 2);
    assert_eq!(story.audits().await, before + 3, "the words, and each of the two");
    assert_eq!(to_check(&story).await.iter().map(|card| card.id).collect::<Vec<_>>(), [plain_id]);
    let escalated = story.earshot.escalated_comments(&story.lead, 0).await.unwrap();
    let mut ids: Vec<Uuid> = escalated.comments.iter().map(|card| card.id).collect();
    ids.sort();
    let mut both = [id, waits_id];
    both.sort();
    assert_eq!((ids, escalated.waiting), (both.to_vec(), 2));
    // Whoever looked at it has it no more.
    let late =
        story.earshot.decide_comment(&story.worker, waits_id, view.edition, &CommentDecision::Show).await;
    assert!(matches!(late, Err(Error::Stale)), "{late:?}");
    assert_eq!(story.earshot.comment_view(&story.worker, waits_id).await.unwrap().words, None);
    let seen = story.earshot.escalated_comment(&story.lead, waits_id).await.unwrap();
    assert_eq!(seen.words.as_deref(), Some("they take us to the old mill"));
    assert_eq!(seen.history.last().map(|line| line.act), Some(CommentAct::Escalated));
    // What somebody has checked and nobody has reported stays as it was, and nobody learns that they are marked.
    assert_eq!(own(&story, &standing).await.sees, WriterSees::Shown);
    for code in [&reported, &plain, &waits] {
        assert_eq!(own(&story, code).await.sees, WriterSees::Waiting);
    }
    // What the lead has given back is not looked at once more.
    story.earshot.decide_escalated(&story.lead, waits_id, seen.edition, true).await.unwrap();
    assert_eq!(story.earshot.save_watch_words(&story.lead, 1, "old mill\nquay").await.unwrap(), 0);
    assert_eq!(to_check(&story).await.len(), 2);
}

/// What stands in a comment that waits. Whoever looked puts it back.
async fn own_words(story: &Fixture, id: Uuid) -> String {
    let view = story.earshot.comment_view(&story.worker, id).await.unwrap();
    story.earshot.put_comment_back(&story.worker, id).await.unwrap();
    view.words.unwrap()
}

async fn what_is_taken_back_is_gone_whoever_looks_at_it(db: TestDb) {
    let story = told(&db).await;
    let code = say(&story, "my zebra words").await;
    let id = first(&story).await;
    let view = story.earshot.comment_view(&story.worker, id).await.unwrap();
    story.earshot.take_comment_back(&code).await.unwrap();
    let gone = story.earshot.decide_comment(&story.worker, id, view.edition, &CommentDecision::Show).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    assert!(matches!(story.earshot.own_comment(&code).await, Err(Error::NotFound)));
    let code = say(&story, "my zebra words again").await;
    let id = first(&story).await;
    decide(&story, &story.worker, id, CommentDecision::Show).await.unwrap();
    story.earshot.take_comment_back(&code).await.unwrap();
    assert!(texts(&story).await.is_empty());
    assert!(db.dump().await.iter().all(|row| !row.contains("zebra")), "nothing of it is left");
    assert_eq!((db.count("comment").await, db.count("comment_decision").await), (0, 0));
}

async fn who_checks_comments_is_told_when_they_wait(db: TestDb) {
    let story = told(&db).await;
    let told = async || {
        story.earshot.chase().await.unwrap();
        let mut sent = letters(&story.earshot).await;
        assert!(!format!("{sent:?}").contains("zebra"));
        sent.retain(|letter| !matches!(letter.about, LetterAbout::Held { .. }));
        let about = |letter: &earshot_service::Letter| match &letter.about {
            LetterAbout::Late { waiting, may_read, .. } => (letter.to.clone(), waiting[0].clock, *may_read),
            other => panic!("{other:?}"),
        };
        let mut told: Vec<_> = sent.iter().map(about).collect();
        told.sort();
        told
    };
    // A Monday.
    say(&story, "my zebra words").await;
    say(&story, "he hits my mum, said the zebra").await;
    story.on_day("2026-06-16");
    let lead = ("lead@wexmoor.example".to_string(), Clock::CommentHeld, true);
    assert_eq!(told().await, [lead], "a working day for what may mean harm");
    story.on_day("2026-06-17");
    let late = told().await;
    assert!(late.contains(&("worker@wexmoor.example".to_string(), Clock::Comment, true)), "{late:?}");
    assert!(
        late.iter().all(|(to, clock, _)| *clock != Clock::Comment || to.starts_with("worker")),
        "{late:?}"
    );
    let waits = story.earshot.waiting(&story.lead).await.unwrap().waiting;
    assert!(waits.iter().all(|one| one.clock != Clock::Comment), "not the lead's work");
    let waits = story.earshot.waiting(&story.worker).await.unwrap().waiting;
    assert_eq!(waits.iter().map(|one| one.clock).collect::<Vec<_>>(), [Clock::Comment]);
    let id = first(&story).await;
    decide(&story, &story.worker, id, CommentDecision::Show).await.unwrap();
    story.on_day("2026-06-18");
    assert!(told().await.iter().all(|(_, clock, _)| *clock != Clock::Comment));
}

async fn comments_go_when_their_time_is_over(db: TestDb) {
    let story = told(&db).await;
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    for words in ["shown zebra", "rejected zebra", "kept zebra, he hits my mum"] {
        say(&story, words).await;
    }
    for (start, decision) in
        [("shown", CommentDecision::Show), ("rejected", CommentDecision::Reject(Some(CommentReason::Spam)))]
    {
        for card in to_check(&story).await {
            let view = story.earshot.comment_view(&story.worker, card.id).await.unwrap();
            if view.words.as_deref().is_some_and(|words| words.starts_with(start)) {
                let result = story.earshot.decide_comment(&story.worker, card.id, view.edition, &decision);
                result.await.unwrap();
            } else {
                story.earshot.put_comment_back(&story.worker, card.id).await.unwrap();
            }
        }
    }
    story.on_day("2026-09-01");
    let held = story.earshot.escalated_comments(&story.lead, 0).await.unwrap().comments[0].id;
    let edition = story.earshot.escalated_comment(&story.lead, held).await.unwrap().edition;
    story.earshot.decide_escalated(&story.lead, held, edition, false).await.unwrap();
    let left = async |words: &str| db.dump().await.iter().any(|row| row.contains(words));
    story.on_day("2027-06-10");
    let due = story.earshot.retention(&officer).await.unwrap().due;
    assert!(due.iter().any(|due| due.record == Record::Comments), "{due:?}");
    story.earshot.purge().await.unwrap();
    assert!(left("shown zebra").await && left("rejected zebra").await && left("kept zebra").await);
    story.on_day("2027-06-16");
    story.earshot.purge().await.unwrap();
    assert!(!left("shown zebra").await && !left("rejected zebra").await);
    assert!(left("kept zebra").await, "decided about later");
    story.on_day("2027-09-02");
    story.earshot.purge().await.unwrap();
    assert!(!left("zebra").await);
}

async fn only_those_whose_work_it_is_see_or_decide(db: TestDb) {
    let story = told(&db).await;
    say(&story, "one").await;
    let id = first(&story).await;
    let stranger = story.stranger().await;
    for (role, actor) in story.staff() {
        let checks = role == Role::ParticipationWorker;
        let list = story.earshot.comment_queue(actor, CommentState::Pending, 0).await;
        assert_eq!(list.is_ok(), checks, "{role}");
        assert_eq!(story.earshot.comments_to_check(actor).await.is_ok(), checks, "{role}");
        assert_eq!(story.earshot.comment_view(actor, id).await.is_ok(), checks, "{role}");
        if !checks {
            let result = story.earshot.decide_comment(actor, id, 1, &CommentDecision::Show).await;
            assert!(matches!(result, Err(Error::Forbidden)), "{role}");
            assert!(matches!(story.earshot.put_comment_back(actor, id).await, Err(Error::Forbidden)));
            assert!(matches!(story.earshot.set_comments(actor, "bus", false).await, Err(Error::Forbidden)));
        }
        let leads = role == Role::SafeguardingLead;
        assert_eq!(story.earshot.escalated_comments(actor, 0).await.is_ok(), leads, "{role}");
        assert_eq!(story.earshot.comments_escalated(actor).await.is_ok(), leads, "{role}");
        let kept = story.earshot.decide_escalated(actor, id, 1, true).await;
        assert_eq!(matches!(kept, Err(Error::Forbidden)), !leads, "{role}");
    }
    assert!(to_check(&story).await[0].taken.is_some());
    // Somebody of another organisation, who is trusted with everything there.
    let list = story.earshot.comment_queue(&stranger, CommentState::Pending, 0).await.unwrap();
    assert!(list.comments.is_empty() && list.waiting == 0);
    assert!(matches!(story.earshot.comment_view(&stranger, id).await, Err(Error::NotFound)));
    let result = story.earshot.decide_comment(&stranger, id, 1, &CommentDecision::Show).await;
    assert!(matches!(result, Err(Error::NotFound)));
    assert!(matches!(story.earshot.put_comment_back(&stranger, id).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.escalated_comment(&stranger, id).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.decide_escalated(&stranger, id, 1, true).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.set_comments(&stranger, "bus", false).await, Err(Error::NotFound)));
}
