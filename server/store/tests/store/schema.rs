//! Both engines have one schema.

use earshot_testkit::{on_both_at_once, testing};

#[tokio::test]
async fn both_schemas_are_one() {
    on_both_at_once(|sqlite, postgres| async move {
        assert_eq!(
            testing::migrations(sqlite.db()).await.unwrap(),
            testing::migrations(postgres.db()).await.unwrap()
        );
        assert_eq!(
            testing::tables(sqlite.db()).await.unwrap(),
            testing::tables(postgres.db()).await.unwrap()
        );
        let (one, two) =
            (testing::schema(sqlite.db()).await.unwrap(), testing::schema(postgres.db()).await.unwrap());
        assert!(one.len() > 25, "{} tables", one.len());
        for (sqlite, postgres) in one.iter().zip(&two) {
            let table = &sqlite.name;
            assert_eq!(sqlite.columns, postgres.columns, "{table}: columns");
            assert_eq!(sqlite.primary_key, postgres.primary_key, "{table}: primary key");
            assert_eq!(sqlite.indexes, postgres.indexes, "{table}: indexes");
            assert_eq!(sqlite.foreign_keys, postgres.foreign_keys, "{table}: foreign keys");
            assert!(!sqlite.primary_key.is_empty(), "{table} has no primary key");
        }
        // What is searched is the same in both; its index of words is each engine's own (`testing::INDEX`).
        assert!(one.iter().any(|table| table.name == "search_entry"));
        assert!(one.iter().chain(&two).all(|table| !table.name.starts_with("search_index")));
        // The catalogue is read, not guessed.
        let response = one.iter().find(|table| table.name == "response").unwrap();
        assert!(response.columns.iter().any(|column| column.name == "age_band" && column.nullable));
        assert!(response.indexes.iter().any(|index| index.unique && index.columns == ["receipt_hash"]));
        let leads_to = |table: &str| response.foreign_keys.iter().find(|key| key.table == table).unwrap();
        assert_eq!(leads_to("consultation").on_delete, "CASCADE");
        let coding = one.iter().find(|table| table.name == "coding").unwrap();
        assert!(coding.indexes.iter().any(|index| index.unique && index.partial));
    })
    .await;
}

/// What the program never asks of the database, it cannot be told by it: no
/// column makes its own value, so time and chance stay arguments.
#[tokio::test]
async fn the_migrations_call_no_clock_and_no_chance() {
    for engine in ["sqlite", "postgres"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(engine);
        let mut seen = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let sql = std::fs::read_to_string(file.unwrap().path()).unwrap().to_uppercase();
            let sql: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap()).collect();
            let sql = sql.join("\n");
            for word in ["DEFAULT", "CURRENT_TIMESTAMP", "NOW()", "RANDOM", "SERIAL", "AUTOINCREMENT"] {
                assert!(!sql.contains(word), "{engine}: {word}");
            }
            seen += 1;
        }
        assert!(seen >= 5);
    }
}
