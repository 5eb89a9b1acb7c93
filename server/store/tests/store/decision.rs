//! Decisions, replies, actions.

use earshot_domain::decision::{ActionState, DecisionState, Level, ResponseStatus};
use earshot_store::decision::{self, Action, Decision, DecisionBody, Reply};
use earshot_store::need::{self, NewPriority};
use earshot_store::{Json, StoreError, Tx, consultation};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::need::insert_need;
use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    a_decision_changes_by_edition_until_it_is_published,
    what_a_decision_answers_is_set_as_a_whole,
    a_theme_has_one_reply,
    actions_are_numbered_and_move,
);

fn body() -> DecisionBody {
    DecisionBody {
        title: "Bus \u{1f68c} \"contract\"".into(),
        decided_on: Some(day("2026-06-02")),
        level: Level::Locality,
        ..DecisionBody::default()
    }
}

pub(crate) async fn insert_decision(tx: &mut Tx, id: Uuid, number: i64) {
    let row = Decision {
        id,
        organisation_id: ORGANISATION,
        number,
        state: DecisionState::Draft,
        body: Json(body()),
        edition: 1,
        published_at: None,
        board_id: None,
    };
    decision::insert(tx, &row, Some(STAFF), now()).await.unwrap();
}

async fn a_decision_changes_by_edition_until_it_is_published(db: TestDb) {
    let mut tx = seed::world(&db).await;
    insert_decision(&mut tx, id(100), 1).await;
    insert_decision(&mut tx, id(101), 2).await;
    let kept = decision::by_id(&mut tx, id(100)).await.unwrap().unwrap();
    assert_eq!((kept.number, kept.body.0, kept.state, kept.edition), (1, body(), DecisionState::Draft, 1));
    assert_eq!(decision::by_number(&mut tx, ORGANISATION, 2).await.unwrap().unwrap().id, id(101));
    assert!(decision::by_number(&mut tx, id(99), 2).await.unwrap().is_none());
    assert!(decision::by_id(&mut tx, id(99)).await.unwrap().is_none());
    let all = decision::all(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(all.iter().map(|made| made.number).collect::<Vec<_>>(), [2, 1]);
    let changed = DecisionBody { title: "Changed".into(), decided_on: None, ..body() };
    decision::save(&mut tx, id(100), 1, &changed).await.unwrap();
    assert!(matches!(decision::save(&mut tx, id(100), 1, &body()).await, Err(StoreError::Stale)));
    let stale = decision::publish(&mut tx, id(100), 1, Some(STAFF), now()).await;
    assert!(matches!(stale, Err(StoreError::Stale)));
    decision::publish(&mut tx, id(100), 2, Some(STAFF), later(5)).await.unwrap();
    let made = decision::by_id(&mut tx, id(100)).await.unwrap().unwrap();
    assert_eq!((made.state, made.published_at, made.edition), (DecisionState::Published, Some(later(5)), 3));
    for edition in [2, 3] {
        assert!(matches!(decision::save(&mut tx, id(100), edition, &body()).await, Err(StoreError::Stale)));
        let twice = decision::publish(&mut tx, id(100), edition, None, now()).await;
        assert!(matches!(twice, Err(StoreError::Stale)), "what everybody read does not change");
    }
    assert_eq!(decision::by_id(&mut tx, id(100)).await.unwrap().unwrap().body.0, changed);
    let taken = Decision { id: id(102), ..made };
    assert!(matches!(decision::insert(&mut tx, &taken, None, now()).await, Err(StoreError::Taken)));
}

async fn what_a_decision_answers_is_set_as_a_whole(db: TestDb) {
    let mut tx = seed::world(&db).await;
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), now()).await.unwrap();
    for (need, number) in [(80, 1), (81, 2)] {
        insert_need(&mut tx, id(need), number).await;
        let priority = NewPriority {
            id: id(need + 10),
            organisation_id: ORGANISATION,
            number,
            need_id: id(need),
            place: 1,
            reason: String::new(),
            young_place: None,
            young_source: String::new(),
        };
        need::put_priority(&mut tx, &priority, None, now()).await.unwrap();
    }
    insert_decision(&mut tx, id(100), 2).await;
    insert_decision(&mut tx, id(101), 1).await;
    decision::set_links(&mut tx, id(100), &[id(90), id(91)], &[CONSULTATION]).await.unwrap();
    decision::set_links(&mut tx, id(101), &[id(90)], &[CONSULTATION, id(9)]).await.unwrap();
    let mut priorities = decision::priorities(&mut tx, id(100)).await.unwrap();
    priorities.sort_unstable();
    assert_eq!(priorities, [id(90), id(91)]);
    assert_eq!(decision::consultations(&mut tx, id(100)).await.unwrap(), [CONSULTATION]);
    let numbers = |made: Vec<Decision>| made.iter().map(|made| made.number).collect::<Vec<_>>();
    assert_eq!(numbers(decision::of_consultation(&mut tx, CONSULTATION).await.unwrap()), [1, 2]);
    assert_eq!(numbers(decision::of_priority(&mut tx, id(91)).await.unwrap()), [2]);
    decision::set_links(&mut tx, id(100), &[id(91)], &[]).await.unwrap();
    assert_eq!(decision::priorities(&mut tx, id(100)).await.unwrap(), [id(91)]);
    assert!(decision::consultations(&mut tx, id(100)).await.unwrap().is_empty());
    assert_eq!(numbers(decision::of_priority(&mut tx, id(90)).await.unwrap()), [1], "another's stay");
}

async fn a_theme_has_one_reply(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::theme(&mut tx, id(60), 1, &[]).await;
    seed::theme(&mut tx, id(61), 2, &[]).await;
    insert_decision(&mut tx, id(100), 1).await;
    let reply =
        |theme: u128, status, reason: &str| Reply { theme_id: id(theme), status, reason: reason.into() };
    decision::put_reply(&mut tx, id(100), &reply(60, None, "")).await.unwrap();
    decision::put_reply(&mut tx, id(100), &reply(61, Some(ResponseStatus::No), "No money")).await.unwrap();
    let doing = reply(60, Some(ResponseStatus::DoingDifferently), "Two vans \u{1f690}");
    decision::put_reply(&mut tx, id(100), &doing).await.unwrap();
    let mut kept: Vec<_> = decision::replies(&mut tx, id(100))
        .await
        .unwrap()
        .into_iter()
        .map(|reply| (reply.theme_id, reply.status, reply.reason))
        .collect();
    kept.sort();
    assert_eq!(
        kept,
        [
            (id(60), Some(ResponseStatus::DoingDifferently), "Two vans \u{1f690}".to_string()),
            (id(61), Some(ResponseStatus::No), "No money".to_string()),
        ]
    );
    decision::put_reply(&mut tx, id(100), &reply(61, None, "")).await.unwrap();
    assert!(decision::replies(&mut tx, id(100)).await.unwrap().iter().any(|reply| reply.status.is_none()));
    assert!(decision::replies(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn actions_are_numbered_and_move(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::theme(&mut tx, id(60), 1, &[]).await;
    insert_decision(&mut tx, id(100), 1).await;
    insert_decision(&mut tx, id(101), 2).await;
    let action = |n: u128, number: i64, made: u128| Action {
        id: id(n),
        number,
        decision_id: id(made),
        theme_id: id(60),
        what: "A 70-seat bus \u{1f68c}".into(),
        owner: "Transport".into(),
        due_on: (number == 1).then(|| day("2026-09-03")),
        state: ActionState::Agreed,
        done_on: None,
        change_note: String::new(),
    };
    for (n, number, made) in [(111, 2, 100), (110, 1, 100), (112, 3, 101)] {
        decision::insert_action(&mut tx, &action(n, number, made), ORGANISATION, now()).await.unwrap();
    }
    let all = decision::actions(&mut tx, id(100)).await.unwrap();
    assert_eq!(
        all.iter().map(|a| (a.number, a.due_on)).collect::<Vec<_>>(),
        [(1, Some(day("2026-09-03"))), (2, None)]
    );
    let (done, note) = (Some(day("2026-09-04")), "It runs");
    decision::update_action(&mut tx, id(100), 1, ActionState::Done, done, note).await.unwrap();
    let first = decision::actions(&mut tx, id(100)).await.unwrap().remove(0);
    assert_eq!((first.state, first.done_on, first.change_note.as_str()), (ActionState::Done, done, note));
    assert_eq!(
        (first.what.as_str(), first.owner.as_str(), first.theme_id),
        ("A 70-seat bus \u{1f68c}", "Transport", id(60))
    );
    let foreign = decision::update_action(&mut tx, id(100), 3, ActionState::Done, None, "").await;
    assert!(matches!(foreign, Err(StoreError::Stale)), "of another decision");
    let taken = decision::insert_action(&mut tx, &action(113, 3, 100), ORGANISATION, now()).await;
    assert!(matches!(taken, Err(StoreError::Taken)));
}
