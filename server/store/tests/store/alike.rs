//! Texts to be compared, and what a person decided about what was found.

use earshot_domain::evidence::AnswerState;
use earshot_store::{Tx, alike, analysis, codebook, consultation, response};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, code, id, later, now};

on_both!(
    only_what_may_be_used_is_compared,
    what_is_dismissed_is_known_once,
    a_campaign_holds_answers_that_may_be_used,
);

async fn only_what_may_be_used_is_compared(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [51, 52] {
        seed::cleared(&mut tx, id(n), "the bus is late").await;
    }
    seed::answer(&mut tx, id(53), "nobody has read this", false).await;
    seed::answer(&mut tx, id(54), "this is held", false).await;
    seed::set_state(&mut tx, id(54), AnswerState::New, AnswerState::Held).await;
    // What a colleague understood, and an answer to another question.
    seed::response(&mut tx, id(55)).await;
    let mut understood = seed::text(id(55), "worst", "they mean the bus", false);
    understood.interpretation = Some(true);
    response::insert_text(&mut tx, id(55), CONSULTATION, &understood).await.unwrap();
    seed::set_state(&mut tx, id(55), AnswerState::New, AnswerState::Cleared).await;
    let other = seed::text(id(56), "best", "my friends", false);
    response::insert_text(&mut tx, id(51), CONSULTATION, &other).await.unwrap();
    seed::set_state(&mut tx, id(56), AnswerState::New, AnswerState::Cleared).await;

    let questions = alike::questions(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(questions, [("best".to_string(), 1), ("worst".to_string(), 2)]);
    let texts = alike::texts(&mut tx, CONSULTATION, "worst", 10).await.unwrap();
    assert_eq!(texts.iter().map(|text| text.id).collect::<Vec<_>>(), [id(51), id(52)]);
    assert_eq!((texts[0].words.as_str(), texts[0].age_band.as_deref()), ("the bus is late", Some("11-13")));
    assert!(!format!("{texts:?}").contains("late"), "no log is to hold them");
    assert_eq!(alike::texts(&mut tx, CONSULTATION, "worst", 1).await.unwrap().len(), 1);
    assert!(alike::texts(&mut tx, id(99), "worst", 10).await.unwrap().is_empty());

    analysis::insert_code(&mut tx, &code(id(30), "Late"), now()).await.unwrap();
    analysis::insert_code(&mut tx, &code(id(31), "Gone"), now()).await.unwrap();
    for (n, answer, of) in [(60, 51, 30), (61, 51, 31), (62, 54, 30), (63, 56, 30)] {
        analysis::add_coding(&mut tx, id(n), id(answer), id(of), None, None, now()).await.unwrap();
    }
    analysis::retire_code(&mut tx, id(31), CONSULTATION, now()).await.unwrap();
    let coded = alike::coded(&mut tx, CONSULTATION, "worst").await.unwrap();
    assert_eq!(coded, [(id(51), id(30))], "not what is held, and no code that is out of use");
    codebook::set_codable(&mut tx, id(30), CONSULTATION, false).await.unwrap();
    assert!(
        alike::coded(&mut tx, CONSULTATION, "worst").await.unwrap().is_empty(),
        "it only holds others now"
    );
}

async fn what_is_dismissed_is_known_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for seconds in 0..2 {
        alike::dismiss(&mut tx, CONSULTATION, "group", b"one", Some(STAFF), later(seconds)).await.unwrap();
    }
    alike::dismiss(&mut tx, CONSULTATION, "code", b"two", None, now()).await.unwrap();
    assert_eq!(alike::dismissed(&mut tx, CONSULTATION, "group").await.unwrap(), [b"one".to_vec()]);
    assert_eq!(alike::dismissed(&mut tx, CONSULTATION, "code").await.unwrap(), [b"two".to_vec()]);
    assert!(alike::dismissed(&mut tx, id(99), "group").await.unwrap().is_empty());
}

async fn a_campaign_holds_answers_that_may_be_used(db: TestDb) {
    let mut tx = seed::world(&db).await;
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), now()).await.unwrap();
    for n in 51..=54 {
        seed::cleared(&mut tx, id(n), "keep the youth club open").await;
    }
    for (n, title) in [(70, "The letter"), (71, "Another")] {
        alike::insert_campaign(&mut tx, id(n), CONSULTATION, title, Some(STAFF), later(1)).await.unwrap();
    }
    for n in 51..=53 {
        alike::add_to_campaign(&mut tx, id(70), id(n)).await.unwrap();
    }
    // An answer is in one campaign, and stays there.
    alike::add_to_campaign(&mut tx, id(71), id(51)).await.unwrap();
    assert_eq!(others(&mut tx).await, [(51, 2), (52, 2), (53, 2)]);

    analysis::insert_code(&mut tx, &code(id(30), "Club"), now()).await.unwrap();
    for n in 51..=54 {
        analysis::add_coding(&mut tx, id(n + 100), id(n), id(30), None, None, now()).await.unwrap();
    }
    let theme = seed::theme(&mut tx, id(40), 1, &[id(30)]).await;
    let voices = alike::theme_voices(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(voices, [(theme.id, "child".to_string(), 3)]);

    seed::set_state(&mut tx, id(53), AnswerState::Cleared, AnswerState::Held).await;
    let campaigns = alike::campaigns(&mut tx, CONSULTATION).await.unwrap();
    let shown: Vec<_> = campaigns.iter().map(|one| (one.id, one.title.as_str(), one.answers)).collect();
    assert_eq!(shown, [(id(70), "The letter", 2), (id(71), "Another", 0)]);
    assert_eq!((campaigns[0].made_by.as_deref(), campaigns[0].created_at), (Some("Jo Marsh"), later(1)));
    // What is held does not count, and still has others.
    assert_eq!(others(&mut tx).await, [(51, 1), (52, 1), (53, 2)]);
    assert_eq!(alike::theme_voices(&mut tx, CONSULTATION).await.unwrap()[0].2, 2);
    let mut inside = alike::in_campaigns(&mut tx, CONSULTATION).await.unwrap();
    inside.sort_unstable();
    assert_eq!(inside, [id(51), id(52), id(53)]);

    assert!(!alike::delete_campaign(&mut tx, id(70), id(9)).await.unwrap(), "another consultation");
    assert!(alike::campaign_is_there(&mut tx, id(70)).await.unwrap());
    assert!(alike::delete_campaign(&mut tx, id(70), CONSULTATION).await.unwrap());
    assert!(!alike::campaign_is_there(&mut tx, id(70)).await.unwrap());
    assert!(!alike::delete_campaign(&mut tx, id(70), CONSULTATION).await.unwrap());
    assert!(alike::in_campaigns(&mut tx, CONSULTATION).await.unwrap().is_empty());
    assert!(others(&mut tx).await.is_empty());
}

/// Of each of the answers, how many others are in its campaign.
async fn others(tx: &mut Tx) -> Vec<(u128, i64)> {
    let found = alike::others_in_campaigns(tx, &[id(51), id(52), id(53), id(54)]).await.unwrap();
    let mut found: Vec<(u128, i64)> = found.into_iter().map(|(id, n)| (id.as_u128(), n)).collect();
    found.sort_unstable();
    found
}
