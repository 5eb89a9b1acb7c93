//! How somebody who answers can be reached (domain.md 5.4, "Break-glass"; 7.7, "Sealed contact reveal"): kept sealed, and
//! opened by two people, for a day, where somebody may not be safe.

use chrono::{DateTime, TimeDelta, Utc};

use crate::question::FieldError;
use crate::text;

/// Letters that somebody may write about how they can be reached.
pub const CONTACT_MAX: usize = 200;

/// The fewest letters of a reason to open it, or not to.
pub const REASON_MIN: usize = 10;

/// The most letters of such a reason.
pub const REASON_MAX: usize = 500;

/// How long it is open once a second person has agreed.
const OPEN: TimeDelta = TimeDelta::hours(24);

/// How long a second person can agree.
const WAITS: TimeDelta = TimeDelta::hours(72);

crate::text_enum! {
    /// What the safeguarding log says about an opening. None of it decides anything about an answer.
    pub enum OpeningStep {
        /// Somebody has asked to open it.
        Ask = "contact_ask",
        /// Somebody else has agreed.
        Agree = "contact_agree",
        /// Somebody else has said no.
        Refuse = "contact_refuse",
    }
}

/// How somebody can be reached, in their own words.
#[derive(Clone, PartialEq, Eq)]
pub struct WayToReach(String);

impl std::fmt::Debug for WayToReach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It is for two people's eyes, and for no log.
        f.write_str("WayToReach(..)")
    }
}

impl WayToReach {
    /// Reads what was typed; nothing where nothing was.
    pub fn parse(typed: &str) -> Result<Option<Self>, FieldError> {
        let words = text::normalise(typed).trim().to_string();
        let length = words.chars().count();
        if length > CONTACT_MAX {
            return Err(FieldError::TooLong { max: CONTACT_MAX, length });
        }
        Ok((!words.is_empty()).then_some(Self(words)))
    }

    /// What was kept.
    pub fn kept(words: String) -> Self {
        Self(words)
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How far the opening of a sealed contact has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Somebody has asked, and somebody else can agree until then.
    Asked(DateTime<Utc>),
    /// Two people have agreed: it is open until then.
    Open(DateTime<Utc>),
    /// It was open, and is closed again.
    Over,
    /// Nobody has agreed in time.
    Lapsed,
    /// Somebody else has said no.
    Refused,
}

impl Stage {
    /// Whether it waits or is open: nobody asks a second time as long as it is.
    pub fn is_live(self) -> bool {
        matches!(self, Stage::Asked(_) | Stage::Open(_))
    }
}

/// How far an opening has come at this moment.
pub fn stage(
    asked_at: DateTime<Utc>,
    agreed_at: Option<DateTime<Utc>>,
    refused_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Stage {
    if refused_at.is_some() {
        return Stage::Refused;
    }
    match agreed_at {
        Some(at) if now < at + OPEN => Stage::Open(at + OPEN),
        Some(_) => Stage::Over,
        None if now < asked_at + WAITS => Stage::Asked(asked_at + WAITS),
        None => Stage::Lapsed,
    }
}

/// What was asked at this moment or before, and not agreed to, has lapsed.
pub fn lapsed_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - WAITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        "2026-02-09T09:30:15.123456Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hours)
    }

    #[test]
    fn a_request_waits_three_days_and_what_was_agreed_is_open_for_one() {
        assert_eq!(stage(at(0), None, None, at(0)), Stage::Asked(at(72)));
        let last = at(72) - TimeDelta::microseconds(1);
        assert_eq!(stage(at(0), None, None, last), Stage::Asked(at(72)));
        assert_eq!(stage(at(0), None, None, at(72)), Stage::Lapsed);
        assert!(at(0) > lapsed_since(last) && at(0) <= lapsed_since(at(72)), "both say the same");
        assert_eq!(stage(at(0), Some(at(70)), None, at(93)), Stage::Open(at(94)));
        assert_eq!(stage(at(0), Some(at(70)), None, at(94)), Stage::Over);
        assert_eq!(stage(at(0), None, Some(at(1)), at(2)), Stage::Refused);
        assert_eq!(stage(at(0), Some(at(1)), Some(at(1)), at(1)), Stage::Refused, "no is no");
        let live = [Stage::Asked(at(1)), Stage::Open(at(1)), Stage::Over, Stage::Lapsed, Stage::Refused];
        assert_eq!(live.map(Stage::is_live), [true, true, false, false, false]);
    }

    #[test]
    fn nothing_typed_is_nothing_and_too_much_is_said_so() {
        assert_eq!(WayToReach::parse(" \r\n "), Ok(None));
        let way = WayToReach::parse(" ring Kim\r\n07700 900123 ").unwrap().unwrap();
        assert_eq!(way.as_str(), "ring Kim\n07700 900123");
        assert_eq!(format!("{way:?}"), "WayToReach(..)", "it stands in no log");
        assert_eq!(WayToReach::kept("x".into()).as_str(), "x");
        assert!(WayToReach::parse(&"\u{e9}".repeat(CONTACT_MAX)).unwrap().is_some(), "letters, not bytes");
        let long = WayToReach::parse(&"x".repeat(CONTACT_MAX + 1));
        assert_eq!(long, Err(FieldError::TooLong { max: CONTACT_MAX, length: CONTACT_MAX + 1 }));
    }
}
