//! Codes, codings, themes, and who stands behind them.

use earshot_domain::evidence::{AnswerState, QuoteConsent, ThemeState};
use earshot_domain::respondent::RespondentType;
use earshot_domain::text::Span;
use earshot_store::analysis::{self, Theme};
use earshot_store::response::{self, NewResponse};
use earshot_store::{StoreError, Tx, consultation};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, code, id, later, new_response, now};

on_both!(
    a_codebook_keeps_its_order_and_its_names_apart,
    a_code_is_put_on_once_and_its_history_stays,
    a_piece_carries_a_code_beside_the_whole_answer,
    themes_are_numbered_and_change,
    voices_are_people_of_one_kind_with_cleared_words,
    the_themes_of_an_answer_follow_its_codes,
);

async fn a_codebook_keeps_its_order_and_its_names_apart(db: TestDb) {
    let mut tx = seed::world(&db).await;
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), now()).await.unwrap();
    analysis::insert_code(&mut tx, &code(id(32), "Zebra"), now()).await.unwrap();
    analysis::insert_code(&mut tx, &code(id(31), "apple"), later(1)).await.unwrap();
    let mut imported = code(id(30), "Apple");
    imported.import_key = Some("A1".into());
    imported.created_by = None;
    analysis::insert_code(&mut tx, &imported, later(1)).await.unwrap();
    let mut elsewhere = imported.clone();
    (elsewhere.id, elsewhere.consultation_id) = (id(33), id(9));
    analysis::insert_code(&mut tx, &elsewhere, now()).await.unwrap();
    tx.commit().await.unwrap();
    for (n, name, import_key) in [(40, "Zebra", None), (41, "New", Some("A1".to_string()))] {
        let mut tx = db.db().begin().await.unwrap();
        let taken = analysis::insert_code(
            &mut tx,
            &earshot_store::analysis::NewCode { import_key, ..code(id(n), name) },
            now(),
        )
        .await;
        assert!(matches!(taken, Err(StoreError::Taken)), "{name}");
    }
    let mut tx = db.db().begin().await.unwrap();
    let renamed = analysis::update_code(&mut tx, &code(id(31), "Zebra")).await;
    assert!(matches!(renamed, Err(StoreError::Taken)));
    drop(tx);
    let mut tx = db.db().begin().await.unwrap();
    let codes = analysis::codes(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(codes.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["Zebra", "Apple", "apple"]);
    assert_eq!(
        (codes[1].import_key.as_deref(), codes[0].import_key.as_deref(), codes[0].used),
        (Some("A1"), None, 0)
    );
    let words = analysis::NewCode {
        definition: "D \u{1f34e}".into(),
        use_when: "U".into(),
        not_when: "N".into(),
        ..code(id(31), "pear")
    };
    analysis::update_code(&mut tx, &words).await.unwrap();
    let pear = analysis::codes(&mut tx, CONSULTATION).await.unwrap().remove(2);
    assert_eq!(
        (pear.name, pear.definition, pear.use_when, pear.not_when),
        ("pear".into(), "D \u{1f34e}".into(), "U".into(), "N".into())
    );
    let foreign = analysis::NewCode { consultation_id: id(9), ..words.clone() };
    assert!(matches!(analysis::update_code(&mut tx, &foreign).await, Err(StoreError::Stale)));
    assert!(matches!(analysis::retire_code(&mut tx, id(31), id(9), now()).await, Err(StoreError::Stale)));
    analysis::retire_code(&mut tx, id(31), CONSULTATION, now()).await.unwrap();
    assert!(matches!(
        analysis::retire_code(&mut tx, id(31), CONSULTATION, now()).await,
        Err(StoreError::Stale)
    ));
    assert!(matches!(analysis::update_code(&mut tx, &words).await, Err(StoreError::Stale)));
    assert_eq!(analysis::codes(&mut tx, CONSULTATION).await.unwrap().len(), 2);
    assert_eq!(analysis::codes(&mut tx, id(9)).await.unwrap().len(), 1);
}

async fn a_code_is_put_on_once_and_its_history_stays(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "words").await;
    for (n, name) in [(30, "late"), (31, "full")] {
        analysis::insert_code(&mut tx, &code(id(n), name), now()).await.unwrap();
    }
    assert!(
        analysis::add_coding(&mut tx, id(40), id(10), id(31), None, Some(STAFF), later(1)).await.unwrap()
    );
    assert!(analysis::add_coding(&mut tx, id(41), id(10), id(30), None, None, later(2)).await.unwrap());
    assert!(
        !analysis::add_coding(&mut tx, id(42), id(10), id(30), None, Some(STAFF), later(3)).await.unwrap()
    );
    let codings = analysis::codings_of(&mut tx, id(10)).await.unwrap();
    assert_eq!(codings.iter().map(|c| c.code_id).collect::<Vec<_>>(), [id(31), id(30)], "as they came");
    assert_eq!((codings[0].name.as_str(), codings[0].staff_name.as_deref()), ("full", Some("Jo Marsh")));
    assert_eq!(codings[1].staff_name, None, "imported");
    let on = analysis::codings_on(&mut tx, &[id(10), id(99)]).await.unwrap();
    assert_eq!(on.len(), 1, "those without a code are left out");
    assert_eq!(on[&id(10)].iter().map(|c| c.id).collect::<Vec<_>>(), [id(40), id(41)], "as they came");
    assert_eq!(on[&id(10)][0].staff_name.as_deref(), Some("Jo Marsh"));
    let in_use = analysis::codes_in_use(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(
        in_use.iter().map(|c| (c.id, c.is_codable)).collect::<Vec<_>>(),
        [(id(30), true), (id(31), true)]
    );
    assert!(analysis::codes_in_use(&mut tx, id(99)).await.unwrap().is_empty());
    assert_eq!(analysis::codes(&mut tx, CONSULTATION).await.unwrap()[0].used, 1);
    assert!(!analysis::remove_coding(&mut tx, id(41), id(99), Some(STAFF), later(4)).await.unwrap());
    assert!(analysis::remove_coding(&mut tx, id(41), id(10), Some(STAFF), later(4)).await.unwrap());
    assert!(!analysis::remove_coding(&mut tx, id(41), id(10), Some(STAFF), later(5)).await.unwrap());
    assert_eq!(analysis::codings_of(&mut tx, id(10)).await.unwrap().len(), 1);
    assert_eq!(analysis::codings_on(&mut tx, &[id(10)]).await.unwrap()[&id(10)].len(), 1);
    assert!(
        analysis::add_coding(&mut tx, id(43), id(10), id(30), None, Some(STAFF), later(6)).await.unwrap()
    );
    tx.commit().await.unwrap();
    assert_eq!(db.count("coding").await, 3, "the one that was taken off is still there");
}

async fn a_piece_carries_a_code_beside_the_whole_answer(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "\u{1f68c} just drives past").await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    let piece = |start, end| Some(Span { start, end });
    for (n, piece, added) in [
        (40, piece(2, 13), true),
        (41, None, true),
        (42, piece(2, 13), false),
        (43, piece(7, 18), true),
        (44, None, false),
        (45, piece(2, 14), true),
    ] {
        let done =
            analysis::add_coding(&mut tx, id(n), id(10), id(30), piece, Some(STAFF), later(1)).await.unwrap();
        assert_eq!(done, added, "{n}");
    }
    let codings = analysis::codings_of(&mut tx, id(10)).await.unwrap();
    assert_eq!(
        codings.iter().map(|coding| (coding.id, coding.span())).collect::<Vec<_>>(),
        [(id(40), piece(2, 13)), (id(41), None), (id(43), piece(7, 18)), (id(45), piece(2, 14))]
    );
    assert_eq!(analysis::codes(&mut tx, CONSULTATION).await.unwrap()[0].used, 1, "one answer");
    // What was taken off a piece can be put there again, and the rest stays.
    assert!(analysis::remove_coding(&mut tx, id(40), id(10), Some(STAFF), later(2)).await.unwrap());
    assert!(
        analysis::add_coding(&mut tx, id(46), id(10), id(30), piece(2, 13), None, later(3)).await.unwrap()
    );
    assert_eq!(analysis::codings_of(&mut tx, id(10)).await.unwrap().len(), 4);
    tx.commit().await.unwrap();
    assert_eq!(db.count("coding").await, 5);
}

async fn themes_are_numbered_and_change(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, name) in [(30, "late"), (31, "full")] {
        analysis::insert_code(&mut tx, &code(id(n), name), now()).await.unwrap();
    }
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), now()).await.unwrap();
    let second = seed::theme(&mut tx, id(60), 2, &[id(30), id(31)]).await;
    seed::theme(&mut tx, id(61), 1, &[]).await;
    let elsewhere = Theme { id: id(62), number: 3, consultation_id: id(9), ..second.clone() };
    analysis::insert_theme(&mut tx, &elsewhere, ORGANISATION, None, now()).await.unwrap();
    let numbers = |themes: Vec<Theme>| themes.iter().map(|theme| theme.number).collect::<Vec<_>>();
    assert_eq!(numbers(analysis::themes(&mut tx, CONSULTATION).await.unwrap()), [1, 2]);
    assert_eq!(numbers(analysis::themes_of_organisation(&mut tx, ORGANISATION).await.unwrap()), [3, 2, 1]);
    assert!(analysis::themes_of_organisation(&mut tx, id(99)).await.unwrap().is_empty());
    let changed = Theme {
        name: "N".into(),
        child_name: "\u{1f68c} C".into(),
        summary: "S".into(),
        state: ThemeState::Final,
        ..second
    };
    analysis::update_theme(&mut tx, &changed).await.unwrap();
    let kept = analysis::theme(&mut tx, id(60)).await.unwrap().unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.child_name.as_str(), kept.summary.as_str()),
        ("N", "\u{1f68c} C", "S")
    );
    assert_eq!((kept.state, kept.number, kept.consultation_id), (ThemeState::Final, 2, CONSULTATION));
    assert!(analysis::theme(&mut tx, id(99)).await.unwrap().is_none());
    let missing = analysis::update_theme(&mut tx, &Theme { id: id(99), ..changed.clone() }).await;
    assert!(matches!(missing, Err(StoreError::Stale)));
    let mut links = analysis::theme_codes(&mut tx, CONSULTATION).await.unwrap();
    links.sort_unstable();
    assert_eq!(links, [(id(60), id(30)), (id(60), id(31))]);
    analysis::set_theme_codes(&mut tx, id(60), &[id(31), id(31)]).await.unwrap();
    assert_eq!(analysis::theme_codes(&mut tx, CONSULTATION).await.unwrap(), [(id(60), id(31))]);
    let taken = Theme { id: id(63), number: 2, ..changed };
    let taken = analysis::insert_theme(&mut tx, &taken, ORGANISATION, None, now()).await;
    assert!(matches!(taken, Err(StoreError::Taken)), "a number is given once");
}

async fn somebody(tx: &mut Tx, n: u128, kind: RespondentType, questions: &[&str]) {
    let response =
        NewResponse { respondent_type: kind, words_consent: QuoteConsent::No, ..new_response(id(n)) };
    assert!(response::insert(tx, &response).await.unwrap());
    for (place, question) in questions.iter().enumerate() {
        let text = seed::text(text_of(n, place), question, "words", false);
        response::insert_text(tx, id(n), CONSULTATION, &text).await.unwrap();
        seed::set_state(tx, text.id, AnswerState::New, AnswerState::Cleared).await;
    }
}

fn text_of(n: u128, place: usize) -> Uuid {
    id(n * 100 + place as u128)
}

async fn voices_are_people_of_one_kind_with_cleared_words(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, name) in [(30, "late"), (31, "full"), (32, "other")] {
        analysis::insert_code(&mut tx, &code(id(n), name), now()).await.unwrap();
    }
    seed::theme(&mut tx, id(60), 1, &[id(30), id(31)]).await;
    seed::theme(&mut tx, id(61), 2, &[id(32)]).await;
    let child = RespondentType::Child;
    somebody(&mut tx, 10, child, &["a", "b"]).await;
    somebody(&mut tx, 11, child, &["a"]).await;
    somebody(&mut tx, 12, child, &["a"]).await;
    somebody(&mut tx, 13, RespondentType::Parent, &["a"]).await;
    somebody(&mut tx, 14, child, &["a"]).await;
    // The first said it twice over, in two answers and under two codes; and pieces of it carry the codes once more.
    let codings = [
        (10, 0, 30),
        (10, 1, 30),
        (10, 1, 31),
        (11, 0, 31),
        (12, 0, 30),
        (13, 0, 30),
        (14, 0, 30),
        (11, 0, 32),
    ];
    let coder = |n: usize| if n == 0 { None } else { Some(STAFF) };
    for (n, (who, place, code)) in codings.into_iter().enumerate() {
        let coding = id(9_000 + n as u128);
        assert!(
            analysis::add_coding(&mut tx, coding, text_of(who, place), id(code), None, coder(n), now())
                .await
                .unwrap()
        );
    }
    for (n, (who, code, start)) in [(10, 30, 0), (10, 30, 2), (13, 30, 0)].into_iter().enumerate() {
        let (coding, piece) = (id(9_100 + n as u128), Span { start, end: start + 2 });
        let answer = text_of(who, 0);
        assert!(
            analysis::add_coding(&mut tx, coding, answer, id(code), Some(piece), Some(STAFF), now())
                .await
                .unwrap()
        );
    }
    let voices = |mut rows: Vec<(Uuid, String, i64)>| {
        rows.sort();
        rows
    };
    let row = |theme: u128, kind: &str, n: i64| (id(theme), kind.to_string(), n);
    assert_eq!(
        voices(analysis::theme_voices(&mut tx, CONSULTATION).await.unwrap()),
        [row(60, "child", 4), row(60, "parent", 1), row(61, "child", 1)]
    );
    assert_eq!(analysis::coders(&mut tx, CONSULTATION).await.unwrap(), 1, "an import is nobody");
    assert_eq!(analysis::coded_answers(&mut tx, CONSULTATION, "child").await.unwrap(), 5);
    assert_eq!(analysis::coded_answers(&mut tx, CONSULTATION, "parent").await.unwrap(), 1);
    // Held, taken back, and a code that was taken off: none of them counts.
    seed::set_state(&mut tx, text_of(12, 0), AnswerState::Cleared, AnswerState::Held).await;
    response::take_back(&mut tx, id(14)).await.unwrap();
    analysis::remove_coding(&mut tx, id(9_003), text_of(11, 0), Some(STAFF), later(1)).await.unwrap();
    assert_eq!(
        voices(analysis::theme_voices(&mut tx, CONSULTATION).await.unwrap()),
        [row(60, "child", 1), row(60, "parent", 1), row(61, "child", 1)]
    );
    let mut coded = analysis::coded_voices(&mut tx, CONSULTATION).await.unwrap();
    coded.sort();
    assert_eq!(coded, [("child".to_string(), 2), ("parent".to_string(), 1)]);
    assert_eq!(analysis::coded_answers(&mut tx, CONSULTATION, "child").await.unwrap(), 3);
    let used: Vec<i64> =
        analysis::codes(&mut tx, CONSULTATION).await.unwrap().iter().map(|code| code.used).collect();
    assert_eq!(used.iter().sum::<i64>(), 5, "{used:?}");
    assert_eq!(analysis::coders(&mut tx, id(99)).await.unwrap(), 0);
    assert!(analysis::theme_voices(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn the_themes_of_an_answer_follow_its_codes(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "words").await;
    for (n, name) in [(30, "late"), (31, "full")] {
        analysis::insert_code(&mut tx, &code(id(n), name), now()).await.unwrap();
        assert!(analysis::add_coding(&mut tx, id(n + 10), id(10), id(n), None, None, now()).await.unwrap());
    }
    seed::theme(&mut tx, id(60), 2, &[id(30), id(31)]).await;
    seed::theme(&mut tx, id(61), 1, &[id(31)]).await;
    seed::theme(&mut tx, id(62), 3, &[]).await;
    let of = |themes: Vec<Theme>| themes.iter().map(|theme| theme.number).collect::<Vec<_>>();
    assert_eq!(of(analysis::themes_of_answer(&mut tx, id(10)).await.unwrap()), [1, 2], "each once");
    analysis::remove_coding(&mut tx, id(41), id(10), None, later(1)).await.unwrap();
    assert_eq!(of(analysis::themes_of_answer(&mut tx, id(10)).await.unwrap()), [2]);
}
