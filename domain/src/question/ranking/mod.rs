//! Options put in order, the most important first. Buttons move them; nothing
//! has to be dragged (WCAG 2.2, 2.5.7).

use serde::{Deserialize, Serialize};

use super::{Choice, FieldError, Flaw, Given, Type, option};

/// Options put in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// At least two.
    pub options: Vec<Choice>,
    /// Whether they begin in another order for everybody, so that the order of
    /// the page does not become the order of the answers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shuffle: bool,
}

impl Ranking {
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        option::flaws(&self.options)
    }

    pub(super) fn words_mut(&mut self) -> Vec<&mut Choice> {
        self.options.iter_mut().collect()
    }
}

impl Type for Ranking {
    /// Every option once: a part of an order cannot be compared with another.
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        if raw.iter().all(String::is_empty) {
            return Err(FieldError::Empty);
        }
        let whole =
            raw.len() == self.options.len() && self.options.iter().all(|option| raw.contains(&option.key));
        if whole { Ok(Given::Ranked(raw.to_vec())) } else { Err(FieldError::NotAnOption) }
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        option::label(&self.options, value)
    }

    fn rows(&self) -> &[Choice] {
        &self.options
    }
}
