//! A day as text, `2026-06-02`, for documents that a phone reads and writes too.
//!
//! `chrono`'s own way through serde brings its whole parser for dates and times along; these twenty lines are
//! all that the phone's bundle needs. Use with `#[serde(with = "earshot_domain::day")]`.

use chrono::{Datelike, NaiveDate};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

/// `2026-06-02`.
pub fn text(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// Reads what [`text`] writes.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let mut digits = |length: usize| {
        let part = parts.next()?;
        (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(part)
    };
    let (year, month, day) = (digits(4)?, digits(2)?, digits(2)?);
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// For serde.
pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*day))
}

/// For serde.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| D::Error::custom("not a day such as 2026-06-02"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_comes_back_from_its_text() {
        for (year, month, day) in [(2026, 6, 2), (2024, 2, 29), (1, 12, 31)] {
            let day = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            assert_eq!(parse(&text(day)), Some(day));
            assert_eq!(text(day), day.to_string(), "as chrono writes it");
        }
        for wrong in ["", "2026-6-2", "2026-02-30", "2026-06-02T00", "+026-01-01", "2026-06", "26-06-02-1"] {
            assert_eq!(parse(wrong), None, "{wrong:?}");
        }
    }
}
