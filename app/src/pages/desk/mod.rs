//! The desk of the staff: what waits, what was said, and what came of it. Its
//! sentences are plain English and stand in the pages; those for young people
//! stand in the language files.

mod shell;

pub use shell::Typed;
