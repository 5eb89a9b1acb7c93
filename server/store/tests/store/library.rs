//! The library: versions are added and never changed, and each organisation has its own.

use earshot_domain::question::{Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_store::StoreError;
use earshot_store::library::{self, NewVersion};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, ORGANISATION, STAFF, id, later, now};

on_both!(
    versions_are_added_and_the_earlier_ones_stay,
    a_set_belongs_to_one_organisation_and_is_retired_there
);

fn asked(text: &str) -> Questionnaire {
    Questionnaire::of(vec![Question::new("ok", text, Kind::Faces)])
}

fn version<'a>(body: &'a Questionnaire, words: &'a str) -> NewVersion<'a> {
    NewVersion { about: "For buses", body, words, saved_by: Some(STAFF), saved_at: now() }
}

async fn versions_are_added_and_the_earlier_ones_stay(db: TestDb) {
    let mut tx = seed::world(&db).await;
    library::insert(&mut tx, ORGANISATION, id(10), "The bus", "the bus", now()).await.unwrap();
    assert_eq!(library::all(&mut tx, ORGANISATION).await.unwrap(), [], "nothing without a version");
    let (first, second) = (asked("Is it OK?"), asked("Is it still OK?"));
    assert_eq!(library::add_version(&mut tx, id(10), &version(&first, "ok")).await.unwrap(), 1);
    let later_one = NewVersion { saved_by: None, saved_at: later(60), ..version(&second, "still ok") };
    assert_eq!(library::add_version(&mut tx, id(10), &later_one).await.unwrap(), 2);

    let all = library::all(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(all.len(), 1, "the newest of each set");
    assert_eq!((all[0].version, all[0].words.as_str(), all[0].questions), (2, "still ok", 1));
    let versions = library::versions(&mut tx, ORGANISATION, id(10)).await.unwrap();
    let said: Vec<_> = versions.iter().map(|v| (v.version, v.staff_name.as_deref(), v.saved_at)).collect();
    assert_eq!(said, [(2, None, later(60)), (1, Some("Jo Marsh"), now())]);
    assert_eq!(library::body(&mut tx, ORGANISATION, id(10), 1).await.unwrap(), Some(first));
    assert_eq!(library::body(&mut tx, ORGANISATION, id(10), 2).await.unwrap(), Some(second));
    assert_eq!(library::body(&mut tx, ORGANISATION, id(10), 3).await.unwrap(), None);
}

async fn a_set_belongs_to_one_organisation_and_is_retired_there(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(50), later(60)).await;
    let body = asked("Is it OK?");
    library::insert(&mut tx, ORGANISATION, id(10), "The bus", "the bus", now()).await.unwrap();
    library::add_version(&mut tx, id(10), &version(&body, "ok")).await.unwrap();
    assert_eq!(library::by_name(&mut tx, ORGANISATION, "the bus").await.unwrap(), Some(id(10)));
    assert_eq!(library::by_name(&mut tx, id(50), "the bus").await.unwrap(), None);
    assert_eq!(library::versions(&mut tx, id(50), id(10)).await.unwrap(), []);
    assert_eq!(library::body(&mut tx, id(50), id(10), 1).await.unwrap(), None);
    library::insert(&mut tx, id(50), id(11), "The bus", "the bus", now()).await.unwrap();

    assert!(!library::retire(&mut tx, id(50), id(10), Some(now())).await.unwrap(), "somebody else's");
    assert!(library::retire(&mut tx, ORGANISATION, id(10), Some(now())).await.unwrap());
    assert_eq!(library::all(&mut tx, ORGANISATION).await.unwrap()[0].retired_at, Some(now()));
    let names = library::names(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(names, [("The bus".to_string(), Some(now()))]);
    assert_eq!(library::names(&mut tx, id(99)).await.unwrap(), []);
    library::rename(&mut tx, id(10), "THE BUS").await.unwrap();
    let again = library::all(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!((again[0].name.as_str(), again[0].retired_at), ("THE BUS", None), "offered again");

    let same = library::insert(&mut tx, ORGANISATION, id(12), "the Bus", "the bus", now()).await;
    assert!(matches!(same, Err(StoreError::Taken)), "one name, one set");
}
