//! Somebody asks what is kept of them, or complains, and reads the answer.

use chrono::TimeDelta;
use earshot_domain::policy::Role;
use earshot_domain::receipt::Receipt;
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::request::{RequestKind, RequestState, RequestStep};
use earshot_service::{Actor, Error, Letter, LetterAbout, Refusal, RequestText};
use earshot_testkit::{Fixture, TestDb, day, on_both};

use crate::{letters, refusals};

on_both!(
    somebody_asks_is_answered_and_reads_it,
    a_form_is_one_request_however_often_it_is_sent,
    what_cannot_be_taken_is_said_and_keeps_nothing,
    the_clock_stands_still_while_something_has_to_be_known,
    a_second_request_shows_what_was_said_to_the_first,
    who_answers_is_told_that_something_came_and_when_it_is_due,
    only_those_whose_work_it_is_see_a_request,
);

const WORDS: &str = "you printed my exact words zebra-crossing";

async fn with_officer(db: &TestDb) -> (Fixture, Actor) {
    let mut story = Fixture::new(db).await;
    story.earshot = story.earshot.clone().with_mail();
    let officer = story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await;
    letters(&story.earshot).await;
    (story, officer)
}

/// To whom a letter goes, whether they can open what it is about, and whether it is late.
fn told(letters: &[Letter]) -> Vec<(&str, bool, bool)> {
    let mut told = Vec::new();
    for letter in letters {
        let LetterAbout::Request { cards, .. } = &letter.about else { panic!("{letter:?}") };
        told.extend(cards.iter().map(|(card, may_open)| (letter.to.as_str(), *may_open, card.late)));
    }
    told
}

fn asks(story: &Fixture, kind: RequestKind, words: &str) -> RequestText {
    RequestText {
        kind: Some(kind),
        words: words.into(),
        about: None,
        of: None,
        form: story.earshot.request_form(),
        before: None,
    }
}

/// What is kept is asked for, with the token of this form.
fn asks_with(form: &str) -> RequestText {
    RequestText { kind: Some(RequestKind::Access), form: form.into(), ..RequestText::default() }
}

/// Somebody asks; gives the four words that lead back.
async fn ask(story: &Fixture, kind: RequestKind, words: &str) -> Receipt {
    let text = asks(story, kind, words);
    story.earshot.ask(&text).await.unwrap();
    story.earshot.sent_request(&text.form).await.unwrap().code
}

fn number(number: i64) -> Reference {
    Reference::new(Kind::Request, number)
}

async fn somebody_asks_is_answered_and_reads_it(db: TestDb) {
    let (story, officer) = with_officer(&db).await;
    story.open_consultation("bus").await;
    story.on_day("2026-02-10");
    let text = RequestText { about: Some("bus".into()), ..asks(&story, RequestKind::Erase, WORDS) };
    story.earshot.ask(&text).await.unwrap();
    let sent = story.earshot.sent_request(&text.form).await.unwrap();
    assert_eq!((sent.due_on, sent.worrying), (day("2026-03-10"), false));
    assert!(db.dump().await.iter().all(|row| !row.contains("zebra")), "the words are sealed");

    let own = story.earshot.own_request(&sent.code).await.unwrap();
    assert_eq!(
        (own.kind, own.state, own.words.as_str()),
        (RequestKind::Erase, RequestState::Received, WORDS)
    );
    let list = story.earshot.requests(&officer, true, 0, 10).await.unwrap();
    assert_eq!((list.open, list.ended, list.more), (1, 0, false));
    assert_eq!(list.requests[0].slug.as_deref(), Some("bus"));
    let reference = list.requests[0].reference;
    let view = story.earshot.request_view(&officer, reference).await.unwrap();
    assert_eq!((view.words.as_str(), view.edition), (WORDS, 1));

    let step = async |edition, step, words: &str| {
        story.earshot.step_request(&officer, reference, edition, step, words).await
    };
    step(1, RequestStep::Acknowledge, "").await.unwrap();
    assert!(matches!(step(1, RequestStep::Acknowledge, "").await, Err(Error::Stale)));
    assert_eq!(refusals(step(2, RequestStep::Acknowledge, "").await), [Refusal::WrongState]);
    assert_eq!(refusals(step(2, RequestStep::Answer, " \n").await), [Refusal::Missing("answer")]);
    let long = "x".repeat(4_001);
    assert_eq!(
        refusals(step(2, RequestStep::Answer, &long).await),
        [Refusal::TooLong { field: "answer", max: 4_000 }]
    );
    story.pass(TimeDelta::minutes(1));
    story.earshot.note_request(&officer, reference, "Rang the printers about the zebra.").await.unwrap();
    story.on_day("2026-02-20");
    step(2, RequestStep::Answer, "We took the zebra words out.").await.unwrap();
    let own = story.earshot.own_request(&sent.code).await.unwrap();
    assert_eq!((own.state, own.late), (RequestState::Answered, false));
    assert_eq!(own.answer, "We took the zebra words out.");
    let view = story.earshot.request_view(&officer, reference).await.unwrap();
    let done: Vec<&str> = view.done.iter().map(|done| done.action.as_str()).collect();
    assert_eq!(done, ["acknowledge", "note", "answer"]);
    assert_eq!(view.done[1].note, "Rang the printers about the zebra.");
    let (open, ended) = {
        let ended = story.earshot.requests(&officer, false, 0, 10).await.unwrap();
        (ended.open, ended.requests.len())
    };
    assert_eq!((open, ended), (0, 1));
    assert!(db.dump().await.iter().all(|row| !row.contains("zebra")), "and so is what was said and noted");
}

async fn a_form_is_one_request_however_often_it_is_sent(db: TestDb) {
    let (story, officer) = with_officer(&db).await;
    let text = asks(&story, RequestKind::Complaint, WORDS);
    let before = story.audits().await;
    for _ in 0..3 {
        story.earshot.ask(&text).await.unwrap();
    }
    assert_eq!(story.audits().await, before + 1);
    assert_eq!(story.earshot.requests(&officer, true, 0, 10).await.unwrap().open, 1);
    let one = story.earshot.sent_request(&text.form).await.unwrap();
    let two = story.earshot.sent_request(&text.form).await.unwrap();
    assert_eq!(one.code, two.code);
    // The way back in the browser, and something else in the same form: it is not lost without a word.
    for other in [
        RequestText { words: "and my name as well".into(), ..text.clone() },
        RequestText { words: String::new(), kind: Some(RequestKind::Access), ..text.clone() },
        RequestText { kind: Some(RequestKind::Rectify), ..text.clone() },
    ] {
        assert_eq!(refusals(story.earshot.ask(&other).await), [Refusal::Taken("request")]);
    }
    let spaced = RequestText { words: format!(" {WORDS}\n"), ..text.clone() };
    story.earshot.ask(&spaced).await.unwrap();
    assert_eq!(story.earshot.requests(&officer, true, 0, 10).await.unwrap().open, 1);
    assert_eq!(story.earshot.own_request(&one.code).await.unwrap().words, WORDS, "what was sent stays");
    assert_eq!(story.audits().await, before + 1);
    assert!(matches!(story.earshot.sent_request(&story.earshot.request_form()).await, Err(Error::NotFound)));
    let written = asks(&story, RequestKind::Access, "");
    let (reference, code) = story.earshot.write_request(&officer, &written).await.unwrap();
    let before = story.audits().await;
    let again = story.earshot.write_request(&officer, &written).await.unwrap();
    assert_eq!(again, (reference, code));
    let other = RequestText { words: "and from the front desk".into(), ..written };
    assert_eq!(refusals(story.earshot.write_request(&officer, &other).await), [Refusal::Taken("request")]);
    // Nobody is led to a request of another organisation by its form.
    story.earshot.add_organisation("Elsewhere", "").await.unwrap();
    let elsewhere = story.earshot.console_of("Elsewhere").await.unwrap();
    let there = story.earshot.write_request(&elsewhere, &asks_with(&other.form)).await;
    assert_eq!(refusals(there), [Refusal::Taken("request")]);
    assert_eq!(story.audits().await, before + 1, "the organisation; the request was written down once");
    assert!(story.earshot.request_view(&officer, reference).await.unwrap().card.assisted);
    assert_eq!(story.earshot.own_request(&code).await.unwrap().kind, RequestKind::Access);
}

async fn what_cannot_be_taken_is_said_and_keeps_nothing(db: TestDb) {
    let (story, officer) = with_officer(&db).await;
    let good = asks(&story, RequestKind::Rectify, "x");
    for (wrong, why) in [
        (RequestText { kind: None, ..good.clone() }, Refusal::Missing("kind")),
        (RequestText { words: " ".into(), ..good.clone() }, Refusal::Missing("request")),
        (
            RequestText { words: "x".repeat(2_001), ..good.clone() },
            Refusal::TooLong { field: "request", max: 2_000 },
        ),
        (RequestText { form: "x".into(), ..good.clone() }, Refusal::Unreadable("form")),
        (RequestText { form: "\u{e9}".repeat(32), ..good.clone() }, Refusal::Unreadable("form")),
    ] {
        assert_eq!(refusals(story.earshot.ask(&wrong).await), [why]);
    }
    story.draft_consultation("draft").await;
    for slug in ["nowhere", "draft"] {
        let about = RequestText { about: Some(slug.into()), ..good.clone() };
        assert!(matches!(story.earshot.ask(&about).await, Err(Error::NotFound)), "{slug}");
    }
    assert_eq!(story.earshot.requests(&officer, true, 0, 10).await.unwrap().open, 0);
    // To see what is kept needs no reason.
    ask(&story, RequestKind::Access, "").await;
}

async fn the_clock_stands_still_while_something_has_to_be_known(db: TestDb) {
    let (story, officer) = with_officer(&db).await;
    story.on_day("2026-02-10");
    let code = ask(&story, RequestKind::Complaint, "it was not fair").await;
    let reference = story.earshot.requests(&officer, true, 0, 10).await.unwrap().requests[0].reference;
    story.on_day("2026-02-15");
    let which = "Which page was it?";
    story.earshot.step_request(&officer, reference, 1, RequestStep::Pause, which).await.unwrap();
    story.on_day("2026-02-25");
    let own = story.earshot.own_request(&code).await.unwrap();
    assert_eq!((own.state, own.answer.as_str()), (RequestState::Paused, which));
    assert_eq!(own.due_on, day("2026-03-22"), "30 days and the ten that it stood still");
    // They write back: the clock goes on, and what they write is marked like everything else.
    assert_eq!(refusals(story.earshot.reply_to_request(&code, " ").await), [Refusal::Missing("request")]);
    let long = "x".repeat(2_001);
    let refused = refusals(story.earshot.reply_to_request(&code, &long).await);
    assert_eq!(refused, [Refusal::TooLong { field: "request", max: 2_000 }]);
    for _ in 0..2 {
        story.earshot.reply_to_request(&code, "the zebra page. he hits my mum").await.unwrap();
    }
    let view = story.earshot.request_view(&officer, reference).await.unwrap();
    assert_eq!(view.done.iter().filter(|done| done.action == "reply").count(), 1, "twice is once");
    assert!(view.card.watch && view.card.state == RequestState::Acknowledged);
    assert!(db.dump().await.iter().all(|row| !row.contains("zebra")));
    story.on_day("2026-03-22");
    assert!(!story.earshot.own_request(&code).await.unwrap().late);
    story.on_day("2026-03-23");
    let own = story.earshot.own_request(&code).await.unwrap();
    assert!(own.late && own.due_on == day("2026-03-22"));
    let why = "That is decided by somebody else.";
    story.earshot.step_request(&officer, reference, 3, RequestStep::Refuse, why).await.unwrap();
    let own = story.earshot.own_request(&code).await.unwrap();
    assert_eq!((own.state, own.late, own.answer.as_str()), (RequestState::Refused, false, why));
}

async fn a_second_request_shows_what_was_said_to_the_first(db: TestDb) {
    let (story, officer) = with_officer(&db).await;
    story.open_consultation("bus").await;
    let about = RequestText { about: Some("bus".into()), ..asks(&story, RequestKind::Erase, WORDS) };
    story.earshot.ask(&about).await.unwrap();
    let code = story.earshot.sent_request(&about.form).await.unwrap().code;
    assert_eq!(story.earshot.own_request(&code).await.unwrap().again, None, "it waits for its answer");
    let why = "It stands in a report that is printed.";
    story.earshot.step_request(&officer, number(1), 1, RequestStep::Refuse, why).await.unwrap();
    let own = story.earshot.own_request(&code).await.unwrap();
    let form = own.again.unwrap();
    let again = RequestText {
        before: Some(code),
        form,
        ..asks(&story, RequestKind::Erase, "please, he hits my mum")
    };
    story.earshot.ask(&again).await.unwrap();
    let looks = story.audits().await;
    let view = story.earshot.request_view(&officer, number(2)).await.unwrap();
    assert_eq!(story.audits().await, looks + 2, "both were looked at");
    assert_eq!(view.card.slug.as_deref(), Some("bus"), "it is about the same");
    let [before] = &view.before[..] else { panic!("{:?}", view.before) };
    assert_eq!((before.card.reference, before.card.state), (number(1), RequestState::Refused));
    assert_eq!(before.answer, why);
    assert!(story.earshot.request_view(&officer, number(1)).await.unwrap().before.is_empty());
    // The lead sees the marked one, and not the other beside it.
    let lead = story.earshot.request_view(&story.lead, number(2)).await.unwrap();
    assert!(lead.card.watch && lead.before.is_empty());
    // Four words that lead nowhere lead to nobody's.
    let guess = Receipt::parse("wren wren wren wren");
    assert!(guess.is_some());
    let guessed = RequestText { before: guess, ..asks(&story, RequestKind::Erase, "") };
    story.earshot.ask(&guessed).await.unwrap();
    assert!(story.earshot.request_view(&officer, number(3)).await.unwrap().before.is_empty());
    // Nor does it show which words lead somewhere where the rest of the form does not.
    for before in [guess, Some(code)] {
        let nowhere = RequestText {
            before,
            about: Some("nowhere".into()),
            ..asks(&story, RequestKind::Erase, "please once more")
        };
        assert!(matches!(story.earshot.ask(&nowhere).await, Err(Error::NotFound)), "{before:?}");
    }
}

async fn who_answers_is_told_that_something_came_and_when_it_is_due(db: TestDb) {
    let (story, officer) = with_officer(&db).await;
    story.on_day("2026-02-10");
    ask(&story, RequestKind::Erase, WORDS).await;
    let sent = letters(&story.earshot).await;
    assert_eq!(told(&sent), [("privacy@wexmoor.example", true, false)]);
    assert!(!format!("{sent:?}").contains("zebra"));
    // What may mean that somebody is not safe reaches the lead as well.
    ask(&story, RequestKind::Complaint, "he hits my mum").await;
    let sent = letters(&story.earshot).await;
    let mut both = told(&sent);
    both.sort_unstable();
    assert_eq!(both, [("lead@wexmoor.example", true, false), ("privacy@wexmoor.example", true, false)]);
    // Until somebody says that they have read it, once a working day.
    story.on_day("2026-02-11");
    story.earshot.chase().await.unwrap();
    assert_eq!(letters(&story.earshot).await.len(), 2);
    let to_see = story.earshot.requests_to_see(&story.lead).await.unwrap();
    assert_eq!(to_see, (1, 0, 0), "only what is marked");
    assert_eq!(story.earshot.requests_to_see(&officer).await.unwrap(), (1, 0, 1));
    let second = number(2);
    story.earshot.step_request(&officer, second, 1, RequestStep::Answer, "We looked.").await.unwrap();
    for (on, late) in [
        ("2026-03-02", None),
        ("2026-03-03", Some(false)),
        ("2026-03-06", None),
        ("2026-03-11", Some(true)),
        ("2026-03-13", None),
        ("2026-03-17", Some(true)),
    ] {
        story.on_day(on);
        story.earshot.chase().await.unwrap();
        let sent = letters(&story.earshot).await;
        let expected: Vec<_> = late.map(|late| ("privacy@wexmoor.example", true, late)).into_iter().collect();
        assert_eq!(told(&sent), expected, "{on}");
    }
    // Where nobody is the officer those are told who can make somebody it.
    story.earshot.revoke(&story.admin, "privacy@wexmoor.example", Role::DataProtectionOfficer).await.unwrap();
    ask(&story, RequestKind::Erase, "").await;
    assert_eq!(told(&letters(&story.earshot).await), [("admin@wexmoor.example", false, false)]);
}

async fn only_those_whose_work_it_is_see_a_request(db: TestDb) {
    let (story, officer) = with_officer(&db).await;
    ask(&story, RequestKind::Erase, WORDS).await;
    ask(&story, RequestKind::Complaint, "he hits my mum").await;
    let (plain, marked) = (number(1), number(2));
    for (role, actor) in story.staff() {
        let list = story.earshot.requests(actor, true, 0, 10).await;
        if role == Role::SafeguardingLead {
            assert_eq!(list.unwrap().requests.len(), 1, "the marked one");
            story.earshot.request_view(actor, marked).await.unwrap();
            assert!(matches!(story.earshot.request_view(actor, plain).await, Err(Error::NotFound)));
        } else {
            assert!(matches!(list, Err(Error::Forbidden)), "{role}");
            assert!(matches!(story.earshot.request_view(actor, marked).await, Err(Error::Forbidden)));
        }
        let step = story.earshot.step_request(actor, marked, 1, RequestStep::Acknowledge, "").await;
        assert!(matches!(step, Err(Error::Forbidden)), "{role}");
        let noted = story.earshot.note_request(actor, marked, "Rang the duty team.").await;
        assert_eq!(noted.is_ok(), role == Role::SafeguardingLead, "{role}");
        assert!(story.earshot.note_request(actor, plain, "x").await.is_err(), "{role}");
        let text = asks(&story, RequestKind::Access, "");
        assert!(matches!(story.earshot.write_request(actor, &text).await, Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    assert_eq!(story.earshot.requests(&stranger, true, 0, 10).await.unwrap().requests.len(), 0);
    assert!(matches!(story.earshot.request_view(&stranger, marked).await, Err(Error::NotFound)));
    let step = story.earshot.step_request(&stranger, marked, 1, RequestStep::Acknowledge, "").await;
    assert!(matches!(step, Err(Error::NotFound)));
    assert_eq!(story.earshot.requests(&officer, true, 0, 1).await.unwrap().requests.len(), 1);
    assert!(story.earshot.requests(&officer, true, 0, 1).await.unwrap().more);
    // Whoever has looked stands in the audit trail.
    let before = story.audits().await;
    story.earshot.request_view(&officer, plain).await.unwrap();
    assert_eq!(story.audits().await, before + 1);
}
