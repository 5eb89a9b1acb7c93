//! A row of numbers with words at both ends.

use serde::{Deserialize, Serialize};

use super::{Choice, FieldError, Flaw, Given, Type, option};

/// The numbers as they are kept; a rating uses a part of them.
const STEPS: [&str; 11] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

/// A row of numbers, at most from 0 to 10, with words at both ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The lowest: 0 or 1.
    pub from: u8,
    /// The highest, at most 10.
    pub to: u8,
    /// What the ends mean: first the words of the lowest number, then those of
    /// the highest. Their keys are the numbers.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub ends: Vec<Choice>,
}

impl Rating {
    /// The numbers, lowest first.
    pub fn steps(&self) -> Vec<&'static str> {
        STEPS
            .into_iter()
            .skip(self.from.into())
            .take(usize::from(self.to.saturating_sub(self.from)) + 1)
            .collect()
    }
}

impl Rating {
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        if self.from < self.to && self.to <= 10 { Vec::new() } else { vec![Flaw::LimitsCross] }
    }

    pub(super) fn words_mut(&mut self) -> Vec<&mut Choice> {
        self.ends.iter_mut().collect()
    }
}

impl Type for Rating {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        let steps = self.steps();
        option::parse_one(raw, |key| steps.contains(&key))
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        Some(value)
    }

    fn values(&self) -> Vec<&str> {
        self.steps()
    }
}
