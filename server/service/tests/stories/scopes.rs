//! Roles in one consultation alone (domain.md 7.1, role assignment): what they open, and that they open nothing else.

use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::{Permission, Role};
use earshot_domain::respondent::AgeBand;
use earshot_service::{Actor, AuditSearch, CodingFilter, Error, NewConsultation, Refusal, Trust};
use earshot_testkit::{Fixture, TestDb, Voice, on_both};

on_both!(
    somebody_from_outside_helps_with_one_consultation_and_sees_no_other,
    a_role_in_one_consultation_runs_all_of_it,
    what_looks_after_everybody_is_no_role_for_one_consultation,
    a_role_in_one_consultation_is_taken_back_and_ends_their_sessions,
    a_second_step_is_asked_of_who_reads_in_one_consultation_too,
);

const HELPER: &str = "rae@university.example";

fn only(role: Role, slug: &str) -> Trust<'_> {
    Trust { only_in: Some(slug), ..Trust::everywhere(role) }
}

async fn helper(story: &Fixture, role: Role, slug: &str) -> (Actor, String) {
    let invitation =
        story.earshot.invite_with(&story.admin, (HELPER, "Rae Poole"), only(role, slug)).await.unwrap();
    let session = story.earshot.sign_in(&invitation.token).await.unwrap();
    (story.earshot.who(&session).await.unwrap().unwrap(), session)
}

async fn two_consultations(story: &Fixture) {
    for slug in ["bus", "park"] {
        story.open_consultation(slug).await;
        let voice = Voice::child(AgeBand::From11To13).wrote("worst", "it is full");
        story.send(slug, voice).await;
    }
}

async fn somebody_from_outside_helps_with_one_consultation_and_sees_no_other(db: TestDb) {
    let story = Fixture::new(&db).await;
    two_consultations(&story).await;
    let (rae, _) = helper(&story, Role::Analyst, "bus").await;
    let earshot = &story.earshot;
    assert!(rae.roles.is_empty() && !rae.may(Permission::ReadRawText), "nowhere else");
    let seen = earshot.desk_consultations(&rae).await.unwrap().list;
    assert_eq!(seen.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["bus"]);

    assert_eq!(earshot.queue(&rae, "bus", AnswerState::New, 0).await.unwrap().answers.len(), 1);
    assert!(earshot.codebook(&rae, "bus").await.is_ok());
    for refused in [
        earshot.queue(&rae, "park", AnswerState::New, 0).await.err(),
        earshot.codebook(&rae, "park").await.err(),
        earshot.preparation(&rae, "park").await.err(),
        earshot.quotes(&rae, "park").await.err(),
        earshot.findings_preview(&rae, "park").await.err(),
        earshot.coding_queue(&rae, "park", CodingFilter::All, 0).await.err(),
    ] {
        assert!(
            matches!(refused, Some(Error::NotFound)),
            "who may not see it is not told of it: {refused:?}"
        );
    }
    for refused in [
        // Nor what is of the whole organisation.
        earshot.needs(&rae).await.err(),
        earshot.decisions(&rae).await.err(),
        earshot.people(&rae).await.err(),
        earshot.areas(&rae).await.err(),
        earshot.audit_trail(&rae, &AuditSearch::default(), 0, 10).await.err(),
        earshot.create_consultation(&rae, &NewConsultation::default()).await.err(),
        // Nor what an analyst may not do anywhere.
        earshot.read_links(&rae, "bus").await.err(),
        earshot.held(&rae, 0).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::Forbidden)), "{refused:?}");
    }
    let waits = earshot.waiting(&rae).await.unwrap().waiting;
    assert!(waits.iter().all(|one| one.slug == "bus") && !waits.is_empty(), "{waits:?}");
    assert!(matches!(earshot.preparation(&rae, "nowhere").await, Err(Error::NotFound)));
}

async fn a_role_in_one_consultation_runs_all_of_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    two_consultations(&story).await;
    let (rae, _) = helper(&story, Role::ParticipationWorker, "bus").await;
    let story = Fixture { worker: rae.clone(), ..story };
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "Buses pass", &["it is full"]).await;
    story.quote("bus", "it is full", theme).await;
    story.step("bus", earshot_domain::consultation::Step::Close).await;
    story.earshot.publish_findings(&rae, "bus").await.unwrap();
    let edition = story.earshot.preparation(&story.admin, "park").await.unwrap().consultation.edition;
    let step = earshot_domain::consultation::Step::Close;
    let other = story.earshot.run_consultation(&rae, "park", edition, step).await;
    assert!(matches!(other, Err(Error::NotFound)));
}

async fn what_looks_after_everybody_is_no_role_for_one_consultation(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for &role in Role::ALL.iter().filter(|role| !role.fits_one_consultation()) {
        let refused = story.earshot.invite_with(&story.admin, (HELPER, ""), only(role, "bus")).await;
        assert!(matches!(refused, Err(Error::Refused(why)) if why == [Refusal::EverywhereOnly]), "{role}");
    }
    let worker = story.earshot.invite_with(&story.worker, (HELPER, ""), only(Role::Reader, "bus")).await;
    assert!(matches!(worker, Err(Error::Forbidden)), "who runs a consultation gives no roles in it");
    let stranger = story.stranger().await;
    let elsewhere =
        story.earshot.invite_with(&stranger, ("kim@elsewhere.example", ""), only(Role::Reader, "bus")).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    assert!(
        db.dump().await.iter().all(|row| !row.contains("kim@elsewhere.example")),
        "and nobody was added on the way"
    );
}

async fn a_role_in_one_consultation_is_taken_back_and_ends_their_sessions(db: TestDb) {
    let story = Fixture::new(&db).await;
    two_consultations(&story).await;
    let (_, session) = helper(&story, Role::Reader, "bus").await;
    let people = story.earshot.people(&story.admin).await.unwrap();
    let rae = people.iter().find(|person| person.email == HELPER).unwrap();
    assert!(rae.roles.is_empty());
    assert_eq!((rae.scopes[0].0.role, rae.scopes[0].0.slug.as_str()), (Role::Reader, "bus"));

    let stale = story.earshot.revoke_with(&story.admin, HELPER, only(Role::Reader, "park")).await;
    assert!(matches!(stale, Err(Error::Stale)), "they never had it there");
    story.earshot.revoke_with(&story.admin, HELPER, only(Role::Reader, "bus")).await.unwrap();
    assert!(story.earshot.who(&session).await.unwrap().is_none());
    let trail = story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 100).await.unwrap();
    let said = |action: &str| {
        trail
            .entries
            .iter()
            .any(|entry| entry.action == action && entry.subject.starts_with(&format!("{HELPER} reader C-")))
    };
    assert!(said("staff.invite") && said("staff.revoke"));
}

async fn a_second_step_is_asked_of_who_reads_in_one_consultation_too(db: TestDb) {
    let story = Fixture::new(&db).await;
    two_consultations(&story).await;
    story.earshot.require_second_step(&story.admin, true).await.unwrap();
    let (rae, _) = helper(&story, Role::Reader, "bus").await;
    assert!(rae.scopes.is_empty(), "nothing before it is set up");
    let refused = story.earshot.queue(&rae, "bus", AnswerState::New, 0).await;
    assert!(matches!(refused, Err(Error::SecondStep)));
}
