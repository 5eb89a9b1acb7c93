//! What is done after a request, and how often it is tried.

use chrono::TimeDelta;

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
}
