//! Rounds of double coding: what is drawn, what each of the two says, and that what is held or taken back is in none of it.

use earshot_domain::agreement::{Agreement, RoundState};
use earshot_domain::evidence::AnswerState;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::Token;
use earshot_domain::young::{GivenBy, GroupKind, Nickname};
use earshot_store::round::{self, NewRound, RoundCode, Settled};
use earshot_store::young::{self, NewAccount, NewGroup};
use earshot_store::{StoreError, Tx, analysis, quote, reading, response};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    a_round_is_drawn_numbered_and_goes_on_to_its_end,
    what_somebody_says_takes_the_place_of_what_they_said_before,
    what_is_held_or_taken_back_is_in_no_sample,
    a_young_person_sees_what_was_checked_and_their_part_goes_with_their_account,
);

const ROUND: Uuid = id(400);
const OTHER: Uuid = id(60);
const YOUNG: Uuid = id(310);

fn code(n: u128, young_name: &str) -> RoundCode {
    let (name, definition) = (format!("Code {n}"), "What it means".into());
    RoundCode { id: id(n), name, definition, young_name: young_name.into() }
}

fn new(second: (Option<Uuid>, Option<Uuid>), answers: &[u128]) -> NewRound {
    NewRound {
        id: ROUND,
        consultation_id: CONSULTATION,
        number: 1,
        wish: Some(2),
        codes: vec![code(31, ""), code(32, "It is late")],
        answers: answers.iter().map(|n| id(*n)).collect(),
        first: STAFF,
        second,
        by: STAFF,
    }
}

/// Three answers that may be used, two codes, a colleague, and a young person.
async fn ready(db: &TestDb) -> Tx {
    let mut tx = seed::world(db).await;
    seed::staff(&mut tx, OTHER, "ali@wexmoor.example").await;
    for n in 10..13 {
        seed::cleared(&mut tx, id(n), &format!("words {n}")).await;
    }
    seed::answer(&mut tx, id(13), "nobody has read it", false).await;
    for n in [31, 32] {
        analysis::insert_code(&mut tx, &seed::code(id(n), &format!("Code {n}")), now()).await.unwrap();
    }
    let group = NewGroup {
        id: id(300),
        organisation_id: ORGANISATION,
        name: "Forum".into(),
        kind: GroupKind::Forum,
        by: Some(STAFF),
        on: day("2026-02-09"),
    };
    young::insert_group(&mut tx, &group).await.unwrap();
    let account = NewAccount {
        id: YOUNG,
        organisation_id: ORGANISATION,
        group_id: id(300),
        nickname: Nickname::parse("Otter", true).unwrap(),
        age_band: AgeBand::From16To17,
        is_assessor: false,
        consent_by: GivenBy::YoungPerson,
        consent_on: day("2026-02-01"),
        wording: "account-1",
        competence: None,
        by: Some(STAFF),
        on: day("2026-02-09"),
        ends_on: day("2027-02-09"),
    };
    young::insert(&mut tx, &account).await.unwrap();
    tx
}

async fn places(tx: &mut Tx) -> Vec<(i64, Uuid)> {
    round::units(tx, ROUND).await.unwrap().into_iter().map(|unit| (unit.place, unit.id)).collect()
}

async fn a_round_is_drawn_numbered_and_goes_on_to_its_end(db: TestDb) {
    let mut tx = ready(&db).await;
    assert_eq!(round::to_draw(&mut tx, CONSULTATION).await.unwrap(), [id(10), id(11), id(12)]);
    assert_eq!(round::next_number(&mut tx, CONSULTATION).await.unwrap(), 1);
    round::insert(&mut tx, &new((Some(OTHER), None), &[12, 10]), now()).await.unwrap();
    assert_eq!(round::next_number(&mut tx, CONSULTATION).await.unwrap(), 2);
    assert_eq!(places(&mut tx).await, [(1, id(12)), (2, id(10))], "as they were drawn");
    let units = round::units(&mut tx, ROUND).await.unwrap();
    assert_eq!((units[0].words.as_str(), units[0].question_key.as_str()), ("words 12", "worst"));

    let kept = round::by_number(&mut tx, CONSULTATION, 1).await.unwrap().unwrap();
    assert_eq!((kept.id, kept.state, kept.wish, kept.drawn), (ROUND, RoundState::Coding, Some(2), 2));
    assert_eq!((kept.started_by, kept.started_at, kept.checked_at), (STAFF, now(), None));
    assert_eq!(kept.codes.0, [code(31, ""), code(32, "It is late")]);
    assert_eq!((kept.codes[0].for_young(), kept.codes[1].for_young()), ("Code 31", "It is late"));
    assert!(round::by_number(&mut tx, CONSULTATION, 2).await.unwrap().is_none());
    let coders = round::coders(&mut tx, ROUND).await.unwrap();
    assert_eq!(
        coders.iter().map(|coder| (coder.coder, coder.staff_id)).collect::<Vec<_>>(),
        [(1, Some(STAFF)), (2, Some(OTHER))]
    );
    assert!(!coders[1].is_young() && coders[1].staff_name.as_deref() == Some("Jo Marsh"));

    round::hold(&mut tx, ROUND).await.unwrap();
    round::finish(&mut tx, ROUND, 1, later(1)).await.unwrap();
    assert!(matches!(round::finish(&mut tx, ROUND, 1, later(2)).await, Err(StoreError::Stale)));
    let coders = round::coders(&mut tx, ROUND).await.unwrap();
    assert_eq!((coders[0].finished_at, coders[1].finished_at), (Some(later(1)), None));
    round::compare(&mut tx, ROUND).await.unwrap();
    assert!(matches!(round::compare(&mut tx, ROUND).await, Err(StoreError::Stale)));
    assert!(matches!(round::checked(&mut tx, ROUND, STAFF, now()).await, Err(StoreError::Stale)));
    let result = Agreement::of(&[vec![vec![Some(true), Some(false)]]], false);
    round::close(&mut tx, ROUND, Some(&result), later(3)).await.unwrap();
    assert!(matches!(round::close(&mut tx, ROUND, None, later(4)).await, Err(StoreError::Stale)));
    let all = round::of_consultation(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!((all.len(), all[0].state, all[0].closed_at), (1, RoundState::Closed, Some(later(3))));
    assert_eq!(all[0].result.as_ref().map(|kept| &kept.0), Some(&result));

    let again = NewRound { id: id(401), ..new((Some(OTHER), None), &[11]) };
    assert!(matches!(round::insert(&mut tx, &again, now()).await, Err(StoreError::Taken)));
}

async fn what_somebody_says_takes_the_place_of_what_they_said_before(db: TestDb) {
    let mut tx = ready(&db).await;
    round::insert(&mut tx, &new((Some(OTHER), None), &[10, 11]), now()).await.unwrap();
    round::say(&mut tx, (ROUND, 1), id(10), Some(&[id(31)]), now()).await.unwrap();
    round::say(&mut tx, (ROUND, 1), id(10), Some(&[id(31), id(32)]), later(1)).await.unwrap();
    round::say(&mut tx, (ROUND, 1), id(11), None, later(2)).await.unwrap();
    round::say(&mut tx, (ROUND, 2), id(10), Some(&[]), later(3)).await.unwrap();
    let own = round::said_by(&mut tx, ROUND, 1).await.unwrap();
    assert_eq!(own.len(), 2, "the other's are not among them");
    assert_eq!(own[0].codes.as_ref().map(|codes| codes.0.clone()), Some(vec![id(31), id(32)]));
    assert!(own[1].answer_id == id(11) && own[1].codes.is_none(), "passed over");
    let both = round::said(&mut tx, ROUND).await.unwrap();
    assert_eq!(
        both.iter().map(|said| (said.answer_id, said.coder)).collect::<Vec<_>>(),
        [(id(10), 1), (id(10), 2), (id(11), 1)]
    );

    let settled = |applies, reason: &str| Settled {
        answer_id: id(10),
        code_id: id(32),
        applies,
        reason: reason.into(),
    };
    round::settle(&mut tx, ROUND, &settled(true, "It is late"), STAFF, now()).await.unwrap();
    round::settle(&mut tx, ROUND, &settled(false, "It is full"), OTHER, later(1)).await.unwrap();
    assert_eq!(round::settled(&mut tx, ROUND).await.unwrap(), [settled(false, "It is full")]);
}

async fn what_is_held_or_taken_back_is_in_no_sample(db: TestDb) {
    let mut tx = ready(&db).await;
    round::insert(&mut tx, &new((Some(OTHER), None), &[10, 11, 12]), now()).await.unwrap();
    round::say(&mut tx, (ROUND, 1), id(12), Some(&[]), now()).await.unwrap();
    seed::set_state(&mut tx, id(10), AnswerState::Cleared, AnswerState::Held).await;
    assert_eq!(places(&mut tx).await, [(2, id(11)), (3, id(12))]);
    assert_eq!(round::to_draw(&mut tx, CONSULTATION).await.unwrap(), [id(11), id(12)]);
    assert_eq!(round::to_draw_count(&mut tx, CONSULTATION).await.unwrap(), 2);
    seed::set_state(&mut tx, id(10), AnswerState::Held, AnswerState::Cleared).await;
    assert_eq!(places(&mut tx).await.len(), 3, "it was nothing");
    response::delete_answer(&mut tx, id(12), "worst").await.unwrap();
    assert_eq!(places(&mut tx).await, [(1, id(10)), (2, id(11))]);
    assert!(round::said(&mut tx, ROUND).await.unwrap().is_empty(), "and what was said of it");
    assert_eq!(round::by_id(&mut tx, ROUND).await.unwrap().unwrap().drawn, 2);
}

async fn a_young_person_sees_what_was_checked_and_their_part_goes_with_their_account(db: TestDb) {
    let mut tx = ready(&db).await;
    round::insert(&mut tx, &new((None, Some(YOUNG)), &[10, 11]), now()).await.unwrap();
    let coders = round::coders(&mut tx, ROUND).await.unwrap();
    assert!(coders[1].is_young() && !coders[0].is_young());
    assert_eq!(coders[1].young_name().unwrap().as_str(), "Otter");
    let redaction =
        quote::Redaction { id: id(500), span_start: 0, span_end: 5, token: Token::Name.as_str().into() };
    quote::insert_redaction(&mut tx, &redaction, id(10), Some(STAFF), now()).await.unwrap();
    assert!(round::of_young(&mut tx, YOUNG).await.unwrap().is_empty(), "nobody has looked for names");
    assert!(round::units_checked(&mut tx, ROUND).await.unwrap().is_empty());

    round::checked(&mut tx, ROUND, STAFF, later(1)).await.unwrap();
    assert_eq!(round::of_young(&mut tx, YOUNG).await.unwrap().len(), 1);
    assert!(round::of_young(&mut tx, id(311)).await.unwrap().is_empty());
    let ids = |units: Vec<round::Unit>| units.into_iter().map(|unit| unit.id).collect::<Vec<_>>();
    assert_eq!(ids(round::units_checked(&mut tx, ROUND).await.unwrap()), [id(10), id(11)]);
    quote::remove_redaction(&mut tx, id(500), id(10), Some(STAFF), later(2)).await.unwrap();
    assert_eq!(ids(round::units_checked(&mut tx, ROUND).await.unwrap()), [id(11)], "look once more");
    round::checked(&mut tx, ROUND, STAFF, later(3)).await.unwrap();
    assert_eq!(ids(round::units_checked(&mut tx, ROUND).await.unwrap()), [id(10), id(11)]);

    // Held while somebody looked, and released since.
    let (held, cleared) = (AnswerState::Held, AnswerState::Cleared);
    seed::set_state(&mut tx, id(11), cleared, held).await;
    assert!(round::is_drawn(&mut tx, ROUND, id(11)).await.unwrap(), "whatever has become of it");
    assert!(!round::is_drawn(&mut tx, ROUND, id(12)).await.unwrap());
    reading::set_state(&mut tx, id(11), held, cleared, Some(STAFF), later(4)).await.unwrap();
    assert_eq!(ids(round::units_checked(&mut tx, ROUND).await.unwrap()), [id(10)]);
    round::checked(&mut tx, ROUND, STAFF, later(5)).await.unwrap();
    assert_eq!(ids(round::units_checked(&mut tx, ROUND).await.unwrap()), [id(10), id(11)]);

    round::say(&mut tx, (ROUND, 2), id(10), Some(&[id(31)]), now()).await.unwrap();
    round::say(&mut tx, (ROUND, 1), id(10), Some(&[id(31)]), now()).await.unwrap();
    assert!(young::remove(&mut tx, YOUNG).await.unwrap());
    let coders = round::coders(&mut tx, ROUND).await.unwrap();
    assert_eq!(coders.iter().map(|coder| coder.coder).collect::<Vec<_>>(), [1]);
    let left = round::said(&mut tx, ROUND).await.unwrap();
    assert_eq!(left.iter().map(|said| said.coder).collect::<Vec<_>>(), [1]);
}
