//! The clinic: what was found, what is left as it is, and what it is looked over with.

use earshot_domain::clinic::{Problem, Weight};
use earshot_domain::consultation::{Check, Kind as Formality, Setup, Step};
use earshot_domain::policy::Permission;
use earshot_domain::question::{Area, Kind, Question};
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::AgeBand;
use earshot_service::{AuditSearch, Clinic, Error, Found, HolidayText, Refusal};
use earshot_testkit::{Fixture, TestDb, day, on_both, setup};

use crate::refusals;

on_both!(
    a_draft_is_looked_over_with_what_the_organisation_knows,
    a_question_for_an_area_is_looked_over_with_the_areas,
    a_finding_is_left_with_a_reason_until_it_is_another_one,
    what_stops_cannot_be_left_and_nothing_is_left_without_a_reason,
    holidays_numbers_and_languages_are_refused_when_they_make_no_sense,
    after_opening_it_is_looked_over_as_on_that_day,
    only_those_who_edit_change_anything_and_only_in_their_own_organisation,
);

async fn clinic(story: &Fixture) -> Clinic {
    story.earshot.clinic(&story.worker, "bus").await.unwrap()
}

/// The finding that this is true of; it must be there.
fn find(clinic: &Clinic, is: impl Fn(&Problem) -> bool) -> &Found {
    clinic.found.iter().find(|found| is(&found.finding.problem)).unwrap()
}

fn has(clinic: &Clinic, is: impl Fn(&Problem) -> bool) -> bool {
    clinic.found.iter().any(|found| is(&found.finding.problem))
}

fn holiday(first: &str, last: &str) -> HolidayText {
    HolidayText { name: "Easter".into(), first_day: Some(day(first)), last_day: Some(day(last)) }
}

async fn a_question_for_an_area_is_looked_over_with_the_areas(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let area = Question::new("home", "Where do you live?", Kind::Area(Area::default()));
    let edition = story.edition("bus").await;
    let asked = Questionnaire::of(vec![area]);
    story.earshot.save_questionnaire(&story.worker, "bus", edition, &asked).await.unwrap();
    let empty = |problem: &Problem| *problem == Problem::NotInPlace(Check::Areas);
    assert!(!has(&clinic(&story).await, empty), "two areas stand in its setup");
    let bare = Setup { areas: Vec::new(), ..setup("bus") };
    story.earshot.save_setup(&story.worker, "bus", story.edition("bus").await, &bare).await.unwrap();
    assert!(has(&clinic(&story).await, empty));
}

async fn a_draft_is_looked_over_with_what_the_organisation_knows(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let before = clinic(&story).await;
    assert_eq!(before.left(Weight::Stops).count(), 0, "{:#?}", before.found);
    assert!(before.reading_age.is_some());
    let bands: Vec<_> = before.lengths.iter().map(|(band, _)| *band).collect();
    assert_eq!(bands, [Some(AgeBand::From11To13), Some(AgeBand::From14To15), Some(AgeBand::From16To17)]);
    let hidden = |problem: &Problem| matches!(problem, Problem::NothingShown { .. });
    let holidays = |problem: &Problem| matches!(problem, Problem::InHolidays { .. });
    let welsh = |problem: &Problem| matches!(problem, Problem::LanguageNotOffered { .. });
    assert!(!has(&before, hidden) && !has(&before, holidays) && !has(&before, welsh));

    let (earshot, worker) = (&story.earshot, &story.worker);
    earshot.save_expected(worker, "bus", Some(8)).await.unwrap();
    // From 9 February to 22 March are 42 days.
    earshot.add_holiday(worker, &holiday("2026-03-08", "2026-04-01")).await.unwrap();
    earshot.add_holiday(worker, &holiday("2026-01-01", "2026-01-05")).await.unwrap();
    earshot.save_languages(worker, &["cy".to_string()]).await.unwrap();
    let after = clinic(&story).await;
    assert!(has(&after, hidden) && has(&after, holidays));
    assert_eq!(find(&after, welsh).finding.weight, Weight::Stops);
    assert_eq!((after.expected, after.languages.as_slice()), (Some(8), &["cy".to_string()][..]));
    assert_eq!(after.holidays.len(), 1, "what is over is not listed");
    earshot.remove_holiday(worker, after.holidays[0].id).await.unwrap();
    earshot.save_expected(worker, "bus", None).await.unwrap();
    earshot.save_languages(worker, &[]).await.unwrap();
    let again = clinic(&story).await;
    assert_eq!(again.found.len(), before.found.len());
}

async fn a_finding_is_left_with_a_reason_until_it_is_another_one(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let asking = |text: &str| Questionnaire::of(vec![Question::new("ok", text, Kind::Faces)]);
    let ask = async |text: &str| {
        let edition = story.edition("bus").await;
        story.earshot.save_questionnaire(&story.worker, "bus", edition, &asking(text)).await.unwrap();
    };
    ask("How happy are you with your teachers and your lessons?").await;
    let double = |problem: &Problem| matches!(problem, Problem::DoubleBarrelled { .. });
    let found = clinic(&story).await;
    let id = find(&found, double).id.clone();
    assert_eq!(id.len(), 32);
    let (audits, earshot) = (story.audits().await, &story.earshot);
    earshot.leave_as_is(&story.worker, "bus", &id, " They asked for it so. ").await.unwrap();
    assert_eq!(story.audits().await, audits + 1);
    let search = AuditSearch { action: Some("clinic.leave".into()), ..AuditSearch::default() };
    let noted = earshot.audit_trail(&story.admin, &search, 0, 10).await.unwrap().entries.remove(0);
    assert_eq!(noted.detail.reason.as_deref(), Some("They asked for it so."));
    let left = clinic(&story).await;
    let aside = find(&left, double).aside.clone().unwrap();
    assert_eq!((aside.reason.as_str(), aside.by.as_deref()), ("They asked for it so.", Some("Jo Marsh")));
    assert!(!left.left(Weight::Warns).any(|found| double(&found.finding.problem)));
    story.on_day("2026-02-11");
    assert!(find(&clinic(&story).await, double).aside.is_some(), "the next day too");

    ask("How happy are you with your school and your bus?").await;
    let other = clinic(&story).await;
    assert!(find(&other, double).aside.is_none(), "other words, another finding");
    ask("How happy are you with your teachers and your lessons?").await;
    earshot.take_up(&story.worker, "bus", &id).await.unwrap();
    assert!(find(&clinic(&story).await, double).aside.is_none());
    let gone = earshot.take_up(&story.worker, "bus", &id).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

async fn what_stops_cannot_be_left_and_nothing_is_left_without_a_reason(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let edition = story.edition("bus").await;
    let gaps = Setup { safeguarding_plan: String::new(), feedback_on: None, ..setup("bus") };
    let gaps = Setup { kind: Formality::Engagement, purpose: String::new(), ..gaps };
    story.earshot.save_setup(&story.worker, "bus", edition, &gaps).await.unwrap();
    let found = clinic(&story).await;
    let stop = found.left(Weight::Stops).next().unwrap();
    let earshot = &story.earshot;
    let leave = async |id: &str, reason: &str| earshot.leave_as_is(&story.worker, "bus", id, reason).await;
    assert_eq!(refusals(leave(&stop.id, "We know").await), [Refusal::WrongState]);
    let advice = found.found.iter().find(|found| found.finding.may_be_set_aside()).unwrap();
    assert_eq!(refusals(leave(&advice.id, "  ").await), [Refusal::Missing("reason")]);
    let long = "x".repeat(501);
    assert_eq!(refusals(leave(&advice.id, &long).await), [Refusal::TooLong { field: "reason", max: 500 }]);
    assert!(matches!(leave("0123", "We know").await, Err(Error::NotFound)));
    assert_eq!(db.count("clinic_aside").await, 0);
    leave(&advice.id, "We know").await.unwrap();
    assert_eq!(db.count("clinic_aside").await, 1);
}

async fn holidays_numbers_and_languages_are_refused_when_they_make_no_sense(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let (earshot, worker) = (&story.earshot, &story.worker);
    for wrong in [0, -5, 1_000_001] {
        let refused = earshot.save_expected(worker, "bus", Some(wrong)).await;
        assert_eq!(refusals(refused), [Refusal::Unreadable("expected")], "{wrong}");
    }
    for wrong in ["Welsh", "", "cy ar"] {
        let refused = earshot.save_languages(worker, &[wrong.to_string()]).await;
        assert_eq!(refusals(refused), [Refusal::Unreadable("languages")], "{wrong:?}");
    }
    let backwards = holiday("2026-04-02", "2026-04-01");
    assert_eq!(refusals(earshot.add_holiday(worker, &backwards).await), [Refusal::Unreadable("last_day")]);
    let none = HolidayText { last_day: None, ..holiday("2026-04-02", "2026-04-02") };
    assert_eq!(refusals(earshot.add_holiday(worker, &none).await), [Refusal::Missing("last_day")]);
    let nothing = refusals(earshot.add_holiday(worker, &HolidayText::default()).await);
    assert_eq!(nothing, [Refusal::Missing("first_day")]);
    assert_eq!(db.count("school_holiday").await, 0);
    earshot.add_holiday(worker, &holiday("2026-04-02", "2026-04-02")).await.unwrap();
}

async fn after_opening_it_is_looked_over_as_on_that_day(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    let draft = clinic(&story).await;
    story.step("bus", Step::Open).await;
    // Nine days before the end a draft would have little time.
    story.on_day("2026-03-13");
    let open = clinic(&story).await;
    let said =
        |clinic: &Clinic| -> Vec<String> { clinic.found.iter().map(|found| found.id.clone()).collect() };
    assert_eq!(said(&open), said(&draft));
}

async fn only_those_who_edit_change_anything_and_only_in_their_own_organisation(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("bus").await;
    story.earshot.add_holiday(&story.worker, &holiday("2026-04-02", "2026-04-09")).await.unwrap();
    let found = clinic(&story).await;
    let (holiday_id, id) = (found.holidays[0].id, found.found[0].id.clone());
    for (role, actor) in story.staff() {
        assert!(story.earshot.clinic(actor, "bus").await.is_ok(), "{role:?} sees it");
        let edits = actor.may(Permission::EditConsultations);
        let saved = story.earshot.save_expected(actor, "bus", Some(50)).await;
        assert_eq!(saved.is_ok(), edits, "{role:?}");
        if !edits {
            let earshot = &story.earshot;
            let forbidden = |result: Result<(), Error>| matches!(result, Err(Error::Forbidden));
            assert!(forbidden(earshot.save_languages(actor, &[]).await), "{role:?}");
            assert!(forbidden(earshot.add_holiday(actor, &holiday("2026-05-01", "2026-05-01")).await));
            assert!(forbidden(earshot.remove_holiday(actor, holiday_id).await), "{role:?}");
            assert!(forbidden(earshot.leave_as_is(actor, "bus", &id, "Because").await), "{role:?}");
            assert!(forbidden(earshot.take_up(actor, "bus", &id).await), "{role:?}");
        }
    }
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.clinic(&stranger, "bus").await, Err(Error::NotFound)));
    let removed = story.earshot.remove_holiday(&stranger, holiday_id).await;
    assert!(matches!(removed, Err(Error::NotFound)));
    let saved = story.earshot.save_expected(&stranger, "bus", Some(1)).await;
    assert!(matches!(saved, Err(Error::NotFound)));
    story.earshot.save_languages(&stranger, &["ar".to_string()]).await.unwrap();
    assert!(clinic(&story).await.languages.is_empty(), "each organisation has its own");
}
