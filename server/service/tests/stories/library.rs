//! Questions that are there already: taken, kept, found again, and never an answer with them.

use earshot_domain::consultation::Step;
use earshot_domain::questionnaire::{Defect, Questionnaire};
use earshot_domain::ready_sets;
use earshot_domain::respondent::AgeBand;
use earshot_domain::rule::Rule;
use earshot_service::{Error, KeepText, NewConsultation, Refusal, SetPage, Shelf, Source, Took};
use earshot_store::asset::{self, NewAsset};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both, questionnaire};

use crate::refusals;

on_both!(
    a_ready_set_is_taken_twice_and_every_rule_follows,
    what_is_kept_has_versions_and_is_found_by_its_words,
    a_set_is_retired_and_offered_again,
    an_earlier_consultation_gives_its_questions_and_no_answers,
    files_beside_the_questions_come_along_from_a_consultation,
    what_cannot_be_taken_or_kept_changes_nothing,
    every_organisation_has_its_own_library,
);

/// A draft that asks nothing yet.
async fn empty(story: &Fixture, slug: &str) {
    let new = NewConsultation { title: slug.into(), slug: slug.into(), ..NewConsultation::default() };
    story.earshot.create_consultation(&story.worker, &new).await.unwrap();
}

async fn asked(story: &Fixture, slug: &str) -> Questionnaire {
    story.earshot.preparation(&story.worker, slug).await.unwrap().consultation.questionnaire
}

async fn take(story: &Fixture, slug: &str, source: &Source, keys: Option<&[&str]>) -> Result<Took, Error> {
    let keys: Option<Vec<String>> = keys.map(|keys| keys.iter().map(ToString::to_string).collect());
    let edition = story.edition(slug).await;
    story.earshot.take_questions(&story.worker, slug, edition, source, keys.as_deref()).await
}

fn keep(name: &str, keys: &[&str]) -> KeepText {
    let questions = keys.iter().map(ToString::to_string).collect();
    KeepText { name: name.into(), about: "For buses".into(), questions }
}

fn titles(page: &SetPage) -> Vec<&str> {
    page.sets.iter().map(|card| card.title.as_str()).collect()
}

async fn a_ready_set_is_taken_twice_and_every_rule_follows(db: TestDb) {
    let story = Fixture::new(&db).await;
    empty(&story, "park").await;
    let set = Source::Ready("a-plan".into());
    let plan = (ready_sets::set("a-plan").unwrap().questions)();
    let took = take(&story, "park", &set, None).await.unwrap();
    assert_eq!(took, Took { questions: plan.questions.len(), loosened: 0 });
    assert_eq!(asked(&story, "park").await, plan);
    let took = take(&story, "park", &set, Some(&["unclear", "feel"])).await.unwrap();
    assert_eq!(took, Took { questions: 2, loosened: 1 }, "what it waited for did not come along");
    let took = take(&story, "park", &set, Some(&["clear", "unclear"])).await.unwrap();
    assert_eq!(took, Took { questions: 2, loosened: 0 });
    let whole = asked(&story, "park").await;
    assert_eq!(whole.defects(), []);
    let keys: Vec<_> = whole.questions.iter().map(|question| question.key.as_str()).collect();
    assert_eq!(keys[plan.questions.len()..], ["unclear_2", "feel_2", "clear_2", "unclear_3"]);
    let last = whole.questions.last().unwrap();
    let rule = Rule::Any(vec![Rule::is("clear_2", "no"), Rule::is("clear_2", "unsure")]);
    assert_eq!(last.show_if, Some(rule));

    let page = story.earshot.sets(&story.worker, Shelf::Ready, "", 0, "park").await.unwrap();
    assert_eq!(page.of, ready_sets::SETS.len());
    let page = story.earshot.sets(&story.worker, Shelf::Ready, "school BUS", 9, "park").await.unwrap();
    assert!(page.sets.iter().any(|card| card.title == "Getting to school"), "{page:?}");
    assert_eq!(page.page, 0, "there are no nine pages");
}

async fn what_is_kept_has_versions_and_is_found_by_its_words(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let (earshot, worker) = (&story.earshot, &story.worker);
    let (id, version) =
        earshot.keep_in_library(worker, "bus", &keep("The Bus", &["way", "late", "ok"])).await.unwrap();
    assert_eq!(version, 1);
    let (same, version) =
        earshot.keep_in_library(worker, "bus", &keep(" the  BUS ", &["late", "ok"])).await.unwrap();
    assert_eq!((same, version), (id, 2), "one name, one set");
    let newest = earshot.question_set(worker, &Source::Library(id, None)).await.unwrap();
    assert_eq!((newest.card.version, newest.card.questions), (Some((2, false)), 2));
    assert_eq!(
        newest.questionnaire.get("late").unwrap().show_if,
        None,
        "it waited for one that was left out"
    );
    let first = earshot.question_set(worker, &Source::Library(id, Some(1))).await.unwrap();
    assert_eq!(first.questionnaire.get("late").unwrap().show_if, Some(Rule::is("way", "bus")));
    let versions = earshot.set_versions(worker, id).await.unwrap();
    let said: Vec<_> = versions.iter().map(|v| (v.version, v.questions, v.by.as_deref())).collect();
    assert_eq!(said, [(2, 2, Some("Jo Marsh")), (1, 3, Some("Jo Marsh"))]);
    // What is kept is a copy: the consultation goes its own way.
    story.step("bus", Step::Open).await;
    empty(&story, "park").await;
    take(&story, "park", &Source::Library(id, Some(1)), None).await.unwrap();
    assert_eq!(asked(&story, "park").await.questions.len(), 3);

    for n in 0..25 {
        earshot.keep_in_library(worker, "bus", &keep(&format!("Set {n:02}"), &["ok"])).await.unwrap();
    }
    let page = earshot.sets(worker, Shelf::Library, "", 0, "park").await.unwrap();
    assert_eq!((page.of, page.sets.len(), page.pages()), (26, 20, 2));
    let page = earshot.sets(worker, Shelf::Library, "", 1, "park").await.unwrap();
    assert_eq!(titles(&page), ["Set 20", "Set 21", "Set 22", "Set 23", "Set 24", "the BUS"]);
    let page = earshot.sets(worker, Shelf::Library, "often LATE", 0, "park").await.unwrap();
    assert_eq!(titles(&page), ["the BUS"], "by a word of a question");
    assert_eq!(
        earshot.sets(worker, Shelf::Library, "walk", 0, "park").await.unwrap().of,
        0,
        "not in the newest"
    );
}

async fn a_set_is_retired_and_offered_again(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let (earshot, worker) = (&story.earshot, &story.worker);
    let (id, _) = earshot.keep_in_library(worker, "bus", &keep("Old", &["ok"])).await.unwrap();
    earshot.keep_in_library(worker, "bus", &keep("Zebra", &["ok"])).await.unwrap();
    earshot.offer_set(worker, id, false).await.unwrap();
    let offered = earshot.sets(worker, Shelf::Library, "", 0, "park").await.unwrap();
    assert_eq!(titles(&offered), ["Zebra"]);
    let all = earshot.library(worker, "", 0).await.unwrap();
    assert_eq!(titles(&all), ["Zebra", "Old"], "what is no longer offered stands last");
    let names = earshot.library_names(worker).await.unwrap();
    assert_eq!(
        names,
        [("Old".to_string(), false), ("Zebra".to_string(), true)],
        "saved anew it is offered again"
    );
    assert!(earshot.question_set(worker, &Source::Library(id, None)).await.is_ok(), "and can be seen");
    earshot.offer_set(worker, id, true).await.unwrap();
    assert_eq!(earshot.sets(worker, Shelf::Library, "", 0, "park").await.unwrap().of, 2);
    earshot.offer_set(worker, id, false).await.unwrap();
    earshot.keep_in_library(worker, "bus", &keep("Old", &["way"])).await.unwrap();
    assert_eq!(
        earshot.sets(worker, Shelf::Library, "", 0, "park").await.unwrap().of,
        2,
        "saved again, offered again"
    );
}

async fn an_earlier_consultation_gives_its_questions_and_no_answers(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    story.send("bus", answers_to(AgeBand::From11To13, "its always late")).await;
    let mut later = questionnaire();
    later.questions.retain(|question| question.key != "stop");
    let edition = story.edition("bus").await;
    story.earshot.save_questionnaire(&story.worker, "bus", edition, &later).await.unwrap();
    assert_eq!(asked(&story, "bus").await.retired.len(), 1);

    let new = NewConsultation { title: "Bus again".into(), slug: "again".into(), questions_of: "bus".into() };
    story.earshot.create_consultation(&story.worker, &new).await.unwrap();
    let copy = story.earshot.preparation(&story.worker, "again").await.unwrap().consultation;
    assert_eq!(copy.questionnaire, later, "without what is no longer asked");
    assert_eq!((copy.version, copy.responses, copy.setup.purpose.as_str()), (1, 0, ""));
    assert_eq!(db.count("response").await, 1, "and no answer came along");

    empty(&story, "third").await;
    let source = Source::Consultation("bus".into());
    let took = take(&story, "third", &source, Some(&["know", "why"])).await.unwrap();
    assert_eq!(took, Took { questions: 2, loosened: 0 });
    let page = story.earshot.sets(&story.worker, Shelf::Earlier, "matter", 0, "third").await.unwrap();
    assert_eq!(titles(&page), ["The matter of bus"]);
    let page = story.earshot.sets(&story.worker, Shelf::Earlier, "", 0, "third").await.unwrap();
    assert_eq!(titles(&page), ["Bus again", "The matter of bus"], "the newest first, and not itself");
    let nobody = NewConsultation { title: "X".into(), slug: "xx".into(), questions_of: "nothing".into() };
    let refused = refusals(story.earshot.create_consultation(&story.worker, &nobody).await);
    assert_eq!(refused, [Refusal::Unreadable("questions_of")]);
}

/// Puts a file beside the questions of a consultation.
async fn put_file(story: &Fixture, slug: &str, name: &str, bytes: &[u8]) {
    let consultation_id = story.earshot.preparation(&story.worker, slug).await.unwrap().consultation.id;
    let file = NewAsset {
        id: story.random_id(),
        consultation_id,
        name: name.into(),
        alt: "A bus".into(),
        content_type: "image/png".into(),
        hash: format!("{}", bytes.len()),
        points: Some((4, 3)),
        created_by: None,
        created_at: story.earshot.now(),
        bytes: bytes.to_vec(),
    };
    let mut tx = story.db.db().begin().await.unwrap();
    asset::put(&mut tx, &file).await.unwrap();
    tx.commit().await.unwrap();
}

async fn files_beside_the_questions_come_along_from_a_consultation(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let mut with_picture = questionnaire();
    with_picture.questions[4].help.picture = Some("bus.png".into());
    let edition = story.edition("bus").await;
    story.earshot.save_questionnaire(&story.worker, "bus", edition, &with_picture).await.unwrap();
    put_file(&story, "bus", "bus.png", b"a bus").await;
    put_file(&story, "bus", "other.png", b"not asked").await;
    let new = NewConsultation { title: "Copy".into(), slug: "copy".into(), questions_of: "bus".into() };
    story.earshot.create_consultation(&story.worker, &new).await.unwrap();
    let files = story.earshot.staff_files(&story.worker, "copy").await.unwrap();
    let names: Vec<_> =
        files.iter().map(|file| (file.asset.name.as_str(), file.asset.alt.as_str())).collect();
    assert_eq!(names, [("bus.png", "A bus")], "what the questions name, and nothing else");

    empty(&story, "park").await;
    let bus = Source::Consultation("bus".into());
    take(&story, "park", &bus, Some(&["ok"])).await.unwrap();
    take(&story, "park", &bus, Some(&["ok"])).await.unwrap();
    assert_eq!(
        story.earshot.staff_files(&story.worker, "park").await.unwrap().len(),
        1,
        "the same file is one"
    );
    empty(&story, "pond").await;
    put_file(&story, "pond", "bus.png", b"another picture").await;
    let refused = refusals(take(&story, "pond", &bus, Some(&["ok"])).await);
    assert!(matches!(refused.as_slice(), [Refusal::Questionnaire(words)] if words.contains("bus.png")));
    assert!(asked(&story, "pond").await.questions.is_empty(), "nothing is half taken");
}

async fn what_cannot_be_taken_or_kept_changes_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    empty(&story, "park").await;
    let (earshot, worker) = (&story.earshot, &story.worker);
    let set = Source::Ready("a-plan".into());
    assert_eq!(refusals(take(&story, "bus", &set, None).await), [Refusal::WrongState], "it is asked already");
    let none = refusals(take(&story, "park", &set, Some(&[])).await);
    assert_eq!(none, [Refusal::Missing("questions")]);
    let unknown = Source::Ready("bright-spots".into());
    assert!(matches!(take(&story, "park", &unknown, None).await, Err(Error::NotFound)));
    let stale = earshot.take_questions(worker, "park", 99, &set, None).await;
    assert!(matches!(stale, Err(Error::Stale)));
    let mut full = asked(&story, "bus").await;
    let like = full.questions[4].clone();
    for n in 0..290 {
        let mut more = like.clone();
        more.key = format!("more{n}");
        full.questions.push(more);
    }
    earshot.save_questionnaire(worker, "park", 1, &full).await.unwrap();
    let crowded = refusals(take(&story, "park", &set, None).await);
    assert_eq!(crowded, [Refusal::Defect(Defect::TooManyQuestions)]);
    assert_eq!(asked(&story, "park").await.questions.len(), 300);

    let refused = refusals(earshot.keep_in_library(worker, "bus", &KeepText::default()).await);
    assert_eq!(refused, [Refusal::Missing("name"), Refusal::Missing("questions")]);
    let long = keep(&"x".repeat(121), &["ok"]);
    let refused = refusals(earshot.keep_in_library(worker, "bus", &long).await);
    assert_eq!(refused, [Refusal::TooLong { field: "name", max: 120 }]);
    let mut broken = asked(&story, "park").await;
    broken.questions[1].text.clear();
    earshot.save_questionnaire(worker, "park", story.edition("park").await, &broken).await.unwrap();
    let refused = refusals(earshot.keep_in_library(worker, "park", &keep("Broken", &["way"])).await);
    assert_eq!(refused, [Refusal::Defect(Defect::NoText("way".into()))]);
    for (role, actor) in story.staff() {
        let kept = earshot.keep_in_library(actor, "bus", &keep("Mine", &["ok"])).await;
        let edits = actor.may(earshot_domain::policy::Permission::EditConsultations);
        assert_eq!(kept.is_ok(), edits, "{role:?}");
        if !edits {
            assert!(matches!(
                earshot.take_questions(actor, "park", 1, &set, None).await,
                Err(Error::Forbidden)
            ));
            assert!(earshot.library(actor, "", 0).await.is_ok(), "{role:?} sees it");
        }
    }
}

async fn every_organisation_has_its_own_library(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let (earshot, stranger) = (&story.earshot, story.stranger().await);
    let (id, _) = earshot.keep_in_library(&story.worker, "bus", &keep("Mine", &["ok"])).await.unwrap();
    assert_eq!(earshot.library(&stranger, "", 0).await.unwrap().of, 0);
    let source = Source::Library(id, None);
    assert!(matches!(earshot.question_set(&stranger, &source).await, Err(Error::NotFound)));
    assert!(matches!(earshot.offer_set(&stranger, id, false).await, Err(Error::NotFound)));
    assert!(earshot.set_versions(&stranger, id).await.unwrap().is_empty());
    let theirs = Source::Consultation("bus".into());
    assert!(matches!(earshot.question_set(&stranger, &theirs).await, Err(Error::NotFound)));
    let new = NewConsultation { title: "Copy".into(), slug: "copy".into(), questions_of: "bus".into() };
    let refused = refusals(earshot.create_consultation(&stranger, &new).await);
    assert_eq!(refused, [Refusal::Unreadable("questions_of")]);
}
