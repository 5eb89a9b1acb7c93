//! Files that staff asked for: taken by one process, kept until their time is over, gone when an answer changes; and the
//! answers that they are made of.

use std::time::Duration;

use earshot_domain::evidence::AnswerState;
use earshot_domain::export::{ExportForm, ExportKind, ExportState};
use earshot_store::export::{self, ClaimedExport, NewExport, Stretch};
use earshot_store::quote::{self, Redaction};
use earshot_store::{Tx, analysis, response};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, id, later, now};

on_both!(
    a_file_is_made_by_one_process_and_fetched_until_its_time_is_over,
    a_change_of_an_answer_lets_go_of_what_was_made_and_begins_anew_what_is_being_made,
    who_asks_or_agrees_waits_until_a_change_is_there_to_be_read,
    raw_words_wait_until_somebody_has_decided,
    what_a_file_is_made_of_leaves_out_what_is_held_unread_or_taken_back,
);

fn new(n: u128, seconds: i64, state: ExportState) -> NewExport {
    NewExport {
        id: id(n),
        organisation_id: ORGANISATION,
        consultation_id: CONSULTATION,
        kind: ExportKind::Answers,
        form: ExportForm::Csv,
        raw: state == ExportState::WaitingForApproval,
        reason: "For the review".into(),
        state,
        asked_by: STAFF,
        asked_at: later(seconds),
    }
}

async fn state(tx: &mut Tx, n: u128) -> ExportState {
    export::one(tx, id(n)).await.unwrap().unwrap().state
}

async fn claimed(tx: &mut Tx, seconds: i64) -> Option<ClaimedExport> {
    export::claim(tx, later(seconds), later(seconds + 60)).await.unwrap()
}

async fn a_file_is_made_by_one_process_and_fetched_until_its_time_is_over(db: TestDb) {
    let mut tx = seed::world(&db).await;
    export::insert(&mut tx, &new(50, 1, ExportState::Waiting)).await.unwrap();
    export::insert(&mut tx, &new(51, 0, ExportState::Waiting)).await.unwrap();
    assert!(!export::is_due(&mut tx, later(-1)).await.unwrap());
    assert!(export::is_due(&mut tx, later(2)).await.unwrap());
    let first = claimed(&mut tx, 2).await.unwrap();
    assert_eq!((first.id, first.attempts, first.form), (id(51), 1, ExportForm::Csv), "the oldest first");
    let second = claimed(&mut tx, 3).await.unwrap();
    assert_eq!(second.id, id(50));
    assert!(claimed(&mut tx, 4).await.is_none() && !export::is_due(&mut tx, later(4)).await.unwrap());
    assert!(export::progress(&mut tx, &first, (20, 80), later(120)).await.unwrap());
    let shown = export::one(&mut tx, id(51)).await.unwrap().unwrap();
    assert_eq!((shown.progress_done, shown.progress_of, shown.state), (20, 80, ExportState::Running));
    assert_eq!((shown.asked_name.as_str(), shown.reason.as_str()), ("Jo Marsh", "For the review"));
    // Its process has ended without a word: another takes it over, and the first is not heard any more.
    let over = claimed(&mut tx, 70).await.unwrap();
    assert_eq!((over.id, over.attempts), (id(50), 2));
    assert!(!export::ready(&mut tx, &second, (later(71), later(99)), "a.zip", b"old").await.unwrap());
    assert!(!export::failed(&mut tx, &second, "no").await.unwrap());
    assert!(export::again(&mut tx, &over, later(75), "the database was busy").await.unwrap());
    assert!(claimed(&mut tx, 74).await.is_none());
    let third = claimed(&mut tx, 75).await.unwrap();
    assert!(export::ready(&mut tx, &third, (later(76), later(90)), "a.zip", b"new").await.unwrap());
    assert!(!export::ready(&mut tx, &third, (later(77), later(99)), "b.zip", b"twice").await.unwrap());
    assert_eq!(export::bytes(&mut tx, id(50), later(89)).await.unwrap().as_deref(), Some(&b"new"[..]));
    assert_eq!(export::bytes(&mut tx, id(50), later(90)).await.unwrap(), None);
    assert_eq!(export::bytes(&mut tx, id(51), later(80)).await.unwrap(), None, "not there yet");
    export::fetched(&mut tx, id(50), later(80)).await.unwrap();
    export::fetched(&mut tx, id(50), later(85)).await.unwrap();
    let kept = export::one(&mut tx, id(50)).await.unwrap().unwrap();
    assert_eq!((kept.first_fetched_at, kept.file_name.as_deref()), (Some(later(80)), Some("a.zip")));
    assert_eq!(kept.problem, None);
    assert!(export::failed(&mut tx, &first, "it does not fit").await.unwrap());
    assert_eq!(state(&mut tx, 51).await, ExportState::Failed);
    assert_eq!(export::expire(&mut tx, later(89)).await.unwrap(), 0);
    assert_eq!(export::expire(&mut tx, later(90)).await.unwrap(), 1);
    assert_eq!(state(&mut tx, 50).await, ExportState::Expired);
    assert_eq!(export::bytes(&mut tx, id(50), later(80)).await.unwrap(), None, "the bytes are gone");
    let all = export::of(&mut tx, CONSULTATION, 10).await.unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [id(50), id(51)], "the newest first");
    assert!(export::of(&mut tx, id(99), 10).await.unwrap().is_empty());
    assert!(export::one(&mut tx, id(99)).await.unwrap().is_none());
}

async fn a_change_of_an_answer_lets_go_of_what_was_made_and_begins_anew_what_is_being_made(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [50, 51, 52] {
        export::insert(&mut tx, &new(n, 0, ExportState::Waiting)).await.unwrap();
    }
    let made = claimed(&mut tx, 1).await.unwrap();
    assert!(export::ready(&mut tx, &made, (later(2), later(99)), "a.zip", b"words").await.unwrap());
    let making = claimed(&mut tx, 3).await.unwrap();
    assert_eq!(export::overtake(&mut tx, id(99)).await.unwrap(), 0, "of another consultation");
    assert_eq!(export::overtake(&mut tx, CONSULTATION).await.unwrap(), 1);
    assert_eq!(state(&mut tx, 50).await, ExportState::NeedsReissue);
    assert_eq!(export::bytes(&mut tx, id(50), later(4)).await.unwrap(), None);
    assert_eq!(
        (state(&mut tx, 51).await, state(&mut tx, 52).await),
        (ExportState::Waiting, ExportState::Waiting)
    );
    assert!(!export::progress(&mut tx, &making, (1, 2), later(9)).await.unwrap());
    assert!(!export::ready(&mut tx, &making, (later(5), later(99)), "b.zip", b"old").await.unwrap());
    let anew = claimed(&mut tx, 6).await.unwrap();
    assert_eq!((anew.id, anew.attempts), (making.id, 2));
    assert!(!export::ready(&mut tx, &making, (later(7), later(99)), "b.zip", b"old").await.unwrap());
    assert!(export::ready(&mut tx, &anew, (later(7), later(99)), "b.zip", b"new").await.unwrap());
}

async fn who_asks_or_agrees_waits_until_a_change_is_there_to_be_read(db: TestDb) {
    let mut tx = seed::world(&db).await;
    export::insert(&mut tx, &new(50, 0, ExportState::WaitingForApproval)).await.unwrap();
    tx.commit().await.unwrap();
    let mut change = db.db().begin().await.unwrap();
    export::overtake(&mut change, CONSULTATION).await.unwrap();
    let (asking, agreeing) = (db.db().clone(), db.db().clone());
    let asks = tokio::spawn(async move {
        let mut tx = asking.begin().await.unwrap();
        export::insert(&mut tx, &new(51, 1, ExportState::Waiting)).await.unwrap();
        tx.commit().await.unwrap();
    });
    let agrees = tokio::spawn(async move {
        let mut tx = agreeing.begin().await.unwrap();
        assert!(export::decide(&mut tx, id(50), STAFF, later(2), None).await.unwrap());
        tx.commit().await.unwrap();
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!asks.is_finished() && !agrees.is_finished(), "made now, it would be made from before");
    change.commit().await.unwrap();
    asks.await.unwrap();
    agrees.await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    assert_eq!(
        (state(&mut tx, 50).await, state(&mut tx, 51).await),
        (ExportState::Waiting, ExportState::Waiting)
    );
}

async fn raw_words_wait_until_somebody_has_decided(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [50, 51] {
        export::insert(&mut tx, &new(n, 0, ExportState::WaitingForApproval)).await.unwrap();
    }
    assert!(!export::is_due(&mut tx, later(9)).await.unwrap());
    let waiting = export::to_approve(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [id(50), id(51)]);
    assert!(export::to_approve(&mut tx, id(99)).await.unwrap().is_empty());
    assert!(export::decide(&mut tx, id(50), STAFF, later(5), None).await.unwrap());
    assert!(export::decide(&mut tx, id(51), STAFF, later(5), Some("Redacted words do")).await.unwrap());
    assert!(!export::decide(&mut tx, id(51), STAFF, later(6), None).await.unwrap(), "decided already");
    let refused = export::one(&mut tx, id(51)).await.unwrap().unwrap();
    assert_eq!(
        (refused.state, refused.refusal.as_deref()),
        (ExportState::Refused, Some("Redacted words do"))
    );
    assert_eq!((refused.approved_name.as_deref(), refused.approved_at), (Some("Jo Marsh"), Some(later(5))));
    let agreed = claimed(&mut tx, 5).await.unwrap();
    assert!(agreed.raw && agreed.id == id(50));
    assert!(claimed(&mut tx, 6).await.is_none());
}

async fn what_a_file_is_made_of_leaves_out_what_is_held_unread_or_taken_back(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "ask Kim about it").await;
    seed::answer(&mut tx, id(11), "nobody has read this", false).await;
    seed::cleared(&mut tx, id(12), "clear, and beside it").await;
    let held = seed::text(id(13), "why", "something worrying", true);
    response::insert_text(&mut tx, id(12), CONSULTATION, &held).await.unwrap();
    seed::set_state(&mut tx, id(13), AnswerState::New, AnswerState::Held).await;
    seed::cleared(&mut tx, id(14), "taken back").await;
    response::take_back(&mut tx, id(14)).await.unwrap();
    for (answer, value) in [(10, "bus"), (11, "walk")] {
        response::insert_value(&mut tx, id(answer), "way", value).await.unwrap();
    }
    let name = Redaction { id: id(20), span_start: 4, span_end: 7, token: "name".into() };
    quote::insert_redaction(&mut tx, &name, id(10), Some(STAFF), now()).await.unwrap();
    analysis::insert_code(&mut tx, &seed::code(id(30), "Late"), now()).await.unwrap();
    analysis::add_coding(&mut tx, id(31), id(10), id(30), None, None, now()).await.unwrap();

    // Who spoke in a session is there where speakers are asked for.
    let aloud = response::NewResponse {
        channel: "session",
        receipt_hash: None,
        age_band: None,
        ..seed::new_response(id(15))
    };
    assert!(response::insert(&mut tx, &aloud).await.unwrap());
    assert_eq!(export::count(&mut tx, CONSULTATION, false).await.unwrap(), 3);
    assert_eq!(export::count(&mut tx, CONSULTATION, true).await.unwrap(), 4);
    let with = export::responses(&mut tx, CONSULTATION, id(12), 2, true).await.unwrap();
    assert_eq!(with.iter().map(|voice| voice.id).collect::<Vec<_>>(), [id(15)]);
    let two = export::responses(&mut tx, CONSULTATION, Uuid::nil(), 2, false).await.unwrap();
    assert_eq!(two.iter().map(|voice| voice.id).collect::<Vec<_>>(), [id(10), id(11)]);
    assert_eq!(two[0].age_band.as_deref(), Some("11-13"));
    let rest = export::responses(&mut tx, CONSULTATION, id(11), 2, false).await.unwrap();
    assert_eq!(rest.iter().map(|voice| voice.id).collect::<Vec<_>>(), [id(12)]);
    let all = Stretch { consultation_id: CONSULTATION, after: Uuid::nil(), until: id(99) };
    let texts = export::texts(&mut tx, all).await.unwrap();
    let words: Vec<&str> = texts.iter().map(|text| text.words.as_str()).collect();
    assert_eq!(
        words,
        ["ask Kim about it"],
        "nothing unread, and nothing of somebody of whom something is held"
    );
    assert_eq!((texts[0].response_id, texts[0].question_key.as_str()), (id(10), "worst"));
    let mut values = export::values(&mut tx, all).await.unwrap();
    values.sort();
    let chose = |n: u128, value: &str| (id(n), "way".to_string(), value.to_string());
    assert_eq!(values, [chose(10, "bus"), chose(11, "walk")]);
    let first = Stretch { until: id(10), ..all };
    assert_eq!(export::values(&mut tx, first).await.unwrap().len(), 1);
    let hidden = export::redactions(&mut tx, all).await.unwrap();
    assert_eq!((hidden.len(), hidden[0].answer_id, hidden[0].span_end), (1, id(10), 7));
    let codes = export::codes(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!((codes[0].id, codes[0].name.as_str(), codes[0].import_key.as_deref()), (id(30), "Late", None));
    assert_eq!(export::codings(&mut tx, CONSULTATION).await.unwrap(), [(id(10), id(30))]);
}
