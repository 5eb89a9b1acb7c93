//! A fresh database for each test, on either engine, gone when it ends.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::thread;

use earshot_store::{Db, StoreError, testing};
use tokio::sync::OnceCell;

/// The environment variable with the address of a PostgreSQL server on which
/// databases may be made and removed.
pub const POSTGRES: &str = "EARSHOT_TEST_POSTGRES";

/// A database of one test. Cheap to clone: clones are the same database.
#[derive(Debug, Clone)]
pub struct TestDb {
    db: Db,
    place: std::sync::Arc<Place>,
}

#[derive(Debug)]
struct Place {
    /// Unlike that of every other test that runs on this machine.
    name: String,
    /// Where SQLite's files lie; PostgreSQL's server otherwise.
    kind: Kind,
    /// The connections that are closed at the end, and the databases that go.
    open: Mutex<Vec<Db>>,
    siblings: AtomicU32,
}

#[derive(Debug)]
enum Kind {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Kind::Sqlite(folder) = &self.kind {
            // What is left of it goes with the machine's temporary files.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

impl TestDb {
    async fn new(server: Option<String>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("earshot_test_{}_{number}", std::process::id());
        let kind = match server {
            Some(server) => Kind::Postgres(server),
            None => {
                let folder = std::env::temp_dir().join(&name);
                let _ = std::fs::remove_dir_all(&folder);
                std::fs::create_dir_all(&folder).unwrap();
                Kind::Sqlite(folder)
            }
        };
        let place = Place { name, kind, open: Mutex::default(), siblings: AtomicU32::new(0) };
        let db = place.copy().await;
        Self { db, place: place.into() }
    }

    /// The database, brought up to date.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The same database with connections of its own, as another process has.
    pub async fn again(&self) -> Db {
        self.place.open("").await
    }

    /// Another database on the same engine, empty and not brought up to date.
    pub async fn bare_sibling(&self) -> TestDb {
        let number = self.place.siblings.fetch_add(1, Ordering::Relaxed) + 1;
        let suffix = format!("_{number}");
        let db = self.place.make(&suffix).await;
        Self { db, place: self.place.clone() }
    }

    /// The folder with the files, on SQLite.
    pub fn folder(&self) -> Option<&PathBuf> {
        match &self.place.kind {
            Kind::Sqlite(folder) => Some(folder),
            Kind::Postgres(_) => None,
        }
    }

    /// The address of the database, on PostgreSQL: for a process of its own.
    pub fn url(&self) -> Option<String> {
        match &self.place.kind {
            Kind::Sqlite(_) => None,
            Kind::Postgres(server) => {
                let (before, after) = server.rsplit_once('/').unwrap_or((server, ""));
                let query = after.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
                Some(format!("{before}/{}{query}", self.place.name))
            }
        }
    }

    /// Everything that the database holds, as text.
    pub async fn dump(&self) -> Vec<String> {
        testing::dump(&self.db).await.unwrap()
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        testing::count_rows(&self.db, table).await.unwrap()
    }

    /// Runs a statement past the program, as somebody with the database's own tools does.
    pub async fn execute(&self, sql: &str) -> Result<(), StoreError> {
        testing::execute(&self.db, sql).await
    }

    /// Closes and removes everything.
    async fn end(place: &Place) {
        let open = std::mem::take(&mut *place.open.lock().unwrap());
        for db in &open {
            db.close().await;
        }
        if let Kind::Postgres(server) = &place.kind {
            for number in 0..=place.siblings.load(Ordering::Relaxed) {
                let suffix = if number == 0 { String::new() } else { format!("_{number}") };
                testing::drop_database(server, &format!("{}{suffix}", place.name)).await.unwrap();
            }
        }
    }
}

/// A database that is up to date and empty, as a file of SQLite's. It is made once for all tests of a process: bringing each
/// of their own up to date would take longer than what they test.
async fn model_file() -> &'static [u8] {
    static MODEL: OnceCell<Vec<u8>> = OnceCell::const_new();
    let make = async || {
        let folder = std::env::temp_dir().join(format!("earshot_model_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("model.db");
        let db = Db::sqlite(&path).await.unwrap();
        db.migrate().await.unwrap();
        db.close().await;
        assert!(!folder.join("model.db-wal").exists(), "part of the model lies beside it");
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        bytes
    };
    MODEL.get_or_init(make).await
}

/// The same on a PostgreSQL server: its name there.
async fn model_name(server: &str) -> &'static str {
    static MODEL: OnceCell<String> = OnceCell::const_new();
    MODEL.get_or_init(async || testing::model_database(server).await.unwrap()).await
}

impl Place {
    /// A database that was not there before, brought up to date.
    async fn copy(&self) -> Db {
        match &self.kind {
            Kind::Sqlite(folder) => {
                std::fs::write(folder.join(format!("{}.db", self.name)), model_file().await).unwrap();
                self.open("").await
            }
            Kind::Postgres(server) => {
                let model = model_name(server).await;
                let db = testing::copy_database(server, model, &self.name).await.unwrap();
                self.open.lock().unwrap().push(db.clone());
                db
            }
        }
    }

    /// A database that was not there before.
    async fn make(&self, suffix: &str) -> Db {
        let name = format!("{}{suffix}", self.name);
        let db = match &self.kind {
            Kind::Sqlite(_) => return self.open(suffix).await,
            Kind::Postgres(server) => testing::create_database(server, &name).await.unwrap(),
        };
        self.open.lock().unwrap().push(db.clone());
        db
    }

    async fn open(&self, suffix: &str) -> Db {
        let name = format!("{}{suffix}", self.name);
        let db = match &self.kind {
            Kind::Sqlite(folder) => Db::sqlite(&folder.join(format!("{name}.db"))).await.unwrap(),
            Kind::Postgres(server) => testing::open_database(server, &name).await.unwrap(),
        };
        self.open.lock().unwrap().push(db.clone());
        db
    }
}

/// A test that runs. It stays on its thread: nobody has to prove of everything it waits for that it may move.
type Running = Pin<Box<dyn Future<Output = ()>>>;

/// A test before it runs. What runs it is compiled once for all tests, and not once for each.
type Test = Box<dyn FnOnce(TestDb) -> Running>;

fn boxed<F, T>(test: F) -> Test
where
    F: FnOnce(TestDb) -> T + 'static,
    T: Future<Output = ()> + 'static,
{
    Box::new(|db| Box::pin(test(db)))
}

/// Runs a test on a fresh SQLite database.
pub fn on_sqlite<F, T>(test: F) -> impl Future<Output = ()>
where
    F: FnOnce(TestDb) -> T + 'static,
    T: Future<Output = ()> + 'static,
{
    sqlite(boxed(test))
}

async fn sqlite(test: Test) {
    run(TestDb::new(None).await, test).await;
}

/// Runs a test on a fresh PostgreSQL database, if there is a server for it.
pub fn on_postgres<F, T>(test: F) -> impl Future<Output = ()>
where
    F: FnOnce(TestDb) -> T + 'static,
    T: Future<Output = ()> + 'static,
{
    postgres(boxed(test))
}

async fn postgres(test: Test) {
    if let Some(server) = server() {
        run(TestDb::new(Some(server)).await, test).await;
    }
}

/// Runs a test that needs a fresh database on each engine at once, if there is
/// a PostgreSQL server: first the one on SQLite, then the other.
pub async fn on_both_at_once<F, T>(test: F)
where
    F: FnOnce(TestDb, TestDb) -> T + 'static,
    T: Future<Output = ()> + 'static,
{
    if let Some(server) = server() {
        let postgres = TestDb::new(Some(server)).await;
        let both = |sqlite| async move {
            run(postgres, boxed(|postgres| test(sqlite, postgres))).await;
        };
        run(TestDb::new(None).await, boxed(both)).await;
    }
}

fn server() -> Option<String> {
    let server = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty());
    if server.is_none() {
        eprintln!("skipped: {POSTGRES} is not set; cargo xtask test sets it");
    }
    server
}

/// Runs the test, and has the database go also when the test fails.
async fn run(db: TestDb, test: Test) {
    let place = db.place.clone();
    let outcome = to_its_end(test(db)).await;
    TestDb::end(&place).await;
    if let Err(why) = outcome {
        resume_unwind(why);
    }
}

/// Runs a test until it ends or fails, and lets go of all that it held.
async fn to_its_end(mut test: Running) -> thread::Result<()> {
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| test.as_mut().poll(context)));
        polled.map_or_else(|why| Poll::Ready(Err(why)), |polled| polled.map(Ok))
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;

    use tokio::task::yield_now;

    use super::*;

    #[tokio::test]
    async fn a_test_that_fails_says_why_once_it_has_let_go_of_everything() {
        let held = std::sync::Arc::new(());
        let own = held.clone();
        let fails = async move {
            yield_now().await;
            assert!(black_box(false), "late");
            drop(own);
        };
        let why = to_its_end(Box::pin(fails)).await.unwrap_err();
        assert_eq!(why.downcast_ref::<&str>(), Some(&"late"));
        assert_eq!(std::sync::Arc::strong_count(&held), 1);
        assert!(to_its_end(Box::pin(yield_now())).await.is_ok());
    }
}
