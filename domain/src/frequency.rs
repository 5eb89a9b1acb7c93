//! Words for how many said something: "most", "a few". One fixed scale, so that
//! a word means the same in every report (domain.md 4.4).

crate::text_enum! {
    /// How many of those who answered said it.
    pub enum Frequency {
        /// Every one of them.
        All = "all",
        /// 90% or more, and not all.
        AlmostAll = "almost_all",
        /// 70% or more, and below 90%.
        Most = "most",
        /// 56% or more, and below 70%.
        MoreThanHalf = "more_than_half",
        /// 45% or more, and below 56%.
        AboutHalf = "about_half",
        /// 20% or more, and below 45%.
        Some = "some",
        /// Below 20%.
        AFew = "a_few",
    }
}

/// No word stands for a share of fewer people than this: "most" of four is a
/// number in disguise (domain.md 5.9, "hidden if base < 10").
const SMALLEST_BASE: u64 = 10;

/// The largest count that suppression hides, so that "a few" cannot say what
/// `[c]` keeps back (domain.md 4.4, "never a number below the suppression
/// threshold").
const LARGEST_HIDDEN: u64 = 7;

/// The word for `part` of `base`, or none if the numbers are too small to speak
/// of or nobody said it.
///
/// The ranges of domain.md 4.4 are written in whole per cent and leave gaps
/// (55.5% is neither "about half" nor "more than half") and overlaps (100% is
/// also "almost all"). Here each word begins exactly at its lower figure and
/// ends where the next begins, and "all" means everyone. The true numbers are
/// compared, not rounded ones: 89.9% is "most".
///
/// A `part` larger than `base` is a caller's mistake and has no word.
pub fn of(part: u64, base: u64) -> Option<Frequency> {
    if base < SMALLEST_BASE || part <= LARGEST_HIDDEN || part > base {
        return None;
    }
    // Whole numbers only: a share that falls exactly on a limit must not depend
    // on how a fraction is stored.
    let at_least = |percent: u128| u128::from(part) * 100 >= u128::from(base) * percent;
    Some(if part == base {
        Frequency::All
    } else if at_least(90) {
        Frequency::AlmostAll
    } else if at_least(70) {
        Frequency::Most
    } else if at_least(56) {
        Frequency::MoreThanHalf
    } else if at_least(45) {
        Frequency::AboutHalf
    } else if at_least(20) {
        Frequency::Some
    } else {
        Frequency::AFew
    })
}

impl Frequency {
    /// The name of the word in the language file.
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "frequency-all",
            Self::AlmostAll => "frequency-almost-all",
            Self::Most => "frequency-most",
            Self::MoreThanHalf => "frequency-more-than-half",
            Self::AboutHalf => "frequency-about-half",
            Self::Some => "frequency-some",
            Self::AFew => "frequency-a-few",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_begins_at_its_figure() {
        let thousand = |part| of(part, 1_000);
        for (part, word) in [
            (1_000, Frequency::All),
            (999, Frequency::AlmostAll),
            (900, Frequency::AlmostAll),
            (899, Frequency::Most),
            (700, Frequency::Most),
            (699, Frequency::MoreThanHalf),
            (560, Frequency::MoreThanHalf),
            (559, Frequency::AboutHalf),
            (551, Frequency::AboutHalf),
            (450, Frequency::AboutHalf),
            (449, Frequency::Some),
            (200, Frequency::Some),
            (199, Frequency::AFew),
            (8, Frequency::AFew),
        ] {
            assert_eq!(thousand(part), Some(word), "{part} of 1000");
        }
    }

    #[test]
    fn small_numbers_have_no_word() {
        assert_eq!(of(9, 9), None);
        assert_eq!(of(0, 100), None);
        assert_eq!(of(1, 100), None);
        assert_eq!(of(7, 10), None);
        assert_eq!(of(8, 10), Some(Frequency::Most));
        assert_eq!(of(10, 10), Some(Frequency::All));
        assert_eq!(of(11, 10), None);
    }

    #[test]
    fn very_large_numbers_do_not_overflow() {
        assert_eq!(of(u64::MAX, u64::MAX), Some(Frequency::All));
        assert_eq!(of(u64::MAX / 2, u64::MAX), Some(Frequency::AboutHalf));
    }

    #[test]
    fn every_word_has_a_name_of_its_own() {
        let mut keys: Vec<_> = Frequency::ALL.iter().map(|f| f.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), Frequency::ALL.len());
    }
}
