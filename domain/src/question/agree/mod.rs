//! How much somebody agrees, in five steps.

use super::{FieldError, Given, Type, option};

/// The keys of the five steps, from "I really disagree" to "I really agree".
pub const AGREE: [&str; 5] = ["1", "2", "3", "4", "5"];

/// How much somebody agrees, in five steps.
pub(super) struct Agree;

impl Type for Agree {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        option::parse_one(raw, |key| AGREE.contains(&key))
    }

    fn values(&self) -> Vec<&str> {
        AGREE.to_vec()
    }
}
