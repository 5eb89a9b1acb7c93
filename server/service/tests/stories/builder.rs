//! Building a questionnaire: steps back, areas that change under answers, and who was reached.

use earshot_domain::area::{AreaFlaw, Listed, Under};
use earshot_domain::consultation::{Setup, Step};
use earshot_domain::question::{Area, Given, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reach::Represented;
use earshot_domain::respondent::AgeBand;
use earshot_service::{Error, Figure, NewConsultation, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, on_both, questionnaire, setup};

on_both!(
    the_last_changes_of_a_draft_are_taken_back,
    areas_change_and_answers_stay,
    a_list_of_areas_is_taken_whole_or_not_at_all,
    who_was_reached_is_told_in_numbers_that_may_be_shown,
);

fn faces(n: usize) -> Questionnaire {
    let question = |at| Question::new(format!("q{at}"), "What?", Kind::Faces);
    Questionnaire::of((0..n).map(question).collect())
}

async fn the_last_changes_of_a_draft_are_taken_back(db: TestDb) {
    let story = Fixture::new(&db).await;
    let new = NewConsultation { title: "Bus".into(), slug: "bus".into(), ..NewConsultation::default() };
    story.earshot.create_consultation(&story.worker, &new).await.unwrap();
    let asked = async || story.earshot.preparation(&story.worker, "bus").await.unwrap();
    assert!(asked().await.before.is_none());
    let save = async |asked: &Questionnaire| {
        let edition = story.edition("bus").await;
        story.earshot.save_questionnaire(&story.worker, "bus", edition, asked).await.unwrap();
    };
    for n in 1..4 {
        save(&faces(n)).await;
    }
    // What changes nothing is no step.
    save(&faces(3)).await;
    assert_eq!(asked().await.before, Some(faces(2)));
    for n in [2, 1, 0] {
        let edition = story.edition("bus").await;
        story.earshot.undo_questionnaire(&story.worker, "bus", edition).await.unwrap();
        assert_eq!(asked().await.consultation.questionnaire, faces(n));
    }
    let edition = story.edition("bus").await;
    let more = story.earshot.undo_questionnaire(&story.worker, "bus", edition).await;
    assert!(matches!(more, Err(Error::NotFound)));
    save(&faces(1)).await;
    let old = story.earshot.undo_questionnaire(&story.worker, "bus", edition).await;
    assert!(matches!(old, Err(Error::Stale)), "somebody changed it in between");
    assert_eq!(asked().await.before, Some(faces(0)), "and the step is still there");
    let edition = story.edition("bus").await;
    let other = story.earshot.undo_questionnaire(&story.commissioner, "bus", edition).await;
    assert!(matches!(other, Err(Error::Forbidden)));

    // Once it is asked the versions are the way back, and the steps are gone.
    let edition = story.edition("bus").await;
    story.earshot.save_setup(&story.worker, "bus", edition, &setup("bus")).await.unwrap();
    save(&questionnaire()).await;
    story.step("bus", Step::Open).await;
    assert!(asked().await.before.is_none());
    assert_eq!(db.count("questionnaire_step").await, 0);
    let mut longer = questionnaire();
    longer.questions.push(Question::new("more", "More?", Kind::LongText));
    save(&longer).await;
    assert_eq!(asked().await.before, Some(questionnaire()));
    let edition = story.edition("bus").await;
    let draft_only = story.earshot.undo_questionnaire(&story.worker, "bus", edition).await;
    assert!(matches!(draft_only, Err(Error::Refused(_))));
}

/// A county with two parts, of which one has parts of its own.
async fn county(story: &Fixture) {
    for (name, parent) in [
        ("Wexmoor", None),
        ("North", Some("wexmoor")),
        ("South", Some("wexmoor")),
        ("Mill Lane", Some("north")),
    ] {
        story.earshot.add_area(&story.worker, name, parent).await.unwrap();
    }
}

/// Opens a consultation in that county that asks for a place.
async fn open(story: &Fixture) {
    county(story).await;
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    let gone = Setup { area_branch: Some("nowhere".into()), ..setup("bus") };
    let refused = story.earshot.save_setup(&story.worker, "bus", edition, &gone).await;
    assert!(
        matches!(refused, Err(Error::Refused(refusals)) if refusals == [Refusal::Unreadable("area_branch")])
    );
    let branch = Setup { area_branch: Some("wexmoor".into()), ..setup("bus") };
    story.earshot.save_setup(&story.worker, "bus", edition, &branch).await.unwrap();
    let close = Area { within: Some("north".into()), ..Area::default() };
    let asked = Questionnaire::of(vec![
        Question::new("where", "Where?", Kind::Area(Area::default())),
        Question::new("close", "Where there?", Kind::Area(close)),
    ]);
    story.earshot.save_questionnaire(&story.worker, "bus", edition + 1, &asked).await.unwrap();
    story.step("bus", Step::Open).await;
}

async fn areas_change_and_answers_stay(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story).await;
    let asked = story.asked("bus").await;
    let offered = |at: usize| asked.questionnaire.questions[at].kind.values().join(" ");
    assert_eq!((offered(0).as_str(), offered(1).as_str()), ("north mill-lane south", "mill-lane"));
    let about: Vec<&str> = asked.areas.iter().map(|place| place.key.as_str()).collect();
    assert_eq!(about, ["north", "south"], "only the larger ones on about you");
    let receipt = story.send("bus", Voice::young().chose("where", "mill-lane").from("north")).await;
    let wrong = story.try_send("bus", Voice::young().from("Wexmoor North")).await;
    assert!(matches!(wrong, Err(Error::Refused(_))), "no name of another consultation");

    story.earshot.change_area(&story.worker, "mill-lane", "The mills", Some("south")).await.unwrap();
    story.earshot.retire_area(&story.worker, "mill-lane", true).await.unwrap();
    let mine = story.earshot.mine(&receipt).await.unwrap();
    assert_eq!(mine.answers["where"], Given::One("mill-lane".into()));
    assert_eq!(mine.questionnaire.questions[0].label_of("mill-lane"), Some("The mills"));
    let findings = story.earshot.findings_preview(&story.worker, "bus").await.unwrap();
    assert!(findings.questions[0].table.rows.iter().any(|row| row.contains("mill")), "it keeps its line");
    // A phone that fetched the questions before is heard.
    story.send("bus", Voice::young().chose("where", "mill-lane")).await;

    for forbidden in [
        story.earshot.add_area(&story.commissioner, "East", None).await,
        story.earshot.retire_area(&story.lead, "north", true).await,
    ] {
        assert!(matches!(forbidden, Err(Error::Forbidden)));
    }
    let itself = story.earshot.change_area(&story.worker, "wexmoor", "Wexmoor", Some("north")).await;
    assert!(matches!(
        itself,
        Err(Error::Refused(refusals)) if refusals == [Refusal::Area { line: None, flaw: AreaFlaw::InItself }]
    ));
    let stranger = story.stranger().await;
    assert!(story.earshot.areas(&stranger).await.unwrap().0.is_empty(), "each organisation has its own");
}

async fn a_list_of_areas_is_taken_whole_or_not_at_all(db: TestDb) {
    let story = Fixture::new(&db).await;
    county(&story).await;
    let one = |line: u64, name: &str, under: &str| Listed {
        line,
        name: name.into(),
        under: Under::Named(under.into()),
    };
    let bad = [one(1, "Harbour", "South"), one(2, "Docks", "Nowhere")];
    let refused = story.earshot.take_areas(&story.worker, &bad).await;
    assert!(matches!(
        refused,
        Err(Error::Refused(refusals)) if refusals == [Refusal::Area { line: Some(2), flaw: AreaFlaw::NoParent }]
    ));
    assert_eq!(db.count("area").await, 4);
    let good = [one(1, "Docks", "Harbour"), one(2, "Harbour", "South"), one(3, "North", "Wexmoor")];
    story.earshot.take_areas(&story.worker, &good).await.unwrap();
    let areas = story.earshot.areas(&story.worker).await.unwrap();
    assert_eq!(areas.0.len(), 6);
    assert_eq!(areas.get("docks").and_then(|area| area.parent.clone()), Some("harbour".into()));
}

async fn who_was_reached_is_told_in_numbers_that_may_be_shown(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story).await;
    for at in 0..60 {
        let band = if at < 50 { AgeBand::From11To13 } else { AgeBand::From14To15 };
        let area = if at < 57 { "north" } else { "south" };
        story.send("bus", Voice::child(band).chose("where", "north").from(area)).await;
    }
    // A parent is no child, wherever they live.
    story.send("bus", Voice::parent().from("south")).await;
    let figure = |line: u64, area: &str, band: AgeBand, people: u64| Figure {
        line,
        area: area.into(),
        band: Some(band),
        people,
    };
    let wrong = [figure(2, "Elsewhere", AgeBand::From11To13, 5), figure(3, "north", AgeBand::From11To13, 5)];
    let refused = story.earshot.take_population(&story.worker, " ", &wrong).await;
    match refused {
        Err(Error::Refused(refusals)) => {
            assert!(matches!(refusals[..], [Refusal::Missing("source"), Refusal::Line { line: 2, .. }]));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(db.count("population").await, 0);
    let figures = [
        figure(2, "North", AgeBand::From11To13, 1_000),
        figure(3, "north", AgeBand::From14To15, 1_000),
        figure(4, "South", AgeBand::From11To13, 1_000),
        figure(5, "South", AgeBand::From14To15, 1_000),
    ];
    story.earshot.take_population(&story.worker, "ONS 2025", &figures).await.unwrap();
    story
        .earshot
        .save_targets(&story.worker, "bus", &[(AgeBand::From11To13, 100)], &[("south".into(), 40)])
        .await
        .unwrap();
    let view = story.earshot.reach(&story.commissioner, "bus").await.unwrap();
    let ages: Vec<_> = view.ages.groups.iter().map(|group| group.target.population).collect();
    assert_eq!(ages, [2_000, 2_000, 0], "the parts of the branch together");
    let first = &view.ages.reach.groups[0];
    assert_eq!((first.answered.text().as_str(), first.of_target), ("50", Some(50)));
    assert_eq!(first.represented, Some(Represented::Over));
    let areas = view.areas.unwrap();
    assert_eq!(areas.groups.iter().map(|group| group.target.population).collect::<Vec<_>>(), [2_000, 2_000]);
    assert_eq!(areas.reach.groups[0].answered.text(), "55");
    assert!(areas.reach.groups[1].answered.is_hidden(), "three of them, and no parent among them");
    assert_eq!(areas.reach.groups[1].of_target, None);
    assert_eq!(view.sources, ["ONS 2025"]);
    let forbidden = story.earshot.save_targets(&story.commissioner, "bus", &[], &[]).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
}
