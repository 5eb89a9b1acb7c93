//! Boards: where each stands, what is put to it, and who decides there alone (domain.md 7.1, R18, R19).

use earshot_domain::board::{BoardFlaw, NAME_MAX};
use earshot_domain::consultation::State;
use earshot_domain::policy::{Permission, Role};
use earshot_domain::reference::Reference;
use earshot_domain::respondent::AgeBand;
use earshot_service::{
    ActionText, Actor, AuditSearch, BoardText, ChosenBoard, DecisionBody, DecisionText, Error, Refusal,
};
use earshot_store::scope::Scope;
use earshot_testkit::{Fixture, TestDb, Voice, on_both};
use uuid::Uuid;

on_both!(
    a_board_says_what_it_is_and_stands_under_a_live_one,
    boards_are_seen_and_managed_by_those_of_the_table,
    a_board_that_has_ended_keeps_what_it_has_and_gets_nothing_new,
    what_is_put_to_a_board_waits_for_it_and_names_it,
    a_role_at_one_board_decides_there_and_nowhere_else,
    a_role_at_one_board_is_not_handed_on,
    what_waits_for_another_board_is_answered_by_no_decision_of_ones_own,
    a_consultation_that_is_asked_is_taken_off_a_board_and_keeps_its_words,
);

fn text(name: &str) -> BoardText {
    BoardText {
        name: name.into(),
        kind: "partnership".into(),
        level: "strategic".into(),
        ..BoardText::default()
    }
}

async fn add(story: &Fixture, text: &BoardText) -> (Reference, Uuid) {
    let reference = story.earshot.add_board(&story.worker, text).await.unwrap();
    (reference, story.earshot.board(&story.worker, reference).await.unwrap().board.id)
}

fn refused(error: Option<Error>) -> Vec<Refusal> {
    match error {
        Some(Error::Refused(refusals)) => refusals,
        other => panic!("not refused: {other:?}"),
    }
}

async fn a_board_says_what_it_is_and_stands_under_a_live_one(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (earshot, worker) = (&story.earshot, &story.worker);
    let empty = refused(earshot.add_board(worker, &BoardText::default()).await.err());
    let missing = ["name", "board_kind", "level"].map(Refusal::Missing);
    assert_eq!(empty, missing);
    let long = BoardText { parent: "up".into(), ..text(&"n".repeat(NAME_MAX + 1)) };
    let flaws =
        [Refusal::TooLong { field: "name", max: NAME_MAX }, Refusal::Board(BoardFlaw::NoParent)].to_vec();
    assert_eq!(refused(earshot.add_board(worker, &long).await.err()), flaws);
    assert!(earshot.boards(worker).await.unwrap().is_empty(), "nothing was kept");

    let (top, top_id) = add(&story, &text("  Partnership  ")).await;
    let under = BoardText { parent: top_id.to_string(), ..text("Placements") };
    let (below, below_id) = add(&story, &under).await;
    let names: Vec<String> =
        earshot.boards(worker).await.unwrap().into_iter().map(|board| board.name).collect();
    assert_eq!(names, ["Partnership", "Placements"]);
    let again = refused(earshot.add_board(worker, &text("Partnership")).await.err());
    assert_eq!(again, [Refusal::Taken("name")]);

    let round = BoardText { parent: below_id.to_string(), ..text("Partnership") };
    let flaw = refused(earshot.change_board(worker, top, 1, &round).await.err());
    assert_eq!(flaw, [Refusal::Board(BoardFlaw::InItself)]);
    let shadow = BoardText { kind: "shadow".into(), shadows: top_id.to_string(), ..text("Our Say") };
    let (young, _) = add(&story, &shadow).await;
    assert_eq!(earshot.board(worker, young).await.unwrap().board.shadows_id, Some(top_id));
    let loose = BoardText { shadows: String::new(), ..shadow };
    let flaw = refused(earshot.change_board(worker, young, 1, &loose).await.err());
    assert_eq!(flaw, [Refusal::Board(BoardFlaw::ShadowsNothing)]);

    let meets = BoardText { meets: "The first Monday".into(), ..under.clone() };
    earshot.change_board(worker, below, 1, &meets).await.unwrap();
    assert!(matches!(earshot.change_board(worker, below, 1, &under).await, Err(Error::Stale)));
    let kept = earshot.board(worker, below).await.unwrap().board;
    assert_eq!((kept.meets.as_str(), kept.edition, kept.parent_id), ("The first Monday", 2, Some(top_id)));
}

async fn boards_are_seen_and_managed_by_those_of_the_table(db: TestDb) {
    let story = Fixture::new(&db).await;
    let earshot = &story.earshot;
    let (reference, id) = add(&story, &text("Cabinet")).await;
    for (role, actor) in story.staff() {
        let sees = Permission::SeeBoards.roles().contains(&role);
        assert_eq!(earshot.boards(actor).await.is_ok(), sees, "{role}");
        assert_eq!(earshot.board(actor, reference).await.is_ok(), sees, "{role}");
    }
    let analyst = story.colleague("ana@wexmoor.example", Role::Analyst).await;
    assert!(earshot.board(&analyst, reference).await.is_ok());
    for actor in [&analyst, &story.lead] {
        for refused in [
            earshot.add_board(actor, &text("Another")).await.err(),
            earshot.change_board(actor, reference, 1, &text("Cabinets")).await.err(),
            earshot.end_board(actor, reference, 1, true).await.err(),
        ] {
            assert!(matches!(refused, Some(Error::Forbidden)), "{refused:?}");
        }
    }
    // Another organisation finds nothing, and puts nothing of its own under it.
    let stranger = story.stranger().await;
    assert!(earshot.boards(&stranger).await.unwrap().is_empty());
    for missing in [
        earshot.board(&stranger, reference).await.err(),
        earshot.change_board(&stranger, reference, 1, &text("Ours")).await.err(),
        earshot.end_board(&stranger, reference, 1, true).await.err(),
    ] {
        assert!(matches!(missing, Some(Error::NotFound)), "{missing:?}");
    }
    let under = BoardText { parent: id.to_string(), ..text("Cabinet") };
    let flaw = refused(earshot.add_board(&stranger, &under).await.err());
    assert_eq!(flaw, [Refusal::Board(BoardFlaw::NoParent)]);
    earshot.add_board(&stranger, &text("Cabinet")).await.unwrap();
}

async fn a_board_that_has_ended_keeps_what_it_has_and_gets_nothing_new(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (earshot, worker) = (&story.earshot, &story.worker);
    let (reference, id) = add(&story, &text("Cabinet")).await;
    story.draft_consultation("bus").await;
    story.draft_consultation("park").await;
    let setup = async |slug: &'static str| {
        let prepared = earshot.preparation(worker, slug).await.unwrap();
        (prepared.consultation.edition, prepared.consultation.setup)
    };
    let choice = ChosenBoard::Board(id);
    let (edition, kept) = setup("bus").await;
    earshot.save_setup_at(worker, "bus", edition, &kept, choice).await.unwrap();
    earshot.end_board(worker, reference, 1, true).await.unwrap();
    assert!(matches!(earshot.end_board(worker, reference, 2, true).await, Err(Error::Stale)));

    let prepared = earshot.preparation(worker, "bus").await.unwrap();
    let board = prepared.board.clone().unwrap();
    assert!(board.ended && prepared.boards == [board], "the one that was chosen is offered still");
    let (edition, kept) = setup("bus").await;
    earshot.save_setup_at(worker, "bus", edition, &kept, choice).await.unwrap();
    assert!(earshot.preparation(worker, "park").await.unwrap().boards.is_empty());
    let (edition, other) = setup("park").await;
    let unreadable = [Refusal::Unreadable("board")];
    let late = earshot.save_setup_at(worker, "park", edition, &other, choice).await;
    assert_eq!(refused(late.err()), unreadable);
    let body = DecisionBody { title: "Buses".into(), ..DecisionBody::default() };
    let begun = earshot.create_decision_at(&story.commissioner, &body, choice).await;
    assert_eq!(refused(begun.err()), unreadable);
    let under = BoardText { parent: id.to_string(), ..text("Under it") };
    let flaw = refused(earshot.add_board(worker, &under).await.err());
    assert_eq!(flaw, [Refusal::Board(BoardFlaw::NoParent)]);

    // Another organisation's is refused like one that is not there.
    let stranger = story.stranger().await;
    let theirs = earshot.add_board(&stranger, &text("Theirs")).await.unwrap();
    let theirs = earshot.board(&stranger, theirs).await.unwrap().board.id;
    for id in [theirs, story.random_id()] {
        let foreign = earshot.save_setup_at(worker, "park", edition, &other, ChosenBoard::Board(id)).await;
        assert_eq!(refused(foreign.err()), unreadable);
    }
    earshot.end_board(worker, reference, 2, false).await.unwrap();
    earshot.save_setup_at(worker, "park", edition, &other, choice).await.unwrap();
    assert_eq!(earshot.board(worker, reference).await.unwrap().consultations.len(), 2);
}

/// A consultation whose findings are out, with one final theme; gives the theme.
async fn found(story: &Fixture, board: ChosenBoard) -> Uuid {
    story.draft_consultation("bus").await;
    let prepared = story.earshot.preparation(&story.worker, "bus").await.unwrap().consultation;
    let setup = earshot_domain::consultation::Setup { decider: String::new(), ..prepared.setup };
    let edition = prepared.edition;
    story.earshot.save_setup_at(&story.worker, "bus", edition, &setup, board).await.unwrap();
    story.step("bus", earshot_domain::consultation::Step::Open).await;
    for n in 0..12 {
        let words = format!("bus {n} drives past");
        story.send("bus", Voice::child(AgeBand::From11To13).wrote("worst", &words)).await;
    }
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "Buses pass", &["bus 1"]).await;
    story.publish("bus").await;
    theme
}

async fn what_is_put_to_a_board_waits_for_it_and_names_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (earshot, worker) = (&story.earshot, &story.worker);
    let (reference, id) = add(&story, &text("The Transport Board")).await;
    let theme = found(&story, ChosenBoard::Board(id)).await;
    let prepared = earshot.preparation(worker, "bus").await.unwrap();
    assert_eq!(prepared.consultation.setup.decider, "The Transport Board", "what young people read");
    assert_eq!(prepared.board.map(|board| board.reference), Some(reference));
    let waiting = earshot.board(worker, reference).await.unwrap().consultations;
    assert_eq!(
        waiting.iter().map(|one| (one.slug.as_str(), one.waits())).collect::<Vec<_>>(),
        [("bus", true)]
    );

    let need = story.agreed_need(&[theme]).await;
    let decision = story.decision("bus", need).await;
    let view = earshot.decision(&story.commissioner, decision).await.unwrap();
    assert_eq!(view.board, None);
    let whole = DecisionText {
        body: DecisionBody { decider: " ".into(), ..view.body },
        board: ChosenBoard::Board(id),
        priorities: view.priorities.iter().map(|(priority, _)| priority.id).collect(),
        consultations: view.consultations.iter().map(|(id, ..)| *id).collect(),
        replies: Vec::new(),
    };
    earshot.save_whole_decision(&story.commissioner, decision, view.edition, &whole).await.unwrap();
    story.reply(decision, &[theme]).await;
    let view = earshot.decision(&story.commissioner, decision).await.unwrap();
    assert_eq!(view.body.decider, "The Transport Board");
    assert_eq!(view.board.map(|board| board.reference), Some(reference), "a reply leaves it");
    story.publish_decision(decision).await.unwrap();
    let board = earshot.board(worker, reference).await.unwrap();
    assert!(!board.consultations[0].waits(), "it was decided");
    assert_eq!(board.decisions.len(), 1);
    let trail = earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 200).await.unwrap().entries;
    for action in ["board.add", "consultation.board"] {
        assert_eq!(trail.iter().filter(|entry| entry.action == action).count(), 1, "{action}");
    }
}

/// Somebody who is trusted with this role at these boards, and so in their consultations, and with nothing else.
async fn at_boards(story: &Fixture, role: Role, boards: &[Uuid]) -> Actor {
    let mut tx = story.db.db().read().await.unwrap();
    let mut scopes = Vec::new();
    for id in boards {
        let rows = earshot_store::board::consultations(&mut tx, *id).await.unwrap().into_iter();
        scopes.extend(rows.map(|row| Scope { role, consultation_id: row.id, slug: row.slug }));
    }
    let boards = boards.iter().map(|id| (role, *id)).collect();
    Actor { roles: Vec::new(), scopes, boards, ..story.commissioner.clone() }
}

async fn a_role_at_one_board_decides_there_and_nowhere_else(db: TestDb) {
    let story = Fixture::new(&db).await;
    let earshot = &story.earshot;
    let (_, id) = add(&story, &text("The Transport Board")).await;
    let (_, other) = add(&story, &text("Another")).await;
    let theme = found(&story, ChosenBoard::Board(id)).await;
    let sam = at_boards(&story, Role::DecisionMaker, &[id]).await;
    let kim = at_boards(&story, Role::DecisionMaker, &[other]).await;
    let need = story.agreed_need(&[theme]).await;
    let of_nobody = story.decision("bus", need).await;
    assert!(earshot.decisions(&sam).await.unwrap().is_empty());
    assert!(matches!(earshot.decision(&sam, of_nobody).await, Err(Error::NotFound)), "it is of no board");

    let body = DecisionBody { title: "A bigger bus".into(), ..DecisionBody::default() };
    let made = earshot.create_decision_at(&sam, &body, ChosenBoard::Board(id)).await.unwrap();
    let full = earshot.decision(&story.commissioner, of_nobody).await.unwrap();
    let view = earshot.decision(&sam, made).await.unwrap();
    assert!(view.may_edit && view.may_publish && !view.boards.without);
    assert_eq!(view.body.decider, "The Transport Board");
    let whole = DecisionText {
        body: DecisionBody { decider: view.body.decider.clone(), ..full.body },
        board: ChosenBoard::Kept,
        priorities: vec![story.priority(need).await],
        consultations: view.consultations.iter().map(|(id, ..)| *id).collect(),
        replies: Vec::new(),
    };
    earshot.save_whole_decision(&sam, made, view.edition, &whole).await.unwrap();
    story.reply(made, &[theme]).await;
    let edition = earshot.decision(&sam, made).await.unwrap().edition;
    assert_eq!(earshot.decisions(&sam).await.unwrap().len(), 1);
    assert_eq!(earshot.decisions(&story.commissioner).await.unwrap().len(), 2);

    // Who sits at another board finds nothing of it.
    assert!(earshot.decisions(&kim).await.unwrap().is_empty());
    for missing in [
        earshot.decision(&kim, made).await.err(),
        earshot.save_whole_decision(&kim, made, edition, &whole).await.err(),
        earshot.save_replies(&kim, made, edition, &[]).await.err(),
        earshot.publish_decision(&kim, made, edition).await.err(),
    ] {
        assert!(matches!(missing, Some(Error::NotFound)), "{missing:?}");
    }
    // Who only reads at it changes nothing.
    let analyst = at_boards(&story, Role::Analyst, &[id]).await;
    let seen = earshot.decision(&analyst, made).await.unwrap();
    assert!(!seen.may_edit && !seen.may_publish);
    let forbidden = earshot.publish_decision(&analyst, made, edition).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)), "{forbidden:?}");
    let worker = at_boards(&story, Role::ParticipationWorker, &[id]).await;
    let forbidden = earshot.publish_decision(&worker, made, edition).await;
    assert!(matches!(forbidden, Err(Error::Forbidden)), "who writes it does not publish it: {forbidden:?}");

    earshot.publish_decision(&sam, made, edition).await.unwrap();
    let promise = ActionText { theme, what: "A bigger bus".into(), owner: String::new(), due_on: None };
    earshot.add_action(&sam, made, &promise).await.unwrap();
    assert_eq!(earshot.promises(&sam).await.unwrap().len(), 1);
    assert!(earshot.promises(&kim).await.unwrap().is_empty());
    let other = earshot.add_action(&kim, made, &promise).await;
    assert!(matches!(other, Err(Error::NotFound)), "{other:?}");
}

async fn a_role_at_one_board_is_not_handed_on(db: TestDb) {
    let story = Fixture::new(&db).await;
    let earshot = &story.earshot;
    let (_, id) = add(&story, &text("The Transport Board")).await;
    let (_, other) = add(&story, &text("Another")).await;
    let sam = at_boards(&story, Role::DecisionMaker, &[id]).await;
    let body = DecisionBody { title: "A bigger bus".into(), ..DecisionBody::default() };
    for choice in [ChosenBoard::Nobody, ChosenBoard::Kept, ChosenBoard::Board(other)] {
        let begun = earshot.create_decision_at(&sam, &body, choice).await;
        assert!(matches!(begun, Err(Error::Forbidden)), "{choice:?}: {begun:?}");
    }
    let made = earshot.create_decision_at(&sam, &body, ChosenBoard::Board(id)).await.unwrap();
    for choice in [ChosenBoard::Nobody, ChosenBoard::Board(other)] {
        let whole = DecisionText { body: body.clone(), board: choice, ..DecisionText::default() };
        let moved = earshot.save_whole_decision(&sam, made, 1, &whole).await;
        assert!(matches!(moved, Err(Error::Forbidden)), "{choice:?}: {moved:?}");
    }
    let boards = earshot.decision_boards(&sam).await.unwrap();
    let names = |boards: &[earshot_service::BoardName]| {
        boards.iter().map(|board| board.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!((names(&boards.open), boards.without), (vec!["The Transport Board".to_string()], false));
    // Nothing else of the organisation opens: what stays organisation-wide is asked everywhere.
    for refused in [
        earshot.needs(&sam).await.err(),
        earshot.priorities(&sam).await.err(),
        earshot.boards(&sam).await.err(),
        earshot.create_decision(&sam, &body).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::Forbidden)), "{refused:?}");
    }
    let everything = earshot.decision_boards(&story.commissioner).await.unwrap();
    assert!(everything.without && everything.open.len() == 2);
}

async fn what_waits_for_another_board_is_answered_by_no_decision_of_ones_own(db: TestDb) {
    let story = Fixture::new(&db).await;
    let earshot = &story.earshot;
    let (_, id) = add(&story, &text("The Transport Board")).await;
    let (_, other) = add(&story, &text("Another")).await;
    let theme = found(&story, ChosenBoard::Board(id)).await;
    let need = story.agreed_need(&[theme]).await;
    let priority = story.priority(need).await;
    let bus = earshot.preparation(&story.worker, "bus").await.unwrap().consultation.id;
    let complete = story.decision("bus", need).await;
    let body = earshot.decision(&story.commissioner, complete).await.unwrap().body;
    let kim = at_boards(&story, Role::DecisionMaker, &[other]).await;
    let made = earshot.create_decision_at(&kim, &body, ChosenBoard::Board(other)).await.unwrap();
    let view = earshot.decision(&kim, made).await.unwrap();
    assert!(view.consultations.is_empty() && view.priorities.is_empty(), "what kim sees nothing of");

    let whole = |priorities: &[Uuid], consultations: &[Uuid]| DecisionText {
        body: body.clone(),
        board: ChosenBoard::Kept,
        priorities: priorities.to_vec(),
        consultations: consultations.to_vec(),
        replies: Vec::new(),
    };
    let tries: [(&[Uuid], &[Uuid], &'static str); 2] =
        [(&[], &[bus], "consultations"), (&[priority], &[], "priorities")];
    for (priorities, consultations, field) in tries {
        let text = whole(priorities, consultations);
        let tried = earshot.save_whole_decision(&kim, made, view.edition, &text).await;
        assert_eq!(refused(tried.err()), [Refusal::Unreadable(field)]);
        let tried = earshot.save_decision(&kim, made, view.edition, &body, priorities, consultations).await;
        assert_eq!(refused(tried.err()), [Refusal::Unreadable(field)]);
    }

    // Who sees all evidence puts it there. Then kim keeps it, and takes the consultation no step on.
    let both = whole(&[priority], &[bus]);
    earshot.save_whole_decision(&story.commissioner, made, view.edition, &both).await.unwrap();
    story.reply(made, &[theme]).await;
    let edition = earshot.decision(&kim, made).await.unwrap().edition;
    earshot.save_whole_decision(&kim, made, edition, &both).await.unwrap();
    let view = earshot.decision(&kim, made).await.unwrap();
    assert_eq!((view.consultations.len(), view.priorities.len(), view.gaps.len()), (1, 1, 0));
    let published = earshot.publish_decision(&kim, made, view.edition).await;
    assert!(matches!(published, Err(Error::Forbidden)), "{published:?}");
    // Seeing its evidence is not deciding about it: that takes a role that publishes decisions there too.
    for (role, publishes) in
        [(Role::Analyst, false), (Role::ParticipationWorker, false), (Role::Commissioner, true)]
    {
        let scopes = vec![Scope { role, consultation_id: bus, slug: "bus".into() }];
        let there = Actor { scopes, ..kim.clone() };
        assert!(there.may_in(Permission::SeeEvidence, bus), "{role}");
        let seen = earshot.decision(&there, made).await.unwrap();
        assert_eq!((seen.may_edit, seen.may_publish), (true, publishes), "{role}");
        if !publishes {
            let tried = earshot.publish_decision(&there, made, view.edition).await;
            assert!(matches!(tried, Err(Error::Forbidden)), "{role}: {tried:?}");
        }
    }
    let state = async || earshot.preparation(&story.worker, "bus").await.unwrap().consultation.state;
    assert_eq!(state().await, State::FindingsPublished);
    story.publish_decision(made).await.unwrap();
    assert_ne!(state().await, State::FindingsPublished);
}

async fn a_consultation_that_is_asked_is_taken_off_a_board_and_keeps_its_words(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (earshot, worker) = (&story.earshot, &story.worker);
    let (_, id) = add(&story, &text("The Transport Board")).await;
    found(&story, ChosenBoard::Board(id)).await;
    for role in [Role::DecisionMaker, Role::ParticipationWorker] {
        let there = at_boards(&story, role, &[id]).await;
        let done = earshot.put_to_board(&there, "bus", ChosenBoard::Nobody).await;
        assert!(matches!(done, Err(Error::Forbidden)), "{role}: {done:?}");
    }
    let stranger = story.stranger().await;
    let done = earshot.put_to_board(&stranger, "bus", ChosenBoard::Nobody).await;
    assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
    let unknown = earshot.put_to_board(worker, "bus", ChosenBoard::Board(story.random_id())).await;
    assert_eq!(refused(unknown.err()), [Refusal::Unreadable("board")]);

    for _ in 0..2 {
        earshot.put_to_board(worker, "bus", ChosenBoard::Nobody).await.unwrap();
        let prepared = earshot.preparation(worker, "bus").await.unwrap();
        assert_eq!(prepared.board, None);
        assert_eq!(
            prepared.consultation.setup.decider, "The Transport Board",
            "what young people read stays"
        );
    }
    assert!(at_boards(&story, Role::DecisionMaker, &[id]).await.scopes.is_empty(), "nothing opens there");
    let trail = earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 200).await.unwrap().entries;
    let changes = trail.iter().filter(|entry| entry.action == "consultation.board").count();
    assert_eq!(changes, 2, "put to it, and taken off once");
}
