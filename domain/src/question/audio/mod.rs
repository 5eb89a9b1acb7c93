//! Say it aloud, or write it: who cannot or will not be heard answers the same question in words.

use super::{FieldError, Given, LONG_TEXT_MAX, Type, is_file, own_words};

/// A recording, or words.
pub(super) struct Audio;

impl Type for Audio {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        // The id stands in a field of its own, which is empty where nothing was recorded.
        let said = raw.iter().find(|value| is_file(value));
        let words = raw.iter().find(|value| !value.is_empty() && !is_file(value));
        let written = own_words::parse(words.map(std::slice::from_ref).unwrap_or_default(), LONG_TEXT_MAX);
        match (said, written) {
            (Some(id), Err(FieldError::Empty)) => Ok(Given::File(id.clone())),
            // One of the two would be lost.
            (Some(_), _) => Err(FieldError::SaidAndWrote),
            (None, written) => written,
        }
    }
}
