//! A photo or a drawing. Nobody but staff who read answers ever sees it (domain.md 5.5, "no child-uploaded images
//! shown to others").

use super::{FieldError, Given, Type, is_file};

/// A photo or a drawing.
pub(super) struct Photo;

impl Type for Photo {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        match raw.iter().find(|value| !value.is_empty()) {
            None => Err(FieldError::Empty),
            Some(id) if is_file(id) => Ok(Given::File(id.clone())),
            Some(_) => Err(FieldError::NotAnOption),
        }
    }
}
