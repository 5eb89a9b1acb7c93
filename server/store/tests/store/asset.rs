//! Files that staff put beside questions.

use earshot_store::asset::{self, NewAsset};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, id, now};

on_both!(a_file_is_kept_by_its_name_and_another_takes_its_place);

fn new(number: u128, name: &str, bytes: &[u8]) -> NewAsset {
    NewAsset {
        id: id(number),
        consultation_id: CONSULTATION,
        name: name.into(),
        alt: "A bus".into(),
        content_type: "image/png".into(),
        hash: "abc".into(),
        points: Some((4, 3)),
        created_by: Some(STAFF),
        created_at: now(),
        bytes: bytes.to_vec(),
    }
}

async fn a_file_is_kept_by_its_name_and_another_takes_its_place(db: TestDb) {
    let mut tx = seed::world(&db).await;
    asset::put(&mut tx, &new(10, "b.png", b"one")).await.unwrap();
    asset::put(&mut tx, &NewAsset { points: None, ..new(11, "a.mp3", b"two") }).await.unwrap();
    asset::put(&mut tx, &NewAsset { hash: "def".into(), ..new(12, "b.png", b"three") }).await.unwrap();
    let list = asset::list(&mut tx, CONSULTATION).await.unwrap();
    let names: Vec<(&str, i64, Option<i64>)> =
        list.iter().map(|asset| (asset.name.as_str(), asset.size, asset.width)).collect();
    assert_eq!(names, [("a.mp3", 3, None), ("b.png", 5, Some(4))]);
    let found = asset::bytes(&mut tx, CONSULTATION, "b.png").await.unwrap();
    assert_eq!(found, Some((b"three".to_vec(), "image/png".to_string(), "def".to_string())));
    assert!(asset::save_alt(&mut tx, CONSULTATION, "b.png", "A full bus").await.unwrap());
    assert!(!asset::save_alt(&mut tx, CONSULTATION, "c.png", "Nothing").await.unwrap());
    assert_eq!(asset::list(&mut tx, CONSULTATION).await.unwrap()[1].alt, "A full bus");
    assert!(asset::remove(&mut tx, CONSULTATION, "b.png").await.unwrap());
    assert!(!asset::remove(&mut tx, CONSULTATION, "b.png").await.unwrap());
    assert_eq!(asset::bytes(&mut tx, CONSULTATION, "b.png").await.unwrap(), None);
}
