//! Workbooks. Every text is written as a text, whatever it begins with: nothing in them is a formula.

use earshot_domain::export::{AnswerTable, CountTables, Entry, Measure, Origin};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::csvw::{COUNT_COLUMNS, count_rows};
use super::{TableError, about, about_ages, about_counts, clean};

/// Letters that a cell holds.
const CELL_MAX: usize = 32_767;

/// The sheets of a table of answers: what was chosen, what was written, what the values mean, and where it comes from.
pub(super) fn answers(table: &AnswerTable) -> Result<Vec<u8>, TableError> {
    let mut workbook = Workbook::new();
    let is_words = |at: usize| table.variables[at].measure == Measure::Words;
    let closed: Vec<usize> = (0..table.variables.len()).filter(|at| !is_words(*at)).collect();
    let mut sheet = Sheet::new(&mut workbook, "Answers")?;
    sheet.head(closed.iter().map(|at| table.variables[*at].name.as_str()))?;
    for row in &table.rows {
        sheet.begin();
        for at in &closed {
            sheet.entry(row.get(*at).unwrap_or(&Entry::Nothing))?;
        }
    }
    let mut sheet = Sheet::new(&mut workbook, "Words")?;
    let name = table.variables.iter().position(|variable| variable.measure == Measure::Name);
    sheet.head(["response_id", "variable", "question", "words"])?;
    for (at, variable) in table.variables.iter().enumerate().filter(|(at, _)| is_words(*at)) {
        for row in &table.rows {
            let Some(words @ Entry::Text(_)) = row.get(at) else { continue };
            sheet.begin();
            sheet.entry(name.and_then(|name| row.get(name)).unwrap_or(&Entry::Nothing))?;
            sheet.text(&variable.name)?;
            sheet.text(&variable.label)?;
            sheet.entry(words)?;
        }
    }
    let mut sheet = Sheet::new(&mut workbook, "Values")?;
    sheet.head(["variable", "question", "value", "means"])?;
    for variable in &table.variables {
        let none = [(String::new(), kind_words(&variable.measure).to_owned())];
        let values: &[(String, String)] = match &variable.measure {
            Measure::Choice(values) | Measure::Steps(values) => values,
            _ => &none,
        };
        for (key, words) in values {
            sheet.begin();
            for text in [&variable.name, &variable.label, key, words] {
                sheet.text(text)?;
            }
        }
    }
    let [words, who, rights] = about(&table.origin, table.raw);
    let notes: Vec<&str> =
        [words.as_str(), who.as_str(), rights.as_str()].into_iter().chain(about_ages(table.raw)).collect();
    about_sheet(&mut workbook, &table.origin, &notes)?;
    Ok(workbook.save_to_buffer()?)
}

fn kind_words(measure: &Measure) -> &'static str {
    match measure {
        Measure::Choice(_) | Measure::Steps(_) => "one of these",
        Measure::Tick => "1 where it was chosen, 0 where it was not",
        Measure::YesOrNo => "1 for yes, 0 for no",
        Measure::Number => "a whole number",
        Measure::Name => "the name of a row, in this file alone",
        Measure::Words => "words, on the sheet \u{201c}Words\u{201d}",
    }
}

/// The sheets of suppressed counts.
pub(super) fn counts(tables: &CountTables) -> Result<Vec<u8>, TableError> {
    let mut workbook = Workbook::new();
    let mut sheet = Sheet::new(&mut workbook, "Counts")?;
    sheet.head(COUNT_COLUMNS.iter().map(|(name, _)| *name))?;
    for row in count_rows(tables) {
        sheet.begin();
        for cell in &row {
            sheet.text(cell)?;
        }
    }
    let about = about_counts(tables.preset);
    about_sheet(&mut workbook, &tables.origin, &[about.as_str()])?;
    Ok(workbook.save_to_buffer()?)
}

fn about_sheet(workbook: &mut Workbook, origin: &Origin, notes: &[&str]) -> Result<(), TableError> {
    let mut sheet = Sheet::new(workbook, "About")?;
    let day = origin.day.to_string();
    let facts = [
        ("Consultation", origin.title.as_str()),
        ("Reference", origin.reference.as_str()),
        ("Organisation", origin.organisation.as_str()),
        ("Made on", day.as_str()),
    ];
    for (what, words) in facts.into_iter().chain(notes.iter().map(|note| ("Note", *note))) {
        sheet.begin();
        sheet.text(what)?;
        sheet.text(words)?;
    }
    Ok(())
}

/// A sheet that is being written, cell by cell.
struct Sheet<'a> {
    on: &'a mut Worksheet,
    next: u32,
    row: u32,
    column: u16,
}

impl<'a> Sheet<'a> {
    fn new(workbook: &'a mut Workbook, name: &str) -> Result<Self, TableError> {
        let on = workbook.add_worksheet().set_name(name)?;
        Ok(Self { on, next: 0, row: 0, column: 0 })
    }

    fn head<'b>(&mut self, names: impl IntoIterator<Item = &'b str>) -> Result<(), TableError> {
        let bold = Format::new().set_bold();
        self.begin();
        for name in names {
            self.on.write_string_with_format(self.row, self.column, cut(name), &bold)?;
            self.column = self.column.saturating_add(1);
        }
        self.on.set_freeze_panes(1, 0)?;
        Ok(())
    }

    /// Begins a row.
    fn begin(&mut self) {
        self.row = self.next;
        self.next = self.next.saturating_add(1);
        self.column = 0;
    }

    fn entry(&mut self, entry: &Entry) -> Result<(), TableError> {
        match entry {
            Entry::Nothing => self.column = self.column.saturating_add(1),
            Entry::Key(text) | Entry::Text(text) => self.text(text)?,
            Entry::Tick(chosen) => self.number(f64::from(u8::from(*chosen)))?,
            Entry::Number(number) => match i32::try_from(*number) {
                Ok(number) => self.number(f64::from(number))?,
                // A cell holds no more than fifteen digits: a long number stays as it was written.
                Err(_) => self.text(&number.to_string())?,
            },
        }
        Ok(())
    }

    fn number(&mut self, number: f64) -> Result<(), TableError> {
        self.on.write_number(self.row, self.column, number)?;
        self.column = self.column.saturating_add(1);
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), TableError> {
        if !text.is_empty() {
            self.on.write_string(self.row, self.column, cut(text))?;
        }
        self.column = self.column.saturating_add(1);
        Ok(())
    }
}

/// As much of a text as a cell holds.
fn cut(text: &str) -> String {
    clean(text).chars().take(CELL_MAX).collect()
}
