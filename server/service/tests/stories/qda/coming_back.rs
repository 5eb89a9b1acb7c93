//! What comes back from a program for qualitative analysis: every passage in its place, and what that program knew beside.

use std::collections::HashSet;

use earshot_domain::question::Given;
use earshot_domain::respondent::AgeBand;
use earshot_domain::text::{Span, find, slice};
use earshot_service::{
    AuditSearch, Error, HandedBeside, HandedCase, HandedCode, HandedIn, HandedNote, HandedOver, HandedPlace,
    HandedText, HandedVariable, Imported, Refusal, VoiceText,
};
use earshot_store::qda as store;
use earshot_testkit::{Fixture, MemoOn, TestDb, Voice, on_both};
use uuid::Uuid;

use super::{KAREN, asked, back, coding, foreign, on_piece, out, text, texts, worked_on};

on_both!(
    an_export_taken_into_another_consultation_gives_the_same_coding,
    what_cannot_be_taken_is_said_and_a_look_changes_nothing,
    codes_are_found_by_where_they_came_from_or_by_name,
    answers_of_equal_words_are_told_apart_by_what_files_call_them,
    what_was_written_anew_is_not_taken_for_another_of_the_same_words,
    what_other_programs_know_is_kept_and_leaves_again_the_same,
    nothing_is_kept_that_says_what_is_asked_for_equality,
    what_is_kept_goes_with_the_answer_and_is_unseen_while_it_is_held,
    a_file_is_taken_back_whole,
    what_a_later_file_brought_stays_when_an_earlier_one_is_taken_back,
    what_a_file_brought_goes_with_a_merge_and_back_with_its_file,
);

async fn an_export_taken_into_another_consultation_gives_the_same_coding(db: TestDb) {
    let story = Fixture::new(&db).await;
    for slug in ["bus", "tram"] {
        asked(&story, slug).await;
    }
    let late = story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let full = story.code("bus", "Full", &["it is full"]).await;
    on_piece(&story, "bus", "\u{1f68c}", find(KAREN, "was late")[0], late).await;
    on_piece(&story, "bus", "\u{1f68c}", find(KAREN, "Karen was late")[0], full).await;
    on_piece(&story, "bus", "by the park", find("by the park", "park")[0], full).await;
    let handed = out(&story, "bus").await;
    let report = story.earshot.take_qda(&story.worker, "tram", &back(&handed)).await.unwrap();
    assert_eq!((report.problems, report.notes), (Vec::<String>::new(), Vec::<String>::new()));
    assert_eq!((report.new_codes, report.known_codes, report.matched, report.unmatched), (2, 0, 3, 0));
    assert_eq!(report.codings, Imported { added: 5, known: 0 });
    let there = out(&story, "tram").await;
    assert_eq!(coding(&there), coding(&handed));
    assert_eq!(
        there.book.codes.iter().map(|code| code.id).collect::<HashSet<_>>(),
        HashSet::from([late, full]),
        "a code keeps what it is called in files"
    );
    // The same file once more changes nothing, wherever it goes.
    for slug in ["tram", "bus"] {
        let again = story.earshot.take_qda(&story.worker, slug, &back(&handed)).await.unwrap();
        assert_eq!((again.new_codes, again.known_codes), (0, 2), "{slug}");
        assert_eq!(again.codings, Imported { added: 0, known: 5 }, "{slug}");
    }
}

async fn what_cannot_be_taken_is_said_and_a_look_changes_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    for _ in 0..2 {
        story.send("bus", Voice::young().wrote("worst", "the same")).await;
    }
    story.read_and_clear_all("bus").await;
    let piece = |start, end| Some(Span { start, end });
    let text = |words: &str, span| HandedText {
        key: None,
        name: "T".into(),
        words: words.into(),
        codings: vec![(span, 0)],
    };
    let handed = HandedIn {
        codes: vec![HandedCode {
            key: Uuid::from_u128(7).to_string(),
            name: "Late".into(),
            description: "It is late.\n\nUse it when: a bus is named".into(),
            parent: None,
            // It carries something, so it is no folder here.
            is_codable: false,
            colour: None,
        }],
        texts: vec![
            text("nobody wrote this", None),
            text("the same", None),
            text("\u{1f68c} [worker] was late again, says [worker]", piece(4, 20)),
            text("\u{1f68c} [worker] was late again, says [worker]", piece(2, 10)),
            // Their own words are known, too; here the piece is "was".
            text(KAREN, piece(8, 11)),
            text("it is full", None),
        ],
        ..HandedIn::default()
    };
    let codes = db.count("code").await;
    let (codings, audits) = (db.count("coding").await, story.audits().await);
    // Who looks waits for nobody who writes, and keeps nobody who writes waiting.
    let writing = story.db.db().begin().await.unwrap();
    let seen = story.earshot.preview_qda(&story.worker, "bus", &handed).await.unwrap();
    drop(writing);
    assert_eq!(
        seen.problems,
        [
            "no answer that may be used has the words of \u{201c}T\u{201d}",
            "several answers have the words of \u{201c}T\u{201d}",
            "a passage of \u{201c}T\u{201d} begins or ends in words that were taken out",
        ]
    );
    assert_eq!((seen.matched, seen.unmatched, seen.new_codes), (4, 2, 1));
    assert_eq!(seen.codings, Imported { added: 3, known: 0 });
    assert_eq!(
        (db.count("code").await, db.count("coding").await),
        (codes, codings),
        "a look changes nothing"
    );
    assert_eq!(story.audits().await, audits);
    assert_eq!(story.earshot.take_qda(&story.worker, "bus", &handed).await.unwrap(), seen);
    assert_eq!(db.count("coding").await, codings + 3);
    assert!(story.audits().await > audits);
    let book = story.earshot.codebook(&story.worker, "bus").await.unwrap();
    assert_eq!(
        (book.codes[0].definition.as_str(), book.codes[0].use_when.as_str()),
        ("It is late.", "a bus is named")
    );
    let there = out(&story, "bus").await;
    let pieces: Vec<Option<&str>> = coding(&there)
        .iter()
        .map(|(words, span, _)| span.map(|span| slice(&text_of(&there, words).words, span).unwrap()))
        .collect();
    assert_eq!(pieces, [None, Some("[worker]"), Some("was")]);
}

fn text_of<'a>(handed: &'a HandedOver, words: &str) -> &'a VoiceText {
    texts(handed).into_iter().find(|text| text.words == words).unwrap()
}

async fn codes_are_found_by_where_they_came_from_or_by_name(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    story.code("bus", "Late", &[]).await;
    let old = story.code("bus", "Old", &[]).await;
    story.earshot.retire_code(&story.worker, "bus", old).await.unwrap();
    let code = |n: u128, name: &str, parent| HandedCode {
        key: Uuid::from_u128(n).to_string(),
        name: name.into(),
        description: "x".repeat(2_001),
        parent,
        is_codable: true,
        colour: Some("blue".into()),
    };
    let whole = |place| HandedText {
        key: None,
        name: "T".into(),
        words: "it is full".into(),
        codings: vec![(None, place)],
    };
    let mut handed = HandedIn {
        codes: vec![
            code(1, "Late", None),
            code(2, "Home", None),
            code(3, "Late", Some(1)),
            code(4, "Old", None),
        ],
        texts: vec![whole(2), whole(3)],
        ..HandedIn::default()
    };
    let report = story.earshot.take_qda(&story.worker, "bus", &handed).await.unwrap();
    assert_eq!((report.new_codes, report.known_codes, report.codings.added), (2, 2, 1));
    assert!(
        report.notes.iter().any(|note| note.contains("\u{201c}Home: Late\u{201d}")),
        "{:?}",
        report.notes
    );
    assert!(report.notes.iter().any(|note| note.contains("cut to 2000 letters")), "{:?}", report.notes);
    assert!(report.problems[0].contains("\u{201c}Old\u{201d} is out of use"), "{:?}", report.problems);
    let consultation = story.earshot.preparation(&story.worker, "bus").await.unwrap().consultation.id;
    let mut tx = db.db().begin().await.unwrap();
    let codes = store::codes(&mut tx, consultation).await.unwrap();
    let named = |name: &str| codes.iter().find(|code| code.name == name).unwrap();
    assert_eq!(named("Home: Late").parent_id, Some(named("Home").id));
    assert_eq!((named("Home").colour.as_deref(), named("Late").colour.as_deref()), (Some("blue"), None));
    drop(tx);
    // It is known by where it came from, also under another name.
    handed.codes[2].name = "Anything".into();
    let again = story.earshot.take_qda(&story.worker, "bus", &handed).await.unwrap();
    assert_eq!((again.new_codes, again.codings), (0, Imported { added: 0, known: 1 }));
    handed.codes.push(code(5, &"x".repeat(201), None));
    let long = story.earshot.take_qda(&story.worker, "bus", &handed).await;
    assert!(matches!(long, Err(Error::Refused(why)) if matches!(why[..], [Refusal::Line { .. }])));
}

async fn answers_of_equal_words_are_told_apart_by_what_files_call_them(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    for _ in 0..2 {
        story.send("bus", Voice::young().wrote("worst", "the same \u{1f68c}")).await;
    }
    story.read_and_clear_all("bus").await;
    story.code("bus", "Late", &[]).await;
    let mut handed = back(&out(&story, "bus").await);
    handed.texts.sort_by_key(|text| text.key);
    handed.codes = vec![HandedCode {
        key: Uuid::from_u128(7).to_string(),
        name: "Late".into(),
        description: String::new(),
        parent: None,
        is_codable: true,
        colour: None,
    }];
    let piece = Some(Span { start: 4, end: 10 });
    handed.texts[1].codings = vec![(piece, 0)];
    let meant = handed.texts[1].key.unwrap();
    let report = story.earshot.take_qda(&story.worker, "bus", &handed).await.unwrap();
    assert_eq!((report.matched, report.unmatched, report.codings.added), (2, 0, 1));
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let there = out(&story, "bus").await;
    for text in texts(&there) {
        let carried: Vec<Option<Span>> = text.codings.iter().map(|coding| coding.span).collect();
        assert_eq!(carried, if text.id == meant { vec![piece] } else { Vec::new() });
    }
    // What it is called is not enough: the words have to be the same.
    handed.texts[1].words = "the same, but not quite".into();
    let report = story.earshot.preview_qda(&story.worker, "bus", &handed).await.unwrap();
    assert_eq!((report.matched, report.unmatched), (1, 1));
    assert!(report.problems[0].starts_with("the answer that left under its name does not have"));
    // Without that the two are as alike as ever.
    for text in &mut handed.texts {
        (text.key, text.words) = (None, "the same \u{1f68c}".into());
    }
    let report = story.earshot.preview_qda(&story.worker, "bus", &handed).await.unwrap();
    assert_eq!((report.matched, report.unmatched), (0, 2));
    // Unless the file has one of them with somebody who answered here: then it is theirs.
    handed.texts[0].key = Some(foreign(1));
    handed.beside.cases[0].texts = vec![foreign(1)];
    let report = story.earshot.preview_qda(&story.worker, "bus", &handed).await.unwrap();
    assert_eq!((report.matched, report.unmatched), (1, 1));
}

async fn what_was_written_anew_is_not_taken_for_another_of_the_same_words(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let same = "the same \u{1f68c}";
    let receipt = story.send("bus", Voice::young().wrote("worst", same).wrote("stop", "by the park")).await;
    story.send("bus", Voice::young().wrote("worst", same)).await;
    story.read_and_clear_all("bus").await;
    story.code("bus", "Late", &[]).await;
    let left = out(&story, "bus").await;
    let mine = left.voices.iter().find(|voice| voice.texts.len() == 2).unwrap();
    let gone = mine.texts.iter().find(|text| text.words == same).unwrap().id;
    let mut file = back(&left);
    let late = file.codes.iter().position(|code| code.name == "Late").unwrap();
    for text in file.texts.iter_mut().filter(|text| text.key == Some(gone)) {
        text.codings = vec![(None, late)];
    }
    let mood = HandedVariable { key: foreign(2), name: "Mood".into(), kind: "Text".into() };
    file.beside.variables = vec![mood];
    for case in file.beside.cases.iter_mut().filter(|case| case.texts.contains(&gone)) {
        case.values = vec![(foreign(2), "cross \u{1f620}".into())];
    }
    let beside = vec![HandedPlace::Text { text: gone, span: None, code: None }];
    file.beside.notes =
        vec![HandedNote { key: foreign(20), name: String::new(), words: "look here".into(), beside }];
    let before = story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    assert_eq!((before.matched, before.codings.added, before.kept.cases.added), (3, 1, 1));
    assert_eq!(before.kept.notes.added, 1);

    let new = Given::Words("something else".into());
    story.earshot.change_mine(&receipt, "worst", new).await.unwrap();
    assert_eq!((db.count("qda_case").await, db.count("qda_note").await), (0, 0), "they go with the answer");
    let again = story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    assert_eq!((again.matched, again.unmatched, again.codings), (2, 1, Imported::default()));
    assert!(
        again.problems[0].starts_with("no answer that may be used left under its name with the words of"),
        "{:?}",
        again.problems
    );
    assert_eq!((again.kept.cases, again.kept.notes), (Imported::default(), Imported::default()));
    assert_eq!(
        (db.count("qda_case").await, db.count("qda_note").await),
        (0, 0),
        "and no file brings them back"
    );
    let there = out(&story, "bus").await;
    assert!(coding(&there).is_empty(), "nothing is put on somebody else's answer");
    assert!(there.beside.cases.is_empty());
}

/// What stands beside as it leaves, by words and not by ids, in order.
fn beside(handed: &HandedOver) -> Vec<String> {
    let words = |id: &Uuid| texts(handed).into_iter().find(|text| text.id == *id).unwrap().words.clone();
    let code = |id: &Uuid| handed.book.codes.iter().find(|code| code.id == *id).unwrap().name.clone();
    let all = &handed.beside;
    let variable = |id: &Uuid| all.variables.iter().find(|one| one.key == *id).unwrap().name.clone();
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines.join("+")
    };
    let mut lines = Vec::new();
    for one in &all.variables {
        lines.push(format!("variable {} {}", one.name, one.kind));
    }
    for case in &all.cases {
        let values = case.values.iter().map(|(of, value)| format!("{}={value}", variable(of))).collect();
        let of_it = case.texts.iter().map(words).collect();
        let (values, of_it) = (sorted(values), sorted(of_it));
        let HandedCase { name, description, is_voice, .. } = case;
        lines.push(format!("case {name} {description} {is_voice} {values} {of_it}"));
    }
    for note in &all.notes {
        let place = |place: &HandedPlace| match place {
            HandedPlace::Everything => "all".to_string(),
            HandedPlace::Code(id) => code(id),
            HandedPlace::Text { text, span, code: of } => {
                format!("{} {span:?} {:?}", words(text), of.as_ref().map(code))
            }
        };
        let places = sorted(note.beside.iter().map(place).collect());
        lines.push(format!("note {} {} {places}", note.name, note.words));
    }
    for set in &all.sets {
        let codes = sorted(set.codes.iter().map(code).collect());
        let of_it = sorted(set.texts.iter().map(words).collect());
        let notes = set.notes.len();
        lines.push(format!("set {} {} {codes} {of_it} {notes}", set.name, set.description));
    }
    lines.sort();
    lines
}

async fn what_other_programs_know_is_kept_and_leaves_again_the_same(db: TestDb) {
    let story = Fixture::new(&db).await;
    for slug in ["bus", "tram"] {
        asked(&story, slug).await;
    }
    story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let file = worked_on(&out(&story, "bus").await);
    let seen = story.earshot.preview_qda(&story.worker, "bus", &file).await.unwrap();
    assert_eq!(db.count("qda_import").await, 0, "a look changes nothing");
    let report = story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    assert_eq!(report, seen);
    let new = |added| Imported { added, known: 0 };
    let kept = report.kept;
    assert_eq!((kept.variables, kept.cases, kept.notes, kept.sets), (new(2), new(2), new(4), new(1)));
    assert_eq!(report.problems.len(), 1, "{:?}", report.problems);
    assert!(
        report.problems[0].starts_with("the variable \u{201c}Ethnic group\u{201d} asks"),
        "{:?}",
        report.problems
    );
    assert_eq!(
        report.left,
        [
            "1 variable was left out: it asks what is asked for equality, and such answers never stand beside words",
            "1 text of a case is no answer that may be used here",
            "1 value of a case was left out with its variable",
            "1 note was left out: what it stands beside is not here",
            "1 member of a set is not here",
        ]
    );
    let mixed = db.dump().await.join("\n");
    assert!(!mixed.contains("mixed") && !mixed.contains("Ethnic group"), "no such answer beside words");

    let first = out(&story, "bus").await;
    let lines = beside(&first);
    let said = "\u{1f68c} [worker] was late again, says [worker]";
    assert!(
        lines.iter().any(|line| line.contains("Mood=cross \u{1f620}") && line.contains("true")),
        "{lines:#?}"
    );
    let one = format!(
        "case case one rides \u{5d0}\u{5d5}\u{5d8}\u{5d5}\u{5d1}\u{5d5}\u{5e1} false Bus line=7+Mood=calm {said}"
    );
    assert!(lines.contains(&one), "{lines:#?}");
    assert!(lines.contains(&format!("set to read again Late {said} 1")), "{lines:#?}");
    let place = find(said, "late again").first().copied();
    assert!(lines.contains(&format!("note look here \u{1f68c} {said} {place:?} None")), "{lines:#?}");
    assert!(lines.contains(&format!("note look beside its code {said} None Some(\"Late\")")), "{lines:#?}");

    // Into the same once more nothing is new; into another consultation, the same words have all of it.
    let again = story.earshot.take_qda(&story.worker, "bus", &back(&first)).await.unwrap();
    assert_eq!(
        (again.kept.cases, again.kept.notes),
        (Imported { added: 0, known: 2 }, Imported { added: 0, known: 4 })
    );
    assert_eq!((again.kept.sets.added, again.kept.variables.added), (0, 0));
    assert_eq!((again.left, again.problems), (Vec::<String>::new(), Vec::<String>::new()));
    assert_eq!(beside(&out(&story, "bus").await), lines);
    let there = story.earshot.take_qda(&story.worker, "tram", &back(&first)).await.unwrap();
    assert_eq!(there.kept.cases, new(2));
    let second = out(&story, "tram").await;
    assert_eq!(beside(&second), lines);
    assert_eq!(coding(&second), coding(&first));
}

async fn nothing_is_kept_that_says_what_is_asked_for_equality(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let mut file = worked_on(&out(&story, "bus").await);
    file.beside.variables[1].name = "Q12Gender".into();
    let mut girls = file.beside.sets[0].clone();
    (girls.key, girls.name) = (foreign(31), "disabled girls".into());
    file.beside.sets.push(girls.clone());
    (girls.key, girls.name, girls.description) = (foreign(32), "to ask".into(), "Sex: F".into());
    file.beside.sets.push(girls);
    let one = file.beside.cases.iter_mut().find(|case| !case.is_voice).unwrap();
    one.description = "rides often, SENStatus=plan".into();
    let report = story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    let says = "3 cases or sets were left out: they say what is asked for equality, and that never stands beside words";
    assert!(report.left.iter().any(|line| line == says), "{:?}", report.left);
    assert_eq!((report.kept.sets.added, report.kept.variables.added), (1, 1));
    let dump = db.dump().await.join("\n");
    for word in ["Q12Gender", "disabled girls", "Sex: F", "SENStatus"] {
        assert!(!dump.contains(word), "{word}");
    }
}

async fn what_is_kept_goes_with_the_answer_and_is_unseen_while_it_is_held(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    let child = Voice::child(AgeBand::From11To13).wrote("worst", "the tram never comes");
    let receipt = story.send("bus", child).await;
    story.read_and_clear_all("bus").await;
    story.code("bus", "Late", &["the tram"]).await;
    let handed = out(&story, "bus").await;
    let mut file = worked_on(&handed);
    // All that speaks of the first answer speaks of this one as well.
    let tram = text(&handed, "tram").id;
    file.beside.cases.iter_mut().filter(|case| !case.is_voice).for_each(|case| case.texts.push(tram));
    let beside_tram = HandedPlace::Text { text: tram, span: None, code: None };
    file.beside.notes[0].beside.push(beside_tram);
    story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    let seen = story.earshot.qda_kept(&story.worker, "bus").await.unwrap();
    assert_eq!((seen.cases.len(), seen.notes.len(), seen.sets.len(), seen.imports.len()), (2, 4, 1, 1));
    assert_eq!((seen.variables.len(), seen.imports[0].kept), (2, [2, 2, 1, 4]));
    assert_eq!(seen.imports[0].left.len(), 5);

    let held = story.answer("bus", "the tram").await;
    story.earshot.hold(&story.worker, "bus", held.id).await.unwrap();
    let seen = story.earshot.qda_kept(&story.worker, "bus").await.unwrap();
    let names: Vec<&str> = seen.cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!((names, seen.notes.len()), (vec![""], 3), "what speaks of it as well is not seen");
    assert!(beside(&out(&story, "bus").await).iter().all(|line| !line.contains("case one")));
    // Nor does the same file bring it back beside the other one.
    let again = story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    assert!(again.left.iter().any(|line| line.contains("their words are no answers")), "{:?}", again.left);

    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!((db.count("qda_case").await, db.count("qda_note").await), (1, 3));
    let dump = db.dump().await.join("\n");
    assert!(!dump.contains("case one") && !dump.contains("here \u{1f68c}") && dump.contains("this code"));
    let late = story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    assert_eq!(late.kept.cases.added, 0, "and no file brings it back");
    assert!(!db.dump().await.join("\n").contains("case one"));
}

async fn a_file_is_taken_back_whole(db: TestDb) {
    let story = Fixture::new(&db).await;
    for slug in ["bus", "tram"] {
        asked(&story, slug).await;
    }
    let late = story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let before = out(&story, "bus").await;
    let mut file = worked_on(&before);
    let full = file.texts.iter_mut().find(|text| text.words == "it is full").unwrap();
    full.codings = vec![(None, 0)];
    story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    let between = out(&story, "bus").await;
    assert_eq!(coding(&between).len(), 2);
    let import = story.earshot.qda_kept(&story.worker, "bus").await.unwrap().imports[0].id;
    assert_eq!(story.earshot.qda_kept(&story.worker, "bus").await.unwrap().imports[0].codings, 1);
    let elsewhere = story.earshot.take_qda_back(&story.worker, "tram", import).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    story.earshot.take_qda_back(&story.worker, "bus", import).await.unwrap();
    let after = out(&story, "bus").await;
    assert_eq!(coding(&after), coding(&before));
    assert_eq!(after.beside, HandedBeside::default());
    assert!(after.book.codes.iter().any(|code| code.id == late), "codes stay");
    for table in
        ["qda_import", "qda_case", "qda_value", "qda_variable", "qda_note", "qda_set", "qda_set_member"]
    {
        assert_eq!(db.count(table).await, 0, "{table}");
    }
    let twice = story.earshot.take_qda_back(&story.worker, "bus", import).await;
    assert!(matches!(twice, Err(Error::NotFound)));
    let trail =
        story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 50).await.unwrap().entries;
    assert_eq!(trail.iter().filter(|entry| entry.action == "coding.import-back").count(), 1);
    // It can be taken in again.
    story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    assert_eq!(beside(&out(&story, "bus").await), beside(&between));
    assert_eq!(coding(&out(&story, "bus").await), coding(&between));
}

async fn what_a_later_file_brought_stays_when_an_earlier_one_is_taken_back(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let mut file = worked_on(&out(&story, "bus").await);
    story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    let first = story.earshot.qda_kept(&story.worker, "bus").await.unwrap().imports[0].id;
    let one = HandedVariable { key: foreign(4), name: "Day".into(), kind: "Text".into() };
    file.beside.variables.push(one);
    let case = file.beside.cases.iter_mut().find(|case| !case.is_voice).unwrap();
    case.values.push((foreign(4), "Monday".into()));
    story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    story.earshot.take_qda_back(&story.worker, "bus", first).await.unwrap();
    let seen = story.earshot.qda_kept(&story.worker, "bus").await.unwrap();
    assert_eq!((seen.imports.len(), seen.imports[0].kept), (1, [1, 1, 0, 0]));
    assert_eq!((seen.cases[0].name.as_str(), seen.cases[0].answers.len()), ("case one", 1));
    assert_eq!(
        (seen.variables, &seen.cases[0].values),
        (vec!["Day".to_string()], &vec!["Monday".to_string()])
    );
}

async fn what_a_file_brought_goes_with_a_merge_and_back_with_its_file(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    let late = story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let never = story.code("bus", "Never comes", &[]).await;
    story.earshot.add_memo(&story.worker, "bus", MemoOn::Code(late), "what counts as late").await.unwrap();
    let mut file = worked_on(&out(&story, "bus").await);
    let place = file.codes.iter().position(|code| code.name == "Late").unwrap();
    let full = file.texts.iter_mut().find(|text| text.words == "it is full").unwrap();
    full.codings = vec![(None, place)];
    story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    story.earshot.merge_codes(&story.worker, "bus", late, never).await.unwrap();
    let there = out(&story, "bus").await;
    let names: Vec<String> = coding(&there).into_iter().map(|(_, _, name)| name).collect();
    assert_eq!(names, ["Never comes", "Never comes"]);
    let on_code = there.beside.notes.iter().filter(|note| note.beside == [HandedPlace::Code(never)]);
    assert_eq!(on_code.count(), 2, "the note of the file and the one that was written here");
    assert_eq!(there.beside.sets[0].codes, [never]);
    assert!(
        beside(&there).iter().any(|line| line.contains("beside its code") && line.contains("Never comes"))
    );
    let import = story.earshot.qda_kept(&story.worker, "bus").await.unwrap().imports[0].id;
    story.earshot.take_qda_back(&story.worker, "bus", import).await.unwrap();
    let after = coding(&out(&story, "bus").await);
    assert_eq!(after.len(), 1, "what was coded here stays");
    assert!(after[0].0.contains("late again") && after[0].2 == "Never comes");
}
