//! Opening, migrating, transactions, copies.

use std::collections::HashSet;

use earshot_store::{Db, Engine, StoreError, people, statements, statements_of};
use earshot_testkit::{TestDb, on_both, testing};

use crate::seed::{self, ORGANISATION, id, now};

on_both!(
    every_statement_prepares,
    what_is_asked_again_and_again_goes_by_its_index,
    a_bare_database_is_brought_up_to_date_once_by_several_processes,
    what_is_not_committed_leaves_no_trace,
    a_reader_keeps_one_view_and_sees_no_half_of_a_change,
    writers_wait_for_each_other_and_lose_nothing,
    one_of_several_is_undone_without_the_others,
    a_copy_is_whole,
    a_closed_database_answers_no_more,
);

#[test]
fn statements_have_names_of_their_own() {
    let names: HashSet<_> = statements().iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), statements().len());
    assert!(names.len() > 100, "{} statements", names.len());
    // What one engine alone understands comes on top of it, under names of its own.
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let all = statements_of(engine);
        assert!(all.len() > names.len() && all.len() < names.len() + 10, "{engine:?}: {}", all.len());
        assert_eq!(all.iter().map(|(name, _)| *name).collect::<HashSet<_>>().len(), all.len());
    }
}

async fn every_statement_prepares(db: TestDb) {
    for (name, sql) in statements_of(db.db().engine()) {
        let mut tx = db.db().read().await.unwrap();
        let prepared = tx.prepare(sql).await;
        assert!(prepared.is_ok(), "{name}: {:?}", prepared.unwrap_err());
    }
    // The check itself can fail.
    let mut tx = db.db().read().await.unwrap();
    assert!(tx.prepare("SELECT nothing FROM organisation").await.is_err());
}

async fn what_is_asked_again_and_again_goes_by_its_index(db: TestDb) {
    let sqlite = db.db().engine() == Engine::Sqlite;
    for (name, index, sorts) in [
        (
            "::search::ANSWERS_IN_AFTER",
            "search_entry_answers (organisation_id=? AND kind=? AND subject_id>?)",
            false,
        ),
        (
            "::coding::FOUND_BY_AGE_AMONG",
            "response_group (consultation_id=? AND group_name=? AND state=? AND respondent_type=?)",
            false,
        ),
        ("::job::DUE", "job_due (state=? AND run_at<?)", false),
        ("::job::CLAIM", "job_due (state=? AND run_at<?)", false),
        ("::job::INDEX_DUE", "job_search (state=? AND run_at<?)", false),
        // What the index of words has found, one after the other: not everything of the organisation. That is sorted, and no more.
        ("::search::FIND_IN_SQLITE", "e USING INTEGER PRIMARY KEY", true),
    ] {
        let all = statements_of(Engine::Sqlite);
        let (_, sql) = all.into_iter().find(|(known, _)| known.ends_with(name)).unwrap();
        let plan = testing::plan(db.db(), sql).await.unwrap();
        assert_eq!(plan.iter().any(|step| step.contains(index)), sqlite, "{name}: {plan:#?}");
        let is_sorted = plan.iter().any(|step| step.contains("ORDER BY"));
        assert_eq!(is_sorted, sorts && sqlite, "{name}: {plan:#?}");
    }
}

async fn a_bare_database_is_brought_up_to_date_once_by_several_processes(db: TestDb) {
    let bare = db.bare_sibling().await;
    let pending = bare.db().pending().await.unwrap();
    assert!(pending.len() >= 5, "{pending:?}");
    assert!(pending[0].starts_with("1 "), "{pending:?}");
    let other = bare.db().clone();
    let (one, two) = tokio::join!(bare.db().migrate(), other.migrate());
    one.unwrap();
    two.unwrap();
    assert_eq!(bare.db().pending().await.unwrap(), Vec::<String>::new());
    bare.db().migrate().await.unwrap();
    assert_eq!(testing::migrations(bare.db()).await.unwrap().len(), pending.len(), "each ran once");
    assert_eq!(testing::tables(bare.db()).await.unwrap(), testing::tables(db.db()).await.unwrap());
}

async fn what_is_not_committed_leaves_no_trace(db: TestDb) {
    let mut tx = db.db().begin().await.unwrap();
    seed::organisation(&mut tx, ORGANISATION, now()).await;
    assert!(people::organisation(&mut tx).await.unwrap().is_some(), "seen inside");
    drop(tx);
    let mut tx = db.db().begin().await.unwrap();
    assert!(people::organisation(&mut tx).await.unwrap().is_none());
    seed::organisation(&mut tx, ORGANISATION, now()).await;
    tx.commit().await.unwrap();
    let other_process = db.again().await;
    let seen = people::organisation(&mut other_process.read().await.unwrap()).await.unwrap();
    assert_eq!(seen.map(|organisation| organisation.id), Some(ORGANISATION));
}

async fn a_reader_keeps_one_view_and_sees_no_half_of_a_change(db: TestDb) {
    seed::world(&db).await.commit().await.unwrap();
    let mut writer = db.db().begin().await.unwrap();
    people::rename_organisation(&mut writer, ORGANISATION, "Renamed", "").await.unwrap();
    // A reader goes on while somebody writes, and sees what was committed.
    let mut reader = db.db().read().await.unwrap();
    assert_eq!(people::organisation(&mut reader).await.unwrap().unwrap().name, "Wexmoor");
    writer.commit().await.unwrap();
    // And it goes on seeing that, so that the numbers of one page fit together.
    assert_eq!(people::organisation(&mut reader).await.unwrap().unwrap().name, "Wexmoor");
    drop(reader);
    let mut reader = db.db().read().await.unwrap();
    assert_eq!(people::organisation(&mut reader).await.unwrap().unwrap().name, "Renamed");
}

async fn writers_wait_for_each_other_and_lose_nothing(db: TestDb) {
    seed::world(&db).await.commit().await.unwrap();
    let other_process = db.again().await;
    let mut writers = Vec::new();
    for n in 0..20 {
        let db: Db = if n % 2 == 0 { db.db().clone() } else { other_process.clone() };
        writers.push(tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let number = people::next_number(&mut tx, 'Q').await.unwrap();
            tx.commit().await.unwrap();
            number
        }));
    }
    let mut numbers = Vec::new();
    for writer in writers {
        numbers.push(writer.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<i64>>(), "each number was given once");
}

async fn one_of_several_is_undone_without_the_others(db: TestDb) {
    let mut tx = seed::world(&db).await;
    for (n, kept) in [(21, true), (22, false), (23, true)] {
        tx.mark().await.unwrap();
        seed::staff(&mut tx, id(n), &format!("{n}@wexmoor.example")).await;
        if kept { tx.keep().await.unwrap() } else { tx.undo().await.unwrap() }
    }
    tx.commit().await.unwrap();
    let dump = db.dump().await.join("\n");
    assert!(dump.contains("21@wexmoor") && dump.contains("23@wexmoor") && !dump.contains("22@wexmoor"));
}

async fn a_copy_is_whole(db: TestDb) {
    seed::world(&db).await.commit().await.unwrap();
    let Some(folder) = db.folder() else {
        assert_eq!(db.db().engine(), Engine::Postgres);
        let refused = db.db().copy_to("anywhere").await;
        assert!(matches!(refused, Err(StoreError::Address)), "PostgreSQL has tools of its own");
        return;
    };
    assert_eq!(db.db().engine(), Engine::Sqlite);
    let file = folder.join("copy's own.db");
    db.db().copy_to(file.to_str().unwrap()).await.unwrap();
    let mut tx = db.db().begin().await.unwrap();
    seed::staff(&mut tx, id(9), "later@wexmoor.example").await;
    tx.commit().await.unwrap();
    let copy = Db::sqlite(&file).await.unwrap();
    let held = testing::dump(&copy).await.unwrap();
    let live = db.dump().await;
    assert_eq!(held.len() + 1, live.len());
    assert!(held.iter().all(|row| live.contains(row)));
    copy.close().await;
}

async fn a_closed_database_answers_no_more(db: TestDb) {
    db.db().close().await;
    assert!(db.db().read().await.is_err());
    assert!(db.db().begin().await.is_err());
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_being_repeated() {
    for address in ["mysql://user:secret@nowhere/db", "postgres//secret", "", "secret"] {
        let refused = Db::postgres(address).await.unwrap_err();
        assert!(!refused.to_string().contains("secret"), "{refused}");
    }
}
