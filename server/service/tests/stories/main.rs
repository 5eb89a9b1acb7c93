//! Use cases as they are used, each story on both engines: who may do what, what
//! has to be in place, and what follows when a young person changes their mind.

#![expect(clippy::unwrap_used, reason = "tests")]

use earshot_service::{Earshot, Error, Letter, Refusal};

mod alike;
mod asking;
mod at_once;
mod attack;
mod audit;
mod boards;
mod builder;
mod clinic;
mod clocks;
mod codebook;
mod comments;
mod digests;
mod documents;
mod doors;
mod evidence_pack;
mod exports;
mod files;
mod gates;
mod ideas;
mod library;
mod matrix;
mod media;
mod news;
mod paper;
mod partners;
mod passkeys;
mod progress;
mod provider;
mod qda;
mod read_links;
mod requests;
mod retention;
mod rounds;
mod scopes;
mod sealed_contacts;
mod search;
mod second_step;
mod secret;
mod sorting;
mod table;
mod taking_out;
mod transcripts;
mod two_people;
mod voices;
mod watch;
mod ways;
mod whole_way;
mod workbench;
mod young;
mod young_passkeys;

/// Does everything that is due; gives the letters.
async fn letters(earshot: &Earshot) -> Vec<Letter> {
    let mut letters = Vec::new();
    while let Some(job) = earshot.take_job().await.unwrap() {
        letters.extend(earshot.perform(&job).await.unwrap());
        earshot.job_done(&job).await.unwrap();
    }
    letters
}

/// Why something was refused.
fn refusals<T: std::fmt::Debug>(done: Result<T, Error>) -> Vec<Refusal> {
    match done {
        Err(Error::Refused(refusals)) => refusals,
        other => panic!("not refused: {other:?}"),
    }
}
