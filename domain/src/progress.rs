//! How the asking goes while it is open: how long answering takes, and in what
//! steps of time answers are counted (domain.md 5.8, 5.9).

use chrono::{Days, NaiveDate};

use crate::suppression::SMALLEST_BASE;

/// The longest that is kept of how long somebody took, in minutes. Who was away
/// for longer has done something else in between, and it would say when they
/// were there.
pub const MINUTES_MAX: i64 = 60;

/// How long somebody took, as it may be kept: whole minutes, at least one, and
/// nothing beyond [`MINUTES_MAX`].
pub fn minutes(minutes: i64) -> Option<i64> {
    (0..=MINUTES_MAX).contains(&minutes).then(|| minutes.max(1))
}

/// The median of minutes, from how many people took how long, the shortest
/// first. None where fewer than [`SMALLEST_BASE`] people are counted.
pub fn median_minutes(counts: &[(i64, u64)]) -> Option<i64> {
    let people: u64 = counts.iter().map(|(_, n)| n).sum();
    if people < SMALLEST_BASE {
        return None;
    }
    let middle = people.div_ceil(2);
    let mut until = 0;
    counts.iter().find_map(|(minutes, n)| {
        until += n;
        (until >= middle).then_some(*minutes)
    })
}

/// Days, or weeks, in which answers are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spans {
    /// Whether each is a week.
    pub weeks: bool,
    /// The first day of each, in order.
    pub starts: Vec<NaiveDate>,
}

/// As many days as are shown one by one.
const DAYS_SHOWN: i64 = 31;

/// As many spans as are shown at all.
const SPANS_MAX: usize = 60;

/// The days from the first to the last, or weeks where there are more than a
/// month of them. One of the two, never both: two ways of counting the same
/// answers could be set against each other (domain.md 5.9).
pub fn spans(first: NaiveDate, last: NaiveDate) -> Spans {
    let weeks = (last - first).num_days() >= DAYS_SHOWN;
    let step = Days::new(if weeks { 7 } else { 1 });
    let mut starts = Vec::new();
    let mut start = first;
    while start <= last && starts.len() < SPANS_MAX {
        starts.push(start);
        match start.checked_add_days(step) {
            Some(next) => start = next,
            None => break,
        }
    }
    Spans { weeks, starts }
}

impl Spans {
    /// The span that a day lies in, counted from 0. What came before the first
    /// day, or after the last span, is counted with it.
    pub fn place(&self, day: NaiveDate) -> usize {
        self.starts.iter().rposition(|start| *start <= day).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn minutes_are_whole_and_a_long_time_is_none() {
        assert_eq!([0, 1, 7, 60, 61, -3].map(minutes), [Some(1), Some(1), Some(7), Some(60), None, None]);
    }

    #[test]
    fn the_middle_one_counts_and_few_say_nothing() {
        assert_eq!(median_minutes(&[(3, 4), (5, 5)]), None);
        assert_eq!(median_minutes(&[(3, 4), (5, 6)]), Some(5));
        assert_eq!(median_minutes(&[(3, 5), (5, 1), (60, 4)]), Some(3));
        assert_eq!(median_minutes(&[(2, 1_000_000), (9, 999_999)]), Some(2));
        assert_eq!(median_minutes(&[]), None);
    }

    #[test]
    fn a_month_is_shown_by_days_and_more_by_weeks() {
        let month = spans(day("2026-03-01"), day("2026-03-31"));
        assert_eq!((month.weeks, month.starts.len()), (false, 31));
        assert_eq!(month.place(day("2026-03-04")), 3);
        let longer = spans(day("2026-03-01"), day("2026-04-01"));
        assert_eq!((longer.weeks, longer.starts.len()), (true, 5));
        assert_eq!(longer.place(day("2026-03-07")), 0);
        assert_eq!(longer.place(day("2026-03-08")), 1);
        assert_eq!(longer.place(day("2026-02-01")), 0, "what came before is not lost");
        assert_eq!(longer.place(day("2026-12-01")), 4);
        assert_eq!(spans(day("2026-03-02"), day("2026-03-01")).starts, vec![]);
        assert_eq!(spans(day("2026-03-01"), day("2036-03-01")).starts.len(), SPANS_MAX);
    }
}
