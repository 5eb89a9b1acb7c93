//! The receipt: four words that a young person can keep, and with which they can
//! later see, change or delete what they said (domain.md 7.9, "Thanks").
//!
//! It is the only key to an anonymous answer, so it must be too long to guess
//! and short enough for a child to copy: four of 2,048 words hold 44 bits. The
//! words themselves are never stored; what is stored is a hash of
//! [`Receipt::canonical`].

mod words;

use std::fmt;

pub use words::WORDS;

/// Bits that one word stands for.
const BITS: u32 = 11;

/// Four words. Made from chance by whoever has some: see [`Receipt::from_bits`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Receipt([u16; 4]);

impl Receipt {
    /// The receipt for six bytes of chance. The last four of the 48 bits are not
    /// needed and are left out.
    pub fn from_bits(bits: [u8; 6]) -> Self {
        let all = bits.iter().fold(0_u64, |all, byte| all << 8 | u64::from(*byte)) >> 4;
        let word = |place: u32| {
            let eleven = all >> (BITS * (3 - place)) & ((1 << BITS) - 1);
            u16::try_from(eleven).unwrap_or_default()
        };
        Self([word(0), word(1), word(2), word(3)])
    }

    /// The four words, as they are shown.
    pub fn words(&self) -> [&'static str; 4] {
        self.0.map(|word| WORDS[usize::from(word)])
    }

    /// Reads what somebody typed. Forgiving, because it is copied from paper by
    /// hand: capitals do not matter, anything that is no letter parts two words,
    /// and numbers in front of the words ("1. otter") are passed over. None
    /// unless there are exactly four words that can stand in a receipt.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut found = typed.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
        let mut word = || {
            let word = found.next()?.to_lowercase();
            u16::try_from(WORDS.binary_search(&word.as_str()).ok()?).ok()
        };
        let receipt = Self([word()?, word()?, word()?, word()?]);
        found.next().is_none().then_some(receipt)
    }

    /// The one way to write it: the words with hyphens between. This is what is
    /// hashed, so it must not change.
    pub fn canonical(&self) -> String {
        self.words().join("-")
    }
}

/// Says nothing: the words open somebody's answers and must not reach a log.
impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_words_are_sound() {
        assert_eq!(WORDS.len(), 1 << BITS);
        assert!(WORDS.is_sorted());
        let all: HashSet<&str> = WORDS.iter().copied().collect();
        assert_eq!(all.len(), WORDS.len());
        for word in WORDS {
            assert!((3..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
            assert!(!all.contains(format!("{word}s").as_str()), "{word} and its plural");
            assert!(!all.contains(format!("{word}es").as_str()), "{word} and its plural");
        }
    }

    /// Receipts that were given out must still be read: the place of a word in
    /// the list is part of its meaning.
    #[test]
    fn the_list_has_not_changed() {
        let mark = WORDS
            .iter()
            .flat_map(|word| word.bytes().chain([b' ']))
            .fold(0_u32, |mark, byte| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193).rotate_left(5));
        assert_eq!(mark, 2_537_552_860);
    }

    #[test]
    fn no_word_hurts() {
        for word in [
            "alone", "angel", "ass", "beer", "bible", "blood", "body", "bomb", "bone", "bum", "burn", "butt",
            "cage", "church", "cock", "coffin", "crack", "cry", "cut", "dad", "damn", "dead", "death",
            "devil", "dick", "die", "dirty", "drown", "drug", "dumb", "evil", "fag", "family", "fat", "fear",
            "fight", "foster", "gay", "ghost", "girl", "god", "grave", "gun", "hang", "hate", "heaven",
            "hell", "hit", "home", "hurt", "ill", "jail", "kick", "kill", "kiss", "knife", "lonely", "lost",
            "love", "mad", "mum", "naked", "pain", "pee", "pig", "poison", "poo", "pray", "queer", "rape",
            "rat", "rope", "sad", "scar", "scream", "secret", "sex", "shit", "shoot", "sick", "sin", "skull",
            "slap", "slut", "snake", "spider", "stab", "stupid", "tear", "thick", "tit", "torn", "touch",
            "ugly", "war", "weed", "wine", "witch", "worm", "wound",
        ] {
            assert!(WORDS.binary_search(&word).is_err(), "{word}");
        }
    }

    #[test]
    fn words_that_sound_alike_do_not_stand_together() {
        for alike in [
            ["bear", "bare"],
            ["berry", "bury"],
            ["brake", "break"],
            ["chord", "cord"],
            ["deer", "dear"],
            ["find", "fined"],
            ["flour", "flower"],
            ["hare", "hair"],
            ["hole", "whole"],
            ["mail", "male"],
            ["medal", "metal"],
            ["pair", "pear"],
            ["peace", "piece"],
            ["petal", "pedal"],
            ["right", "write"],
            ["root", "route"],
            ["sea", "see"],
            ["steal", "steel"],
            ["sun", "son"],
            ["tail", "tale"],
            ["time", "thyme"],
            ["wait", "weight"],
            ["week", "weak"],
            ["wood", "would"],
        ] {
            let both = alike.iter().all(|word| WORDS.binary_search(word).is_ok());
            assert!(!both, "{alike:?}");
        }
    }

    #[test]
    fn a_receipt_is_read_however_it_is_copied() {
        let receipt = Receipt::from_bits([0; 6]);
        let [word, ..] = receipt.words();
        assert_eq!(word, WORDS[0]);
        let last = WORDS[2047];
        let mixed = Receipt::from_bits([0, 0x1f, 0xfc, 0, 0x7f, 0xff]);
        assert_eq!(mixed.words(), [WORDS[0], last, WORDS[0], last]);
        let (a, b) = (WORDS[0], last);
        for typed in [
            format!("{a}-{b}-{a}-{b}"),
            format!("  {a}  {b}\n{a}\t{b}  "),
            format!("{a}, {b}, {a}, {b}."),
            format!("1. {a}\n2. {b}\n3. {a}\n4. {b}"),
            format!("{a} {b} {a} {b}").to_uppercase(),
            format!("{a}\u{2013}{b}\u{b7}{a}/{b}"),
        ] {
            assert_eq!(Receipt::parse(&typed), Some(mixed), "{typed}");
        }
        for typed in [
            String::new(),
            format!("{a} {b} {a}"),
            format!("{a} {b} {a} {b} {a}"),
            format!("{a}{b} {a} {b} {a}"),
            format!("{a} {b} {a} xyzzy"),
            "1234".to_string(),
        ] {
            assert_eq!(Receipt::parse(&typed), None, "{typed}");
        }
    }

    #[test]
    fn a_log_does_not_hold_the_words() {
        assert_eq!(format!("{:?}", Receipt::from_bits([9; 6])), "Receipt(..)");
    }

    proptest! {
        #[test]
        fn receipts_are_read_back(bits in any::<[u8; 6]>()) {
            let receipt = Receipt::from_bits(bits);
            prop_assert_eq!(Receipt::parse(&receipt.canonical()), Some(receipt));
        }

        /// No chance is lost: other bits are another receipt.
        #[test]
        fn every_bit_counts(bits in any::<[u8; 6]>(), which in 0_usize..44) {
            let mut other = bits;
            other[which / 8] ^= 0x80 >> (which % 8);
            prop_assert_ne!(Receipt::from_bits(bits).canonical(), Receipt::from_bits(other).canonical());
        }

        #[test]
        fn any_text_can_be_typed(typed in any::<String>()) {
            if let Some(receipt) = Receipt::parse(&typed) {
                prop_assert_eq!(Receipt::parse(&receipt.canonical()), Some(receipt));
            }
        }
    }
}
