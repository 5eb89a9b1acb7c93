//! Files that others made: all of one, or nothing of it.

use earshot_domain::consultation::{State, Step};
use earshot_domain::evidence::AnswerState;
use earshot_domain::journey::Answers;
use earshot_domain::question::{Given, Kind, Question};
use earshot_domain::questionnaire::{Questionnaire, Section};
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_service::{
    Error, Imported, ImportedAnswer, ImportedCoding, ImportedRow, ImportedTheme, Into, Refusal,
};
use earshot_testkit::{Fixture, TestDb, on_both};

on_both!(
    answers_are_taken_once_and_wait_for_a_reader,
    coding_with_one_unknown_name_takes_nothing,
    a_table_is_taken_once_counted_and_read,
    one_bad_row_of_a_table_takes_nothing,
    what_several_files_say_of_one_person_is_one_response,
    an_age_is_kept_of_young_people_alone,
    who_came_before_the_questions_changed_is_completed,
    a_section_counts_somebody_once_whichever_file_says_it,
    a_table_goes_where_answers_may_go,
);

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

/// The consultation that the answers went to.
fn into_old() -> Into {
    Into { slug: "old-survey".into(), ..Into::default() }
}

async fn answers_are_taken_once_and_wait_for_a_reader(db: TestDb) {
    let story = Fixture::new(&db).await;
    let console = story.earshot.console().await.unwrap();
    let first = story.earshot.import_answers(&console, &into(), answers()).await.unwrap();
    assert_eq!(first, Imported { added: 3, known: 0 });
    let again = story.earshot.import_answers(&console, &into(), answers()).await.unwrap();
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
    story.earshot.import_answers(&console, &into(), answers()).await.unwrap();
    let themes = [ImportedTheme { key: "A".into(), name: "Late".into(), definition: "Comes late".into() }];
    let coding = |line, answer: &str, theme: &str| ImportedCoding {
        line,
        answer: answer.into(),
        themes: vec![theme.into()],
    };
    let bad = [coding(1, "1", "A"), coding(2, "99", "A"), coding(3, "2", "B")];
    let refused = story.earshot.import_coding(&console, &into_old(), &themes, &bad).await;
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
    let taken = story.earshot.import_coding(&console, &into_old(), &themes, &good).await.unwrap();
    assert_eq!(taken.added, 2);
}

fn into_survey() -> Into {
    Into { slug: "survey".into(), ..Into::default() }
}

fn row(line: u64, answers: &[(&str, Given)]) -> ImportedRow {
    ImportedRow {
        line,
        key: format!("r{line}"),
        answers: answers.iter().map(|(variable, given)| (variable.to_string(), given.clone())).collect(),
        ..ImportedRow::default()
    }
}

fn one(key: &str) -> Given {
    Given::One(key.into())
}

fn words(words: &str) -> Given {
    Given::Words(words.into())
}

/// Forty people, one of whom says what should worry a reader.
fn table() -> Vec<ImportedRow> {
    let said =
        |line: u64| if line == 7 { "he hits me".to_string() } else { format!("the bus, number {line}") };
    let person = |line: u64| ImportedRow {
        age_band: Some(AgeBand::From11To13),
        area: line.is_multiple_of(2).then(|| "The villages".into()),
        ..row(
            line,
            &[
                ("way", one(if line <= 30 { "bus" } else { "walk" })),
                ("helps", Given::Many(vec!["light".into(), "seat".into()])),
                ("changes", Given::Number(3)),
                ("worst", words(&said(line))),
                ("stop", words("ring me: 07700 900123")),
            ],
        )
    };
    (1..=40).map(person).collect()
}

fn lines(refused: Result<Imported, Error>) -> Vec<(u64, String)> {
    let Err(Error::Refused(refusals)) = refused else { panic!("taken: {refused:?}") };
    refusals
        .into_iter()
        .map(|refusal| match refusal {
            Refusal::Line { line, reason } => (line, reason),
            other => panic!("{other:?}"),
        })
        .collect()
}

async fn a_table_is_taken_once_counted_and_read(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("survey").await;
    let console = story.earshot.console().await.unwrap();
    let first = story.earshot.import_rows(&console, &into_survey(), table()).await.unwrap();
    assert_eq!(first, Imported { added: 40, known: 0 });
    let rows = [db.count("response").await, db.count("answer_value").await, db.count("answer_text").await];
    assert_eq!(rows, [40, 40 * 4, 80]);
    let again = story.earshot.import_rows(&console, &into_survey(), table()).await.unwrap();
    assert_eq!(again, Imported { added: 0, known: 40 }, "the same file twice is the same people");
    let after = [db.count("response").await, db.count("answer_value").await, db.count("answer_text").await];
    assert_eq!(after, rows);
    let state = story.earshot.preparation(&story.worker, "survey").await.unwrap().consultation.state;
    assert_eq!(state, State::Closed, "it was asked elsewhere");

    let waiting = story.queue("survey", AnswerState::New).await;
    assert_eq!(waiting.len(), 80, "every text waits for a reader");
    assert!(waiting[0].watch && waiting[0].words == "he hits me", "what may worry comes first");

    let findings = story.earshot.findings_preview(&story.worker, "survey").await.unwrap();
    let way = findings.questions.iter().find(|question| question.key == "way").unwrap();
    let bus = way.values.iter().position(|value| value == "bus").unwrap();
    assert_eq!(way.percents[bus], Some(75));
    assert_eq!(findings.children.to_string(), "40");
    let helps = findings.questions.iter().find(|question| question.key == "helps").unwrap();
    assert_eq!(helps.percents.iter().flatten().max(), Some(&100));
    let nobody = story.earshot.import_rows(&story.commissioner, &into_survey(), table()).await;
    assert!(matches!(nobody, Err(Error::Forbidden)), "{nobody:?}");
}

async fn one_bad_row_of_a_table_takes_nothing(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("survey").await;
    let console = story.earshot.console().await.unwrap();
    let mut rows = table();
    rows[1].answers = Answers::from([("way".into(), one("plane")), ("nothing".into(), one("bus"))]);
    rows[2].area = Some("Elsewhere".into());
    rows[3].age_band = Some(AgeBand::From18To25);
    let named = lines(story.earshot.import_rows(&console, &into_survey(), rows).await);
    assert_eq!(named.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 2, 3, 4], "{named:?}");
    assert!(
        named.iter().all(|(_, reason)| !reason.contains("plane")),
        "nothing that was written is repeated"
    );
    assert_eq!(db.count("response").await, 0);
    assert_eq!(db.count("answer_text").await, 0, "nothing is half taken");
    let state = story.earshot.preparation(&story.worker, "survey").await.unwrap().consultation.state;
    assert_eq!(state, State::Draft);
    let many = (1..=250).map(|line| row(line, &[("way", one("plane"))]));
    let named = lines(story.earshot.import_rows(&console, &into_survey(), many).await);
    assert_eq!((named.len(), named[100].clone()), (101, (0, "and 150 more lines".into())));
}

async fn what_several_files_say_of_one_person_is_one_response(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("survey").await;
    let console = story.earshot.console().await.unwrap();
    let import =
        async |rows: Vec<ImportedRow>| story.earshot.import_rows(&console, &into_survey(), rows).await;
    import(vec![row(1, &[("way", one("bus"))]), row(2, &[("way", one("walk"))])]).await.unwrap();
    let more = ImportedRow {
        age_band: Some(AgeBand::From14To15),
        ..row(1, &[("way", one("bus")), ("worst", words("it is full"))])
    };
    let done = import(vec![more.clone(), row(2, &[("way", one("walk"))])]).await.unwrap();
    assert_eq!(done, Imported { added: 1, known: 1 }, "what is new to somebody is added");
    assert_eq!((db.count("response").await, db.count("answer_text").await), (2, 1));

    // Another file for another question, by the same names.
    let answer =
        |key: &str, words: &str| vec![ImportedAnswer { line: 1, key: key.into(), words: words.into() }];
    let at_stop = Into { question: Some("stop".into()), ..into_survey() };
    for known in [0, 1] {
        let done = story.earshot.import_answers(&console, &at_stop, answer("r1", "Mill Lane")).await.unwrap();
        assert_eq!(done, Imported { added: 1 - known, known });
    }
    assert_eq!((db.count("response").await, db.count("answer_text").await), (2, 2));

    // Something else under the same name is not taken in silence.
    let another = lines(story.earshot.import_answers(&console, &at_stop, answer("r1", "High Street")).await);
    assert_eq!(another[0].0, 1);
    let older = ImportedRow { age_band: Some(AgeBand::From16To17), ..more.clone() };
    let parent = ImportedRow { respondent: Some(RespondentType::Parent), ..more };
    for wrong in [row(1, &[("way", one("car"))]), older, parent] {
        let fresh = row(9, &[("way", one("bus"))]);
        let named = lines(import(vec![fresh, wrong]).await);
        assert_eq!(named.len(), 1, "{named:?}");
        assert_eq!(named[0].0, 1);
    }
    assert_eq!(db.count("response").await, 2, "and nothing beside it");

    // Who answered two questions in words is coded one by one.
    let themes = [ImportedTheme { key: "A".into(), name: "Full".into(), definition: String::new() }];
    let coding = [ImportedCoding { line: 1, answer: "r1".into(), themes: vec!["A".into()] }];
    let unclear = lines(story.earshot.import_coding(&console, &into_survey(), &themes, &coding).await);
    assert_eq!(unclear.len(), 1);
    let of_worst = Into { question: Some("worst".into()), ..into_survey() };
    let done = story.earshot.import_coding(&console, &of_worst, &themes, &coding).await.unwrap();
    assert_eq!((done.added, db.count("coding").await), (1, 1));
}

async fn an_age_is_kept_of_young_people_alone(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("survey").await;
    let console = story.earshot.console().await.unwrap();
    let import = async |rows: Vec<ImportedRow>| {
        story.earshot.import_rows(&console, &into_survey(), rows).await.unwrap()
    };
    let parent = ImportedRow { respondent: Some(RespondentType::Parent), ..row(1, &[("way", one("bus"))]) };
    import(vec![parent, row(2, &[("way", one("bus"))])]).await;
    // The second file says how old each is, and of nobody who it is.
    let aged =
        |line| ImportedRow { age_band: Some(AgeBand::From11To13), ..row(line, &[("way", one("bus"))]) };
    assert_eq!(import(vec![aged(1), aged(2)]).await, Imported { added: 1, known: 1 });
    let kept = db.dump().await;
    let aged = |row: &&String| row.starts_with("response: ") && row.contains("11-13");
    assert_eq!(kept.iter().filter(aged).count(), 1, "{kept:?}");
}

/// Changes the questions of the survey.
async fn change(story: &Fixture, change: impl FnOnce(&mut Questionnaire)) {
    let mut asked =
        story.earshot.preparation(&story.worker, "survey").await.unwrap().consultation.questionnaire;
    change(&mut asked);
    let edition = story.edition("survey").await;
    story.earshot.save_questionnaire(&story.worker, "survey", edition, &asked).await.unwrap();
}

async fn who_came_before_the_questions_changed_is_completed(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("survey").await;
    let console = story.earshot.console().await.unwrap();
    let import =
        async |rows: Vec<ImportedRow>| story.earshot.import_rows(&console, &into_survey(), rows).await;
    import(vec![row(1, &[("way", one("bus"))]), row(2, &[("know", one("yes"))])]).await.unwrap();
    change(&story, |asked| {
        asked.questions.retain(|question| !["know", "why"].contains(&question.key.as_str()));
        asked.questions.push(Question::new("new", "And now?", Kind::Faces));
    })
    .await;
    // However often the same file comes, the new answer is new once.
    for known in [0, 1, 1] {
        let done = import(vec![row(1, &[("way", one("bus")), ("new", one("4"))])]).await.unwrap();
        assert_eq!(done, Imported { added: 1 - known, known });
    }
    // What both versions ask is added to a response of the first.
    let done = import(vec![row(2, &[("way", one("walk"))])]).await.unwrap();
    assert_eq!(done, Imported { added: 1, known: 0 });
    // An answer that is not asked any more would be lost beside one that was not asked before.
    let named = lines(import(vec![row(2, &[("new", one("4"))])]).await);
    assert!(named.len() == 1 && named[0].1.contains("earlier questions"), "{named:?}");
    assert_eq!(db.count("answer_value").await, 4);
}

async fn a_section_counts_somebody_once_whichever_file_says_it(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.draft_consultation("survey").await;
    change(&story, |asked| {
        let within =
            |key: &str| Question { section: Some("bus".into()), ..Question::new(key, "?", Kind::Faces) };
        asked.questions.extend([within("ride"), within("wait")]);
        asked.sections.push(Section { quota: Some(2), ..Section::new("bus", "The bus") });
    })
    .await;
    story.step("survey", Step::Open).await;
    let console = story.earshot.console().await.unwrap();
    let import = async |rows: Vec<ImportedRow>| {
        story.earshot.import_rows(&console, &into_survey(), rows).await.unwrap()
    };
    import((1..=2).map(|line| row(line, &[("way", one("bus"))])).collect()).await;
    import(vec![row(1, &[("ride", one("2"))])]).await;
    import(vec![row(1, &[("wait", one("2"))])]).await;
    assert!(story.asked("survey").await.full.is_empty(), "one person, in three files");
    import(vec![row(2, &[("wait", one("3"))])]).await;
    assert_eq!(story.asked("survey").await.full, ["bus"]);
}

async fn a_table_goes_where_answers_may_go(db: TestDb) {
    let story = Fixture::new(&db).await;
    let console = story.earshot.console().await.unwrap();
    let none = story.earshot.import_rows(&console, &into_survey(), table()).await;
    assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    story.open_consultation("survey").await;
    story.earshot.import_rows(&console, &into_survey(), table()).await.unwrap();
    assert!(story.asked("survey").await.takes_answers, "what is open goes on");
    story.step("survey", Step::Close).await;
    let late = [row(99, &[("worst", words("slow")), ("way", one("car"))])];
    story.earshot.import_rows(&console, &into_survey(), late).await.unwrap();
    story.read_and_clear_all("survey").await;
    story.code_and_theme("survey", "Slow", &["slow"]).await;
    story.earshot.publish_findings(&story.worker, "survey").await.unwrap();
    let published = story.earshot.import_rows(&console, &into_survey(), table()).await;
    let Err(Error::Refused(refusals)) = published else { panic!("taken: {published:?}") };
    assert_eq!(refusals, [Refusal::WrongState]);
}
