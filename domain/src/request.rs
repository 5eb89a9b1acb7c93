//! What somebody asks about the data that is kept of them, and complaints: by when each must be answered, and what may
//! follow on what (domain.md 5.2, "Access, time limits", "Complaints").

use chrono::{Months, NaiveDate, TimeDelta};

crate::text_enum! {
    /// What somebody wants.
    pub enum RequestKind {
        /// To see what is kept of them (UK GDPR Article 15).
        Access = "access",
        /// To have something put right (Article 16).
        Rectify = "rectify",
        /// To have something taken out (Article 17).
        Erase = "erase",
        /// That it is used for something no more (Articles 18 and 21).
        Object = "object",
        /// To complain about what was done with it (DPA 2018 section 164A).
        Complaint = "complaint",
    }
}

crate::text_enum! {
    /// How far a request has come.
    pub enum RequestState {
        /// Nobody has read it.
        Received = "received",
        /// Somebody has read it and works on it.
        Acknowledged = "acknowledged",
        /// Something has to be known first; the clock stands still.
        Paused = "paused",
        /// It was done, and they can read so.
        Answered = "answered",
        /// It was not done, and they can read why.
        Refused = "refused",
    }
}

impl RequestState {
    /// Whether somebody has to do something about it.
    pub fn is_open(self) -> bool {
        matches!(self, RequestState::Received | RequestState::Acknowledged | RequestState::Paused)
    }
}

/// What somebody of the staff does about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestStep {
    /// Say that it was read.
    Acknowledge,
    /// Ask for something that has to be known first.
    Pause,
    /// It is known now.
    Resume,
    /// It is done.
    Answer,
    /// It is not done.
    Refuse,
}

impl RequestStep {
    /// Every step.
    pub const ALL: [RequestStep; 5] = [
        RequestStep::Acknowledge,
        RequestStep::Pause,
        RequestStep::Resume,
        RequestStep::Answer,
        RequestStep::Refuse,
    ];

    /// As forms send it.
    pub fn as_str(self) -> &'static str {
        match self {
            RequestStep::Acknowledge => "acknowledge",
            RequestStep::Pause => "pause",
            RequestStep::Resume => "resume",
            RequestStep::Answer => "answer",
            RequestStep::Refuse => "refuse",
        }
    }

    /// Reads what [`RequestStep::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// Where it leads from here; `None` where it cannot be done.
    pub fn from(self, state: RequestState) -> Option<RequestState> {
        use RequestState::{Acknowledged, Answered, Paused, Received, Refused};
        match (self, state) {
            (RequestStep::Acknowledge, Received) => Some(Acknowledged),
            (RequestStep::Pause, Received | Acknowledged) => Some(Paused),
            (RequestStep::Resume, Paused) => Some(Acknowledged),
            (RequestStep::Answer, Received | Acknowledged | Paused) => Some(Answered),
            (RequestStep::Refuse, Received | Acknowledged | Paused) => Some(Refused),
            _ => None,
        }
    }

    /// Whether it says something to the one who asked.
    pub fn tells(self) -> bool {
        matches!(self, RequestStep::Pause | RequestStep::Answer | RequestStep::Refuse)
    }
}

/// Days in which a complaint must be acknowledged, and in which we mean to have answered it.
pub const COMPLAINT_DAYS: i64 = 30;

/// Days before a request is due on which it is brought to mind.
pub const SOON_DAYS: i64 = 7;

/// The last day for the answer: a month from the day on which it came, or the last day of that month; for a complaint 30
/// days. Days on which something had to be known first do not count.
pub fn due_on(kind: RequestKind, received_on: NaiveDate, paused_days: i64) -> NaiveDate {
    let due = match kind {
        RequestKind::Complaint => received_on.checked_add_signed(TimeDelta::days(COMPLAINT_DAYS)),
        _ => received_on.checked_add_months(Months::new(1)),
    };
    due.and_then(|due| due.checked_add_signed(TimeDelta::days(paused_days))).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_request_has_a_month_and_a_complaint_thirty_days() {
        for (kind, received, paused, due) in [
            (RequestKind::Access, "2026-03-03", 0, "2026-04-03"),
            (RequestKind::Erase, "2026-01-31", 0, "2026-02-28"),
            (RequestKind::Erase, "2028-01-31", 0, "2028-02-29"),
            (RequestKind::Rectify, "2026-12-31", 0, "2027-01-31"),
            (RequestKind::Object, "2026-03-03", 5, "2026-04-08"),
            (RequestKind::Complaint, "2026-06-19", 0, "2026-07-19"),
            (RequestKind::Complaint, "2026-06-19", 2, "2026-07-21"),
        ] {
            assert_eq!(due_on(kind, day(received), paused), day(due), "{kind} {received}");
        }
    }

    #[test]
    fn what_was_answered_stays_answered() {
        for step in RequestStep::ALL {
            assert_eq!(RequestStep::parse(step.as_str()), Some(step));
            for state in [RequestState::Answered, RequestState::Refused] {
                assert_eq!(step.from(state), None);
                assert!(!state.is_open());
            }
        }
        let mut state = RequestState::Received;
        for step in [RequestStep::Pause, RequestStep::Resume, RequestStep::Pause, RequestStep::Answer] {
            assert!(state.is_open());
            state = step.from(state).unwrap();
        }
        assert_eq!(state, RequestState::Answered);
        assert_eq!(RequestStep::Acknowledge.from(RequestState::Paused), None);
        assert_eq!(RequestStep::parse("discard"), None);
    }
}
