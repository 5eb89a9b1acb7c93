//! Ways in: codes, a tablet for many, and staff who type for somebody.

use earshot_domain::code::{AccessCode, CodeKind, Shut};
use earshot_domain::consultation::{Setup, Step};
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::respondent::AgeBand;
use earshot_service::{Came, Entered, Error, NewCodes, QuoteText, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, answers_to, on_both, setup};

on_both!(
    a_code_for_one_lets_one_in_and_a_retry_is_the_same_answer,
    a_code_of_a_group_sets_the_group_and_names_nobody,
    only_those_with_a_code_can_answer_where_it_says_so,
    codes_are_kept_as_hashes_and_made_and_taken_back_by_those_who_run_it,
    a_code_that_has_ended_says_why_and_an_answer_underway_is_not_lost,
    what_staff_understood_is_never_a_quote,
);

/// Codes for one person each.
fn single(count: i64) -> NewCodes {
    NewCodes { kind: CodeKind::Single, count, group: String::new(), max_uses: None, expires_on: None }
}

/// A code for a group.
fn group(name: &str, max_uses: Option<i64>) -> NewCodes {
    NewCodes { kind: CodeKind::Group, count: 1, group: name.into(), max_uses, expires_on: None }
}

async fn make(story: &Fixture, new: &NewCodes) -> Vec<AccessCode> {
    story.earshot.make_codes(&story.worker, "bus", new).await.unwrap()
}

/// A consultation that only those with a code can answer.
async fn by_invitation(story: &Fixture) {
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    let setup = Setup { by_invitation: true, ..setup("bus") };
    story.earshot.save_setup(&story.worker, "bus", edition, &setup).await.unwrap();
    story.step("bus", Step::Open).await;
}

fn with(code: AccessCode) -> Came {
    Came { code: Some(code), ..Came::default() }
}

fn voice() -> Voice {
    Voice::child(AgeBand::From11To13).chose("ok", "3")
}

fn code_refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Option<Shut> {
    match outcome {
        Err(Error::Refused(refusals)) => match refusals.as_slice() {
            [Refusal::Code(shut)] => *shut,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// How often codes were used, the newest first; hidden numbers are nothing.
async fn used(story: &Fixture) -> Vec<Option<u64>> {
    let batches = story.earshot.code_batches(&story.worker, "bus").await.unwrap();
    batches.iter().map(|batch| batch.used.value()).collect()
}

async fn a_code_for_one_lets_one_in_and_a_retry_is_the_same_answer(db: TestDb) {
    let story = Fixture::new(&db).await;
    by_invitation(&story).await;
    let codes = make(&story, &single(2)).await;
    assert_ne!(codes[0], codes[1]);
    let entered = story.earshot.enter(codes[0]).await.unwrap();
    assert_eq!(entered, Entered { slug: "bus".into(), group: None, single: true });
    // Looking uses nothing up.
    story.earshot.enter(codes[0]).await.unwrap();
    let mine = voice().keyed(&"a".repeat(64)).came(with(codes[0]));
    let receipt = story.send("bus", mine.clone()).await;
    let again = story.send("bus", mine).await;
    assert_eq!(again.canonical(), receipt.canonical(), "the same answer, sent again");
    assert_eq!(db.count("response").await, 1);
    // Somebody else with the same slip.
    assert_eq!(code_refusal(story.earshot.enter(codes[0]).await), Some(Shut::Used));
    let other = voice().came(with(codes[0]));
    assert_eq!(code_refusal(story.try_send("bus", other).await), Some(Shut::Used));
    assert_eq!(db.count("response").await, 1);
    story.send("bus", voice().came(with(codes[1]))).await;
    assert_eq!(db.count("response").await, 2);
    // Two of two were used: too few to say.
    assert_eq!(used(&story).await, [None]);
}

async fn a_code_of_a_group_sets_the_group_and_names_nobody(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let code = make(&story, &group("Northgate Youth Club", Some(9))).await[0];
    assert_eq!(story.earshot.enter(code).await.unwrap().group.as_deref(), Some("Northgate Youth Club"));
    let receipt = story.send("bus", voice().came(with(code))).await;
    for _ in 0..8 {
        story.send("bus", voice().came(with(code))).await;
    }
    assert_eq!(used(&story).await, [Some(10)], "rounded to five");
    let of_the_club = |rows: Vec<String>| {
        rows.into_iter().filter(|row| row.starts_with("response:") && row.contains("Northgate")).count()
    };
    assert_eq!(of_the_club(db.dump().await), 9);
    // The tenth comes in through the open door all the same, and is not of the club.
    story.send("bus", voice().came(with(code))).await;
    assert_eq!(of_the_club(db.dump().await), 9);
    assert_eq!(db.count("response").await, 10);
    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!(of_the_club(db.dump().await), 8, "what was taken back is of no group");
    // A code of another consultation says nothing here.
    story.open_consultation("park").await;
    let elsewhere = story.earshot.make_codes(&story.worker, "park", &group("Park Club", None)).await.unwrap();
    story.send("bus", voice().came(with(elsewhere[0]))).await;
    assert!(!db.dump().await.iter().any(|row| row.starts_with("response:") && row.contains("Park Club")));
}

async fn only_those_with_a_code_can_answer_where_it_says_so(db: TestDb) {
    let story = Fixture::new(&db).await;
    by_invitation(&story).await;
    let code = make(&story, &group("Year 9", None)).await[0];
    assert_eq!(code_refusal(story.try_send("bus", voice()).await), None, "none was given");
    let unknown = AccessCode::from_bits([3; 8]);
    assert_eq!(code_refusal(story.try_send("bus", voice().came(with(unknown))).await), None);
    assert!(matches!(story.earshot.enter(unknown).await, Err(Error::NotFound)));
    story.open_consultation("park").await;
    let elsewhere = story.earshot.make_codes(&story.worker, "park", &single(1)).await.unwrap()[0];
    assert_eq!(code_refusal(story.try_send("bus", voice().came(with(elsewhere))).await), None);
    assert_eq!(db.count("response").await, 0);
    story.earshot.enter(elsewhere).await.unwrap();
    story.send("bus", voice().came(with(code))).await;
    assert_eq!(db.count("response").await, 1);
}

async fn codes_are_kept_as_hashes_and_made_and_taken_back_by_those_who_run_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let audits = story.audits().await;
    let code = make(&story, &single(1)).await[0];
    assert_eq!(story.audits().await, audits + 1);
    let shown = code.shown();
    assert!(!db.dump().await.iter().any(|row| row.contains(&shown)), "the code itself is nowhere");
    // Nobody may know of a draft, not by a code either.
    assert!(matches!(story.earshot.enter(code).await, Err(Error::NotFound)));
    for actor in [&story.lead, &story.commissioner] {
        let made = story.earshot.make_codes(actor, "bus", &single(1)).await;
        assert!(matches!(made, Err(Error::Forbidden)), "{made:?}");
        let assists = story.earshot.assisting(actor, "bus", true).await;
        assert!(matches!(assists, Err(Error::Forbidden)), "{assists:?}");
    }
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.make_codes(&stranger, "bus", &single(1)).await, Err(Error::NotFound)));
    let batch = story.earshot.code_batches(&story.worker, "bus").await.unwrap()[0].id;
    assert!(matches!(story.earshot.revoke_batch(&stranger, "bus", batch).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.revoke_batch(&story.lead, "bus", batch).await, Err(Error::Forbidden)));
    for (new, field) in [
        (single(0), "count"),
        (single(501), "count"),
        (group("Year 9", Some(1)), "max_uses"),
        (NewCodes { expires_on: "2026-02-08".parse().ok(), ..single(1) }, "expires_on"),
    ] {
        let made = story.earshot.make_codes(&story.worker, "bus", &new).await;
        let Err(Error::Refused(refusals)) = made else { panic!("{field}: {made:?}") };
        assert_eq!(refusals, [Refusal::Unreadable(field)]);
    }
    let nameless = story.earshot.make_codes(&story.worker, "bus", &group(" ", None)).await;
    let Err(Error::Refused(refusals)) = nameless else { panic!("{nameless:?}") };
    assert_eq!(refusals, [Refusal::Missing("group")]);
    assert_eq!(db.count("access_code").await, 1);
    story.step("bus", Step::Open).await;
    story.earshot.enter(code).await.unwrap();
    story.earshot.revoke_batch(&story.worker, "bus", batch).await.unwrap();
    assert_eq!(code_refusal(story.earshot.enter(code).await), Some(Shut::Revoked));
    story.step("bus", Step::Close).await;
    let late = story.earshot.make_codes(&story.worker, "bus", &single(1)).await;
    assert!(matches!(late, Err(Error::Refused(_))), "{late:?}");
}

async fn a_code_that_has_ended_says_why_and_an_answer_underway_is_not_lost(db: TestDb) {
    let story = Fixture::new(&db).await;
    by_invitation(&story).await;
    let new = NewCodes { expires_on: "2026-02-10".parse().ok(), ..group("Year 9", None) };
    let code = make(&story, &new).await[0];
    story.on_day("2026-02-10");
    story.earshot.enter(code).await.unwrap();
    let begun = voice().came(with(code)).submission(&story.earshot);
    story.on_day("2026-02-11");
    assert_eq!(code_refusal(story.earshot.enter(code).await), Some(Shut::Expired));
    let new = voice().came(with(code));
    assert_eq!(code_refusal(story.try_send("bus", new).await), Some(Shut::Expired));
    let asked = story.asked("bus").await;
    story.earshot.submit(&asked, &begun, None).await.unwrap();
    story.on_day("2026-02-12");
    let later = earshot_service::Submission { key: "b".repeat(64), ..begun };
    assert_eq!(code_refusal(story.earshot.submit(&asked, &later, None).await), Some(Shut::Expired));
}

async fn what_staff_understood_is_never_a_quote(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for (interpretation, words) in [(true, "he points and smiles"), (false, "the bus is too loud")] {
        let assisted = story.earshot.assisting(&story.worker, "bus", interpretation).await.unwrap();
        let came = Came { assisted: Some(assisted), ..Came::default() };
        story.send("bus", answers_to(AgeBand::From11To13, words).came(came)).await;
    }
    assert_eq!(
        db.dump().await.iter().filter(|row| row.starts_with("response:") && row.contains("assisted")).count(),
        2
    );
    let understood = answers_to(AgeBand::From11To13, "she likes it calm").keyed(&"c".repeat(64));
    let exact = story.earshot.assisting(&story.worker, "bus", false).await.unwrap();
    let first = understood.clone().came(Came { assisted: Some(exact), ..Came::default() });
    let receipt = story.send("bus", first).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "calm", &["he points", "the bus", "she likes"]).await;
    let quote = |start: &'static str| {
        let story = &story;
        async move {
            let answer = story.answer("bus", start).await;
            assert_eq!(answer.words_consent, QuoteConsent::Yes, "consent alone is not enough");
            let text = QuoteText { piece: start.into(), theme: Some(theme), why_chosen: "It says it".into() };
            story.earshot.make_quote(&story.worker, "bus", answer.id, &text).await
        }
    };
    let refused = quote("he points").await;
    let Err(Error::Refused(refusals)) = refused else { panic!("{refused:?}") };
    assert_eq!(refusals, [Refusal::Interpretation]);
    quote("the bus").await.unwrap();
    quote("she likes").await.unwrap();
    // The same form again, after they have said that it was what they understood.
    let now = story.earshot.assisting(&story.worker, "bus", true).await.unwrap();
    story.send("bus", understood.came(Came { assisted: Some(now), ..Came::default() })).await;
    let quotes = story.earshot.quotes(&story.worker, "bus").await.unwrap();
    let shown: Vec<&str> = quotes.iter().map(|quote| quote.text.as_str()).filter(|t| !t.is_empty()).collect();
    assert_eq!(shown, ["the bus"], "and its quote is struck");
    assert!(quote("she likes").await.is_err());
    // What is written anew with the four words is not made quotable by that.
    let given = earshot_domain::question::Given::Words("she likes to sit".into());
    story.earshot.change_mine(&receipt, "worst", given).await.unwrap();
    let fresh = story.queue("bus", AnswerState::New).await;
    assert_eq!(fresh.iter().map(|answer| answer.interpretation).collect::<Vec<_>>(), [Some(true)]);
    // A young person's own words have no such mark.
    story
        .send("bus", answers_to(AgeBand::From11To13, "mine").came(Came { kiosk: true, ..Came::default() }))
        .await;
    assert!(db.dump().await.iter().any(|row| row.starts_with("response:") && row.contains("kiosk")));
    let own = story.queue("bus", AnswerState::New).await;
    assert!(own.iter().any(|answer| answer.words == "mine" && answer.interpretation.is_none()));
}
