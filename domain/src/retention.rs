//! How long things are kept (domain.md 5.2, "Retention"): one table, from which the nightly job, the page for the data
//! protection officer and the words for young people come. An organisation may keep things for less or longer, within
//! bounds; a hold for a legal case keeps everything.

use chrono::{Months, NaiveDate};

crate::text_enum! {
    /// What is kept for a time that an organisation chooses.
    pub enum Record {
        /// What young people wrote and showed, word for word.
        Answers = "answers",
        /// What leads from four words back to an answer.
        Receipts = "receipts",
        /// Single answers about oneself beyond age and area; afterwards they are only counted.
        Equality = "equality",
        /// The safeguarding log, and the answers that it is about.
        Safeguarding = "safeguarding",
        /// Requests and complaints, with what was answered.
        Requests = "requests",
        /// Posts (comments, ideas, live words) that were not shown, and those that the safeguarding lead has kept.
        Comments = "comments",
        /// Accounts of young people that have ended.
        YoungAccounts = "young-accounts",
    }
}

/// Where the time begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Young people were told what happens; where they never were, a year after the last day for answers.
    Told,
    /// It was written down.
    Written,
    /// It was answered or refused.
    Ended,
    /// Somebody has decided about it.
    Decided,
    /// Its time was over, or its group was ended.
    Over,
}

impl Since {
    /// From when a time runs, after the time itself: "12 months after it was written".
    pub fn words(self) -> &'static str {
        match self {
            Since::Told => {
                "after young people were told what happens; where they never were, a year more after the last day"
            }
            Since::Written => "after it was written",
            Since::Ended => "after it was answered",
            Since::Decided => "after somebody decided about it",
            Since::Over => "after it ended",
        }
    }
}

/// A time as it is said: "1 month", "18 months", "25 years".
pub fn months_words(months: u32) -> String {
    match months {
        1 => "1 month".to_string(),
        n if n % 12 == 0 && n >= 24 => format!("{} years", n / 12),
        n => format!("{n} months"),
    }
}

impl Record {
    /// What it is, for staff.
    pub fn label(self) -> &'static str {
        match self {
            Record::Answers => "What young people wrote, showed and said aloud, word for word",
            Record::Receipts => "What leads from four words back to an answer",
            Record::Equality => "Single answers about oneself (equality questions)",
            Record::Safeguarding => "The safeguarding log, and the answers that are held",
            Record::Requests => "Requests and complaints, with what was answered",
            Record::Comments => "Posts that were not shown, or that the safeguarding lead kept",
            Record::YoungAccounts => "Accounts of young people that have ended",
        }
    }

    /// What the nightly job does when the time is over.
    pub fn then(self) -> &'static str {
        match self {
            Record::Answers => {
                "The words and files are deleted, and with them posts (comments, ideas, live words) and how somebody can be \
                 reached. Numbers, themes and redacted quotes stay."
            }
            Record::Receipts => "Nothing leads from anybody to an answer any more.",
            Record::Equality => "They become counts. Nobody\u{2019}s single answer is left.",
            Record::Safeguarding => "The lines of the log and the held words are deleted.",
            Record::Requests | Record::YoungAccounts => "The whole record is deleted.",
            Record::Comments => "The post and what was done about it are deleted.",
        }
    }

    /// From when the time runs.
    pub fn since(self) -> Since {
        match self {
            Record::Answers | Record::Receipts | Record::Equality => Since::Told,
            Record::Safeguarding => Since::Written,
            Record::Requests => Since::Ended,
            Record::Comments => Since::Decided,
            Record::YoungAccounts => Since::Over,
        }
    }

    /// Why it is kept so long, where an organisation has not said otherwise.
    pub fn reason(self) -> &'static str {
        match self {
            Record::Answers => {
                "To check what was quoted and decided, while the decision can still be asked about."
            }
            Record::Receipts => "So that young people can see, change and take back what they said.",
            Record::Equality => "To see whom we heard, while that can still change what we do.",
            Record::Safeguarding => "A child who was not safe may need to know later what was done.",
            Record::Requests => "To show that a request or a complaint was answered.",
            Record::Comments => "To say why it was not shown, when somebody asks for another look.",
            Record::YoungAccounts => "So that a worker can renew one that has ended while nobody looked.",
        }
    }

    /// Months for which it is kept, where an organisation has not said otherwise.
    pub fn default_months(self) -> u32 {
        match self {
            Record::Answers | Record::Receipts | Record::Equality | Record::Comments => 12,
            Record::Safeguarding => 300,
            Record::Requests => 36,
            Record::YoungAccounts => 3,
        }
    }

    /// The least and the most months that an organisation may choose.
    pub fn bounds(self) -> (u32, u32) {
        match self {
            Record::Answers | Record::Receipts | Record::Equality | Record::Comments => (1, 36),
            Record::Safeguarding => (12, 1_200),
            Record::Requests => (6, 120),
            Record::YoungAccounts => (1, 12),
        }
    }
}

/// What is wrong with the months that were written for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetentionFlaw {
    /// Fewer or more than may be.
    Bounds(u32, u32),
    /// The four words would lead to words that are no longer there.
    BeyondAnswers,
}

/// What is wrong with keeping a record for so long. `answers` are the months for which words are kept.
pub fn flaw(record: Record, months: u32, answers: u32) -> Option<RetentionFlaw> {
    let (least, most) = record.bounds();
    if !(least..=most).contains(&months) {
        return Some(RetentionFlaw::Bounds(least, most));
    }
    (record == Record::Receipts && months > answers).then_some(RetentionFlaw::BeyondAnswers)
}

/// Months after the last day for answers at which the time begins where young people were never told: whoever does not
/// tell keeps nothing for longer.
const NEVER_TOLD: u32 = 12;

/// When the time of a consultation's answers begins.
pub fn begins(told_on: Option<NaiveDate>, closed_on: Option<NaiveDate>) -> Option<NaiveDate> {
    told_on.or_else(|| closed_on?.checked_add_months(Months::new(NEVER_TOLD)))
}

/// The first day on which it is kept no more.
pub fn ends(begins: NaiveDate, months: u32) -> NaiveDate {
    begins.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_time_begins_when_young_people_were_told_and_otherwise_a_year_after_the_last_day() {
        let (told, closed) = (Some(day("2026-06-14")), Some(day("2026-03-22")));
        assert_eq!(begins(told, closed), told);
        assert_eq!(begins(None, closed), Some(day("2027-03-22")));
        assert_eq!(begins(None, None), None, "it is still being made");
        assert_eq!(ends(day("2026-06-14"), 12), day("2027-06-14"));
        assert_eq!(ends(day("2024-02-29"), 12), day("2025-02-28"));
    }

    #[test]
    fn every_record_can_be_kept_for_as_long_as_is_usual_and_within_bounds() {
        for &record in Record::ALL {
            assert_eq!(flaw(record, record.default_months(), 12), None, "{record}");
            let (least, most) = record.bounds();
            assert_eq!(flaw(record, least - 1, 36), Some(RetentionFlaw::Bounds(least, most)));
            assert_eq!(flaw(record, most + 1, 36), Some(RetentionFlaw::Bounds(least, most)));
        }
        assert_eq!(flaw(Record::Receipts, 13, 12), Some(RetentionFlaw::BeyondAnswers));
        assert_eq!(flaw(Record::Receipts, 11, 12), None);
    }

    #[test]
    fn times_are_said_in_months_and_in_whole_years() {
        for (months, words) in
            [(1, "1 month"), (12, "12 months"), (18, "18 months"), (24, "2 years"), (300, "25 years")]
        {
            assert_eq!(months_words(months), words);
        }
    }
}
