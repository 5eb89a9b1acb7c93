//! A whole number.

use super::{FieldError, Given};

pub(super) fn parse(raw: &[String], min: Option<i64>, max: Option<i64>) -> Result<Given, FieldError> {
    let typed = raw.first().map(|value| value.trim()).unwrap_or_default();
    if typed.is_empty() {
        return Err(FieldError::Empty);
    }
    let number: i64 = typed.parse().map_err(|_| FieldError::NotANumber)?;
    if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
        return Err(FieldError::OutOfRange { min, max });
    }
    Ok(Given::Number(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_within_the_limits_are_taken() {
        let parse = |typed: &str| super::parse(&[typed.to_string()], Some(0), Some(20));
        assert_eq!(parse(" 7 "), Ok(Given::Number(7)));
        assert_eq!(parse("0"), Ok(Given::Number(0)));
        assert_eq!(parse("21"), Err(FieldError::OutOfRange { min: Some(0), max: Some(20) }));
        assert_eq!(parse("-1"), Err(FieldError::OutOfRange { min: Some(0), max: Some(20) }));
        assert_eq!(parse("1.5"), Err(FieldError::NotANumber));
        assert_eq!(parse("99999999999999999999"), Err(FieldError::NotANumber));
        assert_eq!(parse(""), Err(FieldError::Empty));
    }
}
