//! Double coding: two who do not see each other's codes, how well they agree, and what comes of it.

use earshot_domain::agreement::{Grade, RoundState};
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_service::{
    Actor, CodeText, CodingFilter, Error, Refusal, RoundText, RoundView, SecondCoder, SettleText, ToCode,
};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};
use uuid::Uuid;

use crate::refusals;

on_both!(
    neither_sees_what_the_other_does_before_both_are_done,
    a_round_begins_with_two_who_may_and_as_many_answers_as_were_wished_for,
    nobody_but_the_two_codes,
    an_answer_that_is_held_drops_out,
    what_is_settled_joins_the_codings_and_the_figures_are_kept,
    what_somebody_passed_over_is_settled_where_the_other_said_yes,
    a_round_that_is_stopped_leaves_nothing,
    another_organisation_is_not_there,
);

const SLUG: &str = "bus";

/// A consultation with so many cleared answers and two codes: "late" and "full".
async fn ready(story: &Fixture, answers: usize) -> [Uuid; 2] {
    story.open_consultation(SLUG).await;
    for n in 0..answers {
        let words = if n % 2 == 0 { format!("late {n}") } else { format!("full {n}") };
        story.send(SLUG, Voice::child(AgeBand::From11To13).wrote("worst", &words)).await;
    }
    story.read_and_clear_all(SLUG).await;
    [story.code(SLUG, "late", &[]).await, story.code(SLUG, "full", &[]).await]
}

async fn analyst(story: &Fixture) -> Actor {
    story.colleague("ali@wexmoor.example", Role::Analyst).await
}

fn with(second: &Actor, sample: Option<i64>) -> RoundText {
    let second = second.staff_id.map(SecondCoder::Staff);
    RoundText { first: None, second, sample }
}

async fn seen(story: &Fixture, who: &Actor, number: i64) -> RoundView {
    story.earshot.round(who, SLUG, number, None).await.unwrap()
}

async fn next(story: &Fixture, who: &Actor, number: i64) -> Option<ToCode> {
    seen(story, who, number).await.now
}

/// Codes every answer as `says` says, and is done.
async fn code_all(story: &Fixture, who: &Actor, number: i64, says: impl Fn(&str) -> Option<Vec<Uuid>>) {
    while let Some(now) = next(story, who, number).await {
        let codes = says(&now.words.words);
        story.earshot.code_round_unit(who, SLUG, number, now.words.id, codes.as_deref()).await.unwrap();
    }
    story.earshot.finish_round(who, SLUG, number).await.unwrap();
}

/// What stands in the words.
fn plain([late, full]: [Uuid; 2]) -> impl Fn(&str) -> Option<Vec<Uuid>> {
    move |words| Some(vec![if words.starts_with("late") { late } else { full }])
}

/// How many answers carry a code.
async fn used(story: &Fixture) -> Vec<i64> {
    let book = story.earshot.codebook(&story.worker, SLUG).await.unwrap();
    book.codes.iter().map(|code| code.used).collect()
}

async fn neither_sees_what_the_other_does_before_both_are_done(db: TestDb) {
    let story = Fixture::new(&db).await;
    let codes = ready(&story, 4).await;
    let ali = analyst(&story).await;
    let number = story.earshot.start_round(&story.worker, SLUG, &with(&ali, None)).await.unwrap();
    assert_eq!(number, 1);
    let early = refusals(story.earshot.finish_round(&ali, SLUG, 1).await);
    assert_eq!(early, [Refusal::Missing("unfinished")]);
    code_all(&story, &story.worker, 1, plain(codes)).await;

    let theirs = seen(&story, &ali, 1).await;
    assert!(theirs.compared.is_none() && theirs.result.is_none());
    assert_eq!((theirs.coders[0].done, theirs.coders[1].done), (4, 0), "how far, and nothing else");
    let now = theirs.now.unwrap();
    assert!(!now.is_done && now.codes.is_empty());
    let mine = seen(&story, &story.worker, 1).await;
    assert!(mine.now.is_none() && mine.compared.is_none(), "nor does the first see the second's");
    assert_eq!(used(&story).await, [0, 0], "and nothing of it stands on the answers");
    let cleared = story.earshot.coding_queue(&ali, SLUG, CodingFilter::All, 0).await.unwrap();
    assert!(cleared.answers.iter().all(|answer| answer.codings.is_empty()));

    // Who goes back sees their own, and changes it.
    story.earshot.code_round_unit(&ali, SLUG, 1, now.words.id, Some(&codes)).await.unwrap();
    let back = story.earshot.round(&ali, SLUG, 1, Some(1)).await.unwrap().now.unwrap();
    assert!(back.is_done && back.words.id == now.words.id && back.codes == codes);
    story.earshot.code_round_unit(&ali, SLUG, 1, now.words.id, Some(&[])).await.unwrap();
    code_all(&story, &ali, 1, plain(codes)).await;
    let late = story.earshot.code_round_unit(&story.worker, SLUG, 1, now.words.id, Some(&[])).await;
    assert_eq!(refusals(late), [Refusal::WrongState], "nobody changes what the other has seen");
    for who in [&story.worker, &ali] {
        let view = seen(&story, who, 1).await;
        let compared = view.compared.unwrap();
        assert_eq!((view.state, compared.agreement.units), (RoundState::Comparing, 4));
        assert_eq!((compared.disagreements.len(), compared.open), (1, 1), "the one without a code");
    }
}

async fn a_round_begins_with_two_who_may_and_as_many_answers_as_were_wished_for(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation(SLUG).await;
    let ali = analyst(&story).await;
    let start = async |text: &RoundText| story.earshot.start_round(&story.worker, SLUG, text).await;
    let nothing = refusals(start(&RoundText { sample: Some(0), ..RoundText::default() }).await);
    assert_eq!(
        nothing,
        [
            Refusal::Missing("two_codes"),
            Refusal::Missing("to_code"),
            Refusal::Unreadable("sample"),
            Refusal::Missing("second")
        ]
    );
    for n in 0..6 {
        let words = format!("it is full {n}");
        story.send(SLUG, Voice::child(AgeBand::From11To13).wrote("worst", &words)).await;
    }
    story.read_and_clear_all(SLUG).await;
    for name in ["late", "full"] {
        story.code(SLUG, name, &[]).await;
    }
    let ready = story.earshot.rounds(&story.worker, SLUG).await.unwrap();
    assert_eq!((ready.codes, ready.answers), (2, 6));
    let names: Vec<&str> = ready.colleagues.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["ali@wexmoor.example", "Jo Marsh"], "those who may code here");
    assert_eq!(refusals(start(&with(&story.worker, None)).await), [Refusal::Unreadable("second")], "oneself");
    assert_eq!(refusals(start(&with(&story.commissioner, None)).await), [Refusal::Unreadable("second")]);
    let refused = story.earshot.start_round(&story.commissioner, SLUG, &with(&ali, None)).await;
    assert!(matches!(refused, Err(Error::Forbidden)));

    assert_eq!(start(&with(&ali, Some(4))).await.unwrap(), 1);
    let view = seen(&story, &ali, 1).await;
    assert_eq!((view.drawn, view.live, view.codes.len()), (4, 4, 2));
    assert_eq!(refusals(start(&with(&ali, None)).await), [Refusal::Missing("round_before")]);
    story.earshot.stop_round(&story.worker, SLUG, 1).await.unwrap();
    let many = refusals(start(&with(&ali, Some(7))).await);
    assert_eq!(many, [Refusal::TooMany { field: "sample", max: 6 }], "it says how many there are");
    assert_eq!(start(&with(&ali, Some(6))).await.unwrap(), 2);
    assert_eq!(seen(&story, &ali, 2).await.drawn, 6, "no more than there are");
    // A code that comes later is not in it.
    story.code(SLUG, "cold", &[]).await;
    assert_eq!(seen(&story, &ali, 2).await.codes.len(), 2);
}

async fn nobody_but_the_two_codes(db: TestDb) {
    let story = Fixture::new(&db).await;
    let codes = ready(&story, 2).await;
    let ali = analyst(&story).await;
    let third = story.colleague("bo@wexmoor.example", Role::Analyst).await;
    story.earshot.start_round(&story.worker, SLUG, &with(&ali, None)).await.unwrap();
    let view = seen(&story, &third, 1).await;
    assert!(view.mine.is_none() && view.now.is_none() && view.compared.is_none());
    let answer = next(&story, &ali, 1).await.unwrap().words.id;
    let coded = story.earshot.code_round_unit(&third, SLUG, 1, answer, Some(&codes)).await;
    assert!(matches!(coded, Err(Error::Forbidden)));
    assert!(matches!(story.earshot.finish_round(&third, SLUG, 1).await, Err(Error::Forbidden)));
    let unknown = story.earshot.code_round_unit(&ali, SLUG, 1, answer, Some(&[story.random_id()])).await;
    assert_eq!(refusals(unknown), [Refusal::Unreadable("codes")]);
    let elsewhere = story.earshot.code_round_unit(&ali, SLUG, 1, story.random_id(), None).await;
    assert!(matches!(elsewhere, Err(Error::Stale)));
    assert!(matches!(story.earshot.round(&ali, SLUG, 2, None).await, Err(Error::NotFound)));
    let settle = SettleText { answer, code: codes[0], applies: Some(true), reason: "It is".into() };
    let early = story.earshot.settle_round(&ali, SLUG, 1, &settle).await;
    assert_eq!(refusals(early), [Refusal::WrongState]);
    assert_eq!(refusals(story.earshot.close_round(&ali, SLUG, 1).await), [Refusal::WrongState]);
}

async fn an_answer_that_is_held_drops_out(db: TestDb) {
    let story = Fixture::new(&db).await;
    let codes = ready(&story, 4).await;
    let ali = analyst(&story).await;
    story.earshot.start_round(&story.worker, SLUG, &with(&ali, None)).await.unwrap();
    code_all(&story, &story.worker, 1, plain(codes)).await;
    let held = next(&story, &ali, 1).await.unwrap().words.id;
    story.earshot.hold(&story.worker, SLUG, held).await.unwrap();
    let gone = story.earshot.code_round_unit(&ali, SLUG, 1, held, Some(&codes)).await;
    assert!(matches!(gone, Err(Error::Stale)));
    code_all(&story, &ali, 1, |_| Some(Vec::new())).await;
    let view = seen(&story, &ali, 1).await;
    assert_eq!((view.drawn, view.live), (4, 3));
    let compared = view.compared.unwrap();
    assert_eq!(compared.agreement.units, 3);
    assert!(compared.disagreements.iter().all(|one| one.words.id != held));
    let settle = SettleText { answer: held, code: codes[0], applies: Some(true), reason: "It is".into() };
    assert!(matches!(story.earshot.settle_round(&ali, SLUG, 1, &settle).await, Err(Error::Stale)));
}

async fn what_is_settled_joins_the_codings_and_the_figures_are_kept(db: TestDb) {
    let story = Fixture::new(&db).await;
    let [late, full] = ready(&story, 6).await;
    let ali = analyst(&story).await;
    story.earshot.start_round(&story.worker, SLUG, &with(&ali, None)).await.unwrap();
    code_all(&story, &story.worker, 1, plain([late, full])).await;
    // The second gives both codes to one of the answers.
    let both = |words: &str| match words {
        "late 0" => Some(vec![late, full]),
        words => plain([late, full])(words),
    };
    code_all(&story, &ali, 1, both).await;
    assert_eq!(story.earshot.agreement_of(&story.commissioner, SLUG).await.unwrap(), None);

    let compared = seen(&story, &ali, 1).await.compared.unwrap();
    assert_eq!((compared.agreement.units, compared.disagreements.len(), compared.open), (6, 1, 1));
    let apart = &compared.disagreements[0];
    assert_eq!((apart.words.words.as_str(), apart.codes.len()), ("late 0", 1));
    assert_eq!((apart.codes[0].code.id, &apart.codes[0].votes[..]), (full, &[Some(false), Some(true)][..]));
    let close = refusals(story.earshot.close_round(&story.worker, SLUG, 1).await);
    assert_eq!(close, [Refusal::Missing("consensus")]);
    let settle = |applies, reason: &str| SettleText {
        answer: apart.words.id,
        code: full,
        applies,
        reason: reason.into(),
    };
    let empty = refusals(story.earshot.settle_round(&ali, SLUG, 1, &settle(None, " ")).await);
    assert_eq!(empty, [Refusal::Missing("reason"), Refusal::Missing("applies")]);
    let long =
        refusals(story.earshot.settle_round(&ali, SLUG, 1, &settle(Some(true), &"x".repeat(501))).await);
    assert!(matches!(long[..], [Refusal::TooLong { field: "reason", .. }]));
    story.earshot.settle_round(&ali, SLUG, 1, &settle(Some(false), "Late is not full")).await.unwrap();
    assert_eq!(seen(&story, &ali, 1).await.compared.unwrap().open, 0);
    assert_eq!(used(&story).await, [0, 0]);

    story.earshot.close_round(&story.worker, SLUG, 1).await.unwrap();
    assert_eq!(used(&story).await, [3, 3], "what both gave, and what was settled");
    let view = seen(&story, &ali, 1).await;
    assert_eq!((view.state, view.compared.is_none()), (RoundState::Closed, true));
    let alpha = view.result.unwrap().pooled.alpha.unwrap();
    assert_eq!(Grade::of(alpha), Grade::Good);
    let sentence = story.earshot.agreement_of(&story.commissioner, SLUG).await.unwrap().unwrap();
    assert_eq!(sentence, format!("Two people coded the answers; agreement was good (alpha {alpha})."));
    let audits = story.audits().await;
    story.earshot.close_round(&story.worker, SLUG, 1).await.unwrap();
    story.earshot.finish_round(&ali, SLUG, 1).await.unwrap();
    assert_eq!(story.audits().await, audits, "whoever presses twice has done it once");
    // Where the method is told, so is this, once.
    let theme = story.theme(SLUG, "Late", &[late]).await;
    let quote = story.quote(SLUG, "late 2", theme).await;
    let need = story.need(&[theme]).await;
    let panel = story.earshot.need(&story.worker, need).await.unwrap().panel;
    let passport = story.earshot.passport(&story.worker, SLUG, quote.reference).await.unwrap();
    for method in [panel.method, passport.method] {
        assert!(method.contains(&sentence) && !method.contains("not measured"), "{method}");
    }

    // Another round stands beside it.
    story.earshot.start_round(&ali, SLUG, &with(&story.worker, Some(4))).await.unwrap();
    for who in [&ali, &story.worker] {
        code_all(&story, who, 2, plain([late, full])).await;
    }
    story.earshot.close_round(&ali, SLUG, 2).await.unwrap();
    let rounds = story.earshot.rounds(&ali, SLUG).await.unwrap().rounds;
    let results: Vec<_> = rounds.iter().map(|round| (round.number, round.result.is_some())).collect();
    assert_eq!(results, [(1, true), (2, true)]);
    assert_eq!(used(&story).await, [3, 3], "what is there already is not put there twice");
}

async fn what_somebody_passed_over_is_settled_where_the_other_said_yes(db: TestDb) {
    let story = Fixture::new(&db).await;
    let [late, full] = ready(&story, 2).await;
    let ali = analyst(&story).await;
    story.earshot.start_round(&story.worker, SLUG, &with(&ali, None)).await.unwrap();
    code_all(&story, &story.worker, 1, plain([late, full])).await;
    let passes = |words: &str| if words.starts_with("late") { None } else { Some(vec![full]) };
    code_all(&story, &ali, 1, passes).await;
    let compared = seen(&story, &ali, 1).await.compared.unwrap();
    assert_eq!((compared.agreement.units, compared.open), (1, 1));
    let apart = &compared.disagreements[0];
    assert_eq!((apart.codes[0].code.id, &apart.codes[0].votes[..]), (late, &[Some(true), None][..]));
    let settle =
        SettleText { answer: apart.words.id, code: late, applies: Some(true), reason: "It says so".into() };
    story.earshot.settle_round(&story.worker, SLUG, 1, &settle).await.unwrap();
    let folder = CodeText { name: "full".into(), is_folder: true, ..CodeText::default() };
    story.earshot.change_code(&story.worker, SLUG, full, &folder).await.unwrap();
    story.earshot.close_round(&story.worker, SLUG, 1).await.unwrap();
    assert_eq!(used(&story).await, [1, 0], "and what holds other codes by now is put on nothing");
}

async fn a_round_that_is_stopped_leaves_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    let codes = ready(&story, 2).await;
    let ali = analyst(&story).await;
    story.earshot.start_round(&story.worker, SLUG, &with(&ali, None)).await.unwrap();
    for who in [&story.worker, &ali] {
        code_all(&story, who, 1, plain(codes)).await;
    }
    story.earshot.stop_round(&ali, SLUG, 1).await.unwrap();
    assert!(matches!(story.earshot.stop_round(&ali, SLUG, 1).await, Err(Error::Stale)));
    assert_eq!(
        refusals(story.earshot.close_round(&ali, SLUG, 1).await),
        [Refusal::WrongState],
        "it has no figures"
    );
    let view = seen(&story, &ali, 1).await;
    assert!(view.state == RoundState::Closed && view.result.is_none() && view.compared.is_none());
    assert_eq!(used(&story).await, [0, 0]);
    assert_eq!(story.earshot.agreement_of(&ali, SLUG).await.unwrap(), None);
}

async fn another_organisation_is_not_there(db: TestDb) {
    let story = Fixture::new(&db).await;
    let codes = ready(&story, 2).await;
    let (ali, stranger) = (analyst(&story).await, story.stranger().await);
    let theirs = story.earshot.start_round(&story.worker, SLUG, &with(&stranger, None)).await;
    assert!(matches!(theirs, Err(Error::NotFound)));
    story.earshot.start_round(&story.worker, SLUG, &with(&ali, None)).await.unwrap();
    let answer = next(&story, &ali, 1).await.unwrap().words.id;
    let settle = SettleText { answer, code: codes[0], applies: Some(true), reason: "It is".into() };
    for refused in [
        story.earshot.rounds(&stranger, SLUG).await.err(),
        story.earshot.round(&stranger, SLUG, 1, None).await.err(),
        story.earshot.start_round(&stranger, SLUG, &with(&stranger, None)).await.err(),
        story.earshot.code_round_unit(&stranger, SLUG, 1, answer, None).await.err(),
        story.earshot.finish_round(&stranger, SLUG, 1).await.err(),
        story.earshot.check_round_names(&stranger, SLUG, 1, true).await.err(),
        story.earshot.settle_round(&stranger, SLUG, 1, &settle).await.err(),
        story.earshot.close_round(&stranger, SLUG, 1).await.err(),
        story.earshot.stop_round(&stranger, SLUG, 1).await.err(),
        story.earshot.agreement_of(&stranger, SLUG).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::NotFound)), "{refused:?}");
    }
}
