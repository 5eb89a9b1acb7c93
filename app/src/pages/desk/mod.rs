//! The desk of the staff: what waits, what was said, and what came of it. Its
//! sentences are plain English and stand in the pages; those for young people
//! stand in the language files.

pub mod areas;
pub mod audit;
pub mod clinic;
pub mod clocks;
pub mod codebook;
pub mod coding;
pub mod consultations;
pub mod decisions;
pub mod documents;
pub mod feedback;
pub mod files;
pub mod findings;
pub mod home;
pub mod jobs;
pub mod library;
pub mod moderation;
pub mod needs;
pub mod paper;
pub mod partners;
pub mod passkey;
pub mod people;
pub mod priorities;
pub mod progress;
pub mod questions;
pub mod quotes;
pub mod reach;
pub mod read_links;
pub mod reading;
mod refusals;
pub mod reminder;
pub mod requests;
pub mod retention;
pub mod safeguarding;
pub mod sealed_contact;
pub mod second_step;
pub mod sessions;
pub mod setup;
mod shell;
pub mod sign_in;
pub mod standards;
pub mod themes;
mod tried;
mod typed;
pub mod watch;
pub mod ways;
pub mod young;

pub use tried::Tried;
pub use typed::Typed;
