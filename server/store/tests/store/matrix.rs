//! The framework matrix: its rows, what was coded of them, and what was written.

use earshot_domain::evidence::AnswerState;
use earshot_domain::respondent::RespondentType;
use earshot_domain::text::Span;
use earshot_store::matrix::{self, NewSummary, Row};
use earshot_store::response::{self, NewResponse};
use earshot_store::tray::{self, TrayItem};
use earshot_store::{StoreError, Tx, analysis, reading, retention};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, code, day, id, later, new_response, now};

on_both!(
    rows_are_responses_with_words_that_may_be_used,
    what_was_written_is_changed_by_who_has_seen_it_and_goes_with_its_response,
    what_was_written_and_put_aside_goes_when_the_words_have_run_out,
);

async fn coded(tx: &mut Tx, n: u128, answer: u128, of: u128, piece: Option<Span>) {
    let by = Some(STAFF);
    assert!(analysis::add_coding(tx, id(n), id(answer), id(of), piece, by, now()).await.unwrap());
}

async fn rows_are_responses_with_words_that_may_be_used(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, words) in [(10, "late again"), (11, "full again"), (12, "held")] {
        seed::cleared(&mut tx, id(n), words).await;
    }
    seed::answer(&mut tx, id(13), "unread", false).await;
    let parent =
        NewResponse { respondent_type: RespondentType::Parent, age_band: None, ..new_response(id(14)) };
    assert!(response::insert(&mut tx, &parent).await.unwrap());
    let text = seed::text(id(14), "worst", "as a parent", false);
    response::insert_text(&mut tx, id(14), CONSULTATION, &text).await.unwrap();
    seed::set_state(&mut tx, id(14), AnswerState::New, AnswerState::Cleared).await;
    let more = seed::text(id(20), "best", "nothing", false);
    response::insert_text(&mut tx, id(10), CONSULTATION, &more).await.unwrap();
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    let piece = Some(Span { start: 0, end: 4 });
    for (n, answer, piece) in
        [(40, 10, None), (41, 10, piece), (42, 12, None), (43, 13, None), (44, 14, None), (45, 20, None)]
    {
        coded(&mut tx, n, answer, 30, piece).await;
    }
    seed::set_state(&mut tx, id(12), AnswerState::Cleared, AnswerState::Held).await;
    seed::set_state(&mut tx, id(20), AnswerState::New, AnswerState::Held).await;

    let cases = matrix::cases(&mut tx, CONSULTATION, 10, 0).await.unwrap();
    let ids: Vec<_> = cases.iter().map(|case| (case.id, case.held)).collect();
    assert_eq!(ids, [(id(10), 1), (id(11), 0), (id(14), 0)]);
    assert_eq!(cases[2].respondent_type, RespondentType::Parent);
    assert_eq!(matrix::cases(&mut tx, CONSULTATION, 1, 1).await.unwrap()[0].id, id(11));
    for (n, of, there) in [(10, CONSULTATION, true), (12, CONSULTATION, false), (10, id(99), false)] {
        assert_eq!(matrix::case(&mut tx, of, id(n)).await.unwrap().is_some(), there, "{n}");
    }
    let said = matrix::coded(&mut tx, CONSULTATION, id(10)).await.unwrap();
    assert_eq!(
        said.iter().map(|said| (said.answer_id, said.piece())).collect::<Vec<_>>(),
        [(id(10), None), (id(10), piece)]
    );
    assert!(matrix::coded(&mut tx, CONSULTATION, id(12)).await.unwrap().is_empty());
    let mut bases = matrix::bases(&mut tx, CONSULTATION).await.unwrap();
    bases.sort();
    let child = Some("11-13".to_string());
    assert_eq!(bases, [("child".to_string(), child.clone(), 2), ("parent".to_string(), None, 1)]);
    let mut voices = matrix::voices(&mut tx, CONSULTATION).await.unwrap();
    voices.sort();
    assert_eq!(voices, [(id(30), "child".to_string(), child, 1), (id(30), "parent".to_string(), None, 1)]);
}

fn new<'a>(n: u128, row: Row<'a>, edition: i64, words: &'static str) -> NewSummary<'a> {
    NewSummary {
        id: id(n),
        consultation_id: CONSULTATION,
        code_id: id(30),
        row,
        words,
        edition,
        staff_id: Some(STAFF),
    }
}

async fn what_was_written_is_changed_by_who_has_seen_it_and_goes_with_its_response(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "late again").await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    let (one, group) = (Row::Response(id(10)), Row::Group("child-11-13"));
    matrix::write(&mut tx, &new(50, one, 0, "first"), now()).await.unwrap();
    matrix::write(&mut tx, &new(51, group, 0, "of all"), now()).await.unwrap();
    for edition in [0, 2] {
        let stale = matrix::write(&mut tx, &new(52, one, edition, "other"), now()).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "{edition}: {stale:?}");
    }
    matrix::write(&mut tx, &new(53, one, 1, "second"), later(1)).await.unwrap();
    let written = matrix::summaries(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!((written[0].words.as_str(), written[0].edition, written[0].at), ("second", 2, later(1)));
    assert_eq!((written[0].response_id, written[0].staff_name.as_deref()), (Some(id(10)), Some("Jo Marsh")));
    assert_eq!(
        (written[1].group_key.as_deref(), written[1].words.as_str(), written[1].edition),
        (Some("child-11-13"), "of all", 1)
    );
    assert!(matrix::summaries(&mut tx, id(99)).await.unwrap().is_empty());
    // It may tell what is held.
    seed::set_state(&mut tx, id(10), AnswerState::Cleared, AnswerState::Held).await;
    assert_eq!(matrix::summaries(&mut tx, CONSULTATION).await.unwrap().len(), 1);
    seed::set_state(&mut tx, id(10), AnswerState::Held, AnswerState::Cleared).await;
    assert_eq!(matrix::summaries(&mut tx, CONSULTATION).await.unwrap().len(), 2);
    response::delete_answer(&mut tx, id(10), "worst").await.unwrap();
    assert_eq!(matrix::summaries(&mut tx, CONSULTATION).await.unwrap().len(), 1, "it was of those words");
    matrix::write(&mut tx, &new(54, one, 0, "third"), now()).await.unwrap();
    response::take_back(&mut tx, id(10)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.count("matrix_summary").await, 1, "that of the group");
}

async fn what_was_written_and_put_aside_goes_when_the_words_have_run_out(db: TestDb) {
    let mut tx = seed::world(&db).await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    for n in [10, 11] {
        seed::cleared(&mut tx, id(n), "late again").await;
        matrix::write(&mut tx, &new(40 + n, Row::Response(id(n)), 0, "of one"), now()).await.unwrap();
        let item = TrayItem {
            id: id(60 + n),
            consultation_id: CONSULTATION,
            answer_id: id(n),
            theme_id: None,
            why: "late again".into(),
            staff_id: Some(STAFF),
            staff_name: None,
            at: now(),
        };
        tray::put(&mut tx, &item).await.unwrap();
    }
    matrix::write(&mut tx, &new(59, Row::Group("child"), 0, "of all"), now()).await.unwrap();
    seed::set_state(&mut tx, id(11), AnswerState::Cleared, AnswerState::Held).await;
    reading::insert_event(&mut tx, id(80), CONSULTATION, id(11), STAFF, "held", "", now()).await.unwrap();
    tx.commit().await.unwrap();
    let left = async || (db.count("matrix_summary").await, db.count("tray_item").await);
    assert_eq!(left().await, (3, 2));
    let mut tx = db.db().begin().await.unwrap();
    retention::expire_words(&mut tx, CONSULTATION, day("2027-06-14"), b"nothing").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(left().await, (1, 1), "as long as what is held");
    let mut tx = db.db().begin().await.unwrap();
    let today = day("2051-03-03");
    retention::expire_safeguarding(&mut tx, CONSULTATION, later(50), today, b"nothing").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(left().await, (0, 0));
}
