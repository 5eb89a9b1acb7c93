//! Several lines of words.

use super::{FieldError, Given, Type, own_words};

/// Letters (Unicode code points) in a longer answer (domain.md 7.7a).
pub const LONG_TEXT_MAX: usize = 2_000;

/// Several lines of words.
pub(super) struct LongText;

impl Type for LongText {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        own_words::parse(raw, LONG_TEXT_MAX)
    }
}
