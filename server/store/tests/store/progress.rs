//! How the asking goes: counts by hour, door and minutes, and where unsent answers stand.

use earshot_domain::door::Door;
use earshot_domain::journey::Answers;
use earshot_domain::respondent::RespondentType;
use earshot_store::response::{self, Draft, NewResponse};
use earshot_store::{Tx, consultation, progress};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, day, id, new_response};

on_both!(
    what_came_in_is_counted_by_hour_door_and_minutes,
    what_was_taken_back_is_counted_nowhere,
    unsent_answers_are_counted_by_how_far_they_came,
);

async fn came(tx: &mut Tx, number: u128, change: impl FnOnce(NewResponse) -> NewResponse) {
    assert!(response::insert(tx, &change(new_response(id(number)))).await.unwrap());
}

async fn what_came_in_is_counted_by_hour_door_and_minutes(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let easy = Door { easy: true, ..Door::default() };
    let late = |hour: &str| format!("2026-02-1{hour}:00:00Z").parse().unwrap();
    for number in 10..13 {
        came(&mut tx, number, |r| NewResponse { submitted_at: late("0T23"), minutes: Some(4), ..r }).await;
    }
    let group = Some("Year 9".to_string());
    came(&mut tx, 20, |r| NewResponse {
        submitted_at: late("1T00"),
        channel: "paper",
        group_name: group.clone(),
        door: easy.clone(),
        ..r
    })
    .await;
    came(&mut tx, 21, |r| NewResponse {
        submitted_at: late("1T01"),
        group_name: group.clone(),
        minutes: Some(60),
        ..r
    })
    .await;
    let hours = progress::hours(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(hours, [(late("0T23"), 3), (late("1T00"), 1), (late("1T01"), 1)]);
    let mut doors = progress::doors(&mut tx, CONSULTATION).await.unwrap();
    doors.sort_by_key(|door| (door.channel.clone(), door.n));
    let short: Vec<_> = doors
        .iter()
        .map(|door| {
            (door.channel.as_str(), door.group_name.as_deref(), door.door.as_ref().map(|d| d.easy), door.n)
        })
        .collect();
    assert_eq!(
        short,
        [
            ("paper", Some("Year 9"), Some(true), 1),
            ("web", Some("Year 9"), Some(false), 1),
            ("web", None, Some(false), 3)
        ]
    );
    assert_eq!(progress::minutes(&mut tx, CONSULTATION).await.unwrap(), [(4, 3), (60, 1)]);
    assert!(progress::hours(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn what_was_taken_back_is_counted_nowhere(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let unreadable = Some(vec!["worst".to_string()]);
    came(&mut tx, 10, |r| NewResponse { minutes: Some(4), unreadable, ..r }).await;
    response::save_unreadable(&mut tx, id(10), &["way".to_string()]).await.unwrap();
    let hash = seed::new_response(id(10)).receipt_hash.unwrap();
    let kept = response::by_receipt(&mut tx, &hash).await.unwrap().unwrap();
    assert_eq!(kept.unreadable(), ["way"], "what is kept last");
    tx.commit().await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert!(progress::hours(&mut tx, CONSULTATION).await.unwrap().is_empty());
    assert!(progress::doors(&mut tx, CONSULTATION).await.unwrap().is_empty());
    assert!(progress::minutes(&mut tx, CONSULTATION).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    let row = db.dump().await.into_iter().find(|row| row.starts_with("response:")).unwrap();
    assert!(!row.contains("way"));
}

async fn unsent_answers_are_counted_by_how_far_they_came(db: TestDb) {
    let mut tx = seed::world(&db).await;
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), seed::now()).await.unwrap();
    let draft = |last: &str, reached: Option<&str>, sent: bool| Draft {
        nonce: vec![7; 16],
        respondent: RespondentType::Child,
        sent,
        questionnaire_version: 1,
        answers: Answers::new(),
        words_consent: None,
        started_on: day("2026-02-09"),
        expires_on: day(last),
        seed: 1,
        reached: reached.map(str::to_string),
    };
    for (phone, kept) in [
        draft("2026-02-14", Some("way"), false),
        draft("2026-02-15", Some("way"), false),
        draft("2026-02-15", Some("ok"), false),
        draft("2026-02-15", None, false),
        draft("2026-02-15", Some("ok"), true),
        // Touched today, and over.
        draft("2026-02-16", Some("ok"), false),
        draft("2026-02-08", Some("ok"), false),
    ]
    .iter()
    .enumerate()
    {
        response::put_draft(&mut tx, &[u8::try_from(phone).unwrap(); 32], CONSULTATION, kept).await.unwrap();
    }
    response::put_draft(&mut tx, b"elsewhere", id(9), &draft("2026-02-15", Some("way"), false))
        .await
        .unwrap();
    let counted =
        progress::reached(&mut tx, CONSULTATION, day("2026-02-09"), day("2026-02-16")).await.unwrap();
    assert_eq!(counted, [("ok".to_string(), 1), ("way".to_string(), 2)]);
}
