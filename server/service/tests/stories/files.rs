//! Files that others made: all of one, or nothing of it.

use earshot_domain::evidence::AnswerState;
use earshot_service::{Error, Imported, ImportedAnswer, ImportedCoding, ImportedTheme, Into, Refusal};
use earshot_testkit::{Fixture, TestDb, on_both};

on_both!(answers_are_taken_once_and_wait_for_a_reader, coding_with_one_unknown_name_takes_nothing);

fn answers() -> Vec<ImportedAnswer> {
    ["the bus is late", "i like my school", "he hits me"]
        .iter()
        .zip(1..)
        .map(|(words, line)| ImportedAnswer { line, key: line.to_string(), words: (*words).to_string() })
        .collect()
}

fn into() -> Into {
    Into { slug: "old-survey".into(), question: Some("What is it like?".into()), ..Into::default() }
}

async fn answers_are_taken_once_and_wait_for_a_reader(db: TestDb) {
    let story = Fixture::new(&db).await;
    let console = story.earshot.console().await.unwrap();
    let first = story.earshot.import_answers(&console, &into(), &answers()).await.unwrap();
    assert_eq!(first, Imported { added: 3, known: 0 });
    let again = story.earshot.import_answers(&console, &into(), &answers()).await.unwrap();
    assert_eq!(again, Imported { added: 0, known: 3 }, "the same file twice is the same answers");
    let waiting = story.queue("old-survey", AnswerState::New).await;
    assert_eq!(waiting.len(), 3);
    assert!(waiting[0].watch && waiting[0].words == "he hits me", "what may worry comes first");
    let asked = story.asked("old-survey").await;
    assert!(!asked.takes_answers, "it was asked elsewhere");
}

async fn coding_with_one_unknown_name_takes_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    let console = story.earshot.console().await.unwrap();
    story.earshot.import_answers(&console, &into(), &answers()).await.unwrap();
    let themes = [ImportedTheme { key: "A".into(), name: "Late".into(), definition: "Comes late".into() }];
    let coding = |line, answer: &str, theme: &str| ImportedCoding {
        line,
        answer: answer.into(),
        themes: vec![theme.into()],
    };
    let bad = [coding(1, "1", "A"), coding(2, "99", "A"), coding(3, "2", "B")];
    let refused = story.earshot.import_coding(&console, "old-survey", &themes, &bad).await;
    let Err(Error::Refused(refusals)) = refused else { panic!("taken: {refused:?}") };
    let lines: Vec<u64> = refusals
        .iter()
        .filter_map(|refusal| match refusal {
            Refusal::Line { line, .. } => Some(*line),
            _ => None,
        })
        .collect();
    assert_eq!(lines, [2, 3], "every bad line is named");
    assert_eq!(db.count("coding").await, 0);
    assert_eq!(db.count("theme").await, 0, "nothing is half taken");
    let good = [coding(1, "1", "A"), coding(2, "2", "A")];
    let taken = story.earshot.import_coding(&console, "old-survey", &themes, &good).await.unwrap();
    assert_eq!(taken.added, 2);
}
