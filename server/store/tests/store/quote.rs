//! Redactions and quotes.

use earshot_domain::evidence::AnswerState;
use earshot_domain::evidence::QuoteState::{self, Draft, Held, Published, Struck};
use earshot_store::quote::{self, Quote, Redaction};
use earshot_store::{StoreError, Tx, analysis, consultation, need, response};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::need::insert_need;
use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, id, later, now};

on_both!(
    redactions_are_in_the_order_of_the_text_and_their_history_stays,
    a_quote_is_found_by_its_number_its_answer_and_its_need,
    only_a_draft_is_published_and_once,
    what_is_struck_keeps_its_number_and_loses_its_words,
    what_is_held_is_seen_by_nobody_and_comes_back_as_it_was,
    an_answer_that_goes_leaves_the_quote_without_it,
    a_look_counts_for_what_is_shown,
);

async fn redactions_are_in_the_order_of_the_text_and_their_history_stays(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "words").await;
    seed::cleared(&mut tx, id(11), "words").await;
    for (n, start, end, token) in
        [(30, 7, 9, "name"), (31, 2, 6, "place"), (33, 2, 4, "school"), (32, 2, 4, "name")]
    {
        let redaction = Redaction { id: id(n), span_start: start, span_end: end, token: token.into() };
        quote::insert_redaction(&mut tx, &redaction, id(10), Some(STAFF), now()).await.unwrap();
    }
    let order = |rows: Vec<Redaction>| rows.iter().map(|row| row.id.as_u128()).collect::<Vec<_>>();
    assert_eq!(order(quote::redactions(&mut tx, id(10)).await.unwrap()), [32, 33, 31, 30]);
    let last = quote::redactions(&mut tx, id(10)).await.unwrap().remove(3);
    assert_eq!((last.span_start, last.span_end, last.token.as_str()), (7, 9, "name"));
    assert!(quote::redactions(&mut tx, id(11)).await.unwrap().is_empty());
    let mut on = quote::redactions_on(&mut tx, &[id(11), id(10)]).await.unwrap();
    assert_eq!(order(on.remove(&id(10)).unwrap()), [32, 33, 31, 30]);
    assert!(on.is_empty(), "those of which nothing is hidden are left out");
    let foreign = quote::remove_redaction(&mut tx, id(30), id(11), Some(STAFF), later(1)).await;
    assert!(matches!(foreign, Err(StoreError::Stale)), "of another answer");
    quote::remove_redaction(&mut tx, id(30), id(10), None, later(1)).await.unwrap();
    let twice = quote::remove_redaction(&mut tx, id(30), id(10), None, later(2)).await;
    assert!(matches!(twice, Err(StoreError::Stale)));
    assert_eq!(order(quote::redactions(&mut tx, id(10)).await.unwrap()), [32, 33, 31]);
    let mut on = quote::redactions_on(&mut tx, &[id(10)]).await.unwrap();
    assert_eq!(order(on.remove(&id(10)).unwrap()), [32, 33, 31]);
    tx.commit().await.unwrap();
    assert_eq!(db.count("redaction").await, 4);
}

/// Two answers and a theme.
async fn ready(db: &TestDb) -> Tx {
    let mut tx = seed::world(db).await;
    seed::cleared(&mut tx, id(10), "words").await;
    seed::cleared(&mut tx, id(11), "words").await;
    analysis::insert_code(&mut tx, &seed::code(id(30), "late"), now()).await.unwrap();
    seed::theme(&mut tx, id(60), 1, &[id(30)]).await;
    tx
}

fn numbers(quotes: &[Quote]) -> Vec<i64> {
    quotes.iter().map(|quote| quote.number).collect()
}

async fn state(tx: &mut Tx, id: Uuid) -> (QuoteState, String) {
    let quote = quote::by_id(tx, id).await.unwrap().unwrap();
    (quote.state, quote.public_text)
}

async fn a_quote_is_found_by_its_number_its_answer_and_its_need(db: TestDb) {
    let mut tx = ready(&db).await;
    let made = seed::quote(&mut tx, id(70), 2, id(10), id(60)).await;
    seed::quote(&mut tx, id(71), 1, id(10), id(60)).await;
    seed::quote(&mut tx, id(72), 3, id(11), id(60)).await;
    let found = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!(
        (found.answer_id, found.theme_id, found.consultation_id),
        (Some(id(10)), id(60), CONSULTATION)
    );
    assert_eq!((found.span_start, found.span_end, found.organisation_id), (0, 4, ORGANISATION));
    assert_eq!(
        (found.public_text, found.attribution, found.why_chosen),
        (made.public_text, made.attribution, made.why_chosen)
    );
    assert_eq!((found.state, found.published_at, found.respondent_type), (Draft, None, made.respondent_type));
    assert_eq!(quote::by_number(&mut tx, ORGANISATION, 2).await.unwrap().unwrap().id, id(70));
    assert!(quote::by_number(&mut tx, id(99), 2).await.unwrap().is_none());
    assert!(quote::published(&mut tx, 2).await.unwrap().is_none(), "not published");
    assert!(quote::by_id(&mut tx, id(99)).await.unwrap().is_none());
    assert_eq!(numbers(&quote::of_consultation(&mut tx, CONSULTATION).await.unwrap()), [1, 2, 3]);
    assert_eq!(numbers(&quote::of_answer(&mut tx, id(10)).await.unwrap()), [1, 2]);
    insert_need(&mut tx, id(80), 1).await;
    need::add_quote(&mut tx, id(80), id(72), Some(STAFF), now()).await.unwrap();
    need::add_quote(&mut tx, id(80), id(71), Some(STAFF), now()).await.unwrap();
    assert_eq!(numbers(&quote::of_need(&mut tx, id(80)).await.unwrap()), [1, 3]);
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), now()).await.unwrap();
    assert!(quote::of_consultation(&mut tx, id(9)).await.unwrap().is_empty());
    let taken = quote::insert(&mut tx, &Quote { id: id(73), ..made_again(3) }, None, now()).await;
    assert!(matches!(taken, Err(StoreError::Taken)), "a number is given once");
}

fn made_again(number: i64) -> Quote {
    Quote {
        id: id(70),
        organisation_id: ORGANISATION,
        number,
        consultation_id: CONSULTATION,
        theme_id: id(60),
        answer_id: None,
        span_start: 0,
        span_end: 1,
        public_text: String::new(),
        respondent_type: earshot_domain::respondent::RespondentType::Parent,
        attribution: String::new(),
        why_chosen: String::new(),
        state: Draft,
        published_at: None,
        shaped_by: None,
        checked_at: None,
        checked_by: None,
    }
}

async fn only_a_draft_is_published_and_once(db: TestDb) {
    let mut tx = ready(&db).await;
    seed::quote(&mut tx, id(70), 1, id(10), id(60)).await;
    seed::quote(&mut tx, id(71), 2, id(10), id(60)).await;
    quote::strike(&mut tx, id(71)).await.unwrap();
    let words = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap().public_text;
    assert!(!quote::publish(&mut tx, id(70), "other words", "Young person", None, now()).await.unwrap());
    for (quote, is_draft) in [(id(70), true), (id(71), false)] {
        let first =
            quote::publish(&mut tx, quote, &words, "Young person", Some(STAFF), later(1)).await.unwrap();
        assert_eq!(first, is_draft);
        assert!(!quote::publish(&mut tx, quote, &words, "Somebody else", None, later(2)).await.unwrap());
    }
    let published = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!(quote::published(&mut tx, published.number).await.unwrap().unwrap().id, id(70));
    assert_eq!((published.state, published.published_at), (Published, Some(later(1))));
    assert_eq!(state(&mut tx, id(71)).await, (Struck, String::new()), "what was struck stays struck");
    assert_eq!(published.attribution, "Young person", "as it could be told on the day");
    quote::set_attribution(&mut tx, id(70), "Somebody").await.unwrap();
    assert_eq!(quote::by_id(&mut tx, id(70)).await.unwrap().unwrap().attribution, "Somebody");
    let before = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!(before.checked_at, None);
    let text = "[name] drives past \u{1f68c}";
    quote::set_public_text(&mut tx, id(70), text, Some(STAFF)).await.unwrap();
    assert_eq!(state(&mut tx, id(70)).await, (Published, text.to_string()));
}

async fn what_is_struck_keeps_its_number_and_loses_its_words(db: TestDb) {
    let mut tx = ready(&db).await;
    response::insert_text(&mut tx, id(10), CONSULTATION, &seed::text(id(12), "stop", "the stop", false))
        .await
        .unwrap();
    for (n, number, answer) in [(70, 1, 10), (71, 2, 12), (72, 3, 11), (73, 4, 11)] {
        seed::quote(&mut tx, id(n), number, id(answer), id(60)).await;
    }
    let words = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap().public_text;
    assert!(quote::publish(&mut tx, id(70), &words, "Young person", None, now()).await.unwrap());
    assert_eq!(quote::strike_question(&mut tx, id(10), "stop").await.unwrap(), 1);
    assert_eq!(state(&mut tx, id(71)).await, (Struck, String::new()));
    assert_eq!(state(&mut tx, id(70)).await.0, Published);
    assert_eq!(quote::strike_response(&mut tx, id(10)).await.unwrap(), 2);
    assert_eq!(state(&mut tx, id(70)).await, (Struck, String::new()));
    let kept = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!((kept.number, kept.published_at), (1, Some(now())), "its page stays");
    assert_eq!(state(&mut tx, id(72)).await.0, Draft, "somebody else's words stay");
    assert_eq!(quote::strike_response(&mut tx, id(99)).await.unwrap(), 0);
}

async fn what_is_held_is_seen_by_nobody_and_comes_back_as_it_was(db: TestDb) {
    let mut tx = ready(&db).await;
    for n in [70, 71, 72] {
        seed::quote(&mut tx, id(n), i64::try_from(n).unwrap(), id(10), id(60)).await;
    }
    let words = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap().public_text;
    assert!(quote::publish(&mut tx, id(70), &words, "Young person", None, now()).await.unwrap());
    quote::strike(&mut tx, id(72)).await.unwrap();
    seed::set_state(&mut tx, id(10), AnswerState::Cleared, AnswerState::Held).await;
    let held = (Held, String::new());
    assert_eq!(state(&mut tx, id(70)).await, held);
    assert_eq!(state(&mut tx, id(71)).await, held, "a draft, too");
    assert_eq!(state(&mut tx, id(72)).await.0, Struck, "what was struck stays struck");
    let of_answer = quote::of_answer(&mut tx, id(10)).await.unwrap();
    let of_all = quote::of_consultation(&mut tx, CONSULTATION).await.unwrap();
    let public = quote::published(&mut tx, 70).await.unwrap().unwrap();
    let by_number = quote::by_number(&mut tx, ORGANISATION, 70).await.unwrap().unwrap();
    for read in of_answer.into_iter().chain(of_all).chain([public, by_number]) {
        assert!(!read.state.stands() && read.public_text.is_empty(), "{read:?}");
    }
    seed::set_state(&mut tx, id(10), AnswerState::Held, AnswerState::Cleared).await;
    assert_eq!(state(&mut tx, id(70)).await, (Published, words.clone()));
    assert_eq!(state(&mut tx, id(71)).await, (Draft, words));
    assert_eq!(state(&mut tx, id(72)).await, (Struck, String::new()));
}

async fn an_answer_that_goes_leaves_the_quote_without_it(db: TestDb) {
    let mut tx = ready(&db).await;
    seed::quote(&mut tx, id(70), 1, id(10), id(60)).await;
    quote::strike_response(&mut tx, id(10)).await.unwrap();
    response::take_back(&mut tx, id(10)).await.unwrap();
    let left = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!((left.answer_id, left.state, left.public_text.as_str()), (None, Struck, ""));
    assert!(quote::of_answer(&mut tx, id(10)).await.unwrap().is_empty());
    assert!(quote::redactions(&mut tx, id(10)).await.unwrap().is_empty());
}

async fn a_look_counts_for_what_is_shown(db: TestDb) {
    let mut tx = ready(&db).await;
    seed::staff(&mut tx, id(20), "kit@wexmoor.example").await;
    seed::quote(&mut tx, id(70), 1, id(10), id(60)).await;
    let made = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    let shown = made.public_text.clone();
    quote::set_checked(&mut tx, id(70), &shown, id(20), later(1)).await.unwrap();
    let checked = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!((checked.checked_at, checked.checked_by.is_some()), (Some(later(1)), true));
    quote::set_public_text(&mut tx, id(70), &shown, Some(id(20))).await.unwrap();
    let same = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!((same.checked_at, same.shaped_by), (Some(later(1)), made.shaped_by), "nothing has changed");
    quote::set_public_text(&mut tx, id(70), "[name]", Some(id(20))).await.unwrap();
    let other = quote::by_id(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!((other.checked_at, other.shaped_by), (None, Some(id(20))));
    let stale = quote::set_checked(&mut tx, id(70), &shown, STAFF, later(2)).await;
    assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    assert!(quote::publish(&mut tx, id(70), "[name]", "Young person", None, later(3)).await.unwrap());
    let late = quote::set_checked(&mut tx, id(70), "[name]", STAFF, later(4)).await;
    assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
}
