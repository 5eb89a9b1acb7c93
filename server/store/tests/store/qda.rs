//! What a program for qualitative analysis is given, and gives back: of answers that may be used, and of no others.

use earshot_domain::evidence::AnswerState;
use earshot_domain::text::Span;
use earshot_store::quote::{self, Redaction};
use earshot_store::{StoreError, analysis, qda, response};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, code, id, later, now};

on_both!(
    only_answers_that_may_be_used_are_handed_over,
    a_code_comes_back_once_for_each_piece,
    codes_stand_where_they_are_put,
);

async fn only_answers_that_may_be_used_are_handed_over(db: TestDb) {
    let mut tx = seed::world(&db).await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    seed::cleared(&mut tx, id(10), "the bus is late").await;
    seed::cleared(&mut tx, id(11), "held").await;
    seed::cleared(&mut tx, id(12), "taken back").await;
    seed::answer(&mut tx, id(13), "not read", false).await;
    seed::cleared(&mut tx, id(14), "").await;
    for n in 10..15 {
        assert!(qda::add_coding(&mut tx, id(n + 100), id(n), id(30), None, later(1)).await.unwrap());
        let hidden = Redaction { id: id(n + 200), span_start: 0, span_end: 3, token: "other".into() };
        quote::insert_redaction(&mut tx, &hidden, id(n), Some(STAFF), now()).await.unwrap();
    }
    seed::set_state(&mut tx, id(11), AnswerState::Cleared, AnswerState::Held).await;
    response::take_back(&mut tx, id(12)).await.unwrap();
    let answers = qda::answers(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(answers.iter().map(|answer| answer.id).collect::<Vec<_>>(), [id(10)]);
    assert_eq!((answers[0].words.as_str(), answers[0].response_id), ("the bus is late", id(10)));
    let codings = qda::codings(&mut tx, CONSULTATION).await.unwrap();
    assert!(codings.iter().all(|coding| [id(10), id(14)].contains(&coding.answer_id)), "{codings:?}");
    let hidden = qda::redactions(&mut tx, CONSULTATION).await.unwrap();
    let of_it: Vec<_> = hidden.iter().filter(|hidden| hidden.answer_id == id(10)).collect();
    assert_eq!((of_it.len(), of_it[0].span_end, of_it[0].token.as_str()), (1, 3, "other"));
    quote::remove_redaction(&mut tx, id(210), id(10), Some(STAFF), later(2)).await.unwrap();
    let hidden = qda::redactions(&mut tx, CONSULTATION).await.unwrap();
    assert!(hidden.iter().all(|hidden| hidden.answer_id != id(10)), "it is shown again");
    assert!(qda::answers(&mut tx, id(99)).await.unwrap().is_empty());
    assert!(qda::codings(&mut tx, id(99)).await.unwrap().is_empty());
    assert!(qda::redactions(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn a_code_comes_back_once_for_each_piece(db: TestDb) {
    let mut tx = seed::world(&db).await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    seed::cleared(&mut tx, id(10), "the bus is late").await;
    let piece = |start, end| Some(Span { start, end });
    let pieces =
        [(None, true), (piece(4, 7), true), (None, false), (piece(4, 7), false), (piece(4, 8), true)];
    for (n, (piece, is_new)) in (0..).zip(pieces) {
        let added = qda::add_coding(&mut tx, id(40 + n), id(10), id(30), piece, later(1)).await.unwrap();
        assert_eq!(added, is_new, "{piece:?}");
    }
    let codings = qda::codings(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(
        codings.iter().map(qda::PlacedCoding::span).collect::<Vec<_>>(),
        [None, piece(4, 7), piece(4, 8)]
    );
    assert_eq!(codings[1].span(), piece(4, 7));
    assert!(codings.iter().all(|coding| coding.staff_id.is_none()), "an import is nobody");
}

async fn codes_stand_where_they_are_put(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, name) in [(30, "Getting there"), (31, "late"), (32, "old")] {
        analysis::insert_code(&mut tx, &code(id(n), name), later(i64::try_from(n).unwrap())).await.unwrap();
    }
    qda::place_code(&mut tx, id(30), CONSULTATION, None, false, None).await.unwrap();
    qda::place_code(&mut tx, id(31), CONSULTATION, Some(id(30)), true, Some("blue")).await.unwrap();
    analysis::retire_code(&mut tx, id(32), CONSULTATION, later(60)).await.unwrap();
    let elsewhere = qda::place_code(&mut tx, id(31), id(99), None, true, None).await;
    assert!(matches!(elsewhere, Err(StoreError::Stale)));
    let codes = qda::codes(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(
        codes.iter().map(|code| code.name.as_str()).collect::<Vec<_>>(),
        ["Getting there", "late", "old"]
    );
    assert_eq!((codes[0].is_codable, codes[0].parent_id), (Some(false), None));
    assert_eq!((codes[1].parent_id, codes[1].colour.as_deref()), (Some(id(30)), Some("blue")));
    assert_eq!((codes[0].retired_at, codes[2].retired_at), (None, Some(later(60))));
}
