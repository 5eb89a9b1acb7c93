//! The codebook: codes that are added, changed, merged, split and brought back, and the whole of it as it was frozen.

use chrono::TimeDelta;
use earshot_domain::codebook::{CodeColour, CodeEventKind, CodePart, CodebookFlaw};
use earshot_domain::policy::Role;
use earshot_domain::respondent::AgeBand;
use earshot_service::{CodeText, CodingFilter, Error, ImportedTheme, Refusal, SplitCode};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};
use uuid::Uuid;

use crate::refusals;

on_both!(
    a_code_stands_under_another_and_its_history_says_what_it_was,
    a_merge_keeps_who_coded_what_and_moves_the_themes,
    a_code_that_is_split_is_given_to_no_more_answers,
    a_frozen_codebook_stays_and_shows_what_changed_since,
    who_may_not_code_changes_no_code,
);

fn named(name: &str) -> CodeText {
    CodeText { name: name.into(), ..CodeText::default() }
}

fn part(name: &str, definition: &str) -> SplitCode {
    SplitCode { name: name.into(), definition: definition.into() }
}

/// An open consultation with three answers that may be used.
async fn three_answers(story: &Fixture) {
    story.open_consultation("bus").await;
    for words in ["late one", "late two", "late three"] {
        story.send("bus", answers_to(AgeBand::From11To13, words)).await;
    }
    story.read_and_clear_all("bus").await;
}

/// The codes of the answer that starts so, each with who gave it.
async fn coded(story: &Fixture, start: &str) -> Vec<(Uuid, Option<String>)> {
    let codings = story.answer("bus", start).await.codings;
    codings.into_iter().map(|coding| (coding.code_id, coding.staff_name)).collect()
}

async fn kinds(story: &Fixture, code: Uuid) -> Vec<CodeEventKind> {
    let history = story.earshot.code_history(&story.worker, "bus", code).await.unwrap();
    history.iter().map(|event| event.kind).collect()
}

async fn a_code_stands_under_another_and_its_history_says_what_it_was(db: TestDb) {
    use CodeEventKind::{Added, Changed, Restored, Retired};
    let story = Fixture::new(&db).await;
    let (e, worker) = (&story.earshot, &story.worker);
    story.open_consultation("bus").await;
    let buses = CodeText { is_folder: true, colour: Some(CodeColour::Teal), ..named(" Buses ") };
    let buses = e.add_code(worker, "bus", &buses).await.unwrap();
    let late = CodeText { parent: Some(buses), example: "it never comes".into(), ..named("Late") };
    let late_id = e.add_code(worker, "bus", &late).await.unwrap();
    let book = e.codebook(worker, "bus").await.unwrap();
    let kept = |id: Uuid| book.codes.iter().find(|code| code.id == id).unwrap();
    assert_eq!((kept(buses).name.as_str(), kept(buses).colour.as_deref()), ("Buses", Some("teal")));
    assert!(!kept(buses).is_codable && kept(late_id).is_codable);
    assert_eq!((kept(late_id).parent_id, kept(late_id).example.as_str()), (Some(buses), "it never comes"));

    // Under itself, by one way or another; under nothing; with too many letters.
    let change = async |id: Uuid, text: CodeText| e.change_code(worker, "bus", id, &text).await;
    let under = |name: &str, parent: Uuid| CodeText { parent: Some(parent), ..named(name) };
    let circle = Refusal::Codebook(CodebookFlaw::Loop);
    assert_eq!(refusals(change(buses, under("Buses", late_id)).await), std::slice::from_ref(&circle));
    assert_eq!(refusals(change(late_id, under("Late", late_id)).await), [circle]);
    let nowhere = under("Late", story.random_id());
    assert_eq!(refusals(change(late_id, nowhere).await), [Refusal::Unreadable("parent")]);
    let long = named(&"x".repeat(31));
    assert_eq!(refusals(change(late_id, long).await), [Refusal::TooLong { field: "name", max: 30 }]);
    let lost = change(story.random_id(), named("Lost")).await;
    assert!(matches!(lost, Err(Error::NotFound)), "{lost:?}");

    story.pass(TimeDelta::hours(1));
    let later = CodeText { definition: "It is late".into(), parent: None, ..late.clone() };
    change(late_id, later.clone()).await.unwrap();
    change(late_id, later).await.unwrap();
    story.pass(TimeDelta::hours(1));
    e.retire_code(worker, "bus", late_id).await.unwrap();
    let retired = change(late_id, named("Late")).await;
    assert!(matches!(retired, Err(Error::Stale)), "{retired:?}");
    story.pass(TimeDelta::hours(1));
    e.restore_code(worker, "bus", late_id).await.unwrap();
    assert!(matches!(e.restore_code(worker, "bus", late_id).await, Err(Error::Stale)));
    assert_eq!(
        kinds(&story, late_id).await,
        [Restored, Retired, Changed, Added],
        "saved unchanged is nothing"
    );
    let history = e.code_history(worker, "bus", late_id).await.unwrap();
    let was = &history[2].was.as_ref().unwrap().0;
    assert_eq!((was.definition.as_str(), was.parent_id), ("", Some(buses)));
    assert_eq!(history[2].staff_name.as_deref(), Some("Jo Marsh"));
    assert!(history[3].was.is_none());

    // A name from a file may be longer, and stays while nobody changes it.
    let name = "What young people say about their buses";
    let theme = ImportedTheme { key: "A".into(), name: name.into(), definition: String::new() };
    e.import_themes(worker, "bus", &[theme]).await.unwrap();
    let book = e.codebook(worker, "bus").await.unwrap();
    let imported = book.codes.iter().find(|code| code.name == name).unwrap().id;
    change(imported, CodeText { definition: "All of it".into(), ..named(name) }).await.unwrap();
    assert_eq!(kinds(&story, imported).await.len(), 2);
    let other = named(&format!("{name}!"));
    assert_eq!(refusals(change(imported, other).await), [Refusal::TooLong { field: "name", max: 30 }]);
}

async fn a_merge_keeps_who_coded_what_and_moves_the_themes(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (e, worker) = (&story.earshot, &story.worker);
    three_answers(&story).await;
    let late = story.code("bus", "Late", &["late one", "late three"]).await;
    let never = e.add_code(worker, "bus", &named("Never comes")).await.unwrap();
    let ravi = story.colleague("ravi@wexmoor.example", Role::Analyst).await;
    let two = story.answer("bus", "late two").await.id;
    let three = story.answer("bus", "late three").await.id;
    e.code_answer(&ravi, "bus", two, &[never]).await.unwrap();
    e.code_answer(&ravi, "bus", three, &[late, never]).await.unwrap();
    let theme = story.theme("bus", "Waiting", &[never]).await;
    let ravis = coded(&story, "late two").await[0].1.clone();
    assert!(ravis.is_some() && ravis.as_deref() != Some("Jo Marsh"));

    let into = [Refusal::Unreadable("into")];
    assert_eq!(refusals(e.merge_codes(worker, "bus", never, never).await), into);
    assert_eq!(refusals(e.merge_codes(worker, "bus", never, story.random_id()).await), into);
    let folder = CodeText { is_folder: true, ..named("Buses") };
    let folder = e.add_code(worker, "bus", &folder).await.unwrap();
    assert_eq!(refusals(e.merge_codes(worker, "bus", never, folder).await), into, "it is given to no answer");
    let under = CodeText { parent: Some(folder), ..named("Full") };
    let full = e.add_code(worker, "bus", &under).await.unwrap();
    let holds = refusals(e.merge_codes(worker, "bus", folder, late).await);
    assert_eq!(holds, [Refusal::Codebook(CodebookFlaw::HasCodes)]);
    let lost = e.merge_codes(worker, "bus", story.random_id(), late).await;
    assert!(matches!(lost, Err(Error::NotFound)));

    let (rows, audits) = (db.count("coding").await, story.audits().await);
    e.merge_codes(worker, "bus", never, late).await.unwrap();
    assert_eq!(story.audits().await, audits + 1);
    let jo = Some("Jo Marsh".to_string());
    assert_eq!(coded(&story, "late one").await, [(late, jo.clone())]);
    assert_eq!(coded(&story, "late two").await, [(late, ravis)], "as Ravi coded it");
    assert_eq!(coded(&story, "late three").await, [(late, jo)], "once, by whoever gave it first");
    assert_eq!(db.count("coding").await, rows + 1, "what stood there before is still there");
    assert!(story.theme_view("bus", theme).await.codes.contains(&late));
    let book = e.codebook(worker, "bus").await.unwrap();
    assert!(book.codes.iter().all(|code| code.id != never));
    assert_eq!(book.codes.iter().find(|code| code.id == late).unwrap().used, 3);
    assert_eq!((book.retired[0].id, book.retired[0].merged_into), (never, Some(late)));
    assert!(matches!(e.merge_codes(worker, "bus", never, late).await, Err(Error::Stale)), "it is gone");
    let gone = refusals(e.merge_codes(worker, "bus", full, never).await);
    assert_eq!(gone, into, "nothing is merged into what is out of use");
    for code in [late, never] {
        let history = e.code_history(worker, "bus", code).await.unwrap();
        let merged = history.iter().find(|event| event.kind == CodeEventKind::Merged).unwrap();
        assert_eq!(merged.was.as_ref().unwrap().0.name, "Never comes");
    }

    e.restore_code(worker, "bus", never).await.unwrap();
    let back = e.codebook(worker, "bus").await.unwrap();
    let back = back.codes.iter().find(|code| code.id == never).unwrap();
    assert_eq!((back.used, back.merged_into), (0, None), "its answers stay where they are");
}

async fn a_code_that_is_split_is_given_to_no_more_answers(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (e, worker) = (&story.earshot, &story.worker);
    three_answers(&story).await;
    let old = story.code("bus", "Trouble", &["late one", "late two"]).await;
    let other = story.code("bus", "Other", &["late three"]).await;
    let theme = story.theme("bus", "Trouble", &[old]).await;
    let split = async |parts: &[SplitCode]| e.split_code(worker, "bus", old, parts).await;
    let few = Refusal::Codebook(CodebookFlaw::TwoAtLeast);
    assert_eq!(refusals(split(&[part("Late", ""), part(" ", "")]).await), [few]);
    let unnamed = [part("Late", ""), part("", "No room"), part("Other", "")];
    let flaws = [Refusal::Missing("name_2"), Refusal::Taken("name_3")];
    assert_eq!(refusals(split(&unnamed).await), flaws);
    let twice = [part("Late", ""), part("Late ", "")];
    assert_eq!(refusals(split(&twice).await), [Refusal::Taken("name_2")]);
    let five: Vec<SplitCode> = (1..=5).map(|n| part(&format!("Code {n}"), "")).collect();
    assert_eq!(refusals(split(&five).await), [Refusal::TooMany { field: "name_1", max: 4 }]);

    split(&[part("Late", "It comes late"), part("", ""), part("Full", "")]).await.unwrap();
    let book = e.codebook(worker, "bus").await.unwrap();
    let find = |name: &str| book.codes.iter().find(|code| code.name == name).unwrap();
    let (late, full) = (find("Late"), find("Full"));
    assert!(!find("Trouble").is_codable && late.is_codable && full.is_codable);
    assert_eq!(
        (late.parent_id, full.parent_id, late.definition.as_str()),
        (Some(old), Some(old), "It comes late")
    );
    let grouped = story.theme_view("bus", theme).await.codes;
    assert!([old, late.id, full.id].iter().all(|code| grouped.contains(code)));
    for code in [old, late.id] {
        assert!(kinds(&story, code).await.contains(&CodeEventKind::Split));
    }

    // Its answers wait to be coded again, and no other gets it.
    let waits =
        async || e.coding_queue(worker, "bus", CodingFilter::Code(old), 0).await.unwrap().answers.len();
    assert_eq!(waits().await, 2);
    let one = story.answer("bus", "late one").await.id;
    let three = story.answer("bus", "late three").await.id;
    assert_eq!(refusals(e.code_answer(worker, "bus", three, &[old]).await), [Refusal::Unreadable("codes")]);
    e.code_answer(worker, "bus", one, &[other]).await.unwrap();
    assert_eq!(waits().await, 2, "a code from elsewhere does not take its place");
    e.code_answer(worker, "bus", one, &[other, full.id]).await.unwrap();
    assert_eq!(waits().await, 1);
    let codes: Vec<Uuid> = coded(&story, "late one").await.into_iter().map(|(code, _)| code).collect();
    assert!(codes.len() == 2 && codes.contains(&other) && codes.contains(&full.id), "{codes:?}");
}

async fn a_frozen_codebook_stays_and_shows_what_changed_since(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (e, worker) = (&story.earshot, &story.worker);
    story.open_consultation("bus").await;
    let freeze = async |note: &str| e.freeze_codebook(worker, "bus", note).await;
    assert_eq!(refusals(freeze("").await), [Refusal::Codebook(CodebookFlaw::Empty)]);
    let late = e.add_code(worker, "bus", &named("Late")).await.unwrap();
    let full = e.add_code(worker, "bus", &named("Full")).await.unwrap();
    let long = "x".repeat(501);
    assert_eq!(refusals(freeze(&long).await), [Refusal::TooLong { field: "note", max: 500 }]);
    assert_eq!(freeze(" Before the second coder ").await.unwrap(), 1);
    assert_eq!(refusals(freeze("").await), [Refusal::Codebook(CodebookFlaw::NothingNew)]);

    let changed = CodeText { use_when: "The bus comes late".into(), ..named("Late bus") };
    e.change_code(worker, "bus", late, &changed).await.unwrap();
    e.retire_code(worker, "bus", full).await.unwrap();
    e.add_code(worker, "bus", &named("Fare")).await.unwrap();
    let first = e.codebook_version(&story.commissioner, "bus", 1).await.unwrap();
    assert_eq!(
        (first.note.as_str(), first.staff_name.as_deref()),
        ("Before the second coder", Some("Jo Marsh"))
    );
    let names: Vec<&str> = first.book.codes.iter().map(|code| code.name.as_str()).collect();
    assert!(names.len() == 2 && names.contains(&"Late") && names.contains(&"Full"), "as it was: {names:?}");
    let since = &first.since;
    assert_eq!((since.added[0].name.as_str(), since.retired[0].name.as_str()), ("Fare", "Full"));
    assert_eq!(since.changed[0].parts, [CodePart::Name, CodePart::UseWhen]);
    assert_eq!(freeze("").await.unwrap(), 2);
    let list = e.codebook_versions(&story.commissioner, "bus").await.unwrap();
    assert_eq!(list.versions.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
    assert!(list.since.is_empty());
    assert!(e.codebook_version(worker, "bus", 2).await.unwrap().since.is_empty());
    assert!(matches!(e.codebook_version(worker, "bus", 3).await, Err(Error::NotFound)));
}

async fn who_may_not_code_changes_no_code(db: TestDb) {
    let story = Fixture::new(&db).await;
    let e = &story.earshot;
    three_answers(&story).await;
    let late = story.code("bus", "Late", &["late one"]).await;
    let full = story.code("bus", "Full", &[]).await;
    e.freeze_codebook(&story.worker, "bus", "").await.unwrap();
    let parts = [part("One", ""), part("Two", "")];
    let stranger = story.stranger().await;
    let before = (story.audits().await, kinds(&story, late).await);
    for (actor, reads) in [(&story.commissioner, true), (&story.lead, false), (&stranger, false)] {
        let refused = |error: Option<Error>| match error {
            Some(Error::Forbidden) => actor.organisation_id == story.worker.organisation_id,
            Some(Error::NotFound) => actor.organisation_id == stranger.organisation_id,
            _ => false,
        };
        assert!(refused(e.change_code(actor, "bus", late, &named("Mine")).await.err()));
        assert!(refused(e.retire_code(actor, "bus", late).await.err()));
        assert!(refused(e.restore_code(actor, "bus", late).await.err()));
        assert!(refused(e.merge_codes(actor, "bus", late, full).await.err()));
        assert!(refused(e.split_code(actor, "bus", late, &parts).await.err()));
        assert!(refused(e.freeze_codebook(actor, "bus", "").await.err()));
        assert!(refused(e.code_history(actor, "bus", late).await.err()));
        let versions = e.codebook_versions(actor, "bus").await;
        let version = e.codebook_version(actor, "bus", 1).await;
        assert_eq!((versions.is_ok(), version.is_ok()), (reads, reads));
        assert!(reads || (refused(versions.err()) && refused(version.err())));
    }
    assert_eq!((story.audits().await, kinds(&story, late).await), before, "nothing has happened");
}
