//! What every use case works with: the database, the keys, the time and chance.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, DurationRound, NaiveDate, TimeDelta, Utc};
use earshot_domain::safeguarding::WatchList;
use earshot_store::Db;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::Keys;
use crate::passkeys::Passkeys;
use crate::search::index;
use crate::together::Together;

/// Tells the time. An argument everywhere, so that a test or a rule about
/// deadlines never waits for a real clock.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> DateTime<Utc>;
}

/// Draws random bytes.
pub trait Chance: Send + Sync {
    /// Fills the buffer with bytes that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands where it is put; for tests and for telling a story that
/// has happened, as the demo does.
#[derive(Debug)]
pub struct FixedClock(Mutex<DateTime<Utc>>);

impl FixedClock {
    /// A clock that stands at this moment.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now))
    }

    /// Puts the clock to another moment.
    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The machine's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's randomness is read")]
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no token can be trusted: better to stop than to
        // go on with one that could be guessed.
        #[expect(clippy::expect_used, reason = "there is no safe way on without randomness")]
        getrandom::fill(bytes).expect("the machine gives randomness");
    }
}

/// Does work for a processor on a thread of its own, so that nobody waits behind it.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // What falls over there falls over here, as if it had been done here.
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// The use cases of Earshot. Cheap to clone.
#[derive(Clone)]
pub struct Earshot {
    pub(crate) db: Db,
    pub(crate) keys: Keys,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) together: Together,
    pub(crate) mails: bool,
    pub(crate) watch_lists: WatchLists,
    /// Issuers of providers whose people sign in through them alone.
    pub(crate) only_through: Arc<[String]>,
    /// What checks passkeys; none where people reach this site by a number.
    pub(crate) passkeys: Option<Passkeys>,
    /// Whose turn it is to compare thousands of answers with each other: one at a time in this process.
    pub(crate) comparing: Arc<Semaphore>,
    /// How many records of the search's index are looked at in one transaction.
    pub(crate) index_batch: i64,
}

/// A version of an organisation's words, and these.
type Version = (i64, Arc<WatchList>);

/// The words of organisations that this process has read: a few, and each version once.
#[derive(Clone, Default)]
pub(crate) struct WatchLists(Arc<Mutex<HashMap<Uuid, Version>>>);

impl WatchLists {
    /// The words of this version, if they were read.
    pub(crate) fn get(&self, organisation_id: Uuid, version: i64) -> Option<Arc<WatchList>> {
        let known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.get(&organisation_id).filter(|(of, _)| *of == version).map(|(_, list)| list.clone())
    }

    /// Keeps them instead of another version.
    pub(crate) fn keep(&self, organisation_id: Uuid, version: i64, list: Arc<WatchList>) {
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.insert(organisation_id, (version, list));
    }
}

impl std::fmt::Debug for Earshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Earshot").field("engine", &self.db.engine()).finish_non_exhaustive()
    }
}

impl Earshot {
    /// Puts the parts together.
    pub fn new(db: Db, keys: Keys, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        Self {
            db,
            keys,
            clock,
            chance,
            together: Together::default(),
            mails: false,
            watch_lists: WatchLists::default(),
            only_through: Arc::default(),
            passkeys: None,
            comparing: Arc::new(Semaphore::new(1)),
            index_batch: index::BATCH,
        }
    }

    /// The same, with another clock.
    #[must_use]
    pub fn with_clock(&self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, together: Together::default(), ..self.clone() }
    }

    /// The same, where mail goes out: what is offered then says so.
    #[must_use]
    pub fn with_mail(self) -> Self {
        Self { mails: true, ..self }
    }

    /// The same, where the index of the search is looked after in smaller pieces, or larger ones; for tests.
    #[must_use]
    pub fn with_index_pieces_of(self, records: i64) -> Self {
        Self { index_batch: records.max(1), ..self }
    }

    /// Compares answers with each other when it is this one's turn, on a thread of its own. What has begun ends, also when
    /// whoever asked for it has hung up, so its turn ends only then.
    pub(crate) async fn compared<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = self.comparing.clone().acquire_owned().await;
        let work = move || {
            let _turn = turn;
            work()
        };
        aside(work).await
    }

    /// Whether mail goes out.
    pub fn mails(&self) -> bool {
        self.mails
    }

    /// The database underneath; for migrations, backup and health.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// This moment, in the precision that both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        let now = self.clock.now();
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }

    /// Today.
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// This moment rounded down to the hour: the finest time that is kept of
    /// anything a young person does (domain.md 7.1, "response").
    pub(crate) fn this_hour(&self) -> DateTime<Utc> {
        let now = self.now();
        now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now)
    }

    /// What the orders of one response are drawn from.
    pub fn random_seed(&self) -> u32 {
        let mut bytes = [0; 4];
        self.chance.fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    /// An id that tells nothing of when it was made.
    pub(crate) fn random_id(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.chance.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// An id in the order of time, for what staff make.
    pub(crate) fn ordered_id(&self) -> Uuid {
        let mut bytes = [0; 10];
        self.chance.fill(&mut bytes);
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    /// A secret of 256 bits as 64 letters.
    pub fn random_token(&self) -> String {
        let mut bytes = [0; 32];
        self.chance.fill(&mut bytes);
        crate::keys::hex(&bytes)
    }
}
