//! The workbench: which answers lie on it, codes on pieces of an answer, taking the last change back, and notes
//! (domain.md 6.1, 6.3).

mod answer;
mod pile;

pub use answer::{MemoOn, MemoView, PieceText};
pub use pile::{CodingFilter, CodingPile, Only, PileCounts, PilePage};
pub(crate) use pile::{found_among, found_responses, hide_found};
