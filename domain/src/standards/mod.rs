//! Standards that an organisation measures its own listening against, as data
//! (domain.md 2.1). Shipped: the structure of Hear by Right with starter
//! criteria of our own. An organisation with a licensed copy brings its own
//! indicators as another [`Framework`] of the same shape.

mod hear_by_right;

crate::text_enum! {
    /// How far a criterion goes. Each level builds on the one before.
    pub enum Level {
        /// First steps.
        Emerging = "emerging",
        /// What is done as a matter of course.
        Established = "established",
        /// Shared with young people and led by them.
        Advanced = "advanced",
    }
}

/// A set of standards.
#[derive(Debug, PartialEq, Eq)]
pub struct Framework {
    /// Names this version for ever: stored with every assessment.
    pub key: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Whose it is, shown wherever it is shown.
    pub note: &'static str,
    /// The standards in their order.
    pub standards: &'static [Standard],
}

/// One standard.
#[derive(Debug, PartialEq, Eq)]
pub struct Standard {
    /// `s1`, `s2`, and so on.
    pub key: &'static str,
    /// Its place, from 1.
    pub number: u8,
    /// What it is called.
    pub name: &'static str,
    /// What it is about, for young people from about nine.
    pub plain: &'static str,
    /// What is looked at, first steps first.
    pub criteria: &'static [Criterion],
}

/// One thing that is in place, or not yet.
#[derive(Debug, PartialEq, Eq)]
pub struct Criterion {
    /// The standard's key and the level: `s3-established`.
    pub key: &'static str,
    /// How far it goes.
    pub level: Level,
    /// For staff.
    pub text: &'static str,
    /// The same for young people, who score it by themselves.
    pub plain: &'static str,
}

/// The framework that Earshot ships.
pub fn framework() -> &'static Framework {
    &hear_by_right::FRAMEWORK
}

/// The criterion with this key in the shipped framework.
pub fn criterion(key: &str) -> Option<&'static Criterion> {
    framework().standards.iter().flat_map(|standard| standard.criteria).find(|criterion| criterion.key == key)
}

crate::text_enum! {
    /// How far a criterion is met. Shown as words, never as the bare number,
    /// because 1 is best; never averaged (domain.md 2.1).
    pub enum Score {
        /// 1.
        InPlace = "in_place",
        /// 2.
        NeedsImproving = "needs_improving",
        /// 3.
        BeingEstablished = "being_established",
        /// 4.
        NotInPlace = "not_in_place",
    }
}

impl Score {
    /// The number in the mapping template: 1 (best) to 4.
    pub fn number(self) -> u8 {
        match self {
            Self::InPlace => 1,
            Self::NeedsImproving => 2,
            Self::BeingEstablished => 3,
            Self::NotInPlace => 4,
        }
    }

    /// The score with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|score| score.number() == number)
    }

    /// The words of the mapping template, for staff.
    pub fn label(self) -> &'static str {
        match self {
            Self::InPlace => "In place and effective",
            Self::NeedsImproving => "In place, but needs improving",
            Self::BeingEstablished => "Currently being established",
            Self::NotInPlace => "Not in place",
        }
    }

    /// The same for young people.
    pub fn plain(self) -> &'static str {
        match self {
            Self::InPlace => "Yes, and it works",
            Self::NeedsImproving => "Yes, but it could be better",
            Self::BeingEstablished => "They are starting to do it",
            Self::NotInPlace => "No, not yet",
        }
    }
}

/// How far the staff's score and the young people's score lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Both say the same.
    Same,
    /// One step apart.
    Near,
    /// Two steps or more: talk about it before anything is agreed.
    Far,
}

/// How far two scores lie apart. Both sides score without seeing the other's,
/// and the difference is where the conversation starts (domain.md 2.1).
pub fn differ(a: Score, b: Score) -> Difference {
    match a.number().abs_diff(b.number()) {
        0 => Difference::Same,
        1 => Difference::Near,
        _ => Difference::Far,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn seven_standards_with_one_criterion_a_level() {
        let framework = framework();
        assert_eq!(framework.standards.len(), 7);
        let mut count = 0;
        for (i, standard) in framework.standards.iter().enumerate() {
            assert_eq!(usize::from(standard.number), i + 1);
            assert_eq!(standard.key, format!("s{}", standard.number));
            let levels: Vec<Level> = standard.criteria.iter().map(|c| c.level).collect();
            assert_eq!(levels, Level::ALL, "{}", standard.key);
            for criterion in standard.criteria {
                assert_eq!(criterion.key, format!("{}-{}", standard.key, criterion.level));
                assert_eq!(super::criterion(criterion.key), Some(criterion));
                count += 1;
            }
        }
        assert_eq!(count, 21);
        assert_eq!(criterion("s8-emerging"), None);
    }

    /// A rough guard for reading age: short sentences of mostly short words.
    #[test]
    fn the_words_for_young_people_are_plain() {
        let mut seen = HashSet::new();
        let standards = framework().standards;
        let plain = standards.iter().flat_map(|s| s.criteria.iter().map(|c| c.plain).chain([s.plain]));
        for text in plain.chain(Score::ALL.iter().map(|s| s.plain())) {
            assert!(seen.insert(text), "said twice: {text}");
            for sentence in text.split_inclusive(['.', '?']) {
                let words: Vec<&str> = sentence.split_whitespace().collect();
                assert!(words.len() <= 15, "long sentence: {sentence}");
                let long = words.iter().filter(|word| word.len() > 9).count();
                assert!(long <= 1, "long words: {sentence}");
            }
        }
    }

    #[test]
    fn one_is_best_and_four_is_not_in_place() {
        assert_eq!(Score::from_number(1), Some(Score::InPlace));
        assert_eq!(Score::from_number(4).map(Score::label), Some("Not in place"));
        assert_eq!(Score::from_number(0), None);
        assert_eq!(Score::from_number(5), None);
        for score in Score::ALL {
            assert_eq!(Score::from_number(score.number()), Some(*score));
            assert!(!score.label().chars().chain(score.plain().chars()).any(|c| c.is_ascii_digit()));
        }
    }

    #[test]
    fn two_steps_apart_is_far() {
        use Score::{BeingEstablished, InPlace, NeedsImproving, NotInPlace};
        assert_eq!(differ(InPlace, InPlace), Difference::Same);
        assert_eq!(differ(InPlace, NeedsImproving), Difference::Near);
        assert_eq!(differ(NotInPlace, BeingEstablished), Difference::Near);
        assert_eq!(differ(NeedsImproving, NotInPlace), Difference::Far);
        assert_eq!(differ(NotInPlace, InPlace), Difference::Far);
    }
}
