//! Paper: forms that are printed, filled in by hand and typed in afterwards
//! (domain.md 5.10, "another way to answer").
//!
//! Each form has a code of its own at the foot of every page, so that its pages
//! belong together, so that the questions are typed in as they were printed, and
//! so that no form is typed in twice.

mod code;
mod sheet;
mod typed;

pub use code::FormCode;
pub use sheet::{Entry, LINES, Sheet, columns, entries, pack, sheets, tall};
pub use typed::{CANNOT_BE_READ, Typed, read};

crate::text_enum! {
    /// How a form is laid out.
    pub enum Layout {
        /// A4, twelve points.
        Standard = "standard",
        /// A4, eighteen points and more.
        Large = "large",
        /// In Easy Read words: large, one idea after the other, at most two questions a page.
        Easy = "easy",
    }
}

/// Forms that can be printed at once.
pub const FORMS_MAX: i64 = 100;
