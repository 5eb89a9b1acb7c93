//! Paper: forms with codes of their own, typed in once, compared when somebody wants to, and taken back by code.

use earshot_domain::consultation::Step;
use earshot_domain::door::Door;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::journey::Answers;
use earshot_domain::paper::{FormCode, Layout};
use earshot_domain::policy::Role;
use earshot_domain::question::Given;
use earshot_domain::respondent::AgeBand;
use earshot_domain::rule::Rule;
use earshot_service::{
    Concern, Error, Known, NewForms, PaperBatch, PaperEntry, Pass, QuoteText, Refusal, TypingsCompared,
};
use earshot_testkit::{Fixture, TestDb, on_both, questionnaire};

use crate::refusals;

on_both!(
    forms_have_numbers_that_follow_each_other_and_are_printed_only_while_it_is_asked,
    a_form_is_typed_in_once_and_is_a_young_persons_own_words,
    a_second_pass_says_where_both_times_differ_and_shows_nothing,
    what_is_written_beside_the_way_is_kept,
    words_that_were_read_stay_and_a_held_answer_cannot_be_typed_over,
    a_form_is_taken_back_by_its_code_and_by_those_who_run_it,
    forms_are_typed_in_after_the_last_day_until_it_is_closed_for_good,
    a_form_keeps_the_questions_that_were_printed,
);

fn new(count: i64) -> NewForms {
    NewForms { count, layout: Layout::Standard, door: Door::default(), group: "Year 9".into() }
}

async fn print(story: &Fixture, count: i64) -> Vec<FormCode> {
    let batch = story.earshot.make_forms(&story.worker, "bus", &new(count)).await.unwrap();
    story.earshot.printed_forms(&story.worker, "bus", batch).await.unwrap().batch.codes
}

/// What stands on a form.
fn wrote(words: &str) -> PaperEntry {
    let mut answers = Answers::new();
    answers.insert("way".into(), Given::One("bus".into()));
    answers.insert("worst".into(), Given::Words(words.into()));
    PaperEntry {
        answers,
        unreadable: vec!["stop".into()],
        words_consent: Some(QuoteConsent::Yes),
        band: Some(AgeBand::From11To13),
        area: Some("The villages".into()),
    }
}

async fn type_in(
    story: &Fixture,
    code: FormCode,
    entry: &PaperEntry,
    pass: Pass,
) -> Result<TypingsCompared, Error> {
    story.earshot.type_form(&story.worker, "bus", code, entry, pass).await
}

async fn forms_have_numbers_that_follow_each_other_and_are_printed_only_while_it_is_asked(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let draft = story.earshot.make_forms(&story.worker, "bus", &new(1)).await;
    assert_eq!(refusals(draft), [Refusal::WrongState]);
    story.step("bus", Step::Open).await;
    let first = print(&story, 3).await;
    let second = print(&story, 2).await;
    let serials: Vec<i64> = first.iter().chain(&second).map(|code| code.serial).collect();
    assert_eq!(serials, [1, 2, 3, 4, 5]);
    let batches: Vec<PaperBatch> = story.earshot.paper_batches(&story.commissioner, "bus").await.unwrap();
    assert_eq!(batches.iter().map(|batch| batch.codes.len()).collect::<Vec<_>>(), [2, 3], "the newest first");
    assert_eq!(batches[0].group.as_deref(), Some("Year 9"));
    let again = story.earshot.printed_forms(&story.worker, "bus", batches[1].id).await.unwrap();
    assert_eq!(again.batch.codes, first, "printed again they are the same");
    for (wrong, field) in [
        (new(0), "count"),
        (new(earshot_domain::paper::FORMS_MAX + 1), "count"),
        (NewForms { door: Door { lang: Some("pl".into()), ..Door::default() }, ..new(1) }, "lang"),
        (NewForms { door: Door { band: Some(AgeBand::From8To10), ..Door::default() }, ..new(1) }, "band"),
    ] {
        let made = story.earshot.make_forms(&story.worker, "bus", &wrong).await;
        assert_eq!(refusals(made), [Refusal::Unreadable(field)]);
    }
    for actor in [&story.lead, &story.commissioner] {
        assert!(matches!(story.earshot.make_forms(actor, "bus", &new(1)).await, Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.make_forms(&stranger, "bus", &new(1)).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.paper_form(&stranger, "bus", first[0]).await, Err(Error::NotFound)));
    let easy = NewForms { layout: Layout::Easy, ..new(1) };
    let easy = story.earshot.make_forms(&story.worker, "bus", &easy).await.unwrap();
    let easy = story.earshot.printed_forms(&story.worker, "bus", easy).await.unwrap();
    assert!(easy.batch.door.easy, "in Easy Read words");
}

async fn a_form_is_typed_in_once_and_is_a_young_persons_own_words(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let codes = print(&story, 2).await;
    let known = async || story.earshot.paper_form(&story.worker, "bus", codes[0]).await.unwrap().known;
    assert_eq!(known().await, Known::New);
    let audits = story.audits().await;
    assert_eq!(
        type_in(&story, codes[0], &wrote("its always late"), Pass::First).await.unwrap(),
        TypingsCompared::Kept
    );
    assert_eq!(story.audits().await, audits + 1);
    assert_eq!(known().await, Known::Typed);
    let again = type_in(&story, codes[0], &wrote("its always late"), Pass::First).await;
    assert_eq!(refusals(again), [Refusal::FormKnown]);
    assert_eq!(db.count("response").await, 1);
    // A colleague has the same paper.
    let colleague = story.colleague("second@wexmoor.example", Role::ParticipationWorker).await;
    let theirs = story.earshot.type_form(&colleague, "bus", codes[0], &wrote("other"), Pass::First).await;
    assert_eq!(refusals(theirs), [Refusal::FormKnown]);
    let rows = db.dump().await;
    let response = rows.iter().find(|row| row.starts_with("response:")).unwrap();
    assert!(
        response.contains("paper") && response.contains("Year 9") && response.contains("stop"),
        "{response}"
    );
    assert!(!rows.iter().any(|row| row.contains(&codes[0].to_string())), "no form's code is anywhere");
    assert_eq!(db.count("equality_answer").await, 0);
    // A person reads it, and it may be quoted: these are the child's own words.
    assert_eq!(story.queue("bus", AnswerState::New).await[0].interpretation, Some(false));
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["its always"]).await;
    let answer = story.answer("bus", "its always").await;
    let text =
        QuoteText { piece: "its always late".into(), theme: Some(theme), why_chosen: "It says it".into() };
    story.earshot.make_quote(&story.worker, "bus", answer.id, &text).await.unwrap();
    // What worries is marked like everything else.
    type_in(&story, codes[1], &wrote("i want to kill myself"), Pass::First).await.unwrap();
    assert!(story.queue("bus", AnswerState::New).await[0].watch);
    for wrong in [
        FormCode { serial: 99, ..codes[0] },
        FormCode { version: 9, ..codes[0] },
        FormCode { consultation: 9, ..codes[0] },
    ] {
        let unknown = type_in(&story, wrong, &wrote("x"), Pass::First).await;
        assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
    }
    for actor in [&story.lead, &story.commissioner] {
        let typed = story.earshot.type_form(actor, "bus", codes[1], &wrote("x"), Pass::Second).await;
        assert!(matches!(typed, Err(Error::Forbidden)), "{typed:?}");
    }
}

async fn a_second_pass_says_where_both_times_differ_and_shows_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let code = print(&story, 1).await[0];
    let first = wrote("its always late");
    type_in(&story, code, &first, Pass::First).await.unwrap();
    assert_eq!(type_in(&story, code, &first, Pass::Second).await.unwrap(), TypingsCompared::Same);
    let mut second = wrote("its always late!");
    second.answers.insert("ok".into(), Given::One("2".into()));
    second.answers.remove("way");
    second.band = None;
    let differs = ["way", "worst", "ok", "band"].map(str::to_string).to_vec();
    let audits = db.count("audit_event").await;
    let compared = type_in(&story, code, &second, Pass::Second).await.unwrap();
    assert_eq!(compared, TypingsCompared::Differs(differs));
    assert_eq!(
        db.count("audit_event").await,
        audits + 1,
        "whoever compares learns something, so it is noted"
    );
    assert!(story.answer("bus", "its always late").await.words.ends_with("late"), "nothing was changed");
    assert_eq!(type_in(&story, code, &second, Pass::Replace).await.unwrap(), TypingsCompared::Replaced);
    assert!(story.answer("bus", "its always late").await.words.ends_with("late!"));
    assert_eq!(type_in(&story, code, &second, Pass::Second).await.unwrap(), TypingsCompared::Same);
    assert_eq!(db.count("response").await, 1);
    // What nobody can read is not the same as nothing.
    let mut unreadable = second.clone();
    unreadable.unreadable.push("helps".into());
    let differs = type_in(&story, code, &unreadable, Pass::Second).await.unwrap();
    assert_eq!(differs, TypingsCompared::Differs(vec!["helps".into()]));
    assert_eq!(type_in(&story, code, &unreadable, Pass::Replace).await.unwrap(), TypingsCompared::Replaced);
    assert_eq!(type_in(&story, code, &unreadable, Pass::Second).await.unwrap(), TypingsCompared::Same);
    // An answer that its question cannot have is refused, on paper as elsewhere.
    let mut wrong = second.clone();
    wrong.answers.insert("way".into(), Given::One("ship".into()));
    assert!(matches!(
        refusals(type_in(&story, code, &wrong, Pass::Replace).await)[..],
        [Refusal::Answer { .. }]
    ));
}

async fn what_is_written_beside_the_way_is_kept(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let mut asked = questionnaire();
    let worst = asked.questions.iter_mut().find(|question| question.key == "worst").unwrap();
    worst.show_if = Some(Rule::is("way", "walk"));
    let edition = story.edition("bus").await;
    story.earshot.save_questionnaire(&story.worker, "bus", edition, &asked).await.unwrap();
    story.step("bus", Step::Open).await;
    let code = print(&story, 1).await[0];
    let entry = wrote("nobody told me to tick a box");
    assert_eq!(type_in(&story, code, &entry, Pass::First).await.unwrap(), TypingsCompared::Kept);
    assert_eq!(story.answer("bus", "nobody told").await.words, "nobody told me to tick a box");
    assert_eq!(type_in(&story, code, &entry, Pass::Second).await.unwrap(), TypingsCompared::Same);
}

async fn words_that_were_read_stay_and_a_held_answer_cannot_be_typed_over(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let code = print(&story, 1).await[0];
    type_in(&story, code, &wrote("somebody hurts me"), Pass::First).await.unwrap();
    let answer = story.answer("bus", "somebody").await;
    story.earshot.hold(&story.worker, "bus", answer.id).await.unwrap();
    let over = type_in(&story, code, &wrote("nothing"), Pass::Replace).await;
    assert_eq!(refusals(over), [Refusal::WordsRead]);
    assert!(db.dump().await.iter().any(|row| row.contains("somebody hurts me")), "it is still held");
    // What is not in words can still be put right.
    let mut other = wrote("somebody hurts me");
    other.answers.insert("way".into(), Given::One("walk".into()));
    assert_eq!(type_in(&story, code, &other, Pass::Replace).await.unwrap(), TypingsCompared::Replaced);
    assert!(db.dump().await.iter().any(|row| row.contains("somebody hurts me")));
    // What is held as it came can be put right as well, until the lead has read it.
    let code = print(&story, 1).await[0];
    type_in(&story, code, &wrote("he hits my mum, ring 07700 900123"), Pass::First).await.unwrap();
    let right = "he hits my mum, ring 07700 900124";
    let replaced = type_in(&story, code, &wrote(right), Pass::Replace).await.unwrap();
    assert_eq!(replaced, TypingsCompared::Replaced);
    let (held, _) = story.earshot.held(&story.lead, 0).await.unwrap();
    let id = held.iter().find(|(_, answer)| answer.words == right).unwrap().1.id;
    assert_eq!(held.len(), 2, "nothing of the mistake is left");
    story.earshot.decide_held(&story.lead, id, Concern::Referred, "Rang the duty desk.").await.unwrap();
    assert_eq!(refusals(type_in(&story, code, &wrote("x"), Pass::Replace).await), [Refusal::WordsRead]);
}

async fn a_form_is_taken_back_by_its_code_and_by_those_who_run_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let codes = print(&story, 2).await;
    type_in(&story, codes[0], &wrote("zanzibar"), Pass::First).await.unwrap();
    let take_back = |code: FormCode| {
        let story = &story;
        async move { story.earshot.take_back_form(&story.worker, "bus", code).await }
    };
    assert!(matches!(take_back(codes[1]).await, Err(Error::NotFound)), "it was never typed in");
    let forbidden = story.earshot.take_back_form(&story.commissioner, "bus", codes[0]).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
    take_back(codes[0]).await.unwrap();
    assert!(!db.dump().await.iter().any(|row| row.contains("zanzibar")));
    let audits = db.count("audit_event").await;
    take_back(codes[0]).await.unwrap();
    assert_eq!(db.count("audit_event").await, audits, "nothing happened the second time");
    let known = story.earshot.paper_form(&story.worker, "bus", codes[0]).await.unwrap().known;
    assert_eq!(known, Known::TakenBack);
    // It does not come back by being typed in once more.
    let again = type_in(&story, codes[0], &wrote("zanzibar"), Pass::First).await;
    assert_eq!(refusals(again), [Refusal::FormKnown]);
    let second = type_in(&story, codes[0], &wrote("zanzibar"), Pass::Replace).await;
    assert_eq!(refusals(second), [Refusal::FormTakenBack]);
}

async fn forms_are_typed_in_after_the_last_day_until_it_is_closed_for_good(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let codes = print(&story, 3).await;
    story.on_day("2026-03-30");
    type_in(&story, codes[0], &wrote("it lay in a tray"), Pass::First).await.unwrap();
    story.step("bus", Step::Pause).await;
    type_in(&story, codes[1], &wrote("typed in a pause"), Pass::First).await.unwrap();
    story.step("bus", Step::Close).await;
    let late = type_in(&story, codes[2], &wrote("too late"), Pass::First).await;
    assert!(matches!(late, Err(Error::Closed)), "{late:?}");
    assert_eq!(db.count("response").await, 2);
}

async fn a_form_keeps_the_questions_that_were_printed(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let code = print(&story, 1).await[0];
    let mut changed = questionnaire();
    changed.questions.retain(|question| question.key != "worst");
    let edition = story.edition("bus").await;
    story.earshot.save_questionnaire(&story.worker, "bus", edition, &changed).await.unwrap();
    let later = print(&story, 1).await[0];
    assert_eq!((code.version, later.version), (1, 2));
    let form = story.earshot.paper_form(&story.worker, "bus", code).await.unwrap();
    assert!(form.asked.questionnaire.get("worst").is_some());
    type_in(&story, code, &wrote("as it was asked"), Pass::First).await.unwrap();
    assert_eq!(story.answer("bus", "as it was").await.words, "as it was asked");
    let form = story.earshot.paper_form(&story.worker, "bus", later).await.unwrap();
    assert!(form.asked.questionnaire.get("worst").is_none());
}
