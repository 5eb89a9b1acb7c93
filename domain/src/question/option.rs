//! What there is to choose from, shared by every type that has options.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{FieldError, Flaw, Given};
use crate::questionnaire::is_key;

/// The most options that one question may offer.
pub const MAX_OPTIONS: usize = 200;

/// One option of a choice question, one statement of a grid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Names the option in the database and in exports.
    pub key: String,
    /// The words that are shown.
    pub label: String,
    /// A smaller line under the label.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub note: Option<String>,
    /// The name of an uploaded picture.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[cfg_attr(not(target_arch = "wasm32"), serde(default, skip_serializing_if = "Option::is_none"))]
    pub picture: Option<String>,
    /// "None of these": cannot be chosen together with another. Keeps its place
    /// where the others change theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    /// Keeps its place where the others change theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed: bool,
}

impl Choice {
    /// An option with its words and nothing else.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), ..Self::default() }
    }

    /// The same option as "none of these".
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }
}

/// The words of the option with this key.
pub(super) fn label<'a>(options: &'a [Choice], value: &str) -> Option<&'a str> {
    options.iter().find(|option| option.key == value).map(|option| option.label.as_str())
}

pub(super) fn keys(options: &[Choice]) -> Vec<&str> {
    options.iter().map(|option| option.key.as_str()).collect()
}

pub(super) fn parse_one(raw: &[String], is_option: impl Fn(&str) -> bool) -> Result<Given, FieldError> {
    match raw {
        [] => Err(FieldError::Empty),
        [only] if only.is_empty() => Err(FieldError::Empty),
        [only] if is_option(only) => Ok(Given::One(only.clone())),
        _ => Err(FieldError::NotAnOption),
    }
}

pub(super) fn parse_many(
    raw: &[String],
    options: &[Choice],
    min: Option<usize>,
    max: Option<usize>,
) -> Result<Given, FieldError> {
    let raw: Vec<&String> = raw.iter().filter(|value| !value.is_empty()).collect();
    if raw.is_empty() {
        return Err(FieldError::Empty);
    }
    if raw.iter().any(|value| !options.iter().any(|o| o.key == **value)) {
        return Err(FieldError::NotAnOption);
    }
    // The question's own order, each once, whatever order the form sent.
    let chosen: Vec<&Choice> =
        options.iter().filter(|option| raw.iter().any(|value| **value == option.key)).collect();
    if chosen.iter().any(|option| option.alone) {
        let given = || Given::Many(vec![chosen[0].key.clone()]);
        return if chosen.len() == 1 { Ok(given()) } else { Err(FieldError::AloneWithOthers) };
    }
    match (min, max) {
        (_, Some(max)) if chosen.len() > max => Err(FieldError::TooMany { max }),
        (Some(min), _) if chosen.len() < min => Err(FieldError::TooFew { min }),
        _ => Ok(Given::Many(chosen.into_iter().map(|option| option.key.clone()).collect())),
    }
}

/// What is wrong with a list of options.
pub(super) fn flaws(options: &[Choice]) -> Vec<Flaw> {
    let mut found = Vec::new();
    if options.len() < 2 {
        found.push(Flaw::TooFewOptions);
    }
    each_flaw(options, &mut found);
    found
}

/// What is wrong with each of a list.
pub(super) fn each_flaw(options: &[Choice], found: &mut Vec<Flaw>) {
    if options.len() > MAX_OPTIONS {
        found.push(Flaw::TooManyOptions);
    }
    let mut seen = HashSet::new();
    for option in options {
        if !seen.insert(option.key.as_str()) {
            found.push(Flaw::DuplicateOption(option.key.clone()));
        }
        if !is_key(&option.key) {
            found.push(Flaw::BadOptionKey(option.key.clone()));
        }
        if option.label.trim().is_empty() {
            found.push(Flaw::NoOptionText(option.key.clone()));
        }
    }
}

/// Whether the least and the most that may be chosen can be met.
pub(super) fn limits(options: &[Choice], min: Option<usize>, max: Option<usize>) -> Option<Flaw> {
    let most = max.unwrap_or(options.len()).min(options.len());
    (max == Some(0) || min.is_some_and(|min| min > most)).then_some(Flaw::LimitsCross)
}
