//! Whether the quotes of a theme are chosen fairly (domain.md 6.5). Remarks for whoever chooses, and never a wall: they may
//! have their reasons, and write them down.

use std::collections::BTreeSet;

use crate::respondent::{AgeBand, RespondentType};

/// The least quotes of a theme, from different people.
pub const LEAST_QUOTES: usize = 2;

/// What is known of a quote that is not struck.
#[derive(Debug, Clone)]
pub struct QuoteFacts<P> {
    /// Whoever said it: the same for two quotes of one person, whatever it is.
    pub person: P,
    /// Whose words.
    pub respondent: RespondentType,
    /// How old they are, roughly, where they said so.
    pub band: Option<AgeBand>,
    /// Whether it is written down why it was chosen.
    pub has_reason: bool,
}

/// What could be fairer about the quotes of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remark {
    /// Fewer than [`LEAST_QUOTES`] young people are quoted.
    TooFew,
    /// One person is quoted more than once.
    SamePerson,
    /// Every young person who is quoted is of one age band, and other bands answered too.
    OneAge,
    /// Nobody has written down why one of them was chosen.
    NoReason,
    /// Whether one of them disagrees cannot be told from the records, nor how many are for and against.
    Stance,
}

impl Remark {
    /// What was found.
    pub fn what(self) -> &'static str {
        match self {
            Self::TooFew => "Fewer than two young people are quoted.",
            Self::SamePerson => "One person is quoted more than once.",
            Self::OneAge => "Everybody who is quoted is of the same age.",
            Self::NoReason => "It is not written down why each quote was chosen.",
            Self::Stance => "Does one of them disagree?",
        }
    }

    /// Why it matters, and what can be done about it.
    pub fn why(self) -> &'static str {
        match self {
            Self::TooFew => {
                "One voice can be anybody\u{2019}s. Look for a second one who says it in another way."
            }
            Self::SamePerson => "A theme is what many said. Keep the better one, and look for somebody else.",
            Self::OneAge => "Others answered too. See whether somebody older or younger says the same.",
            Self::NoReason => "Whoever reads it later cannot tell whether it was chosen because it shocks.",
            Self::Stance => {
                "Earshot does not know whether a quote is for or against something, so it cannot see whether all of them say \
                 the same while the answers did not. If anybody disagreed, quote one of them."
            }
        }
    }
}

/// What could be fairer about the quotes of one theme; `bands` are the age bands from which enough answered to be named.
/// Nothing where nothing is quoted yet.
pub fn remarks<P: Ord>(quotes: &[QuoteFacts<P>], bands: &[AgeBand]) -> Vec<Remark> {
    let children: Vec<&QuoteFacts<P>> =
        quotes.iter().filter(|quote| quote.respondent == RespondentType::Child).collect();
    if quotes.is_empty() {
        return Vec::new();
    }
    let people: BTreeSet<&P> = quotes.iter().map(|quote| &quote.person).collect();
    let young: BTreeSet<&P> = children.iter().map(|quote| &quote.person).collect();
    let ages: BTreeSet<Option<AgeBand>> = children.iter().map(|quote| quote.band).collect();
    let one_age = young.len() > 1 && ages.len() == 1 && !ages.contains(&None);
    let others = bands.iter().any(|band| !ages.contains(&Some(*band)));
    [
        (young.len() < LEAST_QUOTES, Remark::TooFew),
        (people.len() < quotes.len(), Remark::SamePerson),
        (one_age && others, Remark::OneAge),
        (quotes.iter().any(|quote| !quote.has_reason), Remark::NoReason),
        (true, Remark::Stance),
    ]
    .into_iter()
    .filter_map(|(holds, remark)| holds.then_some(remark))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANDS: [AgeBand; 2] = [AgeBand::From11To13, AgeBand::From14To15];

    fn child(person: u8, band: AgeBand) -> QuoteFacts<u8> {
        QuoteFacts { person, respondent: RespondentType::Child, band: Some(band), has_reason: true }
    }

    #[test]
    fn two_different_children_of_different_ages_are_enough() {
        let fair = [child(1, AgeBand::From11To13), child(2, AgeBand::From14To15)];
        // What cannot be known is said, and nothing else.
        assert_eq!(remarks(&fair, &BANDS), [Remark::Stance]);
        assert!(remarks::<u8>(&[], &BANDS).is_empty());
    }

    #[test]
    fn one_voice_is_too_few_and_counts_once() {
        let one = child(1, AgeBand::From11To13);
        assert_eq!(remarks(std::slice::from_ref(&one), &BANDS), [Remark::TooFew, Remark::Stance]);
        let twice = [one.clone(), one.clone()];
        assert_eq!(remarks(&twice, &BANDS), [Remark::TooFew, Remark::SamePerson, Remark::Stance]);
        // A parent is another person, and no young one.
        let parent =
            QuoteFacts { person: 2, respondent: RespondentType::Parent, band: None, has_reason: true };
        assert_eq!(remarks(&[one, parent], &BANDS), [Remark::TooFew, Remark::Stance]);
    }

    #[test]
    fn ages_are_mixed_where_others_answered() {
        let same = [child(1, AgeBand::From11To13), child(2, AgeBand::From11To13)];
        assert_eq!(remarks(&same, &BANDS), [Remark::OneAge, Remark::Stance]);
        assert_eq!(remarks(&same, &BANDS[..1]), [Remark::Stance], "nobody else answered");
        let unknown = same.map(|quote| QuoteFacts { band: None, ..quote });
        assert_eq!(remarks(&unknown, &BANDS), [Remark::Stance], "nobody said how old they are");
    }

    #[test]
    fn each_was_chosen_for_a_reason() {
        let why = QuoteFacts { has_reason: false, ..child(2, AgeBand::From14To15) };
        assert_eq!(
            remarks(&[child(1, AgeBand::From11To13), why], &BANDS),
            [Remark::NoReason, Remark::Stance]
        );
    }

    #[test]
    fn every_remark_says_what_and_why() {
        for remark in [Remark::TooFew, Remark::SamePerson, Remark::OneAge, Remark::NoReason, Remark::Stance] {
            assert!(!remark.what().is_empty() && !remark.why().contains('%'));
        }
    }
}
