//! A codebook as a table of text (CSV) that Taguette takes in: the name of each code with those that it stands under, and what it
//! means.
//!
//! Taguette 1.5 guesses in which letters a file is written, and takes a name with an apostrophe or an accent for another one
//! where nothing says that it is UTF-8: a byte order mark does. A codebook with an empty name, with a name of more than 200 letters
//! or a meaning of more than 102,400 is refused as a whole, and of two codes of one name the second is left out.

use std::collections::HashSet;

use super::TableError;
use super::csvw::guarded;

/// The columns, by the names that Taguette looks for.
const COLUMNS: [&str; 2] = ["path", "description"];

/// What says that the file is UTF-8.
const MARK: &str = "\u{feff}";

/// What stands between a code and the one under it.
const UNDER: &str = ".";

/// Letters of a name with those that it stands under.
const PATH_MAX: usize = 200;

/// Letters of what a code means.
const DESCRIPTION_MAX: usize = 102_400;

/// A code: its name, behind the names of those that it stands under, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodebookRow {
    /// The names, from the highest to its own.
    pub names: Vec<String>,
    /// What it means.
    pub description: String,
}

/// Writes the table. Where the names together are too long the highest are left out, and of two that are the same then the
/// second has a number.
pub fn codebook(rows: &[CodebookRow]) -> Result<Vec<u8>, TableError> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    let mut taken = HashSet::new();
    for row in rows {
        let path = path(&row.names, &mut taken);
        writer.write_record([path, cut(&guarded(row.description.trim()), DESCRIPTION_MAX)])?;
    }
    writer.into_inner().map_err(|error| TableError::Writer(error.error().to_string()))
}

/// A name that no row has.
fn path(names: &[String], taken: &mut HashSet<String>) -> String {
    let mut below = names;
    while let [_, rest @ ..] = below
        && !rest.is_empty()
        && below.join(UNDER).chars().count() > PATH_MAX
    {
        below = rest;
    }
    let whole = guarded(below.join(UNDER).trim());
    let whole = if whole.trim().is_empty() { "?" } else { whole.trim() };
    let numbers = (2_u32..).map(|number| format!(" ({number})"));
    let mut paths = std::iter::once(String::new())
        .chain(numbers)
        .map(|number| cut(whole, PATH_MAX - number.chars().count()) + &number);
    let path = paths.find(|path| !taken.contains(path)).unwrap_or_default();
    taken.insert(path.clone());
    path
}

/// As many letters of a text, without white space at the end.
fn cut(text: &str, most: usize) -> String {
    let short: String = text.chars().take(most).collect();
    short.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(names: &[&str], description: &str) -> CodebookRow {
        CodebookRow {
            names: names.iter().map(ToString::to_string).collect(),
            description: description.into(),
        }
    }

    /// What Taguette 1.5 would list of a file: it is refused where it would not be taken.
    fn listed(bytes: &[u8]) -> Vec<(String, String)> {
        // Its guess is sure only with a mark, which is taken off then.
        let text = std::str::from_utf8(bytes.strip_prefix(MARK.as_bytes()).unwrap()).unwrap();
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_lowercase).collect();
        let named = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
        assert_eq!(heads.iter().filter(|head| ["tag", "name", "path"].contains(&head.as_str())).count(), 1);
        let (path, description) =
            (named(&["tag", "name", "path"]).unwrap(), named(&["description"]).unwrap());
        let rows: Vec<(String, String)> = reader
            .records()
            .map(Result::unwrap)
            .map(|row| (row[path].trim().to_owned(), row[description].trim().to_owned()))
            .collect();
        for (path, description) in &rows {
            assert!((1..=200).contains(&path.chars().count()), "{path}");
            assert!(description.chars().count() <= 102_400, "{path}");
        }
        let different: HashSet<&String> = rows.iter().map(|(path, _)| path).collect();
        assert_eq!(different.len(), rows.len(), "the second of two is left out there");
        rows
    }

    #[test]
    fn codes_stand_behind_those_that_they_are_under_and_are_no_formula() {
        let rows = [row(&["Buses"], "Of buses"), row(&["Buses", "Late, again"], "=1+1"), row(&["+44"], "")];
        let written = String::from_utf8(codebook(&rows).unwrap()).unwrap();
        assert_eq!(
            written,
            "\u{feff}path,description\r\nBuses,Of buses\r\n\"Buses.Late, again\",'=1+1\r\n'+44,\r\n"
        );
    }

    #[test]
    fn taguette_takes_every_code_whatever_it_is_called() {
        let long = "l\u{e9}".repeat(99);
        let rows = [
            row(&["Doesn\u{2019}t come", "\u{174}yl y d\u{175}r"], &"m".repeat(102_401)),
            row(&["A", "B"], " one\nmore "),
            // A name may hold what stands between two.
            row(&["A.B"], "two"),
            row(&["A.B"], "three"),
            row(&[&long], ""),
            row(&[&long, &long], ""),
            row(&[&format!("{long}{long}")], ""),
            row(&[&format!("{long}{long}b")], ""),
            row(&["\u{1}"], ""),
            row(&["  "], ""),
        ];
        let listed = listed(&codebook(&rows).unwrap());
        let paths: Vec<&str> = listed.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths[..4], ["Doesn\u{2019}t come.\u{174}yl y d\u{175}r", "A.B", "A.B (2)", "A.B (3)"]);
        let shorter = "l\u{e9}".repeat(98);
        assert_eq!(paths[4..6], [long.clone(), format!("{shorter} (2)")]);
        assert_eq!(paths[6..8], ["l\u{e9}".repeat(100), format!("{shorter} (3)")]);
        assert_eq!(paths[8..], ["?", "? (2)"]);
        assert_eq!(listed[1].1, "one\nmore");
    }
}
