//! Gathers what is to be said about a survey, in the order of its pages.

use std::collections::HashMap;

use crate::reading::Problem;

pub(super) use crate::reading::quoted;

/// How many problems, and how many notes, are listed; the rest is counted.
const LISTED: usize = 1_000;

/// Problems and notes as they are found.
#[derive(Debug, Default)]
pub(super) struct Report {
    problems: Vec<Problem>,
    notes: Vec<Problem>,
    more_problems: usize,
    more_notes: usize,
    /// Notes that are given once: where they stand, and how often they would
    /// have been said again.
    repeated: HashMap<String, (usize, usize)>,
}

impl Report {
    pub(super) fn problem(&mut self, place: &str, reason: impl Into<String>) {
        if self.problems.len() < LISTED {
            self.problems.push(Problem { place: line(place), reason: line(&reason.into()) });
        } else {
            self.more_problems += 1;
        }
    }

    pub(super) fn note(&mut self, place: &str, reason: impl Into<String>) {
        if self.notes.len() < LISTED {
            self.notes.push(Problem { place: line(place), reason: line(&reason.into()) });
        } else {
            self.more_notes += 1;
        }
    }

    /// A note that is given at the first place only, with the number of others.
    pub(super) fn note_once(&mut self, place: &str, reason: &str) {
        if let Some((_, more)) = self.repeated.get_mut(reason) {
            *more += 1;
        } else if self.notes.len() < LISTED {
            self.repeated.insert(reason.to_owned(), (self.notes.len(), 0));
            self.note(place, reason);
        } else {
            self.more_notes += 1;
        }
    }

    /// Problems and notes.
    pub(super) fn finish(mut self) -> (Vec<Problem>, Vec<Problem>) {
        for (at, more) in self.repeated.into_values().filter(|(_, more)| *more > 0) {
            let places = if more == 1 { "place" } else { "places" };
            let said = &mut self.notes[at].reason;
            *said = format!("{said} (so in {more} more {places})");
        }
        for (list, more) in [(&mut self.problems, self.more_problems), (&mut self.notes, self.more_notes)] {
            if more > 0 {
                list.push(Problem { place: "survey".to_owned(), reason: format!("and {more} more") });
            }
        }
        (self.problems, self.notes)
    }
}

/// On one line.
fn line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_often_is_counted() {
        let mut report = Report::default();
        for at in 0..LISTED + 5 {
            report.problem(&format!("page {at}"), "wrong\nhere");
            report.note_once("survey", "again");
        }
        let (problems, notes) = report.finish();
        assert_eq!(problems.len(), LISTED + 1);
        assert_eq!(problems[0].to_string(), "page 0: wrong here");
        assert_eq!(problems[LISTED].reason, "and 5 more");
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].reason, "again (so in 1004 more places)");
    }
}
