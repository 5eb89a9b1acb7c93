//! News of a consultation for those who asked to hear of it.

use crate::consultation::State;

crate::text_enum! {
    /// What those who follow a consultation are told. Never what anybody answered.
    pub enum News {
        /// That it closes soon.
        Reminder = "reminder",
        /// That it has closed, and what comes next.
        Thanks = "thanks",
        /// That everybody can read what was said.
        Heard = "heard",
        /// What came of it (domain.md 7.4, "Told the young people").
        Told = "told",
        /// Whether what was promised was done.
        FollowedUp = "followed-up",
    }
}

/// Whether anybody can ask for news of a consultation: there must be something left to tell, and no mail may betray to
/// somebody else in a home that a young person came to a page about something that hurts.
pub fn may_follow(state: State, sensitive: bool) -> bool {
    !sensitive && !matches!(state, State::Draft | State::FollowedUp)
}

/// Days between two times that staff write to the same people about the same consultation: nobody is flooded.
pub const PAUSE_DAYS: i64 = 7;

/// Days in which an address is confirmed before it is forgotten.
pub const CONFIRM_DAYS: i64 = 2;

/// Days that an address is kept from the day it was given.
pub const KEPT_DAYS: i64 = 365;

impl News {
    /// Whether staff send it by hand while the consultation is in this state. The others go out by
    /// themselves, when what they tell of is published.
    pub fn fits(self, state: State, takes_answers: bool) -> bool {
        match self {
            News::Reminder => state == State::Open && takes_answers,
            News::Thanks => state == State::Closed,
            News::Heard | News::Told | News::FollowedUp => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_written_to_about_what_may_hurt() {
        for &state in State::ALL {
            assert!(!may_follow(state, true));
        }
        assert!(may_follow(State::Open, false) && may_follow(State::FedBack, false));
        assert!(!may_follow(State::Draft, false) && !may_follow(State::FollowedUp, false));
    }

    #[test]
    fn a_reminder_goes_while_there_is_time_and_thanks_once_it_is_over() {
        assert!(News::Reminder.fits(State::Open, true) && !News::Reminder.fits(State::Open, false));
        assert!(!News::Reminder.fits(State::Paused, true) && !News::Thanks.fits(State::Open, true));
        assert!(News::Thanks.fits(State::Closed, false));
        for &state in State::ALL {
            assert!(!News::Told.fits(state, true), "it goes by itself");
        }
    }
}
