//! The self-assessment.

use earshot_store::standards::{self, Assessment, Score};
use earshot_store::{Tx, consultation};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    the_assessment_that_was_begun_last_is_the_current_one,
    a_criterion_has_one_score,
    evidence_stands_once_for_a_criterion,
);

async fn begun(tx: &mut Tx, n: u128, seconds: i64) {
    let assessment = Assessment {
        id: id(n),
        framework_key: "hbr-1".into(),
        title: format!("Hear by Right {n} \u{1f442}"),
        shared_on: None,
    };
    standards::insert(tx, &assessment, ORGANISATION, later(seconds)).await.unwrap();
}

async fn the_assessment_that_was_begun_last_is_the_current_one(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(standards::current(&mut tx, ORGANISATION).await.unwrap().is_none());
    begun(&mut tx, 131, 5).await;
    begun(&mut tx, 130, 9).await;
    begun(&mut tx, 132, 1).await;
    let current = standards::current(&mut tx, ORGANISATION).await.unwrap().unwrap();
    assert_eq!((current.id, current.framework_key.as_str(), current.shared_on), (id(130), "hbr-1", None));
    assert_eq!(current.title, "Hear by Right 130 \u{1f442}");
    standards::share(&mut tx, id(130), Some(day("2026-02-09"))).await.unwrap();
    assert_eq!(
        standards::current(&mut tx, ORGANISATION).await.unwrap().unwrap().shared_on,
        Some(day("2026-02-09"))
    );
    standards::share(&mut tx, id(130), None).await.unwrap();
    assert_eq!(standards::current(&mut tx, ORGANISATION).await.unwrap().unwrap().shared_on, None);
    assert!(standards::current(&mut tx, id(99)).await.unwrap().is_none());
}

async fn a_criterion_has_one_score(db: TestDb) {
    let mut tx = seed::world(&db).await;
    begun(&mut tx, 130, 0).await;
    begun(&mut tx, 131, 1).await;
    let first = Score { criterion_key: "s1-emerging".into(), staff_score: Some(1), ..Score::default() };
    standards::put_score(&mut tx, id(130), &first).await.unwrap();
    let second = Score {
        staff_score: None,
        staff_note: "Note".into(),
        young_score: Some(4),
        young_statement: "\u{201e}nobody asks\u{201c} \u{1f622}".into(),
        difference_reason: "We looked elsewhere".into(),
        ..first
    };
    standards::put_score(&mut tx, id(130), &second).await.unwrap();
    let scores = standards::scores(&mut tx, id(130)).await.unwrap();
    assert_eq!(scores.len(), 1);
    let kept = &scores[0];
    assert_eq!((kept.staff_score, kept.young_score), (None, Some(4)));
    assert_eq!((&kept.staff_note, &kept.young_statement), (&second.staff_note, &second.young_statement));
    assert_eq!(
        (&kept.difference_reason, &kept.criterion_key),
        (&second.difference_reason, &second.criterion_key)
    );
    assert!(standards::scores(&mut tx, id(131)).await.unwrap().is_empty());
}

async fn evidence_stands_once_for_a_criterion(db: TestDb) {
    let mut tx = seed::world(&db).await;
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "aardvark"), now()).await.unwrap();
    begun(&mut tx, 130, 0).await;
    let add = [("s1", CONSULTATION, 5), ("s1", CONSULTATION, 9), ("s2", CONSULTATION, 1), ("s1", id(9), 5)];
    for (criterion, consultation, seconds) in add {
        standards::add_evidence(&mut tx, id(130), criterion, consultation, Some(STAFF), later(seconds))
            .await
            .unwrap();
    }
    let rows = |evidence: Vec<standards::Evidence>| {
        evidence.into_iter().map(|e| (e.criterion_key, e.slug, e.added_at)).collect::<Vec<_>>()
    };
    let row =
        |criterion: &str, slug: &str, seconds| (criterion.to_string(), slug.to_string(), later(seconds));
    assert_eq!(
        rows(standards::evidence(&mut tx, id(130)).await.unwrap()),
        [row("s2", "bus", 1), row("s1", "aardvark", 5), row("s1", "bus", 5)]
    );
    standards::remove_evidence(&mut tx, id(130), "s1", CONSULTATION).await.unwrap();
    assert_eq!(
        rows(standards::evidence(&mut tx, id(130)).await.unwrap()),
        [row("s2", "bus", 1), row("s1", "aardvark", 5)]
    );
}
