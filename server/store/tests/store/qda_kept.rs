//! What other programs know beside codes and codings: kept once, by the import that brought it, and gone with the answers that
//! it speaks of.

use earshot_domain::text::Span;
use earshot_store::qda_kept::{self, Brought, Case, Member, Note, Place, Set, Variable};
use earshot_store::{StoreError, Tx, analysis, coding, memo, qda, response, retention};
use earshot_testkit::{TestDb, on_both};

use crate::seed::{self, CONSULTATION, STAFF, code, day, id, later, now};

on_both!(
    what_is_there_stays_as_it_is,
    an_import_is_taken_back_whole,
    what_a_later_import_stands_on_stays_with_it,
    what_speaks_of_an_answer_goes_with_it,
    what_files_can_speak_of_is_listed,
);

const IMPORT: Brought = Brought { import_id: id(50), consultation_id: CONSULTATION };

fn case(n: u128, guid: u128) -> Case {
    Case {
        id: id(n),
        import_id: IMPORT.import_id,
        guid: id(guid),
        is_voice: guid % 2 == 1,
        name: format!("case {guid} \u{1f68c}"),
        description: "somebody".into(),
    }
}

fn note(n: u128, guid: u128) -> Note {
    let (name, words) = (format!("note {guid}"), "look here".into());
    Note { id: id(n), import_id: IMPORT.import_id, guid: id(guid), name, words }
}

fn variable(n: u128, guid: u128) -> Variable {
    let (name, kind) = (format!("variable {guid}"), "Integer".into());
    Variable { id: id(n), import_id: IMPORT.import_id, guid: id(guid), name, kind }
}

fn set(n: u128, guid: u128) -> Set {
    let (name, description) = (format!("set {guid}"), String::new());
    Set { id: id(n), import_id: IMPORT.import_id, guid: id(guid), name, description }
}

fn place(note_id: u128, answer: Option<u128>) -> Place {
    let piece = answer.map(|_| 4);
    Place {
        note_id: id(note_id),
        answer_id: answer.map(id),
        code_id: Some(id(30)),
        span_start: piece,
        span_end: piece.map(|start| start + 3),
    }
}

/// Two answers, a code, an import, and one of everything.
async fn kept(db: &TestDb) -> Tx {
    let mut tx = seed::world(db).await;
    analysis::insert_code(&mut tx, &code(id(30), "late"), now()).await.unwrap();
    seed::cleared(&mut tx, id(10), "the bus is late").await;
    seed::cleared(&mut tx, id(11), "the tram is late").await;
    qda_kept::insert_import(&mut tx, IMPORT, Some(STAFF), later(1)).await.unwrap();
    let import = IMPORT.import_id;
    assert!(qda_kept::add_variable(&mut tx, CONSULTATION, &variable(60, 160)).await.unwrap());
    for (n, answer) in [(61, 10), (62, 11)] {
        assert!(qda_kept::add_case(&mut tx, CONSULTATION, &case(n, n + 100)).await.unwrap());
        assert!(qda_kept::add_case_answer(&mut tx, import, id(n), id(answer)).await.unwrap());
        assert!(qda_kept::add_value(&mut tx, import, (id(n), id(60)), "7").await.unwrap());
    }
    for (n, answer) in [(70, Some(10)), (71, None)] {
        assert!(qda_kept::add_note(&mut tx, CONSULTATION, &note(n, n + 100)).await.unwrap());
        qda_kept::add_place(&mut tx, id(n + 10), import, &place(n, answer)).await.unwrap();
    }
    assert!(qda_kept::add_set(&mut tx, CONSULTATION, &set(90, 190)).await.unwrap());
    for (n, member) in (91..).zip(members()) {
        assert!(qda_kept::add_member(&mut tx, id(n), import, &member).await.unwrap());
    }
    tx
}

fn members() -> [Member; 3] {
    let none = Member { set_id: id(90), code_id: None, answer_id: None, note_id: None };
    [
        Member { code_id: Some(id(30)), ..none },
        Member { answer_id: Some(id(10)), ..none },
        Member { note_id: Some(id(70)), ..none },
    ]
}

async fn what_is_there_stays_as_it_is(db: TestDb) {
    let mut tx = kept(&db).await;
    let import = IMPORT.import_id;
    assert!(!qda_kept::add_case(&mut tx, CONSULTATION, &case(63, 161)).await.unwrap());
    assert!(!qda_kept::add_note(&mut tx, CONSULTATION, &note(72, 170)).await.unwrap());
    assert!(!qda_kept::add_set(&mut tx, CONSULTATION, &set(95, 190)).await.unwrap());
    assert!(!qda_kept::add_variable(&mut tx, CONSULTATION, &variable(64, 160)).await.unwrap());
    assert!(!qda_kept::add_case_answer(&mut tx, import, id(61), id(10)).await.unwrap());
    assert!(!qda_kept::add_value(&mut tx, import, (id(61), id(60)), "8").await.unwrap());
    for (n, member) in (96..).zip(members()) {
        assert!(!qda_kept::add_member(&mut tx, id(n), import, &member).await.unwrap(), "{member:?}");
    }
    let cases = qda_kept::cases(&mut tx, CONSULTATION).await.unwrap();
    let named: Vec<_> = cases.iter().map(|case| (case.name.as_str(), case.guid, case.is_voice)).collect();
    assert_eq!(named, [("case 161 \u{1f68c}", id(161), true), ("case 162 \u{1f68c}", id(162), false)]);
    assert_eq!((cases[0].description.as_str(), cases[0].import_id), ("somebody", import));
    let answers = qda_kept::case_answers(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(answers, [(id(61), id(10)), (id(62), id(11))]);
    let values = qda_kept::values(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(values, [(id(61), id(60), "7".to_string()), (id(62), id(60), "7".to_string())]);
    let variables = qda_kept::variables(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!((variables.len(), variables[0].kind.as_str(), variables[0].guid), (1, "Integer", id(160)));
    let notes = qda_kept::notes(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(notes.iter().map(|note| note.name.as_str()).collect::<Vec<_>>(), ["note 170", "note 171"]);
    let places = qda_kept::places(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(places, [place(70, Some(10)), place(71, None)]);
    assert_eq!((places[0].span(), places[1].span()), (Span::new(4, 7), None));
    let sets = qda_kept::sets(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!((sets.len(), sets[0].name.as_str()), (1, "set 190"));
    assert_eq!(qda_kept::members(&mut tx, CONSULTATION).await.unwrap(), members());
    // Nothing of it is another consultation's.
    assert!(qda_kept::cases(&mut tx, id(99)).await.unwrap().is_empty());
    assert!(qda_kept::values(&mut tx, id(99)).await.unwrap().is_empty());
    assert!(qda_kept::places(&mut tx, id(99)).await.unwrap().is_empty());
    assert!(qda_kept::members(&mut tx, id(99)).await.unwrap().is_empty());
}

async fn an_import_is_taken_back_whole(db: TestDb) {
    let mut tx = kept(&db).await;
    for (n, by_import) in [(40, true), (41, false)] {
        let piece = Some(Span { start: 0, end: usize::try_from(n).unwrap() });
        assert!(qda::add_coding(&mut tx, id(n), id(10), id(30), piece, later(1)).await.unwrap());
        if by_import {
            qda_kept::note_coding(&mut tx, IMPORT.import_id, id(n)).await.unwrap();
        }
    }
    qda_kept::set_left_out(&mut tx, IMPORT, "1 note was left out\n2 sets were").await.unwrap();
    let elsewhere = Brought { consultation_id: id(99), ..IMPORT };
    let wrong = qda_kept::set_left_out(&mut tx, elsewhere, "").await;
    assert!(matches!(wrong, Err(StoreError::Stale)));
    let imports = qda_kept::imports(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!((imports.len(), imports[0].codings, imports[0].at), (1, 1, later(1)));
    assert_eq!(
        (imports[0].staff_name.as_deref(), imports[0].left_out.lines().count()),
        (Some("Jo Marsh"), 2)
    );
    let back = qda_kept::take_import_back(&mut tx, elsewhere, Some(STAFF), later(2)).await.unwrap();
    assert_eq!(back, None);
    let back = qda_kept::take_import_back(&mut tx, IMPORT, Some(STAFF), later(2)).await.unwrap();
    assert_eq!(back, Some(1));
    let codings = qda::codings(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(
        codings.iter().filter_map(qda::PlacedCoding::span).map(|span| span.end).collect::<Vec<_>>(),
        [41]
    );
    // Whoever took the import back has changed no answer: undoing does not bring it back.
    let changes = coding::changes(&mut tx, id(10)).await.unwrap();
    assert_eq!(changes.iter().map(|change| change.id).collect::<Vec<_>>(), [id(41)]);
    let back = qda_kept::take_import_back(&mut tx, IMPORT, Some(STAFF), later(3)).await.unwrap();
    assert_eq!(back, None, "once");
    tx.commit().await.unwrap();
    for table in [
        "qda_import_coding",
        "qda_case",
        "qda_case_answer",
        "qda_variable",
        "qda_value",
        "qda_note",
        "qda_note_place",
        "qda_set",
        "qda_set_member",
    ] {
        assert_eq!(db.count(table).await, 0, "{table}");
    }
    assert_eq!(db.count("coding").await, 2, "superseded, not erased");
}

async fn what_a_later_import_stands_on_stays_with_it(db: TestDb) {
    let mut tx = kept(&db).await;
    // Its id comes before the other one's: which came first is told by the time.
    let later_one = Brought { import_id: id(49), ..IMPORT };
    let import = later_one.import_id;
    qda_kept::insert_import(&mut tx, later_one, Some(STAFF), later(2)).await.unwrap();
    // A second variable, with a value in the first case; a place of the first note, and the other note in the set.
    let own = Variable { import_id: import, ..variable(65, 165) };
    assert!(qda_kept::add_variable(&mut tx, CONSULTATION, &own).await.unwrap());
    assert!(qda_kept::add_value(&mut tx, import, (id(61), id(65)), "8").await.unwrap());
    qda_kept::add_place(&mut tx, id(85), import, &place(70, Some(11))).await.unwrap();
    let member = Member { set_id: id(90), code_id: None, answer_id: None, note_id: Some(id(71)) };
    assert!(qda_kept::add_member(&mut tx, id(99), import, &member).await.unwrap());

    qda_kept::take_import_back(&mut tx, IMPORT, Some(STAFF), later(3)).await.unwrap();
    let cases = qda_kept::cases(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(cases.iter().map(|one| (one.id, one.import_id)).collect::<Vec<_>>(), [(id(61), import)]);
    let values = qda_kept::values(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(values, [(id(61), id(65), "8".to_string())], "not what the first one said");
    let variables = qda_kept::variables(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(variables.iter().map(|one| one.id).collect::<Vec<_>>(), [id(65)]);
    let notes = qda_kept::notes(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(notes.iter().map(|one| one.id).collect::<Vec<_>>(), [id(70), id(71)]);
    assert_eq!(qda_kept::members(&mut tx, CONSULTATION).await.unwrap(), [member]);
    // They go with their answers as before, also with those that the first one named.
    assert_eq!(qda_kept::case_answers(&mut tx, CONSULTATION).await.unwrap(), [(id(61), id(10))]);
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert!(qda_kept::cases(&mut tx, CONSULTATION).await.unwrap().is_empty());
    let notes = qda_kept::notes(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(notes.iter().map(|one| one.id).collect::<Vec<_>>(), [id(71)]);
    qda_kept::take_import_back(&mut tx, later_one, Some(STAFF), later(4)).await.unwrap();
    assert!(qda_kept::notes(&mut tx, CONSULTATION).await.unwrap().is_empty());
    assert!(qda_kept::sets(&mut tx, CONSULTATION).await.unwrap().is_empty());
}

async fn what_speaks_of_an_answer_goes_with_it(db: TestDb) {
    let mut tx = kept(&db).await;
    // The second case is of both.
    assert!(qda_kept::add_case_answer(&mut tx, IMPORT.import_id, id(62), id(10)).await.unwrap());
    response::take_back(&mut tx, id(11)).await.unwrap();
    let cases = qda_kept::cases(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(cases.iter().map(|case| case.id).collect::<Vec<_>>(), [id(61)]);
    assert_eq!(qda_kept::notes(&mut tx, CONSULTATION).await.unwrap().len(), 2);
    response::take_back(&mut tx, id(10)).await.unwrap();
    assert!(qda_kept::cases(&mut tx, CONSULTATION).await.unwrap().is_empty());
    assert!(qda_kept::values(&mut tx, CONSULTATION).await.unwrap().is_empty());
    let notes = qda_kept::notes(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(notes.iter().map(|note| note.id).collect::<Vec<_>>(), [id(71)], "beside the code alone");
    let left = qda_kept::members(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(left, members()[..1]);
    // When the words of a consultation run out, all of it goes.
    retention::expire_words(&mut tx, CONSULTATION, day("2026-03-01"), b"nothing").await.unwrap();
    assert!(qda_kept::imports(&mut tx, CONSULTATION).await.unwrap().is_empty());
    assert!(qda_kept::notes(&mut tx, CONSULTATION).await.unwrap().is_empty());
}

async fn what_files_can_speak_of_is_listed(db: TestDb) {
    let mut tx = kept(&db).await;
    seed::answer(&mut tx, id(12), "not read", false).await;
    response::take_back(&mut tx, id(11)).await.unwrap();
    let answers = qda_kept::answer_ids(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(answers, [(id(10), id(10)), (id(12), id(12))]);
    let responses = qda_kept::response_ids(&mut tx, CONSULTATION).await.unwrap();
    assert_eq!(responses, [(id(10),), (id(11),), (id(12),)], "also those that were taken back");
    for (n, answer, code) in [(80, Some(id(10)), None), (81, None, Some(id(30)))] {
        memo::insert(&mut tx, &seed::memo(id(n), answer, code)).await.unwrap();
    }
    assert!(memo::remove(&mut tx, id(81), CONSULTATION, STAFF, later(2)).await.unwrap());
    let own = qda_kept::own_notes(&mut tx, CONSULTATION).await.unwrap();
    let seen: Vec<_> = own.iter().map(|note| (note.id, note.answer_id, note.removed_at)).collect();
    assert_eq!(seen, [(id(80), Some(id(10)), None), (id(81), None, Some(later(2)))]);
    assert_eq!((own[0].words.as_str(), own[1].code_id), ("a note of 80", Some(id(30))));
    assert!(qda_kept::own_notes(&mut tx, id(99)).await.unwrap().is_empty());
}
