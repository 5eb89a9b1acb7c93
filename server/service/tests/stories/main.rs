//! Use cases as they are used, each story on both engines: who may do what, what
//! has to be in place, and what follows when a young person changes their mind.

#![expect(clippy::unwrap_used, reason = "tests")]

use earshot_service::{Earshot, Letter};

mod asking;
mod audit;
mod builder;
mod clinic;
mod clocks;
mod comments;
mod digests;
mod documents;
mod doors;
mod files;
mod gates;
mod library;
mod media;
mod news;
mod paper;
mod partners;
mod passkeys;
mod progress;
mod provider;
mod read_links;
mod requests;
mod retention;
mod scopes;
mod sealed_contacts;
mod second_step;
mod secret;
mod table;
mod two_people;
mod voices;
mod watch;
mod ways;
mod whole_way;
mod young;

/// Does everything that is due; gives the letters.
async fn letters(earshot: &Earshot) -> Vec<Letter> {
    let mut letters = Vec::new();
    while let Some(job) = earshot.take_job().await.unwrap() {
        letters.extend(earshot.perform(&job).await.unwrap());
        earshot.job_done(&job).await.unwrap();
    }
    letters
}
