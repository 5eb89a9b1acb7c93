//! A whole number.

use serde::{Deserialize, Serialize};

use super::{FieldError, Flaw, Given, Type};
use crate::contact::{self, Contact};

/// A whole number between two limits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The smallest that is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The largest that is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

impl Number {
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min > max => vec![Flaw::LimitsCross],
            _ => Vec::new(),
        }
    }
}

impl Type for Number {
    fn parse(&self, raw: &[String]) -> Result<Given, FieldError> {
        let typed = raw.first().map(|value| value.trim()).unwrap_or_default();
        if typed.is_empty() {
            return Err(FieldError::Empty);
        }
        if let Some(contact @ Contact::Phone) = contact::find(typed) {
            return Err(FieldError::Contact(contact));
        }
        let number: i64 = typed.parse().map_err(|_| FieldError::NotANumber)?;
        if self.min.is_some_and(|min| number < min) || self.max.is_some_and(|max| number > max) {
            return Err(FieldError::OutOfRange { min: self.min, max: self.max });
        }
        Ok(Given::Number(number))
    }

    fn label<'a>(&'a self, value: &'a str) -> Option<&'a str> {
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_to_ring_is_none_to_count() {
        let parse = |typed: &str| Number::default().parse(&[typed.to_string()]);
        for phone in ["07700900123", "+447700900123", "447700900123"] {
            assert_eq!(parse(phone), Err(FieldError::Contact(Contact::Phone)), "{phone}");
        }
        assert_eq!(parse("1000000"), Ok(Given::Number(1_000_000)));
        assert_eq!(parse("08001111"), Ok(Given::Number(8_001_111)));
    }

    #[test]
    fn whole_numbers_within_the_limits_are_taken() {
        let parse = |typed: &str| Number { min: Some(0), max: Some(20) }.parse(&[typed.to_string()]);
        assert_eq!(parse(" 7 "), Ok(Given::Number(7)));
        assert_eq!(parse("0"), Ok(Given::Number(0)));
        assert_eq!(parse("21"), Err(FieldError::OutOfRange { min: Some(0), max: Some(20) }));
        assert_eq!(parse("-1"), Err(FieldError::OutOfRange { min: Some(0), max: Some(20) }));
        assert_eq!(parse("1.5"), Err(FieldError::NotANumber));
        assert_eq!(parse("99999999999999999999"), Err(FieldError::NotANumber));
        assert_eq!(parse(""), Err(FieldError::Empty));
    }
}
