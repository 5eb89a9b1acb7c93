//! An XLSForm as large as the largest that a council sends: 5,000 rows.

use anyhow::Result;
use rust_xlsxwriter::{Workbook, Worksheet};

/// Rows of the sheet `survey`.
const QUESTIONS: u32 = 250;

/// Lists, and how many options each has.
const LISTS: u32 = 25;
const OPTIONS: u32 = 190;

/// How many rows there are under the headings.
pub const ROWS: u32 = QUESTIONS + LISTS * OPTIONS;

/// The form as a file.
pub fn form() -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let survey = sheet(&mut workbook, "survey", &["type", "name", "label", "hint", "relevant"])?;
    for n in 0..QUESTIONS {
        let (list, before) = (n % LISTS, n.saturating_sub(1));
        let kind = match n % 5 {
            0..=2 => format!("select_one list{list}"),
            3 => format!("select_multiple list{list}"),
            _ => "text".to_string(),
        };
        // Of the question before, where that has one answer.
        let relevant = (n % 5 == 1).then(|| format!("${{q{before}}} = 'o1' or ${{q{before}}} = 'o2'"));
        let cells = [
            kind,
            format!("q{n}"),
            format!("What is it like for you, number {n}?"),
            "You can skip it.".to_string(),
            relevant.unwrap_or_default(),
        ];
        row(survey, n + 1, &cells)?;
    }
    let choices = sheet(&mut workbook, "choices", &["list_name", "name", "label"])?;
    for n in 0..LISTS * OPTIONS {
        let (list, option) = (n / OPTIONS, n % OPTIONS);
        row(
            choices,
            n + 1,
            &[format!("list{list}"), format!("o{option}"), format!("Place number {option}")],
        )?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn sheet<'a>(workbook: &'a mut Workbook, name: &str, headings: &[&str]) -> Result<&'a mut Worksheet> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    row(sheet, 0, headings)?;
    Ok(sheet)
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[impl AsRef<str>]) -> Result<()> {
    for (column, cell) in (0..).zip(cells) {
        sheet.write_string(row, column, cell.as_ref())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_it_is_taken() {
        let reading = earshot_formats::xlsform::read(&form().unwrap()).unwrap();
        assert_eq!(reading.problems, vec![]);
        assert_eq!(reading.questionnaire.questions.len(), 250);
        assert_eq!(ROWS, 5_000);
    }
}
