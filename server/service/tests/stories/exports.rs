//! Files that staff take out: what is in them, who may ask, who has to agree, and how they end.

use chrono::TimeDelta;
use earshot_domain::code::CodeKind;
use earshot_domain::consultation::Step;
use earshot_domain::export::{
    AnswerTable, CountTables, Entry, ExportContent, ExportForm, ExportKind, ExportState, Measure, WordsPack,
};
use earshot_domain::policy::Role;
use earshot_domain::question::Given;
use earshot_domain::respondent::AgeBand;
use earshot_domain::suppression::ShownTable;
use earshot_domain::text::Token;
use earshot_service::{
    Actor, AuditSearch, Came, Error, Export, ExportOrder, NewCodes, Problem, Refusal, SecondPerson,
};
use earshot_testkit::{Fixture, TestDb, answers_to, on_both};

on_both!(
    a_file_holds_answers_without_anybody_and_words_without_names,
    an_age_stands_beside_words_in_a_file_only_where_ten_of_their_group_are_as_old,
    words_come_question_by_question_with_their_codes,
    counts_in_a_file_are_the_suppressed_ones_of_the_findings,
    what_is_taken_back_changed_held_or_redacted_is_in_no_file,
    a_file_ends_with_its_time_and_is_made_once,
    who_may_ask_for_what_is_in_the_table,
    raw_words_need_somebody_else_to_agree,
    the_console_writes_at_once_and_gives_a_reason_for_raw_words,
);

const WHY: &str = "For the review of school transport";

fn order(kind: ExportKind, form: ExportForm) -> ExportOrder {
    ExportOrder { kind: Some(kind), form: Some(form), raw: false, reason: WHY.into() }
}

fn answers() -> ExportOrder {
    order(ExportKind::Answers, ExportForm::Csv)
}

fn raw() -> ExportOrder {
    ExportOrder { raw: true, ..answers() }
}

/// Twelve who have answered, read and cleared.
async fn read(story: &Fixture) {
    story.open_consultation("bus").await;
    for n in 0..12 {
        let band = if n < 11 { AgeBand::From11To13 } else { AgeBand::From16To17 };
        story.send("bus", answers_to(band, &format!("bus {n}: ask Kim Quokka"))).await;
    }
    story.read_and_clear_all("bus").await;
}

/// Makes what waits, and gives what it is made of.
async fn made(story: &Fixture) -> ExportContent {
    let taken = story.earshot.take_export().await.unwrap().unwrap();
    let content = story.earshot.gather_export(&taken).await.unwrap();
    assert!(story.earshot.export_made(&taken, "bus-answers.zip", b"the bytes").await.unwrap());
    // So that the next one is younger.
    story.pass(TimeDelta::seconds(1));
    content
}

async fn newest(story: &Fixture) -> Export {
    story.earshot.exports(&story.worker, "bus").await.unwrap().exports.remove(0)
}

fn table(content: ExportContent) -> AnswerTable {
    let ExportContent::Answers(table) = content else { panic!("{content:?}") };
    table
}

/// The column of this name.
fn column(table: &AnswerTable, name: &str) -> Vec<Entry> {
    let at = table.variables.iter().position(|variable| variable.name == name);
    let at = at.unwrap_or_else(|| panic!("no column {name}"));
    table.rows.iter().map(|row| row[at].clone()).collect()
}

/// Everything that stands in a table.
fn everything(table: &AnswerTable) -> String {
    let cell = |entry: &Entry| match entry {
        Entry::Key(text) | Entry::Text(text) => text.clone(),
        Entry::Number(number) => number.to_string(),
        Entry::Tick(tick) => tick.to_string(),
        Entry::Nothing => String::new(),
    };
    table.rows.iter().flatten().map(cell).collect::<Vec<_>>().join("|")
}

async fn a_file_holds_answers_without_anybody_and_words_without_names(db: TestDb) {
    let story = Fixture::new(&db).await;
    read(&story).await;
    story.send("bus", answers_to(AgeBand::From14To15, "nobody has read this")).await;
    for n in 0..12 {
        for start in ["", "why: ", "stop: "] {
            story.redact("bus", &format!("{start}bus {n}:"), "Kim Quokka", Token::Name).await;
        }
    }
    story.earshot.ask_export(&story.worker, "bus", &answers()).await.unwrap();
    let table = table(made(&story).await);
    assert_eq!(table.rows.len(), 13, "who waits to be read has chosen all the same");
    let names: Vec<&str> = table.variables.iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "response_id",
            "respondent_type",
            "age_band",
            "words_may_be_quoted",
            "way",
            "late",
            "helps/light",
            "helps/roof",
            "helps/seat",
            "ok",
            "know",
            "why",
            "changes",
            "stop",
            "worst"
        ]
    );
    let said = everything(&table);
    assert!(said.contains("ask [name]") && !said.contains("Quokka"), "{said}");
    assert!(!said.contains("nobody has read this"), "{said}");
    for about in ["villages", "young_carer", "disability", "2026-02"] {
        assert!(!said.contains(about), "{about}: {said}");
    }
    let measure =
        |name: &str| &table.variables.iter().find(|variable| variable.name == name).unwrap().measure;
    let Measure::Steps(faces) = measure("ok") else { panic!("a scale has steps") };
    let words: Vec<&str> = faces.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["Very unhappy", "Unhappy", "In the middle", "Happy", "Very happy"], "as on the page");
    assert!(matches!(measure("age_band"), Measure::Steps(_)));
    assert!(matches!(measure("way"), Measure::Choice(_)));
    assert_eq!(measure("words_may_be_quoted"), &Measure::YesOrNo);
    assert_eq!(column(&table, "way")[0], Entry::Key("bus".into()));
    assert_eq!(column(&table, "helps/light")[0], Entry::Tick(true));
    assert_eq!(column(&table, "helps/roof")[0], Entry::Tick(false));
    assert_eq!(column(&table, "changes")[0], Entry::Number(2));
    let ids = column(&table, "response_id");
    assert_eq!((&ids[0], &ids[12]), (&Entry::Text("R-0001".into()), &Entry::Text("R-0013".into())));
    // The order is another one in each file, and none tells who came when.
    story.earshot.ask_export(&story.worker, "bus", &answers()).await.unwrap();
    let again = self::table(made(&story).await);
    assert_ne!(column(&table, "worst"), column(&again, "worst"));
}

async fn an_age_stands_beside_words_in_a_file_only_where_ten_of_their_group_are_as_old(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let (kind, group) = (CodeKind::Group, "Park Club".to_string());
    let new = NewCodes { kind, count: 1, group, max_uses: None, expires_on: None };
    let code = story.earshot.make_codes(&story.worker, "bus", &new).await.unwrap()[0];
    let (young, older) = (AgeBand::From11To13, AgeBand::From16To17);
    for (words, code, band, many) in [
        ("with many", Some(code), young, 10),
        ("with few", Some(code), older, 1),
        ("of no group", None, older, 3),
    ] {
        for n in 0..many {
            let voice = answers_to(band, &format!("{words} {n}")).came(Came { code, ..Came::default() });
            story.send("bus", voice).await;
        }
    }
    story.read_and_clear_all("bus").await;
    let age = |band: AgeBand| Entry::Key(band.as_str().to_string());
    let holds = |table: &AnswerTable, of_the_one: Entry, says_why: bool| {
        let mut many = 0;
        for (words, found) in column(table, "worst").iter().zip(column(table, "age_band")) {
            let Entry::Text(words) = words else { panic!("{words:?}") };
            let meant = match words.split(' ').nth(1) {
                Some("many") => age(young),
                Some("few") => of_the_one.clone(),
                _ => age(older),
            };
            assert!(found == meant, "{words}: {found:?}");
            many += 1;
        }
        assert_eq!(many, 14);
        let label = &table.variables.iter().find(|variable| variable.name == "age_band").unwrap().label;
        assert_eq!(label.contains("found by it"), says_why, "{label}");
    };
    for form in [ExportForm::Csv, ExportForm::Xlsx, ExportForm::Sav] {
        story.earshot.ask_export(&story.worker, "bus", &order(ExportKind::Answers, form)).await.unwrap();
        holds(&table(made(&story).await), Entry::Nothing, true);
    }
    // As they were written, with a reason, they are whole.
    let console = story.earshot.console().await.unwrap();
    let content = story.earshot.export_now(&console, "bus", &raw()).await.unwrap();
    holds(&table(content), age(older), false);
}

async fn words_come_question_by_question_with_their_codes(db: TestDb) {
    let story = Fixture::new(&db).await;
    read(&story).await;
    story.code("bus", "Late", &["bus 3:"]).await;
    story.pass(TimeDelta::seconds(1));
    story.code("bus", "Full", &["bus 3:", "why: bus 4:"]).await;
    let asked = order(ExportKind::Answers, ExportForm::Jsonl);
    story.earshot.ask_export(&story.worker, "bus", &asked).await.unwrap();
    let ExportContent::Words(WordsPack { codes, questions, .. }) = made(&story).await else {
        panic!("no words")
    };
    assert_eq!(codes.iter().map(|code| code.key.as_str()).collect::<Vec<_>>(), ["K1", "K2"]);
    let names: Vec<&str> = questions.iter().map(|question| question.name.as_str()).collect();
    assert_eq!(names, ["why", "stop", "worst"]);
    let numbers: Vec<Option<usize>> = questions.iter().map(|question| question.number).collect();
    assert_eq!(numbers, [Some(7), Some(9), Some(10)], "as young people saw them");
    assert!(questions.iter().all(|question| question.lines.len() == 12));
    let line = |question: usize, start: &str| {
        questions[question].lines.iter().find(|line| line.words.starts_with(start)).unwrap()
    };
    assert_eq!(line(2, "bus 3:").codes, ["K1", "K2"]);
    assert_eq!(line(0, "why: bus 4:").codes, ["K2"]);
    assert_eq!(line(2, "bus 3:").row, line(0, "why: bus 3:").row, "one person has one name in a file");
}

async fn counts_in_a_file_are_the_suppressed_ones_of_the_findings(db: TestDb) {
    let story = Fixture::new(&db).await;
    read(&story).await;
    let asked = order(ExportKind::Tables, ExportForm::Xlsx);
    let early = story.earshot.ask_export(&story.commissioner, "bus", &asked).await;
    assert!(matches!(early, Err(Error::Refused(why)) if why == [Refusal::WrongState]));
    story.step("bus", Step::Close).await;
    // Counts that everybody may see need no reason.
    let asked = ExportOrder { reason: String::new(), ..asked };
    story.earshot.ask_export(&story.commissioner, "bus", &asked).await.unwrap();
    let ExportContent::Tables(CountTables { questions, .. }) = made(&story).await else {
        panic!("no counts")
    };
    let findings = story.earshot.findings_preview(&story.commissioner, "bus").await.unwrap();
    let children = questions.iter().filter(|question| question.who == "Children and young people");
    let same: Vec<_> = children.map(|question| (question.name.clone(), question.table.clone())).collect();
    let ok = &same.iter().find(|(name, _)| name == "ok").unwrap().1;
    assert_eq!((ok.rows[0].as_str(), ok.rows[4].as_str()), ("Very unhappy", "Very happy"), "and no keys");
    // The words of a scale are all that differs.
    let bare = |table: &ShownTable| ShownTable { rows: Vec::new(), ..table.clone() };
    let numbers: Vec<_> = same.iter().map(|(name, table)| (name.clone(), bare(table))).collect();
    let shown: Vec<_> =
        findings.questions.iter().map(|finding| (finding.key.clone(), bare(&finding.table))).collect();
    assert_eq!(numbers, shown);
    let way = &same.iter().find(|(name, _)| name == "way").unwrap().1;
    assert!(way.cells[1][2].is_hidden(), "one of sixteen to seventeen");
    let ours = story.earshot.exports(&story.commissioner, "bus").await.unwrap().exports;
    let file = story.earshot.export_file(&story.commissioner, "bus", ours[0].id).await.unwrap();
    assert_eq!((file.bytes.as_slice(), file.name.as_str()), (&b"the bytes"[..], "bus-answers.zip"));
}

async fn what_is_taken_back_changed_held_or_redacted_is_in_no_file(db: TestDb) {
    let story = Fixture::new(&db).await;
    read(&story).await;
    let mine = story.send("bus", answers_to(AgeBand::From11To13, "mine: the zanzibar bus")).await;
    story.read_and_clear_all("bus").await;
    let fresh = async || {
        story.earshot.ask_export(&story.worker, "bus", &answers()).await.unwrap();
        let table = table(made(&story).await);
        let id = newest(&story).await.id;
        story.earshot.export_file(&story.worker, "bus", id).await.unwrap();
        (id, everything(&table))
    };
    let gone = async |id| {
        assert_eq!(newest(&story).await.state, ExportState::NeedsReissue);
        let fetched = story.earshot.export_file(&story.worker, "bus", id).await;
        assert!(matches!(fetched, Err(Error::NotFound)), "{fetched:?}");
    };
    let (id, said) = fresh().await;
    assert!(said.contains("zanzibar"));
    story.redact("bus", "bus 1:", "Quokka", Token::Name).await;
    gone(id).await;
    let (id, _) = fresh().await;
    story.earshot.change_mine(&mine, "worst", Given::Words("mine: another".into())).await.unwrap();
    gone(id).await;
    let (id, said) = fresh().await;
    assert!(!said.contains("mine: another"), "the new words wait to be read");
    let held = story.answer("bus", "bus 2:").await;
    story.earshot.hold(&story.worker, "bus", held.id).await.unwrap();
    gone(id).await;
    let (id, said) = fresh().await;
    assert!(!said.contains("bus 2:"), "nor what else they wrote: {said}");
    story.earshot.narrow(&mine).await.unwrap();
    gone(id).await;
    let (id, _) = fresh().await;
    // While one is being made: it is begun anew, and the old one is never kept.
    story
        .earshot
        .ask_export(&story.worker, "bus", &order(ExportKind::Answers, ExportForm::Sav))
        .await
        .unwrap();
    let taken = story.earshot.take_export().await.unwrap().unwrap();
    story.earshot.gather_export(&taken).await.unwrap();
    story.earshot.take_back(&mine).await.unwrap();
    let late = story.earshot.export_file(&story.worker, "bus", id).await;
    assert!(matches!(late, Err(Error::NotFound)));
    assert!(!story.earshot.export_made(&taken, "old.sav", b"old").await.unwrap());
    assert!(matches!(story.earshot.gather_export(&taken).await, Err(Error::Stale)));
    let table = table(made(&story).await);
    assert_eq!(table.rows.len(), 12);
    assert!(!everything(&table).contains("zanzibar"));
}

async fn a_file_ends_with_its_time_and_is_made_once(db: TestDb) {
    let story = Fixture::new(&db).await;
    read(&story).await;
    let id = story.earshot.ask_export(&story.worker, "bus", &answers()).await.unwrap();
    let same = story.earshot.ask_export(&story.worker, "bus", &answers()).await.unwrap();
    assert_eq!((id, db.count("export").await), (same, 1), "asked for twice");
    let taken = story.earshot.take_export().await.unwrap().unwrap();
    assert!(story.earshot.take_export().await.unwrap().is_none(), "one process has it");
    let problem = Problem { words: "the database did not answer".into(), lasting: false };
    story.earshot.export_failed(&taken, &problem).await.unwrap();
    assert_eq!(newest(&story).await.state, ExportState::Waiting);
    assert!(story.earshot.take_export().await.unwrap().is_none(), "it is tried again later");
    story.pass(TimeDelta::minutes(1));
    made(&story).await;
    assert!(!story.earshot.export_made(&taken, "twice.zip", b"twice").await.unwrap());
    let file = story.earshot.export_file(&story.worker, "bus", id).await.unwrap();
    assert_eq!(file.bytes, b"the bytes");
    assert_eq!(newest(&story).await.first_fetched_at, Some(story.earshot.now()));
    story.pass(TimeDelta::days(7));
    assert!(matches!(story.earshot.export_file(&story.worker, "bus", id).await, Err(Error::NotFound)));
    story.earshot.purge().await.unwrap();
    assert_eq!(newest(&story).await.state, ExportState::Expired);
    // What can never be written is given up at once.
    story.earshot.ask_export(&story.worker, "bus", &answers()).await.unwrap();
    let taken = story.earshot.take_export().await.unwrap().unwrap();
    let problem = Problem { words: "it does not fit".into(), lasting: true };
    story.earshot.export_failed(&taken, &problem).await.unwrap();
    let given_up = newest(&story).await;
    assert_eq!((given_up.state, given_up.problem.as_deref()), (ExportState::Failed, Some("it does not fit")));
    let search = AuditSearch::default();
    let trail = story.earshot.audit_trail(&story.admin, &search, 0, 100).await.unwrap().entries;
    let asked = trail.iter().find(|entry| entry.action == "export.ask").unwrap();
    assert_eq!(asked.subject, "C-0001 answers csv");
    assert!(trail.iter().any(|entry| entry.action == "export.fetch"));
}

async fn who_may_ask_for_what_is_in_the_table(db: TestDb) {
    let story = Fixture::new(&db).await;
    read(&story).await;
    let by = async |actor: &Actor, order: &ExportOrder| story.earshot.ask_export(actor, "bus", order).await;
    for order in [answers(), raw()] {
        assert!(matches!(by(&story.commissioner, &order).await, Err(Error::Forbidden)));
        assert!(matches!(by(&story.admin, &order).await, Err(Error::Forbidden)));
        assert!(matches!(by(&story.lead, &order).await, Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    assert!(matches!(by(&stranger, &answers()).await, Err(Error::NotFound)));
    let id = by(&story.worker, &answers()).await.unwrap();
    made(&story).await;
    assert!(matches!(story.earshot.export_file(&stranger, "bus", id).await, Err(Error::NotFound)));
    assert!(matches!(story.earshot.export_file(&story.commissioner, "bus", id).await, Err(Error::Forbidden)));
    assert!(story.earshot.exports(&story.commissioner, "bus").await.unwrap().exports.is_empty());
    assert!(matches!(story.earshot.exports(&story.lead, "bus").await, Err(Error::Forbidden)));
    story.open_consultation("train").await;
    let elsewhere = story.earshot.export_file(&story.worker, "train", id).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "of another consultation");
    let refused = async |order: ExportOrder| match by(&story.worker, &order).await {
        Err(Error::Refused(why)) => why,
        other => panic!("{other:?}"),
    };
    let reason = |reason: &str| ExportOrder { reason: reason.into(), ..answers() };
    assert_eq!(refused(reason(" ")).await, [Refusal::Missing("reason")]);
    assert_eq!(refused(reason("so")).await, [Refusal::TooShort { field: "reason", min: 10 }]);
    assert_eq!(refused(reason(&"x".repeat(501))).await, [Refusal::TooLong { field: "reason", max: 500 }]);
    assert_eq!(
        refused(ExportOrder::default()).await,
        [Refusal::Unreadable("what"), Refusal::Unreadable("format"), Refusal::Missing("reason")]
    );
    assert_eq!(refused(order(ExportKind::Tables, ExportForm::Sav)).await, [Refusal::Unreadable("format")]);
    let odd = ExportOrder { raw: true, ..order(ExportKind::Tables, ExportForm::Csv) };
    assert_eq!(refused(odd).await, [Refusal::Unreadable("raw")]);
}

async fn raw_words_need_somebody_else_to_agree(db: TestDb) {
    let story = Fixture::new(&db).await;
    read(&story).await;
    story.redact("bus", "bus 0:", "Quokka", Token::Name).await;
    let officer = story.colleague("dpo@wexmoor.example", Role::DataProtectionOfficer).await;
    // Somebody who is both cannot agree to what they have asked for themselves.
    let both =
        Actor { roles: vec![Role::ParticipationWorker, Role::DataProtectionOfficer], ..story.worker.clone() };
    let id = story.earshot.ask_export(&both, "bus", &raw()).await.unwrap();
    assert!(story.earshot.take_export().await.unwrap().is_none(), "nobody has agreed");
    assert!(story.earshot.exports_to_approve(&both).await.unwrap()[0].own);
    let own = story.earshot.decide_export(&both, id, true, "").await;
    assert!(
        matches!(own, Err(Error::Refused(why)) if why == [Refusal::SecondPerson(SecondPerson::OwnRequest)])
    );
    for actor in [&story.admin, &story.worker, &story.lead, &story.commissioner] {
        assert!(matches!(story.earshot.decide_export(actor, id, true, "").await, Err(Error::Forbidden)));
        assert!(matches!(story.earshot.exports_to_approve(actor).await, Err(Error::Forbidden)));
    }
    let stranger = story.stranger().await;
    assert!(matches!(story.earshot.decide_export(&stranger, id, true, "").await, Err(Error::NotFound)));
    assert!(story.earshot.exports_to_approve(&stranger).await.unwrap().is_empty());
    let silent = story.earshot.decide_export(&officer, id, false, " ").await;
    assert!(matches!(silent, Err(Error::Refused(why)) if why == [Refusal::Missing("reason")]));
    story.earshot.decide_export(&officer, id, false, "Redacted words will do").await.unwrap();
    let refused = newest(&story).await;
    assert_eq!(
        (refused.state, refused.refusal.as_deref()),
        (ExportState::Refused, Some("Redacted words will do"))
    );
    assert!(matches!(story.earshot.decide_export(&officer, id, true, "").await, Err(Error::Stale)));

    let id = story.earshot.ask_export(&story.worker, "bus", &raw()).await.unwrap();
    story.earshot.decide_export(&officer, id, true, "").await.unwrap();
    let table = table(made(&story).await);
    assert!(table.raw && everything(&table).contains("bus 0: ask Kim Quokka"));
    assert!(matches!(story.earshot.export_file(&officer, "bus", id).await, Err(Error::Forbidden)));
    // It was agreed to for somebody, with their reason: nobody else has it, whatever they might ask for themselves.
    let analyst = story.colleague("analyst@wexmoor.example", Role::Analyst).await;
    assert!(matches!(story.earshot.export_file(&analyst, "bus", id).await, Err(Error::Forbidden)));
    story.earshot.export_file(&story.worker, "bus", id).await.unwrap();
    let search = AuditSearch::default();
    let trail = story.earshot.audit_trail(&story.admin, &search, 0, 200).await.unwrap().entries;
    for action in ["export.ask", "export.refuse", "export.approve", "export.fetch"] {
        let entry = trail.iter().find(|entry| entry.action == action);
        assert_eq!(entry.map(|entry| entry.subject.as_str()), Some("C-0001 answers raw csv"), "{action}");
    }
}

async fn the_console_writes_at_once_and_gives_a_reason_for_raw_words(db: TestDb) {
    let story = Fixture::new(&db).await;
    read(&story).await;
    story.redact("bus", "bus 0:", "Quokka", Token::Name).await;
    let console = story.earshot.console().await.unwrap();
    let silent = ExportOrder { reason: String::new(), ..answers() };
    let content = story.earshot.export_now(&console, "bus", &silent).await.unwrap();
    assert!(!everything(&table(content)).contains("bus 0: ask Kim Quokka"));
    let refused = story.earshot.export_now(&console, "bus", &ExportOrder { raw: true, ..silent }).await;
    assert!(matches!(refused, Err(Error::Refused(why)) if why == [Refusal::Missing("reason")]));
    let content = story.earshot.export_now(&console, "bus", &raw()).await.unwrap();
    assert!(everything(&table(content)).contains("bus 0: ask Kim Quokka"));
    let staff = story.earshot.export_now(&story.worker, "bus", &raw()).await;
    assert!(matches!(staff, Err(Error::Forbidden)), "staff ask at the desk");
    assert!(matches!(story.earshot.export_now(&console, "nowhere", &answers()).await, Err(Error::NotFound)));
    let search = AuditSearch::default();
    let trail = story.earshot.audit_trail(&story.admin, &search, 0, 100).await.unwrap().entries;
    let mut written: Vec<&str> = trail
        .iter()
        .filter(|entry| entry.action == "export.console")
        .map(|entry| entry.subject.as_str())
        .collect();
    written.sort_unstable();
    assert_eq!(written, ["C-0001 answers csv", "C-0001 answers raw csv"]);
}
