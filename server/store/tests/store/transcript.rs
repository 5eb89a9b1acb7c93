//! Sessions: turns in their order, voices apart from those who were asked one by one, and nothing left when one goes.

use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::respondent::AgeBand;
use earshot_domain::session::{IN_A_GROUP, question_key};
use earshot_store::response::{self, NewResponse};
use earshot_store::transcript::{self, Transcript};
use earshot_store::{Json, alike, analysis, coding, progress, retention};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, day, id, later, now};

on_both!(
    a_session_is_kept_in_its_order,
    speakers_are_voices_and_not_among_those_who_were_asked,
    turns_are_found_with_the_answers_to_their_question,
);

fn session(number: u128) -> Transcript {
    Transcript {
        id: id(number),
        consultation_id: CONSULTATION,
        title: "Tuesday group".into(),
        held_on: day("2026-02-03"),
        many: 6,
        adults: 2,
        bands: Json(vec![AgeBand::From11To13, AgeBand::From14To15]),
        question_key: Some("worst".into()),
        consent: QuoteConsent::Yes,
        kept_by: None,
        kept_at: now(),
        few_adults: None,
    }
}

/// A speaker with one turn; both have this id.
async fn speaker(tx: &mut earshot_store::Tx, number: u128, words: &str) {
    let aloud = NewResponse {
        channel: "session",
        receipt_hash: None,
        age_band: None,
        ..seed::new_response(id(number))
    };
    assert!(response::insert(tx, &aloud).await.unwrap());
    let text = seed::text(id(number), &format!("#{number:04}"), words, true);
    response::insert_text(tx, id(number), CONSULTATION, &text).await.unwrap();
}

async fn a_session_is_kept_in_its_order(db: TestDb) {
    let mut tx = seed::world(&db).await;
    transcript::insert(&mut tx, &session(40), b"hash", Some(STAFF)).await.unwrap();
    let later_one =
        Transcript { held_on: day("2026-02-05"), question_key: None, kept_at: later(9), ..session(41) };
    let later_one = Transcript { adults: 1, few_adults: Some("The second was ill".into()), ..later_one };
    transcript::insert(&mut tx, &later_one, b"other", None).await.unwrap();
    let all = transcript::of(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(all, [later_one, Transcript { kept_by: Some("Jo Marsh".into()), ..session(40) }]);
    assert_eq!(transcript::known(&mut tx, CONSULTATION, b"hash").await.unwrap(), Some(id(40)));
    assert_eq!(transcript::known(&mut tx, CONSULTATION, b"none").await.unwrap(), None);
    assert_eq!(transcript::known(&mut tx, id(99), b"hash").await.unwrap(), None);

    speaker(&mut tx, 10, "its full").await;
    transcript::insert_turn(&mut tx, id(40), 2, "YP1", Some(id(10)), None).await.unwrap();
    transcript::insert_turn(&mut tx, id(40), 1, "worker", None, Some("Why?")).await.unwrap();
    let turns = transcript::turns(&mut tx, id(40)).await.unwrap();
    assert_eq!(turns.iter().map(|turn| turn.place).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((turns[0].worker_words.as_deref(), turns[0].answer.as_ref()), (Some("Why?"), None));
    let said = turns[1].answer.as_ref().unwrap();
    assert_eq!((said.words.as_str(), said.state, said.watch), ("its full", AnswerState::New, true));
    assert_eq!(transcript::responses(&mut tx, id(40)).await.unwrap(), [id(10)]);

    // Each speaker is found by what they are called in it.
    assert_eq!(transcript::responses_of(&mut tx, id(40), "YP1").await.unwrap(), [id(10)]);
    for (session, speaker) in [(40, "P1"), (40, "worker"), (41, "YP1")] {
        assert!(
            transcript::responses_of(&mut tx, id(session), speaker).await.unwrap().is_empty(),
            "{speaker}"
        );
    }
    transcript::insert_turn(&mut tx, id(40), 3, "worker", None, Some("You said full?")).await.unwrap();
    transcript::forget_worker(&mut tx, id(40), 3).await.unwrap();
    let kept: Vec<Option<String>> =
        transcript::turns(&mut tx, id(40)).await.unwrap().into_iter().map(|turn| turn.worker_words).collect();
    assert_eq!(kept, [Some("Why?".to_string()), None, None]);

    // What the worker said goes when words have run out.
    retention::expire_words(&mut tx, CONSULTATION, day("2027-02-03"), b"nothing").await.unwrap();
    let turns = transcript::turns(&mut tx, id(40)).await.unwrap();
    assert_eq!(turns[0].worker_words, None);
    assert!(turns[1].answer.as_ref().unwrap().is_expired);

    // A turn goes with its answer.
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert_eq!(transcript::turns(&mut tx, id(40)).await.unwrap().len(), 2);
    assert!(transcript::is_there(&mut tx, id(40)).await.unwrap());
    transcript::delete(&mut tx, id(40)).await.unwrap();
    assert!(!transcript::is_there(&mut tx, id(40)).await.unwrap());
    assert!(transcript::turns(&mut tx, id(40)).await.unwrap().is_empty());
    assert_eq!(transcript::of(&mut tx, CONSULTATION).await.unwrap().len(), 1);
}

async fn turns_are_found_with_the_answers_to_their_question(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(20), "asked").await;
    analysis::insert_code(&mut tx, &seed::code(id(30), "late"), now()).await.unwrap();
    for (n, question) in [(10, Some("worst")), (11, None)] {
        let about = Transcript { question_key: question.map(Into::into), ..session(n + 30) };
        transcript::insert(&mut tx, &about, &[1], None).await.unwrap();
        let aloud = NewResponse { channel: "session", receipt_hash: None, ..seed::new_response(id(n)) };
        assert!(response::insert(&mut tx, &aloud).await.unwrap());
        let text = seed::text(id(n), &question_key(1, question), "said", false);
        response::insert_text(&mut tx, id(n), CONSULTATION, &text).await.unwrap();
        transcript::insert_turn(&mut tx, id(n + 30), 1, "YP1", Some(id(n)), None).await.unwrap();
        seed::set_state(&mut tx, id(n), AnswerState::New, AnswerState::Cleared).await;
        assert!(analysis::add_coding(&mut tx, id(n + 40), id(n), id(30), None, None, now()).await.unwrap());
    }
    assert_eq!(coding::questions(&mut tx, CONSULTATION).await.unwrap(), [IN_A_GROUP, "worst"]);
    let counted = [(IN_A_GROUP.to_string(), 1), ("worst".to_string(), 2)];
    assert_eq!(alike::questions(&mut tx, CONSULTATION).await.unwrap(), counted);
    for (question, found) in [("worst", vec![id(10), id(20)]), (IN_A_GROUP, vec![id(11)]), ("best", vec![])] {
        let pile = coding::Pile { question, ..seed::everything() };
        let lies = coding::pile(&mut tx, CONSULTATION, &pile, 10, 0).await.unwrap();
        assert_eq!(lies.iter().map(|answer| answer.id).collect::<Vec<_>>(), found, "{question}");
        let texts = alike::texts(&mut tx, CONSULTATION, question, 10).await.unwrap();
        assert_eq!(texts.iter().map(|text| text.id).collect::<Vec<_>>(), found, "{question}");
    }
    assert_eq!(alike::coded(&mut tx, CONSULTATION, "worst").await.unwrap(), [(id(10), id(30))]);
    assert_eq!(alike::coded(&mut tx, CONSULTATION, IN_A_GROUP).await.unwrap(), [(id(11), id(30))]);
}

async fn speakers_are_voices_and_not_among_those_who_were_asked(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(20), "asked").await;
    for n in [10, 11] {
        speaker(&mut tx, n, "said").await;
        seed::set_state(&mut tx, id(n), AnswerState::New, AnswerState::Cleared).await;
    }
    analysis::insert_code(&mut tx, &seed::code(id(30), "late"), now()).await.unwrap();
    for (n, of) in [(50, 10), (51, 11), (52, 20)] {
        assert!(analysis::add_coding(&mut tx, id(n), id(of), id(30), None, None, now()).await.unwrap());
    }
    seed::theme(&mut tx, id(60), 1, &[id(30)]).await;
    let child = |n: i64| (id(60), "child".to_string(), n);
    assert_eq!(analysis::theme_voices(&mut tx, CONSULTATION).await.unwrap(), [child(3)]);
    assert_eq!(transcript::theme_voices(&mut tx, CONSULTATION).await.unwrap(), [child(2)]);
    assert_eq!(transcript::coded_voices(&mut tx, CONSULTATION).await.unwrap(), [("child".to_string(), 2)]);
    assert_eq!(analysis::coded_answers(&mut tx, CONSULTATION, "child").await.unwrap(), 1);
    let groups = response::group_counts(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(groups.iter().map(|group| group.n).sum::<i64>(), 1);
    assert_eq!(response::tally(&mut tx).await.unwrap(), [(CONSULTATION, 1)]);
    assert_eq!(progress::doors(&mut tx, CONSULTATION).await.unwrap().len(), 1);
    let hours = progress::hours(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(hours.iter().map(|(_, n)| n).sum::<i64>(), 1);
}
