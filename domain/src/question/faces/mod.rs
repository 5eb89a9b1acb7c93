//! Five faces.

use super::{FieldError, Given, Type, option};

/// The keys of the five faces, from very unhappy to very happy.
pub const FACES: [&str; 5] = ["1", "2", "3", "4", "5"];

/// Five faces.
pub(super) struct Faces;

impl Type for Faces {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        option::parse_one(raw, |key| FACES.contains(&key))
    }

    fn values(&self) -> Vec<&str> {
        FACES.to_vec()
    }
}
