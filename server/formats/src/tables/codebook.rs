//! A codebook as a table of text (CSV) that Taguette takes in: the name of each code with those that it stands under, and what it
//! means.

use super::TableError;
use super::csvw::guarded;

/// The columns, by the names that Taguette looks for.
const COLUMNS: [&str; 2] = ["path", "description"];

/// What stands between a code and the one under it.
const UNDER: &str = ".";

/// A code: its name, behind the names of those that it stands under, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodebookRow {
    /// The names, from the highest to its own.
    pub names: Vec<String>,
    /// What it means.
    pub description: String,
}

/// Writes the table.
pub fn codebook(rows: &[CodebookRow]) -> Result<Vec<u8>, TableError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in rows {
        writer.write_record([guarded(&row.names.join(UNDER)), guarded(&row.description)])?;
    }
    writer.into_inner().map_err(|error| TableError::Writer(error.error().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_behind_those_that_they_are_under_and_are_no_formula() {
        let row = |names: &[&str], description: &str| CodebookRow {
            names: names.iter().map(ToString::to_string).collect(),
            description: description.into(),
        };
        let rows = [row(&["Buses"], "Of buses"), row(&["Buses", "Late, again"], "=1+1"), row(&["+44"], "")];
        let written = String::from_utf8(codebook(&rows).unwrap()).unwrap();
        assert_eq!(written, "path,description\r\nBuses,Of buses\r\n\"Buses.Late, again\",'=1+1\r\n'+44,\r\n");
    }
}
