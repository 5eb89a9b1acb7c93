//! One or several of several pictures. Each has words as well, so that it can
//! be chosen without being seen (WCAG 2.2, 1.1.1).

use serde::{Deserialize, Serialize};

use super::{Choice, FieldError, Flaw, Given, Type, option};

/// One or several of several pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// At least two, each with a picture and its words.
    pub options: Vec<Choice>,
    /// Whether more than one may be chosen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub several: bool,
    /// Whether they stand in another order for everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shuffle: bool,
}

impl Picture {
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        option::flaws(&self.options)
    }

    pub(super) fn words_mut(&mut self) -> Vec<&mut Choice> {
        self.options.iter_mut().collect()
    }
}

impl Type for Picture {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        if self.several {
            option::parse_many(raw, &self.options, None, None)
        } else {
            option::parse_one(raw, |key| self.options.iter().any(|option| option.key == key))
        }
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        option::label(&self.options, value)
    }

    fn values(&self) -> Vec<&str> {
        option::keys(&self.options)
    }
}
