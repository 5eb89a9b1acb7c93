//! What everybody can see.

pub mod comments;
mod evidence;
mod feedback;
pub(super) mod four_words;
mod home;
pub mod ideas;
mod info;
pub mod me;
pub mod news;
mod results;
pub mod sorting;
mod standards;
pub mod tell_us;
mod trace;

pub use evidence::{closed, evidence, evidence_of_partner};
pub use feedback::feedback;
pub use home::home;
pub use info::{accessibility, privacy};
pub use results::results;
pub(crate) use results::{bar_count, by_age_table, cell, everything, hidden, labels, rounded};
pub use standards::standards;
pub(crate) use trace::spoken;
pub use trace::trace;
