//! Notes of those who code.

use earshot_store::memo::{self, Memo};
use earshot_store::{analysis, response};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, code, id, later};

on_both!(a_note_is_its_writers_and_goes_with_what_it_stands_beside, the_same_note_is_kept_once,);

async fn a_note_is_its_writers_and_goes_with_what_it_stands_beside(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "late again").await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), later(0)).await.unwrap();
    let first = seed::memo(id(40), Some(id(10)), None);
    let second =
        Memo { words: "\u{1f68c} too".into(), at: later(1), ..seed::memo(id(41), Some(id(10)), None) };
    for memo in [&second, &first, &seed::memo(id(42), None, Some(id(30)))] {
        memo::insert(&mut tx, memo).await.unwrap();
    }
    let notes = memo::of_answer(&mut tx, id(10)).await.unwrap();
    assert_eq!(notes.iter().map(|memo| memo.id).collect::<Vec<_>>(), [id(40), id(41)], "as they came");
    assert_eq!(
        (notes[1].words.as_str(), notes[1].staff_name.as_deref()),
        ("\u{1f68c} too", Some("Jo Marsh"))
    );
    assert_eq!((notes[1].staff_id, notes[1].at, notes[1].code_id), (Some(STAFF), later(1), None));
    assert_eq!(memo::of_code(&mut tx, id(30), CONSULTATION).await.unwrap()[0].id, id(42));
    assert!(memo::of_code(&mut tx, id(30), id(99)).await.unwrap().is_empty());
    for (memo, of, by) in [(99, CONSULTATION, STAFF), (40, id(99), STAFF), (40, CONSULTATION, id(98))] {
        assert!(!memo::remove(&mut tx, id(memo), of, by, later(2)).await.unwrap(), "{memo}");
    }
    assert!(memo::remove(&mut tx, id(40), CONSULTATION, STAFF, later(2)).await.unwrap());
    assert!(!memo::remove(&mut tx, id(40), CONSULTATION, STAFF, later(3)).await.unwrap());
    assert_eq!(memo::of_answer(&mut tx, id(10)).await.unwrap().len(), 1);
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert!(memo::of_answer(&mut tx, id(10)).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    assert_eq!(db.count("memo").await, 1, "the one beside the code; not even what was taken away is left");
}

async fn the_same_note_is_kept_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for answer in [10, 11] {
        seed::cleared(&mut tx, id(answer), &format!("late {answer}")).await;
    }
    let note = seed::memo(id(40), Some(id(10)), None);
    assert!(!memo::is_written(&mut tx, &note).await.unwrap());
    assert!(memo::insert_once(&mut tx, &note).await.unwrap());
    assert!(!memo::insert_once(&mut tx, &Memo { at: later(3), ..note.clone() }).await.unwrap());
    assert_eq!(memo::of_answer(&mut tx, id(10)).await.unwrap().len(), 1);
    assert!(memo::remove(&mut tx, id(40), CONSULTATION, STAFF, later(4)).await.unwrap());
    assert!(memo::is_written(&mut tx, &note).await.unwrap(), "also once it is taken away");
    let others = [
        Memo { id: id(41), ..note.clone() },
        Memo { words: "something else".into(), ..note.clone() },
        Memo { staff_id: Some(id(98)), ..note.clone() },
        Memo { answer_id: Some(id(11)), ..note.clone() },
        Memo { consultation_id: id(99), ..note },
    ];
    for other in &others {
        assert!(!memo::is_written(&mut tx, other).await.unwrap(), "{other:?}");
    }
}
