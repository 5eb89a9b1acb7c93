//! Consultations, questionnaires, findings.

use std::time::Duration;

use earshot_domain::consultation::{Setup, State};
use earshot_domain::question::{Choice, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::AgeBand;
use earshot_store::{StoreError, consultation};
use earshot_testkit::{TestDb, on_both};
use serde_json::json;

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    a_consultation_is_found_by_its_slug_and_its_id,
    a_slug_and_a_number_are_given_once,
    an_older_edition_changes_nothing,
    a_questionnaire_is_kept_whole_in_every_version,
    a_finding_keeps_the_day_on_which_it_was_first_published,
    numbers_that_were_shown_are_kept_as_they_were_shown_last,
    of_two_who_hold_a_consultation_one_waits,
    a_look_counts_for_its_edition,
);

async fn a_consultation_is_found_by_its_slug_and_its_id(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let mut other = seed::consultation(id(9), 2, "late-bus");
    other.opened_on = Some(day("2026-02-09"));
    other.state = State::Draft;
    other.setup.0 = Setup {
        title: "\u{1f68c} \u{201e}\u{fc}ber\u{201c} 'quoted' \"twice\" \\ \u{6d4b}".into(),
        close_on: Some(day("2026-03-22")),
        bands: vec![AgeBand::From11To13],
        areas: vec!["A; B".into()],
        ..Setup::default()
    };
    consultation::insert(&mut tx, &other, now()).await.unwrap();
    let found = consultation::by_slug(&mut tx, "late-bus").await.unwrap().unwrap();
    assert_eq!(found.id, id(9));
    assert_eq!(found.organisation_id, ORGANISATION);
    assert_eq!(found.setup.0, other.setup.0, "the setup comes back as it was");
    assert_eq!(found.opened_on, other.opened_on);
    assert_eq!(
        (found.state, found.number, found.questionnaire_version, found.edition),
        (State::Draft, 2, 1, 1)
    );
    assert_eq!(consultation::by_id(&mut tx, id(9)).await.unwrap().unwrap().slug, "late-bus");
    assert!(consultation::by_slug(&mut tx, "Late-Bus").await.unwrap().is_none(), "capitals count");
    assert!(consultation::by_id(&mut tx, id(99)).await.unwrap().is_none());
    let all = consultation::all(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(all.iter().map(|c| c.number).collect::<Vec<_>>(), [2, 1], "newest first");
    assert!(consultation::all(&mut tx, id(99)).await.unwrap().is_empty());
    // What each asks now, and no earlier version of it.
    let (version, of) = (all[0].questionnaire_version, all[0].id);
    let asked = |text: &str| Questionnaire::of(vec![Question::new("q", text, Kind::LongText)]);
    consultation::put_questionnaire(&mut tx, of, version, &asked("Now?"), now()).await.unwrap();
    consultation::put_questionnaire(&mut tx, of, version + 1, &asked("Later?"), now()).await.unwrap();
    let questions = consultation::questions_of_all(&mut tx, ORGANISATION).await.unwrap();
    assert!(
        questions.contains(&(of, asked("Now?"))) && !questions.iter().any(|(_, q)| *q == asked("Later?"))
    );
    assert!(consultation::questions_of_all(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn a_slug_and_a_number_are_given_once(db: TestDb) {
    seed::world(&db).await.commit().await.unwrap();
    for again in [seed::consultation(id(9), 2, "bus"), seed::consultation(id(9), 1, "other")] {
        let mut tx = db.db().begin().await.unwrap();
        let taken = consultation::insert(&mut tx, &again, now()).await;
        assert!(matches!(taken, Err(StoreError::Taken)), "{}", again.slug);
    }
}

async fn an_older_edition_changes_nothing(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let setup = Setup { title: "New".into(), ..Setup::default() };
    consultation::save_setup(&mut tx, CONSULTATION, 1, &setup).await.unwrap();
    let opened = Some(day("2026-02-10"));
    consultation::save_state(&mut tx, CONSULTATION, 2, State::Paused, opened).await.unwrap();
    consultation::save_version(&mut tx, CONSULTATION, 3, 7).await.unwrap();
    let stale = Setup { title: "Stale".into(), ..Setup::default() };
    for edition in [1, 2, 3, 5] {
        let outcomes = [
            consultation::save_setup(&mut tx, CONSULTATION, edition, &stale).await,
            consultation::save_state(&mut tx, CONSULTATION, edition, State::Closed, None).await,
            consultation::save_version(&mut tx, CONSULTATION, edition, 9).await,
        ];
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(StoreError::Stale))), "{edition}");
    }
    let kept = consultation::by_id(&mut tx, CONSULTATION).await.unwrap().unwrap();
    assert_eq!((kept.setup.title.as_str(), kept.state), ("New", State::Paused));
    assert_eq!((kept.opened_on, kept.questionnaire_version, kept.edition), (opened, 7, 4));
}

async fn a_questionnaire_is_kept_whole_in_every_version(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let options = vec![Choice::new("a", "Caf\u{e9} \u{1f431}"), Choice::new("b", "B")];
    let first = Questionnaire::of(vec![
        Question::new("q", "Which?", Kind::multi(options, Some(2))),
        Question::new("n", "How many?", Kind::number(Some(-1), None)),
    ]);
    let second = Questionnaire::of(vec![Question::new("w", "Why?", Kind::LongText)]);
    assert_eq!(consultation::questionnaire(&mut tx, CONSULTATION, 1).await.unwrap(), None);
    consultation::put_questionnaire(&mut tx, CONSULTATION, 1, &second, now()).await.unwrap();
    consultation::put_questionnaire(&mut tx, CONSULTATION, 1, &first, now()).await.unwrap();
    consultation::put_questionnaire(&mut tx, CONSULTATION, 2, &second, now()).await.unwrap();
    assert_eq!(consultation::questionnaire(&mut tx, CONSULTATION, 1).await.unwrap(), Some(first));
    assert_eq!(consultation::questionnaire(&mut tx, CONSULTATION, 2).await.unwrap(), Some(second));
}

async fn numbers_that_were_shown_are_kept_as_they_were_shown_last(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(consultation::told(&mut tx, CONSULTATION).await.unwrap(), None);
    assert_eq!(consultation::told_at(&mut tx, CONSULTATION).await.unwrap(), None);
    assert!(!consultation::told_is_newest(&mut tx, CONSULTATION).await.unwrap());
    for n in [1, 2] {
        let body = json!({ "children": n });
        consultation::put_told(&mut tx, CONSULTATION, &body, later(n)).await.unwrap();
        assert_eq!(consultation::told(&mut tx, CONSULTATION).await.unwrap(), Some(body));
        assert_eq!(consultation::told_at(&mut tx, CONSULTATION).await.unwrap(), Some(later(n)));
        assert!(consultation::told_is_newest(&mut tx, CONSULTATION).await.unwrap());
        consultation::told_is_behind(&mut tx, id(99)).await.unwrap();
        assert!(consultation::told_is_newest(&mut tx, CONSULTATION).await.unwrap(), "of another one");
        consultation::told_is_behind(&mut tx, CONSULTATION).await.unwrap();
        assert!(!consultation::told_is_newest(&mut tx, CONSULTATION).await.unwrap());
    }
    assert_eq!(consultation::told(&mut tx, id(99)).await.unwrap(), None);
    assert_eq!(
        consultation::finding(&mut tx, CONSULTATION).await.unwrap(),
        None,
        "nothing of it is published"
    );
}

async fn of_two_who_hold_a_consultation_one_waits(db: TestDb) {
    seed::world(&db).await.commit().await.unwrap();
    let mut first = db.db().begin().await.unwrap();
    consultation::hold(&mut first, CONSULTATION).await.unwrap();
    let second = db.db().clone();
    let second = tokio::spawn(async move {
        let mut tx = second.begin().await.unwrap();
        consultation::hold(&mut tx, CONSULTATION).await.unwrap();
        let told = consultation::told(&mut tx, CONSULTATION).await.unwrap();
        tx.commit().await.unwrap();
        told
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!second.is_finished());
    let body = json!({ "children": 12 });
    consultation::put_told(&mut first, CONSULTATION, &body, now()).await.unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), Some(body));
}

async fn a_finding_keeps_the_day_on_which_it_was_first_published(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(consultation::finding(&mut tx, CONSULTATION).await.unwrap(), None);
    let body =
        json!({ "children": 145, "hidden": "[c]", "deep": [[null, true, "\u{1f68c} \"\\"]], "zero": 0 });
    consultation::put_finding(&mut tx, CONSULTATION, &body, now(), Some(STAFF)).await.unwrap();
    assert_eq!(consultation::finding(&mut tx, CONSULTATION).await.unwrap(), Some((body, now())));
    let recounted = json!({ "children": 140 });
    consultation::put_finding(&mut tx, CONSULTATION, &recounted, later(9), None).await.unwrap();
    assert_eq!(consultation::finding(&mut tx, CONSULTATION).await.unwrap(), Some((recounted, now())));
}

async fn a_look_counts_for_its_edition(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    assert_eq!(consultation::check(&mut tx, CONSULTATION, 1).await.unwrap(), None);
    consultation::set_check(&mut tx, CONSULTATION, 1, STAFF, later(1)).await.unwrap();
    consultation::set_check(&mut tx, CONSULTATION, 2, id(20), later(2)).await.unwrap();
    assert_eq!(consultation::check(&mut tx, CONSULTATION, 1).await.unwrap(), None, "the last one counts");
    let look = consultation::check(&mut tx, CONSULTATION, 2).await.unwrap().unwrap();
    assert_eq!((look.edition, look.staff_id, look.at), (2, id(20), later(2)));
    assert_eq!(look.name, "Jo Marsh");
    let edition = async |tx: &mut earshot_store::Tx| {
        consultation::by_id(tx, CONSULTATION).await.unwrap().unwrap().edition
    };
    let before = edition(&mut tx).await;
    consultation::touch(&mut tx, CONSULTATION, State::Open).await.unwrap();
    assert_eq!(edition(&mut tx).await, before + 1);
    let other = consultation::touch(&mut tx, CONSULTATION, State::Draft).await;
    assert!(matches!(other, Err(StoreError::Stale)), "{other:?}");
    assert!(!consultation::needs_care(&mut tx, CONSULTATION).await.unwrap());
    for _ in 0..2 {
        consultation::set_care(&mut tx, CONSULTATION).await.unwrap();
    }
    assert!(consultation::needs_care(&mut tx, CONSULTATION).await.unwrap());
}
