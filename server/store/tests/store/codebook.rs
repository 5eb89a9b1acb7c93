//! Codes that are merged, split and brought back, their history, and the codebook as it was frozen.

use earshot_domain::codebook::{CodeColour, CodeEventKind, FrozenCodebook};
use earshot_domain::text::Span;
use earshot_store::analysis::{self, Code, NewCode};
use earshot_store::codebook::{self, CodebookVersion};
use earshot_store::qda_kept::{self, Brought, Member, Note, Place, Set};
use earshot_store::{Json, StoreError, Tx, coding, consultation, memo, qda};
use earshot_testkit::{TestDb, on_both};
use uuid::Uuid;

use crate::seed::{self, CONSULTATION, STAFF, code, id, later, now};

on_both!(
    a_code_keeps_everything_that_describes_it,
    a_code_that_is_merged_leaves_its_codings_and_themes_to_another,
    notes_and_sets_and_what_a_file_brought_go_with_a_merge,
    what_was_done_with_a_code_is_kept_the_newest_first,
    a_version_of_the_codebook_is_kept_whole,
);

async fn all(tx: &mut Tx) -> Vec<Code> {
    analysis::all_codes(tx, CONSULTATION).await.unwrap()
}

async fn a_code_keeps_everything_that_describes_it(db: TestDb) {
    let mut tx = seed::world(&db).await;
    consultation::insert(&mut tx, &seed::consultation(id(9), 2, "other"), now()).await.unwrap();
    analysis::insert_code(&mut tx, &code(id(30), "Buses"), now()).await.unwrap();
    let late = NewCode {
        example: "it never comes \u{1f68c}".into(),
        near_miss: "it is full".into(),
        young_name: "You wait and wait".into(),
        colour: Some(CodeColour::Teal),
        parent_id: Some(id(30)),
        is_codable: false,
        ..code(id(31), "Late")
    };
    analysis::insert_code(&mut tx, &late, later(1)).await.unwrap();
    let kept = all(&mut tx).await.remove(1).frozen();
    assert_eq!(
        (kept.example.as_str(), kept.near_miss.as_str(), kept.young_name.as_str()),
        ("it never comes \u{1f68c}", "it is full", "You wait and wait")
    );
    assert_eq!((kept.id, kept.name.as_str(), kept.definition.as_str()), (id(31), "Late", "What it means"));
    assert_eq!((kept.use_when.as_str(), kept.not_when.as_str()), ("When", "When not"));
    assert_eq!((kept.colour, kept.parent_id, kept.is_codable), (Some(CodeColour::Teal), Some(id(30)), false));
    let bare = NewCode { colour: None, parent_id: None, ..code(id(31), "Late") };
    analysis::update_code(&mut tx, &bare).await.unwrap();
    let kept = all(&mut tx).await.remove(1);
    assert_eq!((kept.colour.as_deref(), kept.parent_id, kept.is_codable), (None, None, true));
    assert_eq!((kept.example.as_str(), kept.merged_into, kept.retired_at), ("", None, None));
    codebook::set_codable(&mut tx, id(31), CONSULTATION, false).await.unwrap();
    assert!(!all(&mut tx).await[1].is_codable);
    let foreign = codebook::set_codable(&mut tx, id(31), id(9), true).await;
    assert!(matches!(foreign, Err(StoreError::Stale)));
    tx.commit().await.unwrap();
    // Whatever wrote a row without them: the codebook can still be read.
    db.execute("UPDATE code SET example = NULL, near_miss = NULL, young_name = NULL").await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    let bare = all(&mut tx).await.remove(1);
    assert_eq!((bare.example.as_str(), bare.near_miss.as_str(), bare.young_name.as_str()), ("", "", ""));
}

async fn a_code_that_is_merged_leaves_its_codings_and_themes_to_another(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::staff(&mut tx, id(5), "ali@wexmoor.example").await;
    for n in [10, 11, 12] {
        seed::cleared(&mut tx, id(n), "words").await;
    }
    for (n, name) in [(30, "late"), (31, "never comes"), (32, "full")] {
        analysis::insert_code(&mut tx, &code(id(n), name), now()).await.unwrap();
    }
    seed::theme(&mut tx, id(60), 1, &[id(30)]).await;
    seed::theme(&mut tx, id(61), 2, &[id(30), id(31)]).await;
    seed::theme(&mut tx, id(62), 3, &[id(32)]).await;
    for (n, answer, code, by) in
        [(40, 10, 30, Some(STAFF)), (41, 11, 30, None), (42, 11, 31, Some(id(5))), (43, 12, 30, Some(id(5)))]
    {
        assert!(
            analysis::add_coding(&mut tx, id(n), id(answer), id(code), None, by, later(1)).await.unwrap()
        );
    }
    analysis::remove_coding(&mut tx, id(43), id(12), Some(STAFF), later(2)).await.unwrap();

    let live = codebook::moving(&mut tx, id(30), id(32)).await.unwrap();
    assert_eq!(live, [id(40), id(41)], "not the one that was taken off");
    let piece = Some(Span { start: 0, end: 2 });
    assert!(analysis::add_coding(&mut tx, id(44), id(10), id(32), None, None, later(1)).await.unwrap());
    assert!(analysis::add_coding(&mut tx, id(45), id(10), id(32), piece, None, later(1)).await.unwrap());
    assert_eq!(codebook::live_answers(&mut tx, id(32)).await.unwrap(), [id(10)], "each once");
    assert_eq!(codebook::live_answers(&mut tx, id(30)).await.unwrap(), [id(10), id(11)]);
    analysis::remove_coding(&mut tx, id(44), id(10), None, later(2)).await.unwrap();
    analysis::remove_coding(&mut tx, id(45), id(10), None, later(2)).await.unwrap();
    // The same code on a piece is another coding.
    let piece = Some(Span { start: 1, end: 3 });
    assert!(
        analysis::add_coding(&mut tx, id(46), id(11), id(30), piece, Some(STAFF), later(2)).await.unwrap()
    );
    let moving = codebook::moving(&mut tx, id(30), id(31)).await.unwrap();
    assert_eq!(moving, [id(40), id(46)], "the other one carries that one already");
    // More than are written at once, most of them of codings that are not there.
    let none = (1_000..1_600).map(|n| (id(n), id(n + 9_000)));
    let history: Vec<(Uuid, Uuid)> = none.chain([(id(50), id(40)), (id(51), id(46))]).collect();
    codebook::move_codings(&mut tx, (id(30), id(31)), &history, Some(STAFF), later(3)).await.unwrap();
    assert!(codebook::moving(&mut tx, id(30), id(32)).await.unwrap().is_empty());
    assert!(codebook::live_answers(&mut tx, id(30)).await.unwrap().is_empty());
    let carried = analysis::codings_of(&mut tx, id(11)).await.unwrap();
    assert_eq!(
        carried.iter().map(|one| (one.id, one.span())).collect::<Vec<_>>(),
        [(id(42), None), (id(46), piece)]
    );
    assert!(analysis::remove_coding(&mut tx, id(46), id(11), None, later(3)).await.unwrap());
    let moved = analysis::codings_of(&mut tx, id(10)).await.unwrap();
    assert_eq!(moved.iter().map(|coding| coding.code_id).collect::<Vec<_>>(), [id(31)]);
    assert_eq!(moved[0].staff_name.as_deref(), Some("Jo Marsh"), "by whom it was");
    assert_eq!(analysis::codings_of(&mut tx, id(11)).await.unwrap().len(), 1);

    codebook::follow_themes(&mut tx, id(30), id(31)).await.unwrap();
    let mut links = analysis::theme_codes(&mut tx, CONSULTATION).await.unwrap();
    links.sort_unstable();
    let link = |theme: u128, code: u128| -> (Uuid, Uuid) { (id(theme), id(code)) };
    assert_eq!(links, [link(60, 30), link(60, 31), link(61, 30), link(61, 31), link(62, 32)]);

    assert!(matches!(
        codebook::merge(&mut tx, id(30), id(9), id(31), later(3)).await,
        Err(StoreError::Stale)
    ));
    codebook::merge(&mut tx, id(30), CONSULTATION, id(31), later(3)).await.unwrap();
    let again = codebook::merge(&mut tx, id(30), CONSULTATION, id(32), later(4)).await;
    assert!(matches!(again, Err(StoreError::Stale)));
    let gone = all(&mut tx).await.remove(0);
    assert_eq!((gone.merged_into, gone.retired_at), (Some(id(31)), Some(later(3))));
    assert_eq!(analysis::codes(&mut tx, CONSULTATION).await.unwrap().len(), 2);

    let foreign = codebook::restore(&mut tx, id(30), id(9)).await;
    assert!(matches!(foreign, Err(StoreError::Stale)));
    codebook::restore(&mut tx, id(30), CONSULTATION).await.unwrap();
    let back = all(&mut tx).await.remove(0);
    assert_eq!((back.merged_into, back.retired_at, back.used), (None, None, 0));
    let twice = codebook::restore(&mut tx, id(30), CONSULTATION).await;
    assert!(matches!(twice, Err(StoreError::Stale)), "it is in use");
    tx.commit().await.unwrap();
    // Seven that were given, and what stood at two of them: from whom it was, and since when it is off.
    assert_eq!(db.count("coding").await, 9, "what stood there before is still there");
    let mut tx = db.db().begin().await.unwrap();
    assert!(coding::changes(&mut tx, id(10)).await.unwrap().iter().all(|change| change.code_id != id(30)));
    let moved = coding::changes(&mut tx, id(10)).await.unwrap();
    let moved = moved.iter().find(|change| change.code_id == id(31)).unwrap();
    assert_eq!((moved.id, moved.staff_id, moved.at, moved.removed_at), (id(40), Some(STAFF), later(1), None));
}

async fn notes_and_sets_and_what_a_file_brought_go_with_a_merge(db: TestDb) {
    let mut tx = seed::world(&db).await;
    seed::cleared(&mut tx, id(10), "words").await;
    for (n, name) in [(30, "late"), (31, "never comes")] {
        analysis::insert_code(&mut tx, &code(id(n), name), now()).await.unwrap();
    }
    let from = Brought { import_id: id(50), consultation_id: CONSULTATION };
    qda_kept::insert_import(&mut tx, from, Some(STAFF), later(1)).await.unwrap();
    assert!(qda::add_coding(&mut tx, id(40), id(10), id(30), None, later(1)).await.unwrap());
    qda_kept::note_coding(&mut tx, from.import_id, id(40)).await.unwrap();
    let note = Note {
        id: id(70),
        import_id: from.import_id,
        guid: id(170),
        name: String::new(),
        words: "look".into(),
    };
    assert!(qda_kept::add_note(&mut tx, CONSULTATION, &note).await.unwrap());
    let place =
        Place { note_id: id(70), answer_id: None, code_id: Some(id(30)), span_start: None, span_end: None };
    qda_kept::add_place(&mut tx, id(80), from.import_id, &place).await.unwrap();
    let member =
        |set, code| Member { set_id: id(set), code_id: Some(id(code)), answer_id: None, note_id: None };
    for (n, set, codes) in [(100, 90, &[30][..]), (110, 91, &[30, 31][..])] {
        let (guid, name, description) = (id(n + 100), "set".to_string(), String::new());
        let one = Set { id: id(set), import_id: from.import_id, guid, name, description };
        assert!(qda_kept::add_set(&mut tx, CONSULTATION, &one).await.unwrap());
        for (at, code) in (n..).zip(codes) {
            let added = qda_kept::add_member(&mut tx, id(at), from.import_id, &member(set, *code)).await;
            assert!(added.unwrap());
        }
    }
    for n in [120, 121] {
        memo::insert(&mut tx, &seed::memo(id(n), None, Some(id(30)))).await.unwrap();
    }
    assert!(memo::remove(&mut tx, id(121), CONSULTATION, STAFF, later(2)).await.unwrap());

    let history = [(id(41), id(40))];
    codebook::move_codings(&mut tx, (id(30), id(31)), &history, Some(STAFF), later(3)).await.unwrap();
    codebook::follow_notes(&mut tx, id(30), id(31)).await.unwrap();
    assert_eq!(qda_kept::places(&mut tx, CONSULTATION).await.unwrap()[0].code_id, Some(id(31)));
    let members = qda_kept::members(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(members, [member(90, 31), member(91, 30), member(91, 31)], "what has both keeps both");
    let notes = memo::of_code(&mut tx, id(31), CONSULTATION).await.unwrap();
    assert_eq!(notes.iter().map(|note| note.id).collect::<Vec<_>>(), [id(120)], "not what was taken away");
    assert!(memo::of_code(&mut tx, id(30), CONSULTATION).await.unwrap().is_empty());
    // Its file takes the coding back under the other code.
    assert_eq!(qda_kept::imports(&mut tx, CONSULTATION).await.unwrap()[0].codings, 1);
    let off = qda_kept::take_import_back(&mut tx, from, Some(STAFF), later(4)).await.unwrap();
    assert_eq!(off, Some(1));
    assert!(qda::codings(&mut tx, CONSULTATION).await.unwrap().is_empty());
}

async fn what_was_done_with_a_code_is_kept_the_newest_first(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, name) in [(30, "late"), (31, "full")] {
        analysis::insert_code(&mut tx, &code(id(n), name), now()).await.unwrap();
    }
    let was = all(&mut tx).await[0].frozen();
    let (added, changed) = ((id(30), CodeEventKind::Added), (id(30), CodeEventKind::Changed));
    codebook::add_event(&mut tx, id(40), added, None, None, now()).await.unwrap();
    codebook::add_event(&mut tx, id(41), changed, Some(&was), Some(STAFF), later(1)).await.unwrap();
    let events = codebook::events(&mut tx, id(30)).await.unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!((events[0].kind, &events[0].was), (CodeEventKind::Changed, &Some(Json(was))));
    assert_eq!((events[0].staff_name.as_deref(), events[0].at), (Some("Jo Marsh"), later(1)));
    assert_eq!((events[1].kind, &events[1].was, events[1].at), (CodeEventKind::Added, &None, now()));
    assert!(codebook::events(&mut tx, id(31)).await.unwrap().is_empty());
}

async fn a_version_of_the_codebook_is_kept_whole(db: TestDb) {
    let mut tx = seed::world(&db).await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    assert_eq!(codebook::latest(&mut tx, CONSULTATION).await.unwrap(), 0);
    let book = FrozenCodebook { codes: all(&mut tx).await.iter().map(Code::frozen).collect() };
    let (none, by) = (FrozenCodebook::default(), Some(STAFF));
    codebook::freeze(&mut tx, (CONSULTATION, 1), "Before the second coder", &book, by, now()).await.unwrap();
    codebook::freeze(&mut tx, (CONSULTATION, 2), "", &none, None, later(1)).await.unwrap();
    assert_eq!(codebook::latest(&mut tx, CONSULTATION).await.unwrap(), 2);
    let version = |version, note: &str, staff_name: Option<&str>, seconds| CodebookVersion {
        version,
        note: note.into(),
        staff_name: staff_name.map(Into::into),
        frozen_at: later(seconds),
    };
    assert_eq!(
        codebook::versions(&mut tx, CONSULTATION).await.unwrap(),
        [version(2, "", None, 1), version(1, "Before the second coder", Some("Jo Marsh"), 0)]
    );
    assert!(codebook::versions(&mut tx, id(9)).await.unwrap().is_empty());
    assert_eq!(codebook::version(&mut tx, CONSULTATION, 1).await.unwrap(), Some(book));
    assert_eq!(codebook::version(&mut tx, CONSULTATION, 2).await.unwrap(), Some(none));
    assert_eq!(codebook::version(&mut tx, CONSULTATION, 3).await.unwrap(), None);
    let taken = codebook::freeze(&mut tx, (CONSULTATION, 1), "", &FrozenCodebook::default(), by, now()).await;
    assert!(matches!(taken, Err(StoreError::Taken)), "a version is never changed");
}
