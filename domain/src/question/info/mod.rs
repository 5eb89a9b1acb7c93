//! A page that tells something and asks nothing.

use super::{FieldError, Given, Type};

/// A page that tells something and asks nothing.
pub(super) struct Info;

impl Type for Info {
    fn parse(&self, _: &[String]) -> Result<Given, FieldError> {
        Ok(Given::Skipped)
    }
}
