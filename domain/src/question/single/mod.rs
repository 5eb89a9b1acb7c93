//! One of several options.

use serde::{Deserialize, Serialize};

use super::{Choice, FieldError, Flaw, Given, Type, option};

/// One of several options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Single {
    /// At least two.
    pub options: Vec<Choice>,
    /// Whether they stand in another order for everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shuffle: bool,
}

impl Single {
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        option::flaws(&self.options)
    }

    pub(super) fn words_mut(&mut self) -> Vec<&mut Choice> {
        self.options.iter_mut().collect()
    }
}

impl Type for Single {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        option::parse_one(raw, |key| self.options.iter().any(|option| option.key == key))
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        option::label(&self.options, value)
    }

    fn values(&self) -> Vec<&str> {
        option::keys(&self.options)
    }
}
