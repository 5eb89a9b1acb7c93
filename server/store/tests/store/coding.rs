//! Which answers lie on the desk for coding, and what was changed at one of them.

use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::text::Span;
use earshot_store::coding::{self, Pile, Spot};
use earshot_store::response::{self, NewResponse, NewText};
use earshot_store::{Tx, analysis, reading};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, code, everything, id, later, new_response, now};

on_both!(
    cleared_answers_are_found_by_everything_that_is_asked_for_at_once,
    who_would_be_found_by_an_age_lies_on_no_pile_of_it,
    what_was_changed_is_known_until_it_is_taken_back,
);

fn ids(answers: &[reading::Answer]) -> Vec<u128> {
    answers.iter().map(|answer| answer.id.as_u128()).collect()
}

/// A cleared answer to a question, by somebody of an age who said yes or no to exact words.
async fn answered(tx: &mut Tx, n: u128, question: &str, band: &'static str, consent: QuoteConsent) {
    let group_name = (n >= 12).then(|| "Park Club".to_string());
    let response =
        NewResponse { age_band: Some(band), words_consent: consent, group_name, ..new_response(id(n)) };
    assert!(response::insert(tx, &response).await.unwrap());
    let text = NewText {
        interpretation: (n == 13).then_some(true),
        ..seed::text(id(n), question, "words", n == 12)
    };
    response::insert_text(tx, id(n), CONSULTATION, &text).await.unwrap();
    seed::set_state(tx, id(n), AnswerState::New, AnswerState::Cleared).await;
}

/// Behind and before each answer of a pile lie the others of it, and so many are counted.
async fn around_each_spot(tx: &mut Tx, of: &Pile<'_>, found: &[u128]) {
    for (at, n) in found.iter().enumerate() {
        let spot = coding::spot(tx, CONSULTATION, id(*n)).await.unwrap().unwrap();
        assert_eq!(spot, Spot { watch: *n == 12, id: id(*n) });
        for limit in [1, 2, 10] {
            let after = coding::pile_after(tx, CONSULTATION, of, Some(spot), limit).await.unwrap();
            let to = found.len().min(at + 1 + usize::try_from(limit).unwrap());
            assert_eq!(ids(&after), found[at + 1..to], "{limit} behind {n}, {of:?}");
            let before = coding::pile_before(tx, CONSULTATION, of, spot, limit).await.unwrap();
            let from = at.saturating_sub(usize::try_from(limit).unwrap());
            assert_eq!(ids(&before), found[from..at], "{limit} before {n}, {of:?}");
        }
        let counts = coding::pile_counts(tx, CONSULTATION, of, Some(spot)).await.unwrap();
        let count = |n: usize| i64::try_from(n).unwrap();
        assert_eq!(counts, (count(found.len()), count(at + 1)), "up to {n}, {of:?}");
    }
}

async fn who_would_be_found_by_an_age_lies_on_no_pile_of_it(db: TestDb) {
    let mut tx = seed::world(&db).await;
    answered(&mut tx, 10, "worst", "14-15", QuoteConsent::Yes).await;
    answered(&mut tx, 30, "worst", "14-15", QuoteConsent::Yes).await;
    for n in 20..28 {
        answered(&mut tx, n, "worst", "11-13", QuoteConsent::Yes).await;
    }
    let of = |band, group| Pile { band, group, ..everything() };
    let found = coding::pile(&mut tx, CONSULTATION, &of("14-15", ""), 20, 0).await.unwrap();
    assert_eq!(ids(&found), [10, 30], "nobody may ask for a group of nine");
    assert!(coding::found_by_age(&mut tx, CONSULTATION).await.unwrap().is_empty());
    let page: Vec<_> = [10, 30, 99].into_iter().chain(20..45).map(id).collect();
    assert!(coding::found_by_age_among(&mut tx, &page).await.unwrap().is_empty());
    answered(&mut tx, 28, "worst", "11-13", QuoteConsent::Yes).await;
    for (band, group, found) in [
        ("14-15", "", vec![10]),
        ("11-13", "", vec![]),
        ("14-15", "Park Club", vec![30]),
        ("", "", vec![10, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30]),
    ] {
        let pile = of(band, group);
        let same = coding::pile_after(&mut tx, CONSULTATION, &pile, None, 20).await.unwrap();
        assert_eq!(ids(&same), found, "{pile:?}");
        let many = coding::pile_counts(&mut tx, CONSULTATION, &pile, None).await.unwrap().0;
        assert_eq!(many, i64::try_from(found.len()).unwrap(), "{pile:?}");
    }
    let ten: Vec<_> = (20..=28).chain([30]).map(|n| (id(n), id(n))).collect();
    assert_eq!(coding::found_by_age(&mut tx, CONSULTATION).await.unwrap(), ten);
    let mut among = coding::found_by_age_among(&mut tx, &page).await.unwrap();
    among.sort_unstable();
    among.dedup();
    assert_eq!(among, ten.iter().map(|(answer, _)| *answer).collect::<Vec<_>>());
    let some = [id(10), id(21), id(99)];
    assert_eq!(coding::found_by_age_among(&mut tx, &some).await.unwrap(), [id(21)], "of those alone");
    assert!(coding::found_by_age_among(&mut tx, &[]).await.unwrap().is_empty());
    answered(&mut tx, 29, "worst", "11-13", QuoteConsent::Yes).await;
    assert_eq!(coding::found_by_age(&mut tx, CONSULTATION).await.unwrap(), [(id(30), id(30))]);
    assert_eq!(coding::found_by_age_among(&mut tx, &page[..20]).await.unwrap(), [id(30)]);
    let found = coding::pile(&mut tx, CONSULTATION, &of("11-13", ""), 20, 0).await.unwrap();
    assert_eq!(ids(&found), (20..30).collect::<Vec<_>>());
    assert!(coding::found_by_age(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn cleared_answers_are_found_by_everything_that_is_asked_for_at_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    answered(&mut tx, 10, "worst", "11-13", QuoteConsent::Yes).await;
    answered(&mut tx, 11, "worst", "14-15", QuoteConsent::No).await;
    answered(&mut tx, 12, "best", "14-15", QuoteConsent::Yes).await;
    answered(&mut tx, 13, "best", "11-13", QuoteConsent::Yes).await;
    seed::answer(&mut tx, id(14), "unread", false).await;
    for (n, name) in [(30, "late"), (31, "full")] {
        analysis::insert_code(&mut tx, &code(id(n), name), now()).await.unwrap();
    }
    let piece = |start| Some(Span { start, end: start + 2 });
    for (n, answer, code, piece) in [
        (40, 10, 30, None),
        (41, 10, 30, piece(0)),
        (42, 10, 30, piece(2)),
        (43, 11, 31, piece(1)),
        (44, 14, 30, None),
    ] {
        let by = Some(STAFF);
        assert!(analysis::add_coding(&mut tx, id(n), id(answer), id(code), piece, by, now()).await.unwrap());
    }
    let with = |which: &'static str, code: u128| Pile { which, code: Some(id(code)), ..everything() };
    for (of, found) in [
        (everything(), vec![12, 10, 11, 13]),
        (with("code", 30), vec![10]),
        (with("code", 31), vec![11]),
        (with("code", 99), vec![]),
        (Pile { which: "uncoded", ..everything() }, vec![12, 13]),
        (Pile { question: "worst", ..everything() }, vec![10, 11]),
        (Pile { band: "14-15", ..everything() }, vec![12, 11]),
        (Pile { only: "marked", ..everything() }, vec![12]),
        (Pile { only: "quotable", ..everything() }, vec![12, 10]),
        (Pile { only: "not-quotable", ..everything() }, vec![11, 13]),
        (Pile { question: "worst", band: "14-15", only: "not-quotable", ..with("code", 31) }, vec![11]),
        (Pile { question: "best", band: "14-15", ..with("code", 31) }, vec![]),
        (Pile { which: "uncoded", band: "11-13", ..everything() }, vec![13]),
        (Pile { group: "Park Club", ..everything() }, vec![12, 13]),
        (Pile { group: "Park Club", band: "11-13", ..everything() }, vec![13]),
        (Pile { group: "Park Club", ..with("code", 31) }, vec![]),
        (Pile { group: "Park", ..everything() }, vec![]),
    ] {
        assert_eq!(ids(&coding::pile(&mut tx, CONSULTATION, &of, 10, 0).await.unwrap()), found, "{of:?}");
        let same = coding::pile_from_end(&mut tx, CONSULTATION, &of, 10, 0).await.unwrap();
        assert_eq!(ids(&same), found, "{of:?}, from the end");
        let same = coding::pile_after(&mut tx, CONSULTATION, &of, None, 10).await.unwrap();
        assert_eq!(ids(&same), found, "{of:?}, from the first");
        let many = coding::pile_counts(&mut tx, CONSULTATION, &of, None).await.unwrap();
        assert_eq!(many, (i64::try_from(found.len()).unwrap(), 0), "{of:?}");
        around_each_spot(&mut tx, &of, &found).await;
    }
    for (of, voices) in [
        (everything(), 4),
        (Pile { group: "Park Club", ..everything() }, 2),
        (Pile { group: "Park Club", band: "11-13", ..with("uncoded", 30) }, 1),
        (Pile { group: "Park", ..everything() }, 0),
    ] {
        assert_eq!(coding::young_voices(&mut tx, CONSULTATION, &of).await.unwrap(), voices, "{of:?}");
    }
    let groups = coding::young_groups(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(groups, [("Park Club".to_string(), 2)]);
    assert!(coding::young_groups(&mut tx, id(99)).await.unwrap().is_empty());
    assert_eq!(ids(&coding::pile(&mut tx, CONSULTATION, &everything(), 2, 1).await.unwrap()), [10, 11]);
    for (offset, found) in [(0, [11, 13]), (1, [10, 11]), (2, [12, 10])] {
        let end = coding::pile_from_end(&mut tx, CONSULTATION, &everything(), 2, offset).await.unwrap();
        assert_eq!(ids(&end), found, "{offset} lie behind them");
    }
    assert!(coding::pile(&mut tx, id(99), &everything(), 10, 0).await.unwrap().is_empty());
    assert_eq!(coding::questions(&mut tx, CONSULTATION).await.unwrap(), ["best", "worst"]);
    // A code that is off, and an answer that is held, lie nowhere.
    for coding in [40, 41] {
        assert!(analysis::remove_coding(&mut tx, id(coding), id(10), None, later(1)).await.unwrap());
    }
    assert_eq!(ids(&coding::pile(&mut tx, CONSULTATION, &with("code", 30), 10, 0).await.unwrap()), [10]);
    assert!(analysis::remove_coding(&mut tx, id(42), id(10), None, later(1)).await.unwrap());
    assert!(coding::pile(&mut tx, CONSULTATION, &with("code", 30), 10, 0).await.unwrap().is_empty());
    seed::set_state(&mut tx, id(12), AnswerState::Cleared, AnswerState::Held).await;
    // It still says where the others lie; an answer of another consultation does not.
    let held = coding::spot(&mut tx, CONSULTATION, id(12)).await.unwrap();
    assert_eq!(held, Some(Spot { watch: true, id: id(12) }));
    let behind = coding::pile_after(&mut tx, CONSULTATION, &everything(), held, 2).await.unwrap();
    assert_eq!(ids(&behind), [10, 11]);
    assert_eq!(coding::spot(&mut tx, id(99), id(12)).await.unwrap(), None);
    assert_eq!(coding::spot(&mut tx, CONSULTATION, id(98)).await.unwrap(), None);
    let uncoded = Pile { which: "uncoded", ..everything() };
    assert_eq!(ids(&coding::pile(&mut tx, CONSULTATION, &uncoded, 10, 0).await.unwrap()), [10, 13]);
}

async fn what_was_changed_is_known_until_it_is_taken_back(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "late again").await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    let piece = Some(Span { start: 0, end: 4 });
    for (n, piece, at) in [(40, None, 1), (41, piece, 2)] {
        let by = Some(STAFF);
        assert!(analysis::add_coding(&mut tx, id(n), id(10), id(30), piece, by, later(at)).await.unwrap());
    }
    assert!(analysis::remove_coding(&mut tx, id(40), id(10), Some(STAFF), later(3)).await.unwrap());
    let changes = coding::changes(&mut tx, id(10)).await.unwrap();
    assert_eq!(
        changes.iter().map(|c| (c.id, c.piece(), c.at, c.removed_at)).collect::<Vec<_>>(),
        [(id(40), None, later(1), Some(later(3))), (id(41), piece, later(2), None)]
    );
    assert_eq!((changes[0].code_id, changes[0].staff_id), (id(30), Some(STAFF)));
    assert_eq!((changes[0].removed_by, changes[1].removed_by), (Some(STAFF), None));
    // The newest is what was changed last, and not what was put there last; it is somebody's, somewhere, since some time.
    for (consultation, staff, since, newest) in [
        (CONSULTATION, STAFF, now(), Some((id(10), id(40)))),
        (CONSULTATION, STAFF, later(3), Some((id(10), id(40)))),
        (CONSULTATION, STAFF, later(4), None),
        (CONSULTATION, id(98), now(), None),
        (id(99), STAFF, now(), None),
    ] {
        let found = coding::newest_change(&mut tx, consultation, staff, since).await.unwrap();
        assert_eq!(found, newest, "{staff} {since}");
    }
    coding::undo_removed(&mut tx, id(40), Some(id(50)), later(4)).await.unwrap();
    let before = coding::newest_change(&mut tx, CONSULTATION, STAFF, now()).await.unwrap();
    assert_eq!(before, Some((id(10), id(41))), "what is taken back is the newest no more");
    coding::undo_removed(&mut tx, id(41), Some(id(51)), later(4)).await.unwrap();
    let left = coding::changes(&mut tx, id(10)).await.unwrap();
    assert_eq!(left.iter().map(|change| change.id).collect::<Vec<_>>(), [id(41)], "it was never taken off");
    coding::undo_added(&mut tx, id(41), STAFF, Some(id(52)), later(5)).await.unwrap();
    for (number, answer) in [(50, Some(id(10))), (51, None), (52, Some(id(10)))] {
        assert_eq!(coding::undone_at(&mut tx, CONSULTATION, id(number)).await.unwrap(), answer, "{number}");
    }
    assert_eq!(coding::undone_at(&mut tx, id(99), id(52)).await.unwrap(), None, "of another consultation");
    assert_eq!(coding::newest_change(&mut tx, CONSULTATION, STAFF, now()).await.unwrap(), None);
    assert!(coding::changes(&mut tx, id(10)).await.unwrap().is_empty());
    assert!(analysis::codings_of(&mut tx, id(10)).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    assert_eq!(db.count("coding").await, 2, "and what happened stays");
}
