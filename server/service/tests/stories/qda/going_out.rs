//! What leaves for a program for qualitative analysis: redacted, and without a way to anybody.

use std::collections::HashSet;

use earshot_domain::consultation::Step;
use earshot_domain::policy::Role;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::suppression::Shown;
use earshot_domain::text::{Span, find, slice};
use earshot_service::{
    AuditSearch, Error, HandedBeside, HandedIn, HandedOver, HandedPlace, Imported, Place, Refusal, Trust,
};
use earshot_testkit::{Fixture, MemoOn, TestDb, Voice, on_both};
use uuid::Uuid;

use super::{KAREN, asked, back, coding, foreign, on_piece, out, text, texts, worked_on};

on_both!(
    what_leaves_is_redacted_and_leads_back_to_nobody,
    held_withdrawn_and_unread_answers_stay,
    a_codebook_leaves_with_its_themes_and_needs,
    passages_move_with_what_is_covered,
    files_go_out_and_in_with_those_who_analyse,
    notes_leave_with_everything_covered_that_may_be_a_name,
    where_it_may_hurt_nothing_leaves_beside_the_texts,
);

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

    // People and texts are called the same in every file, so that they are known when they come back; all else is of one file.
    let lasting = |handed: &HandedOver| -> HashSet<Uuid> {
        let voices = handed.voices.iter();
        voices.flat_map(|voice| voice.texts.iter().map(|text| text.id).chain([voice.id])).collect()
    };
    let passing = |handed: &HandedOver| -> HashSet<Uuid> {
        let codings = texts(handed).into_iter().flat_map(|text| text.codings.iter().map(|coding| coding.id));
        codings.chain(handed.coders.iter().map(|(id, _)| *id)).collect()
    };
    let again = out(&story, "bus").await;
    assert_eq!(lasting(&handed), lasting(&again));
    assert_eq!(lasting(&handed).len(), 5);
    assert!(passing(&handed).is_disjoint(&passing(&again)) && !passing(&handed).is_empty());
    // No row of the database has one of them.
    let dump = db.dump().await.join("\n").to_lowercase();
    for id in lasting(&handed).union(&passing(&handed)) {
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
    let none = story.earshot.qda_codebook(&story.worker, "bus").await;
    assert!(
        matches!(none, Err(Error::Refused(why)) if why == [Refusal::Missing("codes")]),
        "no program reads it"
    );
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
            story.earshot.qda_kept(actor, "bus").await.err(),
            story.earshot.take_qda_back(actor, "bus", Uuid::from_u128(1)).await.err(),
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

async fn notes_leave_with_everything_covered_that_may_be_a_name(db: TestDb) {
    let story = Fixture::new(&db).await;
    asked(&story, "bus").await;
    let late = story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let answer = story.answer("bus", "\u{1f68c}").await.id;
    let name = story.worker.name.clone();
    let words = format!("ask {name} why");
    for on in [MemoOn::Answer(answer), MemoOn::Code(late)] {
        story.earshot.add_memo(&story.worker, "bus", on, &words).await.unwrap();
    }
    let handed = out(&story, "bus").await;
    let notes = &handed.beside.notes;
    assert_eq!(notes.len(), 2);
    for note in notes {
        assert!(note.words.starts_with("ask [") && note.words.ends_with("] why"), "{}", note.words);
        assert!(!note.words.contains(&name), "{}", note.words);
    }
    assert_eq!(handed.beside.cases.len() + handed.beside.sets.len(), 0);
    // They are Earshot's own when they come back.
    let report = story.earshot.take_qda(&story.worker, "bus", &back(&handed)).await.unwrap();
    assert_eq!(report.kept.notes, Imported { added: 0, known: 2 });
    assert_eq!(db.count("qda_note").await, 0);
    // The name of a case and a value are covered as well, and a number is none any more when it is.
    let mut file = worked_on(&handed);
    for case in file.beside.cases.iter_mut().filter(|case| !case.is_voice) {
        case.name.clone_from(&name);
        case.values = vec![(foreign(2), name.clone())];
    }
    story.earshot.take_qda(&story.worker, "bus", &file).await.unwrap();
    let handed = out(&story, "bus").await;
    let case = handed.beside.cases.iter().find(|case| !case.is_voice).unwrap();
    assert!(
        case.name.starts_with('[') && case.values[0].1.starts_with('['),
        "{} {}",
        case.name,
        case.values[0].1
    );
    let own = story.earshot.qda_kept(&story.worker, "bus").await.unwrap();
    assert!(own.cases.iter().any(|case| case.name == name), "those who read every answer see it as it is");
    // What an answer that is held was noted beside stays with it.
    story.earshot.hold(&story.worker, "bus", answer).await.unwrap();
    let handed = out(&story, "bus").await;
    assert!(
        handed
            .beside
            .notes
            .iter()
            .all(|note| !note.name.is_empty() || note.beside == [HandedPlace::Code(late)])
    );
}

async fn where_it_may_hurt_nothing_leaves_beside_the_texts(db: TestDb) {
    let story = Fixture::new(&db).await;
    let (worker, earshot) = (&story.worker, &story.earshot);
    story.draft_consultation("care").await;
    let mut setup = earshot.preparation(worker, "care").await.unwrap().consultation.setup;
    setup.sensitive = true;
    earshot.save_setup(worker, "care", story.edition("care").await, &setup).await.unwrap();
    earshot.check_consultation(&story.lead, "care", story.edition("care").await).await.unwrap();
    story.step("care", Step::Open).await;
    story.send("care", Voice::young().wrote("worst", "it is late again")).await;
    story.send("care", Voice::young().wrote("worst", "nobody knocks")).await;
    story.read_and_clear_all("care").await;
    let late = story.code("care", "Late", &["it is late"]).await;
    let unseen = out(&story, "care").await;
    assert!(texts(&unseen).is_empty(), "nobody else has looked");
    assert!(unseen.unchecked.is_some_and(Shown::is_hidden), "and the file says so");
    let analyst = story.colleague("analyst@wexmoor.example", Role::Analyst).await;
    for start in ["it is late", "nobody"] {
        earshot.check_answer(&analyst, "care", story.answer("care", start).await.id).await.unwrap();
    }

    // Another program gives back cases, values, notes and a set; and somebody notes something here.
    let before = out(&story, "care").await;
    assert_eq!((before.unchecked, before.undecided), (None, None));
    let report = earshot.take_qda(worker, "care", &worked_on(&before)).await.unwrap();
    let kept = report.kept;
    assert_eq!([kept.variables, kept.cases, kept.notes, kept.sets].map(|one| one.added), [2, 2, 4, 1]);
    let answer = story.answer("care", "it is late").await.id;
    for on in [MemoOn::Answer(answer), MemoOn::Code(late)] {
        earshot.add_memo(worker, "care", on, "she said it to me at the door").await.unwrap();
    }
    let handed = out(&story, "care").await;
    assert_eq!(handed.beside, HandedBeside::default(), "nobody else has looked at any of it");
    assert_eq!(texts(&handed).len(), 2, "the texts leave all the same");
    assert_eq!(coding(&handed), coding(&before));
    let leaves = format!("{:?} {:?} {:?}", handed.book, handed.questions, handed.coders);
    for word in ["case one", "cross \u{1f620}", "this code", "at the door"] {
        assert!(!leaves.contains(word), "{word} left with the codebook");
    }
    // Those who analyse have it here.
    let seen = earshot.qda_kept(worker, "care").await.unwrap();
    assert_eq!((seen.cases.len(), seen.notes.len(), seen.sets.len()), (2, 4, 1));

    // Where it does not hurt the same leaves.
    asked(&story, "bus").await;
    story.code("bus", "Late", &["\u{1f68c} Karen"]).await;
    let file = worked_on(&out(&story, "bus").await);
    earshot.take_qda(worker, "bus", &file).await.unwrap();
    let beside = out(&story, "bus").await.beside;
    assert!(!beside.cases.is_empty() && !beside.notes.is_empty() && !beside.sets.is_empty());
}
