//! Finding what was said: what is found, by what, and that nothing is left of what was taken out.

use earshot_domain::evidence::AnswerState;
use earshot_domain::search::{Kind, Lang, Wanted};
use earshot_store::job::{self, NewJob, Work};
use earshot_store::need::NeedBody;
use earshot_store::search::{self, Entry, NewEntry, Query, Source};
use earshot_store::{Json, StoreError, Tx, access, analysis, consultation, decision, need, response};
use earshot_testkit::{TestDb, on_both, testing};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    words_phrases_and_what_must_not_stand_in_it_find_an_entry,
    whatever_is_typed_is_no_error,
    the_forms_of_an_english_word_count_as_one_and_those_of_a_welsh_word_by_how_they_begin,
    only_what_stands_on_the_shelves_that_were_named_is_found_and_on_the_days,
    the_newest_entries_are_found_and_no_more_of_them_than_can_be_looked_at,
    an_entry_is_kept_anew_moved_and_taken_out,
    an_answer_that_goes_takes_its_entries_along,
    what_may_not_be_found_any_more_is_taken_out,
    what_is_indexed_is_read_from_its_record,
    the_index_is_filled_once,
    work_on_the_index_is_told_from_letters,
    the_groups_that_were_asked_are_known,
);

async fn work_on_the_index_is_told_from_letters(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let fill = Work::Fill { version: 1, source: 0, after: id(0), looked_at: 0 };
    let names = Work::Names { after: id(0), looked_at: 0 };
    for (number, work, is_index) in [(10, fill, true), (11, names, true), (12, Work::Confirm(id(1)), false)] {
        let written = NewJob {
            id: id(number),
            organisation_id: ORGANISATION,
            subject: String::new(),
            work,
            once: None,
            run_at: now(),
            created_at: now(),
            digest_key: None,
        };
        assert!(job::insert(&mut tx, &written).await.unwrap());
        assert_eq!(
            search::is_index_work(&mut tx, ORGANISATION, id(number)).await.unwrap(),
            is_index,
            "{number}"
        );
        assert!(
            !search::is_index_work(&mut tx, id(99), id(number)).await.unwrap(),
            "of another organisation"
        );
    }
}

fn entry(number: u128, body: &str) -> NewEntry {
    NewEntry {
        organisation_id: ORGANISATION,
        consultation_id: Some(CONSULTATION),
        kind: Kind::Theme,
        subject_id: id(number),
        answer_id: None,
        lang: Lang::English,
        reference: format!("T-{number:04}"),
        title: String::new(),
        body: body.into(),
        on_day: day("2026-02-09"),
    }
}

async fn put(tx: &mut Tx, entry: &NewEntry) {
    search::put(tx, entry).await.unwrap();
}

async fn find(tx: &mut Tx, typed: &str, shelves: &[(Kind, Uuid)]) -> Vec<Entry> {
    find_on(tx, &Wanted::parse(typed), shelves, None, None).await
}

async fn find_on(
    tx: &mut Tx,
    wanted: &Wanted,
    shelves: &[(Kind, Uuid)],
    from: Option<&str>,
    until: Option<&str>,
) -> Vec<Entry> {
    let query =
        Query { organisation_id: ORGANISATION, wanted, shelves, from: from.map(day), until: until.map(day) };
    search::find(tx, &query).await.unwrap().0
}

/// The numbers of the themes that are found, in order.
async fn themes(tx: &mut Tx, typed: &str) -> Vec<u128> {
    let mut found: Vec<u128> = find(tx, typed, &[(Kind::Theme, ORGANISATION)])
        .await
        .iter()
        .map(|entry| entry.subject_id.as_u128())
        .collect();
    found.sort_unstable();
    found
}

async fn words_phrases_and_what_must_not_stand_in_it_find_an_entry(db: TestDb) {
    let mut tx = seed::world(&db).await;
    put(&mut tx, &entry(50, "The bus drives past when it's full")).await;
    put(&mut tx, &entry(51, "It drives, and the past is full of buses")).await;
    put(&mut tx, &NewEntry { title: "A caf\u{e9} at the stop".into(), ..entry(52, "not safe at night") })
        .await;
    for (typed, expected) in [
        ("bus", &[50, 51][..]),
        ("bus drives", &[50, 51]),
        ("\"drives past\"", &[50]),
        ("bus -past", &[]),
        ("bus -\"drives past\"", &[51]),
        ("bus -night", &[50, 51]),
        ("cafe", &[52]),
        ("CAF\u{c9} night", &[52]),
        // What young people say: PostgreSQL leaves such words out unless it is told not to.
        ("not", &[52]),
        ("\"when its full\"", &[50]),
        ("T-0052", &[52]),
        ("bus night", &[]),
        ("nowhere", &[]),
    ] {
        assert_eq!(themes(&mut tx, typed).await, expected, "{typed}");
    }
    let any = Wanted::any_of("Buses at night");
    assert_eq!(find_on(&mut tx, &any, &[(Kind::Theme, ORGANISATION)], None, None).await.len(), 3);
    assert!(find(&mut tx, "", &[(Kind::Theme, ORGANISATION)]).await.is_empty());
    assert!(find(&mut tx, "-bus", &[(Kind::Theme, ORGANISATION)]).await.is_empty());
}

async fn whatever_is_typed_is_no_error(db: TestDb) {
    let mut tx = seed::world(&db).await;
    put(&mut tx, &entry(50, "The bus drives past")).await;
    for typed in [
        "\"",
        "'",
        "\\",
        "bus'",
        "bus\" OR",
        "(bus",
        "bus)",
        "words : bus",
        "bus*",
        "*",
        "^bus",
        "bus & !past",
        "!!!",
        "<->",
        "a <-> b",
        "bus:*",
        "bus:A",
        "-",
        "--",
        "-(",
        "\"\"",
        "NEAR(bus, 2)",
        "bus NOT",
        "AND",
        "OR OR",
        "{words}",
        "bus\u{0}",
        "\u{1f68c}",
        "\u{5d0}\u{5d1}",
        "\u{0e01}\u{0e33}",
        "$1",
        "%",
        "; DROP TABLE search_entry",
        "a-b-c",
        "é'é",
        "-\"bus",
        "1e9",
        "0x1f",
        "http://bus.example/a?b=c#d",
        "you@bus.example",
        "7.20",
    ] {
        find(&mut tx, typed, &[(Kind::Theme, ORGANISATION), (Kind::Need, ORGANISATION)]).await;
    }
    assert_eq!(themes(&mut tx, "bus").await, [50]);
}

async fn the_forms_of_an_english_word_count_as_one_and_those_of_a_welsh_word_by_how_they_begin(db: TestDb) {
    let mut tx = seed::world(&db).await;
    put(&mut tx, &entry(50, "They waited for their families")).await;
    put(&mut tx, &NewEntry { lang: Lang::Welsh, ..entry(51, "Mae'r ysgolion ar gau") }).await;
    put(&mut tx, &entry(52, "Going home by a school bus")).await;
    put(&mut tx, &entry(53, "Aled stays with us")).await;
    put(&mut tx, &entry(54, "all of us like ale, says Alex")).await;
    for (typed, expected) in [
        ("waiting", &[50][..]),
        ("family", &[50]),
        ("ysgolion", &[51]),
        ("ysgol", &[51]),
        ("ysg", &[]),
        ("scho", &[52]),
        ("buses", &[52]),
        // Without its ending too little would be left of it.
        ("Aled", &[53]),
        ("used", &[]),
    ] {
        assert_eq!(themes(&mut tx, typed).await, expected, "{typed}");
    }
}

async fn only_what_stands_on_the_shelves_that_were_named_is_found_and_on_the_days(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let other = seed::consultation(id(4), 2, "park");
    consultation::insert(&mut tx, &other, now()).await.unwrap();
    seed::organisation(&mut tx, id(90), later(60)).await;
    put(&mut tx, &entry(50, "bus")).await;
    put(&mut tx, &NewEntry { consultation_id: Some(id(4)), ..entry(51, "bus") }).await;
    put(&mut tx, &NewEntry { kind: Kind::Need, consultation_id: None, ..entry(52, "bus") }).await;
    put(&mut tx, &NewEntry { organisation_id: id(90), consultation_id: None, ..entry(53, "bus") }).await;
    put(&mut tx, &NewEntry { on_day: day("2026-02-10"), ..entry(54, "bus") }).await;
    let found = |entries: Vec<Entry>| {
        let mut ids: Vec<u128> = entries.iter().map(|entry| entry.subject_id.as_u128()).collect();
        ids.sort_unstable();
        ids
    };
    for (shelves, expected) in [
        (&[(Kind::Theme, ORGANISATION)][..], &[50, 51, 54][..]),
        (&[(Kind::Theme, CONSULTATION)], &[50, 54]),
        (&[(Kind::Theme, id(4)), (Kind::Need, ORGANISATION)], &[51, 52]),
        (&[(Kind::Answer, ORGANISATION)], &[]),
        // Another organisation's shelf opens nothing, even where somebody names it.
        (&[(Kind::Theme, id(90))], &[]),
        (&[], &[]),
    ] {
        assert_eq!(found(find(&mut tx, "bus", shelves).await), expected, "{shelves:?}");
    }
    let wanted = Wanted::parse("bus");
    let shelves = [(Kind::Theme, CONSULTATION)];
    for (from, until, expected) in [
        (Some("2026-02-10"), None, &[54][..]),
        (None, Some("2026-02-09"), &[50]),
        (Some("2026-02-09"), Some("2026-02-10"), &[50, 54]),
        (Some("2026-02-11"), None, &[]),
        (None, Some("1969-01-01"), &[]),
        (Some("2026-02-10"), Some("2026-02-09"), &[]),
    ] {
        let entries = find_on(&mut tx, &wanted, &shelves, from, until).await;
        assert_eq!(found(entries), expected, "{from:?} {until:?}");
    }
}

async fn the_newest_entries_are_found_and_no_more_of_them_than_can_be_looked_at(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for number in 0..1_010 {
        let on_day = day("2024-01-01") + chrono::Days::new(u64::try_from(number % 900).unwrap());
        put(&mut tx, &NewEntry { on_day, ..entry(1_000 + number, "the bus again") }).await;
    }
    search::settle(&mut tx).await.unwrap();
    let found = find(&mut tx, "bus", &[(Kind::Theme, ORGANISATION)]).await;
    assert_eq!(i64::try_from(found.len()).unwrap(), search::NEWEST);
    assert!(found.is_sorted_by(|newer, older| newer.on_day >= older.on_day));
    assert_eq!(found[0].on_day, day("2024-01-01") + chrono::Days::new(899));
    // The ten that are left out are the oldest.
    assert!(found.iter().all(|entry| entry.on_day >= day("2024-01-06")));
    // Also where most of what is fetched does not say it: the index takes endings off, and what says it may lie behind.
    for number in 0..1_010 {
        let on_day = day("2025-01-01");
        put(&mut tx, &NewEntry { on_day, ..entry(3_000 + number, "we like ale") }).await;
    }
    put(&mut tx, &NewEntry { on_day: day("2023-01-01"), ..entry(5_000, "Aled takes a tram") }).await;
    let shelves = [(Kind::Theme, ORGANISATION)];
    for (typed, is_cut) in [("bus", true), ("Aled", true), ("tram", false), ("nowhere", false)] {
        let wanted = Wanted::parse(typed);
        let query = Query {
            organisation_id: ORGANISATION,
            wanted: &wanted,
            shelves: &shelves,
            from: None,
            until: None,
        };
        assert_eq!(search::find(&mut tx, &query).await.unwrap().1, is_cut, "{typed}");
    }
}

async fn an_entry_is_kept_anew_moved_and_taken_out(db: TestDb) {
    let mut tx = seed::world(&db).await;
    put(&mut tx, &entry(50, "the bus")).await;
    put(&mut tx, &NewEntry { on_day: day("2026-03-01"), kind: Kind::Need, ..entry(50, "the train") }).await;
    assert!(themes(&mut tx, "bus").await.is_empty() && themes(&mut tx, "train").await.is_empty());
    let moved = find(&mut tx, "train", &[(Kind::Need, CONSULTATION)]).await.remove(0);
    assert_eq!((moved.on_day, moved.body.as_str()), (day("2026-03-01"), "the train"));
    assert!(!format!("{moved:?}").contains("train"), "its words are in no log");
    // Two that would draw the same place both have one.
    let twin = Uuid::from_u128(50 + (1 << 60));
    put(&mut tx, &NewEntry { subject_id: twin, on_day: day("2026-03-01"), ..entry(50, "the tram") }).await;
    assert_eq!(themes(&mut tx, "tram").await, [twin.as_u128()]);
    search::remove(&mut tx, id(50)).await.unwrap();
    search::remove(&mut tx, id(50)).await.unwrap();
    assert!(find(&mut tx, "train", &[(Kind::Need, CONSULTATION)]).await.is_empty());
    put(&mut tx, &NewEntry { consultation_id: None, ..entry(51, "the tram") }).await;
    assert_eq!(search::remove_of_consultation(&mut tx, CONSULTATION).await.unwrap(), 1);
    assert_eq!(themes(&mut tx, "tram").await, [51]);
    tx.commit().await.unwrap();
    for (word, n) in [("tram", 1), ("train", 0), ("bu", 0), ("bus", 0)] {
        assert_eq!(testing::indexed(db.db(), word).await.unwrap(), n, "{word}");
    }
}

/// An entry of a kind for an answer.
fn of_answer(kind: Kind, number: u128, answer: u128, body: &str) -> NewEntry {
    NewEntry { kind, answer_id: Some(id(answer)), ..entry(number, body) }
}

const ANALYST: [(Kind, Uuid); 3] =
    [(Kind::Answer, ORGANISATION), (Kind::DraftQuote, ORGANISATION), (Kind::Quote, ORGANISATION)];

async fn an_answer_that_goes_takes_its_entries_along(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for answer in [10, 11] {
        seed::cleared(&mut tx, id(answer), "the zebra").await;
        put(&mut tx, &of_answer(Kind::Answer, answer, answer, "the zebra")).await;
        put(&mut tx, &of_answer(Kind::Quote, 100 + answer, answer, "zebra")).await;
    }
    assert_eq!(find(&mut tx, "zebra", &ANALYST).await.len(), 4);
    for (of, after, limit, found) in [
        (ORGANISATION, 0, 10, vec![id(10), id(11)]),
        (ORGANISATION, 0, 1, vec![id(10)]),
        (ORGANISATION, 10, 10, vec![id(11)]),
        (id(99), 0, 10, vec![]),
    ] {
        let answers = search::answers_in_after(&mut tx, of, id(after), limit).await.unwrap();
        assert_eq!(answers, found, "no quotes, and none of others, behind {after}");
    }
    response::delete_answer(&mut tx, id(10), "worst").await.unwrap();
    assert_eq!(find(&mut tx, "zebra", &ANALYST).await.len(), 2);
    search::remove_of_answer(&mut tx, id(11)).await.unwrap();
    assert!(find(&mut tx, "zebra", &ANALYST).await.is_empty());
    tx.commit().await.unwrap();
    assert_eq!(db.count("search_entry").await, 0);
    assert_eq!(testing::indexed(db.db(), "zebra").await.unwrap(), 0);
}

async fn what_may_not_be_found_any_more_is_taken_out(db: TestDb) {
    let mut tx = seed::world(&db).await;
    analysis::insert_code(&mut tx, &seed::code(id(20), "late"), now()).await.unwrap();
    seed::theme(&mut tx, id(30), 1, &[id(20)]).await;
    for answer in [10, 11, 12] {
        seed::cleared(&mut tx, id(answer), "the zebra").await;
        put(&mut tx, &of_answer(Kind::Answer, answer, answer, "the zebra")).await;
        let number = i64::try_from(answer).unwrap();
        seed::quote(&mut tx, id(100 + answer), number, id(answer), id(30)).await;
        put(&mut tx, &of_answer(Kind::DraftQuote, 100 + answer, answer, "zebra")).await;
    }
    assert_eq!(search::remove_gone(&mut tx, CONSULTATION).await.unwrap(), 0);
    seed::set_state(&mut tx, id(10), AnswerState::Cleared, AnswerState::Held).await;
    earshot_store::quote::strike(&mut tx, id(111)).await.unwrap();
    assert_eq!(search::remove_gone(&mut tx, id(99)).await.unwrap(), 0, "another consultation");
    assert_eq!(search::remove_gone(&mut tx, CONSULTATION).await.unwrap(), 2);
    let mut left: Vec<u128> =
        find(&mut tx, "zebra", &ANALYST).await.iter().map(|entry| entry.subject_id.as_u128()).collect();
    left.sort_unstable();
    assert_eq!(left, [11, 12, 110, 112]);
}

async fn what_is_indexed_is_read_from_its_record(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::answer(&mut tx, id(10), "the zebra", false).await;
    assert!(search::answer(&mut tx, id(10)).await.unwrap().is_none(), "nobody has read it");
    seed::set_state(&mut tx, id(10), AnswerState::New, AnswerState::Cleared).await;
    search::keep_still(&mut tx, id(10)).await.unwrap();
    search::keep_still(&mut tx, id(99)).await.unwrap();
    search::keep_all_still(&mut tx, &[id(99), id(10)]).await.unwrap();
    search::keep_all_still(&mut tx, &[]).await.unwrap();
    let found = search::answer(&mut tx, id(10)).await.unwrap().unwrap();
    assert_eq!((found.organisation_id, found.consultation_id), (ORGANISATION, CONSULTATION));
    assert_eq!((found.words.as_str(), found.submitted_at), ("the zebra", now()));
    assert!(found.door.is_none_or(|door| door.lang.is_none()));
    analysis::insert_code(&mut tx, &seed::code(id(20), "late"), now()).await.unwrap();
    seed::theme(&mut tx, id(30), 7, &[id(20)]).await;
    let theme = search::theme(&mut tx, id(30)).await.unwrap().unwrap();
    assert_eq!((theme.number, theme.name.as_str(), theme.created_at), (7, "Theme 7", now()));
    seed::quote(&mut tx, id(40), 3, id(10), id(30)).await;
    let quote = search::quote(&mut tx, id(40)).await.unwrap().unwrap();
    assert_eq!((quote.number, quote.answer_id, quote.public_text.as_str()), (3, Some(id(10)), "some words"));
    seed::set_state(&mut tx, id(10), AnswerState::Cleared, AnswerState::Held).await;
    assert!(search::quote(&mut tx, id(40)).await.unwrap().is_none(), "its answer is held");
    seed::set_state(&mut tx, id(10), AnswerState::Held, AnswerState::Cleared).await;
    earshot_store::quote::strike(&mut tx, id(40)).await.unwrap();
    assert!(search::quote(&mut tx, id(40)).await.unwrap().is_none());
    let row = need::Need {
        id: id(60),
        organisation_id: ORGANISATION,
        number: 4,
        state: earshot_domain::need::NeedState::Draft,
        body: Json(NeedBody { title: "A bus".into(), ..NeedBody::default() }),
        edition: 1,
        created_by: Some(STAFF),
        saved_by: None,
        author: None,
        agreed_at: None,
    };
    need::insert(&mut tx, &row, now()).await.unwrap();
    let (organisation, number, body, at) = search::need(&mut tx, id(60)).await.unwrap().unwrap();
    assert_eq!((organisation, number, body.title.as_str(), at), (ORGANISATION, 4, "A bus", now()));
    let row = decision::Decision {
        id: id(70),
        organisation_id: ORGANISATION,
        number: 5,
        state: earshot_domain::decision::DecisionState::Draft,
        body: Json(decision::DecisionBody { title: "A bus".into(), ..decision::DecisionBody::default() }),
        edition: 1,
        published_at: None,
        board_id: None,
    };
    decision::insert(&mut tx, &row, Some(STAFF), now()).await.unwrap();
    let (_, number, body, _) = search::decision(&mut tx, id(70)).await.unwrap().unwrap();
    assert_eq!((number, body.title.as_str()), (5, "A bus"));
    let (_, number, setup, opened_on, _) =
        search::consultation(&mut tx, CONSULTATION).await.unwrap().unwrap();
    assert_eq!((number, setup.title.as_str(), opened_on), (1, "bus", None));
    for (source, expected) in [
        (Source::Answers, &[id(10)][..]),
        (Source::Themes, &[id(30)]),
        (Source::Quotes, &[id(40)]),
        (Source::Needs, &[id(60)]),
        (Source::Decisions, &[id(70)]),
        (Source::Consultations, &[CONSULTATION]),
    ] {
        assert_eq!(
            search::ids_after(&mut tx, source, Uuid::nil(), 10).await.unwrap(),
            expected,
            "{source:?}"
        );
        assert!(search::ids_after(&mut tx, source, expected[0], 10).await.unwrap().is_empty());
    }
}

async fn the_index_is_filled_once(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert!(!search::is_filled(&mut tx, 1).await.unwrap());
    for _ in 0..2 {
        search::set_filled(&mut tx, 1, now()).await.unwrap();
    }
    assert!(search::is_filled(&mut tx, 1).await.unwrap());
    assert!(!search::is_filled(&mut tx, 2).await.unwrap(), "another way of filling it");
}

async fn the_groups_that_were_asked_are_known(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let code = access::NewCode {
        id: id(80),
        consultation_id: CONSULTATION,
        code_hash: b"one".to_vec(),
        batch: id(81),
        group_name: Some("Park Club".into()),
        max_uses: None,
        expires_on: None,
        created_by: Some(STAFF),
        created_at: now(),
    };
    access::insert(&mut tx, &code).await.unwrap();
    let same = access::NewCode { id: id(82), code_hash: b"two".to_vec(), ..code.clone() };
    access::insert(&mut tx, &same).await.unwrap();
    let nobody = access::NewCode { id: id(83), code_hash: b"three".to_vec(), group_name: None, ..code };
    access::insert(&mut tx, &nobody).await.unwrap();
    let none = search::groups_asked(&mut tx, ORGANISATION, day("2025-02-09")).await.unwrap();
    assert!(none.is_empty(), "it never opened");
    let state = earshot_domain::consultation::State::Closed;
    consultation::save_state(&mut tx, CONSULTATION, 1, state, Some(day("2026-01-05"))).await.unwrap();
    let asked = search::groups_asked(&mut tx, ORGANISATION, day("2025-02-09")).await.unwrap();
    assert_eq!(asked.len(), 1, "once, however many codes there are");
    assert_eq!((asked[0].0.as_str(), asked[0].1, asked[0].2.as_str()), ("Park Club", CONSULTATION, "bus"));
    assert!(search::groups_asked(&mut tx, ORGANISATION, day("2026-01-06")).await.unwrap().is_empty());
    assert!(search::groups_asked(&mut tx, id(99), day("2025-02-09")).await.unwrap().is_empty());
    let twice = consultation::save_state(&mut tx, CONSULTATION, 1, state, None).await;
    assert!(matches!(twice, Err(StoreError::Stale)));
}
