//! Roles in one place alone (domain.md 7.1, role assignment): a consultation, a board, a group of young people. What they
//! open, and that they open nothing else.

use earshot_domain::board::BoardKind;
use earshot_domain::decision::Level;
use earshot_domain::evidence::AnswerState;
use earshot_domain::policy::{Permission, Role};
use earshot_domain::reference::{Kind, Reference};
use earshot_domain::respondent::AgeBand;
use earshot_domain::young::{GivenBy, GroupKind};
use earshot_service::{
    Actor, AuditSearch, CodingFilter, Error, NewConsultation, NewYoungPerson, Place, PlaceId, Refusal, Trust,
};
use earshot_store::board::{self, Board};
use earshot_testkit::{Fixture, TestDb, Voice, day, on_both};
use uuid::Uuid;

on_both!(
    somebody_from_outside_helps_with_one_consultation_and_sees_no_other,
    a_role_in_one_consultation_runs_all_of_it,
    what_looks_after_everybody_is_no_role_for_one_consultation,
    a_role_in_one_consultation_is_taken_back_and_ends_their_sessions,
    a_second_step_is_asked_of_who_reads_in_one_consultation_too,
    a_worker_of_one_group_sees_it_and_what_it_is_asked_and_nothing_else,
    a_decision_maker_of_one_board_sees_its_consultations_until_it_ends,
    a_role_in_a_group_ends_with_the_group_and_is_taken_back,
    each_role_is_for_the_places_that_it_fits,
    a_place_of_another_organisation_is_not_there,
    what_a_group_is_asked_is_said_by_who_looks_after_all,
    a_board_that_goes_on_gives_no_role_back,
);

const HELPER: &str = "rae@university.example";

fn only(role: Role, slug: &str) -> Trust<'_> {
    Trust { only_in: Some(Place::Consultation(slug)), ..Trust::everywhere(role) }
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
    assert_eq!((rae.places[0].role, rae.places[0].slug.as_deref()), (Role::Reader, Some("bus")));

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

async fn helper_at(story: &Fixture, role: Role, place: Place<'_>) -> (Actor, String) {
    let trust = Trust { only_in: Some(place), ..Trust::everywhere(role) };
    let invitation = story.earshot.invite_with(&story.admin, (HELPER, "Rae Poole"), trust).await.unwrap();
    let session = story.earshot.sign_in(&invitation.token).await.unwrap();
    (story.earshot.who(&session).await.unwrap().unwrap(), session)
}

async fn group(story: &Fixture, name: &str) -> Uuid {
    story.earshot.add_young_group(&story.worker, name, Some(GroupKind::Forum)).await.unwrap()
}

fn person(nickname: &str) -> NewYoungPerson {
    NewYoungPerson {
        nickname: nickname.into(),
        age_band: Some(AgeBand::From16To17),
        consent_by: Some(GivenBy::YoungPerson),
        consent_on: Some(day("2026-02-09")),
        ..NewYoungPerson::default()
    }
}

async fn consultation_id(story: &Fixture, slug: &str) -> Uuid {
    story.earshot.preparation(&story.worker, slug).await.unwrap().consultation.id
}

/// A board of an organisation.
async fn a_board(story: &Fixture, organisation_id: Uuid, number: i64, name: &str) -> Board {
    let board = Board {
        id: story.random_id(),
        organisation_id,
        number,
        name: name.into(),
        kind: BoardKind::Committee,
        level: Level::Strategic,
        parent_id: None,
        shadows_id: None,
        meets: String::new(),
        ended_on: None,
        edition: 1,
    };
    let mut tx = story.db.db().begin().await.unwrap();
    board::insert(&mut tx, &board, None, story.earshot.now()).await.unwrap();
    tx.commit().await.unwrap();
    board
}

/// Everything about a group and one account of it that a worker may do.
async fn looks_after(story: &Fixture, actor: &Actor, group: Uuid, account: Uuid) -> Vec<Option<Error>> {
    let e = &story.earshot;
    vec![
        e.young_group(actor, group).await.err(),
        e.add_young_person(actor, group, &person("Heron")).await.err(),
        e.make_young_code(actor, account).await.err(),
        e.pause_young_person(actor, account).await.err(),
        e.let_young_person_go_on(actor, account).await.err(),
        e.renew_young_person(actor, account).await.err(),
        e.remove_young_person(actor, account).await.err(),
    ]
}

async fn a_worker_of_one_group_sees_it_and_what_it_is_asked_and_nothing_else(db: TestDb) {
    let story = Fixture::new(&db).await;
    two_consultations(&story).await;
    let (own, other) = (group(&story, "Youth forum").await, group(&story, "Care council").await);
    let e = &story.earshot;
    let account = e.add_young_person(&story.worker, own, &person("Otter")).await.unwrap();
    let elsewhere = e.add_young_person(&story.worker, other, &person("Badger")).await.unwrap();
    let (rae, session) = helper_at(&story, Role::ParticipationWorker, Place::Group(own)).await;
    assert!(rae.roles.is_empty() && rae.scopes.is_empty(), "nothing is asked of the group yet");
    assert!(e.desk_consultations(&rae).await.unwrap().list.is_empty());
    assert!(matches!(e.preparation(&rae, "bus").await, Err(Error::NotFound)));

    // What it is asked is looked up each time.
    let bus = consultation_id(&story, "bus").await;
    e.ask_young_group(&story.worker, own, &[bus]).await.unwrap();
    let rae_now = e.who(&session).await.unwrap().unwrap();
    let seen = e.desk_consultations(&rae_now).await.unwrap().list;
    assert_eq!(seen.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["bus"]);
    assert_eq!(e.queue(&rae_now, "bus", AnswerState::New, 0).await.unwrap().answers.len(), 1);
    assert!(matches!(e.queue(&rae_now, "park", AnswerState::New, 0).await, Err(Error::NotFound)));

    let groups = e.young_groups(&rae_now).await.unwrap();
    assert_eq!(groups.iter().map(|group| group.id).collect::<Vec<_>>(), [own]);
    for refused in looks_after(&story, &rae_now, other, elsewhere).await {
        assert!(matches!(refused, Some(Error::NotFound)), "it is not told of the other one: {refused:?}");
    }
    for outcome in looks_after(&story, &rae_now, own, account).await {
        assert!(outcome.is_none(), "{outcome:?}");
    }
    assert!(
        e.young_group(&rae_now, own).await.unwrap().asked.is_empty(),
        "what it is asked is not theirs to say"
    );
    for refused in [
        e.ask_young_group(&rae_now, own, &[]).await.err(),
        e.end_young_group(&rae_now, own).await.err(),
        e.add_young_group(&rae_now, "Another", Some(GroupKind::Forum)).await.err(),
        e.people(&rae_now).await.err(),
        e.places(&rae_now).await.err(),
        e.needs(&rae_now).await.err(),
        e.create_consultation(&rae_now, &NewConsultation::default()).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::Forbidden)), "{refused:?}");
    }
    e.ask_young_group(&story.worker, own, &[]).await.unwrap();
    let rae_later = e.who(&session).await.unwrap().unwrap();
    assert!(rae_later.scopes.is_empty(), "it is not asked any more");
    assert_eq!(e.young_groups(&rae_later).await.unwrap().len(), 1, "the group is theirs all the same");

    // Who works in one consultation alone looks after nobody's account.
    let here = only(Role::ParticipationWorker, "bus");
    let link = e.invite_with(&story.admin, ("sam@university.example", ""), here).await.unwrap();
    let sam = e.who(&e.sign_in(&link.token).await.unwrap()).await.unwrap().unwrap();
    assert!(matches!(e.young_groups(&sam).await, Err(Error::Forbidden)));
    assert!(matches!(e.young_group(&sam, own).await, Err(Error::NotFound)));
}

async fn a_decision_maker_of_one_board_sees_its_consultations_until_it_ends(db: TestDb) {
    let story = Fixture::new(&db).await;
    two_consultations(&story).await;
    let organisation = story.admin.organisation_id;
    let own = a_board(&story, organisation, 1, "Trust Board").await;
    let other = a_board(&story, organisation, 2, "Cabinet").await;
    let bus = consultation_id(&story, "bus").await;
    let mut tx = db.db().begin().await.unwrap();
    board::set_of_consultation(&mut tx, bus, Some(own.id)).await.unwrap();
    tx.commit().await.unwrap();
    let (rae, session) = helper_at(&story, Role::DecisionMaker, Place::Board("B-0001")).await;
    let e = &story.earshot;
    assert_eq!(rae.boards, [(Role::DecisionMaker, own.id)]);
    let seen = e.desk_consultations(&rae).await.unwrap().list;
    assert_eq!(seen.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["bus"]);
    assert!(e.codebook(&rae, "bus").await.is_ok());
    assert!(matches!(e.codebook(&rae, "park").await, Err(Error::NotFound)));
    assert!(matches!(e.queue(&rae, "bus", AnswerState::New, 0).await, Err(Error::Forbidden)), "no raw words");
    assert!(rae.may_at_board(Permission::PublishDecisions, Some(own.id)));
    assert!(!rae.may_at_board(Permission::PublishDecisions, Some(other.id)));
    assert!(!rae.may_at_board(Permission::PublishDecisions, None), "of no board is of everybody");
    assert!(!rae.may_at_board(Permission::ReadRawText, Some(own.id)));
    assert!(matches!(e.needs(&rae).await, Err(Error::Forbidden)));
    assert!(story.commissioner.may_at_board(Permission::PublishDecisions, None));
    assert!(story.commissioner.may_at_board(Permission::PublishDecisions, Some(other.id)));

    let mut tx = db.db().begin().await.unwrap();
    board::end(&mut tx, own.id, 1, Some(day("2026-02-10"))).await.unwrap();
    tx.commit().await.unwrap();
    let rae = e.who(&session).await.unwrap().unwrap();
    assert!(rae.boards.is_empty() && rae.scopes.is_empty());
    assert!(matches!(e.desk_consultations(&rae).await, Err(Error::Forbidden)));
    let trust = |place| Trust { only_in: Some(place), ..Trust::everywhere(Role::Commissioner) };
    let ended = e.invite_with(&story.admin, (HELPER, ""), trust(Place::Board("B-0001"))).await;
    assert!(matches!(ended, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
    let offered = e.places(&story.admin).await.unwrap();
    assert_eq!(offered.boards, [(format!("board:{}", other.id), "Cabinet".to_string())]);
    // It can be taken back all the same.
    let id = own.id.to_string();
    let back = Trust { only_in: Some(Place::Board(&id)), ..Trust::everywhere(Role::DecisionMaker) };
    e.revoke_with(&story.admin, HELPER, back).await.unwrap();
    assert!(e.who(&session).await.unwrap().is_none());
}

async fn a_role_in_a_group_ends_with_the_group_and_is_taken_back(db: TestDb) {
    let story = Fixture::new(&db).await;
    two_consultations(&story).await;
    let (own, other) = (group(&story, "Youth forum").await, group(&story, "Care council").await);
    let bus = consultation_id(&story, "bus").await;
    let e = &story.earshot;
    for group in [own, other] {
        e.ask_young_group(&story.worker, group, &[bus]).await.unwrap();
    }
    let (_, session) = helper_at(&story, Role::Reader, Place::Group(own)).await;
    let back = |id| Trust { only_in: Some(Place::Group(id)), ..Trust::everywhere(Role::Reader) };
    let stale = e.revoke_with(&story.admin, HELPER, back(other)).await;
    assert!(matches!(stale, Err(Error::Stale)), "they never had it there");
    e.end_young_group(&story.worker, own).await.unwrap();
    let rae = e.who(&session).await.unwrap().unwrap();
    assert!(matches!(e.queue(&rae, "bus", AnswerState::New, 0).await, Err(Error::Forbidden)));
    let asked = e.ask_young_group(&story.worker, own, &[bus]).await;
    assert!(matches!(asked, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
    let people = e.people(&story.admin).await.unwrap();
    let places = &people.iter().find(|person| person.email == HELPER).unwrap().places;
    assert_eq!((places.len(), places[0].place, places[0].has_ended), (1, PlaceId::Group(own), true));
    e.revoke_with(&story.admin, HELPER, back(own)).await.unwrap();
    assert!(e.who(&session).await.unwrap().is_none());
    let trail = e.audit_trail(&story.admin, &AuditSearch::default(), 0, 100).await.unwrap();
    let said = |action: &str, words: &str| {
        trail.entries.iter().any(|entry| entry.action == action && entry.subject.contains(words))
    };
    assert!(said("staff.invite", "Youth forum") && said("staff.revoke", "Youth forum"));
    assert!(said("young.ask-group", "Care council C-"));
}

async fn each_role_is_for_the_places_that_it_fits(db: TestDb) {
    let story = Fixture::new(&db).await;
    let own = group(&story, "Youth forum").await;
    let board = a_board(&story, story.admin.organisation_id, 1, "Trust Board").await;
    let board = board.id.to_string();
    for &role in Role::ALL {
        for (place, fits) in
            [(Place::Board(&board), role.fits_one_board()), (Place::Group(own), role.fits_one_group())]
        {
            let trust = Trust { only_in: Some(place), ..Trust::everywhere(role) };
            let outcome = story.earshot.invite_with(&story.admin, (HELPER, ""), trust).await;
            let expected = match (fits, role.fits_one_consultation()) {
                (true, _) => None,
                (false, true) => Some(Refusal::NotInSuchAPlace),
                (false, false) => Some(Refusal::EverywhereOnly),
            };
            let refused = match outcome {
                Ok(_) => None,
                Err(Error::Refused(mut why)) => why.pop(),
                Err(other) => panic!("{role} {place:?}: {other:?}"),
            };
            assert_eq!(refused, expected, "{role} {place:?}");
        }
    }
}

async fn a_place_of_another_organisation_is_not_there(db: TestDb) {
    let story = Fixture::new(&db).await;
    let stranger = story.stranger().await;
    let e = &story.earshot;
    let own = group(&story, "Youth forum").await;
    let board = a_board(&story, story.admin.organisation_id, 1, "Trust Board").await;
    let id = board.id.to_string();
    for (role, place) in [
        (Role::Reader, Place::Group(own)),
        (Role::Reader, Place::Group(story.random_id())),
        (Role::Commissioner, Place::Board(&id)),
        (Role::Commissioner, Place::Board("B-0001")),
        (Role::Commissioner, Place::Board("no board")),
    ] {
        let trust = Trust { only_in: Some(place), ..Trust::everywhere(role) };
        let given = e.invite_with(&stranger, ("kim@elsewhere.example", ""), trust).await;
        assert!(matches!(given, Err(Error::NotFound)), "{place:?}");
        let taken = e.revoke_with(&stranger, "all@elsewhere.example", trust).await;
        assert!(matches!(taken, Err(Error::NotFound)), "{place:?}");
    }
    let offered = e.places(&stranger).await.unwrap();
    assert!(offered.boards.is_empty() && offered.groups.is_empty() && offered.consultations.is_empty());
    story.open_consultation("bus").await;
    let bus = consultation_id(&story, "bus").await;
    assert!(matches!(e.ask_young_group(&stranger, own, &[bus]).await, Err(Error::NotFound)));
    let theirs = e.add_young_group(&stranger, "Forum", Some(GroupKind::Forum)).await.unwrap();
    assert!(matches!(e.ask_young_group(&stranger, theirs, &[bus]).await, Err(Error::NotFound)));
    assert!(db.dump().await.iter().all(|row| !row.starts_with("consultation_group:")));
}

async fn what_a_group_is_asked_is_said_by_who_looks_after_all(db: TestDb) {
    let story = Fixture::new(&db).await;
    two_consultations(&story).await;
    let own = group(&story, "Youth forum").await;
    let (bus, park) = (consultation_id(&story, "bus").await, consultation_id(&story, "park").await);
    let e = &story.earshot;
    let asked = async || {
        let page = e.young_group(&story.worker, own).await.unwrap();
        let asked = page.asked.into_iter().filter(|one| one.is_asked);
        asked.map(|one| one.id).collect::<Vec<_>>()
    };
    assert!(asked().await.is_empty());
    e.ask_young_group(&story.worker, own, &[bus, bus]).await.unwrap();
    assert_eq!(asked().await, [bus]);
    e.ask_young_group(&story.worker, own, &[park]).await.unwrap();
    assert_eq!(asked().await, [park]);
    let trail = async || {
        let trail = e.audit_trail(&story.admin, &AuditSearch::default(), 0, 1_000).await.unwrap().entries;
        trail.into_iter().filter(|entry| entry.action == "young.ask-group").count()
    };
    assert_eq!(trail().await, 2);
    e.ask_young_group(&story.worker, own, &[park]).await.unwrap();
    assert_eq!(trail().await, 2, "nothing changed");
    // Saved from a page that was opened before it was asked about the park alone, or about anything.
    let older: [&[Uuid]; 3] = [&[bus], &[], &[bus, park]];
    for shown in older {
        let stale = e.ask_young_group_from(&story.worker, own, &[bus], Some(shown)).await;
        assert!(matches!(stale, Err(Error::Stale)), "{shown:?}: {stale:?}");
    }
    assert_eq!(asked().await, [park]);
    e.ask_young_group_from(&story.worker, own, &[bus, park], Some(&[park])).await.unwrap();
    e.ask_young_group_from(&story.worker, own, &[park], Some(&[park, bus])).await.unwrap();
    assert_eq!(asked().await, [park]);
    for actor in [&story.admin, &story.lead, &story.commissioner] {
        assert!(matches!(e.ask_young_group(actor, own, &[bus]).await, Err(Error::Forbidden)));
    }
    let unknown = e.ask_young_group(&story.worker, own, &[story.random_id()]).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    assert_eq!(asked().await, [park]);
}

async fn a_board_that_goes_on_gives_no_role_back(db: TestDb) {
    let story = Fixture::new(&db).await;
    let e = &story.earshot;
    let own = a_board(&story, story.admin.organisation_id, 1, "Trust Board").await;
    let reference = Reference::new(Kind::Board, 1);
    let (rae, session) = helper_at(&story, Role::DecisionMaker, Place::Board("B-0001")).await;
    assert_eq!(rae.boards, [(Role::DecisionMaker, own.id)]);
    e.end_board(&story.worker, reference, 1, true).await.unwrap();
    e.end_board(&story.worker, reference, 2, false).await.unwrap();
    let rae = e.who(&session).await.unwrap().unwrap();
    assert!(rae.boards.is_empty(), "no administrator has given it anew: {:?}", rae.boards);
    let trail = e.audit_trail(&story.admin, &AuditSearch::default(), 0, 200).await.unwrap().entries;
    assert_eq!(trail.iter().filter(|entry| entry.action == "board.end").count(), 1);
    let anew = Trust { only_in: Some(Place::Board("B-0001")), ..Trust::everywhere(Role::DecisionMaker) };
    let link = e.invite_with(&story.admin, (HELPER, ""), anew).await.unwrap();
    let session = e.sign_in(&link.token).await.unwrap();
    assert_eq!(e.who(&session).await.unwrap().unwrap().boards, [(Role::DecisionMaker, own.id)]);

    // One that ended while its roles stayed gives nothing, the page of people says so, and nobody comes back with it.
    let mut tx = db.db().begin().await.unwrap();
    board::end(&mut tx, own.id, 3, Some(day("2026-02-20"))).await.unwrap();
    tx.commit().await.unwrap();
    let rae = e.who(&session).await.unwrap().unwrap();
    assert!(rae.boards.is_empty() && !rae.may_at_board(Permission::PublishDecisions, Some(own.id)));
    let people = e.people(&story.admin).await.unwrap();
    let places = &people.iter().find(|person| person.email == HELPER).unwrap().places;
    assert!(matches!(&places[..], [only] if only.has_ended), "{places:?}");
    e.end_board(&story.worker, reference, 4, false).await.unwrap();
    let rae = e.who(&session).await.unwrap().unwrap();
    assert!(rae.boards.is_empty(), "{:?}", rae.boards);
}
