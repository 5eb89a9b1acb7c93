//! What a young person takes back is gone: from every column of every table,
//! whatever was made of it in the meantime.

use std::collections::BTreeSet;

use earshot_domain::question::Given;
use earshot_domain::respondent::{AgeBand, RespondentType};
use earshot_domain::text::Token;
use earshot_testkit::{Begun, Fixture, MatrixAsk, MemoOn, TestDb, Voice, answers_to, on_both, testing};

on_both!(
    every_table_that_leads_to_a_response_goes_with_it_or_says_why_not,
    what_is_taken_back_is_in_no_column_of_any_table,
    an_answer_that_is_taken_out_is_in_no_column_of_any_table,
    an_unsent_answer_is_gone_when_it_is_thrown_away_sent_or_too_old,
);

/// Foreign keys to a young person's rows that do not cascade.
const STAYS: &[(&str, &str, &str)] = &[
    (
        "quote",
        "answer_id",
        "its public address stays and says that the words were taken back; they are struck",
    ),
    ("safeguarding_event", "answer_id", "what was decided stays; it holds no words of the child's"),
];

/// Tables with something of a young person's that no foreign key leads to a
/// response, and how it goes.
const APART: &[(&str, &str)] = &[
    ("response", "the row stays without the answers, so that a late retry cannot bring them back"),
    ("draft", "deleted when it is sent or thrown away, purged after its last day"),
    ("media", "before its answer is sent it goes with the draft, and is purged after its last day"),
    (
        "digest_pace",
        "an hour beside a keyed hash of who got a letter; nothing leads from it to an answer; a day",
    ),
    (
        "export",
        "files with answers in them; the bytes of a consultation's files go in the transaction that takes an answer back, changes, holds or redacts one, and all after a week",
    ),
    ("follower", "an address that nothing leads to from an answer; gone when they say so, and after a year"),
    (
        "comment",
        "nothing leads from it to an answer; whoever wrote it takes it back with four words of its own, and the row goes at once",
    ),
    ("comment_decision", "goes with its comment"),
    (
        "comment_form",
        "a keyed hash of a form and a day; nothing leads from it to a comment, and it goes after three days",
    ),
    ("equality_answer", "linked to nobody by design, so nobody's can be found; options only, no words"),
    (
        "request",
        "what somebody asked, sealed, and nothing leads from it to an answer; gone when its record has run out",
    ),
    (
        "qda_case",
        "what another program knew of somebody; deleted with any answer of theirs, in the transaction that takes it back",
    ),
    (
        "qda_note",
        "what somebody noted in another program; deleted with any answer that it stands beside, in the same way",
    ),
    ("qda_value", "goes with its case"),
    ("request_event", "goes with its request"),
    ("equality_total", "counts of many, and nothing of anybody"),
    ("finding", "counted anew, in the same transaction"),
    ("finding_told", "suppressed numbers that were shown already, and no words"),
    (
        "section_tally",
        "a number of people and nothing of anybody: who took an answer back has answered all the same",
    ),
    (
        "passkey_try",
        "what a device was asked; gone with its answer or hours later, and a young person's with their account",
    ),
    ("round_coder", "who codes in a round; the row of a young person goes with their account"),
    (
        "young_account",
        "a nickname that nothing leads to from an answer; gone when they stop it, and three months after it ended",
    ),
    ("young_code", "goes with its account, once it has run out, and a while after it was used"),
    ("young_passkey", "the public half of a passkey and a day; goes with its account"),
    ("young_group", "what workers call a group; gone with the last account, once it was ended"),
    ("young_session", "goes with its account, and when it ends"),
];

/// Tables that only staff write.
const STAFF_ONLY: &[&str] = &[
    "access_code",
    "action",
    "area",
    "asset",
    "assessment",
    "assessment_evidence",
    "assessment_score",
    "audit_chain",
    "audit_event",
    "board",
    "campaign",
    "clinic_aside",
    "consultation_care",
    "consultation_check",
    "consultation_group",
    "consultation_suppression",
    "code",
    "code_event",
    "codebook_version",
    "coding_round",
    "comment_room",
    "consultation",
    "counter",
    "decision",
    "decision_consultation",
    "decision_priority",
    "feedback",
    "feedback_line",
    "installation_key",
    "job",
    "legal_hold",
    "library_set",
    "library_version",
    "need",
    "need_quote",
    "need_theme",
    "organisation",
    "paper_batch",
    "partnership_link",
    "partnership_link_consultation",
    "population",
    "priority",
    "provider_try",
    "questionnaire",
    "questionnaire_step",
    "qda_import",
    "qda_set",
    "qda_variable",
    "quote_look",
    "read_link",
    "reach_target",
    "redaction_list",
    "retention_rule",
    "retention_run",
    "safeguarding_plan",
    "school_holiday",
    "search_filled",
    "sign_in_link",
    "staff",
    "staff_board_scope",
    "staff_factor",
    "staff_group_scope",
    "staff_identity",
    "staff_passkey",
    "staff_recovery",
    "staff_role",
    "staff_scope",
    "staff_session",
    "suggestion_dismissal",
    "suppression_setting",
    "theme",
    "theme_code",
    "theme_reply",
    "transcript",
    "watch_list",
];

async fn every_table_that_leads_to_a_response_goes_with_it_or_says_why_not(db: TestDb) {
    let schema = testing::schema(db.db()).await.unwrap();
    // What goes when a response goes, step by step.
    let mut goes: BTreeSet<&str> = BTreeSet::from(["response"]);
    let mut stays = Vec::new();
    loop {
        let before = goes.clone();
        stays.clear();
        for table in &schema {
            for key in table.foreign_keys.iter().filter(|key| before.contains(key.table.as_str())) {
                if key.on_delete == "CASCADE" {
                    goes.insert(&table.name);
                } else {
                    stays.push((table.name.as_str(), key.column.as_str(), key.on_delete.as_str()));
                }
            }
        }
        if goes == before {
            break;
        }
    }
    assert_eq!(
        goes,
        BTreeSet::from([
            "answer_check",
            "answer_text",
            "answer_value",
            "campaign_answer",
            "coding",
            "contact_opening",
            "matrix_summary",
            "media",
            "memo",
            "qda_case_answer",
            "qda_import_coding",
            "qda_note_place",
            "qda_set_member",
            "redaction",
            "redaction_dismissal",
            "response",
            "round_coding",
            "round_consensus",
            "round_unit",
            "sealed_contact",
            "search_entry",
            "transcript_turn",
            "tray_item"
        ]),
        "a table was added or left: say here that it goes"
    );
    stays.sort_unstable();
    let known: Vec<_> = STAYS.iter().map(|(table, column, _)| (*table, *column, "SET NULL")).collect();
    assert_eq!(stays, known, "a foreign key that does not cascade needs a reason");
    // Every other table was thought of too.
    let names: BTreeSet<&str> = schema.iter().map(|table| table.name.as_str()).collect();
    let thought_of: BTreeSet<&str> = goes
        .into_iter()
        .chain(STAYS.iter().map(|(table, ..)| *table))
        .chain(APART.iter().map(|(table, _)| *table))
        .chain(STAFF_ONLY.iter().copied())
        .collect();
    assert_eq!(names, thought_of);
    // What is apart is so because nothing leads from it to a person.
    let equality = schema.iter().find(|table| table.name == "equality_answer").unwrap();
    let led: Vec<&str> = equality.foreign_keys.iter().map(|key| key.table.as_str()).collect();
    assert_eq!(led, ["consultation"]);
}

/// A word that nobody else writes.
const MARK: &str = "zanzibarquokka";

/// The tables in which the mark stands.
async fn marked(db: &TestDb, mark: &str) -> BTreeSet<String> {
    db.dump()
        .await
        .into_iter()
        .filter(|row| row.to_lowercase().contains(mark))
        .map(|row| row.split(':').next().unwrap_or_default().to_string())
        .collect()
}

fn tables(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

async fn what_is_taken_back_is_in_no_column_of_any_table(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let words = format!("the driver {MARK} drives past when its full");
    let asked = story.asked("bus").await;
    let token = story.earshot.random_token();
    let given = vec![("worst".to_string(), Given::Words(words.clone()))];
    story.earshot.keep_answers(&asked, &token, RespondentType::Child, Begun::default(), given).await.unwrap();
    assert_eq!(marked(&db, MARK).await, tables(&["draft"]));
    let sent = answers_to(AgeBand::From11To13, &words).submission(&story.earshot);
    let receipt = story.earshot.submit(&asked, &sent, Some(&token)).await.unwrap();
    assert_eq!(marked(&db, MARK).await, tables(&["answer_text"]), "the draft went with it");
    for n in 0..12 {
        story.send("bus", answers_to(AgeBand::From11To13, &format!("bus number {n} is late"))).await;
    }

    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["the driver", "bus number"]).await;
    let also = story.code_and_theme("bus", "other", &["stop: ", "why: "]).await;
    story.quote("bus", "the driver", theme).await;
    story.redact("bus", "the driver", "driver", Token::Worker).await;
    let why = story.quote("bus", &format!("why: the driver {MARK}"), also).await;
    story.quote("bus", "bus number 3", theme).await;
    let coded = story.answer("bus", "the driver").await;
    let note = format!("{MARK} again?");
    story.earshot.add_memo(&story.worker, "bus", MemoOn::Answer(coded.id), &note).await.unwrap();
    story.earshot.put_aside(&story.worker, "bus", coded.id, None, &note).await.unwrap();
    write_in_matrix(&story, &note).await;
    story.publish("bus").await;
    let need = story.agreed_need(&[theme]).await;
    let second = story.need(&[also]).await;
    story.earshot.set_need_quote(&story.worker, second, why.id, true).await.unwrap();
    let decision = story.decision("bus", need).await;
    story.reply(decision, &[theme, also]).await;
    story.publish_decision(decision).await.unwrap();
    story.tell("bus").await;
    let held = story.answer("bus", "stop: the driver").await;
    story.earshot.hold(&story.worker, "bus", held.id).await.unwrap();
    let concern = earshot_testkit::Concern::Unidentified;
    story.earshot.decide_held(&story.lead, held.id, concern, "No name is known.").await.unwrap();
    assert_eq!(
        marked(&db, MARK).await,
        tables(&["answer_text", "finding", "matrix_summary", "memo", "quote", "search_entry", "tray_item"])
    );
    assert!(testing::indexed(db.db(), MARK).await.unwrap() > 0, "and in the index of words");
    let hash = sha256_of_kept_words(&db).await;

    story.earshot.take_back(&receipt).await.unwrap();
    assert_eq!(marked(&db, MARK).await, tables(&[]));
    assert_eq!(marked(&db, &hash).await, tables(&[]), "not even a hash of the words");
    assert_eq!(testing::indexed(db.db(), MARK).await.unwrap(), 0, "nor in the index of words");
    // The others' words are where they were.
    assert_eq!(
        marked(&db, "bus number 3").await,
        tables(&["answer_text", "finding", "quote", "search_entry"])
    );
    assert!(story.earshot.mine(&receipt).await.unwrap().words.is_empty());
    assert_gone_from_the_disk(&db, MARK).await;
}

/// Writes in the matrix, in the row of whoever said the marked words.
async fn write_in_matrix(story: &Fixture, words: &str) {
    let ask = MatrixAsk { singles: true, ..MatrixAsk::default() };
    let matrix = story.earshot.matrix(&story.worker, "bus", &ask).await.unwrap();
    let mut marked = None;
    for line in &matrix.lines {
        let cell = line.cells.iter().find(|cell| cell.said.iter().any(|said| said.words.contains(MARK)));
        marked = marked.or(cell.map(|cell| (cell.code, line.row)));
    }
    story.earshot.write_summary(&story.worker, "bus", marked.unwrap(), 0, words).await.unwrap();
}

/// The hash that stands beside the marked words, in hexadecimal.
async fn sha256_of_kept_words(db: &TestDb) -> String {
    let row = db
        .dump()
        .await
        .into_iter()
        .find(|row| row.starts_with("answer_text:") && row.contains(&format!("the driver {MARK}")))
        .unwrap();
    let hash = row
        .to_lowercase()
        .split(|letter: char| !letter.is_ascii_hexdigit())
        .find(|run| run.len() == 64)
        .map(ToString::to_string);
    hash.unwrap()
}

/// SQLite leaves what was deleted in its file until the place is used again,
/// unless it is told to overwrite it.
async fn assert_gone_from_the_disk(db: &TestDb, mark: &str) {
    let Some(folder) = db.folder() else { return };
    db.db().close().await;
    let mut searched = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        searched += bytes.len();
        assert!(!bytes.windows(mark.len()).any(|window| window == mark.as_bytes()));
    }
    assert!(searched > 100_000, "{searched} bytes");
}

async fn an_answer_that_is_taken_out_is_in_no_column_of_any_table(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let receipt = story.send("bus", answers_to(AgeBand::From14To15, &format!("the {MARK}"))).await;
    story.read_and_clear_all("bus").await;
    let theme = story.code_and_theme("bus", "late", &["the ", "why: ", "stop: "]).await;
    for start in ["the ", "why: ", "stop: "] {
        story.quote("bus", start, theme).await;
        story.redact("bus", start, "the", Token::Other).await;
    }
    write_in_matrix(&story, MARK).await;
    assert_eq!(marked(&db, MARK).await, tables(&["answer_text", "matrix_summary", "quote", "search_entry"]));
    // One is left out, one is hidden by another answer, one is written anew.
    story.earshot.change_mine(&receipt, "stop", Given::Skipped).await.unwrap();
    story.earshot.change_mine(&receipt, "know", Given::One("no".into())).await.unwrap();
    story.earshot.change_mine(&receipt, "worst", Given::Words("something else".into())).await.unwrap();
    // What is hidden cannot be changed: nobody is told that something was kept which was not.
    let hidden = story.earshot.change_mine(&receipt, "why", Given::Words("nowhere".into())).await;
    assert!(matches!(hidden, Err(earshot_testkit::Error::NotFound)), "{hidden:?}");
    assert_eq!(marked(&db, MARK).await, tables(&[]));
    assert_eq!(marked(&db, "something else").await, tables(&["answer_text"]));
    assert_eq!(db.count("quote").await, 3, "their addresses stay");
    assert_eq!(db.count("redaction").await, 0);
    assert_gone_from_the_disk(&db, MARK).await;
}

async fn an_unsent_answer_is_gone_when_it_is_thrown_away_sent_or_too_old(db: TestDb) {
    let story = Fixture::new(&db).await;
    story.open_consultation("bus").await;
    let asked = story.asked("bus").await;
    let words = || vec![("worst".to_string(), Given::Words(format!("my {MARK}")))];
    for token in ["thrown", "sent", "old"] {
        story
            .earshot
            .keep_answers(&asked, token, RespondentType::Child, Begun::default(), words())
            .await
            .unwrap();
    }
    assert_eq!(db.count("draft").await, 3);
    story.earshot.forget(&asked, "thrown").await.unwrap();
    let sent = Voice::child(AgeBand::From14To15).chose("ok", "3").submission(&story.earshot);
    story.earshot.submit(&asked, &sent, Some("sent")).await.unwrap();
    assert_eq!(db.count("draft").await, 1);
    story.on_day("2026-02-16");
    story.earshot.purge().await.unwrap();
    assert_eq!(marked(&db, MARK).await, tables(&["draft"]), "kept for seven days");
    story.on_day("2026-02-17");
    assert!(story.earshot.kept(&asked, Some("old")).await.unwrap().is_none(), "not even before the purge");
    assert_eq!(story.earshot.purge().await.unwrap(), 1);
    assert_eq!(marked(&db, MARK).await, tables(&[]));
}
