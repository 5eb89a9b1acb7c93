//! The type `range`: a number on a scale.

use earshot_domain::question::{Choice, Kind, Rating};

use super::expression::shortest;

/// As many buttons as still stand in a row.
const BUTTONS_MAX: i128 = 11;

/// Decimal places that are read.
const PLACES: usize = 6;

/// One, times a million: numbers are reckoned in millionths.
const ONE: i128 = 1_000_000;

/// A question for a scale.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scale {
    pub(super) kind: Kind,
    /// The list with the words at its ends.
    pub(super) ends: Option<String>,
    /// Parameters that change nothing here.
    pub(super) passed_over: Vec<String>,
}

/// Reads the column `parameters`. Where nothing is said a scale goes from 1 to
/// 10 in steps of 1.
pub(super) fn read(parameters: &str) -> Result<Scale, String> {
    let mut start = scaled("1")?;
    let mut end = scaled("10")?;
    let mut step = scaled("1")?;
    let mut ends = None;
    let mut passed_over = Vec::new();
    for (name, value) in pairs(parameters)? {
        match name.as_str() {
            "start" => start = scaled(&value)?,
            "end" => end = scaled(&value)?,
            "step" => step = scaled(&value)?,
            "tick_labelset" => ends = Some(value),
            _ => passed_over.push(name),
        }
    }
    if step <= 0 || end <= start {
        return Err("the scale must rise from its start to its end".to_owned());
    }
    let values = (end - start) / step + 1;
    let small = |number: i128| (number % ONE == 0).then_some(number / ONE).and_then(|n| u8::try_from(n).ok());
    let kind = if let (Some(from), Some(to @ ..=10), ONE) = (small(start), small(end), step) {
        Kind::Rating(Rating { from, to, ends: Vec::new() })
    } else if (2..=BUTTONS_MAX).contains(&values) {
        let numbers = (0..values).map(|value| shown(start + value * step));
        Kind::single(numbers.map(|number| Choice::new(number.clone(), number)).collect())
    } else if step == ONE && start % ONE == 0 && end % ONE == 0 {
        let whole =
            |number: i128| i64::try_from(number / ONE).map_err(|_| "a number is too large".to_owned());
        Kind::number(Some(whole(start)?), Some(whole(end)?))
    } else {
        return Err(format!("a scale of {values} steps that are not whole numbers one apart"));
    };
    Ok(Scale { kind, ends, passed_over })
}

/// `start=1;end=10 step=1`, in any of these ways.
pub(super) fn pairs(parameters: &str) -> Result<Vec<(String, String)>, String> {
    let mut tight = parameters.split('=').map(str::trim).collect::<Vec<_>>().join("=");
    tight = tight.replace([';', ','], " ");
    tight
        .split_whitespace()
        .map(|pair| match pair.split_once('=') {
            Some((name, value)) if !name.is_empty() && !value.is_empty() => {
                Ok((name.to_lowercase(), value.to_owned()))
            }
            _ => Err("not of the form \u{201c}name=value\u{201d}".to_owned()),
        })
        .collect()
}

/// A number times a million.
fn scaled(number: &str) -> Result<i128, String> {
    let error = || "not a number that can be read".to_owned();
    let number = shortest(number).ok_or_else(error)?;
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    if part.len() > PLACES || whole.len() > 19 {
        return Err(error());
    }
    format!("{whole}{part:0<PLACES$}").parse().map_err(|_| error())
}

fn shown(number: i128) -> String {
    let minus = if number < 0 { "-" } else { "" };
    let number = number.abs();
    let written = format!("{minus}{}.{:0PLACES$}", number / ONE, number % ONE);
    shortest(&written).unwrap_or(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(parameters: &str) -> Vec<String> {
        match read(parameters).unwrap().kind {
            Kind::Rating(rating) => panic!("{rating:?}"),
            Kind::Single(single) => single.options.into_iter().map(|option| option.key).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn whole_numbers_from_0_to_10_are_a_rating() {
        let rating = |from, to| Kind::Rating(Rating { from, to, ends: Vec::new() });
        assert_eq!(read("").unwrap().kind, rating(1, 10));
        assert_eq!(read("end=5").unwrap().kind, rating(1, 5));
        assert_eq!(read("start = 0; end = 10; step = 1").unwrap().kind, rating(0, 10));
        let named = read("start=0 end=3 tick_labelset=ends").unwrap();
        assert_eq!((named.kind, named.ends.as_deref()), (rating(0, 3), Some("ends")));
    }

    #[test]
    fn another_short_scale_is_a_row_of_buttons() {
        assert_eq!(keys("start=2 end=10 step=2").len(), 5);
        assert_eq!(keys("start=-1 end=1"), ["-1", "0", "1"]);
        assert_eq!(keys("start=1.5;end=3;step=0.5"), ["1.5", "2", "2.5", "3"]);
        assert_eq!(keys("start=-0.5,end=0.5,step=0.5"), ["-0.5", "0", "0.5"]);
        assert_eq!(keys("start=0 end=100 step=10").len(), 11);
    }

    #[test]
    fn a_long_scale_is_a_number() {
        let number = Kind::number(Some(0), Some(100));
        assert_eq!(
            read("start=0 end=100 tick_interval=10").unwrap(),
            Scale { kind: number, ends: None, passed_over: vec!["tick_interval".into()] }
        );
        assert!(read("start=0 end=100 step=5").is_err());
        assert!(read("start=5 end=1").is_err());
        assert!(read("step=0").is_err());
        assert!(read("start=one").is_err());
        assert!(read("start").is_err());
        assert!(read("end=99999999999999999999999999999").is_err());
        assert!(read("start=-9999999999999999999 end=9999999999999999999").is_err());
    }
}
