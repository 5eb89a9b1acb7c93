//! You said, we did.

use earshot_domain::decision::ResponseStatus;
use earshot_store::feedback::{self, Feedback, Line};
use earshot_store::{StoreError, Tx, consultation};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::decision::insert_decision;
use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, now};

on_both!(a_page_keeps_its_lines_in_order, pages_come_by_when_they_last_told_something);

fn page(n: u128, number: i64, consultation_id: Uuid, published_on: &str) -> Feedback {
    Feedback {
        id: id(n),
        number,
        consultation_id,
        decision_id: None,
        message: "Thank you \u{1f49a}".into(),
        published_on: day(published_on),
        follow_up_on: None,
        follow_up: String::new(),
        followed_up_on: None,
    }
}

fn line(theme: u128, position: i64, status: ResponseStatus) -> Line {
    Line {
        theme_id: id(theme),
        position,
        you_said: "The bus is \u{201e}full\u{201c}".into(),
        status,
        we_did: "A bigger bus".into(),
    }
}

async fn ready(db: &TestDb) -> Tx {
    let mut tx = seed::world(db).await;
    seed::theme(&mut tx, id(60), 1, &[]).await;
    seed::theme(&mut tx, id(61), 2, &[]).await;
    insert_decision(&mut tx, id(100), 1).await;
    tx
}

async fn a_page_keeps_its_lines_in_order(db: TestDb) {
    let mut tx = ready(&db).await;
    assert!(feedback::of_consultation(&mut tx, CONSULTATION).await.unwrap().is_none());
    let told = Feedback {
        decision_id: Some(id(100)),
        follow_up_on: Some(day("2026-11-20")),
        ..page(120, 1, CONSULTATION, "2026-06-14")
    };
    let lines = [line(60, 2, ResponseStatus::NotYet), line(61, 1, ResponseStatus::Already)];
    feedback::insert(&mut tx, &told, &lines, ORGANISATION, Some(STAFF)).await.unwrap();
    let kept = feedback::of_consultation(&mut tx, CONSULTATION).await.unwrap().unwrap();
    assert_eq!((kept.id, kept.number, kept.decision_id), (id(120), 1, Some(id(100))));
    assert_eq!((kept.message.as_str(), kept.published_on), ("Thank you \u{1f49a}", day("2026-06-14")));
    assert_eq!((kept.follow_up_on, kept.followed_up_on), (Some(day("2026-11-20")), None));
    let lines = feedback::lines(&mut tx, id(120)).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.theme_id).collect::<Vec<_>>(), [id(61), id(60)]);
    assert_eq!((lines[0].status, lines[0].position), (ResponseStatus::Already, 1));
    assert_eq!(
        (lines[0].you_said.as_str(), lines[0].we_did.as_str()),
        ("The bus is \u{201e}full\u{201c}", "A bigger bus")
    );
    feedback::follow_up(&mut tx, id(120), "It runs now", day("2026-11-19")).await.unwrap();
    let again = feedback::follow_up(&mut tx, id(120), "Something else", day("2026-12-01")).await;
    assert!(matches!(again, Err(StoreError::Stale)), "said once");
    let kept = feedback::of_consultation(&mut tx, CONSULTATION).await.unwrap().unwrap();
    assert_eq!((kept.follow_up.as_str(), kept.followed_up_on), ("It runs now", Some(day("2026-11-19"))));
    let second = page(121, 2, CONSULTATION, "2026-07-01");
    let taken = feedback::insert(&mut tx, &second, &[], ORGANISATION, None).await;
    assert!(matches!(taken, Err(StoreError::Taken)), "one page a consultation");
}

async fn pages_come_by_when_they_last_told_something(db: TestDb) {
    let mut tx = ready(&db).await;
    for (n, number) in [(10, 2), (11, 3), (12, 4)] {
        let slug = format!("other-{n}");
        consultation::insert(&mut tx, &seed::consultation(id(n), number, &slug), now()).await.unwrap();
    }
    let pages = [
        (120, 1, CONSULTATION, "2026-01-01"),
        (121, 2, id(10), "2026-03-01"),
        (122, 3, id(11), "2026-03-01"),
        (123, 4, id(12), "2026-02-01"),
    ];
    for (n, number, consultation, on) in pages {
        feedback::insert(&mut tx, &page(n, number, consultation, on), &[], ORGANISATION, None).await.unwrap();
    }
    feedback::follow_up(&mut tx, id(120), "It runs", day("2026-03-02")).await.unwrap();
    let numbers = |pages: Vec<Feedback>| pages.iter().map(|page| page.number).collect::<Vec<_>>();
    assert_eq!(numbers(feedback::latest(&mut tx, 10).await.unwrap()), [1, 3, 2, 4]);
    assert_eq!(numbers(feedback::latest(&mut tx, 2).await.unwrap()), [1, 3]);
    assert_eq!(numbers(feedback::latest_of(&mut tx, ORGANISATION, 2).await.unwrap()), [1, 3]);
    assert!(feedback::latest_of(&mut tx, id(99), 2).await.unwrap().is_empty());
}
