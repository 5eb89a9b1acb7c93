//! What is fine in an answer, who has looked at it, and what an organisation looks for.

use earshot_domain::evidence::AnswerState;
use earshot_store::quote::{self, Redaction};
use earshot_store::{analysis, response, taking_out};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, id, later, now};

on_both!(
    what_is_fine_is_kept_once_and_goes_with_the_answer,
    a_look_counts_until_something_changes,
    who_worked_on_an_answer_is_known,
    the_words_of_an_organisation_are_kept_by_what_they_are,
);

async fn what_is_fine_is_kept_once_and_goes_with_the_answer(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "Karen said no").await;
    seed::cleared(&mut tx, id(11), "nothing").await;
    seed::answer(&mut tx, id(12), "nobody has read this", false).await;
    for (n, start) in [(10, 6), (10, 0), (10, 6), (11, 0)] {
        taking_out::dismiss(&mut tx, (id(n), start, start + 4), Some(STAFF), now()).await.unwrap();
    }
    assert_eq!(taking_out::fine(&mut tx, id(10)).await.unwrap(), [(0, 4), (6, 10)]);
    assert_eq!(
        taking_out::fine_in(&mut tx, CONSULTATION, None).await.unwrap(),
        [(id(10), 0, 4), (id(10), 6, 10), (id(11), 0, 4)]
    );
    let out = Redaction { id: id(30), span_start: 0, span_end: 5, token: "name".into() };
    quote::insert_redaction(&mut tx, &out, id(10), None, now()).await.unwrap();
    assert_eq!(
        taking_out::taken_out(&mut tx, CONSULTATION, None).await.unwrap(),
        [(id(10), 0, 5, "name".to_string())]
    );
    let before = taking_out::taken_out(&mut tx, CONSULTATION, Some(id(9))).await.unwrap();
    assert!(before.is_empty(), "{before:?}");
    assert_eq!(taking_out::taken_out(&mut tx, CONSULTATION, Some(id(10))).await.unwrap().len(), 1);
    assert_eq!(taking_out::fine_in(&mut tx, CONSULTATION, Some(id(10))).await.unwrap().len(), 2);
    quote::remove_redaction(&mut tx, id(30), id(10), None, later(1)).await.unwrap();
    assert!(taking_out::taken_out(&mut tx, CONSULTATION, None).await.unwrap().is_empty());
    let texts = taking_out::texts(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(
        texts.iter().map(|text| text.id).collect::<Vec<_>>(),
        [id(10), id(11)],
        "what is unread is not there"
    );
    assert_eq!((texts[0].words.as_str(), texts[0].question_key.as_str()), ("Karen said no", "worst"));
    assert!(!format!("{texts:?}").contains("Karen"));
    assert!(taking_out::texts(&mut tx, id(99)).await.unwrap().is_empty());
    taking_out::put_check(&mut tx, id(11), STAFF, now()).await.unwrap();
    for (checked_only, limit, found) in
        [(false, 9, vec![10, 11]), (false, 1, vec![10]), (true, 9, vec![11]), (true, 0, vec![])]
    {
        let first = taking_out::first_texts(&mut tx, CONSULTATION, checked_only, limit).await.unwrap();
        let first: Vec<u128> = first.iter().map(|text| text.id.as_u128()).collect();
        assert_eq!(first, found, "{checked_only} {limit}");
    }
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert_eq!(taking_out::fine_in(&mut tx, CONSULTATION, None).await.unwrap(), [(id(11), 0, 4)]);
}

async fn a_look_counts_until_something_changes(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    seed::cleared(&mut tx, id(10), "words").await;
    seed::cleared(&mut tx, id(11), "words").await;
    assert_eq!(taking_out::check(&mut tx, id(10)).await.unwrap(), None);
    taking_out::put_check(&mut tx, id(10), id(20), now()).await.unwrap();
    taking_out::put_check(&mut tx, id(10), STAFF, later(1)).await.unwrap();
    taking_out::put_check(&mut tx, id(11), STAFF, later(2)).await.unwrap();
    let seen = taking_out::check(&mut tx, id(10)).await.unwrap().unwrap();
    assert_eq!((seen.staff_name.as_str(), seen.at), ("Jo Marsh", later(1)), "the last one");
    assert_eq!(taking_out::checked_answers(&mut tx, CONSULTATION).await.unwrap(), [id(10), id(11)]);
    assert!(taking_out::checked_answers(&mut tx, id(99)).await.unwrap().is_empty());
    assert_eq!(taking_out::unchecked(&mut tx, CONSULTATION).await.unwrap(), 0);
    taking_out::clear_check(&mut tx, id(10)).await.unwrap();
    assert_eq!(taking_out::unchecked(&mut tx, CONSULTATION).await.unwrap(), 1, "it changed");
    seed::set_state(&mut tx, id(11), AnswerState::Cleared, AnswerState::Held).await;
    assert!(
        taking_out::checked_answers(&mut tx, CONSULTATION).await.unwrap().is_empty(),
        "what is held is not used"
    );
}

async fn who_worked_on_an_answer_is_known(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, email) in [(20, "a@wexmoor.example"), (21, "b@wexmoor.example"), (22, "c@wexmoor.example")] {
        seed::staff(&mut tx, id(n), email).await;
    }
    seed::cleared(&mut tx, id(10), "words").await;
    seed::cleared(&mut tx, id(11), "words").await;
    let out = Redaction { id: id(30), span_start: 0, span_end: 5, token: "name".into() };
    quote::insert_redaction(&mut tx, &out, id(10), Some(id(20)), now()).await.unwrap();
    quote::remove_redaction(&mut tx, id(30), id(10), Some(id(21)), later(1)).await.unwrap();
    analysis::insert_code(&mut tx, &seed::code(id(40), "late"), now()).await.unwrap();
    analysis::add_coding(&mut tx, id(50), id(10), id(40), None, Some(STAFF), now()).await.unwrap();
    for (who, has) in [(id(20), true), (id(21), true), (STAFF, true), (id(22), false)] {
        assert_eq!(taking_out::has_worked_on(&mut tx, id(10), who).await.unwrap(), has, "{who}");
        assert!(!taking_out::has_worked_on(&mut tx, id(11), who).await.unwrap(), "{who}");
    }
}

async fn the_words_of_an_organisation_are_kept_by_what_they_are(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(taking_out::lists(&mut tx, ORGANISATION).await.unwrap().is_empty());
    taking_out::put_list(&mut tx, ORGANISATION, "school", "Park", None, now()).await.unwrap();
    taking_out::put_list(&mut tx, ORGANISATION, "name", "Zed", Some(STAFF), now()).await.unwrap();
    taking_out::put_list(&mut tx, ORGANISATION, "school", "Park\nFerns", Some(STAFF), later(1))
        .await
        .unwrap();
    let kept = taking_out::lists(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(kept, [("name".into(), "Zed".into()), ("school".to_string(), "Park\nFerns".to_string())]);
    assert!(taking_out::lists(&mut tx, id(99)).await.unwrap().is_empty());
    assert!(taking_out::nicknames(&mut tx, ORGANISATION).await.unwrap().is_empty());
    crate::young::join(&mut tx).await;
    assert_eq!(taking_out::nicknames(&mut tx, ORGANISATION).await.unwrap().len(), 1);
    assert!(taking_out::nicknames(&mut tx, id(99)).await.unwrap().is_empty());
}
