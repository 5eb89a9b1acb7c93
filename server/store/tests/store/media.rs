//! Files of young people: before their answer, after it, and gone with it.

use earshot_store::media::{self, NewMedia};
use earshot_store::response;
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, day, id};

on_both!(
    whichever_comes_second_finds_the_first,
    a_file_goes_with_its_answer,
    what_belongs_to_nobody_is_counted_and_goes,
);

fn new(number: u128, draft: Option<&[u8]>) -> NewMedia {
    NewMedia {
        id: id(number),
        consultation_id: CONSULTATION,
        draft_hash: draft.map(<[u8]>::to_vec),
        expires_on: day("2026-02-16"),
        content_type: "image/png".into(),
        points: Some((40, 30)),
        bytes: vec![0, 255, 7],
    }
}

async fn answer(tx: &mut earshot_store::Tx, number: u128) -> Uuid {
    seed::answer(tx, id(number), "", false).await;
    id(number)
}

async fn whichever_comes_second_finds_the_first(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let today = day("2026-02-09");
    let (first, second) = (answer(&mut tx, 20).await, answer(&mut tx, 21).await);
    assert!(media::arrive(&mut tx, &new(10, Some(b"phone")), today).await.unwrap());
    assert!(!media::arrive(&mut tx, &new(10, Some(b"phone")), today).await.unwrap(), "once");
    assert!(media::belong(&mut tx, id(10), CONSULTATION, first, today).await.unwrap());
    assert!(!media::belong(&mut tx, id(10), CONSULTATION, second, today).await.unwrap(), "it has an answer");
    let known = media::meta(&mut tx, id(10)).await.unwrap().unwrap();
    assert_eq!((known.answer_id, known.draft_hash, known.size), (Some(first), None, Some(3)));
    assert_eq!(
        (known.width, known.height, known.content_type.as_deref()),
        (Some(40), Some(30), Some("image/png"))
    );
    assert_eq!(media::bytes(&mut tx, id(10)).await.unwrap(), Some(vec![0, 255, 7]));

    // Named before it is there.
    assert!(media::belong(&mut tx, id(11), CONSULTATION, second, today).await.unwrap());
    assert_eq!(media::bytes(&mut tx, id(11)).await.unwrap(), None);
    assert_eq!(media::of_answer(&mut tx, second).await.unwrap().unwrap().size, None);
    assert!(
        !media::arrive(&mut tx, &new(11, None), day("2026-02-10")).await.unwrap(),
        "not waited for any more"
    );
    assert!(media::arrive(&mut tx, &new(11, None), today).await.unwrap());
    assert_eq!(media::of_answer(&mut tx, second).await.unwrap().unwrap().size, Some(3));
    // Of more answers than are asked for at once; those without a file have none.
    let many: Vec<_> = (1_000..1_030).map(id).chain([second]).collect();
    let files = media::of_answers(&mut tx, &many).await.unwrap();
    assert_eq!(
        files.iter().map(|file| (file.id, file.answer_id)).collect::<Vec<_>>(),
        [(id(11), Some(second))]
    );
    assert!(media::of_answers(&mut tx, &[]).await.unwrap().is_empty());
    let own = media::of_response(&mut tx, id(21)).await.unwrap();
    assert_eq!(own, [("worst".to_string(), id(11))]);
}

async fn a_file_goes_with_its_answer(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let today = day("2026-02-09");
    for number in [20, 21] {
        let answer = answer(&mut tx, number).await;
        media::arrive(&mut tx, &new(number + 100, None), today).await.unwrap();
        media::belong(&mut tx, id(number + 100), CONSULTATION, answer, today).await.unwrap();
    }
    response::delete_answer(&mut tx, id(20), "worst").await.unwrap();
    assert!(media::meta(&mut tx, id(120)).await.unwrap().is_none());
    response::take_back(&mut tx, id(21)).await.unwrap();
    assert!(media::meta(&mut tx, id(121)).await.unwrap().is_none());
}

async fn what_belongs_to_nobody_is_counted_and_goes(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let today = day("2026-02-09");
    for (number, draft) in [(10, Some(&b"a"[..])), (11, Some(b"a")), (12, Some(b"b")), (13, None)] {
        media::arrive(&mut tx, &new(number, draft), today).await.unwrap();
    }
    assert_eq!(media::loose(&mut tx, CONSULTATION, b"a").await.unwrap(), 2);
    assert_eq!(media::nobodys(&mut tx, CONSULTATION).await.unwrap(), 4, "nothing is kept under these tokens");
    assert_eq!(media::all_loose(&mut tx, CONSULTATION).await.unwrap(), 4);
    media::adopt(&mut tx, b"c", id(13), CONSULTATION).await.unwrap();
    media::adopt(&mut tx, b"c", id(12), CONSULTATION).await.unwrap();
    assert_eq!(media::loose(&mut tx, CONSULTATION, b"c").await.unwrap(), 1, "what is nobody's, and no more");
    assert_eq!(media::let_go(&mut tx, id(10), CONSULTATION, b"b").await.unwrap(), 0);
    assert_eq!(media::let_go(&mut tx, id(10), CONSULTATION, b"a").await.unwrap(), 1);
    assert_eq!(media::let_all_go(&mut tx, b"b", CONSULTATION).await.unwrap(), 1);
    assert_eq!(media::purge(&mut tx, day("2026-02-16")).await.unwrap(), 0);
    assert_eq!(media::purge(&mut tx, day("2026-02-17")).await.unwrap(), 2);
}
