//! A young person's own words, kept exactly: what short and long text share.

use super::{FieldError, Given};
use crate::{contact, text};

pub(super) fn parse(raw: &[String], max: usize) -> Result<Given, FieldError> {
    let words = text::normalise(raw.first().map(String::as_str).unwrap_or_default());
    // Joiners and marks of direction show nothing by themselves.
    let shows = |letter: char| {
        !letter.is_whitespace()
            && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{ad}')
    };
    if !words.contains(shows) {
        return Err(FieldError::Empty);
    }
    let length = words.chars().count();
    if length > max {
        return Err(FieldError::TooLong { max, length });
    }
    if let Some(found) = contact::find(&words) {
        return Err(FieldError::Contact(found));
    }
    Ok(Given::Words(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::Contact;

    fn parse(typed: &str) -> Result<Given, FieldError> {
        super::parse(&[typed.to_string()], 20)
    }

    #[test]
    fn words_are_kept_as_they_are() {
        assert_eq!(
            parse("its allways late \u{1f621}"),
            Ok(Given::Words("its allways late \u{1f621}".into()))
        );
        assert_eq!(parse("one\r\ntwo"), Ok(Given::Words("one\ntwo".into())));
    }

    #[test]
    fn too_long_counts_letters_not_bytes() {
        let twenty = "\u{1f68c}".repeat(20);
        assert_eq!(parse(&twenty), Ok(Given::Words(twenty.clone())));
        assert_eq!(parse(&format!("{twenty}x")), Err(FieldError::TooLong { max: 20, length: 21 }));
    }

    #[test]
    fn nothing_and_contact_details_are_not_taken() {
        assert_eq!(parse(" \n "), Err(FieldError::Empty));
        assert_eq!(parse("ring 07700 900123"), Err(FieldError::Contact(Contact::Phone)));
    }
}
