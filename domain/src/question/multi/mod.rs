//! Any number of several options, with "none of these" and limits.

use serde::{Deserialize, Serialize};

use super::{Choice, FieldError, Flaw, Given, Type, option};

/// Any number of several options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Multi {
    /// At least two. One that stands alone excludes the others.
    pub options: Vec<Choice>,
    /// The least that must be chosen; "none of these" is enough for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<usize>,
    /// The most that may be chosen; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<usize>,
    /// Whether they stand in another order for everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shuffle: bool,
}

impl Multi {
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        let mut found = option::flaws(&self.options);
        found.extend(option::limits(&self.options, self.min, self.max));
        found
    }

    pub(super) fn words_mut(&mut self) -> Vec<&mut Choice> {
        self.options.iter_mut().collect()
    }
}

impl Type for Multi {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        option::parse_many(raw, &self.options, self.min, self.max)
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        option::label(&self.options, value)
    }

    fn values(&self) -> Vec<&str> {
        option::keys(&self.options)
    }
}
