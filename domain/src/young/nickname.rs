//! What a young person is called on their page.

use std::fmt;

use crate::comment;
use crate::contact::{self, Contact};
use crate::text;

/// Letters of a nickname.
pub const NICKNAME_MAX: usize = 30;

/// What is wrong with a nickname.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NicknameFlaw {
    /// There is nothing that could be read out.
    Empty,
    /// It has too many letters.
    TooLong,
    /// It holds a way to reach somebody.
    Contact(Contact),
    /// It insults somebody, or whoever bears it.
    Rude,
    /// It looks like a first name and a surname. Whoever is sure that it is none may keep it.
    FullName,
}

/// A nickname, without a line break and with single spaces.
#[derive(Clone, PartialEq, Eq)]
pub struct Nickname(String);

impl Nickname {
    /// Reads what was typed. `sure` says that it is no full name, whatever it looks like.
    pub fn parse(typed: &str, sure: bool) -> Result<Self, NicknameFlaw> {
        let text = text::normalise(typed);
        let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !shown.chars().any(char::is_alphanumeric) {
            return Err(NicknameFlaw::Empty);
        }
        if shown.chars().count() > NICKNAME_MAX {
            return Err(NicknameFlaw::TooLong);
        }
        if let Some(contact) = contact::in_signs(&shown) {
            return Err(NicknameFlaw::Contact(contact));
        }
        if comment::is_rude(&shown) {
            return Err(NicknameFlaw::Rude);
        }
        if !sure && looks_like_full_name(&shown) {
            return Err(NicknameFlaw::FullName);
        }
        Ok(Self(shown))
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What tells two of a group apart: capitals do not.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// What was kept.
impl From<String> for Nickname {
    fn from(kept: String) -> Self {
        Self(kept)
    }
}

/// Says nothing: whom it belongs to is nobody's business in a log.
impl fmt::Debug for Nickname {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nickname(..)")
    }
}

/// Whether two words of it begin with a capital and are made of letters, as names are.
fn looks_like_full_name(shown: &str) -> bool {
    let is_name = |word: &&str| {
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let rest = letters.as_str();
        let of_letters = |letter: char| letter.is_alphabetic() || matches!(letter, '\'' | '\u{2019}' | '-');
        capital && !rest.is_empty() && rest.chars().all(of_letters)
    };
    shown.split(' ').filter(is_name).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<Nickname, NicknameFlaw> {
        Nickname::parse(typed, false)
    }

    #[test]
    fn a_nickname_is_taken_as_it_is_typed_but_for_spaces() {
        for (typed, shown) in [
            ("Otter", "Otter"),
            ("  blue   fox\n", "blue fox"),
            ("7", "7"),
            ("Si\u{e2}n", "Si\u{e2}n"),
            ("Sia\u{302}n", "Si\u{e2}n"),
            ("Otter the 2nd", "Otter the 2nd"),
            ("\u{62a}\u{645}\u{631}", "\u{62a}\u{645}\u{631}"),
        ] {
            assert_eq!(parse(typed).unwrap().as_str(), shown);
        }
        assert_eq!(parse("OTTER").unwrap().key(), parse("otter").unwrap().key());
        assert_ne!(parse("OTTER").unwrap(), parse("otter").unwrap());
    }

    #[test]
    fn what_is_none_or_reaches_somebody_is_refused() {
        for typed in ["", "  ", "...", "\u{202e}", "\u{1f98a}"] {
            assert_eq!(parse(typed), Err(NicknameFlaw::Empty), "{typed:?}");
        }
        assert!(parse(&"\u{e9}".repeat(30)).is_ok());
        assert_eq!(parse(&"\u{e9}".repeat(31)), Err(NicknameFlaw::TooLong));
        for (typed, contact) in [
            ("07700 900123", Contact::Phone),
            ("kim@mail.example", Contact::Email),
            ("www.kim.example", Contact::Link),
        ] {
            assert_eq!(parse(typed), Err(NicknameFlaw::Contact(contact)), "{typed}");
            assert_eq!(Nickname::parse(typed, true), Err(NicknameFlaw::Contact(contact)), "sure or not");
        }
    }

    #[test]
    fn an_insult_is_no_nickname() {
        for typed in ["Idiot", "the BITCH 2", "stupid_face", "hen dwpsyn", "Wankers"] {
            for sure in [false, true] {
                assert_eq!(Nickname::parse(typed, sure), Err(NicknameFlaw::Rude), "{typed}");
            }
        }
        for typed in ["Thicket", "Uglow", "Prickle", "Scunthorpe fan", "mochi"] {
            assert!(parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn a_full_name_is_asked_about_once() {
        for typed in ["Kim Jones", "Kim O\u{2019}Neill", "Anne-Marie ap Huw Price"] {
            assert_eq!(parse(typed), Err(NicknameFlaw::FullName), "{typed}");
            assert!(Nickname::parse(typed, true).is_ok(), "{typed}");
        }
        for typed in ["Kim", "Kim J", "kim jones", "Kim and co", "Agent 47", "The fox"] {
            assert!(parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn a_log_does_not_hold_it() {
        assert_eq!(format!("{:?}", parse("Otter").unwrap()), "Nickname(..)");
    }
}
