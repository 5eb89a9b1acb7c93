//! The rule for small numbers: what has begun keeps the one with which it began.

use earshot_domain::consultation::State;
use earshot_domain::suppression::Preset;
use earshot_store::consultation::{self, Consultation};
use earshot_store::suppression::{self, Setting};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, id, later, now};

on_both!(what_has_begun_keeps_the_rule_with_which_it_began);

async fn what_has_begun_keeps_the_rule_with_which_it_began(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let draft = |number: u128, slug: &str| Consultation {
        state: State::Draft,
        ..seed::consultation(id(number), i64::try_from(number).unwrap(), slug)
    };
    consultation::insert(&mut tx, &draft(40, "park"), now()).await.unwrap();
    assert_eq!(suppression::of_organisation(&mut tx, ORGANISATION).await.unwrap(), Preset::Nhs5);
    assert_eq!(suppression::of_consultation(&mut tx, CONSULTATION).await.unwrap(), Preset::Nhs5);
    let setting = |preset, seconds| Setting {
        preset,
        reason: "Agreed with the county".into(),
        set_by: None,
        set_at: later(seconds),
    };
    suppression::choose(&mut tx, id(50), ORGANISATION, &setting(Preset::Dfe, 0), Some(STAFF)).await.unwrap();
    assert_eq!(suppression::of_organisation(&mut tx, ORGANISATION).await.unwrap(), Preset::Dfe);
    assert_eq!(
        suppression::of_consultation(&mut tx, CONSULTATION).await.unwrap(),
        Preset::Nhs5,
        "it is open"
    );
    assert_eq!(suppression::of_consultation(&mut tx, id(40)).await.unwrap(), Preset::Dfe, "nobody was asked");
    // Another choice does not change what is kept already.
    suppression::choose(&mut tx, id(51), ORGANISATION, &setting(Preset::Srs10, 9), None).await.unwrap();
    assert_eq!(suppression::of_consultation(&mut tx, CONSULTATION).await.unwrap(), Preset::Nhs5);
    assert_eq!(suppression::of_consultation(&mut tx, id(40)).await.unwrap(), Preset::Srs10);
    assert_eq!(suppression::kept(&mut tx, ORGANISATION).await.unwrap(), [("bus".into(), Preset::Nhs5)]);
    let found = suppression::settings(&mut tx, ORGANISATION).await.unwrap();
    let first = Setting { set_by: Some("Jo Marsh".into()), ..setting(Preset::Dfe, 0) };
    assert_eq!(found, [setting(Preset::Srs10, 9), first], "the last first");
    // What is of nobody follows the usual rule.
    assert_eq!(suppression::of_consultation(&mut tx, id(99)).await.unwrap(), Preset::Nhs5);
    assert_eq!(suppression::of_organisation(&mut tx, id(99)).await.unwrap(), Preset::Nhs5);
    assert!(suppression::settings(&mut tx, id(99)).await.unwrap().is_empty());
}
