//! Files that staff have asked for: made one after the other, beside the requests, and without a mail server as well.

use std::time::Duration;

use earshot_formats::tables;
use earshot_service::{Earshot, Error, Problem, TakenExport};
use tokio::sync::watch;

/// How often is looked whether there is something to make.
const BEAT: Duration = Duration::from_secs(2);

/// Makes what there is to make, one file after the other, until `stop` says so. Every process does so; each file is made by
/// one. A file that is being made when the process ends is begun anew by another, or after the next start.
pub async fn work(earshot: Earshot, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let rest = match one(&earshot).await {
            Ok(Made::Kept | Made::Overtaken) => continue,
            Ok(Made::Nothing) => BEAT,
            Ok(Made::Failed) => BEAT * 5,
            Err(error) => {
                tracing::warn!(%error, "could not look after files that were asked for; trying again");
                BEAT * 5
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stop.changed() => {}
        }
    }
}

/// What became of the next file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// There was none.
    Nothing,
    /// It can be fetched.
    Kept,
    /// An answer was taken back, changed or held in the meantime: it is begun anew.
    Overtaken,
    /// It could not be made.
    Failed,
}

/// Makes the next file.
pub async fn one(earshot: &Earshot) -> Result<Made, Error> {
    let Some(taken) = earshot.take_export().await? else { return Ok(Made::Nothing) };
    let (at, of) = (earshot.clone(), taken.clone());
    // By itself, so that a file that cannot be written stops none of the others.
    let made = tokio::spawn(async move { make(&at, &of).await }).await;
    let made = made.unwrap_or_else(|_| Err(Problem { words: BROKEN.to_string(), lasting: false }));
    match made {
        Ok(true) => Ok(Made::Kept),
        Ok(false) => Ok(Made::Overtaken),
        Err(problem) => {
            tracing::warn!(problem = problem.words, "a file was not made");
            earshot.export_failed(&taken, &problem).await?;
            Ok(Made::Failed)
        }
    }
}

/// What is said of a file that somebody has to look after.
const BROKEN: &str = "it could not be written";

async fn make(earshot: &Earshot, taken: &TakenExport) -> Result<bool, Problem> {
    let database = |error: Error| {
        tracing::warn!(%error, "a file failed");
        Problem { words: "the database did not answer".to_string(), lasting: false }
    };
    let content = match earshot.gather_export(taken).await {
        Ok(content) => content,
        // It was begun anew, or its consultation is gone.
        Err(Error::Stale | Error::NotFound) => return Ok(false),
        Err(error) => return Err(database(error)),
    };
    let form = taken.form();
    // Packing takes its time, and others are waiting.
    let written = tokio::task::spawn_blocking(move || tables::write(form, &content)).await;
    let written = match written {
        Ok(Ok(written)) => written,
        Ok(Err(error)) => return Err(Problem { words: error.to_string(), lasting: true }),
        Err(_) => return Err(Problem { words: BROKEN.to_string(), lasting: false }),
    };
    earshot.export_made(taken, &written.name, &written.bytes).await.map_err(database)
}
