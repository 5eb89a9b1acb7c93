//! The code with which a young person signs in: three words and a number, made by their worker, once.
//!
//! It is read out and typed by children, so it is made of the words of receipts ([`WORDS`]) and of four digits. The last
//! digit follows from everything before it: one wrong digit is always noticed without anybody looking for the code, and
//! so is most of what else goes wrong, so that a class that mistypes makes no guesses. Three words and three digits hold
//! almost 43 bits, for a week.

use std::fmt;

use crate::receipt::WORDS;

/// Bits that one word stands for.
const BITS: u32 = 11;

/// Bits of chance from which the digits are made.
const DIGIT_BITS: u32 = 15;

/// By what each word and each digit counts towards the last digit. None shares a factor with ten, so that no single digit
/// changes unnoticed.
const WEIGHTS: ([u64; 3], [u64; 3]) = ([1, 3, 7], [3, 7, 9]);

/// Three words and four digits. Made from chance by whoever has some: see [`YoungCode::from_bits`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct YoungCode {
    words: [u16; 3],
    digits: [u8; 4],
}

impl YoungCode {
    /// The code for six bytes of chance.
    pub fn from_bits(bits: [u8; 6]) -> Self {
        let all = bits.iter().fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
        let word = |place: u32| {
            let eleven = all >> (DIGIT_BITS + BITS * (2 - place)) & ((1 << BITS) - 1);
            u16::try_from(eleven).unwrap_or_default()
        };
        let number = (all & ((1 << DIGIT_BITS) - 1)) % 1_000;
        let digit = |of: u64| u8::try_from(of % 10).unwrap_or_default();
        let (words, free) =
            ([word(0), word(1), word(2)], [digit(number / 100), digit(number / 10), digit(number)]);
        let [a, b, c] = free;
        Self { words, digits: [a, b, c, check(words, free)] }
    }

    /// Reads what somebody typed, however they wrote it: capitals, and whatever stands between the words and the digits,
    /// do not matter. None unless it is a code that can have been given out.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut found = typed.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
        let mut word = || {
            let word = found.next()?.to_lowercase();
            u16::try_from(WORDS.binary_search(&word.as_str()).ok()?).ok()
        };
        let words = [word()?, word()?, word()?];
        if found.next().is_some() {
            return None;
        }
        let mut found = typed.chars().filter_map(|letter| u8::try_from(letter.to_digit(10)?).ok());
        let mut digit = || found.next();
        let digits = [digit()?, digit()?, digit()?, digit()?];
        let [a, b, c, last] = digits;
        (found.next().is_none() && last == check(words, [a, b, c])).then_some(Self { words, digits })
    }

    /// Its parts, as they are shown one under the other: three words, and the number.
    pub fn parts(&self) -> [String; 4] {
        let [a, b, c] = self.words.map(|word| WORDS[usize::from(word)].to_string());
        [a, b, c, self.digits.map(|digit| digit.to_string()).concat()]
    }

    /// The one way to write it: `wren copper ladder 4821`. This is what is hashed, so it must not change.
    pub fn shown(&self) -> String {
        self.parts().join(" ")
    }
}

/// The last digit.
fn check(words: [u16; 3], digits: [u8; 3]) -> u8 {
    let words = WEIGHTS.0.iter().zip(words).map(|(weight, word)| weight * u64::from(word));
    let digits = WEIGHTS.1.iter().zip(digits).map(|(weight, digit)| weight * u64::from(digit));
    u8::try_from(words.chain(digits).sum::<u64>() % 10).unwrap_or_default()
}

/// Says nothing: a code opens somebody's page and must not reach a log.
impl fmt::Debug for YoungCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YoungCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_copied() {
        let code = YoungCode::from_bits([0, 0, 0, 0, 0, 7]);
        // 7 times 9 is 63.
        let (word, other) = (WORDS[0], WORDS[1]);
        assert_eq!(code.shown(), format!("{word} {word} {word} 0073"));
        for typed in [
            format!("{word} {word} {word} 0073"),
            format!("  {word}-{word}\n{word}, 0073.").to_uppercase(),
            format!("{word}/{word}/{word}0073"),
            format!("{word} {word} {word} 00 73"),
        ] {
            assert_eq!(YoungCode::parse(&typed), Some(code), "{typed}");
        }
        for typed in [
            String::new(),
            "0073".to_string(),
            format!("{word} {word} 0073"),
            format!("{word} {word} {word} {word} 0073"),
            format!("{word} {word} {word} 073"),
            format!("{word} {word} {word} 00733"),
            format!("{word} {word} {other} 0073"),
            format!("{word} {word} xyzzy 0073"),
        ] {
            assert_eq!(YoungCode::parse(&typed), None, "{typed}");
        }
    }

    #[test]
    fn a_log_does_not_hold_it() {
        assert_eq!(format!("{:?}", YoungCode::from_bits([9; 6])), "YoungCode(..)");
    }

    proptest! {
        #[test]
        fn codes_are_read_back(bits in any::<[u8; 6]>()) {
            let code = YoungCode::from_bits(bits);
            prop_assert_eq!(YoungCode::parse(&code.shown()), Some(code));
            prop_assert_eq!(code.parts().join("-").to_uppercase(), code.shown().replace(' ', "-").to_uppercase());
        }

        /// Another digit anywhere is noticed.
        #[test]
        fn a_slip_is_noticed(bits in any::<[u8; 6]>(), at in 0_usize..4, other in 0_u8..10) {
            let code = YoungCode::from_bits(bits);
            let mut slipped = code;
            slipped.digits[at] = other;
            prop_assert_eq!(YoungCode::parse(&slipped.shown()).is_some(), slipped == code);
        }

        /// No chance is lost in the words.
        #[test]
        fn every_bit_of_the_words_counts(bits in any::<[u8; 6]>(), which in 0_usize..33) {
            let mut other = bits;
            other[which / 8] ^= 0x80 >> (which % 8);
            prop_assert_ne!(YoungCode::from_bits(bits).shown(), YoungCode::from_bits(other).shown());
        }

        #[test]
        fn any_text_can_be_typed(typed in any::<String>()) {
            if let Some(code) = YoungCode::parse(&typed) {
                prop_assert_eq!(YoungCode::parse(&code.shown()), Some(code));
            }
        }
    }
}
