//! A page of the search, at ten thousand entries and at many more: it must cost about the same.
//!
//! What makes a search slow is not a rare word but a common one: half a million answers with "school" in them. Both
//! databases are asked for the newest thousand alone (`earshot_store::search`), so the time hangs on those, and not on how
//! many there are.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Days, NaiveDate};
use earshot_domain::search::{self as rules, EXCERPT, Kind, Lang, Wanted};
use earshot_store::people::{self, Organisation};
use earshot_store::search::{self, NewEntry, Query};
use earshot_store::{Db, testing};
use uuid::Uuid;

/// The environment variable that says how many entries there are in the end.
const ENTRIES: &str = "EARSHOT_BENCH_ENTRIES";

/// The environment variable with the address of a PostgreSQL server, as the tests have it.
const POSTGRES: &str = "EARSHOT_TEST_POSTGRES";

/// How many there are at first, and in the end unless somebody says otherwise: a million takes some minutes to fill.
const FEW: u128 = 10_000;
const MANY: u128 = 200_000;

/// Entries that are filled in in one transaction.
const BATCH: u128 = 5_000;

/// How often each page is asked for; the median counts.
const TIMES: usize = 15;

/// Hits on a page.
const PAGE: usize = 20;

const ORGANISATION: Uuid = Uuid::from_u128(1);

/// What is looked for, and what it is called.
const WANTED: [(&str, &str); 4] = [
    ("a common word", "school"),
    ("two common words", "school late"),
    ("a phrase", "\"late again\""),
    ("a rare word", "zebra"),
];

/// Measures SQLite, and PostgreSQL where there is a server.
pub(crate) fn measure() -> Result<()> {
    let many = match std::env::var(ENTRIES) {
        Ok(text) => text.parse().with_context(|| format!("{ENTRIES} is no number"))?,
        Err(_) => MANY,
    };
    ensure!(many > FEW, "{ENTRIES} must be more than {FEW}");
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let folder: PathBuf = std::env::temp_dir().join(format!("earshot-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let db = Db::sqlite(&folder.join("earshot.db")).await?;
        let measured = grow(&db, "SQLite", many).await;
        db.close().await;
        std::fs::remove_dir_all(&folder)?;
        measured?;
        let Some(server) = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty()) else { return Ok(()) };
        let name = format!("earshot_bench_{}", std::process::id());
        let db = testing::create_database(&server, &name).await?;
        let measured = grow(&db, "PostgreSQL", many).await;
        db.close().await;
        testing::drop_database(&server, &name).await?;
        measured
    })
}

/// Fills a database, measures, fills it on, and measures once more.
async fn grow(db: &Db, engine: &str, many: u128) -> Result<()> {
    db.migrate().await?;
    let mut tx = db.begin().await?;
    let organisation = Organisation {
        id: ORGANISATION,
        name: "Bench".to_owned(),
        suppression_preset: "nhs5".to_owned(),
        duty_phone: String::new(),
    };
    people::insert_organisation(&mut tx, &organisation, DateTime::UNIX_EPOCH).await?;
    tx.commit().await?;
    fill(db, 0, FEW).await?;
    let few = pages(db).await?;
    fill(db, FEW, many).await?;
    let then = pages(db).await?;
    for (((name, _), few), then) in WANTED.iter().zip(few).zip(then) {
        let what = format!("search: {name}, {engine}, {many} entries");
        crate::print(&what, then, "ms", &format!("{FEW} entries"), few);
    }
    Ok(())
}

/// About as long as what young people write (domain.md 7.7a: 12 words in the middle): words of which some are common.
pub(crate) fn said(number: u128) -> String {
    let mut state = u64::try_from(number).unwrap_or_default().wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let mut words: Vec<String> = (0..10).map(|_| format!("word{}", draw(8_000))).collect();
    for common in ["school", "late", "again"] {
        if draw(2) == 0 {
            words.push(common.to_owned());
        }
    }
    // As many at first as in the end.
    if number.is_multiple_of(500) && number < FEW {
        words.push("zebra".to_owned());
    }
    words.join(" ")
}

async fn fill(db: &Db, from: u128, to: u128) -> Result<()> {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).context("there is such a day")?;
    let mut next = from;
    while next < to {
        let mut tx = db.begin().await?;
        for number in next..to.min(next + BATCH) {
            let day = first + Days::new(u64::try_from(number % 2_000).unwrap_or_default());
            let entry = NewEntry {
                organisation_id: ORGANISATION,
                consultation_id: None,
                kind: Kind::Answer,
                // Spread over the places of a day, as drawn ids are.
                subject_id: Uuid::from_u128(
                    (number + 2).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835),
                ),
                answer_id: None,
                lang: Lang::English,
                reference: format!("R-{number:06X}"),
                title: String::new(),
                body: said(number),
                on_day: day,
            };
            search::put(&mut tx, &entry).await?;
        }
        tx.commit().await?;
        next += BATCH;
    }
    let mut tx = db.begin().await?;
    search::settle(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// What a page takes for each of what is looked for, in milliseconds.
async fn pages(db: &Db) -> Result<Vec<f64>> {
    let mut all = Vec::with_capacity(WANTED.len());
    for (name, typed) in WANTED {
        let wanted = Wanted::parse(typed);
        let mut times = Vec::with_capacity(TIMES);
        // The first time only warms up.
        for time in 0..=TIMES {
            let started = Instant::now();
            let shown = page(db, &wanted).await?;
            ensure!(shown > 0, "{name}: nothing was found");
            if time > 0 {
                times.push(started.elapsed());
            }
        }
        times.sort_unstable();
        all.push(times.get(TIMES / 2).map_or(0.0, |time| time.as_secs_f64() * 1e3));
    }
    Ok(all)
}

/// What a page of the search does: finds, puts the best first, and cuts a piece out of each that is shown.
async fn page(db: &Db, wanted: &Wanted) -> Result<usize> {
    let mut tx = db.read().await?;
    let query = Query {
        organisation_id: ORGANISATION,
        wanted,
        shelves: &[(Kind::Answer, ORGANISATION)],
        from: None,
        until: None,
    };
    let (mut found, _) = search::find(&mut tx, &query).await?;
    found.sort_by_cached_key(|entry| std::cmp::Reverse(rules::score(wanted, &entry.title, &entry.body)));
    found.truncate(PAGE);
    for entry in &found {
        black_box(rules::excerpt(&entry.body, wanted, EXCERPT));
    }
    Ok(found.len())
}
