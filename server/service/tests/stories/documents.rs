//! Drafts of documents say how the installation is set up, and count nobody's answers and nobody else's consultations.

use earshot_domain::documents::{Document, Says, Which};
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_domain::retention::Record;
use earshot_service::{Actor, Error, NewConsultation};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};

on_both!(
    the_drafts_say_how_the_installation_is_set_up,
    who_is_missing_and_what_is_off_is_named,
    another_organisation_is_not_counted,
    only_those_whose_work_it_is_see_them,
);

/// Everything that a draft says.
fn said(document: &Document) -> String {
    let rows = document.sections.iter().flat_map(|section| &section.rows);
    let words = rows.flat_map(|row| &row.says).map(|says| match says {
        Says::Filled(words) | Says::Open(words) | Says::Yours(words) => words.as_str(),
    });
    std::iter::once(document.intro.as_str()).chain(words).collect::<Vec<_>>().join("\n")
}

async fn draft(story: &Fixture, actor: &Actor, which: Which) -> String {
    said(&story.earshot.document(actor, which).await.unwrap())
}

/// What is open in the assessment.
async fn open(story: &Fixture, actor: &Actor) -> String {
    let document = story.earshot.document(actor, Which::ImpactAssessment).await.unwrap();
    document.open().collect::<Vec<_>>().join("\n")
}

async fn officer(story: &Fixture) -> Actor {
    story.colleague("privacy@wexmoor.example", Role::DataProtectionOfficer).await
}

async fn the_drafts_say_how_the_installation_is_set_up(db: TestDb) {
    let story = Fixture::new(&db).await;
    let officer = officer(&story).await;
    let before = draft(&story, &officer, Which::ImpactAssessment).await;
    for words in [
        "Wexmoor County Council",
        "A second step of signing in is not asked of those",
        "4 people are in such a role",
        "No consultation names a lawful basis yet.",
    ] {
        assert!(before.contains(words), "{words}: {before}");
    }
    assert!(!before.contains("18 months"));

    let name = "Quay District Council";
    story.earshot.name_organisation(&story.admin, name, Some("01632 960 222")).await.unwrap();
    story.earshot.set_retention(&officer, Record::Answers, Some(18), "An inquiry").await.unwrap();
    story.earshot.require_second_step(&story.admin, true).await.unwrap();
    story.open_consultation("bus").await;
    let engine = if db.folder().is_some() { "In an SQLite file" } else { "In a PostgreSQL database" };
    let assessment = draft(&story, &officer, Which::ImpactAssessment).await;
    for words in [
        name,
        "18 months after young people were told",
        "An inquiry",
        "A second step is asked of those who read words",
        "0 being made, 1 open or paused, 0 closed",
        "1 consultation asks equality questions",
        "1 consultation promises that nobody knows who answers",
        "11 to 13, 14 to 15 and 16 to 17",
        "Education Act 1996 s508A",
        engine,
    ] {
        assert!(assessment.contains(words), "{words}: {assessment}");
    }
    assert!(!assessment.contains("Wexmoor") && !assessment.contains("is not asked of those"), "{assessment}");
    let record = draft(&story, &officer, Which::RecordOfProcessing).await;
    for words in [name, "18 months after", "Held by 1 person. Asks young people", "25 years"] {
        assert!(record.contains(words), "{words}: {record}");
    }
    let statement = draft(&story, &officer, Which::AccessibilityStatement).await;
    assert!(statement.contains("Quay District Council means to make these pages accessible"), "{statement}");

    // Whoever answers changes nothing in them.
    let all = story.earshot.documents(&officer).await.unwrap();
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("zebra {n}"))).await;
    }
    assert_eq!(story.earshot.documents(&officer).await.unwrap(), all);
    assert_eq!(all.iter().map(|(which, _)| *which).collect::<Vec<_>>(), Which::ALL);
    for (which, document) in &all {
        assert_eq!(story.earshot.document(&story.admin, *which).await.unwrap(), *document, "{which}");
    }
}

async fn who_is_missing_and_what_is_off_is_named(db: TestDb) {
    let story = Fixture::new(&db).await;
    let officer = officer(&story).await;
    let before = open(&story, &officer).await;
    assert!(before.contains("Nobody stands in for the lead") && before.contains("No mail goes out"));
    assert!(before.contains("outside working hours") && !before.contains("role of safeguarding lead"));
    let mailing = story.earshot.clone().with_mail();
    let document = mailing.document(&officer, Which::ImpactAssessment).await.unwrap();
    assert!(document.open().all(|open| !open.contains("No mail goes out")));
    assert!(said(&document).contains("the safeguarding lead gets a letter, and 2 working hours later"));
    story.colleague("deputy@wexmoor.example", Role::SafeguardingDeputy).await;
    story.earshot.revoke(&story.admin, "lead@wexmoor.example", Role::SafeguardingLead).await.unwrap();
    let after = open(&story, &officer).await;
    assert!(after.contains("Nobody holds the role of safeguarding lead.") && !after.contains("stands in"));
    let document = mailing.document(&officer, Which::ImpactAssessment).await.unwrap();
    assert!(said(&document).contains("the deputy gets a letter"));
}

async fn another_organisation_is_not_counted(db: TestDb) {
    let story = Fixture::new(&db).await;
    let officer = officer(&story).await;
    story.open_consultation("bus").await;
    let alone = draft(&story, &officer, Which::RecordOfProcessing).await;
    assert!(!alone.contains("share this installation"));
    let stranger = story.stranger().await;
    let new = NewConsultation { title: "Parks".into(), slug: "parks".into(), ..NewConsultation::default() };
    story.earshot.create_consultation(&stranger, &new).await.unwrap();
    story.earshot.set_retention(&stranger, Record::Requests, Some(7), "Short").await.unwrap();
    story.earshot.place_hold(&stranger, None, "A claim").await.unwrap();
    story.earshot.require_second_step(&stranger, true).await.unwrap();
    for which in Which::ALL {
        let ours = draft(&story, &officer, *which).await;
        for words in ["Elsewhere", "7 months", "hold for a legal case", "1 being made"] {
            assert!(!ours.contains(words), "{which} {words}: {ours}");
        }
        let theirs = draft(&story, &stranger, *which).await;
        for words in ["Wexmoor", "s508A", "1 open or paused", "Held by 1 person"] {
            assert!(!theirs.contains(words), "{which} {words}: {theirs}");
        }
    }
    let ours = draft(&story, &officer, Which::RecordOfProcessing).await;
    for words in ["share this installation", "0 being made, 1 open or paused"] {
        assert!(ours.contains(words), "{words}: {ours}");
    }
    let theirs = draft(&story, &stranger, Which::RecordOfProcessing).await;
    for words in ["Elsewhere", "7 months", "1 hold for a legal case", "1 being made", "Held by nobody."] {
        assert!(theirs.contains(words), "{words}: {theirs}");
    }
    assert!(open(&story, &officer).await.contains("A second step of signing in is not asked"));
    assert!(!open(&story, &stranger).await.contains("A second step of signing in is not asked"));
}

async fn only_those_whose_work_it_is_see_them(db: TestDb) {
    let story = Fixture::new(&db).await;
    let analyst = story.colleague("analyst@wexmoor.example", Role::Analyst).await;
    for which in Which::ALL {
        let seen = story.earshot.document(&analyst, *which).await;
        assert!(matches!(seen, Err(Error::Forbidden)), "{which}");
    }
    for (role, actor) in story.staff() {
        let seen = story.earshot.documents(actor).await;
        assert_eq!(seen.is_ok(), role == Role::Administrator, "{role}");
    }
}
