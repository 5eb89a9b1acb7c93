//! What is asked and what is kept of it: every type of answer, questions that
//! change while they are asked, sections that are full, and the words that were
//! read.

use earshot_domain::consultation::Step;
use earshot_domain::door::Door;
use earshot_domain::edit::Meaning;
use earshot_domain::question::{Area, Choice, Given, Grid, Kind, Question, Ranking, Rating, Scale};
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_domain::respondent::AgeBand;
use earshot_domain::rule::Rule;
use earshot_service::{Error, Refusal, Submission};
use earshot_testkit::{Fixture, TestDb, Voice, on_both, questionnaire};

on_both!(
    every_type_of_answer_comes_back_as_it_was_given,
    questions_change_while_they_are_asked_and_no_answer_is_lost,
    a_phone_that_fetched_an_earlier_version_is_heard,
    statements_orders_and_turns_stay_counted,
    a_broken_edit_never_reaches_anybody,
    a_section_that_has_heard_enough_closes_for_those_who_come_after,
    the_first_places_of_an_order_are_counted,
    what_cannot_be_an_answer_is_not_kept,
);

fn options(keys: &[&str]) -> Vec<Choice> {
    keys.iter().map(|key| Choice::new(*key, *key)).collect()
}

/// Opens a consultation with these questions.
async fn open(story: &Fixture, asked: &Questionnaire) {
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    story.earshot.save_questionnaire(&story.worker, "bus", edition, asked).await.unwrap();
    story.step("bus", Step::Open).await;
}

async fn save(story: &Fixture, asked: &Questionnaire) -> Result<(), Error> {
    let edition = story.edition("bus").await;
    story.earshot.save_questionnaire(&story.worker, "bus", edition, asked).await
}

fn every_type() -> Questionnaire {
    let mut asked = Questionnaire::of(vec![
        Question::new("ways", "Which?", Kind::multi(options(&["bus", "car", "walk"]), None)),
        Question::new(
            "order",
            "In order?",
            Kind::Ranking(Ranking { options: options(&["a", "b", "c"]), shuffle: true }),
        ),
        Question::new(
            "feel",
            "And?",
            Kind::Grid(Grid { statements: options(&["safe", "late"]), scale: Scale::Agree }),
        ),
        Question::new("stars", "How many?", Kind::Rating(Rating { from: 0, to: 10, ends: Vec::new() })),
        Question::new("agree", "Do you?", Kind::Agree),
        Question::new("since", "Since?", Kind::When),
        Question::new("where", "Where?", Kind::Area(Area::default())),
        Question { section: Some("each".into()), ..Question::new("why", "Why {@}?", Kind::LongText) },
        Question { section: Some("each".into()), ..Question::new("ok", "Is {@} OK?", Kind::Faces) },
    ]);
    asked.sections = vec![Section { each_of: Some("ways".into()), ..Section::new("each", "") }];
    asked
}

fn rows(pairs: &[(&str, &str)]) -> Given {
    Given::Rows(pairs.iter().map(|(row, key)| ((*row).to_string(), (*key).to_string())).collect())
}

fn ranked(keys: &[&str]) -> Given {
    Given::Ranked(keys.iter().map(ToString::to_string).collect())
}

async fn every_type_of_answer_comes_back_as_it_was_given(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story, &every_type()).await;
    let voice = Voice::young()
        .ticked("ways", &["bus", "walk"])
        .gave("order", ranked(&["c", "a", "b"]))
        .gave("feel", rows(&[("safe", "2"), ("late", "5")]))
        .chose("stars", "10")
        .chose("agree", "1")
        .chose("since", "month")
        .chose("where", "the-villages")
        .wrote("why@bus", "its full")
        .wrote("why@walk", "its dark")
        .chose("ok@walk", "2")
        .wrote("why@car", "nobody asked about the car");
    let receipt = story.send("bus", voice.clone()).await;
    let mine = story.earshot.mine(&receipt).await.unwrap();
    let mut expected = voice.submission(&story.earshot).answers;
    expected.remove("why@car");
    assert_eq!(mine.answers, expected);

    // One of them is changed: what was there before goes as a whole.
    story.earshot.change_mine(&receipt, "feel", rows(&[("late", "1")])).await.unwrap();
    story.earshot.change_mine(&receipt, "order", ranked(&["a", "b", "c"])).await.unwrap();
    story.earshot.change_mine(&receipt, "ways", Given::Many(vec!["walk".into()])).await.unwrap();
    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert_eq!(mine.answers["feel"], rows(&[("late", "1")]));
    assert_eq!(mine.answers["order"], ranked(&["a", "b", "c"]));
    assert!(mine.answers.contains_key("why@walk"));
    assert!(!mine.answers.contains_key("why@bus"), "a turn that is not asked any more is set aside");
    let gone = story.earshot.change_mine(&receipt, "ok@boat", Given::One("1".into())).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

async fn questions_change_while_they_are_asked_and_no_answer_is_lost(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let before = story
        .send("bus", Voice::young().chose("way", "car").chose("know", "yes").wrote("worst", "late"))
        .await;
    for _ in 0..9 {
        story.send("bus", Voice::young().chose("way", "car").chose("know", "no")).await;
    }
    let mut after = questionnaire();
    let at = |asked: &Questionnaire, key: &str| asked.position(key).unwrap();
    let way = at(&after, "way");
    after.questions[way].text = "How do you come to school?".into();
    after.questions[way].kind = Kind::single(options(&["walk", "bus", "train"]));
    let know = at(&after, "know");
    after.questions.remove(know);
    let why = at(&after, "why");
    after.questions[why].show_if = None;
    after.questions.push(Question::new("new", "And now?", Kind::Faces));

    let effects = story.earshot.edit_effects(&story.worker, "bus", &after).await.unwrap();
    let effect = |key: &str| effects.iter().find(|effect| effect.effect.key == key).unwrap();
    let retired = Meaning::OptionsRetired(vec!["car".into(), "taxi".into()]);
    assert!(effect("way").effect.meaning.contains(&retired), "{:?}", effect("way"));
    assert_eq!(effect("way").answered.value(), Some(10));
    assert_eq!(effect("know").effect.meaning, [Meaning::Retired]);
    assert_eq!(effect("new").answered.value(), Some(0));

    save(&story, &after).await.unwrap();
    let asked = story.asked("bus").await;
    assert_eq!((asked.version, asked.questionnaire.retired.len()), (2, 1));
    assert!(asked.takes_answers, "it stays open");
    story.send("bus", Voice::young().chose("way", "train").chose("new", "4")).await;

    // Who answered before sees what they were asked, and may still change it.
    let mine = story.earshot.mine(&before).await.unwrap();
    assert_eq!(mine.questionnaire.get("way").unwrap().text, "How do you get to school?");
    assert_eq!(mine.answers["know"], Given::One("yes".into()));
    story.earshot.change_mine(&before, "know", Given::One("unsure".into())).await.unwrap();

    // Everything has its column, also what is not asked any more.
    let findings = story.earshot.findings_preview(&story.worker, "bus").await.unwrap();
    let found = |key: &str| findings.questions.iter().find(|question| question.key == key).unwrap();
    assert!(found("know").retired && !found("way").retired);
    assert_eq!(found("know").table.total.value(), Some(10));
    // What is not offered any more stays counted, under its name, behind what is; what nobody chose is gone.
    let way = found("way");
    assert_eq!(way.values, ["walk", "bus", "train", "car"]);
    assert_eq!(way.table.rows, ["walk", "bus", "train", "Car"]);
    assert_eq!((way.table.row_totals[3].value(), way.table.total.value()), (Some(10), Some(10)));
    assert_eq!(findings.children, way.table.total, "everybody answered it");
}

async fn a_phone_that_fetched_an_earlier_version_is_heard(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let old = story.asked("bus").await.version;
    let mut after = questionnaire();
    after.questions.retain(|question| question.key != "ok");
    let way = after.position("way").unwrap();
    after.questions[way].kind = Kind::single(options(&["walk", "bus", "train"]));
    save(&story, &after).await.unwrap();
    let voice = Voice::young().chose("way", "taxi").chose("ok", "5");
    let asked = story.asked("bus").await;
    // Fetched before the change, sent after it.
    let offline = Submission { version: old, ..voice.submission(&story.earshot) };
    let receipt = story.earshot.submit(&asked, &offline, None).await.unwrap();
    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert_eq!(mine.answers, offline.answers);
    // Against the questions of today the same is refused, and nothing of it is kept.
    let today = Submission { version: asked.version, ..voice.submission(&story.earshot) };
    assert!(matches!(story.earshot.submit(&asked, &today, None).await, Err(Error::Refused(_))));
    assert_eq!(db.count("response").await, 1);
}

async fn statements_orders_and_turns_stay_counted(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story, &every_type()).await;
    for _ in 0..10 {
        let voice = Voice::young()
            .ticked("ways", &["car"])
            .chose("ok@car", "1")
            .gave("order", ranked(&["c", "a", "b"]))
            .gave("feel", rows(&[("late", "5")]));
        story.send("bus", voice).await;
    }
    let mut after = every_type();
    after.questions[0].kind = Kind::multi(options(&["bus", "walk"]), None);
    after.questions[1].kind = Kind::Ranking(Ranking { options: options(&["d", "a", "b"]), shuffle: true });
    after.questions[2].kind = Kind::Grid(Grid { statements: options(&["safe"]), scale: Scale::Agree });
    save(&story, &after).await.unwrap();
    // And once more, so that what is recalled stands two versions back.
    after.questions[3].text = "How many stars?".into();
    save(&story, &after).await.unwrap();
    let findings = story.earshot.findings_preview(&story.worker, "bus").await.unwrap();
    let found = |key: &str| findings.questions.iter().find(|question| question.key == key).unwrap();
    let row = |key: &str, value: &str| {
        let at = found(key).values.iter().position(|other| other == value).unwrap();
        found(key).table.row_totals[at].value()
    };
    assert_eq!(found("ways").values, ["bus", "walk", "car"]);
    assert_eq!(row("ways", "car"), Some(10));
    assert_eq!(found("order").values, ["d", "a", "b", "c"]);
    assert_eq!((row("order", "c"), found("order").table.total.value()), (Some(10), Some(10)));
    assert_eq!((row("feel/late", "5"), found("feel/late").retired), (Some(10), true));
    assert_eq!((row("ok@car", "1"), found("ok@car").retired), (Some(10), true));
    assert_eq!(found("ok@car").about, ["car"]);
    assert!(!found("ok@bus").retired);
}

async fn a_broken_edit_never_reaches_anybody(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let mut broken = questionnaire();
    broken.questions[0].show_if = Some(Rule::is("worst", "x"));
    match save(&story, &broken).await {
        Err(Error::Refused(refusals)) => {
            assert!(matches!(refusals[..], [Refusal::Defect(_)]), "{refusals:?}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(story.asked("bus").await.version, 1);
    story.step("bus", Step::Close).await;
    assert!(matches!(save(&story, &questionnaire()).await, Err(Error::Refused(_))), "closed is closed");
}

async fn a_section_that_has_heard_enough_closes_for_those_who_come_after(db: TestDb) {
    let story = Fixture::new(&db).await;
    let within = |key: &str| Question { section: Some("bus".into()), ..Question::new(key, "?", Kind::Faces) };
    let mut asked =
        Questionnaire::of(vec![Question::new("ok", "?", Kind::Faces), within("seat"), within("stop")]);
    asked.sections = vec![Section { quota: Some(2), ..Section::new("bus", "The bus") }];
    open(&story, &asked).await;
    for answer in ["seat", "stop"] {
        assert!(story.asked("bus").await.full.is_empty());
        story.send("bus", Voice::young().chose("ok", "3").chose(answer, "1")).await;
        // Who says nothing about it does not count.
        story.send("bus", Voice::young().chose("ok", "3")).await;
    }
    let asked = story.asked("bus").await;
    assert_eq!(asked.full, ["bus"]);
    let nothing = earshot_domain::journey::Answers::new();
    let seen = asked.seen(&Door::default(), &nothing, "en-GB", "Enough, thank you.");
    assert_eq!(seen.questionnaire.questions[1].text, "Enough, thank you.");
    assert_eq!(seen.questionnaire.questions[1].kind, Kind::Info);
    // One that is made in its place, under the same title, begins with nobody: its key is none of those that were.
    let mut without = asked.questionnaire.clone();
    without.remove_section("bus");
    save(&story, &without).await.unwrap();
    let once = story.earshot.section_keys(&story.worker, "bus").await.unwrap();
    let mut again = story.asked("bus").await.questionnaire;
    let key = again.add_section("bus", "The bus", &once);
    again.fill_section(&key, &[1, 2]);
    again.sections[0].quota = Some(2);
    save(&story, &again).await.unwrap();
    assert_eq!((key.as_str(), story.asked("bus").await.full.len()), ("bus_2", 0));
    // A phone without signal did not know.
    let late = story.send("bus", Voice::young().chose("seat", "5")).await;
    assert_eq!(story.earshot.mine(&late).await.unwrap().answers["seat"], Given::One("5".into()));
}

async fn the_first_places_of_an_order_are_counted(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story, &every_type()).await;
    for at in 0..20 {
        let order = if at < 10 { ["c", "a", "b"] } else { ["a", "b", "c"] };
        let late = if at < 10 { "1" } else { "5" };
        let voice = Voice::child(AgeBand::From11To13).gave("order", ranked(&order));
        story.send("bus", voice.gave("feel", rows(&[("late", late)]))).await;
    }
    let findings = story.earshot.findings_preview(&story.worker, "bus").await.unwrap();
    let found = |key: &str| findings.questions.iter().find(|question| question.key == key).unwrap();
    let order = found("order");
    assert_eq!(order.table.rows, ["a", "b", "c"]);
    let totals: Vec<Option<u64>> = order.table.row_totals.iter().map(|shown| shown.value()).collect();
    assert_eq!(totals, [Some(10), Some(0), Some(10)]);
    assert_eq!(findings.questions.iter().filter(|question| question.key.starts_with("order")).count(), 1);
    let late = found("feel/late");
    assert_eq!(late.about, ["late"]);
    assert_eq!(late.table.row_totals[0].value(), Some(10));
    assert_eq!(found("feel/safe").table.total.value(), None, "nobody answered it, and that is not told");
}

async fn what_cannot_be_an_answer_is_not_kept(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story, &every_type()).await;
    for (variable, given) in [
        ("order", ranked(&["a", "b"])),
        ("feel", rows(&[("gone", "1")])),
        ("feel", rows(&[("late", "6")])),
        ("stars", Given::One("11".into())),
        ("where", Given::One("nowhere".into())),
        ("why@bus", Given::Words("ring me 07700 900123".into())),
    ] {
        let voice = Voice::young().ticked("ways", &["bus"]).gave(variable, given.clone());
        let sent = story.try_send("bus", voice).await;
        assert!(matches!(sent, Err(Error::Refused(_))), "{variable} {given:?}: {sent:?}");
    }
    // A name that no answer can have is set aside, as is one of another version.
    let voice =
        Voice::young().chose("ok", "1").chose("ok@boat", "1").chose("feel/late", "1").chose("agree", "5");
    let receipt = story.send("bus", voice).await;
    let kept = story.earshot.mine(&receipt).await.unwrap().answers;
    assert_eq!(kept.keys().collect::<Vec<_>>(), ["agree"]);
}
