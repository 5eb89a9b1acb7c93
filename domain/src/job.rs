//! What is done after a request, how often it is tried, and which letters go together so that nobody is flooded.

use chrono::{Days, NaiveDateTime, TimeDelta};

crate::text_enum! {
    /// How far a job has come.
    pub enum JobState {
        /// It will be tried, now or later.
        Waiting = "waiting",
        /// It was done.
        Done = "done",
        /// It was given up; somebody has to look.
        Failed = "failed",
    }
}

crate::text_enum! {
    /// Letters to one person, from one organisation, that may go as one. What nobody would want to get later is none of
    /// these: links to sign in, invitations, whether an address is theirs.
    pub enum Digest {
        /// News of what they follow.
        News = "news",
        /// Requests that wait for an answer.
        Requests = "requests",
        /// Requests in which something may mean that somebody is not safe.
        Marked = "marked",
        /// Clocks of the safeguarding lane that have run out.
        Late = "late",
        /// What was put into the safeguarding lane.
        Held = "held",
        /// Comments that nobody has checked in time.
        Comments = "comments",
    }
}

impl Digest {
    /// How many jobs go into one letter at most. What ends all of the news in a letter at once stands on one line of its
    /// head, which holds 998 signs (RFC 5322, section 2.1.1).
    pub fn most(self) -> i64 {
        match self {
            Digest::News => 10,
            Digest::Requests | Digest::Marked | Digest::Late | Digest::Held | Digest::Comments => 50,
        }
    }

    /// From when on the next letter goes, after one that went in this hour; both by the clock on the wall, so that a day
    /// in which the clocks change is one day as well. `None` where none is ever held back, because somebody may not be
    /// safe.
    pub fn next_after(self, hour: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Digest::News => hour.checked_add_days(Days::new(1)),
            Digest::Requests => hour.checked_add_signed(TimeDelta::hours(4)),
            // Of comments that wait, nobody is told more often than once a day as it is.
            Digest::Marked | Digest::Late | Digest::Held | Digest::Comments => None,
        }
    }
}

/// The tries that a job has: over three days, so that a mail server may be away for a weekend.
pub const TRIES: i64 = 24;

/// How long to wait after so many tries that failed, or `None` when it is time to give up: from a minute, twice as long
/// each time, and at most about four hours.
pub fn wait_after(tries: i64) -> Option<TimeDelta> {
    let doubled = u32::try_from(tries - 1).ok().filter(|_| tries < TRIES)?.min(7);
    Some(TimeDelta::minutes(2_i64.pow(doubled) * 2 - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_tried_less_and_less_often_and_then_given_up() {
        let waits: Vec<i64> = (1..).map_while(wait_after).map(|wait| wait.num_minutes()).collect();
        assert_eq!(waits[..9], [1, 3, 7, 15, 31, 63, 127, 255, 255]);
        assert_eq!(waits.len(), 23);
        assert_eq!(waits.iter().sum::<i64>() / 60, 72, "hours");
        assert_eq!(wait_after(0), None);
        assert_eq!(wait_after(i64::MAX), None);
    }

    #[test]
    fn what_may_mean_that_somebody_is_not_safe_is_never_held_back() {
        let hour = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let sent = hour("2026-10-24T14:00:00");
        assert_eq!(Digest::News.next_after(sent), Some(hour("2026-10-25T14:00:00")));
        assert_eq!(Digest::Requests.next_after(sent), Some(hour("2026-10-24T18:00:00")));
        assert_eq!(Digest::Marked.next_after(sent), None);
        assert_eq!(Digest::Late.next_after(sent), None);
        assert_eq!(Digest::Held.next_after(sent), None);
    }

    #[test]
    fn what_ends_all_of_the_news_fits_on_a_line() {
        // A key has 64 signs and a dot behind it; the name of the head, the site's name and the path have room as well.
        assert!(Digest::News.most() * 65 + 200 < 998);
        for digest in Digest::ALL {
            assert!(digest.most() > 1, "{digest}");
        }
    }
}
