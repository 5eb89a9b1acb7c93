//! The desk for coding, at a thousand answers and at many more: what shows a page of them must cost about the same.
//!
//! Measured through the use cases, as the pages call them. Two of them look at every answer and say so: what is alike (of
//! the first ten thousand answers to a question), and what may have to be taken out.

use std::hint::black_box;
use std::sync::mpsc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, NaiveDate};
use earshot_domain::door::Door;
use earshot_domain::evidence::{AnswerState, QuoteConsent};
use earshot_domain::respondent::RespondentType;
use earshot_domain::text::Span;
use earshot_service::{CodingFilter, CodingPile, PilePage};
use earshot_store::response::{self, NewResponse, NewText};
use earshot_store::{Tx, analysis, reading};
use earshot_testkit::{Fixture, TestDb, on_postgres, on_sqlite};
use uuid::Uuid;

use crate::finding::said;

/// The environment variable that says how many answers there are in the end.
const ANSWERS: &str = "EARSHOT_BENCH_ANSWERS";

/// How many there are at first, and in the end unless somebody says otherwise.
const FEW: u128 = 1_000;
const MANY: u128 = 10_000;

/// Answers that are filled in in one transaction.
const BATCH: u128 = 1_000;

/// How often each is done; the median counts.
const TIMES: usize = 15;

/// The same for what looks at every answer.
const HEAVY_TIMES: usize = 5;

/// Answers on a page of the desk.
const PAGE: i64 = 20;

const SLUG: &str = "bus";

/// A consultation with a codebook, and somebody who codes.
struct Desk {
    story: Fixture,
    consultation: Uuid,
    /// Two that many answers carry, and one that few do.
    codes: [Uuid; 3],
}

/// What is measured.
#[derive(Debug, Clone, Copy)]
enum Work {
    First,
    Middle,
    Behind,
    Last,
    OfCode,
    OfRareCode,
    OfQuestion,
    Uncoded,
    Code,
    Alike,
    TakingOut,
}

const ALL: [(Work, &str); 11] = [
    (Work::First, "the first page"),
    (Work::Middle, "a page in the middle"),
    (Work::Behind, "a page behind an answer"),
    (Work::Last, "the last page"),
    (Work::OfCode, "a page of a common code"),
    (Work::OfRareCode, "a page of a rare code"),
    (Work::OfQuestion, "a page of one question"),
    (Work::Uncoded, "a page without codes"),
    (Work::Code, "coding one answer"),
    (Work::Alike, "similar answers"),
    (Work::TakingOut, "what to take out"),
];

/// Measures SQLite, and PostgreSQL where there is a server.
pub(crate) fn measure() -> Result<()> {
    let many = match std::env::var(ANSWERS) {
        Ok(text) => text.parse().with_context(|| format!("{ANSWERS} is no number"))?,
        Err(_) => MANY,
    };
    ensure!(many > FEW, "{ANSWERS} must be more than {FEW}");
    let (sqlite, measured) = mpsc::channel();
    let postgres = sqlite.clone();
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        on_sqlite(move |db| async move {
            let _ = sqlite.send(grow(&db, "SQLite", many).await);
        })
        .await;
        on_postgres(move |db| async move {
            let _ = postgres.send(grow(&db, "PostgreSQL", many).await);
        })
        .await;
    });
    measured.into_iter().collect()
}

/// Fills a database, measures, fills it on, and measures once more.
async fn grow(db: &TestDb, engine: &str, many: u128) -> Result<()> {
    let story = Fixture::new(db).await;
    story.open_consultation(SLUG).await;
    let consultation = story.earshot.preparation(&story.worker, SLUG).await?.consultation.id;
    let codes = [
        story.code(SLUG, "Late", &[]).await,
        story.code(SLUG, "Full", &[]).await,
        story.code(SLUG, "Rare", &[]).await,
    ];
    let desk = Desk { story, consultation, codes };
    desk.fill(db, 0, FEW).await?;
    let few = desk.all(FEW).await?;
    desk.fill(db, FEW, many).await?;
    let then = desk.all(many).await?;
    for (((_, name), few), then) in ALL.iter().zip(few).zip(then) {
        let what = format!("coding: {name}, {engine}, {many} answers");
        crate::print(&what, then, "ms", &format!("{FEW} answers"), few);
    }
    Ok(())
}

/// Spread over the places of a day, as drawn ids are.
fn drawn(number: u128) -> Uuid {
    Uuid::from_u128((number + 2).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

/// The codings have ids of their own.
fn drawn_for_coding(number: u128) -> Uuid {
    Uuid::from_u128((number + 2).wrapping_mul(0xd1b5_4a32_d192_ed03_9e37_79b9_7f4a_7c15))
}

impl Desk {
    async fn fill(&self, db: &TestDb, from: u128, to: u128) -> Result<()> {
        let mut next = from;
        while next < to {
            let mut tx = db.db().begin().await?;
            for number in next..to.min(next + BATCH) {
                self.answered(&mut tx, number).await?;
            }
            tx.commit().await?;
            next += BATCH;
        }
        if db.folder().is_none() {
            // As the server does by itself after a while.
            for table in ["answer_text", "response", "coding"] {
                db.execute(&format!("VACUUM ANALYZE {table}")).await?;
            }
        }
        Ok(())
    }

    /// A cleared answer; two of three carry a code, one of six carries another one on a piece.
    async fn answered(&self, tx: &mut Tx, number: u128) -> Result<()> {
        let id = drawn(number);
        let response = NewResponse {
            id,
            consultation_id: self.consultation,
            questionnaire_version: 1,
            respondent_type: RespondentType::Child,
            age_band: Some(if number.is_multiple_of(2) { "11-13" } else { "14-15" }),
            area: None,
            channel: "web",
            started_on: NaiveDate::from_ymd_opt(2026, 2, 9).context("there is such a day")?,
            submitted_at: DateTime::UNIX_EPOCH,
            submission_key_hash: id.as_bytes().to_vec(),
            receipt_hash: Some(id.as_bytes().to_vec()),
            words_consent: QuoteConsent::Yes,
            import_key: None,
            seed: 7,
            door: Door::default(),
            group_name: None,
            assisted_by: None,
            minutes: None,
            unreadable: None,
        };
        ensure!(response::insert(tx, &response).await?, "it is there already");
        let about_somebody = if number.is_multiple_of(10) { " my teacher is called Mrs Patel" } else { "" };
        let text = NewText {
            id,
            question_key: if number.is_multiple_of(4) { "stop" } else { "worst" }.to_owned(),
            words: format!("{}{about_somebody}", said(number)),
            words_sha256: id.as_bytes().to_vec(),
            watch: number.is_multiple_of(50),
            state: AnswerState::New,
            interpretation: None,
        };
        response::insert_text(tx, id, self.consultation, &text).await?;
        let (by, now) = (self.story.worker.staff_id, DateTime::UNIX_EPOCH);
        reading::set_state(tx, id, AnswerState::New, AnswerState::Cleared, by, now).await?;
        let [late, full, rare] = self.codes;
        let mut carried = Vec::new();
        if !number.is_multiple_of(3) {
            carried.push((late, None));
        }
        if number % 6 == 1 {
            carried.push((full, Some(Span { start: 0, end: 4 })));
        }
        // As many at first as in the end.
        if number % 100 == 1 && number < FEW {
            carried.push((rare, None));
        }
        for ((code, piece), nth) in carried.into_iter().zip(0..) {
            analysis::add_coding(tx, drawn_for_coding(number * 4 + nth), id, code, piece, by, now).await?;
        }
        Ok(())
    }

    /// What each takes, in milliseconds.
    async fn all(&self, answers: u128) -> Result<Vec<f64>> {
        let mut all = Vec::with_capacity(ALL.len());
        let middle = (i64::try_from(answers)? - 1) / PAGE / 2;
        let everything = CodingFilter::All;
        let middle = self.story.earshot.coding_queue(&self.story.worker, SLUG, everything, middle).await?;
        let after = middle.answers.last().map(|answer| answer.id);
        for (work, name) in ALL {
            let often = if matches!(work, Work::Alike | Work::TakingOut) { HEAVY_TIMES } else { TIMES };
            let mut times = Vec::with_capacity(often);
            // The first time only warms up.
            for time in 0..=often {
                let started = Instant::now();
                self.work(work, answers, time, after).await.context(name)?;
                if time > 0 {
                    times.push(started.elapsed());
                }
            }
            times.sort_unstable();
            all.push(times.get(often / 2).map_or(0.0, |time| time.as_secs_f64() * 1e3));
        }
        Ok(all)
    }

    async fn work(&self, work: Work, answers: u128, time: usize, after: Option<Uuid>) -> Result<()> {
        let (earshot, worker) = (&self.story.earshot, &self.story.worker);
        let last = (i64::try_from(answers)? - 1) / PAGE;
        let [late, full, rare] = self.codes;
        match work {
            Work::First => self.page(CodingFilter::All.into(), 0).await,
            Work::Middle => self.page(CodingFilter::All.into(), last / 2).await,
            // From the last answer of the page in the middle, as the ways lead on.
            Work::Behind => {
                self.page(CodingFilter::All.into(), PilePage { after, ..PilePage::default() }).await
            }
            Work::Last => self.page(CodingFilter::All.into(), last).await,
            Work::OfCode => self.page(CodingFilter::Code(late).into(), 0).await,
            Work::OfRareCode => self.page(CodingFilter::Code(rare).into(), 0).await,
            Work::OfQuestion => {
                let stop = CodingPile { question: Some("stop".to_owned()), ..CodingFilter::All.into() };
                self.page(stop, 0).await
            }
            Work::Uncoded => self.page(CodingFilter::Uncoded.into(), 0).await,
            Work::Code => {
                // One after the other, so that there is something to change each time.
                let code = if time.is_multiple_of(2) { late } else { full };
                Ok(earshot.code_answer(worker, SLUG, drawn(3), &[code]).await?)
            }
            Work::Alike => {
                let alike = earshot.alike(worker, SLUG, "worst").await?;
                ensure!(alike.looked_at > 0, "nothing was compared");
                black_box(alike);
                Ok(())
            }
            Work::TakingOut => {
                let queue = earshot.taking_out_queue(worker, SLUG, 0).await?;
                ensure!(!queue.cards.is_empty(), "nothing has to be taken out");
                black_box(queue);
                Ok(())
            }
        }
    }

    /// A page of the pile.
    async fn page(&self, pile: CodingPile, page: impl Into<PilePage> + Send) -> Result<()> {
        let queue = self.story.earshot.coding_queue(&self.story.worker, SLUG, pile, page).await?;
        ensure!(!queue.answers.is_empty(), "the page is empty");
        black_box(queue);
        Ok(())
    }
}
