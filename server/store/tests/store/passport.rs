//! Where a quote comes from, what cites it, and what has to be looked at again once it is struck.

use earshot_domain::decision::ResponseStatus;
use earshot_domain::evidence::AnswerState;
use earshot_domain::respondent::RespondentType;
use earshot_store::audit::{self, Detail, Event};
use earshot_store::feedback::{self, Feedback, Line};
use earshot_store::need::{self, NewPriority};
use earshot_store::passport::{self, Makers};
use earshot_store::quote::{self, Redaction};
use earshot_store::{Tx, decision, retention};
use earshot_testkit::{TestDb, on_both};

use crate::decision::insert_decision;
use crate::need::insert_need;
use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    who_made_looked_at_and_published_a_quote_is_known,
    whose_words_are_quoted_is_known_until_they_are_struck,
    what_cites_a_struck_quote_is_looked_at_again_once,
    who_struck_a_quote_is_in_the_trail_and_what_was_taken_back_is_not,
    an_answer_whose_time_is_over_is_told_from_others,
);

async fn ready(db: &TestDb) -> Tx {
    let mut tx = seed::world(db).await;
    seed::cleared(&mut tx, id(10), "words").await;
    seed::cleared(&mut tx, id(11), "words").await;
    seed::theme(&mut tx, id(60), 1, &[]).await;
    seed::theme(&mut tx, id(61), 2, &[]).await;
    seed::quote(&mut tx, id(70), 1, id(10), id(60)).await;
    seed::quote(&mut tx, id(71), 2, id(11), id(60)).await;
    tx
}

async fn an_answer_whose_time_is_over_is_told_from_others(db: TestDb) {
    let mut tx = ready(&db).await;
    assert!(!passport::has_expired(&mut tx, id(10)).await.unwrap());
    retention::expire_words(&mut tx, CONSULTATION, day("2027-06-14"), b"nothing").await.unwrap();
    assert!(passport::has_expired(&mut tx, id(10)).await.unwrap());
    assert!(!passport::has_expired(&mut tx, id(99)).await.unwrap(), "there is no such answer");
}

async fn who_made_looked_at_and_published_a_quote_is_known(db: TestDb) {
    let mut tx = ready(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    let jo = || Some("Jo Marsh".to_string());
    let made = Makers {
        created_at: now(),
        made_by: jo(),
        checked_at: None,
        checked_by: None,
        published_at: None,
        published_by: None,
    };
    assert_eq!(passport::makers(&mut tx, id(70)).await.unwrap(), Some(made.clone()));
    quote::set_checked(&mut tx, id(70), "some words", id(20), later(1)).await.unwrap();
    assert!(
        quote::publish(&mut tx, id(70), "some words", "Young person", Some(STAFF), later(2)).await.unwrap()
    );
    let out = Makers {
        checked_at: Some(later(1)),
        checked_by: jo(),
        published_at: Some(later(2)),
        published_by: jo(),
        ..made
    };
    assert_eq!(passport::makers(&mut tx, id(70)).await.unwrap(), Some(out));
    assert_eq!(passport::makers(&mut tx, id(99)).await.unwrap(), None);
    let redaction = Redaction { id: id(30), span_start: 0, span_end: 2, token: "name".into() };
    quote::insert_redaction(&mut tx, &redaction, id(10), None, later(3)).await.unwrap();
    quote::remove_redaction(&mut tx, id(30), id(10), None, later(4)).await.unwrap();
    assert_eq!(passport::changes(&mut tx, id(10)).await.unwrap(), [(later(3), Some(later(4)))]);
    assert!(passport::changes(&mut tx, id(11)).await.unwrap().is_empty());
}

async fn whose_words_are_quoted_is_known_until_they_are_struck(db: TestDb) {
    let mut tx = ready(&db).await;
    let people = passport::quoted_people(&mut tx, CONSULTATION).await.unwrap();
    let seen: Vec<_> = people.iter().map(|quoted| (quoted.id, quoted.response_id, quoted.theme_id)).collect();
    assert_eq!(seen, [(id(70), id(10), id(60)), (id(71), id(11), id(60))]);
    assert_eq!(
        (people[0].respondent_type, people[0].age_band.as_deref()),
        (RespondentType::Child, Some("11-13"))
    );
    assert_eq!(people[0].why_chosen, "It says it best");
    seed::set_state(&mut tx, id(11), AnswerState::Cleared, AnswerState::Held).await;
    assert_eq!(
        passport::quoted_people(&mut tx, CONSULTATION).await.unwrap().len(),
        1,
        "not while it is held"
    );
    seed::set_state(&mut tx, id(11), AnswerState::Held, AnswerState::Cleared).await;
    quote::strike(&mut tx, id(70)).await.unwrap();
    assert_eq!(passport::quoted_people(&mut tx, CONSULTATION).await.unwrap().len(), 1);
}

async fn who_struck_a_quote_is_in_the_trail_and_what_was_taken_back_is_not(db: TestDb) {
    let mut tx = ready(&db).await;
    assert!(quote::strike(&mut tx, id(70)).await.unwrap());
    assert!(!quote::strike(&mut tx, id(70)).await.unwrap(), "once");
    for (n, seconds, action, subject) in [
        (1, 5, "quote.strike", "Q-0001"),
        (2, 9, "quote.strike", "Q-0001"),
        (3, 6, "quote.publish", "Q-0002"),
        (4, 6, "quote.strike", "Q-0010"),
    ] {
        let event = Event {
            id: id(n),
            organisation_id: ORGANISATION,
            at: later(seconds),
            staff_id: Some(STAFF),
            action,
            subject: subject.to_string(),
            detail: Detail::default().because(&format!("why {n}")),
        };
        audit::note(&mut tx, event, Box::new(|_, _| vec![0; 32]));
    }
    tx.commit().await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    let first = passport::striking(&mut tx, ORGANISATION, now(), "Q-0001").await.unwrap().unwrap();
    assert_eq!(
        (first.at, first.staff_name.as_deref(), first.reason.as_deref()),
        (later(5), Some("Jo Marsh"), Some("why 1"))
    );
    assert!(!format!("{first:?}").contains("why 1"));
    for (organisation, made, subject) in
        [(id(99), now(), "Q-0001"), (ORGANISATION, later(10), "Q-0001"), (ORGANISATION, now(), "Q-0002")]
    {
        assert_eq!(
            passport::striking(&mut tx, organisation, made, subject).await.unwrap(),
            None,
            "{subject}"
        );
    }
}

async fn what_cites_a_struck_quote_is_looked_at_again_once(db: TestDb) {
    let mut tx = ready(&db).await;
    insert_need(&mut tx, id(80), 1).await;
    need::add_quote(&mut tx, id(80), id(70), Some(STAFF), now()).await.unwrap();
    let priority = NewPriority {
        id: id(90),
        organisation_id: ORGANISATION,
        number: 1,
        need_id: id(80),
        place: 1,
        reason: "Most said it".into(),
        young_place: None,
        young_source: String::new(),
    };
    need::put_priority(&mut tx, &priority, Some(STAFF), now()).await.unwrap();
    insert_decision(&mut tx, id(100), 1).await;
    decision::set_links(&mut tx, id(100), &[id(90)], &[]).await.unwrap();
    let page = Feedback {
        id: id(120),
        number: 3,
        consultation_id: CONSULTATION,
        decision_id: Some(id(100)),
        message: String::new(),
        published_on: day("2026-06-14"),
        follow_up_on: None,
        follow_up: String::new(),
        followed_up_on: None,
    };
    let line = Line {
        theme_id: id(60),
        position: 1,
        you_said: "full".into(),
        status: ResponseStatus::Doing,
        we_did: "A bus".into(),
    };
    feedback::insert(&mut tx, &page, &[line], ORGANISATION, None).await.unwrap();
    assert_eq!(passport::needs_citing(&mut tx, id(70)).await.unwrap(), [(id(80), 1)]);
    assert_eq!(passport::decisions_citing(&mut tx, id(70)).await.unwrap(), [(id(100), 1)]);
    assert!(passport::feedback_citing(&mut tx, id(70)).await.unwrap().is_empty(), "nobody has seen it there");
    assert!(quote::publish(&mut tx, id(70), "some words", "Young person", None, now()).await.unwrap());
    assert_eq!(passport::feedback_citing(&mut tx, id(70)).await.unwrap(), [(id(120), 3)]);
    assert!(passport::needs_citing(&mut tx, id(71)).await.unwrap().is_empty());

    assert!(passport::struck_in_need(&mut tx, id(80)).await.unwrap().is_empty(), "it stands");
    quote::strike(&mut tx, id(70)).await.unwrap();
    quote::strike(&mut tx, id(71)).await.unwrap();
    for record in [id(80), id(100), id(120)] {
        let struck = async |tx: &mut Tx| match record.as_u128() {
            80 => passport::struck_in_need(tx, record).await.unwrap(),
            100 => passport::struck_in_decision(tx, record).await.unwrap(),
            _ => passport::struck_in_feedback(tx, record).await.unwrap(),
        };
        assert_eq!(struck(&mut tx).await, [(id(70), 1)], "{record}");
        passport::look(&mut tx, id(70), record, Some(STAFF), later(9)).await.unwrap();
        passport::look(&mut tx, id(70), record, None, later(10)).await.unwrap();
        assert!(struck(&mut tx).await.is_empty(), "{record}");
    }
    assert_eq!(passport::looks(&mut tx, id(70)).await.unwrap(), [id(80), id(100), id(120)]);
    assert!(passport::looks(&mut tx, id(71)).await.unwrap().is_empty());
}
