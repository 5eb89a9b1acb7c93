//! Links between organisations of one installation: what one lets the people of another read, and from when until when
//! (domain.md 5.2 "Controller", 7.1 `partnership_link`).

use chrono::{Months, NaiveDate};

/// For how many months a link works at most.
pub const MOST_MONTHS: u32 = 60;

/// Within how many months it must begin.
pub const BEGINS_WITHIN: u32 = 12;

/// Letters of what an agreement is called.
pub const REF_MAX: usize = 100;

crate::text_enum! {
    /// What a link is for. The `network` of domain.md 7.1 is none of them: nothing flows in it.
    pub enum LinkKind {
        /// The partner's people read the evidence.
        CommissionerReads = "commissioner_reads",
        /// The same, and young people read that both look after what they say (UK GDPR Article 26).
        JointController = "joint_controller",
    }
}

crate::text_enum! {
    /// How a link came to its end before its last day.
    pub enum LinkEnd {
        /// The partner did not want it.
        Declined = "declined",
        /// Who had offered it took the offer back.
        Withdrawn = "withdrawn",
        /// One of the two ended it after both had agreed.
        Ended = "ended",
    }
}

/// What is known of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Whether the partner has accepted it.
    pub accepted: bool,
    /// How it came to its end, if somebody ended it.
    pub end: Option<LinkEnd>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day, which is one of it.
    pub until_on: NaiveDate,
}

/// How a link stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The partner has not said anything yet.
    Offered,
    /// Nobody said anything until its last day was over.
    Lapsed,
    /// Both have agreed, and its first day is still ahead.
    Coming,
    /// It opens what it names.
    Live,
    /// Its last day is over.
    Over,
    /// Somebody ended it.
    Ended(LinkEnd),
}

impl Link {
    /// How it stands on this day. [`Standing::Live`] alone opens anything.
    pub fn standing(&self, today: NaiveDate) -> Standing {
        match (self.end, self.accepted) {
            (Some(end), _) => Standing::Ended(end),
            (None, false) if today > self.until_on => Standing::Lapsed,
            (None, false) => Standing::Offered,
            (None, true) if today > self.until_on => Standing::Over,
            (None, true) if today < self.from_on => Standing::Coming,
            (None, true) => Standing::Live,
        }
    }
}

/// What is wrong with the days of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermFlaw {
    /// It would begin too far ahead: nobody can say today what both will want then.
    TooLate,
    /// The last day comes before the first.
    Crossed,
    /// The last day is over already.
    Past,
    /// It would work for too long without both agreeing again.
    TooLong,
}

/// What is wrong with the days of a link that is offered today.
pub fn term_flaw(from_on: NaiveDate, until_on: NaiveDate, today: NaiveDate) -> Option<TermFlaw> {
    let within = |day: NaiveDate, months: u32| day.checked_add_months(Months::new(months));
    if within(today, BEGINS_WITHIN).is_none_or(|last| from_on > last) {
        Some(TermFlaw::TooLate)
    } else if until_on < from_on {
        Some(TermFlaw::Crossed)
    } else if until_on < today {
        Some(TermFlaw::Past)
    } else if within(from_on, MOST_MONTHS).is_none_or(|last| until_on > last) {
        Some(TermFlaw::TooLong)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn link() -> Link {
        Link { accepted: true, end: None, from_on: day("2026-03-01"), until_on: day("2026-03-31") }
    }

    #[test]
    fn a_link_is_live_from_its_first_day_to_its_last_once_both_agree() {
        for (on, standing) in [
            ("2026-02-28", Standing::Coming),
            ("2026-03-01", Standing::Live),
            ("2026-03-31", Standing::Live),
            ("2026-04-01", Standing::Over),
        ] {
            assert_eq!(link().standing(day(on)), standing, "{on}");
        }
        let offer = Link { accepted: false, ..link() };
        assert_eq!(offer.standing(day("2026-03-15")), Standing::Offered, "one alone opens nothing");
        assert_eq!(offer.standing(day("2026-04-01")), Standing::Lapsed);
    }

    #[test]
    fn what_was_ended_is_never_live() {
        for &end in LinkEnd::ALL {
            for accepted in [false, true] {
                let ended = Link { accepted, end: Some(end), ..link() };
                for on in ["2026-02-01", "2026-03-15", "2026-05-01"] {
                    assert_eq!(ended.standing(day(on)), Standing::Ended(end));
                }
            }
        }
    }

    #[test]
    fn the_days_of_a_link_are_in_order_ahead_and_not_too_many() {
        let today = day("2026-02-09");
        for (from, until, flaw) in [
            ("2026-02-09", "2026-02-09", None),
            ("2026-01-01", "2026-02-09", None),
            ("2026-02-09", "2031-02-09", None),
            ("2027-02-09", "2027-03-01", None),
            ("2026-02-09", "2031-02-10", Some(TermFlaw::TooLong)),
            ("2020-01-01", "2026-03-01", Some(TermFlaw::TooLong)),
            ("2027-02-10", "2027-03-01", Some(TermFlaw::TooLate)),
            ("2026-03-02", "2026-03-01", Some(TermFlaw::Crossed)),
            ("2026-01-01", "2026-02-08", Some(TermFlaw::Past)),
        ] {
            assert_eq!(term_flaw(day(from), day(until), today), flaw, "{from} {until}");
        }
        assert_eq!(term_flaw(NaiveDate::MAX, NaiveDate::MAX, today), Some(TermFlaw::TooLate));
        assert_eq!(term_flaw(NaiveDate::MIN, NaiveDate::MAX, today), Some(TermFlaw::TooLong));
        assert_eq!(term_flaw(today, today, NaiveDate::MAX), Some(TermFlaw::TooLate));
    }
}
