//! What is alike among many texts, found by counting words and without any outside service: texts that are nearly the same,
//! texts that are like one of them, groups that somebody may make a code of, and codes that an answer may deserve. All of it
//! is a suggestion with its reasons; a person decides.
//!
//! Everything here gives the same for the same texts in the same order: no chance, no clock. How good it is on answers that
//! people have coded is measured in `tests.rs`, and written down in the README of this crate.

mod codes;
mod groups;
#[cfg(test)]
mod measure;
mod near;
mod stop;
#[cfg(test)]
mod tests;
mod vectors;
mod words;

pub use codes::{Coded, FEWEST_EXAMPLES, SuggestedCode, suggested_codes};
pub use groups::{FEWEST_TEXTS, Group, Groups, Member, groups};
pub use near::{CAMPAIGN_WORDS, Nearly, nearly_same};
pub use vectors::{Like, more_like};

/// Texts that are looked at in one go. Whoever asks for more is told that there are more.
pub const MOST_TEXTS: usize = 10_000;

/// A count as a number to calculate with.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
