//! Answers to a whole questionnaire that were gathered elsewhere: a table (CSV)
//! with one column for each question, or several where a question has rows or
//! takes several options.
//!
//! Headings are the names of Earshot's own exports (`way`, `late@bus`,
//! `feel/safe`), the words of a question, or what Qualtrics, Google Forms,
//! LimeSurvey and KoboToolbox make of them. [`read`] looks at every line and
//! refuses a file with one bad line whole; [`TableReading::rows`] then reads
//! the same lines again, one by one, so that a large file is never held twice.
//! A line without an answer in it is nobody's and passed over.
//! What people wrote is never repeated in an error or a note.

mod cells;
mod headings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use earshot_domain::journey::Answers;
use earshot_domain::question::Place;
use earshot_domain::questionnaire::Questionnaire;
use earshot_domain::respondent::{AgeBand, RespondentType};

pub use crate::line::LineError;
use crate::line::{Seen, Shape, checked_name, no_workbook, shape, text_of};
use crate::reading::Problem;
pub use crate::table::ROWS_MAX;
use crate::table::{LineCounter, check_quotes, reader, too_many_rows};

use cells::Took;
use headings::{About, Headings, Target};

/// How many errors are listed before the rest is only counted.
const LISTED: usize = 100;

/// Who a consultation asks: what a table may say about people.
#[derive(Debug, Clone, Copy, Default)]
pub struct People<'a> {
    /// The age bands that are asked; any when there are none.
    pub bands: &'a [AgeBand],
    /// The areas that may be named; where there are none, none is taken.
    pub areas: &'a [Place],
}

/// One person's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The line of the file in which it begins.
    pub line: u64,
    /// What the other program calls it; `line-7` where it gave no name.
    pub id: String,
    /// What was answered, by variable: something.
    pub answers: Answers,
    /// How old they are, where it is said.
    pub age_band: Option<AgeBand>,
    /// Where they live, where it is said: one of the consultation's areas.
    pub area: Option<String>,
    /// Whose views these are, where it is said.
    pub respondent: Option<RespondentType>,
}

/// A table in which every line can be taken.
#[derive(Debug)]
pub struct TableReading<'a> {
    text: &'a str,
    asked: &'a Questionnaire,
    people: People<'a>,
    headings: Headings,
    /// How many rows there are that hold an answer.
    pub count: usize,
    /// Columns that hold something and belong to no question that is asked:
    /// answers may be lost.
    pub problems: Vec<Problem>,
    /// Columns that are never taken, and what was taken differently.
    pub notes: Vec<Problem>,
}

/// Whether a file holds answers to one question, which [`crate::answers`]
/// reads: JSON, or a table with the headings `response_id` and `response` in
/// which no other column belongs to a question that is asked.
pub fn is_of_one_question(file_name: &str, bytes: &[u8], asked: Option<&Questionnaire>) -> bool {
    // What is no text is no table either.
    text_of(bytes)
        .is_ok_and(|text| shape(file_name, text) != Shape::Csv || headings::are_of_one_question(text, asked))
}

/// Reads a table, or says everything that is wrong with it, line by line.
///
/// The name of the file is looked at only where it says what the file is not.
pub fn read<'a>(
    file_name: &str,
    bytes: &'a [u8],
    asked: &'a Questionnaire,
    people: People<'a>,
) -> Result<TableReading<'a>, Vec<LineError>> {
    no_workbook(file_name)?;
    let text = text_of(bytes)?;
    let headings = Headings::read(text, asked, people)?;
    check_quotes(text, headings.delimiter)?;
    let (problems, notes) = (Vec::new(), Vec::new());
    let mut reading = TableReading { text, asked, people, headings, count: 0, problems, notes };
    reading.check()?;
    Ok(reading)
}

/// Errors of a table: the first hundred in full, the rest as a number.
#[derive(Debug, Default)]
struct Errors {
    found: Vec<LineError>,
    more: usize,
}

impl Errors {
    fn add(&mut self, line: u64, reason: impl Into<String>) {
        if self.found.len() < LISTED {
            self.found.push(LineError::new(line, reason));
        } else {
            self.more += 1;
        }
    }

    fn or_fine(mut self) -> Result<(), Vec<LineError>> {
        if self.more > 0 {
            self.found.push(LineError::new(0, format!("and {} more", self.more)));
        }
        if self.found.is_empty() { Ok(()) } else { Err(self.found) }
    }
}

impl<'a> TableReading<'a> {
    /// Every row, one after the other.
    pub fn rows(&self) -> impl Iterator<Item = TableRow> + use<'_, 'a> {
        // Every line was looked at when the table was opened: none is left that could fail.
        let rows = self.lines().filter_map(|(line, cells)| self.row(line, &cells, &mut Vec::new()).ok());
        rows.filter(|row| !row.answers.is_empty())
    }

    fn check(&mut self) -> Result<(), Vec<LineError>> {
        let mut errors = Errors::default();
        let mut seen = Seen::default();
        let mut took = BTreeMap::new();
        let mut strays = self.headings.strays.clone();
        let (mut count, mut answered) = (0, 0);
        for (line, cells) in self.lines() {
            count += 1;
            if count > ROWS_MAX {
                errors.add(line, too_many_rows());
                break;
            }
            strays.retain(|column| cells.get(*column).unwrap_or_default().trim().is_empty());
            let mut differently = Vec::new();
            match self.row(line, &cells, &mut differently) {
                Ok(row) => {
                    answered += usize::from(!row.answers.is_empty());
                    if let Some(first) = seen.before(&row.id, line) {
                        errors.add(line, format!("this id stands in line {first} already"));
                    }
                }
                Err(reasons) => reasons.into_iter().for_each(|reason| errors.add(line, reason)),
            }
            for (column, took_so) in differently {
                *took.entry((column, took_so)).or_insert(0_usize) += 1;
            }
        }
        if count == 0 {
            errors.add(1, "there is nothing under the headings");
        }
        errors.or_fine()?;
        self.count = answered;
        self.notes.clone_from(&self.headings.notes);
        self.problems = self.headings.stray_columns(&strays, &mut self.notes);
        if answered < count {
            let reason = format!("{} rows hold no answer", count - answered);
            self.notes.push(Problem { place: "rows".to_owned(), reason });
        }
        for ((column, took_so), times) in took {
            let place = self.headings.place(column);
            self.notes.push(Problem { place, reason: took_so.sentence(times) });
        }
        Ok(())
    }

    /// The rows of the file that hold anything, with their lines.
    fn lines(&self) -> impl Iterator<Item = (u64, csv::StringRecord)> + use<'a> {
        let mut line = LineCounter::new(self.text);
        let skipped = self.headings.skipped;
        let records = reader(self.text, self.headings.delimiter).into_records();
        records.flatten().skip(skipped).filter_map(move |record| {
            let begins = record.position().map_or(0, csv::Position::byte);
            let at = line.at(usize::try_from(begins).unwrap_or(usize::MAX));
            let empty = record.iter().all(|cell| cell.trim().is_empty());
            (!empty).then_some((at, record))
        })
    }

    /// One row, or everything that is wrong with it. Where something is taken
    /// differently, its column is named.
    fn row(
        &self,
        line: u64,
        cells: &csv::StringRecord,
        differently: &mut Vec<(usize, Took)>,
    ) -> Result<TableRow, Vec<String>> {
        let mut reasons = Vec::new();
        let width = self.headings.width;
        if cells.len() < width {
            return Err(vec![format!("{} cells where the headings have {width}", cells.len())]);
        }
        if cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            let reason =
                "more cells than headings; a text that holds the separator must stand in quotation marks";
            return Err(vec![reason.to_owned()]);
        }
        let mut row = TableRow {
            line,
            id: format!("line-{line}"),
            answers: Answers::new(),
            age_band: None,
            area: None,
            respondent: None,
        };
        for (column, about) in &self.headings.abouts {
            let cell = cells.get(*column).unwrap_or_default().trim();
            if let Err(reason) = row.about(*about, cell, self.people) {
                reasons.push(format!("{}: {reason}", self.headings.place(*column)));
            }
        }
        for Target { variable, question, pieces } in &self.headings.targets {
            let Some(question) = self.asked.questions.get(*question) else { continue };
            let cell = |column: usize| cells.get(column).unwrap_or_default();
            match cells::given(question, pieces, &cell, differently) {
                Ok(Some(given)) => {
                    row.answers.insert(variable.clone(), given);
                }
                Ok(None) => {}
                Err((column, reason)) => reasons.push(format!("{}: {reason}", self.headings.place(column))),
            }
        }
        if reasons.is_empty() { Ok(row) } else { Err(reasons) }
    }
}

impl TableRow {
    /// Takes a cell about the person who answered.
    fn about(&mut self, about: About, cell: &str, people: People<'_>) -> Result<(), String> {
        if cell.is_empty() {
            return if about == About::Id { Err("the id is missing".to_owned()) } else { Ok(()) };
        }
        match about {
            About::Id => self.id = checked_name(cell, "id")?,
            About::Age => {
                let asked = |band: &AgeBand| people.bands.is_empty() || people.bands.contains(band);
                let band = cells::age_band(cell).filter(asked);
                self.age_band = Some(band.ok_or("not one of the age bands that are asked")?);
            }
            About::Area => {
                let area = cells::area(cell, people.areas).ok_or("not one of the consultation's areas")?;
                self.area = Some(area.key.clone());
            }
            About::Respondent => {
                self.respondent = Some(cells::respondent(cell).ok_or("not one of the types of respondent")?);
            }
        }
        Ok(())
    }
}
