//! What a consultation is looked over with: kept, changed, taken out, and each for its own organisation.

use earshot_store::clinic::{self, Holiday};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    the_number_and_the_languages_are_kept_and_taken_back,
    holidays_are_listed_by_their_days_and_taken_out_by_their_own_organisation,
    a_finding_is_left_for_the_last_reason_and_taken_up_again,
);

async fn the_number_and_the_languages_are_kept_and_taken_back(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(clinic::expected(&mut tx, CONSULTATION).await.unwrap(), None);
    clinic::set_expected(&mut tx, CONSULTATION, Some(140)).await.unwrap();
    assert_eq!(clinic::expected(&mut tx, CONSULTATION).await.unwrap(), Some(140));
    clinic::set_expected(&mut tx, CONSULTATION, None).await.unwrap();
    assert_eq!(clinic::expected(&mut tx, CONSULTATION).await.unwrap(), None);
    assert_eq!(clinic::expected(&mut tx, id(99)).await.unwrap(), None);

    let none: Vec<String> = Vec::new();
    assert_eq!(clinic::languages(&mut tx, ORGANISATION).await.unwrap(), none);
    let two = vec!["cy".to_string(), "zh-Hant".to_string()];
    clinic::set_languages(&mut tx, ORGANISATION, &two).await.unwrap();
    assert_eq!(clinic::languages(&mut tx, ORGANISATION).await.unwrap(), two);
    clinic::set_languages(&mut tx, ORGANISATION, &[]).await.unwrap();
    assert_eq!(clinic::languages(&mut tx, ORGANISATION).await.unwrap(), none);
}

async fn holidays_are_listed_by_their_days_and_taken_out_by_their_own_organisation(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::organisation(&mut tx, id(50), later(60)).await;
    let holiday = |number, first: &str, last: &str| Holiday {
        id: id(number),
        name: "Half term".into(),
        first_day: day(first),
        last_day: day(last),
    };
    let (spring, winter) = (holiday(10, "2026-04-03", "2026-04-17"), holiday(11, "2026-02-16", "2026-02-20"));
    clinic::insert_holiday(&mut tx, ORGANISATION, &spring).await.unwrap();
    clinic::insert_holiday(&mut tx, ORGANISATION, &winter).await.unwrap();
    clinic::insert_holiday(&mut tx, id(50), &holiday(12, "2026-01-01", "2026-01-02")).await.unwrap();
    assert_eq!(clinic::holidays(&mut tx, ORGANISATION).await.unwrap(), [winter.clone(), spring]);
    assert!(!clinic::remove_holiday(&mut tx, id(50), id(10)).await.unwrap(), "somebody else's");
    assert!(clinic::remove_holiday(&mut tx, ORGANISATION, id(10)).await.unwrap());
    assert_eq!(clinic::holidays(&mut tx, ORGANISATION).await.unwrap(), [winter]);
}

async fn a_finding_is_left_for_the_last_reason_and_taken_up_again(db: TestDb) {
    let mut tx = seed::world(&db).await;
    clinic::put_aside(&mut tx, CONSULTATION, b"one", "We know", Some(STAFF), now()).await.unwrap();
    clinic::put_aside(&mut tx, CONSULTATION, b"one", "We asked them", None, later(5)).await.unwrap();
    clinic::put_aside(&mut tx, CONSULTATION, b"two", "They chose it", Some(STAFF), now()).await.unwrap();
    let mut asides = clinic::asides(&mut tx, CONSULTATION).await.unwrap();
    asides.sort_by(|a, b| a.finding.cmp(&b.finding));
    let said: Vec<_> =
        asides.iter().map(|aside| (aside.reason.as_str(), aside.staff_name.as_deref())).collect();
    assert_eq!(said, [("We asked them", None), ("They chose it", Some("Jo Marsh"))]);
    assert_eq!(asides[0].at, later(5));
    assert!(clinic::take_up(&mut tx, CONSULTATION, b"one").await.unwrap());
    assert!(!clinic::take_up(&mut tx, CONSULTATION, b"one").await.unwrap());
    assert_eq!(clinic::asides(&mut tx, CONSULTATION).await.unwrap().len(), 1);
}
