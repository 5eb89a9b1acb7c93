//! Comments on what young people were told: kept once, shown once somebody has looked, decided about by one at a time.

use earshot_domain::clocks::Clock;
use earshot_domain::comment::{CommentAct, CommentReason, CommentState, PostKind, Report};
use earshot_domain::text::{Redaction, Span, Token};
use earshot_store::comment::{self, Comment, Decided, NewComment, Room, Shelf};
use earshot_store::{Engine, StoreError, Tx};
use earshot_testkit::{TestDb, on_both, testing};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, ORGANISATION, STAFF, day, id, later, now};

on_both!(
    nobody_may_comment_until_somebody_has_said_so,
    what_was_written_is_kept_as_it_was_and_goes_with_its_history,
    what_has_to_be_looked_at_comes_in_its_order,
    what_waits_is_marked_for_the_lead_alone,
    only_one_person_decides_at_a_time,
    the_first_report_hides_and_a_later_one_does_not,
    each_has_the_time_of_what_became_of_it,
    each_kind_has_a_room_of_its_own,
    nobody_reads_one_kind_among_another,
    what_the_version_before_keeps_meanwhile_is_a_comment,
    comments_from_before_there_were_kinds_are_there_afterwards,
    live_words_are_taken_by_one_moderator_and_stand_under_their_question,
);

fn new(n: u128, state: CommentState) -> NewComment {
    NewComment {
        id: id(n),
        consultation_id: CONSULTATION,
        kind: PostKind::Comment,
        question: None,
        code_hash: format!("code {n}").into_bytes(),
        words: format!("\u{1f68c} words {n}"),
        state,
        flagged: false,
        watch: state == CommentState::Escalated,
        came_at: later(i64::try_from(n).unwrap()),
    }
}

async fn add(tx: &mut Tx, n: u128, state: CommentState) {
    comment::insert(tx, &new(n, state)).await.unwrap();
}

fn decided(state: CommentState) -> Decided {
    let reason = (state == CommentState::Rejected).then_some(CommentReason::Unkind.as_str());
    Decided {
        state,
        reason,
        redactions: Vec::new(),
        report: Report::None,
        decided_at: Some(later(500)),
        waits_since: later(400),
    }
}

async fn get(tx: &mut Tx, n: u128) -> Comment {
    comment::by_id(tx, id(n)).await.unwrap().unwrap()
}

async fn on(tx: &mut Tx, shelf: Shelf) -> Vec<Uuid> {
    let rows = comment::page(tx, ORGANISATION, shelf, 10, 0).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

async fn nobody_may_comment_until_somebody_has_said_so(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let kind = PostKind::Comment;
    assert!(!comment::is_open(&mut tx, CONSULTATION, kind).await.unwrap());
    for (is_open, by) in [(true, Some(STAFF)), (false, None), (true, Some(STAFF))] {
        let room = Room { is_open, question: None, changed_at: now() };
        comment::set_room(&mut tx, CONSULTATION, kind, &room, by).await.unwrap();
        assert_eq!(comment::is_open(&mut tx, CONSULTATION, kind).await.unwrap(), is_open);
    }
    assert!(comment::take_form(&mut tx, b"one", day("2026-03-03")).await.unwrap());
    assert!(!comment::take_form(&mut tx, b"one", day("2026-03-04")).await.unwrap(), "once");
    assert!(comment::take_form(&mut tx, b"two", day("2026-03-05")).await.unwrap());
    assert_eq!(comment::purge_forms(&mut tx, day("2026-03-05")).await.unwrap(), 1);
    assert!(!comment::take_form(&mut tx, b"two", day("2026-03-05")).await.unwrap());
}

async fn what_was_written_is_kept_as_it_was_and_goes_with_its_history(db: TestDb) {
    let mut tx = seed::world(&db).await;
    add(&mut tx, 70, CommentState::Pending).await;
    let kept = get(&mut tx, 70).await;
    assert_eq!((kept.words.as_str(), kept.slug.as_str(), kept.number), ("\u{1f68c} words 70", "bus", 1));
    assert_eq!((kept.organisation_id, kept.consultation_id), (ORGANISATION, CONSULTATION));
    assert_eq!((kept.state, kept.report, kept.edition), (CommentState::Pending, Report::None, 1));
    assert_eq!(
        (kept.flagged, kept.watch, kept.came_at, kept.waits_since),
        (false, false, later(70), later(70))
    );
    assert!(kept.redactions.0.is_empty() && kept.decided_at.is_none() && kept.reason.is_none());
    assert!(!format!("{kept:?} {:?}", new(70, CommentState::Pending)).contains("words 70"));
    let cover = Redaction { span: Span { start: 2, end: 7 }, token: Token::Name };
    let edited = Decided { redactions: vec![cover], ..decided(CommentState::Edited) };
    comment::decide(&mut tx, id(70), 1, STAFF, now(), &edited).await.unwrap();
    for (n, staff, act, reason) in
        [(90, None, CommentAct::Reported, None), (91, Some(STAFF), CommentAct::Rejected, Some("unkind"))]
    {
        comment::insert_decision(&mut tx, id(n), id(70), staff, later(9), act, reason).await.unwrap();
    }
    let kept = comment::by_code(&mut tx, b"code 70").await.unwrap().unwrap();
    assert_eq!(
        (kept.words.as_str(), kept.redactions.0, kept.edition),
        ("\u{1f68c} words 70", vec![cover], 2)
    );
    assert_eq!((kept.decided_at, kept.waits_since), (Some(later(500)), later(400)));
    let lines = comment::decisions(&mut tx, id(70)).await.unwrap();
    assert_eq!((lines[0].act, lines[0].staff_name.as_deref()), (CommentAct::Reported, None));
    assert_eq!((lines[1].act, lines[1].reason.as_deref()), (CommentAct::Rejected, Some("unkind")));
    assert_eq!((lines[1].at, lines[1].staff_name.as_deref()), (later(9), Some("Jo Marsh")));
    assert!(comment::by_code(&mut tx, b"code 71").await.unwrap().is_none());
    assert!(comment::withdraw(&mut tx, b"code 70").await.unwrap());
    assert!(!comment::withdraw(&mut tx, b"code 70").await.unwrap());
    assert!(comment::by_id(&mut tx, id(70)).await.unwrap().is_none());
    assert!(comment::decisions(&mut tx, id(70)).await.unwrap().is_empty());
}

async fn what_has_to_be_looked_at_comes_in_its_order(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [70, 71, 72] {
        add(&mut tx, n, CommentState::Pending).await;
    }
    comment::insert(&mut tx, &NewComment { flagged: true, ..new(73, CommentState::Pending) }).await.unwrap();
    add(&mut tx, 74, CommentState::Escalated).await;
    assert_eq!(
        on(&mut tx, Shelf::ToCheck).await,
        [id(70), id(71), id(72), id(73)],
        "a flag gets nobody past others"
    );
    let second = comment::page(&mut tx, ORGANISATION, Shelf::ToCheck, 2, 2).await.unwrap();
    assert_eq!(second.iter().map(|row| row.id).collect::<Vec<_>>(), [id(72), id(73)]);
    assert_eq!(on(&mut tx, Shelf::Escalated).await, [id(74)]);
    assert_eq!(comment::counts(&mut tx, ORGANISATION).await.unwrap(), (4, 1));
    assert_eq!(comment::counts(&mut tx, id(99)).await.unwrap(), (0, 0));
    assert!(
        comment::page(&mut tx, id(99), Shelf::ToCheck, 9, 0).await.unwrap().is_empty(),
        "somebody else's"
    );
    let waiting = comment::waiting(&mut tx, ORGANISATION).await.unwrap();
    assert_eq!(
        waiting,
        [(CONSULTATION, Clock::Comment, later(70)), (CONSULTATION, Clock::CommentHeld, later(74))]
    );
    comment::decide(&mut tx, id(70), 1, STAFF, now(), &decided(CommentState::Approved)).await.unwrap();
    comment::decide(&mut tx, id(71), 1, STAFF, now(), &decided(CommentState::Rejected)).await.unwrap();
    comment::decide(&mut tx, id(72), 1, STAFF, now(), &decided(CommentState::Edited)).await.unwrap();
    comment::decide(&mut tx, id(74), 1, STAFF, now(), &decided(CommentState::Escalated)).await.unwrap();
    assert_eq!(on(&mut tx, Shelf::ToCheck).await, [id(73)]);
    assert_eq!(on(&mut tx, Shelf::Shown).await, [id(70), id(72)]);
    assert_eq!(on(&mut tx, Shelf::Rejected).await, [id(71)]);
    assert_eq!(comment::counts(&mut tx, ORGANISATION).await.unwrap(), (1, 0), "the lead keeps it");
    assert_eq!(comment::waiting(&mut tx, ORGANISATION).await.unwrap().len(), 1);
    let shown = comment::shown(&mut tx, CONSULTATION, PostKind::Comment, 10, 0).await.unwrap();
    assert_eq!(shown.iter().map(|row| row.id).collect::<Vec<_>>(), [id(72), id(70)], "the newest first");
    assert_eq!(comment::shown(&mut tx, CONSULTATION, PostKind::Comment, 10, 1).await.unwrap().len(), 1);
    assert_eq!(get(&mut tx, 71).await.reason.as_deref(), Some("unkind"));
}

async fn what_waits_is_marked_for_the_lead_alone(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for n in [70, 71, 72] {
        add(&mut tx, n, CommentState::Pending).await;
    }
    add(&mut tx, 73, CommentState::Escalated).await;
    comment::decide(&mut tx, id(70), 1, STAFF, now(), &decided(CommentState::Approved)).await.unwrap();
    let found = async |tx: &mut Tx, after, limit| {
        let rows = comment::unmarked(tx, ORGANISATION, after, limit).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(found(&mut tx, Uuid::nil(), 9).await, [id(71), id(72)], "what is decided does not wait");
    assert!(comment::report(&mut tx, id(70), later(510)).await.unwrap());
    assert_eq!(found(&mut tx, Uuid::nil(), 2).await, [id(70), id(71)]);
    assert_eq!(found(&mut tx, id(71), 2).await, [id(72)]);
    assert!(comment::unmarked(&mut tx, id(99), Uuid::nil(), 9).await.unwrap().is_empty(), "somebody else's");
    assert!(comment::take(&mut tx, id(71), STAFF, later(600), now()).await.unwrap());
    assert!(
        !comment::mark(&mut tx, id(71), 2, later(520)).await.unwrap(),
        "not the edition that was looked at"
    );
    for (n, edition) in [(70, 3), (71, 1)] {
        assert!(comment::mark(&mut tx, id(n), edition, later(520)).await.unwrap());
        let kept = get(&mut tx, n).await;
        assert_eq!((kept.state, kept.watch, kept.report), (CommentState::Escalated, true, Report::None));
        assert_eq!((kept.edition, kept.waits_since), (edition + 1, later(520)));
        assert_eq!((kept.decided_at, kept.taken_by), (None, None));
    }
    assert_eq!(found(&mut tx, Uuid::nil(), 9).await, [id(72)]);
    assert_eq!(on(&mut tx, Shelf::Escalated).await, [id(73), id(70), id(71)], "the last to come is the last");
}

async fn only_one_person_decides_at_a_time(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(4), "sam@wexmoor.example").await;
    add(&mut tx, 70, CommentState::Pending).await;
    assert!(comment::take(&mut tx, id(70), STAFF, later(600), now()).await.unwrap());
    assert!(!comment::take(&mut tx, id(70), id(4), later(700), later(599)).await.unwrap(), "somebody has it");
    assert!(comment::take(&mut tx, id(70), STAFF, later(800), later(60)).await.unwrap(), "once more oneself");
    let taken = get(&mut tx, 70).await;
    assert_eq!((taken.taken_by, taken.taken_name.as_deref()), (Some(STAFF), Some("Jo Marsh")));
    assert_eq!((taken.taken_until, taken.edition), (Some(later(800)), 1), "looking changes nothing");
    let to = decided(CommentState::Approved);
    let other = comment::decide(&mut tx, id(70), 1, id(4), later(100), &to).await;
    assert!(matches!(other, Err(StoreError::Stale)));
    assert!(!comment::put_back(&mut tx, id(70), id(4)).await.unwrap());
    assert!(comment::put_back(&mut tx, id(70), STAFF).await.unwrap());
    assert!(comment::take(&mut tx, id(70), id(4), later(900), later(100)).await.unwrap());
    // Their time is over: somebody else may decide.
    comment::decide(&mut tx, id(70), 1, STAFF, later(900), &to).await.unwrap();
    let stale = comment::decide(&mut tx, id(70), 1, STAFF, later(901), &to).await;
    assert!(matches!(stale, Err(StoreError::Stale)));
    let kept = get(&mut tx, 70).await;
    assert_eq!((kept.taken_by, kept.taken_until, kept.edition), (None, None, 2));
}

async fn the_first_report_hides_and_a_later_one_does_not(db: TestDb) {
    let mut tx = seed::world(&db).await;
    add(&mut tx, 70, CommentState::Pending).await;
    add(&mut tx, 71, CommentState::Pending).await;
    assert!(!comment::report(&mut tx, id(70), later(300)).await.unwrap(), "it is not shown");
    comment::decide(&mut tx, id(70), 1, STAFF, now(), &decided(CommentState::Approved)).await.unwrap();
    assert!(comment::report(&mut tx, id(70), later(300)).await.unwrap());
    assert!(!comment::report(&mut tx, id(70), later(301)).await.unwrap(), "it waits already");
    assert!(comment::shown(&mut tx, CONSULTATION, PostKind::Comment, 10, 0).await.unwrap().is_empty());
    assert_eq!(on(&mut tx, Shelf::ToCheck).await, [id(70), id(71)], "on top, although it came later");
    assert_eq!(get(&mut tx, 70).await.waits_since, later(300));
    let stands = Decided { report: Report::Stands, ..decided(CommentState::Approved) };
    comment::decide(&mut tx, id(70), 3, STAFF, now(), &stands).await.unwrap();
    assert!(comment::report(&mut tx, id(70), later(350)).await.unwrap());
    assert_eq!(get(&mut tx, 70).await.report, Report::Again);
    assert_eq!(
        comment::shown(&mut tx, CONSULTATION, PostKind::Comment, 10, 0).await.unwrap().len(),
        1,
        "it stays shown"
    );
    assert_eq!(on(&mut tx, Shelf::ToCheck).await, [id(70), id(71)]);
}

async fn each_has_the_time_of_what_became_of_it(db: TestDb) {
    let mut tx = seed::world(&db).await;
    assert_eq!(comment::oldest_decided(&mut tx, CONSULTATION).await.unwrap(), None);
    for (n, state) in [
        (70, CommentState::Approved),
        (71, CommentState::Rejected),
        (72, CommentState::Escalated),
        (73, CommentState::Pending),
    ] {
        add(&mut tx, n, CommentState::Pending).await;
        if state != CommentState::Pending {
            comment::decide(&mut tx, id(n), 1, STAFF, now(), &decided(state)).await.unwrap();
        }
    }
    let passed = Decided { decided_at: None, ..decided(CommentState::Escalated) };
    add(&mut tx, 74, CommentState::Pending).await;
    comment::decide(&mut tx, id(74), 1, STAFF, now(), &passed).await.unwrap();
    assert_eq!(comment::oldest_decided(&mut tx, CONSULTATION).await.unwrap(), Some(later(500)));
    assert_eq!(comment::expire_decided(&mut tx, CONSULTATION, later(500)).await.unwrap(), 0);
    assert_eq!(comment::expire_decided(&mut tx, id(99), later(501)).await.unwrap(), 0);
    assert_eq!(comment::expire_decided(&mut tx, CONSULTATION, later(501)).await.unwrap(), 2);
    assert!(comment::by_id(&mut tx, id(74)).await.unwrap().is_some(), "nobody has decided about it");
    add(&mut tx, 75, CommentState::Pending).await;
    comment::decide(&mut tx, id(75), 1, STAFF, now(), &decided(CommentState::Rejected)).await.unwrap();
    assert_eq!(comment::expire(&mut tx, CONSULTATION, later(86_400)).await.unwrap(), 2);
    assert!(
        comment::by_id(&mut tx, id(74)).await.unwrap().is_some(),
        "nor does its consultation take it along"
    );
    assert!(comment::by_id(&mut tx, id(75)).await.unwrap().is_some(), "it has a time of its own");
}

async fn each_kind_has_a_room_of_its_own(db: TestDb) {
    let mut tx = seed::world(&db).await;
    let asked =
        |is_open, question: &str, changed_at| Room { is_open, question: Some(question.into()), changed_at };
    let room = Room { is_open: true, question: None, changed_at: now() };
    comment::set_room(&mut tx, CONSULTATION, PostKind::Idea, &room, Some(STAFF)).await.unwrap();
    assert!(comment::is_open(&mut tx, CONSULTATION, PostKind::Idea).await.unwrap());
    for kind in [PostKind::Comment, PostKind::Live] {
        assert_eq!(comment::room(&mut tx, CONSULTATION, kind).await.unwrap(), None, "{kind}");
    }
    for question in ["What is good?", "What is bad?"] {
        let room = asked(true, question, now());
        comment::set_room(&mut tx, CONSULTATION, PostKind::Live, &room, None).await.unwrap();
        assert_eq!(comment::room(&mut tx, CONSULTATION, PostKind::Live).await.unwrap(), Some(room));
    }
    assert!(
        comment::close_room(&mut tx, CONSULTATION, PostKind::Live, Some(STAFF), later(60)).await.unwrap()
    );
    assert!(!comment::close_room(&mut tx, CONSULTATION, PostKind::Live, Some(STAFF), now()).await.unwrap());
    let closed = comment::room(&mut tx, CONSULTATION, PostKind::Live).await.unwrap();
    assert_eq!(closed, Some(asked(false, "What is bad?", later(60))), "its question stays");
    assert!(comment::is_open(&mut tx, CONSULTATION, PostKind::Idea).await.unwrap(), "the other stays open");
    assert!(!comment::close_room(&mut tx, id(99), PostKind::Idea, None, now()).await.unwrap());
}

async fn nobody_reads_one_kind_among_another(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, kind) in [(70, PostKind::Comment), (71, PostKind::Idea), (72, PostKind::Live)] {
        let question = (kind == PostKind::Live).then(|| "Why?".to_string());
        let one = NewComment { kind, question, ..new(n, CommentState::Pending) };
        comment::insert(&mut tx, &one).await.unwrap();
        comment::decide(&mut tx, id(n), 1, STAFF, now(), &decided(CommentState::Approved)).await.unwrap();
        let shown = comment::shown(&mut tx, CONSULTATION, kind, 10, 0).await.unwrap();
        assert_eq!(shown.iter().map(|row| (row.id, row.kind)).collect::<Vec<_>>(), [(id(n), kind)]);
    }
    assert_eq!(get(&mut tx, 72).await.question.as_deref(), Some("Why?"));
    assert_eq!(get(&mut tx, 71).await.question, None);
    // What has to be looked at, and what goes in time, is of all kinds.
    for n in [70, 71, 72] {
        assert!(comment::report(&mut tx, id(n), later(600)).await.unwrap());
    }
    assert_eq!(on(&mut tx, Shelf::ToCheck).await, [id(70), id(71), id(72)]);
    assert_eq!(comment::counts(&mut tx, ORGANISATION).await.unwrap(), (3, 0));
    assert_eq!(comment::expire(&mut tx, CONSULTATION, later(86_400)).await.unwrap(), 3);
}

async fn what_the_version_before_keeps_meanwhile_is_a_comment(db: TestDb) {
    let mut tx = seed::world(&db).await;
    add(&mut tx, 70, CommentState::Approved).await;
    tx.commit().await.unwrap();
    db.execute("UPDATE comment SET kind = NULL").await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    assert_eq!(get(&mut tx, 70).await.kind, PostKind::Comment);
    for (kind, many) in [(PostKind::Comment, 1), (PostKind::Idea, 0)] {
        let shown = comment::shown(&mut tx, CONSULTATION, kind, 10, 0).await.unwrap();
        assert_eq!(shown.len(), many, "{kind}");
    }
    assert!(comment::page(&mut tx, ORGANISATION, Shelf::Shown, 10, 0).await.is_ok());
}

async fn comments_from_before_there_were_kinds_are_there_afterwards(db: TestDb) {
    let old = db.bare_sibling().await;
    testing::migrate_to(old.db(), 52).await.unwrap();
    let tx = seed::world(&old).await;
    tx.commit().await.unwrap();
    let uuid = |id: Uuid| match old.db().engine() {
        Engine::Sqlite => format!("X'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'"),
    };
    let code = match old.db().engine() {
        Engine::Sqlite => "X'01'",
        Engine::Postgres => "'\\x01'",
    };
    let (consultation, staff, comment, line) = (uuid(CONSULTATION), uuid(STAFF), uuid(id(70)), uuid(id(71)));
    let at = "'2026-03-02T10:00:00+00:00'";
    for sql in [
        format!(
            "INSERT INTO comment_room (consultation_id, is_open, changed_by, changed_at) \
             VALUES ({consultation}, TRUE, {staff}, {at})"
        ),
        format!(
            "INSERT INTO comment (id, consultation_id, code_hash, words, redactions, state, flagged, watch, report, \
             came_at, waits_since, decided_at, edition) VALUES ({comment}, {consultation}, {code}, 'more seats', '[]', \
             'approved', FALSE, FALSE, 'none', {at}, {at}, {at}, 2)"
        ),
        format!(
            "INSERT INTO comment_decision (id, comment_id, staff_id, at, act) \
             VALUES ({line}, {comment}, {staff}, {at}, 'shown')"
        ),
    ] {
        old.execute(&sql).await.unwrap();
    }
    old.db().migrate().await.unwrap();
    let mut tx = old.db().begin().await.unwrap();
    let shown = comment::shown(&mut tx, CONSULTATION, PostKind::Comment, 10, 0).await.unwrap();
    let shown: Vec<_> = shown.iter().map(|row| (row.id, row.words.as_str(), row.kind)).collect();
    assert_eq!(shown, [(id(70), "more seats", PostKind::Comment)]);
    assert!(comment::is_open(&mut tx, CONSULTATION, PostKind::Comment).await.unwrap());
    assert!(comment::room(&mut tx, CONSULTATION, PostKind::Idea).await.unwrap().is_none());
    let history = comment::decisions(&mut tx, id(70)).await.unwrap();
    assert_eq!(history.iter().map(|line| line.act).collect::<Vec<_>>(), [CommentAct::Shown]);
}

async fn live_words_are_taken_by_one_moderator_and_stand_under_their_question(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(4), "sam@wexmoor.example").await;
    add(&mut tx, 69, CommentState::Pending).await;
    for (n, question) in [(70, "Why?"), (71, "Why?"), (72, "When?"), (73, "Why?")] {
        let state = if n == 73 { CommentState::Escalated } else { CommentState::Pending };
        let one = NewComment { kind: PostKind::Live, question: Some(question.into()), ..new(n, state) };
        comment::insert(&mut tx, &one).await.unwrap();
    }
    let found = async |tx: &mut Tx, staff, at, limit| {
        let rows = comment::live_to_check(tx, ORGANISATION, staff, at, limit).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(
        found(&mut tx, STAFF, now(), 9).await,
        [id(70), id(71), id(72)],
        "no comment, and not the lead's"
    );
    assert_eq!(found(&mut tx, STAFF, now(), 2).await, [id(70), id(71)]);
    assert!(comment::take(&mut tx, id(70), STAFF, later(600), now()).await.unwrap());
    assert_eq!(found(&mut tx, STAFF, now(), 9).await, [id(70), id(71), id(72)], "what is theirs is there");
    assert_eq!(found(&mut tx, id(4), now(), 9).await, [id(71), id(72)]);
    assert_eq!(found(&mut tx, id(4), later(600), 9).await, [id(70), id(71), id(72)], "its time is over");
    assert!(comment::live_to_check(&mut tx, id(99), STAFF, now(), 9).await.unwrap().is_empty(), "not theirs");
    for n in [71, 72, 70] {
        comment::decide(&mut tx, id(n), 1, STAFF, now(), &decided(CommentState::Approved)).await.unwrap();
    }
    let wall = async |tx: &mut Tx, question: &str, limit| {
        let rows = comment::on_wall(tx, CONSULTATION, question, limit).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(wall(&mut tx, "Why?", 9).await, [id(70), id(71)], "in the order in which they came");
    assert_eq!(wall(&mut tx, "When?", 9).await, [id(72)]);
    assert_eq!(wall(&mut tx, "Why?", 1).await, [id(70)]);
    assert!(comment::report(&mut tx, id(70), later(700)).await.unwrap());
    assert_eq!(wall(&mut tx, "Why?", 9).await, [id(71)], "somebody looks at it again");
}
