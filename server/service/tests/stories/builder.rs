//! Building a questionnaire: steps back, areas that change under answers, and who was reached.

use earshot_domain::area::{AreaFlaw, Listed, Under};
use earshot_domain::consultation::{Setup, Step};
use earshot_domain::question::{Area, Given, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::reach::Represented;
use earshot_domain::respondent::AgeBand;
use earshot_service::{AreaUse, AuditSearch, Error, Figure, NewConsultation, ReachTable, Refusal};
use earshot_testkit::{Fixture, TestDb, Voice, on_both, questionnaire, setup};

on_both!(
    the_last_changes_of_a_draft_are_taken_back,
    two_tabs_save_a_draft_at_once,
    areas_change_and_answers_stay,
    an_area_of_somebody_moves_and_they_are_heard,
    an_area_is_deleted_only_where_nothing_refers_to_it,
    areas_and_figures_are_changed_by_one_at_a_time,
    a_list_of_areas_is_taken_whole_or_not_at_all,
    figures_find_their_areas_by_name_before_key,
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

async fn two_tabs_save_a_draft_at_once(db: TestDb) {
    let story = Fixture::new(&db).await;
    let new = NewConsultation { title: "Bus".into(), slug: "bus".into(), ..NewConsultation::default() };
    story.earshot.create_consultation(&story.worker, &new).await.unwrap();
    for n in 1..6 {
        let edition = story.edition("bus").await;
        let (one, two) = (faces(n), faces(n + 1));
        let save = async |asked| story.earshot.save_questionnaire(&story.worker, "bus", edition, asked).await;
        let both = tokio::join!(save(&one), save(&two));
        let late = match both {
            (Ok(()), late) | (late, Ok(())) => late,
            neither => panic!("{neither:?}"),
        };
        assert!(matches!(late, Err(Error::Stale)), "{late:?}");
    }
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
    // A phone that fetched the questions before is heard, also where the area was moved away from its question.
    story.send("bus", Voice::young().chose("where", "mill-lane").chose("close", "mill-lane")).await;
    let far = || story.earshot.change_area(&story.worker, "mill-lane", "The mills", None);
    far().await.unwrap();
    let moved =
        story.send("bus", Voice::young().chose("where", "mill-lane").chose("close", "mill-lane")).await;
    let mine = story.earshot.mine(&moved).await.unwrap();
    assert_eq!(mine.answers["where"], Given::One("mill-lane".into()));
    assert_eq!(mine.questionnaire.questions[1].label_of("mill-lane"), Some("The mills"));
    let findings = story.earshot.findings_preview(&story.worker, "bus").await.unwrap();
    for question in &findings.questions {
        assert!(question.values.contains(&"mill-lane".to_string()), "{:?}", question.values);
        assert!(question.table.rows.contains(&"The mills".to_string()));
    }
    let nowhere = story.try_send("bus", Voice::young().chose("close", "nowhere")).await;
    assert!(matches!(nowhere, Err(Error::Refused(_))));

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

async fn an_area_of_somebody_moves_and_they_are_heard(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story).await;
    let kept = async |named: &str| {
        story.send("bus", Voice::young().chose("where", "south").from(named)).await;
        let progress = story.earshot.progress(&story.worker, "bus").await.unwrap();
        progress.areas.parts.into_iter().map(|(area, _)| area).collect::<Vec<_>>()
    };
    // A part counts for the place that it is a part of now.
    story.earshot.change_area(&story.worker, "south", "South", Some("north")).await.unwrap();
    assert_eq!(kept("south").await, ["North", "none"]);
    // One that is a part of none any more stays what it is.
    story.earshot.change_area(&story.worker, "south", "South", None).await.unwrap();
    assert_eq!(kept("south").await, ["North", "elsewhere", "none"]);
    let nowhere = story.try_send("bus", Voice::young().from("nowhere")).await;
    assert!(matches!(nowhere, Err(Error::Refused(_))));
}

async fn an_area_is_deleted_only_where_nothing_refers_to_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    open(&story).await;
    story.earshot.add_area(&story.worker, "Est", None).await.unwrap();
    let found = async |key: &str| story.earshot.area_use(&story.worker, key).await.unwrap();
    let delete = async |key: &str| story.earshot.delete_area(&story.worker, key).await;
    let title = vec![setup("bus").title];
    let north = AreaUse { asking: title.clone(), naming: title.clone(), has_parts: true, is_named: false };
    assert_eq!(found("north").await, north, "a question is about it, and Mill Lane lies in it");
    assert!(matches!(
        delete("north").await,
        Err(Error::Refused(refusals)) if refusals == [Refusal::AreaInUse(north.clone())]
    ));
    let wexmoor = AreaUse { asking: title.clone(), naming: title.clone(), has_parts: true, is_named: false };
    assert_eq!(found("wexmoor").await, wexmoor, "the consultation takes its areas from it");
    let south = AreaUse { asking: title.clone(), ..AreaUse::default() };
    assert_eq!(found("south").await, south);
    let asking = async |key: &str| story.earshot.area_asking(&story.worker, key).await.unwrap();
    assert_eq!((asking("south").await, asking("est").await), (title.clone(), vec![]));
    // An answer outlasts the consultation.
    story.send("bus", Voice::young().chose("where", "mill-lane").from("south")).await;
    story.step("bus", Step::Close).await;
    let named = AreaUse { is_named: true, ..AreaUse::default() };
    for key in ["mill-lane", "south"] {
        assert_eq!(found(key).await, named, "{key}");
        assert!(asking(key).await.is_empty(), "it is closed");
        assert!(matches!(delete(key).await, Err(Error::Refused(_))), "{key}");
    }
    // So does a figure.
    let figure = Figure { line: 2, area: "est".into(), band: None, people: 40 };
    story.earshot.take_population(&story.worker, "ONS 2025", &[figure]).await.unwrap();
    assert_eq!(found("est").await, named);
    story.earshot.take_population(&story.worker, "ONS 2025", &[]).await.unwrap();
    assert!(found("est").await.is_free());

    for forbidden in [&story.commissioner, &story.lead] {
        assert!(matches!(story.earshot.delete_area(forbidden, "est").await, Err(Error::Forbidden)));
        assert!(matches!(story.earshot.area_use(forbidden, "est").await, Err(Error::Forbidden)));
        assert!(matches!(story.earshot.area_asking(forbidden, "est").await, Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.delete_area(&stranger, "est").await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.area_asking(&stranger, "est").await, Err(Error::NotFound)));
    delete("est").await.unwrap();
    assert!(matches!(delete("est").await, Err(Error::NotFound)));
    let areas = story.earshot.areas(&story.worker).await.unwrap();
    let kept: Vec<&str> = areas.0.iter().map(|area| area.key.as_str()).collect();
    assert_eq!(kept, ["wexmoor", "north", "south", "mill-lane"]);
    let trail = story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 100).await.unwrap();
    assert!(trail.entries.iter().any(|entry| entry.action == "area.delete" && entry.subject == "est"));
}

async fn areas_and_figures_are_changed_by_one_at_a_time(db: TestDb) {
    let story = Fixture::new(&db).await;
    county(&story).await;
    let under = async |key: &str, name: &str, parent: Option<&str>| {
        story.earshot.change_area(&story.worker, key, name, parent).await
    };
    // More than once: the first time, the second of them still waits for a connection.
    for _ in 0..5 {
        let moved =
            tokio::join!(under("north", "North", Some("south")), under("south", "South", Some("north")));
        match moved {
            (Ok(()), Err(Error::Refused(late))) | (Err(Error::Refused(late)), Ok(())) => {
                assert_eq!(late, [Refusal::Area { line: None, flaw: AreaFlaw::InItself }], "no circle");
            }
            other => panic!("{other:?}"),
        }
        for (key, name) in [("north", "North"), ("south", "South")] {
            under(key, name, None).await.unwrap();
        }
    }
    assert_eq!(story.earshot.areas(&story.worker).await.unwrap().under(None).len(), 4);
    let trail = story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 100).await.unwrap();
    assert!(trail.entries.iter().any(|entry| entry.action == "area.add" && entry.subject == "mill-lane"));

    let take = async |area: &str, people: u64| {
        let figure = Figure { line: 2, area: area.into(), band: None, people };
        story.earshot.take_population(&story.worker, "ONS 2025", &[figure]).await
    };
    let both = tokio::join!(take("north", 1), take("north", 2));
    assert!(matches!(both, (Ok(()), Ok(()))), "{both:?}");
    assert_eq!(db.count("population").await, 1);
    let save = async |hoped| {
        let areas = [("south".to_string(), Some(hoped))];
        story.earshot.save_targets(&story.worker, "bus", &[], &areas).await
    };
    story.draft_consultation("bus").await;
    let both = tokio::join!(save(10), save(20));
    assert!(matches!(both, (Ok(()), Ok(()))), "{both:?}");
    assert_eq!(db.count("reach_target").await, 1);
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

async fn figures_find_their_areas_by_name_before_key(db: TestDb) {
    let story = Fixture::new(&db).await;
    county(&story).await;
    let figure = |line: u64, area: &str| Figure { line, area: area.into(), band: None, people: line };
    // The key is that of an area which has another name now, and the name that of another one.
    story.earshot.change_area(&story.worker, "north", "Uplands", Some("wexmoor")).await.unwrap();
    story.earshot.add_area(&story.worker, "North", Some("south")).await.unwrap();
    let take = async |figures: &[Figure]| story.earshot.take_population(&story.worker, "ONS", figures).await;
    take(&[figure(2, "north"), figure(3, "Uplands")]).await.unwrap();
    let told = story.earshot.population(&story.worker).await.unwrap();
    let told: Vec<_> = told.iter().map(|kept| (kept.area.as_deref(), kept.people)).collect();
    assert_eq!(told, [(Some("Uplands"), 3), (Some("North"), 2)]);
    // Where several have the name, the key says which.
    story.earshot.add_area(&story.worker, "North", None).await.unwrap();
    let which = take(&[figure(2, "North")]).await;
    assert!(matches!(which, Err(Error::Refused(_))), "{which:?}");
    take(&[figure(2, "north-2"), figure(3, "north-3")]).await.unwrap();
    // A file of another organisation is not told line by line to its end.
    let wrong: Vec<Figure> = (0..400).map(|line| figure(line, "Elsewhere")).collect();
    match take(&wrong).await {
        Err(Error::Refused(refusals)) => {
            assert_eq!(refusals.len(), 51);
            let rest = Refusal::Line { line: 0, reason: "and 350 more lines".into() };
            assert_eq!(refusals.last(), Some(&rest));
        }
        other => panic!("{other:?}"),
    }
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
        .save_targets(
            &story.worker,
            "bus",
            &[(AgeBand::From11To13, Some(100))],
            &[("south".into(), Some(40))],
        )
        .await
        .unwrap();
    // What a form did not show stays.
    let other = [("north".into(), Some(9)), ("north".into(), None)];
    story.earshot.save_targets(&story.worker, "bus", &[], &other).await.unwrap();
    let too_many = [("south".into(), None), ("north".into(), Some(-1))];
    let refused = story.earshot.save_targets(&story.worker, "bus", &[], &too_many).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "and nothing of it is taken");
    let view = story.earshot.reach(&story.commissioner, "bus").await.unwrap();
    let hoped: Vec<_> = view.areas.iter().flat_map(|areas| &areas.groups).map(|g| g.target.target).collect();
    assert_eq!(hoped, [None, Some(40)]);
    let ages: Vec<_> = view.ages.groups.iter().map(|group| group.target.population).collect();
    assert_eq!(ages, [Some(2_000), Some(2_000), None], "the parts of the branch together");
    let first = &view.ages.reach.groups[0];
    assert_eq!((first.answered.text().as_str(), first.of_target), ("50", Some(50)));
    assert_eq!(first.represented, Some(Represented::Over));
    let said = view.said();
    let standings: Vec<_> =
        said.iter().map(|(group, said)| (group.key.as_str(), said.standing.as_str())).collect();
    let expected = [("11-13", "over"), ("14-15", "under"), ("north", "too_few"), ("south", "too_few")];
    assert_eq!(standings.len(), 4, "of those who are 16 to 17 nobody knows how many there are");
    assert!(expected.iter().all(|said| standings.contains(said)), "{standings:?}");
    let missing = view.missing();
    assert!(
        matches!(&missing[..], [only] if only.contains("Young people aged 14 to 15 are fewer in this than their share"))
    );
    let areas = view.areas.unwrap();
    let live = |areas: &ReachTable| -> Vec<Option<u64>> {
        areas.groups.iter().map(|group| group.target.population).collect()
    };
    assert_eq!(live(&areas), [Some(2_000), Some(2_000)]);
    assert_eq!(areas.reach.groups[0].answered.text(), "55");
    assert!(areas.reach.groups[1].answered.is_hidden(), "three of them, and no parent among them");
    assert_eq!(areas.reach.groups[1].of_target, None);
    assert_eq!(view.sources, ["ONS 2025"]);

    // Of the south one figure is missing: it is in no share, and it is not 0.
    story.earshot.take_population(&story.worker, "ONS 2025", &figures[..3]).await.unwrap();
    let areas = story.earshot.reach(&story.worker, "bus").await.unwrap().areas.unwrap();
    assert_eq!(live(&areas), [Some(2_000), None]);
    let shares: Vec<_> = areas.reach.groups.iter().map(|group| group.share_of_people).collect();
    assert_eq!(shares, [Some(100), None]);
    assert_eq!(areas.reach.groups[0].represented, Some(Represented::Fairly), "all of those who are counted");

    // Who named a place that is a part of another one now counts for that one; who named one that is gone, elsewhere.
    story.earshot.change_area(&story.worker, "north", "North", Some("south")).await.unwrap();
    let areas = story.earshot.reach(&story.worker, "bus").await.unwrap().areas.unwrap();
    assert_eq!(areas.groups.len(), 1);
    assert_eq!(areas.reach.groups[0].answered.text(), "60");
    story.earshot.change_area(&story.worker, "north", "North", None).await.unwrap();
    let areas = story.earshot.reach(&story.worker, "bus").await.unwrap().areas.unwrap();
    let told: Vec<_> = areas.groups.iter().map(|group| group.key.as_str()).collect();
    assert_eq!(told, ["south", ""]);
    assert_eq!(areas.reach.groups[1].answered.text(), "55");
    assert_eq!(areas.reach.groups[1].represented, None, "nobody knows how many live elsewhere");
    let forbidden = story.earshot.save_targets(&story.commissioner, "bus", &[], &[]).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)));
}
