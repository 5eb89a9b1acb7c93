//! Yes, no, not sure.

use super::{FieldError, Given, Type, option};

/// The keys of yes / no / not sure, in the order they are shown.
pub const YES_NO_UNSURE: [&str; 3] = ["yes", "no", "unsure"];

/// Yes, no, not sure.
pub(super) struct YesNoUnsure;

impl Type for YesNoUnsure {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        option::parse_one(raw, |key| YES_NO_UNSURE.contains(&key))
    }

    fn values(&self) -> Vec<&str> {
        YES_NO_UNSURE.to_vec()
    }
}
