//! How long ago something was. Bands are all that is asked: an exact day says
//! more about a child than anybody needs (domain.md 5.1, standard 8).

use super::{FieldError, Given, Type, option};

/// The keys of the bands, in the order they are shown: the last week, month and
/// year, longer ago, not sure.
pub const WHEN: [&str; 5] = ["week", "month", "year", "longer", "unsure"];

/// How long ago something was.
pub(super) struct When;

impl Type for When {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        option::parse_one(raw, |key| WHEN.contains(&key))
    }

    fn values(&self) -> Vec<&str> {
        WHEN.to_vec()
    }
}
