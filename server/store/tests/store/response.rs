//! Drafts, responses, receipts, counts.

use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::journey::Answers;
use earshot_domain::question::Given;
use earshot_domain::respondent::RespondentType;
use earshot_store::response::{self, Draft, NewEqualityAnswer, NewResponse};
use earshot_store::{StoreError, consultation, reading};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, day, id, new_response, now};

on_both!(
    a_draft_is_one_for_each_phone_and_consultation,
    a_draft_is_gone_after_its_last_day,
    a_response_is_kept_once_for_each_submission,
    four_words_and_an_import_key_lead_to_one_response,
    values_and_words_come_back_as_they_were_given,
    what_staff_understood_is_marked_and_what_young_people_typed_is_not,
    one_answer_is_removed_and_the_rest_stays,
    the_rows_of_a_question_go_with_it,
    people_are_counted_by_section_and_by_question,
    what_is_taken_back_leaves_only_that_it_was_there,
    counts_are_of_what_is_submitted,
    equality_answers_are_counted_by_themselves,
);

fn draft() -> Draft {
    let answers: Answers = [
        ("way".to_string(), Given::One("bus".into())),
        ("helps".to_string(), Given::Many(vec!["light".into(), "seat".into()])),
        ("changes".to_string(), Given::Number(-3)),
        ("worst".to_string(), Given::Words("l1\nl2 \u{1f621} \"q\" \\n 'x' \u{5e9}\u{5dc}".into())),
        ("ok".to_string(), Given::Skipped),
    ]
    .into();
    Draft {
        nonce: vec![7; 16],
        respondent: RespondentType::Parent,
        sent: false,
        questionnaire_version: 3,
        answers,
        words_consent: None,
        started_on: day("2026-02-09"),
        expires_on: day("2026-02-16"),
        seed: 4_000_000_000,
        reached: Some("worst".into()),
    }
}

async fn a_draft_is_one_for_each_phone_and_consultation(db: TestDb) {
    let mut tx = seed::world(&db).await;
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), now()).await.unwrap();
    let today = day("2026-02-09");
    assert_eq!(response::draft(&mut tx, b"phone", CONSULTATION, today).await.unwrap(), None);
    response::put_draft(&mut tx, b"phone", CONSULTATION, &draft()).await.unwrap();
    assert_eq!(response::draft(&mut tx, b"phone", CONSULTATION, today).await.unwrap(), Some(draft()));
    let changed = Draft {
        nonce: vec![8; 16],
        respondent: RespondentType::Child,
        sent: true,
        answers: Answers::new(),
        words_consent: Some(QuoteConsent::No),
        started_on: day("2026-02-11"),
        expires_on: day("2026-02-18"),
        reached: None,
        ..draft()
    };
    response::put_draft(&mut tx, b"phone", CONSULTATION, &changed).await.unwrap();
    let kept = response::draft(&mut tx, b"phone", CONSULTATION, today).await.unwrap().unwrap();
    assert_eq!(kept, changed, "what is written last is what is kept");
    assert_eq!(response::draft(&mut tx, b"phone", id(9), today).await.unwrap(), None);
    assert_eq!(response::draft(&mut tx, b"other", CONSULTATION, today).await.unwrap(), None);
    response::hold_draft(&mut tx, b"phone", CONSULTATION, &draft()).await.unwrap();
    assert_eq!(
        response::draft(&mut tx, b"phone", CONSULTATION, today).await.unwrap(),
        Some(kept),
        "unchanged"
    );
    response::hold_draft(&mut tx, b"other", CONSULTATION, &draft()).await.unwrap();
    assert_eq!(response::draft(&mut tx, b"other", CONSULTATION, today).await.unwrap(), Some(draft()), "made");
    response::delete_draft(&mut tx, b"phone", CONSULTATION).await.unwrap();
    assert_eq!(response::draft(&mut tx, b"phone", CONSULTATION, today).await.unwrap(), None);
    assert!(response::draft(&mut tx, b"other", CONSULTATION, today).await.unwrap().is_some());
}

async fn a_draft_is_gone_after_its_last_day(db: TestDb) {
    let mut tx = seed::world(&db).await;
    response::put_draft(&mut tx, b"phone", CONSULTATION, &draft()).await.unwrap();
    let later = Draft { expires_on: day("2026-12-01"), ..draft() };
    response::put_draft(&mut tx, b"other", CONSULTATION, &later).await.unwrap();
    let (last, after) = (day("2026-02-16"), day("2026-02-17"));
    assert!(response::draft(&mut tx, b"phone", CONSULTATION, last).await.unwrap().is_some());
    assert_eq!(
        response::draft(&mut tx, b"phone", CONSULTATION, after).await.unwrap(),
        None,
        "before the purge"
    );
    assert_eq!(response::purge_drafts(&mut tx, last).await.unwrap(), 0);
    assert_eq!(response::purge_drafts(&mut tx, after).await.unwrap(), 1);
    assert_eq!(response::purge_drafts(&mut tx, after).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(db.count("draft").await, 1);
}

async fn a_response_is_kept_once_for_each_submission(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let first = new_response(id(10));
    assert!(response::insert(&mut tx, &first).await.unwrap());
    let retry = NewResponse { id: id(11), receipt_hash: Some(b"other".to_vec()), ..first.clone() };
    assert!(!response::insert(&mut tx, &retry).await.unwrap());
    let kept = response::receipt_hash_of(&mut tx, &first.submission_key_hash).await.unwrap();
    assert_eq!(kept, first.receipt_hash, "the first counts");
    assert_eq!(response::receipt_hash_of(&mut tx, b"unknown").await.unwrap(), None);
    let found = response::by_receipt(&mut tx, first.receipt_hash.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!(found.id, id(10));
    assert_eq!((found.consultation_id, found.questionnaire_version), (CONSULTATION, 1));
    assert_eq!(found.respondent_type, RespondentType::Child);
    assert_eq!((found.age_band.as_deref(), found.area.as_deref()), (Some("11-13"), Some("Wexmoor North")));
    assert_eq!((found.submitted_at, found.words_consent), (now(), QuoteConsent::Yes));
    assert!(!found.is_taken_back());
    response::hold(&mut tx, first.receipt_hash.as_ref().unwrap()).await.unwrap();
    response::save_about(&mut tx, id(10), None, Some("The villages")).await.unwrap();
    let found = response::by_receipt(&mut tx, first.receipt_hash.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!((found.age_band, found.area.as_deref()), (None, Some("The villages")));
    let bare = NewResponse {
        respondent_type: RespondentType::Community,
        age_band: None,
        area: None,
        words_consent: QuoteConsent::No,
        ..new_response(id(12))
    };
    assert!(response::insert(&mut tx, &bare).await.unwrap());
    let found = response::by_receipt(&mut tx, bare.receipt_hash.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!((found.age_band, found.area, found.words_consent), (None, None, QuoteConsent::No));
}

async fn four_words_and_an_import_key_lead_to_one_response(db: TestDb) {
    let mut tx = seed::world(&db).await;
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), now()).await.unwrap();
    let imported = |n: u128, key: &str| NewResponse {
        receipt_hash: None,
        import_key: Some(key.into()),
        channel: "import",
        ..new_response(id(n))
    };
    assert!(response::insert(&mut tx, &imported(10, "R1")).await.unwrap());
    assert!(response::insert(&mut tx, &imported(11, "r1")).await.unwrap(), "capitals count");
    let elsewhere = NewResponse { consultation_id: id(9), ..imported(12, "R1") };
    assert!(response::insert(&mut tx, &elsewhere).await.unwrap(), "another consultation, another R1");
    response::insert_text(&mut tx, id(10), CONSULTATION, &seed::text(id(20), "a", "one", false))
        .await
        .unwrap();
    response::insert_text(&mut tx, id(10), CONSULTATION, &seed::text(id(21), "b", "two", false))
        .await
        .unwrap();
    response::insert_text(&mut tx, id(12), id(9), &seed::text(id(22), "a", "three", false)).await.unwrap();
    let texts = response::texts_by_import_key(&mut tx, CONSULTATION, "R1").await.unwrap();
    assert_eq!(texts, [(id(20), "a".to_string()), (id(21), "b".to_string())]);
    let found = response::by_import_key(&mut tx, CONSULTATION, "R1").await.unwrap().unwrap();
    assert_eq!((found.id, found.consultation_id), (id(10), CONSULTATION));
    assert!(response::by_import_key(&mut tx, CONSULTATION, "R2").await.unwrap().is_none());
    assert!(!response::insert_imported(&mut tx, &imported(15, "R1")).await.unwrap(), "known by its name");
    assert!(response::insert_imported(&mut tx, &imported(13, "R3")).await.unwrap());
    assert!(response::texts_by_import_key(&mut tx, CONSULTATION, "R2").await.unwrap().is_empty());
    seed::response(&mut tx, id(14)).await;
    tx.commit().await.unwrap();
    let same_id = NewResponse { id: id(10), ..new_response(id(16)) };
    let same_words = NewResponse { receipt_hash: new_response(id(14)).receipt_hash, ..new_response(id(17)) };
    for taken in [same_id, same_words, imported(15, "R1")] {
        let mut tx = db.db().begin().await.unwrap();
        assert!(matches!(response::insert(&mut tx, &taken).await, Err(StoreError::Taken)), "{:?}", taken.id);
    }
}

async fn values_and_words_come_back_as_they_were_given(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::response(&mut tx, id(10)).await;
    for (question, value) in [("way", "bus"), ("helps", "seat"), ("helps", "light"), ("changes", "-3")] {
        response::insert_value(&mut tx, id(10), question, value).await.unwrap();
    }
    let words = "its allways late \u{1f621}\nand \u{627}\u{644} 'x' \"y\" \\ %_;-- \t end";
    response::insert_text(&mut tx, id(10), CONSULTATION, &seed::text(id(21), "worst", words, true))
        .await
        .unwrap();
    response::insert_text(&mut tx, id(10), CONSULTATION, &seed::text(id(20), "stop", "", false))
        .await
        .unwrap();
    let pair = |question: &str, value: &str| (question.to_string(), value.to_string());
    assert_eq!(
        response::values_of(&mut tx, id(10)).await.unwrap(),
        [pair("changes", "-3"), pair("helps", "light"), pair("helps", "seat"), pair("way", "bus")]
    );
    let texts = response::texts_of(&mut tx, id(10)).await.unwrap();
    assert_eq!(texts.len(), 2);
    assert_eq!((texts[0].id, texts[0].question_key.as_str(), texts[0].words.as_str()), (id(20), "stop", ""));
    assert_eq!((texts[1].words.as_str(), texts[1].state), (words, AnswerState::New));
    assert_eq!(texts[1].read_at, None);
    seed::set_state(&mut tx, id(21), AnswerState::New, AnswerState::Cleared).await;
    let texts = response::texts_of(&mut tx, id(10)).await.unwrap();
    assert_eq!((texts[1].state, texts[1].read_at), (AnswerState::Cleared, Some(now())));
    tx.commit().await.unwrap();
    for (question, value) in [("way", "bus"), ("helps", "light")] {
        let mut tx = db.db().begin().await.unwrap();
        let twice = response::insert_value(&mut tx, id(10), question, value).await;
        assert!(matches!(twice, Err(StoreError::Taken)));
    }
    let mut tx = db.db().begin().await.unwrap();
    let second = seed::text(id(22), "worst", "more", false);
    assert!(matches!(
        response::insert_text(&mut tx, id(10), CONSULTATION, &second).await,
        Err(StoreError::Taken)
    ));
}

async fn one_answer_is_removed_and_the_rest_stays(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::answer(&mut tx, id(10), "first", false).await;
    seed::answer(&mut tx, id(11), "second", false).await;
    for response in [id(10), id(11)] {
        response::insert_value(&mut tx, response, "way", "bus").await.unwrap();
        response::insert_value(&mut tx, response, "ok", "1").await.unwrap();
    }
    response::delete_answer(&mut tx, id(10), "way").await.unwrap();
    response::delete_answer(&mut tx, id(10), "worst").await.unwrap();
    assert_eq!(response::values_of(&mut tx, id(10)).await.unwrap().len(), 1);
    assert!(response::texts_of(&mut tx, id(10)).await.unwrap().is_empty());
    assert_eq!(response::values_of(&mut tx, id(11)).await.unwrap().len(), 2, "somebody else's stay");
    assert_eq!(response::texts_of(&mut tx, id(11)).await.unwrap().len(), 1);
    response::save_consent(&mut tx, id(11), QuoteConsent::No).await.unwrap();
    let kept = |n: u128| new_response(id(n)).receipt_hash.unwrap();
    let second = response::by_receipt(&mut tx, &kept(11)).await.unwrap().unwrap();
    assert_eq!(second.words_consent, QuoteConsent::No);
    let first = response::by_receipt(&mut tx, &kept(10)).await.unwrap().unwrap();
    assert_eq!(first.words_consent, QuoteConsent::Yes);
}

async fn the_rows_of_a_question_go_with_it(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::response(&mut tx, id(10)).await;
    for name in ["feel/safe", "feel/late", "feel", "feels/safe", "feel@bus/safe", "fee_/safe"] {
        response::insert_value(&mut tx, id(10), name, "1").await.unwrap();
    }
    response::delete_answer(&mut tx, id(10), "fee_").await.unwrap();
    response::delete_answer(&mut tx, id(10), "feel").await.unwrap();
    let left = response::values_of(&mut tx, id(10)).await.unwrap();
    let left: Vec<&str> = left.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(left, ["feel@bus/safe", "feels/safe"]);
}

async fn people_are_counted_by_section_and_by_question(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for section in ["buses", "walking", "buses"] {
        response::count_section(&mut tx, CONSULTATION, section).await.unwrap();
    }
    let tally = response::section_tally(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(tally, [("buses".to_string(), 2), ("walking".to_string(), 1)]);

    seed::answer(&mut tx, id(10), "words", false).await;
    seed::response(&mut tx, id(11)).await;
    for (response, value) in [(id(10), "bus"), (id(10), "car"), (id(11), "bus")] {
        response::insert_value(&mut tx, response, "ways", value).await.unwrap();
    }
    let mut answered = response::answered(&mut tx, CONSULTATION).await.unwrap();
    answered.sort();
    assert_eq!(answered, [("ways".to_string(), 2), ("worst".to_string(), 1)], "people, not ticks");
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert_eq!(response::answered(&mut tx, CONSULTATION).await.unwrap(), [("ways".to_string(), 1)]);

    response::save_version(&mut tx, id(11), 4).await.unwrap();
    let hash = new_response(id(11)).receipt_hash.unwrap();
    let kept = response::by_receipt(&mut tx, &hash).await.unwrap().unwrap();
    assert_eq!(kept.questionnaire_version, 4);
}

async fn what_is_taken_back_leaves_only_that_it_was_there(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let mut response = new_response(id(10));
    response.import_key = Some("R1".into());
    assert!(response::insert(&mut tx, &response).await.unwrap());
    response::insert_value(&mut tx, id(10), "way", "bus").await.unwrap();
    response::insert_text(&mut tx, id(10), CONSULTATION, &seed::text(id(20), "worst", "w", false))
        .await
        .unwrap();
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert!(response::values_of(&mut tx, id(10)).await.unwrap().is_empty());
    assert!(response::texts_of(&mut tx, id(10)).await.unwrap().is_empty());
    assert!(response::texts_by_import_key(&mut tx, CONSULTATION, "R1").await.unwrap().is_empty());
    let receipt = response.receipt_hash.clone().unwrap();
    let found = response::by_receipt(&mut tx, &receipt).await.unwrap().unwrap();
    assert!(found.is_taken_back());
    assert_eq!((found.age_band, found.area, found.words_consent), (None, None, QuoteConsent::No));
    let late_retry = NewResponse { id: id(11), ..response };
    assert!(!response::insert(&mut tx, &late_retry).await.unwrap(), "a late retry does not bring it back");
}

async fn counts_are_of_what_is_submitted(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let people = [
        (10, RespondentType::Child, Some("11-13"), "bus"),
        (11, RespondentType::Child, Some("11-13"), "bus"),
        (12, RespondentType::Child, None, "bus"),
        (13, RespondentType::Parent, None, "bus"),
        (14, RespondentType::Child, Some("11-13"), "bus"),
    ];
    for (n, respondent_type, age_band, way) in people {
        let response = NewResponse { respondent_type, age_band, area: None, ..new_response(id(n)) };
        assert!(response::insert(&mut tx, &response).await.unwrap());
        response::insert_value(&mut tx, id(n), "way", way).await.unwrap();
    }
    response::insert_value(&mut tx, id(10), "helps", "a").await.unwrap();
    response::insert_value(&mut tx, id(10), "helps", "b").await.unwrap();
    response::take_back(&mut tx, id(14)).await.unwrap();
    let mut groups: Vec<_> = response::group_counts(&mut tx, CONSULTATION)
        .await
        .unwrap()
        .into_iter()
        .map(|g| (g.respondent_type, g.age_band, g.area, g.n))
        .collect();
    groups.sort();
    let band = || Some("11-13".to_string());
    assert_eq!(
        groups,
        [
            (RespondentType::Child, None, None, 1),
            (RespondentType::Child, band(), None, 2),
            (RespondentType::Parent, None, None, 1),
        ]
    );
    let mut values: Vec<_> = response::value_counts(&mut tx, CONSULTATION)
        .await
        .unwrap()
        .into_iter()
        .map(|v| (v.question_key, v.value, v.respondent_type, v.age_band, v.n))
        .collect();
    values.sort();
    let way = |who, band, n| ("way".to_string(), "bus".to_string(), who, band, n);
    let helps = |value: &str| ("helps".to_string(), value.to_string(), RespondentType::Child, band(), 1);
    assert_eq!(
        values,
        [
            helps("a"),
            helps("b"),
            way(RespondentType::Child, None, 1),
            way(RespondentType::Child, band(), 2),
            way(RespondentType::Parent, None, 1),
        ]
    );
    let mut bases: Vec<_> = response::question_bases(&mut tx, CONSULTATION)
        .await
        .unwrap()
        .into_iter()
        .map(|b| (b.question_key, b.respondent_type, b.age_band, b.n))
        .collect();
    bases.sort();
    assert_eq!(bases[0], ("helps".to_string(), RespondentType::Child, band(), 1), "a person, not two ticks");
    assert_eq!(bases.len(), 4);
    assert_eq!(response::tally(&mut tx).await.unwrap(), [(CONSULTATION, 4)]);
    // The answers in words of somebody who took theirs back are in no queue.
    assert!(reading::counts(&mut tx, CONSULTATION).await.unwrap().is_empty());
}

async fn equality_answers_are_counted_by_themselves(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, value) in [(30, "yes"), (31, "no"), (32, "no")] {
        let answer = NewEqualityAnswer {
            id: id(n),
            set_version: "earshot-yp-1".into(),
            question_key: "disability".into(),
            value: value.into(),
            answered_on: day("2026-02-09"),
        };
        response::insert_equality(&mut tx, CONSULTATION, &answer).await.unwrap();
    }
    let mut counts = response::equality_counts(&mut tx, CONSULTATION).await.unwrap();
    counts.sort();
    let row = |value: &str, n| ("disability".to_string(), value.to_string(), n);
    assert_eq!(counts, [row("no", 2), row("yes", 1)]);
    assert!(response::equality_counts(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn what_staff_understood_is_marked_and_what_young_people_typed_is_not(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let assisted = NewResponse {
        channel: "assisted",
        group_name: Some("Youth Club".into()),
        assisted_by: Some(seed::STAFF),
        ..new_response(id(10))
    };
    assert!(response::insert(&mut tx, &assisted).await.unwrap());
    for (number, interpretation) in [(11, Some(false)), (12, None)] {
        let question = format!("q{number}");
        let text = response::NewText { interpretation, ..seed::text(id(number), &question, "words", false) };
        response::insert_text(&mut tx, id(10), CONSULTATION, &text).await.unwrap();
    }
    let marks = |texts: Vec<response::OwnText>| texts.iter().map(|t| t.interpretation).collect::<Vec<_>>();
    let texts = response::texts_of(&mut tx, id(10)).await.unwrap();
    assert_eq!(marks(texts), [Some(false), None]);
    assert!(!reading::one(&mut tx, id(11)).await.unwrap().unwrap().is_interpretation());
    response::save_interpretation(&mut tx, id(10), true).await.unwrap();
    let texts = response::texts_of(&mut tx, id(10)).await.unwrap();
    assert_eq!(marks(texts), [Some(true), None], "only of what staff typed");
    assert!(reading::one(&mut tx, id(11)).await.unwrap().unwrap().is_interpretation());
    assert!(!reading::one(&mut tx, id(12)).await.unwrap().unwrap().is_interpretation());
}
