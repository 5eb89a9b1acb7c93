//! Who answers, as far as Earshot wants to know: never a name
//! (domain.md 5.7, 7.1 "response").

use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// Whose views an answer holds. Kept apart everywhere: a parent's words
    /// never stand among the children's (domain.md 1.7, BR3).
    pub enum RespondentType {
        /// A child or young person.
        Child = "child",
        /// A parent or carer.
        Parent = "parent",
        /// Somebody whose work is with children.
        Professional = "professional",
        /// Anybody else who lives in the area.
        Community = "community",
    }
}

crate::text_enum! {
    /// How an answer came in.
    #[derive(Default)]
    pub enum Channel {
        /// On somebody's own phone or computer.
        #[default]
        Web = "web",
        /// On a tablet that many people use, one after the other.
        Kiosk = "kiosk",
        /// Typed by somebody of the staff, for somebody who spoke.
        Assisted = "assisted",
        /// Written on a paper form by somebody, and typed in by somebody of the staff.
        Paper = "paper",
    }
}

/// The age bands of the young people's preset `earshot-yp-1` (domain.md 5.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AgeBand {
    /// 8 to 10.
    #[serde(rename = "8-10")]
    From8To10,
    /// 11 to 13.
    #[serde(rename = "11-13")]
    From11To13,
    /// 14 to 15.
    #[serde(rename = "14-15")]
    From14To15,
    /// 16 to 17.
    #[serde(rename = "16-17")]
    From16To17,
    /// 18 to 25.
    #[serde(rename = "18-25")]
    From18To25,
}

impl AgeBand {
    /// Every band, youngest first.
    pub const ALL: [AgeBand; 5] =
        [Self::From8To10, Self::From11To13, Self::From14To15, Self::From16To17, Self::From18To25];

    /// As stored and sent: `11-13`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::From8To10 => "8-10",
            Self::From11To13 => "11-13",
            Self::From14To15 => "14-15",
            Self::From16To17 => "16-17",
            Self::From18To25 => "18-25",
        }
    }

    /// Reads what [`AgeBand::as_str`] writes.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.as_str() == key)
    }

    /// As shown: `11 to 13`.
    pub fn label(self) -> &'static str {
        match self {
            Self::From8To10 => "8 to 10",
            Self::From11To13 => "11 to 13",
            Self::From14To15 => "14 to 15",
            Self::From16To17 => "16 to 17",
            Self::From18To25 => "18 to 25",
        }
    }

    /// The youngest and the oldest age in the band, in years.
    pub fn ages(self) -> (u8, u8) {
        match self {
            Self::From8To10 => (8, 10),
            Self::From11To13 => (11, 13),
            Self::From14To15 => (14, 15),
            Self::From16To17 => (16, 17),
            Self::From18To25 => (18, 25),
        }
    }
}

impl TryFrom<String> for AgeBand {
    type Error = crate::UnknownText;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(crate::UnknownText(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_read_back_and_do_not_overlap() {
        for band in AgeBand::ALL {
            assert_eq!(AgeBand::parse(band.as_str()), Some(band));
            assert_eq!(AgeBand::try_from(band.as_str().to_string()), Ok(band));
        }
        for pair in AgeBand::ALL.windows(2) {
            assert_eq!(pair[0].ages().1 + 1, pair[1].ages().0);
        }
        assert_eq!(AgeBand::parse("11 to 13"), None);
    }
}
