//! The clocks of the safeguarding lane (domain.md 5.4): by when a person must have read what came in, and by when
//! somebody must have decided about what is held. They run in working hours, in the time of the place.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What runs out.
    pub enum Clock {
        /// An answer that the word list has marked was not read.
        Marked = "marked",
        /// An answer was not read.
        Unread = "unread",
        /// Nobody has decided about an answer that is held.
        Held = "held",
        /// Nobody has read an answer that the word list has marked and that is held as it came: it runs as
        /// [`Clock::Marked`], and is the lead's.
        HeldUnread = "held-unread",
        /// A comment was not checked.
        Comment = "comment",
        /// Nobody has decided about a comment that was passed to the safeguarding lead.
        CommentHeld = "comment-held",
    }
}

/// Working days until a comment is checked, as the rules for comments promise to young people.
const COMMENT_DAYS: u32 = 2;

/// Working days that are looked at before a clock is taken to have no end: where somebody has closed every day.
const DAYS_MAX: u32 = 1_000;

/// How an organisation reads: its hours, and how long each clock runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The hour at which the working day begins, 0 to 23.
    pub opens: u32,
    /// The hour at which it ends, 1 to 24.
    pub closes: u32,
    /// Days from Monday to Friday on which nobody works.
    pub closed: BTreeSet<NaiveDate>,
    /// Working hours until a marked answer is read.
    pub marked_hours: u32,
    /// Working days until any answer is read.
    pub unread_days: u32,
    /// Working hours until somebody has decided about a held answer.
    pub held_hours: u32,
    /// Working hours after a clock has run out until the deputy is told as well.
    pub deputy_hours: u32,
    /// Who is there outside these hours, as readers see it.
    pub cover: String,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            opens: 9,
            closes: 17,
            closed: BTreeSet::new(),
            marked_hours: 4,
            unread_days: 2,
            held_hours: 8,
            deputy_hours: 2,
            cover: String::new(),
        }
    }
}

/// What is wrong with a plan: the field, and the most it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFlaw {
    /// The day ends before it begins, or never begins.
    Hours,
    /// A clock that runs for nothing, or for longer than this.
    Long(&'static str, u32),
}

/// The most that may be written for each clock, and the deputy.
const LONGEST: [(&str, u32); 4] =
    [("marked_hours", 40), ("unread_days", 20), ("held_hours", 40), ("deputy_hours", 40)];

impl Plan {
    /// What is wrong with it.
    pub fn flaws(&self) -> Vec<PlanFlaw> {
        let mut flaws = Vec::new();
        if self.opens >= self.closes || self.closes > 24 {
            flaws.push(PlanFlaw::Hours);
        }
        let written = [self.marked_hours, self.unread_days, self.held_hours, self.deputy_hours];
        for ((field, most), written) in LONGEST.into_iter().zip(written) {
            if written == 0 || written > most {
                flaws.push(PlanFlaw::Long(field, most));
            }
        }
        flaws
    }

    /// Whether somebody works at this time.
    pub fn is_working(&self, at: NaiveDateTime) -> bool {
        self.hours_of(at.date()).is_some_and(|(opens, closes)| (opens..closes).contains(&at))
    }

    /// By when it must be done that has waited since `since`.
    pub fn due(&self, clock: Clock, since: NaiveDateTime) -> NaiveDateTime {
        let days = |days: u32| days.saturating_mul(self.closes.saturating_sub(self.opens));
        let hours = match clock {
            Clock::Marked | Clock::HeldUnread => self.marked_hours,
            Clock::Unread => days(self.unread_days),
            Clock::Comment => days(COMMENT_DAYS),
            Clock::Held | Clock::CommentHeld => self.held_hours,
        };
        self.after(since, hours)
    }

    /// When the deputy is told of what was due then.
    pub fn deputy_due(&self, due: NaiveDateTime) -> NaiveDateTime {
        self.after(due, self.deputy_hours)
    }

    /// So many working hours later.
    fn after(&self, since: NaiveDateTime, hours: u32) -> NaiveDateTime {
        let mut left = TimeDelta::hours(hours.into());
        let mut at = since;
        for _ in 0..DAYS_MAX {
            if let Some((opens, closes)) = self.hours_of(at.date()) {
                let from = at.max(opens);
                if closes - from >= left {
                    return from + left;
                }
                left -= (closes - from).max(TimeDelta::zero());
            }
            match at.date().succ_opt() {
                Some(next) => at = next.and_time(NaiveTime::MIN),
                None => break,
            }
        }
        at
    }

    /// When work begins and ends on this day; `None` where nobody works.
    fn hours_of(&self, day: NaiveDate) -> Option<(NaiveDateTime, NaiveDateTime)> {
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || self.closed.contains(&day) {
            return None;
        }
        let midnight = day.and_time(NaiveTime::MIN);
        let at = |hour: u32| midnight + TimeDelta::hours(hour.into());
        (self.opens < self.closes).then(|| (at(self.opens), at(self.closes)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_marked_answer_has_four_working_hours_and_every_answer_two_days() {
        let plan = Plan::default();
        // 1 June 2026 is a Monday.
        for (clock, since, due) in [
            (Clock::Marked, "2026-06-01 10:00", "2026-06-01 14:00"),
            (Clock::Marked, "2026-06-01 13:00", "2026-06-01 17:00"),
            (Clock::Marked, "2026-06-01 15:00", "2026-06-02 11:00"),
            (Clock::Marked, "2026-06-01 20:00", "2026-06-02 13:00"),
            (Clock::Marked, "2026-06-01 03:00", "2026-06-01 13:00"),
            (Clock::Marked, "2026-06-05 15:00", "2026-06-08 11:00"),
            (Clock::Marked, "2026-06-06 11:00", "2026-06-08 13:00"),
            (Clock::Unread, "2026-06-01 10:00", "2026-06-03 10:00"),
            (Clock::Unread, "2026-06-04 10:00", "2026-06-08 10:00"),
            (Clock::Unread, "2026-06-06 10:00", "2026-06-09 17:00"),
            (Clock::Held, "2026-06-01 10:00", "2026-06-02 10:00"),
            (Clock::HeldUnread, "2026-06-01 10:00", "2026-06-01 14:00"),
            (Clock::Comment, "2026-06-05 10:00", "2026-06-09 10:00"),
            (Clock::CommentHeld, "2026-06-01 10:00", "2026-06-02 10:00"),
        ] {
            assert_eq!(plan.due(clock, at(since)), at(due), "{clock} {since}");
        }
        assert_eq!(plan.deputy_due(at("2026-06-01 16:00")), at("2026-06-02 10:00"));
    }

    #[test]
    fn days_on_which_nobody_works_do_not_count() {
        let closed = [at("2026-06-02 00:00").date()].into();
        let plan = Plan { closed, ..Plan::default() };
        assert_eq!(plan.due(Clock::Marked, at("2026-06-01 15:00")), at("2026-06-03 11:00"));
        assert!(!plan.is_working(at("2026-06-02 10:00")) && !plan.is_working(at("2026-06-06 10:00")));
        assert!(plan.is_working(at("2026-06-03 09:00")) && !plan.is_working(at("2026-06-03 17:00")));
    }

    #[test]
    fn a_plan_has_a_day_and_every_clock_an_end() {
        assert_eq!(Plan::default().flaws(), []);
        let wrong = Plan { opens: 17, closes: 9, marked_hours: 0, unread_days: 21, ..Plan::default() };
        assert_eq!(
            wrong.flaws(),
            [PlanFlaw::Hours, PlanFlaw::Long("marked_hours", 40), PlanFlaw::Long("unread_days", 20)]
        );
        // Even so it ends, and is never early.
        assert!(wrong.due(Clock::Unread, at("2026-06-01 10:00")) > at("2026-06-01 10:00"));
        assert_eq!(Plan { opens: 23, closes: 25, ..Plan::default() }.flaws(), [PlanFlaw::Hours]);
    }

    proptest! {
        /// A clock ends in working hours, never before it began, and never earlier for what came later.
        #[test]
        fn clocks_run_forwards(
            opens in 0_u32..23, length in 1_u32..10, hours in 1_u32..40, first in 0_i64..40_000, later in 0_i64..9_000,
        ) {
            let plan = Plan { opens, closes: (opens + length).min(24), marked_hours: hours, ..Plan::default() };
            let since = at("2026-01-01 00:00") + TimeDelta::minutes(first);
            let due = plan.due(Clock::Marked, since);
            prop_assert!(due >= since + TimeDelta::hours(hours.into()));
            prop_assert!(plan.is_working(due - TimeDelta::minutes(1)), "{due}");
            prop_assert!(plan.due(Clock::Marked, since + TimeDelta::minutes(later)) >= due);
        }
    }
}
