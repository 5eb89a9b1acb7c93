//! The code of a paper form.

use std::fmt;

use crate::code::{BASE, LETTERS, place_of};

/// The code of a form: the number of its consultation, the version of the
/// questions on it, its own number, and a letter that follows from them, so that
/// a slip of the finger is noticed. Written `12-2-0017-K`. It names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FormCode {
    /// The number of the consultation's reference.
    pub consultation: i64,
    /// The version of the questions that were printed.
    pub version: i64,
    /// The number of the form, counted from 1 in each consultation.
    pub serial: i64,
}

/// The largest number in a code: seven digits. Three of them are 21 digits, fewer
/// than the letters that there are.
const LARGEST: i64 = 9_999_999;

impl FormCode {
    /// Reads what somebody typed: small letters, spaces or strokes between the
    /// parts, a `C` before the first, and the page after them if they like. None
    /// unless it can have been printed.
    pub fn parse(typed: &str) -> Option<Self> {
        let parts: Vec<&str> =
            typed.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let (first, version, serial, letter) = match parts.as_slice() {
            [first, version, serial, letter] | [first, version, serial, letter, _] => {
                (*first, *version, *serial, *letter)
            }
            _ => return None,
        };
        let number = |text: &str| text.parse::<i64>().ok().filter(|n| (1..=LARGEST).contains(n));
        let code = Self {
            consultation: number(first.trim_start_matches(['C', 'c']))?,
            version: number(version)?,
            serial: number(serial)?,
        };
        let mut letters = letter.chars();
        let place = letters.next().and_then(place_of)?;
        (letters.next().is_none() && place == code.check()).then_some(code)
    }

    /// The place of the last letter: the sum of all digits, each times its place
    /// counted from 1. Their number is below 29, which is a prime: one wrong digit,
    /// or two that changed places, give another letter.
    fn check(self) -> u8 {
        let digits = format!("{:07}{:07}{:07}", self.consultation, self.version, self.serial);
        let sum: u64 =
            (1..).zip(digits.bytes()).map(|(at, digit): (u64, u8)| at * u64::from(digit - b'0')).sum();
        u8::try_from(sum % BASE).unwrap_or_default()
    }
}

/// As it stands at the foot of a page: `12-2-0017-K`.
impl fmt::Display for FormCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = char::from(LETTERS[usize::from(self.check())]);
        write!(f, "{}-{}-{:04}-{letter}", self.consultation, self.version, self.serial)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = FormCode { consultation: 12, version: 2, serial: 17 };
        let shown = code.to_string();
        assert!(shown.starts_with("12-2-0017-"), "{shown}");
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', " "),
            format!("C{shown}"),
            format!(" {shown} / 3"),
            format!("{shown} p2"),
            shown.replace("0017", "17"),
        ] {
            assert_eq!(FormCode::parse(&typed), Some(code), "{typed}");
        }
        let wrong_letter =
            format!("{}{}", &shown[..shown.len() - 1], if shown.ends_with('B') { 'C' } else { 'B' });
        for typed in
            ["", "12-2-0017", &wrong_letter, "12-2-0-B", "1-2-3-4-5-6", "99999999-1-1-B", "--", "C-C-C-C"]
        {
            assert_eq!(FormCode::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_way_it_is_written_has_not_changed() {
        // Forms that were printed must still be typed in.
        let code = FormCode { consultation: 3, version: 1, serial: 4 };
        assert_eq!(code.to_string(), "3-1-0004-3");
    }

    proptest! {
        #[test]
        fn codes_are_read_back(consultation in 1..=LARGEST, version in 1..=99_i64, serial in 1..=LARGEST) {
            let code = FormCode { consultation, version, serial };
            prop_assert_eq!(FormCode::parse(&code.to_string()), Some(code));
        }

        #[test]
        fn one_wrong_digit_is_noticed(serial in 1..=9_999_i64, at in 0_usize..4, digit in 0_u8..10) {
            let code = FormCode { consultation: 12, version: 3, serial };
            let shown = code.to_string();
            let mut typed = shown.clone().into_bytes();
            typed[5 + at] = b'0' + digit;
            let typed = String::from_utf8(typed).unwrap_or_default();
            prop_assert_eq!(FormCode::parse(&typed).is_some(), typed == shown);
        }

        #[test]
        fn any_text_can_be_typed(typed in any::<String>()) {
            if let Some(code) = FormCode::parse(&typed) {
                prop_assert_eq!(FormCode::parse(&code.to_string()), Some(code));
            }
        }
    }
}
