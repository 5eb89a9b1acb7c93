//! The few rows that every contract test stands on.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use earshot_domain::consultation::{Setup, State};
use earshot_domain::evidence::{AnswerState, QuoteConsent, QuoteState, ThemeState};
use earshot_domain::respondent::RespondentType;
use earshot_store::analysis::{self, NewCode, Theme};
use earshot_store::coding::Pile;
use earshot_store::consultation::{self, Consultation};
use earshot_store::memo::Memo;
use earshot_store::people::{self, Organisation, Staff};
use earshot_store::quote::{self, Quote};
use earshot_store::response::{self, NewResponse, NewText};
use earshot_store::{Json, Tx, reading};
use earshot_testkit::TestDb;
use uuid::Uuid;

pub(crate) const ORGANISATION: Uuid = id(1);
pub(crate) const STAFF: Uuid = id(2);
pub(crate) const CONSULTATION: Uuid = id(3);

/// An id that is easy to tell from others; they sort as their numbers do.
pub(crate) const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A moment with every digit that is kept.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-02-09T09:30:15.123456Z".parse().unwrap()
}

pub(crate) fn later(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) async fn organisation(tx: &mut Tx, id: Uuid, created_at: DateTime<Utc>) {
    let organisation = Organisation {
        id,
        name: "Wexmoor".into(),
        suppression_preset: "nhs5".into(),
        duty_phone: "01632 960 111".into(),
    };
    people::insert_organisation(tx, &organisation, created_at).await.unwrap();
}

pub(crate) async fn staff(tx: &mut Tx, id: Uuid, email: &str) {
    let staff = Staff { id, organisation_id: ORGANISATION, email: email.into(), name: "Jo Marsh".into() };
    people::insert_staff(tx, &staff, &email.to_lowercase(), now()).await.unwrap();
}

pub(crate) fn consultation(id: Uuid, number: i64, slug: &str) -> Consultation {
    Consultation {
        id,
        organisation_id: ORGANISATION,
        number,
        slug: slug.into(),
        state: State::Open,
        setup: Json(Setup { title: slug.into(), ..Setup::default() }),
        questionnaire_version: 1,
        edition: 1,
        opened_on: None,
    }
}

/// A note beside an answer or beside a code.
pub(crate) fn memo(id: Uuid, answer_id: Option<Uuid>, code_id: Option<Uuid>) -> Memo {
    Memo {
        id,
        consultation_id: CONSULTATION,
        answer_id,
        code_id,
        words: format!("a note of {}", id.as_u128()),
        staff_id: Some(STAFF),
        staff_name: None,
        at: now(),
    }
}

/// Every cleared answer.
pub(crate) fn everything() -> Pile<'static> {
    Pile { which: "all", code: None, question: "", band: "", only: "", group: "" }
}

/// One organisation, one member of staff, one consultation.
pub(crate) async fn world(db: &TestDb) -> Tx {
    let mut tx = db.db().begin().await.unwrap();
    organisation(&mut tx, ORGANISATION, now()).await;
    staff(&mut tx, STAFF, "jo@wexmoor.example").await;
    consultation::insert(&mut tx, &consultation(CONSULTATION, 1, "bus"), now()).await.unwrap();
    tx
}

/// A response; everything that must be unlike in two follows from its id.
pub(crate) fn new_response(id: Uuid) -> NewResponse {
    NewResponse {
        id,
        consultation_id: CONSULTATION,
        questionnaire_version: 1,
        respondent_type: RespondentType::Child,
        age_band: Some("11-13"),
        area: Some("Wexmoor North".into()),
        channel: "web",
        started_on: day("2026-02-08"),
        submitted_at: now(),
        submission_key_hash: [b"key", id.as_bytes().as_slice()].concat(),
        receipt_hash: Some([b"receipt", id.as_bytes().as_slice()].concat()),
        words_consent: QuoteConsent::Yes,
        import_key: None,
        seed: 7,
        door: earshot_domain::door::Door::default(),
        group_name: None,
        assisted_by: None,
        minutes: None,
        unreadable: None,
    }
}

pub(crate) async fn response(tx: &mut Tx, id: Uuid) {
    assert!(response::insert(tx, &new_response(id)).await.unwrap());
}

pub(crate) fn text(id: Uuid, question: &str, words: &str, watch: bool) -> NewText {
    NewText {
        id,
        question_key: question.into(),
        words: words.into(),
        words_sha256: words.bytes().rev().collect(),
        watch,
        state: AnswerState::New,
        interpretation: None,
    }
}

/// An answer in words with its response; both have this id.
pub(crate) async fn answer(tx: &mut Tx, id: Uuid, words: &str, watch: bool) {
    response(tx, id).await;
    response::insert_text(tx, id, CONSULTATION, &text(id, "worst", words, watch)).await.unwrap();
}

pub(crate) async fn set_state(tx: &mut Tx, id: Uuid, from: AnswerState, to: AnswerState) {
    reading::set_state(tx, id, from, to, Some(STAFF), now()).await.unwrap();
}

/// An answer that may be used.
pub(crate) async fn cleared(tx: &mut Tx, id: Uuid, words: &str) {
    answer(tx, id, words, false).await;
    set_state(tx, id, AnswerState::New, AnswerState::Cleared).await;
}

pub(crate) fn code(id: Uuid, name: &str) -> NewCode {
    NewCode {
        id,
        consultation_id: CONSULTATION,
        name: name.into(),
        definition: "What it means".into(),
        use_when: "When".into(),
        not_when: "When not".into(),
        import_key: None,
        example: String::new(),
        near_miss: String::new(),
        young_name: String::new(),
        colour: None,
        parent_id: None,
        is_codable: true,
        created_by: Some(STAFF),
    }
}

pub(crate) async fn theme(tx: &mut Tx, id: Uuid, number: i64, codes: &[Uuid]) -> Theme {
    let theme = Theme {
        id,
        number,
        consultation_id: CONSULTATION,
        name: format!("Theme {number}"),
        child_name: format!("You said {number}"),
        summary: "A summary".into(),
        state: ThemeState::Draft,
    };
    analysis::insert_theme(tx, &theme, ORGANISATION, Some(STAFF), now()).await.unwrap();
    analysis::set_theme_codes(tx, id, codes).await.unwrap();
    theme
}

pub(crate) async fn quote(tx: &mut Tx, id: Uuid, number: i64, answer: Uuid, theme: Uuid) -> Quote {
    let quote = Quote {
        id,
        organisation_id: ORGANISATION,
        number,
        consultation_id: CONSULTATION,
        theme_id: theme,
        answer_id: Some(answer),
        span_start: 0,
        span_end: 4,
        public_text: "some words".into(),
        respondent_type: RespondentType::Child,
        attribution: "Young person".into(),
        why_chosen: "It says it best".into(),
        state: QuoteState::Draft,
        published_at: None,
        shaped_by: None,
        checked_at: None,
        checked_by: None,
    };
    quote::insert(tx, &quote, Some(STAFF), now()).await.unwrap();
    quote
}
