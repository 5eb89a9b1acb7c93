//! What every test of more than one crate begins with: a fresh database on each
//! engine, a clock that stands where it is put, chance that repeats itself, and
//! a story-teller that brings a consultation to the point that a test is about.
//!
//! ```text
//! use earshot_testkit::{Fixture, TestDb, Voice, on_both};
//!
//! on_both!(an_answer_is_read_before_it_is_coded);
//!
//! async fn an_answer_is_read_before_it_is_coded(db: TestDb) {
//!     let story = Fixture::new(&db).await;
//!     story.open_consultation("bus").await;
//!     story.send("bus", Voice::child(AgeBand::From11To13).wrote("worst", "its always late")).await;
//!     ...
//! }
//! ```
//!
//! That makes two tests, `an_answer_is_read_before_it_is_coded::sqlite` and
//! `::postgres`. The second needs `EARSHOT_TEST_POSTGRES`, the address of a
//! server on which databases may be made; `cargo xtask test` starts one and sets
//! it. Without it the test says that it was skipped.

#![expect(clippy::unwrap_used, reason = "whatever goes wrong here is a test that fails")]

mod chance;
mod database;
mod fixture;
mod voice;

pub use chance::Seeded;
pub use database::{POSTGRES, TestDb, on_both_at_once, on_postgres, on_sqlite};
/// A decision of the safeguarding lead, for tests that may not name the use cases.
pub use earshot_service::{Begun, Concern, Error, MatrixAsk, MemoOn};
pub use earshot_store::testing;
pub use fixture::{BANDS, Fixture, NOW, OPENED, answers_to, day, questionnaire, setup};
pub use voice::Voice;

/// Makes two tests of each async function that takes a [`TestDb`]: one on
/// SQLite, one on PostgreSQL. The crate that uses it needs tokio.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        $(
            mod $name {
                #[tokio::test]
                async fn sqlite() {
                    $crate::on_sqlite(super::$name).await;
                }

                #[tokio::test]
                async fn postgres() {
                    $crate::on_postgres(super::$name).await;
                }
            }
        )+
    };
}
