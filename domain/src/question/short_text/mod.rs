//! One line of words.

use super::{FieldError, Given, Type, own_words};

/// Letters (Unicode code points) in a one-line answer.
pub const SHORT_TEXT_MAX: usize = 200;

/// One line of words.
pub(super) struct ShortText;

impl Type for ShortText {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        own_words::parse(raw, SHORT_TEXT_MAX)
    }
}
