//! Gathers what is to be said about a file, in the order in which it is found.

use std::collections::HashMap;

use crate::reading::Problem;

pub(super) use crate::reading::quoted;

/// The most problems, and the most notes, that are told one by one.
const TOLD_MAX: usize = 1_000;

/// Problems and notes as they are found.
#[derive(Debug, Default)]
pub(super) struct Report {
    problems: Said,
    notes: Said,
}

#[derive(Debug, Default)]
struct Said {
    told: Vec<Problem>,
    /// How many more there are.
    more: usize,
    /// What holds in many places and is told once: where it stands among
    /// `told`, and in how many more places it holds.
    repeated: HashMap<String, (usize, usize)>,
}

impl Report {
    pub(super) fn problem(&mut self, place: &str, reason: impl Into<String>) {
        self.problems.say(place, reason.into());
    }

    pub(super) fn note(&mut self, place: &str, reason: impl Into<String>) {
        self.notes.say(place, reason.into());
    }

    /// A problem that is told at the first place only, with the number of others.
    pub(super) fn problem_once(&mut self, place: &str, reason: impl Into<String>) {
        self.problems.say_once(place, reason.into());
    }

    /// A note that is told at the first place only, with the number of others.
    pub(super) fn note_once(&mut self, place: &str, reason: impl Into<String>) {
        self.notes.say_once(place, reason.into());
    }

    pub(super) fn finish(self) -> (Vec<Problem>, Vec<Problem>) {
        (self.problems.finish(), self.notes.finish())
    }
}

impl Said {
    fn say(&mut self, place: &str, reason: String) {
        if self.told.len() >= TOLD_MAX {
            self.more += 1;
            return;
        }
        self.told.push(Problem { place: place.to_owned(), reason });
    }

    fn say_once(&mut self, place: &str, reason: String) {
        if let Some((_, more)) = self.repeated.get_mut(&reason) {
            *more += 1;
        } else if self.told.len() < TOLD_MAX {
            self.repeated.insert(reason.clone(), (self.told.len(), 0));
            self.say(place, reason);
        } else {
            self.more += 1;
        }
    }

    fn finish(mut self) -> Vec<Problem> {
        for (at, more) in self.repeated.into_values() {
            let said = &mut self.told[at].reason;
            *said = match more {
                0 => continue,
                1 => format!("{said} (so in 1 more place)"),
                more => format!("{said} (so in {more} more places)"),
            };
        }
        if self.more > 0 {
            let reason = format!("and {} more of this kind", self.more);
            self.told.push(Problem { place: "the file".to_owned(), reason });
        }
        self.told
    }
}
