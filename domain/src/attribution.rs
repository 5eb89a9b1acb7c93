//! Who a quote is said to be from: as much as helps the reader, never so much
//! that a child could be found (domain.md 6.5).

use serde::{Deserialize, Serialize};

use crate::respondent::{AgeBand, RespondentType};

/// The smallest group of respondents in this consultation that a quote may be
/// traced to (domain.md 6.5, "at least 10 respondents").
pub const SMALLEST_GROUP: u64 = 10;

/// Whether a group of so many respondents is large enough for one of them to stay unknown in it.
pub fn is_large_enough(respondents: u64) -> bool {
    respondents >= SMALLEST_GROUP
}

/// The words under a quote, chosen from a fixed ladder so that nobody can write
/// "15-year-old boy from the home in Quay Street".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// A child or young person, and nothing else.
    YoungPerson,
    /// A child or young person from this area.
    Area(String),
    /// A child or young person of these ages.
    Aged(AgeBand),
    /// A parent or carer.
    Parent,
    /// Somebody whose work is with children.
    Professional,
    /// Anybody else.
    Community,
}

/// The groups that one respondent belongs to, each with the number of
/// respondents of the same type in this consultation that belong to it too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Their age band, and how many are in it.
    pub band: Option<(AgeBand, u64)>,
    /// Their area, and how many are from there.
    pub area: Option<(String, u64)>,
}

/// The most that may be said about who gave these words.
///
/// The ladder goes up from "young person" over the area to the age band; the
/// highest rung with at least [`SMALLEST_GROUP`] respondents is taken. Age and
/// area never stand together: each may be a large group where both at once are
/// three children. Adults are named by their role only, so that a parent's or a
/// worker's words cannot be mistaken for a child's (domain.md 1.7, BR3).
pub fn attribute(who: RespondentType, group: &Group) -> Attribution {
    match who {
        RespondentType::Parent => Attribution::Parent,
        RespondentType::Professional => Attribution::Professional,
        RespondentType::Community => Attribution::Community,
        RespondentType::Child => match group {
            Group { band: Some((band, n)), .. } if is_large_enough(*n) => Attribution::Aged(*band),
            Group { area: Some((area, n)), .. } if is_large_enough(*n) && !area.trim().is_empty() => {
                Attribution::Area(area.clone())
            }
            _ => Attribution::YoungPerson,
        },
    }
}

/// Why a quote is said to be from this rung of the ladder and from no higher one, in words: how many there are in a group that
/// is smaller than [`SMALLEST_GROUP`] is told to nobody.
pub fn why(who: RespondentType, group: &Group) -> &'static str {
    match (who, attribute(who, group)) {
        (RespondentType::Child, Attribution::Aged(_)) => {
            "At least ten young people of this age answered. That is the most that is ever said: age and place never stand together."
        }
        (RespondentType::Child, Attribution::Area(_)) => {
            "At least ten young people from there answered, and fewer than ten of their age or nobody knows their age, so that \
             is not said."
        }
        (RespondentType::Child, _) if group.band.is_some() => {
            "Fewer than ten young people of their age answered, so the age is not said: somebody could work out who it was."
        }
        (RespondentType::Child, _) => "They did not say how old they are.",
        _ => {
            "Adults are named by their role only, so that nobody takes their words for a young person\u{2019}s."
        }
    }
}

impl Attribution {
    /// The words in English, as they stand under the quote.
    pub fn text(&self) -> String {
        match self {
            Self::YoungPerson => "Young person".into(),
            Self::Area(area) => format!("Young person, {area}"),
            Self::Aged(band) => format!("Young person aged {}", band.label()),
            Self::Parent => "Parent or carer".into(),
            Self::Professional => "Professional".into(),
            Self::Community => "Community member".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(band: u64, area: u64) -> Group {
        Group { band: Some((AgeBand::From14To15, band)), area: Some(("Wexmoor North".into(), area)) }
    }

    fn text(group: &Group) -> String {
        attribute(RespondentType::Child, group).text()
    }

    #[test]
    fn the_highest_rung_with_ten_respondents_is_taken() {
        assert_eq!(text(&group(10, 10)), "Young person aged 14 to 15");
        assert_eq!(text(&group(9, 10)), "Young person, Wexmoor North");
        assert_eq!(text(&group(9, 9)), "Young person");
        assert_eq!(text(&Group::default()), "Young person");
        assert_eq!(text(&Group { band: None, ..group(0, 12) }), "Young person, Wexmoor North");
        assert_eq!(text(&Group { area: Some((" ".into(), 50)), band: None }), "Young person");
    }

    /// Scenario 1, W11: "attribution at most 'Young person aged 11 to 13'".
    #[test]
    fn age_and_area_never_stand_together() {
        let both = text(&group(500, 500));
        assert!(!both.contains("Wexmoor"), "{both}");
    }

    #[test]
    fn why_not_more_is_said_without_a_number() {
        let of = |group: &Group| why(RespondentType::Child, group);
        assert!(of(&group(10, 10)).starts_with("At least ten young people of this age"));
        assert!(of(&group(9, 10)).starts_with("At least ten young people from there"));
        assert!(of(&group(3, 3)).starts_with("Fewer than ten young people of their age"));
        assert_eq!(of(&Group::default()), "They did not say how old they are.");
        assert!(why(RespondentType::Parent, &group(500, 500)).starts_with("Adults"));
        for n in 0..12 {
            assert!(!of(&group(n, n)).contains(|letter: char| letter.is_ascii_digit()), "{n}");
        }
    }

    #[test]
    fn adults_are_named_by_their_role_only() {
        for (who, words) in [
            (RespondentType::Parent, "Parent or carer"),
            (RespondentType::Professional, "Professional"),
            (RespondentType::Community, "Community member"),
        ] {
            assert_eq!(attribute(who, &group(500, 500)).text(), words);
        }
    }
}
