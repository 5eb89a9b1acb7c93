//! Steps back.

use earshot_domain::question::{Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_store::step;
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, id, later, now};

on_both!(the_last_step_comes_first_and_old_ones_are_forgotten);

fn asked(n: usize) -> Questionnaire {
    Questionnaire::of(vec![Question::new(format!("q{n}"), "What?", Kind::Faces)])
}

async fn the_last_step_comes_first_and_old_ones_are_forgotten(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(step::last(&mut tx, CONSULTATION).await.unwrap().is_none());
    for n in 0..5 {
        step::push(&mut tx, CONSULTATION, &asked(n), 3, later(1)).await.unwrap();
    }
    for n in [4, 3, 2] {
        let (number, before) = step::last(&mut tx, CONSULTATION).await.unwrap().unwrap();
        assert_eq!(before, asked(n));
        step::take(&mut tx, CONSULTATION, number).await.unwrap();
    }
    assert!(step::last(&mut tx, CONSULTATION).await.unwrap().is_none(), "three are kept");
    step::push(&mut tx, CONSULTATION, &asked(9), 3, now()).await.unwrap();
    step::forget(&mut tx, id(9)).await.unwrap();
    assert!(step::last(&mut tx, CONSULTATION).await.unwrap().is_some(), "those of another one");
    step::forget(&mut tx, CONSULTATION).await.unwrap();
    assert!(step::last(&mut tx, CONSULTATION).await.unwrap().is_none());
}
