//! Gathers what is to be said about a workbook, in the order of its sheets.

use std::collections::HashMap;

use crate::reading;

pub(super) use crate::reading::quoted;

/// A place in the workbook and what is to be said about it.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    sheet: String,
    row: u32,
    column: Option<String>,
    reason: String,
}

/// Problems and notes as they are found.
#[derive(Debug, Default)]
pub(super) struct Report {
    problems: Vec<Problem>,
    notes: Vec<Problem>,
    /// Notes that hold for many rows and are given once: where they stand
    /// among `notes`, and for how many more rows they hold.
    repeated: HashMap<(String, Option<String>, String), (usize, usize)>,
}

impl Report {
    pub(super) fn problem(&mut self, sheet: &str, row: u32, column: Option<&str>, reason: impl Into<String>) {
        self.problems.push(problem(sheet, row, column, reason.into()));
    }

    pub(super) fn note(&mut self, sheet: &str, row: u32, column: Option<&str>, reason: impl Into<String>) {
        self.notes.push(problem(sheet, row, column, reason.into()));
    }

    /// A note that is given at the first row only, with the number of others.
    pub(super) fn note_once(
        &mut self,
        sheet: &str,
        row: u32,
        column: Option<&str>,
        reason: impl Into<String>,
    ) {
        let reason = reason.into();
        let key = (sheet.to_owned(), column.map(str::to_owned), reason.clone());
        if let Some((_, more)) = self.repeated.get_mut(&key) {
            *more += 1;
        } else {
            self.repeated.insert(key, (self.notes.len(), 0));
            self.note(sheet, row, column, reason);
        }
    }

    pub(super) fn adopt(&mut self, problems: Vec<Problem>) {
        self.problems.extend(problems);
    }

    /// Problems and notes, each sorted by sheet and row.
    pub(super) fn finish(mut self) -> (Vec<reading::Problem>, Vec<reading::Problem>) {
        for (at, more) in self.repeated.into_values() {
            let said = &mut self.notes[at].reason;
            *said = match more {
                0 => continue,
                1 => format!("{said} (so in 1 more row)"),
                more => format!("{said} (so in {more} more rows)"),
            };
        }
        sort(&mut self.problems);
        sort(&mut self.notes);
        let said = |problems: Vec<Problem>| problems.into_iter().map(Problem::said).collect();
        (said(self.problems), said(self.notes))
    }
}

impl Problem {
    fn said(self) -> reading::Problem {
        let Self { sheet, row, column, reason } = self;
        let place = match column {
            Some(column) => format!("{sheet}, row {row}: {column}"),
            None => format!("{sheet}, row {row}"),
        };
        reading::Problem { place, reason }
    }
}

pub(super) fn problem(sheet: &str, row: u32, column: Option<&str>, reason: String) -> Problem {
    Problem { sheet: sheet.to_owned(), row, column: column.map(str::to_owned), reason }
}

fn sort(problems: &mut [Problem]) {
    problems.sort_by_key(|problem| {
        let sheet = match problem.sheet.to_lowercase().as_str() {
            "survey" => 0,
            "choices" => 1,
            "settings" => 2,
            _ => 3,
        };
        (sheet, problem.row)
    });
}
