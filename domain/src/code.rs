//! Access codes: eight letters and digits on a slip of paper that let somebody
//! in to a consultation, and may say which group they came with.
//!
//! They are copied by hand, so no two of their letters look alike, what a hand
//! writes instead (a letter O for a nought) is read as what was meant, and the
//! last letter follows from the others: one wrong letter, or two that changed
//! places, are noticed before anybody looks for the code. There are no vowels,
//! so no code spells a word.

use std::fmt;

use chrono::NaiveDate;

/// The digits and letters of a code. Their number is a prime: that is what makes
/// the last one notice every single slip.
pub(crate) const LETTERS: &[u8; 29] = b"0123456789BCDFGHJKMNPQRTVWXYZ";

/// The same number, to count with.
pub(crate) const BASE: u64 = 29;

/// Letters of a code that come from chance.
const FREE: usize = 7;

/// Eight letters and digits. Made from chance by whoever has some: see
/// [`AccessCode::from_bits`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccessCode([u8; FREE + 1]);

impl AccessCode {
    /// The code for eight bytes of chance.
    pub fn from_bits(bits: [u8; 8]) -> Self {
        let mut left = u64::from_be_bytes(bits);
        let mut places = [0; FREE + 1];
        for place in places.iter_mut().take(FREE) {
            *place = u8::try_from(left % BASE).unwrap_or_default();
            left /= BASE;
        }
        places[FREE] = check(places);
        Self(places)
    }

    /// Reads what somebody typed, however they wrote it: small letters, spaces and
    /// hyphens anywhere, and letters that look like digits. None unless it is a
    /// code that can have been given out.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut letters = typed.chars().filter(|letter| letter.is_alphanumeric()).map(place_of);
        let mut places = [0; FREE + 1];
        for place in &mut places {
            *place = letters.next()??;
        }
        (letters.next().is_none() && places[FREE] == check(places)).then_some(Self(places))
    }

    /// As it stands on a slip: `KX4M-7QPD`. This is also what is hashed, so it must
    /// not change.
    pub fn shown(&self) -> String {
        let letter = |place: &u8| char::from(LETTERS[usize::from(*place)]);
        let (before, after) = self.0.split_at(4);
        before.iter().map(letter).chain(['-']).chain(after.iter().map(letter)).collect()
    }
}

/// The last letter: with it, the sum of all of them, each times its place counted
/// from 1, is a multiple of 29.
fn check(places: [u8; FREE + 1]) -> u8 {
    let sum: u64 = (1..).zip(&places[..FREE]).map(|(at, place)| at * u64::from(*place)).sum();
    // 8 times 11 is 1 more than a multiple of 29.
    u8::try_from((BASE - sum % BASE) * 11 % BASE).unwrap_or_default()
}

/// The letter that was meant.
pub(crate) fn place_of(letter: char) -> Option<u8> {
    let meant = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'S' => '5',
        other => other,
    };
    LETTERS.iter().position(|known| char::from(*known) == meant).and_then(|at| u8::try_from(at).ok())
}

/// Says nothing: a code lets somebody in and must not reach a log.
impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode(..)")
    }
}

crate::text_enum! {
    /// Who may use a code.
    pub enum CodeKind {
        /// One person, once.
        Single = "single",
        /// Everybody of a group: a class, a club, a ward.
        Group = "group",
    }
}

crate::text_enum! {
    /// Why a code does not let anybody in.
    pub enum Shut {
        /// It was used as often as it may be.
        Used = "used",
        /// Its last day has passed.
        Expired = "expired",
        /// Staff have taken it back.
        Revoked = "revoked",
    }
}

/// How a code stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How often it may be used; any number of times when absent.
    pub max_uses: Option<i64>,
    /// How often it was used.
    pub uses: i64,
    /// Its last day.
    pub expires_on: Option<NaiveDate>,
    /// Whether staff have taken it back.
    pub revoked: bool,
}

impl Standing {
    /// Why it lets nobody in on this day; nothing when it does.
    pub fn shut(&self, today: NaiveDate) -> Option<Shut> {
        if self.revoked {
            Some(Shut::Revoked)
        } else if self.max_uses.is_some_and(|max| self.uses >= max) {
            Some(Shut::Used)
        } else if self.expires_on.is_some_and(|last| last < today) {
            Some(Shut::Expired)
        } else {
            None
        }
    }
}

/// Codes that can be made at once.
pub const CODES_MAX: i64 = 500;

/// Uses that a group's code can be limited to at most.
pub const USES_MAX: i64 = 10_000;

/// Letters of a group's name.
pub const GROUP_MAX: usize = 80;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_copied() {
        let code = AccessCode::from_bits([0, 0, 0, 9, 255, 3, 77, 120]);
        let shown = code.shown();
        assert_eq!(shown.len(), 9);
        let plain = shown.replace('-', "");
        for typed in [
            shown.clone(),
            plain.clone(),
            shown.to_lowercase(),
            format!("  {} ", plain.to_lowercase()),
            plain.chars().flat_map(|letter| [letter, ' ']).collect(),
            format!("{}\u{2013}{}", &plain[..4], &plain[4..]),
            plain.replace('0', "o").replace('1', "l").replace('5', "S"),
            plain.replace('0', "O").replace('1', "I"),
        ] {
            assert_eq!(AccessCode::parse(&typed), Some(code), "{typed}");
        }
        for typed in ["", "KX4M", &plain[..7], &format!("{plain}2"), "AAAA-AAAA", "\u{e9}KX4M7QP"] {
            assert_eq!(AccessCode::parse(typed), None, "{typed}");
        }
        // What looks alike is told apart by the reader, not by the child.
        let zeros = AccessCode::from_bits([0; 8]);
        assert_eq!(zeros.shown(), "0000-0000");
        assert_eq!(AccessCode::parse("oOoO 0000"), Some(zeros));
    }

    #[test]
    fn the_way_it_is_written_has_not_changed() {
        // Slips that were given out must still be read.
        assert_eq!(std::str::from_utf8(LETTERS), Ok("0123456789BCDFGHJKMNPQRTVWXYZ"));
        assert!(AccessCode::parse("KX4M-7QPX").is_none() && AccessCode::parse("1000-000M").is_some());
    }

    #[test]
    fn a_log_does_not_hold_it() {
        assert_eq!(format!("{:?}", AccessCode::from_bits([9; 8])), "AccessCode(..)");
    }

    #[test]
    fn what_shuts_a_code() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let open =
            Standing { max_uses: Some(2), uses: 1, expires_on: Some(day("2026-03-01")), revoked: false };
        assert_eq!(open.shut(day("2026-03-01")), None);
        assert_eq!(open.shut(day("2026-03-02")), Some(Shut::Expired));
        assert_eq!(Standing { uses: 2, ..open }.shut(day("2026-03-01")), Some(Shut::Used));
        assert_eq!(Standing { revoked: true, ..open }.shut(day("2026-03-01")), Some(Shut::Revoked));
        let endless = Standing { max_uses: None, uses: 9_999, expires_on: None, revoked: false };
        assert_eq!(endless.shut(day("2036-03-01")), None);
    }

    proptest! {
        #[test]
        fn codes_are_read_back(bits in any::<[u8; 8]>()) {
            let code = AccessCode::from_bits(bits);
            prop_assert_eq!(AccessCode::parse(&code.shown()), Some(code));
        }

        /// Any one other letter is noticed.
        #[test]
        fn a_slip_is_noticed(bits in any::<[u8; 8]>(), at in 0_usize..8, other in 0_usize..29) {
            let plain = AccessCode::from_bits(bits).shown().replace('-', "");
            let mut typed = plain.clone().into_bytes();
            typed[at] = LETTERS[other];
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(AccessCode::parse(&typed).is_some(), typed == plain);
        }

        /// So are two that changed places.
        #[test]
        fn a_swap_is_noticed(bits in any::<[u8; 8]>(), one in 0_usize..8, two in 0_usize..8) {
            let plain = AccessCode::from_bits(bits).shown().replace('-', "");
            let mut typed = plain.clone().into_bytes();
            typed.swap(one, two);
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(AccessCode::parse(&typed).is_some(), typed == plain);
        }

        #[test]
        fn any_text_can_be_typed(typed in any::<String>()) {
            if let Some(code) = AccessCode::parse(&typed) {
                prop_assert_eq!(AccessCode::parse(&code.shown()), Some(code));
            }
        }
    }
}
