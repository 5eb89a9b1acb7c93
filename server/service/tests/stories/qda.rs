//! Out to a program for qualitative analysis, and back: redacted, without a way to anybody, and every passage in its place.

use std::collections::HashSet;

use earshot_domain::evidence::QuoteConsent;
use earshot_domain::policy::Role;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::text::{Span, Token, find, slice};
use earshot_service::{
    AuditSearch, Error, HandedCode, HandedIn, HandedOver, HandedText, Imported, Place, Refusal, Trust,
    VoiceText,
};
use earshot_store::qda as store;
use earshot_testkit::{Fixture, TestDb, Voice, on_both};
use uuid::Uuid;

on_both!(
    what_leaves_is_redacted_and_leads_back_to_nobody,
    held_withdrawn_and_unread_answers_stay,
    a_codebook_leaves_with_its_themes_and_needs,
    passages_move_with_what_is_covered,
    an_export_taken_into_another_consultation_gives_the_same_coding,
    what_cannot_be_taken_is_said_and_a_look_changes_nothing,
    codes_are_found_by_where_they_came_from_or_by_name,
    files_go_out_and_in_with_those_who_analyse,
);

const KAREN: &str = "\u{1f68c} Karen was late again, says Karen";

/// Two answers that may be used; something is taken out of the first.
async fn asked(story: &Fixture, slug: &str) {
    story.open_consultation(slug).await;
    story
        .send(slug, Voice::child(AgeBand::From11To13).wrote("worst", KAREN).wrote("stop", "by the park"))
        .await;
    story.send(slug, Voice::parent().wrote("worst", "it is full").consent(QuoteConsent::No)).await;
    story.read_and_clear_all(slug).await;
    story.redact(slug, "\u{1f68c} Karen", "Karen", Token::Worker).await;
}

/// Puts a code on a piece of the answer that starts so.
async fn on_piece(story: &Fixture, slug: &str, start: &str, piece: Span, code: Uuid) {
    let answer = story.answer(slug, start).await;
    let mut tx = story.db.db().begin().await.unwrap();
    let id = story.random_id();
    assert!(store::add_coding(&mut tx, id, answer.id, code, Some(piece), story.earshot.now()).await.unwrap());
    tx.commit().await.unwrap();
}

async fn out(story: &Fixture, slug: &str) -> HandedOver {
    story.earshot.qda_project(&story.worker, slug).await.unwrap()
}

fn texts(handed: &HandedOver) -> Vec<&VoiceText> {
    handed.voices.iter().flat_map(|voice| &voice.texts).collect()
}

fn text<'a>(handed: &'a HandedOver, words: &str) -> &'a VoiceText {
    texts(handed).into_iter().find(|text| text.words.contains(words)).unwrap()
}

/// What another program would give back of it, without any change.
fn back(handed: &HandedOver) -> HandedIn {
    let codes = &handed.book.codes;
    let place = |id: Uuid| codes.iter().position(|code| code.id == id);
    HandedIn {
        codes: codes
            .iter()
            .map(|code| HandedCode {
                key: code.id.to_string(),
                name: code.name.clone(),
                description: code.description.clone(),
                parent: code.parent.and_then(place),
                is_codable: code.is_codable,
                colour: code.colour.clone(),
            })
            .collect(),
        texts: texts(handed)
            .into_iter()
            .map(|text| HandedText {
                name: text.name.clone(),
                words: text.words.clone(),
                codings: text
                    .codings
                    .iter()
                    .map(|coding| (coding.span, place(coding.code).unwrap()))
                    .collect(),
            })
            .collect(),
    }
}

/// Which words carry which code, as it leaves.
fn coding(handed: &HandedOver) -> Vec<(String, Option<Span>, String)> {
    let name = |id: Uuid| handed.book.codes.iter().find(|code| code.id == id).unwrap().name.clone();
    let mut all: Vec<_> = texts(handed)
        .into_iter()
        .flat_map(|text| {
            text.codings.iter().map(|coding| (text.words.clone(), coding.span, name(coding.code)))
        })
        .collect();
    all.sort();
    all
}

async fn what_leaves_is_redacted_and_leads_back_to_nobody(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let handed = out(&story, "bus").await;
    let said = text(&handed, "late again");
    assert_eq!(said.words, "\u{1f68c} [worker] was late again, says [worker]");
    assert!(texts(&handed).iter().all(|text| !text.words.contains("Karen")));
    let child = handed.voices.iter().find(|voice| voice.texts.len() == 2).unwrap();
    assert_eq!((child.age_band, child.respondent), (Some(AgeBand::From11To13), RespondentType::Child));
    assert!(child.quotable);
    let names: Vec<&str> = child.texts.iter().map(|text| text.name.as_str()).collect();
    assert_eq!(names, [format!("{} Q9", child.name), format!("{} Q10", child.name)]);
    let parent = handed.voices.iter().find(|voice| voice.texts.len() == 1).unwrap();
    assert_eq!((parent.respondent, parent.quotable), (RespondentType::Parent, false));
    let numbers: HashSet<&str> = handed.voices.iter().map(|voice| voice.name.as_str()).collect();
    assert_eq!(numbers, HashSet::from(["R-0001", "R-0002"]));
    assert_eq!(handed.coders.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Coder A"]);
    assert_eq!((said.codings.len(), said.codings[0].span, said.codings[0].coder), (1, None, Some(0)));
    let worst = handed.questions.iter().find(|group| group.name == "Question 10").unwrap();
    assert_eq!((worst.texts.len(), worst.description.as_str()), (2, "What is the worst bit?"));

    // Ids are of this file alone: no other file and no row of the database has one of them.
    let ids = |handed: &HandedOver| -> HashSet<Uuid> {
        let voices = handed.voices.iter().flat_map(|voice| {
            let codings = voice.texts.iter().flat_map(|text| text.codings.iter().map(|coding| coding.id));
            codings.chain(voice.texts.iter().map(|text| text.id)).chain([voice.id])
        });
        voices.chain(handed.coders.iter().map(|(id, _)| *id)).collect()
    };
    let again = out(&story, "bus").await;
    assert!(ids(&handed).is_disjoint(&ids(&again)));
    let dump = db.dump().await.join("\n").to_lowercase();
    for id in ids(&handed) {
        let simple = id.simple().to_string();
        assert!(!dump.contains(&simple) && !dump.contains(&id.to_string()), "{id}");
    }
    let trail =
        story.earshot.audit_trail(&story.admin, &AuditSearch::default(), 0, 50).await.unwrap().entries;
    let done = |action: &str| trail.iter().filter(|entry| entry.action == action).count();
    assert_eq!(done("export.qdpx"), 2);
    assert!(done("answer.look") > 0, "who sees what was said is in the trail");
}

async fn held_withdrawn_and_unread_answers_stay(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let child = |words: &str| Voice::child(AgeBand::From11To13).wrote("worst", words);
    story.send("bus", child("it stays")).await;
    story.send("bus", child("it is held").wrote("stop", "beside what is held")).await;
    let receipt = story.send("bus", child("it is taken back")).await;
    story.read_and_clear_all("bus").await;
    story.code("bus", "Anything", &["it stays", "it is held", "it is taken back"]).await;
    let held = story.answer("bus", "it is held").await;
    story.earshot.hold(&story.worker, "bus", held.id).await.unwrap();
    story.earshot.take_back(&receipt).await.unwrap();
    story.send("bus", child("nobody has read it")).await;
    let handed = out(&story, "bus").await;
    assert_eq!(texts(&handed).iter().map(|text| text.words.as_str()).collect::<Vec<_>>(), ["it stays"]);
    assert_eq!(coding(&handed).len(), 1);
    // And nothing that comes back is put on one of them.
    let mut handed = back(&handed);
    handed.texts[0].words = "it is held".into();
    let report = story.earshot.take_qda(&story.worker, "bus", &handed).await.unwrap();
    assert_eq!((report.matched, report.unmatched, report.codings), (0, 1, Imported::default()));
}

async fn a_codebook_leaves_with_its_themes_and_needs(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    let late = story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let full = story.code("bus", "Full", &["it is full"]).await;
    let theme = story.theme("bus", "Buses", &[late, full]).await;
    let need = story.need(&[theme]).await;
    let book = story.earshot.qda_codebook(&story.worker, "bus").await.unwrap();
    assert_eq!(book.codes.iter().map(|code| code.id).collect::<HashSet<_>>(), HashSet::from([late, full]));
    assert_eq!(book.groups.len(), 1, "a need that is being written is nobody's business yet");
    assert!(book.groups[0].name.starts_with("Theme T-") && book.groups[0].name.ends_with(": Buses"));
    assert_eq!(book.groups[0].codes.iter().copied().collect::<HashSet<_>>(), HashSet::from([late, full]));
    story.earshot.propose_need(&story.worker, need, story.need_edition(need).await).await.unwrap();
    story.earshot.retire_code(&story.worker, "bus", full).await.unwrap();
    let book = story.earshot.qda_codebook(&story.worker, "bus").await.unwrap();
    assert_eq!(book.codes.len(), 1, "a code that is out of use stays");
    assert!(book.groups[1].name.starts_with(&format!("Need {need}")), "{:?}", book.groups[1].name);
    assert_eq!(book.groups[1].codes, [late]);
    let handed = out(&story, "bus").await;
    assert_eq!(handed.book.codes.len(), 2, "what carries it carries it still");
    // It may stand on more than this consultation: who helps with this one alone does not see it before it is agreed.
    let here = Trust { only_in: Some(Place::Consultation("bus")), ..Trust::everywhere(Role::Analyst) };
    let rae = ("rae@university.example", "Rae Poole");
    let invitation = story.earshot.invite_with(&story.admin, rae, here).await.unwrap();
    let session = story.earshot.sign_in(&invitation.token).await.unwrap();
    let rae = story.earshot.who(&session).await.unwrap().unwrap();
    let theirs = story.earshot.qda_codebook(&rae, "bus").await.unwrap();
    assert!(theirs.groups.iter().all(|group| !group.name.starts_with("Need")), "{:?}", theirs.groups);
}

async fn passages_move_with_what_is_covered(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    let code = story.code("bus", "Late", &[]).await;
    let late = find(KAREN, "was late")[0];
    on_piece(&story, "bus", "\u{1f68c}", late, code).await;
    // One that begins in the middle of a name holds all of what stands in its place.
    let karen = find(KAREN, "Karen");
    on_piece(&story, "bus", "\u{1f68c}", Span { start: karen[0].start + 2, end: late.end }, code).await;
    on_piece(&story, "bus", "\u{1f68c}", Span { start: karen[1].start + 1, end: karen[1].start + 3 }, code)
        .await;
    let handed = out(&story, "bus").await;
    let said = text(&handed, "late again");
    let mut pieces: Vec<&str> =
        said.codings.iter().map(|coding| slice(&said.words, coding.span.unwrap()).unwrap()).collect();
    pieces.sort_unstable();
    assert_eq!(pieces, ["[worker]", "[worker] was late", "was late"]);
    assert!(said.codings.iter().all(|coding| coding.coder.is_none()), "what came from a file is nobody's");
}

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
    let text =
        |words: &str, span| HandedText { name: "T".into(), words: words.into(), codings: vec![(span, 0)] };
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
    let whole =
        |place| HandedText { name: "T".into(), words: "it is full".into(), codings: vec![(None, place)] };
    let mut handed = HandedIn {
        codes: vec![
            code(1, "Late", None),
            code(2, "Home", None),
            code(3, "Late", Some(1)),
            code(4, "Old", None),
        ],
        texts: vec![whole(2), whole(3)],
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

async fn files_go_out_and_in_with_those_who_analyse(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    let stranger = story.stranger().await;
    let nothing = HandedIn::default();
    for (actor, is_missing) in [(&story.lead, false), (&story.commissioner, false), (&stranger, true)] {
        let refusals = [
            story.earshot.qda_project(actor, "bus").await.err(),
            story.earshot.qda_codebook(actor, "bus").await.err(),
            story.earshot.preview_qda(actor, "bus", &nothing).await.err(),
            story.earshot.take_qda(actor, "bus", &nothing).await.err(),
        ];
        for refusal in refusals {
            match refusal.unwrap() {
                Error::NotFound => assert!(is_missing, "{}", actor.name),
                Error::Forbidden => assert!(!is_missing, "{}", actor.name),
                other => panic!("{}: {other:?}", actor.name),
            }
        }
    }
    story.code_and_theme("bus", "Full", &["it is full"]).await;
    story.publish("bus").await;
    let late = story.earshot.take_qda(&story.worker, "bus", &nothing).await;
    assert!(matches!(late, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
    assert!(!texts(&out(&story, "bus").await).is_empty(), "what is published leaves, too");
}
