//! Areas, who lives there, and who is hoped for.

use earshot_store::area::{self, Area, People, Target};
use earshot_store::{StoreError, response};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, id, later, now};

on_both!(
    areas_stand_in_the_order_in_which_they_were_made,
    one_is_deleted_and_the_order_stays,
    what_names_an_area_is_found,
    figures_and_targets_take_the_place_of_those_before,
);

fn one(number: u128, key: &str, parent: Option<u128>) -> Area {
    Area {
        id: id(number),
        area_key: key.into(),
        name: format!("The {key}"),
        parent_id: parent.map(id),
        retired_at: None,
    }
}

async fn areas_stand_in_the_order_in_which_they_were_made(db: TestDb) {
    let mut tx = seed::world(&db).await;
    area::insert(&mut tx, ORGANISATION, &one(12, "county", None), 0, now()).await.unwrap();
    area::insert(&mut tx, ORGANISATION, &one(11, "north", Some(12)), 1, now()).await.unwrap();
    let moved = Area {
        parent_id: None,
        retired_at: Some(later(5)),
        name: "Up north".into(),
        ..one(11, "north", None)
    };
    // Whoever changes them holds them first, which changes nothing.
    area::hold(&mut tx, ORGANISATION).await.unwrap();
    area::save(&mut tx, &moved).await.unwrap();
    assert_eq!(area::all(&mut tx, ORGANISATION).await.unwrap(), [one(12, "county", None), moved]);
    assert_eq!(area::all(&mut tx, id(99)).await.unwrap(), []);
    tx.mark().await.unwrap();
    let again = area::insert(&mut tx, ORGANISATION, &one(13, "north", None), 2, now()).await;
    assert!(matches!(again, Err(StoreError::Taken)), "{again:?}");
    tx.undo().await.unwrap();
    assert_eq!(area::all(&mut tx, ORGANISATION).await.unwrap().len(), 2);
}

async fn one_is_deleted_and_the_order_stays(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (position, (number, key)) in (0..).zip([(14, "county"), (13, "north"), (12, "south"), (11, "east")]) {
        area::insert(&mut tx, ORGANISATION, &one(number, key, None), position, now()).await.unwrap();
    }
    for number in [13, 12] {
        area::delete(&mut tx, ORGANISATION, id(number)).await.unwrap();
    }
    // The next one is put behind the last, also where its id would stand before it.
    area::insert(&mut tx, ORGANISATION, &one(10, "west", None), 2, now()).await.unwrap();
    let kept = area::all(&mut tx, ORGANISATION).await.unwrap();
    let keys: Vec<&str> = kept.iter().map(|area| area.area_key.as_str()).collect();
    assert_eq!(keys, ["county", "east", "west"]);
    area::delete(&mut tx, ORGANISATION, id(13)).await.unwrap();
    assert_eq!(area::all(&mut tx, ORGANISATION).await.unwrap().len(), 3, "what is gone takes nothing along");
}

async fn what_names_an_area_is_found(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let response = seed::new_response(id(20));
    response::insert(&mut tx, &response).await.unwrap();
    response::insert_value(&mut tx, response.id, "where", "mill-lane").await.unwrap();
    let target = Target { area: "south".into(), age_band: String::new(), hoped: 80 };
    area::put_target(&mut tx, CONSULTATION, &target).await.unwrap();
    let people = People { area: "east".into(), age_band: String::new(), people: 5, source: "ONS".into() };
    area::put_people(&mut tx, ORGANISATION, &[people]).await.unwrap();
    for (key, answered, figured) in [
        ("Wexmoor North", true, false),
        ("mill-lane", true, false),
        ("south", false, true),
        ("east", false, true),
        ("west", false, false),
    ] {
        assert_eq!(area::is_answered(&mut tx, ORGANISATION, key).await.unwrap(), answered, "{key}");
        assert_eq!(area::is_figured(&mut tx, ORGANISATION, key).await.unwrap(), figured, "{key}");
        assert!(!area::is_answered(&mut tx, id(99), key).await.unwrap(), "{key} of another organisation");
        assert!(!area::is_figured(&mut tx, id(99), key).await.unwrap(), "{key} of another organisation");
    }
}

async fn figures_and_targets_take_the_place_of_those_before(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let people = |area: &str, n: i64| People {
        area: area.into(),
        age_band: "11-13".into(),
        people: n,
        source: "ONS 2025".into(),
    };
    area::put_people(&mut tx, ORGANISATION, &[people("north", 400), people("", 4_000)]).await.unwrap();
    area::put_people(&mut tx, ORGANISATION, &[people("south", 5), people("", 4_100)]).await.unwrap();
    assert_eq!(area::people(&mut tx, ORGANISATION).await.unwrap(), [people("", 4_100), people("south", 5)]);
    let target = |area: &str, hoped| Target { area: area.into(), age_band: String::new(), hoped };
    for one in [target("north", 80), target("south", 80), target("south", 90)] {
        area::put_target(&mut tx, CONSULTATION, &one).await.unwrap();
    }
    let both = [target("north", 80), target("south", 90)];
    assert_eq!(area::targets(&mut tx, CONSULTATION).await.unwrap(), both);
    area::clear_target(&mut tx, CONSULTATION, "north", "11-13").await.unwrap();
    area::clear_target(&mut tx, CONSULTATION, "north", "").await.unwrap();
    assert_eq!(area::targets(&mut tx, CONSULTATION).await.unwrap(), both[1..]);
}
